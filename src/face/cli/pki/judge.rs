//! The judgements behind the commands: the engine asked, its answers put into forms.

use std::path::Path;

use jiff::Timestamp;
use pki::cms::{AttributeRule, CmsQuestion, EssCertId, SignedData, SignerReport};
use pki::crl::{Listed, RevocationStatus, status_of};
use pki::finding::codes;
use pki::ocsp::{OcspQuestion, OcspReport, OcspRequest, OcspResponse, OcspStatus, SingleResponse};
use pki::oid::known;
use pki::path::Session;
use pki::tsp::{Imprint, TimestampToken, TspQuestion, TspReport, TspRequest, TspResponse};
use pki::{Certificate, Finding};

use super::super::context::Context;
use super::compare;
use super::form::{
    AnswerForm, AttributeForm, CmsForm, ComparisonForm, CrlForm, CrlListForm, Found, Mentioned,
    MomentSource, Named, OcspForm, Outcome, SignerForm, StatusForm, TargetForm, TokenForm, TspForm,
};
use super::input::{self, Certificates, Input, Kind, List};
use super::paths::Trust;
use super::{CliError, CmsArguments, CrlArguments, OcspArguments, TspArguments};

pub(super) fn worst(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    outcomes.into_iter().max().unwrap_or(Outcome::Undetermined)
}

pub(super) fn ocsp_response(path: &Path) -> Result<(OcspResponse, Vec<Finding>), CliError> {
    let input = Input::read(path)?.expect(&[Kind::Ocsp])?;
    OcspResponse::read(input.der()).map_err(|error| CliError::Malformed {
        path: input.path,
        kind: Kind::Ocsp.name(),
        reason: error.to_string(),
    })
}

/// A number as RFC 5280 counts lists: decimal while it fits.
pub(super) fn number(octets: &[u8]) -> String {
    let fits = octets.len() <= 8;
    if fits {
        octets.iter().fold(0_u64, |sum, it| (sum << 8) | u64::from(*it)).to_string()
    } else {
        format!("0x{}", hex::encode(octets))
    }
}

/// `pki crl`.
pub(super) fn crl(arguments: &CrlArguments, context: &Context<'_>) -> Result<CrlForm, CliError> {
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let issuer = arguments.issuer.as_ref().map(|it| input::certificate(it)).transpose()?;
    let (issuer, odd) = issuer.unzip();
    let (comparison, unverified) = compared(arguments, issuer.is_some(), context)?;
    let mut odd = odd.unwrap_or_default();
    let mut lists = Vec::new();
    let mut complete = Vec::new();
    let mut deltas = Vec::new();
    for (place, path) in arguments.file.iter().chain(&arguments.delta).enumerate() {
        let read = List::read(path)?;
        let list = &read.survey;
        // Whoever compares knows that the earlier list has been replaced.
        let own = place == 0 && comparison.is_some() && arguments.at.is_none();
        let at = if own { list.this_update() } else { at };
        let findings = match &issuer {
            Some(issuer) => list.check(issuer, at),
            None => list.defects().to_vec(),
        };
        lists.push(CrlListForm {
            file: path.display().to_string(),
            fingerprint: list.fingerprint().to_string(),
            issuer: list.issuer().to_string(),
            number: list.number().map(number),
            delta_base: list.delta_base().map(number),
            this_update: list.this_update(),
            next_update: list.next_update(),
            entries: list.entries(),
            sorted: list.is_sorted(),
            signature_algorithm: list.signature_algorithm().to_string(),
            at,
            verdict: Outcome::of(&findings),
            findings: Found::all(&findings, context),
        });
        if list.delta_base().is_some() { deltas.push(read) } else { complete.push(read) }
    }
    let serial = match (&arguments.serial, &arguments.certificate, &issuer) {
        (Some(serial), _, Some(issuer)) => Some((serial.0.clone(), issuer)),
        (None, Some(path), Some(issuer)) => {
            let (certificate, more) = input::certificate(path)?;
            odd.extend(more);
            if certificate.issuer() != issuer.subject() {
                // Serial numbers mean something only below their own issuer.
                let other = Finding::fatal(&codes::PATH_NAME_CHAINING)
                    .about(certificate.fingerprint())
                    .with("issuer", certificate.issuer())
                    .with("subject", issuer.subject());
                odd.push((path.clone(), other));
                None
            } else {
                Some((certificate.serial().to_vec(), issuer))
            }
        }
        (_, _, _) => None,
    };
    let mut looked_up = None;
    if let Some((serial, issuer)) = serial {
        let complete = listed(&mut complete, &serial, issuer)?;
        let deltas = listed(&mut deltas, &serial, issuer)?;
        looked_up = Some(status_form(&serial, issuer, &complete, &deltas, at, context));
    }
    let status = looked_up;
    let files: Vec<Finding> = odd.iter().map(|it| it.1.clone()).collect();
    let looked_up = status.as_ref().map_or(Outcome::Valid, |it| match it.status.as_str() {
        "good" => Outcome::Valid,
        "revoked" => Outcome::Invalid,
        _ => Outcome::Undetermined,
    });
    let compared = comparison.as_ref().map_or(Outcome::Valid, |it| it.verdict);
    let signed = if unverified.is_empty() { Outcome::Valid } else { Outcome::Undetermined };
    let verdicts = [looked_up, Outcome::of(&files), compared, signed];
    let verdicts = lists.iter().map(|it| it.verdict).chain(verdicts);
    let mut findings = Found::in_files(&odd, context);
    findings.extend(unverified);
    Ok(CrlForm {
        form: "pki-crl/1".to_owned(),
        verdict: worst(verdicts),
        at,
        lists,
        comparison,
        status,
        findings,
    })
}

