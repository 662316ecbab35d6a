//! Are the parameters of the RSA PKCS #1 v1.5 signature NULL? [RFC 4055 section 5](https://www.rfc-editor.org/rfc/rfc4055#section-5).

use crate::lint::check::{is_pkcs1, not_null};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.rsa-signature-parameters",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 4055 section 5",
    from: since::RFC4055,
    until: None,
    weight: Weight::Violates,
    question: "Are the parameters of the RSA PKCS #1 v1.5 signature NULL?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    is_pkcs1(object.tbs("signature"))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    not_null(object.tbs("signature"))
}
