use crate::{Measure, Quantity, Unit};

/// A number as a person writes it on the spot, with its unit: `2,44 m`, `2.44m`, `15 mm`.
///
/// Comma and full stop both separate the decimals; nothing else separates anything. The unit is
/// not optional, except for a count of things: `2,44` alone is how centimetres become metres, and
/// `244` alone is a count, which no limit of a length takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reading;

impl Reading {
    /// Reads a number with its unit into whole base units (micrometres, nanoseconds, ones).
    ///
    /// # Errors
    ///
    /// [`DecimalError`] says what is wrong with the text. Negative numbers, exponents, `NaN`,
    /// grouping characters and more digits than the base unit can hold are refused.
    pub fn parse(text: &str) -> Result<Measure, DecimalError> {
        let text = text.trim();
        let end = text
            .find(|it: char| !(it.is_ascii_digit() || matches!(it, ',' | '.')))
            .unwrap_or(text.len());
        let (number, name) = text.split_at(end);
        if number.is_empty() {
            return Err(DecimalError::NotANumber { text: shown(text) });
        }
        let name = name.trim();
        if name.is_empty() && !number.contains([',', '.']) {
            return Ok(Measure {
                value: count(number, Unit::One)?,
                uncertainty: 0,
                unit: Unit::One,
            });
        }
        if name.is_empty() {
            return Err(DecimalError::UnitMissing { text: shown(text) });
        }
        let unit = unit(name).ok_or_else(|| DecimalError::UnitUnknown { unit: shown(name) })?;
        Ok(Measure { value: count(number, unit)?, uncertainty: 0, unit: base(unit) })
    }
}

/// Why a number could not be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DecimalError {
    /// Not a plain decimal number.
    #[error("{text:?} is not a number such as 2,44 m or 2.44 m")]
    NotANumber {
        /// What stood there.
        text: String,
    },
    /// The number is finer or larger than can be kept.
    #[error("{text:?} has more digits than can be kept")]
    OutOfRange {
        /// What stood there.
        text: String,
    },
    /// A number without a unit.
    #[error("{text:?} has no unit; write it, as in 2,44 m or 15 mm")]
    UnitMissing {
        /// What stood there.
        text: String,
    },
    /// A unit that is not known here.
    #[error(
        "{unit:?} is not a unit known here; known are m, cm, mm, um, in, d, h, min, s, ms, us, ns, %, ppm, pcs"
    )]
    UnitUnknown {
        /// What stood there.
        unit: String,
    },
}

/// Units as people write them, in Latin and in Cyrillic.
fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "m" | "м" => Unit::Metre,
        "cm" | "см" => Unit::Centimetre,
        "mm" | "мм" => Unit::Millimetre,
        "um" | "µm" | "мкм" => Unit::Micrometre,
        "in" | "[in_i]" | "″" | "дюйм" => Unit::Inch,
        "%" => Unit::Percent,
        "ppm" => Unit::PartPerMillion,
        "d" | "тәул" | "сут" => Unit::Day,
        "h" | "сағ" | "ч" => Unit::Hour,
        "min" | "мин" => Unit::Minute,
        "s" | "с" => Unit::Second,
        "ms" | "мс" => Unit::Millisecond,
        "us" | "µs" | "мкс" => Unit::Microsecond,
        "ns" | "нс" => Unit::Nanosecond,
        "1" | "pcs" | "дана" | "шт" | "шт." => Unit::One,
        _ => return None,
    })
}

const fn base(unit: Unit) -> Unit {
    match unit.quantity() {
        Quantity::Count => Unit::One,
        Quantity::Length => Unit::Micrometre,
        Quantity::Ratio => Unit::PartPerMillion,
        Quantity::Time => Unit::Nanosecond,
    }
}

