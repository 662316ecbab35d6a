//! The time probe against servers that misbehave on purpose: over real sockets, through the real
//! site, collected and judged as in an inspection.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use model::{Basis, Evidence, EvidenceKind, Exhibit, Judgement, Limit, Unit, Verdict};
use probes::{
    Declaration, Question, Site, TimeReference, TimeSampling, TimeServer, TimeSourceClass,
};
use tekseru::site::{Limits, Networks, World};

use crate::fixtures::requirement;

const PROBE: &str = "time.ntp-offset";
const GAP: Duration = Duration::from_millis(30);

/// What a server sends back: when, and from its own port or another one.
struct Datagram {
    after: Duration,
    own_port: bool,
    bytes: Vec<u8>,
}

fn soon(bytes: Vec<u8>) -> Vec<Datagram> {
    vec![Datagram { after: Duration::ZERO, own_port: true, bytes }]
}

/// A server, and when it was asked.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Instant>>>,
}

impl Server {
    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

/// Starts a server that answers the request of this number with what `reply` makes of it.
fn start(reply: impl Fn(usize, &[u8]) -> Vec<Datagram> + Send + 'static) -> Server {
    let socket = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    let other = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    let address = socket.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&asked);
    std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let number = {
                let mut told = told.lock().unwrap();
                told.push(Instant::now());
                told.len() - 1
            };
            for datagram in reply(number, &buffer[..length]) {
                let port = Arc::clone(if datagram.own_port { &socket } else { &other });
                if datagram.after.is_zero() {
                    let _ = port.send_to(&datagram.bytes, from);
                    continue;
                }
                std::thread::spawn(move || {
                    std::thread::sleep(datagram.after);
                    let _ = port.send_to(&datagram.bytes, from);
                });
            }
        }
    });
    Server { address, asked }
}

/// What a server says of itself and of its clock.
#[derive(Clone, Copy)]
struct Says {
    ahead: SignedDuration,
    leap: u8,
    stratum: u8,
    id: [u8; 4],
    /// In units of 2^-16 s.
    root_dispersion: u32,
}

const SOUND: Says =
    Says { ahead: SignedDuration::ZERO, leap: 0, stratum: 1, id: *b"PPS\0", root_dispersion: 7 };

impl Says {
    const fn ahead(self, ahead: SignedDuration) -> Self {
        Self { ahead, ..self }
    }

    const fn following(self, id: [u8; 4]) -> Self {
        Self { stratum: 2, id, ..self }
    }

    /// The reply to a request that arrived now and is answered now.
    fn reply(self, request: &[u8]) -> Vec<u8> {
        let now = Timestamp::now();
        let stamp = |at: Timestamp| {
            let nanos = at.as_nanosecond() + self.ahead.as_nanos() + 2_208_988_800 * 1_000_000_000;
            let units = (nanos << 32).div_euclid(1_000_000_000);
            let bytes: [u8; 16] = units.to_be_bytes();
            bytes[8..].to_vec()
        };
        let mut reply = vec![self.leap << 6 | 4 << 3 | 4, self.stratum, 4, 0xe9];
        reply.extend([0; 4]);
        reply.extend(self.root_dispersion.to_be_bytes());
        reply.extend(self.id);
        reply.extend(stamp(now - SignedDuration::from_secs(30)));
        reply.extend(&request[40..48]);
        reply.extend(stamp(now));
        reply.extend(stamp(now));
        reply
    }

    fn start(self) -> Server {
        start(move |_, request| soon(self.reply(request)))
    }
}

/// A reply with some of its octets changed.
fn spoilt(mut reply: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    reply[at..at + bytes.len()].copy_from_slice(bytes);
    reply
}

fn sampling() -> TimeSampling {
    let spacing_ms = u32::try_from(GAP.as_millis()).unwrap();
    TimeSampling { samples: 4, fewest: 2, spacing_ms, ..TimeSampling::default() }
}

