use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use probes::{NtpAnswer, NtpPacing, NtpPlan, NtpSample, SiteError, SiteFailure, SteadyInstants};
use sntpc::{NtpContext, NtpTimestampGenerator, NtpUdpSocket};
use sntpc_net_std::UdpSocketWrapper;

use super::http::{Clients, of_io};
use super::{Hop, Limits, Networks, failed};

/// Port of the protocol.
const PORT: u16 = 123;

/// Most bytes of a datagram that is looked at. What a server sends is 48 bytes, or somewhat more
/// with extension fields.
const DATAGRAM: usize = 4096;

/// When the run of the tool began, by both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Began {
    at: Timestamp,
    instant: Instant,
}

impl Began {
    /// Now. The steady clock is read first: what passes until the other is read then widens no
    /// interval.
    pub(super) fn now() -> Self {
        let instant = Instant::now();
        Self { at: Timestamp::now(), instant }
    }

    /// Nanoseconds since then.
    fn nanos(&self, instant: Instant) -> u64 {
        u64::try_from(instant.saturating_duration_since(self.instant).as_nanos())
            .unwrap_or(u64::MAX)
    }
}

/// What every look at a time server needs of the site.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) names: &'a Clients,
    pub(super) networks: &'a Networks,
    pub(super) limits: &'a Limits,
    pub(super) began: Began,
    /// When the collection has to be over.
    pub(super) until: Option<Instant>,
}

impl Ground<'_> {
    /// Whether the collection is over at an instant.
    fn is_over(&self, at: Instant) -> bool {
        self.until.is_some_and(|until| at >= until)
    }

    /// How long a datagram is waited for.
    fn patience(&self) -> Duration {
        let left = self.until.map(|until| until.saturating_duration_since(Instant::now()));
        left.map_or(self.limits.ntp(), |left| left.min(self.limits.ntp()))
    }

    /// A wait that the end of the collection cut is told from silence.
    fn cut(&self, error: SiteError) -> SiteError {
        let over = error.failure == SiteFailure::Silent && self.is_over(Instant::now());
        if over { SiteError { failure: SiteFailure::DeadlineOver, ..error } } else { error }
    }
}

/// One sample, and the address that was asked.
pub(super) struct Sampled {
    pub(super) sample: NtpSample,
    pub(super) begun_at: Timestamp,
    pub(super) hop: Option<Hop>,
}

/// Most servers that are sampled at once. Each has a thread of its own and one for each request
/// that awaits its reply.
const AT_ONCE: usize = 32;

/// Carries out a plan: the servers beside one another, the requests to each as its pacing says.
///
/// A request that awaits its reply does not hold up the next one: a lost datagram costs nothing but
/// itself.
pub(super) fn samples(ground: Ground<'_>, plan: &NtpPlan) -> Vec<Sampled> {
    let mut taken: Vec<Sampled> = Vec::new();
    for servers in plan.servers.chunks(AT_ONCE) {
        let (done, arriving) = mpsc::channel();
        std::thread::scope(|scope| {
            for server in servers {
                let told = done.clone();
                let driver = move || drive(ground, plan, server, &told);
                if let Err(error) = thread("time").spawn_scoped(scope, driver) {
                    let _ = done.send(Sampled::failed(server, &other(server, &error)));
                }
            }
            drop(done);
            taken.extend(arriving);
        });
    }
    taken
}

