//! Certificates and lists written here are read by us and by OpenSSL, and have the octets of the
//! national ones.

use super::*;
use crate::{
    algorithm, encode,
    fixture::{
        Folder, Hierarchy, Holder, addresses, at, named, one_certificate, pem, read_file,
        read_shared, shared, today, validity,
    },
    key::{PrivateKey, PrivateKeyKind},
    tlv,
};

const ALL: [PrivateKeyKind; 6] = [
    PrivateKeyKind::EcdsaP256,
    PrivateKeyKind::EcdsaP384,
    PrivateKeyKind::Gost2004,
    PrivateKeyKind::Gost2015A256,
    PrivateKeyKind::Gost2015A512,
    PrivateKeyKind::Rsa2048,
];

fn is_signed_by(certificate: &Certificate, issuer: &Certificate) -> bool {
    algorithm::verify(
        issuer.public_key(),
        certificate.signature_algorithm(),
        certificate.tbs(),
        certificate.signature(),
    )
    .is_ok()
}

#[test]
fn every_kind_of_key_issues_certificates_that_verify() {
    for kind in ALL {
        let all = Hierarchy::new(kind);
        for (holder, issuer) in [
            (&all.root, &all.root),
            (&all.issuing, &all.root),
            (&all.person, &all.issuing),
            (&all.responder, &all.issuing),
            (&all.stamper, &all.issuing),
        ] {
            let certificate = &holder.certificate;
            assert!(is_signed_by(certificate, &issuer.certificate), "{kind:?}");
            assert_eq!(certificate.issuer(), issuer.certificate.subject());
            assert!(certificate.defects().is_empty(), "{kind:?}: {:?}", certificate.defects());
            assert_eq!(certificate.not_before(), validity().0);
            assert_eq!(certificate.not_after(), validity().1);
        }
        assert!(!is_signed_by(&all.person.certificate, &all.root.certificate), "{kind:?}");
    }
}

#[test]
fn a_template_writes_what_it_says() {
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let person = &all.person.certificate;
    assert_eq!(person.iin().as_deref(), Some("000000000001"));
    assert_eq!(person.ocsp_urls(), ["http://ocsp.example.kz"]);
    assert_eq!(person.issuer_urls(), ["http://ca.example.kz/issuing.cer"]);
    assert_eq!(person.crl_urls(), ["http://crl.example.kz/issuing.crl"]);
    assert_eq!(person.freshest_crl_urls(), ["http://crl.example.kz/issuing_d.crl"]);
    let expected = [known::PURPOSE_EMAIL.clone(), known::PURPOSE_NATURAL_PERSON.clone()];
    assert_eq!(person.extended_key_usage(), Some(&expected[..]));
    assert_eq!(person.extension(&known::KEY_USAGE).unwrap().value, [3, 2, 3, 0xC8]);
    let authority = all.issuing.certificate.basic_constraints().unwrap();
    assert!(authority.ca);
    assert_eq!(all.root.certificate.extension(&known::KEY_USAGE).unwrap().value, [3, 2, 1, 6]);
}

/// Takes a real certificate apart and writes it again from its parts: every octet that is signed
/// must come out the same.
fn rewritten(real: &Certificate) -> Vec<u8> {
    let template = CertificateTemplate {
        serial: real.serial().to_vec(),
        issuer: real.issuer().der().to_vec(),
        not_before: real.not_before(),
        not_after: real.not_after(),
        subject: real.subject().der().to_vec(),
        subject_key: real.public_key().spki_der().to_vec(),
        extensions: real
            .extensions()
            .map(|extension| {
                Extension::new(extension.oid, extension.critical, extension.value.to_vec())
            })
            .collect(),
    };
    let kind = if *real.signature_algorithm() == AlgorithmIdentifier::with_null(&known::RSA_SHA256)
    {
        PrivateKeyKind::Rsa2048
    } else if real.signature_algorithm().oid == known::GOST_2004_SIGNATURE {
        PrivateKeyKind::Gost2004
    } else {
        PrivateKeyKind::Gost2015A512
    };
    let key = PrivateKey::generate(kind).unwrap();
    Certificate::read(&template.to_der(&key).unwrap()).unwrap().tbs().to_vec()
}

#[test]
fn real_certificates_are_rewritten_octet_for_octet() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("kz-pki/ca");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let real = one_certificate(&read_file(&path));
        assert_eq!(rewritten(&real), real.tbs(), "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 14);
}

