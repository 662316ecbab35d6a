//! The lints beside those of others: a table that may not fall, every disagreement explained.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pki::lint::{self, Kind};

/// Every lint of zlint that rests on a standard of the Internet.
#[test]
fn every_lint_of_an_rfc_is_answered_by_rules_that_there_are() {
    let (unknown, answered) = suites::agreement::table();
    assert!(unknown.is_empty(), "no rule is called so: {unknown:#?}");
    let Some(shared) = crate::skip::shared() else { return };
    let lints = fs::read_to_string(shared.join("suites/zlint/lints.jsonl")).unwrap();
    let lints: BTreeMap<String, String> = lints
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|it| {
            (it["name"].as_str().unwrap().to_owned(), it["source"].as_str().unwrap().to_owned())
        })
        .collect();
    let standards: BTreeSet<&String> = lints
        .iter()
        .filter(|(_, source)| source.starts_with("RFC"))
        .map(|(name, _)| name)
        .collect();
    assert!(standards.len() >= 132, "{}", standards.len());
    let missing: Vec<_> = standards.iter().filter(|it| !answered.contains(**it)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let misspelt: Vec<_> = answered.iter().filter(|it| !lints.contains_key(*it)).collect();
    assert!(misspelt.is_empty(), "{misspelt:#?}");
}

#[test]
fn the_table_of_agreement_is_as_published() {
    let Some(shared) = crate::skip::shared() else { return };
    let run = |suite: &str| suites::run(suite, shared.join("suites").join(suite)).unwrap();
    let (zlint, pkilint) = (run("zlint"), run("pkilint"));
    assert_eq!(zlint.unexplained().count() + pkilint.unexplained().count(), 0);
    let page = suites::agreement::page(&zlint, &pkilint);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("agreement.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == page, "run with BLESS=1 and read it");
}

/// No rule is there that nothing breaks: what the material does not break, `pki`'s own tests make
/// an object for.
#[test]
fn every_rule_is_broken_by_something() {
    const MADE: &[&str] = &[
        "certificate.issuer-alternative-dns-ia5",
        "certificate.issuer-alternative-mailbox",
        "certificate.issuer-alternative-uri-host",
        "certificate.name-constraints-x400",
        "certificate.national-business-number",
        "certificate.national-person-number",
        "certificate.subject-alternative-uri-host",
        "certificate.subject-given-name-length",
        "certificate.subject-postal-code-length",
        "certificate.subject-serial-number-length",
        "crl.entry-invalidity-not-critical",
        "crl.entry-remove-in-delta",
        "crl.freshest-not-critical",
        "crl.rsa-signature-parameters",
        "crl.scope-one-kind",
        "crl.time-form",
        "ocsp.answers-not-empty",
        "ocsp.bytes-with-success",
        "ocsp.key-hash-size",
        "ocsp.next-update-after-this",
        "ocsp.nonce-size",
        "ocsp.reason-known",
        "ocsp.revoked-before-produced",
        "ocsp.rsa-signature-parameters",
        "ocsp.status-known",
        "ocsp.time-fraction",
        "tsp.accuracy-range",
        "tsp.imprint-size",
        "tsp.policy-registered",
        "tsp.time-zulu",
        "tsp.version-one",
    ];
    let Some(shared) = crate::skip::shared() else { return };
    let mut broken: BTreeSet<&str> = MADE.iter().copied().collect();
    for_each_file(&[shared.join("suites"), shared.join("kz-pki")], |_, bytes| {
        for (kind, der) in lint::objects(bytes) {
            if let Ok(report) = lint::object(kind, &der) {
                broken.extend(report.broken().map(|it| it.rule.id));
            }
        }
    });
    let never: Vec<_> = lint::rules().map(|it| it.id).filter(|it| !broken.contains(it)).collect();
    assert!(never.is_empty(), "{never:#?}");
}

/// Files of the folders and those below, the tables of the suites aside.
fn for_each_file(folders: &[PathBuf], mut look: impl FnMut(&Path, &[u8])) {
    const TABLES: u64 = 2 << 20;
    let mut folders = folders.to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::metadata(&path).unwrap().len() < TABLES {
                look(&path, &fs::read(&path).unwrap());
            }
        }
    }
}

/// Whatever the octets are, every kind of lint comes back, with places inside the octets.
#[test]
fn no_input_stops_the_lints() {
    let Some(shared) = crate::skip::shared() else { return };
    let mut inputs = 0;
    for_each_file(&[shared.join("suites/malformed"), shared.join("kz-pki")], |path, bytes| {
        let mut objects: Vec<Vec<u8>> =
            lint::objects(bytes).into_iter().map(|(_, der)| der).collect();
        objects.push(bytes.to_vec());
        for der in objects {
            inputs += 1;
            for kind in [Kind::Certificate, Kind::Crl, Kind::Ocsp, Kind::Tsp] {
                let Ok(report) = lint::object(kind, &der) else { continue };
                for hit in report.answers.iter().flat_map(|it| &it.hits) {
                    assert!(hit.range().end <= der.len(), "{}: {hit:?}", path.display());
                }
            }
        }
    });
    assert!(inputs > 2_875, "{inputs}");
}
