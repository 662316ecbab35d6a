//! `time.zone`: whether machines, what runs on them and their logs keep the time of the Republic.
//!
//! # Measures
//!
//! Local time minus UTC, in seconds: as the machine's own zone data give it at the instant that the
//! machine's clock showed; as the zone data of the system, of Java virtual machines and of databases
//! give it for Almaty; as the lines of supplied logs state it. Whether the clock is right is measured
//! elsewhere: a finding about the zone never speaks of drift.
//!
//! # Rests on
//!
//! The zone `Asia/Almaty` of the [time zone database], bundled with the tool: from 2024-03-01 the
//! whole Republic keeps one time, UTC+05:00. Before that day two were kept and nothing is judged.
//! The edition 2024a of the database is the first that knows of it.
//!
//! # Evidence
//!
//! One `host-inventory` for each machine, the last one of each counts; any number of `log-sample`
//! and `time-status`; one `declaration`, for the zone the documents name.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the offset is that of the Republic and of the declared zone; zone data know of it; the lines of a log state it, or it follows from a line of which the instant is known |
//! | violates | the offset is another one; outdated zone data (+06:00 with a zone of Kazakhstan, or an edition before 2024a) are named as such |
//! | violates | the declared zone has another offset than the machine |
//! | undetermined | nothing was taken or can be read; the machine's clock stands before 2024-03-01; the declared zone is not in the database; a log states no offset, or letters that several zones share |
//!
//! # Cannot see
//!
//! The zone of a service of which no log was supplied; zone data of Windows beyond the offset that
//! it shows; data that a program carries inside itself.
//!
//! [time zone database]: https://www.iana.org/time-zones

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use model::{Cell, Evidence, EvidenceKind, Judgement, Note, TableHead, Verdict};

use super::logs::{self, Group, LogAnchor, LogSample, Stamp, Told};
use super::servers::{STATUS_UNREADABLE, transcripts};
use super::status;
use crate::sum::Sum;
use crate::{CollectError, Declaration, HostFacts, Probe, Question, Site, ZoneData, case, host};

/// The probe.
pub(crate) struct Zone;

impl Probe for Zone {
    fn id(&self) -> &'static str {
        "time.zone"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Declaration,
            EvidenceKind::HostInventory,
            EvidenceKind::LogSample,
            EvidenceKind::TimeStatus,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_UNREADABLE,
            host::MISSING,
            host::UNREADABLE,
            "time.log-abbreviation",
            "time.log-anchor-drift",
            "time.log-anchor-unclear",
            "time.log-before-single-zone",
            "time.log-in-utc",
            "time.log-of-republic",
            "time.log-offset-other",
            "time.log-offset-outdated",
            LOG_UNREADABLE,
            "time.log-without-offset",
            "time.log-without-time",
            STATUS_UNREADABLE,
            "time.zone-clock-before-single-zone",
            "time.zone-data-current",
            "time.zone-data-old",
            "time.zone-data-outdated",
            "time.zone-data-unread",
            "time.zone-declared-unknown",
            "time.zone-not-as-declared",
            "time.zone-not-declared",
            "time.zone-of-republic",
            "time.zone-offset-wrong",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[LOGS, ZONE_DATA]
    }

    fn collect(
        &self,
        site: &dyn Site,
        _: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        if have.iter().any(|it| it.kind == EvidenceKind::HostInventory) {
            return Ok(Vec::new());
        }
        host::take(site)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declared = match case::declaration(question) {
            Ok(declaration) => declaration.time_zone,
            Err(note) if note.code == case::DECLARATION_MISSING => None,
            Err(note) => return Judgement::undetermined(note),
        };
        let mut sum = Sum::default();
        let mut places = Vec::new();
        let machines = host::last_of_each(question);
        if machines.is_empty() {
            sum.open(Note::new(host::MISSING));
        }
        for evidence in machines {
            match host::facts(evidence) {
                Ok(facts) => {
                    sum.add(judge_machine(&facts, declared.as_deref()));
                    judge_data(&facts, &mut sum);
                    places.extend(facts.zone_data.iter().map(|it| place(&facts, it)));
                }
                Err(note) => sum.open(note),
            }
        }
        judge_services(question, &mut sum);
        let written = judge_logs(question, &mut sum);
        if declared.is_none() {
            // A remark: the text asks for the time of the Republic, not for a sentence about it.
            sum.remark(Note::new("time.zone-not-declared"));
        }
        let mut whole = sum.finish();
        let tables = [(ZONE_DATA, places), (LOGS, written)];
        let tables = tables.into_iter().filter(|(_, rows)| !rows.is_empty());
        whole.exhibits.extend(tables.map(|(head, rows)| head.with(rows)));
        whole
    }
}

