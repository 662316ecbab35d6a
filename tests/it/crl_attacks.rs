//! Revocation lists from a server that misbehaves on purpose, looked at by the application: real
//! sockets, a real dossier, a real judgement. Nothing that such a server does is a pass.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, EvidenceKind, Judgement, Verdict};
use pki::Certificate;
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Extension, IssuingPoint, Profile,
    distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;
use probes::{
    Anchor, Declaration, HostFacts, HttpAnswer, HttpRequest, NtpAnswer, NtpPlan, NtpSample, Site,
    SiteError, TimeReference, TimeSampling, TimeSourceClass,
};
use tekseru::demo::{Sample, Scenario, TimeProfile, TimeServer};
use tekseru::inspection::{Inspection, WatchSettings};
use tekseru::site::{Limits, Networks, World};

use crate::inspection::{CATALOG, WORDS};
use crate::site::server;

use Verdict::{Complies, Undetermined, Violates};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const SECOND: SignedDuration = SignedDuration::from_secs(1);
/// No collection of these few addresses may take longer.
const IN_TIME: Duration = Duration::from_secs(60);

/// What lies at each path; the server reads it anew for every request.
type Pages = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// An authority whose lists lie on a server of the test, and the case that is kept of it.
struct Attacked {
    folder: PathBuf,
    pages: Pages,
    address: SocketAddr,
    reference: TimeServer,
    root_key: PrivateKey,
    root: Certificate,
    key: PrivateKey,
    authority: Certificate,
    user_key: PrivateKey,
    user: Certificate,
    declaration: Declaration,
    /// Certificates that are handed in besides.
    more: Vec<Certificate>,
    now: Timestamp,
}

fn key() -> PrivateKey {
    PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap()
}

fn named(common_name: &str) -> Vec<u8> {
    distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
}

fn validity(now: Timestamp) -> (Timestamp, Timestamp) {
    (now - HOUR * 24 * 30, now + HOUR * 24 * 300)
}

fn root_of(key: &PrivateKey, now: Timestamp) -> Certificate {
    let (subject, public) = (named("ATTACKED ROOT"), key.public_key());
    let none = Addresses::default();
    CertificateTemplate::new(&Profile::Root, None, subject, public, validity(now), &none)
        .issue(key)
        .unwrap()
}

fn authority_of(
    root: &Certificate,
    root_key: &PrivateKey,
    key: &PrivateKey,
    now: Timestamp,
) -> Certificate {
    let profile = Profile::Authority { path_length: Some(0) };
    let (subject, public) = (named("ATTACKED CA"), key.public_key());
    let none = Addresses::default();
    CertificateTemplate::new(&profile, Some(root), subject, public, validity(now), &none)
        .issue(root_key)
        .unwrap()
}

impl Attacked {
    fn new() -> Self {
        Self::with(&["/a.crl"], &[])
    }

    /// The user's certificate names these paths of complete lists and of deltas.
    fn with(complete: &[&str], deltas: &[&str]) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("crl-attacks-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let now = Timestamp::now();
        let now = Timestamp::from_second(now.as_second()).unwrap();
        let pages = Pages::default();
        let served = Arc::clone(&pages);
        let address = server(move |head, stream| {
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let body = served.lock().unwrap().get(&path).cloned();
            let _ = match body {
                // A redirect is kept as the path that it leads to.
                Some(to) if to.starts_with(b"location: ") => {
                    let to = String::from_utf8_lossy(&to).into_owned();
                    write!(stream, "HTTP/1.1 302 Found\r\n{to}\r\ncontent-length: 0\r\n\r\n")
                }
                Some(body) => {
                    let length = body.len();
                    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n")
                        .and_then(|()| stream.write_all(&body))
                }
                None => write!(stream, "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"),
            };
        });
        let url = |paths: &[&str]| paths.iter().map(|it| format!("http://{address}{it}")).collect();
        let (root_key, key, user_key) = (self::key(), self::key(), self::key());
        let root = root_of(&root_key, now);
        let authority = authority_of(&root, &root_key, &key, now);
        let addresses =
            Addresses { crl: url(complete), delta: url(deltas), ..Addresses::default() };
        let mut attacked = Self {
            reference: TimeServer::start(TimeProfile {
                offset: SignedDuration::ZERO,
                stratum: 1,
                reference: *b"GNSS",
                root_delay_us: 0,
                root_dispersion_us: 100,
            })
            .unwrap(),
            declaration: Declaration::default(),
            user: root.clone(),
            folder,
            pages,
            address,
            root_key,
            root,
            key,
            authority,
            user_key,
            more: Vec::new(),
            now,
        };
        attacked.user = attacked.user_with(&addresses, |_| {});
        attacked.declaration = Declaration {
            anchors: vec![Anchor {
                sha256: EvidenceId(*attacked.root.fingerprint().as_bytes()),
                obtained_from: "the test itself".to_owned(),
            }],
            time_references: vec![TimeReference {
                address: attacked.reference.address().to_string(),
                class: TimeSourceClass::NationalStandard,
            }],
            time_sampling: TimeSampling {
                samples: 4,
                fewest: 2,
                spacing_ms: 1,
                ..TimeSampling::default()
            },
            ..Declaration::default()
        };
        attacked
    }

