//! Is the freshestCRL extension left non-critical? [RFC 5280 section 5.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.6).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.freshest-not-critical",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.6",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is the freshestCRL extension left non-critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::FRESHEST_CRL)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::FRESHEST_CRL, false)
}
