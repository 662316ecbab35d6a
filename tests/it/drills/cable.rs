//! The main path is cut: relays between the program and an authority, each with a switch.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use model::{Cell, Evidence, EvidenceKind, Exhibit, Judgement, Verdict};
use probes::sampling::{Channel, ChannelRole};
use probes::{AssetRole, Service};
use tekseru::demo::TimeServer;
use tekseru::inspection::{
    CABLE_DRILL, CableEnd, CableSignal, CableTold, DrillOptions, SharedSite, Way, When,
};
use tekseru::site::{Limits, Networks, World};

use super::{Authority, CHECKLISTS, Desk, Shows, codes, judged_by, references, request};

use Verdict::{Complies, Undetermined, Violates};

/// What a path does with a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Does {
    Carries,
    /// Nothing more is heard, and the connection stays open.
    Hangs,
    HangsUp,
}

use Does::{Carries, Hangs, HangsUp};

/// What a path does to a service so many milliseconds after the cut; none before it and again after
/// the repair.
type Script = fn(Service, Option<u64>) -> Does;

/// When the cable was pulled, and whether it is back.
type Cable = Arc<Mutex<(Option<Instant>, bool)>>;

/// A path to an authority, entered as a proxy is.
fn path(authority: &Authority, cable: &Cable, script: Script) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let entry = format!("http://{}", listener.local_addr().unwrap());
    let url = authority.test.crl_urls()[0].clone();
    let server = url.split('/').nth(2).unwrap().to_owned();
    let cable = Arc::clone(cable);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (cable, server) = (Arc::clone(&cable), server.clone());
            std::thread::spawn(move || relay(stream, &server, &cable, script));
        }
    });
    entry
}

