//! What the samples of each lane say.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{EvidenceId, SpanState};

use super::line::Life;
use super::{
    Channel, Interval, Outcome, Percentiles, Series, Service, Target, Unsampled, percentiles,
    whole_window, wilson,
};
use crate::SiteFailure;

/// One target on one channel, counted.
pub(crate) struct Lane<'a> {
    pub(crate) number: u32,
    pub(crate) target: &'a Target,
    pub(crate) channel: &'a Channel,
    /// In the order of time.
    pub(crate) looks: Vec<Look<'a>>,
    /// Samples that found the service available.
    pub(crate) available: u32,
    /// Samples that count: those that found the service available or not.
    pub(crate) counted: u32,
    /// Samples that the plan has.
    pub(crate) planned: u64,
    /// Samples in rounds in which the whole channel was silent.
    pub(crate) line_down: u32,
    /// Why samples found the service unavailable or do not count, with their number.
    pub(crate) causes: BTreeMap<&'static str, u32>,
    /// Of the samples that found the service available, in microseconds.
    pub(crate) latency: Option<Percentiles>,
    /// Of the samples that were sent, in microseconds.
    pub(crate) latest_us: u64,
}

/// One sample, understood.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'a> {
    pub(crate) index: u64,
    pub(crate) due: Timestamp,
    pub(crate) state: SpanState,
    /// SHA-256 of the bytes, where the service was available.
    pub(crate) bytes: Option<&'a EvidenceId>,
}

impl Lane<'_> {
    /// The share of the samples that count.
    pub(crate) fn sampled(&self) -> Interval {
        wilson(self.available, self.counted)
    }

    /// The share of the whole window.
    pub(crate) fn whole(&self) -> Interval {
        whole_window(self.sampled(), self.counted, self.planned)
    }

    /// The share of the window that counts, in millionths, rounded down.
    pub(crate) fn covered(&self) -> u32 {
        let share = u64::from(self.counted) * 1_000_000;
        u32::try_from(share.checked_div(self.planned).unwrap_or(0)).unwrap_or(u32::MAX)
    }
}

/// Every lane of a series, in the order of the plan, sampled or not.
pub(crate) fn lanes(series: &Series) -> Vec<Lane<'_>> {
    let life = Life::of(series);
    let channels = u32::try_from(series.plan.channels.len()).unwrap_or(u32::MAX).max(1);
    let all = series.plan.targets.len() * series.plan.channels.len();
    (0..u32::try_from(all).unwrap_or(0))
        .filter_map(|number| {
            let (target, channel) = series.plan.lane(number)?;
            let mut lane = Lane {
                number,
                target,
                channel,
                looks: Vec::new(),
                available: 0,
                counted: 0,
                planned: series.plan.planned(),
                line_down: 0,
                causes: BTreeMap::new(),
                latency: None,
                latest_us: 0,
            };
            let mut latencies = Vec::new();
            // A number beyond the window was never due.
            let samples = series.samples.get(&number).into_iter().flatten();
            for (&index, sample) in samples.filter(|(index, _)| **index < lane.planned) {
                let silent = life.silent(number % channels, index);
                let (state, cause) = understand(&sample.outcome, target.service, silent);
                if let Some(cause) = cause {
                    *lane.causes.entry(cause).or_insert(0) += 1;
                }
                lane.line_down += u32::from(cause == Some(LINE_DOWN));
                lane.latest_us = lane.latest_us.max(sample.late_us);
                lane.counted += u32::from(state != SpanState::Unknown);
                lane.available += u32::from(state == SpanState::Available);
                let mut bytes = None;
                if let (Outcome::Answered(answered), SpanState::Available) =
                    (&sample.outcome, state)
                {
                    latencies.push(answered.elapsed_us);
                    bytes = Some(&answered.sha256);
                }
                lane.looks.push(Look { index, due: sample.due, state, bytes });
            }
            lane.latency = percentiles(latencies);
            Some(lane)
        })
        .collect()
}

/// The cause of silence of a whole channel.
const LINE_DOWN: &str = "line-down";

/// What a sample says of its service, and the name of the cause where it is not available.
fn understand(
    outcome: &Outcome,
    service: Service,
    silent: bool,
) -> (SpanState, Option<&'static str>) {
    match outcome {
        Outcome::Answered(_) if service == Service::Control => (SpanState::Available, None),
        Outcome::Answered(answered) if answered.status != 200 => {
            (SpanState::Unavailable, Some("http-status"))
        }
        Outcome::Answered(answered) if answered.form.serves(service) => {
            (SpanState::Available, None)
        }
        Outcome::Answered(answered) => (SpanState::Unavailable, Some(answered.form.as_str())),
        Outcome::Failed(_) if silent => (SpanState::Unknown, Some(LINE_DOWN)),
        Outcome::Failed(failure) => {
            let state = match failure {
                // The tool did not look, or the machine could not: nothing follows.
                SiteFailure::AddressRefused
                | SiteFailure::DeadlineOver
                | SiteFailure::Other
                | SiteFailure::TooLarge => SpanState::Unknown,
                SiteFailure::BadAnswer
                | SiteFailure::ConnectionRefused
                | SiteFailure::NameUnresolved
                | SiteFailure::RedirectRefused
                | SiteFailure::Silent
                | SiteFailure::Tls
                | SiteFailure::TooManyRedirects => SpanState::Unavailable,
            };
            (state, Some(failure.as_str()))
        }
        Outcome::Unsampled(cause) => {
            let cause = match cause {
                Unsampled::Crowded => "crowded",
                Unsampled::CutOff => "cut-off",
                Unsampled::InFlight => "in-flight",
            };
            (SpanState::Unknown, Some(cause))
        }
    }
}
