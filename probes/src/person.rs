//! Requirements that a member of the commission judges by looking.

mod answer;

use crate::Probe;

pub(crate) const PROBES: &[&dyn Probe] = &[&answer::PersonAnswer];
