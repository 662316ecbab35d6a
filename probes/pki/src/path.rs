//! Certification paths: every way from a certificate to a trust anchor, judged and explained.
//!
//! Paths are searched depth first through issuers of the right name (an authority may have several
//! keys and several certificates for one key) and judged by
//! [RFC 5280 section 6](https://www.rfc-editor.org/rfc/rfc5280#section-6): signatures, validity,
//! revocation, name chaining, name constraints, policies, basic constraints, key usage, critical
//! extensions. A path that fails keeps *all* its findings. Work is bounded by a [`Budget`]; what
//! it cuts short is undetermined, never valid.
//!
//! Validity is judged at the moment of the question alone: an issuing certificate may be younger
//! than the certificates below it (a root certified anew over the same key, as the national root
//! of 2020 is above an authority of 2019).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::algorithm::SignatureError;
use crate::certificate::{Certificate, KeyUsage};
use crate::crl::Crl;
use crate::finding::{Finding, Fingerprint, Weight, codes};
use crate::oid::Oid;

mod identity;
mod judge;
mod keys;
mod names;
mod policy;
pub mod profile;
mod revocation;
mod session;
mod syntax;

pub use identity::ReferenceName;
pub use policy::PolicyInputs;
pub use profile::{Conformance, Profile, Rules};
pub use session::Session;

/// How revocation counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RevocationMode {
    /// A certificate on a list is revoked; one without a usable list is remarked on.
    #[default]
    IfKnown,
    /// Nothing is looked up.
    Off,
    /// A certificate without a usable list leaves the path undetermined.
    Required,
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
    /// The moment of judgement.
    pub at: Timestamp,
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
    /// Rules beyond those of section 6.
    pub rules: Rules,
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
            at,
            revocation: RevocationMode::default(),
            policies: PolicyInputs::default(),
            key_usage: None,
            purpose: None,
            names: &[],
            rules: Rules::default(),
            budget: Budget::default(),
        }
    }
}

/// The answer about a path or about the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathVerdict {
    /// Every rule holds.
    Valid,
    /// Some rule could not be decided.
    Undetermined,
    /// Some rule is broken.
    Invalid,
}

impl PathVerdict {
    fn of(findings: &[Finding]) -> Self {
        match findings.iter().map(|finding| finding.weight).max() {
            None | Some(Weight::Remark) => Self::Valid,
            Some(Weight::Undetermined) => Self::Undetermined,
            Some(Weight::Fatal) => Self::Invalid,
        }
    }
}

/// One way from an anchor to the target, or as far as it went.
#[derive(Clone, Debug)]
pub struct CandidatePath {
    /// The certificates, nearest to the anchor first; the first one is the anchor when
    /// `anchored`.
    pub certificates: Vec<Certificate>,
    /// Whether it begins at a trust anchor.
    pub anchored: bool,
    /// Everything found, in the order of the certificates.
    pub findings: Vec<Finding>,
    /// What the findings come to.
    pub verdict: PathVerdict,
    /// Policies under which the path is valid, in the anchor's terms.
    pub authority_constrained_policies: BTreeSet<Oid>,
    /// Those of them the user accepts.
    pub user_constrained_policies: BTreeSet<Oid>,
}

/// What was found out.
#[derive(Clone, Debug)]
pub struct PathReport {
    /// Valid when one path is; undetermined when one could be; else invalid.
    pub verdict: PathVerdict,
    /// Best first; every path looked at, with all its findings.
    pub paths: Vec<CandidatePath>,
    /// What it cost.
    pub spent: Spent,
    /// Budgets that ran out; the search is then incomplete.
    pub limits: Vec<Finding>,
}

impl PathReport {
    /// The best path.
    #[must_use]
    pub fn best(&self) -> Option<&CandidatePath> {
        self.paths.first()
    }

    /// Policies of the best path, in the anchor's terms.
    #[must_use]
    pub fn authority_constrained_policies(&self) -> BTreeSet<Oid> {
        self.best().map(|path| path.authority_constrained_policies.clone()).unwrap_or_default()
    }

    /// Policies of the best path that the user accepts.
    #[must_use]
    pub fn user_constrained_policies(&self) -> BTreeSet<Oid> {
        self.best().map(|path| path.user_constrained_policies.clone()).unwrap_or_default()
    }
}

/// Answers a question. The search ends with the first valid path; while there is none, every way
/// is looked at.
#[must_use]
pub fn validate(question: &PathQuestion<'_>) -> PathReport {
    validate_in(&mut Session::default(), question)
}

