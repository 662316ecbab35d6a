//! Samples over real sockets: services that misbehave, channels, and a program that is killed,
//! stopped or asked to end while it samples.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use pki::issue::{Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use probes::sampling::{Channel, Period, Plan, Service, SessionCause, Target, Unsampled};
use serde_json::Value;
use tekseru::inspection::{Inspection, WatchReport, WatchSettings};
use tekseru::site::{Event, Limits, Networks, Sampling, World};

use crate::inspection::{CATALOG, WORDS, exits, fresh, json, shown, small_case, tekseru, text};

/// A list that says nothing and is signed: what a sample needs of one.
static LIST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let now = Timestamp::now();
    let hours = |hours| now.checked_add(SignedDuration::from_hours(hours)).unwrap();
    let name = distinguished_name(&[(&known::COMMON_NAME, "ДЕМО"), (&known::COUNTRY, "KZ")]);
    let validity = (hours(-24), hours(24));
    let none = Addresses::default();
    let public = key.public_key();
    let root = CertificateTemplate::new(&Profile::Root, None, name, public, validity, &none)
        .issue(&key)
        .unwrap();
    let list = CrlTemplate::new(&root, hours(-2), hours(48), 1);
    list.issue(&key).unwrap().der().to_vec()
});

/// One request: who asks, for which path, and how many asked for that path before.
struct Asked {
    peer: IpAddr,
    path: String,
    before: u64,
}

/// Serves every connection with `serve`.
fn server(serve: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    let counts: Arc<Mutex<BTreeMap<String, u64>>> = Arc::default();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let (serve, counts) = (Arc::clone(&serve), Arc::clone(&counts));
            std::thread::spawn(move || {
                let Ok(peer) = stream.peer_addr() else { return };
                let mut head = String::new();
                let mut lines = BufReader::new(&stream);
                while matches!(lines.read_line(&mut head), Ok(1..)) && !head.ends_with("\r\n\r\n") {
                }
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let before = {
                    let mut counts = counts.lock().unwrap();
                    let count = counts.entry(path.clone()).or_default();
                    *count += 1;
                    *count - 1
                };
                serve(&Asked { peer: peer.ip(), path, before }, &mut stream);
            });
        }
    });
    address
}

fn say(stream: &mut TcpStream, status: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

/// A dossier for a case that declares these addresses, on loopback.
fn dossier(name: &str, urls: &[String], more: &str) -> PathBuf {
    let folder = fresh(name);
    fs::create_dir_all(&folder).unwrap();
    let case = folder.join("case.toml");
    let urls: Vec<String> = urls.iter().map(|it| format!("'{it}'")).collect();
    let body = format!(
        "{}[network]\nallow-loopback = true\n[declaration]\ncrl-urls = [{}]\n{more}",
        small_case(""),
        urls.join(", ")
    );
    fs::write(&case, body).unwrap();
    let place = folder.join("dossier");
    exits(0, &["new", text(&place), "--case", text(&case)]);
    place
}

/// Bounds short enough to wait for.
fn short() -> Limits {
    Limits { quiet_ms: 600, total_ms: 1_500, rate_window_ms: 500, ..Limits::default() }
}

/// Samples in this process.
fn watched(place: &Path, window: &str, every: &str) -> WatchReport {
    let access = tekseru::dossier::Access::Write { now: Timestamp::now() };
    let mut inspection = Inspection::open(place, access, &CATALOG, &WORDS).unwrap();
    let world = World::new(Networks::loopback(), short()).unwrap();
    let settings = WatchSettings {
        window: Some(window.parse().unwrap()),
        every: Some(every.parse().unwrap()),
        ..WatchSettings::default()
    };
    inspection.watch(&world, &settings, &AtomicBool::new(false), &mut |_| {}).unwrap()
}

/// The judgement over the samples of a dossier.
fn judgement(place: &Path) -> Value {
    let judged = json(&tekseru(&["--json", "judge", text(place)]));
    let subjects = judged.as_array().or_else(|| judged["subjects"].as_array()).unwrap();
    let all = subjects.iter().flat_map(|it| it["requirements"].as_array().unwrap());
    let of = |it: &&Value| it["finding"]["requirement"] == "224.services-available";
    all.into_iter().find(of).unwrap()["finding"]["judgement"].clone()
}

fn codes(judgement: &Value) -> BTreeSet<String> {
    let notes = judgement["notes"].as_array().unwrap();
    notes.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

/// A row of the table of shares for each address and channel: available, counted, planned.
fn shares(judgement: &Value) -> BTreeMap<(String, String), [u64; 3]> {
    let tables = judgement["exhibits"].as_array().unwrap();
    let of = |it: &&Value| it["table"]["code"] == "net.shares";
    let rows = tables.iter().find(of).unwrap()["table"]["rows"].as_array().unwrap();
    let said = |row: &Value, at: usize| row[at]["text"].as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| {
            let count = |at| said(row, at).parse().unwrap();
            ((said(row, 2), said(row, 3)), [count(4), count(5), count(6)])
        })
        .collect()
}

/// How often each cause stands in the table of causes.
fn causes(judgement: &Value) -> BTreeMap<String, u64> {
    let tables = judgement["exhibits"].as_array().unwrap();
    let rows = tables.iter().find(|it| it["table"]["code"] == "net.causes");
    let rows = rows.map(|it| it["table"]["rows"].as_array().unwrap().clone()).unwrap_or_default();
    let mut causes = BTreeMap::new();
    for row in &rows {
        let samples: u64 = row[2]["text"].as_str().unwrap().parse().unwrap();
        *causes.entry(row[1]["word"].as_str().unwrap().to_owned()).or_default() += samples;
    }
    causes
}

/// Every sample of a dossier, whether it was joined or not: lane, number, due and sent.
fn samples(place: &Path) -> BTreeMap<(u64, u64), Value> {
    let mut found = BTreeMap::new();
    let mut pending = vec![place.join("evidence")];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            for line in fs::read(path).unwrap().split(|it| *it == b'\n') {
                let line: Value = serde_json::from_slice(line).unwrap_or_default();
                let sample = &line["sample"];
                if let (Some(lane), Some(index)) =
                    (sample["lane"].as_u64(), sample["index"].as_u64())
                {
                    found.insert((lane, index), sample.clone());
                }
            }
        }
    }
    found
}

