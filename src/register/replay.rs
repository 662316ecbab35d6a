//! Whether what happened is what officers signed: every statement is carried out again on what its
//! events say was there before, and has to come to what they say is there after.
//!
//! The rules by which an action was allowed are not asked again: they may have changed since. What
//! is asked is that the person was an officer, that the events are those of the action and no
//! others, that each row after follows from the row before and the signed words alone, and that
//! two people stand behind whatever needs two.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use model::{EvidenceId, Iin, Note};

use super::RegisterError;
use super::accreditation::Accreditation;
use super::anchor::{ActAnchors, AnchorProposal};
use super::check::Checking;
use super::decision::{Decision, DecisionState, Proposal, Subject};
use super::event::{BACKWARDS, Event, FOUNDING, Kept};
use super::import::Content;
use super::link::Session;
use super::matter::{Matter, MatterState};
use super::officer::{Founded, Officer};
use super::perform::Done;
use super::statement::{About, Action, Statement};
use super::taking::Taking;
use super::weighing::issued;
use crate::inspection::legal_day;
use crate::signing::Trust;

/// No action makes more events than this, beside rows that are taken over.
const MOST_EVENTS: usize = 10_000;

/// The history so far.
#[derive(Default)]
pub(super) struct Replay {
    /// A statement was met: from here on nothing rests on the founding.
    founded: bool,
    officers: BTreeMap<Iin, Officer>,
    /// The anchors of acts that the register was founded with.
    act_anchors: Vec<EvidenceId>,
    /// How many decisions about something were rejected; about the anchors of acts, closed.
    rejected: BTreeMap<About, i64>,
    /// How often an act that came in was returned, and how often it came in again.
    returned: BTreeMap<EvidenceId, i64>,
    again: BTreeMap<i64, i64>,
    /// The statements that were carried out.
    used: BTreeSet<String>,
    last: Option<Timestamp>,
    deed: Option<Deed>,
}

/// The events of one statement.
struct Deed {
    statement: String,
    events: Vec<Event>,
    /// Rows that were taken over are counted and not kept: there may be very many.
    imported: Content,
    imports: bool,
    sound: bool,
}

impl Replay {
    /// Takes the next event.
    pub(super) async fn event(
        &mut self,
        session: &mut Session<'_>,
        (checking, trust): (&mut Checking, &Trust),
        event: Event,
    ) -> Result<(), RegisterError> {
        self.time(checking, &event);
        if self.deed.as_ref().is_some_and(|it| it.statement != event.statement) {
            self.finish(session, (checking, trust)).await?;
        }
        if event.statement == FOUNDING {
            if self.founded || !self.founding(&event) {
                checking.tell(of("register.founding-later", &event));
            }
            return Ok(());
        }
        self.founded = true;
        let deed = self.deed.get_or_insert_with(|| Deed {
            statement: event.statement.clone(),
            events: vec![],
            imported: Content::default(),
            imports: false,
            sound: true,
        });
        if event.kind == "accreditation.imported" {
            deed.imports = true;
            let made = told::<Accreditation>(&event, "imported").filter(|it| it.0.is_none());
            match made {
                Some((_, row)) => deed.imported.add(&row)?,
                None => deed.sound = false,
            }
        } else if deed.events.len() < MOST_EVENTS {
            deed.events.push(event);
        } else {
            deed.sound = false;
        }
        Ok(())
    }

    /// Times go forward.
    fn time(&mut self, checking: &mut Checking, event: &Event) {
        let Ok(at) = event.at.parse::<Timestamp>() else {
            checking.tell(of("register.time-unreadable", event));
            return;
        };
        if let Some(last) = self.last.filter(|it| it.duration_since(at) > BACKWARDS) {
            let note = of("register.time-goes-back", event).fact("at", at);
            checking.tell(note.fact("last", last));
        }
        self.last = Some(at);
    }

    /// An event without a statement: the register is founded, and then its first officers.
    fn founding(&mut self, event: &Event) -> bool {
        if event.officer != FOUNDING {
            return false;
        }
        if event.seq == 1 {
            let founded = told::<Founded>(event, "founded").filter(|it| it.0.is_none());
            return founded.is_some_and(|(_, it)| {
                self.act_anchors = it.of_acts().to_vec();
                true
            });
        }
        match told::<Officer>(event, "appointed") {
            Some((None, officer)) => {
                self.officers.insert(officer.iin.clone(), officer);
                true
            }
            Some(_) | None => false,
        }
    }

