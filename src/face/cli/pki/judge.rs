//! The judgements behind the commands: the engine asked, its answers put into forms.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use pki::cms::{EssCertId, SignedData, SignerReport};
use pki::crl::{Crl, RevocationStatus, status};
use pki::finding::codes;
use pki::ocsp::{OcspQuestion, OcspResponse, OcspStatus};
use pki::oid::known;
use pki::path::{CandidatePath, PathQuestion, PathVerdict, RevocationMode, Session, validate_in};
use pki::tsp::{TimestampToken, TspQuestion, TspReport, TspResponse};
use pki::{Certificate, Finding, Oid, Weight};

use super::super::context::Context;
use super::form::{
    CmsForm, CrlForm, CrlListForm, Found, Mentioned, MomentSource, Named, OcspForm, Outcome,
    PathForm, SignerForm, StatusForm, TargetForm, TokenForm, TspForm, VerifyForm,
};
use super::input::{self, Certificates, Input, Kind};
use super::{
    CliError, CmsArguments, CrlArguments, OcspArguments, Revocation, TrustArguments, TspArguments,
    VerifyArguments,
};

/// What certificates are judged by, read.
struct Trust {
    anchors: Vec<Certificate>,
    candidates: Vec<Certificate>,
    crls: Vec<Crl>,
    ocsp: Vec<(PathBuf, OcspResponse)>,
    revocation: Revocation,
    findings: Vec<(PathBuf, Finding)>,
}

impl Trust {
    fn read(arguments: &TrustArguments) -> Result<Self, CliError> {
        let anchors = Certificates::read(&arguments.anchor)?;
        let candidates = Certificates::read(&arguments.intermediate)?;
        let crls = arguments.crl.iter().map(|it| input::crl(it)).collect::<Result<_, _>>()?;
        let mut findings = anchors.findings;
        findings.extend(candidates.findings);
        Ok(Self {
            anchors: anchors.certificates,
            candidates: candidates.certificates,
            crls,
            ocsp: Vec::new(),
            revocation: arguments.revocation,
            findings,
        })
    }

    /// Judges the paths of a certificate, one of those that share the session.
    fn judge(
        &self,
        session: &mut Session,
        target: &Certificate,
        more: &[Certificate],
        at: Timestamp,
        purpose: Option<&Oid>,
        context: &Context<'_>,
    ) -> TargetForm {
        let candidates: Vec<_> = self.candidates.iter().chain(more).cloned().collect();
        let question = PathQuestion {
            candidates: &candidates,
            crls: &self.crls,
            revocation: match self.revocation {
                Revocation::Off => RevocationMode::Off,
                Revocation::Path | Revocation::Target => RevocationMode::IfKnown,
            },
            purpose,
            ..PathQuestion::new(target, &self.anchors, at)
        };
        let mut report = validate_in(session, &question);
        let mut findings = report.limits.clone();
        for path in &mut report.paths {
            self.answers(path, at, &mut findings);
            self.count_unknown(path, target);
        }
        // Answers may have changed what is best; equally good ones stay in order.
        report.paths.sort_by_key(|it| Outcome::of(&it.findings));
        let complete = report.limits.is_empty();
        let verdict = match report.paths.first().map(|it| Outcome::of(&it.findings)) {
            Some(Outcome::Valid) => Outcome::Valid,
            Some(Outcome::Invalid) if complete => Outcome::Invalid,
            Some(Outcome::Invalid | Outcome::Undetermined) | None => Outcome::Undetermined,
        };
        let unknown = report.paths.first().map_or(0, |path| {
            let about = path.findings.iter().filter(|it| is_unknown(it));
            about.count()
        });
        findings.sort_by_key(|it| (it.code, it.about));
        findings.dedup();
        TargetForm {
            file: None,
            certificate: Mentioned::new(target),
            verdict,
            at,
            paths: report.paths.iter().map(|it| path_form(it, context)).collect(),
            revocation_unknown: unknown,
            findings: Found::all(&findings, context),
        }
    }

    /// What OCSP responses say about the certificates of a path.
    fn answers(&self, path: &mut CandidatePath, at: Timestamp, findings: &mut Vec<Finding>) {
        if self.revocation == Revocation::Off {
            return;
        }
        let pairs: Vec<_> = path
            .certificates
            .windows(2)
            .filter_map(|it| match it {
                [issuer, certificate] => Some((issuer.clone(), certificate.clone())),
                _ => None,
            })
            .collect();
        for (_, response) in &self.ocsp {
            for (issuer, certificate) in &pairs {
                let about = certificate.fingerprint();
                let report = response.check(&OcspQuestion {
                    certificate,
                    issuer,
                    at,
                    nonce: None,
                    trusted: &[],
                    longest_age: None,
                });
                if report.stated == OcspStatus::NotAnswered {
                    continue;
                }
                findings.extend(report.findings);
                match report.status {
                    OcspStatus::Good => {
                        path.findings.retain(|it| !(is_unknown(it) && it.about == Some(about)));
                    }
                    OcspStatus::Revoked { at, reason } => {
                        let reason = reason.and_then(pki::crl::Reason::from_number);
                        let revoked = Finding::fatal(&codes::PATH_REVOKED)
                            .about(about)
                            .with("crl", "OCSP")
                            .with("date", instant(at))
                            .with("reason", reason.map_or("not stated", |it| it.name()));
                        path.findings.push(revoked);
                    }
                    OcspStatus::NotAnswered | OcspStatus::Unknown => {}
                }
            }
        }
    }