fn relay(mut stream: TcpStream, server: &str, cable: &Cable, script: Script) {
    let Some((url, body)) = request(&mut stream) else { return };
    let (service, path) = match url.rsplit('/').next() {
        Some("ca.crl") => (Service::Crl, "ca.crl"),
        Some("delta.crl") => (Service::Delta, "delta.crl"),
        _ => (Service::Ocsp, "ocsp"),
    };
    let cut = match *cable.lock().unwrap() {
        (Some(pulled), false) => Some(u64::try_from(pulled.elapsed().as_millis()).unwrap()),
        (_, true) | (None, false) => None,
    };
    match script(service, cut) {
        HangsUp => {}
        Hangs => std::thread::sleep(Duration::from_secs(60)),
        Carries => {
            let mut inner = TcpStream::connect(server).unwrap();
            let head = format!("POST /{path} HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
            inner.write_all(&[head.as_bytes(), &body].concat()).unwrap();
            let mut answer = Vec::new();
            let _ = inner.read_to_end(&mut answer);
            let _ = stream.write_all(&answer);
        }
    }
}

/// The main path of an authority whose cable is pulled.
const CUT: Script = |_, cut| if cut.is_some() { HangsUp } else { Carries };

/// A visit with two channels.
struct Visit {
    desk: Desk,
    cable: Cable,
    channels: Vec<Channel>,
    _clocks: Vec<TimeServer>,
    _silent: UdpSocket,
}

impl Visit {
    /// Paths that do as the scripts say, and clocks of others that answer or do not.
    fn new(main: Script, reserve: Script, others: bool) -> Self {
        let authority = Authority::start(|_, _| Shows::Good);
        let cable = Cable::default();
        let channel = |name: &str, role, script| Channel {
            name: name.into(),
            role,
            proxy: Some(path(&authority, &cable, script)),
            ..Channel::by_default()
        };
        let channels = vec![
            channel("main", ChannelRole::Main, main),
            channel("reserve", ChannelRole::Reserve, reserve),
        ];
        let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut clocks = Vec::new();
        let desk = Desk::with(&authority, |case| {
            case.channels = channels.clone();
            case.declaration.services.clear();
            clocks = references(&mut case.declaration);
            if !others {
                for reference in &mut case.declaration.time_references {
                    reference.address = silent.local_addr().unwrap().to_string();
                }
            }
        });
        let now = Timestamp::now();
        desk.open().take_file(&desk.certificate, EvidenceKind::Certificate, now).unwrap();
        Self { desk, cable, channels, _clocks: clocks, _silent: silent }
    }

    fn pull(&self) {
        self.cable.lock().unwrap().0 = Some(Instant::now());
    }

    fn put_back(&self) {
        self.cable.lock().unwrap().1 = true;
    }

    /// Makes the drill; the cable is out for as long as `cut`.
    fn drill(&self, cut: Duration, after: Duration) -> (CableEnd, Judgement) {
        let mut inspection = self.desk.open();
        let world = World::new(Networks::loopback(), Limits::default()).unwrap();
        let ways: Vec<Way> = self
            .channels
            .iter()
            .map(|it| {
                let role = match it.role {
                    ChannelRole::Main => AssetRole::Main,
                    ChannelRole::Reserve => AssetRole::Reserve,
                };
                let site: SharedSite =
                    Arc::new(world.over(it, Duration::from_millis(700)).unwrap());
                Way { channel: it.name.clone(), role, site }
            })
            .collect();
        let options = DrillOptions { every: Duration::from_millis(50), until: cut + after };
        let mut drill = inspection.cable_drill(options, Timestamp::now()).unwrap();
        let clock = drill.clock();
        let (say, signals) = mpsc::channel();
        let mut keep = |pieces: &[Evidence]| inspection.keep_drill(CABLE_DRILL, pieces);
        let end = std::thread::scope(|scope| {
            drill
                .run(&ways, signals, &mut keep, &mut |told| {
                    if *told == CableTold::Ready {
                        let say = say.clone();
                        scope.spawn(move || {
                            let moment = |act: &dyn Fn(), signal: fn(When) -> CableSignal| {
                                let now = clock.now();
                                act();
                                say.send(signal(now)).unwrap();
                            };
                            moment(&|| self.pull(), CableSignal::Pulled);
                            std::thread::sleep(cut);
                            moment(&|| self.put_back(), CableSignal::Restored);
                        });
                    }
                })
                .unwrap()
        });
        (end, judged_by(CABLE_DRILL, &inspection))
    }

    /// The program, making the drill.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tekseru"));
        command
            .args(["--json", "--lang", "en", "--checklists"])
            .arg(&*CHECKLISTS)
            .args(["drill", "cable"])
            .arg(&self.desk.dossier)
            .args(["--every", "50ms"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// The rows of the table: service and the four instants as shown.
fn rows(judgement: &Judgement) -> BTreeMap<String, [String; 4]> {
    let table = judgement.exhibits.iter().find_map(|it| match it {
        Exhibit::Table(table) => Some(table),
        Exhibit::Timeline(_) => None,
    });
    let text = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Word(text) => text.clone(),
        other @ (Cell::At(_) | Cell::Measure(_)) => panic!("{other:?}"),
    };
    let row = |row: &Vec<Cell>| (text(&row[0]), [3, 4, 5, 6].map(|it| text(&row[it])));
    table.unwrap_or_else(|| panic!("{judgement:#?}")).rows.iter().map(row).collect()
}

use super::seconds;

const CUT_FOR: Duration = Duration::from_millis(1_200);
const AFTER: Duration = Duration::from_secs(5);

#[test]
fn the_reserve_carries_after_a_while_and_each_interval_holds_the_moment() {
    let visit = Visit::new(
        CUT,
        |service, cut| match (service, cut) {
            (Service::Ocsp, Some(500..)) => Carries,
            (Service::Crl | Service::Delta, Some(300..)) => Carries,
            (_, _) => HangsUp,
        },
        true,
    );
    let (end, judgement) = visit.drill(CUT_FOR, AFTER);
    assert_eq!((end, judgement.verdict), (CableEnd::Back, Complies), "{judgement:#?}");
    assert_eq!(codes(&judgement), ["net.failover-carried".to_owned()].into());
    let rows = rows(&judgement);
    let expected =
        [("drill-service-crl", 300), ("drill-service-delta", 300), ("drill-service-ocsp", 500)];
    assert_eq!(rows.len(), expected.len());
    for (service, changed) in expected {
        let [from, until, back_from, back_until] = &rows[service];
        assert!(seconds(from) <= changed + 20 && changed <= seconds(until), "{rows:?}");
        // Looks are 50 ms apart; the machine may be busy.
        assert!(seconds(until) - seconds(from) < 800, "{rows:?}");
        assert!(seconds(back_from) <= seconds(back_until), "{rows:?}");
        assert!(seconds(back_until) < 1_500, "{rows:?}");
    }
    let timeline = judgement.exhibits.iter().find_map(|it| match it {
        Exhibit::Timeline(timeline) => Some(timeline),
        Exhibit::Table(_) => None,
    });
    for lane in &timeline.unwrap().lanes {
        let states: Vec<_> = lane.spans.iter().map(|it| it.state).collect();
        use model::SpanState::{Available, Unavailable};
        if lane.label.starts_with("main") {
            assert_eq!(states, [Available, Unavailable, Available], "{}", lane.label);
        } else {
            assert_eq!(states[..2], [Unavailable, Available], "{}", lane.label);
        }
        assert!(lane.spans.windows(2).all(|it| it[0].until <= it[1].from));
    }
}

#[test]
fn a_reserve_that_fails_is_told_apart_from_a_link_of_the_commission_that_fails() {
    let dead: Script = |_, _| HangsUp;
    let status_alone: Script =
        |service, _| if service == Service::Ocsp { Carries } else { HangsUp };
    let out = Duration::from_millis(2_600);
    for (what, main, reserve, others, verdict, says) in [
        ("never", CUT, dead, true, Violates, "net.failover-not-carried"),
        ("the status service alone", CUT, status_alone, true, Violates, "net.failover-not-carried"),
        ("everybody is silent", CUT, dead, false, Undetermined, "net.failover-own-link"),
        (
            "the wrong cable",
            (|_, _| Carries) as Script,
            (|_, _| Carries) as Script,
            true,
            Undetermined,
            "net.failover-main-stayed",
        ),
    ] {
        let visit = Visit::new(main, reserve, others);
        let (end, judgement) = visit.drill(out, AFTER);
        assert_eq!((end, judgement.verdict), (CableEnd::Back, verdict), "{what}: {judgement:#?}");
        assert!(codes(&judgement).contains(says), "{what}: {judgement:#?}");
        let carried = codes(&judgement).contains("net.failover-carried");
        assert_eq!(carried, what == "the status service alone", "{what}: {judgement:#?}");
    }
}

#[test]
fn a_service_that_never_answers_delays_no_other() {
    let main: Script = |service, cut| match (service, cut) {
        (Service::Delta, _) => Hangs,
        (_, Some(_)) => HangsUp,
        (_, None) => Carries,
    };
    let reserve: Script = |service, cut| match (service, cut) {
        (Service::Delta, _) => Hangs,
        (_, Some(300..)) => Carries,
        (_, _) => HangsUp,
    };
    let visit = Visit::new(main, reserve, true);
    let begun = Instant::now();
    let (end, judgement) = visit.drill(CUT_FOR, Duration::from_millis(800));
    // The delta does not come back: the time after the repair is waited for.
    assert_eq!((end, judgement.verdict), (CableEnd::Deadline, Undetermined), "{judgement:#?}");
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    let expected = ["net.failover-carried", "net.failover-silent-before"].map(str::to_owned);
    assert_eq!(codes(&judgement), expected.into());
    for [from, until, ..] in rows(&judgement).values() {
        assert!(seconds(from) <= 320 && 300 <= seconds(until), "{judgement:#?}");
        assert!(seconds(until) < 1_100, "{judgement:#?}");
    }
}

#[test]
fn a_drill_that_is_killed_while_the_cable_is_out_is_gone_on_with() {
    let reserve: Script = |_, cut| if matches!(cut, Some(300..)) { Carries } else { HangsUp };
    let visit = Visit::new(CUT, reserve, true);
    let mut killed = visit.program(&["--until", "20s"]).spawn().unwrap();
    let mut said = BufReader::new(killed.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(said.any(|it| it.starts_with("Pull the cable")));
    visit.pull();
    killed.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(said.any(|it| it.starts_with("The main path was cut")));
    assert!(said.any(|it| it.starts_with("reserve:") && !it.contains("not carried")));
    // The signal that no program hears.
    killed.kill().unwrap();
    killed.wait().unwrap();

    let mut again = visit.program(&["--until", "20s"]).spawn().unwrap();
    let mut said = BufReader::new(again.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(said.any(|it| it.starts_with("The drill that was begun goes on")));
    assert!(said.any(|it| it.starts_with("Pull the cable")));
    again.stdin.take().unwrap().write_all(b"\n").unwrap();
    visit.put_back();
    let told = again.wait_with_output().unwrap().stdout;
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(told["end"], "back", "{told:#}");
    let judgement = judged_by(CABLE_DRILL, &visit.desk.open());
    assert!(codes(&judgement).contains("drill.across-restart"), "{judgement:#?}");
    assert_ne!(judgement.verdict, Violates, "{judgement:#?}");
    for [from, until, ..] in rows(&judgement).values() {
        // The key was pressed a moment after the cable was pulled.
        assert!(seconds(from) <= 320 && 250 <= seconds(until), "{judgement:#?}");
    }
}

#[test]
fn the_moments_may_be_given_and_a_request_to_end_leaves_the_drill_open() {
    let reserve: Script = |_, cut| if matches!(cut, Some(200..)) { Carries } else { HangsUp };
    let visit = Visit::new(CUT, reserve, true);
    let mut stopped = visit.program(&[]).spawn().unwrap();
    let mut said = BufReader::new(stopped.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(said.any(|it| it.starts_with("Pull the cable")));
    let id = stopped.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let told = stopped.wait_with_output().unwrap().stdout;
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(told["end"], "stopped", "{told:#}");
    let judgement = judged_by(CABLE_DRILL, &visit.desk.open());
    assert_eq!(codes(&judgement), ["net.failover-not-pulled".to_owned()].into());

    let pulled = Timestamp::now() + SignedDuration::from_secs(3);
    let restored = pulled + SignedDuration::from_millis(1_500);
    let (at, back) = (pulled.to_string(), restored.to_string());
    let arguments = ["--until", "20s", "--pulled-at", &at, "--restored-at", &back];
    let running = visit.program(&arguments).spawn().unwrap();
    let sleep = |until: Timestamp| {
        let left = until.duration_since(Timestamp::now());
        std::thread::sleep(left.try_into().unwrap());
    };
    sleep(pulled);
    visit.pull();
    sleep(restored);
    visit.put_back();
    let told = running.wait_with_output().unwrap().stdout;
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(told["end"], "back", "{told:#}");
    assert_eq!(told["verdict"], "complies", "{told:#}");
}

#[test]
fn without_a_reserve_channel_in_the_case_no_drill_is_begun() {
    let visit = Visit::new(CUT, CUT, true);
    let desk = Desk::of(&Authority::start(|_, _| Shows::Good), |_| {});
    desk.open().take_file(&desk.certificate, EvidenceKind::Certificate, Timestamp::now()).unwrap();
    let visit = Visit { desk, ..visit };
    let mut refused = visit.program(&[]).spawn().unwrap();
    let mut said = String::new();
    refused.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!refused.wait().unwrap().success(), "{said}");
    assert!(said.contains("names no reserve channel"), "{said}");
}
