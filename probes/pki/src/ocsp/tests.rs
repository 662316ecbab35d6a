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

#[test]
fn stale_and_future_answers_are_not_good() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let day = SignedDuration::from_hours(24);
    let mut stale = good(&all);
    stale.answers[0].next_update = Some(today() - SignedDuration::from_secs(1));
    let report = signed_by(&stale, &all.responder).check(&question(&all));
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
    assert_eq!(weights(&report), [("ocsp.time-ahead", Weight::Undetermined)]);

    // Old news of a revocation is still news of a revocation.
    let since = at("2026-11-01T00:00:00Z");
    let revoked = answer(&all, CertificateState::Revoked { at: since, reason: None });
    let template = OcspTemplate::new(vec![revoked], today(), Some(NONCE));
    let report = signed_by(&template, &all.responder).check(&asked(today() + day + day, Some(day)));
    assert_eq!(report.status, OcspStatus::Revoked { at: since, reason: None });
}

#[test]
fn a_refusal_is_no_answer() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for status in [1, 2, 3, 5, 6] {
        let (response, _) = OcspResponse::read(&ocsp_refusal(status)).unwrap();
        let report = response.check(&question(&all));
        assert_eq!(report.status, OcspStatus::NotAnswered);
        assert_eq!(weights(&report), [("ocsp.refused", Weight::Undetermined)]);
        assert_eq!(report.findings[0].facts["status"], status.to_string());
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

#[test]
fn openssl_believes_our_answers() {
    let all = Hierarchy::new(PrivateKeyKind::Rsa2048);
    let folder = Folder::new("ocsp");
    folder.put("root.pem", &pem("CERTIFICATE", all.root.certificate.der()));
    let both = [
        pem("CERTIFICATE", all.root.certificate.der()),
        pem("CERTIFICATE", all.issuing.certificate.der()),
    ]
    .concat();
    folder.put("both.pem", &both);
    folder.put("issuing.pem", &pem("CERTIFICATE", all.issuing.certificate.der()));
    folder.put("person.pem", &pem("CERTIFICATE", all.person.certificate.der()));
    let der = good(&all).to_der(&all.responder.key, &all.responder.certificate).unwrap();
    folder.put("response.der", &der);
    let request = OcspRequest::new(
        &all.person.certificate,
        &all.issuing.certificate,
        HashAlgorithm::Sha256,
        Some(NONCE),
    );
    folder.put("request.der", &request.to_der());
    let time = today().as_second().to_string();
    let Some(output) = folder.run(
        "openssl",
        &[
            "ocsp",
            "-sha256",
            "-issuer",
            "issuing.pem",
            "-cert",
            "person.pem",
            "-respin",
            "response.der",
            "-reqin",
            "request.der",
            "-no_nonce",
            "-CAfile",
            "both.pem",
            "-attime",
            &time,
            // It compares the answer's times with its own clock, whatever the moment given.
            "-validity_period",
            "2000000000",
        ],
    ) else {
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("Response verify OK") && text.contains("person.pem: good"), "{text}");
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
