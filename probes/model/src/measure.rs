use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Verdict;

/// A measured value with its uncertainty. Integers only.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The value, counted in `unit`.
    #[serde(with = "wide")]
    #[schemars(with = "wide::Form")]
    pub value: i64,
    /// Half-width of the interval that contains the true value, counted in `unit`.
    #[serde(with = "wide")]
    #[schemars(with = "wide::Form")]
    pub uncertainty: u64,
    /// The unit of `value` and of `uncertainty`.
    pub unit: Unit,
}

impl Measure {
    /// The value as an exact decimal number of `unit`, or `None` where the two units differ in
    /// kind or the number has no finite decimal form in it.
    #[must_use]
    pub fn value_in(&self, unit: Unit) -> Option<String> {
        decimal(i128::from(self.value), self.unit, unit)
    }

    /// The uncertainty as an exact decimal number of `unit`; `None` as in [`Self::value_in`].
    #[must_use]
    pub fn uncertainty_in(&self, unit: Unit) -> Option<String> {
        decimal(i128::from(self.uncertainty), self.unit, unit)
    }

    /// Value and uncertainty as people read them, in `unit`: both to one decimal place, the
    /// uncertainty to two significant digits, so that `123.456789 ms ± 1.234567 ms` is `123.5` and
    /// `1.3`.
    ///
    /// Rounding goes outward: what rounding does to the value is charged to the uncertainty, which
    /// is rounded up. The interval shown contains the interval measured. `None` where the two units
    /// differ in kind.
    #[must_use]
    pub fn rounded_in(&self, unit: Unit) -> Option<(String, String)> {
        if self.unit.quantity() != unit.quantity() {
            return None;
        }
        if self.uncertainty == 0
            && let Some(value) = self.value_in(unit)
        {
            return Some((value, "0".to_owned()));
        }
        let value = i128::from(self.value) * self.unit.in_base();
        let half = i128::from(self.uncertainty) * self.unit.in_base();
        (-40..=MOST_PLACES).rev().find_map(|places: i32| {
            let power = 10_i128.checked_pow(places.unsigned_abs())?;
            // One step of the last place is `size / finer` base units.
            let (size, finer) = match places {
                0.. => (unit.in_base(), power),
                _ => (unit.in_base().checked_mul(power)?, 1),
            };
            let scaled = value.checked_mul(finer)?;
            let near = (scaled.abs() + size / 2).div_euclid(size) * scaled.signum();
            let off = (scaled - near.checked_mul(size)?).abs();
            let wide = half.checked_mul(finer)?.checked_add(off)?;
            let wide = wide.div_euclid(size) + i128::from(wide.rem_euclid(size) != 0);
            (wide <= 99).then(|| (placed(near, places), placed(wide, places)))
        })
    }

    /// The unit of the same quantity in which the greater of value and uncertainty has the fewest
    /// digits before its decimal separator, and at least one.
    #[must_use]
    pub fn fitting_unit(&self) -> Unit {
        let ladder: &[Unit] = match self.unit.quantity() {
            Quantity::Count => &[Unit::One],
            Quantity::Length => &[Unit::Metre, Unit::Millimetre, Unit::Micrometre],
            Quantity::Ratio => &[Unit::Percent, Unit::PartPerMillion],
            Quantity::Time => &[
                Unit::Day,
                Unit::Hour,
                Unit::Minute,
                Unit::Second,
                Unit::Millisecond,
                Unit::Microsecond,
                Unit::Nanosecond,
            ],
        };
        let most = i128::from(self.value).abs().max(i128::from(self.uncertainty));
        let most = most * self.unit.in_base();
        // A duration of a minute and a half is not "1.5 min" to anybody who reads a clock.
        let enough = |unit: &&Unit| match unit {
            Unit::Day | Unit::Hour | Unit::Minute => most >= 2 * unit.in_base(),
            Unit::Centimetre
            | Unit::Inch
            | Unit::Metre
            | Unit::Micrometre
            | Unit::Microsecond
            | Unit::Millimetre
            | Unit::Millisecond
            | Unit::Nanosecond
            | Unit::One
            | Unit::PartPerMillion
            | Unit::Percent
            | Unit::Second => most >= unit.in_base(),
        };
        ladder.iter().find(enough).or(ladder.last()).copied().unwrap_or(self.unit)
    }
}

