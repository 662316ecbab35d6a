//! `time.ntp-offset`: how far each of the authority's time servers stands from reference time.
//!
//! # Measures
//!
//! The absolute offset of each server of the authority from the references, in nanoseconds.
//!
//! Every server is compared with the clock of the inspector's machine, several times; of the
//! comparisons with one server the one with the least delay is taken. The two comparisons are
//! subtracted, so that the inspector's clock cancels out. The half-width of the interval is a
//! bound, not an estimate, and is the sum of
//!
//! * half the delay of each comparison: a path that differs there and back moves the offset by no
//!   more than that;
//! * for the reference, its root dispersion and half its root delay, by which it says it may stand
//!   from its source itself;
//! * the precision that each server states for reading its clock;
//! * 15 parts in a million of the time between the two comparisons, which the inspector's clock
//!   may have drifted;
//! * 3 ns for the rounding of each comparison.
//!
//! What the authority's server says about its own distance from its source does not widen the
//! interval: it is the clock that is measured. A distance beyond the limit keeps it from
//! complying.
//!
//! # Rests on
//!
//! [RFC 5905 section 8]: `offset = ((T2 - T1) + (T3 - T4)) / 2`,
//! `delay = (T4 - T1) - (T3 - T2)`. Packet layout: [RFC 5905 section 7.3]; kiss codes:
//! [RFC 5905 section 7.4]; drift of 15 parts in a million: [RFC 5905 section 7.2]. References are
//! combined by the intersection of their intervals, of which the most must agree and be
//! more than half (K. Marzullo's algorithm, from which [RFC 5905 section 11.2.1] is drawn). The text sets no limit for the
//! offset: one that is judged is a criterion of the commission, and is named so.
//!
//! # Evidence
//!
//! `ntp-exchange`, several with each server, those of the last ten minutes in which any were made;
//! one `declaration`, which tells the authority's servers from the references.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | for every server of the authority the whole interval lies within the limit |
//! | violates | for one of them no part of the interval does |
//! | undetermined | the interval reaches across the limit; a server is silent, malformed, unsynchronised (leap indicator 3, stratum 0 or above 15), refuses (kiss code) or does not answer our request; no reference is usable, or most of them do not agree; the server's own root distance lies beyond the limit; no limit is set |
//!
//! # Cannot see
//!
//! A server that shows the inspector one time and stamps with another; a forger on the path, since
//! plain NTP is not authenticated; a leap second that a reference smears.
//!
//! [RFC 5905 section 7.2]: https://www.rfc-editor.org/rfc/rfc5905#section-7.2
//! [RFC 5905 section 7.3]: https://www.rfc-editor.org/rfc/rfc5905#section-7.3
//! [RFC 5905 section 7.4]: https://www.rfc-editor.org/rfc/rfc5905#section-7.4
//! [RFC 5905 section 8]: https://www.rfc-editor.org/rfc/rfc5905#section-8
//! [RFC 5905 section 11.2.1]: https://www.rfc-editor.org/rfc/rfc5905#section-11.2.1

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use model::{
    Basis, Evidence, EvidenceKind, Judgement, Limit, Measure, Measured, Note, Unit, Verdict,
};
use serde::{Deserialize, Serialize};

use crate::exchange::hexed;
use crate::{CollectError, Declaration, Probe, Question, Site, SiteFailure, TimeSourceClass, case};

/// The probe.
pub(crate) struct NtpOffset;

