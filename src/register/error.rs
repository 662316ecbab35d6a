//! What can go wrong with a register, told apart so that a person knows what to do.

use std::path::PathBuf;

use model::{Iin, Note};

use super::Place;
use crate::calendar::CalendarError;

/// The register could not do what was asked. Nothing of it was done.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The address of the database cannot be read. It is not shown: it may hold a password.
    #[error("the address of the database cannot be read: {reason}")]
    Address {
        /// Why.
        reason: String,
    },
    /// A register lies there already.
    #[error("{place}: a register lies here already")]
    AlreadyThere {
        /// Where.
        place: String,
    },
    /// The calendar built into the program cannot be read.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// Somebody changed the row after it was read.
    #[error("{}: changed by {} at {}", .0.subject, .0.by, .0.at)]
    Conflict(Box<Conflict>),
    /// The file is damaged.
    #[error("{place}: damaged: {reason}")]
    Corrupt {
        /// Where.
        place: String,
        /// What the database reported.
        reason: String,
    },
    /// The database refused for a reason that no other variant names.
    #[error("{place}: {reason}")]
    Database {
        /// Where.
        place: String,
        /// What it reported.
        reason: String,
    },
    /// The server does not let us in.
    #[error("{place}: {reason}")]
    Denied {
        /// Where.
        place: String,
        /// What it reported.
        reason: String,
    },
    /// No room is left.
    #[error("{place}: no room is left")]
    DiskFull {
        /// Where.
        place: String,
    },
    /// The file to export to or import from.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system reported.
        source: std::io::Error,
    },
    /// The connection broke while something was being done; whether the last step was kept is not
    /// known, and doing it again does not do it twice.
    #[error("{place}: the connection was lost: {reason}")]
    GoneAway {
        /// Where.
        place: String,
        /// What was reported.
        reason: String,
    },
    /// Another program holds the register for writing.
    #[error("{place}: another program holds the register")]
    Locked {
        /// Where.
        place: String,
    },
    /// The address asks for a connection that falls back to plain text by itself.
    #[error("{place}: the connection may fall back to plain text")]
    MayFallBack {
        /// Where.
        place: String,
    },
    /// A step by which the register was made is not the one that this program knows.
    #[error("{place}: step {number} of the form differs")]
    MigrationDiffers {
        /// Where.
        place: String,
        /// Which.
        number: i64,
    },
    /// A newer version of the tool wrote the register.
    #[error("{place}: written by a newer version (form {found}, known {known})")]
    Newer {
        /// Where.
        place: String,
        /// The number of its form.
        found: i64,
        /// The newest form that this program knows.
        known: i64,
    },
    /// Nothing of this name is in the register.
    #[error("{place}: no {subject}")]
    NoSuch {
        /// Where.
        place: String,
        /// What was looked for: `certificate/7`.
        subject: String,
    },
    /// What lies there is no register.
    #[error("{place}: not a register")]
    NotARegister {
        /// Where.
        place: String,
    },
    /// The signature of a statement does not count, or is of another person.
    #[error("the statement of {officer} is not signed as it has to be")]
    NotSigned {
        /// The officer whom the statement names.
        officer: Iin,
        /// Why.
        notes: Vec<Note>,
    },
    /// No register lies there.
    #[error("{place}: no register lies here")]
    NotThere {
        /// Where.
        place: String,
    },
    /// The server keeps text in another encoding.
    #[error("{place}: text is kept as {encoding}")]
    NotUnicode {
        /// Where.
        place: String,
        /// In which encoding.
        encoding: String,
    },
    /// The person is not on the list of officers on that day.
    #[error("{iin}: not an officer")]
    NotAnOfficer {
        /// Who.
        iin: Iin,
    },
    /// Nothing can be written there.
    #[error("{place}: read-only")]
    ReadOnly {
        /// Where.
        place: String,
    },
    /// The rules do not allow it as it stands; every reason is told.
    #[error("refused: {}", codes(.defects))]
    Refused {
        /// Why: each a code with its facts.
        defects: Vec<Note>,
    },
    /// A row does not have the form it was written in.
    #[error("{subject}: the row cannot be read: {reason}")]
    Row {
        /// Which.
        subject: String,
        /// What is wrong.
        reason: String,
    },
    /// One person may not both propose and confirm.
    #[error("{iin}: the same person proposed {decision}")]
    SamePerson {
        /// Who.
        iin: Iin,
        /// What was proposed.
        decision: String,
    },
    /// The database did not answer in time.
    #[error("{place}: no answer within {seconds} s")]
    TimedOut {
        /// Where.
        place: String,
        /// How long was waited.
        seconds: u64,
    },
    /// No secured connection came about.
    #[error("{place}: no secured connection: {reason}")]
    Tls {
        /// Where.
        place: String,
        /// Why.
        reason: String,
    },
    /// The server cannot be reached.
    #[error("{place}: cannot be reached: {reason}")]
    Unreachable {
        /// Where.
        place: String,
        /// What was reported.
        reason: String,
    },
}

