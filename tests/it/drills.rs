//! Drills against real servers on loopback: an authority that publishes in time, late, never, that
//! takes back what it said, that lies about the date, that keeps silent; and a tool that is killed
//! in the middle.

mod cable;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use model::{Evidence, EvidenceKind, Exhibit, Judgement, Verdict};
use pki::Certificate;
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, OcspTemplate, Profile,
    SingleAnswer, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::ocsp::OcspRequest;
use pki::oid::known;
use probes::{Declaration, Service, TimeReference, TimeServer as DeclaredServer, TimeSourceClass};
use tekseru::case::Case as CaseFile;
use tekseru::catalog::Catalog;
use tekseru::demo::{Sample, Scenario, TimeProfile, TimeServer};
use tekseru::dossier::Access;
use tekseru::inspection::{
    DrillEnd, DrillEvent, DrillOptions, DrillSignal, Inspection, InspectionError, REVOCATION_DRILL,
    Refusal, SharedSite, legal_day,
};
use tekseru::site::{Limits, Networks, World};
use tekseru::words::Words;

use Verdict::{Complies, Undetermined, Violates};

/// What a service says of the test certificate.
#[derive(Clone, Copy)]
enum Shows {
    Good,
    /// Revoked, at this many milliseconds after the word by the authority's clock.
    Revoked(i64),
    OnHold,
    /// Of a delta: nothing, and it rests on the complete list that shows the revocation.
    Rebased,
    /// Nothing is answered, and the connection stays open.
    Silence,
    NotFound,
}

use Shows::{Good, NotFound, OnHold, Rebased, Revoked, Silence};

/// What each service shows so many milliseconds after the word.
type Script = fn(Service, u64) -> Shows;

/// An authority with its services at a port of its own.
struct Authority {
    key: PrivateKey,
    certificate: Certificate,
    test: Certificate,
    word: Arc<Mutex<Option<(Instant, Timestamp)>>>,
}

fn key() -> PrivateKey {
    PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap()
}

fn hours(count: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(count)
}

impl Authority {
    fn start(script: Script) -> Arc<Self> {
        Self::with(script, (-24, 24))
    }

