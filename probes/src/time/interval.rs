//! Intervals in which a difference of two clocks lies, in nanoseconds. Either end may be open: what
//! one look says may bound a clock from one side only.

/// From `low` to `high`, both ends inside; an absent end is no bound.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Interval {
    pub(super) low: Option<i128>,
    pub(super) high: Option<i128>,
}

impl Interval {
    /// Bounded on both sides; nothing where the ends are exchanged.
    pub(super) fn between(low: i128, high: i128) -> Option<Self> {
        (low <= high).then_some(Self { low: Some(low), high: Some(high) })
    }

    /// How far a clock was ahead of true time, when it showed something from `shown.0` to `shown.1`
    /// at a true instant from `at.0` to `at.1`.
    pub(super) fn ahead(shown: (i128, i128), at: (Option<i128>, i128)) -> Self {
        Self { low: Some(shown.0 - at.1), high: at.0.map(|it| shown.1 - it) }
    }

    /// What lies in both; nothing where they exclude one another.
    pub(super) fn meet(self, other: Self) -> Option<Self> {
        let low = self.low.into_iter().chain(other.low).max();
        let high = self.high.into_iter().chain(other.high).min();
        let empty = low.zip(high).is_some_and(|(low, high)| low > high);
        (!empty).then_some(Self { low, high })
    }

    /// Middle and half-width, the half-width rounded upward so that nothing is cut off.
    pub(super) fn centre(self) -> Option<(i128, i128)> {
        let (low, high) = (self.low?, self.high?);
        let middle = (low + high).div_euclid(2);
        Some((middle, (high - middle).max(middle - low)))
    }

    #[cfg(test)]
    fn holds(self, value: i128) -> bool {
        self.low.is_none_or(|it| it <= value) && self.high.is_none_or(|it| value <= it)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_interval() -> impl Strategy<Value = Interval> {
        let end = || prop::option::of(-1_000_i128..1_000);
        (end(), end()).prop_map(|(one, other)| match (one, other) {
            (Some(one), Some(other)) => {
                Interval { low: Some(one.min(other)), high: Some(one.max(other)) }
            }
            (low, high) => Interval { low, high },
        })
    }

    #[test]
    fn ends_that_are_exchanged_make_no_interval() {
        assert_eq!(Interval::between(1, 0), None);
        let point = Interval::between(1, 1).unwrap();
        assert_eq!(point.meet(point), Some(point));
        assert_eq!(point.centre(), Some((1, 0)));
        assert_eq!(Interval::default().centre(), None);
        assert_eq!(Interval::between(-3, 0).unwrap().centre(), Some((-2, 2)));
    }

    proptest! {
        #[test]
        fn what_both_hold_is_what_they_meet_in(
            one in any_interval(),
            other in any_interval(),
            value in -1_100_i128..1_100,
        ) {
            let both = one.holds(value) && other.holds(value);
            let met = one.meet(other);
            prop_assert_eq!(both, met.is_some_and(|it| it.holds(value)));
            prop_assert_eq!(met, other.meet(one));
        }

        #[test]
        fn the_centre_and_half_width_cover_the_whole(
            low in -1_000_i128..1_000,
            width in 0_i128..1_000,
        ) {
            let (middle, half) = Interval::between(low, low + width).unwrap().centre().unwrap();
            prop_assert!(middle - half <= low && low + width <= middle + half);
            prop_assert!(2 * half <= width + 1);
        }

        /// A clock that is ahead by `skew` shows `shown` at `at`; what is known of both instants
        /// holds them, so the interval holds the skew.
        #[test]
        fn the_true_skew_lies_inside(
            skew in -10_000_i128..10_000,
            at in 0_i128..10_000,
            early in 0_i128..500,
            late in 0_i128..500,
            step in 1_i128..2_000,
            open in any::<bool>(),
        ) {
            let clock = at + skew;
            let shown = clock.div_euclid(step) * step;
            let from = (!open).then_some(at - early);
            let interval = Interval::ahead((shown, shown + step), (from, at + late));
            prop_assert!(interval.holds(skew));
        }
    }
}
