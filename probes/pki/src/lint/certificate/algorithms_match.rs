//! Do the signed part and the signature name the same algorithm? [RFC 5280 section 4.1.1.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.algorithms-match",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.1.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Do the signed part and the signature name the same algorithm?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    match (object.tbs("signature"), object.find(&["signatureAlgorithm"])) {
        (Some(inner), Some(outer)) if inner.raw() != outer.raw() => each([inner], |_| true),
        _ => Vec::new(),
    }
}