    /// One whose test certificate is valid between so many hours from now.
    fn with(script: Script, valid: (i64, i64)) -> Arc<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let url = |path: &str| vec![format!("http://{address}/{path}")];
        let addresses = Addresses {
            ocsp: url("ocsp"),
            crl: url("ca.crl"),
            delta: url("delta.crl"),
            ..Addresses::default()
        };
        let name = distinguished_name(&[(&known::COMMON_NAME, "СЫНАҚ ОРТАЛЫҒЫ")]);
        let (authority_key, validity) = (key(), (hours(-24), hours(24)));
        let certificate = CertificateTemplate::new(
            &Profile::Root,
            None,
            name,
            authority_key.public_key(),
            validity,
            &Addresses::default(),
        )
        .issue(&authority_key)
        .unwrap();
        let subject = person("СЫНАҚОВ СЫНАҚ", "СЫНАҚОВ", "000000000501", None);
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let validity = (hours(valid.0), hours(valid.1));
        let test = CertificateTemplate::new(
            &profile,
            Some(&certificate),
            subject,
            key().public_key(),
            validity,
            &addresses,
        )
        .issue(&authority_key)
        .unwrap();
        let authority =
            Arc::new(Self { key: authority_key, certificate, test, word: Arc::default() });
        let served = Arc::clone(&authority);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = Arc::clone(&served);
                std::thread::spawn(move || served.serve(stream, script));
            }
        });
        authority
    }

    /// The word: from here on the script is played.
    fn word(&self, at: Timestamp) {
        *self.word.lock().unwrap() = Some((Instant::now(), at));
    }

    fn shows(&self, script: Script, service: Service) -> (Shows, Timestamp) {
        match *self.word.lock().unwrap() {
            // Who is never there is not there before the word either.
            None if matches!(script(service, 0), NotFound) => (NotFound, Timestamp::now()),
            None => (Good, Timestamp::now()),
            Some((begun, at)) => {
                (script(service, u64::try_from(begun.elapsed().as_millis()).unwrap()), at)
            }
        }
    }

    fn serve(&self, mut stream: TcpStream, script: Script) {
        let Some((path, body)) = request(&mut stream) else { return };
        let service = match path.as_str() {
            "/ca.crl" => Service::Crl,
            "/delta.crl" => Service::Delta,
            _ => Service::Ocsp,
        };
        let (shows, word) = self.shows(script, service);
        let date = |ms| word + SignedDuration::from_millis(ms);
        let answer = match (shows, service) {
            (Silence, _) => {
                std::thread::sleep(Duration::from_secs(60));
                return;
            }
            (NotFound, _) => None,
            (_, Service::Ocsp) => Some(self.status(&body, shows, date)),
            (_, Service::Crl | Service::Delta | Service::Endpoint) => {
                Some(self.list(service, shows, date))
            }
        };
        let (status, body) = answer.map_or(("404 Not Found", vec![]), |it| ("200 OK", it));
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
        let _ = stream.write_all(&[head.as_bytes(), &body].concat());
    }

    fn list(&self, service: Service, shows: Shows, date: impl Fn(i64) -> Timestamp) -> Vec<u8> {
        let (this, next) = (Timestamp::now(), hours(6));
        let number = match (service, shows) {
            (_, Good | Silence | NotFound) => 10,
            (Service::Crl, _) => 20,
            (_, OnHold | Rebased | Revoked(_)) => 21,
        };
        let mut list = CrlTemplate::new(&self.certificate, this, next, number);
        if service == Service::Delta {
            list.delta_base = Some(if matches!(shows, Rebased) { 20 } else { 9 });
        }
        let serial = self.test.serial();
        let list = match shows {
            Revoked(ms) => list.revoking(serial, date(ms), Some(4)),
            OnHold => list.revoking(serial, date(0), Some(6)),
            Good | NotFound | Rebased | Silence => list,
        };
        list.to_der(&self.key).unwrap()
    }

    fn status(&self, request: &[u8], shows: Shows, date: impl Fn(i64) -> Timestamp) -> Vec<u8> {
        let request = OcspRequest::read(request).unwrap();
        let state = match shows {
            Revoked(ms) => CertificateState::Revoked { at: date(ms), reason: Some(4) },
            OnHold => CertificateState::Revoked { at: date(0), reason: Some(6) },
            Good | NotFound | Rebased | Silence => CertificateState::Good,
        };
        let now = Timestamp::now();
        let id = request.certificates[0].clone();
        let answer = SingleAnswer { id, state, this_update: now, next_update: None };
        OcspTemplate::new(vec![answer], now, request.nonce.as_deref())
            .to_der(&self.key, &self.certificate)
            .unwrap()
    }
}

/// Path and body of one HTTP request.
fn request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text
                .lines()
                .find_map(|it| {
                    it.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
                })
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                let path = text.split(' ').nth(1)?.to_owned();
                return Some((path, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
        }
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::embedded().unwrap());

/// Checklists in which a revocation has to be seen, and a reserve has to carry, within two seconds.
static CHECKLISTS: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = crate::catalog::copy();
    let file = folder.join("224/paragraph-12.toml");
    let text = fs::read_to_string(&file).unwrap();
    let changed =
        text.replace("limit.max = 24\nlimit.unit = \"h\"", "limit.max = 2\nlimit.unit = \"s\"");
    assert_ne!(text, changed);
    let both =
        changed.replace("limit.max = 60\nlimit.unit = \"s\"", "limit.max = 2\nlimit.unit = \"s\"");
    assert_ne!(changed, both);
    fs::write(&file, both).unwrap();
    folder
});

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::load(&CHECKLISTS).unwrap());

/// A folder of this test with a dossier and the test certificate.
struct Desk {
    dossier: PathBuf,
    certificate: PathBuf,
}

impl Desk {
    fn of(authority: &Authority, change: impl FnOnce(&mut Declaration)) -> Self {
        Self::with(authority, |case| change(&mut case.declaration))
    }

