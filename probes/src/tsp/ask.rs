//! What a time-stamping service is asked.

use ::pki::Oid;
use ::pki::algorithm::HashAlgorithm;
use ::pki::tsp::{TspRequest, TspResponse};
use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind};

use crate::exchange::{self, Purpose};
use crate::{CollectError, HttpRequest, Site};

/// Asks one service for everything that it is judged by.
pub(super) fn everything(site: &dyn Site, url: &str) -> Result<Vec<Evidence>, CollectError> {
    let mut taken = Vec::new();
    let mut granted = None;
    // A service may know the national hashes only, or the international ones only.
    for hash in [HashAlgorithm::Sha256, HashAlgorithm::Streebog512] {
        let request = request(url, hash, site.now());
        let exchange = post(site, Purpose::Tsp, url, &request)?;
        let body = exchange.iter().find(|it| it.kind == EvidenceKind::HttpBody);
        let silent = body.is_none();
        let response = body
            .and_then(|it| it.bytes().ok())
            .and_then(|it| TspResponse::read(&it).ok())
            .filter(|(it, _)| it.is_granted());
        taken.extend(exchange);
        if let Some((response, _)) = response {
            let policy = response.token.map(|it| it.policy().clone());
            granted = Some((hash, request, policy));
        }
        if granted.is_some() || silent {
            break;
        }
    }
    let Some((hash, first, policy)) = granted else { return Ok(taken) };
    taken.extend(post(site, Purpose::TspAgain, url, &first)?);
    let under = |policy| TspRequest { policy: Some(policy), ..request(url, hash, site.now()) };
    if let Some(policy) = policy {
        taken.extend(post(site, Purpose::TspPolicy, url, &under(policy))?);
    }
    if let Some(policy) = unserved(url, site.now()) {
        taken.extend(post(site, Purpose::TspUnknownPolicy, url, &under(policy))?);
    }
    taken.extend(exchange::ask(site, Purpose::TspWithoutRequest, &HttpRequest::get(url))?);
    Ok(taken)
}

fn post(
    site: &dyn Site,
    purpose: Purpose,
    url: &str,
    request: &TspRequest,
) -> Result<Vec<Evidence>, CollectError> {
    let request = HttpRequest::post(url, "application/timestamp-query", request.to_der());
    exchange::ask(site, purpose, &request)
}

/// A request over octets that were not known before the instant, with a nonce of the same kind.
fn request(url: &str, hash: HashAlgorithm, now: Timestamp) -> TspRequest {
    let seed = format!("tekseru time-stamp {url} {now}");
    let nonce = EvidenceId::of(format!("nonce {seed}").as_bytes()).0;
    TspRequest::new(hash, hash.digest(seed.as_bytes()), nonce.first_chunk::<8>().map(|it| &it[..]))
}

/// A policy that nobody serves: a number below the arc of UUIDs
/// ([ITU-T X.667](https://www.itu.int/rec/T-REC-X.667)), which nobody knew before.
fn unserved(url: &str, now: Timestamp) -> Option<Oid> {
    let digest = EvidenceId::of(format!("policy {url} {now}").as_bytes()).0;
    let number = u32::from_be_bytes(*digest.first_chunk()?);
    format!("2.25.{number}").parse().ok()
}
