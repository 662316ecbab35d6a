//! Does every dNSName fit the 253 octets of a domain name? [RFC 1034 section 3.1](https://www.rfc-editor.org/rfc/rfc1034#section-3.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.dns-name-length",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 1034 section 3.1",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Does every dNSName fit the 253 octets of a domain name?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::SUBJECT_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::SUBJECT_ALTERNATIVE_NAME, "dNSName"), |at| at.content().len() > 253)
}
