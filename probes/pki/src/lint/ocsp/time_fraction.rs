//! Are the times of the response in UTC without fractions of a second? [RFC 6960 section 4.2.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.1).

use crate::lint::check::{digits, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "ocsp.time-fraction",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Are the times of the response in UTC without fractions of a second?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.response_data().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let data = object.response_data();
    each(data.into_iter().flat_map(At::all), |at| {
        at.identifier() == tlv::GENERALIZED_TIME
            && (digits(at.content()) != 14 || at.content().get(14..) != Some(&b"Z"[..]))
    })
}
