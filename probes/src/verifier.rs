use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the authority's own verifier said about the test chains it was given, as kept in evidence
/// of the kind `verifier-run`.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VerifierRun {
    /// Name and version of the verifier.
    pub verifier: String,
    /// What was tried.
    pub vectors: Vec<VectorRun>,
}

/// One test chain and the answer to it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VectorRun {
    /// What is wrong with the chain, or that nothing is.
    pub vector: TestVector,
    /// The answer of a sound verifier, as printed on the sheet that came with the chain.
    pub expected: VerifierAnswer,
    /// The answer that was given.
    pub actual: VerifierAnswer,
    /// What the verifier printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
}

/// The test chains: one is sound, each other has one defect.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum TestVector {
    /// The signature of the user's certificate is broken.
    BrokenSignature,
    /// The user's certificate has expired.
    Expired,
    /// More certificates follow an authority than it permits.
    PathLengthExceeded,
    /// The user's certificate is revoked.
    Revoked,
    /// Nothing is wrong.
    Sound,
    /// The chain ends in a root that is not trusted.
    UnknownRoot,
    /// The user's certificate names an issuer that did not sign it.
    WrongIssuer,
    /// The issuer's key is not meant for signing certificates.
    WrongKeyUsage,
}

impl TestVector {
    /// Every chain of the set.
    pub const ALL: [Self; 8] = [
        Self::BrokenSignature,
        Self::Expired,
        Self::PathLengthExceeded,
        Self::Revoked,
        Self::Sound,
        Self::UnknownRoot,
        Self::WrongIssuer,
        Self::WrongKeyUsage,
    ];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BrokenSignature => "broken-signature",
            Self::Expired => "expired",
            Self::PathLengthExceeded => "path-length-exceeded",
            Self::Revoked => "revoked",
            Self::Sound => "sound",
            Self::UnknownRoot => "unknown-root",
            Self::WrongIssuer => "wrong-issuer",
            Self::WrongKeyUsage => "wrong-key-usage",
        }
    }

    /// The answer of a sound verifier.
    #[must_use]
    pub const fn expected(self) -> VerifierAnswer {
        match self {
            Self::Sound => VerifierAnswer::Accepted,
            Self::BrokenSignature
            | Self::Expired
            | Self::PathLengthExceeded
            | Self::Revoked
            | Self::UnknownRoot
            | Self::WrongIssuer
            | Self::WrongKeyUsage => VerifierAnswer::Rejected,
        }
    }
}

/// What a verifier answered.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum VerifierAnswer {
    /// The chain is good.
    Accepted,
    /// It did not answer, or could not decide.
    NoAnswer,
    /// The chain is not good.
    Rejected,
}

impl VerifierAnswer {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NoAnswer => "no-answer",
            Self::Rejected => "rejected",
        }
    }
}
