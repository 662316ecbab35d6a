//! Has the certificate, extensions aside, the ASN.1 type the standard gives it? [RFC 5280 section 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1).

use crate::lint::check::{syntax, within_extension};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.structure",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Has the certificate, extensions aside, the ASN.1 type the standard gives it?",
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
        .filter(|(at, _)| !within_extension(*at))
        .filter_map(|(at, defect)| Some(hit(at, syntax(defect)?)))
        .collect()
}
