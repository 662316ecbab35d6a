//! One pass over a list: its fields are read, its entries checked and indexed, and both its own
//! digest and that of its signed part taken while the octets go by.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::entry::{self, ENTRY_LIMIT, RawEntry, RevokedEntry, Step};
use super::extensions::{self, Extensions};
use super::index::{INDEX_LIMIT, Index, Places};
use super::source::{CHUNK, Source};
use super::survey::{Survey, SurveyError};
use super::tally::{self, Entries};
use super::{CRL_LIMIT, Unreadable};
use crate::algorithm::{AlgorithmIdentifier, HashAlgorithm};
use crate::ber::Header;
use crate::finding::{Finding, Fingerprint, codes};
use crate::name::{self, Name};
use crate::time;
use crate::tlv::{self, Element, Malformed, Slice};

/// The largest field beside the entries that is read, in octets.
const FIELD_LIMIT: usize = 1 << 20;
/// Up to this size, in octets, the signed part is held: some algorithms want the message, not its
/// digest.
const MESSAGE_LIMIT: u64 = 1 << 20;
/// The same where the algorithm is known to want the message.
const WHOLE_MESSAGE_LIMIT: u64 = 1 << 24;
/// How many changes of the issuer an indirect list may have and still be indexed.
const ISSUERS_LIMIT: usize = 1 << 18;

/// Reads the list that `input` begins with, `chunk` octets at once. Its fingerprint is taken where
/// it is not known.
pub(super) fn read(
    mut input: impl Read + Seek,
    chunk: usize,
    known: Option<Fingerprint>,
) -> Result<Survey, SurveyError> {
    let size = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(0))?;
    let limit = CRL_LIMIT as u64;
    if size > limit {
        let octets = usize::try_from(size).unwrap_or(usize::MAX);
        return Err(Unreadable::TooLarge { octets, limit: CRL_LIMIT }.into());
    }
    let mut start = Source::new(&mut input, size.min(16), chunk);
    let list = Frame::new(&mut start, size)?;
    let content = list.range(tlv::SEQUENCE)?;
    let not_der = start.not_der;
    input.seek(SeekFrom::Start(0))?;
    let mut source = Source::new(input, content.end, chunk);
    source.not_der = not_der;
    if known.is_none() {
        source.watch(HashAlgorithm::Sha256, &[], 0..content.end);
    }
    source.skip_to(content.start)?;

    let mut survey = fields(&mut source, content.end)?;
    if size > content.end {
        let trailing = Finding::remark(&codes::CRL_TRAILING_DATA);
        survey.findings.insert(0, trailing.with("octets", size - content.end));
    }
    let (digests, mut input) = source.finish();
    let mut digests = digests.into_iter();
    let fingerprint = known.unwrap_or_else(|| {
        let own = digests.next().and_then(|digest| <[u8; 32]>::try_from(digest).ok());
        Fingerprint::from(own.unwrap_or_default())
    });
    survey.finish(fingerprint, digests.next(), content.end, &mut input)
}

/// An element whose header was read.
struct Frame {
    identifier: u8,
    content: Range<u64>,
}

impl Frame {
    /// Reads the header of the next element, which must end by `end`.
    fn new<R: Read>(source: &mut Source<R>, end: u64) -> Result<Self, SurveyError> {
        let start = source.position();
        let left = usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX);
        let seen = source.need(left.min(6))?;
        let header = Header::read(seen.get(..left.min(seen.len())).unwrap_or_default())
            .map_err(Unreadable::from)?;
        if !header.der {
            source.not_der.get_or_insert(start);
        }
        let length = header.length.ok_or(Unreadable::from(Malformed::Header))? as u64;
        let content = start + header.size as u64..start + header.size as u64 + length;
        if content.end > end {
            return Err(Unreadable::from(Malformed::Header).into());
        }
        Ok(Self { identifier: header.identifier, content })
    }

    /// The place of the content, where the element is what is wanted.
    fn range(self, wanted: u8) -> Result<Range<u64>, SurveyError> {
        if self.identifier == wanted {
            return Ok(self.content);
        }
        Err(Unreadable::from(Malformed::Unexpected { wanted, found: self.identifier }).into())
    }
}

/// An element held in memory.
struct Field {
    raw: Vec<u8>,
    header: usize,
}

