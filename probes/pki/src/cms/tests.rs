//! Attacks on signatures, real signatures, and judges other than ourselves.

use super::*;
use crate::{
    encode,
    finding::codes,
    fixture::{
        Folder, Hierarchy, Holder, addresses, at, leads_to, one_certificate, pem, read_file,
        read_shared, shared, today, validity,
    },
    issue::{CertificateTemplate, Profile, TimestampTemplate, person},
    key::{PrivateKey, PrivateKeyKind, Signer as _},
    oid::known,
    tlv::{self, OCTET_STRING, Reader, SEQUENCE, SET},
    tsp::TspRequest,
};

const ACT: &[u8] = "Комиссияның актісі № 1".as_bytes();

mod cades;
mod carried;
mod merging;
mod others;

fn read(bytes: &[u8]) -> SignedData {
    let (signed, findings) = SignedData::read(bytes).unwrap();
    assert_eq!(findings, []);
    signed
}

fn detached(holder: &Holder) -> Vec<u8> {
    sign(&holder.key, &holder.certificate, ACT, &SignOptions::detached(today())).unwrap()
}

fn attached(holder: &Holder) -> Vec<u8> {
    sign(&holder.key, &holder.certificate, ACT, &SignOptions::attached(today())).unwrap()
}

fn says(report: &SignerReport, page: &crate::finding::CodePage) -> Option<Weight> {
    report.findings.iter().find(|finding| finding.code == page.code).map(|f| f.weight)
}

