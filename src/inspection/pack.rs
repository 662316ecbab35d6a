//! The pack: everything that a person needs to check an act years later, and the check itself.
//!
//! A pack is a folder, or the same folder in a ZIP file. Nothing beside it is needed: the check
//! renders the pages again from the record and compares bytes, hashes every piece of evidence,
//! judges every requirement again, and counts the signatures again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use model::{EvidenceId, Note, Tally, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::TrustKind;
use super::sign::{DissentFound, MemberState};
use crate::act::record::EvidenceRow;

mod checks;
mod counting;
mod reading;
mod writing;

pub use reading::Pack;

/// The folders of a pack.
const EVIDENCE: &str = "evidence/";
const SIGNATURES: &str = "signatures/";
const DISSENTS: &str = "dissents/";
const TRUST: &str = "trust/";

/// What an export wrote.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportReport {
    /// The folder or the ZIP file.
    pub place: PathBuf,
    /// Every file in it, by its name.
    pub files: Vec<String>,
}

/// Whether a pack holds together, with everything that was looked at.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification {
    /// Number of the act.
    pub number: String,
    /// SHA-256 of the sealed file.
    pub act: EvidenceId,
    /// The anchors that the members' certificates were judged under: the act names them, and whoever
    /// relies on it compares their fingerprints with a source of his own.
    pub signing_anchors: Vec<probes::Anchor>,
    /// What was looked at, in order: complies, violates, or could not be established.
    pub checks: Vec<Check>,
    /// The count.
    pub tally: Option<Tally>,
    /// Whether nothing stands against the pack, and the act is adopted.
    pub holds: bool,
    /// The verdict over all checks.
    pub verdict: Verdict,
    /// The signature block.
    #[serde(skip)]
    pub members: Vec<MemberState>,
    /// The dissents.
    #[serde(skip)]
    pub dissents: Vec<DissentFound>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Check {
    /// What was found.
    pub note: Note,
    /// What follows.
    pub verdict: Verdict,
}

/// Every code that a verification may put into a check.
pub const SAYS: &[&str] = &[
    "verify.act-adopted",
    "verify.act-not-adopted",
    "verify.dissent-broken",
    "verify.evidence-changed",
    "verify.evidence-missing",
    "verify.evidence-root-differs",
    "verify.evidence-whole",
    "verify.file-differs",
    "verify.file-unlisted",
    "verify.pages-as-recorded",
    "verify.pages-differ",
    "verify.record-not-canonical",
    "verify.record-unreadable",
    "verify.report-not-an-act",
    "verify.rules-differ",
    "verify.verdicts-as-recorded",
    "verify.verdicts-differ",
];

/// Each address once, in the order of the index.
fn distinct(rows: &[EvidenceRow]) -> impl Iterator<Item = &EvidenceRow> {
    let mut seen = BTreeSet::new();
    rows.iter().filter(move |it| seen.insert(it.sha256))
}

fn evidence_name(row: &EvidenceRow) -> String {
    format!("{EVIDENCE}{}.{}", row.sha256, row.kind.as_str())
}

/// What a file below `trust/` holds, and the SHA-256 that it is named by.
fn trust_name(name: &str) -> Option<(&str, TrustKind)> {
    let (hash, ending) = name.strip_prefix(TRUST)?.split_once('.')?;
    match ending {
        "cer" => Some((hash, TrustKind::Certificate)),
        "crl" => Some((hash, TrustKind::Crl)),
        _ => None,
    }
}
