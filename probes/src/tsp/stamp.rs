//! One answer of a time-stamping service, and the token inside.

use ::pki::path::{PathQuestion, PathVerdict, validate};
use ::pki::tsp::{TspReport, TspRequest, TspResponse};
use ::pki::{Certificate, Weight};
use jiff::Timestamp;
use model::{Cell, Judgement, Limit, Measure, Measured, Note, Unit, Verdict};

use crate::certificates::{self, Certificates};
use crate::crl::List;
use crate::exchange::{self, Exchange, Outcome, media_type};
use crate::listed::{Listed, listed};
use crate::moment::{Clock, SLACK};
use crate::sum::Sum;

/// What answers are judged with.
pub(super) struct Look<'a> {
    pub(super) anchors: &'a [Certificate],
    pub(super) certificates: &'a Certificates,
    pub(super) clock: Clock,
    pub(super) limit: Option<Limit>,
    pub(super) lists: Vec<List>,
    pub(super) network_seen: bool,
    /// Identifiers that the authority has registered, dotted.
    pub(super) registered: &'a [String],
}

/// A token that was given.
pub(super) struct Stamp {
    pub(super) report: TspReport,
    /// The whole answer.
    pub(super) answer: Vec<u8>,
    offset: Measure,
    elapsed_us: u64,
}

impl Stamp {
    /// The token's number, in hexadecimal digits.
    pub(super) fn serial(&self) -> String {
        hex::encode(&self.report.serial)
    }

    /// How exact the token says its time is, in nanoseconds; exactly so where it does not say.
    pub(super) fn accuracy(&self) -> i128 {
        self.report.accuracy.map_or(0, |it| i128::from(it.microseconds) * 1_000)
    }

    /// The row of the token in the table of tokens.
    pub(super) fn row(&self, url: &str) -> Vec<Cell> {
        let of = |value: u64, unit| {
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            Cell::Measure(Measure { value, uncertainty: 0, unit })
        };
        let accuracy = self.report.accuracy;
        vec![
            Cell::text(url),
            Cell::Text(self.serial()),
            Cell::At(self.report.gen_time),
            accuracy.map_or(Cell::text(""), |it| of(it.microseconds, Unit::Microsecond)),
            Cell::text(&self.report.policy),
            Cell::Text(self.report.hash.map_or_else(String::new, |it| it.to_string())),
            Cell::Measure(self.offset),
            of(self.elapsed_us, Unit::Microsecond),
        ]
    }
}

