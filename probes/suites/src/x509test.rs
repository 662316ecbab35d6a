//! Google's x509test: certificates with one defect each, and sound ones beside them.
//!
//! A certificate is taken for valid when its path to the suite's authority is valid and the
//! certificate breaks no rule of the profile, MUST or SHOULD: half of the defects are breaches
//! of a SHOULD, which no validator refuses. Only the certificate in question is asked about the
//! profile; what its issuer's certificate lacks is another test's defect.

use pki::certificate::GeneralName;
use pki::finding::codes;
use pki::oid::known;
use pki::path::profile::{Breach, Duty, Place, breaches};
use pki::path::{PathQuestion, PathReport, PathVerdict, Profile, RevocationMode, Rules, validate};
use pki::{Certificate, Oid};
use serde::Deserialize;

use crate::{Case, Material, Outcome, Reading, Report, SuiteError};

#[derive(Deserialize)]
struct Test {
    id: String,
    /// The certificate, then those above it, in the folder that holds the suite's.
    files: Vec<String>,
    expected: String,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let table: Vec<Test> = material.table("index.json")?;
    let authority = material
        .certificate_at("ca/fake-ca.der")?
        .ok_or_else(|| material.wrong("no authority".to_owned()))?;
    let cases =
        table.iter().map(|test| case(material, &authority, test)).collect::<Result<_, _>>()?;
    Ok(Report { suite: "x509test", cases })
}

fn case(material: &Material, authority: &Certificate, test: &Test) -> Result<Case, SuiteError> {
    let mut certificates = Vec::new();
    for file in &test.files {
        // The table names files from the folder above its own.
        let file = file.strip_prefix("x509test/").unwrap_or(file);
        certificates.push(material.certificate_at(file)?);
    }
    let mut certificates = certificates.into_iter();
    let Some(Some(target)) = certificates.next() else {
        let unreadable = crate::layout::reasons(None);
        return Ok(Case::compared(&test.id, &test.expected, "invalid", unreadable));
    };
    let above: Vec<Certificate> = certificates.flatten().collect();
    let report = path(&target, authority, &above);
    let issuer = report.best().and_then(|path| path.certificates.iter().rev().nth(1));
    let broken: Vec<Breach> = breaches(&target, issuer, Place::Target, Profile::Rfc5280)
        .into_iter()
        .filter(|breach| breach.duty != Duty::Foreseen)
        .collect();
    // Without a path to the authority the certificate is nobody's.
    let fatal = report.verdict != PathVerdict::Valid;
    let got = if fatal || !broken.is_empty() || !target.defects().is_empty() {
        "invalid"
    } else {
        "valid"
    };
    let mut findings = crate::layout::reasons(Some(&report));
    findings.extend(broken.iter().map(|breach| breach.finding.code.to_owned()));
    findings.extend(target.defects().iter().map(|defect| defect.code.to_owned()));
    findings.sort();
    findings.dedup();
    let mut case = Case::compared(&test.id, &test.expected, got, findings);
    if case.outcome == Outcome::Unexplained
        && let Some(reading) = explanation(&target, fatal, &broken)
    {
        case.outcome = Outcome::Explained(reading);
    }
    Ok(case)
}

/// The path to the suite's authority, on the first day of that authority.
fn path(target: &Certificate, authority: &Certificate, above: &[Certificate]) -> PathReport {
    let anchors = std::slice::from_ref(authority);
    let purpose: &Oid = &known::PURPOSE_SERVER;
    let mut question = PathQuestion::new(target, anchors, authority.not_before());
    question.candidates = above;
    question.revocation = RevocationMode::Off;
    // The suite's certificates are those of TLS servers.
    question.purpose = Some(purpose);
    question.rules = Rules { purpose_chained: true, ..Rules::default() };
    validate(&question)
}

const IA5_TEXT: Reading = Reading {
    id: "explicit-text-ia5",
    citation: "RFC 6818 section 3",
    sentence: "RFC 5280 let authorities write explicitText as an IA5String; the update says \
               \"Conforming CAs MUST NOT encode explicitText as IA5String\".",
};

const MAIL_BESIDE_SUBJECT: Reading = Reading {
    id: "mailbox-beside-a-subject",
    citation: "RFC 5280 section 4.2.1.6",
    sentence: "\"If the only subject identity included in the certificate is an alternative name \
               form (e.g., an electronic mail address), then the subject distinguished name MUST \
               be empty\": a certificate with a distinguished name has another identity, so the \
               sentence does not speak of it.",
};

const SUBTREE_PATTERN: Reading = Reading {
    id: "subtree-is-no-pattern",
    citation: "RFC 5280 section 4.2.1.10",
    sentence: "\"DNS name restrictions are expressed as host.example.com\" and of a URI \"the \
               constraint MUST be specified as a fully qualified domain name\": a subtree \
               *.example.com or http://example.com is neither, and x509-limbo expects as much.",
};

/// Why a case comes out otherwise, by what is in it.
fn explanation(target: &Certificate, fatal: bool, broken: &[Breach]) -> Option<Reading> {
    let ia5 = |breach: &Breach| breach.finding.citation == IA5_TEXT.citation;
    if !fatal && !broken.is_empty() && broken.iter().all(ia5) {
        return Some(IA5_TEXT);
    }
    let subtree = |breach: &Breach| {
        breach.finding.code == codes::PROFILE_NAME_FORM.code
            && breach.finding.citation == SUBTREE_PATTERN.citation
    };
    if !fatal && !broken.is_empty() && broken.iter().all(subtree) {
        return Some(SUBTREE_PATTERN);
    }
    let names = target.subject_alternative_names();
    let only_mail = names.iter().all(|name| matches!(name, GeneralName::Email(_)));
    let named = !target.subject().is_empty();
    (!fatal && broken.is_empty() && named && !names.is_empty() && only_mail)
        .then_some(MAIL_BESIDE_SUBJECT)
}
