//! Entries of a CRL, one at a time out of the list's own octets.

use jiff::Timestamp;

use crate::ber::Header;
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

    /// Whether an authority says with it that a key was given up and nobody else has it, so that
    /// what was signed before the revocation stands
    /// ([RFC 3161 section 4](https://www.rfc-editor.org/rfc/rfc3161#section-4), item 1). Where no
    /// reason is given at all it does not.
    #[must_use]
    pub fn keeps_the_key(self) -> bool {
        match self {
            Self::AffiliationChanged
            | Self::CessationOfOperation
            | Self::Superseded
            | Self::Unspecified => true,
            Self::AaCompromise
            | Self::CaCompromise
            | Self::CertificateHold
            | Self::KeyCompromise
            | Self::PrivilegeWithdrawn
            | Self::RemoveFromCrl => false,
        }
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

/// The longest entry that is read, in octets: a serial number, a date and a few extensions, of
/// which the longest names an issuer.
pub(super) const ENTRY_LIMIT: usize = 1 << 16;
/// The most extensions of one entry that are read. RFC 5280 knows three.
const EXTENSIONS_LIMIT: usize = 64;

/// The octets of one entry.
pub(super) struct RawEntry<'a> {
    pub(super) serial: &'a [u8],
    pub(super) date: Element<'a>,
    pub(super) extensions: &'a [u8],
}

/// What octets begin with.
pub(super) enum Step<'a> {
    /// A whole element.
    Whole(Element<'a>),
    /// An element that needs this many octets, more than there are.
    Short(usize),
    /// Nothing whose end can be found.
    Unreadable,
}

/// The first element of `input`. Entries are short, and a list has millions of them, so the
/// shortest form of the header is read here and the others by the general reader.
#[inline]
pub(super) fn step(input: &[u8]) -> Step<'_> {
    let (header, length) = match input {
        [_, length @ 0..=0x7f, ..] => (2, usize::from(*length)),
        _ => match Header::read(input) {
            Ok(Header { size, length: Some(length), .. }) => (size, length),
            Err(Malformed::Header) if input.len() < HEADER => return Step::Short(input.len() + 1),
            Ok(_) | Err(_) => return Step::Unreadable,
        },
    };
    let size = header + length;
    match (input.get(..size), input.get(header..size), input.first()) {
        (Some(raw), Some(content), Some(identifier)) if identifier & 0x1f != 0x1f => {
            Step::Whole(Element { identifier: *identifier, content, raw })
        }
        (_, _, Some(identifier)) if identifier & 0x1f != 0x1f => Step::Short(size),
        _ => Step::Unreadable,
    }
}

/// The entry that `input` begins with, and its size, where it has the shape of nearly every entry:
/// short, a serial number of at most [`SERIAL`] octets, a UTCTime in the profile's form, at most one
/// list of extensions. None says nothing: [`step`] and [`raw_entry`] then read what stands there.
#[inline(always)]
pub(super) fn usual(input: &[u8]) -> Option<(RawEntry<'_>, usize)> {
    let [tlv::SEQUENCE, length @ 0..=0x7f, tlv::INTEGER, serial @ 0..=SERIAL, ..] = input else {
        return None;
    };
    let (size, serial) = (2 + usize::from(*length), usize::from(*serial));
    let (serial, rest) = input.get(4..size)?.split_at_checked(serial)?;
    let (date, rest) = rest.split_first_chunk::<15>()?;
    let [tlv::UTC_TIME, 13, content @ ..] = date else { return None };
    let date = Element { identifier: tlv::UTC_TIME, content, raw: date };
    let extensions = match rest {
        [] => rest,
        [tlv::SEQUENCE, length @ 0..=0x7f, list @ ..] if list.len() == usize::from(*length) => list,
        _ => return None,
    };
    Some((RawEntry { serial, date, extensions }, size))
}

/// The longest serial number that RFC 5280 allows, in octets.
const SERIAL: u8 = 20;

/// The longest header that is read: identifier, count of octets, four octets of length.
const HEADER: usize = 6;

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
        let Step::Whole(element) = step(self.rest) else {
            self.rest = &[];
            return Some(Err(Malformed::Header));
        };
        self.rest = self.rest.get(element.raw.len()..).unwrap_or_default();
        Some(raw_entry(element))
    }
}

