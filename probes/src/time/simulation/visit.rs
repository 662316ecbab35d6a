//! One visit: a laptop, its line, the authority's servers and the references, and the truth.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::clock::{Clock, Leap, MS, SECOND};
use super::dice::Dice;
use super::network::Path;
use super::server::{Defect, Manner, Server, honest, units};
use crate::{
    Declaration, HostFacts, HttpAnswer, HttpRequest, NtpAnswer, NtpPacing, NtpPlan, NtpSample,
    Site, SiteError, SiteFailure, SteadyInstants, TimeReference, TimeServer, TimeSourceClass,
};

/// Everything there is on a visit.
pub(super) struct Visit {
    pub(super) began: i128,
    pub(super) leap: Leap,
    laptop: Clock,
    /// What the laptop's clock is ahead of its steady one, and by how much it is stepped when.
    wrong: i128,
    step: Option<(i128, i128)>,
    pub(super) servers: BTreeMap<String, (Server, Path)>,
    pub(super) inspected: Vec<String>,
    pub(super) references: Vec<(String, TimeSourceClass)>,
    dice: RefCell<Dice>,
    /// When each request reached its server, by server and by when it left on the steady clock.
    pub(super) arrivals: RefCell<BTreeMap<(String, u64), i128>>,
}

/// The longest wait for a reply.
const PATIENCE: Duration = Duration::from_secs(2);

impl Visit {
    /// A visit like many: some servers wrong, some references lying, never most of them.
    pub(super) fn any(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let dice = &mut dice;
        let began = match dice.between(0, 9) {
            // Around the first second of era 1, and well into it.
            0 => 2_085_978_496 * SECOND + dice.between(-3 * SECOND, 3 * SECOND),
            1 => dice.between(2_085_978_496, 2_200_000_000) * SECOND,
            _ => dice.between(1_700_000_000, 2_000_000_000) * SECOND,
        };
        let leap = if dice.chance(30) {
            // Midnight at the end of June 2030, somewhere near the samples.
            let midnight = 1_909_094_400 * SECOND;
            Some((midnight, midnight + dice.between(-SECOND, 15 * SECOND)))
        } else {
            None
        };
        let (leap, began) = match leap {
            Some((midnight, after)) => (Leap(Some(midnight)), 2 * midnight - after),
            None => (Leap(None), began),
        };
        let mut visit = Self {
            began,
            leap,
            laptop: Clock::wandering(dice, began, 0, 15_000),
            wrong: dice.pick(&[0, 3 * MS, -90 * SECOND, 3_600 * SECOND, -86_400 * SECOND * 365]),
            step: None,
            servers: BTreeMap::new(),
            inspected: Vec::new(),
            references: Vec::new(),
            dice: RefCell::new(Dice::new(dice.next())),
            arrivals: RefCell::default(),
        };
        if dice.chance(100) {
            let by = dice.pick(&[-3_600 * SECOND, -300 * MS, 50 * MS, 7 * SECOND]);
            visit.step = Some((began + dice.between(0, 2 * SECOND), by));
        }
        let line = Path::line(dice);
        let count = dice.pick(&[1, 2, 3, 3, 4, 5, 8]);
        let liars = usize::try_from(dice.between(0, (count - 1) / 2)).unwrap();
        for number in 0..usize::try_from(count).unwrap() {
            let mut server = honest(dice, began);
            server.announces = leap.0.is_some();
            if number < liars && dice.chance(700) {
                lie(dice, &mut server, began);
            } else if dice.chance(60) {
                server.manner = spoilt(dice);
            }
            let class = dice.pick(&[
                TimeSourceClass::International,
                TimeSourceClass::NationalStandard,
                TimeSourceClass::Satellite,
            ]);
            let name = format!("192.0.2.{}", number + 1);
            visit.servers.insert(name.clone(), (server, Path::far(dice, &line)));
            visit.references.push((name, class));
        }
        for number in 0..dice.between(1, 2) {
            let name = format!("10.0.0.{}", number + 1);
            let server = inspected(dice, began, leap);
            let path = if dice.chance(700) { Path::near(dice) } else { Path::far(dice, &line) };
            visit.servers.insert(name.clone(), (server, path));
            visit.inspected.push(name);
        }
        visit
    }

