//! Certificates, requests, revocation lists and signed data in the Russian encoding of GOST.
//!
//! The suite has no table. A folder holds one hierarchy or the examples of one standard; what is
//! signed in it must verify with a key of the same folder whose holder is named as the issuer, and
//! a file with `tampered` in its name must not. `msg.txt` beside the folders is the content of
//! signed data that carry none. Private keys, configurations and the message are not judged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use der::{Decode as _, Header, Reader as _, SliceReader};
use pki::algorithm::{self, AlgorithmIdentifier, PublicKey, SignatureError};
use pki::cms::{AttributeRule, CmsQuestion, SignedData};
use pki::finding::codes;
use pki::{Certificate, Finding, Name};

use crate::{Case, Material, Outcome, Report, SuiteError, malformed, material};

const VERIFIES: &str = "verifies, Russian encoding";
const REFUSED: &str = "refused";

pub(crate) fn run(material: &Material) -> Result<Report, SuiteError> {
    let mut files = Vec::new();
    malformed::collect(material.place(), &mut files)?;
    let mut folders: BTreeMap<PathBuf, Vec<Certificate>> = BTreeMap::new();
    for path in &files {
        let folder = path.parent().unwrap_or(material.folder()).to_owned();
        let sound = !is_tampered(path) && is_object(path);
        let certificates = folders.entry(folder).or_default();
        if sound {
            certificates.extend(pki::read_certificates(&material::read(path)?).certificates);
        }
    }
    // One folder alone may be asked about: the message then lies above it.
    let message = ["msg.txt", "../msg.txt"]
        .into_iter()
        .find_map(|name| material::read(&material.folder().join(name)).ok());
    let mut cases = Vec::new();
    for path in &files {
        let name = path.strip_prefix(material.folder()).unwrap_or(path).to_string_lossy();
        if !is_object(path) {
            cases.push(Case {
                id: name.into_owned(),
                expected: "-".to_owned(),
                got: "-".to_owned(),
                findings: Vec::new(),
                outcome: Outcome::NotApplicable(
                    "a private key, a configuration or the message: nothing in it is signed",
                ),
            });
            continue;
        }
        let known = path.parent().and_then(|folder| folders.get(folder));
        let known = known.map(Vec::as_slice).unwrap_or_default();
        let verdict = judge(&material::read(path)?, known, message.as_deref());
        let expected = if is_tampered(path) { REFUSED } else { VERIFIES };
        cases.push(Case::compared(&name, expected, verdict.word, verdict.codes));
    }
    Ok(Report { suite: "gost", cases })
}

fn is_tampered(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains("tampered"))
}

/// Whether a file holds something signed, by the end of its name.
fn is_object(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    !matches!(extension.as_deref(), Some("cnf" | "json" | "key" | "md" | "txt") | None)
}

struct Verdict {
    word: &'static str,
    codes: Vec<String>,
}

impl Verdict {
    /// What the answers of one or more keys to one or more signatures come to.
    fn of(answer: Result<(), SignatureError>, findings: &[Finding]) -> Self {
        let russian = codes::ALGORITHM_ENCODING_RUSSIAN.code;
        let mut codes: Vec<String> =
            findings.iter().map(|finding| finding.code.to_owned()).collect();
        let word = match answer {
            Ok(()) if codes.iter().any(|code| code == russian) => VERIFIES,
            Ok(()) => "verifies, another encoding",
            Err(error) => {
                codes.push(error.to_string());
                if error.is_undetermined() { "undetermined" } else { REFUSED }
            }
        };
        Self { word, codes }
    }
}

fn judge(bytes: &[u8], known: &[Certificate], message: Option<&[u8]>) -> Verdict {
    if let Ok((signed, _)) = SignedData::read(bytes) {
        return signed_data(&signed, known, message);
    }
    // Before certificates and lists, whose readers forgive much.
    if let Some((answer, findings)) = request(bytes) {
        return Verdict::of(answer, &findings);
    }
    if let [certificate] = &pki::read_certificates(bytes).certificates[..] {
        let (answer, findings) = signed_by(certificate, known);
        return Verdict::of(answer, &findings);
    }
    if let (Some(list), _) = pki::read_crl(bytes) {
        let (answer, findings) = first_match(list.issuer(), known, |key| {
            (list.verify(key), algorithm::strength(key, list.signature_algorithm()))
        });
        return Verdict::of(answer, &findings);
    }
    Verdict { word: REFUSED, codes: vec!["unreadable".to_owned()] }
}

type Answer = (Result<(), SignatureError>, Vec<Finding>);

/// The answer of the first holder of the name whose key says yes, else the last answer.
fn first_match(issuer: &Name, known: &[Certificate], ask: impl Fn(&PublicKey) -> Answer) -> Answer {
    let mut last = (Err(SignatureError::Invalid), Vec::new());
    for holder in known.iter().filter(|holder| holder.subject() == issuer) {
        last = ask(holder.public_key());
        if last.0.is_ok() {
            break;
        }
    }
    last
}

fn signed_by(certificate: &Certificate, known: &[Certificate]) -> Answer {
    first_match(certificate.issuer(), known, |key| {
        let algorithm = certificate.signature_algorithm();
        let answer = algorithm::verify(key, algorithm, certificate.tbs(), certificate.signature());
        (answer, algorithm::strength(key, algorithm))
    })
}

/// Every signer must be good, and every signer's certificate issued within the folder.
fn signed_data(signed: &SignedData, known: &[Certificate], message: Option<&[u8]>) -> Verdict {
    let reports = signed.judge(&CmsQuestion {
        content: if signed.content().is_none() { message } else { None },
        certificates: known,
        attributes: AttributeRule::Standard,
    });
    let good = reports.iter().all(|report| {
        let holder = report.certificate.as_ref();
        report.valid && holder.is_some_and(|holder| signed_by(holder, known).0.is_ok())
    });
    let findings: Vec<Finding> = reports.into_iter().flat_map(|report| report.findings).collect();
    let answer =
        if good && signed.signer_count() > 0 { Ok(()) } else { Err(SignatureError::Invalid) };
    Verdict::of(answer, &findings)
}

/// A certification request ([RFC 2986 section 4](https://www.rfc-editor.org/rfc/rfc2986#section-4)),
/// which is signed with the key it holds.
fn request(bytes: &[u8]) -> Option<Answer> {
    let armoured = der::pem::decode_vec(bytes).ok().map(|(_, der)| der);
    let der = armoured.as_deref().unwrap_or(bytes);
    let [information, algorithm, signature] = parts(der)?.try_into().ok()?;
    let [_, _, key, ..] = parts(information)?[..] else { return None };
    let key = PublicKey::from_spki_der(key).ok()?;
    let algorithm = AlgorithmIdentifier::from_der(algorithm).ok()?;
    let signature = der::asn1::BitStringRef::from_der(signature).ok()?;
    let answer = algorithm::verify(&key, &algorithm, information, signature.as_bytes()?);
    Some((answer, algorithm::strength(&key, &algorithm)))
}

/// The elements of a sequence, as they lie.
fn parts(der: &[u8]) -> Option<Vec<&[u8]>> {
    let mut reader = SliceReader::new(der).ok()?;
    Header::decode(&mut reader).ok()?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(reader.tlv_bytes().ok()?);
    }
    Some(parts)
}
