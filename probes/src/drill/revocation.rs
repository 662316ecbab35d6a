//! The revocation drill: what is asked, and what an answer shows of the test certificate.

use std::collections::BTreeMap;

use ::pki::algorithm::{self, HashAlgorithm};
use ::pki::crl::Reason;
use ::pki::ocsp::{OcspQuestion, OcspReport, OcspRequest, OcspResponse, OcspStatus};
use ::pki::{Certificate, Finding, Weight};
use jiff::{SignedDuration, Timestamp};
use model::{Content, Evidence, EvidenceId, EvidenceKind};
use serde::{Deserialize, Serialize};

use super::{ExchangeId, Moment, When};
use crate::certificates::{self, Certificates};
use crate::crl::{List, NoList};
use crate::exchange::{self, Outcome, Purpose, Record};
use crate::{CollectError, Declaration, HttpRequest, Site, crl, ocsp};

/// One step of a revocation drill.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RevocationStep {
    /// SHA-256 of the test certificate. With `begun` it names the drill.
    pub certificate: EvidenceId,
    /// When the drill began.
    pub begun: Timestamp,
    /// When the step was taken.
    pub when: When,
    /// What happened.
    pub event: RevocationEvent,
}

/// What happened in a revocation drill.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum RevocationEvent {
    /// The tool began to look.
    Begun {
        /// What it looks at.
        targets: Vec<Target>,
        /// Addresses that say nothing of the test certificate, and why.
        left_out: BTreeMap<String, String>,
        /// Milliseconds between two looks.
        every_ms: u64,
        /// How long it looks after the word, in milliseconds.
        until_ms: u64,
    },
    /// It stopped looking before everything was seen and the time was over.
    Interrupted,
    /// It looked at one address.
    Looked {
        /// Which.
        target: Target,
        /// When the question left.
        asked: When,
        /// When the answer was there, or its absence certain.
        answered: When,
        /// The exchange.
        exchange: ExchangeId,
    },
    /// Everything showed the revocation, or the time was over.
    Ended,
    /// The program was started anew and goes on.
    Resumed,
    /// The inspector gave the word, and the authority revokes.
    Word(Moment),
}

/// What is looked at.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Target {
    /// The kind of service.
    pub service: Service,
    /// Its address.
    pub url: String,
}

/// By what a revocation is published.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// A complete list.
    Crl,
    /// A delta list.
    Delta,
    /// Another service, over HTTP.
    Endpoint,
    /// The status service.
    Ocsp,
}

impl Service {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Crl => "crl",
            Self::Delta => "delta",
            Self::Endpoint => "endpoint",
            Self::Ocsp => "ocsp",
        }
    }
}

/// What one look showed of the test certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Saw {
    /// A sound answer that does not call it revoked.
    NotRevoked {
        /// Of a delta list: the number of the complete list that it rests on, in hexadecimal.
        base: Option<String>,
    },
    /// No answer that can be believed.
    Nothing {
        /// Why, in technical words.
        reason: String,
    },
    /// A sound answer that calls it revoked.
    Revoked {
        /// Since when, by the authority's clock.
        date: Option<Timestamp>,
        /// Whether it is on hold only.
        hold: bool,
        /// Of a complete list: its number, in hexadecimal.
        number: Option<String>,
    },
}

impl Saw {
    /// Whether this is a delta that rests on a complete list which shows the revocation. It need
    /// not repeat it ([RFC 5280 section 5.2.4]): whoever reads both sees it.
    ///
    /// [RFC 5280 section 5.2.4]: https://www.rfc-editor.org/rfc/rfc5280#section-5.2.4
    #[must_use]
    pub fn rests_on(&self, complete: &Self) -> bool {
        match (self, complete) {
            (Self::NotRevoked { base: Some(base) }, Self::Revoked { number: Some(number), .. }) => {
                order(number) <= order(base)
            }
            (Self::NotRevoked { .. } | Self::Nothing { .. } | Self::Revoked { .. }, _) => false,
        }
    }
}

