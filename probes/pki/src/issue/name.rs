//! Distinguished names in the national shape.

use crate::{
    encode::{self, IA5_STRING, PRINTABLE_STRING, UTF8_STRING},
    oid::{Oid, known},
    tlv::{SEQUENCE, SET},
};

/// One attribute of a name: its type and its text.
pub type NamePart<'a> = (&'a Oid, &'a str);

/// DER of a name with one attribute in each relative name, in the order given.
///
/// Country and serial number are PrintableString, e-mail and domain components IA5String, all else
/// UTF8String ([RFC 5280 section 4.1.2.4](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4)).
#[must_use]
pub fn distinguished_name(parts: &[NamePart<'_>]) -> Vec<u8> {
    let relative: Vec<Vec<u8>> = parts
        .iter()
        .map(|(attribute, value)| {
            let kind = if **attribute == known::COUNTRY || **attribute == known::SERIAL_NUMBER {
                PRINTABLE_STRING
            } else if **attribute == known::EMAIL_ADDRESS || **attribute == known::DOMAIN_COMPONENT
            {
                IA5_STRING
            } else {
                UTF8_STRING
            };
            let text = encode::element(kind, value.as_bytes());
            let pair = encode::sequence(&[&encode::oid(attribute), &text]);
            encode::element(SET, &pair)
        })
        .collect();
    encode::element(SEQUENCE, &relative.concat())
}

/// DER of a person's name: CN, SN, serialNumber `IIN…`, C=KZ and, for a person of an
/// organisation, O and OU `BIN…`.
///
/// `organisation` is its name and its business identification number.
#[must_use]
pub fn person(
    common_name: &str,
    surname: &str,
    iin: &str,
    organisation: Option<(&str, &str)>,
) -> Vec<u8> {
    let iin = format!("IIN{iin}");
    let mut parts = vec![
        (&known::COMMON_NAME, common_name),
        (&known::SURNAME, surname),
        (&known::SERIAL_NUMBER, iin.as_str()),
        (&known::COUNTRY, "KZ"),
    ];
    let bin;
    if let Some((name, number)) = organisation {
        bin = format!("BIN{number}");
        parts.push((&known::ORGANIZATION, name));
        parts.push((&known::ORGANIZATIONAL_UNIT, bin.as_str()));
    }
    distinguished_name(&parts)
}
