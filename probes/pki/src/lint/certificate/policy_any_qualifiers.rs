//! Has anyPolicy only the qualifiers that RFC 5280 defines? [RFC 5280 section 4.2.1.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4).

use crate::lint::check::is_any_policy;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::lint::syntax::NOTICE;
use crate::lint::tree::At;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.policy-any-qualifiers",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.4",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Has anyPolicy only the qualifiers that RFC 5280 defines?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.policies().any(is_any_policy)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .qualifiers()
        .filter(|(id, _)| *id != known::QUALIFIER_CPS.content() && *id != NOTICE.content())
        .filter(|(_, at)| at.parent().and_then(At::parent).is_some_and(is_any_policy))
        .map(|(_, at)| hit(at, ""))
        .collect()
}
