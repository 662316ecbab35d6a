//! Does the list say when the next one comes? [RFC 5280 section 5.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.5).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "crl.next-update",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.5",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Does the list say when the next one comes?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.tbs("nextUpdate").is_some() {
        return Vec::new();
    }
    each(object.find(&["tbsCertList"]), |_| true)
}
