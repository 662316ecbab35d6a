//! `net.failover`: whether the reserve channel carries the services when the main path is cut.
//!
//! # Measures
//!
//! For each address: the time from the cut to the reserve carrying it for good, in nanoseconds, as
//! an interval. Its lower end is the departure of the last question over the reserve that got no
//! sound answer, its upper end the arrival of the first sound answer after it; by a clock that does
//! not step, widened by 100 ppm. The time from the repair to the main path carrying again is a fact.
//!
//! # Rests on
//!
//! A list that can be read, an answer of the status service, any other answer below 500. That the
//! main path was cut is seen in its own looks.
//!
//! # Evidence
//!
//! One `declaration`; `drill` steps of the kind cable; `http-exchange` and `http-body` of the looks
//! that they name.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | the reserve carried every address within the criterion with its whole interval |
//! | violates | the reserve carried an address later, or not at all until then, while hosts of others answered |
//! | undetermined | an interval reaches across the criterion, the time of looking was shorter, hosts of others were silent as well or none is known, the main path was not cut or not watched, no drill was made, no criterion is set |
//! | out of scope | the documents declare no reserve channel and the requirement is a conditional one |
//!
//! # Cannot see
//!
//! Whether the two paths share a cable further out; other failures than the one that was let
//! happen; the hosts of others are asked by the machine's own way, not over the reserve.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{
    Basis, Cell, EvidenceKind, Exhibit, Judgement, Lane, Limit, Measure, Measured, Note,
    Span as Stretch, SpanState, TableHead, Timeline, Unit, Verdict,
};

use crate::drill::{self, Answers, CableEvent, CableStep, Moment, Span, Target, When, seconds};
use crate::sum::Sum;
use crate::{AssetRole, DrillStep, Probe, Question, case};

/// The probe.
pub(crate) struct Failover;

impl Probe for Failover {
    fn id(&self) -> &'static str {
        "net.failover"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Declaration,
            EvidenceKind::Drill,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
        ]
    }

    fn says(&self) -> &'static [&'static str] {
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            drill::STEP_UNREADABLE,
            "net.failover-carried",
            "net.failover-late",
            "net.failover-main-stayed",
            "net.failover-no-reserve-declared",
            "net.failover-none",
            "net.failover-not-carried",
            "net.failover-not-carried-yet",
            "net.failover-not-pulled",
            "net.failover-not-recovered",
            "net.failover-own-link",
            "net.failover-reserve-not-watched",
            "net.failover-straddles",
            "net.failover-without-criterion",
        ]
    }

    fn tables(&self) -> &'static [TableHead] {
        &[TABLE]
    }

    fn timelines(&self) -> &'static [&'static str] {
        &[TABLE.code]
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let (steps, unreadable) = drill::steps(question);
        let mut drills: BTreeMap<Timestamp, Vec<&CableStep>> = BTreeMap::new();
        for step in &steps {
            if let DrillStep::Cable(step) = step {
                drills.entry(step.begun).or_default().push(step);
            }
        }
        let mut sum = Sum::default();
        unreadable.into_iter().for_each(|note| sum.open(note));
        if drills.is_empty() && !declaration.has_reserve_channel() {
            let note = Note::new("net.failover-no-reserve-declared");
            return if question.requirement.conditional {
                Judgement::because(Verdict::OutOfScope, note)
            } else {
                Judgement::undetermined(note)
            };
        }
        if drills.is_empty() {
            sum.open(Note::new("net.failover-none"));
        }
        let answers = Answers::of(question);
        for steps in drills.values() {
            sum.add(judge(&Drill::read(steps, &answers), question.requirement.limit));
        }
        sum.finish()
    }
}

const TABLE: TableHead = TableHead {
    code: "net.failover",
    columns: &["service", "address", "channel", "from", "until", "back-from", "back-until"],
};

/// One look: when, and whether the service worked.
#[derive(Clone, Copy)]
struct Look {
    asked: When,
    answered: When,
    carried: bool,
}

#[derive(Default)]
struct Drill {
    begun: Option<Timestamp>,
    channels: BTreeMap<String, AssetRole>,
    pulled: Option<Moment>,
    restored: Option<Moment>,
    looks: BTreeMap<(Target, String), Vec<Look>>,
    others: Vec<(When, bool)>,
}

