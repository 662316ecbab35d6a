//! Distinguished names: kept as they are written, compared as RFC 5280 says.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use crate::encode;
use crate::oid::{Oid, known};
use crate::tlv::{self, Element, Malformed, Reader, Slice};

mod prepare;

/// A distinguished name.
///
/// The DER stays untouched; comparison prepares text values whatever string type they are written
/// in ([RFC 5280 section 7.1](https://www.rfc-editor.org/rfc/rfc5280#section-7.1)),
/// so that `PrintableString "Test "` and `UTF8String "TEST"` name the same authority.
#[derive(Clone)]
pub struct Name {
    raw: Slice,
    canonical: OnceLock<Arc<[u8]>>,
}

/// One attribute of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// What the value is.
    pub kind: Oid,
    /// The value as text; an unreadable string is shown as `#` and hexadecimal octets.
    pub value: String,
    /// Position of the relative distinguished name it stands in.
    pub rdn: usize,
}

/// The most attributes read of one name.
const ATTRIBUTES: usize = 256;

impl Name {
    /// Reads the DER of a `Name`.
    ///
    /// # Errors
    /// [`Malformed`] when it is not a sequence of sets of attributes.
    pub fn from_der(der: &[u8]) -> Result<Self, Malformed> {
        let raw = Slice::whole(Arc::from(der));
        check(raw.bytes())?;
        Ok(Self::from_slice(raw))
    }

    /// A name whose shape the caller has checked or reports as a defect.
    pub(crate) fn from_slice(raw: Slice) -> Self {
        Self { raw, canonical: OnceLock::new() }
    }

    /// The DER as it was written.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        self.raw.bytes()
    }

    /// Whether the name has no attribute.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.der() == [tlv::SEQUENCE, 0]
    }

    /// The attributes in the order written.
    #[must_use]
    pub fn attributes(&self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        for (rdn, kind, value) in Written::of(self.der()) {
            if let Ok(kind) = Oid::from_der_content(kind) {
                let value = text(&value).map_or_else(
                    || format!("#{}", crate::finding::hex(value.raw)),
                    Cow::into_owned,
                );
                attributes.push(Attribute { kind, value, rdn });
            }
        }
        attributes
    }

    /// The first value of an attribute.
    #[must_use]
    pub fn attribute(&self, kind: &Oid) -> Option<String> {
        Written::of(self.der())
            .filter(|(_, oid, _)| *oid == kind.content())
            .find_map(|(_, _, value)| text(&value).map(Cow::into_owned))
    }

    /// The first common name.
    #[must_use]
    pub fn common_name(&self) -> Option<String> {
        self.attribute(&known::COMMON_NAME)
    }

    /// The individual identification number: `serialNumber` is `IIN` and twelve digits.
    #[must_use]
    pub fn iin(&self) -> Option<String> {
        self.twelve_digits(&known::SERIAL_NUMBER, "IIN")
    }

    /// The business identification number: an organizational unit is `BIN` and twelve digits.
    #[must_use]
    pub fn bin(&self) -> Option<String> {
        self.twelve_digits(&known::ORGANIZATIONAL_UNIT, "BIN")
    }

    /// Two different values make the identity ambiguous; then there is none.
    fn twelve_digits(&self, kind: &Oid, prefix: &str) -> Option<String> {
        let mut found: Option<String> = None;
        let mut ambiguous = false;
        for (_, oid, value) in Written::of(self.der()) {
            if oid != kind.content() {
                continue;
            }
            let Some(value) = text(&value) else { continue };
            if let Some(digits) = value.strip_prefix(prefix)
                && digits.len() == 12
                && digits.bytes().all(|byte| byte.is_ascii_digit())
            {
                ambiguous |= found.as_deref().is_some_and(|other| other != digits);
                found = Some(digits.to_owned());
            }
        }
        found.filter(|_| !ambiguous)
    }

    /// This name followed by one more relative distinguished name, whose attributes are given in
    /// DER; none when the result is no name.
    pub(crate) fn extended(&self, attributes: &[u8]) -> Option<Self> {
        let rdns = tlv::only(self.der(), tlv::SEQUENCE).ok()?.content;
        let last = encode::element(tlv::SET, attributes);
        Self::from_der(&encode::element(tlv::SEQUENCE, &[rdns, &last].concat())).ok()
    }

    /// Whether this name begins with every relative distinguished name of `base`, so lies in its
    /// subtree. Each name is folded once, however many subtrees it is compared with.
    pub(crate) fn is_within(&self, base: &Self) -> bool {
        // Every part is written after its length, so a prefix of octets is a prefix of parts.
        self.canonical().starts_with(base.canonical())
    }

    fn canonical(&self) -> &[u8] {
        self.canonical.get_or_init(|| {
            let mut all = Vec::with_capacity(self.der().len());
            for rdn in folded(self.der()) {
                push_framed(&mut all, &rdn);
            }
            all.into()
        })
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.der() == other.der()
            || match_at_sight(self.der(), other.der())
                .unwrap_or_else(|| self.canonical() == other.canonical())
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.canonical().cmp(other.canonical())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl fmt::Display for Name {
    /// As [RFC 4514](https://www.rfc-editor.org/rfc/rfc4514) but in the order written; control
    /// characters are escaped so that a name cannot move a terminal's cursor.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut previous = None;
        for attribute in self.attributes() {
            match previous {
                None => {}
                Some(rdn) if rdn == attribute.rdn => f.write_str("+")?,
                Some(_) => f.write_str(", ")?,
            }
            previous = Some(attribute.rdn);
            match crate::oid::name_of(&attribute.kind) {
                Some(label) if label.len() <= 16 && !label.contains(' ') => f.write_str(label)?,
                _ => write!(f, "{}", attribute.kind)?,
            }
            f.write_str("=")?;
            escape(f, &attribute.value)?;
        }
        Ok(())
    }
}

