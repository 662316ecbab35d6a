//! The case: whom the commission inspects, on what ground, and what it is to look at.
//!
//! A person writes it as `case.toml`; the dossier keeps it word for word as its first record. A
//! change is a new record, never an edit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use model::{Order, Roster, RosterError, VisitKind};
use probes::sampling::{Channel, Period};
use probes::{Anchor, Declaration};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::criteria::Criteria;
use crate::site::{NoRoute, Route};

/// Everything that is known before the first look at the site.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    /// An inspection by a commission ends in an act, a self-check in a report.
    #[serde(default)]
    pub purpose: Purpose,
    /// The authority.
    pub recipient: Recipient,
    /// The application, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Paper>,
    /// Notices sent to the authority, in the order of sending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Paper>,
    /// The day on which the application was registered (paragraph 7): the term of thirteen days
    /// runs from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub registered: Option<Date>,
    /// Where and when.
    pub visit: Visit,
    /// What led to a survey. An examination has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Survey>,
    /// The commission. A self-check has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Roster>,
    /// People of the authority who were present.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub representatives: Vec<Representative>,
    /// What the documents declare.
    #[serde(default)]
    pub declaration: Declaration,
    /// The anchors under which the members' own certificates are judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signing_anchors: Vec<Anchor>,
    /// Addresses of the time-stamping services that the members' signatures get their time-stamps
    /// from, in the order of asking. Never the authority's that is inspected: it would vouch for
    /// the commission's time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signing_tsp: Vec<String>,
    /// The ways from the inspector's machine to the authority. Without any, the one that the
    /// system takes by itself.
    #[serde(default, rename = "channel", skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Limits that the commission sets where the text sets none, by the short name of the item.
    #[serde(default, skip_serializing_if = "Criteria::is_empty")]
    pub criteria: Criteria,
    /// Which addresses the tool may ask.
    #[serde(default)]
    pub network: Network,
    /// How the availability of services is sampled. Without it, collecting takes no samples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampling: Option<Sampling>,
}

/// What the dossier is for.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A commission inspects.
    #[default]
    Inspection,
    /// The authority checks itself; the outcome is a report, never an act.
    SelfCheck,
}

impl Purpose {
    /// What the files that a case ends in are called: `act.pdf`, `report.pdf`.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Inspection => "act",
            Self::SelfCheck => "report",
        }
    }
}

/// The authority that is inspected.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recipient {
    /// Name of the legal entity.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Business identification number, twelve digits.
    pub bin: String,
    /// Name of the certification authority.
    pub authority: String,
}

/// A paper by its number and date.
pub type Paper = Order;

/// Where and when the commission looks.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Visit {
    /// What the commission came for; it alone chooses the rule of adoption.
    #[serde(default = "examination")]
    pub kind: VisitKind,
    /// First day, in Kazakhstan.
    #[schemars(with = "String")]
    pub start: Date,
    /// Last day, in Kazakhstan: the day of the act.
    #[schemars(with = "String")]
    pub end: Date,
    /// Addresses of the places visited.
    pub places: Vec<String>,
}

const fn examination() -> VisitKind {
    VisitKind::Examination
}

/// What led to a survey (paragraphs 21 and 24).
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Survey {
    /// Which of the grounds.
    pub ground: SurveyGround,
    /// The paper it stands in: the complaint, the information about the change, the recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// The notice of the survey.
    pub notice: Paper,
    /// The day of the survey that the notice names.
    #[schemars(with = "String")]
    pub announced: Date,
    /// The subject of the survey, as the notice names it.
    pub subject: String,
    /// The certificate of accreditation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Paper>,
}

/// What a survey may be made for.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SurveyGround {
    /// The authority changed how it operates or what it does, and measures were not taken
    /// (paragraph 24).
    Change,
    /// Somebody complained, and the authority gave no explanation or disagreed without ground
    /// (paragraph 21).
    Complaint,
    /// A recommendation was not performed (paragraphs 21 to 24).
    Recommendation,
}

impl SurveyGround {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Complaint => "complaint",
            Self::Recommendation => "recommendation",
        }
    }
}

/// A person of the authority who was present.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Representative {
    /// Full name.
    pub name: String,
    /// Position.
    pub position: String,
    /// On what ground the person speaks for the authority.
    pub authority: String,
}

/// Which addresses the tool may ask.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Network {
    /// Whether this machine itself may be asked: for a demonstration only.
    pub allow_loopback: bool,
    /// Private or link-local networks of the authority, as `10.1.0.0/16`. Public addresses need
    /// no permission.
    pub allowed: Vec<String>,
    /// Longest time of a whole collection, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<u32>,
    /// The proxy through which services are asked over HTTP: `http://host:port` or
    /// `socks5://host:port`. The settings of the machine are never used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
}

/// How the availability of services is sampled.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sampling {
    /// How long.
    pub window: Period,
    /// How often each service is asked on each channel.
    pub every: Period,
    /// How long a publication may take to reach every mirror of a list: a criterion of the
    /// commission.
    #[serde(default = "Sampling::publication_step")]
    pub publication_step: Period,
    /// Addresses that are not the authority's and are known to answer. They show that the
    /// inspector's own line works while the authority's services are silent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub control: Vec<String>,
}

