//! Is revokedCertificates left out where nothing is revoked? [RFC 5280 section 5.1.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.6).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};

pub(super) static RULE: Rule = Rule {
    id: "crl.revoked-not-empty",
    kind: Kind::Crl,
    source: Source::Internet,
    citation: "RFC 5280 section 5.1.2.6",
    from: since::RFC3280,
    until: None,
    weight: Weight::Violates,
    question: "Is revokedCertificates left out where nothing is revoked?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.tbs("revokedCertificates").is_none_or(|it| it.content().is_empty())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.tbs("revokedCertificates"), |_| true)
}
