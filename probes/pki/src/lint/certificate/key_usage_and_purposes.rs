//! Is there a purpose in extKeyUsage that keyUsage allows? [RFC 5280 section 4.2.1.12](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12).

use crate::lint::check::{bits_of_purpose, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-and-purposes",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.12",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Is there a purpose in extKeyUsage that keyUsage allows?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca() && object.has(&known::EXTENDED_KEY_USAGE) && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let asserted = object.key_usage().unwrap_or(u16::MAX);
    let mut purposes = object.purposes().map(|it| bits_of_purpose(it.content()));
    // A purpose that RFC 5280 does not describe may be consistent with any bits.
    if purposes.any(|bits| bits.is_none_or(|bits| bits & asserted != 0)) {
        return Vec::new();
    }
    each(object.value(&known::KEY_USAGE), |_| true)
}
