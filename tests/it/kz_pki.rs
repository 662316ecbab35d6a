//! The command line's single-object tools over the national files of `../shared/kz-pki`.
//!
//! What is expected is written by hand from the page of facts beside the files: the files were
//! verified there by another implementation. Where the folder is absent, the tests say so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use model::Lang;
use tekseru::face::cli::context::{Context, Exit};
use tekseru::face::cli::pki::form::{
    CmsForm, CrlForm, InspectForm, OcspForm, Outcome, TspForm, VerifyForm,
};
use tekseru::face::cli::pki::{CliError, answer, parse};
use tekseru::signing::SigningKey;
use tekseru::words::Words;

/// A folder beside the workspace, or a word about its absence.
fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("TEKSERU_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared absent");
    None
}

fn context(words: &Words, json: bool) -> Context<'_> {
    Context { words, lang: Lang::En, json, colour: false, width: 60 }
}

/// Runs a command whose arguments name files below `root` by `@`; gives the exit and the JSON.
fn ask(root: &Path, words: &Words, line: &str) -> Result<(Exit, String), CliError> {
    let arguments: Vec<PathBuf> = line
        .split_whitespace()
        .map(|it| it.strip_prefix('@').map_or_else(|| it.into(), |name| root.join(name)))
        .collect();
    let command = parse(&arguments).unwrap_or_else(|error| panic!("{line}: {error}"));
    // The words for people must come out for everything that JSON comes out for.
    let told = answer(&command, &context(words, false))?;
    assert!(told.text.lines().all(|it| it.chars().count() <= 60), "{line}\n{}", told.text);
    assert!(!told.text.contains('\u{1b}'));
    let answer = answer(&command, &context(words, true))?;
    assert_eq!(told.exit, answer.exit, "{line}");
    Ok((answer.exit, answer.text))
}

fn form<F: serde::de::DeserializeOwned>(root: &Path, words: &Words, line: &str) -> (Exit, F) {
    let (exit, text) = ask(root, words, line).unwrap_or_else(|error| panic!("{line}: {error}"));
    (exit, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{line}: {error}\n{text}")))
}

const GOST_2022: &str = "--anchor @ca/root_gost_2022.pem --intermediate @ca/nca_gost_2022.pem";
const TEST: &str = "--anchor @ca/root_test_gost_2022.cer --intermediate @ca/nca_gost2015_test.cer";
/// Both test hierarchies together.
const TESTS: &str = "--anchor @ca/root_test_gost_2022.cer @ca/root_gost_test_2018.crt \
    @ca/root_rsa_test_2018.crt --intermediate @ca/nca_gost2015_test.cer \
    @ca/nca_gost_test_2018.crt @ca/nca_rsa_test_2018.crt";

/// Chains: what is asked, and what the page of facts says of it.
fn chains() -> Vec<(&'static str, String, Exit)> {
    use Exit::{AllClosed, Undetermined, Violates};
    let chain = |target: &str, anchor: &str, at: &str| {
        format!("verify @{target} --anchor @ca/{anchor} --at {at}")
    };
    vec![
        (
            "production, end certificate (TSA) under NCA GOST 2022 and root GOST 2022",
            format!(
                "verify @tsp/prod_tsa_cert_127b2b17_2022-2025.cer {GOST_2022} --at 2025-06-26T18:25:13Z"
            ),
            AllClosed,
        ),
        (
            "the same after its validity",
            format!("verify @tsp/prod_tsa_cert_127b2b17_2022-2025.cer {GOST_2022} --at 2026-11-01"),
            Violates,
        ),
        (
            "production, NCA GOST 2022",
            chain("ca/nca_gost_2022.pem", "root_gost_2022.pem", "2026-11-01"),
            AllClosed,
        ),
        (
            "production, 2004 generation, while it was valid",
            chain("ca/nca_gost.pem", "root_gost.pem", "2020-01-01"),
            AllClosed,
        ),
        (
            "the same today: both expired in 2025",
            chain("ca/nca_gost.pem", "root_gost.pem", "2026-11-01"),
            Violates,
        ),
        (
            "production, RSA, while it was valid",
            chain("ca/nca_rsa.pem", "root_rsa.pem", "2020-01-01"),
            AllClosed,
        ),
        (
            "root GOST of 2020, itself trusted",
            chain("ca/root_gost_2020.cer", "root_gost_2020.cer", "2026-11-01"),
            AllClosed,
        ),
        (
            "root RSA of 2020, itself trusted",
            chain("ca/root_rsa_2020.cer", "root_rsa_2020.cer", "2026-11-01"),
            AllClosed,
        ),
        (
            "test hierarchy 2022, user's certificate",
            format!("verify @cms/individual_signer.cer {TEST} --at 2026-07-20T09:08:06Z"),
            AllClosed,
        ),
        (
            "test hierarchy 2018, GOST 2004",
            chain("ca/nca_gost_test_2018.crt", "root_gost_test_2018.crt", "2020-01-01"),
            AllClosed,
        ),
        (
            "test hierarchy 2018, RSA",
            chain("ca/nca_rsa_test_2018.crt", "root_rsa_test_2018.crt", "2020-01-01"),
            AllClosed,
        ),
        (
            "NCA GOST 2022 under a root that did not issue it",
            chain("ca/nca_gost_2022.pem", "root_rsa_2020.cer", "2026-11-01"),
            Undetermined,
        ),
    ]
}

#[test]
fn every_national_chain_is_judged_as_the_facts_say() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    for (what, line, expected) in chains() {
        let (exit, form): (_, VerifyForm) = form(&root, &words, &line);
        assert_eq!(exit, expected, "{what}: {form:#?}");
        assert_eq!(form.targets.len(), 1, "{what}");
    }
}

