//! Drills: the commission lets something happen, and the tool times until it is seen.
//!
//! A drill is kept step by step as evidence of the kind `drill`, each step when it happens, so that
//! a machine that stops in the middle loses nothing but the time in which it stood still. What was
//! answered is evidence of its own (`http-exchange`, `http-body`): the probes that judge a drill
//! read the answers again and do not believe what a step says of them.

mod cable;
mod record;
mod revocation;
pub(crate) mod timed;

use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind, Note};
use serde::{Deserialize, Serialize};

pub(crate) use record::{Answers, Look, NoDrill, RevocationDrill, revocations};

pub(crate) use cable::carried;
pub use cable::{CableEvent, CablePlan, CableStep, Other};
pub use revocation::{
    Refusal, RevocationEvent, RevocationPlan, RevocationStep, Saw, Service, Target,
};

use crate::{Question, case};

/// One step of a drill.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DrillStep {
    /// Of a drill in which the main path is interrupted.
    Cable(CableStep),
    /// Of a drill in which a test certificate is revoked.
    Revocation(RevocationStep),
}

impl DrillStep {
    /// The step as evidence.
    ///
    /// # Errors
    ///
    /// What the serialiser reports; there is no step that it refuses.
    pub fn evidence(&self, source: &str) -> Result<Evidence, serde_json::Error> {
        let at = match self {
            Self::Cable(step) => step.when.at,
            Self::Revocation(step) => step.when.at,
        };
        Ok(Evidence::new(EvidenceKind::Drill, at, source, serde_json::to_vec(self)?))
    }

    /// The step that a piece of evidence is.
    ///
    /// # Errors
    ///
    /// The note to make of it where the bytes cannot be read back or are no step of a drill.
    pub fn read(evidence: &Evidence) -> Result<Self, Note> {
        case::record(evidence, STEP_UNREADABLE)
    }
}

/// An instant of a drill, by two clocks of the inspector's machine.
///
/// The wall clock may be set while a drill runs; the other one may not, but it begins anew with
/// every run of the program.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct When {
    /// Which run of the program, from 0.
    pub run: u32,
    /// Microseconds since that run began, by a clock that does not step; negative for an instant
    /// that was given afterwards.
    pub run_us: i64,
    /// The wall clock.
    pub at: Timestamp,
}

/// Something that people do, and when.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Moment {
    /// The moment, or its beginning where it is known to the second only.
    pub when: When,
    /// How much later it may have been, in milliseconds: 0 where a key was pressed.
    pub within_ms: u32,
}

impl Moment {
    /// The time from the moment to a later instant, with what is not known of either.
    pub(crate) fn until(&self, later: &When) -> Span {
        let span = self.when.until(later);
        Span { low: span.low - i128::from(self.within_ms) * 1_000_000, high: span.high }
    }
}

/// Nanoseconds from the earliest to the latest possible value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Span {
    pub(crate) low: i128,
    pub(crate) high: i128,
}

/// By how much the clock of a laptop may run too fast or too slow, in parts per million: quartz of
/// consumer goods keeps within it over the temperatures at which people work.
const DRIFT_PPM: i128 = 100;
/// Instants are written in microseconds.
const ROUNDING_NS: i128 = 1_000;
/// The two clocks of the machine may stand apart by this much and both be right: the wall clock is
/// led to the true time at up to 500 ppm, and a reading of both takes time.
const STEP_NS: i128 = 50_000_000;
const STEP_PPM: i128 = 600;

impl When {
    /// The time from one instant to another, with what the laptop's clock may be wrong by.
    pub(crate) fn until(&self, later: &Self) -> Span {
        let passed = self.passed(later);
        let bound = passed.abs() * DRIFT_PPM / 1_000_000 + ROUNDING_NS;
        Span { low: passed - bound, high: passed + bound }
    }

    fn passed(&self, later: &Self) -> i128 {
        if self.run == later.run {
            (i128::from(later.run_us) - i128::from(self.run_us)) * 1_000
        } else {
            later.at.as_nanosecond() - self.at.as_nanosecond()
        }
    }

    /// By how much the wall clock was set between two instants of one run, in nanoseconds; nothing
    /// where both clocks went alike, or where the runs differ and nobody can tell.
    pub(crate) fn stepped(&self, later: &Self) -> Option<i128> {
        let steady = self.passed(later);
        let apart = later.at.as_nanosecond() - self.at.as_nanosecond() - steady;
        let allowed = STEP_NS + steady.abs() * STEP_PPM / 1_000_000;
        (self.run == later.run && apart.abs() > allowed).then_some(apart)
    }
}

