//! A real PKCS #11 driver: SoftHSM 2, set up for each test in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pki::Certificate;
use pki::issue::Profile;
use pki::key::{PrivateKey, PrivateKeyKind};
use pki::oid::known;

use super::{MEMBER, OFFICE, Person, STRANGER, act, adopted, refused, run, signed, visit};
use crate::bad_input::pem;
use crate::inspection::{exits, fresh, json, shown, text};
use crate::skip::skipped;

const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];
const PIN: &str = "271828";
/// What a token offers that hashes nothing itself; a list of one that is taken away takes none away.
const RAW: &str = "slots.mechanisms = CKM_RSA_PKCS\n";

/// Tokens of one test.
struct Soft {
    folder: PathBuf,
    module: &'static str,
}

impl Soft {
    /// Nothing, said aloud, where SoftHSM or the tools around it are not installed.
    fn new(name: &str, more: &str) -> Option<Self> {
        let module = MODULES.into_iter().find(|it| Path::new(it).exists());
        let tool = |name: &str| Command::new(name).arg("--help").output().is_ok();
        let (Some(module), true, true) = (module, tool("softhsm2-util"), tool("pkcs11-tool"))
        else {
            skipped("softhsm2 or opensc absent");
            return None;
        };
        let folder = fresh(&format!("softhsm-{name}"));
        fs::create_dir_all(folder.join("tokens")).unwrap();
        let config = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n{more}",
            folder.join("tokens").display()
        );
        fs::write(folder.join("softhsm2.conf"), config).unwrap();
        Some(Self { folder, module })
    }

    fn config(&self) -> String {
        self.folder.join("softhsm2.conf").display().to_string()
    }

    fn tool(&self, name: &str, arguments: &[&str]) -> String {
        let output = Command::new(name)
            .args(arguments)
            .env("SOFTHSM2_CONF", self.config())
            .output()
            .unwrap();
        assert!(output.status.success(), "{name} {arguments:?}: {}", shown(&output));
        shown(&output)
    }

    fn init(&self, label: &str) {
        let pins = ["--pin", PIN, "--so-pin", "12345678"];
        let token = ["--init-token", "--free", "--label", label];
        self.tool("softhsm2-util", &[&token[..], &pins].concat());
    }

    fn key(&self, token: &str, key: &PrivateKey, id: &str) {
        let path = self.folder.join(format!("{id}.pem"));
        fs::write(&path, pem("PRIVATE KEY", &key.to_pkcs8_der().unwrap())).unwrap();
        let arguments = ["--import", text(&path), "--token", token, "--label", "sign", "--id", id];
        self.tool("softhsm2-util", &[&arguments[..], &["--pin", PIN]].concat());
        fs::remove_file(path).unwrap();
    }

    /// A key that wants the PIN before each signature.
    fn watchful_key(&self, token: &str, key: &PrivateKey, id: &str) {
        let path = self.folder.join(format!("{id}.der"));
        fs::write(&path, key.to_pkcs8_der().unwrap()).unwrap();
        let login = ["--module", self.module, "--token-label", token, "--login", "--pin", PIN];
        let write = ["--write-object", text(&path), "--type", "privkey", "--id", id];
        let made = self.tool(
            "pkcs11-tool",
            &[&login[..], &write, &["--label", "sign", "--usage-sign", "--always-auth"]].concat(),
        );
        assert!(made.contains("always authenticate"), "{made}");
        fs::remove_file(path).unwrap();
    }

    fn certificate(&self, token: &str, certificate: &Certificate, id: &str, label: &str) {
        let path = self.folder.join(format!("{id}.cer"));
        fs::write(&path, certificate.der()).unwrap();
        let login = ["--module", self.module, "--token-label", token, "--login", "--pin", PIN];
        let write = ["--write-object", text(&path), "--type", "cert", "--id", id, "--label", label];
        self.tool("pkcs11-tool", &[&login[..], &write].concat());
    }

    fn person(&self, token: &str, person: &Person, id: &str, label: &str) {
        self.key(token, &person.key, id);
        self.certificate(token, &person.certificate, id, label);
    }

    /// A token with the member's key of this kind.
    fn with(name: &str, more: &str, kind: PrivateKeyKind) -> Option<Self> {
        let soft = Self::new(name, more)?;
        soft.init("demo");
        soft.person("demo", &OFFICE.issue(kind, MEMBER), "a1", "sign");
        Some(soft)
    }

    fn sign(&self, dossier: &Path, more: &[&str]) -> Output {
        let token = ["--json", "sign", text(dossier), "--token-module", self.module];
        let variables = [("SOFTHSM2_CONF", self.config()), ("TEKSERU_PIN", PIN.into())];
        let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
        run(&[&token[..], more].concat(), &variables)
    }
}

fn done(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", shown(output));
}

