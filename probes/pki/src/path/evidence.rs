//! What proves that a certificate was or was not revoked at the moment: lists and answers of
//! responders together, each with what it says and from when it is.
//!
//! A list or an answer that was current at the moment proves how things stood
//! ([RFC 5280 section 6.3.3](https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3),
//! [RFC 6960 section 4.2.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.1)). Where the
//! question is about the past, a later one proves it too: who was revoked later was not revoked
//! then, and who is still not revoked was not then, unless the certificate had expired meanwhile
//! and was taken off (`expiredCertsOnCRL`, `archiveCutoff` say that it was kept). That it was on
//! hold in between a later one cannot exclude. One that ended before the moment proves nothing.

use jiff::Timestamp;

use super::{Engine, PathQuestion, RevocationMode, revocation};
use crate::certificate::Certificate;
use crate::crl::{self, Crl, Reason, RevocationStatus, RevokedEntry};
use crate::finding::{Finding, Fingerprint, Weight, codes, instant};
use crate::ocsp::{BasicResponse, OcspQuestion, OcspReport, OcspResponse, OcspStatus};
use crate::oid::known;

/// What kind of object a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// A complete list.
    Crl,
    /// A delta list.
    DeltaCrl,
    /// A responder's answer.
    Ocsp,
}

/// How a piece of evidence stands to the moment of judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// It was current at the moment.
    Current,
    /// It was issued after the moment.
    Later,
}

/// A revocation as evidence tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Since when; none when the date cannot be read.
    pub date: Option<Timestamp>,
    /// Why, when it is said.
    pub reason: Option<Reason>,
    /// Since when the key is known or suspected to be lost (invalidityDate).
    pub invalid_since: Option<Timestamp>,
}

/// What a piece of evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceStatus {
    /// Not revoked.
    Good,
    /// Revoked at the moment.
    Revoked(Revocation),
    /// Revoked after the moment, so not yet revoked then.
    RevokedLater(Revocation),
    /// The responder does not know the certificate.
    Unknown,
}

/// One piece of evidence about one certificate of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The certificate it is about.
    pub certificate: Fingerprint,
    /// What it is.
    pub kind: EvidenceKind,
    /// SHA-256 of the list or the response.
    pub fingerprint: Fingerprint,
    /// The issuer of the list, or the responder.
    pub issuer: String,
    /// The number of the list: decimal while it fits 64 bits.
    pub number: Option<String>,
    /// When it was known to be so.
    pub this_update: Timestamp,
    /// When more was to be known.
    pub next_update: Option<Timestamp>,
    /// When a response was signed.
    pub produced_at: Option<Timestamp>,
    /// How it stands to the moment.
    pub coverage: Coverage,
    /// What it says.
    pub says: EvidenceStatus,
}

fn coverage(this_update: Timestamp, question: &PathQuestion<'_>) -> Coverage {
    if this_update > question.at { Coverage::Later } else { Coverage::Current }
}

/// Whether evidence issued at `this_update` is later than the moment but not than the question.
pub(super) fn is_later(this_update: Timestamp, question: &PathQuestion<'_>) -> bool {
    question.at < this_update && this_update <= question.known_until()
}

/// What a complete list with its deltas, all found usable before, says about a certificate. A
/// later delta is heard beside the earlier ones, not instead of them.
pub(super) fn of_list(
    question: &PathQuestion<'_>,
    certificate: &Certificate,
    base: &Crl,
    deltas: &[&Crl],
) -> Evidence {
    let (later, current): (Vec<&Crl>, Vec<&Crl>) =
        deltas.iter().partition(|delta| delta.this_update() > question.at);
    let first = said(question, certificate, base, &current);
    if later.is_empty() || matches!(first.says, EvidenceStatus::Revoked(_)) {
        return first;
    }
    let second = said(question, certificate, base, deltas);
    if second.says == EvidenceStatus::Good { first } else { second }
}

