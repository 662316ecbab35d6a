//! Revocation by lists ([RFC 5280 section 6.3.3](https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3)):
//! distribution points, indirect lists, partial scopes and reasons, deltas, separate signers.

use std::borrow::Cow;

use jiff::Timestamp;

use super::evidence::{self, Evidence, EvidenceStatus, Revocation};
use super::keys::working_key;
use super::{CandidatePath, Engine, PathQuestion, PathVerdict, RevocationMode};
use crate::certificate::{
    Certificate, DistributionPoint, DistributionPointName, GeneralName, ReasonFlags,
};
use crate::crl::{self, Crl, IssuingDistributionPoint, RevocationStatus};
use crate::finding::{Finding, Weight, codes, instant};
use crate::name::Name;

/// How deep signers of lists may rest on lists of other signers.
const DEPTH: usize = 3;

/// What lists say about `certificate`, which hangs under `upper` (anchor first), all distribution
/// points considered. What each list used says goes to `evidence`.
pub(super) fn status(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    certificate: &Certificate,
    evidence: &mut Vec<Evidence>,
) -> RevocationStatus {
    let whole = DistributionPoint { name: None, reasons: None, crl_issuer: Vec::new() };
    let points = certificate.crl_distribution_points().iter().chain(std::iter::once(&whole));
    let mut covered = ReasonFlags::NONE;
    let mut findings = Vec::new();
    let mut good_by = None;
    // Every list that covers the certificate is consulted, also after all reasons are covered:
    // one that names it outweighs another that does not.
    let mut consulted: Vec<&Crl> = Vec::new();
    let mut named_by = None;
    // The last point is the implied one: any list of the certificate's own issuer.
    let explicit = certificate.crl_distribution_points().len();
    let mut lists: Vec<&Crl> =
        question.crls.iter().filter(|list| list.delta_base().is_none()).collect();
    lists.sort_by_key(|list| std::cmp::Reverse(list.this_update()));
    for (position, point) in points.enumerate() {
        let implied = position == explicit;
        for list in lists.iter().copied() {
            let reasons = match scope(list, point, implied, certificate) {
                Ok(reasons) => reasons,
                Err(None) => continue,
                Err(Some(reason)) => {
                    findings.push(
                        Finding::remark(&codes::CRL_OUT_OF_SCOPE)
                            .about(list.fingerprint())
                            .with("reason", reason),
                    );
                    continue;
                }
            };
            if consulted.contains(&list) {
                covered = covered.union(reasons);
                continue;
            }
            // A list from after the moment is heard beside the one that was current.
            let superseded =
                |newer: &&Crl| newer.this_update() <= question.at && supersedes(newer, list);
            if consulted.iter().any(superseded) {
                continue;
            }
            let against = usable(engine, question, upper, list, certificate);
            if against.iter().any(|finding| finding.weight > Weight::Remark) {
                let genuine = against.iter().all(|finding| finding.weight < Weight::Fatal);
                let entry = genuine
                    .then(|| list.find(certificate.serial(), certificate.issuer()))
                    .flatten();
                if entry.is_some() {
                    named_by = Some(list.fingerprint());
                }
                findings.extend(against);
                continue;
            }
            let mut remarks = against;
            let deltas = deltas(engine, question, upper, list, certificate, &mut remarks);
            let told = evidence::of_list(question, certificate, list, &deltas);
            if told.says == EvidenceStatus::Good
                && evidence::is_later(list.this_update(), question)
                && evidence::is_dropped(certificate, list.this_update(), list.expired_since())
            {
                findings.push(
                    Finding::undetermined(&codes::CRL_EXPIRED_NOT_KEPT)
                        .about(list.fingerprint())
                        .with("not_after", instant(certificate.not_after()))
                        .with("this_update", instant(list.this_update())),
                );
                continue;
            }
            let (says, crl) = (told.says, told.fingerprint);
            evidence.push(told);
            match says {
                EvidenceStatus::Good
                | EvidenceStatus::RevokedLater(_)
                | EvidenceStatus::Unknown => {
                    good_by.get_or_insert(crl);
                    covered = covered.union(reasons);
                    consulted.push(list);
                    findings.extend(remarks);
                }
                EvidenceStatus::Revoked(Revocation { date, reason, .. }) => {
                    return RevocationStatus::Revoked { crl, date, reason, findings: remarks };
                }
            }
        }
    }
    if let Some(list) = named_by {
        findings.push(
            Finding::undetermined(&codes::PATH_REVOCATION_UNCLEAR)
                .about(certificate.fingerprint())
                .with("crl", list),
        );
        return RevocationStatus::Unknown { findings };
    }
    match good_by {
        Some(crl) if covered.contains(ReasonFlags::ALL) => {
            // Lists that did not help are remarks beside one that did.
            for finding in &mut findings {
                finding.weight = Weight::Remark;
            }
            RevocationStatus::Good { crl, findings }
        }
        Some(_) => {
            findings.push(
                Finding::undetermined(&codes::PATH_REVOCATION_REASONS)
                    .about(certificate.fingerprint()),
            );
            RevocationStatus::Unknown { findings }
        }
        None => RevocationStatus::Unknown { findings },
    }
}

