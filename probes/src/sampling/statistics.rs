//! Shares with their intervals, and percentiles, in exact integers.

/// An interval of shares, in millionths of the whole, rounded outwards.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Interval {
    /// Lower end, in millionths.
    pub low: u32,
    /// Upper end, in millionths.
    pub high: u32,
}

/// One whole, in millionths.
const WHOLE: u32 = 1_000_000;

/// The quantile of the normal distribution for 95 % on both sides together, times [`SCALE`].
const QUANTILE: u128 = 1_959_964;
const SCALE: u128 = 1_000_000;

/// The Wilson score interval of 95 % for `k` of `n`
/// ([Wilson 1927](https://doi.org/10.1080/01621459.1927.10502953), the "score" interval of
/// [Newcombe 1998](https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C857::AID-SIM777%3E3.0.CO;2-E)):
///
/// `(k + z²/2 ± z·√(k·(n − k)/n + z²/4)) / (n + z²)`, with `z` = 1.959964.
///
/// Computed in integers; every rounding goes outwards, so that the interval given contains the
/// exact one. With nothing sampled nothing is known: 0 to 1.
#[must_use]
pub fn wilson(k: u32, n: u32) -> Interval {
    if n == 0 {
        return Interval { low: 0, high: WHOLE };
    }
    let (k, n) = (u128::from(k.min(n)), u128::from(n));
    let (square, scale) = (QUANTILE * QUANTILE, SCALE * SCALE);
    // Both ends over the denominator 2·(n + z²), everything times the square of the scale:
    // 2k + z² ± z·√(4k(n − k)/n + z²).
    let below = 2 * (n * scale + square);
    let centre = 2 * k * scale + square;
    let spread = 4 * k * (n - k);
    // The radicand, times the fourth power of the scale; divided piecewise to stay within 128 bits.
    let (whole, rest) = (spread / n, spread % n);
    let factor = scale * square;
    let radicand = whole * factor + (rest * factor).div_ceil(n) + square * square;
    let root = radicand.isqrt();
    let root = if root * root == radicand { root } else { root + 1 };
    let low = centre.saturating_sub(root) * u128::from(WHOLE) / below;
    let high = ((centre + root) * u128::from(WHOLE)).div_ceil(below);
    let share = |it: u128| u32::try_from(it).map_or(WHOLE, |it| it.min(WHOLE));
    Interval { low: share(low), high: share(high) }
}

/// The interval of the share over a whole window of which `n` of `planned` samples were taken.
///
/// What was not sampled counts as unavailable at the lower end and as available at the upper end:
/// the interval holds whatever the service did while nobody looked.
#[must_use]
pub fn whole_window(sampled: Interval, n: u32, planned: u64) -> Interval {
    let (n, planned) = (u128::from(n), u128::from(planned));
    let Some(missing) = planned.checked_sub(n).filter(|_| planned > 0) else { return sampled };
    let low = u128::from(sampled.low) * n / planned;
    let high = (u128::from(sampled.high) * n + missing * u128::from(WHOLE)).div_ceil(planned);
    let share = |it: u128| u32::try_from(it).map_or(WHOLE, |it| it.min(WHOLE));
    Interval { low: share(low), high: share(high) }
}

/// Latencies by rank, in microseconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Percentiles {
    /// Half of the answers came at least so fast.
    pub p50: u64,
    /// Nine of ten.
    pub p90: u64,
    /// Nineteen of twenty.
    pub p95: u64,
    /// Ninety-nine of a hundred.
    pub p99: u64,
    /// All.
    pub max: u64,
}