/// Hexadecimal digits so that the order of what comes out is the order of numbers.
fn order(number: &str) -> (usize, &str) {
    let digits = number.trim_start_matches('0');
    (digits.len(), digits)
}

/// Why no drill is made with a certificate.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Its time is over.
    #[error("the certificate expired at {not_after}")]
    Expired {
        /// When.
        not_after: Timestamp,
    },
    /// It names no service at which its revocation could be seen.
    #[error("neither the certificate nor the case names a revocation list or a status service")]
    NamesNoService,
    /// No certificate, or several.
    #[error("the file holds {found} certificates; a drill is made with one")]
    NotOneCertificate {
        /// How many.
        found: usize,
    },
    /// No authority of the case signed it.
    #[error("no authority of this case signed the certificate; it names {issuer} as its issuer")]
    NotOfThisAuthority {
        /// Who should have.
        issuer: String,
    },
    /// Its time has not come.
    #[error("the certificate is valid from {not_before} only")]
    NotYetValid {
        /// When.
        not_before: Timestamp,
    },
    /// It is the certificate of an authority.
    #[error("the certificate is one of an authority, not a test certificate")]
    OfAnAuthority,
    /// It is revoked already.
    #[error("{url} shows the certificate as revoked already")]
    RevokedAlready {
        /// Who says so.
        service: Service,
        /// Where.
        url: String,
        /// Since when.
        date: Option<Timestamp>,
    },
}

/// A drill that can be made.
pub struct RevocationPlan {
    certificate: Certificate,
    issuer: Certificate,
    certificates: Certificates,
    targets: Vec<Target>,
}

impl RevocationPlan {
    /// Looks at the test certificate in the light of the certificates and addresses of the case.
    ///
    /// # Errors
    ///
    /// [`Refusal`] says why no drill is made with it.
    pub fn new(
        file: &[u8],
        have: &[Evidence],
        declared: &Declaration,
        at: Timestamp,
    ) -> Result<Self, Refusal> {
        let mut read = ::pki::read_certificates(file).certificates;
        let certificate = match (read.pop(), read.len()) {
            (Some(only), 0) => only,
            (one, others) => {
                let found = others + usize::from(one.is_some());
                return Err(Refusal::NotOneCertificate { found });
            }
        };
        if certificates::is_authority(&certificate) {
            return Err(Refusal::OfAnAuthority);
        }
        let certificates = Certificates::read(have);
        let issuer = issuer_of(&certificate, &certificates).cloned().ok_or_else(|| {
            Refusal::NotOfThisAuthority { issuer: certificate.issuer().to_string() }
        })?;
        if certificate.not_after() < at {
            return Err(Refusal::Expired { not_after: certificate.not_after() });
        }
        if at < certificate.not_before() {
            return Err(Refusal::NotYetValid { not_before: certificate.not_before() });
        }
        let targets = targets(&certificate, declared);
        if targets.is_empty() {
            return Err(Refusal::NamesNoService);
        }
        Ok(Self { certificate, issuer, certificates, targets })
    }

    /// What is looked at, without repetition, in the order of services and addresses.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// SHA-256 of the test certificate.
    #[must_use]
    pub fn fingerprint(&self) -> EvidenceId {
        EvidenceId(*self.certificate.fingerprint().as_bytes())
    }

