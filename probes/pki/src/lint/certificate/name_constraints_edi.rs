//! Are name constraints without subtrees of ediPartyName? [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-constraints-edi",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.10",
    from: since::RFC5280,
    until: None,
    weight: Weight::Remark,
    question: "Are name constraints without subtrees of ediPartyName?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::NAME_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.constrained("ediPartyName"), |_| true)
}
