//! What time services print about themselves, read without trusting it.
//!
//! A transcript is what a person or the tool itself took from a server: one command or several,
//! one after the other, with or without the lines that were typed. It is cut into sections by what
//! the lines look like, and each section is read by the reader of its tool. A reader gives what it
//! could read and a [`Defect`] for every line it could not: nothing that is missing is ever taken
//! for "in sync".
//!
//! Every figure is an integer of nanoseconds. Tools do not agree about the sign of an offset, so
//! only its magnitude is used.

mod chronyc;
mod ntpq;
mod text;
mod timedatectl;
mod w32tm;

use jiff::Timestamp;
use model::{Evidence, EvidenceKind};
use serde::{Deserialize, Serialize};

pub(super) use text::decoded;
use text::{Kept, shown};

use crate::CollectError;

/// What a time service's own tool printed: evidence of the kind `time-status`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Transcript {
    /// The server on which it was taken, as the documents or the machine name it.
    pub host: String,
    /// The program and its arguments, where they are known: `chronyc -n tracking`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// When it was printed, where that is known; otherwise it was before it was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// What was printed, byte for byte.
    printed: Kept,
}

impl Transcript {
    /// The largest transcript that is read, in bytes.
    pub const LARGEST: usize = 1 << 20;

    /// A transcript of what was printed.
    #[must_use]
    pub fn new(
        host: impl Into<String>,
        command: Option<String>,
        taken_at: Option<Timestamp>,
        printed: Vec<u8>,
    ) -> Self {
        Self { host: host.into(), command, taken_at, printed: Kept::from(printed) }
    }

    /// What was printed.
    #[must_use]
    pub fn printed(&self) -> &[u8] {
        self.printed.bytes()
    }

    /// The piece of evidence that holds it.
    ///
    /// # Errors
    ///
    /// [`CollectError::Unrecordable`] if it has no form as JSON.
    pub fn into_evidence(self, collected_at: Timestamp) -> Result<Evidence, CollectError> {
        let bytes = serde_json::to_vec(&self)
            .map_err(|source| CollectError::Unrecordable { peer: self.host.clone(), source })?;
        Ok(Evidence::new(EvidenceKind::TimeStatus, collected_at, self.host, bytes))
    }
}

/// A program that tells about a time service.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Tool {
    Chronyc,
    Ntpq,
    Timedatectl,
    W32tm,
}

impl Tool {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Chronyc => "chronyc",
            Self::Ntpq => "ntpq",
            Self::Timedatectl => "timedatectl",
            Self::W32tm => "w32tm",
        }
    }
}

/// What a section of a transcript said.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Status {
    /// Whether the service says that its clock follows a source.
    pub(super) synchronised: Option<bool>,
    /// The leap indicator of [RFC 5905 section 7.3], 3 where the clock is not synchronised.
    ///
    /// [RFC 5905 section 7.3]: https://www.rfc-editor.org/rfc/rfc5905#section-7.3
    pub(super) leap: Option<u8>,
    /// Distance from a reference clock: 0 where none is known.
    pub(super) stratum: Option<u32>,
    /// What the service follows, as printed.
    pub(super) reference: Option<String>,
    /// Magnitude of the last correction, in nanoseconds.
    pub(super) offset: Option<i128>,
    /// Round trip to the reference clock, in nanoseconds.
    pub(super) root_delay: Option<i128>,
    /// Greatest error against the reference clock, in nanoseconds.
    pub(super) root_dispersion: Option<i128>,
    /// When the clock was last compared, by the clock of the server.
    pub(super) updated_at: Option<Timestamp>,
    /// How long before the transcript the clock was last compared, in seconds.
    pub(super) updated_ago: Option<u64>,
    /// Local time minus UTC that the tool prints, in seconds.
    pub(super) utc_offset: Option<i32>,
    /// Whether the section lists the sources.
    pub(super) lists_sources: bool,
    pub(super) sources: Vec<Source>,
}

/// One line of a list of sources.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Source {
    /// Name, address, or identifier of a reference clock.
    pub(super) name: String,
    /// What the source follows itself, where the tool prints it: `.GPS.`, an address.
    pub(super) follows: Option<String>,
    pub(super) kind: SourceKind,
    pub(super) state: SourceState,
    pub(super) stratum: Option<u32>,
    /// Seconds between two questions.
    pub(super) poll: Option<u64>,
    /// Which of the last eight questions were answered, one bit each.
    pub(super) reach: Option<u32>,
    /// Seconds since the last answer.
    pub(super) last: Option<u64>,
    /// Magnitude of the offset, in nanoseconds.
    pub(super) offset: Option<i128>,
    /// The error that the tool states, in nanoseconds.
    pub(super) error: Option<i128>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum SourceKind {
    /// The machine's own clock, which follows nothing.
    LocalClock,
    /// A server or peer over the network.
    Network,
    /// A clock at the machine: a receiver, a pulse.
    ReferenceClock,
}

