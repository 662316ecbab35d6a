//! Files that people hand over: read within bounds, told apart, whatever they are wrapped in.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use pki::crl::{Comparison, RevokedEntry, SurveyError};
use pki::finding::codes;
use pki::{Certificate, Crl, Finding, Name, Survey, Weight};

use super::CliError;

/// The largest file that is read, in octets. A national revocation list has some twenty million.
pub(super) const FILE_LIMIT: u64 = 256 << 20;
/// The most files that are looked at in one folder.
const FOLDER_LIMIT: usize = 4096;

/// What a file is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// One certificate or several.
    Certificate,
    /// A request for a certificate.
    CertificateRequest,
    /// A CMS signature.
    Cms,
    /// A revocation list.
    Crl,
    /// Nothing at all.
    Empty,
    /// A PKCS #12 container.
    KeyContainer,
    /// A response about the status of certificates.
    Ocsp,
    /// A request for the status of certificates.
    OcspRequest,
    /// A private key.
    PrivateKey,
    /// A time-stamp token.
    TspToken,
    /// A response of a time-stamping authority.
    TspResponse,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The name in the JSON forms; the words are the message `pki-kind-<name>`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::CertificateRequest => "certificate-request",
            Self::Cms => "cms",
            Self::Crl => "crl",
            Self::Empty => "empty",
            Self::KeyContainer => "key-container",
            Self::Ocsp => "ocsp-response",
            Self::OcspRequest => "ocsp-request",
            Self::PrivateKey => "private-key",
            Self::TspToken => "tsp-token",
            Self::TspResponse => "tsp-response",
            Self::Unknown => "unknown",
        }
    }
}

/// A file as it was found.
pub(super) struct Input {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// Its octets.
    pub(super) bytes: Vec<u8>,
    /// The octets inside, where bare base64 was around them.
    pub(super) inner: Option<Vec<u8>>,
    /// What it is.
    pub(super) kind: Kind,
}

impl Input {
    /// Reads a file, or the standard input where the path is `-`.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let bytes = octets(path)?;
        let mut inner = None;
        let mut kind = kind_of(&bytes);
        if kind == Kind::Unknown
            && let Some(decoded) = bare_base64(&bytes)
        {
            kind = kind_of(&decoded);
            inner = Some(decoded);
        }
        Ok(Self { path: path.to_path_buf(), bytes, inner, kind })
    }

    /// The octets without bare base64 around them.
    pub(super) fn der(&self) -> &[u8] {
        self.inner.as_deref().unwrap_or(&self.bytes)
    }

    /// Refuses a file of another kind by saying what it is.
    pub(super) fn expect(self, wanted: &[Kind]) -> Result<Self, CliError> {
        if wanted.contains(&self.kind) {
            return Ok(self);
        }
        Err(CliError::WrongKind {
            path: self.path,
            wanted: wanted.first().copied().unwrap_or(Kind::Unknown).name(),
            found: self.kind.name(),
        })
    }
}

/// The octets of a file.
pub(super) fn octets(path: &Path) -> Result<Vec<u8>, CliError> {
    let unreadable = |source| CliError::Unreadable { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(FILE_LIMIT + 1).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes))
    };
    let length = read.map_err(unreadable)?;
    if u64::try_from(length).is_ok_and(|length| length > FILE_LIMIT) {
        return Err(CliError::TooLarge { path: path.to_path_buf(), limit: FILE_LIMIT });
    }
    Ok(bytes)
}

/// Certificates that were read, and what was odd about their files.
#[derive(Default)]
pub(super) struct Certificates {
    pub(super) certificates: Vec<Certificate>,
    pub(super) findings: Vec<(PathBuf, Finding)>,
}

