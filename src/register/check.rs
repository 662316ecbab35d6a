//! Whether a register is what its history says, and its history what officers signed: no event
//! changed, none removed, none without the statement that asked for it, no row changed beside the
//! history.
//!
//! A history that was cut short or written anew as a whole, from a founding of its own on, agrees
//! with itself. Only an end of the chain that was kept elsewhere tells it from the true one, and
//! the report says how far that reaches.

use std::collections::{BTreeMap, BTreeSet};

use model::{EvidenceId, Iin, Note};
use schemars::JsonSchema;
use serde::Serialize;

use super::RegisterError;
use super::accreditation::{Accreditation, number_of};
use super::anchor::ActAnchors;
use super::decision::{Decision, DecisionState, Proposal};
use super::event::{BEGINNING, Kept, canonical};
use super::fold;
use super::import::Content;
use super::link::{Database, Session};
use super::matter::{Matter, dossier};
use super::officer::{Founded, Officer};
use super::replay::Replay;
use super::search::{grams, member, words};
use crate::signing::Trust;

/// How much damage is told before the rest is counted only.
const MOST_TOLD: usize = 1_000;

/// The end of the chain: whoever keeps it elsewhere can prove later that nothing before was changed.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Head {
    /// How many events there are.
    pub seq: i64,
    /// The hash of the last.
    pub hash: String,
}

impl std::fmt::Display for Head {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}", self.seq, self.hash)
    }
}

impl std::str::FromStr for Head {
    type Err = RegisterError;

    fn from_str(text: &str) -> Result<Self, RegisterError> {
        let parts = text.split_once(':').and_then(|(seq, hash)| {
            Some(Self {
                seq: seq.parse().ok()?,
                hash: hash.parse::<EvidenceId>().ok()?.to_string(),
            })
        });
        parts.ok_or_else(|| RegisterError::Refused {
            defects: vec![Note::new("register.head-unreadable").fact("text", text)],
        })
    }
}

/// What a check found.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CheckReport {
    /// The end of the chain.
    pub head: Head,
    /// How many certificates were compared with their history.
    pub accreditations: usize,
    /// How many statements were verified.
    pub statements: usize,
    /// Everything that is not as it should be.
    pub damage: Vec<Note>,
    /// How much more there is.
    pub untold: usize,
    /// What this check cannot see, and what a person should know of what it saw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Note>,
}

/// A check on its way.
#[derive(Default)]
pub(super) struct Checking {
    damage: Vec<Note>,
    untold: usize,
    /// Of every row the hash of what it should be, by its subject.
    rows: BTreeMap<String, EvidenceId>,
    /// Whose keys were revoked after they signed, and how many statements it is about.
    pub(super) revoked_later: BTreeMap<Iin, usize>,
    /// Decisions whose rows wait to be taken over, with what was signed for.
    waiting: BTreeMap<i64, Proposal>,
}

impl Checking {
    pub(super) fn tell(&mut self, note: Note) {
        if self.damage.len() < MOST_TOLD {
            self.damage.push(note);
        } else {
            self.untold = self.untold.saturating_add(1);
        }
    }

    /// A row that is there, against the last event that tells of it.
    fn row(&mut self, subject: &str, body: &str) {
        match self.rows.remove(subject) {
            None => self.tell(Note::new("register.row-without-history").fact("row", subject)),
            Some(expected) if expected != EvidenceId::of(body.as_bytes()) => {
                self.tell(Note::new("register.row-changed").fact("row", subject));
            }
            Some(_) => {}
        }
    }
}

