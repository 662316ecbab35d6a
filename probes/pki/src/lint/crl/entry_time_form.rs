//! Is every time of revocation before the year 2050 written as UTCTime? [RFC 5280 section 5.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.6).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::tlv;

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-time-form",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is every time of revocation before the year 2050 written as UTCTime?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.find(&["revocationDate"]), |at| {
        let early = at.content().get(..4).is_some_and(|it| it < b"2050");
        at.identifier() == tlv::GENERALIZED_TIME && early
    })
}
