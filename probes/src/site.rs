use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::Timestamp;
use model::Content;
use serde::{Deserialize, Serialize};

use crate::{NtpPlan, NtpSample, Transcript};

/// The world as a probe may see it.
///
/// The application supplies the real one; tests supply one that answers from memory. Every look
/// has its bounds (bytes, seconds, redirects) inside the implementation.
pub trait Site {
    /// The clock of the inspector's machine.
    fn now(&self) -> Timestamp;

    /// Sends one HTTP request and takes the whole answer.
    ///
    /// # Errors
    ///
    /// [`SiteError`] if no complete answer arrives within the bounds.
    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError>;

    /// Sends one NTP request to `server` (`host` or `host:port`) and waits for one datagram.
    ///
    /// # Errors
    ///
    /// [`SiteError`] if no datagram arrives within the bounds.
    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError>;

    /// Samples several time servers at once and waits until every sample has ended.
    ///
    /// Samples come in the order in which they ended. What is provided here asks one server after
    /// the other without a pause.
    fn ntp_samples(&self, plan: &NtpPlan) -> Vec<NtpSample> {
        crate::time::in_turn(self, plan)
    }

    /// Begins a TLS session, keeps what was agreed and shown, and ends it.
    ///
    /// Whoever answers is taken as it comes, in order to look at it: nothing is sent over the
    /// session, and nothing is believed because of it.
    ///
    /// # Errors
    ///
    /// [`SiteError`] if no session is agreed within the bounds, or this site makes none.
    fn tls(&self, request: &TlsRequest) -> Result<TlsAnswer, SiteError> {
        let message = "this site begins no TLS sessions".to_owned();
        Err(SiteError { peer: request.endpoint.clone(), failure: SiteFailure::Other, message })
    }

    /// What this machine says about itself.
    ///
    /// # Errors
    ///
    /// [`SiteError`] if the operating system does not tell.
    fn host(&self) -> Result<HostFacts, SiteError>;

    /// What the time services of this machine print about themselves, where the tool was told that
    /// it runs on a server of the authority. Nothing otherwise: the inspector's own machine is no
    /// object of the inspection.
    fn run_time_tools(&self) -> Vec<Transcript> {
        Vec::new()
    }
}

/// One HTTP request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HttpRequest {
    /// GET or POST.
    pub method: Method,
    /// The address.
    pub url: String,
    /// Media type and bytes of the body.
    pub body: Option<(String, Vec<u8>)>,
}

impl HttpRequest {
    /// Asks for what lies at an address.
    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self { method: Method::Get, url: url.into(), body: None }
    }

    /// Sends bytes to an address.
    #[must_use]
    pub fn post(url: impl Into<String>, media_type: &str, bytes: Vec<u8>) -> Self {
        Self { method: Method::Post, url: url.into(), body: Some((media_type.into(), bytes)) }
    }
}

/// The method of an HTTP request.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// An HTTP answer, byte for byte.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HttpAnswer {
    /// When the request left, by [`Site::now`].
    pub sent_at: Timestamp,
    /// When the last byte arrived, by [`Site::now`].
    pub received_at: Timestamp,
    /// How long it took, in microseconds, by a clock that does not step.
    pub elapsed_us: u64,
    /// The address that answered, after redirects.
    pub url: String,
    /// The status code. Of a directory 200 where it gave the entry, and otherwise its own result
    /// code ([RFC 4511 section 4.1.9](https://www.rfc-editor.org/rfc/rfc4511#section-4.1.9)),
    /// which is never 200.
    pub status: u16,
    /// The header fields, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, in memory where it is small.
    pub body: Content,
}

/// An NTP request, the datagram that came back, and when.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NtpAnswer {
    /// The server that was asked, as it was named.
    pub peer: String,
    /// The address that its name led to; absent where the site does not tell.
    pub address: Option<SocketAddr>,
    /// When the request left, by [`Site::now`].
    pub sent_at: Timestamp,
    /// `sent_at` plus the time that passed by a clock that does not step.
    pub received_at: Timestamp,
    /// When the request left and the reply came, by a clock that does not step.
    pub steady: SteadyInstants,
    /// The request.
    pub request: Vec<u8>,
    /// The reply.
    pub reply: Vec<u8>,
}

/// Two instants by a clock that does not step, counted from when the run of the tool began.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SteadyInstants {
    /// What [`Site::now`] showed where this clock showed nothing.
    pub began_at: Timestamp,
    /// When the request left, in nanoseconds.
    pub sent_ns: u64,
    /// When the reply came, in nanoseconds.
    pub received_ns: u64,
}

/// A TLS session to be begun.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TlsRequest {
    /// `host:port`.
    pub endpoint: String,
    /// What is offered.
    pub offer: TlsOffer,
}

