//! Is the deltaCRLIndicator extension critical? [RFC 5280 section 5.2.4](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.4).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.delta-critical",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.4",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the deltaCRLIndicator extension critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::DELTA_CRL_INDICATOR)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::DELTA_CRL_INDICATOR, true)
}
