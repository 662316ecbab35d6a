//! The law as data agrees with itself, with the probes and with the analysed text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use model::{Basis, Body, Consequence, RequirementId, SubjectId};
use probes::AssetKind;
use tekseru::catalog::{Catalog, CatalogError, Section, Status};

fn subject(id: &str) -> SubjectId {
    SubjectId(id.into())
}

fn requirement(slug: &str) -> RequirementId {
    RequirementId(format!("224.{slug}"))
}

#[test]
fn the_whole_of_paragraph_12_stands_in_the_order_of_the_act() {
    let catalog = Catalog::embedded().unwrap();
    let mut expected = vec!["documents".to_owned()];
    expected.extend((1..=13).map(|it| format!("doc-{it:02}")));
    expected.push("previous-acts".into());
    expected.extend((1..=15).map(|it| format!("12-{it}")));
    expected.extend(('a'..='h').map(|it| format!("12-15-{it}")));
    let found: Vec<_> = catalog.subjects().iter().map(|it| it.id.0.clone()).collect();
    assert_eq!(found, expected);
    for subject in catalog.subjects() {
        let parent = match &*subject.id.0 {
            id if id.starts_with("12-15-") => Some("12-15"),
            id if id.starts_with("doc-") => Some("documents"),
            _ => None,
        };
        assert_eq!(subject.parent.as_ref().map(|it| &*it.0), parent, "{}", subject.id);
        assert!(catalog.items_of(&subject.id).next().is_some(), "{}: nothing asked", subject.id);
    }
    let sections: Vec<_> = catalog.annexes().iter().map(|it| it.section).collect();
    assert_eq!(sections, [Section::Documents, Section::ActualState, Section::ServerRoom]);
}

#[test]
fn the_kazakh_text_is_the_analysed_text_word_for_word() {
    let Some(shared) = shared() else {
        println!("skipped: ../shared absent");
        return;
    };
    let text = fs::read_to_string(shared.join("rules/requirements.toml")).unwrap();
    let analysed: toml::Table = text.parse().unwrap();
    let rows: BTreeMap<&str, &str> = analysed["item"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["id"].as_str().unwrap(), it["kk"].as_str().unwrap()))
        .collect();
    let catalog = Catalog::embedded().unwrap();
    for subject in catalog.subjects() {
        let row = match &*subject.id.0 {
            "documents" => "224-12-0-f".to_owned(),
            "previous-acts" => "224-12-0-b".to_owned(),
            id => match id.strip_prefix("doc-") {
                Some(number) => format!("224-A1-9-{number}"),
                None => format!("224-{id}"),
            },
        };
        assert_eq!(folded(&subject.text.kk), folded(rows[&*row]), "{}", subject.id);
    }
}

#[test]
fn only_the_limits_of_the_text_are_said_to_be_of_the_law() {
    let catalog = Catalog::embedded().unwrap();
    let limits: BTreeMap<_, _> = catalog
        .items()
        .iter()
        .filter_map(|it| Some((it.requirement.id.0.clone(), it.requirement.limit?)))
        .map(|(id, it)| (id, (it.min, it.max, it.unit.ucum(), it.basis)))
        .collect();
    let law = Basis::Law;
    let expected = [
        ("224.ceiling-height", (Some(244), None, "cm", law)),
        ("224.channel-failover", (None, Some(60), "s", Basis::Commission)),
        ("224.clock-offset", (None, Some(1_000), "ms", Basis::Commission)),
        ("224.clock-witnesses", (None, Some(2_000), "ms", Basis::Commission)),
        ("224.crl-history", (None, Some(24), "h", Basis::Commission)),
        ("224.document-13", (Some(2), None, "1", law)),
        ("224.grounding-conduit", (Some(15), None, "mm", law)),
        ("224.main-and-reserve-key-protection", (Some(1), None, "1", law)),
        ("224.main-and-reserve-servers", (Some(1), None, "1", law)),
        ("224.revocation-drill", (None, Some(24), "h", Basis::Commission)),
        ("224.services-available", (Some(90), None, "%", Basis::Commission)),
        ("224.time-sources", (None, Some(1_000), "ms", Basis::Commission)),
    ];
    assert_eq!(limits, expected.map(|(id, it)| (id.to_owned(), it)).into());
}

