//! The course of a procedure: its clocks, its steps, what starts and what ends them.

use model::Localized;
use serde::{Deserialize, Serialize};

use crate::procedure::Ends;

/// A clock over the whole procedure.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Total {
    /// The identifier.
    pub id: String,
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: LimitUnit,
    /// The event that starts it.
    pub from: String,
    /// The events that end it.
    pub until: Vec<String>,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The words, where they are at hand.
    #[serde(default)]
    pub text: Option<String>,
    /// What makes it longer.
    #[serde(default)]
    pub extension: Option<Extension>,
}

/// What makes a limit longer, by an amount or until a day that is agreed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Extension {
    /// The event that adds the amount.
    #[serde(default)]
    pub on: Option<String>,
    /// The event whose agreed day takes the place of the limit.
    #[serde(default)]
    pub by: Option<String>,
    /// How many more.
    #[serde(default)]
    pub amount: u32,
    /// Of what.
    #[serde(default)]
    pub unit: Option<LimitUnit>,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The words, where they are at hand.
    #[serde(default)]
    pub text: Option<String>,
}

/// Somebody does something.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// The number, as it is cited.
    pub n: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// Who.
    pub actor: String,
    /// What starts it: the first of these that happens. Nothing, for what opens the procedure.
    #[serde(default)]
    pub start: Vec<Trigger>,
    /// What is done.
    pub action: Localized,
    /// The operative words.
    pub text: String,
    /// Within what time; absent where the text sets no limit.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// The events that end it, the ordinary course first.
    pub emits: Vec<String>,
    /// The step inside whose limit it has to happen by the recorded reading A15, where the text
    /// sets no limit of its own.
    #[serde(default)]
    pub inside: Option<String>,
    /// The step whose limit runs on around it.
    #[serde(default)]
    pub within: Option<String>,
    /// In how many copies its paper is made.
    #[serde(default)]
    pub copies: Option<u32>,
    /// Whether it may come once only.
    #[serde(default)]
    pub once: bool,
    /// Whether it is free of charge where the procedure is not.
    #[serde(default)]
    pub free: bool,
    /// Whether several of its events may follow one another.
    #[serde(default)]
    pub together: bool,
    /// The rule of adoption, by name: it is compiled in and stands here for information.
    #[serde(default)]
    pub quorum: Option<Quorum>,
    /// What the text makes of silence.
    #[serde(default)]
    pub silence: Option<Silence>,
    /// What makes its limit longer.
    #[serde(default)]
    pub extend: Option<Extension>,
}

/// What starts a step.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(from = "String")]
pub enum Trigger {
    /// An event.
    Event(String),
    /// The limit of a step ran out and none of its events came.
    Expiry(String),
    /// The day that an event names is over.
    Until(String),
}

impl From<String> for Trigger {
    fn from(text: String) -> Self {
        match text.split_once(':') {
            Some(("expiry", step)) => Self::Expiry(step.into()),
            Some(("until", event)) => Self::Until(event.into()),
            Some(_) | None => Self::Event(text),
        }
    }
}

/// Within what time something is done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limit {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: LimitUnit,
    /// The words, where they are not those of the step.
    #[serde(default)]
    pub text: Option<String>,
    /// From where the text counts.
    #[serde(default)]
    pub counted: Counted,
    /// Whether what comes after hours counts from the next working day.
    #[serde(default)]
    pub received: bool,
}

/// Whether another reading could count the day of the event.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// "After" the event: its day cannot be counted.
    After,
    /// "From the day of" the event: a stricter reading counts that day too.
    #[default]
    FromDay,
}

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Calendar days.
    Cd,
    /// "A day", without saying which: both readings are shown.
    DayUnspecified,
    /// Working hours.
    H,
    /// Working minutes.
    Min,
    /// Within the next working day.
    NextWd,
    /// On the same day.
    SameDay,
    /// Working days.
    Wd,
}

impl LimitUnit {
    /// `wd`: as it stands in the files and in the identifiers of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cd => "cd",
            Self::DayUnspecified => "day-unspecified",
            Self::H => "h",
            Self::Min => "min",
            Self::NextWd => "next-wd",
            Self::SameDay => "same-day",
            Self::Wd => "wd",
        }
    }
}

/// A rule of adoption, for information.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quorum {
    /// Its name.
    pub rule: QuorumRule,
    /// The body whose signature is indispensable.
    #[serde(default)]
    pub mandatory_body: Option<String>,
    /// The least number of signatures.
    #[serde(default)]
    pub min: Option<u32>,
    /// Roles that are not counted.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// The name of a rule of adoption.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum QuorumRule {
    /// At least so many.
    AbsoluteMin,
    /// One side or both.
    EitherSide,
    /// Two thirds, rounded up.
    TwoThirdsCeil,
}

/// What the text makes of silence.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// The event to record when a person has established it.
    pub event: String,
    /// What follows.
    pub outcome: SilenceMeans,
}

/// What follows from silence.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SilenceMeans {
    /// The application is deemed annulled.
    Annulled,
    /// It is a refusal.
    Refused,
    /// A survey follows.
    Survey,
}

impl SilenceMeans {
    /// `annulled`: as it stands in the identifiers of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Annulled => "annulled",
            Self::Refused => "refused",
            Self::Survey => "survey",
        }
    }
}

/// A kind of event.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventKind {
    /// The identifier.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// How the procedure ends with it.
    #[serde(default)]
    pub closes: Option<Ends>,
    /// Whether it may come once only, and a second one is a second round.
    #[serde(default)]
    pub once: bool,
    /// Whether it names a day until which something has to be done.
    #[serde(default)]
    pub needs_until: bool,
    /// The event that it follows without a limit: what was sent is received.
    #[serde(default)]
    pub follows: Option<String>,
}
