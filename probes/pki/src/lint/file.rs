//! The objects of a file, told apart by their shape, however broken they are inside.

use crate::ber::Reader;
use crate::certificate::base64;
use crate::tlv::{BIT_STRING, ENUMERATED, GENERALIZED_TIME, OBJECT_IDENTIFIER, SEQUENCE, UTC_TIME};

use super::rule::Kind;

/// The most objects that are taken from one file.
const OBJECTS: usize = 10_000;
/// The largest PEM block that is decoded, in octets.
const LIMIT: usize = 256 << 20;
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// Takes the objects that can be linted from a file: DER, base64, or PEM blocks with text around
/// them. What is nothing of the kind is left out.
#[must_use]
pub fn objects(bytes: &[u8]) -> Vec<(Kind, Vec<u8>)> {
    if bytes.first() == Some(&SEQUENCE) {
        return kind_of(bytes).map(|kind| (kind, bytes.to_vec())).into_iter().collect();
    }
    // Text around the blocks may be in any encoding.
    let text = String::from_utf8_lossy(bytes);
    let blocks: Vec<&str> = if text.contains(BEGIN) {
        text.split(BEGIN)
            .skip(1)
            .take(OBJECTS)
            .filter_map(|it| it.split(END).next()?.split_once("-----"))
            .map(|(_, body)| body)
            .collect()
    } else {
        vec![&text]
    };
    blocks
        .into_iter()
        .filter_map(|body| base64(body.as_bytes(), LIMIT).ok())
        .filter_map(|der| Some((kind_of(&der)?, der)))
        .collect()
}

/// What an object is.
fn kind_of(der: &[u8]) -> Option<Kind> {
    let outer = Reader::new(der).next().ok().filter(|it| it.identifier == SEQUENCE)?;
    let mut parts = outer.reader();
    let first = parts.next().ok()?;
    match first.identifier {
        ENUMERATED => return Some(Kind::Ocsp),
        OBJECT_IDENTIFIER => return Some(Kind::Tsp),
        SEQUENCE => {}
        _ => return None,
    }
    let _algorithm = parts.next().ok();
    if parts.peek() != Some(BIT_STRING) {
        return Some(Kind::Tsp);
    }
    // The times of a list stand among its fields, those of a certificate in a field of their own.
    let mut fields = first.reader();
    while let Ok(field) = fields.next() {
        if matches!(field.identifier, UTC_TIME | GENERALIZED_TIME) {
            return Some(Kind::Crl);
        }
    }
    Some(Kind::Certificate)
}
