//! The container with parallel signatures, opened and validated by programs of other houses:
//! GnuTLS and pyHanko, beside OpenSSL in `programs`. Both have their own readers of CMS, of
//! certificates and of their paths; pyHanko besides follows ETSI EN 319 102-1, demands proof of
//! revocation for every certificate, and is given nothing but the container and the anchor.

use std::io::{Cursor, Read};

use serde_json::Value;
use tekseru::inspection::Pack;

use super::*;
use crate::skip::skipped;

/// The container of an act with the signatures of four people, three of them time-stamped, and its
/// parts.
struct Parallel {
    folder: Folder,
}

impl Parallel {
    fn new(kind: PrivateKeyKind) -> Self {
        let pki = Pki::new(kind);
        let (folder, mut inspection) = sealed("validators", &pki);
        let root = folder.put("root.cer", pki.root.certificate.der());
        inspection.add_trust(&root, minutes(1)).unwrap();
        let (_, pdf) = inspection.file_to_sign().unwrap();
        for number in [1, 2, 3, 5] {
            let cms = pki.of(number).sign(&pdf, minutes(10));
            let cms = if number == 5 { cms } else { pki.stamped(&cms, minutes(11)) };
            let path = folder.put(&format!("{number}.p7s"), &cms);
            inspection.import_signature(&path, minutes(12)).unwrap();
        }
        inspection.collect_trust(&Net::new(&pki, minutes(20))).unwrap();
        assert!(inspection.adopt(minutes(21)).unwrap().tally.adopted);
        let pack = folder.0.join("pack");
        inspection.export(&pack).unwrap();
        assert!(Pack::open(&pack).unwrap().verify(&CATALOG, &WORDS).unwrap().holds);
        let container = fs::read(pack.join("act.asics")).unwrap();
        folder.put("act.asics", &container);
        folder.put("act.pdf", &entry(&container, "act.pdf"));
        folder.put("all.p7s", &entry(&container, SIGNATURE));
        folder.pem("root.pem", &pki.root.certificate);
        folder.pem("issuing.pem", &pki.issuing.certificate);
        let stranger = Pki::new(kind).root.certificate;
        folder.pem("stranger.pem", &stranger);
        folder.put("stranger.cer", stranger.der());
        let both = ["root.pem", "issuing.pem"].map(|it| fs::read(folder.0.join(it)).unwrap());
        folder.put("chain.pem", &both.concat());
        Self { folder }
    }

    /// Runs a program here; none where it is absent.
    fn run(&self, program: &str, arguments: &[&str]) -> Option<Output> {
        Command::new(program).args(arguments).current_dir(&self.folder.0).output().ok()
    }
}

const SIGNATURE: &str = "META-INF/signature.p7s";

fn entry(container: &[u8], name: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(container)).unwrap();
    let mut bytes = Vec::new();
    zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// The container once more, with another file or another signature object in it.
fn with(container: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for it in ["mimetype", "act.pdf", SIGNATURE] {
        zip.start_file(it, stored).unwrap();
        let own = entry(container, it);
        zip.write_all(if it == name { bytes } else { &own }).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

const KINDS: [PrivateKeyKind; 3] =
    [PrivateKeyKind::EcdsaP256, PrivateKeyKind::EcdsaP384, PrivateKeyKind::Rsa2048];

#[test]
fn gnutls_finds_and_verifies_every_parallel_signature_of_the_container() {
    for kind in KINDS {
        let all = Parallel::new(kind);
        let verify = |data: &str, anchors: &str| {
            let ask = ["--p7-verify", "--inder", "--infile", "all.p7s", "--load-data", data];
            all.run("certtool", &[&ask[..], &["--load-ca-certificate", anchors]].concat())
        };
        let Some(output) = verify("act.pdf", "chain.pem") else {
            return skipped("certtool of GnuTLS is absent");
        };
        let told = said(&output);
        assert!(output.status.success(), "{kind:?}: {told}");
        assert_eq!(told.matches("Signature status: ok").count(), 4, "{kind:?}: {told}");
        all.folder.put("other.pdf", b"%PDF-1.7 another file");
        for (data, anchors) in [("other.pdf", "chain.pem"), ("act.pdf", "stranger.pem")] {
            let output = verify(data, anchors).unwrap();
            let told = said(&output);
            assert!(!output.status.success(), "{kind:?}: {told}");
            assert!(!told.contains("Signature status: ok"), "{kind:?}: {told}");
        }
    }
}

/// What the script says of a container.
fn pyhanko(all: &Parallel, container: &str, anchor: &str, more: &[&str]) -> Value {
    let moment = minutes(30).to_string().replace('Z', "+00:00");
    let script = ["-c", include_str!("validators.py"), container, anchor, &moment];
    let output = all.run("python3", &[&script[..], more].concat()).unwrap();
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn pyhanko_opens_the_container_and_validates_every_signature_with_its_time_and_proof() {
    for kind in KINDS {
        let all = Parallel::new(kind);
        let there = all.run("python3", &["-c", "import pyhanko"]);
        if !there.is_some_and(|it| it.status.success()) {
            return skipped("pyHanko is absent");
        }
        let told = pyhanko(&all, "act.asics", "root.cer", &[]);
        assert_eq!(told["names"], serde_json::json!(["mimetype", "act.pdf", SIGNATURE]));
        assert_eq!(told["mimetype"], "application/vnd.etsi.asic-s+zip");
        assert_eq!((&told["first"], &told["damaged"]), (&true.into(), &Value::Null));
        // RFC 5652 section 5.1: other revocation information makes it version 5.
        assert_eq!(told["version"], "v5");
        let mut people: Vec<&str> = Vec::new();
        for signer in told["signers"].as_array().unwrap() {
            let person = signer["person"].as_str().unwrap();
            people.push(person);
            assert_eq!((&signer["sound"], &signer["trusted"]), (&true.into(), &true.into()));
            assert_eq!(signer["ades"], "AdESPassed.OK", "{kind:?}: {signer:#}");
            let stamp = &signer["stamp"];
            if person.ends_with('5') {
                assert_eq!(*stamp, Value::Null);
                continue;
            }
            assert_eq!((&stamp["sound"], &stamp["trusted"]), (&true.into(), &true.into()));
            let time: Timestamp = stamp["time"].as_str().unwrap().parse().unwrap();
            assert_eq!(time, minutes(11));
        }
        people.sort_unstable();
        let expected = [1, 2, 3, 5].map(|it| format!("IIN{}", iin(it)));
        assert_eq!(people, expected, "{kind:?}");

        // It can tell otherwise: another file, another anchor, no proof of revocation.
        let whole = fs::read(all.folder.0.join("act.asics")).unwrap();
        all.folder.put("other.asics", &with(&whole, "act.pdf", b"%PDF-1.7 another file"));
        for (container, anchor, more, sound) in [
            ("other.asics", "root.cer", &[][..], false),
            ("act.asics", "stranger.cer", &[], true),
            ("act.asics", "root.cer", &["bare"], true),
        ] {
            let told = pyhanko(&all, container, anchor, more);
            for signer in told["signers"].as_array().unwrap() {
                let what = format!("{container} {anchor} {more:?}: {signer:#}");
                assert_ne!(signer["ades"], "AdESPassed.OK", "{what}");
                assert_eq!(signer["sound"], sound, "{what}");
                assert!(!sound || signer["trusted"] == false, "{what}");
            }
        }
    }
}