#[test]
fn a_page_every_third_time_is_counted_exactly() {
    let answered = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
    let counts = Arc::clone(&answered);
    let address = server(move |asked, stream| {
        let page = asked.before % 3 == 2;
        counts[usize::from(page)].fetch_add(1, Ordering::Relaxed);
        say(stream, "200 OK", if page { b"<html>sign in</html>" } else { &LIST });
    });
    let url = format!("http://{address}/ca.crl");
    let place = dossier("watch-third", std::slice::from_ref(&url), "");
    let report = watched(&place, "3s", "50ms");
    assert!(report.over && !report.resumed);
    let judgement = judgement(&place);
    let [available, counted, planned] = shares(&judgement)[&(url, "default".into())];
    let [lists, pages] = [0, 1].map(|it: usize| answered[it].load(Ordering::Relaxed));
    assert_eq!((available, counted, planned), (lists, lists + pages, 60));
    assert_eq!(causes(&judgement)["cause-html"], pages);
    assert_eq!(judgement["verdict"], "violates");
    assert!(codes(&judgement).contains("net.share-below"));
    // The page is kept once, the list once, with the exchange that fetched it.
    let kept = json(&exits(0, &["--json", "check", text(&place)]));
    assert_eq!(kept.as_array().map(Vec::len).unwrap_or_default(), 0, "{kept}");
}

/// R01, R02: one that says nothing, one that trickles, one without end.
#[test]
fn hostile_services_hold_up_nobody_else() {
    let address = server(|asked, stream| match asked.path.as_str() {
        "/silent" => std::thread::sleep(Duration::from_secs(6)),
        "/trickle" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
            while stream.write_all(b"0").is_ok() {
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
            while stream.write_all(chunk.as_bytes()).is_ok() {}
        }
        _ => say(stream, "200 OK", &LIST),
    });
    let paths = ["a", "b", "c", "silent", "trickle"];
    let urls: Vec<_> = paths.iter().map(|it| format!("http://{address}/{it}")).collect();
    let place = dossier("watch-hostile", &urls, "");
    let begun = Instant::now();
    watched(&place, "3s", "100ms");
    // The window, and no longer than a service may stay silent.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    let judgement = judgement(&place);
    let shares = shares(&judgement);
    let of = |path: usize| shares[&(urls[path].clone(), "default".into())];
    for good in 0..3 {
        let [available, counted, planned] = of(good);
        assert_eq!(available, counted);
        // Some may be lost on a machine under load; the hostile ones would take nearly all.
        assert!(planned == 30 && counted >= 24, "{counted} of {planned}");
    }
    for bad in 3..5 {
        let [available, counted, _] = of(bad);
        assert!(available == 0 && counted < 10, "{available} of {counted}");
    }
    assert!(causes(&judgement)["cause-in-flight"] >= 30, "{judgement:#}");
}

