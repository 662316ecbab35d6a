//! Is every address of CRL, OCSP and issuers one URI, well formed? [RFC 3986 section 2](https://www.rfc-editor.org/rfc/rfc3986#section-2).

use crate::lint::check::{addresses, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::{host, is_fqdn, is_ip, is_uri_text, scheme, shown};

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
    each(addresses(object), |at| {
        let uri = shown(at.content());
        let hostless = host(&uri).is_some_and(|it| !is_fqdn(it) && !is_ip(it) && !it.is_empty());
        !is_uri_text(&uri) || scheme(&uri).is_none_or(|(_, rest)| rest.is_empty()) || hostless
    })
}
