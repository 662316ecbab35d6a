//! The state of a clock in the report, and until when it holds.
//!
//! A pure function of what was measured, of the limit, and of how fast the clock is taken to drift
//! from then on:
//!
//! | interval now | interval after the horizon | state | holds until |
//! |---|---|---|---|
//! | wholly within the limit | wholly within | in sync | its edge reaches the limit |
//! | wholly within the limit | reaches across | soon out of sync | its edge reaches the limit |
//! | wholly beyond the limit | any | out of sync | its near edge reaches the limit |
//! | reaches across the limit | any | unknown | – |
//! | not measured, or no limit | any | unknown | – |
//!
//! The interval widens on both sides by the declared drift of a clock without its sources. Where
//! the same clock was measured before and proved to drift faster than that, by what it may have
//! drifted then.

use model::{Limit, Measure, Unit, Verdict};

use super::bound::drift;
use crate::TimeSampling;

/// Where a clock stands against true time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Standing {
    /// Clock minus true time: the interval, in nanoseconds.
    pub(super) low: i128,
    pub(super) high: i128,
    /// When, in true time, in nanoseconds since 1970.
    pub(super) at: i128,
}

impl Standing {
    /// The centre, rounded to a whole nanosecond.
    pub(super) const fn offset(&self) -> i128 {
        (self.low + self.high).div_euclid(2)
    }

    /// The half-width around the centre, rounded upward so that the interval never shrinks.
    pub(super) fn half_width(&self) -> i128 {
        (self.high - self.offset()).max(self.offset() - self.low)
    }

    /// The absolute offset; nothing where it does not fit.
    pub(super) fn measure(&self) -> Option<Measure> {
        self.after(0, 0)
    }

    /// The absolute offset after a drift of `ppm` over `nanos`.
    fn after(&self, nanos: i128, ppm: u32) -> Option<Measure> {
        let grown = if nanos == 0 { 0 } else { drift(nanos, ppm) };
        let value = i64::try_from(self.offset().abs()).ok()?;
        let uncertainty = u64::try_from(self.half_width() + grown).ok()?;
        Some(Measure { value, uncertainty, unit: Unit::Nanosecond })
    }
}

/// The state of a clock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum State {
    /// Within the limit, now and for as long as the case looks ahead.
    InSync,
    /// Beyond the limit.
    OutOfSync,
    /// Within the limit, but perhaps not for as long as the case looks ahead.
    SoonOutOfSync,
    /// It cannot be said.
    Unknown,
}

impl State {
    /// The word for people.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::InSync => "time-state-in-sync",
            Self::OutOfSync => "time-state-out-of-sync",
            Self::SoonOutOfSync => "time-state-soon-out-of-sync",
            Self::Unknown => "time-state-unknown",
        }
    }
}

/// A state, until when it holds, and the drift that it was reckoned with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Outlook {
    pub(super) state: State,
    /// In true time, in nanoseconds since 1970; nothing for the unknown and for what no drift ends.
    pub(super) until: Option<i128>,
    pub(super) drift_ppm: u32,
}

/// The outlook of a clock that was measured at `standings`, the last of which counts.
pub(super) fn outlook(
    standings: &[Standing],
    limit: Option<Limit>,
    sampling: &TimeSampling,
) -> Outlook {
    let declared = sampling.holdover_ppm;
    let drift_ppm = proven_drift(standings, declared).unwrap_or(declared);
    let unknown = Outlook { state: State::Unknown, until: None, drift_ppm };
    let (Some(now), Some(limit)) = (standings.last(), limit) else { return unknown };
    let verdict = |nanos| {
        let measure = now.after(nanos, drift_ppm)?;
        limit.judge(&measure).ok()
    };
    let holds = |state, verdict_now| {
        let until = last_within(|nanos| verdict(nanos) == Some(verdict_now));
        Outlook { state, until: until.map(|it| now.at + it), drift_ppm }
    };
    match verdict(0) {
        Some(Verdict::Complies) => {
            let horizon = i128::from(sampling.soon_hours) * 3_600_000_000_000;
            let later = verdict(horizon) == Some(Verdict::Complies);
            holds(if later { State::InSync } else { State::SoonOutOfSync }, Verdict::Complies)
        }
        Some(Verdict::Violates) => holds(State::OutOfSync, Verdict::Violates),
        Some(Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined) | None => unknown,
    }
}

/// The last instant at which a statement that time can only end holds, in nanoseconds from now;
/// nothing where it holds for longer than anybody plans.
fn last_within(holds: impl Fn(i128) -> bool) -> Option<i128> {
    let (mut yes, mut no) = (0, FARTHEST);
    if holds(no) {
        return None;
    }
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    Some(yes)
}

