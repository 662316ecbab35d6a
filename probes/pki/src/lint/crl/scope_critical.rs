//! Is the issuingDistributionPoint extension critical? [RFC 5280 section 5.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.scope-critical",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the issuingDistributionPoint extension critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::ISSUING_DISTRIBUTION_POINT)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::ISSUING_DISTRIBUTION_POINT, true)
}
