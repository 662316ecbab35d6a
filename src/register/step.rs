//! The steps from an act that came in to a decision, each as the action that an officer signs.
//!
//! A step names the version of the row that the officer saw: whoever changed it meanwhile is found
//! out. Where none is named it is the version that was read for the step.

use model::Order;

use super::decision::{Decision, Proposal, RefusalProposal};
use super::matter::Matter;
use super::statement::{About, Action};
use super::taking::Taking;

impl Action {
    /// To take in an act.
    #[must_use]
    pub fn take(taking: Taking) -> Self {
        Self::Take(Box::new(taking))
    }

    /// To accept it for decision.
    #[must_use]
    pub fn accept(matter: &Matter, seen: Option<i64>) -> Self {
        let version = seen.unwrap_or(matter.version);
        Self::Accept { matter: matter.id, version, act: matter.taking.act }
    }

    /// To return it to the commission with comments.
    #[must_use]
    pub fn give_back(matter: &Matter, seen: Option<i64>, comment: &str) -> Self {
        let (version, act) = (seen.unwrap_or(matter.version), matter.taking.act);
        Self::Return { matter: matter.id, version, act, comment: comment.to_owned() }
    }

    /// To propose a decision about it.
    #[must_use]
    pub fn propose(matter: &Matter, seen: Option<i64>, proposal: Proposal) -> Self {
        let version = seen.unwrap_or(matter.version);
        Self::Propose { about: About::Matter(matter.id), version, proposal }
    }

    /// To confirm what another officer proposed.
    #[must_use]
    pub fn confirm(decision: &Decision, seen: Option<i64>) -> Self {
        let version = seen.unwrap_or(decision.version);
        Self::Confirm { decision: decision.id, version, proposal: decision.statement }
    }

    /// Not to confirm it.
    #[must_use]
    pub fn reject(decision: &Decision, seen: Option<i64>, reason: &str) -> Self {
        let (version, proposal) = (seen.unwrap_or(decision.version), decision.statement);
        Self::Reject { decision: decision.id, version, proposal, reason: reason.to_owned() }
    }
}

impl RefusalProposal {
    /// A refusal on grounds, each with its facts; the facts of a ground that is named again are
    /// added to it.
    #[must_use]
    pub fn on(decision: Order, grounds: impl IntoIterator<Item = (u8, String)>) -> Self {
        let mut all = Self { decision, grounds: std::collections::BTreeMap::new() };
        for (ground, facts) in grounds {
            let known = all.grounds.entry(ground).or_default();
            if !known.is_empty() {
                known.push('\n');
            }
            known.push_str(&facts);
        }
        all
    }
}
