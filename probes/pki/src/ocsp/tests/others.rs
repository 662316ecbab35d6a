//! OpenSSL as the one who asks, and as the one who answers.

use super::*;

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

#[test]
fn answers_that_openssl_makes_are_believed() {
    let all = Hierarchy::lasting(PrivateKeyKind::EcdsaP256);
    let folder = Folder::new("ocsp-made");
    let put = |name: &str, holder: &Holder| {
        let certificate = pem("CERTIFICATE", holder.certificate.der());
        folder.put(&format!("{name}.pem"), &certificate);
        let key = pem("PRIVATE KEY", &holder.key.to_pkcs8_der().unwrap());
        folder.put(&format!("{name}.key"), &key);
    };
    put("issuing", &all.issuing);
    put("responder", &all.responder);
    put("stranger", &Hierarchy::lasting(PrivateKeyKind::EcdsaP256).responder);
    let serial = crate::finding::hex(all.person.certificate.serial()).to_uppercase();
    let index =
        |line: &str| folder.put("index", format!("{line}\t{serial}\tunknown\t/CN=x\n").as_bytes());
    let since = OcspStatus::Revoked { at: at("2026-01-02T00:00:00Z"), reason: Some(1) };
    for (line, expected) in [
        ("V\t490101000000Z\t", OcspStatus::Good),
        ("R\t490101000000Z\t260102000000Z,keyCompromise", since),
        ("", OcspStatus::Unknown),
    ] {
        if line.is_empty() {
            folder.put("index", b"");
        } else {
            index(line);
        }
        for (hash, nonce, by_key, signer) in [
            (HashAlgorithm::Sha1, true, false, "responder"),
            (HashAlgorithm::Sha256, false, true, "responder"),
            (HashAlgorithm::Sha512, true, true, "issuing"),
        ] {
            let nonce = nonce.then_some(NONCE);
            let certificate = &all.person.certificate;
            let request = OcspRequest::new(certificate, &all.issuing.certificate, hash, nonce);
            folder.put("request", &request.to_der());
            let (signer_file, key) = (format!("{signer}.pem"), format!("{signer}.key"));
            let mut arguments = vec!["ocsp", "-index", "index", "-CA", "issuing.pem"];
            arguments.extend(["-rsigner", &signer_file, "-rkey", &key, "-nmin", "60"]);
            arguments.extend(["-reqin", "request", "-respout", "response", "-rmd", "sha384"]);
            arguments.extend(by_key.then_some("-resp_key_id"));
            let Some(output) = folder.run("openssl", &arguments) else { return };
            assert!(output.status.success(), "{output:?}");
            let (response, findings) = OcspResponse::read(&folder.get("response")).unwrap();
            assert_eq!(findings, []);
            let OcspResponse::Answered(basic) = &response else { panic!("{response:?}") };
            assert_eq!(matches!(basic.responder, ResponderId::Key(_)), by_key);
            let asked = OcspQuestion { at: basic.produced_at, nonce, ..question(&all) };
            let report = response.check(&asked);
            assert_eq!(report.status, expected, "{line} {hash}: {:?}", report.findings);
            // About anyone else the same octets say nothing.
            let other = OcspQuestion { certificate: &all.stamper.certificate, ..asked };
            assert_eq!(response.check(&other).status, OcspStatus::NotAnswered);
        }
    }
    // A responder of another authority makes an answer that nobody believes.
    let arguments = [
        "ocsp",
        "-index",
        "index",
        "-CA",
        "issuing.pem",
        "-rsigner",
        "stranger.pem",
        "-rkey",
        "stranger.key",
        "-reqin",
        "request",
        "-respout",
        "response",
    ];
    assert!(folder.run("openssl", &arguments).unwrap().status.success());
    let (response, _) = OcspResponse::read(&folder.get("response")).unwrap();
    let OcspResponse::Answered(basic) = &response else { panic!("{response:?}") };
    let report = response.check(&OcspQuestion { at: basic.produced_at, ..question(&all) });
    assert_eq!(report.status, OcspStatus::NotAnswered);
    assert!(weights(&report).contains(&("ocsp.responder-other-issuer", Weight::Fatal)));
}
