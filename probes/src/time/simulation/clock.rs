//! A clock that wanders, is stepped, and counts a leap second or does not.
//!
//! Physical time is a count of nanoseconds that knows no leap second. UTC is physical time with the
//! leap second taken out; what a server is asked for is UTC.

use super::dice::Dice;

pub(super) const MS: i128 = 1_000_000;
pub(super) const SECOND: i128 = 1_000 * MS;

/// When a leap second is inserted, in physical time; nothing for most visits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Leap(pub(super) Option<i128>);

impl Leap {
    /// UTC at an instant of physical time: the inserted second is counted twice.
    pub(super) fn utc(self, at: i128) -> i128 {
        if self.has_passed(at) { at - SECOND } else { at }
    }

    pub(super) fn has_passed(self, at: i128) -> bool {
        self.0.is_some_and(|leap| at >= leap)
    }
}

/// The error of a clock against physical time: a random walk of its rate, and a step.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    began: i128,
    /// The error at each node, in nanoseconds; between two nodes it runs straight.
    nodes: Vec<i128>,
    step: Option<(i128, i128)>,
}

/// Between two nodes.
const PIECE: i128 = 500 * MS;
/// Nodes: ten seconds, and then the clock is right in rate.
const NODES: usize = 21;

impl Clock {
    /// A clock that is ahead by `offset` and runs wrong by no more than `ppb` parts in a thousand
    /// million.
    pub(super) fn wandering(dice: &mut Dice, began: i128, offset: i128, ppb: i128) -> Self {
        let mut rate = dice.between(-ppb, ppb);
        let mut error = offset;
        let mut nodes = vec![error];
        while nodes.len() < NODES {
            error += rate * PIECE / SECOND;
            nodes.push(error);
            rate = (rate + dice.between(-ppb / 4, ppb / 4)).clamp(-ppb, ppb);
        }
        Self { began, nodes, step: None }
    }

    /// A clock that is ahead by `offset` for ever.
    pub(super) fn steady(began: i128, offset: i128) -> Self {
        Self { began, nodes: vec![offset; NODES], step: None }
    }

    /// The same clock, set forward by `by` at an instant.
    pub(super) fn stepped(self, at: i128, by: i128) -> Self {
        Self { step: Some((at, by)), ..self }
    }

    /// How far the clock is ahead of physical time.
    pub(super) fn error(&self, at: i128) -> i128 {
        let since = (at - self.began).clamp(0, PIECE * i128::try_from(NODES - 2).unwrap());
        let node = usize::try_from(since / PIECE).unwrap();
        let (from, to) = (self.nodes[node], self.nodes[node + 1]);
        let wander = from + (to - from) * (since % PIECE) / PIECE;
        wander + self.step.filter(|(when, _)| at >= *when).map_or(0, |(_, by)| by)
    }
}
