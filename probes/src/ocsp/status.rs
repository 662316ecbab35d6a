//! `ocsp.status`: whether the status service answers about users' certificates, rightly and now.
//!
//! # Measures
//!
//! Time from the question to the last octet of the answer, in microseconds; a fact, not judged,
//! and a table of every answer.
//!
//! # Rests on
//!
//! [RFC 6960 section 3.2]: the answer is about the certificate asked for, wherever it stands among
//! others, signed by the issuer or by a responder that the issuer authorised, recent, and repeats
//! the nonce ([RFC 9654]). An answer without the nonce may be an old one and decides nothing. Its
//! times are compared with measured time, as wide as it is known; where nobody measured, with the
//! inspector's clock and a minute on either side. An answer that does not say until when it holds
//! is believed for a day, one that holds for more than a year is not believed.
//!
//! Each certificate is asked about by POST, named by SHA-256 and by SHA-1, and by GET
//! ([RFC 6960 appendix A.1], [RFC 5019 section 5]); several of one issuer together in one request.
//! All ways have to agree. To a serial number that nobody issued the right answers are *unknown*
//! and the one form of *revoked* of [RFC 6960 section 2.2].
//!
//! # Evidence
//!
//! `certificate` of users and of their issuers; one `declaration`; `http-exchange` with each
//! service about each certificate, and the `http-body` that came; lists of `crl.availability`;
//! `ntp-exchange`, which tells what the inspector's clock is worth.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | each service gave a sound answer about each certificate: good, or revoked as the list says; it does not call good what nobody issued |
//! | violates | a service answers with another status than 200 or with something unreadable, its name has no address, it refuses connections; an answer has a wrong signature, signer or nonce, its times contradict each other, or it has ended or lies in the future by measured time; it contradicts the list, or the same question asked in another way; it does not know a certificate that names it, or says it was never issued; it calls good, or revoked in another form than that for it, a number that nobody issued |
//! | undetermined | nothing came in time, the service refuses to answer, the answer is old, about something else, repeats no nonce, holds for longer than a year, is of a time before the certificate, or cannot be verified here; a certificate's issuer is not among the evidence; nobody asked; no service is named |
//! | out of scope | no service is named and the requirement is a conditional one |
//!
//! A service that refuses GET, several certificates in one request, or one of the two hashes, is
//! told so in a remark.
//!
//! # Cannot see
//!
//! What the service says of certificates that the commission does not hold; whether one that was
//! made after the visit would be called good before it is issued.
//!
//! [RFC 5019 section 5]: https://www.rfc-editor.org/rfc/rfc5019#section-5
//! [RFC 6960 section 2.2]: https://www.rfc-editor.org/rfc/rfc6960#section-2.2
//! [RFC 6960 section 3.2]: https://www.rfc-editor.org/rfc/rfc6960#section-3.2
//! [RFC 6960 appendix A.1]: https://www.rfc-editor.org/rfc/rfc6960#appendix-A.1
//! [RFC 9654]: https://www.rfc-editor.org/rfc/rfc9654

use std::sync::LazyLock;

use ::pki::algorithm::HashAlgorithm;
use ::pki::ocsp::{CertId, OcspRequest, OcspStatus, refusal_name};
use model::{Cell, Evidence, EvidenceKind, Judgement, Note, TableHead, Verdict};

use super::ask::{everything, get_url, groups, services};
use super::hear::{Heard, Subject, hear, row};

use super::unissued;
use crate::certificates::{self, Certificates};
use crate::crl::{self, List};
use crate::exchange::{self, Exchange, Purpose};
use crate::listed::{Listed, listed};
use crate::moment::Clock;
use crate::sum::Sum;
use crate::time::LAPTOP_CLOCK_UNCHECKED;
use crate::{CollectError, Declaration, Method, Probe, Question, Site, case};

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
            EvidenceKind::NtpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn tables(&self) -> &'static [TableHead] {
        &[ANSWERS]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        have: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        let certificates = Certificates::read(have);
        let taken = everything(site, declared, &certificates)?;
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
        let (unissued, _) = exchange::exchanges(question, Purpose::OcspNeverIssued);
        let (records, _) = exchange::records(question);
        let look = Look {
            network_seen: exchange::network_seen(&records),
            // What is wrong with lists is said where lists are judged.
            lists: crl::lists(question, &mut Sum::default()).into_iter().map(|it| it.crl).collect(),
            certificates: &certificates,
            clock: Clock::of(question),
            exchanges: &exchanges,
        };
        let mut rows = Vec::new();
        for certificate in users {
            let Some(issuer) = certificates.issuer_of(certificate) else {
                sum.open(certificates::about("ocsp.issuer-certificate-missing", certificate));
                continue;
            };
            for url in services(certificate, &declaration) {
                let subject = Subject { certificate, issuer, number: None, url };
                sum.join(look.at(&subject, &mut rows));
            }
        }
        for (url, issuer, group) in groups(&certificates, &declaration) {
            let Some(&certificate) = group.first() else { continue };
            let subject = Subject { certificate, issuer, number: None, url };
            if look.posted(&subject, HashAlgorithm::Sha256).is_none() {
                // That nobody asked is said of each certificate.
                continue;
            }
            sum.join(unissued::judge(
                subject,
                &unissued,
                &look.clock,
                look.network_seen,
                &mut rows,
            ));
        }
        sum.remarks(look.clock.remark().filter(|_| !rows.is_empty()));
        let mut whole = sum.finish();
        if !rows.is_empty() {
            whole.exhibits.push(ANSWERS.with(rows));
        }
        whole
    }
}

