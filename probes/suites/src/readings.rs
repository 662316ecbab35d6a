//! Why the engine decides otherwise than a table of the PKITS layout: each reading has a rule that
//! looks at what the case holds, never at its name. A case that no rule fits stays unexplained.

use pki::path::{PathReport, PathVerdict, RevocationMode};
use pki::{Crl, Weight};

use crate::Reading;
use crate::layout::{Decision, Question};

const ENTRY_NOT_PROCESSED: Reading = Reading {
    id: "crl-critical-extension-not-processed",
    citation: "RFC 5280 sections 5.2 and 5.3",
    sentence: "“If a CRL contains a critical CRL entry extension that the application cannot \
               process, then the application MUST NOT use that CRL to determine the status of any \
               certificates.” The list counts for no certificate, also for those that its other \
               entries name or that it does not name; without it the status is undetermined.",
};

const NAMED_BY_LIST_NOT_USED: Reading = Reading {
    id: "crl-not-used-names-it",
    citation: "RFC 5280 section 5.3, X.509 (2000) clause 7.3",
    sentence: "A genuine current list of the issuer names the certificate in an entry with a \
               critical extension that nobody can process. RFC 5280: the application “MUST NOT \
               use that CRL to determine the status of any certificates”; X.509: it shall assume \
               “that, at a minimum, the identified certificate has been revoked”. Another list \
               that is silent does not outweigh that: undetermined, neither valid nor revoked.",
};

const LISTS_CONTRADICT: Reading = Reading {
    id: "crl-lists-contradict",
    citation: "RFC 5280 section 6.3.3 (i) and (j)",
    sentence: "Two current complete lists of the issuer cover the certificate for every reason; \
               one (with its delta) names it, another does not. The algorithm goes over “each \
               corresponding CRL in the local CRL cache” in an order it does not fix and stops at \
               the first that settles the status, so both answers conform. A revocation that the \
               issuer signed is not passed over for the order of files.",
};

const POLICY_ASSERTED_THROUGHOUT: Reading = Reading {
    id: "policy-asserted-throughout",
    citation: "RFC 5280 section 6.1.3 (d)(1)(i)",
    sentence: "Every certificate of the path asserts the policy and none maps any: “for each node \
               of depth i-1 in the valid_policy_tree where P-OID is in the expected_policy_set, \
               create a child node”. The policy is valid for the path; the table states the set \
               of certificates that do not assert it.",
};

const PARAMETERS_INHERITED: Reading = Reading {
    id: "key-parameters-inherited",
    citation: "RFC 5280 section 6.1.4 (e), RFC 3279 section 2.3.2",
    sentence: "“If the subjectPublicKeyInfo field of the certificate contains an algorithm field \
               with null parameters or parameters are omitted, compare the certificate \
               subjectPublicKey algorithm to the working_public_key_algorithm”; where they are \
               the same the working parameters stay. The issuer's DSA key has those of the \
               certificate above it, and the signature verifies.",
};

const EXPLICIT_POLICY_MET: Reading = Reading {
    id: "explicit-policy-met",
    citation: "RFC 9618 section 5.5 (RFC 5280 section 6.1.5)",
    sentence: "“If either (1) the value of explicit_policy variable is greater than zero or (2) \
               the user_constrained_policy_set is not empty, then path processing has \
               succeeded.” A policy was required, the user accepts any, and the path has one.",
};

const ANY_POLICY_INHIBITED: Reading = Reading {
    id: "any-policy-inhibited",
    citation: "RFC 5280 section 6.1.3 (d)(2) and (f)",
    sentence: "anyPolicy of an intermediate certificate is processed only if “inhibit_anyPolicy is \
               greater than 0” or the certificate is self-issued. Here it was inhibited from the \
               start and the certificate asserts nothing else, so no policy is left below it while \
               one is required.",
};

const SIGNER_OF_ITS_OWN_LIST: Reading = Reading {
    id: "crl-signer-of-its-own-list",
    citation: "RFC 5280 section 6.3.3 (f)",
    sentence: "“Obtain and validate the certification path for the issuer of the complete CRL.” \
               Where the issuer of an indirect list is covered by that list alone, its path is \
               validated with what the list says about it; the list does not name it. The report \
               remarks on the circle.",
};

