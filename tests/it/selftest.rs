//! `tekseru selftest` on a suite of one case, taken from PKITS and then spoilt.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::inspection::{exits, fresh, json, shown, squeezed, text};
use crate::skip::shared;

/// A suite of the first case of PKITS alone, with its files and what is expected of it.
fn small(name: &str, valid: bool) -> Option<PathBuf> {
    let from = shared()?.join("suites/pkits");
    let mut table: Value =
        serde_json::from_slice(&fs::read(from.join("pkits.json")).unwrap()).unwrap();
    let tests = table["tests"].as_array_mut().unwrap();
    tests.truncate(1);
    let test = &mut tests[0];
    assert_eq!(test["id"], "4.1.1");
    test["expected_valid"] = valid.into();
    let place = fresh(name);
    let take = |folder: &str, file: &Value| {
        let file = file.as_str().unwrap();
        fs::create_dir_all(place.join(folder)).unwrap();
        let to = place.join(folder).join(file);
        fs::write(to, fs::read(from.join(folder).join(file)).unwrap()).unwrap();
    };
    take("certs", &test["trust_anchor"]);
    take("certs", &test["end_entity"]);
    test["intermediates"].as_array().unwrap().iter().for_each(|it| take("certs", it));
    test["crls"].as_array().unwrap().iter().for_each(|it| take("crls", it));
    fs::write(place.join("pkits.json"), table.to_string()).unwrap();
    Some(place)
}

fn at(place: &Path) -> String {
    format!("pkits={}", text(place))
}

#[test]
fn a_suite_that_agrees_passes_and_one_that_does_not_is_told_case_by_case() {
    let Some(sound) = small("selftest-sound", true) else { return };
    let Some(spoilt) = small("selftest-spoilt", false) else { return };
    let (sound, spoilt) = (at(&sound), at(&spoilt));
    for (lang, of) in [("en", "1 of 1"), ("kk", "1 ішінен 1"), ("ru", "1 из 1")] {
        let said = shown(&exits(0, &["--lang", lang, "selftest", "--suite", &sound]));
        assert!(said.contains(of), "{said}");
        let said = shown(&exits(2, &["--lang", lang, "selftest", "--suite", &spoilt]));
        assert!(said.contains("4.1.1"), "{said}");
        let squeezed = squeezed(&said);
        assert!(squeezed.contains("notvalid") && squeezed.contains("valid,userpolicies"), "{said}");
        assert!(!said.contains("cli-suite"), "{said}");
    }
    let told = json(&exits(2, &["--json", "selftest", "--suite", &sound, "--suite", &spoilt]));
    assert_eq!(told[0]["unexplained"], 0);
    assert_eq!(told[0]["agreed"], 1);
    assert_eq!(told[1]["unexplained"], 1);
    assert_eq!(told[1]["run"], 1);
    assert_eq!(told[1]["disagreements"][0]["expected"], "not valid");
    assert_eq!(told[1]["disagreements"][0]["outcome"], "unexplained");
}

#[test]
fn a_suite_that_cannot_be_run_keeps_no_other_from_being_run() {
    let Some(sound) = small("selftest-beside", true) else { return };
    let Some(broken) = small("selftest-broken", true) else { return };
    fs::remove_file(broken.join("crls/GoodCACRL.crl")).unwrap();
    let call = ["--json", "selftest", "--suite", &at(&broken), "--suite", &at(&sound)];
    let told = json(&exits(1, &call));
    assert_eq!(told[0]["error"]["code"], "error.io-not-found");
    assert_eq!(told[1]["agreed"], 1);
    fs::write(broken.join("pkits.json"), "{\"tests\": []}").unwrap();
    let said = shown(&exits(1, &["selftest", "--suite", &at(&broken)]));
    assert!(squeezed(&said).contains("itprovesnothing"), "{said}");
    fs::write(broken.join("pkits.json"), "{\"tests\": [{}]}").unwrap();
    let told = json(&exits(1, &["--json", "selftest", "--suite", &at(&broken)]));
    assert_eq!(told[0]["error"]["code"], "error.file-malformed");
}

#[test]
fn a_wrong_name_of_a_suite_is_answered_with_the_known_ones() {
    let known: Vec<&str> = suites::SUITES.iter().map(|(name, _)| *name).collect();
    for (given, lang) in [("pkitz=.", "kk"), ("pkitz=.", "ru"), ("pkits", "en"), ("pkits=", "en")] {
        let said = shown(&exits(1, &["--lang", lang, "selftest", "--suite", given]));
        assert!(squeezed(&said).contains(&squeezed(&known.join(", "))), "{said}");
    }
    exits(1, &["selftest"]);
}

/// In a process of its own, whose memory is the suite's alone.
#[test]
fn no_hostile_file_panics_hangs_or_takes_much_memory() {
    let Some(shared) = shared() else { return };
    let call = format!("malformed={}", text(&shared.join("suites/malformed")));
    let told = json(&exits(0, &["--json", "selftest", "--suite", &call]));
    assert_eq!(told[0]["not_run"], serde_json::json!({}));
    let run = told[0]["run"].as_u64().unwrap();
    assert!(run > 2875, "{run} cases: the files and the memory that all of them took");
    assert_eq!(told[0]["agreed"], run);
}