    pub(super) fn declaration(&self) -> Declaration {
        Declaration {
            time_servers: self
                .inspected
                .iter()
                .map(|it| TimeServer { address: it.clone(), name: it.clone(), sources: Vec::new() })
                .collect(),
            time_references: self
                .references
                .iter()
                .map(|(address, class)| TimeReference { address: address.clone(), class: *class })
                .collect(),
            ..Declaration::default()
        }
    }

    /// How far a server was ahead of UTC when the request that left then reached it.
    pub(super) fn truth(&self, server: &str, sent_ns: u64) -> i128 {
        let at = self.arrivals.borrow()[&(server.to_owned(), sent_ns)];
        self.servers[server].0.ahead(at, self.leap)
    }

    /// Nanoseconds that the laptop's steady clock has counted since the visit began.
    fn steady(&self, at: i128) -> u64 {
        let passed = at - self.began + self.laptop.error(at) - self.laptop.error(self.began);
        u64::try_from(passed).unwrap()
    }

    /// What the laptop's clock shows.
    fn shows(&self, at: i128) -> Timestamp {
        let step = self.step.filter(|(when, _)| at >= *when).map_or(0, |(_, by)| by);
        let shown = self.began + i128::from(self.steady(at)) + self.wrong + step;
        Timestamp::from_nanosecond(shown).unwrap()
    }

    /// One request: what comes of it, and when that is known.
    fn exchange(&self, name: &str, number: u32, at: i128, patience: Duration) -> (i128, NtpSample) {
        let dice = &mut *self.dice.borrow_mut();
        let (server, path) = &self.servers[name];
        let mut request = vec![0x23];
        request.extend([0; 39]);
        request.extend(dice.next().to_be_bytes());
        let passage = path.pass(dice);
        let arrived = at + passage.there;
        let held = dice.between(5_000, 200_000);
        let sent_ns = self.steady(at);
        self.arrivals.borrow_mut().insert((name.to_owned(), sent_ns), arrived);
        let reply = server.reply(&request, number, arrived, held, self.leap);
        let back = passage.back.into_iter().flatten().min();
        let deadline = at + i128::try_from(patience.as_nanos()).unwrap();
        let received = back.map(|it| arrived + held + it).filter(|it| *it <= deadline);
        // The real site waits for a better datagram until the deadline; what it keeps then is this.
        let (ended, answer) = match (reply, received) {
            (Some(reply), Some(received)) => {
                let received_ns = self.steady(received);
                let sent_at = self.shows(at);
                let elapsed =
                    jiff::SignedDuration::from_nanos(i64::try_from(received_ns - sent_ns).unwrap());
                let answer = NtpAnswer {
                    peer: name.to_owned(),
                    address: format!("{name}:123").parse().ok(),
                    sent_at,
                    received_at: sent_at + elapsed,
                    steady: SteadyInstants {
                        began_at: self.shows(self.began),
                        sent_ns,
                        received_ns,
                    },
                    request,
                    reply,
                };
                (received, Ok(answer))
            }
            _ => {
                let (failure, message) = (SiteFailure::Silent, "lost".to_owned());
                (deadline, Err(SiteError { peer: name.to_owned(), failure, message }))
            }
        };
        (ended, NtpSample { peer: name.to_owned(), at: self.shows(ended), answer })
    }

