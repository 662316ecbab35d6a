//! Is explicitText UTF8String, VisibleString or BMPString? [RFC 6818 section 3](https://www.rfc-editor.org/rfc/rfc6818#section-3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.explicit-text-type",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 6818 section 3",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is explicitText UTF8String, VisibleString or BMPString?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.explicit_texts().next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.explicit_texts(), |at| !matches!(at.identifier(), 0x0c | 0x1a | 0x1e))
}
