//! Is keyUsage of an elliptic curve key free of keyEncipherment and dataEncipherment? [RFC 8813 section 3](https://www.rfc-editor.org/rfc/rfc8813#section-3).

use crate::lint::check::set_bits;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-ec",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 8813 section 3",
    from: since::RFC8813,
    until: None,
    weight: Weight::Violates,
    question: "Is keyUsage of an elliptic curve key free of keyEncipherment and dataEncipherment?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.key_is(&known::EC) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    set_bits(object, usage::KEY_ENCIPHERMENT | usage::DATA_ENCIPHERMENT)
}
