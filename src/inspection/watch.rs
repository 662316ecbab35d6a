//! Sampling the authority's services over a window, and keeping every sample.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::{Content, Evidence, EvidenceId, EvidenceKind};
use probes::sampling::{
    self, Answered, Channel, Form, Line, Outcome, Period, Plan, Sample, Seen, Service, Session,
    SessionCause, Target,
};
use probes::{CollectError, HttpAnswer, SiteFailure};
use schemars::JsonSchema;
use serde::Serialize;

use super::record::{self, EvidenceTaken, SamplesKept, SamplesPlanned, body};
use super::{Inspection, InspectionError};
use crate::act::record::EvidenceRow;
use crate::dossier::Entry;
use crate::site::{Event, NoSampling, Sampled, Sampling, World};

/// The shortest interval between two samples of one service on one channel.
const SHORTEST: Period = Period::from_millis(20);
/// The most targets times channels.
const MOST_LANES: usize = 4_096;
/// The most samples of one plan, over all lanes: some gigabytes of records.
const MOST_SAMPLES: u64 = 20_000_000;
/// A chunk is kept when it holds so many samples, or when it is as old as an interval, but no
/// younger than the first and no older than the second of these.
const CHUNK_SAMPLES: u64 = 2_000;
const CHUNK_AGE: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(30)];
/// The most different bodies of one target that are kept, and the most bytes of them together.
/// A service that says something new each time would fill the disk otherwise.
const MOST_BODIES: usize = 64;
const MOST_BODY_BYTES: u64 = 1 << 30;

/// Between making a plan and its first sample: the plan has to be on the disk before.
const LEAD: Duration = Duration::from_millis(250);

/// What is to be sampled, where it differs from the case.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct WatchSettings {
    /// How long.
    pub window: Option<Period>,
    /// How often.
    pub every: Option<Period>,
    /// On this channel alone.
    pub channel: Option<String>,
    /// Whether a new window is begun although one is under way.
    pub anew: bool,
}

/// How far a window is.
#[derive(Clone, Copy, Debug, Default, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WatchProgress {
    /// Samples of this session.
    pub samples: u64,
    /// Of them those that found the service as it should be.
    pub available: u64,
    /// Samples that were due and do not count.
    pub unsampled: u64,
    /// The longest delay of a sample behind its time, in microseconds.
    pub latest_us: u64,
    /// Milliseconds since the beginning of the window.
    pub elapsed_ms: u64,
    /// Length of the window in milliseconds.
    pub window_ms: u64,
}

/// What a session brought.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WatchReport {
    /// When the window began.
    #[schemars(with = "String")]
    pub from: Timestamp,
    /// When it ends.
    #[schemars(with = "String")]
    pub until: Timestamp,
    /// The time between two samples of one service on one channel.
    pub every: Period,
    /// Whether an earlier session of this window was taken up.
    pub resumed: bool,
    /// Whether the window is over.
    pub over: bool,
    /// Addresses.
    pub targets: usize,
    /// Channels, by name.
    pub channels: Vec<String>,
    /// Counts.
    #[serde(flatten)]
    pub progress: WatchProgress,
}

/// Samples cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// No channel of this name is in the case.
    #[error("channel {name}: the case names no such channel")]
    ChannelUnknown {
        /// The name.
        name: String,
    },
    /// A series that is under way differs from what is asked for.
    #[error("a window is under way until {until}: {what} differs; go on with it, or begin anew")]
    UnderWay {
        /// When the window under way ends.
        until: Timestamp,
        /// What differs: `window`, `every` or `channel`.
        what: &'static str,
    },
    /// The interval is too short.
    #[error("every {every}: at least {SHORTEST}")]
    EveryTooShort {
        /// What was asked for.
        every: Period,
    },
    /// The recorded plan cannot be read.
    #[error("the plan {plan} cannot be read: {reason}")]
    PlanUnreadable {
        /// Its SHA-256.
        plan: EvidenceId,
        /// Why.
        reason: String,
    },
    /// Neither certificates nor the declaration name an address.
    #[error("neither the certificates nor the case name an address that could be sampled")]
    NothingToSample,
    /// A channel cannot be used from here.
    #[error(transparent)]
    Site(#[from] NoSampling),
    /// More than can be kept.
    #[error(
        "{samples} samples of {lanes} addresses and channels: at most {MOST_SAMPLES} of {MOST_LANES}"
    )]
    TooMany {
        /// Samples over the window.
        samples: u64,
        /// Targets times channels.
        lanes: usize,
    },
    /// The window holds no whole interval.
    #[error("window {window}: shorter than one interval of {every}")]
    WindowTooShort {
        /// What was asked for.
        window: Period,
        /// The interval.
        every: Period,
    },
    /// A list that was fetched cannot be written down.
    #[error(transparent)]
    Unrecordable(#[from] CollectError),
}

