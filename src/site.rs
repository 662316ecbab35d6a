//! The real [`Site`]: sockets, the clock and the machine, each look within its bounds.
//!
//! **Invariant:** nothing is asked but what [`Networks`] allows, and the addresses are compared
//! where the connection is made, after the name was resolved: an answer of the name service that
//! changes between two looks, a redirect and a number written in an odd way meet the same check.
//!
//! **Invariant:** every look ends. [`Limits`] holds the bounds and is printed in the report. A
//! collection that was given a time ends with it: what was not asked by then is recorded so.
//!
//! A proxy that the machine is set to is not used: it would connect in the tool's place, and the
//! check of the addresses would not reach it. One that the case names is ([`Proxy`]).

mod connect;
mod host;
mod http;
mod interrupt;
mod ldap;
mod limits;
mod network;
mod ntp;
mod route;
mod sampler;
mod spool;
mod tls;
mod tools;
mod zone_data;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use probes::sampling::Channel;
use probes::{
    ConnectAnswer, HostFacts, HttpAnswer, HttpRequest, NtpAnswer, NtpPlan, NtpSample, Site,
    SiteError, SiteFailure, TlsAnswer, TlsRequest, Transcript,
};
use serde::Serialize;

pub use limits::Limits;
pub use network::{InvalidNetwork, Network, Networks, Proxy};
pub use route::{NoRoute, Route};
pub use sampler::{Event, NoSampling, Sampled, Sampling};
pub(crate) use tls::Looker;

/// A look that has less time than this is not begun.
const SHORTEST_LOOK: Duration = Duration::from_millis(5);

/// The world outside the program.
pub struct World {
    limits: Limits,
    networks: Networks,
    http: Arc<http::Clients>,
    began: ntp::Began,
    /// When the collection has to be over, once it began.
    deadline: Mutex<Option<Instant>>,
    looks: Mutex<Vec<Look>>,
    on_server: bool,
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
        let (deadline, looks) = (Mutex::default(), Mutex::default());
        Ok(Self { limits, networks, http, began, deadline, looks, on_server: false })
    }

    /// Tells that this machine is a server of the authority: what its time services print is then
    /// evidence. Nothing is run otherwise.
    #[must_use]
    pub const fn on_server(mut self) -> Self {
        self.on_server = true;
        self
    }

    /// Keeps bodies that are too large for the memory in this folder, until they are taken in.
    #[must_use]
    pub fn spooling_in(mut self, folder: PathBuf) -> Self {
        // Nobody else has the clients yet.
        if let Some(http) = Arc::get_mut(&mut self.http) {
            http.spool_in(folder);
        }
        self
    }

    /// Begins a collection: from now on its time runs, and every look ends with it.
    pub fn begin_collection(&self) {
        let time = self.limits.collection_ms.map(Duration::from_millis);
        let deadline = time.and_then(|it| Instant::now().checked_add(it));
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
    }

    /// Ends the collection: whatever is still to be asked is not asked any more.
    pub fn end_collection(&self) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// What is left of the collection's time; nothing where it has no end.
    #[must_use]
    pub fn time_left(&self) -> Option<Duration> {
        let deadline = *self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
        deadline.map(|it| it.saturating_duration_since(Instant::now()))
    }

    /// Makes one look within what is left of the collection's time, and notes it.
    fn look<T>(
        &self,
        asked: &str,
        bytes: impl Fn(&T) -> u64,
        look: impl FnOnce(&Limits, &mut Vec<Hop>) -> Result<T, SiteError>,
    ) -> Result<T, SiteError> {
        let at = self.now();
        let mut hops = Vec::new();
        let over = |message: String| failed(asked, SiteFailure::DeadlineOver, message);
        let result = match self.time_left() {
            Some(left) if left < SHORTEST_LOOK => {
                Err(over("not asked: the time for the collection was over".into()))
            }
            Some(left) => look(&self.limits.within(left), &mut hops).map_err(|error| {
                let waited = matches!(
                    error.failure,
                    SiteFailure::NameUnresolved | SiteFailure::Other | SiteFailure::Silent
                );
                let is_over = self.time_left().is_some_and(|it| it < SHORTEST_LOOK);
                if waited && is_over { over(error.message) } else { error }
            }),
            None => look(&self.limits, &mut hops),
        };
        self.note(Look {
            at,
            asked: asked.to_owned(),
            hops,
            bytes: result.as_ref().map_or(0, bytes),
            failure: result.as_ref().err().map(|it| it.failure),
        });
        result
    }

    /// Prepares to look over a channel, within the same networks and limits, with a new connection
    /// for every request. Who says nothing for as long as `patience` is not waited for.
    ///
    /// # Errors
    ///
    /// [`NoWorld`] if connections cannot leave by the channel.
    pub fn over(&self, channel: &Channel, patience: Duration) -> Result<Self, NoWorld> {
        let route = Route::of(channel).map_err(|it| NoWorld { message: it.to_string() })?.anew();
        let (networks, limits) = (self.networks.clone(), self.limits.impatient(patience));
        let http = Arc::new(http::Clients::new(&networks, &limits, route)?);
        let (deadline, looks) = (Mutex::default(), Mutex::default());
        Ok(Self { limits, networks, http, began: self.began, deadline, looks, on_server: false })
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

    fn ground<'a>(&'a self, limits: &'a Limits) -> ntp::Ground<'a> {
        ntp::Ground {
            names: &self.http,
            networks: &self.networks,
            limits,
            began: self.began,
            until: *self.deadline.lock().unwrap_or_else(PoisonError::into_inner),
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
        self.look(
            &request.url,
            |answer: &HttpAnswer| answer.body.length(),
            |limits, hops| self.http.ask(request, &self.networks, limits, hops),
        )
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        self.look(
            server,
            |answer: &NtpAnswer| count(&answer.reply),
            |limits, hops| ntp::ask(self.ground(limits), server, hops),
        )
    }

    fn tls(&self, request: &TlsRequest) -> Result<TlsAnswer, SiteError> {
        self.look(
            &request.endpoint,
            |answer: &TlsAnswer| answer.certificates.iter().map(|it| count(it)).sum(),
            |limits, hops| tls::ask(request, &self.http, &self.networks, limits, hops),
        )
    }

    fn ntp_samples(&self, plan: &NtpPlan) -> Vec<NtpSample> {
        let limits =
            self.time_left().map_or_else(|| self.limits.clone(), |left| self.limits.within(left));
        let sampled = ntp::samples(self.ground(&limits), plan);
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
        self.look(
            peer,
            |_| 0,
            |limits, hops| connect::connect(peer, &self.http, &self.networks, limits, hops),
        )
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        host::facts(self.now())
    }

    fn run_time_tools(&self) -> Vec<Transcript> {
        if self.on_server { tools::run() } else { Vec::new() }
    }
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn failed(peer: &str, failure: SiteFailure, message: impl Into<String>) -> SiteError {
    SiteError { peer: peer.to_owned(), failure, message: message.into() }
}
