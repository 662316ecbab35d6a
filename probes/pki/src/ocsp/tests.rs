//! Answers that may not be believed, real answers, and OpenSSL's opinion.

use super::*;
use crate::{
    encode,
    fixture::{
        Folder, Hierarchy, Holder, addresses, at, named, one_certificate, pem, read_shared, shared,
        today, validity,
    },
    issue::{
        CertificateState, CertificateTemplate, OcspTemplate, Profile, ResponderName, SingleAnswer,
        ocsp_refusal, with_broken_signature,
    },
    key::{PrivateKey, PrivateKeyKind, Signer as _},
};

mod others;

const NONCE: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8];

fn question(all: &Hierarchy) -> OcspQuestion<'_> {
    OcspQuestion {
        certificate: &all.person.certificate,
        issuer: &all.issuing.certificate,
        at: today(),
        nonce: Some(NONCE),
        trusted: &[],
        longest_age: None,
    }
}

fn answer(all: &Hierarchy, state: CertificateState) -> SingleAnswer {
    SingleAnswer {
        id: CertId::new(&all.person.certificate, &all.issuing.certificate, HashAlgorithm::Sha256),
        state,
        this_update: today(),
        next_update: None,
    }
}

fn good(all: &Hierarchy) -> OcspTemplate {
    OcspTemplate::new(vec![answer(all, CertificateState::Good)], today(), Some(NONCE))
}

fn signed_by(template: &OcspTemplate, holder: &Holder) -> OcspResponse {
    let der = template.to_der(&holder.key, &holder.certificate).unwrap();
    let (response, findings) = OcspResponse::read(&der).unwrap();
    assert_eq!(findings, []);
    response
}

fn weights(report: &OcspReport) -> Vec<(&'static str, Weight)> {
    report.findings.iter().map(|finding| (finding.code, finding.weight)).collect()
}

const AGELESS: (&str, Weight) = ("ocsp.no-next-update", Weight::Remark);

#[test]
fn a_sound_answer_is_believed_whatever_the_key() {
    for kind in [PrivateKeyKind::EcdsaP256, PrivateKeyKind::Gost2015A512, PrivateKeyKind::Rsa2048] {
        let all = Hierarchy::new(kind);
        let report = signed_by(&good(&all), &all.responder).check(&question(&all));
        assert_eq!(report.status, OcspStatus::Good, "{:?}", report.findings);
        assert_eq!(weights(&report), [AGELESS]);
        assert_eq!(report.responder.as_ref(), Some(&all.responder.certificate));
        assert_eq!(report.produced_at, Some(today()));
    }
}

#[test]
fn the_issuer_itself_and_a_trusted_responder_may_answer() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for responder in [ResponderName::ByKey, ResponderName::ByName] {
        let mut template = good(&all);
        template.responder = responder;
        template.carries_certificate = false;
        let report = signed_by(&template, &all.issuing).check(&question(&all));
        assert_eq!(report.status, OcspStatus::Good, "{:?}", report.findings);

        let elsewhere = Hierarchy::new(PrivateKeyKind::EcdsaP256);
        let response = signed_by(&template, &elsewhere.responder);
        let trusted = [elsewhere.responder.certificate.clone()];
        let asked = OcspQuestion { trusted: &trusted, ..question(&all) };
        assert_eq!(response.check(&asked).status, OcspStatus::Good);
        assert_eq!(response.check(&question(&all)).status, OcspStatus::NotAnswered);
    }
}

/// R10.
#[test]
fn revoked_unknown_and_never_issued_are_told_apart() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let say = |state| {
        let template = OcspTemplate::new(vec![answer(&all, state)], today(), Some(NONCE));
        signed_by(&template, &all.responder).check(&question(&all))
    };
    let since = at("2026-11-01T00:00:00Z");
    let revoked = say(CertificateState::Revoked { at: since, reason: Some(1) });
    assert_eq!(revoked.status, OcspStatus::Revoked { at: since, reason: Some(1) });
    assert!(!revoked.never_issued);
    assert_eq!(say(CertificateState::Unknown).status, OcspStatus::Unknown);
    let never = say(CertificateState::NEVER_ISSUED);
    assert!(never.never_issued && matches!(never.status, OcspStatus::Revoked { .. }));
    assert_eq!(weights(&never)[0], ("ocsp.never-issued", Weight::Remark));
}