impl Database {
    /// The end of the chain of events.
    ///
    /// # Errors
    ///
    /// [`RegisterError`].
    pub fn head(&mut self) -> Result<Head, RegisterError> {
        self.read(async |session: &mut Session<'_>| {
            let query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
            let found: Option<(i64, String)> = session.rows(sqlx::query(query)).await?.pop();
            let (seq, hash) = found.unwrap_or((0, BEGINNING.to_owned()));
            Ok(Head { seq, hash })
        })
    }

    /// Compares everything with its history. `known` are ends of the chain that were kept
    /// elsewhere.
    ///
    /// # Errors
    ///
    /// [`RegisterError`]: the register cannot be read. Damage is no error of the tool and comes
    /// back as the report.
    pub fn check(&mut self, known: &[Head]) -> Result<CheckReport, RegisterError> {
        let is_file = self.place().is_file();
        self.snapshot(async |session: &mut Session<'_>| {
            let mut checking = Checking::default();
            if is_file {
                let query = sqlx::query("PRAGMA integrity_check(20)");
                for (found,) in session.rows::<(String,)>(query).await? {
                    if found != "ok" {
                        checking.tell(Note::new("register.file-damaged").fact("reason", found));
                    }
                }
            }
            let founded: Founded = session.row("founding").await?;
            let (trust, beside) = session.trust().await?;
            for id in beside {
                checking.tell(Note::new("register.anchor-beside").fact("sha256", id));
            }
            let mut replay = Replay::default();
            let head = events(session, &mut checking, (&mut replay, &trust), known).await?;
            checking.row(&founded.subject(), &canonical(&founded)?);
            let accreditations = accreditations(session, &mut checking).await?;
            matters(session, &mut checking).await?;
            decisions(session, &mut checking).await?;
            officers(session, &mut checking).await?;
            proposed_rows(session, &mut checking).await?;
            let anchors = "SELECT value FROM facts WHERE name = 'act-anchors'";
            for (body,) in session.rows::<(String,)>(sqlx::query(anchors)).await? {
                row::<ActAnchors>(&mut checking, &body, "", |_| String::new());
            }
            let statements = statements(session, &mut checking, replay.used()).await?;
            for subject in std::mem::take(&mut checking.rows).into_keys() {
                checking.tell(Note::new("register.row-removed").fact("row", subject));
            }
            let limits = limits(&checking, &head, known);
            let Checking { damage, untold, .. } = checking;
            Ok(CheckReport { head, accreditations, statements, damage, untold, limits })
        })
    }
}

/// What nobody can see in the register alone.
fn limits(checking: &Checking, head: &Head, known: &[Head]) -> Vec<Note> {
    let kept = known.iter().map(|it| it.seq).filter(|it| *it <= head.seq).max();
    let mut limits = Vec::new();
    match kept {
        None => limits.push(Note::new("register.no-known-head").fact("last", head.seq)),
        Some(kept) if kept < head.seq => {
            let note = Note::new("register.after-known-head").fact("kept", kept);
            limits.push(note.fact("last", head.seq));
        }
        Some(_) => {}
    }
    for (officer, count) in &checking.revoked_later {
        let note = Note::new("register.key-revoked-later").fact("officer", officer);
        limits.push(note.fact("count", count));
    }
    limits
}

async fn events(
    session: &mut Session<'_>,
    checking: &mut Checking,
    (replay, trust): (&mut Replay, &Trust),
    known: &[Head],
) -> Result<Head, RegisterError> {
    let mut head = Head { seq: 0, hash: BEGINNING.to_owned() };
    loop {
        let events = session.events_after(head.seq).await?;
        if events.is_empty() {
            break;
        }
        for event in events {
            let of = |code| Note::new(code).fact("event", event.seq).fact("row", &event.subject);
            if event.seq != head.seq.saturating_add(1) {
                let note = Note::new("register.events-removed");
                let first = head.seq.saturating_add(1);
                let note = note.fact("first", first);
                checking.tell(note.fact("last", event.seq.saturating_sub(1)));
            } else if event.previous != head.hash {
                checking.tell(of("register.chain-broken"));
            }
            if event.hash != event.expected_hash() {
                checking.tell(of("register.event-changed"));
            }
            if let Some(kept) = known.iter().find(|it| it.seq == event.seq)
                && kept.hash != event.hash
            {
                checking.tell(of("register.not-the-known-head"));
            }
            let before = event.before.as_ref().map(|it| EvidenceId::of(it.as_bytes()));
            if checking.rows.get(&event.subject).copied() != before {
                checking.tell(of("register.event-of-another-row"));
            }
            if let Some(after) = &event.after {
                checking.rows.insert(event.subject.clone(), EvidenceId::of(after.as_bytes()));
            }
            head = Head { seq: event.seq, hash: event.hash.clone() };
            replay.event(session, (&mut *checking, trust), event).await?;
        }
    }
    replay.finish(session, (&mut *checking, trust)).await?;
    let counted = session.count("SELECT value FROM counters WHERE name = 'event'").await?;
    let most = known.iter().map(|it| it.seq).chain([counted]).max().unwrap_or_default();
    if most > head.seq {
        let note = Note::new("register.events-removed");
        checking.tell(note.fact("first", head.seq.saturating_add(1)).fact("last", most));
    }
    Ok(head)
}

