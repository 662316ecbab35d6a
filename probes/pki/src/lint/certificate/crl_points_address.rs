//! Has every CRL distribution point an HTTP or LDAP address? [RFC 5280 section 4.2.1.13](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13).

use crate::lint::check::{URI, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::is_http_or_ldap;
use crate::lint::tree::At;
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.crl-points-address",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.13",
    from: since::RFC5280,
    until: None,
    weight: Weight::Remark,
    question: "Has every CRL distribution point an HTTP or LDAP address?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CRL_DISTRIBUTION_POINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(
        object
            .value(&known::CRL_DISTRIBUTION_POINTS)
            .into_iter()
            .flat_map(At::children)
            .filter_map(|it| it.child("distributionPoint")),
        |at| {
            let mut names = at.child("fullName").into_iter().flat_map(At::children);
            !names.any(|it| it.note() == URI && is_http_or_ldap(it.content()))
        },
    )
}
