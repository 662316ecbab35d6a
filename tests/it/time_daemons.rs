//! The time probe beside a real daemon: chronyd serves, chronyd measures, the probe measures, and
//! the true offset is known.
//!
//! Between client and daemon stands a relay that makes the path: so long there, so long back,
//! jitter, loss. It also moves the daemon's timestamps, so that the server of the authority is off
//! by exactly that. What netem does in a kernel that has it, the relay does on any machine and
//! without privileges; it knows the path to the nanosecond that it slept at least.
//!
//! `cargo test -p tekseru --test it -- time_daemons --nocapture` prints the table.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use model::{Evidence, EvidenceKind, Verdict};
use probes::{Declaration, Question, TimeReference, TimeServer, TimeSourceClass};
use tekseru::site::{Limits, Networks, World};

use crate::fixtures::requirement;
use crate::skip::skipped;

/// By how much the server of the authority is ahead, in nanoseconds.
const AHEAD: i64 = 123_456_789;

/// A path, in milliseconds, and losses in a hundred each way.
#[derive(Clone, Copy)]
struct Shape {
    name: &'static str,
    there: u64,
    back: u64,
    jitter: u64,
    loss: u64,
}

const SHAPES: [Shape; 4] = [
    Shape { name: "20 ms each way", there: 20, back: 20, jitter: 0, loss: 0 },
    Shape { name: "5 ms there, 45 ms back", there: 5, back: 45, jitter: 0, loss: 0 },
    Shape { name: "20 ms, jitter 10 ms", there: 20, back: 20, jitter: 10, loss: 0 },
    Shape { name: "20 ms, loss 10 %", there: 20, back: 20, jitter: 0, loss: 10 },
];

#[test]
fn the_bound_holds_over_a_real_daemon_and_chrony_measures_the_same() {
    let Some(chronyd) = chronyd() else {
        skipped("chronyd absent");
        return;
    };
    let Some(daemon) = Daemon::start(&chronyd) else {
        skipped("chronyd does not start here");
        return;
    };
    let rows: Vec<_> = std::thread::scope(|scope| {
        let (chronyd, daemon) = (&chronyd, &daemon);
        let each = SHAPES.map(|shape| scope.spawn(move || compare(chronyd, daemon, shape)));
        each.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let mut table = String::from(
        "| path | error of the probe, ms | stated bound, ms | covered | time, s | error of chronyd -Q, ms | time, s |\n|---|---|---|---|---|---|---|\n",
    );
    for row in &rows {
        let ms = |nanos: i64| format!("{:.3}", Milli(nanos));
        let chrony = row.chrony.map_or("–".to_owned(), |it| ms(it - AHEAD));
        let error = row.offset - AHEAD;
        let covered = error.abs() <= row.bound;
        writeln!(
            table,
            "| {} | {} | {} | {} | {:.1} | {chrony} | {:.1} |",
            row.shape.name,
            ms(error),
            ms(row.bound),
            if covered { "yes" } else { "no" },
            row.took.as_secs_f32(),
            row.chrony_took.as_secs_f32(),
        )
        .unwrap();
    }
    println!("true offset {:.6} ms\n{table}", Milli(AHEAD));
    for row in rows {
        let name = row.shape.name;
        assert!((row.offset - AHEAD).abs() <= row.bound, "{name}: {} ± {}", row.offset, row.bound);
        // Half of the path to the server, half of that to the reference, and what a busy machine
        // adds.
        let half = i64::try_from(row.shape.there + row.shape.back).unwrap() * 1_000_000 / 2;
        assert!(row.bound >= 2 * half, "{name}: the bound {} is less than the path", row.bound);
        // The peer took one path, the probe two: it is wrong by no more than half of its own.
        if let Some(chrony) = row.chrony {
            let far = i64::try_from(row.shape.jitter).unwrap() * 1_000_000 + 50_000_000;
            assert!((chrony - AHEAD).abs() <= half + far, "{name}: chronyd says {chrony}");
        }
    }
}

/// Nanoseconds, shown as milliseconds.
struct Milli(i64);

impl std::fmt::Display for Milli {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let places = out.precision().unwrap_or(6);
        let digits = format!("{:06}", self.0.unsigned_abs() % 1_000_000);
        write!(out, "{sign}{}.{}", self.0.unsigned_abs() / 1_000_000, &digits[..places])
    }
}

struct Row {
    shape: Shape,
    offset: i64,
    bound: i64,
    took: Duration,
    /// What chronyd says that the clock of this machine is behind.
    chrony: Option<i64>,
    chrony_took: Duration,
}

fn compare(chronyd: &Path, daemon: &Daemon, shape: Shape) -> Row {
    let inspected = relay(daemon.address, shape, AHEAD);
    let references = [0, 0, 0].map(|ahead| relay(daemon.address, shape, ahead));
    let declaration = Declaration {
        time_servers: vec![TimeServer {
            address: inspected.to_string(),
            name: "NTP".into(),
            sources: vec![],
        }],
        time_references: references
            .iter()
            .zip([
                TimeSourceClass::NationalStandard,
                TimeSourceClass::Satellite,
                TimeSourceClass::International,
            ])
            .map(|(it, class)| TimeReference { address: it.to_string(), class })
            .collect(),
        ..Declaration::default()
    };
    let world = World::new(Networks::loopback(), Limits::default()).unwrap();
    let probe = probes::by_id("time.ntp-offset").unwrap();
    let begun = Instant::now();
    let mut evidence = probe.collect(&world, &declaration, &[]).unwrap();
    let took = begun.elapsed();
    let bytes = serde_json::to_vec(&declaration).unwrap();
    let now = Timestamp::now();
    evidence.push(Evidence::new(EvidenceKind::Declaration, now, "declaration", bytes));
    let requirement = model::Requirement {
        limit: Some(model::Limit {
            min: None,
            max: Some(1_000),
            unit: model::Unit::Millisecond,
            basis: model::Basis::Commission,
        }),
        ..requirement("time.ntp-offset")
    };
    let day = "2026-11-22".parse().unwrap();
    let judgement =
        probes::judge(&Question { requirement: &requirement, evidence: &evidence, day });
    assert_eq!(judgement.verdict, Verdict::Complies, "{}: {judgement:#?}", shape.name);
    let measure = judgement.measures[0].measure;
    let begun = Instant::now();
    let chrony = ask(chronyd, &daemon.folder, inspected);
    Row {
        shape,
        offset: measure.value,
        bound: i64::try_from(measure.uncertainty).unwrap(),
        took,
        chrony,
        chrony_took: begun.elapsed(),
    }
}

/// What chronyd, as a client that sets no clock, says of a server: how far it is ahead.
///
/// It removes its file of process number when it ends, so that one needs a place of its own.
fn ask(chronyd: &Path, folder: &Path, server: SocketAddr) -> Option<i64> {
    let settings = folder.join(format!("peer-{}.conf", server.port()));
    std::fs::write(&settings, "").ok()?;
    let number = format!("pidfile {}/peer-{}.pid", folder.display(), server.port());
    let line = format!("server {} port {} iburst maxdelay 3", server.ip(), server.port());
    let said = Command::new(chronyd)
        .args(user())
        .args(["-Q", "-t", "30", "-f"])
        .arg(settings)
        .args([line.as_str(), number.as_str(), "cmdport 0", "bindcmdaddress /"])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let said = [said.stdout, said.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let (_, rest) = said.split_once("System clock wrong by ")?;
    let (seconds, _) = rest.split_once(' ')?;
    let (sign, digits) = seconds.strip_prefix('-').map_or((1, seconds), |it| (-1, it));
    let (whole, part) = digits.split_once('.')?;
    let nanos: i64 = format!("{part:0<9}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 1_000_000_000 + nanos))
}

/// Answers at a port of its own with what the daemon answers, over a path and with its time moved.
fn relay(daemon: SocketAddr, shape: Shape, ahead: i64) -> SocketAddr {
    static SEED: AtomicU64 = AtomicU64::new(1);
    let socket = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    let address = socket.local_addr().unwrap();
    let dice = move |below: u64| {
        let mut z = SEED.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below.max(1)
    };
    std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let (request, back) = (buffer[..length].to_vec(), Arc::clone(&socket));
            std::thread::spawn(move || {
                let wait = |ms| {
                    let jitter = Duration::from_micros(dice(shape.jitter * 1_000));
                    std::thread::sleep(Duration::from_millis(ms) + jitter);
                };
                if dice(100) < shape.loss {
                    return;
                }
                wait(shape.there);
                let Some(reply) = pass(daemon, &request) else { return };
                if dice(100) < shape.loss {
                    return;
                }
                wait(shape.back);
                let _ = back.send_to(&moved(reply, ahead), from);
            });
        }
    });
    address
}

