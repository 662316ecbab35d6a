//! Is the serial number a positive integer? [RFC 5280 section 4.1.2.2](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.serial-positive",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.2",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is the serial number a positive integer?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.tbs("serialNumber"), |at| {
        let content = at.content();
        content.first().is_none_or(|it| it & 0x80 != 0) || content.iter().all(|it| *it == 0)
    })
}
