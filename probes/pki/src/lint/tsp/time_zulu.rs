//! Is the time in UTC with seconds, a fraction without zeros at its end? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::{digits, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.time-zulu",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Is the time in UTC with seconds, a fraction without zeros at its end?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.stamp().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.stamp().and_then(|it| it.child("genTime")), |at| {
        let Some(time) = at.content().strip_suffix(b"Z") else { return true };
        match time.split_at_checked(14) {
            Some((whole, [])) => digits(whole) != 14,
            Some((whole, [b'.', fraction @ ..])) => {
                digits(whole) != 14
                    || fraction.is_empty()
                    || digits(fraction) != fraction.len()
                    || fraction.ends_with(b"0")
            }
            _ => true,
        }
    })
}