impl Certificates {
    /// Reads the certificates of files, and of the files of folders, where only what holds
    /// certificates takes part.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self, CliError> {
        let mut read = Self::default();
        for path in paths {
            if path.is_dir() {
                for path in folder(path)? {
                    let input = Input::read(&path)?;
                    if matches!(input.kind, Kind::Certificate | Kind::PrivateKey) {
                        read.take(&input);
                    }
                }
            } else {
                let input = Input::read(path)?;
                if read.take(&input) == 0 {
                    return Err(no_certificate(input));
                }
            }
        }
        Ok(read)
    }

    /// How many certificates the file gave.
    fn take(&mut self, input: &Input) -> usize {
        let reading = pki::read_certificates(input.der());
        let path = &input.path;
        self.findings.extend(reading.defects.into_iter().map(|it| (path.clone(), it)));
        let count = reading.certificates.len();
        self.certificates.extend(reading.certificates);
        count
    }
}

/// Reads one certificate. Of a bundle the first is meant.
pub(super) fn certificate(path: &Path) -> Result<(Certificate, Vec<(PathBuf, Finding)>), CliError> {
    let mut read = Certificates::read(std::slice::from_ref(&path.to_path_buf()))?;
    if read.certificates.is_empty() {
        return Err(CliError::NoCertificate {
            path: path.to_path_buf(),
            reason: "the folder holds none".to_owned(),
        });
    }
    Ok((read.certificates.swap_remove(0), read.findings))
}

fn no_certificate(input: Input) -> CliError {
    if !matches!(input.kind, Kind::Certificate | Kind::Unknown) {
        let (wanted, found) = (Kind::Certificate.name(), input.kind.name());
        return CliError::WrongKind { path: input.path, wanted, found };
    }
    let reading = pki::read_certificates(input.der());
    let reason = reading.defects.iter().find_map(|it| it.facts.get("reason").cloned());
    let reason = reason.unwrap_or_else(|| "nothing in it looks like one".to_owned());
    CliError::NoCertificate { path: input.path, reason }
}

/// Reads a revocation list, wrapped in whatever it may be.
pub(super) fn crl(path: &Path) -> Result<Crl, CliError> {
    let input = Input::read(path)?.expect(&[Kind::Crl])?;
    let (crl, findings) = pki::read_crl(input.der());
    crl.ok_or_else(|| CliError::Malformed {
        path: input.path,
        kind: Kind::Crl.name(),
        reason: reason(&findings),
    })
}

/// A revocation list that may be larger than what is held in memory.
pub(super) struct List {
    path: PathBuf,
    octets: Octets,
    pub(super) survey: Survey,
}

/// Where the octets of a list are.
enum Octets {
    File(File),
    Memory(Cursor<Vec<u8>>),
}

impl Read for Octets {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(memory) => memory.read(buffer),
        }
    }
}

impl Seek for Octets {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(memory) => memory.seek(to),
        }
    }
}

impl List {
    /// Reads a list out of its file in one pass. Only one that is wrapped in text, or comes from
    /// the standard input, is held in memory.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let unreadable = |source| CliError::Unreadable { path: path.to_path_buf(), source };
        let malformed = |reason: &dyn ToString| CliError::Malformed {
            path: path.to_path_buf(),
            kind: Kind::Crl.name(),
            reason: reason.to_string(),
        };
        let mut start = Vec::new();
        if path != Path::new("-") {
            File::open(path)
                .and_then(|file| file.take(START).read_to_end(&mut start))
                .map_err(unreadable)?;
        }
        let mut octets = if start.first() == Some(&SEQUENCE) && kind_of(&start) == Kind::Crl {
            Octets::File(File::open(path).map_err(unreadable)?)
        } else {
            let input = Input::read(path)?.expect(&[Kind::Crl])?;
            let der = pki::crl::der_of(input.der()).map_err(|reason| malformed(&reason))?;
            Octets::Memory(Cursor::new(der.into_owned()))
        };
        let survey = Survey::read(&mut octets).map_err(|error| match error {
            SurveyError::Input(source) => unreadable(source),
            SurveyError::Unreadable(reason) => malformed(&reason),
        })?;
        Ok(Self { path: path.to_path_buf(), octets, survey })
    }

    /// The entry of a certificate of `issuer`.
    pub(super) fn find(
        &mut self,
        serial: &[u8],
        issuer: &Name,
    ) -> Result<Option<RevokedEntry>, CliError> {
        let found = self.survey.find(&mut self.octets, serial, issuer);
        found.map_err(|source| CliError::Unreadable { path: self.path.clone(), source })
    }

    /// How the entries of a later list differ; `vanished` is shown each that it has no more.
    pub(super) fn compare(
        &mut self,
        later: &mut Self,
        vanished: impl FnMut(&RevokedEntry),
    ) -> Result<Comparison, CliError> {
        let earlier = (&self.survey, &mut self.octets);
        let compared = pki::crl::compare(earlier, (&later.survey, &mut later.octets), vanished);
        compared.map_err(|source| CliError::Unreadable { path: self.path.clone(), source })
    }
}

