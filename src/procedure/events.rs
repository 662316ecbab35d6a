//! What happened in a case, as a person recorded it: TOML or JSON.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::local;

/// No case has more events.
const MOST: usize = 1_000;
/// No event of a case lies before or after these days.
const DAYS: (Date, Date) = (date(1990, 1, 1), date(2100, 12, 31));

/// What happened in a case.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Events {
    /// The procedure that the events are of, where the file says so.
    pub procedure: Option<String>,
    /// The events, in the order of the file.
    pub happened: Vec<Happened>,
}

/// One event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Happened {
    /// Which.
    pub id: String,
    /// When.
    pub at: Moment,
    /// The day that it names: of an agreement, of a request.
    pub until: Option<Date>,
    /// What a person wrote beside it.
    pub note: String,
    /// The paper or the evidence that shows it.
    pub paper: String,
}

/// A day in Kazakhstan, and the time where it is known.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The time.
    pub time: Option<Time>,
}

impl Moment {
    /// A day without a time.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self { day, time: None }
    }

    /// An instant, as the clocks of Kazakhstan show it.
    #[must_use]
    pub fn instant(at: Timestamp) -> Self {
        let local = local(at);
        Self { day: local.date(), time: Some(local.time()) }
    }

    /// The end of a day: until then a limit of days runs.
    #[must_use]
    pub const fn end_of(day: Date) -> Self {
        Self { day, time: Some(Time::MAX) }
    }

    /// Whether it lies after another, as far as both are known: where a time is missing, the days
    /// decide.
    #[must_use]
    pub fn is_after(&self, other: &Self) -> bool {
        match (self.time, other.time) {
            (Some(time), Some(before)) => (self.day, time) > (other.day, before),
            (Some(_), None) | (None, Some(_)) | (None, None) => self.day > other.day,
        }
    }

    /// Reads a day, a day with a local time, or an instant with its offset.
    ///
    /// # Errors
    ///
    /// [`EventsError::Moment`].
    pub fn parse(text: &str) -> Result<Self, EventsError> {
        let wrong = || EventsError::Moment { text: text.to_owned() };
        let text = text.trim();
        let (_, clock) = text.split_at_checked(10).ok_or_else(wrong)?;
        let moment = if clock.is_empty() {
            Self::day(text.parse().map_err(|_| wrong())?)
        } else if clock.contains(['Z', 'z', '+', '-']) {
            Self::instant(text.parse::<Timestamp>().map_err(|_| wrong())?)
        } else {
            let local: DateTime = text.parse().map_err(|_| wrong())?;
            Self { day: local.date(), time: Some(local.time()) }
        };
        if moment.day < DAYS.0 || moment.day > DAYS.1 { Err(wrong()) } else { Ok(moment) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.day)?;
        match self.time {
            Some(time) if time != Time::MAX => {
                write!(out, " {:02}:{:02}", time.hour(), time.minute())
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Events cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EventsError {
    /// Not of the form.
    #[error("line {line}: {message}")]
    Malformed {
        /// The line, counted from one; zero where the reader named none.
        line: usize,
        /// What the reader reported.
        message: String,
    },
    /// Neither a day nor an instant, or outside the years that are believed.
    #[error("{text}: neither a day nor an instant of the years 1990 to 2100")]
    Moment {
        /// What stood there.
        text: String,
    },
    /// Too many.
    #[error("more than {MOST} events")]
    TooMany,
}

/// The file of events.
#[derive(Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EventsForm {
    /// The procedure, to keep a file from being read as of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
    /// The short way to write them: the event and when it was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    events: BTreeMap<String, String>,
    /// The events, one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    event: Vec<EventForm>,
}

/// One event of the file.
#[derive(Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
struct EventForm {
    /// Which.
    id: String,
    /// When: a day, a day with the local time, or an instant with its offset.
    at: String,
    /// The day that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// What a person wrote beside it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    /// The paper or the evidence that shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    paper: String,
}

impl Events {
    /// Reads a file of events: JSON where it begins with a brace, TOML otherwise.
    ///
    /// # Errors
    ///
    /// [`EventsError`].
    pub fn parse(text: &str) -> Result<Self, EventsError> {
        let form: EventsForm = if text.trim_start().starts_with('{') {
            serde_json::from_str(text)
                .map_err(|it| EventsError::Malformed { line: it.line(), message: it.to_string() })?
        } else {
            let malformed = |it: toml::de::Error| EventsError::Malformed {
                line: it.span().map_or(0, |span| line_of(text, span.start)),
                message: it.message().to_owned(),
            };
            let mut table: toml::Table = toml::from_str(text).map_err(malformed)?;
            days_as_text(&mut table);
            table.try_into().map_err(malformed)?
        };
        if form.events.len() + form.event.len() > MOST {
            return Err(EventsError::TooMany);
        }
        let short = form.events.into_iter().map(|(id, at)| EventForm {
            id,
            at,
            until: None,
            note: String::new(),
            paper: String::new(),
        });
        let happened = short.chain(form.event).map(|it| {
            Ok(Happened {
                id: it.id,
                at: Moment::parse(&it.at)?,
                until: it.until.map(|day| Moment::parse(&day)).transpose()?.map(|it| it.day),
                note: it.note,
                paper: it.paper,
            })
        });
        let happened = happened.collect::<Result<_, EventsError>>()?;
        Ok(Self { procedure: form.procedure, happened })
    }

    /// Adds an event with nothing beside it.
    pub fn add(&mut self, id: impl Into<String>, at: Moment) {
        self.happened.push(Happened {
            id: id.into(),
            at,
            until: None,
            note: String::new(),
            paper: String::new(),
        });
    }
}

/// Days may be written without quotes in TOML.
fn days_as_text(table: &mut toml::Table) {
    for (_, value) in table.iter_mut() {
        match value {
            toml::Value::Datetime(day) => *value = toml::Value::String(day.to_string()),
            toml::Value::Table(inner) => days_as_text(inner),
            toml::Value::Array(rows) => {
                for row in rows {
                    if let toml::Value::Table(inner) = row {
                        days_as_text(inner);
                    }
                }
            }
            toml::Value::Boolean(_)
            | toml::Value::Float(_)
            | toml::Value::Integer(_)
            | toml::Value::String(_) => {}
        }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|it| *it == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> String {
        Moment::parse(text).map_or_else(|it| it.to_string(), |it| it.to_string())
    }

    #[test]
    fn a_day_a_local_time_and_an_instant_are_understood() {
        assert_eq!(moment("2025-09-08"), "2025-09-08");
        assert_eq!(moment("2025-09-08T18:31"), "2025-09-08 18:31");
        assert_eq!(moment("2025-09-08T18:31+05:00"), "2025-09-08 18:31");
        assert_eq!(moment("2025-09-08T20:00:00Z"), "2025-09-09 01:00", "the next day here");
        // At midnight before 1 March 2024 the clocks were set back from +06 to +05.
        assert_eq!(moment("2024-02-29T17:30:00Z"), "2024-02-29 23:30");
        assert_eq!(moment("2024-02-29T18:30:00Z"), "2024-02-29 23:30");
        assert_eq!(moment("2024-02-29T19:00:00Z"), "2024-03-01 00:00");
        assert_eq!(moment("2024-03-01T18:30:00Z"), "2024-03-01 23:30");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for wrong in ["", "2025", "2025-02-29", "1899-01-01", "2200-01-01", "yesterday!!", "Ұ"] {
            assert!(moment(wrong).ends_with("of the years 1990 to 2100"), "{wrong}");
        }
    }

    #[test]
    fn both_ways_of_writing_and_both_forms_are_read() {
        let toml = Events::parse(
            "procedure = \"224-issue\"\n[events]\nregistered = 2025-09-08\n\
             [[event]]\nid = \"notice1\"\nat = 2025-09-10T18:31:00+05:00\npaper = \"12-3/4\"\n",
        );
        let toml = toml.unwrap();
        let json = Events::parse(
            r#"{"procedure": "224-issue", "events": {"registered": "2025-09-08"},
                "event": [{"id": "notice1", "at": "2025-09-10T18:31+05:00", "paper": "12-3/4"}]}"#,
        );
        assert_eq!(toml, json.unwrap());
        assert_eq!(toml.happened[1].at.to_string(), "2025-09-10 18:31");
        let unknown = Events::parse("[[event]]\nid = \"a\"\nat = \"2025-09-08\"\nwhen = 1\n");
        assert!(matches!(unknown, Err(EventsError::Malformed { .. })));
        let broken = Events::parse("a = 1\nb = [\n");
        assert!(matches!(broken, Err(EventsError::Malformed { line: 2 | 3, .. })), "{broken:?}");
        let many: String = (0..1_001).map(|it| format!("e{it} = \"2025-09-08\"\n")).collect();
        assert!(matches!(Events::parse(&format!("[events]\n{many}")), Err(EventsError::TooMany)));
    }
}
