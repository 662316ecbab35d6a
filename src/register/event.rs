//! What happened, in a chain: every change of a row is told by an event, which holds the row before
//! and after, and the hash of the event before it.

use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Note};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::RegisterError;
use super::error::Conflict;
use super::link::Session;

/// What the first event names as the hash before it.
pub(super) const BEGINNING: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";
/// Who did what no statement stands for: the founding.
pub(super) const FOUNDING: &str = "founding";
/// How far the time of an event may lie before that of the one before it: several machines write,
/// and each may differ from the server by [`FROM_SERVER`].
pub(super) const BACKWARDS: SignedDuration = SignedDuration::from_mins(5);
/// How far the clock of a machine that writes may be from that of the server.
const FROM_SERVER: SignedDuration = SignedDuration::from_mins(2);
/// How many rows are written by one statement.
const AT_ONCE: usize = 400;

/// One thing that happened.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Event {
    /// Counts the events from 1, without holes.
    pub seq: i64,
    /// When, by the clock of the machine that wrote.
    pub at: String,
    /// Who: an IIN, or `founding`.
    pub officer: String,
    /// What: `accreditation.issued`.
    pub kind: String,
    /// To which row: `accreditation/7`.
    pub subject: String,
    /// The version of the row after it.
    pub version: i64,
    /// The row before, in canonical JSON; none where there was none.
    pub before: Option<String>,
    /// The row after, in canonical JSON.
    pub after: Option<String>,
    /// SHA-256 of the signed statement, or `founding`.
    pub statement: String,
    /// Hash of the event before.
    pub previous: String,
    /// SHA-256 over the canonical JSON of all the above.
    pub hash: String,
}

impl Event {
    /// The hash that the event should have.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        // Numbers here are far below where JSON loses them, and strings always serialise.
        let value = serde_json::json!({
            "after": self.after, "at": self.at, "before": self.before, "kind": self.kind,
            "officer": self.officer, "previous": self.previous, "seq": self.seq,
            "statement": self.statement, "subject": self.subject, "version": self.version,
        });
        EvidenceId::of(value.to_string().as_bytes()).to_string()
    }

    /// The fields that it changed: name, before, after. Of a row that it made, none.
    #[must_use]
    pub fn changes(&self) -> Vec<(String, String, String)> {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => changes(before, after),
            _ => vec![],
        }
    }
}

type EventRow = (
    i64,
    String,
    String,
    String,
    String,
    i64,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
);

fn event(
    (seq, at, officer, kind, subject, version, before, after, statement, previous, hash): EventRow,
) -> Event {
    Event { seq, at, officer, kind, subject, version, before, after, statement, previous, hash }
}

/// A row that is kept as JSON under a number or a name, with a version.
pub(super) trait Kept: Serialize + DeserializeOwned {
    /// The first part of its subject, which also names its table.
    const KIND: &'static str;
    /// The statement that reads one by its name.
    const READ: &'static str;
    /// Its number or name.
    fn id(&self) -> String;
    /// Its version.
    fn version(&self) -> i64;
    /// The subject of its events.
    fn subject(&self) -> String {
        format!("{}/{}", Self::KIND, self.id())
    }
}

/// The right to write, which one writer has at a time.
pub(super) struct Pen<'s, 'c> {
    pub(super) session: &'s mut Session<'c>,
    pub(super) now: Timestamp,
    /// Who writes.
    pub(super) officer: String,
    /// By which statement.
    pub(super) statement: String,
    seq: i64,
    last: String,
    events: Vec<Event>,
}

