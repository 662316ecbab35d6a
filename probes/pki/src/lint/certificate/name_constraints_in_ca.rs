//! Do name constraints stand only in a CA certificate? [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-constraints-in-ca",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.10",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Do name constraints stand only in a CA certificate?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::NAME_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.is_ca() {
        return Vec::new();
    }
    each(object.extension(&known::NAME_CONSTRAINTS).map(|it| it.at), |_| true)
}
