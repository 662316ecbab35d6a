//! Is the business identification number of the subject BIN with twelve digits? profile of the national certification authority.

use crate::lint::check::{in_kazakhstan, is_business_number, is_numbered};
use crate::lint::object::Object;
use crate::lint::rule::{Hit, Kind, Rule, Source, Weight, hit};

pub(super) static RULE: Rule = Rule {
    id: "certificate.national-business-number",
    kind: Kind::Certificate,
    source: Source::National,
    citation: "profile of the national certification authority",
    from: None,
    until: None,
    weight: Weight::Remark,
    question: "Is the business identification number of the subject BIN with twelve digits?",
    applies,
    check,
};

fn applies(object: &Object<'_>) -> bool {
    in_kazakhstan(object, "subject")
        && object.attributes("subject").any(|it| is_business_number(&it))
}

fn check(object: &Object<'_>) -> Vec<Hit> {
    object
        .attributes("subject")
        .filter(|it| is_business_number(it) && !is_numbered(it.value.content(), b"BIN"))
        .map(|it| hit(it.value, ""))
        .collect()
}
