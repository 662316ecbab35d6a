//! Was every status known when the response was produced? [RFC 6960 section 2.4](https://www.rfc-editor.org/rfc/rfc6960#section-2.4).

use crate::lint::check::each;
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.this-update-before-produced",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 2.4",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Was every status known when the response was produced?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.answers().next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let issued = object.issued();
    each(object.answers().filter_map(|it| it.child("thisUpdate")), |at| {
        match (read_time(at), issued) {
            (Some(known), Some(issued)) => known.at > issued,
            _ => false,
        }
    })
}
