//! Are the seconds written in GeneralizedTime? [RFC 5280 section 4.1.2.5.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5.2).

use crate::lint::check::{digits, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "certificate.generalized-time-seconds",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.5.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Are the seconds written in GeneralizedTime?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.times(tlv::GENERALIZED_TIME).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.times(tlv::GENERALIZED_TIME), |at| digits(at.content()) < 14)
}
