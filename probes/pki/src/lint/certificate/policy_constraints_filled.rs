//! Does policyConstraints constrain something? [RFC 5280 section 4.2.1.11](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.11).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.policy-constraints-filled",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.11",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does policyConstraints constrain something?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::POLICY_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::POLICY_CONSTRAINTS), |at| at.is_empty())
}
