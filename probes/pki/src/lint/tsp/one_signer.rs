//! Has the time-stamp exactly one signer? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.one-signer",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Has the time-stamp exactly one signer?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.signed_data().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let signers = object.signed_data().and_then(|it| it.child("signerInfos"));
    each(signers, |at| at.children().count() != 1)
}