/// The percentiles by the nearest rank: the p-th of n values is the one whose rank, from the
/// smallest, is p·n/100 rounded up. It is always a value that was measured. None without values.
#[must_use]
pub fn percentiles(mut values: Vec<u64>) -> Option<Percentiles> {
    values.sort_unstable();
    let max = *values.last()?;
    let at = |percent: usize| {
        let rank = (percent * values.len()).div_ceil(100);
        values.get(rank.saturating_sub(1)).copied().unwrap_or(max)
    };
    Some(Percentiles { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// k, n and both ends in millionths, made with 50 digits by Python's decimal:
    ///
    /// ```text
    /// z = D("1.959964"); c = k + z*z/2; r = z*(k*(n-k)/n + z*z/4).sqrt(); d = n + z*z
    /// floor((c-r)/d*10**6), ceil((c+r)/d*10**6)
    /// ```
    const EXACT: &[(u32, u32, u32, u32)] = &[
        (0, 1, 0, 793_451),
        (1, 1, 206_549, 1_000_000),
        (0, 10, 0, 277_533),
        (10, 10, 722_467, 1_000_000),
        (9, 10, 595_849, 982_124),
        (5, 10, 236_593, 763_407),
        (0, 20, 0, 161_126),
        (1, 29, 6_113, 171_756),
        (60, 60, 939_828, 1_000_000),
        (59, 60, 911_448, 997_052),
        (80, 80, 954_181, 1_000_000),
        (76, 80, 878_377, 980_387),
        (72, 80, 814_893, 948_453),
        (100, 100, 963_006, 1_000_000),
        (81, 263, 255_288, 366_210),
        (15, 148, 62_386, 160_488),
        (359, 360, 984_435, 999_510),
        (4_320, 4_320, 999_111, 1_000_000),
        (4_319, 4_320, 998_689, 999_960),
        (4_300, 4_320, 992_859, 997_001),
        (86_400, 86_400, 999_955, 1_000_000),
        (123_456, 123_457, 999_954, 999_999),
        (999_999, 1_000_000, 999_994, 1_000_000),
        (333_333, 1_000_000, 332_409, 334_258),
        (1, 4_294_967_295, 0, 1),
        (2_147_483_647, 4_294_967_295, 499_985, 500_015),
    ];

    #[test]
    fn the_interval_is_the_exact_one_rounded_outwards() {
        for &(k, n, low, high) in EXACT {
            assert_eq!(wilson(k, n), Interval { low, high }, "{k} of {n}");
        }
    }

    /// Newcombe 1998, table I, method 3 (score without continuity correction), four decimals.
    #[test]
    fn the_interval_is_the_published_one() {
        for (k, n, low, high) in
            [(81, 263, 2_553, 3_662), (15, 148, 624, 1_605), (0, 20, 0, 1_611), (1, 29, 61, 1_718)]
        {
            let interval = wilson(k, n);
            let four = |it: u32| (it + 50) / 100;
            assert_eq!((four(interval.low), four(interval.high)), (low, high), "{k} of {n}");
        }
    }

    #[test]
    fn the_interval_contains_the_share_and_mirrors_itself() {
        for n in (1..200).chain([65_535, 1_000_000, u32::MAX]) {
            for k in [0, 1, n / 3, n / 2, n - 1, n] {
                let it = wilson(k, n);
                let share = u128::from(k) * u128::from(WHOLE);
                assert!(u128::from(it.low) * u128::from(n) <= share, "{k} of {n}");
                assert!(u128::from(it.high) * u128::from(n) >= share, "{k} of {n}");
                let other = wilson(n - k, n);
                // Rounding outwards is alike at both ends.
                assert_eq!((it.low, it.high), (WHOLE - other.high, WHOLE - other.low));
            }
        }
        assert_eq!(wilson(0, 0), Interval { low: 0, high: WHOLE });
    }

    #[test]
    fn what_was_not_sampled_widens_both_ends() {
        let half = Interval { low: 900_000, high: 990_000 };
        assert_eq!(whole_window(half, 100, 100), half);
        assert_eq!(whole_window(half, 100, 200), Interval { low: 450_000, high: 995_000 });
        assert_eq!(whole_window(half, 0, 10), Interval { low: 0, high: WHOLE });
        // A third is no whole number of millionths.
        let all = Interval { low: WHOLE, high: WHOLE };
        assert_eq!(whole_window(all, 1, 3), Interval { low: 333_333, high: WHOLE });
    }

    /// The definition by hand: ten values, ranks 5, 9, 10, 10.
    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let values = vec![10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
        let found = percentiles(values).unwrap();
        assert_eq!(found, Percentiles { p50: 5, p90: 9, p95: 10, p99: 10, max: 10 });
        let found = percentiles((1..=1_000).collect()).unwrap();
        assert_eq!(found, Percentiles { p50: 500, p90: 900, p95: 950, p99: 990, max: 1_000 });
        let found = percentiles(vec![7]).unwrap();
        assert_eq!(found, Percentiles { p50: 7, p90: 7, p95: 7, p99: 7, max: 7 });
        assert_eq!(percentiles(vec![]), None);
    }
}
