//! From what was seen over time to columns of a picture, and to the marks of its scale.
//!
//! A picture has fewer columns than a week has samples. A column is never better than what it
//! stands for: it is shown as available only where the whole of it was sampled and available.
//! Everything is counted in integers, so that every machine draws the same.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{Lane, Span, SpanState, Timeline};

use super::compose::kazakhstan;

/// What one column of a picture shows, the worse after the better.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Seen {
    /// Sampled throughout, and available throughout.
    Available,
    /// Some part of it was not sampled. Time not sampled never counts as available.
    NotSampled,
    /// Of some part nothing can be said.
    Unknown,
    /// In some part the service was not available.
    Unavailable,
}

impl Seen {
    /// In the order of a legend.
    pub const ALL: [Self; 4] =
        [Self::Available, Self::Unavailable, Self::Unknown, Self::NotSampled];

    /// The last part of its key into the words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::NotSampled => "not-sampled",
            Self::Unavailable => "unavailable",
            Self::Unknown => "unknown",
        }
    }

    const fn of(state: SpanState) -> Self {
        match state {
            SpanState::Available => Self::Available,
            SpanState::Unavailable => Self::Unavailable,
            SpanState::Unknown => Self::Unknown,
        }
    }
}

/// How long a timeline is, in nanoseconds; `None` where its end is not after its beginning.
#[must_use]
pub fn length(timeline: &Timeline) -> Option<i128> {
    let length = timeline.until.as_nanosecond() - timeline.from.as_nanosecond();
    (length > 0).then_some(length)
}

/// What each of `count` columns of equal length shows of a lane. Empty for a timeline without
/// length.
#[must_use]
pub fn columns(timeline: &Timeline, lane: &Lane, count: u16) -> Vec<Seen> {
    let Some(length) = length(timeline) else { return Vec::new() };
    let many = i128::from(count);
    // Instants are counted in steps of a column's length divided by `length`: column `i` reaches
    // from `i × length` to `(i + 1) × length`, and nothing is rounded.
    let place = |at: Timestamp| {
        let from = at.as_nanosecond() - timeline.from.as_nanosecond();
        from.clamp(0, length) * many
    };
    let mut worst = vec![Seen::Available; usize::from(count)];
    let mut sampled = vec![0_i128; usize::from(count)];
    let mut reach = 0;
    let mut spans: Vec<&Span> = lane.spans.iter().collect();
    spans.sort_by_key(|it| (it.from, it.until));
    for span in spans {
        if span.until < timeline.from || span.from > timeline.until || span.until < span.from {
            continue;
        }
        let (from, until) = (place(span.from), place(span.until));
        let first = (from / length).min(many - 1);
        // The end belongs to the column before it, except for a span without length.
        let last = ((until - 1) / length).max(first);
        for at in first..=last {
            let Ok(index) = usize::try_from(at) else { continue };
            if let Some(worst) = worst.get_mut(index) {
                *worst = (*worst).max(Seen::of(span.state));
            }
            let (low, high) = (from.max(reach).max(at * length), until.min((at + 1) * length));
            if let Some(sampled) = sampled.get_mut(index) {
                *sampled += (high - low).max(0);
            }
        }
        reach = reach.max(until);
    }
    worst
        .into_iter()
        .zip(sampled)
        .map(|(worst, sampled)| if sampled < length { worst.max(Seen::NotSampled) } else { worst })
        .collect()
}

/// Whether some stretch of one state is narrower than a column, so that the picture says less
/// than the record.
#[must_use]
pub fn merges(timeline: &Timeline, lane: &Lane, count: u16) -> bool {
    let Some(length) = length(timeline) else { return false };
    let narrow = |from: Timestamp, until: Timestamp| {
        let long = until.as_nanosecond() - from.as_nanosecond();
        long >= 0 && long * i128::from(count) < length
    };
    let spans = lane.spans.iter().any(|it| narrow(it.from, it.until));
    spans
        || lane.spans.windows(2).any(|pair| match pair {
            [one, next] => one.until < next.from && narrow(one.until, next.from),
            _ => false,
        })
}

