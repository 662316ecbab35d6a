//! Is every policy written as its identifier alone? [RFC 5280 section 4.2.1.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.policy-without-qualifiers",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.4",
    from: since::RFC2459,
    until: None,
    weight: Weight::Remark,
    question: "Is every policy written as its identifier alone?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CERTIFICATE_POLICIES)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.policies().filter_map(|it| it.child("policyQualifiers")), |_| true)
}
