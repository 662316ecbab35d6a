//! Does every PrintableString of the subject keep to its alphabet? [RFC 5280 appendix B](https://www.rfc-editor.org/rfc/rfc5280#appendix-B).

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::lint::text::{is_printable_string, shown};

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-printable-alphabet",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 appendix B",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does every PrintableString of the subject keep to its alphabet?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .attributes("subject")
        .filter(|it| it.value.identifier() == 0x13 && !is_printable_string(it.value.content()))
        .map(|it| hit(it.value, shown(it.value.content())))
        .collect()
}