    /// The test certificate, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        self.certificate.der()
    }

    /// Asks one address about the test certificate.
    ///
    /// # Errors
    ///
    /// [`CollectError`] where what was seen cannot be written down. Silence is no error.
    pub fn ask(&self, site: &dyn Site, target: &Target) -> Result<Vec<Evidence>, CollectError> {
        let request = match target.service {
            Service::Crl | Service::Delta | Service::Endpoint => HttpRequest::get(&target.url),
            Service::Ocsp => {
                let nonce = ocsp::nonce(&self.certificate, "drill", site.now());
                let hash = HashAlgorithm::Sha256;
                let request = OcspRequest::new(&self.certificate, &self.issuer, hash, Some(&nonce));
                HttpRequest::post(&target.url, "application/ocsp-request", request.to_der())
            }
        };
        exchange::ask(site, Purpose::Drill, &request)
    }

    /// Why a target that the case alone names says nothing of the test certificate, where the
    /// first look showed so.
    #[must_use]
    pub fn leaves_out(&self, target: &Target, saw: &Saw) -> Option<String> {
        let named = [
            self.certificate.crl_urls(),
            self.certificate.freshest_crl_urls(),
            self.certificate.ocsp_urls(),
        ];
        let own = named.into_iter().flatten().any(|it| it.trim() == target.url);
        let elsewhere = [OTHER_ISSUER, REFUSED, UNKNOWN, DENIED];
        match saw {
            Saw::Nothing { reason } if !own => {
                elsewhere.iter().any(|it| reason.starts_with(it)).then(|| reason.clone())
            }
            Saw::Nothing { .. } | Saw::NotRevoked { .. } | Saw::Revoked { .. } => None,
        }
    }

    /// What the evidence of one look shows.
    #[must_use]
    pub fn saw(&self, target: &Target, evidence: &[Evidence]) -> Saw {
        let record = evidence.iter().find(|it| it.kind == EvidenceKind::HttpExchange);
        let body = evidence.iter().find(|it| it.kind == EvidenceKind::HttpBody);
        let record = record.and_then(|it| serde_json::from_slice(&it.bytes().ok()?).ok());
        let Some(record) = record else {
            return Saw::Nothing { reason: "the exchange was not recorded".into() };
        };
        let subject = Subject {
            certificate: &self.certificate,
            issuer: &self.issuer,
            certificates: &self.certificates,
        };
        subject.saw(target.service, &record, body)
    }
}

/// The test certificate with what is needed to read answers about it.
pub(crate) struct Subject<'a> {
    pub(crate) certificate: &'a Certificate,
    pub(crate) issuer: &'a Certificate,
    pub(crate) certificates: &'a Certificates,
}

impl Subject<'_> {
    /// What an exchange shows.
    pub(crate) fn saw(&self, service: Service, record: &Record, body: Option<&Evidence>) -> Saw {
        let nothing = |reason: String| Saw::Nothing { reason };
        let answered = match &record.outcome {
            Outcome::Answered(answered) => answered,
            Outcome::Failed(failed) => {
                return nothing(format!("{}: {}", failed.failure.as_str(), failed.message));
            }
        };
        if answered.status != 200 {
            return nothing(format!("status {}", answered.status));
        }
        let Some(body) = body else { return nothing("the body was not kept".into()) };
        let read = match service {
            Service::Crl | Service::Delta => self.read_list(&body.content, answered.received_at),
            Service::Endpoint => Err("such a service says nothing of certificates".to_owned()),
            Service::Ocsp => self.read_status(body, record, answered.received_at),
        };
        read.unwrap_or_else(nothing)
    }

    fn read_list(&self, body: &Content, at: Timestamp) -> Result<Saw, String> {
        let list = List::read(body).map_err(|error| match error {
            NoList::Unreadable(reason) => reason,
            NoList::Unread(error) => error.to_string(),
        })?;
        let Some(signer) = crl::issuer(&list, self.certificates) else {
            return Err(format!("no certificate of its issuer is at hand: {}", list.issuer()));
        };
        // A list that this authority issued a moment ago bears the moment of its clock.
        let at = at.max(list.this_update());
        sound(&list.check(signer, at))?;
        let indirect = list.scope().is_some_and(|it| it.indirect);
        if !indirect && list.issuer() != self.certificate.issuer() {
            return Err(format!("{}: {}", OTHER_ISSUER, list.issuer()));
        }
        let issuer = self.certificate.issuer();
        let entry =
            list.find(self.certificate.serial(), issuer).map_err(|error| error.to_string())?;
        let base = list.delta_base().map(hex::encode);
        Ok(match entry {
            Some(entry) if entry.reason != Some(Reason::RemoveFromCrl) => Saw::Revoked {
                date: entry.date,
                hold: entry.reason == Some(Reason::CertificateHold),
                number: if base.is_none() { list.number().map(hex::encode) } else { None },
            },
            Some(_) | None => Saw::NotRevoked { base },
        })
    }

    fn read_status(&self, body: &Evidence, record: &Record, at: Timestamp) -> Result<Saw, String> {
        let body = body.content.bytes().map_err(|error| error.to_string())?;
        let (response, _) = OcspResponse::read(&body).map_err(|error| error.to_string())?;
        let request = record.sent.as_ref().and_then(|it| OcspRequest::read(&it.bytes).ok());
        let sent = request.and_then(|it| it.nonce);
        let made = match &response {
            OcspResponse::Answered(basic) => basic.produced_at,
            OcspResponse::Refused(code) => return Err(format!("{REFUSED} ({code})")),
        };
        let check = |nonce: Option<&[u8]>| -> OcspReport {
            response.check(&OcspQuestion {
                certificate: self.certificate,
                issuer: self.issuer,
                at: at.max(made).saturating_add(SLACK).unwrap_or(at),
                nonce,
                trusted: &[],
                longest_age: None,
            })
        };
        let mut report = check(sent.as_deref());
        // Answers made beforehand repeat no nonce. An old one that is sent again can show the
        // revocation later than it happened, never sooner.
        if report.findings.iter().any(|it| it.code == "ocsp.nonce-absent") {
            report = check(None);
        }
        match report.status {
            _ if report.never_issued => Err(DENIED.into()),
            OcspStatus::Good => Ok(Saw::NotRevoked { base: None }),
            OcspStatus::NotAnswered => Err(sound(&report.findings)
                .err()
                .unwrap_or_else(|| "nothing is said of the certificate".into())),
            OcspStatus::Revoked { at, reason } => {
                Ok(Saw::Revoked { date: Some(at), hold: reason == Some(6), number: None })
            }
            OcspStatus::Unknown => Err(UNKNOWN.into()),
        }
    }
}

