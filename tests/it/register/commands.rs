//! The committee's commands as people call them, on both databases.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use probes::Seen;
use serde_json::Value;
use tekseru::act::record::{ActRecord, ConclusionKind};
use tekseru::calendar::{Calendar, three_years_from};
use tekseru::inspection::{ConclusionInput, legal_day};

use super::ground::{ANNA, AUTHORITY, BORIS, Ground, Person, folder, on_both};
use crate::attacks::conclusion;
use crate::committee;
use crate::inspection::{clean, exits, json, shown, tekseru, text};

const PASSWORD: &str = "register";

/// The files that the commands are given.
pub(super) struct Desk {
    folder: PathBuf,
    pub(super) database: String,
}

impl Desk {
    pub(super) fn new(ground: &Ground) -> Self {
        // Commands go by the clock of this machine.
        ground.own_clock();
        // Tests that run at one time have a desk each.
        static DESKS: AtomicUsize = AtomicUsize::new(0);
        let name = format!("register-desk-{}", DESKS.fetch_add(1, Ordering::Relaxed));
        let desk = Self { folder: folder(&name), database: ground.text() };
        let now = Timestamp::now();
        let officer = |person: &Person, name: &str| {
            format!(
                "[[officer]]\niin = '{}'\nname = '{name}'\nposition = 'бас маман'\n\
                 order = {{ number = '7', date = '2026-01-05' }}\nfrom = '2026-01-10'\n",
                person.iin
            )
        };
        desk.file("officers.toml", officer(&ANNA, "Анна") + &officer(&BORIS, "Борис"));
        desk.file("root.cer", AUTHORITY.anchor().der);
        desk.file("list.crl", AUTHORITY.list_at(now, &[]).der);
        desk.file("password", PASSWORD);
        desk.file("anna.p12", ANNA.container(PASSWORD));
        desk.file("boris.p12", BORIS.container(PASSWORD));
        desk
    }

    pub(super) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), bytes).unwrap();
    }

    pub(super) fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// A command, with what goes with every one.
    pub(super) fn call(&self, code: i32, line: &[&str]) -> Value {
        let mut all = vec!["--json", "committee", "--database", &self.database];
        all.extend(line);
        json(&exits(code, &all))
    }

    /// A command that an officer signs.
    pub(super) fn signed(&self, code: i32, who: &str, line: &[&str]) -> Value {
        let (key, password) = (self.path(&format!("{who}.p12")), self.path("password"));
        let list = self.path("list.crl");
        let mut all = line.to_vec();
        all.extend(["--p12", &key, "--password-file", &password, "--trust", &list]);
        self.call(code, &all)
    }

    pub(super) fn create(&self) {
        let (officers, root) = (self.path("officers.toml"), self.path("root.cer"));
        // The commission of the demonstration signs under roots of its own.
        let trust = clean().pack().join("trust");
        let anchors = clean().act().signing_anchors;
        let anchors = anchors.iter().map(|it| trust.join(format!("{}.cer", it.sha256)));
        let anchors: Vec<_> = anchors.map(|it| it.display().to_string()).collect();
        let mut line = vec!["register", "create", "--officers", &officers, "--anchor", &root];
        line.extend(anchors.iter().flat_map(|it| ["--act-anchor", it.as_str()]));
        let made = self.call(0, &line);
        assert!(made["head"].as_str().unwrap().starts_with("3:"), "{made}");
        let again = self.call(1, &line);
        assert_eq!(again["error"]["code"], "error.register-already-there");
    }
}

