//! How often a time server is asked, and when it is left alone.

use std::time::Duration;

use jiff::Timestamp;

use super::exchange::kiss;
use crate::{NtpAnswer, Site, SiteError, SiteFailure};

/// Which time servers to sample, how often, and how far apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NtpPlan {
    /// The servers, each `host` or `host:port`, none twice.
    pub servers: Vec<String>,
    /// Requests to each server.
    pub samples: u32,
    /// The least time between two requests to one server.
    pub spacing: Duration,
}

/// One sample of a plan and what came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NtpSample {
    /// The server, as the plan names it.
    pub peer: String,
    /// When it ended, by [`Site::now`].
    pub at: Timestamp,
    /// The reply, or why there is none.
    pub answer: Result<NtpAnswer, SiteError>,
}

/// The requests to one server: when the next is due and how long a reply is waited for.
///
/// It holds no clock; whoever sends tells it the time since the run began. A server that asks for
/// fewer requests (`RATE`) gets them at twice the spacing, once; asks it again, or refuses
/// (`DENY`, `RSTR`), it is left alone ([RFC 5905 section 7.4]). One that has never answered is not
/// asked more than [`Self::UNANSWERED`] times, so that a silent server does not delay the run.
///
/// [RFC 5905 section 7.4]: https://www.rfc-editor.org/rfc/rfc5905#section-7.4
#[derive(Clone, Debug)]
pub struct NtpPacing {
    left: u32,
    spacing: Duration,
    due: Duration,
    asked_to_slow_down: bool,
    /// The longest round trip so far; nothing before the first reply.
    slowest: Option<Duration>,
    unanswered: u32,
}

impl NtpPacing {
    /// Requests to a server that has never answered.
    pub const UNANSWERED: u32 = 3;
    /// What is waited at least once the server has answered: more than any path but a path over
    /// several satellites takes.
    const LEAST_PATIENCE: Duration = Duration::from_millis(500);

    /// Before the first request.
    #[must_use]
    pub const fn new(plan: &NtpPlan) -> Self {
        Self {
            left: plan.samples,
            spacing: plan.spacing,
            due: Duration::ZERO,
            asked_to_slow_down: false,
            slowest: None,
            unanswered: 0,
        }
    }

    /// When the next request is to leave; nothing while the server is to be left alone. A reply
    /// that is still awaited may change that.
    #[must_use]
    pub const fn due(&self) -> Option<Duration> {
        let hopeless = self.slowest.is_none() && self.unanswered >= Self::UNANSWERED;
        if self.left == 0 || hopeless { None } else { Some(self.due) }
    }

    /// How long a reply to a request that leaves now is waited for: four times the longest round
    /// trip so far, within bounds, or `longest` where nothing is known of the path.
    #[must_use]
    pub fn patience(&self, longest: Duration) -> Duration {
        let known = self.slowest.map(|it| (it * 4).max(Self::LEAST_PATIENCE));
        known.map_or(longest, |it| it.min(longest))
    }

    /// A request left.
    pub fn sent(&mut self, now: Duration) {
        self.left = self.left.saturating_sub(1);
        self.unanswered = self.unanswered.saturating_add(1);
        self.due = now.saturating_add(self.spacing);
    }

    /// A request ended.
    pub fn ended(&mut self, now: Duration, answer: &Result<NtpAnswer, SiteError>) {
        match answer {
            Ok(answer) => {
                let steady = &answer.steady;
                let took = steady.received_ns.saturating_sub(steady.sent_ns);
                let took = Duration::from_nanos(took);
                self.slowest = Some(self.slowest.map_or(took, |it| it.max(took)));
                match kiss(&answer.request, &answer.reply).as_ref() {
                    Some(b"RATE") if !self.asked_to_slow_down => {
                        self.asked_to_slow_down = true;
                        self.spacing = self.spacing.saturating_mul(2);
                        self.due = self.due.max(now.saturating_add(self.spacing));
                    }
                    Some(b"RATE" | b"DENY" | b"RSTR") => self.left = 0,
                    Some(_) | None => {}
                }
            }
            Err(error) => match error.failure {
                // What is lost on the way may come through the next time.
                SiteFailure::Silent => {}
                SiteFailure::AddressRefused
                | SiteFailure::BadAnswer
                | SiteFailure::ConnectionRefused
                | SiteFailure::DeadlineOver
                | SiteFailure::NameUnresolved
                | SiteFailure::Other
                | SiteFailure::RedirectRefused
                | SiteFailure::Tls
                | SiteFailure::TooLarge
                | SiteFailure::TooManyRedirects => self.left = 0,
            },
        }
    }
}

