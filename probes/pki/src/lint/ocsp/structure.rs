//! Has the response the ASN.1 type the standard gives it? [RFC 6960 section 4.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1).

use crate::lint::check::syntax;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};

pub(super) static RULE: Rule = Rule {
    id: "ocsp.structure",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 6960 section 4.2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Has the response the ASN.1 type the standard gives it?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object.tree.defects().filter_map(|(at, defect)| Some(hit(at, syntax(defect)?))).collect()
}
