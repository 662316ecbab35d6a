//! A series as it is kept: JSON lines, in pieces that may be put together in any order.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind, Note, Unread};
use serde::{Deserialize, Serialize};

use super::{Form, ListHead, Plan};
use crate::{Question, SiteFailure};

/// One line of a piece of evidence of the kind `sample-series`.
///
/// A piece is either one line with the plan, or lines that begin with the session they belong to;
/// several pieces one after another are a piece as well.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Line {
    /// What is sampled.
    Plan(Plan),
    /// The samples that follow were sent in this session.
    Session(Session),
    /// Bytes that this target gave for the first time.
    Seen(Seen),
    /// One sample.
    Sample(Sample),
}

impl Line {
    /// The line with its line feed.
    ///
    /// # Errors
    ///
    /// What the serialiser reported.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The name of a plan: SHA-256 of its line, line feed included.
#[must_use]
pub fn id_of(line: &[u8]) -> EvidenceId {
    EvidenceId::of(line)
}

/// A time in which one process sampled without a break of its clock.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Session {
    /// The plan, by the SHA-256 of its line.
    pub plan: EvidenceId,
    /// When it began, by the clock of the inspector's machine. From here on instants are counted
    /// by a clock that does not step.
    pub begun: Timestamp,
    /// Why it began.
    pub cause: SessionCause,
}

/// Why a session began.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionCause {
    /// The machine had slept, or its clock was set forward: the time between was not sampled.
    ClockAhead,
    /// The machine's clock was set back. The schedule goes on by the clock that does not step.
    ClockBehind,
    /// The plan was taken up again after an end or a crash.
    Resumed,
    /// The plan was begun.
    Started,
}

/// Bytes that a target gave for the first time.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seen {
    /// Which target of the plan.
    pub target: u32,
    /// When.
    pub at: Timestamp,
    /// Their SHA-256.
    pub sha256: EvidenceId,
    /// Whether the bytes are kept as evidence of their own; beyond a bound they are not.
    pub kept: bool,
    /// What a list says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListHead>,
}

/// One sample: a look at one target by one channel, or why there was none.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sample {
    /// Which lane of the plan: target times number of channels plus channel.
    pub lane: u32,
    /// The number of the sample in its lane, from 0.
    pub index: u64,
    /// When it was due.
    pub due: Timestamp,
    /// When it was sent, by the clock of the inspector's machine; absent where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Timestamp>,
    /// How late it was sent, in microseconds, by a clock that does not step.
    #[serde(default)]
    pub late_us: u64,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a sample.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Outcome {
    /// An answer came, whole.
    Answered(Answered),
    /// None came.
    Failed(SiteFailure),
    /// Nothing was sent, or nothing can be said: this sample does not count.
    Unsampled(Unsampled),
}

/// A whole answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answered {
    /// The status code.
    pub status: u16,
    /// What the bytes are.
    pub form: Form,
    /// How many.
    pub length: u64,
    /// Their SHA-256.
    pub sha256: EvidenceId,
    /// From the request to the last byte, in microseconds.
    pub elapsed_us: u64,
}

/// Why a sample that was due does not count.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unsampled {
    /// As many samples as may be were on their way.
    Crowded,
    /// The series ended before the answer.
    CutOff,
    /// The sample before was still on its way.
    InFlight,
}

/// One plan and what was sampled by it.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) plan: Plan,
    /// When each session began, and why.
    pub(crate) sessions: BTreeMap<Timestamp, SessionCause>,
    /// Of each lane, its samples by number.
    pub(crate) samples: BTreeMap<u32, BTreeMap<u64, Sample>>,
    /// What lists say of themselves, by the SHA-256 of their bytes.
    pub(crate) lists: BTreeMap<EvidenceId, ListHead>,
}

/// The most lines that are read: those of ten services, each minute, for a year.
const MOST_LINES: usize = 6_000_000;

/// Longest line that is read: a plan of some thousand targets.
const LONGEST_LINE: u64 = 16 << 20;