impl Inspection<'_> {
    /// Samples every address that the certificates and the case name until the window is over or
    /// `stop` is set. A window that is under way is taken up again; what was not sampled between
    /// is a gap.
    ///
    /// Samples are on the disk a few seconds after they were taken; `tell` hears how far it is.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where there is nothing to sample, a channel cannot be used, or samples
    /// cannot be recorded.
    pub fn watch(
        &mut self,
        world: &World,
        settings: &WatchSettings,
        stop: &AtomicBool,
        tell: &mut dyn FnMut(&WatchProgress),
    ) -> Result<WatchReport, InspectionError> {
        let now = Timestamp::now();
        let under_way = self.under_way(now)?.filter(|_| !settings.anew);
        let resumed = under_way.is_some();
        let (id, plan) = match under_way {
            Some((id, plan)) => {
                agrees(&plan, settings)?;
                (id, plan)
            }
            None => self.begin_plan(settings, now)?,
        };
        let cause = if resumed { SessionCause::Resumed } else { SessionCause::Started };
        let sampling = Sampling::new(world, plan).map_err(WatchError::from)?;
        let plan = sampling.plan();
        let mut keeper = Keeper::new(self, id, plan, tell);
        sampling.run(cause, stop, &mut |event| keeper.hear(event))?;
        keeper.flush()?;
        let progress = keeper.progress;
        self.join_samples(id, plan)?;
        Ok(WatchReport {
            from: plan.start,
            until: plan.end(),
            every: plan.every,
            resumed,
            over: Timestamp::now() >= plan.end(),
            targets: plan.targets.len(),
            channels: plan.channels.iter().map(|it| it.name.clone()).collect(),
            progress,
        })
    }

    /// Whether the case wants samples when the site is looked at.
    #[must_use]
    pub const fn samples_by_default(&self) -> bool {
        self.case.sampling.is_some()
    }

    /// The last plan, where its window is not over.
    fn under_way(&self, now: Timestamp) -> Result<Option<(EvidenceId, Plan)>, InspectionError> {
        let Some(entry) = self.of_kind(record::SAMPLES_PLANNED).last() else { return Ok(None) };
        let planned: SamplesPlanned = body(entry)?;
        let id = planned.plan;
        let unreadable = |reason: String| WatchError::PlanUnreadable { plan: id, reason };
        let bytes = self.dossier.evidence(&id)?;
        let line = serde_json::from_slice(&bytes).map_err(|it| unreadable(it.to_string()))?;
        match line {
            Line::Plan(plan) => Ok((plan.end() > now).then_some((id, plan))),
            Line::Sample(_) | Line::Seen(_) | Line::Session(_) => {
                Err(unreadable("not a plan".into()).into())
            }
        }
    }

    /// Makes a plan of what is known now, and records it.
    fn begin_plan(
        &mut self,
        settings: &WatchSettings,
        now: Timestamp,
    ) -> Result<(EvidenceId, Plan), InspectionError> {
        let of_case = self.case.sampling.clone().unwrap_or_default();
        let window = settings.window.unwrap_or(of_case.window);
        let every = settings.every.unwrap_or(of_case.every);
        let mut channels = self.case.channels.clone();
        if let Some(name) = &settings.channel {
            channels.retain(|it| it.name == *name);
            if channels.is_empty() {
                return Err(WatchError::ChannelUnknown { name: name.clone() }.into());
            }
        }
        if channels.is_empty() {
            channels.push(Channel::by_default());
        }
        let have = self.general_evidence(&[EvidenceKind::Certificate])?;
        let mut targets = sampling::targets(&self.case.declaration, &have);
        if targets.is_empty() {
            return Err(WatchError::NothingToSample.into());
        }
        targets.extend(of_case.control.iter().map(|url| Target {
            service: Service::Control,
            url: url.trim().to_owned(),
            own: false,
            sent: None,
        }));
        let publication_step = of_case.publication_step;
        let start = now.saturating_add(LEAD).unwrap_or(now);
        let plan = Plan { start, window, every, publication_step, channels, targets };
        fits(&plan)?;
        let line = Line::Plan(plan.clone()).to_bytes()?;
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        let id = self.dossier.put_evidence(&mut &*line, length)?;
        let planned = SamplesPlanned { plan: id, length };
        self.dossier.append(now, record::SAMPLES_PLANNED, &[id], &planned)?;
        Ok((id, plan))
    }

    /// Puts the samples that were kept in chunks together into one piece of evidence, so that the
    /// act has one row for them and not thousands.
    fn join_samples(&mut self, plan: EvidenceId, of: &Plan) -> Result<(), InspectionError> {
        let chunks: Vec<(EvidenceId, u64)> = self
            .loose()?
            .into_iter()
            .filter(|(_, kept)| kept.plan == plan)
            .flat_map(|(entry, kept)| entry.evidence.iter().map(move |id| (*id, kept.length)))
            .collect();
        if chunks.is_empty() {
            return Ok(());
        }
        let plan_bytes = self.dossier.evidence(&plan)?;
        let length = u64::try_from(plan_bytes.len()).unwrap_or(u64::MAX);
        let length = chunks.iter().fold(length, |sum, (_, it)| sum.saturating_add(*it));
        let mut whole = Chunks { at: Cursor::new(plan_bytes), rest: Vec::new() };
        for (id, length) in chunks.iter().rev() {
            whole.rest.push(self.dossier.content(id, *length)?);
        }
        let id = self.dossier.put_evidence(&mut whole, length)?;
        let now = Timestamp::now();
        let taken = EvidenceTaken {
            kind: EvidenceKind::SampleSeries,
            source: source(of),
            collected_at: now,
            length,
            requirement: None,
            probe: Some("net.availability".into()),
            plan: Some(plan),
        };
        self.dossier.append(now, record::EVIDENCE_TAKEN, &[id], &taken)?;
        Ok(())
    }

    /// The chunks of samples that no later piece of evidence holds.
    fn loose(&self) -> Result<Vec<(&Entry, SamplesKept)>, InspectionError> {
        let mut joined = Vec::new();
        for entry in self.of_kind(record::EVIDENCE_TAKEN) {
            let taken: EvidenceTaken = body(entry)?;
            joined.extend(taken.plan.map(|plan| (entry, plan)));
        }
        let mut loose = Vec::new();
        for entry in self.of_kind(record::SAMPLES_KEPT) {
            let kept: SamplesKept = body(entry)?;
            let held = |(by, plan): &(&Entry, EvidenceId)| *plan == kept.plan && by.has_seen(entry);
            if !joined.iter().any(held) {
                loose.push((entry, kept));
            }
        }
        Ok(loose)
    }

    /// Chunks of a session that never came to its end, as rows of the act, each plan once.
    pub(super) fn loose_samples(&self) -> Result<Vec<EvidenceRow>, InspectionError> {
        let loose = self.loose()?;
        let mut rows = Vec::new();
        let mut row = |entry: &Entry, sha256, length| {
            rows.push(EvidenceRow {
                sha256,
                kind: EvidenceKind::SampleSeries,
                source: "crl-watch".into(),
                collected_at: entry.at,
                length,
                requirement: None,
                probe: Some("net.availability".into()),
                superseded: false,
            });
        };
        let plans: BTreeSet<EvidenceId> = loose.iter().map(|(_, kept)| kept.plan).collect();
        for entry in self.of_kind(record::SAMPLES_PLANNED) {
            let planned: SamplesPlanned = body(entry)?;
            if plans.contains(&planned.plan) {
                row(entry, planned.plan, planned.length);
            }
        }
        for (entry, kept) in &loose {
            for &sha256 in &entry.evidence {
                row(entry, sha256, kept.length);
            }
        }
        Ok(rows)
    }
}

