//! `chronyc tracking` and `chronyc sources`, for people and as comma-separated values.
//!
//! Fields: [chronyc(1)]. Versions before 3.0 print the reference as an address, later ones as eight
//! hexadecimal digits; a clock at the machine gives up to four letters.
//!
//! [chronyc(1)]: https://chrony-project.org/doc/4.5/chronyc.html

use jiff::Timestamp;

use super::text::{SECOND, age, long_date, seconds, with_unit};
use super::{Defect, Line, MOST_SOURCES, Reason, Source, SourceKind, SourceState, Status};

/// Reads `chronyc tracking`.
pub(super) fn tracking(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    for line in lines {
        if line.text.trim().is_empty() {
            continue;
        }
        let Some((label, value)) = line.text.split_once(':') else {
            defects.push(line.defect(Reason::Columns));
            continue;
        };
        let value = value.trim();
        let amount = || seconds(value.split_whitespace().next().unwrap_or_default());
        let read = match label.trim() {
            "Reference ID" => named(value).map(|it| status.reference = it),
            "Stratum" => value.parse().ok().map(|it| status.stratum = Some(it)),
            "Ref time (UTC)" => long_date(value).map(|it| status.updated_at = since_1970(it)),
            "Last offset" => amount().map(|it| status.offset = larger(status.offset, it)),
            "System time" => amount().map(|it| status.offset = larger(status.offset, it)),
            "Root delay" => amount().map(|it| status.root_delay = Some(it.abs())),
            "Root dispersion" => amount().map(|it| status.root_dispersion = Some(it.abs())),
            "Leap status" => leap(value).map(|it| status.leap = Some(it)),
            "RMS offset" | "Frequency" | "Residual freq" | "Skew" | "Update interval" => Some(()),
            _ => {
                defects.push(line.defect(Reason::Unknown));
                continue;
            }
        };
        if read.is_none() {
            defects.push(line.defect(Reason::Value));
        }
    }
    conclude(&mut status, lines, defects);
    status
}

/// Reads `chronyc -c tracking`: one line of fourteen fields.
pub(super) fn tracking_csv(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    for line in lines.iter().filter(|it| !it.text.trim().is_empty()) {
        let fields: Vec<_> = line.text.trim().split(',').collect();
        let [id, name, stratum, at, system, last, _, _, _, _, delay, dispersion, _, told] =
            fields.as_slice()
        else {
            defects.push(line.defect(Reason::Columns));
            continue;
        };
        let read = || {
            let offset = seconds(system)?.abs().max(seconds(last)?.abs());
            let at = Timestamp::from_nanosecond(seconds(at)?).ok()?;
            Some(Status {
                leap: Some(leap(told)?),
                stratum: Some(stratum.parse().ok()?),
                reference: reference(id, name),
                offset: Some(offset),
                root_delay: Some(seconds(delay)?.abs()),
                root_dispersion: Some(seconds(dispersion)?.abs()),
                updated_at: since_1970(at),
                ..Status::default()
            })
        };
        match read() {
            Some(found) => status = found,
            None => defects.push(line.defect(Reason::Value)),
        }
    }
    conclude(&mut status, lines, defects);
    status
}

