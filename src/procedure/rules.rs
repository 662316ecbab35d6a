//! What the file of a procedure says: the act it rests on, who acts, the course and the papers.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use model::Localized;
use serde::{Deserialize, Serialize};

mod check;
mod course;
mod papers;

pub use course::{
    Counted, EventKind, Extension, Limit, LimitUnit, Quorum, QuorumRule, Silence, SilenceMeans,
    Step, Total, Trigger,
};
pub use papers::{Anomaly, Decision, Document, FormOfText, Ground, GroundKind};

/// What the file of a procedure says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// `224-issue`: the name of the file.
    pub id: String,
    /// Whether new cases may follow it.
    pub status: Standing,
    /// The language of the verbatim texts.
    pub language: String,
    /// How days are counted.
    pub counting: Counting,
    /// Whether somebody goes to the place.
    pub onsite: bool,
    /// Paper, electronic or both.
    pub medium: Medium,
    /// The title.
    pub title: Localized,
    /// The act that sets it out.
    pub act: Act,
    /// The act that repealed it.
    #[serde(default)]
    pub repealed: Option<Act>,
    /// The acts that amended it up to the edition in hand.
    #[serde(default, rename = "edition")]
    pub editions: Vec<Edition>,
    /// Hours of work that the text itself sets.
    #[serde(default)]
    pub hours: Option<TextHours>,
    /// What it costs, where the text says so.
    #[serde(default)]
    pub fee: Option<Fee>,
    /// Who acts.
    #[serde(rename = "actor")]
    pub actors: Vec<Actor>,
    /// Clocks over the whole.
    #[serde(default, rename = "total")]
    pub totals: Vec<Total>,
    /// The steps, in the order of the text.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// The events that people record. The end of a step that is not listed here is called
    /// `step-<number>`.
    #[serde(rename = "event")]
    pub events: Vec<EventKind>,
    /// What has to be handed in.
    #[serde(default, rename = "document")]
    pub documents: Vec<Document>,
    /// On what ground is refused or revoked.
    #[serde(default, rename = "ground")]
    pub grounds: Vec<Ground>,
    /// What a person decides.
    #[serde(default, rename = "decision")]
    pub decisions: Vec<Decision>,
    /// The forms that the text gives.
    #[serde(default, rename = "form")]
    pub forms: Vec<FormOfText>,
    /// Slips of the text, and how they are read.
    #[serde(default, rename = "anomaly")]
    pub anomalies: Vec<Anomaly>,
}

/// Whether new cases may follow a procedure.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// In force in the edition in hand.
    InForce,
    /// Repealed: old cases are still reckoned.
    Repealed,
}

/// How the days of a limit are counted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// The day of the event is not counted (recorded reading A14).
    TriggerDayExcluded,
}

/// On what a procedure is carried out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    /// Electronic documents.
    Electronic,
    /// Either.
    Mixed,
    /// Paper.
    Paper,
}

/// An act by its number and day.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Act {
    /// The number.
    pub number: String,
    /// The day of adoption.
    #[serde(alias = "on")]
    pub adopted_on: Date,
    /// What people call it.
    pub name: Localized,
}

/// An act that amended the procedure.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The number.
    pub number: String,
    /// The day of adoption.
    pub on: Date,
}

/// Hours of work in the text of a procedure.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextHours {
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The words.
    #[serde(default)]
    pub text: Option<String>,
    /// Until when applications are taken, where it is not the end of work.
    #[serde(default)]
    pub accepts_until: Option<Time>,
}

/// What a procedure costs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The amount in words for people.
    pub name: Localized,
}

/// Somebody who acts.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The identifier that steps name.
    pub id: String,
    /// What the text calls them.
    pub name: Localized,
}

impl Rules {
    /// The step of a number.
    #[must_use]
    pub fn step(&self, n: &str) -> Option<&Step> {
        self.steps.iter().find(|it| it.n == n)
    }

    /// The event of an identifier, where it has a name of its own.
    #[must_use]
    pub fn event(&self, id: &str) -> Option<&EventKind> {
        self.events.iter().find(|it| it.id == id)
    }

    /// Somebody who acts.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|it| it.id == id)
    }

    /// The steps that an event ends.
    pub fn ended_by<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(move |it| it.emits.iter().any(|id| id == event))
    }

    /// Every event that may be recorded.
    #[must_use]
    pub fn known_events(&self) -> BTreeSet<&str> {
        let listed = self.events.iter().map(|it| it.id.as_str());
        listed.chain(self.steps.iter().flat_map(|it| it.emits.iter().map(String::as_str))).collect()
    }
}
