//! Decisions: one officer proposes, another confirms.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use model::{EvidenceId, Iin, Note, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RegisterError;
use super::accreditation::Revocation;
use super::anchor::AnchorProposal;
use super::event::{Kept, Pen, canonical};
use super::import::ImportProposal;
use super::link::{Database, Session};
use super::officer::Officer;
use super::statement::{About, Statement};

/// What an officer proposes to decide.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Proposal {
    /// To change the list of anchors under which members of commissions may sign.
    Anchor(AnchorProposal),
    /// To put a person on the list of officers, or to change what it says of one; the version is
    /// the one seen, 0 for a new person.
    Appoint(Officer),
    /// To take rows over from an older register.
    Import(ImportProposal),
    /// To issue a certificate of accreditation (paragraph 14).
    Issue(IssueProposal),
    /// To refuse it (paragraphs 14 and 16).
    Refuse(RefusalProposal),
    /// To revoke one (chapter 3).
    Revoke(RevocationProposal),
}

/// What is proposed, with the row that it is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    Anchor(&'a AnchorProposal),
    Appoint(&'a Officer),
    Import(&'a ImportProposal),
    /// Of an act that came in.
    Issue(i64, &'a IssueProposal),
    /// Of an act that came in.
    Refuse(i64),
    /// Of a row of the register.
    Revoke(i64, &'a RevocationProposal),
}

impl Proposal {
    /// Nothing where such a decision is about something else.
    pub(super) const fn subject(&self, about: About) -> Option<Subject<'_>> {
        Some(match (about, self) {
            (About::Accreditation(row), Self::Revoke(it)) => Subject::Revoke(row, it),
            (About::ActAnchors, Self::Anchor(it)) => Subject::Anchor(it),
            (About::Matter(matter), Self::Issue(it)) => Subject::Issue(matter, it),
            (About::Matter(matter), Self::Refuse(_)) => Subject::Refuse(matter),
            (About::Register, Self::Appoint(it)) => Subject::Appoint(it),
            (About::Register, Self::Import(it)) => Subject::Import(it),
            (
                About::Accreditation(_) | About::ActAnchors | About::Matter(_) | About::Register,
                Self::Anchor(_)
                | Self::Appoint(_)
                | Self::Import(_)
                | Self::Issue(_)
                | Self::Refuse(_)
                | Self::Revoke(_),
            ) => return None,
        })
    }

    /// The name used in files.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Anchor(_) => "anchor",
            Self::Appoint(_) => "appoint",
            Self::Import(_) => "import",
            Self::Issue(_) => "issue",
            Self::Refuse(_) => "refuse",
            Self::Revoke(_) => "revoke",
        }
    }

    /// Number and date of the decision; of the order where one appoints or takes over.
    #[must_use]
    pub const fn decision(&self) -> &Order {
        match self {
            Self::Anchor(it) => &it.decision,
            Self::Appoint(it) => &it.order,
            Self::Import(it) => &it.order,
            Self::Issue(it) => &it.decision,
            Self::Refuse(it) => &it.decision,
            Self::Revoke(it) => &it.decision,
        }
    }

    /// What is wrong with it, every defect of it.
    #[must_use]
    pub fn defects(&self) -> Vec<Note> {
        let mut defects = Vec::new();
        // The order of an appointment is looked at with the rest of it.
        let appoints = matches!(self, Self::Appoint(_));
        if !appoints && self.decision().number.trim().is_empty() {
            defects.push(Note::new("register.field-empty").fact("field", "decision.number"));
        }
        match self {
            Self::Anchor(it) => defects.extend(it.defects()),
            Self::Appoint(it) => defects.extend(it.defects()),
            Self::Import(it) if it.rows == 0 => {
                defects.push(Note::new("register.import-empty"));
            }
            // Its rows are looked at when the table is read.
            Self::Import(_) => {}
            // The row that it would make is looked at as a row.
            Self::Issue(_) => {}
            Self::Refuse(it) => {
                if it.grounds.is_empty() {
                    defects.push(Note::new("register.no-ground"));
                }
                for (ground, facts) in &it.grounds {
                    if !(1..=5).contains(ground) {
                        defects.push(Note::new("register.ground-unknown").fact("ground", ground));
                    } else if facts.trim().is_empty() {
                        let note = Note::new("register.ground-without-facts");
                        defects.push(note.fact("ground", ground));
                    }
                }
            }
            Self::Revoke(it) => defects.extend(it.defects()),
        }
        defects
    }
}

