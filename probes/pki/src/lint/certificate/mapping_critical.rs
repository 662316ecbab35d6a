//! Is the policyMappings extension critical? [RFC 5280 section 4.2.1.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.5).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.mapping-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.5",
    from: since::RFC5280,
    until: None,
    weight: Weight::Remark,
    question: "Is the policyMappings extension critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::POLICY_MAPPINGS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::POLICY_MAPPINGS, true)
}
