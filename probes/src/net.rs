//! Addresses of services.

mod endpoints;
mod paths;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&endpoints::Endpoints, &paths::Paths];
