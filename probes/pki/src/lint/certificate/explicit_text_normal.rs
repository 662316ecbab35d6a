//! Is explicitText in the normalisation form C of Unicode? [RFC 6818 section 3](https://www.rfc-editor.org/rfc/rfc6818#section-3).

use crate::lint::check::{each, is_nfc};
use crate::lint::object::{Object, text};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.explicit-text-normal",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 6818 section 3",
    from: since::RFC6818,
    until: None,
    weight: Weight::Remark,
    question: "Is explicitText in the normalisation form C of Unicode?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.explicit_texts().any(|at| matches!(at.identifier(), 0x0c | 0x1e))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.explicit_texts(), |at| {
        matches!(at.identifier(), 0x0c | 0x1e) && text(at).is_none_or(|it| !is_nfc(&it))
    })
}