/// A row as it is kept: its body, and what stands beside it to find it by.
fn row<K: Kept>(
    checking: &mut Checking,
    body: &str,
    beside: &str,
    expected: impl Fn(&K) -> String,
) -> Option<K> {
    match serde_json::from_str::<K>(body) {
        Ok(row) => {
            checking.row(&row.subject(), body);
            if expected(&row) != beside {
                checking.tell(Note::new("register.search-differs").fact("row", row.subject()));
            }
            Some(row)
        }
        Err(error) => {
            let note = Note::new("register.row-unreadable").fact("row", K::KIND);
            checking.tell(note.fact("reason", error));
            None
        }
    }
}

async fn matters(session: &mut Session<'_>, checking: &mut Checking) -> Result<(), RegisterError> {
    let query = "SELECT body, id, act, number_key, state, version, dossier FROM matters \
                 ORDER BY id";
    type Row = (String, i64, String, String, String, i64, String);
    for (body, id, act, key, state, version, case) in
        session.rows::<Row>(sqlx::query(query)).await?
    {
        let beside = format!("{id} {act} {key} {state} {version} {case}");
        row::<Matter>(checking, &body, &beside, |it| {
            let key = fold::key(&it.taking.number);
            let (state, case) = (it.state.as_str(), dossier(&it.taking.case));
            format!("{} {} {key} {state} {} {case}", it.id, it.taking.act, it.version)
        });
    }
    Ok(())
}

async fn decisions(
    session: &mut Session<'_>,
    checking: &mut Checking,
) -> Result<(), RegisterError> {
    let query = "SELECT body, id, subject, state, version FROM decisions ORDER BY id";
    type Row = (String, i64, String, String, i64);
    for (body, id, subject, state, version) in session.rows::<Row>(sqlx::query(query)).await? {
        let beside = format!("{id} {subject} {state} {version}");
        let decision = row::<Decision>(checking, &body, &beside, |it| {
            format!("{} {} {} {}", it.id, it.about, it.state.as_str(), it.version)
        });
        if let Some(decision) = decision.filter(|it| it.state == DecisionState::Proposed) {
            checking.waiting.insert(decision.id, decision.proposal);
        }
    }
    Ok(())
}

async fn officers(session: &mut Session<'_>, checking: &mut Checking) -> Result<(), RegisterError> {
    let query = "SELECT body, iin, version FROM officers ORDER BY iin";
    for (body, iin, version) in session.rows::<(String, String, i64)>(sqlx::query(query)).await? {
        let beside = format!("{iin} {version}");
        row::<Officer>(checking, &body, &beside, |it| format!("{} {}", it.iin, it.version));
    }
    Ok(())
}

/// Rows that wait to be taken over are those that were signed for, and nothing else waits.
async fn proposed_rows(
    session: &mut Session<'_>,
    checking: &mut Checking,
) -> Result<(), RegisterError> {
    let query = "SELECT DISTINCT decision FROM proposed_rows ORDER BY decision";
    let mut kept: BTreeSet<i64> =
        session.rows::<(i64,)>(sqlx::query(query)).await?.into_iter().map(|it| it.0).collect();
    for (decision, proposal) in std::mem::take(&mut checking.waiting) {
        let Proposal::Import(import) = proposal else { continue };
        kept.remove(&decision);
        let same = match session.proposed_rows(decision).await {
            Ok(rows) => import.is_of(&Content::of(&rows)?),
            Err(RegisterError::Row { .. }) => false,
            Err(error) => return Err(error),
        };
        if !same {
            checking.tell(Note::new("register.proposed-rows-changed").fact("decision", decision));
        }
    }
    for decision in kept {
        checking.tell(Note::new("register.proposed-rows-changed").fact("decision", decision));
    }
    Ok(())
}

