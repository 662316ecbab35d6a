//! Addresses of services.

mod chain;
mod endpoints;
mod https;
mod session;
mod tls;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&endpoints::Endpoints, &tls::Tls];
