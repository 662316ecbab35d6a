//! Time-stamping services that lie.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use model::{Basis, Unit};
use pki::issue::{TimestampTemplate, timestamp_granted, timestamp_refused};
use pki::tsp::{Accuracy, TspRequest};

use super::*;

const REPLY: &str = "application/timestamp-reply";

/// What a hostile service says about what it is sent.
struct Lie {
    given: AtomicU64,
    /// By how much the time of the first token and of each later one differs from now.
    ahead: SignedDuration,
    step: SignedDuration,
    accuracy: Option<u64>,
    ordering: bool,
    one_serial: bool,
    any_policy: bool,
    other_policy: bool,
    change: fn(&mut TimestampTemplate),
    signer: fn(&Authority) -> &Holder,
}

impl Lie {
    /// The truth.
    fn none() -> Self {
        Self {
            given: AtomicU64::new(0),
            ahead: SignedDuration::ZERO,
            step: SignedDuration::ZERO,
            accuracy: None,
            ordering: false,
            one_serial: false,
            any_policy: false,
            other_policy: false,
            change: |_| {},
            signer: |it| &it.stamper,
        }
    }

    fn tell(&self, request: &[u8]) -> Vec<u8> {
        let request = TspRequest::read(request).unwrap();
        let own = &known::POLICY_TSA_RSA;
        if request.policy.as_ref().is_some_and(|it| it != own) && !self.any_policy {
            return timestamp_refused(15, "no such policy");
        }
        let policy = match &request.policy {
            Some(asked) if self.any_policy => asked,
            _ if self.other_policy => &known::POLICY_TSA_GOST_2015,
            _ => own,
        };
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        let serial = if self.one_serial { 7 } else { number + 1 };
        let count = i32::try_from(number).unwrap();
        let time = Timestamp::now() + self.ahead + self.step * count;
        let serial = serial.to_be_bytes().to_vec();
        let mut template = TimestampTemplate::answering(&request, policy, serial, time);
        template.accuracy = self.accuracy.map(|microseconds| Accuracy { microseconds });
        template.ordering = self.ordering;
        (self.change)(&mut template);
        let signer = (self.signer)(authority());
        timestamp_granted(&template.to_der(&signer.key, &signer.certificate).unwrap())
    }
}

fn of_stamps(address: SocketAddr, clock: bool, limit: Option<i64>) -> Judgement {
    let declared =
        Declaration { tsp_urls: vec![format!("http://{address}/tsp")], ..Declaration::default() };
    let limit = limit.map(|max| Limit {
        min: None,
        max: Some(max),
        unit: Unit::Millisecond,
        basis: Basis::Commission,
    });
    judged("tsp.token", declared, clock, limit)
}

fn lied(lie: Lie, clock: bool, limit: Option<i64>) -> Judgement {
    let address = served(move |asked| match asked.method {
        Method::Get => (405, "text/plain", Vec::new()),
        Method::Post => (200, REPLY, lie.tell(&asked.body)),
    });
    of_stamps(address, clock, limit)
}

#[test]
fn a_sound_service_complies_and_refuses_what_nobody_serves() {
    let judgement = lied(Lie::none(), true, Some(2_500));
    expect(&judgement, "sound", Complies, "tsp.time-within-limit");
    expect(&judgement, "sound", Complies, "tsp.unknown-policy-refused");
    let note = judgement.notes.iter().find(|it| it.code == "tsp.unknown-policy-refused").unwrap();
    assert_eq!(note.facts["failures"], "unacceptedPolicy");
    let [model::Exhibit::Table(table)] = &judgement.exhibits[..] else { panic!("{judgement:#?}") };
    assert_eq!(table.rows.len(), 3, "the first, the same again, one under the policy named");
    // The clock of the laptop alone proves nothing to two seconds and a half.
    let judgement = lied(Lie::none(), false, Some(2_500));
    expect(&judgement, "unmeasured", Undetermined, "time.laptop-clock-unchecked");
}

#[test]
fn every_lie_of_a_time_stamping_service_is_named() {
    let true_one = Lie::none;
    let cases: Vec<(&str, Lie, Verdict, &str)> = vec![
        (
            "other data",
            Lie { change: |it| it.imprint = vec![0; 32], ..true_one() },
            Violates,
            "tsp.imprint-differs",
        ),
        (
            "another nonce",
            Lie { change: |it| it.nonce = Some(vec![1]), ..true_one() },
            Violates,
            "tsp.nonce-differs",
        ),
        (
            "no nonce",
            Lie { change: |it| it.nonce = None, ..true_one() },
            Violates,
            "tsp.nonce-differs",
        ),
        (
            "signed by a user",
            Lie { signer: |it| &it.user, ..true_one() },
            Violates,
            "tsp.certificate-purpose",
        ),
        (
            "signed by a service of another authority of the same name",
            Lie { signer: |it| &it.strange_stamper, ..true_one() },
            Undetermined,
            "tsp.chain-not-shown",
        ),
        (
            "its purpose is not critical",
            Lie { signer: |it| &it.loose_stamper, ..true_one() },
            Violates,
            "tsp.certificate-purpose-form",
        ),
        (
            "one number for every token",
            Lie { one_serial: true, ..true_one() },
            Violates,
            "tsp.serial-repeated",
        ),
        (
            "times that go back",
            Lie { step: -SECOND * 5, ..true_one() },
            Violates,
            "tsp.time-backwards",
        ),
        (
            "times that go back by less than the accuracy stated",
            Lie { step: -SECOND * 5, accuracy: Some(20_000_000), ..true_one() },
            Complies,
            "tsp.time-backwards",
        ),
        (
            "the order is promised and not kept",
            Lie { ordering: true, step: -SECOND, accuracy: Some(5_000_000), ..true_one() },
            Violates,
            "tsp.order-broken",
        ),
        (
            "a policy that nobody serves",
            Lie { any_policy: true, ..true_one() },
            Violates,
            "tsp.any-policy",
        ),
        (
            "a second off, and the accuracy stated is a millisecond",
            Lie { ahead: -SECOND * 4, accuracy: Some(1_000), ..true_one() },
            Violates,
            "tsp.time-outside-accuracy",
        ),
        (
            "an hour behind, without a limit",
            Lie { ahead: -SECOND * 3_600, ..true_one() },
            Undetermined,
            "tsp.time-far-from-inspector",
        ),
    ];
    for (what, lie, verdict, code) in cases {
        expect(&lied(lie, true, None), what, verdict, code);
    }
    let beyond = lied(Lie { ahead: -SECOND * 10, ..Lie::none() }, true, Some(5_000));
    expect(&beyond, "beyond the limit", Violates, "tsp.time-beyond-limit");
}

