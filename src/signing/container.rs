//! Key containers as the national tools write them: the shell in DER, the parts inside in BER.
//!
//! The reader of containers takes DER only, so the parts are written anew in DER. The container's
//! own digest is over the octets as they were and is left out with that; nothing rests on it,
//! because a key is used only with a certificate over its own public half, and a wrong password
//! does not decrypt.

use std::path::Path;

use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;

use super::SigningError;

/// Opens a container. One whose parts are in BER, or whose digest is made in a way that is not
/// known here, is written anew first.
///
/// A wrong password is told from a broken file: by the digest, where there is one that can be
/// checked, and else because what is decrypted with another key is no container.
pub(super) fn open(
    path: &Path,
    bytes: &[u8],
    password: &str,
) -> Result<Pkcs12Archive, SigningError> {
    let wrong = || SigningError::WrongPassword { path: path.into() };
    let malformed =
        |error: &Error| SigningError::Malformed { path: path.into(), reason: error.to_string() };
    let first = match Pkcs12Archive::from_pkcs12(bytes, password) {
        Ok(archive) => return Ok(archive),
        Err(Error::MacError(_)) => return Err(wrong()),
        Err(error) => error,
    };
    let Some(plain) = in_der(bytes) else { return Err(malformed(&first)) };
    let second = match Pkcs12Archive::from_pkcs12(&plain, password) {
        Ok(archive) => return Ok(archive),
        Err(error) => error,
    };
    Err(match (&first, &second) {
        (
            _,
            Error::UnsupportedEncryptionScheme
            | Error::UnsupportedMacAlgorithm
            | Error::UnsupportedContentType
            | Error::UnsupportedCertificateType,
        ) => SigningError::UnknownLock { path: path.into(), reason: second.to_string() },
        // Numbers beyond every use: a container that would keep the machine busy for hours.
        (_, Error::InvalidParameters | Error::InvalidVersion) => malformed(&second),
        // Nothing was decrypted that could have been wrong.
        _ if !is_locked(&plain) => malformed(&second),
        // The digest was right, so the password was too.
        _ if plain != bytes && !matches!(first, Error::DerError(_)) => malformed(&first),
        _ => wrong(),
    })
}

/// Whether something in a container is encrypted: it names a scheme of PKCS#5 or PKCS#12.
fn is_locked(plain: &[u8]) -> bool {
    // 1.2.840.113549.1.5 and 1.2.840.113549.1.12.1, the arcs of both.
    const SCHEMES: [&[u8]; 2] = [
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05],
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01],
    ];
    SCHEMES.iter().any(|arc| plain.windows(arc.len()).any(|it| it == *arc))
}

/// How deep parts may lie in parts.
const DEPTH: usize = 32;

const OCTET_STRING: u8 = 0x04;
const CONSTRUCTED_OCTET_STRING: u8 = 0x24;
const SEQUENCE: u8 = 0x30;
const CONTEXT_0: u8 = 0x80;
const CONTEXT_0_CONSTRUCTED: u8 = 0xa0;

/// The container in DER, without its digest; none where it is no container at all.
pub(super) fn in_der(container: &[u8]) -> Option<Vec<u8>> {
    let (whole, _) = element(container, 0)?;
    let [version, safe] = children(&whole, 0)?.try_into_parts()?;
    let [content_type, content] = children(&safe, 0)?.try_into_parts()?;
    let [octets] = children(&content, 0)?.try_into_parts()?;
    let inside = if octets.identifier == CONSTRUCTED_OCTET_STRING {
        joined(&octets, 0)?
    } else {
        octets.content.to_vec()
    };
    let (parts, _) = element(&inside, 0)?;
    let parts = write(OCTET_STRING, &der(&parts, None, 0)?);
    let content = [der(&content_type, None, 0)?, write(CONTEXT_0_CONSTRUCTED, &parts)].concat();
    Some(write(SEQUENCE, &[der(&version, None, 0)?, write(SEQUENCE, &content)].concat()))
}

struct Element<'a> {
    identifier: u8,
    content: &'a [u8],
}

