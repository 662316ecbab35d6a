//! Is extKeyUsage left non-critical where it names any purpose? [RFC 5280 section 4.2.1.12](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.purposes-any-not-critical",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.12",
    from: since::RFC3280,
    until: None,
    weight: Weight::Remark,
    question: "Is extKeyUsage left non-critical where it names any purpose?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::EXTENDED_KEY_USAGE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if !object.has_purpose(&known::ANY_EXTENDED_KEY_USAGE) {
        return Vec::new();
    }
    critical_as(object, &known::EXTENDED_KEY_USAGE, false)
}