    fn with(authority: &Authority, change: impl FnOnce(&mut CaseFile)) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = crate::inspection::fresh(&format!("drill-{number}"));
        fs::create_dir_all(&folder).unwrap();
        let mut case = Sample::of(Scenario::Clean).read_case().unwrap();
        let today = legal_day(Timestamp::now());
        (case.visit.start, case.visit.end) = (today, today);
        case.network.allow_loopback = true;
        change(&mut case);
        let (dossier, now) = (folder.join("dossier"), Timestamp::now());
        let mut inspection = Inspection::new(&dossier, case, &CATALOG, &WORDS, now).unwrap();
        let issuer = folder.join("ca.cer");
        fs::write(&issuer, authority.certificate.der()).unwrap();
        inspection.take_file(&issuer, EvidenceKind::Certificate, now).unwrap();
        let certificate = folder.join("test.cer");
        fs::write(&certificate, authority.test.der()).unwrap();
        Self { dossier, certificate }
    }

    fn open(&self) -> Inspection<'static> {
        let access = Access::Write { now: Timestamp::now() };
        Inspection::open(&self.dossier, access, &CATALOG, &WORDS).unwrap()
    }

    /// Makes the drill; the word is given as soon as it can be.
    fn drill(
        &self,
        authority: &Arc<Authority>,
        until: Duration,
    ) -> Result<(DrillEnd, Judgement), InspectionError> {
        let mut inspection = self.open();
        let options = DrillOptions { every: Duration::from_millis(50), until };
        let mut drill =
            inspection.revocation_drill(&self.certificate, options, Timestamp::now())?;
        let (say, signals) = mpsc::channel();
        let clock = drill.clock();
        let site: SharedSite =
            Arc::new(World::new(Networks::loopback(), Limits::default()).unwrap());
        let end = {
            let mut keep = |pieces: &[Evidence]| inspection.keep_drill(REVOCATION_DRILL, pieces);
            drill.run(&site, signals, &mut keep, &mut |event| {
                if let DrillEvent::Ready { .. } = event {
                    let now = clock.now();
                    authority.word(now.at);
                    say.send(DrillSignal::Word(now)).unwrap();
                }
            })?
        };
        Ok((end, judged(&inspection)))
    }
}

fn judged(inspection: &Inspection<'_>) -> Judgement {
    judged_by(REVOCATION_DRILL, inspection)
}

fn judged_by(probe: &str, inspection: &Inspection<'_>) -> Judgement {
    let mut judged = inspection.judge_by(probe).unwrap();
    assert_eq!(judged.len(), 1);
    let judgement = judged.remove(0).finding.judgement;
    crate::fixtures::only_what_is_declared(probes::by_id(probe).unwrap(), &judgement);
    judgement
}

fn codes(judgement: &Judgement) -> BTreeSet<String> {
    judgement.notes.iter().map(|it| it.code.to_string()).collect()
}

/// From when to when the revocation became visible, by service, in seconds as shown.
fn table(judgement: &Judgement) -> Vec<[String; 3]> {
    let table = judgement.exhibits.iter().find_map(|it| match it {
        Exhibit::Table(table) => Some(table),
        Exhibit::Timeline(_) => None,
    });
    let text = |cell: &model::Cell| match cell {
        model::Cell::Text(text) | model::Cell::Word(text) => text.clone(),
        other @ (model::Cell::At(_) | model::Cell::Measure(_)) => panic!("{other:?}"),
    };
    table.unwrap().rows.iter().map(|row| [text(&row[0]), text(&row[2]), text(&row[3])]).collect()
}

fn seconds(text: &str) -> u64 {
    let (whole, rest) = text.split_once('.').unwrap();
    whole.parse::<u64>().unwrap() * 1_000 + rest.parse::<u64>().unwrap()
}

/// One drill: what the authority does, and what follows.
pub(crate) struct Case {
    what: &'static str,
    pub(crate) verdict: Verdict,
    end: DrillEnd,
    says: &'static [&'static str],
    script: Script,
}

