//! What a judgement shows besides sentences: tables of figures and timelines.
//!
//! Faces draw exhibits; nothing is computed from them. Titles, heads of columns and words in cells
//! are keys into the words for people, so that one exhibit reads in every language.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Measure;

/// A table that a probe may show, declared beforehand so that words for it can be demanded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TableHead {
    /// As [`Table::code`].
    pub code: &'static str,
    /// As [`Table::columns`].
    pub columns: &'static [&'static str],
}

impl TableHead {
    /// The table with these rows.
    #[must_use]
    pub fn with(&self, rows: Vec<Vec<Cell>>) -> Exhibit {
        Exhibit::Table(Table {
            code: self.code.to_owned(),
            columns: self.columns.iter().map(|it| (*it).to_owned()).collect(),
            rows,
        })
    }
}

/// A table or a timeline.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Exhibit {
    /// Rows under named columns.
    Table(Table),
    /// What was seen over time, one lane beneath the other.
    Timeline(Timeline),
}

/// Rows under named columns.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// What the table shows, as a code: `time.bound-terms`. The words hold its title as the
    /// message `table-time--bound-terms` and the heads of its columns as attributes of it.
    pub code: String,
    /// Names of the columns, in order: `half-delay`.
    pub columns: Vec<String>,
    /// One cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Cell {
    /// An instant. Faces show it in the time of Kazakhstan.
    At(#[schemars(with = "String")] Timestamp),
    /// A value with its uncertainty. Faces round it outward and choose a unit that reads well.
    Measure(Measure),
    /// A name, an address, a number with its unit: the same in every language. A column in which
    /// every cell that is not empty begins with a digit or a sign is set as numbers are.
    Text(String),
    /// A word for people, by its key: `class-satellite`.
    Word(String),
}

impl Cell {
    /// A text.
    #[must_use]
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    /// A word for people.
    #[must_use]
    pub fn word(key: impl Into<String>) -> Self {
        Self::Word(key.into())
    }
}

/// What was seen over time.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Timeline {
    /// What the timeline shows, as a code: `crl.availability`. The words hold its title as the
    /// message `timeline-crl--availability`.
    pub code: String,
    /// Left edge.
    #[schemars(with = "String")]
    pub from: Timestamp,
    /// Right edge.
    #[schemars(with = "String")]
    pub until: Timestamp,
    /// One lane for each service.
    pub lanes: Vec<Lane>,
}

/// One service over time. What no span covers was not sampled.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lane {
    /// The service: its address and channel.
    pub label: String,
    /// In the order of time, without overlap. Where spans overlap all the same, the worse one is
    /// shown.
    pub spans: Vec<Span>,
}

/// A stretch of time in which every sample said the same.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Span {
    /// The first sample.
    #[schemars(with = "String")]
    pub from: Timestamp,
    /// The end of the last sample's share of time.
    #[schemars(with = "String")]
    pub until: Timestamp,
    /// What the samples said.
    pub state: SpanState,
}

/// What the samples of a span said.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SpanState {
    /// The service answered as it must.
    Available,
    /// It did not.
    Unavailable,
    /// Nobody asked, or nothing can be said of the answer.
    Unknown,
}
