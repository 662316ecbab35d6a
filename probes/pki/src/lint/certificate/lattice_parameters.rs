//! Are the parameters of ML-DSA, SLH-DSA and ML-KEM absent? [RFC 9881 section 2](https://www.rfc-editor.org/rfc/rfc9881#section-2).

use crate::lint::check::{each, lattice_algorithms};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight};

pub(super) static RULE: Rule = Rule {
    id: "certificate.lattice-parameters",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 9881 section 2",
    from: None,
    until: None,
    weight: Weight::Violates,
    question: "Are the parameters of ML-DSA, SLH-DSA and ML-KEM absent?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    lattice_algorithms(object).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(lattice_algorithms(object).filter_map(|it| it.child("parameters")), |_| true)
}
