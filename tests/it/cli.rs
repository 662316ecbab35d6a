//! Every verb of the program on real files, in the order of a visit, held to its exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use model::EvidenceId;
use pki::Certificate;
use pki::cms::SignOptions;
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use serde_json::Value;
use tekseru::catalog::Catalog;
use tekseru::demo::{DemoSite, Luggage, PASSWORD, Sample, Scenario};
use tekseru::inspection::legal_day;

use crate::inspection::{
    clean, copy, exits, files, fresh, item_verdicts, json, shown, small_case, squeezed, tekseru,
    text,
};
use crate::skip::skipped;

/// A visit to a running demonstration site, with a dossier in which everything was collected and
/// answered and nothing is sealed.
struct Visit {
    demo: DemoSite,
    luggage: Luggage,
    folder: PathBuf,
}

impl Visit {
    fn dossier(&self) -> PathBuf {
        self.folder.join("dossier")
    }
}

/// What this machine says about itself differs from machine to machine.
const OF_THIS_MACHINE: [&str; 4] =
    ["224.channel-inventory", "224.host-inventory", "224.time-sources", "224.time-zone"];

fn visit() -> &'static Visit {
    static VISIT: OnceLock<Visit> = OnceLock::new();
    VISIT.get_or_init(|| {
        let folder = fresh("visit");
        let now = Timestamp::now();
        let roster = Sample::of(Scenario::Clean).read_case().unwrap().commission.unwrap();
        let demo = DemoSite::start(Scenario::Clean, &roster, now).unwrap();
        let luggage = demo.lay_out(&folder, legal_day(now)).unwrap();
        let visit = Visit { demo, luggage, folder };
        visit.go();
        visit
    })
}

impl Visit {
    /// `new`, `collect`, `questions`, `answer`, each held to what it tells.
    fn go(&self) {
        let place = self.dossier();
        let dossier = text(&place);
        let opened =
            json(&exits(0, &["--json", "new", dossier, "--case", text(&self.luggage.case)]));
        assert_eq!(opened["dossier"], dossier);
        assert_eq!(opened["recipient"], "«ДЕМО-СЕНІМ» ЖШС (үлгі / образец)");
        assert_eq!(opened["items"], Catalog::embedded().unwrap().items().len());
        exits(1, &["new", dossier, "--case", text(&self.luggage.case)]);

        let mut collect = vec!["--json", "collect", dossier];
        for file in &self.luggage.certificates {
            collect.extend(["--certificate", text(file)]);
        }
        collect.extend(["--register", text(&self.luggage.oid_register)]);
        collect.extend(["--verifier-run", text(&self.luggage.verifier_run)]);
        let collected = json(&exits(0, &collect));
        assert_eq!(collected["failed"], serde_json::json!([]));
        assert_eq!(collected["files"], self.luggage.certificates.len() + 2);
        let looked = collected["looked"].as_array().unwrap();
        let pieces = |probe: &str| {
            let of = looked.iter().find(|it| it["probe"] == probe).unwrap();
            of["pieces"].as_u64().unwrap()
        };
        assert!(pieces("crl.availability") > 0 && pieces("time.ntp-offset") > 0, "{looked:?}");

        let asked = json(&exits(0, &["--json", "questions", dossier]));
        let asked = asked.as_array().unwrap();
        assert_eq!(asked.len(), 35);
        assert!(asked.iter().all(|it| it["answered"] == false));
        let before = item_verdicts(&json(&tekseru(&["--json", "judge", dossier])));
        assert_eq!(before["224.clock-offset"], "complies");
        assert_eq!(before["224.ups"], "undetermined");

        let answers = ["--json", "answer", dossier, "--file", text(&self.luggage.answers)];
        let given = json(&exits(0, &answers));
        let given = given.as_array().unwrap();
        assert_eq!(given.len(), 35);
        let ceiling = given.iter().find(|it| it["item"] == "224.ceiling-height").unwrap();
        assert_eq!((&ceiling["photos"], &ceiling["documents"]), (&1.into(), &0.into()));
        let asked = json(&exits(0, &["--json", "questions", dossier]));
        assert!(asked.as_array().unwrap().iter().all(|it| it["answered"] == true));
    }

    /// A copy of the dossier, as on another laptop.
    fn laptop(&self, name: &str) -> PathBuf {
        let place = fresh(name).join("dossier");
        copy(&self.dossier(), &place);
        place
    }

