//! One answer of a status service: what it says, and what of it can be believed.

use std::collections::BTreeMap;

use ::pki::ocsp::{OcspQuestion, OcspReport, OcspRequest, OcspResponse, OcspStatus, refusal_name};
use ::pki::{Certificate, Weight};
use jiff::{SignedDuration, Timestamp};
use model::{Cell, Judgement, Measure, Note, Unit, Verdict};

use crate::certificates;
use crate::exchange::{self, Answered, Exchange, Outcome};
use crate::moment::{Clock, Moment};
use crate::sum::Sum;

/// What a service was asked about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    /// The certificate; where a number is asked about, any other of the same issuer.
    pub(super) certificate: &'a Certificate,
    pub(super) issuer: &'a Certificate,
    /// A number of which there is no certificate.
    pub(super) number: Option<&'a [u8]>,
    pub(super) url: &'a str,
}

impl Subject<'_> {
    /// A note about the subject.
    pub(super) fn about(&self, code: &'static str) -> Note {
        let note = Note::new(code).fact("url", self.url);
        match self.number {
            None => note
                .fact("certificate", certificates::called(self.certificate))
                .fact("fingerprint", self.certificate.fingerprint()),
            Some(number) => note
                .fact("serial", hex::encode(number))
                .fact("issuer", certificates::called(self.issuer)),
        }
    }

    fn called(&self) -> String {
        match self.number {
            None => certificates::called(self.certificate),
            Some(number) => hex::encode(number),
        }
    }
}

/// An answer that was heard.
pub(super) struct Heard {
    /// What can be believed.
    pub(super) status: OcspStatus,
    /// Why the service gave no answer, where it said so.
    pub(super) refusal: Option<u32>,
    /// Whether the answer is of the form for certificates never issued.
    pub(super) never_issued: bool,
    /// When the status was known to be so.
    pub(super) this_update: Option<Timestamp>,
    pub(super) at: Moment,
    /// Everything that was found about it.
    pub(super) found: Sum,
    pub(super) responder: Option<Certificate>,
    pub(super) elapsed_us: u64,
}

impl Heard {
    /// Whether the answer says something that can be believed.
    pub(super) fn is_believed(&self) -> bool {
        self.status != OcspStatus::NotAnswered
    }

    /// Whether the service refused, or spoke about something else.
    pub(super) const fn is_absent(&self) -> bool {
        self.refusal.is_some() || self.this_update.is_none()
    }

    /// A note with who answered, and how fast.
    pub(super) fn told(&self, note: Note) -> Note {
        let responder = self.responder.as_ref().map_or_else(|| "-".into(), certificates::called);
        note.fact("responder", responder).fact("microseconds", self.elapsed_us)
    }
}

/// Hears the answer of one exchange.
///
/// # Errors
///
/// The judgement where there is no answer to hear.
pub(super) fn hear(
    exchange: &Exchange<'_>,
    subject: &Subject<'_>,
    clock: &Clock,
    network_seen: bool,
) -> Result<Heard, Judgement> {
    let answered = match &exchange.record.outcome {
        Outcome::Answered(answered) => answered,
        Outcome::Failed(failed) => {
            let notes =
                ["ocsp.unreachable", "ocsp.unreachable-from-here"].map(|it| subject.about(it));
            let (verdict, note) = exchange::unanswered(failed, network_seen, notes);
            return Err(Judgement::because(verdict, note));
        }
    };
    if answered.status != 200 {
        let note = subject.about("ocsp.http-status").fact("status", answered.status);
        return Err(Judgement::because(Verdict::Violates, note));
    }
    let missing = subject.about("ocsp.body-missing").fact("body", answered.body);
    let body = exchange.whole(missing).map_err(Judgement::undetermined)?;
    let (response, oddities) = OcspResponse::read(&body).map_err(|error| {
        let note = subject.about("ocsp.answer-unreadable").fact("reason", error);
        Judgement::because(Verdict::Violates, note)
    })?;
    let sent = exchange.record.sent.as_ref().and_then(|it| OcspRequest::read(&it.bytes).ok());
    let nonce = sent.and_then(|it| it.nonce);
    let at = clock.at(answered.received_at);
    let judge = |at| judged(&response, subject, nonce.as_deref(), at);
    // The latest instant that now may be: what lies after it lies in the future for certain.
    let report = judge(at.latest);
    // What has ended before the earliest has ended for certain.
    let ended = judge(at.earliest).findings.iter().any(|it| it.code == STALE);
    let mut found = Sum::default();
    for finding in oddities.iter().chain(&report.findings) {
        let mut note = certificates::note(finding).fact("url", subject.url);
        note.facts.insert("certificate".into(), subject.called());
        let certain = match finding.code {
            STALE => at.measured && ended,
            TIME_AHEAD => at.measured,
            // No clock is needed to see that the times of one answer contradict each other.
            TIMES => finding.weight == Weight::Undetermined,
            _ => false,
        };
        match finding.weight {
            Weight::Fatal => found.say(Verdict::Violates, note),
            Weight::Undetermined if certain => found.say(Verdict::Violates, note),
            Weight::Undetermined => found.open(note),
            Weight::Remark => found.remark(note),
        }
    }
    if let Some(kind) = other_type(answered) {
        found.remark(subject.about("ocsp.content-type").fact("found", kind));
    }
    let status = believed(&report, subject, &mut found);
    Ok(Heard {
        status,
        refusal: match response {
            OcspResponse::Refused(code) => Some(code),
            OcspResponse::Answered(_) => None,
        },
        never_issued: report.never_issued,
        this_update: report.this_update,
        at,
        found,
        responder: report.responder,
        elapsed_us: answered.elapsed_us,
    })
}

