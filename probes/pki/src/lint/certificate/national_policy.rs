//! Does the certificate assert a policy registered under 1.2.398.3? profile of the national certification authority.

use crate::lint::check::{each, in_kazakhstan};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.national-policy",
    kind: Kind::Certificate,
    source: Source::National,
    citation: "profile of the national certification authority",
    from: None,
    until: None,
    weight: Weight::Remark,
    question: "Does the certificate assert a policy registered under 1.2.398.3?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    !object.is_ca() && in_kazakhstan(object, "issuer")
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let registered = object
        .policies()
        .filter_map(|it| it.child("policyIdentifier"))
        .any(|it| it.content().starts_with(known::NATIONAL_AUTHORITIES.content()));
    if registered {
        return Vec::new();
    }
    let at = object.extension(&known::CERTIFICATE_POLICIES).map(|it| it.at);
    each(at.or(object.find(&["tbsCertificate"])), |_| true)
}
