//! Whole visits in a world made of integers and a seed: what the probe states is compared with the
//! truth that only the simulator knows.
//!
//! The bound is held to two promises. *Coverage*: as long as no more than a minority of the
//! declared references lie, the true offset of a server of the authority, at the moment its best
//! sample reached it, lies within the stated interval, every time. *Width*: the median interval is
//! no wider than 1.2 times what no measurement over these paths could undercut, which is the sum of
//! half the least round trip to the server, half the least round trip to the reference, and the
//! reference's own root distance. Of several honest references the one meant is the one that
//! decides where a minority may lie: the narrowest that a majority is as narrow as.

mod clock;
mod dice;
mod network;
mod server;
mod visit;

use std::collections::BTreeMap;

use model::{
    Basis, Consequence, Evidence, EvidenceKind, Judgement, LegalRef, Limit, Localized, ProbeId,
    Requirement, RequirementId, SubjectId, Unit, Verdict,
};

use self::clock::MS;
use self::visit::Visit;
use super::exchange::runs;
use super::ntp_offset::NtpOffset;
use super::state::Standing;
use super::survey::Survey;
use crate::{Declaration, Probe, Question};

/// The limit that visits are judged by.
const LIMIT: i128 = 1_000 * MS;

/// What came of some visits.
#[derive(Debug, Default)]
struct Tally {
    /// Servers that were looked at, and how many of them got an interval.
    servers: u64,
    stated: u64,
    /// Servers without an interval, by the code that says why.
    unstated: BTreeMap<String, u64>,
    verdicts: BTreeMap<&'static str, u64>,
    /// Half-width in thousandths of what the paths allow: against the reference that decides, and
    /// against the best one.
    ratios: Vec<i128>,
    ratios_to_best: Vec<i128>,
    half_widths: Vec<i128>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.servers += other.servers;
        self.stated += other.stated;
        for (code, count) in other.unstated {
            *self.unstated.entry(code).or_default() += count;
        }
        for (verdict, count) in other.verdicts {
            *self.verdicts.entry(verdict).or_default() += count;
        }
        self.ratios.extend(other.ratios);
        self.ratios_to_best.extend(other.ratios_to_best);
        self.half_widths.extend(other.half_widths);
    }
}

fn median(of: &mut [i128]) -> i128 {
    of.sort_unstable();
    of[of.len() / 2]
}

fn requirement() -> Requirement {
    let text = || "x".to_owned();
    Requirement {
        id: RequirementId("simulation.item".into()),
        subject: SubjectId("simulation".into()),
        title: Localized { kk: text(), ru: text(), en: text() },
        legal: LegalRef {
            act: "simulation".into(),
            clause: "1".into(),
            in_force_from: "2020-06-04".parse().unwrap(),
            in_force_until: None,
        },
        probe: ProbeId("time.ntp-offset".into()),
        evidence: Vec::new(),
        quantity: None,
        limit: Some(Limit {
            min: None,
            max: Some(1_000),
            unit: Unit::Millisecond,
            basis: Basis::Commission,
        }),
        conditional: false,
        consequence: Consequence::Remarks,
    }
}

/// Collects at a visit and judges, through the doors that the application uses.
fn judged(visit: &Visit) -> (Declaration, Vec<Evidence>, Judgement) {
    let declaration = visit.declaration();
    let mut evidence = NtpOffset.collect(visit, &declaration, &[]).unwrap();
    let bytes = serde_json::to_vec(&declaration).unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    evidence.push(Evidence::new(EvidenceKind::Declaration, at, "declaration", bytes));
    let judgement = crate::judge(&Question {
        requirement: &requirement(),
        evidence: &evidence,
        day: "2026-11-22".parse().unwrap(),
    });
    (declaration, evidence, judgement)
}

