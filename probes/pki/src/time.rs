//! UTCTime and GeneralizedTime, strictly first and leniently after.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::tlv::{Element, GENERALIZED_TIME, UTC_TIME};

/// A time that was read, and what its form breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadTime {
    pub(crate) at: Timestamp,
    pub(crate) defect: Option<&'static str>,
}

/// Reads a `Time` ([RFC 5280 section 4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5)).
///
/// Beside the profile's two forms, what older encoders wrote is read with a defect: seconds left
/// out, a fraction, an offset from UTC, the second 60 and the hour 24. `None` when no instant can be meant.
pub(crate) fn read(element: &Element<'_>) -> Option<ReadTime> {
    let text = element.content;
    let (year, rest, short) = match element.identifier {
        UTC_TIME => {
            let (year, rest) = number(text, 2)?;
            // RFC 5280: 50 and above are of the twentieth century.
            (if year >= 50 { 1900 + year } else { 2000 + year }, rest, true)
        }
        GENERALIZED_TIME => {
            let (year, rest) = number(text, 4)?;
            (year, rest, false)
        }
        _ => return None,
    };
    let mut defect = None;
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (mut hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (mut second, mut rest) = match number(rest, 2) {
        Some(read) => read,
        None => {
            defect = Some("seconds are left out");
            (0, rest)
        }
    };
    let mut extra = SignedDuration::ZERO;
    if second == 60 {
        defect = Some("second 60");
        second = 59;
        extra = SignedDuration::from_secs(1);
    }
    if hour == 24 && minute == 0 && second == 0 {
        defect = Some("hour 24");
        hour = 0;
        extra = SignedDuration::from_hours(24);
    }
    if let [b'.' | b',', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|octet| octet.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        defect = Some("fraction of a second");
        rest = fraction.get(digits..)?;
    }
    let offset = match rest {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), offset @ ..] => {
            defect = Some("offset from UTC instead of Z");
            let (hours, minutes) = number(offset, 2)?;
            let (minutes, end) = number(minutes, 2)?;
            if !end.is_empty() || hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        [] => {
            defect = Some("neither Z nor an offset");
            0
        }
        _ => return None,
    };
    let civil = DateTime::new(
        year,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()?;
    let at = match Offset::from_seconds(offset).ok()?.to_timestamp(civil) {
        Ok(at) => at.checked_add(extra).ok()?,
        // "No expiration", 99991231235959Z, lies a day beyond the last instant counted here.
        Err(_) if year == 9999 => Timestamp::MAX,
        Err(_) => return None,
    };
    if !short && year < 2050 && defect.is_none() {
        defect = Some("GeneralizedTime before 2050");
    }
    Some(ReadTime { at, defect })
}

/// A UTCTime of the profile's only form as the number its digits make, with the century in front:
/// what nearly every date of a list is, compared without counting days. None for any other time
/// and for the last days of months; those are for [`read`].
#[inline]
pub(crate) fn plain(element: &Element<'_>) -> Option<u64> {
    let Element { identifier: UTC_TIME, content, .. } = element else { return None };
    let digits: &[u8; 12] = content.strip_suffix(b"Z")?.try_into().ok()?;
    let (pairs, _) = digits.as_chunks::<2>();
    let mut fields = [0_u8; 6];
    for (field, [tens, ones]) in fields.iter_mut().zip(pairs) {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        if tens > 9 || ones > 9 {
            return None;
        }
        *field = tens * 10 + ones;
    }
    let [year, month, day, hour, minute, second] = fields;
    if !matches!((month, day), (1..=12, 1..=28)) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let century = if year >= 50 { 19 } else { 20 };
    Some(
        [year, month, day, hour, minute, second]
            .iter()
            .fold(century, |number, field| number * 100 + u64::from(*field)),
    )
}

/// An instant as [`plain`] counts.
pub(crate) fn plain_of(at: Timestamp) -> Option<u64> {
    let earliest = "19500101000000";
    let text = at.strftime("%Y%m%d%H%M%S").to_string();
    (text.len() == earliest.len() && text.as_str() >= earliest).then_some(())?;
    text.parse().ok()
}

/// The content as text for a fact: printable ASCII, anything else escaped.
pub(crate) fn shown(content: &[u8]) -> String {
    content
        .iter()
        .take(64)
        .flat_map(|octet| std::ascii::escape_default(*octet))
        .map(char::from)
        .collect()
}

fn number(text: &[u8], digits: usize) -> Option<(i16, &[u8])> {
    let (head, rest) = text.split_at_checked(digits)?;
    let mut value = 0_i16;
    for octet in head {
        if !octet.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i16::from(octet - b'0');
    }
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<ReadTime> {
        read(&Element { identifier: UTC_TIME, content: text.as_bytes(), raw: &[] })
    }

    fn generalized(text: &str) -> Option<ReadTime> {
        read(&Element { identifier: GENERALIZED_TIME, content: text.as_bytes(), raw: &[] })
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// C07.
    #[test]
    fn the_century_turns_at_50() {
        assert_eq!(
            utc("491231235959Z").unwrap(),
            ReadTime { at: at("2049-12-31T23:59:59Z"), defect: None }
        );
        assert_eq!(utc("500101000000Z").unwrap().at, at("1950-01-01T00:00:00Z"));
        assert_eq!(generalized("20500101000000Z").unwrap().defect, None);
        assert!(generalized("20491231235959Z").unwrap().defect.is_some());
        let never = ReadTime { at: Timestamp::MAX, defect: None };
        assert_eq!(generalized("99991231235959Z").unwrap(), never);
    }

    /// C07.
    #[test]
    fn old_forms_are_read_with_a_defect() {
        for (text, instant) in [
            ("2207011200Z", "2022-07-01T12:00:00Z"),
            ("220701120000+0600", "2022-07-01T06:00:00Z"),
            ("220701120000-0130", "2022-07-01T13:30:00Z"),
            ("220701240000Z", "2022-07-02T00:00:00Z"),
            ("161231235960Z", "2017-01-01T00:00:00Z"),
        ] {
            let read = utc(text).unwrap();
            assert_eq!(read.at, at(instant), "{text}");
            assert!(read.defect.is_some(), "{text}");
        }
    }

    /// C07.
    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "Z",
            "220231120000Z",
            "221301000000Z",
            "220101250000Z",
            "22010112000аZ",
            "220101120000ZZ",
            "220101120000+9999",
            "2201011200000Z",
            "٢٢٠١٠١١٢٠٠٠٠Z",
            "+20101120000Z",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }
}
