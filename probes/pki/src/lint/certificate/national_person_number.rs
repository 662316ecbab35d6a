//! Is the individual identification number of the subject IIN with twelve digits? profile of the national certification authority.

use crate::lint::check::{in_kazakhstan, is_numbered};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit};
use crate::oid::known;

pub(super) static RULE: Rule = Rule {
    id: "certificate.national-person-number",
    kind: Kind::Certificate,
    source: Source::National,
    citation: "profile of the national certification authority",
    from: None,
    until: None,
    weight: Weight::Remark,
    question: "Is the individual identification number of the subject IIN with twelve digits?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    in_kazakhstan(object, "subject")
        && object.attributes("subject").any(|it| it.is(&known::SERIAL_NUMBER))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .attributes("subject")
        .filter(|it| it.is(&known::SERIAL_NUMBER) && !is_numbered(it.value.content(), b"IIN"))
        .map(|it| hit(it.value, ""))
        .collect()
}
