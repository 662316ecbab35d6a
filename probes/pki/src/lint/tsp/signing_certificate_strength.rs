//! Is the certificate of the signer named by ESSCertIDv2, not by SHA-1 alone? [RFC 5816 section 2.2.1](https://www.rfc-editor.org/rfc/rfc5816#section-2.2.1).

use crate::lint::check::{each, signed_attributes, signers};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "tsp.signing-certificate-strength",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 5816 section 2.2.1",
    from: since::RFC5816,
    until: None,
    weight: Weight::Remark,
    question: "Is the certificate of the signer named by ESSCertIDv2, not by SHA-1 alone?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    signers(object).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(signers(object), |at| {
        let types: Vec<_> = signed_attributes(at).collect();
        types.contains(&known::ATTRIBUTE_SIGNING_CERTIFICATE.content())
            && !types.contains(&known::ATTRIBUTE_SIGNING_CERTIFICATE_V2.content())
    })
}
