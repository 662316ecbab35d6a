//! Tokens, NCALayer, and files that are signed elsewhere: what signs the act, and what is refused.

mod elsewhere;
mod ncalayer;
mod stamps;
mod token;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{LazyLock, OnceLock};

use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Iin, Lang, Note};
use pki::Certificate;
use pki::cms::SignOptions;
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use serde_json::Value;
use tekseru::face::cli::errors::devices as said;
use tekseru::inspection::RETURNED_SAYS;
use tekseru::signing::token::PinTries;
use tekseru::signing::{DeviceError, NcaLayerError, TokenError};
use tekseru::words::{Facts, Words};

use crate::inspection::{copy, exits, fresh, json, shown, small_case, squeezed, text};

/// The only member of the commission of [`small_case`].
const MEMBER: &str = "000000000101";
const STRANGER: &str = "000000000199";

/// A key with its certificate.
struct Person {
    key: PrivateKey,
    certificate: Certificate,
}

impl Person {
    fn sign(&self, content: &[u8]) -> Vec<u8> {
        let options = SignOptions::detached(Timestamp::now());
        pki::cms::sign(&self.key, &self.certificate, content, &options).unwrap()
    }

    /// A container under the password `demo`.
    fn container(&self) -> Vec<u8> {
        use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKeyChain};
        let key = p12_keystore::PrivateKey::from_der(&self.key.to_pkcs8_der().unwrap()).unwrap();
        let chain = vec![p12_keystore::Certificate::from_der(self.certificate.der()).unwrap()];
        let mut store = KeyStore::new();
        let entry = PrivateKeyChain::new("key", key, chain);
        store.add_entry("key", KeyStoreEntry::PrivateKeyChain(entry));
        store.writer("demo").write().unwrap()
    }

    /// With the file inside.
    fn enclose(&self, content: &[u8]) -> Vec<u8> {
        let options = SignOptions::attached(Timestamp::now());
        pki::cms::sign(&self.key, &self.certificate, content, &options).unwrap()
    }
}

/// The authority that certifies everybody here, played by the tests.
struct Office {
    root: Person,
    now: Timestamp,
}

static OFFICE: LazyLock<Office> = LazyLock::new(|| {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let name =
        distinguished_name(&[(&known::COMMON_NAME, "ДЕМО ҚҰРЫЛҒЫ"), (&known::COUNTRY, "KZ")]);
    let now = Timestamp::now();
    let certificate = certificate(&Profile::Root, None, name, key.public_key(), &key, now);
    Office { root: Person { key, certificate }, now }
});

fn certificate(
    profile: &Profile,
    issuer: Option<&Certificate>,
    subject: Vec<u8>,
    key: &pki::algorithm::PublicKey,
    signer: &PrivateKey,
    now: Timestamp,
) -> Certificate {
    let validity = (hours(now, -24 * 30), hours(now, 24 * 300));
    let addresses = Addresses::default();
    CertificateTemplate::new(profile, issuer, subject, key, validity, &addresses)
        .issue(signer)
        .unwrap()
}

impl Office {
    fn issue(&self, kind: PrivateKeyKind, iin: &str) -> Person {
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        self.issue_as(&profile, kind, iin)
    }

    fn issue_as(&self, profile: &Profile, kind: PrivateKeyKind, iin: &str) -> Person {
        let key = PrivateKey::generate(kind).unwrap();
        let subject = person("ҮЛГІБАЕВ БІРІНШІ", "ҮЛГІБАЕВ", iin, None);
        let issuer = Some(&self.root.certificate);
        let of = certificate(profile, issuer, subject, key.public_key(), &self.root.key, self.now);
        Person { key, certificate: of }
    }

    fn list(&self) -> Vec<u8> {
        let (from, to) = (hours(self.now, -2), hours(self.now, 48));
        let list = CrlTemplate::new(&self.root.certificate, from, to, 1);
        list.issue(&self.root.key).unwrap().der().to_vec()
    }
}

