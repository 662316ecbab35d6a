//! What is measured: end-entity certificates of one profile under root and issuing authority, and
//! one signed file, laid out alike for every kind of key.
//!
//! A leaf has nine extensions: key identifiers, one to five names, usages, constraints, a policy,
//! the list's address, the addresses of OCSP and of the issuer's certificate.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use pki::certificate::KeyUsage;
use pki::cms::{self, SignOptions};
use pki::issue::{CertificateTemplate, Extension, distinguished_name, key_identifier};
use pki::key::{PrivateKey, PrivateKeyKind};
use pki::oid::known;
use pki::{Certificate, Oid};

/// Kinds measured, by the names of their folders.
pub(crate) const KINDS: [(&str, PrivateKeyKind); 4] = [
    ("rsa", PrivateKeyKind::Rsa2048),
    ("p256", PrivateKeyKind::EcdsaP256),
    ("gost256", PrivateKeyKind::Gost2015A256),
    ("gost512", PrivateKeyKind::Gost2015A512),
];

/// Keys of end entities, used in turn: making RSA keys takes longer than measuring.
const KEYS: usize = 16;

/// The certificates of one kind, in DER.
pub(crate) struct Corpus {
    pub(crate) root: Vec<u8>,
    pub(crate) issuing: Vec<u8>,
    pub(crate) leaves: Vec<Vec<u8>>,
    /// A kilobyte signed with the first leaf's key, content and certificate inside.
    pub(crate) signed: Vec<u8>,
}

/// The moment everything is judged at.
pub(crate) fn moment() -> Timestamp {
    "2026-02-01T00:00:00Z".parse().unwrap()
}

impl Corpus {
    pub(crate) fn new(kind: PrivateKeyKind, count: usize) -> Self {
        let (root_key, issuing_key) = (key(kind), key(kind));
        let sign = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN);
        let authority_key = |key: &PrivateKey| {
            Extension::authority_key_id(&key_identifier(pki::key::Signer::public_key(key)))
        };
        let subject_key = |key: &PrivateKey| {
            Extension::subject_key_id(&key_identifier(pki::key::Signer::public_key(key)))
        };
        let root = certificate(
            (&root_key, &name("Root")),
            (&root_key, &name("Root")),
            (-365, 3650),
            vec![
                Extension::basic_constraints(None),
                Extension::key_usage(sign),
                subject_key(&root_key),
            ],
        );
        let policy = policy();
        let issuing = certificate(
            (&issuing_key, &name("Issuing")),
            (&root_key, &name("Root")),
            (-300, 3000),
            vec![
                Extension::basic_constraints(Some(0)),
                Extension::key_usage(sign.union(KeyUsage::DIGITAL_SIGNATURE)),
                Extension::purposes(&[&server()], false),
                subject_key(&issuing_key),
                authority_key(&root_key),
                Extension::policies(&[(&policy, None)]),
                list("http://crl.example.kz/root.crl"),
            ],
        );
        let keys: Vec<PrivateKey> = (0..KEYS.min(count)).map(|_| self::key(kind)).collect();
        let leaves: Vec<Vec<u8>> = (0..count)
            .map(|index| {
                let leaf_key = &keys[index % keys.len()];
                let host = format!("h{index}.bench{}.example.kz", index % 97);
                let subject = distinguished_name(&[
                    (&known::COUNTRY, "KZ"),
                    (&known::STATE, "Almaty"),
                    (&known::LOCALITY, "Almaty"),
                    (&known::ORGANIZATION, &format!("Org {index}")),
                    (&known::COMMON_NAME, &host),
                ]);
                let practice = (index % 3 == 0).then_some("http://cps.example.kz");
                let day = i64::try_from(index % 30).unwrap();
                certificate(
                    (leaf_key, &subject),
                    (&issuing_key, &name("Issuing")),
                    (day, day + 396),
                    vec![
                        authority_key(&issuing_key),
                        subject_key(leaf_key),
                        hosts(&host, index % 5),
                        Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE),
                        Extension::purposes(&[&server()], false),
                        Extension::new(&known::BASIC_CONSTRAINTS, true, vec![0x30, 0]),
                        Extension::policies(&[(&policy, practice)]),
                        list("http://crl.example.kz/issuing.crl"),
                        access("http://ocsp.example.kz", "http://ca.example.kz/issuing.crt"),
                    ],
                )
            })
            .collect();
        let signer = Certificate::read(&leaves[0]).unwrap();
        let options = SignOptions::attached(moment());
        let signed = cms::sign(&keys[0], &signer, &[0x5a; 1024], &options).unwrap();
        Self { root, issuing, leaves, signed }
    }

    /// Reads what [`Self::write`] wrote.
    #[allow(dead_code, reason = "the bench keeps its certificates in memory")]
    pub(crate) fn read(folder: &Path) -> Self {
        let file = |name: &str| fs::read(folder.join(name)).unwrap();
        let leaves = (0..)
            .map(|index| folder.join(format!("leaf_{index:05}.der")))
            .take_while(|path| path.exists())
            .map(|path| fs::read(path).unwrap())
            .collect();
        Self {
            root: file("root.der"),
            issuing: file("inter.der"),
            leaves,
            signed: file("signed.der"),
        }
    }

    /// Writes a file for each object.
    #[allow(dead_code, reason = "the bench keeps its certificates in memory")]
    pub(crate) fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        let put = |name: &str, octets: &[u8]| fs::write(folder.join(name), octets).unwrap();
        put("root.der", &self.root);
        put("inter.der", &self.issuing);
        put("signed.der", &self.signed);
        for (index, leaf) in self.leaves.iter().enumerate() {
            put(&format!("leaf_{index:05}.der"), leaf);
        }
    }
}

