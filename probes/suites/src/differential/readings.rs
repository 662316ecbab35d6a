//! Where OpenSSL and the engine differ, which of the two the standard supports.
//!
//! A rule looks at *all* that OpenSSL objected to; one objection beyond the rule leaves the
//! difference unexplained.

use std::path::Path;

use pki::certificate::KeyUsage;
use pki::oid::known;
use pki::path::{CandidatePath, PathReport, PathVerdict};
use pki::{Certificate, Weight};

use super::generate::Hierarchy;
use super::{DifferentialError, OpenSslError, Theirs, openssl, ours};
use crate::Reading;

const INCLUSIVE: Reading = Reading {
    id: "validity-is-inclusive",
    citation: "RFC 5280 section 4.1.2.5",
    sentence: "The validity period runs from notBefore through notAfter, inclusive: a certificate \
               is still valid in the second named by notAfter, which OpenSSL calls expired.",
};

const ANCHOR: Reading = Reading {
    id: "anchor-is-not-part-of-the-path",
    citation: "RFC 5280 section 6.1",
    sentence: "The trust anchor is an input (a name and a key), and its certificate is not one of \
               the certificates 1 to n that are checked; OpenSSL applies extensions and \
               revocation to it.",
};

const KEY_IDENTIFIER: Reading = Reading {
    id: "key-identifier-is-a-hint",
    citation: "RFC 5280 sections 4.2.1.1 and 6.1.3",
    sentence: "The authority key identifier helps to find the issuer's certificate; no step of \
               path validation compares it. OpenSSL does not follow an issuer whose identifier \
               differs, though its key made the signature.",
};

const ONE_PATH: Reading = Reading {
    id: "one-valid-path-is-enough",
    citation: "RFC 5280 section 6.1, RFC 4158 section 2.4",
    sentence: "Several paths lead to the anchor and one of them is valid; OpenSSL builds one and \
               does not come back. Handed that path alone, it accepts it.",
};

const SUBJECT_EMAIL: Reading = Reading {
    id: "e-mail-of-the-subject-beside-alternative-names",
    citation: "RFC 5280 section 4.2.1.10",
    sentence: "A constraint on rfc822Name applies to the emailAddress attribute of the subject \
               when the certificate does not include a subject alternative name; this one does. \
               OpenSSL applies it either way.",
};

const SAME_NAME: Reading = Reading {
    id: "self-issued-is-not-self-signed",
    citation: "RFC 5280 sections 3.2 and 6.1",
    sentence: "A self-issued certificate carries one name twice and may be signed with another \
               key of that name; path validation follows the key. Without key identifiers OpenSSL \
               takes the first certificate of the name, or takes it for self-signed.",
};

const ONE_LIST: Reading = Reading {
    id: "one-usable-list-is-enough",
    citation: "RFC 5280 section 6.3.3",
    sentence: "Each list in the local store is tried, and the status is determined when the \
               usable ones cover all reasons. OpenSSL prefers one list of the issuer's name and \
               stops at its defects; without that list it accepts.",
};

const LIST_ISSUER: Reading = Reading {
    id: "the-list-has-an-issuer-of-its-own",
    citation: "RFC 5280 section 6.3.3 (f)",
    sentence: "cRLSign is demanded of the certificate of the list's issuer, which has a path of \
               its own; another certificate of the same name and key allows it. OpenSSL looks at \
               the one in the certificate's path only.",
};

const ANY_POLICY_MAPPED: Reading = Reading {
    id: "any-policy-is-never-mapped",
    citation: "RFC 5280 section 6.1.4 (a)",
    sentence: "If a policy mappings extension is present, anyPolicy must not appear in it, \
               whatever the policy inputs; OpenSSL forgives it when no policy is demanded.",
};

