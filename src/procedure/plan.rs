//! A case reckoned through its procedure.

use jiff::civil::{Date, Time};
use model::Note;
use serde::{Deserialize, Serialize};

use super::reckon::Reckoner;
use super::{Events, LimitUnit, Moment, Rules, SilenceMeans};
use crate::calendar::Calendar;

/// Where a case stands in its procedure on a day, and how it goes on if every remaining stage takes
/// all the time it may.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Plan {
    /// The day that is looked from.
    pub day: Date,
    /// Every step, in the order of the text.
    pub steps: Vec<StepState>,
    /// The clocks over the whole.
    pub totals: Vec<TotalState>,
    /// What does not fit, what is late, and what is to be known; the gravest first.
    pub findings: Vec<Remark>,
    /// The event that ended the procedure.
    pub closed: Option<(String, Ends)>,
}

/// Something to be said about a case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Remark {
    /// How grave.
    pub weight: Weight,
    /// What.
    pub note: Note,
}

/// How grave a remark is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// A limit is broken, or the record cannot be right.
    Bad,
    /// It may become so, or rests on a reading.
    Doubt,
    /// To be known.
    Known,
}

impl Weight {
    /// `bad`: as it stands in reports and in the identifiers of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Doubt => "doubt",
            Self::Known => "known",
        }
    }
}

/// How a procedure ends.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// The application is deemed annulled.
    Annulled,
    /// Nothing further follows.
    Closed,
    /// What was applied for is issued.
    Issued,
    /// It is refused.
    Refused,
    /// The certificate is revoked.
    Revoked,
}

impl Ends {
    /// `issued`: as it stands in the files and in the identifiers of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Annulled => "annulled",
            Self::Closed => "closed",
            Self::Issued => "issued",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It will start if everything goes its ordinary course.
    Ahead,
    /// Done in time, or without a limit.
    Done,
    /// Done after its limit.
    DoneLate,
    /// Its end is not recorded, though what follows it is.
    NotRecorded,
    /// Not of the course that the case takes.
    NotTaken,
    /// Under way, and its limit is over.
    Overdue,
    /// Under way.
    Running,
}

impl State {
    /// `ahead`: as it stands in the identifiers of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Done => "done",
            Self::DoneLate => "done-late",
            Self::NotRecorded => "not-recorded",
            Self::NotTaken => "not-taken",
            Self::Overdue => "overdue",
            Self::Running => "running",
        }
    }
}

/// One step of a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StepState {
    /// The number of the step.
    pub n: String,
    /// Where it stands.
    pub state: State,
    /// When it started or would start.
    pub start: Option<Moment>,
    /// By when it is due.
    pub due: Option<Due>,
    /// The event that ended it, or would by the ordinary course, and when.
    pub end: Option<(String, Moment)>,
    /// Of a step under way, the days of its unit that are left; below zero where it is overdue. Of
    /// a step done late, the days it was late, below zero.
    pub left: Option<i64>,
    /// What silence means, where the text says so and the step is not done.
    pub silence: Option<SilenceMeans>,
}

/// The end of a limit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Due {
    /// The last day.
    pub day: Date,
    /// The last minute, where the limit is counted in minutes or hours.
    pub time: Option<Time>,
    /// The last day if the day of the event itself were counted, where the words allow that
    /// reading: whoever keeps to it keeps to both.
    pub safe: Option<Date>,
    /// The day of the other reading, where the text does not say which days it means.
    pub other: Option<Date>,
    /// The next working day, where a limit of calendar days ends on a day off.
    pub carried: Option<Date>,
    /// Where the limit comes from.
    pub basis: Basis,
    /// Whether the calendar vouches for every day that was counted.
    pub certain: bool,
}

/// Where a limit comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A recorded agreement.
    Agreement,
    /// The limit of the text, made longer as the text allows.
    Extended,
    /// A reading: inside the stage just ended (A15).
    Inside,
    /// The limit of the text.
    Text,
    /// The limit of the step around it, which ends first.
    Within,
}

/// One clock over the whole procedure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TotalState {
    /// The clock.
    pub id: String,
    /// When it started.
    pub start: Moment,
    /// By when everything is due.
    pub due: Due,
    /// The event that ends it and when: recorded, or reached if every remaining stage takes all
    /// the time it may.
    pub end: Option<(String, Moment)>,
    /// Whether that end is recorded.
    pub ended: bool,
    /// The days of its unit from that end to the day it is due: what may still be lost. Below
    /// zero, the limit breaks although no stage need be late.
    pub slack: Option<i64>,
    /// The days of its unit from the day that is looked from to the day it is due.
    pub left: i64,
    /// The stages that lead from its start to its end, one after the other.
    pub chain: Vec<Link>,
}

/// One stage of the chain that decides when a clock ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    /// The step.
    pub n: String,
    /// Its limit; nothing where the text sets none.
    pub limit: Option<(u32, LimitUnit)>,
}

impl Plan {
    /// Reckons a case. Events after `day` are told and not used.
    #[must_use]
    pub fn of(rules: &Rules, events: &Events, calendar: &Calendar, day: Date) -> Self {
        Reckoner::new(rules, events, calendar, day).plan()
    }

    /// One step.
    #[must_use]
    pub fn step(&self, n: &str) -> Option<&StepState> {
        self.steps.iter().find(|it| it.n == n)
    }

    /// The gravest of what is to be said.
    #[must_use]
    pub fn weight(&self) -> Option<Weight> {
        self.findings.iter().map(|it| it.weight).min()
    }

    /// Whether something was found of a code.
    #[must_use]
    pub fn says(&self, code: &str) -> bool {
        self.findings.iter().any(|it| it.note.code == code)
    }
}
