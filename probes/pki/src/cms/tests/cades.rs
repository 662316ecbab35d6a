//! Attributes of CAdES and counter-signatures.

use super::*;

/// A signature with more attributes, signed and unsigned.
fn with_attributes(
    holder: &Holder,
    signed: &[(&Oid, Vec<u8>)],
    unsigned: &[(&Oid, Vec<u8>)],
) -> Vec<u8> {
    let write = |(oid, value): &(&Oid, Vec<u8>)| {
        encode::sequence(&[&encode::oid(oid), &encode::element(SET, value)])
    };
    let mut list = attribute_list(holder);
    list.extend(signed.iter().map(write));
    let whole = signed_over(holder, &encode::set_of(SET, list));
    if unsigned.is_empty() {
        return whole;
    }
    let unsigned = encode::set_of(0xA1, unsigned.iter().map(write).collect());
    let fields = [parts(&whole).concat(), unsigned].concat();
    around(&whole, Some(ACT), vec![encode::element(SEQUENCE, &fields)])
}

fn judge(der: &[u8]) -> SignerReport {
    read(der).verify(None).remove(0)
}

fn seen<'a>(report: &'a SignerReport, oid: &Oid) -> &'a SeenAttribute {
    report.attributes.iter().find(|seen| seen.oid == *oid).unwrap()
}

#[test]
fn attributes_of_cades_are_read_and_shown() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let utf8 = |text: &str| encode::element(encode::UTF8_STRING, text.as_bytes());
    let policy = "1.2.398.3.3.9.1".parse::<Oid>().unwrap();
    let address = encode::element(encode::IA5_STRING, b"http://ca.example.kz/policy");
    let qualifier =
        encode::sequence(&[&encode::oid(&"1.2.840.113549.1.9.16.5.1".parse().unwrap()), &address]);
    let hash = encode::sequence(&[
        &encode::sequence(&[&encode::oid(&known::SHA256)]),
        &encode::octet_string(&[7; 32]),
    ]);
    let origin: Oid = "1.2.840.113549.1.9.16.6.1".parse().unwrap();
    let der = with_attributes(
        &all.person,
        &[
            (
                &known::ATTRIBUTE_CONTENT_HINTS,
                encode::sequence(&[&utf8("Акт"), &encode::oid(&known::CMS_DATA)]),
            ),
            (&known::ATTRIBUTE_CONTENT_IDENTIFIER, encode::octet_string(&[1, 2, 3])),
            (
                &known::ATTRIBUTE_SIGNATURE_POLICY,
                encode::sequence(&[&encode::oid(&policy), &hash, &encode::sequence(&[&qualifier])]),
            ),
            (&known::ATTRIBUTE_COMMITMENT, encode::sequence(&[&encode::oid(&origin)])),
            (
                &known::ATTRIBUTE_SIGNER_LOCATION,
                encode::sequence(&[
                    &encode::element(0xA0, &utf8("KZ")),
                    &encode::element(0xA1, &utf8("Астана")),
                    &encode::element(0xA2, &encode::sequence(&[&utf8("Мәңгілік Ел, 55")])),
                ]),
            ),
            (&known::ATTRIBUTE_MIME_TYPE, utf8("application/json")),
        ],
        &[(&known::ATTRIBUTE_ARCHIVE_TIME_STAMP_V3, encode::null())],
    );
    let report = judge(&der);
    assert!(report.valid, "{:?}", report.findings);
    for (oid, text) in [
        (&known::ATTRIBUTE_CONTENT_HINTS, "Акт; id-data (1.2.840.113549.1.7.1)"),
        (&known::ATTRIBUTE_CONTENT_IDENTIFIER, "010203"),
        (&known::ATTRIBUTE_SIGNATURE_POLICY, "1.2.398.3.3.9.1, http://ca.example.kz/policy"),
        (&known::ATTRIBUTE_SIGNER_LOCATION, "KZ, Астана, Мәңгілік Ел, 55"),
        (&known::ATTRIBUTE_MIME_TYPE, "application/json"),
        (&known::ATTRIBUTE_CONTENT_TYPE, "id-data (1.2.840.113549.1.7.1)"),
        (&known::ATTRIBUTE_SIGNING_TIME, "2026-11-22T05:00:00Z"),
    ] {
        let seen = seen(&report, oid);
        assert!(seen.signed);
        assert_eq!(seen.says.as_deref(), Some(text));
    }
    let certificate = seen(&report, &known::ATTRIBUTE_SIGNING_CERTIFICATE_V2);
    let digest = hex(&HashAlgorithm::Sha256.digest(all.person.certificate.der()));
    assert_eq!(certificate.says.as_deref(), Some(&format!("SHA-256 {digest}")[..]));
    assert!(seen(&report, &known::ATTRIBUTE_COMMITMENT).says.as_ref().unwrap().contains("16.6.1"));
    assert!(!seen(&report, &known::ATTRIBUTE_ARCHIVE_TIME_STAMP_V3).signed);
    assert_eq!(says(&report, &codes::CMS_POLICY), Some(Weight::Remark));
    assert_eq!(says(&report, &codes::CMS_ARCHIVE_ATTRIBUTE), Some(Weight::Remark));
}