#[test]
fn a_criterion_of_the_commission_alone_bars_nobody() {
    for item in Catalog::embedded().unwrap().items() {
        let requirement = &item.requirement;
        if requirement.limit.is_some_and(|it| it.basis == Basis::Commission) {
            assert_eq!(requirement.consequence, Consequence::Remarks, "{}", requirement.id);
        }
    }
}

#[test]
fn an_answer_brings_what_its_item_demands() {
    let catalog = Catalog::embedded().unwrap();
    let of = |slug| catalog.item(&requirement(slug)).unwrap();
    let ceiling = of("ceiling-height");
    assert!(ceiling.answer.asked && ceiling.answer.photo && !ceiling.answer.document);
    assert_eq!(ceiling.answer.measure.as_ref().unwrap().readings, 3);
    assert_eq!(ceiling.lead, Some(Body::TechnicalRegulation));
    assert_eq!(ceiling.readings_of_law[0], "A26");
    assert!(of("non-residential").answer.document);
    assert_eq!(of("main-and-reserve-servers").answer.assets, [AssetKind::Server]);
    assert_eq!(of("main-and-reserve-key-protection").answer.assets, [AssetKind::KeyProtection]);
    assert_eq!(of("document-13").answer.measure.as_ref().unwrap().quantity, "strk-1073-level");
    assert!(!of("chain").answer.asked);
    assert_eq!(of("server-room").lead, None);
    for part in 'a'..='h' {
        for item in catalog.items_of(&subject(&format!("12-15-{part}"))) {
            assert!(item.answer.photo || item.answer.document, "{}", item.requirement.id);
        }
    }
}

#[test]
fn only_what_may_not_concern_an_authority_is_conditional() {
    let catalog = Catalog::embedded().unwrap();
    let conditional: Vec<_> = catalog
        .items()
        .iter()
        .filter(|it| it.requirement.conditional)
        .map(|it| &*it.requirement.id.0)
        .collect();
    let expected = [
        "224.document-03",
        "224.channel-failover",
        "224.tls-endpoints",
        "224.time-stamps",
        "224.centres-reachable",
        "224.status-service",
    ];
    assert_eq!(conditional, expected);
}

#[test]
fn every_probe_is_demanded_by_an_item() {
    let catalog = Catalog::embedded().unwrap();
    let demanded: BTreeSet<_> =
        catalog.items().iter().map(|it| it.requirement.probe.0.clone()).collect();
    for probe in probes::PROBES.iter().copied().flatten() {
        assert!(demanded.contains(probe.id()), "{}: no item asks for it", probe.id());
    }
}

#[test]
fn every_act_is_cited_and_every_cited_act_is_known() {
    let catalog = Catalog::embedded().unwrap();
    let cited: BTreeSet<_> = catalog.items().iter().map(|it| &*it.requirement.legal.act).collect();
    assert_eq!(cited, ["224"].into());
    let rules = catalog.legal_act("224").unwrap();
    assert_eq!(rules.number, "224/НҚ");
    let amendments: Vec<_> = rules.amended_by.iter().map(|it| &*it.number).collect();
    assert_eq!(amendments, ["363/НҚ", "155/НҚ"]);
    assert_eq!(catalog.edition(), "224-2023-04-17");
    assert!(catalog.legal_act("225").is_none());
}

#[test]
fn the_embedded_files_are_the_files_of_the_folder() {
    let built_in = Catalog::embedded().unwrap();
    let folder = Catalog::load(&checklists()).unwrap();
    assert_eq!(built_in.sha256(), folder.sha256());
    assert_eq!(built_in.items(), folder.items());
    assert!(!built_in.is_draft());
}

#[test]
fn an_unknown_key_is_refused_with_its_place() {
    let refusal = refusal("224/server-room.toml", "limit.min = 244", "limit.minimum = 244");
    let CatalogError::Malformed { line, message, .. } = &refusal else { panic!("{refusal:?}") };
    assert!(message.contains("unknown field `minimum`"), "{message}");
    let text = fs::read_to_string(checklists().join("224/server-room.toml")).unwrap();
    let lines: Vec<_> = text.lines().collect();
    // The reader points at the table of the item, or nearer.
    let table: Vec<_> = (0..*line).filter(|it| lines[*it].contains("ceiling-height")).collect();
    assert!(!table.is_empty() || lines[*line - 1] == "[[item]]", "line {line}");
    assert!(refusal.to_string().contains("224/server-room.toml: line "), "{refusal}");
    for (sound, unknown) in [
        ("edition =", "colour = \"red\"\nedition ="),
        ("[[subject]]\n", "[[subject]]\ncolour = \"red\"\n"),
        ("[[item]]\n", "[[item]]\ncolour = \"red\"\n"),
        ("[[item]]\n", "[[item]]\nlegal.page = 3\n"),
        ("[[item]]\n", "[[item]]\ntitle.de = \"Titel\"\n"),
    ] {
        let refusal = self::refusal("224/documents.toml", sound, unknown);
        assert!(refusal.to_string().contains("unknown field"), "{refusal}");
    }
    let refusal = self::refusal("legal.toml", "number =", "colour = \"red\"\nnumber =");
    assert!(refusal.to_string().contains("unknown field"), "{refusal}");
}

