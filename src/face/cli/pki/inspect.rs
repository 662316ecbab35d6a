//! `pki inspect`: what stands in files, whatever they are.

use std::path::Path;

use pki::cms::SignedData;
use pki::ocsp::{OcspResponse, OcspStatus, ResponderId};
use pki::tsp::{TimestampToken, TspResponse};
use pki::{Certificate, Finding, Oid};
use sha2::{Digest, Sha256};

use super::super::context::Context;
use super::form::{CertificateForm, Field, Found, InspectForm, InspectedFile, Named, Outcome};
use super::input::{self, Input, Kind};
use super::judge::{number, status_name};
use super::{CliError, InspectArguments};

/// The most entries of a list, and answers of a response, that are shown one by one.
const SHOWN: usize = 20;

pub(super) fn inspect(
    arguments: &InspectArguments,
    context: &Context<'_>,
) -> Result<InspectForm, CliError> {
    let mut files = Vec::new();
    for path in &arguments.file {
        files.push(file(path, context)?);
    }
    Ok(InspectForm {
        form: "pki-inspect/1".to_owned(),
        verdict: files.iter().map(|it| it.verdict).max().unwrap_or(Outcome::Undetermined),
        files,
    })
}

/// What is gathered about one file.
#[derive(Default)]
struct Gathered {
    fields: Vec<Field>,
    certificates: Vec<Certificate>,
    findings: Vec<Finding>,
    private_keys: usize,
    /// The object could not be read as what it looks like, and why.
    broken: Option<String>,
}

impl Gathered {
    fn field(&mut self, name: &str, value: impl ToString) {
        self.fields.push(Field { name: name.to_owned(), value: value.to_string() });
    }
}

fn file(path: &Path, context: &Context<'_>) -> Result<InspectedFile, CliError> {
    let input = Input::read(path)?;
    let der = input.der();
    let mut gathered = Gathered::default();
    match input.kind {
        Kind::Certificate | Kind::PrivateKey => certificates(&input, &mut gathered),
        Kind::Cms => cms(der, &mut gathered),
        Kind::Crl => crl(der, &mut gathered),
        Kind::Ocsp => ocsp(der, &mut gathered),
        Kind::TspToken => token(der, &mut gathered),
        Kind::TspResponse => response(der, &mut gathered),
        Kind::Unknown => certificates(&input, &mut gathered),
        Kind::CertificateRequest | Kind::Empty | Kind::KeyContainer | Kind::OcspRequest => {}
    }
    let mut findings = Found::all(&gathered.findings, context);
    let mut verdict = Outcome::of(&gathered.findings);
    if input.kind == Kind::KeyContainer {
        findings.push(Found {
            weight: "remark".to_owned(),
            ..Found::undecided("pki-key-container", context)
        });
    }
    let unread = matches!(
        input.kind,
        Kind::CertificateRequest | Kind::Empty | Kind::OcspRequest | Kind::Unknown
    );
    if unread && gathered.certificates.is_empty() {
        findings.push(Found::undecided("pki-not-shown", context));
        verdict = verdict.max(Outcome::Undetermined);
    }
    if let Some(reason) = gathered.broken {
        gathered.fields.push(Field { name: "broken".to_owned(), value: reason });
        verdict = verdict.max(Outcome::Undetermined);
    }
    let certificates: Vec<_> =
        gathered.certificates.iter().map(|it| CertificateForm::new(it, context)).collect();
    for certificate in &gathered.certificates {
        verdict = verdict.max(Outcome::of(certificate.defects()));
    }
    Ok(InspectedFile {
        file: path.display().to_string(),
        octets: input.bytes.len(),
        sha256: hex::encode(Sha256::digest(&input.bytes)),
        kind: input.kind.name().to_owned(),
        verdict,
        private_keys: gathered.private_keys,
        fields: gathered.fields,
        certificates,
        findings,
    })
}

fn certificates(input: &Input, gathered: &mut Gathered) {
    let reading = pki::read_certificates(input.der());
    gathered.private_keys = reading.private_keys;
    gathered.findings = reading.defects;
    if input.kind == Kind::PrivateKey && reading.private_keys == 0 {
        gathered.private_keys = 1;
        gathered.findings = vec![input::private_key(1)];
    }
    gathered.certificates = reading.certificates;
    if gathered.certificates.is_empty()
        && let Some(salvage) = input::salvage(input.der())
    {
        gathered.field("octets-declared", salvage.declared);
        gathered.field("octets-present", input.der().len());
        for (name, value) in salvage.fields {
            gathered.field(name, value);
        }
    }
}