fn said(
    question: &PathQuestion<'_>,
    certificate: &Certificate,
    base: &Crl,
    deltas: &[&Crl],
) -> Evidence {
    let (serial, issuer) = (certificate.serial(), certificate.issuer());
    let (list, says) = match crl::look_up(serial, issuer, base, deltas) {
        None => (&**base, EvidenceStatus::Good),
        Some((list, entry)) => {
            let RevokedEntry { date, reason, invalidity_date, .. } = entry;
            let revocation = Revocation { date, reason, invalid_since: invalidity_date };
            let later = is_later(list.this_update(), question);
            (list, dated(revocation, later, question.at))
        }
    };
    Evidence {
        certificate: certificate.fingerprint(),
        kind: if list.delta_base().is_some() { EvidenceKind::DeltaCrl } else { EvidenceKind::Crl },
        fingerprint: list.fingerprint(),
        issuer: list.issuer().to_string(),
        number: list.number().map(|number| crl::shown(Some(number))),
        this_update: list.this_update(),
        next_update: list.next_update(),
        produced_at: None,
        coverage: coverage(list.this_update(), question),
        says,
    }
}

/// A revocation told by later evidence counts from its date on; told by current evidence it has
/// happened, whatever date it carries.
fn dated(revocation: Revocation, later: bool, at: Timestamp) -> EvidenceStatus {
    if later && revocation.date.is_some_and(|date| date > at) {
        EvidenceStatus::RevokedLater(revocation)
    } else {
        EvidenceStatus::Revoked(revocation)
    }
}

/// Whether later evidence keeps what has expired: the certificate ended before `this_update`, and
/// nothing says that such ones are kept from `kept_since` on.
pub(super) fn is_dropped(
    certificate: &Certificate,
    this_update: Timestamp,
    kept_since: Option<Timestamp>,
) -> bool {
    let ended = certificate.not_after();
    ended < this_update && kept_since.is_none_or(|since| ended < since)
}

/// Adds what lists and answers say about `certificate`, which hangs under `upper` (anchor first).
pub(super) fn check(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    certificate: &Certificate,
    findings: &mut Vec<Finding>,
    evidence: &mut Vec<Evidence>,
) {
    let about = certificate.fingerprint();
    let mut own = Vec::new();
    let by_lists = revocation::status(engine, question, upper, certificate, &mut own);
    let mut told = answers(engine, question, upper, certificate, &mut own);
    let (known, mut of_lists) = match by_lists {
        RevocationStatus::Good { findings, .. } => (true, findings),
        RevocationStatus::Revoked { findings, .. } => (true, findings),
        RevocationStatus::Unknown { findings } => (false, findings),
    };
    let revoked = own.iter().find_map(|it| match it.says {
        EvidenceStatus::Revoked(revocation) => Some((it, revocation)),
        EvidenceStatus::Good | EvidenceStatus::RevokedLater(_) | EvidenceStatus::Unknown => None,
    });
    let not_revoked = own
        .iter()
        .find(|it| matches!(it.says, EvidenceStatus::Good | EvidenceStatus::RevokedLater(_)));
    if let Some((by, revocation)) = revoked {
        findings.push(
            Finding::fatal(&codes::PATH_REVOKED)
                .about(about)
                .with("crl", source(by))
                .with("date", revocation.date.map_or_else(|| "unreadable".to_owned(), instant))
                .with("reason", revocation.reason.map_or("not stated", |reason| reason.name())),
        );
        if let Some(other) = not_revoked.filter(|other| other.kind != by.kind) {
            findings.push(
                Finding::remark(&codes::PATH_REVOCATION_CONTRADICTION)
                    .about(about)
                    .with("good", source(other))
                    .with("good_update", instant(other.this_update))
                    .with("revoked", source(by))
                    .with("revoked_update", instant(by.this_update)),
            );
        }
    } else if known || (not_revoked.is_some() && answered(&own)) {
        // Lists that did not help are remarks beside an answer that did.
        for finding in of_lists.iter_mut().filter(|it| !is_unclear(it)) {
            finding.weight = Weight::Remark;
        }
    } else {
        let weight = weight_of_unknown(question, certificate);
        findings.push(unknown(question, certificate, weight));
        // A list that is not usable leaves the certificate undetermined, not invalid. That a
        // genuine list names the certificate is no remark in any mode.
        for finding in of_lists.iter_mut().filter(|it| !is_unclear(it)) {
            finding.weight = finding.weight.min(weight);
        }
    }
    for later in &own {
        if let EvidenceStatus::RevokedLater(revocation) = later.says {
            findings.extend(revoked_later(question, later, revocation));
        }
    }
    findings.append(&mut of_lists);
    findings.append(&mut told);
    evidence.append(&mut own);
}

