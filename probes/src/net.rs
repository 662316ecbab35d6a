//! Addresses of services.

mod endpoints;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&endpoints::Endpoints];
