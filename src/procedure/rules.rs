//! What the file of a procedure says, and whether it agrees with itself.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use model::Localized;
use serde::{Deserialize, Serialize};

use super::Ends;

/// The longest limit that is believed, in its unit.
const LONGEST: u32 = 10_000;

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

/// Something to be handed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The words, where they are at hand.
    #[serde(default)]
    pub text: Option<String>,
    /// What it is.
    pub name: Localized,
    /// The list it belongs to, where there are several.
    #[serde(default)]
    pub group: Option<String>,
    /// When it is demanded; absent where always.
    #[serde(default)]
    pub condition: Option<Localized>,
    /// How many documents this row stands for whose names are not at hand.
    #[serde(default)]
    pub unlisted: Option<u32>,
}

/// A ground.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// Of what.
    pub kind: GroundKind,
    /// The words, where they are at hand.
    #[serde(default)]
    pub text: Option<String>,
    /// What it is.
    pub name: Localized,
}

/// What a ground is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum GroundKind {
    /// Papers are not taken.
    Acceptance,
    /// The application is refused.
    Refusal,
    /// The certificate is revoked.
    Revocation,
}

/// A decision of a person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// Who decides.
    pub actor: String,
    /// The events to choose from.
    pub options: Vec<String>,
    /// The events that have to come before.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// A form that the text gives.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct FormOfText {
    /// The identifier.
    pub id: String,
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// What it is.
    pub name: Localized,
    /// How many columns a table has.
    #[serde(default)]
    pub columns: Option<u32>,
}

/// A slip of the text, and how it is read.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Anomaly {
    /// The clause.
    #[serde(rename = "ref")]
    pub clause: String,
    /// The steps where it matters; none, for the whole.
    #[serde(default)]
    pub steps: Vec<String>,
    /// What is said and how it is read.
    pub note: Localized,
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

    pub(super) fn check(&self, id: &str) -> Result<(), (String, &'static str)> {
        let defect = |place: &str, defect| Err((place.to_owned(), defect));
        if self.id != id {
            return defect("id", "is not the name of the file");
        }
        if (self.status == Standing::Repealed) != self.repealed.is_some() {
            return defect("repealed", "does not agree with the status");
        }
        let events = self.known_events();
        let unique = |ids: Vec<&str>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
        if !unique(self.steps.iter().map(|it| it.n.as_str()).collect())
            || !unique(self.events.iter().map(|it| it.id.as_str()).collect())
            || !unique(self.actors.iter().map(|it| it.id.as_str()).collect())
        {
            return defect("step, event, actor", "an identifier stands twice");
        }
        for step in &self.steps {
            let place = format!("step {}", step.n);
            if self.actor(&step.actor).is_none() {
                return defect(&place, "names an actor that is not listed");
            }
            if step.emits.is_empty() {
                return defect(&place, "ends with no event");
            }
            // What stands around has a limit of its own and stands in nothing: no circle.
            let around = |n: &String| {
                let around = self.step(n).filter(|it| it.n != step.n && it.limit.is_some());
                around.is_some_and(|it| it.within.is_none())
            };
            if !step.inside.iter().chain(&step.within).all(around) {
                return defect(&place, "stands in a step that is not listed or has no limit");
            }
            if step.limit.is_some() && step.inside.is_some() {
                return defect(&place, "has a limit and a reading in its place");
            }
            for trigger in &step.start {
                let known = match trigger {
                    Trigger::Event(event) => events.contains(event.as_str()),
                    Trigger::Until(event) => self.event(event).is_some_and(|it| it.needs_until),
                    Trigger::Expiry(other) => self.step(other).is_some_and(|it| it.limit.is_some()),
                };
                if !known {
                    return defect(&place, "starts from what is not listed");
                }
            }
            let mut extensions = step.extend.iter();
            let named = extensions
                .all(|it| it.on.iter().chain(&it.by).all(|event| events.contains(event.as_str())));
            if !named || step.silence.iter().any(|it| !events.contains(it.event.as_str())) {
                return defect(&place, "names an event that is not listed");
            }
            for event in step.emits.iter().filter(|it| self.event(it).is_none()) {
                if *event != format!("step-{}", step.n) {
                    return defect(&place, "ends with an event that has no name");
                }
            }
            if step.limit.as_ref().is_some_and(|it| it.amount > LONGEST) {
                return defect(&place, "has a limit beyond belief");
            }
        }
        for total in &self.totals {
            let extension = total.extension.iter().flat_map(|it| it.on.iter().chain(&it.by));
            let mut named = total.until.iter().chain([&total.from]).chain(extension);
            if total.amount > LONGEST || !named.all(|it| events.contains(it.as_str())) {
                return defect(&total.id, "names an event that is not listed");
            }
        }
        for decision in &self.decisions {
            let mut named = decision.options.iter().chain(&decision.needs);
            if self.actor(&decision.actor).is_none()
                || !named.all(|it| events.contains(it.as_str()))
            {
                return defect(&decision.id, "names what is not listed");
            }
        }
        for anomaly in &self.anomalies {
            if anomaly.steps.iter().any(|it| self.step(it).is_none()) {
                return defect(&anomaly.clause, "names a step that is not listed");
            }
        }
        for event in &self.events {
            if event.follows.iter().any(|it| !events.contains(it.as_str())) {
                return defect(&event.id, "follows an event that is not listed");
            }
        }
        Ok(())
    }
}