/// How much it weighs that nothing proves anything about the certificate.
fn weight_of_unknown(question: &PathQuestion<'_>, certificate: &Certificate) -> Weight {
    match question.revocation {
        RevocationMode::Required => Weight::Undetermined,
        RevocationMode::RequiredOfTarget if certificate == question.target => Weight::Undetermined,
        RevocationMode::IfKnown | RevocationMode::Off | RevocationMode::RequiredOfTarget => {
            Weight::Remark
        }
    }
}

fn is_unclear(finding: &Finding) -> bool {
    finding.code == codes::PATH_REVOCATION_UNCLEAR.code
}

fn answered(evidence: &[Evidence]) -> bool {
    evidence.iter().any(|it| {
        it.kind == EvidenceKind::Ocsp
            && matches!(it.says, EvidenceStatus::Good | EvidenceStatus::RevokedLater(_))
    })
}

fn source(evidence: &Evidence) -> String {
    match evidence.kind {
        EvidenceKind::Crl | EvidenceKind::DeltaCrl => evidence.fingerprint.to_string(),
        EvidenceKind::Ocsp => format!("OCSP {}", evidence.fingerprint),
    }
}

/// Nothing at hand proves anything: says what there was and where more may be had.
fn unknown(question: &PathQuestion<'_>, certificate: &Certificate, weight: Weight) -> Finding {
    let of_issuer =
        question.crls.iter().filter(|list| list.issuer() == certificate.issuer()).count();
    let urls: Vec<&str> =
        certificate.crl_urls().iter().chain(certificate.ocsp_urls()).map(String::as_str).collect();
    let urls = if urls.is_empty() { "–".to_owned() } else { urls.join(" ") };
    Finding::new(&codes::PATH_REVOCATION_UNKNOWN, weight)
        .about(certificate.fingerprint())
        .with("answers", question.ocsp.len())
        .with("at", instant(question.at))
        .with("issuer", certificate.issuer())
        .with("lists", question.crls.len())
        .with("lists_of_issuer", of_issuer)
        .with("urls", urls)
}

fn revoked_later(
    question: &PathQuestion<'_>,
    evidence: &Evidence,
    revocation: Revocation,
) -> Vec<Finding> {
    let date = revocation.date.map_or_else(|| "unreadable".to_owned(), instant);
    let mut findings = vec![
        Finding::remark(&codes::PATH_REVOKED_LATER)
            .about(evidence.certificate)
            .with("at", instant(question.at))
            .with("by", source(evidence))
            .with("date", &date)
            .with("reason", revocation.reason.map_or("not stated", |reason| reason.name())),
    ];
    if let Some(since) = revocation.invalid_since.filter(|since| *since <= question.at) {
        findings.push(
            Finding::undetermined(&codes::PATH_INVALID_BEFORE_REVOCATION)
                .about(evidence.certificate)
                .with("at", instant(question.at))
                .with("date", date)
                .with("since", instant(since)),
        );
    }
    findings
}

/// What answers at hand say; their evidence goes to `own`, the findings come back.
fn answers(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    certificate: &Certificate,
    own: &mut Vec<Evidence>,
) -> Vec<Finding> {
    let Some(issuer) = upper.last() else { return Vec::new() };
    let mut findings = Vec::new();
    for response in question.ocsp {
        let OcspResponse::Answered(basic) = response else {
            if certificate == question.target {
                let asked = asked(question, question.at, certificate, issuer);
                findings.extend(response.check(&asked).findings);
            }
            continue;
        };
        let about = basic
            .answers
            .iter()
            .filter(|answer| answer.id.names(certificate, issuer) == Some(true))
            .map(|answer| answer.this_update)
            .max();
        let Some(this_update) = about else { continue };
        // The response's signature and, where the responder is delegated, its certificate's.
        if !engine.take_signature() || !engine.take_signature() {
            break;
        }
        let issued = this_update.max(basic.produced_at);
        let moment = if is_later(issued, question) { issued } else { question.at };
        let mut report = response.check(&asked(question, moment, certificate, issuer));
        let demanded = weight_of_unknown(question, certificate) == Weight::Undetermined;
        // Who answered had to be one who may when it answered.
        let then = PathQuestion { at: moment, ..question.clone() };
        let believed = responder_stands(engine, &then, upper, &report, demanded, &mut findings);
        findings.append(&mut report.findings);
        if believed {
            own.extend(of_answer(question, certificate, basic, &report, &mut findings));
        }
    }
    // What makes an answer unbelievable does not make the certificate so.
    for finding in &mut findings {
        finding.weight = Weight::Remark;
    }
    findings
}

