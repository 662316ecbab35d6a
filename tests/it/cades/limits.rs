//! Signature files made to exhaust or to mislead, with real signatures inside.

use super::*;
use std::time::{Duration, Instant};

use model::SignatureStanding::{Conclusive, Inconclusive, Invalid};

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let octets = content.len().to_be_bytes();
    let octets = &octets[octets.iter().position(|it| *it != 0).unwrap_or(7)..];
    let mut written = vec![tag];
    if content.len() >= 0x80 {
        written.push(0x80 | u8::try_from(octets.len()).unwrap());
    }
    written.extend(octets);
    written.extend(content);
    written
}

/// The object with other fields of its SignedData.
fn with_data(cms: &[u8], change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let outer = parts(cms);
    let mut data = parts(&parts(&outer[1])[0]);
    change(&mut data);
    let data = element(0xa0, &element(0x30, &data.concat()));
    element(0x30, &[outer[0].clone(), data].concat())
}

fn trust() -> Trust {
    ECDSA.trust(&[ECDSA.list(&[])])
}

// Q24: every one of the two thousand is a signature that verifies.
#[test]
fn two_thousand_real_signers_are_refused_at_once_and_a_thousand_are_judged() {
    let pki = &*ECDSA;
    let options = |number: i64| {
        SignOptions::detached(at("2026-11-20T10:10:00Z") + SignedDuration::from_secs(number))
    };
    let holder = pki.of(1);
    let one =
        |number| pki::cms::sign(&holder.key, &holder.certificate, ACT, &options(number)).unwrap();
    let infos: Vec<Vec<u8>> =
        (0..2_000).map(|number| element(0x30, &signer_fields(&one(number)).concat())).collect();
    let crowd = |count: usize| {
        with_data(&one(0), |data| {
            *data.last_mut().unwrap() = element(0x31, &infos[..count].concat());
        })
    };
    let (many, most) = (crowd(2_000), crowd(1_000));
    let begun = Instant::now();
    let found = checked(&trust(), &many);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(found.standing, Invalid);
    let error = fact(&found.notes, "signature.unreadable", "error");
    assert!(error.contains("2000 signers") && error.contains("1000"), "{error}");
    let found = checked_all(&trust(), &most);
    assert_eq!(found.len(), 1_000);
    assert!(found.iter().all(|it| it.standing == Conclusive && it.signer == Some(iin(1))));
}

// Q24: what a thousand signers signed instead is told by digests; nothing is verified for it.
#[test]
fn a_thousand_signers_of_something_else_cost_no_more_beside_a_hundred_statements() {
    let pki = &*ECDSA;
    let holder = pki.of(1);
    let one = |number: i64| {
        let when = minutes(10) + SignedDuration::from_secs(number);
        holder.sign(b"statement 99", when)
    };
    let infos: Vec<Vec<u8>> =
        (0..1_000).map(|number| element(0x30, &signer_fields(&one(number)).concat())).collect();
    let crowd =
        with_data(&one(0), |data| *data.last_mut().unwrap() = element(0x31, &infos.concat()));
    let signature = Signature { label: "crowd.p7s".into(), bytes: crowd };
    let trust = trust();
    let timed = |count: usize| {
        let files =
            (0..count).map(|it| (format!("{it:03}"), format!("statement {it}").into_bytes()));
        let elsewhere = files.collect::<BTreeMap<_, _>>().into();
        let verifier = CmsVerifier { trust: &trust, sealed_at: sealed_at(), elsewhere: &elsewhere };
        let begun = Instant::now();
        let found = verifier.check(ACT, &signature);
        assert!(found.len() == 1_000 && found.iter().all(|it| it.standing == Invalid));
        (begun.elapsed(), found)
    };
    let (without, found) = timed(0);
    assert!(found.iter().all(|it| says(it, "signature.another-document-unknown")));
    let (with, found) = timed(100);
    let named = |it: &Checked| fact(&it.notes, "signature.another-document", "document") == "099";
    assert!(found.iter().all(named));
    // With every signer verified anew for every file it would be a hundred times as much.
    assert!(with < without * 5 + Duration::from_secs(2), "{with:?} against {without:?}");
}

