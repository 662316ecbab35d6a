//! Can every internationalised label of a dNSName be decoded? [RFC 5891 section 4.4](https://www.rfc-editor.org/rfc/rfc5891#section-4.4).

use crate::lint::check::{each, encoded_labels};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.dns-unicode",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5891 section 4.4",
    from: since::RFC5891,
    until: None,
    weight: Weight::Violates,
    question: "Can every internationalised label of a dNSName be decoded?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::SUBJECT_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName"), |at| {
        encoded_labels(at.content()).any(|it| idna::punycode::decode_to_string(&it).is_none())
    })
}