fn hours(at: Timestamp, hours: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

/// A dossier with a sealed act that the office's signatures are judged by, for one test.
fn visit(name: &str) -> PathBuf {
    static SEALED: OnceLock<PathBuf> = OnceLock::new();
    let sealed = SEALED.get_or_init(|| sealed("devices", ""));
    let place = fresh(&format!("devices-{name}")).join("dossier");
    copy(sealed, &place);
    place
}

/// The same, with more in the case.
fn sealed(name: &str, more: &str) -> PathBuf {
    let folder = fresh(name);
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let place = folder.join(name);
        fs::write(&place, bytes).unwrap();
        place
    };
    let root = OFFICE.root.certificate.der();
    let anchor = format!(
        "signing-anchors = [{{ sha256 = '{}', obtained-from = 'сынақ' }}]\n{more}",
        EvidenceId::of(root)
    );
    let case = file("case.toml", small_case(&anchor).as_bytes());
    let place = folder.join("dossier");
    let dossier = text(&place);
    exits(0, &["new", dossier, "--case", text(&case)]);
    let answer = ["answer", dossier, "--item", "channels", "--seen", "in-order"];
    exits(0, &[&answer[..], &["--member", MEMBER]].concat());
    exits(0, &["seal", dossier, "--number", "1", "--conclusion", "negative"]);
    let (root, list) = (file("root.cer", root), file("root.crl", &OFFICE.list()));
    exits(0, &["sign", dossier, "--trust", text(&root), "--trust", text(&list)]);
    place
}

/// The bytes that are signed.
fn act(dossier: &Path) -> Vec<u8> {
    let place = dossier.with_file_name("to-sign.pdf");
    exits(0, &["sign", text(dossier), "--export", text(&place)]);
    fs::read(place).unwrap()
}

/// Runs the program with these variables set.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(arguments)
        .env("COLUMNS", "100")
        .env("TEKSERU_LANG", "en")
        .env_remove("TEKSERU_PASSWORD")
        .env_remove("TEKSERU_PIN")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// What the program says for this code, by which a test knows the sentence.
fn refused(output: &Output, code: &str) {
    assert_eq!(output.status.code(), Some(1), "{}", shown(output));
    let words = Words::embedded().unwrap();
    let sentence = words.say(Lang::En, code, &Facts::new());
    // A part of the sentence between its facts.
    let part = sentence.split(['–', '.']).map(squeezed).find(|it| it.len() > 12).unwrap();
    let said = squeezed(&shown(output));
    assert!(said.contains(&part), "{code}: {part}\n{}", shown(output));
}

fn signed(dossier: &Path) -> usize {
    let output = run(&["--json", "status", text(dossier)], &[]);
    json(&output)["tally"]["signed"].as_array().unwrap().len()
}

/// The act is adopted by the only member, and the pack verifies; the signature in it.
fn adopted(dossier: &Path) -> Vec<u8> {
    exits(0, &["adopt", text(dossier)]);
    let pack = dossier.with_file_name("pack");
    exits(0, &["export", text(dossier), "--out", text(&pack)]);
    exits(0, &["verify", text(&pack)]);
    let mut signatures: Vec<_> = fs::read_dir(pack.join("signatures")).unwrap().collect();
    assert_eq!(signatures.len(), 1);
    fs::read(signatures.remove(0).unwrap().path()).unwrap()
}

