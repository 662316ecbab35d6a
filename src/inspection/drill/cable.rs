//! The drill in which the main path is interrupted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use jiff::Timestamp;
use model::{Evidence, EvidenceKind};
use probes::{AssetRole, CableEvent, CablePlan, CableStep, DrillStep, Moment, Target, When};

use super::looks::{Clock, Job, Kept, Look, Lookers};
use super::{Keep, SharedSite};
use crate::inspection::{Inspection, InspectionError};

/// The probe that judges.
pub const CABLE_DRILL: &str = "net.failover";

/// What a person says to the drill.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CableSignal {
    /// The cable is pulled.
    Pulled(When),
    /// It is put back.
    Restored(When),
    /// Stop looking; what was seen is kept.
    Stop,
}

/// A way to the authority, and the site that looks over it.
pub type Way = (String, AssetRole, SharedSite);

/// A drill that is prepared.
pub struct CableDrill {
    plan: Arc<CablePlan>,
    begun: Timestamp,
    clock: Clock,
    every: Duration,
    until: Duration,
}

impl Inspection<'_> {
    /// Prepares the drill: what is looked at follows from the certificates and the declaration.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the dossier cannot be read.
    pub fn cable_drill(
        &self,
        every: Duration,
        until: Duration,
        now: Timestamp,
    ) -> Result<CableDrill, InspectionError> {
        let have = self.general_evidence(&[EvidenceKind::Certificate])?;
        let plan = Arc::new(CablePlan::new(&have, &self.case.declaration, now));
        Ok(CableDrill { plan, begun: now, clock: Clock::new(0), every, until })
    }
}

type Key = (Target, String);

enum Message {
    Look(Look<Key, bool>),
    Other(Look<String, bool>),
    Signal(CableSignal),
}

impl From<Look<Key, bool>> for Message {
    fn from(look: Look<Key, bool>) -> Self {
        Self::Look(look)
    }
}

impl From<Look<String, bool>> for Message {
    fn from(look: Look<String, bool>) -> Self {
        Self::Other(look)
    }
}

impl CableDrill {
    /// The clocks by which a key that is pressed is timed.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// Looks at everything over every way, from before the cut until `until` after the repair, or
    /// until a person stops it.
    ///
    /// # Errors
    ///
    /// What `keep` reports.
    pub fn run(
        &self,
        ways: &[Way],
        signals: Receiver<CableSignal>,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&str, bool, Timestamp),
    ) -> Result<(), InspectionError> {
        let (to, from) = mpsc::channel();
        let channels = ways.iter().map(|(name, role, _)| (name.clone(), *role)).collect();
        let every_ms = u64::try_from(self.every.as_millis()).unwrap_or(u64::MAX);
        let targets = self.plan.targets().cloned().collect();
        self.keep(keep, vec![], CableEvent::Begun { channels, every_ms, targets })?;
        let lookers = [
            Lookers::start::<_, _, Message>(self.jobs(ways), self.clock, self.every, None, &to),
            Lookers::start::<_, _, Message>(self.others(ways), self.clock, self.every, None, &to),
        ];
        std::thread::spawn(move || {
            for signal in signals {
                if to.send(Message::Signal(signal)).is_err() {
                    return;
                }
            }
        });
        let mut states: BTreeMap<Key, (Kept<Key, bool>, Option<bool>)> = BTreeMap::new();
        let mut since: Option<When> = None;
        loop {
            let left = since.map(|it| self.left(it));
            let message = match left {
                None => from.recv().ok(),
                Some(left) => from.recv_timeout(left).ok(),
            };
            match message {
                None | Some(Message::Signal(CableSignal::Stop)) => break,
                Some(Message::Signal(CableSignal::Pulled(when))) => {
                    since.get_or_insert(when);
                    self.keep(keep, vec![], CableEvent::Pulled(Moment { when, within_ms: 0 }))?;
                }
                Some(Message::Signal(CableSignal::Restored(when))) => {
                    since = Some(when);
                    self.keep(keep, vec![], CableEvent::Restored(Moment { when, within_ms: 0 }))?;
                }
                Some(Message::Other(look)) => {
                    let reached = look.brought.is_ok_and(|(_, reached)| reached);
                    let event = CableEvent::Other { host: look.key, asked: look.asked, reached };
                    self.keep(keep, vec![], event)?;
                }
                Some(Message::Look(look)) => {
                    let (kept, last) = states.entry(look.key.clone()).or_default();
                    let carried = look.brought.as_ref().is_ok_and(|(_, carried)| *carried);
                    if last.replace(carried) != Some(carried) {
                        let (target, channel) = &look.key;
                        tell(&format!("{channel}: {}", target.url), carried, look.answered.at);
                    }
                    let start = since.unwrap_or(look.asked);
                    for look in kept.take(look, start, |one, other| one == other) {
                        self.keep_look(look, keep)?;
                    }
                }
            }
            if since.is_some_and(|it| self.left(it).is_zero()) {
                break;
            }
        }
        drop(lookers);
        for look in states.values_mut().filter_map(|(kept, _)| kept.rest()) {
            self.keep_look(look, keep)?;
        }
        self.keep(keep, vec![], CableEvent::Ended)
    }

    fn left(&self, since: When) -> Duration {
        let passed = self.clock.now().run_us.saturating_sub(since.run_us);
        self.until.saturating_sub(Duration::from_micros(u64::try_from(passed).unwrap_or(0)))
    }

    fn jobs(&self, ways: &[Way]) -> Vec<Job<Key, bool>> {
        let targets: Vec<&Target> = self.plan.targets().collect();
        let pairs = ways.iter().flat_map(|way| targets.iter().map(move |target| (way, *target)));
        pairs
            .map(|((channel, _, site), target)| {
                let (plan, site) = (Arc::clone(&self.plan), Arc::clone(site));
                let (key, asked) = ((target.clone(), channel.clone()), target.clone());
                let look = move || {
                    let evidence = plan.ask(&*site, &asked)?;
                    let carried = plan.carried(&asked, &evidence);
                    Ok((evidence, carried))
                };
                Job { key, look: Box::new(look) }
            })
            .collect()
    }

    /// Hosts that are not the authority's, by the machine's own way.
    fn others(&self, ways: &[Way]) -> Vec<Job<String, bool>> {
        let Some((_, _, site)) = ways.first() else { return Vec::new() };
        let job = |host: &String| {
            let (site, asked) = (Arc::clone(site), host.clone());
            let look = move || Ok((Vec::new(), site.ntp(&asked).is_ok()));
            Job { key: host.clone(), look: Box::new(look) }
        };
        self.plan.others().iter().map(job).collect()
    }

    fn keep_look(&self, look: Look<Key, bool>, keep: &mut Keep<'_>) -> Result<(), InspectionError> {
        let Look { key: (target, channel), asked, answered, brought } = look;
        let (evidence, _) = brought?;
        let exchange = evidence.iter().find(|it| it.kind == EvidenceKind::HttpExchange);
        let Some(exchange) = exchange.map(Evidence::id) else { return Ok(()) };
        let event = CableEvent::Looked { target, channel, asked, answered, exchange };
        self.keep(keep, evidence, event)
    }

    fn keep(
        &self,
        keep: &mut Keep<'_>,
        mut evidence: Vec<Evidence>,
        event: CableEvent,
    ) -> Result<(), InspectionError> {
        let step = CableStep { begun: self.begun, when: self.clock.now(), event };
        evidence.push(DrillStep::Cable(step).evidence(CABLE_DRILL)?);
        keep(&evidence)
    }
}
