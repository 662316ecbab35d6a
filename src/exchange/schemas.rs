//! The forms that programs read and write, each with its JSON Schema and its version.
//!
//! A schema is made from the type that the program itself uses, so the two cannot differ. The made
//! files lie in `samples/schemas/`, with `index.json` over them; a test compares, `BLESS=1`
//! rewrites. To publish another form, add its line to [`FORMS`].
//!
//! # Versions
//!
//! A version is two numbers, `major.minor`, and stands in the `$id` of the schema. Under one major
//! number a form only grows: whatever is valid under 1.0 is valid under every later 1.x, and means
//! the same. A field that is added may be absent; a value that is added to an enumeration is none of
//! those before. No field and no value is taken away, no field that was always there becomes absent
//! or empty, and no type becomes narrower or wider. Whoever reads takes the schema with the same
//! major number and the greatest minor one. A change that breaks this is another major number, and
//! the schemas of the numbers before stay published.
//!
//! Every version that was released lies in `samples/schemas/released/`, without its words. A test
//! compares each form with the last of them, names every change, and says which number follows.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::act::record::{ActRecord, Subject};
use crate::case::Case;
use crate::inspection::{
    Answer, Board, Comparison, DissentStatement, ReservationStatement, Returned, SealedAct,
    Verification, WatchReport,
};
use crate::papers::PaperRecord;
use crate::papers::verify::PaperVerification;
use crate::procedure::{EventsForm, PlanReport};
use crate::register::{
    CheckReport, Decision, Done, Event, Export, Matter, Officer, Page, Statement,
};
use crate::selfcheck::answer::SelfcheckAnswer;
use crate::selfcheck::watch::Change;

/// A form that programs read or write.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Its name on the command line and in the name of its file.
    pub name: &'static str,
    /// `major.minor`; see the page of this module.
    pub version: &'static str,
    make: fn() -> Schema,
}

/// `name version type`, a line a form.
macro_rules! forms {
    ($($name:literal $version:literal $form:ty),* $(,)?) => {
        &[$(Form { name: $name, version: $version, make: made::<$form> }),*]
    };
}

/// Every form, by name.
pub const FORMS: &[Form] = forms![
    "act" "1.0" ActRecord,
    "answer" "1.0" Answer,
    "case" "1.0" Case,
    "comparison" "1.1" Comparison,
    "dissent" "1.0" DissentStatement,
    "paper" "1.1" PaperRecord,
    "paper-verification" "1.1" PaperVerification,
    "procedure-events" "1.0" EventsForm,
    "procedure-plan" "1.0" PlanReport,
    "register" "1.0" Export,
    "register-check" "1.1" CheckReport,
    "register-decision" "1.1" Decision,
    "register-done" "1.0" Done,
    "register-history" "1.0" Vec<Event>,
    "register-matter" "1.1" Matter,
    "register-officers" "1.0" Vec<Officer>,
    "register-page" "1.0" Page,
    "register-statement" "1.1" Statement,
    "reservation" "1.0" ReservationStatement,
    "returned" "1.0" Vec<Returned>,
    "samples-report" "1.0" WatchReport,
    "sealed" "1.0" SealedAct,
    "selfcheck" "1.0" SelfcheckAnswer,
    "selfcheck-change" "1.0" Change,
    "status" "1.1" Board,
    "subjects" "1.0" Vec<Subject>,
    "verification" "1.1" Verification,
];

fn made<T: JsonSchema>() -> Schema {
    SchemaSettings::default().into_generator().into_root_schema_for::<T>()
}

impl Form {
    /// The form of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        FORMS.iter().find(|it| it.name == name)
    }

    /// The name of the schema everywhere: a URN ([RFC 8141]), since it is published with the
    /// program and not at an address.
    ///
    /// [RFC 8141]: https://www.rfc-editor.org/rfc/rfc8141
    #[must_use]
    pub fn id(&self) -> String {
        format!("urn:tekseru:schema:{}:{}", self.name, self.version)
    }

    /// The name of its file in `samples/schemas/`.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.schema.json", self.name)
    }

    /// The schema, in the form of [JSON Schema 2020-12].
    ///
    /// [JSON Schema 2020-12]: https://json-schema.org/draft/2020-12
    #[must_use]
    pub fn schema(&self) -> Value {
        let mut schema = (self.make)().to_value();
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("$id".to_owned(), Value::String(self.id()));
        }
        schema
    }
}

/// A line of the index.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Line {
    /// The name of the form.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The `$id` of its schema.
    pub id: String,
    /// The file in `samples/schemas/`.
    pub file: String,
    /// What the form is, in English, as the schema says.
    pub description: String,
}

/// The index over all schemas, as `samples/schemas/index.json` holds it.
#[must_use]
pub fn index() -> Value {
    json!({ "rule": RULE, "schemas": lines() })
}

/// A line for each form.
#[must_use]
pub fn lines() -> Vec<Line> {
    let line = |form: &Form| Line {
        name: form.name,
        version: form.version,
        id: form.id(),
        file: form.file(),
        description: described(&form.schema()),
    };
    FORMS.iter().map(line).collect()
}

/// The first paragraph of what a schema says about itself, or about what its list holds.
fn described(schema: &Value) -> String {
    let own = schema.get("description").and_then(Value::as_str);
    let listed = || {
        let name = schema.get("items")?.get("$ref")?.as_str()?.rsplit('/').next()?;
        schema.get("$defs")?.get(name)?.get("description")?.as_str()
    };
    let text = own.or_else(listed).unwrap_or_default();
    let first = text.split("\n\n").next().unwrap_or_default();
    first.replace('\n', " ")
}

/// The rule of compatibility, as the index states it.
const RULE: &str = "A version is major.minor. Under one major number a form only grows: whatever is \
                    valid under 1.0 is valid under every later 1.x and means the same; fields that \
                    may be absent and values of enumerations are added, and nothing else changes. \
                    Read with the schema of the same major number and the greatest minor one. \
                    Every released version stays published in the folder released, without its \
                    words.";
