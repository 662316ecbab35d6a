//! Is the reason of revocation left non-critical? [RFC 5280 section 5.3.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-reason-not-critical",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.3.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the reason of revocation left non-critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::REASON_CODE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::REASON_CODE, false)
}
