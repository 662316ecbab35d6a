//! Does every policy stand once? [RFC 5280 section 4.2.1.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4).

use std::collections::BTreeSet;

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.policy-once",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.4",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Does every policy stand once?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CERTIFICATE_POLICIES)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let mut seen = BTreeSet::new();
    object
        .policies()
        .filter_map(|it| it.child("policyIdentifier"))
        .filter(|it| !seen.insert(it.content()))
        .map(|it| hit(it, ""))
        .collect()
}
