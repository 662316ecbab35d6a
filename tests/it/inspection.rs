//! The main job end to end: the demonstration through the program, and its pack verified.
//!
//! The two runs of the demonstration are shared by `cli.rs` and `pages.rs`: keys take time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{LazyLock, OnceLock};
use std::time::{Duration, Instant};

use serde_json::Value;
use tekseru::act::record::ActRecord;
use tekseru::act::render::render;
use tekseru::catalog::Catalog;
use tekseru::inspection::{Pack, Verification};
use tekseru::words::Words;

pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::embedded().unwrap());
pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

/// The fifteen subjects of paragraph 12, and the row about the documents.
const SUBJECTS: [&str; 16] = [
    "12-1",
    "12-2",
    "12-3",
    "12-4",
    "12-5",
    "12-6",
    "12-7",
    "12-8",
    "12-9",
    "12-10",
    "12-11",
    "12-12",
    "12-13",
    "12-14",
    "12-15",
    "documents",
];

/// What the defective sample lacks, by item, with the part of a sentence that the act may not go
/// without in each language, whatever the rest of it is worded like.
pub(crate) const DEFECTS: &[(&str, [&str; 3])] = &[
    (
        "224.certificate-oids",
        [
            "тіркелмеген OID 1.2.398.3.99.7.1",
            "незарегистрированный OID 1.2.398.3.99.7.1",
            "unregistered OID 1.2.398.3.99.7.1",
        ],
    ),
    ("224.clock-offset", ["артта", "отста", "behind"]),
    (
        "224.clock-witnesses",
        ["бірін-бірі жоққа шығарады", "исключают друг друга", "exclude one another"],
    ),
    ("224.crl-content", ["мерзімі өткен", "просроч", "has expired"]),
    ("224.crl-history", ["мерзімі өткен тізімді берді", "выдал просроченный", "had expired"]),
    (
        "224.main-and-reserve-key-protection",
        [
            "резервтік кешеннің орны бос",
            "место резервного комплекса пуст",
            "No physical reserve was found",
        ],
    ),
    ("224.ceiling-height", ["241 см", "241 см", "241 cm"]),
    ("224.declared-found", ["DEMO-HSM-0002", "DEMO-HSM-0002", "DEMO-HSM-0002"]),
    ("224.document-05", ["DEMO-HSM-0002", "DEMO-HSM-0002", "DEMO-HSM-0002"]),
];

/// A demonstration that ran.
pub(crate) struct Demonstrated {
    pub(crate) out: PathBuf,
    output: Output,
    took: Duration,
}

impl Demonstrated {
    fn run(scenario: &str) -> Self {
        let out = fresh(&format!("demo-{scenario}"));
        let begun = Instant::now();
        let output = tekseru(&["--json", "demo", "--scenario", scenario, "--out", text(&out)]);
        let took = begun.elapsed();
        println!("demo {scenario}: {took:?}");
        Self { out, output, took }
    }

    pub(crate) fn pack(&self) -> PathBuf {
        self.out.join("pack")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|it| panic!("{it}: {:?}", self.output))
    }

    pub(crate) fn act(&self) -> ActRecord {
        serde_json::from_slice(&fs::read(self.out.join("act/act.json")).unwrap()).unwrap()
    }
}

pub(crate) fn clean() -> &'static Demonstrated {
    static RUN: OnceLock<Demonstrated> = OnceLock::new();
    RUN.get_or_init(|| Demonstrated::run("clean"))
}

pub(crate) fn defects() -> &'static Demonstrated {
    static RUN: OnceLock<Demonstrated> = OnceLock::new();
    RUN.get_or_init(|| Demonstrated::run("defects"))
}

/// The program, with a language that the arguments may name anew.
pub(crate) fn tekseru(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(arguments)
        .env("COLUMNS", "100")
        .env("TEKSERU_LANG", "en")
        .env_remove("TEKSERU_PASSWORD")
        .output()
        .unwrap()
}

/// Runs the program and holds it to an exit code.
pub(crate) fn exits(code: i32, arguments: &[&str]) -> Output {
    let output = tekseru(arguments);
    let said = shown(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    output
}

/// What a program reads of an answer.
pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|it| panic!("{it}: {}", shown(output)))
}

