//! The drill in which the main path is interrupted.

use serde::{Deserialize, Serialize};

use super::{ExchangeId, Moment, Target, When};

/// One step of the drill. All steps with one `begun` belong together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CableStep {
    /// When the drill began.
    pub begun: jiff::Timestamp,
    /// When the step was taken.
    pub when: When,
    /// What happened.
    pub event: CableEvent,
}

/// What happened.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum CableEvent {
    /// The tool began to look.
    Begun {
        /// What it looks at, over every channel.
        targets: Vec<Target>,
        /// Hosts that are not the authority's, which tell its path from the commission's link.
        others: Vec<String>,
        /// Milliseconds between two looks.
        every_ms: u64,
    },
    /// It stopped looking.
    Ended,
    /// It looked at one address.
    Looked {
        /// Which.
        target: Target,
        /// Over which channel.
        channel: String,
        /// When the question left.
        asked: When,
        /// When the answer was there, or its absence certain.
        answered: When,
        /// The exchange.
        exchange: ExchangeId,
    },
    /// It asked a host that is not the authority's.
    Other {
        /// Which.
        host: String,
        /// Over which channel.
        channel: String,
        /// When.
        asked: When,
        /// Whether it answered.
        reached: bool,
    },
    /// The main path was interrupted.
    Pulled(Moment),
    /// The main path was put back.
    Restored(Moment),
}
