//! Time-stamping services.

mod token;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&token::Token];