/// Everything that was shown.
pub(crate) fn shown(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// A text without white space: lines are broken to the width of the terminal or of the page.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && *it != '\u{ad}').collect()
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A name for a folder of this test that is not there yet.
pub(crate) fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e").join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    path
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder, by its name with slashes.
pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The verdict of every subject in a list of subjects.
fn subject_verdicts(subjects: &Value) -> BTreeMap<String, String> {
    let subjects = subjects.as_array().unwrap().iter();
    subjects.map(|it| (string(&it["id"]), string(&it["verdict"]))).collect()
}

/// The verdict of every item in a list of subjects.
pub(crate) fn item_verdicts(subjects: &Value) -> BTreeMap<String, String> {
    requirements(subjects)
        .map(|it| {
            (string(&it["finding"]["requirement"]), string(&it["finding"]["judgement"]["verdict"]))
        })
        .collect()
}

fn requirements(subjects: &Value) -> impl Iterator<Item = &Value> {
    subjects.as_array().unwrap().iter().flat_map(|it| it["requirements"].as_array().unwrap())
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}: not a text")).to_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_clean_demonstration_ends_in_an_adopted_act_over_every_subject() {
    let demo = clean();
    assert_eq!(demo.output.status.code(), Some(0), "{}", shown(&demo.output));
    assert!(demo.took < Duration::from_secs(60), "{:?}", demo.took);
    let told = demo.json();
    assert_eq!(
        keys(&told),
        [
            "act",
            "committee",
            "out",
            "robust",
            "scenario",
            "seconds",
            "subjects",
            "tally",
            "verification"
        ]
    );
    let verdicts = subject_verdicts(&told["subjects"]);
    for subject in SUBJECTS {
        assert_eq!(verdicts[subject], "complies", "{subject}");
    }
    let open: Vec<_> = item_verdicts(&told["subjects"])
        .into_iter()
        .filter(|(_, verdict)| verdict != "complies")
        .collect();
    let not_integrated = ("224.document-03".to_owned(), "out-of-scope".to_owned());
    assert_eq!(open, [not_integrated]);
    // Four of five, among them two of the national security bodies: 3 · 4 ≥ 2 · 5.
    let tally = &told["tally"];
    let all = ["000000000101", "000000000103", "000000000104", "000000000105"];
    assert_eq!(tally["signed"], serde_json::json!(all));
    assert_eq!(tally["missing"], serde_json::json!(["000000000102"]));
    assert_eq!((&tally["voters"], &tally["needed"]), (&5.into(), &4.into()));
    assert_eq!((&tally["security-signed"], &tally["adopted"]), (&true.into(), &true.into()));
    assert_eq!(told["act"]["number"], "ДЕМО-1");
    assert_eq!(told["verification"]["holds"], true);
    let act = demo.act();
    assert_eq!(act.conclusion.as_ref().unwrap().kind.as_str(), "positive");
    assert!(act.conclusion.as_ref().unwrap().despite.is_empty());
    for name in ["act/act.pdf", "act/act.html", "pack/adoption.pdf", "pack/act.pdf", "case.toml"] {
        assert!(demo.out.join(name).is_file(), "{name}");
    }
    let adoption = fs::read(demo.out.join("pack/adoption.pdf")).unwrap();
    assert!(adoption.starts_with(b"%PDF-"));
    let status = exits(0, &["--json", "status", text(&demo.out.join("dossier"))]);
    let status = json(&status);
    let states: BTreeMap<_, _> = status["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["iin"].as_str().unwrap(), it["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states["000000000102"], "dissent");
    assert_eq!(states["000000000106"], "no-vote");
    assert!(all.iter().all(|it| states[it] == "signed"), "{states:?}");
    assert_eq!(status["recorded-adopted"], true);
}

