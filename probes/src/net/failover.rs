//! `net.failover`: whether the reserve channel carries the services when the main path is cut.
//!
//! # Measures
//!
//! For each address: the time from the cut to the reserve carrying it for good, in nanoseconds, as
//! an interval. Its lower end is the departure of the last question over the reserve that got no
//! sound answer, its upper end the arrival of the first sound answer after it; by a clock that does
//! not step, widened by 100 ppm, and by what is not known of the moment of the cut. The time from
//! the repair to the main path carrying again is a fact.
//!
//! # Rests on
//!
//! A list that can be read, an answer of the status service, any other answer below 500. An address
//! counts where its main path worked before the cut and was seen to fail after it. Answers are read
//! again from the exchanges; that hosts of others answered is what the steps say.
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
//! | complies | a reserve channel carried every list and every status service that counts within the criterion with its whole interval, at least one of either kind |
//! | violates | a reserve channel carried one of them later, or not at all until then, while hosts of others answered |
//! | undetermined | an interval reaches across the criterion, the time of looking was shorter, too few looks, hosts of others were silent as well or none is known, the main path was not cut or not watched or failed before, no list or no status service counts, no drill was made, no criterion is set |
//! | out of scope | the documents declare no reserve channel and the requirement is a conditional one |
//!
//! A drill that left the question open counts no more once a later one settles it; one in which the
//! reserve failed always counts.
//!
//! # Cannot see
//!
//! Whether the two paths share a cable further out; other failures than the one that was let
//! happen; a cache on the reserve path that answers in the authority's place; addresses of a
//! directory. References of time are asked by the machine's own way; only the control addresses of
//! the case are asked over the reserve.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use model::{
    Cell, EvidenceKind, Exhibit, Judgement, Lane, Limit, Note, Span as Stretch, SpanState,
    TableHead, Timeline, Verdict,
};

use crate::drill::{
    self, Answers, CableEvent, CableStep, Moment, Service, Span, Target, When, seconds, timed,
};
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
            drill::ACROSS_RESTART,
            drill::CLOCK_STEPPED,
            drill::STEP_UNREADABLE,
            "net.failover-carried",
            "net.failover-few-looks",
            "net.failover-late",
            "net.failover-made-again",
            "net.failover-main-not-watched",
            "net.failover-main-stayed",
            "net.failover-no-reserve-declared",
            "net.failover-none",
            "net.failover-not-carried",
            "net.failover-not-carried-yet",
            "net.failover-not-pulled",
            "net.failover-not-recovered",
            "net.failover-own-link",
            "net.failover-reserve-not-watched",
            "net.failover-service-not-shown",
            "net.failover-silent-before",
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
        if !declaration.has_reserve_channel() {
            let note = Note::new("net.failover-no-reserve-declared");
            return if question.requirement.conditional {
                Judgement::because(Verdict::OutOfScope, note)
            } else {
                Judgement::undetermined(note)
            };
        }
        let mut sum = Sum::default();
        unreadable.into_iter().for_each(|note| sum.open(note));
        if drills.is_empty() {
            sum.open(Note::new("net.failover-none"));
        }
        let answers = Answers::of(question);
        let limit = question.requirement.limit;
        let judged: Vec<(Timestamp, Judgement)> = drills
            .iter()
            .map(|(begun, steps)| (*begun, judge(&Drill::read(*begun, steps, &answers), limit)))
            .collect();
        let settled =
            judged.iter().rev().find(|it| it.1.verdict != Verdict::Undetermined).map(|it| it.0);
        let mut set_aside = Vec::new();
        for (begun, judgement) in judged {
            if judgement.verdict == Verdict::Undetermined && settled.is_some_and(|it| begun < it) {
                sum.remark(Note::new("net.failover-made-again").fact("begun", begun));
                set_aside.extend(judgement.exhibits);
            } else {
                sum.add(judgement);
            }
        }
        let mut whole = sum.finish();
        whole.exhibits.extend(set_aside);
        whole
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

/// A look at a host that is not the authority's.
struct OtherLook {
    channel: Option<String>,
    asked: When,
    answered: When,
    reached: bool,
}

struct Drill {
    begun: Timestamp,
    channels: BTreeMap<String, AssetRole>,
    pulled: Option<Moment>,
    restored: Option<Moment>,
    looks: BTreeMap<(Target, String), Vec<Look>>,
    others: Vec<OtherLook>,
    /// How often the program was started again.
    restarts: usize,
    /// By how much the wall clock was set within a run, at most, in nanoseconds.
    stepped: Option<i128>,
}

