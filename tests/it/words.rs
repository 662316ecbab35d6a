//! Everything the tool may say is said in three languages, alike in each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use model::{Body, EvidenceKind, Lang, Role, Unit, Verdict};
use tekseru::catalog::{Catalog, CatalogError};
use tekseru::site::Limits;
use tekseru::words::Words;

use crate::catalog::copy;

type Facts = BTreeMap<Cow<'static, str>, String>;

fn facts(facts: &[(&'static str, &str)]) -> Facts {
    facts.iter().map(|(name, value)| (Cow::Borrowed(*name), (*value).to_owned())).collect()
}

/// Every code that a probe, the judge or the engine may put into a note.
fn codes() -> BTreeSet<&'static str> {
    let mut codes: BTreeSet<_> = probes::SAYS.iter().copied().collect();
    codes.extend(probes::PROBES.iter().copied().flatten().flat_map(|it| it.says()));
    codes.extend(pki::finding::CODES.iter().map(|it| it.code));
    codes
}

#[test]
fn every_code_has_its_sentence_and_its_next_step_in_every_language() {
    let words = Words::embedded().unwrap();
    let mut missing = Vec::new();
    for code in codes() {
        for lang in Lang::ALL {
            let next = words.next_step(lang, code, &Facts::new());
            if !words.has(lang, code) || next.is_none_or(|it| it.trim().is_empty()) {
                missing.push(format!("{code} ({})", lang.as_str()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_lint_has_its_question_and_its_next_step_in_every_language() {
    let words = Words::embedded().unwrap();
    let mut wanted = BTreeSet::new();
    for rule in pki::lint::rules() {
        let code = format!("lint.{}", rule.id);
        for lang in Lang::ALL {
            let said = words.say(lang, &code, &Facts::new());
            assert!(words.has(lang, &code) && said.ends_with('?'), "{code}: {said}");
            let next = words.next_step(lang, &code, &Facts::new()).unwrap_or_default();
            assert!(next.ends_with('.'), "{code} ({}): {next}", lang.as_str());
        }
        assert_eq!(words.say(Lang::En, &code, &Facts::new()), rule.question, "{code}");
        wanted.insert(code.replace('.', "--"));
    }
    for id in ids(&read(Lang::En, "lint")) {
        assert!(wanted.contains(id), "lint.ftl: no rule is called {id}");
    }
}

/// Names of fields and types stand in every language as the standard writes them; whatever else is
/// Latin would be a word left in English.
#[test]
fn latin_words_of_lints_are_those_of_the_standards() {
    let english: BTreeMap<_, _> = prose(&read(Lang::En, "lint")).into_iter().collect();
    let mut left = Vec::new();
    for lang in [Lang::Kk, Lang::Ru] {
        for (id, text) in prose(&read(lang, "lint")) {
            let standard: BTreeSet<_> =
                english.get(&id).map(|it| latin(it).collect()).unwrap_or_default();
            left.extend(
                latin(&text)
                    .filter(|it| !standard.contains(it))
                    .map(|it| format!("{} {id}: {it}", lang.as_str())),
            );
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

/// The identifiers of the messages for every exhibit that a probe may show, with their attributes.
fn exhibits() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut wanted = BTreeMap::new();
    for probe in probes::PROBES.iter().copied().flatten() {
        for table in probe.tables() {
            let columns = table.columns.iter().copied().collect();
            wanted.insert(format!("table-{}", table.code.replace('.', "--")), columns);
        }
        for code in probe.timelines() {
            wanted.insert(format!("timeline-{}", code.replace('.', "--")), BTreeSet::new());
        }
    }
    wanted
}

#[test]
fn every_exhibit_has_its_title_and_every_column_its_head_in_every_language() {
    let words = Words::embedded().unwrap();
    let mut missing = Vec::new();
    for (id, columns) in exhibits() {
        for lang in Lang::ALL {
            if !words.has(lang, &id) {
                missing.push(format!("{id} ({})", lang.as_str()));
            }
            for column in &columns {
                let head = words.attribute(lang, &id, column, &Facts::new());
                if head.is_none_or(|it| it.trim().is_empty() || it.contains(['{', '}'])) {
                    missing.push(format!("{id}.{column} ({})", lang.as_str()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_title_and_no_head_of_an_exhibit_is_left_over() {
    let wanted = exhibits();
    for lang in Lang::ALL {
        let text = read(lang, "quantities");
        let mut columns: Option<&BTreeSet<&str>> = None;
        for line in text.lines() {
            if let Some((id, _)) = line.split_once(" = ") {
                if let Some(column) = id.strip_prefix("    .") {
                    let known = columns.is_none_or(|it| it.contains(column));
                    assert!(known, "quantities.ftl: {line}: no column is called {column}");
                    continue;
                }
                let exhibit = id.starts_with("table-") || id.starts_with("timeline-");
                columns = exhibit.then(|| {
                    wanted.get(id).unwrap_or_else(|| panic!("quantities.ftl: nothing shows {id}"))
                });
            }
        }
    }
}

#[test]
fn no_sentence_is_left_over() {
    let codes: BTreeSet<_> = codes().into_iter().map(|it| it.replace('.', "--")).collect();
    for file in ["probes", "pki"] {
        let text = read(Lang::En, file);
        for id in ids(&text) {
            assert!(codes.contains(id), "{file}.ftl: nothing says {id}");
        }
    }
}

#[test]
fn the_languages_have_the_same_messages_with_the_same_variables() {
    let words = Words::embedded().unwrap();
    for lang in [Lang::Ru, Lang::En] {
        let kazakh: Vec<_> = words.messages(Lang::Kk).collect();
        let other: Vec<_> = words.messages(lang).collect();
        assert_eq!(kazakh, other, "{}", lang.as_str());
        for id in kazakh {
            assert_eq!(words.variables(Lang::Kk, id), words.variables(lang, id), "{id}");
        }
    }
}

#[test]
fn a_sentence_names_no_fact_that_the_engine_does_not_give() {
    let words = Words::embedded().unwrap();
    for page in pki::finding::CODES {
        for variable in words.variables(Lang::En, page.code).unwrap() {
            assert!(page.facts.contains(&variable.as_str()), "{}: {variable}", page.code);
        }
        for fact in page.facts {
            let named = words.variables(Lang::En, page.code).unwrap().contains(*fact);
            assert!(named, "{}: the sentence swallows {fact}", page.code);
        }
    }
}

#[test]
fn a_sentence_names_no_fact_that_no_probe_gives() {
    let words = Words::embedded().unwrap();
    let mut literals = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("probes/src"), root.join("probes/model/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(path).unwrap();
                literals.extend(text.split('"').map(ToOwned::to_owned));
            }
        }
    }
    for page in pki::finding::CODES {
        literals.extend(page.facts.iter().map(|it| (*it).to_owned()));
    }
    for id in ids(&read(Lang::En, "probes")) {
        for variable in words.variables(Lang::En, id).unwrap() {
            assert!(literals.contains(variable), "{id}: nothing is called {variable}");
        }
    }
}

#[test]
fn a_sentence_within_a_sentence_has_one_full_stop() {
    let words = Words::embedded().unwrap();
    let reason = facts(&[("reason", "The server is silent.")]);
    let said = words.say(Lang::En, "act-notchecked", &reason);
    assert_eq!(said, "Item not checked, reason: The server is silent.");
    let said = words.say(Lang::En, "person.seen-in-order", &facts(&[("ground", "")]));
    assert_eq!(said, "The member looked and found it as demanded.");
}

#[test]
fn every_message_comes_out_whole() {
    let words = Words::embedded().unwrap();
    for lang in Lang::ALL {
        for id in words.messages(lang).collect::<Vec<_>>() {
            let known = words.variables(lang, id).unwrap();
            for value in ["7", "-", "other"] {
                let facts: Facts =
                    known.iter().map(|it| (Cow::Owned(it.clone()), value.to_owned())).collect();
                let said = words.say(lang, id, &facts);
                assert!(!said.contains(['{', '}', '\u{2068}', '\u{2069}']), "{id}: {said}");
                assert!(!said.trim().is_empty(), "{id}");
                let next = words.next_step(lang, id, &facts).unwrap_or_default();
                assert!(!next.contains(['{', '}']), "{id}: {next}");
            }
        }
    }
}

#[test]
fn what_people_are_shown_has_its_words() {
    let words = Words::embedded().unwrap();
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(Verdict::ALL.map(|it| format!("act-verdict-{}", it.as_str())));
    wanted.extend(Body::ALL.map(|it| format!("act-body-{}", it.as_str())));
    wanted.extend(
        [Role::Chair, Role::Member, Role::Secretary].map(|it| format!("act-role-{}", it.as_str())),
    );
    wanted.extend(EvidenceKind::ALL.map(|it| format!("evidence-{}", it.as_str())));
    wanted.extend(Unit::ALL.into_iter().filter(|it| *it != Unit::One).map(|it| {
        format!(
            "unit-{}",
            it.ucum().replace(['[', ']'], "").replace('_', "-").replace('%', "percent")
        )
    }));
    for item in Catalog::embedded().unwrap().items() {
        wanted.extend(item.requirement.quantity.iter().map(|it| format!("quantity-{it}")));
    }
    let bounds = serde_json::to_value(Limits::default()).unwrap();
    wanted.extend(bounds.as_object().unwrap().keys().map(|it| format!("bound-{it}")));
    for alarm in [
        "counted-already",
        "no-person",
        "not-appointed-then",
        "not-on-roster",
        "one-key-two-people",
        "secretary-has-no-vote",
    ] {
        let _: model::Alarm = serde_json::from_value(alarm.into()).unwrap();
        wanted.push(format!("act-alarm-{alarm}"));
    }
    for standing in ["conclusive", "inconclusive", "invalid"] {
        let _: model::SignatureStanding = serde_json::from_value(standing.into()).unwrap();
        wanted.push(format!("act-standing-{standing}"));
    }
    // The identifiers that the count writes.
    for reading in [
        "a01-round-down",
        "a01-round-to-nearest",
        "a02-present",
        "a02-signed",
        "a03-secretary-counts",
        "a04-chair-does-not-count",
        "a05-every-security-member",
        "a06-security-absent",
        "a06-security-has-not-signed",
        "a06-security-not-appointed",
        "a07-not-adopted",
        "a08-survey-rule-not-applied",
        "a09-everybody-named",
        "a09-five-besides-the-chair",
        "a10-commission-of-the-survey",
    ] {
        wanted.push(format!("act-reading-{reading}"));
    }
    for id in wanted {
        assert!(words.has(Lang::Kk, &id), "{id}");
    }
}

#[test]
fn numbers_choose_the_right_plural_form() {
    let words = Words::embedded().unwrap();
    let said = |lang, count| {
        words.say(lang, "act-not-all-determined", &facts(&[("count", count), ("list", "12-4")]))
    };
    for (count, expected) in [
        ("1", "Не определён 1 предмет: 12-4."),
        ("2", "Не определены 2 предмета: 12-4."),
        ("5", "Не определено 5 предметов: 12-4."),
        ("11", "Не определено 11 предметов: 12-4."),
        ("21", "Не определён 21 предмет: 12-4."),
    ] {
        let said = said(Lang::Ru, count);
        assert!(said.ends_with(expected), "{said}");
    }
    assert!(said(Lang::En, "1").ends_with("1 subject was not determined: 12-4."));
    assert!(said(Lang::En, "2").ends_with("2 subjects were not determined: 12-4."));
    assert!(said(Lang::Kk, "2").ends_with("Айқындалмаған 2 мәселе: 12-4."));
}

#[test]
fn amounts_are_written_as_people_write_them() {
    let words = Words::embedded().unwrap();
    let low = facts(&[
        ("quantity", "ceiling-height"),
        ("readings", "2,41 m; 2,42 m; 2,44 m"),
        ("uncertainty", "0.0015"),
        ("unit", "m"),
        ("value", "2.41"),
    ]);
    let code = "person.reading-beyond-limit";
    let kazakh = words.say(Lang::Kk, code, &low);
    assert!(
        kazakh.starts_with("төбе биіктігі: ең аз көрсеткіш 2,41 м (белгісіздігі 0,0015 м)"),
        "{kazakh}"
    );
    let russian = words.say(Lang::Ru, code, &low);
    assert!(russian.starts_with("высота потолка: наименьшее показание 2,41 м"), "{russian}");
    let english = words.say(Lang::En, code, &low);
    assert!(english.starts_with("ceiling height: the least reading, 2.41 m"), "{english}");
    let level = facts(&[("quantity", "strk-1073-level"), ("unit", "1"), ("value", "2")]);
    let said = words.say(Lang::Ru, "person.reading-within-limit", &level);
    assert!(said.contains("показание 2 ("), "a count is its own unit: {said}");
}

#[test]
fn a_code_without_a_sentence_is_shown_with_its_facts() {
    let words = Words::embedded().unwrap();
    let seen = facts(&[("peer", "192.0.2.1"), ("value", "3")]);
    let said = words.say(Lang::En, "no.such-code", &seen);
    assert_eq!(said, "no.such-code (address: 192.0.2.1; value: 3)");
    assert_eq!(words.next_step(Lang::En, "no.such-code", &seen), None);
    assert!(!words.has(Lang::En, "no.such-code"));
    assert_eq!(words.say(Lang::Kk, "", &Facts::new()), "");
}

#[test]
fn a_fact_that_the_sentence_does_not_name_is_shown_after_it() {
    let words = Words::embedded().unwrap();
    let seen =
        facts(&[("at", "2026-11-22"), ("citation", "RFC 5280"), ("not_after", "2025-07-27")]);
    let said = words.say(Lang::Ru, "path.expired", &seen);
    assert!(said.ends_with(" (стандарт: RFC 5280)"), "{said}");
    let label = words.say(Lang::Ru, "act-section-general", &seen);
    assert_eq!(label, "Общие сведения", "a label of the act swallows what it does not name");
}

#[test]
fn a_fact_that_is_missing_leaves_a_dash() {
    let words = Words::embedded().unwrap();
    let said = words.say(Lang::En, "time.server-not-asked", &facts(&[("peer", "192.0.2.1")]));
    assert_eq!(said, "– (192.0.2.1) was not asked.");
    let class = facts(&[("class", "satellite"), ("peer", "192.0.2.1")]);
    let said = words.say(Lang::En, "time.server-not-asked", &class);
    assert_eq!(said, "satellite positioning system (192.0.2.1) was not asked.");
}

#[test]
fn a_fact_is_plain_text_whatever_it_holds() {
    let words = Words::embedded().unwrap();
    for hostile in ["{ $peer }", "{\"x\"}", "a\n.next = b", "-term", "\u{202E}txt", "007", "1e9"] {
        let said = words.say(Lang::En, "net.not-asked", &facts(&[("url", hostile)]));
        assert_eq!(said, format!("{hostile} was not asked."));
    }
    let long = "ұ".repeat(1 << 20);
    let said = words.say(Lang::Kk, "net.not-asked", &facts(&[("url", &long)]));
    assert!(said.starts_with(&long));
}

#[test]
fn no_english_is_left_in_kazakh_and_russian() {
    let mut left = Vec::new();
    for lang in [Lang::Kk, Lang::Ru] {
        for file in ["act", "pki", "probes", "quantities"] {
            for (id, text) in prose(&read(lang, file)) {
                left.extend(latin(&text).map(|it| format!("{file}.ftl {id}: {it}")));
            }
        }
    }
    let catalog = Catalog::embedded().unwrap();
    for item in catalog.items() {
        for text in [&item.requirement.title, &item.question, &item.guidance] {
            for said in [&text.kk, &text.ru] {
                left.extend(latin(said).map(|it| format!("{}: {it}", item.requirement.id)));
            }
        }
    }
    for subject in catalog.subjects() {
        let (place, label) = (&subject.place, &subject.label);
        // The Kazakh text stays as it is: in 12, 5) its "OID" begins with a Cyrillic letter.
        for said in [&place.kk, &place.ru, &label.kk, &label.ru, &subject.text.ru] {
            left.extend(latin(said).map(|it| format!("{}: {it}", subject.id)));
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn kazakh_is_not_russian() {
    for file in ["act", "lint", "matters", "pki", "probes", "procedure", "register"] {
        let russian: BTreeMap<_, _> = prose(&read(Lang::Ru, file)).into_iter().collect();
        for (id, text) in prose(&read(Lang::Kk, file)) {
            // One word may be one word in both; a sentence may not.
            if text.split_whitespace().filter(|it| it.chars().all(char::is_alphabetic)).count() > 2
            {
                assert_ne!(Some(&text), russian.get(&id), "{id}");
            }
        }
    }
}

#[test]
fn a_broken_file_of_words_is_refused_with_its_place() {
    for (spoil, expected) in [
        ("act-yes = again\n", "words/kk/act.ftl: act-yes: the message is used twice"),
        ("broken = {\n", "words/kk/act.ftl: line "),
    ] {
        let folder = copy();
        let file = folder.join("words/kk/act.ftl");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}{spoil}")).unwrap();
        let refusal = refusal(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert!(refusal.contains(expected), "{refusal}");
    }
    let folder = copy();
    for file in fs::read_dir(folder.join("words/ru")).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    let refusal = refusal(&folder);
    fs::remove_dir_all(&folder).unwrap();
    assert!(refusal.ends_with("words/ru: no words lie here"), "{refusal}");
}

fn refusal(folder: &Path) -> String {
    let refused: Option<CatalogError> = Words::load(folder).err();
    refused.unwrap().to_string()
}

fn read(lang: Lang, file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("checklists/words/{}/{file}.ftl", lang.as_str()));
    fs::read_to_string(path).unwrap()
}

fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|it| it.starts_with(|it: char| it.is_ascii_lowercase()))
        .filter_map(|it| Some(it.split_once(" = ")?.0))
}

/// The texts of a file without their comments, identifiers and variables.
fn prose(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        let said = match line.split_once(" = ") {
            Some((id, said)) if line.starts_with(|it: char| it.is_ascii_lowercase()) => {
                found.push((id.to_owned(), String::new()));
                said
            }
            Some((_, said)) if line.starts_with("    .") => said,
            Some(_) | None => line,
        };
        let Some((_, whole)) = found.last_mut() else { continue };
        whole.push('\n');
        whole.push_str(&words_of(said));
    }
    found
}

/// A line without placeables, heads of selectors and names of variants.
fn words_of(line: &str) -> String {
    let mut line = line.trim_start().to_owned();
    while let Some(open) = line.find("{ ") {
        let close = line[open..].find('}').map_or(line.len(), |it| open + it + 1);
        line.replace_range(open..close, " ");
    }
    if let Some(variant) = line.trim_start_matches('*').strip_prefix('[') {
        line = variant.split_once(']').map_or(String::new(), |(_, said)| said.to_owned());
    }
    line
}

/// Words of Latin letters that no proper term allows.
fn latin(text: &str) -> impl Iterator<Item = String> {
    const TERMS: &[&str] = &[
        "act", "json", "Almaty", "Asia", "BER", "CMS", "CRL", "DER", "GET", "HTTP", "OCSP", "OID",
        "PEM", "POST", "SHA", "TLS", "UTC",
    ];
    text.split(|it: char| !it.is_ascii_alphabetic())
        .filter(|it| it.len() > 1 && !TERMS.contains(it))
        .map(ToOwned::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}
