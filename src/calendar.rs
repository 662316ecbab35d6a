//! Working days of Kazakhstan, and the terms of the Rules that are counted in them.
//!
//! The trigger day is not counted (recorded reading A14). The days come from
//! `checklists/calendar/kz.toml`; a day outside its years is counted by weekdays and the fixed
//! holidays alone, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

/// The working days of the years that are known.
#[derive(Clone, Debug)]
pub struct Calendar {
    years: BTreeSet<i16>,
    holidays: Vec<Holiday>,
    free: BTreeSet<Date>,
    worked: BTreeSet<Date>,
    compared: bool,
}

/// The last day of a term, and whether the calendar vouches for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Deadline {
    /// The day.
    pub day: Date,
    /// Whether every day that was counted lies in a year of the calendar, and a person has compared
    /// the calendar with the published one. If not, say so wherever the day is shown.
    pub certain: bool,
}

/// The calendar cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not of the form.
    #[error("calendar/kz.toml: {0}")]
    Malformed(Box<toml::de::Error>),
    /// A moved day that moves nothing: free on a day that is free, or worked on one that is worked.
    #[error("calendar/kz.toml: {day}: moves nothing")]
    MovesNothing {
        /// The day.
        day: Date,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    compared: bool,
    years: Vec<i16>,
    holiday: Vec<Holiday>,
    #[serde(default)]
    lunar: Vec<Lunar>,
    #[serde(default)]
    moved: Vec<Moved>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    month: i8,
    day: i8,
    carries: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lunar {
    date: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    free: Date,
    worked: Date,
}

/// End of the working hours in which an application is received: Annex 1 item 8.
const CLOSES: Time = time(18, 30, 0, 0);

impl Calendar {
    /// The calendar built into the program.
    ///
    /// # Errors
    ///
    /// [`CalendarError`]; a test keeps it from happening.
    pub fn embedded() -> Result<Self, CalendarError> {
        Self::parse(include_str!("../checklists/calendar/kz.toml"))
    }

    /// Reads a calendar, strict on unknown keys.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] names the line or the day.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let form: Form =
            toml::from_str(text).map_err(|it| CalendarError::Malformed(Box::new(it)))?;
        let mut calendar = Self {
            years: form.years.into_iter().collect(),
            holidays: form.holiday,
            free: form.lunar.into_iter().map(|it| it.date).collect(),
            worked: BTreeSet::new(),
            compared: form.compared,
        };
        for Moved { free, worked } in form.moved {
            if let Some(day) = [(free, true), (worked, false)]
                .into_iter()
                .find_map(|(day, works)| (calendar.is_working(day) != works).then_some(day))
            {
                return Err(CalendarError::MovesNothing { day });
            }
            calendar.free.insert(free);
            calendar.worked.insert(worked);
        }
        Ok(calendar)
    }

    /// Whether people work on a day.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        self.worked.contains(&day)
            || !(is_weekend(day)
                || self.free.contains(&day)
                || self.holiday(day).is_some()
                || self.carried(day.year()).contains(&day))
    }

    /// The day `count` working days after `from`, which is not counted itself.
    #[must_use]
    pub fn after(&self, from: Date, count: u32) -> Deadline {
        let mut day = from;
        let mut left = count;
        let mut certain = self.compared && self.years.contains(&from.year());
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return Deadline { day, certain: false } };
            day = next;
            certain &= self.years.contains(&day.year());
            if self.is_working(day) {
                left -= 1;
            }
        }
        Deadline { day, certain }
    }

    /// The day on which an application counts as received: the same day within working hours, the
    /// next working day after them (paragraph 7).
    #[must_use]
    pub fn received(&self, at: Timestamp) -> Deadline {
        let local = at.to_zoned(TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC));
        let day = local.date();
        if self.is_working(day) && local.time() <= CLOSES {
            let certain = self.compared && self.years.contains(&day.year());
            return Deadline { day, certain };
        }
        self.after(day, 1)
    }

    fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.iter().find(|it| (it.month, it.day) == (day.month(), day.day()))
    }

    /// The working days that holidays on weekends make free, one for each.
    fn carried(&self, year: i16) -> BTreeSet<Date> {
        let mut taken: BTreeMap<Date, ()> = BTreeMap::new();
        for holiday in self.holidays.iter().filter(|it| it.carries) {
            let Ok(mut day) = Date::new(year, holiday.month, holiday.day) else { continue };
            if !is_weekend(day) {
                continue;
            }
            while is_weekend(day)
                || self.holiday(day).is_some()
                || self.free.contains(&day)
                || taken.contains_key(&day)
            {
                let Ok(next) = day.tomorrow() else { break };
                day = next;
            }
            taken.insert(day, ());
        }
        taken.into_keys().collect()
    }
}

