//! Carrying out what an officer stated: wholly, once, and by the rules.

use base64ct::{Base64, Encoding as _};
use jiff::Timestamp;
use model::{EvidenceId, Note};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RegisterError;
use super::accreditation::Accreditation;
use super::decision::{Decision, DecisionState};
use super::event::{Kept as _, Pen, canonical};
use super::import::{self, ImportRow};
use super::link::{Database, Session};
use super::matter::{Matter, MatterState};
use super::officer::{Officer, Trusted};
use super::statement::{About, Action, Judged, Signed, Statement};
use crate::inspection::legal_day;

mod deciding;

use deciding::{as_signed, confirm, nothing_open, open_decision, propose};

/// What was done.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Done {
    /// The row that was made or changed: `decision/5`.
    pub subject: String,
    /// The row of the register that followed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accreditation: Option<i64>,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Whether it had been done before, and was not done a second time.
    pub again: bool,
    /// What a person should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Note>,
}

impl Database {
    /// Carries out a signed statement, wholly or not at all. One that was carried out before is not
    /// carried out again; the answer of that time comes back, and says so.
    ///
    /// `further` are issuers and revocation lists to judge the signature by, beside those kept.
    ///
    /// # Errors
    ///
    /// [`RegisterError`]: the signature does not count, the rules do not allow it, somebody changed
    /// the row meanwhile, or whatever the database reports.
    pub fn perform(
        &mut self,
        signed: &Signed,
        further: &[Trusted],
        now: Timestamp,
    ) -> Result<Done, RegisterError> {
        self.perform_with(signed, further, &[], now)
    }

    /// As [`Self::perform`], for a statement that proposes to take rows over.
    ///
    /// # Errors
    ///
    /// As there; [`RegisterError::Refused`] tells every defect of every row, and none is taken.
    pub fn import(
        &mut self,
        signed: &Signed,
        further: &[Trusted],
        rows: &[ImportRow],
        now: Timestamp,
    ) -> Result<Done, RegisterError> {
        self.perform_with(signed, further, rows, now)
    }

