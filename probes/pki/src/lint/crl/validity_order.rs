//! Does the next list come after this one? [RFC 5280 section 5.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.5).

use crate::lint::check::each;
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "crl.validity-order",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does the next list come after this one?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.tbs("nextUpdate").is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let at = |field| read_time(object.tbs(field)?).map(|it| it.at);
    match (at("thisUpdate"), at("nextUpdate")) {
        (Some(this), Some(next)) if this > next => each(object.tbs("thisUpdate"), |_| true),
        _ => Vec::new(),
    }
}