/// Steps (b) and (d): the reasons for which the list covers the certificate by this point; or why
/// it does not, nothing for a list of another issuer.
fn scope(
    list: &Crl,
    point: &DistributionPoint,
    implied: bool,
    certificate: &Certificate,
) -> Result<ReasonFlags, Option<&'static str>> {
    let of_issuer = list.issuer() == certificate.issuer();
    if point.crl_issuer.is_empty() {
        if !of_issuer {
            return Err(None);
        }
    } else {
        let named = point.crl_issuer.iter().any(
            |name| matches!(name, GeneralName::Directory(directory) if directory == list.issuer()),
        );
        if !named {
            return Err(None);
        }
        if !list.is_indirect() {
            return Err(Some("the list is not indirect"));
        }
    }
    let all = IssuingDistributionPoint::default();
    let scope = list.scope().unwrap_or(&all);
    if let Some(wanted) = &scope.name {
        let own = match (&point.name, implied) {
            (Some(name), _) => absolute(name, point, certificate),
            // A point without a name stands for the names of the list's issuer.
            (None, false) => point.crl_issuer.clone(),
            (None, true) => vec![GeneralName::Directory(certificate.issuer().clone())],
        };
        if !crl::names_meet(&own, &absolute_of_list(wanted, list.issuer())) {
            return Err(Some("the list is of another distribution point"));
        }
    }
    let authority = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    if scope.only_user_certificates && authority {
        return Err(Some("the list is of users' certificates only"));
    }
    if scope.only_authority_certificates && !authority {
        return Err(Some("the list is of authorities' certificates only"));
    }
    if scope.only_attribute_certificates {
        return Err(Some("the list is of attribute certificates only"));
    }
    let reasons = scope.only_some_reasons.unwrap_or(ReasonFlags::ALL);
    Ok(reasons.intersection(point.reasons.unwrap_or(ReasonFlags::ALL)))
}

/// Whether `newer` is a later issue of the same list. Numbers only grow
/// ([RFC 5280 section 5.2.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.3)), so one that
/// is later and numbered lower takes nothing back that the other says.
fn supersedes(newer: &Crl, older: &Crl) -> bool {
    // Without leading zeros a longer number is a larger one.
    let number = |list: &Crl| list.number().map(|octets| (octets.len(), octets.to_vec()));
    let falls = match (number(newer), number(older)) {
        (Some(newer), Some(older)) => newer < older,
        (Some(_) | None, None) | (None, Some(_)) => false,
    };
    let key = |list: &Crl| list.authority_key_id().and_then(|id| id.key_id.clone());
    !falls
        && newer.this_update() > older.this_update()
        && newer.issuer() == older.issuer()
        && newer.scope() == older.scope()
        && key(newer) == key(older)
}

