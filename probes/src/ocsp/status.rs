//! `ocsp.status`: whether the status service answers about users' certificates, rightly and now.
//!
//! # Measures
//!
//! Time from the question to the last octet of the answer, in microseconds; a fact, not judged.
//!
//! # Rests on
//!
//! [RFC 6960 section 3.2]: the answer is about the certificate asked for, signed by the issuer or
//! by a responder that the issuer authorised, recent, and repeats the nonce ([RFC 9654]). An answer
//! that does not say until when it holds is believed for a day. The inspector's clock may be a
//! minute behind the responder's before an answer counts as one from the future.
//!
//! # Evidence
//!
//! `certificate` of users and of their issuers; one `declaration`; `http-exchange` with each
//! service about each certificate, and the `http-body` that came; lists of `crl.availability`.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | each service gave a sound answer about each certificate: good, or revoked as the list says |
//! | violates | a service answers with another status than 200 or with something unreadable, its name has no address, it refuses connections; an answer has a wrong signature, signer or nonce; it contradicts the list; it does not know a certificate that names it, or says it was never issued |
//! | undetermined | nothing came in time, the service refuses to answer, the answer is old, about something else, repeats no nonce, or cannot be verified here; a certificate's issuer is not among the evidence; nobody asked; no service is named |
//! | out of scope | no service is named and the requirement is a conditional one |
//!
//! # Cannot see
//!
//! What the service says of certificates that the commission does not hold.
//!
//! [RFC 6960 section 3.2]: https://www.rfc-editor.org/rfc/rfc6960#section-3.2
//! [RFC 9654]: https://www.rfc-editor.org/rfc/rfc9654

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ::pki::algorithm::HashAlgorithm;
use ::pki::crl::{self as revocation, RevocationStatus, status_of};
use ::pki::ocsp::{CertId, OcspQuestion, OcspReport, OcspRequest, OcspResponse, OcspStatus};
use ::pki::{Certificate, Weight};
use jiff::{SignedDuration, Timestamp};
use model::{Evidence, EvidenceId, EvidenceKind, Judgement, Note, Verdict};

use crate::certificates::{self, Certificates};
use crate::crl::{self, List};
use crate::exchange::{self, Exchange, Outcome, Purpose};
use crate::sum::Sum;
use crate::{CollectError, Declaration, HttpRequest, Probe, Question, Site, case};

/// The probe.
pub(crate) struct Status;

impl Probe for Status {
    fn id(&self) -> &'static str {
        "ocsp.status"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        let certificates = Certificates::read(have);
        let mut taken = Vec::new();
        for certificate in certificates.users() {
            let Some(issuer) = certificates.issuer_of(certificate) else { continue };
            for url in services(certificate, declared) {
                let nonce = nonce(certificate, site.now());
                let hash = HashAlgorithm::Sha256;
                let request = OcspRequest::new(certificate, issuer, hash, Some(&nonce)).to_der();
                let request = HttpRequest::post(url, "application/ocsp-request", request);
                taken.extend(exchange::ask(site, Purpose::Ocsp, &request)?);
            }
        }
        if taken.is_empty() {
            return Err(CollectError::NothingToAsk { what: "status service of a certificate" });
        }
        Ok(taken)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let certificates = Certificates::of(question);
        let mut sum = certificates.reading.clone();
        let users: Vec<_> = certificates.users().collect();
        if users.is_empty() {
            sum.open(Note::new(certificates::NO_USER_CERTIFICATE));
        } else if users.iter().all(|it| services(it, &declaration).is_empty()) {
            if question.requirement.conditional {
                return Judgement::because(Verdict::OutOfScope, Note::new("ocsp.not-offered"));
            }
            sum.open(Note::new("ocsp.no-address"));
        }
        let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Ocsp);
        unreadable.into_iter().for_each(|note| sum.open(note));
        let (records, _) = exchange::records(question);
        let look = Look {
            network_seen: exchange::network_seen(&records),
            // What is wrong with lists is said where lists are judged.
            lists: crl::lists(question, &mut Sum::default()).into_iter().map(|it| it.crl).collect(),
            certificates: &certificates,
            exchanges: &exchanges,
        };
        for certificate in users {
            let Some(issuer) = certificates.issuer_of(certificate) else {
                sum.open(certificates::about("ocsp.issuer-certificate-missing", certificate));
                continue;
            };
            for url in services(certificate, &declaration) {
                sum.add(look.at(certificate, issuer, url));
            }
        }
        sum.finish()
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            certificates::NO_USER_CERTIFICATE,
            exchange::UNREADABLE,
            "ocsp.answer-unreadable",
            "ocsp.body-missing",
            "ocsp.contradicts-list",
            "ocsp.denies-certificate",
            "ocsp.good",
            "ocsp.http-status",
            "ocsp.issuer-certificate-missing",
            "ocsp.newer-than-list",
            "ocsp.no-address",
            "ocsp.not-asked",
            "ocsp.not-offered",
            "ocsp.revoked",
            "ocsp.unknown-certificate",
            "ocsp.unreachable",
            "ocsp.unreachable-from-here",
        ],
        &["algorithm", "certificate", "ocsp", "reading"],
    )
});