/// Every case; the criterion is two seconds, and the tool looks for six.
pub(crate) const CASES: &[Case] = &[
    Case {
        what: "each service in its time",
        verdict: Complies,
        end: DrillEnd::AllShown,
        says: &["crl.drill-shown"],
        script: |service, ms| match service {
            Service::Ocsp if ms >= 200 => Revoked(100),
            Service::Delta if ms >= 400 => Revoked(100),
            Service::Crl if ms >= 600 => Revoked(100),
            Service::Crl | Service::Delta | Service::Endpoint | Service::Ocsp => Good,
        },
    },
    Case {
        what: "the complete list too late",
        verdict: Violates,
        end: DrillEnd::AllShown,
        says: &["crl.drill-late", "crl.drill-shown"],
        script: |service, ms| match service {
            Service::Crl if ms < 2_400 => Good,
            Service::Crl | Service::Delta | Service::Endpoint | Service::Ocsp => Revoked(100),
        },
    },
    Case {
        what: "the complete list never",
        verdict: Violates,
        end: DrillEnd::Deadline,
        says: &["crl.drill-not-shown", "crl.drill-shown"],
        script: |service, _| if service == Service::Crl { Good } else { Revoked(100) },
    },
    Case {
        what: "the status service takes it back",
        verdict: Violates,
        end: DrillEnd::AllShown,
        says: &["crl.drill-shown", "crl.drill-withdrawn"],
        script: |service, ms| match service {
            Service::Ocsp if (300..700).contains(&ms) => Good,
            Service::Crl | Service::Delta | Service::Endpoint if ms < 500 => Good,
            Service::Crl | Service::Delta | Service::Endpoint | Service::Ocsp => Revoked(100),
        },
    },
    Case {
        what: "the complete list loses the entry",
        verdict: Violates,
        end: DrillEnd::AllShown,
        says: &["crl.drill-shown", "crl.drill-withdrawn"],
        script: |service, ms| match service {
            Service::Crl if (300..700).contains(&ms) => Good,
            Service::Ocsp if ms < 500 => Good,
            Service::Crl | Service::Delta | Service::Endpoint | Service::Ocsp => Revoked(100),
        },
    },
    Case {
        what: "on hold, then released",
        verdict: Undetermined,
        end: DrillEnd::Deadline,
        says: &["crl.drill-hold-released"],
        script: |service, ms| match service {
            Service::Ocsp if ms >= 500 => Good,
            Service::Ocsp => OnHold,
            Service::Crl | Service::Delta | Service::Endpoint => Revoked(100),
        },
    },
    Case {
        what: "on hold, and no more than that",
        verdict: Undetermined,
        end: DrillEnd::Deadline,
        says: &["crl.drill-on-hold"],
        script: |_, _| OnHold,
    },
    Case {
        what: "the delta before its base, and then through its base alone",
        verdict: Complies,
        end: DrillEnd::AllShown,
        says: &["crl.drill-shown"],
        script: |service, ms| match service {
            Service::Crl if ms < 600 => Good,
            Service::Delta if ms < 200 => Good,
            Service::Delta if ms >= 700 => Rebased,
            Service::Crl | Service::Delta | Service::Endpoint | Service::Ocsp => Revoked(100),
        },
    },
    Case {
        what: "the status service does not answer about it",
        verdict: Undetermined,
        end: DrillEnd::Deadline,
        says: &["crl.drill-nothing-seen", "crl.drill-shown"],
        script: |service, _| if service == Service::Ocsp { NotFound } else { Revoked(100) },
    },
    Case {
        what: "the services disagree about the date",
        verdict: Complies,
        end: DrillEnd::AllShown,
        says: &["crl.drill-dates-differ", "crl.drill-shown"],
        script: |service, _| Revoked(if service == Service::Ocsp { 3_000 } else { 0 }),
    },
    Case {
        what: "dated a minute before the word, and nothing to compare the clock with",
        verdict: Undetermined,
        end: DrillEnd::AllShown,
        says: &["crl.drill-backdated-unchecked", "time.laptop-clock-unchecked"],
        script: |_, _| Revoked(-60_000),
    },
];

