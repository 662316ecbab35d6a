//! The field probes: each one collects evidence and judges it.
//!
//! **Invariant:** [`Probe::judge`] is a pure function of a requirement, of evidence and of the day
//! of the inspection. The same dossier gives the same verdicts on any machine, on any day.
//!
//! **Invariant:** a probe reaches the world only through [`Site`].

mod answer;
mod assets;
mod case;
mod certificates;
mod connection;
mod crl;
mod declaration;
mod drill;
mod exchange;
mod host;
mod judge;
mod listed;
mod moment;
mod net;
mod network;
mod ocsp;
mod person;
mod pki;
mod probe;
mod register;
mod registry;
pub mod sampling;
mod site;
mod sum;
mod time;
mod tsp;
mod verifier;

pub use answer::{Answer, AssetFound, MeasureTaken, Seen};
pub use declaration::{
    Anchor, Asset, AssetKind, AssetRole, Declaration, DeclaredChannel, DeclaredService, Hierarchy,
    ListSchedule, OfferedService, RegistrationCentre, TimeReference, TimeSampling, TimeServer,
    TimeSourceClass,
};
pub use drill::{
    CableEvent, CablePlan, CableStep, DrillStep, Moment, Other, Refusal, RevocationEvent,
    RevocationPlan, RevocationStep, Saw, Service, Target, When,
};
pub use exchange::MOST_DECODED;
pub use judge::{SAYS, judge};
pub use network::{DefaultRoute, Link, NetworkFacts, Resolver};
pub use probe::{CollectError, Probe, Question};
pub use register::{OidRegister, RegisteredOid};
pub use registry::{PROBES, by_id};
pub use site::{
    ConnectAnswer, HostFacts, HttpAnswer, HttpRequest, Interface, Method, NtpAnswer, Site,
    SiteError, SiteFailure, SteadyInstants, TlsAnswer, TlsOffer, TlsProof, TlsRequest, Volume,
    ZoneData, ZoneKeeper,
};
pub use time::{LogAnchor, LogSample, NtpPacing, NtpPlan, NtpSample, Transcript};
pub use verifier::{TestVector, VectorRun, VerifierAnswer, VerifierRun};
