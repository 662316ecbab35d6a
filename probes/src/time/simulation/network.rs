//! A path: how long a datagram takes there and back, and whether it arrives.

use super::clock::MS;
use super::dice::Dice;

#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    /// The least time there and back.
    pub(super) there: i128,
    pub(super) back: i128,
    /// The mean time in queues, each way.
    pub(super) queue: i128,
    /// Datagrams lost, in a thousand, each way.
    pub(super) loss: u64,
    /// Datagrams that arrive twice, in a thousand.
    pub(super) twice: u64,
}

/// What became of one request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    pub(super) there: i128,
    /// The time of each copy of the reply; none where request or reply was lost.
    pub(super) back: [Option<i128>; 2],
}

impl Path {
    /// A path within a building.
    pub(super) fn near(dice: &mut Dice) -> Self {
        let [there, back] = [dice.between(MS / 10, MS), dice.between(MS / 10, MS)];
        Self { there, back, queue: MS / 20, loss: 2, twice: 2 }
    }

    /// A path over the laptop's line, which has its own delays, and on to a server.
    pub(super) fn far(dice: &mut Dice, line: &Self) -> Self {
        let there = line.there + dice.between(MS / 2, 8 * MS);
        let back = line.back + dice.between(MS / 2, 8 * MS);
        Self { there, back, ..*line }
    }

    /// The line of a laptop on a visit, over which every reference is asked: a cable, a mobile
    /// network, seldom a satellite.
    pub(super) fn line(dice: &mut Dice) -> Self {
        let (least, most) = match dice.between(0, 99) {
            0..=59 => (MS, 10 * MS),
            60..=94 => (10 * MS, 60 * MS),
            _ => (250 * MS, 300 * MS),
        };
        let there = dice.between(least, most);
        // Up to ten times as long one way as the other, and seldom alike.
        let back =
            if dice.chance(300) { there * dice.between(1, 10) } else { dice.between(least, most) };
        let (there, back) = if dice.chance(500) { (there, back) } else { (back, there) };
        let queue = dice.pick(&[MS / 10, MS, 5 * MS]);
        let (loss, twice) = (dice.pick(&[0, 10, 100]), dice.pick(&[0, 20]));
        Self { there, back: back.min(600 * MS), queue, loss, twice }
    }

    pub(super) fn pass(&self, dice: &mut Dice) -> Passage {
        let there = self.there + dice.queue(self.queue);
        let lost = dice.chance(self.loss);
        let copy = |dice: &mut Dice| {
            let back = self.back + dice.queue(self.queue);
            (!lost && !dice.chance(self.loss)).then_some(back)
        };
        let first = copy(dice);
        let second = if dice.chance(self.twice) { copy(dice) } else { None };
        Passage { there, back: [first, second] }
    }

    /// Half of the least round trip: what no measurement over this path can be surer than.
    pub(super) const fn half(&self) -> i128 {
        (self.there + self.back) / 2
    }
}
