//! `crl.availability`: whether every revocation list can be fetched from where it is said to lie.
//!
//! # Measures
//!
//! Size in octets and time to the last octet in microseconds; facts, judged by no limit.
//!
//! # Rests on
//!
//! Addresses: [RFC 5280 section 4.2.1.13] and [RFC 5280 section 4.2.1.15]; one DER list over HTTP.
//! The national form that holds two addresses in one URI is read as two and named.
//!
//! # Evidence
//!
//! `certificate` of users and of the authority; one `declaration`; `http-exchange` with each
//! address and the `http-body` that came with it.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every address gave a list that can be read; a list in PEM is a remark |
//! | violates | an address of the authority answers with another status than 200, with nothing, with a web page, with a truncated or unreadable list; it refuses connections, breaks off, redirects without end, has no secure connection; its name has no address although others answered |
//! | undetermined | nothing came in time, the list is larger than the limit, the case does not allow the address, no name could be resolved, the address was not asked or is not an HTTP one, the list is the Root CA's, no address is named |
//!
//! # Cannot see
//!
//! Other networks than the one of the visit; other days.
//!
//! [RFC 5280 section 4.2.1.13]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13
//! [RFC 5280 section 4.2.1.15]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.15

use std::sync::LazyLock;

use model::{Content, Evidence, EvidenceKind, Judgement, Note, Unread, Verdict};

use super::list::{List, NoList, beginning};
use super::{NamedBy, addresses, fetch, form, is_askable};
use crate::certificates::{self, Certificates};
use crate::exchange::{self, Answered, Exchange, Outcome, Purpose};
use crate::{CollectError, Declaration, Probe, Question, Site, case};

/// The probe.
pub(crate) struct Availability;

impl Probe for Availability {
    fn id(&self) -> &'static str {
        "crl.availability"
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
        fetch(site, declared, have)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let certificates = Certificates::of(question);
        let mut sum = certificates.reading.clone();
        for certificate in &certificates.all {
            for defect in certificate.defects().iter().filter(|it| it.code == JOINED) {
                let called = certificates::called(certificate);
                sum.remark(certificates::note(defect).fact("certificate", called));
            }
        }
        let (exchanges, unreadable) = exchange::exchanges(question, Purpose::Crl);
        let (records, _) = exchange::records(question);
        let network_seen = exchange::network_seen(&records);
        unreadable.into_iter().for_each(|note| sum.open(note));
        let last = exchange::last_of_each(exchanges);
        let addresses = addresses(&certificates, &declaration);
        if addresses.is_empty() {
            sum.open(Note::new("crl.no-address"));
        }
        for (url, named) in &addresses {
            let judgement = match last.get(url) {
                Some(exchange) => judge(exchange, network_seen),
                None if is_askable(url) => {
                    Judgement::undetermined(Note::new("crl.not-asked").fact("url", url))
                }
                None => Judgement::undetermined(Note::new("crl.not-http").fact("url", url)),
            };
            sum.add(whose(judgement, named));
        }
        sum.finish()
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            JOINED,
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            exchange::UNREADABLE,
            "crl.body-missing",
            "crl.directory-result",
            "crl.empty",
            "crl.fetched",
            "crl.html-instead",
            "crl.http-status",
            "crl.no-address",
            "crl.not-asked",
            "crl.not-http",
            "crl.of-the-root",
            "crl.pem-instead-of-der",
            "crl.private-key-served",
            "crl.truncated",
            "crl.unreachable",
            "crl.unreachable-from-here",
            "crl.unreadable",
        ],
        &["reading"],
    )
});

/// A list of the Root CA that cannot be fetched is not the authority's failure.
fn whose(mut judgement: Judgement, named: &NamedBy) -> Judgement {
    for note in &mut judgement.notes {
        note.facts.insert("named-by".into(), named.shown());
        note.facts.insert("list".into(), if named.delta { "delta" } else { "complete" }.into());
    }
    if !named.own && judgement.verdict == Verdict::Violates {
        judgement.verdict = Verdict::Undetermined;
        judgement.notes.push(Note::new("crl.of-the-root").fact("named-by", named.shown()));
    }
    judgement
}

