//! Which instants of true time an instant of the inspector's clock may be.

use jiff::{SignedDuration, Timestamp};

use crate::Question;

/// The inspector's clock, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) struct Clock;

/// The earliest and the latest true instant that one instant of the inspector's clock may be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Moment {
    pub(crate) earliest: Timestamp,
    pub(crate) latest: Timestamp,
    /// Whether the two are bounds that were measured, or a slack that was assumed.
    pub(crate) measured: bool,
}

impl Clock {
    pub(crate) fn of(_: &Question<'_>) -> Self {
        Self
    }

    /// The true time of an instant of the inspector's clock.
    pub(crate) fn at(&self, laptop: Timestamp) -> Moment {
        let earliest = laptop.saturating_sub(SLACK).unwrap_or(laptop);
        let latest = laptop.saturating_add(SLACK).unwrap_or(laptop);
        Moment { earliest, latest, measured: false }
    }
}

/// How far an inspector's clock that nobody measured is assumed to stand from true time at most.
pub(crate) const SLACK: SignedDuration = SignedDuration::from_mins(1);
