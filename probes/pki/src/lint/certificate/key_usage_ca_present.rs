//! Does a CA certificate have keyUsage? [RFC 5280 section 4.2.1.3](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-ca-present",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.3",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Does a CA certificate have keyUsage?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.is_ca()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.has(&known::KEY_USAGE) {
        return Vec::new();
    }
    each(object.extension_list().or(object.find(&["tbsCertificate"])), |_| true)
}