// Q24: a certificate that is one, signed by the authority, and five megabytes long.
#[test]
fn a_real_certificate_of_five_megabytes_is_not_read_and_the_signature_is_not_counted() {
    let pki = &*ECDSA;
    // The member's own certificate with one more extension, signed anew.
    let whole = parts(pki.of(1).certificate.der());
    let mut fields = parts(&whole[0]);
    let mut extensions = parts(&parts(fields.last().unwrap())[0]);
    let oid = [0x06, 0x05, 0x2a, 0x83, 0x0e, 0x03, 0x63];
    let value = element(4, &element(4, &vec![7; 5 << 20]));
    extensions.push(element(0x30, &[&oid[..], &value].concat()));
    *fields.last_mut().unwrap() = element(0xa3, &element(0x30, &extensions.concat()));
    let body = element(0x30, &fields.concat());
    let signature = pki.issuing.key.sign(&body).unwrap();
    let bits = element(3, &[&[0][..], &signature].concat());
    let large = element(0x30, &[body, whole[1].clone(), bits].concat());
    assert!(large.len() > 5 << 20);

    let alone = with_data(&pki.of(1).sign(ACT, minutes(10)), |data| {
        data[3] = element(0xa0, &large);
    });
    let found = checked(&trust(), &alone);
    assert_eq!(found.standing, Inconclusive);
    assert!(says(&found, "cms.certificate-unreadable"), "{:#?}", found.notes);
    assert!(says(&found, "cms.signer-certificate-missing"));
    // Beside a signer of its own certificate it hides nobody.
    let sound = with_data(&pki.of(2).sign(ACT, minutes(10)), |data| {
        let own = header(&data[3]).1.to_vec();
        data[3] = element(0xa0, &[own, large.clone()].concat());
    });
    let found = checked(&trust(), &sound);
    assert_eq!((found.standing, found.signer), (Conclusive, Some(iin(2))));
}

/// A counter-signature that verifies, over a signature value.
fn counter(holder: &Holder, over: &[u8]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let made = holder.sign(over, minutes(10));
    let fields = signer_fields(&made);
    let value = header(&fields[5]).1.to_vec();
    (fields, value)
}

// Q24: a thousand levels, each a signature over the one above it.
#[test]
fn a_thousand_real_counter_signatures_one_over_the_other_are_judged_to_the_limit() {
    // id-countersignature, 1.2.840.113549.1.9.6.
    const COUNTER: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x06];
    let pki = &*ECDSA;
    let one = pki.of(1).sign(ACT, minutes(10));
    let mut value = header(&signer_fields(&one)[5]).1.to_vec();
    let mut levels = Vec::new();
    for _ in 0..1_000 {
        let (fields, next) = counter(pki.of(2), &value);
        levels.push(fields);
        value = next;
    }
    let mut inner: Option<Vec<u8>> = None;
    for mut fields in levels.into_iter().rev() {
        if let Some(inner) = inner.take() {
            let attribute = element(0x30, &[&COUNTER[..], &element(0x31, &inner)].concat());
            fields.push(element(0xa1, &attribute));
        }
        inner = Some(element(0x30, &fields.concat()));
    }
    let attribute = element(0x30, &[&COUNTER[..], &element(0x31, &inner.unwrap())].concat());
    let deep = with_data(&one, |data| {
        let mut fields = signer_fields(&one);
        fields.push(element(0xa1, &attribute));
        let own = header(&data[3]).1.to_vec();
        let both = [own, pki.of(2).certificate.der().to_vec()].concat();
        data[3] = element(0xa0, &both);
        *data.last_mut().unwrap() = element(0x31, &element(0x30, &fields.concat()));
    });
    let begun = Instant::now();
    let found = checked(&trust(), &deep);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!((found.standing, found.signer.clone()), (Conclusive, Some(iin(1))));
    // The first ones verify, and what lies below the limit is said not to be looked at.
    let (signed, _) = SignedData::read(&deep).unwrap();
    let report = &signed.verify(Some(ACT))[0];
    let mut depth = 0;
    let mut level = report.counter_signatures.first();
    let mut last = report;
    while let Some(counter) = level {
        assert!(counter.signature_matches && counter.digest_matches);
        depth += 1;
        last = counter;
        level = counter.counter_signatures.first();
    }
    assert_eq!(depth, pki::cms::COUNTER_DEPTH);
    assert!(last.findings.iter().any(|it| it.code == "cms.limit-reached"), "{:?}", last.findings);
}

// Q25
#[test]
fn a_second_signature_behind_the_first_in_any_form_leaves_the_file_open() {
    use base64ct::Encoding;
    let pki = &*ECDSA;
    let (one, two) = (pki.of(1).sign(ACT, minutes(10)), pki.of(2).sign(ACT, minutes(10)));
    let pem = |label: &str, der: &[u8]| {
        let text = base64ct::Base64::encode_string(der);
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n").into_bytes()
    };
    for (name, file) in [
        ("DER and DER", [one.clone(), two.clone()].concat()),
        ("PEM and PEM", [pem("CMS", &one), pem("PKCS7", &two)].concat()),
        ("PEM and DER", [pem("CMS", &one), two.clone()].concat()),
        ("DER and PEM", [one.clone(), pem("CMS", &two)].concat()),
        ("DER before PEM", [two.clone(), b"\n".to_vec(), pem("CMS", &one)].concat()),
    ] {
        for found in checked_all(&trust(), &file) {
            assert_eq!(found.standing, Inconclusive, "{name}: {:#?}", found.notes);
            assert!(says(&found, "cms.second-object"), "{name}: {:#?}", found.notes);
        }
    }
    let found = checked(&trust(), &[pem("CMS", &one), b"regards\n".to_vec()].concat());
    assert_eq!(found.standing, Conclusive);
    assert!(says(&found, "cms.text-around"));
}

