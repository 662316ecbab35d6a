//! What is signed elsewhere: the file that leaves, and every kind of file that comes back.

use std::fs;
use std::path::PathBuf;

use base64ct::{Base64, Encoding};
use model::Lang;
use pki::cms::{SignOptions, SignedData};
use pki::key::PrivateKeyKind;
use serde_json::Value;
use tekseru::words::{Facts, Words};

use super::{MEMBER, OFFICE, STRANGER, act, adopted, run, visit};
use crate::bad_input::pem;
use crate::inspection::{exits, json, shown, squeezed, text};

/// Files beside a dossier.
struct Desk {
    dossier: PathBuf,
}

impl Desk {
    fn new(name: &str) -> Self {
        Self { dossier: visit(name) }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let place = self.dossier.with_file_name(name);
        fs::write(&place, bytes).unwrap();
        text(&place).to_owned()
    }

    fn import(&self, code: i32, files: &[String]) -> Value {
        let mut arguments = vec!["--json", "sign", text(&self.dossier), "--import"];
        arguments.extend(files.iter().map(String::as_str));
        json(&exits(code, &arguments))
    }
}

fn results(told: &Value) -> Vec<(&str, &str)> {
    let files = told["files"].as_array().unwrap();
    files
        .iter()
        .map(|it| (it["result"].as_str().unwrap(), it["note"]["code"].as_str().unwrap()))
        .collect()
}

