//! Is keyUsage without superfluous zero octets at its end? [RFC 5280 section 4.2.1.3](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.key-usage-octets",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.3",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is keyUsage without superfluous zero octets at its end?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::KEY_USAGE)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&known::KEY_USAGE), |at| matches!(at.content(), [_, _, .., 0]))
}