#[test]
fn a_rejected_path_names_its_rule_and_what_was_seen() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let line = "verify @ca/nca_gost.pem --anchor @ca/root_gost.pem --at 2026-11-01T00:00:00Z";
    let (_, form): (_, VerifyForm) = form(&root, &words, line);
    let path = &form.targets[0].paths[0];
    let expired: Vec<_> = path.findings.iter().filter(|it| it.code == "path.expired").collect();
    // The root (until 2025-07-27) and the authority (until 2025-06-25), each by itself.
    assert_eq!(expired.len(), 2);
    assert!(expired.iter().all(|it| it.rule == "RFC 5280 section 6.1.3 (a)(2)"));
    assert!(expired.iter().any(|it| it.facts["not_after"].starts_with("2025-07-27")));
    assert!(expired.iter().any(|it| it.facts["not_after"].starts_with("2025-06-25")));
    let prints: Vec<_> = path.certificates.iter().map(|it| it.fingerprint.as_str()).collect();
    assert_eq!(
        prints,
        [
            "9ab210e54e6b0343321131202d9edcc2598f598cfdd9ee4ec1056021ab2e9759",
            "908521d0531e5645e64b34d3588374a3a83582c860e5f7293a04c41217e8cc18",
        ]
    );
}

/// A list: file, issuer, a moment between its two times, number, delta base, entries.
type List = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, usize);
const LISTS: [List; 4] = [
    ("nca_gost2022_test_2022-07.crl", "nca_gost2015_test.cer", "2022-08-01", "4", None, 6),
    ("nca_gost2022_test_2025-04.crl", "nca_gost2015_test.cer", "2025-05-01", "14", None, 54),
    ("nca_gost2022_d_test_2025-04.crl", "nca_gost2015_test.cer", "2025-05-01", "10", Some("14"), 0),
    ("nca_rsa_test.crl", "nca_rsa_test_2018.crt", "2022-04-15", "9", None, 126),
];

#[test]
fn the_four_lists_verify_and_are_counted_right() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    for (file, issuer, at, number, base, entries) in LISTS {
        let line = format!("crl @revocation/{file} --issuer @ca/{issuer} --at {at}");
        let (exit, form): (_, CrlForm) = form(&root, &words, &line);
        assert_eq!(exit, Exit::AllClosed, "{file}: {form:#?}");
        let list = &form.lists[0];
        assert_eq!(list.number.as_deref(), Some(number), "{file}");
        assert_eq!(list.delta_base.as_deref(), base, "{file}");
        assert_eq!(list.entries, entries, "{file}");
        // Long after its next update no list is good news.
        let late = line.replace(at, "2026-11-01");
        let (exit, _): (_, CrlForm) = self::form(&root, &words, &late);
        assert_ne!(exit, Exit::AllClosed, "{file}");
        // Nor is one under another issuer.
        let stranger = line.replace(issuer, "nca_gost_2022.pem");
        let (exit, _): (_, CrlForm) = self::form(&root, &words, &stranger);
        assert_ne!(exit, Exit::AllClosed, "{file}");
    }
}

