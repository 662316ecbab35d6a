//! `act.json`: everything the act says, as data.
//!
//! The pages are rendered from this record and from nothing else. Its canonical form
//! ([RFC 8785]) is attached to `act.pdf`, and its SHA-256 stands on every page.
//!
//! [RFC 8785]: https://www.rfc-editor.org/rfc/rfc8785

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use model::{
    Consequence, EvidenceId, EvidenceKind, Finding, Lang, LegalRef, Limit, Localized, Note,
    RequirementId, Roster, SubjectId, Verdict, VisitKind,
};
use probes::{Anchor, Hierarchy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::{Paper, Purpose, Recipient, Representative, Survey, Visit};
use crate::criteria::{Criteria, LimitSource};
use crate::dossier::Heads;

/// The form of this record. Another number is another form.
pub const FORMAT: u32 = 1;

/// Everything the act says.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActRecord {
    /// [`FORMAT`].
    pub format: u32,
    /// What kind of document this is; a signature over another kind counts for nothing here.
    pub purpose: Purpose,
    /// The dossier, by the random name it was given when it was opened.
    pub case: String,
    /// Number of the act, as the commission numbers it.
    pub number: String,
    /// Counts the sealings of one act, from 1. A later version voids the signatures of an earlier
    /// one.
    pub version: u32,
    /// SHA-256 of the sealed file of the version before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<EvidenceId>,
    /// Day of the act, in Kazakhstan.
    #[schemars(with = "String")]
    pub day: Date,
    /// When it was sealed, by the clock of the machine that sealed it.
    #[schemars(with = "String")]
    pub sealed_at: Timestamp,
    /// The languages of the pages, the prevailing one first.
    pub languages: Vec<Lang>,
    /// The rules it was judged by.
    pub rules: Rules,
    /// What sealed it.
    pub tool: Tool,
    /// The authority.
    pub recipient: Recipient,
    /// The application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Paper>,
    /// Notices sent to the authority.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Paper>,
    /// Where and when the commission looked.
    pub visit: Visit,
    /// What led to a survey. An examination has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Survey>,
    /// The commission. A report of a self-check has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Roster>,
    /// What is wrong or doubtful about the composition, as keys into the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub composition: Vec<Note>,
    /// Limits that the commission set in the case, as it wrote them.
    #[serde(default, skip_serializing_if = "Criteria::is_empty")]
    pub criteria: Criteria,
    /// People of the authority who were present.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub representatives: Vec<Representative>,
    /// The hierarchy in which chains were looked at.
    pub hierarchy: Hierarchy,
    /// The anchors under which the authority's chains were judged.
    pub anchors: Vec<Anchor>,
    /// The anchors under which the members' certificates are judged.
    pub signing_anchors: Vec<Anchor>,
    /// The rows of the act, in its order.
    pub subjects: Vec<Subject>,
    /// What the commission concludes. The tool fills in none of it. A report of a self-check has
    /// none: nobody concludes anything there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Conclusion>,
    /// How far an authority that checks itself has come. An act has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readiness: Option<Readiness>,
    /// What the commission recommends; empty means none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recommendations: Vec<String>,
    /// Every piece of evidence, in the order in which it was taken.
    pub evidence: Vec<EvidenceRow>,
    /// SHA-256 over the canonical form of `evidence`.
    pub evidence_root: EvidenceId,
    /// The last entry of every laptop's journal when the act was sealed: nothing recorded before
    /// can be changed afterwards without showing.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub journal_heads: Heads,
    /// Every time the site was asked over the network, and under what terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<Collection>,
}

/// One collection over the network.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Collection {
    /// When it began, by the clock of the machine that collected.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// What collected, with its version.
    pub tool: String,
    /// Under what terms.
    pub terms: Terms,
}

