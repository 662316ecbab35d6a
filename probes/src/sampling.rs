//! Availability as a measurement: what is sampled, how often, and what a series of samples says.
//!
//! A [`Plan`] names targets, channels, a window and an interval. Its [`Grid`] says when each sample
//! is due; the application sends them and keeps each [`Sample`] in a series, as JSON lines. From
//! the series alone follow k of n with its interval ([`wilson`]), the latencies, the timeline and
//! the comparison of mirrors. Integers only.
//!
//! **Invariant:** time that was not sampled never counts as available.

mod answer;
mod grid;
mod lanes;
mod line;
mod mirrors;
mod period;
mod plan;
mod series;
mod statistics;
#[cfg(test)]
mod tests;
mod timeline;

use jiff::Timestamp;
use model::Evidence;

use crate::exchange::{self, Purpose};
use crate::{CollectError, HttpAnswer};

pub use answer::{Assessed, Form, ListHead, assess};
pub use grid::{Due, Grid};
pub use period::{InvalidPeriod, Period};
pub use plan::{Channel, ChannelRole, Plan, Sent, Service, Target, targets};
pub use series::{Answered, Line, Outcome, Sample, Seen, Session, SessionCause, Unsampled, id_of};
pub use statistics::{Interval, Percentiles, percentiles, whole_window, wilson};

/// A list that a sample fetched, as the evidence that fetching it once leaves: the exchange and the
/// body. So the probes of lists see every edition that came up while services were sampled.
///
/// # Errors
///
/// [`CollectError`] where the exchange cannot be written down.
pub fn fetched(
    target: &Target,
    sent: Timestamp,
    answer: HttpAnswer,
) -> Result<Vec<Evidence>, CollectError> {
    exchange::kept(Purpose::Crl, &target.request(), sent, Ok(answer))
}

pub(crate) use lanes::{Lane, Look, lanes};
pub(crate) use mirrors::{Divergence, Served, WentBack, divergences, went_back};
pub(crate) use plan::named;
pub(crate) use series::{PLAN_MISSING, Series, UNREADABLE, read};
pub(crate) use timeline::timeline;