fn escape(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    let last = value.chars().count().saturating_sub(1);
    for (index, character) in value.chars().enumerate() {
        let edge_space = character == ' ' && (index == 0 || index == last);
        match character {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => write!(f, "\\{character}")?,
            '#' if index == 0 => f.write_str("\\#")?,
            _ if edge_space => f.write_str("\\ ")?,
            _ if character.is_control() || is_invisible(character) => {
                let mut octets = [0_u8; 4];
                for octet in character.encode_utf8(&mut octets).bytes() {
                    write!(f, "\\{octet:02X}")?;
                }
            }
            _ => write!(f, "{character}")?,
        }
    }
    Ok(())
}

/// Characters that change how their neighbours look without being seen.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether `der` is a `Name`.
pub(crate) fn check(der: &[u8]) -> Result<(), Malformed> {
    let mut rdns = Reader::new(tlv::only(der, tlv::SEQUENCE)?.content);
    let mut count = 0;
    while !rdns.is_empty() {
        let mut attributes = Reader::new(rdns.expect(tlv::SET)?.content);
        if attributes.is_empty() {
            return Err(Malformed::Value("relative distinguished name without attributes"));
        }
        while !attributes.is_empty() {
            count += 1;
            if count > ATTRIBUTES {
                return Err(Malformed::Value("name with more than 256 attributes"));
            }
            let mut attribute = Reader::new(attributes.expect(tlv::SEQUENCE)?.content);
            Oid::from_der_content(attribute.expect(tlv::OBJECT_IDENTIFIER)?.content)
                .map_err(|_| Malformed::Value("attribute with an impossible object identifier"))?;
            attribute.next()?;
            attribute.finish()?;
        }
    }
    Ok(())
}

/// The attributes of a name with the position of their relative distinguished name, as far as they
/// can be read.
struct Written<'a> {
    rdns: Reader<'a>,
    set: Reader<'a>,
    /// Sets begun.
    sets: usize,
    count: usize,
}