#[test]
fn a_serial_on_the_list_is_revoked_with_the_list_as_evidence() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let line = "crl @revocation/nca_gost2022_test_2025-04.crl --issuer @ca/nca_gost2015_test.cer \
        --delta @revocation/nca_gost2022_d_test_2025-04.crl --at 2025-05-01";
    let (exit, revoked): (_, CrlForm) = form(
        &root,
        &words,
        &format!("{line} --serial 54:26:f6:8c:b0:1b:b8:ef:80:f2:97:18:85:ec:a6:7e:15:d8:78:56"),
    );
    assert_eq!(exit, Exit::Violates);
    let status = revoked.status.unwrap();
    assert_eq!(status.status, "revoked");
    assert_eq!(status.revoked_at.unwrap().to_string(), "2025-04-23T10:19:58Z");
    assert_eq!(status.crl.as_ref(), Some(&revoked.lists[0].fingerprint));
    // The delta counts itself below its base and is taken all the same, with a remark.
    assert!(status.findings.iter().any(|it| it.code == "crl.delta-number-below-base"));
    let (exit, good): (_, CrlForm) = form(&root, &words, &format!("{line} --serial 1234"));
    assert_eq!((exit, good.status.unwrap().status.as_str()), (Exit::AllClosed, "good"));
}

/// What openssl counts in the two lists of the test authority, three years apart: of six entries
/// of the first none is on the second, which has 54 others; five of the six were on hold.
#[test]
fn two_lists_are_compared_entry_by_entry() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let (old, new) =
        ("@revocation/nca_gost2022_test_2022-07.crl", "@revocation/nca_gost2022_test_2025-04.crl");
    let codes = |found: &[tekseru::face::cli::pki::form::Found]| {
        found.iter().map(|it| (it.code.clone(), it.weight.clone())).collect::<Vec<_>>()
    };
    let said = |codes: &[(String, String)], code: &str, weight: &str| {
        assert!(codes.contains(&(code.to_owned(), weight.to_owned())), "{code}: {codes:?}");
    };
    let (exit, form): (_, CrlForm) = form(&root, &words, &format!("crl {old} {new}"));
    // Nobody said whose signature it should be.
    assert_eq!(exit, Exit::Undetermined);
    said(&codes(&form.findings), "pki-crl-unverified", "undetermined");
    let compared = form.comparison.unwrap();
    assert_eq!((compared.added, compared.vanished), (54, 6));
    let reasons = [("certificateHold", 5), ("keyCompromise", 1)];
    let reasons = reasons.map(|(name, count)| (name.to_owned(), count));
    assert_eq!(compared.reasons, reasons.into());
    assert_eq!(compared.seconds, 86_980_843);
    let serial = "0fd51ba7059261ae60cc621f316db4ef0ef4ba14";
    let gone = compared.entries.iter().find(|it| it.serial == serial).unwrap();
    assert_eq!(gone.revoked_at.unwrap().to_string(), "2022-07-27T10:13:19Z");
    assert_eq!(compared.verdict, Outcome::Undetermined);
    let found = codes(&compared.findings);
    said(&found, "crl.entries-vanished", "undetermined");
    said(&found, "pki-crl-compared", "remark");
    let vanished = compared.findings.iter().find(|it| it.code == "crl.entries-vanished").unwrap();
    assert_eq!((&*vanished.facts["count"], &*vanished.facts["serials"]), ("1", serial));

    // The earlier list is judged as of its own day, the later one as of now.
    let line = format!("crl {old} {new} --issuer @ca/nca_gost2015_test.cer");
    let (_, form): (_, CrlForm) = self::form(&root, &words, &line);
    assert_eq!(form.lists[0].at.to_string(), "2022-07-27T11:26:06Z");
    assert_eq!(form.lists[0].verdict, Outcome::Valid, "{:?}", form.lists[0].findings);
    assert!(form.lists[1].at > form.lists[0].at && form.findings.is_empty());

    // The other way round it is an authority that went back.
    let (exit, form): (_, CrlForm) = self::form(&root, &words, &format!("crl {new} {old}"));
    assert_eq!(exit, Exit::Violates);
    let found = codes(&form.comparison.unwrap().findings);
    said(&found, "pki-crl-older", "fatal");
    said(&found, "crl.number-decreases", "fatal");

    let (_, form): (_, CrlForm) = self::form(&root, &words, &format!("crl {new} {new}"));
    let compared = form.comparison.unwrap();
    assert_eq!((compared.added, compared.vanished, compared.verdict), (0, 0, Outcome::Valid));
    said(&codes(&compared.findings), "pki-crl-same", "remark");

    let delta = "@revocation/nca_gost2022_d_test_2025-04.crl";
    let (exit, form): (_, CrlForm) = self::form(&root, &words, &format!("crl {new} {delta}"));
    assert_eq!((exit, form.comparison), (Exit::Undetermined, None));
    said(&codes(&form.findings), "pki-crl-of-two-lines", "undetermined");
}

