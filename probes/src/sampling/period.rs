use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A length of time as people write it: `50ms`, `10s`, `10m`, `8h`, `3d`. Counted in milliseconds.
#[derive(Clone, Copy, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String")]
pub struct Period(u64);

/// The text is no length of time.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{text:?} is no length of time; write 500ms, 10s, 10m, 8h or 3d")]
pub struct InvalidPeriod {
    /// The text, at most 40 characters of it.
    pub text: String,
}

/// Unit and milliseconds in it, the largest first.
const UNITS: [(&str, u64); 5] =
    [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Period {
    /// So many milliseconds.
    #[must_use]
    pub const fn from_millis(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    /// In milliseconds.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// In nanoseconds.
    #[must_use]
    pub const fn nanos(self) -> i128 {
        self.0 as i128 * 1_000_000
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The largest unit that it is a whole number of.
        let (name, unit) = UNITS
            .into_iter()
            .find(|(_, unit)| self.0 != 0 && self.0.is_multiple_of(*unit))
            .unwrap_or(("ms", 1));
        write!(out, "{}{name}", self.0 / unit)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let invalid = || InvalidPeriod { text: text.chars().take(40).collect() };
        let end = text.find(|it: char| !it.is_ascii_digit()).ok_or_else(invalid)?;
        let (digits, name) = text.split_at(end);
        let count: u64 = digits.parse().map_err(|_| invalid())?;
        let unit = UNITS.iter().find(|(known, _)| *known == name).ok_or_else(invalid)?.1;
        count.checked_mul(unit).map(Self).ok_or_else(invalid)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;

    fn try_from(text: String) -> Result<Self, InvalidPeriod> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_written_in_its_largest_unit_and_read_back() {
        for (text, milliseconds, written) in [
            ("50ms", 50, "50ms"),
            ("10s", 10_000, "10s"),
            ("10m", 600_000, "10m"),
            ("8h", 28_800_000, "8h"),
            ("3d", 259_200_000, "3d"),
            ("90s", 90_000, "90s"),
            ("120s", 120_000, "2m"),
            ("0s", 0, "0ms"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.millis(), milliseconds, "{text}");
            assert_eq!(period.to_string(), written);
            assert_eq!(written.parse(), Ok(period));
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in ["", "10", "s", "-1s", "1.5h", "1h30m", "10 s", "3w", "99999999999999999999d"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
