//! Asking declared addresses, and what follows from their answers.

use std::collections::{BTreeMap, BTreeSet};

use model::{Cell, Evidence, EvidenceKind, Judgement, Measure, Note, TableHead, Unit, Verdict};

use crate::connection::{self, Connection};
use crate::crl::is_askable;
use crate::exchange::{self, Outcome, Purpose, Record};
use crate::{CollectError, HttpRequest, Question, Site};

/// An address with the name that the documents give to what lies there.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Declared<'a> {
    pub(super) name: &'a str,
    /// A URL, or `host:port`.
    pub(super) address: &'a str,
}

/// The columns of the table.
pub(super) const COLUMNS: &[&str] = &["name", "address", "answer", "time"];

/// Asks every address that nobody asked yet.
pub(super) fn ask(
    site: &dyn Site,
    declared: BTreeSet<Declared<'_>>,
    have: &[Evidence],
) -> Result<Vec<Evidence>, CollectError> {
    let kinds = [EvidenceKind::Connection, EvidenceKind::HttpExchange];
    let mut asked: BTreeSet<&str> =
        have.iter().filter(|it| kinds.contains(&it.kind)).map(|it| it.source.as_str()).collect();
    let mut taken = Vec::new();
    for Declared { address, .. } in declared {
        if !asked.insert(address) {
            continue;
        }
        // `host:port` has no scheme, whatever the host is called.
        if is_askable(address) || address.contains("://") {
            let request = HttpRequest::get(address);
            taken.extend(exchange::ask(site, Purpose::Endpoint, &request)?);
        } else {
            taken.push(connection::try_one(site, address)?);
        }
    }
    Ok(taken)
}

/// Judges every address by what it answered last.
pub(super) fn judge(
    question: &Question<'_>,
    declared: &BTreeSet<Declared<'_>>,
    table: &TableHead,
) -> Judgement {
    let (records, unreadable) = exchange::records(question);
    let (connections, lost) = connection::all(question);
    let connected = |it: &Connection| matches!(it.outcome, connection::Outcome::Connected(_));
    let network_seen = exchange::network_seen(&records) || connections.iter().any(connected);
    // What a drill saw of an address while a path was interrupted says nothing of other days.
    // What was asked wrongly on purpose may be refused in any way, and a drill has its own look.
    let records = records
        .iter()
        .filter(|it| !matches!(it.purpose, Purpose::Drill | Purpose::TspWithoutRequest));
    let exchanged: BTreeMap<&str, &Record> = records.map(|it| (&*it.url, it)).collect();
    let tried: BTreeMap<&str, &Connection> = connections.iter().map(|it| (&*it.peer, it)).collect();
    let mut parts: Vec<_> =
        unreadable.into_iter().chain(lost).map(Judgement::undetermined).collect();
    let mut rows = Vec::new();
    for one in declared {
        let (judgement, answer, time) = match (exchanged.get(one.address), tried.get(one.address)) {
            (Some(record), _) => of_exchange(record, network_seen),
            (None, Some(connection)) => of_connection(connection, network_seen),
            (None, None) => {
                let note = Note::new("net.not-asked").fact("url", one.address);
                (Judgement::undetermined(note), Cell::text("–"), None)
            }
        };
        parts.push(judgement);
        let time = time.map_or_else(|| Cell::text("–"), microseconds);
        rows.push(vec![
            Cell::text(if one.name.is_empty() { "–" } else { one.name }),
            Cell::text(one.address),
            answer,
            time,
        ]);
    }
    let mut whole = Judgement::over(parts);
    whole.exhibits.push(table.with(rows));
    whole
}

fn microseconds(elapsed_us: u64) -> Cell {
    let value = i64::try_from(elapsed_us).unwrap_or(i64::MAX);
    Cell::Measure(Measure { value, uncertainty: 1, unit: Unit::Microsecond })
}

fn of_exchange(record: &Record, network_seen: bool) -> (Judgement, Cell, Option<u64>) {
    let about = |code| Note::new(code).fact("url", &record.url);
    match &record.outcome {
        Outcome::Answered(answered) => {
            let status = Cell::text(answered.status);
            let judgement = if answered.status < 500 {
                let note = about("net.answered")
                    .fact("status", answered.status)
                    .fact("microseconds", answered.elapsed_us);
                Judgement::because(Verdict::Complies, note)
            } else {
                let note = about("net.server-error").fact("status", answered.status);
                Judgement::because(Verdict::Violates, note)
            };
            (judgement, status, Some(answered.elapsed_us))
        }
        Outcome::Failed(failed) => unanswered(failed, network_seen, about),
    }
}

fn of_connection(connection: &Connection, network_seen: bool) -> (Judgement, Cell, Option<u64>) {
    let about = |code| Note::new(code).fact("url", &connection.peer);
    match &connection.outcome {
        connection::Outcome::Connected(connected) => {
            let note = about("net.connected")
                .fact("peer", &connected.address)
                .fact("microseconds", connected.elapsed_us);
            let answer = Cell::word("reach-connected");
            (Judgement::because(Verdict::Complies, note), answer, Some(connected.elapsed_us))
        }
        connection::Outcome::Failed(failed) => unanswered(failed, network_seen, about),
    }
}

fn unanswered(
    failed: &exchange::Failed,
    network_seen: bool,
    about: impl Fn(&'static str) -> Note,
) -> (Judgement, Cell, Option<u64>) {
    let notes = ["net.unreachable", "net.unreachable-from-here"].map(about);
    let (verdict, note) = exchange::unanswered(failed, network_seen, notes);
    let answer = Cell::word(format!("failure-{}", failed.failure.as_str()));
    (Judgement::because(verdict, note), answer, None)
}
