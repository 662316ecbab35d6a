//! What a body is that should be one list in DER.

use std::io::{Read as _, Seek as _, SeekFrom};

use model::{Content, Unread};

use super::availability::{is_page, outer_length};
use super::list::beginning;

/// What the octets are, by how they begin and end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    /// Base64 without the lines of PEM around it.
    Base64,
    /// BER: a length is left open, which DER forbids.
    Ber,
    /// A certificate.
    Certificate,
    /// An element in DER as long as the body, or shorter.
    Der,
    /// No octets.
    Empty,
    /// Packed with gzip.
    Gzip,
    /// A web page.
    Html,
    /// Nothing that is known.
    Other,
    /// PEM.
    Pem,
    /// A private key, alone or among other things.
    PrivateKey,
    /// An element in DER that is longer than the body.
    Truncated {
        /// How many octets it should have.
        promised: u64,
    },
    /// Text of two octets a character.
    Utf16,
}

impl Form {
    /// The name used in facts.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::Ber => "ber",
            Self::Certificate => "certificate",
            Self::Der => "der",
            Self::Empty => "empty",
            Self::Gzip => "gzip",
            Self::Html => "html",
            Self::Other => "other",
            Self::Pem => "pem",
            Self::PrivateKey => "private-key",
            Self::Truncated { .. } => "truncated",
            Self::Utf16 => "utf-16",
        }
    }

    /// Looks at a body where it lies.
    pub(crate) fn of(body: &Content) -> Result<Self, Unread> {
        let start = beginning(body, BEGINNING)?;
        // What may be no list at all is small or no DER; a list of millions is not read for it.
        let text = !matches!(start.first(), Some(0x30 | 0x1f));
        let form = Self::of_beginning(&start, body.length());
        if (text || body.length() <= SMALL) && body.length() <= Content::MOST_AT_ONCE {
            let reading = ::pki::read_certificates(&body.bytes()?);
            if reading.private_keys > 0 {
                return Ok(Self::PrivateKey);
            }
            let list = matches!(form, Self::Pem) && holds(&body.bytes()?, ARMOUR);
            if !reading.certificates.is_empty() && !list {
                return Ok(Self::Certificate);
            }
        }
        Ok(form)
    }

    fn of_beginning(start: &[u8], length: u64) -> Self {
        match start {
            [] => return Self::Empty,
            [0x30, 0x80, ..] => return Self::Ber,
            [0x1f, 0x8b, ..] => return Self::Gzip,
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Self::Utf16,
            [0x30, ..] => {
                return match outer_length(start).filter(|promised| *promised > length) {
                    Some(promised) => Self::Truncated { promised },
                    None => Self::Der,
                };
            }
            _ => {}
        }
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii();
        if is_page(start) {
            Self::Html
        } else if holds(text, b"-----BEGIN ") {
            Self::Pem
        } else if text.starts_with(b"MI") && text.iter().all(|it| is_base64(*it)) {
            Self::Base64
        } else {
            Self::Other
        }
    }
}

/// Whether another element in DER follows the list, and goes on to the end of the body.
pub(super) fn another_follows(body: &Content, list: u64) -> Result<bool, Unread> {
    let left = body.length().saturating_sub(list);
    if left == 0 {
        return Ok(false);
    }
    let mut input = body.open()?;
    input.seek(SeekFrom::Start(list))?;
    let mut start = Vec::new();
    input.take(BEGINNING).read_to_end(&mut start)?;
    Ok(start.first() == Some(&0x30) && outer_length(&start).is_some_and(|it| it <= left))
}

/// How many lists a body in PEM holds.
pub(super) fn armoured(body: &Content) -> Result<usize, Unread> {
    Ok(body.bytes()?.windows(ARMOUR.len()).filter(|it| *it == ARMOUR).count())
}

fn holds(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|it| it == wanted)
}

fn is_base64(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet.is_ascii_whitespace() || b"+/=".contains(&octet)
}

/// How much of a body tells what it is, in octets.
const BEGINNING: u64 = 4096;
/// The largest certificate that is looked for, in octets.
const SMALL: u64 = 1 << 16;
const ARMOUR: &[u8] = b"-----BEGIN X509 CRL-----";

#[cfg(test)]
mod tests {
    use super::*;

    fn form(bytes: &[u8]) -> Form {
        Form::of(&bytes.to_vec().into()).unwrap()
    }

    /// R05.
    #[test]
    fn what_is_no_list_is_told_by_its_beginning() {
        assert_eq!(form(b""), Form::Empty);
        assert_eq!(form(b"\r\n <!DOCTYPE html><html>"), Form::Html);
        assert_eq!(form(b"\xef\xbb\xbf<html>"), Form::Html);
        assert_eq!(form(&[0x1f, 0x8b, 8, 0]), Form::Gzip);
        assert_eq!(form(&[0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0]), Form::Ber);
        assert_eq!(form(&[0x30, 0x03, 1]), Form::Truncated { promised: 5 });
        assert_eq!(form(&[0x30, 0x01, 1]), Form::Der);
        assert_eq!(form(b"MIIBszCB\r\nnAIBATAN"), Form::Base64);
        assert_eq!(form(b"-----BEGIN X509 CRL-----\nMIIB"), Form::Pem);
        assert_eq!(form(b"nothing of the kind"), Form::Other);
        assert_eq!(form(b"\xff\xfe-\0-\0"), Form::Utf16);
    }

    /// C08.
    #[test]
    fn a_private_key_is_seen_wherever_it_stands() {
        let key = b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        assert_eq!(form(key), Form::PrivateKey);
        let list = b"-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n";
        assert_eq!(form(list), Form::Pem);
        assert_eq!(form(&[&list[..], key].concat()), Form::PrivateKey);
    }

    /// R05.
    #[test]
    fn a_second_element_behind_a_list_is_seen() {
        let follows = |bytes: &[u8]| another_follows(&bytes.to_vec().into(), 4).unwrap();
        assert!(!follows(&[0x30, 2, 5, 0]));
        assert!(follows(&[0x30, 2, 5, 0, 0x30, 2, 5, 0]));
        assert!(!follows(&[0x30, 2, 5, 0, 0x30, 3, 5, 0]));
        assert!(!follows(&[0x30, 2, 5, 0, 0, 0, 0, 0]));
    }
}