fn codes_of(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

/// The fields of a signer's part: version, id, digest, attributes, algorithm, signature.
fn parts(der: &[u8]) -> Vec<Vec<u8>> {
    let signed = read(der);
    let info = signed.signers().next().unwrap();
    let mut reader = Reader::new(&info.fields);
    let mut parts = Vec::new();
    while !reader.is_empty() {
        parts.push(reader.next().unwrap().raw.to_vec());
    }
    parts
}

/// The same object around another signer's part.
fn around(der: &[u8], content: Option<&[u8]>, signers: Vec<Vec<u8>>) -> Vec<u8> {
    let signed = read(der);
    let certificates: Vec<&Certificate> = signed.certificates().iter().collect();
    let digests: Vec<_> = signed.signers().map(|info| info.digest_algorithm.clone()).collect();
    assemble(
        1,
        &digests,
        &Content { kind: &known::CMS_DATA, octets: content },
        &certificates,
        signers,
    )
}

#[test]
fn every_kind_of_key_signs_what_verifies_attached_and_detached() {
    for kind in [
        PrivateKeyKind::EcdsaP256,
        PrivateKeyKind::EcdsaP384,
        PrivateKeyKind::Gost2004,
        PrivateKeyKind::Gost2015A256,
        PrivateKeyKind::Gost2015A512,
        PrivateKeyKind::Rsa2048,
    ] {
        let all = Hierarchy::new(kind);
        for (der, given) in [(attached(&all.person), None), (detached(&all.person), Some(ACT))] {
            let reports = read(&der).verify(given);
            let [report] = &reports[..] else { panic!("{} signers", reports.len()) };
            assert!(report.valid, "{kind:?}: {:?}", report.findings);
            assert_eq!(report.ess_cert_id, EssCertId::Matches);
            assert_eq!(report.signing_time, Some(today()));
            assert_eq!(report.certificate.as_ref(), Some(&all.person.certificate));
            assert_eq!(report.digest_algorithm, Some(all.person.key.digest_algorithm()));
        }
    }
}

#[test]
fn a_signature_has_the_shape_of_the_national_software() {
    let Some(shared) = shared() else { return };
    let real = read_shared(&shared, "kz-pki/cms/individual_attached.der");
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let shape = |der: &[u8]| -> Vec<(usize, u8)> {
        // Identifiers by depth; values, names and the time-stamp are another's.
        let (signed, _) = SignedData::read(der).unwrap();
        let info = signed.signers().next().unwrap();
        let mut shape = vec![(0, u8::try_from(signed.certificates().len()).unwrap())];
        let mut open = vec![Reader::new(&info.fields)];
        while let Some(reader) = open.last_mut() {
            if reader.is_empty() {
                open.pop();
                continue;
            }
            let element = reader.next().unwrap();
            let depth = open.len();
            if depth < 3 || open.len() < 8 && element.identifier != 0x31 || depth > 2 {
                shape.push((depth, element.identifier));
            }
            // The issuer's name may have any number of parts.
            let is_name = depth == 2 && element.identifier == SEQUENCE && shape.len() < 6;
            if element.identifier & 0x20 != 0 && !is_name {
                open.push(Reader::new(element.content));
            }
        }
        shape
    };
    assert_eq!(shape(&attached(&all.person)), shape(&real));
}

#[test]
fn real_signatures_verify_and_their_signers_chain_to_the_test_authorities() {
    let Some(shared) = shared() else { return };
    let file = |name: &str| read_shared(&shared, &format!("kz-pki/{name}"));
    let ca = |name: &str| one_certificate(&file(&format!("ca/{name}")));
    let gost = [ca("nca_gost2015_test.cer"), ca("root_test_gost_2022.cer")];
    let rsa = [ca("nca_rsa_test_2018.crt"), ca("root_rsa_test_2018.crt")];
    let text = "Тестовый файл для подписания сертификатом ФЛ KZ".as_bytes();

    for (name, given) in
        [("individual_attached.der", None), ("individual_detached.der", Some(text))]
    {
        let signed = read(&file(&format!("cms/{name}")));
        assert_eq!(signed.content(), given.is_none().then_some(text));
        let reports = signed.verify(given);
        let [report] = &reports[..] else { panic!("{name}") };
        assert!(report.valid, "{name}: {:?}", report.findings);
        assert_eq!(codes_of(&report.findings), [] as [&str; 0], "{name}");
        assert_eq!(report.ess_cert_id, EssCertId::Matches);
        let signer = report.certificate.as_ref().unwrap();
        assert_eq!(*signer, one_certificate(&file("cms/individual_signer.cer")));
        assert_eq!(signer.iin().as_deref(), Some("123456789011"));
        assert!(leads_to(signer, &gost, &gost[1], report.signing_time.unwrap()));
        let [stamp] = &report.timestamps[..] else { panic!("{name}") };
        assert!(stamp.valid, "{name}: {:?}", stamp.findings);
        assert_eq!(stamp.policy.to_string(), "1.2.398.3.3.2.6.4");
        // The token was made by the production authority.
        let authority = stamp.certificate.as_ref().unwrap();
        assert_eq!(authority.subject().common_name().as_deref(), Some("TIME-STAMPING AUTHORITY"));
        let production = [ca("nca_gost_2022.pem"), ca("root_gost_2022.pem")];
        assert!(leads_to(authority, &production, &production[1], stamp.gen_time));
    }
    let attached = read(&file("cms/individual_attached.der")).verify(None);
    assert_eq!(attached[0].signing_time, Some(at("2026-07-20T09:08:06Z")));

    for (name, content, time) in [
        ("sdk_sample_1.cms", "lol_kek", "2022-10-01T18:52:19Z"),
        ("sdk_sample_2.cms", "test123", "2022-09-28T14:40:30Z"),
    ] {
        let signed = read(&file(&format!("cms/{name}")));
        assert_eq!(signed.content(), Some(content.as_bytes()));
        let reports = signed.verify(None);
        let [report] = &reports[..] else { panic!("{name}") };
        assert!(report.valid, "{name}: {:?}", report.findings);
        assert_eq!(codes_of(&report.findings), ["cms.certificate-id-absent"]);
        assert_eq!(report.signing_time, Some(at(time)));
        let signer = report.certificate.as_ref().unwrap();
        assert!(leads_to(signer, &rsa, &rsa[1], at("2021-06-01T00:00:00Z")));
        // The signer's certificate had ended by the time of signing.
        assert!(!leads_to(signer, &rsa, &rsa[1], at(time)));
    }

    for (name, given) in [("sdk_sample_3.cms", None), ("sdk_sample_4.cms", Some(&b"test123"[..]))] {
        let reports = read(&file(&format!("cms/{name}"))).verify(given);
        let [first, second] = &reports[..] else { panic!("{name}") };
        for report in [first, second] {
            assert!(report.valid, "{name}: {:?}", report.findings);
            assert_eq!(report.ess_cert_id, EssCertId::Absent);
        }
        assert_eq!(first.digest_algorithm, Some(HashAlgorithm::Streebog512));
        assert_eq!(second.digest_algorithm, Some(HashAlgorithm::Sha256));
        let time = at("2022-09-27T21:17:59Z");
        assert!(leads_to(first.certificate.as_ref().unwrap(), &gost, &gost[1], time));
    }
}

#[test]
fn any_edit_of_the_content_breaks_every_signature() {
    // Q13: one byte, white space, Unicode normalisation, line ends.
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let signed = read(&detached(&all.person));
    let text = String::from_utf8(ACT.to_vec()).unwrap();
    for edited in [
        text.replace('1', "2"),
        format!("{text} "),
        format!("{text}\n"),
        text.replace(' ', "\u{a0}"),
        text.replace('і', "i"),
        String::new(),
    ] {
        let report = &signed.verify(Some(edited.as_bytes()))[0];
        assert!(!report.valid && !report.digest_matches && report.signature_matches, "{edited}");
        assert_eq!(says(report, &codes::CMS_MESSAGE_DIGEST_DIFFERS), Some(Weight::Fatal));
    }
}

/// Judges as a reader of other people's signatures does.
fn leniently(signed: &SignedData, content: Option<&[u8]>) -> SignerReport {
    let attributes = AttributeRule::Standard;
    signed.judge(&CmsQuestion { content, certificates: &[], attributes }).remove(0)
}

/// A signature over content alone, of the kind named, the content inside or beside.
fn over_content(holder: &Holder, kind: &Oid, content: &[u8], inside: bool) -> Vec<u8> {
    let whole = attached(holder);
    let mut fields = parts(&whole);
    fields.remove(3);
    fields[4] = encode::octet_string(&holder.key.sign(content).unwrap());
    let digests = [AlgorithmIdentifier::with_null(holder.key.digest_algorithm().oid())];
    let content = Content { kind, octets: inside.then_some(content) };
    let version = if *kind == known::CMS_DATA { 1 } else { 3 };
    let info = encode::element(SEQUENCE, &fields.concat());
    assemble(version, &digests, &content, &[&holder.certificate], vec![info])
}

#[test]
fn a_signature_without_signed_attributes_is_refused_where_they_are_demanded() {
    // Q14.
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let honest = over_content(&all.person, &known::CMS_DATA, ACT, true);
    let report = &read(&honest).verify(None)[0];
    assert!(!report.valid && !report.is_undetermined());
    assert_eq!(says(report, &codes::CMS_SIGNED_ATTRIBUTES_MISSING), Some(Weight::Fatal));
}

#[test]
fn a_reader_takes_plain_data_without_attributes_and_says_what_is_not_protected() {
    // RFC 5652 section 5.3: optional where the content type is id-data.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let inside = read(&over_content(&all.person, &known::CMS_DATA, ACT, true));
    let beside = read(&over_content(&all.person, &known::CMS_DATA, ACT, false));
    for (signed, content) in [(&inside, None), (&inside, Some(ACT)), (&beside, Some(ACT))] {
        let report = leniently(signed, content);
        assert!(report.valid && report.digest_matches, "{:?}", report.findings);
        assert_eq!(says(&report, &codes::CMS_OVER_CONTENT_ALONE), Some(Weight::Remark));
        assert_eq!(report.ess_cert_id, EssCertId::Absent);
    }
    assert!(leniently(&beside, None).is_undetermined());
    let other = leniently(&beside, Some(b"another act"));
    assert!(!other.valid && !other.is_undetermined());
    assert_eq!(
        says(&leniently(&inside, Some(b"another act")), &codes::CMS_CONTENT_DIFFERS),
        Some(Weight::Fatal)
    );
}

#[test]
fn content_of_another_type_needs_signed_attributes() {
    // RFC 5652 section 5.3: "it MUST be present if the content type … is not id-data".
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let signed = read(&over_content(&all.person, &known::TST_INFO, ACT, true));
    let report = leniently(&signed, None);
    assert_eq!(says(&report, &codes::CMS_SIGNED_ATTRIBUTES_MISSING), Some(Weight::Fatal));
    assert!(!report.valid && report.signature_matches);
}

#[test]
fn attributes_passed_off_as_content_are_refused() {
    // Q14: the attributes of a signature made by an honest signer become the content of a
    // signature without attributes, whose value verifies over them.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = attached(&all.person);
    let mut fields = parts(&whole);
    let mut content = fields.remove(3);
    content[0] = SET;
    let info = || encode::element(SEQUENCE, &fields.concat());
    let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
    let forge = |kind: &Oid, octets: Option<&[u8]>, version| {
        let content = Content { kind, octets };
        read(&assemble(version, &digests, &content, &[&all.person.certificate], vec![info()]))
    };
    let inside = forge(&known::CMS_DATA, Some(&content), 1);
    let beside = forge(&known::CMS_DATA, None, 1);
    for (signed, given) in [(&inside, None), (&beside, Some(&content[..]))] {
        let report = leniently(signed, given);
        assert!(report.signature_matches, "the attack works where nobody looks at the content");
        assert!(!report.valid && !report.is_undetermined());
        assert_eq!(says(&report, &codes::CMS_CONTENT_IS_ATTRIBUTES), Some(Weight::Fatal));
        assert!(!signed.verify(given)[0].valid);
    }
    // Nor does another name of the content help.
    let report = leniently(&forge(&known::TST_INFO, Some(&content), 3), None);
    assert_eq!(says(&report, &codes::CMS_SIGNED_ATTRIBUTES_MISSING), Some(Weight::Fatal));
}

#[test]
fn only_what_reads_as_attributes_is_taken_for_them() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let list = attribute_list(&all.person);
    let refused = |content: &[u8]| {
        let signed = read(&over_content(&all.person, &known::CMS_DATA, content, true));
        let report = leniently(&signed, None);
        assert!(report.signature_matches);
        let refused = says(&report, &codes::CMS_CONTENT_IS_ATTRIBUTES).is_some();
        assert_eq!(report.valid, !refused);
        refused
    };
    assert!(refused(&encode::set_of(SET, list.clone())));
    assert!(refused(&encode::set_of(SET, vec![list[0].clone()])));
    assert!(refused(&encode::element(SEQUENCE, &list.concat())));
    assert!(refused(&encode::element(0xA0, &list.concat())));
    // In BER, as a careless signer would have signed them.
    assert!(refused(&[&[SET, 0x80], &list.concat()[..], &[0, 0]].concat()));
    // Plain text, certificates, names, empty sets, and attributes with something after them.
    assert!(!refused(ACT));
    assert!(!refused(b""));
    assert!(!refused(all.person.certificate.der()));
    assert!(!refused(all.person.certificate.subject().der()));
    assert!(!refused(&encode::element(SET, &[])));
    assert!(!refused(&[encode::set_of(SET, list), vec![0]].concat()));
}

