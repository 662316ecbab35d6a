//! Which of several intervals to believe.

/// The smallest interval that holds true time if no more than a minority of the given ones lie:
/// from the first to the last point in which more than half of them meet.
///
/// This is the interval of K. Marzullo and S. Owicki (Maintaining the Time in a Distributed
/// System, 1983) for as many liars as a minority can be. [RFC 5905 section 11.2.1] looks for the
/// fewest liars that explain the intervals; one that claims a narrow interval amid wide ones can
/// then move the result away from true time unseen. Here it cannot: that costs width, never truth.
///
/// Nothing where no point lies in more than half of the intervals.
///
/// [RFC 5905 section 11.2.1]: https://www.rfc-editor.org/rfc/rfc5905#section-11.2.1
pub(super) fn agreement(intervals: &[(i128, i128)]) -> Option<(i128, i128)> {
    let mut edges: Vec<(i128, i8)> =
        intervals.iter().flat_map(|(low, high)| [(*low, -1), (*high, 1)]).collect();
    // At one point an interval begins before another ends: intervals that touch agree.
    edges.sort_unstable();
    let mut inside = 0_usize;
    let mut found: Option<(i128, i128)> = None;
    for (at, edge) in edges {
        if edge < 0 {
            inside += 1;
            if 2 * inside > intervals.len() && found.is_none() {
                found = Some((at, at));
            }
        } else {
            if 2 * inside > intervals.len() {
                found = found.map(|(low, _)| (low, at));
            }
            inside = inside.saturating_sub(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_agree_where_more_than_half_of_them_meet() {
        assert_eq!(agreement(&[]), None);
        assert_eq!(agreement(&[(0, 10)]), Some((0, 10)));
        // The example of RFC 5905's predecessors: 8-12, 11-13, 14-15 leave 11-12.
        assert_eq!(agreement(&[(8, 12), (11, 13), (14, 15)]), Some((11, 12)));
        assert_eq!(agreement(&[(0, 1), (2, 3)]), None);
        assert_eq!(agreement(&[(0, 1), (1, 3)]), Some((1, 1)));
        assert_eq!(agreement(&[(0, 1), (2, 3), (4, 5)]), None);
        // Two pairs agree in two places: neither may be dropped.
        assert_eq!(agreement(&[(0, 10), (1, 2), (8, 9)]), Some((1, 9)));
        // Two lie together against two: nobody can tell.
        assert_eq!(agreement(&[(0, 1), (0, 1), (5, 6), (5, 6)]), None);
    }

    #[test]
    fn a_liar_that_claims_a_narrow_interval_moves_nothing() {
        // True time is 9; the third lies narrowly in the middle of two wide honest ones.
        assert_eq!(agreement(&[(0, 10), (0, 10), (4, 6)]), Some((0, 10)));
        // Most of five meet at 0-1, but three of them speak the truth at 9.
        assert_eq!(agreement(&[(0, 10), (0, 10), (9, 10), (0, 1), (0, 1)]), Some((0, 10)));
    }

    proptest::proptest! {
        /// As long as more than half of the intervals hold the true time, so does the agreement.
        #[test]
        fn true_time_is_kept_by_an_honest_majority(
            truth in -1_000_i128..1_000,
            honest in proptest::collection::vec((0_i128..500, 0_i128..500), 1..9),
            liars in proptest::collection::vec((-2_000_i128..2_000, 0_i128..2_000), 0..8),
        ) {
            let honest: Vec<_> = honest.iter().map(|(a, b)| (truth - a, truth + b)).collect();
            let liars = liars.iter().take(honest.len() - 1).map(|(low, width)| (*low, low + width));
            let all: Vec<_> = honest.iter().copied().chain(liars).collect();
            let (low, high) = agreement(&all).unwrap();
            proptest::prop_assert!(low <= truth && truth <= high);
        }
    }
}
