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
//!   there is none; of each part, where the fact is a list with commas;
//! * `AMOUNT($value, $unit)`: a decimal number with its unit as people write them: `2,41 м`;
//! * `COUNT($count)`: the number in a fact, to choose a plural form by;
//! * `FIRST($name, $class)`: the first of the facts that is there.

mod clauses;
pub mod visible;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use model::Lang;
use unic_langid::LanguageIdentifier;

use crate::catalog::{CatalogError, Files};
use clauses::Clauses;

pub use clauses::Clause;

/// Facts by name, as a note carries them.
pub type Facts<'a> = BTreeMap<Cow<'a, str>, String>;

/// Sentences for codes, in three languages.
pub struct Words {
    tongues: BTreeMap<Lang, Tongue>,
    clauses: Clauses,
}

struct Tongue {
    bundle: FluentBundle<FluentResource>,
    /// Of each message, the facts that its sentence and its next step name.
    variables: BTreeMap<String, BTreeSet<String>>,
    /// The messages without variables, as `NAME` finds them.
    names: Arc<BTreeMap<String, String>>,
}

/// What stands in a sentence for a fact that the code did not bring.
const ABSENT: &str = "–";

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
        Ok(Self { tongues, clauses: Clauses::of(files)? })
    }

    /// The clause of the Rules that a finding of this code bears on, where there is one.
    #[must_use]
    pub fn clause(&self, code: &str) -> Option<&Clause> {
        self.clauses.get(code)
    }

    /// Every row of the table of clauses: a code or the word before its full stop, and its clause.
    pub fn clauses(&self) -> impl Iterator<Item = (&str, &Clause)> {
        self.clauses.rows()
    }

    /// The sentence for a code.
    ///
    /// A code without a sentence is shown itself, with all its facts; facts that neither the
    /// sentence of a note nor its next step names are shown after it. Nothing seen is swallowed.
    #[must_use]
    pub fn say(&self, lang: Lang, code: &str, facts: &Facts<'_>) -> String {
        let Some(tongue) = self.tongues.get(&lang) else { return code.to_owned() };
        let id = message_id(code);
        let Some(said) = tongue.format(&id, None, facts) else {
            return tongue.unsaid(code, facts.iter());
        };
        let known = tongue.variables.get(&id);
        let unnamed = facts.iter().filter(|(name, _)| {
            // The labels of the act have no full stop; whoever fills them may know more facts.
            code.contains('.') && known.is_none_or(|known| !known.contains(name.as_ref()))
        });
        tongue.unsaid(&said, unnamed)
    }

    /// The next step to take after what a code says, where there is one.
    #[must_use]
    pub fn next_step(&self, lang: Lang, code: &str, facts: &Facts<'_>) -> Option<String> {
        self.tongues.get(&lang)?.format(&message_id(code), Some("next"), facts)
    }

    /// The sentence for a code as an authority reads it that checks itself: the attribute
    /// `own-said` where the sentence speaks of members of a commission.
    #[must_use]
    pub fn say_to_authority(&self, lang: Lang, code: &str, facts: &Facts<'_>) -> String {
        let own = self.attribute(lang, code, "own-said", facts);
        own.unwrap_or_else(|| self.say(lang, code, facts))
    }

    /// The next step of an authority that checks itself: the attribute `own` where the step of a
    /// commission would be another.
    #[must_use]
    pub fn step_of_authority(&self, lang: Lang, code: &str, facts: &Facts<'_>) -> Option<String> {
        let own = self.attribute(lang, code, "own", facts);
        own.or_else(|| self.next_step(lang, code, facts))
    }

    /// An attribute of the message for a code: the head of a column of a table.
    #[must_use]
    pub fn attribute(
        &self,
        lang: Lang,
        code: &str,
        name: &str,
        facts: &Facts<'_>,
    ) -> Option<String> {
        self.tongues.get(&lang)?.format(&message_id(code), Some(name), facts)
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
        let names = Arc::new(names);
        add_functions(&mut bundle, lang, &names).map_err(|error| {
            CatalogError::file(files.place(&folder), format!("a function cannot be added: {error}"))
        })?;
        Ok(Self { bundle, variables, names })
    }

    /// The value of a message, or one of its attributes, with the facts put in.
    fn format(&self, id: &str, attribute: Option<&str>, facts: &Facts<'_>) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut arguments = FluentArgs::new();
        for name in self.variables.get(id).into_iter().flatten() {
            arguments.set(name.as_str(), ABSENT);
        }
        for (name, value) in facts {
            arguments.set(name.as_ref(), value.as_str());
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        let said = said.trim_end();
        // A fact that is itself a sentence brings its own full stop.
        let twice = said.ends_with("..") && !said.ends_with("...");
        Some(if twice { said.strip_suffix('.').unwrap_or(said) } else { said }.to_owned())
    }

    /// A text with facts that it does not hold.
    fn unsaid<'a>(
        &self,
        text: &str,
        facts: impl Iterator<Item = (&'a Cow<'a, str>, &'a String)>,
    ) -> String {
        let facts: Vec<_> = facts
            .map(|(name, value)| {
                let named = self.names.get(&name_id("fact", name)).map_or(&**name, String::as_str);
                let value = self.names.get(&name_id(name, value)).unwrap_or(value);
                format!("{named}: {value}")
            })
            .collect();
        if facts.is_empty() { text.to_owned() } else { format!("{text} ({})", facts.join("; ")) }
    }
}

fn add_functions(
    bundle: &mut FluentBundle<FluentResource>,
    lang: Lang,
    names: &Arc<BTreeMap<String, String>>,
) -> Result<(), FluentError> {
    let units = Arc::clone(names);
    let names = Arc::clone(names);
    bundle.add_function("NAME", move |given, _| match given {
        [FluentValue::String(of), FluentValue::String(value)] => {
            let named = |it| names.get(&name_id(of, it)).map_or(it, String::as_str);
            let words: Vec<_> = value.split(", ").map(named).collect();
            FluentValue::from(words.join(", "))
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
        let first = given.iter().find_map(|it| {
            let FluentValue::String(text) = it else { return None };
            (&**text != ABSENT).then(|| text.to_string())
        });
        FluentValue::from(first.unwrap_or_else(|| ABSENT.to_owned()))
    })?;
    bundle.add_function("COUNT", |given, _| match given {
        [FluentValue::String(text)] => text.parse::<u32>().map_or(FluentValue::Error, Into::into),
        _ => FluentValue::Error,
    })
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