impl Probe for NtpOffset {
    fn id(&self) -> &'static str {
        "time.ntp-offset"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Declaration, EvidenceKind::NtpExchange]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            "time.exchange-unreadable",
            "time.falseticker",
            "time.kiss-of-death",
            "time.limit-missing",
            "time.no-reference-usable",
            "time.no-server-declared",
            "time.not-an-answer",
            "time.offset-beyond-limit",
            "time.offset-straddles-limit",
            "time.offset-without-limit",
            "time.offset-within-limit",
            "time.one-class-only",
            "time.one-reference-only",
            "time.reference-usable",
            "time.references-disagree",
            "time.references-share-source",
            "time.reply-malformed",
            "time.root-distance-beyond-limit",
            "time.samples-disagree",
            "time.server-not-asked",
            "time.server-silent",
            "time.server-without-time",
            "time.unsynchronised",
        ]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        _: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        if declared.time_servers.is_empty() {
            return Err(CollectError::NothingToAsk { what: "time server" });
        }
        if declared.time_references.is_empty() {
            return Err(CollectError::NothingToAsk { what: "time reference" });
        }
        let servers = declared.time_servers.iter().map(|it| it.address.trim());
        let references = declared.time_references.iter().map(|it| it.address.trim());
        let peers: BTreeSet<&str> = servers.chain(references).collect();
        let mut silent: BTreeSet<&str> = BTreeSet::new();
        let mut taken = Vec::new();
        // Servers are asked in turn, so that each pair of comparisons lies close together.
        for _ in 0..ROUNDS {
            for peer in peers.iter().copied() {
                if silent.contains(peer) {
                    continue;
                }
                let record = ask(site, peer);
                // A server that does not answer or asks to be left alone is not asked again.
                if record.keeps_away() {
                    silent.insert(peer);
                }
                taken.push(record.into_evidence(peer)?);
            }
        }
        Ok(taken)
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        if declaration.time_servers.is_empty() {
            return Judgement::undetermined(Note::new("time.no-server-declared"));
        }
        let mut records: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        let mut unreadable = Vec::new();
        for evidence in question.of(EvidenceKind::NtpExchange) {
            match case::record::<Record>(evidence, "time.exchange-unreadable") {
                Ok(record) => records.entry(record.peer.clone()).or_default().push(record),
                Err(note) => unreadable.push(note),
            }
        }
        let latest = records.values().flatten().map(Record::at).max();
        for records in records.values_mut() {
            records.retain(|it| latest.is_none_or(|last| last.duration_since(it.at()) <= ONE_RUN));
        }
        let look = |address: &str| look_at(address.trim(), records.get(address.trim()));
        let mut parts: Vec<_> = unreadable.into_iter().map(Judgement::undetermined).collect();
        let (reference, notes) = references(&declaration, look);
        for server in &declaration.time_servers {
            let name = |note: Note| note.fact("name", &server.name);
            parts.push(match look(&server.address) {
                Ok(comparison) => match &reference {
                    Some(reference) => {
                        against(&server.name, &comparison, reference, question.requirement.limit)
                    }
                    None => Judgement::undetermined(name(
                        Note::new("time.no-reference-usable").fact("peer", &comparison.peer),
                    )),
                },
                Err(notes) => {
                    Judgement::of(Verdict::Undetermined, notes.into_iter().map(name).collect())
                }
            });
        }
        // What was seen of the references is told and decides nothing by itself.
        let mut whole = Judgement::over(parts);
        whole.notes.extend(notes);
        whole
    }
}

fn ask(site: &dyn Site, peer: &str) -> Record {
    let outcome = match site.ntp(peer) {
        Ok(answer) => Outcome::Answered(Answered {
            sent_at: answer.sent_at,
            received_at: answer.received_at,
            request: answer.request,
            reply: answer.reply,
        }),
        Err(error) => Outcome::Failed(Failed {
            at: site.now(),
            failure: error.failure,
            message: error.message,
        }),
    };
    Record { peer: peer.to_owned(), outcome }
}

