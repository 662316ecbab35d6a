//! The demonstration site, seen from outside: over its sockets, with the toolkit's own verifier,
//! with sntpc and, where it is installed, with OpenSSL.

use std::net::UdpSocket;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use model::{Body, Iin, Member, Order, Role, Roster};
use pki::algorithm::HashAlgorithm;
use pki::crl::Crl;
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::ocsp::{OcspQuestion, OcspRequest, OcspResponse, OcspStatus};
use pki::path::{PathQuestion, PathReport, PathVerdict, RevocationMode, validate};
use pki::tsp::{TspRequest, TspResponse};
use pki::{Certificate, Weight};
use probes::{HttpRequest, Site};
use tekseru::demo::{DemoSite, PASSWORD, Scenario};
use tekseru::site::{Limits, Networks, World};

fn roster() -> Roster {
    let member = |number: u32, body, role| Member {
        iin: Iin::try_from(format!("{:012}", 100 + number)).unwrap(),
        name: format!("Үлгібаев{number} Мүше Демоұлы"),
        position: "үлгі".into(),
        body,
        role,
        present: true,
        from: None,
        until: None,
    };
    Roster {
        order: Order { number: "ДЕМО-1".into(), date: Date::constant(2026, 1, 12) },
        amendments: vec![],
        members: vec![
            member(1, Body::ServiceProvider, Role::Chair),
            member(2, Body::ServiceProvider, Role::Member),
            member(3, Body::TechnicalRegulation, Role::Member),
            member(4, Body::NationalSecurity, Role::Member),
            member(5, Body::NationalSecurity, Role::Member),
            member(6, Body::ServiceProvider, Role::Secretary),
        ],
    }
}

struct Started {
    demo: DemoSite,
    at: Timestamp,
}

fn start(scenario: Scenario) -> Started {
    let at = Timestamp::now();
    let begun = Instant::now();
    let demo = DemoSite::start(scenario, &roster(), at).unwrap();
    println!("{} started in {:?}", scenario.as_str(), begun.elapsed());
    Started { demo, at }
}

/// One of each: keys take time.
static CLEAN: LazyLock<Started> = LazyLock::new(|| start(Scenario::Clean));
static DEFECTS: LazyLock<Started> = LazyLock::new(|| start(Scenario::Defects));

fn world() -> World {
    World::new(Networks::loopback(), Limits::default()).unwrap()
}

fn file(demo: &DemoSite, name: &str) -> Certificate {
    let file = demo.files().find(|it| it.name == name).expect(name);
    Certificate::read(&file.bytes).unwrap()
}

fn get(url: &str, media_type: &str) -> Vec<u8> {
    let answer = world().http(&HttpRequest::get(url)).unwrap();
    assert_eq!(answer.status, 200, "{url}");
    assert_eq!(answer.headers["content-type"], media_type, "{url}");
    answer.body.bytes().unwrap().into_owned()
}

fn signed_by(certificate: &Certificate, issuer: &Certificate) -> bool {
    let (key, algorithm) = (issuer.public_key(), certificate.signature_algorithm());
    pki::algorithm::verify(key, algorithm, certificate.tbs(), certificate.signature()).is_ok()
}

/// Runs OpenSSL on files in a folder of its own; `None` where it is not installed.
fn openssl(files: &[(&str, &[u8])], arguments: &[&str]) -> Option<(bool, String)> {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: openssl is not installed");
        return None;
    }
    let unique = format!("tekseru-demo-{}-{:?}", std::process::id(), std::thread::current().id());
    let folder = std::env::temp_dir().join(unique.replace(['(', ')'], "-"));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let run = Command::new("openssl").args(arguments).current_dir(&folder).output().unwrap();
    std::fs::remove_dir_all(Path::new(&folder)).unwrap();
    let output = [run.stdout, run.stderr].concat();
    Some((run.status.success(), String::from_utf8_lossy(&output).into_owned()))
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let text = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", base64(der));
    text.into_bytes()
}

