//! What several tests need: demonstration authorities, the shared material, other programs.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use jiff::Timestamp;

use crate::{
    algorithm,
    certificate::{Certificate, read_certificates},
    issue::{Addresses, CertificateTemplate, Profile, distinguished_name, person},
    key::{PrivateKey, PrivateKeyKind},
    oid::known,
};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The day on which every test of made-up objects takes place.
pub(crate) fn today() -> Timestamp {
    at("2026-11-22T05:00:00Z")
}

pub(crate) fn validity() -> (Timestamp, Timestamp) {
    (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
}

pub(crate) fn addresses() -> Addresses {
    Addresses {
        ocsp: vec!["http://ocsp.example.kz".into()],
        issuer: vec!["http://ca.example.kz/issuing.cer".into()],
        crl: vec!["http://crl.example.kz/issuing.crl".into()],
        delta: vec!["http://crl.example.kz/issuing_d.crl".into()],
        practice: Some("http://ca.example.kz/cps".into()),
    }
}

/// A certificate with its key.
pub(crate) struct Holder {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
}

/// A root, an authority below it, and who lives by them.
pub(crate) struct Hierarchy {
    pub(crate) root: Holder,
    pub(crate) issuing: Holder,
    pub(crate) person: Holder,
    pub(crate) responder: Holder,
    pub(crate) stamper: Holder,
}

pub(crate) fn named(common_name: &str) -> Vec<u8> {
    distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
}

impl Hierarchy {
    pub(crate) fn new(kind: PrivateKeyKind) -> Self {
        Self::within(kind, validity())
    }

    /// For programs that look at the clock.
    pub(crate) fn lasting(kind: PrivateKeyKind) -> Self {
        Self::within(kind, (at("2020-01-01T00:00:00Z"), at("2049-01-01T00:00:00Z")))
    }

    fn within(kind: PrivateKeyKind, validity: (Timestamp, Timestamp)) -> Self {
        let hold = |profile: &Profile, subject: Vec<u8>, issuer: Option<&Holder>| {
            let key = PrivateKey::generate(kind).unwrap();
            let certificate = CertificateTemplate::new(
                profile,
                issuer.map(|issuer| &issuer.certificate),
                subject,
                crate::key::Signer::public_key(&key),
                validity,
                &addresses(),
            )
            .issue(issuer.map_or(&key, |issuer| &issuer.key))
            .unwrap();
            Holder { key, certificate }
        };
        let root = hold(&Profile::Root, named("ҮЛГІ НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ"), None);
        let authority = Profile::Authority { path_length: Some(0) };
        let issuing = hold(&authority, named("ҮЛГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ"), Some(&root));
        let natural = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let subject = person("ҮЛГІ АДАМ", "ҮЛГІ", "000000000001", None);
        let person = hold(&natural, subject, Some(&issuing));
        let responder = hold(&Profile::OcspResponder, named("OCSP RESPONDER"), Some(&issuing));
        let stamper =
            hold(&Profile::TimestampAuthority, named("TIME-STAMPING AUTHORITY"), Some(&issuing));
        Self { root, issuing, person, responder, stamper }
    }
}

/// The folder of shared material; `None`, said aloud, where it is absent.
pub(crate) fn shared() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = std::env::var_os("TEKSERU_SHARED").map_or_else(|| beside.into(), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared absent");
    None
}

pub(crate) fn read_shared(folder: &Path, name: &str) -> Vec<u8> {
    read_file(&folder.join(name))
}

pub(crate) fn read_file(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn one_certificate(bytes: &[u8]) -> Certificate {
    let reading = read_certificates(bytes);
    assert_eq!(reading.certificates.len(), 1, "{:?}", reading.defects);
    reading.certificates[0].clone()
}

/// Whether signatures lead from the certificate over the pool to the anchor, every certificate
/// valid at the moment. Path rules proper are tested where paths are built.
pub(crate) fn leads_to(
    certificate: &Certificate,
    pool: &[Certificate],
    anchor: &Certificate,
    at: Timestamp,
) -> bool {
    let mut current = certificate.clone();
    for _ in 0..6 {
        if at < current.not_before() || at > current.not_after() {
            return false;
        }
        if current == *anchor {
            return true;
        }
        let issuer = pool.iter().chain([anchor]).find(|issuer| {
            issuer.subject() == current.issuer()
                && **issuer != current
                && algorithm::verify(
                    issuer.public_key(),
                    current.signature_algorithm(),
                    current.tbs(),
                    current.signature(),
                )
                .is_ok()
        });
        match issuer {
            Some(issuer) => current = issuer.clone(),
            None => return false,
        }
    }
    false
}

/// A folder of its own for files that other programs read, gone with the value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tekseru-pki-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(name), bytes).unwrap();
    }

    pub(crate) fn get(&self, name: &str) -> Vec<u8> {
        read_file(&self.0.join(name))
    }

    /// Runs a program in the folder; `None`, said aloud, where there is no such program.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, program: &str, arguments: &[S]) -> Option<Output> {
        match Command::new(program).args(arguments).current_dir(&self.0).output() {
            Ok(output) => Some(output),
            Err(error) => {
                eprintln!("skipped: {program} cannot be run: {error}");
                None
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether OpenSSL has its GOST engine.
pub(crate) fn gost_engine(folder: &Folder) -> bool {
    let found = folder
        .run("openssl", &["engine", "gost"])
        .is_some_and(|output| output.status.success() && output.stdout.starts_with(b"(gost)"));
    if !found {
        eprintln!("skipped: openssl has no GOST engine");
    }
    found
}

/// A key that signs in the Russian encoding, under Russian names.
pub(crate) struct RussianKey {
    pub(crate) key: gost::PrivateKey,
    pub(crate) public: algorithm::PublicKey,
    pub(crate) hash: algorithm::HashAlgorithm,
    pub(crate) algorithm: crate::Oid,
}

impl crate::key::Signer for RussianKey {
    fn public_key(&self) -> &algorithm::PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> algorithm::AlgorithmIdentifier {
        algorithm::AlgorithmIdentifier { oid: self.algorithm.clone(), parameters: None }
    }

    fn digest_algorithm(&self) -> algorithm::HashAlgorithm {
        self.hash
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, crate::key::KeyError> {
        Ok(gost::reversed(&self.key.sign(&self.hash.digest(message))))
    }
}

pub(crate) fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = format!("-----BEGIN {label}-----\n").into_bytes();
    for (position, group) in der.chunks(3).enumerate() {
        if position > 0 && position % 16 == 0 {
            text.push(b'\n');
        }
        let octet = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        for digit in 0..4 {
            text.push(if digit > group.len() {
                b'='
            } else {
                DIGITS[(bits >> (18 - 6 * digit) & 63) as usize]
            });
        }
    }
    text.extend_from_slice(format!("\n-----END {label}-----\n").as_bytes());
    text
}
