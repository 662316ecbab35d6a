//! Status and time-stamping services that lie, over real HTTP and with real keys: case R10 of the
//! list of threats, each through the collection of the probe and its judgement.

mod stamps;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, OnceLock};

use base64ct::{Base64, Encoding};
use jiff::{SignedDuration, Timestamp};
use model::{Evidence, EvidenceId, EvidenceKind, Judgement, Limit, Requirement, Verdict};
use pki::Certificate;
use pki::algorithm::{AlgorithmIdentifier, HashAlgorithm, PublicKey};
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, Extension, OcspTemplate,
    Profile, SingleAnswer, distinguished_name, ocsp_refusal,
};
use pki::key::{KeyError, PrivateKey, PrivateKeyKind, Signer};
use pki::ocsp::{CertId, OcspRequest};
use pki::oid::known;
use probes::{
    Anchor, Declaration, Method, Question, TimeReference, TimeServer as DeclaredTimeServer,
    TimeSourceClass,
};
use tekseru::demo::{TimeProfile, TimeServer};
use tekseru::site::{Limits, Networks, World};

use crate::fixtures::{only_what_is_declared, requirement};

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A key with its certificate.
struct Holder {
    key: PrivateKey,
    certificate: Certificate,
}

impl Holder {
    fn new(
        profile: &Profile,
        issuer: Option<&Self>,
        subject: Vec<u8>,
        addresses: &Addresses,
        validity: (Timestamp, Timestamp),
    ) -> Self {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let above = issuer.map(|it| &it.certificate);
        let public = key.public_key();
        let template =
            CertificateTemplate::new(profile, above, subject, public, validity, addresses);
        let certificate = template.issue(issuer.map_or(&key, |it| &it.key)).unwrap();
        Self { key, certificate }
    }
}

/// An authority with its services, and another of which nobody has heard.
struct Authority {
    root: Holder,
    issuing: Holder,
    responder: Holder,
    /// A responder whose certificate begins now.
    newcomer: Holder,
    stamper: Holder,
    /// A service whose purpose is not marked critical.
    loose_stamper: Holder,
    strange_stamper: Holder,
    user: Holder,
    stranger: Holder,
}

fn named(common_name: &str) -> Vec<u8> {
    distinguished_name(&[(&known::COMMON_NAME, common_name), (&known::COUNTRY, "KZ")])
}

impl Authority {
    fn new() -> Self {
        let now = Timestamp::now();
        let (validity, none) = ((now - DAY * 30, now + DAY * 300), Addresses::default());
        let root = Holder::new(&Profile::Root, None, named("ROOT"), &none, validity);
        let authority = Profile::Authority { path_length: Some(0) };
        let issuing = Holder::new(&authority, Some(&root), named("CA"), &none, validity);
        let of = |profile: &Profile, name: &str, validity| {
            Holder::new(profile, Some(&issuing), named(name), &none, validity)
        };
        let responder = of(&Profile::OcspResponder, "OCSP", validity);
        let newcomer = of(&Profile::OcspResponder, "NEW OCSP", (now - SECOND * 60, now + DAY));
        let stamper = of(&Profile::TimestampAuthority, "TSA", validity);
        let user = of(&Profile::Person { purposes: vec![] }, "ТЕСТ", validity);
        let mut loose = Holder::new(
            &Profile::TimestampAuthority,
            Some(&issuing),
            named("LOOSE TSA"),
            &none,
            validity,
        );
        let mut template = CertificateTemplate::new(
            &Profile::TimestampAuthority,
            Some(&issuing.certificate),
            named("LOOSE TSA"),
            loose.key.public_key(),
            validity,
            &none,
        );
        template.set(Extension::purposes(&[&known::PURPOSE_TIME_STAMPING], false));
        loose.certificate = template.issue(&issuing.key).unwrap();
        let unknown = Holder::new(&Profile::Root, None, named("CA"), &none, validity);
        let other = Profile::OcspResponder;
        let stranger = Holder::new(&other, Some(&unknown), named("OCSP"), &none, validity);
        let other = Profile::TimestampAuthority;
        let strange_stamper = Holder::new(&other, Some(&unknown), named("TSA"), &none, validity);
        Self {
            root,
            issuing,
            responder,
            newcomer,
            stamper,
            loose_stamper: loose,
            strange_stamper,
            user,
            stranger,
        }
    }
}

fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(Authority::new)
}

/// One request over HTTP.
pub(crate) struct Asked {
    method: Method,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) type Answer = (u16, &'static str, Vec<u8>);

/// Serves every request with `answer`.
pub(crate) fn served(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || serve(stream, &*answer));
        }
    });
    address
}

fn serve(mut stream: TcpStream, answer: &dyn Fn(&Asked) -> Answer) {
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if !matches!(stream.read(&mut octet), Ok(1)) {
            return;
        }
        head.push(octet[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    if stream.read_exact(&mut body).is_err() {
        return;
    }
    let method = if head.starts_with("POST ") { Method::Post } else { Method::Get };
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let (status, kind, body) = answer(&Asked { method, path, body });
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
    );
    let _ = stream.write_all(&body);
}

impl Asked {
    /// The question to a status service, whichever way it came.
    fn status_request(&self) -> OcspRequest {
        let bytes = match self.method {
            Method::Post => self.body.clone(),
            Method::Get => {
                let text = self.path.trim_start_matches('/');
                assert!(!text.contains(['/', '+', '=']), "{text}");
                let text = text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
                Base64::decode_vec(&text).unwrap()
            }
        };
        OcspRequest::read(&bytes).unwrap()
    }
}

/// What a hostile service says about the certificates asked for.
#[derive(Clone)]
struct Lie {
    state: CertificateState,
    unissued: CertificateState,
    produced: SignedDuration,
    this: SignedDuration,
    next: Option<SignedDuration>,
    /// What becomes of the nonce.
    nonce: fn(Option<Vec<u8>>) -> Option<Vec<u8>>,
    /// What becomes of the answers.
    answers: fn(Vec<SingleAnswer>) -> Vec<SingleAnswer>,
    signer: fn(&Authority) -> &Holder,
    unsigned: bool,
    extended: bool,
}

impl Lie {
    /// The truth.
    fn none() -> Self {
        let zero = SignedDuration::ZERO;
        Self {
            state: CertificateState::Good,
            unissued: CertificateState::NEVER_ISSUED,
            produced: zero,
            this: zero,
            next: None,
            nonce: |it| it,
            answers: |it| it,
            signer: |it| &it.responder,
            unsigned: false,
            extended: true,
        }
    }

    fn tell(&self, request: OcspRequest) -> Vec<u8> {
        let (authority, now) = (authority(), Timestamp::now());
        let own = authority.user.certificate.serial();
        let mut unissued = false;
        let answers = request.certificates.into_iter().map(|id| {
            let issued = id.serial == own;
            unissued |= !issued;
            let state = if issued { self.state } else { self.unissued };
            let (this_update, next_update) = (now + self.this, self.next.map(|it| now + it));
            SingleAnswer { id, state, this_update, next_update }
        });
        let answers = (self.answers)(answers.collect());
        let nonce = (self.nonce)(request.nonce);
        let mut template = OcspTemplate::new(answers, now + self.produced, nonce.as_deref());
        template.extended_revoke = self.extended;
        let signer = (self.signer)(authority);
        if self.unsigned {
            template.to_der(&Unsigned(&signer.key), &signer.certificate).unwrap()
        } else {
            template.to_der(&signer.key, &signer.certificate).unwrap()
        }
    }
}

/// Signs with nothing.
struct Unsigned<'a>(&'a PrivateKey);

impl Signer for Unsigned<'_> {
    fn public_key(&self) -> &PublicKey {
        self.0.public_key()
    }

    fn signature_algorithm(&self) -> AlgorithmIdentifier {
        self.0.signature_algorithm()
    }

    fn digest_algorithm(&self) -> HashAlgorithm {
        self.0.digest_algorithm()
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, KeyError> {
        Ok(Vec::new())
    }
}

fn world() -> World {
    World::new(Networks::loopback(), Limits::default()).unwrap()
}

fn evidence(kind: EvidenceKind, bytes: &[u8]) -> Evidence {
    Evidence::new(kind, Timestamp::now(), "test", bytes.to_vec())
}