#[test]
fn a_defect_is_refused_with_the_item_that_has_it() {
    let room = "224/server-room.toml";
    for (file, sound, defective, expected) in [
        (room, "probe = \"person.answer\"", "probe = \"person.anser\"", "ups: no such probe"),
        (room, "slug = \"air-conditioning\"", "slug = \"ups\"", "ups: the slug is used twice"),
        (
            room,
            "slug = \"ups\"",
            "slug = \"UPS\"",
            "UPS: the slug is not of lower-case words joined by hyphens",
        ),
        (room, "Имеется источник бесперебойного питания", " ", "ups: a translation is missing"),
        (room, "subject = \"12-15-a\"", "subject = \"12-16\"", "ups: no such subject: 12-16"),
        (room, "legal.act = \"224\"", "legal.act = \"225\"", "ups: no such act: 225"),
        (
            room,
            "legal.clause = \"12, 15)\"",
            "legal.clause = \"12, 16)\"",
            "ups: its clause is not that of its subject, 12, 15)",
        ),
        (room, "limit.min = 244\n", "", "ceiling-height: the limit bounds nothing"),
        (
            room,
            "limit.min = 244",
            "limit.min = 244\nlimit.max = 243",
            "ceiling-height: the least permitted value is above the greatest",
        ),
        (room, "quantity = \"ceiling-height\"\n", "", "ceiling-height: a limit without a quantity"),
        (
            room,
            "readings = 3\n",
            "",
            "ceiling-height: a person measures, but the number of readings is missing",
        ),
        (room, "readings = 3", "readings = 0", "ceiling-height: no reading is asked for"),
        (
            room,
            "\"A26\"",
            "\"26\"",
            "ceiling-height: 26 does not name a reading of the law, such as A26",
        ),
        (
            room,
            "evidence = [\"answer\", \"photo\"]",
            "evidence = [\"photo\"]",
            "ups: a person answers, but no answer is demanded",
        ),
        (
            room,
            "evidence = [\"answer\", \"photo\"]",
            "evidence = [\"answer\", \"ntp-exchange\"]",
            "ups: the probe does not read the evidence ntp-exchange",
        ),
        (
            room,
            "parent = \"12-15\"",
            "parent = \"12-17\"",
            "12-15-a: no such subject before it: 12-17",
        ),
        (room, "id = \"12-15-b\"", "id = \"12-15-a\"", "12-15-a: the id is used twice"),
        (
            room,
            "legal.in-force-from = \"2022-10-17\"",
            "legal.in-force-from = \"2022-10-17\"\nlegal.in-force-until = \"2022-10-17\"",
            "ups: its last day in force is before its first",
        ),
        (
            "224/paragraph-12.toml",
            "assets = [\"server\"]",
            "assets = [\"server\"]\nreadings = 0",
            "main-and-reserve-servers: no reading is asked for",
        ),
        (
            "224/paragraph-12.toml",
            "evidence = [\"verifier-run\"]",
            "evidence = []",
            "verifier-negative-cases: no evidence is demanded: nothing could be judged",
        ),
    ] {
        let refusal = refusal(file, sound, defective).to_string();
        assert!(refusal.ends_with(&format!("{file}: {expected}")), "{refusal}\n{expected}");
    }
}

#[test]
fn a_subject_of_which_nothing_is_asked_is_refused() {
    let file = "224/server-room.toml";
    let text = fs::read_to_string(checklists().join(file)).unwrap();
    let start = text.find("[[item]]\nslug = \"bound-log\"").unwrap();
    let refusal = refusal(file, &text[start..], "").to_string();
    assert!(refusal.ends_with("224: 12-15-h: no item asks about the subject"), "{refusal}");
}

