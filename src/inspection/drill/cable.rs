//! The drill in which the main path is interrupted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use jiff::Timestamp;
use model::{Evidence, EvidenceKind};
use probes::{AssetRole, CableEvent, CablePlan, CableStep, DrillStep, Moment, Target, When};

use super::looks::{Clock, Job, Kept, Look, Lookers};
use super::{DrillOptions, Keep, SharedSite};
use crate::inspection::{Inspection, InspectionError};

/// The probe that judges.
pub const CABLE_DRILL: &str = "net.failover";

/// What a person says to the drill.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CableSignal {
    /// The cable is pulled.
    Pulled(When),
    /// It was pulled at this time; what comes with it is how much later it may have been.
    PulledAt(Timestamp, Duration),
    /// It is put back.
    Restored(When),
    /// It was put back at this time.
    RestoredAt(Timestamp, Duration),
    /// Stop looking; what was seen is kept, and the drill can be gone on with.
    Stop,
}

/// What the drill tells while it runs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CableTold {
    /// An address is carried over a channel now, or is not any more.
    Changed {
        /// Which address.
        target: Target,
        /// Over which channel.
        channel: String,
        /// Whether it is carried.
        carried: bool,
    },
    /// The moment of the cut was recorded.
    Pulled(Timestamp),
    /// Everything was looked at once over every channel: the cable can be pulled.
    Ready,
    /// The moment of the repair was recorded.
    Restored(Timestamp),
}

/// How the drill ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CableEnd {
    /// The main path carries everything again.
    Back,
    /// The time is over.
    Deadline,
    /// A person stopped it.
    Stopped,
}

/// No drill is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoCableDrill {
    /// The case has no reserve channel to look over.
    #[error("the case names no reserve channel: add a [[channel]] with role = \"reserve\"")]
    NoReserve,
    /// Nothing is known that could be asked over HTTP.
    #[error("neither the certificates nor the case name an address that could be looked at")]
    NothingToLookAt,
}

/// A way to the authority, and the site that looks over it.
#[derive(Clone)]
pub struct Way {
    /// What the commission calls it.
    pub channel: String,
    /// Whether it is the main one.
    pub role: AssetRole,
    /// What looks.
    pub site: SharedSite,
}

/// A drill that is prepared.
pub struct CableDrill {
    plan: Arc<CablePlan>,
    begun: Timestamp,
    clock: Clock,
    options: DrillOptions,
    resumed: bool,
    pulled: Option<Moment>,
    restored: Option<Moment>,
}

/// Looks after the main path carried everything again, at each address: whether it stays.
const CONFIRMING: u32 = 2;

impl Inspection<'_> {
    /// Prepares the drill, or finds the one that was begun and not ended. What is looked at follows
    /// from the certificates and the declaration.
    ///
    /// # Errors
    ///
    /// [`NoCableDrill::NothingToLookAt`]; the dossier may fail as well.
    pub fn cable_drill(
        &self,
        options: DrillOptions,
        now: Timestamp,
    ) -> Result<CableDrill, InspectionError> {
        let have = self.general_evidence(&[EvidenceKind::Certificate])?;
        let control = self.case.sampling.as_ref().map_or(&[][..], |it| &it.control);
        let plan = CablePlan::new(&have, &self.case.declaration, control, now);
        if plan.targets().next().is_none() {
            return Err(NoCableDrill::NothingToLookAt.into());
        }
        let steps = self.drill_steps()?.into_iter().filter_map(|step| match step {
            DrillStep::Cable(step) => Some(step),
            DrillStep::Revocation(_) => None,
        });
        let open = Open::last(&steps.collect::<Vec<_>>());
        Ok(CableDrill {
            plan: Arc::new(plan),
            begun: open.as_ref().map_or(now, |it| it.begun),
            clock: Clock::new(open.as_ref().map_or(0, |it| it.run + 1)),
            options,
            resumed: open.is_some(),
            pulled: open.as_ref().and_then(|it| it.pulled),
            restored: open.as_ref().and_then(|it| it.restored),
        })
    }
}

/// The drill that was begun last, where it has not ended.
struct Open {
    begun: Timestamp,
    run: u32,
    pulled: Option<Moment>,
    restored: Option<Moment>,
}

impl Open {
    fn last(steps: &[CableStep]) -> Option<Self> {
        let begun = steps.iter().map(|it| it.begun).max()?;
        let mut open = Self { begun, run: 0, pulled: None, restored: None };
        for step in steps.iter().filter(|it| it.begun == begun) {
            open.run = open.run.max(step.when.run);
            match &step.event {
                CableEvent::Ended => return None,
                CableEvent::Pulled(moment) => open.pulled = open.pulled.or(Some(*moment)),
                CableEvent::Restored(moment) => open.restored = open.restored.or(Some(*moment)),
                CableEvent::Begun { .. }
                | CableEvent::Interrupted
                | CableEvent::Looked { .. }
                | CableEvent::Other { .. }
                | CableEvent::Resumed => {}
            }
        }
        Some(open)
    }
}