impl<'a> Written<'a> {
    fn of(der: &'a [u8]) -> Self {
        let content = Reader::lenient(der).next().map_or(&[][..], |sequence| sequence.content);
        Self { rdns: Reader::lenient(content), set: Reader::lenient(&[]), sets: 0, count: 0 }
    }
}

impl<'a> Iterator for Written<'a> {
    type Item = (usize, &'a [u8], Element<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Ok(attribute) = self.set.next() else {
                self.set = Reader::lenient(self.rdns.next().ok()?.content);
                self.sets += 1;
                continue;
            };
            self.count += 1;
            if self.count > ATTRIBUTES {
                return None;
            }
            let mut parts = Reader::lenient(attribute.content);
            if let (Ok(kind), Ok(value)) = (parts.next(), parts.next()) {
                return Some((self.sets - 1, kind.content, value));
            }
        }
    }
}

/// The longest name that is compared at sight, in octets: it has fewer than [`ATTRIBUTES`]
/// attributes, so none is left out.
const AT_SIGHT: usize = 512;

/// Whether two names match, where one look at both tells: relative distinguished names that are
/// not the same octets have one attribute each. None sends the question to the canonical forms.
fn match_at_sight(one: &[u8], two: &[u8]) -> Option<bool> {
    if one.len().max(two.len()) > AT_SIGHT {
        return None;
    }
    let rdns = |der| Some(Reader::lenient(Reader::lenient(der).next().ok()?.content));
    let (mut one, mut two) = (rdns(one)?, rdns(two)?);
    loop {
        match (one.next(), two.next()) {
            (Err(_), Err(_)) => return Some(true),
            (Ok(one), Ok(two)) if one.raw == two.raw => {}
            (Ok(one), Ok(two)) => {
                let (kind_one, value_one) = single_attribute(&one)?;
                let (kind_two, value_two) = single_attribute(&two)?;
                if kind_one != kind_two || !values_match(&value_one, &value_two) {
                    return Some(false);
                }
            }
            (Ok(more), Err(_)) | (Err(_), Ok(more)) => {
                return single_attribute(&more).map(|_| false);
            }
        }
    }
}

/// The only attribute of a set; none when there are more or fewer, or it cannot be read.
fn single_attribute<'a>(set: &Element<'a>) -> Option<(&'a [u8], Element<'a>)> {
    let mut attributes = Reader::lenient(set.content);
    let mut parts = Reader::lenient(attributes.next().ok()?.content);
    let found = (parts.next().ok()?.content, parts.next().ok()?);
    attributes.is_empty().then_some(found)
}

fn values_match(one: &Element<'_>, two: &Element<'_>) -> bool {
    one.raw == two.raw
        || match (text(one), text(two)) {
            (Some(one), Some(two)) => prepare::matches(&one, &two),
            _ => false,
        }
}

/// The text of a directory string of any type; `None` for other types and impossible octets.
pub(crate) fn text<'a>(value: &Element<'a>) -> Option<Cow<'a, str>> {
    match value.identifier {
        // UTF8String, NumericString, PrintableString, IA5String, VisibleString. Encoders put
        // UTF-8 into all of them, so UTF-8 is what is read.
        0x0c | 0x12 | 0x13 | 0x16 | 0x1a => {
            std::str::from_utf8(value.content).ok().map(Cow::Borrowed)
        }
        // TeletexString: Latin-1 is what encoders mean by it, where it is not UTF-8.
        0x14 => Some(match std::str::from_utf8(value.content) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(value.content.iter().copied().map(char::from).collect()),
        }),
        // UniversalString.
        0x1c => {
            let (chunks, rest) = value.content.as_chunks::<4>();
            rest.is_empty().then_some(())?;
            let characters = chunks.iter().map(|it| char::from_u32(u32::from_be_bytes(*it)));
            characters.collect::<Option<String>>().map(Cow::Owned)
        }
        // BMPString.
        0x1e => {
            let (chunks, rest) = value.content.as_chunks::<2>();
            rest.is_empty().then_some(())?;
            char::decode_utf16(chunks.iter().map(|chunk| u16::from_be_bytes(*chunk)))
                .collect::<Result<String, _>>()
                .ok()
                .map(Cow::Owned)
        }
        _ => None,
    }
}

