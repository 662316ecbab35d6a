//! An NTP packet and its numbers ([RFC 5905 section 7.3] and [section 6]), in nanoseconds.
//!
//! [RFC 5905 section 7.3]: https://www.rfc-editor.org/rfc/rfc5905#section-7.3
//! [section 6]: https://www.rfc-editor.org/rfc/rfc5905#section-6

use jiff::Timestamp;

/// The fields of an NTP packet that are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Packet {
    pub(super) leap: u8,
    pub(super) version: u8,
    pub(super) mode: u8,
    pub(super) stratum: u8,
    pub(super) precision: i8,
    pub(super) root_delay: u32,
    pub(super) root_dispersion: u32,
    pub(super) reference_id: [u8; 4],
    /// When the server's clock was last set.
    pub(super) reference: u64,
    pub(super) origin: u64,
    pub(super) receive: u64,
    pub(super) transmit: u64,
}

impl Packet {
    /// Reads the header; extension fields and a digest after it are left alone. Nothing where the
    /// datagram is shorter than a header.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (words, _) = bytes.first_chunk::<48>()?.as_chunks::<4>();
        let &[head, delay, dispersion, id, f1, f2, o1, o2, r1, r2, t1, t2] = words.first_chunk()?;
        let long = |high, low| {
            u64::from(u32::from_be_bytes(high)) << 32 | u64::from(u32::from_be_bytes(low))
        };
        let [flags, stratum, _, precision] = head;
        Some(Self {
            leap: flags >> 6,
            version: flags >> 3 & 0b111,
            mode: flags & 0b111,
            stratum,
            precision: precision.cast_signed(),
            root_delay: u32::from_be_bytes(delay),
            root_dispersion: u32::from_be_bytes(dispersion),
            reference_id: id,
            reference: long(f1, f2),
            origin: long(o1, o2),
            receive: long(r1, r2),
            transmit: long(t1, t2),
        })
    }
}

/// Converts to 32.32 fixed point seconds since 1900, without the era.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an NTP timestamp is the low 64 bits; dropping the era is the point"
)]
pub(super) fn ntp_time(nanos_since_1970: i128) -> u64 {
    let nanos = nanos_since_1970 + UNIX_EPOCH_IN_NTP * NANOS_PER_SECOND;
    (nanos * FRACTIONS_PER_SECOND).div_euclid(NANOS_PER_SECOND) as u64
}

/// `a - b` in fractions, choosing the era that makes the difference smallest.
pub(super) const fn era_free(a: u64, b: u64) -> i128 {
    a.wrapping_sub(b).cast_signed() as i128
}

/// `a - b` in nanoseconds, rounded down.
pub(super) const fn between(a: u64, b: u64) -> i128 {
    (era_free(a, b) * NANOS_PER_SECOND).div_euclid(FRACTIONS_PER_SECOND)
}

/// Converts 16.16 fixed point seconds to nanoseconds, upward.
pub(super) fn short(value: u32) -> i128 {
    let fractions = i128::from(value) * NANOS_PER_SECOND;
    fractions.div_euclid(1 << 16) + i128::from(fractions % (1 << 16) != 0)
}

/// Half of a number, upward.
pub(super) const fn half(value: i128) -> i128 {
    (value + 1).div_euclid(2)
}

/// `2^exponent` seconds in nanoseconds, upward; nothing for a clock coarser than 16 seconds.
pub(super) fn precision(exponent: i8) -> Option<i128> {
    match exponent {
        0..=4 => Some(NANOS_PER_SECOND << exponent),
        -30..=-1 => Some((NANOS_PER_SECOND >> exponent.unsigned_abs()) + 1),
        i8::MIN..=-31 => Some(1),
        5..=i8::MAX => None,
    }
}

/// An instant of the clock of this machine, in nanoseconds since 1970.
pub(super) fn nanos(instant: Timestamp) -> i128 {
    instant.as_nanosecond()
}

/// Nanoseconds as milliseconds with all their decimals.
pub(super) fn milliseconds(nanos: i128) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let all = nanos.unsigned_abs();
    let decimals = format!("{:06}", all % 1_000_000);
    let decimals = decimals.trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{decimals}", all / 1_000_000)
}

