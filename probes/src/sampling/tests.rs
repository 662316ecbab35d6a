//! Series of hours and days in simulated time, judged as a dossier would be.

use jiff::{SignedDuration, Timestamp};
use model::{
    Basis, Consequence, Evidence, EvidenceId, EvidenceKind, Exhibit, Judgement, LegalRef, Limit,
    Localized, ProbeId, Requirement, RequirementId, Span, SpanState, SubjectId, Unit, Verdict,
};

use super::plan::tests::plan;
use super::*;
use crate::{Declaration, Question, SiteFailure};

/// What a lane gives at an instant of the plan, in seconds; none where it was not sampled.
type World<'a> = &'a dyn Fn(&Target, &Channel, i64) -> Option<Outcome>;

/// Samples a whole plan in simulated time.
fn sampled(plan: &Plan, lists: &[(u8, ListHead)], world: World<'_>) -> Vec<u8> {
    let mut bytes = Line::Plan(plan.clone()).to_bytes().unwrap();
    let session = Session { plan: id_of(&bytes), begun: plan.start, cause: SessionCause::Started };
    bytes.extend(Line::Session(session).to_bytes().unwrap());
    for (edition, head) in lists {
        let seen = Seen {
            target: 0,
            at: plan.start,
            sha256: sha256(*edition),
            kept: true,
            list: Some(head.clone()),
        };
        bytes.extend(Line::Seen(seen).to_bytes().unwrap());
    }
    let grid = Grid::of(plan);
    let mut next = grid.from(0);
    while let Some(due) = next {
        next = grid.after(due);
        let (target, channel) = plan.lane(due.lane).unwrap();
        let after = SignedDuration::from_nanos_i128(due.at);
        let Some(outcome) = world(target, channel, after.as_secs()) else { continue };
        let at = plan.start + after;
        let (lane, index) = (due.lane, due.index);
        let sample = Sample { lane, index, due: at, sent: Some(at), late_us: 200, outcome };
        bytes.extend(Line::Sample(sample).to_bytes().unwrap());
    }
    bytes
}

fn sha256(edition: u8) -> EvidenceId {
    EvidenceId([edition; 32])
}

