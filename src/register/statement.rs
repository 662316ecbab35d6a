//! What an officer signs: one action on one register.

use base64ct::{Base64, Encoding as _};
use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Iin, Note, Signature, SignatureStanding, VerifySignature as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accreditation::RootRegistration;
use super::decision::{DecisionState, Proposal};
use super::link::Session;
use super::officer::Officer;
use super::taking::Taking;
use super::{RegisterError, event};
use crate::signing::{CmsVerifier, Elsewhere, SigningError, Signs, Trust};

/// The largest statement that is read, in bytes.
const LARGEST: usize = 4 << 20;
/// How far apart the making of a statement, its signature and its carrying out may be. The window of
/// the signing program waits four minutes for a person, a token wants its PIN, and the clocks of
/// two machines differ; a statement is made by the machine that brings it, so nobody needs longer.
const APART: SignedDuration = SignedDuration::from_mins(10);
/// What stands first in a statement: a signature over anything else counts for nothing here.
const FORM: &str = "tekseru.register-statement/1";

/// One action on one register, in the words of the person who answers for it.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Statement {
    form: String,
    /// The register, by the random name it was given when it was made.
    pub register: String,
    /// Who states it.
    pub officer: Iin,
    /// When, by the clock of the officer's machine.
    #[schemars(with = "String")]
    pub made_at: Timestamp,
    /// What is to be done.
    pub action: Action,
}

/// What an officer may do.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Action {
    /// Accept an act that came in.
    #[serde(rename_all = "kebab-case")]
    Accept {
        /// The matter.
        matter: i64,
        /// Its version, as seen.
        version: i64,
        /// The act.
        act: EvidenceId,
    },
    /// Put a person on the list of officers, by one officer alone. It is proposed and confirmed
    /// now; only older histories hold it.
    #[serde(rename_all = "kebab-case")]
    Appoint {
        /// The person; the version is the one seen, 0 for a new one.
        officer: Officer,
    },
    /// Confirm what another officer proposed.
    #[serde(rename_all = "kebab-case")]
    Confirm {
        /// The decision.
        decision: i64,
        /// Its version, as seen.
        version: i64,
        /// SHA-256 of the statement that proposed it.
        proposal: EvidenceId,
    },
    /// Take rows over from an older register, by one officer alone. It is proposed and confirmed
    /// now; only older histories hold it.
    #[serde(rename_all = "kebab-case")]
    Import {
        /// SHA-256 of the file.
        file: EvidenceId,
        /// How many rows it has.
        rows: usize,
    },
    /// Write a remark on a row of the register.
    #[serde(rename_all = "kebab-case")]
    Note {
        /// The row.
        accreditation: i64,
        /// Its version, as seen.
        version: i64,
        /// The remark; it replaces the one before, which stays in the history.
        text: String,
    },
    /// Propose a decision.
    #[serde(rename_all = "kebab-case")]
    Propose {
        /// What about.
        about: About,
        /// The version of it, as seen.
        version: i64,
        /// The decision.
        proposal: Proposal,
    },
    /// Refuse to confirm what another officer proposed.
    #[serde(rename_all = "kebab-case")]
    Reject {
        /// The decision.
        decision: i64,
        /// Its version, as seen.
        version: i64,
        /// SHA-256 of the statement that proposed it.
        proposal: EvidenceId,
        /// Why.
        reason: String,
    },
    /// Return an act to the commission.
    #[serde(rename_all = "kebab-case")]
    Return {
        /// The matter.
        matter: i64,
        /// Its version, as seen.
        version: i64,
        /// The act.
        act: EvidenceId,
        /// What the commission is told.
        comment: String,
    },
    /// Record that the authority was registered at the Root CA.
    #[serde(rename_all = "kebab-case")]
    RootRegistration {
        /// The row.
        accreditation: i64,
        /// Its version, as seen.
        version: i64,
        /// What was registered.
        registration: RootRegistration,
    },
    /// Take in an act.
    Take(Box<Taking>),
}

impl Action {
    /// What is proposed, where this is a proposal: about what, and what.
    pub(super) const fn proposed(&self) -> Option<(About, &Proposal)> {
        let Self::Propose { about, proposal, .. } = self else { return None };
        Some((*about, proposal))
    }