/// The rule that explains the difference, if one does.
pub(super) fn reading(
    hierarchy: &Hierarchy,
    report: &PathReport,
    theirs: &Theirs,
    folder: &Path,
) -> Result<Option<Reading>, DifferentialError> {
    let Some(best) = report.best() else { return Ok(None) };
    if theirs.valid {
        return Ok(report.paths.iter().find_map(theirs_accepts));
    }
    if report.verdict != PathVerdict::Valid {
        return Ok(None);
    }
    if let Some(reading) = by_errors(hierarchy, best, theirs) {
        return Ok(Some(reading));
    }
    // The rest is shown by asking again with less in OpenSSL's way.
    let inner = best.certificates.len() - 1;
    let mut alone = hierarchy.clone();
    alone.between = best
        .certificates
        .get(1..inner)
        .unwrap_or_default()
        .iter()
        .map(|certificate| certificate.der().to_vec())
        .collect();
    let accepts = |asked: &Hierarchy| {
        let said = openssl(asked, folder)?;
        Ok::<bool, DifferentialError>(said.valid || by_errors(asked, best, &said).is_some())
    };
    if alone.between.len() < hierarchy.between.len() && accepts(&alone)? {
        return Ok(Some(ONE_PATH));
    }
    for index in 0..hierarchy.lists.len() {
        let mut fewer = hierarchy.clone();
        fewer.lists.remove(index);
        let ours = ours(&fewer).is_some_and(|report| report.verdict == PathVerdict::Valid);
        if ours && accepts(&fewer)? {
            return Ok(Some(ONE_LIST));
        }
    }
    Ok(None)
}

/// Whether an objection of OpenSSL is of one kind.
type Rule<'a> = &'a dyn Fn(&OpenSslError) -> bool;

/// The rule that explains every objection of OpenSSL against the path; of several the first.
fn by_errors(hierarchy: &Hierarchy, best: &CandidatePath, theirs: &Theirs) -> Option<Reading> {
    let length = best.certificates.len();
    let at_depth =
        |depth: usize| length.checked_sub(depth + 1).and_then(|index| best.certificates.get(index));
    let ends_now = |error: &OpenSslError| {
        error.number == 10
            && at_depth(error.depth).is_some_and(|one| one.not_after() == hierarchy.at)
    };
    let of_anchor =
        |error: &OpenSslError| error.depth + 1 == length && !NOT_FOUND.contains(&error.number);
    let identifier = |error: &OpenSslError| {
        NOT_FOUND.contains(&error.number)
            && best.certificates.windows(2).any(|pair| match pair {
                [issuer, subject] => !identifiers_fit(issuer, subject),
                _ => false,
            })
    };
    let subject_email = |error: &OpenSslError| {
        matches!(error.number, 47 | 48)
            && at_depth(error.depth).is_some_and(|one| {
                one.subject().attribute(&known::EMAIL_ADDRESS).is_some()
                    && !one.subject_alternative_names().is_empty()
            })
    };
    // 7: signature, 19: self-signed in the chain.
    let same_name = |error: &OpenSslError| {
        matches!(error.number, 7 | 19)
            && best.certificates.windows(2).any(|pair| match pair {
                [issuer, subject] => {
                    subject.is_self_issued()
                        && (issuer.subject_key_id().is_none() || subject.subject_key_id().is_none())
                }
                _ => false,
            })
    };
    // 35: keyUsage without cRLSign.
    let other_certificate = |error: &OpenSslError| {
        error.number == 35
            && at_depth(error.depth + 1).is_some_and(|issuer| {
                hierarchy.between.iter().filter_map(|der| Certificate::read(der).ok()).any(|twin| {
                    twin.subject() == issuer.subject()
                        && twin.public_key().is_same_key(issuer.public_key())
                        && twin.key_usage().is_none_or(|usage| usage.contains(KeyUsage::CRL_SIGN))
                })
            })
    };
    let rules: [(Rule<'_>, Reading); 6] = [
        (&ends_now, INCLUSIVE),
        (&of_anchor, ANCHOR),
        (&identifier, KEY_IDENTIFIER),
        (&subject_email, SUBJECT_EMAIL),
        (&same_name, SAME_NAME),
        (&other_certificate, LIST_ISSUER),
    ];
    let mut readings = theirs
        .errors
        .iter()
        .map(|error| rules.iter().find(|(rule, _)| rule(error)).map(|(_, reading)| *reading));
    let first = readings.next().flatten()?;
    readings.all(|reading| reading.is_some()).then_some(first)
}

/// No issuer found, in OpenSSL's numbers.
const NOT_FOUND: &[u32] = &[2, 20, 21];

fn identifiers_fit(issuer: &Certificate, subject: &Certificate) -> bool {
    match (subject.authority_key_id().and_then(|id| id.key_id.as_deref()), issuer.subject_key_id())
    {
        (Some(wanted), Some(own)) => wanted == own,
        _ => true,
    }
}

fn theirs_accepts(path: &CandidatePath) -> Option<Reading> {
    let mut graver = path.findings.iter().filter(|finding| finding.weight != Weight::Remark);
    let only = graver.all(|finding| finding.code == "path.policy-mapping-any");
    (path.anchored && only).then_some(ANY_POLICY_MAPPED)
}