impl SourceKind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::LocalClock => "local-clock",
            Self::Network => "network",
            Self::ReferenceClock => "reference-clock",
        }
    }
}

/// What the service does with a source.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum SourceState {
    /// Takes part in the time beside the selected one.
    Combined,
    /// Good, and not used now.
    Spare,
    /// The clock follows it.
    Selected,
    /// Disagrees with the others, or varies too much.
    Rejected,
    /// Gives no time.
    Unusable,
}

impl SourceState {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Combined => "combined",
            Self::Rejected => "rejected",
            Self::Selected => "selected",
            Self::Spare => "spare",
            Self::Unusable => "unusable",
        }
    }
}

/// Something that could not be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Defect {
    /// The line of the transcript, from 1; 0 where it concerns the whole.
    pub(super) line: usize,
    pub(super) reason: Reason,
    /// The line, at most 80 characters of it.
    pub(super) text: String,
}

/// Why something could not be read.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Reason {
    /// The columns are not those of the tool.
    Columns,
    /// The encoding of the text is not known.
    Encoding,
    /// A demanded line is not there.
    Incomplete,
    /// Larger than is read.
    TooLarge,
    /// The tool printed that it reached no service.
    ToolFailed,
    /// No tool that is known prints this, or not in this language.
    Unknown,
    /// The value is not of the form that the tool prints.
    Value,
}

impl Reason {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Encoding => "encoding",
            Self::Incomplete => "incomplete",
            Self::TooLarge => "too-large",
            Self::ToolFailed => "tool-failed",
            Self::Unknown => "unknown",
            Self::Value => "value",
        }
    }
}

/// A section of a transcript, read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Section {
    pub(super) tool: Tool,
    pub(super) status: Status,
    pub(super) defects: Vec<Defect>,
}

/// Everything a transcript holds.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Reading {
    pub(super) sections: Vec<Section>,
    /// What belongs to no section.
    pub(super) defects: Vec<Defect>,
}

/// A line with its number.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    number: usize,
    text: &'a str,
}

impl Line<'_> {
    fn defect(self, reason: Reason) -> Defect {
        Defect { line: self.number, reason, text: shown(self.text) }
    }
}

/// What a run of lines looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    ChronySources,
    ChronySourcesCsv,
    ChronyTracking,
    ChronyTrackingCsv,
    Failure(Tool),
    NtpqPeers,
    NtpqVariables,
    TimedatectlProperties,
    TimedatectlStatus,
    TimesyncStatus,
    W32tmPeers,
    W32tmSource,
    W32tmStatus,
    W32tmStripchart,
}