fn pass(daemon: SocketAddr, request: &[u8]) -> Option<Vec<u8>> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
    socket.set_read_timeout(Some(Duration::from_secs(1))).ok()?;
    socket.send_to(request, daemon).ok()?;
    let mut buffer = [0; 512];
    let length = socket.recv(&mut buffer).ok()?;
    Some(buffer[..length].to_vec())
}

/// The reply of a clock that is ahead: its three own timestamps are later.
fn moved(mut reply: Vec<u8>, ahead: i64) -> Vec<u8> {
    let units = u64::try_from((u128::from(ahead.unsigned_abs()) << 32) / 1_000_000_000).unwrap();
    for at in [16, 32, 40] {
        let stamp = u64::from_be_bytes(reply[at..at + 8].try_into().unwrap());
        reply[at..at + 8].copy_from_slice(&stamp.wrapping_add(units).to_be_bytes());
    }
    reply
}

/// A daemon that serves the clock of this machine as a source of stratum 1, and sets no clock.
struct Daemon {
    address: SocketAddr,
    child: Child,
    folder: PathBuf,
}

impl Daemon {
    fn start(chronyd: &Path) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("tekseru-chrony-{}", std::process::id()));
        std::fs::create_dir_all(&folder).ok()?;
        let free = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
        let address = free.local_addr().ok()?;
        drop(free);
        let settings = format!(
            "port {}\nbindaddress 127.0.0.1\nallow 127.0.0.0/8\nlocal stratum 1\ncmdport 0\n\
             bindcmdaddress /\npidfile {}/pid\n",
            address.port(),
            folder.display(),
        );
        let file = folder.join("chrony.conf");
        std::fs::write(&file, settings).ok()?;
        let child = Command::new(chronyd)
            .args(user())
            .args(["-x", "-d", "-f"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let daemon = Self { address, child, folder };
        let mut request = [0; 48];
        request[0] = 0x23;
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            // Until it has started it answers nothing, or that it is not synchronised.
            if pass(address, &request).is_some_and(|it| it[0] >> 6 != 3) {
                return Some(daemon);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        None
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Who the daemon runs as: as the superuser it would change to a user of its own, who cannot read
/// its settings here.
fn user() -> &'static [&'static str] {
    let id = Command::new("id").arg("-u").output().map(|it| it.stdout).unwrap_or_default();
    if id.trim_ascii() == b"0" { &["-u", "root"] } else { &["-U"] }
}

fn chronyd() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|it| it.join("chronyd")).find(|it| it.is_file())
}
