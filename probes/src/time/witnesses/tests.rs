//! A simulated authority: services with clocks of their own, each ahead of true time by what the
//! test says, asked over lines of any delay by a laptop whose clock is wrong as well. Whatever the
//! draw, the true skew of each service lies within the interval that is stated for it.

use std::sync::LazyLock;

use ::pki::Certificate;
use ::pki::algorithm::HashAlgorithm;
use ::pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, OcspTemplate, Profile,
    SingleAnswer, TimestampTemplate, distinguished_name, timestamp_granted,
};
use ::pki::key::{PrivateKey, PrivateKeyKind, Signer};
use ::pki::ocsp::{CertId, OcspRequest};
use ::pki::oid::known;
use ::pki::tsp::TspRequest;
use jiff::Timestamp;
use model::{
    Consequence, Evidence, EvidenceId, LegalRef, Localized, ProbeId, Requirement, RequirementId,
    SubjectId,
};
use proptest::prelude::*;
use serde_json::json;

use super::seen::{Seen, Witness, services};
use super::*;
use crate::Declaration;
use crate::drill::{self, DrillStep, Moment, RevocationEvent, RevocationStep, Target, When};

const SECOND: i128 = 1_000_000_000;
/// 2026-01-15T06:00:00Z.
const START: i128 = 1_768_456_800 * SECOND;

static KEY: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap());
static AUTHORITY: LazyLock<Certificate> = LazyLock::new(|| {
    let name = distinguished_name(&[]);
    let validity = (instant(START - 1_000 * SECOND), instant(START + 1_000_000 * SECOND));
    let addresses = Addresses::default();
    let key = KEY.public_key();
    CertificateTemplate::new(&Profile::Root, None, name, key, validity, &addresses)
        .issue(&*KEY)
        .unwrap()
});

/// An authority with a name, for lists that are believed.
static DRILLED: LazyLock<Certificate> = LazyLock::new(|| {
    let name = distinguished_name(&[(&known::COMMON_NAME, "DRILLED")]);
    let validity = (instant(START - 1_000 * SECOND), instant(START + 1_000_000 * SECOND));
    let addresses = Addresses::default();
    let key = KEY.public_key();
    CertificateTemplate::new(&Profile::Root, None, name, key, validity, &addresses)
        .issue(&*KEY)
        .unwrap()
});

fn instant(nanos: i128) -> Timestamp {
    Timestamp::from_nanosecond(nanos).unwrap()
}

/// What is drawn: true instants and skews, in nanoseconds.
#[derive(Clone, Copy, Debug)]
struct Drawn {
    /// The laptop minus true time.
    laptop: i128,
    /// Half of the way there, and half of it back.
    there: i128,
    back: i128,
    /// A service minus true time.
    skew: i128,
    asked: i128,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let wide = || -20 * SECOND..20 * SECOND;
    let delay = || 0..SECOND;
    (wide(), delay(), delay(), wide(), 0..600 * SECOND).prop_map(
        |(laptop, there, back, skew, asked)| Drawn {
            laptop,
            there,
            back,
            skew,
            asked: START + asked,
        },
    )
}

impl Drawn {
    fn served(&self) -> i128 {
        self.asked + self.there
    }

    /// What the service's clock shows when it answers.
    fn shown(&self) -> Timestamp {
        instant(self.served() + self.skew)
    }

    fn laptop_at(&self, true_at: i128) -> String {
        instant(true_at + self.laptop).to_string()
    }

    fn exchange(
        &self,
        purpose: &str,
        url: &str,
        sent: Option<&[u8]>,
        headers: &serde_json::Value,
        body: &[u8],
    ) -> Vec<Evidence> {
        let received = self.served() + self.back;
        let mut record = json!({
            "purpose": purpose,
            "method": "POST",
            "url": url,
            "asked-at": self.laptop_at(self.asked),
            "outcome": { "answered": {
                "received-at": self.laptop_at(received),
                "elapsed-us": 0,
                "url": url,
                "status": 200,
                "headers": headers,
                "body": EvidenceId::of(body).to_string(),
            }},
        });
        if let Some(sent) = sent {
            record["sent"] = json!({ "media-type": "x/x", "bytes": hex::encode(sent) });
        }
        let record = serde_json::to_vec(&record).unwrap();
        let at = instant(received);
        vec![
            Evidence::new(EvidenceKind::HttpExchange, at, url, record),
            Evidence::new(EvidenceKind::HttpBody, at, url, body.to_vec()),
        ]
    }

