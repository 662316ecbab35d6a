//! The trust anchor of a path
//! ([RFC 5280 section 6.1.1 (d)](https://www.rfc-editor.org/rfc/rfc5280#section-6.1.1)): a name and
//! a key, which usually come in a certificate.

use std::collections::BTreeSet;

use super::PathQuestion;
use crate::algorithm::{AlgorithmIdentifier, PublicKey};
use crate::certificate::{Certificate, Unreadable};
use crate::name::Name;
use crate::oid::{Oid, known};
use crate::{encode, issue, tlv};

/// An anchor that is known as a name and a key only, in the shape of a certificate: version 1,
/// from 1950 to the end of 9999, signed by nobody. An anchor's signature is never verified.
///
/// # Errors
/// [`Unreadable`] when the two cannot stand in a certificate.
pub fn bare_anchor(name: &Name, key: &PublicKey) -> Result<Certificate, Unreadable> {
    let algorithm = issue::algorithm(&AlgorithmIdentifier::with_null(&known::RSA_SHA256));
    let validity = encode::sequence(&[
        &encode::element(tlv::GENERALIZED_TIME, b"19500101000000Z"),
        &encode::element(tlv::GENERALIZED_TIME, b"99991231235959Z"),
    ]);
    let body = encode::sequence(&[
        &encode::element(tlv::INTEGER, &[1]),
        &algorithm,
        name.der(),
        &validity,
        name.der(),
        key.spki_der(),
    ]);
    Certificate::read(&encode::sequence(&[&body, &algorithm, &encode::bit_string(&[])]))
}

/// The policies the user accepts; where the anchor's constraints bind, no others than its own
/// ([RFC 5937 section 3.2](https://www.rfc-editor.org/rfc/rfc5937#section-3.2)).
pub(super) fn accepted(
    anchor: Option<&Certificate>,
    question: &PathQuestion<'_>,
    anchored: bool,
) -> BTreeSet<Oid> {
    let wanted = &question.policies.user_initial;
    let own = anchor
        .filter(|_| anchored && question.rules.anchor_constraints)
        .and_then(|anchor| anchor.policies());
    let Some(own) = own else { return wanted.clone() };
    let own: BTreeSet<Oid> = own.iter().map(|it| it.policy.clone()).collect();
    let is_any = |set: &BTreeSet<Oid>| set.contains::<Oid>(&known::ANY_POLICY);
    if is_any(&own) {
        wanted.clone()
    } else if wanted.is_empty() || is_any(wanted) {
        own
    } else {
        wanted.intersection(&own).cloned().collect()
    }
}