fn judge(exchange: &Exchange<'_>, network_seen: bool) -> Judgement {
    let about = |code| Note::new(code).fact("url", &exchange.record.url);
    let answered = match &exchange.record.outcome {
        Outcome::Answered(answered) => answered,
        Outcome::Failed(failed) => {
            let notes = ["crl.unreachable", "crl.unreachable-from-here"].map(about);
            let (verdict, note) = exchange::unanswered(failed, network_seen, notes);
            return Judgement::because(verdict, note);
        }
    };
    if !answered.is_good() {
        let directory = exchange::is_directory(&answered.url);
        let code = if directory { "crl.directory-result" } else { "crl.http-status" };
        let note = about(code).fact("status", answered.status);
        return Judgement::because(Verdict::Violates, note);
    }
    if answered.private_key {
        let note = about("crl.private-key-served").fact("body", answered.body);
        return Judgement::because(Verdict::Violates, note);
    }
    let mut judgement = match exchange.unpacked() {
        Ok(Some(body)) => look_into(&body, answered, about).unwrap_or_else(|error| {
            Judgement::undetermined(error.note(&exchange.record.url, &body.id()))
        }),
        Err(packed) => Judgement::because(packed.verdict, packed.note),
        Ok(None) => Judgement::undetermined(about("crl.body-missing").fact("body", answered.body)),
    };
    judgement.notes.extend(exchange::packing_remark(answered));
    judgement
}

/// Looks into a body where it lies: a list may be larger than the memory that it is worth.
fn look_into(
    body: &Content,
    answered: &Answered,
    about: impl Fn(&'static str) -> Note,
) -> Result<Judgement, Unread> {
    let octets = body.length();
    let wrong = |note: Note| {
        // What speaks against the authority rests on the octets that were seen, and on no others.
        body.check()?;
        Ok(Judgement::because(Verdict::Violates, note.fact("octets", octets)))
    };
    let beginning = beginning(body, BEGINNING)?;
    if octets == 0 {
        return wrong(about("crl.empty"));
    }
    if is_page(&beginning) {
        return wrong(about("crl.html-instead"));
    }
    if let Some(promised) = outer_length(&beginning).filter(|promised| *promised > octets) {
        return wrong(about("crl.truncated").fact("promised", promised));
    }
    let list = match List::read(body) {
        Ok(list) => list,
        Err(NoList::Unread(error)) => return Err(error),
        Err(NoList::Unreadable(reason)) => {
            let form = form::Form::of(body)?;
            let note = about("crl.unreadable").fact("body-form", form.as_str());
            let mut judgement = wrong(note.fact("reason", reason))?;
            if beginning.starts_with(b"-----BEGIN") {
                judgement.notes.push(about("crl.pem-instead-of-der"));
            }
            return Ok(judgement);
        }
    };
    let media_type = answered.headers.get("content-type").map_or("-", String::as_str);
    let note = about("crl.fetched")
        .fact("octets", octets)
        .fact("sha256", answered.body)
        .fact("entries", list.entries())
        .fact("microseconds", answered.elapsed_us)
        .fact("media-type", media_type);
    let mut judgement = Judgement::because(Verdict::Complies, note);
    if beginning.first() != Some(&0x30) {
        judgement.notes.push(about("crl.pem-instead-of-der"));
    }
    Ok(judgement)
}

/// How much of a body tells what it is, in octets.
const BEGINNING: u64 = 4096;

/// Whether the bytes begin as a web page does.
pub(crate) fn is_page(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    body.first() == Some(&b'<')
}

/// The length that the outermost DER element promises, with its head.
pub(crate) fn outer_length(body: &[u8]) -> Option<u64> {
    match body {
        [0x30, short @ 0..=0x7f, ..] => Some(2 + u64::from(*short)),
        [0x30, long @ 0x81..=0x84, rest @ ..] => {
            let octets = rest.get(..usize::from(*long & 0x7f))?;
            let length = octets.iter().fold(0_u64, |sum, it| sum << 8 | u64::from(*it));
            length.checked_add(2 + u64::from(*long & 0x7f))
        }
        _ => None,
    }
}

const JOINED: &str = "certificate.crl-urls-joined";

#[cfg(test)]
mod tests {
    use super::*;

    /// R05.
    #[test]
    fn the_outer_length_is_what_the_head_says() {
        assert_eq!(outer_length(&[0x30, 0x03, 0]), Some(5));
        assert_eq!(outer_length(&[0x30, 0x82, 0x01, 0x00]), Some(260));
        assert_eq!(outer_length(&[0x30, 0x82, 0x01]), None);
        assert_eq!(outer_length(&[0x30, 0x80]), None);
        assert_eq!(outer_length(b"-----BEGIN"), None);
    }

    /// R05.
    #[test]
    fn a_page_is_told_from_a_list() {
        assert!(is_page(b"\r\n <!DOCTYPE html><html>"));
        assert!(is_page(b"\xef\xbb\xbf<html>"));
        assert!(!is_page(&[0x30, 0x82]));
        assert!(!is_page(b""));
    }
}
