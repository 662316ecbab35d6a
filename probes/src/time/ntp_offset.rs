//! `time.ntp-offset`: how far each of the authority's time servers stands from reference time.
//!
//! # Measures
//!
//! The absolute offset of each server of the authority from the references, in nanoseconds.
//!
//! Every server is compared with the steady clock of the run, several times (the case says how
//! often and how far apart); of the comparisons with one server the one with the least bound is
//! taken, which is the one with the least delay. Reference time is then subtracted, so that the
//! inspector's clock cancels out; how far that clock is off is told. The half-width of the interval
//! is a bound, not an estimate. Its terms are those of `time::bound` for the server, the interval
//! of the references, and what the inspector's clock may have drifted between the two.
//!
//! For a reference, its root dispersion and half its root delay widen its interval: by them it says
//! how far it may stand from its source. What the authority's server says of itself does not widen
//! its own: it is the clock that is measured, whatever it follows. A distance beyond the limit
//! keeps it from complying.
//!
//! Tables show every term of every bound (`time.bound-terms`), how the interval is made up of them
//! (`time.interval`), and the state of each clock with the instant until which it holds
//! (`time.state`).
//!
//! # Rests on
//!
//! [RFC 5905 section 8]: `offset = ((T2 - T1) + (T3 - T4)) / 2`,
//! `delay = (T4 - T1) - (T3 - T2)`. Packet layout: [RFC 5905 section 7.3]; kiss codes:
//! [RFC 5905 section 7.4]; drift of 15 parts in a million: [RFC 5905 section 7.2]. References are
//! combined by the interval that holds true time as long as no more than a minority of those
//! declared lie (K. Marzullo's algorithm, from which [RFC 5905 section 11.2.1] is drawn); one that
//! is the inspected server, follows it, or is a second name of another is no witness. The text sets
//! no limit for the offset, no number of samples and no age: each that is used is a criterion of
//! the commission, and is named so.
//!
//! # Evidence
//!
//! `ntp-exchange`, several with each server; those with one steady clock make up a run, and the
//! last run counts. Runs of the same ten minutes, mostly of two laptops, must agree. One
//! `declaration`, which tells the authority's servers from the references.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | for every server of the authority the whole interval lies within the limit |
//! | violates | for one of them no part of the interval does |
//! | undetermined | the interval reaches across the limit; a server is silent, malformed, unsynchronised (leap indicator 3, stratum 0 or above 15), set too long ago, refuses (kiss code) or does not answer our request; fewer samples are sound than the case demands, or they exclude one another; no reference is usable, too few of those declared are, most of them do not agree, or those that agree are no independent majority; a leap second is passing; two runs exclude one another; the server's own root distance lies beyond the limit; no limit is set |
//!
//! # Cannot see
//!
//! A server that shows the inspector one time and stamps with another; a forger on the path, since
//! plain NTP is not authenticated; references that lie together as a majority and seem independent;
//! an inspector's clock that is slewed faster than the drift that the case allows.
//!
//! [RFC 5905 section 7.2]: https://www.rfc-editor.org/rfc/rfc5905#section-7.2
//! [RFC 5905 section 7.3]: https://www.rfc-editor.org/rfc/rfc5905#section-7.3
//! [RFC 5905 section 7.4]: https://www.rfc-editor.org/rfc/rfc5905#section-7.4
//! [RFC 5905 section 8]: https://www.rfc-editor.org/rfc/rfc5905#section-8
//! [RFC 5905 section 11.2.1]: https://www.rfc-editor.org/rfc/rfc5905#section-11.2.1

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use model::{
    Basis, Evidence, EvidenceKind, Judgement, Limit, Measure, Measured, Note, TableHead, Unit,
    Verdict,
};