/// From a day to a femtosecond: what is finer is no reading of any clock.
const MOST_PLACES: i32 = 15;

/// A count of the last of so many decimal places as a number.
fn placed(count: i128, places: i32) -> String {
    let sign = if count < 0 { "-" } else { "" };
    let digits = count.unsigned_abs().to_string();
    let Ok(places) = usize::try_from(places) else {
        let zeros = usize::try_from(places.unsigned_abs()).unwrap_or_default();
        let zeros = if count == 0 { 0 } else { zeros };
        return format!("{sign}{digits}{}", "0".repeat(zeros));
    };
    let digits = format!("{digits:0>width$}", width = places.saturating_add(1));
    let (whole, rest) = digits.split_at(digits.len().saturating_sub(places));
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

fn decimal(count: i128, from: Unit, to: Unit) -> Option<String> {
    if from.quantity() != to.quantity() {
        return None;
    }
    let base = count * from.in_base();
    let (whole, mut rest) = (base.abs() / to.in_base(), base.abs() % to.in_base());
    let mut digits = String::new();
    while rest != 0 {
        // Twelve places reach from a day to a nanosecond only in part: what does not end is not
        // printed as if it did.
        if digits.len() == 12 {
            return None;
        }
        rest *= 10;
        digits.push_str(&(rest / to.in_base()).to_string());
        rest %= to.in_base();
    }
    let sign = if base < 0 { "-" } else { "" };
    let point = if digits.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{digits}"))
}

/// The permitted interval for a measure. Both ends belong to the interval.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The least permitted value, counted in `unit`; absent means unbounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The greatest permitted value, counted in `unit`; absent means unbounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The unit of `min` and of `max`.
    pub unit: Unit,
    /// Who set the limit.
    pub basis: Basis,
}

/// Who set a limit. A commission criterion is labelled so wherever it is shown.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The commission chose it; the text sets none.
    Commission,
    /// The text of the law sets it.
    Law,
}

impl Limit {
    /// Judges a measure together with its uncertainty.
    ///
    /// * the whole interval `value ± uncertainty` is permitted: [`Verdict::Complies`];
    /// * no part of it is permitted: [`Verdict::Violates`];
    /// * otherwise the measurement is too coarse: [`Verdict::Undetermined`].
    ///
    /// The comparison is exact. Values are rounded for display only.
    ///
    /// # Errors
    ///
    /// [`UnitMismatch`] if the two units belong to different quantities.
    pub fn judge(&self, measure: &Measure) -> Result<Verdict, UnitMismatch> {
        if self.unit.quantity() != measure.unit.quantity() {
            return Err(UnitMismatch { limit: self.unit, measure: measure.unit });
        }
        let in_base = |count: i64, unit: Unit| i128::from(count) * unit.in_base();
        let centre = in_base(measure.value, measure.unit);
        let half = i128::from(measure.uncertainty) * measure.unit.in_base();
        let (low, high) = (centre - half, centre + half);
        let floor = self.min.map_or(i128::MIN, |min| in_base(min, self.unit));
        let ceiling = self.max.map_or(i128::MAX, |max| in_base(max, self.unit));

        Ok(if floor <= low && high <= ceiling {
            Verdict::Complies
        } else if high < floor || ceiling < low {
            Verdict::Violates
        } else {
            Verdict::Undetermined
        })
    }
}

/// The units of a limit and of a measure do not belong to one quantity.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a limit in {limit} cannot judge a measure in {measure}")]
pub struct UnitMismatch {
    /// The unit of the limit, from the checklist.
    pub limit: Unit,
    /// The unit of the measure, from the probe or the person.
    pub measure: Unit,
}

