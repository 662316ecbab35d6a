//! Proof that travels inside a signature, and the forms a signature travels in.

use super::*;
use crate::{
    crl::Crl,
    issue::{CertificateState, CrlTemplate, OcspTemplate, SingleAnswer},
    ocsp::{CertId, OcspResponse},
};

fn list(all: &Hierarchy, number: u64) -> Vec<u8> {
    let next = today() + jiff::SignedDuration::from_hours(24);
    let template = CrlTemplate::new(&all.issuing.certificate, today(), next, number);
    template.to_der(&all.issuing.key).unwrap()
}

fn answer(all: &Hierarchy, about: &Certificate) -> Vec<u8> {
    let id = CertId::new(about, &all.issuing.certificate, HashAlgorithm::Sha256);
    let state = CertificateState::Good;
    let single = SingleAnswer { id, state, this_update: today(), next_update: None };
    let template = OcspTemplate::new(vec![single], today(), None);
    template.to_der(&all.responder.key, &all.responder.certificate).unwrap()
}

/// The BasicOCSPResponse inside a response.
fn basic(response: &[u8]) -> Vec<u8> {
    let mut outer = Reader::new(tlv::only(response, SEQUENCE).unwrap().content);
    outer.next().unwrap();
    let explicit = outer.next().unwrap().content;
    let mut typed = Reader::new(tlv::only(explicit, SEQUENCE).unwrap().content);
    typed.next().unwrap();
    typed.next().unwrap().content.to_vec()
}

/// The signature with these unsigned attributes and this revocation information beside the signer.
fn carrying(der: &[u8], unsigned: &[(&Oid, Vec<u8>)], revocation: &[Vec<u8>]) -> Vec<u8> {
    let signed = read(der);
    let mut info = signed.signers().next().unwrap().fields.clone();
    if !unsigned.is_empty() {
        let write = |(oid, value): &(&Oid, Vec<u8>)| {
            encode::sequence(&[&encode::oid(oid), &encode::element(SET, value)])
        };
        info.extend(encode::set_of(0xA1, unsigned.iter().map(write).collect()));
    }
    let version = if revocation.iter().any(|it| it[0] == 0xA1) { 5 } else { 1 };
    let digest = &signed.signers().next().unwrap().digest_algorithm;
    let revocation =
        if revocation.is_empty() { Vec::new() } else { encode::set_of(0xA1, revocation.to_vec()) };
    let data = encode::sequence(&[
        &encode::small(version),
        &encode::element(SET, &crate::issue::algorithm(digest)),
        &encode::sequence(&[&encode::oid(&known::CMS_DATA)]),
        &encode::element(0xA0, signed.certificates()[0].der()),
        &revocation,
        &encode::element(SET, &encode::element(SEQUENCE, &info)),
    ]);
    encode::sequence(&[&encode::oid(&known::CMS_SIGNED_DATA), &encode::element(0xA0, &data)])
}

fn wrapped(answer: &[u8]) -> Vec<u8> {
    let parts = [encode::oid(&known::REVOCATION_OCSP_RESPONSE), answer.to_vec()].concat();
    encode::element(0xA1, &parts)
}