#[test]
fn the_defective_demonstration_finds_and_names_exactly_the_defects() {
    let demo = defects();
    assert_eq!(demo.output.status.code(), Some(2), "{}", shown(&demo.output));
    assert!(demo.took < Duration::from_secs(60), "{:?}", demo.took);
    let told = demo.json();
    let items = item_verdicts(&told["subjects"]);
    let violating: BTreeSet<&str> =
        items.iter().filter(|it| it.1 == "violates").map(|it| it.0.as_str()).collect();
    let expected: BTreeSet<&str> = DEFECTS.iter().map(|it| it.0).collect();
    assert_eq!(violating, expected);
    let open: Vec<_> = items.iter().filter(|it| it.1 == "undetermined").collect();
    assert!(open.is_empty(), "{open:?}");
    for requirement in requirements(&told["subjects"]) {
        let item = string(&requirement["finding"]["requirement"]);
        let Some((_, parts)) = DEFECTS.iter().find(|it| it.0 == item) else { continue };
        for (lang, part) in ["kk", "ru", "en"].into_iter().zip(parts) {
            let said = requirement["said"].as_array().unwrap();
            let found = said.iter().any(|it| it["text"][lang].as_str().unwrap().contains(part));
            assert!(found, "{item}: {part:?} is not said in {lang}: {said:#?}");
        }
    }
    let subjects = subject_verdicts(&told["subjects"]);
    for subject in ["12-3", "12-8", "12-13", "12-14", "12-15", "documents"] {
        assert_eq!(subjects[subject], "violates", "{subject}");
    }
    for subject in ["12-1", "12-4", "12-5", "12-6", "12-9", "12-12"] {
        assert_eq!(subjects[subject], "complies", "{subject}");
    }
    assert_eq!(demo.act().conclusion.unwrap().kind.as_str(), "negative");
    assert_eq!(told["tally"]["adopted"], true);
    // The pack holds: a negative act is an act.
    exits(0, &["verify", text(&demo.pack())]);
}

#[test]
fn the_clock_of_the_defective_authority_is_measured_to_be_three_seconds_and_a_fifth_behind() {
    let act = defects().act();
    let clock = act.judged().find(|it| it.finding.requirement.0 == "224.clock-offset").unwrap();
    let [measured] = clock.finding.judgement.measures.as_slice() else { panic!("{clock:#?}") };
    let in_unit = |it: Option<String>| it.unwrap();
    let value = in_unit(measured.measure.value_in(model::Unit::Microsecond));
    let value: i64 = value.split('.').next().unwrap().parse().unwrap();
    let uncertainty = in_unit(measured.measure.uncertainty_in(model::Unit::Microsecond));
    let uncertainty: i64 = uncertainty.split('.').next().unwrap().parse().unwrap();
    assert!((value.abs() - 3_200_000).abs() <= uncertainty + 1, "{value} ± {uncertainty}");
    assert!(uncertainty < 100_000, "{uncertainty}");
}

#[test]
fn the_screen_names_every_defect_in_each_language() {
    let dossier = defects().out.join("dossier");
    for (position, lang) in ["kk", "ru", "en"].into_iter().enumerate() {
        let output = exits(2, &["--lang", lang, "judge", text(&dossier)]);
        let said = squeezed(&shown(&output));
        for (item, parts) in DEFECTS {
            assert!(said.contains(item), "{lang}: {item}");
            assert!(said.contains(&squeezed(parts[position])), "{lang}: {item}: {said}");
        }
    }
}

#[test]
fn a_demonstration_runs_again_over_its_own_output_and_nowhere_else() {
    let out = fresh("demo-again");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let output = exits(1, &["demo", "--out", text(&out)]);
    assert!(squeezed(&shown(&output)).contains(&squeezed(text(&out))), "{}", shown(&output));
    assert_eq!(files(&out).keys().collect::<Vec<_>>(), ["notes.txt"]);
    assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
    fs::remove_file(out.join("notes.txt")).unwrap();

    let first = exits(0, &["--lang", "ru", "demo", "--out", text(&out)]);
    let said = squeezed(&shown(&first));
    let quorum = "Число членов комиссии – 5 (без секретаря); подписали – 4; необходимо подписей \
                  (две трети) – 4; подпись представителя органов национальной безопасности – \
                  имеется. В соответствии с пунктом 13 Правил акт считается принятым.";
    assert!(said.contains(&squeezed(quorum)), "{}", shown(&first));
    for place in ["act/act.pdf", "dossier", "pack", "pack/adoption.pdf"] {
        let place = out.join(place);
        assert!(said.contains(&squeezed(text(&place))), "{place:?}");
    }
    exits(0, &["--lang", "en", "verify", text(&out.join("pack"))]);
    fs::write(out.join("left-over.txt"), "of the first run").unwrap();
    let before = fs::read(out.join("act/act.json")).unwrap();
    exits(0, &["demo", "--out", text(&out)]);
    assert!(!out.join("left-over.txt").exists());
    assert_ne!(fs::read(out.join("act/act.json")).unwrap(), before);
}

