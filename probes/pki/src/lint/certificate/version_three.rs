//! Is the certificate of version 3? [RFC 5280 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.version-three",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.1",
    from: since::RFC5280,
    until: None,
    weight: Weight::Violates,
    question: "Is the certificate of version 3?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    if object.version() == 3 {
        return Vec::new();
    }
    each(object.tbs("version").or(object.find(&["tbsCertificate"])), |_| true)
}