/// Chunks one after another, each read when it is its turn.
struct Chunks {
    at: Cursor<Vec<u8>>,
    /// The last first.
    rest: Vec<Content>,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.at.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Some(next) = self.rest.pop() else { return Ok(0) };
            let bytes = next.bytes().map_err(io::Error::other)?;
            self.at = Cursor::new(bytes.into_owned());
        }
    }
}

/// What the act calls a series.
fn source(plan: &Plan) -> String {
    format!("{} + {} / {}", plan.start, plan.window, plan.every)
}

fn fits(plan: &Plan) -> Result<(), WatchError> {
    let (window, every) = (plan.window, plan.every);
    if every < SHORTEST {
        return Err(WatchError::EveryTooShort { every });
    }
    if window < every {
        return Err(WatchError::WindowTooShort { window, every });
    }
    let lanes = plan.targets.len() * plan.channels.len();
    let samples = u64::try_from(lanes).unwrap_or(u64::MAX).saturating_mul(plan.planned());
    if lanes > MOST_LANES || samples > MOST_SAMPLES {
        return Err(WatchError::TooMany { samples, lanes });
    }
    Ok(())
}

/// Refuses settings that a plan under way does not have.
fn agrees(plan: &Plan, settings: &WatchSettings) -> Result<(), WatchError> {
    let names: Vec<&str> = plan.channels.iter().map(|it| it.name.as_str()).collect();
    let differs = [
        ("window", settings.window.is_some_and(|it| it != plan.window)),
        ("every", settings.every.is_some_and(|it| it != plan.every)),
        ("channel", settings.channel.as_deref().is_some_and(|it| names != [it])),
    ];
    match differs.into_iter().find(|(_, differs)| *differs) {
        Some((what, _)) => Err(WatchError::UnderWay { until: plan.end(), what }),
        None => Ok(()),
    }
}

