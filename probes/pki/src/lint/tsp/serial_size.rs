//! Does the serial number of the time-stamp fit 160 bits? [RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "tsp.serial-size",
    kind: Kind::Tsp,
    source: Source::Internet,
    citation: "RFC 3161 section 2.4.2",
    from: since::RFC3161,
    until: None,
    weight: Weight::Violates,
    question: "Does the serial number of the time-stamp fit 160 bits?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.stamp().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.stamp().and_then(|it| it.child("serialNumber")), |at| {
        let octets = at.content().strip_prefix(&[0]).unwrap_or(at.content());
        octets.len() > 20 || at.content().first().is_none_or(|it| it & 0x80 != 0)
    })
}
