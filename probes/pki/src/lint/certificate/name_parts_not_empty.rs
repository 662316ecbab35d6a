//! Has every attribute of issuer and subject a value? [RFC 5280 section 4.1.2.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4).

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-parts-not-empty",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.4",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Has every attribute of issuer and subject a value?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .attributes("issuer")
        .chain(object.attributes("subject"))
        .filter(|it| it.text().is_some_and(|text| text.trim().is_empty()))
        .map(|it| hit(it.value, ""))
        .collect()
}