/// Carries out a plan with one request at a time and without a pause: for sites that answer from
/// memory.
pub(crate) fn in_turn<S: Site + ?Sized>(site: &S, plan: &NtpPlan) -> Vec<NtpSample> {
    let mut paced: Vec<_> = plan.servers.iter().map(|it| (it, NtpPacing::new(plan))).collect();
    let mut taken = Vec::new();
    let mut now = Duration::ZERO;
    for _ in 0..plan.samples {
        for (peer, pacing) in &mut paced {
            if pacing.due().is_none() {
                continue;
            }
            pacing.sent(now);
            let answer = site.ntp(peer);
            pacing.ended(now, &answer);
            taken.push(NtpSample { peer: peer.clone(), at: site.now(), answer });
        }
        now = now.saturating_add(plan.spacing);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SteadyInstants;

    const PLAN: NtpPlan =
        NtpPlan { servers: Vec::new(), samples: 8, spacing: Duration::from_millis(250) };
    const LONGEST: Duration = Duration::from_secs(2);

    fn ms(it: u64) -> Duration {
        Duration::from_millis(it)
    }

    fn reply(stratum: u8, id: &[u8; 4], took_ms: u64) -> Result<NtpAnswer, SiteError> {
        let cookie = [7; 8];
        Ok(NtpAnswer {
            peer: String::new(),
            address: None,
            sent_at: Timestamp::UNIX_EPOCH,
            received_at: Timestamp::UNIX_EPOCH,
            steady: SteadyInstants {
                began_at: Timestamp::UNIX_EPOCH,
                sent_ns: 0,
                received_ns: took_ms * 1_000_000,
            },
            request: [&[0x23], &[0; 39][..], &cookie].concat(),
            reply: [&[0x24, stratum, 0, 0], &[0; 8][..], id, &[0; 8], &cookie, &[1; 16]].concat(),
        })
    }

    fn silent() -> Result<NtpAnswer, SiteError> {
        let (failure, message) = (SiteFailure::Silent, String::new());
        Err(SiteError { peer: String::new(), failure, message })
    }

    #[test]
    fn requests_keep_their_distance_and_end() {
        let mut pacing = NtpPacing::new(&PLAN);
        let mut at = Vec::new();
        while let Some(due) = pacing.due() {
            at.push(due);
            pacing.sent(due);
            pacing.ended(due + ms(20), &reply(1, b"GPS\0", 20));
        }
        assert_eq!(at, (0..8).map(|it| ms(it * 250)).collect::<Vec<_>>());
    }

    #[test]
    fn a_server_that_asks_for_fewer_requests_gets_them_at_twice_the_distance_and_once() {
        let mut pacing = NtpPacing::new(&PLAN);
        pacing.sent(ms(0));
        pacing.ended(ms(20), &reply(0, b"RATE", 20));
        assert_eq!(pacing.due(), Some(ms(520)));
        pacing.sent(ms(520));
        assert_eq!(pacing.due(), Some(ms(1_020)));
        pacing.ended(ms(540), &reply(1, b"GPS\0", 20));
        pacing.sent(ms(1_020));
        pacing.ended(ms(1_040), &reply(0, b"RATE", 20));
        assert_eq!(pacing.due(), None);
    }

    #[test]
    fn a_server_that_refuses_is_left_alone() {
        for code in [b"DENY", b"RSTR"] {
            let mut pacing = NtpPacing::new(&PLAN);
            pacing.sent(ms(0));
            pacing.ended(ms(20), &reply(0, code, 20));
            assert_eq!(pacing.due(), None, "{code:?}");
        }
    }

    #[test]
    fn a_forged_refusal_changes_nothing() {
        let mut pacing = NtpPacing::new(&PLAN);
        pacing.sent(ms(0));
        let mut forged = reply(0, b"DENY", 20).unwrap();
        forged.reply[31] ^= 1;
        pacing.ended(ms(20), &Ok(forged));
        assert_eq!(pacing.due(), Some(ms(250)));
    }

    #[test]
    fn a_server_that_never_answered_is_not_asked_for_ever() {
        let mut pacing = NtpPacing::new(&PLAN);
        let mut asked = 0;
        while let Some(due) = pacing.due() {
            pacing.sent(due);
            asked += 1;
        }
        assert_eq!(asked, NtpPacing::UNANSWERED);
        pacing.ended(ms(2_000), &silent());
        assert_eq!(pacing.due(), None);
        // The reply to a later request arrives after all.
        pacing.ended(ms(2_100), &reply(1, b"GPS\0", 1_600));
        assert!(pacing.due().is_some());
    }

    #[test]
    fn one_lost_datagram_does_not_end_the_samples() {
        let mut pacing = NtpPacing::new(&PLAN);
        pacing.sent(ms(0));
        pacing.ended(ms(20), &reply(1, b"GPS\0", 20));
        for _ in 0..7 {
            let due = pacing.due().unwrap();
            pacing.sent(due);
            pacing.ended(due, &silent());
        }
        assert_eq!(pacing.due(), None);
    }

    #[test]
    fn a_reply_is_waited_for_as_long_as_the_path_may_take() {
        let mut pacing = NtpPacing::new(&PLAN);
        assert_eq!(pacing.patience(LONGEST), LONGEST);
        pacing.sent(ms(0));
        pacing.ended(ms(20), &reply(1, b"GPS\0", 20));
        assert_eq!(pacing.patience(LONGEST), ms(500));
        pacing.ended(ms(20), &reply(1, b"GPS\0", 300));
        assert_eq!(pacing.patience(LONGEST), ms(1_200));
        pacing.ended(ms(20), &reply(1, b"GPS\0", 900));
        assert_eq!(pacing.patience(LONGEST), LONGEST);
    }
}
