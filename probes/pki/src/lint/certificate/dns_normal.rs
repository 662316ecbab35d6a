//! Is every internationalised label of a dNSName in the normalisation form C of Unicode? [RFC 8399 section 2.2](https://www.rfc-editor.org/rfc/rfc8399#section-2.2).

use crate::lint::check::{each, encoded_labels, is_nfc};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.dns-normal",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 8399 section 2.2",
    from: since::RFC8399,
    until: None,
    weight: Weight::Violates,
    question: "Is every internationalised label of a dNSName in the normalisation form C of Unicode?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::SUBJECT_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName"), |at| {
        encoded_labels(at.content())
            .filter_map(|it| idna::punycode::decode_to_string(&it))
            .any(|it| !is_nfc(&it))
    })
}
