//! Does keyUsage of an X25519 or X448 key hold keyAgreement and no other use? [RFC 8410 section 5](https://www.rfc-editor.org/rfc/rfc8410#section-5).

use crate::lint::check::{X448, X25519, each, set_bits};
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-edwards-agreement",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 8410 section 5",
    from: since::RFC8410,
    until: None,
    weight: Weight::Violates,
    question: "Does keyUsage of an X25519 or X448 key hold keyAgreement and no other use?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    (object.key_is(&X25519) || object.key_is(&X448)) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let allowed = usage::KEY_AGREEMENT | usage::ENCIPHER_ONLY | usage::DECIPHER_ONLY;
    if object.key_usage().is_some_and(|it| it & usage::KEY_AGREEMENT == 0) {
        return each(object.value(&known::KEY_USAGE), |_| true);
    }
    set_bits(object, !allowed)
}
