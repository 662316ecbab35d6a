//! The words for people, in Kazakh, Russian and English.
//!
//! The core and the probes speak in codes with facts; the sentences lie under `checklists/words/` as
//! [Fluent](https://projectfluent.org) messages. The code `time.offset-beyond-limit` is the message
//! `time--offset-beyond-limit`: its value says what was seen and why it matters, its attribute
//! `next` says the next step. Facts are the variables, inserted as plain text.
//!
//! Four functions serve the messages:
//!
//! * `NAME("evidence", $kind)`: the words of the message `evidence-<kind>`, or the fact itself where
//!   there is none;
//! * `AMOUNT($value, $unit)`: a decimal number with its unit as people write them: `2,41 м`;
//! * `COUNT($count)`: the number in a fact, to choose a plural form by;
//! * `FIRST($name, $class)`: the first of the facts that is there.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use model::Lang;
use unic_langid::LanguageIdentifier;

use crate::catalog::{CatalogError, Files};

/// Facts by name, as a note carries them.
pub type Facts<'a> = BTreeMap<Cow<'a, str>, String>;

/// Sentences for codes, in three languages.
pub struct Words {
    tongues: BTreeMap<Lang, Tongue>,
}

struct Tongue {
    bundle: FluentBundle<FluentResource>,
    /// Of each message, the facts that its sentence and its next step name.
    variables: BTreeMap<String, BTreeSet<String>>,
}

impl Words {
    /// The words built into the program.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file and the defect; a test keeps it from happening.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::of(&Files::embedded())
    }

    /// The words that lie in a folder shaped like `checklists/`.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file and the defect.
    pub fn load(folder: &Path) -> Result<Self, CatalogError> {
        Self::of(&Files::read(folder)?)
    }

    fn of(files: &Files) -> Result<Self, CatalogError> {
        let mut tongues = BTreeMap::new();
        for lang in Lang::ALL {
            tongues.insert(lang, Tongue::read(files, lang)?);
        }
        Ok(Self { tongues })
    }

    /// The sentence for a code.
    ///
    /// A code without a sentence is shown itself, with all its facts; facts that neither the
    /// sentence of a note nor its next step names are shown after it. Nothing seen is swallowed.
    #[must_use]
    pub fn say(&self, lang: Lang, code: &str, facts: &Facts<'_>) -> String {
        let Some(tongue) = self.tongues.get(&lang) else { return unsaid(code, facts.iter()) };
        let id = message_id(code);
        let Some(pattern) = tongue.bundle.get_message(&id).and_then(|it| it.value()) else {
            return unsaid(code, facts.iter());
        };
        let said = tongue.bundle.format_pattern(pattern, Some(&arguments(facts)), &mut Vec::new());
        let known = tongue.variables.get(&id);
        let unnamed = facts.iter().filter(|(name, _)| {
            // The labels of the act have no full stop; whoever fills them may know more facts.
            code.contains('.') && known.is_none_or(|known| !known.contains(name.as_ref()))
        });
        unsaid(&said, unnamed)
    }

    /// The next step to take after what a code says, where there is one.
    #[must_use]
    pub fn next_step(&self, lang: Lang, code: &str, facts: &Facts<'_>) -> Option<String> {
        let tongue = self.tongues.get(&lang)?;
        let id = message_id(code);
        let next = tongue.bundle.get_message(&id)?.get_attribute("next")?;
        let mut errors = Vec::new();
        Some(
            tongue
                .bundle
                .format_pattern(next.value(), Some(&arguments(facts)), &mut errors)
                .into_owned(),
        )
    }

    /// Whether there is a sentence for a code.
    #[must_use]
    pub fn has(&self, lang: Lang, code: &str) -> bool {
        self.tongues
            .get(&lang)
            .and_then(|it| it.bundle.get_message(&message_id(code)))
            .is_some_and(|it| it.value().is_some())
    }

    /// The facts that the sentence for a code and its next step name.
    #[must_use]
    pub fn variables(&self, lang: Lang, code: &str) -> Option<&BTreeSet<String>> {
        self.tongues.get(&lang)?.variables.get(&message_id(code))
    }

    /// Every message of a language, by its identifier in the files.
    pub fn messages(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.tongues.get(&lang).into_iter().flat_map(|it| it.variables.keys().map(String::as_str))
    }
}