/// The first elements of a list, where there are that many.
trait Parts<'a> {
    fn try_into_parts<const N: usize>(self) -> Option<[Element<'a>; N]>;
}

impl<'a> Parts<'a> for Vec<Element<'a>> {
    fn try_into_parts<const N: usize>(mut self) -> Option<[Element<'a>; N]> {
        self.truncate(N);
        self.try_into().ok()
    }
}

/// The first element, and what follows it.
fn element(bytes: &[u8], depth: usize) -> Option<(Element<'_>, &[u8])> {
    let (&identifier, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if first == 0x80 {
        // The content ends with two zeros after whole elements.
        if depth >= DEPTH || identifier & 0x20 == 0 {
            return None;
        }
        let mut tail = rest;
        while tail.get(..2)? != [0, 0] {
            tail = element(tail, depth + 1)?.1;
        }
        let content = rest.get(..rest.len() - tail.len())?;
        return Some((Element { identifier, content }, tail.get(2..)?));
    }
    let (length, rest) = match first {
        0x81..=0x84 => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (octets.iter().fold(0_usize, |sum, it| (sum << 8) | usize::from(*it)), rest)
        }
        0x85.. => return None,
        short => (usize::from(short), rest),
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((Element { identifier, content }, rest))
}

fn children<'a>(of: &Element<'a>, depth: usize) -> Option<Vec<Element<'a>>> {
    let mut rest = of.content;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (child, after) = element(rest, depth)?;
        found.push(child);
        rest = after;
    }
    Some(found)
}

/// The octets of a string that is written in pieces.
fn joined(of: &Element<'_>, depth: usize) -> Option<Vec<u8>> {
    if depth >= DEPTH {
        return None;
    }
    let mut octets = Vec::new();
    for piece in children(of, depth)? {
        match piece.identifier {
            OCTET_STRING => octets.extend(piece.content),
            CONSTRUCTED_OCTET_STRING => octets.extend(joined(&piece, depth + 1)?),
            _ => return None,
        }
    }
    Some(octets)
}

/// An element in DER. Encrypted content is a string under the tag \[0\], told from an explicit tag
/// by the algorithm before it.
fn der(of: &Element<'_>, before: Option<u8>, depth: usize) -> Option<Vec<u8>> {
    if depth >= DEPTH {
        return None;
    }
    Some(match (of.identifier, before) {
        (CONSTRUCTED_OCTET_STRING, _) => write(OCTET_STRING, &joined(of, depth)?),
        (CONTEXT_0_CONSTRUCTED, Some(SEQUENCE)) => write(CONTEXT_0, &joined(of, depth)?),
        (identifier, _) if identifier & 0x20 == 0 => write(identifier, of.content),
        (identifier, _) => {
            let mut content = Vec::new();
            let mut before = None;
            for child in children(of, depth)? {
                content.extend(der(&child, before, depth + 1)?);
                before = Some(child.identifier);
            }
            write(identifier, &content)
        }
    })
}

fn write(identifier: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant = length.iter().position(|it| *it != 0).unwrap_or(length.len() - 1);
    let length = length.get(significant..).unwrap_or_default();
    let mut written = vec![identifier];
    if content.len() >= 0x80 {
        // At most eight octets of length.
        written.push(0x80 | u8::try_from(length.len()).unwrap_or(8));
    }
    written.extend(length);
    written.extend(content);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_joined_and_lengths_written() {
        let pieces = [0x24, 0x80, 4, 2, 1, 2, 4, 1, 3, 0, 0];
        let (string, rest) = element(&pieces, 0).unwrap();
        assert!(rest.is_empty());
        assert_eq!(der(&string, None, 0).unwrap(), [4, 3, 1, 2, 3]);
        assert_eq!(write(4, &[0; 200]).get(..3), Some(&[4, 0x81, 200][..]));
    }

    #[test]
    fn what_is_no_container_is_refused_at_any_depth() {
        assert_eq!(in_der(&[0x30, 0x80].repeat(10_000)), None);
        assert_eq!(in_der(&[0x30, 3, 2, 1, 3]), None);
        assert_eq!(in_der(b""), None);
    }
}