/// What OpenSSL says of the signature and the act.
fn openssl(dossier: &Path, signature: &[u8]) {
    let folder = dossier.parent().unwrap();
    fs::write(folder.join("signature.p7s"), signature).unwrap();
    let root = pem("CERTIFICATE", OFFICE.root.certificate.der());
    fs::write(folder.join("root.pem"), root).unwrap();
    let verified = Command::new("openssl")
        .args(["cms", "-verify", "-binary", "-cades", "-purpose", "any", "-inform", "DER"])
        .args(["-in", "signature.p7s", "-content", "to-sign.pdf", "-CAfile", "root.pem"])
        .args(["-out", "verified.pdf"])
        .current_dir(folder)
        .output();
    let Ok(verified) = verified else {
        skipped("openssl absent");
        return;
    };
    assert!(verified.status.success(), "{}", shown(&verified));
    assert_eq!(
        fs::read(folder.join("verified.pdf")).unwrap(),
        fs::read(folder.join("to-sign.pdf")).unwrap()
    );
}

#[test]
fn an_act_signed_with_a_token_is_counted_and_openssl_verifies_it() {
    for (name, more, kind) in [
        ("rsa", "", PrivateKeyKind::Rsa2048),
        // A token that hashes nothing itself.
        ("rsa-raw", RAW, PrivateKeyKind::Rsa2048),
        ("p256", "", PrivateKeyKind::EcdsaP256),
        ("p384", "", PrivateKeyKind::EcdsaP384),
    ] {
        let Some(soft) = Soft::with(name, more, kind) else { return };
        let place = visit(&format!("token-{name}"));
        act(&place);
        let output = soft.sign(&place, &["--member", MEMBER]);
        done(&output);
        assert_eq!(json(&output)["label"], format!("{MEMBER}.p7s"), "{name}");
        openssl(&place, &adopted(&place));
    }
}

#[test]
fn a_dissent_is_signed_with_a_token_and_its_pin_comes_from_a_file() {
    let Some(soft) = Soft::with("dissent", "", PrivateKeyKind::EcdsaP256) else { return };
    let place = visit("token-dissent");
    let pin = place.with_file_name("pin.txt");
    fs::write(&pin, format!("{PIN}\r\n")).unwrap();
    let token = ["dissent", text(&place), "--token-module", soft.module, "--pin-file", text(&pin)];
    let arguments = [&token[..], &["--reasons", "Үлгі себеп."]].concat();
    let output = run(&arguments, &[("SOFTHSM2_CONF", &soft.config())]);
    done(&output);
    let status = json(&exits(3, &["--json", "status", text(&place)]));
    assert_eq!(status["members"][0]["state"], "dissent", "{status}");
}

#[test]
fn each_thing_that_a_token_lacks_has_its_own_sentence() {
    let place = visit("token-refusals");
    let module = |library: &str| run(&["sign", text(&place), "--token-module", library], &[]);
    refused(&module("/nowhere/driver.so"), "error.token-module-missing");
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    refused(&module(page), "error.token-module-unusable");

    let Some(soft) = Soft::new("refusals", "") else { return };
    refused(&soft.sign(&place, &[]), "error.token-no-token");
    soft.init("demo");
    refused(&soft.sign(&place, &[]), "error.token-no-certificate");
    // A certificate without its key, and one beside a key that is not its own.
    let (alone, other) = (
        OFFICE.issue(PrivateKeyKind::EcdsaP256, MEMBER),
        OFFICE.issue(PrivateKeyKind::EcdsaP256, STRANGER),
    );
    soft.certificate("demo", &alone.certificate, "01", "alone");
    refused(&soft.sign(&place, &[]), "error.token-key-missing");
    soft.certificate("demo", &other.certificate, "02", "other");
    soft.key("demo", &alone.key, "02");
    refused(&soft.sign(&place, &[]), "error.token-certificates-several");
    let certificate = |name: &str| soft.sign(&place, &["--token-certificate", name]);
    refused(&certificate("nobody's"), "error.token-certificate-unknown");
    refused(&certificate("other"), "error.token-unproven");
    let third = ["--member", "000000000103"];
    refused(&soft.sign(&place, &third), "error.token-not-the-members");
    assert_eq!(signed(&place), 0);

    soft.init("second");
    refused(&soft.sign(&place, &[]), "error.token-tokens-several");
    refused(&soft.sign(&place, &["--token-label", "third"]), "error.token-unknown");
    refused(&soft.sign(&place, &["--token-slot", "4"]), "error.token-unknown");
    refused(&soft.sign(&place, &["--token-label", "second"]), "error.token-no-certificate");
}

