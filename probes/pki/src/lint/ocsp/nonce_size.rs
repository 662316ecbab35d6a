//! Has the nonce between 1 and 128 octets? [RFC 9654 section 2.1](https://www.rfc-editor.org/rfc/rfc9654#section-2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "ocsp.nonce-size",
    kind: Kind::Ocsp,
    source: Source::Internet,
    citation: "RFC 9654 section 2.1",
    from: since::RFC6960,
    until: None,
    weight: Weight::Violates,
    question: "Has the nonce between 1 and 128 octets?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::OCSP_NONCE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let nonce = object.extension(&known::OCSP_NONCE).and_then(|it| it.at.child("extnValue"));
    each(nonce, |at| {
        let octets = tlv::only(at.content(), tlv::OCTET_STRING);
        octets.map_or(true, |it| !(1..=128).contains(&it.content.len()))
    })
}
