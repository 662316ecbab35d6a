//! Is the issuer named? [RFC 5280 section 4.1.2.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.issuer-not-empty",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.4",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the issuer named?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.tbs("issuer"), |at| at.is_empty())
}