#[test]
fn a_comparison_is_told_in_three_languages() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let files = ["nca_gost2022_test_2022-07.crl", "nca_gost2022_test_2025-04.crl"];
    let files = files.map(|it| root.join("revocation").join(it).into_os_string());
    let command = parse([&["crl".into()][..], &files].concat()).unwrap();
    for (lang, heading) in [
        (Lang::Kk, "Екі тізімді салыстыру"),
        (Lang::Ru, "Сравнение двух списков"),
        (Lang::En, "Comparison of the two lists"),
    ] {
        let context = Context { words: &words, lang, json: false, colour: false, width: 100 };
        let told = answer(&command, &context).unwrap().text;
        assert!(told.contains(heading), "{told}");
        for part in ["54", "0fd51ba7059261ae60cc621f316db4ef0ef4ba14", "keyCompromise"] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
}

/// Signatures: file, content, the signatures alone.
const SIGNATURES: [(&str, Option<&str>, &[Outcome]); 6] = [
    ("individual_attached.der", None, &[Outcome::Valid]),
    ("individual_detached.der", Some("individual_attached.der"), &[Outcome::Valid]),
    ("sdk_sample_1.cms", None, &[Outcome::Valid]),
    ("sdk_sample_2.cms", None, &[Outcome::Valid]),
    ("sdk_sample_3.cms", None, &[Outcome::Valid, Outcome::Valid]),
    ("sdk_sample_4.cms", Some("sdk_sample_3.cms"), &[Outcome::Valid, Outcome::Valid]),
];

/// The content of one signature in a file of its own: a detached one is over the same octets.
fn content_of(root: &Path, file: &str) -> PathBuf {
    let bytes = std::fs::read(root.join("cms").join(file)).unwrap();
    let (signed, _) = pki::cms::SignedData::read(&bytes).unwrap();
    let path = scratch(&format!("{file}.content"));
    std::fs::write(&path, signed.content().unwrap()).unwrap();
    path
}

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tekseru-kz-pki-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn signature(root: &Path, words: &Words, file: &str, content: Option<&str>) -> (Exit, CmsForm) {
    let content = content.map(|it| content_of(root, it));
    let option = content.map_or_else(String::new, |it| format!("--content {}", it.display()));
    form(root, words, &format!("cms @cms/{file} {option} {TESTS}"))
}

#[test]
fn every_signer_of_every_signature_verifies() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    for (file, content, expected) in SIGNATURES {
        let (_, form) = signature(&root, &words, file, content);
        let signatures: Vec<_> = form.signers.iter().map(|it| it.signature).collect();
        assert_eq!(signatures, expected, "{file}: {form:#?}");
        // The fictitious holders of the test certificates.
        let holders = ["123456789011", "123456789012"];
        let named = |it: &Option<String>| it.as_deref().is_some_and(|it| holders.contains(&it));
        assert!(form.signers.iter().all(|it| named(&it.iin)), "{file}");
        // Other content is noticed, inside or outside.
        let line = format!("cms @cms/{file} --content @FACTS.md {TESTS}");
        let (exit, _): (_, CmsForm) = self::form(&root, &words, &line);
        assert_eq!(exit, Exit::Violates, "{file}");
    }
}

#[test]
fn a_signature_without_an_anchor_is_of_nobody_known() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let (exit, form): (_, CmsForm) = form(&root, &words, "cms @cms/individual_attached.der");
    assert_eq!(exit, Exit::Undetermined);
    assert!(form.findings.iter().any(|it| it.code == "pki-no-anchor"));
    assert_eq!(form.signers[0].signature, Outcome::Valid);
}

