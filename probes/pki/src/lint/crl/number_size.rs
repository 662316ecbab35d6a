//! Is the number of the list not negative and within twenty octets? [RFC 5280 section 5.2.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.number-size",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.3",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is the number of the list not negative and within twenty octets?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CRL_NUMBER)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::CRL_NUMBER), |at| {
        at.content().len() > 20 || at.content().first().is_some_and(|it| it & 0x80 != 0)
    })
}
