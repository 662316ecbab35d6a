//! Signatures that other programs make and check: OpenSSL, its GOST engine, the Python reference.

use super::*;

#[test]
fn the_python_reference_verifies_our_gost_signatures() {
    let Some(shared) = shared() else { return };
    for (kind, curve, digest) in [
        (PrivateKeyKind::Gost2004, "CryptoPro-A", "k.gost34311(m)"),
        (PrivateKeyKind::Gost2015A256, "tc26-256-A", "k.streebog(m, 256)"),
        (PrivateKeyKind::Gost2015A512, "tc26-512-A", "k.streebog(m, 512)"),
    ] {
        let all = Hierarchy::new(kind);
        let signed = read(&attached(&all.person));
        let info = signed.signers().next().unwrap();
        let bits = all.person.certificate.public_key().key_octets();
        let point = tlv::only(bits, OCTET_STRING).unwrap().content;
        let script = format!(
            "import sys; sys.path.insert(0, sys.argv[1]); import kzgost as k\n\
             p, s, m = (bytes.fromhex(x) for x in sys.argv[2:5])\n\
             print(k.try_all(k.CURVES['{curve}'], p, s, {digest}, first=False))"
        );
        let folder = Folder::new("python");
        let reference = shared.join("kz-pki/reference");
        let Some(output) = folder.run(
            "python3",
            &[
                "-B",
                "-c",
                &script,
                reference.to_str().unwrap(),
                &hex(point),
                &hex(&info.signature),
                &hex(info.signed_octets.as_ref().unwrap()),
            ],
        ) else {
            return;
        };
        assert_eq!(
            String::from_utf8_lossy(&output.stdout).trim(),
            "['pub=little-endian X||Y, sig=r||s little-endian, digest-int=little-endian']",
            "{kind:?}: {output:?}"
        );
    }
}

#[test]
fn openssl_verifies_our_signatures_and_refuses_other_content() {
    for kind in [PrivateKeyKind::Rsa2048, PrivateKeyKind::EcdsaP256, PrivateKeyKind::EcdsaP384] {
        let all = Hierarchy::new(kind);
        let folder = Folder::new(&format!("cms-{kind:?}"));
        folder.put("root.pem", &pem("CERTIFICATE", all.root.certificate.der()));
        folder.put("issuing.pem", &pem("CERTIFICATE", all.issuing.certificate.der()));
        folder.put("act", ACT);
        folder.put("other", b"another act");
        folder.put("attached.p7s", &attached(&all.person));
        folder.put("detached.p7s", &detached(&all.person));
        let two = read(&detached(&all.person))
            .with_signer(
                &all.stamper.key,
                &all.stamper.certificate,
                ACT,
                &SignOptions::detached(today()),
            )
            .unwrap();
        folder.put("two.p7s", &two);
        let time = today().as_second().to_string();
        let verify = |file: &str, more: &[&str]| {
            let mut arguments = vec!["cms", "-verify", "-binary", "-inform", "DER", "-in", file];
            arguments.extend(["-CAfile", "issuing.pem", "-partial_chain", "-purpose", "any"]);
            arguments.extend(["-cades", "-attime", &time, "-out", "out"]);
            arguments.extend(more);
            folder.run("openssl", &arguments)
        };
        let Some(output) = verify("attached.p7s", &[]) else { return };
        assert!(output.status.success(), "{kind:?}: {output:?}");
        for file in ["detached.p7s", "two.p7s"] {
            let output = verify(file, &["-content", "act"]).unwrap();
            assert!(output.status.success(), "{kind:?} {file}: {output:?}");
            assert!(!verify(file, &["-content", "other"]).unwrap().status.success());
        }
    }
}