/// Time-stamps: file, how they are judged, time, policy.
fn stamps() -> [(&'static str, String, &'static str, &'static str); 3] {
    [
        (
            "prod_tst_2025-06-26_policy_1.2.398.3.3.2.6.4.der",
            GOST_2022.to_owned(),
            "2025-06-26T18:25:13Z",
            "1.2.398.3.3.2.6.4",
        ),
        ("tsp_token.der", TESTS.to_owned(), "2022-09-18T13:20:14Z", "1.2.398.3.3.2.6.1"),
        ("tsp_response.der", TESTS.to_owned(), "2022-09-18T13:20:14Z", "1.2.398.3.3.2.6.1"),
    ]
}

#[test]
fn every_time_stamp_verifies_and_says_what_was_not_asked() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    for (file, trust, time, policy) in stamps() {
        let (exit, form): (_, TspForm) = form(&root, &words, &format!("tsp @tsp/{file} {trust}"));
        let token = form.token.as_ref().unwrap();
        assert_eq!(token.verdict, Outcome::Valid, "{file}: {form:#?}");
        assert_eq!(token.time.to_string(), time, "{file}");
        assert_eq!(token.policy.oid, policy, "{file}");
        // What was stamped is not at hand: sound, but over nothing that was shown.
        assert_eq!(exit, Exit::Undetermined, "{file}");
        assert!(form.findings.iter().any(|it| it.code == "pki-tsp-no-data"), "{file}");
        let line = format!("tsp @tsp/{file} --data @FACTS.md {trust}");
        let (exit, _): (_, TspForm) = self::form(&root, &words, &line);
        assert_eq!(exit, Exit::Violates, "{file}");
    }
    let (file, trust, ..) = &stamps()[0];
    let (_, production): (_, TspForm) = form(&root, &words, &format!("tsp @tsp/{file} {trust}"));
    assert_eq!(production.token.unwrap().path.unwrap().verdict, Outcome::Valid);
}

/// OCSP responses: file, issuer of the certificate, produced, what is stated. The certificates
/// they are about are not at hand; what is stated was read with `openssl ocsp -text`.
const ANSWERS: [(&str, &str, &str, &str); 2] = [
    (
        "individual_2015.der",
        "nca_gost2015_test.cer",
        "2022-09-02T16:58:34Z",
        "0ff06211dc82beb00253ffa000f1de84abef454f revoked 1970-01-01T00:00:00Z",
    ),
    (
        "ceo_2004_revoked.der",
        "nca_gost_test_2018.crt",
        "2022-09-02T16:57:04Z",
        "12e3e7b9966d09eb9cda64251457e815c2a8dded revoked 2022-01-18T06:30:55Z",
    ),
];

fn ocsp(root: &Path, words: &Words, file: &str, issuer: &str) -> (Exit, OcspForm) {
    let line = format!(
        "ocsp @ocsp/{file} --certificate @cms/individual_signer.cer --issuer @ca/{issuer} \
         --at 2022-09-02T17:00:00Z"
    );
    form(root, words, &line)
}

#[test]
fn an_ocsp_response_is_signed_well_and_believed_for_no_other_certificate() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    for (file, issuer, produced, stated) in ANSWERS {
        let (_, inspected): (_, InspectForm) =
            form(&root, &words, &format!("inspect @ocsp/{file}"));
        let answers = inspected.files[0].fields.iter().filter(|it| it.name == "answer");
        assert_eq!(answers.map(|it| it.value.as_str()).collect::<Vec<_>>(), [stated], "{file}");
        let (exit, form) = ocsp(&root, &words, file, issuer);
        assert_eq!(form.produced_at.unwrap().to_string(), produced, "{file}");
        assert!(form.responder.is_some(), "{file}");
        let worse: Vec<_> =
            form.findings.iter().filter(|it| it.weight != "remark").map(|it| &*it.code).collect();
        assert_eq!(worse, ["ocsp.other-certificate"], "{file}: {form:#?}");
        assert_eq!((exit, form.status.as_str()), (Exit::Undetermined, "not-answered"), "{file}");
    }
}

