//! Does keyUsage of an ML-DSA, SLH-DSA or ML-KEM key hold only bits such a key may have? [RFC 9881 section 5](https://www.rfc-editor.org/rfc/rfc9881#section-5).

use crate::lint::check::{lattice_usage, set_bits};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight};

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-lattice",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 9881 section 5",
    from: None,
    until: None,
    weight: Weight::Violates,
    question: "Does keyUsage of an ML-DSA, SLH-DSA or ML-KEM key hold only bits such a key may have?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    lattice_usage(object.key_algorithm()).is_some() && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    set_bits(object, !lattice_usage(object.key_algorithm()).unwrap_or(u16::MAX))
}