fn declared(server: &Server, references: &[(&Server, TimeSourceClass)]) -> Declaration {
    Declaration {
        time_servers: vec![TimeServer {
            address: server.address.to_string(),
            name: "NTP".into(),
            sources: vec![],
        }],
        time_references: references
            .iter()
            .map(|(it, class)| TimeReference { address: it.address.to_string(), class: *class })
            .collect(),
        time_sampling: sampling(),
        ..Declaration::default()
    }
}

fn world() -> World {
    let limits = Limits { ntp_ms: 1_500, ..Limits::default() };
    World::new(Networks::loopback(), limits).unwrap()
}

fn collected(declaration: &Declaration) -> Vec<Evidence> {
    probes::by_id(PROBE).unwrap().collect(&world(), declaration, &[]).unwrap()
}

fn judged(declaration: &Declaration, mut evidence: Vec<Evidence>, limit_ms: i64) -> Judgement {
    let bytes = serde_json::to_vec(declaration).unwrap();
    evidence.push(Evidence::new(EvidenceKind::Declaration, Timestamp::now(), "declaration", bytes));
    let basis = Basis::Commission;
    let limit = Limit { min: None, max: Some(limit_ms), unit: Unit::Millisecond, basis };
    let requirement = model::Requirement { limit: Some(limit), ..requirement(PROBE) };
    let day = "2026-11-22".parse().unwrap();
    probes::judge(&Question { requirement: &requirement, evidence: &evidence, day })
}

fn codes(judgement: &Judgement) -> Vec<&str> {
    judgement.notes.iter().map(|it| it.code.as_ref()).collect()
}

fn fact<'j>(judgement: &'j Judgement, code: &str, name: &str) -> &'j str {
    let note = judgement.notes.iter().find(|it| it.code == code);
    &note.unwrap_or_else(|| panic!("{code}: {judgement:#?}")).facts[name]
}

use TimeSourceClass::{International, NationalStandard, Satellite};