/// The certificates, and whether what is searched is what they say.
async fn accreditations(
    session: &mut Session<'_>,
    checking: &mut Checking,
) -> Result<usize, RegisterError> {
    let mut count = 0;
    let mut expected = 1;
    let mut held: BTreeMap<(i64, String), String> = BTreeMap::new();
    let mut last = 0;
    loop {
        let query = "SELECT a.id, a.number_key, a.version, a.body, s.issued, s.valid_through, \
                     s.revoked, s.bin, s.words FROM accreditations a \
                     LEFT JOIN searched s ON s.id = a.id WHERE a.id > $1 ORDER BY a.id LIMIT 1000";
        type Row = (
            i32,
            String,
            i64,
            String,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<String>,
            Option<String>,
        );
        let rows: Vec<Row> = session.rows(sqlx::query(query).bind(last)).await?;
        if rows.is_empty() {
            break;
        }
        for (id, number_key, version, body, issued, through, revoked, bin, said) in rows {
            last = id;
            count += 1;
            let subject = format!("{}/{id}", Accreditation::KIND);
            checking.row(&subject, &body);
            let row = match serde_json::from_str::<Accreditation>(&body) {
                Ok(row) => row,
                Err(error) => {
                    let note = Note::new("register.row-unreadable").fact("row", &subject);
                    checking.tell(note.fact("reason", error));
                    continue;
                }
            };
            if i64::from(id) != expected {
                let note = Note::new("register.sequence-hole").fact("first", expected);
                checking.tell(note.fact("last", i64::from(id) - 1));
            }
            expected = i64::from(id) + 1;
            let revoked_on = row.revocation.as_ref().map(|it| number_of(it.day));
            let as_said = row.sequence == i64::from(id)
                && row.version == version
                && fold::key(&row.number) == number_key
                && issued == Some(number_of(row.issued))
                && through == Some(number_of(row.valid_through))
                && revoked == revoked_on
                && bin.as_ref() == Some(&row.bin)
                && said.as_ref() == Some(&words(&row));
            if !as_said {
                checking.tell(Note::new("register.search-differs").fact("row", &subject));
            }
            let (block, member) = member(row.sequence);
            for gram in grams(&words(&row)) {
                held.entry((block, gram)).or_default().push_str(&member);
            }
        }
    }
    let counted = session.count("SELECT value FROM counters WHERE name = 'accreditation'").await?;
    if counted >= expected {
        let note = Note::new("register.sequence-hole").fact("first", expected);
        checking.tell(note.fact("last", counted));
    }
    let query = sqlx::query("SELECT block, gram, members FROM grams");
    for (block, gram, members) in session.rows::<(i64, String, String)>(query).await? {
        if held.remove(&(block, gram)).as_ref() != Some(&members) {
            let row = format!("grams/{block}");
            checking.tell(Note::new("register.search-differs").fact("row", row));
        }
    }
    for (block, _) in held.into_keys() {
        let row = format!("grams/{block}");
        checking.tell(Note::new("register.search-differs").fact("row", row));
    }
    Ok(count)
}

/// Every statement has its events: those that rest on it were looked at with it.
async fn statements(
    session: &mut Session<'_>,
    checking: &mut Checking,
    used: &BTreeSet<String>,
) -> Result<usize, RegisterError> {
    let query = sqlx::query("SELECT sha256 FROM statements ORDER BY sha256");
    let kept: Vec<(String,)> = session.rows(query).await?;
    for (sha256,) in kept.iter().filter(|it| !used.contains(&it.0)) {
        let note = Note::new("register.statement-without-event").fact("statement", sha256);
        checking.tell(note);
    }
    Ok(kept.len())
}