/// What a machine shows as its local time.
fn judge_machine(facts: &HostFacts, declared: Option<&str>) -> Judgement {
    let unknown = |zone: &str| {
        Judgement::undetermined(Note::new("time.zone-declared-unknown").fact("zone", zone))
    };
    let Ok(almaty) = TimeZone::get(REPUBLIC) else { return unknown(REPUBLIC) };
    let about = |code| {
        Note::new(code)
            .fact("host", &facts.name)
            .fact("found", offset(facts.utc_offset_s))
            .fact("zone", facts.time_zone.as_deref().unwrap_or("-"))
    };
    if almaty.to_datetime(facts.clock).date() < SINGLE_ZONE {
        return Judgement::undetermined(
            about("time.zone-clock-before-single-zone").fact("clock", facts.clock),
        );
    }
    let expected = almaty.to_offset(facts.clock).seconds();
    let mut parts = Vec::new();
    if facts.utc_offset_s == expected {
        parts.push(Judgement::because(
            Verdict::Complies,
            about("time.zone-of-republic").fact("expected", offset(expected)),
        ));
    } else {
        let named = facts.time_zone.as_deref().is_some_and(|it| OF_KAZAKHSTAN.contains(&it));
        let outdated = named && facts.utc_offset_s == SIX_HOURS;
        let code = if outdated { "time.zone-data-outdated" } else { "time.zone-offset-wrong" };
        let note = about(code).fact("expected", offset(expected));
        parts.push(Judgement::because(Verdict::Violates, note));
    }
    if let Some(declared) = declared {
        let Ok(zone) = TimeZone::get(declared) else {
            parts.push(unknown(declared));
            return Judgement::over(parts);
        };
        let promised = zone.to_offset(facts.clock).seconds();
        if promised != facts.utc_offset_s {
            let note = about("time.zone-not-as-declared")
                .fact("declared", declared)
                .fact("promised", offset(promised));
            parts.push(Judgement::because(Verdict::Violates, note));
        }
    }
    Judgement::over(parts)
}

/// The zone data that lie on a machine. Whether anything uses them is not asked: what runs there
/// tomorrow will.
fn judge_data(facts: &HostFacts, sum: &mut Sum) {
    let Ok(almaty) = TimeZone::get(REPUBLIC) else { return };
    if almaty.to_datetime(facts.clock).date() < SINGLE_ZONE {
        return;
    }
    let expected = almaty.to_offset(facts.clock).seconds();
    for data in &facts.zone_data {
        let about = |code| {
            Note::new(code)
                .fact("host", &facts.name)
                .fact("keeper", data.keeper.as_str())
                .fact("place", &data.place)
                .fact("version", data.version.as_deref().unwrap_or("-"))
        };
        let by_offset = data.almaty_offset_s.map(|it| it == expected);
        let by_version = data.version.as_deref().and_then(edition).map(|it| it >= NEEDED);
        match by_offset.or(by_version) {
            Some(true) => sum.say(Verdict::Complies, about("time.zone-data-current")),
            Some(false) => sum.say(Verdict::Violates, about("time.zone-data-old")),
            None => sum.open(about("time.zone-data-unread")),
        }
    }
}

