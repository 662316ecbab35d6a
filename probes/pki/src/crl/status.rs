//! What lists say about one certificate.

use jiff::Timestamp;

use super::{Crl, Reason, RevokedEntry, Survey};
use crate::certificate::Certificate;
use crate::finding::{Finding, Fingerprint, Weight, codes, hex};
use crate::name::Name;

/// What is known about a certificate's revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevocationStatus {
    /// Not on a list that covers it.
    Good {
        /// The complete list that says so.
        crl: Fingerprint,
        /// Remarks on the lists used.
        findings: Vec<Finding>,
    },
    /// On a list.
    Revoked {
        /// The list that names it.
        crl: Fingerprint,
        /// When it was revoked.
        date: Option<Timestamp>,
        /// Why, when the list says so.
        reason: Option<Reason>,
        /// Remarks on the lists used.
        findings: Vec<Finding>,
    },
    /// No usable list covers it.
    Unknown {
        /// Why each list at hand is not usable.
        findings: Vec<Finding>,
    },
}

/// A list, and its entry of the certificate in question.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// The list.
    pub list: &'a Survey,
    /// The certificate's entry, if it has one.
    pub entry: Option<RevokedEntry>,
}

/// The status of a serial under its issuer by one complete list and the deltas to it at `at`.
/// Every list is checked first; deltas that do not belong to the base are left out with a finding.
#[must_use]
pub fn status(
    serial: &[u8],
    issuer: &Certificate,
    base: &Crl,
    deltas: &[Crl],
    at: Timestamp,
) -> RevocationStatus {
    let listed = |list| listed(serial, issuer.subject(), list);
    let deltas: Vec<Listed<'_>> = deltas.iter().map(listed).collect();
    status_of(issuer, listed(base), deltas, at)
}

/// The same of a certificate that was looked up already.
#[must_use]
pub fn status_of(
    issuer: &Certificate,
    base: Listed<'_>,
    deltas: Vec<Listed<'_>>,
    at: Timestamp,
) -> RevocationStatus {
    let mut findings = base.list.check(issuer, at);
    if base.list.delta_base().is_some() {
        let number = shown(base.list.number());
        findings.push(base.list.fatal(&codes::CRL_IS_DELTA).with("number", number));
    }
    if findings.iter().any(|finding| finding.weight > Weight::Remark) {
        return RevocationStatus::Unknown { findings };
    }
    let mut usable = Vec::new();
    for delta in deltas {
        let against = delta.list.check(issuer, at);
        let sound = against.iter().all(|finding| finding.weight == Weight::Remark);
        findings.extend(against.into_iter().map(remarked));
        if sound && accepts_delta(base.list, delta.list, &mut findings) {
            usable.push(delta);
        }
    }
    let crl = base.list.fingerprint();
    match revoking(base, usable) {
        Some((list, entry)) => RevocationStatus::Revoked {
            crl: list.fingerprint(),
            date: entry.date,
            reason: entry.reason,
            findings,
        },
        None => RevocationStatus::Good { crl, findings },
    }
}

fn listed<'a>(serial: &[u8], issuer: &Name, list: &'a Crl) -> Listed<'a> {
    Listed { list, entry: list.find(serial, issuer) }
}

/// A finding about a list that is left out is only a remark on the answer.
fn remarked(mut finding: Finding) -> Finding {
    finding.weight = Weight::Remark;
    finding
}

/// Whether a delta can be combined with a complete list
/// ([RFC 5280 section 5.2.4](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.4)).
///
/// The national authority counts its deltas apart (delta 10 on base 14): a delta whose number is
/// below the very list that it rests on is accepted when it is not older, with a remark.
pub(crate) fn accepts_delta(base: &Survey, delta: &Survey, findings: &mut Vec<Finding>) -> bool {
    let reject = |reason: &str| {
        Finding::remark(&codes::CRL_DELTA_REJECTED)
            .about(delta.fingerprint())
            .with("base", shown(delta.delta_base()))
            .with("number", shown(base.number()))
            .with("reason", reason)
    };
    // Condition (d): what it adds the complete list has already.
    let superseded = || {
        Finding::remark(&codes::CRL_DELTA_SUPERSEDED)
            .about(delta.fingerprint())
            .with("base", shown(base.number()))
            .with("number", shown(delta.number()))
    };
    let Some(needed) = delta.delta_base() else {
        findings.push(reject("not a delta"));
        return false;
    };
    let refusal = if base.issuer() != delta.issuer() {
        Some("another issuer")
    } else if base.scope() != delta.scope() {
        Some("another scope")
    } else if base.authority_key_id().and_then(|id| id.key_id.as_ref())
        != delta.authority_key_id().and_then(|id| id.key_id.as_ref())
    {
        Some("another key")
    } else {
        match base.number() {
            None => Some("the complete list has no number"),
            Some(number) if order(number, needed).is_lt() => {
                Some("it rests on a later complete list")
            }
            Some(number) => match delta.number() {
                None => Some("the delta has no number"),
                Some(own) if order(own, number).is_gt() => None,
                // Below the list it rests on: the deltas are counted apart, only time orders them.
                Some(own) if order(own, needed).is_lt() => {
                    if delta.this_update() < base.this_update() {
                        findings.push(superseded());
                        return false;
                    } else {
                        findings.push(
                            Finding::remark(&codes::CRL_DELTA_NUMBER_BELOW_BASE)
                                .about(delta.fingerprint())
                                .with("base", shown(Some(needed)))
                                .with("number", shown(Some(own))),
                        );
                        None
                    }
                }
                Some(_) => {
                    findings.push(superseded());
                    return false;
                }
            },
        }
    };
    match refusal {
        Some(reason) => {
            findings.push(reject(reason));
            false
        }
        None => true,
    }
}

/// The list that revokes the certificate, with its entry, among deltas and the complete list, all
/// found usable before; none when it is on none of them or was taken off
/// ([RFC 5280 section 6.3.3 (i) to (k)](https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3)).
pub(crate) fn look_up<'a>(
    serial: &[u8],
    issuer: &Name,
    base: &'a Crl,
    deltas: &[&'a Crl],
) -> Option<(&'a Survey, RevokedEntry)> {
    let deltas = deltas.iter().map(|delta| listed(serial, issuer, delta)).collect();
    revoking(listed(serial, issuer, base), deltas)
}

fn revoking<'a>(base: Listed<'a>, deltas: Vec<Listed<'a>>) -> Option<(&'a Survey, RevokedEntry)> {
    let newest = deltas
        .into_iter()
        .filter_map(|delta| delta.entry.map(|entry| (delta.list, entry)))
        .max_by_key(|(delta, _)| delta.this_update());
    match newest {
        // A complete list cannot unrevoke: removeFromCRL belongs to deltas.
        Some((_, entry)) if entry.reason == Some(Reason::RemoveFromCrl) => None,
        Some(found) => Some(found),
        None => base.entry.map(|entry| (base.list, entry)),
    }
}

/// Compares numbers without leading zeros.
fn order(one: &[u8], two: &[u8]) -> std::cmp::Ordering {
    (one.len(), one).cmp(&(two.len(), two))
}

/// A list's number as facts write it: decimal while it fits 64 bits.
#[must_use]
pub fn shown(number: Option<&[u8]>) -> String {
    let Some(octets) = number else { return "none".to_owned() };
    let small = <[u8; 8]>::try_from([&[0; 8], octets].concat().split_off(octets.len()).as_slice());
    match small {
        Ok(small) if octets.len() <= 8 => u64::from_be_bytes(small).to_string(),
        _ => format!("0x{}", hex(octets)),
    }
}
