//! Reading BER where signing software writes it: the shell of a CMS, never the signed octets.
//!
//! Elements are borrowed slices and nothing is re-encoded. Nothing recurses, so nesting costs no
//! stack ([X.690 section 8.1.3](https://www.itu.int/rec/T-REC-X.690)).

use crate::tlv::{self, Malformed, OCTET_STRING};

/// How many elements may be open at once before the reader gives up.
const DEPTH: usize = 64;
const TOO_DEEP: Malformed = Malformed::Value("elements nest deeper than 64");

/// One element, its length in whatever form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) identifier: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
    /// The length has the one form that DER allows.
    pub(crate) der: bool,
}

impl<'a> Element<'a> {
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader::new(self.content)
    }

    pub(crate) fn require(self, wanted: u8) -> Result<Self, Malformed> {
        if self.identifier == wanted {
            Ok(self)
        } else {
            Err(Malformed::Unexpected { wanted, found: self.identifier })
        }
    }
}

/// A run of elements, lengths in any form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(crate) fn next(&mut self) -> Result<Element<'a>, Malformed> {
        let header = Header::read(self.rest)?;
        let body = self.rest.get(header.size..).ok_or(Malformed::Header)?;
        let (content_size, end_size) = match header.length {
            Some(length) => (length, 0),
            None => (indefinite_content(body)?, 2),
        };
        let content = body.get(..content_size).ok_or(Malformed::Header)?;
        let size = header.size + content_size + end_size;
        let raw = self.rest.get(..size).ok_or(Malformed::Header)?;
        self.rest = self.rest.get(size..).unwrap_or_default();
        Ok(Element { identifier: header.identifier, content, raw, der: header.der })
    }

    pub(crate) fn expect(&mut self, wanted: u8) -> Result<Element<'a>, Malformed> {
        match self.peek() {
            Some(found) if found == wanted => self.next(),
            found => Err(Malformed::Unexpected { wanted, found: found.unwrap_or_default() }),
        }
    }

    pub(crate) fn optional(&mut self, wanted: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.peek() == Some(wanted) { self.next().map(Some) } else { Ok(None) }
    }
}

/// Identifier and length of an element, without its content.
pub(crate) struct Header {
    pub(crate) identifier: u8,
    pub(crate) size: usize,
    /// `None` for the indefinite form.
    pub(crate) length: Option<usize>,
    pub(crate) der: bool,
}

impl Header {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let identifier = *bytes.first().ok_or(Malformed::Header)?;
        if identifier & 0x1F == 0x1F {
            return Err(Malformed::Value("no object read here has a tag above 30"));
        }
        let first = *bytes.get(1).ok_or(Malformed::Header)?;
        if first < 0x80 {
            return Ok(Self { identifier, size: 2, length: Some(usize::from(first)), der: true });
        }
        if first == 0x80 {
            return if is_constructed(identifier) {
                Ok(Self { identifier, size: 2, length: None, der: false })
            } else {
                Err(Malformed::Value("a primitive element has an indefinite length"))
            };
        }
        let count = usize::from(first & 0x7F);
        // Four octets already say four gigabytes; more is a bomb, not an object.
        if count > 4 {
            return Err(Malformed::LongLength);
        }
        let octets = bytes.get(2..2 + count).ok_or(Malformed::Header)?;
        let mut length = 0_usize;
        for octet in octets {
            length = length.checked_mul(256).ok_or(Malformed::LongLength)?;
            length = length.saturating_add(usize::from(*octet));
        }
        let der = octets.first() != Some(&0) && length >= 0x80;
        Ok(Self { identifier, size: 2 + count, length: Some(length), der })
    }
}

/// Whether an element holds other elements.
fn is_constructed(identifier: u8) -> bool {
    identifier & 0x20 != 0
}

/// How many octets stand before the end-of-contents mark that closes an indefinite element.
fn indefinite_content(bytes: &[u8]) -> Result<usize, Malformed> {
    let mut at = 0_usize;
    let mut open = 1_usize;
    loop {
        let rest = bytes.get(at..).ok_or(Malformed::Header)?;
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Ok(at);
            }
            at += 2;
            continue;
        }
        let header = Header::read(rest)?;
        at = at.saturating_add(header.size);
        match header.length {
            Some(length) => at = at.saturating_add(length),
            None => {
                open += 1;
                if open > DEPTH {
                    return Err(TOO_DEEP);
                }
            }
        }
    }
}

/// The octets of an OCTET STRING, whose BER form may be cut into segments.
pub(crate) fn octets(element: &Element<'_>) -> Result<Vec<u8>, Malformed> {
    let constructed = OCTET_STRING | 0x20;
    if element.identifier == OCTET_STRING {
        return Ok(element.content.to_vec());
    }
    element.require(constructed)?;
    let mut all = Vec::new();
    let mut open = vec![Reader::new(element.content)];
    while let Some(reader) = open.last_mut() {
        if reader.is_empty() {
            open.pop();
            continue;
        }
        let segment = reader.next()?;
        if segment.identifier == OCTET_STRING {
            all.extend_from_slice(segment.content);
        } else {
            segment.require(constructed)?;
            if open.len() >= DEPTH {
                return Err(TOO_DEEP);
            }
            open.push(Reader::new(segment.content));
        }
    }
    Ok(all)
}

/// Whether every length down to the leaves has its DER form, so that re-encoding changes nothing.
///
/// The order of a SET OF and the content of primitive values are the caller's to judge.
pub(crate) fn is_strict(bytes: &[u8]) -> Result<(), Malformed> {
    let mut open = vec![tlv::Reader::new(bytes)];
    while let Some(reader) = open.last_mut() {
        if reader.is_empty() {
            open.pop();
            continue;
        }
        let element = reader.next()?;
        if is_constructed(element.identifier) {
            if open.len() >= DEPTH {
                return Err(TOO_DEEP);
            }
            open.push(tlv::Reader::new(element.content));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::element;

    #[test]
    fn indefinite_lengths_are_followed_and_marked() {
        let bytes = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 0, 0, 0, 0, 0xFF];
        let mut reader = Reader::new(&bytes);
        let outer = reader.next().unwrap();
        assert!(!outer.der);
        assert_eq!(reader.rest(), [0xFF]);
        let inner = outer.reader().next().unwrap();
        assert_eq!(octets(&inner).unwrap(), [7]);
        assert!(is_strict(outer.raw).is_err());
    }

    /// C07.
    #[test]
    fn nesting_without_end_is_refused() {
        let bytes: Vec<u8> = [0x30, 0x80].repeat(10_000);
        assert_eq!(Reader::new(&bytes).next().unwrap_err(), TOO_DEEP);
        let mut deep = Vec::new();
        for _ in 0..100 {
            deep = element(0x30, &deep);
        }
        assert_eq!(is_strict(&deep).unwrap_err(), TOO_DEEP);
    }

    /// C07.
    #[test]
    fn a_length_bomb_is_truncation_and_not_an_allocation() {
        let mut reader = Reader::new(&[4, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]);
        assert_eq!(reader.next().unwrap_err(), Malformed::Header);
        let mut reader = Reader::new(&[4, 0x85, 1, 0, 0, 0, 0]);
        assert_eq!(reader.next().unwrap_err(), Malformed::LongLength);
    }

    proptest::proptest! {
        /// C07.
        #[test]
        fn no_octets_make_the_reader_panic(
            bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
        ) {
            let mut reader = Reader::new(&bytes);
            while let Ok(element) = reader.next() {
                let _ = octets(&element);
            }
            let _ = is_strict(&bytes);
        }
    }
}
