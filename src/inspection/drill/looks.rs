//! Looking again and again, one thread for each address: a slow one delays no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::Evidence;
use probes::{CollectError, When};

/// The clocks of one run of the program.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    run: u32,
    begun: Instant,
}

impl Clock {
    pub(super) fn new(run: u32) -> Self {
        Self { run, begun: Instant::now() }
    }

    /// This instant by both clocks.
    #[must_use]
    pub fn now(&self) -> When {
        let run_us = i64::try_from(self.begun.elapsed().as_micros()).unwrap_or(i64::MAX);
        When { run: self.run, run_us, at: Timestamp::now() }
    }

    /// An instant of the wall clock that was read elsewhere.
    pub(super) fn at(&self, at: Timestamp) -> When {
        let now = self.now();
        let ago = now.at.as_microsecond().saturating_sub(at.as_microsecond());
        When { run: self.run, run_us: now.run_us.saturating_sub(ago), at }
    }
}

/// What one look brought: the evidence, and what it shows.
pub(super) type Brought<S> = Result<(Vec<Evidence>, S), CollectError>;

/// Something to look at.
pub(super) struct Job<K, S> {
    pub(super) key: K,
    pub(super) look: Box<dyn Fn() -> Brought<S> + Send>,
}

/// A look that was taken.
pub(super) struct Look<K, S> {
    pub(super) key: K,
    pub(super) asked: When,
    pub(super) answered: When,
    pub(super) brought: Brought<S>,
}

/// The threads that look; they stop when this is dropped, each after the look that it is taking.
/// Nobody waits for them: an address may be silent for minutes.
pub(super) struct Lookers {
    stop: Arc<AtomicBool>,
}

impl Lookers {
    /// Looks at everything every so often, or `rounds` times only, and sends what it sees.
    pub(super) fn start<K, S, M>(
        jobs: Vec<Job<K, S>>,
        clock: Clock,
        every: Duration,
        rounds: Option<u32>,
        to: &Sender<M>,
    ) -> Self
    where
        K: Clone + Send + 'static,
        S: Send + 'static,
        M: From<Look<K, S>> + Send + 'static,
    {
        let stop = Arc::new(AtomicBool::new(false));
        for job in jobs {
            let (stop, to) = (Arc::clone(&stop), to.clone());
            let rounds = rounds.map(AtomicU32::new);
            std::thread::spawn(move || {
                let begun = Instant::now();
                while !stop.load(Ordering::Relaxed) {
                    let asked = clock.now();
                    let brought = (job.look)();
                    let answered = clock.now();
                    let look = Look { key: job.key.clone(), asked, answered, brought };
                    if to.send(M::from(look)).is_err() {
                        return;
                    }
                    if rounds.as_ref().is_some_and(|it| it.fetch_sub(1, Ordering::Relaxed) <= 1) {
                        return;
                    }
                    sleep(next(begun.elapsed(), every), &stop);
                }
            });
        }
        Self { stop }
    }
}

impl Drop for Lookers {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// How long until the next look: looks are taken at whole multiples of the interval, and those
/// that a slow answer took the time of are left out.
fn next(elapsed: Duration, every: Duration) -> Duration {
    let every = every.as_micros().max(1);
    let left = every - elapsed.as_micros() % every;
    Duration::from_micros(u64::try_from(left).unwrap_or(u64::MAX))
}

/// Sleeps in short pieces, so that a thread that is to stop does so soon.
fn sleep(length: Duration, stop: &AtomicBool) {
    let until = Instant::now() + length;
    while !stop.load(Ordering::Relaxed) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(Duration::from_millis(100)));
    }
}

/// Which looks are kept: what a drill is judged by, and not every one of a day.
///
/// The first one is kept, each that shows something else than the one before together with that
/// one before, and of those that show the same one whenever a twentieth of the time since the
/// start has passed: after a sudden end of the program no interval is wider by more than that.
pub(super) struct Kept<K, S> {
    last: Option<(When, S)>,
    left: Option<Look<K, S>>,
}

impl<K, S> Default for Kept<K, S> {
    fn default() -> Self {
        Self { last: None, left: None }
    }
}

impl<K, S: Clone> Kept<K, S> {
    /// Takes a look and returns those that are to be kept now, in their order. Nothing that shows
    /// the same is kept more often than every `least`.
    pub(super) fn take(
        &mut self,
        look: Look<K, S>,
        since: When,
        least: Duration,
        same: impl Fn(&S, &S) -> bool,
    ) -> Vec<Look<K, S>> {
        let Ok((_, state)) = &look.brought else { return vec![look] };
        let state = state.clone();
        let asked = look.asked;
        let Some((kept, before)) = &self.last else {
            self.last = Some((asked, state));
            return vec![look];
        };
        if !same(before, &state) {
            let left = self.left.take();
            self.last = Some((asked, state));
            return left.into_iter().chain([look]).collect();
        }
        let passed = asked.run_us.saturating_sub(kept.run_us);
        let share = asked.run_us.saturating_sub(since.run_us) / 20;
        let share = share.max(i64::try_from(least.as_micros()).unwrap_or(i64::MAX));
        if passed >= share {
            self.left = None;
            self.last = Some((asked, state));
            return vec![look];
        }
        self.left = Some(look);
        Vec::new()
    }

    /// The last look, where it was not kept.
    pub(super) fn rest(&mut self) -> Option<Look<K, S>> {
        self.left.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(second: i64, state: bool) -> Look<(), bool> {
        let at = Timestamp::from_second(second).unwrap();
        let when = When { run: 0, run_us: second * 1_000_000, at };
        Look { key: (), asked: when, answered: when, brought: Ok((vec![], state)) }
    }

    /// The seconds of the looks that are kept of a day with one change.
    fn kept(day: i64, change: i64) -> Vec<i64> {
        let since = look(0, false).asked;
        let mut kept = Kept::default();
        let mut seconds = Vec::new();
        for second in (0..day).step_by(5) {
            let now =
                kept.take(look(second, second >= change), since, Duration::ZERO, |a, b| a == b);
            seconds.extend(now.iter().map(|it| it.asked.run_us / 1_000_000));
        }
        seconds.extend(kept.rest().map(|it| it.asked.run_us / 1_000_000));
        seconds
    }

    #[test]
    fn a_change_is_kept_with_the_look_before_it_and_a_day_is_not_kept_whole() {
        let seconds = kept(86_400, 50_000);
        let place = seconds.iter().position(|it| *it == 50_000).unwrap();
        assert_eq!(seconds[place - 1], 49_995);
        assert_eq!((seconds[0], *seconds.last().unwrap()), (0, 86_395));
        assert!(seconds.len() < 200, "{}", seconds.len());
        assert!(seconds.windows(2).all(|it| it[0] < it[1]));
    }

    #[test]
    fn no_two_kept_looks_lie_further_apart_than_a_twentieth_of_the_time() {
        let seconds = kept(86_400, 86_400);
        for pair in seconds.windows(2) {
            assert!((pair[1] - pair[0]) <= pair[1] / 20 + 5, "{pair:?}");
        }
    }

    #[test]
    fn looks_are_taken_at_whole_multiples_whatever_the_last_one_took() {
        let ms = Duration::from_millis;
        assert_eq!(next(ms(0), ms(100)), ms(100));
        assert_eq!(next(ms(130), ms(100)), ms(70));
        assert_eq!(next(ms(1_000), ms(100)), ms(100));
    }
}
