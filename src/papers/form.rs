//! A paper as data: its fields, its wording in three languages, and what must hold between fields.
//!
//! The files lie in `checklists/forms/`. They are read strictly, and a form that does not fit
//! together is refused when it is read: a place without a field, a field that nothing uses, a
//! language that says less than another, an optional field in a sentence that is always printed.

use std::collections::{BTreeMap, BTreeSet};

use model::{Lang, Localized};
use serde::Deserialize;

mod check;

/// One paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// The name on the command line; also that of the file.
    pub id: String,
    /// Whether the procedure it belongs to is in force.
    pub status: Status,
    /// For a form that is no longer in force: what repealed it.
    #[serde(default)]
    pub repealed: Option<Localized>,
    /// The legal act.
    pub act: Localized,
    /// The clause, in words for people.
    pub clause: Localized,
    /// The edition of the act that the wording was compared with.
    pub edition: String,
    /// Where the wording comes from.
    pub wording: Wording,
    /// How the languages stand.
    #[serde(default)]
    pub layout: Layout,
    /// Whose paper it is.
    pub issuer: Issuer,
    /// Whether it is signed electronically.
    #[serde(default = "yes")]
    pub signed: bool,
    /// What of the register it rests on, any of these; without it the paper is a draft.
    #[serde(default)]
    pub rests_on: Vec<Basis>,
    /// Only where all of these hold; none means always.
    #[serde(default)]
    pub rests_when: Vec<Condition>,
    /// The mark that the act has over the form.
    #[serde(default)]
    pub mark: Option<Localized>,
    /// What it is called.
    pub title: Localized,
    /// What is filled in.
    #[serde(default)]
    pub field: Vec<Field>,
    /// What stands in it, in order.
    pub block: Vec<Part>,
    /// What must hold between fields.
    #[serde(default)]
    pub check: Vec<Check>,
}

const fn yes() -> bool {
    true
}

/// Whether a form is in force.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The procedure is in force.
    Current,
    /// It is not; old cases still need its papers.
    Repealed,
}

impl Status {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Repealed => "repealed",
        }
    }
}

/// Where the wording of a form comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Wording {
    /// The text of the act, word for word in Kazakh.
    Law,
    /// The text sets no form: the wording is proposed here; what it quotes is marked part by part.
    Proposal,
}

impl Wording {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Proposal => "proposal",
        }
    }
}

/// How the languages stand on the page.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Side by side.
    #[default]
    Columns,
    /// The Kazakh form alone over the whole width, translations small below it.
    Original,
}

/// Whose paper it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Issuer {
    /// The commission.
    Commission,
    /// A member of the commission.
    Member,
    /// The provider: its name stands at the head.
    Provider,
    /// The authority.
    Recipient,
}

/// What a paper may rest on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A decision to issue, while the certificate is not revoked.
    Certificate,
    /// A decision to issue.
    Issue,
    /// A decision to refuse.
    Refuse,
    /// A decision to revoke.
    Revoke,
    /// A row of the register, however it came there.
    Row,
}

/// A place to fill in, or a column of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// The name in files and on the command line.
    pub id: String,
    /// What can stand in it.
    pub kind: Kind,
    /// Whether the paper is refused without it.
    #[serde(default = "yes")]
    pub required: bool,
    /// Where it is taken from if nobody gives it: `recipient.name`.
    #[serde(default)]
    pub source: Option<String>,
    /// What people call it.
    pub caption: Localized,
    /// Of a text that nobody gives: what is said of other fields, where all of them are given.
    #[serde(default)]
    pub says: Option<Localized>,
    /// Of a choice: what can be chosen.
    #[serde(default)]
    pub option: Vec<Choice>,
    /// Of a table: its columns.
    #[serde(default)]
    pub column: Vec<Field>,
    /// Of a table with fixed rows: the rows.
    #[serde(default)]
    pub row: Vec<Choice>,
    /// Of a column: its share of the width.
    #[serde(default = "ten")]
    pub weight: u16,
}

const fn ten() -> u16 {
    10
}

/// What can stand in a field.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One of the options.
    Choice,
    /// At least one of the options.
    Choices,
    /// A day.
    Date,
    /// Texts one under another.
    List,
    /// A number from 1 to 999.
    Number,
    /// Rows of columns.
    Table,
    /// Words.
    Text,
}

impl Kind {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Date => "date",
            Self::List => "list",
            Self::Number => "number",
            Self::Table => "table",
            Self::Text => "text",
        }
    }
}

