//! Is the nameConstraints extension critical? [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-constraints-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.10",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the nameConstraints extension critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::NAME_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::NAME_CONSTRAINTS, true)
}