pub(super) fn reasons(told: &Value) -> Vec<&str> {
    let reasons = told["reasons"].as_array().unwrap_or_else(|| panic!("{told}"));
    reasons.iter().map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn an_act_goes_its_way_to_the_register_by_commands() {
    let pack = clean().pack();
    let act = clean().act();
    let today = legal_day(Timestamp::now());
    let through = three_years_from(today).unwrap();
    on_both("commands", |ground| {
        let desk = Desk::new(ground);
        let absent = desk.call(1, &["matters"]);
        assert_eq!(absent["error"]["code"], "error.register-not-there");
        desk.create();
        assert_eq!(desk.call(0, &["register", "officers"]).as_array().unwrap().len(), 2);

        let taken = desk.signed(0, "anna", &["take", text(&pack)]);
        assert_eq!((&taken["subject"], &taken["again"]), (&"matter/1".into(), &false.into()));
        let matters = desk.call(0, &["matters", "--state", "received"]);
        assert_eq!(matters[0]["taking"]["number"], act.number.as_str());
        assert_eq!(matters[0]["taking"]["adopted"], true);
        // Signed today by the demonstration, so due on the next working day.
        let due: Date = matters[0]["decide-by"]["day"].as_str().unwrap().parse().unwrap();
        assert!(due > act.day && Calendar::embedded().unwrap().is_working(due));

        let issue = |number: &str| {
            vec![
                "propose".to_owned(),
                "issue".into(),
                "1".into(),
                "--decision".into(),
                "Ш-1".into(),
                "--of".into(),
                today.to_string(),
                "--issued".into(),
                today.to_string(),
                "--valid-through".into(),
                through.to_string(),
                "--number".into(),
                number.into(),
            ]
        };
        let issue = issue("KZ 0001");
        let issue: Vec<&str> = issue.iter().map(String::as_str).collect();
        let early = desk.signed(1, "anna", &issue);
        assert_eq!(reasons(&early), ["register.matter-not-accepted"]);
        desk.signed(0, "boris", &["accept", "1"]);
        let stale = desk.signed(1, "anna", &["return", "1", "--comment", "x", "--seen", "1"]);
        assert_eq!(stale["error"]["code"], "error.register-conflict");
        assert_eq!(stale["error"]["facts"]["is"], "state: accepted; version: 2");
        let proposed = desk.signed(0, "anna", &issue);
        assert_eq!(proposed["subject"], "decision/1");
        let again = desk.signed(0, "anna", &issue);
        assert_eq!(again["again"], true);
        let own = desk.signed(1, "anna", &["confirm", "1"]);
        assert_eq!(own["error"]["code"], "error.register-same-person");
        second_eyes(&desk, &act);
        let confirmed = desk.signed(0, "boris", &["confirm", "1"]);
        assert_eq!(confirmed["accreditation"], 1);

        let shown = desk.call(0, &["register", "show", "kz0001"]);
        assert_eq!(shown["status"], "valid");
        assert_eq!(shown["accreditation"]["entity"], act.recipient.name.as_str());
        let found = desk.call(0, &["register", "search", "демо-сенім"]);
        assert_eq!(found["rows"][0]["accreditation"]["number"], "KZ 0001");
        assert_eq!(
            desk.call(0, &["register", "search", "жоқ атау"])["rows"],
            serde_json::json!([])
        );
        let day = through.tomorrow().unwrap().to_string();
        let expired = desk.call(0, &["register", "list", "--status", "expired", "--on", &day]);
        assert_eq!(expired["rows"].as_array().unwrap().len(), 1);
        desk.signed(0, "anna", &["register", "note", "KZ 0001", "--text", "ескертпе"]);
        desk.signed(
            0,
            "anna",
            &[
                "register",
                "root-registration",
                "KZ 0001",
                "--day",
                &today.to_string(),
                "--certificate",
                "7F",
            ],
        );
        let revoke = [
            "revoke",
            "KZ 0001",
            "--decision",
            "К-1",
            "--of",
            &today.to_string(),
            "--from",
            &today.to_string(),
            "--paragraph",
            "23",
        ];
        let proposed = desk.signed(0, "boris", &revoke);
        assert_eq!(proposed["warnings"][0]["code"], "register.ground-is-procedure");
        desk.signed(0, "anna", &["confirm", "2"]);
        let history = desk.call(0, &["register", "history", "KZ 0001"]);
        let kinds: Vec<&str> =
            history.as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
        let expected = [
            "accreditation.issued",
            "accreditation.noted",
            "accreditation.root-registered",
            "accreditation.revoked",
        ];
        assert_eq!(kinds, expected);
        exports(&desk);
        for lang in ["kk", "ru", "en"] {
            for line in [
                &["matters"][..],
                &["matters", "1"],
                &["register", "list"],
                &["register", "officers"],
                &["register", "show", "KZ 0001"],
                &["register", "history", "KZ 0001"],
                &["register", "check"],
            ] {
                narrow(&desk, lang, line);
            }
        }
        // Somebody writes past the program.
        let checked = desk.call(0, &["register", "check"]);
        let head =
            format!("{}:{}", checked["head"]["seq"], checked["head"]["hash"].as_str().unwrap());
        assert_eq!(checked["limits"][0]["code"], "register.no-known-head");
        let known = desk.call(0, &["register", "check", "--known", &head]);
        assert!(known.get("limits").is_none_or(|it| it == &serde_json::json!([])), "{known}");
        ground.sql("UPDATE accreditations SET body = REPLACE(body, '\"23\"', '\"22\"')");
        let damaged = desk.call(2, &["register", "check"]);
        assert_eq!(damaged["damage"][0]["code"], "register.row-changed");
    });
}

/// Before the second officer signs, everything is shown that the decision rests on.
fn second_eyes(desk: &Desk, act: &ActRecord) {
    let look = ["committee", "--database", &desk.database, "confirm", "1"];
    let shown = shown(&exits(1, &look)).split_whitespace().collect::<Vec<_>>().concat();
    let roster = act.commission.as_ref().unwrap();
    let people = roster.members.iter().flat_map(|it| [it.name.clone(), it.iin.to_string()]);
    let anchors = act.signing_anchors.iter().map(|it| it.sha256.to_string());
    for part in people.chain(anchors).chain([roster.order.number.clone(), "KZ 0001".into()]) {
        let part = part.split_whitespace().collect::<Vec<_>>().concat();
        assert!(shown.contains(&part), "{part}: {shown}");
    }
}

#[test]
fn an_act_signed_under_a_root_that_nobody_knows_goes_no_further_by_commands_either() {
    let positive = ConclusionInput {
        kind: ConclusionKind::Positive,
        despite: Some("the lamp was taken for the lock".into()),
        ..conclusion()
    };
    let (kept, pack) = committee::act("forged-desk", Seen::OutOfOrder, &positive, &[1, 2, 3, 5]);
    let today = legal_day(Timestamp::now()).to_string();
    let through = three_years_from(legal_day(Timestamp::now())).unwrap().to_string();
    on_both("forged-desk", |ground| {
        let desk = Desk::new(ground);
        desk.create();
        let alone = pack.join("act.asics");
        let taken = desk.signed(0, "anna", &["take", text(&alone)]);
        assert_eq!(taken["warnings"][0]["code"], "register.act-anchor-unknown");
        let barred = desk.signed(1, "boris", &["accept", "1"]);
        assert_eq!(reasons(&barred), ["register.act-anchor-unknown"]);
        let reviewed = desk.call(2, &["review", text(&pack), "--registered"]);
        let codes: Vec<_> = reviewed["checks"].as_array().unwrap().iter().collect();
        let codes: Vec<_> = codes.iter().filter_map(|it| it["note"]["code"].as_str()).collect();
        assert!(codes.contains(&"review.anchor-unknown"), "{codes:?}");
        // Two officers allow the root; it is listed, and comes off the list by its fingerprint.
        let root = kept.0.join("root.cer").display().to_string();
        let decided = ["--decision", "Т-1", "--of", &today];
        let mut allow = vec!["propose", "anchor", &root, "--obtained-from", "letter 7"];
        allow.extend(decided);
        desk.signed(0, "anna", &allow);
        desk.signed(0, "boris", &["confirm", "1"]);
        let list = desk.call(0, &["register", "anchors"]);
        let last = list["anchors"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["obtained-from"], "letter 7");
        assert!(last["name"].as_str().unwrap().contains("ДЕМО"), "{last}");
        desk.signed(0, "boris", &["accept", "1"]);
        let mut issue = vec!["propose", "issue", "1", "--issued", &today];
        issue.extend(decided);
        issue.extend(["--valid-through", &through]);
        let bare = desk.signed(1, "anna", &issue);
        assert_eq!(reasons(&bare), ["register.issue-over-undetermined"]);
        issue.extend(["--despite", "the evidence was compared on paper"]);
        let proposed = desk.signed(0, "anna", &issue);
        assert_eq!(proposed["warnings"][0]["code"], "register.issue-despite");
        let look = ["committee", "--database", &desk.database, "confirm", "2"];
        let seen = shown(&exits(1, &look));
        assert!(seen.contains("compared on paper") && seen.contains("lamp"), "{seen}");
        for lang in ["kk", "ru", "en"] {
            narrow(&desk, lang, &["matters", "1"]);
            narrow(&desk, lang, &["register", "anchors"]);
        }
        let mut withdraw =
            vec!["propose", "anchor", last["sha256"].as_str().unwrap(), "--withdraw"];
        withdraw.extend(decided);
        desk.signed(0, "anna", &withdraw);
        desk.signed(0, "boris", &["confirm", "3"]);
        let late = desk.signed(1, "boris", &["confirm", "2"]);
        assert_eq!(reasons(&late), ["register.act-anchor-unknown"]);
        assert_eq!(desk.call(0, &["register", "check"])["damage"], serde_json::json!([]));
    });
}

fn exports(desk: &Desk) {
    for (name, more) in [
        ("r.csv", &[][..]),
        ("program.csv", &["--for", "program"]),
        ("r.xlsx", &[]),
        ("r.json", &[]),
    ] {
        let out = desk.path(name);
        let mut line = vec!["register", "export", &out];
        line.extend(more);
        assert_eq!(desk.call(0, &line)["rows"], 1);
        let there = desk.call(1, &line);
        assert_eq!(there["error"]["code"], "error.io-already-exists", "nothing is overwritten");
    }
    let sheet = fs::read_to_string(desk.path("r.csv")).unwrap();
    assert!(sheet.starts_with("\u{feff}No.,Certificate no."), "{sheet}");
    // The same row cannot come in again; one of another number can.
    let table = desk.path("program.csv");
    let order = ["--order", "12", "--of", "2026-11-20"];
    let twice = desk.signed(1, "anna", &[&["register", "import", &table][..], &order].concat());
    assert_eq!(reasons(&twice), ["register.number-taken"]);
    let other = fs::read_to_string(&table).unwrap().replace("KZ 0001", "KZ 0002");
    desk.file("other.csv", &other);
    let other = desk.path("other.csv");
    let other = [&["register", "import", &other][..], &order].concat();
    assert_eq!(desk.signed(0, "anna", &other)["subject"], "decision/3");
    // It waits: nothing of it stands in the register before another officer has looked.
    assert_eq!(desk.call(0, &["register", "list"])["rows"].as_array().unwrap().len(), 1);
    let waiting = desk.call(0, &["register", "proposals"]);
    assert_eq!(waiting[0]["proposal"]["import"]["rows"], 1);
    let shown = desk.path("proposed.csv");
    desk.call(0, &["register", "proposals", "3", "--rows", &shown]);
    assert!(fs::read_to_string(&shown).unwrap().contains("KZ 0002"));
    for lang in ["kk", "ru", "en"] {
        narrow(desk, lang, &["register", "proposals"]);
    }
    let own = desk.signed(1, "anna", &["confirm", "3"]);
    assert_eq!(own["error"]["code"], "error.register-same-person");
    desk.signed(0, "boris", &["confirm", "3"]);
    assert_eq!(desk.call(0, &["register", "list"])["rows"].as_array().unwrap().len(), 2);
    assert_eq!(desk.call(0, &["register", "proposals"]), serde_json::json!([]));
    appointed(desk);
    let bad = fs::read_to_string(desk.path("other.csv")).unwrap().replace("KZ 0002", "");
    desk.file("bad.csv", bad);
    let bad = desk.path("bad.csv");
    let bad = desk.signed(1, "anna", &[&["register", "import", &bad][..], &order].concat());
    assert_eq!(reasons(&bad), ["register.field-empty"]);
    assert_eq!(bad["reasons"][0]["facts"]["line"], "2");
}

/// An officer is proposed by one and confirmed by another.
fn appointed(desk: &Desk) {
    let person = super::ground::iin(9).to_string();
    let line = ["register", "appoint", &person, "--name", "Үміт", "--position", "маман", "--order"];
    let line = [&line[..], &["8", "--of", "2026-11-20", "--from", "2026-11-21"]].concat();
    assert_eq!(desk.signed(0, "anna", &line)["subject"], "decision/4");
    assert_eq!(desk.call(0, &["register", "officers"]).as_array().unwrap().len(), 2);
    for lang in ["kk", "ru", "en"] {
        narrow(desk, lang, &["register", "proposals", "4"]);
    }
    desk.signed(0, "boris", &["confirm", "4"]);
    assert_eq!(desk.call(0, &["register", "officers"]).as_array().unwrap().len(), 3);
}

/// Every answer for people keeps to sixty columns and says something.
fn narrow(desk: &Desk, lang: &str, line: &[&str]) {
    let mut all = vec!["--lang", lang, "committee", "--database", &desk.database];
    all.extend(line);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tekseru"))
        .args(&all)
        .env("COLUMNS", "60")
        .output()
        .unwrap();
    let said = shown(&output);
    assert!(output.status.success() && !said.trim().is_empty(), "{line:?}: {said}");
    for line in said.lines() {
        assert!(line.chars().count() <= 60, "{lang}: {line}");
    }
}

#[test]
fn a_password_in_the_address_is_in_no_answer() {
    let folder = folder("register-secret");
    for (address, code) in [
        ("postgres://anna:hunter2@127.0.0.1:1/r", "error.register-unreachable"),
        ("postgres://anna:hunter2@db.example/r?sslmode=allow", "error.register-may-fall-back"),
        ("postgres://anna:hunter2@[", "error.register-address"),
    ] {
        let output = tekseru(&["--json", "committee", "--database", address, "matters"]);
        let said = shown(&output) + &String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("hunter2"), "{said}");
        assert_eq!(json(&output)["error"]["code"], code);
    }
    let absent = folder.join("register.db");
    exits(1, &["committee", "--database", text(&absent), "register", "list"]);
    assert!(!absent.exists(), "looking makes no register");
}