/// Answers one of many questions about certificates of the same authorities: the report is that of
/// [`validate`], found with less work.
#[must_use]
pub fn validate_in(session: &mut Session, question: &PathQuestion<'_>) -> PathReport {
    let mut engine = Engine {
        session,
        spent: Spent::default(),
        budget: question.budget,
        signatures: BTreeMap::new(),
        lists: BTreeMap::new(),
        under_way: Vec::new(),
        limits: BTreeMap::new(),
    };
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

/// One question's work: what is spent, what is remembered.
struct Engine<'s> {
    /// What earlier questions found out.
    session: &'s mut Session,
    spent: Spent,
    budget: Budget,
    /// Results by signed certificate and issuer.
    signatures: BTreeMap<(Certificate, Certificate), Result<(), SignatureError>>,
    /// Findings by list and signer.
    lists: BTreeMap<(Fingerprint, Fingerprint), Vec<Finding>>,
    /// Signers of lists whose own paths are being judged, so that none rests on itself.
    under_way: Vec<Fingerprint>,
    limits: BTreeMap<&'static str, Finding>,
}

struct Search<'q> {
    question: &'q PathQuestion<'q>,
    /// Target first.
    chain: Vec<Certificate>,
    paths: Vec<CandidatePath>,
}

impl Engine<'_> {
    fn search(&mut self, question: &PathQuestion<'_>) -> Vec<CandidatePath> {
        let mut search =
            Search { question, chain: vec![question.target.clone()], paths: Vec::new() };
        if question.anchors.contains(question.target) {
            self.judged(&mut search);
        } else {
            self.climb(&mut search);
        }
        let mut paths = search.paths;
        // Stable: equally good paths stay in the order found. An anchored path explains more.
        paths.sort_by_key(|path| {
            let fatal =
                path.findings.iter().filter(|finding| finding.weight == Weight::Fatal).count();
            (path.verdict, !path.anchored, fatal)
        });
        paths
    }

    /// Tries every issuer of the last certificate of the chain; true when a valid path is found.
    fn climb(&mut self, search: &mut Search<'_>) -> bool {
        let Some(top) = search.chain.last().cloned() else { return false };
        if search.chain.len() >= LONGEST_PATH {
            self.exceeded("path-length", LONGEST_PATH);
            return false;
        }
        let issuers = issuers(search, &top);
        let mut signed = false;
        let mut strangers = Vec::new();
        for (issuer, trusted) in issuers {
            if self.stopped() {
                break;
            }
            match self.signature(&top, &issuer) {
                None => break,
                // A key that inherits its parameters may have signed; the path above it tells.
                // It is followed at once: a crowd of the same name behind it must not spend what
                // the true issuer needs.
                Some(Ok(()) | Err(SignatureError::ParametersMissing)) => {
                    signed = true;
                    if self.step(search, issuer, trusted) {
                        return true;
                    }
                }
                Some(Err(_)) => strangers.push((issuer, trusted)),
            }
        }
        if !signed && (strangers.is_empty() || self.is_self_signed(&top)) {
            self.dead_end(search, &top);
            return false;
        }
        for (index, (issuer, trusted)) in strangers.into_iter().enumerate() {
            if self.stopped() {
                return false;
            }
            // Without a signer the most likely issuer is followed all the same, to explain the
            // rest.
            if index == 0 && !signed {
                self.step(search, issuer, trusted);
            } else {
                search.chain.push(issuer);
                self.partial(search, trusted, Vec::new());
                search.chain.pop();
            }
        }
        false
    }

    fn step(&mut self, search: &mut Search<'_>, issuer: Certificate, trusted: bool) -> bool {
        if self.stopped() {
            return false;
        }
        search.chain.push(issuer);
        let found = if trusted { self.judged(search) } else { self.climb(search) };
        search.chain.pop();
        found
    }

    /// Records the chain, which ends at an anchor.
    fn judged(&mut self, search: &mut Search<'_>) -> bool {
        if !self.candidate() {
            return false;
        }
        let certificates: Vec<Certificate> = search.chain.iter().rev().cloned().collect();
        let path = judge::path(self, search.question, certificates, true, Vec::new());
        let valid = path.verdict == PathVerdict::Valid;
        search.paths.push(path);
        valid
    }

    /// Records the chain, which ends before an anchor, or at a link that is no link.
    fn partial(&mut self, search: &mut Search<'_>, anchored: bool, findings: Vec<Finding>) {
        if !self.candidate() {
            return;
        }
        let certificates: Vec<Certificate> = search.chain.iter().rev().cloned().collect();
        let path = judge::path(self, search.question, certificates, anchored, findings);
        search.paths.push(path);
    }

    fn dead_end(&mut self, search: &mut Search<'_>, top: &Certificate) {
        let finding = if self.is_self_signed(top) {
            Finding::fatal(&codes::PATH_ROOT_NOT_TRUSTED)
                .about(top.fingerprint())
                .with("subject", top.subject())
        } else {
            Finding::undetermined(&codes::PATH_ISSUER_NOT_FOUND)
                .about(top.fingerprint())
                .with("issuer", top.issuer())
        };
        self.partial(search, false, vec![finding]);
    }

    fn is_self_signed(&mut self, certificate: &Certificate) -> bool {
        certificate.is_self_issued()
            && self.signature(certificate, certificate).is_some_and(|result| result.is_ok())
    }

    fn candidate(&mut self) -> bool {
        if self.spent.candidates >= self.budget.candidates {
            self.exceeded("candidates", self.budget.candidates);
            return false;
        }
        self.spent.candidates += 1;
        true
    }

    fn stopped(&self) -> bool {
        !self.limits.is_empty()
    }

    fn exceeded(&mut self, what: &'static str, limit: usize) {
        let page = match what {
            "signatures" => &codes::PATH_BUDGET_SIGNATURES,
            "candidates" => &codes::PATH_BUDGET_CANDIDATES,
            "name-comparisons" => &codes::PATH_BUDGET_NAMES,
            "policy-nodes" => &codes::PATH_BUDGET_POLICIES,
            _ => &codes::PATH_BUDGET_LENGTH,
        };
        self.limits
            .entry(page.code)
            .or_insert_with(|| Finding::undetermined(page).with("limit", limit));
    }

    /// Takes one signature from the budget.
    fn take_signature(&mut self) -> bool {
        if self.spent.signatures >= self.budget.signatures {
            self.exceeded("signatures", self.budget.signatures);
            return false;
        }
        self.spent.signatures += 1;
        true
    }

    /// Whether `issuer`'s key signed `certificate`; none when the budget does not reach.
    fn signature(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Option<Result<(), SignatureError>> {
        let key = (certificate.clone(), issuer.clone());
        if let Some(result) = self.signatures.get(&key) {
            return Some(result.clone());
        }
        // Charged also when the session knows: the answer may not depend on earlier questions.
        if !self.take_signature() {
            return None;
        }
        let result = self.session.signature(certificate, issuer);
        self.signatures.insert(key, result.clone());
        Some(result)
    }
}