impl Drill {
    fn read(begun: Timestamp, steps: &[&CableStep], answers: &Answers<'_>) -> Self {
        let mut drill = Self {
            begun,
            channels: BTreeMap::new(),
            pulled: None,
            restored: None,
            looks: BTreeMap::new(),
            others: Vec::new(),
            restarts: 0,
            stepped: None,
        };
        let mut runs: BTreeMap<u32, When> = BTreeMap::new();
        for step in steps {
            let start = *runs.entry(step.when.run).or_insert(step.when);
            let apart = start.stepped(&step.when);
            drill.stepped = [drill.stepped, apart].into_iter().flatten().max_by_key(|it| it.abs());
            match &step.event {
                CableEvent::Begun { channels, .. } => drill.channels = channels.clone(),
                CableEvent::Ended | CableEvent::Interrupted => {}
                CableEvent::Looked { target, channel, asked, answered, exchange } => {
                    // What cannot be read again shows nothing, neither that it failed.
                    let Some((record, body)) = answers.get(exchange) else { continue };
                    if record.url != target.url {
                        continue;
                    }
                    let carried = drill::carried(target.service, record, body);
                    let look = Look { asked: *asked, answered: *answered, carried };
                    let key = (target.clone(), channel.clone());
                    drill.looks.entry(key).or_default().push(look);
                }
                CableEvent::Other { channel, asked, answered, reached, .. } => {
                    let (channel, reached) = (channel.clone(), *reached);
                    let look = OtherLook { channel, asked: *asked, answered: *answered, reached };
                    drill.others.push(look);
                }
                CableEvent::Pulled(moment) => drill.pulled = drill.pulled.or(Some(*moment)),
                CableEvent::Restored(moment) => drill.restored = drill.restored.or(Some(*moment)),
                CableEvent::Resumed => drill.restarts += 1,
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

    /// The looks at an address over the main path.
    fn on_main(&self, of: &Target) -> impl Iterator<Item = &Look> {
        self.by(AssetRole::Main).filter(move |(it, ..)| *it == of).flat_map(|(.., looks)| looks)
    }

    /// Whether something that lasted lies wholly between the cut and the repair.
    fn while_cut(&self, pulled: &Moment, asked: &When, answered: &When) -> bool {
        pulled.until(asked).low >= 0 && self.restored.is_none_or(|it| it.until(answered).high < 0)
    }

    /// Whether hosts of others answered while the main path was cut: over the channel itself where
    /// any was asked over it, and otherwise by the machine's own way.
    fn others_reached(&self, pulled: &Moment, channel: &str) -> bool {
        let over = |it: &&OtherLook| it.channel.as_deref() == Some(channel);
        let own = !self.others.iter().any(|it| over(&it));
        self.others
            .iter()
            .filter(|it| if own { it.channel.is_none() } else { over(it) })
            .any(|it| it.reached && self.while_cut(pulled, &it.asked, &it.answered))
    }

    /// Whether an address was lost on the main path by the cut; why nothing can be said otherwise.
    fn lost(&self, pulled: &Moment, target: &Target) -> Result<(), &'static str> {
        let before = |it: &Look| pulled.until(&it.answered).high < 0;
        let cut = |it: &&Look| self.while_cut(pulled, &it.asked, &it.answered);
        let last_before = self.on_main(target).filter(|it| before(it)).max_by_key(|it| it.answered);
        if !last_before.is_some_and(|it| it.carried) {
            return Err("net.failover-silent-before");
        }
        let mut looks = self.on_main(target).filter(cut).peekable();
        if looks.peek().is_none() {
            return Err("net.failover-main-not-watched");
        }
        if looks.all(|it| it.carried) { Err("net.failover-main-stayed") } else { Ok(()) }
    }
}

/// When something began to work for good: after the last look that failed, by the first one that
/// did not. Without an upper end where the last look failed.
struct Onset {
    low: i128,
    high: Option<i128>,
    /// Looks since it works.
    sound: usize,
}

/// Looks that have to be sound before something is said to work: one may be chance.
const ENOUGH: usize = 2;

fn onset(since: &Moment, looks: &[Look]) -> Option<Onset> {
    let mut found: Option<Onset> = None;
    for look in looks {
        let now = found.get_or_insert(Onset { low: 0, high: None, sound: 0 });
        if look.carried {
            now.sound += 1;
            now.high = now.high.or(Some(since.until(&look.answered).high));
        } else {
            *now = Onset { low: since.until(&look.asked).low.max(0), high: None, sound: 0 };
        }
    }
    found
}

fn judge(drill: &Drill, limit: Option<Limit>) -> Judgement {
    let mut sum = Sum::default();
    if let Some(apart) = drill.stepped {
        sum.remark(Note::new(drill::CLOCK_STEPPED).fact("seconds", seconds(apart, apart > 0)));
    }
    if drill.restarts > 0 {
        sum.remark(Note::new(drill::ACROSS_RESTART).fact("count", drill.restarts));
    }
    let Some(pulled) = drill.pulled else {
        sum.open(Note::new("net.failover-not-pulled").fact("begun", drill.begun));
        return shown(drill, sum, Vec::new());
    };
    // An address that the cut did not reach shows nothing of the reserve.
    let mut lost = BTreeSet::new();
    let targets: BTreeSet<&Target> = drill.looks.keys().map(|(target, _)| target).collect();
    for target in targets {
        match drill.lost(&pulled, target) {
            Ok(()) => {
                lost.insert(target);
            }
            Err(code) => {
                let note = about(code, target);
                if code == "net.failover-main-stayed" || target.service == Service::Endpoint {
                    sum.remark(note);
                } else {
                    sum.open(note);
                }
            }
        }
    }
    for service in [Service::Crl, Service::Ocsp] {
        if !lost.iter().any(|it| it.service == service) {
            let note = Note::new("net.failover-service-not-shown");
            sum.open(note.fact("service", service.as_str()));
        }
    }
    let reserves: Vec<&str> = drill
        .channels
        .iter()
        .filter(|(_, role)| **role == AssetRole::Reserve)
        .map(|(name, _)| &**name)
        .collect();
    if reserves.is_empty() {
        sum.open(Note::new("net.failover-reserve-not-watched").fact("channel", "–"));
    }
    let mut rows = Vec::new();
    for channel in reserves {
        let others = drill.others_reached(&pulled, channel);
        for target in &lost {
            let looks: Vec<Look> = drill
                .looks
                .get(&((*target).clone(), channel.to_owned()))
                .into_iter()
                .flatten()
                .filter(|it| drill.while_cut(&pulled, &it.asked, &it.answered))
                .copied()
                .collect();
            let onset = onset(&pulled, &looks);
            let note = |code| about(code, target).fact("channel", channel);
            let judgement = carried(onset.as_ref(), limit, others, &note);
            if target.service == Service::Endpoint {
                // The requirement is about lists and status; of the rest the act tells.
                sum.remarks(judgement.notes);
            } else {
                sum.add(judgement);
            }
            let back = drill.restored.and_then(|restored| {
                let after = drill.on_main(target).filter(|it| restored.until(&it.asked).low >= 0);
                self::onset(&restored, &after.copied().collect::<Vec<_>>())
            });
            if drill.restored.is_some() && back.as_ref().is_none_or(|it| it.high.is_none()) {
                sum.remark(note("net.failover-not-recovered"));
            }
            rows.push(row(target, channel, onset.as_ref(), back.as_ref()));
        }
    }
    shown(drill, sum, rows)
}

fn shown(drill: &Drill, sum: Sum, rows: Vec<Vec<Cell>>) -> Judgement {
    let mut whole = sum.finish();
    if !rows.is_empty() {
        whole.exhibits.push(TABLE.with(rows));
    }
    whole.exhibits.extend(timeline(drill).map(Exhibit::Timeline));
    whole
}

fn about(code: &'static str, target: &Target) -> Note {
    Note::new(code).fact("service", target.service.as_str()).fact("url", &target.url)
}

fn carried(
    onset: Option<&Onset>,
    limit: Option<Limit>,
    others_reached: bool,
    note: &dyn Fn(&'static str) -> Note,
) -> Judgement {
    let bounded = |note| timed::bounded(limit, note);
    let Some(onset) = onset else {
        return Judgement::undetermined(note("net.failover-reserve-not-watched"));
    };
    let Some(high) = onset.high else {
        let looked = |code| bounded(note(code)).fact("looked", seconds(onset.low, false));
        let late = timed::late_already(limit, onset.low);
        return match (late, others_reached) {
            // Where everybody is silent it may be the commission's own link.
            (_, false) => Judgement::undetermined(looked("net.failover-own-link")),
            (true, true) => {
                Judgement::because(Verdict::Violates, looked("net.failover-not-carried"))
            }
            (false, true) => Judgement::undetermined(looked("net.failover-not-carried-yet")),
        };
    };
    if onset.sound < ENOUGH {
        return Judgement::undetermined(note("net.failover-few-looks").fact("looks", onset.sound));
    }
    let span = Span { low: onset.low, high }.not_negative();
    timed::judge(span, limit, &SAID, note)
}

const SAID: timed::Said = timed::Said {
    quantity: "failover-delay",
    within: "net.failover-carried",
    late: "net.failover-late",
    straddles: "net.failover-straddles",
    unlimited: "net.failover-without-criterion",
};

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
        let last = found.last_mut();
        let from = last.as_ref().map_or(look.asked.at, |it| look.asked.at.max(it.until));
        let until = look.answered.at.max(from);
        match last {
            Some(last) if last.state == state => last.until = until,
            Some(_) | None => found.push(Stretch { from, until, state }),
        }
    }
    found
}