/// A kind of physical or countable property.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quantity {
    /// Number of items; base unit: one.
    Count,
    /// Length; base unit: micrometre.
    Length,
    /// Share of a whole; base unit: one millionth.
    Ratio,
    /// Duration; base unit: nanosecond.
    Time,
}

/// A unit of measurement. File names of units are UCUM codes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub enum Unit {
    /// `cm`
    #[serde(rename = "cm")]
    Centimetre,
    /// `d`, 86 400 seconds
    #[serde(rename = "d")]
    Day,
    /// `h`, 3 600 seconds
    #[serde(rename = "h")]
    Hour,
    /// `[in_i]`, the international inch of 25.4 mm
    #[serde(rename = "[in_i]")]
    Inch,
    /// `m`
    #[serde(rename = "m")]
    Metre,
    /// `um`
    #[serde(rename = "um")]
    Micrometre,
    /// `us`
    #[serde(rename = "us")]
    Microsecond,
    /// `mm`
    #[serde(rename = "mm")]
    Millimetre,
    /// `ms`
    #[serde(rename = "ms")]
    Millisecond,
    /// `min`
    #[serde(rename = "min")]
    Minute,
    /// `ns`
    #[serde(rename = "ns")]
    Nanosecond,
    /// `1`, a count
    #[serde(rename = "1")]
    One,
    /// `[ppm]`, one millionth of a whole
    #[serde(rename = "[ppm]")]
    PartPerMillion,
    /// `%`, one hundredth of a whole
    #[serde(rename = "%")]
    Percent,
    /// `s`
    #[serde(rename = "s")]
    Second,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 15] = [
        Self::Centimetre,
        Self::Day,
        Self::Hour,
        Self::Inch,
        Self::Metre,
        Self::Micrometre,
        Self::Microsecond,
        Self::Millimetre,
        Self::Millisecond,
        Self::Minute,
        Self::Nanosecond,
        Self::One,
        Self::PartPerMillion,
        Self::Percent,
        Self::Second,
    ];

    /// The quantity this unit measures.
    #[must_use]
    pub const fn quantity(self) -> Quantity {
        match self {
            Self::Centimetre | Self::Inch | Self::Metre | Self::Micrometre | Self::Millimetre => {
                Quantity::Length
            }
            Self::Day
            | Self::Hour
            | Self::Microsecond
            | Self::Millisecond
            | Self::Minute
            | Self::Nanosecond
            | Self::Second => Quantity::Time,
            Self::One => Quantity::Count,
            Self::PartPerMillion | Self::Percent => Quantity::Ratio,
        }
    }

    /// The UCUM code, as in files.
    #[must_use]
    pub const fn ucum(self) -> &'static str {
        match self {
            Self::Centimetre => "cm",
            Self::Day => "d",
            Self::Hour => "h",
            Self::Inch => "[in_i]",
            Self::Metre => "m",
            Self::Micrometre => "um",
            Self::Microsecond => "us",
            Self::Millimetre => "mm",
            Self::Millisecond => "ms",
            Self::Minute => "min",
            Self::Nanosecond => "ns",
            Self::One => "1",
            Self::PartPerMillion => "[ppm]",
            Self::Percent => "%",
            Self::Second => "s",
        }
    }

    /// How many base units of its quantity one of this unit is.
    pub(crate) const fn in_base(self) -> i128 {
        match self {
            Self::Micrometre | Self::Nanosecond | Self::One | Self::PartPerMillion => 1,
            Self::Microsecond | Self::Millimetre => 1_000,
            Self::Centimetre | Self::Percent => 10_000,
            Self::Inch => 25_400,
            Self::Metre | Self::Millisecond => 1_000_000,
            Self::Second => 1_000_000_000,
            Self::Minute => 60 * 1_000_000_000,
            Self::Hour => 3_600 * 1_000_000_000,
            Self::Day => 86_400 * 1_000_000_000,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.ucum())
    }
}

/// Integers of 64 bits in JSON. RFC 8785 keeps numbers exact up to 2^53 only: a larger one is
/// written as a string of digits, and both forms are read.
mod wide {
    use std::fmt::Display;
    use std::str::FromStr;

