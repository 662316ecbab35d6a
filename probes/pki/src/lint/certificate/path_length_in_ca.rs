//! Does pathLenConstraint stand only where cA is true and keyCertSign is set? [RFC 5280 section 4.2.1.9](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9).

use crate::lint::check::each;
use crate::lint::object::{Object, usage};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.path-length-in-ca",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.9",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Does pathLenConstraint stand only where cA is true and keyCertSign is set?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::BASIC_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let signs = object.key_usage().is_none_or(|it| it & usage::KEY_CERT_SIGN != 0);
    if object.is_ca() && signs {
        return Vec::new();
    }
    each(
        object.value(&known::BASIC_CONSTRAINTS).and_then(|it| it.child("pathLenConstraint")),
        |_| true,
    )
}
