//! Signatures that other programs make and check: OpenSSL, its GOST engine, the Python reference.

use super::*;
use crate::fixture::{RussianKey, gost_engine};

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

/// A folder with a key and a certificate of its own made by OpenSSL; none where it is absent.
fn made(name: &str, key: &[&str]) -> Option<Folder> {
    let folder = Folder::new(name);
    folder.put("act", ACT);
    folder.put("other", b"another act");
    issue(&folder, "me", key)?;
    Some(folder)
}

/// Makes a key and a self-signed certificate of the name given.
fn issue(folder: &Folder, name: &str, key: &[&str]) -> Option<()> {
    let (key_file, certificate) = (format!("{name}.key"), format!("{name}.pem"));
    let make = [&["genpkey"], key, &["-out", &key_file]].concat();
    assert!(folder.run("openssl", &make)?.status.success(), "{make:?}");
    let subject = format!("/CN={name}");
    let mut request = vec!["req", "-new", "-x509", "-days", "30", "-key", &key_file];
    if key.contains(&"gost") {
        request.extend(["-engine", "gost"]);
    }
    request.extend(["-subj", &subject, "-addext", "keyUsage=digitalSignature"]);
    request.extend(["-out", &certificate]);
    let output = folder.run("openssl", &request)?;
    assert!(output.status.success(), "{output:?}");
    Some(())
}

fn rsa(bits: &str) -> Vec<&str> {
    let bits = match bits {
        "2048" => "rsa_keygen_bits:2048",
        _ => "rsa_keygen_bits:1024",
    };
    vec!["-algorithm", "RSA", "-pkeyopt", bits]
}

