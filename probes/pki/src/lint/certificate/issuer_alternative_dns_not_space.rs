//! Is no dNSName of issuerAltName a single space? [RFC 5280 section 4.2.1.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.7).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.issuer-alternative-dns-not-space",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.7",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is no dNSName of issuerAltName a single space?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::ISSUER_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::ISSUER_ALTERNATIVE_NAME, "dNSName"), |at| at.content() == b" ")
}
