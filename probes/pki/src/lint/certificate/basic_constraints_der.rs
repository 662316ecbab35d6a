//! Is cA left out of basicConstraints where it is FALSE, as DER wants a DEFAULT? [RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.basic-constraints-der",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.9",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is cA left out of basicConstraints where it is FALSE, as DER wants a DEFAULT?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::BASIC_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::BASIC_CONSTRAINTS).and_then(|it| it.child("cA")), |at| {
        at.content() != [0xff]
    })
}