    fn key(&self, start: &str) -> &Path {
        let named = |it: &&PathBuf| it.file_name().unwrap().to_str().unwrap() == start;
        self.luggage.keys.iter().find(named).unwrap()
    }

    fn password(&self) -> PathBuf {
        let place = self.folder.join("password.txt");
        fs::write(&place, format!("{PASSWORD}\r\n")).unwrap();
        place
    }

    /// Signs with the key in this file.
    fn sign(&self, dossier: &Path, key: &str) -> Output {
        let (key, password) = (self.key(key), self.password());
        exits(
            0,
            &[
                "--json",
                "sign",
                text(dossier),
                "--p12",
                text(key),
                "--password-file",
                text(&password),
            ],
        )
    }

    fn trust(&self) -> Vec<&str> {
        self.luggage.signing.iter().flat_map(|it| ["--trust", text(it)]).collect()
    }
}

fn seal(dossier: &Path, number: &str) -> Value {
    let arguments =
        ["--json", "seal", text(dossier), "--number", number, "--conclusion", "negative"];
    json(&exits(0, &arguments))
}

fn answer(dossier: &Path, item: &str, member: &str, seen: &str, ground: &str) -> Output {
    let arguments = [
        "--json",
        "answer",
        text(dossier),
        "--item",
        item,
        "--member",
        member,
        "--seen",
        seen,
        "--ground",
        ground,
    ];
    exits(0, &arguments)
}

/// What `judge` tells; its exit code follows from the worst verdict.
fn judged(dossier: &Path) -> Value {
    let output = tekseru(&["--json", "judge", text(dossier)]);
    let told = json(&output);
    let verdicts = item_verdicts(&told);
    let has = |verdict: &str| verdicts.values().any(|it| it == verdict);
    let code = if has("violates") {
        2
    } else if has("undetermined") {
        3
    } else {
        0
    };
    assert_eq!(output.status.code(), Some(code));
    told
}

fn signed(told: &Value) -> usize {
    told["tally"]["signed"].as_array().unwrap().len()
}