/// Base64 of RFC 4648 section 4, in lines of 64.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (index, chunk) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 16 == 0 {
            text.push('\n');
        }
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let number = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for position in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * position) & 63) as usize];
            text.push(if position <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[test]
fn every_certificate_is_signed_by_its_issuer_in_its_family() {
    let demo = &CLEAN.demo;
    for (family, users) in [("gost", 4), ("rsa", 2)] {
        let root = file(demo, &format!("root_{family}.cer"));
        let issuing = file(demo, &format!("ca_{family}.cer"));
        assert!(signed_by(&root, &root));
        assert!(signed_by(&issuing, &root));
        assert!(!signed_by(&issuing, &issuing));
        let ending = format!("_{family}.cer");
        let below: Vec<_> = demo
            .files()
            .filter(|it| it.name.ends_with(&ending) && !it.name.starts_with("root"))
            .filter(|it| !it.name.starts_with("ca_"))
            .collect();
        assert_eq!(below.len(), users + 2, "{family}: users, ocsp, tsa");
        for file in below {
            let certificate = Certificate::read(&file.bytes).unwrap();
            assert!(signed_by(&certificate, &issuing), "{}", file.name);
            assert!(certificate.defects().is_empty(), "{}: {:?}", file.name, certificate.defects());
            assert!(certificate.not_before() < CLEAN.at && CLEAN.at < certificate.not_after());
        }
    }
    let national = "1.2.398.3.10.1.1.2.3.2".parse().unwrap();
    assert_eq!(file(demo, "ca_gost.cer").signature_algorithm().oid, national);
    let rsa = "1.2.840.113549.1.1.11".parse().unwrap();
    assert_eq!(file(demo, "ca_rsa.cer").signature_algorithm().oid, rsa);
}

#[test]
fn every_address_inside_the_certificates_answers() {
    let demo = &CLEAN.demo;
    let mut asked = 0;
    for name in ["ca_gost.cer", "legal_head_gost.cer", "ca_rsa.cer", "natural_signature_rsa.cer"] {
        let certificate = file(demo, name);
        for url in certificate.crl_urls().iter().chain(certificate.freshest_crl_urls()) {
            assert!(url.starts_with("http://127.0.0.1:"), "{url}");
            assert_eq!(get(url, "application/pkix-crl")[0], 0x30);
            asked += 1;
        }
        for url in certificate.issuer_urls() {
            let issuer = Certificate::read(&get(url, "application/pkix-cert")).unwrap();
            assert!(signed_by(&certificate, &issuer), "{url}");
            asked += 1;
        }
    }
    // A list and an issuer of each, and a delta list of each user.
    assert_eq!(asked, 4 * 2 + 2);
    let missing = world().http(&HttpRequest::get(demo.url("/nothing"))).unwrap();
    assert_eq!(missing.status, 404);
}

/// The path of a certificate, with every list of its hierarchy at hand and required.
fn path(
    demo: &DemoSite,
    family: &str,
    folder: &str,
    names: [&str; 2],
    lists: &[&str],
    target: &Certificate,
) -> PathReport {
    let certificate = |name: &str| {
        let url = demo.url(&format!("{folder}/{name}_{family}.cer"));
        Certificate::read(&get(&url, "application/pkix-cert")).unwrap()
    };
    let crls: Vec<_> = lists
        .iter()
        .map(|it| demo.url(&format!("{folder}/{it}_{family}.crl")))
        .map(|it| Crl::read(&get(&it, "application/pkix-crl")).unwrap())
        .collect();
    let anchors = [certificate(names[0])];
    let candidates = [certificate(names[1])];
    validate(&PathQuestion {
        candidates: &candidates,
        crls: &crls,
        revocation: RevocationMode::Required,
        ..PathQuestion::new(target, &anchors, Timestamp::now())
    })
}

fn codes(report: &PathReport) -> Vec<&'static str> {
    let findings = report.paths.iter().flat_map(|it| &it.findings);
    findings.filter(|it| it.weight != Weight::Remark).map(|it| it.code).collect()
}

const ALL_LISTS: [&str; 3] = ["root", "ca", "ca_d"];

