//! Whose certificates a list speaks of, and whether those that name its address may use it.

use std::collections::BTreeSet;

use ::pki::Certificate;
use ::pki::algorithm;
use ::pki::certificate::{DistributionPoint, GeneralName, ReasonFlags};
use ::pki::crl::Survey;
use ::pki::name::Name;
use model::{Note, Verdict};

use super::fetches::{Fetch, Fetches};
use crate::certificates::{self, Certificates};
use crate::sum::Sum;

/// What the list at an address says of the certificates that name the address.
pub(super) fn judge(
    fetch: &Fetch,
    list: &Survey,
    certificates: &Certificates,
    about: impl Fn(&'static str) -> Note,
    sum: &mut Sum,
) {
    let naming: Vec<_> = certificates.all.iter().filter(|it| names(it, &fetch.url)).collect();
    for certificate in &naming {
        let expected = issuers_named(certificate, &fetch.url);
        if !expected.contains(&list.issuer()) {
            let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
            let note = about("crl.foreign-issuer")
                .fact("certificate", certificates::called(certificate))
                .fact("expected", expected.join("; "));
            sum.say(Verdict::Violates, note);
        }
    }
    let complete = naming.iter().any(|it| it.crl_urls().contains(&fetch.url));
    let delta = naming.iter().any(|it| it.freshest_crl_urls().contains(&fetch.url));
    match list.delta_base() {
        Some(_) if complete && !delta => sum.say(Verdict::Violates, about("crl.delta-instead")),
        None if delta && !complete => sum.remark(about("crl.complete-instead-of-delta")),
        Some(_) | None => {}
    }
    let Some(scope) = list.scope() else { return };
    let users = naming.iter().any(|it| !certificates::is_authority(it));
    let authorities = naming.iter().any(|it| certificates::is_authority(it));
    if users && (scope.only_attribute_certificates || scope.only_authority_certificates) {
        sum.say(Verdict::Violates, about("crl.excludes-users"));
    }
    if authorities && (scope.only_attribute_certificates || scope.only_user_certificates) {
        sum.say(Verdict::Violates, about("crl.excludes-authorities"));
    }
    let limits: Vec<&str> = [
        (scope.only_user_certificates, "users"),
        (scope.only_authority_certificates, "authorities"),
        (scope.only_attribute_certificates, "attributes"),
        (scope.only_some_reasons.is_some(), "some-reasons"),
        (scope.indirect, "indirect"),
    ]
    .into_iter()
    .filter_map(|(applies, name)| applies.then_some(name))
    .collect();
    if !limits.is_empty() {
        sum.remark(about("crl.scope-limited").fact("scope", limits.join(", ")));
    }
    if let Some(name) = &scope.name {
        let own = name.urls();
        let issued: Vec<_> =
            certificates.all.iter().filter(|it| it.issuer() == list.issuer()).collect();
        point(fetch, &own, &naming, &issued, about, sum);
    }
}

/// Whether the list's own name of its point is one by which certificates name it
/// ([RFC 5280 section 6.3.3 (b)(2)](https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3)). Two
/// addresses that stand joined in one, as national authorities wrote them, are names of one point.
fn point(
    fetch: &Fetch,
    own: &[String],
    naming: &[&Certificate],
    issued: &[&Certificate],
    about: impl Fn(&'static str) -> Note,
    sum: &mut Sum,
) {
    if own.contains(&fetch.url) {
        return;
    }
    let about = |code| {
        about(code).fact("names", own.join(", ")).fact("answered-by", fetch.answered_by.clone())
    };
    let meets = |certificate: &Certificate, url: Option<&String>| {
        let mut points = certificate.crl_distribution_points().iter().filter_map(urls);
        points.any(|it| {
            url.is_none_or(|url| it.contains(url)) && own.iter().any(|one| it.contains(one))
        })
    };
    // Addresses of a delta stand in another extension, whose points are read as addresses only.
    let fresh = |certificate: &&Certificate| {
        own.iter().any(|one| certificate.freshest_crl_urls().contains(one))
    };
    if naming.is_empty() {
        // A declared mirror: whoever uses the list came to it by another address.
        let used = issued.iter().any(|it| meets(it, None) || fresh(it));
        if used {
            sum.remark(about("crl.other-address"));
        } else {
            sum.open(about("crl.other-point"));
        }
        return;
    }
    let (met, missed): (Vec<&Certificate>, Vec<&Certificate>) =
        naming.iter().partition(|it| meets(it, Some(&fetch.url)) || fresh(it));
    if missed.is_empty() && !met.is_empty() {
        sum.remark(about("crl.other-address"));
        return;
    }
    let called: BTreeSet<_> = missed.into_iter().map(certificates::called).collect();
    let called = called.into_iter().collect::<Vec<_>>().join(", ");
    sum.say(Verdict::Violates, about("crl.other-point").fact("certificate", called));
}

/// Whether the lists that were fetched for a certificate cover every reason of revocation together
/// ([RFC 5280 section 6.3.3](https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3), last step).
pub(super) fn reasons(fetches: &Fetches, certificates: &Certificates, sum: &mut Sum) {
    for certificate in &certificates.all {
        let mut covered = ReasonFlags::NONE;
        let mut limited = false;
        let mut fetched = true;
        for point in certificate.crl_distribution_points() {
            let Some(urls) = urls(point) else { continue };
            let here = point.reasons.unwrap_or(ReasonFlags::ALL);
            let lists: Vec<_> =
                fetches.with_lists().filter(|(fetch, _)| urls.contains(&fetch.url)).collect();
            fetched &= !lists.is_empty();
            limited |= point.reasons.is_some();
            for (_, list) in lists.into_iter().filter(|(_, it)| it.delta_base().is_none()) {
                let reasons = list.scope().and_then(|it| it.only_some_reasons);
                limited |= reasons.is_some();
                covered = covered.union(here.intersection(reasons.unwrap_or(ReasonFlags::ALL)));
            }
        }
        if limited && !covered.contains(ReasonFlags::ALL) {
            let note = certificates::about("crl.reasons-incomplete", certificate);
            if fetched {
                sum.say(Verdict::Violates, note);
            } else {
                sum.open(note);
            }
        }
    }
}

/// Whether the certificate with the list's signing key may speak for those that name the address:
/// its key is that of their issuer, or a declared anchor stands above it. A name alone says
/// nothing ([RFC 5280 section 6.3.3 (f)](https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3)).
pub(super) fn is_related(
    signer: &Certificate,
    fetch: &Fetch,
    certificates: &Certificates,
    anchors: &[Certificate],
) -> bool {
    let naming = certificates.all.iter().filter(|it| names(it, &fetch.url));
    let mut issued = naming.filter(|it| it.issuer() == signer.subject()).peekable();
    if issued.peek().is_some() && issued.all(|it| signed_by(it, signer)) {
        return true;
    }
    let mut above = signer;
    for _ in 0..LONGEST_CHAIN {
        if anchors.iter().any(|it| it.fingerprint() == above.fingerprint()) {
            return true;
        }
        let next = certificates.all.iter().chain(anchors).find(|it| {
            it.subject() == above.issuer()
                && it.fingerprint() != above.fingerprint()
                && certificates::is_authority(it)
                && signed_by(above, it)
        });
        let Some(next) = next else { return false };
        above = next;
    }
    false
}

fn signed_by(certificate: &Certificate, issuer: &Certificate) -> bool {
    let algorithm = certificate.signature_algorithm();
    let (message, signature) = (certificate.tbs(), certificate.signature());
    algorithm::verify(issuer.public_key(), algorithm, message, signature).is_ok()
}

fn names(certificate: &Certificate, url: &String) -> bool {
    [certificate.crl_urls(), certificate.freshest_crl_urls()]
        .into_iter()
        .flatten()
        .any(|it| it.trim() == url)
}

/// Who may sign the list at an address that a certificate names.
fn issuers_named<'a>(certificate: &'a Certificate, url: &String) -> Vec<&'a Name> {
    let points = certificate.crl_distribution_points().iter();
    let others: Vec<&Name> = points
        .filter(|it| urls(it).is_some_and(|urls| urls.contains(url)))
        .flat_map(|it| &it.crl_issuer)
        .filter_map(|it| match it {
            GeneralName::Directory(name) => Some(name),
            GeneralName::Dns(_)
            | GeneralName::EdiParty(_)
            | GeneralName::Email(_)
            | GeneralName::Ip(_)
            | GeneralName::Other { .. }
            | GeneralName::RegisteredId(_)
            | GeneralName::Uri(_)
            | GeneralName::X400(_) => None,
        })
        .collect();
    if others.is_empty() { vec![certificate.issuer()] } else { others }
}

fn urls(point: &DistributionPoint) -> Option<Vec<String>> {
    point.name.as_ref().map(::pki::certificate::DistributionPointName::urls)
}

/// How many certificates may stand above a signer of lists.
const LONGEST_CHAIN: usize = 8;
