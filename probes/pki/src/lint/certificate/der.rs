//! Is everything that is signed encoded in DER? [RFC 5280 section 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1).

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::lint::tree::Defect;

pub(super) static RULE: Rule = Rule {
    id: "certificate.der",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is everything that is signed encoded in DER?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .tree
        .defects()
        .filter_map(|(at, defect)| match defect {
            Defect::Der(what) => Some(hit(at, what)),
            Defect::Default => Some(hit(at, "DEFAULT")),
            Defect::Empty | Defect::Limit | Defect::Missing(_) | Defect::Syntax(_) => None,
        })
        .collect()
}
