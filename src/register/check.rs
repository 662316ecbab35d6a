//! Whether a register is what its history says: no event changed, none removed, no row changed
//! beside the history.

use std::collections::BTreeMap;

use model::{EvidenceId, Note};
use schemars::JsonSchema;
use serde::Serialize;

use super::RegisterError;
use super::accreditation::{Accreditation, number_of};
use super::anchor::ActAnchors;
use super::decision::Decision;
use super::event::{BEGINNING, FOUNDING, Kept, canonical};
use super::fold;
use super::link::{Database, Session};
use super::matter::Matter;
use super::officer::{Founded, Officer};
use super::search::{grams, member, words};
use super::statement::{Signed, Statement};

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
}

struct Checking {
    damage: Vec<Note>,
    untold: usize,
    /// Of every row the hash of what it should be, by its subject.
    rows: BTreeMap<String, EvidenceId>,
    /// The statements that events name.
    named: BTreeMap<String, String>,
}

impl Checking {
    fn tell(&mut self, note: Note) {
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
            let mut checking = Checking {
                damage: vec![],
                untold: 0,
                rows: BTreeMap::new(),
                named: BTreeMap::new(),
            };
            if is_file {
                let query = sqlx::query("PRAGMA integrity_check(20)");
                for (found,) in session.rows::<(String,)>(query).await? {
                    if found != "ok" {
                        checking.tell(Note::new("register.file-damaged").fact("reason", found));
                    }
                }
            }
            let head = events(session, &mut checking, known).await?;
            let accreditations = accreditations(session, &mut checking).await?;
            rows::<Matter>(session, &mut checking, "SELECT body FROM matters ORDER BY id").await?;
            let decisions = "SELECT body FROM decisions ORDER BY id";
            rows::<Decision>(session, &mut checking, decisions).await?;
            rows::<Officer>(session, &mut checking, "SELECT body FROM officers ORDER BY iin")
                .await?;
            let anchors = "SELECT value FROM facts WHERE name = 'act-anchors'";
            rows::<ActAnchors>(session, &mut checking, anchors).await?;
            let statements = statements(session, &mut checking).await?;
            for subject in std::mem::take(&mut checking.rows).into_keys() {
                checking.tell(Note::new("register.row-removed").fact("row", subject));
            }
            let Checking { damage, untold, .. } = checking;
            Ok(CheckReport { head, accreditations, statements, damage, untold })
        })
    }
}

async fn events(
    session: &mut Session<'_>,
    checking: &mut Checking,
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
            if event.statement != FOUNDING {
                checking.named.insert(event.statement, event.officer);
            }
            head = Head { seq: event.seq, hash: event.hash };
        }
    }
    let counted = session.count("SELECT value FROM counters WHERE name = 'event'").await?;
    let most = known.iter().map(|it| it.seq).chain([counted]).max().unwrap_or_default();
    if most > head.seq {
        let note = Note::new("register.events-removed");
        checking.tell(note.fact("first", head.seq.saturating_add(1)).fact("last", most));
    }
    Ok(head)
}

async fn rows<K: Kept>(
    session: &mut Session<'_>,
    checking: &mut Checking,
    sql: &'static str,
) -> Result<(), RegisterError> {
    for (body,) in session.rows::<(String,)>(sqlx::query(sql)).await? {
        match serde_json::from_str::<K>(&body) {
            Ok(row) => checking.row(&row.subject(), &body),
            Err(error) => {
                let note = Note::new("register.row-unreadable").fact("row", K::KIND);
                checking.tell(note.fact("reason", error));
            }
        }
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

/// The signed statements: each says what its events rest on, and its signature still counts.
async fn statements(
    session: &mut Session<'_>,
    checking: &mut Checking,
) -> Result<usize, RegisterError> {
    let founded: Founded = session.row("founding").await?;
    checking.row(&founded.subject(), &canonical(&founded)?);
    let (trust, beside) = session.trust().await?;
    for id in beside {
        checking.tell(Note::new("register.anchor-beside").fact("sha256", id));
    }
    let query = "SELECT sha256, officer, body, signature FROM statements ORDER BY sha256";
    let rows: Vec<(String, String, String, String)> = session.rows(sqlx::query(query)).await?;
    let count = rows.len();
    for (sha256, officer, body, signature) in rows {
        let of = |code| Note::new(code).fact("statement", &sha256);
        let named = checking.named.remove(&sha256);
        let signature = <base64ct::Base64 as base64ct::Encoding>::decode_vec(&signature);
        let signed =
            Signed { statement: body.into_bytes(), signature: signature.unwrap_or_default() };
        let whole = EvidenceId::of(&signed.statement).to_string() == sha256;
        let statement = signed.read().ok().filter(|it: &Statement| {
            whole
                && it.officer.as_str() == officer
                && it.register == session.name
                && named.is_none_or(|it| it == officer)
        });
        match statement {
            None => checking.tell(of("register.statement-changed")),
            Some(statement) => {
                if signed.judge(&statement, &trust).is_err() {
                    checking.tell(of("register.statement-not-signed"));
                }
            }
        }
    }
    for sha256 in std::mem::take(&mut checking.named).into_keys() {
        let note = Note::new("register.statement-removed").fact("statement", sha256);
        checking.tell(note);
    }
    Ok(count)
}
