//! The text forms a signature travels in: PEM and bare base64.

use std::borrow::Cow;

use crate::{
    ber,
    certificate::{base64, plain_text},
    oid::known,
    tlv::{Malformed, OBJECT_IDENTIFIER, SEQUENCE},
};

/// The largest signature read from text, in octets.
const SIZE_LIMIT: usize = 1 << 30;
/// How much text may stand before the first PEM line.
const PREAMBLE_LIMIT: usize = 64 * 1024;

/// The octets inside, and how many octets of text lie outside the first block.
pub(super) struct Opened<'a> {
    pub(super) octets: Cow<'a, [u8]>,
    pub(super) outside: usize,
    /// Another PEM block follows the first.
    pub(super) another: bool,
}

/// Takes PEM or base64 off, or returns the octets as they are. Text may be in UTF-8 or UTF-16 and
/// begin with a byte order mark, as editors of text leave it.
///
/// # Errors
///
/// When a PEM block has no end or no base64 inside.
pub(super) fn open(bytes: &[u8]) -> Result<Opened<'_>, Malformed> {
    let Some((_, text)) = plain_text(bytes) else { return unwrap(bytes) };
    let opened = unwrap(&text)?;
    let octets = Cow::Owned(opened.octets.into_owned());
    Ok(Opened { octets, outside: opened.outside, another: opened.another })
}

fn unwrap(bytes: &[u8]) -> Result<Opened<'_>, Malformed> {
    // DER of a CMS begins with a SEQUENCE, whose octet is also the digit 0 of base64.
    if bytes.first() == Some(&0x30) && !bytes.iter().all(u8::is_ascii) {
        return Ok(Opened { octets: Cow::Borrowed(bytes), outside: 0, another: false });
    }
    let head = bytes.get(..bytes.len().min(PREAMBLE_LIMIT)).unwrap_or_default();
    let Some(begin) = find(head, b"-----BEGIN ") else {
        return Ok(match base64(bytes, SIZE_LIMIT) {
            Ok(octets) if !octets.is_empty() => {
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
        .and_then(|text| base64(text, SIZE_LIMIT).ok())
        .ok_or(Malformed::Value("a PEM block does not hold base64"))?;
    let outside = begin + after.trim_ascii().len();
    // Octets that nobody asked to look at may be a signature too, before the text or after it.
    let before = rest_before(bytes, begin);
    let another = hides_another(after.trim_ascii()) || hides_another(before);
    Ok(Opened { octets: Cow::Owned(octets), outside, another })
}

fn rest_before(bytes: &[u8], begin: usize) -> &[u8] {
    bytes.get(..begin).unwrap_or_default().trim_ascii()
}

/// Whether octets beside an object are, or hold, another signature: PEM anywhere in them, or a CMS
/// at their beginning.
pub(super) fn hides_another(octets: &[u8]) -> bool {
    find(octets, b"-----BEGIN ").is_some()
        || ber::Reader::new(octets).next().is_ok_and(|element| {
            element.identifier == SEQUENCE
                && element
                    .reader()
                    .expect(OBJECT_IDENTIFIER)
                    .is_ok_and(|kind| kind.content == known::CMS_SIGNED_DATA.content())
        })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

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
