//! Where the fields of a paper come from: what a person gives, and what records say.
//!
//! A record is turned into facts by name (`recipient.name`, `act.date`); a field of a form names
//! the fact that fills it. What a person gives stands before every record but the register: what the
//! register knows ([`Fields::from_register`]) stands before everything, and nothing may differ from
//! it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use model::{Lang, Localized, Verdict};
use toml::{Table, Value as Raw};

use super::form::{Field, Kind};
use super::registered::{Ground, Known};
use crate::act::record::ActRecord;
use crate::case::Case;
use crate::inspection::DissentStatement;

/// The largest file of fields that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// What is known when a paper is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    given: Table,
    facts: BTreeMap<String, Raw>,
    known: BTreeMap<String, Known>,
    pub(super) ground: Option<Ground>,
}

/// Fields that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FieldsError {
    /// Not of the form.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What the reader reported.
        source: Box<toml::de::Error>,
    },
    /// Not JSON of the form.
    #[error("{}: {reason}", path.display())]
    NotJson {
        /// The file.
        path: PathBuf,
        /// What the reader reported.
        reason: String,
    },
    /// Larger than any file of fields.
    #[error("{}: {length} bytes; a file of fields has at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its length, in bytes.
        length: u64,
        /// The most, in bytes.
        most: u64,
    },
    /// The operating system does not give it.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What it reported.
        source: std::io::Error,
    },
}

impl Fields {
    /// Fields that a person filled in, as [`super::Form::template`] writes them.
    ///
    /// # Errors
    ///
    /// [`FieldsError`] names the file and what is wrong with it.
    pub fn read(path: &Path) -> Result<Self, FieldsError> {
        let unreadable = |source| FieldsError::Unreadable { path: path.into(), source };
        let length = std::fs::metadata(path).map_err(unreadable)?.len();
        if length > LARGEST {
            let (path, most) = (path.into(), LARGEST);
            return Err(FieldsError::TooLarge { path, length, most });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let given = toml::from_str(&text).map_err(|source| FieldsError::Malformed {
            path: path.into(),
            source: Box::new(source),
        })?;
        Ok(Self { given, ..Self::default() })
    }

    /// Gives one field; given again it becomes a list. `name.ru` gives one language of a text.
    pub fn give(&mut self, name: &str, value: &str) {
        let (name, lang) = match name.rsplit_once('.') {
            Some((field, lang)) if Lang::ALL.iter().any(|it| it.as_str() == lang) => {
                (field, Some(lang))
            }
            Some(_) | None => (name, None),
        };
        let value = Raw::String(value.to_owned());
        let Some(lang) = lang else {
            match self.given.get_mut(name) {
                Some(Raw::Array(items)) => items.push(value),
                Some(before @ (Raw::String(_) | Raw::Integer(_) | Raw::Datetime(_))) => {
                    *before = Raw::Array(vec![before.clone(), value]);
                }
                Some(Raw::Boolean(_) | Raw::Float(_) | Raw::Table(_)) | None => {
                    self.given.insert(name.to_owned(), value);
                }
            }
            return;
        };
        if let Some(Raw::Table(texts)) = self.given.get_mut(name) {
            texts.insert(lang.to_owned(), value);
        } else {
            let texts = Table::from_iter([(lang.to_owned(), value)]);
            self.given.insert(name.to_owned(), Raw::Table(texts));
        }
    }

    /// Gives one field as a record holds it.
    pub(super) fn give_raw(&mut self, name: &str, value: Raw) {
        self.given.insert(name.to_owned(), value);
    }

    /// Takes over what others know; what is known already stands.
    pub fn add(&mut self, other: Self) {
        for (name, value) in other.given {
            self.given.entry(name).or_insert(value);
        }
        for (name, value) in other.facts {
            self.facts.entry(name).or_insert(value);
        }
        for (name, known) in other.known {
            self.known.entry(name).or_insert(known);
        }
        if self.ground.is_none() {
            self.ground = other.ground;
        }
    }

    /// What the register says.
    pub(super) fn knowing(known: BTreeMap<String, Known>, ground: Option<Ground>) -> Self {
        Self { known, ground, ..Self::default() }
    }

    /// What the register knows of a field.
    pub(super) fn known(&self, field: &Field) -> Option<&Known> {
        self.known.get(field.source.as_deref()?)
    }

    /// What was given for a field, or the fact that fills it. Of a fact the form may want fewer
    /// columns than there are.
    pub(super) fn of(&self, field: &Field) -> Option<Cow<'_, Raw>> {
        if let Some(given) = self.given.get(&field.id) {
            return Some(Cow::Borrowed(given));
        }
        let fact = self.facts.get(field.source.as_deref()?)?;
        let (Raw::Array(rows), Kind::Table) = (fact, field.kind) else {
            return Some(Cow::Borrowed(fact));
        };
        let wanted = |name: &str| field.column.iter().any(|it| it.id == name);
        let rows = rows.iter().map(|row| {
            let Raw::Table(cells) = row else { return row.clone() };
            let kept = cells.iter().filter(|(name, _)| wanted(name));
            Raw::Table(kept.map(|(name, cell)| (name.clone(), cell.clone())).collect())
        });
        Some(Cow::Owned(Raw::Array(rows.collect())))
    }

