//! The demonstration after the act: the committee, its register, its papers, and the commands that
//! the demonstration names at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::{Timestamp, ToSpan};
use model::{EvidenceId, Verdict};
use serde_json::Value;
use tekseru::inspection::legal_day;
use tekseru::register::{
    Accreditation, Database, DecisionState, MatterState, Place, Proposal, Question,
};

use crate::inspection::{DEFECTS, Demonstrated, clean, defects, exits, fresh, json, shown, text};
use crate::skip::skipped;

fn register(demo: &Demonstrated) -> Database {
    let place = Place::read(&demo.out.join("committee/register.db")).unwrap();
    Database::open(place, Timestamp::now()).unwrap()
}

fn certificates(register: &mut Database) -> Vec<Accreditation> {
    let page = register.search(&Question::on(legal_day(Timestamp::now()))).unwrap();
    page.rows.into_iter().map(|it| it.accreditation).collect()
}

/// What the file that is signed hashes to.
fn sealed(demo: &Demonstrated) -> EvidenceId {
    EvidenceId::of(&fs::read(demo.out.join("act/act.pdf")).unwrap())
}

fn papers(demo: &Demonstrated) -> BTreeSet<String> {
    let folder = fs::read_dir(demo.out.join("papers")).unwrap();
    let names = folder.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.filter(|it| it.ends_with(".pdf")).collect()
}

/// A paper, verified under the roots of the demonstration with the signature beside it.
fn verified(demo: &Demonstrated, name: &str) -> Value {
    let paper = demo.out.join("papers").join(name);
    let mut line = vec!["--json".to_owned(), "committee".into(), "paper".into()];
    line.extend(["--verify".to_owned(), text(&paper).to_owned()]);
    for kind in ["gost", "rsa"] {
        let file = |name: &str| text(&demo.out.join("commission").join(name)).to_owned();
        line.extend(["--anchor".to_owned(), file(&format!("signing_root_{kind}.cer"))]);
        for other in
            [format!("root_{kind}.crl"), format!("ca_{kind}.cer"), format!("ca_{kind}.crl")]
        {
            line.extend(["--trust".to_owned(), file(&format!("signing_{other}"))]);
        }
    }
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    json(&exits(0, &line))
}

