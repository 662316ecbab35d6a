//! `time.servers`: what the time services on the authority's own servers say they follow.
//!
//! # Measures
//!
//! The magnitude of the last correction that a service states, in nanoseconds. The half-width of
//! the interval is the distance from the reference clock that the same service states: its root
//! dispersion and half its root delay. Both are the server's own words; `time.ntp-offset` measures
//! without them.
//!
//! # Rests on
//!
//! The output of `chronyc tracking` and `sources`, `ntpq -p` and `-c rv`, `timedatectl` and
//! `w32tm /query`. The leap indicator, the stratum and the reachability register are those of
//! [RFC 5905 section 7.3] and [RFC 5905 section 13]. Which source the text names a clock or a
//! server speaks for is what the case says of it; of clocks and laboratories known by name, a table.
//!
//! # Evidence
//!
//! `time-status`, any number for each server; of two outputs of one command the later counts. One
//! `declaration`.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every service follows a source of a class that the documents declare, and its correction lies within the limit |
//! | violates | a service follows nothing, or its own clock; its source gives no answers; its source is of another class than declared; no part of the interval lies within the limit |
//! | undetermined | nothing was taken; a line cannot be read; no tool tells the state, the source or the correction; the class of the source is not known; the documents declare none; the clock was last compared more than a day before; the interval reaches across the limit |
//!
//! # Cannot see
//!
//! A server that prints what it does not do: that is measured by `time.ntp-offset` and
//! `time.witnesses`. Whether a pulse or a bus that is named without its receiver carries the time
//! of a satellite.
//!
//! [RFC 5905 section 7.3]: https://www.rfc-editor.org/rfc/rfc5905#section-7.3
//! [RFC 5905 section 13]: https://www.rfc-editor.org/rfc/rfc5905#section-13

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use model::{
    Basis, Cell, Evidence, EvidenceKind, Judgement, Limit, Measure, Measured, Note, TableHead,
    Unit, Verdict,
};

use super::packet::told;
use super::sources::{Found, bare, clock, find};
use super::status::{
    Reason, Section, Shape, Source, SourceKind, SourceState, Status, Transcript, read,
};
use crate::sum::Sum;
use crate::{CollectError, Declaration, Probe, Question, Site, TimeSourceClass, case};

/// The probe.
pub(crate) struct Servers;

const TABLE: TableHead = TableHead {
    code: "time.sources",
    columns: &[
        "host", "source", "kind", "class", "state", "stratum", "poll", "reach", "last", "offset",
        "error",
    ],
};

impl Probe for Servers {
    fn id(&self) -> &'static str {
        "time.servers"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Declaration, EvidenceKind::TimeStatus]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            "time.service-follows-declared",
            "time.service-offset-beyond-limit",
            "time.service-offset-straddles-limit",
            "time.service-offset-untold",
            "time.service-offset-within-limit",
            "time.service-state-untold",
            "time.service-unsynchronised",
            "time.source-class-unknown",
            "time.source-is-own-clock",
            "time.source-not-told",
            "time.source-other-than-declared",
            "time.source-silent",
            "time.sources-not-declared",
            "time.status-line-unread",
            "time.status-missing",
            "time.status-stale",
            "time.status-undated",
            STATUS_UNREADABLE,
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[TABLE]
    }

    fn collect(
        &self,
        site: &dyn Site,
        _: &Declaration,
        _: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        let record = |it: Transcript| {
            let at = it.taken_at.unwrap_or_else(|| site.now());
            let peer = it.host.clone();
            it.into_evidence(at).map_err(|source| CollectError::Unrecordable { peer, source })
        };
        site.run_time_tools().into_iter().map(record).collect()
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declared = match case::declaration(question) {
            Ok(declared) => declared,
            Err(note) => return Judgement::undetermined(note),
        };
        let mut sum = Sum::default();
        let hosts = hosts(question, &mut sum);
        if hosts.is_empty() {
            sum.open(Note::new("time.status-missing"));
        }
        let mut rows = Vec::new();
        for (name, host) in &hosts {
            let look = Look { name, host, hosts: &hosts, declared: &declared };
            look.judge(question.requirement.limit, &mut sum);
            rows.extend(look.rows());
        }
        let mut whole = sum.finish();
        if !rows.is_empty() {
            whole.exhibits.push(TABLE.with(rows));
        }
        whole
    }
}