#[test]
fn a_visit_verb_by_verb_ends_in_an_adopted_act_and_packs_that_verify() {
    let visit = visit();
    let place = visit.laptop("verbs");
    let dossier = text(&place);
    let open: Vec<_> = item_verdicts(&judged(&place))
        .into_iter()
        .filter(|(item, verdict)| {
            verdict != "complies" && !OF_THIS_MACHINE.contains(&item.as_str())
        })
        .collect();
    // Nobody drilled: what was not looked at is not said to be in order.
    let expected = [
        ("224.channel-failover", "undetermined"),
        ("224.document-03", "out-of-scope"),
        ("224.revocation-drill", "undetermined"),
    ];
    assert_eq!(open, expected.map(|(item, verdict)| (item.to_owned(), verdict.to_owned())));

    for verb in ["status", "adopt"] {
        exits(1, &[verb, dossier]);
    }
    exits(1, &["export", dossier, "--out", text(&place.with_file_name("early"))]);
    assert!(!place.with_file_name("early").exists());
    let folder = place.with_file_name("act-of-the-visit");
    let sealed = json(&exits(
        0,
        &[
            "--lang",
            "kk",
            "--json",
            "seal",
            dossier,
            "--number",
            "ДЕМО-7",
            "--conclusion",
            "negative",
            "--text",
            "Үлгі сөз.",
            "--recommendation",
            "Бірінші ұсыным.",
            "--recommendation",
            "Вторая рекомендация.",
            "--with-english",
            "--out",
            text(&folder),
        ],
    ));
    assert_eq!((&sealed["number"], &sealed["version"]), (&"ДЕМО-7".into(), &1.into()));
    let pdf = fs::read(folder.join("act.pdf")).unwrap();
    assert_eq!(sealed["pdf"], EvidenceId::of(&pdf).to_string());
    let act: Value = serde_json::from_slice(&fs::read(folder.join("act.json")).unwrap()).unwrap();
    assert_eq!(act["languages"], serde_json::json!(["kk", "ru", "en"]));
    assert_eq!(act["recommendations"][1], "Вторая рекомендация.");
    assert_eq!(act["conclusion"]["text"], "Үлгі сөз.");

    exits(1, &["sign", dossier]);
    let wrong = place.with_file_name("wrong.txt");
    fs::write(&wrong, "wrong").unwrap();
    let key = text(visit.key("member-1-gost.p12"));
    exits(1, &["sign", dossier, "--p12", key, "--password-file", text(&wrong)]);
    let password = visit.password();
    let other = ["--member", "000000000102", "--password-file", text(&password)];
    exits(1, &[&["sign", dossier, "--p12", key], &other[..]].concat());

    let told = json(&visit.sign(&place, "member-1-gost.p12"));
    assert_eq!(told["label"], "000000000101.p7s");
    // Without the lists of the members' authorities nobody is counted.
    assert_eq!(signed(&told), 0);
    exits(0, &[vec!["sign", dossier], visit.trust()].concat());
    let status = json(&exits(3, &["--json", "status", dossier]));
    assert_eq!(signed(&status), 1);
    visit.sign(&place, "member-3-gost.p12");
    visit.sign(&place, "member-4-rsa.p12");
    let status = json(&exits(3, &["--json", "status", dossier]));
    assert_eq!((signed(&status), &status["tally"]["adopted"]), (3, &false.into()));
    exits(3, &["adopt", dossier]);
    // The secretary has no vote, and a revoked key counts for nobody.
    assert_eq!(signed(&json(&visit.sign(&place, "member-6-rsa.p12"))), 3);
    let key = text(visit.key("member-5-gost.p12"));
    let reasons = ["--reasons", "Үлгі себеп.", "--item", "224.clock-offset"];
    let dissent = ["--json", "dissent", dossier, "--p12", key, "--password-file", text(&password)];
    exits(1, &[&dissent[..], &["--reasons", "  "]].concat());
    exits(0, &[&dissent[..], &reasons].concat());
    let told = json(&visit.sign(&place, "member-2-rsa.p12"));
    assert_eq!(signed(&told), 4);
    exits(0, &["status", dossier]);
    let adopted = json(&exits(0, &["--json", "adopt", "--online", dossier]));
    assert_eq!(adopted["recorded-adopted"], true);

    for (lang, out) in [("kk", "pack"), ("ru", "pack.zip")] {
        let out = place.with_file_name(out);
        let told =
            json(&exits(0, &["--lang", lang, "--json", "export", dossier, "--out", text(&out)]));
        assert_eq!(told["place"], text(&out));
        let names = told["files"].as_array().unwrap();
        assert!(names.contains(&"act.pdf".into()) && names.contains(&"adoption.pdf".into()));
        exits(0, &["--lang", "en", "verify", text(&out)]);
        exits(1, &["export", dossier, "--out", text(&out)]);
    }
    assert_eq!(fs::read(place.with_file_name("pack").join("act.pdf")).unwrap(), pdf);
    exits(0, &["check", dossier]);

    // A second sealing is a second version: nobody has signed it.
    let again = seal(&place, "ДЕМО-7");
    assert_eq!(again["version"], 2);
    let status = json(&exits(3, &["--json", "status", dossier]));
    assert_eq!((signed(&status), &status["recorded-adopted"]), (0, &false.into()));
    exits(0, &[&dissent[..], &reasons].concat());
    let zip = place.with_file_name("second.zip");
    exits(0, &["export", dossier, "--out", text(&zip)]);
    let told = json(&exits(2, &["--json", "verify", text(&zip)]));
    assert_eq!(told["holds"], false);
}

#[test]
fn collecting_again_changes_no_verdict_and_loses_no_evidence() {
    let place = visit().laptop("again");
    let before = item_verdicts(&judged(&place));
    let evidence = files(&place.join("evidence"));
    let told = json(&exits(0, &["--json", "collect", text(&place)]));
    assert_eq!(told["files"], 0);
    assert_eq!(item_verdicts(&judged(&place)), before);
    let after = files(&place.join("evidence"));
    assert!(evidence.keys().all(|it| after.contains_key(it)) && after.len() > evidence.len());
    let told = json(&exits(0, &["--json", "collect", "--offline", text(&place)]));
    assert_eq!(told["files"], 0);
}

