//! Is the authorityInfoAccess extension left non-critical? [RFC 5280 section 4.2.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.2.1).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.authority-access-not-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.2.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the authorityInfoAccess extension left non-critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::AUTHORITY_INFORMATION_ACCESS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::AUTHORITY_INFORMATION_ACCESS, false)
}
