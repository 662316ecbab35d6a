//! Is the time-stamp of version 1? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.version-one",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Is the time-stamp of version 1?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.stamp().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.stamp().and_then(|it| it.child("version")), |at| at.content() != [1])
}
