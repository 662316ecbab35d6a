//! Errors of what signs: tokens, signing programs, and what they return.

use model::Note;

use super::UNNAMED;
use crate::signing::DeviceError;

/// Every code that this module may put into a note.
pub const SAYS: &[&str] = &[
    "error.device-another-person",
    "error.device-certificate-missing",
    "error.device-member-needed",
    "error.device-nobody",
    "error.device-not-a-cms",
    "error.device-over-something-else",
    "error.device-unproven",
];

/// The note for something that a device returned and that cannot stand.
#[must_use]
pub fn device(error: &DeviceError) -> Note {
    match error {
        DeviceError::AnotherPerson { member, found } => Note::new("error.device-another-person")
            .fact("found", found.as_deref().unwrap_or(UNNAMED))
            .fact("member", member),
        DeviceError::CertificateMissing => Note::new("error.device-certificate-missing"),
        DeviceError::MemberNeeded => Note::new("error.device-member-needed"),
        DeviceError::Nobody => Note::new("error.device-nobody"),
        DeviceError::NotACms { reason } => {
            super::with_reason(Note::new("error.device-not-a-cms"), reason)
        }
        DeviceError::OverSomethingElse => Note::new("error.device-over-something-else"),
        DeviceError::Unproven { codes } => {
            Note::new("error.device-unproven").fact("codes", codes.join(", "))
        }
    }
}
