//! What is remembered from one question to the next.

use std::collections::BTreeMap;

use crate::algorithm::{self, SignatureError};
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::finding::{Finding, Fingerprint};

/// Signatures of authorities and of revocation lists already verified, for many questions about
/// certificates of the same authorities.
///
/// A report found with a session is the report found without it, the work spent included: a
/// remembered signature is charged to the [`Budget`](super::Budget) like a verified one, so that
/// an answer never depends on what was asked before. Only signatures are remembered, which no
/// moment, policy or list changes. End entities' own are not: each is asked about once, and a
/// session over a million of them stays small.
#[derive(Debug, Default)]
pub struct Session {
    signatures: BTreeMap<(Certificate, Certificate), Result<(), SignatureError>>,
    lists: BTreeMap<(Fingerprint, Fingerprint), Vec<Finding>>,
}

/// The most signatures of either kind that are remembered; later ones are verified each time.
const REMEMBERED: usize = 4096;

impl Session {
    /// Whether `issuer`'s key signed `certificate`.
    pub(super) fn signature(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<(), SignatureError> {
        let verify = || {
            algorithm::verify(
                issuer.public_key(),
                certificate.signature_algorithm(),
                certificate.tbs(),
                certificate.signature(),
            )
        };
        if !certificate.basic_constraints().is_some_and(|constraints| constraints.ca) {
            return verify();
        }
        let key = (certificate.clone(), issuer.clone());
        if let Some(known) = self.signatures.get(&key) {
            return known.clone();
        }
        let result = verify();
        if self.signatures.len() < REMEMBERED {
            self.signatures.insert(key, result.clone());
        }
        result
    }

    /// What speaks against `signer` as the one who signed `list`.
    pub(super) fn list(&mut self, list: &Crl, signer: &Certificate) -> Vec<Finding> {
        let key = (list.fingerprint(), signer.fingerprint());
        if let Some(known) = self.lists.get(&key) {
            return known.clone();
        }
        let findings = list.check_signer(signer);
        if self.lists.len() < REMEMBERED {
            self.lists.insert(key, findings.clone());
        }
        findings
    }
}
