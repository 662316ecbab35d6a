//! Has explicitText no more than 200 characters? [RFC 5280 section 4.2.1.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4).

use crate::lint::check::each;
use crate::lint::object::{Object, text};
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.explicit-text-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.4",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Has explicitText no more than 200 characters?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.explicit_texts().next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.explicit_texts(), |at| text(at).is_some_and(|it| it.chars().count() > 200))
}
