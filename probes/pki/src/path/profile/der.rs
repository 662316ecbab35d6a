//! Whether a certificate is DER all through ([X.690 sections 8, 10 and 11](https://www.itu.int/rec/T-REC-X.690)):
//! [RFC 5280 section 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1) signs the DER.
//!
//! The reader of certificates takes what it can understand; this walk takes nothing on trust:
//! lengths, integers, bits, booleans, identifiers, strings, the order of sets and defaults that
//! are written out.

use super::{Breach, Duty};
use crate::certificate::Certificate;
use crate::finding::codes;
use crate::oid::Oid;
use crate::tlv::{self, Element, Malformed, Reader};

/// Nesting deeper than any certificate's.
const DEPTH: usize = 48;
/// Elements looked at in one certificate.
const ELEMENTS: usize = 200_000;
/// Defects said of one certificate.
const SAID: usize = 16;

pub(super) fn check(certificate: &Certificate, found: &mut Vec<Breach>) {
    let whole = certificate.der();
    let mut walk = Walk { whole, left: ELEMENTS, said: 0, found };
    walk.run(whole, 0);
    for extension in certificate.extensions() {
        if is_der_inside(extension.oid) {
            walk.run(extension.value, 0);
        }
    }
}

/// Extensions whose value is known to be ASN.1.
fn is_der_inside(extension: &Oid) -> bool {
    // 2.5.29.n and 1.3.6.1.5.5.7.1.n.
    extension.content().starts_with(&[0x55, 0x1d])
        || extension.content().starts_with(&[0x2b, 6, 1, 5, 5, 7, 1])
}

struct Walk<'a> {
    whole: &'a [u8],
    left: usize,
    said: usize,
    found: &'a mut Vec<Breach>,
}

impl Walk<'_> {
    fn say(&mut self, place: &[u8], reason: impl std::fmt::Display) {
        self.said += 1;
        if self.said <= SAID {
            let offset = tlv::range_of(self.whole, place).start;
            self.found.push(
                Breach::new(Duty::Must, &codes::PROFILE_NOT_DER, "X.690 section 10")
                    .with("offset", offset)
                    .with("reason", reason),
            );
        }
    }

    fn run(&mut self, content: &[u8], depth: usize) {
        let mut strict = Reader::new(content);
        while !strict.is_empty() {
            if depth > DEPTH || self.left == 0 {
                self.say(content, "too deep or too many elements");
                return;
            }
            self.left -= 1;
            let before = strict;
            let element = match strict.next() {
                Ok(element) => element,
                Err(Malformed::LongLength) => {
                    self.say(before.rest(), Malformed::LongLength);
                    let mut lenient = Reader::lenient(before.rest());
                    let Ok(element) = lenient.next() else { return };
                    strict = Reader::new(lenient.rest());
                    element
                }
                Err(reason) => {
                    self.say(before.rest(), reason);
                    return;
                }
            };
            if let Some(reason) = defect(&element) {
                self.say(element.raw, reason);
            }
            if element.identifier & 0x20 != 0 {
                self.run(element.content, depth + 1);
            }
        }
    }
}

/// What is wrong with one element as such.
fn defect(element: &Element<'_>) -> Option<&'static str> {
    let content = element.content;
    match element.identifier {
        tlv::BOOLEAN => (!matches!(content, [0 | 0xff])).then_some("boolean is neither 00 nor FF"),
        tlv::INTEGER | tlv::ENUMERATED => match content {
            [] => Some("integer without octets"),
            [0, second, ..] if second & 0x80 == 0 => Some("integer is padded"),
            [0xff, second, ..] if second & 0x80 != 0 => Some("integer is padded"),
            _ => None,
        },
        tlv::BIT_STRING => bits(content),
        tlv::NULL => (!content.is_empty()).then_some("null has octets"),
        tlv::OBJECT_IDENTIFIER => {
            Oid::from_der_content(content).is_err().then_some("impossible object identifier")
        }
        0x0c => std::str::from_utf8(content).is_err().then_some("UTF8String is not UTF-8"),
        0x12 => (!content.iter().all(|octet| octet.is_ascii_digit() || *octet == b' '))
            .then_some("NumericString has other characters than digits"),
        0x13 => (!content.iter().all(|octet| is_printable(*octet)))
            .then_some("PrintableString has characters it may not have"),
        0x16 => (!content.is_ascii()).then_some("IA5String is not ASCII"),
        0x1a => (!content.iter().all(|octet| (0x20..=0x7e).contains(octet)))
            .then_some("VisibleString has control characters"),
        0x1e => (!content.len().is_multiple_of(2)).then_some("BMPString of an odd length"),
        // A string in pieces, or a sequence in one piece.
        0x21..=0x2f | 0x32..=0x3e | 0x10 | 0x11 => Some("primitive and constructed are swapped"),
        tlv::SET => (!is_sorted(content)).then_some("set is not in order"),
        tlv::SEQUENCE => default_written(content),
        _ => None,
    }
}

fn bits(content: &[u8]) -> Option<&'static str> {
    let Some((unused, octets)) = content.split_first() else {
        return Some("bit string without octets");
    };
    if *unused > 7 || (octets.is_empty() && *unused != 0) {
        return Some("bit string with an impossible count of unused bits");
    }
    let padding = octets.last().is_some_and(|last| last & ((1_u8 << unused) - 1) != 0);
    padding.then_some("unused bits are not zero")
}

fn is_printable(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&octet)
}

fn is_sorted(content: &[u8]) -> bool {
    let mut rest = Reader::lenient(content);
    let mut previous: &[u8] = &[];
    while let Ok(element) = rest.next() {
        if element.raw < previous {
            return false;
        }
        previous = element.raw;
    }
    true
}

/// A FALSE that is the default: after the identifier of an extension, or alone at the head of
/// basicConstraints.
fn default_written(content: &[u8]) -> Option<&'static str> {
    let mut parts = Reader::lenient(content);
    let first = parts.next().ok()?;
    let is_false =
        |element: &Element<'_>| element.identifier == tlv::BOOLEAN && element.content == [0];
    let second = parts.next().ok();
    let extension = first.identifier == tlv::OBJECT_IDENTIFIER
        && second.as_ref().is_some_and(is_false)
        && parts.next().is_ok_and(|third| third.identifier == tlv::OCTET_STRING);
    (is_false(&first) || extension).then_some("a default value is written out")
}
