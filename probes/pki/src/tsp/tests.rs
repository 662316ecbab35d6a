//! Tokens that prove nothing, real tokens, and OpenSSL's opinion.

use jiff::SignedDuration;

use super::*;
use crate::{
    cms::EssVersion,
    fixture::{Folder, Hierarchy, at, leads_to, one_certificate, pem, read_shared, shared, today},
    issue::{TimestampTemplate, timestamp_granted, timestamp_refused},
    key::{PrivateKeyKind, Signer as _},
};

mod others;

const DATA: &[u8] = b"what existed";

fn request(all: &Hierarchy) -> TspRequest {
    let hash = all.stamper.key.digest_algorithm();
    TspRequest::new(hash, hash.digest(DATA), Some(&[0x80, 7, 6, 5]))
}

fn template(all: &Hierarchy) -> TimestampTemplate {
    let policy = &known::POLICY_TSA_GOST_2015;
    TimestampTemplate::answering(&request(all), policy, vec![0x42], today())
}

fn stamped(template: &TimestampTemplate, all: &Hierarchy) -> TimestampToken {
    let der = template.to_der(&all.stamper.key, &all.stamper.certificate).unwrap();
    let (token, findings) = TimestampToken::read(&der).unwrap();
    assert_eq!(findings, []);
    token
}

fn weights(report: &TspReport) -> Vec<(&'static str, Weight)> {
    report.findings.iter().map(|finding| (finding.code, finding.weight)).collect()
}

#[test]
fn a_sound_token_is_believed_whatever_the_key() {
    for kind in [
        PrivateKeyKind::EcdsaP256,
        PrivateKeyKind::Gost2004,
        PrivateKeyKind::Gost2015A512,
        PrivateKeyKind::Rsa2048,
    ] {
        let all = Hierarchy::new(kind);
        let token = template(&all).to_der(&all.stamper.key, &all.stamper.certificate).unwrap();
        let (response, findings) = TspResponse::read(&timestamp_granted(&token)).unwrap();
        assert_eq!(findings, []);
        let report = response.check(&request(&all), &[], Some(today())).unwrap();
        assert!(report.valid, "{kind:?}: {:?}", report.findings);
        assert_eq!(report.gen_time, today());
        assert_eq!(report.policy, known::POLICY_TSA_GOST_2015);
        assert_eq!(report.serial, [0x42]);
        assert_eq!(report.certificate.as_ref(), Some(&all.stamper.certificate));
        assert!(response.token.unwrap().check(&TspQuestion::over(DATA)).valid);
    }
}

#[test]
fn a_token_about_something_else_is_not_believed() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let token = stamped(&template(&all), &all);
    let sent = request(&all);
    let imprint = Imprint::Digest { hash: &sent.hash, digest: &sent.imprint };
    let asked = TspQuestion { imprint, ..TspQuestion::over(DATA) };
    assert!(token.check(&asked).valid);
    let failing = |asked: &TspQuestion<'_>, expected: (&'static str, Weight)| {
        let report = token.check(asked);
        assert!(!report.valid);
        assert_eq!(weights(&report), [expected]);
    };
    failing(&TspQuestion::over(b"other"), ("tsp.imprint-differs", Weight::Fatal));
    let sha384 = AlgorithmIdentifier::with_null(&known::SHA384);
    let imprint = Imprint::Digest { hash: &sha384, digest: &sent.imprint };
    failing(&TspQuestion { imprint, ..asked }, ("tsp.imprint-differs", Weight::Fatal));
    failing(&TspQuestion { nonce: Some(&[1]), ..asked }, ("tsp.nonce-differs", Weight::Fatal));
    let policy = Some(&known::POLICY_TSA_RSA);
    failing(&TspQuestion { policy, ..asked }, ("tsp.policy-differs", Weight::Fatal));
    let before = today() - SignedDuration::from_secs(1);
    let early = TspQuestion { at: Some(before), ..asked };
    failing(&early, ("tsp.time-ahead", Weight::Undetermined));
}

#[test]
fn only_a_time_stamping_authority_in_its_time_may_stamp() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let der = template(&all).to_der(&all.person.key, &all.person.certificate).unwrap();
    let report = TimestampToken::read(&der).unwrap().0.check(&TspQuestion::over(DATA));
    assert_eq!(weights(&report), [("tsp.certificate-purpose", Weight::Fatal)]);

    let mut late = template(&all);
    late.gen_time = at("2027-01-01T00:00:01Z");
    let report = stamped(&late, &all).check(&TspQuestion::over(DATA));
    assert_eq!(weights(&report), [("tsp.certificate-not-valid", Weight::Fatal)]);
}

