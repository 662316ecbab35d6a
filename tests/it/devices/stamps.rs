//! `--tsp` from the command line to the pack: services that answer over HTTP, well, badly or not.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use jiff::Timestamp;
use pki::cms::SignedData;
use pki::issue::{Profile, TimestampTemplate, timestamp_granted, timestamp_refused};
use pki::key::PrivateKeyKind;
use pki::oid::known;
use pki::tsp::TspRequest;
use serde_json::Value;

use super::{MEMBER, OFFICE, Person, adopted, hours, run, sealed, visit};
use crate::hostile_services::{Answer, Asked, served};
use crate::inspection::{copy, exits, fresh, json, shown, text};

static STAMPER: LazyLock<Person> = LazyLock::new(|| {
    OFFICE.issue_as(&Profile::TimestampAuthority, PrivateKeyKind::Rsa2048, "000000000777")
});

/// The same service with a certificate that its own authority issued, of whom nobody has heard.
static STRANGER: LazyLock<Person> = LazyLock::new(|| {
    let key = pki::key::PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let own = OFFICE.issue_as(&Profile::Root, PrivateKeyKind::EcdsaP256, "000000000778");
    let certificate = super::certificate(
        &Profile::TimestampAuthority,
        Some(&own.certificate),
        own.certificate.subject().der().to_vec(),
        pki::key::Signer::public_key(&key),
        &own.key,
        OFFICE.now,
    );
    Person { key, certificate }
});

fn token(asked: &Asked, by: &Person, at: Timestamp, change: fn(&mut TimestampTemplate)) -> Answer {
    let request = TspRequest::read(&asked.body).unwrap();
    let policy = &known::POLICY_TSA_RSA;
    let mut template = TimestampTemplate::answering(&request, policy, vec![5], at);
    change(&mut template);
    let token = template.to_der(&by.key, &by.certificate).unwrap();
    (200, "application/timestamp-reply", timestamp_granted(&token))
}

/// Services by their path, and how often any was asked.
struct Services {
    base: String,
    asked: Arc<AtomicUsize>,
}

impl Services {
    fn start() -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let reply = "application/timestamp-reply";
        let address = served(move |it: &Asked| {
            count.fetch_add(1, Ordering::SeqCst);
            let now = Timestamp::now();
            match it.path.as_str() {
                "/good" => token(it, &STAMPER, now, |_| {}),
                "/stranger" => token(it, &STRANGER, now, |_| {}),
                "/early" => token(it, &STAMPER, hours(now, -3), |_| {}),
                "/imprint" => token(it, &STAMPER, now, |it| it.imprint[0] ^= 1),
                "/nonce" => token(it, &STAMPER, now, |it| it.nonce = Some(vec![7])),
                "/refuses" => (200, reply, timestamp_refused(2, "not for you")),
                "/garbage" => (200, reply, b"<html>sign in</html>".to_vec()),
                "/empty" => (200, reply, vec![]),
                _ => (503, "text/plain", vec![]),
            }
        });
        Self { base: format!("http://{address}/"), asked }
    }

    fn url(&self, name: &str) -> String {
        format!("{}{name}", self.base)
    }
}

/// Where nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

/// A dossier that lets this machine be asked, with the member's key beside it.
fn desk(name: &str, kind: PrivateKeyKind) -> PathBuf {
    static SEALED: OnceLock<PathBuf> = OnceLock::new();
    let more = "[network]\nallow-loopback = true\n";
    let all = SEALED.get_or_init(|| sealed("devices-stamps", more));
    let place = fresh(&format!("devices-stamps-{name}")).join("dossier");
    copy(all, &place);
    with_key(&place, kind);
    place
}

fn with_key(dossier: &Path, kind: PrivateKeyKind) {
    let key = OFFICE.issue(kind, MEMBER).container();
    fs::write(dossier.with_file_name("key.p12"), key).unwrap();
}

fn call(verb: &[&str], dossier: &Path, more: &[&str]) -> Output {
    let key = dossier.with_file_name("key.p12");
    let arguments = [&verb[..1], &[text(dossier), "--p12", text(&key)], &verb[1..], more].concat();
    run(&arguments, &[("TEKSERU_PASSWORD", "demo")])
}

fn sign(code: i32, dossier: &Path, more: &[&str]) -> Value {
    let key = dossier.with_file_name("key.p12");
    let arguments = [&["--json", "sign", text(dossier), "--p12", text(&key)], more].concat();
    let output = run(&arguments, &[("TEKSERU_PASSWORD", "demo")]);
    assert_eq!(output.status.code(), Some(code), "{more:?}: {}", shown(&output));
    json(&output)
}

fn codes(notes: &Value) -> Vec<&str> {
    notes.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect()
}

fn only(of: &Value) -> &Value {
    let [one] = of.as_array().unwrap().as_slice() else { panic!("{of:#}") };
    one
}