/// An option, or a fixed row of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// The name in files.
    pub id: String,
    /// The words.
    pub text: Localized,
    /// The words in other places of the sentence, by name: `{kind:title}`.
    #[serde(default)]
    pub forms: BTreeMap<String, Localized>,
    /// Rows of `requirements.toml` that the Kazakh words hold word for word.
    #[serde(default)]
    pub quotes: Vec<String>,
}

/// A part of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Printed only where all of these hold.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Of a list or a table: the field that is printed.
    #[serde(default)]
    pub field: Option<String>,
    /// Of facts: the fields that are printed, with their captions.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The words, with places as `{field}` or `{field:manner}`.
    #[serde(default)]
    pub text: Option<Localized>,
    /// Words after a filled line, or under a title, or the name of who signs.
    #[serde(default)]
    pub after: Option<Localized>,
    /// Small words under a filled line.
    #[serde(default)]
    pub caption: Option<Localized>,
    /// Set in bold.
    #[serde(default)]
    pub bold: bool,
    /// Rows of `requirements.toml` that the Kazakh words hold word for word.
    #[serde(default)]
    pub quotes: Vec<String>,
}

/// What a part of the page is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// A filled line: value, words after it, caption below.
    Blank,
    /// Small words in the middle.
    Caption,
    /// Fields with their captions; what is not given is shown as not given.
    Facts,
    /// A heading over the whole width.
    Heading,
    /// The texts of a list, or the options that were chosen.
    List,
    /// A new page.
    Page,
    /// The position of who signs; after the line, the name.
    Signing,
    /// A remark in smaller type.
    Small,
    /// A table.
    Table,
    /// A paragraph.
    Text,
    /// The title; after it, the line below.
    Title,
}

/// A condition on a field: `stage=act`, `agreement`, `!agreement`. Of a table it holds where any
/// cell has the option.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct Condition {
    /// The field.
    pub field: String,
    /// The option it must have; any value where none is named.
    pub option: Option<String>,
    /// Whether the contrary must hold.
    pub not: bool,
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (not, rest) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let (field, option) = match rest.split_once('=') {
            Some((field, option)) => (field, Some(option.to_owned())),
            None => (rest, None),
        };
        if field.is_empty() || option.as_ref().is_some_and(String::is_empty) {
            return Err(format!("{text:?} is no condition"));
        }
        Ok(Self { field: field.to_owned(), option, not })
    }
}

/// What must hold between fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Check {
    /// Refused, or only warned of.
    pub level: Level,
    /// Looked at only where all of these hold; none means always.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Fields that must then be given. Without these and without a bound, the conditions
    /// themselves are what is refused or warned of.
    #[serde(default)]
    pub need: Vec<String>,
    /// A bound of a number or of a day.
    #[serde(default)]
    pub bound: Option<Bound>,
    /// What is said.
    pub says: Localized,
}

/// A bound of one field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bound {
    /// The field.
    pub field: String,
    /// The greatest number allowed.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// The day must come after that of this field.
    #[serde(default)]
    pub after: Option<String>,
    /// The day must not come before that of this field.
    #[serde(default)]
    pub not_before: Option<String>,
    /// The day must be that of this field.
    #[serde(default)]
    pub same_as: Option<String>,
}

/// How grave a check is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The paper is not made.
    Refuse,
    /// The paper is made, and whoever makes it is told.
    Warn,
}

/// A piece of a text with places.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Piece<'a> {
    /// A place: the field and its manner.
    Place(&'a str, Option<&'a str>),
    /// Words.
    Text(&'a str),
}

/// Takes a text with places apart.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((place, behind)) = after.split_once('}') else {
            return Err("a brace is not closed".into());
        };
        if !before.is_empty() {
            found.push(Piece::Text(before));
        }
        found.push(match place.split_once(':') {
            Some((field, manner)) => Piece::Place(field, Some(manner)),
            None => Piece::Place(place, None),
        });
        rest = behind;
    }
    if rest.contains('}') {
        return Err("a brace is not opened".into());
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    Ok(found)
}

impl Form {
    /// A field by its name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Field> {
        self.field.iter().find(|it| it.id == id)
    }

    /// Every text with places, of every part, with what the part is printed for.
    fn texts(&self) -> impl Iterator<Item = (&Part, &Localized)> {
        self.block.iter().flat_map(|part| {
            [&part.text, &part.after, &part.caption]
                .into_iter()
                .flatten()
                .map(move |text| (part, text))
        })
    }

    /// The fields that a text names, in one language.
    pub(super) fn places(text: &Localized, lang: Lang) -> Result<BTreeSet<&str>, String> {
        let found = pieces(text.in_lang(lang))?;
        let named = found.into_iter().filter_map(|it| match it {
            Piece::Place(field, _) => Some(field),
            Piece::Text(_) => None,
        });
        Ok(named.collect())
    }
}
