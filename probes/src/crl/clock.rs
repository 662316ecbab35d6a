//! When a list was fetched, by measured time where a reference was measured.

use jiff::{SignedDuration, Timestamp};
use model::Note;

use crate::Question;
use crate::time::{LAPTOP_CLOCK_UNCHECKED, Reference, reference};

/// Turns instants of the inspector's clock into intervals of true time.
pub(super) struct Clock {
    reference: Option<Reference>,
}

/// What the clock of the inspector's machine is allowed where nothing was measured.
const SLACK: SignedDuration = SignedDuration::from_mins(1);

impl Clock {
    pub(super) fn of(question: &Question<'_>) -> Self {
        Self { reference: reference(question) }
    }

    /// The earliest and the latest true instant of an instant of the inspector's clock.
    pub(super) fn true_time(&self, laptop: Timestamp) -> (Timestamp, Timestamp) {
        match &self.reference {
            Some(reference) => reference.true_time(laptop),
            None => (
                laptop.checked_sub(SLACK).unwrap_or(Timestamp::MIN),
                laptop.checked_add(SLACK).unwrap_or(Timestamp::MAX),
            ),
        }
    }

    pub(super) fn earliest(&self, laptop: Timestamp) -> Timestamp {
        self.true_time(laptop).0
    }

    pub(super) fn latest(&self, laptop: Timestamp) -> Timestamp {
        self.true_time(laptop).1
    }

    /// The remark that nothing was measured.
    pub(super) fn unchecked(&self) -> Option<Note> {
        self.reference.is_none().then(|| Note::new(LAPTOP_CLOCK_UNCHECKED))
    }
}