/// To issue a certificate.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IssueProposal {
    /// Number and date of the decision.
    pub decision: Order,
    /// Number of the certificate; where it is left out, its place in the register becomes its
    /// number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Day of issue: the day on which the certificate is signed.
    #[schemars(with = "String")]
    pub issued: Date,
    /// Last day on which it is valid, as a person reads paragraph 15.
    #[schemars(with = "String")]
    pub valid_through: Date,
    /// Why it is issued although the check of the pack could not establish everything.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub despite: String,
    /// What is answered to the members who dissent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

/// To refuse a certificate.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RefusalProposal {
    /// Number and date of the decision.
    pub decision: Order,
    /// The grounds, by the subparagraph of item 10 of Annex 1, each with its facts.
    pub grounds: BTreeMap<u8, String>,
}

/// To revoke a certificate.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RevocationProposal {
    /// Number and date of the decision.
    pub decision: Order,
    /// First day on which the certificate is not valid.
    #[schemars(with = "String")]
    pub day: Date,
    /// The paragraph that the decision rests on.
    pub paragraph: Paragraph,
    /// The elements of subparagraph 2) of paragraph 19, as far as they are stated.
    #[serde(default, skip_serializing_if = "Elements::is_empty")]
    pub elements: Elements,
    /// What became of the objections of the authority: answered, or waited for until when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub objections: String,
    /// The survey act that it rests on, as it was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<i64>,
}

/// A paragraph that a revocation may rest on.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
pub enum Paragraph {
    /// Re-registration or cessation.
    #[serde(rename = "19-1")]
    P19_1,
    /// Damage to users, recommendations not performed in time, no good reason.
    #[serde(rename = "19-2")]
    P19_2,
    /// Violations found by a survey.
    #[serde(rename = "22")]
    P22,
    /// No information on elimination.
    #[serde(rename = "23")]
    P23,
}

impl Paragraph {
    /// Every paragraph.
    pub const ALL: [Self; 4] = [Self::P19_1, Self::P19_2, Self::P22, Self::P23];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P19_1 => "19-1",
            Self::P19_2 => "19-2",
            Self::P22 => "22",
            Self::P23 => "23",
        }
    }
}

/// The elements of subparagraph 2) of paragraph 19, each with its facts.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Elements {
    /// The violation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub violation: String,
    /// The damage to users.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub damage: String,
    /// The recommendation that was not performed in time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub recommendation: String,
    /// Why no good reason excuses it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub no_good_reason: String,
}

impl Elements {
    /// Whether none is stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lacking().len() == 4
    }

    /// The names of those that are not stated.
    #[must_use]
    pub fn lacking(&self) -> Vec<&'static str> {
        let all = [
            ("violation", &self.violation),
            ("damage", &self.damage),
            ("recommendation", &self.recommendation),
            ("no-good-reason", &self.no_good_reason),
        ];
        all.into_iter().filter(|(_, it)| it.trim().is_empty()).map(|(name, _)| name).collect()
    }
}

impl RevocationProposal {
    /// What it writes into the row of the certificate.
    pub(super) fn revocation(&self) -> Revocation {
        Revocation {
            decision: self.decision.clone(),
            day: self.day,
            paragraph: self.paragraph,
            elements: self.elements.clone(),
        }
    }

    fn defects(&self) -> Vec<Note> {
        let mut defects = Vec::new();
        let lacking = self.elements.lacking();
        if self.paragraph == Paragraph::P19_2 && !lacking.is_empty() {
            let note = Note::new("register.elements-lacking");
            defects.push(note.fact("elements", lacking.join(", ")));
        }
        if self.paragraph == Paragraph::P22 && self.objections.trim().is_empty() {
            defects.push(Note::new("register.objections-open"));
        }
        if self.paragraph == Paragraph::P22 && self.matter.is_none() {
            defects.push(Note::new("register.survey-lacking"));
        }
        if self.day < self.decision.date {
            let note = Note::new("register.revoked-before-decision");
            defects.push(note.fact("day", self.day).fact("decision", self.decision.date));
        }
        defects
    }

