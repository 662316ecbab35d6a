//! Can the first and the last instant of validity be read? [RFC 5280 section 4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5).

use crate::lint::check::each;
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.time-readable",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Can the first and the last instant of validity be read?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.not_before().into_iter().chain(object.not_after()), |at| read_time(at).is_none())
}
