//! Addresses of services.

mod centres;
mod endpoints;
mod paths;
mod reach;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&centres::Centres, &endpoints::Endpoints, &paths::Paths];