    /// What a person should look at before it is confirmed (recorded reading A31).
    #[must_use]
    pub fn warnings(&self) -> Vec<Note> {
        let lacking = self.elements.lacking();
        let procedural = matches!(self.paragraph, Paragraph::P22 | Paragraph::P23);
        if !procedural || lacking.is_empty() {
            return vec![];
        }
        let note = Note::new("register.ground-is-procedure");
        vec![note.fact("paragraph", self.paragraph.as_str()).fact("elements", lacking.join(", "))]
    }
}

/// Where a decision stands.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionState {
    /// Another officer confirmed it.
    Confirmed,
    /// One officer proposed it.
    Proposed,
    /// Another officer did not confirm it.
    Rejected,
}

impl DecisionState {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Proposed => "proposed",
            Self::Rejected => "rejected",
        }
    }
}

/// A decision, from the proposal on.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Decision {
    /// Counts the decisions, from 1.
    pub id: i64,
    /// Counts the changes of the row, from 1.
    pub version: i64,
    /// Where it stands.
    pub state: DecisionState,
    /// What it is about.
    pub about: About,
    /// What was proposed.
    pub proposal: Proposal,
    /// By whom.
    pub proposed_by: Iin,
    /// When.
    #[schemars(with = "String")]
    pub proposed_at: Timestamp,
    /// SHA-256 of the signed statement that proposed it.
    pub statement: EvidenceId,
    /// What a person should look at before it is confirmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Note>,
    /// Who confirmed or rejected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<Iin>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub closed_at: Option<Timestamp>,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The row of the register that it made or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accreditation: Option<i64>,
}

impl Kept for Decision {
    const KIND: &'static str = "decision";
    const READ: &'static str = "SELECT body FROM decisions WHERE id = CAST($1 AS BIGINT)";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl Decision {
    pub(super) async fn write_new(&self, pen: &mut Pen<'_, '_>) -> Result<(), RegisterError> {
        let query = sqlx::query("INSERT INTO decisions VALUES ($1, $2, $3, $4, $5)");
        let query = query
            .bind(self.id)
            .bind(self.about.to_string())
            .bind(self.state.as_str())
            .bind(self.version)
            .bind(canonical(self)?);
        pen.session.run(query).await?;
        pen.tell::<Self>("proposed", None, self).await
    }

    /// Whether this is the statement that proposed it, to the letter.
    pub(super) fn is_proposed_by(&self, statement: &Statement) -> bool {
        statement.action.proposed() == Some((self.about, &self.proposal))
            && statement.officer == self.proposed_by
    }

    /// Closes it; gives what stands now.
    pub(super) async fn closed(
        &self,
        pen: &mut Pen<'_, '_>,
        state: DecisionState,
        by: &Iin,
        reason: &str,
        accreditation: Option<i64>,
    ) -> Result<(), RegisterError> {
        let after = Self {
            version: self.version.saturating_add(1),
            state,
            closed_by: Some(by.clone()),
            closed_at: Some(pen.now),
            reason: reason.to_owned(),
            accreditation,
            ..self.clone()
        };
        let change = "UPDATE decisions SET state = $1, version = $2, body = $3 WHERE id = $4";
        let query = sqlx::query(change).bind(state.as_str()).bind(after.version);
        pen.session.run(query.bind(canonical(&after)?).bind(after.id)).await?;
        pen.tell(state.as_str(), Some(self), &after).await
    }
}

impl Session<'_> {
    /// Every decision about one thing, in order.
    pub(super) async fn decisions_about(
        &mut self,
        about: About,
    ) -> Result<Vec<Decision>, RegisterError> {
        let query = sqlx::query("SELECT id, body FROM decisions WHERE subject = $1 ORDER BY id");
        let rows: Vec<(i64, String)> = self.rows(query.bind(about.to_string())).await?;
        let read = |(id, body): (i64, String)| Self::parsed(&format!("decision/{id}"), &body);
        rows.into_iter().map(read).collect()
    }
}

impl Database {
    /// One decision.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NoSuch`], or whatever the database reports.
    pub fn decision(&mut self, id: i64) -> Result<Decision, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.row(&id.to_string()).await)
    }

    /// Every decision about one thing, in order.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn decisions_about(&mut self, about: About) -> Result<Vec<Decision>, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.decisions_about(about).await)
    }
}
