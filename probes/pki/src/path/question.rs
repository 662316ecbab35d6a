//! What is asked about a certificate, and how much the answer may cost.

use jiff::{SignedDuration, Timestamp};

use super::{PolicyInputs, ReferenceName, Rules};
use crate::certificate::{Certificate, KeyUsage};
use crate::crl::Crl;
use crate::ocsp::OcspResponse;
use crate::oid::Oid;

/// How revocation counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RevocationMode {
    /// A certificate on a list is revoked; one that nothing covers is remarked on.
    #[default]
    IfKnown,
    /// Nothing is looked up.
    Off,
    /// A certificate that no list and no answer covers leaves the path undetermined.
    Required,
    /// Only the target that no list and no answer covers does so.
    RequiredOfTarget,
}

/// How much work one question may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Signatures verified.
    pub signatures: usize,
    /// Paths and dead ends looked at.
    pub candidates: usize,
    /// Names compared with constraints.
    pub name_constraint_comparisons: usize,
    /// Nodes and edges of policy graphs.
    pub policy_nodes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            signatures: 100,
            candidates: 200,
            name_constraint_comparisons: 250_000,
            policy_nodes: 10_000,
        }
    }
}

/// The most certificates of one path, anchor and target included.
pub const LONGEST_PATH: usize = 32;

/// What was spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Signatures verified.
    pub signatures: usize,
    /// Paths and dead ends looked at.
    pub candidates: usize,
    /// Names compared with constraints.
    pub name_constraint_comparisons: usize,
    /// Nodes and edges of policy graphs.
    pub policy_nodes: usize,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct PathQuestion<'a> {
    /// The certificate in question.
    pub target: &'a Certificate,
    /// Certificates trusted without proof.
    pub anchors: &'a [Certificate],
    /// Certificates that may lie between; the target and anchors among them do no harm.
    pub candidates: &'a [Certificate],
    /// Revocation lists at hand.
    pub crls: &'a [Crl],
    /// Answers of responders at hand, about whichever certificates.
    pub ocsp: &'a [OcspResponse],
    /// The moment of judgement.
    pub at: Timestamp,
    /// When the question is put, where that is later than `at`: lists and answers issued between
    /// the two then count as proof of how things stood at `at`. None when both are the same.
    pub asked_at: Option<Timestamp>,
    /// How old an answer of a responder may be at the moment that does not say until when it
    /// holds; none for any age. Such a responder says that there is newer news at any time
    /// ([RFC 6960 section 4.2.2.1](https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.1)).
    pub longest_answer: Option<SignedDuration>,
    /// How revocation counts.
    pub revocation: RevocationMode,
    /// Policy inputs.
    pub policies: PolicyInputs,
    /// Uses the target's key must be allowed.
    pub key_usage: Option<KeyUsage>,
    /// A purpose the target's key must be for.
    pub purpose: Option<&'a Oid>,
    /// Names by which the target was addressed; it must present each.
    pub names: &'a [ReferenceName],
    /// Rules beyond those of section 6. Constraints in an anchor's own certificate are among them
    /// and off by default: to
    /// [RFC 5280 section 6.1.1 (d)](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.1) an
    /// anchor is a name and a key, and nothing else of its certificate takes part.
    pub rules: Rules,
    /// Whether every path is looked at, also after a valid one is found.
    pub all_paths: bool,
    /// How much it may cost.
    pub budget: Budget,
}

impl<'a> PathQuestion<'a> {
    /// A question with nothing but a target, anchors and a moment.
    #[must_use]
    pub fn new(target: &'a Certificate, anchors: &'a [Certificate], at: Timestamp) -> Self {
        Self {
            target,
            anchors,
            candidates: &[],
            crls: &[],
            ocsp: &[],
            at,
            asked_at: None,
            longest_answer: None,
            revocation: RevocationMode::default(),
            policies: PolicyInputs::default(),
            key_usage: None,
            purpose: None,
            names: &[],
            rules: Rules::default(),
            all_paths: false,
            budget: Budget::default(),
        }
    }

    /// Until when evidence may have been issued.
    pub(super) fn known_until(&self) -> Timestamp {
        self.asked_at.map_or(self.at, |asked| asked.max(self.at))
    }
}
