//! x509-limbo: chains for TLS clients, written in words and generated with fresh keys.
//!
//! Every case is asked as the client of a connection would ask: the host or mailbox must be
//! presented, the purpose must hold for every authority that states purposes
//! ([CA/Browser Forum BR 7.1.2.10.6](https://cabforum.org/working-groups/server/baseline-requirements/requirements/),
//! BetterTLS "bad EKU"), a signature over SHA-1 carries nothing, and the anchors' own constraints
//! count ([RFC 5937](https://www.rfc-editor.org/rfc/rfc5937)). The profile is strict: the suite
//! expects of a certificate whatever a conforming authority must do.

use std::net::IpAddr;

use jiff::Timestamp;
use pki::finding::codes;
use pki::oid::known;
use pki::path::profile::needs_public_suffixes;
use pki::path::{
    Conformance, PathQuestion, PathReport, PathVerdict, Profile, ReferenceName, RevocationMode,
    Rules, validate,
};
use pki::{Certificate, Crl, Finding, Oid, Weight};
use serde::Deserialize;

use crate::{Case, Material, Outcome, Reading, Report, SuiteError};

#[derive(Deserialize)]
struct Table {
    testcases: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    id: String,
    #[serde(default)]
    features: Vec<String>,
    validation_kind: Kind,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    signature_algorithms: Vec<String>,
    key_usage: Vec<String>,
    extended_key_usage: Vec<String>,
    expected_result: Verdict,
    expected_peer_name: Option<PeerName>,
    expected_peer_names: Vec<PeerName>,
    max_chain_depth: Option<u32>,
    #[serde(default)]
    crls: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    Client,
    Server,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "UPPERCASE")]
enum Verdict {
    Success,
    Failure,
}

impl Verdict {
    fn shown(self) -> &'static str {
        match self {
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
        }
    }
}

#[derive(Deserialize)]
struct PeerName {
    kind: PeerKind,
    value: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum PeerKind {
    Dns,
    Ip,
    Rfc822,
}

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let table: Table = material.table("limbo-dev.json")?;
    let cases =
        table.testcases.iter().map(|test| case(material, test)).collect::<Result<_, _>>()?;
    Ok(Report { suite: "limbo", cases })
}

fn case(material: &Material, test: &Test) -> Result<Case, SuiteError> {
    let expected = test.expected_result.shown();
    let not_run = |reason| Case {
        id: test.id.clone(),
        expected: expected.to_owned(),
        got: "not run".to_owned(),
        findings: Vec::new(),
        outcome: Outcome::NotApplicable(reason),
    };
    if !test.signature_algorithms.is_empty() {
        return Ok(not_run("restricts signature algorithms, which the engine does not"));
    }
    if test.extended_key_usage.len() > 1 {
        return Ok(not_run("asks for several purposes at once"));
    }
    let asked = Asked::read(material, test)?;
    let Some(target) = asked.target.as_ref() else {
        // A certificate of which nothing can be read is refused.
        return Ok(Case::compared(
            &test.id,
            expected,
            Verdict::Failure.shown(),
            crate::layout::reasons(None),
        ));
    };
    if test.features.iter().any(|feature| feature == "pedantic-public-suffix-wildcard")
        && needs_public_suffixes(target)
    {
        return Ok(not_run("needs the list of public suffixes, which changes daily"));
    }
    let report = asked.answer(target);
    let got = match report.verdict {
        PathVerdict::Valid => Verdict::Success,
        PathVerdict::Undetermined | PathVerdict::Invalid => Verdict::Failure,
    };
    let mut case =
        Case::compared(&test.id, expected, got.shown(), crate::layout::reasons(Some(&report)));
    if case.outcome == Outcome::Unexplained
        && let Some(reading) = explanation(test, &report)
    {
        case.outcome = Outcome::Explained(reading);
    }
    Ok(case)
}

const COMMON_NAME: Reading = Reading {
    id: "common-name-not-among-names",
    citation: "CA/Browser Forum BR 7.1.4.3",
    sentence: "If present, the common name \"MUST contain exactly one entry that is one of the \
               values contained in the Certificate's subjectAltName extension\", a host as \"a \
               character-for-character copy of the dNSName entry value\": a host that a wildcard \
               of the extension merely matches is none of its values. The suite's own cases on \
               common names expect the same.",
};

/// Why a case comes out otherwise, by what is in it.
fn explanation(test: &Test, report: &PathReport) -> Option<Reading> {
    let best = report.best()?;
    let mut grave = best.findings.iter().filter(|finding| finding.weight > Weight::Remark);
    let common_name = |finding: &Finding| {
        finding.code == codes::PROFILE_WEB.code
            && finding.facts.get("field").is_some_and(|field| field == "commonName")
    };
    (test.expected_result == Verdict::Success && grave.all(common_name)).then_some(COMMON_NAME)
}

/// A case in the engine's terms.
struct Asked {
    target: Option<Certificate>,
    anchors: Vec<Certificate>,
    candidates: Vec<Certificate>,
    crls: Vec<Crl>,
    at: Timestamp,
    purpose: Oid,
    key_usage: Option<pki::certificate::KeyUsage>,
    names: Vec<ReferenceName>,
    rules: Rules,
}

