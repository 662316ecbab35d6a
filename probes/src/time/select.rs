//! Which of several intervals to believe.

/// The smallest interval that holds true time if no more than a minority of `all` witnesses lie,
/// of which those that answered gave `intervals`: from the first to the last point that lies in so
/// many of the intervals as must be honest. A witness that is silent is no liar, but leaves the
/// liars their number.
///
/// This is the interval of K. Marzullo and S. Owicki (Maintaining the Time in a Distributed
/// System, 1983) for as many liars as a minority can be. [RFC 5905 section 11.2.1] looks for the
/// fewest liars that explain the intervals; one that claims a narrow interval amid wide ones can
/// then move the result away from true time unseen. Here it cannot: that costs width, never truth.
///
/// Nothing where no point lies in more than half of the intervals, or where all of them may be
/// those of liars.
///
/// [RFC 5905 section 11.2.1]: https://www.rfc-editor.org/rfc/rfc5905#section-11.2.1
pub(super) fn agreement(intervals: &[(i128, i128)], all: usize) -> Option<(i128, i128)> {
    let honest = intervals.len().checked_sub(most_liars(all)).filter(|it| *it > 0)?;
    let mut edges: Vec<(i128, i8)> =
        intervals.iter().flat_map(|(low, high)| [(*low, -1), (*high, 1)]).collect();
    // At one point an interval begins before another ends: intervals that touch agree.
    edges.sort_unstable();
    let (mut inside, mut most) = (0_usize, 0);
    let mut found: Option<(i128, i128)> = None;
    for (at, edge) in edges {
        if edge < 0 {
            inside += 1;
            most = most.max(inside);
            if inside >= honest {
                found = found.or(Some((at, at)));
            }
        } else {
            if inside >= honest {
                found = found.map(|(low, _)| (low, at));
            }
            inside = inside.saturating_sub(1);
        }
    }
    found.filter(|_| 2 * most > intervals.len())
}

/// How many of so many witnesses may lie: fewer than half.
pub(super) const fn most_liars(all: usize) -> usize {
    all.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(intervals: &[(i128, i128)]) -> Option<(i128, i128)> {
        agreement(intervals, intervals.len())
    }

    #[test]
    fn references_agree_where_more_than_half_of_them_meet() {
        assert_eq!(all(&[]), None);
        assert_eq!(all(&[(0, 10)]), Some((0, 10)));
        // The example of RFC 5905's predecessors: 8-12, 11-13, 14-15 leave 11-12.
        assert_eq!(all(&[(8, 12), (11, 13), (14, 15)]), Some((11, 12)));
        assert_eq!(all(&[(0, 1), (2, 3)]), None);
        assert_eq!(all(&[(0, 1), (1, 3)]), Some((1, 1)));
        assert_eq!(all(&[(0, 1), (2, 3), (4, 5)]), None);
        // Two pairs agree in two places: neither may be dropped.
        assert_eq!(all(&[(0, 10), (1, 2), (8, 9)]), Some((1, 9)));
        // Two lie together against two: nobody can tell.
        assert_eq!(all(&[(0, 1), (0, 1), (5, 6), (5, 6)]), None);
    }

    #[test]
    fn who_is_silent_still_counts() {
        assert_eq!(agreement(&[(0, 10)], 2), Some((0, 10)), "with two, neither may lie");
        assert_eq!(agreement(&[(0, 10)], 3), None, "the one that answered may lie");
        assert_eq!(agreement(&[(0, 10), (5, 12)], 3), Some((0, 12)), "either may lie");
        assert_eq!(agreement(&[(0, 10), (11, 12)], 3), None, "one of them does");
        assert_eq!(agreement(&[(0, 10), (5, 12), (6, 20)], 4), Some((5, 12)));
    }

    #[test]
    fn a_liar_that_claims_a_narrow_interval_moves_nothing() {
        // True time is 9; the third lies narrowly in the middle of two wide honest ones.
        assert_eq!(all(&[(0, 10), (0, 10), (4, 6)]), Some((0, 10)));
        // Most of five meet at 0-1, but three of them speak the truth at 9.
        assert_eq!(all(&[(0, 10), (0, 10), (9, 10), (0, 1), (0, 1)]), Some((0, 10)));
    }

    proptest::proptest! {
        /// As long as more than half of the intervals hold the true time, so does the agreement.
        #[test]
        fn true_time_is_kept_by_an_honest_majority(
            truth in -1_000_i128..1_000,
            honest in proptest::collection::vec((0_i128..500, 0_i128..500), 1..9),
            liars in proptest::collection::vec((-2_000_i128..2_000, 0_i128..2_000), 0..8),
            silent in 0_usize..4,
        ) {
            let honest: Vec<_> = honest.iter().map(|(a, b)| (truth - a, truth + b)).collect();
            let silent = silent.min(honest.len() - 1);
            let liars = liars.iter().take(honest.len() - 1).map(|(low, width)| (*low, low + width));
            let mut intervals: Vec<_> = honest.iter().copied().chain(liars).collect();
            let all = intervals.len();
            intervals.drain(..silent);
            // The honest that fell silent may leave a minority, which finds no agreement.
            if let Some((low, high)) = agreement(&intervals, all) {
                proptest::prop_assert!(low <= truth && truth <= high);
            } else {
                proptest::prop_assert!(silent > 0);
            }
        }
    }
}
