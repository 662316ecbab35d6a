//! Hiding who people are: their individual identification numbers (IIN).
//!
//! An IIN is twelve digits, of which the first six are the day of birth. A number of twelve digits
//! in a text is taken for one where it can be one, or where the commission has a member of that
//! number. The number of the authority itself (BIN) names no person and stays.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::act::record::ActRecord;

/// What stands in place of a number. It has the form of one and is nobody's.
const NOBODY: &str = "000000000000";

/// The record without the numbers of people.
pub(super) fn record(record: &ActRecord) -> Result<ActRecord, serde_json::Error> {
    let known = known(record);
    let mut value = serde_json::to_value(record)?;
    walk(&mut value, &known, &record.recipient.bin);
    serde_json::from_value(value)
}

/// How many different numbers of people stand in a text.
pub(super) fn named(record: &ActRecord, text: &str) -> usize {
    let known = known(record);
    let bin = &record.recipient.bin;
    let found: BTreeSet<&str> =
        numbers(text).map(|(_, it)| it).filter(|it| of_a_person(it, &known, bin)).collect();
    found.len()
}

fn known(record: &ActRecord) -> BTreeSet<String> {
    let members = record.commission.iter().flat_map(|it| &it.members);
    members.map(|it| it.iin.to_string()).collect()
}

fn walk(value: &mut Value, known: &BTreeSet<String>, bin: &str) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|it| walk(it, known, bin)),
        Value::Object(fields) => fields.values_mut().for_each(|it| walk(it, known, bin)),
        Value::String(text) => {
            if let Some(hidden) = hide(text, known, bin) {
                *text = hidden;
            }
        }
        Value::Bool(_) | Value::Null | Value::Number(_) => {}
    }
}

/// The text without numbers of people; nothing where it holds none.
fn hide(text: &str, known: &BTreeSet<String>, bin: &str) -> Option<String> {
    let mut out = String::new();
    let mut kept = 0;
    for (start, number) in numbers(text) {
        if of_a_person(number, known, bin) {
            out.push_str(text.get(kept..start).unwrap_or_default());
            out.push_str(NOBODY);
            kept = start + number.len();
        }
    }
    (kept > 0).then(|| {
        out.push_str(text.get(kept..).unwrap_or_default());
        out
    })
}

/// Every run of exactly twelve digits that stands by itself, with its place: parts of hashes, of
/// longer numbers and of identifiers are none. `IIN900101300123`, as certificates write it, is one.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at + bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
            let rest = bytes.get(start..)?;
            let length = rest.iter().position(|it| !it.is_ascii_digit()).unwrap_or(rest.len());
            at = start + length;
            let before = bytes.get(..start)?;
            let alone = before.last().is_none_or(|it| !it.is_ascii_alphanumeric() && *it != b'-')
                || before.ends_with(b"IIN");
            let after = bytes.get(at).is_none_or(|it| !it.is_ascii_alphanumeric());
            if length == 12 && alone && after {
                return text.get(start..at).map(|it| (start, it));
            }
        }
        None
    })
}

fn of_a_person(number: &str, known: &BTreeSet<String>, bin: &str) -> bool {
    if number == NOBODY || number == bin {
        return false;
    }
    let two = |from: usize| number.get(from..from + 2).and_then(|it| it.parse::<u8>().ok());
    let born = two(2).is_some_and(|it| (1..=12).contains(&it))
        && two(4).is_some_and(|it| (1..=31).contains(&it))
        && number.as_bytes().get(6).is_some_and(|it| (b'0'..=b'6').contains(it));
    known.contains(number) || born
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_hidden_and_nothing_else() {
        let known = BTreeSet::from(["000000000104".to_owned()]);
        let hide = |text: &str| hide(text, &known, "000000000601");
        let hidden = |text: &str| hide(text).unwrap();
        assert_eq!(hidden("000000000104"), NOBODY);
        assert_eq!(
            hidden("SERIALNUMBER=IIN900101300123, CN"),
            format!("SERIALNUMBER=IIN{NOBODY}, CN")
        );
        assert_eq!(hidden("а 900101300123; 900101300124"), format!("а {NOBODY}; {NOBODY}"));
        for kept in [
            "000000000601",
            // A company: its fifth digit is 4, 5 or 6.
            "150640001234",
            "9001013001234",
            "a900101300123",
            "900101300123a",
            "00000000-0000-4000-8000-900101300123",
            "90010130012",
            "",
        ] {
            assert_eq!(hide(kept), None, "{kept}");
        }
    }
}
