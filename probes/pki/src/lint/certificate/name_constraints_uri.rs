//! Is every URI constraint a full domain name, with a period before it or without? [RFC 5280 section 4.2.1.10](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10).

use crate::lint::check::{URI, each};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::text::{is_fqdn, shown};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.name-constraints-uri",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.10",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Is every URI constraint a full domain name, with a period before it or without?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::NAME_CONSTRAINTS)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.constrained(URI), |at| {
        let host = shown(at.content());
        !is_fqdn(host.strip_prefix('.').unwrap_or(&host))
    })
}