/// The reading that fits a decision of validity or of policies other than the table's.
pub(crate) fn of(
    question: &Question,
    revocation: RevocationMode,
    expected: &Decision,
    report: Option<&PathReport>,
) -> Option<Reading> {
    let report = report?;
    match (expected.valid, report.verdict) {
        (true, PathVerdict::Undetermined) => {
            if has(report, "path.revocation-unclear", Weight::Undetermined) {
                Some(NAMED_BY_LIST_NOT_USED)
            } else {
                let unprocessed =
                    ["crl.entry-critical-extension-unknown", "crl.critical-extension-unknown"];
                let fits = unprocessed.iter().any(|code| has(report, code, Weight::Undetermined));
                fits.then_some(ENTRY_NOT_PROCESSED)
            }
        }
        (true, PathVerdict::Invalid) => {
            contradicting_lists(question, revocation, report).then_some(LISTS_CONTRADICT)
        }
        (true, PathVerdict::Valid) => {
            asserted_throughout(expected, report).then_some(POLICY_ASSERTED_THROUGHOUT)
        }
        (false, _) => None,
    }
}

/// The reading on which our decision of a case rests that other validators decide differently.
pub(crate) fn of_disputed(question: &Question, report: Option<&PathReport>) -> Option<Reading> {
    let report = report?;
    let best = report.best()?;
    if report.verdict != PathVerdict::Valid {
        let inhibited =
            question.policies.inhibit_any && has(report, "path.policy-missing", Weight::Fatal);
        return inhibited.then_some(ANY_POLICY_INHIBITED);
    }
    let issuers = best.certificates.iter().rev().skip(1);
    if issuers.map(|issuer| issuer.public_key()).any(|key| key.inherits_parameters()) {
        return Some(PARAMETERS_INHERITED);
    }
    if has(report, "crl.signer-vouches-for-itself", Weight::Remark) {
        return Some(SIGNER_OF_ITS_OWN_LIST);
    }
    let met = question.policies.explicit && !report.user_constrained_policies().is_empty();
    met.then_some(EXPLICIT_POLICY_MET)
}

fn has(report: &PathReport, code: &str, least: Weight) -> bool {
    let mut findings = report.best().into_iter().flat_map(|path| &path.findings);
    findings.any(|finding| finding.code == code && finding.weight >= least)
}

/// Whether one complete list says revoked and, with every such list away, another says good.
fn contradicting_lists(
    question: &Question,
    revocation: RevocationMode,
    report: &PathReport,
) -> bool {
    let Some(target) = &question.target else { return false };
    let best = report.best().into_iter().flat_map(|path| &path.findings);
    let mut graver = best.filter(|finding| finding.weight > Weight::Remark);
    if !graver.all(|finding| finding.code == "path.revoked") {
        return false;
    }
    let ask = |keep: &dyn Fn(&Crl) -> bool| {
        let mut asked = question.clone();
        asked.crls.retain(|list| keep(list));
        asked.ask(revocation)
    };
    let ours = |list: &Crl| list.delta_base().is_none() && list.issuer() == target.issuer();
    let accusing: Vec<&Crl> = question
        .crls
        .iter()
        .filter(|list| ours(list))
        .filter(|list| {
            let alone = ask(&|other| !ours(other) || other == *list);
            alone.is_some_and(|report| has(&report, "path.revoked", Weight::Fatal))
        })
        .collect();
    let acquitted = ask(&|list| !accusing.contains(&list));
    !accusing.is_empty() && acquitted.is_some_and(|report| report.verdict == PathVerdict::Valid)
}

/// Whether our sets are the table's and the policies that all certificates assert without mapping.
fn asserted_throughout(expected: &Decision, report: &PathReport) -> bool {
    let Some(best) = report.best() else { return false };
    let mut below = best.certificates.iter().skip(1);
    if best.certificates.iter().any(|certificate| !certificate.policy_mappings().is_empty()) {
        return false;
    }
    let asserted = |certificate: &pki::Certificate| {
        let policies = certificate.policies().into_iter().flatten();
        policies.map(|information| information.policy.clone()).collect()
    };
    let Some(first) = below.next() else { return false };
    let first: std::collections::BTreeSet<pki::Oid> = asserted(first);
    let throughout = below.fold(first, |common, certificate| {
        common.intersection(&asserted(certificate)).cloned().collect()
    });
    let with = |set: &Option<std::collections::BTreeSet<pki::Oid>>, got| {
        set.as_ref().is_none_or(|set| &(set | &throughout) == got)
    };
    with(&expected.authority, &best.authority_constrained_policies)
        && with(&expected.user, &best.user_constrained_policies)
}
