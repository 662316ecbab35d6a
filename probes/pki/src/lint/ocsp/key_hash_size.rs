//! Is the responder named by a SHA-1 hash of twenty octets, where by its key? [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).

use crate::lint::check::{each, key_hash};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.key-hash-size",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Is the responder named by a SHA-1 hash of twenty octets, where by its key?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    key_hash(object).is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(key_hash(object), |at| at.content().len() != 20)
}
