//! Working days of Kazakhstan, its working hours, and the terms that are counted in them.
//!
//! The trigger day is not counted (recorded reading A14). The days come from
//! `checklists/calendar/kz.toml`, which names the sources of every year; a day outside its years, or
//! in a year on which its sources do not agree, is still counted, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use model::Localized;
use serde::Deserialize;

use crate::catalog::{CALENDARS, Catalog, CatalogError, Files};

/// The calendar below `checklists/`.
const FILE: &str = "calendar/kz.toml";

/// The working days and hours that are known.
#[derive(Clone, Debug)]
pub struct Calendar {
    hours: Hours,
    years: BTreeMap<i16, Year>,
    holidays: Vec<Holiday>,
    lunar: Lunar,
    free: BTreeMap<Date, Moved>,
    worked: BTreeMap<Date, Moved>,
    /// Of each year of the calendar, the days that holidays on weekends make free. Other years are
    /// worked out when asked.
    carried: BTreeMap<i16, BTreeSet<Date>>,
}

/// What is known of one year, and from where.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Year {
    /// The year.
    pub year: i16,
    /// What is known of the days that were moved.
    pub moved: MovedDays,
    /// Whether independent published sources agree on every day of the year.
    pub compared: bool,
    /// The sources.
    pub sources: Vec<String>,
    /// What people should know of the year.
    #[serde(default)]
    pub note: Option<Localized>,
}

/// What is known of the days that the Government moved in a year.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum MovedDays {
    /// They are entered.
    Entered,
    /// None was moved.
    None,
    /// Not known, or not known yet.
    Unknown,
}

/// Hours of work.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hours {
    /// Work begins.
    pub opens: Time,
    /// The break begins.
    pub break_from: Time,
    /// The break ends.
    pub break_until: Time,
    /// Work ends.
    pub closes: Time,
}

/// What a day is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Day<'a> {
    /// Free because a holiday fell on a Saturday or Sunday.
    Carried,
    /// A holiday.
    Holiday(&'a Localized),
    /// Free instead of another day.
    MovedFree(&'a Moved),
    /// Worked instead of another day.
    MovedWorked(&'a Moved),
    /// A Saturday or Sunday.
    Weekend,
    /// A working day.
    Working,
}

impl Day<'_> {
    /// Whether people work on it.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::MovedWorked(_) | Self::Working)
    }
}

/// A day of rest that was moved.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The day that is free.
    pub free: Date,
    /// The day that is worked.
    pub worked: Date,
    /// The act, by its identifier in the legal database.
    pub act: String,
}

/// The last day of a term, and whether the calendar vouches for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Deadline {
    /// The day.
    pub day: Date,
    /// Whether every day that was counted lies in a year of the calendar, and its sources agree on
    /// that year. If not, say so wherever the day is shown.
    pub certain: bool,
}