fn notes() -> Vec<Note> {
    let (token, certificate) = (|| "demo".to_owned(), || "0123".to_owned());
    let (path, found) = (|| PathBuf::from("/driver.so"), || vec!["one".to_owned()]);
    let (reason, iin) = (|| "why".to_owned(), || Iin::try_from(MEMBER.to_owned()).unwrap());
    let io = || std::io::Error::other("why");
    let address = || "127.0.0.1:13579".parse().unwrap();
    let devices = [
        DeviceError::AnotherPerson { member: iin(), found: Some(STRANGER.into()) },
        DeviceError::AnotherPerson { member: iin(), found: None },
        DeviceError::CertificateMissing,
        DeviceError::MemberNeeded,
        DeviceError::Nobody,
        DeviceError::NotACms { reason: reason() },
        DeviceError::OverSomethingElse,
        DeviceError::Unproven { codes: vec!["cms.signature-invalid".into()] },
    ];
    let programs = [
        NcaLayerError::AnswerTooLarge { most: 7 },
        NcaLayerError::Cancelled,
        NcaLayerError::Closed,
        NcaLayerError::Garbage { reason: reason() },
        NcaLayerError::ModuleAbsent { version: "1.3".into() },
        NcaLayerError::NotLaidOut(io()),
        NcaLayerError::NotLoopback { address: address() },
        NcaLayerError::NotNcaLayer { address: address(), reason: reason() },
        NcaLayerError::NotRunning { address: address() },
        NcaLayerError::Refused { code: "500".into(), message: reason() },
        NcaLayerError::Silent { address: address(), seconds: 7 },
        NcaLayerError::Unanswered { seconds: 7 },
    ];
    let wrong = |tries| TokenError::PinWrong { token: token(), tries };
    let tokens = [
        TokenError::AlgorithmUnknown { token: token(), algorithm: reason() },
        TokenError::Cancelled { token: token() },
        TokenError::CertificateUnknown { token: token(), wanted: reason() },
        TokenError::CertificatesSeveral { token: token(), found: found() },
        TokenError::Failed { token: token(), reason: reason() },
        TokenError::Gone { token: token() },
        TokenError::KeyMissing { token: token(), certificate: certificate() },
        TokenError::ModuleMissing { path: path() },
        TokenError::ModuleUnusable { path: path(), reason: reason() },
        TokenError::NoCertificate { token: token() },
        TokenError::NoMechanism { token: token(), algorithm: reason() },
        TokenError::NoToken { path: path() },
        TokenError::NotTheMembers { token: token(), member: iin(), found: vec![] },
        TokenError::PinEachTime { token: token() },
        TokenError::PinLocked { token: token() },
        TokenError::PinNotSet { token: token() },
        TokenError::PinUnasked(io()),
        wrong(PinTries::Few),
        wrong(PinTries::One),
        wrong(PinTries::Untold),
        TokenError::TokenUnknown { path: path(), wanted: reason(), found: found() },
        TokenError::TokensSeveral { path: path(), found: found() },
        TokenError::Unproven { token: token(), certificate: certificate() },
    ];
    let mut notes: Vec<Note> = devices.iter().map(said::device).collect();
    notes.extend(programs.iter().map(said::ncalayer));
    notes.extend(tokens.iter().map(said::token));
    notes
}

#[test]
fn every_error_of_a_device_is_said_in_every_language_with_all_its_facts() {
    let words = Words::embedded().unwrap();
    let notes = notes();
    for note in &notes {
        for lang in Lang::ALL {
            assert!(words.has(lang, &note.code), "{}: {}", lang.as_str(), note.code);
            let known = words.variables(lang, &note.code).unwrap();
            let given: BTreeSet<String> = note.facts.keys().map(|it| it.to_string()).collect();
            assert_eq!(*known, given, "{}: {}", lang.as_str(), note.code);
            let next = words.next_step(lang, &note.code, &note.facts).unwrap_or_default();
            assert!(next.ends_with('.') && !next.contains('{'), "{}: {next}", note.code);
        }
    }
    let told: BTreeSet<&str> = notes.iter().map(|it| &*it.code).collect();
    let listed: BTreeSet<&str> = said::SAYS.iter().copied().collect();
    assert_eq!(told, listed);
}

#[test]
fn no_sentence_of_a_device_is_left_over() {
    let known: BTreeSet<String> =
        said::SAYS.iter().chain(RETURNED_SAYS).map(|it| it.replace('.', "--")).collect();
    for lang in Lang::ALL {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("checklists/words/{}/devices.ftl", lang.as_str()));
        let text = fs::read_to_string(path).unwrap();
        let mut found = BTreeSet::new();
        for (id, _) in text.lines().filter_map(|it| it.split_once(" = ")) {
            if id.starts_with("error--") || id.starts_with("returned--") {
                assert!(known.contains(id), "{}: {id}", lang.as_str());
                found.insert(id.to_owned());
            }
        }
        assert_eq!(found, known, "{}", lang.as_str());
    }
}

#[test]
fn one_way_of_signing_is_chosen_at_a_time() {
    let place = visit("ways");
    let dossier = text(&place);
    for two in [
        &["--p12", "a", "--ncalayer"][..],
        &["--p12", "a", "--token-module", "b"],
        &["--ncalayer", "--import", "a"],
        &["--token-module", "a", "--export", "b"],
        &["--import", "a", "--export", "b"],
        &["--token-label", "a", "--p12", "b"],
        &["--wait", "5", "--p12", "b"],
        &["--ncalayer", "--wait", "0"],
    ] {
        exits(1, &[&["sign", dossier], two].concat());
    }
    let value: Value = json(&exits(1, &["--json", "sign", dossier]));
    assert!(!value["error"].is_null(), "{value}");
}