/// Measured time: a reference on loopback, asked as a visit asks it, and what to declare of it.
fn measured() -> &'static (Vec<Evidence>, Declaration) {
    static MEASURED: OnceLock<(Vec<Evidence>, Declaration)> = OnceLock::new();
    MEASURED.get_or_init(|| {
        let server = TimeServer::start(TimeProfile {
            offset: SignedDuration::ZERO,
            stratum: 1,
            reference: *b"ATOM",
            root_delay_us: 0,
            root_dispersion_us: 100,
        })
        .unwrap();
        let address = server.address().to_string();
        let declared = Declaration {
            time_servers: vec![DeclaredTimeServer {
                address: address.clone(),
                name: "own".into(),
                sources: vec![],
            }],
            time_references: vec![TimeReference {
                address,
                class: TimeSourceClass::NationalStandard,
            }],
            ..Declaration::default()
        };
        let probe = probes::by_id("time.ntp-offset").unwrap();
        let taken = probe.collect(&world(), &declared, &[]).unwrap();
        (taken, declared)
    })
}

/// Collects with a probe and judges.
fn judged(probe: &str, mut declared: Declaration, clock: bool, limit: Option<Limit>) -> Judgement {
    let all = authority();
    declared.anchors = vec![Anchor {
        sha256: EvidenceId(*all.root.certificate.fingerprint().as_bytes()),
        obtained_from: "the test itself".to_owned(),
    }];
    if clock {
        declared.time_references = measured().1.time_references.clone();
    }
    let mut held: Vec<_> = [&all.root, &all.issuing, &all.user]
        .iter()
        .map(|it| evidence(EvidenceKind::Certificate, it.certificate.der()))
        .collect();
    held.push(evidence(EvidenceKind::Declaration, &serde_json::to_vec(&declared).unwrap()));
    let looking = probes::by_id(probe).unwrap();
    let taken = looking.collect(&world(), &declared, &held).unwrap();
    held.extend(taken);
    if !declared.crl_urls.is_empty() {
        let lists = probes::by_id("crl.availability").unwrap();
        held.extend(lists.collect(&world(), &declared, &held).unwrap());
    }
    if clock {
        held.extend(measured().0.clone());
    }
    let requirement = Requirement { limit, ..requirement(probe) };
    let day = "2026-01-15".parse().unwrap();
    let judgement = probes::judge(&Question { requirement: &requirement, evidence: &held, day });
    only_what_is_declared(looking, &judgement);
    judgement
}

fn codes(judgement: &Judgement) -> Vec<String> {
    judgement.notes.iter().map(|it| it.code.to_string()).collect()
}

fn of_status(address: SocketAddr, clock: bool) -> Judgement {
    let declared =
        Declaration { ocsp_urls: vec![format!("http://{address}/")], ..Declaration::default() };
    judged("ocsp.status", declared, clock, None)
}

const KIND: &str = "application/ocsp-response";

/// The judgement over a service that lies.
fn lied(lie: Lie, clock: bool) -> Judgement {
    of_status(served(move |asked| (200, KIND, lie.tell(asked.status_request()))), clock)
}

fn expect(judgement: &Judgement, what: &str, verdict: Verdict, code: &str) {
    let codes = codes(judgement);
    assert_eq!(judgement.verdict, verdict, "{what}: {judgement:#?}");
    assert!(codes.iter().any(|it| it == code), "{what}: {code}: {codes:?}");
}

use Verdict::{Complies, Undetermined, Violates};

#[test]
fn a_sound_service_complies_over_every_way_of_asking() {
    for clock in [true, false] {
        let judgement = lied(Lie::none(), clock);
        expect(&judgement, "sound", Complies, "ocsp.good");
        let codes = codes(&judgement);
        for code in ["ocsp.get-agrees", "ocsp.never-issued-revoked"] {
            assert!(codes.iter().any(|it| it == code), "{code}: {codes:?}");
        }
        let unchecked = codes.iter().any(|it| it == "time.laptop-clock-unchecked");
        assert_eq!(unchecked, !clock);
    }
}

