//! Our signatures over a sealed act, checked by OpenSSL and by its GOST engine.

use super::*;
use crate::skip::skipped;

/// A sealed act with a signature over it, time-stamped, and its parts in files.
fn signed_act(name: &str, pki: &Pki) -> (Folder, Vec<u8>) {
    let (folder, inspection) = sealed(name, pki);
    let (_, pdf) = inspection.file_to_sign().unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let bare = pki.of(1).sign(&pdf, minutes(10));
    let cms = pki.stamped(&bare, minutes(11));
    folder.put("act.pdf", &pdf);
    folder.put("other.pdf", &[&pdf[..], b"\n"].concat());
    folder.put("b.p7s", &bare);
    folder.put("t.p7s", &cms);
    (folder, cms)
}

#[test]
fn openssl_verifies_a_signature_over_the_act_and_the_time_stamp_over_the_signature() {
    for kind in [PrivateKeyKind::EcdsaP256, PrivateKeyKind::EcdsaP384, PrivateKeyKind::Rsa2048] {
        let pki = Pki::new(kind);
        let (folder, cms) = signed_act("openssl", &pki);
        folder.pem("root.pem", &pki.root.certificate);
        folder.pem("issuing.pem", &pki.issuing.certificate);
        let both = ["root.pem", "issuing.pem"].map(|it| fs::read(folder.0.join(it)).unwrap());
        folder.put("chain.pem", &both.concat());
        let time = minutes(20).as_second().to_string();
        let verify = |file: &str, content: &str| {
            folder.openssl(&[
                "cms",
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                file,
                "-content",
                content,
                "-CAfile",
                "chain.pem",
                "-purpose",
                "any",
                "-attime",
                &time,
                "-out",
                "out",
            ])
        };
        for file in ["b.p7s", "t.p7s"] {
            let Some(output) = verify(file, "act.pdf") else { return };
            assert!(output.status.success(), "{kind:?} {file}: {output:?}");
            assert_eq!(
                fs::read(folder.0.join("out")).unwrap(),
                fs::read(folder.0.join("act.pdf")).unwrap()
            );
            assert!(!verify(file, "other.pdf").unwrap().status.success(), "{kind:?} {file}");
        }
        let (signed, _) = SignedData::read(&cms).unwrap();
        let info = signed.signers().next().unwrap();
        folder.put("value", &info.signature);
        folder.put("token", &info.unsigned_attributes[0].values[0]);
        let stamp = |data: &str| {
            folder
                .openssl(&[
                    "ts",
                    "-verify",
                    "-token_in",
                    "-in",
                    "token",
                    "-data",
                    data,
                    "-CAfile",
                    "root.pem",
                    "-untrusted",
                    "issuing.pem",
                    "-attime",
                    &time,
                ])
                .unwrap()
        };
        let output = stamp("value");
        assert!(output.status.success(), "{kind:?}: {output:?}");
        assert!(!stamp("act.pdf").status.success(), "{kind:?}");
    }
}

fn gost_engine(folder: &Folder) -> bool {
    let found = folder
        .openssl(&["engine", "gost"])
        .is_some_and(|it| it.status.success() && it.stdout.starts_with(b"(gost)"));
    if !found {
        skipped("openssl has no GOST engine");
    }
    found
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..0x80 => vec![tag, u8::try_from(length).unwrap()],
        _ => vec![tag, 0x81, u8::try_from(length).unwrap()],
    };
    [head, content.to_vec()].concat()
}

fn oid(text: &str) -> Vec<u8> {
    text.parse::<pki::Oid>().map(|it| element(6, it.content())).unwrap()
}

