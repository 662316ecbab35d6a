//! `net.availability`: how much of the time each service of the authority answered as it must.
//!
//! A probe of its own beside `crl.availability`, which says whether each list could be fetched
//! once: this one rests on a series of samples, covers every service and is judged by a criterion.
//!
//! # Measures
//!
//! Of each address on each channel the share of samples that found it available, in millionths.
//! The interval is the Wilson score interval of 95 % over the samples that count, widened to the
//! whole window: what was not sampled counts as unavailable at the lower end and as available at
//! the upper one. Latencies of the samples that found the service available, in microseconds, as
//! percentiles by the nearest rank; facts, not judged.
//!
//! # Rests on
//!
//! A list is available where status 200 came with a whole list whose fields can be read, in DER or
//! PEM ([RFC 5280 section 5.1]); a status service where it gave a response `successful`
//! ([RFC 6960 section 4.2.1]); a time-stamping service where it granted a token
//! ([RFC 3161 section 2.4.2]); a certificate of an issuer where it can be read as one. A web page
//! with status 200 is none of them. Every limit is a criterion of the commission. Editions of one
//! list (one issuer, key, kind and scope) have to be the same bytes under every address and by
//! every channel, but for the time that a publication may take.
//!
//! # Evidence
//!
//! `sample-series`; `certificate` and one `declaration`, which name the addresses.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the whole interval of every address on every channel is permitted, and mirrors agreed |
//! | violates | the whole interval of an address of the authority lies beyond the limit; mirrors differed for longer than a publication may take; an address went back to an older list |
//! | undetermined | the interval reaches across the limit, fewer than ten samples count, nothing was sampled, the whole channel was silent, an address that the certificates name was not sampled, mirrors still differed at the end, the address is the Root CA's, there is no criterion |
//!
//! # Cannot see
//!
//! What happened between two samples; whether a channel on which every host stayed silent failed
//! on the inspector's side or on the authority's, unless a control address answered.
//!
//! [RFC 5280 section 5.1]: https://www.rfc-editor.org/rfc/rfc5280#section-5.1
//! [RFC 6960 section 4.2.1]: https://www.rfc-editor.org/rfc/rfc6960#section-4.2.1
//! [RFC 3161 section 2.4.2]: https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2

use jiff::SignedDuration;
use model::{
    Cell, EvidenceKind, Exhibit, Judgement, Limit, Measure, Measured, Note, TableHead, Unit,
    Verdict,
};

use crate::certificates::Certificates;
use crate::sampling::{
    self, Divergence, Interval, Lane, Series, Served, Service, SessionCause, Target, WentBack,
};
use crate::sum::Sum;
use crate::{Probe, Question, case};

/// The probe.
pub(crate) struct Availability;

impl Probe for Availability {
    fn id(&self) -> &'static str {
        "net.availability"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Certificate, EvidenceKind::Declaration, EvidenceKind::SampleSeries]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            sampling::PLAN_MISSING,
            sampling::UNREADABLE,
            "net.address-not-sampled",
            "net.available",
            "net.channel-silent",
            "net.clock-ahead",
            "net.clock-behind",
            "net.earlier-series",
            "net.list-went-back",
            "net.mirrors-agreed",
            "net.mirrors-caught-up",
            "net.mirrors-differed",
            "net.mirrors-still-differ",
            "net.no-criterion",
            "net.nothing-to-sample",
            "net.sampled-too-little",
            "net.service-of-the-root",
            "net.share-below",
            "net.share-straddles",
            "net.window-not-covered",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[CAUSES, LATENCY, SHARES]
    }

    fn timelines(&self) -> &'static [&'static str] {
        &[TIMELINE]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let certificates = Certificates::of(question);
        let mut sum = Sum::default();
        let (all, unreadable) = sampling::read(question);
        unreadable.into_iter().for_each(|note| sum.open(note));
        let named = sampling::named(&declaration, &certificates);
        let limit = question.requirement.limit;
        let Some((last, earlier)) = all.split_last() else {
            sum.open(Note::new("net.nothing-to-sample"));
            return sum.finish();
        };
        for target in named.iter().filter(|it| !is_in(last, it)) {
            sum.open(about("net.address-not-sampled", target));
        }
        // A failure that was measured is not undone by measuring again; an attempt that was broken
        // off does not stand in the way of a later one.
        for series in earlier {
            let judged = of_series(series, limit);
            if judged.verdict == Verdict::Violates {
                sum.add(judged);
            } else {
                let plan = &series.plan;
                let note = Note::new("net.earlier-series");
                sum.remark(note.fact("from", plan.start).fact("until", plan.end()));
            }
        }
        sum.add(of_series(last, limit));
        sum.finish()
    }
}

/// Whether a series samples this address.
fn is_in(series: &Series, target: &Target) -> bool {
    let same = |it: &Target| it.service == target.service && it.url == target.url;
    series.plan.targets.iter().any(same)
}

