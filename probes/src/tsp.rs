//! Time-stamping services.

mod ask;
mod series;
mod stamp;
mod token;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&token::Token];