/// Signs attributes made by the test, so that only what is wrong in them can make it fail.
fn signed_over(holder: &Holder, attributes: &[u8]) -> Vec<u8> {
    let whole = attached(holder);
    let mut fields = parts(&whole);
    let mut set = attributes.to_vec();
    set[0] = SET;
    fields[5] = encode::octet_string(&holder.key.sign(&set).unwrap());
    let mut implicit = attributes.to_vec();
    implicit[0] = 0xA0;
    fields[3] = implicit;
    around(&whole, Some(ACT), vec![encode::element(SEQUENCE, &fields.concat())])
}

fn attribute_list(holder: &Holder) -> Vec<Vec<u8>> {
    let fields = parts(&attached(holder));
    let mut reader = Reader::new(tlv::only(&fields[3], 0xA0).unwrap().content);
    let mut list = Vec::new();
    while !reader.is_empty() {
        list.push(reader.next().unwrap().raw.to_vec());
    }
    list
}

#[test]
fn signed_attributes_must_be_complete_once_each_and_in_der() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let holder = &all.person;
    let list = attribute_list(holder);
    let named = |oid: &Oid| {
        let oid = encode::oid(oid);
        list.iter().position(|attribute| attribute[2..].starts_with(&oid)).unwrap()
    };
    let judge = |attributes: &[u8]| {
        let mut reports = read(&signed_over(holder, attributes)).verify(None);
        reports.remove(0)
    };
    let sound = judge(&encode::set_of(SET, list.clone()));
    assert!(sound.valid, "{:?}", sound.findings);

    for (oid, page) in [
        (&known::ATTRIBUTE_CONTENT_TYPE, codes::CMS_CONTENT_TYPE_MISSING),
        (&known::ATTRIBUTE_MESSAGE_DIGEST, codes::CMS_MESSAGE_DIGEST_MISSING),
    ] {
        let mut without = list.clone();
        without.remove(named(oid));
        let report = judge(&encode::set_of(SET, without));
        assert_eq!(says(&report, &page), Some(Weight::Fatal), "{oid}");
        assert!(!report.valid && report.signature_matches);

        let mut twice = list.clone();
        let mut other = twice[named(oid)].clone();
        *other.last_mut().unwrap() ^= 1;
        twice.push(other);
        let report = judge(&encode::set_of(SET, twice));
        assert_eq!(says(&report, &codes::CMS_ATTRIBUTE_REPEATED), Some(Weight::Fatal));
        assert!(!report.valid);
    }

    let mut wrong_type = list.clone();
    *wrong_type[named(&known::ATTRIBUTE_CONTENT_TYPE)].last_mut().unwrap() = 2;
    let report = judge(&encode::set_of(SET, wrong_type));
    assert_eq!(says(&report, &codes::CMS_CONTENT_TYPE_DIFFERS), Some(Weight::Fatal));

    let mut backwards = list.clone();
    backwards.sort();
    backwards.reverse();
    let report = judge(&encode::element(SET, &backwards.concat()));
    assert_eq!(says(&report, &codes::CMS_SIGNED_ATTRIBUTES_FORM), Some(Weight::Fatal));
    assert!(!report.valid && report.signature_matches);

    let report = judge(&encode::set_of(SET, Vec::new()));
    assert!(!report.valid && report.signature_matches);
}

