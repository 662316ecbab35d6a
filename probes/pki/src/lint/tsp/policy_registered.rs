//! Is a policy of the national arc registered under 1.2.398.3? profile of the national certification authority.

use crate::lint::check::{KAZAKHSTAN, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "tsp.policy-registered",
    kind: Kind::Tsp,
    source: Source::National,
    citation: "profile of the national certification authority",
    from: None,
    until: None,
    weight: Weight::Remark,
    question: "Is a policy of the national arc registered under 1.2.398.3?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object
        .stamp()
        .and_then(|it| it.child("policy"))
        .is_some_and(|it| it.content().starts_with(KAZAKHSTAN.content()))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.stamp().and_then(|it| it.child("policy")), |at| {
        !at.content().starts_with(known::NATIONAL_AUTHORITIES.content())
    })
}