    /// Looks at a statement with its events once they are all there.
    pub(super) async fn finish(
        &mut self,
        session: &mut Session<'_>,
        (checking, trust): (&mut Checking, &Trust),
    ) -> Result<(), RegisterError> {
        let Some(deed) = self.deed.take() else { return Ok(()) };
        let of = |code| Note::new(code).fact("statement", &deed.statement);
        if !self.used.insert(deed.statement.clone()) {
            checking.tell(of("register.statement-twice"));
            return Ok(());
        }
        let Some(stated) = session.stated(&deed.statement).await? else {
            checking.tell(of("register.statement-removed"));
            return Ok(());
        };
        let Some(statement) = stated.whole(session.name) else {
            checking.tell(of("register.statement-changed"));
            return Ok(());
        };
        let judged = stated.signed.judge(&statement, trust);
        match &judged {
            Err(_) => checking.tell(of("register.statement-not-signed")),
            Ok(judged) if judged.revoked_later => {
                *checking.revoked_later.entry(statement.officer.clone()).or_default() += 1;
            }
            Ok(_) => {}
        }
        let first = deed.events.first().map(|it| it.at.parse::<Timestamp>());
        let Some(Ok(at)) = first else {
            // Rows that were taken over by one officer alone, before two were needed; nothing else
            // comes without another event, and a time that cannot be read was told.
            if matches!(statement.action, Action::Import { .. }) {
                checking.tell(of("register.by-one-officer").fact("officer", &statement.officer));
            } else if first.is_none() {
                checking.tell(of("register.events-not-stated").fact("event", "–"));
            }
            return Ok(());
        };
        if let Ok(judged) = &judged {
            for note in statement.untimely(judged, at) {
                checking.tell(note.fact("statement", &deed.statement));
            }
        }
        let days = [legal_day(at), legal_day(statement.made_at)];
        let officer = self.officers.get(&statement.officer);
        if !officer.is_some_and(|it| days.iter().all(|day| it.serves_on(*day))) {
            checking.tell(of("register.not-an-officer-then").fact("officer", &statement.officer));
        }
        let round = match &statement.action {
            Action::Propose { about, .. } => self.rejected.get(about).copied().unwrap_or(0),
            Action::Accept { matter, .. } | Action::Return { matter, .. } => {
                self.again.get(matter).copied().unwrap_or(0)
            }
            Action::Take(taking) => self.returned.get(&taking.act).copied().unwrap_or(0),
            Action::Appoint { .. }
            | Action::Confirm { .. }
            | Action::Import { .. }
            | Action::Note { .. }
            | Action::Reject { .. }
            | Action::RootRegistration { .. } => 0,
        };
        let answered = serde_json::from_str::<Done>(&stated.outcome).ok().is_some_and(|it| {
            let named = deed.events.iter().any(|event| event.subject == it.subject);
            it.at == at && !it.again && named
        });
        if !answered || statement.request(round)? != stated.request {
            checking.tell(of("register.statement-changed"));
        }
        if matches!(statement.action, Action::Appoint { .. } | Action::Import { .. }) {
            checking.tell(of("register.by-one-officer").fact("officer", &statement.officer));
        }
        let proposed = match statement.action.closes() {
            Some((_, proposal, _)) => self.proposed(session, proposal).await?,
            None => None,
        };
        let stated = Stated {
            statement: &statement,
            proposed: proposed.as_ref(),
            at,
            founded: &self.act_anchors,
        };
        let mut events = deed.events.iter().peekable();
        let follows = stated.follows(&deed, &mut events);
        if !deed.sound || follows.is_none() || events.peek().is_some() {
            let seq = deed.events.first().map_or(0, |it| it.seq);
            checking.tell(of("register.events-not-stated").fact("event", seq));
        }
        self.remember(&deed);
        Ok(())
    }