#[test]
fn every_drill_is_judged_as_it_says() {
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let run = |case: &'static Case| {
            move || {
                let authority = Authority::start(case.script);
                let desk = Desk::of(&authority, |_| {});
                let (end, judgement) = desk.drill(&authority, Duration::from_secs(6)).unwrap();
                let said = codes(&judgement);
                let says = case.says.iter().all(|code| said.contains(*code));
                (judgement.verdict != case.verdict || end != case.end || !says)
                    .then(|| format!("{}: {end:?} {judgement:#?}", case.what))
            }
        };
        // Two at a time: each is a crowd of threads, and intervals are measured.
        CASES
            .chunks(2)
            .flat_map(|pair| {
                let running: Vec<_> = pair.iter().map(|case| scope.spawn(run(case))).collect();
                running.into_iter().filter_map(|it| it.join().unwrap()).collect::<Vec<_>>()
            })
            .collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_interval_contains_the_moment_at_which_the_service_changed() {
    let authority = Authority::start(CASES[0].script);
    let desk = Desk::of(&authority, |_| {});
    let (_, judgement) = desk.drill(&authority, Duration::from_secs(3)).unwrap();
    let table = table(&judgement);
    let expected =
        [("drill-service-crl", 600), ("drill-service-delta", 400), ("drill-service-ocsp", 200)];
    assert_eq!(table.len(), 3);
    for (row, (service, changed)) in table.iter().zip(expected) {
        assert_eq!(row[0], service);
        let (from, until) = (seconds(&row[1]), seconds(&row[2]));
        // The script is played from a moment after the word.
        assert!(from <= changed + 20 && changed <= until, "{row:?}");
        // Looks are 50 ms apart; the machine may be busy.
        assert!(until - from < 1_000, "{row:?}");
    }
    let lanes = judgement.exhibits.iter().find_map(|it| match it {
        Exhibit::Timeline(timeline) => Some(&timeline.lanes),
        Exhibit::Table(_) => None,
    });
    for lane in lanes.unwrap() {
        let states: Vec<_> = lane.spans.iter().map(|it| it.state).collect();
        assert_eq!(states, [model::SpanState::Unavailable, model::SpanState::Available]);
        assert!(lane.spans.windows(2).all(|it| it[0].until <= it[1].from));
    }
}

/// Three references that agree with this machine, as the demonstration has them.
fn references(declaration: &mut Declaration) -> Vec<TimeServer> {
    let start = |reference: &[u8; 4]| {
        TimeServer::start(TimeProfile {
            offset: SignedDuration::ZERO,
            stratum: 1,
            reference: *reference,
            root_delay_us: 0,
            root_dispersion_us: 300,
        })
        .unwrap()
    };
    let servers: Vec<_> = [b"ATOM", b"GPS\0", b"PPS\0"].map(start).into();
    let classes = [
        TimeSourceClass::NationalStandard,
        TimeSourceClass::Satellite,
        TimeSourceClass::International,
    ];
    declaration.time_references = servers
        .iter()
        .zip(classes)
        .map(|(it, class)| TimeReference { address: it.address().to_string(), class })
        .collect();
    declaration.time_servers = vec![DeclaredServer {
        address: servers[0].address().to_string(),
        name: "ntp".into(),
        sources: vec![],
    }];
    servers
}

#[test]
fn a_date_before_the_word_on_measured_time_is_told_by_name() {
    for (milliseconds, verdict, code) in
        [(-60_000, Violates, "crl.drill-backdated"), (-4_000, Complies, "crl.drill-shown")]
    {
        let script: Script = match milliseconds {
            -60_000 => |_, _| Revoked(-60_000),
            _ => |_, _| Revoked(-4_000),
        };
        let authority = Authority::start(script);
        let mut servers = Vec::new();
        let desk = Desk::of(&authority, |it| servers = references(it));
        let world = World::new(Networks::loopback(), Limits::default()).unwrap();
        desk.open().collect(&world, &mut |_| {}).unwrap();
        let (_, judgement) = desk.drill(&authority, Duration::from_secs(3)).unwrap();
        let said = codes(&judgement);
        assert_eq!(judgement.verdict, verdict, "{judgement:#?}");
        assert!(said.contains(code), "{judgement:#?}");
        assert!(!said.contains("time.laptop-clock-unchecked"), "{judgement:#?}");
    }
}