fn absolute(
    name: &DistributionPointName,
    point: &DistributionPoint,
    certificate: &Certificate,
) -> Vec<GeneralName> {
    let base = point
        .crl_issuer
        .iter()
        .find_map(|name| match name {
            GeneralName::Directory(directory) => Some(directory),
            GeneralName::Dns(_)
            | GeneralName::EdiParty(_)
            | GeneralName::Email(_)
            | GeneralName::Ip(_)
            | GeneralName::Other { .. }
            | GeneralName::RegisteredId(_)
            | GeneralName::Uri(_)
            | GeneralName::X400(_) => None,
        })
        .unwrap_or(certificate.issuer());
    absolute_of_list(name, base)
}

fn absolute_of_list(name: &DistributionPointName, base: &Name) -> Vec<GeneralName> {
    match name {
        DistributionPointName::Full(names) => names.clone(),
        DistributionPointName::RelativeToIssuer(attributes) => {
            base.extended(attributes).map(GeneralName::Directory).into_iter().collect()
        }
    }
}

/// Steps (a), (f) and (g): everything against the list; empty or remarks when it is usable.
fn usable(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    list: &Crl,
    certificate: &Certificate,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list.defects().to_vec();
    // A list from between the moment and the question speaks of the past as well.
    if !evidence::is_later(list.this_update(), question) {
        findings.extend(list.check_times(question.at));
    }
    findings.extend(super::profile::of_list(question, list));
    if findings.iter().any(|finding| finding.weight > Weight::Remark) {
        return findings;
    }
    findings.extend(signed(engine, question, upper, list, certificate));
    findings
}

/// Whether some valid certificate of the list's issuer signed it: the path's own certificates
/// first, then any other with a path of its own to the same anchor.
fn signed(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    list: &Crl,
    certificate: &Certificate,
) -> Vec<Finding> {
    let of_name = |certificate: &&Certificate| certificate.subject() == list.issuer();
    let mut rejected = Vec::new();
    let mut tried: Vec<&Certificate> = Vec::new();
    // Who signed a later list had to be valid then.
    let moment = if evidence::is_later(list.this_update(), question) {
        list.this_update()
    } else {
        question.at
    };
    for (index, signer) in upper.iter().enumerate().rev().filter(|(_, signer)| of_name(signer)) {
        tried.push(signer);
        let against = list_signature(engine, list, upper.get(..=index).unwrap_or_default());
        match against {
            None => return rejected,
            Some(against) if sound(&against) => return against,
            Some(against) => rejected.extend(against),
        }
    }
    let Some(anchor) = upper.first() else { return rejected };
    let others = question.candidates.iter().chain(question.anchors).filter(of_name);
    for signer in others {
        if tried.contains(&signer) {
            continue;
        }
        tried.push(signer);
        let against = if signer.public_key().inherits_parameters() {
            // Only its path tells what its key is.
            match signer_is_valid(engine, question, anchor, signer, moment) {
                Ok(path) => list_signature(engine, list, &path.certificates),
                Err(reason) => {
                    rejected.push(signer_not_valid(list, signer, &reason));
                    continue;
                }
            }
        } else {
            list_signature(engine, list, std::slice::from_ref(signer))
        };
        let mut against = match against {
            None => return rejected,
            Some(against) => against,
        };
        if !sound(&against) {
            rejected.extend(against);
            continue;
        }
        if signer == certificate {
            // The list is asked about its own signer, whose path is being judged already. One who
            // only signs lists has no other where it is named as cRLIssuer; an authority has, and
            // whoever stole its key would write that the key is good.
            let authority = signer.basic_constraints().is_some_and(|constraints| constraints.ca);
            let weight = if authority { Weight::Undetermined } else { Weight::Remark };
            against.push(
                Finding::new(&codes::CRL_SIGNER_VOUCHES_FOR_ITSELF, weight)
                    .about(list.fingerprint())
                    .with("signer", signer.fingerprint()),
            );
            return against;
        }
        match signer_is_valid(engine, question, anchor, signer, moment) {
            Ok(path) => {
                // A signer whose own path rests on this very list is told of here as well.
                against.extend(
                    path.findings.into_iter().filter(|finding| {
                        finding.code == codes::CRL_SIGNER_VOUCHES_FOR_ITSELF.code
                    }),
                );
                return against;
            }
            Err(reason) => rejected.push(signer_not_valid(list, signer, &reason)),
        }
    }
    if tried.is_empty() {
        rejected.push(
            Finding::undetermined(&codes::CRL_SIGNER_NOT_FOUND)
                .about(list.fingerprint())
                .with("crl_issuer", list.issuer()),
        );
    }
    rejected
}

