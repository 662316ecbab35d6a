//! Is every status known before the next one comes? [RFC 6960 section 4.2.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.1).

use crate::lint::check::each;
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;

pub(super) static RULE: Rule = Rule {
    id: "ocsp.next-update-after-this",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Is every status known before the next one comes?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.answers().any(|it| it.child("nextUpdate").is_some())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let at = |at: Option<At<'_>>| read_time(at?).map(|it| it.at);
    each(object.answers(), |it| {
        let next = at(it.child("nextUpdate").and_then(At::inner));
        matches!((at(it.child("thisUpdate")), next), (Some(this), Some(next)) if this > next)
    })
}