impl Asked {
    fn read(material: &Material, test: &Test) -> Result<Self, SuiteError> {
        let many = |texts: &[String]| -> Vec<Certificate> {
            texts.iter().filter_map(|text| one(text)).collect()
        };
        let anchors = many(&test.trusted_certs);
        let candidates = many(&test.untrusted_intermediates);
        let target = one(&test.peer_certificate);
        let at = match &test.validation_time {
            Some(text) => material.moment(text)?,
            None => first_moment(anchors.iter().chain(&candidates).chain(&target)),
        };
        let purpose = match (test.extended_key_usage.first(), test.validation_kind) {
            (None, Kind::Server) => known::PURPOSE_SERVER.clone(),
            (None, Kind::Client) => known::PURPOSE_CLIENT.clone(),
            (Some(name), _) => purpose(material, name)?,
        };
        let names = test
            .expected_peer_name
            .iter()
            .chain(&test.expected_peer_names)
            .map(|name| reference(material, name))
            .collect::<Result<_, _>>()?;
        let webpki = test.id.starts_with("webpki::")
            || test.features.iter().any(|feature| feature.starts_with("pedantic-webpki"));
        let mut key_usage = None;
        for name in &test.key_usage {
            let bit = usage(material, name)?;
            key_usage =
                Some(key_usage.map_or(bit, |all: pki::certificate::KeyUsage| all.union(bit)));
        }
        Ok(Self {
            target,
            anchors,
            candidates,
            crls: test.crls.iter().filter_map(|text| pki::read_crl(text.as_bytes()).0).collect(),
            at,
            purpose,
            key_usage,
            names,
            rules: Rules {
                profile: if webpki { Profile::WebPki } else { Profile::Rfc5280 },
                conformance: Conformance::Strict,
                anchor_constraints: true,
                purpose_chained: true,
                weak_hashes_refused: true,
                longest_path: test.max_chain_depth,
            },
        })
    }

    fn answer(&self, target: &Certificate) -> PathReport {
        let mut question = PathQuestion::new(target, &self.anchors, self.at);
        question.candidates = &self.candidates;
        question.crls = &self.crls;
        question.revocation =
            if self.crls.is_empty() { RevocationMode::Off } else { RevocationMode::Required };
        question.purpose = Some(&self.purpose);
        question.key_usage = self.key_usage;
        question.names = &self.names;
        question.rules = self.rules;
        validate(&question)
    }
}

/// The certificate of a PEM text; none where nothing can be read of it.
fn one(text: &str) -> Option<Certificate> {
    pki::read_certificates(text.as_bytes()).certificates.into_iter().next()
}

/// A case without a moment means its own day: the first at which each of its certificates had
/// begun.
fn first_moment<'a>(certificates: impl Iterator<Item = &'a Certificate>) -> Timestamp {
    certificates.map(Certificate::not_before).max().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn reference(material: &Material, name: &PeerName) -> Result<ReferenceName, SuiteError> {
    Ok(match name.kind {
        PeerKind::Dns => ReferenceName::Dns(name.value.clone()),
        PeerKind::Rfc822 => ReferenceName::Email(name.value.clone()),
        PeerKind::Ip => ReferenceName::Ip(
            name.value
                .parse::<IpAddr>()
                .map_err(|_| material.wrong(format!("no address: {}", name.value)))?,
        ),
    })
}

fn purpose(material: &Material, name: &str) -> Result<Oid, SuiteError> {
    Ok(match name {
        "anyExtendedKeyUsage" => known::ANY_EXTENDED_KEY_USAGE.clone(),
        "serverAuth" => known::PURPOSE_SERVER.clone(),
        "clientAuth" => known::PURPOSE_CLIENT.clone(),
        "emailProtection" => known::PURPOSE_EMAIL.clone(),
        "timeStamping" => known::PURPOSE_TIME_STAMPING.clone(),
        "OCSPSigning" => known::PURPOSE_OCSP_SIGNING.clone(),
        "codeSigning" => Oid::from_arcs(&[1, 3, 6, 1, 5, 5, 7, 3, 3]),
        other => other.parse().map_err(|_| material.wrong(format!("no purpose: {other}")))?,
    })
}

fn usage(material: &Material, name: &str) -> Result<pki::certificate::KeyUsage, SuiteError> {
    use pki::certificate::KeyUsage;
    Ok(match name {
        "digitalSignature" => KeyUsage::DIGITAL_SIGNATURE,
        "contentCommitment" => KeyUsage::NON_REPUDIATION,
        "keyEncipherment" => KeyUsage::KEY_ENCIPHERMENT,
        "dataEncipherment" => KeyUsage::DATA_ENCIPHERMENT,
        "keyAgreement" => KeyUsage::KEY_AGREEMENT,
        "keyCertSign" => KeyUsage::KEY_CERT_SIGN,
        "cRLSign" => KeyUsage::CRL_SIGN,
        "encipherOnly" => KeyUsage::ENCIPHER_ONLY,
        "decipherOnly" => KeyUsage::DECIPHER_ONLY,
        other => return Err(material.wrong(format!("no key usage: {other}"))),
    })
}
