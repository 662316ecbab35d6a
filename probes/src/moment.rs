//! Which instants of true time an instant of the inspector's clock may be.

use jiff::{SignedDuration, Timestamp};
use model::Note;

use crate::Question;
use crate::time::{LAPTOP_CLOCK_UNCHECKED, Reference, reference};

/// The inspector's clock, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    reference: Option<Reference>,
}

/// The earliest and the latest true instant that one instant of the inspector's clock may be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Moment {
    pub(crate) earliest: Timestamp,
    pub(crate) latest: Timestamp,
    /// Whether the two are bounds that were measured, or a slack that was assumed.
    pub(crate) measured: bool,
}

impl Clock {
    /// What the exchanges with references say about it.
    pub(crate) fn of(question: &Question<'_>) -> Self {
        Self { reference: reference(question) }
    }

    /// What a judgement says besides where nobody measured.
    pub(crate) fn remark(&self) -> Option<Note> {
        self.reference.is_none().then(|| Note::new(LAPTOP_CLOCK_UNCHECKED))
    }

    /// The true time of an instant of the inspector's clock.
    pub(crate) fn at(&self, laptop: Timestamp) -> Moment {
        match &self.reference {
            Some(reference) => {
                let (earliest, latest) = reference.true_time(laptop);
                Moment { earliest, latest, measured: true }
            }
            None => Moment {
                earliest: laptop.saturating_sub(SLACK).unwrap_or(laptop),
                latest: laptop.saturating_add(SLACK).unwrap_or(laptop),
                measured: false,
            },
        }
    }
}

/// How far an inspector's clock that nobody measured is assumed to stand from true time at most.
pub(crate) const SLACK: SignedDuration = SignedDuration::from_mins(1);
