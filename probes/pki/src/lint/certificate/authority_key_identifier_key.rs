//! Does authorityKeyIdentifier name the key by keyIdentifier? [RFC 5280 section 4.2.1.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.authority-key-identifier-key",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does authorityKeyIdentifier name the key by keyIdentifier?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::AUTHORITY_KEY_IDENTIFIER) && !object.is_self_issued()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::AUTHORITY_KEY_IDENTIFIER), |at| at.child("keyIdentifier").is_none())
}