fn answered(form: Form, edition: u8) -> Option<Outcome> {
    let (length, sha256) = (1_000, sha256(edition));
    Some(Outcome::Answered(Answered { status: 200, form, length, sha256, elapsed_us: 5_000 }))
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside outcomes that may be absent")]
fn failed(failure: SiteFailure) -> Option<Outcome> {
    Some(Outcome::Failed(failure))
}

fn head(number: u8, issued: &str) -> ListHead {
    ListHead {
        identity: EvidenceId::of(b"one list"),
        issuer: "CN=CA".into(),
        number: Some(hex::encode([number])),
        this_update: issued.parse().unwrap(),
    }
}

fn judged(plan: &Plan, pieces: &[Vec<u8>]) -> Judgement {
    let of = |service| plan.targets.iter().filter(move |it| it.service == service);
    let declared = Declaration {
        crl_urls: of(Service::Crl).map(|it| it.url.clone()).collect(),
        ..Declaration::default()
    };
    let at: Timestamp = plan.start;
    let piece = |kind, bytes: Vec<u8>| Evidence::new(kind, at, "test", bytes);
    let mut evidence =
        vec![piece(EvidenceKind::Declaration, serde_json::to_vec(&declared).unwrap())];
    evidence.extend(pieces.iter().map(|it| piece(EvidenceKind::SampleSeries, it.clone())));
    let text = || "x".to_owned();
    let requirement = Requirement {
        id: RequirementId(text()),
        subject: SubjectId(text()),
        title: Localized { kk: text(), ru: text(), en: text() },
        legal: LegalRef {
            act: text(),
            clause: text(),
            in_force_from: "2020-06-04".parse().unwrap(),
            in_force_until: None,
        },
        probe: ProbeId("net.availability".into()),
        evidence: vec![EvidenceKind::SampleSeries],
        quantity: Some("availability".into()),
        limit: Some(Limit {
            min: Some(90),
            max: None,
            unit: Unit::Percent,
            basis: Basis::Commission,
        }),
        conditional: false,
        consequence: Consequence::Remarks,
    };
    let day = "2026-01-18".parse().unwrap();
    crate::judge(&Question { requirement: &requirement, evidence: &evidence, day })
}

fn codes(judgement: &Judgement) -> Vec<&str> {
    let mut codes: Vec<_> = judgement.notes.iter().map(|it| it.code.as_ref()).collect();
    codes.sort_unstable();
    codes
}

fn spans(judgement: &Judgement, lane: usize) -> Vec<(i64, i64, SpanState)> {
    let timeline = judgement.exhibits.iter().find_map(|it| match it {
        Exhibit::Timeline(timeline) => Some(timeline),
        Exhibit::Table(_) => None,
    });
    let timeline = timeline.unwrap();
    let since = |at: Timestamp| at.duration_since(timeline.from).as_secs();
    let of = |it: &Span| (since(it.from), since(it.until), it.state);
    timeline.lanes[lane].spans.iter().map(of).collect()
}

use SpanState::{Available, Unavailable, Unknown};

const DAY: i64 = 86_400;
const DER: Form = Form::DerList;

#[test]
fn three_days_with_an_outage_of_three_hours_are_a_timeline_of_three_spans() {
    let plan = plan(1, 1, "3d", "60s");
    let out = DAY..DAY + 3 * 3_600;
    let bytes = sampled(&plan, &[], &|_, _, at| {
        if out.contains(&at) { failed(SiteFailure::ConnectionRefused) } else { answered(DER, 1) }
    });
    let judgement = judged(&plan, &[bytes]);
    // 4 140 of 4 320: the interval of 95 % lies between 95 % and 97 %.
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    assert_eq!(codes(&judgement), ["net.available"]);
    let end = 3 * DAY;
    assert_eq!(
        spans(&judgement, 0),
        [(0, out.start, Available), (out.start, out.end, Unavailable), (out.end, end, Available)]
    );
}

#[test]
fn a_night_in_which_the_laptop_slept_is_a_gap_and_never_available() {
    let plan = plan(1, 1, "3d", "60s");
    let night = DAY / 2..DAY / 2 + 8 * 3_600;
    let bytes = sampled(&plan, &[], &|_, _, at| {
        if night.contains(&at) { None } else { answered(DER, 1) }
    });
    let judgement = judged(&plan, &[bytes]);
    // 480 of 4 320 were not sampled: they count as unavailable below, 88.8 %.
    assert_eq!(judgement.verdict, Verdict::Undetermined, "{judgement:#?}");
    assert_eq!(codes(&judgement), ["net.share-straddles", "net.window-not-covered"]);
    let measure = judgement.measures[0].measure;
    let low = measure.value - i64::try_from(measure.uncertainty).unwrap();
    assert!((880_000..888_889).contains(&low), "{low}");
    let covered = &judgement.notes.iter().find(|it| it.code == "net.window-not-covered").unwrap();
    // 3 840 of 4 320 by hand: 88.8888 %.
    assert_eq!(covered.facts["covered"], "88.8888");
    assert_eq!(
        spans(&judgement, 0),
        [(0, night.start, Available), (night.end, 3 * DAY, Available)]
    );
}

#[test]
fn chunks_in_any_order_and_twice_are_one_series() {
    let plan = plan(2, 2, "1h", "10s");
    let whole = sampled(&plan, &[], &|_, _, at| {
        if at % 30 == 20 { answered(Form::Html, 2) } else { answered(DER, 1) }
    });
    let straight = judged(&plan, std::slice::from_ref(&whole));
    // The plan, and the samples in five chunks, each with its session.
    let lines: Vec<&[u8]> = whole.split_inclusive(|it| *it == b'\n').collect();
    let mut pieces: Vec<Vec<u8>> =
        lines[2..].chunks(300).map(|it| [&[lines[1]], it].concat().concat()).collect();
    assert_eq!(pieces.len(), 5);
    pieces.push(lines[0].to_vec());
    pieces.push(pieces[2].clone());
    pieces.push(whole);
    pieces.reverse();
    assert_eq!(judged(&plan, &pieces), straight);
    assert_eq!(straight.verdict, Verdict::Violates);
}

/// One channel fails while the other works: what the dead one did not see is unknown.
#[test]
fn a_silent_channel_is_not_held_against_the_authority_nor_for_it() {
    let plan = plan(2, 2, "1h", "10s");
    let dead = 600..1_800;
    let bytes = sampled(&plan, &[], &|_, channel, at| {
        let silent = channel.name == "channel-1" && dead.contains(&at);
        if silent { failed(SiteFailure::Silent) } else { answered(DER, 1) }
    });
    let judgement = judged(&plan, &[bytes]);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert_eq!(
        codes(&judgement),
        [
            "net.available",
            "net.channel-silent",
            "net.share-straddles",
            "net.share-straddles",
            "net.window-not-covered"
        ]
    );
    let silent = judgement.notes.iter().find(|it| it.code == "net.channel-silent").unwrap();
    assert_eq!((&*silent.facts["channel"], &*silent.facts["rounds"]), ("channel-1", "120"));
    assert_eq!(spans(&judgement, 0), [(0, 3_600, Available)]);
    assert_eq!(spans(&judgement, 1)[1].2, Unknown);
}

/// With a control address the same silence is the authority's.
#[test]
fn a_control_address_tells_the_line_from_the_authority() {
    let mut plan = plan(2, 1, "1h", "10s");
    plan.targets.push(Target {
        service: Service::Control,
        url: "http://control.example/".into(),
        own: false,
        sent: None,
    });
    let out = 600..1_800;
    let with = |control: bool| {
        sampled(&plan, &[], &|target, _, at| {
            if control && target.service == Service::Control {
                answered(Form::NotLookedAt, 9)
            } else if out.contains(&at) {
                failed(SiteFailure::Silent)
            } else {
                answered(DER, 1)
            }
        })
    };
    let judgement = judged(&plan, &[with(false)]);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    let judgement = judged(&plan, &[with(true)]);
    assert_eq!(judgement.verdict, Verdict::Violates);
    assert_eq!(codes(&judgement), ["net.share-below", "net.share-below"]);
}

#[test]
fn what_the_tool_did_not_look_at_counts_neither_way() {
    for failure in [SiteFailure::AddressRefused, SiteFailure::TooLarge, SiteFailure::Other] {
        let plan = plan(1, 1, "1h", "10s");
        let bytes = sampled(&plan, &[], &|_, _, _| failed(failure));
        let judgement = judged(&plan, &[bytes]);
        assert_eq!(judgement.verdict, Verdict::Undetermined, "{failure:?}");
        assert!(codes(&judgement).contains(&"net.sampled-too-little"), "{failure:?}");
    }
}

#[test]
fn a_failure_that_was_measured_stays_and_an_attempt_that_was_broken_off_does_not() {
    let first = plan(1, 1, "1h", "10s");
    let mut second = first.clone();
    second.start += SignedDuration::from_hours(2);
    let good = sampled(&second, &[], &|_, _, _| answered(DER, 1));
    let outage = sampled(&first, &[], &|_, _, _| failed(SiteFailure::ConnectionRefused));
    let judgement = judged(&first, &[outage, good.clone()]);
    assert_eq!(judgement.verdict, Verdict::Violates);
    let broken_off = sampled(&first, &[], &|_, _, at| answered(DER, 1).filter(|_| at < 120));
    let judgement = judged(&first, &[broken_off, good]);
    assert_eq!(judgement.verdict, Verdict::Complies);
    assert_eq!(codes(&judgement), ["net.available", "net.earlier-series"]);
}

/// R11, over time: a mirror that gets a new list late.
fn mirror(lag: i64, window: &str) -> Judgement {
    let plan = plan(2, 1, window, "10s");
    let lists = [(1, head(1, "2026-01-15T05:00:00Z")), (2, head(2, "2026-01-15T06:10:00Z"))];
    let bytes = sampled(&plan, &lists, &|target, _, at| {
        let new = if target.url.contains("crl-1") { 600 + lag } else { 600 };
        answered(DER, if at < new { 1 } else { 2 })
    });
    judged(&plan, &[bytes])
}

#[test]
fn mirrors_that_agree_are_said_to() {
    let judgement = mirror(0, "1h");
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    // The lanes are asked five seconds apart: the second sees the new list one sample later.
    assert!(!codes(&judgement).contains(&"net.mirrors-differed"));
}

#[test]
fn a_mirror_that_lags_no_longer_than_a_publication_may_take_is_a_remark() {
    let judgement = mirror(250, "1h");
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    assert_eq!(codes(&judgement), ["net.available", "net.mirrors-caught-up"]);
}

#[test]
fn a_mirror_that_lags_longer_is_a_finding_with_both_hashes_and_instants() {
    let judgement = mirror(900, "1h");
    assert_eq!(judgement.verdict, Verdict::Violates);
    let note = judgement.notes.iter().find(|it| it.code == "net.mirrors-differed").unwrap();
    let hashes = [&note.facts["one-sha256"], &note.facts["other-sha256"]];
    assert!(hashes.contains(&&sha256(1).to_string()) && hashes.contains(&&sha256(2).to_string()));
    let numbers = [&*note.facts["one-number"], &*note.facts["other-number"]];
    assert!(numbers.contains(&"01") && numbers.contains(&"02"), "{numbers:?}");
    assert_eq!(note.facts["from"], "2026-01-15T06:10:00Z");
    // 900 s of lag, seen in steps of ten: at 06:25:00 one address is known to be new, and of the
    // other the last that is known, from 06:24:55, is the old one.
    let seconds: i64 = note.facts["seconds"].parse().unwrap();
    assert!((885..=900).contains(&seconds), "{seconds}");
    assert_eq!(note.facts["until"], "2026-01-15T06:25:00Z");
}

#[test]
fn mirrors_that_differ_when_the_samples_end_are_undetermined_until_it_was_long_enough() {
    let judgement = mirror(10_000, "12m");
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert!(codes(&judgement).contains(&"net.mirrors-still-differ"));
    let judgement = mirror(10_000, "1h");
    assert_eq!(judgement.verdict, Verdict::Violates);
}

/// One URL that two servers answer in turn, one of them stale: no second address shows it.
#[test]
fn an_address_that_goes_back_to_an_older_list_is_a_finding() {
    let lists = [(1, head(1, "2026-01-15T05:00:00Z")), (2, head(2, "2026-01-15T06:10:00Z"))];
    let plan = plan(1, 1, "1h", "10s");
    let bytes = sampled(&plan, &lists, &|_, _, at| {
        answered(DER, if at < 600 || at / 10 % 4 == 3 { 1 } else { 2 })
    });
    let judgement = judged(&plan, &[bytes]);
    assert_eq!(judgement.verdict, Verdict::Violates);
    let note = judgement.notes.iter().find(|it| it.code == "net.list-went-back").unwrap();
    assert_eq!(note.facts["newer-sha256"], sha256(2).to_string());
    assert_eq!(note.facts["older-sha256"], sha256(1).to_string());
    assert_eq!(note.facts["newer-at"], "2026-01-15T06:10:00Z");
    // The first stale answer later than five minutes after that: 06:15:10 is a multiple of four
    // samples and three.
    assert_eq!(note.facts["older-at"], "2026-01-15T06:15:10Z");
}

#[test]
fn one_list_by_two_channels_is_compared_as_well() {
    let lists = [(1, head(1, "2026-01-15T05:00:00Z")), (2, head(2, "2026-01-15T06:10:00Z"))];
    let plan = plan(1, 2, "1h", "10s");
    let bytes = sampled(&plan, &lists, &|_, channel, _| {
        answered(DER, if channel.name == "channel-0" { 1 } else { 2 })
    });
    let judgement = judged(&plan, &[bytes]);
    assert_eq!(judgement.verdict, Verdict::Violates);
    let note = judgement.notes.iter().find(|it| it.code == "net.mirrors-differed").unwrap();
    assert!(note.facts["one"].contains("channel-"), "{note:?}");
}

#[test]
fn a_service_that_flaps_for_a_month_fits_into_the_act() {
    let plan = plan(1, 1, "30d", "5m");
    let bytes = sampled(&plan, &[], &|_, _, at| {
        if at / 300 % 2 == 0 { answered(DER, 1) } else { failed(SiteFailure::ConnectionRefused) }
    });
    let judgement = judged(&plan, &[bytes]);
    assert_eq!(judgement.verdict, Verdict::Violates);
    let spans = spans(&judgement, 0);
    assert!(spans.len() <= 2_000, "{}", spans.len());
    // Where both happened within one span, it is not called available.
    assert!(spans.iter().all(|it| it.2 == Unavailable), "{spans:?}");
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_judged() {
    let plan = plan(1, 1, "1h", "10s");
    let mut bytes = sampled(&plan, &[], &|_, _, _| answered(DER, 1));
    bytes.extend(b"{\"sample\":{}}\n\xff\xfe\n");
    let judgement = judged(&plan, &[bytes]);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert_eq!(
        codes(&judgement),
        ["net.available", "net.series-unreadable", "net.series-unreadable"]
    );
    let lost = sampled(&plan, &[], &|_, _, _| answered(DER, 1));
    let second = lost.iter().position(|it| *it == b'\n').unwrap() + 1;
    let judgement = judged(&plan, &[lost[second..].to_vec()]);
    assert_eq!(codes(&judgement), ["net.nothing-to-sample", "net.series-plan-missing"]);
}