impl Tongue {
    fn read(files: &Files, lang: Lang) -> Result<Self, CatalogError> {
        let folder = format!("words/{}", lang.as_str());
        let locale: LanguageIdentifier = lang
            .as_str()
            .parse()
            .map_err(|_| CatalogError::file(files.place(&folder), "no such language"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Facts are shown as they are: isolation marks would end up in names and in hashes.
        bundle.set_use_isolating(false);
        let mut variables = BTreeMap::new();
        for (name, text) in files.folder(&folder) {
            let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
                let first = errors.first();
                let before = first.and_then(|it| text.get(..it.pos.start)).unwrap_or_default();
                CatalogError::Malformed {
                    file: files.place(name),
                    line: before.matches('\n').count() + 1,
                    message: first.map_or_else(String::new, ToString::to_string),
                }
            })?;
            bundle.add_resource(resource).map_err(|errors| {
                let item = match errors.into_iter().next() {
                    Some(FluentError::Overriding { id, .. }) => id,
                    Some(error) => error.to_string(),
                    None => String::new(),
                };
                let (file, defect) = (files.place(name), "the message is used twice".to_owned());
                CatalogError::Defective { file, item, defect }
            })?;
            variables.extend(variables_of(text));
        }
        if variables.is_empty() {
            return Err(CatalogError::file(files.place(&folder), "no words lie here"));
        }
        let names: BTreeMap<String, String> = variables
            .iter()
            .filter(|(_, named)| named.is_empty())
            .filter_map(|(id, _)| {
                let pattern = bundle.get_message(id)?.value()?;
                Some((id.clone(), bundle.format_pattern(pattern, None, &mut Vec::new()).into()))
            })
            .collect();
        add_functions(&mut bundle, lang, Arc::new(names)).map_err(|error| {
            CatalogError::file(files.place(&folder), format!("a function cannot be added: {error}"))
        })?;
        Ok(Self { bundle, variables })
    }
}

fn add_functions(
    bundle: &mut FluentBundle<FluentResource>,
    lang: Lang,
    names: Arc<BTreeMap<String, String>>,
) -> Result<(), FluentError> {
    let units = Arc::clone(&names);
    bundle.add_function("NAME", move |given, _| match given {
        [FluentValue::String(of), FluentValue::String(value)] => {
            let words = names.get(&name_id(of, value)).map_or(&**value, String::as_str);
            FluentValue::from(words.to_owned())
        }
        _ => FluentValue::Error,
    })?;
    bundle.add_function("AMOUNT", move |given, _| match given {
        [FluentValue::String(value), FluentValue::String(unit)] => {
            let number = match lang {
                Lang::En => value.to_string(),
                Lang::Kk | Lang::Ru => value.replace('.', ","),
            };
            FluentValue::from(match (&**unit, units.get(&name_id("unit", unit))) {
                // A count is its own unit.
                ("1", _) => number,
                (_, Some(unit)) => format!("{number} {unit}"),
                (unit, None) => format!("{number} {unit}"),
            })
        }
        _ => FluentValue::Error,
    })?;
    bundle.add_function("FIRST", |given, _| {
        let first = given.iter().find_map(|it| match it {
            FluentValue::String(text) => Some(text.to_string()),
            _ => None,
        });
        first.map_or(FluentValue::Error, FluentValue::from)
    })?;
    bundle.add_function("COUNT", |given, _| match given {
        [FluentValue::String(text)] => text.parse::<u32>().map_or(FluentValue::Error, Into::into),
        _ => FluentValue::Error,
    })
}

fn arguments<'a>(facts: &'a Facts<'_>) -> FluentArgs<'a> {
    facts.iter().map(|(name, value)| (name.as_ref(), FluentValue::from(value.as_str()))).collect()
}

/// A text with facts that it does not hold.
fn unsaid<'a>(text: &str, facts: impl Iterator<Item = (&'a Cow<'a, str>, &'a String)>) -> String {
    let facts: Vec<_> = facts.map(|(name, value)| format!("{name}: {value}")).collect();
    if facts.is_empty() { text.to_owned() } else { format!("{text} ({})", facts.join("; ")) }
}

fn message_id(code: &str) -> String {
    code.replace('.', "--")
}

/// `unit` and `[in_i]` name the message `unit-in-i`.
fn name_id(of: &str, value: &str) -> String {
    let words: Vec<_> =
        value.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    format!("{of}-{}", words.join("-"))
}

/// Of each message of a file, the variables it names. A message starts where a line starts with a
/// letter; the readers of Fluent have refused whatever else could start there.
fn variables_of(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        if line.starts_with('#') {
            continue;
        }
        if line.starts_with(|it: char| it.is_ascii_alphabetic())
            && let Some((id, _)) = line.split_once('=')
        {
            id.trim().clone_into(&mut current);
            messages.entry(current.clone()).or_default();
        }
        for rest in line.split('$').skip(1) {
            let end = rest
                .find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_')))
                .unwrap_or(rest.len());
            if let Some(named) = messages.get_mut(&current) {
                named.insert(rest.get(..end).unwrap_or_default().to_owned());
            }
        }
    }
    messages
}