    /// Lets unknown revocation count as the question wants it.
    fn count_unknown(&self, path: &mut CandidatePath, target: &Certificate) {
        let asked = !self.crls.is_empty() || !self.ocsp.is_empty();
        let target = target.fingerprint();
        for finding in path.findings.iter_mut().filter(|it| is_unknown(it)) {
            let counts = match self.revocation {
                Revocation::Off => false,
                Revocation::Path => true,
                Revocation::Target => asked && finding.about == Some(target),
            };
            if counts {
                finding.weight = Weight::Undetermined;
            }
        }
        path.verdict = match Outcome::of(&path.findings) {
            Outcome::Invalid => PathVerdict::Invalid,
            Outcome::Undetermined => PathVerdict::Undetermined,
            Outcome::Valid => PathVerdict::Valid,
        };
    }
}

fn is_unknown(finding: &Finding) -> bool {
    finding.code == codes::PATH_REVOCATION_UNKNOWN.code
}

fn path_form(path: &CandidatePath, context: &Context<'_>) -> PathForm {
    PathForm {
        verdict: path.verdict.into(),
        anchored: path.anchored,
        certificates: path.certificates.iter().map(Mentioned::new).collect(),
        findings: Found::all(&path.findings, context),
    }
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn worst(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    outcomes.into_iter().max().unwrap_or(Outcome::Undetermined)
}

/// `pki verify`.
pub(super) fn verify(
    arguments: &VerifyArguments,
    context: &Context<'_>,
) -> Result<VerifyForm, CliError> {
    let mut trust = Trust::read(&arguments.trust)?;
    for path in &arguments.ocsp {
        let (response, defects) = ocsp_response(path)?;
        trust.findings.extend(defects.into_iter().map(|it| (path.clone(), it)));
        trust.ocsp.push((path.clone(), response));
    }
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let mut session = Session::default();
    let mut targets = Vec::new();
    for path in &arguments.target {
        // The others of a bundle may lie between.
        let read = Certificates::read(std::slice::from_ref(path))?;
        let others = read.certificates;
        trust.findings.extend(read.findings);
        for target in others.iter().take(if path.is_dir() { others.len() } else { 1 }) {
            let judged = trust.judge(&mut session, target, &others, at, None, context);
            targets.push(TargetForm { file: Some(path.display().to_string()), ..judged });
        }
    }
    Ok(VerifyForm {
        form: "pki-verify/1".to_owned(),
        verdict: worst(targets.iter().map(|it| it.verdict)),
        targets,
        findings: Found::in_files(&trust.findings, context),
    })
}

fn ocsp_response(path: &Path) -> Result<(OcspResponse, Vec<Finding>), CliError> {
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
    let (issuer, mut odd) = input::certificate(&arguments.issuer)?;
    let mut lists = Vec::new();
    let mut complete = Vec::new();
    let mut deltas = Vec::new();
    for path in arguments.file.iter().chain(&arguments.delta) {
        let list = input::crl(path)?;
        let mut findings = list.defects().to_vec();
        findings.extend(list.check(&issuer, at));
        findings.dedup();
        lists.push(CrlListForm {
            file: path.display().to_string(),
            fingerprint: list.fingerprint().to_string(),
            issuer: list.issuer().to_string(),
            number: list.number().map(number),
            delta_base: list.delta_base().map(number),
            this_update: list.this_update(),
            next_update: list.next_update(),
            entries: list.entries(),
            signature_algorithm: list.signature_algorithm().to_string(),
            verdict: Outcome::of(&findings),
            findings: Found::all(&findings, context),
        });
        if list.delta_base().is_some() { deltas.push(list) } else { complete.push(list) }
    }
    let serial = match (&arguments.serial, &arguments.certificate) {
        (Some(serial), _) => Some(serial.0.clone()),
        (None, Some(path)) => {
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
                Some(certificate.serial().to_vec())
            }
        }
        (None, None) => None,
    };
    let status = serial.map(|it| status_form(&it, &issuer, &complete, &deltas, at, context));
    let files: Vec<Finding> = odd.iter().map(|it| it.1.clone()).collect();
    let looked_up = status.as_ref().map_or(Outcome::Valid, |it| match it.status.as_str() {
        "good" => Outcome::Valid,
        "revoked" => Outcome::Invalid,
        _ => Outcome::Undetermined,
    });
    let verdicts = lists.iter().map(|it| it.verdict).chain([looked_up, Outcome::of(&files)]);
    Ok(CrlForm {
        form: "pki-crl/1".to_owned(),
        verdict: worst(verdicts),
        at,
        lists,
        status,
        findings: Found::in_files(&odd, context),
    })
}