impl Look<'_> {
    /// Judges the answer of one exchange.
    pub(super) fn at(&self, exchange: &Exchange<'_>) -> (Sum, Option<Stamp>) {
        let mut sum = Sum::default();
        let stamp = self.token(exchange, &mut sum);
        (sum, stamp)
    }

    fn token(&self, exchange: &Exchange<'_>, sum: &mut Sum) -> Option<Stamp> {
        let about = |code| Note::new(code).fact("url", &exchange.record.url);
        let answered = match &exchange.record.outcome {
            Outcome::Answered(answered) => answered,
            Outcome::Failed(failed) => {
                let notes = ["tsp.unreachable", "tsp.unreachable-from-here"].map(about);
                let (verdict, note) = exchange::unanswered(failed, self.network_seen, notes);
                sum.say(verdict, note);
                return None;
            }
        };
        let sent = exchange.record.sent.as_ref().and_then(|it| TspRequest::read(&it.bytes).ok());
        let Some(request) = sent else {
            sum.open(about("tsp.request-unreadable"));
            return None;
        };
        if answered.status != 200 {
            sum.say(Verdict::Violates, about("tsp.http-status").fact("status", answered.status));
            return None;
        }
        let missing = about("tsp.body-missing").fact("body", answered.body);
        let body = match exchange.whole(missing) {
            Ok(body) => body,
            Err(note) => {
                sum.open(note);
                return None;
            }
        };
        let (response, oddities) = match TspResponse::read(&body) {
            Ok(read) => read,
            Err(error) => {
                let note = about("tsp.answer-unreadable").fact("reason", error);
                sum.say(Verdict::Violates, note);
                return None;
            }
        };
        let kind = media_type(&answered.headers);
        if kind != "application/timestamp-reply" {
            sum.remark(about("tsp.content-type").fact("found", kind));
        }
        let at = self.clock.at(answered.received_at).latest;
        let Some(report) = response.check(&request, &self.certificates.all, Some(at)) else {
            sum.say(Verdict::Violates, refusal(&response, about("tsp.refused")));
            return None;
        };
        for finding in oddities.iter().chain(&report.findings) {
            let note = certificates::note(finding).fact("url", &exchange.record.url);
            match finding.weight {
                Weight::Fatal => sum.say(Verdict::Violates, note),
                Weight::Remark => sum.remark(note),
                Weight::Undetermined => sum.open(note),
            }
        }
        self.certificate(&report, at, about, sum);
        let named = report.policy.to_string();
        if !self.registered.is_empty() && !self.registered.iter().any(|it| it.trim() == named) {
            sum.remark(about("tsp.policy-not-registered").fact("policy", &named));
        }
        if report.valid {
            let signer =
                report.certificate.as_ref().map_or_else(|| "-".into(), certificates::called);
            let note = about("tsp.token-sound")
                .fact("policy", named)
                .fact("time", report.gen_time)
                .fact("signer", signer)
                .fact("hash", report.hash.map_or_else(|| "-".into(), |it| it.to_string()));
            sum.say(Verdict::Complies, note);
        }
        let times = [exchange.record.asked_at, answered.received_at];
        let offset = self.time(&report, times, about, sum);
        let elapsed_us = answered.elapsed_us;
        Some(Stamp { report, answer: body.into_owned(), offset, elapsed_us })
    }

    /// Whether the certificate of the service leads to a declared anchor at the time of the token,
    /// and stands on no list.
    fn certificate(
        &self,
        report: &TspReport,
        at: Timestamp,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) {
        let of = report.certificate.as_ref();
        let called = of.map_or_else(|| "-".into(), certificates::called);
        let about = |code| about(code).fact("certificate", &called);
        let chained = of.is_some_and(|certificate| {
            let question = PathQuestion {
                candidates: &self.certificates.all,
                ..PathQuestion::new(certificate, self.anchors, report.gen_time)
            };
            validate(&question).verdict == PathVerdict::Valid
        });
        if !chained {
            // A token that anybody could have made, from a key of the own, proves no service.
            sum.open(about("tsp.chain-not-shown"));
        }
        if let Some(certificate) = of
            && let Some(issuer) = self.certificates.issuer_of(certificate)
        {
            match listed(&self.lists, certificate, issuer, self.certificates, at) {
                Ok(Some(Listed::Revoked { date })) => {
                    let date = date.map_or_else(|| "-".into(), |it| it.to_string());
                    let note = about("tsp.certificate-revoked").fact("date", date);
                    sum.say(Verdict::Violates, note);
                }
                Ok(Some(Listed::Good { .. }) | None) => {}
                Err(note) => sum.open(note),
            }
        }
    }

    /// Judges the token's time against the stretch of true time in which it was made.
    fn time(
        &self,
        report: &TspReport,
        [asked, received]: [Timestamp; 2],
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) -> Measure {
        let (from, until) = (self.clock.at(asked), self.clock.at(received));
        let measured = from.measured && until.measured;
        let earliest = from.earliest.as_nanosecond();
        let latest = until.latest.as_nanosecond().max(earliest);
        let accuracy = report.accuracy.map_or(0, |it| i128::from(it.microseconds) * 1_000);
        let offset = report.gen_time.as_nanosecond() - (earliest + latest).div_euclid(2);
        let half_width =
            (latest - earliest).div_euclid(2) + 1 + accuracy + resolution(report.gen_time);
        let measure = match (i64::try_from(offset.abs()), u64::try_from(half_width)) {
            (Ok(value), Ok(uncertainty)) => Measure { value, uncertainty, unit: Unit::Nanosecond },
            _ => Measure { value: i64::MAX, uncertainty: 0, unit: Unit::Nanosecond },
        };
        let shown = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        let note = |code| {
            about(code)
                .fact("time", report.gen_time)
                .fact("offset-ms", shown(measure.value_in(Unit::Millisecond)))
                .fact("bound-ms", shown(measure.uncertainty_in(Unit::Millisecond)))
                .fact("direction", if offset < 0 { "behind" } else { "ahead" })
                .fact("clock", if measured { "measured" } else { "laptop" })
        };
        if measured && report.accuracy.is_some() && offset.abs() > half_width {
            sum.say(Verdict::Violates, note("tsp.time-outside-accuracy"));
        }
        // With a clock that nobody measured the slack is in the half-width already.
        let far = if measured { SLACK.as_nanos() } else { 0 };
        let (verdict, code) = match self.limit.map(|it| it.judge(&measure)) {
            Some(Ok(Verdict::Complies)) => (Verdict::Complies, "tsp.time-within-limit"),
            Some(Ok(Verdict::Violates)) => (Verdict::Violates, "tsp.time-beyond-limit"),
            Some(Ok(Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined)) => {
                (Verdict::Undetermined, "tsp.time-straddles-limit")
            }
            Some(Err(_)) | None if offset.abs() - half_width > far => {
                (Verdict::Undetermined, "tsp.time-far-from-inspector")
            }
            Some(Err(_)) | None => (Verdict::Complies, "tsp.time-without-limit"),
        };
        let quantity = "time-stamp-offset".to_owned();
        let measures = vec![Measured { quantity, measure, instrument: None }];
        sum.add(Judgement { measures, ..Judgement::because(verdict, note(code)) });
        measure
    }
}

/// What a service says where it gives no token: the status, the failures by their names
/// ([RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2)), its words.
pub(super) fn refusal(response: &TspResponse, note: Note) -> Note {
    let status = match response.status {
        2 => "rejection".to_owned(),
        3 => "waiting".to_owned(),
        4 => "revocationWarning".to_owned(),
        5 => "revocationNotification".to_owned(),
        other => other.to_string(),
    };
    let failures = response.failure_names();
    let failures = if failures.is_empty() { "-".to_owned() } else { failures.join(", ") };
    note.fact("status", status).fact("failures", failures).fact("text", response.text.join("; "))
}

/// The smallest unit that a time names, in nanoseconds: a second, or the power of ten of its last
/// digit that is not zero.
fn resolution(time: Timestamp) -> i128 {
    let nanos = i128::from(time.subsec_nanosecond()).abs();
    let mut unit = 1_000_000_000;
    while nanos % unit != 0 {
        unit /= 10;
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_as_fine_as_its_last_digit() {
        for (time, expected) in [
            ("2026-01-15T06:00:00Z", 1_000_000_000),
            ("2026-01-15T06:00:00.5Z", 100_000_000),
            ("2026-01-15T06:00:00.120Z", 10_000_000),
            ("2026-01-15T06:00:00.000001Z", 1_000),
            ("2026-01-15T06:00:00.000000001Z", 1),
        ] {
            assert_eq!(resolution(time.parse().unwrap()), expected, "{time}");
        }
    }
}