/// How much of a file tells what it is.
const START: u64 = 1 << 16;

fn reason(findings: &[Finding]) -> String {
    let worst = findings.iter().max_by_key(|it| it.weight);
    worst.and_then(|it| it.facts.get("reason").cloned()).unwrap_or_default()
}

fn folder(path: &Path) -> Result<BTreeSet<PathBuf>, CliError> {
    let unreadable = |source| CliError::Unreadable { path: path.to_path_buf(), source };
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if file.is_file() {
            files.insert(file);
        }
        if files.len() > FOLDER_LIMIT {
            return Err(CliError::TooManyFiles { path: path.to_path_buf(), limit: FOLDER_LIMIT });
        }
    }
    Ok(files)
}

/// What octets are, by their outer shape alone: what is inside may still be broken.
fn kind_of(bytes: &[u8]) -> Kind {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Kind::Empty;
    }
    if let Some(label) = pem_label(bytes) {
        return match label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Kind::Certificate,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Kind::CertificateRequest,
            "CMS" | "PKCS7" => Kind::Cms,
            "X509 CRL" => Kind::Crl,
            label if label.ends_with("PRIVATE KEY") => Kind::PrivateKey,
            _ => Kind::Unknown,
        };
    }
    der_kind(bytes)
}

/// The label of the PEM block that says most: a certificate before a key, a key before the rest.
fn pem_label(bytes: &[u8]) -> Option<String> {
    // Text in UTF-16 is ASCII with zeros between.
    let text: Vec<u8>;
    let bytes = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'-', 0, ..] | [0, b'-', ..] => {
            text = bytes.iter().copied().filter(|octet| *octet != 0).collect();
            &text
        }
        _ => bytes,
    };
    const BEGIN: &[u8] = b"-----BEGIN ";
    let mut labels = Vec::new();
    let mut rest = bytes;
    while labels.len() < 64
        && let Some(begin) = rest.windows(BEGIN.len()).position(|it| it == BEGIN)
    {
        rest = rest.get(begin + BEGIN.len()..).unwrap_or_default();
        let label: Vec<u8> = rest.iter().take(64).take_while(|it| **it != b'-').copied().collect();
        labels.push(String::from_utf8_lossy(&label).into_owned());
    }
    let certificate = labels.iter().find(|it| it.ends_with("CERTIFICATE"));
    certificate.or_else(|| labels.first()).cloned()
}

/// One element of DER or BER: its identifier and its content, cut where the octets end.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&identifier, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0x80 => (rest.len(), rest),
        0x81..=0x84 => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = octets.iter().fold(0_usize, |sum, it| (sum << 8) | usize::from(*it));
            (length, rest)
        }
        0x85.. => return None,
        short => (usize::from(short), rest),
    };
    let (content, after) = rest.split_at(length.min(rest.len()));
    Some((identifier, content, after))
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const ENUMERATED: u8 = 0x0a;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
/// The identifiers of signedData and of a time-stamp as the content of one.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];

