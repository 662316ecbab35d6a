//! Sentences for what cannot be done with a register.

use model::Note;

use super::{system, with_reason};
use crate::register::RegisterError;

/// Every code that this module may put into a note.
pub const SAYS: &[&str] = &[
    "error.register-address",
    "error.register-already-there",
    "error.register-conflict",
    "error.register-corrupt",
    "error.register-database",
    "error.register-denied",
    "error.register-disk-full",
    "error.register-gone-away",
    "error.register-locked",
    "error.register-may-fall-back",
    "error.register-migration-differs",
    "error.register-newer",
    "error.register-no-such",
    "error.register-not-a-register",
    "error.register-not-an-officer",
    "error.register-not-signed",
    "error.register-not-there",
    "error.register-not-unicode",
    "error.register-read-only",
    "error.register-refused",
    "error.register-row",
    "error.register-same-person",
    "error.register-timed-out",
    "error.register-tls",
    "error.register-unreachable",
];

/// The note for something that a register did not do.
#[must_use]
pub fn register(error: &RegisterError) -> Note {
    let at = |code, place: &String| Note::new(code).fact("place", place);
    match error {
        RegisterError::Address { reason } => {
            with_reason(Note::new("error.register-address"), reason)
        }
        RegisterError::AlreadyThere { place } => at("error.register-already-there", place),
        RegisterError::Calendar(error) => with_reason(Note::new("error.other"), error),
        RegisterError::Conflict(conflict) => Note::new("error.register-conflict")
            .fact("subject", &conflict.subject)
            .fact("by", &conflict.by)
            .fact("at", &conflict.at)
            .fact("was", &conflict.was)
            .fact("is", &conflict.is),
        RegisterError::Corrupt { place, reason } => {
            with_reason(at("error.register-corrupt", place), reason)
        }
        RegisterError::Database { place, reason } => {
            with_reason(at("error.register-database", place), reason)
        }
        RegisterError::Denied { place, reason } => {
            with_reason(at("error.register-denied", place), reason)
        }
        RegisterError::DiskFull { place } => at("error.register-disk-full", place),
        RegisterError::File { path, source } => system(source, &path.to_string_lossy()),
        RegisterError::GoneAway { place, reason } => {
            with_reason(at("error.register-gone-away", place), reason)
        }
        RegisterError::Locked { place } => at("error.register-locked", place),
        RegisterError::MayFallBack { place } => at("error.register-may-fall-back", place),
        RegisterError::MigrationDiffers { place, number } => {
            at("error.register-migration-differs", place).fact("number", number)
        }
        RegisterError::Newer { place, found, known } => {
            at("error.register-newer", place).fact("found", found).fact("known", known)
        }
        RegisterError::NoSuch { place, subject } => {
            at("error.register-no-such", place).fact("subject", subject)
        }
        RegisterError::NotARegister { place } => at("error.register-not-a-register", place),
        RegisterError::NotAnOfficer { iin } => {
            Note::new("error.register-not-an-officer").fact("iin", iin)
        }
        RegisterError::NotSigned { officer, notes } => {
            let codes: Vec<&str> = notes.iter().map(|it| &*it.code).collect();
            let note = Note::new("error.register-not-signed").fact("officer", officer);
            note.fact("codes", codes.join(", "))
        }
        RegisterError::NotThere { place } => at("error.register-not-there", place),
        RegisterError::NotUnicode { place, encoding } => {
            at("error.register-not-unicode", place).fact("encoding", encoding)
        }
        RegisterError::ReadOnly { place } => at("error.register-read-only", place),
        RegisterError::Refused { defects } => {
            Note::new("error.register-refused").fact("count", defects.len())
        }
        RegisterError::Row { subject, reason } => {
            with_reason(Note::new("error.register-row").fact("subject", subject), reason)
        }
        RegisterError::SamePerson { iin, decision } => {
            Note::new("error.register-same-person").fact("iin", iin).fact("decision", decision)
        }
        RegisterError::TimedOut { place, seconds } => {
            at("error.register-timed-out", place).fact("seconds", seconds)
        }
        RegisterError::Tls { place, reason } => {
            with_reason(at("error.register-tls", place), reason)
        }
        RegisterError::Unreachable { place, reason } => {
            with_reason(at("error.register-unreachable", place), reason)
        }
    }
}