impl Drill {
    fn read(steps: &[&CableStep], answers: &Answers<'_>) -> Self {
        let mut drill = Self::default();
        for step in steps {
            drill.begun = Some(step.begun);
            match &step.event {
                CableEvent::Begun { channels, .. } => drill.channels = channels.clone(),
                CableEvent::Ended => {}
                CableEvent::Looked { target, channel, asked, answered, exchange } => {
                    let seen = answers.get(exchange).filter(|(it, _)| it.url == target.url);
                    let carried = seen
                        .is_some_and(|(record, body)| drill::carried(target.service, record, body));
                    let look = Look { asked: *asked, answered: *answered, carried };
                    let key = (target.clone(), channel.clone());
                    drill.looks.entry(key).or_default().push(look);
                }
                CableEvent::Other { asked, reached, .. } => drill.others.push((*asked, *reached)),
                CableEvent::Pulled(moment) => drill.pulled = drill.pulled.or(Some(*moment)),
                CableEvent::Restored(moment) => drill.restored = drill.restored.or(Some(*moment)),
            }
        }
        drill.looks.values_mut().for_each(|looks| looks.sort_by_key(|it| it.asked));
        drill
    }

    /// The looks over channels of a role.
    fn by(&self, role: AssetRole) -> impl Iterator<Item = (&Target, &str, &[Look])> {
        self.looks
            .iter()
            .filter(move |((_, channel), _)| self.channels.get(channel) == Some(&role))
            .map(|((target, channel), looks)| (target, &**channel, &**looks))
    }

    /// Whether a look lies wholly between the cut and the repair.
    fn while_cut(&self, pulled: &Moment, look: &Look) -> bool {
        pulled.until(&look.asked).low >= 0
            && self.restored.is_none_or(|it| it.until(&look.answered).high < 0)
    }
}

/// When something began to work for good: after the last look that failed, by the first one that
/// did not. Without an upper end where the last look failed.
struct Onset {
    low: i128,
    high: Option<i128>,
}

fn onset(since: &Moment, looks: impl Iterator<Item = Look>) -> Option<Onset> {
    let mut found: Option<Onset> = None;
    for look in looks {
        let now = found.get_or_insert(Onset { low: 0, high: None });
        if look.carried {
            now.high = now.high.or(Some(since.until(&look.answered).high));
        } else {
            *now = Onset { low: since.until(&look.asked).low.max(0), high: None };
        }
    }
    found
}

fn judge(drill: &Drill, limit: Option<Limit>) -> Judgement {
    let mut sum = Sum::default();
    let Some(pulled) = drill.pulled else {
        let begun = drill.begun.map_or_else(|| "-".to_owned(), |it| it.to_string());
        return Judgement::undetermined(Note::new("net.failover-not-pulled").fact("begun", begun));
    };
    let cut = |look: &&Look| drill.while_cut(&pulled, look);
    let mut on_main = drill.by(AssetRole::Main).flat_map(|(.., looks)| looks);
    // Without a main path that was seen to fail, an answer over the reserve shows nothing new.
    if !on_main.any(|it| cut(&it) && !it.carried) {
        sum.open(Note::new("net.failover-main-stayed"));
    }
    if drill.by(AssetRole::Reserve).next().is_none() {
        sum.open(Note::new("net.failover-reserve-not-watched"));
    }
    let others: Vec<bool> = drill
        .others
        .iter()
        .filter(|(asked, _)| pulled.until(asked).low >= 0)
        .map(|(_, reached)| *reached)
        .collect();
    let mut rows = Vec::new();
    for (target, channel, looks) in drill.by(AssetRole::Reserve) {
        let note = |code| {
            Note::new(code)
                .fact("service", target.service.as_str())
                .fact("url", &target.url)
                .fact("channel", channel)
        };
        let onset = onset(&pulled, looks.iter().filter(|it| cut(it)).copied());
        sum.add(carried(onset.as_ref(), limit, others.contains(&true), &note));
        let back = drill.restored.and_then(|restored| {
            let main = drill.by(AssetRole::Main).filter(|(it, ..)| *it == target);
            let after = main
                .flat_map(|(.., looks)| looks)
                .filter(|it| restored.until(&it.asked).low >= 0)
                .copied();
            self::onset(&restored, after)
        });
        if drill.restored.is_some() && back.as_ref().is_none_or(|it| it.high.is_none()) {
            sum.remark(note("net.failover-not-recovered"));
        }
        rows.push(row(target, channel, onset.as_ref(), back.as_ref()));
    }
    let mut whole = sum.finish();
    whole.exhibits.push(TABLE.with(rows));
    whole.exhibits.extend(timeline(drill).map(Exhibit::Timeline));
    whole
}