#[test]
fn an_answer_about_another_serial_placed_first_is_passed_over() {
    // R10.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let mut other = answer(&all, CertificateState::Good);
    other.id.serial = vec![0x55];
    let since = at("2026-11-01T00:00:00Z");
    let ours = answer(&all, CertificateState::Revoked { at: since, reason: None });
    let both = OcspTemplate::new(vec![other.clone(), ours], today(), Some(NONCE));
    let report = signed_by(&both, &all.responder).check(&question(&all));
    assert_eq!(report.status, OcspStatus::Revoked { at: since, reason: None });

    let alone = OcspTemplate::new(vec![other], today(), Some(NONCE));
    let report = signed_by(&alone, &all.responder).check(&question(&all));
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert_eq!(weights(&report), [("ocsp.other-certificate", Weight::Undetermined)]);

    // The same serial number of another issuer is another certificate.
    let elsewhere = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let mut foreign = answer(&all, CertificateState::Good);
    foreign.id.issuer_key_hash =
        HashAlgorithm::Sha256.digest(elsewhere.issuing.certificate.public_key().key_octets());
    let foreign = OcspTemplate::new(vec![foreign], today(), Some(NONCE));
    let report = signed_by(&foreign, &all.responder).check(&question(&all));
    assert_eq!(report.status, OcspStatus::NotAnswered);
}

/// R10.
#[test]
fn answers_that_contradict_each_other_decide_nothing() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let since = at("2026-11-01T00:00:00Z");
    let revoked = answer(&all, CertificateState::Revoked { at: since, reason: None });
    let answers = vec![answer(&all, CertificateState::Good), revoked];
    let template = OcspTemplate::new(answers, today(), Some(NONCE));
    let report = signed_by(&template, &all.responder).check(&question(&all));
    assert_eq!(report.status, OcspStatus::NotAnswered);
}

#[test]
fn a_nonce_that_is_other_or_absent_is_not_believed() {
    // R10.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for (nonce, finding) in [
        (Some(&[9_u8; 8][..]), ("ocsp.nonce-differs", Weight::Fatal)),
        (None, ("ocsp.nonce-absent", Weight::Undetermined)),
    ] {
        let template =
            OcspTemplate::new(vec![answer(&all, CertificateState::Good)], today(), nonce);
        let response = signed_by(&template, &all.responder);
        let report = response.check(&question(&all));
        assert_eq!(report.status, OcspStatus::NotAnswered);
        assert_eq!(report.stated, OcspStatus::Good);
        assert_eq!(weights(&report), [finding, AGELESS]);
        let unasked = OcspQuestion { nonce: None, ..question(&all) };
        assert_eq!(response.check(&unasked).status, OcspStatus::Good);
    }
}

#[test]
fn only_who_the_issuer_authorised_may_answer() {
    // R10: no purpose, another authority's responder, a self-made one, a broken signature.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let refused = |holder: &Holder, code: &str| {
        let report = signed_by(&good(&all), holder).check(&question(&all));
        assert_eq!(report.status, OcspStatus::NotAnswered, "{code}");
        assert!(weights(&report).contains(&(code, Weight::Fatal)), "{:?}", weights(&report));
    };
    refused(&all.person, "ocsp.responder-purpose");
    refused(&all.stamper, "ocsp.responder-purpose");
    let elsewhere = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    refused(&elsewhere.responder, "ocsp.responder-other-issuer");

    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let issued = |signer: &PrivateKey, validity| {
        CertificateTemplate::new(
            &Profile::OcspResponder,
            Some(&all.issuing.certificate),
            named("OCSP RESPONDER"),
            key.public_key(),
            validity,
            &addresses(),
        )
        .issue(signer)
        .unwrap()
    };
    let self_made = issued(&key, validity());
    let expired = issued(&all.issuing.key, (validity().0, at("2026-03-01T00:00:00Z")));
    for (certificate, code) in
        [(self_made, "ocsp.responder-other-issuer"), (expired, "ocsp.responder-not-valid")]
    {
        let holder = Holder {
            key: PrivateKey::from_pkcs8_der(&key.to_pkcs8_der().unwrap()).unwrap(),
            certificate,
        };
        refused(&holder, code);
    }

    let mut template = good(&all);
    template.carries_certificate = false;
    let der = template.to_der(&all.responder.key, &all.responder.certificate).unwrap();
    let (response, _) = OcspResponse::read(&with_broken_signature(&der)).unwrap();
    let trusted = [all.responder.certificate.clone()];
    let report = response.check(&OcspQuestion { trusted: &trusted, ..question(&all) });
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert!(weights(&report).contains(&("ocsp.signature-not-verified", Weight::Fatal)));
    let report = response.check(&question(&all));
    assert!(weights(&report).contains(&("ocsp.responder-missing", Weight::Undetermined)));
}

