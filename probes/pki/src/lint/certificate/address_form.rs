//! Is every address of CRL, OCSP and issuers one URI, well formed? [RFC 3986 section 2](https://www.rfc-editor.org/rfc/rfc3986#section-2).

use crate::lint::check::{addresses, each, is_address};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::shown;

pub(super) static RULE: Rule = Rule {
    id: "certificate.address-form",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 3986 section 2",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is every address of CRL, OCSP and issuers one URI, well formed?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    addresses(object).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(addresses(object), |at| !is_address(&shown(at.content())))
}
