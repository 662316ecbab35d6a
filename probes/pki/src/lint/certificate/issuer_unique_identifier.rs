//! Is the certificate without a unique identifier of the issuer? [RFC 5280 section 4.1.2.8](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.8).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "certificate.issuer-unique-identifier",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 section 4.1.2.8",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the certificate without a unique identifier of the issuer?",
    applies,
    check,
};

fn applies(_object: &Object<'_>) -> bool {
    true
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.tbs("issuerUniqueID"), |_| true)
}