fn judged(
    response: &OcspResponse,
    subject: &Subject<'_>,
    nonce: Option<&[u8]>,
    at: Timestamp,
) -> OcspReport {
    let question = OcspQuestion {
        certificate: subject.certificate,
        issuer: subject.issuer,
        at,
        nonce,
        trusted: &[],
        longest_age: Some(LONGEST_AGE),
    };
    match subject.number {
        None => response.check(&question),
        Some(number) => response.check_number(&question, number),
    }
}

/// What is left of a good status after a look at how it is dated.
fn believed(report: &OcspReport, subject: &Subject<'_>, found: &mut Sum) -> OcspStatus {
    if report.status != OcspStatus::Good {
        return report.status;
    }
    let mut status = OcspStatus::Good;
    if report.findings.iter().any(|it| it.code == NEXT_UPDATE_DISTANT) {
        let next = report.next_update.map_or_else(|| "-".into(), |it| it.to_string());
        found.open(subject.about("ocsp.good-without-end").fact("next-update", next));
        status = OcspStatus::NotAnswered;
    }
    let begins = subject.certificate.not_before();
    if let Some(this_update) = report.this_update
        && subject.number.is_none()
        && this_update < begins
    {
        let note = subject
            .about("ocsp.before-certificate")
            .fact("this-update", this_update)
            .fact("not-before", begins);
        found.open(note);
        status = OcspStatus::NotAnswered;
    }
    status
}

/// The media type of an answer that has another than that of the protocol
/// ([RFC 6960 appendix A.2](https://www.rfc-editor.org/rfc/rfc6960#appendix-A.2)).
fn other_type(answered: &Answered) -> Option<String> {
    let kind = media_type(&answered.headers);
    (kind != "application/ocsp-response").then_some(kind)
}

/// The media type without its parameters, in lower case; a dash where none is named.
pub(crate) fn media_type(headers: &BTreeMap<String, String>) -> String {
    let kind = headers.get("content-type").map_or("", String::as_str);
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind.is_empty() { "-".to_owned() } else { kind }
}

/// The word for a status.
pub(super) const fn word(status: OcspStatus) -> &'static str {
    match status {
        OcspStatus::Good => "status-good",
        OcspStatus::NotAnswered => "status-not-believed",
        OcspStatus::Revoked { .. } => "status-revoked",
        OcspStatus::Unknown => "status-unknown",
    }
}

/// The row of an answer in the table of answers.
pub(super) fn row(
    subject: &Subject<'_>,
    [method, hash]: [&str; 2],
    heard: &Result<Heard, Judgement>,
) -> Vec<Cell> {
    let (status, time) = match heard {
        Ok(heard) => {
            let said = heard.refusal.map(|it| Cell::Text(refusal_name(it)));
            let value = i64::try_from(heard.elapsed_us).unwrap_or(i64::MAX);
            let time = Measure { value, uncertainty: 1, unit: Unit::Microsecond };
            (said.unwrap_or_else(|| Cell::word(word(heard.status))), Cell::Measure(time))
        }
        Err(_) => (Cell::word("status-no-answer"), Cell::text("")),
    };
    let [url, subject] = [Cell::text(subject.url), Cell::Text(subject.called())];
    vec![url, subject, Cell::text(method), Cell::text(hash), status, time]
}

const STALE: &str = "ocsp.stale";
const TIME_AHEAD: &str = "ocsp.time-ahead";
const TIMES: &str = "ocsp.times-contradict";
const NEXT_UPDATE_DISTANT: &str = "ocsp.next-update-distant";
/// A revocation list is issued at least once a day, and a status must not be older than it.
const LONGEST_AGE: SignedDuration = SignedDuration::from_hours(24);
