//! Has the imprint the length of its hash? [RFC 3161 section 2.4.1](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.1).

use crate::lint::check::{each, imprint};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.imprint-size",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.1",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Has the imprint the length of its hash?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    imprint(object).is_some_and(|(hash, _)| hash.is_some())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    match imprint(object) {
        Some((Some(hash), at)) => each([at], |at| at.content().len() != hash.digest(&[]).len()),
        _ => Vec::new(),
    }
}
