//! The vocabulary of an inspection: what is required, what was seen, what follows.
//!
//! **Invariant:** this crate performs no input or output, reads no clock and
//! holds no float. Everything in it is a value.

mod act;
mod commission;
mod content;
mod decimal;
mod evidence;
mod exhibit;
mod finding;
mod measure;
mod quorum;
mod requirement;
mod verdict;

pub use act::{Act, Adopted, Draft, Sealed};
pub use commission::{
    Body, CompositionDefect, Iin, InvalidIin, Member, Order, Role, Roster, RosterDifference,
    RosterError, VisitKind,
};
pub use content::{Content, ReadSeek, Store, Stream, Unread};
pub use decimal::{DecimalError, Reading};
pub use evidence::{Evidence, EvidenceId, EvidenceKind, InvalidEvidenceId};
pub use exhibit::{Cell, Exhibit, Lane, Span, SpanState, Table, TableHead, Timeline};
pub use finding::{Finding, Judgement, Measured, Note};
pub use measure::{Basis, Limit, Measure, Quantity, Unit, UnitMismatch};
pub use quorum::{
    Alarm, Checked, Lacking, NotAdopted, Outcome, Quorum, ReadingOfLaw, Signature,
    SignatureStanding, Tally, VerifySignature,
};
pub use requirement::{
    Consequence, Lang, LegalRef, Localized, ProbeId, Requirement, RequirementId, SubjectId,
};
pub use verdict::Verdict;
