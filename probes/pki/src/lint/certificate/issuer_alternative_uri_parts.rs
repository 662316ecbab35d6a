//! Has every URI of issuerAltName a scheme and something after it? [RFC 5280 section 4.2.1.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.7).

use crate::lint::check::{URI, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::{scheme, shown};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.issuer-alternative-uri-parts",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.7",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Has every URI of issuerAltName a scheme and something after it?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::ISSUER_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::ISSUER_ALTERNATIVE_NAME, URI), |at| {
        scheme(&shown(at.content())).is_none_or(|(_, rest)| rest.trim_matches('/').is_empty())
    })
}