/// The evidence file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Record {
    /// The address as the case names it.
    peer: String,
    outcome: Outcome,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum Outcome {
    Answered(Answered),
    Failed(Failed),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Answered {
    sent_at: Timestamp,
    received_at: Timestamp,
    #[serde(with = "hexed")]
    request: Vec<u8>,
    #[serde(with = "hexed")]
    reply: Vec<u8>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Failed {
    at: Timestamp,
    failure: SiteFailure,
    message: String,
}

impl Record {
    fn keeps_away(&self) -> bool {
        match &self.outcome {
            Outcome::Failed(_) => true,
            Outcome::Answered(it) => Packet::read(&it.reply).is_some_and(|it| it.stratum == 0),
        }
    }

    fn at(&self) -> Timestamp {
        match &self.outcome {
            Outcome::Answered(it) => it.received_at,
            Outcome::Failed(it) => it.at,
        }
    }

    fn into_evidence(self, peer: &str) -> Result<Evidence, CollectError> {
        let collected_at = self.at();
        let bytes = serde_json::to_vec(&self)
            .map_err(|source| CollectError::Unrecordable { peer: peer.to_owned(), source })?;
        let kind = EvidenceKind::NtpExchange;
        Ok(Evidence::new(kind, collected_at, peer, bytes))
    }
}

/// One server compared with the inspector's clock.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Comparison {
    peer: String,
    stratum: u8,
    reference_id: [u8; 4],
    /// Server minus inspector, in nanoseconds.
    offset: i128,
    /// By how much `offset` may be wrong, in nanoseconds.
    half_width: i128,
    /// Root dispersion and half the root delay: how far the server may stand from its source, by
    /// its own words, in nanoseconds.
    root_distance: i128,
    /// When it was made, by the inspector's clock.
    at: i128,
}

impl Comparison {
    fn interval(&self) -> (i128, i128) {
        (self.offset - self.half_width, self.offset + self.half_width)
    }
}

/// The comparison with the least delay, or everything that was wrong with the server.
fn look_at(peer: &str, records: Option<&Vec<Record>>) -> Result<Comparison, Vec<Note>> {
    let Some(records) = records.filter(|it| !it.is_empty()) else {
        return Err(vec![Note::new("time.server-not-asked").fact("peer", peer)]);
    };
    let mut sound = Vec::new();
    let mut notes = Vec::new();
    for record in records {
        match compare(record) {
            Ok(comparison) => sound.push(comparison),
            Err(note) => {
                let note = note.fact("peer", peer);
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
    let Some(best) = sound.iter().min_by_key(|it| it.half_width) else { return Err(notes) };
    // A server whose comparisons exclude one another was stepped, or the inspector's clock was.
    let torn = sound.iter().find(|it| {
        let apart = (it.offset - best.offset).abs();
        apart > it.half_width + best.half_width + drift(it.at, best.at)
    });
    if let Some(other) = torn {
        return Err(vec![
            Note::new("time.samples-disagree")
                .fact("peer", peer)
                .fact("one", milliseconds(best.offset))
                .fact("other", milliseconds(other.offset)),
        ]);
    }
    Ok(best.clone())
}

/// Reads one exchange: first whether it is an answer, then whether the server has time to give.
fn compare(record: &Record) -> Result<Comparison, Note> {
    let answered = match &record.outcome {
        Outcome::Answered(answered) => answered,
        Outcome::Failed(failed) => {
            return Err(Note::new("time.server-silent")
                .fact("failure", failed.failure.as_str())
                .fact("message", &failed.message));
        }
    };
    let malformed = |what| Note::new("time.reply-malformed").fact("what", what);
    let request = Packet::read(&answered.request).ok_or_else(|| malformed("request"))?;
    let reply = Packet::read(&answered.reply).ok_or_else(|| malformed("length"))?;
    let stranger = |what, found: String| {
        Note::new("time.not-an-answer").fact("what", what).fact("found", found)
    };
    if reply.mode != MODE_SERVER {
        return Err(stranger("mode", reply.mode.to_string()));
    }
    if !(1..=4).contains(&reply.version) {
        return Err(stranger("version", reply.version.to_string()));
    }
    if reply.origin != request.transmit {
        return Err(stranger("origin", format!("{:016x}", reply.origin)));
    }
    if reply.stratum == 0 {
        return Err(Note::new("time.kiss-of-death").fact("kiss", ascii(reply.reference_id)));
    }
    if reply.leap == LEAP_UNKNOWN || reply.stratum > 15 {
        return Err(Note::new("time.unsynchronised")
            .fact("leap", reply.leap)
            .fact("stratum", reply.stratum));
    }
    if reply.transmit == 0 || reply.receive == 0 {
        return Err(Note::new("time.server-without-time"));
    }
    let (sent, received) = (answered.sent_at, answered.received_at);
    let (offset, half_delay) =
        from_times(ntp_time(sent), reply.receive, reply.transmit, ntp_time(received))
            .ok_or_else(|| malformed("delay"))?;
    let precision = precision(reply.precision).ok_or_else(|| malformed("precision"))?;
    Ok(Comparison {
        peer: record.peer.clone(),
        stratum: reply.stratum,
        reference_id: reply.reference_id,
        offset,
        half_width: half_delay + precision + ROUNDING,
        root_distance: short(reply.root_dispersion) + half(short(reply.root_delay)),
        at: sent.as_nanosecond(),
    })
}

/// Reference time, from those references that agree.
struct Reference {
    /// Reference minus inspector: the interval in which all agreeing references lie.
    low: i128,
    high: i128,
    /// When the references were compared, first and last.
    since: i128,
    until: i128,
    peers: Vec<String>,
}

/// Combines the references and tells what was seen of each.
fn references(
    declaration: &Declaration,
    look: impl Fn(&str) -> Result<Comparison, Vec<Note>>,
) -> (Option<Reference>, Vec<Note>) {
    let mut notes = Vec::new();
    let mut usable: Vec<(Comparison, TimeSourceClass)> = Vec::new();
    for reference in &declaration.time_references {
        let class = |note: Note| note.fact("class", reference.class.as_str());
        match look(&reference.address) {
            Ok(comparison) => {
                // Two lines with one address are one witness.
                if usable.iter().all(|(it, _)| it.peer != comparison.peer) {
                    usable.push((comparison, reference.class));
                }
            }
            Err(why) => notes.extend(why.into_iter().map(class)),
        }
    }
    let intervals: Vec<(i128, i128)> = usable
        .iter()
        .map(|(it, _)| {
            (
                it.offset - it.half_width - it.root_distance,
                it.offset + it.half_width + it.root_distance,
            )
        })
        .collect();
    let Some((low, high)) = agreement(&intervals) else {
        if !usable.is_empty() {
            let seen: Vec<_> = usable
                .iter()
                .map(|(it, _)| format!("{} {} ms", it.peer, milliseconds(it.offset)))
                .collect();
            notes.push(Note::new("time.references-disagree").fact("references", seen.join("; ")));
        }
        return (None, notes);
    };
    let mut agreeing = Vec::new();
    for ((comparison, class), (from, to)) in usable.iter().zip(&intervals) {
        let inside = *from <= high && low <= *to;
        let code = if inside { "time.reference-usable" } else { "time.falseticker" };
        notes.push(
            Note::new(code)
                .fact("peer", &comparison.peer)
                .fact("class", class.as_str())
                .fact("stratum", comparison.stratum)
                .fact("laptop-offset-ms", milliseconds(-comparison.offset))
                .fact("bound-ms", milliseconds((to - from) / 2)),
        );
        if inside {
            agreeing.push((comparison, *class));
        }
    }
    notes.extend(independence(&agreeing));
    let times = || agreeing.iter().map(|(it, _)| it.at);
    let (Some(since), Some(until)) = (times().min(), times().max()) else { return (None, notes) };
    let peers = agreeing.iter().map(|(it, _)| it.peer.clone()).collect();
    (Some(Reference { low, high, since, until, peers }), notes)
}

/// What a reader must know before trusting several references.
fn independence(agreeing: &[(&Comparison, TimeSourceClass)]) -> Vec<Note> {
    let mut notes = Vec::new();
    let classes: BTreeSet<_> = agreeing.iter().map(|(_, class)| *class).collect();
    if let [(only, _)] = agreeing {
        notes.push(Note::new("time.one-reference-only").fact("peer", &only.peer));
    } else if let (Some(class), 1) = (classes.first(), classes.len()) {
        notes.push(Note::new("time.one-class-only").fact("class", class.as_str()));
    }
    // From stratum 2 upward the reference identifier names the server's own source.
    let upstream: BTreeSet<_> = agreeing.iter().map(|(it, _)| it.reference_id).collect();
    if let (Some(id), 1) = (upstream.first(), upstream.len())
        && agreeing.len() > 1
        && agreeing.iter().all(|(it, _)| it.stratum > 1)
    {
        notes.push(Note::new("time.references-share-source").fact("source", hex::encode(id)));
    }
    notes
}

/// Where the most intervals meet, if they are more than half of all. Where they meet in several
/// places, all of them and what lies between: the true time may be in any.
fn agreement(intervals: &[(i128, i128)]) -> Option<(i128, i128)> {
    let mut edges: Vec<(i128, i8)> =
        intervals.iter().flat_map(|(low, high)| [(*low, -1), (*high, 1)]).collect();
    // At one point an interval begins before another ends: intervals that touch agree.
    edges.sort_unstable();
    let (mut inside, mut most) = (0_usize, 0);
    let mut found: Option<(i128, i128)> = None;
    for (index, (at, edge)) in edges.iter().enumerate() {
        if *edge > 0 {
            inside = inside.saturating_sub(1);
            continue;
        }
        inside += 1;
        let Some((end, _)) = edges.get(index + 1) else { continue };
        if inside > most {
            most = inside;
            found = Some((*at, *end));
        } else if inside == most {
            found = found.map(|(low, _)| (low, *end));
        }
    }
    found.filter(|_| 2 * most > intervals.len())
}

/// Judges one server of the authority against reference time.
fn against(
    name: &str,
    server: &Comparison,
    reference: &Reference,
    limit: Option<Limit>,
) -> Judgement {
    let (low, high) = server.interval();
    let apart = drift(server.at, reference.since).max(drift(server.at, reference.until));
    let (least, most) = (low - reference.high - apart, high - reference.low + apart);
    // The centre is rounded to a whole nanosecond and the half-width upward, so that the interval
    // never shrinks.
    let offset = (least + most).div_euclid(2);
    let half_width = (most - offset).max(offset - least);
    let direction = if offset < 0 { "behind" } else { "ahead" };
    let about = |code| {
        Note::new(code)
            .fact("name", name)
            .fact("peer", &server.peer)
            .fact("offset-ms", milliseconds(offset.abs()))
            .fact("bound-ms", milliseconds(half_width))
            .fact("direction", direction)
            .fact("stratum", server.stratum)
            .fact("references", reference.peers.join(", "))
    };
    let (Ok(value), Ok(uncertainty)) = (i64::try_from(offset.abs()), u64::try_from(half_width))
    else {
        let note = Note::new("time.reply-malformed").fact("peer", &server.peer);
        return Judgement::undetermined(note.fact("name", name).fact("what", "offset"));
    };
    let measure = Measure { value, uncertainty, unit: Unit::Nanosecond };
    let quantity = "clock-offset".to_owned();
    let measures = vec![Measured { quantity, measure, instrument: None }];
    let judged = limit.and_then(|limit| limit.judge(&measure).ok().map(|it| (limit, it)));
    let Some((limit, verdict)) = judged else {
        let notes = vec![about("time.offset-without-limit"), Note::new("time.limit-missing")];
        return Judgement { measures, ..Judgement::of(Verdict::Undetermined, notes) };
    };
    let code = match verdict {
        Verdict::Complies => "time.offset-within-limit",
        Verdict::Violates => "time.offset-beyond-limit",
        Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => {
            "time.offset-straddles-limit"
        }
    };
    let basis = match limit.basis {
        Basis::Commission => "commission",
        Basis::Law => "law",
    };
    let bound = limit.max.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let note = about(code).fact("limit", bound).fact("unit", limit.unit).fact("basis", basis);
    let mut judgement = Judgement { measures, ..Judgement::because(verdict, note) };
    let distance = Measure {
        value: i64::try_from(server.root_distance).unwrap_or(i64::MAX),
        uncertainty: 0,
        unit: Unit::Nanosecond,
    };
    if limit.judge(&distance) == Ok(Verdict::Violates) {
        let note = Note::new("time.root-distance-beyond-limit")
            .fact("name", name)
            .fact("peer", &server.peer)
            .fact("distance-ms", milliseconds(server.root_distance));
        judgement.notes.push(note);
        judgement.verdict = Verdict::over([verdict, Verdict::Undetermined]);
    }
    judgement
}

/// Offset and half the delay, in nanoseconds. `t1` to `t4` as RFC 5905 names them, in 32.32 fixed
/// point; nothing where the reply is older than the request.
fn from_times(t1: u64, t2: u64, t3: u64, t4: u64) -> Option<(i128, i128)> {
    let there = era_free(t2, t1);
    let back = era_free(t3, t4);
    let delay = era_free(t4, t1) - era_free(t3, t2);
    if delay < 0 {
        return None;
    }
    let offset = ((there + back) * NANOS_PER_SECOND).div_euclid(2 * FRACTIONS_PER_SECOND);
    Some((offset, (delay * NANOS_PER_SECOND).div_euclid(2 * FRACTIONS_PER_SECOND)))
}

/// `a - b`, choosing the era that makes the difference smallest.
const fn era_free(a: u64, b: u64) -> i128 {
    a.wrapping_sub(b).cast_signed() as i128
}

/// How far a clock may drift between two instants, in nanoseconds.
const fn drift(one: i128, other: i128) -> i128 {
    ((one - other).abs() * DRIFT_PPM).div_euclid(1_000_000) + 1
}

/// Converts 16.16 fixed point seconds to nanoseconds, upward.
fn short(value: u32) -> i128 {
    let fractions = i128::from(value) * NANOS_PER_SECOND;
    fractions.div_euclid(1 << 16) + i128::from(fractions % (1 << 16) != 0)
}

/// Half of a number that is not negative, upward.
const fn half(value: i128) -> i128 {
    (value + 1).div_euclid(2)
}

/// `2^exponent` seconds in nanoseconds, upward; nothing for a clock coarser than 16 seconds.
fn precision(exponent: i8) -> Option<i128> {
    match exponent {
        0..=4 => Some(NANOS_PER_SECOND << exponent),
        -30..=-1 => Some((NANOS_PER_SECOND >> exponent.unsigned_abs()) + 1),
        i8::MIN..=-31 => Some(1),
        5..=i8::MAX => None,
    }
}

/// Nanoseconds as milliseconds with all their decimals.
fn milliseconds(nanos: i128) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let all = nanos.unsigned_abs();
    let decimals = format!("{:06}", all % 1_000_000);
    let decimals = decimals.trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{decimals}", all / 1_000_000)
}

/// Four octets as text, anything unprintable as a question mark.
fn ascii(octets: [u8; 4]) -> String {
    let shown = |it: u8| if it.is_ascii_graphic() { char::from(it) } else { '?' };
    octets.into_iter().filter(|it| *it != 0).map(shown).collect()
}

/// The fields of an NTP packet that this probe reads.
struct Packet {
    leap: u8,
    version: u8,
    mode: u8,
    stratum: u8,
    precision: i8,
    root_delay: u32,
    root_dispersion: u32,
    reference_id: [u8; 4],
    origin: u64,
    receive: u64,
    transmit: u64,
}

impl Packet {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (words, _) = bytes.first_chunk::<48>()?.as_chunks::<4>();
        let &[head, delay, dispersion, id, _, _, o1, o2, r1, r2, t1, t2] = words.first_chunk()?;
        let long = |high, low| {
            u64::from(u32::from_be_bytes(high)) << 32 | u64::from(u32::from_be_bytes(low))
        };
        let [flags, stratum, _, precision] = head;
        Some(Self {
            leap: flags >> 6,
            version: flags >> 3 & 0b111,
            mode: flags & 0b111,
            stratum,
            precision: precision.cast_signed(),
            root_delay: u32::from_be_bytes(delay),
            root_dispersion: u32::from_be_bytes(dispersion),
            reference_id: id,
            origin: long(o1, o2),
            receive: long(r1, r2),
            transmit: long(t1, t2),
        })
    }
}

/// Converts to 32.32 fixed point seconds since 1900, without the era.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an NTP timestamp is the low 64 bits; dropping the era is the point"
)]
fn ntp_time(instant: Timestamp) -> u64 {
    let nanos = instant.as_nanosecond() + UNIX_EPOCH_IN_NTP * NANOS_PER_SECOND;
    (nanos * FRACTIONS_PER_SECOND / NANOS_PER_SECOND) as u64
}

