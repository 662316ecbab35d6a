//! Can the certificate of the issuer be fetched over HTTP or LDAP? [RFC 5280 section 4.2.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.2.1).

use crate::lint::check::{URI, access, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::is_http_or_ldap;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.authority-access-issuer",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.2.1",
    from: since::RFC5280,
    until: None,
    weight: Weight::Remark,
    question: "Can the certificate of the issuer be fetched over HTTP or LDAP?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    access(object, &known::ACCESS_CA_ISSUERS).next().is_some()
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let reachable = access(object, &known::ACCESS_CA_ISSUERS)
        .any(|it| it.note() == URI && is_http_or_ldap(it.content()));
    if reachable { Vec::new() } else { each(access(object, &known::ACCESS_CA_ISSUERS), |_| true) }
}