/// The fastest drift that two measurements of one clock leave possible, in parts in a million,
/// where even the slowest that they leave possible is faster than the declared one.
fn proven_drift(standings: &[Standing], declared: u32) -> Option<u32> {
    let (last, before) = standings.split_last()?;
    before
        .iter()
        .filter_map(|first| {
            let passed = last.at - first.at;
            let apart = (last.low - first.high, last.high - first.low);
            if passed <= 0 || apart.0.signum() != apart.1.signum() {
                return None;
            }
            let most = apart.0.abs().max(apart.1.abs());
            let least = apart.0.abs().min(apart.1.abs());
            if least * 1_000_000 <= passed * i128::from(declared) {
                return None;
            }
            u32::try_from((most * 1_000_000).div_euclid(passed) + 1).ok()
        })
        .max()
}

/// A hundred years.
const FARTHEST: i128 = 100 * 365 * 86_400 * 1_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    const MS: i128 = 1_000_000;
    const SECOND: i128 = 1_000 * MS;
    const LIMIT: Limit = Limit {
        min: None,
        max: Some(1_000),
        unit: Unit::Millisecond,
        basis: model::Basis::Commission,
    };

    fn at(low: i128, high: i128, at: i128) -> Standing {
        Standing { low, high, at }
    }

    fn of(standings: &[Standing]) -> Outlook {
        outlook(standings, Some(LIMIT), &TimeSampling::default())
    }

    #[test]
    fn a_clock_within_its_limit_stays_so_until_drift_may_carry_it_out() {
        // 85 ms at 15 parts in a million: 5 666 s and two thirds, less the nanosecond that a drift
        // is rounded up by.
        let seen = of(&[at(-15 * MS, 915 * MS, 7)]);
        assert_eq!(seen.state, State::SoonOutOfSync);
        assert_eq!(seen.until, Some(7 + 5_666_666_666_666));
        assert_eq!(seen.drift_ppm, 15);
        let seen = of(&[at(-10 * MS, 10 * MS, 0)]);
        // 990 ms at 15 parts in a million: 18 hours and a third.
        assert_eq!((seen.state, seen.until), (State::InSync, Some(66_000 * SECOND - 1)));
        let sampling = TimeSampling { soon_hours: 19, ..TimeSampling::default() };
        let seen = outlook(&[at(-10 * MS, 10 * MS, 0)], Some(LIMIT), &sampling);
        assert_eq!(seen.state, State::SoonOutOfSync);
    }

    #[test]
    fn a_clock_beyond_its_limit_stays_so_until_drift_may_carry_it_in() {
        let seen = of(&[at(-3_220 * MS, -1_150 * MS, 0)]);
        // The drift, rounded down and 1 ns added, must stay below 150 ms.
        assert_eq!((seen.state, seen.until), (State::OutOfSync, Some(9_999_999_933_333)));
    }

    #[test]
    fn what_reaches_across_the_limit_or_was_not_measured_is_unknown() {
        for standings in [&[at(0, 1_001 * MS, 0)][..], &[]] {
            let seen = of(standings);
            assert_eq!((seen.state, seen.until), (State::Unknown, None));
        }
        let seen = outlook(&[at(0, 0, 0)], None, &TimeSampling::default());
        assert_eq!((seen.state, seen.until), (State::Unknown, None));
    }

    #[test]
    fn a_clock_that_no_drift_is_declared_for_holds_without_end() {
        let sampling = TimeSampling { holdover_ppm: 0, ..TimeSampling::default() };
        let seen = outlook(&[at(0, 0, 0)], Some(LIMIT), &sampling);
        assert_eq!((seen.state, seen.until), (State::InSync, None));
    }

    #[test]
    fn a_clock_that_proved_to_drift_faster_is_reckoned_with_that() {
        // 90 to 110 ms in a thousand seconds: up to 110 parts in a million.
        let first = at(-5 * MS, 5 * MS, 0);
        let seen = of(&[first, at(95 * MS, 105 * MS, 1_000 * SECOND)]);
        assert_eq!(seen.drift_ppm, 111);
        // No drift is proven where the two intervals meet.
        let seen = of(&[first, at(4 * MS, 14 * MS, 1_000 * SECOND)]);
        assert_eq!(seen.drift_ppm, 15);
        // A slower drift than the declared one is no promise.
        let seen = of(&[first, at(10 * MS, 20 * MS, 10_000_000 * SECOND)]);
        assert_eq!(seen.drift_ppm, 15);
    }
}