/// R10.
#[test]
fn stale_and_future_answers_are_not_good() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let day = SignedDuration::from_hours(24);
    let mut stale = good(&all);
    let second = SignedDuration::from_secs(1);
    stale.answers[0].next_update = Some(today() + second);
    let late = OcspQuestion { at: today() + second + second, ..question(&all) };
    let report = signed_by(&stale, &all.responder).check(&late);
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert_eq!(weights(&report), [("ocsp.stale", Weight::Undetermined)]);
    stale.answers[0].next_update = Some(today());
    let report = signed_by(&stale, &all.responder).check(&question(&all));
    assert_eq!(report.status, OcspStatus::Good);

    let response = signed_by(&good(&all), &all.responder);
    let asked = |at, longest_age| OcspQuestion { at, longest_age, ..question(&all) };
    assert_eq!(response.check(&asked(today() + day, Some(day))).status, OcspStatus::Good);
    let late = asked(today() + day + SignedDuration::from_secs(1), Some(day));
    assert_eq!(response.check(&late).status, OcspStatus::NotAnswered);
    let early = asked(today() - SignedDuration::from_secs(1), None);
    let report = response.check(&early);
    assert_eq!(report.status, OcspStatus::NotAnswered);
    let ahead = ("ocsp.time-ahead", Weight::Undetermined);
    assert_eq!(weights(&report), [ahead, ahead, AGELESS]);

    // Old news of a revocation is still news of a revocation.
    let since = at("2026-11-01T00:00:00Z");
    let revoked = answer(&all, CertificateState::Revoked { at: since, reason: None });
    let template = OcspTemplate::new(vec![revoked], today(), Some(NONCE));
    let report = signed_by(&template, &all.responder).check(&asked(today() + day + day, Some(day)));
    assert_eq!(report.status, OcspStatus::Revoked { at: since, reason: None });
}

/// R10.
#[test]
fn a_refusal_is_no_answer() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    // RFC 6960 section 4.2.1.
    for (status, name) in [
        (1, "malformedRequest"),
        (2, "internalError"),
        (3, "tryLater"),
        (5, "sigRequired"),
        (6, "unauthorized"),
    ] {
        let (response, _) = OcspResponse::read(&ocsp_refusal(status)).unwrap();
        let report = response.check(&question(&all));
        assert_eq!(report.status, OcspStatus::NotAnswered);
        assert_eq!(weights(&report), [("ocsp.refused", Weight::Undetermined)]);
        assert_eq!(report.findings[0].facts["status"], name);
    }
}

#[test]
fn a_question_survives_the_way_to_the_responder() {
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let asked = OcspRequest::new(
        &all.person.certificate,
        &all.issuing.certificate,
        HashAlgorithm::Sha256,
        Some(NONCE),
    );
    assert_eq!(OcspRequest::read(&asked.to_der()).unwrap(), asked);
    let bare = OcspRequest { nonce: None, ..asked };
    assert_eq!(OcspRequest::read(&bare.to_der()).unwrap(), bare);
}

