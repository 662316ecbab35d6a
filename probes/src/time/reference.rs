//! Reference time: what the references of the case say together, for whoever compares instants.

use jiff::Timestamp;
use model::EvidenceKind;

use super::bound::drift;
use super::exchange::runs;
use super::packet::nanos;
use super::survey::Survey;
use crate::{Question, case};

/// A judgement compares with the clock of the inspector's machine, because no reference was
/// measured. Said by every probe that takes [`reference`] and finds none.
pub(crate) const LAPTOP_CLOCK_UNCHECKED: &str = "time.laptop-clock-unchecked";

/// Measured time, for judgements about instants that the clock of the inspector's machine stamped.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reference {
    fixes: Vec<Fix>,
}

impl Reference {
    /// The earliest and the latest true instant at which the clock of the inspector's machine may
    /// have shown `laptop`: the interval of the references, widened by what the clock may have
    /// drifted since it was measured. Of several measurements the one that is narrowest then.
    pub(crate) fn true_time(&self, laptop: Timestamp) -> (Timestamp, Timestamp) {
        let shown = nanos(laptop);
        let of = |fix: &Fix| {
            // The scale of the run, whichever of the steps seen the clock had taken by then.
            let (first, last) = (shown - fix.stepped.1, shown - fix.stepped.0);
            let (low, high) =
                (fix.at(first).0.min(fix.at(last).0), fix.at(first).1.max(fix.at(last).1));
            (first + low, last + high)
        };
        let best = self.fixes.iter().map(of).min_by_key(|(low, high)| high - low);
        best.map_or((laptop, laptop), |(low, high)| (timestamp(low), timestamp(high)))
    }
}

/// Measured time, from the exchanges with the references that the declaration names.
///
/// Nothing where no declaration, no reference or no agreement of references is among the
/// evidence; the probe that asks says so with [`LAPTOP_CLOCK_UNCHECKED`].
pub(crate) fn reference(question: &Question<'_>) -> Option<Reference> {
    question.of(EvidenceKind::NtpExchange).next()?;
    let declaration = case::declaration(question).ok()?;
    let (runs, _) = runs(question);
    let fixes: Vec<_> = runs.iter().filter_map(|run| Survey::of(&declaration, run).fix).collect();
    (!fixes.is_empty()).then_some(Reference { fixes })
}

/// Reference time in one run, from those references that agree.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fix {
    /// True time minus the clock of the run, at `middle`.
    pub(super) low: i128,
    pub(super) high: i128,
    /// The middle of the comparisons with the references, on the scale of the run.
    pub(super) middle: i128,
    /// By how much the clock of the machine was ahead of the scale of the run: least and most.
    pub(super) stepped: (i128, i128),
    /// Parts in a million by which the clock of the run may drift.
    pub(super) drift_ppm: u32,
    pub(super) peers: Vec<String>,
}

impl Fix {
    /// True time minus the clock of the run at another instant of the run's scale.
    pub(super) fn at(&self, instant: i128) -> (i128, i128) {
        let drift = self.drift(instant);
        (self.low - drift, self.high + drift)
    }

    /// What the clock of the run may have drifted by then.
    pub(super) fn drift(&self, instant: i128) -> i128 {
        drift(instant - self.middle, self.drift_ppm)
    }
}

/// The instant, or the nearest one that can be written.
fn timestamp(nanos: i128) -> Timestamp {
    Timestamp::from_nanosecond(nanos).unwrap_or(if nanos < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(low: i128, high: i128, middle: i128, stepped: (i128, i128)) -> Fix {
        Fix { low, high, middle, stepped, drift_ppm: 15, peers: Vec::new() }
    }

    fn nanosecond(it: i128) -> Timestamp {
        Timestamp::from_nanosecond(it).unwrap()
    }

    #[test]
    fn true_time_is_the_interval_of_the_references_widened_by_drift() {
        let reference = Reference { fixes: vec![fix(3_000, 5_000, 0, (0, 0))] };
        let (low, high) = reference.true_time(nanosecond(0));
        assert_eq!((nanos(low), nanos(high)), (2_999, 5_001));
        // A second later, the laptop may have drifted by 15 001 ns either way.
        let (low, high) = reference.true_time(nanosecond(1_000_000_000));
        assert_eq!((nanos(low), nanos(high)), (999_987_999, 1_000_020_001));
    }

    #[test]
    fn a_step_of_the_laptop_leaves_both_of_its_readings_possible() {
        let reference = Reference { fixes: vec![fix(0, 0, 0, (-1_000_000, 0))] };
        let (low, high) = reference.true_time(nanosecond(0));
        assert_eq!((nanos(low), nanos(high)), (-1 - 15, 1_000_000 + 1 + 15));
    }

    #[test]
    fn the_narrowest_of_several_measurements_counts() {
        let hour = 3_600 * 1_000_000_000;
        let reference =
            Reference { fixes: vec![fix(-100, 100, 0, (0, 0)), fix(-9, 9, hour, (0, 0))] };
        let at = |it| reference.true_time(nanosecond(it));
        assert_eq!(at(0), (nanosecond(-101), nanosecond(101)));
        assert_eq!(at(hour), (nanosecond(hour - 10), nanosecond(hour + 10)));
    }

    #[test]
    fn an_instant_beyond_the_calendar_is_cut_to_its_edge() {
        let reference = Reference { fixes: vec![fix(0, i128::from(i64::MAX), 0, (0, 0))] };
        assert_eq!(reference.true_time(Timestamp::MAX).1, Timestamp::MAX);
    }
}
