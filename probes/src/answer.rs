use jiff::Timestamp;
use jiff::civil::Date;
use model::{EvidenceId, Iin, RequirementId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AssetKind, AssetRole};

/// What a member of the commission saw, as kept in evidence of the kind `answer`.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answer {
    /// The requirement that was looked at.
    pub requirement: RequirementId,
    /// Who looked: a member of the commission, or nobody where the authority checks itself.
    pub member: Option<Iin>,
    /// When, by the clock of the inspector's machine.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// What the member found.
    pub seen: Seen,
    /// What was seen, in the member's words. A violation without it is not recorded as one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ground: String,
    /// What was measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureTaken>,
    /// Servers and key-protection complexes that were found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<AssetFound>,
    /// Photographs and documents shown, by content address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<EvidenceId>,
}

/// What a member found.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// As demanded.
    InOrder,
    /// The requirement does not concern this authority; open to conditional requirements only.
    NotOurs,
    /// The member looked and could not establish it; the ground says why.
    NotEstablished,
    /// Not as demanded.
    OutOfOrder,
}

/// Readings of one quantity with one instrument.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MeasureTaken {
    /// What was measured, as the checklist names it: `ceiling-height`.
    pub quantity: String,
    /// The readings as written down, each with its unit: `2,44 m`.
    pub readings: Vec<String>,
    /// Name and serial number of the instrument.
    pub instrument: String,
    /// Last day on which the instrument's verification holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub verified_until: Option<Date>,
    /// The instrument's permissible error, with its unit: `1,5 mm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A server or a key-protection complex, as found.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AssetFound {
    /// Server or key-protection complex.
    pub kind: AssetKind,
    /// Main or reserve.
    pub role: AssetRole,
    /// Serial number on the plate.
    pub serial: String,
    /// Model on the plate.
    pub model: String,
    /// The room it stands in.
    pub room: String,
    /// Network address, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether it is a machine that one can touch.
    pub physical: bool,
}
