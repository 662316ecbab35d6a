//! Is time-stamping the only purpose, in a critical extKeyUsage? [RFC 3161 section 2.3](https://www.rfc-editor.org/rfc/rfc3161#section-2.3).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.purposes-time-stamping",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 3161 section 2.3",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Is time-stamping the only purpose, in a critical extKeyUsage?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca() && object.has_purpose(&known::PURPOSE_TIME_STAMPING)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let others = object
        .purposes()
        .filter(|it| it.content() != known::PURPOSE_TIME_STAMPING.content())
        .map(|it| hit(it, ""));
    critical_as(object, &known::EXTENDED_KEY_USAGE, true).into_iter().chain(others).collect()
}
