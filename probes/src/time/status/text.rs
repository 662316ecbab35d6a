//! Text and numbers as tools print them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Bytes kept in JSON: as text where they are text, as hexadecimal digits otherwise.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(from = "Form", into = "Form")]
pub(in crate::time) struct Kept(Vec<u8>);

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum Form {
    Hex(#[serde(with = "crate::exchange::hexed")] Vec<u8>),
    Text(String),
}

impl Kept {
    pub(in crate::time) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Kept {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<Form> for Kept {
    fn from(form: Form) -> Self {
        match form {
            Form::Hex(bytes) => Self(bytes),
            Form::Text(text) => Self(text.into_bytes()),
        }
    }
}

impl From<Kept> for Form {
    fn from(kept: Kept) -> Self {
        match String::from_utf8(kept.0) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::Hex(error.into_bytes()),
        }
    }
}

/// The characters of a text file: UTF-8, UTF-16 with its mark, or one of the two Cyrillic code
/// pages of Windows. `None` where it is none of them.
pub(in crate::time) fn decoded(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok()?,
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        _ => match String::from_utf8(bytes.to_vec()) {
            Ok(text) => text,
            Err(error) => cyrillic(error.as_bytes())?,
        },
    };
    (!text.contains('\0')).then_some(text)
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().copied().map(unit).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok())?
}

/// Windows prints to a console in code page 866 and writes files in 1251. In the one the small
/// letters а to п lie from 0xA0 to 0xAF, in the other from 0xE0 to 0xEF: running text tells.
fn cyrillic(bytes: &[u8]) -> Option<String> {
    let count = |low: u8, high: u8| bytes.iter().filter(|it| (low..=high).contains(*it)).count();
    let console = count(0x80, 0xaf);
    let file = count(0xc0, 0xdf) + count(0xf0, 0xff);
    let page: fn(u8) -> Option<char> = match console.cmp(&file) {
        std::cmp::Ordering::Greater => page_866,
        std::cmp::Ordering::Less => page_1251,
        std::cmp::Ordering::Equal => return None,
    };
    bytes.iter().map(|it| if it.is_ascii() { Some(char::from(*it)) } else { page(*it) }).collect()
}

fn page_866(byte: u8) -> Option<char> {
    let letter = |base: u32, first: u8| char::from_u32(base + u32::from(byte - first));
    match byte {
        0x80..=0xaf => letter(0x410, 0x80),
        0xe0..=0xef => letter(0x440, 0xe0),
        0xf0 => Some('Ё'),
        0xf1 => Some('ё'),
        0xfc => Some('№'),
        0xff => Some(' '),
        _ => None,
    }
}

fn page_1251(byte: u8) -> Option<char> {
    match byte {
        0xc0..=0xff => char::from_u32(0x410 + u32::from(byte - 0xc0)),
        0xa8 => Some('Ё'),
        0xb8 => Some('ё'),
        0xb9 => Some('№'),
        0xab => Some('«'),
        0xbb => Some('»'),
        0x96 | 0x97 => Some('–'),
        0xa0 => Some(' '),
        _ => None,
    }
}

/// A line for people: without control characters, at most 80 characters of it.
pub(in crate::time) fn shown(text: &str) -> String {
    text.trim().chars().filter(|it| !it.is_control()).take(80).collect()
}

/// A decimal number, with a point or a comma, times a unit of nanoseconds. Rounded away from zero.
pub(super) fn nanoseconds(text: &str, unit: i128) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix(['-', '+', '−']) {
        Some(rest) => (!text.starts_with('+'), rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_digits = |it: &str| it.len() <= 18 && it.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let mut scale = 1_i128;
    let mut value = whole.parse::<i128>().ok()?;
    for digit in fraction.bytes() {
        scale *= 10;
        value = value * 10 + i128::from(digit - b'0');
    }
    let value = value.checked_mul(unit)?;
    let rounded = value / scale + i128::from(value % scale != 0);
    Some(if negative { -rounded } else { rounded })
}

/// A number of seconds.
pub(super) fn seconds(text: &str) -> Option<i128> {
    nanoseconds(text, SECOND)
}

/// A number with a unit of time behind it: `-12us`, `34ms`, `1.5s`.
pub(super) fn with_unit(text: &str) -> Option<i128> {
    let end = text.find(|it: char| it.is_ascii_alphabetic() || it == 'µ')?;
    let (number, unit) = text.split_at(end);
    let unit = match unit {
        "ns" => 1,
        "us" | "µs" => 1_000,
        "ms" => 1_000_000,
        "s" => SECOND,
        "min" => 60 * SECOND,
        "h" => 3_600 * SECOND,
        "d" => 86_400 * SECOND,
        _ => return None,
    };
    nanoseconds(number.trim(), unit)
}

/// A stretch of time of several parts: `34min 8s`, `1min 4s`, `8.322ms`.
pub(super) fn stretch(text: &str) -> Option<i128> {
    let mut whole = 0_i128;
    let mut some = false;
    for part in text.split_whitespace() {
        whole = whole.checked_add(with_unit(part)?)?;
        some = true;
    }
    some.then_some(whole)
}

/// An age as tools shorten it: `34`, `12m`, `3h`, `5d`, `1y`, in seconds.
pub(super) fn age(text: &str) -> Option<u64> {
    let (number, unit) = match text.char_indices().last()? {
        (at, 's') => (text.get(..at)?, 1),
        (at, 'm') => (text.get(..at)?, 60),
        (at, 'h') => (text.get(..at)?, 3_600),
        (at, 'd') => (text.get(..at)?, 86_400),
        (at, 'y') => (text.get(..at)?, 31_557_600),
        _ => (text, 1),
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// `Sun Nov 22 08:58:58 2026`, an instant in UTC.
pub(super) fn long_date(text: &str) -> Option<Timestamp> {
    let parts: Vec<_> = text.split_whitespace().collect();
    let [_, month, day, time, year] = parts.as_slice() else { return None };
    instant(year.parse().ok()?, month_of(month)?, day.parse().ok()?, time)
}

/// The number of a month from its English name.
pub(in crate::time) fn month_of(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = NAMES.iter().position(|it| *it == name)?;
    i8::try_from(at + 1).ok()
}

/// An instant of UTC from a day and a time of day, `08:58:58`.
pub(super) fn instant(year: i16, month: i8, day: i8, time: &str) -> Option<Timestamp> {
    let parts: Vec<_> = time.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return None };
    let at = DateTime::new(
        year,
        month,
        day,
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse().ok()?,
        0,
    );
    Some(at.ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

pub(super) const SECOND: i128 = 1_000_000_000;
pub(super) const MILLISECOND: i128 = 1_000_000;