/// A server of the authority against three sound references.
fn against_sound(server: &Server) -> Judgement {
    let references = [SOUND.start(), SOUND.start(), SOUND.start()];
    let [a, b, c] = &references;
    let declaration =
        declared(server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    judged(&declaration, collected(&declaration), 1_000)
}

// Kisses of death.

#[test]
fn a_server_that_asks_for_fewer_requests_is_asked_half_as_often_and_marked() {
    let server = start(|number, request| {
        let reply = SOUND.reply(request);
        soon(if number == 0 { spoilt(spoilt(reply, 1, &[0]), 12, b"RATE") } else { reply })
    });
    let judgement = against_sound(&server);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    assert_eq!(fact(&judgement, "time.kiss-of-death", "kiss"), "RATE");
    let asked = server.asked.lock().unwrap();
    assert_eq!(asked.len(), 4);
    for pair in asked.windows(2) {
        let gap = pair[1] - pair[0];
        // What the two threads are late by may shorten a gap by a little.
        assert!(gap >= 2 * GAP - Duration::from_millis(15), "{gap:?}");
    }
}

#[test]
fn a_server_that_refuses_is_not_asked_on() {
    for (code, most) in [(b"DENY", 2), (b"RSTR", 2), (b"RATE", 3)] {
        let server =
            start(move |_, request| soon(spoilt(spoilt(SOUND.reply(request), 1, &[0]), 12, code)));
        let judgement = against_sound(&server);
        assert_eq!(judgement.verdict, Verdict::Undetermined);
        let kiss = fact(&judgement, "time.kiss-of-death", "kiss");
        assert_eq!(kiss.as_bytes(), code);
        assert!(server.asked() <= most, "{kiss}: asked {} times", server.asked());
    }
}

#[test]
fn a_forged_refusal_shuts_out_nobody() {
    let server = start(|_, request| {
        let reply = SOUND.reply(request);
        let kiss = spoilt(spoilt(spoilt(reply.clone(), 1, &[0]), 12, b"DENY"), 24, &[9; 8]);
        [soon(kiss), soon(reply)].into_iter().flatten().collect()
    });
    let judgement = against_sound(&server);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    assert!(!codes(&judgement).contains(&"time.kiss-of-death"));
    assert_eq!(server.asked(), 4);
}

// Forged replies.

type Forge = fn(&[u8]) -> Vec<u8>;

/// Datagrams that answer nothing, and the code that names each where no true reply follows.
const FORGED: [(&str, Forge, &str); 6] = [
    ("wrong origin", |it| spoilt(hour(it), 24, &[9; 8]), "time.not-an-answer"),
    ("client mode", |it| spoilt(hour(it), 0, &[4 << 3 | 3]), "time.not-an-answer"),
    ("broadcast", |it| spoilt(hour(it), 0, &[4 << 3 | 5]), "time.not-an-answer"),
    ("version 7", |it| spoilt(hour(it), 0, &[7 << 3 | 4]), "time.not-an-answer"),
    ("short", |it| hour(it)[..40].to_vec(), "time.reply-malformed"),
    ("empty", |_| vec![], "time.reply-malformed"),
];

/// A reply that is an hour off.
fn hour(request: &[u8]) -> Vec<u8> {
    SOUND.ahead(SignedDuration::from_hours(1)).reply(request)
}

#[test]
fn a_forged_reply_is_passed_over_until_the_true_one_comes() {
    for (name, forge, _) in FORGED {
        let server = start(move |_, request| {
            let after = Duration::from_millis(20);
            let bytes = SOUND.reply(request);
            let late = Datagram { after, own_port: true, bytes };
            [soon(forge(request)), vec![late]].into_iter().flatten().collect()
        });
        let judgement = against_sound(&server);
        assert_eq!(judgement.verdict, Verdict::Complies, "{name}: {judgement:#?}");
    }
}

#[test]
fn where_only_forged_replies_come_nothing_is_said_of_the_server() {
    for (name, forge, code) in FORGED {
        let server = start(move |_, request| soon(forge(request)));
        let judgement = against_sound(&server);
        assert_eq!(judgement.verdict, Verdict::Undetermined, "{name}");
        assert!(codes(&judgement).contains(&code), "{name}: {judgement:#?}");
    }
}

#[test]
fn a_reply_from_another_port_is_no_reply() {
    let server = start(|_, request| {
        let forged = Datagram { after: Duration::ZERO, own_port: false, bytes: hour(request) };
        let after = Duration::from_millis(20);
        vec![forged, Datagram { after, own_port: true, bytes: SOUND.reply(request) }]
    });
    let judgement = against_sound(&server);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    let server = start(|_, request| {
        vec![Datagram { after: Duration::ZERO, own_port: false, bytes: SOUND.reply(request) }]
    });
    let judgement = against_sound(&server);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert!(codes(&judgement).contains(&"time.server-silent"));
}

#[test]
fn a_late_duplicate_of_an_earlier_reply_is_no_reply() {
    let earlier: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let server = start(move |_, request| {
        let mut earlier = earlier.lock().unwrap();
        let mut sent: Vec<_> = earlier.iter().cloned().flat_map(soon).collect();
        let reply = SOUND.reply(request);
        earlier.push(reply.clone());
        sent.extend(soon(reply));
        sent
    });
    let judgement = against_sound(&server);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
}

#[test]
fn extension_fields_and_digests_after_a_reply_are_left_alone() {
    for extra in [4, 20, 28, 400, 3_000] {
        let server = start(move |_, request| soon([SOUND.reply(request), vec![7; extra]].concat()));
        let judgement = against_sound(&server);
        assert_eq!(judgement.verdict, Verdict::Complies, "{extra}: {judgement:#?}");
    }
}

// Servers that have no time to give.

#[test]
fn a_server_that_has_no_time_to_give_is_named_by_its_defect() {
    let zero = [0; 8];
    let stamp = |seconds: i64| {
        let now = Timestamp::now().as_second() + 2_208_988_800 + seconds;
        u32::try_from(now).unwrap().to_be_bytes()
    };
    let stale = stamp(-40 * 3_600);
    let ahead = stamp(60);
    let cases: [(&str, usize, &[u8], &str); 10] = [
        ("leap indicator 3", 0, &[3 << 6 | 4 << 3 | 4], "time.unsynchronised"),
        ("stratum 16", 1, &[16], "time.unsynchronised"),
        ("stratum 255", 1, &[255], "time.unsynchronised"),
        ("stratum 0", 1, &[0], "time.kiss-of-death"),
        ("root dispersion of 16 s", 8, &[0, 16, 0, 0], "time.root-distance-absurd"),
        ("no reference time", 16, &zero, "time.reference-time-absent"),
        ("reference time 40 hours old", 16, &stale, "time.reference-time-stale"),
        ("reference time ahead", 16, &ahead, "time.reply-malformed"),
        ("no transmit time", 40, &zero, "time.server-without-time"),
        ("transmit before receive", 32, &ahead, "time.reply-malformed"),
    ];
    for (name, at, bytes, code) in cases {
        let bytes = bytes.to_vec();
        let server = start(move |_, request| soon(spoilt(SOUND.reply(request), at, &bytes)));
        let judgement = against_sound(&server);
        assert_eq!(judgement.verdict, Verdict::Undetermined, "{name}");
        assert!(codes(&judgement).contains(&code), "{name}: {judgement:#?}");
        assert!(judgement.measures.is_empty(), "{name}: no offset of 0");
        // As a reference it is worth as little: the other two still outvote it, not it them.
        let sound = [SOUND.start(), SOUND.start(), SOUND.start()];
        let [inspected, a, b] = &sound;
        let declaration =
            declared(inspected, &[(&server, NationalStandard), (a, Satellite), (b, International)]);
        let judgement = judged(&declaration, collected(&declaration), 1_000);
        assert_eq!(judgement.verdict, Verdict::Complies, "{name}: {judgement:#?}");
        assert!(codes(&judgement).contains(&code), "{name}");
        assert!(
            fact(&judgement, "time.offset-within-limit", "references").matches(',').count() == 1
        );
    }
}

#[test]
fn a_server_that_doubts_itself_beyond_the_limit_does_not_comply() {
    let server = Says { root_dispersion: 2 << 16, ..SOUND }.start();
    let judgement = against_sound(&server);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert!(codes(&judgement).contains(&"time.root-distance-beyond-limit"));
    let sound = [SOUND.start(), SOUND.start(), SOUND.start()];
    let [inspected, a, b] = &sound;
    let declaration = declared(inspected, &[(&server, Satellite), (a, Satellite), (b, Satellite)]);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies);
    assert!(codes(&judgement).contains(&"time.reference-too-far"));
}