fn asked<'a>(
    question: &PathQuestion<'_>,
    at: Timestamp,
    certificate: &'a Certificate,
    issuer: &'a Certificate,
) -> OcspQuestion<'a> {
    let longest_age = question.longest_answer;
    OcspQuestion { certificate, issuer, at, nonce: None, trusted: &[], longest_age }
}

fn of_answer(
    question: &PathQuestion<'_>,
    certificate: &Certificate,
    basic: &BasicResponse,
    report: &OcspReport,
    findings: &mut Vec<Finding>,
) -> Option<Evidence> {
    let this_update = report.this_update?;
    let later = is_later(this_update, question);
    let says = match report.status {
        OcspStatus::Good
            if later && is_dropped(certificate, this_update, report.archive_cutoff) =>
        {
            findings.push(
                Finding::remark(&codes::OCSP_EXPIRED_NOT_KEPT)
                    .about(certificate.fingerprint())
                    .with("not_after", instant(certificate.not_after()))
                    .with("this_update", instant(this_update)),
            );
            return None;
        }
        OcspStatus::Good => EvidenceStatus::Good,
        OcspStatus::NotAnswered => return None,
        OcspStatus::Revoked { at, reason } => {
            let reason = reason.and_then(Reason::from_number);
            let revocation = Revocation { date: Some(at), reason, invalid_since: None };
            dated(revocation, later, question.at)
        }
        OcspStatus::Unknown => EvidenceStatus::Unknown,
    };
    Some(Evidence {
        certificate: certificate.fingerprint(),
        kind: EvidenceKind::Ocsp,
        fingerprint: basic.fingerprint,
        issuer: report.responder.as_ref().map(|it| it.subject().to_string()).unwrap_or_default(),
        number: None,
        this_update,
        next_update: report.next_update,
        produced_at: report.produced_at,
        coverage: coverage(this_update, question),
        says,
    })
}

/// Whether the delegated responder was not itself revoked, which its authority may exempt it from
/// being checked for ([RFC 6960 section 4.2.2.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.2.1)).
fn responder_stands(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    report: &OcspReport,
    demanded: bool,
    findings: &mut Vec<Finding>,
) -> bool {
    let (Some(responder), Some(issuer)) = (&report.responder, upper.last()) else { return true };
    let is_issuer = responder.public_key().is_same_key(issuer.public_key());
    if is_issuer || responder.extension(&known::OCSP_NO_CHECK).is_some() {
        return true;
    }
    let mut told = Vec::new();
    let status = revocation::status(engine, question, upper, responder, &mut told);
    // Whoever took its key can write any time into an answer.
    let lost = told.iter().find_map(|it| match it.says {
        EvidenceStatus::RevokedLater(later) => {
            (!later.reason.is_some_and(Reason::keeps_the_key)).then_some(later.date)
        }
        EvidenceStatus::Good | EvidenceStatus::Revoked(_) | EvidenceStatus::Unknown => None,
    });
    let revoked = |date: Option<Timestamp>| {
        Finding::remark(&codes::OCSP_RESPONDER_REVOKED)
            .about(responder.fingerprint())
            .with("date", date.map_or_else(|| "unreadable".to_owned(), instant))
            .with("responder", responder.subject())
    };
    if let Some(date) = lost {
        findings.push(revoked(date));
        return false;
    }
    match status {
        RevocationStatus::Revoked { date, .. } => {
            findings.push(revoked(date));
            false
        }
        RevocationStatus::Good { .. } => true,
        // Where proof is demanded an answer of one about whom nothing is known is none.
        RevocationStatus::Unknown { .. } => {
            findings.push(
                Finding::remark(&codes::OCSP_RESPONDER_UNPROVEN)
                    .about(responder.fingerprint())
                    .with("responder", responder.subject()),
            );
            !demanded
        }
    }
}