#[test]
fn each_channel_leaves_by_its_own_address_and_is_counted_by_itself() {
    let main: IpAddr = [127, 0, 0, 2].into();
    let seen: Arc<Mutex<BTreeSet<IpAddr>>> = Arc::default();
    let peers = Arc::clone(&seen);
    let address = server(move |asked, stream| {
        peers.lock().unwrap().insert(asked.peer);
        // On the reserve the server hangs up: somebody is there, and it is not the line.
        if asked.peer == main {
            say(stream, "200 OK", &LIST);
        }
    });
    let url = format!("http://{address}/ca.crl");
    let channels = "[[channel]]\nname = 'негізгі'\nlocal-address = '127.0.0.2'\n\
                    [[channel]]\nname = 'резерв'\nrole = 'reserve'\nlocal-address = '127.0.0.3'\n";
    let place = dossier("watch-channels", std::slice::from_ref(&url), channels);
    let report = watched(&place, "2s", "50ms");
    assert_eq!(report.channels, ["негізгі", "резерв"]);
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen, BTreeSet::from([main, [127, 0, 0, 3].into()]));
    let judgement = judgement(&place);
    let shares = shares(&judgement);
    let [available, counted, _] = shares[&(url.clone(), "негізгі".into())];
    assert!(available == counted && counted > 30, "{available} of {counted}");
    let [available, counted, _] = shares[&(url, "резерв".into())];
    assert!(available == 0 && counted > 30, "{available} of {counted}");
    assert_eq!(judgement["verdict"], "violates");

    // On one channel alone, in a window of its own.
    let one = ["--json", "crl-watch", text(&place), "--channel", "негізгі", "--window", "1s"];
    let told = json(&exits(0, &[&one[..], &["--every", "50ms", "--anew"]].concat()));
    assert_eq!(told["channels"], serde_json::json!(["негізгі"]));
    let none = exits(1, &["crl-watch", text(&place), "--channel", "үшінші"]);
    assert!(shown(&none).contains("үшінші"), "{}", shown(&none));
}

#[test]
fn a_mirror_that_serves_another_list_is_found_by_its_hash() {
    let other = {
        let mut list = LIST.clone();
        // A bit of the signature: the same list by its fields, other bytes.
        *list.last_mut().unwrap() ^= 1;
        list
    };
    let address = server(move |asked, stream| {
        say(stream, "200 OK", if asked.path == "/mirror" { &other } else { &LIST });
    });
    let urls = ["ca.crl", "mirror"].map(|it| format!("http://{address}/{it}"));
    let more = "[sampling]\nwindow = '3s'\nevery = '50ms'\npublication-step = '1s'\n";
    let place = dossier("watch-mirrors", &urls, more);
    let told = json(&exits(0, &["--json", "crl-watch", text(&place)]));
    assert_eq!(told["targets"], 2);
    let judgement = judgement(&place);
    assert_eq!(judgement["verdict"], "violates", "{judgement:#}");
    let notes = judgement["notes"].as_array().unwrap();
    let note = notes.iter().find(|it| it["code"] == "net.mirrors-differed").unwrap();
    assert_ne!(note["facts"]["one-sha256"], note["facts"]["other-sha256"]);
}

/// The terms of looking stand in the journal whoever looks, with the version of the tool.
#[test]
fn the_terms_of_samples_are_recorded() {
    let address = server(|_, stream| say(stream, "200 OK", &LIST));
    let place = dossier("watch-terms", &[format!("http://{address}/ca.crl")], "");
    exits(0, &["crl-watch", text(&place), "--window", "1s", "--every", "100ms"]);
    let inspection =
        Inspection::open(&place, tekseru::dossier::Access::Read, &CATALOG, &WORDS).unwrap();
    let [(_, begun)] = &inspection.collections().unwrap()[..] else { panic!("not one entry") };
    assert_eq!(begun.tool, format!("tekseru {}", env!("CARGO_PKG_VERSION")));
    assert!(begun.networks.allow_loopback);
    assert_eq!(begun.limits, Limits::default());
}

