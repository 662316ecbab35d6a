//! Entries of a CRL, one at a time out of the list's own octets.

use jiff::Timestamp;

use crate::certificate::{GeneralName, general_names};
use crate::name::Name;
use crate::oid::{Oid, known};
use crate::time;
use crate::tlv::{self, Element, Malformed, Reader, Slice};

/// Why a certificate was revoked ([RFC 5280 section 5.3.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// 0
    Unspecified,
    /// 1
    KeyCompromise,
    /// 2
    CaCompromise,
    /// 3
    AffiliationChanged,
    /// 4
    Superseded,
    /// 5
    CessationOfOperation,
    /// 6
    CertificateHold,
    /// 8
    RemoveFromCrl,
    /// 9
    PrivilegeWithdrawn,
    /// 10
    AaCompromise,
}

impl Reason {
    /// The reason of a `CRLReason` value.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            _ => return None,
        })
    }

    /// The name RFC 5280 gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }
}

/// One revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedEntry {
    /// The content octets of the serial number.
    pub serial: Vec<u8>,
    /// When it was revoked; none when the date cannot be read, which does not unrevoke it.
    pub date: Option<Timestamp>,
    /// Why, when the entry says so.
    pub reason: Option<Reason>,
    /// Since when the key is known or suspected to be compromised.
    pub invalidity_date: Option<Timestamp>,
    /// The issuer named in this entry of an indirect list.
    pub certificate_issuer: Vec<GeneralName>,
}

/// The octets of one entry.
pub(super) struct RawEntry<'a> {
    pub(super) serial: &'a [u8],
    date: Element<'a>,
    extensions: &'a [u8],
}

/// Walks the content of `revokedCertificates`; ends after an element whose end cannot be found.
pub(super) struct Entries<'a> {
    rest: &'a [u8],
}

impl<'a> Entries<'a> {
    pub(super) fn new(content: &'a [u8]) -> Self {
        Self { rest: content }
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<RawEntry<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let Some((entry, rest)) = step(self.rest) else {
            self.rest = &[];
            return Some(Err(Malformed::Header));
        };
        self.rest = rest;
        Some(raw_entry(entry))
    }
}

fn raw_entry(entry: Element<'_>) -> Result<RawEntry<'_>, Malformed> {
    let wanted = |wanted, element: Element<'_>| {
        if element.identifier == wanted {
            Ok(())
        } else {
            Err(Malformed::Unexpected { wanted, found: element.identifier })
        }
    };
    wanted(tlv::SEQUENCE, entry)?;
    let (serial, rest) = step(entry.content).ok_or(Malformed::Header)?;
    wanted(tlv::INTEGER, serial)?;
    let (date, rest) = step(rest).ok_or(Malformed::Header)?;
    let extensions = match step(rest) {
        None if rest.is_empty() => &[],
        None => return Err(Malformed::Header),
        Some((list, [])) => {
            wanted(tlv::SEQUENCE, list)?;
            list.content
        }
        Some((_, after)) => return Err(Malformed::Trailing(after.len())),
    };
    Ok(RawEntry { serial: serial.content, date, extensions })
}

/// The first element and what follows. Entries are short, and a list has millions of them, so the
/// short forms of the header are read here and only the long ones by the general reader.
fn step(input: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (header, length) = match input {
        [_, length @ 0..=0x7f, ..] => (2, usize::from(*length)),
        [_, 0x81, length, ..] => (3, usize::from(*length)),
        [_, 0x82, high, low, ..] => (4, usize::from(*high) << 8 | usize::from(*low)),
        _ => {
            let mut reader = Reader::lenient(input);
            let element = reader.next().ok()?;
            return Some((element, reader.rest()));
        }
    };
    let raw = input.get(..header + length)?;
    let element = Element { identifier: *input.first()?, content: raw.get(header..)?, raw };
    Some((element, input.get(header + length..)?))
}