/// Sends the requests to one server until its pacing ends.
fn drive(ground: Ground<'_>, plan: &NtpPlan, server: &str, told: &mpsc::Sender<Sampled>) {
    let peer = match resolve(ground, server) {
        Ok(peer) => peer,
        Err(error) => {
            let _ = told.send(Sampled::failed(server, &error));
            return;
        }
    };
    if ground.is_over(Instant::now()) {
        let message = "not asked: the time for the collection was over";
        let over = failed(server, SiteFailure::DeadlineOver, message);
        let _ = told.send(Sampled::failed(server, &over));
        return;
    }
    let mut pacing = NtpPacing::new(plan);
    let begun = Instant::now();
    let (done, arriving) = mpsc::channel::<Sampled>();
    let mut awaited = 0_usize;
    std::thread::scope(|scope| {
        loop {
            let arrived = match pacing.due().filter(|it| !ground.is_over(begun + *it)) {
                Some(due) => {
                    let left = due.saturating_sub(begun.elapsed());
                    if left.is_zero() {
                        pacing.sent(begun.elapsed());
                        awaited += 1;
                        let patience = pacing.patience(ground.patience());
                        let done = done.clone();
                        let exchange = move || {
                            let begun_at = Timestamp::now();
                            let answer = exchange(ground.began, server, peer, patience);
                            let answer = answer.map_err(|it| ground.cut(it));
                            let sample =
                                NtpSample { peer: server.to_owned(), at: Timestamp::now(), answer };
                            let _ = done.send(Sampled { sample, begun_at, hop: hop(server, peer) });
                        };
                        if let Err(error) = thread("time-sample").spawn_scoped(scope, exchange) {
                            let failed = Sampled::failed(server, &other(server, &error));
                            pacing.ended(begun.elapsed(), &failed.sample.answer);
                            awaited -= 1;
                            let _ = told.send(failed);
                        }
                        continue;
                    }
                    arriving.recv_timeout(left).ok()
                }
                None if awaited > 0 => arriving.recv().ok(),
                None => return,
            };
            if let Some(sampled) = arrived {
                awaited -= 1;
                pacing.ended(begun.elapsed(), &sampled.sample.answer);
                let _ = told.send(sampled);
            }
        }
    });
}

impl Sampled {
    fn failed(server: &str, error: &SiteError) -> Self {
        let at = Timestamp::now();
        let sample = NtpSample { peer: server.to_owned(), at, answer: Err(error.clone()) };
        Self { sample, begun_at: at, hop: None }
    }
}

fn thread(name: &str) -> std::thread::Builder {
    std::thread::Builder::new().name(name.to_owned())
}

fn other(server: &str, error: &io::Error) -> SiteError {
    failed(server, SiteFailure::Other, error.to_string())
}

fn hop(server: &str, peer: SocketAddr) -> Option<Hop> {
    Some(Hop { url: server.to_owned(), address: Some(peer.to_string()), status: None })
}

/// Sends one request and waits for its reply.
pub(super) fn ask(
    ground: Ground<'_>,
    server: &str,
    hops: &mut Vec<Hop>,
) -> Result<NtpAnswer, SiteError> {
    let peer = resolve(ground, server)?;
    hops.extend(hop(server, peer));
    exchange(ground.began, server, peer, ground.limits.ntp())
}

/// The address of a server, if it may be asked.
fn resolve(ground: Ground<'_>, server: &str) -> Result<SocketAddr, SiteError> {
    let (host, port) = split(server)
        .ok_or_else(|| failed(server, SiteFailure::AddressRefused, "not host or host:port"))?;
    let address = match host.parse::<IpAddr>() {
        Ok(address) if ground.networks.allow(address) => address,
        Ok(address) => {
            let message = format!("{address} is not allowed");
            return Err(failed(server, SiteFailure::AddressRefused, message));
        }
        Err(_) => ground
            .names
            .resolve(host, ground.limits)
            .map_err(|it| failed(server, it.failure, it.message))?
            .first()
            .copied()
            .ok_or_else(|| failed(server, SiteFailure::NameUnresolved, "no address"))?,
    };
    Ok(SocketAddr::new(address, port))
}