#[test]
fn other_content_than_the_signed_is_never_taken() {
    // Q15.
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let outside = read(&detached(&all.person));
    assert!(!outside.verify(Some(b""))[0].valid);
    let missing = &outside.verify(None)[0];
    assert!(missing.is_undetermined() && missing.signature_matches);
    let inside = read(&attached(&all.person));
    assert!(inside.verify(Some(ACT))[0].valid);
    let two = &inside.verify(Some(b"another file"))[0];
    assert_eq!(says(two, &codes::CMS_CONTENT_DIFFERS), Some(Weight::Fatal));
    assert!(!two.valid);
    // Content put into a detached signature does not become signed.
    let stuffed = around(
        &detached(&all.person),
        Some(b"another act"),
        vec![encode::element(SEQUENCE, &parts(&detached(&all.person)).concat())],
    );
    assert!(!read(&stuffed).verify(None)[0].valid);
}

#[test]
fn another_certificate_of_the_same_key_is_not_the_signers() {
    // Q16: the authority certifies the same key with the same number for another person.
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let mut template = CertificateTemplate::new(
        &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
        Some(&all.issuing.certificate),
        person("БАСҚА АДАМ", "БАСҚА", "000000000009", None),
        all.person.key.public_key(),
        validity(),
        &addresses(),
    );
    template.serial = all.person.certificate.serial().to_vec();
    let other = template.issue(&all.issuing.key).unwrap();
    let whole = attached(&all.person);
    let info = || encode::element(SEQUENCE, &parts(&whole).concat());
    let digests = [AlgorithmIdentifier::with_null(&known::STREEBOG_512)];
    let content = Content { kind: &known::CMS_DATA, octets: Some(ACT) };

    let swapped = assemble(1, &digests, &content, &[&other], vec![info()]);
    let report = &read(&swapped).verify(None)[0];
    assert!(report.signature_matches && report.digest_matches && !report.valid);
    assert_eq!(report.ess_cert_id, EssCertId::Mismatch);
    assert_eq!(says(report, &codes::CMS_CERTIFICATE_ID_DIFFERS), Some(Weight::Fatal));

    // With both inside, the one named is taken whatever the order.
    let both = assemble(1, &digests, &content, &[&other, &all.person.certificate], vec![info()]);
    let report = &read(&both).verify(None)[0];
    assert!(report.valid);
    assert_eq!(report.certificate.as_ref().unwrap().iin().as_deref(), Some("000000000001"));

    // Silence about the certificate is remarked.
    let options = SignOptions { ess: EssVersion::None, ..SignOptions::attached(today()) };
    let silent = sign(&all.person.key, &all.person.certificate, ACT, &options).unwrap();
    let report = &read(&silent).verify(None)[0];
    assert!(report.valid);
    assert_eq!(says(report, &codes::CMS_CERTIFICATE_ID_ABSENT), Some(Weight::Remark));

    let options = SignOptions { ess: EssVersion::V1, ..SignOptions::attached(today()) };
    let first = sign(&all.person.key, &all.person.certificate, ACT, &options).unwrap();
    assert_eq!(read(&first).verify(None)[0].ess_cert_id, EssCertId::Matches);
}

