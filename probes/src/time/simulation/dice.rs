//! Random numbers that come out alike on every machine.

/// SplitMix64 (S. Vigna, public domain): small, seeded, good enough to throw dice with.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i128, high: i128) -> i128 {
        let span = u128::try_from(high - low + 1).unwrap();
        low + i128::try_from(u128::from(self.next()) % span).unwrap()
    }

    /// True so many times in a thousand.
    pub(super) fn chance(&mut self, in_thousand: u64) -> bool {
        self.next() % 1_000 < in_thousand
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.next() % u64::try_from(of.len()).unwrap()).unwrap()]
    }

    /// Mostly small, seldom many times `mean`: the time that a datagram queues. The sum of a
    /// geometric number of halves has the tail of an exponential distribution.
    pub(super) fn queue(&mut self, mean: i128) -> i128 {
        let doublings = i128::from(self.next().trailing_zeros());
        self.between(0, mean) * (doublings + 1) / 2
    }
}
