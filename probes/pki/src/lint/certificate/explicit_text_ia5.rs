//! Is explicitText in another type than IA5String? [RFC 6818 section 3](https://www.rfc-editor.org/rfc/rfc6818#section-3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.explicit-text-ia5",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 6818 section 3",
    from: since::RFC6818,
    until: None,
    weight: Weight::Violates,
    question: "Is explicitText in another type than IA5String?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.explicit_texts().next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.explicit_texts(), |at| at.identifier() == 0x16)
}
