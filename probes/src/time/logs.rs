//! The time that lines of a log state, and in which zone they state it.
//!
//! Formats: ISO 8601 and [RFC 3339] (with the Java and log4j forms and [RFC 5424]), [RFC 3164], the
//! common log format of web servers, `ctime` and `java.util.Date`, the dates of Windows, and
//! seconds or milliseconds since 1970. What is told of the zone is kept as it is told: an offset, the
//! letters of an abbreviation, or nothing.
//!
//! [RFC 3164]: https://www.rfc-editor.org/rfc/rfc3164
//! [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
//! [RFC 5424]: https://www.rfc-editor.org/rfc/rfc5424

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use model::{Evidence, EvidenceKind};
use serde::{Deserialize, Serialize};

use super::status::{Kept, decoded, month_of};
/// Lines of a log as the authority supplied them: evidence of the kind `log-sample`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LogSample {
    /// The name of the file.
    pub name: String,
    /// Lines of which somebody knows when they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<LogAnchor>,
    /// The lines, byte for byte.
    lines: Kept,
}

/// A line of which it is known when it was written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LogAnchor {
    /// The line, from 1.
    pub line: usize,
    /// The true instant.
    pub at: Timestamp,
}

impl LogSample {
    /// The largest sample that is taken, in bytes.
    pub const LARGEST: usize = 2 << 20;

    /// A sample of these lines.
    #[must_use]
    pub fn new(name: impl Into<String>, anchors: Vec<LogAnchor>, lines: Vec<u8>) -> Self {
        Self { name: name.into(), anchors, lines: Kept::from(lines) }
    }

    /// The lines.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.lines.bytes()
    }

    /// The piece of evidence that holds it.
    ///
    /// # Errors
    ///
    /// What the serialiser reports; there is none that it refuses.
    pub fn into_evidence(self, collected_at: Timestamp) -> Result<Evidence, serde_json::Error> {
        let bytes = serde_json::to_vec(&self)?;
        Ok(Evidence::new(EvidenceKind::LogSample, collected_at, self.name, bytes))
    }
}

/// How a line writes its time.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Form {
    /// `15/Jan/2026:11:00:54 +0500`
    CommonLog,
    /// `Thu Jan 15 11:00:54 2026`, `Thu Jan 15 11:00:54 ALMT 2026`
    Ctime,
    /// `1768456854`, `1768456854123`
    Epoch,
    /// `2026-01-15T11:00:54+05:00`, `2026-01-15 11:00:54,123`, `2026/01/15 11:00:54`
    Iso,
    /// `Jan 15 11:00:54`
    Syslog,
    /// `15.01.2026 11:00:54`, `1/15/2026 2:32:05 PM`
    Windows,
}

impl Form {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::CommonLog => "common-log",
            Self::Ctime => "ctime",
            Self::Epoch => "epoch",
            Self::Iso => "iso",
            Self::Syslog => "syslog",
            Self::Windows => "windows",
        }
    }
}

/// What a line tells of its zone.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Told {
    /// Letters that stand for a zone, and may stand for several.
    Letters(String),
    Nothing,
    /// Seconds to the east of UTC.
    Offset(i32),
}

/// The time of one line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Stamp {
    pub(super) form: Form,
    /// What the line shows, where it shows a day with its year.
    pub(super) local: Option<DateTime>,
    pub(super) told: Told,
}

/// Lines of one form that tell the same of their zone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Group {
    pub(super) form: Form,
    pub(super) told: Told,
    /// How many lines; those written before the country kept one time are left out.
    pub(super) lines: usize,
    /// The first of them.
    pub(super) first: usize,
}

/// What the lines of a sample tell.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Lines {
    pub(super) groups: Vec<Group>,
    /// Lines written before the country kept one time.
    pub(super) before: usize,
    /// Lines of which the true instant is known, with their stamps.
    pub(super) anchored: Vec<(LogAnchor, Option<Stamp>)>,
}

