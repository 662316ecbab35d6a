//! The published JSON Schemas are those of the forms. `BLESS=1` writes them anew.

use std::fs;
use std::path::Path;
use std::process::Command;

const FORMS: [&str; 7] =
    ["act", "answer", "case", "dissent", "reservation", "status", "verification"];

#[test]
fn every_form_has_its_schema_published() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/schemas");
    for form in FORMS {
        let made = Command::new(env!("CARGO_BIN_EXE_tekseru")).args(["schema", form]).output();
        let made = String::from_utf8(made.unwrap().stdout).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&made).unwrap();
        assert_eq!(schema["type"], "object", "{form}");
        let path = folder.join(format!("{form}.schema.json"));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(published, made, "{}: run with BLESS=1", path.display());
    }
    let files = fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, FORMS.len(), "a schema of no form lies in {}", folder.display());
}
