//! Revocation lists.

mod availability;
mod content;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&availability::Availability, &content::Content];
