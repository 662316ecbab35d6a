//! Is a time before the year 2050 written as UTCTime? [RFC 5280 section 4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "certificate.time-form",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is a time before the year 2050 written as UTCTime?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.times(tlv::GENERALIZED_TIME), |at| {
        at.content().get(..4).is_some_and(|it| it < b"2050")
    })
}