    /// The statement by which something was proposed, if it was carried out before.
    async fn proposed(
        &self,
        session: &mut Session<'_>,
        id: EvidenceId,
    ) -> Result<Option<Statement>, RegisterError> {
        let id = id.to_string();
        if !self.used.contains(&id) {
            return Ok(None);
        }
        Ok(session.stated(&id).await?.and_then(|it| it.whole(session.name)))
    }

    /// What later statements are looked at by.
    fn remember(&mut self, deed: &Deed) {
        for event in &deed.events {
            let after = event.after.as_deref().unwrap_or_default();
            if event.kind.starts_with("officer.")
                && let Ok(officer) = serde_json::from_str::<Officer>(after)
            {
                self.officers.insert(officer.iin.clone(), officer);
            }
            if ["decision.confirmed", "decision.rejected"].contains(&&*event.kind)
                && let Ok(decision) = serde_json::from_str::<Decision>(after)
                && (decision.state == DecisionState::Rejected
                    || decision.about == About::ActAnchors)
            {
                *self.rejected.entry(decision.about).or_default() += 1;
            }
            if ["matter.returned", "matter.taken-anew"].contains(&&*event.kind)
                && let Ok(matter) = serde_json::from_str::<Matter>(after)
            {
                if event.kind == "matter.returned" {
                    *self.returned.entry(matter.taking.act).or_default() += 1;
                } else {
                    *self.again.entry(matter.id).or_default() += 1;
                }
            }
        }
    }

    /// The statements that some event names.
    pub(super) const fn used(&self) -> &BTreeSet<String> {
        &self.used
    }
}

fn of(code: &'static str, event: &Event) -> Note {
    Note::new(code).fact("event", event.seq).fact("row", &event.subject)
}

/// The row before and after an event, where it is of this kind and its parts agree.
fn told<K: Kept>(event: &Event, what: &str) -> Option<(Option<K>, K)> {
    let after: K = serde_json::from_str(event.after.as_deref()?).ok()?;
    let before: Option<K> = event.before.as_deref().map(serde_json::from_str).transpose().ok()?;
    let versions = before.as_ref().map_or(0, Kept::version).saturating_add(1);
    let same = event.kind == format!("{}.{what}", K::KIND)
        && event.subject == after.subject()
        && before.as_ref().is_none_or(|it| it.subject() == event.subject)
        && (event.version, after.version()) == (versions, versions);
    same.then_some((before, after))
}

/// The next event, of a row that was there before.
fn changed<'e, K: Kept>(
    events: &mut impl Iterator<Item = &'e Event>,
    what: &str,
) -> Option<(K, K)> {
    let (before, after) = told(events.next()?, what)?;
    Some((before?, after))
}

/// The next event, of a row that was not there before.
fn made<'e, K: Kept>(events: &mut impl Iterator<Item = &'e Event>, what: &str) -> Option<K> {
    told(events.next()?, what).filter(|it: &(Option<K>, K)| it.0.is_none()).map(|it| it.1)
}

/// A statement that is carried out again.
struct Stated<'a> {
    statement: &'a Statement,
    /// What it confirms or rejects.
    proposed: Option<&'a Statement>,
    at: Timestamp,
    /// The anchors of acts that the register was founded with.
    founded: &'a [EvidenceId],
}

type Events<'a, 'e> = &'a mut std::iter::Peekable<std::slice::Iter<'e, Event>>;

