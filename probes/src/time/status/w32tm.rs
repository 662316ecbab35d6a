//! `w32tm /query /status`, `/query /peers`, `/query /source` and `/stripchart`.
//!
//! Windows translates every label and writes numbers with the decimal mark of its language, but
//! keeps the order of the lines and the form of the values: a number with its meaning in brackets,
//! seconds with the letter `s` behind them, an identifier in hexadecimal digits. So the lines are
//! read by their place and form, in whatever language they are. Fields: [Windows Time service].
//!
//! [Windows Time service]: https://learn.microsoft.com/windows-server/networking/windows-time-service/windows-time-service-tools-and-settings

use super::text::{SECOND, nanoseconds};
use super::{Defect, Line, MOST_SOURCES, Reason, Source, SourceKind, SourceState, Status};

/// Reads `w32tm /query /status`, with `/verbose` or without.
pub(super) fn status(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    let fields: Vec<_> = lines
        .iter()
        .filter(|it| !it.text.trim().is_empty())
        .filter_map(|line| line.text.split_once(':').map(|(_, value)| (line, value.trim())))
        .collect();
    let mut take = |at: usize, read: &mut dyn FnMut(&str) -> Option<()>| {
        let Some((line, value)) = fields.get(at) else { return };
        if read(value).is_none() {
            defects.push(line.defect(Reason::Value));
        }
    };
    take(0, &mut |it| number(it).and_then(narrow).map(|it| status.leap = Some(it)));
    take(1, &mut |it| number(it).and_then(narrow).map(|it| status.stratum = Some(it)));
    take(2, &mut |it| number(it).map(|_| ()));
    take(3, &mut |it| with_letter(it).map(|it| status.root_delay = Some(it)));
    take(4, &mut |it| with_letter(it).map(|it| status.root_dispersion = Some(it)));
    take(5, &mut |it| it.starts_with("0x").then_some(()));
    // The date of the last comparison has as many forms as Windows has languages: the age that the
    // verbose form prints is read in its place.
    take(7, &mut |it| (!it.is_empty()).then(|| status.reference = Some(plain(it))));
    let mut poll = None;
    take(8, &mut |it| number(it).map(|it| poll = u32::try_from(it).ok()));
    let mut failure = None;
    if fields.len() >= VERBOSE {
        take(9, &mut |it| with_letter(it).map(|it| status.offset = Some(it)));
        take(10, &mut |it| with_letter(it).map(|_| ()));
        take(11, &mut |it| number(it).map(|_| ()));
        take(14, &mut |it| number(it).map(|it| failure = Some(it)));
        take(15, &mut |it| {
            let ago = u64::try_from(with_letter(it)? / SECOND).ok()?;
            status.updated_ago = Some(ago);
            Some(())
        });
    }
    if fields.len() < PLAIN {
        defects.extend(lines.last().map(|it| it.defect(Reason::Incomplete)));
        return status;
    }
    status.synchronised = match (status.leap, status.stratum) {
        (Some(3), _) | (_, Some(0)) => Some(false),
        (Some(_), Some(_)) => Some(failure.is_none_or(|it| it == 0)),
        (None, _) | (_, None) => None,
    };
    if let Some(name) = status.reference.clone() {
        status.lists_sources = true;
        let mut source = source_named(name);
        let followed = status.synchronised == Some(true) || source.kind == SourceKind::LocalClock;
        source.state = if followed { SourceState::Selected } else { SourceState::Unusable };
        source.poll = poll.and_then(|it| 1_u64.checked_shl(it));
        source.last = status.updated_ago;
        source.offset = status.offset;
        status.sources.push(source);
    }
    status
}

/// Reads `w32tm /query /peers`: blocks of lines, each begun by an empty one.
pub(super) fn peers(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status { lists_sources: true, ..Status::default() };
    let rest = lines.get(1..).unwrap_or_default();
    for block in rest.split(|it| it.text.trim().is_empty()).filter(|it| !it.is_empty()) {
        if status.sources.len() == MOST_SOURCES {
            defects.extend(block.first().map(|it| it.defect(Reason::TooLarge)));
            break;
        }
        match one_peer(block) {
            Some(source) => status.sources.push(source),
            None => defects.extend(block.first().map(|it| it.defect(Reason::Columns))),
        }
    }
    status
}