impl Default for Sampling {
    /// Ten minutes, six times a minute.
    fn default() -> Self {
        Self {
            window: Period::from_millis(600_000),
            every: Period::from_millis(10_000),
            publication_step: Self::publication_step(),
            control: Vec::new(),
        }
    }
}

impl Sampling {
    const fn publication_step() -> Period {
        Period::from_millis(300_000)
    }
}

impl Case {
    /// The largest case file that is read.
    const LARGEST: u64 = 4 << 20;

    /// Reads a case from a file and refuses one that nothing can be decided over.
    ///
    /// # Errors
    ///
    /// [`CaseError`] names the file and what is wrong with it.
    pub fn read(path: &Path) -> Result<Self, CaseError> {
        let unreadable = |source| CaseError::Unreadable { path: path.into(), source };
        let length = std::fs::metadata(path).map_err(unreadable)?.len();
        if length > Self::LARGEST {
            let most = Self::LARGEST;
            return Err(CaseError::TooLarge { path: path.into(), length, most });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let case: Self = toml::from_str(&text).map_err(|source| CaseError::Malformed {
            path: path.into(),
            source: Box::new(source),
        })?;
        case.check().map_err(|defect| CaseError::Defective { path: path.into(), defect })?;
        Ok(case)
    }

    /// Refuses a case that nothing can be decided over.
    ///
    /// # Errors
    ///
    /// [`CaseDefect`] says what is wrong.
    pub fn check(&self) -> Result<(), CaseDefect> {
        match (&self.commission, self.purpose) {
            (Some(roster), Purpose::Inspection) => roster.check()?,
            (None, Purpose::Inspection) => return Err(CaseDefect::NoCommission),
            (Some(_), Purpose::SelfCheck) => return Err(CaseDefect::CommissionInSelfCheck),
            (None, Purpose::SelfCheck) => {}
        }
        if self.visit.end < self.visit.start {
            return Err(CaseDefect::EndsBeforeItStarts);
        }
        match (&self.survey, self.visit.kind, self.purpose) {
            (None, VisitKind::Survey, Purpose::Inspection) => {
                return Err(CaseDefect::SurveyWithoutGrounds);
            }
            (Some(_), VisitKind::Examination, _) => return Err(CaseDefect::GroundsOfNoSurvey),
            (Some(survey), VisitKind::Survey, _) if survey.subject.trim().is_empty() => {
                return Err(CaseDefect::Empty { field: "survey.subject" });
            }
            (_, VisitKind::Examination | VisitKind::Survey, _) => {}
        }
        for (field, text) in [
            ("recipient.name", &self.recipient.name),
            ("recipient.address", &self.recipient.address),
            ("recipient.authority", &self.recipient.authority),
        ] {
            if text.trim().is_empty() {
                return Err(CaseDefect::Empty { field });
            }
        }
        if self.recipient.bin.len() != 12
            || !self.recipient.bin.bytes().all(|it| it.is_ascii_digit())
        {
            return Err(CaseDefect::Bin { text: self.recipient.bin.chars().take(40).collect() });
        }
        let mut names = BTreeSet::new();
        for channel in &self.channels {
            Route::of(channel)?;
            if !names.insert(&channel.name) {
                return Err(CaseDefect::ChannelTwice { name: channel.name.clone() });
            }
        }
        let mut serials = BTreeSet::new();
        for asset in &self.declaration.assets {
            if !serials.insert((asset.kind, &asset.serial)) {
                return Err(CaseDefect::SerialTwice { serial: asset.serial.clone() });
            }
        }
        Ok(())
    }
}

/// A case file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// Readable, but nothing can be decided over it.
    #[error("{}: {defect}", path.display())]
    Defective {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        defect: CaseDefect,
    },
    /// Not TOML, or not this form.
    #[error("{}: {source}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// Larger than any case.
    #[error("{}: {length} bytes; a case has at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        length: u64,
        /// The limit in bytes.
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

/// What is wrong with a case.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CaseDefect {
    /// The business identification number is not twelve digits.
    #[error("recipient.bin: {text:?} is not twelve digits")]
    Bin {
        /// What stood there.
        text: String,
    },
    /// A channel that no connection can leave by.
    #[error(transparent)]
    Channel(#[from] NoRoute),
    /// Two channels with one name.
    #[error("channel: the name {name} is used twice")]
    ChannelTwice {
        /// Which.
        name: String,
    },
    /// A self-check that claims a commission.
    #[error("commission: a self-check has none")]
    CommissionInSelfCheck,
    /// A field without a text.
    #[error("{field}: is empty")]
    Empty {
        /// Which.
        field: &'static str,
    },
    /// The visit ends before it starts.
    #[error("visit: ends before it starts")]
    EndsBeforeItStarts,
    /// An examination with the grounds of a survey.
    #[error("survey: the visit is an examination")]
    GroundsOfNoSurvey,
    /// An inspection without a commission.
    #[error("commission: an inspection needs one")]
    NoCommission,
    /// The roster cannot be counted over.
    #[error("commission: {0}")]
    Roster(#[from] RosterError),
    /// Two declared assets with one serial number.
    #[error("declaration.assets: the serial number {serial} is declared twice")]
    SerialTwice {
        /// Which.
        serial: String,
    },
    /// A survey of which nobody says why, about what, and by which notice.
    #[error("survey: absent, but the visit is a survey")]
    SurveyWithoutGrounds,
}