/// Exchanges longer before the last one belong to an earlier look: the inspector's clock may have
/// been set since.
const ONE_RUN: SignedDuration = SignedDuration::from_mins(10);
/// How often each server is asked.
const ROUNDS: usize = 4;
const MODE_SERVER: u8 = 4;
const LEAP_UNKNOWN: u8 = 3;
const DRIFT_PPM: i128 = 15;
const NANOS_PER_SECOND: i128 = 1_000_000_000;
/// Two quotients rounded down (2 ns) and four instants rounded to 2^-32 s (less than 1 ns
/// together), in nanoseconds.
const ROUNDING: i128 = 3;
/// NTP counts fractions of a second in units of 2^-32 s.
const FRACTIONS_PER_SECOND: i128 = 1 << 32;
/// Seconds from 1900-01-01 to 1970-01-01.
const UNIX_EPOCH_IN_NTP: i128 = 2_208_988_800;

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::{NtpAnswer, SiteError};

    const SECOND: u64 = 1 << 32;

    /// A site whose servers are ahead by their port, in seconds; port 1 is silent, port 2 asks to
    /// be left alone.
    struct Ahead(RefCell<Vec<String>>);

    impl Site for Ahead {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn http(&self, _: &crate::HttpRequest) -> Result<crate::HttpAnswer, SiteError> {
            panic!("not an HTTP probe")
        }

        fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
            self.0.borrow_mut().push(server.to_owned());
            let port: i64 = server.rsplit_once(':').unwrap().1.parse().unwrap();
            if port == 1 {
                let (failure, message) = (SiteFailure::Silent, String::new());
                return Err(SiteError { peer: server.to_owned(), failure, message });
            }
            let cookie = 7_u64.to_be_bytes();
            let time = ntp_time(self.now() + SignedDuration::from_secs(port)).to_be_bytes();
            let stratum = u8::from(port != 2);
            let head = [0x24, stratum, 0, 0xec];
            Ok(NtpAnswer {
                peer: server.to_owned(),
                sent_at: self.now(),
                received_at: self.now(),
                request: [&[0x23], &[0; 39][..], &cookie].concat(),
                reply: [&head, &[0; 8][..], b"RATE", &[0; 8], &cookie, &time, &time].concat(),
            })
        }

        fn host(&self) -> Result<crate::HostFacts, SiteError> {
            panic!("not a probe of hosts")
        }
    }

    fn declared(servers: &[&str], references: &[&str]) -> Declaration {
        Declaration {
            time_servers: servers
                .iter()
                .map(|it| crate::TimeServer {
                    address: (*it).to_owned(),
                    name: "NTP".to_owned(),
                    sources: Vec::new(),
                })
                .collect(),
            time_references: references
                .iter()
                .map(|it| crate::TimeReference {
                    address: (*it).to_owned(),
                    class: TimeSourceClass::International,
                })
                .collect(),
            ..Declaration::default()
        }
    }

    #[test]
    fn what_is_collected_can_be_measured() {
        let site = Ahead(RefCell::default());
        let declared = declared(&["ca:9"], &["reference:5"]);
        let evidence = NtpOffset.collect(&site, &declared, &[]).unwrap();
        assert_eq!(evidence.len(), 2 * ROUNDS);
        let of = |peer| {
            let records = evidence.iter().filter(|it| it.source == peer);
            let records: Vec<Record> =
                records.map(|it| serde_json::from_slice(&it.bytes().unwrap()).unwrap()).collect();
            look_at(peer, Some(&records)).unwrap()
        };
        assert_eq!(of("ca:9").offset - of("reference:5").offset, 4_000_000_000);
        assert_eq!(of("ca:9").half_width, 954 + ROUNDING);
    }

    #[test]
    fn who_is_silent_or_asks_to_be_left_alone_is_asked_once() {
        let site = Ahead(RefCell::default());
        let declared = declared(&["ca:1", "ca:2"], &["reference:5"]);
        NtpOffset.collect(&site, &declared, &[]).unwrap();
        let asked = site.0.into_inner();
        assert_eq!(asked.iter().filter(|it| *it == "ca:1").count(), 1);
        assert_eq!(asked.iter().filter(|it| *it == "ca:2").count(), 1);
        assert_eq!(asked.iter().filter(|it| *it == "reference:5").count(), ROUNDS);
    }

    #[test]
    fn a_symmetric_path_gives_the_offset() {
        // The server is 10 s ahead; each leg takes 1 s; the server thinks for 1 s.
        let times = from_times(0, 11 * SECOND, 12 * SECOND, 3 * SECOND);
        assert_eq!(times, Some((10_000_000_000, 1_000_000_000)));
    }

    #[test]
    fn the_era_change_of_2036_is_not_a_drift() {
        let eve = u64::MAX - SECOND + 1;
        assert_eq!(from_times(eve, 0, 0, SECOND), Some((0, 1_000_000_000)));
    }

    #[test]
    fn a_reply_older_than_its_request_is_refused() {
        assert_eq!(from_times(0, 0, 5 * SECOND, SECOND), None);
    }

    #[test]
    fn ntp_time_counts_from_1900() {
        assert_eq!(ntp_time(Timestamp::UNIX_EPOCH) >> 32, 2_208_988_800);
        assert_eq!(ntp_time("1970-01-01T00:00:00.5Z".parse().unwrap()) << 32, 1 << 63);
    }

    #[test]
    fn references_agree_where_more_than_half_of_them_meet() {
        assert_eq!(agreement(&[]), None);
        assert_eq!(agreement(&[(0, 10)]), Some((0, 10)));
        // The example of RFC 5905's predecessors: 8-12, 11-13, 14-15 leave 11-12.
        assert_eq!(agreement(&[(8, 12), (11, 13), (14, 15)]), Some((11, 12)));
        assert_eq!(agreement(&[(0, 1), (2, 3)]), None);
        assert_eq!(agreement(&[(0, 1), (1, 3)]), Some((1, 1)));
        assert_eq!(agreement(&[(0, 1), (2, 3), (4, 5)]), None);
        // Two pairs agree in two places: neither may be dropped.
        assert_eq!(agreement(&[(0, 10), (1, 2), (8, 9)]), Some((1, 9)));
    }

    #[test]
    fn fixed_point_is_rounded_upward() {
        assert_eq!(short(0x0001_0000), 1_000_000_000);
        assert_eq!(short(1), 15_259);
        assert_eq!(precision(-20), Some(954));
        assert_eq!(precision(0), Some(1_000_000_000));
        assert_eq!(precision(5), None);
        assert_eq!(precision(-128), Some(1));
    }

    #[test]
    fn milliseconds_keep_every_nanosecond() {
        assert_eq!(milliseconds(-3_200_000_001), "-3200.000001");
        assert_eq!(milliseconds(15_625_000), "15.625");
        assert_eq!(milliseconds(0), "0");
    }
}