impl Stated<'_> {
    /// Whether the events begin with those of the action; those beyond are left.
    fn follows(&self, deed: &Deed, events: Events<'_, '_>) -> Option<()> {
        let holds = match &self.statement.action {
            Action::Accept { matter, version, act } => {
                let seen = (*matter, *version, *act);
                moved(events, seen, &[MatterState::Received], MatterState::Accepted, "")?
            }
            Action::Return { matter, version, act, comment } => {
                let seen = (*matter, *version, *act);
                let open = [MatterState::Accepted, MatterState::Received];
                moved(events, seen, &open, MatterState::Returned, comment.trim())?
            }
            Action::Appoint { officer } => listed(events, officer)?,
            Action::Propose { about, proposal, .. } => {
                let decision: Decision = made(events, "proposed")?;
                decision.state == DecisionState::Proposed
                    && decision.is_proposed_by(self.statement)
                    && (decision.about, &decision.proposal) == (*about, proposal)
                    && decision.proposed_at == self.at
                    && decision.statement.to_string() == deed.statement
                    && (&decision.closed_by, decision.closed_at) == (&None, None)
                    && (decision.reason.as_str(), decision.accreditation) == ("", None)
            }
            Action::Confirm { decision, version, proposal } => {
                let made = self.decided(deed, events)?;
                let seen = (*decision, *version, *proposal);
                self.closed(events, seen, DecisionState::Confirmed, "", made)?
            }
            Action::Reject { decision, version, proposal, reason } => {
                let seen = (*decision, *version, *proposal);
                self.closed(events, seen, DecisionState::Rejected, reason.trim(), None)?
            }
            Action::Note { accreditation, version, text } => {
                let (before, after): (Accreditation, _) = changed(events, "noted")?;
                let seen = (before.sequence, before.version) == (*accreditation, *version);
                let note = text.trim().to_owned();
                seen && after == Accreditation { version: after.version, note, ..before }
            }
            Action::RootRegistration { accreditation, version, registration } => {
                let (before, after): (Accreditation, _) = changed(events, "root-registered")?;
                let seen = (before.sequence, before.version) == (*accreditation, *version);
                let root_registration = Some(registration.clone());
                let version = after.version;
                seen && after == Accreditation { version, root_registration, ..before }
            }
            Action::Import { rows, .. } => deed.imported.rows() == *rows,
            Action::Take(taking) => self.taken(events, taking)?,
        };
        let imports = match &self.statement.action {
            Action::Import { .. } => true,
            Action::Confirm { .. } => self.proposal().is_some_and(|it| it.1.as_str() == "import"),
            Action::Accept { .. }
            | Action::Appoint { .. }
            | Action::Note { .. }
            | Action::Propose { .. }
            | Action::Reject { .. }
            | Action::Return { .. }
            | Action::RootRegistration { .. }
            | Action::Take(_) => false,
        };
        (holds && imports == deed.imports).then_some(())
    }

    /// What was proposed: about what, and what.
    fn proposal(&self) -> Option<(About, &Proposal)> {
        self.proposed?.action.proposed()
    }

    /// What a confirmed proposal made; gives the row of the register.
    fn decided(&self, deed: &Deed, events: Events<'_, '_>) -> Option<Option<i64>> {
        let (about, proposal) = self.proposal()?;
        match proposal.subject(about)? {
            Subject::Issue(id, issue) => {
                let row: Accreditation = made(events, "issued")?;
                let (before, after): (Matter, Matter) = changed(events, "decided")?;
                let holds = row == issued(&before, issue, row.sequence)
                    && before.id == id
                    && before.state == MatterState::Accepted
                    && after == at_state(&before, MatterState::Decided, "");
                holds.then_some(Some(row.sequence))
            }
            Subject::Refuse(id) => {
                let (before, after): (Matter, Matter) = changed(events, "decided")?;
                let holds = before.id == id
                    && before.state == MatterState::Accepted
                    && after == at_state(&before, MatterState::Decided, "");
                holds.then_some(None)
            }
            Subject::Revoke(id, revoke) => {
                let (before, after): (Accreditation, Accreditation) = changed(events, "revoked")?;
                let revocation = Some(revoke.revocation());
                let version = after.version;
                let holds = (before.sequence, &before.revocation) == (id, &None)
                    && after == Accreditation { version, revocation, ..before };
                holds.then_some(Some(id))
            }
            Subject::Appoint(officer) => {
                let others = officer.own_authority(&self.statement.officer).is_none()
                    && officer.own_authority(&self.proposed?.officer).is_none();
                (listed(events, officer)? && others).then_some(None)
            }
            Subject::Import(import) => import.is_of(&deed.imported).then_some(None),
            Subject::Anchor(it) => anchors(events, it, self.founded)?.then_some(None),
        }
    }

    /// A decision is closed by another than who proposed it.
    fn closed(
        &self,
        events: Events<'_, '_>,
        (id, version, proposal): (i64, i64, EvidenceId),
        state: DecisionState,
        reason: &str,
        accreditation: Option<i64>,
    ) -> Option<bool> {
        let (before, after): (Decision, Decision) = changed(events, state.as_str())?;
        let by = &self.statement.officer;
        let seen = (before.id, before.version, before.statement) == (id, version, proposal)
            && before.state == DecisionState::Proposed
            && before.is_proposed_by(self.proposed?)
            && before.proposed_by != *by;
        let expected = Decision {
            version: after.version,
            state,
            closed_by: Some(by.clone()),
            closed_at: Some(self.at),
            reason: reason.to_owned(),
            accreditation,
            ..before
        };
        Some(seen && after == expected)
    }

    /// An act that came in, and older sealings of it whose place it takes.
    fn taken(&self, events: Events<'_, '_>, taking: &Taking) -> Option<bool> {
        if events.peek()?.kind == "matter.taken-anew" {
            return self.taken_anew(events, taking);
        }
        let mut older: Vec<(Matter, Matter)> = Vec::new();
        while events.peek()?.kind == "matter.superseded" {
            older.push(changed(events, "superseded")?);
        }
        let matter: Matter = made(events, "taken")?;
        let by = Some(matter.id);
        let replaced = older.into_iter().all(|(before, after)| {
            let superseded = at_state(&before, MatterState::Superseded, &before.comment);
            before.taking.case == taking.case && after == Matter { superseded_by: by, ..superseded }
        });
        // The day until which it is to be decided follows from a calendar, which grows.
        Some(
            replaced
                && matter.state == MatterState::Received
                && matter.taking == *taking
                && (matter.taken_at, &matter.taken_by) == (self.at, &self.statement.officer)
                && (matter.comment.as_str(), matter.superseded_by) == ("", None)
                && matter.dissents_before.is_empty(),
        )
    }

    /// The same sealing, looked at anew.
    fn taken_anew(&self, events: Events<'_, '_>, taking: &Taking) -> Option<bool> {
        let (before, after): (Matter, Matter) = changed(events, "taken-anew")?;
        let allowed = before.as_taken_anew(taking).is_ok();
        // The day until which it is to be decided follows from a calendar, which grows.
        let expected = Matter {
            decide_by: after.decide_by,
            ..before.looked_at_anew(taking, self.at, &self.statement.officer)
        };
        Some(allowed && after == expected)
    }
}

