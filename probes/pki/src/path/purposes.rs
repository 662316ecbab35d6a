//! Purposes of keys ([RFC 5280 section 4.2.1.12](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12)).

use super::PathQuestion;
use crate::certificate::Certificate;
use crate::finding::{Finding, codes};
use crate::oid::known;

/// Whether the target's key is for the purpose asked.
pub(super) fn check_target(
    target: &Certificate,
    question: &PathQuestion<'_>,
    findings: &mut Vec<Finding>,
) {
    findings.extend(missing(target, question));
}

/// Whether an authority may have certificates of the purpose below it, where the question wants
/// its extended key usage to mean that.
pub(super) fn check_authority(
    authority: &Certificate,
    question: &PathQuestion<'_>,
    findings: &mut Vec<Finding>,
) {
    if question.chain_purposes {
        findings.extend(missing(authority, question));
    }
}

fn missing(certificate: &Certificate, question: &PathQuestion<'_>) -> Option<Finding> {
    let wanted = question.purpose?;
    let purposes = certificate.extended_key_usage()?;
    if purposes.contains(wanted) || purposes.contains(&known::ANY_EXTENDED_KEY_USAGE) {
        return None;
    }
    let shown: Vec<String> = purposes.iter().map(ToString::to_string).collect();
    Some(
        Finding::fatal(&codes::PATH_PURPOSE)
            .about(certificate.fingerprint())
            .with("purposes", shown.join(" "))
            .with("wanted", wanted),
    )
}