    fn user_with(
        &self,
        addresses: &Addresses,
        change: impl Fn(&mut CertificateTemplate),
    ) -> Certificate {
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let subject = person("ТЕСТОВ ТЕСТ", "ТЕСТОВ", "000000000000", None);
        let public = self.user_key.public_key();
        let (issuer, validity) = (Some(&self.authority), validity(self.now));
        let mut template =
            CertificateTemplate::new(&profile, issuer, subject, public, validity, addresses);
        change(&mut template);
        template.issue(&self.key).unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn list(&self, number: u64) -> CrlTemplate {
        let hours = SignedDuration::from_mins(i64::try_from(number).unwrap());
        let issued = self.now - HOUR * 2 + hours;
        CrlTemplate::new(&self.authority, issued, self.now + HOUR * 24, number)
    }

    fn signed(&self, list: &CrlTemplate) -> Vec<u8> {
        list.to_der(&self.key).unwrap()
    }

    fn serve(&self, path: &str, body: Vec<u8>) {
        self.pages.lock().unwrap().insert(path.to_owned(), body);
    }

    fn serve_list(&self, path: &str, list: &CrlTemplate) {
        self.serve(path, self.signed(list));
    }

    /// Collects once for each change of what the server serves, and judges. Whatever is compared
    /// with the clock is compared with measured time.
    fn inspect(&self, changes: &[&dyn Fn()]) -> Inspected {
        self.inspect_with_clock(SignedDuration::ZERO, changes)
    }

    /// The same on a machine whose clock is ahead by so much.
    fn inspect_with_clock(&self, ahead: SignedDuration, changes: &[&dyn Fn()]) -> Inspected {
        self.inspect_and_sample(ahead, changes, &[])
    }

    /// Collects once for each of `changes`, then only samples for a moment after each of `sampled`.
    fn inspect_and_sample(
        &self,
        ahead: SignedDuration,
        changes: &[&dyn Fn()],
        sampled: &[&dyn Fn()],
    ) -> Inspected {
        let mut case = Sample::of(Scenario::Clean).read_case().unwrap();
        case.declaration = self.declaration.clone();
        case.criteria.clear();
        case.network.allow_loopback = true;
        let world =
            World::new(Networks::try_from(&case.network).unwrap(), Limits::default()).unwrap();
        let place = self.folder.join("dossier");
        let mut inspection =
            Inspection::new(&place, case, &CATALOG, &WORDS, Timestamp::now()).unwrap();
        let own = [&self.root, &self.authority, &self.user];
        for (number, certificate) in own.into_iter().chain(&self.more).enumerate() {
            let file = self.folder.join(format!("{number}.cer"));
            fs::write(&file, certificate.der()).unwrap();
            inspection.take_file(&file, EvidenceKind::Certificate, Timestamp::now()).unwrap();
        }
        let begun = Instant::now();
        let site = WrongClock { world: &world, ahead };
        let mut collect = || inspection.collect(&site, &mut |_| {}).unwrap();
        collect();
        for change in changes {
            change();
            collect();
        }
        for change in sampled {
            change();
            let settings = WatchSettings {
                window: Some("600ms".parse().unwrap()),
                every: Some("100ms".parse().unwrap()),
                anew: true,
                ..WatchSettings::default()
            };
            inspection.watch(&world, &settings, &AtomicBool::new(false), &mut |_| {}).unwrap();
        }
        let judged = inspection.judge().unwrap();
        assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
        let of = |id: &str| {
            let all = judged.subjects.iter().flat_map(|it| &it.requirements);
            let mut found = all.filter(|it| it.finding.requirement.0 == format!("224.{id}"));
            found.next().unwrap().finding.judgement.clone()
        };
        let found = Inspected {
            available: of("crl-available"),
            content: of("crl-content"),
            history: of("crl-history"),
        };
        for judgement in [&found.available, &found.content, &found.history] {
            let mut codes = judgement.notes.iter().map(|it| it.code.as_ref());
            let unchecked = codes.any(|it| it == "time.laptop-clock-unchecked");
            assert!(!unchecked, "the reference was not used: {:#?}", judgement.notes);
        }
        found
    }
}

/// The world, seen from a machine whose clock is wrong. The clock that does not step is right.
struct WrongClock<'a> {
    world: &'a World,
    ahead: SignedDuration,
}

