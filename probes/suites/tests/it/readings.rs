//! Readings explain what their rule is about and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use suites::Outcome;

/// A suite of the PKITS layout whose table is changed, its files left where they are.
#[cfg(unix)]
fn changed(name: &str, from: &Path, table: &str, change: impl Fn(&mut Value)) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    for folder in ["certs", "crls"] {
        std::os::unix::fs::symlink(from.join(folder), place.join(folder)).unwrap();
    }
    let mut value: Value = serde_json::from_slice(&fs::read(from.join(table)).unwrap()).unwrap();
    let rows = if value.is_array() { &mut value } else { &mut value["tests"] };
    rows.as_array_mut().unwrap().iter_mut().for_each(change);
    fs::write(place.join(table), value.to_string()).unwrap();
    place
}

/// Every rejection of the suite, were it expected to pass: only those that rest on a list with an
/// unknown critical extension, or on lists that contradict one another, may find a reading.
#[test]
#[cfg(unix)]
fn a_rejection_is_explained_only_by_what_its_lists_hold() {
    let Some(shared) = crate::skip::shared() else { return };
    let from = shared.join("suites/crl-scenarios");
    let place = changed("lists-all-valid", &from, "cases.json", |row| {
        row["expected_valid"] = true.into();
    });
    let table: Value = serde_json::from_slice(&fs::read(from.join("cases.json")).unwrap()).unwrap();
    let tags: BTreeMap<&str, Vec<&str>> = table
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let tags = row["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap());
            (row["id"].as_str().unwrap(), tags.collect())
        })
        .collect();
    let report = suites::run("crl-scenarios", place).unwrap();
    let (mut explained, mut unexplained) = (0, 0);
    for case in report.disagreements() {
        let Outcome::Explained(reading) = case.outcome else {
            unexplained += 1;
            continue;
        };
        explained += 1;
        let tags = &tags[case.id.as_str()];
        let fits = if reading.id == "crl-lists-contradict" {
            tags.iter().filter(|tag| tag.starts_with("crl")).count() > 1
        } else {
            tags.iter().any(|tag| tag.starts_with("crit-"))
        };
        assert!(fits, "{} {} {tags:?}", case.id, reading.id);
    }
    assert!(explained > 0 && unexplained > explained, "{explained} {unexplained}");
}

/// Nothing explains why a path is accepted that a table rejects.
#[test]
#[cfg(unix)]
fn an_acceptance_is_never_explained() {
    let Some(shared) = crate::skip::shared() else { return };
    for (suite, folder, table) in
        [("pkits", "pkits", "pkits.json"), ("crl-scenarios", "crl-scenarios", "cases.json")]
    {
        let from = shared.join("suites").join(folder);
        let place = changed(&format!("{suite}-none-valid"), &from, table, |row| {
            row["expected_valid"] = false.into();
        });
        let report = suites::run(suite, place).unwrap();
        assert!(report.unexplained().count() > 0);
        assert_eq!(report.disagreements().count(), report.unexplained().count(), "{suite}");
    }
}

/// A policy that some certificate does not assert is no policy asserted throughout.
#[test]
#[cfg(unix)]
fn a_policy_too_few_is_explained_only_where_every_certificate_asserts_it() {
    let Some(shared) = crate::skip::shared() else { return };
    let from = shared.join("suites/pkits");
    let place = changed("other-policies", &from, "pkits.json", |row| {
        if row["expected_valid"] == true {
            row["expected_user_constrained_policy_set"] = serde_json::json!(["1.2.3.4"]);
        }
    });
    let report = suites::run("pkits", place).unwrap();
    assert!(report.unexplained().count() > 100);
    assert_eq!(report.disagreements().count(), report.unexplained().count());
}
