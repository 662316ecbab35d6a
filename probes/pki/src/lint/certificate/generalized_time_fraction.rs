//! Is GeneralizedTime without fractions of a second? [RFC 5280 section 4.1.2.5.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "certificate.generalized-time-fraction",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.5.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is GeneralizedTime without fractions of a second?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.times(tlv::GENERALIZED_TIME).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.times(tlv::GENERALIZED_TIME), |at| {
        at.content().iter().any(|it| matches!(it, b'.' | b','))
    })
}