#[test]
fn an_informing_attribute_that_cannot_be_read_is_remarked_on() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    for oid in [
        &known::ATTRIBUTE_CONTENT_HINTS,
        &known::ATTRIBUTE_COMMITMENT,
        &known::ATTRIBUTE_SIGNATURE_POLICY,
        &known::ATTRIBUTE_MIME_TYPE,
    ] {
        let report = judge(&with_attributes(&all.person, &[(oid, encode::small(5))], &[]));
        assert!(report.valid, "{:?}", report.findings);
        assert_eq!(says(&report, &codes::CMS_ATTRIBUTE_UNREADABLE), Some(Weight::Remark), "{oid}");
        assert_eq!(seen(&report, oid).says, None);
    }
    let implied = [(&known::ATTRIBUTE_SIGNATURE_POLICY, encode::null())];
    let report = judge(&with_attributes(&all.person, &implied, &[]));
    let says = &seen(&report, &known::ATTRIBUTE_SIGNATURE_POLICY).says;
    assert_eq!(says.as_deref(), Some("implied"));
}

#[test]
fn protected_algorithms_must_be_those_of_the_signature() {
    // RFC 6211.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let protect = |digest: &Oid, signature: &Oid| {
        let digest = encode::sequence(&[&encode::oid(digest)]);
        let signature = encode::element(0xA1, &encode::oid(signature));
        let value = encode::sequence(&[&digest, &signature]);
        judge(&with_attributes(
            &all.person,
            &[(&known::ATTRIBUTE_ALGORITHM_PROTECTION, value)],
            &[],
        ))
    };
    assert!(protect(&known::SHA256, &known::ECDSA_SHA256).valid);
    for (digest, signature) in
        [(&known::SHA1, &known::ECDSA_SHA256), (&known::SHA256, &known::ECDSA_SHA1)]
    {
        let report = protect(digest, signature);
        assert_eq!(says(&report, &codes::CMS_ALGORITHM_PROTECTION), Some(Weight::Fatal));
        assert!(!report.valid && report.signature_matches);
    }
}

/// A SignerInfo over a signature value: a counter-signature, with one over it in turn.
fn counter(holder: &Holder, over: &[u8], nested: Option<Vec<u8>>) -> Vec<u8> {
    let hash = holder.key.digest_algorithm();
    let attributes = vec![encode::sequence(&[
        &encode::oid(&known::ATTRIBUTE_MESSAGE_DIGEST),
        &encode::element(SET, &encode::octet_string(&hash.digest(over))),
    ])];
    let signature = holder.key.sign(&encode::set_of(SET, attributes.clone())).unwrap();
    let id = encode::sequence(&[
        holder.certificate.issuer().der(),
        &encode::element(tlv::INTEGER, holder.certificate.serial()),
    ]);
    let unsigned = nested.map(|nested| unsigned_counter(&nested)).unwrap_or_default();
    encode::sequence(&[
        &encode::small(1),
        &id,
        &crate::issue::algorithm(&AlgorithmIdentifier::with_null(hash.oid())),
        &encode::set_of(0xA0, attributes),
        &crate::issue::algorithm(&holder.key.signature_algorithm()),
        &encode::octet_string(&signature),
        &unsigned,
    ])
}