#[test]
fn a_token_without_certificate_is_judged_with_the_one_given() {
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let mut bare = template(&all);
    bare.carries_certificate = false;
    let token = stamped(&bare, &all);
    let report = token.check(&TspQuestion::over(DATA));
    assert!(!report.valid);
    assert_eq!(weights(&report), [("cms.signer-certificate-missing", Weight::Undetermined)]);
    let given = [all.stamper.certificate.clone()];
    let asked = TspQuestion { certificates: &given, ..TspQuestion::over(DATA) };
    assert!(token.check(&asked).valid);
}

#[test]
fn a_refusal_is_read_with_its_words() {
    let (response, _) = TspResponse::read(&timestamp_refused(15, "policy")).unwrap();
    assert_eq!((response.status, &response.failures[..]), (2, &[15][..]));
    assert_eq!(response.text, ["policy"]);
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    assert!(response.check(&request(&all), &[], None).is_none());
}

#[test]
fn a_request_survives_the_way_to_the_authority() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let mut asked = request(&all);
    assert_eq!(TspRequest::read(&asked.to_der()).unwrap(), asked);
    asked.policy = Some(known::POLICY_TSA.clone());
    asked.nonce = Some(vec![0xFF]);
    asked.wants_certificate = false;
    assert_eq!(TspRequest::read(&asked.to_der()).unwrap(), asked);
}

#[test]
fn real_tokens_verify() {
    let Some(shared) = shared() else { return };
    let file = |name: &str| read_shared(&shared, &format!("kz-pki/{name}"));
    let ca = |name: &str| one_certificate(&file(&format!("ca/{name}")));

    // A SHA-1 imprint under the policy of 2004, by the test authority.
    let (response, findings) = TspResponse::read(&file("tsp/tsp_response.der")).unwrap();
    assert_eq!(findings, []);
    assert!(response.is_granted());
    let (token, _) = TimestampToken::read(&file("tsp/tsp_token.der")).unwrap();
    let digest = [
        0x14, 0x65, 0xDA, 0xD1, 0x26, 0xD3, 0x2B, 0xF7, 0xAA, 0x5D, 0x3B, 0x95, 0xA5, 0xC7, 0xC3,
        0x31, 0xCD, 0xFF, 0x34, 0xDF,
    ];
    let sha1 = AlgorithmIdentifier::with_null(&known::SHA1);
    for token in [response.token.unwrap(), token] {
        let report = token.check(&TspQuestion {
            imprint: Imprint::Digest { hash: &sha1, digest: &digest },
            nonce: Some(&[0x01, 0x83, 0x50, 0xC0, 0x22, 0xD7]),
            policy: Some(&known::POLICY_TSA_GOST_2004),
            certificates: &[],
            at: None,
        });
        assert!(report.valid, "{:?}", report.findings);
        assert_eq!(report.gen_time, at("2022-09-18T13:20:14Z"));
        let codes: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&"algorithm.hash-weak") && codes.contains(&"algorithm.legacy"));
        let chain = [ca("nca_gost_test_2018.crt"), ca("root_gost_test_2018.crt")];
        let authority = report.certificate.unwrap();
        assert!(leads_to(&authority, &chain, &chain[1], report.gen_time));
    }

    // Streebog-512, by the production authority, with a negative number.
    let name = "tsp/prod_tst_2025-06-26_policy_1.2.398.3.3.2.6.4.der";
    let (token, findings) = TimestampToken::read(&file(name)).unwrap();
    assert_eq!(findings, []);
    let streebog = AlgorithmIdentifier::with_null(&known::STREEBOG_512);
    let digest = [
        0x74, 0x2E, 0xF5, 0x6D, 0xCD, 0x12, 0x4C, 0x16, 0x81, 0x7C, 0xDF, 0x82, 0x6F, 0x6F, 0x4A,
        0x5D, 0x7F, 0x0A, 0xD6, 0xEA, 0x9A, 0xF6, 0xBF, 0xAF, 0x7D, 0xBA, 0x84, 0xC1, 0xA0, 0x16,
        0xD7, 0xDC, 0x1B, 0x7E, 0x66, 0x16, 0x3B, 0xB7, 0xD1, 0x40, 0x4F, 0xA0, 0xAD, 0x74, 0x3A,
        0xBC, 0x0A, 0x69, 0xF1, 0xA9, 0xF1, 0xD5, 0xDB, 0x52, 0xB6, 0xBB, 0x18, 0x22, 0x60, 0x1B,
        0xBA, 0x2F, 0x31, 0xEA,
    ];
    let report = token.check(&TspQuestion {
        imprint: Imprint::Digest { hash: &streebog, digest: &digest },
        nonce: Some(&[0x7E, 0x22, 0x53, 0x91, 0xDA, 0xC4, 0xE2, 0x2D]),
        policy: Some(&known::POLICY_TSA_GOST_2015),
        certificates: &[],
        at: None,
    });
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!(report.gen_time, at("2025-06-26T18:25:13Z"));
    assert_eq!(report.serial[0], 0xC8);
    let authority = report.certificate.unwrap();
    assert_eq!(authority, one_certificate(&file("tsp/prod_tsa_cert_127b2b17_2022-2025.cer")));
    let chain = [ca("nca_gost_2022.pem"), ca("root_gost_2022.pem")];
    assert!(leads_to(&authority, &chain, &chain[1], report.gen_time));
}

