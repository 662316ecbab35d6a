//! What anyone may have added to a signature since it was made: time-stamps and counter-signatures.
//!
//! Nothing here can make a good signature bad, so about the signature itself it speaks in remarks.

use super::{
    AttributeRule, COUNTER_DEPTH, COUNTER_LIMIT, SignerInfo, SignerReport, reading,
    verification::{self, Content, Subject},
};
use crate::{
    ber,
    finding::{Finding, Weight, codes},
    oid::known,
    tlv::Malformed,
    tsp::{TimestampToken, TspQuestion},
};

/// What is left of the work that attributes nobody signed may cause.
pub(super) struct Budget {
    checks: usize,
    depth: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { checks: COUNTER_LIMIT, depth: 0 }
    }

    /// Takes one check; says once for a signature that there are none left.
    fn take(&mut self, report: &mut SignerReport) -> bool {
        match self.checks.checked_sub(1) {
            Some(left) => {
                self.checks = left;
                true
            }
            None => {
                beyond("counter-signatures and time-stamps", COUNTER_LIMIT, report);
                false
            }
        }
    }
}

fn beyond(what: &str, limit: usize, report: &mut SignerReport) {
    let finding =
        Finding::remark(&codes::CMS_COUNTER_LIMIT).with("what", what).with("limit", limit);
    if !report.findings.contains(&finding) {
        report.findings.push(finding);
    }
}

/// Judges the unsigned attributes of a signature.
pub(super) fn judge(
    info: &SignerInfo,
    subject: &Subject<'_>,
    budget: &mut Budget,
    report: &mut SignerReport,
) {
    if let Some(error) = &info.unsigned_defect {
        report
            .findings
            .push(Finding::remark(&codes::CMS_UNSIGNED_ATTRIBUTES_FORM).with("reason", error));
    }
    for attribute in &info.unsigned_attributes {
        for value in &attribute.values {
            if attribute.oid == known::ATTRIBUTE_COUNTER_SIGNATURE {
                counter_signature(value, info, subject, budget, report);
            } else if attribute.oid == known::ATTRIBUTE_TIME_STAMP && budget.take(report) {
                time_stamp(value, info, report);
            }
        }
    }
}

fn time_stamp(value: &[u8], info: &SignerInfo, report: &mut SignerReport) {
    match TimestampToken::read(value) {
        Ok((token, _)) => {
            let stamp = token.check(&TspQuestion::over(&info.signature));
            if !stamp.valid {
                report.findings.push(
                    Finding::remark(&codes::CMS_TIMESTAMP_NOT_VALID)
                        .with("reason", reasons(&stamp.findings)),
                );
            }
            report.timestamps.push(stamp);
        }
        Err(error) => report
            .findings
            .push(Finding::remark(&codes::CMS_TIMESTAMP_UNREADABLE).with("reason", error)),
    }
}

/// Judges a signature over the signature value
/// ([RFC 5652 section 11.4](https://www.rfc-editor.org/rfc/rfc5652#section-11.4)), and those over
/// it in turn.
fn counter_signature(
    value: &[u8],
    info: &SignerInfo,
    subject: &Subject<'_>,
    budget: &mut Budget,
    report: &mut SignerReport,
) {
    if budget.depth >= COUNTER_DEPTH {
        return beyond("levels of counter-signatures", COUNTER_DEPTH, report);
    }
    if !budget.take(report) {
        return;
    }
    let mut reader = ber::Reader::new(value);
    let signer = reader.next().and_then(|element| reading::signer(&element)).and_then(|signer| {
        let rest = reader.rest().len();
        if rest == 0 { Ok(signer) } else { Err(Malformed::Trailing(rest)) }
    });
    let over = Subject {
        content: Content::Here(&info.signature),
        kind: None,
        rule: AttributeRule::Standard,
        ..*subject
    };
    budget.depth += 1;
    let position = report.counter_signatures.len();
    let counter = verification::report(position, &signer, &over, &mut Vec::new(), budget);
    budget.depth -= 1;
    if !counter.valid {
        report.findings.push(
            Finding::remark(&codes::CMS_COUNTER_SIGNATURE)
                .with("reason", reasons(&counter.findings)),
        );
    }
    report.counter_signatures.push(counter);
}

/// The codes of what stands against an object.
fn reasons(findings: &[Finding]) -> String {
    let against = findings.iter().filter(|finding| finding.weight != Weight::Remark);
    against.map(|finding| finding.code).collect::<Vec<_>>().join(", ")
}