fn curve(name: &'static str) -> Vec<&'static str> {
    let option = match name {
        "P-256" => "ec_paramgen_curve:P-256",
        "P-521" => "ec_paramgen_curve:P-521",
        "secp256k1" => "ec_paramgen_curve:secp256k1",
        _ => "ec_paramgen_curve:brainpoolP384r1",
    };
    vec!["-algorithm", "EC", "-pkeyopt", option, "-pkeyopt", "ec_param_enc:named_curve"]
}

/// Signs `act` with OpenSSL into `signed`.
fn openssl_signs(folder: &Folder, signer: &str, options: &[&str]) -> Vec<u8> {
    let (key, certificate) = (format!("{signer}.key"), format!("{signer}.pem"));
    let mut sign = vec!["cms", "-sign", "-in", "act", "-out", "signed"];
    sign.extend(["-signer", &certificate, "-inkey", &key]);
    if !options.contains(&"-outform") {
        sign.extend(["-outform", "DER"]);
    }
    sign.extend(options);
    if !options.contains(&"-text") {
        sign.push("-binary");
    }
    let output = folder.run("openssl", &sign).unwrap();
    assert!(output.status.success(), "{options:?} {output:?}");
    folder.get("signed")
}

/// Whether OpenSSL verifies `signed` against a file; its own opinion of the same octets.
fn openssl_verifies(folder: &Folder, content: Option<&str>, more: &[&str]) -> bool {
    let mut verify = vec!["cms", "-verify", "-binary", "-noverify", "-in", "signed"];
    verify.extend(["-inform", "DER", "-out", "out"]);
    verify.extend(content.into_iter().flat_map(|file| ["-content", file]));
    verify.extend(more);
    folder.run("openssl", &verify).unwrap().status.success()
}

#[test]
fn signatures_that_openssl_makes_verify_and_fail_over_other_content() {
    let keys: [(&str, Vec<&str>); 5] = [
        ("rsa", rsa("2048")),
        ("p256", curve("P-256")),
        ("p521", curve("P-521")),
        ("k256", curve("secp256k1")),
        ("bp384", curve("brainpoolP384r1")),
    ];
    for (name, key) in keys {
        let Some(folder) = made(&format!("made-{name}"), &key) else { return };
        let ways: [&[&str]; 11] = [
            &[],
            &["-nodetach"],
            &["-nodetach", "-cades"],
            &["-cades", "-md", "sha512"],
            &["-nodetach", "-keyid", "-md", "sha384"],
            &["-nodetach", "-nosmimecap", "-md", "sha224"],
            &["-nodetach", "-noattr"],
            &["-noattr", "-md", "sha512"],
            &["-nodetach", "-stream"],
            &["-nodetach", "-nocerts"],
            &["-outform", "PEM", "-nodetach"],
        ];
        for options in ways {
            // aws-lc has no RSA with SHA-224.
            if name == "rsa" && options.contains(&"sha224") {
                continue;
            }
            let der = openssl_signs(&folder, "me", options);
            let (signed, findings) = SignedData::read(&der).unwrap();
            let streamed = options.contains(&"-stream");
            let expected: &[&str] = if streamed { &["cms.not-der"] } else { &[] };
            assert_eq!(codes_of(&findings), expected, "{name} {options:?}");
            let inside = options.contains(&"-nodetach");
            assert_eq!(signed.content(), inside.then_some(ACT), "{name} {options:?}");
            let given = [one_certificate(&folder.get("me.pem"))];
            let judge = |content| {
                let attributes = AttributeRule::Standard;
                signed.judge(&CmsQuestion { content, certificates: &given, attributes }).remove(0)
            };
            let report = judge((!inside).then_some(ACT));
            assert!(report.valid, "{name} {options:?}: {:?}", report.findings);
            let named =
                if options.contains(&"-cades") { EssCertId::Matches } else { EssCertId::Absent };
            assert_eq!(report.ess_cert_id, named, "{name} {options:?}");
            let by_key = matches!(report.id, Some(SignerId::KeyId(_)));
            assert_eq!(by_key, options.contains(&"-keyid"), "{name} {options:?}");
            assert!(!judge(Some(b"another act")).valid, "{name} {options:?}");
            // OpenSSL's word on the same octets.
            let detached = (!inside).then_some("act");
            let form = if options.contains(&"PEM") { "PEM" } else { "DER" };
            let more = ["-certfile", "me.pem", "-inform", form];
            assert!(openssl_verifies(&folder, detached, &more), "{name} {options:?}");
        }
    }
}

#[test]
fn rsa_pss_of_any_salt_verifies_as_with_openssl() {
    let Some(folder) = made("pss", &rsa("2048")) else { return };
    for (hash, salt) in [
        ("sha256", "digest"),
        ("sha256", "max"),
        ("sha256", "0"),
        ("sha384", "20"),
        ("sha384", "33"),
        ("sha512", "digest"),
        ("sha512", "max"),
    ] {
        let salt = format!("rsa_pss_saltlen:{salt}");
        let options =
            ["-nodetach", "-md", hash, "-keyopt", "rsa_padding_mode:pss", "-keyopt", &salt];
        let der = openssl_signs(&folder, "me", &options);
        let report = read(&der).verify(None).remove(0);
        assert!(report.valid, "{hash} {salt}: {:?}", report.findings);
        assert!(openssl_verifies(&folder, None, &[]));
        let mut broken = der.clone();
        *broken.last_mut().unwrap() ^= 1;
        assert!(!read(&broken).verify(None)[0].valid, "{hash} {salt}");
    }
}

#[test]
fn several_signers_of_openssl_are_all_reported() {
    let Some(folder) = made("several", &rsa("2048")) else { return };
    issue(&folder, "two", &curve("P-256")).unwrap();
    issue(&folder, "three", &curve("secp256k1")).unwrap();
    let more = ["-signer", "two.pem", "-inkey", "two.key", "-signer", "three.pem", "-inkey"];
    let der = openssl_signs(&folder, "me", &[&more[..], &["three.key", "-nodetach"]].concat());
    let reports = read(&der).verify(None);
    assert_eq!(reports.len(), 3);
    let mut names: Vec<String> = reports
        .iter()
        .inspect(|report| assert!(report.valid, "{:?}", report.findings))
        .map(|report| report.certificate.as_ref().unwrap().subject().common_name().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["me", "three", "two"]);
    assert!(openssl_verifies(&folder, None, &[]));
}

#[test]
fn weak_hashes_and_short_keys_of_openssl_are_visible() {
    // Q26.
    let Some(folder) = made("weak", &rsa("1024")) else { return };
    let der = openssl_signs(&folder, "me", &["-nodetach", "-md", "sha1"]);
    let report = read(&der).verify(None).remove(0);
    assert!(report.valid, "{:?}", report.findings);
    assert_eq!(says(&report, &codes::ALGORITHM_HASH_WEAK), Some(Weight::Remark));
    assert_eq!(says(&report, &codes::ALGORITHM_KEY_SHORT), Some(Weight::Remark));
    // MD5 is named, and whatever the signature comes to, it does not pass in silence.
    let der = openssl_signs(&folder, "me", &["-nodetach", "-md", "md5"]);
    let report = read(&der).verify(None).remove(0);
    let weak = report.findings.iter().find(|finding| finding.code == "algorithm.hash-weak");
    assert_eq!(weak.unwrap().facts["hash"], "MD5");
}

/// Keys of the engine on curves that are also national ones.
const RUSSIAN: [(&str, &[&str], gost::Curve); 3] = [
    (
        "CryptoPro A",
        &["-engine", "gost", "-algorithm", "gost2012_256", "-pkeyopt", "paramset:A"],
        gost::Curve::Gost2004A,
    ),
    (
        "tc26 256 A",
        &["-engine", "gost", "-algorithm", "gost2012_256", "-pkeyopt", "paramset:TCA"],
        gost::Curve::Gost2015A256,
    ),
    (
        "tc26 512 A",
        &["-engine", "gost", "-algorithm", "gost2012_512", "-pkeyopt", "paramset:A"],
        gost::Curve::Gost2015A512,
    ),
];

#[test]
fn signatures_that_the_gost_engine_makes_verify_in_their_own_encoding() {
    if !gost_engine(&Folder::new("engine-a")) {
        return;
    }
    for (name, key, _) in RUSSIAN {
        let folder = made(&format!("engine-{}", name.replace(' ', "-")), key).unwrap();
        for options in
            [&[][..], &["-nodetach"], &["-nodetach", "-cades"], &["-nodetach", "-stream"]]
        {
            let with = [options, &["-engine", "gost"]].concat();
            let (signed, _) = SignedData::read(&openssl_signs(&folder, "me", &with)).unwrap();
            let inside = options.contains(&"-nodetach");
            let report = signed.verify((!inside).then_some(ACT)).remove(0);
            assert!(report.valid, "{name} {options:?}: {:?}", report.findings);
            assert!(!signed.verify(Some(b"another act"))[0].valid, "{name} {options:?}");
        }
    }
}

#[test]
fn the_gost_engine_verifies_what_is_signed_here_in_the_russian_encoding() {
    if !gost_engine(&Folder::new("engine-b")) {
        return;
    }
    for (name, arguments, curve) in RUSSIAN {
        let folder = made(&format!("signed-{}", name.replace(' ', "-")), arguments).unwrap();
        let show = ["pkey", "-engine", "gost", "-in", "me.key", "-text", "-noout"];
        let shown = String::from_utf8(folder.run("openssl", &show).unwrap().stdout).unwrap();
        let number = shown.lines().find_map(|line| line.strip_prefix("Private key: ")).unwrap();
        let number = format!("{number:0>width$}", width = curve.size() * 2);
        let certificate = one_certificate(&folder.get("me.pem"));
        let (hash, digest, algorithm) = if curve.size() == 64 {
            let names = (&known::RUSSIAN_STREEBOG_512, &known::RUSSIAN_2012_512_SIGNATURE);
            (HashAlgorithm::Streebog512, names.0, names.1)
        } else {
            let names = (&known::RUSSIAN_STREEBOG_256, &known::RUSSIAN_2012_256_SIGNATURE);
            (HashAlgorithm::Streebog256, names.0, names.1)
        };
        let key = RussianKey {
            key: gost::PrivateKey::from_be_bytes(curve, &hex::decode(number).unwrap()).unwrap(),
            public: certificate.public_key().clone(),
            hash,
            algorithm: algorithm.clone(),
        };
        let ours = sign(&key, &certificate, ACT, &SignOptions::attached(today())).unwrap();
        // Under the Russian name of the same hash.
        let named = AlgorithmIdentifier { oid: digest.clone(), parameters: None };
        let mut fields = parts(&ours);
        fields[2] = crate::issue::algorithm(&named);
        let info = encode::element(SEQUENCE, &fields.concat());
        for (octets, given) in [(Some(ACT), None), (None, Some("act"))] {
            let content = Content { kind: &known::CMS_DATA, octets };
            let der = assemble(
                1,
                std::slice::from_ref(&named),
                &content,
                &[&certificate],
                vec![info.clone()],
            );
            assert!(read(&der).verify(given.map(|_| ACT))[0].valid, "{name}");
            folder.put("signed", &der);
            assert!(openssl_verifies(&folder, given, &["-engine", "gost"]), "{name}");
        }
        assert!(!openssl_verifies(&folder, Some("other"), &["-engine", "gost"]), "{name}");
    }
}
