//! Does every extension stand once? [RFC 5280 section 4.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.2).

use std::collections::BTreeSet;

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.extension-unique",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does every extension stand once?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.version() == 3
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let mut seen = BTreeSet::new();
    object.extensions().filter(|it| !seen.insert(it.oid)).map(|it| hit(it.at, "")).collect()
}