impl Span {
    /// Time cannot be negative where one thing follows from another.
    pub(crate) fn not_negative(self) -> Self {
        Self { low: self.low.max(0), high: self.high.max(0) }
    }

    /// Half of the width, in nanoseconds.
    pub(crate) const fn half_width(self) -> i128 {
        (self.high - self.low + 1) / 2
    }

    /// Middle and half-width as a measure; what does not fit ends at the greatest number.
    pub(crate) fn measure(self) -> model::Measure {
        let value = i64::try_from(i128::midpoint(self.low, self.high)).unwrap_or(i64::MAX);
        let uncertainty = u64::try_from(self.half_width()).unwrap_or(u64::MAX);
        model::Measure { value, uncertainty, unit: model::Unit::Nanosecond }
    }
}

/// Nanoseconds as seconds with three decimals, rounded away from zero or towards it as told: a
/// bound may only grow when it is shown.
pub(crate) fn seconds(ns: i128, up: bool) -> String {
    let ms = if up { -(-ns).div_euclid(1_000_000) } else { ns.div_euclid(1_000_000) };
    let sign = if ms < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", ms.abs() / 1_000, ms.abs() % 1_000)
}

/// The steps of the case in the order of the record, and a note for each that cannot be read.
pub(crate) fn steps(question: &Question<'_>) -> (Vec<DrillStep>, Vec<Note>) {
    let mut found = Vec::new();
    let mut notes = Vec::new();
    for evidence in question.of(EvidenceKind::Drill) {
        match DrillStep::read(evidence) {
            Ok(step) => found.push(step),
            Err(note) => notes.push(note),
        }
    }
    (found, notes)
}

/// A step of a drill cannot be read.
pub(crate) const STEP_UNREADABLE: &str = "drill.step-unreadable";
/// The wall clock of the laptop was set while a drill ran.
pub(crate) const CLOCK_STEPPED: &str = "drill.clock-stepped";
/// The tool was stopped and started again in a drill.
pub(crate) const ACROSS_RESTART: &str = "drill.across-restart";

/// Names an exchange by the SHA-256 of its record.
pub(crate) type ExchangeId = EvidenceId;

#[cfg(test)]
mod tests {
    use super::*;

    fn when(run: u32, run_us: i64, at: &str) -> When {
        When { run, run_us, at: at.parse().unwrap() }
    }

    #[test]
    fn within_a_run_a_wall_clock_that_is_set_changes_no_interval() {
        let word = when(0, 1_000_000, "2026-01-15T10:00:00Z");
        let seen = when(0, 11_000_000, "2026-01-15T09:00:10Z");
        let span = word.until(&seen);
        // Ten seconds, a ten-thousandth of it and the rounding.
        assert_eq!((span.low, span.high), (9_998_999_000, 10_001_001_000));
        assert_eq!(word.stepped(&seen), Some(-3_600_000_000_000));
        let right = when(0, 11_000_000, "2026-01-15T10:00:10.003Z");
        assert_eq!(word.stepped(&right), None);
    }

    #[test]
    fn between_runs_the_wall_clock_counts() {
        let word = when(0, 1_000_000, "2026-01-15T10:00:00Z");
        let seen = when(1, 5, "2026-01-15T10:01:00Z");
        let span = word.until(&seen);
        assert_eq!((span.low, span.high), (59_993_999_000, 60_006_001_000));
        assert_eq!(word.stepped(&seen), None);
    }

    #[test]
    fn a_bound_only_grows_when_it_is_shown() {
        assert_eq!(seconds(1_234_567_890, false), "1.234");
        assert_eq!(seconds(1_234_567_890, true), "1.235");
        assert_eq!(seconds(-1, false), "-0.001");
        assert_eq!(seconds(-1_500_000, true), "-0.001");
        assert_eq!(seconds(0, true), "0.000");
        assert_eq!(seconds(59_999_999_999, true), "60.000");
    }

    #[test]
    fn a_measure_covers_its_span() {
        let measure = Span { low: 1, high: 4 }.measure();
        assert_eq!((measure.value, measure.uncertainty), (2, 2));
    }
}
