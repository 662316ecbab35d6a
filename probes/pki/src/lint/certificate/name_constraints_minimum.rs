//! Is minimum zero in every subtree of name constraints? [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-constraints-minimum",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.10",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is minimum zero in every subtree of name constraints?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::NAME_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.subtrees().filter_map(|it| it.child("minimum")), |at| at.content() != [0])
}