use super::bound::{Comparison, drift};
use super::exchange::{ONE_RUN, Record, Run, runs};
use super::packet::{at_most, told};
use super::reference::{Fix, LAPTOP_CLOCK_UNCHECKED};
use super::state::{Outlook, Standing, State, outlook};
use super::survey::Survey;
use super::table::{self, BOUND_TERMS, INTERVAL, STATE};
use crate::{CollectError, Declaration, NtpPlan, Probe, Question, Site, TimeSampling, case};

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
            LAPTOP_CLOCK_UNCHECKED,
            "time.laptop-offset",
            "time.laptop-stepped",
            "time.leap-announcements-differ",
            "time.leap-second-passing",
            "time.limit-missing",
            "time.majority-not-independent",
            "time.no-reference-usable",
            "time.no-server-declared",
            "time.not-an-answer",
            "time.offset-beyond-limit",
            "time.offset-straddles-limit",
            "time.offset-within-limit",
            "time.offset-without-limit",
            "time.one-class-only",
            "time.one-reference-only",
            "time.reference-follows-inspected",
            "time.reference-is-inspected",
            "time.reference-named-twice",
            "time.reference-time-absent",
            "time.reference-time-stale",
            "time.reference-too-far",
            "time.reference-usable",
            "time.references-disagree",
            "time.references-share-source",
            "time.references-too-few",
            "time.reply-malformed",
            "time.root-distance-absurd",
            "time.root-distance-beyond-limit",
            "time.runs-disagree",
            "time.samples-disagree",
            "time.server-not-asked",
            "time.server-silent",
            "time.server-without-time",
            "time.smear-suspected",
            "time.soon-out-of-sync",
            "time.too-few-samples",
            "time.unsynchronised",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[BOUND_TERMS, INTERVAL, STATE]
    }

    fn collect(
        &self,
        site: &dyn Site,
        declared: &Declaration,
        _: &[Evidence],
    ) -> Result<Vec<Evidence>, CollectError> {
        // References are measured for whoever compares instants, also where no server is declared.
        if declared.time_references.is_empty() {
            return Err(CollectError::NothingToAsk { what: "time reference" });
        }
        let servers = declared.time_servers.iter().map(|it| it.address.trim());
        let references = declared.time_references.iter().map(|it| it.address.trim());
        let peers: BTreeSet<&str> = servers.chain(references).collect();
        let sampling = &declared.time_sampling;
        let plan = NtpPlan {
            servers: peers.into_iter().map(ToOwned::to_owned).collect(),
            samples: sampling.samples.min(MOST_SAMPLES),
            spacing: Duration::from_millis(sampling.spacing_ms.into()).min(LONGEST_SPACING),
        };
        let samples = site.ntp_samples(&plan);
        let answers = || samples.iter().filter_map(|it| it.answer.as_ref().ok());
        let began_at = answers().map(|it| it.steady.began_at).next();
        samples
            .into_iter()
            .map(|it| Record::of(&it.peer, it.answer, it.at, began_at).into_evidence())
            .collect()
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        if declaration.time_servers.is_empty() {
            return Judgement::undetermined(Note::new("time.no-server-declared"));
        }
        let (runs, unreadable) = runs(question);
        let mut surveys: Vec<_> = runs.iter().map(|run| Survey::of(&declaration, run)).collect();
        surveys.sort_by_key(Survey::ended);
        let none = || Survey::of(&declaration, &Run::default());
        let last = surveys.last().cloned().unwrap_or_else(none);
        let limit = question.requirement.limit;
        let mut parts: Vec<_> = unreadable.into_iter().map(Judgement::undetermined).collect();
        let (mut terms, mut intervals, mut states) = (Vec::new(), Vec::new(), Vec::new());
        for (number, server) in declaration.time_servers.iter().enumerate() {
            let name = |note: Note| note.fact("name", &server.name);
            let standings: Vec<_> = surveys.iter().filter_map(|it| it.standing(number)).collect();
            let now = last.standing(number);
            // What was measured before tells of drift only where something is measured now.
            let known = if now.is_some() { standings.as_slice() } else { &[] };
            let outlook = outlook(known, limit, &declaration.time_sampling);
            states.push(table::state(&server.name, now.as_ref(), &outlook));
            match (last.servers.get(number), &last.fix, now) {
                (Some(Ok(comparison)), Some(fix), Some(now)) => {
                    terms.push(table::terms(comparison, None));
                    intervals.push(table::interval(&server.name, comparison, fix, &now));
                    let mut part = against(&server.name, comparison, fix, &now, limit);
                    part.notes.extend(comparison.remarks.iter().cloned().map(name));
                    part.notes.extend(soon(&outlook).map(name));
                    parts.push(part);
                    let clash = clash(&standings, &declaration.time_sampling);
                    parts.extend(clash.map(|it| {
                        Judgement::undetermined(name(it).fact("peer", &comparison.peer))
                    }));
                }
                (Some(Ok(comparison)), _, _) => {
                    terms.push(table::terms(comparison, None));
                    let note = Note::new("time.no-reference-usable").fact("peer", &comparison.peer);
                    parts.push(Judgement::undetermined(name(note)));
                }
                (Some(Err(notes)), _, _) => {
                    let notes = notes.iter().cloned().map(name).collect();
                    parts.push(Judgement::of(Verdict::Undetermined, notes));
                }
                (None, _, _) => {}
            }
        }
        let mut whole = Judgement::over(parts);
        terms.extend(last.witnesses.iter().map(|it| table::terms(&it.comparison, Some(it))));
        whole.exhibits.extend(table::exhibits([
            (&BOUND_TERMS, terms),
            (&INTERVAL, intervals),
            (&STATE, states),
        ]));
        // What was seen of the references is told and decides nothing by itself.
        whole.notes.extend(last.notes);
        if last.fix.is_none() {
            whole.notes.push(Note::new(LAPTOP_CLOCK_UNCHECKED));
        }
        whole
    }
}