/// Every transcript with when it was taken in, or a note for one that cannot be read.
pub(super) fn transcripts(question: &Question<'_>) -> Vec<Result<(Transcript, Timestamp), Note>> {
    let read = |evidence: &Evidence| {
        let transcript: Transcript = case::record(evidence, STATUS_UNREADABLE)?;
        let at = transcript.taken_at.unwrap_or(evidence.collected_at);
        Ok((transcript, at))
    };
    question.of(EvidenceKind::TimeStatus).map(read).collect()
}

/// What was taken from one server: of several outputs of one command the last.
#[derive(Default)]
struct Host {
    sections: BTreeMap<Shape, (Section, Timestamp)>,
    dated: bool,
}

fn hosts(question: &Question<'_>, sum: &mut Sum) -> BTreeMap<String, Host> {
    let mut hosts: BTreeMap<String, Host> = BTreeMap::new();
    for transcript in transcripts(question) {
        let (transcript, at) = match transcript {
            Ok(found) => found,
            Err(note) => {
                sum.open(note);
                continue;
            }
        };
        let reading = read(&transcript);
        let host = hosts.entry(transcript.host.clone()).or_default();
        host.dated |= transcript.taken_at.is_some();
        let none = reading.sections.is_empty();
        for section in reading.sections {
            host.sections.insert(section.shape, (section, at));
        }
        for defect in reading.defects {
            let note = Note::new("time.status-line-unread")
                .fact("host", &transcript.host)
                .fact("line", defect.line)
                .fact("reason", defect.reason.as_str())
                .fact("text", defect.text);
            // Beside what could be read, a line of something else decides nothing.
            if none || defect.reason != Reason::Unknown {
                sum.open(note);
            } else {
                sum.remark(note);
            }
        }
    }
    hosts
}

/// One server, with what is needed to follow its sources further.
struct Look<'a> {
    name: &'a str,
    host: &'a Host,
    hosts: &'a BTreeMap<String, Host>,
    declared: &'a Declaration,
}