/// The list that shows the revocation was issued after the word: it bounds the authority's clock
/// on both sides, and the table of clocks says so.
#[test]
fn a_drill_makes_the_list_a_witness_of_the_clock_on_both_sides() {
    let authority = Authority::start(CASES[0].script);
    let mut servers = Vec::new();
    let desk = Desk::of(&authority, |it| servers = references(it));
    let world = World::new(Networks::loopback(), Limits::default()).unwrap();
    desk.open().collect(&world, &mut |_| {}).unwrap();
    let rows = || {
        let judged = desk.open().judge_by("time.witnesses").unwrap().remove(0);
        let rows = judged.finding.judgement.exhibits.into_iter().find_map(|it| match it {
            Exhibit::Table(table) if table.code == "time.witnesses" => Some(table.rows),
            Exhibit::Table(_) | Exhibit::Timeline(_) => None,
        });
        let word = |cell: &model::Cell| match cell {
            model::Cell::Word(word) => word.to_string(),
            model::Cell::At(_) | model::Cell::Measure(_) | model::Cell::Text(_) => {
                panic!("{cell:?}")
            }
        };
        let rows = rows.unwrap_or_default();
        rows.iter().map(|it| (word(&it[0]), word(&it[7]))).collect::<Vec<_>>()
    };
    let witness = |rows: &[(String, String)]| {
        rows.iter().filter(|it| it.0 == "witness-crl-drill").map(|it| it.1.clone()).collect()
    };
    let before: Vec<String> = witness(&rows());
    assert!(before.is_empty(), "{before:?}");
    desk.drill(&authority, Duration::from_secs(3)).unwrap();
    let after: Vec<String> = witness(&rows());
    assert_eq!(after, ["witness-sides-both"]);
}

#[test]
fn a_silent_service_delays_neither_the_others_nor_the_end() {
    let script: Script = |service, ms| match service {
        Service::Ocsp => Silence,
        Service::Crl | Service::Delta | Service::Endpoint if ms >= 300 => Revoked(100),
        Service::Crl | Service::Delta | Service::Endpoint => Good,
    };
    let authority = Authority::start(script);
    let desk = Desk::of(&authority, |_| {});
    let begun = Instant::now();
    let (end, judgement) = desk.drill(&authority, Duration::from_secs(2)).unwrap();
    let took = begun.elapsed();
    assert_eq!((end, judgement.verdict), (DrillEnd::Deadline, Undetermined), "{judgement:#?}");
    assert!(took < Duration::from_secs(4), "{took:?}");
    for row in table(&judgement).iter().filter(|it| it[0] != "drill-service-ocsp") {
        assert!(seconds(&row[2]) < 1_300, "{row:?}");
    }
}

#[test]
fn a_certificate_that_cannot_be_drilled_is_refused_by_name() {
    let refused = |authority: &Arc<Authority>, desk: &Desk| match desk
        .drill(authority, Duration::from_secs(1))
    {
        Err(InspectionError::DrillRefused { refusal, .. }) => refusal,
        other => panic!("{:?}", other.map(|it| it.0)),
    };
    let good: Script = |_, _| Good;
    let revoked: Script = |_, _| Revoked(-1_000);

    let already = Authority::start(revoked);
    already.word(Timestamp::now());
    let refusal = refused(&already, &Desk::of(&already, |_| {}));
    assert!(matches!(refusal, Refusal::RevokedAlready { .. }), "{refusal:?}");

    let expired = Authority::with(good, (-24, -1));
    let refusal = refused(&expired, &Desk::of(&expired, |_| {}));
    assert!(matches!(refusal, Refusal::Expired { .. }), "{refusal:?}");

    let early = Authority::with(good, (1, 24));
    let refusal = refused(&early, &Desk::of(&early, |_| {}));
    assert!(matches!(refusal, Refusal::NotYetValid { .. }), "{refusal:?}");

    let (ours, theirs) = (Authority::start(good), Authority::start(good));
    let desk = Desk::of(&ours, |_| {});
    // The same name, another key: who signed decides.
    fs::write(&desk.certificate, theirs.test.der()).unwrap();
    let refusal = refused(&ours, &desk);
    assert!(matches!(refusal, Refusal::NotOfThisAuthority { .. }), "{refusal:?}");
    fs::write(&desk.certificate, ours.certificate.der()).unwrap();
    assert_eq!(refused(&ours, &desk), Refusal::OfAnAuthority);
    fs::write(&desk.certificate, b"no certificate").unwrap();
    assert_eq!(refused(&ours, &desk), Refusal::NotOneCertificate { found: 0 });
}

