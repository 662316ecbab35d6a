use model::EvidenceId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the applicant declared in its documents, and what the commission is to look at.
///
/// It is typed in before the visit, kept as evidence of the kind `declaration`, and read by every
/// probe that compares what was found with what was said.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Declaration {
    /// Which hierarchy the certificates come from. Before accreditation the Root CA has registered
    /// nothing, so a first examination is made in a test hierarchy.
    pub hierarchy: Hierarchy,
    /// The trust anchors: certificates of the Root CA, by fingerprint.
    pub anchors: Vec<Anchor>,
    /// Addresses of revocation lists besides those that the certificates name.
    pub crl_urls: Vec<String>,
    /// How lists are published, as the documents say.
    pub lists_declared: ListSchedule,
    /// Addresses of status services besides those that the certificates name.
    pub ocsp_urls: Vec<String>,
    /// Addresses of time-stamping services.
    pub tsp_urls: Vec<String>,
    /// Time servers of the authority.
    pub time_servers: Vec<TimeServer>,
    /// Time servers that the commission compares with.
    pub time_references: Vec<TimeReference>,
    /// How time servers are sampled.
    pub time_sampling: TimeSampling,
    /// Time zone that the documents name, as an IANA name: `Asia/Almaty`.
    pub time_zone: Option<String>,
    /// Object identifiers that the authority has registered, dotted.
    pub registered_oids: Vec<String>,
    /// Servers and key-protection complexes, with their serial numbers.
    pub assets: Vec<Asset>,
    /// Services offered, as the documents call them.
    pub services: Vec<String>,
}

/// The hierarchy in which chains are looked at.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Hierarchy {
    /// The one in which the authority works.
    Production,
    /// One made for the examination.
    #[default]
    Test,
}

impl Hierarchy {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
        }
    }
}

/// A certificate of the Root CA that chains have to end in.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Anchor {
    /// SHA-256 of the DER certificate.
    pub sha256: EvidenceId,
    /// Where the fingerprint was obtained: never from the authority that is inspected.
    pub obtained_from: String,
}

/// How revocation lists are published; what is absent is not said.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ListSchedule {
    /// At most so many minutes from the issue of a complete list to that of the next.
    pub interval_minutes: Option<u32>,
    /// The same of deltas.
    pub delta_interval_minutes: Option<u32>,
    /// At most so many minutes from the issue of a list until it can be fetched.
    pub delay_minutes: Option<u32>,
    /// At least so many minutes before a list expires its successor can be fetched.
    pub overlap_minutes: Option<u32>,
}

/// A time server of the authority.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeServer {
    /// `host` or `host:port`.
    pub address: String,
    /// What the documents call it.
    pub name: String,
    /// The sources that the documents name for it.
    #[serde(default)]
    pub sources: Vec<TimeSourceClass>,
}

/// A time server that the commission compares with.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeReference {
    /// `host` or `host:port`.
    pub address: String,
    /// Which of the sources that the text names it speaks for.
    pub class: TimeSourceClass,
}

/// How time servers are sampled, and what is assumed of clocks between samples. None of it is set
/// by the text: all of it is a criterion of the commission.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimeSampling {
    /// Requests to each server; no more than 64 are sent.
    pub samples: u32,
    /// Sound samples without which nothing is said of a server.
    pub fewest: u32,
    /// The least time between two requests to one server, in milliseconds. The default lets eight
    /// samples end within three seconds. A server of the public that limits its clients drops
    /// requests that come faster than one in two seconds: where references are such, 2000. No more
    /// than 10 000 is waited.
    pub spacing_ms: u32,
    /// How much faster or slower than true time a clock may run between two samples, in parts in
    /// a million. The default is that of [RFC 5905 section 7.2].
    ///
    /// [RFC 5905 section 7.2]: https://www.rfc-editor.org/rfc/rfc5905#section-7.2
    pub drift_ppm: u32,
    /// How long ago a server may have set its clock last, in seconds, to be believed. The default
    /// is the longest interval between two polls of the protocol, 2^17 s or 36 hours
    /// ([RFC 5905 section 7.2]).
    pub stale_after_s: u32,
    /// How much faster or slower than true time a server's clock is taken to run once its sources
    /// are gone, in parts in a million: until when a measured offset holds follows from it.
    pub holdover_ppm: u32,
    /// A clock that may leave its limit within so many hours is soon out of sync. The default is a
    /// working day.
    pub soon_hours: u32,
}

impl Default for TimeSampling {
    fn default() -> Self {
        Self {
            samples: 8,
            fewest: 4,
            spacing_ms: 250,
            drift_ppm: 15,
            stale_after_s: 1 << 17,
            holdover_ppm: 15,
            soon_hours: 8,
        }
    }
}

/// The sources of time that the text names.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum TimeSourceClass {
    /// A generally recognised international source.
    International,
    /// The standard of the unit of time of the Republic.
    NationalStandard,
    /// A satellite system of global positioning.
    Satellite,
}

impl TimeSourceClass {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::NationalStandard => "national-standard",
            Self::Satellite => "satellite",
        }
    }
}

/// A server or a key-protection complex, as declared.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Asset {
    /// Server or key-protection complex.
    pub kind: AssetKind,
    /// Main or reserve.
    pub role: AssetRole,
    /// Serial number on the plate.
    pub serial: String,
    /// Model.
    pub model: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// The room it stands in.
    pub room: String,
}

/// What an asset is.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum AssetKind {
    /// A hardware-software complex that protects the authority's main keys.
    KeyProtection,
    /// A server.
    Server,
}

impl AssetKind {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeyProtection => "key-protection",
            Self::Server => "server",
        }
    }
}

/// Whether an asset carries the service or waits for the other to fail.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum AssetRole {
    /// Carries the service.
    Main,
    /// Takes over.
    Reserve,
}

impl AssetRole {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Reserve => "reserve",
        }
    }
}