    /// The names that were given.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.given.keys().map(String::as_str)
    }

    /// What a case says, before anybody has looked at the site.
    #[must_use]
    pub fn from_case(case: &Case) -> Self {
        let mut facts = Facts::default();
        facts.recipient(&case.recipient);
        facts.papers(case.application.as_ref(), &case.notices);
        facts.visit(&case.visit);
        facts.commission(case.commission.as_ref());
        facts.into()
    }

    /// What an act says.
    #[must_use]
    pub fn from_act(act: &ActRecord) -> Self {
        let mut facts = Facts::default();
        facts.recipient(&act.recipient);
        facts.papers(act.application.as_ref(), &act.notices);
        facts.visit(&act.visit);
        facts.commission(act.commission.as_ref());
        facts.act(Facts::act_of(act.visit.kind), act);
        facts.texts("act.recommendations", &act.recommendations);
        let violations = act.subjects.iter().flat_map(|subject| {
            let violated = subject
                .requirements
                .iter()
                .filter(|it| it.finding.judgement.verdict == Verdict::Violates);
            violated.map(move |judged| {
                let mut row = Table::new();
                row.insert("item".into(), localized(&subject.place));
                // The demand itself would read as a finding that it is met.
                let told = judged.said.iter().filter(|it| it.next.is_some()).map(|it| &it.text);
                let mut said: Vec<&Localized> = told.collect();
                if said.is_empty() {
                    said.push(&judged.title);
                }
                let joined = |lang| {
                    let parts = said.iter().map(|it| it.in_lang(lang).trim_end_matches('.'));
                    parts.collect::<Vec<_>>().join(". ")
                };
                let finding = Lang::ALL.map(|lang| (lang.as_str().into(), joined(lang).into()));
                row.insert("finding".into(), Raw::Table(Table::from_iter(finding)));
                let numbers = judged.finding.evidence.iter().filter_map(|id| {
                    let at = act.evidence.iter().position(|it| it.sha256 == *id)?;
                    Some(at.saturating_add(1))
                });
                let numbers = ranges(numbers.collect());
                if !numbers.is_empty() {
                    row.insert("evidence".into(), format!("№ {numbers}").into());
                }
                Raw::Table(row)
            })
        });
        let violations: Vec<Raw> = violations.collect();
        facts.put("act.violations", Raw::Array(violations));
        facts.into()
    }

    /// What a member who did not sign stated, about an act.
    #[must_use]
    pub fn from_dissent(dissent: &DissentStatement, act: &ActRecord) -> Self {
        let mut facts = Facts::default();
        facts.text("dissent.reasons", &dissent.reasons);
        let items: Vec<String> = dissent.items.iter().map(|it| it.0.clone()).collect();
        facts.texts("dissent.items", &items);
        let members = act.commission.iter().flat_map(|it| &it.members);
        for member in members.filter(|it| it.iin == dissent.member) {
            facts.text("dissent.member", &member.name);
            facts.text("dissent.position", &member.position);
            facts.text("dissent.body", member.body.as_str());
        }
        facts.act("act", act);
        let mut fields = Self::from(facts);
        fields.add(Self::from_act(act));
        fields
    }

    /// What a row of the register of certificates says, by the codes of the columns of its table for
    /// programs: `number`, `issued`, `valid_through`, `entity_name`.
    #[must_use]
    pub fn from_row(row: &BTreeMap<String, String>) -> Self {
        let mut facts = Facts::default();
        for (column, value) in row {
            let column = column.replace('_', "-");
            let fact = match column.as_str() {
                "entity-name" => "recipient.name".to_owned(),
                "address" => "recipient.address".to_owned(),
                "bin" => "recipient.bin".to_owned(),
                "ca-name" => "recipient.authority".to_owned(),
                "act-number" => "act.number".to_owned(),
                "act-date" => "act.date".to_owned(),
                _ => format!("certificate.{column}"),
            };
            facts.text(&fact, value);
        }
        facts.into()
    }
}

