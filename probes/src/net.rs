//! Addresses of services.

mod availability;
mod centres;
mod chain;
mod endpoints;
mod failover;
mod https;
mod paths;
mod reach;
mod session;
mod tls;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[
    &availability::Availability,
    &centres::Centres,
    &endpoints::Endpoints,
    &failover::Failover,
    &paths::Paths,
    &tls::Tls,
];
