//! Does the list have authorityKeyIdentifier? [RFC 5280 section 5.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.authority-key-identifier",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.1",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Does the list have authorityKeyIdentifier?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.has(&known::AUTHORITY_KEY_IDENTIFIER) {
        return Vec::new();
    }
    each(object.find(&["tbsCertList"]), |_| true)
}
