//! Does every CRL distribution point name a place or an issuer? [RFC 5280 section 4.2.1.13](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.crl-points-complete",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.13",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Does every CRL distribution point name a place or an issuer?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CRL_DISTRIBUTION_POINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::CRL_DISTRIBUTION_POINTS).into_iter().flat_map(At::children), |at| {
        at.child("distributionPoint").is_none() && at.child("cRLIssuer").is_none()
    })
}
