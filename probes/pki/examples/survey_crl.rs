//! Surveys a list from its file: signature, entries, one serial number.
//!
//! `survey_crl LIST.der ISSUER.der SERIAL`
use std::fs::File;
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let begin = Instant::now();
    let mut file = File::open(&arguments[1]).unwrap();
    let survey = pki::crl::Survey::read(&mut file).unwrap();
    println!("read {:?} {:?}", begin.elapsed(), survey);
    let issuer = pki::Certificate::read(&std::fs::read(&arguments[2]).unwrap()).unwrap();
    println!("verify {:?} {:?}", survey.verify(issuer.public_key()), begin.elapsed());
    let serial = hex::decode(&arguments[3]).unwrap();
    let found = survey.find(&mut file, &serial, survey.issuer()).unwrap();
    println!("{found:?} {:?}", begin.elapsed());
    println!("{:?}", survey.defects());
}
