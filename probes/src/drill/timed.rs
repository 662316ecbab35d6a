//! The verdict about a time that a drill found, whatever was drilled.

use model::{Basis, Judgement, Limit, Measure, Measured, Note, Unit, Verdict};

use super::{Span, seconds};

/// What is said of an interval, by what the limit makes of it.
pub(crate) struct Said {
    /// Key of what was measured.
    pub(crate) quantity: &'static str,
    /// The whole interval is permitted.
    pub(crate) within: &'static str,
    /// No part of it is.
    pub(crate) late: &'static str,
    /// The interval reaches across the limit.
    pub(crate) straddles: &'static str,
    /// No limit is set.
    pub(crate) unlimited: &'static str,
}

/// Adds the limit and who set it.
pub(crate) fn bounded(limit: Option<Limit>, note: Note) -> Note {
    let Some(limit) = limit else { return note };
    let basis = match limit.basis {
        Basis::Commission => "commission",
        Basis::Law => "law",
    };
    note.fact("limit", limit.max.map_or_else(|| "-".to_owned(), |it| it.to_string()))
        .fact("unit", limit.unit)
        .fact("basis", basis)
}

/// Whether what has not come in so many nanoseconds is late, whenever it comes.
pub(crate) fn late_already(limit: Option<Limit>, nanos: i128) -> bool {
    let value = i64::try_from(nanos).unwrap_or(i64::MAX);
    let at_least = Measure { value, uncertainty: 0, unit: Unit::Nanosecond };
    limit.is_some_and(|it| it.judge(&at_least) == Ok(Verdict::Violates))
}

/// Judges an interval by the limit.
pub(crate) fn judge(
    span: Span,
    limit: Option<Limit>,
    said: &Said,
    note: &dyn Fn(&'static str) -> Note,
) -> Judgement {
    let measure = span.measure();
    let verdict = limit.and_then(|it| it.judge(&measure).ok());
    let code = match verdict {
        None => said.unlimited,
        Some(Verdict::Complies) => said.within,
        Some(Verdict::Violates) => said.late,
        Some(Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined) => said.straddles,
    };
    let told = bounded(limit, note(code))
        .fact("from", seconds(span.low, false))
        .fact("until", seconds(span.high, true));
    let mut judgement = Judgement::because(verdict.unwrap_or(Verdict::Undetermined), told);
    let quantity = said.quantity.into();
    judgement.measures.push(Measured { quantity, measure, instrument: None });
    judgement
}