proptest::proptest! {
    #[test]
    fn no_mutation_makes_the_reader_panic(
        edits in proptest::collection::vec((0_usize..3_000, proptest::num::u8::ANY), 0..8),
        cut in 0_usize..200,
    ) {
        let mut bytes = WHOLE.with(Clone::clone);
        for (place, octet) in edits {
            let place = place % bytes.len();
            bytes[place] = octet;
        }
        bytes.truncate(bytes.len() - cut * usize::from(cut % 3 == 0));
        let _ = TspRequest::read(&bytes);
        if let Ok((response, _)) = TspResponse::read(&bytes)
            && let Some(token) = response.token
        {
            let _ = token.check(&TspQuestion::over(DATA));
        }
    }
}

thread_local! {
    static WHOLE: Vec<u8> = {
        let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
        let der = template(&all).to_der(&all.stamper.key, &all.stamper.certificate).unwrap();
        timestamp_granted(&der)
    };
}

/// A token over fields of the test's own making, from the imprint on.
fn raw(all: &Hierarchy, after_imprint: &[u8]) -> (TimestampToken, Vec<Finding>) {
    let hash = all.stamper.key.digest_algorithm();
    let named = AlgorithmIdentifier::with_null(hash.oid());
    let info = encode::sequence(&[
        &encode::small(1),
        &encode::oid(&known::POLICY_TSA_GOST_2015),
        &imprint_der(&named, &hash.digest(DATA)),
        &encode::small(7),
        &encode::generalized_time(today()),
        after_imprint,
    ]);
    let options = crate::cms::SignOptions::attached(today());
    let (key, certificate) = (&all.stamper.key, &all.stamper.certificate);
    let digest = hash.digest(&info);
    let part =
        crate::cms::signer_info(key, certificate, &known::TST_INFO, &digest, &options).unwrap();
    let content = crate::cms::Content { kind: &known::TST_INFO, octets: Some(&info) };
    let der = crate::cms::assemble(3, &[named], &content, &[certificate], vec![part]);
    TimestampToken::read(&der).unwrap()
}

#[test]
fn accuracy_and_ordering_are_read() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let part = |number, value| encode::element(tlv::context(number), &[value]);
    let accuracy = encode::sequence(&[&encode::small(1), &part(0, 2), &part(1, 3)]);
    let (token, findings) = raw(&all, &[accuracy, encode::truth()].concat());
    assert_eq!(findings, []);
    let report = token.check(&TspQuestion::over(DATA));
    assert!(report.valid && report.ordering, "{:?}", report.findings);
    assert_eq!(report.accuracy, Some(Accuracy { microseconds: 1_002_003 }));
    assert!(!stamped(&template(&all), &all).check(&TspQuestion::over(DATA)).ordering);

    let (_, findings) = raw(&all, &encode::sequence(&[&part(0, 0)]));
    assert_eq!(findings[0].code, "tsp.accuracy-form");
}

#[test]
fn the_name_in_the_token_must_be_the_certificates() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let name = |der: &[u8]| encode::element(0xA0, &encode::element(0xA4, der));
    let judge = |der: &[u8]| raw(&all, &name(der)).0.check(&TspQuestion::over(DATA));
    let own = judge(all.stamper.certificate.subject().der());
    assert!(own.valid, "{:?}", own.findings);
    assert!(matches!(own.authority, Some(GeneralName::Directory(_))));
    let other = judge(all.person.certificate.subject().der());
    assert_eq!(weights(&other), [("tsp.authority-name-differs", Weight::Fatal)]);
    assert!(!other.valid);
}

