//! The samples of lanes as spans of time.

use jiff::{SignedDuration, Timestamp};
use model::{Exhibit, Lane as Row, Span, SpanState, Timeline};

use super::{Lane, Plan};

/// The most spans of one lane: a service that fails every other minute of a month
/// would fill the act. Beyond it neighbouring samples share a span, called by the worst of them.
const MOST_SPANS: u64 = 2_000;

/// Every lane over the window. What was not sampled is covered by no span.
pub(crate) fn timeline(code: &str, plan: &Plan, lanes: &[Lane<'_>]) -> Exhibit {
    let every = SignedDuration::try_from(std::time::Duration::from_millis(plan.every.millis()))
        .unwrap_or(SignedDuration::MAX);
    let several = plan.channels.len() > 1;
    let lanes = lanes
        .iter()
        .map(|lane| Row {
            label: if several {
                format!("{} · {}", lane.target.url, lane.channel.name)
            } else {
                lane.target.url.clone()
            },
            spans: spans(lane, every),
        })
        .collect();
    Exhibit::Timeline(Timeline {
        code: code.to_owned(),
        from: plan.start,
        until: plan.end(),
        lanes,
    })
}

/// The spans of a lane: each sample speaks for the interval that begins with it.
fn spans(lane: &Lane<'_>, every: SignedDuration) -> Vec<Span> {
    let exact = joined(lane, every, 1);
    if u64::try_from(exact.len()).is_ok_and(|it| it <= MOST_SPANS) {
        return exact;
    }
    joined(lane, every, lane.planned.div_ceil(MOST_SPANS / 2))
}

/// The spans where `coarse` samples of the plan are taken together. A group of which a sample is
/// missing is not available as a whole: it is unknown, and with a failure in it unavailable.
fn joined(lane: &Lane<'_>, every: SignedDuration, coarse: u64) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut looks = lane.looks.iter().peekable();
    while let Some(first) = looks.next() {
        let group = first.index / coarse;
        let (mut state, mut last, mut seen) = (first.state, first.due, 1);
        while let Some(next) = looks.next_if(|it| it.index / coarse == group) {
            state = worse(state, next.state);
            last = next.due;
            seen += 1;
        }
        let whole = coarse.min(lane.planned - (group * coarse).min(lane.planned));
        if seen < whole && state == SpanState::Available {
            state = SpanState::Unknown;
        }
        let until = last.checked_add(every).unwrap_or(Timestamp::MAX);
        match spans.last_mut() {
            Some(span) if span.state == state && span.until >= first.due => span.until = until,
            Some(_) | None => spans.push(Span { from: first.due, until, state }),
        }
    }
    spans
}

const fn worse(one: SpanState, other: SpanState) -> SpanState {
    match (one, other) {
        (SpanState::Unavailable, _) | (_, SpanState::Unavailable) => SpanState::Unavailable,
        (SpanState::Unknown, _) | (_, SpanState::Unknown) => SpanState::Unknown,
        (SpanState::Available, SpanState::Available) => SpanState::Available,
    }
}
