//! Clocks and zones.

mod ntp_offset;
mod status;
mod zone;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&ntp_offset::NtpOffset, &zone::Zone];
