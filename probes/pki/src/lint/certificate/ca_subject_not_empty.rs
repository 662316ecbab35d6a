//! Is the subject of a CA certificate named? [RFC 5280 section 4.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.ca-subject-not-empty",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the subject of a CA certificate named?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.is_ca()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.tbs("subject"), |at| at.is_empty())
}
