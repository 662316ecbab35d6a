//! Is the issuer named in an entry critical? [RFC 5280 section 5.3.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.3).

use crate::lint::check::critical_as;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.entry-issuer-critical",
    kind: Kind::CrlEntry,
    source: Source::Internet,
    citation: "RFC 5280 section 5.3.3",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the issuer named in an entry critical?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CERTIFICATE_ISSUER)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    critical_as(object, &known::CERTIFICATE_ISSUER, true)
}
