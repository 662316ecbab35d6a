//! Sound objects to start from when bytes are changed at random: one or more for each reader.
//!
//! They are made when they are asked for; keys and with them signatures differ every time.

use jiff::Timestamp;
use pki::Certificate;
use pki::algorithm::HashAlgorithm;
use pki::cms::{self, SignOptions};
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, IssueError, IssuingPoint,
    OcspTemplate, Profile, SingleAnswer, TimestampTemplate, distinguished_name, person,
    timestamp_granted, timestamp_refused,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::ocsp::{CertId, OcspRequest};
use pki::oid::known;
use pki::tsp::TspRequest;

use crate::differential::{self, GenerateError};

/// One object: the reader it is for and its bytes.
#[derive(Clone, Debug)]
pub struct Seed {
    /// A name of [`crate::readers::READERS`].
    pub reader: &'static str,
    /// The object.
    pub bytes: Vec<u8>,
}

/// Why no seeds were made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// An object could not be issued.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// A key could not be made or used.
    #[error(transparent)]
    Key(#[from] pki::key::KeyError),
    /// A generated hierarchy failed.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// An object too large for PEM, or a moment outside the calendar.
    #[error("{0}")]
    Other(String),
}

/// Every seed: the national shapes in GOST and in ECDSA, and generated hierarchies besides.
///
/// # Errors
/// When a key or an object cannot be made.
pub fn seeds() -> Result<Vec<Seed>, SeedError> {
    let mut all = Vec::new();
    for kind in [PrivateKeyKind::EcdsaP256, PrivateKeyKind::Gost2015A512] {
        national(kind, &mut all)?;
    }
    for (label, bytes) in differential::objects(224, 0..40)? {
        let reader = if label == "CERTIFICATE" { "certificate" } else { "crl" };
        all.push(Seed { reader, bytes });
    }
    let bundle: Vec<&Seed> =
        all.iter().filter(|seed| seed.reader == "certificate").take(3).collect();
    let mut text = "Сертификаттар\r\n".to_owned();
    for seed in bundle {
        text.push_str(&armoured("CERTIFICATE", &seed.bytes)?);
    }
    all.push(Seed { reader: "pem", bytes: text.into_bytes() });
    for (reader, label) in [("crl", "X509 CRL"), ("cms", "CMS")] {
        if let Some(seed) = all.iter().find(|seed| seed.reader == reader) {
            let bytes = armoured(label, &seed.bytes)?.into_bytes();
            all.push(Seed { reader: "pem", bytes });
        }
    }
    Ok(all)
}

fn armoured(label: &str, bytes: &[u8]) -> Result<String, SeedError> {
    der::pem::encode_string(label, der::pem::LineEnding::CRLF, bytes)
        .map_err(|error| SeedError::Other(error.to_string()))
}

/// What one authority of the national shape publishes.
fn national(kind: PrivateKeyKind, all: &mut Vec<Seed>) -> Result<(), SeedError> {
    let moment =
        |text: &str| text.parse::<Timestamp>().map_err(|error| SeedError::Other(error.to_string()));
    let (begin, end) = (moment("2026-01-01T00:00:00Z")?, moment("2027-01-01T00:00:00Z")?);
    let now = moment("2026-11-22T05:00:00Z")?;
    let addresses = Addresses {
        ocsp: vec!["http://ocsp.example.kz".into()],
        issuer: vec!["http://ca.example.kz/issuing.cer".into()],
        crl: vec!["http://crl.example.kz/a.crl".into(), "http://crl1.example.kz/a.crl".into()],
        delta: vec!["http://crl.example.kz/a_d.crl".into()],
        practice: Some("http://ca.example.kz/cps".into()),
    };
    let issue = |profile: &Profile,
                 issuer: Option<(&Certificate, &PrivateKey)>,
                 subject: Vec<u8>,
                 key: &PrivateKey| {
        let (above, signer) = match issuer {
            Some((certificate, signer)) => (Some(certificate), signer),
            None => (None, key),
        };
        let public = key.public_key();
        CertificateTemplate::new(profile, above, subject, public, (begin, end), &addresses)
            .issue(signer)
    };
    let name =
        |text: &str| distinguished_name(&[(&known::COMMON_NAME, text), (&known::COUNTRY, "KZ")]);
    let keys = [(); 4].map(|()| PrivateKey::generate(kind));
    let [authority_key, user_key, responder_key, stamper_key] = keys;
    let (authority_key, user_key) = (authority_key?, user_key?);
    let (responder_key, stamper_key) = (responder_key?, stamper_key?);
    let root = issue(&Profile::Root, None, name("ҮЛГІ ОРТАЛЫҚ"), &authority_key)?;
    let by = Some((&root, &authority_key));
    let natural = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let user = issue(&natural, by, person("ҮЛГІ АДАМ", "ҮЛГІ", "000000000001", None), &user_key)?;
    let responder = issue(&Profile::OcspResponder, by, name("OCSP"), &responder_key)?;
    let stamper = issue(&Profile::TimestampAuthority, by, name("TSA"), &stamper_key)?;
    let mut add = |reader, bytes: Vec<u8>| all.push(Seed { reader, bytes });
    for certificate in [&root, &user, &responder, &stamper] {
        add("certificate", certificate.der().to_vec());
    }

    let mut list = CrlTemplate::new(&root, begin, end, 7)
        .revoking(&[0x11], begin, Some(1))
        .revoking(&[0x22, 0x33], begin, None);
    add("crl", list.to_der(&authority_key)?);
    list.scope = Some(IssuingPoint {
        urls: vec!["http://crl.example.kz/a.crl".into()],
        only_reasons: Some(vec![1, 2]),
        indirect: true,
        ..IssuingPoint::default()
    });
    list.delta_base = Some(6);
    if let Some(entry) = list.entries.first_mut() {
        entry.certificate_issuer = Some(name("OTHER"));
    }
    add("crl", list.to_der(&authority_key)?);

    let nonce = [1, 2, 3, 4];
    let id = CertId::new(&user, &root, HashAlgorithm::Sha256);
    let request = OcspRequest::new(&user, &root, HashAlgorithm::Sha1, Some(&nonce));
    add("ocsp", request.to_der());
    for state in [CertificateState::Good, CertificateState::NEVER_ISSUED] {
        let answer =
            SingleAnswer { id: id.clone(), state, this_update: now, next_update: Some(end) };
        let template = OcspTemplate::new(vec![answer], now, Some(&nonce));
        add("ocsp", template.to_der(&responder_key, &responder)?);
    }

    let hash = stamper_key.digest_algorithm();
    let request = TspRequest::new(hash, hash.digest(b"content"), Some(&nonce));
    add("tsp", request.to_der());
    let template =
        TimestampTemplate::answering(&request, &known::POLICY_TSA_GOST_2015, vec![0x42], now);
    let token = template.to_der(&stamper_key, &stamper)?;
    add("tsp", timestamp_granted(&token));
    add("tsp", timestamp_refused(2, "жоқ"));
    add("tsp", token.clone());

    for options in [SignOptions::attached(now), SignOptions::detached(now)] {
        let bytes = cms::sign(&user_key, &user, b"content", &options)?;
        if let Ok((signed, _)) = cms::SignedData::read(&bytes) {
            add("cms", signed.with_timestamp(0, &token));
        }
        add("cms", bytes);
    }
    Ok(())
}
