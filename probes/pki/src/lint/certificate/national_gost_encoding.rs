//! Is a GOST key written in the national encoding, not in the Russian one? profile of the national certification authority.

use crate::lint::check::{RUSSIAN, each, in_kazakhstan, is_gost};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight};

pub(super) static RULE: Rule = Rule {
    id: "certificate.national-gost-encoding",
    kind: Kind::Certificate,
    source: Source::National,
    citation: "profile of the national certification authority",
    from: None,
    until: None,
    weight: Weight::Remark,
    question: "Is a GOST key written in the national encoding, not in the Russian one?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    in_kazakhstan(object, "issuer") && is_gost(object.key_algorithm())
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    let algorithm =
        object.find(&["tbsCertificate", "subjectPublicKeyInfo", "algorithm", "algorithm"]);
    each(algorithm, |at| at.content().starts_with(RUSSIAN.content()))
}
