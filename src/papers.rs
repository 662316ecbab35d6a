//! The papers of accreditation and of the procedures beside it: letters, notices, decisions, the
//! certificate.
//!
//! A paper is a form of `checklists/forms/` with its fields filled in. [`Paper::compose`] takes the
//! fields from what a person gives and from records ([`Fields`]), refuses with everything that is
//! wrong at once, and never fills in a decision, a ground or a signature by itself. The same record
//! always renders to the same PDF. Record, form and the words that all papers share are attached to
//! it, so that [`verify`](verify::verify) needs the file alone.
//!
//! Forms judge nothing. They lie outside the hash of the rules and have hashes of their own, printed
//! on every page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::{EvidenceId, Lang, Localized};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use fields::{Fields, FieldsError};
pub use form::{Basis, Field, Form, Issuer, Kind, Status, Wording};
pub use registered::Source;
pub use value::{Defect, Value, Words};

use crate::act::record::Tool;
use crate::catalog::{CatalogError, FORMS, Files, parse_file};
use crate::document::{Attachment, Document, Relationship, html, pdf};
use form::{Check, Condition, Level};
use office::Office;
use value::Reader;

mod fields;
pub mod form;
mod office;
mod page;
mod registered;
mod template;
mod value;
pub mod verify;

/// The form of the record. Another number is another form.
pub const FORMAT: u32 = 1;

/// What stands in [`PaperRecord::kind`]: the signature of a paper is never taken for another's.
const KIND: &str = "tekseru paper";

/// The names of what a paper carries.
const RECORD: &str = "paper.json";
const FORM: &str = "form.toml";
const OFFICE: &str = "office.toml";

/// Every form, with the words that all of them share.
#[derive(Clone, Debug)]
pub struct Forms {
    forms: Vec<(Form, String)>,
    office: Office,
    office_text: String,
}