/// Judges one server of the authority against reference time.
fn against(
    name: &str,
    server: &Comparison,
    fix: &Fix,
    standing: &Standing,
    limit: Option<Limit>,
) -> Judgement {
    let (offset, half_width) = (standing.offset(), standing.half_width());
    let direction = if offset < 0 { "behind" } else { "ahead" };
    let (offset_ms, bound_ms) = told(offset.abs(), half_width);
    let about = |code| {
        Note::new(code)
            .fact("name", name)
            .fact("peer", &server.peer)
            .fact("offset-ms", &offset_ms)
            .fact("bound-ms", &bound_ms)
            .fact("direction", direction)
            .fact("stratum", server.stratum)
            .fact("references", fix.peers.join(", "))
    };
    let Some(measure) = standing.measure() else {
        let note = Note::new("time.reply-malformed").fact("peer", &server.peer);
        return Judgement::undetermined(note.fact("name", name).fact("what", "offset"));
    };
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
        value: i64::try_from(server.terms.root_distance()).unwrap_or(i64::MAX),
        uncertainty: 0,
        unit: Unit::Nanosecond,
    };
    if limit.judge(&distance) == Ok(Verdict::Violates) {
        let note = Note::new("time.root-distance-beyond-limit")
            .fact("name", name)
            .fact("peer", &server.peer)
            .fact("distance-ms", at_most(server.terms.root_distance()));
        judgement.notes.push(note);
        judgement.verdict = Verdict::over([verdict, Verdict::Undetermined]);
    }
    judgement
}

/// A remark on a clock that may leave its limit before the case stops looking ahead.
fn soon(outlook: &Outlook) -> Option<Note> {
    let until = outlook.until.filter(|_| outlook.state == State::SoonOutOfSync)?;
    let until = Timestamp::from_nanosecond(until).ok()?;
    let note = Note::new("time.soon-out-of-sync").fact("until", until);
    Some(note.fact("drift", outlook.drift_ppm).fact("unit", "[ppm]"))
}

/// Two runs of the same ten minutes, mostly of two laptops, that exclude one another: then one of
/// the measurements is wrong, and nobody can say which.
fn clash(standings: &[Standing], sampling: &TimeSampling) -> Option<Note> {
    let (now, before) = standings.split_last()?;
    let other = before.iter().find(|it| {
        let passed = (now.at - it.at).abs();
        let drift = drift(passed, sampling.holdover_ppm);
        passed <= ONE_RUN.as_nanos() && (it.low > now.high + drift || now.low > it.high + drift)
    })?;
    let shown = |it: &Standing| {
        let (offset, bound) = told(it.offset(), it.half_width());
        format!("{offset} ± {bound}")
    };
    Some(Note::new("time.runs-disagree").fact("one", shown(now)).fact("other", shown(other)))
}

/// Whatever a case says, a collection ends.
const MOST_SAMPLES: u32 = 64;
const LONGEST_SPACING: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::time::bound::look_at;
    use crate::time::packet::ntp_time;
    use crate::{NtpAnswer, SiteError, SiteFailure, SteadyInstants, TimeSourceClass};

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
            let time = ntp_time(i128::from(port) * 1_000_000_000).to_be_bytes();
            let set = ntp_time(i128::from(port) * 1_000_000_000 - 1).to_be_bytes();
            let stratum = u8::from(port != 2);
            let head = [0x24, stratum, 0, 0xec];
            Ok(NtpAnswer {
                peer: server.to_owned(),
                address: None,
                sent_at: self.now(),
                received_at: self.now(),
                steady: SteadyInstants { began_at: self.now(), sent_ns: 0, received_ns: 0 },
                request: [&[0x23], &[0; 39][..], &cookie].concat(),
                reply: [&head, &[0; 8][..], b"RATE", &set, &cookie, &time, &time].concat(),
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
        assert_eq!(evidence.len(), 16);
        let of = |peer| {
            let records = evidence.iter().filter(|it| it.source == peer);
            let records: Vec<Record> =
                records.map(|it| serde_json::from_slice(&it.bytes().unwrap()).unwrap()).collect();
            look_at(peer, &records, &declared.time_sampling).unwrap()
        };
        assert_eq!(of("ca:9").offset - of("reference:5").offset, 4_000_000_000);
        // Precision 2^-20 s, twice the rounding of a drift of nothing, and 3 ns.
        assert_eq!(of("ca:9").terms.half_width(), 954 + 2 + 3);
        assert_eq!((of("ca:9").sound, of("ca:9").asked), (8, 8));
    }

    #[test]
    fn who_is_silent_is_asked_little_and_who_asks_to_be_left_alone_twice() {
        let site = Ahead(RefCell::default());
        let declared = declared(&["ca:1", "ca:2"], &["reference:5"]);
        NtpOffset.collect(&site, &declared, &[]).unwrap();
        let asked = site.0.into_inner();
        let times = |peer| asked.iter().filter(|it| *it == peer).count();
        assert_eq!((times("ca:1"), times("ca:2"), times("reference:5")), (3, 2, 8));
    }
}
