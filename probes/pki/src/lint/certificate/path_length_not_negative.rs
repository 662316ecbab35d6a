//! Is pathLenConstraint zero or more? [RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.path-length-not-negative",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.9",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is pathLenConstraint zero or more?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::BASIC_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(
        object.value(&known::BASIC_CONSTRAINTS).and_then(|it| it.child("pathLenConstraint")),
        |at| at.content().first().is_some_and(|it| it & 0x80 != 0),
    )
}
