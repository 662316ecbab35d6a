//! What is said of a reckoned case: what is late, what leaves no room, what the law and the calendar
//! add.

use std::collections::BTreeSet;

use model::Note;

use super::plan::{Basis, Weight};
use super::reckon::Reckoner;
use super::{Limit, LimitUnit, Link, Moment, Standing, State, Step, StepState, Total, TotalState};

impl Reckoner<'_> {
    pub(super) fn remark_step(&mut self, step: &Step, state: &StepState) {
        self.remark_hours(step, state);
        let Some(due) = state.due else { return };
        let about = |code| {
            Note::new(code)
                .fact("step", &step.n)
                .fact("clause", &step.clause)
                .fact("due", Moment { day: due.day, time: due.time })
        };
        let days = state.left.map_or(0, i64::abs);
        match state.state {
            State::DoneLate => {
                let at = state.end.as_ref().map(|(_, at)| at.to_string()).unwrap_or_default();
                let note = about("procedure.late").fact("at", at).fact("days", days);
                // The text itself is not broken where the limit is a reading.
                let reading = due.basis == Basis::Inside;
                self.say(if reading { Weight::Doubt } else { Weight::Bad }, note);
            }
            State::Overdue => {
                let note = about("procedure.overdue").fact("days", days);
                self.say(Weight::Bad, note);
                if let Some(silence) = &step.silence {
                    let note = about("procedure.silence")
                        .fact("outcome", silence.outcome.as_str())
                        .fact("event", &silence.event);
                    self.say(Weight::Bad, note);
                }
            }
            State::Ahead | State::Done | State::NotRecorded | State::NotTaken | State::Running => {}
        }
        if let (State::Running | State::Ahead, Some(other)) = (state.state, due.other) {
            self.say(Weight::Doubt, about("procedure.day-unspecified").fact("other", other));
        }
        if let (State::Running, Some(carried)) = (state.state, due.carried) {
            self.say(Weight::Known, about("procedure.ends-on-day-off").fact("carried", carried));
        }
    }

    /// What is recorded outside working hours, where the text gives what comes then to the next
    /// working day.
    fn remark_hours(&mut self, step: &Step, state: &StepState) {
        let taken_up = |limit: &Limit| limit.received && limit.unit == LimitUnit::SameDay;
        let ended = matches!(state.state, State::Done | State::DoneLate);
        let (true, Some((event, at))) = (ended, &state.end) else { return };
        if !step.limit.as_ref().is_some_and(taken_up) {
            return;
        }
        let next = self.calendar.received_at(at.day, at.time, self.accepts_until()).day;
        if next != at.day {
            let note = Note::new("procedure.outside-hours")
                .fact("event", event)
                .fact("at", at)
                .fact("next", next);
            self.say(Weight::Doubt, note);
        }
    }

    pub(super) fn remark_total(&mut self, total: &Total, state: &TotalState) {
        let (amount, due) = (total.amount, state.due.day);
        let about = |code| {
            Note::new(code).fact("clause", &total.clause).fact("total", amount).fact("due", due)
        };
        let end = state.end.as_ref().map(|(_, at)| at.day);
        if let (Some(slack), Some(end)) = (state.slack, end) {
            let days = slack.abs();
            if slack < 0 && state.ended {
                let note = about("procedure.total-broken").fact("end", end).fact("days", days);
                self.say(Weight::Bad, note);
            } else if slack < 0 {
                let code = if state.left < 0 {
                    "procedure.total-overdue"
                } else {
                    "procedure.total-will-break"
                };
                self.say(Weight::Bad, about(code).fact("end", end).fact("days", days));
            }
        }
        if state.ended || state.due.basis == Basis::Extended {
            return;
        }
        let parts = Parts::of(&state.chain);
        if parts.calendar_days > 0 || total.unit != LimitUnit::Wd {
            return;
        }
        let sum = parts.sum.join(" + ");
        if parts.working_days == amount && parts.minutes == 0 {
            self.say(Weight::Doubt, about("procedure.no-slack").fact("sum", sum));
            for step in parts.without {
                let more = amount.saturating_add(1);
                self.say(
                    Weight::Doubt,
                    about("procedure.stage-not-budgeted").fact("step", step).fact("more", more),
                );
            }
        } else if parts.working_days < amount {
            let note = about("procedure.stages-fit")
                .fact("days", parts.working_days)
                .fact("hours", format!("{}:{:02}", parts.minutes / 60, parts.minutes % 60))
                .fact("room", amount - parts.working_days);
            self.say(Weight::Known, note);
        }
    }

    /// What is to be known of the law and of the calendar.
    pub(super) fn remark_law(&mut self, steps: &[StepState], totals: &[TotalState]) {
        let rules = self.rules;
        if let Some(repeal) = &rules.repealed {
            let note = Note::new("procedure.repealed")
                .fact("act", &repeal.number)
                .fact("on", repeal.adopted_on);
            self.say(Weight::Doubt, note);
        }
        let first = self.facts.values().min_by_key(|it| it.at);
        if let Some(first) = first.copied() {
            let about = |code| Note::new(code).fact("event", &first.id).fact("at", first.at);
            if first.at.day < rules.act.adopted_on {
                let note = about("procedure.before-act").fact("on", rules.act.adopted_on);
                self.say(Weight::Bad, note);
            }
            let repealed = rules.repealed.as_ref().filter(|_| rules.status == Standing::Repealed);
            if let Some(repeal) = repealed.filter(|it| first.at.day >= it.adopted_on) {
                self.say(
                    Weight::Bad,
                    about("procedure.after-repeal").fact("on", repeal.adopted_on),
                );
            }
            let latest = rules.editions.iter().map(|it| it.on).max();
            if let Some(latest) = latest.filter(|it| first.at.day < *it) {
                self.say(Weight::Doubt, about("procedure.before-edition").fact("on", latest));
            }
        }
        let dues = steps
            .iter()
            .filter(|it| !matches!(it.state, State::NotRecorded | State::NotTaken))
            .filter_map(|it| Some((it.start?.day, it.due?)));
        let dues = dues.chain(totals.iter().map(|it| (it.start.day, it.due)));
        let mut years = BTreeSet::new();
        for (start, due) in dues.filter(|(_, due)| !due.certain) {
            let span = start.min(due.day).year()..=start.max(due.day).year();
            years.extend(span.filter(|&it| !self.calendar.year(it).is_some_and(|it| it.compared)));
        }
        if !years.is_empty() {
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            let note = Note::new("procedure.calendar-uncertain").fact("years", years.join(", "));
            self.say(Weight::Doubt, note);
        }
    }
}

/// The limits of a chain, added up by their units.
#[derive(Default)]
struct Parts {
    working_days: u32,
    calendar_days: u32,
    minutes: u32,
    sum: Vec<String>,
    without: Vec<String>,
}

impl Parts {
    fn of(chain: &[Link]) -> Self {
        let mut parts = Self::default();
        for link in chain {
            let Some((amount, unit)) = link.limit else {
                parts.without.push(link.n.clone());
                continue;
            };
            match unit {
                LimitUnit::Cd | LimitUnit::DayUnspecified => parts.calendar_days += amount,
                LimitUnit::H => parts.minutes += amount.saturating_mul(60),
                LimitUnit::Min => parts.minutes += amount,
                LimitUnit::NextWd | LimitUnit::SameDay | LimitUnit::Wd => {
                    parts.working_days += amount;
                    parts.sum.push(amount.to_string());
                }
            }
        }
        parts
    }
}