    /// One exchange with a server whose clock is ahead by `skew`, asked at the beginning.
    fn ntp(&self, peer: &str, skew: i128, reference: &[u8; 4]) -> Evidence {
        let served = START + self.there;
        let stamp = |nanos: i128| {
            let units = ((nanos + 2_208_988_800 * SECOND) << 32).div_euclid(SECOND);
            u64::try_from(units & i128::from(u64::MAX)).unwrap().to_be_bytes()
        };
        let request = [&[0x23][..], &[0; 39], &7_u64.to_be_bytes()].concat();
        let time = stamp(served + skew);
        let set = stamp(served + skew - 16 * SECOND);
        let reply =
            [&[0x24, 1, 6, 0xec][..], &[0; 8], reference, &set, &7_u64.to_be_bytes(), &time, &time]
                .concat();
        let record = json!({ "peer": peer, "outcome": { "answered": {
            "sent-at": self.laptop_at(START),
            "received-at": self.laptop_at(served + self.back),
            "request": hex::encode(request),
            "reply": hex::encode(reply),
        }}});
        let record = serde_json::to_vec(&record).unwrap();
        Evidence::new(EvidenceKind::NtpExchange, instant(START), peer, record)
    }

    fn date(&self) -> serde_json::Value {
        let text = self.shown().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        json!({ "date": text })
    }
}

fn declaration() -> Evidence {
    let declared = json!({
        "time-sampling": { "samples": 1, "fewest": 1 },
        "crl-urls": ["http://crl.example/ca.crl"],
        "ocsp-urls": ["http://ocsp.example/"],
        "tsp-urls": ["http://tsp.example:8080/"],
        "time-servers": [{ "address": "192.0.2.10", "name": "ntp" }],
        "time-references": [{ "address": "192.0.2.1", "class": "satellite" }],
    });
    let bytes = serde_json::to_vec(&declared).unwrap();
    Evidence::new(EvidenceKind::Declaration, instant(START), "case.toml", bytes)
}

fn requirement() -> Requirement {
    let text = || "x".to_owned();
    Requirement {
        id: RequirementId(text()),
        subject: SubjectId(text()),
        title: Localized { kk: text(), ru: text(), en: text() },
        legal: LegalRef {
            act: text(),
            clause: text(),
            in_force_from: "2020-01-01".parse().unwrap(),
            in_force_until: None,
        },
        probe: ProbeId("time.witnesses".into()),
        evidence: Vec::new(),
        quantity: None,
        limit: None,
        conditional: false,
        consequence: Consequence::Remarks,
    }
}

fn look(evidence: &[Evidence]) -> Seen {
    let requirement = requirement();
    let day = "2026-01-15".parse().unwrap();
    let question = Question { requirement: &requirement, evidence, day };
    let declared: Declaration = case::declaration(&question).unwrap();
    services(&question, &declared, &mut Sum::default())
}

/// Everything the authority answers, once.
fn answers(drawn: &Drawn) -> Vec<Evidence> {
    let mut evidence = vec![declaration(), drawn.ntp("192.0.2.1", 0, b"GPS\0")];
    evidence.push(drawn.ntp("192.0.2.10", drawn.skew, b"PPS\0"));
    let shown = drawn.shown();
    let id = CertId::new(&AUTHORITY, &AUTHORITY, HashAlgorithm::Sha256);
    let question = OcspRequest { certificates: vec![id.clone()], nonce: Some(vec![7; 16]) };
    let state = CertificateState::Good;
    let single = SingleAnswer { id, state, this_update: shown, next_update: None };
    let answer = OcspTemplate::new(vec![single], shown, question.nonce.as_deref());
    let answer = answer.to_der(&*KEY, &AUTHORITY).unwrap();
    let sent = question.to_der();
    let date = drawn.date();
    evidence.extend(drawn.exchange("ocsp", "http://ocsp.example/", Some(&sent), &date, &answer));
    let question = TspRequest::new(HashAlgorithm::Sha256, vec![1; 32], Some(&[9; 8]));
    let token = TimestampTemplate::answering(&question, &known::NATIONAL_POLICY, vec![1], shown);
    let answer = timestamp_granted(&token.to_der(&*KEY, &AUTHORITY).unwrap());
    let sent = question.to_der();
    let none = json!({});
    let url = "http://tsp.example:8080/";
    evidence.extend(drawn.exchange("tsp", url, Some(&sent), &none, &answer));
    let next = instant(START + 100_000 * SECOND);
    let list = CrlTemplate::new(&AUTHORITY, shown, next, 7).to_der(&*KEY).unwrap();
    evidence.extend(drawn.exchange("crl", "http://crl.example/ca.crl", None, &none, &list));
    evidence
}

