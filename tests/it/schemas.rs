//! The published JSON Schemas are those of the forms. `BLESS=1` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tekseru::exchange::schemas::{FORMS, index};

use crate::inspection::{exits, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/schemas")
}

/// Holds a file to what was made, or writes it.
fn published(name: &str, made: &Value) {
    let made = format!("{}\n", serde_json::to_string_pretty(made).unwrap());
    let path = folder().join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(folder()).unwrap();
        fs::write(&path, &made).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, made, "{}: run with BLESS=1", path.display());
}

#[test]
fn every_form_has_its_schema_published_and_nothing_else_lies_there() {
    let mut wanted = BTreeSet::from(["index.json".to_owned()]);
    published("index.json", &index());
    for form in FORMS {
        let schema = form.schema();
        published(&form.file(), &schema);
        wanted.insert(form.file());
        assert_eq!(schema["$id"], format!("urn:tekseru:schema:{}:{}", form.name, form.version));
        assert!(schema["type"] == "object" || schema["type"] == "array", "{}", form.name);
        // Whoever reads it can use it.
        jsonschema::validator_for(&schema).unwrap_or_else(|it| panic!("{}: {it}", form.name));
    }
    let found: BTreeSet<_> = fs::read_dir(folder())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, wanted, "a schema of no form lies in {}", folder().display());
}

#[test]
fn forms_stand_by_name_and_say_what_they_are() {
    let names: Vec<_> = FORMS.iter().map(|it| it.name).collect();
    assert!(names.is_sorted_by(|one, other| one < other), "{names:?}");
    for line in index()["schemas"].as_array().unwrap() {
        let version = line["version"].as_str().unwrap().split('.');
        assert_eq!(version.filter(|it| it.parse::<u32>().is_ok()).count(), 2, "{line}");
        assert!(!line["description"].as_str().unwrap().is_empty(), "{line}");
    }
}

#[test]
fn the_program_writes_what_is_published() {
    for form in FORMS {
        assert_eq!(json(&exits(0, &["schema", form.name])), form.schema(), "{}", form.name);
    }
    assert_eq!(json(&exits(0, &["--json", "schema", "--list"])), index());
    exits(0, &["schema", "--list"]);
    for wrong in [&["schema"][..], &["schema", "no-such-form"], &["schema", "act", "--list"]] {
        exits(1, wrong);
    }
}