fn signer_not_valid(list: &Crl, signer: &Certificate, reason: &str) -> Finding {
    Finding::undetermined(&codes::CRL_SIGNER_NOT_VALID)
        .about(list.fingerprint())
        .with("signer", signer.fingerprint())
        .with("reason", reason)
}

fn sound(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.weight == Weight::Remark)
}

/// What speaks against the last certificate of `path` as the signer of the list.
fn list_signature(engine: &mut Engine, list: &Crl, path: &[Certificate]) -> Option<Vec<Finding>> {
    let signer = path.last()?;
    if let Cow::Owned(key) = working_key(path)? {
        return engine.take_signature().then(|| list.check_signer_by(signer, &key));
    }
    let key = (list.fingerprint(), signer.fingerprint());
    if let Some(known) = engine.lists.get(&key) {
        return Some(known.clone());
    }
    if !engine.take_signature() {
        return None;
    }
    let findings = match &mut engine.session {
        Some(session) => session.list(list, signer),
        None => list.check_signer(signer),
    };
    engine.lists.insert(key, findings.clone());
    Some(findings)
}

/// The path by which the signer of a list is valid, or why it is not.
fn signer_is_valid(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    anchor: &Certificate,
    signer: &Certificate,
    at: Timestamp,
) -> Result<CandidatePath, String> {
    let fingerprint = signer.fingerprint();
    if engine.under_way.contains(&fingerprint) {
        return Err("its own validity rests on this list".to_owned());
    }
    if engine.under_way.len() >= DEPTH {
        return Err("too many signers rest on one another".to_owned());
    }
    engine.under_way.push(fingerprint);
    let paths = engine.search(&PathQuestion {
        candidates: question.candidates,
        crls: question.crls,
        ocsp: question.ocsp,
        asked_at: question.asked_at,
        longest_answer: question.longest_answer,
        revocation: match question.revocation {
            RevocationMode::RequiredOfTarget => RevocationMode::IfKnown,
            mode @ (RevocationMode::IfKnown | RevocationMode::Off | RevocationMode::Required) => {
                mode
            }
        },
        rules: question.rules,
        budget: question.budget,
        ..PathQuestion::new(signer, std::slice::from_ref(anchor), at)
    });
    engine.under_way.pop();
    match paths.into_iter().next() {
        Some(best) if best.verdict == PathVerdict::Valid => Ok(best),
        Some(best) => {
            let reasons: Vec<&str> = best
                .findings
                .iter()
                .filter(|finding| finding.weight > Weight::Remark)
                .map(|finding| finding.code)
                .collect();
            Err(reasons.join(" "))
        }
        None => Err("no path".to_owned()),
    }
}

/// Steps (c) and (h): deltas that belong to the list and are usable.
fn deltas<'q>(
    engine: &mut Engine,
    question: &PathQuestion<'q>,
    upper: &[Certificate],
    base: &Crl,
    certificate: &Certificate,
    remarks: &mut Vec<Finding>,
) -> Vec<&'q Crl> {
    let mut usable_deltas = Vec::new();
    for delta in question.crls.iter().filter(|list| list.delta_base().is_some()) {
        if delta.issuer() != base.issuer() || delta.scope() != base.scope() {
            continue;
        }
        let against = usable(engine, question, upper, delta, certificate);
        let fit = sound(&against);
        remarks.extend(against.into_iter().map(|mut finding| {
            finding.weight = Weight::Remark;
            finding
        }));
        if fit && crl::accepts_delta(base, delta, remarks) {
            usable_deltas.push(delta);
        }
    }
    usable_deltas
}
