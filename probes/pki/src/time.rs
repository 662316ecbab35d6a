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

/// A time whose fields are in order of weight, each in sixteen bits: year since 1900, month, day,
/// hour; minute, second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Plain(u64, u32);

/// A UTCTime of the profile's only form: what nearly every date of a list is, compared without
/// counting days and read eight digits at once. None for any other time and for the last days of
/// months; those are for [`read`].
#[inline]
pub(crate) fn plain(element: &Element<'_>) -> Option<Plain> {
    let Element { identifier: UTC_TIME, content, .. } = element else { return None };
    let digits: &[u8; 12] = content.strip_suffix(b"Z")?.try_into().ok()?;
    let (date, time) = (digits.first_chunk()?, digits.last_chunk()?);
    // Every octet is 0x30 to 0x39: its upper half says so, also when six is added.
    let (date, time) = (u64::from_be_bytes(*date), u32::from_be_bytes(*time));
    let upper = 0xf0f0_f0f0_f0f0_f0f0;
    let halves = (date & upper) ^ 0x3030_3030_3030_3030
        | (date.wrapping_add(0x0606_0606_0606_0606) & upper) ^ 0x3030_3030_3030_3030;
    let upper = 0xf0f0_f0f0;
    let half =
        (time & upper) ^ 0x3030_3030 | (time.wrapping_add(0x0606_0606) & upper) ^ 0x3030_3030;
    if halves != 0 || half != 0 {
        return None;
    }
    // The pairs of digits as numbers, each where its ones stood.
    let date = ((date >> 8) & 0x000f_000f_000f_000f) * 10 + (date & 0x000f_000f_000f_000f);
    let time = ((time >> 8) & 0x000f_000f) * 10 + (time & 0x000f_000f);
    // The highest bit of a field is set when it is above 99, 12, 28, 23; 59, 59.
    let above = date + 0x7f9c_7ff3_7fe3_7fe8;
    let over = time + 0x7fc4_7fc4;
    // And when it is above zero, which a month and a day must be.
    let some = date + 0x0000_7fff_7fff_0000;
    if above & 0x8000_8000_8000_8000 != 0
        || over & 0x8000_8000 != 0
        || some & 0x0000_8000_8000_0000 != 0x0000_8000_8000_0000
    {
        return None;
    }
    let century = if date >> 48 >= 50 { 0 } else { 100 << 48 };
    Some(Plain(date + century, time))
}

/// An instant as [`plain`] counts; none before 1900.
pub(crate) fn plain_of(at: Timestamp) -> Option<Plain> {
    let at = Offset::UTC.to_datetime(at);
    let field = |field: i8| u64::try_from(field).ok();
    let year = u64::try_from(at.year().checked_sub(1900)?).ok()?;
    let date = year << 48 | field(at.month())? << 32 | field(at.day())? << 16 | field(at.hour())?;
    let time = u32::try_from(field(at.minute())? << 16 | field(at.second())?).ok()?;
    Some(Plain(date, time))
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

    #[test]
    fn a_plain_time_is_ordered_as_what_is_read() {
        let element = |text: &'static str| Element {
            identifier: UTC_TIME,
            content: text.as_bytes(),
            raw: &[],
        };
        let texts = [
            "500101000000Z",
            "991228235959Z",
            "000101000000Z",
            "260101000000Z",
            "260101000001Z",
            "260101000100Z",
            "260101010000Z",
            "260102000000Z",
            "260201000000Z",
            "491228235959Z",
        ];
        for one in texts {
            for two in texts {
                let (plain_one, read_two) = (plain(&element(one)).unwrap(), utc(two).unwrap().at);
                let order = plain_one.cmp(&plain_of(read_two).unwrap());
                assert_eq!(order, utc(one).unwrap().at.cmp(&read_two), "{one} {two}");
            }
        }
        // Every octet in every place: what is plain is what is read without a defect, and no more.
        for place in 0..13 {
            for octet in 0..=255 {
                let mut text = *b"260512121212Z";
                text[place] = octet;
                let element = Element { identifier: UTC_TIME, content: &text, raw: &[] };
                let strict = read(&element).filter(|it| it.defect.is_none()).map(|it| it.at);
                match plain(&element) {
                    Some(found) => assert_eq!(Some(found), strict.and_then(plain_of), "{text:?}"),
                    // Only days at the end of a month are left to the other reader.
                    None => assert!(
                        strict.is_none()
                            || (text[4], text[5] > b'8') == (b'2', true)
                            || text[4] == b'3',
                        "{text:?}"
                    ),
                }
            }
        }
    }

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
