//! A pack as large as packs get: an act with 15 signers over so many MiB of evidence, as a folder
//! and as a ZIP file. `.ci/verify-gib` verifies it and compares with `sha256sum`.
//!
//! ```text
//! cargo run --release --example verify_gib -- FOLDER [MiB]
//! ```
//!
//! The evidence are documents of 16 MiB that members attached to their answers, random so that
//! nothing packs them. The keys are of every kind that members bring.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Iin};
use pki::Certificate;
use pki::cms::{SignOptions, sign};
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use tekseru::act::record::ConclusionKind;
use tekseru::case::Case;
use tekseru::catalog::Catalog;
use tekseru::inspection::{AnswerInput, ConclusionInput, Inspection, Pack, Seen, legal_day};
use tekseru::words::Words;

/// How many sign; the act needs two thirds of them.
const SIGNERS: u32 = 15;
/// The length of one piece, in MiB.
const PIECE: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: verify_gib FOLDER [MiB]")?;
    let folder = Path::new(&folder);
    let wanted = arguments.next().map_or(Ok(1024), |it| it.parse::<usize>())?;
    std::fs::create_dir_all(folder)?;
    let now = Timestamp::now();
    let (catalog, words) = (Catalog::embedded()?, Words::embedded()?);

    let key = PrivateKey::generate(PrivateKeyKind::Rsa2048)?;
    let name = distinguished_name(&[(&known::COMMON_NAME, "ҮЛГІ"), (&known::COUNTRY, "KZ")]);
    let validity = (now - days(400), now + days(400));
    let nowhere = Addresses::default();
    let root = &Profile::Root;
    let root = CertificateTemplate::new(root, None, name, key.public_key(), validity, &nowhere);
    let root = root.issue(&key)?;
    let mut case = format!(
        "[recipient]\nname = 'ҮЛГІ'\naddress = 'ҮЛГІ'\nbin = '000000000601'\nauthority = 'ҮЛГІ'\n\
         [visit]\nstart = '{day}'\nend = '{day}'\nplaces = ['ҮЛГІ']\n\
         [[signing-anchors]]\nsha256 = '{}'\nobtained-from = 'measure'\n\
         [commission.order]\nnumber = '1'\ndate = '{day}'\n",
        EvidenceId::of(root.der()),
        day = legal_day(now),
    );
    let mut members: Vec<(Iin, PrivateKey, Certificate)> = Vec::new();
    for number in 1..=SIGNERS {
        let kind = match number % 3 {
            0 => PrivateKeyKind::Rsa2048,
            1 => PrivateKeyKind::Gost2015A512,
            _ => PrivateKeyKind::EcdsaP256,
        };
        let iin = format!("{:012}", 100 + number);
        let own = PrivateKey::generate(kind)?;
        let subject = person("ҮЛГІ МҮШЕ", "ҮЛГІ", &iin, None);
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let public = own.public_key();
        let template =
            CertificateTemplate::new(&profile, Some(&root), subject, public, validity, &nowhere);
        let (body, role) = match number {
            1 => ("service-provider", "chair"),
            2 => ("national-security", "member"),
            3 => ("technical-regulation", "member"),
            _ => ("service-provider", "member"),
        };
        writeln!(
            case,
            "[[commission.members]]\niin = '{iin}'\nname = 'Үлгі {number}'\nposition = 'үлгі'\n\
             body = '{body}'\nrole = '{role}'"
        )?;
        let certificate = template.issue(&key)?;
        members.push((Iin::try_from(iin)?, own, certificate));
    }

    let case: Case = toml::from_str(&case)?;
    let mut inspection = Inspection::new(&folder.join("dossier"), case, &catalog, &words, now)?;
    let mut random = Random(0x7465_6b73_6572_7521);
    let document = folder.join("document.pdf");
    for (at, piece) in (0..wanted.div_ceil(PIECE)).enumerate() {
        let mut bytes = Vec::with_capacity(PIECE << 20);
        while bytes.len() < PIECE << 20 {
            bytes.extend(random.next().to_le_bytes());
        }
        std::fs::write(&document, bytes)?;
        let answer = AnswerInput {
            item: "224.ceiling-height".into(),
            member: Some(members[at % members.len()].0.clone()),
            seen: Seen::OutOfOrder,
            ground: format!("document {piece}"),
            measures: vec![],
            assets: vec![],
            attach: vec![document.clone()],
        };
        inspection.answer(&answer, Path::new(""), Timestamp::now())?;
    }
    std::fs::remove_file(&document)?;
    let conclusion = ConclusionInput {
        number: "1".into(),
        kind: ConclusionKind::Negative,
        damage: std::collections::BTreeMap::new(),
        text: String::new(),
        recommendations: vec![],
        despite: None,
        with_english: false,
    };
    let begun = Instant::now();
    let (_, files) = inspection.seal(&conclusion, Timestamp::now())?;
    println!("sealed in {} ms", begun.elapsed().as_millis());
    let list = CrlTemplate::new(&root, now, now + days(1), 1).to_der(&key)?;
    for (name, bytes) in [("root.cer", root.der()), ("root.crl", &list)] {
        std::fs::write(folder.join(name), bytes)?;
        inspection.add_trust(&folder.join(name), Timestamp::now())?;
    }
    for (iin, key, certificate) in &members {
        let options = SignOptions::detached(Timestamp::now());
        let path = folder.join(format!("{iin}.p7s"));
        std::fs::write(&path, sign(key, certificate, &files.pdf, &options)?)?;
        inspection.import_signature(&path, Timestamp::now())?;
    }
    for place in ["pack", "pack.zip"] {
        inspection.export(&folder.join(place))?;
    }
    let verification = Pack::open(&folder.join("pack"))?.verify(&catalog, &words)?;
    let signed = verification.tally.map_or(0, |it| it.signed.len());
    println!("{signed} signers counted, holds: {}", verification.holds);
    Ok(())
}

const fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

/// Bytes that nothing packs (xorshift64*).
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}