#[test]
fn one_bad_signature_hides_no_good_one() {
    // Q17: GOST and RSA signers in one object, the first one broken.
    let gost = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let rsa = Hierarchy::new(PrivateKeyKind::Rsa2048);
    let options = SignOptions::detached(today());
    let two = read(&detached(&gost.person))
        .with_signer(&rsa.person.key, &rsa.person.certificate, ACT, &options)
        .unwrap();
    let signed = read(&two);
    let good = signed.verify(Some(ACT));
    assert_eq!(good.iter().filter(|report| report.valid).count(), 2);

    let mut broken = signed.clone();
    broken.signers.sort_by_key(|signer| signer.as_ref().unwrap().signature.len());
    broken.signers[0].as_mut().unwrap().signature[5] ^= 1;
    broken.signers.insert(0, Err(tlv::Malformed::Value("made up")));
    let reports = broken.verify(Some(ACT));
    let valid: Vec<bool> = reports.iter().map(|report| report.valid).collect();
    assert_eq!(valid, [false, false, true]);
    assert_eq!(says(&reports[0], &codes::CMS_SIGNER_UNREADABLE), Some(Weight::Fatal));
    assert_eq!(says(&reports[1], &codes::CMS_SIGNATURE), Some(Weight::Fatal));
}

#[test]
fn a_missing_certificate_is_looked_for_among_those_given() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = detached(&all.person);
    let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
    let content = Content { kind: &known::CMS_DATA, octets: None };
    let info = encode::element(SEQUENCE, &parts(&whole).concat());
    let bare = read(&assemble(1, &digests, &content, &[], vec![info]));
    let report = &bare.verify(Some(ACT))[0];
    assert!(report.is_undetermined());
    assert_eq!(says(report, &codes::CMS_SIGNER_CERTIFICATE_MISSING), Some(Weight::Undetermined));
    let given = [all.issuing.certificate.clone(), all.person.certificate.clone()];
    assert!(bare.verify_with(Some(ACT), &given)[0].valid);
}

