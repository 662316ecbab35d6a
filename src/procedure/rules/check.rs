//! Whether the file of a procedure agrees with itself.

use std::collections::BTreeSet;

use super::{Rules, Standing, Trigger};

/// The longest limit that is believed, in its unit.
const LONGEST: u32 = 10_000;

impl Rules {
    /// Whether everything that is named is there, and nothing stands in a circle; otherwise the
    /// place and what is wrong with it.
    pub(in crate::procedure) fn check(&self, id: &str) -> Result<(), (String, &'static str)> {
        let defect = |place: &str, defect| Err((place.to_owned(), defect));
        if self.id != id {
            return defect("id", "is not the name of the file");
        }
        if (self.status == Standing::Repealed) != self.repealed.is_some() {
            return defect("repealed", "does not agree with the status");
        }
        let events = self.known_events();
        let unique = |ids: Vec<&str>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
        if !unique(self.steps.iter().map(|it| it.n.as_str()).collect())
            || !unique(self.events.iter().map(|it| it.id.as_str()).collect())
            || !unique(self.actors.iter().map(|it| it.id.as_str()).collect())
        {
            return defect("step, event, actor", "an identifier stands twice");
        }
        for step in &self.steps {
            let place = format!("step {}", step.n);
            if self.actor(&step.actor).is_none() {
                return defect(&place, "names an actor that is not listed");
            }
            if step.emits.is_empty() {
                return defect(&place, "ends with no event");
            }
            // What stands around has a limit of its own and stands in nothing: no circle.
            let around = |n: &String| {
                let around = self.step(n).filter(|it| it.n != step.n && it.limit.is_some());
                around.is_some_and(|it| it.within.is_none())
            };
            if !step.inside.iter().chain(&step.within).all(around) {
                return defect(&place, "stands in a step that is not listed or has no limit");
            }
            if step.limit.is_some() && step.inside.is_some() {
                return defect(&place, "has a limit and a reading in its place");
            }
            for trigger in &step.start {
                let known = match trigger {
                    Trigger::Event(event) => events.contains(event.as_str()),
                    Trigger::Until(event) => self.event(event).is_some_and(|it| it.needs_until),
                    Trigger::Expiry(other) => self.step(other).is_some_and(|it| it.limit.is_some()),
                };
                if !known {
                    return defect(&place, "starts from what is not listed");
                }
            }
            let mut extensions = step.extend.iter();
            let named = extensions
                .all(|it| it.on.iter().chain(&it.by).all(|event| events.contains(event.as_str())));
            if !named || step.silence.iter().any(|it| !events.contains(it.event.as_str())) {
                return defect(&place, "names an event that is not listed");
            }
            for event in step.emits.iter().filter(|it| self.event(it).is_none()) {
                if *event != format!("step-{}", step.n) {
                    return defect(&place, "ends with an event that has no name");
                }
            }
            if step.limit.as_ref().is_some_and(|it| it.amount > LONGEST) {
                return defect(&place, "has a limit beyond belief");
            }
        }
        for total in &self.totals {
            let extension = total.extension.iter().flat_map(|it| it.on.iter().chain(&it.by));
            let mut named = total.until.iter().chain([&total.from]).chain(extension);
            if total.amount > LONGEST || !named.all(|it| events.contains(it.as_str())) {
                return defect(&total.id, "names an event that is not listed");
            }
        }
        for decision in &self.decisions {
            let mut named = decision.options.iter().chain(&decision.needs);
            if self.actor(&decision.actor).is_none()
                || !named.all(|it| events.contains(it.as_str()))
            {
                return defect(&decision.id, "names what is not listed");
            }
        }
        for anomaly in &self.anomalies {
            if anomaly.steps.iter().any(|it| self.step(it).is_none()) {
                return defect(&anomaly.clause, "names a step that is not listed");
            }
        }
        for event in &self.events {
            if event.follows.iter().any(|it| !events.contains(it.as_str())) {
                return defect(&event.id, "follows an event that is not listed");
            }
        }
        Ok(())
    }
}