/// What the pack says of the only signature, and the signature in it.
fn in_the_pack(dossier: &Path) -> (Value, Vec<u8>) {
    let signature = adopted(dossier);
    let pack = dossier.with_file_name("pack");
    let told = json(&exits(0, &["--json", "verify", text(&pack)]));
    (only(&told["tally"]["outcomes"]).clone(), signature)
}

#[test]
fn a_time_stamp_that_was_asked_for_lies_in_the_pack_and_its_time_is_listed() {
    let services = Services::start();
    let good = services.url("good");
    for (name, kind) in [
        ("ecdsa", PrivateKeyKind::EcdsaP256),
        ("rsa", PrivateKeyKind::Rsa2048),
        ("gost", PrivateKeyKind::Gost2015A512),
    ] {
        let place = desk(name, kind);
        let before = Timestamp::now();
        let told = sign(0, &place, &["--tsp", &good]);
        assert_eq!(codes(&told["notes"]), ["signature.stamped"], "{told:#}");
        assert_eq!(told["time-stamp-missed"], false);
        let (outcome, signature) = in_the_pack(&place);
        let (signed, _) = SignedData::read(&signature).unwrap();
        let reports = signed.verify(None);
        let [report] = reports.as_slice() else { panic!("{name}") };
        let [stamp] = report.timestamps.as_slice() else { panic!("{name}") };
        assert!(stamp.valid);
        assert_eq!(stamp.certificate.as_ref(), Some(&STAMPER.certificate));
        assert!(stamp.gen_time.as_second() >= before.as_second());
        // Of the two times the proven one is listed, in the pack as in the dossier.
        for outcome in [&outcome, only(&told["tally"]["outcomes"])] {
            assert_eq!(outcome["standing"], "conclusive", "{outcome:#}");
            assert_eq!(outcome["stamped-at"], stamp.gen_time.to_string(), "{outcome:#}");
            assert_eq!(outcome["signed-at"], outcome["stamped-at"]);
            let codes = codes(&outcome["notes"]);
            assert!(codes.contains(&"signature.time-proven"), "{outcome:#}");
            assert!(!codes.contains(&"signature.time-claimed"), "{outcome:#}");
        }
        let pack = place.with_file_name("pack");
        let said = shown(&exits(0, &["--lang", "en", "verify", text(&pack)]));
        assert!(said.contains(&format!("existed by {}", stamp.gen_time)), "{said}");
    }
}

#[test]
fn where_no_time_stamp_comes_the_signature_counts_and_the_lack_is_said_aloud() {
    let services = Services::start();
    let down = nobody();
    for (name, url, code) in [
        ("down", down.clone(), "signature.stamp-service-silent"),
        ("busy", services.url("busy"), "signature.stamp-service-silent"),
        ("garbage", services.url("garbage"), "signature.stamp-answer-not-valid"),
        ("empty", services.url("empty"), "signature.stamp-answer-not-valid"),
        ("imprint", services.url("imprint"), "signature.stamp-answer-not-valid"),
        ("nonce", services.url("nonce"), "signature.stamp-answer-not-valid"),
        ("refuses", services.url("refuses"), "signature.stamp-refused"),
    ] {
        let place = desk(name, PrivateKeyKind::EcdsaP256);
        let told = sign(3, &place, &["--tsp", &url]);
        assert_eq!(codes(&told["notes"]), [code], "{name}: {told:#}");
        assert_eq!(told["time-stamp-missed"], true, "{name}");
        let (outcome, signature) = in_the_pack(&place);
        assert_eq!(outcome["stamped-at"], Value::Null, "{name}");
        assert_eq!(outcome["standing"], "conclusive", "{name}");
        assert!(codes(&outcome["notes"]).contains(&"signature.time-claimed"), "{name}");
        let (signed, _) = SignedData::read(&signature).unwrap();
        assert!(signed.verify(None)[0].timestamps.is_empty(), "{name}");
    }
    let place = desk("aloud", PrivateKeyKind::EcdsaP256);
    for (lang, word) in
        [("kk", "УАҚЫТ БЕЛГІСІ ЖОҚ"), ("ru", "МЕТКИ ВРЕМЕНИ НЕТ"), ("en", "NO TIME-STAMP")]
    {
        let more = ["--lang", lang, "--tsp", &down];
        let output = call(&["sign"], &place, &more);
        assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
        let said = shown(&output);
        assert!(said.contains(&format!("! {word}")), "{said}");
        let output = call(&["dissent", "--reasons", "Үлгі себеп."], &place, &more);
        assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
        assert!(shown(&output).contains(&format!("! {word}")), "{}", shown(&output));
    }
}

