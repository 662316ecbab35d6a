//! Acts that came in to the provider.

use jiff::Timestamp;
use jiff::civil::Date;
use model::{Body, EvidenceId, Iin, Note, Verdict, VisitKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{Kept, Pen, canonical};
use super::link::{Database, Session};
use super::{RegisterError, fold};
use crate::act::record::ActRecord;
use crate::calendar::Calendar;
use crate::case::{Purpose, Recipient};
use crate::inspection::{Verification, legal_day};

/// No act has more checks against it than are kept.
const MOST_NOTES: usize = 100;

/// What the check of a pack established about an act, as it is taken in.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Taking {
    /// SHA-256 of the sealed file.
    pub act: EvidenceId,
    /// Number of the act.
    pub number: String,
    /// Day of the act.
    #[schemars(with = "String")]
    pub day: Date,
    /// The dossier it comes from.
    pub case: String,
    /// Which sealing of the act it is.
    pub act_version: u32,
    /// SHA-256 of the sealing before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<EvidenceId>,
    /// What the commission came for.
    pub visit: VisitKind,
    /// The authority.
    pub recipient: Recipient,
    /// What the check of the pack came to.
    pub verdict: Verdict,
    /// Whether the act is adopted.
    pub adopted: bool,
    /// How many signatures were counted.
    pub signed: usize,
    /// How many are needed.
    pub needed: usize,
    /// When the last signature was made that adoption needed, where every counted one tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub adopted_at: Option<Timestamp>,
    /// What the check found that does not comply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<Note>,
}

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

impl Taking {
    /// What is recorded of a pack that was checked.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Refused`]: a report of a self-check, or what cannot be read as
    /// an act.
    pub fn of(checked: &Verification) -> Result<Self, RegisterError> {
        let refused = |note| Err(RegisterError::Refused { defects: vec![note] });
        let Some(act) = checked.record.as_deref() else {
            return refused(Note::new("register.act-unreadable"));
        };
        if act.purpose == Purpose::SelfCheck {
            return refused(Note::new("register.report-not-an-act"));
        }
        let Some(tally) = &checked.tally else {
            return refused(Note::new("register.act-unreadable"));
        };
        let against = checked.checks.iter().filter(|it| it.verdict != Verdict::Complies);
        Ok(Self {
            act: checked.act,
            number: act.number.clone(),
            day: act.day,
            case: act.case.clone(),
            act_version: act.version,
            previous: act.previous,
            visit: act.visit.kind,
            recipient: act.recipient.clone(),
            verdict: checked.verdict,
            adopted: tally.adopted,
            signed: tally.signed.len(),
            needed: tally.needed,
            adopted_at: adopted_at(act, checked),
            against: against.map(|it| it.note.clone()).take(MOST_NOTES).collect(),
        })
    }

    /// Last day for the decision: the next working day (paragraph 14), where the act is adopted.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Calendar`].
    pub fn decide_by(&self) -> Result<Option<Due>, RegisterError> {
        let Some(at) = self.adopted_at.filter(|_| self.visit == VisitKind::Examination) else {
            return Ok(None);
        };
        let due = Calendar::embedded()?.after(legal_day(at), 1);
        Ok(Some(Due { day: due.day, certain: due.certain }))
    }

    /// Why no decision can rest on the act.
    pub(super) fn undecidable(&self) -> Vec<Note> {
        let mut defects = Vec::new();
        if !self.adopted {
            let note = Note::new("register.act-not-adopted").fact("act", &self.number);
            defects.push(note.fact("signed", self.signed).fact("needed", self.needed));
        }
        if self.verdict == Verdict::Violates {
            let note = Note::new("register.act-does-not-hold").fact("act", &self.number);
            let codes: Vec<&str> = self.against.iter().map(|it| &*it.code).collect();
            defects.push(note.fact("codes", codes.join(", ")));
        }
        defects
    }
}

/// The moment of the last signature that adoption needed (recorded reading A19): later ones do not
/// move the term.
fn adopted_at(act: &ActRecord, checked: &Verification) -> Option<Timestamp> {
    let tally = checked.tally.as_ref().filter(|it| it.adopted)?;
    let security = |iin: &Iin| {
        let roster = act.commission.as_ref();
        roster.and_then(|it| it.member(iin)).is_some_and(|it| it.body == Body::NationalSecurity)
    };
    let mut counted: Vec<(Timestamp, bool)> = Vec::new();
    for iin in &tally.signed {
        let member = checked.members.iter().find(|it| it.iin == *iin)?;
        counted.push((member.line.at?, security(iin)));
    }
    counted.sort_unstable();
    let mut secured = tally.rule == VisitKind::Survey;
    counted.iter().zip(1..).find_map(|((at, security), count)| {
        secured |= *security;
        (count >= tally.needed && secured).then_some(*at)
    })
}

impl Matter {
    /// Takes in an act; a later sealing of one that is not decided takes its place.
    pub(super) async fn take(
        pen: &mut Pen<'_, '_>,
        taking: &Taking,
        by: &Iin,
    ) -> Result<Self, RegisterError> {
        let known = sqlx::query("SELECT id, body FROM matters WHERE act = $1 OR number_key = $2");
        let known = known.bind(taking.act.to_string()).bind(fold::key(&taking.number));
        let known: Vec<(i64, String)> = pen.session.rows(known).await?;
        let mut defects = Vec::new();
        let mut older = Vec::new();
        for (id, body) in known {
            let matter: Self = Session::parsed(&format!("matter/{id}"), &body)?;
            let of = |code| Note::new(code).fact("matter", id).fact("act", &matter.taking.number);
            let same_case = matter.taking.case == taking.case;
            if matter.taking.act == taking.act {
                defects.push(of("register.act-taken-already"));
            } else if !same_case {
                // Two acts under one number: which is meant, only the commission can say.
                defects.push(of("register.act-number-twice").fact("sha256", matter.taking.act));
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
            comment: String::new(),
            decide_by: taking.decide_by()?,
            superseded_by: None,
        };
        let query = sqlx::query("INSERT INTO matters VALUES ($1, $2, $3, $4, $5, $6)");
        let query = query
            .bind(matter.id)
            .bind(taking.act.to_string())
            .bind(fold::key(&taking.number))
            .bind(matter.state.as_str())
            .bind(matter.version)
            .bind(canonical(&matter)?);
        pen.session.run(query).await?;
        pen.tell::<Self>("taken", None, &matter).await?;
        Ok(matter)
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