/// Every series among the evidence, in the order of their beginnings, and a note for each line
/// that cannot be used. A sample that stands in two pieces counts once.
pub(crate) fn read(question: &Question<'_>) -> (Vec<Series>, Vec<Note>) {
    let mut reading = Reading::default();
    for evidence in question.of(EvidenceKind::SampleSeries) {
        if let Err(error) = reading.piece(evidence) {
            reading.notes.push(evidence.unread(&error));
        }
    }
    reading.finish()
}

#[derive(Default)]
struct Reading {
    plans: BTreeMap<EvidenceId, Series>,
    /// Lines of sessions whose plan has not been met yet, or never will be.
    waiting: BTreeMap<EvidenceId, Vec<Line>>,
    lines: usize,
    notes: Vec<Note>,
}

impl Reading {
    fn piece(&mut self, evidence: &Evidence) -> Result<(), Unread> {
        let mut input = BufReader::new(evidence.content.stream()?);
        let mut plan = None;
        let mut taken = Vec::new();
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            self.lines += 1;
            if self.lines > MOST_LINES {
                self.wrong(&evidence.source, number, &format!("more than {MOST_LINES} lines"));
                break;
            }
            let read: Line = match serde_json::from_slice(&line) {
                Ok(read) => read,
                Err(error) => {
                    self.wrong(&evidence.source, number, &error.to_string());
                    continue;
                }
            };
            match &read {
                Line::Plan(_) => plan = Some(id_of(&line)),
                Line::Session(session) => plan = Some(session.plan),
                Line::Sample(_) | Line::Seen(_) => {}
            }
            match plan {
                Some(plan) => taken.push((plan, read)),
                None => self.wrong(&evidence.source, number, "a sample before its session"),
            }
        }
        // Nothing rests on a piece before its last byte was held against its SHA-256.
        for (id, line) in taken {
            match line {
                Line::Plan(plan) => {
                    self.plans.entry(id).or_insert_with(|| Series::of(plan));
                }
                Line::Sample(_) | Line::Seen(_) | Line::Session(_) => {
                    self.waiting.entry(id).or_default().push(line);
                }
            }
        }
        Ok(())
    }

    fn wrong(&mut self, source: &str, line: u64, error: &str) {
        // One unreadable piece may hold a million such lines.
        if self.notes.len() < 20 {
            let note = Note::new(UNREADABLE).fact("source", source).fact("line", line);
            self.notes.push(note.fact("error", error));
        }
    }

    fn finish(mut self) -> (Vec<Series>, Vec<Note>) {
        for (plan, lines) in std::mem::take(&mut self.waiting) {
            let Some(series) = self.plans.get_mut(&plan) else {
                self.notes.push(Note::new(PLAN_MISSING).fact("plan", plan));
                continue;
            };
            for line in lines {
                series.add(line);
            }
        }
        let mut found: Vec<_> = self.plans.into_values().collect();
        found.sort_by_key(|it| it.plan.start);
        (found, self.notes)
    }
}

impl Series {
    const fn of(plan: Plan) -> Self {
        Self { plan, sessions: BTreeMap::new(), samples: BTreeMap::new(), lists: BTreeMap::new() }
    }

    fn add(&mut self, line: Line) {
        match line {
            // Told apart before.
            Line::Plan(_) => {}
            Line::Session(session) => {
                self.sessions.insert(session.begun, session.cause);
            }
            Line::Seen(seen) => {
                if let Some(list) = seen.list {
                    self.lists.insert(seen.sha256, list);
                }
            }
            Line::Sample(sample) => {
                self.samples.entry(sample.lane).or_default().entry(sample.index).or_insert(sample);
            }
        }
    }
}

/// A line cannot be read.
pub(crate) const UNREADABLE: &str = "net.series-unreadable";
/// Samples of a plan that is not among the evidence.
pub(crate) const PLAN_MISSING: &str = "net.series-plan-missing";