/// The certificate of the authority that signed `certificate`.
pub(crate) fn issuer_of<'a>(
    certificate: &Certificate,
    certificates: &'a Certificates,
) -> Option<&'a Certificate> {
    certificates.all.iter().find(|it| {
        certificates::is_authority(it)
            && it.subject() == certificate.issuer()
            && algorithm::verify(
                it.public_key(),
                certificate.signature_algorithm(),
                certificate.tbs(),
                certificate.signature(),
            )
            .is_ok()
    })
}

/// Everything that speaks of the certificate: what it names itself, and what the case names.
fn targets(certificate: &Certificate, declared: &Declaration) -> Vec<Target> {
    let mut found: BTreeMap<&str, Service> = BTreeMap::new();
    let named = [
        (certificate.ocsp_urls(), Service::Ocsp),
        (certificate.freshest_crl_urls(), Service::Delta),
        (certificate.crl_urls(), Service::Crl),
        (&declared.ocsp_urls, Service::Ocsp),
        (&declared.crl_urls, Service::Crl),
    ];
    for (urls, service) in named {
        for url in urls.iter().map(|it| it.trim()).filter(|it| crl::is_askable(it)) {
            found.entry(url).or_insert(service);
        }
    }
    let mut all: Vec<_> =
        found.into_iter().map(|(url, service)| Target { service, url: url.to_owned() }).collect();
    all.sort();
    all
}

/// The first thing that keeps an object from being believed.
fn sound(findings: &[Finding]) -> Result<(), String> {
    match findings.iter().find(|it| it.weight != Weight::Remark) {
        None => Ok(()),
        Some(finding) => Err(finding.code.to_owned()),
    }
}

/// The list is one of another authority.
const OTHER_ISSUER: &str = "a list of another authority";
/// The service gives no answer about the certificate.
const REFUSED: &str = "the service refuses to answer";
/// The service has never heard of the certificate.
const UNKNOWN: &str = "the service does not know the certificate";
/// The service says that the certificate was never issued.
const DENIED: &str = "the service says that the certificate was never issued";
/// The clock of the laptop may be this much behind the responder's.
const SLACK: SignedDuration = SignedDuration::from_mins(1);
