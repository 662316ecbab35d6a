//! The files of law, word for word. Never leaves the catalog.

use jiff::civil::Date;
use model::{Body, Consequence, EvidenceKind, LegalRef, Limit, Localized, ProbeId, SubjectId};
use probes::AssetKind;
use serde::Deserialize;

use super::{Section, Status};

/// One annex of the act.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Annex {
    pub edition: String,
    pub act: String,
    pub section: Section,
    pub in_force_from: Date,
    pub status: Status,
    pub compared: Localized,
    pub title: Localized,
    pub subject: Vec<Subject>,
    pub item: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Subject {
    pub id: SubjectId,
    #[serde(default)]
    pub parent: Option<SubjectId>,
    pub clause: String,
    pub place: Localized,
    pub label: Localized,
    pub text: Localized,
    #[serde(default)]
    pub lead: Option<Body>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Item {
    pub slug: String,
    pub subject: SubjectId,
    pub title: Localized,
    pub question: Localized,
    pub guidance: Localized,
    pub legal: LegalRef,
    pub consequence: Consequence,
    pub probe: ProbeId,
    pub evidence: Vec<EvidenceKind>,
    #[serde(default)]
    pub quantity: Option<String>,
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub conditional: bool,
    #[serde(default)]
    pub lead: Option<Body>,
    #[serde(default)]
    pub readings_of_law: Vec<String>,
    /// How many readings of the quantity a person takes.
    #[serde(default)]
    pub readings: Option<usize>,
    /// The assets that a person lists.
    #[serde(default)]
    pub assets: Vec<AssetKind>,
}