impl Field {
    /// Takes the next element.
    fn next<R: Read>(source: &mut Source<R>, end: u64) -> Result<Self, SurveyError> {
        let start = source.position();
        let frame = Frame::new(source, end)?;
        let size = usize::try_from(frame.content.end - start).unwrap_or(usize::MAX);
        if size > FIELD_LIMIT {
            return Err(Unreadable::TooLarge { octets: size, limit: FIELD_LIMIT }.into());
        }
        let header = usize::try_from(frame.content.start - start).unwrap_or(usize::MAX);
        Ok(Self { raw: source.take(size)?, header })
    }

    /// Takes the next element, which must be what is wanted.
    fn expect<R: Read>(source: &mut Source<R>, end: u64, wanted: u8) -> Result<Self, SurveyError> {
        match peek(source, end)? {
            Some(found) if found == wanted => Self::next(source, end),
            found => {
                let found = found.unwrap_or_default();
                Err(Unreadable::from(Malformed::Unexpected { wanted, found }).into())
            }
        }
    }

    /// Takes the next element if it is what may stand here.
    fn optional<R: Read>(
        source: &mut Source<R>,
        end: u64,
        wanted: u8,
    ) -> Result<Option<Self>, SurveyError> {
        if peek(source, end)? == Some(wanted) {
            Self::next(source, end).map(Some)
        } else {
            Ok(None)
        }
    }

    fn content(&self) -> &[u8] {
        self.raw.get(self.header..).unwrap_or_default()
    }

    fn element(&self) -> Element<'_> {
        let identifier = self.raw.first().copied().unwrap_or_default();
        Element { identifier, content: self.content(), raw: &self.raw }
    }
}

/// The identifier octet that stands next, before `end`.
fn peek<R: Read>(source: &mut Source<R>, end: u64) -> Result<Option<u8>, SurveyError> {
    if source.position() >= end {
        return Ok(None);
    }
    Ok(source.need(1)?.first().copied())
}

/// What the pass gathers.
struct Gathered {
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    signed: Range<u64>,
    entries: Range<u64>,
    scanned: Scanned,
    extensions: Extensions,
    algorithm: AlgorithmIdentifier,
    hash: Option<HashAlgorithm>,
    message: Option<Slice>,
    signature: Vec<u8>,
    findings: Vec<Finding>,
}

/// What the entries came to.
struct Scanned {
    count: usize,
    entries: Entries,
    index: Option<Index>,
    issuers: Option<Vec<u64>>,
}