fn carried(
    onset: Option<&Onset>,
    limit: Option<Limit>,
    others_reached: bool,
    note: &dyn Fn(&'static str) -> Note,
) -> Judgement {
    let bounded = |note: Note| match limit {
        None => note,
        Some(limit) => note
            .fact("limit", limit.max.map_or_else(|| "-".to_owned(), |it| it.to_string()))
            .fact("unit", limit.unit)
            .fact(
                "basis",
                match limit.basis {
                    Basis::Commission => "commission",
                    Basis::Law => "law",
                },
            ),
    };
    let Some(onset) = onset else {
        return Judgement::undetermined(note("net.failover-reserve-not-watched"));
    };
    let Some(high) = onset.high else {
        let looked = |code| bounded(note(code)).fact("looked", seconds(onset.low, false));
        let at_least = Measure {
            value: i64::try_from(onset.low).unwrap_or(i64::MAX),
            uncertainty: 0,
            unit: Unit::Nanosecond,
        };
        let late = limit.is_some_and(|it| it.judge(&at_least) == Ok(Verdict::Violates));
        return match (late, others_reached) {
            // Where everybody is silent it may be the commission's own link.
            (_, false) => Judgement::undetermined(looked("net.failover-own-link")),
            (true, true) => {
                Judgement::because(Verdict::Violates, looked("net.failover-not-carried"))
            }
            (false, true) => Judgement::undetermined(looked("net.failover-not-carried-yet")),
        };
    };
    let span = Span { low: onset.low, high }.not_negative();
    let measure = span.measure();
    let verdict = limit.and_then(|it| it.judge(&measure).ok());
    let code = match verdict {
        None => "net.failover-without-criterion",
        Some(Verdict::Complies) => "net.failover-carried",
        Some(Verdict::Violates) => "net.failover-late",
        Some(Verdict::NotInForce | Verdict::OutOfScope | Verdict::Undetermined) => {
            "net.failover-straddles"
        }
    };
    let said = bounded(note(code))
        .fact("from", seconds(span.low, false))
        .fact("until", seconds(span.high, true));
    let mut judgement = Judgement::because(verdict.unwrap_or(Verdict::Undetermined), said);
    judgement.measures.push(Measured {
        quantity: "failover-delay".into(),
        measure,
        instrument: None,
    });
    judgement
}

fn row(target: &Target, channel: &str, onset: Option<&Onset>, back: Option<&Onset>) -> Vec<Cell> {
    let ends = |onset: Option<&Onset>| match onset {
        None => [Cell::text("–"), Cell::text("–")],
        Some(onset) => [
            Cell::text(seconds(onset.low, false)),
            onset.high.map_or_else(
                || Cell::word("failover-not-carried"),
                |it| Cell::text(seconds(it, true)),
            ),
        ],
    };
    let [from, until] = ends(onset);
    let [back_from, back_until] = ends(back);
    vec![
        Cell::word(format!("drill-service-{}", target.service.as_str())),
        Cell::text(&target.url),
        Cell::text(channel),
        from,
        until,
        back_from,
        back_until,
    ]
}

fn timeline(drill: &Drill) -> Option<Timeline> {
    let lanes: Vec<Lane> = drill
        .looks
        .iter()
        .map(|((target, channel), looks)| Lane {
            label: format!("{channel}: {}", target.url),
            spans: stretches(looks),
        })
        .collect();
    let edges = || lanes.iter().flat_map(|it| &it.spans);
    let from = edges().map(|it| it.from).min()?;
    let until = edges().map(|it| it.until).max()?;
    Some(Timeline { code: TABLE.code.into(), from, until, lanes })
}

fn stretches(looks: &[Look]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for look in looks {
        let state = if look.carried { SpanState::Available } else { SpanState::Unavailable };
        let (from, until) = (look.asked.at, look.answered.at.max(look.asked.at));
        match found.last_mut() {
            Some(last) if last.state == state => last.until = last.until.max(until),
            Some(last) if from < last.until => {}
            Some(_) | None => found.push(Stretch { from, until, state }),
        }
    }
    found
}
