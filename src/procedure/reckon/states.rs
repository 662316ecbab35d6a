//! Where each step and each clock stands, once facts and the ordinary course are placed.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Reckoner;
use crate::procedure::{
    Counted, Limit, LimitUnit, Link, Moment, State, Step, StepState, Total, TotalState,
};

impl<'a> Reckoner<'a> {
    pub(super) fn state(&self, step: &'a Step) -> StepState {
        let recorded = self.start(step, false);
        let start = recorded.clone().or_else(|| self.start(step, true));
        let due = start.as_ref().and_then(|(at, _)| self.due(step, *at));
        let unit = step.limit.as_ref().map(|it| it.unit);
        let mut state = StepState {
            n: step.n.clone(),
            state: State::NotTaken,
            start: start.as_ref().map(|(at, _)| *at),
            due,
            end: None,
            left: None,
            silence: None,
        };
        if let Some((event, at)) = self.fact_end(step) {
            let late = due.filter(|due| at.is_after(&Moment { day: due.day, time: due.time }));
            state.state = if late.is_some() { State::DoneLate } else { State::Done };
            state.left = late.map(|due| self.days(unit, at.day, due.day));
            state.end = Some((event.to_owned(), at));
            return state;
        }
        if self.is_passed(step) {
            state.state = State::NotRecorded;
            return state;
        }
        let silent = step.silence.as_ref();
        if silent.is_some_and(|it| self.facts.contains_key(it.event.as_str())) {
            return state;
        }
        // An event that ends it is ahead by another step; nothing starts this one.
        if state.start.is_none() && !step.start.is_empty() {
            return state;
        }
        let main = step.emits.first();
        state.end = main.and_then(|it| Some((it.clone(), *self.projected.get(it.as_str())?)));
        if state.end.is_none() {
            return state;
        }
        state.silence = silent.map(|it| it.outcome);
        if recorded.is_some() {
            state.state = State::Running;
            if let Some(due) = due {
                state.left = Some(self.days(unit, self.day, due.day));
                if due.day < self.day {
                    state.state = State::Overdue;
                }
            }
        } else {
            state.state = State::Ahead;
        }
        state
    }

    /// Whether something that follows from the ordinary end of a step, however far, is done.
    fn is_passed(&self, step: &Step) -> bool {
        let mut events: Vec<&str> = step.emits.first().map(String::as_str).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(event) = events.pop() {
            if !seen.insert(event) {
                continue;
            }
            for next in self.rules.steps.iter().filter(|it| it.start_is(event)) {
                if self.fact_end(next).is_some() {
                    return true;
                }
                events.extend(next.emits.first().map(String::as_str));
            }
            let after = self.rules.events.iter().filter(|it| it.follows.as_deref() == Some(event));
            events.extend(after.map(|it| it.id.as_str()));
        }
        false
    }

    /// Days of the unit of a limit from one day to another.
    fn days(&self, unit: Option<LimitUnit>, from: Date, until: Date) -> i64 {
        if unit == Some(LimitUnit::Cd) {
            i64::from(from.until(until).map_or(0, |it| it.get_days()))
        } else {
            self.calendar.working_days_between(from, until)
        }
    }

    pub(super) fn total(&self, total: &'a Total) -> Option<TotalState> {
        let start = self.at(&total.from, true)?;
        let limit = Limit {
            amount: total.amount,
            unit: total.unit,
            text: None,
            counted: Counted::FromDay,
            received: false,
        };
        let mut due = self.add(&limit, start);
        if let Some(extension) = &total.extension
            && extension.on.as_ref().is_some_and(|it| self.facts.contains_key(it.as_str()))
        {
            due = self.longer(due, extension.amount, extension.unit);
        }
        let first = |ahead| {
            let ends = total.until.iter().filter_map(|it| Some((self.at(it, ahead)?, it.as_str())));
            ends.min()
        };
        let recorded = first(false);
        let end = recorded.or_else(|| first(true));
        let unit = Some(total.unit);
        Some(TotalState {
            id: total.id.clone(),
            start,
            due,
            end: end.map(|(at, event)| (event.to_owned(), at)),
            ended: recorded.is_some(),
            slack: end.map(|(at, _)| self.days(unit, at.day, due.day)),
            left: self.days(unit, self.day, due.day),
            chain: end.map(|(_, event)| self.chain(total, event)).unwrap_or_default(),
        })
    }

    /// The stages that lead from the start of a clock to an event, back from the event.
    fn chain(&self, total: &Total, end: &'a str) -> Vec<Link> {
        let mut chain = Vec::new();
        let mut event = end.to_owned();
        let mut seen = BTreeSet::new();
        while event != total.from && seen.insert(event.clone()) {
            if let Some(before) = self.rules.event(&event).and_then(|it| it.follows.clone()) {
                event = before;
                continue;
            }
            let steps = self.rules.ended_by(&event).map(|it| (self.start(it, true), it));
            let Some((Some((_, cause)), step)) = steps.min_by_key(|(start, _)| {
                start.as_ref().map_or((true, None), |(at, _)| (false, Some(*at)))
            }) else {
                break;
            };
            let limit = step.limit.as_ref().map(|it| (it.amount, it.unit));
            chain.push(Link { n: step.n.clone(), limit });
            event = cause;
        }
        chain.reverse();
        chain
    }
}
