//! Elements of ASN.1 DER, one at a time. A header with a tag below 31 is read here, because every
//! object is made of them; any other by [`der_parser`]'s header reader.
//!
//! Only definite lengths are read. A length written longer than needed is refused by a strict
//! reader and tolerated by a lenient one: the outer shape of a certificate is read leniently, the
//! contents that decide its validity strictly.

use std::sync::Arc;

use der_parser::asn1_rs::{FromDer, Header, Length};

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;

/// The identifier octet of a primitive context-specific tag.
pub(crate) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The identifier octet of a constructed context-specific tag.
pub(crate) const fn context_constructed(number: u8) -> u8 {
    0xa0 | number
}

/// Why bytes are not the DER that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The value itself breaks the rule named.
    #[error("{0}")]
    Value(&'static str),
    /// The element says it is longer than the bytes at hand, or its header cannot be read.
    #[error("element is cut short or its header is unreadable")]
    Header,
    /// A length is written in more octets than DER allows.
    #[error("length is not written in its shortest form")]
    LongLength,
    /// Something follows where nothing may.
    #[error("{0} octets follow the last element")]
    Trailing(usize),
    /// Another element stands where this one is required.
    #[error("identifier octet {wanted:#04x} is required, {found:#04x} stands there")]
    Unexpected {
        /// Identifier octet the syntax requires.
        wanted: u8,
        /// Identifier octet found; zero at the end of the input.
        found: u8,
    },
}

/// One element: identifier octet, content, and the whole with its header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) identifier: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// A run of elements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    strict: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(input: &'a [u8]) -> Self {
        Self { rest: input, strict: true }
    }

    pub(crate) fn lenient(input: &'a [u8]) -> Self {
        Self { rest: input, strict: false }
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

    #[inline]
    pub(crate) fn next(&mut self) -> Result<Element<'a>, Malformed> {
        let input = self.rest;
        // Nearly every element is short.
        if let [identifier, length @ ..=0x7f, body @ ..] = input
            && identifier & 0x1f != 0x1f
            && let Some((content, rest)) = body.split_at_checked(usize::from(*length))
            && let Some(raw) = input.get(..content.len() + 2)
        {
            self.rest = rest;
            return Ok(Element { identifier: *identifier, content, raw });
        }
        let identifier = *input.first().ok_or(Malformed::Header)?;
        let (header_length, length) = header(input)?;
        if self.strict && identifier & 0x1f != 0x1f && header_length != 1 + length_octets(length) {
            return Err(Malformed::LongLength);
        }
        let total = header_length.checked_add(length).ok_or(Malformed::Header)?;
        let (raw, rest) = input.split_at_checked(total).ok_or(Malformed::Header)?;
        let content = raw.get(header_length..).ok_or(Malformed::Header)?;
        self.rest = rest;
        Ok(Element { identifier, content, raw })
    }

    pub(crate) fn expect(&mut self, identifier: u8) -> Result<Element<'a>, Malformed> {
        match self.peek() {
            Some(found) if found == identifier => self.next(),
            found => {
                Err(Malformed::Unexpected { wanted: identifier, found: found.unwrap_or_default() })
            }
        }
    }

    pub(crate) fn optional(&mut self, identifier: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.peek() == Some(identifier) { self.next().map(Some) } else { Ok(None) }
    }

    /// A BOOLEAN DEFAULT FALSE.
    pub(crate) fn flag(&mut self) -> Result<bool, Malformed> {
        match self.optional(BOOLEAN)? {
            None => Ok(false),
            Some(element) => boolean(element.content),
        }
    }

    pub(crate) fn finish(self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::Trailing(self.rest.len())) }
    }
}

/// The single element that fills `input`.
pub(crate) fn only(input: &[u8], identifier: u8) -> Result<Element<'_>, Malformed> {
    let mut reader = Reader::new(input);
    let element = reader.expect(identifier)?;
    reader.finish()?;
    Ok(element)
}

pub(crate) fn boolean(content: &[u8]) -> Result<bool, Malformed> {
    match content {
        [0] => Ok(false),
        [0xff] => Ok(true),
        _ => Err(Malformed::Value("boolean is neither 00 nor FF")),
    }
}

