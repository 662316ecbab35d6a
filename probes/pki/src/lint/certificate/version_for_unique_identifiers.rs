//! Do unique identifiers stand only in a certificate of version 2 or 3? [RFC 5280 section 4.1.2.8](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.8).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.version-for-unique-identifiers",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.8",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Do unique identifiers stand only in a certificate of version 2 or 3?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.tbs("issuerUniqueID").or(object.tbs("subjectUniqueID")).is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.version() > 1 {
        return Vec::new();
    }
    each(object.tbs("issuerUniqueID").into_iter().chain(object.tbs("subjectUniqueID")), |_| true)
}
