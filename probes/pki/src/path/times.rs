//! Validity in time by the two models in use.
//!
//! - *Shell*: every certificate of the path is valid at the moment of judgement. This is
//!   [RFC 5280 section 6.1.3 (a)(2)](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.3), and it
//!   alone makes the verdict. With the time of a signature as the moment it is what is called the
//!   hybrid model.
//! - *Chain*: the target is valid at the moment, and every issuer was valid when it issued the
//!   certificate below it, for which the beginning of that certificate's validity stands.
//!
//! They differ where an issuer has expired since, and where an issuing certificate is younger than
//! what hangs below it: a root certified anew over the same key, as the national root of 2020 is
//! above an authority of 2019.

use jiff::Timestamp;

use super::{Evidence, EvidenceStatus, PathVerdict};
use crate::certificate::Certificate;
use crate::crl::Reason;
use crate::finding::{Finding, codes, instant};

/// What a path is worth in each model, all other rules being the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeModels {
    /// By RFC 5280: the path's own verdict.
    pub shell: PathVerdict,
    /// With each issuer judged at the time it issued.
    pub chain: PathVerdict,
}

impl PathVerdict {
    /// As facts say it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Undetermined => "undetermined",
            Self::Valid => "valid",
        }
    }
}

/// Judges an anchored path (anchor first) by both models, and adds where they differ.
pub(super) fn models(
    certificates: &[Certificate],
    at: Timestamp,
    evidence: &[Evidence],
    findings: &mut Vec<Finding>,
) -> TimeModels {
    let shell = PathVerdict::of(findings.iter());
    let target = certificates.last();
    let is_target = |finding: &Finding| finding.about == target.map(Certificate::fingerprint);
    let mut links = Vec::new();
    let mut late_revocations = Vec::new();
    for pair in certificates.windows(2) {
        let [issuer, subject] = pair else { continue };
        let issued = subject.not_before();
        if issued < issuer.not_before() || issued > issuer.not_after() {
            links.push(
                Finding::remark(&codes::PATH_ISSUER_NOT_VALID_AT_ISSUE)
                    .about(subject.fingerprint())
                    .with("issued", instant(issued))
                    .with("issuer", issuer.subject())
                    .with("not_after", instant(issuer.not_after()))
                    .with("not_before", instant(issuer.not_before())),
            );
        }
        if revoked_after(issuer, issued, evidence) {
            late_revocations.push(issuer.fingerprint());
        }
    }
    // What the chain model judges by itself: times of issuers, and revocations of issuers that
    // came after they had issued.
    let elsewhere = |finding: &&Finding| {
        let time = [codes::PATH_EXPIRED.code, codes::PATH_NOT_YET_VALID.code]
            .contains(&finding.code)
            && !is_target(finding);
        let revoked = finding.code == codes::PATH_REVOKED.code
            && finding.about.is_some_and(|about| late_revocations.contains(&about));
        !time && !revoked
    };
    let rest = PathVerdict::of(findings.iter().filter(elsewhere));
    let chain = if links.is_empty() { rest } else { PathVerdict::Invalid };
    findings.append(&mut links);
    if shell != chain
        && let Some(target) = target
    {
        findings.push(
            Finding::remark(&codes::PATH_TIME_MODELS_DIFFER)
                .about(target.fingerprint())
                .with("at", instant(at))
                .with("chain", chain.name())
                .with("shell", shell.name()),
        );
    }
    TimeModels { shell, chain }
}

/// Whether the issuer's revocation came after it had issued and does not reach back: the loss of a
/// key does.
fn revoked_after(issuer: &Certificate, issued: Timestamp, evidence: &[Evidence]) -> bool {
    if evidence.is_empty() {
        return false;
    }
    let about = issuer.fingerprint();
    let mut revocations =
        evidence.iter().filter(|it| it.certificate == about).filter_map(|it| match &it.says {
            EvidenceStatus::Revoked(revocation) => Some(revocation),
            EvidenceStatus::Good | EvidenceStatus::RevokedLater(_) | EvidenceStatus::Unknown => {
                None
            }
        });
    let mut any = false;
    let all = revocations.all(|revocation| {
        any = true;
        let compromised = matches!(
            revocation.reason,
            Some(Reason::KeyCompromise | Reason::CaCompromise | Reason::AaCompromise)
        );
        let since = revocation.invalid_since.or(revocation.date);
        !compromised && since.is_some_and(|since| since > issued)
    });
    any && all
}