#[test]
fn the_engine_finds_every_path_of_the_clean_site_valid_and_nothing_revoked_passes() {
    let demo = &CLEAN.demo;
    let names = ["root", "ca"];
    for file in demo.files().filter(|it| !it.name.starts_with("root")) {
        let family = if file.name.ends_with("_gost.cer") { "gost" } else { "rsa" };
        let certificate = Certificate::read(&file.bytes).unwrap();
        let report = path(demo, family, "", names, &ALL_LISTS, &certificate);
        assert_eq!(report.verdict, PathVerdict::Valid, "{}: {:?}", file.name, codes(&report));
    }
    let revoked: Vec<_> = demo.revoked().collect();
    for (certificate, family) in revoked.iter().zip(["gost", "gost", "rsa", "rsa"]) {
        let report = path(demo, family, "", names, &ALL_LISTS, certificate);
        assert_eq!(report.verdict, PathVerdict::Invalid);
        assert!(codes(&report).contains(&"path.revoked"), "{:?}", codes(&report));
    }
    // The second of each stands in the delta list alone.
    let report = path(demo, "gost", "", names, &["root", "ca"], revoked[1]);
    assert_eq!(report.verdict, PathVerdict::Valid, "{:?}", codes(&report));
}

#[test]
fn the_engine_accepts_the_keys_of_the_commission_and_refuses_the_revoked_one() {
    let demo = &CLEAN.demo;
    for key in demo.members() {
        let family = if key.file.contains("gost") { "gost" } else { "rsa" };
        let lists = ["root", "ca"];
        let report = path(demo, family, "/signing", ["root", "ca"], &lists, &key.certificate);
        let expected = if key.revoked { PathVerdict::Invalid } else { PathVerdict::Valid };
        assert_eq!(report.verdict, expected, "{}: {:?}", key.file, codes(&report));
    }
    assert_eq!(demo.members().iter().filter(|it| it.revoked).count(), 1);
}

#[test]
fn the_list_of_the_defective_site_has_expired_and_only_there() {
    let next_update = |started: &Started, name: &str| {
        let url = started.demo.url(&format!("/{name}.crl"));
        let crl = Crl::read(&get(&url, "application/pkix-crl")).unwrap();
        (crl.this_update(), crl.next_update().unwrap())
    };
    for (started, name, expired) in [
        (&*CLEAN, "ca_gost", false),
        (&*CLEAN, "ca_d_gost", false),
        (&*CLEAN, "ca_rsa", false),
        (&*DEFECTS, "ca_gost", true),
        (&*DEFECTS, "ca_d_gost", false),
        (&*DEFECTS, "ca_rsa", false),
    ] {
        let (this, next) = next_update(started, name);
        assert!(this < started.at);
        assert_eq!(next < started.at, expired, "{name}");
    }
    let user = file(&DEFECTS.demo, "legal_head_gost.cer");
    let report = path(&DEFECTS.demo, "gost", "", ["root", "ca"], &["root", "ca"], &user);
    assert_ne!(report.verdict, PathVerdict::Valid);
}

fn status(demo: &DemoSite, family: &str, certificate: &Certificate) -> OcspStatus {
    let issuer = file(demo, &format!("ca_{family}.cer"));
    let nonce = [7; 16];
    let request =
        OcspRequest::new(certificate, &issuer, HashAlgorithm::Sha256, Some(&nonce)).to_der();
    let url = demo.url(&format!("/ocsp_{family}"));
    let kind = "application/ocsp-request";
    let answer = world().http(&HttpRequest::post(url, kind, request)).unwrap();
    assert_eq!(answer.status, 200);
    let (response, defects) = OcspResponse::read(&answer.body.bytes().unwrap()).unwrap();
    assert!(defects.is_empty(), "{defects:?}");
    let report = response.check(&OcspQuestion {
        certificate,
        issuer: &issuer,
        at: Timestamp::now(),
        nonce: Some(&nonce),
        trusted: &[],
        longest_age: Some(SignedDuration::from_mins(5)),
    });
    let serious: Vec<_> = report.findings.iter().filter(|it| it.weight != Weight::Remark).collect();
    assert!(serious.is_empty(), "{serious:?}");
    report.status
}

