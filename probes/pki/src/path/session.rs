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

/// Whether `issuer`'s key signed `certificate`, verified now.
pub(super) fn verified(
    certificate: &Certificate,
    issuer: &Certificate,
) -> Result<(), SignatureError> {
    algorithm::verify(
        issuer.public_key(),
        certificate.signature_algorithm(),
        certificate.tbs(),
        certificate.signature(),
    )
}

impl Session {
    /// Whether `issuer`'s key signed `certificate`.
    pub(super) fn signature(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<(), SignatureError> {
        if !certificate.basic_constraints().is_some_and(|constraints| constraints.ca) {
            return verified(certificate, issuer);
        }
        let key = (certificate.clone(), issuer.clone());
        if let Some(known) = self.signatures.get(&key) {
            return known.clone();
        }
        let result = verified(certificate, issuer);
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use proptest::{
        collection::vec,
        prelude::*,
        sample::{select, subsequence},
        test_runner::{Config, TestRunner},
    };

    use super::*;
    use crate::fixture::{Hierarchy, today};
    use crate::issue::CrlTemplate;
    use crate::key::PrivateKeyKind;
    use crate::path::{Budget, PathQuestion, RevocationMode, validate, validate_in};

    /// The octets with some bits turned; places count from the end, where the signature is.
    fn turned(der: &[u8], turns: &[(usize, u8)]) -> Vec<u8> {
        let mut octets = der.to_vec();
        for (place, bit) in turns {
            let place = octets.len() - 1 - place % octets.len();
            octets[place] ^= 1 << bit;
        }
        octets
    }

    fn list(hierarchy: &Hierarchy, revoked: &[&Certificate]) -> Vec<u8> {
        let issuing = &hierarchy.issuing;
        let tomorrow = today() + jiff::SignedDuration::from_hours(24);
        let mut template = CrlTemplate::new(&issuing.certificate, today(), tomorrow, 1);
        for certificate in revoked {
            template = template.revoking(certificate.serial(), today(), Some(1));
        }
        template.to_der(&issuing.key).unwrap()
    }

    #[test]
    fn a_report_with_a_session_is_the_report_without_it() {
        // Two hierarchies of the same names: signatures of one fail under the other.
        let hierarchies = [(); 2].map(|()| Hierarchy::new(PrivateKeyKind::EcdsaP256));
        let all = |pick: fn(&Hierarchy) -> &Certificate| {
            hierarchies.iter().map(pick).cloned().collect::<Vec<Certificate>>()
        };
        let authorities = all(|it| &it.issuing.certificate);
        let roots = all(|it| &it.root.certificate);
        let targets = [
            all(|it| &it.person.certificate),
            all(|it| &it.stamper.certificate),
            authorities.clone(),
            roots.clone(),
        ]
        .concat();
        let lists = [
            list(&hierarchies[0], &[]),
            list(&hierarchies[0], &[&hierarchies[0].person.certificate]),
            list(&hierarchies[1], &[]),
        ];
        let turns = || {
            let turn = (prop_oneof![3 => 0_usize..40, 1 => 0_usize..1200], 0_u8..8);
            prop_oneof![3 => Just(Vec::new()), 2 => vec(turn, 1..3)]
        };
        let question = (
            (select(targets), turns()),
            (subsequence(authorities.clone(), 0..=2), turns()),
            subsequence(roots, 1..=2),
            (subsequence(lists.to_vec(), 0..=3), turns()),
            select(vec![RevocationMode::IfKnown, RevocationMode::Off, RevocationMode::Required]),
            select(vec![0_usize, 1, 2, 3, 100]),
        );
        let session = RefCell::new(Session::default());
        TestRunner::new(Config::with_cases(600))
            .run(
                &question,
                |((target, edits), (pool, changes), anchors, (lists, damage), mode, signatures)| {
                    let Ok(target) = Certificate::read(&turned(target.der(), &edits)) else {
                        return Ok(());
                    };
                    let candidates: Vec<Certificate> = pool
                        .iter()
                        .flat_map(|one| [one.der().to_vec(), turned(one.der(), &changes)])
                        .filter_map(|der| Certificate::read(&der).ok())
                        .collect();
                    let crls: Vec<Crl> = lists
                        .iter()
                        .filter_map(|der| Crl::read(&turned(der, &damage)).ok())
                        .collect();
                    let question = PathQuestion {
                        candidates: &candidates,
                        crls: &crls,
                        revocation: mode,
                        budget: Budget { signatures, ..Budget::default() },
                        ..PathQuestion::new(&target, &anchors, today())
                    };
                    let alone = format!("{:?}", validate(&question));
                    let first = format!("{:?}", validate_in(&mut session.borrow_mut(), &question));
                    let again = format!("{:?}", validate_in(&mut session.borrow_mut(), &question));
                    prop_assert_eq!(&first, &alone);
                    prop_assert_eq!(&again, &alone);
                    Ok(())
                },
            )
            .unwrap();
        let session = session.into_inner();
        assert!(session.signatures.values().any(Result::is_ok));
        assert!(session.signatures.values().any(Result::is_err));
        assert!(!session.lists.is_empty());
    }

    #[test]
    fn what_end_entities_are_signed_with_is_not_kept() {
        let hierarchy = Hierarchy::new(PrivateKeyKind::EcdsaP256);
        let anchors = [hierarchy.root.certificate.clone()];
        let candidates = [hierarchy.issuing.certificate.clone()];
        let mut session = Session::default();
        for holder in [&hierarchy.person, &hierarchy.responder, &hierarchy.stamper] {
            let question = PathQuestion {
                candidates: &candidates,
                ..PathQuestion::new(&holder.certificate, &anchors, today())
            };
            let report = validate_in(&mut session, &question);
            assert_eq!(report.verdict, crate::path::PathVerdict::Valid);
            assert_eq!(report.spent.signatures, 2);
        }
        let kept: Vec<_> = session.signatures.keys().collect();
        assert_eq!(kept, [&(candidates[0].clone(), anchors[0].clone())]);
    }
}