#[test]
fn an_unknown_critical_extension_decides_nothing() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for critical in [true, false] {
        let extension =
            crate::issue::Extension::new(&known::P256, critical, encode::null()).to_der();
        let (token, _) = raw(&all, &encode::element(0xA1, &extension));
        let report = token.check(&TspQuestion::over(DATA));
        assert_eq!(report.valid, !critical);
        let expected = [("tsp.extension-unknown", Weight::Undetermined)];
        assert_eq!(weights(&report), if critical { &expected[..] } else { &[] });
    }
}

#[test]
fn octets_after_the_statement_are_no_time_stamp() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let token = template(&all).to_der(&all.stamper.key, &all.stamper.certificate).unwrap();
    let whole = timestamp_granted(&token);
    let (response, findings) = TspResponse::read(&[&whole[..], &[5, 0]].concat()).unwrap();
    assert_eq!(findings[0].code, "tsp.trailing-octets");
    assert!(response.is_granted());
}

#[test]
fn the_purpose_must_be_critical_and_alone() {
    // RFC 3161 section 2.3.
    use crate::{
        fixture::{Holder, addresses, named, validity},
        issue::{CertificateTemplate, Extension, Profile},
        key::PrivateKey,
    };
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let stamping = &known::PURPOSE_TIME_STAMPING;
    for (purposes, critical, code) in [
        (vec![stamping], true, None),
        (vec![stamping], false, Some("tsp.certificate-purpose-form")),
        (vec![stamping, &known::PURPOSE_EMAIL], true, Some("tsp.certificate-purpose-form")),
        (vec![&known::PURPOSE_EMAIL], true, Some("tsp.certificate-purpose")),
    ] {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let mut made = CertificateTemplate::new(
            &Profile::TimestampAuthority,
            Some(&all.issuing.certificate),
            named("TIME-STAMPING AUTHORITY"),
            key.public_key(),
            validity(),
            &addresses(),
        );
        made.set(Extension::purposes(&purposes, critical));
        let certificate = made.issue(&all.issuing.key).unwrap();
        let holder = Holder { key, certificate };
        let der = template(&all).to_der(&holder.key, &holder.certificate).unwrap();
        let report = TimestampToken::read(&der).unwrap().0.check(&TspQuestion::over(DATA));
        assert_eq!(report.valid, code.is_none(), "{:?}", report.findings);
        let expected: Vec<_> = code.map(|code| (code, Weight::Fatal)).into_iter().collect();
        assert_eq!(weights(&report), expected);
    }
}

#[test]
fn the_certificate_may_be_named_by_either_version_and_must_be_named() {
    // RFC 3161 and RFC 5816: SigningCertificate or SigningCertificateV2.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for (ess, valid) in [(EssVersion::V1, true), (EssVersion::V2, true), (EssVersion::None, false)]
    {
        let mut made = template(&all);
        made.ess = ess;
        let report = stamped(&made, &all).check(&TspQuestion::over(DATA));
        assert_eq!(report.valid, valid, "{ess:?}: {:?}", report.findings);
        let absent = weights(&report).contains(&("tsp.certificate-id-absent", Weight::Fatal));
        assert_eq!(absent, !valid);
    }
}

#[test]
fn an_answer_that_contradicts_itself_is_said_so() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let status = |code| encode::sequence(&[&encode::small(code)]);
    let (empty, findings) = TspResponse::read(&encode::sequence(&[&status(0)])).unwrap();
    assert_eq!(findings[0].code, "tsp.token-absent");
    assert!(!empty.is_granted());
    let token = template(&all).to_der(&all.stamper.key, &all.stamper.certificate).unwrap();
    let (refused, findings) = TspResponse::read(&encode::sequence(&[&status(2), &token])).unwrap();
    assert_eq!(findings[0].code, "tsp.token-unexpected");
    assert!(!refused.is_granted());
    assert!(refused.check(&request(&all), &[], None).is_none());
    let (refused, _) = TspResponse::read(&timestamp_refused(15, "саясат")).unwrap();
    assert_eq!(refused.failure_names(), ["unacceptedPolicy"]);
}
