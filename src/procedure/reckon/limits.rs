//! When a limit ends: days, hours and agreements added to the moment that starts it.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::Reckoner;
use crate::procedure::{Basis, Counted, Due, Limit, LimitUnit, Moment, Step};

impl Reckoner<'_> {
    /// The end of a step's limit.
    pub(super) fn due(&self, step: &Step, start: Moment) -> Option<Due> {
        let Some(limit) = &step.limit else {
            let around = self.rules.step(step.inside.as_deref()?)?;
            let due = self.due(around, self.start(around, true)?.0)?;
            return Some(Due { basis: Basis::Inside, ..due });
        };
        let mut due = self.add(limit, start);
        if let Some(extension) = &step.extend {
            let agreed = extension.by.as_ref().and_then(|it| self.facts.get(it.as_str())?.until);
            let longer =
                extension.on.as_ref().is_some_and(|it| self.facts.contains_key(it.as_str()));
            if let Some(until) = agreed {
                due = Due {
                    day: until,
                    time: None,
                    safe: None,
                    other: None,
                    carried: None,
                    basis: Basis::Agreement,
                    certain: true,
                };
            } else if longer {
                due = self.longer(due, extension.amount, extension.unit);
            }
        }
        let around = step.within.as_deref().and_then(|it| self.rules.step(it));
        let around = around.and_then(|it| self.due(it, self.start(it, true)?.0));
        match around {
            Some(around) if around.day < due.day => Some(Due { basis: Basis::Within, ..around }),
            Some(_) | None => Some(due),
        }
    }

    pub(super) fn longer(&self, due: Due, amount: u32, unit: Option<LimitUnit>) -> Due {
        let limit = Limit {
            amount,
            unit: unit.unwrap_or(LimitUnit::Wd),
            text: None,
            counted: Counted::After,
            received: false,
        };
        let more = self.add(&limit, Moment::day(due.day));
        Due { basis: Basis::Extended, certain: due.certain && more.certain, ..more }
    }

    /// The hour until which applications are taken.
    pub(in crate::procedure) fn accepts_until(&self) -> Time {
        let own = self.rules.hours.as_ref().and_then(|it| it.accepts_until);
        own.unwrap_or(self.calendar.hours().closes)
    }

    /// A limit from a moment: the day of the event is not counted (A14).
    pub(super) fn add(&self, limit: &Limit, start: Moment) -> Due {
        let calendar = self.calendar;
        let day = start.day;
        let text = |day: Date| Due {
            day,
            time: None,
            safe: None,
            other: None,
            carried: None,
            basis: Basis::Text,
            certain: calendar.vouches(start.day, day),
        };
        let until = self.accepts_until();
        let plus = |days: u32| day.saturating_add(i64::from(days).days());
        let stricter = limit.counted == Counted::FromDay && limit.amount > 0;
        match limit.unit {
            LimitUnit::SameDay if limit.received => {
                text(calendar.received_at(day, start.time, until).day)
            }
            LimitUnit::SameDay => text(day),
            LimitUnit::NextWd => text(calendar.after(day, limit.amount.max(1)).day),
            LimitUnit::Wd => {
                let inclusive = limit.amount - u32::from(calendar.is_working(day) && stricter);
                let safe = stricter.then(|| calendar.after(day, inclusive).day);
                Due { safe, ..text(calendar.after(day, limit.amount).day) }
            }
            LimitUnit::Cd => {
                let last = plus(limit.amount);
                let carried = (!calendar.is_working(last)).then(|| calendar.first_working(last));
                let safe = stricter.then(|| plus(limit.amount - 1));
                Due { safe, carried, ..text(last) }
            }
            LimitUnit::DayUnspecified => {
                let (calendar_day, working) =
                    (plus(limit.amount), calendar.after(day, limit.amount).day);
                let (early, late) = (calendar_day.min(working), calendar_day.max(working));
                Due { other: (early != late).then_some(early), ..text(late) }
            }
            LimitUnit::H | LimitUnit::Min => {
                let per = if limit.unit == LimitUnit::H { 60 } else { 1 };
                let opens = calendar.hours().opens;
                let from = match start.time {
                    Some(time) if limit.received && time > until => {
                        calendar.after(day, 1).day.to_datetime(opens)
                    }
                    Some(time) => day.to_datetime(time),
                    None => calendar.first_working(day).to_datetime(opens),
                };
                let end = calendar.after_minutes(from, limit.amount.saturating_mul(per));
                Due { time: Some(end.time()), ..text(end.date()) }
            }
        }
    }
}