/// Within which bounds and on which ways the network was asked.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Terms {
    /// The bounds by their names, which say the unit: `body-bytes`, `quiet-ms`.
    pub bounds: BTreeMap<String, u64>,
    /// Whether public addresses were allowed.
    pub public: bool,
    /// Networks allowed besides, as `10.1.0.0/16`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<String>,
    /// What stood between the tool and the services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Channels by which the network was reached; empty where the system chose the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
}

/// The rules an act was judged by.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// Edition, as the checklists name it.
    pub edition: String,
    /// Title of the legal act.
    pub title: Localized,
    /// SHA-256 over every file of the checklists.
    pub sha256: EvidenceId,
}

/// What sealed an act.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tool {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
}

/// A row of the act: one of the subjects that the text lists.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Subject {
    /// Identifier.
    pub id: SubjectId,
    /// The subject it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<SubjectId>,
    /// The section of the act it stands in.
    pub section: Section,
    /// The clause, as the text numbers it.
    pub clause: String,
    /// The clause, in words for people.
    pub place: Localized,
    /// A short name.
    pub label: Localized,
    /// The text: Kazakh word for word, the others translated.
    pub text: Localized,
    /// The verdict over the requirements of this subject and of its parts.
    pub verdict: Verdict,
    /// The requirements, in the order of the checklist.
    pub requirements: Vec<Judged>,
}

/// The sections of the act that hold subjects.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Conformity of the submitted documents with the actual state.
    Documents,
    /// Actual state of the recipient.
    ActualState,
    /// Requirements for server rooms.
    ServerRoom,
}

/// A requirement with what was found.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Judged {
    /// What is demanded.
    pub title: Localized,
    /// Where.
    pub legal: LegalRef,
    /// What a violation means.
    pub consequence: Consequence,
    /// The permitted interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Who set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_source: Option<LimitSource>,
    /// Recorded readings of ambiguous words that the verdict rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings_of_law: Vec<String>,
    /// What was found.
    pub finding: Finding,
    /// The notes of the finding in words, in their order.
    pub said: Vec<Said>,
}

/// A note in words.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Said {
    /// What was seen.
    pub text: Localized,
    /// What to do next; absent where nothing is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Localized>,
}

/// How far an authority that checks itself has come, by paragraph, with what is to be done.
///
/// It repeats what the subjects say, counted; it decides nothing.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Readiness {
    /// Every subparagraph of paragraph 12, and the rows about the documents, in the order of the
    /// checklists.
    pub paragraphs: Vec<Paragraph>,
    /// All of them together.
    pub total: Counts,
    /// What is open, in the same order.
    pub open: Vec<OpenItem>,
}

/// A subparagraph with its items counted.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paragraph {
    /// The subject: `12-1`, `documents`.
    pub id: SubjectId,
    /// The clause, in words for people.
    pub place: Localized,
    /// A short name.
    pub label: Localized,
    /// The verdict over its items.
    pub verdict: Verdict,
    /// Its items, and those of its parts.
    pub counts: Counts,
}

/// How many items got each verdict.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Counts {
    /// Shown to be met.
    pub complies: usize,
    /// Shown not to be met.
    pub violates: usize,
    /// Not established.
    pub undetermined: usize,
    /// Not of this authority.
    pub out_of_scope: usize,
    /// Not in force on the day.
    pub not_in_force: usize,
}

/// An item that is open, and what is to be done about it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OpenItem {
    /// The item.
    pub requirement: RequirementId,
    /// The subparagraph it is counted under.
    pub paragraph: SubjectId,
    /// What is demanded.
    pub title: Localized,
    /// Not met, or not established.
    pub verdict: Verdict,
    /// Whether it bars accreditation.
    pub consequence: Consequence,
    /// The steps, the first one first. Never empty.
    pub next: Vec<Localized>,
}

/// What the commission concludes.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Conclusion {
    /// Which one: each kind of visit has two.
    pub kind: ConclusionKind,
    /// The commission's own words, besides the standard sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Requirements that stand against the conclusion; the commission says why it concludes so all
    /// the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub despite: Vec<RequirementId>,
    /// Its reason, where the conclusion is not what the findings say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub despite_reason: String,
    /// Whether a violation that a survey found did damage to users, as far as the commission
    /// established it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub damage: BTreeMap<RequirementId, Damage>,
}

