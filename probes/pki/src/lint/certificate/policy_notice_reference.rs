//! Is the notice to users written without noticeRef? [RFC 5280 section 4.2.1.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.policy-notice-reference",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.2.1.4",
    from: since::RFC5280,
    until: None,
    weight: Weight::Remark,
    question: "Is the notice to users written without noticeRef?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&known::CERTIFICATE_POLICIES)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.qualifiers().filter_map(|(_, it)| it.find(&["qualifier", "noticeRef"])), |_| true)
}