fn key(kind: PrivateKeyKind) -> PrivateKey {
    PrivateKey::generate(kind).unwrap()
}

fn name(common_name: &str) -> Vec<u8> {
    distinguished_name(&[
        (&known::COUNTRY, "KZ"),
        (&known::ORGANIZATION, "Bench CA"),
        (&known::COMMON_NAME, common_name),
    ])
}

fn certificate(
    (key, subject): (&PrivateKey, &[u8]),
    (issuer_key, issuer): (&PrivateKey, &[u8]),
    (first, last): (i64, i64),
    extensions: Vec<Extension>,
) -> Vec<u8> {
    let begun: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let day = |days: i64| begun + SignedDuration::from_hours(24 * days);
    let mut serial = vec![1; 16];
    aws_lc_rs::rand::fill(&mut serial[1..]).unwrap();
    let template = CertificateTemplate {
        serial,
        issuer: issuer.to_vec(),
        not_before: day(first),
        not_after: day(last),
        subject: subject.to_vec(),
        subject_key: pki::key::Signer::public_key(key).spki_der().to_vec(),
        extensions,
    };
    template.to_der(issuer_key).unwrap()
}

fn server() -> Oid {
    "1.3.6.1.5.5.7.3.1".parse().unwrap()
}

/// Organization validated, as certificates of public web servers say.
fn policy() -> Oid {
    "2.23.140.1.2.2".parse().unwrap()
}

fn element(identifier: u8, content: &[u8]) -> Vec<u8> {
    let mut octets = match u8::try_from(content.len()).unwrap() {
        short @ ..0x80 => vec![identifier, short],
        long => vec![identifier, 0x81, long],
    };
    octets.extend_from_slice(content);
    octets
}

fn hosts(host: &str, more: usize) -> Extension {
    let names: Vec<u8> = std::iter::once(host.to_owned())
        .chain((0..more).map(|index| format!("alt{index}.{host}")))
        .flat_map(|name| element(0x82, name.as_bytes()))
        .collect();
    Extension::new(&known::SUBJECT_ALTERNATIVE_NAME, false, element(0x30, &names))
}

fn list(url: &str) -> Extension {
    let name = element(0xa0, &element(0xa0, &element(0x86, url.as_bytes())));
    let points = element(0x30, &element(0x30, &name));
    Extension::new(&known::CRL_DISTRIBUTION_POINTS, false, points)
}

fn access(ocsp: &str, issuer: &str) -> Extension {
    let entries: Vec<u8> = [(&known::ACCESS_OCSP, ocsp), (&known::ACCESS_CA_ISSUERS, issuer)]
        .into_iter()
        .flat_map(|(method, url)| {
            let pair = [element(6, method.content()), element(0x86, url.as_bytes())].concat();
            element(0x30, &pair)
        })
        .collect();
    Extension::new(&known::AUTHORITY_INFORMATION_ACCESS, false, element(0x30, &entries))
}