fn status_form(
    serial: &[u8],
    issuer: &Certificate,
    complete: &[Crl],
    deltas: &[Crl],
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
        match status(serial, issuer, list, deltas, at) {
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
pub(super) fn ocsp(arguments: &OcspArguments, context: &Context<'_>) -> Result<OcspForm, CliError> {
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let (response, mut findings) = ocsp_response(&arguments.response)?;
    let (certificate, odd) = input::certificate(&arguments.certificate)?;
    let (issuer, more) = input::certificate(&arguments.issuer)?;
    let trusted = Certificates::read(&arguments.responder)?;
    let report = response.check(&OcspQuestion {
        certificate: &certificate,
        issuer: &issuer,
        at,
        nonce: None,
        trusted: &trusted.certificates,
        longest_age: None,
    });
    findings.extend(report.findings);
    let verdict = match report.status {
        OcspStatus::Good => Outcome::of(&findings),
        OcspStatus::Revoked { .. } => Outcome::Invalid,
        OcspStatus::NotAnswered | OcspStatus::Unknown => {
            Outcome::Undetermined.max(Outcome::of(&findings))
        }
    };
    let (revoked_at, reason) = match report.stated {
        OcspStatus::Revoked { at, reason } => {
            let reason = reason.map(|it| {
                pki::crl::Reason::from_number(it).map_or(it.to_string(), |it| it.name().to_owned())
            });
            (Some(at), reason)
        }
        OcspStatus::Good | OcspStatus::NotAnswered | OcspStatus::Unknown => (None, None),
    };
    let mut found = Found::all(&findings, context);
    for odd in [odd, more, trusted.findings] {
        found.extend(Found::in_files(&odd, context));
    }
    Ok(OcspForm {
        form: "pki-ocsp/1".to_owned(),
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
        findings: found,
    })
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
        policy: Named::new(&report.policy),
        serial: hex::encode(&report.serial),
        hash: report.hash.map(|it| it.to_string()),
        signer: report.certificate.as_ref().map(Mentioned::new),
        path,
        findings: Found::all(findings, context),
    }
}

/// `pki tsp`.
pub(super) fn tsp(arguments: &TspArguments, context: &Context<'_>) -> Result<TspForm, CliError> {
    let trust = Trust::read(&arguments.trust)?;
    let input = Input::read(&arguments.file)?.expect(&[Kind::TspToken, Kind::TspResponse])?;
    let malformed = |kind: Kind, error: &dyn std::fmt::Display| CliError::Malformed {
        path: arguments.file.clone(),
        kind: kind.name(),
        reason: error.to_string(),
    };
    let mut form = TspForm {
        form: "pki-tsp/1".to_owned(),
        verdict: Outcome::Undetermined,
        response_status: None,
        response_text: Vec::new(),
        token: None,
        findings: Found::in_files(&trust.findings, context),
    };
    let (token, defects) = if input.kind == Kind::TspResponse {
        let (response, defects) =
            TspResponse::read(input.der()).map_err(|it| malformed(Kind::TspResponse, &it))?;
        form.response_status = Some(response.status);
        form.response_text.clone_from(&response.text);
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
    let known = trust.candidates.as_slice();
    let question = TspQuestion {
        certificates: known,
        ..TspQuestion::over(data.as_deref().unwrap_or_default())
    };
    let report = token.check(&question);
    let mut findings = report.findings.clone();
    if data.is_none() {
        findings.retain(|it| it.code != codes::TSP_IMPRINT.code);
        form.findings.push(Found::undecided("pki-tsp-no-data", context));
    }
    let path = tsa_path(&trust, &token, &report, context);
    if path.is_none() {
        form.findings.push(Found::undecided("pki-no-anchor", context));
    }
    let told = token_form(&report, &findings, path, context);
    let asked = if data.is_some() { Outcome::Valid } else { Outcome::Undetermined };
    let path = told.path.as_ref().map_or(Outcome::Undetermined, |it| it.verdict);
    form.verdict = worst([told.verdict, asked, path]);
    form.token = Some(told);
    Ok(form)
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
pub(super) fn cms(arguments: &CmsArguments, context: &Context<'_>) -> Result<CmsForm, CliError> {
    let trust = Trust::read(&arguments.trust)?;
    let input = Input::read(&arguments.file)?.expect(&[Kind::Cms, Kind::TspToken])?;
    let (signed, defects) = SignedData::read(input.der()).map_err(|it| CliError::Malformed {
        path: arguments.file.clone(),
        kind: Kind::Cms.name(),
        reason: it.to_string(),
    })?;
    let content = arguments.content.as_deref().map(input::octets).transpose()?;
    let reports = signed.verify_with(content.as_deref(), &trust.candidates);
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
    let file = Outcome::of(&defects);
    Ok(CmsForm {
        form: "pki-cms/1".to_owned(),
        // A signature of nobody is not a good one.
        verdict: if signers.is_empty() {
            Outcome::Invalid
        } else {
            worst(signers.iter().map(|it| it.verdict).chain([file]))
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
    at: Option<Timestamp>,
    context: &Context<'_>,
) -> SignerForm {
    let stamped = report.timestamps.iter().filter(|it| it.valid).map(|it| it.gen_time).min();
    let (at, source) = match (at, stamped) {
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