/// R10: what a service may not be believed is never good by default.
#[test]
fn no_lie_of_a_status_service_reads_as_good() {
    let other_first = |answers: Vec<SingleAnswer>| {
        let mut other = answers[0].clone();
        other.id.serial = vec![0x55; 8];
        other.state = CertificateState::Good;
        [vec![other], answers].concat()
    };
    let only_other = |mut answers: Vec<SingleAnswer>| {
        answers.iter_mut().for_each(|it| it.id.serial = vec![0x55; 8]);
        answers
    };
    let other_issuer = |answers: Vec<SingleAnswer>| {
        let (all, hash) = (authority(), HashAlgorithm::Sha256);
        let id = |serial: Vec<u8>| CertId {
            serial,
            ..CertId::new(&all.stranger.certificate, &all.root.certificate, hash)
        };
        answers.into_iter().map(|it| SingleAnswer { id: id(it.id.serial.clone()), ..it }).collect()
    };
    let revoked = CertificateState::Revoked { at: Timestamp::now() - DAY, reason: Some(1) };
    let true_one = Lie::none;
    let cases: Vec<(&str, Lie, Verdict, &str)> = vec![
        ("unsigned", Lie { unsigned: true, ..true_one() }, Violates, "ocsp.signature-not-verified"),
        (
            "signed by a user",
            Lie { signer: |it| &it.user, ..true_one() },
            Violates,
            "ocsp.responder-purpose",
        ),
        (
            "signed by a responder of another authority of the same name",
            Lie { signer: |it| &it.stranger, ..true_one() },
            Violates,
            "ocsp.responder-other-issuer",
        ),
        (
            "signed by the root, which did not issue the certificate",
            Lie { signer: |it| &it.root, ..true_one() },
            Violates,
            "ocsp.responder-other-issuer",
        ),
        (
            "good for another serial, before revoked for this one",
            Lie { state: revoked, answers: other_first, ..true_one() },
            Complies,
            "ocsp.revoked",
        ),
        (
            "good for another serial alone",
            Lie { answers: only_other, ..true_one() },
            Undetermined,
            "ocsp.other-certificate",
        ),
        (
            "the same serial of another issuer",
            Lie { answers: other_issuer, ..true_one() },
            Undetermined,
            "ocsp.other-certificate",
        ),
        (
            "no answer at all",
            Lie { answers: |_| Vec::new(), ..true_one() },
            Undetermined,
            "ocsp.other-certificate",
        ),
        (
            "another nonce",
            Lie { nonce: |_| Some(vec![7; 16]), ..true_one() },
            Violates,
            "ocsp.nonce-differs",
        ),
        ("no nonce", Lie { nonce: |_| None, ..true_one() }, Undetermined, "ocsp.nonce-absent"),
        (
            "produced before the responder's certificate",
            Lie {
                signer: |it| &it.newcomer,
                produced: -SECOND * 3_600,
                this: -SECOND * 3_600,
                ..true_one()
            },
            Violates,
            "ocsp.responder-not-valid",
        ),
        (
            "nextUpdate before thisUpdate",
            Lie { next: Some(-SECOND * 10), ..true_one() },
            Violates,
            "ocsp.times-contradict",
        ),
        (
            "producedAt before thisUpdate",
            Lie { produced: -SECOND * 600, ..true_one() },
            Violates,
            "ocsp.times-contradict",
        ),
        (
            "nextUpdate in the year 9999",
            Lie { next: Some(DAY * 365 * 7_900), ..true_one() },
            Undetermined,
            "ocsp.good-without-end",
        ),
        (
            "two days old, without an end",
            Lie { this: -DAY * 2, produced: -DAY * 2, ..true_one() },
            Undetermined,
            "ocsp.no-next-update",
        ),
        (
            "produced in the year 9921, long after the responder's certificate",
            Lie { this: DAY * 365 * 7_900, produced: DAY * 365 * 7_900, ..true_one() },
            Violates,
            "ocsp.responder-not-valid",
        ),
        (
            "of a time before the certificate",
            Lie { this: -DAY * 31, produced: -DAY, next: Some(DAY), ..true_one() },
            Undetermined,
            "ocsp.before-certificate",
        ),
        (
            "unknown",
            Lie { state: CertificateState::Unknown, ..true_one() },
            Violates,
            "ocsp.unknown-certificate",
        ),
    ];
    for (what, lie, verdict, code) in cases {
        let judgement = lied(lie, true);
        expect(&judgement, what, verdict, code);
        assert!(!codes(&judgement).iter().any(|it| it == "ocsp.good"), "{what}: {judgement:#?}");
    }
}

