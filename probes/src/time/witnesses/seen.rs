//! What the answers of the authority's services show of their clocks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use ::pki::ocsp::{OcspRequest, OcspResponse};
use ::pki::tsp::{TspRequest, TspResponse};
use jiff::Timestamp;
use model::{Content, EvidenceId, EvidenceKind};

use super::super::exchange::runs;
use super::super::interval::Interval;
use super::super::packet::nanos;
use super::super::reference::{Reference, reference};
use super::super::status::month_of;
use super::super::survey::Survey;
use crate::certificates::Certificates;
use crate::drill::{self, Answers, Look, RevocationDrill, Saw};
use crate::exchange::{self, Answered, Outcome, Purpose, Record};
use crate::sum::Sum;
use crate::{Declaration, Question};

/// A kind of answer that shows the time.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Witness {
    Crl,
    /// The list that first shows what was revoked on the word of the commission.
    CrlDrill,
    HttpDate,
    Ntp,
    Ocsp,
    Tsp,
}

impl Witness {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Crl => "crl",
            Self::CrlDrill => "crl-drill",
            Self::HttpDate => "http-date",
            Self::Ntp => "ntp",
            Self::Ocsp => "ocsp",
            Self::Tsp => "tsp",
        }
    }
}

/// One service, with everything its answers say of its clock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Service {
    pub(super) witness: Witness,
    /// Host and port.
    pub(super) address: String,
    pub(super) answers: usize,
    /// The step in which it shows the time, in nanoseconds.
    pub(super) resolution: Option<i128>,
    /// How far its clock is ahead of true time; nothing where its answers exclude one another.
    pub(super) interval: Option<Interval>,
}

/// What was seen of all services.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) services: Vec<Service>,
    /// Whether offsets are from true time; from the inspector's clock otherwise.
    pub(super) referenced: bool,
}

/// Looks at every answer of the authority's own services.
pub(super) fn services(question: &Question<'_>, declared: &Declaration, sum: &mut Sum) -> Seen {
    let reference = reference(question);
    let own = own_hosts(question, declared);
    let (records, unreadable) = exchange::records(question);
    unreadable.into_iter().for_each(|note| sum.open(note));
    let bodies: BTreeMap<EvidenceId, &Content> =
        question.of(EvidenceKind::HttpBody).map(|it| (it.id(), &it.content)).collect();
    let mut found: BTreeMap<(Witness, String), Service> = BTreeMap::new();
    let mut lists: BTreeSet<(String, EvidenceId)> = BTreeSet::new();
    for record in &records {
        let Outcome::Answered(answered) = &record.outcome else { continue };
        let Some(host) = host(&answered.url).filter(|it| own.contains(it)) else { continue };
        let Some(at) = between(reference.as_ref(), record.asked_at, answered.received_at) else {
            continue;
        };
        let mut put = |witness, shown: Shown| add(&mut found, witness, &host, shown, at);
        if let Some(shown) = http_date(answered) {
            put(Witness::HttpDate, shown);
        }
        let Some(body) = bodies.get(&answered.body) else { continue };
        if record.purpose == Purpose::Ocsp
            && let Some(shown) = body.bytes().ok().and_then(|it| produced_at(record, &it))
        {
            put(Witness::Ocsp, shown);
        }
        if record.purpose == Purpose::Tsp
            && let Some(shown) = body.bytes().ok().and_then(|it| gen_time(record, &it))
        {
            put(Witness::Tsp, shown);
        }
        // A list that lies at its address for hours shows its instant once, when first seen.
        if record.purpose == Purpose::Crl
            && answered.status == 200
            && lists.insert((host.clone(), answered.body))
            && let Some(at) = beginning(body).and_then(|it| this_update(&it))
        {
            put(Witness::Crl, Shown::second(at, false));
        }
    }
    for (host, shown, at) in after_drills(question, reference.as_ref()) {
        if own.contains(&host) {
            add(&mut found, Witness::CrlDrill, &host, shown, at);
        }
    }
    let mut services: Vec<_> = found.into_values().collect();
    services.extend(time_servers(question, declared, reference.is_some()));
    services.sort_by(|a, b| (a.witness, &a.address).cmp(&(b.witness, &b.address)));
    Seen { services, referenced: reference.is_some() }
}

/// An instant that an answer shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Shown {
    /// What the clock showed, at least and at most, in nanoseconds since 1970.
    span: (i128, i128),
    resolution: i128,
    /// Whether it was made after our question.
    fresh: bool,
}

impl Shown {
    /// A whole second; the clock had shown it for less than one more.
    fn second(at: Timestamp, fresh: bool) -> Self {
        let at = nanos(at);
        Self { span: (at, at + SECOND), resolution: SECOND, fresh }
    }
}

