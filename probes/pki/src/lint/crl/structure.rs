//! Has the list the ASN.1 type the standard gives it? [RFC 5280 section 5.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.1).

use crate::lint::check::syntax;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};

pub(super) static RULE: Rule = Rule {
    id: "crl.structure",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Has the list the ASN.1 type the standard gives it?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object.tree.defects().filter_map(|(at, defect)| Some(hit(at, syntax(defect)?))).collect()
}