#[test]
fn real_answers_are_read_and_believed() {
    let Some(shared) = shared() else { return };
    let file = |name: &str| read_shared(&shared, &format!("kz-pki/{name}"));
    let response = |name: &str| {
        let (response, findings) = OcspResponse::read(&file(name)).unwrap();
        assert_eq!(findings, []);
        response
    };

    // The signer of SDK sample 3, whom the responder says it never issued a certificate to.
    let (sample, _) = crate::cms::SignedData::read(&file("cms/sdk_sample_3.cms")).unwrap();
    let issuer = one_certificate(&file("ca/nca_gost2015_test.cer"));
    let holder = sample
        .certificates()
        .iter()
        .find(|certificate| certificate.issuer() == issuer.subject())
        .unwrap();
    let produced = at("2022-09-02T16:58:34Z");
    let report = response("ocsp/individual_2015.der").check(&OcspQuestion {
        certificate: holder,
        issuer: &issuer,
        at: produced,
        nonce: Some(&[0xE4, 0x08, 0xFF, 0xB7, 0x90, 0x83, 0x4A, 0xF2]),
        trusted: &[],
        longest_age: None,
    });
    let held = OcspStatus::Revoked { at: Timestamp::UNIX_EPOCH, reason: Some(6) };
    assert_eq!(report.status, held, "{:?}", report.findings);
    assert!(report.never_issued);
    assert_eq!(report.produced_at, Some(produced));
    assert_eq!(report.this_update, Some(produced));
    assert_eq!(report.next_update, None);

    // The certificate of the first head is not at hand; its number and issuer are.
    let issuer = one_certificate(&file("ca/nca_gost_test_2018.crt"));
    let key = PrivateKey::generate(PrivateKeyKind::Gost2004).unwrap();
    let mut template = CertificateTemplate::new(
        &Profile::Person { purposes: Vec::new() },
        Some(&issuer),
        named("ҮЛГІ"),
        key.public_key(),
        validity(),
        &addresses(),
    );
    template.serial = vec![
        0x12, 0xE3, 0xE7, 0xB9, 0x96, 0x6D, 0x09, 0xEB, 0x9C, 0xDA, 0x64, 0x25, 0x14, 0x57, 0xE8,
        0x15, 0xC2, 0xA8, 0xDD, 0xED,
    ];
    let holder = template.issue(&key).unwrap();
    let report = response("ocsp/ceo_2004_revoked.der").check(&OcspQuestion {
        certificate: &holder,
        issuer: &issuer,
        at: at("2022-09-02T16:57:04Z"),
        nonce: Some(&[0x8B, 0x6B, 0x9F, 0x10, 0x0D, 0x6B, 0x00, 0x05]),
        trusted: &[],
        longest_age: None,
    });
    let superseded = OcspStatus::Revoked { at: at("2022-01-18T06:30:55Z"), reason: Some(4) };
    assert_eq!(report.status, superseded, "{:?}", report.findings);
    assert!(!report.never_issued);
    // The old responder's empty ocsp-nocheck counts as one.
    assert!(report.findings.iter().all(|finding| finding.code != "ocsp.no-check-absent"));
}

proptest::proptest! {
    #[test]
    fn no_mutation_makes_the_reader_panic(
        edits in proptest::collection::vec((0_usize..3_000, proptest::num::u8::ANY), 0..8),
        cut in 0_usize..200,
    ) {
        WHOLE.with(|(all, whole)| {
            let mut bytes = whole.clone();
            for (place, octet) in edits {
                let place = place % bytes.len();
                bytes[place] = octet;
            }
            bytes.truncate(bytes.len() - cut * usize::from(cut % 3 == 0));
            let _ = OcspRequest::read(&bytes);
            if let Ok((response, _)) = OcspResponse::read(&bytes) {
                let _ = response.check(&question(all));
            }
        });
    }
}

thread_local! {
    static WHOLE: (Hierarchy, Vec<u8>) = {
        let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
        let der = good(&all).to_der(&all.responder.key, &all.responder.certificate).unwrap();
        (all, der)
    };
}

#[test]
fn no_turned_bit_changes_what_is_believed() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let since = at("2026-11-01T00:00:00Z");
    let revoked = answer(&all, CertificateState::Revoked { at: since, reason: Some(1) });
    let template = OcspTemplate::new(vec![revoked], today(), Some(NONCE));
    let whole = template.to_der(&all.responder.key, &all.responder.certificate).unwrap();
    for place in 0..whole.len() {
        let mut turned = whole.clone();
        turned[place] ^= 1;
        let Ok((response, _)) = OcspResponse::read(&turned) else { continue };
        let status = response.check(&question(&all)).status;
        let is_same = status == OcspStatus::Revoked { at: since, reason: Some(1) };
        assert!(is_same || status == OcspStatus::NotAnswered, "octet {place}: {status:?}");
    }
}

