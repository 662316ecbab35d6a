//! Has the time-stamp the ASN.1 type the standard gives it? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::syntax;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.structure",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Has the time-stamp the ASN.1 type the standard gives it?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object.tree.defects().filter_map(|(at, defect)| Some(hit(at, syntax(defect)?))).collect()
}
