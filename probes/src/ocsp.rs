//! Status services.

mod status;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&status::Status];
