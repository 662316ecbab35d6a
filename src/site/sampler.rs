//! Samples by a fixed schedule: who is asked when, and nobody waits for another.
//!
//! One thread keeps the schedule by the clock that does not step and begins a look for each sample
//! that is due; the looks go on beside it; the caller's thread receives what came of them. A slow
//! service holds up neither the schedule nor the other services: of each lane one sample is on its
//! way at a time, and of all lanes at most [`MOST_IN_FLIGHT`].
//!
//! **Invariant:** nothing is caught up. What could not be sent near its time is left out, and the
//! caller sees a gap.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use probes::sampling::{Due, Grid, Plan, SessionCause, Unsampled};
use probes::{HttpAnswer, HttpRequest, SiteError};
use tokio::task::AbortHandle;

use super::http::Clients;
use super::route::{NoRoute, Route};
use super::{Limits, Networks, NoWorld, World};

/// The most samples on their way at once: each holds a socket.
const MOST_IN_FLIGHT: usize = 512;
/// The most bytes of answers that wait for the caller. One that cannot keep up loses samples, not
/// memory.
const MOST_WAITING: u64 = 64 << 20;
/// How late a sample may be sent at most; never later than its successor is due.
const MOST_LATE: Duration = Duration::from_millis(500);
/// Ahead of or behind the clock that does not step by so much, the machine's clock was set, or the
/// machine slept.
const CLOCK_STEP: SignedDuration = SignedDuration::from_secs(1);
/// How often a waiting thread looks whether it is to stop.
const GLANCE: Duration = Duration::from_millis(100);
/// How long samples on their way are waited for where somebody wants to stop.
const FAREWELL: Duration = Duration::from_secs(2);

/// A plan, ready to be sampled.
pub struct Sampling {
    plan: Plan,
    grid: Grid,
    channels: Vec<Arc<Clients>>,
    requests: Vec<Arc<HttpRequest>>,
    networks: Arc<Networks>,
    limits: Arc<Limits>,
}

/// What happens while a plan is sampled.
#[derive(Debug)]
pub enum Event {
    /// The schedule is kept from this instant on.
    Session(Timestamp, SessionCause),
    /// A sample that was due.
    Sampled(Box<Sampled>),
    /// Nothing for a moment.
    Quiet,
}

/// A sample that was due.
#[derive(Debug)]
pub struct Sampled {
    /// Which lane of the plan.
    pub lane: u32,
    /// The number of the sample in its lane.
    pub index: u64,
    /// When it was due.
    pub due: Timestamp,
    /// When it was sent, by this machine's clock; absent where it was not.
    pub sent: Option<Timestamp>,
    /// How late it was sent, by the clock that does not step.
    pub late: Duration,
    /// What came, or why nothing can be said.
    pub came: Result<Result<HttpAnswer, SiteError>, Unsampled>,
}

/// A plan cannot be sampled from this machine.
#[derive(Debug, thiserror::Error)]
pub enum NoSampling {
    /// A channel that no connection can leave by.
    #[error(transparent)]
    Route(#[from] NoRoute),
    /// No threads or sockets.
    #[error(transparent)]
    World(#[from] NoWorld),
}

/// What the threads of one run share.
struct Shared {
    /// Of each lane, the sample on its way.
    busy: Mutex<BTreeMap<u32, Flight>>,
    /// Bytes of answers that the caller has not received yet, and a little for each answer.
    waiting: AtomicU64,
    results: Sender<Event>,
}

struct Flight {
    due: Due,
    handle: Option<AbortHandle>,
}

impl Sampling {
    /// Prepares to sample a plan within the bounds of `world`.
    ///
    /// # Errors
    ///
    /// [`NoSampling`] names the channel that connections cannot leave by.
    pub fn new(world: &World, plan: Plan) -> Result<Self, NoSampling> {
        let mut channels = Vec::new();
        for channel in &plan.channels {
            let route = Route::of(channel)?;
            channels.push(if route == Route::default() {
                Arc::clone(&world.http)
            } else {
                Arc::new(Clients::new(&world.networks, &world.limits, route)?)
            });
        }
        Ok(Self {
            grid: Grid::of(&plan),
            channels,
            requests: plan.targets.iter().map(|it| Arc::new(it.request())).collect(),
            networks: Arc::new(world.networks.clone()),
            limits: Arc::new(world.limits.clone()),
            plan,
        })
    }

    /// The plan.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Samples until the window is over or `stop` is set, from the sample `first` on, and tells
    /// everything that happens to `each`. Returns when every sample that was sent has been told.
    ///
    /// # Errors
    ///
    /// The first one of `each`; then sampling stops.
    pub fn run<E>(
        &self,
        cause: SessionCause,
        stop: &AtomicBool,
        each: &mut dyn FnMut(Event) -> Result<(), E>,
    ) -> Result<(), E> {
        let (results, events) = mpsc::channel();
        let shared =
            Arc::new(Shared { busy: Mutex::default(), waiting: AtomicU64::new(0), results });
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let schedule = Arc::clone(&shared);
            let over = &over;
            scope.spawn(move || {
                self.keep_schedule(cause, &schedule, &|| {
                    stop.load(Ordering::Relaxed) || over.load(Ordering::Relaxed)
                });
                over.store(true, Ordering::Release);
            });
            let told = self.tell(&shared, &events, (over, stop), each);
            // Where `each` failed, the schedule has to end before this function can.
            over.store(true, Ordering::Relaxed);
            shared.give_up();
            told
        })
    }