/// The test keys: file, algorithm of the key.
const KEYS: [(&str, &str); 6] = [
    ("legal_employee.gost512.p12", "GOST R 34.10-2015 512"),
    ("legal_head.gost512.p12", "GOST R 34.10-2015 512"),
    ("natural_person.gost512.p12", "GOST R 34.10-2015 512"),
    ("natural_person_auth.rsa2048.p12", "RSA 2048"),
    ("natural_person_revoked.gost512.p12", "GOST R 34.10-2015 512"),
    // Old by its password scheme only: the key in it is of 2015.
    ("sdk_old.gost.p12", "GOST R 34.10-2015 512"),
];

/// Opens a test key, signs with it and verifies the signature back.
fn key(root: &Path, words: &Words, file: &str) -> (SigningKey, CmsForm) {
    let key = SigningKey::open(&root.join("p12").join(file), "Qwerty12").unwrap();
    let at = key.certificate().not_before() + jiff::SignedDuration::from_hours(24);
    let content = scratch("content.txt");
    std::fs::write(&content, "an act").unwrap();
    let cms = scratch(&format!("{file}.cms"));
    std::fs::write(&cms, key.sign(b"an act", at).unwrap()).unwrap();
    let line = format!("cms {} --content {} {TESTS} --at {at}", cms.display(), content.display());
    let (_, form) = form(root, words, &line);
    (key, form)
}

#[test]
fn every_test_key_opens_and_signs() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    for (file, algorithm) in KEYS {
        let (key, form) = key(&root, &words, file);
        assert_eq!(key.certificate().public_key().kind().to_string(), algorithm, "{file}");
        let signer = &form.signers[0];
        assert!(signer.digest_matches && signer.signature_matches, "{file}: {form:#?}");
        assert_eq!(signer.certificate_id, "matches", "{file}");
        assert!(SigningKey::open(&root.join("p12").join(file), "Qwerty13").is_err(), "{file}");
    }
}

/// The list of 2026 that names this certificate is not among the files; the lists that are end
/// before. Nothing at hand may make it look good after them.
#[test]
fn the_revoked_test_certificate_is_not_called_good_by_lists_that_have_ended() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let path = root.join("p12/natural_person_revoked.gost512.p12");
    let key = SigningKey::open(&path, "Qwerty12").unwrap();
    let target = scratch("revoked.cer");
    std::fs::write(&target, key.certificate().der()).unwrap();
    for list in ["nca_gost2022_test_2022-07.crl", "nca_gost2022_test_2025-04.crl"] {
        let line = format!(
            "verify {} {TEST} --crl @revocation/{list} --at 2026-01-15T00:00:00Z",
            target.display()
        );
        let (exit, form): (_, VerifyForm) = form(&root, &words, &line);
        assert_eq!(exit, Exit::Undetermined, "{list}: {form:#?}");
        let found = &form.targets[0].paths[0].findings;
        assert!(found.iter().any(|it| it.code == "path.revocation-unknown"));
        assert!(found.iter().any(|it| it.code == "crl.expired"));
    }
}

#[test]
fn a_file_of_another_kind_is_named_in_one_sentence() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let crl = "@revocation/nca_rsa_test.crl";
    for (line, expected) in [
        (
            format!("verify {crl} --anchor @ca/root_rsa.pem"),
            "revocation/nca_rsa_test.crl: this is a revocation list; wanted: a certificate",
        ),
        (
            "crl @ca/nca_rsa.pem --issuer @ca/nca_rsa.pem".to_owned(),
            "ca/nca_rsa.pem: this is a certificate; wanted: a revocation list",
        ),
        (
            "cms @ocsp/individual_2015.der".to_owned(),
            "ocsp/individual_2015.der: this is an OCSP response; wanted: a CMS signature",
        ),
        (
            "tsp @p12/sdk_old.gost.p12".to_owned(),
            "p12/sdk_old.gost.p12: this is a key container (PKCS #12); wanted: a time-stamp",
        ),
    ] {
        let error = ask(&root, &words, &line).unwrap_err();
        let said = error.say(&context(&words, false));
        assert!(said.ends_with(expected), "{said}");
    }
    let absent = ask(&root, &words, "inspect @ca/nothing.cer").unwrap_err();
    assert!(absent.say(&context(&words, false)).contains("nothing.cer"));
}

