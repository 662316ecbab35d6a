//! Status services.

mod ask;
mod hear;
mod status;
mod unissued;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&status::Status];