impl Site for WrongClock<'_> {
    fn now(&self) -> Timestamp {
        self.world.now() + self.ahead
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpAnswer, SiteError> {
        let mut answer = self.world.http(request)?;
        answer.sent_at += self.ahead;
        answer.received_at += self.ahead;
        Ok(answer)
    }

    fn ntp(&self, server: &str) -> Result<NtpAnswer, SiteError> {
        Ok(self.told(self.world.ntp(server)?))
    }

    fn ntp_samples(&self, plan: &NtpPlan) -> Vec<NtpSample> {
        let mut samples = self.world.ntp_samples(plan);
        for sample in &mut samples {
            sample.at += self.ahead;
            sample.answer = sample.answer.clone().map(|it| self.told(it));
        }
        samples
    }

    fn host(&self) -> Result<HostFacts, SiteError> {
        self.world.host()
    }
}

impl WrongClock<'_> {
    fn told(&self, mut answer: NtpAnswer) -> NtpAnswer {
        answer.sent_at += self.ahead;
        answer.received_at += self.ahead;
        answer.steady.began_at += self.ahead;
        answer
    }
}

impl Drop for Attacked {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What the three items about lists came to.
struct Inspected {
    available: Judgement,
    content: Judgement,
    history: Judgement,
}

impl Inspected {
    fn content(self, verdict: Verdict, says: &[&str]) -> Self {
        is(&self.content, verdict, says);
        self
    }

    fn history(self, verdict: Verdict, says: &[&str]) -> Self {
        is(&self.history, verdict, says);
        self
    }