#[test]
fn extensions_of_a_real_signer_are_written_alike() {
    let Some(shared) = shared() else { return };
    let real = one_certificate(&read_shared(&shared, "kz-pki/cms/individual_signer.cer"));
    let issuer = one_certificate(&read_shared(&shared, "kz-pki/ca/nca_gost2015_test.cer"));
    let addresses = Addresses {
        ocsp: real.ocsp_urls().to_vec(),
        issuer: real.issuer_urls().to_vec(),
        crl: real.crl_urls().to_vec(),
        delta: real.freshest_crl_urls().to_vec(),
        practice: Some("http://pki.gov.kz/cps".into()),
    };
    let template = CertificateTemplate::new(
        &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
        Some(&issuer),
        real.subject().der().to_vec(),
        real.public_key(),
        (real.not_before(), real.not_after()),
        &addresses,
    );
    // The serial number and both key identifiers follow from the keys alone.
    assert_eq!(template.serial, real.serial());
    let ours: Vec<_> =
        template.extensions.iter().map(|e| (e.oid.clone(), e.critical, e.value.clone())).collect();
    let theirs: Vec<_> =
        real.extensions().map(|e| (e.oid.clone(), e.critical, e.value.to_vec())).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn a_real_delta_list_is_rewritten_octet_for_octet() {
    let Some(shared) = shared() else { return };
    let real = read_shared(&shared, "kz-pki/revocation/nca_gost2022_d_test_2025-04.crl");
    let issuer = one_certificate(&read_shared(&shared, "kz-pki/ca/nca_gost2015_test.cer"));
    let mut template =
        CrlTemplate::new(&issuer, at("2025-04-29T04:46:49Z"), at("2025-10-26T05:53:16Z"), 10);
    template.delta_base = Some(14);
    let key = PrivateKey::generate(PrivateKeyKind::Gost2015A512).unwrap();
    let ours = template.to_der(&key).unwrap();
    let body = |der: &[u8]| {
        let whole = tlv::only(der, SEQUENCE).unwrap().content.to_vec();
        tlv::Reader::new(&whole).next().unwrap().raw.to_vec()
    };
    assert_eq!(body(&ours), body(&real));
}

#[test]
fn negative_cases_are_written_as_told() {
    let all = Hierarchy::new(PrivateKeyKind::Gost2015A512);
    let key = PrivateKey::generate(PrivateKeyKind::Gost2015A512).unwrap();
    let natural = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
    let subject = person("ҮЛГІ", "ҮЛГІ", "000000000002", None);
    let issuer = Some(&all.issuing.certificate);
    let sound = CertificateTemplate::new(
        &natural,
        issuer,
        subject,
        key.public_key(),
        validity(),
        &addresses(),
    );
    let issue = |template: &CertificateTemplate| template.issue(&all.issuing.key).unwrap();

    let mut expired = sound.clone();
    expired.not_after = at("2026-02-01T00:00:00Z");
    assert!(issue(&expired).not_after() < today());

    let mut unknown = sound.clone();
    let strange: Oid = "1.2.398.9.9".parse().unwrap();
    unknown.set(Extension::new(&strange, true, encode::null()));
    assert!(issue(&unknown).extension(&strange).unwrap().critical);

    let mut usage = sound.clone();
    usage.set(Extension::key_usage(KeyUsage::KEY_ENCIPHERMENT));
    assert!(!issue(&usage).key_usage().unwrap().contains(KeyUsage::DIGITAL_SIGNATURE));

    let mut unregistered = sound.clone();
    unregistered.set(Extension::purposes(&[&strange], false));
    assert_eq!(issue(&unregistered).extended_key_usage().unwrap(), [strange]);

    let mut other = sound.clone();
    other.issuer = named("БАСҚА");
    assert_ne!(issue(&other).issuer(), all.issuing.certificate.subject());

    let mut authority = sound.clone();
    authority.set(Extension::basic_constraints(None));
    authority.remove(&known::EXTENDED_KEY_USAGE);
    assert!(issue(&authority).basic_constraints().unwrap().ca);

    let whole = sound.to_der(&all.issuing.key).unwrap();
    let broken = Certificate::read(&with_broken_signature(&whole)).unwrap();
    assert_eq!(broken.tbs(), Certificate::read(&whole).unwrap().tbs());
    assert!(!is_signed_by(&broken, &all.issuing.certificate));
}

#[test]
fn openssl_accepts_our_chains_and_lists_and_refuses_the_broken_ones() {
    for kind in [PrivateKeyKind::Rsa2048, PrivateKeyKind::EcdsaP256, PrivateKeyKind::EcdsaP384] {
        let all = Hierarchy::new(kind);
        let folder = Folder::new(&format!("chain-{kind:?}"));
        let put = |name: &str, holder: &Holder| {
            folder.put(name, &pem("CERTIFICATE", holder.certificate.der()));
        };
        put("root.pem", &all.root);
        put("issuing.pem", &all.issuing);
        put("person.pem", &all.person);
        folder.put(
            "broken.pem",
            &pem("CERTIFICATE", &with_broken_signature(all.person.certificate.der())),
        );
        let time = today().as_second().to_string();
        let chain = |leaf: &str, more: &[&str]| {
            let mut arguments =
                vec!["verify", "-x509_strict", "-attime", &time, "-CAfile", "root.pem"];
            arguments.extend(["-untrusted", "issuing.pem"]);
            arguments.extend(more);
            arguments.push(leaf);
            folder.run("openssl", &arguments)
        };
        let Some(output) = chain("person.pem", &[]) else { return };
        assert!(output.status.success(), "{kind:?}: {output:?}");
        assert!(!chain("broken.pem", &[]).unwrap().status.success());

        let list =
            CrlTemplate::new(&all.issuing.certificate, today(), at("2026-11-23T05:00:00Z"), 7);
        let clean = list.clone().revoking(&[0x12, 0x34], today(), Some(1));
        folder.put("clean.crl", &pem("X509 CRL", &clean.to_der(&all.issuing.key).unwrap()));
        let revoking = list.revoking(all.person.certificate.serial(), today(), Some(1));
        folder.put("revoking.crl", &pem("X509 CRL", &revoking.to_der(&all.issuing.key).unwrap()));
        let read = folder
            .run(
                "openssl",
                &["crl", "-in", "revoking.crl", "-noout", "-text", "-CAfile", "issuing.pem"],
            )
            .unwrap();
        let text = String::from_utf8_lossy(&read.stdout).into_owned();
        assert!(String::from_utf8_lossy(&read.stderr).contains("verify OK"), "{read:?}");
        assert!(text.contains("Key Compromise") && text.contains("X509v3 CRL Number"), "{text}");

        let with_list =
            |name: &str| chain("person.pem", &["-crl_check", "-CRLfile", name]).unwrap();
        let output = with_list("clean.crl");
        assert!(output.status.success(), "{kind:?}: {output:?}");
        let output = with_list("revoking.crl");
        assert!(String::from_utf8_lossy(&output.stderr).contains("revoked"), "{output:?}");
    }
}
