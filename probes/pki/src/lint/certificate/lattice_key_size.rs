//! Has the key of ML-DSA or ML-KEM the size of its parameter set? [RFC 9881 section 4](https://www.rfc-editor.org/rfc/rfc9881#section-4).

use crate::lint::check::{each, lattice_key_size};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight};

pub(super) static RULE: Rule = Rule {
    id: "certificate.lattice-key-size",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 9881 section 4",
    from: None,
    until: None,
    weight: Weight::Violates,
    question: "Has the key of ML-DSA or ML-KEM the size of its parameter set?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    lattice_key_size(object.key_algorithm()).is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let size = lattice_key_size(object.key_algorithm());
    let key = object.find(&["tbsCertificate", "subjectPublicKeyInfo", "subjectPublicKey"]);
    each(key, |at| Some(at.content().len().saturating_sub(1)) != size)
}