#[test]
fn two_laptops_that_sealed_apart_agree_which_act_stands() {
    let visit = visit();
    let (one, two) = (visit.laptop("sealed-one"), visit.laptop("sealed-two"));
    let first = seal(&one, "ДЕМО-10");
    let second = seal(&two, "ДЕМО-11");
    assert_eq!((&first["version"], &second["version"]), (&1.into(), &1.into()));
    assert_ne!(first["pdf"], second["pdf"]);
    visit.sign(&one, "member-1-gost.p12");
    exits(0, &["merge", text(&one), text(&two)]);
    exits(0, &["merge", text(&two), text(&one)]);
    let status = |place: &Path| json(&exits(3, &["--json", "status", text(place)]));
    let (here, there) = (status(&one), status(&two));
    assert_eq!(here, there);
    assert_eq!(here["notes"][0]["code"], "board.act-beside");
    // Nobody signs, adopts or exports one of the two.
    let key = visit.key("member-1-gost.p12");
    exits(1, &["sign", text(&one), "--p12", text(key), "--password-file", text(&visit.password())]);
    exits(1, &["adopt", text(&one)]);
    exits(1, &["export", text(&one), "--out", text(&one.with_file_name("two-acts"))]);
    // Whichever stands, the next sealing is a version of its own over both.
    assert_eq!(seal(&one, "ДЕМО-10")["version"], 2);
}

#[test]
fn an_answer_file_is_recorded_whole_or_not_at_all() {
    let visit = visit();
    let place = visit.laptop("whole");
    let before = item_verdicts(&judged(&place));
    let file = place.with_file_name("answers.toml");
    let good = "[[answer]]\nitem = 'ups'\nmember = '000000000103'\nseen = 'out-of-order'\n\
                ground = 'Істемейді.'\n";
    for bad in
        ["item = 'no-such-item'", "item = 'clock-offset'", "item = 'ups'\nattach = ['x.jpg']"]
    {
        let bad = format!("{good}[[answer]]\n{bad}\nmember = '000000000103'\nseen = 'in-order'\n");
        fs::write(&file, bad).unwrap();
        exits(1, &["answer", text(&place), "--file", text(&file)]);
        assert_eq!(item_verdicts(&judged(&place)), before);
    }
    fs::write(&file, good).unwrap();
    let given = json(&exits(0, &["--json", "answer", text(&place), "--file", text(&file)]));
    assert_eq!(given[0]["item"], "224.ups");
    assert_eq!(item_verdicts(&judged(&place))["224.ups"], "violates");
}

#[test]
fn a_positive_conclusion_against_a_violation_needs_a_reason_that_is_printed() {
    let place = visit().laptop("despite");
    let ground = "Жұмыс істемейді. / Не работает.";
    answer(&place, "ups", "000000000103", "out-of-order", ground);
    assert_eq!(item_verdicts(&judged(&place))["224.ups"], "violates");
    let positive = ["seal", text(&place), "--number", "1", "--conclusion", "positive"];
    let output = exits(1, &positive);
    assert!(shown(&output).contains("224.ups"), "{}", shown(&output));
    exits(1, &[&positive[..], &["--despite", " "]].concat());
    exits(0, &[&positive[..], &["--despite", "Үлгі себеп."]].concat());
    let act = fs::read(place.with_file_name("dossier-act").join("act.json")).unwrap();
    let act: Value = serde_json::from_slice(&act).unwrap();
    assert_eq!(act["conclusion"]["despite-reason"], "Үлгі себеп.");
    assert!(act["conclusion"]["despite"].as_array().unwrap().contains(&"224.ups".into()));
}

