use super::Plan;

/// When samples are due: a fixed schedule, counted in nanoseconds from the beginning of the plan.
///
/// Sample `index` of the lane `lane` (a target on a channel) is due at `index` intervals plus the
/// lane's own phase. The phases spread the lanes evenly over the interval, so that a thousand
/// endpoints are not asked in one instant. Nothing shifts the schedule: neither a slow answer nor
/// a late sample.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Grid {
    every: i128,
    lanes: u32,
    planned: u64,
}

/// One sample of the schedule.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Due {
    /// Nanoseconds from the beginning of the plan.
    pub at: i128,
    /// The number of the sample in its lane, from 0.
    pub index: u64,
    /// Which lane.
    pub lane: u32,
}

impl Grid {
    /// The schedule of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let lanes = u32::try_from(plan.targets.len() * plan.channels.len()).unwrap_or(u32::MAX);
        Self { every: plan.every.nanos().max(1), lanes, planned: plan.planned() }
    }

    /// The sample of this number in this lane.
    #[must_use]
    pub fn due(&self, index: u64, lane: u32) -> Due {
        let phase = self.every * i128::from(lane) / i128::from(self.lanes.max(1));
        Due { at: i128::from(index) * self.every + phase, index, lane }
    }

    /// The first sample that is due at `instant` or later; none where the window is over.
    #[must_use]
    pub fn from(&self, instant: i128) -> Option<Due> {
        if self.lanes == 0 {
            return None;
        }
        let index = u64::try_from(instant.div_euclid(self.every).max(0)).unwrap_or(u64::MAX);
        let rest = (instant - i128::from(index) * self.every).max(0);
        // The first lane whose phase is `rest` or more: phases are rounded down.
        let near = rest * i128::from(self.lanes) / self.every;
        let near = u32::try_from(near).unwrap_or(self.lanes);
        let found = (near..self.lanes.min(near.saturating_add(2)))
            .map(|lane| self.due(index, lane))
            .find(|it| it.at >= instant);
        self.within(found.unwrap_or_else(|| self.due(index.saturating_add(1), 0)))
    }

    /// The sample after `due`.
    #[must_use]
    pub fn after(&self, due: Due) -> Option<Due> {
        let last = due.lane + 1 >= self.lanes;
        self.within(if last {
            self.due(due.index.saturating_add(1), 0)
        } else {
            self.due(due.index, due.lane + 1)
        })
    }

    /// What to do with a sample that is due, `now`: it is sent where it is not later than
    /// `patience`. What is later is left out, and the schedule goes on where it stands: after a
    /// stall or a sleep of the machine nothing is caught up in a burst.
    ///
    /// # Errors
    ///
    /// The sample to wait for instead; none where the window is over.
    pub fn catch(&self, due: Due, now: i128, patience: i128) -> Result<(), Option<Due>> {
        if now - due.at <= patience { Ok(()) } else { Err(self.from(now - patience)) }
    }

    fn within(&self, due: Due) -> Option<Due> {
        (due.index < self.planned).then_some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::tests::plan;
    use super::*;

    const SECOND: i128 = 1_000_000_000;

    #[test]
    fn lanes_are_spread_over_the_interval_and_repeat_without_drift() {
        let grid = Grid::of(&plan(4, 1, "1h", "10s"));
        let mut due = grid.from(0);
        let mut seen = Vec::new();
        while let Some(it) = due {
            seen.push(it);
            due = grid.after(it);
        }
        assert_eq!(seen.len(), 4 * 360);
        for (number, it) in (0_i128..).zip(&seen) {
            assert_eq!(it.at, number * SECOND * 10 / 4);
            assert_eq!(it.index, u64::try_from(number / 4).unwrap());
        }
    }

    #[test]
    fn any_instant_leads_to_the_next_sample() {
        for lanes in [1, 3, 7, 1_000] {
            let grid = Grid::of(&plan(lanes, 1, "60s", "10s"));
            let mut all = Vec::new();
            let mut due = grid.from(i128::MIN / 4);
            while let Some(it) = due {
                all.push(it);
                due = grid.after(it);
            }
            assert_eq!(all.len(), lanes * 6);
            for pair in all.windows(2) {
                assert!(pair[0].at <= pair[1].at);
                assert_eq!(grid.from(pair[0].at).unwrap().at, pair[0].at);
                assert_eq!(grid.from(pair[0].at + 1).unwrap().at, pair[1].at);
                assert_eq!(grid.from(pair[1].at - 1).unwrap().at, pair[1].at);
            }
            assert_eq!(grid.from(60 * SECOND), None);
        }
    }

    #[test]
    fn a_stall_of_three_days_causes_no_burst() {
        let grid = Grid::of(&plan(1_000, 1, "7d", "10s"));
        let patience = SECOND / 4;
        let due = grid.from(100 * SECOND).unwrap();
        let awake = 100 * SECOND + 3 * 86_400 * SECOND + 7;
        let next = grid.catch(due, awake, patience).unwrap_err().unwrap();
        assert!(next.at >= awake - patience && next.at < awake);
        // What is sent at once after it is what a quarter of a second holds: 25 of 259 200 000.
        let mut burst = 0;
        let mut due = Some(next);
        while let Some(it) = due.filter(|it| it.at <= awake) {
            assert_eq!(grid.catch(it, awake, patience), Ok(()));
            burst += 1;
            due = grid.after(it);
        }
        assert_eq!(burst, 25);
        assert_eq!(grid.catch(due.unwrap(), 8 * 86_400 * SECOND, patience), Err(None));
    }

    #[test]
    fn a_plan_without_lanes_has_no_samples() {
        assert_eq!(Grid::of(&plan(0, 1, "60s", "10s")).from(0), None);
    }
}
