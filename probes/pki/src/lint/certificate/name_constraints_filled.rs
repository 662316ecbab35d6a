//! Do name constraints permit or exclude something? [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-constraints-filled",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.10",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Do name constraints permit or exclude something?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::NAME_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::NAME_CONSTRAINTS), |at| at.is_empty())
}
