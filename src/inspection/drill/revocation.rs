//! The revocation drill.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind};
use probes::{
    DrillStep, Moment, Refusal, RevocationEvent, RevocationPlan, RevocationStep, Saw, Site, Target,
    When,
};

use super::Keep;
use super::looks::{Clock, Job, Kept, Look, Lookers};
use crate::inspection::answers::read_bounded;
use crate::inspection::{Inspection, InspectionError};

/// A site that several threads look at.
pub type SharedSite = Arc<dyn Site + Send + Sync>;

/// How a drill is carried out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DrillOptions {
    /// Between two looks at one address.
    pub every: Duration,
    /// How long to look after the word.
    pub until: Duration,
}

/// What a person says to a drill that runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DrillSignal {
    /// The word was given now.
    Word(When),
    /// The word was given at this time; what comes with it is how much later it may have been.
    WordAt(Timestamp, Duration),
    /// Stop looking; what was seen is kept, and the drill can be gone on with.
    Stop,
}

/// What a drill tells while it runs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DrillEvent {
    /// An address shows something else than before.
    Changed {
        /// Which.
        target: Target,
        /// When.
        at: Timestamp,
        /// Microseconds after the word; none before it.
        after_us: Option<i64>,
        /// What it shows now.
        state: SawState,
    },
    /// Everything was looked at once: the word can be given.
    Ready {
        /// What is looked at.
        targets: Vec<Target>,
    },
    /// The word was recorded.
    Word(Timestamp),
}

/// What an address shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SawState {
    /// No answer that can be believed.
    Nothing,
    /// The certificate is not revoked.
    NotRevoked,
    /// It is.
    Revoked,
}

/// How a drill ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DrillEnd {
    /// Every address shows the revocation.
    AllShown,
    /// The time is over.
    Deadline,
    /// A person stopped it.
    Stopped,
}

/// A drill with one test certificate, prepared or running.
pub struct RevocationDrill {
    plan: Arc<RevocationPlan>,
    file: String,
    begun: Timestamp,
    clock: Clock,
    options: DrillOptions,
    /// Recorded in an earlier run.
    resumed: bool,
    word: Option<Moment>,
    targets: Vec<Target>,
}

/// Looks after the last address showed the revocation, at each address: whether it stays.
const CONFIRMING: u32 = 2;
/// The largest certificate file, in bytes.
const LARGEST: u64 = 1 << 20;
/// The probe that judges.
pub const REVOCATION_DRILL: &str = "crl.revocation-drill";

impl Inspection<'_> {
    /// Prepares a drill with the test certificate of a file, or finds the one that was begun with
    /// it and not ended.
    ///
    /// # Errors
    ///
    /// [`InspectionError::DrillRefused`] says why no drill is made with it; the file and the
    /// dossier may fail as well.
    pub fn revocation_drill(
        &self,
        file: &Path,
        options: DrillOptions,
        now: Timestamp,
    ) -> Result<RevocationDrill, InspectionError> {
        let bytes = read_bounded(file, LARGEST)?;
        if pki::read_certificates(&bytes).private_keys > 0 {
            return Err(InspectionError::PrivateKey { path: file.into() });
        }
        let have = self.general_evidence(&[EvidenceKind::Certificate])?;
        let plan = RevocationPlan::new(&bytes, &have, &self.case.declaration, now)
            .map_err(|refusal| InspectionError::DrillRefused { path: file.into(), refusal })?;
        let steps: Vec<RevocationStep> = self
            .drill_steps()?
            .into_iter()
            .filter_map(|step| match step {
                DrillStep::Revocation(step) => Some(step),
                DrillStep::Cable(_) => None,
            })
            .filter(|it| it.certificate == plan.fingerprint())
            .collect();
        let open = Open::last(&steps);
        Ok(RevocationDrill {
            begun: open.as_ref().map_or(now, |it| it.begun),
            clock: Clock::new(open.as_ref().map_or(0, |it| it.run + 1)),
            resumed: open.is_some(),
            word: open.as_ref().and_then(|it| it.word),
            targets: open.map_or_else(|| plan.targets().to_vec(), |it| it.targets),
            plan: Arc::new(plan),
            file: file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
            options,
        })
    }
}

/// The drill that was begun last, where it has not ended.
struct Open {
    begun: Timestamp,
    run: u32,
    word: Option<Moment>,
    targets: Vec<Target>,
}