/// Understands samples and keeps them.
struct Keeper<'k, 'a> {
    inspection: &'k mut Inspection<'a>,
    id: EvidenceId,
    plan: &'k Plan,
    tell: &'k mut dyn FnMut(&WatchProgress),
    session: Option<Session>,
    /// Lines of the chunk at hand, and how many of them are samples.
    lines: Vec<u8>,
    samples: u64,
    since: Instant,
    age: Duration,
    /// What each target gave in this session, and what it was. Lists and certificates are the same
    /// bytes for hours: they are looked into once.
    known: BTreeMap<u32, BTreeMap<EvidenceId, Form>>,
    kept_bytes: u64,
    progress: WatchProgress,
}

impl<'k, 'a> Keeper<'k, 'a> {
    fn new(
        inspection: &'k mut Inspection<'a>,
        id: EvidenceId,
        plan: &'k Plan,
        tell: &'k mut dyn FnMut(&WatchProgress),
    ) -> Self {
        let [youngest, oldest] = CHUNK_AGE;
        Self {
            inspection,
            id,
            plan,
            tell,
            session: None,
            lines: Vec::new(),
            samples: 0,
            since: Instant::now(),
            age: Duration::from_millis(plan.every.millis()).clamp(youngest, oldest),
            known: BTreeMap::new(),
            kept_bytes: 0,
            progress: WatchProgress { window_ms: plan.window.millis(), ..WatchProgress::default() },
        }
    }

    fn hear(&mut self, event: Event) -> Result<(), InspectionError> {
        match event {
            Event::Session(begun, cause) => {
                self.flush()?;
                let session = Session { plan: self.id, begun, cause };
                self.write(&Line::Session(session.clone()))?;
                self.session = Some(session);
                // That a session began is kept at once: also one that nothing comes of.
                self.flush()?;
            }
            Event::Sampled(sampled) => self.keep(*sampled)?,
            Event::Quiet => {
                let elapsed = Timestamp::now().duration_since(self.plan.start).as_millis();
                let elapsed = u64::try_from(elapsed).unwrap_or(0);
                self.progress.elapsed_ms = elapsed.min(self.progress.window_ms);
                (self.tell)(&self.progress);
            }
        }
        if self.samples >= CHUNK_SAMPLES || self.since.elapsed() >= self.age {
            self.flush()?;
        }
        Ok(())
    }

