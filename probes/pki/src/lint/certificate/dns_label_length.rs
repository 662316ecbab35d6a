//! Does every label of a dNSName fit 63 octets? [RFC 1034 section 3.1](https://www.rfc-editor.org/rfc/rfc1034#section-3.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.dns-label-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 1034 section 3.1",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Does every label of a dNSName fit 63 octets?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName").next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName"), |at| {
        at.content().split(|it| *it == b'.').any(|label| label.len() > 63)
    })
}
