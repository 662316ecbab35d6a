//! The pack: everything that a person needs to check an act years later, and the check itself.
//!
//! A pack is a folder, or the same folder in a ZIP file. Nothing beside it is needed: the check
//! renders the pages again from the record and compares bytes, hashes every piece of evidence,
//! judges every requirement again, and counts the signatures again.
//!
//! `act.asics` in it holds the sealed file with all signatures for other validators. It is checked
//! by itself too, as far as it goes: the record is attached to the sealed file, the evidence is
//! not there.

use std::collections::BTreeSet;
use std::path::PathBuf;

use model::{EvidenceId, Localized, Note, Tally, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::TrustKind;
use super::sign::MemberState;
use super::statement::{DissentFound, ReservationFound};
use crate::act::record::{ActRecord, EvidenceRow};

mod checks;
mod comparing;
mod container;
mod counting;
mod reading;
mod sentence;
mod writing;

pub use checks::Pictures;
pub use comparing::{Comparison, compare};
pub use reading::Pack;

/// The folders of a pack.
const EVIDENCE: &str = "evidence/";
const SIGNATURES: &str = "signatures/";
const TRUST: &str = "trust/";
/// The files of a pack that stand in no folder.
const BESIDE: [&str; 6] =
    ["act.asics", "act.html", "act.json", "act.pdf", "adoption.json", "adoption.pdf"];

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
    /// What was verified: a folder or a file.
    pub file: String,
    /// The result in one plain sentence.
    pub sentence: Localized,
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
    pub dissents: Vec<DissentFound>,
    /// What members noted beside their signatures.
    pub reservations: Vec<ReservationFound>,
    /// The record, where it could be read.
    #[serde(skip)]
    pub record: Option<Box<ActRecord>>,
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
    "verify.acts-unrelated",
    "verify.adoption-missing",
    "verify.conclusion-against-findings",
    "verify.container-differs",
    "verify.container-same",
    "verify.dissent-broken",
    "verify.evidence-changed",
    "verify.evidence-common",
    "verify.evidence-missing",
    "verify.evidence-not-here",
    "verify.evidence-of-another-case",
    "verify.evidence-root-differs",
    "verify.evidence-whole",
    "verify.file-differs",
    "verify.file-unlisted",
    "verify.no-file",
    "verify.page-shown",
    "verify.pages-as-recorded",
    "verify.pages-by-another-version",
    "verify.pages-differ",
    "verify.pages-look-alike",
    "verify.pages-not-shown",
    "verify.record-as-attached",
    "verify.record-not-attached",
    "verify.record-not-canonical",
    "verify.record-of-another-version",
    "verify.record-unreadable",
    "verify.report-not-an-act",
    "verify.reservation-broken",
    "verify.roster-defective",
    "verify.rules-differ",
    "verify.same-act",
    "verify.signatures-not-here",
    "verify.statement-doubtful",
    "verify.superseded",
    "verify.two-acts-one-number",
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
        "ocsp" => Some((hash, TrustKind::Ocsp)),
        _ => None,
    }
}
