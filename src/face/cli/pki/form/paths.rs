//! The form `pki-verify/2`: paths, the tree they form, what proves them.

use jiff::Timestamp;
use pki::path::{
    CandidatePath, Coverage, Evidence, EvidenceKind, EvidenceStatus, PathEnd, PathNode, PathReport,
    Spent,
};
use pki::{Certificate, Oid};
use serde::{Deserialize, Serialize};

use super::{Context, Found, Mentioned, Named, Outcome};

/// A path, anchor first.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PathForm {
    /// What it comes to.
    pub verdict: Outcome,
    /// Whether its first certificate is one that is trusted.
    pub anchored: bool,
    /// Why it goes no further up: `anchor`, `budget`, `cycle`, `issuer-missing`, `not-issuer`,
    /// `not-trusted`.
    pub end: String,
    /// What it comes to by each model of validity in time, where it is anchored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub models: Option<ModelsForm>,
    /// Its certificates.
    pub certificates: Vec<Mentioned>,
    /// What proves that they were or were not revoked.
    pub evidence: Vec<EvidenceForm>,
    /// Policies it is valid under, in the anchor's terms.
    pub policies: Vec<Named>,
    /// Those of them that are accepted.
    pub accepted_policies: Vec<Named>,
    /// Everything found about it.
    pub findings: Vec<Found>,
}

impl PathForm {
    fn new(path: &CandidatePath, context: &Context<'_>) -> Self {
        let named = |oids: &std::collections::BTreeSet<Oid>| oids.iter().map(Named::new).collect();
        Self {
            verdict: path.verdict.into(),
            anchored: path.anchored,
            end: end(path.end).to_owned(),
            models: path
                .models
                .map(|it| ModelsForm { shell: it.shell.into(), chain: it.chain.into() }),
            certificates: path.certificates.iter().map(Mentioned::new).collect(),
            evidence: path.evidence.iter().map(EvidenceForm::new).collect(),
            policies: named(&path.authority_constrained_policies),
            accepted_policies: named(&path.user_constrained_policies),
            findings: Found::all(&path.findings, context),
        }
    }
}

const fn end(end: PathEnd) -> &'static str {
    match end {
        PathEnd::Anchor => "anchor",
        PathEnd::Budget => "budget",
        PathEnd::Cycle => "cycle",
        PathEnd::IssuerMissing => "issuer-missing",
        PathEnd::NotIssuer => "not-issuer",
        PathEnd::NotTrusted => "not-trusted",
    }
}

/// What a path comes to by the two models of validity in time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModelsForm {
    /// Every certificate valid at the moment: RFC 5280. It makes the verdict.
    pub shell: Outcome,
    /// Every issuer valid when it issued.
    pub chain: Outcome,
}

/// A list or an answer that proves something about one certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EvidenceForm {
    /// SHA-256 of the certificate it is about.
    pub certificate: String,
    /// `crl`, `delta-crl`, `ocsp`.
    pub kind: String,
    /// SHA-256 of the list or the response.
    pub fingerprint: String,
    /// The issuer of the list, or the responder.
    pub issuer: String,
    /// The number of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When it was known to be so.
    pub this_update: Timestamp,
    /// When more was to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// When a response was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub produced_at: Option<Timestamp>,
    /// `current` at the moment of judgement, or `later`.
    pub coverage: String,
    /// `good`, `revoked`, `revoked-later`, `unknown`.
    pub says: String,
    /// Since when it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Why it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Since when its key is in doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid_since: Option<Timestamp>,
}

