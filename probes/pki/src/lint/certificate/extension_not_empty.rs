//! Has every extension that is a list at least one element? [RFC 5280 section 4.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.2).

use crate::lint::check::is_extension_value;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::lint::tree::Defect;

pub(super) static RULE: Rule = Rule {
    id: "certificate.extension-not-empty",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Has every extension that is a list at least one element?",
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
        .filter(|(at, defect)| *defect == Defect::Empty && is_extension_value(*at))
        .map(|(at, _)| hit(at, ""))
        .collect()
}
