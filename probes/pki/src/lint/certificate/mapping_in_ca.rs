//! Do policy mappings stand only in a CA certificate? [RFC 5280 section 4.2.1.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.5).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.mapping-in-ca",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Do policy mappings stand only in a CA certificate?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::POLICY_MAPPINGS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.is_ca() {
        return Vec::new();
    }
    each(object.extension(&known::POLICY_MAPPINGS).map(|it| it.at), |_| true)
}
