//! `time.witnesses`: the authority's clock as five kinds of its answers show it, without touching
//! its servers.
//!
//! # Measures
//!
//! How far the clock behind each service is ahead of true time, as an interval in nanoseconds. An
//! answer that shows the instant `S`, in steps of `r`, and was made between the true instants `a`
//! and `b`, puts the clock from `S - b` to `S + r - a` ahead. Where nothing says that an answer was
//! made after our question, `a` is not known, and the clock is bounded from below alone: an instant
//! that had not come yet when it was seen was stamped by a clock that is ahead.
//!
//! | witness | step | made after our question |
//! |---|---|---|
//! | `thisUpdate` of a revocation list | 1 s | never |
//! | `thisUpdate` of the list that first shows a revocation made on the word of the commission | 1 s | after the word of the drill |
//! | `producedAt` of a status response ([RFC 6960 section 2.4]) | 1 s | if it repeats our nonce |
//! | `genTime` of a time-stamp ([RFC 3161 section 2.4.2]), widened by the accuracy it states | as written | if it holds our imprint and our nonce |
//! | `Date` of an HTTP answer ([RFC 9110 section 6.6.1]) | 1 s | unless a cache says that it answered |
//! | time server | as `time.ntp-offset` | always |
//!
//! Several answers of one service are met in one interval. A TLS handshake is no witness of its own:
//! since version 1.3 its random carries no clock ([RFC 8446 section 4.1.3]), and servers of version
//! 1.2 fill those octets with noise. The `Date` of the answer inside the connection, `https` or not,
//! stands in its place.
//!
//! # Rests on
//!
//! True time is that of the references of the case, with its bound. Without references the
//! services are compared with one another and with the inspector's clock, and nothing is judged but
//! whether they agree. A list shown in a revocation drill bounds the clock on both sides if the
//! authority revoked on the word and not before; the drill has seen the certificate unrevoked at the
//! same address. Between word and list lie minutes or hours, so that such an interval may be wider
//! than any limit: then other witnesses decide. Services of the authority are those that its declaration and the
//! certificates of its users name; the addresses of its own issuer are another clock. The text sets
//! no limit: one that is judged is a criterion of the commission, and is named so.
//!
//! # Evidence
//!
//! `http-exchange` with `http-body`, `ntp-exchange`, `certificate`, `drill`; one `declaration`.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the whole interval of every service that is bounded on both sides lies within the limit, and there is one |
//! | violates | no part of one does; an answer shows an instant that had not come yet by more than the limit; two services of the authority exclude one another and not both keep the limit, or one excludes itself |
//! | undetermined | an interval reaches across the limit, and if it is one of a drill, no other lies within; no answer bounds a clock on both sides; no reference is usable; no limit is set |
//!
//! # Cannot see
//!
//! Which machine stands behind a name; a service that shows the inspector one time and stamps with
//! another; a server of pages that keeps the text of its `Date` for longer than a second; whether an
//! authority dates its lists back on purpose, which is why they bound its clock from one side only.
//!
//! [RFC 3161 section 2.4.2]: https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
//! [RFC 6960 section 2.4]: https://www.rfc-editor.org/rfc/rfc6960#section-2.4
//! [RFC 8446 section 4.1.3]: https://www.rfc-editor.org/rfc/rfc8446#section-4.1.3
//! [RFC 9110 section 6.6.1]: https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1

mod seen;

use model::{
    Basis, Cell, EvidenceKind, Judgement, Limit, Measure, Measured, Note, TableHead, Unit, Verdict,
};

use super::interval::Interval;
use super::packet::{at_least, at_most};
use super::reference::LAPTOP_CLOCK_UNCHECKED;
use crate::sum::Sum;
use crate::{Probe, Question, case, exchange};

use seen::{Service, Witness, services};

/// The probe.
pub(crate) struct Witnesses;

const TABLE: TableHead = TableHead {
    code: "time.witnesses",
    columns: &["witness", "service", "answers", "resolution", "least", "most", "bound", "sides"],
};

impl Probe for Witnesses {
    fn id(&self) -> &'static str {
        "time.witnesses"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::Drill,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
            EvidenceKind::NtpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            LAPTOP_CLOCK_UNCHECKED,
            "time.limit-missing",
            "time.witness-ahead",
            "time.witness-beyond-limit",
            "time.witness-coarse",
            "time.witness-straddles-limit",
            "time.witness-unsteady",
            "time.witness-within-limit",
            "time.witnesses-agree",
            "time.witnesses-apart",
            "time.witnesses-disagree",
            "time.witnesses-missing",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[TABLE]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declared = match case::declaration(question) {
            Ok(declared) => declared,
            Err(note) => return Judgement::undetermined(note),
        };
        let mut sum = Sum::default();
        let seen = services(question, &declared, &mut sum);
        let unsteady = seen.services.iter().filter(|it| it.interval.is_none());
        for service in unsteady {
            sum.say(Verdict::Violates, about("time.witness-unsteady", service));
        }
        let limit = question.requirement.limit.filter(|_| seen.referenced);
        disagreements(&seen.services, limit, &mut sum);
        if seen.referenced {
            judge_limit(&seen.services, question.requirement.limit, &mut sum);
        } else {
            sum.open(Note::new(LAPTOP_CLOCK_UNCHECKED));
        }
        if !seen.services.iter().filter_map(|it| it.interval).any(|it| it.centre().is_some()) {
            sum.open(Note::new("time.witnesses-missing"));
        }
        let mut whole = sum.finish();
        if !seen.services.is_empty() {
            whole.exhibits.push(TABLE.with(seen.services.iter().map(row).collect()));
        }
        whole
    }
}

fn about(code: &'static str, service: &Service) -> Note {
    Note::new(code).fact("witness", service.witness.as_str()).fact("service", &service.address)
}