/// The share of each address, with its interval.
const SHARES: TableHead = TableHead {
    code: "net.shares",
    columns: &[
        "number",
        "service",
        "address",
        "channel",
        "available",
        "counted",
        "planned",
        "low",
        "high",
    ],
};

/// How long answers took.
const LATENCY: TableHead = TableHead {
    code: "net.latency",
    columns: &["number", "half", "nine-tenths", "p95", "p99", "slowest", "sent-late"],
};

/// Why samples did not find a service available.
const CAUSES: TableHead =
    TableHead { code: "net.causes", columns: &["number", "cause", "samples"] };

const TIMELINE: &str = "net.availability";

/// Fewer samples than these are no series.
const FEWEST: u32 = 10;

fn about(code: &'static str, target: &Target) -> Note {
    Note::new(code).fact("url", &target.url).fact("service", target.service.as_str())
}

fn of_series(series: &Series, limit: Option<Limit>) -> Judgement {
    let lanes = sampling::lanes(series);
    let mut sum = Sum::default();
    let judged: Vec<&Lane<'_>> =
        lanes.iter().filter(|it| it.target.service != Service::Control).collect();
    if judged.is_empty() {
        sum.open(Note::new("net.nothing-to-sample"));
    }
    let mut measures = Vec::new();
    let mut in_order = Vec::new();
    for lane in &judged {
        let measure = measure(lane.whole());
        let quantity = "availability".to_owned();
        measures.push(Measured { quantity, measure, instrument: None });
        match limit {
            None => sum.open(shown("net.no-criterion", lane)),
            Some(_) if lane.counted < FEWEST => {
                sum.open(shown("net.sampled-too-little", lane));
            }
            Some(limit) => match limit.judge(&measure) {
                Ok(Verdict::Complies) => in_order.push(*lane),
                Ok(Verdict::Violates) if lane.target.own => {
                    sum.say(Verdict::Violates, shown("net.share-below", lane));
                }
                Ok(Verdict::Violates) => sum.open(shown("net.service-of-the-root", lane)),
                Ok(Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined) | Err(_) => {
                    sum.open(shown("net.share-straddles", lane));
                }
            },
        }
    }
    // One sentence for all that is in order: the table has the figures of each.
    if let Some(least) = in_order.iter().min_by_key(|it| it.whole().low) {
        let note = shown("net.available", least).fact("lanes", in_order.len());
        sum.say(Verdict::Complies, note);
    }
    mirrors(series, &lanes, &mut sum);
    line(series, &lanes, &mut sum);
    let mut judgement = sum.finish();
    judgement.measures = measures;
    judgement.exhibits = exhibits(series, &lanes);
    judgement
}

/// Centre and half width of an interval, rounded outwards.
fn measure(interval: Interval) -> Measure {
    let (low, high) = (i64::from(interval.low), i64::from(interval.high));
    let value = low.midpoint(high);
    let uncertainty = (high - value).max(value - low).unsigned_abs();
    Measure { value, uncertainty, unit: Unit::PartPerMillion }
}

/// Millionths as a per cent number with four places.
fn percent(millionths: u32) -> String {
    format!("{}.{:04}", millionths / 10_000, millionths % 10_000)
}

fn shown(code: &'static str, lane: &Lane<'_>) -> Note {
    let whole = lane.whole();
    about(code, lane.target)
        .fact("channel", &lane.channel.name)
        .fact("available", lane.available)
        .fact("counted", lane.counted)
        .fact("planned", lane.planned)
        .fact("low", percent(whole.low))
        .fact("high", percent(whole.high))
}