#[test]
fn what_surrounds_a_certificate_does_not_hide_it() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let pem = std::fs::read_to_string(root.join("ca/nca_gost_2022.pem")).unwrap();
    let other = std::fs::read_to_string(root.join("ca/root_gost_2022.pem")).unwrap();
    let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(pem.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let body: String = pem.lines().filter(|it| !it.starts_with('-')).collect();
    for (name, bytes, certificates, keys) in [
        ("two.pem", format!("{pem}\n{other}").into_bytes(), 2, 0),
        ("key.pem", format!("{key}{pem}").into_bytes(), 1, 1),
        (
            "crlf.pem",
            format!("\u{feff}{}", pem.replace("\r\n", "\n").replace('\n', "\r\n")).into_bytes(),
            1,
            0,
        ),
        ("utf16.pem", utf16, 1, 0),
        ("bare.b64", body.into_bytes(), 1, 0),
    ] {
        let path = scratch(name);
        std::fs::write(&path, bytes).unwrap();
        let (exit, form): (_, InspectForm) =
            form(&root, &words, &format!("inspect {}", path.display()));
        let file = &form.files[0];
        assert_eq!(exit, Exit::AllClosed, "{name}: {form:#?}");
        assert_eq!(file.certificates.len(), certificates, "{name}");
        assert_eq!(file.private_keys, keys, "{name}");
        let warned = file.findings.iter().any(|it| it.code == "reading.private-key-present");
        assert_eq!(warned, keys > 0, "{name}");
        assert_eq!(
            file.certificates[0].certificate.fingerprint,
            "32c7d233a42703a327f3025543a05b930e3f39a786c68dfa196baa86d5618524",
            "{name}"
        );
    }
}

#[test]
fn of_a_certificate_cut_short_what_is_there_is_shown() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    let whole = std::fs::read(root.join("tsp/prod_tsa_cert_127b2b17_2022-2025.cer")).unwrap();
    let path = scratch("cut.cer");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let (exit, form): (_, InspectForm) =
        form(&root, &words, &format!("inspect {}", path.display()));
    assert_eq!(exit, Exit::Undetermined);
    let fields: BTreeMap<_, _> =
        form.files[0].fields.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(fields["serial"], "127b2b174d4d7587373665a11d9f083bdb53ab23");
    assert_eq!(fields["not-after"], "251125190335Z");
    assert!(fields["subject"].contains("TIME-STAMPING AUTHORITY"));
    assert_eq!(fields["octets-declared"], whole.len().to_string());
    let error = ask(&root, &words, &format!("verify {} --anchor {0}", path.display())).unwrap_err();
    assert!(matches!(error, CliError::NoCertificate { .. }), "{error}");
}

#[test]
fn the_three_languages_have_the_same_words() {
    let words = Words::embedded().unwrap();
    let ids = |lang| -> Vec<String> {
        let mine = |it: &&str| it.starts_with("cli-") || it.starts_with("pki-");
        words.messages(lang).filter(mine).map(str::to_owned).collect()
    };
    assert_eq!(ids(Lang::Kk), ids(Lang::En));
    assert_eq!(ids(Lang::Ru), ids(Lang::En));
    assert!(ids(Lang::En).len() > 150);
}

#[test]
fn every_command_and_option_is_explained_in_three_languages() {
    use clap::Subcommand as _;
    let words = Words::embedded().unwrap();
    let pki = tekseru::face::cli::pki::PkiCommand::augment_subcommands(clap::Command::new("pki"));
    let root = clap::Command::new("tekseru").subcommand(pki.clone());
    for command in pki.get_subcommands() {
        for argument in command.get_arguments() {
            for lang in Lang::ALL {
                let code = format!("cli-pki-{}.{}", command.get_name(), argument.get_id());
                assert!(words.has(lang, &code), "{code}");
            }
        }
    }
    let mut root = tekseru::face::cli::context::localise(root, &words, Lang::Kk);
    let verify = root.find_subcommand_mut("pki").unwrap().find_subcommand_mut("verify").unwrap();
    let help = verify.render_long_help().to_string();
    for words in ["Қолданылуы: ", "Параметрлер:", "Сенімді тіркеу куәліктері", "Осы анықтаманы"]
    {
        assert!(help.contains(words), "{words}\n{help}");
    }
    assert!(!help.contains("Usage") && !help.contains("Options"), "{help}");
}

