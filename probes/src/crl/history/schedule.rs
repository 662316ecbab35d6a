//! How measured spans of time stand to what the authority declares and to what the commission set.

use model::{Note, Verdict};

use crate::sum::Sum;
use crate::{Declaration, ListSchedule};

/// What is measured of the publication of lists.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Span {
    /// From one delta to the next.
    DeltaInterval,
    /// From the issue of a list to its being there.
    Delay,
    /// From one complete list to the next.
    Interval,
    /// From a successor being there to the end of what it succeeds.
    Overlap,
}

/// A span in milliseconds that lies between two values; without an upper one it still goes on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Measured {
    pub(super) least: i64,
    pub(super) most: Option<i64>,
}

impl Span {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::DeltaInterval => "delta-interval",
            Self::Delay => "delay",
            Self::Interval => "interval",
            Self::Overlap => "overlap",
        }
    }

    const fn of(self, schedule: &ListSchedule) -> Option<u32> {
        match self {
            Self::DeltaInterval => schedule.delta_interval_minutes,
            Self::Delay => schedule.delay_minutes,
            Self::Interval => schedule.interval_minutes,
            Self::Overlap => schedule.overlap_minutes,
        }
    }
}

/// Every span that was measured at one address.
#[derive(Default)]
pub(super) struct Schedule {
    pub(super) spans: Vec<(Span, Measured)>,
}

impl Schedule {
    /// Holds what was measured against both schedules. `wanted` are the spans that concern the
    /// address; of those that are bounded and were not measured nothing is known.
    pub(super) fn judge(
        &self,
        url: &str,
        wanted: &[Span],
        declaration: &Declaration,
        sum: &mut Sum,
    ) {
        let both = [
            ("declared", &declaration.lists_declared),
            ("commission", &declaration.lists_criteria),
        ];
        for (basis, schedule) in both {
            for span in wanted.iter().copied() {
                let Some(minutes) = span.of(schedule) else { continue };
                let about = |code| {
                    Note::new(code)
                        .fact("url", url)
                        .fact("span", span.as_str())
                        .fact("basis", basis)
                        .fact("limit", minutes)
                };
                let limit = i64::from(minutes) * 60_000;
                let measured: Vec<_> =
                    self.spans.iter().filter(|(it, _)| *it == span).map(|(_, it)| *it).collect();
                if !measured.iter().any(|it| it.most.is_some()) {
                    sum.open(about("crl.schedule-not-measured"));
                }
                for it in measured {
                    let note = |code| {
                        about(code)
                            .fact("least", seconds(it.least))
                            .fact("most", it.most.map_or_else(|| "-".to_owned(), seconds))
                    };
                    match within(span, it, limit) {
                        Some(true) => sum.say(Verdict::Complies, note("crl.schedule-kept")),
                        Some(false) => sum.say(Verdict::Violates, note("crl.schedule-missed")),
                        // What still goes on and is within the limit so far says nothing.
                        None if it.most.is_none() => {}
                        None => sum.open(note("crl.schedule-straddles")),
                    }
                }
            }
        }
    }
}

/// Whether the whole span keeps the limit, or no part of it does.
fn within(span: Span, measured: Measured, limit: i64) -> Option<bool> {
    let most = measured.most.unwrap_or(i64::MAX);
    let (kept, missed) = match span {
        // At least so long before the end.
        Span::Overlap => (measured.least >= limit, most < limit),
        Span::DeltaInterval | Span::Delay | Span::Interval => {
            (most <= limit, measured.least > limit)
        }
    };
    (kept || missed).then_some(kept)
}

/// Milliseconds as seconds, as people write them.
pub(super) fn seconds(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let (whole, rest) = (milliseconds.unsigned_abs() / 1_000, milliseconds.unsigned_abs() % 1_000);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:03}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_span_must_keep_the_limit() {
        let of = |least, most| Measured { least, most };
        assert_eq!(within(Span::Interval, of(10, Some(20)), 20), Some(true));
        assert_eq!(within(Span::Interval, of(10, Some(21)), 20), None);
        assert_eq!(within(Span::Interval, of(21, Some(22)), 20), Some(false));
        assert_eq!(within(Span::Interval, of(20, None), 20), None);
        assert_eq!(within(Span::Interval, of(21, None), 20), Some(false));
        assert_eq!(within(Span::Overlap, of(20, Some(30)), 20), Some(true));
        assert_eq!(within(Span::Overlap, of(19, Some(30)), 20), None);
        assert_eq!(within(Span::Overlap, of(-5, Some(19)), 20), Some(false));
    }

    #[test]
    fn seconds_are_written_with_what_is_left_of_them() {
        assert_eq!(seconds(0), "0");
        assert_eq!(seconds(-1_500), "-1.500");
        assert_eq!(seconds(86_400_000), "86400");
        assert_eq!(seconds(-7), "-0.007");
    }
}