    use schemars::JsonSchema;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    const EXACT: i128 = 1 << 53;

    #[derive(Deserialize, JsonSchema, Serialize)]
    #[serde(untagged)]
    pub(super) enum Form {
        Number(i64),
        Digits(String),
    }

    pub(super) fn serialize<T, S>(value: &T, to: S) -> Result<S::Ok, S::Error>
    where
        T: Copy + Display + Into<i128>,
        S: Serializer,
    {
        let wide: i128 = (*value).into();
        match i64::try_from(wide) {
            Ok(number) if wide.abs() <= EXACT => Form::Number(number).serialize(to),
            Ok(_) | Err(_) => Form::Digits(value.to_string()).serialize(to),
        }
    }

    pub(super) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr + TryFrom<i64>,
        D: Deserializer<'de>,
    {
        let wrong = || D::Error::custom("the number does not fit");
        match Form::deserialize(from)? {
            Form::Number(number) => T::try_from(number).map_err(|_| wrong()),
            Form::Digits(digits) => digits.parse().map_err(|_| wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_rounded_outward_to_two_digits_of_its_uncertainty() {
        let measure = |value, uncertainty, unit| Measure { value, uncertainty, unit };
        for (it, unit, value, uncertainty) in [
            (measure(123_456_789, 1_234_567, Unit::Nanosecond), Unit::Millisecond, "123.5", "1.3"),
            (
                measure(-123_456_789, 1_234_567, Unit::Nanosecond),
                Unit::Millisecond,
                "-123.5",
                "1.3",
            ),
            (measure(24_100, 15, Unit::Micrometre), Unit::Millimetre, "24.100", "0.015"),
            (measure(1, 99, Unit::Nanosecond), Unit::Nanosecond, "1", "99"),
            (measure(1, 100, Unit::Nanosecond), Unit::Nanosecond, "0", "110"),
            (measure(999_950, 30, Unit::PartPerMillion), Unit::Percent, "99.9950", "0.0030"),
            (measure(5, 0, Unit::Second), Unit::Millisecond, "5000", "0"),
            (measure(1, 0, Unit::Nanosecond), Unit::Day, "0.000000000000012", "0.000000000000001"),
            (measure(86_400, 1_000_000, Unit::Second), Unit::Second, "100000", "1100000"),
        ] {
            let shown = it.rounded_in(unit);
            assert_eq!(shown, Some((value.to_owned(), uncertainty.to_owned())), "{it:?}");
        }
        assert_eq!(measure(1, 1, Unit::Metre).rounded_in(Unit::Second), None);
    }

    #[test]
    fn the_shown_interval_contains_the_measured_one() {
        // A number as it is shown, in units of 10^-15.
        let read = |text: &str| -> i128 {
            let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
            let digits: i128 = format!("{whole}{rest:0<15}").parse().unwrap();
            digits
        };
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        };
        for _ in 0..20_000 {
            let bits = u32::try_from(next() % 40).unwrap();
            let value = i64::try_from(next() >> (24 + bits.min(39))).unwrap() - 1000;
            let uncertainty = next() >> (24 + u32::try_from(next() % 40).unwrap());
            let it = Measure { value, uncertainty, unit: Unit::Nanosecond };
            for (unit, size) in [(Unit::Nanosecond, 1_i128), (Unit::Millisecond, 1_000_000)] {
                let (value, half) = it.rounded_in(unit).unwrap();
                let (value, half) = (read(&value) * size, read(&half) * size);
                let scale = 10_i128.pow(15);
                let centre = i128::from(it.value) * scale;
                let true_half = i128::from(it.uncertainty) * scale;
                assert!(value - half <= centre - true_half, "{it:?}");
                assert!(value + half >= centre + true_half, "{it:?}");
            }
        }
    }

    #[test]
    fn a_fitting_unit_is_the_largest_that_leaves_a_digit() {
        let fits = |value, uncertainty, unit| Measure { value, uncertainty, unit }.fitting_unit();
        assert_eq!(fits(1_500_000, 20, Unit::Nanosecond), Unit::Millisecond);
        assert_eq!(fits(0, 20, Unit::Nanosecond), Unit::Nanosecond);
        assert_eq!(fits(0, 0, Unit::Second), Unit::Nanosecond);
        assert_eq!(fits(90, 0, Unit::Second), Unit::Second);
        assert_eq!(fits(-7_200, 0, Unit::Second), Unit::Hour);
        assert_eq!(fits(999_000, 5, Unit::PartPerMillion), Unit::Percent);
        assert_eq!(fits(40, 5, Unit::PartPerMillion), Unit::PartPerMillion);
        assert_eq!(fits(3, 0, Unit::One), Unit::One);
    }

    use crate::Verdict::{Complies, Undetermined, Violates};

    const ONE_SECOND: Limit =
        Limit { min: None, max: Some(1_000), unit: Unit::Millisecond, basis: Basis::Commission };

    fn judged(value: i64, uncertainty: u64) -> Verdict {
        ONE_SECOND.judge(&Measure { value, uncertainty, unit: Unit::Nanosecond }).unwrap()
    }

    #[test]
    fn uncertainty_decides_between_three_verdicts() {
        assert_eq!(judged(999_000_000, 1_000_000), Complies);
        assert_eq!(judged(1_000_000_000, 0), Complies);
        assert_eq!(judged(1_000_000_000, 1), Undetermined);
        assert_eq!(judged(1_001_000_000, 1_000_000), Undetermined);
        assert_eq!(judged(1_001_000_001, 1_000_000), Violates);
    }

    #[test]
    fn limit_of_another_quantity_is_refused() {
        let measure = Measure { value: 20, uncertainty: 0, unit: Unit::Metre };
        let mismatch = UnitMismatch { limit: Unit::Millisecond, measure: Unit::Metre };
        assert_eq!(ONE_SECOND.judge(&measure), Err(mismatch));
    }

    #[test]
    fn extreme_values_do_not_overflow() {
        let far = Measure { value: i64::MAX, uncertainty: u64::MAX, unit: Unit::Day };
        assert_eq!(ONE_SECOND.judge(&far).unwrap(), Undetermined);
    }

    #[test]
    fn a_value_is_shown_exactly_or_not_at_all() {
        let height = Measure { value: 2_440_000, uncertainty: 1_500, unit: Unit::Micrometre };
        assert_eq!(height.value_in(Unit::Metre).as_deref(), Some("2.44"));
        assert_eq!(height.uncertainty_in(Unit::Millimetre).as_deref(), Some("1.5"));
        assert_eq!(height.value_in(Unit::Second), None);
        let behind = Measure { value: -3_200, uncertainty: 0, unit: Unit::Millisecond };
        assert_eq!(behind.value_in(Unit::Second).as_deref(), Some("-3.2"));
        let third = Measure { value: 20, uncertainty: 0, unit: Unit::Minute };
        assert_eq!(third.value_in(Unit::Hour), None);
        let inch = Measure { value: 1, uncertainty: 0, unit: Unit::Inch };
        assert_eq!(inch.value_in(Unit::Centimetre).as_deref(), Some("2.54"));
    }

    #[test]
    fn numbers_beyond_what_json_keeps_exact_are_written_as_digits() {
        let far = Measure { value: i64::MIN, uncertainty: u64::MAX, unit: Unit::Nanosecond };
        let text = serde_json::to_string(&far).unwrap();
        assert!(text.contains("\"-9223372036854775808\""), "{text}");
        assert_eq!(serde_json::from_str::<Measure>(&text).unwrap(), far);
        let near = Measure { value: -5, uncertainty: 5, unit: Unit::One };
        let text = r#"{"value":-5,"uncertainty":5,"unit":"1"}"#;
        assert_eq!(serde_json::to_string(&near).unwrap(), text);
        assert!(
            serde_json::from_str::<Measure>(&text.replace(":5", ":-5")).is_err(),
            "a negative uncertainty"
        );
    }
}