#[test]
fn the_status_service_tells_good_from_revoked_and_never_issued() {
    let demo = &CLEAN.demo;
    let good = |family: &str| {
        let user = file(demo, &format!("natural_signature_{family}.cer"));
        assert_eq!(status(demo, family, &user), OcspStatus::Good);
    };
    good("gost");
    good("rsa");
    let revoked: Vec<_> = demo.revoked().cloned().collect();
    assert_eq!(revoked.len(), 4);
    for (certificate, family) in revoked.iter().zip(["gost", "gost", "rsa", "rsa"]) {
        let status = status(demo, family, certificate);
        assert!(matches!(status, OcspStatus::Revoked { .. }), "{status:?}");
    }
    // As the national responder: on hold since the beginning of 1970 (RFC 6960 section 4.4.8).
    let issuer = file(demo, "ca_gost.cer");
    let user = file(demo, "natural_signature_gost.cer");
    let mut request = OcspRequest::new(&user, &issuer, HashAlgorithm::Sha256, None);
    request.certificates[0].serial = vec![1, 2, 3];
    let url = demo.url("/ocsp_gost");
    let asked = HttpRequest::post(url, "application/ocsp-request", request.to_der());
    let body = world().http(&asked).unwrap().body;
    let (response, _) = OcspResponse::read(&body.bytes().unwrap()).unwrap();
    let OcspResponse::Answered(response) = response else { panic!("refused") };
    let answers = &response.answers;
    let never = OcspStatus::Revoked { at: Timestamp::UNIX_EPOCH, reason: Some(6) };
    assert_eq!((answers.len(), answers[0].status), (1, never));
}

#[test]
fn the_time_stamping_services_stamp_what_they_are_sent() {
    let demo = &CLEAN.demo;
    for (family, hash) in [("gost", HashAlgorithm::Streebog512), ("rsa", HashAlgorithm::Sha256)] {
        let data = b"what is stamped";
        let nonce = [3; 8];
        let request = TspRequest::new(hash, hash.digest(data), Some(&nonce));
        let url = demo.url(&format!("/tsp_{family}"));
        let kind = "application/timestamp-query";
        let answer = world().http(&HttpRequest::post(url, kind, request.to_der())).unwrap();
        assert_eq!(answer.headers["content-type"], "application/timestamp-reply");
        let (response, defects) = TspResponse::read(&answer.body.bytes().unwrap()).unwrap();
        assert!(defects.is_empty() && response.is_granted(), "{defects:?}");
        let report = response.check(&request, &[], None).unwrap();
        assert!(report.valid);
        let serious: Vec<_> =
            report.findings.iter().filter(|it| it.weight != Weight::Remark).collect();
        assert!(serious.is_empty(), "{serious:?}");
        assert!(
            Timestamp::now().duration_since(report.gen_time).abs() < SignedDuration::from_secs(3)
        );
    }
}

/// The offset that sntpc measures, in microseconds.
fn offset(server: &str) -> i64 {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let socket = sntpc_net_std::UdpSocketWrapper::new(socket);
    let context = sntpc::NtpContext::new(sntpc::StdTimestampGen::default());
    let result = sntpc::sync::get_time(server.parse().unwrap(), &socket, context).unwrap();
    assert!(result.stratum == 1 || result.stratum == 2);
    result.offset()
}

#[test]
fn the_clock_of_the_authority_stands_where_the_scenario_puts_it() {
    for (started, expected) in [(&CLEAN, 4_000), (&DEFECTS, -3_200_000)] {
        let case = started.demo.complete(case(), Date::constant(2026, 11, 22));
        let server = &case.declaration.time_servers[0].address;
        let measured = offset(server);
        println!("{server}: {measured} us");
        // A loaded machine answers late, by half of which the measure may be off.
        assert!((measured - expected).abs() < 60_000, "{measured} us");
        assert_eq!(case.declaration.time_references.len(), 3);
        for reference in &case.declaration.time_references {
            assert!(offset(&reference.address).abs() < 60_000, "{reference:?}");
        }
    }
}

