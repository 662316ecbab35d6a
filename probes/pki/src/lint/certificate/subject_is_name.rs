//! Is the subject a distinguished name? [RFC 5280 section 4.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6).

use crate::lint::check::misread;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-is-name",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the subject a distinguished name?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    misread(object, object.tbs("subject"))
}
