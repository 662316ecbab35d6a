//! Is critical left out where it is FALSE, as DER wants a DEFAULT? [RFC 5280 section 4.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.2).

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::lint::tree::Defect;

pub(super) static RULE: Rule = Rule {
    id: "certificate.extension-critical-der",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is critical left out where it is FALSE, as DER wants a DEFAULT?",
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
        .filter(|(at, defect)| *defect == Defect::Default && at.name() == "critical")
        .map(|(at, _)| hit(at, "FALSE"))
        .collect()
}