/// Each relative distinguished name as octets that are equal exactly when the names match.
fn folded(der: &[u8]) -> Vec<Vec<u8>> {
    let mut rdns: Vec<Vec<Vec<u8>>> = Vec::new();
    for (rdn, kind, value) in Written::of(der) {
        while rdns.len() <= rdn {
            rdns.push(Vec::new());
        }
        let mut attribute = Vec::with_capacity(kind.len() + value.raw.len() + 8);
        push_framed(&mut attribute, kind);
        match text(&value) {
            Some(text) => {
                attribute.push(1);
                attribute.extend_from_slice(prepare::prepared(&text).as_bytes());
            }
            None => {
                attribute.push(0);
                attribute.extend_from_slice(value.raw);
            }
        }
        if let Some(place) = rdns.get_mut(rdn) {
            place.push(attribute);
        }
    }
    rdns.into_iter()
        .map(|mut attributes| {
            // A relative distinguished name is a set.
            attributes.sort();
            let mut octets = Vec::new();
            for attribute in attributes {
                push_framed(&mut octets, &attribute);
            }
            octets
        })
        .collect()
}

fn push_framed(into: &mut Vec<u8>, part: &[u8]) {
    into.extend_from_slice(&part.len().to_be_bytes());
    into.extend_from_slice(part);
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn element(identifier: u8, content: &[u8]) -> Vec<u8> {
        let mut octets = vec![identifier];
        match u8::try_from(content.len()) {
            Ok(length) if length < 0x80 => octets.push(length),
            Ok(length) => octets.extend([0x81, length]),
            Err(_) => {
                octets.push(0x82);
                octets.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
            }
        }
        octets.extend_from_slice(content);
        octets
    }

    pub(crate) fn name(attributes: &[(&Oid, u8, &[u8])]) -> Name {
        let rdns: Vec<u8> = attributes
            .iter()
            .flat_map(|(kind, tag, value)| {
                let pair = [element(0x06, kind.content()), element(*tag, value)].concat();
                element(0x31, &element(0x30, &pair))
            })
            .collect();
        Name::from_der(&element(0x30, &rdns)).unwrap()
    }

    proptest::proptest! {
        #[test]
        fn a_match_at_sight_is_the_match_of_the_canonical_forms(
            one in some_name(), two in some_name(),
        ) {
            for (one, two) in [(&one, &two), (&one, &one)] {
                let canonical = folded(one) == folded(two);
                let sight = match_at_sight(one, two);
                proptest::prop_assert!(sight.is_none_or(|sight| sight == canonical));
                proptest::prop_assert_eq!(
                    Name::from_slice(Slice::whole(Arc::from(&one[..])))
                        == Name::from_slice(Slice::whole(Arc::from(&two[..]))),
                    canonical
                );
            }
        }
    }

    /// Names of few values that often match, sound or with empty and cut sets in them.
    fn some_name() -> impl proptest::strategy::Strategy<Value = Vec<u8>> {
        use proptest::{collection::vec, prelude::*, sample::select};
        let value = (
            select(vec![0x0c_u8, 0x13, 0x14, 0x1e, 0x04]),
            select(vec![&b"a"[..], b" A", b"a  b", b"A\tB ", b"\0a", b"\xff", b""]),
        );
        let attribute = (select(vec![3_u8, 6]), value).prop_map(|(kind, (tag, content))| {
            element(0x30, &[element(6, &[0x55, 4, kind]), element(tag, content)].concat())
        });
        let sets = prop_oneof![8 => vec(attribute.clone(), 1), 1 => vec(attribute, 0..3)];
        let rdn = (sets, prop::bool::weighted(0.05)).prop_map(|(attributes, cut)| {
            let mut octets = attributes.concat();
            octets.truncate(octets.len() - usize::from(cut && !octets.is_empty()));
            element(0x31, &octets)
        });
        vec(rdn, 0..4).prop_map(|rdns| element(0x30, &rdns.concat()))
    }

    #[test]
    fn case_space_and_string_type_do_not_tell_names_apart() {
        let one =
            name(&[(&known::COMMON_NAME, 0x13, b"Test  Root "), (&known::COUNTRY, 0x13, b"KZ")]);
        let two =
            name(&[(&known::COMMON_NAME, 0x0c, b"\ttest root"), (&known::COUNTRY, 0x0c, b"kz")]);
        let bmp = name(&[
            (
                &known::COMMON_NAME,
                0x1e,
                &"TEST ROOT".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>(),
            ),
            (&known::COUNTRY, 0x13, b"KZ"),
        ]);
        assert_eq!(one, two);
        assert_eq!(one, bmp);
        assert_ne!(
            one,
            name(&[(&known::COUNTRY, 0x13, b"KZ"), (&known::COMMON_NAME, 0x13, b"Test Root")])
        );
        assert_ne!(
            one,
            name(&[(&known::COMMON_NAME, 0x13, b"TestRoot"), (&known::COUNTRY, 0x13, b"KZ")])
        );
    }

    #[test]
    fn kazakh_letters_fold() {
        let upper = name(&[(&known::COMMON_NAME, 0x0c, "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ".as_bytes())]);
        let lower = name(&[(&known::COMMON_NAME, 0x0c, "ұлттық куәландырушы орталық".as_bytes())]);
        assert_eq!(upper, lower);
        // Kyrgyz-Kazakh Ұ is another letter than Қ in the look-alike spelling ҰҚО / ҰКО.
        assert_ne!(
            name(&[(&known::COMMON_NAME, 0x0c, "ҰҚО 3.0".as_bytes())]),
            name(&[(&known::COMMON_NAME, 0x0c, "ҰКО 3.0".as_bytes())])
        );
    }

    #[test]
    fn identification_numbers_need_their_prefix_and_twelve_digits() {
        let subject = name(&[
            (&known::SERIAL_NUMBER, 0x13, b"IIN000000000019"),
            (&known::ORGANIZATIONAL_UNIT, 0x0c, b"BIN000000000027"),
        ]);
        assert_eq!(subject.iin().as_deref(), Some("000000000019"));
        assert_eq!(subject.bin().as_deref(), Some("000000000027"));
        for wrong in [
            &b"000000000019"[..],
            b"IIN00000000001",
            b"IIN0000000000190",
            b"IIN00000000001x",
            b"iin000000000019",
        ] {
            assert_eq!(name(&[(&known::SERIAL_NUMBER, 0x13, wrong)]).iin(), None);
        }
        let two = name(&[
            (&known::SERIAL_NUMBER, 0x13, b"IIN000000000019"),
            (&known::SERIAL_NUMBER, 0x13, b"IIN000000000027"),
        ]);
        assert_eq!(two.iin(), None);
    }

    #[test]
    fn shown_names_cannot_hide_or_move_anything() {
        let subject = name(&[(&known::COMMON_NAME, 0x0c, "a,b\u{1b}[2J\u{202e}c".as_bytes())]);
        assert_eq!(subject.to_string(), "CN=a\\,b\\1B[2J\\E2\\80\\AEc");
        let tab = name(&[(&known::COMMON_NAME, 0x0c, b"TIME-STAMPING AUTHORITY\t")]);
        assert_eq!(tab.to_string(), "CN=TIME-STAMPING AUTHORITY\\09");
    }

    #[test]
    fn a_name_that_is_no_name_is_refused() {
        assert!(Name::from_der(&[]).is_err());
        assert!(Name::from_der(&[0x30, 0x02, 0x31, 0x00]).is_err());
        assert!(Name::from_der(&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]).is_err());
        assert!(Name::from_der(&[0x30, 0x00, 0x00]).is_err());
    }
}
