//! Is the reason left out where it is unspecified? [RFC 5280 section 5.3.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-reason-specified",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.3.1",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Is the reason left out where it is unspecified?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::REASON_CODE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::REASON_CODE), |at| at.content() == [0])
}
