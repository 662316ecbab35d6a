//! Does keyUsage of a CA with an RSA key hold only bits such a key may have? [RFC 3279 section 2.3.1](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.1).

use crate::lint::check::set_bits;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-rsa-ca",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 3279 section 2.3.1",
    from: since::RFC3279,
    until: None,
    weight: Weight::Violates,
    question: "Does keyUsage of a CA with an RSA key hold only bits such a key may have?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.is_ca() && object.key_is(&known::RSA) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    set_bits(object, usage::KEY_AGREEMENT | usage::ENCIPHER_ONLY | usage::DECIPHER_ONLY)
}
