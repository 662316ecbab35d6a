//! Is the inhibitAnyPolicy extension critical? [RFC 5280 section 4.2.1.14](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.14).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.inhibit-any-policy-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.14",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is the inhibitAnyPolicy extension critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::INHIBIT_ANY_POLICY)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::INHIBIT_ANY_POLICY, true)
}