/// The program, making a drill.
fn program(desk: &Desk, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tekseru"));
    command
        .args(["--json", "--lang", "en", "--checklists"])
        .arg(&*CHECKLISTS)
        .args(["drill", "revoke"])
        .arg(&desk.dossier)
        .arg("--certificate")
        .arg(&desk.certificate)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn a_drill_that_is_killed_in_the_middle_is_gone_on_with() {
    let script: Script = |service, ms| match service {
        Service::Ocsp => Revoked(0),
        Service::Crl | Service::Delta | Service::Endpoint if ms >= 4_000 => Revoked(0),
        Service::Crl | Service::Delta | Service::Endpoint => Good,
    };
    let authority = Authority::start(script);
    let desk = Desk::of(&authority, |_| {});
    let mut killed = program(&desk, &["--every", "50ms", "--until", "20s"]);
    let mut killed = killed.stdin(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(killed.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(said.any(|it| it.starts_with("Addresses watched")));
    killed.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(said.any(|it| it.starts_with("The word was given")));
    authority.word(Timestamp::now());
    assert!(said.any(|it| it.ends_with(": revoked")));
    // The signal that no program hears.
    killed.kill().unwrap();
    killed.wait().unwrap();
    let before = judged(&desk.open());
    assert_eq!(before.verdict, Undetermined, "{before:#?}");
    assert!(codes(&before).contains("crl.drill-not-shown-yet"), "{before:#?}");

    let output = program(&desk, &["--every", "50ms", "--until", "20s"]).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|it| panic!("{it}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(told["end"], "all-shown", "{told:#}");
    let after = judged(&desk.open());
    let said = codes(&after);
    assert!(said.contains("drill.across-restart"), "{after:#?}");
    assert_eq!(after.verdict, Violates, "the criterion is two seconds: {after:#?}");
    // The status service was seen before the end, the lists after it; none contradicts the script.
    for row in table(&after) {
        // The script is played from a moment after the key.
        let changed = if row[0] == "drill-service-ocsp" { 0 } else { 4_000 };
        let (from, until) = (seconds(&row[1]), seconds(&row[2]));
        assert!(from <= changed + 1_000 && changed <= until, "{row:?}");
    }
}

#[test]
fn the_word_may_be_given_afterwards_and_the_help_is_in_three_languages() {
    let script: Script = |_, _| Revoked(0);
    let authority = Authority::start(script);
    let desk = Desk::of(&authority, |_| {});
    let at = Timestamp::now() + SignedDuration::from_secs(1);
    let mut running =
        program(&desk, &["--every", "50ms", "--until", "5s", "--asked-at", &at.to_string()])
            .spawn()
            .unwrap();
    std::thread::sleep(Duration::from_millis(1_300));
    authority.word(at);
    let output = running.wait_with_output_in(Duration::from_secs(30));
    let told: serde_json::Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(told["end"], "all-shown", "{told:#}");
    assert_eq!(told["verdict"], "complies", "{told:#}");
    for (lang, word) in [("kk", "сөз"), ("ru", "слов"), ("en", "word")] {
        let arguments = ["--lang", lang, "drill", "revoke", "--help"];
        let help = crate::inspection::shown(&crate::inspection::exits(0, &arguments));
        assert!(help.contains(word), "{help}");
    }
}

trait WaitIn {
    fn wait_with_output_in(&mut self, patience: Duration) -> Vec<u8>;
}

impl WaitIn for std::process::Child {
    fn wait_with_output_in(&mut self, patience: Duration) -> Vec<u8> {
        let begun = Instant::now();
        while self.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < patience, "the program hangs");
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut output = Vec::new();
        self.stdout.take().unwrap().read_to_end(&mut output).unwrap();
        output
    }
}