#[test]
fn a_wrong_pin_signs_nothing_and_costs_one_try() {
    let Some(soft) = Soft::with("pin", "", PrivateKeyKind::EcdsaP256) else { return };
    let place = visit("token-pin");
    let sign = |pin: &str| {
        let arguments = ["sign", text(&place), "--token-module", soft.module];
        run(&arguments, &[("SOFTHSM2_CONF", &soft.config()), ("TEKSERU_PIN", pin)])
    };
    for pin in ["000000", "", "ҮЛГІ", &"1".repeat(300)] {
        refused(&sign(pin), "error.token-pin-wrong");
    }
    assert_eq!(signed(&place), 0);
    done(&sign(PIN));
    assert_eq!(signed(&place), 1);
    // Nobody can be asked where there is no terminal.
    let arguments = ["sign", text(&place), "--token-module", soft.module];
    let output = run(&arguments, &[("SOFTHSM2_CONF", &soft.config())]);
    refused(&output, "error.token-pin-unasked");
}

#[test]
fn of_several_certificates_the_members_signing_one_is_taken() {
    let Some(soft) = Soft::new("several", "") else { return };
    soft.init("demo");
    let member = OFFICE.issue(PrivateKeyKind::Rsa2048, MEMBER);
    let stranger = OFFICE.issue(PrivateKeyKind::EcdsaP256, STRANGER);
    soft.person("demo", &stranger, "01", "stranger");
    soft.person("demo", &member, "02", "member");
    // The member's certificate to authenticate with, and the authority's.
    let mut login = OFFICE.issue(PrivateKeyKind::EcdsaP256, MEMBER);
    login.certificate = for_login(&login);
    soft.person("demo", &login, "03", "login");
    soft.certificate("demo", &OFFICE.root.certificate, "04", "root");
    let place = visit("token-several");
    refused(&soft.sign(&place, &[]), "error.token-certificates-several");
    done(&soft.sign(&place, &["--member", MEMBER, "--token-label", "demo"]));
    let signature = adopted(&place);
    let (signature, _) = pki::cms::SignedData::read(&signature).unwrap();
    assert_eq!(signature.certificates(), [member.certificate]);
}

/// A certificate of the same person and key, marked for authentication.
fn for_login(person: &Person) -> Certificate {
    use pki::issue::{Addresses, CertificateTemplate, Extension};
    use pki::key::Signer;
    let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let (root, old) = (&OFFICE.root, &person.certificate);
    let validity = (old.not_before(), old.not_after());
    let mut template = CertificateTemplate::new(
        &profile,
        Some(&root.certificate),
        old.subject().der().to_vec(),
        person.key.public_key(),
        validity,
        &Addresses::default(),
    );
    template.set(Extension::purposes(&[&known::PURPOSE_CLIENT], false));
    template.issue(&root.key).unwrap()
}

#[test]
fn a_key_for_which_the_token_has_no_mechanism_is_named() {
    let Some(soft) = Soft::new("gost", "") else { return };
    soft.init("demo");
    // SoftHSM as Debian builds it knows no GOST; the private key beside it does not matter.
    let member = OFFICE.issue(PrivateKeyKind::Gost2015A512, MEMBER);
    soft.certificate("demo", &member.certificate, "01", "gost");
    soft.key("demo", &PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap(), "01");
    let place = visit("token-gost");
    refused(&soft.sign(&place, &[]), "error.token-no-mechanism");
    assert_eq!(signed(&place), 0);
}

/// The PIN opens the token and is given once more for each signature: an act and a reservation.
#[test]
fn a_key_that_wants_the_pin_before_each_signature_is_served() {
    let Some(soft) = Soft::new("watchful", "") else { return };
    soft.init("demo");
    let member = OFFICE.issue(PrivateKeyKind::Rsa2048, MEMBER);
    soft.watchful_key("demo", &member.key, "a1");
    soft.certificate("demo", &member.certificate, "a1", "sign");
    let place = visit("token-watchful");
    act(&place);
    let wrong = ["sign", text(&place), "--token-module", soft.module];
    let variables = [("SOFTHSM2_CONF", soft.config()), ("TEKSERU_PIN", "000000".to_owned())];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    refused(&run(&wrong, &variables), "error.token-pin-wrong");
    assert_eq!(signed(&place), 0);
    done(&soft.sign(&place, &["--member", MEMBER, "--reservation", "Үлгі ескертпе."]));
    openssl(&place, &adopted(&place));
}

/// A digest is signed in one step here, and nothing comes between its two halves: such a token is
/// refused in words, and not left with a signature that was begun.
#[test]
fn a_key_that_wants_the_pin_for_a_digest_is_refused_in_words() {
    for (name, more, kind) in [
        ("watchful-ec", "", PrivateKeyKind::EcdsaP256),
        ("watchful-raw", RAW, PrivateKeyKind::Rsa2048),
    ] {
        let Some(soft) = Soft::new(name, more) else { return };
        soft.init("demo");
        let member = OFFICE.issue(kind, MEMBER);
        soft.watchful_key("demo", &member.key, "a1");
        soft.certificate("demo", &member.certificate, "a1", "sign");
        let place = visit(&format!("token-{name}"));
        refused(&soft.sign(&place, &[]), "error.token-pin-each-time");
        assert_eq!(signed(&place), 0);
    }
}
