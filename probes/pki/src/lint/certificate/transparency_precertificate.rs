//! Is a precertificate without stamps of certificate transparency? [RFC 6962 section 3.1](https://www.rfc-editor.org/rfc/rfc6962#section-3.1).

use crate::lint::check::each;
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, since};
use crate::lint::syntax::{CT_POISON, SCT_LIST};

pub(super) static RULE: Rule = Rule {
    id: "certificate.transparency-precertificate",
    kind: Kind::Certificate,
    source: Source::Internet,
    citation: "RFC 6962 section 3.1",
    from: since::RFC6962,
    until: None,
    weight: Weight::Violates,
    question: "Is a precertificate without stamps of certificate transparency?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    object.has(&CT_POISON)
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    each(object.extension(&SCT_LIST).map(|it| it.at), |_| true)
}
