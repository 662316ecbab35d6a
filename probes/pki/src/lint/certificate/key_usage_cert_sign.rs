//! Is keyCertSign set only in a CA certificate? [RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9).

use crate::lint::check::set_bits;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-cert-sign",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.9",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is keyCertSign set only in a CA certificate?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::KEY_USAGE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.is_ca() {
        return Vec::new();
    }
    set_bits(object, usage::KEY_CERT_SIGN)
}
