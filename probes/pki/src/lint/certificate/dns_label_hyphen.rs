//! Does no label of a dNSName begin or end with a hyphen? [RFC 5280 section 4.2.1.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.dns-label-hyphen",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.6",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Does no label of a dNSName begin or end with a hyphen?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName").next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName"), |at| {
        at.content()
            .split(|it| *it == b'.')
            .any(|label| label.starts_with(b"-") || label.ends_with(b"-"))
    })
}
