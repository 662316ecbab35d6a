//! Does a certificate that another key signed have authorityKeyIdentifier? [RFC 5280 section 4.2.1.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.authority-key-identifier-present",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does a certificate that another key signed have authorityKeyIdentifier?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !(object.is_ca() && object.is_self_signed())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.has(&known::AUTHORITY_KEY_IDENTIFIER) {
        return Vec::new();
    }
    each(object.find(&["tbsCertificate"]), |_| true)
}
