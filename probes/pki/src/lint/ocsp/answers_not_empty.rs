//! Does a successful response answer about some certificate? [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.answers-not-empty",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Does a successful response answer about some certificate?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.response_data().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.response_data().and_then(|it| it.child("responses")), |at| at.is_empty())
}
