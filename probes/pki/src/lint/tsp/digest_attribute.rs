//! Does the signer sign the type and the digest of the content? [RFC 5652 section 11](https://www.rfc-editor.org/rfc/rfc5652#section-11).

use crate::lint::check::{each, signed_attributes, signers};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "tsp.digest-attribute",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 5652 section 11",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Does the signer sign the type and the digest of the content?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    signers(object).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(signers(object), |at| {
        let types: Vec<_> = signed_attributes(at).collect();
        !types.contains(&known::ATTRIBUTE_CONTENT_TYPE.content())
            || !types.contains(&known::ATTRIBUTE_MESSAGE_DIGEST.content())
    })
}
