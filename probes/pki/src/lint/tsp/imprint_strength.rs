//! Is the imprint made with a hash without known collisions? [RFC 3161 section 2.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.2).

use crate::lint::check::{each, imprint};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.imprint-strength",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Remark,
    question: "Is the imprint made with a hash without known collisions?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    imprint(object).is_some_and(|(hash, _)| hash.is_some())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    match imprint(object) {
        Some((Some(hash), at)) if hash.is_weak() => each([at], |_| true),
        _ => Vec::new(),
    }
}
