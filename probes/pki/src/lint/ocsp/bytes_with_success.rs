//! Are there response bytes exactly where the status is successful? [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.bytes-with-success",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Are there response bytes exactly where the status is successful?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let status = object.find(&["responseStatus"]);
    let successful = status.is_some_and(|it| it.content() == [0]);
    if successful == object.find(&["responseBytes"]).is_some() {
        return Vec::new();
    }
    each(status, |_| true)
}
