//! Is there at least one stamp in the list of certificate transparency? [RFC 6962 section 3.3](https://www.rfc-editor.org/rfc/rfc6962#section-3.3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::syntax::SCT_LIST;

pub(super) static RULE: Rule = Rule {
    id: "certificate.transparency-stamps",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 6962 section 3.3",
    from: since::RFC6962,
    until: None,
    weight: Weight::Violates,
    question: "Is there at least one stamp in the list of certificate transparency?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&SCT_LIST)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.value(&SCT_LIST), |at| matches!(at.content(), [0, 0] | []))
}