/// One request to one address.
///
/// sntpc makes the request and reads the reply; the socket under it keeps both. A reply that
/// sntpc refuses (a kiss of death, an unsynchronised server) is returned as well: the probe
/// judges.
fn exchange(
    began: Began,
    server: &str,
    peer: SocketAddr,
    patience: Duration,
) -> Result<NtpAnswer, SiteError> {
    let other = |error: io::Error| other(server, &error);
    let any: IpAddr = match peer {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).map_err(other)?;
    // A connected socket learns that nobody listens at the port. Sending to a named address over
    // one is an error on Apple's systems alone; there it stays silent.
    if !cfg!(target_vendor = "apple") {
        socket.connect(peer).map_err(other)?;
    }
    let receiver = socket.try_clone().map_err(other)?;
    let recorder = Recorder {
        peer,
        sender: UdpSocketWrapper::new(socket),
        receiver,
        patience,
        record: RefCell::default(),
    };
    // Whatever sntpc says of the reply, the record has what happened.
    let _ = sntpc::sync::get_time(peer, &recorder, NtpContext::new(Clock::default()));

    let record = recorder.record.into_inner();
    let Some(sent) = record.sent else {
        return Err(failed(server, SiteFailure::Other, "the request could not be sent"));
    };
    let Some((elapsed, reply)) = record.matching.or(record.other) else {
        let (failure, message) = record.failure.unwrap_or((SiteFailure::Silent, String::new()));
        return Err(failed(server, failure, message));
    };
    let received_at = SignedDuration::try_from(elapsed)
        .ok()
        .and_then(|it| sent.at.checked_add(it).ok())
        .ok_or_else(|| failed(server, SiteFailure::Other, "the clock is out of its range"))?;
    Ok(NtpAnswer {
        peer: server.to_owned(),
        address: Some(peer),
        sent_at: sent.at,
        received_at,
        steady: SteadyInstants {
            began_at: began.at,
            sent_ns: began.nanos(sent.instant),
            received_ns: began.nanos(sent.instant + elapsed),
        },
        request: sent.request,
        reply,
    })
}

/// Splits `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address.
fn split(server: &str) -> Option<(&str, u16)> {
    let (host, port) = if let Some(rest) = server.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        (host, if port.is_empty() { None } else { Some(port.strip_prefix(':')?) })
    } else if server.parse::<Ipv6Addr>().is_ok() {
        (server, None)
    } else {
        server.split_once(':').map_or((server, None), |(host, port)| (host, Some(port)))
    };
    let port = match port {
        None => PORT,
        Some(digits) => digits.parse().ok().filter(|&it| it != 0)?,
    };
    let strange = |it: char| it.is_control() || it.is_whitespace() || it == '/' || it == '@';
    (!host.is_empty() && host.len() <= 253 && !host.contains(strange)).then_some((host, port))
}

/// A socket that keeps what passes through it.
struct Recorder {
    peer: SocketAddr,
    sender: UdpSocketWrapper,
    /// The same socket: the adapter folds every error into one, and here the kinds are needed.
    receiver: UdpSocket,
    patience: Duration,
    record: RefCell<Record>,
}

#[derive(Default)]
struct Record {
    sent: Option<Sent>,
    /// The reply to the request, and when it came.
    matching: Option<(Duration, Vec<u8>)>,
    /// The first datagram of the server that is none.
    other: Option<(Duration, Vec<u8>)>,
    failure: Option<(SiteFailure, String)>,
}

struct Sent {
    at: Timestamp,
    instant: Instant,
    request: Vec<u8>,
}

