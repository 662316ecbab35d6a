//! Is the subject written without control characters? [RFC 5280 appendix A](https://www.rfc-editor.org/rfc/rfc5280#appendix-A).

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit};
use crate::lint::text::is_control;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-control",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 appendix A",
    from: None,
    until: None,
    weight: Weight::Violates,
    question: "Is the subject written without control characters?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .attributes("subject")
        .filter(|it| it.text().is_some_and(|text| text.chars().any(is_control)))
        .map(|it| hit(it.value, it.text().unwrap_or_default()))
        .collect()
}