// References that lie.

/// A sound server against one honest reference and three that are two seconds ahead.
fn against_liars(liars: [(Says, TimeSourceClass); 3], honest: TimeSourceClass) -> Judgement {
    let two = SignedDuration::from_secs(2);
    let servers = liars.map(|(says, class)| (says.ahead(two).start(), class));
    let sound = [SOUND.start(), SOUND.start()];
    let mut references: Vec<_> = servers.iter().map(|(it, class)| (it, *class)).collect();
    references.push((&sound[1], honest));
    let declaration = declared(&sound[0], &references);
    judged(&declaration, collected(&declaration), 1_000)
}

#[test]
fn three_references_of_one_source_do_not_outvote_the_fourth() {
    let same = SOUND.following([10, 0, 0, 9]);
    let judgement =
        against_liars([(same, Satellite), (same, International), (same, Satellite)], Satellite);
    assert_eq!(judgement.verdict, Verdict::Undetermined, "{judgement:#?}");
    let codes = codes(&judgement);
    assert!(codes.contains(&"time.majority-not-independent"), "{codes:?}");
    assert!(codes.contains(&"time.references-share-source"), "{codes:?}");
    assert!(codes.contains(&"time.no-reference-usable"), "{codes:?}");
}

#[test]
fn three_receivers_of_one_kind_do_not_outvote_a_reference_of_another() {
    let gps = Says { id: *b"GPS\0", ..SOUND };
    let judgement =
        against_liars([(gps, Satellite), (gps, Satellite), (gps, Satellite)], NationalStandard);
    assert_eq!(judgement.verdict, Verdict::Undetermined, "{judgement:#?}");
    assert!(codes(&judgement).contains(&"time.majority-not-independent"));
}