/// One `Extension`: identifier, criticality, value.
pub(super) fn extension(element: Element<'_>) -> Result<(Oid, bool, &[u8]), Malformed> {
    let mut fields = Reader::lenient(element.content);
    let oid = Oid::from_der_content(fields.expect(tlv::OBJECT_IDENTIFIER)?.content)
        .map_err(|_| Malformed::Value("extension with an impossible object identifier"))?;
    let critical = fields.optional(tlv::BOOLEAN)?.is_some_and(|element| element.content != [0]);
    let value = fields.expect(tlv::OCTET_STRING)?.content;
    fields.finish()?;
    Ok((oid, critical, value))
}

/// The first critical extension of an entry that is not understood.
pub(super) fn unknown_critical(raw: &RawEntry<'_>) -> Result<Option<Oid>, Malformed> {
    // reasonCode alone, not critical, is what nearly every entry has.
    if let [0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01, _] = raw.extensions {
        return Ok(None);
    }
    let mut list = Reader::lenient(raw.extensions);
    while !list.is_empty() {
        let (oid, critical, _) = extension(list.expect(tlv::SEQUENCE)?)?;
        let understood = [&known::REASON_CODE, &known::INVALIDITY_DATE, &known::CERTIFICATE_ISSUER]
            .contains(&&oid);
        if critical && !understood {
            return Ok(Some(oid));
        }
    }
    Ok(None)
}

pub(super) fn decode(whole: &Slice, raw: RawEntry<'_>) -> Result<RevokedEntry, Malformed> {
    let mut entry = RevokedEntry {
        serial: raw.serial.to_vec(),
        date: time::read(&raw.date).map(|read| read.at),
        reason: None,
        invalidity_date: None,
        certificate_issuer: Vec::new(),
    };
    let mut list = Reader::lenient(raw.extensions);
    while !list.is_empty() {
        let (oid, _, value) = extension(list.expect(tlv::SEQUENCE)?)?;
        if oid == known::REASON_CODE {
            let number = tlv::only(value, tlv::ENUMERATED)?.content;
            if let [number] = number {
                entry.reason = Reason::from_number(*number);
            }
        } else if oid == known::INVALIDITY_DATE {
            let element = Reader::new(value).next()?;
            entry.invalidity_date = time::read(&element).map(|read| read.at);
        } else if oid == known::CERTIFICATE_ISSUER {
            let names = tlv::only(value, tlv::SEQUENCE)?.content;
            entry.certificate_issuer = general_names(whole, names)?;
        }
    }
    Ok(entry)
}

/// Serial octets without redundant zeros in front.
fn significant(mut serial: &[u8]) -> &[u8] {
    while let [0, second, ..] = serial
        && second & 0x80 == 0
        && let Some((_, rest)) = serial.split_first()
    {
        serial = rest;
    }
    serial
}

/// The entry of `serial` of `issuer`.
pub(super) fn find(
    entries: &Slice,
    serial: &[u8],
    issuer: &Name,
    crl_issuer: &Name,
    indirect: bool,
) -> Option<RevokedEntry> {
    let wanted = significant(serial);
    let mut ours = crl_issuer == issuer;
    for raw in Entries::new(entries.bytes()) {
        let Ok(raw) = raw else { continue };
        if indirect
            && !raw.extensions.is_empty()
            && let Some(names) = named_issuer(entries, &raw)
        {
            ours = names.iter().any(
                |name| matches!(name, GeneralName::Directory(directory) if directory == issuer),
            );
        }
        if ours && significant(raw.serial) == wanted {
            let serial = raw.serial.to_vec();
            let date = time::read(&raw.date).map(|read| read.at);
            return Some(decode(entries, raw).unwrap_or(RevokedEntry {
                serial,
                date,
                reason: None,
                invalidity_date: None,
                certificate_issuer: Vec::new(),
            }));
        }
    }
    None
}

fn named_issuer(whole: &Slice, raw: &RawEntry<'_>) -> Option<Vec<GeneralName>> {
    let mut list = Reader::lenient(raw.extensions);
    while !list.is_empty() {
        let (oid, _, value) = extension(list.expect(tlv::SEQUENCE).ok()?).ok()?;
        if oid == known::CERTIFICATE_ISSUER {
            return general_names(whole, tlv::only(value, tlv::SEQUENCE).ok()?.content).ok();
        }
    }
    None
}