/// C08, for samples as for fetches: a private key at the address of a list is told of, and no
/// octet of it is kept.
#[test]
fn a_sample_that_holds_a_private_key_is_not_kept() {
    let secret =
        PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap().to_pkcs8_der().unwrap().to_vec();
    let armoured = crate::bad_input::pem("PRIVATE KEY", &secret);
    let both = format!("{}{armoured}", crate::bad_input::pem("X509 CRL", &LIST));
    let bodies = [secret.clone(), armoured.clone().into_bytes(), both.into_bytes()];
    let served = bodies.clone();
    let address = server(move |asked, stream| {
        let number: usize = asked.path.trim_start_matches('/').parse().unwrap();
        say(stream, "200 OK", &served[number]);
    });
    let urls = [0, 1, 2].map(|it| format!("http://{address}/{it}"));
    let place = dossier("watch-secret", &urls, "");
    watched(&place, "1s", "100ms");
    let line = armoured.lines().nth(1).unwrap();
    assert!(!crate::bad_input::holds(&place, line.as_bytes()), "the key was kept");
    assert!(!crate::bad_input::holds(&place, &secret), "the key was kept");
    let judgement = judgement(&place);
    let causes = causes(&judgement);
    assert!(causes.get("cause-private-key").is_some_and(|it| *it >= 20), "{causes:?}");
}

