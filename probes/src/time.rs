//! Clocks and zones.

mod bound;
mod exchange;
mod independence;
mod ntp_offset;
mod pacing;
mod packet;
mod reference;
mod select;
#[cfg(test)]
mod simulation;
mod state;
mod status;
mod survey;
mod table;
mod zone;

pub(crate) use pacing::in_turn;
pub use pacing::{NtpPacing, NtpPlan, NtpSample};
pub(crate) use reference::{LAPTOP_CLOCK_UNCHECKED, Reference, reference};

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&ntp_offset::NtpOffset, &zone::Zone];