impl Open {
    fn last(steps: &[RevocationStep]) -> Option<Self> {
        let begun = steps.iter().map(|it| it.begun).max()?;
        let own: Vec<_> = steps.iter().filter(|it| it.begun == begun).collect();
        if own.iter().any(|it| it.event == RevocationEvent::Ended) {
            return None;
        }
        let targets = own.iter().find_map(|it| match &it.event {
            RevocationEvent::Begun { targets, .. } => Some(targets.clone()),
            RevocationEvent::Ended
            | RevocationEvent::Interrupted
            | RevocationEvent::Looked { .. }
            | RevocationEvent::Resumed
            | RevocationEvent::Word(_) => None,
        })?;
        let word = own.iter().find_map(|it| match it.event {
            RevocationEvent::Word(moment) => Some(moment),
            RevocationEvent::Begun { .. }
            | RevocationEvent::Ended
            | RevocationEvent::Interrupted
            | RevocationEvent::Looked { .. }
            | RevocationEvent::Resumed => None,
        });
        let run = own.iter().map(|it| it.when.run).max().unwrap_or(0);
        Some(Self { begun, run, word, targets })
    }
}

enum Message {
    Look(Look<Target, Saw>),
    Signal(DrillSignal),
}

impl From<Look<Target, Saw>> for Message {
    fn from(look: Look<Target, Saw>) -> Self {
        Self::Look(look)
    }
}

impl RevocationDrill {
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

    /// When the word was given, where it was.
    #[must_use]
    pub fn word(&self) -> Option<Timestamp> {
        self.word.map(|it| it.when.at)
    }

    /// Looks once at everything, then again and again until everything shows the revocation, the
    /// time after the word is over, or a person stops it.
    ///
    /// # Errors
    ///
    /// [`InspectionError::DrillRefused`] where the certificate is revoked before the word;
    /// otherwise what `keep` reports.
    pub fn run(
        &mut self,
        site: &SharedSite,
        signals: Receiver<DrillSignal>,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&DrillEvent),
    ) -> Result<DrillEnd, InspectionError> {
        let (to, from) = mpsc::channel();
        let mut running = Running { states: BTreeMap::new(), drill: self };
        if running.drill.resumed {
            running.keep(keep, vec![], RevocationEvent::Resumed)?;
        } else {
            running.first_looks(site, keep, tell)?;
        }
        tell(&DrillEvent::Ready { targets: running.drill.targets.clone() });
        listen(signals, to.clone());
        let lookers = Lookers::start(
            running.drill.jobs(site),
            running.drill.clock,
            running.drill.options.every,
            None,
            &to,
        );
        running.watch(&from, lookers, keep, tell)
    }

    fn jobs(&self, site: &SharedSite) -> Vec<Job<Target, Saw>> {
        let job = |target: &Target| {
            let (plan, site, key) = (Arc::clone(&self.plan), Arc::clone(site), target.clone());
            let asked = target.clone();
            let look = move || {
                let evidence = plan.ask(&*site, &asked)?;
                let saw = plan.saw(&asked, &evidence);
                Ok((evidence, saw))
            };
            Job { key, look: Box::new(look) }
        };
        self.targets.iter().map(job).collect()
    }
}