/// Which conclusion.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConclusionKind {
    /// An examination: the authority does not conform with the requirements.
    Negative,
    /// A survey: the mark that no violations were found.
    NoViolations,
    /// An examination: the authority conforms with the requirements.
    Positive,
    /// A survey: violations were found.
    Violations,
}

impl ConclusionKind {
    /// The name used in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::NoViolations => "no-violations",
            Self::Positive => "positive",
            Self::Violations => "violations",
        }
    }

    /// Whether a visit of this kind ends in such a conclusion.
    #[must_use]
    pub const fn of_visit(self, kind: VisitKind) -> bool {
        match self {
            Self::Negative | Self::Positive => matches!(kind, VisitKind::Examination),
            Self::NoViolations | Self::Violations => matches!(kind, VisitKind::Survey),
        }
    }

    /// Whether it is in the authority's favour.
    #[must_use]
    pub const fn is_favourable(self) -> bool {
        match self {
            Self::NoViolations | Self::Positive => true,
            Self::Negative | Self::Violations => false,
        }
    }
}

/// Whether a violation did damage to users: one of the elements of a revocation.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// It did none.
    No,
    /// The commission did not establish it.
    #[default]
    Unknown,
    /// It did.
    Yes,
}

impl Damage {
    /// The name used in files and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Yes => "yes",
        }
    }
}

/// A line of the index of evidence.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EvidenceRow {
    /// The content address.
    pub sha256: EvidenceId,
    /// What the bytes are.
    pub kind: EvidenceKind,
    /// Where they come from.
    pub source: String,
    /// When they were taken.
    #[schemars(with = "String")]
    pub collected_at: Timestamp,
    /// How many bytes.
    pub length: u64,
    /// The requirement they were taken for, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementId>,
    /// The probe that took them, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<String>,
    /// Whether a later answer stands in its place. It stays in the record and is not judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
}

impl ActRecord {
    /// The canonical bytes that are attached and hashed.
    ///
    /// # Errors
    ///
    /// What the serialiser reports: a defect of this program.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json_canonicalizer::to_vec(self)
    }

    /// SHA-256 over the canonical form of an index of evidence.
    ///
    /// # Errors
    ///
    /// What the serialiser reports: a defect of this program.
    pub fn root_of(evidence: &[EvidenceRow]) -> Result<EvidenceId, serde_json::Error> {
        Ok(EvidenceId::of(&serde_json_canonicalizer::to_vec(&evidence)?))
    }

    /// Every finding, in the order of the act.
    pub fn judged(&self) -> impl Iterator<Item = &Judged> {
        self.subjects.iter().flat_map(|it| &it.requirements)
    }

    /// The requirements that stand against a positive conclusion: those that block accreditation
    /// and are not closed.
    pub fn against_positive(&self) -> impl Iterator<Item = &Judged> {
        self.judged().filter(|it| {
            it.consequence == Consequence::Blocks
                && !it.finding.judgement.verdict.closes_requirement()
        })
    }

    /// What would stand against a favourable conclusion of the kind that this one is of.
    #[must_use]
    pub fn against_favourable(&self, kind: ConclusionKind) -> Vec<&Judged> {
        match kind {
            ConclusionKind::Negative | ConclusionKind::Positive => {
                self.against_positive().collect()
            }
            ConclusionKind::NoViolations | ConclusionKind::Violations => {
                self.violations().collect()
            }
        }
    }

    /// The violations of demands of the text: what the mark of a survey that there are none would
    /// contradict. A limit that the commission set is no demand of the text.
    pub fn violations(&self) -> impl Iterator<Item = &Judged> {
        self.judged().filter(|it| {
            it.consequence == Consequence::Blocks
                && it.finding.judgement.verdict == Verdict::Violates
        })
    }
}