/// R10.
#[test]
fn a_crowd_of_answers_is_refused() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let one = answer(&all, CertificateState::Good);
    let template = OcspTemplate::new(vec![one; ANSWER_LIMIT + 1], today(), None);
    let der = template.to_der(&all.responder.key, &all.responder.certificate).unwrap();
    let error = OcspResponse::read(&der).unwrap_err();
    assert_eq!(error, OcspError::TooMany { what: "answers", limit: ANSWER_LIMIT });
    assert!(OcspResponse::read(&encode::null()).is_err());
}

/// A basic response of the test's own making, signed by the holder.
struct Raw<'a> {
    answers: Vec<Vec<u8>>,
    extensions: Vec<Vec<u8>>,
    version: Option<u64>,
    holder: &'a Holder,
}

impl<'a> Raw<'a> {
    fn new(all: &'a Hierarchy, answers: Vec<Vec<u8>>) -> Self {
        let nonce = nonce_extension(NONCE).to_der();
        Self { answers, extensions: vec![nonce], version: None, holder: &all.responder }
    }

    /// The response with the signature given, or with a right one.
    fn to_der(&self, signature: Option<&[u8]>) -> Vec<u8> {
        let explicit =
            |number, content: &[u8]| encode::element(tlv::context_constructed(number), content);
        let version =
            self.version.map(|version| explicit(0, &encode::small(version))).unwrap_or_default();
        let list = encode::element(SEQUENCE, &self.extensions.concat());
        let body = encode::sequence(&[
            &version,
            &explicit(1, self.holder.certificate.subject().der()),
            &encode::generalized_time(today()),
            &encode::element(SEQUENCE, &self.answers.concat()),
            &explicit(1, &list),
        ]);
        let signature =
            signature.map_or_else(|| self.holder.key.sign(&body).unwrap(), <[u8]>::to_vec);
        let basic = encode::sequence(&[
            &body,
            &issue::algorithm(&self.holder.key.signature_algorithm()),
            &encode::bit_string(&signature),
            &explicit(0, &encode::sequence(&[self.holder.certificate.der()])),
        ]);
        let typed =
            encode::sequence(&[&encode::oid(&known::OCSP_BASIC), &encode::octet_string(&basic)]);
        encode::sequence(&[&encode::element(ENUMERATED, &[0]), &explicit(0, &typed)])
    }

    fn check(&self, all: &Hierarchy) -> OcspReport {
        OcspResponse::read(&self.to_der(None)).unwrap().0.check(&question(all))
    }
}

/// A single answer *good* of the test's own making.
fn raw_answer(id: &CertId, this: &str, next: Option<&str>, extensions: &[Vec<u8>]) -> Vec<u8> {
    let explicit =
        |number, content: &[u8]| encode::element(tlv::context_constructed(number), content);
    let next = next.map(|next| explicit(0, &encode::generalized_time(at(next))));
    let list = encode::element(SEQUENCE, &extensions.concat());
    encode::sequence(&[
        &id.to_der(),
        &encode::element(tlv::context(0), &[]),
        &encode::generalized_time(at(this)),
        &next.unwrap_or_default(),
        &if extensions.is_empty() { Vec::new() } else { explicit(1, &list) },
    ])
}

fn own_id(all: &Hierarchy, hash: HashAlgorithm) -> CertId {
    CertId::new(&all.person.certificate, &all.issuing.certificate, hash)
}

const TODAY: &str = "2026-11-22T05:00:00Z";

#[test]
fn a_certificate_is_recognised_by_any_known_hash() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for hash in [
        HashAlgorithm::Sha1,
        HashAlgorithm::Sha224,
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha384,
        HashAlgorithm::Sha512,
        HashAlgorithm::Streebog256,
        HashAlgorithm::Streebog512,
        HashAlgorithm::Gost341195,
    ] {
        let raw = Raw::new(&all, vec![raw_answer(&own_id(&all, hash), TODAY, None, &[])]);
        assert_eq!(raw.check(&all).status, OcspStatus::Good, "{hash}");
    }
    let mut unknown = own_id(&all, HashAlgorithm::Sha256);
    unknown.hash = AlgorithmIdentifier::with_null(&known::P256);
    let report = Raw::new(&all, vec![raw_answer(&unknown, TODAY, None, &[])]).check(&all);
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert_eq!(weights(&report), [("ocsp.hash-unknown", Weight::Undetermined)]);
}

