//! The text forms a signature travels in: PEM and bare base64.

use std::borrow::Cow;

use crate::tlv::Malformed;

/// How much text may stand before the first PEM line.
const PREAMBLE_LIMIT: usize = 64 * 1024;

/// The octets inside, and how many octets of text lie outside the first block.
pub(super) struct Opened<'a> {
    pub(super) octets: Cow<'a, [u8]>,
    pub(super) outside: usize,
    /// Another PEM block follows the first.
    pub(super) another: bool,
}

/// Takes PEM or base64 off, or returns the octets as they are.
///
/// # Errors
///
/// When a PEM block has no end or no base64 inside.
pub(super) fn open(bytes: &[u8]) -> Result<Opened<'_>, Malformed> {
    // DER of a CMS begins with a SEQUENCE, whose octet is also the digit 0 of base64.
    if bytes.first() == Some(&0x30) && !bytes.iter().all(u8::is_ascii) {
        return Ok(Opened { octets: Cow::Borrowed(bytes), outside: 0, another: false });
    }
    let head = bytes.get(..bytes.len().min(PREAMBLE_LIMIT)).unwrap_or_default();
    let Some(begin) = find(head, b"-----BEGIN ") else {
        return Ok(match base64(bytes) {
            Some(octets) if !octets.is_empty() => {
                Opened { octets: Cow::Owned(octets), outside: 0, another: false }
            }
            _ => Opened { octets: Cow::Borrowed(bytes), outside: 0, another: false },
        });
    };
    let rest = bytes.get(begin..).unwrap_or_default();
    let broken = Malformed::Value("a PEM block has no end line");
    let body = find(rest, b"\n").ok_or(broken.clone())? + 1;
    let inside = rest.get(body..).unwrap_or_default();
    let end = find(inside, b"-----END ").ok_or(broken)?;
    let tail = inside.get(end..).unwrap_or_default();
    let after = find(tail, b"\n").and_then(|line| tail.get(line..)).unwrap_or_default();
    let octets = inside
        .get(..end)
        .and_then(base64)
        .ok_or(Malformed::Value("a PEM block does not hold base64"))?;
    let outside = begin + after.trim_ascii().len();
    let another = find(after, b"-----BEGIN ").is_some();
    Ok(Opened { octets: Cow::Owned(octets), outside, another })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Base64 with its padding, white space anywhere; `None` when anything else stands there.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len() / 4 * 3);
    let (mut buffer, mut digits, mut padding) = (0_u32, 0_u8, 0_u8);
    for octet in text {
        let digit = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' if digits + padding < 4 && digits >= 2 => {
                padding += 1;
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        buffer = buffer << 6 | u32::from(digit);
        digits += 1;
        if digits == 4 {
            octets.extend_from_slice(buffer.to_be_bytes().get(1..)?);
            (buffer, digits) = (0, 0);
        }
    }
    match (digits, padding) {
        (0, 0) => {}
        (2, 2) => octets.extend_from_slice((buffer << 12).to_be_bytes().get(1..2)?),
        (3, 1) => octets.extend_from_slice((buffer << 6).to_be_bytes().get(1..3)?),
        _ => return None,
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_decode() {
        for (text, octets) in [
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9v\r\nYmE=\n", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(base64(text.as_bytes()).unwrap(), octets.as_bytes(), "{text}");
        }
        for bad in ["Zg", "Zg=", "Zg===", "Zm9v=", "Zg==Zg==", "Z*==", "=Zg="] {
            assert_eq!(base64(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn text_around_a_pem_block_is_counted() {
        let opened =
            open(b"note\r\n-----BEGIN CMS-----\r\nMAA=\r\n-----END CMS-----\r\nmore\n").unwrap();
        assert_eq!(opened.octets.as_ref(), [0x30, 0]);
        assert_eq!(opened.outside, 6 + 4);
        assert!(open(b"-----BEGIN CMS-----\nMAA=\n").is_err());
        assert!(open(b"-----BEGIN CMS-----\n!!!!\n-----END CMS-----\n").is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_octets_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = open(&bytes);
        }
    }
}