/// The elements one after another, at most eight of them.
fn elements(mut bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while found.len() < 8
        && let Some((identifier, content, after)) = element(bytes)
    {
        found.push((identifier, content));
        bytes = after;
    }
    found
}

fn identifiers(bytes: &[u8]) -> Vec<u8> {
    elements(bytes).into_iter().map(|it| it.0).collect()
}

fn der_kind(bytes: &[u8]) -> Kind {
    let Some((SEQUENCE, content, _)) = element(bytes) else { return Kind::Unknown };
    let parts = elements(content);
    let shape: Vec<u8> = parts.iter().map(|it| it.0).collect();
    match (shape.as_slice(), parts.as_slice()) {
        ([OBJECT_IDENTIFIER, ..], _) => cms_kind(content),
        ([ENUMERATED, ..], _) => Kind::Ocsp,
        ([INTEGER, SEQUENCE, ..], [(_, version), (_, second), ..]) => {
            match (version, identifiers(second).as_slice()) {
                ([3], [OBJECT_IDENTIFIER, ..]) => Kind::KeyContainer,
                _ => Kind::PrivateKey,
            }
        }
        ([INTEGER, INTEGER, ..] | [INTEGER, 0x04, ..], _) => Kind::PrivateKey,
        ([SEQUENCE], [(_, only)]) | ([SEQUENCE, SEQUENCE], [(_, only), _])
            if identifiers(only).first() == Some(&INTEGER) && !is_body(only) =>
        {
            Kind::TspResponse
        }
        ([SEQUENCE, ..], [(_, body), ..]) => body_kind(body, shape.contains(&BIT_STRING)),
        _ => Kind::Unknown,
    }
}

/// Whether a sequence that begins with a number can be the body of a certificate or of a list.
fn is_body(content: &[u8]) -> bool {
    matches!(identifiers(content).as_slice(), [INTEGER, SEQUENCE, SEQUENCE, ..])
        || matches!(identifiers(content).as_slice(), [INTEGER, SEQUENCE, 0x31, ..])
}

fn cms_kind(content: &[u8]) -> Kind {
    let parts = elements(content);
    let Some((_, SIGNED_DATA)) = parts.first() else { return Kind::Unknown };
    let inside = parts
        .get(1)
        .and_then(|(_, explicit)| element(explicit))
        .map(|(_, signed, _)| elements(signed))
        .and_then(|fields| fields.get(2).map(|(_, inner)| elements(inner)))
        .and_then(|inner| inner.first().map(|(_, oid)| *oid));
    if inside == Some(TST_INFO) { Kind::TspToken } else { Kind::Cms }
}

fn body_kind(body: &[u8], signed: bool) -> Kind {
    match identifiers(body).as_slice() {
        [VERSION, INTEGER, ..] => Kind::Certificate,
        [INTEGER, SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..]
        | [SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..] => Kind::Crl,
        [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, ..] => Kind::Certificate,
        [INTEGER, SEQUENCE, SEQUENCE, VERSION, ..] | [INTEGER, SEQUENCE, SEQUENCE] if signed => {
            Kind::CertificateRequest
        }
        [SEQUENCE, ..] | [VERSION, SEQUENCE, ..] if !signed => Kind::OcspRequest,
        _ if signed => Kind::Certificate,
        _ => Kind::Unknown,
    }
}