/// Facts by name while a record is taken apart.
#[derive(Default)]
pub(super) struct Facts(BTreeMap<String, Raw>);

impl From<Facts> for Fields {
    fn from(facts: Facts) -> Self {
        Self { facts: facts.0, ..Self::default() }
    }
}

impl Facts {
    fn put(&mut self, name: &str, value: Raw) {
        self.0.insert(name.to_owned(), value);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.put(name, Raw::String(text.to_owned()));
    }

    fn texts(&mut self, name: &str, texts: &[String]) {
        self.put(name, Raw::Array(texts.iter().map(|it| it.clone().into()).collect()));
    }

    fn day(&mut self, name: &str, day: Date) {
        self.text(name, &day.to_string());
    }

    fn act(&mut self, kind: &str, act: &ActRecord) {
        self.text(&format!("{kind}.number"), &act.number);
        self.day(&format!("{kind}.date"), act.day);
    }

    fn recipient(&mut self, it: &crate::case::Recipient) {
        self.text("recipient.name", &it.name);
        self.text("recipient.address", &it.address);
        self.text("recipient.bin", &it.bin);
        self.text("recipient.authority", &it.authority);
    }

    fn papers(&mut self, application: Option<&model::Order>, notices: &[model::Order]) {
        let notices = notices.iter().zip(["notice-1", "notice-2"]);
        let all = application.map(|it| (it, "application")).into_iter().chain(notices);
        for (paper, name) in all {
            self.text(&format!("{name}.number"), &paper.number);
            self.day(&format!("{name}.date"), paper.date);
        }
    }

    fn visit(&mut self, it: &crate::case::Visit) {
        self.day("visit.start", it.start);
        self.day("visit.end", it.end);
        self.texts("visit.places", &it.places);
    }

    fn commission(&mut self, roster: Option<&model::Roster>) {
        let Some(roster) = roster else { return };
        self.text("order.number", &roster.order.number);
        self.day("order.date", roster.order.date);
        let members = roster.members.iter().map(|it| {
            let cells = [
                ("name", it.name.as_str()),
                ("position", &it.position),
                ("body", it.body.as_str()),
                ("role", it.role.as_str()),
            ];
            Raw::Table(cells.map(|(name, text)| (name.into(), text.into())).into_iter().collect())
        });
        self.put("commission.members", Raw::Array(members.collect()));
    }
}

/// Numbers as people list them: 1, 3–16. A finding may rest on a thousand pieces.
fn ranges(numbers: BTreeSet<usize>) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if last.saturating_add(1) == number => *last = number,
            Some(_) | None => ranges.push((number, number)),
        }
    }
    let said = ranges.into_iter().map(|(first, last)| match last.saturating_sub(first) {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

fn localized(text: &Localized) -> Raw {
    let each = Lang::ALL.map(|lang| (lang.as_str().to_owned(), text.in_lang(lang).into()));
    Raw::Table(each.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_listed_as_a_range() {
        assert_eq!(ranges(BTreeSet::from([16, 1, 3, 4, 7, 8, 9, 10])), "1, 3, 4, 7–10, 16");
        assert_eq!(ranges(BTreeSet::new()), "");
    }
}
