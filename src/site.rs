//! The real [`Site`]: sockets, the clock and the machine, each look within its bounds.
//!
//! **Invariant:** nothing is asked but what [`Networks`] allows, and the addresses are compared
//! where the connection is made, after the name was resolved: an answer of the name service that
//! changes between two looks, a redirect and a number written in an odd way meet the same check.
//!
//! **Invariant:** every look ends. [`Limits`] holds the bounds and is printed in the report.
//!
//! A proxy that the machine is set to is not used: it would connect in the tool's place, and the
//! check of the addresses would not reach it.

mod connect;
mod host;
mod http;
mod interrupt;
mod limits;
mod network;
mod ntp;
mod route;
mod sampler;
mod tls;

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use probes::{
    ConnectAnswer, HostFacts, HttpAnswer, HttpRequest, NtpAnswer, NtpPlan, NtpSample, Site,
    SiteError, SiteFailure, TlsAnswer, TlsRequest,
};
use serde::Serialize;

pub use limits::Limits;
pub use network::{InvalidNetwork, Network, Networks};
pub use route::{NoRoute, Route};
pub use sampler::{Event, NoSampling, Sampled, Sampling};

/// The world outside the program.
pub struct World {
    limits: Limits,
    networks: Networks,
    http: Arc<http::Clients>,
    began: ntp::Began,
    looks: Mutex<Vec<Look>>,
}

/// One look at the world, for the journal: where it led, and what came of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Look {
    /// When it began.
    pub at: Timestamp,
    /// What was asked, as given.
    pub asked: String,
    /// The addresses that were asked in turn; more than one where the service redirected.
    pub hops: Vec<Hop>,
    /// Bytes of the body or of the datagram that came back.
    pub bytes: u64,
    /// What went wrong, where something did.
    pub failure: Option<SiteFailure>,
}

/// One address on the way of a look.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Hop {
    /// The URL, or the name of the time server.
    pub url: String,
    /// The network address and port that answered.
    pub address: Option<String>,
    /// The status code.
    pub status: Option<u16>,
}

/// The world cannot be looked at from this machine at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot prepare to ask services over the network: {message}")]
pub struct NoWorld {
    /// What the operating system or the library reported.
    pub message: String,
}

impl World {
    /// Prepares to look within `networks` and `limits`.
    ///
    /// # Errors
    ///
    /// [`NoWorld`] if the operating system gives no threads or no sockets.
    pub fn new(networks: Networks, limits: Limits) -> Result<Self, NoWorld> {
        let http = Arc::new(http::Clients::new(&networks, &limits, Route::default())?);
        let began = ntp::Began::now();
        Ok(Self { limits, networks, http, began, looks: Mutex::new(Vec::new()) })
    }

    /// Prepares to look over a channel, within the same networks and limits.
    ///
    /// # Errors
    ///
    /// [`NoWorld`] if connections cannot leave by the channel.
    pub fn over(&self, channel: &probes::sampling::Channel) -> Result<Self, NoWorld> {
        let (networks, limits) = (self.networks.clone(), self.limits.clone());
        let route = Route::of(channel).map_err(|it| NoWorld { message: it.to_string() })?;
        let http = Arc::new(http::Clients::new(&networks, &limits, route)?);
        Ok(Self { limits, networks, http, began: self.began, looks: Mutex::new(Vec::new()) })
    }

    /// The bounds of every look, for the report.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The networks that may be asked, for the report.
    #[must_use]
    pub const fn networks(&self) -> &Networks {
        &self.networks
    }

    /// Every look since the last call, in the order in which they ended.
    #[must_use]
    pub fn take_looks(&self) -> Vec<Look> {
        std::mem::take(&mut *self.looks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Calls `first` when a person asks the program to end (Ctrl-C, or the request of the system to
    /// terminate), so that it can end by itself. A second request ends it at once.
    pub fn on_interrupt(&self, first: impl FnOnce() + Send + 'static) {
        self.http.begin(async move {
            interrupt::asked().await;
            first();
            interrupt::asked().await;
            std::process::exit(interrupt::EXIT);
        });
    }

    fn ground(&self) -> ntp::Ground<'_> {
        ntp::Ground {
            names: &self.http,
            networks: &self.networks,
            limits: &self.limits,
            began: self.began,
        }
    }

    fn note(&self, look: Look) {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner).push(look);
    }
}

impl Site for World {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        let at = self.now();
        let mut hops = Vec::new();
        let result = self.http.ask(request, &self.networks, &self.limits, &mut hops);
        self.note(Look {
            at,
            asked: request.url.clone(),
            hops,
            bytes: result.as_ref().map_or(0, |it| it.body.length()),
            failure: result.as_ref().err().map(|it| it.failure),
        });
        result
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        let at = self.now();
        let mut hops = Vec::new();
        let result = ntp::ask(self.ground(), server, &mut hops);
        self.note(Look {
            at,
            asked: server.to_owned(),
            hops,
            bytes: result.as_ref().map_or(0, |it| count(&it.reply)),
            failure: result.as_ref().err().map(|it| it.failure),
        });
        result
    }

    fn tls(&self, request: &TlsRequest) -> Result<TlsAnswer, SiteError> {
        let at = self.now();
        let mut hops = Vec::new();
        let result = tls::ask(request, &self.http, &self.networks, &self.limits, &mut hops);
        self.note(Look {
            at,
            asked: request.endpoint.clone(),
            hops,
            bytes: result.as_ref().map_or(0, |it| it.certificates.iter().map(|it| count(it)).sum()),
            failure: result.as_ref().err().map(|it| it.failure),
        });
        result
    }

    fn ntp_samples(&self, plan: &NtpPlan) -> Vec<NtpSample> {
        let sampled = ntp::samples(self.ground(), plan);
        sampled
            .into_iter()
            .map(|it| {
                let answer = &it.sample.answer;
                self.note(Look {
                    at: it.begun_at,
                    asked: it.sample.peer.clone(),
                    hops: it.hop.into_iter().collect(),
                    bytes: answer.as_ref().map_or(0, |it| count(&it.reply)),
                    failure: answer.as_ref().err().map(|it| it.failure),
                });
                it.sample
            })
            .collect()
    }

    fn connect(&self, peer: &str) -> Result<ConnectAnswer, SiteError> {
        let at = self.now();
        let mut hops = Vec::new();
        let result = connect::connect(peer, &self.http, &self.networks, &self.limits, &mut hops);
        let failure = result.as_ref().err().map(|it| it.failure);
        self.note(Look { at, asked: peer.to_owned(), hops, bytes: 0, failure });
        result
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        host::facts(self.now())
    }
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn failed(peer: &str, failure: SiteFailure, message: impl Into<String>) -> SiteError {
    SiteError { peer: peer.to_owned(), failure, message: message.into() }
}