/// What a writer saw, and what stands now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conflict {
    /// Which row: `matter/3`.
    pub subject: String,
    /// Who changed it: an IIN.
    pub by: String,
    /// When.
    pub at: String,
    /// What the writer had seen, in the fields that differ.
    pub was: String,
    /// What stands.
    pub is: String,
}

fn codes(notes: &[Note]) -> String {
    notes.iter().map(|it| &*it.code).collect::<Vec<_>>().join(", ")
}

/// What an error of the driver means.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the kinds of the driver and of the system are theirs, and grow"
)]
pub(super) fn of_driver(place: &Place, error: &sqlx::Error) -> RegisterError {
    let at = || place.to_string();
    let reason = place.without_secret(&error.to_string());
    match error {
        sqlx::Error::Database(found) => {
            let code = found.code().unwrap_or_default();
            if place.is_file() {
                of_file(at(), &code, found.message(), reason)
            } else {
                of_server(at(), &code, reason)
            }
        }
        // Whatever is wrong with a certificate comes as an error of the stream.
        sqlx::Error::Io(error) if error.get_ref().is_some_and(|it| it.is::<rustls::Error>()) => {
            RegisterError::Tls { place: at(), reason }
        }
        sqlx::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::NotFound
            | std::io::ErrorKind::PermissionDenied
            | std::io::ErrorKind::ConnectionRefused
            | std::io::ErrorKind::HostUnreachable
            | std::io::ErrorKind::NetworkUnreachable
            | std::io::ErrorKind::TimedOut => RegisterError::Unreachable { place: at(), reason },
            // Every other kind is met in the middle of a conversation.
            _ => RegisterError::GoneAway { place: at(), reason },
        },
        sqlx::Error::Tls(_) => RegisterError::Tls { place: at(), reason },
        sqlx::Error::Configuration(_) => RegisterError::Address { reason },
        sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            RegisterError::GoneAway { place: at(), reason }
        }
        _ => RegisterError::Database { place: at(), reason },
    }
}

/// By the [result codes] of the built-in database, of which the lowest byte is the primary one.
///
/// [result codes]: https://www.sqlite.org/rescode.html
fn of_file(place: String, code: &str, message: &str, reason: String) -> RegisterError {
    let code: i64 = code.parse().unwrap_or_default();
    match code & 0xff {
        5 | 6 => RegisterError::Locked { place },
        8 => RegisterError::ReadOnly { place },
        11 => RegisterError::Corrupt { place, reason: message.to_owned() },
        13 => RegisterError::DiskFull { place },
        14 => RegisterError::Unreachable { place, reason },
        26 => RegisterError::NotARegister { place },
        // A read that came short: the file was cut.
        10 if code == 522 => RegisterError::Corrupt { place, reason: message.to_owned() },
        _ => RegisterError::Database { place, reason },
    }
}

/// By the [error codes] of PostgreSQL.
///
/// [error codes]: https://www.postgresql.org/docs/current/errcodes-appendix.html
fn of_server(place: String, code: &str, reason: String) -> RegisterError {
    match code {
        "25006" => RegisterError::ReadOnly { place },
        "53100" => RegisterError::DiskFull { place },
        "55P03" | "40P01" | "57014" => RegisterError::Locked { place },
        "57P01" | "57P02" | "57P05" | "25P03" => RegisterError::GoneAway { place, reason },
        "57P03" | "53300" => RegisterError::Unreachable { place, reason },
        "42501" | "3D000" => RegisterError::Denied { place, reason },
        "XX001" | "XX002" => RegisterError::Corrupt { place, reason },
        _ if code.starts_with("08") => RegisterError::GoneAway { place, reason },
        _ if code.starts_with("28") => RegisterError::Denied { place, reason },
        _ => RegisterError::Database { place, reason },
    }
}

impl RegisterError {
    /// Whether the connection is of no further use.
    pub(super) const fn ends_connection(&self) -> bool {
        matches!(
            self,
            Self::GoneAway { .. }
                | Self::TimedOut { .. }
                | Self::Unreachable { .. }
                | Self::Corrupt { .. }
        )
    }
}