fn unsigned_counter(value: &[u8]) -> Vec<u8> {
    let values = encode::element(SET, value);
    let oid = encode::oid(&known::ATTRIBUTE_COUNTER_SIGNATURE);
    encode::element(0xA1, &encode::sequence(&[&oid, &values]))
}

/// The object with its first signer's unsigned attributes put in.
fn confirmed(whole: &[u8], unsigned: &[u8], certificates: &[&Certificate]) -> Vec<u8> {
    let fields = [&parts(whole).concat()[..], unsigned].concat();
    let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
    let content = Content { kind: &known::CMS_DATA, octets: Some(ACT) };
    assemble(1, &digests, &content, certificates, vec![encode::element(SEQUENCE, &fields)])
}

#[test]
fn counter_signatures_are_verified_over_the_signature_they_confirm() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let both = [&all.person.certificate, &all.stamper.certificate];
    let whole = attached(&all.person);
    let signature = read(&whole).signers().next().unwrap().signature.clone();
    let judge_with = |counter: &[u8]| judge(&confirmed(&whole, &unsigned_counter(counter), &both));

    let right = judge_with(&counter(&all.stamper, &signature, None));
    assert!(right.valid, "{:?}", right.findings);
    let [confirms] = &right.counter_signatures[..] else { panic!("{right:?}") };
    assert!(confirms.valid, "{:?}", confirms.findings);
    assert_eq!(confirms.certificate.as_ref(), Some(&all.stamper.certificate));
    assert_eq!(says(&right, &codes::CMS_COUNTER_SIGNATURE), None);

    for wrong in [counter(&all.stamper, b"another signature", None), encode::null()] {
        let report = judge_with(&wrong);
        assert!(report.valid, "anyone can add a counter-signature");
        assert!(!report.counter_signatures[0].valid);
        assert_eq!(says(&report, &codes::CMS_COUNTER_SIGNATURE), Some(Weight::Remark));
    }
    // Without its certificate it is not decided, and confirms nothing.
    let bare = confirmed(
        &whole,
        &unsigned_counter(&counter(&all.stamper, &signature, None)),
        &[&all.person.certificate],
    );
    let report = judge(&bare);
    assert!(report.counter_signatures[0].is_undetermined() && report.valid);

    // A signature over content put in as a counter-signature does not count as one.
    let copied = encode::element(SEQUENCE, &parts(&whole).concat());
    let report = judge_with(&copied);
    assert!(!report.counter_signatures[0].valid);
    let said = says(&report.counter_signatures[0], &codes::CMS_COUNTER_CONTENT_TYPE);
    assert_eq!(said, Some(Weight::Remark));
}

