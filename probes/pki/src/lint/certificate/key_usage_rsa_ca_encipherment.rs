//! Is an RSA key that signs certificates or CRL kept from encipherment? [RFC 3279 section 2.3.1](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.1).

use crate::lint::check::set_bits;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-rsa-ca-encipherment",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 3279 section 2.3.1",
    from: since::RFC3279,
    until: None,
    weight: Weight::Remark,
    question: "Is an RSA key that signs certificates or CRL kept from encipherment?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.is_ca() && object.key_is(&known::RSA) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let signs = usage::KEY_CERT_SIGN | usage::CRL_SIGN;
    if object.key_usage().is_none_or(|it| it & signs == 0) {
        return Vec::new();
    }
    set_bits(object, usage::KEY_ENCIPHERMENT | usage::DATA_ENCIPHERMENT)
}