    /// Receives until the schedule has ended and nothing is on its way, or for no longer than the
    /// services may stay silent.
    fn tell<E>(
        &self,
        shared: &Shared,
        events: &Receiver<Event>,
        (over, stop): (&AtomicBool, &AtomicBool),
        each: &mut dyn FnMut(Event) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut ended = None;
        loop {
            match events.recv_timeout(GLANCE) {
                Ok(event) => {
                    shared.waiting.fetch_sub(weight(&event), Ordering::AcqRel);
                    each(event)?;
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => each(Event::Quiet)?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            if !over.load(Ordering::Acquire) {
                continue;
            }
            let waited = ended.get_or_insert_with(Instant::now).elapsed();
            let stopped = stop.load(Ordering::Relaxed);
            let patience = if stopped { FAREWELL } else { self.limits.quiet() };
            let none = shared.busy().is_empty();
            if none || waited > patience {
                // What is given up here and lands all the same is not heard any more.
                let given_up = shared.give_up();
                for event in events.try_iter() {
                    each(event)?;
                }
                for flight in given_up {
                    each(self.unsent(flight, Unsampled::CutOff))?;
                }
                return Ok(());
            }
        }
    }

    /// Begins each sample when it is due.
    fn keep_schedule(&self, cause: SessionCause, shared: &Arc<Shared>, stop: &dyn Fn() -> bool) {
        let mut clock = Clock::start(self.plan.start);
        shared.say(Event::Session(Timestamp::now(), cause));
        let patience = i128::try_from(MOST_LATE.as_nanos()).unwrap_or(0);
        let patience = patience.min(self.plan.every.nanos());
        let mut next = self.grid.from(clock.now());
        while let Some(due) = next {
            if !self.wait(due, &mut clock, shared, stop) {
                return;
            }
            let now = clock.now();
            next = match self.grid.catch(due, now, patience) {
                Ok(()) => {
                    self.send(due, now - due.at, shared);
                    self.grid.after(due)
                }
                Err(later) => later,
            };
        }
    }

    /// Waits until a sample is due. False where sampling is to stop.
    fn wait(&self, due: Due, clock: &mut Clock, shared: &Shared, stop: &dyn Fn() -> bool) -> bool {
        loop {
            if stop() {
                return false;
            }
            if let Some(cause) = clock.stepped() {
                shared.say(Event::Session(Timestamp::now(), cause));
            }
            let left = due.at - clock.now();
            let Ok(left) = u64::try_from(left) else { return true };
            if left == 0 {
                return true;
            }
            std::thread::sleep(Duration::from_nanos(left).min(GLANCE));
        }
    }

    fn send(&self, due: Due, late: i128, shared: &Arc<Shared>) {
        let channels = u32::try_from(self.channels.len()).unwrap_or(u32::MAX).max(1);
        let at = |index: u32| usize::try_from(index).ok();
        let request = at(due.lane / channels).and_then(|it| self.requests.get(it));
        let clients = at(due.lane % channels).and_then(|it| self.channels.get(it));
        let (Some(request), Some(clients)) = (request, clients) else { return };
        if let Err(cause) = shared.take_off(due) {
            shared.say(self.unsent(due, cause));
            return;
        }
        let begun = Instant::now();
        let late = Duration::from_nanos(u64::try_from(late).unwrap_or(0));
        let (request, networks) = (Arc::clone(request), Arc::clone(&self.networks));
        let limits = Arc::clone(&self.limits);
        let (asking, landing) = (Arc::clone(clients), Arc::clone(shared));
        let instant = self.instant(due);
        let handle = clients.begin(async move {
            // Until here the look waited for a thread: that is lateness as well.
            let late = late + begun.elapsed();
            let sent = Timestamp::now();
            let came = asking.follow(&request, &networks, &limits, &mut Vec::new()).await;
            let sampled = Sampled {
                lane: due.lane,
                index: due.index,
                due: instant,
                sent: Some(sent),
                late,
                came: Ok(came),
            };
            landing.land(due, Event::Sampled(Box::new(sampled)));
        });
        shared.remember(due, handle);
    }

    fn unsent(&self, due: Due, cause: Unsampled) -> Event {
        Event::Sampled(Box::new(Sampled {
            lane: due.lane,
            index: due.index,
            due: self.instant(due),
            sent: None,
            late: Duration::ZERO,
            came: Err(cause),
        }))
    }

    fn instant(&self, due: Due) -> Timestamp {
        let after = SignedDuration::try_from_nanos_i128(due.at).unwrap_or(SignedDuration::MAX);
        self.plan.start.checked_add(after).unwrap_or(Timestamp::MAX)
    }
}

impl Shared {
    fn say(&self, event: Event) {
        self.waiting.fetch_add(weight(&event), Ordering::AcqRel);
        // The receiver is gone only where nobody wants to hear any more.
        let _ = self.results.send(event);
    }

    fn busy(&self) -> std::sync::MutexGuard<'_, BTreeMap<u32, Flight>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for a sample, if its lane and the bound of all leave one.
    fn take_off(&self, due: Due) -> Result<(), Unsampled> {
        let mut busy = self.busy();
        if busy.contains_key(&due.lane) {
            return Err(Unsampled::InFlight);
        }
        let full = self.waiting.load(Ordering::Acquire) > MOST_WAITING;
        if busy.len() >= MOST_IN_FLIGHT || full {
            return Err(Unsampled::Crowded);
        }
        busy.insert(due.lane, Flight { due, handle: None });
        Ok(())
    }

    fn remember(&self, due: Due, handle: Option<AbortHandle>) {
        // It may have landed already.
        if let Some(flight) = self.busy().get_mut(&due.lane).filter(|it| it.due == due) {
            flight.handle = handle;
        }
    }

    /// Frees the place of a sample and hands over what came, unless it was given up before.
    fn land(&self, due: Due, event: Event) {
        let mut busy = self.busy();
        if busy.get(&due.lane).is_none_or(|it| it.due != due) {
            return;
        }
        busy.remove(&due.lane);
        // Still under the lock: who finds nothing on its way finds everything in the queue.
        self.say(event);
    }

    /// Ends whatever is still on its way.
    fn give_up(&self) -> Vec<Due> {
        let flights = std::mem::take(&mut *self.busy());
        for handle in flights.values().filter_map(|it| it.handle.as_ref()) {
            handle.abort();
        }
        flights.into_values().map(|it| it.due).collect()
    }
}

/// What an event weighs while it waits.
fn weight(event: &Event) -> u64 {
    const EACH: u64 = 1024;
    match event {
        Event::Sampled(sampled) => match &sampled.came {
            Ok(Ok(answer)) => EACH + answer.body.held().map_or(0, super::count),
            Ok(Err(_)) | Err(_) => EACH,
        },
        Event::Quiet | Event::Session(..) => EACH,
    }
}

/// Nanoseconds since the beginning of the plan, by the clock that does not step.
struct Clock {
    start: Timestamp,
    /// Where the plan stood when the clock that does not step was read for the first time.
    base: i128,
    begun: Instant,
    /// How far the machine's clock was behind when that was last said.
    behind: SignedDuration,
}

impl Clock {
    fn start(start: Timestamp) -> Self {
        let base = Timestamp::now().duration_since(start).as_nanos();
        Self { start, base, begun: Instant::now(), behind: SignedDuration::ZERO }
    }

    fn now(&self) -> i128 {
        self.base + i128::try_from(self.begun.elapsed().as_nanos()).unwrap_or(i128::MAX / 2)
    }

    /// Whether the machine's clock has left the one that does not step since the last question.
    ///
    /// Ahead: the machine slept, or its clock was set forward. The two cannot be told apart, and
    /// either way nothing was sampled in the time between: the plan goes on where the clock is.
    /// Behind: the clock was set back. The plan goes on as if it had not been; otherwise instants
    /// that were sampled would come a second time.
    fn stepped(&mut self) -> Option<SessionCause> {
        let shown = Timestamp::now().duration_since(self.start).as_nanos();
        let ahead = shown - self.now();
        let ahead = SignedDuration::try_from_nanos_i128(ahead).unwrap_or(SignedDuration::MAX);
        if ahead > CLOCK_STEP {
            self.base += ahead.as_nanos();
            self.behind = SignedDuration::ZERO;
            return Some(SessionCause::ClockAhead);
        }
        if self.behind - ahead > CLOCK_STEP {
            self.behind = ahead;
            return Some(SessionCause::ClockBehind);
        }
        None
    }
}