/// Hands signals on to the thread that watches.
fn listen(signals: Receiver<DrillSignal>, to: Sender<Message>) {
    std::thread::spawn(move || {
        for signal in signals {
            if to.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
}

/// Lets a word overtake a look that shows the revocation: the key is pressed after the word is
/// said, and the authority may be quick. What comes in that moment is handed back in order.
fn word_first(from: &Receiver<Message>, look: Look<Target, Saw>) -> VecDeque<Message> {
    let until = Instant::now() + WORD_ON_ITS_WAY;
    let mut early = VecDeque::from([Message::Look(look)]);
    while let Ok(message) = from.recv_timeout(until.saturating_duration_since(Instant::now())) {
        match message {
            Message::Signal(_) => {
                early.push_front(message);
                break;
            }
            Message::Look(_) => early.push_back(message),
        }
    }
    early
}

struct Running<'d> {
    drill: &'d mut RevocationDrill,
    states: BTreeMap<Target, State>,
}

/// What is known of one address.
struct State {
    kept: Kept<Target, Saw>,
    saw: Saw,
    /// Looks since everything shows the revocation.
    confirmed: u32,
}

impl Running<'_> {
    /// Looks once at everything. What does not speak of the certificate is left out; what shows it
    /// as revoked already ends the drill before it began.
    fn first_looks(
        &mut self,
        site: &SharedSite,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&DrillEvent),
    ) -> Result<(), InspectionError> {
        let (to, from) = mpsc::channel();
        let clock = self.drill.clock;
        let every = self.drill.options.every;
        let lookers =
            Lookers::start::<_, _, Message>(self.drill.jobs(site), clock, every, Some(1), &to);
        drop(to);
        // Who has not answered by then is looked at again, with the others.
        let until = Instant::now() + FIRST_LOOKS;
        let mut looks = Vec::new();
        while let Ok(Message::Look(look)) =
            from.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            looks.push(look);
        }
        drop(lookers);
        let mut left_out = BTreeMap::new();
        for look in &looks {
            let Ok((_, saw)) = &look.brought else { continue };
            self.not_revoked_already(&look.key, saw, look.answered)?;
            if let Some(reason) = self.drill.plan.leaves_out(&look.key, saw) {
                left_out.insert(look.key.url.clone(), reason);
            }
        }
        self.drill.targets.retain(|it| !left_out.contains_key(&it.url));
        let milliseconds = |it: Duration| u64::try_from(it.as_millis()).unwrap_or(u64::MAX);
        let begun = RevocationEvent::Begun {
            targets: self.drill.targets.clone(),
            left_out: left_out.clone(),
            every_ms: milliseconds(self.drill.options.every),
            until_ms: milliseconds(self.drill.options.until),
        };
        let certificate = Evidence::new(
            EvidenceKind::Certificate,
            self.drill.begun,
            self.drill.file.clone(),
            self.drill.plan.der().to_vec(),
        );
        self.keep(keep, vec![certificate], begun)?;
        for look in looks {
            if !left_out.contains_key(&look.key.url) {
                self.looked(look, keep, tell)?;
            }
        }
        Ok(())
    }

    /// Refuses a certificate that is revoked before the word: with it nothing can be timed.
    fn not_revoked_already(
        &self,
        target: &Target,
        saw: &Saw,
        answered: When,
    ) -> Result<(), InspectionError> {
        let word = self.drill.word.map(|it| it.when);
        let told = word.is_some_and(|it| it.run != answered.run || it.run_us <= answered.run_us);
        match saw {
            Saw::Revoked { date, .. } if !told => {
                let Target { service, url } = target.clone();
                let refusal = Refusal::RevokedAlready { service, url, date: *date };
                let path = self.drill.file.clone().into();
                Err(InspectionError::DrillRefused { path, refusal })
            }
            Saw::Nothing { .. } | Saw::NotRevoked { .. } | Saw::Revoked { .. } => Ok(()),
        }
    }

    fn watch(
        &mut self,
        from: &Receiver<Message>,
        lookers: Lookers,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&DrillEvent),
    ) -> Result<DrillEnd, InspectionError> {
        let (mut early, mut waited) = (VecDeque::new(), false);
        let end = loop {
            let message = match (early.pop_front(), self.left()) {
                (Some(message), _) => Ok(message),
                (None, None) => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (None, Some(left)) => from.recv_timeout(left),
            };
            match message {
                Ok(Message::Look(look)) if self.precedes_its_word(&look) && !waited => {
                    waited = true;
                    early = word_first(from, look);
                }
                Ok(Message::Look(look)) => self.looked(look, keep, tell)?,
                Ok(Message::Signal(DrillSignal::Word(when))) => {
                    self.word(Moment { when, within_ms: 0 }, keep, tell)?;
                }
                Ok(Message::Signal(DrillSignal::WordAt(at, within))) => {
                    let within_ms = u32::try_from(within.as_millis()).unwrap_or(u32::MAX);
                    let when = self.drill.clock.at(at);
                    self.word(Moment { when, within_ms }, keep, tell)?;
                }
                Ok(Message::Signal(DrillSignal::Stop)) => break DrillEnd::Stopped,
                Err(_) => break DrillEnd::Deadline,
            }
            if self.drill.word.is_some() && self.all_shown() {
                break DrillEnd::AllShown;
            }
            if self.left().is_some_and(|it| it.is_zero()) {
                break DrillEnd::Deadline;
            }
        };
        drop(lookers);
        // What was seen in time counts, also where writing it down took longer.
        while let Ok(Message::Look(look)) = from.try_recv() {
            self.looked(look, keep, tell)?;
        }
        let rest: Vec<_> = self.states.values_mut().filter_map(|it| it.kept.rest()).collect();
        for look in rest {
            self.keep_look(look, keep)?;
        }
        let event = match end {
            DrillEnd::AllShown | DrillEnd::Deadline => RevocationEvent::Ended,
            DrillEnd::Stopped => RevocationEvent::Interrupted,
        };
        self.keep(keep, vec![], event)?;
        Ok(end)
    }

    /// Whether a look shows the revocation although no word was heard yet.
    fn precedes_its_word(&self, look: &Look<Target, Saw>) -> bool {
        let revoked = matches!(look.brought, Ok((_, Saw::Revoked { .. })));
        revoked && self.drill.word.is_none()
    }

    /// How long is still to be looked; nothing before the word, when nobody knows.
    fn left(&self) -> Option<Duration> {
        let word = self.drill.word?;
        let now = self.drill.clock.now();
        let passed_us = if word.when.run == now.run {
            now.run_us.saturating_sub(word.when.run_us)
        } else {
            now.at.as_microsecond().saturating_sub(word.when.at.as_microsecond())
        };
        let passed = Duration::from_micros(u64::try_from(passed_us).unwrap_or(0));
        Some(self.drill.options.until.saturating_sub(passed))
    }

    fn word(
        &mut self,
        moment: Moment,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&DrillEvent),
    ) -> Result<(), InspectionError> {
        // The first word counts: a key that is pressed again changes nothing.
        if self.drill.word.is_none() {
            self.drill.word = Some(moment);
            self.keep(keep, vec![], RevocationEvent::Word(moment))?;
            tell(&DrillEvent::Word(moment.when.at));
        }
        Ok(())
    }

    fn looked(
        &mut self,
        look: Look<Target, Saw>,
        keep: &mut Keep<'_>,
        tell: &mut dyn FnMut(&DrillEvent),
    ) -> Result<(), InspectionError> {
        let saw = match look.brought {
            Ok((_, ref saw)) => saw.clone(),
            Err(error) => return Err(InspectionError::DrillLook(error)),
        };
        let since = self.drill.word.map_or_else(|| look.asked, |it| it.when);
        let shown = shows(&saw);
        let first = !self.states.contains_key(&look.key);
        let state = self.states.entry(look.key.clone()).or_insert_with(|| State {
            kept: Kept::default(),
            saw: saw.clone(),
            confirmed: 0,
        });
        let changed = first || shows(&state.saw) != shown;
        state.saw = saw;
        let (target, answered) = (look.key.clone(), look.answered);
        let event = DrillEvent::Changed {
            target: target.clone(),
            at: look.answered.at,
            after_us: self.drill.word.map(|it| look.answered.run_us - it.when.run_us),
            state: shown,
        };
        let kept = state.kept.take(look, since, Duration::ZERO, same);
        for look in kept {
            self.keep_look(look, keep)?;
        }
        if let Some(state) = self.states.get(&target) {
            self.not_revoked_already(&target, &state.saw, answered)?;
        }
        if changed {
            tell(&event);
            self.states.values_mut().for_each(|it| it.confirmed = 0);
        } else if let Some(state) = self.states.get_mut(&target) {
            state.confirmed = state.confirmed.saturating_add(1);
        }
        Ok(())
    }

    /// Whether every address shows the revocation, and has shown it for some looks together with
    /// the others. A delta may rest on a complete list that shows it, and then says no more.
    fn all_shown(&self) -> bool {
        let shows = |it: &State| {
            let complete = || self.states.values().map(|it| &it.saw);
            // A hold may still become a revocation, or be released.
            matches!(it.saw, Saw::Revoked { hold: false, .. })
                || complete().any(|list| it.saw.rests_on(list))
        };
        self.drill.targets.iter().all(|target| {
            let state = self.states.get(target);
            state.is_some_and(|it| it.confirmed >= CONFIRMING && shows(it))
        })
    }

    fn keep_look(
        &self,
        look: Look<Target, Saw>,
        keep: &mut Keep<'_>,
    ) -> Result<(), InspectionError> {
        let Look { key, asked, answered, brought } = look;
        let (evidence, _) = brought.map_err(InspectionError::DrillLook)?;
        let exchange = evidence.iter().find(|it| it.kind == EvidenceKind::HttpExchange);
        let Some(exchange) = exchange.map(Evidence::id) else { return Ok(()) };
        self.keep(
            keep,
            evidence,
            RevocationEvent::Looked { target: key, asked, answered, exchange },
        )
    }

    /// Records what came, and the step that it came with.
    fn keep(
        &self,
        keep: &mut Keep<'_>,
        mut evidence: Vec<Evidence>,
        event: RevocationEvent,
    ) -> Result<(), InspectionError> {
        let certificate: EvidenceId = self.drill.plan.fingerprint();
        let (begun, when) = (self.drill.begun, self.drill.clock.now());
        let step = RevocationStep { certificate, begun, when, event };
        evidence.push(DrillStep::Revocation(step).evidence(REVOCATION_DRILL)?);
        keep(&evidence)
    }
}

/// How long the first look at everything may take together.
const FIRST_LOOKS: Duration = Duration::from_secs(5);

/// How long a look that shows the revocation waits for the word.
const WORD_ON_ITS_WAY: Duration = Duration::from_secs(1);

/// Whether two looks show the same; why there was nothing to see may differ.
fn same(one: &Saw, other: &Saw) -> bool {
    match (one, other) {
        (Saw::Nothing { .. }, Saw::Nothing { .. }) => true,
        (one, other) => one == other,
    }
}

const fn shows(saw: &Saw) -> SawState {
    match saw {
        Saw::Nothing { .. } => SawState::Nothing,
        Saw::NotRevoked { .. } => SawState::NotRevoked,
        Saw::Revoked { .. } => SawState::Revoked,
    }
}