/// A drill: a list without the test certificate, the word, and a list with it that is issued so
/// long after the word and is seen at once.
fn drill(drawn: &Drawn, seen_before: bool, after: i128) -> Vec<Evidence> {
    let url = "http://crl.example/drill.crl";
    let authority = &*DRILLED;
    let name = distinguished_name(&[(&known::COMMON_NAME, "TEST")]);
    let validity = (instant(START - 1_000 * SECOND), instant(START + 1_000_000 * SECOND));
    let profile = Profile::Person { purposes: vec![] };
    let none = Addresses::default();
    let public = KEY.public_key();
    let test = CertificateTemplate::new(&profile, Some(authority), name, public, validity, &none)
        .issue(&*KEY)
        .unwrap();
    let list = |at: i128, number| {
        let next = instant(START + 100_000 * SECOND);
        CrlTemplate::new(authority, instant(at), next, number)
    };
    let when = |true_at: i128| When {
        run: 0,
        run_us: i64::try_from((true_at - START) / 1_000).unwrap(),
        at: instant(true_at + drawn.laptop),
    };
    let target = Target { service: drill::Service::Crl, url: url.to_owned() };
    let mut evidence: Vec<_> = [authority, &test]
        .map(|it| Evidence::new(EvidenceKind::Certificate, instant(START), "x", it.der().to_vec()))
        .into();
    let mut steps = vec![(
        drawn.asked,
        RevocationEvent::Begun {
            targets: vec![target.clone()],
            left_out: [].into(),
            every_ms: 1_000,
            until_ms: 1_000_000,
        },
    )];
    let mut look = |at: Drawn, list: CrlTemplate| {
        let der = list.to_der(&*KEY).unwrap();
        let pieces = at.exchange("drill", url, None, &json!({}), &der);
        let exchange = pieces[0].id();
        evidence.extend(pieces);
        let received = at.served() + at.back;
        let (asked, answered) = (when(at.asked), when(received));
        let target = target.clone();
        (received, RevocationEvent::Looked { target, asked, answered, exchange })
    };
    if seen_before {
        steps.push(look(*drawn, list(START - 500 * SECOND, 6)));
    }
    let word = drawn.asked + 5 * SECOND;
    let said = Moment { when: when(word), within_ms: 0 };
    steps.push((word, RevocationEvent::Word(said)));
    let issued = word + after;
    let shows = list(issued + drawn.skew, 7).revoking(
        test.serial(),
        instant(word + drawn.skew - SECOND),
        None,
    );
    steps.push(look(Drawn { asked: issued, ..*drawn }, shows));
    let begun = instant(drawn.asked + drawn.laptop);
    let certificate = EvidenceId(*test.fingerprint().as_bytes());
    for (at, event) in steps {
        let step = RevocationStep { certificate, begun, when: when(at), event };
        evidence.push(DrillStep::Revocation(step).evidence("drill").unwrap());
    }
    evidence
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Only the instants are drawn: the list may be issued at once or after ten minutes.
    #[test]
    fn a_list_after_a_drill_bounds_its_clock_on_both_sides(
        drawn in drawn(),
        after in 0..600 * SECOND,
    ) {
        let mut evidence = vec![declaration(), drawn.ntp("192.0.2.1", 0, b"GPS\0")];
        evidence.extend(drill(&drawn, true, after));
        let seen = look(&evidence);
        let mut services = seen.services.iter();
        let service = services.find(|it| it.witness == Witness::CrlDrill).unwrap();
        let Interval { low, high } = service.interval.unwrap();
        let (low, high) = (low.unwrap(), high.unwrap());
        prop_assert!((low..=high).contains(&drawn.skew), "{low} {high} {}", drawn.skew);
        // The time from the word to the sight, a step of the list, and the reference on each side.
        let path = drawn.there + drawn.back;
        prop_assert!(high - low <= after + path + SECOND + 2 * (path + SECOND / 10));
    }

    #[test]
    fn the_true_skew_of_every_service_lies_within_its_interval(drawn in drawn()) {
        let seen = look(&answers(&drawn));
        prop_assert!(seen.referenced);
        let kinds: Vec<_> = seen.services.iter().map(|it| it.witness).collect();
        let all = [Witness::Crl, Witness::HttpDate, Witness::Ntp, Witness::Ocsp, Witness::Tsp];
        prop_assert_eq!(kinds, all);
        for service in &seen.services {
            let Interval { low, high } = service.interval.unwrap();
            let holds = low.is_none_or(|it| it <= drawn.skew)
                && high.is_none_or(|it| drawn.skew <= it);
            prop_assert!(holds, "{:?} {}", service, drawn.skew);
            prop_assert_eq!(high.is_none(), service.witness == Witness::Crl);
        }
        let mut sum = Sum::default();
        disagreements(&seen.services, None, &mut sum);
        let codes: Vec<_> = sum.finish().notes.into_iter().map(|it| it.code).collect();
        prop_assert_eq!(codes, ["time.witnesses-agree"]);
    }

    #[test]
    fn without_a_reference_the_laptop_cancels_out_between_services(drawn in drawn()) {
        let evidence = answers(&drawn).into_iter();
        let evidence: Vec<_> =
            evidence.filter(|it| it.kind != EvidenceKind::NtpExchange).collect();
        let seen = look(&evidence);
        prop_assert!(!seen.referenced);
        for service in &seen.services {
            let Interval { low, high } = service.interval.unwrap();
            let skew = drawn.skew - drawn.laptop;
            prop_assert!(low.is_none_or(|it| it <= skew) && high.is_none_or(|it| skew <= it));
        }
    }
}

