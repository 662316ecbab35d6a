//! What stands in the fields of a paper, read from what people and records give.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::{Lang, Localized};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::{Table, Value as Raw};

use super::form::{Choice, Field, Kind};
use super::office::GREATEST;
use super::registered::Known;

/// The longest text of a field, in characters.
const LONGEST: usize = 20_000;
/// The most items of a list, or rows of a table.
const MOST: usize = 2_000;

/// What stands in a field.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// An option.
    Choice(String),
    /// Options, in the order of the form.
    Choices(Vec<String>),
    /// A day.
    Date(#[schemars(with = "String")] Date),
    /// A table with fixed rows: of each row its columns.
    Grid(BTreeMap<String, BTreeMap<String, Value>>),
    /// Texts one under another.
    List(Vec<Words>),
    /// A number.
    Number(u32),
    /// A table: its rows, of each the columns that are filled.
    Rows(Vec<BTreeMap<String, Value>>),
    /// Words.
    Text(Words),
}

/// Words, the same in every language or said in each.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Words {
    /// In each language of its own.
    Each(BTreeMap<Lang, String>),
    /// The same in all: a name, a number.
    Same(String),
}

impl Words {
    /// The words in a language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match self {
            Self::Each(texts) => texts.get(&lang).map_or("", String::as_str),
            Self::Same(text) => text,
        }
    }
}

/// What is wrong with one field. All of them are told, never the first alone.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Defect {
    /// The register says something else.
    #[error("{field}: {given:?} is given, but the register says {kept:?} ({})", caption.en)]
    AgainstRegister {
        /// The field.
        field: String,
        /// What people call it.
        caption: Box<Localized>,
        /// What was given.
        given: String,
        /// What the register says.
        kept: String,
    },
    /// The register knows that there is nothing.
    #[error("{field}: {given:?} is given, but the register holds nothing there ({})", caption.en)]
    BesideRegister {
        /// The field.
        field: String,
        /// What people call it.
        caption: Box<Localized>,
        /// What was given.
        given: String,
    },
    /// What the form demands between fields does not hold.
    #[error("{}", says.en)]
    Broken {
        /// What is demanded.
        says: Box<Localized>,
    },
    /// A required field is not given.
    #[error("{field}: missing ({})", caption.en)]
    Missing {
        /// The field.
        field: String,
        /// What people call it.
        caption: Box<Localized>,
    },
    /// Not one of the options.
    #[error("{field}: {text:?} is none of {options}")]
    NotAnOption {
        /// The field.
        field: String,
        /// What was given.
        text: String,
        /// The options.
        options: String,
    },
    /// Not of the kind of the field.
    #[error("{field}: {text:?} is no {kind}")]
    NotOfKind {
        /// The field.
        field: String,
        /// What was given.
        text: String,
        /// What is asked for.
        kind: &'static str,
    },
    /// More text, items or rows than a paper holds.
    #[error("{field}: longer than {most}")]
    TooLong {
        /// The field.
        field: String,
        /// The most.
        most: usize,
    },
    /// The form has no such field, row or column.
    #[error("{field}: the form has no such field")]
    Unknown {
        /// The name.
        field: String,
    },
    /// A text that is said in some languages is not said in one of the paper.
    #[error("{field}: not said in {}", lang.as_str())]
    Untranslated {
        /// The field.
        field: String,
        /// The language.
        lang: Lang,
    },
}

/// Reads values of fields and gathers what is wrong.
pub(super) struct Reader<'a> {
    pub(super) langs: &'a [Lang],
    pub(super) defects: Vec<Defect>,
    /// Fields whose words a person said in a language in which the register does not have them.
    pub(super) own_words: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(langs: &'a [Lang]) -> Self {
        Self { langs, defects: Vec::new(), own_words: Vec::new() }
    }
}