/// The calendar cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Hours that do not follow one another.
    #[error("calendar/kz.toml: hours: out of order")]
    Hours,
    /// Not of the form.
    #[error("calendar/kz.toml: {0}")]
    Malformed(Box<toml::de::Error>),
    /// A moved day that moves nothing: free on a day that is free, or worked on one that is worked.
    #[error("calendar/kz.toml: {day}: moves nothing")]
    MovesNothing {
        /// The day.
        day: Date,
    },
    /// A year that stands twice.
    #[error("calendar/kz.toml: {year}: the year stands twice")]
    YearTwice {
        /// The year.
        year: i16,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    hours: Hours,
    year: Vec<Year>,
    holiday: Vec<Holiday>,
    lunar: Lunar,
    #[serde(default)]
    moved: Vec<Moved>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Holiday {
    month: i8,
    day: i8,
    carries: bool,
    first_year: Option<i16>,
    last_year: Option<i16>,
    name: Localized,
}

impl Holiday {
    fn is_in(&self, year: i16) -> bool {
        self.first_year.is_none_or(|it| it <= year) && self.last_year.is_none_or(|it| year <= it)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lunar {
    name: Localized,
    days: BTreeSet<Date>,
}

impl Calendar {
    /// The calendar built into the program.
    ///
    /// # Errors
    ///
    /// [`CalendarError`]; a test keeps it from happening.
    pub fn embedded() -> Result<Self, CalendarError> {
        Self::parse(include_str!("../checklists/calendar/kz.toml"))
    }

    /// The calendar that goes with the rules: built in, or of the folder that they were loaded
    /// from.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file and the defect.
    pub fn of(catalog: &Catalog) -> Result<Self, CatalogError> {
        let files = Files::apart(CALENDARS, catalog.folder())?;
        Self::parse(files.text(FILE)?).map_err(|error| CatalogError::File {
            file: files.place(FILE),
            defect: error.to_string(),
        })
    }

    /// Reads a calendar, strict on unknown keys.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] names the line or the day.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let form: Form =
            toml::from_str(text).map_err(|it| CalendarError::Malformed(Box::new(it)))?;
        let Hours { opens, break_from, break_until, closes } = form.hours;
        if !(opens <= break_from && break_from <= break_until && break_until < closes) {
            return Err(CalendarError::Hours);
        }
        let mut years = BTreeMap::new();
        for year in form.year {
            let number = year.year;
            if years.insert(number, year).is_some() {
                return Err(CalendarError::YearTwice { year: number });
            }
        }
        let mut calendar = Self {
            hours: form.hours,
            years,
            holidays: form.holiday,
            lunar: form.lunar,
            free: BTreeMap::new(),
            worked: BTreeMap::new(),
            carried: BTreeMap::new(),
        };
        calendar.carried = calendar.years.keys().map(|&it| (it, calendar.carried_in(it))).collect();
        for moved in form.moved {
            if let Some(day) = [(moved.free, true), (moved.worked, false)]
                .into_iter()
                .find_map(|(day, works)| (calendar.is_working(day) != works).then_some(day))
            {
                return Err(CalendarError::MovesNothing { day });
            }
            calendar.free.insert(moved.free, moved.clone());
            calendar.worked.insert(moved.worked, moved);
        }
        Ok(calendar)
    }

    /// The hours of work.
    #[must_use]
    pub const fn hours(&self) -> Hours {
        self.hours
    }

    /// The years that are known, and their sources.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// What is known of a year.
    #[must_use]
    pub fn year(&self, year: i16) -> Option<&Year> {
        self.years.get(&year)
    }

    /// What a day is.
    #[must_use]
    pub fn day(&self, day: Date) -> Day<'_> {
        if let Some(moved) = self.worked.get(&day) {
            return Day::MovedWorked(moved);
        }
        if let Some(name) = self.holiday(day) {
            return Day::Holiday(name);
        }
        if is_weekend(day) {
            return Day::Weekend;
        }
        if let Some(moved) = self.free.get(&day) {
            return Day::MovedFree(moved);
        }
        let carried = match self.carried.get(&day.year()) {
            Some(known) => known.contains(&day),
            None => self.carried_in(day.year()).contains(&day),
        };
        if carried { Day::Carried } else { Day::Working }
    }

    /// Whether people work on a day.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        self.day(day).is_working()
    }

    /// Whether the sources of the calendar vouch for every day of a period.
    #[must_use]
    pub fn vouches(&self, from: Date, until: Date) -> bool {
        let (first, last) = (from.min(until).year(), from.max(until).year());
        (first..=last).all(|year| self.years.get(&year).is_some_and(|it| it.compared))
    }

    /// The day `count` working days after `from`, which is not counted itself.
    #[must_use]
    pub fn after(&self, from: Date, count: u32) -> Deadline {
        let mut day = from;
        let mut left = count;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return Deadline { day, certain: false } };
            day = next;
            if self.is_working(day) {
                left -= 1;
            }
        }
        Deadline { day, certain: self.vouches(from, day) }
    }

    /// The first working day that is not before a day.
    #[must_use]
    pub fn first_working(&self, day: Date) -> Date {
        if self.is_working(day) { day } else { self.after(day, 1).day }
    }

    /// How many working days lie after `from` up to and with `until`; below zero where `until` is
    /// the earlier.
    #[must_use]
    pub fn working_days_between(&self, from: Date, until: Date) -> i64 {
        let (first, last) = (from.min(until), from.max(until));
        let mut count = 0;
        let mut day = first;
        while day < last {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += i64::from(self.is_working(day));
        }
        if from <= until { count } else { -count }
    }

    /// The instant `minutes` of working time after `from`. What comes outside the hours of work
    /// begins when work next begins; a break and a night carry over.
    #[must_use]
    pub fn after_minutes(&self, from: DateTime, minutes: u32) -> DateTime {
        let Hours { opens, break_from, break_until, closes } = self.hours;
        let mut left = i64::from(minutes);
        let mut now = from;
        loop {
            if !self.is_working(now.date()) || now.time() >= closes {
                now = self.after(now.date(), 1).day.to_datetime(opens);
            }
            let time = now.time();
            let (begin, end) = if time < break_from {
                (time.max(opens), break_from)
            } else {
                (time.max(break_until), closes)
            };
            let room = minutes_of(end) - minutes_of(begin);
            if left <= room {
                let Ok(reached) = begin.checked_add(left.minutes()) else { return now };
                return now.date().to_datetime(reached);
            }
            left -= room;
            now = now.date().to_datetime(end);
        }
    }

    /// The day on which an application counts as received: the same day within working hours, the
    /// next working day after them (paragraph 7).
    #[must_use]
    pub fn received(&self, at: Timestamp) -> Deadline {
        let local = local(at);
        self.received_at(local.date(), Some(local.time()), self.hours.closes)
    }

    /// As [`Self::received`], for a day whose time may be unknown, and an hour until which
    /// applications are taken.
    #[must_use]
    pub fn received_at(&self, day: Date, time: Option<Time>, until: Time) -> Deadline {
        if self.is_working(day) && time.is_none_or(|it| it <= until) {
            return Deadline { day, certain: self.vouches(day, day) };
        }
        self.after(day, 1)
    }

    fn holiday(&self, day: Date) -> Option<&Localized> {
        if self.lunar.days.contains(&day) {
            return Some(&self.lunar.name);
        }
        self.holidays
            .iter()
            .find(|it| (it.month, it.day) == (day.month(), day.day()) && it.is_in(day.year()))
            .map(|it| &it.name)
    }

    /// The working days that holidays on weekends make free, one for each.
    fn carried_in(&self, year: i16) -> BTreeSet<Date> {
        let mut taken: BTreeSet<Date> = BTreeSet::new();
        for holiday in self.holidays.iter().filter(|it| it.carries && it.is_in(year)) {
            let Ok(mut day) = Date::new(year, holiday.month, holiday.day) else { continue };
            if !is_weekend(day) {
                continue;
            }
            while is_weekend(day) || self.holiday(day).is_some() || taken.contains(&day) {
                let Ok(next) = day.tomorrow() else { break };
                day = next;
            }
            taken.insert(day);
        }
        taken
    }
}

