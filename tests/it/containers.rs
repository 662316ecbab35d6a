//! Key containers as people bring them: of every kind of key, under every lock, with one key or
//! several; opened, signed with, and the signature verified.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};
use model::{Iin, Lang};
use p12_keystore::{EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKeyChain};
use pki::Certificate;
use pki::cms::SignedData;
use pki::issue::{Addresses, CertificateTemplate, Extension, Profile, distinguished_name, person};
use pki::key::{KeyError, PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use tekseru::face::cli::errors;
use tekseru::signing::{NoFitKey, SigningError, SigningKey};
use tekseru::words::Words;

use crate::skip::{shared, skipped};

const PASSWORD: &str = "Құпия-сөз 1";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("tekseru-containers-{}-{number}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn openssl(&self, arguments: &[&str]) -> Option<Output> {
        match Command::new("openssl").args(arguments).current_dir(&self.0).output() {
            Ok(output) => Some(output),
            Err(error) => {
                skipped(&format!("openssl cannot be run: {error}"));
                None
            }
        }
    }

    /// As [`Self::openssl`]; it must succeed.
    fn done(&self, arguments: &[&str]) -> Option<()> {
        let output = self.openssl(arguments)?;
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        Some(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

fn now() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().unwrap()
}

fn days(count: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_hours(24 * count)).unwrap()
}

fn iin(number: u32) -> Iin {
    Iin::try_from(format!("{number:012}")).unwrap()
}

/// Opens a container, signs with it, and verifies what was signed.
fn signs(path: &Path, password: &str) {
    let key = SigningKey::open(path, password).unwrap_or_else(|it| panic!("{it}"));
    let cms = key.sign(b"an act", now()).unwrap();
    let (signed, findings) = SignedData::read(&cms).unwrap();
    assert_eq!(findings, []);
    let report = &signed.verify(Some(b"an act"))[0];
    assert!(report.valid, "{}: {:?}", path.display(), report.findings);
    assert_eq!(report.certificate.as_ref(), Some(key.certificate()));
    assert!(!signed.verify(Some(b"another"))[0].valid);
}

fn wrong(path: &Path, password: &str) {
    let error = SigningKey::open(path, password).unwrap_err();
    assert!(matches!(error, SigningError::WrongPassword { .. }), "{}: {error:?}", path.display());
}

#[test]
fn rsa_and_ecdsa_keys_open_under_every_lock_that_openssl_puts_on() {
    const KEYS: [(&str, [&str; 4]); 4] = [
        ("rsa2048", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("rsa4096", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"]),
        ("p256", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        ("p384", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
    ];
    const LOCKS: [(&str, &[&str]); 8] = [
        ("3DES and RC2-40, as the national software", &["-legacy"]),
        ("3DES", &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"]),
        ("PBES2 as it comes", &[]),
        (
            "AES-256 by HMAC-SHA256",
            &["-keypbe", "AES-256-CBC", "-certpbe", "AES-256-CBC", "-macalg", "sha256"],
        ),
        (
            "AES-128, digest SHA-512",
            &["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha512"],
        ),
        ("certificates in the open", &["-certpbe", "NONE"]),
        ("without a digest", &["-nomac"]),
        ("a hundred thousand rounds", &["-iter", "100000"]),
    ];
    let folder = Folder::new("locks");
    let lock = format!("pass:{PASSWORD}");
    for (name, arguments) in KEYS {
        let key = [&["genpkey"], &arguments[..], &["-out", "key.pem"]].concat();
        let Some(()) = folder.done(&key) else { return };
        let subject = "/CN=ҮЛГІ/serialNumber=IIN000000000101";
        folder.done(&[
            "req",
            "-new",
            "-x509",
            "-utf8",
            "-days",
            "3650",
            "-key",
            "key.pem",
            "-subj",
            subject,
            "-addext",
            "keyUsage=critical,digitalSignature,nonRepudiation",
            "-out",
            "own.pem",
        ]);
        for (kind, options) in LOCKS {
            let export = [
                &["pkcs12", "-export", "-inkey", "key.pem", "-in", "own.pem", "-out", "key.p12"],
                &["-passout", lock.as_str()][..],
                options,
            ]
            .concat();
            folder.done(&export);
            let path = folder.at("key.p12");
            eprintln!("{name}: {kind}");
            signs(&path, PASSWORD);
            for other in ["", "Құпия-сөз 2", "құпия-сөз 1"] {
                wrong(&path, other);
            }
        }
        // A password of nothing is a password.
        for options in [&["-legacy"][..], &[]] {
            let export = [
                &["pkcs12", "-export", "-inkey", "key.pem", "-in", "own.pem", "-out", "empty.p12"],
                &["-passout", "pass:"][..],
                options,
            ]
            .concat();
            folder.done(&export);
            signs(&folder.at("empty.p12"), "");
            wrong(&folder.at("empty.p12"), "x");
        }
    }
}

/// A key with a certificate of an authority of the test.
struct Holder {
    key: PrivateKey,
    certificate: Certificate,
}

fn root(kind: PrivateKeyKind) -> Holder {
    let key = PrivateKey::generate(kind).unwrap();
    let name = distinguished_name(&[(&known::COMMON_NAME, "ҮЛГІ"), (&known::COUNTRY, "KZ")]);
    let (validity, addresses) = ((days(-900), days(900)), Addresses::default());
    let template = CertificateTemplate::new(
        &Profile::Root,
        None,
        name,
        key.public_key(),
        validity,
        &addresses,
    );
    let certificate = template.issue(&key).unwrap();
    Holder { key, certificate }
}

fn issued(
    root: &Holder,
    kind: PrivateKeyKind,
    number: u32,
    (from, until): (i64, i64),
    change: impl FnOnce(&mut CertificateTemplate),
) -> Holder {
    let key = PrivateKey::generate(kind).unwrap();
    let subject = person("ҮЛГІБАЕВ МҮШЕ", "ҮЛГІБАЕВ", iin(number).as_str(), None);
    let mut template = CertificateTemplate::new(
        &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
        Some(&root.certificate),
        subject,
        key.public_key(),
        (days(from), days(until)),
        &Addresses::default(),
    );
    change(&mut template);
    let certificate = template.issue(&root.key).unwrap();
    Holder { key, certificate }
}

/// A container of these keys, each with its certificate and the root's.
fn container(
    root: &Holder,
    holders: &[&Holder],
    lock: EncryptionAlgorithm,
    digest: MacAlgorithm,
) -> Vec<u8> {
    let mut store = KeyStore::new();
    for (number, holder) in holders.iter().enumerate() {
        let inside =
            p12_keystore::PrivateKey::from_der(&holder.key.to_pkcs8_der().unwrap()).unwrap();
        let chain = [&holder.certificate, &root.certificate]
            .map(|it| p12_keystore::Certificate::from_der(it.der()).unwrap())
            .to_vec();
        let id = holder.certificate.fingerprint().to_string();
        let entry = PrivateKeyChain::new(id.as_str(), inside, chain);
        store.add_entry(&format!("key{number}"), KeyStoreEntry::PrivateKeyChain(entry));
    }
    store
        .writer(PASSWORD)
        .encryption_algorithm(lock)
        .encryption_iterations(1_024)
        .mac_algorithm(digest)
        .mac_iterations(1_024)
        .write()
        .unwrap()
}

const MODERN: (EncryptionAlgorithm, MacAlgorithm) =
    (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256);

#[test]
fn national_keys_of_every_standard_open_under_old_and_new_locks() {
    let folder = Folder::new("national");
    for kind in [
        PrivateKeyKind::Gost2015A512,
        PrivateKeyKind::Gost2015A256,
        PrivateKeyKind::Gost2004,
        PrivateKeyKind::Rsa2048,
        PrivateKeyKind::EcdsaP256,
    ] {
        let root = root(kind);
        let holder = issued(&root, kind, 101, (-30, 30), |_| {});
        for (name, lock, digest) in [
            ("3DES", EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1),
            ("RC2-40", EncryptionAlgorithm::PbeWithShaAnd40BitRc4Cbc, MacAlgorithm::HmacSha1),
            ("AES-256", MODERN.0, MODERN.1),
        ] {
            let path = folder.put("key.p12", &container(&root, &[&holder], lock, digest));
            signs(&path, PASSWORD);
            wrong(&path, "");
            wrong(&path, "Qwerty12");
            // OpenSSL opens the same container with the same password and no other.
            let open = |password: &str| {
                let password = format!("pass:{password}");
                folder.openssl(&[
                    "pkcs12", "-legacy", "-in", "key.p12", "-passin", &password, "-noout", "-info",
                ])
            };
            let Some(output) = open(PASSWORD) else { continue };
            assert!(output.status.success(), "{kind:?} {name}: {output:?}");
            assert!(!open("Qwerty12").unwrap().status.success());
        }
    }
}

#[test]
fn of_several_keys_the_members_own_for_signing_that_is_valid_signs() {
    let folder = Folder::new("several");
    let kind = PrivateKeyKind::EcdsaP256;
    let root = root(kind);
    let authenticating = |template: &mut CertificateTemplate| {
        let uses = pki::certificate::KeyUsage::DIGITAL_SIGNATURE
            .union(pki::certificate::KeyUsage::KEY_ENCIPHERMENT);
        template.set(Extension::key_usage(uses));
        let purposes = [&known::PURPOSE_CLIENT, &known::PURPOSE_NATURAL_PERSON];
        template.set(Extension::purposes(&purposes, false));
    };
    let auth = issued(&root, kind, 101, (-30, 30), authenticating);
    let old = issued(&root, kind, 101, (-400, -35), |_| {});
    let own = issued(&root, kind, 101, (-30, 30), |_| {});
    let younger = issued(&root, kind, 101, (-3, 300), |_| {});
    let coming = issued(&root, kind, 101, (10, 300), |_| {});
    let other = issued(&root, kind, 102, (-30, 30), |_| {});
    let made =
        |holders: &[&Holder]| folder.put("key.p12", &container(&root, holders, MODERN.0, MODERN.1));
    let choose = |holders: &[&Holder], member: Option<u32>| {
        let member = member.map(iin);
        SigningKey::open_for(&made(holders), PASSWORD, member.as_ref(), now())
    };
    for (holders, member, expected) in [
        (&[&auth, &own, &other][..], Some(101), &own),
        (&[&auth, &own, &other], Some(102), &other),
        (&[&auth, &old, &own], None, &own),
        (&[&old, &own, &younger, &coming], None, &younger),
        (&[&other], None, &other),
    ] {
        let key = choose(holders, member).unwrap();
        assert_eq!(*key.certificate(), expected.certificate);
        let cms = key.sign(b"an act", now()).unwrap();
        assert!(SignedData::read(&cms).unwrap().0.verify(Some(b"an act"))[0].valid);
    }
    let words = Words::embedded().unwrap();
    let refused = |holders: &[&Holder], member: Option<u32>, code: &str, fact: &str| {
        let SigningError::Unfit(error) = choose(holders, member).unwrap_err() else {
            panic!("{code}")
        };
        let note = errors::no_fit_key(&error);
        assert_eq!(note.code, code);
        for lang in Lang::ALL {
            let said = words.say(lang, &note.code, &note.facts);
            assert!(said.contains(fact) && said.contains("key.p12"), "{said}");
        }
        error
    };
    refused(&[&own, &other], None, "error.container-of-several", "000000000102");
    refused(&[&own, &auth], Some(103), "error.container-of-others", "000000000101");
    refused(&[&auth], None, "error.key-for-authentication", "");
    refused(&[&auth, &old], Some(101), "error.key-expired", &days(-35).to_string());
    let error = refused(&[&coming], None, "error.key-not-begun", &days(10).to_string());
    assert!(matches!(error, NoFitKey::NotYetValid { .. }));
}

#[test]
fn the_national_test_container_for_authentication_signs_no_act() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("kz-pki/p12");
    let open = |name: &str, moment: Timestamp| {
        SigningKey::open_for(&folder.join(name), "Qwerty12", None, moment)
    };
    let auth = folder.join("natural_person_auth.rsa2048.p12");
    let begun = SigningKey::open(&auth, "Qwerty12").unwrap().certificate().not_before();
    let moment = begun.checked_add(SignedDuration::from_hours(24)).unwrap();
    let error = open("natural_person_auth.rsa2048.p12", moment).unwrap_err();
    assert!(matches!(error, SigningError::Unfit(NoFitKey::ForAuthentication { .. })), "{error}");
    for name in ["natural_person.gost512.p12", "legal_head.gost512.p12", "sdk_old.gost.p12"] {
        let key = SigningKey::open(&folder.join(name), "Qwerty12").unwrap();
        let (from, until) = (key.certificate().not_before(), key.certificate().not_after());
        let hour = SignedDuration::from_hours(1);
        assert!(open(name, from.checked_add(hour).unwrap()).is_ok(), "{name}");
        let error = open(name, until.checked_add(hour).unwrap()).unwrap_err();
        assert!(matches!(error, SigningError::Unfit(NoFitKey::Expired { .. })), "{name}: {error}");
        let error = open(name, from.checked_sub(hour).unwrap()).unwrap_err();
        assert!(matches!(error, SigningError::Unfit(NoFitKey::NotYetValid { .. })), "{name}");
    }
}

#[test]
fn a_lock_and_a_key_that_are_not_known_here_are_named_as_such() {
    let folder = Folder::new("strange");
    let key = ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "k.pem"];
    let Some(()) = folder.done(&key) else { return };
    let request = |key: &str, engine: &[&str]| {
        let ask =
            [&["req", "-new", "-x509", "-key", key, "-subj", "/CN=X", "-out", "c.pem"][..], engine]
                .concat();
        folder.done(&ask)
    };
    request("k.pem", &[]);
    let export = [
        "pkcs12",
        "-export",
        "-legacy",
        "-keypbe",
        "PBE-SHA1-2DES",
        "-inkey",
        "k.pem",
        "-in",
        "c.pem",
        "-out",
        "lock.p12",
        "-passout",
        "pass:demo",
    ];
    folder.done(&export);
    let error = SigningKey::open(&folder.at("lock.p12"), "demo").unwrap_err();
    assert!(matches!(error, SigningError::UnknownLock { .. }), "{error:?}");
    wrong(&folder.at("lock.p12"), "other");

    let engine = folder.openssl(&["engine", "gost"]);
    if !engine.is_some_and(|it| it.status.success() && it.stdout.starts_with(b"(gost)")) {
        return skipped("openssl has no GOST engine");
    }
    // A key under its Russian name is none of the national public key infrastructure.
    let make = [
        "genpkey",
        "-engine",
        "gost",
        "-algorithm",
        "gost2012_512",
        "-pkeyopt",
        "paramset:A",
        "-out",
        "g.pem",
    ];
    folder.done(&make);
    request("g.pem", &["-engine", "gost"]);
    folder.done(&[
        "pkcs12",
        "-engine",
        "gost",
        "-export",
        "-inkey",
        "g.pem",
        "-in",
        "c.pem",
        "-out",
        "gost.p12",
        "-passout",
        "pass:demo",
    ]);
    let error = SigningKey::open(&folder.at("gost.p12"), "demo").unwrap_err();
    let SigningError::Key(KeyError::Unsupported(oid)) = &error else { panic!("{error:?}") };
    assert_eq!(oid.to_string(), "1.2.643.7.1.1.1.2");
    wrong(&folder.at("gost.p12"), "other");
}

#[test]
fn files_that_are_no_containers_are_named_with_their_cause() {
    let folder = Folder::new("broken");
    let root = root(PrivateKeyKind::EcdsaP256);
    let holder = issued(&root, PrivateKeyKind::EcdsaP256, 101, (-30, 30), |_| {});
    let whole = container(&root, &[&holder], MODERN.0, MODERN.1);
    for (name, bytes) in [
        ("empty", vec![]),
        ("text", b"not a container".to_vec()),
        ("cut short", whole[..whole.len() / 2].to_vec()),
        ("a certificate", holder.certificate.der().to_vec()),
    ] {
        let path = folder.put("key.p12", &bytes);
        let error = SigningKey::open(&path, PASSWORD).unwrap_err();
        assert!(matches!(error, SigningError::Malformed { .. }), "{name}: {error:?}");
    }
    let path = folder.put("key.p12", &vec![0x30; 2 << 20]);
    let error = SigningKey::open(&path, PASSWORD).unwrap_err();
    assert!(matches!(error, SigningError::TooLarge { .. }), "{error:?}");
    // No octet turned lets another key out, or makes the reader panic.
    for place in (0..whole.len()).step_by(7) {
        let mut turned = whole.clone();
        turned[place] ^= 0x10;
        let path = folder.put("key.p12", &turned);
        if let Ok(key) = SigningKey::open(&path, PASSWORD) {
            assert_eq!(*key.certificate(), holder.certificate, "{place}");
        }
    }
}
