//! The register of certificates of accreditation (paragraph 17 of the Rules), the acts that came
//! in, and the decisions about them.
//!
//! A register is one file of this machine, or a database of PostgreSQL for a committee of many; the
//! same statements serve both. Nothing in it changes but by a statement that an officer signed:
//! one proposes a decision, another confirms it, and whatever follows is written in the same
//! transaction as the event that tells who did what, when, with what was there before. Events are
//! hash-chained. Rows carry versions: whoever writes says which version was seen, and is told what
//! changed where it is another.

mod accreditation;
mod anchor;
mod bearing;
mod check;
mod decision;
mod error;
mod event;
mod export;
mod fold;
mod founding;
mod import;
mod link;
mod matter;
mod officer;
mod perform;
mod place;
mod replay;
mod schema;
mod search;
mod statement;
mod step;
mod taking;
mod weighing;

pub use accreditation::{Accreditation, ActRef, Revocation, RootRegistration, Status};
pub use anchor::{ActAnchor, ActAnchors, AnchorProposal};
pub use bearing::{Asked, Bearing};
pub use check::{CheckReport, Head};
pub use decision::{
    Decision, DecisionState, Elements, IssueProposal, Paragraph, Proposal, RefusalProposal,
    RevocationProposal,
};
pub use error::{Conflict, RegisterError};
pub use event::Event;
pub use export::{Export, Heads, spreadsheet_cell, write_csv, write_json, write_xlsx};
pub use fold::fold;
pub use import::{ImportDefect, ImportProposal, ImportRow, read_csv};
pub use link::Database;
pub use matter::{Due, Matter, MatterState};
pub use officer::{Founding, Officer, Trusted, TrustedKind};
pub use perform::Done;
pub use place::Place;
pub use search::{Page, Question};
pub use statement::{About, Action, Signed, Statement};
pub use taking::{Concluded, Dissent, Taking};