#[test]
fn the_file_that_leaves_is_the_act_and_writes_over_nothing() {
    let desk = Desk::new("export");
    let bytes = act(&desk.dossier);
    let place = desk.dossier.with_file_name("to-sign.pdf");
    let export = ["--json", "sign", text(&desk.dossier), "--export", text(&place)];
    let told = json(&exits(0, &export));
    assert_eq!(told["sha256"], model::EvidenceId::of(&bytes).to_string());
    assert_eq!(told["length"], bytes.len());
    assert_eq!(told["act"]["pdf"], told["sha256"]);
    let kept = desk.file("kept.p7s", b"a signature that somebody brought");
    let output = run(&["sign", text(&desk.dossier), "--export", &kept], &[]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    assert_eq!(fs::read(&kept).unwrap(), b"a signature that somebody brought");
    // On the terminal it says what to do next, in every language and on a narrow screen.
    for (lang, word) in [("kk", "eGov Mobile"), ("ru", "отсоединённая"), ("en", "detached")]
    {
        let export = ["--lang", lang, "sign", text(&desk.dossier), "--export", text(&place)];
        let output = run(&export, &[("COLUMNS", "60")]);
        let said = shown(&output);
        assert!(said.contains(word), "{said}");
        assert!(said.lines().all(|it| it.chars().count() <= 60), "{said}");
    }
}

#[test]
fn every_form_of_a_signature_of_the_act_is_taken_once() {
    for (name, kind) in [("gost", PrivateKeyKind::Gost2015A512), ("rsa", PrivateKeyKind::Rsa2048)] {
        let desk = Desk::new(&format!("forms-{name}"));
        let bytes = act(&desk.dossier);
        let member = OFFICE.issue(kind, MEMBER);
        let (detached, attached) = (member.sign(&bytes), member.enclose(&bytes));
        let files = [
            desk.file("a.p7s", &detached),
            desk.file("b.pem", pem("CMS", &detached).as_bytes()),
            desk.file("c.txt", Base64::encode_string(&detached).as_bytes()),
            desk.file("d.cms", &attached),
        ];
        let told = desk.import(0, &files);
        assert_eq!(results(&told), [("recorded", "returned.recorded"); 4], "{told:#}");
        for file in told["files"].as_array().unwrap() {
            let [signer] = file["signers"].as_array().unwrap().as_slice() else { panic!("{file}") };
            assert_eq!((&signer["iin"], &signer["over-this"]), (&MEMBER.into(), &true.into()));
            assert_eq!(signer["standing"], "conclusive", "{signer:#}");
            assert_eq!(signer["name"], "Үлгібаев Бірінші Демоұлы");
        }
        assert_eq!(told["tally"]["adopted"], true);
        let again = desk.import(0, &files[..2]);
        assert_eq!(results(&again), [("already", "returned.already"); 2]);
        let outcomes = again["tally"]["outcomes"].as_array().unwrap().len();
        assert_eq!(outcomes, told["tally"]["outcomes"].as_array().unwrap().len());
    }
}

#[test]
fn each_of_several_files_is_answered_for_on_its_own() {
    let desk = Desk::new("mixed");
    let bytes = act(&desk.dossier);
    let member = OFFICE.issue(PrivateKeyKind::EcdsaP256, MEMBER);
    let stranger = OFFICE.issue(PrivateKeyKind::Rsa2048, STRANGER);
    let secret = member.key.to_pkcs8_der().unwrap();
    let (signed, _) = SignedData::read(&member.sign(&bytes)).unwrap();
    let options = SignOptions::detached(OFFICE.now);
    let both = signed.with_signer(&stranger.key, &stranger.certificate, &bytes, &options).unwrap();
    let missing = text(&desk.dossier.with_file_name("missing.p7s")).to_owned();
    let files = [
        (desk.file("act.pdf", &bytes), "refused", "returned.not-a-signature"),
        (desk.file("xml.xml", b"<?xml version='1.0'?><a/>"), "refused", "returned.not-a-signature"),
        (
            desk.file("root.cer", OFFICE.root.certificate.der()),
            "refused",
            "returned.not-a-signature",
        ),
        (desk.file("list.crl", &OFFICE.list()), "refused", "returned.not-a-signature"),
        (desk.file("empty.p7s", b""), "refused", "returned.not-a-signature"),
        (
            desk.file("torn.p7s", &both[..both.len() / 2]),
            "refused",
            "returned.unreadable-signature",
        ),
        (desk.file("other.p7s", &member.sign(b"other")), "refused", "returned.unknown-document"),
        (
            desk.file("inside.cms", &member.enclose(b"%PDF-1.4 other")),
            "refused",
            "returned.another-inside",
        ),
        (
            desk.file("key.pem", pem("PRIVATE KEY", &secret).as_bytes()),
            "unread",
            "returned.private-key",
        ),
        (missing, "unread", "returned.unreadable-file"),
        (desk.file("both.p7s", &both), "recorded", "returned.recorded"),
    ];
    let paths: Vec<String> = files.iter().map(|it| it.0.clone()).collect();
    let told = desk.import(1, &paths);
    let expected: Vec<_> = files.iter().map(|it| (it.1, it.2)).collect();
    assert_eq!(results(&told), expected, "{told:#}");
    let last = &told["files"][10];
    assert_eq!(last["signers"][0]["name"], "Үлгібаев Бірінші Демоұлы");
    assert_eq!(
        (&last["signers"][1]["iin"], &last["signers"][1]["name"]),
        (&STRANGER.into(), &Value::Null)
    );
    // What was refused is not in the dossier, what was read is.
    let outcomes = told["tally"]["outcomes"].as_array().unwrap();
    assert!(outcomes.iter().all(|it| it["label"] == "both.p7s"), "{outcomes:#?}");
    assert_eq!(outcomes.len(), 2);
    assert!(!crate::bad_input::holds(&desk.dossier, &secret));
    // One that was refused is a finding, not a failure.
    desk.import(2, &paths[..1]);
    for lang in ["kk", "ru", "en"] {
        let mut arguments = vec!["--lang", lang, "sign", text(&desk.dossier), "--import"];
        arguments.extend(paths.iter().map(String::as_str));
        let output = run(&arguments, &[("COLUMNS", "60")]);
        let said = shown(&output);
        assert!(!said.contains("returned.") && !said.contains('{'), "{said}");
        assert!(said.lines().all(|it| it.chars().count() <= 60), "{said}");
    }
}

#[test]
fn a_signature_of_another_version_is_named_by_it() {
    let desk = Desk::new("versions");
    let first = act(&desk.dossier);
    let member = OFFICE.issue(PrivateKeyKind::EcdsaP256, MEMBER);
    let of_first = desk.file("first.p7s", &member.sign(&first));
    let inside = desk.file("first.cms", &member.enclose(&first));
    let dossier = text(&desk.dossier);
    exits(0, &["seal", dossier, "--number", "1", "--conclusion", "negative"]);
    fs::remove_file(desk.dossier.with_file_name("to-sign.pdf")).unwrap();
    let second = act(&desk.dossier);
    assert_ne!(first, second);
    let told = desk.import(2, &[of_first, inside]);
    assert_eq!(results(&told), [("refused", "returned.another-document"); 2], "{told:#}");
    for file in told["files"].as_array().unwrap() {
        assert_eq!(file["note"]["facts"]["document"], "№ 1 v1");
        assert_eq!(file["signers"][0]["over"], "№ 1 v1");
    }
    let record = desk.dossier.with_file_name("dossier-act").join("act.json");
    let of_record = desk.file("record.p7s", &member.sign(&fs::read(record).unwrap()));
    let told = desk.import(2, &[of_record]);
    assert_eq!(told["files"][0]["note"]["facts"]["document"], "act.json");
    desk.import(0, &[desk.file("second.p7s", &member.sign(&second))]);
    adopted(&desk.dossier);
}

#[test]
fn a_dissent_that_was_signed_elsewhere_is_taken_with_its_statement() {
    let desk = Desk::new("dissent-elsewhere");
    let bytes = act(&desk.dossier);
    let dossier = text(&desk.dossier);
    let member = OFFICE.issue(PrivateKeyKind::Gost2015A512, MEMBER);
    let stranger = OFFICE.issue(PrivateKeyKind::Rsa2048, STRANGER);
    let place = desk.dossier.with_file_name("dissent.json");
    let export = ["--json", "dissent", dossier, "--export", text(&place)];
    let words = ["--reasons", "Үлгі себеп.", "--item", "224.channels"];
    // Whose dissent it is must be said, and by somebody of the commission.
    exits(1, &[&export[..], &words].concat());
    exits(1, &[&export[..], &words, &["--member", STRANGER]].concat());
    exits(1, &[&export[..], &["--reasons", " ", "--member", MEMBER]].concat());
    assert!(!place.exists());
    let told = json(&exits(0, &[&export[..], &words, &["--member", MEMBER]].concat()));
    let statement = fs::read(&place).unwrap();
    assert_eq!(told["sha256"], model::EvidenceId::of(&statement).to_string());
    let stated: Value = serde_json::from_slice(&statement).unwrap();
    assert_eq!(stated["kind"], "tekseru dissent");
    assert_eq!(stated["reasons"], "Үлгі себеп.");
    assert_eq!(stated["act"], model::EvidenceId::of(&bytes).to_string());

    let import = |code, files: &[&str], more: &[&str]| {
        let arguments = [&["--json", "dissent", dossier, "--import"][..], files, more].concat();
        json(&exits(code, &arguments))
    };
    fs::create_dir_all(desk.dossier.with_file_name("alone")).unwrap();
    let lonely = desk.file("alone/mine.p7s", &member.sign(&statement));
    let changed = |field: &str, value: &str| {
        let mut stated = stated.clone();
        stated[field] = value.into();
        serde_json::to_vec(&stated).unwrap()
    };
    let empty = changed("reasons", "");
    let other = changed("act", &model::EvidenceId::of(b"another act").to_string());
    for (name, cms, code) in [
        ("act.cms", member.sign(&bytes), "returned.signature-of-the-act"),
        ("inside-act.cms", member.enclose(&bytes), "returned.signature-of-the-act"),
        ("stranger.cms", stranger.enclose(&statement), "returned.statement-refused"),
        ("empty.cms", member.enclose(&empty), "returned.statement-refused"),
        ("another.cms", member.enclose(&other), "returned.statement-refused"),
        ("letter.cms", member.enclose(b"I do not agree"), "returned.not-a-dissent"),
        ("page.pdf", bytes.clone(), "returned.not-a-signature"),
    ] {
        let file = desk.file(name, &cms);
        let told = import(2, &[&file], &[]);
        assert_eq!(results(&told), [("refused", code)], "{name}: {told:#}");
        let why = told["files"][0]["notes"].as_array().unwrap();
        assert_eq!(why.is_empty(), code != "returned.statement-refused", "{name}: {why:#?}");
    }
    assert_eq!(results(&import(2, &[&lonely], &[])), [("refused", "returned.no-statement")]);
    let state = || {
        let status = json(&exits(3, &["--json", "status", dossier]));
        status["members"][0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(), "not-yet");

    let told = import(0, &[&lonely], &["--statement", text(&place)]);
    assert_eq!(results(&told), [("recorded", "returned.statement-recorded")]);
    assert_eq!(state(), "dissent");
    let again = import(0, &[&lonely], &["--statement", text(&place)]);
    assert_eq!(results(&again), [("already", "returned.statement-already")]);
    // Beside the statement under either name, as PEM, and with the statement inside.
    let second = OFFICE.issue(PrivateKeyKind::EcdsaP256, MEMBER);
    let beside = desk.file("dissent.json.p7s", &second.sign(&statement));
    let renamed = desk.file("dissent.p7s", pem("CMS", &second.sign(&statement)).as_bytes());
    let attached = desk.file("attached.cms", &second.enclose(&statement));
    let told = import(0, &[&beside, &renamed, &attached], &[]);
    assert_eq!(results(&told), [("recorded", "returned.statement-recorded"); 3], "{told:#}");
    assert_eq!(state(), "dissent");
    for lang in ["kk", "ru", "en"] {
        let arguments = ["--lang", lang, "dissent", dossier, "--import", &attached];
        let output = run(&arguments, &[("COLUMNS", "60")]);
        let said = shown(&output);
        assert!(!said.contains("returned.") && !said.contains('{'), "{said}");
        assert!(said.lines().all(|it| it.chars().count() <= 60), "{said}");
    }
}

/// Who signs elsewhere signs the act and the reservation there, and brings both back at once.
#[test]
fn a_reservation_that_was_signed_elsewhere_is_taken_with_its_statement() {
    let desk = Desk::new("reservation-elsewhere");
    let bytes = act(&desk.dossier);
    let dossier = text(&desk.dossier);
    let member = OFFICE.issue(PrivateKeyKind::Gost2015A512, MEMBER);
    let stranger = OFFICE.issue(PrivateKeyKind::Rsa2048, STRANGER);
    let place = desk.dossier.with_file_name("reservation.json");
    let export = ["--json", "sign", dossier, "--export", text(&place)];
    let words = ["--reservation", "Үлгі ескертпе.", "--item", "channels"];
    let named = [&export[..], &words, &["--member", MEMBER]].concat();
    exits(1, &[&export[..], &words, &["--member", STRANGER]].concat());
    exits(1, &[&export[..], &["--reservation", " ", "--member", MEMBER]].concat());
    let unknown = ["--reservation", "a", "--item", "224.channel", "--member", MEMBER];
    let told = json(&exits(1, &[&export[..], &unknown].concat()));
    assert_eq!(told["error"]["code"], "error.item-unknown");
    assert!(!place.exists());
    let told = json(&exits(0, &named));
    let statement = fs::read(&place).unwrap();
    assert_eq!(told["sha256"], model::EvidenceId::of(&statement).to_string());
    let stated: Value = serde_json::from_slice(&statement).unwrap();
    assert_eq!(stated["kind"], "tekseru reservation");
    assert_eq!(stated["text"], "Үлгі ескертпе.");
    assert_eq!(stated["items"][0], "224.channels");
    assert_eq!(stated["member"], MEMBER);
    assert_eq!(stated["act"], model::EvidenceId::of(&bytes).to_string());

    let changed = |field: &str, value: &str| {
        let mut stated = stated.clone();
        stated[field] = value.into();
        serde_json::to_vec(&stated).unwrap()
    };
    let other = changed("act", &model::EvidenceId::of(b"another act").to_string());
    fs::create_dir_all(desk.dossier.with_file_name("alone")).unwrap();
    let lonely = desk.file("alone/mine.p7s", &member.sign(&statement));
    let dissent = desk.dossier.with_file_name("dissent.json");
    let words = ["--reasons", "Үлгі себеп.", "--member", MEMBER];
    exits(0, &[&["dissent", dossier, "--export", text(&dissent)], &words[..]].concat());
    let dissent = fs::read(dissent).unwrap();
    for (name, cms, code) in [
        ("stranger.cms", stranger.enclose(&statement), "returned.reservation-refused"),
        ("empty.cms", member.enclose(&changed("text", "")), "returned.reservation-refused"),
        ("another.cms", member.enclose(&other), "returned.reservation-refused"),
        (
            "kind.cms",
            member.enclose(&changed("kind", "tekseru dissent")),
            "returned.reservation-refused",
        ),
        ("whose.cms", member.enclose(&changed("member", STRANGER)), "returned.reservation-refused"),
        ("dissent.cms", member.enclose(&dissent), "returned.a-dissent"),
        ("letter.cms", member.enclose(b"I do not mind"), "returned.another-inside"),
        ("letter.p7s", member.sign(b"I do not mind"), "returned.unknown-document"),
    ] {
        let told = desk.import(2, &[desk.file(name, &cms)]);
        assert_eq!(results(&told), [("refused", code)], "{name}: {told:#}");
        let why = told["files"][0]["notes"].as_array().unwrap();
        assert_eq!(why.is_empty(), code != "returned.reservation-refused", "{name}: {why:#?}");
    }
    let unknown = [("refused", "returned.unknown-document")];
    assert_eq!(results(&desk.import(2, std::slice::from_ref(&lonely))), unknown);
    // Nor is a reservation a dissent.
    let arguments = ["--json", "dissent", dossier, "--import", &lonely];
    let told = json(&exits(2, &[&arguments[..], &["--statement", text(&place)]].concat()));
    assert_eq!(results(&told), [("refused", "returned.a-reservation")]);
    let state = || {
        let output = run(&["--json", "status", dossier], &[]);
        json(&output)["members"][0].clone()
    };
    assert_eq!((&state()["state"], &state()["reservation"]), (&"not-yet".into(), &"".into()));

    // Alone it is recorded, and is no signature.
    let arguments = ["--json", "sign", dossier, "--import", &lonely, "--statement", text(&place)];
    let told = json(&exits(0, &arguments));
    assert_eq!(results(&told), [("recorded", "returned.reservation-recorded")]);
    assert_eq!(told["files"][0]["notes"][0]["code"], "statement.without-signature");
    assert_eq!(state()["state"], "not-yet");
    let told = json(&exits(0, &arguments));
    assert_eq!(results(&told), [("already", "returned.reservation-already")]);
    // With the act, in any order and form; the statement is beside it under either name.
    let beside = desk.file("reservation.json.p7s", &member.sign(&statement));
    let renamed = desk.file("reservation.p7s", pem("CMS", &member.sign(&statement)).as_bytes());
    let attached = desk.file("attached.cms", &member.enclose(&statement));
    let of_act = desk.file("act.p7s", &member.sign(&bytes));
    let told = desk.import(0, &[beside, renamed, attached.clone(), of_act.clone()]);
    let reserved = ("recorded", "returned.reservation-recorded");
    assert_eq!(results(&told)[1..], [reserved, reserved, ("recorded", "returned.recorded")]);
    for file in told["files"].as_array().unwrap() {
        assert_eq!(file["notes"].as_array().unwrap().len(), 0, "{file:#}");
    }
    let member = state();
    assert_eq!(
        (&member["state"], &member["reservation"]),
        (&"signed".into(), &"Үлгі ескертпе.".into())
    );
    for lang in ["kk", "ru", "en"] {
        let arguments = ["--lang", lang, "sign", dossier, "--import", &attached, &of_act];
        let output = run(&arguments, &[("COLUMNS", "60")]);
        let said = shown(&output);
        assert!(!said.contains("returned.") && !said.contains('{'), "{said}");
        assert!(said.lines().all(|it| it.chars().count() <= 60), "{said}");
        let output = run(&[&["--lang", lang], &named[1..]].concat(), &[("COLUMNS", "60")]);
        let said = shown(&output);
        assert!(said.contains("sign --export") && said.lines().all(|it| it.chars().count() <= 60));
    }
    adopted(&desk.dossier);
    let pack = desk.dossier.with_file_name("pack").join("reservations");
    assert_eq!(fs::read(pack.join(format!("{MEMBER}.json"))).unwrap(), statement);
}

/// What lies beside a signature of the act does not make it anything else.
#[test]
fn a_signature_of_the_act_is_one_whatever_statement_lies_beside_it() {
    let desk = Desk::new("beside-the-act");
    let bytes = act(&desk.dossier);
    let member = OFFICE.issue(PrivateKeyKind::EcdsaP256, MEMBER);
    let place = desk.dossier.with_file_name("act.json");
    let words = ["--reservation", "Үлгі ескертпе.", "--member", MEMBER];
    let export = ["sign", text(&desk.dossier), "--export", text(&place)];
    exits(0, &[&export[..], &words].concat());
    let of_act = desk.file("act.p7s", &member.sign(&bytes));
    let arguments = ["--json", "sign", text(&desk.dossier), "--import", &of_act];
    let told = json(&exits(0, &[&arguments[..], &["--statement", text(&place)]].concat()));
    assert_eq!(results(&told), [("recorded", "returned.recorded")]);
    let status = json(&run(&["--json", "status", text(&desk.dossier)], &[]));
    assert_eq!(status["members"][0]["reservation"], "");
    // And the other way round: a reservation is not counted beside a file named as the act.
    let desk = Desk::new("beside-the-reservation");
    let statement = fs::read(&place).unwrap();
    desk.file("a.json", &act(&desk.dossier));
    let of_statement = desk.file("a.p7s", &member.sign(&statement));
    let told = desk.import(2, &[of_statement]);
    assert_eq!(results(&told), [("refused", "returned.unknown-document")]);
}

#[test]
fn contradictions_about_a_reservation_are_refused_in_every_language() {
    let desk = Desk::new("reservation-contradictions");
    let dossier = text(&desk.dossier);
    let place = desk.dossier.with_file_name("reservation.json");
    for (more, code) in [
        (&["--reservation", "a", "--import", "b"][..], "cli-sign-reservation-and-import"),
        (&["--reservation", "a", "--export", text(&place)], "cli-sign-reservation-of-nobody"),
        (
            &["--item", "224.channels", "--export", text(&place)],
            "cli-sign-items-without-reservation",
        ),
        (&["--item", "224.channels", "--import", "b"], "cli-sign-items-without-reservation"),
    ] {
        let told = json(&exits(1, &[&["--json", "sign", dossier], more].concat()));
        assert_eq!(told["error"]["code"], code, "{told:#}");
        let words = Words::embedded().unwrap();
        for lang in Lang::ALL {
            let said = exits(1, &[&["--lang", lang.as_str(), "sign", dossier], more].concat());
            let sentence = words.say(lang, code, &Facts::new());
            assert!(squeezed(&shown(&said)).contains(&squeezed(&sentence)), "{}", shown(&said));
            assert!(words.next_step(lang, code, &Facts::new()).is_some(), "{code}");
        }
    }
    assert!(!place.exists());
}
