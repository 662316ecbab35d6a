//! Does the signer name its certificate in a signed attribute? [RFC 5816 section 2.2.1](https://www.rfc-editor.org/rfc/rfc5816#section-2.2.1).

use crate::lint::check::{each, signed_attributes, signers};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "tsp.signing-certificate",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 5816 section 2.2.1",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Does the signer name its certificate in a signed attribute?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    signers(object).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(signers(object), |at| {
        let mut types = signed_attributes(at);
        !types.any(|it| {
            it == known::ATTRIBUTE_SIGNING_CERTIFICATE.content()
                || it == known::ATTRIBUTE_SIGNING_CERTIFICATE_V2.content()
        })
    })
}