/// The last day of a certificate issued on `day` for three years: the same day three years later,
/// and the last of February for one issued on a leap day (paragraph 15).
///
/// # Errors
///
/// Where no such day exists in the range of the calendar type.
pub fn three_years_from(day: Date) -> Result<Date, jiff::Error> {
    day.checked_add(3.years())
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn calendar() -> Calendar {
        Calendar::embedded().unwrap()
    }

    /// The dated example of the analysed rules, section 4: no holiday lies in its range.
    #[test]
    fn the_thirteen_days_of_the_dated_example_come_out_as_written() {
        let registered = date(2025, 9, 8);
        let after = |count| calendar().after(registered, count).day;
        assert_eq!(after(2), date(2025, 9, 10));
        assert_eq!(after(5), date(2025, 9, 15));
        assert_eq!(after(11), date(2025, 9, 23));
        assert_eq!(after(12), date(2025, 9, 24));
        assert_eq!(after(13), date(2025, 9, 25));
    }

    // N04
    #[test]
    fn a_term_steps_over_a_holiday_and_over_the_day_it_carries_to() {
        // 25 October 2025, Republic Day, is a Saturday: Monday the 27th is free.
        assert!(!calendar().is_working(date(2025, 10, 27)));
        assert_eq!(calendar().after(date(2025, 10, 24), 1).day, date(2025, 10, 28));
        // 21 to 23 March 2025: Friday, Saturday, Sunday; two days carry over.
        assert_eq!(calendar().after(date(2025, 3, 20), 1).day, date(2025, 3, 26));
        // 7 January carries nothing: in 2024 it was a Sunday, and Monday was worked.
        assert!(calendar().is_working(date(2024, 1, 8)));
    }

    // N04
    #[test]
    fn a_day_moved_by_the_government_is_free_and_its_saturday_is_worked() {
        let text = include_str!("../checklists/calendar/kz.toml");
        let moved = "\n[[moved]]\nfree = \"2026-01-05\"\nworked = \"2026-01-10\"\n";
        let calendar = Calendar::parse(&format!("{text}{moved}")).unwrap();
        assert!(!calendar.is_working(date(2026, 1, 5)));
        assert!(calendar.is_working(date(2026, 1, 10)));
        let idle = moved.replace("2026-01-10", "2026-01-09");
        let refused = Calendar::parse(&format!("{text}{idle}")).unwrap_err();
        assert!(refused.to_string().contains("2026-01-09"), "{refused}");
    }

    // N04
    #[test]
    fn an_application_after_hours_counts_from_the_next_working_day() {
        let received = |text: &str| calendar().received(text.parse().unwrap()).day;
        // Wednesday 10 September 2025, in UTC+5.
        assert_eq!(received("2025-09-10T13:30:00Z"), date(2025, 9, 10));
        assert_eq!(received("2025-09-10T13:31:00Z"), date(2025, 9, 11));
        assert_eq!(received("2025-09-12T13:31:00Z"), date(2025, 9, 15), "a Friday evening");
        assert_eq!(received("2025-09-13T06:00:00Z"), date(2025, 9, 15), "a Saturday");
    }

    // N04
    #[test]
    fn the_hour_follows_the_zone_of_its_day() {
        let received = |text: &str| calendar().received(text.parse().unwrap()).day;
        // 13:00 UTC is 19:00 in Almaty until 29 February 2024, and 18:00 from 1 March on.
        assert_eq!(received("2024-02-29T13:00:00Z"), date(2024, 3, 1));
        assert_eq!(received("2024-03-01T13:00:00Z"), date(2024, 3, 1));
    }

    // N04
    #[test]
    fn a_certificate_of_a_leap_day_ends_on_the_last_of_february() {
        assert_eq!(three_years_from(date(2028, 2, 29)).unwrap(), date(2031, 2, 28));
        assert_eq!(three_years_from(date(2025, 9, 25)).unwrap(), date(2028, 9, 25));
        assert_eq!(three_years_from(date(2025, 2, 28)).unwrap(), date(2028, 2, 28));
    }

    #[test]
    fn nothing_is_certain_outside_the_years_or_before_a_person_compared_them() {
        let text = include_str!("../checklists/calendar/kz.toml");
        assert!(!calendar().after(date(2026, 9, 7), 6).certain, "not compared yet");
        let compared = Calendar::parse(&text.replace("compared = false", "compared = true"));
        let compared = compared.unwrap();
        assert!(compared.after(date(2026, 9, 7), 6).certain);
        assert!(!compared.after(date(2027, 12, 30), 6).certain, "runs into 2028");
        assert!(!compared.after(date(2031, 1, 8), 1).certain);
    }
}