#[test]
fn too_much_of_anything_is_refused_in_words() {
    // Q24.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = attached(&all.person);
    let info = encode::element(SEQUENCE, &parts(&whole).concat());
    let crowd = |count: usize| around(&whole, Some(ACT), vec![info.clone(); count]);
    let reports = SignedData::read(&crowd(SIGNER_LIMIT)).unwrap().0.verify(None);
    assert_eq!(reports.iter().filter(|report| report.valid).count(), SIGNER_LIMIT);
    let error = SignedData::read(&crowd(2_000)).unwrap_err();
    assert_eq!(error, CmsError::TooMany { what: "signers", count: 2_000, limit: SIGNER_LIMIT });
    assert_eq!(error.to_string(), "the object has 2000 signers, more than 1000 are not read");

    let huge = Certificate::read(all.person.certificate.der()).unwrap();
    let mut big = encode::sequence(&[huge.der(), &vec![5; 5_000_000]]);
    big.truncate(big.len());
    let signed = encode::sequence(&[
        &encode::small(1),
        &encode::element(SET, &[]),
        &encode::sequence(&[&encode::oid(&known::CMS_DATA)]),
        &encode::element(0xA0, &big),
        &encode::element(SET, &info),
    ]);
    let object =
        encode::sequence(&[&encode::oid(&known::CMS_SIGNED_DATA), &encode::element(0xA0, &signed)]);
    let (signed, findings) = SignedData::read(&object).unwrap();
    assert_eq!(codes_of(&findings), ["cms.certificate-unreadable"]);
    assert_eq!(signed.certificates().len(), 0);

    assert!(SignedData::read(&[0x30, 0x80].repeat(100_000)).is_err());
}

/// The object again with every constructed length of the shell indefinite.
fn in_ber(der: &[u8]) -> Vec<u8> {
    let wrap = |identifier: u8, content: &[u8]| [&[identifier, 0x80], content, &[0, 0]].concat();
    let mut info = Reader::new(tlv::only(der, SEQUENCE).unwrap().content);
    let oid = info.next().unwrap().raw.to_vec();
    let explicit = info.next().unwrap().content;
    let mut fields = Reader::new(tlv::only(explicit, SEQUENCE).unwrap().content);
    let mut data = Vec::new();
    while !fields.is_empty() {
        let field = fields.next().unwrap();
        if field.identifier == SEQUENCE {
            let mut inner = Reader::new(field.content);
            let kind = inner.next().unwrap().raw.to_vec();
            let octets = inner.next().unwrap().content;
            let octets = tlv::only(octets, OCTET_STRING).unwrap().content;
            let (one, two) = octets.split_at(5);
            let cut = wrap(0x24, &[encode::octet_string(one), encode::octet_string(two)].concat());
            data.extend(wrap(SEQUENCE, &[kind, wrap(0xA0, &cut)].concat()));
        } else if field.identifier & 0x20 != 0 {
            data.extend(wrap(field.identifier, field.content));
        } else {
            data.extend(field.raw);
        }
    }
    wrap(SEQUENCE, &[oid, wrap(0xA0, &wrap(SEQUENCE, &data))].concat())
}

#[test]
fn the_shell_may_be_ber_but_what_is_signed_must_be_der() {
    // Q25.
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let whole = attached(&all.person);
    let (signed, findings) = SignedData::read(&in_ber(&whole)).unwrap();
    assert_eq!(codes_of(&findings), ["cms.not-der"]);
    assert_eq!(signed.content(), Some(ACT));
    assert!(signed.verify(None)[0].valid);

    let list = attribute_list(&all.person).concat();
    let mut loose = vec![SET, 0x82];
    loose.extend(u16::try_from(list.len()).unwrap().to_be_bytes());
    loose.extend(&list);
    assert!(list.len() < 256, "the length would be minimal");
    let (signed, _) = SignedData::read(&signed_over(&all.person, &loose)).unwrap();
    let report = &signed.verify(None)[0];
    assert_eq!(says(report, &codes::CMS_SIGNED_ATTRIBUTES_FORM), Some(Weight::Fatal));
    assert!(!report.valid);
}