#[test]
fn a_signature_made_with_openssl_counts() {
    if Command::new("openssl").arg("version").output().is_err() {
        skipped("openssl is not installed");
        return;
    }
    let visit = visit();
    let place = visit.laptop("openssl");
    let folder = place.parent().unwrap();
    seal(&place, "ДЕМО-8");
    exits(0, &[vec!["sign", text(&place)], visit.trust()].concat());
    let to_sign = folder.join("to-sign.pdf");
    exits(0, &["sign", text(&place), "--export", text(&to_sign)]);
    let openssl = |arguments: &[&str]| {
        let run = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", shown(&run));
    };
    let key = text(visit.key("member-2-rsa.p12"));
    let password = format!("pass:{PASSWORD}");
    openssl(&["pkcs12", "-in", key, "-passin", &password, "-nodes", "-nocerts", "-out", "key.pem"]);
    openssl(&[
        "pkcs12", "-in", key, "-passin", &password, "-clcerts", "-nokeys", "-out", "own.pem",
    ]);
    // Without the certificate stated among the signed attributes it could be turned into the
    // signature of another certificate with the same key: only `-cades` states it.
    for (form, file, cades, standing, people) in
        [("PEM", "bare.p7s", false, "inconclusive", 0), ("DER", "own.p7s", true, "conclusive", 1)]
    {
        let mut arguments = vec![
            "cms",
            "-sign",
            "-binary",
            "-in",
            "to-sign.pdf",
            "-signer",
            "own.pem",
            "-inkey",
            "key.pem",
            "-md",
            "sha256",
            "-outform",
            form,
            "-out",
            file,
        ];
        arguments.extend(cades.then_some("-cades"));
        openssl(&arguments);
        let signature = folder.join(file);
        let imported = ["--json", "sign", text(&place), "--import", text(&signature)];
        let told = json(&exits(0, &imported));
        assert_eq!((&told["files"][0]["file"], signed(&told)), (&file.into(), people), "{told:#?}");
        let outcomes = told["tally"]["outcomes"].as_array().unwrap();
        let own = outcomes.iter().find(|it| it["label"] == file).unwrap();
        assert_eq!(own["standing"], standing, "{own:#?}");
        assert_eq!(own["signer"], "000000000102");
        let notes = own["notes"].as_array().unwrap();
        let unstated = notes.iter().any(|it| it["code"] == "signature.certificate-not-stated");
        assert_eq!(unstated, !cades, "{notes:#?}");
    }
    // Over another file it is worth nothing, and the program says so.
    fs::write(folder.join("other.pdf"), b"other").unwrap();
    openssl(&[
        "cms",
        "-sign",
        "-binary",
        "-in",
        "other.pdf",
        "-signer",
        "own.pem",
        "-inkey",
        "key.pem",
        "-outform",
        "DER",
        "-out",
        "other.p7s",
    ]);
    let other = text(&folder.join("other.p7s")).to_owned();
    let told = json(&exits(2, &["--json", "sign", text(&place), "--import", &other]));
    assert_eq!(told["files"][0]["note"]["code"], "returned.unknown-document");
    // A file that is no signature at all is named, and left where it is.
    let told = json(&exits(
        2,
        &["--json", "sign", text(&place), "--import", text(&folder.join("other.pdf"))],
    ));
    assert_eq!(told["files"][0]["result"], "refused");
    let outcomes = told["tally"]["outcomes"].as_array().unwrap();
    assert!(outcomes.iter().all(|it| it["label"] != "other.p7s" && it["label"] != "other.pdf"));
    assert_eq!(signed(&told), 1);
    // A private key is not taken.
    exits(1, &["sign", text(&place), "--import", text(&folder.join("key.pem"))]);
}

#[test]
fn two_laptops_merged_in_either_order_judge_and_count_alike() {
    let visit = visit();
    let one = visit.laptop("merge-one");
    seal(&one, "ДЕМО-9");
    exits(0, &[vec!["sign", text(&one)], visit.trust()].concat());
    let two = fresh("merge-two").join("dossier");
    copy(&one, &two);
    // Each laptop goes its own way.
    answer(&one, "ups", "000000000103", "out-of-order", "Қуаты жетпейді.");
    answer(&two, "air-conditioning", "000000000103", "out-of-order", "Істемейді.");
    visit.sign(&one, "member-1-gost.p12");
    visit.sign(&one, "member-3-gost.p12");
    visit.sign(&two, "member-4-rsa.p12");
    visit.sign(&two, "member-5-gost.p12");
    let (first, second) = (fresh("merge-first").join("dossier"), fresh("merge-second").join("d"));
    copy(&one, &first);
    copy(&two, &second);

    let told = json(&exits(0, &["--json", "merge", text(&first), text(&two)]));
    assert_eq!(told["damages"], serde_json::json!([]));
    assert!(told["entries"].as_u64().unwrap() >= 3, "{told}");
    exits(0, &["merge", text(&second), text(&one)]);
    let again = json(&exits(0, &["--json", "merge", text(&first), text(&two)]));
    assert_eq!(again["entries"], 0);

    let verdicts = item_verdicts(&judged(&first));
    assert_eq!(verdicts["224.ups"], "violates");
    assert_eq!(verdicts["224.air-conditioning"], "violates");
    assert_eq!(judged(&first), judged(&second));
    let status = |place: &Path| json(&exits(0, &["--json", "status", text(place)]));
    assert_eq!(signed(&status(&first)), 4);
    assert_eq!(status(&first)["tally"], status(&second)["tally"]);
    exits(0, &["check", text(&first)]);

    // A dossier of another case is not taken over.
    let other = fresh("merge-other");
    exits(0, &["new", text(&other), "--case", text(&visit.luggage.case)]);
    exits(1, &["merge", text(&first), text(&other)]);
}

