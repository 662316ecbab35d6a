//! Is every reason of revocation one of those defined? [RFC 5280 section 5.3.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-reason-known",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.3.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is every reason of revocation one of those defined?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::REASON_CODE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::REASON_CODE), |at| !matches!(at.content(), [0..=6 | 8..=10]))
}
