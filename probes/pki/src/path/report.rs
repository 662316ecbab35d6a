//! What is answered: paths, why each ended where it did, and the tree they form.

use std::collections::BTreeSet;

use super::{Evidence, Spent, TimeModels};
use crate::certificate::Certificate;
use crate::finding::{Finding, Weight};
use crate::oid::Oid;

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
    /// The verdict that findings come to.
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        match findings.into_iter().map(|finding| finding.weight).max() {
            None | Some(Weight::Remark) => Self::Valid,
            Some(Weight::Undetermined) => Self::Undetermined,
            Some(Weight::Fatal) => Self::Invalid,
        }
    }
}

/// Why a path goes no further up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathEnd {
    /// Its first certificate is a trust anchor.
    Anchor,
    /// A budget ran out.
    Budget,
    /// Every possible issuer is already in the path.
    Cycle,
    /// No certificate of the issuer is at hand.
    IssuerMissing,
    /// The key of its first certificate did not sign the second; it is not followed further.
    NotIssuer,
    /// Its first certificate is self-signed and not trusted.
    NotTrusted,
}

/// One way from an anchor to the target, or as far as it went.
#[derive(Clone, Debug)]
pub struct CandidatePath {
    /// The certificates, nearest to the anchor first; the first one is the anchor when
    /// `anchored`.
    pub certificates: Vec<Certificate>,
    /// Whether it begins at a trust anchor.
    pub anchored: bool,
    /// Why it goes no further up.
    pub end: PathEnd,
    /// Everything found, in the order of the certificates.
    pub findings: Vec<Finding>,
    /// What the findings come to.
    pub verdict: PathVerdict,
    /// What the path is worth in each model of validity in time; none where it is not anchored.
    pub models: Option<TimeModels>,
    /// What proves that its certificates were or were not revoked, the nearest to the anchor
    /// first.
    pub evidence: Vec<Evidence>,
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

    /// The paths as the tree they form: the target at the root, at each certificate one branch
    /// for every issuer looked at, the rejected ones too. None when no path was looked at.
    ///
    /// Each finding stands once on every path: at the first certificate, going up, from which on
    /// all paths through it share the finding, or else at the path's own end.
    #[must_use]
    pub fn tree(&self) -> Option<PathNode<'_>> {
        let paths: Vec<(usize, &CandidatePath)> = self.paths.iter().enumerate().collect();
        node(&paths, 0, &[])
    }
}

/// One certificate in the tree of paths.
#[derive(Clone, Debug)]
pub struct PathNode<'r> {
    /// The certificate.
    pub certificate: &'r Certificate,
    /// What every path through this certificate shares, as far as it is about it or about
    /// certificates below it and was not told below.
    pub findings: Vec<&'r Finding>,
    /// Paths that end here.
    pub ends: Vec<PathLeaf<'r>>,
    /// The issuers looked at, in the order of the best path through each.
    pub issuers: Vec<PathNode<'r>>,
}

/// The end of one path in the tree.
#[derive(Clone, Debug)]
pub struct PathLeaf<'r> {
    /// Its position in [`PathReport::paths`].
    pub path: usize,
    /// The findings of the path that no certificate of the tree told.
    pub findings: Vec<&'r Finding>,
}

/// The node of the certificate `depth` steps above the target, which all `paths` go through.
fn node<'r>(
    paths: &[(usize, &'r CandidatePath)],
    depth: usize,
    told: &[&'r Finding],
) -> Option<PathNode<'r>> {
    let (_, first) = paths.first()?;
    let here = |path: &'r CandidatePath| path.certificates.iter().rev().nth(depth);
    let certificate = here(first)?;
    let below: Vec<_> =
        first.certificates.iter().rev().take(depth + 1).map(|it| Some(it.fingerprint())).collect();
    let findings: Vec<&Finding> = first
        .findings
        .iter()
        .filter(|finding| below.contains(&finding.about) && !told.contains(finding))
        .filter(|finding| paths.iter().all(|(_, path)| path.findings.contains(finding)))
        .collect();
    let told = [told, &findings].concat();
    let mut ends = Vec::new();
    // Branches in the order of their best paths, which come first.
    let mut branches: Vec<(&Certificate, Vec<(usize, &CandidatePath)>)> = Vec::new();
    for (position, path) in paths {
        match path.certificates.iter().rev().nth(depth + 1) {
            None => ends.push(PathLeaf {
                path: *position,
                findings: path.findings.iter().filter(|it| !told.contains(it)).collect(),
            }),
            Some(issuer) => match branches.iter_mut().find(|(other, _)| *other == issuer) {
                Some((_, group)) => group.push((*position, path)),
                None => branches.push((issuer, vec![(*position, path)])),
            },
        }
    }
    let issuers = branches.iter().filter_map(|(_, group)| node(group, depth + 1, &told)).collect();
    Some(PathNode { certificate, findings, ends, issuers })
}