#[test]
fn two_members_who_saw_different_things_on_two_laptops_leave_it_open_until_one_settles_it() {
    let visit = visit();
    let (one, two) = (visit.laptop("conflict-one"), visit.laptop("conflict-two"));
    let (yes, no) = ("000000000101", "000000000102");
    answer(&one, "channels", yes, "in-order", "Екі арна бар.");
    answer(&two, "channels", no, "out-of-order", "Бір арна ғана бар.");
    exits(0, &["merge", text(&one), text(&two)]);
    let told = judged(&one);
    assert_eq!(item_verdicts(&told)["224.channels"], "undetermined");
    let requirement = told
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["requirements"].as_array().unwrap())
        .find(|it| it["finding"]["requirement"] == "224.channels")
        .unwrap();
    let notes = requirement["finding"]["judgement"]["notes"].as_array().unwrap();
    let disagree = notes.iter().find(|it| it["code"] == "person.answers-disagree").unwrap();
    let answers = disagree["facts"]["answers"].as_str().unwrap();
    assert!(answers.contains(yes) && answers.contains(no), "{answers}");
    let screen = shown(&tekseru(&["judge", text(&one)]));
    assert!(screen.contains(yes) && screen.contains(no), "{screen}");

    answer(&one, "channels", no, "in-order", "Екінші арнаны бірге көрдік.");
    assert_eq!(item_verdicts(&judged(&one))["224.channels"], "complies");
    exits(0, &["merge", text(&two), text(&one)]);
    assert_eq!(item_verdicts(&judged(&two))["224.channels"], "complies");
}

/// A commission of one whose authority the test plays, to revoke at will.
struct OwnAuthority {
    root: Certificate,
    root_key: PrivateKey,
    member: Certificate,
    member_key: PrivateKey,
    now: Timestamp,
}

impl OwnAuthority {
    fn new() -> Self {
        let now = Timestamp::now();
        let key = || PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let (root_key, member_key) = (key(), key());
        let validity = (hours(now, -24 * 30), hours(now, 24 * 300));
        let issue = |profile: &Profile, issuer, subject, key: &PrivateKey| {
            let addresses = Addresses::default();
            let public = key.public_key();
            CertificateTemplate::new(profile, issuer, subject, public, validity, &addresses)
                .issue(&root_key)
                .unwrap()
        };
        let name = [(&known::COMMON_NAME, "ДЕМО СЫНАҚ"), (&known::COUNTRY, "KZ")];
        let root = issue(&Profile::Root, None, distinguished_name(&name), &root_key);
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let subject = person("ҮЛГІБАЕВ БІРІНШІ", "ҮЛГІБАЕВ", "000000000101", None);
        let member = issue(&profile, Some(&root), subject, &member_key);
        Self { root, root_key, member, member_key, now }
    }

    /// A list that names the member's certificate as revoked this many hours from now.
    fn list(&self, number: u64, revoked: Option<i64>) -> Vec<u8> {
        self.list_since(number, -2, revoked)
    }

    /// The same, issued so many hours from now.
    fn list_since(&self, number: u64, issued: i64, revoked: Option<i64>) -> Vec<u8> {
        let from_to = (hours(self.now, issued), hours(self.now, 48));
        let mut list = CrlTemplate::new(&self.root, from_to.0, from_to.1, number);
        if let Some(at) = revoked {
            list = list.revoking(self.member.serial(), hours(self.now, at), Some(1));
        }
        list.issue(&self.root_key).unwrap().der().to_vec()
    }
}