fn place(facts: &HostFacts, data: &ZoneData) -> Vec<Cell> {
    vec![
        Cell::text(&facts.name),
        Cell::word(format!("zone-keeper-{}", data.keeper.as_str())),
        Cell::text(&data.place),
        Cell::text(data.version.as_deref().unwrap_or("")),
        Cell::text(data.almaty_offset_s.map_or(String::new(), offset)),
    ]
}

/// The year and the letters of an edition: `2024a`.
fn edition(text: &str) -> Option<(u16, &str)> {
    let (year, letters) = text.split_at_checked(4)?;
    let sound =
        (1..=2).contains(&letters.len()) && letters.bytes().all(|it| it.is_ascii_lowercase());
    Some((year.parse().ok()?, letters)).filter(|_| sound)
}

/// The local time that a time service printed with its status.
fn judge_services(question: &Question<'_>, sum: &mut Sum) {
    let Ok(almaty) = TimeZone::get(REPUBLIC) else { return };
    for transcript in transcripts(question) {
        let (transcript, at) = match transcript {
            Ok(found) => found,
            Err(note) => {
                sum.open(note);
                continue;
            }
        };
        if almaty.to_datetime(at).date() < SINGLE_ZONE {
            continue;
        }
        let expected = almaty.to_offset(at).seconds();
        let sections = status::read(&transcript).sections;
        for found in sections.iter().filter_map(|it| it.status.utc_offset) {
            let right = found == expected;
            let (verdict, code) = if right {
                (Verdict::Complies, "time.zone-of-republic")
            } else {
                (Verdict::Violates, "time.zone-offset-wrong")
            };
            let note = Note::new(code)
                .fact("host", &transcript.host)
                .fact("zone", "timedatectl")
                .fact("found", offset(found))
                .fact("expected", offset(expected));
            sum.say(verdict, note);
        }
    }
}

/// The zone in which supplied logs are written, apart from whether their clock is right.
fn judge_logs(question: &Question<'_>, sum: &mut Sum) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for evidence in question.of(EvidenceKind::LogSample) {
        let sample: LogSample = match case::record(evidence, LOG_UNREADABLE) {
            Ok(sample) => sample,
            Err(note) => {
                sum.open(note.fact("log", &evidence.source));
                continue;
            }
        };
        let about = |code| Note::new(code).fact("log", &sample.name);
        let Some(lines) = logs::read(&sample) else {
            sum.open(about(LOG_UNREADABLE).fact("error", "encoding"));
            continue;
        };
        if lines.before > 0 {
            sum.remark(about("time.log-before-single-zone").fact("lines", lines.before));
        }
        if lines.groups.is_empty() && lines.before == 0 {
            sum.open(about("time.log-without-time"));
        }
        let anchored = judge_anchors(&sample.name, &lines.anchored, sum);
        for group in &lines.groups {
            judge_group(&sample.name, group, anchored, sum);
            rows.push(written(&sample.name, group));
        }
    }
    rows
}

/// The offset that follows from lines of which the true instant is known. What is left over is
/// drift, and is told as such.
fn judge_anchors(
    name: &str,
    anchored: &[(LogAnchor, Option<Stamp>)],
    sum: &mut Sum,
) -> Option<i32> {
    let mut found = None;
    for (anchor, stamp) in anchored {
        let about = |code| Note::new(code).fact("log", name).fact("line", anchor.line);
        let local = stamp.as_ref().and_then(|it| it.local);
        let shown = local.and_then(|it| it.to_zoned(TimeZone::UTC).ok()).map(|it| it.timestamp());
        let Some(shown) = shown else {
            sum.open(about("time.log-anchor-unclear"));
            continue;
        };
        let apart = shown.as_second() - anchor.at.as_second();
        // Every offset in use is a number of quarters of an hour.
        let quarters = (apart + QUARTER / 2).div_euclid(QUARTER);
        let left = apart - quarters * QUARTER;
        let whole = i32::try_from(quarters * QUARTER).ok().filter(|it| it.abs() <= 18 * 3_600);
        match whole.filter(|_| left.abs() <= CLEAR && found.is_none_or(|it| Some(it) == whole)) {
            Some(whole) => {
                found = Some(whole);
                if left != 0 {
                    sum.remark(about("time.log-anchor-drift").fact("seconds", left));
                }
            }
            None => sum.open(about("time.log-anchor-unclear")),
        }
    }
    found
}