    fn perform_with(
        &mut self,
        signed: &Signed,
        further: &[Trusted],
        rows: &[ImportRow],
        now: Timestamp,
    ) -> Result<Done, RegisterError> {
        let statement = signed.read()?;
        if statement.register != self.name() {
            let defects = vec![Note::new("register.statement-for-another-register")];
            return Err(RegisterError::Refused { defects });
        }
        Trusted::further(further)?;
        let (mut trust, _) = self.read(async |session: &mut Session<'_>| session.trust().await)?;
        for it in further {
            it.enter(&mut trust);
        }
        let judged = signed.judge(&statement, &trust)?;
        if judged.revoked_later {
            // Known by now, so nothing is done with the key any more, whenever it signed.
            let (officer, notes) = (statement.officer, judged.notes);
            return Err(RegisterError::NotSigned { officer, notes });
        }
        self.write(now, async |pen: &mut Pen<'_, '_>| {
            let request = statement.request(round(pen, &statement.action).await?)?;
            let id = EvidenceId::of(&signed.statement);
            // Of the same words nobody makes a second deed, whoever sends them again and when.
            let known = "SELECT outcome FROM statements WHERE request = $1 OR sha256 = $2";
            let known = sqlx::query(known).bind(&request).bind(id.to_string());
            let known: Option<(String,)> = pen.session.rows(known).await?.pop();
            if let Some((outcome,)) = known {
                let done: Done = Session::parsed("statement", &outcome)?;
                return Ok(Done { again: true, ..done });
            }
            timely(&statement, &judged, now)?;
            serves(pen, &statement).await?;
            pen.officer = statement.officer.to_string();
            pen.statement = id.to_string();
            // What it was judged by is kept with it.
            for it in further {
                it.write(pen.session).await?;
            }
            let done = carry_out(pen, &statement, id, rows).await?;
            let query = sqlx::query("INSERT INTO statements VALUES ($1, $2, $3, $4, $5, $6, $7)");
            let query = query
                .bind(id.to_string())
                .bind(request)
                .bind(statement.officer.as_str())
                .bind(String::from_utf8_lossy(&signed.statement).into_owned())
                .bind(Base64::encode_string(&signed.signature))
                .bind(canonical(&judged.notes)?)
                .bind(canonical(&done)?);
            pen.session.run(query).await?;
            Ok(done)
        })
    }
}

/// Which time the same request is made in good faith: a proposal may be made again once another
/// was rejected, an act may come in again once it was returned, and may then be accepted or
/// returned again.
async fn round(pen: &mut Pen<'_, '_>, action: &Action) -> Result<i64, RegisterError> {
    let count = match action {
        Action::Propose { about, .. } => {
            let earlier = pen.session.decisions_about(*about).await?;
            let over = |it: &&Decision| match about {
                // The list of anchors is changed and changed back.
                About::ActAnchors => it.state != DecisionState::Proposed,
                About::Accreditation(_) | About::Matter(_) | About::Register => {
                    it.state == DecisionState::Rejected
                }
            };
            earlier.iter().filter(over).count()
        }
        Action::Accept { matter, .. } | Action::Return { matter, .. } => {
            told(pen, *matter, "matter.taken-anew").await?
        }
        Action::Take(taking) => {
            let known = sqlx::query("SELECT id FROM matters WHERE act = $1");
            let known = known.bind(taking.act.to_string());
            match pen.session.rows::<(i64,)>(known).await?.pop() {
                Some((matter,)) => told(pen, matter, "matter.returned").await?,
                None => 0,
            }
        }
        Action::Appoint { .. }
        | Action::Confirm { .. }
        | Action::Import { .. }
        | Action::Note { .. }
        | Action::Reject { .. }
        | Action::RootRegistration { .. } => 0,
    };
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// How often something happened to an act that came in.
async fn told(pen: &mut Pen<'_, '_>, matter: i64, kind: &str) -> Result<usize, RegisterError> {
    let history = pen.session.history(&format!("{}/{matter}", Matter::KIND)).await?;
    Ok(history.iter().filter(|it| it.kind == kind).count())
}

/// It was made and signed just now.
fn timely(statement: &Statement, judged: &Judged, now: Timestamp) -> Result<(), RegisterError> {
    let defects = statement.untimely(judged, now);
    if defects.is_empty() { Ok(()) } else { Err(RegisterError::Refused { defects }) }
}

/// The officer is on the list, today and on the day of the statement.
async fn serves(pen: &mut Pen<'_, '_>, statement: &Statement) -> Result<(), RegisterError> {
    let iin = statement.officer.clone();
    let officer: Officer = match pen.row(iin.as_str()).await {
        Err(RegisterError::NoSuch { .. }) => return Err(RegisterError::NotAnOfficer { iin }),
        other => other?,
    };
    let days = [legal_day(pen.now), legal_day(statement.made_at)];
    if days.into_iter().all(|it| officer.serves_on(it)) {
        Ok(())
    } else {
        Err(RegisterError::NotAnOfficer { iin })
    }
}

async fn carry_out(
    pen: &mut Pen<'_, '_>,
    statement: &Statement,
    id: EvidenceId,
    rows: &[ImportRow],
) -> Result<Done, RegisterError> {
    let at = pen.now;
    let done =
        |subject: String| Done { subject, accreditation: None, at, again: false, warnings: vec![] };
    match &statement.action {
        Action::Accept { matter, version, act } => {
            let matter = seen_matter(pen, *matter, *version, *act).await?;
            open_matter(&matter, &[MatterState::Received])?;
            let defects = matter.taking.undecidable(&pen.session.act_anchors().await?);
            if !defects.is_empty() {
                return Err(RegisterError::Refused { defects });
            }
            matter.moved(pen, MatterState::Accepted, "", "accepted").await?;
            let warnings = matter.taking.doubts(matter.taken_at);
            Ok(Done { warnings, ..done(matter.subject()) })
        }
        Action::Return { matter, version, act, comment } => {
            let matter = seen_matter(pen, *matter, *version, *act).await?;
            open_matter(&matter, &[MatterState::Received, MatterState::Accepted])?;
            nothing_open(pen, About::Matter(matter.id), None).await?;
            filled("comment", comment)?;
            matter.moved(pen, MatterState::Returned, comment.trim(), "returned").await?;
            Ok(done(matter.subject()))
        }
        // One officer alone makes nobody an officer and puts no row into the register.
        Action::Appoint { .. } | Action::Import { .. } => {
            Err(refused(Note::new("register.needs-two-officers")))
        }
        Action::Propose { about, version, proposal } => {
            let seen = (*about, *version);
            let decision = propose(pen, statement, id, seen, proposal, rows).await?;
            Ok(Done { warnings: decision.warnings.clone(), ..done(decision.subject()) })
        }
        Action::Confirm { decision, version, proposal } => {
            let decision = open_decision(pen, statement, *decision, *version, *proposal).await?;
            as_signed(pen, &decision).await?;
            let made = confirm(pen, &decision).await?;
            let state = DecisionState::Confirmed;
            decision.closed(pen, state, &statement.officer, "", made).await?;
            Ok(Done { accreditation: made, ..done(decision.subject()) })
        }
        Action::Reject { decision, version, proposal, reason } => {
            let decision = open_decision(pen, statement, *decision, *version, *proposal).await?;
            filled("reason", reason)?;
            import::forget(pen, decision.id).await?;
            let state = DecisionState::Rejected;
            decision.closed(pen, state, &statement.officer, reason.trim(), None).await?;
            Ok(done(decision.subject()))
        }
        Action::Note { accreditation, version, text } => {
            let before: Accreditation = pen.row(&accreditation.to_string()).await?;
            pen.unchanged(&before, *version).await?;
            within("note", text)?;
            let after = Accreditation {
                version: before.version.saturating_add(1),
                note: text.trim().to_owned(),
                ..before.clone()
            };
            after.write_changed(pen, &before, "noted").await?;
            Ok(Done { accreditation: Some(after.sequence), ..done(after.subject()) })
        }
        Action::RootRegistration { accreditation, version, registration } => {
            let before: Accreditation = pen.row(&accreditation.to_string()).await?;
            pen.unchanged(&before, *version).await?;
            filled("certificate", &registration.certificate)?;
            let after = Accreditation {
                version: before.version.saturating_add(1),
                root_registration: Some(registration.clone()),
                ..before.clone()
            };
            after.write_changed(pen, &before, "root-registered").await?;
            Ok(Done { accreditation: Some(after.sequence), ..done(after.subject()) })
        }
        Action::Take(taking) => {
            let matter = Matter::take(pen, taking, &statement.officer).await?;
            let mut warnings = taking.undecidable(&pen.session.act_anchors().await?);
            warnings.extend(taking.doubts(matter.taken_at));
            let lost = matter.dissents_before.iter();
            warnings.extend(lost.map(|it| it.note("register.dissent-not-brought")));
            Ok(Done { warnings, ..done(matter.subject()) })
        }
    }
}

fn refused(note: Note) -> RegisterError {
    RegisterError::Refused { defects: vec![note] }
}

/// A text of a person: not empty, and not longer than a person writes.
fn filled(field: &str, text: &str) -> Result<(), RegisterError> {
    within(field, text)?;
    if text.trim().is_empty() {
        return Err(refused(Note::new("register.field-empty").fact("field", field)));
    }
    Ok(())
}

fn within(field: &str, text: &str) -> Result<(), RegisterError> {
    const MOST: usize = 10_000;
    let length = text.chars().count();
    if length > MOST {
        let note = Note::new("register.field-too-long").fact("field", field);
        return Err(refused(note.fact("length", length).fact("most", MOST)));
    }
    Ok(())
}

/// The matter, if nobody has acted on it since it was seen.
async fn seen_matter(
    pen: &mut Pen<'_, '_>,
    id: i64,
    seen: i64,
    act: EvidenceId,
) -> Result<Matter, RegisterError> {
    let matter: Matter = pen.row(&id.to_string()).await?;
    pen.unchanged(&matter, seen).await?;
    if matter.taking.act != act {
        return Err(refused(Note::new("register.another-act").fact("matter", id)));
    }
    Ok(matter)
}

fn open_matter(matter: &Matter, states: &[MatterState]) -> Result<(), RegisterError> {
    if states.contains(&matter.state) {
        return Ok(());
    }
    let note = Note::new("register.matter-not-open").fact("matter", matter.id);
    Err(refused(note.fact("state", matter.state.as_str())))
}
