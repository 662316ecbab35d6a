//! Are milliseconds and microseconds of the accuracy from 1 to 999? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "tsp.accuracy-range",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Are milliseconds and microseconds of the accuracy from 1 to 999?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.stamp().is_some_and(|it| it.child("accuracy").is_some())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let accuracy = object.stamp().and_then(|it| it.child("accuracy"));
    let parts = ["millis", "micros"].into_iter().filter_map(|it| accuracy?.child(it));
    each(parts, |at| !tlv::small_integer(at.content()).is_ok_and(|it| (1..=999).contains(&it)))
}
