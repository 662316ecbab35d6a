//! Is the subject named, in the field or in subjectAltName? [RFC 5280 section 4.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-named",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the subject named, in the field or in subjectAltName?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.has(&known::SUBJECT_ALTERNATIVE_NAME) {
        return Vec::new();
    }
    each(object.tbs("subject"), |at| at.is_empty())
}
