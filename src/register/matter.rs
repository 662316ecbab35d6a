//! Acts that came in to the provider.

use jiff::Timestamp;
use jiff::civil::Date;
use model::{EvidenceId, Iin, Note};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{Kept, Pen, canonical};
use super::link::{Database, Session};
use super::taking::{Dissent, Taking};
use super::{RegisterError, fold};
use crate::inspection::legal_day;

/// Where an act stands.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum MatterState {
    /// Accepted for decision.
    Accepted,
    /// A decision was confirmed.
    Decided,
    /// Taken in; nobody has looked at it yet.
    Received,
    /// Returned to the commission.
    Returned,
    /// A later sealing of the same act came in.
    Superseded,
}

impl MatterState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Accepted, Self::Decided, Self::Received, Self::Returned, Self::Superseded];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Decided => "decided",
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Superseded => "superseded",
        }
    }
}

/// An act that came in.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Matter {
    /// Counts the acts that came in, from 1.
    pub id: i64,
    /// Counts the changes of the row, from 1.
    pub version: i64,
    /// Where it stands.
    pub state: MatterState,
    /// What was established when it was taken in.
    pub taking: Taking,
    /// When.
    #[schemars(with = "String")]
    pub taken_at: Timestamp,
    /// By whom.
    pub taken_by: Iin,
    /// Dissents that an earlier pack of the same act brought and the last one lacks. Whoever
    /// dissented has dissented.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissents_before: Vec<Dissent>,
    /// What the commission was told when it was returned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// Last day for the decision (paragraph 14), where the act is adopted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<Due>,
    /// The matter that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<i64>,
}

/// A last day, and whether the calendar vouches for it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Due {
    /// The day.
    #[schemars(with = "String")]
    pub day: Date,
    /// Whether every day counted lies in a year that the calendar knows.
    pub certain: bool,
}

impl Kept for Matter {
    const KIND: &'static str = "matter";
    const READ: &'static str = "SELECT body FROM matters WHERE id = CAST($1 AS BIGINT)";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl Matter {
    /// Takes in an act. A later sealing of one that is not decided takes its place, under whatever
    /// number; the same sealing, where it is not accepted, is looked at anew.
    pub(super) async fn take(
        pen: &mut Pen<'_, '_>,
        taking: &Taking,
        by: &Iin,
    ) -> Result<Self, RegisterError> {
        let known = "SELECT id, body FROM matters WHERE act = $1 OR number_key = $2 \
                     OR dossier = $3 OR act = $4 ORDER BY id";
        let known = sqlx::query(known)
            .bind(taking.act.to_string())
            .bind(fold::key(&taking.number))
            .bind(dossier(&taking.case))
            .bind(taking.previous.unwrap_or(taking.act).to_string());
        let known: Vec<(i64, String)> = pen.session.rows(known).await?;
        let (mut defects, mut older, mut same) = (Vec::new(), Vec::new(), None);
        for (id, body) in known {
            let matter: Self = Session::parsed(&format!("matter/{id}"), &body)?;
            let of = |code| Note::new(code).fact("matter", id).fact("act", &matter.taking.number);
            if matter.taking.act == taking.act {
                match matter.as_taken_anew(taking) {
                    Ok(()) => same = Some(matter),
                    Err(code) => defects.push(of(code)),
                }
            } else if matter.taking.case != taking.case {
                // Two acts under one number, or one that claims the place of another's: which is
                // meant, only the commission can say.
                let replaced = taking.previous == Some(matter.taking.act);
                let code = if replaced {
                    "register.act-replaces-another-case"
                } else {
                    "register.act-number-twice"
                };
                defects.push(of(code).fact("sha256", matter.taking.act));
            } else if matter.taking.act_version >= taking.act_version {
                defects.push(of("register.act-older").fact("version", matter.taking.act_version));
            } else if matter.state == MatterState::Decided {
                defects.push(of("register.act-decided-already"));
            } else {
                older.push(matter);
            }
        }
        if !defects.is_empty() {
            return Err(RegisterError::Refused { defects });
        }
        if let Some(matter) = same {
            return matter.taken_anew(pen, taking, by).await;
        }
        let id = pen.number("matter").await?;
        for matter in older.iter().filter(|it| it.state != MatterState::Superseded) {
            let after = Self {
                version: matter.version.saturating_add(1),
                state: MatterState::Superseded,
                superseded_by: Some(id),
                ..matter.clone()
            };
            after.write_changed(pen, matter, "superseded").await?;
        }
        let matter = Self {
            id,
            version: 1,
            state: MatterState::Received,
            taking: taking.clone(),
            taken_at: pen.now,
            taken_by: by.clone(),
            dissents_before: vec![],
            comment: String::new(),
            decide_by: taking.decide_by(pen.now)?,
            superseded_by: None,
        };
        let query = sqlx::query("INSERT INTO matters VALUES ($1, $2, $3, $4, $5, $6, $7)");
        let query = query
            .bind(matter.id)
            .bind(taking.act.to_string())
            .bind(fold::key(&taking.number))
            .bind(matter.state.as_str())
            .bind(matter.version)
            .bind(canonical(&matter)?)
            .bind(dossier(&taking.case));
        pen.session.run(query).await?;
        pen.tell::<Self>("taken", None, &matter).await?;
        Ok(matter)
    }

