//! Has the given name of the subject no more than 64 characters (older readers allow no more)? ITU-T X.411 annex B.

use crate::lint::check::longer_than;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-given-name-recommended-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "ITU-T X.411 annex B",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Has the given name of the subject no more than 64 characters (older readers allow no more)?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    longer_than(object, &known::GIVEN_NAME, 64)
}
