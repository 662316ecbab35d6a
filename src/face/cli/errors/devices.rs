//! Errors of what signs: tokens, signing programs, and what they return.

use model::Note;

use super::{UNNAMED, at, with_reason};
use crate::signing::{DeviceError, NcaLayerError, TokenError};

/// Every code that this module may put into a note.
pub const SAYS: &[&str] = &[
    "error.device-another-person",
    "error.device-certificate-missing",
    "error.device-member-needed",
    "error.device-nobody",
    "error.device-not-a-cms",
    "error.device-over-something-else",
    "error.device-unproven",
    "error.ncalayer-answer-too-large",
    "error.ncalayer-cancelled",
    "error.ncalayer-closed",
    "error.ncalayer-garbage",
    "error.ncalayer-module-absent",
    "error.ncalayer-not-laid-out",
    "error.ncalayer-not-loopback",
    "error.ncalayer-not-ncalayer",
    "error.ncalayer-not-running",
    "error.ncalayer-refused",
    "error.ncalayer-silent",
    "error.ncalayer-unanswered",
    "error.token-algorithm-unknown",
    "error.token-cancelled",
    "error.token-certificate-unknown",
    "error.token-certificates-several",
    "error.token-failed",
    "error.token-gone",
    "error.token-key-missing",
    "error.token-module-missing",
    "error.token-module-unusable",
    "error.token-no-certificate",
    "error.token-no-mechanism",
    "error.token-no-token",
    "error.token-not-the-members",
    "error.token-pin-each-time",
    "error.token-pin-locked",
    "error.token-pin-not-set",
    "error.token-pin-unasked",
    "error.token-pin-wrong",
    "error.token-tokens-several",
    "error.token-unknown",
    "error.token-unproven",
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
        DeviceError::NotACms { reason } => with_reason(Note::new("error.device-not-a-cms"), reason),
        DeviceError::OverSomethingElse => Note::new("error.device-over-something-else"),
        DeviceError::Unproven { codes } => {
            Note::new("error.device-unproven").fact("codes", codes.join(", "))
        }
    }
}

/// The note for NCALayer that made no signature.
#[must_use]
pub fn ncalayer(error: &NcaLayerError) -> Note {
    let here = |code: &'static str, address: &std::net::SocketAddr| {
        Note::new(code).fact("address", address)
    };
    match error {
        NcaLayerError::AnswerTooLarge { most } => {
            Note::new("error.ncalayer-answer-too-large").fact("most", most)
        }
        NcaLayerError::Cancelled => Note::new("error.ncalayer-cancelled"),
        NcaLayerError::Closed => Note::new("error.ncalayer-closed"),
        NcaLayerError::Garbage { reason } => {
            with_reason(Note::new("error.ncalayer-garbage"), reason)
        }
        NcaLayerError::ModuleAbsent { version } => {
            Note::new("error.ncalayer-module-absent").fact("version", version)
        }
        NcaLayerError::NotLaidOut(error) => {
            with_reason(Note::new("error.ncalayer-not-laid-out"), error)
        }
        NcaLayerError::NotLoopback { address } => here("error.ncalayer-not-loopback", address),
        NcaLayerError::NotNcaLayer { address, reason } => {
            with_reason(here("error.ncalayer-not-ncalayer", address), reason)
        }
        NcaLayerError::NotRunning { address } => here("error.ncalayer-not-running", address),
        NcaLayerError::Refused { code, message } => {
            with_reason(Note::new("error.ncalayer-refused").fact("refusal", code), message)
        }
        NcaLayerError::Silent { address, seconds } => {
            here("error.ncalayer-silent", address).fact("seconds", seconds)
        }
        NcaLayerError::Unanswered { seconds } => {
            Note::new("error.ncalayer-unanswered").fact("seconds", seconds)
        }
    }
}

/// The note for a token that made no signature.
#[must_use]
pub fn token(error: &TokenError) -> Note {
    let of = |code: &'static str, token: &String| Note::new(code).fact("token", token);
    let list = |found: &[String]| {
        if found.is_empty() { UNNAMED.to_owned() } else { found.join("; ") }
    };
    match error {
        TokenError::AlgorithmUnknown { token, algorithm } => {
            of("error.token-algorithm-unknown", token).fact("algorithm", algorithm)
        }
        TokenError::Cancelled { token } => of("error.token-cancelled", token),
        TokenError::CertificateUnknown { token, wanted } => {
            of("error.token-certificate-unknown", token).fact("wanted", wanted)
        }
        TokenError::CertificatesSeveral { token, found } => {
            of("error.token-certificates-several", token).fact("found", list(found))
        }
        TokenError::Failed { token, reason } => {
            with_reason(of("error.token-failed", token), reason)
        }
        TokenError::Gone { token } => of("error.token-gone", token),
        TokenError::KeyMissing { token, certificate } => {
            of("error.token-key-missing", token).fact("certificate", certificate)
        }
        TokenError::ModuleMissing { path } => at("error.token-module-missing", path),
        TokenError::ModuleUnusable { path, reason } => {
            with_reason(at("error.token-module-unusable", path), reason)
        }
        TokenError::NoCertificate { token } => of("error.token-no-certificate", token),
        TokenError::NoMechanism { token, algorithm } => {
            of("error.token-no-mechanism", token).fact("algorithm", algorithm)
        }
        TokenError::NoToken { path } => at("error.token-no-token", path),
        TokenError::NotTheMembers { token, member, found } => {
            of("error.token-not-the-members", token)
                .fact("found", list(found))
                .fact("member", member)
        }
        TokenError::PinEachTime { token } => of("error.token-pin-each-time", token),
        TokenError::PinLocked { token } => of("error.token-pin-locked", token),
        TokenError::PinNotSet { token } => of("error.token-pin-not-set", token),
        TokenError::PinUnasked(error) => with_reason(Note::new("error.token-pin-unasked"), error),
        TokenError::PinWrong { token, tries } => {
            of("error.token-pin-wrong", token).fact("tries", tries.as_str())
        }
        TokenError::TokenUnknown { path, wanted, found } => {
            at("error.token-unknown", path).fact("found", list(found)).fact("wanted", wanted)
        }
        TokenError::TokensSeveral { path, found } => {
            at("error.token-tokens-several", path).fact("found", list(found))
        }
        TokenError::Unproven { token, certificate } => {
            of("error.token-unproven", token).fact("certificate", certificate)
        }
    }
}
