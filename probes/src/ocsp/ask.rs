//! What status services are asked.
//!
//! About each certificate: over POST with a nonce, named by SHA-256 and again by SHA-1, and over
//! GET. Once for each service and issuer: about several certificates together, and about a serial
//! number that nobody issued.

use std::collections::{BTreeMap, BTreeSet};

use ::pki::Certificate;
use ::pki::algorithm::HashAlgorithm;
use ::pki::ocsp::{CertId, OcspRequest};
use base64ct::{Base64, Encoding};
use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind};

use crate::certificates::Certificates;
use crate::exchange::{self, Purpose};
use crate::{CollectError, Declaration, HttpRequest, Site};

/// The services that a certificate names, and those declared besides.
pub(super) fn services<'a>(
    certificate: &'a Certificate,
    declared: &'a Declaration,
) -> BTreeSet<&'a str> {
    certificate.ocsp_urls().iter().chain(&declared.ocsp_urls).map(|it| it.trim()).collect()
}

/// Asks every service about every certificate.
pub(super) fn everything(
    site: &dyn Site,
    declared: &Declaration,
    certificates: &Certificates,
) -> Result<Vec<Evidence>, CollectError> {
    let mut taken = Vec::new();
    for certificate in certificates.users() {
        let Some(issuer) = certificates.issuer_of(certificate) else { continue };
        for url in services(certificate, declared) {
            let about = |hash, salt| {
                let nonce = nonce(certificate, salt, site.now());
                OcspRequest::new(certificate, issuer, hash, Some(&nonce))
            };
            let first = post(site, Purpose::Ocsp, url, &about(HashAlgorithm::Sha256, "sha-256"))?;
            let silent = !answered(&first);
            taken.extend(first);
            // A service that gives no answer at all is not made to be waited for again.
            if silent {
                continue;
            }
            let by_sha1 = about(HashAlgorithm::Sha1, "sha-1");
            taken.extend(post(site, Purpose::Ocsp, url, &by_sha1)?);
            if let Some((_, long)) = get_url(url, certificate, issuer) {
                taken.extend(exchange::ask(site, Purpose::Ocsp, &HttpRequest::get(long))?);
            }
        }
    }
    for (url, issuer, group) in groups(certificates, declared) {
        let Some(&sibling) = group.first() else { continue };
        let nonce = |salt| Some(nonce(sibling, salt, site.now()).to_vec());
        let mut id = CertId::new(sibling, issuer, HashAlgorithm::Sha256);
        id.serial = unissued(issuer, url, site.now());
        let request = OcspRequest { certificates: vec![id], nonce: nonce("never issued") };
        let first = post(site, Purpose::OcspNeverIssued, url, &request)?;
        let silent = !answered(&first);
        taken.extend(first);
        if group.len() > 1 && !silent {
            let names = |it: &&Certificate| CertId::new(it, issuer, HashAlgorithm::Sha256);
            let all = group.iter().take(TOGETHER).map(names).collect();
            let request = OcspRequest { certificates: all, nonce: nonce("together") };
            taken.extend(post(site, Purpose::Ocsp, url, &request)?);
        }
    }
    Ok(taken)
}

/// Users' certificates by the service that answers about them and by their issuer.
pub(super) fn groups<'a>(
    certificates: &'a Certificates,
    declared: &'a Declaration,
) -> Vec<(&'a str, &'a Certificate, Vec<&'a Certificate>)> {
    let mut found: BTreeMap<_, (&str, &Certificate, Vec<&Certificate>)> = BTreeMap::new();
    for certificate in certificates.users() {
        let Some(issuer) = certificates.issuer_of(certificate) else { continue };
        for url in services(certificate, declared) {
            found
                .entry((url, *issuer.fingerprint().as_bytes()))
                .or_insert_with(|| (url, issuer, Vec::new()))
                .2
                .push(certificate);
        }
    }
    found.into_values().collect()
}

/// The address that asks about a certificate by itself, and the hash that names it there
/// ([RFC 6960 appendix A.1](https://www.rfc-editor.org/rfc/rfc6960#appendix-A.1)); nothing where
/// it would be too long. Without a nonce, as
/// [RFC 5019 section 2.1.1](https://www.rfc-editor.org/rfc/rfc5019#section-2.1.1) has it, so that
/// what stands between may keep the answer.
pub(super) fn get_url(
    service: &str,
    certificate: &Certificate,
    issuer: &Certificate,
) -> Option<(HashAlgorithm, String)> {
    [HashAlgorithm::Sha256, HashAlgorithm::Sha1].into_iter().find_map(|hash| {
        let request = OcspRequest::new(certificate, issuer, hash, None).to_der();
        let text = Base64::encode_string(&request);
        let text = text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let base = service.strip_suffix('/').unwrap_or(service);
        let url = format!("{base}/{text}");
        (url.len() < LONGEST_URL).then_some((hash, url))
    })
}

fn post(
    site: &dyn Site,
    purpose: Purpose,
    url: &str,
    request: &OcspRequest,
) -> Result<Vec<Evidence>, CollectError> {
    let request = HttpRequest::post(url, "application/ocsp-request", request.to_der());
    exchange::ask(site, purpose, &request)
}

fn answered(taken: &[Evidence]) -> bool {
    taken.iter().any(|it| it.kind == EvidenceKind::HttpBody)
}

/// Octets that an answer made beforehand cannot contain: the instant is not known before.
pub(crate) fn nonce(certificate: &Certificate, salt: &str, now: Timestamp) -> [u8; 16] {
    let digest = EvidenceId::of(format!("{} {salt} {now}", certificate.fingerprint()).as_bytes());
    let mut nonce = [0; 16];
    nonce.iter_mut().zip(digest.0).for_each(|(octet, seed)| *octet = seed);
    nonce
}

/// A serial number that nobody issued: of 158 bits that nobody knew before.
fn unissued(issuer: &Certificate, url: &str, now: Timestamp) -> Vec<u8> {
    let seed = format!("nobody issued this {} {url} {now}", issuer.fingerprint());
    let mut serial = EvidenceId::of(seed.as_bytes()).0.to_vec();
    serial.truncate(20);
    if let Some(first) = serial.first_mut() {
        // Positive, and of full length, as RFC 5280 section 4.1.2.2 allows.
        *first = 0x40 | *first & 0x3f;
    }
    serial
}

/// What is sent over GET stays below this many octets
/// ([RFC 6960 appendix A.1](https://www.rfc-editor.org/rfc/rfc6960#appendix-A.1)).
const LONGEST_URL: usize = 255;
/// Most certificates of one request.
const TOGETHER: usize = 8;
