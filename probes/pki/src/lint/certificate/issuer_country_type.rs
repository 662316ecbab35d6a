//! Is the country of the issuer a PrintableString? [RFC 5280 appendix A](https://www.rfc-editor.org/rfc/rfc5280#appendix-A).

use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit, since};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.issuer-country-type",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 5280 appendix A",
    from: since::RFC2459,
    until: None,
    weight: Weight::Violates,
    question: "Is the country of the issuer a PrintableString?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.attributes("issuer").any(|it| it.is(&known::COUNTRY))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .attributes("issuer")
        .filter(|it| it.is(&known::COUNTRY) && it.value.identifier() != 0x13)
        .map(|it| hit(it.value, ""))
        .collect()
}
