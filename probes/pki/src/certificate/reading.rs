//! Files that people hand over: DER, PEM, bundles, in whatever text encoding, with keys among them.

use std::collections::BTreeSet;

use super::{CERTIFICATE_LIMIT, Certificate};
use crate::finding::{Finding, codes};
use crate::tlv::{self, Reader};

/// What a file of certificates holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Every certificate that could be read, in the order written, each once.
    pub certificates: Vec<Certificate>,
    /// Everything wrong with the file, and with what could not be read in it. Defects of a
    /// certificate that could be read are its own.
    pub defects: Vec<Finding>,
    /// How many private keys lie in the file. Their octets are neither kept nor returned.
    pub private_keys: usize,
}

/// The largest file that is looked through, in octets.
pub const FILE_LIMIT: usize = 64 << 20;
/// The most objects that are read of one file.
pub const OBJECTS_LIMIT: usize = 10_000;

/// Reads the certificates of a file: one in DER, several in DER one after another, or PEM blocks
/// in text of UTF-8 or UTF-16, with or without a byte order mark. One bad certificate never hides
/// another.
#[must_use]
pub fn read_certificates(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    if bytes.len() > FILE_LIMIT {
        reading.defects.push(limit("octets", FILE_LIMIT, bytes.len()));
        return reading;
    }
    let decoded = plain_text(bytes).map(|(encoding, text)| {
        let found = Finding::remark(&codes::READING_TEXT_ENCODING).with("encoding", encoding);
        reading.defects.push(found);
        text
    });
    let bytes = decoded.as_deref().unwrap_or(bytes);
    if find(bytes, BEGIN, 0).is_some() {
        read_pem(bytes, &mut reading);
    } else if bytes.first() == Some(&tlv::SEQUENCE) {
        read_der(bytes, &mut reading);
    } else if let Some(der) = bare_base64(bytes) {
        read_der(&der, &mut reading);
    }
    if reading.private_keys > 0 {
        reading
            .defects
            .push(Finding::remark(&codes::READING_PRIVATE_KEY).with("count", reading.private_keys));
    }
    if reading.certificates.is_empty() && reading.defects.is_empty() {
        reading
            .defects
            .push(Finding::undetermined(&codes::READING_NOTHING).with("octets", bytes.len()));
    }
    reading
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

fn limit(what: &'static str, limit: usize, seen: usize) -> Finding {
    Finding::undetermined(&codes::READING_LIMIT)
        .with("what", what)
        .with("limit", limit)
        .with("seen", seen)
}

/// The text in one octet a character where the file is in UTF-16 or carries a byte order mark.
pub(crate) fn plain_text(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    Some(match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => ("UTF-8 with a byte order mark", rest.to_vec()),
        [0xff, 0xfe, rest @ ..] => ("UTF-16, little-endian", narrowed(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => ("UTF-16, big-endian", narrowed(rest, u16::from_be_bytes)),
        [b'-', 0, b'-', 0, ..] => ("UTF-16, little-endian", narrowed(bytes, u16::from_le_bytes)),
        [0, b'-', 0, b'-', ..] => ("UTF-16, big-endian", narrowed(bytes, u16::from_be_bytes)),
        _ => return None,
    })
}

fn narrowed(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let (pairs, _) = bytes.as_chunks::<2>();
    // PEM is ASCII; anything else becomes a character that base64 refuses.
    pairs.iter().map(|pair| u8::try_from(unit(*pair)).unwrap_or(b'?')).collect()
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    while let Some(rest) = haystack.get(at..) {
        at += rest.iter().position(|octet| *octet == first)?;
        if haystack.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn read_pem(bytes: &[u8], reading: &mut Reading) {
    let mut seen = BTreeSet::new();
    let mut at = 0;
    let mut objects = 0;
    let mut around = 0;
    while let Some(begin) = find(bytes, BEGIN, at) {
        around += visible(bytes.get(at..begin).unwrap_or_default());
        objects += 1;
        if objects > OBJECTS_LIMIT {
            reading.defects.push(limit("objects", OBJECTS_LIMIT, objects));
            return;
        }
        let after = begin + BEGIN.len();
        let label_end = find(bytes, DASHES, after).filter(|end| end - after <= 64);
        let Some(label_end) = label_end else {
            reading.defects.push(broken("", begin, "begin line has no end"));
            at = after;
            continue;
        };
        let label =
            String::from_utf8_lossy(bytes.get(after..label_end).unwrap_or_default()).into_owned();
        let body_start = label_end + DASHES.len();
        let next_begin = find(bytes, BEGIN, body_start).unwrap_or(bytes.len());
        let end = find(bytes, END, body_start).filter(|end| *end < next_begin);
        let body_end = end.unwrap_or(next_begin);
        let body = bytes.get(body_start..body_end).unwrap_or_default();
        at = end.map_or(next_begin, |end| {
            let dashes = find(bytes, DASHES, end + END.len());
            dashes.map_or(bytes.len(), |dashes| dashes + DASHES.len()).min(next_begin.max(end))
        });
        if label.contains("PRIVATE KEY") {
            reading.private_keys += 1;
            continue;
        }
        if !matches!(label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
            reading.defects.push(
                Finding::remark(&codes::READING_PEM_OTHER).with("label", label.escape_debug()),
            );
            continue;
        }
        if end.is_none() {
            reading.defects.push(broken(&label, begin, "block has no end line"));
        }
        match base64(body, CERTIFICATE_LIMIT) {
            Ok(der) => push(&der, objects, reading, &mut seen),
            Err(reason) => reading.defects.push(broken(&label, begin, reason)),
        }
    }
    around += visible(bytes.get(at..).unwrap_or_default());
    if around > 0 {
        reading.defects.push(Finding::remark(&codes::READING_TEXT_AROUND).with("octets", around));
    }
}

fn visible(text: &[u8]) -> usize {
    text.iter().filter(|octet| !octet.is_ascii_whitespace()).count()
}

fn broken(label: &str, offset: usize, reason: &'static str) -> Finding {
    Finding::undetermined(&codes::READING_PEM_BROKEN)
        .with("label", label.escape_debug())
        .with("offset", offset)
        .with("reason", reason)
}

/// Several objects in DER may follow one another.
fn read_der(bytes: &[u8], reading: &mut Reading) {
    let mut seen = BTreeSet::new();
    let mut rest = Reader::lenient(bytes);
    let mut position = 0;
    while !rest.is_empty() {
        position += 1;
        if position > OBJECTS_LIMIT {
            reading.defects.push(limit("objects", OBJECTS_LIMIT, position));
            return;
        }
        match rest.next() {
            Ok(element) if is_private_key(element.raw) => reading.private_keys += 1,
            Ok(element) => push(element.raw, position, reading, &mut seen),
            Err(reason) => {
                reading.defects.push(
                    Finding::undetermined(&codes::READING_UNREADABLE)
                        .with("object", "certificate")
                        .with("position", position)
                        .with("reason", reason),
                );
                return;
            }
        }
    }
}

/// A PKCS #8 or PKCS #1 key: a sequence that begins with a small version number.
fn is_private_key(der: &[u8]) -> bool {
    let Ok(outer) = Reader::lenient(der).expect(tlv::SEQUENCE) else { return false };
    let mut fields = Reader::lenient(outer.content);
    let version = fields.expect(tlv::INTEGER).is_ok_and(|version| version.content.len() == 1);
    // PKCS #8: algorithm and OCTET STRING; PKCS #1: more integers; SEC 1: OCTET STRING.
    version && !fields.is_empty() && fields.peek() != Some(tlv::SET) && !is_container(fields)
}

/// A PKCS #12 file begins like a key but goes on with a ContentInfo.
fn is_container(mut fields: Reader<'_>) -> bool {
    let Ok(Some(sequence)) = fields.optional(tlv::SEQUENCE) else { return false };
    Reader::lenient(sequence.content)
        .expect(tlv::OBJECT_IDENTIFIER)
        .is_ok_and(|oid| oid.content.starts_with(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7]))
}

fn push(
    der: &[u8],
    position: usize,
    reading: &mut Reading,
    seen: &mut BTreeSet<crate::Fingerprint>,
) {
    match Certificate::read(der) {
        Ok(certificate) => {
            let fingerprint = certificate.fingerprint();
            if seen.insert(fingerprint) {
                reading.certificates.push(certificate);
            } else {
                reading.defects.push(
                    Finding::remark(&codes::READING_REPEATED).with("fingerprint", fingerprint),
                );
            }
        }
        Err(reason) => reading.defects.push(
            Finding::undetermined(&codes::READING_UNREADABLE)
                .with("object", "certificate")
                .with("position", position)
                .with("reason", reason),
        ),
    }
}

/// DER in base64 without PEM lines, as many services hand it out.
fn bare_base64(bytes: &[u8]) -> Option<Vec<u8>> {
    bytes.starts_with(b"MI").then(|| base64(bytes, FILE_LIMIT).ok()).flatten()
}

/// Base64 with white space anywhere; header lines of encrypted PEM do not belong to certificates.
pub(crate) fn base64(text: &[u8], limit: usize) -> Result<Vec<u8>, &'static str> {
    let mut octets = Vec::with_capacity((text.len() / 4 * 3).min(limit));
    let (mut buffer, mut bits, mut padding) = (0_u32, 0_u32, 0_usize);
    for octet in text {
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
            octet if octet.is_ascii_whitespace() => continue,
            _ => return Err("a character outside base64"),
        };
        if padding > 0 {
            return Err("base64 goes on after its padding");
        }
        buffer = buffer << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            if octets.len() >= limit {
                return Err("larger than the limit");
            }
            octets.push(u8::try_from(buffer >> bits & 0xff).unwrap_or_default());
            buffer &= (1 << bits) - 1;
        }
    }
    if bits >= 6 || padding > 2 || buffer != 0 {
        return Err("base64 is cut short");
    }
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::{Addresses, CertificateTemplate, Profile, distinguished_name};
    use crate::key::{PrivateKey, PrivateKeyKind, Signer as _};
    use crate::oid::known;

    fn certificate(common_name: &str) -> (Certificate, PrivateKey) {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let subject = distinguished_name(&[(&known::COMMON_NAME, common_name)]);
        let validity =
            ("2026-01-01T00:00:00Z".parse().unwrap(), "2027-01-01T00:00:00Z".parse().unwrap());
        let template = CertificateTemplate::new(
            &Profile::Root,
            None,
            subject,
            key.public_key(),
            validity,
            &Addresses::default(),
        );
        (template.issue(&key).unwrap(), key)
    }

    fn pem(label: &str, der: &[u8], line_end: &str) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in der.chunks(3) {
            let mut group = [0; 3];
            group[..chunk.len()].copy_from_slice(chunk);
            let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
            for index in 0..4 {
                if index <= chunk.len() {
                    let place = bits >> (18 - 6 * index) & 0x3f;
                    text.push(char::from(ALPHABET[usize::try_from(place).unwrap()]));
                } else {
                    text.push('=');
                }
            }
        }
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        let body = lines.join(line_end);
        format!("-----BEGIN {label}-----{line_end}{body}{line_end}-----END {label}-----{line_end}")
    }

    fn codes_of(reading: &Reading) -> Vec<&'static str> {
        reading.defects.iter().map(|defect| defect.code).collect()
    }

    /// C08.
    #[test]
    fn two_certificates_in_a_file_are_both_read_in_any_text_form() {
        let ((one, _), (two, _)) = (certificate("One"), certificate("Two"));
        let expected = [one.clone(), two.clone()];
        for line_end in ["\n", "\r\n"] {
            let text =
                pem("CERTIFICATE", one.der(), line_end) + &pem("CERTIFICATE", two.der(), line_end);
            let reading = read_certificates(text.as_bytes());
            assert_eq!(
                (reading.certificates.as_slice(), codes_of(&reading)),
                (&expected[..], vec![])
            );
            let marked = [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat();
            let little: Vec<u8> = [0xfeff]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            let big: Vec<u8> = [0xfeff]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_be_bytes)
                .collect();
            for file in [marked, little, big] {
                let reading = read_certificates(&file);
                assert_eq!(reading.certificates, expected);
                assert_eq!(codes_of(&reading), ["reading.text-encoding"]);
            }
        }
        let reading = read_certificates(&[one.der(), two.der()].concat());
        assert_eq!(reading.certificates, expected);
        assert_eq!(codes_of(&reading), [""; 0]);
    }

    /// C08.
    #[test]
    fn a_private_key_is_counted_and_never_returned() {
        let (one, key) = certificate("One");
        let secret = key.to_pkcs8_der().unwrap();
        let text = pem("PRIVATE KEY", &secret, "\n") + &pem("CERTIFICATE", one.der(), "\n");
        for file in [text.into_bytes(), [&secret[..], one.der()].concat()] {
            let reading = read_certificates(&file);
            assert_eq!(reading.certificates, std::slice::from_ref(&one));
            assert_eq!(reading.private_keys, 1);
            assert_eq!(codes_of(&reading), ["reading.private-key-present"]);
            assert_eq!(reading.defects[0].facts["count"], "1");
        }
    }

    #[test]
    fn one_bad_certificate_never_hides_another() {
        let ((one, _), (two, _)) = (certificate("One"), certificate("Two"));
        let cut = &one.der()[..one.der().len() / 2];
        let text = pem("CERTIFICATE", cut, "\n")
            + "-----BEGIN CERTIFICATE-----\nMII!\n-----END CERTIFICATE-----\n"
            + "-----BEGIN CERTIFICATE-----\nMIIB\n"
            + &pem("CERTIFICATE REQUEST", &[0x30, 0], "\n")
            + &pem("CERTIFICATE", two.der(), "\n")
            + &pem("CERTIFICATE", two.der(), "\n");
        let reading = read_certificates(text.as_bytes());
        assert_eq!(reading.certificates, [two]);
        assert_eq!(
            codes_of(&reading),
            [
                "reading.object-unreadable",
                "reading.pem-broken",
                "reading.pem-broken",
                "reading.object-unreadable",
                "reading.pem-other",
                "reading.repeated"
            ]
        );
    }

    /// C07, C08.
    #[test]
    fn what_is_no_certificate_says_so() {
        for bytes in [&b""[..], b"hello", &[0; 64]] {
            let reading = read_certificates(bytes);
            assert_eq!(codes_of(&reading), ["reading.nothing-found"]);
        }
        // A length of 2^31 allocates nothing.
        let bomb = read_certificates(&[0x30, 0x84, 0x80, 0, 0, 0, 0x30]);
        assert_eq!(codes_of(&bomb), ["reading.object-unreadable"]);
        let text = "x".repeat(1 << 20) + &pem("CERTIFICATE", certificate("One").0.der(), "\n");
        let reading = read_certificates(text.as_bytes());
        assert_eq!(reading.certificates.len(), 1);
        assert_eq!(codes_of(&reading), ["reading.text-around-pem"]);
    }

    #[test]
    fn every_cut_and_every_turned_octet_is_survived() {
        let (one, _) = certificate("One");
        for end in 0..one.der().len() {
            assert!(Certificate::read(&one.der()[..end]).is_err(), "{end}");
        }
        let mut changed = one.der().to_vec();
        for place in 0..changed.len() {
            for flip in [0x01, 0x80, 0xff] {
                changed[place] ^= flip;
                let _ = read_certificates(&changed);
                if let Ok(read) = Certificate::read(&changed) {
                    assert_eq!(read.der().len(), changed.len());
                    let _ = (read.subject().to_string(), read.iin(), read.fingerprint());
                }
                changed[place] ^= flip;
            }
        }
    }

    #[test]
    fn a_certificate_the_general_reader_refuses_still_shows_its_parts() {
        // Month 13 in notBefore: no instant, and no reader takes it.
        let (one, _) = certificate("One");
        let place = one.der().windows(6).position(|part| part == b"260101").unwrap();
        let mut changed = one.der().to_vec();
        changed[place..place + 6].copy_from_slice(b"261301");
        let read = Certificate::read(&changed).unwrap();
        assert_eq!(read.subject(), one.subject());
        assert_eq!(read.serial(), one.serial());
        assert_eq!(read.public_key(), one.public_key());
        assert_eq!(read.signature(), one.signature());
        assert_eq!(read.key_usage(), one.key_usage());
        let codes: Vec<&str> = read.defects().iter().map(|defect| defect.code).collect();
        assert_eq!(codes, ["certificate.structure-defective", "certificate.time-unreadable"]);
    }
}
