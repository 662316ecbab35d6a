//! Surveys a list out of its file, verifies its signature and looks a serial number up.
//!
//! `survey_crl LIST.der ISSUER.der SERIAL [FINGERPRINT]`: with the list's SHA-256, as a keeper of
//! evidence has it, only the signed part is hashed. The measure of the engine alone; `tekseru pki
//! crl` does the same and says it in words.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an example is a program of its own, with files of its own"
)]

use std::error::Error;
use std::fs::{self, File};

use pki::{Certificate, Survey};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, issuer, serial, known @ ..] = arguments.as_slice() else {
        return Err("survey_crl LIST.der ISSUER.der SERIAL [FINGERPRINT]".into());
    };
    let mut file = File::open(list)?;
    let survey = match known {
        [] => Survey::read(&mut file)?,
        [known, ..] => Survey::read_known(&mut file, known.parse()?)?,
    };
    let issuer = Certificate::read(&fs::read(issuer)?)?;
    survey.verify(issuer.public_key())?;
    let entry = survey.find(&mut file, &hex::decode(serial)?, survey.issuer())?;
    println!("{} entries, {}", survey.entries(), survey.fingerprint());
    println!("{entry:?}");
    for finding in survey.defects() {
        println!("{} {:?}", finding.code, finding.facts);
    }
    Ok(())
}