fn judge_group(name: &str, group: &Group, anchored: Option<i32>, sum: &mut Sum) {
    let about = |code| {
        Note::new(code)
            .fact("log", name)
            .fact("lines", group.lines)
            .fact("line", group.first)
            .fact("form", group.form.as_str())
    };
    let east = match (&group.told, anchored) {
        (Told::Offset(east), _) => *east,
        (Told::Letters(_) | Told::Nothing, Some(east)) => east,
        (Told::Letters(letters), None) => {
            sum.open(about("time.log-abbreviation").fact("letters", letters));
            return;
        }
        (Told::Nothing, None) => {
            sum.open(about("time.log-without-offset"));
            return;
        }
    };
    let about = |code| about(code).fact("found", offset(east));
    match east {
        FIVE_HOURS => sum.say(Verdict::Complies, about("time.log-of-republic")),
        // Told without ambiguity, and of a clock that keeps no local time.
        0 => sum.remark(about("time.log-in-utc")),
        SIX_HOURS => sum.say(Verdict::Violates, about("time.log-offset-outdated")),
        _ => sum.say(Verdict::Violates, about("time.log-offset-other")),
    }
}

fn written(name: &str, group: &Group) -> Vec<Cell> {
    let told = match &group.told {
        Told::Letters(letters) => Cell::text(letters),
        Told::Nothing => Cell::word("log-told-nothing"),
        Told::Offset(east) => Cell::text(offset(*east)),
    };
    vec![
        Cell::text(name),
        Cell::word(format!("log-form-{}", group.form.as_str())),
        told,
        Cell::text(group.lines),
        Cell::text(group.first),
    ]
}

/// `+05:00`, with seconds only where there are any.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, rest) = (all / 3_600, all / 60 % 60, all % 60);
    if rest == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{rest:02}")
    }
}

/// A sample of a log that cannot be read.
const LOG_UNREADABLE: &str = "time.log-unreadable";
const REPUBLIC: &str = "Asia/Almaty";
/// The first day of the one time of the whole Republic.
const SINGLE_ZONE: Date = date(2024, 3, 1);
/// The first edition of the time zone database that knows of it.
const NEEDED: (u16, &str) = (2024, "a");
const FIVE_HOURS: i32 = 5 * 3_600;
const SIX_HOURS: i32 = 6 * 3_600;
const QUARTER: i64 = 900;
/// How far a clock may stand from a whole quarter of an hour to tell the zone from the drift.
const CLEAR: i64 = 300;
const LOGS: TableHead = TableHead {
    code: "time.log-offsets",
    columns: &["log", "form", "told", "lines", "first-line"],
};
const ZONE_DATA: TableHead = TableHead {
    code: "time.zone-data",
    columns: &["host", "keeper", "place", "version", "almaty"],
};
/// The zones that stood at +06:00 until 2024-02-29 or are read so from old data.
const OF_KAZAKHSTAN: [&str; 4] = [REPUBLIC, "Asia/Qostanay", "Asia/Qyzylorda", "Asia/Alma-Ata"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_shown_with_its_sign() {
        assert_eq!(offset(18_000), "+05:00");
        assert_eq!(offset(-12_600), "-03:30");
        assert_eq!(offset(0), "+00:00");
        assert_eq!(offset(18_468), "+05:07:48");
    }

    #[test]
    fn editions_are_compared_by_year_and_letters() {
        assert!(edition("2024a").unwrap() >= NEEDED);
        assert!(edition("2025b").unwrap() >= NEEDED);
        assert!(edition("2023d").unwrap() < NEEDED);
        for unread in ["", "2024", "2024A", "24a", "2024abc", "abcda", "тест"] {
            assert_eq!(edition(unread), None, "{unread}");
        }
    }
}
