//! Is the invalidity date left non-critical? [RFC 5280 section 5.3.2](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.2).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-invalidity-not-critical",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.3.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the invalidity date left non-critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::INVALIDITY_DATE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::INVALIDITY_DATE, false)
}