/// Whether the service follows a source: the leap status says so, or there is nobody to ask.
fn conclude(status: &mut Status, lines: &[Line<'_>], defects: &mut Vec<Defect>) {
    status.synchronised = match (status.leap, status.stratum) {
        (Some(3), _) | (_, Some(0)) => Some(false),
        (Some(_), Some(_)) => Some(true),
        (None, _) | (_, None) => {
            defects.extend(lines.last().map(|it| it.defect(Reason::Incomplete)));
            None
        }
    };
}

/// Reads `chronyc sources`, with or without its legend and `-n`.
pub(super) fn sources(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status { lists_sources: true, ..Status::default() };
    for line in lines {
        let text = line.text.trim_end();
        let idle = text.trim().is_empty()
            || text.starts_with("MS Name/IP")
            || text.trim().bytes().all(|it| it == b'=');
        if idle {
            continue;
        }
        match one_source(text) {
            Some(source) if status.sources.len() < MOST_SOURCES => status.sources.push(source),
            Some(_) => {
                defects.push(line.defect(Reason::TooLarge));
                break;
            }
            None => defects.push(line.defect(Reason::Columns)),
        }
    }
    status
}

/// `^* 192.0.2.1   2   6   377    34   -500us[ -800us] +/-   22ms`
fn one_source(text: &str) -> Option<Source> {
    let mut letters = text.chars();
    let kind = kind(letters.next()?)?;
    let state = state(letters.next()?)?;
    // The name takes what it needs; the columns behind it stand in a fixed order.
    let rest = letters.as_str();
    let (columns, sample) = rest.split_once('[')?;
    let (measured, error) = sample.split_once(']')?;
    let columns: Vec<_> = columns.split_whitespace().collect();
    let [name, stratum, poll, reach, last, adjusted] = columns.as_slice() else { return None };
    let error = error.trim().strip_prefix("+/-")?.trim();
    let offset = with_unit(adjusted)?.abs().max(with_unit(measured.trim())?.abs());
    let last = if *last == "-" { None } else { Some(age(last)?) };
    finish(name, kind, state, [stratum, poll, reach], last, offset, with_unit(error)?)
}

/// Reads `chronyc -c sources`: a line of ten fields for each.
pub(super) fn sources_csv(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status { lists_sources: true, ..Status::default() };
    for line in lines.iter().filter(|it| !it.text.trim().is_empty()) {
        match one_source_csv(line.text.trim()) {
            Some(source) if status.sources.len() < MOST_SOURCES => status.sources.push(source),
            Some(_) => {
                defects.push(line.defect(Reason::TooLarge));
                break;
            }
            None => defects.push(line.defect(Reason::Columns)),
        }
    }
    status
}

fn one_source_csv(text: &str) -> Option<Source> {
    let fields: Vec<_> = text.split(',').collect();
    let [mode, selected, name, stratum, poll, reach, last, adjusted, measured, error] =
        fields.as_slice()
    else {
        return None;
    };
    let one = |it: &str| it.chars().next().filter(|first| it.len() == first.len_utf8());
    // A source that was never heard of is 2^32 - 1 seconds old.
    let last = Some(last.parse::<u64>().ok()?).filter(|it| *it < u64::from(u32::MAX));
    let offset = seconds(adjusted)?.abs().max(seconds(measured)?.abs());
    let kind = kind(one(mode)?)?;
    let state = state(one(selected)?)?;
    finish(name, kind, state, [stratum, poll, reach], last, offset, seconds(error)?)
}

fn finish(
    name: &str,
    kind: SourceKind,
    state: SourceState,
    [stratum, poll, reach]: [&str; 3],
    last: Option<u64>,
    offset: i128,
    error: i128,
) -> Option<Source> {
    let stratum: u32 = stratum.parse().ok()?;
    let poll: i32 = poll.parse().ok()?;
    let poll = match u32::try_from(poll) {
        Ok(power) => 1_u64.checked_shl(power).filter(|it| *it > 0)?,
        // Less than a second is told as one.
        Err(_) => 1,
    };
    let reach = u32::from_str_radix(reach, 8).ok().filter(|it| *it < 0x100)?;
    let heard = reach != 0 || last.is_some();
    Some(Source {
        name: name.to_owned(),
        follows: None,
        kind,
        state,
        stratum: Some(stratum),
        poll: Some(poll),
        reach: Some(reach),
        last,
        offset: heard.then_some(offset),
        error: heard.then_some(error.abs()),
    })
}

const fn kind(letter: char) -> Option<SourceKind> {
    match letter {
        '^' | '=' => Some(SourceKind::Network),
        '#' => Some(SourceKind::ReferenceClock),
        _ => None,
    }
}

const fn state(letter: char) -> Option<SourceState> {
    match letter {
        '*' => Some(SourceState::Selected),
        '+' => Some(SourceState::Combined),
        '-' => Some(SourceState::Spare),
        'x' | '~' => Some(SourceState::Rejected),
        '?' => Some(SourceState::Unusable),
        _ => None,
    }
}

fn leap(text: &str) -> Option<u8> {
    match text {
        "Normal" => Some(0),
        "Insert second" => Some(1),
        "Delete second" => Some(2),
        "Not synchronised" => Some(3),
        _ => None,
    }
}

/// `C0000201 (ntp.example)`, `192.0.2.1 (ntp.example)`, `47505300 (GPS)`, `00000000 ()`.
fn named(value: &str) -> Option<Option<String>> {
    let (id, name) = value.split_once('(')?;
    let name = name.strip_suffix(')')?;
    Some(reference(id.trim(), name.trim()))
}

/// The name where there is one; the identifier otherwise, unless it says that there is none.
fn reference(id: &str, name: &str) -> Option<String> {
    let none = id.is_empty() || id.bytes().all(|it| matches!(it, b'0' | b'.'));
    match (none, name) {
        (true, "") => None,
        (false, "") => Some(id.to_owned()),
        (_, name) => Some(name.to_owned()),
    }
}

fn larger(one: Option<i128>, other: i128) -> Option<i128> {
    Some(one.unwrap_or(0).max(other.abs()))
}

/// A clock that was never compared shows the beginning of 1970.
fn since_1970(at: Timestamp) -> Option<Timestamp> {
    (at.as_nanosecond() > 86_400 * SECOND).then_some(at)
}

pub(super) fn is_tracking_csv(text: &str) -> bool {
    let id = text.split(',').next().unwrap_or_default();
    let hex = id.len() == 8 && id.bytes().all(|it| it.is_ascii_hexdigit());
    let address = id.bytes().all(|it| it.is_ascii_digit() || it == b'.') && id.contains('.');
    (hex || address) && text.split(',').count() == 14
}

pub(super) fn is_sources_csv(text: &str) -> bool {
    let mut letters = text.chars();
    let begun = letters.next().is_some_and(|it| kind(it).is_some());
    begun && letters.as_str().starts_with(',') && text.split(',').count() > 5
}

/// The lines that `sources -v` prints above the list.
pub(super) fn is_legend(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(".-- ")
        || text.starts_with('/')
        || text.starts_with('|')
        || text.starts_with("210 Number of sources")
}