/// Reads what was printed.
pub(super) fn read(transcript: &Transcript) -> Reading {
    let whole = |reason| Reading {
        sections: Vec::new(),
        defects: vec![Defect { line: 0, reason, text: String::new() }],
    };
    if transcript.printed().len() > Transcript::LARGEST {
        return whole(Reason::TooLarge);
    }
    let Some(text) = decoded(transcript.printed()) else { return whole(Reason::Encoding) };
    let mut command = transcript.command.clone().unwrap_or_default();
    let mut runs: Vec<(Shape, Vec<Line<'_>>)> = Vec::new();
    let mut reading = Reading::default();
    let mut open = false;
    for (number, text) in (1..).zip(text.lines()) {
        let line = Line { number, text: text.trim_end() };
        if line.text.chars().count() > LONGEST_LINE {
            reading.defects.push(line.defect(Reason::TooLarge));
            continue;
        }
        if let Some(typed) = prompt(line.text) {
            command = typed.to_owned();
            open = false;
            continue;
        }
        if chronyc::is_legend(line.text) {
            continue;
        }
        let current = runs.last().map(|(shape, _)| *shape).filter(|_| open);
        match head(line.text, &command, current) {
            Some(shape) if current != Some(shape) => {
                open = true;
                runs.push((shape, vec![line]));
            }
            Some(_) | None => match runs.last_mut() {
                Some((_, lines)) if open => lines.push(line),
                Some(_) | None if line.text.trim().is_empty() => {}
                Some(_) | None => reading.defects.push(line.defect(Reason::Unknown)),
            },
        }
        if runs.len() > MOST_SECTIONS || reading.defects.len() > MOST_DEFECTS {
            reading.defects.push(line.defect(Reason::TooLarge));
            break;
        }
    }
    if runs.is_empty() && reading.defects.is_empty() {
        return whole(Reason::Incomplete);
    }
    reading.sections.extend(runs.into_iter().map(|(shape, lines)| section(shape, &lines)));
    reading
}

fn section(shape: Shape, lines: &[Line<'_>]) -> Section {
    let mut defects = Vec::new();
    let (tool, status) = match shape {
        Shape::ChronySources => (Tool::Chronyc, chronyc::sources(lines, &mut defects)),
        Shape::ChronySourcesCsv => (Tool::Chronyc, chronyc::sources_csv(lines, &mut defects)),
        Shape::ChronyTracking => (Tool::Chronyc, chronyc::tracking(lines, &mut defects)),
        Shape::ChronyTrackingCsv => (Tool::Chronyc, chronyc::tracking_csv(lines, &mut defects)),
        Shape::Failure(tool) => {
            defects.extend(lines.first().map(|it| it.defect(Reason::ToolFailed)));
            (tool, Status::default())
        }
        Shape::NtpqPeers => (Tool::Ntpq, ntpq::peers(lines, &mut defects)),
        Shape::NtpqVariables => (Tool::Ntpq, ntpq::variables(lines, &mut defects)),
        Shape::TimedatectlProperties => {
            (Tool::Timedatectl, timedatectl::properties(lines, &mut defects))
        }
        Shape::TimedatectlStatus => (Tool::Timedatectl, timedatectl::status(lines, &mut defects)),
        Shape::TimesyncStatus => (Tool::Timedatectl, timedatectl::timesync(lines, &mut defects)),
        Shape::W32tmPeers => (Tool::W32tm, w32tm::peers(lines, &mut defects)),
        Shape::W32tmSource => (Tool::W32tm, w32tm::source(lines)),
        Shape::W32tmStatus => (Tool::W32tm, w32tm::status(lines, &mut defects)),
        Shape::W32tmStripchart => (Tool::W32tm, w32tm::stripchart(lines, &mut defects)),
    };
    defects.truncate(MOST_DEFECTS);
    Section { tool, status, defects }
}

/// What a line begins, by its look alone; what was typed decides only where the look does not.
fn head(line: &str, command: &str, current: Option<Shape>) -> Option<Shape> {
    let text = line.trim_start();
    let begins = |start: &str| text.starts_with(start);
    let failures = [
        ("506 Cannot talk to daemon", Tool::Chronyc),
        ("Could not open connection to daemon", Tool::Chronyc),
        ("501 Not authorised", Tool::Chronyc),
        ("ntpq: read: Connection refused", Tool::Ntpq),
        ("No association ID's returned", Tool::Ntpq),
        ("System has not been booted with systemd", Tool::Timedatectl),
        ("Failed to ", Tool::Timedatectl),
    ];
    if let Some((_, tool)) = failures.iter().find(|(start, _)| begins(start)) {
        return Some(Shape::Failure(*tool));
    }
    if text.ends_with("timed out, nothing received") {
        return Some(Shape::Failure(Tool::Ntpq));
    }
    if w32tm::is_failure(text)
        && !matches!(current, Some(Shape::W32tmStatus | Shape::W32tmPeers | Shape::W32tmStripchart))
    {
        return Some(Shape::Failure(Tool::W32tm));
    }
    if begins("Reference ID") && text.contains(':') {
        return Some(Shape::ChronyTracking);
    }
    if begins("MS Name/IP") {
        return Some(Shape::ChronySources);
    }
    if chronyc::is_sources_csv(text) {
        return Some(Shape::ChronySourcesCsv);
    }
    if chronyc::is_tracking_csv(text) {
        return Some(Shape::ChronyTrackingCsv);
    }
    let mut words = text.split_whitespace();
    if words.next() == Some("remote") && text.contains("refid") && text.contains("reach") {
        return Some(Shape::NtpqPeers);
    }
    if begins("associd=") || begins("assID=") {
        return Some(Shape::NtpqVariables);
    }
    if begins("Local time:") {
        return Some(Shape::TimedatectlStatus);
    }
    if begins("Server:") && current != Some(Shape::TimedatectlStatus) {
        return Some(Shape::TimesyncStatus);
    }
    if timedatectl::is_property(text) {
        return Some(Shape::TimedatectlProperties);
    }
    if w32tm::is_peers_head(text) {
        return Some(Shape::W32tmPeers);
    }
    if current != Some(Shape::W32tmPeers) && w32tm::is_status_head(text) {
        return Some(Shape::W32tmStatus);
    }
    if w32tm::is_stripchart_head(text) {
        return Some(Shape::W32tmStripchart);
    }
    let typed = command.to_ascii_lowercase();
    let asked = typed.contains("w32tm") && typed.contains("/source") && !text.is_empty();
    (asked && current.is_none()).then_some(Shape::W32tmSource)
}

/// The command that was typed on a line, where it looks like one.
fn prompt(line: &str) -> Option<&str> {
    let (_, typed) = line.split_once(['$', '#', '>'])?;
    let typed = typed.trim_start();
    let program = typed.split_whitespace().find(|it| *it != "sudo")?;
    let program = program.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let program = program.strip_suffix(".exe").unwrap_or(&program);
    let known = [Tool::Chronyc, Tool::Ntpq, Tool::Timedatectl, Tool::W32tm];
    known.iter().any(|it| it.as_str() == program).then_some(typed)
}

const LONGEST_LINE: usize = 2_000;
const MOST_SECTIONS: usize = 64;
const MOST_DEFECTS: usize = 32;
const MOST_SOURCES: usize = 256;

#[cfg(test)]
mod tests;
