//! Does every e-mail address of the subject stand in subjectAltName? [RFC 5280 section 4.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6).

use std::collections::BTreeSet;

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.email-in-alternative-name",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.6",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does every e-mail address of the subject stand in subjectAltName?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.attributes("subject").any(|it| it.is(&known::EMAIL_ADDRESS))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let named: BTreeSet<_> = object
        .names(&known::SUBJECT_ALTERNATIVE_NAME, "rfc822Name")
        .map(|it| it.content().to_ascii_lowercase())
        .collect();
    object
        .attributes("subject")
        .filter(|it| it.is(&known::EMAIL_ADDRESS))
        .filter(|it| !named.contains(&it.value.content().to_ascii_lowercase()))
        .map(|it| hit(it.value, ""))
        .collect()
}
