//! Is every certificate revoked before the response says so? [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).

use crate::lint::check::{each, revoked};
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.revoked-before-produced",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Is every certificate revoked before the response says so?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.answers().any(|it| revoked(it).is_some())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let issued = object.issued();
    each(object.answers().filter_map(revoked), |at| match (read_time(at), issued) {
        (Some(revoked), Some(issued)) => revoked.at > issued,
        _ => false,
    })
}
