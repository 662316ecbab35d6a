//! Addresses of services.

mod availability;
mod chain;
mod endpoints;
mod https;
mod session;
mod tls;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] =
    &[&availability::Availability, &endpoints::Endpoints, &tls::Tls];