#[test]
fn a_token_that_is_played_again_is_found_out() {
    let first = Mutex::new(None::<Vec<u8>>);
    let address = served(move |asked| match asked.method {
        Method::Get => (405, "text/plain", Vec::new()),
        Method::Post => {
            let mut first = first.lock().unwrap();
            let answer = first.get_or_insert_with(|| Lie::none().tell(&asked.body));
            (200, REPLY, answer.clone())
        }
    });
    let judgement = of_stamps(address, true, None);
    expect(&judgement, "the same nonce", Violates, "tsp.token-played-again");
    expect(&judgement, "another nonce", Violates, "tsp.nonce-differs");
}

#[test]
fn a_token_where_nothing_was_sent_is_found_out() {
    let last = Mutex::new(Vec::new());
    let lie = Lie::none();
    let address = served(move |asked| {
        let mut last = last.lock().unwrap();
        if asked.method == Method::Post {
            *last = lie.tell(&asked.body);
            if TspRequest::read(&asked.body)
                .unwrap()
                .policy
                .is_some_and(|it| it != known::POLICY_TSA_RSA)
            {
                let refusal = last.clone();
                *last = lie.tell(
                    &TspRequest { policy: None, ..TspRequest::read(&asked.body).unwrap() }.to_der(),
                );
                return (200, REPLY, refusal);
            }
        }
        (200, REPLY, last.clone())
    });
    let judgement = of_stamps(address, true, None);
    expect(&judgement, "GET", Violates, "tsp.token-without-request");
}

#[test]
fn refusals_are_told_by_name() {
    for (bit, name) in [
        (0, "badAlg"),
        (2, "badRequest"),
        (5, "badDataFormat"),
        (14, "timeNotAvailable"),
        (15, "unacceptedPolicy"),
        (17, "addInfoNotAvailable"),
        (25, "systemFailure"),
    ] {
        let address = served(move |_| (200, REPLY, timestamp_refused(bit, "no")));
        let judgement = of_stamps(address, true, None);
        expect(&judgement, name, Violates, "tsp.refused");
        let note = judgement.notes.iter().find(|it| it.code == "tsp.refused").unwrap();
        assert_eq!((&*note.facts["status"], &*note.facts["failures"]), ("rejection", name));
    }
}

#[test]
fn the_media_type_of_a_token_is_remarked_on() {
    let lie = Lie::none();
    let address = served(move |asked| match asked.method {
        Method::Get => (405, "text/plain", Vec::new()),
        Method::Post => (200, "text/html", lie.tell(&asked.body)),
    });
    expect(&of_stamps(address, true, None), "text/html", Complies, "tsp.content-type");
}

#[test]
fn a_policy_that_the_authority_did_not_register_is_remarked_on() {
    let of = |registered: &str| {
        let lie = Lie::none();
        let address = served(move |asked| match asked.method {
            Method::Get => (405, "text/plain", Vec::new()),
            Method::Post => (200, REPLY, lie.tell(&asked.body)),
        });
        let declared = Declaration {
            tsp_urls: vec![format!("http://{address}/tsp")],
            registered_oids: vec![registered.to_owned()],
            ..Declaration::default()
        };
        judged("tsp.token", declared, true, None)
    };
    let own = known::POLICY_TSA_RSA.to_string();
    let other = known::POLICY_TSA_GOST_2015.to_string();
    let judgement = of(&other);
    expect(&judgement, "not registered", Complies, "tsp.policy-not-registered");
    let mut notes = judgement.notes.iter();
    let note = notes.find(|it| it.code == "tsp.policy-not-registered").unwrap();
    assert_eq!(note.facts["policy"], own);
    assert!(!codes(&of(&own)).iter().any(|it| it == "tsp.policy-not-registered"));
}

#[test]
fn a_service_whose_certificate_was_revoked_is_found_out() {
    let (all, now) = (authority(), Timestamp::now());
    let list = CrlTemplate::new(&all.issuing.certificate, now - DAY, now + DAY, 1)
        .revoking(all.stamper.certificate.serial(), now - DAY * 2, Some(1))
        .to_der(&all.issuing.key)
        .unwrap();
    let lie = Lie::none();
    let address = served(move |asked| match asked.method {
        Method::Get if asked.path == "/list" => (200, "application/pkix-crl", list.clone()),
        Method::Get => (405, "text/plain", Vec::new()),
        Method::Post => (200, REPLY, lie.tell(&asked.body)),
    });
    let declared = Declaration {
        tsp_urls: vec![format!("http://{address}/tsp")],
        crl_urls: vec![format!("http://{address}/list")],
        ..Declaration::default()
    };
    let judgement = judged("tsp.token", declared, true, None);
    expect(&judgement, "revoked", Violates, "tsp.certificate-revoked");
}