#[test]
fn an_independent_majority_names_who_is_left_out() {
    let [a, b] = [SOUND.start(), SOUND.start()];
    let c = SOUND.following([192, 0, 2, 9]).start();
    let liar = SOUND.ahead(SignedDuration::from_secs(2)).start();
    let server = SOUND.start();
    let references =
        [(&a, NationalStandard), (&b, Satellite), (&c, International), (&liar, International)];
    let declaration = declared(&server, &references);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies);
    assert_eq!(fact(&judgement, "time.falseticker", "peer"), liar.address.to_string());
    let split = declared(
        &server,
        &[
            (&a, NationalStandard),
            (&b, Satellite),
            (&liar, Satellite),
            (&SOUND.ahead(SignedDuration::from_secs(2)).start(), International),
        ],
    );
    let judgement = judged(&split, collected(&split), 1_000);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert!(codes(&judgement).contains(&"time.references-disagree"), "{judgement:#?}");
}

#[test]
fn references_of_one_source_are_warned_of_where_they_agree() {
    let same = SOUND.following([10, 0, 0, 9]);
    let servers = [same.start(), same.start(), same.start(), SOUND.start()];
    let [a, b, c, server] = &servers;
    let declaration = declared(server, &[(a, Satellite), (b, International), (c, International)]);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies);
    assert_eq!(fact(&judgement, "time.references-share-source", "source"), "10.0.0.9");
}

#[test]
fn the_inspected_server_is_no_reference_of_itself() {
    let server = SOUND.ahead(SignedDuration::from_secs(5)).start();
    let again = format!("localhost:{}", server.address.port());
    let mut declaration = declared(&server, &[]);
    declaration.time_references = vec![TimeReference { address: again, class: International }];
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Undetermined, "{judgement:#?}");
    assert!(codes(&judgement).contains(&"time.reference-is-inspected"));
}

/// Every probe of the demonstration that compares instants has measured time, through collection
/// and judgement of the application; each of them would say so if it had not.
#[test]
fn measured_time_reaches_every_judgement_of_a_visit() {
    let act = crate::inspection::clean().act();
    let mut comparing = Vec::new();
    for judged in act.subjects.iter().flat_map(|it| &it.requirements) {
        let (probe, judgement) = (judged.finding.probe.0.as_str(), &judged.finding.judgement);
        if probes::by_id(probe).unwrap().says().contains(&"time.laptop-clock-unchecked") {
            comparing.push(probe);
            assert_eq!(judgement.verdict, Verdict::Complies, "{probe}");
        }
        assert!(!codes(judgement).contains(&"time.laptop-clock-unchecked"), "{probe}");
    }
    for probe in [
        "crl.content",
        "crl.history",
        "crl.revocation-drill",
        "net.tls",
        "ocsp.status",
        "time.ntp-offset",
        "time.witnesses",
        "tsp.token",
    ] {
        assert!(comparing.contains(&probe), "{probe}: {comparing:?}");
    }
}

/// If the follower counted, the two would contradict each other and nothing would follow.
#[test]
fn a_reference_that_follows_the_inspected_server_does_not_count() {
    let five = SignedDuration::from_secs(5);
    let server = SOUND.ahead(five).start();
    let follower = SOUND.ahead(five).following([127, 0, 0, 1]).start();
    let honest = SOUND.start();
    let references = [(&follower, International), (&honest, NationalStandard)];
    let declaration = declared(&server, &references);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Violates, "{judgement:#?}");
    let code = "time.reference-follows-inspected";
    assert_eq!(fact(&judgement, code, "peer"), follower.address.to_string());
    assert_eq!(fact(&judgement, code, "server"), server.address.to_string());
}

