//! Is the list limited to one kind of certificates at most? [RFC 5280 section 5.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.scope-one-kind",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.5",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is the list limited to one kind of certificates at most?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::ISSUING_DISTRIBUTION_POINT)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    const KINDS: [&str; 3] =
        ["onlyContainsUserCerts", "onlyContainsCACerts", "onlyContainsAttributeCerts"];
    let scope = object.value(&known::ISSUING_DISTRIBUTION_POINT);
    let set = KINDS.iter().filter_map(|it| scope?.child(it)).filter(|it| it.content() != [0]);
    if set.clone().count() > 1 { each(set, |_| true) } else { Vec::new() }
}