#[test]
fn the_next_service_is_asked_where_one_fails_and_no_other_after_one_that_answers() {
    let services = Services::start();
    let (down, garbage, good) = (nobody(), services.url("garbage"), services.url("good"));
    let place = desk("several", PrivateKeyKind::EcdsaP256);
    let busy = services.url("busy");
    let more = ["--tsp", &down, "--tsp", &garbage, "--tsp", &good, "--tsp", &busy];
    let told = sign(0, &place, &more);
    assert_eq!(
        codes(&told["notes"]),
        ["signature.stamp-service-silent", "signature.stamp-answer-not-valid", "signature.stamped"]
    );
    assert_eq!(services.asked.load(Ordering::SeqCst), 2);
}

/// A reservation and the act are two signatures, each with a time of its own.
#[test]
fn what_is_stated_beside_the_signature_is_stamped_as_well() {
    let services = Services::start();
    let good = services.url("good");
    let place = desk("stated", PrivateKeyKind::EcdsaP256);
    let told = sign(0, &place, &["--tsp", &good, "--reservation", "Үлгі ескертпе."]);
    assert_eq!(codes(&told["notes"]), ["signature.stamped"; 2]);
    assert_eq!(services.asked.load(Ordering::SeqCst), 2);
    let place = desk("stated-dissent", PrivateKeyKind::EcdsaP256);
    let output = call(&["dissent", "--reasons", "Үлгі себеп."], &place, &["--tsp", &good]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    assert_eq!(services.asked.load(Ordering::SeqCst), 3);
}

/// A token is sound by itself and proves nothing all the same: nobody trusts who made it, or it
/// names a time at which the act did not exist.
#[test]
fn a_time_stamp_that_proves_nothing_is_told_and_its_time_is_not_believed() {
    let services = Services::start();
    let place = desk("stranger", PrivateKeyKind::EcdsaP256);
    let told = sign(0, &place, &["--tsp", &services.url("stranger")]);
    let outcome = only(&told["tally"]["outcomes"]);
    assert_eq!(outcome["stamped-at"], Value::Null);
    let found = codes(&outcome["notes"]);
    for code in ["signature.stamp-not-trusted", "signature.time-claimed"] {
        assert!(found.contains(&code), "{outcome:#}");
    }
    let place = desk("early", PrivateKeyKind::EcdsaP256);
    let told = sign(0, &place, &["--tsp", &services.url("early")]);
    let outcome = only(&told["tally"]["outcomes"]);
    assert!(codes(&outcome["notes"]).contains(&"signature.stamp-before-sealing"), "{outcome:#}");
}

#[test]
fn the_services_of_the_case_are_asked_and_their_silence_is_no_failure() {
    let services = Services::start();
    let more = format!(
        "signing-tsp = ['{}', '{}']\n[network]\nallow-loopback = true\n",
        nobody(),
        services.url("refuses"),
    );
    let place = sealed("devices-stamps-case", &more);
    with_key(&place, PrivateKeyKind::EcdsaP256);
    let told = sign(0, &place, &[]);
    let both = ["signature.stamp-service-silent", "signature.stamp-refused"];
    assert_eq!(codes(&told["notes"]), both, "{told:#}");
    assert_eq!(
        (&told["time-stamp-missed"], &told["tally"]["adopted"]),
        (&true.into(), &true.into())
    );
    let said = shown(&call(&["sign"], &place, &[]));
    assert!(said.contains("! NO TIME-STAMP"), "{said}");
    // Who wants none asks nobody and hears nothing of it.
    let asked = services.asked.load(Ordering::SeqCst);
    let told = sign(0, &place, &["--no-time-stamp"]);
    assert_eq!((codes(&told["notes"]), &told["time-stamp-missed"]), (vec![], &false.into()));
    assert!(!shown(&call(&["sign"], &place, &["--no-time-stamp"])).contains("NO TIME-STAMP"));
    assert_eq!(services.asked.load(Ordering::SeqCst), asked);
    // Services on the command line stand in their place.
    let told = sign(0, &place, &["--tsp", &services.url("good")]);
    assert_eq!(codes(&told["notes"]), ["signature.stamped"]);
}

#[test]
fn an_address_that_the_case_does_not_allow_is_not_asked_for_a_time_stamp() {
    let services = Services::start();
    let place = visit("stamps-not-allowed");
    with_key(&place, PrivateKeyKind::EcdsaP256);
    for url in
        [services.url("good"), "http://169.254.169.254/tsp".into(), "file:///etc/passwd".into()]
    {
        let told = sign(3, &place, &["--tsp", &url]);
        assert_eq!(codes(&told["notes"]), ["signature.stamp-service-silent"], "{url}: {told:#}");
        let reason = told["notes"][0]["facts"]["reason"].as_str().unwrap();
        assert!(reason.starts_with("address-refused"), "{url}: {reason}");
    }
    assert_eq!(services.asked.load(Ordering::SeqCst), 0);
}