    fn available(self, verdict: Verdict, says: &[&str]) -> Self {
        is(&self.available, verdict, says);
        self
    }
}

fn is(judgement: &Judgement, verdict: Verdict, says: &[&str]) {
    let codes: Vec<_> = judgement.notes.iter().map(|it| it.code.as_ref()).collect();
    assert_eq!(judgement.verdict, verdict, "{says:?}: {:#?}", judgement.notes);
    for code in says {
        assert!(codes.contains(code), "{code} is not said: {codes:?}");
    }
}

/// What a change of the list alone comes to.
fn changed(change: impl Fn(&Attacked, CrlTemplate) -> CrlTemplate) -> Inspected {
    let attacked = Attacked::new();
    attacked.serve_list("/a.crl", &change(&attacked, attacked.list(14)));
    attacked.inspect(&[])
}

/// The attacks below start from here.
#[test]
fn a_sound_authority_is_found_sound_by_measured_time() {
    let attacked = Attacked::new();
    attacked.serve_list("/a.crl", &attacked.list(14));
    let next = || attacked.serve_list("/a.crl", &attacked.list(15));
    let found = attacked
        .inspect(&[&next])
        .available(Complies, &["crl.fetched"])
        .content(Complies, &["crl.current"])
        .history(Complies, &["crl.history-consistent", "crl.successor-seen"]);
    let codes: Vec<_> = found.history.exhibits.iter().map(|it| format!("{it:?}")).collect();
    assert!(codes.iter().any(|it| it.contains("crl.fetches")), "{codes:?}");
    assert!(codes.iter().any(|it| it.contains("crl.successions")), "{codes:?}");
}

/// R06.
#[test]
fn a_stale_list_replayed_after_a_newer_one_is_a_rollback() {
    let attacked = Attacked::new();
    let old = attacked.signed(&attacked.list(14));
    attacked.serve("/a.crl", old.clone());
    let newer = || attacked.serve_list("/a.crl", &attacked.list(15));
    let replay = || attacked.serve("/a.crl", old.clone());
    attacked.inspect(&[&newer, &replay]).history(Violates, &["crl.rolled-back"]);
}

/// R06.
#[test]
fn a_number_that_falls_or_is_given_twice_is_found() {
    for (number, code) in [(13, "crl.number-decreases"), (14, "crl.number-reused")] {
        let attacked = Attacked::new();
        attacked.serve_list("/a.crl", &attacked.list(14));
        let mut later = attacked.list(20);
        later.number = Some(number);
        let next = || attacked.serve_list("/a.crl", &later);
        attacked.inspect(&[&next]).history(Violates, &[code]);
    }
}

/// R06: a list that nothing but a sample met is part of the history like any other.
#[test]
fn lists_that_only_samples_met_are_part_of_the_history() {
    let attacked = Attacked::new();
    let since = attacked.now - HOUR * 24;
    let revoking = attacked.list(15).revoking(attacked.user.serial(), since, Some(1));
    let mut lower = attacked.list(20);
    lower.number = Some(13);
    let revoked = || attacked.serve_list("/a.crl", &revoking);
    let vanished = || attacked.serve_list("/a.crl", &attacked.list(16));
    let falls = || attacked.serve_list("/a.crl", &lower);
    attacked.serve_list("/a.crl", &attacked.list(14));
    attacked
        .inspect_and_sample(SignedDuration::ZERO, &[], &[&revoked, &vanished, &falls])
        .history(Violates, &["crl.entries-lost", "crl.number-decreases", "crl.successor-seen"]);
}

/// R06.
#[test]
fn a_gap_of_numbers_is_not_passed_over() {
    let attacked = Attacked::new();
    attacked.serve_list("/a.crl", &attacked.list(14));
    let next = || attacked.serve_list("/a.crl", &attacked.list(17));
    let found = attacked.inspect(&[&next]);
    found.history(Undetermined, &["crl.numbers-left-out"]);
}

/// R06.
#[test]
fn an_entry_that_vanished_is_an_un_revocation() {
    let attacked = Attacked::new();
    let since = attacked.now - HOUR * 24;
    let revoking = attacked.list(14).revoking(attacked.user.serial(), since, Some(1));
    attacked.serve_list("/a.crl", &revoking);
    let next = || attacked.serve_list("/a.crl", &attacked.list(15));
    attacked.inspect(&[&next]).history(Violates, &["crl.entries-lost"]);

    let attacked = Attacked::new();
    attacked.serve_list("/a.crl", &attacked.list(14).revoking(&[9; 8], since, Some(1)));
    let next = || attacked.serve_list("/a.crl", &attacked.list(15));
    attacked.inspect(&[&next]).history(Undetermined, &["crl.entries-vanished"]);
}

/// R06.
#[test]
fn times_that_cannot_be_are_found() {
    changed(|_, list| CrlTemplate { next_update: None, ..list })
        .content(Violates, &["crl.next-update-missing"]);
    changed(|it, list| CrlTemplate { next_update: Some(it.now - SECOND * 5), ..list })
        .content(Violates, &["crl.expired"])
        .history(Violates, &["crl.expired-served"]);
    changed(|_, list| {
        let never = "9999-12-01T00:00:00Z".parse().unwrap();
        CrlTemplate { next_update: Some(never), ..list }
    })
    .content(Violates, &["crl.next-update-never"]);
    // Less than a clock is allowed that nobody measured, and longer than a collection takes.
    changed(|_, list| CrlTemplate { this_update: Timestamp::now() + SECOND * 40, ..list })
        .content(Violates, &["crl.this-update-in-future"]);
}

/// The clock of the inspector's machine cancels out: an hour wrong either way, the same is found.
#[test]
fn a_clock_of_the_machine_that_is_an_hour_wrong_changes_no_verdict() {
    for ahead in [HOUR, -HOUR] {
        let attacked = Attacked::new();
        let list = attacked.list(14);
        // Issued a moment ago: for a clock that is behind, in the future.
        let list = CrlTemplate { this_update: attacked.now - SECOND * 5, ..list };
        attacked.serve_list("/a.crl", &list);
        attacked
            .inspect_with_clock(ahead, &[])
            .content(Complies, &["crl.current"])
            .history(Complies, &[]);

        let attacked = Attacked::new();
        let expired = Some(attacked.now - SECOND * 5);
        let list = CrlTemplate { next_update: expired, ..attacked.list(14) };
        attacked.serve_list("/a.crl", &list);
        attacked.inspect_with_clock(ahead, &[]).content(Violates, &["crl.expired"]);

        let attacked = Attacked::new();
        let early = Timestamp::now() + SECOND * 40;
        let list = CrlTemplate { this_update: early, ..attacked.list(14) };
        attacked.serve_list("/a.crl", &list);
        let found = attacked.inspect_with_clock(ahead, &[]);
        found.content(Violates, &["crl.this-update-in-future"]);
    }
}

/// R07: by the name alone it is the same authority; its key identifier and its certificate are its
/// own, and it handed in the certificate itself.
#[test]
fn a_list_of_another_authority_with_the_same_name_is_not_believed() {
    for handed_in in [false, true] {
        let mut attacked = Attacked::new();
        let (other_root_key, other_key) = (key(), key());
        let other_root = root_of(&other_root_key, attacked.now);
        let other = authority_of(&other_root, &other_root_key, &other_key, attacked.now);
        let list = CrlTemplate {
            authority_key_id: other.subject_key_id().map(<[u8]>::to_vec),
            ..attacked.list(14)
        };
        attacked.serve("/a.crl", list.to_der(&other_key).unwrap());
        let code = if handed_in {
            attacked.more = vec![other_root, other];
            "crl.signer-unrelated"
        } else {
            "crl.signature-invalid"
        };
        attacked.inspect(&[]).content(Violates, &[code]);
    }
}

/// R07: an indirect list of another issuer that no certificate names as its issuer of lists.
#[test]
fn an_indirect_list_of_somebody_else_is_not_the_authoritys() {
    let attacked = Attacked::new();
    let list = CrlTemplate {
        scope: Some(IssuingPoint { indirect: true, ..IssuingPoint::default() }),
        ..CrlTemplate::new(&attacked.root, attacked.now - HOUR, attacked.now + HOUR, 14)
    };
    attacked.serve("/a.crl", list.to_der(&attacked.root_key).unwrap());
    let found = attacked.inspect(&[]);
    found.content(Violates, &["crl.foreign-issuer", "crl.scope-limited"]);
}

/// R07.
#[test]
fn a_list_of_some_reasons_leaves_the_others_open() {
    changed(|_, list| CrlTemplate {
        scope: Some(IssuingPoint { only_reasons: Some(vec![1]), ..IssuingPoint::default() }),
        ..list
    })
    .content(Violates, &["crl.reasons-incomplete"]);
}

/// R07.
#[test]
fn a_delta_alone_is_no_list() {
    let attacked = Attacked::with(&["/a.crl"], &["/d.crl"]);
    let delta = CrlTemplate { delta_base: Some(14), ..attacked.list(15) };
    attacked.serve_list("/a.crl", &delta);
    attacked.serve_list("/d.crl", &delta);
    attacked.inspect(&[]).content(Violates, &["crl.delta-instead", "crl.delta-base-missing"]);

    let attacked = Attacked::with(&["/a.crl"], &["/d.crl"]);
    attacked.serve_list("/d.crl", &CrlTemplate { delta_base: Some(14), ..attacked.list(15) });
    let found = attacked.inspect(&[]).available(Violates, &["crl.http-status"]);
    found.content(Undetermined, &["crl.delta-base-missing"]);
}

/// R07: also after a redirect, and where two addresses stand joined in one.
#[test]
fn the_lists_own_point_is_compared_with_the_address_that_certificates_name() {
    let scoped = |attacked: &Attacked, path: &str| CrlTemplate {
        scope: Some(IssuingPoint { urls: vec![attacked.url(path)], ..IssuingPoint::default() }),
        ..attacked.list(14)
    };
    let attacked = Attacked::new();
    attacked.serve_list("/a.crl", &scoped(&attacked, "/b.crl"));
    attacked.inspect(&[]).content(Violates, &["crl.other-point"]);

    let attacked = Attacked::new();
    attacked.serve("/a.crl", format!("location: {}", attacked.url("/b.crl")).into_bytes());
    attacked.serve_list("/b.crl", &scoped(&attacked, "/b.crl"));
    let found = attacked.inspect(&[]).content(Violates, &["crl.other-point"]);
    let note = found.content.notes.iter().find(|it| it.code == "crl.other-point").unwrap();
    assert_eq!(note.facts["answered-by"], attacked.url("/b.crl"));

    let mut attacked = Attacked::new();
    let joined = format!("{}\n     URL={}", attacked.url("/a.crl"), attacked.url("/b.crl"));
    let addresses = Addresses { crl: vec![joined], ..Addresses::default() };
    attacked.user = attacked.user_with(&addresses, |_| {});
    let list = attacked.signed(&scoped(&attacked, "/b.crl"));
    attacked.serve("/a.crl", list.clone());
    attacked.serve("/b.crl", list);
    attacked.inspect(&[]).content(Complies, &["crl.current"]);
}

/// R07: the second of two points names what the first leaves out.
#[test]
fn the_second_point_of_a_certificate_is_fetched_and_judged() {
    let mut attacked = Attacked::new();
    let value = |path: &str| {
        let addresses = Addresses { crl: vec![attacked.url(path)], ..Addresses::default() };
        let certificate = attacked.user_with(&addresses, |_| {});
        let value = certificate.extension(&known::CRL_DISTRIBUTION_POINTS).unwrap().value.to_vec();
        // What stands inside the list of points, whose length takes one octet.
        value[2..].to_vec()
    };
    let points = [value("/a.crl"), value("/b.crl")].concat();
    let points = [&[0x30, u8::try_from(points.len()).unwrap()], &points[..]].concat();
    attacked.user = attacked.user_with(&Addresses::default(), |template| {
        template.set(Extension::new(&known::CRL_DISTRIBUTION_POINTS, false, points.clone()));
    });
    let list = |path: &str, reasons: Vec<u8>| CrlTemplate {
        scope: Some(IssuingPoint {
            urls: vec![attacked.url(path)],
            only_reasons: Some(reasons),
            ..IssuingPoint::default()
        }),
        ..attacked.list(14)
    };
    attacked.serve_list("/a.crl", &list("/a.crl", vec![1, 2, 3, 4]));
    attacked.serve_list("/b.crl", &list("/b.crl", vec![5, 6, 7, 8]));
    let expired = CrlTemplate {
        next_update: Some(attacked.now - SECOND * 5),
        ..list("/b.crl", vec![5, 6, 7, 8])
    };
    let expires = || attacked.serve_list("/b.crl", &expired);
    attacked.inspect(&[]).content(Complies, &["crl.current", "crl.scope-limited"]);
    fs::remove_dir_all(attacked.folder.join("dossier")).unwrap();
    attacked.inspect(&[&expires]).content(Violates, &["crl.expired"]);
}

/// R08: RUSTSEC-2026-0104. The list is not even signed.
#[test]
fn an_empty_bit_string_of_reasons_panics_nobody() {
    let point = |bits: &[u8]| {
        let inner = [&[0x83, u8::try_from(bits.len()).unwrap()], bits].concat();
        let value = [&[0x30, u8::try_from(inner.len()).unwrap()], &inner[..]].concat();
        Extension::new(&known::ISSUING_DISTRIBUTION_POINT, true, value)
    };
    for (bits, code) in [
        (&[][..], "crl.extension-malformed"),
        (&[0][..], "crl.reasons-incomplete"),
        (&[7][..], "crl.extension-malformed"),
    ] {
        for sound in [true, false] {
            let attacked = Attacked::new();
            let mut list = attacked.list(14);
            list.extensions.push(point(bits));
            let mut der = attacked.signed(&list);
            if !sound {
                let last = der.len() - 1;
                der[last] ^= 1;
            }
            attacked.serve("/a.crl", der);
            attacked.inspect(&[]).content(Violates, &[code]);
        }
    }
}

/// R09.
#[test]
fn entries_that_may_not_be_are_found_and_order_is_not_asked_for() {
    changed(|it, list| {
        let since = it.now - HOUR * 24;
        list.revoking(&[9], since, None).revoking(&[9], since, Some(1))
    })
    .content(Undetermined, &["crl.entry-repeated"]);
    changed(|it, list| list.revoking(&[9], it.now, None))
        .content(Violates, &["crl.entry-date-after-this-update"]);
    changed(|it, list| {
        let since = it.now - HOUR * 24;
        list.revoking(&[9], since, None).revoking(&[3], since, None)
    })
    .content(Complies, &["crl.current"]);
    changed(|_, mut list| {
        let number = Extension::new(&known::CRL_NUMBER, false, vec![2, 1, 14]);
        list.extensions.push(number);
        list
    })
    .content(Violates, &["crl.extension-repeated"]);
}

/// R09: a million entries in no order, one of them twice, and one that the next list lacks.
#[test]
fn a_million_unsorted_entries_are_fetched_judged_and_compared() {
    let attacked = Attacked::new();
    let since = attacked.now - HOUR * 24;
    let mut list = attacked.list(14);
    let serial = |number: u64| {
        // Odd times anything is a permutation: every number once, in no order.
        number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes().to_vec()
    };
    for number in 0..1_000_000 {
        list = list.revoking(&serial(number), since, None);
    }
    list = list.revoking(&serial(77), since, None);
    let mut later = attacked.list(15);
    later.entries = list.entries.iter().filter(|it| it.serial != serial(500)).cloned().collect();
    attacked.serve_list("/a.crl", &list);
    let later = attacked.signed(&later);
    let next = || attacked.serve("/a.crl", later.clone());
    let found = attacked
        .inspect(&[&next])
        .content(Undetermined, &["crl.entry-repeated"])
        .history(Undetermined, &["crl.entries-vanished"]);
    let note = found.history.notes.iter().find(|it| it.code == "crl.entries-vanished").unwrap();
    assert_eq!(note.facts["count"], "1");
    assert!(note.facts["serials"].ends_with(&hex::encode(serial(500))), "{:?}", note.facts);
}

/// R05, C08: what is no list in DER is named, and none of it is a pass.
#[test]
fn what_is_no_list_is_named() {
    let pem = |label: &str, der: &[u8]| crate::bad_input::pem(label, der);
    let attacked = Attacked::new();
    let list = attacked.signed(&attacked.list(14));
    let armoured = pem("X509 CRL", &list);
    let bare: String = armoured.lines().filter(|it| !it.starts_with('-')).collect();
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(armoured.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut ber = vec![0x30, 0x80];
    ber.extend(&list[4..]);
    ber.extend([0, 0]);
    let bodies: [(Vec<u8>, &str); 9] = [
        (Vec::new(), "empty"),
        (b"<!DOCTYPE html><html>log in</html>".to_vec(), "html"),
        (list[..list.len() - 1].to_vec(), "truncated"),
        (vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "gzip"),
        (bare.into_bytes(), "base64"),
        (utf16, "utf-16"),
        (ber, "ber"),
        (attacked.authority.der().to_vec(), "certificate"),
        (pem("CERTIFICATE", attacked.authority.der()).into_bytes(), "certificate"),
    ];
    for (body, form) in bodies {
        let attacked = Attacked::new();
        attacked.serve("/a.crl", body);
        let found = attacked.inspect(&[]).content(Undetermined, &["crl.fetched-unreadable"]);
        assert_eq!(found.available.verdict, Violates, "{form}: {:#?}", found.available.notes);
        let mut notes = found.content.notes.iter();
        let note = notes.find(|it| it.code == "crl.fetched-unreadable").unwrap();
        assert_eq!(note.facts["body-form"], form);
    }
    let twice = |part: &[u8]| [part, part].concat();
    type Spoil<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let make: [(Spoil<'_>, &str); 3] = [
        (&|der| twice(der), "crl.two-lists"),
        (&|der| twice(pem("X509 CRL", der).as_bytes()), "crl.two-lists"),
        (&|der| [der, b"\n"].concat(), "crl.trailing-data"),
    ];
    for (body, code) in make {
        let attacked = Attacked::new();
        attacked.serve("/a.crl", body(&attacked.signed(&attacked.list(14))));
        attacked.inspect(&[]).content(Violates, &[code]);
    }
}

/// C08: PEM with other line ends and a mark of byte order is read, two of it are named, and a
/// private key that lies there is told of and kept nowhere.
#[test]
fn a_private_key_that_is_served_is_told_of_and_kept_nowhere() {
    let attacked = Attacked::new();
    let list = crate::bad_input::pem("X509 CRL", &attacked.signed(&attacked.list(14)));
    let marked = format!("\u{feff}{}", list.replace('\n', "\r\n"));
    attacked.serve("/a.crl", marked.into_bytes());
    let found = attacked.inspect(&[]).available(Complies, &["crl.pem-instead-of-der"]);
    found.content(Complies, &["crl.current"]);

    let attacked = Attacked::new();
    let secret = key().to_pkcs8_der().unwrap();
    let armoured = crate::bad_input::pem("PRIVATE KEY", &secret);
    let list = crate::bad_input::pem("X509 CRL", &attacked.signed(&attacked.list(14)));
    for body in [format!("{list}{armoured}").into_bytes(), secret.to_vec()] {
        attacked.serve("/a.crl", body);
        let _ = fs::remove_dir_all(attacked.folder.join("dossier"));
        let found = attacked.inspect(&[]).available(Violates, &["crl.private-key-served"]);
        assert_ne!(found.content.verdict, Complies, "{:#?}", found.content.notes);
        let line = armoured.lines().nth(1).unwrap();
        let place = attacked.folder.join("dossier");
        assert!(!crate::bad_input::holds(&place, line.as_bytes()), "the key was copied");
        assert!(!crate::bad_input::holds(&place, &secret), "the key was copied");
    }
}

/// R11.
#[test]
fn mirrors_that_disagree_are_named_with_both_hashes() {
    let attacked = Attacked::with(&["/a.crl", "/b.crl"], &[]);
    let since = attacked.now - HOUR * 24;
    let (one, other) = (
        attacked.signed(&attacked.list(14)),
        attacked.signed(&attacked.list(14).revoking(&[9], since, None)),
    );
    attacked.serve("/a.crl", one.clone());
    attacked.serve("/b.crl", other.clone());
    let found = attacked.inspect(&[]).content(Violates, &["crl.mirrors-differ"]);
    let note = found.content.notes.iter().find(|it| it.code == "crl.mirrors-differ").unwrap();
    let mut hashes = [&note.facts["one-sha256"], &note.facts["other-sha256"]];
    let mut wanted = [&one, &other].map(|it| EvidenceId::of(it).to_string());
    hashes.sort();
    wanted.sort();
    assert_eq!(hashes.map(String::as_str), wanted.each_ref().map(String::as_str));

    // One mirror goes on with the old list.
    let attacked = Attacked::with(&["/a.crl", "/b.crl"], &[]);
    let old = attacked.signed(&attacked.list(14));
    attacked.serve("/a.crl", old.clone());
    attacked.serve("/b.crl", old);
    let half = || attacked.serve_list("/a.crl", &attacked.list(15));
    let found = attacked.inspect(&[&half]).content(Violates, &["crl.mirrors-lag"]);
    let table = format!("{:?}", found.content.exhibits);
    assert!(table.contains("crl.mirrors"), "{table}");
}

/// A list names its deltas itself, and no certificate does.
#[test]
fn a_delta_that_only_the_list_names_is_fetched_and_judged() {
    let attacked = Attacked::new();
    let addresses = Addresses { delta: vec![attacked.url("/d.crl")], ..Addresses::default() };
    let mut list = attacked.list(14);
    list.extensions.extend(addresses.freshest());
    attacked.serve_list("/a.crl", &list);
    attacked.serve_list("/d.crl", &CrlTemplate { delta_base: Some(14), ..attacked.list(15) });
    attacked.inspect(&[]).content(Complies, &["crl.current", "crl.delta-belongs"]);

    attacked.serve_list("/d.crl", &CrlTemplate { delta_base: Some(16), ..attacked.list(17) });
    fs::remove_dir_all(attacked.folder.join("dossier")).unwrap();
    attacked.inspect(&[]).content(Violates, &["crl.delta-rejected"]);
}