#[test]
fn a_drill_that_never_saw_the_certificate_unrevoked_bounds_nothing() {
    let drawn = Drawn { laptop: 0, there: 0, back: 0, skew: 0, asked: START };
    let witnesses = |seen_before| {
        let mut evidence = vec![declaration(), drawn.ntp("192.0.2.1", 0, b"GPS\0")];
        evidence.extend(drill(&drawn, seen_before, 9 * SECOND));
        let seen = look(&evidence);
        seen.services.iter().map(|it| it.witness).collect::<Vec<_>>()
    };
    assert_eq!(witnesses(true), [Witness::CrlDrill]);
    assert_eq!(witnesses(false), []);
}

/// Ten minutes decide nothing about two seconds, and forbid nothing either.
#[test]
fn a_drill_that_took_long_leaves_the_verdict_to_other_witnesses() {
    let drawn = Drawn { laptop: 0, there: 0, back: 0, skew: 0, asked: START };
    let judged = |after: i128, others: bool| {
        let mut evidence = vec![declaration(), drawn.ntp("192.0.2.1", 0, b"GPS\0")];
        evidence.extend(drill(&drawn, true, after));
        if others {
            evidence.push(drawn.ntp("192.0.2.10", drawn.skew, b"PPS\0"));
        }
        let limit = Limit {
            min: None,
            max: Some(2_000),
            unit: Unit::Millisecond,
            basis: Basis::Commission,
        };
        let requirement = Requirement { limit: Some(limit), ..requirement() };
        let day = "2026-01-15".parse().unwrap();
        let question = Question { requirement: &requirement, evidence: &evidence, day };
        let judgement = Witnesses.judge(&question);
        let codes = judgement.notes.iter().map(|it| it.code.to_string()).collect::<Vec<_>>();
        (judgement.verdict, codes.iter().any(|it| it == "time.witness-coarse"))
    };
    assert_eq!(judged(600 * SECOND, false), (Verdict::Undetermined, true));
    assert_eq!(judged(600 * SECOND, true), (Verdict::Complies, true));
    assert_eq!(judged(0, false), (Verdict::Complies, false));
}

