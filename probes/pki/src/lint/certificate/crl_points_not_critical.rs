//! Is the cRLDistributionPoints extension left non-critical? [RFC 5280 section 4.2.1.13](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.crl-points-not-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.13",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Is the cRLDistributionPoints extension left non-critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CRL_DISTRIBUTION_POINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::CRL_DISTRIBUTION_POINTS, false)
}
