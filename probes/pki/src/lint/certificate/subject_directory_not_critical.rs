//! Is the subjectDirectoryAttributes extension left non-critical? [RFC 5280 section 4.2.1.8](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.8).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::syntax::SUBJECT_DIRECTORY;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-directory-not-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.8",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the subjectDirectoryAttributes extension left non-critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&SUBJECT_DIRECTORY)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &SUBJECT_DIRECTORY, false)
}