/// What the inspector's line and clock did to the series.
fn line(series: &Series, lanes: &[Lane<'_>], sum: &mut Sum) {
    for channel in &series.plan.channels {
        let on_channel =
            lanes.iter().filter(|it| series.plan.lane(it.number).is_some_and(|it| it.1 == channel));
        let (mut rounds, mut planned) = (0, 0);
        for lane in on_channel {
            rounds = rounds.max(lane.line_down);
            planned = lane.planned;
        }
        if rounds > 0 {
            let others = series.plan.channels.len() > 1;
            sum.remark(
                Note::new("net.channel-silent")
                    .fact("channel", &channel.name)
                    .fact("rounds", rounds)
                    .fact("planned", planned)
                    .fact("channels", if others { "several" } else { "one" }),
            );
        }
    }
    if let Some(least) = lanes.iter().min_by_key(|it| it.counted)
        && u64::from(least.counted) < least.planned
    {
        sum.remark(
            shown("net.window-not-covered", least).fact("covered", percent(least.covered())),
        );
    }
    for (begun, cause) in &series.sessions {
        match cause {
            SessionCause::ClockAhead => sum.remark(Note::new("net.clock-ahead").fact("at", begun)),
            SessionCause::ClockBehind => {
                sum.remark(Note::new("net.clock-behind").fact("at", begun));
            }
            SessionCause::Resumed | SessionCause::Started => {}
        }
    }
}

/// Every mirror agrees.
fn mirrors(series: &Series, lanes: &[Lane<'_>], sum: &mut Sum) {
    let millis = |it: u64| SignedDuration::from_millis(i64::try_from(it).unwrap_or(i64::MAX));
    let intervals = series.plan.every.millis().saturating_mul(2);
    let step = millis(series.plan.publication_step.millis().max(intervals));
    let divergences = sampling::divergences(series, lanes);
    for it in &divergences {
        let note = |code| differing(code, series, it).fact("seconds", it.lasted().as_secs());
        if it.lasted() > step {
            sum.say(Verdict::Violates, note("net.mirrors-differed"));
        } else if it.ended {
            sum.remark(note("net.mirrors-caught-up"));
        } else {
            sum.open(note("net.mirrors-still-differ"));
        }
    }
    for it in sampling::went_back(series, lanes, step) {
        sum.say(Verdict::Violates, back(series, &it));
    }
    let mut editions: Vec<_> = lanes
        .iter()
        .filter_map(|lane| {
            let look = lane.looks.iter().rev().find_map(|it| it.bytes)?;
            Some((series.lists.get(look)?.identity, lane.number))
        })
        .collect();
    editions.sort_unstable();
    let several = editions.windows(2).filter(|it| it[0].0 == it[1].0).count();
    if divergences.is_empty() && several > 0 {
        sum.remark(Note::new("net.mirrors-agreed").fact("mirrors", several + 1));
    }
}

fn place(series: &Series, served: &Served) -> String {
    match series.plan.lane(served.lane) {
        Some((target, channel)) if series.plan.channels.len() > 1 => {
            format!("{} ({})", target.url, channel.name)
        }
        Some((target, _)) => target.url.clone(),
        None => String::new(),
    }
}

fn number(served: &Served) -> &str {
    served.list.number.as_deref().unwrap_or("-")
}

fn differing(code: &'static str, series: &Series, it: &Divergence) -> Note {
    Note::new(code)
        .fact("issuer", &it.one.list.issuer)
        .fact("one", place(series, &it.one))
        .fact("one-number", number(&it.one))
        .fact("one-sha256", it.one.sha256)
        .fact("other", place(series, &it.other))
        .fact("other-number", number(&it.other))
        .fact("other-sha256", it.other.sha256)
        .fact("from", it.from)
        .fact("until", it.until)
}

fn back(series: &Series, it: &WentBack) -> Note {
    Note::new("net.list-went-back")
        .fact("issuer", &it.newer.list.issuer)
        .fact("url", place(series, &it.newer))
        .fact("newer-number", number(&it.newer))
        .fact("newer-sha256", it.newer.sha256)
        .fact("newer-at", it.newer_at)
        .fact("older-number", number(&it.older))
        .fact("older-sha256", it.older.sha256)
        .fact("older-at", it.older_at)
        .fact("samples", it.samples)
}

fn exhibits(series: &Series, lanes: &[Lane<'_>]) -> Vec<Exhibit> {
    let number = |lane: &Lane<'_>| Cell::text(lane.number + 1);
    let ppm = |millionths: u32| Cell::text(format!("{} %", percent(millionths)));
    let time = |microseconds: Option<u64>| match microseconds.map(i64::try_from) {
        Some(Ok(value)) => {
            Cell::Measure(Measure { value, uncertainty: 0, unit: Unit::Microsecond })
        }
        Some(Err(_)) | None => Cell::text("-"),
    };
    let shares = lanes.iter().map(|lane| {
        let whole = lane.whole();
        vec![
            number(lane),
            Cell::word(format!("service-{}", lane.target.service.as_str())),
            Cell::text(&lane.target.url),
            Cell::text(&lane.channel.name),
            Cell::text(lane.available),
            Cell::text(lane.counted),
            Cell::text(lane.planned),
            ppm(whole.low),
            ppm(whole.high),
        ]
    });
    let latency = lanes.iter().map(|lane| {
        let at = |of: fn(&sampling::Percentiles) -> u64| time(lane.latency.as_ref().map(of));
        vec![
            number(lane),
            at(|it| it.p50),
            at(|it| it.p90),
            at(|it| it.p95),
            at(|it| it.p99),
            at(|it| it.max),
            time(Some(lane.latest_us)),
        ]
    });
    let causes: Vec<_> = lanes
        .iter()
        .flat_map(|lane| {
            lane.causes.iter().map(move |(cause, samples)| {
                vec![number(lane), Cell::word(format!("cause-{cause}")), Cell::text(samples)]
            })
        })
        .collect();
    let mut exhibits = vec![SHARES.with(shares.collect()), LATENCY.with(latency.collect())];
    if !causes.is_empty() {
        exhibits.push(CAUSES.with(causes));
    }
    exhibits.push(sampling::timeline(TIMELINE, &series.plan, lanes));
    exhibits
}