#[test]
fn proof_is_found_in_all_its_places_and_verifies_as_itself() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let plain = detached(&all.person);
    let (one, two) = (list(&all, 1), list(&all, 2));
    let about = |holder: &Holder| answer(&all, &holder.certificate);
    let (first, second, third) = (about(&all.person), about(&all.stamper), about(&all.responder));
    let token = {
        let hash = HashAlgorithm::Sha256;
        let signature = &read(&plain).signers().next().unwrap().signature.clone();
        let request = TspRequest::new(hash, hash.digest(signature), Some(&[9; 8]));
        TimestampTemplate::answering(&request, &known::POLICY_TSA_RSA, vec![1], today())
            .to_der(&all.stamper.key, &all.stamper.certificate)
            .unwrap()
    };
    let certificates = encode::sequence(&[all.issuing.certificate.der()]);
    let values = encode::sequence(&[
        &encode::element(0xA0, &encode::sequence(&[&two])),
        &encode::element(0xA1, &encode::sequence(&[&basic(&second), &third])),
    ]);
    let der = carrying(
        &plain,
        &[
            (&known::ATTRIBUTE_CERTIFICATE_VALUES, certificates),
            (&known::ATTRIBUTE_REVOCATION_VALUES, values),
            (&known::ATTRIBUTE_TIME_STAMP, token),
        ],
        &[one.clone(), wrapped(&first)],
    );
    let signed = read(&der);
    assert!(signed.verify(Some(ACT))[0].valid);
    let (carried, findings) = signed.carried();
    assert_eq!(findings, []);
    assert_eq!(carried.crls, [one, two]);
    // The answer in the attribute, without its shell, is the same answer again.
    assert_eq!(carried.answers, [first, second, third]);
    for (octets, holder) in carried.answers.iter().zip([&all.person, &all.stamper]) {
        let (response, _) = OcspResponse::read(octets).unwrap();
        let report = response.check(&crate::ocsp::OcspQuestion {
            certificate: &holder.certificate,
            issuer: &all.issuing.certificate,
            at: today(),
            nonce: None,
            trusted: &[],
            longest_age: None,
        });
        assert_eq!(report.status, crate::ocsp::OcspStatus::Good, "{:?}", report.findings);
    }
    for octets in &carried.crls {
        let found = Crl::read(octets).unwrap().check_signer(&all.issuing.certificate);
        assert!(found.iter().all(|it| it.weight == Weight::Remark), "{found:?}");
    }
    for holder in [&all.person, &all.issuing, &all.stamper] {
        assert!(carried.certificates.contains(&holder.certificate));
    }
    // Written again with a second signer nothing of it is lost.
    assert!(signed.can_be_rewritten());
    let options = SignOptions::detached(today());
    let more =
        signed.with_signer(&all.stamper.key, &all.stamper.certificate, ACT, &options).unwrap();
    let again = read(&more).carried().0;
    assert_eq!((again.crls, again.answers), (carried.crls, carried.answers));
}

#[test]
fn proof_that_cannot_be_read_is_told_and_harms_no_signature() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let plain = detached(&all.person);
    for (oid, value) in [
        (&known::ATTRIBUTE_CERTIFICATE_VALUES, encode::small(5)),
        (&known::ATTRIBUTE_CERTIFICATE_VALUES, encode::sequence(&[&encode::small(5)])),
        (&known::ATTRIBUTE_REVOCATION_VALUES, encode::octet_string(b"none")),
    ] {
        let signed = read(&carrying(&plain, &[(oid, value)], &[]));
        assert!(signed.verify(Some(ACT))[0].valid);
        assert_eq!(codes_of(&signed.carried().1), ["cms.attribute-unreadable"], "{oid}");
    }
    let flood: Vec<Vec<u8>> = (0..300).map(|number| list(&all, number)).collect();
    let (carried, findings) = read(&carrying(&plain, &[], &flood)).carried();
    assert_eq!(carried.crls.len(), CARRIED_LIMIT);
    assert_eq!(codes_of(&findings), ["cms.limit-reached"]);
}

#[test]
fn every_form_a_signature_travels_in_is_the_same_signature() {
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let der = detached(&all.person);
    let lines = |ending: &str, label: Option<&str>| {
        let text = String::from_utf8(pem(label.unwrap_or("CMS"), &der)).unwrap();
        let wanted = text.lines().filter(|line| label.is_some() || !line.starts_with('-'));
        wanted.map(|line| format!("{line}{ending}")).collect::<String>()
    };
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let marked = |text: String| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let forms: [(&str, Vec<u8>); 12] = [
        ("DER", der.clone()),
        ("PEM CMS", lines("\n", Some("CMS")).into()),
        ("PEM PKCS7", lines("\n", Some("PKCS7")).into()),
        ("PEM with CRLF", lines("\r\n", Some("CMS")).into()),
        ("PEM without a last line ending", lines("\n", Some("CMS")).trim_end().into()),
        ("PEM behind a byte order mark", marked(lines("\r\n", Some("CMS")))),
        ("base64 in one line", lines("", None).into()),
        ("base64 in lines", lines("\n", None).into()),
        ("base64 with CRLF and blanks", format!("  {}\r\n", lines("\r\n", None)).into()),
        ("base64 behind a byte order mark", marked(lines("\r\n", None))),
        ("PEM in UTF-16, little-endian", utf16(&lines("\r\n", Some("CMS")), u16::to_le_bytes)),
        ("base64 in UTF-16, big-endian", utf16(&lines("\n", None), u16::to_be_bytes)),
    ];
    for (name, bytes) in forms {
        let (signed, findings) =
            SignedData::read(&bytes).unwrap_or_else(|it| panic!("{name}: {it}"));
        assert_eq!(findings, [], "{name}");
        assert!(signed.verify(Some(ACT))[0].valid, "{name}");
        assert!(!signed.verify(Some(b"another act"))[0].valid, "{name}");
    }
}
