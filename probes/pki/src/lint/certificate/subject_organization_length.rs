//! Has the organization of the subject no more than 64 characters? [RFC 5280 appendix A.1](https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1).

use crate::lint::check::longer_than;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-organization-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 appendix A.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Has the organization of the subject no more than 64 characters?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    longer_than(object, &known::ORGANIZATION, 64)
}
