//! The published JSON Schemas are those of the forms, and no form changes behind its version.
//! `BLESS=1` writes them anew, and releases a version where that is lawful.

mod changes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tekseru::exchange::schemas::{FORMS, index};

use self::changes::{Change, changes, shape};
use crate::inspection::{exits, json};

/// Below it lie the shapes of the versions that were released.
const RELEASED: &str = "released";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/schemas")
}

fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

fn pretty(value: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap())
}

/// Holds a file to what was made, or writes it.
fn published(name: &str, made: &Value) {
    let made = pretty(made);
    let path = folder().join(name);
    if blessing() {
        fs::create_dir_all(folder()).unwrap();
        fs::write(&path, &made).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, made, "{}: run with BLESS=1", path.display());
}

#[test]
fn every_form_has_its_schema_published_and_nothing_else_lies_there() {
    let mut wanted = BTreeSet::from(["index.json".to_owned(), RELEASED.to_owned()]);
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
        assert!(version(line["version"].as_str().unwrap()).is_some(), "{line}");
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

// ------------------------------------------------------------------ versions

type Version = (u32, u32);

/// `1.0`, and nothing that only looks so.
fn version(text: &str) -> Option<Version> {
    let (major, minor) = text.split_once('.')?;
    let version = (major.parse().ok()?, minor.parse().ok()?);
    (format!("{}.{}", version.0, version.1) == text).then_some(version)
}

/// The released versions of each form.
fn released() -> BTreeMap<String, BTreeMap<Version, Value>> {
    let mut all: BTreeMap<String, BTreeMap<Version, Value>> = BTreeMap::new();
    let Ok(files) = fs::read_dir(folder().join(RELEASED)) else { return all };
    for file in files {
        let file = file.unwrap().file_name().into_string().unwrap();
        let stem = file.strip_suffix(".schema.json").unwrap_or_else(|| panic!("{file}: no schema"));
        let (name, numbers) = stem.rsplit_once('-').unwrap();
        let numbers = version(numbers).unwrap_or_else(|| panic!("{file}: no version"));
        let text = fs::read_to_string(folder().join(RELEASED).join(&file)).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let id = format!("urn:tekseru:schema:{name}:{}.{}", numbers.0, numbers.1);
        assert_eq!(schema["$id"], id, "{file}");
        assert_eq!(shape(&schema), schema, "{file}: holds words");
        all.entry(name.to_owned()).or_default().insert(numbers, schema);
    }
    all
}

/// Whether a form is lawful beside what was released of it.
#[derive(Debug, Eq, PartialEq)]
enum Standing {
    /// It is the released one.
    Released,
    /// A new version that may be released.
    ToRelease,
    /// It is not lawful; what is to be done.
    Wrong(String),
}

fn list(changes: &[Change]) -> String {
    changes.iter().map(|it| format!("\n    {it}")).collect()
}

fn standing(
    name: &str,
    now: Version,
    schema: &Value,
    released: &BTreeMap<Version, Value>,
) -> Standing {
    let Some((&last, newest)) = released.last_key_value() else { return Standing::ToRelease };
    let change = changes(newest, schema);
    let broken: Vec<Change> = change.iter().filter(|it| it.breaks).cloned().collect();
    let (major, minor) = (last.0 + 1, last.1 + 1);
    let told = format!("{name} {}.{}", last.0, last.1);
    let place = "src/exchange/schemas.rs";
    if !broken.is_empty() && now != (major, 0) {
        return Standing::Wrong(format!(
            "{told} was released, and whoever reads or writes it would fail now:{}\n  Take the \
             change back, or give the form the version {major}.0 in {place} and run with BLESS=1; \
             the released schema of {told} stays.",
            list(&broken)
        ));
    }
    if now == last {
        if change.is_empty() {
            return Standing::Released;
        }
        return Standing::Wrong(format!(
            "{told} was released, and the form has grown:{}\n  Give it the version {}.{minor} in \
             {place} and run with BLESS=1.",
            list(&change),
            last.0
        ));
    }
    if now != (last.0, minor) && now != (major, 0) {
        return Standing::Wrong(format!(
            "{told} was released, and {}.{} does not follow it: {}.{minor} or {major}.0 does",
            now.0, now.1, last.0
        ));
    }
    if change.is_empty() {
        return Standing::Wrong(format!("{told} was released, and nothing has changed since"));
    }
    Standing::ToRelease
}

#[test]
fn no_form_changes_behind_its_version() {
    let released = released();
    let mut wrong = Vec::new();
    for form in FORMS {
        let schema = form.schema();
        let now = version(form.version).unwrap();
        let own = released.get(form.name).cloned().unwrap_or_default();
        match standing(form.name, now, &schema, &own) {
            Standing::Released => {}
            Standing::ToRelease if blessing() => {
                let file = format!("{}-{}.schema.json", form.name, form.version);
                fs::create_dir_all(folder().join(RELEASED)).unwrap();
                fs::write(folder().join(RELEASED).join(file), pretty(&shape(&schema))).unwrap();
            }
            Standing::ToRelease => wrong.push(format!(
                "{} {}: not released yet; read the change and run with BLESS=1",
                form.name, form.version
            )),
            Standing::Wrong(words) => wrong.push(words),
        }
    }
    for name in released.keys().filter(|it| !FORMS.iter().any(|form| form.name == **it)) {
        wrong.push(format!("{name}: was released, and the program has no such form any more"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_was_released_under_a_number_holds_together() {
    for (name, versions) in released() {
        let pairs = versions.iter().zip(versions.iter().skip(1));
        for ((&one, before), (&other, after)) in pairs {
            let follows = other == (one.0, one.1 + 1) || other == (one.0 + 1, 0);
            assert!(follows, "{name}: {other:?} after {one:?}");
            if one.0 == other.0 {
                let broken = changes(before, after).into_iter().find(|it| it.breaks);
                assert_eq!(broken, None, "{name} {}.{}", other.0, other.1);
            }
        }
        for schema in versions.values() {
            jsonschema::validator_for(schema).unwrap_or_else(|it| panic!("{name}: {it}"));
            assert!(changes(schema, schema).is_empty(), "{name}");
        }
    }
}

/// A form with most of what schemas of ours hold.
fn form() -> Value {
    json!({
        "$id": "urn:tekseru:schema:x:1.0",
        "title": "X",
        "description": "What it is.",
        "type": "object",
        "additionalProperties": false,
        "required": ["kind", "rows", "what"],
        "properties": {
            "kind": { "$ref": "#/$defs/Kind" },
            "count": { "type": "integer", "format": "uint32", "minimum": 0, "default": 8 },
            "note": { "type": ["string", "null"] },
            "parent": { "anyOf": [{ "$ref": "#/$defs/Row" }, { "type": "null" }] },
            "rows": { "type": "array", "items": { "$ref": "#/$defs/Row" } },
            "map": { "type": "object", "additionalProperties": { "type": "string" } },
            "what": { "oneOf": [
                { "type": "object", "required": ["is"], "additionalProperties": false,
                  "properties": { "is": { "type": "string", "const": "day" } } },
                { "type": "object", "required": ["is", "at"], "additionalProperties": false,
                  "properties": { "is": { "type": "string", "const": "hour" },
                                  "at": { "type": "integer" } } }
            ] }
        },
        "$defs": {
            "Kind": { "oneOf": [
                { "type": "string", "const": "one", "description": "The first." },
                { "type": "string", "const": "two" }
            ] },
            "Row": { "type": "object", "additionalProperties": false, "required": ["id"],
                "properties": {
                    "id": { "type": "string" },
                    "under": { "type": "array", "items": { "$ref": "#/$defs/Row" } }
                } }
        }
    })
}

/// The form with one place changed; `null` takes it away.
fn changed(pointer: &str, to: Value) -> Value {
    let mut form = form();
    let (above, name) = pointer.rsplit_once('/').unwrap();
    match form.pointer_mut(above).unwrap() {
        Value::Object(fields) if to.is_null() => {
            assert!(fields.remove(name).is_some(), "{pointer}");
        }
        Value::Object(fields) => {
            fields.insert(name.to_owned(), to);
        }
        Value::Array(all) if name == "-" => all.push(to),
        Value::Array(all) if to.is_null() => {
            all.remove(name.parse().unwrap());
        }
        Value::Array(all) => all[name.parse::<usize>().unwrap()] = to,
        other @ (Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_)) => {
            panic!("{pointer}: {other}")
        }
    }
    form
}

/// Each row is one change of the hand-made form, the place where it has to be told, and some of
/// the words.
#[test]
fn changes_that_break_are_told_from_those_that_do_not() {
    let breaking = [
        // Fields.
        ("/required/1", Value::Null, "/rows", "may be absent"),
        ("/required/-", json!("count"), "/count", "has to be there"),
        ("/properties/note", Value::Null, "/note", "is gone"),
        ("/$defs/Row/properties/id", Value::Null, "/rows/[]/id", "is gone"),
        ("/$defs/Row/required/-", json!("under"), "/parent/under", "has to be there"),
        ("/$defs/Row/required", json!([]), "/parent/id", "may be absent"),
        // Types.
        ("/properties/note", json!({ "type": "string" }), "/note", "\"null\" is gone"),
        ("/properties/note", json!({ "type": ["integer", "null"] }), "/note", "\"string\""),
        ("/properties/count/type", json!("number"), "/count", "type was \"integer\""),
        ("/properties/count/type", json!(["integer", "null"]), "/count", "\"null\" is added"),
        ("/properties/count/type", json!(["integer", "string"]), "/count", "\"string\" is added"),
        ("/properties/count/format", json!("uint64"), "/count", "format differs"),
        ("/properties/count/minimum", json!(1), "/count", "minimum was 0 and is 1"),
        ("/properties/count/maximum", json!(9), "/count", "maximum was none and is 9"),
        ("/properties/count/default", json!(9), "/count", "absent meant 8 and means 9"),
        ("/properties/count/default", Value::Null, "/count", "absent meant 8 and means none"),
        ("/properties/rows/items", json!({ "type": "string" }), "/rows/[]", "type was"),
        ("/properties/rows/items", Value::Null, "/rows", "any item"),
        ("/properties/rows/uniqueItems", json!(true), "/rows", "uniqueItems differs"),
        ("/properties/rows", json!(true), "/rows", "anything is allowed now"),
        ("/properties/parent", json!({ "$ref": "#/$defs/Row" }), "/parent", "\"null\" is gone"),
        ("/properties/map/additionalProperties/type", json!("integer"), "/map/{}", "type was"),
        ("/properties/map/additionalProperties", json!(false), "/map", "no more"),
        // Values.
        ("/$defs/Kind/oneOf/0", Value::Null, "/kind", "\"one\" is gone"),
        ("/$defs/Kind/oneOf/0/const", json!("uno"), "/kind", "\"one\" is gone"),
        ("/$defs/Kind/oneOf/-", json!({ "type": "null" }), "/kind", "\"null\" is added"),
        ("/properties/what/oneOf/0", Value::Null, "/what", "is = \"day\" is gone"),
        ("/properties/what/oneOf/1/properties/at/type", json!("string"), "/what/at", "type was"),
        ("/properties/what/oneOf/1/required/1", Value::Null, "/what/at", "may be absent"),
        // What nobody has thought of.
        ("/properties/count/multipleOf", json!(2), "/count", "multipleOf differs"),
    ];
    for (pointer, to, place, words) in breaking {
        let found = changes(&form(), &changed(pointer, to.clone()));
        let told = found.iter().any(|it| it.breaks && it.place == place && it.what.contains(words));
        assert!(told, "{pointer} {to}: {found:#?}");
    }
    let growing = [
        ("/properties/more", json!({ "type": "string" }), "/more", "may be absent"),
        ("/$defs/Row/properties/more", json!({ "type": "null" }), "/parent/more", "may be absent"),
        ("/$defs/Kind/oneOf/-", json!({ "type": "string", "const": "three" }), "/kind", "three"),
        (
            "/properties/what/oneOf/-",
            json!({ "type": "object", "properties": { "is": { "const": "year" } } }),
            "/what",
            "is = \"year\" is added",
        ),
        ("/properties/count/minimum", Value::Null, "/count", "minimum was 0 and is none"),
        ("/properties/note/default", json!("x"), "", ""),
        ("/additionalProperties", Value::Null, "", "further fields are allowed"),
    ];
    for (pointer, to, place, words) in growing {
        let found = changes(&form(), &changed(pointer, to.clone()));
        assert!(found.iter().all(|it| !it.breaks), "{pointer} {to}: {found:#?}");
        // Another program, which knows nothing of versions, takes what it took before.
        for document in [
            json!({ "kind": "one", "rows": [], "what": { "is": "day" } }),
            json!({
                "kind": "two", "count": 0, "note": null, "map": { "a": "b" },
                "parent": { "id": "x" }, "rows": [{ "id": "a", "under": [{ "id": "b" }] }],
                "what": { "is": "hour", "at": 7 }
            }),
        ] {
            assert!(jsonschema::is_valid(&form(), &document));
            assert!(jsonschema::is_valid(&changed(pointer, to.clone()), &document), "{pointer}");
        }
        if !words.is_empty() {
            let told = found.iter().any(|it| it.place == place && it.what.contains(words));
            assert!(told, "{pointer} {to}: {found:#?}");
        }
    }
}

#[test]
fn the_same_shape_in_other_words_is_no_change() {
    let told = |to: &Value| assert_eq!(changes(&form(), to), [], "{to:#}");
    told(&changed("/description", json!("Said anew.")));
    told(&changed("/$id", json!("urn:other")));
    told(&changed("/$defs/Kind/oneOf/0/description", Value::Null));
    // Values listed in one place or each by itself, in any order.
    told(&changed("/$defs/Kind", json!({ "type": "string", "enum": ["two", "one"] })));
    told(&changed(
        "/properties/note",
        json!({ "anyOf": [{ "type": "null" }, { "type": "string" }] }),
    ));
    // A form given a name, or another one.
    let named = form().to_string().replace("Row", "Line");
    told(&serde_json::from_str(&named).unwrap());
    let row = form()["$defs"]["Row"].clone();
    told(&changed("/properties/rows/items", row));
    // A field may be called as a keyword of words is.
    let field = changed("/properties/description", json!({ "type": "string" }));
    assert_eq!(changes(&form(), &field).len(), 1);
    assert!(shape(&field)["properties"]["description"].is_object());
    assert!(shape(&field).get("description").is_none());
}

#[test]
fn a_version_is_raised_when_a_form_changes_and_not_otherwise() {
    let first = BTreeMap::from([((1, 0), shape(&form()))]);
    let grown = changed("/properties/more", json!({ "type": "string" }));
    let broken = changed("/properties/note", Value::Null);
    let of = |version, schema: &Value| standing("x", version, schema, &first);
    let wrong = |version, schema: &Value| match of(version, schema) {
        Standing::Wrong(words) => words,
        other @ (Standing::Released | Standing::ToRelease) => panic!("{version:?}: {other:?}"),
    };
    assert_eq!(of((1, 0), &form()), Standing::Released);
    let words = wrong((1, 0), &grown);
    assert!(words.contains("/more") && words.contains("the version 1.1"), "{words}");
    assert_eq!(of((1, 1), &grown), Standing::ToRelease);
    assert_eq!(of((2, 0), &grown), Standing::ToRelease);
    for version in [(1, 0), (1, 1)] {
        let words = wrong(version, &broken);
        assert!(words.contains("/note: the field is gone"), "{words}");
        assert!(words.contains("the version 2.0"), "{words}");
    }
    assert_eq!(of((2, 0), &broken), Standing::ToRelease);
    for version in [(0, 9), (1, 2), (2, 1), (3, 0)] {
        assert!(wrong(version, &grown).contains("does not follow"), "{version:?}");
    }
    assert!(wrong((1, 1), &form()).contains("nothing has changed"));
    assert_eq!(standing("x", (1, 0), &form(), &BTreeMap::new()), Standing::ToRelease);
    for text in ["1", "1.", "01.0", "1.0.0", "+1.0", "1.x", "v1.0"] {
        assert_eq!(version(text), None, "{text}");
    }
}
