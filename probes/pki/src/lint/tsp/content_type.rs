//! Is the signed content named as a time-stamp? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "tsp.content-type",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Is the signed content named as a time-stamp?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.signed_data().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let kind = object.signed_data().and_then(|it| it.find(&["encapContentInfo", "eContentType"]));
    each(kind, |at| at.content() != known::TST_INFO.content())
}
