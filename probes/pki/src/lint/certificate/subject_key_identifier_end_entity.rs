//! Does an end entity certificate have subjectKeyIdentifier? [RFC 5280 section 4.2.1.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-key-identifier-end-entity",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Does an end entity certificate have subjectKeyIdentifier?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.has(&known::SUBJECT_KEY_IDENTIFIER) {
        return Vec::new();
    }
    each(object.find(&["tbsCertificate"]), |_| true)
}
