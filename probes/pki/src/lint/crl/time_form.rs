//! Are the times before the year 2050 written as UTCTime? [RFC 5280 section 5.1.2.4](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.4).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "crl.time-form",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.4",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Are the times before the year 2050 written as UTCTime?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let times = object.tbs("thisUpdate").into_iter().chain(object.tbs("nextUpdate"));
    each(times, |at| {
        let early = at.content().get(..4).is_some_and(|it| it < b"2050");
        at.identifier() == tlv::GENERALIZED_TIME && early
    })
}