fn hours(at: Timestamp, hours: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

#[test]
fn a_list_that_revokes_a_signer_before_the_signing_takes_the_signature_away() {
    let own = OwnAuthority::new();
    let folder = fresh("revoked");
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let place = folder.join(name);
        fs::write(&place, bytes).unwrap();
        place
    };
    let anchor = format!(
        "signing-anchors = [{{ sha256 = '{}', obtained-from = 'сынақ' }}]",
        EvidenceId::of(own.root.der())
    );
    let case = file("case.toml", small_case(&anchor).as_bytes());
    let place = folder.join("dossier");
    exits(0, &["new", text(&place), "--case", text(&case)]);
    answer(&place, "channels", "000000000101", "in-order", "Үлгі.");
    seal(&place, "1");
    let sealed = fs::read(folder.join("dossier-act/act.pdf")).unwrap();
    let options = SignOptions::detached(Timestamp::now());
    let cms = pki::cms::sign(&own.member_key, &own.member, &sealed, &options).unwrap();
    let cms = file("member.p7s", &cms);
    let root = file("root.cer", own.root.der());
    let list = own.list(1, None);
    let good = file("good.crl", &list);
    exits(
        0,
        &[
            "sign",
            text(&place),
            "--import",
            text(&cms),
            "--trust",
            text(&root),
            "--trust",
            text(&good),
        ],
    );
    exits(0, &["adopt", text(&place)]);
    let pack = folder.join("pack");
    exits(0, &["export", text(&place), "--out", text(&pack)]);
    exits(0, &["verify", text(&pack)]);

    // Another list under the name of the first, and under its own.
    let revoking = own.list(2, Some(-1));
    let old = pack.join(format!("trust/{}.crl", EvidenceId::of(&list)));
    assert!(old.is_file());
    for (name, hashed) in [(old.clone(), false), (pack.join(named(&revoking)), true)] {
        fs::remove_file(&old).unwrap();
        fs::write(&name, &revoking).unwrap();
        let told = json(&exits(2, &["--json", "verify", text(&pack)]));
        let outcome = &told["tally"]["outcomes"][0];
        assert_eq!(outcome["standing"], "invalid");
        let notes = outcome["notes"].as_array().unwrap();
        assert!(notes.iter().any(|it| it["code"] == "signature.revoked"), "{notes:#?}");
        let checks = told["checks"].as_array().unwrap();
        let found = |code: &str| checks.iter().any(|it| it["note"]["code"] == code);
        assert!(found("verify.act-not-adopted"), "{checks:#?}");
        assert_eq!(found("verify.evidence-changed"), !hashed, "{checks:#?}");
        let screen = shown(&exits(2, &["verify", text(&pack)]));
        assert!(screen.contains("member.p7s"), "{screen}");
        fs::remove_file(&name).unwrap();
        fs::write(&old, &list).unwrap();
    }
    exits(0, &["verify", text(&pack)]);

    // Revoked after the signing: no time-stamp proves that the signature was there before, so
    // nobody counts it any more.
    let later = file("later.crl", &own.list_since(3, 2, Some(1)));
    exits(0, &["sign", text(&place), "--trust", text(&later)]);
    let told = json(&exits(3, &["--json", "status", text(&place)]));
    let outcome = &told["tally"]["outcomes"][0];
    assert_eq!(outcome["standing"], "inconclusive");
    let notes = outcome["notes"].as_array().unwrap();
    for code in ["signature.revoked-later", "signature.time-not-proven"] {
        assert!(notes.iter().any(|it| it["code"] == code), "{notes:#?}");
    }
    let second = folder.join("second.zip");
    exits(0, &["export", text(&place), "--out", text(&second)]);
    exits(2, &["verify", text(&second)]);
}

fn named(list: &[u8]) -> String {
    format!("trust/{}.crl", EvidenceId::of(list))
}

#[test]
fn a_damaged_dossier_is_found_and_an_undamaged_one_is_not_accused() {
    let place = visit().laptop("check");
    exits(0, &["check", text(&place)]);
    assert_eq!(json(&exits(0, &["--json", "check", text(&place)])), serde_json::json!([]));
    let evidence = place.join("evidence");
    let name = files(&evidence).into_keys().next().unwrap();
    fs::write(evidence.join(&name), b"changed").unwrap();
    let output = exits(2, &["check", text(&place)]);
    assert!(squeezed(&shown(&output)).contains(&squeezed(&name)), "{}", shown(&output));
    assert_eq!(json(&exits(2, &["--json", "check", text(&place)])).as_array().unwrap().len(), 1);
}

#[test]
fn single_answers_carry_their_readings_and_what_is_attached() {
    let visit = visit();
    let place = visit.laptop("answer");
    let photo = visit.folder.join("photos/ceiling-height.jpg");
    let with = |readings: &[&str]| {
        let mut arguments = vec![
            "--json",
            "answer",
            text(&place),
            "--item",
            "224.ceiling-height",
            "--member",
            "000000000103",
            "--seen",
            "in-order",
            "--instrument",
            "DEMO",
            "--error",
            "1,5 mm",
            "--attach",
            text(&photo),
        ];
        arguments.extend(readings.iter().flat_map(|it| ["--reading", it]));
        tekseru(&arguments)
    };
    let given = with(&["2,44 m", "2.45 m", "245 cm"]);
    assert_eq!(given.status.code(), Some(0), "{}", shown(&given));
    assert_eq!(json(&given)[0]["photos"], 1);
    // 2.44 m ± 1.5 mm lies across the limit of 2.44 m.
    assert_eq!(item_verdicts(&judged(&place))["224.ceiling-height"], "undetermined");
    assert_eq!(with(&["2,442 m"]).status.code(), Some(0));
    assert_eq!(item_verdicts(&judged(&place))["224.ceiling-height"], "complies");
    for wrong in ["2,44", "2,44 kg", "2,44 s", "two m"] {
        let output = with(&[wrong]);
        assert_eq!(output.status.code(), Some(1), "{wrong}");
        assert!(shown(&output).contains("ceiling-height"), "{}", shown(&output));
    }
    assert_eq!(item_verdicts(&judged(&place))["224.ceiling-height"], "complies");
}