/// R10.
#[test]
fn absurd_times_violate_where_the_time_was_measured_and_decide_nothing_where_not() {
    let cases = [
        ("a day ahead", Lie { this: DAY, produced: DAY, ..Lie::none() }, "ocsp.time-ahead"),
        (
            "two hundred days ahead",
            Lie { this: DAY * 200, produced: DAY * 200, ..Lie::none() },
            "ocsp.time-ahead",
        ),
        (
            "ended an hour ago",
            Lie {
                this: -SECOND * 7_200,
                produced: -SECOND * 7_200,
                next: Some(-SECOND * 3_600),
                ..Lie::none()
            },
            "ocsp.stale",
        ),
    ];
    for (what, lie, code) in cases {
        for (clock, verdict) in [(true, Violates), (false, Undetermined)] {
            let judgement = lied(lie.clone(), clock);
            expect(&judgement, what, verdict, code);
            assert!(!codes(&judgement).iter().any(|it| it == "ocsp.good"), "{what}");
        }
    }
}

/// R10.
#[test]
fn a_service_that_calls_good_what_nobody_issued_is_found_out() {
    let unissued = |state, extended| lied(Lie { unissued: state, extended, ..Lie::none() }, true);
    let good = unissued(CertificateState::Good, true);
    expect(&good, "good", Violates, "ocsp.never-issued-good");
    let note = good.notes.iter().find(|it| it.code == "ocsp.never-issued-good").unwrap();
    assert_eq!(note.facts["serial"].len(), 40, "20 octets, which nobody can guess");
    expect(
        &unissued(CertificateState::Unknown, true),
        "unknown",
        Complies,
        "ocsp.never-issued-unknown",
    );
    expect(
        &unissued(CertificateState::NEVER_ISSUED, false),
        "without the extension",
        Violates,
        "ocsp.never-issued-otherwise",
    );
    let today = CertificateState::Revoked { at: Timestamp::now(), reason: Some(6) };
    expect(&unissued(today, true), "another date", Violates, "ocsp.never-issued-otherwise");
    // Its own certificates are denied.
    let denied = Lie { state: CertificateState::NEVER_ISSUED, ..Lie::none() };
    expect(&lied(denied, true), "denied", Violates, "ocsp.denies-certificate");
}

#[test]
fn a_responder_whose_certificate_stands_on_a_list_is_found_out() {
    let (all, now) = (authority(), Timestamp::now());
    let of = |serial: &[u8]| {
        let list = CrlTemplate::new(&all.issuing.certificate, now - DAY, now + DAY, 1)
            .revoking(serial, now - DAY * 2, Some(1))
            .to_der(&all.issuing.key)
            .unwrap();
        let lie = Lie::none();
        let address = served(move |asked| match asked.path.as_str() {
            "/list" => (200, "application/pkix-crl", list.clone()),
            _ => (200, KIND, lie.tell(asked.status_request())),
        });
        let declared = Declaration {
            ocsp_urls: vec![format!("http://{address}/")],
            crl_urls: vec![format!("http://{address}/list")],
            ..Declaration::default()
        };
        judged("ocsp.status", declared, true, None)
    };
    let judgement = of(all.responder.certificate.serial());
    expect(&judgement, "revoked", Violates, "ocsp.responder-revoked");
    // The same list about somebody else changes nothing.
    let judgement = of(&[9]);
    assert_eq!(judgement.verdict, Complies, "{judgement:#?}");
}

#[test]
fn a_random_number_is_another_at_each_look() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let address = served(move |asked| {
        let request = asked.status_request();
        let serial = request.certificates[0].serial.clone();
        if serial != authority().user.certificate.serial() {
            kept.lock().unwrap().push(serial);
        }
        (200, KIND, Lie::none().tell(request))
    });
    of_status(address, false);
    of_status(address, false);
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert_ne!(seen[0], seen[1]);
    assert!(seen.iter().all(|it| it.len() == 20 && it[0] & 0xc0 == 0x40));
}