/// The services that a certificate names, and those declared besides.
fn services<'a>(certificate: &'a Certificate, declared: &'a Declaration) -> BTreeSet<&'a str> {
    certificate.ocsp_urls().iter().chain(&declared.ocsp_urls).map(|it| it.trim()).collect()
}

/// Octets that an answer made beforehand cannot contain: the instant is not known before.
pub(crate) fn nonce(certificate: &Certificate, now: Timestamp) -> [u8; 16] {
    let seed = format!("{} {now}", certificate.fingerprint());
    let mut nonce = [0; 16];
    let digest = EvidenceId::of(seed.as_bytes()).0;
    nonce.iter_mut().zip(digest).for_each(|(octet, seed)| *octet = seed);
    nonce
}

struct Look<'a> {
    certificates: &'a Certificates,
    exchanges: &'a [Exchange<'a>],
    lists: Vec<List<'a>>,
    network_seen: bool,
}

impl Look<'_> {
    fn at(&self, certificate: &Certificate, issuer: &Certificate, url: &str) -> Judgement {
        let about = |code| certificates::about(code, certificate).fact("url", url);
        let asked = self.exchanges.iter().rev().filter(|it| it.record.url == url).find_map(|it| {
            let request = OcspRequest::read(&it.record.sent.as_ref()?.bytes).ok()?;
            let hash = request.certificates.first()?.hash.hash()?;
            let wanted = CertId::new(certificate, issuer, hash);
            request.certificates.contains(&wanted).then_some((it, request))
        });
        let Some((exchange, request)) = asked else {
            return Judgement::undetermined(about("ocsp.not-asked"));
        };
        let answered = match &exchange.record.outcome {
            Outcome::Answered(answered) => answered,
            Outcome::Failed(failed) => {
                let notes = ["ocsp.unreachable", "ocsp.unreachable-from-here"].map(about);
                let (verdict, note) = exchange::unanswered(failed, self.network_seen, notes);
                return Judgement::because(verdict, note);
            }
        };
        if answered.status != 200 {
            let note = about("ocsp.http-status").fact("status", answered.status);
            return Judgement::because(Verdict::Violates, note);
        }
        let missing = about("ocsp.body-missing").fact("body", answered.body);
        let body = match exchange.whole(missing) {
            Ok(body) => body,
            Err(note) => return Judgement::undetermined(note),
        };
        let (response, oddities) = match OcspResponse::read(&body) {
            Ok(read) => read,
            Err(error) => {
                let note = about("ocsp.answer-unreadable").fact("reason", error);
                return Judgement::because(Verdict::Violates, note);
            }
        };
        let at = answered.received_at.saturating_add(SLACK).unwrap_or(answered.received_at);
        let report = response.check(&OcspQuestion {
            certificate,
            issuer,
            at,
            nonce: request.nonce.as_deref(),
            trusted: &[],
            longest_age: Some(LONGEST_AGE),
        });
        let mut sum = Sum::default();
        for finding in oddities.iter().chain(&report.findings) {
            let mut note = certificates::note(finding).fact("url", url);
            let called = certificates::called(certificate);
            note.facts.insert("certificate".into(), called);
            match finding.weight {
                Weight::Fatal => sum.say(Verdict::Violates, note),
                Weight::Remark => sum.remark(note),
                Weight::Undetermined => sum.open(note),
            }
        }
        let about = |code| {
            let responder =
                report.responder.as_ref().map_or_else(|| "-".into(), certificates::called);
            about(code).fact("responder", responder).fact("microseconds", answered.elapsed_us)
        };
        self.conclude(certificate, issuer, at, &report, about, &mut sum);
        sum.finish()
    }

    /// What follows from a status that can be believed.
    fn conclude(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
        report: &OcspReport,
        about: impl Fn(&'static str) -> Note,
        sum: &mut Sum,
    ) {
        if report.never_issued {
            sum.say(Verdict::Violates, about("ocsp.denies-certificate"));
            return;
        }
        let listed = match self.listed(certificate, issuer, at) {
            Ok(listed) => listed,
            Err(note) => {
                sum.open(note);
                return;
            }
        };
        match report.status {
            OcspStatus::NotAnswered => {}
            OcspStatus::Unknown => {
                sum.say(Verdict::Violates, about("ocsp.unknown-certificate"));
            }
            OcspStatus::Good => match listed {
                Some(Listed::Revoked) => {
                    sum.say(Verdict::Violates, contradicts(about, "good", "revoked"));
                }
                Some(Listed::Good { .. }) | None => {
                    sum.say(Verdict::Complies, about("ocsp.good"));
                }
            },
            OcspStatus::Revoked { at: since, reason } => {
                let revoked = about("ocsp.revoked")
                    .fact("since", since)
                    .fact("reason", reason.map_or_else(|| "-".into(), |it| it.to_string()));
                match listed {
                    Some(Listed::Good { this_update }) if since <= this_update => {
                        sum.say(Verdict::Violates, contradicts(about, "revoked", "good"));
                    }
                    Some(Listed::Good { .. }) => {
                        sum.say(Verdict::Complies, revoked);
                        sum.remark(about("ocsp.newer-than-list").fact("since", since));
                    }
                    Some(Listed::Revoked) | None => sum.say(Verdict::Complies, revoked),
                }
            }
        }
    }

    /// What the lists say of a certificate; nothing where no list can be believed.
    fn listed(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Result<Option<Listed>, Note> {
        let of_issuer = self.lists.iter().filter(|it| it.issuer() == certificate.issuer());
        let mut complete = Vec::new();
        let mut deltas = Vec::new();
        for list in of_issuer {
            let entry = list
                .find(certificate.serial(), certificate.issuer())
                .map_err(|error| list.unread(&error))?;
            let found = revocation::Listed { list, entry };
            if list.delta_base().is_some() {
                deltas.push(found);
            } else {
                complete.push(found);
            }
        }
        let mut good = None;
        for found in complete {
            let base = found.list;
            let signer = crl::issuer(base, self.certificates).unwrap_or(issuer);
            match status_of(signer, found, deltas.clone(), at) {
                RevocationStatus::Revoked { .. } => return Ok(Some(Listed::Revoked)),
                RevocationStatus::Good { .. } => {
                    good = good.max(Some(base.this_update()));
                }
                RevocationStatus::Unknown { .. } => {}
            }
        }
        Ok(good.map(|this_update| Listed::Good { this_update }))
    }
}

enum Listed {
    Good { this_update: Timestamp },
    Revoked,
}

fn contradicts(about: impl Fn(&'static str) -> Note, service: &str, list: &str) -> Note {
    about("ocsp.contradicts-list").fact("service", service).fact("list", list)
}

const SLACK: SignedDuration = SignedDuration::from_mins(1);
/// A revocation list is issued at least once a day, and a status must not be older than it.
const LONGEST_AGE: SignedDuration = SignedDuration::from_hours(24);
