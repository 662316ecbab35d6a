//! The reckoning itself: facts first, then the ordinary course with every limit used up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::Note;

use super::plan::{Remark, Weight};
use super::{
    Ends, EventKind, Events, Happened, Moment, Plan, Rules, Step, StepState, TotalState, Trigger,
};
use crate::calendar::Calendar;

mod limits;
mod states;

/// A case in the course of being reckoned.
pub(super) struct Reckoner<'a> {
    pub(super) rules: &'a Rules,
    pub(super) calendar: &'a Calendar,
    day: Date,
    pub(super) facts: BTreeMap<&'a str, &'a Happened>,
    projected: BTreeMap<&'a str, Moment>,
    remarks: Vec<Remark>,
}

impl<'a> Reckoner<'a> {
    pub(super) fn new(
        rules: &'a Rules,
        events: &'a Events,
        calendar: &'a Calendar,
        day: Date,
    ) -> Self {
        let mut reckoner = Self {
            rules,
            calendar,
            day,
            facts: BTreeMap::new(),
            projected: BTreeMap::new(),
            remarks: Vec::new(),
        };
        reckoner.take(events);
        reckoner
    }

    pub(super) fn plan(mut self) -> Plan {
        self.hold_together();
        let closed = self.closed();
        self.project(closed.map(|(kind, _)| kind.id.as_str()));
        let steps: Vec<StepState> = self.rules.steps.iter().map(|it| self.state(it)).collect();
        let totals: Vec<TotalState> =
            self.rules.totals.iter().filter_map(|it| self.total(it)).collect();
        for (step, state) in self.rules.steps.iter().zip(&steps) {
            self.remark_step(step, state);
        }
        for (total, state) in self.rules.totals.iter().zip(&totals) {
            self.remark_total(total, state);
        }
        self.remark_law(&steps, &totals);
        let mut findings = self.remarks;
        findings.sort_by_key(|it| it.weight);
        Plan {
            day: self.day,
            steps,
            totals,
            findings,
            closed: closed.map(|(kind, ends)| (kind.id.clone(), ends)),
        }
    }

    pub(super) fn say(&mut self, weight: Weight, note: Note) {
        self.remarks.push(Remark { weight, note });
    }

    /// Takes what is possible and tells what is not.
    fn take(&mut self, events: &'a Events) {
        let known = self.rules.known_events();
        // The order of the file means nothing: of two records of one event the earlier stands.
        let mut sorted: Vec<&Happened> = events.happened.iter().collect();
        sorted.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        for it in sorted {
            let about = |code| Note::new(code).fact("event", &it.id).fact("at", it.at);
            let Some(&id) = known.get(it.id.as_str()) else {
                self.say(Weight::Bad, about("procedure.unknown-event"));
                continue;
            };
            let kind = self.rules.event(id);
            if it.at.day > self.day {
                let note = about("procedure.in-future").fact("day", self.day);
                self.say(Weight::Bad, note);
            } else if let Some(first) = self.facts.get(id) {
                let once =
                    kind.is_some_and(|it| it.once) || self.rules.ended_by(id).any(|step| step.once);
                let code =
                    if once { "procedure.second-round" } else { "procedure.duplicate-event" };
                let note = about(code).fact("first", first.at);
                self.say(Weight::Bad, note);
            } else {
                match it.until {
                    None if kind.is_some_and(|it| it.needs_until) => {
                        self.say(Weight::Bad, about("procedure.no-until"));
                    }
                    Some(until) if until < it.at.day => {
                        let note = about("procedure.until-before").fact("until", until);
                        self.say(Weight::Bad, note);
                        continue;
                    }
                    Some(_) | None => {}
                }
                self.facts.insert(id, it);
            }
        }
    }

    /// Tells what cannot be of one case: an event before its cause, two ends of one step, something
    /// after the end.
    fn hold_together(&mut self) {
        let earliest = self.facts.values().map(|it| it.at).min();
        let mut remarks = Vec::new();
        for (&id, fact) in &self.facts {
            let ended: Vec<&Step> = self.rules.ended_by(id).collect();
            let extends = self.rules.steps.iter().filter_map(|it| it.extend.as_ref());
            let free = extends.flat_map(|it| it.on.iter().chain(&it.by)).any(|it| it == id);
            if ended.is_empty() || free {
                continue;
            }
            let starts: Vec<(Moment, String)> =
                ended.iter().filter_map(|it| self.start(it, false)).collect();
            let about = |code| Note::new(code).fact("event", id).fact("at", fact.at);
            if starts.iter().any(|(start, _)| !start.is_after(&fact.at)) {
                continue;
            }
            if let Some((start, cause)) = starts.into_iter().min() {
                let note =
                    about("procedure.out-of-order").fact("cause", cause).fact("after", start);
                remarks.push((Weight::Bad, note));
            } else if earliest.is_some_and(|it| fact.at.is_after(&it)) {
                let causes: BTreeSet<&str> =
                    ended.iter().flat_map(|it| &it.start).map(Trigger::name).collect();
                if !causes.is_empty() {
                    let causes = causes.into_iter().collect::<Vec<_>>().join(", ");
                    remarks.push((
                        Weight::Doubt,
                        about("procedure.missing-before").fact("causes", causes),
                    ));
                }
            }
        }
        for step in self.rules.steps.iter().filter(|it| !it.together) {
            let ends: Vec<_> = step
                .emits
                .iter()
                .filter(|it| self.facts.contains_key(it.as_str()))
                .cloned()
                .collect();
            if ends.len() > 1 {
                let note = Note::new("procedure.contradictory")
                    .fact("step", &step.n)
                    .fact("events", ends.join(", "));
                remarks.push((Weight::Bad, note));
            }
        }
        if let Some((kind, _)) = self.closed() {
            let closed = self.facts.get(kind.id.as_str()).map(|it| it.at);
            for (&id, fact) in &self.facts {
                let follows = self.rules.ended_by(id).any(|it| it.start_is(&kind.id));
                if !follows && closed.is_some_and(|it| fact.at.is_after(&it)) {
                    let note = Note::new("procedure.after-close")
                        .fact("event", id)
                        .fact("at", fact.at)
                        .fact("end", &kind.id);
                    remarks.push((Weight::Bad, note));
                }
            }
        }
        for (weight, note) in remarks {
            self.say(weight, note);
        }
    }

