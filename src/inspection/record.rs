//! The entries of the journal, word for word. Nothing outside this folder reads or writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use model::{EvidenceId, EvidenceKind, Iin, RequirementId, Tally};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::InspectionError;
use crate::case::Case;
use crate::dossier::Entry;
use crate::site::{Limits, Networks};

pub(super) const CASE_AMENDED: &str = "case.amended";
pub(super) const CASE_OPENED: &str = "case.opened";
pub(super) const COLLECTION_BEGUN: &str = "collection.begun";
pub(super) const EVIDENCE_TAKEN: &str = "evidence.taken";
pub(super) const INPUTS_REPLACED: &str = "inputs.replaced";
pub(super) const SAMPLES_KEPT: &str = "samples.kept";
pub(super) const SAMPLES_PLANNED: &str = "samples.planned";
pub(super) const LOOK_FAILED: &str = "look.failed";
pub(super) const ACT_SEALED: &str = "act.sealed";
pub(super) const SIGNATURE_ADDED: &str = "signature.added";
pub(super) const DISSENT_ADDED: &str = "dissent.added";
pub(super) const RESERVATION_ADDED: &str = "reservation.added";
pub(super) const TRUST_ADDED: &str = "trust.added";
pub(super) const ACT_ADOPTED: &str = "act.adopted";

/// The first entry of every dossier; of a self-check, also what stands in its place later.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CaseOpened {
    pub(super) case: Case,
    /// Edition of the rules the case was opened under.
    pub(super) edition: String,
    /// SHA-256 over the checklists.
    pub(super) checklists: String,
}

/// What collects and what seals, with its version.
pub(super) const TOOL: &str = concat!("tekseru ", env!("CARGO_PKG_VERSION"));

/// A collection began, within these bounds.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Collection {
    /// What collects, with its version.
    pub tool: String,
    /// The bounds of every look.
    pub limits: Limits,
    /// Where the tool may connect to, and what asks in its place.
    pub networks: Networks,
}

/// A piece of evidence; its address stands among the entry's evidence.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct EvidenceTaken {
    pub(super) kind: EvidenceKind,
    pub(super) source: String,
    pub(super) collected_at: Timestamp,
    pub(super) length: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) requirement: Option<RequirementId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) probe: Option<String>,
    /// Of a series: the plan whose samples recorded so far are all in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) plan: Option<EvidenceId>,
}

/// A plan of samples was made; its line is the entry's evidence.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SamplesPlanned {
    pub(super) plan: EvidenceId,
    pub(super) length: u64,
}

/// Samples of a plan; their lines are the entry's evidence. Kept every few seconds, so that a
/// crash loses no more; at the end of a session they become one piece of evidence.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SamplesKept {
    pub(super) plan: EvidenceId,
    pub(super) samples: u64,
    pub(super) length: u64,
}

/// A probe could not look.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LookFailedEntry {
    pub(super) probe: String,
    pub(super) error: String,
}

/// An act was sealed; the file is the entry's first evidence, its record the second.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SealedAct {
    /// Number of the act.
    pub number: String,
    /// Version, from 1.
    pub version: u32,
    /// Day of the act.
    #[schemars(with = "String")]
    pub day: Date,
    /// SHA-256 of `act.pdf`.
    pub pdf: EvidenceId,
    /// SHA-256 of `act.json`.
    pub json: EvidenceId,
}

/// A signature file came in; it is the entry's evidence.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SignatureAdded {
    /// The file that was said to be signed.
    pub(super) act: EvidenceId,
    /// What people call the signature.
    pub(super) label: String,
}

/// A member stated something about the act: a dissent or a reservation, as the kind of the entry
/// says. The statement and its signature are the entry's evidence.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StatementAdded {
    pub(super) act: EvidenceId,
    pub(super) member: Iin,
}

/// Something by which members' certificates are judged; it is the entry's evidence.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TrustAdded {
    pub(super) kind: TrustKind,
    pub(super) source: String,
}

/// What members' certificates are judged by.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TrustKind {
    Certificate,
    Crl,
    Ocsp,
}

/// The act was adopted.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ActAdopted {
    pub(super) act: EvidenceId,
    pub(super) tally: Tally,
}

/// Reads the body of an entry.
pub(super) fn body<T: DeserializeOwned>(entry: &Entry) -> Result<T, InspectionError> {
    T::deserialize(&entry.body).map_err(|source| InspectionError::EntryUnreadable {
        entry: entry.id.to_string(),
        kind: entry.kind.clone(),
        source,
    })
}