#[test]
fn an_unsigned_answer_is_not_believed() {
    // R10.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let id = own_id(&all, HashAlgorithm::Sha256);
    let raw = Raw::new(&all, vec![raw_answer(&id, TODAY, None, &[])]);
    assert_eq!(raw.check(&all).status, OcspStatus::Good);
    for signature in [&[][..], &[0], &[0x30, 0]] {
        let (response, _) = OcspResponse::read(&raw.to_der(Some(signature))).unwrap();
        let report = response.check(&question(&all));
        assert_eq!(report.status, OcspStatus::NotAnswered);
        assert!(weights(&report).contains(&("ocsp.signature-not-verified", Weight::Fatal)));
    }
}

#[test]
fn absurd_times_make_no_good() {
    // R10: the moment of judgement and producedAt are both TODAY.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let id = own_id(&all, HashAlgorithm::Sha256);
    let judge = |this, next| Raw::new(&all, vec![raw_answer(&id, this, next, &[])]).check(&all);
    let doubt = |code| (code, Weight::Undetermined);
    for (this, next, expected) in [
        // The end before the beginning, and before the signature.
        (TODAY, Some("2026-11-21T05:00:00Z"), "ocsp.times-contradict"),
        ("2026-11-01T05:00:00Z", Some("2026-11-21T05:00:00Z"), "ocsp.times-contradict"),
        ("2026-11-01T05:00:00Z", Some("2026-11-21T05:00:00Z"), "ocsp.stale"),
        // Known after it was signed, and after the moment of judgement.
        ("2026-11-22T05:00:01Z", None, "ocsp.times-contradict"),
        ("9999-12-30T00:00:00Z", None, "ocsp.time-ahead"),
    ] {
        let report = judge(this, next);
        assert_eq!(report.status, OcspStatus::NotAnswered, "{this} {next:?}");
        assert_eq!(report.stated, OcspStatus::Good);
        assert!(weights(&report).contains(&doubt(expected)), "{:?}", weights(&report));
    }
    // An answer for ever is remarked on.
    let report = judge(TODAY, Some("9999-12-30T00:00:00Z"));
    assert_eq!(report.status, OcspStatus::Good);
    assert_eq!(weights(&report), [("ocsp.next-update-distant", Weight::Remark)]);
    let report = judge(TODAY, Some("2027-11-22T05:00:00Z"));
    assert_eq!(weights(&report), []);
}

#[test]
fn of_several_answers_about_it_the_latest_counts() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let id = own_id(&all, HashAlgorithm::Sha256);
    let old = raw_answer(&id, "2026-11-01T05:00:00Z", Some("2026-11-02T05:00:00Z"), &[]);
    let new = raw_answer(&id, TODAY, Some("2026-11-23T05:00:00Z"), &[]);
    for answers in [vec![old.clone(), new.clone()], vec![new, old]] {
        let report = Raw::new(&all, answers).check(&all);
        assert_eq!(report.status, OcspStatus::Good, "{:?}", report.findings);
        assert_eq!(report.this_update, Some(today()));
    }
}

#[test]
fn good_after_the_end_needs_an_archive_that_reaches_back() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let ended = CertificateTemplate::new(
        &Profile::Person { purposes: Vec::new() },
        Some(&all.issuing.certificate),
        named("ҮЛГІ"),
        key.public_key(),
        (at("2025-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")),
        &addresses(),
    )
    .issue(&all.issuing.key)
    .unwrap();
    let id = CertId::new(&ended, &all.issuing.certificate, HashAlgorithm::Sha256);
    let judge = |cutoff: Option<&str>| {
        let cutoff = cutoff.map(|cutoff| {
            let value = encode::generalized_time(at(cutoff));
            Extension::new(&known::OCSP_ARCHIVE_CUTOFF, true, value).to_der()
        });
        let extensions: Vec<Vec<u8>> = cutoff.into_iter().collect();
        let raw = Raw::new(&all, vec![raw_answer(&id, TODAY, None, &extensions)]);
        let (response, _) = OcspResponse::read(&raw.to_der(None)).unwrap();
        response.check(&OcspQuestion { certificate: &ended, ..question(&all) })
    };
    let silent = judge(None);
    assert_eq!(silent.status, OcspStatus::NotAnswered);
    assert!(weights(&silent).contains(&("ocsp.expired-not-covered", Weight::Undetermined)));
    assert_eq!(judge(Some("2026-06-01T00:00:00Z")).status, OcspStatus::NotAnswered);
    assert_eq!(judge(Some("2020-01-01T00:00:00Z")).status, OcspStatus::Good);
}