/// Every answer that was heard.
const ANSWERS: TableHead = TableHead {
    code: "ocsp.answers",
    columns: &["service", "certificate", "method", "hash", "status", "time"],
};

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            certificates::NO_USER_CERTIFICATE,
            exchange::UNREADABLE,
            "ocsp.answer-unreadable",
            "ocsp.before-certificate",
            "ocsp.body-missing",
            "ocsp.content-type",
            "ocsp.contradicts-list",
            "ocsp.denies-certificate",
            "ocsp.get-agrees",
            "ocsp.get-contradicts-post",
            "ocsp.get-not-asked",
            "ocsp.get-refused",
            "ocsp.get-too-long",
            "ocsp.good",
            "ocsp.good-without-end",
            "ocsp.hashes-disagree",
            "ocsp.http-status",
            "ocsp.issuer-certificate-missing",
            "ocsp.never-issued-good",
            "ocsp.never-issued-not-asked",
            "ocsp.never-issued-otherwise",
            "ocsp.never-issued-refused",
            "ocsp.never-issued-revoked",
            "ocsp.never-issued-unknown",
            "ocsp.newer-than-list",
            "ocsp.no-address",
            "ocsp.not-asked",
            "ocsp.not-offered",
            "ocsp.revoked",
            "ocsp.several-contradict",
            "ocsp.several-refused",
            "ocsp.sha1-not-known",
            "ocsp.sha1-only",
            "ocsp.unknown-certificate",
            "ocsp.unreachable",
            "ocsp.unreachable-from-here",
            LAPTOP_CLOCK_UNCHECKED,
        ],
        &["algorithm", "certificate", "ocsp", "reading"],
    )
});

struct Look<'a> {
    certificates: &'a Certificates,
    clock: Clock,
    exchanges: &'a [Exchange<'a>],
    lists: Vec<List>,
    network_seen: bool,
}

