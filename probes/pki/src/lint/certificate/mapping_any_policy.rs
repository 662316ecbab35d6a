//! Is anyPolicy kept out of policy mappings? [RFC 5280 section 4.2.1.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.5).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.mapping-any-policy",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.5",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is anyPolicy kept out of policy mappings?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::POLICY_MAPPINGS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let mappings = object.value(&known::POLICY_MAPPINGS).into_iter().flat_map(At::children);
    each(mappings.flat_map(At::children), |at| at.content() == known::ANY_POLICY.content())
}
