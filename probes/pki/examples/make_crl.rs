//! Makes a list of national size with our own writer, and the certificate of its issuer.
//!
//! `make_crl LIST.der ISSUER.der ENTRIES rsa|p256|gost512` writes random serial numbers of sixteen
//! octets, a reason on every fourth entry, and prints the first, the middle and the last number.

use std::error::Error;
use std::fs;

use jiff::{SignedDuration, Timestamp};
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, RevokedTemplate, distinguished_name,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, issuer, entries, kind] = arguments.as_slice() else {
        return Err("make_crl LIST.der ISSUER.der ENTRIES rsa|p256|gost512".into());
    };
    let kind = match kind.as_str() {
        "gost512" => PrivateKeyKind::Gost2015A512,
        "p256" => PrivateKeyKind::EcdsaP256,
        _ => PrivateKeyKind::Rsa2048,
    };
    let day: Timestamp = "2026-11-20T00:00:00Z".parse()?;
    let key = PrivateKey::generate(kind)?;
    let name = distinguished_name(&[(&known::COMMON_NAME, "LARGE LISTS"), (&known::COUNTRY, "KZ")]);
    let validity =
        (day - SignedDuration::from_hours(24 * 365), day + SignedDuration::from_hours(24 * 365));
    let certificate = CertificateTemplate::new(
        &Profile::Root,
        None,
        name,
        key.public_key(),
        validity,
        &Addresses::default(),
    )
    .issue(&key)?;
    let mut template =
        CrlTemplate::new(&certificate, day, day + SignedDuration::from_hours(24 * 90), 1000);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        // SplitMix64: the same list at every run.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    for number in 0..entries.parse::<u32>()? {
        let high = random() >> 1 | 1 << 56;
        let serial = [high.to_be_bytes(), random().to_be_bytes()].concat();
        let hours = i64::from(number % 8000) + 24;
        template.entries.push(RevokedTemplate {
            serial,
            date: day - SignedDuration::from_hours(hours),
            reason: (number % 4 == 0).then_some(1 + u8::try_from(number / 4 % 5)?),
            certificate_issuer: None,
            invalidity_date: None,
        });
    }
    fs::write(list, template.to_der(&key)?)?;
    fs::write(issuer, certificate.der())?;
    for at in [0, template.entries.len() / 2, template.entries.len().saturating_sub(1)] {
        if let Some(entry) = template.entries.get(at) {
            let digits: String = entry.serial.iter().map(|it| format!("{it:02x}")).collect();
            println!("{digits}");
        }
    }
    Ok(())
}
