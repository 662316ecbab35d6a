//! Has keyUsage no more than its nine bits? [RFC 5280 section 4.2.1.3](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.3",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Has keyUsage no more than its nine bits?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::KEY_USAGE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::KEY_USAGE), |at| {
        let unused = at.content().first().copied().map_or(0, usize::from);
        (at.content().len().saturating_sub(1) * 8).saturating_sub(unused) > 9
    })
}