/// A mark of the scale.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tick {
    /// The column it stands at the left edge of.
    pub at: u16,
    /// The instant, in the time of Kazakhstan, no finer than the marks are apart.
    pub label: String,
}

const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// Distances that people read at a glance.
const STEPS: [i128; 34] = [
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    5 * DAY,
    10 * DAY,
    30 * DAY,
    100 * DAY,
    1_000 * DAY,
    10_000 * DAY,
];

/// The marks of a scale of `count` columns: at most `most`, at round times of Kazakhstan.
#[must_use]
pub fn ticks(timeline: &Timeline, count: u16, most: u16) -> Vec<Tick> {
    let Some(length) = length(timeline) else { return Vec::new() };
    let zone = kazakhstan();
    let most = i128::from(most.max(1));
    let fits = |step: &&i128| length / **step < most;
    let Some(&step) = STEPS.iter().find(fits).or(STEPS.last()) else { return Vec::new() };
    let from = timeline.from.as_nanosecond();
    let ahead = i128::from(zone.to_offset(timeline.from).seconds()) * SECOND;
    // The first round local time that is not before the left edge.
    let local = from + ahead;
    let mut at = local + (-local).rem_euclid(step) - ahead;
    let mut ticks = Vec::new();
    while at <= from + length && ticks.len() < 64 {
        let place = (at - from) * i128::from(count) / length;
        if let (Ok(at), Ok(place)) = (Timestamp::from_nanosecond(at), u16::try_from(place)) {
            ticks.push(Tick { at: place.min(count), label: label(at, step, &zone) });
        }
        at += step;
    }
    ticks
}

