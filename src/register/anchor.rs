//! The anchors under which members of commissions may sign.
//!
//! An act names its anchors itself, and whoever forges one names his own. So the register keeps a
//! list: that of its founding, changed by two officers.

use model::{EvidenceId, Note, Order};
use pki::Certificate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RegisterError;
use super::event::{Kept, Pen, canonical};
use super::link::{Database, Session};
use super::officer::Founded;

/// An anchor under which members of commissions may sign.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActAnchor {
    /// SHA-256 of the DER certificate.
    pub sha256: EvidenceId,
    /// Whom the certificate names, where it was at hand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where the fingerprint was obtained, never from an act; of an anchor of the founding nothing
    /// is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub obtained_from: String,
}

/// The list as it stands.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActAnchors {
    /// Counts the changes; 0 is the list of the founding.
    pub version: i64,
    /// The anchors.
    pub anchors: Vec<ActAnchor>,
}

/// To allow an anchor, or no longer.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnchorProposal {
    /// Number and date of the decision.
    pub decision: Order,
    /// The anchor.
    pub anchor: ActAnchor,
    /// Whether it is taken off the list; else it is put on it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdraw: bool,
}

impl Kept for ActAnchors {
    const KIND: &'static str = "register";
    const READ: &'static str = "SELECT value FROM facts WHERE name = $1";

    fn id(&self) -> String {
        Self::ID.into()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl ActAnchors {
    const ID: &'static str = "act-anchors";

    /// Whether an anchor is on the list.
    #[must_use]
    pub fn holds(&self, anchor: EvidenceId) -> bool {
        self.anchors.iter().any(|it| it.sha256 == anchor)
    }

    /// Why the list cannot be changed so.
    pub(super) fn unchangeable(&self, proposal: &AnchorProposal) -> Option<Note> {
        let sha256 = proposal.anchor.sha256;
        let code = match (self.holds(sha256), proposal.withdraw) {
            (true, false) => "register.anchor-allowed-already",
            (false, true) => "register.anchor-not-allowed",
            (true, true) | (false, false) => return None,
        };
        Some(Note::new(code).fact("sha256", sha256))
    }

    /// The list as a proposal makes it.
    pub(super) fn following(&self, proposal: &AnchorProposal) -> Self {
        let mut after = Self { version: self.version.saturating_add(1), ..self.clone() };
        if proposal.withdraw {
            after.anchors.retain(|it| it.sha256 != proposal.anchor.sha256);
        } else {
            after.anchors.push(proposal.anchor.clone());
        }
        after
    }

    /// Changes the list.
    pub(super) async fn change(
        &self,
        pen: &mut Pen<'_, '_>,
        proposal: &AnchorProposal,
    ) -> Result<(), RegisterError> {
        let (after, what) = (self.following(proposal), proposal.deed());
        let (body, before) = (canonical(&after)?, (self.version > 0).then_some(self));
        let change = match before {
            None => "INSERT INTO facts VALUES ($1, $2)",
            Some(_) => "UPDATE facts SET value = $2 WHERE name = $1",
        };
        pen.session.run(sqlx::query(change).bind(Self::ID).bind(body)).await?;
        pen.tell(what, before, &after).await
    }
}

impl AnchorProposal {
    /// What its event is called.
    pub(super) const fn deed(&self) -> &'static str {
        if self.withdraw { "anchor-withdrawn" } else { "anchor-allowed" }
    }

    pub(super) fn defects(&self) -> Vec<Note> {
        let silent = !self.withdraw && self.anchor.obtained_from.trim().is_empty();
        let note = || Note::new("register.field-empty").fact("field", "obtained-from");
        silent.then(note).into_iter().collect()
    }
}

impl Session<'_> {
    /// The anchors under which members of commissions may sign.
    pub(super) async fn act_anchors(&mut self) -> Result<ActAnchors, RegisterError> {
        match self.row(ActAnchors::ID).await {
            Err(RegisterError::NoSuch { .. }) => {}
            other => return other,
        }
        let founded: Founded = self.row("founding").await?;
        let kept = self.trusted().await?;
        let name = |sha256: EvidenceId| {
            let found = kept.iter().find(|it| EvidenceId::of(&it.der) == sha256);
            let read = found.and_then(|it| Certificate::read(&it.der).ok());
            read.map(|it| it.subject().to_string()).unwrap_or_default()
        };
        let anchor =
            |sha256| ActAnchor { sha256, name: name(sha256), obtained_from: String::new() };
        let anchors = founded.of_acts().iter().copied().map(anchor).collect();
        Ok(ActAnchors { version: 0, anchors })
    }
}

impl Database {
    /// The anchors under which members of commissions may sign.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn act_anchors(&mut self) -> Result<ActAnchors, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.act_anchors().await)
    }
}