    /// The first recorded event that ends the procedure.
    fn closed(&self) -> Option<(&'a EventKind, Ends)> {
        let closing = self.rules.events.iter().filter_map(|it| Some((it, it.closes?)));
        closing
            .filter_map(|(kind, ends)| Some((self.facts.get(kind.id.as_str())?.at, kind, ends)))
            .min_by_key(|(at, kind, _)| (*at, kind.id.clone()))
            .map(|(_, kind, ends)| (kind, ends))
    }

    fn at(&self, event: &str, ahead: bool) -> Option<Moment> {
        let fact = self.facts.get(event).map(|it| it.at);
        fact.or_else(|| ahead.then(|| self.projected.get(event).copied()).flatten())
    }

    /// When a step starts and by what: by what is recorded alone, or by the ordinary course too.
    fn start(&self, step: &Step, ahead: bool) -> Option<(Moment, String)> {
        let fired = step.start.iter().filter_map(|trigger| {
            let at = match trigger {
                Trigger::Event(event) => self.at(event, ahead)?,
                Trigger::Until(event) => {
                    let until = self.facts.get(event.as_str())?.until?;
                    (ahead || until < self.day).then_some(Moment::day(until))?
                }
                Trigger::Expiry(other) => {
                    let other = self.rules.step(other)?;
                    let due = self.due(other, self.start(other, false)?.0)?;
                    let silent = self.fact_end(other).is_none() && due.day < self.day;
                    silent.then_some(Moment::day(due.day))?
                }
            };
            Some((at, trigger.name().to_owned()))
        });
        fired.min()
    }

    /// The recorded event that ended a step. An event that ends several steps ends those of them
    /// that had started.
    fn fact_end(&self, step: &'a Step) -> Option<(&'a str, Moment)> {
        let ends = step.emits.iter().filter_map(|event| {
            let at = self.facts.get(event.as_str())?.at;
            let sole = self.rules.ended_by(event).count() == 1;
            let started = || self.start(step, false).is_some_and(|(start, _)| !start.is_after(&at));
            (sole || started()).then_some((at, event.as_str()))
        });
        ends.min().map(|(at, event)| (event, at))
    }

    /// Carries the case on by its ordinary course, each stage to the end of its limit.
    fn project(&mut self, closed: Option<&str>) {
        // Each round places at least one event or is the last.
        for _ in 0..=self.rules.known_events().len() {
            let mut placed = false;
            for kind in &self.rules.events {
                let Some(before) = kind.follows.as_deref() else { continue };
                if closed.is_none()
                    && self.at(&kind.id, true).is_none()
                    && let Some(at) = self.at(before, true)
                {
                    let at = at.max(Moment::day(self.day.max(at.day)));
                    self.projected.insert(&kind.id, at);
                    placed = true;
                }
            }
            for step in &self.rules.steps {
                let Some(main) = step.emits.first() else { continue };
                if self.at(main, true).is_some() || self.fact_end(step).is_some() {
                    continue;
                }
                if closed.is_some_and(|it| !step.start_is(it)) {
                    continue;
                }
                let Some((start, _)) = self.start(step, true) else { continue };
                self.projected.insert(main, self.latest(step, start));
                placed = true;
            }
            if !placed {
                break;
            }
        }
    }

    /// The last moment at which a step that is not done may still end in time, or the day that is
    /// looked from where that is over.
    fn latest(&self, step: &Step, start: Moment) -> Moment {
        let own = step.limit.as_ref().and_then(|_| self.due(step, start));
        let end = own.map_or(start, |due| match due.time {
            Some(_) => Moment { day: due.day, time: due.time },
            None => Moment::end_of(due.day),
        });
        if end.day < self.day { Moment::end_of(self.day) } else { end }
    }
}

impl Trigger {
    /// The event or step that it names.
    fn name(&self) -> &str {
        match self {
            Self::Event(name) | Self::Expiry(name) | Self::Until(name) => name,
        }
    }
}

impl Step {
    /// Whether an event starts it.
    fn start_is(&self, event: &str) -> bool {
        self.start.iter().any(|it| matches!(it, Trigger::Event(id) if id == event))
    }
}