// Q26: OpenSSL makes what our own keys refuse to.
#[test]
fn sha_1_md5_and_short_keys_are_told_and_not_counted() {
    let folder = Folder::new("weak");
    folder.put("act", ACT);
    let make = |bits: &str, digest: &str| -> Option<Vec<u8>> {
        let size = format!("rsa_keygen_bits:{bits}");
        let generate = ["genpkey", "-algorithm", "RSA", "-pkeyopt", &size, "-out", "key.pem"];
        assert!(folder.openssl(&generate)?.status.success());
        let request = [
            "req",
            "-new",
            "-x509",
            "-days",
            "3650",
            "-key",
            "key.pem",
            "-subj",
            "/CN=ҮЛГІ/serialNumber=IIN000000000101",
            "-utf8",
            "-addext",
            "keyUsage=critical,digitalSignature,nonRepudiation",
            "-out",
            "certificate.pem",
        ];
        let output = folder.openssl(&request).unwrap();
        assert!(output.status.success(), "{output:?}");
        let sign = [
            "cms",
            "-sign",
            "-binary",
            "-cades",
            "-md",
            digest,
            "-in",
            "act",
            "-signer",
            "certificate.pem",
            "-inkey",
            "key.pem",
            "-outform",
            "DER",
            "-out",
            "signed",
        ];
        let output = folder.openssl(&sign).unwrap();
        assert!(output.status.success(), "{digest}: {output:?}");
        Some(fs::read(folder.0.join("signed")).unwrap())
    };
    for (bits, digest, named) in
        [("2048", "sha1", "SHA-1"), ("2048", "md5", "MD5"), ("1024", "sha256", "RSA 1024")]
    {
        let Some(cms) = make(bits, digest) else { return };
        let (signed, _) = SignedData::read(&cms).unwrap();
        // Trusted as an anchor, so that nothing else stands against it.
        let trust = Trust { anchors: signed.certificates().to_vec(), ..Trust::default() };
        let found = checked(&trust, &cms);
        assert_ne!(found.standing, Conclusive, "{bits} {digest}");
        let told: Vec<&str> = found
            .notes
            .iter()
            .filter(|it| it.code == "signature.algorithm-weak")
            .map(|it| &*it.facts["algorithm"])
            .collect();
        assert!(told.contains(&named), "{bits} {digest}: {told:?} {:#?}", found.notes);
    }
}

/// The signatures that the national software made, as files and with what they are over.
#[test]
fn the_national_samples_go_through_and_each_signer_is_named() {
    let Some(shared) = crate::skip::shared() else { return };
    let folder = shared.join("kz-pki/cms");
    let file = |name: &str| fs::read(folder.join(name)).unwrap();
    let authorities: Vec<Certificate> = fs::read_dir(shared.join("kz-pki/ca"))
        .unwrap()
        .flat_map(|it| pki::read_certificates(&fs::read(it.unwrap().path()).unwrap()).certificates)
        .collect();
    let (anchors, candidates) = authorities.into_iter().partition(|it| it.subject() == it.issuer());
    let trust = Trust { anchors, candidates, crls: vec![], ocsp: vec![] };
    let nowhere = Elsewhere::default();
    let verifier =
        CmsVerifier { trust: &trust, sealed_at: at("2015-01-01T00:00:00Z"), elsewhere: &nowhere };
    let names = [
        "individual_attached.der",
        "individual_detached.der",
        "sdk_sample_1.cms",
        "sdk_sample_2.cms",
        "sdk_sample_3.cms",
        "sdk_sample_4.cms",
    ];
    let attached = SignedData::read(&file("individual_attached.der")).unwrap().0;
    let mut signers = 0;
    for name in names {
        let bytes = file(name);
        let (signed, _) = SignedData::read(&bytes).unwrap_or_else(|it| panic!("{name}: {it}"));
        let content = signed.content().or(attached.content()).unwrap().to_vec();
        let signature = Signature { label: name.into(), bytes };
        for found in verifier.check(&content, &signature) {
            signers += 1;
            // Every one verifies; nothing at hand tells whether it was revoked then.
            assert_ne!(found.standing, Conclusive, "{name}");
            for code in ["cms.signature-not-verified", "signature.unreadable"] {
                assert!(!says(&found, code), "{name}: {:#?}", found.notes);
            }
            assert!(found.key.is_some() && found.signed_at.is_some(), "{name}");
        }
        let strange = verifier.check(b"another act", &signature);
        assert!(strange.iter().all(|it| it.standing == Invalid), "{name}");
    }
    assert!(signers >= names.len(), "{signers}");
}
