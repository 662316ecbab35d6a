//! Does the validity begin before it ends? [RFC 5280 section 4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5).

use crate::lint::check::each;
use crate::lint::object::{Object, read_time};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::tree::At;

pub(super) static RULE: Rule = Rule {
    id: "certificate.validity-order",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does the validity begin before it ends?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let at = |field: Option<At<'_>>| read_time(field?).map(|it| it.at);
    match (at(object.not_before()), at(object.not_after())) {
        (Some(first), Some(last)) if first > last => {
            each(object.tbs("validity").and_then(|it| it.child("notAfter")), |_| true)
        }
        _ => Vec::new(),
    }
}