/// An instant as the clocks of Kazakhstan show it, by the time zone database that is built in.
#[must_use]
pub fn local(at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC)).datetime()
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

fn minutes_of(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
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
        let moved = "\n[[moved]]\nfree = \"2026-01-05\"\nworked = \"2026-01-10\"\nact = \"test\"\n";
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
        assert!(calendar().after(date(2025, 9, 8), 13).certain);
        assert!(!calendar().after(date(2025, 12, 30), 6).certain, "runs into 2026");
        assert!(!calendar().after(date(2013, 12, 20), 1).certain, "before the first year");
        let compared = Calendar::parse(&text.replace("compared = false", "compared = true"));
        let compared = compared.unwrap();
        assert!(compared.after(date(2026, 9, 7), 6).certain);
        assert!(!compared.after(date(2027, 12, 30), 6).certain, "runs into 2028");
        assert!(!compared.after(date(2031, 1, 8), 1).certain);
    }

    /// Working days of whole years and of months at a week of five days, as published: none of
    /// them by this program.
    #[test]
    fn years_and_months_have_as_many_working_days_as_was_published() {
        let calendar = calendar();
        let count = |from: Date, until: Date| {
            calendar.working_days_between(from.yesterday().unwrap(), until)
        };
        for (year, published) in [
            (2019, 246), // 119 days off: zakon.kz
            (2024, 249), // kapital.kz
            (2025, 246), // pobipb.kz
        ] {
            assert_eq!(count(date(year, 1, 1), date(year, 12, 31)), published, "{year}");
        }
        // The balance of working time of the Ministry for 2024 (help.inbuh.kz). It gives June 19
        // days: it was made when Kurban Ait was expected on Monday the 17th, and it was the 16th.
        let balance = [21, 21, 17, 22, 20, 20, 22, 21, 21, 22, 21, 21];
        for (month, published) in (1..).zip(balance) {
            let first = date(2024, month, 1);
            assert_eq!(count(first, first.last_of_month()), published, "2024-{month}");
        }
        for (year, month, published) in [
            (2015, 1, 19),  // 12 days off: azh.kz
            (2015, 3, 18),  // 13 days off: azh.kz
            (2015, 5, 18),  // 13 days off: azh.kz
            (2017, 1, 20),  // 11 days off: tengrinews.kz
            (2018, 3, 18),  // 13 days off: inbusiness.kz
            (2018, 5, 20),  // 11 days off: zakon.kz
            (2018, 8, 21),  // 10 days off: mgorod.kz
            (2019, 12, 19), // 12 days off: kyzylorda-news.kz
            (2020, 3, 18),  // 13 days off: qagro.kz
            (2020, 8, 20),  // 11 days off: cdb.kz
            (2021, 3, 19),  // semey.city
            (2021, 7, 20),  // altainews.kz
            (2022, 1, 18),  // 13 days off: 24.kz
            (2022, 3, 19),  // 12 days off: qonaev-gorod.kz
            (2022, 7, 20),  // 11 days off: elorda.info
            (2022, 12, 21), // newtimes.kz
            (2023, 1, 20),  // 11 days off: astanatv.kz
            (2023, 10, 21), // 10 days off: kazpravda.kz
            (2025, 8, 21),  // zontnews.kz
            (2026, 1, 19),  // alau.kz
        ] {
            let first = date(year, month, 1);
            assert_eq!(count(first, first.last_of_month()), published, "{year}-{month}");
        }
    }

    // N04
    #[test]
    fn holidays_have_their_years() {
        let working = |year, month, day| calendar().is_working(date(year, month, day));
        assert!(!working(2021, 12, 1), "the last Day of the First President");
        assert!(working(2022, 12, 1));
        assert!(!working(2021, 12, 17) && working(2024, 12, 17));
        assert!(working(2021, 10, 25) && !working(2022, 10, 25), "Republic Day came back");
        assert!(!working(2024, 8, 30) && working(2026, 8, 31), "Constitution Day moved");
        assert!(!working(2027, 3, 15));
        assert!(working(2024, 6, 17), "Kurban Ait was the Sunday before");
        assert!(working(2020, 5, 11) && !working(2020, 5, 8), "moved from a carried day");
        assert!(working(2024, 5, 4) && !working(2024, 5, 8));
    }

    /// Of each transfer the text of the resolution was read: 2017 as zakon.kz quotes it, 2018 at
    /// primeminister.kz, 2022 at pm.kz, the last of them at nur.kz.
    #[test]
    fn transfers_are_those_of_the_resolutions() {
        let calendar = calendar();
        for ((free, worked), act) in [
            ((date(2017, 3, 20), date(2017, 3, 18)), "P1700000005"),
            ((date(2017, 7, 7), date(2017, 7, 1)), "P1700000005"),
            ((date(2018, 3, 9), date(2018, 3, 3)), "P1700000864"),
            ((date(2018, 4, 30), date(2018, 4, 28)), "P1700000864"),
            ((date(2018, 5, 8), date(2018, 5, 5)), "P1700000864"),
            ((date(2018, 8, 31), date(2018, 8, 25)), "P1700000864"),
            ((date(2018, 12, 31), date(2018, 12, 29)), "P1700000864"),
            ((date(2022, 3, 7), date(2022, 3, 5)), "P2100000713"),
            ((date(2022, 8, 29), date(2022, 8, 27)), "P2100000713"),
            ((date(2022, 10, 24), date(2022, 10, 22)), "P2200000796"),
        ] {
            let moved = Moved { free, worked, act: act.to_owned() };
            assert_eq!(calendar.day(free), Day::MovedFree(&moved));
            assert_eq!(calendar.day(worked), Day::MovedWorked(&moved));
        }
    }

    /// The days that carry over in 2026, as the Ministry's calendar has them (el.kz, 10 December
    /// 2025), but for 30 August, which was a holiday no longer when it came.
    #[test]
    fn the_days_that_carry_over_in_2026_are_those_of_the_ministry() {
        let calendar = calendar();
        let all = std::iter::successors(Some(date(2026, 1, 1)), |it| it.tomorrow().ok());
        let carried: Vec<String> = all
            .take_while(|it| it.year() == 2026)
            .filter(|it| calendar.day(*it) == Day::Carried)
            .map(|it| it.to_string())
            .collect();
        assert_eq!(carried, ["2026-03-09", "2026-03-24", "2026-03-25", "2026-05-11", "2026-10-26"]);
    }

    #[test]
    fn working_days_between_two_days_are_counted_both_ways() {
        let calendar = calendar();
        let between = |from, until| calendar.working_days_between(from, until);
        assert_eq!(between(date(2025, 9, 8), date(2025, 9, 25)), 13);
        assert_eq!(between(date(2025, 9, 25), date(2025, 9, 8)), -13);
        assert_eq!(between(date(2025, 9, 13), date(2025, 9, 14)), 0, "a weekend");
    }

    // N04
    #[test]
    fn minutes_run_in_working_hours_only() {
        let calendar = calendar();
        let after = |from: &str, minutes| {
            calendar.after_minutes(from.parse().unwrap(), minutes).to_string()
        };
        assert_eq!(after("2025-09-08T10:00:00", 30), "2025-09-08T10:30:00");
        assert_eq!(after("2025-09-08T12:45:00", 30), "2025-09-08T14:45:00", "over the break");
        assert_eq!(after("2025-09-08T13:30:00", 30), "2025-09-08T15:00:00", "in the break");
        assert_eq!(after("2025-09-08T18:00:00", 30), "2025-09-08T18:30:00", "the last minute");
        assert_eq!(after("2025-09-08T18:15:00", 30), "2025-09-09T09:15:00", "over night");
        assert_eq!(after("2025-09-12T18:31:00", 30), "2025-09-15T09:30:00", "over a weekend");
        assert_eq!(after("2025-09-13T12:00:00", 30), "2025-09-15T09:30:00", "on a Saturday");
        assert_eq!(after("2025-09-08T09:00:00", 480), "2025-09-08T18:30:00", "a whole day");
        assert_eq!(after("2025-09-08T08:00:00", 0), "2025-09-08T09:00:00", "before work");
    }

    #[test]
    fn a_calendar_that_contradicts_itself_is_refused() {
        let text = include_str!("../checklists/calendar/kz.toml");
        let twice = text.replace("year = 2015\n", "year = 2014\n");
        assert!(matches!(Calendar::parse(&twice), Err(CalendarError::YearTwice { year: 2014 })));
        let hours = text.replace("closes = \"18:30\"", "closes = \"08:30\"");
        assert!(matches!(Calendar::parse(&hours), Err(CalendarError::Hours)));
        let unknown = format!("surprise = 1\n{text}");
        assert!(matches!(Calendar::parse(&unknown), Err(CalendarError::Malformed(_))));
    }
}