/// A case with nothing declared.
fn case() -> tekseru::case::Case {
    let text = "
        [recipient]
        name = 'ДЕМО'
        address = 'ДЕМО'
        bin = '000000000601'
        authority = 'ДЕМО'
        [visit]
        start = '2026-01-01'
        end = '2026-01-01'
        places = ['ДЕМО']
    ";
    toml::from_str(text).unwrap()
}

#[test]
fn the_completed_case_names_the_anchors_and_only_this_machine() {
    let demo = &CLEAN.demo;
    let today = Date::constant(2026, 11, 22);
    let case = demo.complete(case(), today);
    assert_eq!((case.visit.start, case.visit.end), (today, today));
    let anchors: Vec<_> = case.declaration.anchors.iter().map(|it| it.sha256).collect();
    let roots = ["root_gost.cer", "root_rsa.cer"].map(|it| {
        let file = demo.files().find(|file| file.name == it).unwrap();
        model::EvidenceId::of(&file.bytes)
    });
    assert_eq!(anchors, roots);
    assert_eq!(case.signing_anchors.len(), 2);
    assert!(case.network.allow_loopback && case.network.allowed.is_empty());
    for url in &case.declaration.tsp_urls {
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    }
}

/// The national identifiers inside a certificate: policies, purposes, extensions.
fn national(certificate: &Certificate) -> Vec<String> {
    let arc = "1.2.398".parse().unwrap();
    let policies = certificate.policies().unwrap_or_default().iter().map(|it| it.policy.clone());
    let purposes = certificate.extended_key_usage().unwrap_or_default().iter().cloned();
    let extensions = certificate.extensions().map(|it| it.oid.clone());
    policies
        .chain(purposes)
        .chain(extensions)
        .filter(|it: &pki::Oid| it.is_under(&arc))
        .map(|it| it.to_string())
        .collect()
}

#[test]
fn one_identifier_is_not_registered_and_only_in_the_defective_site() {
    for (started, expected) in
        [(&CLEAN, vec![]), (&DEFECTS, vec![("legal_employee_gost.cer", "1.2.398.3.99.7.1")])]
    {
        let registered: Vec<_> =
            started.demo.registered_oids().iter().map(ToString::to_string).collect();
        let mut unregistered = vec![];
        let mut seen = 0;
        for file in started.demo.files() {
            for oid in national(&Certificate::read(&file.bytes).unwrap()) {
                seen += 1;
                if !registered.contains(&oid) {
                    unregistered.push((file.name.as_str(), oid));
                }
            }
        }
        assert!(seen > 20, "{seen}");
        let unregistered: Vec<_> =
            unregistered.iter().map(|(name, oid)| (*name, oid.as_str())).collect();
        assert_eq!(unregistered, expected);
    }
}

#[test]
fn every_member_has_a_container_that_opens_with_the_password_alone() {
    let demo = &CLEAN.demo;
    let keys = demo.members();
    let files: Vec<_> = keys.iter().map(|it| it.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "member-1-gost.p12",
            "member-2-rsa.p12",
            "member-3-gost-revoked.p12",
            "member-3-gost.p12",
            "member-4-rsa.p12",
            "member-5-gost.p12",
            "member-6-rsa.p12",
        ]
    );
    for key in keys {
        let policy = p12_keystore::Pkcs12ImportPolicy::Strict;
        assert!(p12_keystore::KeyStore::from_pkcs12(&key.pkcs12, "wrong", policy).is_err());
        let store = p12_keystore::KeyStore::from_pkcs12(&key.pkcs12, PASSWORD, policy).unwrap();
        let (_, chain) = store.private_key_chain().unwrap();
        assert_eq!(chain.certs().len(), 3, "{}", key.file);
        assert_eq!(chain.certs()[0].as_der(), key.certificate.der());
        let private = PrivateKey::from_pkcs8_der(chain.key().as_der()).unwrap();
        let kind = if key.file.contains("gost") {
            PrivateKeyKind::Gost2015A512
        } else {
            PrivateKeyKind::Rsa2048
        };
        assert_eq!(private.kind(), kind, "{}", key.file);
        // The key inside belongs to the certificate inside.
        let signature = private.sign(b"act").unwrap();
        pki::algorithm::verify(
            key.certificate.public_key(),
            &private.signature_algorithm(),
            b"act",
            &signature,
        )
        .unwrap();
        assert_eq!(key.certificate.iin().as_deref(), Some(key.iin.as_str()));
    }
}

