//! Is the basicConstraints extension critical? [RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.basic-constraints-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.9",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the basicConstraints extension critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.is_ca()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::BASIC_CONSTRAINTS, true)
}