/// Reads a sample; nothing where its characters cannot be read.
pub(super) fn read(sample: &LogSample) -> Option<Lines> {
    let text = decoded(sample.bytes().get(..sample.bytes().len().min(LogSample::LARGEST))?)?;
    let mut groups: BTreeMap<(Form, Told), (usize, usize)> = BTreeMap::new();
    let mut lines = Lines::default();
    for (number, line) in (1..).zip(text.lines()) {
        let stamp = stamp(line);
        for anchor in sample.anchors.iter().filter(|it| it.line == number) {
            lines.anchored.push((*anchor, stamp.clone()));
        }
        let Some(stamp) = stamp else { continue };
        // Letters that a hostile file invents make no table without end.
        if groups.len() == MOST_GROUPS && !groups.contains_key(&(stamp.form, stamp.told.clone())) {
            continue;
        }
        if stamp.local.is_some_and(|it| it.date() < date(2024, 3, 1)) {
            lines.before += 1;
        } else {
            groups.entry((stamp.form, stamp.told)).or_insert((0, number)).0 += 1;
        }
    }
    let group = |((form, told), (lines, first))| Group { form, told, lines, first };
    lines.groups = groups.into_iter().map(group).collect();
    // A line that the sample does not have has no stamp.
    for anchor in &sample.anchors {
        if lines.anchored.iter().all(|(it, _)| it.line != anchor.line) {
            lines.anchored.push((*anchor, None));
        }
    }
    Some(lines)
}

/// The first time that a line states, within its first 400 characters.
pub(super) fn stamp(line: &str) -> Option<Stamp> {
    let line: String = line.chars().take(400).collect();
    let bytes = line.as_bytes();
    if let Some(stamp) = epoch(&line) {
        return Some(stamp);
    }
    for at in 0..bytes.len() {
        let before = at.checked_sub(1).and_then(|it| bytes.get(it));
        // A date does not begin within a word or a number.
        if before.is_some_and(u8::is_ascii_alphanumeric) || !line.is_char_boundary(at) {
            continue;
        }
        let rest = line.get(at..)?;
        let found = match rest.as_bytes().first() {
            Some(b'0'..=b'9') => iso(rest).or_else(|| common_log(rest)).or_else(|| windows(rest)),
            Some(b'A'..=b'Z') => ctime(rest).or_else(|| syslog(rest)),
            Some(_) | None => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// A cursor over the letters of a date.
struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        let digits = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if digits < least {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        number.parse().ok()
    }

    fn one_of(&mut self, letters: &[char]) -> Option<char> {
        let letter = self.0.chars().next().filter(|it| letters.contains(it))?;
        self.0 = self.0.get(letter.len_utf8()..)?;
        Some(letter)
    }

    fn name(&mut self) -> Option<i8> {
        let (name, rest) = self.0.split_at_checked(3)?;
        let month = month_of(name)?;
        self.0 = rest;
        Some(month)
    }

    /// `11:00:54`, with a fraction behind a point or a comma.
    fn clock(&mut self) -> Option<(i8, i8, i8)> {
        let hour = self.number(1, 2)?;
        self.one_of(&[':'])?;
        let minute = self.number(2, 2)?;
        self.one_of(&[':'])?;
        let second = self.number(2, 2)?;
        if self.0.starts_with(['.', ',']) {
            let digits = self.0.bytes().skip(1).take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                self.0 = self.0.get(1 + digits..)?;
            }
        }
        let narrow = |it: i16| i8::try_from(it).ok();
        Some((narrow(hour)?, narrow(minute)?, narrow(second)?))
    }

    /// What stands behind the clock: `Z`, `+05:00`, `+0500`, `+05`, `UTC`, ` ALMT`, or nothing.
    fn zone(&mut self) -> Told {
        let rest = self.0.strip_prefix(' ').unwrap_or(self.0);
        let rest = rest.strip_prefix(['[', '(']).unwrap_or(rest);
        let sign = match rest.as_bytes().first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return letters(rest).map_or(Told::Nothing, of_letters),
        };
        let mut digits = Cursor(rest.get(1..).unwrap_or_default());
        let Some(hours) = digits.number(2, 2) else { return Told::Nothing };
        let colon = digits.one_of(&[':']).is_some();
        let minutes = digits.number(2, 2);
        let more = digits.0.starts_with(|it: char| it.is_ascii_alphanumeric());
        let minutes = match minutes {
            Some(minutes) => minutes,
            None if colon => return Told::Nothing,
            None => 0,
        };
        if more || hours > 18 || minutes > 59 {
            return Told::Nothing;
        }
        Told::Offset(sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60))
    }
}

