//! Addresses of services.

mod availability;
mod endpoints;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&availability::Availability, &endpoints::Endpoints];
