//! `timedatectl`, of systemd 219 and later: `status`, `show`, `timesync-status`, `show-timesync`.
//!
//! The labels changed over the versions and are listed with the form they had; the program does
//! not translate them, only the names of days, which are not read. Fields: [timedatectl(1)].
//!
//! [timedatectl(1)]: https://www.freedesktop.org/software/systemd/man/latest/timedatectl.html

use super::text::{instant, stretch};
use super::{Defect, Line, Reason, Source, SourceKind, SourceState, Status};
use jiff::Timestamp;

/// Reads `timedatectl` or `timedatectl status`.
pub(super) fn status(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    for line in lines {
        let Some((label, value)) = line.text.split_once(':') else { continue };
        let value = value.trim();
        let read = match label.trim() {
            // 219 to 235; 236 to 238; 239 and later.
            "NTP synchronized" | "System clock synchronized" => {
                truth(value).map(|it| status.synchronised = Some(it))
            }
            "Time zone" => zone(value).map(|it| status.utc_offset = it),
            "Local time"
            | "Universal time"
            | "RTC time"
            | "NTP enabled"
            | "NTP service"
            | "Network time on"
            | "systemd-timesyncd.service active"
            | "RTC in local TZ"
            | "DST active"
            | "Last DST change"
            | "Next DST change"
            | "Warning" => Some(()),
            // What is told of summer time runs over several lines.
            _ if line.text.starts_with(' ') => Some(()),
            _ => {
                defects.push(line.defect(Reason::Unknown));
                continue;
            }
        };
        if read.is_none() {
            defects.push(line.defect(Reason::Value));
        }
    }
    if status.synchronised.is_none() {
        defects.extend(lines.last().map(|it| it.defect(Reason::Incomplete)));
    }
    status
}

/// Reads `timedatectl show` and `timedatectl show-timesync`: a property a line.
pub(super) fn properties(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status::default();
    let (mut server, mut address, mut answered) = (None, None, false);
    let mut message = Message::default();
    for line in lines.iter().filter(|it| !it.text.trim().is_empty()) {
        let Some((name, value)) = line.text.trim().split_once('=') else {
            defects.push(line.defect(Reason::Columns));
            continue;
        };
        let some = || (!value.is_empty()).then(|| value.to_owned());
        let read = match name {
            "NTPSynchronized" => truth(value).map(|it| status.synchronised = Some(it)),
            "ServerName" => {
                server = some();
                Some(())
            }
            "ServerAddress" => {
                address = some();
                Some(())
            }
            "PollIntervalUSec" => stretch(value).map(|it| message.poll = whole_seconds(it)),
            "NTPMessage" => message.read(value).map(|()| answered = true),
            _ => Some(()),
        };
        if read.is_none() {
            defects.push(line.defect(Reason::Value));
        }
    }
    // Where a server is named it is the one that is followed, or that is still being asked.
    if let Some(name) = server.or(address) {
        status.lists_sources = true;
        status.reference = Some(name.clone());
        status.sources.push(source(name, answered && !message.ignored, &message));
    }
    if answered {
        status.leap = message.leap;
        status.stratum = message.stratum.map(|it| it + 1);
        status.root_delay = message.root_delay;
        status.root_dispersion = message.root_dispersion;
        status.updated_at = message.at;
    }
    status
}