/// Two to five capital letters that stand alone.
fn letters(text: &str) -> Option<&str> {
    let end = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, rest) = text.split_at_checked(end)?;
    let alone = !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_' || it == '-');
    (alone && ((2..=5).contains(&end) || letters == "Z")).then_some(letters)
}

/// Of all abbreviations only those of UTC and one of a neighbour have one meaning; words that stand
/// behind a time in logs are none.
fn of_letters(letters: &str) -> Told {
    match letters {
        "Z" | "UTC" | "GMT" => Told::Offset(0),
        "MSK" => Told::Offset(3 * 3_600),
        _ if NOT_ZONES.contains(&letters) => Told::Nothing,
        _ => Told::Letters(letters.to_owned()),
    }
}

fn local(year: i16, month: i8, day: i16, (hour, minute, second): (i8, i8, i8)) -> Option<DateTime> {
    let day = i8::try_from(day).ok()?;
    // A leap second is written as the sixtieth.
    DateTime::new(year, month, day, hour, minute, second.min(59), 0).ok()
}

fn iso(text: &str) -> Option<Stamp> {
    let mut at = Cursor(text);
    let year = at.number(4, 4)?;
    let mark = at.one_of(&['-', '/'])?;
    let month = i8::try_from(at.number(2, 2)?).ok()?;
    at.one_of(&[mark])?;
    let day = at.number(2, 2)?;
    at.one_of(&['T', 't', ' ', '_'])?;
    let local = Some(local(year, month, day, at.clock()?)?);
    Some(Stamp { form: Form::Iso, local, told: at.zone() })
}

fn common_log(text: &str) -> Option<Stamp> {
    let mut at = Cursor(text);
    let day = at.number(2, 2)?;
    at.one_of(&['/'])?;
    let month = at.name()?;
    at.one_of(&['/'])?;
    let year = at.number(4, 4)?;
    at.one_of(&[':'])?;
    let local = Some(local(year, month, day, at.clock()?)?);
    Some(Stamp { form: Form::CommonLog, local, told: at.zone() })
}

fn windows(text: &str) -> Option<Stamp> {
    let mut at = Cursor(text);
    let first = at.number(1, 2)?;
    let mark = at.one_of(&['.', '/'])?;
    let second = at.number(1, 2)?;
    at.one_of(&[mark])?;
    let year = at.number(4, 4)?;
    if at.0.starts_with(',') {
        at.one_of(&[','])?;
    }
    at.one_of(&[' '])?;
    let mut clock = at.clock()?;
    let half = at.0.trim_start();
    let (month, day) = if mark == '.' { (second, first) } else { (first, second) };
    if half.starts_with("PM") && clock.0 < 12 {
        clock.0 += 12;
    } else if half.starts_with("AM") && clock.0 == 12 {
        clock.0 = 0;
    }
    let local = Some(local(year, i8::try_from(month).ok()?, day, clock)?);
    Some(Stamp { form: Form::Windows, local, told: at.zone() })
}

/// `Thu Jan 15 11:00:54 2026`, with a zone before the year or without.
fn ctime(text: &str) -> Option<Stamp> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let (day, rest) = text.split_at_checked(3)?;
    if !DAYS.contains(&day) {
        return None;
    }
    let mut at = Cursor(rest.strip_prefix(' ')?);
    let month = at.name()?;
    at.0 = at.0.trim_start_matches(' ');
    let day = at.number(1, 2)?;
    at.one_of(&[' '])?;
    let clock = at.clock()?;
    let told = at.zone();
    let year = at.0.split_whitespace().take(2).find_map(|it| {
        let digits = it.trim_end_matches(|it: char| !it.is_ascii_digit());
        digits.parse::<i16>().ok().filter(|_| digits.len() == 4 && it.starts_with(digits))
    })?;
    Some(Stamp { form: Form::Ctime, local: Some(local(year, month, day, clock)?), told })
}