/// A matter in its next state.
fn at_state(before: &Matter, state: MatterState, comment: &str) -> Matter {
    let version = before.version.saturating_add(1);
    Matter { version, state, comment: comment.to_owned(), ..before.clone() }
}

/// An act that came in is accepted or returned.
fn moved(
    events: Events<'_, '_>,
    (id, version, act): (i64, i64, EvidenceId),
    open: &[MatterState],
    state: MatterState,
    comment: &str,
) -> Option<bool> {
    let (before, after): (Matter, Matter) = changed(events, state.as_str())?;
    let seen = (before.id, before.version, before.taking.act) == (id, version, act);
    Some(seen && open.contains(&before.state) && after == at_state(&before, state, comment))
}

/// The list of anchors of acts after two officers changed it.
fn anchors(
    events: Events<'_, '_>,
    proposal: &AnchorProposal,
    founded: &[EvidenceId],
) -> Option<bool> {
    let (before, after) = told::<ActAnchors>(events.next()?, proposal.deed())?;
    if let Some(before) = before {
        return Some(after == before.following(proposal));
    }
    // The list of the founding is known by its fingerprints; whom they name was read then.
    let named = after.anchors.iter().filter(|it| **it != proposal.anchor);
    let named: Vec<EvidenceId> = named.map(|it| it.sha256).collect();
    let left = founded.iter().copied().filter(|it| *it != proposal.anchor.sha256);
    let put = !proposal.withdraw;
    Some(named == left.collect::<Vec<_>>() && after.anchors.contains(&proposal.anchor) == put)
}

/// A person on the list of officers.
fn listed(events: Events<'_, '_>, officer: &Officer) -> Option<bool> {
    let expected = officer.following();
    let event = events.next()?;
    let after = if event.before.is_none() {
        told::<Officer>(event, "appointed")?.1
    } else {
        told::<Officer>(event, expected.deed())?.1
    };
    Some(after == expected)
}