type Key = (Target, String);
/// A host of others, and the channel where it is asked over one.
type OtherKey = (String, Option<String>);

enum Message {
    Look(Look<Key, bool>),
    Other(Look<OtherKey, bool>),
    Signal(CableSignal),
}

impl From<Look<Key, bool>> for Message {
    fn from(look: Look<Key, bool>) -> Self {
        Self::Look(look)
    }
}

impl From<Look<OtherKey, bool>> for Message {
    fn from(look: Look<OtherKey, bool>) -> Self {
        Self::Other(look)
    }
}

/// What is known of one address over one channel.
#[derive(Default)]
struct State {
    kept: Kept<Key, bool>,
    last: Option<bool>,
    /// How many of the next looks are kept whatever they show: something has just happened.
    fresh: u32,
    /// Looks in a row since the repair that showed it carried.
    confirmed: u32,
}

impl CableDrill {
    /// The clocks by which a key that is pressed is timed.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// Whether the drill was begun before.
    #[must_use]
    pub const fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// When the main path was cut, and when it was put back, as far as that is recorded.
    #[must_use]
    pub fn moments(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.pulled.map(|it| it.when.at), self.restored.map(|it| it.when.at))
    }

    /// Looks at everything over every way, from before the cut until the main path carries
    /// everything again after the repair, the time is over, or a person stops it.
    ///
    /// # Errors
    ///
    /// [`NoCableDrill::NoReserve`]; otherwise what `keep` reports.
    pub fn run(
        &mut self,
        ways: &[Way],
        signals: Receiver<CableSignal>,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&CableTold),
    ) -> Result<CableEnd, InspectionError> {
        if ways.iter().all(|it| it.role == AssetRole::Main) {
            return Err(NoCableDrill::NoReserve.into());
        }
        let (to, from) = mpsc::channel();
        let first = if self.resumed { CableEvent::Resumed } else { self.begin(ways) };
        keep(&self.step(vec![], first)?)?;
        let (clock, every) = (self.clock, self.options.every);
        let lookers = [
            Lookers::start::<_, _, Message>(self.jobs(ways), clock, every, None, &to),
            Lookers::start::<_, _, Message>(self.others(ways), clock, every, None, &to),
        ];
        listen(signals, to);
        let main = ways.iter().filter(|it| it.role == AssetRole::Main);
        let mut running = Running {
            main: main.map(|it| it.channel.clone()).collect(),
            expected: self.plan.targets().count() * ways.len(),
            begun: clock.now(),
            drill: self,
            states: BTreeMap::new(),
            others: BTreeMap::new(),
        };
        running.watch(&from, lookers, keep, tell)
    }

    fn begin(&self, ways: &[Way]) -> CableEvent {
        CableEvent::Begun {
            channels: ways.iter().map(|it| (it.channel.clone(), it.role)).collect(),
            every_ms: u64::try_from(self.options.every.as_millis()).unwrap_or(u64::MAX),
            targets: self.plan.targets().cloned().collect(),
        }
    }

    fn jobs(&self, ways: &[Way]) -> Vec<Job<Key, bool>> {
        let targets: Vec<&Target> = self.plan.targets().collect();
        let pairs = ways.iter().flat_map(|way| targets.iter().map(move |target| (way, *target)));
        pairs
            .map(|(way, target)| {
                let (plan, site) = (Arc::clone(&self.plan), Arc::clone(&way.site));
                let (key, asked) = ((target.clone(), way.channel.clone()), target.clone());
                let look = move || {
                    let evidence = plan.ask(&*site, &asked)?;
                    let carried = plan.carried(&asked, &evidence);
                    Ok((evidence, carried))
                };
                Job { key, look: Box::new(look) }
            })
            .collect()
    }

    /// Hosts that are not the authority's: pages over every channel, clocks by the machine's own
    /// way, which every site takes for them.
    fn others(&self, ways: &[Way]) -> Vec<Job<OtherKey, bool>> {
        let mut jobs = Vec::new();
        for other in self.plan.others() {
            let over: Vec<(&Way, Option<String>)> = match other {
                probes::Other::Clock(_) => ways.iter().take(1).map(|it| (it, None)).collect(),
                probes::Other::Page(_) => {
                    ways.iter().map(|it| (it, Some(it.channel.clone()))).collect()
                }
            };
            for (way, channel) in over {
                let (site, asked) = (Arc::clone(&way.site), other.clone());
                let look = move || Ok((Vec::new(), asked.is_reached(&*site)));
                jobs.push(Job { key: (other.host().to_owned(), channel), look: Box::new(look) });
            }
        }
        jobs
    }

    /// What came, with the step that it came with.
    fn step(
        &self,
        mut evidence: Vec<Evidence>,
        event: CableEvent,
    ) -> Result<Vec<Evidence>, InspectionError> {
        let step = CableStep { begun: self.begun, when: self.clock.now(), event };
        evidence.push(DrillStep::Cable(step).evidence(CABLE_DRILL)?);
        Ok(evidence)
    }

    /// How long is still to be looked; nothing before the cut, when nobody knows.
    fn left(&self) -> Option<Duration> {
        let since = self.restored.or(self.pulled)?.when;
        let now = self.clock.now();
        let passed_us = if since.run == now.run {
            now.run_us.saturating_sub(since.run_us)
        } else {
            now.at.as_microsecond().saturating_sub(since.at.as_microsecond())
        };
        let until_us = i64::try_from(self.options.until.as_micros()).unwrap_or(i64::MAX);
        let left_us = until_us.saturating_sub(passed_us);
        Some(Duration::from_micros(u64::try_from(left_us).unwrap_or(0)))
    }
}