/// How the second of two lists differs from the first, and what could not be done without the
/// certificate of the issuer.
fn compared(
    arguments: &CrlArguments,
    verified: bool,
    context: &Context<'_>,
) -> Result<(Option<ComparisonForm>, Vec<Found>), CliError> {
    let mut comparison = None;
    let mut open = Vec::new();
    if let [earlier, later] = arguments.file.as_slice() {
        let (mut earlier, mut later) = (List::read(earlier)?, List::read(later)?);
        if compare::is_one_line(&earlier.survey, &later.survey) {
            comparison = Some(compare::compare(&mut earlier, &mut later, context)?);
        } else if !verified {
            open.push(Found::undecided("pki-crl-of-two-lines", context));
        }
    }
    if !verified {
        open.push(Found::undecided("pki-crl-unverified", context));
    }
    Ok((comparison, open))
}

/// Looks a certificate of the issuer up in every list.
fn listed<'a>(
    lists: &'a mut [List],
    serial: &[u8],
    issuer: &Certificate,
) -> Result<Vec<Listed<'a>>, CliError> {
    let mut listed = Vec::new();
    for list in lists {
        let entry = list.find(serial, issuer.subject())?;
        listed.push(Listed { list: &list.survey, entry });
    }
    Ok(listed)
}

fn status_form(
    serial: &[u8],
    issuer: &Certificate,
    complete: &[Listed<'_>],
    deltas: &[Listed<'_>],
    at: Timestamp,
    context: &Context<'_>,
) -> StatusForm {
    let mut form = StatusForm {
        serial: hex::encode(serial),
        status: "unknown".to_owned(),
        crl: None,
        revoked_at: None,
        reason: None,
        findings: Vec::new(),
    };
    let mut all = Vec::new();
    for list in complete {
        match status_of(issuer, list.clone(), deltas.to_vec(), at) {
            RevocationStatus::Revoked { crl, date, reason, findings } => {
                form.status = "revoked".to_owned();
                form.crl = Some(crl.to_string());
                form.revoked_at = date;
                form.reason = reason.map(|it| it.name().to_owned());
                all = findings;
                break;
            }
            RevocationStatus::Good { crl, findings } => {
                form.status = "good".to_owned();
                form.crl = Some(crl.to_string());
                all.extend(findings);
            }
            RevocationStatus::Unknown { findings } => all.extend(findings),
        }
    }
    form.findings = Found::all(&all, context);
    form
}

/// `pki ocsp`.
pub(super) fn ocsp(
    file: &Path,
    arguments: &OcspArguments,
    context: &Context<'_>,
) -> Result<OcspForm, CliError> {
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let (response, mut findings) = ocsp_response(file)?;
    let nonce = arguments.request.as_deref().map(ocsp_nonce).transpose()?.flatten();
    let trusted = Certificates::read(&arguments.responder)?;
    let mut odd = trusted.findings;
    let mut found = Vec::new();
    let report = match (&arguments.certificate, &arguments.issuer) {
        (Some(certificate), Some(issuer)) => {
            let (certificate, more) = input::certificate(certificate)?;
            odd.extend(more);
            let (issuer, more) = input::certificate(issuer)?;
            odd.extend(more);
            response.check(&OcspQuestion {
                certificate: &certificate,
                issuer: &issuer,
                at,
                nonce: nonce.as_deref(),
                trusted: &trusted.certificates,
                longest_age: None,
            })
        }
        (None, _) | (_, None) => {
            found.push(Found::undecided("pki-ocsp-no-certificate", context));
            unasked(&response)
        }
    };
    findings.extend(report.findings);
    let verdict = match report.status {
        OcspStatus::Good => Outcome::of(&findings),
        OcspStatus::Revoked { .. } => Outcome::Invalid,
        OcspStatus::NotAnswered | OcspStatus::Unknown => {
            Outcome::Undetermined.max(Outcome::of(&findings))
        }
    };
    let (revoked_at, reason) = revocation(report.stated);
    found.extend(Found::all(&findings, context));
    found.extend(Found::in_files(&odd, context));
    let answers = match &response {
        OcspResponse::Answered(basic) => basic.answers.iter().map(answer_form).collect(),
        OcspResponse::Refused(_) => Vec::new(),
    };
    Ok(OcspForm {
        form: "pki-ocsp/1".to_owned(),
        file: file.display().to_string(),
        verdict,
        at,
        status: status_name(report.status).to_owned(),
        stated: status_name(report.stated).to_owned(),
        revoked_at,
        reason,
        never_issued: report.never_issued,
        produced_at: report.produced_at,
        this_update: report.this_update,
        next_update: report.next_update,
        responder: report.responder.as_ref().map(Mentioned::new),
        answers,
        findings: found,
    })
}

/// The nonce of a request.
fn ocsp_nonce(path: &Path) -> Result<Option<Vec<u8>>, CliError> {
    let input = Input::read(path)?.expect(&[Kind::OcspRequest])?;
    let request = OcspRequest::read(input.der()).map_err(|error| CliError::Malformed {
        path: input.path.clone(),
        kind: Kind::OcspRequest.name(),
        reason: error.to_string(),
    })?;
    Ok(request.nonce)
}

/// What there is to say about a response when nobody is asked about.
fn unasked(response: &OcspResponse) -> OcspReport {
    let (produced_at, findings) = match response {
        OcspResponse::Answered(basic) => (Some(basic.produced_at), Vec::new()),
        OcspResponse::Refused(status) => {
            let refused = Finding::undetermined(&codes::OCSP_REFUSED).with("status", status);
            (None, vec![refused])
        }
    };
    OcspReport {
        status: OcspStatus::NotAnswered,
        stated: OcspStatus::NotAnswered,
        produced_at,
        this_update: None,
        next_update: None,
        responder: None,
        never_issued: false,
        archive_cutoff: None,
        findings,
    }
}

fn answer_form(answer: &SingleResponse) -> AnswerForm {
    let (revoked_at, reason) = revocation(answer.status);
    AnswerForm {
        serial: hex::encode(&answer.id.serial),
        hash: Named::new(&answer.id.hash.oid),
        status: status_name(answer.status).to_owned(),
        revoked_at,
        reason,
        this_update: answer.this_update,
        next_update: answer.next_update,
        archive_cutoff: answer.archive_cutoff,
    }
}

/// Since when and why, where it is revoked.
fn revocation(status: OcspStatus) -> (Option<Timestamp>, Option<String>) {
    match status {
        OcspStatus::Revoked { at, reason } => {
            let reason = reason.map(|it| {
                pki::crl::Reason::from_number(it).map_or(it.to_string(), |it| it.name().to_owned())
            });
            (Some(at), reason)
        }
        OcspStatus::Good | OcspStatus::NotAnswered | OcspStatus::Unknown => (None, None),
    }
}

pub(super) const fn status_name(status: OcspStatus) -> &'static str {
    match status {
        OcspStatus::Good => "good",
        OcspStatus::NotAnswered => "not-answered",
        OcspStatus::Revoked { .. } => "revoked",
        OcspStatus::Unknown => "unknown",
    }
}

fn token_form(
    report: &TspReport,
    findings: &[Finding],
    path: Option<TargetForm>,
    context: &Context<'_>,
) -> TokenForm {
    TokenForm {
        verdict: Outcome::of(findings),
        time: report.gen_time,
        accuracy: report.accuracy.map(|it| it.microseconds),
        ordering: report.ordering,
        authority: report.authority.as_ref().map(ToString::to_string),
        policy: Named::new(&report.policy),
        serial: hex::encode(&report.serial),
        hash: report.hash.map(|it| it.to_string()),
        signer: report.certificate.as_ref().map(Mentioned::new),
        path,
        findings: Found::all(findings, context),
    }
}

/// `pki tsp`.
pub(super) fn tsp(
    file: &Path,
    arguments: &TspArguments,
    context: &Context<'_>,
) -> Result<TspForm, CliError> {
    let trust = Trust::read(&arguments.trust)?;
    let input = Input::read(file)?.expect(&[Kind::TspToken, Kind::TspResponse])?;
    let malformed = |kind: Kind, error: &dyn std::fmt::Display| CliError::Malformed {
        path: file.to_path_buf(),
        kind: kind.name(),
        reason: error.to_string(),
    };
    let mut form = TspForm {
        form: "pki-tsp/1".to_owned(),
        file: file.display().to_string(),
        verdict: Outcome::Undetermined,
        response_status: None,
        response_text: Vec::new(),
        response_failures: Vec::new(),
        token: None,
        findings: Found::in_files(&trust.findings, context),
    };
    let (token, defects) = if input.kind == Kind::TspResponse {
        let (response, defects) =
            TspResponse::read(input.der()).map_err(|it| malformed(Kind::TspResponse, &it))?;
        form.response_status = Some(response.status);
        form.response_text.clone_from(&response.text);
        form.response_failures = response.failure_names();
        let granted = response.is_granted();
        (response.token.filter(|_| granted), defects)
    } else {
        let (token, defects) =
            TimestampToken::read(input.der()).map_err(|it| malformed(Kind::TspToken, &it))?;
        (Some(token), defects)
    };
    form.findings.extend(Found::all(&defects, context));
    let Some(token) = token else {
        form.findings.push(Found::undecided("pki-tsp-refused", context));
        return Ok(form);
    };
    let data = arguments.data.as_deref().map(input::octets).transpose()?;
    let request = arguments.request.as_deref().map(tsp_request).transpose()?;
    let mut question = TspQuestion {
        certificates: trust.candidates.as_slice(),
        at: arguments.at,
        ..TspQuestion::over(data.as_deref().unwrap_or_default())
    };
    let mut asked_digest = Vec::new();
    if let Some(request) = &request {
        question.nonce = request.nonce.as_deref();
        question.policy = request.policy.as_ref();
        let imprint = Imprint::Digest { hash: &request.hash, digest: &request.imprint };
        // The request and the file are compared with the token each by itself.
        if data.is_some() {
            asked_digest = token.check(&TspQuestion { imprint, ..question }).findings;
        } else {
            question.imprint = imprint;
        }
    }
    let report = token.check(&question);
    let mut findings = report.findings.clone();
    findings.extend(asked_digest.into_iter().filter(|it| it.code == codes::TSP_IMPRINT.code));
    findings.dedup();
    if data.is_none() && request.is_none() {
        findings.retain(|it| it.code != codes::TSP_IMPRINT.code);
        form.findings.push(Found::undecided("pki-tsp-no-data", context));
    }
    let path = tsa_path(&trust, &token, &report, context);
    if path.is_none() {
        form.findings.push(Found::undecided("pki-no-anchor", context));
    }
    let told = token_form(&report, &findings, path, context);
    let asked =
        if data.is_some() || request.is_some() { Outcome::Valid } else { Outcome::Undetermined };
    let path = told.path.as_ref().map_or(Outcome::Undetermined, |it| it.verdict);
    form.verdict = worst([told.verdict, asked, path]);
    form.token = Some(told);
    Ok(form)
}

fn tsp_request(path: &Path) -> Result<TspRequest, CliError> {
    TspRequest::read(&input::octets(path)?).map_err(|error| CliError::Malformed {
        path: path.to_path_buf(),
        kind: "tsp-request",
        reason: error.to_string(),
    })
}

/// The path of the time-stamping authority at the moment of the stamp, where anchors were given.
fn tsa_path(
    trust: &Trust,
    token: &TimestampToken,
    report: &TspReport,
    context: &Context<'_>,
) -> Option<TargetForm> {
    let signer = report.certificate.as_ref().filter(|_| !trust.anchors.is_empty())?;
    let purpose = Some(&known::PURPOSE_TIME_STAMPING);
    Some(trust.judge(
        &mut Session::default(),
        signer,
        token.certificates(),
        report.gen_time,
        purpose,
        context,
    ))
}

/// `pki cms`.
pub(super) fn cms(
    file: &Path,
    arguments: &CmsArguments,
    context: &Context<'_>,
) -> Result<CmsForm, CliError> {
    let trust = Trust::read(&arguments.trust)?;
    let input = Input::read(file)?.expect(&[Kind::Cms, Kind::TspToken])?;
    let (signed, defects) = SignedData::read(input.der()).map_err(|it| CliError::Malformed {
        path: file.to_path_buf(),
        kind: Kind::Cms.name(),
        reason: it.to_string(),
    })?;
    let content = arguments.content.as_deref().map(input::octets).transpose()?;
    let reports = signed.judge(&CmsQuestion {
        content: content.as_deref(),
        certificates: &trust.candidates,
        attributes: AttributeRule::Standard,
    });
    let mut session = Session::default();
    let signers: Vec<_> = reports
        .iter()
        .map(|it| signer_form(it, &mut session, &signed, &trust, arguments.at, context))
        .collect();
    let mut findings = Found::in_files(&trust.findings, context);
    findings.extend(Found::all(&defects, context));
    if trust.anchors.is_empty() {
        findings.push(Found::undecided("pki-no-anchor", context));
    }
    let shell = Outcome::of(&defects);
    Ok(CmsForm {
        form: "pki-cms/1".to_owned(),
        file: file.display().to_string(),
        // A signature of nobody is not a good one.
        verdict: if signers.is_empty() {
            Outcome::Invalid
        } else {
            worst(signers.iter().map(|it| it.verdict).chain([shell]))
        },
        content_type: Named::new(signed.content_type()),
        content_octets: signed.content().map(<[u8]>::len),
        certificates: signed.certificates().len(),
        signers,
        findings,
    })
}

fn signer_form(
    report: &SignerReport,
    session: &mut Session,
    signed: &SignedData,
    trust: &Trust,
    given: Option<Timestamp>,
    context: &Context<'_>,
) -> SignerForm {
    let stamped = report.timestamps.iter().filter(|it| it.valid).map(|it| it.gen_time).min();
    let (at, source) = match (given, stamped) {
        (Some(at), _) => (at, MomentSource::Given),
        (None, Some(at)) => (at, MomentSource::TimeStamp),
        (None, None) => (Timestamp::now(), MomentSource::Now),
    };
    let signature = if report.valid {
        Outcome::Valid
    } else if report.is_undetermined() {
        Outcome::Undetermined
    } else {
        Outcome::Invalid
    };
    let path = report
        .certificate
        .as_ref()
        .filter(|_| !trust.anchors.is_empty())
        .map(|it| trust.judge(session, it, signed.certificates(), at, None, context));
    let path_verdict = path.as_ref().map_or(Outcome::Undetermined, |it| it.verdict);
    SignerForm {
        position: report.position + 1,
        claims: report.id.as_ref().map(ToString::to_string),
        verdict: signature.max(path_verdict),
        signature,
        certificate: report.certificate.as_ref().map(Mentioned::new),
        iin: report.certificate.as_ref().and_then(Certificate::iin),
        bin: report.certificate.as_ref().and_then(Certificate::bin),
        hash: report.digest_algorithm.map(|it| it.to_string()),
        signing_time: report.signing_time,
        digest_matches: report.digest_matches,
        signature_matches: report.signature_matches,
        certificate_id: match report.ess_cert_id {
            EssCertId::Absent => "absent",
            EssCertId::Matches => "matches",
            EssCertId::Mismatch => "mismatch",
        }
        .to_owned(),
        attributes: report
            .attributes
            .iter()
            .map(|it| AttributeForm {
                id: Named::new(&it.oid),
                signed: it.signed,
                says: it.says.clone(),
            })
            .collect(),
        counter_signatures: report
            .counter_signatures
            .iter()
            .map(|it| signer_form(it, session, signed, trust, given, context))
            .collect(),
        time_stamps: report
            .timestamps
            .iter()
            .map(|it| token_form(it, &it.findings, None, context))
            .collect(),
        at,
        at_source: source,
        path,
        findings: Found::all(&report.findings, context),
    }
}
