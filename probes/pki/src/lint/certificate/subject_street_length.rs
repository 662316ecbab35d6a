//! Has the street address of the subject no more than 128 characters? ITU-T X.520 annex C.

use crate::lint::check::longer_than;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-street-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "ITU-T X.520 annex C",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Has the street address of the subject no more than 128 characters?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    longer_than(object, &known::STREET, 128)
}
