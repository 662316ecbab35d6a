//! Clocks and zones.

mod bound;
mod exchange;
mod independence;
mod interval;
mod logs;
mod ntp_offset;
mod pacing;
mod packet;
mod reference;
mod select;
mod servers;
#[cfg(test)]
mod simulation;
mod sources;
mod state;
mod status;
mod survey;
mod table;
mod witnesses;
mod zone;

pub use logs::{LogAnchor, LogSample};
pub(crate) use pacing::in_turn;
pub use pacing::{NtpPacing, NtpPlan, NtpSample};
pub(crate) use reference::{LAPTOP_CLOCK_UNCHECKED, Reference, reference};

pub use status::Transcript;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] =
    &[&ntp_offset::NtpOffset, &servers::Servers, &witnesses::Witnesses, &zone::Zone];