impl Recorder {
    /// Waits for a datagram from the server that answers the request ([`answers`]). Others are
    /// passed over until the deadline, so that a forged or late one does not shut out the true
    /// one.
    fn wait(&self, buffer: &mut [u8]) -> Option<usize> {
        let mut record = self.record.borrow_mut();
        let Record { sent: Some(sent), matching, other, failure } = &mut *record else {
            return None;
        };
        let origin = sent.request.get(40..48)?;
        let mut datagram = vec![0; DATAGRAM];
        loop {
            let left = self.patience.saturating_sub(sent.instant.elapsed());
            let silent = || Some((SiteFailure::Silent, "no datagram in time".to_owned()));
            if left.is_zero() || self.receiver.set_read_timeout(Some(left)).is_err() {
                *failure = silent();
                return None;
            }
            let received = self.receiver.recv_from(&mut datagram);
            let elapsed = sent.instant.elapsed();
            let (length, source) = match received {
                Ok(received) => received,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    *failure = match of_io(error.kind()) {
                        Some(SiteFailure::Silent) => silent(),
                        // Windows reports a closed port as a reset.
                        Some(SiteFailure::BadAnswer) => {
                            Some((SiteFailure::ConnectionRefused, error.to_string()))
                        }
                        known => Some((known.unwrap_or(SiteFailure::Other), error.to_string())),
                    };
                    return None;
                }
            };
            if source != self.peer {
                continue;
            }
            let bytes = datagram.get(..length)?.to_vec();
            if answers(&bytes, origin) {
                let copied = bytes.len().min(buffer.len());
                buffer.get_mut(..copied)?.copy_from_slice(bytes.get(..copied)?);
                *matching = Some((elapsed, bytes));
                return Some(copied);
            }
            other.get_or_insert((elapsed, bytes));
        }
    }
}

/// Whether a datagram is a whole packet of a known version, in server mode, that repeats the
/// transmit timestamp of the request
/// ([RFC 5905 section 8](https://www.rfc-editor.org/rfc/rfc5905#section-8)). Extension fields and a
/// digest may follow.
fn answers(bytes: &[u8], origin: &[u8]) -> bool {
    let head = bytes.first().copied().unwrap_or_default();
    bytes.len() >= 48
        && head & 0b111 == 4
        && (1..=4).contains(&(head >> 3 & 0b111))
        && bytes.get(24..32) == Some(origin)
}

impl NtpUdpSocket for Recorder {
    async fn send_to(&self, bytes: &[u8], address: SocketAddr) -> sntpc::Result<usize> {
        self.record.borrow_mut().sent =
            Some(Sent { at: Timestamp::now(), instant: Instant::now(), request: bytes.to_vec() });
        let result = self.sender.send_to(bytes, address).await;
        if result.is_err() {
            self.record.borrow_mut().sent = None;
        }
        result
    }

    async fn recv_from(&self, buffer: &mut [u8]) -> sntpc::Result<(usize, SocketAddr)> {
        self.wait(buffer).map(|length| (length, self.peer)).ok_or(sntpc::Error::Network)
    }
}

/// The clock that sntpc writes into the request.
#[derive(Clone, Copy, Default)]
struct Clock(Timestamp);

impl NtpTimestampGenerator for Clock {
    fn init(&mut self) {
        self.0 = Timestamp::now();
    }

    fn timestamp_sec(&self) -> u64 {
        u64::try_from(self.0.as_second()).unwrap_or(0)
    }

    fn timestamp_subsec_micros(&self) -> u32 {
        u32::try_from(self.0.subsec_microsecond()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_server_is_a_host_with_or_without_a_port() {
        assert_eq!(split("time.example"), Some(("time.example", 123)));
        assert_eq!(split("time.example:1123"), Some(("time.example", 1123)));
        assert_eq!(split("192.0.2.1:1123"), Some(("192.0.2.1", 1123)));
        assert_eq!(split("2001:db8::1"), Some(("2001:db8::1", 123)));
        assert_eq!(split("[2001:db8::1]"), Some(("2001:db8::1", 123)));
        assert_eq!(split("[2001:db8::1]:1123"), Some(("2001:db8::1", 1123)));
        for text in
            ["", ":123", "a:", "a:0", "a:65536", "a b", "[::1", "[::1]123", "ntp://a", "a\n"]
        {
            assert_eq!(split(text), None, "{text:?}");
        }
    }
}
