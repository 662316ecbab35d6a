//! Is the host of every URI of subjectAltName a full domain name or an IP address? [RFC 5280 section 4.2.1.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6).

use crate::lint::check::{URI, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::{host, is_fqdn, is_ip, shown};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.subject-alternative-uri-host",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.6",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Is the host of every URI of subjectAltName a full domain name or an IP address?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::SUBJECT_ALTERNATIVE_NAME)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.names(&known::SUBJECT_ALTERNATIVE_NAME, URI), |at| {
        host(&shown(at.content())).is_some_and(|it| !is_fqdn(it) && !is_ip(it))
    })
}