/// Reads what stands inside the list, which ends at `end`.
fn fields<R: Read>(source: &mut Source<R>, end: u64) -> Result<Gathered, SurveyError> {
    let mut findings = Vec::new();
    let body_start = source.position();
    let body = Frame::new(source, end)?.range(tlv::SEQUENCE)?;
    let size = usize::try_from(body.start - body_start).unwrap_or_default();
    let mut before = source.take(size)?;
    let version = Field::optional(source, body.end, tlv::INTEGER)?;
    let inner_algorithm = Field::expect(source, body.end, tlv::SEQUENCE)?;
    before.extend(version.iter().flat_map(|version| &version.raw));
    before.extend(&inner_algorithm.raw);
    let version = match &version {
        None => 1,
        Some(integer) => {
            tlv::small_integer(integer.content()).map_or(0, |version| version.saturating_add(1))
        }
    };
    // The hash is known before the octets that it is of: they name it themselves.
    let named = AlgorithmIdentifier::from_der(&inner_algorithm.raw);
    let hash = named.as_ref().ok().and_then(AlgorithmIdentifier::hash);
    if let Some(hash) = hash {
        source.watch(hash, &before, body_start..body.end);
    }
    let length = body.end - body_start;
    let held = if hash.is_some() { MESSAGE_LIMIT } else { WHOLE_MESSAGE_LIMIT };
    if length <= held {
        source.keep(&before, body.end);
    }

    let issuer = Field::expect(source, body.end, tlv::SEQUENCE)?;
    if let Err(reason) = name::check(&issuer.raw) {
        findings.push(Finding::fatal(&codes::CRL_NAME).with("reason", reason));
    }
    let this_update = Field::next(source, body.end)?;
    let this_update = read_time(&this_update.element(), "thisUpdate", &mut findings);
    let next_update = match peek(source, body.end)? {
        Some(tlv::UTC_TIME | tlv::GENERALIZED_TIME) => {
            let field = Field::next(source, body.end)?;
            let read = read_time(&field.element(), "nextUpdate", &mut findings);
            Some(read.unwrap_or(Timestamp::MIN))
        }
        _ => {
            findings.push(Finding::remark(&codes::CRL_NEXT_UPDATE_MISSING));
            None
        }
    };
    let entries = match peek(source, body.end)? {
        Some(tlv::SEQUENCE) => {
            let range = Frame::new(source, body.end)?.content;
            source.skip_to(range.start)?;
            if range.is_empty() {
                findings.push(Finding::remark(&codes::CRL_ENTRIES_EMPTY));
            }
            range
        }
        _ => source.position()..source.position(),
    };
    let scanned = scan_entries(source, &entries, this_update)?;
    let mut extensions = Extensions::default();
    let mut extended = scanned.entries.extended;
    if let Some(field) = Field::optional(source, body.end, tlv::context_constructed(0))? {
        let slice = Slice::whole(field.content().into());
        extensions::read(&slice, &mut extensions, &mut findings);
        extended = true;
    }
    if extended && version != 2 {
        findings.push(Finding::remark(&codes::CRL_VERSION).with("version", version));
    }
    let mut trailing = |octets: u64| {
        if octets > 0 {
            findings.push(Finding::remark(&codes::CRL_TRAILING_DATA).with("octets", octets));
        }
    };
    trailing(body.end - source.position());
    source.skip_to(body.end)?;

    let outer_algorithm = Field::expect(source, end, tlv::SEQUENCE)?;
    let signature = Field::expect(source, end, tlv::BIT_STRING)?;
    trailing(end - source.position());
    source.skip_to(end)?;
    let algorithm =
        AlgorithmIdentifier::from_der(&outer_algorithm.raw).map_err(Unreadable::from)?;
    if inner_algorithm.raw != outer_algorithm.raw
        && !named.as_ref().is_ok_and(|inner| *inner == algorithm)
    {
        let inner = named.map_or_else(|reason| reason.to_string(), |inner| inner.to_string());
        findings.push(
            Finding::fatal(&codes::CRL_ALGORITHM_MISMATCH)
                .with("inner", inner)
                .with("outer", &algorithm),
        );
    }
    if let Some(offset) = source.not_der {
        findings.push(Finding::remark(&codes::CRL_NOT_DER).with("offset", offset));
    }
    let signature = match tlv::whole_octets(signature.content()) {
        Ok(octets) => octets.to_vec(),
        Err(reason) => {
            findings.push(Finding::fatal(&codes::CRL_SIGNATURE_BITS).with("reason", reason));
            Vec::new()
        }
    };
    Ok(Gathered {
        issuer: Name::from_slice(Slice::whole(issuer.raw.into())),
        this_update: this_update.unwrap_or(Timestamp::MAX),
        next_update,
        signed: body_start..body.end,
        entries,
        scanned,
        extensions,
        algorithm,
        hash,
        message: source.kept().map(|message| Slice::whole(message.into())),
        signature,
        findings,
    })
}

impl Gathered {
    /// What is left to do when all of the list has gone by.
    fn finish(
        self,
        fingerprint: Fingerprint,
        digest: Option<Vec<u8>>,
        octets: u64,
        input: &mut (impl Read + Seek),
    ) -> Result<Survey, SurveyError> {
        let Self { mut scanned, extensions, .. } = self;
        let indirect = extensions.scope.as_ref().is_some_and(|scope| scope.indirect);
        if !indirect {
            scanned.issuers = Some(Vec::new());
        }
        let mut findings = self.findings;
        if let (Some(index), Some(issuers)) = (&mut scanned.index, &scanned.issuers) {
            index.sort();
            if !scanned.entries.are_rising() {
                let mut places = Places::new(input, self.entries.clone());
                let repeated = &mut scanned.entries.repeated;
                second_look(index, issuers, &mut places, self.entries.start, repeated)?;
            }
        }
        findings.extend(scanned.entries.findings(extensions.delta_base.is_some(), indirect));
        if scanned.index.is_none() || scanned.issuers.is_none() {
            findings.push(
                Finding::undetermined(&codes::CRL_BUDGET_ENTRIES).with("count", scanned.count),
            );
        }
        for finding in &mut findings {
            finding.about = Some(fingerprint);
        }
        Ok(Survey {
            octets,
            fingerprint,
            issuer: self.issuer,
            this_update: self.this_update,
            next_update: self.next_update,
            signed: self.signed,
            entries: self.entries,
            count: scanned.count,
            rising: scanned.entries.are_rising(),
            number: extensions.number,
            delta_base: extensions.delta_base,
            scope: extensions.scope,
            authority_key_id: extensions.authority_key_id,
            expired_since: extensions.expired_since,
            freshest_urls: extensions.freshest_urls,
            signature_algorithm: self.algorithm,
            digest: self.hash.zip(digest),
            message: self.message,
            signature: self.signature,
            defects: findings,
            index: scanned.index,
            issuers: scanned.issuers,
        })
    }
}

