//! Is the list numbered? [RFC 5280 section 5.2.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.3).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "crl.number-present",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.2.3",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the list numbered?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.has(&known::CRL_NUMBER) {
        return Vec::new();
    }
    each(object.find(&["tbsCertList"]), |_| true)
}