/// The possible issuers of `top` with whether each is an anchor, the likeliest first: by name, or,
/// where no name fits, by key identifier, so that a broken name chain is found and named.
fn issuers(search: &Search<'_>, top: &Certificate) -> Vec<(Certificate, bool)> {
    let question = search.question;
    let wanted_key = top.authority_key_id().and_then(|id| id.key_id.as_deref());
    let key_fits = |certificate: &Certificate| match (wanted_key, certificate.subject_key_id()) {
        (Some(wanted), Some(own)) => Some(wanted == own),
        _ => None,
    };
    let anchors = question.anchors.iter().map(|certificate| (certificate, true));
    let others = question.candidates.iter().map(|certificate| (certificate, false));
    let unused = |certificate: &Certificate| {
        !search.chain.iter().any(|used| {
            used == certificate
                || (used.subject() == certificate.subject()
                    && used.public_key() == certificate.public_key())
        })
    };
    let mut found: Vec<(Certificate, bool)> = Vec::new();
    let mut seen: BTreeSet<&Certificate> = BTreeSet::new();
    for by_name in [true, false] {
        for (certificate, trusted) in anchors.clone().chain(others.clone()) {
            let fits = if by_name {
                certificate.subject() == top.issuer()
            } else {
                key_fits(certificate) == Some(true)
            };
            if fits && unused(certificate) && seen.insert(certificate) {
                found.push((certificate.clone(), trusted));
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found.sort_by_key(|(certificate, trusted)| {
        let in_time =
            certificate.not_before() <= question.at && question.at <= certificate.not_after();
        let key_rank = match key_fits(certificate) {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        (key_rank, !trusted, !in_time)
    });
    found
}

#[cfg(test)]
mod tests;
