//! Are the parameters of the RSA key NULL? [RFC 3279 section 2.3.1](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.1).

use crate::lint::check::not_null;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.rsa-key-parameters",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 3279 section 2.3.1",
    from: since::RFC3279,
    until: None,
    weight: Weight::Violates,
    question: "Are the parameters of the RSA key NULL?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.key_is(&known::RSA)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    not_null(object.find(&["tbsCertificate", "subjectPublicKeyInfo", "algorithm"]))
}
