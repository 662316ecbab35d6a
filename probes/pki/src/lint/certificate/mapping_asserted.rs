//! Does the certificate assert every policy that it maps from? [RFC 5280 section 4.2.1.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.5).

use std::collections::BTreeSet;

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.mapping-asserted",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.5",
    from: since::RFC3280,
    until: None,
    weight: Weight::Remark,
    question: "Does the certificate assert every policy that it maps from?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::POLICY_MAPPINGS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let asserted: BTreeSet<_> =
        object.policies().filter_map(|it| it.child("policyIdentifier")).map(At::content).collect();
    let mappings = object.value(&known::POLICY_MAPPINGS).into_iter().flat_map(At::children);
    each(mappings.filter_map(|it| it.child("issuerDomainPolicy")), |at| {
        !asserted.contains(at.content())
    })
}