#[test]
fn unknown_critical_extensions_decide_nothing() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let id = own_id(&all, HashAlgorithm::Sha256);
    let strange = |critical| Extension::new(&known::P256, critical, encode::null()).to_der();
    for (critical, status) in [(true, OcspStatus::NotAnswered), (false, OcspStatus::Good)] {
        let inside = Raw::new(&all, vec![raw_answer(&id, TODAY, None, &[strange(critical)])]);
        assert_eq!(inside.check(&all).status, status);
        let mut around = Raw::new(&all, vec![raw_answer(&id, TODAY, None, &[])]);
        around.extensions.push(strange(critical));
        assert_eq!(around.check(&all).status, status);
    }
}

#[test]
fn the_form_of_a_nonce_is_remarked_on() {
    // RFC 9654 section 2.1.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let id = own_id(&all, HashAlgorithm::Sha256);
    for (value, sound) in [
        (encode::octet_string(&[1; 32]), true),
        (encode::octet_string(&[1; 128]), true),
        (encode::octet_string(&[1; 129]), false),
        (encode::octet_string(&[]), false),
        (vec![1; 16], false),
    ] {
        let mut raw = Raw::new(&all, vec![raw_answer(&id, TODAY, None, &[])]);
        raw.extensions = vec![Extension::new(&known::OCSP_NONCE, false, value).to_der()];
        let (_, findings) = OcspResponse::read(&raw.to_der(None)).unwrap();
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, if sound { vec![] } else { vec!["ocsp.nonce-form"] });
    }
}

#[test]
fn a_response_of_another_version_is_not_read() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let id = own_id(&all, HashAlgorithm::Sha256);
    let mut raw = Raw::new(&all, vec![raw_answer(&id, TODAY, None, &[])]);
    raw.version = Some(0);
    assert_eq!(raw.check(&all).status, OcspStatus::Good);
    raw.version = Some(1);
    assert!(OcspResponse::read(&raw.to_der(None)).is_err());
}

#[test]
fn the_form_of_never_issued_without_its_extension_is_a_plain_revocation() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let mut template =
        OcspTemplate::new(vec![answer(&all, CertificateState::NEVER_ISSUED)], today(), Some(NONCE));
    template.extended_revoke = false;
    let report = signed_by(&template, &all.responder).check(&question(&all));
    assert!(matches!(report.status, OcspStatus::Revoked { .. }) && !report.never_issued);
    assert!(weights(&report).contains(&("ocsp.extended-revoke-absent", Weight::Remark)));
}

#[test]
fn a_responder_whose_key_is_not_for_signatures_is_not_believed() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let mut template = CertificateTemplate::new(
        &Profile::OcspResponder,
        Some(&all.issuing.certificate),
        named("OCSP RESPONDER"),
        key.public_key(),
        validity(),
        &addresses(),
    );
    template.set(Extension::key_usage(KeyUsage::KEY_AGREEMENT));
    let certificate = template.issue(&all.issuing.key).unwrap();
    let report = signed_by(&good(&all), &Holder { key, certificate }).check(&question(&all));
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert!(weights(&report).contains(&("ocsp.responder-key-usage", Weight::Fatal)));
}

#[test]
fn a_number_without_a_certificate_can_be_asked_about() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let unissued = [0x5a; 20];
    let about = |serial: &[u8], state| {
        let mut answer = answer(&all, state);
        answer.id.serial = serial.to_vec();
        let template = OcspTemplate::new(vec![answer], today(), Some(NONCE));
        signed_by(&template, &all.responder).check_number(&question(&all), &unissued)
    };
    assert_eq!(about(&unissued, CertificateState::Good).status, OcspStatus::Good);
    assert_eq!(about(&unissued, CertificateState::Unknown).status, OcspStatus::Unknown);
    assert!(about(&unissued, CertificateState::NEVER_ISSUED).never_issued);
    let own = all.person.certificate.serial();
    let report = about(own, CertificateState::Good);
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert_eq!(weights(&report)[0], ("ocsp.other-certificate", Weight::Undetermined));
}