    /// The decision that is closed by this: its number, the SHA-256 of the statement that proposed
    /// it, and how it ends.
    pub(super) const fn closes(&self) -> Option<(i64, EvidenceId, DecisionState)> {
        match self {
            Self::Confirm { decision, proposal, .. } => {
                Some((*decision, *proposal, DecisionState::Confirmed))
            }
            Self::Reject { decision, proposal, .. } => {
                Some((*decision, *proposal, DecisionState::Rejected))
            }
            Self::Accept { .. }
            | Self::Appoint { .. }
            | Self::Import { .. }
            | Self::Note { .. }
            | Self::Propose { .. }
            | Self::Return { .. }
            | Self::RootRegistration { .. }
            | Self::Take(_) => None,
        }
    }
}

/// What a decision is about.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum About {
    /// A certificate in the register.
    Accreditation(i64),
    /// The anchors under which members of commissions may sign.
    ActAnchors,
    /// An act that came in.
    Matter(i64),
    /// The register itself: its officers, and what it takes over from an older one.
    Register,
}

impl std::fmt::Display for About {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Accreditation(id) => write!(out, "accreditation/{id}"),
            Self::ActAnchors => out.write_str("register/act-anchors"),
            Self::Matter(id) => write!(out, "matter/{id}"),
            Self::Register => out.write_str("register"),
        }
    }
}

/// A statement with its signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signed {
    /// The statement in canonical JSON: the bytes that are signed.
    pub statement: Vec<u8>,
    /// A detached CMS over them.
    pub signature: Vec<u8>,
}

impl Statement {
    /// A statement of an officer for a register.
    #[must_use]
    pub fn new(register: &str, officer: Iin, made_at: Timestamp, action: Action) -> Self {
        Self { form: FORM.into(), register: register.into(), officer, made_at, action }
    }

    /// The bytes that are signed.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Row`] where the statement has no canonical form.
    pub fn bytes(&self) -> Result<Vec<u8>, RegisterError> {
        event::canonical(self).map(String::into_bytes)
    }

    /// Signs it.
    ///
    /// # Errors
    ///
    /// [`SigningError`]: the key does not sign. A statement that has no canonical form is none.
    pub fn sign(&self, key: &dyn Signs) -> Result<Signed, SigningError> {
        let statement = self.bytes().unwrap_or_default();
        let signature = key.cms(&statement, self.made_at)?;
        Ok(Signed { statement, signature })
    }

    /// What makes two statements one request: whoever sends the second did not learn that the first
    /// was carried out. The time does not belong to it, nor does the version seen where the state
    /// of the row alone tells one time from the next.
    pub(super) fn request(&self, round: i64) -> Result<String, RegisterError> {
        let mut value = serde_json::to_value(&self.action).map_err(|error| RegisterError::Row {
            subject: "statement".into(),
            reason: error.to_string(),
        })?;
        match &self.action {
            Action::Appoint { .. } | Action::Note { .. } | Action::RootRegistration { .. } => {}
            Action::Accept { .. }
            | Action::Confirm { .. }
            | Action::Import { .. }
            | Action::Propose { .. }
            | Action::Reject { .. }
            | Action::Return { .. }
            | Action::Take(_) => without_version(&mut value),
        }
        let whole = serde_json::json!([self.officer, round, value]);
        Ok(EvidenceId::of(event::canonical(&whole)?.as_bytes()).to_string())
    }
}

/// Leaves out the version that stands within the action.
fn without_version(action: &mut serde_json::Value) {
    for content in action.as_object_mut().into_iter().flat_map(|it| it.values_mut()) {
        if let Some(content) = content.as_object_mut() {
            content.remove("version");
        }
    }
}

impl Signed {
    /// The statement, if it has the form of one.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Row`] says what is wrong.
    pub fn read(&self) -> Result<Statement, RegisterError> {
        let malformed = |reason: String| RegisterError::Row { subject: "statement".into(), reason };
        if self.statement.len() > LARGEST {
            return Err(malformed(format!("{} bytes; at most {LARGEST}", self.statement.len())));
        }
        let statement: Statement =
            serde_json::from_slice(&self.statement).map_err(|it| malformed(it.to_string()))?;
        if statement.form != FORM {
            return Err(malformed(format!("the form is {:?}", statement.form)));
        }
        if statement.bytes()? != self.statement {
            return Err(malformed("not in canonical form".into()));
        }
        Ok(statement)
    }

