//! Is subjectAltName left non-critical where the subject field is filled? [RFC 5280 section 4.2.1.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-alternative-name-not-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Is subjectAltName left non-critical where the subject field is filled?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::SUBJECT_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.tbs("subject").is_none_or(|it| it.is_empty()) {
        return Vec::new();
    }
    critical_as(object, &known::SUBJECT_ALTERNATIVE_NAME, false)
}
