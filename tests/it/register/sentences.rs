//! Everything that the register may say is said in three languages, with its facts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::date;
use model::{Lang, Note};
use tekseru::calendar::Calendar;
use tekseru::face::cli::errors::{explain, register};
use tekseru::register::{Conflict, DecisionState, MatterState, RegisterError, Status};
use tekseru::words::{Facts, Words};

use super::ground::iin;

fn every_error() -> Vec<RegisterError> {
    let (place, reason) = (|| "postgres://db.example/r".to_owned(), || "why".to_owned());
    let conflict = Conflict {
        subject: "matter/3".into(),
        by: "000000000001".into(),
        at: "2026-11-25T07:00:00Z".into(),
        was: "state: received".into(),
        is: "state: accepted".into(),
    };
    vec![
        RegisterError::Address { reason: reason() },
        RegisterError::AlreadyThere { place: place() },
        RegisterError::Conflict(Box::new(conflict)),
        RegisterError::Corrupt { place: place(), reason: reason() },
        RegisterError::Database { place: place(), reason: reason() },
        RegisterError::Denied { place: place(), reason: reason() },
        RegisterError::DiskFull { place: place() },
        RegisterError::GoneAway { place: place(), reason: reason() },
        RegisterError::Locked { place: place() },
        RegisterError::MayFallBack { place: place() },
        RegisterError::MigrationDiffers { place: place(), number: 1 },
        RegisterError::Newer { place: place(), found: 9, known: 2 },
        RegisterError::NoSuch { place: place(), subject: "matter/3".into() },
        RegisterError::NotARegister { place: place() },
        RegisterError::NotAnOfficer { iin: iin(3) },
        RegisterError::NotSigned { officer: iin(3), notes: vec![Note::new("signature.revoked")] },
        RegisterError::NotThere { place: place() },
        RegisterError::NotUnicode { place: place(), encoding: "SQL_ASCII".into() },
        RegisterError::ReadOnly { place: place() },
        RegisterError::Refused { defects: vec![Note::new("register.no-ground")] },
        RegisterError::Row { subject: "matter/3".into(), reason: reason() },
        RegisterError::SamePerson { iin: iin(3), decision: "decision/3".into() },
        RegisterError::TimedOut { place: place(), seconds: 60 },
        RegisterError::Tls { place: place(), reason: reason() },
        RegisterError::Unreachable { place: place(), reason: reason() },
    ]
}

#[test]
fn every_error_is_said_in_every_language_with_all_its_facts() {
    let words = Words::embedded().unwrap();
    let notes: Vec<Note> = every_error().iter().map(|it| explain(it)).collect();
    let said: BTreeSet<&str> = notes.iter().map(|it| &*it.code).collect();
    assert_eq!(said, register::SAYS.iter().copied().collect());
    for note in &notes {
        let given: BTreeSet<String> = note.facts.keys().map(|it| it.to_string()).collect();
        for lang in Lang::ALL {
            assert_eq!(words.variables(lang, &note.code), Some(&given), "{}", note.code);
            let next = words.next_step(lang, &note.code, &note.facts).unwrap_or_default();
            assert!(next.ends_with('.') && !next.contains('{'), "{}: {next}", note.code);
        }
    }
    // What is the system's or the calendar's is told by theirs.
    let system = std::io::Error::from(std::io::ErrorKind::NotFound);
    let file = RegisterError::File { path: "x.csv".into(), source: system };
    assert_eq!(explain(&file).code, "error.io-not-found");
    let calendar = Calendar::parse("nonsense").unwrap_err();
    assert_eq!(explain(&RegisterError::Calendar(calendar)).code, "error.other");
}

/// The codes in the sources with the facts that stand behind them up to the end of the statement.
fn codes() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/register");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut places = vec![folder];
    while let Some(path) = places.pop() {
        if path.is_dir() {
            places.extend(std::fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
            continue;
        }
        if path.extension().is_none_or(|it| it != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        for literal in text.split('"').skip(1).step_by(2) {
            let code = literal.strip_prefix("register.").filter(|it| {
                it.bytes().all(|it| it.is_ascii_lowercase() || it == b'-') && !it.is_empty()
            });
            if code.is_some_and(|it| it != "db") {
                found.entry(literal.to_owned()).or_default();
            }
        }
    }
    found
}

#[test]
fn every_reason_has_its_sentence_and_its_next_step_and_none_is_left_over() {
    let words = Words::embedded().unwrap();
    let codes: BTreeSet<String> = codes().into_keys().collect();
    assert!(codes.len() > 60, "{codes:?}");
    let known: BTreeSet<String> = words
        .messages(Lang::Kk)
        .filter_map(|it| Some(format!("register.{}", it.strip_prefix("register--")?)))
        .collect();
    assert_eq!(codes, known);
    for code in &codes {
        for lang in Lang::ALL {
            let next = words.next_step(lang, code, &Facts::new()).unwrap_or_default();
            assert!(next.ends_with('.'), "{}: {code}: {next}", lang.as_str());
        }
    }
}

#[test]
fn every_state_has_its_name() {
    let words = Words::embedded().unwrap();
    let states = MatterState::ALL.map(|it| format!("register-state-{}", it.as_str()));
    let decisions = [DecisionState::Confirmed, DecisionState::Proposed, DecisionState::Rejected]
        .map(|it| format!("register-state-{}", it.as_str()));
    let statuses = Status::ALL.map(|it| format!("register-status-{}", it.as_str()));
    for id in states.iter().chain(&decisions).chain(&statuses) {
        assert!(words.has(Lang::Kk, id), "{id}");
    }
    let note = Note::new("register.day").fact("field", "act.date").fact("day", date(1, 1, 1));
    let said = words.say(Lang::Ru, &note.code, &note.facts);
    assert!(said.starts_with("Дата акта: "), "{said}");
    let note = Note::new("register.elements-lacking").fact("elements", "damage, no-good-reason");
    let said = words.say(Lang::Kk, &note.code, &note.facts);
    assert!(
        said.ends_with("пайдаланушыларға келтірілген залал, дәлелді себептің болмауы."),
        "{said}"
    );
}
