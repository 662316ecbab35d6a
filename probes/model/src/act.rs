use jiff::civil::Date;

use crate::{Quorum, Roster, VisitKind};

/// An act being written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Draft;

/// An act whose bytes no longer change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sealed;

/// An act signed by a quorum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Adopted {
    quorum: Quorum,
}

/// The inspection act. Its state is its type; no state can be skipped.
///
/// Roster, kind of visit and day are those that stand inside the bytes: whoever reads the bytes back
/// builds the act from them and from nothing else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Act<State> {
    bytes: Vec<u8>,
    roster: Roster,
    kind: VisitKind,
    day: Date,
    state: State,
}

impl Act<Draft> {
    /// Starts an act: the rendered bytes, with the roster, the kind of visit and the day of the act
    /// that are written in them.
    #[must_use]
    pub const fn new(bytes: Vec<u8>, roster: Roster, kind: VisitKind, day: Date) -> Self {
        Self { bytes, roster, kind, day, state: Draft }
    }

    /// Fixes the bytes that the members will sign.
    #[must_use]
    pub fn seal(self) -> Act<Sealed> {
        self.into_state(Sealed)
    }
}

impl<State> Act<State> {
    /// The exact bytes to sign. What was signed is what is shown.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The commission that the bytes name.
    #[must_use]
    pub const fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The kind of visit that the bytes name.
    #[must_use]
    pub const fn kind(&self) -> VisitKind {
        self.kind
    }

    /// The day of the act.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    fn into_state<Next>(self, state: Next) -> Act<Next> {
        Act { bytes: self.bytes, roster: self.roster, kind: self.kind, day: self.day, state }
    }
}

impl Act<Sealed> {
    pub(crate) fn adopted(self, quorum: Quorum) -> Act<Adopted> {
        self.into_state(Adopted { quorum })
    }
}

impl Act<Adopted> {
    /// Who adopted the act.
    #[must_use]
    pub const fn quorum(&self) -> &Quorum {
        &self.state.quorum
    }
}
