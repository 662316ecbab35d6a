//! Is the status of the response one of those defined? [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.status-known",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Is the status of the response one of those defined?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.find(&["responseStatus"]), |at| !matches!(at.content(), [0..=3 | 5 | 6]))
}
