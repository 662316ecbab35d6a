//! Is every certificate revoked before the list is issued? [RFC 5280 section 5.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.6).

use crate::lint::check::each;
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-time-before-list",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is every certificate revoked before the list is issued?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let issued = object.list.and_then(Object::issued);
    each(object.find(&["revocationDate"]), |at| match (read_time(at), issued) {
        (Some(revoked), Some(issued)) => revoked.at > issued,
        _ => false,
    })
}
