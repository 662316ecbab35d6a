//! Do extensions stand only in a certificate of version 3? [RFC 5280 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.version-for-extensions",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Do extensions stand only in a certificate of version 3?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.version() == 3 { Vec::new() } else { each(object.tbs("extensions"), |_| true) }
}
