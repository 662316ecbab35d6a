//! `tsp.token`: whether the time-stamping service stamps what it is given, with the right time.
//!
//! # Measures
//!
//! The token's time minus the inspector's, in nanoseconds. The half-width of the interval is half
//! the time the exchange took, the accuracy that the token states, and one second, because tokens
//! name whole seconds.
//!
//! # Rests on
//!
//! [RFC 3161 section 2.2] (imprint, nonce, policy) and [RFC 3161 section 2.3] (the certificate's
//! purpose); the signature as [RFC 5652 section 5.6] has it. A limit on the time is a criterion of
//! the commission. Without one, a minute between the token and the inspector's clock is where the
//! tool stops taking the token's time for right: either clock may be the wrong one.
//!
//! # Evidence
//!
//! One `declaration` with the addresses; `http-exchange` with each, and the `http-body` that came;
//! `certificate` of the service, where tokens do not carry it.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | each service gave a sound token over what was sent, and its time lies within the limit, or within a minute where there is none |
//! | violates | a service answers with another status than 200 or with something unreadable, refuses to stamp, refuses connections, its name has no address; a token has a wrong signature, imprint, nonce, policy or certificate purpose; its time lies beyond the limit |
//! | undetermined | nothing came in time; the interval reaches across the limit; without a limit, the time is a minute off; the token cannot be verified here; the certificate of the service leads to no declared anchor; nobody asked; no service is declared |
//! | out of scope | no service is declared and the requirement is a conditional one |
//!
//! # Cannot see
//!
//! Whether the service gives everybody the same time.
//!
//! [RFC 3161 section 2.2]: https://www.rfc-editor.org/rfc/rfc3161#section-2.2
//! [RFC 3161 section 2.3]: https://www.rfc-editor.org/rfc/rfc3161#section-2.3
//! [RFC 5652 section 5.6]: https://www.rfc-editor.org/rfc/rfc5652#section-5.6

use std::sync::LazyLock;

use ::pki::algorithm::HashAlgorithm;
use ::pki::path::{PathQuestion, PathVerdict, validate};
use ::pki::tsp::{TspReport, TspRequest, TspResponse};
use ::pki::{Certificate, Weight};
use jiff::{SignedDuration, Timestamp};
use model::{
    Evidence, EvidenceId, EvidenceKind, Judgement, Limit, Measure, Measured, Note, Unit, Verdict,
};

use crate::certificates::{self, Certificates};
use crate::exchange::{self, Answered, Exchange, Outcome, Purpose};
use crate::sum::Sum;
use crate::{CollectError, Declaration, HttpRequest, Probe, Question, Site, case};

/// The probe.
pub(crate) struct Token;

impl Probe for Token {
    fn id(&self) -> &'static str {
        "tsp.token"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        _: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        if declared.tsp_urls.is_empty() {
            return Err(CollectError::NothingToAsk { what: "time-stamping service" });
        }
        let mut taken = Vec::new();
        for url in &declared.tsp_urls {
            // A service may know the national hashes only, or the international ones only.
            for hash in [HashAlgorithm::Sha256, HashAlgorithm::Streebog512] {
                let request = request(url, hash, site.now()).to_der();
                let request = HttpRequest::post(url.trim(), "application/timestamp-query", request);
                let exchange = exchange::ask(site, Purpose::Tsp, &request)?;
                let granted = exchange.iter().any(|it| {
                    let body = it.bytes();
                    it.kind == EvidenceKind::HttpBody
                        && body.is_ok_and(|body| {
                            TspResponse::read(&body).is_ok_and(|(it, _)| it.is_granted())
                        })
                });
                let answered = exchange.iter().any(|it| it.kind == EvidenceKind::HttpBody);
                taken.extend(exchange);
                if granted || !answered {
                    break;
                }
            }
        }
        Ok(taken)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        if declaration.tsp_urls.is_empty() {
            let note = Note::new("tsp.not-declared");
            return if question.requirement.conditional {
                Judgement::because(Verdict::OutOfScope, note)
            } else {
                Judgement::undetermined(note)
            };
        }
        let certificates = Certificates::of(question);
        let (anchors, _) = certificates.anchors(&declaration);
        let mut sum = certificates.reading.clone();
        let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Tsp);
        unreadable.into_iter().for_each(|note| sum.open(note));
        let (records, _) = exchange::records(question);
        let network_seen = exchange::network_seen(&records);
        let last = exchange::last_of_each(exchanges);
        for url in &declaration.tsp_urls {
            sum.add(match last.get(url.trim()) {
                Some(exchange) => {
                    let limit = question.requirement.limit;
                    look_at(exchange, &certificates, &anchors, network_seen, limit)
                }
                None => Judgement::undetermined(Note::new("tsp.not-asked").fact("url", url)),
            });
        }
        sum.finish()
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            "tsp.answer-unreadable",
            "tsp.body-missing",
            "tsp.chain-not-shown",
            "tsp.http-status",
            "tsp.not-asked",
            "tsp.not-declared",
            "tsp.refused",
            "tsp.request-unreadable",
            "tsp.time-beyond-limit",
            "tsp.time-far-from-inspector",
            "tsp.time-straddles-limit",
            "tsp.time-within-limit",
            "tsp.time-without-limit",
            "tsp.token-sound",
            "tsp.unreachable",
            "tsp.unreachable-from-here",
        ],
        &["algorithm", "certificate", "cms", "reading", "tsp"],
    )
});