#[test]
fn an_answer_made_beforehand_bounds_the_clock_from_below_alone() {
    let drawn = Drawn { laptop: 0, there: 0, back: 0, skew: 0, asked: START };
    let id = CertId::new(&AUTHORITY, &AUTHORITY, HashAlgorithm::Sha256);
    let early = instant(START - 3_600 * SECOND);
    let state = CertificateState::Good;
    let single = SingleAnswer { id: id.clone(), state, this_update: early, next_update: None };
    let answer = OcspTemplate::new(vec![single], early, None).to_der(&*KEY, &AUTHORITY).unwrap();
    let sent = OcspRequest { certificates: vec![id], nonce: Some(vec![7; 16]) }.to_der();
    let mut evidence = vec![declaration(), drawn.ntp("192.0.2.1", 0, b"GPS\0")];
    let none = json!({});
    evidence.extend(drawn.exchange("ocsp", "http://ocsp.example/", Some(&sent), &none, &answer));
    let seen = look(&evidence);
    let [ocsp] = seen.services.as_slice() else { panic!("{seen:?}") };
    let interval = ocsp.interval.unwrap();
    assert_eq!(interval.high, None);
    assert!(interval.low.unwrap() <= -3_600 * SECOND);
}

/// Enough answers tell clocks apart that differ by milliseconds: while both keep the limit, nothing
/// is wrong with them.
#[test]
fn clocks_that_differ_within_the_limit_are_remarked_on() {
    let service = |address: &str, low, high| Service {
        witness: Witness::HttpDate,
        address: address.to_owned(),
        answers: 80,
        resolution: Some(SECOND),
        interval: Some(Interval { low: Some(low), high }),
    };
    let judged = |limit_ms: Option<i64>, other: Service| {
        let limit = limit_ms.map(|max| Limit {
            min: None,
            max: Some(max),
            unit: Unit::Millisecond,
            basis: Basis::Commission,
        });
        let mut sum = Sum::default();
        disagreements(&[service("a", -9_387_223, Some(659_532)), other], limit, &mut sum);
        let judgement = sum.finish();
        (judgement.verdict == Verdict::Violates, judgement.notes[0].code.to_string())
    };
    let near = || service("b", 1_761_737, Some(4_336_670));
    let apart = (false, "time.witnesses-apart".to_owned());
    let disagree = (true, "time.witnesses-disagree".to_owned());
    assert_eq!(judged(Some(2_000), near()), apart);
    assert_eq!(judged(Some(3), near()), disagree);
    assert_eq!(judged(None, near()), disagree);
    assert_eq!(judged(Some(2_000), service("b", 3 * SECOND, Some(4 * SECOND))), disagree);
    assert_eq!(judged(Some(2_000), service("b", SECOND, None)), apart);
    assert_eq!(judged(Some(2_000), service("b", 3 * SECOND, None)), disagree);
}

#[test]
fn a_service_whose_clock_stands_apart_is_named_with_the_other() {
    let here =
        Drawn { laptop: 5 * SECOND, there: 1_000_000, back: 1_000_000, skew: 0, asked: START };
    let apart = Drawn { skew: -3_200_000_000, ..here };
    let none = json!({});
    let mut evidence = vec![declaration(), here.ntp("192.0.2.1", 0, b"GPS\0")];
    evidence.push(here.ntp("192.0.2.10", apart.skew, b"PPS\0"));
    evidence.extend(here.exchange("endpoint", "http://ocsp.example/", None, &here.date(), b"x"));
    evidence.extend(apart.exchange("endpoint", "http://crl.example/", None, &none, b"y"));
    let seen = look(&evidence);
    let mut sum = Sum::default();
    disagreements(&seen.services, None, &mut sum);
    let judgement = sum.finish();
    assert_eq!(judgement.verdict, Verdict::Violates);
    let [note] = judgement.notes.as_slice() else { panic!("{judgement:?}") };
    assert_eq!(note.code, "time.witnesses-disagree");
    assert_eq!(
        (note.facts["one"].as_str(), note.facts["other"].as_str()),
        ("ocsp.example", "192.0.2.10")
    );
}