#[test]
fn schemas_completions_and_manual_pages_are_written() {
    for form in ["act", "answer", "case", "dissent", "verification"] {
        let schema = json(&exits(0, &["schema", form]));
        assert_eq!(schema["type"], "object", "{form}");
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = exits(0, &["completions", shell]);
        let script = String::from_utf8(output.stdout).unwrap();
        for verb in ["demo", "collect", "dissent", "verify"] {
            assert!(script.contains(verb), "{shell}: {verb}");
        }
    }
    let folder = fresh("man");
    exits(0, &["man", text(&folder)]);
    let pages = files(&folder);
    for page in ["tekseru.1", "tekseru-demo.1", "tekseru-seal.1", "tekseru-pki-verify.1"] {
        assert!(pages[page].starts_with(b".ie"), "{page}");
    }
    exits(1, &["schema", "nothing"]);
}

#[test]
fn help_is_given_in_three_languages_and_a_wrong_call_is_refused() {
    for (lang, word) in [("kk", "Қолданылуы"), ("ru", "Использование"), ("en", "Usage")]
    {
        let output = exits(0, &["--lang", lang, "--help"]);
        assert!(shown(&output).contains(word), "{}", shown(&output));
    }
    exits(0, &["--version"]);
    for wrong in [&["nothing"][..], &["judge"], &[], &["demo", "--scenario", "none"]] {
        exits(1, wrong);
    }
    exits(1, &["--lang", "de", "demo"]);
}

#[test]
fn every_answer_for_programs_is_one_json_document() {
    let demo = clean();
    let (dossier, pack) = (demo.out.join("dossier"), demo.pack());
    for (code, arguments) in [
        (0, vec!["judge", text(&dossier)]),
        (0, vec!["questions", text(&dossier)]),
        (0, vec!["status", text(&dossier)]),
        (0, vec!["check", text(&dossier)]),
        (0, vec!["verify", text(&pack)]),
        (1, vec!["judge", "nowhere"]),
    ] {
        let arguments = [vec!["--json"], arguments].concat();
        json(&exits(code, &arguments));
    }
    let status = json(&exits(0, &["--json", "status", text(&dossier)]));
    let keys: Vec<_> = status.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "act",
            "adopted-at",
            "decision-due",
            "decision-due-certain",
            "depends-on",
            "dissents",
            "lacking",
            "members",
            "notes",
            "recorded-adopted",
            "reservations",
            "robust",
            "tally",
            "terms",
            "today"
        ]
    );
    let verified = json(&exits(0, &["--json", "verify", text(&pack)]));
    let keys: Vec<_> = verified.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "act",
            "checks",
            "dissents",
            "file",
            "holds",
            "number",
            "reservations",
            "sentence",
            "signing-anchors",
            "tally",
            "verdict"
        ]
    );
    let error = json(&exits(1, &["--json", "judge", "nowhere"]));
    assert!(error["error"].is_string() || error["error"].is_object(), "{error}");
}

/// No assertion: an unoptimised program is not the one that is published.
#[test]
fn help_starts_quickly() {
    let mut took: Vec<Duration> = (0..20)
        .map(|_| {
            let begun = Instant::now();
            exits(0, &["--help"]);
            begun.elapsed()
        })
        .collect();
    took.sort();
    println!("tekseru --help: median {:?}, least {:?} of 20 runs", took[10], took[0]);
}

#[test]
fn the_site_of_the_visit_is_the_one_that_was_asked() {
    let visit = visit();
    let exchanges = files(&visit.dossier().join("evidence"))
        .into_values()
        .filter(|it| String::from_utf8_lossy(it).contains(&visit.demo.url("/")))
        .count();
    assert!(exchanges > 0);
}

#[test]
fn a_reader_who_has_seen_enough_breaks_nothing() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(["schema", "act"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The schema is larger than a pipe holds only on some systems; closing at once is enough.
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
}