    fn sample(&self, name: &str, plan: &NtpPlan) -> Vec<NtpSample> {
        let mut pacing = NtpPacing::new(plan);
        let mut awaited: Vec<(i128, NtpSample)> = Vec::new();
        let mut taken = Vec::new();
        let mut number = 0;
        let since = |at: i128| Duration::from_nanos(u64::try_from(at - self.began).unwrap());
        loop {
            let due = pacing.due().map(|it| self.began + i128::try_from(it.as_nanos()).unwrap());
            awaited.sort_by_key(|it| std::cmp::Reverse(it.0));
            let ends = awaited.last().map(|it| it.0);
            match (due, ends) {
                (Some(due), ends) if ends.is_none_or(|it| due <= it) => {
                    pacing.sent(since(due));
                    // Who sends is late by what the machine has else to do.
                    let at = due + self.dice.borrow_mut().between(0, 300_000);
                    awaited.push(self.exchange(name, number, at, pacing.patience(PATIENCE)));
                    number += 1;
                }
                (_, Some(_)) => {
                    let (ended, sample) = awaited.pop().unwrap();
                    pacing.ended(since(ended), &sample.answer);
                    taken.push(sample);
                }
                (_, None) => return taken,
            }
        }
    }
}

impl Site for Visit {
    fn now(&self) -> Timestamp {
        self.shows(self.began)
    }

    fn http(&self, _: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        panic!("not an HTTP probe")
    }

    fn ntp(&self, _: &str) -> Result<NtpAnswer, SiteError> {
        panic!("servers are sampled together")
    }

    fn ntp_samples(&self, plan: &NtpPlan) -> Vec<NtpSample> {
        plan.servers.iter().flat_map(|it| self.sample(it, plan)).collect()
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        panic!("not a probe of hosts")
    }
}

/// A reference that lies about its time, and perhaps about how sure it is.
fn lie(dice: &mut Dice, server: &mut Server, began: i128) {
    let offset = match dice.between(0, 3) {
        0 => dice.between(-5 * SECOND, 5 * SECOND),
        1 => dice.between(-20 * MS, 20 * MS),
        2 => dice.between(-2 * MS, 2 * MS),
        _ => dice.between(-900 * MS, 900 * MS),
    };
    server.clock = Clock::wandering(dice, began, offset, 15_000);
    if dice.chance(200) {
        server.clock = server.clock.clone().stepped(began + dice.between(0, 2 * SECOND), 700 * MS);
    }
    if dice.chance(200) {
        // Smears the leap second, and announces none.
        (server.strict, server.announces) = (false, false);
    }
    server.root_delay = 0;
    server.root_dispersion = units(dice.pick(&[0, 50_000, 2 * MS, 30 * MS]));
}

/// A server that has nothing to give, each in its way.
fn spoilt(dice: &mut Dice) -> Manner {
    match dice.between(0, 3) {
        0 => Manner::Silent,
        1 => Manner::Kisses(dice.pick(&[*b"RATE", *b"DENY", *b"RSTR"]), dice.pick(&[0, 3, 5])),
        _ => Manner::Spoilt(dice.pick(&Defect::ALL)),
    }
}

/// A server of the authority: mostly right, often wrong, stepped, or of no use.
fn inspected(dice: &mut Dice, began: i128, leap: Leap) -> Server {
    let offset = match dice.between(0, 5) {
        0 | 1 => dice.between(-5 * MS, 5 * MS),
        2 => dice.between(-1_100 * MS, 1_100 * MS),
        3 => dice.pick(&[-1, 1]) * dice.between(970 * MS, 1_030 * MS),
        4 => dice.between(-4 * SECOND, 4 * SECOND),
        _ => dice.pick(&[-1, 1]) * dice.between(3_600 * SECOND, 864_000 * SECOND),
    };
    let clock = Clock::wandering(dice, began, offset, 15_000);
    let clock = if dice.chance(80) {
        let by = dice.pick(&[-2 * SECOND, -3 * MS, 200_000, 40 * MS, SECOND]);
        clock.stepped(began + dice.between(0, 2 * SECOND), by)
    } else {
        clock
    };
    let mut server = Server { clock, announces: leap.0.is_some(), ..honest(dice, began) };
    if dice.chance(60) {
        server.manner = spoilt(dice);
    }
    server
}