/// What stands in a certificate that is cut short: nobody vouches for it.
pub(super) struct Salvage {
    /// How many octets there should be.
    pub(super) declared: usize,
    /// The fields that are whole, by name.
    pub(super) fields: Vec<(&'static str, String)>,
}

/// Reads what can be read of a certificate whose end is missing.
pub(super) fn salvage(der: &[u8]) -> Option<Salvage> {
    let declared = match der {
        [SEQUENCE, 0x82, high, low, ..] => 4 + (usize::from(*high) << 8) + usize::from(*low),
        [SEQUENCE, 0x81, length, ..] => 3 + usize::from(*length),
        _ => return None,
    };
    if der.len() >= declared {
        return None;
    }
    let (_, content, _) = element(der)?;
    let (_, body, _) = element(content)?;
    let mut rest = body;
    let mut whole = Vec::new();
    while whole.len() < 6
        && let Some(length) = whole_length(rest)
    {
        let (raw, after) = rest.split_at_checked(length)?;
        whole.push(raw);
        rest = after;
    }
    let mut fields = Vec::new();
    let mut parts = whole.into_iter().skip_while(|raw| raw.first() == Some(&VERSION));
    let content = |raw: &[u8]| element(raw).map(|it| it.1.to_vec()).unwrap_or_default();
    let name = |raw: &[u8]| pki::Name::from_der(raw).map(|it| it.to_string()).ok();
    if let Some(serial) = parts.next() {
        fields.push(("serial", hex::encode(content(serial))));
    }
    parts.next();
    if let Some(issuer) = parts.next().and_then(name) {
        fields.push(("issuer", issuer));
    }
    if let Some(validity) = parts.next() {
        let times = content(validity);
        for (field, (_, time)) in ["not-before", "not-after"].into_iter().zip(elements(&times)) {
            fields.push((field, String::from_utf8_lossy(time).into_owned()));
        }
    }
    if let Some(subject) = parts.next().and_then(name) {
        fields.push(("subject", subject));
    }
    Some(Salvage { declared, fields })
}

/// The length of the element that the octets begin with, if all of it is there.
fn whole_length(bytes: &[u8]) -> Option<usize> {
    let (_, content, _) = element(bytes)?;
    let header = match bytes.get(1)? {
        0x80 => return None,
        long @ 0x81..=0x84 => {
            let count = usize::from(long & 0x7f);
            let octets = bytes.get(2..2 + count)?;
            let length = octets.iter().fold(0_usize, |sum, it| (sum << 8) | usize::from(*it));
            if length != content.len() {
                return None;
            }
            2 + count
        }
        short => {
            if usize::from(*short) != content.len() {
                return None;
            }
            2
        }
    };
    Some(header + content.len())
}

/// Base64 with nothing around it, a byte order mark and white space aside.
fn bare_base64(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut octets = Vec::with_capacity(text.len() / 4 * 3);
    let (mut buffer, mut bits, mut padding) = (0_u32, 0_u8, 0_u8);
    for octet in text.iter().filter(|it| !it.is_ascii_whitespace()) {
        let value = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        buffer = (buffer << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            let [.., octet] = (buffer >> bits).to_be_bytes();
            octets.push(octet);
            buffer &= (1 << bits) - 1;
        }
    }
    (padding <= 2 && octets.len() >= 16).then_some(octets)
}

/// The finding that a private key lies in a file.
pub(super) fn private_key(count: usize) -> Finding {
    Finding::new(&codes::READING_PRIVATE_KEY, Weight::Remark).with("count", count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_and_without_padding() {
        let octets: Vec<u8> = (0..=255).collect();
        let text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==";
        assert_eq!(bare_base64(text.as_bytes()).as_ref(), Some(&octets));
        let broken = text.replace("AAEC", "AA\r\nEC");
        assert_eq!(bare_base64(broken.as_bytes()), Some(octets));
        assert_eq!(bare_base64(b"AA=CAwQFBgcICQoLDA0ODxAREhM"), None);
        assert_eq!(bare_base64(b"not base64 at all, is it?"), None);
    }

    #[test]
    fn octets_that_lie_about_their_length_are_no_element_out_of_bounds() {
        assert_eq!(
            element(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 1]),
            Some((0x30, &[1][..], &[][..]))
        );
        assert_eq!(element(&[0x30, 0x85, 1, 1, 1, 1, 1]), None);
        assert_eq!(element(&[0x30]), None);
        assert_eq!(whole_length(&[0x30, 5, 1]), None);
        assert_eq!(whole_length(&[0x30, 1, 1]), Some(3));
    }
}
