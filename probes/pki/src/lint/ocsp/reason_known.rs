//! Is every reason of revocation one of those defined? [RFC 5280 section 5.3.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1).

use crate::lint::check::{each, reasons};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.reason-known",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 5280 section 5.3.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Is every reason of revocation one of those defined?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    reasons(object).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(reasons(object), |at| !matches!(at.content(), [0..=6 | 8..=10]))
}
