//! What a run of a self-check tells to programs.

use std::path::PathBuf;

use jiff::civil::Date;
use model::{EvidenceId, RequirementId, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use crate::act::record::Readiness;

/// The outcome of a run of a self-check. It gives no right and is no paper of a commission.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SelfcheckAnswer {
    /// The number of the report; each run makes the next.
    pub report: u32,
    /// The legal day as of which everything was judged.
    #[schemars(with = "String")]
    pub day: Date,
    /// The verdict over everything, as the exit code shows it.
    pub verdict: Verdict,
    /// How far the authority has come.
    pub readiness: Readiness,
    /// Questions that nobody has answered yet, in the order of the checklists.
    pub unanswered: Vec<RequirementId>,
    /// How many files were taken in by this run.
    pub files: usize,
    /// Whether the case or the rules differ from those of the run before.
    pub amended: bool,
    /// Probes that could not look.
    pub failed: Vec<Failed>,
    /// Where the site was not asked over the network in this run.
    pub offline: bool,
    /// SHA-256 of `report.pdf`.
    pub pdf: EvidenceId,
    /// SHA-256 of `report.json`.
    pub json: EvidenceId,
    /// Every file that was written.
    pub written: Vec<PathBuf>,
}

/// A probe that could not look.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Failed {
    /// Which.
    pub probe: String,
    /// Why.
    pub error: String,
}