/// If both names counted, they would outvote the honest reference.
#[test]
fn a_reference_that_is_named_twice_counts_once() {
    let liar = SOUND.ahead(SignedDuration::from_secs(2)).start();
    let (honest, server) = (SOUND.start(), SOUND.start());
    let references = [(&liar, Satellite), (&honest, NationalStandard)];
    let mut declaration = declared(&server, &references);
    let again = format!("localhost:{}", liar.address.port());
    let twin = TimeReference { address: again.clone(), class: International };
    declaration.time_references.push(twin);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Undetermined, "{judgement:#?}");
    assert_eq!(fact(&judgement, "time.reference-named-twice", "peer"), again);
    let other = fact(&judgement, "time.reference-named-twice", "other");
    assert_eq!(other, liar.address.to_string());
}

#[test]
fn one_reference_of_three_is_too_few() {
    let silent = || start(|_, _| Vec::new());
    let (sound, server, one, other) = (SOUND.start(), SOUND.start(), silent(), silent());
    let references = [(&sound, NationalStandard), (&one, Satellite), (&other, International)];
    let declaration = declared(&server, &references);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Undetermined, "{judgement:#?}");
    assert_eq!(fact(&judgement, "time.references-too-few", "count"), "1");
    assert_eq!(fact(&judgement, "time.references-too-few", "declared"), "3");
}

// Paths that differ there and back.

/// A server to or from which half a second is lost on the way.
fn lopsided(ahead_ms: i64, requests_are_slow: bool) -> Server {
    let says = SOUND.ahead(SignedDuration::from_millis(ahead_ms));
    let slow = Duration::from_millis(500);
    start(move |_, request| {
        if requests_are_slow {
            std::thread::sleep(slow);
            return soon(says.reply(request));
        }
        vec![Datagram { after: slow, own_port: true, bytes: says.reply(request) }]
    })
}

#[test]
fn an_unequal_path_widens_the_bound_and_never_passes_near_the_limit() {
    // What is lost on the way of the requests makes the server look 250 ms further ahead, on that
    // of the replies 250 ms less: the bound reaches back to the truth, and across the limit.
    for (ahead_ms, requests_are_slow, verdict) in [
        (900, true, Verdict::Undetermined),
        (1_001, false, Verdict::Undetermined),
        (-1_001, true, Verdict::Undetermined),
        (100, false, Verdict::Complies),
        (100, true, Verdict::Complies),
        (3_000, true, Verdict::Violates),
    ] {
        let judgement = against_sound(&lopsided(ahead_ms, requests_are_slow));
        assert_eq!(judgement.verdict, verdict, "{ahead_ms}: {judgement:#?}");
        let measure = judgement.measures[0].measure;
        let half = i64::try_from(measure.uncertainty).unwrap();
        assert!(half >= 250_000_000, "{measure:?}");
        let truth = ahead_ms.abs() * 1_000_000;
        assert!(measure.value - half <= truth && truth <= measure.value + half, "{measure:?}");
        let straddles = codes(&judgement).contains(&"time.offset-straddles-limit");
        assert_eq!(straddles, verdict == Verdict::Undetermined);
    }
}

// Days on which clocks are odd.