#[test]
fn what_follows_the_object_is_reported() {
    // Q25: trailing octets, a second object, PEM and DER mixed.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = attached(&all.person);
    let found = |bytes: &[u8]| {
        let (signed, findings) = SignedData::read(bytes).unwrap();
        assert!(signed.verify(None)[0].valid);
        findings.iter().map(|finding| (finding.code, finding.weight)).collect::<Vec<_>>()
    };
    let second = ("cms.second-object", Weight::Undetermined);
    assert_eq!(found(&[&whole[..], b"\0\0"].concat()), [("cms.trailing-octets", Weight::Remark)]);
    assert_eq!(found(&[&whole[..], &whole].concat()), [second]);
    let text = pem("CMS", &whole);
    assert_eq!(found(&text), []);
    assert_eq!(found(&[&text[..], &text].concat()), [second]);
    assert_eq!(found(&[b"note\n", &text[..]].concat()), [("cms.text-around", Weight::Remark)]);
    assert_eq!(found(&[&text[..], &whole].concat()), [second]);
    assert_eq!(found(&[&whole[..], &text].concat()), [second]);
    assert_eq!(found(&[&text[..], b"a note\n"].concat()), [("cms.text-around", Weight::Remark)]);
    let bare: Vec<u8> = String::from_utf8(text)
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect::<Vec<_>>()
        .join("\r\n")
        .into_bytes();
    assert_eq!(found(&bare), []);
}

#[test]
fn weak_and_old_algorithms_are_visible() {
    // Q26.
    let old = Hierarchy::new(PrivateKeyKind::Gost2004);
    let report = &read(&attached(&old.person)).verify(None)[0];
    assert!(report.valid);
    assert_eq!(says(report, &codes::ALGORITHM_LEGACY), Some(Weight::Remark));
}

#[test]
fn old_names_of_algorithms_are_understood() {
    let judge = |kind: PrivateKeyKind, algorithm: AlgorithmIdentifier| {
        let all = Hierarchy::new(kind);
        let whole = attached(&all.person);
        let mut fields = parts(&whole);
        fields[4] = crate::issue::algorithm(&algorithm);
        let der = around(&whole, Some(ACT), vec![encode::element(SEQUENCE, &fields.concat())]);
        let mut reports = read(&der).verify(None);
        let report = reports.remove(0);
        assert!(report.valid, "{kind:?}: {:?}", report.findings);
        report
    };
    // The old native library names GOST signatures by the key; RSA may be named so, NULL or not.
    let named =
        judge(PrivateKeyKind::Gost2004, AlgorithmIdentifier::with_null(&known::GOST_2004_KEY));
    assert_eq!(says(&named, &codes::CMS_SIGNATURE_NAMED_BY_KEY), Some(Weight::Remark));
    let rsa = judge(PrivateKeyKind::Rsa2048, AlgorithmIdentifier::with_null(&known::RSA));
    assert_eq!(says(&rsa, &codes::CMS_SIGNATURE_NAMED_BY_KEY), None);
    judge(
        PrivateKeyKind::Rsa2048,
        AlgorithmIdentifier { oid: known::RSA.clone(), parameters: None },
    );
    let bare =
        AlgorithmIdentifier { oid: known::GOST_2015_512_SIGNATURE.clone(), parameters: None };
    judge(PrivateKeyKind::Gost2015A512, bare);
}

#[test]
fn a_time_stamp_must_be_over_this_signature() {
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let signed = read(&detached(&all.person));
    let stamp = |data: &[u8]| {
        let hash = HashAlgorithm::Streebog512;
        let request = TspRequest::new(hash, hash.digest(data), Some(&[9; 8]));
        TimestampTemplate::answering(&request, &known::POLICY_TSA_GOST_2015, vec![1], today())
            .to_der(&all.stamper.key, &all.stamper.certificate)
            .unwrap()
    };
    let signature = signed.signers().next().unwrap().signature.clone();
    let right = read(&signed.with_timestamp(0, &stamp(&signature)));
    let report = &right.verify(Some(ACT))[0];
    assert!(report.valid, "{:?}", report.findings);
    assert!(report.timestamps[0].valid, "{:?}", report.timestamps[0].findings);
    assert_eq!(report.timestamps[0].gen_time, today());

    let wrong = read(&signed.with_timestamp(0, &stamp(b"another signature")));
    let report = &wrong.verify(Some(ACT))[0];
    assert!(report.valid, "anyone can add a time-stamp");
    assert!(!report.timestamps[0].valid);
    assert_eq!(says(report, &codes::CMS_TIMESTAMP_NOT_VALID), Some(Weight::Remark));

    let nonsense = read(&signed.with_timestamp(0, &encode::null()));
    let report = &nonsense.verify(Some(ACT))[0];
    assert!(report.valid && report.timestamps.is_empty());
    assert_eq!(says(report, &codes::CMS_TIMESTAMP_UNREADABLE), Some(Weight::Remark));
}