impl Look<'_> {
    fn about(&self, code: &'static str) -> Note {
        Note::new(code).fact("host", self.name)
    }

    fn statuses(&self) -> impl Iterator<Item = &Status> {
        self.host.sections.values().map(|(section, _)| &section.status)
    }

    fn judge(&self, limit: Option<Limit>, sum: &mut Sum) {
        for (section, _) in self.host.sections.values() {
            for defect in &section.defects {
                let note = self
                    .about("time.status-line-unread")
                    .fact("line", defect.line)
                    .fact("reason", defect.reason.as_str())
                    .fact("text", format!("{}: {}", section.tool.as_str(), defect.text));
                // A line that a later version of the tool prints besides is told and not held
                // against the server.
                if defect.reason == Reason::Unknown {
                    sum.remark(note);
                } else {
                    sum.open(note);
                }
            }
        }
        if self.host.sections.is_empty() {
            return;
        }
        self.judge_state(sum);
        self.judge_source(sum);
        if let Some(limit) = limit {
            self.judge_offset(limit, sum);
        }
    }

    /// Whether the clock follows anything, and when it last did.
    fn judge_state(&self, sum: &mut Sum) {
        let mut told = false;
        let mut dated = self.host.dated;
        for (section, at) in self.host.sections.values() {
            let status = &section.status;
            told |= status.synchronised.is_some();
            if status.synchronised == Some(false) {
                sum.say(
                    Verdict::Violates,
                    self.about("time.service-unsynchronised")
                        .fact("tool", section.tool.as_str())
                        .fact("source", status.reference.as_deref().unwrap_or("-")),
                );
                continue;
            }
            let ago = status.updated_ago.and_then(|it| i64::try_from(it).ok());
            let ago = ago.map(SignedDuration::from_secs);
            let since = status.updated_at.map(|it| at.duration_since(it));
            dated |= since.is_some();
            if let Some(age) = ago.or(since)
                && age.abs() > STALE
            {
                let hours = age.as_secs() / 3_600;
                sum.open(self.about("time.status-stale").fact("hours", hours));
            }
        }
        if !told {
            sum.open(self.about("time.service-state-untold"));
        }
        if !dated {
            sum.remark(self.about("time.status-undated"));
        }
    }

    /// Whether what it follows is of a declared class, and answers.
    fn judge_source(&self, sum: &mut Sum) {
        if self.statuses().any(|it| it.synchronised == Some(false)) {
            return;
        }
        let followed = self.followed();
        if followed.is_empty() {
            sum.open(self.about("time.source-not-told"));
        }
        let promised = self.promised();
        for source in followed {
            let about = |code| self.about(code).fact("source", &source.name);
            if source.reach == Some(0) {
                sum.say(Verdict::Violates, about("time.source-silent"));
                continue;
            }
            let class = match self.class(&source, 0) {
                Ok(class) => class,
                Err(Found::OwnClock) => {
                    sum.say(Verdict::Violates, about("time.source-is-own-clock"));
                    continue;
                }
                Err(Found::Carrier | Found::Class(_) | Found::Internal(_) | Found::Unknown) => {
                    sum.open(about("time.source-class-unknown"));
                    continue;
                }
            };
            let about = |code| about(code).fact("class", class.as_str());
            if promised.is_empty() {
                sum.open(about("time.sources-not-declared"));
            } else if promised.contains(&class) {
                let stratum = self.statuses().find_map(|it| it.stratum);
                let stratum = stratum.map_or_else(|| "-".to_owned(), |it| it.to_string());
                let note = about("time.service-follows-declared").fact("stratum", stratum);
                sum.say(Verdict::Complies, note);
            } else {
                sum.say(Verdict::Violates, about("time.source-other-than-declared"));
            }
        }
    }

    /// The correction that the service states, with the distance that it states.
    fn judge_offset(&self, limit: Limit, sum: &mut Sum) {
        if self.statuses().any(|it| it.synchronised == Some(false)) {
            return;
        }
        let stated = |status: &Status| {
            let half = status.root_delay? / 2 + status.root_delay? % 2 + status.root_dispersion?;
            Some((status.offset?, half))
        };
        let Some((offset, half)) = self.statuses().find_map(stated) else {
            sum.open(self.about("time.service-offset-untold"));
            return;
        };
        let (Ok(value), Ok(uncertainty)) = (i64::try_from(offset), u64::try_from(half)) else {
            sum.open(self.about("time.service-offset-untold"));
            return;
        };
        let measure = Measure { value, uncertainty, unit: Unit::Nanosecond };
        let Ok(verdict) = limit.judge(&measure) else {
            sum.open(self.about("time.service-offset-untold"));
            return;
        };
        let code = match verdict {
            Verdict::Complies => "time.service-offset-within-limit",
            Verdict::Violates => "time.service-offset-beyond-limit",
            Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => {
                "time.service-offset-straddles-limit"
            }
        };
        let basis = match limit.basis {
            Basis::Commission => "commission",
            Basis::Law => "law",
        };
        let most = limit.max.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let (offset, bound) = told(offset, half);
        let note = self
            .about(code)
            .fact("offset-ms", offset)
            .fact("bound-ms", bound)
            .fact("limit", most)
            .fact("unit", limit.unit)
            .fact("basis", basis);
        let quantity = "service-offset".to_owned();
        let measures = vec![Measured { quantity, measure, instrument: None }];
        sum.add(Judgement { measures, ..Judgement::because(verdict, note) });
    }

    /// The sources that the clock follows; where no list was taken, the one that is named.
    fn followed(&self) -> Vec<Source> {
        let listed = self.statuses().flat_map(|it| &it.sources);
        let mut chosen: Vec<Source> =
            listed.filter(|it| it.state == SourceState::Selected).cloned().collect();
        // Two commands may list one source.
        chosen.sort_by(|a, b| a.name.cmp(&b.name).then(b.reach.cmp(&a.reach)));
        chosen.dedup_by(|a, b| a.name == b.name);
        if !chosen.is_empty() {
            return chosen;
        }
        let named = self.statuses().find_map(|it| Some((it.reference.clone()?, it.stratum)));
        let Some((name, stratum)) = named else { return Vec::new() };
        let kind = if OWN.contains(&name.as_str()) || clock(&name) == Found::OwnClock {
            SourceKind::LocalClock
        } else if stratum == Some(1) {
            SourceKind::ReferenceClock
        } else {
            SourceKind::Network
        };
        vec![Source {
            name,
            follows: None,
            kind,
            state: SourceState::Selected,
            stratum: None,
            poll: None,
            reach: None,
            last: None,
            offset: None,
            error: None,
        }]
    }

    /// The class of a source; a server of the authority has the class of what it follows itself.
    fn class<'s>(&'s self, source: &Source, depth: u8) -> Result<TimeSourceClass, Found<'s>> {
        match find(source, self.declared) {
            Found::Class(class) => Ok(class),
            // A pulse beside a receiver that answers carries the receiver's second.
            Found::Carrier => self
                .statuses()
                .flat_map(|it| &it.sources)
                .filter(|it| it.kind == SourceKind::ReferenceClock && it.reach != Some(0))
                .find_map(|it| match clock(&it.name) {
                    Found::Class(class) => Some(class),
                    Found::Carrier | Found::Internal(_) | Found::OwnClock | Found::Unknown => None,
                })
                .ok_or(Found::Carrier),
            Found::Internal(server) => {
                let names = [bare(&server.name), bare(&server.address)];
                let host = self.hosts.iter().find(|(it, _)| names.contains(&bare(it)));
                let Some((name, host)) = host.filter(|_| depth < DEEPEST) else {
                    return Err(Found::Internal(server));
                };
                let look = Look { name, host, hosts: self.hosts, declared: self.declared };
                let behind = look.followed();
                let first = behind.first().and_then(|it| look.class(it, depth + 1).ok());
                first.ok_or(Found::Internal(server))
            }
            other @ (Found::OwnClock | Found::Unknown) => Err(other),
        }
    }

    /// The classes that the documents name for this server; for one that they do not list, those
    /// of the authority's time servers together.
    fn promised(&self) -> BTreeSet<TimeSourceClass> {
        let host = bare(self.name);
        let servers = &self.declared.time_servers;
        let own = servers.iter().find(|it| bare(&it.name) == host || bare(&it.address) == host);
        match own {
            Some(server) => server.sources.iter().copied().collect(),
            None => servers.iter().flat_map(|it| it.sources.iter().copied()).collect(),
        }
    }

    fn rows(&self) -> Vec<Vec<Cell>> {
        let mut sources: Vec<Source> =
            self.statuses().flat_map(|it| it.sources.iter().cloned()).collect();
        if sources.is_empty() {
            sources = self.followed();
        }
        sources.truncate(MOST_ROWS);
        sources.iter().map(|it| self.row(it)).collect()
    }

    fn row(&self, source: &Source) -> Vec<Cell> {
        let number = |it: Option<u64>| Cell::text(it.map_or(String::new(), |it| it.to_string()));
        let amount = |it: Option<i128>| match it.and_then(|it| i64::try_from(it).ok()) {
            Some(value) => Cell::Measure(Measure { value, uncertainty: 0, unit: Unit::Nanosecond }),
            None => Cell::text(""),
        };
        let class = match self.class(source, 0) {
            Ok(class) => Cell::word(format!("time-class-{}", class.as_str())),
            Err(_) => Cell::word("time-class-unknown"),
        };
        vec![
            Cell::text(self.name),
            Cell::text(&source.name),
            Cell::word(format!("time-source-{}", source.kind.as_str())),
            class,
            Cell::word(format!("time-source-{}", source.state.as_str())),
            number(source.stratum.map(u64::from)),
            number(source.poll),
            Cell::text(source.reach.map_or(String::new(), |it| format!("{it:03o}"))),
            number(source.last),
            amount(source.offset),
            amount(source.error),
        ]
    }
}

/// A transcript that cannot be read.
pub(super) const STATUS_UNREADABLE: &str = "time.status-unreadable";
/// Identifiers under which chrony and ntpd serve their own clock.
const OWN: [&str; 4] = ["127.127.1.0", "127.127.1.1", "7F7F0101", "LOCAL(0)"];
/// A clock that was last compared longer ago than this is not followed now.
const STALE: SignedDuration = SignedDuration::from_hours(24);
/// How many servers of the authority may stand one behind the other.
const DEEPEST: u8 = 4;
const MOST_ROWS: usize = 64;