/// The verification of a pack that was changed by hand, as JSON, with the exit code.
pub(crate) fn verify(pack: &Path) -> (Option<i32>, Value) {
    let output = tekseru(&["--json", "verify", text(pack)]);
    (output.status.code(), json(&output))
}

/// The codes of all checks that do not comply, with the file they name.
pub(crate) fn against(verification: &Value) -> Vec<(String, String)> {
    let checks = verification["checks"].as_array().unwrap().iter();
    checks
        .filter(|it| it["verdict"] != "complies")
        .map(|it| {
            let file = it["note"]["facts"]["file"].as_str().unwrap_or_default();
            (string(&it["note"]["code"]), file.to_owned())
        })
        .collect()
}

/// A copy of the clean pack, for a test to change.
pub(crate) fn pack(name: &str) -> PathBuf {
    let place = fresh(&format!("pack-{name}"));
    copy(&clean().pack(), &place);
    place
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn an_untouched_pack_verifies_in_every_language() {
    let pack = clean().pack();
    for (lang, holds) in
        [("kk", "акт қабылданды"), ("ru", "акт принят"), ("en", "the act is adopted")]
    {
        let output = exits(0, &["--lang", lang, "verify", text(&pack)]);
        let said = squeezed(&shown(&output)).to_lowercase();
        assert!(said.contains(&squeezed(holds)), "{said}");
    }
    let (code, told) = verify(&pack);
    assert_eq!((code, against(&told)), (Some(0), vec![]));
    assert_eq!(told["tally"]["signed"].as_array().unwrap().len(), 4);
}

#[test]
fn rendering_the_record_again_gives_the_same_bytes() {
    for demo in [clean(), defects()] {
        let act = demo.act();
        let again = render(&act, &WORDS).unwrap();
        for (name, bytes) in
            [("act.pdf", again.pdf), ("act.json", again.json), ("act.html", again.html.into())]
        {
            assert_eq!(fs::read(demo.out.join("act").join(name)).unwrap(), bytes, "{name}");
            assert_eq!(fs::read(demo.pack().join(name)).unwrap(), bytes, "pack/{name}");
        }
    }
}

#[test]
fn a_changed_byte_in_the_sealed_file_is_found() {
    let pack = pack("pdf");
    flip(&pack.join("act.pdf"));
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    let codes: Vec<_> = against(&told).into_iter().map(|it| it.0).collect();
    assert!(codes.contains(&"verify.pages-differ".to_owned()), "{codes:?}");
    assert!(codes.contains(&"verify.act-not-adopted".to_owned()), "{codes:?}");
    assert_eq!(told["tally"]["signed"].as_array().unwrap().len(), 0);
}

#[test]
fn a_record_that_is_rewritten_is_found_even_in_its_canonical_form() {
    let pack = pack("json");
    let place = pack.join("act.json");
    let sealed = fs::read(&place).unwrap();
    // One byte: the record is no longer what the pages show, or no record at all.
    let changed = String::from_utf8(sealed.clone()).unwrap().replacen("ДЕМО-1", "ДЕМО-9", 1);
    fs::write(&place, &changed).unwrap();
    assert!(verify(&pack).0 == Some(2));
    // Another form of the same values.
    let spaced = String::from_utf8(sealed.clone()).unwrap().replacen(':', ": ", 1);
    fs::write(&place, spaced).unwrap();
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    assert_eq!(against(&told), [("verify.record-not-canonical".to_owned(), String::new())]);
    // The roster without the dissenter, canonical: three of four would be enough.
    let mut act: ActRecord = serde_json::from_slice(&sealed).unwrap();
    let roster = act.commission.as_mut().unwrap();
    roster.members.retain(|it| it.iin.as_str() != "000000000102");
    fs::write(&place, act.canonical().unwrap()).unwrap();
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    assert!(against(&told).iter().any(|it| it.0 == "verify.pages-differ"), "{told:#?}");
    assert_eq!(told["holds"], false);
    // No record at all: said, and no panic.
    let mut cut = sealed.clone();
    cut[sealed.len() / 2] = 0xff;
    for broken in [&sealed[..sealed.len() / 2], &cut, b"", b"{}"] {
        fs::write(&place, broken).unwrap();
        let (code, told) = verify(&pack);
        assert_eq!(code, Some(2));
        assert_eq!(against(&told), [("verify.record-unreadable".to_owned(), String::new())]);
        let output = exits(2, &["verify", text(&pack)]);
        assert!(shown(&output).contains("act.json"), "{}", shown(&output));
    }
    // A later form is nobody's fault, and a pack without a record is no pack.
    let later = String::from_utf8(sealed).unwrap().replacen("\"format\":1", "\"format\":2", 1);
    assert!(later.contains("\"format\":2"));
    fs::write(&place, later).unwrap();
    exits(1, &["verify", text(&pack)]);
    fs::remove_file(&place).unwrap();
    exits(1, &["verify", text(&pack)]);
}

/// Every byte of the record counts: wherever one is changed, the pack does not hold.
#[test]
fn a_changed_byte_anywhere_in_the_record_is_found() {
    let pack = pack("bytes");
    let place = pack.join("act.json");
    let sealed = fs::read(&place).unwrap();
    let mut opened = Pack::open(&pack).unwrap();
    for part in 0..16 {
        let mut bytes = sealed.clone();
        bytes[sealed.len() * part / 16 + 7] ^= 1;
        fs::write(&place, bytes).unwrap();
        match opened.verify(&CATALOG, &WORDS) {
            Ok(verification) => assert!(!verification.holds, "part {part}"),
            Err(error) => assert!(error.to_string().contains("act.json"), "{error}"),
        }
    }
}

/// The name of some piece of evidence of this ending.
fn some_evidence(pack: &Path, ending: &str) -> String {
    let names = files(pack).into_keys();
    names.into_iter().find(|it| it.starts_with("evidence/") && it.ends_with(ending)).unwrap()
}

#[test]
fn evidence_that_was_changed_removed_or_slipped_in_is_found_by_name() {
    let pack = pack("evidence");
    let (photo, answer) = (some_evidence(&pack, ".photo"), some_evidence(&pack, ".answer"));
    let before = fs::read(pack.join(&photo)).unwrap();
    flip(&pack.join(&photo));
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    assert!(against(&told).contains(&("verify.evidence-changed".into(), photo.clone())));
    fs::write(pack.join(&photo), before).unwrap();

    let before = fs::read(pack.join(&answer)).unwrap();
    fs::remove_file(pack.join(&answer)).unwrap();
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    let found = against(&told);
    assert!(found.contains(&("verify.evidence-missing".into(), answer.clone())), "{found:?}");
    assert!(found.iter().any(|it| it.0 == "verify.verdicts-differ"), "{found:?}");
    fs::write(pack.join(&answer), before).unwrap();

    fs::write(pack.join("evidence/extra.photo"), b"slipped in").unwrap();
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    let extra = "evidence/extra.photo".to_owned();
    assert_eq!(against(&told), [("verify.file-unlisted".to_owned(), extra.clone())]);
    let output = exits(2, &["verify", text(&pack)]);
    assert!(shown(&output).contains(&extra));
    fs::remove_file(pack.join(&extra)).unwrap();
    assert_eq!(verify(&pack).0, Some(0));
}

#[test]
fn a_broken_signature_counts_for_nobody_and_the_act_is_not_adopted() {
    let pack = pack("signature");
    let names: Vec<_> =
        files(&pack).into_keys().filter(|it| it.starts_with("signatures/")).collect();
    assert_eq!(names.len(), 4);
    for name in &names {
        let before = fs::read(pack.join(name)).unwrap();
        let mut bytes = before.clone();
        // What follows the value is a time-stamp, which nobody signed.
        let (signed, _) = pki::cms::SignedData::read(&before).unwrap();
        let value = &signed.signers().next().unwrap().signature;
        let place = before.windows(value.len()).position(|it| it == value).unwrap();
        bytes[place] ^= 1;
        fs::write(pack.join(name), bytes).unwrap();
        let (code, told) = verify(&pack);
        assert_eq!(code, Some(2), "{name}");
        assert!(against(&told).iter().any(|it| it.0 == "verify.act-not-adopted"));
        let outcomes = told["tally"]["outcomes"].as_array().unwrap();
        let broken: Vec<_> = outcomes.iter().filter(|it| it["standing"] != "conclusive").collect();
        assert_eq!(broken.len(), 1, "{outcomes:#?}");
        assert_eq!(broken[0]["label"], **name);
        let output = exits(2, &["verify", text(&pack)]);
        assert!(squeezed(&shown(&output)).contains(&squeezed(name)), "{}", shown(&output));
        fs::write(pack.join(name), before).unwrap();
    }
    fs::remove_file(pack.join(&names[0])).unwrap();
    assert_eq!(verify(&pack).0, Some(2), "a signature less");
}

#[test]
fn without_any_proof_of_revocation_about_the_signers_nothing_is_adopted() {
    let pack = pack("no-lists");
    let remove = |ending: &str| {
        let names: Vec<_> = files(&pack).into_keys().filter(|it| it.ends_with(ending)).collect();
        assert!(!names.is_empty(), "{ending}");
        names.iter().for_each(|it| fs::remove_file(pack.join(it)).unwrap());
    };
    // The answers of the status services suffice; the record of adoption named the lists too.
    remove(".crl");
    let (_, told) = verify(&pack);
    assert_eq!(told["tally"]["adopted"], true);
    remove(".ocsp");
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    let outcomes = told["tally"]["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 4);
    assert!(outcomes.iter().all(|it| it["standing"] == "inconclusive"), "{outcomes:#?}");
}

/// Changes an octet of the first signature in a file. The last octets are the time-stamp's, without
/// which the signature still holds.
pub(crate) fn break_signature(cms: &mut [u8]) {
    let (signed, _) = pki::cms::SignedData::read(cms).unwrap();
    let signature = signed.signers().next().unwrap().signature.clone();
    let at = cms.windows(signature.len()).position(|it| it == signature).unwrap();
    cms[at + 1] ^= 1;
}

#[test]
fn a_dissent_that_was_changed_is_found_by_name() {
    for ending in ["json", "p7s"] {
        let pack = pack("dissent");
        let name = format!("dissents/000000000102.{ending}");
        let place = pack.join(&name);
        let mut bytes = fs::read(&place).unwrap();
        if ending == "json" {
            let changed = String::from_utf8(bytes).unwrap().replacen("әртүрлі", "бөлек", 1);
            bytes = changed.into_bytes();
        } else {
            break_signature(&mut bytes);
        }
        fs::write(&place, bytes).unwrap();
        let (code, told) = verify(&pack);
        assert_eq!(code, Some(2), "{name}");
        let found = against(&told);
        let expected =
            ("verify.dissent-broken".to_owned(), "dissents/000000000102.json".to_owned());
        assert!(found.contains(&expected), "{found:?}");
    }
}

#[test]
fn the_pages_beside_the_sealed_file_are_checked_as_well() {
    for name in ["act.html", "adoption.pdf", "adoption.json"] {
        let pack = pack("beside");
        flip(&pack.join(name));
        let (code, told) = verify(&pack);
        assert_eq!(code, Some(2), "{name}");
        assert_eq!(against(&told), [("verify.file-differs".to_owned(), name.to_owned())]);
    }
    let pack = pack("beside");
    fs::write(pack.join("decision.pdf"), b"slipped in").unwrap();
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(2));
    assert_eq!(against(&told), [("verify.file-unlisted".to_owned(), "decision.pdf".to_owned())]);
}

#[test]
fn a_verification_is_the_same_from_the_library() {
    let mut pack = Pack::open(&clean().pack()).unwrap();
    let verification: Verification = pack.verify(&CATALOG, &WORDS).unwrap();
    assert!(verification.holds);
    assert_eq!(serde_json::to_value(&verification).unwrap(), verify(&clean().pack()).1);
}

/// The published schema of a form.
fn schema(form: &str) -> jsonschema::Validator {
    let schema = json(&exits(0, &["schema", form]));
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{form}");
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_valid(schema: &jsonschema::Validator, value: &Value, what: &str) {
    let defects: Vec<String> =
        schema.iter_errors(value).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(defects.is_empty(), "{what}: {}", defects.join("\n"));
}

#[test]
fn every_record_of_the_demonstration_has_the_published_form() {
    let parsed = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    let (act, answer, dissent) = (schema("act"), schema("answer"), schema("dissent"));
    let (case, verification) = (schema("case"), schema("verification"));
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for demo in [clean(), defects()] {
        for (name, bytes) in files(&demo.pack()) {
            let of = match name.rsplit_once('.') {
                _ if name == "act.json" => ("act", &act),
                Some((_, "answer")) => ("answer", &answer),
                Some((_, "json")) if name.starts_with("dissents/") => ("dissent", &dissent),
                _ => continue,
            };
            assert_valid(of.1, &parsed(&bytes), &name);
            *counted.entry(of.0).or_default() += 1;
        }
        assert_valid(&verification, &verify(&demo.pack()).1, "verification");
        let written = fs::read_to_string(demo.out.join("case.toml")).unwrap();
        assert_valid(&case, &toml::from_str(&written).unwrap(), "case.toml");
    }
    // Thirty-five answers of each sample.
    assert_eq!(counted, BTreeMap::from([("act", 2), ("answer", 70), ("dissent", 2)]));
    // And the schemas refuse what is not of their form.
    let mut other = parsed(&fs::read(clean().pack().join("act.json")).unwrap());
    other["subjects"][0]["verdict"] = "conforms".into();
    assert!(!act.is_valid(&other));
    assert!(!answer.is_valid(&serde_json::json!({ "seen": "in-order" })));
    assert!(!verification.is_valid(&serde_json::json!([])));
}

/// A folder of checklists like those built in, with one text put in the place of another.
fn checklists(name: &str, change: Option<(&str, &str)>) -> PathBuf {
    let folder = fresh(&format!("checklists-{name}"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists"), &folder);
    if let Some((from, to)) = change {
        let mut changed = 0;
        for name in files(&folder.join("224")).into_keys() {
            let place = folder.join("224").join(name);
            let text = fs::read_to_string(&place).unwrap();
            changed += usize::from(text.contains(from));
            fs::write(&place, text.replace(from, to)).unwrap();
        }
        assert_eq!(changed, 3, "{from}");
    }
    folder
}

/// A case for one member of the national security bodies, who decides alone.
pub(crate) fn small_case(more: &str) -> String {
    format!(
        "{more}\n[recipient]\nname = 'ДЕМО'\naddress = 'ДЕМО'\nbin = '000000000601'\n\
         authority = 'ДЕМО'\n[visit]\nstart = '2026-11-18'\nend = '2026-11-20'\nplaces = ['ДЕМО']\n\
         [commission]\norder = {{ number = 'ДЕМО-1', date = '2026-11-02' }}\n\
         [[commission.members]]\niin = '000000000101'\nname = 'Үлгібаев Бірінші Демоұлы'\n\
         position = 'үлгі'\nbody = 'national-security'\n"
    )
}

/// Opens a dossier for a case and answers one item of it; every call names these checklists.
fn begun(name: &str, case: &str, member: Option<&str>, with: &[&str]) -> PathBuf {
    let folder = fresh(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("case.toml"), case).unwrap();
    let place = folder.join("dossier");
    let case = folder.join("case.toml");
    exits(0, &[with, &["new", text(&place), "--case", text(&case)]].concat());
    let mut answer = vec!["answer", text(&place), "--item", "channels", "--seen", "in-order"];
    answer.extend(member.iter().flat_map(|it| ["--member", it]));
    exits(0, &[with, answer.as_slice()].concat());
    place
}

const SEAL: [&str; 4] = ["--number", "1", "--conclusion", "negative"];

#[test]
fn an_act_is_not_sealed_on_drafts_or_on_other_checklists_than_the_case_was_opened_under() {
    let member = Some("000000000101");
    let seal = |place: &Path, with: &[&str], code| {
        let arguments = [with, &["--lang", "en", "seal", text(place)], &SEAL].concat();
        squeezed(&shown(&exits(code, &arguments)))
    };
    let draft = checklists("draft", Some(("status = \"compared\"", "status = \"draft\"")));
    let draft = ["--checklists", text(&draft)];
    let place = begun("rules-draft", &small_case(""), member, &draft);
    let said = seal(&place, &draft, 1);
    assert!(said.contains("draft"), "{said}");
    assert!(!place.with_file_name("dossier-act").exists());

    let later = ("edition = \"224-2023-04-17\"", "edition = \"224-2099-01-01\"");
    let other = checklists("other", Some(later));
    let other = ["--checklists", text(&other)];
    let place = begun("rules-other", &small_case(""), member, &[]);
    let said = seal(&place, &other, 1);
    assert!(said.contains(CATALOG.sha256()), "{said}");
    assert!(!place.with_file_name("dossier-act").exists());

    // The same files in a folder are the same checklists.
    let same = checklists("same", None);
    let same = ["--checklists", text(&same)];
    seal(&place, &same, 0);
    let act = fs::read(place.with_file_name("dossier-act").join("act.json")).unwrap();
    let act: ActRecord = serde_json::from_slice(&act).unwrap();
    assert_eq!(act.rules.sha256.to_string(), CATALOG.sha256());
    assert_eq!(act.rules.edition, "224-2023-04-17");
}

#[test]
fn a_pack_under_other_checklists_is_open_and_neither_holds_nor_is_accused() {
    let later = ("edition = \"224-2023-04-17\"", "edition = \"224-2099-01-01\"");
    let other = checklists("verify", Some(later));
    // Words that the pages hold are other words as well.
    for lang in ["kk", "ru"] {
        let place = other.join(format!("words/{lang}/act.ftl"));
        let words = fs::read_to_string(&place).unwrap();
        let lines: Vec<_> = words
            .lines()
            .map(|it| if it.starts_with("act-none = ") { "act-none = ?" } else { it })
            .collect();
        fs::write(&place, lines.join("\n") + "\n").unwrap();
    }
    let pack = clean().pack();
    let output = exits(3, &["--json", "--checklists", text(&other), "verify", text(&pack)]);
    let told = json(&output);
    assert_eq!(told["holds"], false);
    assert!(against(&told).iter().any(|it| it.0 == "verify.rules-differ"), "{told:#?}");
    let accused = told["checks"].as_array().unwrap().iter().any(|it| it["verdict"] == "violates");
    assert!(!accused, "{told:#?}");
}

#[test]
fn a_self_check_ends_in_a_report_that_nobody_can_sign() {
    let case = "purpose = 'self-check'\n[recipient]\nname = 'ДЕМО'\naddress = 'ДЕМО'\n\
                bin = '000000000601'\nauthority = 'ДЕМО'\n[visit]\nstart = '2026-11-18'\n\
                end = '2026-11-20'\nplaces = ['ДЕМО']\n";
    let place = begun("self-check", case, None, &[]);
    let key = clean().out.join("commission/member-1-gost.p12");
    let folder = place.with_file_name("report");
    // Nobody concludes anything: the act's verb is refused.
    let output = exits(1, &[&["seal", text(&place)], &SEAL[..]].concat());
    assert!(shown(&output).contains("self-check"), "{}", shown(&output));
    copy(&place, &folder.join("dossier"));
    let case_file = place.with_file_name("self-check.toml");
    fs::write(&case_file, case).unwrap();
    exits(3, &["selfcheck", text(&case_file), "--offline", "--out", text(&folder)]);
    let place = folder.join("dossier");
    let html = fs::read_to_string(folder.join("report.html")).unwrap();
    let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    assert!(title.contains("Өзін-өзі тексеру есебі"), "{title}");
    let heading = html.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
    for part in ["Өзін-өзі тексеру есебі", "Отчёт о самопроверке"]
    {
        assert!(heading.contains(part), "{heading}");
    }
    // No commission, no signatures, no adoption.
    for part in ["Комиссия құрамы", "Комиссия мүшелерінің қолдары", "Актіні қабылдау туралы белгі"]
    {
        assert!(!html.contains(part), "{part}");
    }
    let (dossier, key) = (text(&place), text(&key));
    let to_sign = place.with_file_name("to-sign.pdf");
    let signature = folder.join("report.pdf");
    for arguments in [
        vec!["sign", dossier, "--p12", key],
        vec!["sign", dossier, "--export", text(&to_sign)],
        vec!["sign", dossier, "--import", text(&signature)],
        vec!["dissent", dossier, "--p12", key, "--reasons", "үлгі"],
        vec!["adopt", dossier],
        vec!["status", dossier],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["--lang", "en"])
            .args(&arguments)
            .env("COLUMNS", "100")
            .env("TEKSERU_PASSWORD", "demo")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", shown(&output));
        assert!(shown(&output).contains("self-check"), "{arguments:?}: {}", shown(&output));
    }
    assert!(!to_sign.exists());
    let pack = place.with_file_name("pack");
    exits(0, &["export", dossier, "--out", text(&pack)]);
    assert!(!pack.join("adoption.pdf").exists());
    let (code, told) = verify(&pack);
    assert_eq!(code, Some(3));
    assert_eq!(against(&told), [("verify.report-not-an-act".to_owned(), String::new())]);
}
