//! What several answers of one time-stamping service say together.

use ::pki::tsp::{TspRequest, TspResponse};
use model::{Note, Verdict};

use super::stamp::{Stamp, refusal};
use crate::exchange::{Exchange, Outcome};
use crate::sum::Sum;

/// Judges tokens in the order in which they were asked for, each after the one before was given:
/// each has a number of its own, and no time goes back
/// ([RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2)).
pub(super) fn judge(url: &str, stamps: &[Stamp], sum: &mut Sum) {
    let about = |code, one: &Stamp, other: &Stamp| {
        Note::new(code)
            .fact("url", url)
            .fact("serial", one.serial())
            .fact("one", one.report.gen_time)
            .fact("other", other.report.gen_time)
    };
    for (index, one) in stamps.iter().enumerate() {
        for other in stamps.iter().skip(index + 1) {
            if one.answer == other.answer {
                sum.say(Verdict::Violates, about("tsp.token-played-again", one, other));
            } else if one.report.serial == other.report.serial {
                sum.say(Verdict::Violates, about("tsp.serial-repeated", one, other));
            }
        }
    }
    for (one, other) in stamps.iter().zip(stamps.iter().skip(1)) {
        let (first, second) = (one.report.gen_time, other.report.gen_time);
        let back = first.as_nanosecond() - second.as_nanosecond();
        if back > one.accuracy() + other.accuracy() {
            sum.say(Verdict::Violates, about("tsp.time-backwards", one, other));
        } else if other.report.ordering && back >= 0 && one.answer != other.answer {
            sum.say(Verdict::Violates, about("tsp.order-broken", one, other));
        } else if back > 0 {
            sum.remark(about("tsp.time-backwards", one, other));
        }
    }
}

/// Judges what came for a request under a policy that nobody serves: "if the policy is not
/// supported the server MUST NOT issue a token"
/// ([RFC 3161 section 2.4.1](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.1)).
pub(super) fn unknown_policy(exchange: &Exchange<'_>, sum: &mut Sum) {
    let about = |code| Note::new(code).fact("url", &exchange.record.url);
    let sent = exchange.record.sent.as_ref().and_then(|it| TspRequest::read(&it.bytes).ok());
    let policy = sent.and_then(|it| it.policy).map_or_else(|| "-".into(), |it| it.to_string());
    match response(exchange) {
        Some(response) if response.is_granted() => {
            sum.say(Verdict::Violates, about("tsp.any-policy").fact("policy", policy));
        }
        Some(response) => {
            let note = about("tsp.unknown-policy-refused").fact("policy", policy);
            sum.remark(refusal(&response, note));
        }
        // No token was given, which is all that was to be seen.
        None => {}
    }
}

/// Judges what came where nothing was sent: a token over nothing was made for somebody else.
pub(super) fn without_request(exchange: &Exchange<'_>, sum: &mut Sum) {
    if response(exchange).is_some_and(|it| it.is_granted()) {
        let note = Note::new("tsp.token-without-request").fact("url", &exchange.record.url);
        sum.say(Verdict::Violates, note);
    }
}

/// What the service says, where it answers that it gives no token.
pub(super) fn refused(exchange: &Exchange<'_>) -> Option<Note> {
    let response = response(exchange).filter(|it| !it.is_granted())?;
    Some(refusal(&response, Note::new("tsp.refused").fact("url", &exchange.record.url)))
}

fn response(exchange: &Exchange<'_>) -> Option<TspResponse> {
    match &exchange.record.outcome {
        Outcome::Answered(answered) if answered.status == 200 => {
            let body = exchange.whole(Note::new("tsp.body-missing")).ok()?;
            TspResponse::read(&body).ok().map(|(it, _)| it)
        }
        Outcome::Answered(_) | Outcome::Failed(_) => None,
    }
}