impl<'s, 'c> Pen<'s, 'c> {
    /// Waits until nobody else writes.
    pub(super) async fn take(
        session: &'s mut Session<'c>,
        now: Timestamp,
    ) -> Result<Self, RegisterError> {
        let pen = "UPDATE counters SET value = value + 1 WHERE name = 'pen'";
        session.run(sqlx::query(pen)).await?;
        let head = sqlx::query("SELECT seq, hash, at FROM events ORDER BY seq DESC LIMIT 1");
        let head: Option<(i64, String, String)> = session.rows(head).await?.pop();
        let seq = session.count("SELECT value FROM counters WHERE name = 'event'").await?;
        let (found, last, at) = head.unwrap_or((0, BEGINNING.to_owned(), now.to_string()));
        if found != seq {
            // Going on would hide that events were removed.
            return Err(RegisterError::Row {
                subject: format!("event/{seq}"),
                reason: format!("the last event is {found}"),
            });
        }
        let mut defects = Vec::new();
        let at: Timestamp = at.parse().map_err(|error: jiff::Error| RegisterError::Row {
            subject: format!("event/{found}"),
            reason: error.to_string(),
        })?;
        if at.duration_since(now) > BACKWARDS {
            let note = Note::new("register.clock-behind-history").fact("now", now);
            defects.push(note.fact("last", at).fact("most", BACKWARDS.as_mins()));
        }
        if let Some(server) = session.clock().await?
            && server.duration_since(now).abs() > FROM_SERVER
        {
            let note = Note::new("register.clock-not-of-server").fact("now", now);
            defects.push(note.fact("server", server).fact("most", FROM_SERVER.as_mins()));
        }
        if !defects.is_empty() {
            return Err(RegisterError::Refused { defects });
        }
        let (officer, statement) = (FOUNDING.to_owned(), FOUNDING.to_owned());
        Ok(Self { session, now, officer, statement, seq, last, events: vec![] })
    }

    /// The next number of a kind.
    pub(super) async fn number(&mut self, kind: &str) -> Result<i64, RegisterError> {
        let count = "UPDATE counters SET value = value + 1 WHERE name = $1";
        self.session.run(sqlx::query(count).bind(kind)).await?;
        let query = sqlx::query("SELECT value FROM counters WHERE name = $1").bind(kind);
        let found: Option<(i64,)> = self.session.rows(query).await?.pop();
        found.map(|(value,)| value).ok_or_else(|| RegisterError::Row {
            subject: format!("counter/{kind}"),
            reason: "absent".into(),
        })
    }

    /// Tells what happened to a row.
    pub(super) async fn tell<K: Kept>(
        &mut self,
        what: &str,
        before: Option<&K>,
        after: &K,
    ) -> Result<(), RegisterError> {
        self.seq = self.seq.saturating_add(1);
        let mut event = Event {
            seq: self.seq,
            at: self.now.to_string(),
            officer: self.officer.clone(),
            kind: format!("{}.{what}", K::KIND),
            subject: after.subject(),
            version: after.version(),
            before: before.map(canonical).transpose()?,
            after: Some(canonical(after)?),
            statement: self.statement.clone(),
            previous: std::mem::take(&mut self.last),
            hash: String::new(),
        };
        event.hash = event.expected_hash();
        self.last.clone_from(&event.hash);
        self.events.push(event);
        if self.events.len() >= AT_ONCE { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), RegisterError> {
        let events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return Ok(());
        }
        let sql = insert("events", 11, events.len());
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for it in &events {
            query = query
                .bind(it.seq)
                .bind(&it.at)
                .bind(&it.officer)
                .bind(&it.kind)
                .bind(&it.subject)
                .bind(it.version)
                .bind(&it.before)
                .bind(&it.after)
                .bind(&it.statement)
                .bind(&it.previous)
                .bind(&it.hash);
        }
        self.session.run(query).await?;
        let head = "UPDATE counters SET value = $1 WHERE name = 'event'";
        self.session.run(sqlx::query(head).bind(self.seq)).await?;
        Ok(())
    }

    /// Writes what was told. The transaction ends after it.
    pub(super) async fn finish(mut self) -> Result<(), RegisterError> {
        self.flush().await
    }

    /// One row by its number or name, as its history tells it: on a row that was written past the
    /// program nothing is done.
    pub(super) async fn row<K: Kept>(&mut self, id: &str) -> Result<K, RegisterError> {
        let row: K = self.session.row(id).await?;
        let subject = row.subject();
        let query = "SELECT * FROM events WHERE subject = $1 ORDER BY seq DESC LIMIT 1";
        let last: Vec<EventRow> = self.session.rows(sqlx::query(query).bind(&subject)).await?;
        let now = canonical(&row)?;
        let same = |it: &Event| {
            let after = it.after.as_deref().and_then(|it| serde_json::from_str::<K>(it).ok());
            after.is_some_and(|it| canonical(&it).is_ok_and(|it| it == now))
                && it.hash == it.expected_hash()
        };
        if last.into_iter().map(event).any(|it| same(&it)) {
            return Ok(row);
        }
        Err(RegisterError::Row { subject, reason: "differs from its history".into() })
    }