/// What a national key is called in Russia: the curves and the octets of the point are the same.
fn russian_key(certificate: &Certificate, kind: PrivateKeyKind) -> Vec<u8> {
    let (key, curve, hash) = match kind {
        PrivateKeyKind::Gost2015A512 => {
            ("1.2.643.7.1.1.1.2", "1.2.643.7.1.2.1.2.1", "1.2.643.7.1.1.2.3")
        }
        PrivateKeyKind::Gost2015A256 => {
            ("1.2.643.7.1.1.1.1", "1.2.643.7.1.2.1.1.1", "1.2.643.7.1.1.2.2")
        }
        PrivateKeyKind::EcdsaP256
        | PrivateKeyKind::EcdsaP384
        | PrivateKeyKind::Gost2004
        | PrivateKeyKind::Rsa2048
        | PrivateKeyKind::Rsa4096 => ("1.2.643.7.1.1.1.1", "1.2.643.2.2.35.1", "1.2.643.7.1.1.2.2"),
    };
    let parameters = element(0x30, &[oid(curve), oid(hash)].concat());
    let algorithm = element(0x30, &[oid(key), parameters].concat());
    let bits = [&[0][..], certificate.public_key().key_octets()].concat();
    element(0x30, &[algorithm, element(3, &bits)].concat())
}

#[test]
fn the_gost_engine_verifies_national_signatures_over_the_act_turned_round() {
    for kind in
        [PrivateKeyKind::Gost2015A512, PrivateKeyKind::Gost2015A256, PrivateKeyKind::Gost2004]
    {
        let pki = Pki::new(kind);
        let (folder, cms) = signed_act("engine", &pki);
        if !gost_engine(&folder) {
            return;
        }
        let fields = signer_fields(&cms);
        let mut attributes = fields[3].clone();
        attributes[0] = 0x31;
        folder.put("attributes", &attributes);
        let signature = header(&fields[5]).1.to_vec();
        let turned: Vec<u8> = signature.iter().rev().copied().collect();
        folder.put("turned", &turned);
        folder.put("straight", &signature);
        folder.put("key.der", &russian_key(&pki.of(1).certificate, kind));
        let converted = [
            "pkey", "-engine", "gost", "-pubin", "-inform", "DER", "-in", "key.der", "-pubout",
            "-out", "key.pem",
        ];
        let output = folder.openssl(&converted).unwrap();
        assert!(output.status.success(), "{kind:?}: {output:?}");
        let hash = match kind {
            PrivateKeyKind::Gost2015A512 => HashAlgorithm::Streebog512,
            PrivateKeyKind::Gost2015A256 => HashAlgorithm::Streebog256,
            PrivateKeyKind::EcdsaP256
            | PrivateKeyKind::EcdsaP384
            | PrivateKeyKind::Gost2004
            | PrivateKeyKind::Rsa2048
            | PrivateKeyKind::Rsa4096 => HashAlgorithm::Gost341195,
        };
        folder.put("digest", &hash.digest(&attributes));
        let on_curve = |file: &str| {
            let ask = [
                "pkeyutl", "-engine", "gost", "-verify", "-pubin", "-inkey", "key.pem", "-in",
                "digest", "-sigfile", file,
            ];
            folder.openssl(&ask).unwrap()
        };
        let output = on_curve("turned");
        assert!(output.status.success(), "{kind:?}: {output:?}");
        assert!(!on_curve("straight").status.success(), "{kind:?}");
        // The engine's own hashes: over the attributes with the signature, and over the act. It
        // has none with the boxes of the old national standard.
        let name = match kind {
            PrivateKeyKind::Gost2015A512 => "-md_gost12_512",
            PrivateKeyKind::Gost2015A256 => "-md_gost12_256",
            PrivateKeyKind::EcdsaP256
            | PrivateKeyKind::EcdsaP384
            | PrivateKeyKind::Gost2004
            | PrivateKeyKind::Rsa2048
            | PrivateKeyKind::Rsa4096 => continue,
        };
        let ask = [
            "dgst",
            "-engine",
            "gost",
            name,
            "-verify",
            "key.pem",
            "-signature",
            "turned",
            "attributes",
        ];
        let output = folder.openssl(&ask).unwrap();
        assert!(output.status.success(), "{kind:?}: {output:?}");
        let output = folder.openssl(&["dgst", "-engine", "gost", name, "-r", "act.pdf"]).unwrap();
        let digest = String::from_utf8(output.stdout).unwrap();
        let digest = hex::decode(digest.split_whitespace().next().unwrap()).unwrap();
        // messageDigest holds it as the engine prints it.
        assert!(attributes.windows(digest.len()).any(|it| it == digest), "{kind:?}");
    }
}
