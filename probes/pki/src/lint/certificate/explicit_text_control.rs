//! Is explicitText without control characters? [RFC 6818 section 3](https://www.rfc-editor.org/rfc/rfc6818#section-3).

use crate::lint::check::each;
use crate::lint::object::{Object, text};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::is_control;

pub(super) static RULE: Rule = Rule {
    id: "certificate.explicit-text-control",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 6818 section 3",
    from: since::RFC6818,
    until: None,
    weight: Weight::Remark,
    question: "Is explicitText without control characters?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.explicit_texts().next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.explicit_texts(), |at| text(at).is_some_and(|it| it.chars().any(is_control)))
}