fn read_time(
    element: &Element<'_>,
    field: &'static str,
    findings: &mut Vec<Finding>,
) -> Option<Timestamp> {
    let read = time::read(element);
    let text = || time::shown(element.content);
    match read.map(|read| read.defect) {
        None => findings.push(
            Finding::fatal(&codes::CRL_TIME_UNREADABLE).with("field", field).with("text", text()),
        ),
        Some(Some(reason)) => findings.push(
            Finding::remark(&codes::CRL_TIME_FORM)
                .with("field", field)
                .with("text", text())
                .with("reason", reason),
        ),
        Some(None) => {}
    }
    read.map(|read| read.at)
}

/// What stands in the place of an entry and is none.
pub(super) enum Odd {
    /// An element that is no entry, or none whose end can be found.
    Malformed(Malformed),
    /// An element longer than is read.
    Long(usize),
}

/// Who is shown what stands in the place of entries, with its place, until the answer is false.
pub(super) trait Meet {
    fn entry(&mut self, place: u64, raw: &RawEntry<'_>) -> bool;

    fn odd(&mut self, place: u64, odd: Odd) -> bool;
}

/// Shows everything that stands in the place of an entry.
pub(super) fn walk<R: Read>(
    source: &mut Source<R>,
    entries: &Range<u64>,
    meet: &mut impl Meet,
) -> io::Result<()> {
    loop {
        let start = source.position();
        let left = usize::try_from(entries.end.saturating_sub(start)).unwrap_or(usize::MAX);
        if left == 0 {
            return Ok(());
        }
        let seen = source.unread();
        let seen = seen.get(..left.min(seen.len())).unwrap_or_default();
        let mut at = 0;
        // How much the next element needs; none where that cannot be known.
        let needed = loop {
            let rest = seen.get(at..).unwrap_or_default();
            let place = start + at as u64;
            // Apart from the others, so that its parts never leave the registers.
            if let Some((raw, size)) = entry::usual(rest) {
                if !meet.entry(place, &raw) {
                    return Ok(());
                }
                at += size;
                continue;
            }
            let element = match entry::step(rest) {
                Step::Whole(element) => element,
                Step::Short(needed) => break Some(needed),
                Step::Unreadable => break None,
            };
            at += element.raw.len();
            let more = match entry::raw_entry(element) {
                Ok(raw) => meet.entry(place, &raw),
                Err(_) if element.raw.len() > ENTRY_LIMIT => {
                    meet.odd(place, Odd::Long(element.raw.len()))
                }
                Err(reason) => meet.odd(place, Odd::Malformed(reason)),
            };
            if !more {
                return Ok(());
            }
        };
        source.advance(at);
        let left = left - at;
        let place = source.position();
        match needed {
            // The buffer ended with an entry.
            _ if left == 0 => return Ok(()),
            Some(needed) if needed <= left.min(ENTRY_LIMIT) => {
                if source.need(needed)?.len() < needed {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            Some(needed) if needed <= left => {
                if !meet.odd(place, Odd::Long(needed)) {
                    return Ok(());
                }
                source.skip_to(place + needed as u64)?;
            }
            Some(_) | None => {
                meet.odd(place, Odd::Malformed(Malformed::Header));
                return source.skip_to(entries.end);
            }
        }
    }
}

/// Counts and checks the entries and notes where each stands.
struct Scan {
    start: u64,
    scanned: Scanned,
    /// The value of the certificateIssuer last met.
    named: Vec<u8>,
}

fn scan_entries<R: Read>(
    source: &mut Source<R>,
    range: &Range<u64>,
    this_update: Option<Timestamp>,
) -> io::Result<Scanned> {
    let scanned = Scanned {
        count: 0,
        entries: Entries::new(this_update),
        index: Some(Index::new(range.end - range.start)),
        issuers: Some(Vec::new()),
    };
    let mut scan = Scan { start: range.start, scanned, named: Vec::new() };
    walk(source, range, &mut scan)?;
    Ok(scan.scanned)
}

impl Meet for Scan {
    // Part of the loop over millions of entries.
    #[inline(always)]
    fn entry(&mut self, at: u64, raw: &RawEntry<'_>) -> bool {
        let Scanned { count, entries, index, .. } = &mut self.scanned;
        *count += 1;
        let place = at - self.start;
        if let Some(keys) = index {
            keys.push(raw.serial, place);
            if keys.len() > INDEX_LIMIT {
                *index = None;
            }
        }
        if entries.see(at, raw) {
            self.issuer(place, raw);
        }
        true
    }

    fn odd(&mut self, at: u64, odd: Odd) -> bool {
        self.scanned.count += 1;
        match odd {
            Odd::Malformed(reason) => self.scanned.entries.malformed(at, &reason),
            Odd::Long(size) => self.scanned.entries.long(at, size),
        }
        true
    }
}

impl Scan {
    /// Notes that from an entry on the list may speak of another issuer.
    fn issuer(&mut self, place: u64, raw: &RawEntry<'_>) {
        let Some(value) = entry::named_issuer(raw) else { return };
        if value == self.named {
            return;
        }
        self.named = value.to_vec();
        let issuers = &mut self.scanned.issuers;
        if let Some(starts) = issuers {
            starts.push(place);
            if starts.len() > ISSUERS_LIMIT {
                *issuers = None;
            }
        }
    }
}

/// Looks for serial numbers that stand twice, for the same issuer, where hashes say that they
/// may.
fn second_look(
    index: &Index,
    issuers: &[u64],
    places: &mut Places<'_, impl Read + Seek>,
    start: u64,
    repeated: &mut tally::Tally,
) -> io::Result<()> {
    for collision in index.collisions() {
        let mut seen: BTreeSet<([u8; 32], [u8; 32])> = BTreeSet::new();
        for place in collision {
            let Some(raw) = places.entry(place)? else { continue };
            let serial = raw.serial.to_vec();
            let before = issuers.partition_point(|start| *start <= place);
            let issuer = match before.checked_sub(1).and_then(|last| issuers.get(last)) {
                None => [0; 32],
                Some(start) => {
                    let named = places.entry(*start)?;
                    let value = named.as_ref().and_then(entry::named_issuer).unwrap_or_default();
                    Sha256::digest(value).into()
                }
            };
            let number: [u8; 32] = Sha256::digest(entry::significant(&serial)).into();
            if !seen.insert((number, issuer)) {
                repeated.add(start + place, &serial, String::new);
            }
        }
    }
    Ok(())
}

/// [`Survey::find`] without an index: every entry in its order.
pub(super) fn scan(
    survey: &Survey,
    input: &mut (impl Read + Seek),
    serial: &[u8],
    issuer: &Name,
) -> io::Result<Option<RevokedEntry>> {
    input.seek(SeekFrom::Start(survey.entries.start))?;
    let mut source = Source::new(input, survey.entries.end - survey.entries.start, CHUNK);
    let entries = 0..survey.entries.end - survey.entries.start;
    let mut search = Search {
        wanted: entry::significant(serial),
        issuer,
        indirect: survey.is_indirect(),
        ours: survey.issuer() == issuer,
        found: None,
    };
    walk(&mut source, &entries, &mut search)?;
    Ok(search.found)
}

/// The search for one certificate's entry.
struct Search<'a> {
    wanted: &'a [u8],
    issuer: &'a Name,
    indirect: bool,
    /// Whether entries are of the issuer's certificates from here on.
    ours: bool,
    found: Option<RevokedEntry>,
}

impl Meet for Search<'_> {
    fn entry(&mut self, _: u64, raw: &RawEntry<'_>) -> bool {
        if self.indirect
            && !raw.extensions.is_empty()
            && let Some(value) = entry::named_issuer(raw)
        {
            self.ours = entry::names(value, self.issuer);
        }
        if self.ours && entry::significant(raw.serial) == self.wanted {
            self.found = Some(entry::decode(raw));
        }
        self.found.is_none()
    }

    fn odd(&mut self, _: u64, _: Odd) -> bool {
        true
    }
}