/// A request over octets that were not known before the instant, with a nonce of the same kind.
fn request(url: &str, hash: HashAlgorithm, now: Timestamp) -> TspRequest {
    let seed = format!("tekseru time-stamp {url} {now}");
    let nonce = EvidenceId::of(format!("nonce {seed}").as_bytes()).0;
    TspRequest::new(hash, hash.digest(seed.as_bytes()), nonce.first_chunk::<8>().map(|it| &it[..]))
}

/// Whether the certificate of the service leads to a declared anchor at the time of the token.
fn is_chained(report: &TspReport, certificates: &Certificates, anchors: &[Certificate]) -> bool {
    report.certificate.as_ref().is_some_and(|certificate| {
        let question = PathQuestion {
            candidates: &certificates.all,
            ..PathQuestion::new(certificate, anchors, report.gen_time)
        };
        validate(&question).verdict == PathVerdict::Valid
    })
}

fn look_at(
    exchange: &Exchange<'_>,
    certificates: &Certificates,
    anchors: &[Certificate],
    network_seen: bool,
    limit: Option<Limit>,
) -> Judgement {
    let about = |code| Note::new(code).fact("url", &exchange.record.url);
    let answered = match &exchange.record.outcome {
        Outcome::Answered(answered) => answered,
        Outcome::Failed(failed) => {
            let notes = ["tsp.unreachable", "tsp.unreachable-from-here"].map(about);
            let (verdict, note) = exchange::unanswered(failed, network_seen, notes);
            return Judgement::because(verdict, note);
        }
    };
    let request = exchange.record.sent.as_ref().and_then(|it| TspRequest::read(&it.bytes).ok());
    let Some(request) = request else {
        return Judgement::undetermined(about("tsp.request-unreadable"));
    };
    if answered.status != 200 {
        let note = about("tsp.http-status").fact("status", answered.status);
        return Judgement::because(Verdict::Violates, note);
    }
    let missing = about("tsp.body-missing").fact("body", answered.body);
    let body = match exchange.whole(missing) {
        Ok(body) => body,
        Err(note) => return Judgement::undetermined(note),
    };
    let (response, oddities) = match TspResponse::read(&body) {
        Ok(read) => read,
        Err(error) => {
            let note = about("tsp.answer-unreadable").fact("reason", error);
            return Judgement::because(Verdict::Violates, note);
        }
    };
    let at = answered.received_at.saturating_add(SLACK).unwrap_or(answered.received_at);
    let Some(report) = response.check(&request, &certificates.all, Some(at)) else {
        let note = about("tsp.refused")
            .fact("status", response.status)
            .fact("text", response.text.join("; "));
        return Judgement::because(Verdict::Violates, note);
    };
    let mut sum = Sum::default();
    if !is_chained(&report, certificates, anchors) {
        // A token that anybody could have made, from a key of the own, proves no service.
        let service = report.certificate.as_ref().map_or_else(|| "-".into(), certificates::called);
        sum.open(about("tsp.chain-not-shown").fact("certificate", service));
    }
    for finding in oddities.iter().chain(&report.findings) {
        let note = certificates::note(finding).fact("url", &exchange.record.url);
        match finding.weight {
            Weight::Fatal => sum.say(Verdict::Violates, note),
            Weight::Remark => sum.remark(note),
            Weight::Undetermined => sum.open(note),
        }
    }
    if report.valid {
        let signer = report.certificate.as_ref().map_or_else(|| "-".into(), certificates::called);
        let note = about("tsp.token-sound")
            .fact("policy", &report.policy)
            .fact("time", report.gen_time)
            .fact("signer", signer)
            .fact("hash", report.hash.map_or_else(|| "-".into(), |it| it.to_string()));
        sum.say(Verdict::Complies, note);
    }
    sum.add(time(&report, exchange.record.asked_at, answered, limit, about));
    sum.finish()
}

/// Judges the token's time against the inspector's clock.
fn time(
    report: &TspReport,
    asked_at: Timestamp,
    answered: &Answered,
    limit: Option<Limit>,
    about: impl Fn(&'static str) -> Note,
) -> Judgement {
    let (asked, received) = (asked_at.as_nanosecond(), answered.received_at.as_nanosecond());
    let middle = (asked + received).div_euclid(2);
    let accuracy = report.accuracy.map_or(0, |it| i128::from(it.microseconds) * 1_000);
    let offset = report.gen_time.as_nanosecond() - middle;
    let half_width = (received - asked).abs().div_euclid(2) + 1 + accuracy + WHOLE_SECOND;
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
    };
    let (verdict, code) = match limit.map(|it| it.judge(&measure)) {
        Some(Ok(Verdict::Complies)) => (Verdict::Complies, "tsp.time-within-limit"),
        Some(Ok(Verdict::Violates)) => (Verdict::Violates, "tsp.time-beyond-limit"),
        Some(Ok(Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined)) => {
            (Verdict::Undetermined, "tsp.time-straddles-limit")
        }
        Some(Err(_)) | None if offset.abs() - half_width > SLACK.as_nanos() => {
            (Verdict::Undetermined, "tsp.time-far-from-inspector")
        }
        Some(Err(_)) | None => (Verdict::Complies, "tsp.time-without-limit"),
    };
    let quantity = "time-stamp-offset".to_owned();
    let measures = vec![Measured { quantity, measure, instrument: None }];
    Judgement { measures, ..Judgement::because(verdict, note(code)) }
}

const SLACK: SignedDuration = SignedDuration::from_mins(1);
const WHOLE_SECOND: i128 = 1_000_000_000;
