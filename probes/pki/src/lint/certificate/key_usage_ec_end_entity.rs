//! Does keyUsage of an end entity with an elliptic curve key hold only signature and key agreement bits? [RFC 5480 section 3](https://www.rfc-editor.org/rfc/rfc5480#section-3).

use crate::lint::check::set_bits;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-ec-end-entity",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5480 section 3",
    from: since::RFC5480,
    until: None,
    weight: Weight::Remark,
    question: "Does keyUsage of an end entity with an elliptic curve key hold only signature and key agreement bits?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca() && object.key_is(&known::EC) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    set_bits(
        object,
        !(usage::DIGITAL_SIGNATURE
            | usage::NON_REPUDIATION
            | usage::KEY_AGREEMENT
            | usage::ENCIPHER_ONLY
            | usage::DECIPHER_ONLY),
    )
}