impl EvidenceForm {
    fn new(evidence: &Evidence) -> Self {
        let (says, revocation) = match evidence.says {
            EvidenceStatus::Good => ("good", None),
            EvidenceStatus::Revoked(it) => ("revoked", Some(it)),
            EvidenceStatus::RevokedLater(it) => ("revoked-later", Some(it)),
            EvidenceStatus::Unknown => ("unknown", None),
        };
        Self {
            certificate: evidence.certificate.to_string(),
            kind: match evidence.kind {
                EvidenceKind::Crl => "crl",
                EvidenceKind::DeltaCrl => "delta-crl",
                EvidenceKind::Ocsp => "ocsp",
            }
            .to_owned(),
            fingerprint: evidence.fingerprint.to_string(),
            issuer: evidence.issuer.clone(),
            number: evidence.number.clone(),
            this_update: evidence.this_update,
            next_update: evidence.next_update,
            produced_at: evidence.produced_at,
            coverage: match evidence.coverage {
                Coverage::Current => "current",
                Coverage::Later => "later",
            }
            .to_owned(),
            says: says.to_owned(),
            revoked_at: revocation.and_then(|it| it.date),
            reason: revocation.and_then(|it| it.reason).map(|it| it.name().to_owned()),
            invalid_since: revocation.and_then(|it| it.invalid_since),
        }
    }
}

/// One certificate of the tree of paths.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NodeForm {
    /// The certificate; the target at the root of the tree.
    pub certificate: Mentioned,
    /// What all paths through here share and no certificate below told.
    pub findings: Vec<Found>,
    /// The paths that end here.
    pub ends: Vec<LeafForm>,
    /// Its possible issuers, the rejected ones too; the one of the best path first.
    pub issuers: Vec<NodeForm>,
}

impl NodeForm {
    fn new(node: &PathNode<'_>, context: &Context<'_>) -> Self {
        let all = |findings: &[&pki::Finding]| {
            findings.iter().map(|it| Found::new(it, context)).collect()
        };
        Self {
            certificate: Mentioned::new(node.certificate),
            findings: all(&node.findings),
            ends: node
                .ends
                .iter()
                .map(|it| LeafForm { path: it.path + 1, findings: all(&it.findings) })
                .collect(),
            issuers: node.issuers.iter().map(|it| Self::new(it, context)).collect(),
        }
    }
}

/// The end of one path.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LeafForm {
    /// Its number in `paths`, from 1.
    pub path: usize,
    /// What no certificate of the tree told.
    pub findings: Vec<Found>,
}

/// What a question cost.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpentForm {
    /// Signatures verified.
    pub signatures: usize,
    /// Paths and dead ends looked at.
    pub candidates: usize,
    /// Names compared with constraints.
    pub names: usize,
    /// Nodes and edges of policy graphs.
    pub policies: usize,
}

impl From<Spent> for SpentForm {
    fn from(spent: Spent) -> Self {
        Self {
            signatures: spent.signatures,
            candidates: spent.candidates,
            names: spent.name_constraint_comparisons,
            policies: spent.policy_nodes,
        }
    }
}

/// What was found about one certificate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetForm {
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The certificate.
    pub certificate: Mentioned,
    /// What it comes to.
    pub verdict: Outcome,
    /// The moment it was judged at.
    pub at: Timestamp,
    /// When it was asked, where that is later: lists and answers from between count as proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// Every path looked at, the best one first.
    pub paths: Vec<PathForm>,
    /// The same paths as the tree they form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<NodeForm>,
    /// How many certificates of the best path nothing at hand tells the revocation of.
    pub revocation_unknown: usize,
    /// What the answer cost.
    pub spent: SpentForm,
    /// What is about no path of its own: limits of the search.
    pub findings: Vec<Found>,
}

impl TargetForm {
    pub(in super::super) fn new(
        target: &Certificate,
        report: &PathReport,
        (at, asked_at): (Timestamp, Option<Timestamp>),
        unknown: usize,
        context: &Context<'_>,
    ) -> Self {
        Self {
            file: None,
            certificate: Mentioned::new(target),
            verdict: report.verdict.into(),
            at,
            asked_at,
            paths: report.paths.iter().map(|it| PathForm::new(it, context)).collect(),
            tree: report.tree().map(|it| NodeForm::new(&it, context)),
            revocation_unknown: unknown,
            spent: report.spent.into(),
            findings: Found::all(&report.limits, context),
        }
    }
}

/// The answer of `pki verify`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VerifyForm {
    /// `pki-verify/2`.
    pub form: String,
    /// The worst of the targets.
    pub verdict: Outcome,
    /// Each certificate in question.
    pub targets: Vec<TargetForm>,
    /// What was odd about the files.
    pub findings: Vec<Found>,
}