fn look(seed: u64) -> Tally {
    let visit = Visit::any(seed);
    let (declaration, evidence, judgement) = judged(&visit);
    let requirement = requirement();
    let day = "2026-11-22".parse().unwrap();
    let question = Question { requirement: &requirement, evidence: &evidence, day };
    let (runs, unreadable) = runs(&question);
    assert!(unreadable.is_empty() && runs.len() <= 2, "visit {seed}: {unreadable:?}");
    let survey = Survey::of(&declaration, runs.last().unwrap());
    let mut tally = Tally::default();
    let mut offsets = Vec::new();
    let mut standings = Vec::new();
    for (number, name) in visit.inspected.iter().enumerate() {
        tally.servers += 1;
        let Some(standing) = survey.standing(number) else {
            let why = match &survey.servers[number] {
                Err(notes) => notes[0].code.to_string(),
                Ok(_) => "no reference time".to_owned(),
            };
            *tally.unstated.entry(why).or_default() += 1;
            continue;
        };
        let comparison = survey.servers[number].as_ref().unwrap();
        let began =
            runs.last().unwrap().answers().next().unwrap().steady.unwrap().began_at.as_nanosecond();
        let sent_ns = u64::try_from(comparison.at - began).unwrap();
        let truth = visit.truth(name, sent_ns);
        assert!(
            standing.low <= truth && truth <= standing.high,
            "visit {seed}, {name}: {truth} is not within {standing:?}\n{:#?}\n{:#?}",
            judgement.notes,
            survey.witnesses,
        );
        tally.stated += 1;
        tally.half_widths.push(standing.half_width());
        if let Some([deciding, best]) = least(&visit, &survey, name) {
            tally.ratios.push(standing.half_width() * 1_000 / deciding);
            tally.ratios_to_best.push(standing.half_width() * 1_000 / best);
        }
        offsets.push(truth);
        standings.push(standing);
    }
    // What the act shows is what was compared here.
    let shown: Vec<_> = judgement.measures.iter().map(|it| Some(it.measure)).collect();
    assert_eq!(shown, standings.iter().map(Standing::measure).collect::<Vec<_>>(), "visit {seed}");
    match judgement.verdict {
        Verdict::Complies => {
            assert_eq!(offsets.len(), visit.inspected.len(), "visit {seed}");
            assert!(offsets.iter().all(|it| it.abs() <= LIMIT), "visit {seed}: {offsets:?}");
        }
        Verdict::Violates => {
            assert!(offsets.iter().any(|it| it.abs() > LIMIT), "visit {seed}: {offsets:?}");
        }
        Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined => {}
    }
    *tally.verdicts.entry(judgement.verdict.as_str()).or_default() += 1;
    tally
}

/// What no measurement over these paths undercuts: by the reference that decides, and by the best.
fn least(visit: &Visit, survey: &Survey, server: &str) -> Option<[i128; 2]> {
    let near = visit.servers[server].1.half();
    let mut far: Vec<_> = survey
        .witnesses
        .iter()
        .filter(|it| it.agrees)
        .map(|it| visit.servers[&it.comparison.peer].1.half() + it.comparison.terms.root_distance())
        .collect();
    far.sort_unstable();
    let deciding = far.get(super::select::most_liars(visit.references.len()))?;
    Some([near + deciding, near + far.first()?])
}

/// `TEKSERU_VISITS=100000` looks at as many.
#[test]
#[expect(clippy::disallowed_methods, reason = "how many visits is the caller's to say")]
fn the_true_offset_lies_within_the_stated_interval_every_time() {
    let wanted = std::env::var("TEKSERU_VISITS").ok().and_then(|it| it.parse().ok());
    let visits: u64 = wanted.unwrap_or(10_000);
    let workers = 4;
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let mut part = Tally::default();
                    (worker..visits).step_by(4).for_each(|seed| part.add(look(seed)));
                    part
                })
            })
            .collect();
        for part in parts {
            tally.add(part.join().unwrap());
        }
    });
    let (ratio, to_best) = (median(&mut tally.ratios), median(&mut tally.ratios_to_best));
    println!("{visits} visits, {} servers, {} intervals", tally.servers, tally.stated);
    println!("without interval: {:#?}", tally.unstated);
    println!("verdicts: {:?}", tally.verdicts);
    println!("median half-width: {} ns", median(&mut tally.half_widths));
    println!(
        "median half-width in thousandths of the least possible: {ratio}; {to_best} of that by the best reference"
    );
    assert!(2 * tally.stated > tally.servers, "an interval that is seldom stated covers nothing");
    assert!(ratio <= 1_200 && to_best <= 1_200, "{ratio}, {to_best}");
}
