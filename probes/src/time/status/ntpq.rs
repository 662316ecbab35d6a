//! `ntpq -p` and `ntpq -c rv`, of the reference implementation 4.2 and of ntpsec.
//!
//! Columns and variables: the [manual of ntpq]. Offsets, delays and dispersions are milliseconds.
//! With `-w` a long name stands on a line of its own.
//!
//! [manual of ntpq]: https://www.ntp.org/documentation/4.2.8-series/ntpq/

use jiff::Timestamp;

use super::text::{MILLISECOND, SECOND, age, nanoseconds, with_unit};
use super::{Defect, Line, MOST_SOURCES, Reason, Source, SourceKind, SourceState, Status};

/// Reads `ntpq -p`, `-pn`, `-c peers`.
pub(super) fn peers(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status { lists_sources: true, ..Status::default() };
    let mut wide: Option<Line<'_>> = None;
    for line in lines.iter().skip(1) {
        let text = line.text.trim_end();
        if text.trim().is_empty() || text.trim().bytes().all(|it| it == b'=') {
            continue;
        }
        if status.sources.len() == MOST_SOURCES {
            defects.push(line.defect(Reason::TooLarge));
            break;
        }
        if let Some(head) = wide.take() {
            match one_peer(&format!("{} {text}", head.text)) {
                Some(source) => status.sources.push(source),
                None => defects.push(line.defect(Reason::Columns)),
            }
        } else if text.split_whitespace().count() <= 2 && !text.ends_with(':') {
            wide = Some(*line);
        } else {
            match one_peer(text) {
                Some(source) => status.sources.push(source),
                None => defects.push(line.defect(Reason::Columns)),
            }
        }
    }
    defects.extend(wide.map(|it| it.defect(Reason::Columns)));
    status
}

/// `*192.0.2.1   .GPS.   1 u   34   64  377    0.123   -0.045   0.012`
fn one_peer(text: &str) -> Option<Source> {
    let mut letters = text.chars();
    let state = match letters.next()? {
        '*' | 'o' => SourceState::Selected,
        '+' => SourceState::Combined,
        '-' | '#' | '.' => SourceState::Spare,
        'x' => SourceState::Rejected,
        ' ' => SourceState::Unusable,
        _ => return None,
    };
    let columns: Vec<_> = letters.as_str().split_whitespace().collect();
    let [name, refid, stratum, sort, when, poll, reach, delay, offset, jitter] = columns.as_slice()
    else {
        return None;
    };
    let stratum: u32 = stratum.parse().ok().filter(|it| *it <= 16)?;
    let reach = u32::from_str_radix(reach, 8).ok().filter(|it| *it < 0x100)?;
    let last = if *when == "-" { None } else { Some(age(when)?) };
    let amount = |it: &str| {
        let plain = nanoseconds(it, MILLISECOND);
        plain.or_else(|| with_unit(it)).map(i128::abs)
    };
    let (delay, offset, jitter) = (amount(delay)?, amount(offset)?, amount(jitter)?);
    let refid = refid.trim_matches('.');
    let own = ["LOCAL(", "127.127.1."].iter().any(|it| name.starts_with(it)) || refid == "LOCL";
    let kind = match *sort {
        _ if own => SourceKind::LocalClock,
        "l" => SourceKind::ReferenceClock,
        "u" | "b" | "B" | "s" | "A" | "m" | "M" | "p" => SourceKind::Network,
        _ => return None,
    };
    Some(Source {
        name: (*name).to_owned(),
        follows: Some(refid.to_owned()),
        kind,
        state,
        stratum: Some(stratum),
        poll: Some(age(poll)?),
        reach: Some(reach),
        last,
        offset: (reach != 0).then_some(offset),
        error: (reach != 0).then_some(delay / 2 + jitter),
    })
}

/// Reads `ntpq -c rv`: the variables of the service.
pub(super) fn variables(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    for line in lines {
        for (name, value) in pairs(line.text) {
            let amount = || nanoseconds(value, MILLISECOND).map(i128::abs);
            let read = match name {
                "leap" => u8::from_str_radix(value, 2)
                    .ok()
                    .filter(|it| *it < 4)
                    .map(|it| status.leap = Some(it)),
                "stratum" => value.parse().ok().map(|it| status.stratum = Some(it)),
                "rootdelay" => amount().map(|it| status.root_delay = Some(it)),
                "rootdisp" | "rootdispersion" => {
                    amount().map(|it| status.root_dispersion = Some(it))
                }
                "offset" => amount().map(|it| status.offset = Some(it)),
                "refid" => {
                    let refid = value.trim_matches('.');
                    status.reference = (!refid.is_empty()).then(|| refid.to_owned());
                    Some(())
                }
                "reftime" => instant(value).map(|it| status.updated_at = it),
                _ => Some(()),
            };
            if read.is_none() {
                defects.push(line.defect(Reason::Value));
            }
        }
    }
    status.synchronised = match (status.leap, status.stratum) {
        (Some(3), _) | (_, Some(0 | 16..)) => Some(false),
        (Some(_), Some(_)) => Some(true),
        (None, _) | (_, None) => {
            defects.extend(lines.last().map(|it| it.defect(Reason::Incomplete)));
            None
        }
    };
    status
}

/// `name=value`, separated by commas; what follows a date and holds no sign of equality belongs to
/// the date and is left out, and so is what stands between quotes.
fn pairs(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut quoted = false;
    let parts = line.split(move |it| {
        quoted ^= it == '"';
        it == ',' && !quoted
    });
    parts.filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((name.trim(), value.trim()))
    })
}

/// `dd8761c6.9842a985 2017-10-10T15:12:06.594Z`: seconds since 1900 and their fraction, in
/// hexadecimal digits. A clock that was never set shows zero.
fn instant(value: &str) -> Option<Option<Timestamp>> {
    let digits = value.split_whitespace().next()?;
    let (whole, fraction) = digits.split_once('.')?;
    if whole.len() != 8 || fraction.len() != 8 {
        return None;
    }
    let since_1900 = i128::from(u32::from_str_radix(whole, 16).ok()?);
    let fraction = i128::from(u32::from_str_radix(fraction, 16).ok()?);
    if since_1900 == 0 {
        return Some(None);
    }
    // Era 1 begins on 7 February 2036: what lies before 1968 in era 0 lies in era 1.
    let era = if since_1900 < 1 << 31 { 1_i128 << 32 } else { 0 };
    let seconds = since_1900 + era - 2_208_988_800;
    Timestamp::from_nanosecond(seconds * SECOND + ((fraction * SECOND) >> 32)).ok().map(Some)
}