/// A non-negative INTEGER that fits 32 bits.
pub(crate) fn small_integer(content: &[u8]) -> Result<u32, Malformed> {
    match content {
        [] => Err(Malformed::Value("integer without octets")),
        [first, ..] if first & 0x80 != 0 => Err(Malformed::Value("integer is negative")),
        [0, second, ..] if second & 0x80 == 0 => Err(Malformed::Value("integer is padded")),
        _ => {
            let mut value = 0_u64;
            for octet in content {
                value = value << 8 | u64::from(*octet);
                if value > u64::from(u32::MAX) {
                    return Err(Malformed::Value("integer is larger than 32 bits"));
                }
            }
            u32::try_from(value).map_err(|_| Malformed::Value("integer is larger than 32 bits"))
        }
    }
}

/// The bits of a named bit list, first bit in the highest position of the first octet, as DER
/// wants them ([RFC 5280 appendix B](https://www.rfc-editor.org/rfc/rfc5280#appendix-B)); bits
/// past the sixteenth are dropped because no list read here has them.
pub(crate) fn named_bits(content: &[u8]) -> Result<u16, Malformed> {
    let (unused, octets) =
        content.split_first().ok_or(Malformed::Value("bit string without octets"))?;
    if *unused > 7 || (octets.is_empty() && *unused != 0) {
        return Err(Malformed::Value("bit string with an impossible count of unused bits"));
    }
    let first = octets.first().copied().unwrap_or_default();
    let second = octets.get(1).copied().unwrap_or_default();
    Ok(u16::from(first) << 8 | u16::from(second))
}

/// The octets of a BIT STRING that has no unused bits.
pub(crate) fn whole_octets(content: &[u8]) -> Result<&[u8], Malformed> {
    match content.split_first() {
        Some((0, octets)) => Ok(octets),
        Some(_) => Err(Malformed::Value("bit string does not end on an octet")),
        None => Err(Malformed::Value("bit string without octets")),
    }
}

/// How many octets the header takes and how many it says follow.
fn header(input: &[u8]) -> Result<(usize, usize), Malformed> {
    match *input {
        [identifier, 0x81, length, ..] if identifier & 0x1f != 0x1f => Ok((3, usize::from(length))),
        [identifier, 0x82, high, low, ..] if identifier & 0x1f != 0x1f => {
            Ok((4, usize::from(u16::from_be_bytes([high, low]))))
        }
        _ => {
            let (body, header) = Header::from_der(input).map_err(|_| Malformed::Header)?;
            match header.length() {
                Length::Definite(length) => Ok((input.len() - body.len(), length)),
                Length::Indefinite => Err(Malformed::Header),
            }
        }
    }
}

fn length_octets(length: usize) -> usize {
    if length < 0x80 {
        return 1;
    }
    let mut octets = 1;
    let mut rest = length;
    while rest > 0 {
        octets += 1;
        rest >>= 8;
    }
    octets
}

/// A part of shared bytes.
#[derive(Clone)]
pub(crate) struct Slice {
    data: Arc<[u8]>,
    start: usize,
    end: usize,
}

impl Slice {
    /// The place of `part` within `data`; empty when it does not lie there.
    pub(crate) fn of(data: &Arc<[u8]>, part: &[u8]) -> Self {
        let range = range_of(data, part);
        Self { data: Arc::clone(data), start: range.start, end: range.end }
    }

    pub(crate) fn whole(data: Arc<[u8]>) -> Self {
        let end = data.len();
        Self { data, start: 0, end }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.data.get(self.start..self.end).unwrap_or_default()
    }

    /// The place of `part`, itself a part of this slice, sharing the same bytes.
    pub(crate) fn part(&self, part: &[u8]) -> Self {
        Self::of(&self.data, part)
    }
}

/// Where `part` lies inside `whole`; an empty range when it does not.
pub(crate) fn range_of(whole: &[u8], part: &[u8]) -> std::ops::Range<usize> {
    let start = part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
    match start.checked_add(part.len()) {
        Some(end) if end <= whole.len() => start..end,
        _ => 0..0,
    }
}