/// The words of a paper, where a reader of PDF is there.
fn words(demo: &Demonstrated, name: &str) -> Option<String> {
    let paper = demo.out.join("papers").join(name);
    let Ok(run) = Command::new("pdftotext").args(["-raw", text(&paper), "-"]).output() else {
        skipped("pdftotext is not installed");
        return None;
    };
    assert!(run.status.success(), "{run:?}");
    let text = String::from_utf8(run.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn the_clean_act_ends_in_a_certificate_in_the_register() {
    let demo = clean();
    let mut register = register(demo);
    let matters = register.matters(None).unwrap();
    let [matter] = matters.as_slice() else { panic!("{matters:#?}") };
    assert_eq!((matter.state, matter.taking.act), (MatterState::Decided, sealed(demo)));
    assert_eq!((matter.taking.signed, matter.taking.needed), (4, 4));
    assert_eq!(matter.taking.verdict, Verdict::Complies);
    let decision = register.decision(1).unwrap();
    assert_eq!(decision.state, DecisionState::Confirmed);
    // Four eyes: one proposed, another confirmed.
    assert_eq!(decision.proposed_by.as_str(), "000000000201");
    assert_eq!(decision.closed_by.as_ref().unwrap().as_str(), "000000000202");
    assert!(decision.warnings.is_empty(), "{:?}", decision.warnings);

    let rows = certificates(&mut register);
    let [row] = rows.as_slice() else { panic!("{rows:#?}") };
    assert_eq!((row.sequence, row.number.as_str()), (1, "ДЕМО-0001"));
    assert_eq!(row.valid_through, row.issued.checked_add(3.years()).unwrap());
    assert_eq!((row.act.number.as_str(), row.act.sha256), ("ДЕМО-1", Some(sealed(demo))));
    assert_eq!(row.decision.number, "ДЕМО-Ш-1");
    let recipient = demo.act().recipient;
    assert_eq!((&row.entity, &row.bin), (&recipient.name, &recipient.bin));
    let history = register.history(row).unwrap();
    assert_eq!(
        history.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(),
        ["accreditation.issued"]
    );
    let checked = register.check(&[]).unwrap();
    // Taken, accepted, proposed, confirmed.
    assert_eq!((checked.accreditations, checked.statements), (1, 4));
    assert!(checked.damage.is_empty(), "{:#?}", checked.damage);

    let told = &demo.json()["committee"];
    assert_eq!(told["accreditation"]["number"], "ДЕМО-0001");
    assert_eq!(told["inbox"][0]["verdict"], "complies");
    let reviewed: Vec<&str> = told["review"]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["note"]["code"].as_str().unwrap())
        .filter(|it| it.starts_with("review."))
        .collect();
    for code in ["review.conclusion-agrees", "review.dissent", "review.decision-due"] {
        assert!(reviewed.contains(&code), "{reviewed:?}");
    }
}

#[test]
fn the_defective_act_ends_in_a_refusal_on_its_findings_and_no_certificate() {
    let demo = defects();
    let mut register = register(demo);
    assert!(certificates(&mut register).is_empty());
    let matter = register.matter(1).unwrap();
    assert_eq!((matter.state, matter.taking.act), (MatterState::Decided, sealed(demo)));
    let decision = register.decision(1).unwrap();
    assert_eq!((decision.state, decision.accreditation), (DecisionState::Confirmed, None));
    assert_ne!(Some(&decision.proposed_by), decision.closed_by.as_ref());
    let Proposal::Refuse(refusal) = &decision.proposal else { panic!("{decision:#?}") };
    // Of item 10 of Annex 1: 1) untrue data, 2) not as the requirements want it.
    assert_eq!(refusal.grounds.keys().copied().collect::<Vec<_>>(), [1, 2]);
    for (item, [kk, ru, _]) in DEFECTS {
        let ground = if ["224.declared-found", "224.document-05"].contains(item) { 1 } else { 2 };
        let facts = &refusal.grounds[&ground];
        assert!(facts.contains(kk) && facts.contains(ru), "{item}: {facts}");
    }
    // One line a violated item, and none without a ground.
    let lines: usize = refusal.grounds.values().map(|it| it.lines().count()).sum();
    assert_eq!(lines, DEFECTS.len());
    let checked = register.check(&[]).unwrap();
    assert_eq!((checked.accreditations, checked.statements), (0, 4));
    assert!(checked.damage.is_empty(), "{:#?}", checked.damage);
    assert!(demo.json()["committee"]["accreditation"].is_null());
    // A negative act that follows from its findings is in order: nothing stands against it.
    let review = &demo.json()["committee"]["review"];
    assert_ne!(review["verdict"], "violates", "{review:#}");
}

#[test]
fn the_papers_say_what_the_register_says() {
    let (good, bad) = (clean(), defects());
    let named = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(papers(good), named(&["certificate.pdf", "decision.pdf", "protocol.pdf"]));
    assert_eq!(papers(bad), named(&["decision.pdf", "refusal.pdf"]));
    let officer = "000000000202";
    for (demo, name, signer, number) in [
        (good, "certificate.pdf", officer, "ДЕМО-0001"),
        (good, "decision.pdf", officer, "ДЕМО-Ш-1"),
        (good, "protocol.pdf", "000000000101", "ДЕМО-ХТ-1"),
        (bad, "decision.pdf", officer, "ДЕМО-Ш-2"),
        (bad, "refusal.pdf", officer, "ДЕМО-БТ-2"),
    ] {
        let seen = verified(demo, name);
        assert_eq!(seen["verdict"], "complies", "{name}: {seen:#}");
        let fields = &seen["record"]["fields"];
        assert_eq!(fields["number"]["text"], number, "{name}: {fields:#}");
        let checks = seen["checks"].as_array().unwrap().iter();
        let held: Vec<_> =
            checks.filter(|it| it["note"]["code"] == "paper.signature-holds").collect();
        assert_eq!(held.len(), 1, "{name}");
        assert_eq!(held[0]["note"]["facts"]["signer"], signer, "{name}");
        let Some(said) = words(demo, name) else { continue };
        let act = demo.act();
        for part in [number, &act.recipient.name, "үлгі"] {
            assert!(said.contains(part), "{name}: {part}: {said}");
        }
    }
    let Some(refusal) = words(bad, "refusal.pdf") else { return };
    for part in ["1.2.398.3.99.7.1", "DEMO-HSM-0002", "ДЕМО-Ш-2", "ДЕМО-2"] {
        assert!(refusal.contains(part), "{part}: {refusal}");
    }
}

/// What `seal` wrote, before anybody signed: nothing of a pack lies beside it, and nothing is missing.
#[test]
fn the_sealed_file_that_nobody_signed_yet_is_open_and_not_called_broken() {
    let sealed = clean().out.join("act/act.pdf");
    let output = exits(3, &["--json", "verify", text(&sealed)]);
    let told = json(&output);
    let codes: Vec<&str> = told["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["verdict"] != "complies")
        .map(|it| it["note"]["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"verify.evidence-not-here"), "{codes:?}");
    assert!(codes.contains(&"verify.signatures-not-here"), "{codes:?}");
    assert!(codes.len() < 10, "{codes:?}");
}

#[test]
fn the_grounds_of_the_sample_are_the_findings_of_the_act() {
    let text = fs::read_to_string("samples/defects/committee.toml").unwrap();
    let ruling: toml::Table = toml::from_str(&text).unwrap();
    let grounds = ruling["refuse"]["grounds"].as_array().unwrap();
    let items = grounds.iter().flat_map(|it| it["items"].as_array().unwrap());
    let items: Vec<&str> = items.map(|it| it.as_str().unwrap()).collect();
    let distinct: BTreeSet<&str> = items.iter().copied().collect();
    assert_eq!(items.len(), distinct.len(), "an item is named twice");
    assert_eq!(distinct, DEFECTS.iter().map(|it| it.0).collect());
}

/// The program by its bare name, as a user has it, in a folder of its own and a narrow terminal.
fn called(folder: &Path, line: &str) -> Output {
    let place = PathBuf::from(env!("CARGO_BIN_EXE_tekseru"));
    let place = place.parent().unwrap().display().to_string();
    let path = format!("{place}:{}", std::env::var("PATH").unwrap_or_default());
    Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("COLUMNS", "60")
        .env_remove("TEKSERU_PASSWORD")
        .env_remove("TEKSERU_DATABASE")
        .output()
        .unwrap()
}

/// The commands after the heading, as a person copies them.
fn commands(said: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut lines = said.lines().skip_while(|it| !it.starts_with("# ")).peekable();
    while let Some(remark) = lines.next().and_then(|it| it.strip_prefix("# ")) {
        let mut remark = remark.to_owned();
        while let Some(more) = lines.next_if(|it| it.starts_with("  ")) {
            remark.push_str(more);
        }
        let mut command = String::new();
        for line in lines.by_ref() {
            command.push_str(line);
            command.push('\n');
            if !line.ends_with('\\') {
                break;
            }
        }
        found.insert(remark, command);
    }
    found
}

#[cfg(unix)]
#[test]
fn the_commands_that_the_demonstration_names_work_as_they_stand() {
    for (lang, scenario, code, count) in [("kk", "clean", 0, 6), ("ru", "defects", 2, 6)] {
        let folder = fresh(&format!("demo-named-{scenario}"));
        fs::create_dir_all(&folder).unwrap();
        let line = format!("tekseru --lang {lang} demo --scenario {scenario}");
        let output = called(&folder, &line);
        assert_eq!(output.status.code(), Some(code), "{}", shown(&output));
        let said = String::from_utf8(output.stdout).unwrap();
        for line in said.lines() {
            assert!(line.chars().count() <= 60, "{lang}: {line}");
        }
        let commands = commands(&said);
        assert_eq!(commands.len(), count, "{said}");
        for (remark, command) in &commands {
            assert!(command.starts_with(&format!("tekseru --lang {lang} ")), "{command}");
            let output = called(&folder, command);
            let said = shown(&output);
            // A review leaves things to weigh, and a case that began today is not closed.
            let open = command.contains("review") || command.contains("procedure plan");
            let expected = if open { 3 } else { 0 };
            assert_eq!(output.status.code(), Some(expected), "{remark}: {command}: {said}");
            for line in String::from_utf8(output.stdout).unwrap().lines() {
                assert!(line.chars().count() <= 60, "{command}: {line}");
            }
        }
    }
}
