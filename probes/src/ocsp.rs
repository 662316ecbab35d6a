//! Status services.

mod ask;
mod hear;
mod status;
mod unissued;

pub(crate) use ask::nonce;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&status::Status];