/// Peer, state, time left, mode, stratum, two poll intervals; with `/verbose` the last two lines
/// count what was received and reached.
fn one_peer(block: &[Line<'_>]) -> Option<Source> {
    let value = |at: usize| {
        let (_, value) = block.get(at)?.text.split_once(':')?;
        Some(value.trim())
    };
    let mut source = source_named(plain(value(0).filter(|it| !it.is_empty())?));
    with_letter(value(2)?)?;
    number(value(3)?)?;
    source.stratum = narrow(number(value(4)?)?);
    let poll = u32::try_from(number(value(6)?)?).ok()?;
    source.poll = 1_u64.checked_shl(poll);
    // Which peer is followed is told by the status, not here.
    source.state =
        if source.stratum == Some(0) { SourceState::Unusable } else { SourceState::Spare };
    Some(source)
}

/// Reads `w32tm /query /source`: the name of the source on one line.
pub(super) fn source(lines: &[Line<'_>]) -> Status {
    let name = lines.first().map(|it| plain(it.text));
    let mut status = Status { reference: name.clone(), ..Status::default() };
    // A name tells nothing of whether the clock follows it; that there is none tells enough.
    if let Some(source) = name.map(source_named).filter(|it| it.kind == SourceKind::LocalClock) {
        status.synchronised = Some(false);
        status.lists_sources = true;
        status.sources.push(Source { state: SourceState::Selected, ..source });
    }
    status
}

/// Reads `w32tm /stripchart`, with `/dataonly` or without: the comparison with the least delay, or
/// the last where no delay is printed.
pub(super) fn stripchart(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    let mut best: Option<i128> = None;
    for line in lines.iter().skip(1) {
        let text = line.text.trim();
        // The day and how many are collected stand before the first comparison.
        if !text.starts_with(|it: char| it.is_ascii_digit()) {
            continue;
        }
        let compared = || {
            let (_, rest) = text.split_once(' ')?;
            let parts: Vec<_> = rest.split_whitespace().collect();
            match parts.as_slice() {
                [delay, offset, ..] if delay.starts_with("d:") && offset.starts_with("o:") => {
                    Some((Some(with_letter(&delay[2..])?), with_letter(&offset[2..])?))
                }
                [offset] => Some((None, with_letter(offset)?)),
                _ => None,
            }
        };
        match compared() {
            Some((Some(delay), offset)) => {
                if best.is_none_or(|it| delay < it) {
                    best = Some(delay);
                    status.offset = Some(offset);
                }
            }
            Some((None, offset)) => status.offset = Some(offset),
            None => defects.push(line.defect(Reason::Value)),
        }
    }
    if status.offset.is_none() {
        defects.extend(lines.last().map(|it| it.defect(Reason::Incomplete)));
    }
    status
}

fn source_named(name: String) -> Source {
    let own = ["Local CMOS Clock", "Free-running System Clock"].iter().any(|it| name == *it);
    Source {
        name,
        follows: None,
        kind: if own { SourceKind::LocalClock } else { SourceKind::Network },
        state: SourceState::Unusable,
        stratum: None,
        poll: None,
        reach: None,
        last: None,
        offset: None,
        error: None,
    }
}

/// The name without the flags that the configuration puts behind it: `ntp.example,0x8`.
fn plain(name: &str) -> String {
    name.trim().split(',').next().unwrap_or_default().trim().to_owned()
}

/// The number at the beginning: `4 (secondary …)`, `0(no warning)`, `-23 (119.209ns …)`.
fn number(value: &str) -> Option<i64> {
    let end = value.find(|it: char| !it.is_ascii_digit() && it != '-').unwrap_or(value.len());
    value.get(..end)?.parse().ok()
}

fn narrow<T: TryFrom<i64>>(number: i64) -> Option<T> {
    T::try_from(number).ok()
}

/// The magnitude of seconds with the letter behind them: `-0,0012345s`.
fn with_letter(value: &str) -> Option<i128> {
    nanoseconds(value.strip_suffix('s')?, SECOND).map(i128::abs)
}

/// The first line of a status: a label and the leap indicator with its meaning in brackets.
pub(super) fn is_status_head(text: &str) -> bool {
    let Some((label, value)) = text.split_once(": ") else { return false };
    let Some((digits, rest)) = value.split_once('(') else { return false };
    let labelled = !label.is_empty() && label.chars().all(|it| it.is_alphabetic() || it == ' ');
    labelled && matches!(digits, "0" | "1" | "2" | "3") && rest.ends_with(')')
}

/// The first line of a list of peers: `#Peers: 2`.
pub(super) fn is_peers_head(text: &str) -> bool {
    let value = text.strip_prefix('#').and_then(|it| it.split_once(':')).map(|it| it.1.trim());
    value.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// The first line of a comparison: `Tracking ntp.example [192.0.2.1:123].`
pub(super) fn is_stripchart_head(text: &str) -> bool {
    text.ends_with(":123].") && text.contains(" [")
}

/// A line with one of the error codes of Windows: `(0x80070426)`.
pub(super) fn is_failure(text: &str) -> bool {
    text.contains("(0x80")
}

const PLAIN: usize = 9;
const VERBOSE: usize = 16;