    /// How the signature was judged, where it is the officer's own and counts.
    ///
    /// A key that was revoked after the statement was made, as people's keys are once they get new
    /// ones, does not undo what was done with it: what stands in the history was judged by what was
    /// known then. [`Judged::revoked_later`] says so.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NotSigned`] with everything that was seen.
    pub(super) fn judge(
        &self,
        statement: &Statement,
        trust: &Trust,
    ) -> Result<Judged, RegisterError> {
        let refused = match self.judge_by(statement, trust) {
            Ok(judged) => return Ok(judged),
            Err(refused) => refused,
        };
        let later = |note: &Note| note.code == "signature.revoked-later";
        if !matches!(&refused, RegisterError::NotSigned { notes, .. } if notes.iter().any(later)) {
            return Err(refused);
        }
        let known_then = statement.made_at.checked_add(APART).unwrap_or(statement.made_at);
        let mut trust = trust.clone();
        trust.crls.retain(|it| it.this_update() <= known_then);
        let judged = self.judge_by(statement, &trust).map_err(|_| refused)?;
        Ok(Judged { revoked_later: true, ..judged })
    }

    fn judge_by(&self, statement: &Statement, trust: &Trust) -> Result<Judged, RegisterError> {
        let elsewhere = Elsewhere::default();
        let verifier = CmsVerifier { trust, sealed_at: statement.made_at, elsewhere: &elsewhere };
        let signature = Signature { label: "statement".into(), bytes: self.signature.clone() };
        let checked = verifier.check(&self.statement, &signature);
        let counts = checked.iter().find(|it| {
            it.standing == SignatureStanding::Conclusive
                && it.signer.as_ref() == Some(&statement.officer)
        });
        match counts {
            Some(counts) => Ok(Judged {
                notes: counts.notes.clone(),
                signed_at: counts.signed_at,
                revoked_later: counts.notes.iter().any(|it| it.code == "signature.revoked-later"),
            }),
            None => {
                let other = checked.iter().filter_map(|it| it.signer.clone());
                let other = other.filter(|it| *it != statement.officer);
                let other = other.map(|it| Note::new("register.signed-by-another").fact("iin", it));
                let notes = checked.iter().flat_map(|it| it.notes.clone()).chain(other).collect();
                Err(RegisterError::NotSigned { officer: statement.officer.clone(), notes })
            }
        }
    }
}

/// How the signature of a statement was judged.
pub(super) struct Judged {
    /// Everything that was seen.
    pub(super) notes: Vec<Note>,
    /// When it was signed: proven by a time-stamp, else as the signer claims.
    pub(super) signed_at: Option<Timestamp>,
    /// Whether the key was revoked afterwards.
    pub(super) revoked_later: bool,
}

impl Statement {
    /// What speaks against the times of a statement that is carried out at a moment: when it was
    /// made and when it was signed are both to be about then. A statement signed with a key that
    /// was revoked meanwhile could else bear a day before the revocation.
    pub(super) fn untimely(&self, judged: &Judged, at: Timestamp) -> Vec<Note> {
        let far = |one: Timestamp| one.duration_since(at).abs() > APART;
        let most = APART.as_mins();
        let mut defects = Vec::new();
        if far(self.made_at) {
            let note = Note::new("register.statement-of-another-time").fact("made", self.made_at);
            defects.push(note.fact("now", at).fact("most", most));
        }
        if let Some(signed) = judged.signed_at.filter(|it| far(*it)) {
            let note = Note::new("register.signed-at-another-time").fact("signed", signed);
            defects.push(note.fact("now", at).fact("most", most));
        }
        defects
    }
}

/// A statement as it is kept.
pub(super) struct Stated {
    sha256: String,
    /// What makes it one request with others.
    pub(super) request: String,
    officer: String,
    pub(super) signed: Signed,
    /// What was answered, in JSON.
    pub(super) outcome: String,
}

impl Stated {
    /// The statement, if it is the one of its hash, of the person beside it, for this register.
    pub(super) fn whole(&self, register: &str) -> Option<Statement> {
        let statement = self.signed.read().ok()?;
        let same = EvidenceId::of(&self.signed.statement).to_string() == self.sha256
            && statement.officer.as_str() == self.officer
            && statement.register == register;
        same.then_some(statement)
    }
}

impl Session<'_> {
    /// A statement by its SHA-256.
    pub(super) async fn stated(&mut self, sha256: &str) -> Result<Option<Stated>, RegisterError> {
        let query = "SELECT request, officer, body, signature, outcome FROM statements \
                     WHERE sha256 = $1";
        type Row = (String, String, String, String, String);
        let found: Option<Row> = self.rows(sqlx::query(query).bind(sha256)).await?.pop();
        Ok(found.map(|(request, officer, body, signature, outcome)| {
            // What cannot be read is no signature.
            let signature = Base64::decode_vec(&signature).unwrap_or_default();
            let signed = Signed { statement: body.into_bytes(), signature };
            Stated { sha256: sha256.to_owned(), request, officer, signed, outcome }
        }))
    }
}