/// Takes an entry apart.
#[inline]
pub(super) fn raw_entry(entry: Element<'_>) -> Result<RawEntry<'_>, Malformed> {
    let wanted = |wanted, element: Element<'_>| {
        if element.identifier == wanted {
            Ok(())
        } else {
            Err(Malformed::Unexpected { wanted, found: element.identifier })
        }
    };
    if entry.raw.len() > ENTRY_LIMIT {
        return Err(TOO_LONG);
    }
    wanted(tlv::SEQUENCE, entry)?;
    let (serial, rest) = first(entry.content)?;
    wanted(tlv::INTEGER, serial)?;
    let (date, rest) = first(rest)?;
    let extensions = if rest.is_empty() {
        &[]
    } else {
        let (list, after) = first(rest)?;
        if !after.is_empty() {
            return Err(Malformed::Trailing(after.len()));
        }
        wanted(tlv::SEQUENCE, list)?;
        list.content
    };
    Ok(RawEntry { serial: serial.content, date, extensions })
}

/// Why an entry above [`ENTRY_LIMIT`] is not read.
const TOO_LONG: Malformed = Malformed::Value("entry is longer than 65536 octets");

#[inline]
fn first(input: &[u8]) -> Result<(Element<'_>, &[u8]), Malformed> {
    let Step::Whole(element) = step(input) else { return Err(Malformed::Header) };
    Ok((element, input.get(element.raw.len()..).unwrap_or_default()))
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

/// The extensions of an entry, one at a time; at most [`EXTENSIONS_LIMIT`].
pub(super) fn extensions<'a>(
    raw: &RawEntry<'a>,
) -> impl Iterator<Item = Result<(Oid, bool, &'a [u8]), Malformed>> {
    let mut list = Reader::lenient(raw.extensions);
    let mut seen = 0;
    std::iter::from_fn(move || {
        if list.is_empty() {
            return None;
        }
        seen += 1;
        let read = if seen > EXTENSIONS_LIMIT {
            Err(Malformed::Value("more than 64 extensions of an entry"))
        } else {
            list.expect(tlv::SEQUENCE).and_then(extension)
        };
        if read.is_err() {
            list = Reader::lenient(&[]);
        }
        Some(read)
    })
}

/// Reads the value of a reasonCode.
pub(super) fn reason_number(value: &[u8]) -> Result<u8, Malformed> {
    match tlv::only(value, tlv::ENUMERATED)?.content {
        [number] => Ok(*number),
        _ => Err(Malformed::Value("reason code is not one octet")),
    }
}

/// Reads the value of an invalidityDate.
pub(super) fn invalidity_date(value: &[u8]) -> Result<Timestamp, Malformed> {
    let element = tlv::only(value, tlv::GENERALIZED_TIME)?;
    let read = time::read(&element).ok_or(Malformed::Value("invalidity date is no date"))?;
    Ok(read.at)
}

/// Reads the value of a certificateIssuer.
pub(super) fn issuer_names(value: &[u8]) -> Result<Vec<GeneralName>, Malformed> {
    let slice = Slice::whole(value.into());
    general_names(&slice, tlv::only(slice.bytes(), tlv::SEQUENCE)?.content)
}

/// The entry in its own types. What cannot be read of its extensions is left out: it does not
/// unrevoke the certificate.
pub(super) fn decode(raw: &RawEntry<'_>) -> RevokedEntry {
    let mut entry = RevokedEntry {
        serial: raw.serial.to_vec(),
        date: time::read(&raw.date).map(|read| read.at),
        reason: None,
        invalidity_date: None,
        certificate_issuer: Vec::new(),
    };
    for (oid, _, value) in extensions(raw).map_while(Result::ok) {
        if oid == known::REASON_CODE {
            entry.reason = reason_number(value).ok().and_then(Reason::from_number);
        } else if oid == known::INVALIDITY_DATE {
            entry.invalidity_date = invalidity_date(value).ok();
        } else if oid == known::CERTIFICATE_ISSUER {
            entry.certificate_issuer = issuer_names(value).unwrap_or_default();
        }
    }
    entry
}

/// Serial octets without redundant zeros in front.
#[inline]
pub(super) fn significant(mut serial: &[u8]) -> &[u8] {
    while let [0, second, ..] = serial
        && second & 0x80 == 0
        && let Some((_, rest)) = serial.split_first()
    {
        serial = rest;
    }
    serial
}

/// The value of the certificateIssuer that an entry of an indirect list carries, if it can be
/// read: from this entry on, entries are of the certificates of the issuers named in it.
pub(super) fn named_issuer<'a>(raw: &RawEntry<'a>) -> Option<&'a [u8]> {
    let (_, _, value) = extensions(raw)
        .map_while(Result::ok)
        .find(|(oid, _, _)| *oid == known::CERTIFICATE_ISSUER)?;
    issuer_names(value).is_ok().then_some(value)
}

/// Whether the value of a certificateIssuer names `issuer`.
pub(super) fn names(value: &[u8], issuer: &Name) -> bool {
    issuer_names(value).is_ok_and(|names| {
        names
            .iter()
            .any(|name| matches!(name, GeneralName::Directory(directory) if directory == issuer))
    })
}