impl Reader<'_> {
    /// The value of a field; none where nothing, or nothing readable, was given.
    pub(super) fn field(&mut self, field: &Field, raw: Option<&Raw>) -> Option<Value> {
        self.value(&field.id, field, raw)
    }

    /// The value of a field that the register knows; what was given beside it has to be the same.
    pub(super) fn known(
        &mut self,
        field: &Field,
        known: &Known,
        given: Option<&Raw>,
    ) -> Option<Value> {
        let given = given.filter(|it| !is_empty(it));
        let caption = || Box::new(field.caption.clone());
        let Some(kept) = &known.value else {
            if let Some(given) = given {
                let (field, given) = (field.id.clone(), shown(given));
                self.defects.push(Defect::BesideRegister { field, caption: caption(), given });
                return None;
            }
            return self.field(field, None);
        };
        let value = self.field(field, Some(kept));
        let Some(given) = given else { return value };
        let against = || Defect::AgainstRegister {
            field: field.id.clone(),
            caption: caption(),
            given: told(given),
            kept: told(kept),
        };
        if let (Some(kept), Raw::Table(texts)) = (kept.as_str(), given) {
            let said = in_each_language(kept, texts);
            let differs = |lang: &Lang| {
                said.get(lang.as_str()).and_then(Raw::as_str).map(str::trim) != Some(kept.trim())
            };
            // The Kazakh text prevails: it has the words as the register does.
            if differs(&Lang::Kk) || !known.words && Lang::ALL.iter().any(differs) {
                self.defects.push(against());
            } else if Lang::ALL.iter().any(differs) {
                self.own_words.push(field.id.clone());
                return self.field(field, Some(&Raw::Table(said)));
            }
            return value;
        }
        let mut beside = Reader::new(self.langs);
        let other = beside.field(field, Some(given));
        if !beside.defects.is_empty() {
            self.defects.append(&mut beside.defects);
        } else if other != value {
            self.defects.push(against());
        }
        value
    }

    fn value(&mut self, path: &str, field: &Field, raw: Option<&Raw>) -> Option<Value> {
        let Some(raw) = raw.filter(|it| !is_empty(it)) else {
            if !field.row.is_empty() {
                // Every row is asked for, by its own name.
                return self.grid(path, field, &Table::new());
            }
            if field.required {
                self.missing(path, &field.caption);
            }
            return None;
        };
        match field.kind {
            Kind::Choice => self.choice(path, &field.option, raw).map(Value::Choice),
            Kind::Choices => self.choices(path, &field.option, raw),
            Kind::Date => {
                let text = plain(raw);
                let day = text.as_deref().and_then(|it| it.trim().parse().ok());
                if day.is_none() {
                    self.not_of_kind(path, field.kind, raw);
                }
                day.map(Value::Date)
            }
            Kind::List => self.list(path, raw),
            Kind::Number => {
                let number = plain(raw).and_then(|it| it.trim().parse().ok());
                let number = number.filter(|it| (1..=GREATEST).contains(it));
                if number.is_none() {
                    self.not_of_kind(path, field.kind, raw);
                }
                number.map(Value::Number)
            }
            Kind::Table => {
                let fixed = !field.row.is_empty();
                if let (true, Some(rows)) = (fixed, raw.as_table()) {
                    self.grid(path, field, rows)
                } else if let (false, Some(rows)) = (fixed, raw.as_array()) {
                    self.rows(path, field, rows)
                } else {
                    self.not_of_kind(path, field.kind, raw);
                    None
                }
            }
            Kind::Text => self.words(path, raw).map(Value::Text),
        }
    }

    fn missing(&mut self, path: &str, caption: &Localized) {
        let caption = Box::new(caption.clone());
        self.defects.push(Defect::Missing { field: path.to_owned(), caption });
    }

    fn not_of_kind(&mut self, path: &str, kind: Kind, raw: &Raw) {
        self.defects.push(Defect::NotOfKind {
            field: path.to_owned(),
            text: shown(raw),
            kind: kind.as_str(),
        });
    }

    fn choice(&mut self, path: &str, options: &[Choice], raw: &Raw) -> Option<String> {
        let given = plain(raw).unwrap_or_default();
        let found = options.iter().find(|it| it.id == given.trim());
        if found.is_none() {
            let names: Vec<_> = options.iter().map(|it| it.id.as_str()).collect();
            self.defects.push(Defect::NotAnOption {
                field: path.to_owned(),
                text: shown(raw),
                options: names.join(", "),
            });
        }
        found.map(|it| it.id.clone())
    }

    fn choices(&mut self, path: &str, options: &[Choice], raw: &Raw) -> Option<Value> {
        let one = std::slice::from_ref(raw);
        let given = raw.as_array().map_or(one, Vec::as_slice);
        let chosen: Option<Vec<_>> =
            given.iter().map(|it| self.choice(path, options, it)).collect();
        let chosen = chosen?;
        // In the order of the form, each once.
        let ordered = options.iter().map(|it| it.id.clone()).filter(|it| chosen.contains(it));
        Some(Value::Choices(ordered.collect()))
    }

    fn list(&mut self, path: &str, raw: &Raw) -> Option<Value> {
        let one = std::slice::from_ref(raw);
        let given = raw.as_array().map_or(one, Vec::as_slice);
        if given.len() > MOST {
            self.defects.push(Defect::TooLong { field: path.to_owned(), most: MOST });
            return None;
        }
        let given = given.iter().filter(|it| !is_empty(it)).enumerate();
        let items: Vec<_> =
            given.filter_map(|(at, it)| self.words(&format!("{path}.{}", at + 1), it)).collect();
        Some(Value::List(items))
    }

    fn words(&mut self, path: &str, raw: &Raw) -> Option<Words> {
        let Raw::Table(texts) = raw else {
            let Some(text) = plain(raw) else {
                self.not_of_kind(path, Kind::Text, raw);
                return None;
            };
            return self.bounded(path, &text).map(Words::Same);
        };
        let mut each = BTreeMap::new();
        for (name, text) in texts {
            let lang = Lang::ALL.into_iter().find(|it| it.as_str() == name);
            match (lang, text.as_str()) {
                (Some(lang), Some(text)) if !text.trim().is_empty() => {
                    each.insert(lang, self.bounded(&format!("{path}.{name}"), text)?);
                }
                (Some(_), Some(_)) => {}
                (_, _) => {
                    self.defects.push(Defect::Unknown { field: format!("{path}.{name}") });
                }
            }
        }
        for lang in self.langs.iter().filter(|it| !each.contains_key(it)) {
            self.defects.push(Defect::Untranslated { field: path.to_owned(), lang: *lang });
        }
        Some(Words::Each(each))
    }

    fn bounded(&mut self, path: &str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            self.defects.push(Defect::TooLong { field: path.to_owned(), most: LONGEST });
            return None;
        }
        Some(text.to_owned())
    }

    fn rows(&mut self, path: &str, field: &Field, rows: &[Raw]) -> Option<Value> {
        if rows.len() > MOST {
            self.defects.push(Defect::TooLong { field: path.to_owned(), most: MOST });
            return None;
        }
        let mut read = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let path = format!("{path}.{}", at + 1);
            match row.as_table() {
                Some(cells) => read.push(self.cells(&path, field, cells)),
                None => self.not_of_kind(&path, field.kind, row),
            }
        }
        Some(Value::Rows(read))
    }

    fn grid(&mut self, path: &str, field: &Field, rows: &Table) -> Option<Value> {
        for name in rows.keys().filter(|name| !field.row.iter().any(|it| it.id == **name)) {
            self.defects.push(Defect::Unknown { field: format!("{path}.{name}") });
        }
        let empty = Table::new();
        let mut read = BTreeMap::new();
        for row in &field.row {
            let path = format!("{path}.{}", row.id);
            let cells = match rows.get(&row.id) {
                Some(Raw::Table(cells)) => cells,
                Some(other) => {
                    self.not_of_kind(&path, field.kind, other);
                    continue;
                }
                None => &empty,
            };
            read.insert(row.id.clone(), self.cells(&path, field, cells));
        }
        Some(Value::Grid(read))
    }

    fn cells(&mut self, path: &str, field: &Field, cells: &Table) -> BTreeMap<String, Value> {
        for name in cells.keys().filter(|name| !field.column.iter().any(|it| it.id == **name)) {
            self.defects.push(Defect::Unknown { field: format!("{path}.{name}") });
        }
        let columns = field.column.iter();
        columns
            .filter_map(|column| {
                let path = format!("{path}.{}", column.id);
                let value = self.value(&path, column, cells.get(&column.id))?;
                Some((column.id.clone(), value))
            })
            .collect()
    }
}

