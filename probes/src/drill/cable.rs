//! The drill in which the main path is interrupted.

use std::collections::{BTreeMap, BTreeSet};

use ::pki::Certificate;
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
    /// The time was over, or everything was back.
    Ended,
    /// It stopped looking before, on a person's word.
    Interrupted,
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
        /// Over which channel; none where it was asked by the machine's own way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        /// When the question left.
        asked: When,
        /// When the answer was there, or its absence certain.
        answered: When,
        /// Whether it answered.
        reached: bool,
    },
    /// The main path was interrupted.
    Pulled(Moment),
    /// The main path was put back.
    Restored(Moment),
    /// The program was started anew and goes on.
    Resumed,
}

/// What is asked in the drill.
pub struct CablePlan {
    targets: BTreeMap<Target, HttpRequest>,
    others: BTreeSet<Other>,
}

/// A host that is not the authority's and shows whether a link of the commission works.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Other {
    /// A reference of time, asked by the machine's own way.
    Clock(String),
    /// An address that is known to answer over HTTP, asked over every channel.
    Page(String),
}

impl Other {
    /// How it is addressed.
    #[must_use]
    pub fn host(&self) -> &str {
        match self {
            Self::Clock(host) | Self::Page(host) => host,
        }
    }

    /// Whether it answers now.
    #[must_use]
    pub fn is_reached(&self, site: &dyn Site) -> bool {
        match self {
            Self::Clock(server) => site.ntp(server).is_ok(),
            // From 500 on a proxy speaks that reached nobody.
            Self::Page(url) => site.http(&HttpRequest::get(url)).is_ok_and(|it| it.status < 500),
        }
    }
}

impl CablePlan {
    /// Everything that the certificates and the declaration name: lists, delta lists, status
    /// services and the services that are offered over HTTP. The time references and the `pages`
    /// are the hosts of others.
    #[must_use]
    pub fn new(
        have: &[Evidence],
        declared: &Declaration,
        pages: &[String],
        now: Timestamp,
    ) -> Self {
        let certificates = Certificates::read(have);
        let mut targets = BTreeMap::new();
        let mut add = |service, url: &str, request| {
            let target = Target { service, url: url.to_owned() };
            targets.entry(target).or_insert(request);
        };
        let mut asked_about = None;
        for certificate in &certificates.all {
            let lists = [
                (certificate.crl_urls(), Service::Crl),
                (certificate.freshest_crl_urls(), Service::Delta),
            ];
            for (urls, service) in lists {
                for url in urls.iter().map(|it| it.trim()).filter(|it| is_http(it)) {
                    add(service, url, HttpRequest::get(url));
                }
            }
            let Some(issuer) = certificates.issuer_of(certificate) else { continue };
            asked_about = asked_about.or(Some((certificate, issuer)));
            let urls = certificate.ocsp_urls();
            for url in urls.iter().map(|it| it.trim()).filter(|it| is_http(it)) {
                add(Service::Ocsp, url, status(certificate, issuer, url, now));
            }
        }
        let declared_status = declared.ocsp_urls.iter().map(|it| it.trim());
        for url in declared_status.filter(|it| is_http(it)) {
            if let Some((certificate, issuer)) = asked_about {
                add(Service::Ocsp, url, status(certificate, issuer, url, now));
            }
        }
        for url in declared.crl_urls.iter().map(|it| it.trim()).filter(|it| is_http(it)) {
            add(Service::Crl, url, HttpRequest::get(url));
        }
        let offered = declared.services.iter().filter_map(|it| match it {
            DeclaredService::Named(_) => None,
            DeclaredService::Offered(it) => Some(it.address.trim()),
        });
        let known: BTreeSet<String> = targets.keys().map(|it: &Target| it.url.clone()).collect();
        for url in offered.filter(|it| is_http(it) && !known.contains(*it)) {
            let target = Target { service: Service::Endpoint, url: url.to_owned() };
            targets.entry(target).or_insert_with(|| HttpRequest::get(url));
        }
        let clocks = declared.time_references.iter().map(|it| it.address.trim().to_owned());
        let pages = pages.iter().map(|it| it.trim().to_owned());
        let others = clocks.map(Other::Clock).chain(pages.map(Other::Page)).collect();
        Self { targets, others }
    }

    /// What is looked at.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.keys()
    }

    /// The hosts of others.
    #[must_use]
    pub const fn others(&self) -> &BTreeSet<Other> {
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

/// Whether an address is asked over HTTP: a directory is not asked over a channel.
fn is_http(url: &str) -> bool {
    crl::is_askable(url) && !exchange::is_directory(url)
}

/// A question to a status service.
fn status(
    certificate: &Certificate,
    issuer: &Certificate,
    url: &str,
    now: Timestamp,
) -> HttpRequest {
    let nonce = ocsp::nonce(certificate, "cable", now);
    let hash = HashAlgorithm::Sha256;
    let request = OcspRequest::new(certificate, issuer, hash, Some(&nonce)).to_der();
    HttpRequest::post(url, "application/ocsp-request", request)
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
