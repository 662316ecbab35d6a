//! Are the parameters of the ECDSA signature absent? [RFC 5758 section 3.2](https://www.rfc-editor.org/rfc/rfc5758#section-3.2).

use crate::lint::check::{each, is_ecdsa};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.ecdsa-signature-parameters",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5758 section 3.2",
    from: since::RFC5480,
    until: None,
    weight: Weight::Violates,
    question: "Are the parameters of the ECDSA signature absent?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    is_ecdsa(object.tbs("signature"))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.tbs("signature").and_then(|it| it.child("parameters")), |_| true)
}
