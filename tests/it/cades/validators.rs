//! The container with parallel signatures, opened and validated by programs of other houses:
//! GnuTLS and pyHanko, beside OpenSSL in [`super::programs`].

use std::io::{Cursor, Read};

use tekseru::inspection::Pack;

use super::*;
use crate::skip::skipped;

/// A container with the signatures of four people, three of them time-stamped, and its parts.
struct Parallel {
    folder: Folder,
    pki: Pki,
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
        let mut zip = zip::ZipArchive::new(Cursor::new(container)).unwrap();
        for (name, file) in [("act.pdf", "act.pdf"), ("META-INF/signature.p7s", "all.p7s")] {
            let mut bytes = Vec::new();
            zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            folder.put(file, &bytes);
        }
        folder.pem("root.pem", &pki.root.certificate);
        folder.pem("issuing.pem", &pki.issuing.certificate);
        folder.pem("stranger.pem", &Pki::new(kind).root.certificate);
        let both = ["root.pem", "issuing.pem"].map(|it| fs::read(folder.0.join(it)).unwrap());
        folder.put("chain.pem", &both.concat());
        Self { folder, pki }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> std::io::Result<Output> {
        Command::new(program).args(arguments).current_dir(&self.folder.0).output()
    }
}

/// The container with one octet of the signed file, or of one signature, changed.
fn changed(all: &Parallel, name: &str, from: &[u8], to: &[u8]) -> PathBuf {
    let whole = fs::read(all.folder.0.join("act.asics")).unwrap();
    let at = whole.windows(from.len()).position(|it| it == from).unwrap();
    let changed = [&whole[..at], to, &whole[at + from.len()..]].concat();
    all.folder.put(name, &changed)
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
        let keep = format!("/tmp/asics-{kind:?}");
        let _ = Command::new("cp").args(["-r", all.folder.0.to_str().unwrap(), &keep]).status();
        let time = minutes(30).to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S");
        let time = time.to_string();
        let verify = |data: &str, anchors: &str| {
            let ask = ["--p7-verify", "--inder", "--infile", "all.p7s", "--load-data", data];
            let trust = ["--load-ca-certificate", anchors, "--attime", &time];
            all.run("certtool", &[&ask[..], &trust].concat())
        };
        let Ok(output) = verify("act.pdf", "chain.pem") else {
            return skipped("certtool of GnuTLS is absent");
        };
        let told = said(&output);
        assert!(output.status.success(), "{kind:?}: {told}");
        assert_eq!(told.matches("Signature status: ok").count(), 4, "{kind:?}: {told}");
        all.folder.put("other.pdf", b"%PDF-1.7 another file");
        for output in [verify("other.pdf", "chain.pem"), verify("act.pdf", "stranger.pem")] {
            let output = output.unwrap();
            assert!(!output.status.success(), "{kind:?}: {}", said(&output));
        }
    }
}
