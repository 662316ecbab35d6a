//! Does issuingDistributionPoint say something? [RFC 5280 section 5.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.scope-not-empty",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.5",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Does issuingDistributionPoint say something?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::ISSUING_DISTRIBUTION_POINT)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::ISSUING_DISTRIBUTION_POINT), |at| at.is_empty())
}