#[test]
fn counter_signatures_are_judged_to_a_stated_depth_and_number() {
    // Q24: a thousand levels, each over the one above; and a thousand beside each other.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = attached(&all.person);
    let signature = read(&whole).signers().next().unwrap().signature.clone();
    let mut nested = encode::null();
    for _ in 0..1_000 {
        nested = counter_shell(&all.stamper, &nested);
    }
    let both = [&all.person.certificate, &all.stamper.certificate];
    let report = judge(&confirmed(&whole, &unsigned_counter(&nested), &both));
    assert!(report.valid);
    let mut depth = 0;
    let mut level = &report;
    while let Some(next) = level.counter_signatures.first() {
        depth += 1;
        level = next;
    }
    assert_eq!(depth, COUNTER_DEPTH);
    let limit = level.findings.iter().find(|finding| finding.code == "cms.limit-reached").unwrap();
    assert_eq!(limit.facts["limit"], COUNTER_DEPTH.to_string());

    let one = counter(&all.stamper, &signature, None);
    let attributes: Vec<Vec<u8>> = (0..20)
        .map(|_| {
            let values = encode::element(SET, &one.repeat(60));
            encode::sequence(&[&encode::oid(&known::ATTRIBUTE_COUNTER_SIGNATURE), &values])
        })
        .collect();
    let crowd = confirmed(&whole, &encode::element(0xA1, &attributes.concat()), &both);
    let report = judge(&crowd);
    // So many values of attributes are not read at all, and that is said.
    assert_eq!(says(&report, &codes::CMS_UNSIGNED_ATTRIBUTES_FORM), Some(Weight::Remark));
    assert!(report.valid && report.counter_signatures.is_empty());

    // Ten signers with forty each exceed what one object may cost.
    let values = encode::element(SET, &one.repeat(40));
    let attribute = encode::sequence(&[&encode::oid(&known::ATTRIBUTE_COUNTER_SIGNATURE), &values]);
    let fields = [parts(&whole).concat(), encode::element(0xA1, &attribute)].concat();
    let info = encode::element(SEQUENCE, &fields);
    let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
    let content = Content { kind: &known::CMS_DATA, octets: Some(ACT) };
    let crowd = assemble(1, &digests, &content, &both, vec![info; 10]);
    let reports = read(&crowd).verify(None);
    let judged: usize = reports.iter().map(|report| report.counter_signatures.len()).sum();
    assert_eq!(judged, COUNTER_LIMIT);
    assert_eq!(says(&reports[9], &codes::CMS_COUNTER_LIMIT), Some(Weight::Remark));
    assert!(reports.iter().all(|report| report.valid));
}

/// A counter-signature of no value around another.
fn counter_shell(holder: &Holder, nested: &[u8]) -> Vec<u8> {
    let id = encode::sequence(&[
        holder.certificate.issuer().der(),
        &encode::element(tlv::INTEGER, holder.certificate.serial()),
    ]);
    encode::sequence(&[
        &encode::small(1),
        &id,
        &crate::issue::algorithm(&AlgorithmIdentifier::with_null(&known::SHA256)),
        &crate::issue::algorithm(&holder.key.signature_algorithm()),
        &encode::octet_string(b"none"),
        &unsigned_counter(nested),
    ])
}

#[test]
fn a_certificate_of_the_same_name_put_first_does_not_hide_the_signers() {
    // The certificate is not named by its hash, so only the signature tells which one it is.
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let options = SignOptions { ess: EssVersion::None, ..SignOptions::attached(today()) };
    let silent = sign(&all.person.key, &all.person.certificate, ACT, &options).unwrap();
    let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
    let mut template = CertificateTemplate::new(
        &Profile::Person { purposes: Vec::new() },
        Some(&all.issuing.certificate),
        person("БАСҚА АДАМ", "БАСҚА", "000000000009", None),
        key.public_key(),
        validity(),
        &addresses(),
    );
    template.serial = all.person.certificate.serial().to_vec();
    let decoy = template.issue(&key).unwrap();
    let info = encode::element(SEQUENCE, &parts(&silent).concat());
    let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
    let content = Content { kind: &known::CMS_DATA, octets: Some(ACT) };
    let both = assemble(1, &digests, &content, &[&decoy, &all.person.certificate], vec![info]);
    let report = judge(&both);
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!(report.certificate.as_ref(), Some(&all.person.certificate));
}

#[test]
fn a_version_that_does_not_fit_is_remarked_on() {
    let all = Hierarchy::new(PrivateKeyKind::EcdsaP256);
    let whole = attached(&all.person);
    let mut fields = parts(&whole);
    fields[0] = encode::small(3);
    let info = encode::element(SEQUENCE, &fields.concat());
    let content = Content { kind: &known::CMS_DATA, octets: Some(ACT) };
    let digests = [AlgorithmIdentifier::with_null(&known::SHA256)];
    let der = assemble(5, &digests, &content, &[&all.person.certificate], vec![info]);
    let (signed, findings) = SignedData::read(&der).unwrap();
    assert_eq!(codes_of(&findings), ["cms.version-unexpected"]);
    let report = &signed.verify(None)[0];
    assert!(report.valid);
    assert_eq!(says(report, &codes::CMS_VERSION), Some(Weight::Remark));
}