#[test]
fn the_era_that_begins_in_2036_is_no_drift() {
    // A hundred days after the first second of era 1, by every server; the laptop is years behind.
    let later = jiff::civil::date(2036, 5, 17).at(6, 28, 16, 0);
    let later = later.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let ahead = later.duration_since(Timestamp::now());
    let says = SOUND.ahead(ahead);
    let servers = [says.start(), says.start(), says.start(), says.start()];
    let [server, a, b, c] = &servers;
    let declaration =
        declared(server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    assert_eq!(fact(&judgement, "time.laptop-offset", "direction"), "behind");
    // One server alone in era 1 is years ahead of references in era 0.
    let judgement = against_sound(server);
    assert_eq!(judgement.verdict, Verdict::Violates, "{judgement:#?}");
    let value = i128::from(judgement.measures[0].measure.value);
    assert!((value - ahead.as_nanos()).abs() < 1_000_000_000);
}

#[test]
fn a_server_that_spreads_a_leap_second_is_told_from_a_wrong_one() {
    let strict = Says { leap: 1, ..SOUND };
    let smeared = SOUND.ahead(SignedDuration::from_millis(-400)).following(*b"GOOG");
    let servers = [strict.start(), strict.start(), strict.start(), smeared.start()];
    let [server, a, b, c] = &servers;
    let declaration =
        declared(server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    let codes = codes(&judgement);
    assert!(codes.contains(&"time.smear-suspected"), "{judgement:#?}");
    assert!(codes.contains(&"time.leap-announcements-differ"), "{codes:?}");
    assert!(codes.contains(&"time.falseticker"), "{codes:?}");
    assert_eq!(fact(&judgement, "time.smear-suspected", "peer"), c.address.to_string());
}

#[test]
fn a_leap_second_amid_the_samples_leaves_the_offset_open() {
    // Every clock shows the last seconds of June 2028, and announces a second more.
    let midnight: Timestamp = "2028-06-30T23:59:57Z".parse().unwrap();
    let ahead = midnight.duration_since(Timestamp::now());
    let says = Says { leap: 1, ..SOUND.ahead(ahead) };
    let servers = [says.start(), says.start(), says.start(), says.start()];
    let [server, a, b, c] = &servers;
    let declaration =
        declared(server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Undetermined);
    assert!(codes(&judgement).contains(&"time.leap-second-passing"), "{judgement:#?}");
}

#[test]
fn a_step_of_the_laptop_during_the_samples_is_seen_and_moves_nothing() {
    let server = SOUND.start();
    let references = [SOUND.start(), SOUND.start(), SOUND.start()];
    let [a, b, c] = &references;
    let declaration =
        declared(&server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    let mut evidence = collected(&declaration);
    // The clock of this machine is not to be touched: its readings in the records are.
    let half = evidence.len() / 2;
    for piece in &mut evidence[half..] {
        let bytes = piece.bytes().unwrap();
        let mut record: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        drop(bytes);
        let answered = &mut record["outcome"]["answered"];
        for field in ["sent-at", "received-at"] {
            let at: Timestamp = answered[field].as_str().unwrap().parse().unwrap();
            answered[field] = (at + SignedDuration::from_hours(1)).to_string().into();
        }
        let bytes = serde_json::to_vec(&record).unwrap();
        *piece = Evidence::new(piece.kind, piece.collected_at, piece.source.clone(), bytes);
    }
    let judgement = judged(&declaration, evidence, 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    let step: Vec<_> = fact(&judgement, "time.laptop-stepped", "step-ms").split('.').collect();
    assert!(matches!(step[0], "3600000" | "3599999" | "3600001"), "{step:?}");
    assert!(judgement.measures[0].measure.uncertainty < 50_000_000);
}

// Laptops that are wrong.

#[test]
fn the_clock_of_the_laptop_cancels_out_and_is_told() {
    // Every server is an hour ahead of this machine: it is this machine that is wrong.
    let says = SOUND.ahead(SignedDuration::from_hours(1));
    let servers = [says.start(), says.start(), says.start(), says.start()];
    let [server, a, b, c] = &servers;
    let declaration =
        declared(server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    let judgement = judged(&declaration, collected(&declaration), 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    assert_eq!(fact(&judgement, "time.laptop-offset", "direction"), "behind");
    let offset = fact(&judgement, "time.laptop-offset", "offset-ms");
    assert!(offset.starts_with("3600") || offset.starts_with("3599"), "{offset}");
}

#[test]
fn two_laptops_agree_or_their_measurement_is_in_doubt() {
    let ahead = Arc::new(AtomicI64::new(0));
    let moved = Arc::clone(&ahead);
    let server = start(move |_, request| {
        let ahead = SignedDuration::from_millis(moved.load(Ordering::Relaxed));
        soon(SOUND.ahead(ahead).reply(request))
    });
    let references = [SOUND.start(), SOUND.start(), SOUND.start()];
    let [a, b, c] = &references;
    let declaration =
        declared(&server, &[(a, NationalStandard), (b, Satellite), (c, International)]);
    // Each site has a steady clock of its own, as each laptop has.
    let first = collected(&declaration);
    let second = collected(&declaration);
    let judgement = judged(&declaration, [first.clone(), second].concat(), 1_000);
    assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    ahead.store(500, Ordering::Relaxed);
    let second = collected(&declaration);
    for merged in [[first.clone(), second.clone()].concat(), [second, first].concat()] {
        let judgement = judged(&declaration, merged, 1_000);
        assert_eq!(judgement.verdict, Verdict::Undetermined);
        assert!(codes(&judgement).contains(&"time.runs-disagree"), "{judgement:#?}");
    }
}

// Time and figures.

#[test]
fn eight_references_are_sampled_eight_times_within_three_seconds() {
    let slow = || {
        start(|_, request| {
            // Ten milliseconds there and ten back, as far as this server can tell them apart.
            std::thread::sleep(Duration::from_millis(10));
            let after = Duration::from_millis(10);
            vec![Datagram { after, own_port: true, bytes: SOUND.reply(request) }]
        })
    };
    for silent in [0, 3] {
        let servers: Vec<_> = (0..9)
            .map(|number| if number < 9 - silent { slow() } else { start(|_, _| vec![]) })
            .collect();
        let references: Vec<_> = servers[1..].iter().map(|it| (it, International)).collect();
        let mut declaration = declared(&servers[0], &references);
        declaration.time_sampling = TimeSampling::default();
        let world = World::new(Networks::loopback(), Limits::default()).unwrap();
        let begun = Instant::now();
        let evidence = probes::by_id(PROBE).unwrap().collect(&world, &declaration, &[]).unwrap();
        let took = begun.elapsed();
        println!("{silent} of 8 references silent: {} exchanges in {took:?}", evidence.len());
        assert!(took < Duration::from_secs(3), "{took:?}");
        assert_eq!(evidence.len(), (9 - silent) * 8 + silent * 3);
        assert_eq!(world.take_looks().len(), evidence.len());
        let judgement = judged(&declaration, evidence, 1_000);
        assert_eq!(judgement.verdict, Verdict::Complies, "{judgement:#?}");
    }
}

#[test]
fn every_term_of_the_bound_is_shown_and_adds_up() {
    let judgement = against_sound(&SOUND.start());
    let table = |code: &str| {
        let tables = judgement.exhibits.iter().filter_map(|it| match it {
            Exhibit::Table(table) => Some(table),
            Exhibit::Timeline(_) => None,
        });
        tables.into_iter().find(|it| it.code == code).unwrap()
    };
    let nanos = |cell: &model::Cell| {
        let model::Cell::Text(text) = cell else { panic!("{cell:?}") };
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let sign = if whole.starts_with('-') { -1 } else { 1 };
        let part: i64 = format!("{part:0<6}").parse().unwrap();
        whole.parse::<i64>().unwrap() * 1_000_000 + sign * part
    };
    let terms = table("time.bound-terms");
    assert_eq!(terms.rows.len(), 4);
    for row in &terms.rows {
        let of = |name: &str| &row[terms.columns.iter().position(|it| it == name).unwrap()];
        let mut sum: i64 =
            ["half-delay", "precision", "drift", "rounding"].iter().map(|it| nanos(of(it))).sum();
        if *of("class") != model::Cell::word("time-role-inspected") {
            sum += nanos(of("root-dispersion")) + nanos(of("half-root-delay"));
        }
        assert_eq!(sum, nanos(of("sum")));
    }
    let interval = table("time.interval");
    let of = |name: &str| {
        nanos(&interval.rows[0][interval.columns.iter().position(|it| it == name).unwrap()])
    };
    let low = of("offset-from-laptop") - of("bound") - of("reference-high") - of("drift-between");
    let high = of("offset-from-laptop") + of("bound") - of("reference-low") + of("drift-between");
    assert!((of("offset") - (low + high) / 2).abs() <= 1);
    assert!((of("half-width") - (high - low) / 2).abs() <= 1);
    assert_eq!(table("time.state").rows[0][1], model::Cell::word("time-state-in-sync"));
    assert!(world().now() <= Timestamp::now());
}