/// What a TLS client says it speaks.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsOffer {
    /// TLS 1.2 and 1.3, with every cipher suite that the tool speaks.
    Any,
    /// TLS 1.2 with the suites of GOST alone ([RFC 9189](https://www.rfc-editor.org/rfc/rfc9189)).
    /// The tool does not speak them: it goes no further than what the server chose and showed.
    Gost,
    /// TLS 1.0 alone, as far as what the server chose and showed.
    Tls10,
    /// TLS 1.1 alone, as far as what the server chose and showed.
    Tls11,
    /// TLS 1.2 alone.
    Tls12,
    /// TLS 1.3 alone.
    Tls13,
}

/// A TLS session that was begun.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TlsAnswer {
    /// The network address and port that answered.
    pub peer: String,
    /// When the first octet left, by [`Site::now`].
    pub sent_at: Timestamp,
    /// When the server's part of the handshake was complete, by [`Site::now`].
    pub received_at: Timestamp,
    /// How long that took, in microseconds, by a clock that does not step.
    pub elapsed_us: u64,
    /// The version that the server chose: `TLS 1.3`.
    pub version: String,
    /// The cipher suite that it chose, by its registered name, or its number where it has none
    /// here.
    pub cipher_suite: String,
    /// The group of the key exchange, where there is one.
    pub group: Option<String>,
    /// The protocol above, where the server chose one.
    pub protocol: Option<String>,
    /// The certificates that it showed, DER, in its order.
    pub certificates: Vec<Vec<u8>>,
    /// Whether the server showed that it holds the key of its certificate.
    pub proof: TlsProof,
}

/// Whether a server showed that it holds the key of its certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum TlsProof {
    /// Its signature over the handshake is that of the key.
    Given,
    /// The handshake was not carried so far.
    NotAsked,
    /// The signature is not that of the key, or cannot be verified here.
    NotVerified(String),
}

/// What a machine says about itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostFacts {
    /// Host name.
    pub name: String,
    /// Operating system, version and kernel.
    pub system: String,
    /// Processor and its logical cores.
    pub processor: String,
    /// Memory, in mebibytes.
    pub memory_mib: u64,
    /// Whether the machine says it is a virtual one, and which; absent where it does not tell.
    pub virtual_machine: Option<String>,
    /// Name of the time zone that the system is set to, where it tells.
    pub time_zone: Option<String>,
    /// Local time minus UTC, in seconds, by the system's own zone data.
    pub utc_offset_s: i32,
    /// The time zone data that lie on the machine, of the system and of what runs on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zone_data: Vec<ZoneData>,
    /// The machine's clock when the facts were taken.
    pub clock: Timestamp,
    /// Network interfaces.
    pub interfaces: Vec<Interface>,
    /// Disks.
    pub volumes: Vec<Volume>,
}

/// One network interface.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Interface {
    /// Name.
    pub name: String,
    /// Addresses with their prefix lengths.
    pub addresses: Vec<String>,
}

/// One disk.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Volume {
    /// Where it is mounted.
    pub mount: String,
    /// Size, in mebibytes.
    pub size_mib: u64,
    /// Free space, in mebibytes.
    pub free_mib: u64,
}

/// Time zone data on a machine.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ZoneData {
    /// The file or folder.
    pub place: String,
    /// Whose they are.
    pub keeper: ZoneKeeper,
    /// The edition that they name: `2024a`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What they give for Almaty at [`HostFacts::clock`], in seconds to the east of UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub almaty_offset_s: Option<i32>,
}

/// Whose time zone data are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZoneKeeper {
    /// A database server with data of its own.
    Database,
    /// A Java virtual machine.
    Java,
    /// The operating system.
    System,
}

impl ZoneKeeper {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Java => "java",
            Self::System => "system",
        }
    }
}

/// The site gave no answer.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{peer}: {failure:?}: {message}")]
pub struct SiteError {
    /// What was asked.
    pub peer: String,
    /// The kind of failure; the words for people are keyed by it.
    pub failure: SiteFailure,
    /// What the operating system or the library reported.
    pub message: String,
}

/// How a look at the site failed. Each cause has its name.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteFailure {
    /// The address is not one that the case lets the tool ask.
    AddressRefused,
    /// The answer broke off or was not the protocol spoken.
    BadAnswer,
    /// Nobody accepts the connection.
    ConnectionRefused,
    /// The time for the whole collection was over before the answer was there.
    DeadlineOver,
    /// The name has no address.
    NameUnresolved,
    /// Nothing came, or not all of it, in the time given.
    Silent,
    /// The secure connection could not be made.
    Tls,
    /// Redirected to where the case does not let the tool go, or away from a secure connection.
    RedirectRefused,
    /// The answer is larger than the limit.
    TooLarge,
    /// Redirected too often.
    TooManyRedirects,
    /// The operating system reported something else.
    Other,
}

impl SiteFailure {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AddressRefused => "address-refused",
            Self::BadAnswer => "bad-answer",
            Self::ConnectionRefused => "connection-refused",
            Self::DeadlineOver => "deadline-over",
            Self::NameUnresolved => "name-unresolved",
            Self::Other => "other",
            Self::RedirectRefused => "redirect-refused",
            Self::Silent => "silent",
            Self::Tls => "tls",
            Self::TooLarge => "too-large",
            Self::TooManyRedirects => "too-many-redirects",
        }
    }
}
