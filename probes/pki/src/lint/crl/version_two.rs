//! Is a list with extensions of version 2? [RFC 5280 section 5.1.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "crl.version-two",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is a list with extensions of version 2?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.extension_list().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    match object.tbs("version") {
        Some(version) if version.content() == [1] => Vec::new(),
        found => each(found.or(object.find(&["tbsCertList"])), |_| true),
    }
}