#[test]
fn files_of_two_editions_are_refused() {
    let refusal = refusal("224/server-room.toml", "224-2023-04-17", "224-2027-01-01").to_string();
    let expected = "edition 224-2027-01-01 beside files of edition 224-2023-04-17";
    assert!(refusal.ends_with(expected), "{refusal}");
}

#[test]
fn a_draft_is_told() {
    let folder = changed("224/documents.toml", "status = \"compared\"", "status = \"draft\"");
    let catalog = Catalog::load(&folder).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert!(catalog.is_draft());
    let states: Vec<_> = catalog.annexes().iter().map(|it| it.status).collect();
    assert_eq!(states, [Status::Draft, Status::Compared, Status::Compared]);
}

#[test]
fn the_hash_changes_with_any_byte_of_any_file() {
    let sound = Catalog::embedded().unwrap().sha256().to_owned();
    let mut seen = BTreeSet::from([sound]);
    let mut files = vec!["legal.toml".to_owned()];
    for folder in ["224", "words/en", "words/kk", "words/ru"] {
        for entry in fs::read_dir(checklists().join(folder)).unwrap() {
            files.push(format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()));
        }
    }
    assert!(files.len() > 4, "{files:?}");
    for file in files {
        // A comment changes no meaning; it changes the hash.
        let folder = copy();
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        fs::write(folder.join(&file), format!("{text}#\n")).unwrap();
        let hash = Catalog::load(&folder).unwrap().sha256().to_owned();
        fs::remove_dir_all(&folder).unwrap();
        assert!(seen.insert(hash), "{file} does not change the hash");
    }
}

#[test]
fn the_hash_is_over_lengths_names_and_texts() {
    use sha2::{Digest, Sha256};
    let mut files = BTreeMap::new();
    for name in ["clauses.toml", "legal.toml", "224", "words/en", "words/kk", "words/ru"] {
        let path = checklists().join(name);
        if path.is_file() {
            files.insert(name.to_owned(), fs::read(path).unwrap());
            continue;
        }
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_str().unwrap();
            files.insert(format!("{name}/{file}"), fs::read(&path).unwrap());
        }
    }
    let mut whole = Vec::new();
    for (name, bytes) in files {
        whole.extend((name.len() as u64).to_be_bytes());
        whole.extend(name.as_bytes());
        whole.extend((bytes.len() as u64).to_be_bytes());
        whole.extend(bytes);
    }
    assert_eq!(Catalog::embedded().unwrap().sha256(), hex::encode(Sha256::digest(whole)));
}

#[test]
fn an_absent_file_and_a_file_that_is_no_text_are_refused_by_name() {
    let folder = copy();
    fs::remove_file(folder.join("legal.toml")).unwrap();
    let refusal = Catalog::load(&folder).unwrap_err().to_string();
    assert!(refusal.ends_with("legal.toml: cannot be read"), "{refusal}");
    fs::write(folder.join("legal.toml"), [0xFF, 0xFE, 0x00]).unwrap();
    let refusal = Catalog::load(&folder).unwrap_err().to_string();
    assert!(refusal.ends_with("legal.toml: the file is not UTF-8"), "{refusal}");
    fs::write(folder.join("legal.toml"), vec![b'#'; (1 << 20) + 1]).unwrap();
    let refusal = Catalog::load(&folder).unwrap_err().to_string();
    assert!(refusal.ends_with("legal.toml: the file is larger than 1 MiB"), "{refusal}");
    fs::remove_dir_all(&folder).unwrap();
}

/// What loading says of a copy in which `sound` is replaced once.
fn refusal(file: &str, sound: &str, defective: &str) -> CatalogError {
    let folder = changed(file, sound, defective);
    let refusal = Catalog::load(&folder).unwrap_err();
    fs::remove_dir_all(&folder).unwrap();
    refusal
}

fn changed(file: &str, sound: &str, defective: &str) -> PathBuf {
    let folder = copy();
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(sound), "{file}: {sound:?} is gone");
    fs::write(folder.join(file), text.replacen(sound, defective, 1)).unwrap();
    folder
}

/// A copy of the checklists that a test may spoil.
pub(crate) fn copy() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("tekseru-checklists-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    copy_into(&checklists(), &folder);
    folder
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_into(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn checklists() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists")
}

fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("TEKSERU_SHARED").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    Some(named.unwrap_or_else(beside)).filter(|it| it.is_dir())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