#[test]
fn openssl_verifies_the_rsa_chain_with_its_lists() {
    let demo = &CLEAN.demo;
    let (root, issuing) = (file(demo, "root_rsa.cer"), file(demo, "ca_rsa.cer"));
    let lists = [
        pem("X509 CRL", &get(&demo.url("/root_rsa.crl"), "application/pkix-crl")),
        pem("X509 CRL", &get(&demo.url("/ca_rsa.crl"), "application/pkix-crl")),
    ]
    .concat();
    let revoked: Vec<_> = demo.revoked().collect();
    for (certificate, sound) in
        [(&file(demo, "natural_signature_rsa.cer"), true), (revoked[2], false)]
    {
        let run = openssl(
            &[
                ("root.pem", &pem("CERTIFICATE", root.der())),
                ("ca.pem", &pem("CERTIFICATE", issuing.der())),
                ("user.pem", &pem("CERTIFICATE", certificate.der())),
                ("lists.pem", &lists),
            ],
            &[
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "ca.pem",
                "-CRLfile",
                "lists.pem",
                "user.pem",
            ],
        );
        let Some((verified, output)) = run else { return };
        assert_eq!(verified, sound, "{output}");
        assert!(sound || output.contains("certificate revoked"), "{output}");
    }
}

#[test]
fn openssl_reads_the_lists_and_the_status_of_the_rsa_authority() {
    let demo = &CLEAN.demo;
    let list = get(&demo.url("/ca_rsa.crl"), "application/pkix-crl");
    let issuing = file(demo, "ca_rsa.cer");
    let ca = pem("CERTIFICATE", issuing.der());
    let arguments = ["crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "ca.pem", "-text"];
    let Some((read, output)) = openssl(&[("list.crl", &list), ("ca.pem", &ca)], &arguments) else {
        return;
    };
    assert!(read && output.contains("verify OK"), "{output}");
    assert_eq!(output.matches("Serial Number:").count(), 25, "{output}");

    let user = file(demo, "natural_signature_rsa.cer");
    let url = demo.url("/ocsp_rsa");
    let root = pem("CERTIFICATE", file(demo, "root_rsa.cer").der());
    let all = [ca.clone(), root].concat();
    let (read, output) = openssl(
        &[("ca.pem", &ca), ("all.pem", &all), ("user.pem", &pem("CERTIFICATE", user.der()))],
        &[
            "ocsp",
            "-issuer",
            "ca.pem",
            "-cert",
            "user.pem",
            "-url",
            &url,
            "-CAfile",
            "all.pem",
            "-resp_text",
        ],
    )
    .unwrap();
    assert!(read && output.contains("Response verify OK"), "{output}");
    assert!(output.contains("user.pem: good"), "{output}");
}

/// The samples.
mod sample {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::PathBuf;

    use probes::{TestVector, VerifierAnswer};
    use tekseru::case::Case;
    use tekseru::catalog::Catalog;
    use tekseru::demo::{Luggage, Sample, Stage};
    use tekseru::inspection::{AnswerInput, AnswersFile};
    use tekseru::signing::{SigningError, SigningKey};

    use super::*;

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn laid_out(started: &Started, name: &str) -> (Folder, Luggage) {
        let unique = format!("tekseru-luggage-{name}-{}", std::process::id());
        let folder = Folder(std::env::temp_dir().join(unique));
        let luggage = started.demo.lay_out(&folder.0, Date::constant(2026, 11, 22)).unwrap();
        (folder, luggage)
    }

    fn answers(scenario: Scenario) -> Vec<AnswerInput> {
        toml::from_str::<AnswersFile>(Sample::of(scenario).answers).unwrap().answer
    }

    #[test]
    fn both_samples_answer_every_item_that_people_answer_once() {
        let catalog = Catalog::embedded().unwrap();
        let asked: BTreeSet<String> = catalog
            .items()
            .iter()
            .filter(|it| it.answer.asked)
            .map(|it| it.requirement.id.0.clone())
            .collect();
        assert!(asked.len() > 30, "{}", asked.len());
        for scenario in [Scenario::Clean, Scenario::Defects] {
            let answers = answers(scenario);
            let given: BTreeSet<String> =
                answers.iter().map(|it| format!("224.{}", it.item)).collect();
            assert_eq!(given.len(), answers.len(), "an item is answered twice");
            assert_eq!(given, asked);
        }
    }

    #[test]
    fn an_answer_brings_what_its_item_demands() {
        let catalog = Catalog::embedded().unwrap();
        let roster = Sample::of(Scenario::Clean).read_case().unwrap().commission.unwrap();
        for input in answers(Scenario::Clean).iter().chain(&answers(Scenario::Defects)) {
            let id = format!("224.{}", input.item);
            let item = catalog.items().iter().find(|it| it.requirement.id.0 == id).unwrap();
            let attached = |ending: &str| {
                input.attach.iter().any(|it| it.extension().is_some_and(|it| it == ending))
            };
            assert_eq!(attached("jpg"), item.answer.photo, "{id}");
            assert_eq!(attached("txt"), item.answer.document, "{id}");
            let quantities: Vec<_> = input.measures.iter().map(|it| &it.quantity).collect();
            let measure = item.answer.measure.as_ref();
            let quantity = measure.map(|it| &it.quantity);
            assert_eq!(quantities, quantity.into_iter().collect::<Vec<_>>(), "{id}");
            let readings = input.measures.iter().map(|it| it.readings.len()).sum::<usize>();
            assert!(readings >= measure.map_or(0, |it| it.readings), "{id}");
            assert_eq!(input.assets.is_empty(), item.answer.assets.is_empty(), "{id}");
            assert!(!input.ground.trim().is_empty(), "{id}");
            assert!(roster.member(input.member.as_ref().unwrap()).is_some(), "{id}");
        }
    }

    #[test]
    fn the_samples_differ_in_the_ceiling_and_the_reserve_complex_alone() {
        let by_item = |scenario| -> BTreeMap<String, AnswerInput> {
            answers(scenario).into_iter().map(|it| (it.item.clone(), it)).collect()
        };
        let (clean, defects) = (by_item(Scenario::Clean), by_item(Scenario::Defects));
        let differing: Vec<_> =
            clean.iter().filter(|(item, it)| defects[*item] != **it).map(|(it, _)| it).collect();
        let expected =
            ["ceiling-height", "declared-found", "document-05", "main-and-reserve-key-protection"];
        assert_eq!(differing, expected);
        assert_eq!(defects["ceiling-height"].measures[0].readings[1], "2,410 м");
        let reserve = |it: &AnswerInput| it.assets.iter().any(|it| it.serial == "DEMO-HSM-0002");
        assert!(reserve(&clean["main-and-reserve-key-protection"]));
        assert!(!reserve(&defects["main-and-reserve-key-protection"]));
    }

    #[test]
    fn what_is_laid_out_can_be_read_back_by_the_application() {
        for (started, name) in [(&*CLEAN, "clean"), (&*DEFECTS, "defects")] {
            let (folder, luggage) = laid_out(started, name);
            let case = Case::read(&luggage.case).unwrap();
            assert_eq!(case.declaration.anchors.len(), 2);
            assert!(Networks::try_from(&case.network).unwrap().allow_loopback);
            let answers = AnswersFile::read(&luggage.answers).unwrap().answer;
            let mut photos = 0;
            for file in answers.iter().flat_map(|it| &it.attach) {
                let bytes = std::fs::read(folder.0.join(file)).unwrap();
                if file.extension().is_some_and(|it| it == "jpg") {
                    let picture = image::load_from_memory(&bytes).unwrap();
                    assert_eq!((picture.width(), picture.height()), (800, 600));
                    photos += 1;
                } else {
                    let text = String::from_utf8(bytes).unwrap();
                    assert!(text.starts_with("ДЕМО."), "{}", file.display());
                }
            }
            assert_eq!(photos, 10);
            assert_eq!(luggage.certificates.len(), 8 + 6);
            assert_eq!(luggage.signing.len(), 4 + 4);
            for (path, key) in luggage.keys.iter().zip(started.demo.members()) {
                let opened = SigningKey::open(path, PASSWORD).unwrap();
                assert_eq!(opened.certificate(), &key.certificate);
                assert_eq!(opened.others().len(), 2);
                let wrong = SigningKey::open(path, "wrong").unwrap_err();
                assert!(matches!(wrong, SigningError::WrongPassword { .. }), "{wrong}");
            }
        }
    }

    #[test]
    fn pictures_are_the_same_at_every_start() {
        let (first, one) = laid_out(&CLEAN, "first");
        let (second, two) = laid_out(&CLEAN, "second");
        let picture = |folder: &Folder, luggage: &Luggage| {
            let answers = AnswersFile::read(&luggage.answers).unwrap().answer;
            let files = answers.iter().flat_map(|it| &it.attach);
            files.map(|it| std::fs::read(folder.0.join(it)).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(picture(&first, &one), picture(&second, &two));
    }

    #[test]
    fn the_verifier_tells_the_sound_chain_from_those_with_a_defect() {
        let run = CLEAN.demo.verifier_run();
        let expected = [
            (TestVector::BrokenSignature, "path.signature-invalid"),
            (TestVector::Expired, "path.expired"),
            (TestVector::PathLengthExceeded, "path.too-long"),
            (TestVector::Revoked, "path.revoked"),
            (TestVector::Sound, ""),
            (TestVector::UnknownRoot, "path.root-not-trusted"),
            (TestVector::WrongIssuer, "path.signature-invalid"),
            (TestVector::WrongKeyUsage, "path.cert-sign-missing"),
        ];
        let got: Vec<_> = run.vectors.iter().map(|it| (it.vector, it.said.as_str())).collect();
        assert_eq!(got, expected);
        for vector in &run.vectors {
            let sound = vector.vector == TestVector::Sound;
            let right = if sound { VerifierAnswer::Accepted } else { VerifierAnswer::Rejected };
            assert_eq!((vector.expected, vector.actual), (right, right), "{:?}", vector.vector);
        }
    }

    #[test]
    fn on_the_stage_the_machine_keeps_the_time_of_the_republic() {
        let world = world();
        let facts = Stage::new(&world).host().unwrap();
        assert_eq!(facts.utc_offset_s, 5 * 3600);
        assert_eq!(facts.virtual_machine, None);
        let own = world.host().unwrap();
        assert_eq!((facts.memory_mib, facts.processor), (own.memory_mib, own.processor));
    }
}

#[test]
fn the_servers_stop_with_the_site() {
    let roster = Roster { members: vec![], ..roster() };
    let demo = DemoSite::start(Scenario::Clean, &roster, Timestamp::now()).unwrap();
    let url = demo.url("/cps");
    let server = demo.complete(case(), Date::constant(2026, 11, 22)).declaration.time_servers[0]
        .address
        .clone();
    assert_eq!(world().http(&HttpRequest::get(url.as_str())).unwrap().status, 200);
    assert!(world().ntp(&server).is_ok());
    drop(demo);
    let limits = Limits { ntp_ms: 300, quiet_ms: 500, ..Limits::default() };
    let world = World::new(Networks::loopback(), limits).unwrap();
    // The web server lets go of its port in the background.
    let gone = || world.http(&HttpRequest::get(url.as_str())).is_err();
    assert!((0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        gone()
    }));
    assert!(world.ntp(&server).is_err());
}