/// An amount for a sentence: to the nearest microsecond, and a bound that is wider by what the
/// rounding took, so that the two hold together what the exact ones hold.
pub(super) fn told(middle: i128, bound: i128) -> (String, String) {
    let shown = (middle + MICROSECOND / 2).div_euclid(MICROSECOND) * MICROSECOND;
    (milliseconds(shown), at_most(bound + (middle - shown).abs()))
}

/// An amount that bounds nothing, for a sentence.
pub(super) fn nearly(nanos: i128) -> String {
    told(nanos, 0).0
}

/// A lower end for a sentence: down to a whole microsecond.
pub(super) fn at_least(nanos: i128) -> String {
    milliseconds(nanos.div_euclid(MICROSECOND) * MICROSECOND)
}

/// An upper end for a sentence: up to a whole microsecond.
pub(super) fn at_most(nanos: i128) -> String {
    milliseconds(-(-nanos).div_euclid(MICROSECOND) * MICROSECOND)
}

/// Four octets as text, anything unprintable as a question mark.
pub(super) fn ascii(octets: [u8; 4]) -> String {
    let shown = |it: u8| if it.is_ascii_graphic() { char::from(it) } else { '?' };
    octets.into_iter().filter(|it| *it != 0).map(shown).collect()
}

/// A server answers in this mode.
pub(super) const MODE_SERVER: u8 = 4;
/// The leap indicator of a clock that is not synchronised.
pub(super) const LEAP_UNKNOWN: u8 = 3;
pub(super) const NANOS_PER_SECOND: i128 = 1_000_000_000;
/// Sentences tell no less than this, in nanoseconds; tables tell everything.
const MICROSECOND: i128 = 1_000;
/// NTP counts fractions of a second in units of 2^-32 s.
pub(super) const FRACTIONS_PER_SECOND: i128 = 1 << 32;
/// Seconds from 1900-01-01 to 1970-01-01.
const UNIX_EPOCH_IN_NTP: i128 = 2_208_988_800;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ntp_time_counts_from_1900() {
        assert_eq!(ntp_time(0) >> 32, 2_208_988_800);
        let half: Timestamp = "1970-01-01T00:00:00.5Z".parse().unwrap();
        assert_eq!(ntp_time(nanos(half)) << 32, 1 << 63);
        // 1 January 1900 itself, and the second before it, which is of the era before.
        assert_eq!(ntp_time(-2_208_988_800 * NANOS_PER_SECOND), 0);
        assert_eq!(ntp_time(-2_208_988_801 * NANOS_PER_SECOND), u64::MAX << 32);
    }

    #[test]
    fn the_era_change_of_2036_is_one_second_long() {
        assert_eq!(between(0, u64::MAX << 32), NANOS_PER_SECOND);
        assert_eq!(between(u64::MAX << 32, 0), -NANOS_PER_SECOND);
    }

    #[test]
    fn fixed_point_is_rounded_upward() {
        assert_eq!(short(0x0001_0000), 1_000_000_000);
        assert_eq!(short(1), 15_259);
        assert_eq!((half(5), half(-5), half(0)), (3, -2, 0));
        assert_eq!(precision(-20), Some(954));
        assert_eq!(precision(0), Some(1_000_000_000));
        assert_eq!(precision(5), None);
        assert_eq!(precision(-128), Some(1));
    }

    #[test]
    fn what_is_told_in_sentences_holds_what_was_measured() {
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(told(3_200_951_085, 1_499), pair("3200.951", "0.002"));
        assert_eq!(told(3_200_951_085, 999_999), pair("3200.951", "1.001"));
        assert_eq!(told(-1_500, 0), pair("-0.001", "0.001"));
        assert_eq!(told(-2_000, 5_000), pair("-0.002", "0.005"));
        assert_eq!((at_least(-1), at_most(-1)), pair("-0.001", "0"));
        assert_eq!((at_least(1), at_most(1)), pair("0", "0.001"));
        assert_eq!(nearly(499), "0");
    }

    #[test]
    fn milliseconds_keep_every_nanosecond() {
        assert_eq!(milliseconds(-3_200_000_001), "-3200.000001");
        assert_eq!(milliseconds(15_625_000), "15.625");
        assert_eq!(milliseconds(0), "0");
    }
}