/// Hands signals on to the thread that watches.
fn listen(signals: Receiver<CableSignal>, to: Sender<Message>) {
    std::thread::spawn(move || {
        for signal in signals {
            if to.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
}

struct Running<'d> {
    drill: &'d mut CableDrill,
    /// The main channels.
    main: Vec<String>,
    /// How many addresses are looked at, each over each channel.
    expected: usize,
    begun: When,
    states: BTreeMap<Key, State>,
    others: BTreeMap<OtherKey, Kept<OtherKey, bool>>,
}

impl Running<'_> {
    fn watch(
        &mut self,
        from: &Receiver<Message>,
        lookers: [Lookers; 2],
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&CableTold),
    ) -> Result<CableEnd, InspectionError> {
        let mut ready = false;
        let end = loop {
            let first = match self.drill.left() {
                None => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(left) => from.recv_timeout(left),
            };
            let Ok(first) = first else { break CableEnd::Deadline };
            // What waits is written down together: opening the dossier takes time.
            let mut pieces = Vec::new();
            let mut stop = false;
            for message in std::iter::once(first).chain(from.try_iter().take(BATCH)) {
                stop |= matches!(message, Message::Signal(CableSignal::Stop));
                pieces.extend(self.hear(message, tell)?);
            }
            if !pieces.is_empty() {
                keep(&pieces)?;
            }
            if !ready && self.states.len() == self.expected {
                ready = true;
                tell(&CableTold::Ready);
            }
            if stop {
                break CableEnd::Stopped;
            }
            if self.is_back() {
                break CableEnd::Back;
            }
            if self.drill.left().is_some_and(|it| it.is_zero()) {
                break CableEnd::Deadline;
            }
        };
        drop(lookers);
        let mut pieces = Vec::new();
        // What was seen in time counts, also where writing it down took longer.
        for message in from.try_iter().take(BATCH) {
            match message {
                Message::Signal(_) => {}
                Message::Look(_) | Message::Other(_) => pieces.extend(self.hear(message, tell)?),
            }
        }
        let rest: Vec<_> = self.states.values_mut().filter_map(|it| it.kept.rest()).collect();
        for look in rest {
            pieces.extend(self.look(look)?);
        }
        let rest: Vec<_> = self.others.values_mut().filter_map(Kept::rest).collect();
        for look in rest {
            pieces.extend(self.other(look)?);
        }
        let event = match end {
            CableEnd::Back | CableEnd::Deadline => CableEvent::Ended,
            CableEnd::Stopped => CableEvent::Interrupted,
        };
        pieces.extend(self.drill.step(vec![], event)?);
        keep(&pieces)?;
        Ok(end)
    }

    /// What is to be kept of a message.
    fn hear(
        &mut self,
        message: Message,
        tell: &mut dyn FnMut(&CableTold),
    ) -> Result<Vec<Evidence>, InspectionError> {
        let clock = self.drill.clock;
        let late = |within: Duration| u32::try_from(within.as_millis()).unwrap_or(u32::MAX);
        match message {
            Message::Look(look) => self.looked(look, tell),
            Message::Other(look) => {
                let (start, least) = (since(self.drill, self.begun), self.least());
                let kept = self.others.entry(look.key.clone()).or_default();
                let looks = kept.take(look, start, least, |a, b| a == b);
                let pieces = looks.into_iter().map(|it| self.other(it));
                Ok(pieces.collect::<Result<Vec<_>, _>>()?.concat())
            }
            Message::Signal(CableSignal::Stop) => Ok(Vec::new()),
            Message::Signal(CableSignal::Pulled(when)) => {
                self.pulled(Moment { when, within_ms: 0 }, tell)
            }
            Message::Signal(CableSignal::PulledAt(at, within)) => {
                self.pulled(Moment { when: clock.at(at), within_ms: late(within) }, tell)
            }
            Message::Signal(CableSignal::Restored(when)) => {
                self.restored(Moment { when, within_ms: 0 }, tell)
            }
            Message::Signal(CableSignal::RestoredAt(at, within)) => {
                self.restored(Moment { when: clock.at(at), within_ms: late(within) }, tell)
            }
        }
    }

    /// The first word counts: a key that is pressed again changes nothing.
    fn pulled(
        &mut self,
        moment: Moment,
        tell: &mut dyn FnMut(&CableTold),
    ) -> Result<Vec<Evidence>, InspectionError> {
        if self.drill.pulled.is_some() {
            return Ok(Vec::new());
        }
        self.drill.pulled = Some(moment);
        self.refresh();
        tell(&CableTold::Pulled(moment.when.at));
        self.drill.step(vec![], CableEvent::Pulled(moment))
    }

    fn restored(
        &mut self,
        moment: Moment,
        tell: &mut dyn FnMut(&CableTold),
    ) -> Result<Vec<Evidence>, InspectionError> {
        if self.drill.restored.is_some() {
            return Ok(Vec::new());
        }
        self.drill.restored = Some(moment);
        self.refresh();
        tell(&CableTold::Restored(moment.when.at));
        self.drill.step(vec![], CableEvent::Restored(moment))
    }

    fn looked(
        &mut self,
        look: Look<Key, bool>,
        tell: &mut dyn FnMut(&CableTold),
    ) -> Result<Vec<Evidence>, InspectionError> {
        let carried = look.brought.as_ref().is_ok_and(|(_, carried)| *carried);
        let after = self.drill.restored.is_some_and(|it| it.when.at <= look.asked.at);
        let (start, least) = (since(self.drill, self.begun), self.least());
        let state = self.states.entry(look.key.clone()).or_default();
        state.confirmed = if carried && after { state.confirmed + 1 } else { 0 };
        let changed = state.last.replace(carried) != Some(carried);
        if changed {
            let (target, channel) = look.key.clone();
            tell(&CableTold::Changed { target, channel, carried });
        }
        let mut looks = Vec::new();
        if changed {
            state.fresh = FRESH;
        } else if state.fresh > 0 {
            state.fresh -= 1;
            looks.extend(state.kept.rest());
            state.kept = Kept::default();
        }
        looks.extend(state.kept.take(look, start, least, |a, b| a == b));
        let pieces = looks.into_iter().map(|it| self.look(it));
        Ok(pieces.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// Something has happened: what comes next is kept.
    fn refresh(&mut self) {
        self.states.values_mut().for_each(|it| it.fresh = FRESH);
        // Of others it is enough that they answered since.
        self.others.clear();
    }

    /// How often a look is kept that shows nothing new, at most.
    fn least(&self) -> Duration {
        self.drill.options.every.saturating_mul(10)
    }

    /// Whether the cut is over and the main path carries everything again, and stays.
    fn is_back(&self) -> bool {
        self.drill.pulled.is_some()
            && self.drill.restored.is_some()
            && self.drill.plan.targets().all(|target| {
                self.main.iter().all(|channel| {
                    let state = self.states.get(&(target.clone(), channel.clone()));
                    state.is_some_and(|it| it.confirmed > CONFIRMING)
                })
            })
    }

    fn look(&self, look: Look<Key, bool>) -> Result<Vec<Evidence>, InspectionError> {
        let Look { key: (target, channel), asked, answered, brought } = look;
        let (evidence, _) = brought.map_err(InspectionError::DrillLook)?;
        let exchange = evidence.iter().find(|it| it.kind == EvidenceKind::HttpExchange);
        let Some(exchange) = exchange.map(Evidence::id) else { return Ok(Vec::new()) };
        let event = CableEvent::Looked { target, channel, asked, answered, exchange };
        self.drill.step(evidence, event)
    }

    fn other(&self, look: Look<OtherKey, bool>) -> Result<Vec<Evidence>, InspectionError> {
        let Look { key: (host, channel), asked, answered, brought } = look;
        let (_, reached) = brought.map_err(InspectionError::DrillLook)?;
        self.drill.step(vec![], CableEvent::Other { host, channel, asked, answered, reached })
    }
}

/// Looks that are kept whatever they show, after something happened.
const FRESH: u32 = 3;
/// Most messages that are written down together.
const BATCH: usize = 256;

/// Since when looks are thinned out: since the last thing that happened.
fn since(drill: &CableDrill, begun: When) -> When {
    let last = drill.restored.or(drill.pulled).map(|it| it.when);
    last.filter(|it| it.run == begun.run).unwrap_or(begun)
}