fn label(at: Timestamp, step: i128, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let midnight = local.time() == jiff::civil::Time::midnight();
    let form = if step >= DAY || midnight {
        "%Y-%m-%d"
    } else if step >= MINUTE {
        "%H:%M"
    } else if step >= SECOND {
        "%H:%M:%S"
    } else {
        "%H:%M:%S%.3f"
    };
    local.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_768_435_200 + seconds).unwrap()
    }

    fn span(from: i64, until: i64, state: SpanState) -> Span {
        Span { from: at(from), until: at(until), state }
    }

    /// From 2026-01-15 05:00:00 in Kazakhstan.
    fn timeline(seconds: i64, spans: Vec<Span>) -> Timeline {
        let lane = Lane { label: "x".into(), spans };
        Timeline { code: "x.y".into(), from: at(0), until: at(seconds), lanes: vec![lane] }
    }

    fn seen(timeline: &Timeline, count: u16) -> String {
        columns(timeline, &timeline.lanes[0], count)
            .into_iter()
            .map(|it| match it {
                Seen::Available => '_',
                Seen::NotSampled => '.',
                Seen::Unavailable => '#',
                Seen::Unknown => '?',
            })
            .collect()
    }

    use SpanState::{Available, Unavailable, Unknown};

    #[test]
    fn a_column_shows_what_was_seen_in_it() {
        let seen_over = |spans| seen(&timeline(10, spans), 10);
        assert_eq!(seen_over(vec![]), "..........");
        assert_eq!(seen_over(vec![span(0, 10, Available)]), "__________");
        let three = vec![span(0, 3, Available), span(3, 4, Unavailable), span(6, 8, Unknown)];
        assert_eq!(seen_over(three), "___#..??..");
    }

    #[test]
    fn a_column_is_available_only_where_all_of_it_was() {
        let ten = |spans| seen(&timeline(100, spans), 10);
        assert_eq!(ten(vec![span(0, 99, Available)]), "_________.");
        assert_eq!(ten(vec![span(0, 45, Available), span(46, 100, Available)]), "____._____");
        let one = vec![span(0, 45, Available), span(45, 46, Unavailable), span(46, 100, Available)];
        assert_eq!(ten(one), "____#_____");
        let doubt = vec![span(0, 45, Available), span(45, 46, Unknown), span(46, 90, Available)];
        assert_eq!(ten(doubt), "____?____.");
    }

    #[test]
    fn an_outage_without_length_is_seen_and_covers_nothing() {
        assert_eq!(seen(&timeline(10, vec![span(5, 5, Unavailable)]), 10), ".....#....");
        assert_eq!(seen(&timeline(10, vec![span(10, 10, Unavailable)]), 10), ".........#");
        assert_eq!(seen(&timeline(10, vec![span(5, 5, Available)]), 10), "..........");
    }

    #[test]
    fn spans_that_overlap_lie_outside_or_run_backwards_make_nothing_better() {
        let over = vec![span(0, 6, Available), span(4, 10, Unavailable)];
        assert_eq!(seen(&timeline(10, over), 10), "____######");
        let twice = vec![span(0, 5, Available), span(0, 5, Available)];
        assert_eq!(seen(&timeline(10, twice), 10), "_____.....");
        let outside = vec![span(-9, -3, Unavailable), span(12, 15, Available)];
        assert_eq!(seen(&timeline(10, outside), 10), "..........");
        let across = vec![span(-9, 3, Available), span(8, 15, Unavailable)];
        assert_eq!(seen(&timeline(10, across), 10), "___.....##");
        assert_eq!(seen(&timeline(10, vec![span(6, 2, Available)]), 10), "..........");
    }

    #[test]
    fn a_timeline_without_length_has_no_columns() {
        for seconds in [0, -5] {
            let it = timeline(seconds, vec![span(0, 1, Available)]);
            assert_eq!(seen(&it, 10), "");
            assert_eq!(ticks(&it, 10, 8), []);
            assert!(!merges(&it, &it.lanes[0], 10));
        }
    }

    #[test]
    fn the_longest_and_the_shortest_windows_are_drawn() {
        let mut it = timeline(10, vec![span(0, 10, Available)]);
        (it.from, it.until) = (Timestamp::MIN, Timestamp::MAX);
        assert_eq!(columns(&it, &it.lanes[0], 500).len(), 500);
        assert!(!ticks(&it, 500, 8).is_empty());
        it.until = Timestamp::from_nanosecond(it.from.as_nanosecond() + 1).unwrap();
        assert_eq!(columns(&it, &it.lanes[0], 500), [Seen::NotSampled; 500]);
        it.until = Timestamp::MAX;
        it.from = Timestamp::from_nanosecond(it.until.as_nanosecond() - 1).unwrap();
        assert!(ticks(&it, 500, 8).len() < 64);
    }

    #[test]
    fn what_is_narrower_than_a_column_is_owned_up() {
        let merges = |spans| {
            let it = timeline(100, spans);
            merges(&it, &it.lanes[0], 10)
        };
        assert!(!merges(vec![span(0, 10, Available), span(10, 20, Unavailable)]));
        assert!(merges(vec![span(0, 9, Available)]));
        assert!(merges(vec![span(0, 20, Available), span(21, 60, Available)]));
    }

    #[test]
    fn marks_stand_at_round_times_of_kazakhstan() {
        let labels = |seconds| {
            let marks = ticks(&timeline(seconds, vec![]), 1000, 8);
            marks.into_iter().map(|it| (it.at, it.label)).collect::<Vec<_>>()
        };
        // Noted by hand: the window begins at 05:00:00 on the fifteenth.
        let mark = |at, label: &str| (at, label.to_owned());
        assert_eq!(
            labels(10),
            [
                mark(0, "05:00:00"),
                mark(200, "05:00:02"),
                mark(400, "05:00:04"),
                mark(600, "05:00:06"),
                mark(800, "05:00:08"),
                mark(1000, "05:00:10"),
            ]
        );
        // At three hours apart there would be eight, and a ninth at another beginning.
        assert_eq!(
            labels(86_400),
            [mark(41, "06:00"), mark(291, "12:00"), mark(541, "18:00"), mark(791, "2026-01-16"),]
        );
        let week = labels(7 * 86_400);
        assert_eq!(week.first(), Some(&mark(113, "2026-01-16")));
        assert!(week.len() <= 8, "{week:?}");
    }
}