#[test]
fn no_turned_bit_leaves_a_valid_signature_over_anything_else() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = attached(&all.person);
    let original = read(&whole);
    let info = original.signers().next().unwrap();
    let mut still_valid = 0;
    for at in 0..whole.len() {
        let mut turned = whole.clone();
        turned[at] ^= 1;
        let Ok((signed, _)) = SignedData::read(&turned) else { continue };
        for report in signed.verify(None) {
            if report.valid {
                // What may differ is the shell: the list of digests, the version, the tail.
                still_valid += 1;
                let same = signed.signers().next().unwrap();
                assert_eq!(signed.content(), Some(ACT), "octet {at}");
                assert_eq!(same.signed_octets, info.signed_octets, "octet {at}");
                assert_eq!(report.certificate.as_ref(), Some(&all.person.certificate), "{at}");
            }
        }
    }
    assert!(still_valid < 40, "{still_valid} octets can be changed");
}

#[test]
fn signatures_in_the_russian_encoding_are_never_taken_for_valid_when_tampered() {
    let Some(shared) = shared() else { return };
    for (set, known_here) in
        [("gost2001_A", true), ("gost2012_256_A", true), ("gost2012_256_TCB", true)]
    {
        let folder = shared.join("suites/gost").join(set);
        let message = read_shared(&shared, "suites/gost/msg.txt");
        for (file, sound) in [
            ("attached.p7s", true),
            ("detached.p7s", true),
            ("attached.tampered.p7s", false),
            ("detached.tampered.p7s", false),
            ("noattr.p7s", true),
            ("noattr.tampered.p7s", false),
        ] {
            let (signed, _) = SignedData::read(&read_shared(&folder, file)).unwrap();
            let content = signed.content().is_none().then_some(&message[..]);
            let attributes = AttributeRule::Standard;
            for report in signed.judge(&CmsQuestion { content, certificates: &[], attributes }) {
                eprintln!("{set}/{file}: {} {:?}", report.valid, codes_of(&report.findings));
                assert_eq!(report.valid, sound && known_here, "{set}/{file}");
            }
        }
    }
}

#[test]
fn hostile_files_are_read_by_every_reader_without_a_panic() {
    let Some(shared) = shared() else { return };
    let mut count = 0;
    let mut folders = vec![shared.join("suites/malformed")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = read_file(&path);
            if let Ok((signed, _)) = SignedData::read(&bytes) {
                let _ = signed.verify(Some(ACT));
            }
            let _ = crate::ocsp::OcspResponse::read(&bytes);
            let _ = crate::ocsp::OcspRequest::read(&bytes);
            let _ = crate::tsp::TspResponse::read(&bytes);
            let _ = crate::tsp::TimestampToken::read(&bytes);
            let _ = PrivateKey::from_pkcs8_der(&bytes);
            count += 1;
        }
    }
    assert!(count >= 2_875, "{count} files");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(400))]

    #[test]
    fn no_mutation_makes_the_reader_panic(
        cut in 0_usize..4_000,
        edits in proptest::collection::vec((0_usize..4_000, proptest::num::u8::ANY), 0..8),
        tail in proptest::collection::vec(proptest::num::u8::ANY, 0..16),
    ) {
        let mut bytes = WHOLE.with(Clone::clone);
        for (place, octet) in edits {
            let place = place % bytes.len();
            bytes[place] = octet;
        }
        bytes.truncate(bytes.len().saturating_sub(cut % 200 * usize::from(cut % 3 == 0)));
        bytes.extend(tail);
        if let Ok((signed, _)) = SignedData::read(&bytes) {
            for report in signed.verify(Some(ACT)) {
                // What was made detached by the change is a signature of ACT all the same; other
                // content inside never is.
                let inside = signed.content();
                proptest::prop_assert!(!report.valid || inside.is_none_or(|it| it == ACT));
            }
        }
    }
}

thread_local! {
    static WHOLE: Vec<u8> = {
        let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
        let signed = read(&attached(&all.person));
        let hash = HashAlgorithm::Sha256;
        let signature = &signed.signers().next().unwrap().signature;
        let request = TspRequest::new(hash, hash.digest(signature), None);
        let token =
            TimestampTemplate::answering(&request, &known::POLICY_TSA_RSA, vec![1], today())
                .to_der(&all.stamper.key, &all.stamper.certificate)
                .unwrap();
        signed.with_timestamp(0, &token)
    };
}

#[test]
fn a_key_of_another_kind_cannot_sign_for_the_certificate() {
    let one = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let key = PrivateKey::generate(PrivateKeyKind::Gost2015A512).unwrap();
    let der = sign(&key, &one.person.certificate, ACT, &SignOptions::attached(today())).unwrap();
    let report = &read(&der).verify(None)[0];
    assert!(!report.valid && !report.is_undetermined());
    assert_eq!(says(report, &codes::CMS_SIGNATURE), Some(Weight::Fatal));
}
