//! Deadlines as a calendar file ([RFC 5545](https://www.rfc-editor.org/rfc/rfc5545)).
//!
//! The file is written here: the same case gives the same bytes, with the time of writing and every
//! identifier given from outside.

use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// What the calendar as a whole is called.
#[derive(Clone, Debug)]
pub struct CalendarText {
    /// The name that a program shows.
    pub name: String,
    /// The time of writing.
    pub stamp: Timestamp,
    /// The language of the texts: `kk`.
    pub lang: &'static str,
}

/// One deadline, in words for people.
#[derive(Clone, Debug)]
pub struct TodoWords {
    /// Never changes for one step of one case.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// What is due.
    pub summary: String,
    /// By whom, on what ground, and what else is to be known.
    pub description: String,
    /// The day on which it was done.
    pub done: Option<Date>,
    /// Days before at which a program reminds.
    pub remind: Vec<i64>,
}

/// The calendar file: of every deadline an event over its whole day, and of one that is not done a
/// task with reminders.
#[must_use]
pub fn calendar_file(calendar: &CalendarText, rows: &[TodoWords]) -> String {
    let mut out = String::new();
    let utc = calendar.stamp.to_zoned(TimeZone::UTC).datetime();
    let stamp = format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        utc.year(),
        utc.month(),
        utc.day(),
        utc.hour(),
        utc.minute(),
        utc.second()
    );
    for (name, value) in [
        ("BEGIN", "VCALENDAR".to_owned()),
        ("VERSION", "2.0".into()),
        ("PRODID", format!("-//tekseru//procedure//{}", calendar.lang.to_uppercase())),
        ("CALSCALE", "GREGORIAN".into()),
        ("METHOD", "PUBLISH".into()),
        ("X-WR-CALNAME", escaped(&calendar.name)),
        ("X-WR-TIMEZONE", "Asia/Almaty".into()),
    ] {
        line(&mut out, name, &value);
    }
    for row in rows {
        component(&mut out, "VEVENT", row, calendar.lang, &stamp);
        if row.done.is_none() {
            component(&mut out, "VTODO", row, calendar.lang, &stamp);
        }
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn component(out: &mut String, kind: &str, row: &TodoWords, lang: &str, stamp: &str) {
    line(out, "BEGIN", kind);
    line(out, "UID", &format!("{}-{}@tekseru", row.uid, kind.to_lowercase()));
    line(out, "DTSTAMP", stamp);
    if kind == "VEVENT" {
        let end = row.day.tomorrow().unwrap_or(row.day);
        line(out, "DTSTART;VALUE=DATE", &date(row.day));
        line(out, "DTEND;VALUE=DATE", &date(end));
        line(out, "TRANSP", "TRANSPARENT");
    } else {
        line(out, "DUE;VALUE=DATE", &date(row.day));
        line(out, "STATUS", "NEEDS-ACTION");
    }
    line(out, &format!("SUMMARY;LANGUAGE={lang}"), &escaped(&row.summary));
    line(out, &format!("DESCRIPTION;LANGUAGE={lang}"), &escaped(&row.description));
    if kind == "VTODO" {
        for days in &row.remind {
            // Nine in the morning in Kazakhstan, so many days before.
            let day = row.day.saturating_sub(days.days());
            let zone = TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC);
            let Ok(at) = zone.to_timestamp(day.at(9, 0, 0, 0)) else { continue };
            let utc = at.to_zoned(TimeZone::UTC).datetime();
            let trigger = format!("{}T{:02}{:02}00Z", date(utc.date()), utc.hour(), utc.minute());
            line(out, "BEGIN", "VALARM");
            line(out, "ACTION", "DISPLAY");
            line(out, "TRIGGER;VALUE=DATE-TIME", &trigger);
            line(out, "DESCRIPTION", &escaped(&row.summary));
            line(out, "END", "VALARM");
        }
    }
    line(out, "END", kind);
}

fn date(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Text of RFC 5545 section 3.3.11; what a reader would obey becomes a space.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out
}

/// A content line, folded at 75 octets between characters (RFC 5545 section 3.1).
fn line(out: &mut String, name: &str, value: &str) {
    let mut whole = String::new();
    // Writing into a String cannot fail.
    let _ = write!(whole, "{name}:{value}");
    let mut octets = 0;
    for character in whole.chars() {
        if octets + character.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(character);
        octets += character.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn lines_fold_at_seventy_five_octets_and_unfold_to_the_same_text() {
        let text = "Көрсетілетін қызметті алушының нақты жай-күйі; қорытындылар, ұсынымдар\\";
        let row = TodoWords {
            uid: "x".into(),
            day: date(2025, 9, 25),
            summary: text.repeat(3),
            description: "a\nb\u{7}c".into(),
            done: None,
            remind: vec![1],
        };
        let calendar = CalendarText {
            name: "n".into(),
            stamp: "2025-09-08T05:00:00Z".parse().unwrap(),
            lang: "kk",
        };
        let file = calendar_file(&calendar, &[row]);
        assert!(file.split("\r\n").all(|it| it.len() <= 75 && !it.contains(['\r', '\n'])));
        let unfolded = file.replace("\r\n ", "");
        let expected = text.repeat(3).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        assert!(unfolded.contains(&format!("SUMMARY;LANGUAGE=kk:{expected}\r\n")));
        assert!(unfolded.contains("DESCRIPTION;LANGUAGE=kk:a\\nb c\r\n"));
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20250925\r\nDTEND;VALUE=DATE:20250926\r\n"));
        // Nine in the morning of the day before, five hours behind it.
        assert!(unfolded.contains("TRIGGER;VALUE=DATE-TIME:20250924T040000Z\r\n"));
    }
}