/// Two services of one authority whose intervals exclude one another cannot both stand where it
/// says that its time is. Many answers show differences of a millisecond: while both keep the
/// limit, that is worth a remark.
fn disagreements(services: &[Service], limit: Option<Limit>, sum: &mut Sum) {
    let bounded: Vec<_> = services.iter().filter_map(|it| Some((it, it.interval?))).collect();
    let mut said = 0_usize;
    for (at, (one, here)) in bounded.iter().enumerate() {
        for (other, there) in bounded.get(at + 1..).unwrap_or_default() {
            if here.meet(*there).is_some() {
                continue;
            }
            said += 1;
            if said > MOST_NAMED {
                return;
            }
            let kept = limit.is_some_and(|it| keeps(it, *here) && keeps(it, *there));
            let code = if kept { "time.witnesses-apart" } else { "time.witnesses-disagree" };
            let note = Note::new(code)
                .fact("one-witness", one.witness.as_str())
                .fact("one", &one.address)
                .fact("one-least", least(here.low))
                .fact("one-most", most(here.high))
                .fact("other-witness", other.witness.as_str())
                .fact("other", &other.address)
                .fact("other-least", least(there.low))
                .fact("other-most", most(there.high));
            if kept { sum.remark(note) } else { sum.say(Verdict::Violates, note) }
        }
    }
    if said == 0 && bounded.len() > 1 {
        sum.remark(Note::new("time.witnesses-agree").fact("count", bounded.len()));
    }
}

/// Whether both ends of an interval keep a limit; of an open one, what it says of being ahead.
fn keeps(limit: Limit, interval: Interval) -> bool {
    let least = match interval.high {
        Some(_) => interval.low,
        None => interval.low.map(|it| it.max(0)),
    };
    least.into_iter().chain(interval.high).all(|end| {
        let value = i64::try_from(end.abs()).unwrap_or(i64::MAX);
        let measure = Measure { value, uncertainty: 0, unit: NANOSECOND };
        limit.judge(&measure) == Ok(Verdict::Complies)
    })
}

fn judge_limit(services: &[Service], limit: Option<Limit>, sum: &mut Sum) {
    let Some(limit) = limit else {
        sum.open(Note::new("time.limit-missing"));
        return;
    };
    let mut coarse = Vec::new();
    let mut judged = false;
    for service in services {
        let Some(interval) = service.interval else { continue };
        let basis = match limit.basis {
            Basis::Commission => "commission",
            Basis::Law => "law",
        };
        let maximum = limit.max.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let about = |code| {
            about(code, service)
                .fact("least", least(interval.low))
                .fact("most", most(interval.high))
                .fact("limit", &maximum)
                .fact("unit", limit.unit)
                .fact("basis", basis)
        };
        let Some(measure) = measure(interval) else {
            // From below alone: beyond the limit it is found, within it nothing is.
            let least = interval.low.and_then(|it| i64::try_from(it).ok());
            let least = least.map(|value| Measure { value, uncertainty: 0, unit: NANOSECOND });
            if least.is_some_and(|it| limit.judge(&it) == Ok(Verdict::Violates)) {
                sum.say(Verdict::Violates, about("time.witness-ahead"));
            }
            continue;
        };
        let Ok(verdict) = limit.judge(&measure) else {
            sum.open(Note::new("time.limit-missing"));
            continue;
        };
        let code = match verdict {
            Verdict::Complies => "time.witness-within-limit",
            Verdict::Violates => "time.witness-beyond-limit",
            Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => {
                if service.witness == Witness::CrlDrill {
                    coarse.push(about("time.witness-coarse"));
                    continue;
                }
                "time.witness-straddles-limit"
            }
        };
        judged = true;
        let quantity = "witness-offset".to_owned();
        let measures = vec![Measured { quantity, measure, instrument: None }];
        sum.add(Judgement { measures, ..Judgement::because(verdict, about(code)) });
    }
    for note in coarse {
        if judged { sum.remark(note) } else { sum.open(note) }
    }
}

/// The magnitude of the offset with its half-width, where the interval is bounded on both sides.
fn measure(interval: Interval) -> Option<Measure> {
    let (middle, half) = interval.centre()?;
    Some(Measure {
        value: i64::try_from(middle.abs()).ok()?,
        uncertainty: u64::try_from(half).ok()?,
        unit: NANOSECOND,
    })
}

fn row(service: &Service) -> Vec<Cell> {
    let interval = service.interval.unwrap_or_default();
    let amount = |it: Option<i128>| match it.and_then(|it| i64::try_from(it).ok()) {
        Some(value) => Cell::Measure(Measure { value, uncertainty: 0, unit: NANOSECOND }),
        None => Cell::text(""),
    };
    let sides = match (service.interval, interval.low, interval.high) {
        (None, _, _) => "none",
        (Some(_), Some(_), Some(_)) => "both",
        (Some(_), _, _) => "one",
    };
    vec![
        Cell::word(format!("witness-{}", service.witness.as_str())),
        Cell::text(&service.address),
        Cell::text(service.answers),
        amount(service.resolution),
        amount(interval.low),
        amount(interval.high),
        amount(interval.centre().map(|it| it.1)),
        Cell::word(format!("witness-sides-{sides}")),
    ]
}

/// Milliseconds, or a dash for an open end.
fn least(nanos: Option<i128>) -> String {
    nanos.map_or_else(|| "–".to_owned(), at_least)
}

fn most(nanos: Option<i128>) -> String {
    nanos.map_or_else(|| "–".to_owned(), at_most)
}

const NANOSECOND: Unit = Unit::Nanosecond;
/// How many pairs that exclude one another are named one by one.
const MOST_NAMED: usize = 16;

#[cfg(test)]
mod tests;
