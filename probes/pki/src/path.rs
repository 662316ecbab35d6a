//! Certification paths: every way from a certificate to a trust anchor, judged and explained.
//!
//! Paths are searched depth first through issuers of the right name (an authority may have several
//! keys and several certificates for one key) and judged by
//! [RFC 5280 section 6](https://www.rfc-editor.org/rfc/rfc5280#section-6): signatures, validity,
//! revocation, name chaining, name constraints, policies, basic constraints, key usage, critical
//! extensions. A path that fails keeps *all* its findings. Work is bounded by a [`Budget`]; what
//! it cuts short is undetermined, never valid.
//!
//! The paths of a report form a tree from the target upwards ([`PathReport::tree`]). Each anchored
//! path tells what it is worth in the shell and in the chain model ([`TimeModels`]) and what proves
//! that its certificates were not revoked ([`Evidence`]).

mod anchor;
mod evidence;
mod identity;
mod judge;
mod keys;
mod names;
mod policy;
pub mod profile;
mod question;
mod report;
mod revocation;
mod search;
mod session;
mod syntax;
mod times;

pub use anchor::bare_anchor;
pub use evidence::{Coverage, Evidence, EvidenceKind, EvidenceStatus, Revocation};
pub use identity::ReferenceName;
pub use policy::PolicyInputs;
pub use profile::{Conformance, Profile, Rules};
pub use question::{Budget, LONGEST_PATH, PathQuestion, RevocationMode, Spent};
pub use report::{CandidatePath, PathEnd, PathLeaf, PathNode, PathReport, PathVerdict};
use search::Engine;
pub use session::Session;
pub use times::TimeModels;

/// Answers a question. While there is no valid path every way is looked at; whether also after one
/// is found, the question says.
#[must_use]
pub fn validate(question: &PathQuestion<'_>) -> PathReport {
    answer(None, question)
}

/// Answers one of many questions about certificates of the same authorities: the report is that of
/// [`validate`], found with less work.
#[must_use]
pub fn validate_in(session: &mut Session, question: &PathQuestion<'_>) -> PathReport {
    answer(Some(session), question)
}

fn answer(session: Option<&mut Session>, question: &PathQuestion<'_>) -> PathReport {
    let mut engine = Engine::new(session, question.budget);
    let paths = engine.search(question);
    let verdict = verdict(&paths, engine.limits.is_empty());
    PathReport {
        verdict,
        paths,
        spent: engine.spent,
        limits: engine.limits.into_values().collect(),
    }
}

fn verdict(paths: &[CandidatePath], complete: bool) -> PathVerdict {
    match paths.iter().map(|path| path.verdict).min() {
        Some(PathVerdict::Valid) => PathVerdict::Valid,
        Some(PathVerdict::Invalid) if complete => PathVerdict::Invalid,
        Some(PathVerdict::Invalid | PathVerdict::Undetermined) | None => PathVerdict::Undetermined,
    }
}

#[cfg(test)]
mod tests;
