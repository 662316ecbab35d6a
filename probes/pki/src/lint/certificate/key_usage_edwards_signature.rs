//! Does keyUsage of an Ed25519 or Ed448 key hold only signature bits? [RFC 8410 section 5](https://www.rfc-editor.org/rfc/rfc8410#section-5).

use crate::lint::check::{ED448, set_bits};
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-edwards-signature",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 8410 section 5",
    from: since::RFC8410,
    until: None,
    weight: Weight::Violates,
    question: "Does keyUsage of an Ed25519 or Ed448 key hold only signature bits?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    (object.key_is(&known::ED25519) || object.key_is(&ED448)) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let allowed = usage::DIGITAL_SIGNATURE | usage::NON_REPUDIATION;
    let signs = usage::KEY_CERT_SIGN | usage::CRL_SIGN;
    set_bits(object, !(allowed | signs))
}
