//! Does keyUsage of a CA certificate set keyCertSign? [RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9).

use crate::lint::check::each;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-ca-cert-sign",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.9",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Does keyUsage of a CA certificate set keyCertSign?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.is_ca() && object.key_usage().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.key_usage().is_some_and(|it| it & usage::KEY_CERT_SIGN != 0) {
        return Vec::new();
    }
    each(object.value(&known::KEY_USAGE), |_| true)
}