/// Reads `timedatectl timesync-status`.
pub(super) fn timesync(lines: &[Line<'_>], defects: &mut Vec<Defect>) -> Status {
    let mut status = Status { lists_sources: true, ..Status::default() };
    let mut message = Message::default();
    let mut server = None;
    let mut packets = 0_u64;
    for line in lines.iter().filter(|it| !it.text.trim().is_empty()) {
        let Some((label, value)) = line.text.split_once(':') else {
            defects.push(line.defect(Reason::Columns));
            continue;
        };
        let value = value.trim();
        let first = value.split(" (").next().unwrap_or_default();
        let read = match label.trim() {
            "Server" => named(value).map(|it| server = Some(it)),
            "Poll interval" => stretch(first).map(|it| message.poll = whole_seconds(it)),
            "Leap" => leap(value).map(|it| message.leap = Some(it)),
            "Stratum" => value.parse().ok().map(|it| message.stratum = Some(it)),
            // Half the delay to the root is counted in already.
            "Root distance" => stretch(first).map(|it| message.root_dispersion = Some(it)),
            "Offset" => stretch(value).map(|it| message.offset = Some(it.abs())),
            "Delay" => stretch(value).map(|it| message.delay = Some(it)),
            "Packet count" => value.parse().ok().map(|it| packets = it),
            "Version" | "Reference" | "Precision" | "Jitter" | "Frequency" => Some(()),
            _ => {
                defects.push(line.defect(Reason::Unknown));
                continue;
            }
        };
        if read.is_none() {
            defects.push(line.defect(Reason::Value));
        }
    }
    let Some(name) = server else {
        defects.extend(lines.last().map(|it| it.defect(Reason::Incomplete)));
        return status;
    };
    status.reference = Some(name.clone());
    status.sources.push(source(name, packets > 0, &message));
    if packets > 0 {
        status.leap = message.leap;
        status.stratum = message.stratum.map(|it| it + 1);
        status.offset = message.offset;
        status.root_delay = message.root_dispersion.map(|_| 0);
        status.root_dispersion = message.root_dispersion;
    }
    status
}

/// What the followed server said last.
#[derive(Default)]
struct Message {
    leap: Option<u8>,
    stratum: Option<u32>,
    root_delay: Option<i128>,
    root_dispersion: Option<i128>,
    offset: Option<i128>,
    delay: Option<i128>,
    poll: Option<u64>,
    at: Option<Timestamp>,
    ignored: bool,
}

impl Message {
    /// `{ Leap=0, Stratum=2, RootDelay=3ms, …, Ignored=no PacketCount=1, Jitter=0 }`
    fn read(&mut self, value: &str) -> Option<()> {
        let inside = value.trim().strip_prefix('{')?.strip_suffix('}')?;
        for part in inside.split(',') {
            // Before version 255 a comma is missing behind `Ignored`.
            let part = part.split(" PacketCount=").next().unwrap_or_default();
            let Some((name, value)) = part.trim().split_once('=') else { continue };
            match name {
                "Leap" => self.leap = Some(value.parse().ok().filter(|it| *it < 4)?),
                "Stratum" => self.stratum = Some(value.parse().ok().filter(|it| *it < 256)?),
                "RootDelay" => self.root_delay = Some(amount(value)?),
                "RootDispersion" => self.root_dispersion = Some(amount(value)?),
                "Ignored" => self.ignored = truth(value)?,
                "DestinationTimestamp" => self.at = utc(value),
                _ => {}
            }
        }
        self.stratum.map(|_| ())
    }
}

fn source(name: String, answered: bool, message: &Message) -> Source {
    Source {
        name,
        follows: None,
        kind: SourceKind::Network,
        state: if answered { SourceState::Selected } else { SourceState::Unusable },
        stratum: message.stratum,
        poll: message.poll,
        reach: None,
        last: None,
        offset: message.offset,
        error: message.delay.map(|it| it / 2),
    }
}

/// `192.0.2.1 (ntp.example)`: the name; the address where there is no other.
fn named(value: &str) -> Option<String> {
    let name = match value.split_once(" (") {
        Some((_, name)) => name.strip_suffix(')')?,
        None => value,
    };
    (!name.is_empty() && name != "n/a").then(|| name.to_owned())
}

fn truth(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn leap(value: &str) -> Option<u8> {
    match value {
        "normal" => Some(0),
        "last minute of the day has 61 seconds" => Some(1),
        "last minute of the day has 59 seconds" => Some(2),
        "not synchronized" => Some(3),
        _ => None,
    }
}

/// A stretch, or a bare zero.
fn amount(value: &str) -> Option<i128> {
    if value == "0" { Some(0) } else { stretch(value) }
}

/// `Asia/Almaty (+05, +0500)`; `n/a` where the machine names no zone.
fn zone(value: &str) -> Option<Option<i32>> {
    if value.starts_with("n/a") {
        return Some(None);
    }
    let (_, inside) = value.split_once('(')?;
    let digits = inside.strip_suffix(')')?.rsplit(' ').next()?;
    let (sign, digits) = match digits.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_at_checked(2)?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sound = digits.len() == 4 && (0..24).contains(&hours) && (0..60).contains(&minutes);
    sound.then_some(Some(sign * (hours * 3_600 + minutes * 60)))
}

/// `Fri 2026-01-16 07:00:00 UTC`; another zone is told by letters that several zones share.
fn utc(value: &str) -> Option<Timestamp> {
    let parts: Vec<_> = value.split_whitespace().collect();
    let [_, day, time, "UTC"] = parts.as_slice() else { return None };
    let day: Vec<_> = day.split('-').collect();
    let [year, month, day] = day.as_slice() else { return None };
    instant(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?, time)
}

fn whole_seconds(nanoseconds: i128) -> Option<u64> {
    u64::try_from(nanoseconds / super::text::SECOND).ok()
}

pub(super) fn is_property(text: &str) -> bool {
    const NAMES: [&str; 17] = [
        "CanNTP",
        "FallbackNTPServers",
        "Frequency",
        "LinkNTPServers",
        "LocalRTC",
        "NTP",
        "NTPMessage",
        "NTPSynchronized",
        "PollIntervalMaxUSec",
        "PollIntervalMinUSec",
        "PollIntervalUSec",
        "RTCTimeUSec",
        "RootDistanceMaxUSec",
        "ServerAddress",
        "ServerName",
        "SystemNTPServers",
        "Timezone",
    ];
    let name = text.split_once('=').map(|it| it.0);
    name.is_some_and(|it| NAMES.contains(&it) || it == "TimeUSec" || it == "RuntimeNTPServers")
}