fn add(
    found: &mut BTreeMap<(Witness, String), Service>,
    witness: Witness,
    host: &str,
    shown: Shown,
    at: (i128, i128),
) {
    let asked = shown.fresh.then_some(at.0);
    let interval = Interval::ahead(shown.span, (asked, at.1));
    let service = found.entry((witness, host.to_owned())).or_insert_with(|| Service {
        witness,
        address: host.to_owned(),
        answers: 0,
        resolution: Some(shown.resolution),
        interval: Some(Interval::default()),
    });
    service.answers += 1;
    service.resolution = service.resolution.max(Some(shown.resolution));
    service.interval = service.interval.and_then(|it| it.meet(interval));
}

/// For each address in each revocation drill, the list that first shows the revocation: the
/// authority revoked on the word and not before, so that the list was issued between the word and
/// the moment at which it was seen. Where the certificate was not seen unrevoked at the address, or
/// the inspector's clock was set meanwhile, nothing follows.
fn after_drills(
    question: &Question<'_>,
    reference: Option<&Reference>,
) -> Vec<(String, Shown, (i128, i128))> {
    let (steps, _) = drill::steps(question);
    let certificates = Certificates::of(question);
    let answers = Answers::of(question);
    let mut found = Vec::new();
    for steps in drill::revocations(&steps).values() {
        let Ok(drill) = RevocationDrill::read(steps, &certificates, &answers) else { continue };
        let Some(word) = drill.word.filter(|_| drill.stepped.is_none()) else { continue };
        for (target, looks) in &drill.targets {
            // A complete list has a number; a delta that is seen through its base shows nothing.
            let shows = |it: &&Look| match (&it.saw, target.service) {
                (Saw::Revoked { number, .. }, drill::Service::Delta) => number.is_none(),
                (Saw::Revoked { .. }, drill::Service::Crl) => true,
                (Saw::Revoked { .. } | Saw::NotRevoked { .. } | Saw::Nothing { .. }, _) => false,
            };
            let Some(first) = looks.iter().find(shows) else { continue };
            let before = looks.iter().take_while(|it| it.asked < first.asked);
            let unrevoked = before.filter(|it| matches!(it.saw, Saw::NotRevoked { .. })).count();
            let list = answers.get(&first.exchange).and_then(|(_, body)| body);
            let issued = list.and_then(|it| this_update(&beginning(&it.content)?));
            let at = between(reference, word.when.at, first.answered.at);
            if let (1.., Some(issued), Some(at), Some(host)) =
                (unrevoked, issued, at, host(&target.url))
            {
                found.push((host, Shown::second(issued, true), at));
            }
        }
    }
    found
}

/// The true instants between which an answer was made; the inspector's clock where there is no
/// reference. Nothing where that clock was set back meanwhile.
fn between(
    reference: Option<&Reference>,
    asked: Timestamp,
    received: Timestamp,
) -> Option<(i128, i128)> {
    let at = match reference {
        Some(reference) => {
            (nanos(reference.true_time(asked).0), nanos(reference.true_time(received).1))
        }
        None => (nanos(asked), nanos(received)),
    };
    (asked <= received && at.0 <= at.1).then_some(at)
}

/// The hosts of the authority: of its declared services, and of those that the certificates of its
/// users and of its services name.
fn own_hosts(question: &Question<'_>, declared: &Declaration) -> BTreeSet<String> {
    let certificates = Certificates::of(question);
    let named = certificates.users().chain(certificates.services());
    let named = named.flat_map(|it| {
        it.crl_urls().iter().chain(it.freshest_crl_urls()).chain(it.ocsp_urls()).cloned()
    });
    let declared = declared.crl_urls.iter().chain(&declared.ocsp_urls).chain(&declared.tsp_urls);
    named.chain(declared.cloned()).filter_map(|it| host(&it)).collect()
}

/// Host and port of an address, in small letters.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.to_ascii_lowercase();
    let port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let host = host.strip_suffix(port).unwrap_or(&host).to_owned();
    (!host.is_empty()).then_some(host)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the only form that may be sent
/// ([RFC 9110 section 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)).
fn http_date(answered: &Answered) -> Option<Shown> {
    let text = answered.headers.get("date")?;
    let parts: Vec<_> = text.split_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = parts.as_slice() else { return None };
    let clock: Vec<_> = time.split(':').collect();
    let [hour, minute, second] = clock.as_slice() else { return None };
    let at = jiff::civil::DateTime::new(
        year.parse().ok()?,
        month_of(month)?,
        day.parse().ok()?,
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse::<i8>().ok()?.min(59),
        0,
    );
    let at = at.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    // An answer out of a cache was dated when it was put there.
    let cached = CACHES.iter().any(|it| answered.headers.contains_key(*it));
    Some(Shown::second(at, !cached))
}

