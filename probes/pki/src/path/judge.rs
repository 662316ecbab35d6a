//! One path by the rules of [RFC 5280 section 6.1](https://www.rfc-editor.org/rfc/rfc5280#section-6.1).
//! Nothing stops at the first finding.

use super::keys::working_key;
use super::names::Constraints;
use super::policy::Policies;
use super::profile::Place;
use super::{
    CandidatePath, Engine, PathEnd, PathQuestion, PathVerdict, RevocationMode, anchor, evidence,
    identity, profile, times,
};
use jiff::Timestamp;

use crate::algorithm;
use crate::certificate::{Certificate, KeyUsage};
use crate::finding::{CodePage, Finding, Weight, codes, instant};
use crate::oid::{self, Oid, known};

/// Judges `certificates`, anchor first; `end` says why they go no further up and whether they begin
/// at an anchor.
pub(super) fn path(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    certificates: Vec<Certificate>,
    (end, anchored): (PathEnd, bool),
    mut findings: Vec<Finding>,
) -> CandidatePath {
    let length = u32::try_from(certificates.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let policy_budget = engine.budget.policy_nodes.saturating_sub(engine.spent.policy_nodes);
    let mut policies = Policies::new(&question.policies, length, policy_budget);
    let mut constraints = Constraints::default();
    let mut names_left = engine
        .budget
        .name_constraint_comparisons
        .saturating_sub(engine.spent.name_constraint_comparisons);
    let names_before = names_left;
    let mut evidence = Vec::new();
    let mut path_length = question.rules.longest_path.map_or(length, |longest| longest.min(length));
    if let Some(anchor) = certificates.first() {
        check_anchor(anchor, question, anchored, &mut findings);
        if anchored && question.rules.anchor_constraints && certificates.len() > 1 {
            check_issuing(anchor, &mut findings);
            check_critical(anchor, &mut findings);
            constraints.add(anchor);
            if let Some(limit) = anchor.basic_constraints().and_then(|own| own.path_length) {
                path_length = path_length.min(limit);
            }
            policies.limit(anchor);
        }
    }
    profile::check(question, &certificates, anchored, &mut findings);
    for (index, pair) in certificates.windows(2).enumerate() {
        let [issuer, certificate] = pair else { continue };
        let last = index + 2 == certificates.len();
        let fatal = |page: &CodePage| Finding::fatal(page).about(certificate.fingerprint());

        // 6.1.3 (a): signature, validity, revocation, name.
        let upper = certificates.get(..=index).unwrap_or_default();
        check_signature(engine, question, upper, certificate, &mut findings);
        check_validity(certificate, question, Weight::Fatal, &mut findings);
        if issuer.subject() != certificate.issuer() {
            findings.push(
                fatal(&codes::PATH_NAME_CHAINING)
                    .with("issuer", certificate.issuer())
                    .with("subject", issuer.subject()),
            );
        }
        let place = if last { Place::Target } else { Place::Intermediate };
        findings.extend(profile::defects(question, certificate, place));
        if question.revocation != RevocationMode::Off {
            evidence::check(engine, question, upper, certificate, &mut findings, &mut evidence);
        }

        // (b), (c): names of the last certificate and of those that are not self-issued.
        if last || !certificate.is_self_issued() {
            let before = findings.len();
            if !constraints.check(certificate, &mut names_left, &mut findings) {
                engine.exceeded("name-comparisons", engine.budget.name_constraint_comparisons);
            }
            for finding in findings.iter_mut().skip(before) {
                finding.about = Some(certificate.fingerprint());
            }
        }

        // (d) to (f): policies.
        if !policies.enter(certificate, last) {
            findings.push(fatal(&codes::PATH_POLICY_MISSING));
        }
        check_critical(certificate, &mut findings);
        if last {
            break;
        }

        // 6.1.4: preparation for the next certificate.
        let any: &Oid = &known::ANY_POLICY;
        if certificate
            .policy_mappings()
            .iter()
            .any(|mapping| mapping.issuer_policy == *any || mapping.subject_policy == *any)
        {
            findings.push(fatal(&codes::PATH_POLICY_MAPPING_ANY));
        }
        policies.map(certificate.policy_mappings());
        constraints.add(certificate);
        policies.leave(certificate);
        check_authority(certificate, &mut path_length, &mut findings);
        if question.rules.purpose_chained {
            check_purpose(certificate, question, &mut findings);
        }
    }
    engine.spent.name_constraint_comparisons += names_before - names_left;
    engine.spent.policy_nodes += policy_budget - policies.left();
    if policies.exhausted() {
        engine.exceeded("policy-nodes", engine.budget.policy_nodes);
    }
    let accepted = anchor::accepted(certificates.first(), question, anchored);
    let outcome = certificates.last().map(|last| policies.wrap_up(last, &accepted));
    if let Some(target) = certificates.last() {
        check_target(target, question, &mut findings);
    }
    if let Some(outcome) = &outcome
        && certificates.len() > 1
        && !outcome.acceptable
    {
        findings.push(
            Finding::fatal(&codes::PATH_POLICY_NOT_ACCEPTED).with(
                "policies",
                outcome
                    .authority_constrained
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
        );
    }
    findings.extend(engine.limits.values().cloned());
    let mut seen = Vec::new();
    findings.retain(|finding| {
        let new = !seen.contains(finding);
        if new {
            seen.push(finding.clone());
        }
        new
    });
    let verdict = PathVerdict::of(&findings);
    let models =
        anchored.then(|| times::models(&certificates, question.at, &evidence, &mut findings));
    let (authority, user) = match outcome {
        Some(outcome) if verdict != PathVerdict::Invalid => {
            (outcome.authority_constrained, outcome.user_constrained)
        }
        _ => Default::default(),
    };
    CandidatePath {
        certificates,
        anchored,
        end,
        findings,
        verdict,
        models,
        evidence,
        authority_constrained_policies: authority,
        user_constrained_policies: user,
    }
}

/// An anchor is trusted as a key and a name; that its certificate is not valid at the moment is
/// still fatal, because the national trust list keeps expired roots for old documents only.
fn check_anchor(
    anchor: &Certificate,
    question: &PathQuestion<'_>,
    anchored: bool,
    findings: &mut Vec<Finding>,
) {
    check_validity(anchor, question, Weight::Fatal, findings);
    let place = match (anchored, anchor == question.target) {
        (true, false) => Place::Anchor,
        (false, false) => Place::Intermediate,
        (_, true) => Place::Target,
    };
    findings.extend(profile::defects(question, anchor, place));
}

fn check_signature(
    engine: &mut Engine,
    question: &PathQuestion<'_>,
    upper: &[Certificate],
    certificate: &Certificate,
    findings: &mut Vec<Finding>,
) {
    let (Some(issuer), Some(key)) = (upper.last(), working_key(upper)) else { return };
    match engine.signature_under(certificate, upper) {
        // The budget's own finding says so.
        None | Some(Ok(())) => {}
        Some(Err(error)) => {
            let (page, weight) = if error.is_undetermined() {
                (&codes::PATH_SIGNATURE_UNSUPPORTED, Weight::Undetermined)
            } else {
                (&codes::PATH_SIGNATURE_INVALID, Weight::Fatal)
            };
            findings.push(
                Finding::new(page, weight)
                    .about(certificate.fingerprint())
                    .with("algorithm", certificate.signature_algorithm())
                    .with("issuer", issuer.subject())
                    .with("issuer_fingerprint", issuer.fingerprint())
                    .with("reason", error),
            );
        }
    }
    findings.extend(algorithm::strength(&key, certificate.signature_algorithm()).into_iter().map(
        |mut finding| {
            if question.rules.weak_hashes_refused && finding.code == codes::ALGORITHM_HASH_WEAK.code
            {
                finding.weight = Weight::Fatal;
            }
            finding.about(certificate.fingerprint())
        },
    ));
}

/// A validity is written in whole seconds and ends with the last of them, so a moment counts as
/// the second it lies in.
fn check_validity(
    certificate: &Certificate,
    question: &PathQuestion<'_>,
    weight: Weight,
    findings: &mut Vec<Finding>,
) {
    let at = whole_second(question.at);
    if at < certificate.not_before() {
        findings.push(
            Finding::new(&codes::PATH_NOT_YET_VALID, weight)
                .about(certificate.fingerprint())
                .with("at", instant(question.at))
                .with("not_before", instant(certificate.not_before())),
        );
    }
    if at > certificate.not_after() {
        findings.push(
            Finding::new(&codes::PATH_EXPIRED, weight)
                .about(certificate.fingerprint())
                .with("at", instant(question.at))
                .with("not_after", instant(certificate.not_after())),
        );
    }
}

fn whole_second(at: Timestamp) -> Timestamp {
    // Before 1970 the parts are negative and the second is cut towards zero.
    let second = at.as_second() - i64::from(at.subsec_nanosecond() < 0);
    Timestamp::from_second(second).unwrap_or(at)
}

/// Steps (l) and (m) of 6.1.4, and [`check_issuing`].
fn check_authority(certificate: &Certificate, path_length: &mut u32, findings: &mut Vec<Finding>) {
    let fatal = |page: &CodePage| Finding::fatal(page).about(certificate.fingerprint());
    let constraints = certificate.basic_constraints();
    if !certificate.is_self_issued() {
        match path_length.checked_sub(1) {
            Some(left) => *path_length = left,
            None => {
                findings.push(fatal(&codes::PATH_TOO_LONG).with("subject", certificate.subject()))
            }
        }
    }
    if let Some(limit) = constraints.and_then(|constraints| constraints.path_length) {
        *path_length = (*path_length).min(limit);
    }
    check_issuing(certificate, findings);
}

/// Steps (k) and (n) of 6.1.4.
fn check_issuing(certificate: &Certificate, findings: &mut Vec<Finding>) {
    let fatal = |page: &CodePage| Finding::fatal(page).about(certificate.fingerprint());
    match certificate.basic_constraints() {
        Some(constraints) if constraints.ca && certificate.version() == 3 => {}
        _ => findings.push(
            fatal(&codes::PATH_NOT_AUTHORITY)
                .with("subject", certificate.subject())
                .with("version", certificate.version()),
        ),
    }
    if let Some(usage) = certificate.key_usage()
        && !usage.contains(KeyUsage::KEY_CERT_SIGN)
    {
        findings.push(
            fatal(&codes::PATH_CERT_SIGN_MISSING)
                .with("key_usage", usage)
                .with("subject", certificate.subject()),
        );
    }
}

/// Step (o) of 6.1.4 and (f) of 6.1.5.
fn check_critical(certificate: &Certificate, findings: &mut Vec<Finding>) {
    for extension in certificate.extensions().filter(|extension| extension.critical) {
        let processed = [
            &known::BASIC_CONSTRAINTS,
            &known::KEY_USAGE,
            &known::EXTENDED_KEY_USAGE,
            &known::CERTIFICATE_POLICIES,
            &known::POLICY_MAPPINGS,
            &known::POLICY_CONSTRAINTS,
            &known::INHIBIT_ANY_POLICY,
            &known::NAME_CONSTRAINTS,
            &known::SUBJECT_ALTERNATIVE_NAME,
            &known::ISSUER_ALTERNATIVE_NAME,
            &known::CRL_DISTRIBUTION_POINTS,
            &known::FRESHEST_CRL,
            &known::OCSP_NO_CHECK,
        ]
        .contains(&extension.oid);
        if !processed {
            findings.push(
                Finding::fatal(&codes::PATH_CRITICAL_EXTENSION)
                    .about(certificate.fingerprint())
                    .with("extension", extension.oid)
                    .with("name", oid::name_of(extension.oid).unwrap_or("unknown")),
            );
        }
    }
}

/// What the question itself wants of the target.
fn check_target(target: &Certificate, question: &PathQuestion<'_>, findings: &mut Vec<Finding>) {
    findings.extend(
        algorithm::key_strength(target.public_key())
            .into_iter()
            .map(|finding| finding.about(target.fingerprint())),
    );
    if let Some(wanted) = question.key_usage
        && let Some(usage) = target.key_usage()
        && !usage.contains(wanted)
    {
        findings.push(
            Finding::fatal(&codes::PATH_KEY_USAGE)
                .about(target.fingerprint())
                .with("key_usage", usage)
                .with("wanted", wanted),
        );
    }
    check_purpose(target, question, findings);
    identity::check(target, question.names, findings);
}

/// A purpose asked for is among those the certificate states, if it states any.
fn check_purpose(
    certificate: &Certificate,
    question: &PathQuestion<'_>,
    findings: &mut Vec<Finding>,
) {
    if let Some(wanted) = question.purpose
        && let Some(purposes) = certificate.extended_key_usage()
        && !purposes.contains(wanted)
        && !purposes.contains(&known::ANY_EXTENDED_KEY_USAGE)
    {
        let shown: Vec<String> = purposes.iter().map(ToString::to_string).collect();
        findings.push(
            Finding::fatal(&codes::PATH_PURPOSE)
                .about(certificate.fingerprint())
                .with("purposes", shown.join(" "))
                .with("wanted", wanted),
        );
    }
}
