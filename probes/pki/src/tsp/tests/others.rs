//! OpenSSL as the one who asks for time-stamps, and as the one who gives them.

use super::*;

#[test]
fn openssl_believes_our_tokens_and_refuses_other_data() {
    for kind in [PrivateKeyKind::Rsa2048, PrivateKeyKind::EcdsaP256] {
        let all = Hierarchy::new(kind);
        let folder = Folder::new(&format!("tsp-{kind:?}"));
        folder.put("root.pem", &pem("CERTIFICATE", all.root.certificate.der()));
        folder.put("issuing.pem", &pem("CERTIFICATE", all.issuing.certificate.der()));
        folder.put("data", DATA);
        folder.put("other", b"other");
        folder.put("query.tsq", &request(&all).to_der());
        let token = template(&all).to_der(&all.stamper.key, &all.stamper.certificate).unwrap();
        folder.put("reply.tsr", &timestamp_granted(&token));
        let time = today().as_second().to_string();
        let verify = |what: [&str; 2]| {
            let mut arguments = vec!["ts", "-verify", what[0], what[1], "-in", "reply.tsr"];
            arguments.extend(["-CAfile", "root.pem", "-untrusted", "issuing.pem"]);
            arguments.extend(["-attime", &time]);
            folder.run("openssl", &arguments)
        };
        let Some(output) = verify(["-queryfile", "query.tsq"]) else { return };
        assert!(output.status.success(), "{kind:?}: {output:?}");
        assert!(verify(["-data", "data"]).unwrap().status.success());
        assert!(!verify(["-data", "other"]).unwrap().status.success());
    }
}

#[test]
fn tokens_that_openssl_makes_verify_against_their_request_alone() {
    for kind in [PrivateKeyKind::Rsa2048, PrivateKeyKind::EcdsaP384] {
        let all = Hierarchy::lasting(kind);
        let folder = Folder::new(&format!("tsp-made-{kind:?}"));
        folder.put("me.pem", &pem("CERTIFICATE", all.stamper.certificate.der()));
        folder.put("me.key", &pem("PRIVATE KEY", &all.stamper.key.to_pkcs8_der().unwrap()));
        folder.put("data", DATA);
        for (ess, digest, nonce, cert) in [
            ("sha1", "sha256", true, true),
            ("sha256", "sha512", true, true),
            ("sha384", "sha384", false, true),
            ("sha256", "sha224", true, false),
        ] {
            let config = format!(
                "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ncrypto_device=builtin\n\
                 signer_digest=sha256\ndefault_policy=1.2.3.4.1\nother_policies=1.2.3.4.5\n\
                 digests=sha224,sha256,sha384,sha512\naccuracy=secs:1,millisecs:500\n\
                 ordering=yes\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg={ess}\n"
            );
            folder.put("config", config.as_bytes());
            let digest = format!("-{digest}");
            let mut ask = vec!["ts", "-query", "-data", "data", &digest, "-out", "query"];
            ask.extend(["-tspolicy", "1.2.3.4.5"]);
            ask.extend((!nonce).then_some("-no_nonce"));
            ask.extend(cert.then_some("-cert"));
            let Some(output) = folder.run("openssl", &ask) else { return };
            assert!(output.status.success(), "{output:?}");
            let mut reply = vec!["ts", "-reply", "-config", "config", "-queryfile", "query"];
            reply.extend(["-signer", "me.pem", "-inkey", "me.key", "-out", "reply"]);
            let output = folder.run("openssl", &reply).unwrap();
            assert!(output.status.success(), "{output:?}");

            let asked = TspRequest::read(&folder.get("query")).unwrap();
            assert_eq!((asked.nonce.is_some(), asked.wants_certificate), (nonce, cert));
            let (response, findings) = TspResponse::read(&folder.get("reply")).unwrap();
            assert_eq!(findings, [], "{ess}");
            let given = [all.stamper.certificate.clone()];
            let report = response.check(&asked, &given, None).unwrap();
            assert!(report.valid, "{ess} {digest}: {:?}", report.findings);
            assert_eq!(report.policy.to_string(), "1.2.3.4.5");
            assert!(report.ordering && report.authority.is_some());
            assert_eq!(report.accuracy, Some(Accuracy { microseconds: 1_500_000 }));
            let token = response.token.unwrap();
            let over = |data| TspQuestion { certificates: &given, ..TspQuestion::over(data) };
            assert!(token.check(&over(DATA)).valid);
            assert!(!token.check(&over(b"other")).valid);
        }
        // A policy the authority does not have.
        let ask = ["ts", "-query", "-data", "data", "-tspolicy", "1.2.9", "-out", "query"];
        folder.run("openssl", &ask).unwrap();
        let reply = [
            "ts",
            "-reply",
            "-config",
            "config",
            "-queryfile",
            "query",
            "-signer",
            "me.pem",
            "-inkey",
            "me.key",
            "-out",
            "refusal",
        ];
        folder.run("openssl", &reply).unwrap();
        let (refused, _) = TspResponse::read(&folder.get("refusal")).unwrap();
        assert!(!refused.is_granted() && refused.token.is_none());
        assert_eq!(
            (refused.status, refused.failure_names()),
            (2, vec!["unacceptedPolicy".to_owned()])
        );
    }
}