fn produced_at(record: &Record, body: &[u8]) -> Option<Shown> {
    let (OcspResponse::Answered(response), _) = OcspResponse::read(body).ok()? else { return None };
    let sent = record.sent.as_ref().and_then(|it| OcspRequest::read(&it.bytes).ok());
    let sent = sent.and_then(|it| it.nonce);
    let fresh = sent.is_some() && sent == response.nonce;
    Some(Shown::second(response.produced_at, fresh))
}

fn gen_time(record: &Record, body: &[u8]) -> Option<Shown> {
    let (response, _) = TspResponse::read(body).ok()?;
    let request = TspRequest::read(&record.sent.as_ref()?.bytes).ok()?;
    let report = response.check(&request, &[], None)?;
    let of_ours = ["tsp.imprint", "tsp.nonce"];
    let strange =
        report.findings.iter().any(|it| of_ours.iter().any(|own| it.code.starts_with(own)));
    let at = nanos(report.gen_time);
    let mut resolution = SECOND;
    while resolution > 1 && at % resolution != 0 {
        resolution /= 10;
    }
    let accuracy = report.accuracy.map_or(0, |it| i128::from(it.microseconds) * 1_000);
    let span = (at - accuracy, at + resolution + accuracy);
    Some(Shown { span, resolution, fresh: request.nonce.is_some() && !strange })
}

/// The authority's time servers, against the same references as everything else.
fn time_servers(question: &Question<'_>, declared: &Declaration, referenced: bool) -> Vec<Service> {
    let (runs, _) = runs(question);
    let Some(run) = runs.last() else { return Vec::new() };
    let survey = Survey::of(declared, run);
    let look = |number: usize, address: &str| {
        let server = survey.servers.get(number)?.as_ref().ok()?;
        let (low, high) = match survey.standing(number) {
            Some(standing) => (standing.low, standing.high),
            None if referenced => return None,
            None => server.clock(),
        };
        Some(Service {
            witness: Witness::Ntp,
            address: address.trim().to_owned(),
            answers: server.sound,
            resolution: Some(server.terms.precision),
            interval: Interval::between(low, high),
        })
    };
    let servers = declared.time_servers.iter().enumerate();
    servers.filter_map(|(number, it)| look(number, &it.address)).collect()
}

/// `thisUpdate` of a list in DER, from its first octets
/// ([RFC 5280 section 5.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.1)): a list may be
/// longer than one would read for it.
fn this_update(der: &[u8]) -> Option<Timestamp> {
    let (SEQUENCE, list, _) = element(der)? else { return None };
    let (SEQUENCE, mut body, _) = element(list)? else { return None };
    if let (INTEGER, _, rest) = element(body)? {
        body = rest;
    }
    for _ in 0..2 {
        let (SEQUENCE, _, rest) = element(body)? else { return None };
        body = rest;
    }
    let (tag, time, _) = element(body)?;
    let digits = std::str::from_utf8(time).ok()?.strip_suffix('Z')?;
    if !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let (year, rest): (i16, &str) = match (tag, digits.len()) {
        (UTC_TIME, 12) => {
            let year: i16 = digits.get(..2)?.parse().ok()?;
            (if year < 50 { 2_000 + year } else { 1_900 + year }, digits.get(2..)?)
        }
        (GENERALIZED_TIME, 14) => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let at = jiff::civil::DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0);
    Some(at.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// The first octets of a body. Whether the body is what it was when it was taken is seen by those
/// who read all of it.
fn beginning(body: &Content) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    body.open().ok()?.take(BEGINNING).read_to_end(&mut octets).ok()?;
    Some(octets)
}

/// Tag, content and what follows. Content that is cut off is given as far as it goes: only the
/// beginning is read.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let octets = usize::from(first & 0x7f);
        if !(1..=8).contains(&octets) {
            return None;
        }
        let (length, rest) = rest.split_at_checked(octets)?;
        let length = length.iter().fold(0_usize, |sum, it| sum << 8 | usize::from(*it));
        (length, rest)
    };
    let (content, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
    Some((tag, content, after))
}

/// The name of an issuer is far shorter than this.
const BEGINNING: u64 = 64 << 10;
const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SECOND: i128 = 1_000_000_000;
/// Fields that only a cache adds to an answer.
const CACHES: [&str; 4] = ["age", "x-cache", "x-cache-status", "cf-cache-status"];
