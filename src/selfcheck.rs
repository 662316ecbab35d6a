//! What an authority uses that checks itself before a commission comes: the same checklists, the
//! same probes and the same verdicts, and in the end a report, which gives no right.
//!
//! The dossier lies in the folder of the report and stays there, so that each run adds to it. How
//! the last look stands in place of the earlier ones: [`crate::inspection`].

pub mod answer;
pub mod readiness;
pub mod template;
pub mod watch;