    /// Whether the same sealing may be looked at anew, or why not: more signatures, the whole pack
    /// after the file alone, or what the commission says to what it was told.
    pub(super) fn as_taken_anew(&self, taking: &Taking) -> Result<(), &'static str> {
        match self.state {
            MatterState::Received if self.taking == *taking => Err("register.act-taken-already"),
            MatterState::Received | MatterState::Returned if self.taking.same_act(taking) => Ok(()),
            MatterState::Received | MatterState::Returned => Err("register.act-told-otherwise"),
            MatterState::Accepted | MatterState::Decided | MatterState::Superseded => {
                Err("register.act-taken-already")
            }
        }
    }

    async fn taken_anew(
        &self,
        pen: &mut Pen<'_, '_>,
        taking: &Taking,
        by: &Iin,
    ) -> Result<Self, RegisterError> {
        let due = taking.decide_by(pen.now)?;
        // The term began with the first adoption that came in; a second look does not move it.
        let first = self.decide_by.filter(|it| due.is_some_and(|due| it.day < due.day));
        let after = Self { decide_by: first.or(due), ..self.looked_at_anew(taking, pen.now, by) };
        after.write_changed(pen, self, "taken-anew").await?;
        Ok(after)
    }

    /// The matter with another look at its act, but for the term.
    pub(super) fn looked_at_anew(&self, taking: &Taking, at: Timestamp, by: &Iin) -> Self {
        let lost = self.dissents().filter(|it| !taking.dissents.contains(it));
        Self {
            version: self.version.saturating_add(1),
            state: MatterState::Received,
            taking: taking.clone(),
            taken_at: at,
            taken_by: by.clone(),
            dissents_before: lost.cloned().collect(),
            comment: String::new(),
            ..self.clone()
        }
    }

    /// Every dissent that came in with the act, in whichever of its packs.
    pub fn dissents(&self) -> impl Iterator<Item = &Dissent> {
        self.taking.dissents.iter().chain(&self.dissents_before)
    }

    /// The first day on which there was an act to decide on: that of its adoption as far as known,
    /// and never before its own.
    pub(super) fn adopted_on(&self) -> Date {
        let at = self.taking.adopted_at.map(|it| legal_day(it.min(self.taken_at)));
        at.map_or(self.taking.day, |it| it.max(self.taking.day))
    }

    /// Moves it to another state.
    pub(super) async fn moved(
        &self,
        pen: &mut Pen<'_, '_>,
        state: MatterState,
        comment: &str,
        what: &str,
    ) -> Result<(), RegisterError> {
        let after = Self {
            version: self.version.saturating_add(1),
            state,
            comment: comment.to_owned(),
            ..self.clone()
        };
        after.write_changed(pen, self, what).await
    }

    async fn write_changed(
        &self,
        pen: &mut Pen<'_, '_>,
        before: &Self,
        what: &str,
    ) -> Result<(), RegisterError> {
        let change = "UPDATE matters SET state = $1, version = $2, body = $3 WHERE id = $4";
        let query = sqlx::query(change).bind(self.state.as_str()).bind(self.version);
        pen.session.run(query.bind(canonical(self)?).bind(self.id)).await?;
        pen.tell(what, Some(before), self).await
    }
}

impl Database {
    /// One matter.
    ///
    /// # Errors
    ///
    /// [`RegisterError::NoSuch`], or whatever the database reports.
    pub fn matter(&mut self, id: i64) -> Result<Matter, RegisterError> {
        self.read(async |session: &mut Session<'_>| session.row(&id.to_string()).await)
    }

    /// The matters of a state, or all, in the order in which they came in.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn matters(&mut self, state: Option<MatterState>) -> Result<Vec<Matter>, RegisterError> {
        self.read(async |session: &mut Session<'_>| {
            let query = match state {
                None => sqlx::query("SELECT id, body FROM matters ORDER BY id"),
                Some(state) => {
                    sqlx::query("SELECT id, body FROM matters WHERE state = $1 ORDER BY id")
                        .bind(state.as_str())
                }
            };
            let rows: Vec<(i64, String)> = session.rows(query).await?;
            let read = |(id, body): (i64, String)| Session::parsed(&format!("matter/{id}"), &body);
            rows.into_iter().map(read).collect()
        })
    }
}

/// The name of a dossier as it is looked up: what an act says is of any length.
pub(super) fn dossier(case: &str) -> String {
    EvidenceId::of(case.as_bytes()).to_string()
}
