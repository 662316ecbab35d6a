//! Writing DER: the few forms from which certificates, lists, answers and signatures are made.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    oid::Oid,
    tlv::{
        BIT_STRING, BOOLEAN, GENERALIZED_TIME, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING,
        SEQUENCE, UTC_TIME,
    },
};

pub(crate) const UTF8_STRING: u8 = 0x0C;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const IA5_STRING: u8 = 0x16;

/// An element of the identifier octet and content given.
pub(crate) fn element(identifier: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(identifier);
    let length = content.len();
    if let Ok(short @ 0..=0x7F) = u8::try_from(length) {
        out.push(short);
    } else {
        let octets: Vec<u8> =
            length.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
        // A usize has at most eight octets.
        out.push(0x80 | u8::try_from(octets.len()).unwrap_or(8));
        out.extend_from_slice(&octets);
    }
    out.extend_from_slice(content);
    out
}

/// A constructed element holding the parts in the order given.
pub(crate) fn construct(identifier: u8, parts: &[&[u8]]) -> Vec<u8> {
    element(identifier, &parts.concat())
}

/// SEQUENCE of the parts.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    construct(SEQUENCE, parts)
}

/// SET OF in DER order, under the identifier octet given (SET itself or an implicit one).
pub(crate) fn set_of(identifier: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(identifier, &parts.concat())
}

/// OBJECT IDENTIFIER.
pub(crate) fn oid(value: &Oid) -> Vec<u8> {
    element(OBJECT_IDENTIFIER, value.content())
}

/// NULL.
pub(crate) fn null() -> Vec<u8> {
    element(NULL, &[])
}

/// BOOLEAN TRUE.
pub(crate) fn truth() -> Vec<u8> {
    element(BOOLEAN, &[0xFF])
}

/// A non-negative INTEGER from its big-endian magnitude.
pub(crate) fn integer(magnitude: &[u8]) -> Vec<u8> {
    let start = magnitude.iter().position(|octet| *octet != 0).unwrap_or(magnitude.len());
    let digits = magnitude.get(start..).unwrap_or_default();
    let mut content = Vec::with_capacity(digits.len() + 1);
    if digits.first().is_none_or(|first| first & 0x80 != 0) {
        content.push(0);
    }
    content.extend_from_slice(digits);
    element(INTEGER, &content)
}

/// A small non-negative INTEGER.
pub(crate) fn small(value: u64) -> Vec<u8> {
    integer(&value.to_be_bytes())
}

/// OCTET STRING.
pub(crate) fn octet_string(content: &[u8]) -> Vec<u8> {
    element(OCTET_STRING, content)
}

/// BIT STRING of whole octets.
pub(crate) fn bit_string(content: &[u8]) -> Vec<u8> {
    let mut bits = Vec::with_capacity(content.len() + 1);
    bits.push(0);
    bits.extend_from_slice(content);
    element(BIT_STRING, &bits)
}

/// A BIT STRING with named bits, trailing zero bits removed as DER requires; bit 0 is the highest
/// bit of the first octet.
pub(crate) fn named_bits(bits: &[u8]) -> Vec<u8> {
    let Some(highest) = bits.iter().max() else {
        return element(BIT_STRING, &[0]);
    };
    let mut octets = vec![0_u8; usize::from(highest / 8) + 1];
    for bit in bits {
        if let Some(octet) = octets.get_mut(usize::from(bit / 8)) {
            *octet |= 0x80 >> (bit % 8);
        }
    }
    let unused = 7 - highest % 8;
    octets.insert(0, unused);
    element(BIT_STRING, &octets)
}

/// UTCTime to 2049 and GeneralizedTime after, without fractions, as certificates need it.
pub(crate) fn time(at: Timestamp) -> Vec<u8> {
    let year = at.to_zoned(TimeZone::UTC).year();
    if (1950..2050).contains(&year) {
        element(UTC_TIME, at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes())
    } else {
        generalized_time(at)
    }
}

/// GeneralizedTime without fractions.
pub(crate) fn generalized_time(at: Timestamp) -> Vec<u8> {
    element(GENERALIZED_TIME, at.strftime("%Y%m%d%H%M%SZ").to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlv::Reader;

    #[test]
    fn lengths_are_written_in_their_shortest_form() {
        assert_eq!(element(4, &[0; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[0; 256])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn integers_stay_positive_and_minimal() {
        assert_eq!(integer(&[]), [2, 1, 0]);
        assert_eq!(integer(&[0, 0, 0x7F]), [2, 1, 0x7F]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80]);
    }

    #[test]
    fn named_bits_match_the_key_usages_of_the_national_certificates() {
        assert_eq!(named_bits(&[0, 1, 4]), [3, 2, 3, 0xC8]);
        assert_eq!(named_bits(&[0, 1, 2]), [3, 2, 5, 0xE0]);
        assert_eq!(named_bits(&[5, 6]), [3, 2, 1, 6]);
        assert_eq!(named_bits(&[0]), [3, 2, 7, 0x80]);
        assert_eq!(named_bits(&[8]), [3, 3, 7, 0, 0x80]);
    }

    #[test]
    fn times_become_generalized_after_2049() {
        let write = |text: &str| time(text.parse().unwrap());
        assert_eq!(write("1999-12-31T23:59:59Z"), b"\x17\x0d991231235959Z");
        assert_eq!(write("2049-12-31T23:59:59Z"), b"\x17\x0d491231235959Z");
        assert_eq!(write("2050-01-01T00:00:00Z"), b"\x18\x0f20500101000000Z");
    }

    #[test]
    fn a_set_is_written_in_the_order_of_its_octets() {
        let set = set_of(0x31, vec![integer(&[3]), integer(&[1]), null()]);
        let mut reader = Reader::new(&set);
        let members = reader.next().unwrap().content;
        assert_eq!(members, [2, 1, 1, 2, 1, 3, 5, 0]);
    }
}