fn syslog(text: &str) -> Option<Stamp> {
    let mut at = Cursor(text);
    at.name()?;
    at.one_of(&[' '])?;
    at.0 = at.0.strip_prefix(' ').unwrap_or(at.0);
    at.number(1, 2)?;
    at.one_of(&[' '])?;
    at.clock()?;
    // The name of the host stands behind it, never a zone.
    Some(Stamp { form: Form::Syslog, local: None, told: Told::Nothing })
}

/// Seconds or milliseconds since 1970, at the beginning or as the audit of Linux writes them.
fn epoch(line: &str) -> Option<Stamp> {
    let audit = line.find("audit(").and_then(|it| line.get(it + 6..));
    let text = audit.unwrap_or(line);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    if rest.starts_with(|it: char| it.is_alphanumeric() || it == '-' || it == '/') {
        return None;
    }
    let number: i64 = number.parse().ok()?;
    let at = match digits {
        10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    let at = at.ok()?.to_zoned(TimeZone::UTC).datetime();
    let plausible = (2001..2100).contains(&at.year());
    plausible.then_some(Stamp { form: Form::Epoch, local: Some(at), told: Told::Offset(0) })
}

/// Capital words that stand behind a time and mean a level or half of the day.
const NOT_ZONES: [&str; 22] = [
    "ALERT", "AM", "CRIT", "DEBUG", "EMERG", "ERR", "ERROR", "FATAL", "FINE", "FINER", "GET",
    "HEAD", "INFO", "LOG", "NOTE", "OK", "PM", "POST", "PUT", "TRACE", "WARN", "WARNI",
];
const MOST_GROUPS: usize = 64;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE: Told = Told::Offset(18_000);

    fn told(line: &str) -> (Form, Told) {
        let stamp = stamp(line).unwrap_or_else(|| panic!("{line}"));
        (stamp.form, stamp.told)
    }

    #[test]
    fn every_common_form_is_read_with_what_it_tells_of_its_zone() {
        let letters = |it: &str| Told::Letters(it.to_owned());
        for (line, form, zone) in [
            ("2026-01-15T11:00:54+05:00 srv app: ok", Form::Iso, FIVE),
            ("2026-01-15T11:00:54.123+0500 x", Form::Iso, FIVE),
            ("2026-01-15 11:00:54+05 x", Form::Iso, FIVE),
            ("2026-01-15T06:00:54Z x", Form::Iso, Told::Offset(0)),
            ("2026-01-15 06:00:54 UTC [12] LOG:  ready", Form::Iso, Told::Offset(0)),
            ("2026-01-15 12:00:54 +06 [12] LOG:  ready", Form::Iso, Told::Offset(21_600)),
            ("<34>1 2026-01-15T11:00:54.003+05:00 srv su - ID47 - x", Form::Iso, FIVE),
            ("2026-01-15 11:00:54,123 INFO  [main] c.e.App - started", Form::Iso, Told::Nothing),
            ("2026-01-15 11:00:54,123 [main] INFO c.e.App", Form::Iso, Told::Nothing),
            ("2026/01/15 11:00:54 [error] 7#7: x", Form::Iso, Told::Nothing),
            ("2026-01-15 11:00:54.1 ALMT started", Form::Iso, letters("ALMT")),
            ("2026-01-15 11:00:54 KZT x", Form::Iso, letters("KZT")),
            ("2026-01-15 09:00:54 MSK x", Form::Iso, Told::Offset(10_800)),
            (
                "192.0.2.7 - - [15/Jan/2026:11:00:54 +0500] \"GET / HTTP/1.1\"",
                Form::CommonLog,
                FIVE,
            ),
            ("Jan 15 11:00:54 srv sshd[1]: x", Form::Syslog, Told::Nothing),
            ("<13>Jan  5 11:00:54 SRV su: x", Form::Syslog, Told::Nothing),
            ("Thu Jan 15 11:00:54 ALMT 2026 x", Form::Ctime, letters("ALMT")),
            ("Thu Jan 15 11:00:54 2026: x", Form::Ctime, Told::Nothing),
            ("[Thu Jan 15 11:00:54.123456 2026] [core:notice]", Form::Ctime, Told::Nothing),
            ("Information,1/15/2026 2:32:05 PM,Service,7036,None,x", Form::Windows, Told::Nothing),
            ("Сведения,15.01.2026 14:32:05,Service,7036,Нет,x", Form::Windows, Told::Nothing),
            ("1768456854 x", Form::Epoch, Told::Offset(0)),
            ("1768456854.123 x", Form::Epoch, Told::Offset(0)),
            ("1768456854123 x", Form::Epoch, Told::Offset(0)),
            ("type=SYSCALL msg=audit(1768456854.123:45): x", Form::Epoch, Told::Offset(0)),
            ("2026-01-15 11:00:54-03:30 x", Form::Iso, Told::Offset(-12_600)),
        ] {
            assert_eq!(told(line), (form, zone), "{line}");
        }
        let noon = stamp("x,1/15/2026 12:32:05 AM,y").unwrap().local.unwrap();
        assert_eq!(noon, date(2026, 1, 15).at(0, 32, 5, 0));
        let evening = stamp("x,1/15/2026 2:32:05 PM,y").unwrap().local.unwrap();
        assert_eq!(evening, date(2026, 1, 15).at(14, 32, 5, 0));
    }

    #[test]
    fn what_is_no_time_is_not_read_as_one() {
        for line in [
            "",
            "    at kz.example.App.main(App.java:12)",
            "1234567890123456 x",
            "2026-13-15T11:00:54Z",
            "2026-01-15",
            "order 12-2026-01-15x",
            "12345",
            "9999999999999 x",
        ] {
            assert_eq!(stamp(line), None, "{line}");
        }
    }

    #[test]
    fn lines_are_counted_by_what_they_tell_and_old_ones_apart() {
        let text = "2024-02-29T23:59:59+06:00 a\n2026-01-15T11:00:54+05:00 b\n\tat x\n\
                    2026-01-15T11:00:55+05:00 c\nJan 15 11:00:54 srv d\n";
        let anchor = LogAnchor { line: 5, at: "2026-01-15T06:00:54Z".parse().unwrap() };
        let missing = LogAnchor { line: 99, ..anchor };
        let sample = LogSample::new("x.log", vec![anchor, missing], text.as_bytes().to_vec());
        let lines = read(&sample).unwrap();
        assert_eq!(lines.before, 1);
        let expected = [
            Group { form: Form::Iso, told: FIVE, lines: 2, first: 2 },
            Group { form: Form::Syslog, told: Told::Nothing, lines: 1, first: 5 },
        ];
        assert_eq!(lines.groups, expected);
        let forms: Vec<_> =
            lines.anchored.iter().map(|(_, it)| it.as_ref().map(|it| it.form)).collect();
        assert_eq!(forms, [Some(Form::Syslog), None]);
        assert_eq!(read(&LogSample::new("x", vec![], vec![0])), None);
    }

    proptest! {
        #[test]
        fn no_line_stops_the_reader(line in "\\PC{0,80}") {
            stamp(&line);
        }

        #[test]
        fn an_offset_that_is_written_is_read(minutes in -18 * 60_i32..=18 * 60) {
            let sign = if minutes < 0 { '-' } else { '+' };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            let line = format!("2026-01-15T11:00:54{sign}{hours:02}:{rest:02} x");
            prop_assert_eq!(told(&line).1, Told::Offset(minutes * 60));
        }
    }
}