    /// Refuses where the row is not of the version that was seen, and says what changed.
    pub(super) async fn unchanged<K: Kept>(
        &mut self,
        row: &K,
        seen: i64,
    ) -> Result<(), RegisterError> {
        if row.version() == seen {
            return Ok(());
        }
        let history = self.session.history(&row.subject()).await?;
        let old = history.iter().find(|it| it.version == seen).and_then(|it| it.after.as_deref());
        let changes = changes(old.unwrap_or("{}"), &canonical(row)?);
        let told = |of: fn(&(String, String, String)) -> &String| {
            let all = changes.iter().map(|it| format!("{}: {}", it.0, of(it)));
            all.collect::<Vec<_>>().join("; ")
        };
        let (was, is) = (told(|it| &it.1), told(|it| &it.2));
        let last = history.last();
        Err(RegisterError::Conflict(Box::new(Conflict {
            subject: row.subject(),
            by: last.map_or_else(String::new, |it| it.officer.clone()),
            at: last.map_or_else(String::new, |it| it.at.clone()),
            was,
            is,
        })))
    }
}

impl Session<'_> {
    /// One row by its number or name.
    pub(super) async fn row<K: Kept>(&mut self, id: &str) -> Result<K, RegisterError> {
        let subject = format!("{}/{id}", K::KIND);
        let body: Option<(String,)> = self.rows(sqlx::query(K::READ).bind(id)).await?.pop();
        let Some((body,)) = body else {
            return Err(RegisterError::NoSuch { place: self.place.to_string(), subject });
        };
        let row: K = Self::parsed(&subject, &body)?;
        if row.id() == id {
            return Ok(row);
        }
        // Kept under the name of another: whoever is asked about is not who answers.
        Err(RegisterError::Row { reason: format!("holds {}", row.subject()), subject })
    }

    /// What the clock of the server shows; a file has none.
    ///
    /// The function is named without its schema, so that a database may be given a clock of its own:
    /// whoever may do that may write anything into it.
    async fn clock(&mut self) -> Result<Option<Timestamp>, RegisterError> {
        if self.place.is_file() {
            return Ok(None);
        }
        let clock = "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)";
        let seconds = self.count(clock).await?;
        Ok(Timestamp::from_second(seconds).ok())
    }

    /// Everything that happened to one row, in order.
    pub(super) async fn history(&mut self, subject: &str) -> Result<Vec<Event>, RegisterError> {
        let query =
            sqlx::query("SELECT * FROM events WHERE subject = $1 ORDER BY seq").bind(subject);
        let rows: Vec<EventRow> = self.rows(query).await?;
        Ok(rows.into_iter().map(event).collect())
    }

    /// Some events after one, in order.
    pub(super) async fn events_after(&mut self, seq: i64) -> Result<Vec<Event>, RegisterError> {
        let query = sqlx::query("SELECT * FROM events WHERE seq > $1 ORDER BY seq LIMIT 1000");
        let rows: Vec<EventRow> = self.rows(query.bind(seq)).await?;
        Ok(rows.into_iter().map(event).collect())
    }
}

/// The form in which a row is kept and hashed ([RFC 8785]).
///
/// [RFC 8785]: https://www.rfc-editor.org/rfc/rfc8785
pub(super) fn canonical<T: Serialize>(value: &T) -> Result<String, RegisterError> {
    serde_json_canonicalizer::to_string(value)
        .map_err(|error| RegisterError::Row { subject: "-".into(), reason: error.to_string() })
}

/// `INSERT` of so many rows of so many columns.
pub(super) fn insert(table: &'static str, columns: usize, rows: usize) -> String {
    let mut sql = format!("INSERT INTO {table} VALUES ");
    for row in 0..rows {
        let first = row * columns + 1;
        let places: Vec<String> = (first..first + columns).map(|it| format!("${it}")).collect();
        let comma = if row == 0 { "" } else { ", " };
        sql.push_str(&format!("{comma}({})", places.join(", ")));
    }
    sql
}

/// The fields in which two rows differ: name, one, other.
fn changes(one: &str, other: &str) -> Vec<(String, String, String)> {
    let read = |text: &str| -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_str(text).unwrap_or_default()
    };
    let (one, other) = (read(one), read(other));
    let mut keys: Vec<&String> = one.keys().chain(other.keys()).collect();
    keys.sort();
    keys.dedup();
    let shown = |value: Option<&serde_json::Value>| {
        let text = value.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
        text.unwrap_or_else(|| "–".into())
    };
    let differ = keys.into_iter().filter(|it| one.get(*it) != other.get(*it));
    differ.map(|it| (it.clone(), shown(one.get(it)), shown(other.get(it)))).collect()
}
