//! Status services.

mod status;

pub(crate) use status::nonce;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&status::Status];