/// R10: a refusal is undetermined, with its name.
#[test]
fn refusals_are_undetermined_by_name() {
    for (status, name) in [
        (1, "malformedRequest"),
        (2, "internalError"),
        (3, "tryLater"),
        (5, "sigRequired"),
        (6, "unauthorized"),
    ] {
        let address = served(move |_| (200, KIND, ocsp_refusal(status)));
        let judgement = of_status(address, true);
        expect(&judgement, name, Undetermined, "ocsp.refused");
        let note = judgement.notes.iter().find(|it| it.code == "ocsp.refused").unwrap();
        assert_eq!(note.facts["status"], name);
        assert!(!codes(&judgement).iter().any(|it| it == "ocsp.good"));
    }
}

/// R10: an answer given before is not one to this question.
#[test]
fn an_answer_that_is_played_again_is_not_believed() {
    let first = Arc::new(Mutex::new(None::<Vec<u8>>));
    let address = served(move |asked| {
        let mut first = first.lock().unwrap();
        let answer = first.get_or_insert_with(|| Lie::none().tell(asked.status_request()));
        (200, KIND, answer.clone())
    });
    expect(&of_status(address, true), "the first look", Violates, "ocsp.nonce-differs");
    let again = of_status(address, true);
    expect(&again, "the second look", Violates, "ocsp.nonce-differs");
    assert!(!codes(&again).iter().any(|it| it == "ocsp.good"), "{again:#?}");
}

#[test]
fn what_is_no_answer_is_told_as_such() {
    let garbage: [(&str, Answer, &str); 5] = [
        ("a page", (200, "text/html", b"<html>log in</html>".to_vec()), "ocsp.answer-unreadable"),
        ("nothing", (200, KIND, Vec::new()), "ocsp.answer-unreadable"),
        ("octets", (200, KIND, vec![0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]), "ocsp.answer-unreadable"),
        ("500", (500, KIND, Vec::new()), "ocsp.http-status"),
        ("404", (404, "text/html", b"<html>".to_vec()), "ocsp.http-status"),
    ];
    for (what, answer, code) in garbage {
        let address = served(move |_| answer.clone());
        expect(&of_status(address, true), what, Violates, code);
    }
}

#[test]
fn get_and_post_are_held_against_each_other() {
    let by_method = |over_get: fn(&Asked) -> Answer| {
        of_status(
            served(move |asked| match asked.method {
                Method::Get => over_get(asked),
                Method::Post => (200, KIND, Lie::none().tell(asked.status_request())),
            }),
            true,
        )
    };
    let refused = by_method(|_| (405, "text/plain", Vec::new()));
    expect(&refused, "405", Complies, "ocsp.get-refused");
    let malformed = by_method(|_| (200, KIND, ocsp_refusal(1)));
    expect(&malformed, "malformed", Complies, "ocsp.get-refused");
    let revoked = by_method(|asked| {
        let state = CertificateState::Revoked { at: Timestamp::now() - DAY, reason: None };
        (200, KIND, Lie { state, ..Lie::none() }.tell(asked.status_request()))
    });
    expect(&revoked, "revoked", Violates, "ocsp.get-contradicts-post");
    let unsigned = by_method(|asked| {
        (200, KIND, Lie { unsigned: true, ..Lie::none() }.tell(asked.status_request()))
    });
    expect(&unsigned, "unsigned", Violates, "ocsp.signature-not-verified");
    let kind = by_method(|asked| (200, "text/plain", Lie::none().tell(asked.status_request())));
    expect(&kind, "text/plain", Complies, "ocsp.get-agrees");
}

#[test]
fn a_service_that_knows_one_hash_is_told_so() {
    let knowing = |hash: HashAlgorithm| {
        of_status(
            served(move |asked| {
                let request = asked.status_request();
                if request.certificates.iter().any(|it| it.hash_of() != Some(hash)) {
                    return (200, KIND, ocsp_refusal(6));
                }
                (200, KIND, Lie::none().tell(request))
            }),
            true,
        )
    };
    expect(&knowing(HashAlgorithm::Sha1), "SHA-1", Complies, "ocsp.sha1-only");
    expect(&knowing(HashAlgorithm::Sha256), "SHA-256", Complies, "ocsp.sha1-not-known");
}