    fn keep(&mut self, sampled: Sampled) -> Result<(), InspectionError> {
        let Sampled { lane, index, due, sent, late, came } = sampled;
        let Some((target, _)) = self.plan.lane(lane) else { return Ok(()) };
        let channels = u32::try_from(self.plan.channels.len()).unwrap_or(1).max(1);
        let number = lane / channels;
        let mut available = false;
        let outcome = match came {
            Err(cause) => {
                self.progress.unsampled += 1;
                Outcome::Unsampled(cause)
            }
            Ok(Err(error)) => Outcome::Failed(error.failure),
            Ok(Ok(answer)) => {
                let sent = sent.unwrap_or(due);
                let (status, elapsed_us) = (answer.status, answer.elapsed_us);
                let (length, sha256) = (answer.body.length(), answer.body.id());
                match self.look_into(number, target, sent, answer)? {
                    // The spool could not be read back: nothing is known of the answer.
                    None => Outcome::Failed(SiteFailure::Other),
                    Some(form) => {
                        available = target.service == Service::Control
                            || (status == 200 && form.serves(target.service));
                        Outcome::Answered(Answered { status, form, length, sha256, elapsed_us })
                    }
                }
            }
        };
        let late_us = u64::try_from(late.as_micros()).unwrap_or(u64::MAX);
        self.progress.samples += 1;
        self.progress.available += u64::from(available);
        self.progress.latest_us = self.progress.latest_us.max(late_us);
        self.samples += 1;
        self.write(&Line::Sample(Sample { lane, index, due, sent, late_us, outcome }))
    }

    /// Says what an answer is, and keeps its bytes where they are new and worth it.
    fn look_into(
        &mut self,
        number: u32,
        target: &Target,
        at: Timestamp,
        answer: HttpAnswer,
    ) -> Result<Option<Form>, InspectionError> {
        let sha256 = answer.body.id();
        // Another status may come with the same bytes.
        let known = self.known.get(&number).and_then(|it| it.get(&sha256));
        if let Some(form) = known.filter(|_| answer.status == 200) {
            return Ok(Some(*form));
        }
        let Ok(assessed) = sampling::assess(target.service, answer.status, &answer.body) else {
            return Ok(None);
        };
        let form = assessed.form;
        // Answers about status and time are new each time: what they are is all that is kept.
        let lasting = match target.service {
            // No key gets into evidence.
            _ if form == Form::PrivateKey => false,
            Service::Control => false,
            Service::Crl | Service::Delta | Service::Issuer => answer.status == 200,
            Service::Ocsp | Service::Tsp => !form.serves(target.service) && answer.status == 200,
        };
        if !lasting {
            return Ok(Some(form));
        }
        let known = self.known.entry(number).or_default();
        let room = known.len() < MOST_BODIES;
        if !room && form.serves(target.service) {
            // Whoever publishes anew with each answer is looked into each time.
            known.clear();
        }
        if room {
            known.insert(sha256, form);
        }
        let length = answer.body.length();
        let kept = room && self.kept_bytes.saturating_add(length) <= MOST_BODY_BYTES;
        if kept {
            self.kept_bytes += length;
            let list = matches!(target.service, Service::Crl | Service::Delta);
            let pieces = if list && form.serves(target.service) {
                sampling::fetched(target, at, answer).map_err(WatchError::from)?
            } else {
                let (kind, url) = (EvidenceKind::HttpBody, target.url.as_str());
                vec![Evidence::new(kind, answer.received_at, url, answer.body)]
            };
            for piece in &pieces {
                self.inspection.take(piece, None, Some("net.availability"))?;
            }
        }
        let list = assessed.list;
        self.write(&Line::Seen(Seen { target: number, at, sha256, kept, list }))?;
        Ok(Some(form))
    }

    fn write(&mut self, line: &Line) -> Result<(), InspectionError> {
        if self.lines.is_empty()
            && let Some(session) = &self.session
        {
            self.lines = Line::Session(session.clone()).to_bytes()?;
        }
        self.lines.extend(line.to_bytes()?);
        Ok(())
    }

    /// Puts the chunk at hand on the disk.
    fn flush(&mut self) -> Result<(), InspectionError> {
        self.since = Instant::now();
        if self.lines.is_empty() {
            return Ok(());
        }
        let length = u64::try_from(self.lines.len()).unwrap_or(u64::MAX);
        let dossier = &mut self.inspection.dossier;
        let id = dossier.put_evidence(&mut &*self.lines, length)?;
        let kept = SamplesKept { plan: self.id, samples: self.samples, length };
        dossier.append(Timestamp::now(), record::SAMPLES_KEPT, &[id], &kept)?;
        self.lines.clear();
        self.samples = 0;
        Ok(())
    }
}