/// A thousand endpoints in small: nothing is missing, nothing drifts.
#[test]
fn two_hundred_endpoints_keep_one_schedule() {
    let address = server(|_, stream| say(stream, "200 OK", b"0"));
    let start = Timestamp::now() + SignedDuration::from_millis(200);
    let target = |number| Target {
        service: Service::Control,
        url: format!("http://{address}/{number}"),
        own: true,
        sent: None,
    };
    let plan = Plan {
        start,
        window: Period::from_millis(4_000),
        every: Period::from_millis(2_000),
        publication_step: Period::from_millis(60_000),
        channels: vec![Channel::by_default()],
        targets: (0..200).map(target).collect(),
    };
    let world = World::new(Networks::loopback(), short()).unwrap();
    let sampling = Sampling::new(&world, plan).unwrap();
    let mut seen = BTreeMap::new();
    let told = sampling.run(SessionCause::Started, &AtomicBool::new(false), &mut |event| {
        if let Event::Sampled(sampled) = event {
            let after = sampled.due.duration_since(start);
            // Lane n of 200 is due n hundredths of the second after each even one.
            let wanted =
                i64::try_from(sampled.index).unwrap() * 2_000 + i64::from(sampled.lane) * 10;
            assert_eq!(after, SignedDuration::from_millis(wanted));
            let came = sampled.came.map(|it| it.map(|it| it.status).map_err(|it| it.failure));
            let again = seen.insert((sampled.lane, sampled.index), came);
            assert!(again.is_none(), "{} {} twice", sampled.lane, sampled.index);
        }
        Ok::<_, ()>(())
    });
    told.unwrap();
    assert_eq!(seen.len(), 400, "a sample is missing");
    let odd: Vec<_> = seen.iter().filter(|(_, it)| **it != Ok(Ok(200))).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn a_caller_that_gives_up_ends_the_sampling() {
    let address = server(|_, stream| say(stream, "200 OK", b"0"));
    let plan = Plan {
        start: Timestamp::now(),
        window: Period::from_millis(60_000),
        every: Period::from_millis(100),
        publication_step: Period::from_millis(60_000),
        channels: vec![Channel::by_default()],
        targets: vec![Target {
            service: Service::Control,
            url: format!("http://{address}/"),
            own: true,
            sent: None,
        }],
    };
    let world = World::new(Networks::loopback(), short()).unwrap();
    let sampling = Sampling::new(&world, plan).unwrap();
    let begun = Instant::now();
    let told =
        sampling.run(SessionCause::Started, &AtomicBool::new(false), &mut |event| match event {
            Event::Sampled(sampled) if sampled.index >= 3 => Err("enough"),
            Event::Sampled(_) | Event::Session(..) | Event::Quiet => Ok(()),
        });
    assert_eq!(told, Err("enough"));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let _ = Unsampled::CutOff;
}

#[cfg(unix)]
mod of_a_process {
    use std::process::{Child, Command, Stdio};

    use super::*;

    fn start(place: &Path, more: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_tekseru"))
            .args(["--json", "crl-watch", text(place)])
            .args(more)
            .env("TEKSERU_LANG", "en")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn signal(child: &Child, name: &str) {
        let pid = child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Waits until the server was asked so often.
    fn until_asked(asked: &AtomicU64, times: u64) {
        let begun = Instant::now();
        while asked.load(Ordering::Relaxed) < times {
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody asks");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn counting() -> (Arc<AtomicU64>, Arc<Mutex<Vec<Instant>>>, SocketAddr) {
        let asked = Arc::new(AtomicU64::new(0));
        let when: Arc<Mutex<Vec<Instant>>> = Arc::default();
        let (count, at) = (Arc::clone(&asked), Arc::clone(&when));
        let address = server(move |_, stream| {
            at.lock().unwrap().push(Instant::now());
            say(stream, "200 OK", &LIST);
            count.fetch_add(1, Ordering::Relaxed);
        });
        (asked, when, address)
    }

    #[test]
    fn a_killed_session_loses_one_chunk_at_most_and_is_taken_up_again() {
        let (asked, _, address) = counting();
        let url = format!("http://{address}/ca.crl");
        let place = dossier("watch-killed", std::slice::from_ref(&url), "");
        let mut child = start(&place, &["--window", "14s", "--every", "100ms"]);
        // Seven seconds of samples: at least one chunk of three seconds is on the disk.
        until_asked(&asked, 70);
        child.kill().unwrap();
        child.wait().unwrap();
        let before = samples(&place).len();
        assert!((1..=72).contains(&before), "{before}");
        assert!(before >= 70 - 45, "more than one chunk was lost: {before} of 70");
        // What was recorded is judged before anybody takes the window up again.
        let cut = judgement(&place);
        assert_eq!(cut["verdict"], "undetermined", "{cut:#}");
        std::thread::sleep(Duration::from_secs(2));

        let differs = exits(1, &["crl-watch", text(&place), "--every", "1s"]);
        assert!(shown(&differs).contains("every"), "{}", shown(&differs));
        let told = json(&exits(0, &["--json", "crl-watch", text(&place)]));
        assert_eq!((&told["resumed"], &told["over"]), (&true.into(), &true.into()));
        let judgement = judgement(&place);
        let [available, counted, planned] = shares(&judgement)[&(url, "default".into())];
        assert_eq!(planned, 140);
        assert_eq!(available, counted);
        // Two seconds at least were sampled by nobody: they are no samples, and a gap.
        assert!(counted <= 140 - 20, "{counted}");
        assert!(counted > u64::try_from(before).unwrap(), "{counted}");
        let exhibits = judgement["exhibits"].as_array().unwrap();
        let line = exhibits.iter().find(|it| it["timeline"].is_object()).unwrap();
        let spans = line["timeline"]["lanes"][0]["spans"].as_array().unwrap();
        let instant = |it: &Value| it.as_str().unwrap().parse::<Timestamp>().unwrap();
        let longest = spans
            .windows(2)
            .map(|it| instant(&it[1]["from"]).duration_since(instant(&it[0]["until"])))
            .max()
            .unwrap();
        assert!(longest >= SignedDuration::from_millis(1_900), "{longest}");
        assert!(codes(&judgement).contains("net.window-not-covered"));
        let sound = json(&exits(0, &["--json", "check", text(&place)]));
        assert_eq!(sound.as_array().map(Vec::len).unwrap_or_default(), 0, "{sound}");
    }

    #[test]
    fn an_interrupted_session_ends_at_once_with_everything_recorded() {
        let (asked, _, address) = counting();
        let place = dossier("watch-interrupted", &[format!("http://{address}/ca.crl")], "");
        let mut child = start(&place, &["--window", "10m", "--every", "100ms"]);
        until_asked(&asked, 10);
        signal(&child, "-INT");
        let begun = Instant::now();
        let status = child.wait().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        assert_eq!(status.code(), Some(3));
        let mut told = String::new();
        child.stdout.take().unwrap().read_to_string(&mut told).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["over"], false);
        let recorded = u64::try_from(samples(&place).len()).unwrap();
        assert_eq!(recorded, told["samples"].as_u64().unwrap());
        assert_eq!(recorded, asked.load(Ordering::Relaxed));
    }

    /// A laptop that sleeps: the clock goes on, the process does not.
    #[test]
    fn after_a_stall_nothing_is_caught_up() {
        let (asked, when, address) = counting();
        let place = dossier("watch-stalled", &[format!("http://{address}/ca.crl")], "");
        let mut child = start(&place, &["--window", "8s", "--every", "50ms"]);
        until_asked(&asked, 20);
        signal(&child, "-STOP");
        std::thread::sleep(Duration::from_secs(3));
        let resumed = Instant::now();
        signal(&child, "-CONT");
        assert_eq!(child.wait().unwrap().code(), Some(0));
        let when = when.lock().unwrap();
        // In three seconds sixty samples were due; a quarter of a second holds five.
        let burst = when
            .iter()
            .filter(|it| **it >= resumed && it.duration_since(resumed) < Duration::from_millis(250))
            .count();
        assert!(burst <= 8, "{burst} samples at once");
        let found = samples(&place);
        assert!(found.len() <= 160 - 55, "{}", found.len());
        // Those that were left out stay left out: no number twice, none sent long after its time.
        let late = |it: &Value| it["late-us"].as_u64().unwrap();
        assert!(found.values().all(|it| late(it) < 1_000_000));
    }
}
