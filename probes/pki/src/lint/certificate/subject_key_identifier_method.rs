//! Is subjectKeyIdentifier made from the key by a method that RFC 5280 or RFC 7093 describes? [RFC 7093 section 2](https://www.rfc-editor.org/rfc/rfc7093#section-2).

use crate::lint::check::{each, is_made_from};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-key-identifier-method",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 7093 section 2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Is subjectKeyIdentifier made from the key by a method that RFC 5280 or RFC 7093 describes?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::SUBJECT_KEY_IDENTIFIER)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let key = object.find(&["tbsCertificate", "subjectPublicKeyInfo"]);
    each(object.value(&known::SUBJECT_KEY_IDENTIFIER), |at| {
        key.is_some_and(|key| !is_made_from(at.content(), key))
    })
}