impl Look<'_> {
    /// Everything a service said about a certificate.
    fn at(&self, subject: &Subject<'_>, rows: &mut Vec<Vec<Cell>>) -> Sum {
        let mut sum = Sum::default();
        let hear = |exchange| hear(exchange, subject, &self.clock, self.network_seen);
        let Some(first) = self.posted(subject, HashAlgorithm::Sha256) else {
            sum.open(subject.about("ocsp.not-asked"));
            return sum;
        };
        let first = hear(first);
        rows.push(row(subject, ["POST", "SHA-256"], &first));
        let by_sha1 = self.posted(subject, HashAlgorithm::Sha1).map(hear);
        if let Some(second) = &by_sha1 {
            rows.push(row(subject, ["POST", "SHA-1"], second));
        }
        let first = match (first, by_sha1) {
            // The one hash is all that it knows: what it says is taken from there.
            (first, Some(Ok(second)))
                if second.is_believed() && first.as_ref().map_or(true, Heard::is_absent) =>
            {
                sum.remark(subject.about("ocsp.sha1-only").fact("reason", reason(&first)));
                second
            }
            (Ok(first), second) => {
                match second {
                    Some(Ok(second)) if first.is_believed() && second.is_believed() => {
                        if first.status != second.status {
                            let note = differs(subject, "ocsp.hashes-disagree", [&first, &second]);
                            sum.say(Verdict::Violates, note);
                        }
                    }
                    Some(Ok(second)) if !second.is_absent() => sum.join(second.found),
                    Some(second) if first.is_believed() => {
                        let note = subject.about("ocsp.sha1-not-known");
                        sum.remark(note.fact("reason", reason(&second)));
                    }
                    Some(_) | None => {}
                }
                first
            }
            (Err(judgement), _) => {
                sum.add(judgement);
                return sum;
            }
        };
        self.conclude(subject, &first, &mut sum);
        self.other_ways(subject, &first, &mut sum, rows);
        sum.join(first.found);
        sum
    }

    /// The last exchange that asked about this certificate alone, named by this hash.
    fn posted(&self, subject: &Subject<'_>, hash: HashAlgorithm) -> Option<&Exchange<'_>> {
        self.asked(subject, hash, |count| count == 1)
    }

    fn asked(
        &self,
        subject: &Subject<'_>,
        hash: HashAlgorithm,
        of: impl Fn(usize) -> bool,
    ) -> Option<&Exchange<'_>> {
        let wanted = CertId::new(subject.certificate, subject.issuer, hash);
        self.exchanges.iter().rev().filter(|it| it.record.url == subject.url).find(|it| {
            let sent = it.record.sent.as_ref().and_then(|it| OcspRequest::read(&it.bytes).ok());
            sent.is_some_and(|it| of(it.certificates.len()) && it.certificates.contains(&wanted))
        })
    }

    /// The same question over GET, and together with others.
    fn other_ways(
        &self,
        subject: &Subject<'_>,
        first: &Heard,
        sum: &mut Sum,
        rows: &mut Vec<Vec<Cell>>,
    ) {
        let hear = |exchange| hear(exchange, subject, &self.clock, self.network_seen);
        match get_url(subject.url, subject.certificate, subject.issuer) {
            None => sum.remark(subject.about("ocsp.get-too-long")),
            Some((hash, long)) => {
                let asked = self.exchanges.iter().rev();
                let asked = asked
                    .filter(|it| it.record.method == Method::Get)
                    .find(|it| it.record.url == long);
                match asked {
                    None => sum.open(subject.about("ocsp.get-not-asked")),
                    Some(exchange) => {
                        let heard = hear(exchange);
                        rows.push(row(subject, ["GET", &hash.to_string()], &heard));
                        over_get(subject, first, heard, sum);
                    }
                }
            }
        }
        let together = self.asked(subject, HashAlgorithm::Sha256, |count| count > 1);
        if let Some(exchange) = together {
            let heard = hear(exchange);
            rows.push(row(subject, ["POST", "SHA-256, +"], &heard));
            match heard {
                Ok(heard) if heard.is_believed() && first.is_believed() => {
                    if heard.status != first.status {
                        let note = differs(subject, "ocsp.several-contradict", [first, &heard]);
                        sum.say(Verdict::Violates, note);
                    }
                }
                Ok(heard) if !heard.is_absent() => sum.join(heard.found),
                heard => {
                    let note = subject.about("ocsp.several-refused");
                    sum.remark(note.fact("reason", reason(&heard)));
                }
            }
        }
    }

    /// What follows from a status that can be believed.
    fn conclude(&self, subject: &Subject<'_>, heard: &Heard, sum: &mut Sum) {
        let about = |code| heard.told(subject.about(code));
        if heard.never_issued {
            sum.say(Verdict::Violates, about("ocsp.denies-certificate"));
            return;
        }
        let find = |certificate| {
            listed(&self.lists, certificate, subject.issuer, self.certificates, heard.at.latest)
        };
        if let Some(responder) = &heard.responder
            && let Ok(Some(Listed::Revoked { date })) = find(responder)
        {
            let date = date.map_or_else(|| "-".into(), |it| it.to_string());
            let note = subject
                .about("ocsp.responder-revoked")
                .fact("date", date)
                .fact("responder", certificates::called(responder));
            sum.say(Verdict::Violates, note);
        }
        let listed = match find(subject.certificate) {
            Ok(listed) => listed,
            Err(note) => {
                sum.open(note);
                return;
            }
        };
        match heard.status {
            OcspStatus::NotAnswered => {}
            OcspStatus::Unknown => {
                sum.say(Verdict::Violates, about("ocsp.unknown-certificate"));
            }
            OcspStatus::Good => match listed {
                Some(Listed::Revoked { .. }) => {
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
                    Some(Listed::Revoked { .. }) | None => sum.say(Verdict::Complies, revoked),
                }
            }
        }
    }
}

/// What GET gave, beside what POST gave.
fn over_get(subject: &Subject<'_>, first: &Heard, heard: Result<Heard, Judgement>, sum: &mut Sum) {
    match heard {
        Ok(heard) if heard.is_believed() && first.is_believed() => {
            if heard.status == first.status {
                sum.remark(heard.told(subject.about("ocsp.get-agrees")));
            } else {
                let note = differs(subject, "ocsp.get-contradicts-post", [first, &heard]);
                sum.say(Verdict::Violates, note);
            }
        }
        // Why it is not believed was found, and counts.
        Ok(heard) if !heard.is_absent() => sum.join(heard.found),
        heard => {
            let note = subject.about("ocsp.get-refused");
            sum.remark(note.fact("reason", reason(&heard)));
        }
    }
}

/// Why there is no answer about the subject: what the service said, the status code, or the code
/// of the defect.
fn reason(heard: &Result<Heard, Judgement>) -> String {
    match heard {
        Ok(heard) => heard.refusal.map_or_else(|| "other-certificate".to_owned(), refusal_name),
        Err(judgement) => {
            let note = judgement.notes.first();
            let status = note.and_then(|it| it.facts.get("status").or(it.facts.get("failure")));
            status.map_or_else(|| "unreadable".to_owned(), Clone::clone)
        }
    }
}

fn differs(subject: &Subject<'_>, code: &'static str, heard: [&Heard; 2]) -> Note {
    let [one, other] = heard.map(|it| shown(it.status));
    subject.about(code).fact("one", one).fact("other", other)
}

/// The name of a status in facts.
const fn shown(status: OcspStatus) -> &'static str {
    match status {
        OcspStatus::Good => "good",
        OcspStatus::NotAnswered => "not-believed",
        OcspStatus::Revoked { .. } => "revoked",
        OcspStatus::Unknown => "unknown",
    }
}

fn contradicts(about: impl Fn(&'static str) -> Note, service: &str, list: &str) -> Note {
    about("ocsp.contradicts-list").fact("service", service).fact("list", list)
}