fn count(number: &str, unit: Unit) -> Result<i64, DecimalError> {
    let wrong = || DecimalError::NotANumber { text: shown(number) };
    let far = || DecimalError::OutOfRange { text: shown(number) };
    let (whole, decimals) = match number.split_once([',', '.']) {
        Some((whole, decimals)) if !decimals.is_empty() => (whole, decimals),
        Some(_) => return Err(wrong()),
        None => (number, ""),
    };
    if whole.is_empty() || decimals.contains([',', '.']) {
        return Err(wrong());
    }
    if whole.len() > 15 || decimals.len() > 15 {
        return Err(far());
    }
    let whole: i128 = whole.parse().map_err(|_| wrong())?;
    let mut value = whole * unit.in_base();
    let mut part = unit.in_base();
    for digit in decimals.bytes() {
        if part % 10 != 0 && digit != b'0' {
            return Err(far());
        }
        part /= 10;
        value += i128::from(digit - b'0') * part;
    }
    i64::try_from(value).map_err(|_| far())
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Basis, Limit, Verdict};

    fn micrometres(text: &str) -> i64 {
        let measure = Reading::parse(text).unwrap();
        assert_eq!(measure.unit, Unit::Micrometre);
        measure.value
    }

    #[test]
    fn comma_and_full_stop_mean_the_same() {
        assert_eq!(micrometres("2,44 m"), 2_440_000);
        assert_eq!(micrometres("2.44m"), 2_440_000);
        assert_eq!(micrometres("2,440 м"), 2_440_000);
        assert_eq!(micrometres("244 cm"), 2_440_000);
        assert_eq!(micrometres("1,5 см"), 15_000);
        assert_eq!(micrometres("1.5 in"), 38_100);
    }

    #[test]
    fn what_is_not_a_plain_number_with_a_unit_is_refused() {
        for (text, error) in [
            ("2,44", DecimalError::UnitMissing { text: "2,44".into() }),
            ("-2,44 m", DecimalError::NotANumber { text: "-2,44 m".into() }),
            ("NaN", DecimalError::NotANumber { text: "NaN".into() }),
            ("", DecimalError::NotANumber { text: String::new() }),
            (",5 m", DecimalError::NotANumber { text: ",5".into() }),
            ("2, m", DecimalError::NotANumber { text: "2,".into() }),
            ("1.000,5 m", DecimalError::NotANumber { text: "1.000,5".into() }),
            ("2e3 m", DecimalError::UnitUnknown { unit: "e3 m".into() }),
            ("2,44 ft", DecimalError::UnitUnknown { unit: "ft".into() }),
            ("2.4400001 m", DecimalError::OutOfRange { text: "2.4400001".into() }),
            ("9999999999999999 m", DecimalError::OutOfRange { text: "9999999999999999".into() }),
        ] {
            assert_eq!(Reading::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_whole_number_alone_is_a_count_and_no_length() {
        let level = Reading::parse("3").unwrap();
        assert_eq!((level.value, level.unit), (3, Unit::One));
        let limit = Limit { min: Some(244), max: None, unit: Unit::Centimetre, basis: Basis::Law };
        assert!(limit.judge(&Reading::parse("244").unwrap()).is_err());
    }

    #[test]
    fn the_boundary_of_the_ceiling_belongs_to_what_is_permitted() {
        let limit = Limit { min: Some(244), max: None, unit: Unit::Centimetre, basis: Basis::Law };
        let judged = |text| limit.judge(&Reading::parse(text).unwrap()).unwrap();
        assert_eq!(judged("2.43 m"), Verdict::Violates);
        assert_eq!(judged("2.435 m"), Verdict::Violates);
        assert_eq!(judged("2.439999 m"), Verdict::Violates);
        assert_eq!(judged("2,44 m"), Verdict::Complies);
        assert_eq!(judged("2.440 m"), Verdict::Complies);
    }

    #[test]
    fn the_boundary_of_the_conduit_belongs_to_what_is_permitted() {
        let limit = Limit { min: Some(15), max: None, unit: Unit::Millimetre, basis: Basis::Law };
        let judged = |text| limit.judge(&Reading::parse(text).unwrap()).unwrap();
        assert_eq!(judged("1.49 cm"), Verdict::Violates);
        assert_eq!(judged("14.9 mm"), Verdict::Violates);
        assert_eq!(judged("1,5 cm"), Verdict::Complies);
        assert_eq!(judged("15 mm"), Verdict::Complies);
    }
}