/// A paper that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The register holds something, but nothing that this form can rest on.
    #[error("{form}: does not rest on {rows}")]
    AnotherMatter {
        /// The form.
        form: String,
        /// What was asked for.
        rows: String,
    },
    /// A record without the sealed act that the register knows.
    #[error("{}: the register knows the sealed act, and this is its record alone", path.display())]
    BareRecord {
        /// The file.
        path: PathBuf,
    },
    /// The fields are not as the form has them: everything that is wrong.
    #[error("{form}: {}", list(defects))]
    Defects {
        /// The form.
        form: String,
        /// What is wrong.
        defects: Vec<Defect>,
    },
    /// A draft is not signed.
    #[error("{form}: a draft is not signed")]
    DraftSigned {
        /// The form.
        form: String,
    },
    /// The Kazakh text is a part of every paper of this form.
    #[error("{form}: the Kazakh text cannot be left out")]
    KazakhLeftOut {
        /// The form.
        form: String,
    },
    /// The pages could not be laid out.
    #[error("{0}")]
    Pages(#[from] pdf::RenderError),
    /// The record could not be written down: a defect of this program.
    #[error("paper.json: {0}")]
    Record(#[from] serde_json::Error),
    /// There is no such form.
    #[error("{form}: no such paper; there are {known}")]
    Unknown {
        /// What was asked for.
        form: String,
        /// Every form.
        known: String,
    },
}

fn list(defects: &[Defect]) -> String {
    defects.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Everything a paper says: its pages are rendered from this, the form and the shared words.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PaperRecord {
    /// [`FORMAT`].
    pub format: u32,
    /// Always `tekseru paper`.
    pub kind: String,
    /// The form.
    pub form: String,
    /// SHA-256 of the form as attached.
    pub form_sha256: EvidenceId,
    /// SHA-256 of the shared words as attached.
    pub office_sha256: EvidenceId,
    /// The languages of the pages, the prevailing one first.
    pub languages: Vec<Lang>,
    /// When it was made, by the clock of the machine that made it.
    #[schemars(with = "String")]
    pub made_at: Timestamp,
    /// What made it.
    pub tool: Tool,
    /// Whether it is a draft: it does not rest on what its form demands of the register.
    #[serde(default, skip_serializing_if = "is_false")]
    pub draft: bool,
    /// The rows of the register that filled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The fields.
    pub fields: BTreeMap<String, Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A paper, ready to be rendered.
#[derive(Clone, Debug)]
pub struct Paper<'a> {
    /// What it says.
    pub record: PaperRecord,
    /// What whoever makes it should know; it does not stand in the paper.
    pub warnings: Vec<Localized>,
    form: &'a Form,
    form_text: &'a str,
    office: &'a Office,
    office_text: &'a str,
}

/// The files of a paper.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PaperFiles {
    /// The file that is signed, with `paper.json`, `form.toml` and `office.toml` attached inside.
    pub pdf: Vec<u8>,
    /// The canonical record.
    pub json: Vec<u8>,
    /// The same pages for a screen.
    pub html: String,
}

impl Forms {
    /// The forms built into the program, or those of a folder shaped like `checklists/`.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file, the item and the defect; a test keeps it from happening to
    /// those built in.
    pub fn load(folder: Option<&Path>) -> Result<Self, CatalogError> {
        Self::of(&Files::apart(FORMS, folder)?)
    }

    fn of(files: &Files) -> Result<Self, CatalogError> {
        let office = Office::read(files)?;
        let mut forms = Vec::new();
        for (name, text) in files.folder("forms").filter(|(name, _)| *name != office::FILE) {
            let form: Form = parse_file(files, name)?;
            form.check(name).map_err(|(item, defect)| {
                let file = files.place(name);
                CatalogError::Defective { file, item, defect }
            })?;
            forms.push((form, text.to_owned()));
        }
        forms.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        Ok(Self { forms, office, office_text: files.text(office::FILE)?.to_owned() })
    }

    /// Every form, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter().map(|(form, _)| form)
    }

    /// A form by its name.
    ///
    /// # Errors
    ///
    /// [`PaperError::Unknown`] lists the forms that there are.
    pub fn find(&self, id: &str) -> Result<&Form, PaperError> {
        self.with_text(id).map(|(form, _)| form)
    }

    fn with_text(&self, id: &str) -> Result<&(Form, String), PaperError> {
        self.forms.iter().find(|(form, _)| form.id == id).ok_or_else(|| PaperError::Unknown {
            form: id.chars().take(60).collect(),
            known: self.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

impl<'a> Paper<'a> {
    /// Fills in a form.
    ///
    /// The Kazakh text is always printed and stands first.
    ///
    /// # Errors
    ///
    /// [`PaperError::Defects`] holds everything that is missing or wrong, not the first alone.
    pub fn compose(
        forms: &'a Forms,
        id: &str,
        fields: &Fields,
        languages: &[Lang],
        made_at: Timestamp,
    ) -> Result<Self, PaperError> {
        let (form, text) = forms.with_text(id)?;
        if !languages.contains(&Lang::Kk) {
            return Err(PaperError::KazakhLeftOut { form: form.id.clone() });
        }
        let languages: Vec<Lang> =
            Lang::ALL.into_iter().filter(|it| languages.contains(it)).collect();
        let mut reader = Reader::new(&languages);
        for name in fields.names().filter(|it| form.find(it).is_none_or(|it| it.says.is_some())) {
            reader.defects.push(Defect::Unknown { field: name.chars().take(60).collect() });
        }
        let mut values = BTreeMap::new();
        for field in form.field.iter().filter(|it| it.says.is_none()) {
            let given = fields.of(field);
            let value = match fields.known(field) {
                Some(known) => reader.known(field, known, given.as_deref()),
                None => reader.field(field, given.as_deref()),
            };
            if let Some(value) = value {
                values.insert(field.id.clone(), value);
            }
        }
        let Reader { mut defects, own_words, .. } = reader;
        let mut warnings = form.judge(&values, &mut defects);
        if !own_words.is_empty() {
            warnings.push(forms.office.own_words(&own_words.join(", ")));
        }
        if !defects.is_empty() {
            return Err(PaperError::Defects { form: form.id.clone(), defects });
        }
        let draft = form.is_draft(fields, &values)?;
        let record = PaperRecord {
            format: FORMAT,
            kind: KIND.into(),
            form: form.id.clone(),
            form_sha256: EvidenceId::of(text.as_bytes()),
            office_sha256: EvidenceId::of(forms.office_text.as_bytes()),
            languages,
            made_at,
            tool: Tool { name: "tekseru".into(), version: env!("CARGO_PKG_VERSION").into() },
            draft,
            source: fields.ground.as_ref().map(|it| it.source.clone()),
            fields: values,
        };
        Ok(Self {
            record,
            warnings,
            form,
            form_text: text,
            office: &forms.office,
            office_text: &forms.office_text,
        })
    }

    /// The pages. `sha256` is that of the canonical record.
    #[must_use]
    pub fn document(&self, sha256: EvidenceId) -> Document {
        page::document(&self.record, self.form, self.office, sha256)
    }

    /// The files: always the same bytes for the same record, form and shared words.
    ///
    /// # Errors
    ///
    /// [`PaperError`] where the pages cannot be laid out.
    pub fn render(&self) -> Result<PaperFiles, PaperError> {
        let json = serde_json_canonicalizer::to_vec(&self.record)?;
        let document = self.document(EvidenceId::of(&json));
        let source = |name: &str, description: &str, text: &str| Attachment {
            name: name.into(),
            mime: "application/toml".into(),
            description: description.into(),
            bytes: text.as_bytes().to_vec(),
            relationship: Relationship::Source,
        };
        let attached = [
            Attachment::record(RECORD, json.clone()),
            source(FORM, "The form that was filled in", self.form_text),
            source(OFFICE, "The words that every paper shares", self.office_text),
        ];
        let pdf = pdf::render(&document, &attached)?;
        Ok(PaperFiles { pdf, json, html: html::render(&document) })
    }
}

impl Form {
    /// Whether the paper is a draft.
    ///
    /// What an officer confirms has to be read before it is confirmed: so a proposed decision gives a
    /// paper, and so does what a person types, but marked on every page and never signed. Of a
    /// decision of another kind nothing is made at all.
    fn is_draft(
        &self,
        fields: &Fields,
        values: &BTreeMap<String, Value>,
    ) -> Result<bool, PaperError> {
        if self.rests_on.is_empty() || !self.rests_when.iter().all(|it| it.holds(values)) {
            return Ok(false);
        }
        let Some(ground) = &fields.ground else { return Ok(true) };
        let confirmed = self.rests_on.iter().filter_map(|it| ground.bases.get(it)).max();
        match confirmed {
            Some(confirmed) => Ok(!confirmed),
            None => Err(PaperError::AnotherMatter {
                form: self.id.clone(),
                rows: ground.source.rows.join(", "),
            }),
        }
    }

    /// What the form demands between fields: adds to the defects, returns the warnings.
    fn judge(&self, values: &BTreeMap<String, Value>, defects: &mut Vec<Defect>) -> Vec<Localized> {
        let mut warnings = Vec::new();
        for check in &self.check {
            if !check.when.iter().all(|it| it.holds(values)) {
                continue;
            }
            let missing = check.need.iter().filter(|it| !values.contains_key(*it));
            let missing: Vec<_> = missing.filter_map(|it| self.find(it)).collect();
            let nothing_asked = check.need.is_empty() && check.bound.is_none();
            if missing.is_empty() && !nothing_asked && !check.exceeded(values) {
                continue;
            }
            match check.level {
                Level::Warn => warnings.push(check.says.clone()),
                Level::Refuse => {
                    // A field that stands but cannot be read has been named already.
                    let named = |id: &str| defects.iter().any(|it| it.field() == Some(id));
                    let missing: Vec<_> = missing.into_iter().filter(|it| !named(&it.id)).collect();
                    if missing.is_empty() && !check.need.is_empty() && !check.exceeded(values) {
                        continue;
                    }
                    defects.extend(missing.into_iter().map(|it| Defect::Missing {
                        field: it.id.clone(),
                        caption: Box::new(it.caption.clone()),
                    }));
                    defects.push(Defect::Broken { says: Box::new(check.says.clone()) });
                }
            }
        }
        warnings
    }
}

impl Check {
    /// Whether a number is above, or a day not after or not on, what bounds it. What is not given is not
    /// bounded.
    fn exceeded(&self, values: &BTreeMap<String, Value>) -> bool {
        let Some(bound) = &self.bound else { return false };
        let number = bound.at_most.is_some_and(|most| {
            matches!(values.get(&bound.field), Some(Value::Number(number)) if *number > most)
        });
        let day = |id: &str| match values.get(id) {
            Some(Value::Date(day)) => Some(*day),
            Some(_) | None => None,
        };
        let own = day(&bound.field);
        let other = |id: &Option<String>| id.as_deref().and_then(day);
        let early = own.zip(other(&bound.after)).is_some_and(|(own, other)| own <= other)
            || own.zip(other(&bound.not_before)).is_some_and(|(own, other)| own < other);
        let differs = own.zip(other(&bound.same_as)).is_some_and(|(own, other)| own != other);
        number || early || differs
    }
}

impl Condition {
    fn holds(&self, values: &BTreeMap<String, Value>) -> bool {
        let value = values.get(&self.field);
        let found = match (&self.option, value) {
            (None, value) => value.is_some(),
            (Some(option), Some(Value::Choice(chosen))) => chosen == option,
            (Some(option), Some(Value::Choices(chosen))) => chosen.contains(option),
            (Some(option), Some(Value::Rows(rows))) => rows.iter().any(|it| has(it, option)),
            (Some(option), Some(Value::Grid(rows))) => rows.values().any(|it| has(it, option)),
            (Some(_), _) => false,
        };
        found != self.not
    }
}

/// Whether a cell of the row has this option.
fn has(row: &BTreeMap<String, Value>, option: &str) -> bool {
    row.values().any(|it| matches!(it, Value::Choice(chosen) if chosen == option))
}

impl Defect {
    fn field(&self) -> Option<&str> {
        match self {
            Self::Broken { .. } => None,
            Self::AgainstRegister { field, .. }
            | Self::BesideRegister { field, .. }
            | Self::Missing { field, .. }
            | Self::NotAnOption { field, .. }
            | Self::NotOfKind { field, .. }
            | Self::TooLong { field, .. }
            | Self::Unknown { field }
            | Self::Untranslated { field, .. } => Some(field),
        }
    }
}
