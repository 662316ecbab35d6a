//! The drill in which the main path is interrupted.

use std::collections::{BTreeMap, BTreeSet};

use ::pki::algorithm::HashAlgorithm;
use ::pki::ocsp::{OcspRequest, OcspResponse};
use jiff::Timestamp;
use model::{Evidence, EvidenceKind};
use serde::{Deserialize, Serialize};

use super::{ExchangeId, Moment, Service, Target, When};
use crate::certificates::Certificates;
use crate::crl::{self, List};
use crate::exchange::{self, Outcome, Purpose, Record};
use crate::{AssetRole, CollectError, Declaration, DeclaredService, HttpRequest, Site, ocsp};

/// One step of the drill. All steps with one `begun` belong together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CableStep {
    /// When the drill began.
    pub begun: Timestamp,
    /// When the step was taken.
    pub when: When,
    /// What happened.
    pub event: CableEvent,
}

/// What happened.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum CableEvent {
    /// The tool began to look at everything over every channel.
    Begun {
        /// The channels, and whether each is the main one or a reserve.
        channels: BTreeMap<String, AssetRole>,
        /// Milliseconds between two looks.
        every_ms: u64,
        /// What it looks at.
        targets: BTreeSet<Target>,
    },
    /// It stopped looking.
    Ended,
    /// It looked at one address.
    Looked {
        /// Which.
        target: Target,
        /// Over which channel.
        channel: String,
        /// When the question left.
        asked: When,
        /// When the answer was there, or its absence certain.
        answered: When,
        /// The exchange.
        exchange: ExchangeId,
    },
    /// It asked a host that is not the authority's, to tell its path from the commission's link.
    Other {
        /// Which.
        host: String,
        /// When.
        asked: When,
        /// Whether it answered.
        reached: bool,
    },
    /// The main path was interrupted.
    Pulled(Moment),
    /// The main path was put back.
    Restored(Moment),
}

/// What is asked in the drill.
pub struct CablePlan {
    targets: BTreeMap<Target, HttpRequest>,
    others: BTreeSet<String>,
}

impl CablePlan {
    /// Everything that the certificates and the declaration name: lists, status services and the
    /// services that are offered over HTTP. The time references are the hosts of others.
    #[must_use]
    pub fn new(have: &[Evidence], declared: &Declaration, now: Timestamp) -> Self {
        let certificates = Certificates::read(have);
        let mut targets = BTreeMap::new();
        let mut add = |service, url: &str, request| {
            let target = Target { service, url: url.to_owned() };
            targets.entry(target).or_insert(request);
        };
        for certificate in certificates.users() {
            let lists = [
                (certificate.crl_urls(), Service::Crl),
                (certificate.freshest_crl_urls(), Service::Delta),
            ];
            for (urls, service) in lists {
                for url in urls.iter().map(|it| it.trim()).filter(|it| crl::is_http(it)) {
                    add(service, url, HttpRequest::get(url));
                }
            }
            let Some(issuer) = certificates.issuer_of(certificate) else { continue };
            for url in certificate.ocsp_urls().iter().map(|it| it.trim()) {
                let nonce = ocsp::nonce(certificate, "cable", now);
                let hash = HashAlgorithm::Sha256;
                let request = OcspRequest::new(certificate, issuer, hash, Some(&nonce)).to_der();
                add(
                    Service::Ocsp,
                    url,
                    HttpRequest::post(url, "application/ocsp-request", request),
                );
            }
        }
        for url in &declared.crl_urls {
            add(Service::Crl, url.trim(), HttpRequest::get(url.trim()));
        }
        let offered = declared.services.iter().filter_map(|it| match it {
            DeclaredService::Named(_) => None,
            DeclaredService::Offered(it) => Some(it.address.trim()),
        });
        let known: BTreeSet<String> = targets.keys().map(|it: &Target| it.url.clone()).collect();
        for url in offered.filter(|it| crl::is_http(it) && !known.contains(*it)) {
            let target = Target { service: Service::Endpoint, url: url.to_owned() };
            targets.entry(target).or_insert_with(|| HttpRequest::get(url));
        }
        let others =
            declared.time_references.iter().map(|it| it.address.trim().to_owned()).collect();
        Self { targets, others }
    }

    /// What is looked at.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.keys()
    }

    /// The hosts of others.
    #[must_use]
    pub const fn others(&self) -> &BTreeSet<String> {
        &self.others
    }

    /// Asks one address.
    ///
    /// # Errors
    ///
    /// [`CollectError`] where what was seen cannot be written down. Silence is no error.
    pub fn ask(&self, site: &dyn Site, target: &Target) -> Result<Vec<Evidence>, CollectError> {
        let Some(request) = self.targets.get(target) else { return Ok(Vec::new()) };
        exchange::ask(site, Purpose::Drill, request)
    }

    /// Whether the evidence of a look shows a service that works.
    #[must_use]
    pub fn carried(&self, target: &Target, evidence: &[Evidence]) -> bool {
        let record = evidence.iter().find(|it| it.kind == EvidenceKind::HttpExchange);
        let body = evidence.iter().find(|it| it.kind == EvidenceKind::HttpBody);
        let record = record.and_then(|it| serde_json::from_slice(&it.bytes().ok()?).ok());
        record.is_some_and(|record| carried(target.service, &record, body))
    }
}

/// Whether an exchange shows a service that works: a list that can be read, an answer of a status
/// service, any answer below 500 of others.
pub(crate) fn carried(service: Service, record: &Record, body: Option<&Evidence>) -> bool {
    let Outcome::Answered(answered) = &record.outcome else { return false };
    match (service, body) {
        (Service::Endpoint, _) => answered.status < 500,
        (_, Some(body)) if answered.status == 200 => match service {
            Service::Crl | Service::Delta => List::read(&body.content).is_ok(),
            Service::Ocsp => body.bytes().is_ok_and(|bytes| {
                matches!(OcspResponse::read(&bytes), Ok((OcspResponse::Answered(_), _)))
            }),
            Service::Endpoint => true,
        },
        (_, _) => false,
    }
}
