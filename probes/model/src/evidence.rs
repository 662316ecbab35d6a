use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Content, Note, Unread};

/// Bytes seen at the inspected site, kept exactly as they were seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Evidence {
    /// What the bytes are.
    pub kind: EvidenceKind,
    /// When the bytes were taken, by the clock of the inspector's machine.
    pub collected_at: Timestamp,
    /// Where the bytes come from: a URL, a file name, a host, a person.
    pub source: String,
    /// The bytes, in memory or where they are stored.
    pub content: Content,
}

impl Evidence {
    /// A piece as it was taken.
    #[must_use]
    pub fn new(
        kind: EvidenceKind,
        collected_at: Timestamp,
        source: impl Into<String>,
        content: impl Into<Content>,
    ) -> Self {
        Self { kind, collected_at, source: source.into(), content: content.into() }
    }

    /// The content address: SHA-256 of the bytes.
    #[must_use]
    pub const fn id(&self) -> EvidenceId {
        self.content.id()
    }

    /// All bytes at once: for records, certificates and other small pieces. What may be longer
    /// than [`Content::MOST_AT_ONCE`] is read by [`Content::stream`] or [`Content::open`].
    ///
    /// # Errors
    ///
    /// The note to make of it, one of [`Unread::SAYS`]: what rests on the piece is undetermined.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Note> {
        self.content.bytes().map_err(|error| self.unread(&error))
    }

    /// The note about this piece not being read.
    #[must_use]
    pub fn unread(&self, error: &Unread) -> Note {
        error.note(&self.source, &self.id())
    }
}

/// SHA-256 of the bytes of one piece of evidence. In files: 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String")]
pub struct EvidenceId(pub [u8; 32]);

impl EvidenceId {
    /// The address of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for EvidenceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for EvidenceId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl From<EvidenceId> for String {
    fn from(id: EvidenceId) -> Self {
        id.to_string()
    }
}

impl FromStr for EvidenceId {
    type Err = InvalidEvidenceId;

    fn from_str(text: &str) -> Result<Self, InvalidEvidenceId> {
        let invalid = || InvalidEvidenceId { text: text.chars().take(80).collect() };
        if text.bytes().any(|it| it.is_ascii_uppercase()) {
            return Err(invalid());
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| invalid())?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for EvidenceId {
    type Error = InvalidEvidenceId;

    fn try_from(text: String) -> Result<Self, InvalidEvidenceId> {
        text.parse()
    }
}

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{text:?} is not a SHA-256 in lower-case hexadecimal digits")]
pub struct InvalidEvidenceId {
    /// The text, at most 80 characters of it.
    pub text: String,
}

/// The kind of a piece of evidence; its name is also the extension in an exported pack.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// What a member of the commission saw, as JSON.
    Answer,
    /// One certificate of the authority or of its users, DER or PEM as found.
    Certificate,
    /// One connection that was tried over TCP, with what came of it, as JSON.
    Connection,
    /// What the applicant declared in its documents (assets, addresses, services), as JSON.
    Declaration,
    /// A document as submitted or shown: PDF, text, log.
    Document,
    /// What happened in a drill, step by step, as JSON.
    Drill,
    /// What the host says about itself: system, memory, disks, interfaces, clock zone, as JSON.
    HostInventory,
    /// The body that came with an `http-exchange`, byte for byte.
    HttpBody,
    /// One HTTP request with its answer's status, header fields, times and body hash, as JSON.
    HttpExchange,
    /// Lines of a log as the authority supplied them.
    LogSample,
    /// One NTP request and reply with the local instants of both, as JSON.
    NtpExchange,
    /// The register of object identifiers, as JSON.
    OidRegister,
    /// A photograph taken by the inspector.
    Photo,
    /// Samples of services over a stretch of time, one JSON record a line.
    SampleSeries,
    /// What a time service's own tool printed, with the name of the tool and of the host, as JSON.
    TimeStatus,
    /// One TLS handshake: version, cipher suite, certificates and times, as JSON.
    TlsSession,
    /// The answers of the authority's own verifier to the test chains, as JSON.
    VerifierRun,
}

impl EvidenceKind {
    /// Every kind, in the order of their names.
    pub const ALL: [Self; 17] = [
        Self::Answer,
        Self::Certificate,
        Self::Connection,
        Self::Declaration,
        Self::Document,
        Self::Drill,
        Self::HostInventory,
        Self::HttpBody,
        Self::HttpExchange,
        Self::LogSample,
        Self::NtpExchange,
        Self::OidRegister,
        Self::Photo,
        Self::SampleSeries,
        Self::TimeStatus,
        Self::TlsSession,
        Self::VerifierRun,
    ];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Certificate => "certificate",
            Self::Connection => "connection",
            Self::Declaration => "declaration",
            Self::Document => "document",
            Self::Drill => "drill",
            Self::HostInventory => "host-inventory",
            Self::HttpBody => "http-body",
            Self::HttpExchange => "http-exchange",
            Self::LogSample => "log-sample",
            Self::NtpExchange => "ntp-exchange",
            Self::OidRegister => "oid-register",
            Self::Photo => "photo",
            Self::SampleSeries => "sample-series",
            Self::TimeStatus => "time-status",
            Self::TlsSession => "tls-session",
            Self::VerifierRun => "verifier-run",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        // FIPS 180-4 example: SHA-256 of "abc".
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(EvidenceId::of(b"abc").to_string(), text);
        assert_eq!(text.parse(), Ok(EvidenceId::of(b"abc")));
        for wrong in ["", "00", &text.to_uppercase(), &text.replace('b', "g"), &format!("{text}0")]
        {
            assert!(wrong.parse::<EvidenceId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_kind_is_named_in_code_as_in_files() {
        for kind in EvidenceKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