/// No input makes the program panic, hang or print what a terminal obeys.
#[test]
fn malformed_inputs_are_inspected_without_harm() {
    let Some(root) = shared("suites/malformed") else { return };
    let words = Words::embedded().unwrap();
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    assert!(!files.is_empty());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut longest = Duration::ZERO;
    let start = Instant::now();
    for file in &files {
        let command = parse(["inspect".as_ref(), file.as_os_str()]).unwrap();
        let begun = Instant::now();
        let told = answer(&command, &context(&words, false));
        longest = longest.max(begun.elapsed());
        let outcome = match told {
            Ok(told) => {
                let safe = |it: char| it == '\n' || !it.is_control();
                assert!(told.text.chars().all(safe), "{}", file.display());
                format!("{:?}", told.exit)
            }
            Err(error) => format!("error: {error}").split(':').next().unwrap().to_owned(),
        };
        *counts.entry(outcome).or_default() += 1;
    }
    println!("{} files in {:?}, longest {longest:?}: {counts:?}", files.len(), start.elapsed());
    assert!(longest < Duration::from_secs(5), "{longest:?}");
}

/// The table of the README: `cargo test --test it kz_pki_table -- --nocapture`.
#[test]
fn kz_pki_table() {
    let Some(root) = shared("kz-pki") else { return };
    let words = Words::embedded().unwrap();
    println!("| file | what | verdict | algorithm |\n|---|---|---|---|");
    let row = |file: &str, what: &str, verdict: &str, algorithm: &str| {
        println!("| `{file}` | {what} | {verdict} | {algorithm} |");
    };
    let plain = |text: &str| text.split(" (1").next().unwrap_or_default().to_owned();
    for (what, line, _) in chains() {
        let (_, form): (_, VerifyForm) = form(&root, &words, &line);
        let file = line.split_whitespace().nth(1).unwrap().trim_start_matches('@');
        let verdict = verdict_of(form.verdict);
        row(file, what, verdict, &plain(&form.targets[0].certificate.signature_algorithm));
    }
    for (file, issuer, at, ..) in LISTS {
        let line = format!("crl @revocation/{file} --issuer @ca/{issuer} --at {at}");
        let (_, form): (_, CrlForm) = form(&root, &words, &line);
        let list = &form.lists[0];
        let kind = if list.delta_base.is_some() { "delta list" } else { "revocation list" };
        let number = list.number.as_deref().unwrap_or_default();
        let what = format!("{kind} {number}, {} entries, at {at}", list.entries);
        let algorithm = plain(&list.signature_algorithm);
        row(&format!("revocation/{file}"), &what, verdict_of(form.verdict), &algorithm);
    }
    for (file, issuer, _, stated) in ANSWERS {
        let (_, form) = ocsp(&root, &words, file, issuer);
        let signed = form.findings.iter().all(|it| it.code != "ocsp.signature-not-verified");
        let verdict = if signed { "signature and responder valid" } else { "not valid" };
        let responder = form.responder.unwrap();
        let what = format!("OCSP response: {stated}");
        row(&format!("ocsp/{file}"), &what, verdict, &responder.key);
    }
    for (file, trust, ..) in stamps() {
        let (_, form): (_, TspForm) = form(&root, &words, &format!("tsp @tsp/{file} {trust}"));
        let token = form.token.unwrap();
        let path = token.path.map_or("not judged", |it| verdict_of(it.verdict));
        let what = format!("time-stamp of {}, policy {}", token.time, token.policy.oid);
        let verdict = format!("{}; path {path}", verdict_of(token.verdict));
        row(&format!("tsp/{file}"), &what, &verdict, &token.signer.unwrap().key);
    }
    for (file, content, _) in SIGNATURES {
        let (_, form) = signature(&root, &words, file, content);
        let verdicts: Vec<_> = form.signers.iter().map(|it| verdict_of(it.signature)).collect();
        let keys: Vec<_> =
            form.signers.iter().map(|it| it.certificate.as_ref().unwrap().key.clone()).collect();
        let what = format!("CMS, {} signer(s)", form.signers.len());
        row(&format!("cms/{file}"), &what, &verdicts.join(", "), &keys.join(", "));
    }
    for (file, _) in KEYS {
        let (key, form) = key(&root, &words, file);
        let verdict =
            format!("opens, signs; own signature {}", verdict_of(form.signers[0].signature));
        let kind = key.certificate().public_key().kind().to_string();
        row(&format!("p12/{file}"), "test key", &verdict, &kind);
    }
}

fn verdict_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Invalid => "not valid",
        Outcome::Undetermined => "undetermined",
        Outcome::Valid => "valid",
    }
}
