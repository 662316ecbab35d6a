//! Does every bit of keyUsage serve a purpose named in extKeyUsage? [RFC 5280 section 4.2.1.12](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12).

use crate::lint::check::{bits_of_purpose, set_bits};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-beyond-purposes",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.12",
    from: since::RFC5280,
    until: None,
    weight: Weight::Remark,
    question: "Does every bit of keyUsage serve a purpose named in extKeyUsage?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca() && object.has(&known::EXTENDED_KEY_USAGE) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let mut served = 0;
    for purpose in object.purposes() {
        // A purpose that RFC 5280 does not describe may be served by any bit.
        let Some(bits) = bits_of_purpose(purpose.content()) else { return Vec::new() };
        served |= bits;
    }
    set_bits(object, !served)
}
