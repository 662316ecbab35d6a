//! Is no name of issuerAltName empty? [RFC 5280 section 4.2.1.7](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.7).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.issuer-alternative-name-filled",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.7",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is no name of issuerAltName empty?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::ISSUER_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::ISSUER_ALTERNATIVE_NAME).into_iter().flat_map(At::children), |at| {
        at.content().is_empty()
            || (at.note() == "directoryName" && at.inner().is_none_or(At::is_empty))
    })
}