fn crl(der: &[u8], gathered: &mut Gathered) {
    let (list, findings) = pki::read_crl(der);
    gathered.findings = findings;
    let Some(list) = list else { return };
    gathered.findings.extend(list.defects().iter().cloned());
    gathered.field("issuer", list.issuer());
    gathered.field("this-update", list.this_update());
    if let Some(next) = list.next_update() {
        gathered.field("next-update", next);
    }
    if let Some(own) = list.number() {
        gathered.field("number", number(own));
    }
    if let Some(base) = list.delta_base() {
        gathered.field("delta-base", number(base));
    }
    gathered.field("signature-algorithm", list.signature_algorithm());
    gathered.field("entries", list.entries());
    gathered.field("fingerprint", list.fingerprint());
    for entry in list.iter().take(SHOWN) {
        let date = entry.date.map_or_else(|| "?".to_owned(), |it| it.to_string());
        let reason = entry.reason.map_or("", pki::crl::Reason::name);
        gathered
            .field("entry", format!("{} {date} {reason}", hex::encode(&entry.serial)).trim_end());
    }
    if list.entries() > SHOWN {
        gathered.field("entries-not-shown", list.entries() - SHOWN);
    }
}

fn cms(der: &[u8], gathered: &mut Gathered) {
    match SignedData::read(der) {
        Err(error) => gathered.broken = Some(error.to_string()),
        Ok((signed, findings)) => {
            gathered.findings = findings;
            signed_data(&signed, gathered);
        }
    }
}

fn signed_data(signed: &SignedData, gathered: &mut Gathered) {
    gathered.field("content-type", shown(signed.content_type()));
    match signed.content() {
        Some(content) => gathered.field("content-octets", content.len()),
        None => gathered.field("content-octets", "-"),
    }
    gathered.field("signers", signed.signer_count());
    for signer in signed.signers() {
        gathered.field("signer", &signer.id);
        gathered.field("digest-algorithm", &signer.digest_algorithm);
        gathered.field("signature-algorithm", &signer.signature_algorithm);
        let oids = |attributes: &[pki::cms::Attribute]| {
            attributes.iter().map(|it| shown(&it.oid)).collect::<Vec<_>>().join(", ")
        };
        if let Some(attributes) = &signer.signed_attributes {
            gathered.field("signed-attributes", oids(attributes));
        }
        if !signer.unsigned_attributes.is_empty() {
            gathered.field("unsigned-attributes", oids(&signer.unsigned_attributes));
        }
    }
    gathered.field("revocation-lists", signed.crls().len());
    gathered.certificates = signed.certificates().to_vec();
}

fn shown(oid: &Oid) -> String {
    Named::new(oid).shown()
}

fn token(der: &[u8], gathered: &mut Gathered) {
    match TimestampToken::read(der) {
        Ok((token, findings)) => {
            gathered.findings = findings;
            time_stamp(&token, gathered);
        }
        Err(error) => {
            // The shell may still be read.
            cms(der, gathered);
            gathered.broken.get_or_insert(error.to_string());
        }
    }
}

fn time_stamp(token: &TimestampToken, gathered: &mut Gathered) {
    gathered.field("time", token.gen_time());
    gathered.field("policy", shown(token.policy()));
    gathered.certificates = token.certificates().to_vec();
}

fn response(der: &[u8], gathered: &mut Gathered) {
    match TspResponse::read(der) {
        Err(error) => gathered.broken = Some(error.to_string()),
        Ok((response, findings)) => {
            gathered.findings = findings;
            gathered.field("response-status", response.status);
            for text in &response.text {
                gathered.field("response-text", text);
            }
            if let Some(token) = &response.token {
                time_stamp(token, gathered);
            }
        }
    }
}

fn ocsp(der: &[u8], gathered: &mut Gathered) {
    let (response, findings) = match OcspResponse::read(der) {
        Ok(read) => read,
        Err(error) => {
            gathered.broken = Some(error.to_string());
            return;
        }
    };
    gathered.findings = findings;
    match response {
        OcspResponse::Refused(code) => gathered.field("response-status", code),
        OcspResponse::Answered(basic) => {
            gathered.field("response-status", 0);
            match &basic.responder {
                ResponderId::Key(id) => gathered.field("responder", hex::encode(id)),
                ResponderId::Name(name) => gathered.field("responder", name),
            }
            gathered.field("produced-at", basic.produced_at);
            if let Some(nonce) = &basic.nonce {
                gathered.field("nonce", hex::encode(nonce));
            }
            for answer in basic.answers.iter().take(SHOWN) {
                let since = match answer.status {
                    OcspStatus::Revoked { at, .. } => at,
                    OcspStatus::Good | OcspStatus::NotAnswered | OcspStatus::Unknown => {
                        answer.this_update
                    }
                };
                let status = status_name(answer.status);
                let serial = hex::encode(&answer.id.serial);
                gathered.field("answer", format!("{serial} {status} {since}"));
                if let Some(next) = answer.next_update {
                    gathered.field("next-update", next);
                }
            }
            if basic.answers.len() > SHOWN {
                gathered.field("answers-not-shown", basic.answers.len() - SHOWN);
            }
            gathered.certificates.clone_from(&basic.certificates);
        }
    }
}