/// What a template leaves open is not given.
fn is_empty(raw: &Raw) -> bool {
    match raw {
        Raw::Array(items) => items.iter().all(is_empty),
        Raw::String(text) => text.trim().is_empty(),
        Raw::Table(items) => items.values().all(is_empty),
        Raw::Boolean(_) | Raw::Datetime(_) | Raw::Float(_) | Raw::Integer(_) => false,
    }
}

/// What a person says in some languages, with the words of the register in the others.
fn in_each_language(kept: &str, given: &Table) -> Table {
    let mut texts = given.clone();
    for lang in Lang::ALL {
        let text = texts.get(lang.as_str()).and_then(Raw::as_str).map(str::trim);
        if text.is_none_or(str::is_empty) {
            texts.insert(lang.as_str().to_owned(), kept.into());
        }
    }
    texts
}

/// A single value as text.
fn plain(raw: &Raw) -> Option<String> {
    match raw {
        Raw::Datetime(day) => Some(day.to_string()),
        Raw::Integer(number) => Some(number.to_string()),
        Raw::String(text) => Some(text.clone()),
        Raw::Array(_) | Raw::Boolean(_) | Raw::Float(_) | Raw::Table(_) => None,
    }
}

/// What stands in a value, whole as far as a message can hold it.
fn told(raw: &Raw) -> String {
    let text = match raw {
        Raw::Array(items) => items.iter().map(told).collect::<Vec<_>>().join("; "),
        Raw::Table(items) => items.values().map(told).collect::<Vec<_>>().join(" / "),
        Raw::Boolean(_) | Raw::Datetime(_) | Raw::Float(_) | Raw::Integer(_) | Raw::String(_) => {
            plain(raw).unwrap_or_default()
        }
    };
    text.chars().take(200).collect()
}

/// What was given, cut to what a message can hold.
fn shown(raw: &Raw) -> String {
    plain(raw).unwrap_or_else(|| raw.type_str().to_owned()).chars().take(60).collect()
}
