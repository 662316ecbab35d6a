//! Object identifiers, compared arc by arc.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::LazyLock;

use oid_registry::OidRegistry;
use serde::{Serialize, Serializer};

const INLINE: usize = 22;
const LONGEST: usize = 256;

/// An object identifier, kept as the content octets of its DER form
/// ([X.690 section 8.19](https://www.itu.int/rec/T-REC-X.690)).
///
/// Arcs of any size are kept exactly; two identifiers are equal only when every arc is.
#[derive(Clone)]
pub struct Oid(Content);

#[derive(Clone)]
enum Content {
    Heap(Box<[u8]>),
    Inline { length: u8, octets: [u8; INLINE] },
}

/// Why octets or text are not an object identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OidError {
    /// There is nothing.
    #[error("object identifier is empty")]
    Empty,
    /// The last arc has no last octet.
    #[error("object identifier is cut short")]
    CutShort,
    /// An arc begins with 0x80, or with a zero in text.
    #[error("arc {arc} of the object identifier is padded")]
    Padded {
        /// Position of the arc, the first one is 0.
        arc: usize,
    },
    /// The text is not two or more decimal numbers joined by dots, or the first two are impossible.
    #[error("`{text}` is not an object identifier")]
    Text {
        /// The text, cut to 64 characters.
        text: String,
    },
    /// More than 256 octets.
    #[error("object identifier has {octets} octets, the limit is 256")]
    TooLong {
        /// Length found.
        octets: usize,
    },
}

impl Oid {
    /// An identifier written in code. The first two arcs share an octet, so they are small.
    #[must_use]
    pub const fn from_arcs(arcs: &[u32]) -> Self {
        assert!(arcs.len() >= 2 && arcs[0] <= 2 && arcs[1] < 40);
        let mut octets = [0_u8; INLINE];
        #[expect(clippy::cast_possible_truncation, reason = "at most 2 * 40 + 39")]
        {
            octets[0] = (arcs[0] * 40 + arcs[1]) as u8;
        }
        let mut length = 1;
        let mut index = 2;
        while index < arcs.len() {
            let arc = arcs[index];
            let mut groups = 1;
            while groups < 5 && arc >> (7 * groups) != 0 {
                groups += 1;
            }
            while groups > 0 {
                groups -= 1;
                let more = if groups == 0 { 0 } else { 0x80 };
                octets[length] = (arc >> (7 * groups) & 0x7f) as u8 | more;
                length += 1;
            }
            index += 1;
        }
        #[expect(clippy::cast_possible_truncation, reason = "indexing above bounds it by INLINE")]
        Self(Content::Inline { length: length as u8, octets })
    }

    /// Reads the content octets of a DER OBJECT IDENTIFIER strictly.
    ///
    /// # Errors
    /// [`OidError`] when the octets are empty, cut short, padded with 0x80, or too many.
    pub fn from_der_content(content: &[u8]) -> Result<Self, OidError> {
        if content.len() > LONGEST {
            return Err(OidError::TooLong { octets: content.len() });
        }
        match content.last() {
            None => return Err(OidError::Empty),
            Some(last) if last & 0x80 != 0 => return Err(OidError::CutShort),
            Some(_) => {}
        }
        let mut begins = true;
        let mut arc = 0;
        for octet in content {
            if begins && *octet == 0x80 {
                return Err(OidError::Padded { arc });
            }
            begins = octet & 0x80 == 0;
            arc += usize::from(begins);
        }
        Ok(Self::trusted(content))
    }

    fn trusted(content: &[u8]) -> Self {
        let mut octets = [0_u8; INLINE];
        match (octets.get_mut(..content.len()), u8::try_from(content.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(content);
                Self(Content::Inline { length, octets })
            }
            _ => Self(Content::Heap(content.into())),
        }
    }

    /// The content octets of the DER form.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        match &self.0 {
            Content::Heap(octets) => octets,
            Content::Inline { length, octets } => {
                octets.get(..usize::from(*length)).unwrap_or_default()
            }
        }
    }

    /// Whether this identifier is `parent` or lies below it, arc by arc:
    /// `1.2.398.3.10` is not under `1.2.398.3.1`.
    #[must_use]
    pub fn is_under(&self, parent: &Self) -> bool {
        // Every arc ends with an octet below 0x80, so a prefix of octets is a prefix of arcs.
        self.content().starts_with(parent.content())
    }

    fn groups(&self) -> impl Iterator<Item = &[u8]> {
        self.content().split_inclusive(|octet| octet & 0x80 == 0)
    }
}

impl PartialEq for Oid {
    fn eq(&self, other: &Self) -> bool {
        self.content() == other.content()
    }
}

impl Eq for Oid {}

impl Hash for Oid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.content().hash(state);
    }
}

impl PartialOrd for Oid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Oid {
    fn cmp(&self, other: &Self) -> Ordering {
        // Most often two are compared to find the same one.
        if self == other {
            return Ordering::Equal;
        }
        // A minimal arc is larger when it is longer, so (length, octets) orders by value.
        self.groups()
            .map(|group| (group.len(), group))
            .cmp(other.groups().map(|group| (group.len(), group)))
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.groups().enumerate() {
            let mut digits = decimal(group);
            if index == 0 {
                let root = match small(group) {
                    Some(0..40) => 0,
                    Some(40..80) => 1,
                    _ => 2,
                };
                subtract(&mut digits, root * 40);
                write!(f, "{root}")?;
            }
            f.write_str(".")?;
            for digit in digits.iter().rev() {
                write!(f, "{digit}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Oid {
    type Err = OidError;

    fn from_str(text: &str) -> Result<Self, OidError> {
        let wrong = || OidError::Text { text: text.chars().take(64).collect() };
        let mut arcs = text.split('.');
        let (Some(root), Some(second)) = (arcs.next(), arcs.next()) else {
            return Err(wrong());
        };
        let root: u8 = match root {
            "0" => 0,
            "1" => 1,
            "2" => 2,
            _ => return Err(wrong()),
        };
        let mut content = Vec::new();
        let mut first = digits_of(second).ok_or_else(wrong)?;
        if root < 2 && (first.len() > 2 || first.iter().rev().fold(0, |n, d| n * 10 + d) >= 40) {
            return Err(wrong());
        }
        add(&mut first, root * 40);
        push_arc(&mut content, first);
        for arc in arcs {
            if content.len() > LONGEST {
                return Err(OidError::TooLong { octets: content.len() });
            }
            push_arc(&mut content, digits_of(arc).ok_or_else(wrong)?);
        }
        Self::from_der_content(&content)
    }
}

impl Serialize for Oid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn small(group: &[u8]) -> Option<u32> {
    match group {
        [only] => Some(u32::from(*only)),
        _ => None,
    }
}

/// Decimal digits, lowest first, of a base-128 arc of any size.
fn decimal(group: &[u8]) -> Vec<u8> {
    let mut digits = vec![0_u8];
    for octet in group {
        let mut carry = u32::from(octet & 0x7f);
        for digit in &mut digits {
            let value = u32::from(*digit) * 128 + carry;
            *digit = low_digit(value);
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(low_digit(carry));
            carry /= 10;
        }
    }
    digits
}

fn low_digit(value: u32) -> u8 {
    u8::try_from(value % 10).unwrap_or(0)
}

fn subtract(digits: &mut Vec<u8>, small: u8) {
    let mut rest = i32::from(small);
    for digit in digits.iter_mut() {
        let mut value = i32::from(*digit) - rest % 10;
        rest /= 10;
        if value < 0 {
            value += 10;
            rest += 1;
        }
        *digit = u8::try_from(value).unwrap_or(0);
    }
    while digits.len() > 1 && digits.last() == Some(&0) {
        digits.pop();
    }
}

fn add(digits: &mut Vec<u8>, small: u8) {
    let mut carry = u32::from(small);
    for digit in digits.iter_mut() {
        let value = u32::from(*digit) + carry;
        *digit = low_digit(value);
        carry = value / 10;
    }
    while carry > 0 {
        digits.push(low_digit(carry));
        carry /= 10;
    }
}

fn digits_of(arc: &str) -> Option<Vec<u8>> {
    let plain = !arc.is_empty()
        && arc.len() <= LONGEST
        && arc.bytes().all(|byte| byte.is_ascii_digit())
        && (arc.len() == 1 || !arc.starts_with('0'));
    plain.then(|| arc.bytes().rev().map(|byte| byte - b'0').collect())
}

/// Appends an arc given by its decimal digits, lowest first.
fn push_arc(content: &mut Vec<u8>, mut digits: Vec<u8>) {
    let mut groups = Vec::new();
    loop {
        let mut remainder = 0_u32;
        for digit in digits.iter_mut().rev() {
            let value = remainder * 10 + u32::from(*digit);
            *digit = u8::try_from(value / 128).unwrap_or(0);
            remainder = value % 128;
        }
        groups.push(u8::try_from(remainder).unwrap_or(0));
        while digits.last() == Some(&0) {
            digits.pop();
        }
        if digits.is_empty() {
            break;
        }
    }
    for (index, group) in groups.iter().enumerate().rev() {
        content.push(if index == 0 { *group } else { group | 0x80 });
    }
}

macro_rules! known {
    ($( $(#[$doc:meta])* $name:ident = [$($arc:literal),+] $label:literal; )*) => {
        /// Identifiers the toolkit speaks of by name.
        pub mod known {
            use super::Oid;
            $( $(#[$doc])* #[doc = $label] pub static $name: Oid = Oid::from_arcs(&[$($arc),+]); )*
        }
        static NAMES: &[(&Oid, &str)] = &[$((&known::$name, $label)),*];
    };
}

known! {
    // National cryptography, arc 1.2.398.3.10.
    GOST_2004_KEY = [1, 2, 398, 3, 10, 1, 1, 1, 1] "GOST 34.310-2004 public key";
    GOST_2004_CURVE_A = [1, 2, 398, 3, 10, 1, 1, 1, 1, 1] "GOST 34.310-2004 parameters A";
    GOST_2004_SIGNATURE = [1, 2, 398, 3, 10, 1, 1, 1, 2] "GOST 34.310-2004 with GOST 34.311-95";
    GOST_341195 = [1, 2, 398, 3, 10, 1, 3, 1] "GOST 34.311-95";
    GOST_341195_PARAMETERS = [1, 2, 398, 3, 10, 1, 3, 1, 1, 0] "GOST 34.311-95 parameters 0";
    GOST_2015_256_KEY = [1, 2, 398, 3, 10, 1, 1, 2, 1] "GOST R 34.10-2015 256 public key";
    GOST_2015_256_CURVE_A = [1, 2, 398, 3, 10, 1, 1, 2, 1, 1] "GOST R 34.10-2015 256 parameters A";
    GOST_2015_512_KEY = [1, 2, 398, 3, 10, 1, 1, 2, 2] "GOST R 34.10-2015 512 public key";
    GOST_2015_512_CURVE_A = [1, 2, 398, 3, 10, 1, 1, 2, 2, 1] "GOST R 34.10-2015 512 parameters A";
    GOST_2015_256_SIGNATURE = [1, 2, 398, 3, 10, 1, 1, 2, 3, 1] "GOST R 34.10-2015 256 signature";
    GOST_2015_512_SIGNATURE = [1, 2, 398, 3, 10, 1, 1, 2, 3, 2] "GOST R 34.10-2015 512 signature";
    STREEBOG_256 = [1, 2, 398, 3, 10, 1, 3, 2] "GOST R 34.11-2015 256";
    STREEBOG_512 = [1, 2, 398, 3, 10, 1, 3, 3] "GOST R 34.11-2015 512";
    // Russian identifiers of the same algorithms: RFC 9215, RFC 4491.
    RUSSIAN_1994_KEY = [1, 2, 643, 2, 2, 20] "GOST R 34.10-94 (Russian encoding)";
    RUSSIAN_1994_SIGNATURE = [1, 2, 643, 2, 2, 4] "GOST R 34.10-94 signature (Russian encoding)";
    RUSSIAN_2001_KEY = [1, 2, 643, 2, 2, 19] "GOST R 34.10-2001 (Russian encoding)";
    RUSSIAN_2001_SIGNATURE = [1, 2, 643, 2, 2, 3] "GOST R 34.10-2001 signature (Russian encoding)";
    RUSSIAN_341194 = [1, 2, 643, 2, 2, 9] "GOST R 34.11-94 (Russian)";
    RUSSIAN_2012_256_KEY = [1, 2, 643, 7, 1, 1, 1, 1] "GOST R 34.10-2012 256 (Russian encoding)";
    RUSSIAN_2012_512_KEY = [1, 2, 643, 7, 1, 1, 1, 2] "GOST R 34.10-2012 512 (Russian encoding)";
    RUSSIAN_2012_256_SIGNATURE = [1, 2, 643, 7, 1, 1, 3, 2] "GOST R 34.10-2012 256 signature (Russian encoding)";
    RUSSIAN_2012_512_SIGNATURE = [1, 2, 643, 7, 1, 1, 3, 3] "GOST R 34.10-2012 512 signature (Russian encoding)";
    RUSSIAN_STREEBOG_256 = [1, 2, 643, 7, 1, 1, 2, 2] "GOST R 34.11-2012 256 (Russian identifier)";
    RUSSIAN_STREEBOG_512 = [1, 2, 643, 7, 1, 1, 2, 3] "GOST R 34.11-2012 512 (Russian identifier)";
    // Certification authorities of the Republic, arc 1.2.398.3.
    NATIONAL_AUTHORITIES = [1, 2, 398, 3] "certification authorities of Kazakhstan";
    ROOT_AUTHORITY = [1, 2, 398, 3, 1] "root certification authority (КУЦ РК)";
    ROOT_REGULATIONS = [1, 2, 398, 3, 1, 1] "root CA regulations";
    ROOT_POLICY = [1, 2, 398, 3, 1, 2] "root CA certificate policy";
    STATE_BODIES_AUTHORITY = [1, 2, 398, 3, 2] "certification authority of state bodies (УЦ ГО)";
    NATIONAL_AUTHORITY = [1, 2, 398, 3, 3] "national certification authority (НУЦ)";
    NATIONAL_POLICY_2018 = [1, 2, 398, 3, 3, 1, 1] "НУЦ certificate policy of 2018";
    NATIONAL_POLICY = [1, 2, 398, 3, 3, 2] "НУЦ certificate policy";
    POLICY_LEGAL_SIGNATURE = [1, 2, 398, 3, 3, 2, 1] "НУЦ policy: legal entity, signature";
    POLICY_LEGAL_AUTHENTICATION = [1, 2, 398, 3, 3, 2, 2] "НУЦ policy: legal entity, authentication";
    POLICY_NATURAL_SIGNATURE = [1, 2, 398, 3, 3, 2, 3] "НУЦ policy: natural person, signature";
    POLICY_NATURAL_AUTHENTICATION = [1, 2, 398, 3, 3, 2, 4] "НУЦ policy: natural person, authentication";
    POLICY_TLS = [1, 2, 398, 3, 3, 2, 5] "НУЦ policy: TLS server";
    POLICY_TSA = [1, 2, 398, 3, 3, 2, 6] "НУЦ policy: time-stamping authority";
    POLICY_TSA_GOST_2004 = [1, 2, 398, 3, 3, 2, 6, 1] "НУЦ time-stamp policy: GOST 34.310-2004";
    POLICY_TSA_RSA = [1, 2, 398, 3, 3, 2, 6, 2] "НУЦ time-stamp policy: RSA with SHA-256";
    POLICY_TSA_GAMMA = [1, 2, 398, 3, 3, 2, 6, 3] "НУЦ time-stamp policy: Gamma GOST";
    POLICY_TSA_GOST_2015 = [1, 2, 398, 3, 3, 2, 6, 4] "НУЦ time-stamp policy: GOST R 34.10-2015";
    PURPOSE_NATURAL_PERSON = [1, 2, 398, 3, 3, 4, 1, 1] "natural person";
    PURPOSE_LEGAL_ENTITY = [1, 2, 398, 3, 3, 4, 1, 2] "legal entity";
    PURPOSE_FIRST_HEAD = [1, 2, 398, 3, 3, 4, 1, 2, 1] "first head of a legal entity";
    PURPOSE_RIGHT_TO_SIGN = [1, 2, 398, 3, 3, 4, 1, 2, 2] "person with the right to sign";
    PURPOSE_RIGHT_TO_SIGN_FINANCIAL = [1, 2, 398, 3, 3, 4, 1, 2, 3] "person with the right to sign financial documents";
    PURPOSE_HUMAN_RESOURCES = [1, 2, 398, 3, 3, 4, 1, 2, 4] "employee of human resources";
    PURPOSE_EMPLOYEE = [1, 2, 398, 3, 3, 4, 1, 2, 5] "employee of a legal entity";
    PURPOSE_INFORMATION_SYSTEM = [1, 2, 398, 3, 3, 4, 1, 2, 6] "information system of a legal entity";
    PURPOSE_NCA_ADMINISTRATOR = [1, 2, 398, 3, 3, 4, 2, 1] "НУЦ administrator";
    PURPOSE_NCA_MANAGER = [1, 2, 398, 3, 3, 4, 2, 2] "НУЦ manager";
    PURPOSE_NCA_OPERATOR = [1, 2, 398, 3, 3, 4, 2, 3] "НУЦ operator";
    PURPOSE_IDENTIFIED_IN_PERSON = [1, 2, 398, 3, 3, 4, 3, 1] "identified at a service centre";
    PURPOSE_IDENTIFIED_REMOTELY = [1, 2, 398, 3, 3, 4, 3, 2] "identified remotely";
    PURPOSE_DIGITAL_ID = [1, 2, 398, 3, 3, 4, 3, 2, 1] "identified by Digital ID";
    KEY_STORAGE = [1, 2, 398, 3, 3, 5] "key storage";
    KEY_STORAGE_PKCS12 = [1, 2, 398, 3, 3, 5, 1, 1] "key storage: PKCS #12";
    KEY_STORAGE_JKS = [1, 2, 398, 3, 3, 5, 1, 2] "key storage: JKS";
    KEY_STORAGE_ID_CARD = [1, 2, 398, 3, 3, 5, 2, 1] "key storage: identity card";
    KEY_STORAGE_KAZTOKEN = [1, 2, 398, 3, 3, 5, 2, 2] "key storage: Казтокен";
    KEY_STORAGE_CLOUD = [1, 2, 398, 3, 3, 5, 3, 1] "key storage: cloud";
    // Hashes.
    MD5 = [1, 2, 840, 113549, 2, 5] "MD5";
    SHA1 = [1, 3, 14, 3, 2, 26] "SHA-1";
    SHA224 = [2, 16, 840, 1, 101, 3, 4, 2, 4] "SHA-224";
    SHA256 = [2, 16, 840, 1, 101, 3, 4, 2, 1] "SHA-256";
    SHA384 = [2, 16, 840, 1, 101, 3, 4, 2, 2] "SHA-384";
    SHA512 = [2, 16, 840, 1, 101, 3, 4, 2, 3] "SHA-512";
    // Keys and signatures.
    RSA = [1, 2, 840, 113549, 1, 1, 1] "RSA";
    RSA_MD5 = [1, 2, 840, 113549, 1, 1, 4] "RSA with MD5";
    RSA_SHA1 = [1, 2, 840, 113549, 1, 1, 5] "RSA with SHA-1";
    RSA_SHA224 = [1, 2, 840, 113549, 1, 1, 14] "RSA with SHA-224";
    RSA_SHA256 = [1, 2, 840, 113549, 1, 1, 11] "RSA with SHA-256";
    RSA_SHA384 = [1, 2, 840, 113549, 1, 1, 12] "RSA with SHA-384";
    RSA_SHA512 = [1, 2, 840, 113549, 1, 1, 13] "RSA with SHA-512";
    RSA_PSS = [1, 2, 840, 113549, 1, 1, 10] "RSA-PSS";
    MGF1 = [1, 2, 840, 113549, 1, 1, 8] "MGF1";
    DSA = [1, 2, 840, 10040, 4, 1] "DSA";
    DSA_SHA1 = [1, 2, 840, 10040, 4, 3] "DSA with SHA-1";
    DSA_SHA224 = [2, 16, 840, 1, 101, 3, 4, 3, 1] "DSA with SHA-224";
    DSA_SHA256 = [2, 16, 840, 1, 101, 3, 4, 3, 2] "DSA with SHA-256";
    DSA_SHA384 = [2, 16, 840, 1, 101, 3, 4, 3, 3] "DSA with SHA-384";
    DSA_SHA512 = [2, 16, 840, 1, 101, 3, 4, 3, 4] "DSA with SHA-512";
    EC = [1, 2, 840, 10045, 2, 1] "elliptic curve key";
    P256 = [1, 2, 840, 10045, 3, 1, 7] "P-256";
    P384 = [1, 3, 132, 0, 34] "P-384";
    P521 = [1, 3, 132, 0, 35] "P-521";
    SECP256K1 = [1, 3, 132, 0, 10] "secp256k1";
    BRAINPOOL_P256R1 = [1, 3, 36, 3, 3, 2, 8, 1, 1, 7] "brainpoolP256r1";
    BRAINPOOL_P256T1 = [1, 3, 36, 3, 3, 2, 8, 1, 1, 8] "brainpoolP256t1";
    BRAINPOOL_P384R1 = [1, 3, 36, 3, 3, 2, 8, 1, 1, 11] "brainpoolP384r1";
    BRAINPOOL_P384T1 = [1, 3, 36, 3, 3, 2, 8, 1, 1, 12] "brainpoolP384t1";
    ECDSA_SHA224 = [1, 2, 840, 10045, 4, 3, 1] "ECDSA with SHA-224";
    ECDSA_SHA1 = [1, 2, 840, 10045, 4, 1] "ECDSA with SHA-1";
    ECDSA_SHA256 = [1, 2, 840, 10045, 4, 3, 2] "ECDSA with SHA-256";
    ECDSA_SHA384 = [1, 2, 840, 10045, 4, 3, 3] "ECDSA with SHA-384";
    ECDSA_SHA512 = [1, 2, 840, 10045, 4, 3, 4] "ECDSA with SHA-512";
    ED25519 = [1, 3, 101, 112] "Ed25519";
    ED448 = [1, 3, 101, 113] "Ed448";
    // Attributes of names.
    COMMON_NAME = [2, 5, 4, 3] "CN";
    SURNAME = [2, 5, 4, 4] "SN";
    SERIAL_NUMBER = [2, 5, 4, 5] "serialNumber";
    COUNTRY = [2, 5, 4, 6] "C";
    LOCALITY = [2, 5, 4, 7] "L";
    STATE = [2, 5, 4, 8] "ST";
    STREET = [2, 5, 4, 9] "STREET";
    ORGANIZATION = [2, 5, 4, 10] "O";
    ORGANIZATIONAL_UNIT = [2, 5, 4, 11] "OU";
    TITLE = [2, 5, 4, 12] "title";
    BUSINESS_CATEGORY = [2, 5, 4, 15] "businessCategory";
    GIVEN_NAME = [2, 5, 4, 42] "G";
    EMAIL_ADDRESS = [1, 2, 840, 113549, 1, 9, 1] "E";
    USER_ID = [0, 9, 2342, 19200300, 100, 1, 1] "UID";
    DOMAIN_COMPONENT = [0, 9, 2342, 19200300, 100, 1, 25] "DC";
    // Extensions of certificates and CRLs, RFC 5280 sections 4.2 and 5.2.
    SUBJECT_KEY_IDENTIFIER = [2, 5, 29, 14] "subjectKeyIdentifier";
    KEY_USAGE = [2, 5, 29, 15] "keyUsage";
    SUBJECT_ALTERNATIVE_NAME = [2, 5, 29, 17] "subjectAltName";
    ISSUER_ALTERNATIVE_NAME = [2, 5, 29, 18] "issuerAltName";
    BASIC_CONSTRAINTS = [2, 5, 29, 19] "basicConstraints";
    CRL_NUMBER = [2, 5, 29, 20] "cRLNumber";
    REASON_CODE = [2, 5, 29, 21] "reasonCode";
    INVALIDITY_DATE = [2, 5, 29, 24] "invalidityDate";
    DELTA_CRL_INDICATOR = [2, 5, 29, 27] "deltaCRLIndicator";
    ISSUING_DISTRIBUTION_POINT = [2, 5, 29, 28] "issuingDistributionPoint";
    CERTIFICATE_ISSUER = [2, 5, 29, 29] "certificateIssuer";
    NAME_CONSTRAINTS = [2, 5, 29, 30] "nameConstraints";
    CRL_DISTRIBUTION_POINTS = [2, 5, 29, 31] "cRLDistributionPoints";
    CERTIFICATE_POLICIES = [2, 5, 29, 32] "certificatePolicies";
    ANY_POLICY = [2, 5, 29, 32, 0] "anyPolicy";
    POLICY_MAPPINGS = [2, 5, 29, 33] "policyMappings";
    AUTHORITY_KEY_IDENTIFIER = [2, 5, 29, 35] "authorityKeyIdentifier";
    POLICY_CONSTRAINTS = [2, 5, 29, 36] "policyConstraints";
    EXTENDED_KEY_USAGE = [2, 5, 29, 37] "extKeyUsage";
    ANY_EXTENDED_KEY_USAGE = [2, 5, 29, 37, 0] "anyExtendedKeyUsage";
    FRESHEST_CRL = [2, 5, 29, 46] "freshestCRL";
    EXPIRED_CERTIFICATES_ON_CRL = [2, 5, 29, 60] "expiredCertsOnCRL";
    INHIBIT_ANY_POLICY = [2, 5, 29, 54] "inhibitAnyPolicy";
    AUTHORITY_INFORMATION_ACCESS = [1, 3, 6, 1, 5, 5, 7, 1, 1] "authorityInfoAccess";
    SUBJECT_INFORMATION_ACCESS = [1, 3, 6, 1, 5, 5, 7, 1, 11] "subjectInfoAccess";
    ACCESS_OCSP = [1, 3, 6, 1, 5, 5, 7, 48, 1] "OCSP access";
    ACCESS_CA_ISSUERS = [1, 3, 6, 1, 5, 5, 7, 48, 2] "issuer certificate access";
    REVOCATION_OCSP_RESPONSE = [1, 3, 6, 1, 5, 5, 7, 16, 2] "OCSP response as revocation information";
    OCSP_BASIC = [1, 3, 6, 1, 5, 5, 7, 48, 1, 1] "basic OCSP response";
    OCSP_NONCE = [1, 3, 6, 1, 5, 5, 7, 48, 1, 2] "OCSP nonce";
    SMTP_UTF8_MAILBOX = [1, 3, 6, 1, 5, 5, 7, 8, 9] "international e-mail address";
    OCSP_NO_CHECK = [1, 3, 6, 1, 5, 5, 7, 48, 1, 5] "OCSP no check";
    OCSP_ARCHIVE_CUTOFF = [1, 3, 6, 1, 5, 5, 7, 48, 1, 6] "OCSP archive cutoff";
    OCSP_EXTENDED_REVOKE = [1, 3, 6, 1, 5, 5, 7, 48, 1, 9] "OCSP extended revoke";
    QUALIFIER_NOTICE = [1, 3, 6, 1, 5, 5, 7, 2, 2] "user notice";
    CT_TIMESTAMPS = [1, 3, 6, 1, 4, 1, 11129, 2, 4, 2] "signed certificate timestamps";
    QUALIFIER_CPS = [1, 3, 6, 1, 5, 5, 7, 2, 1] "certification practice statement";
    // Purposes of keys.
    PURPOSE_SERVER = [1, 3, 6, 1, 5, 5, 7, 3, 1] "TLS server authentication";
    PURPOSE_CLIENT = [1, 3, 6, 1, 5, 5, 7, 3, 2] "TLS client authentication";
    PURPOSE_EMAIL = [1, 3, 6, 1, 5, 5, 7, 3, 4] "e-mail protection";
    PURPOSE_TIME_STAMPING = [1, 3, 6, 1, 5, 5, 7, 3, 8] "time-stamping";
    PURPOSE_OCSP_SIGNING = [1, 3, 6, 1, 5, 5, 7, 3, 9] "OCSP signing";
    PURPOSE_DOCUMENT_SIGNING = [1, 3, 6, 1, 5, 5, 7, 3, 36] "document signing";
    // CMS and time-stamps.
    CMS_DATA = [1, 2, 840, 113549, 1, 7, 1] "id-data";
    CMS_SIGNED_DATA = [1, 2, 840, 113549, 1, 7, 2] "id-signedData";
    ATTRIBUTE_CONTENT_TYPE = [1, 2, 840, 113549, 1, 9, 3] "contentType";
    ATTRIBUTE_MESSAGE_DIGEST = [1, 2, 840, 113549, 1, 9, 4] "messageDigest";
    ATTRIBUTE_SIGNING_TIME = [1, 2, 840, 113549, 1, 9, 5] "signingTime";
    ATTRIBUTE_COUNTER_SIGNATURE = [1, 2, 840, 113549, 1, 9, 6] "counterSignature";
    TST_INFO = [1, 2, 840, 113549, 1, 9, 16, 1, 4] "id-ct-TSTInfo";
    ATTRIBUTE_SIGNING_CERTIFICATE = [1, 2, 840, 113549, 1, 9, 16, 2, 12] "signingCertificate";
    ATTRIBUTE_TIME_STAMP = [1, 2, 840, 113549, 1, 9, 16, 2, 14] "signature time-stamp";
    ATTRIBUTE_REVOCATION_VALUES = [1, 2, 840, 113549, 1, 9, 16, 2, 24] "revocation-values";
    ATTRIBUTE_SIGNING_CERTIFICATE_V2 = [1, 2, 840, 113549, 1, 9, 16, 2, 47] "signingCertificateV2";
    // Attributes of RFC 5126 and ETSI EN 319 122-1, RFC 6211 and RFC 8551.
    ATTRIBUTE_SMIME_CAPABILITIES = [1, 2, 840, 113549, 1, 9, 15] "smimeCapabilities";
    ATTRIBUTE_CONTENT_HINTS = [1, 2, 840, 113549, 1, 9, 16, 2, 4] "content-hints";
    ATTRIBUTE_CONTENT_IDENTIFIER = [1, 2, 840, 113549, 1, 9, 16, 2, 7] "content-identifier";
    ATTRIBUTE_CONTENT_REFERENCE = [1, 2, 840, 113549, 1, 9, 16, 2, 10] "content-reference";
    ATTRIBUTE_SIGNATURE_POLICY = [1, 2, 840, 113549, 1, 9, 16, 2, 15] "signature-policy-identifier";
    ATTRIBUTE_COMMITMENT = [1, 2, 840, 113549, 1, 9, 16, 2, 16] "commitment-type-indication";
    ATTRIBUTE_SIGNER_LOCATION = [1, 2, 840, 113549, 1, 9, 16, 2, 17] "signer-location";
    ATTRIBUTE_SIGNER_ATTRIBUTES = [1, 2, 840, 113549, 1, 9, 16, 2, 18] "signer-attributes";
    ATTRIBUTE_CONTENT_TIME_STAMP = [1, 2, 840, 113549, 1, 9, 16, 2, 20] "content-time-stamp";
    ATTRIBUTE_CERTIFICATE_REFERENCES = [1, 2, 840, 113549, 1, 9, 16, 2, 21] "complete-certificate-references";
    ATTRIBUTE_REVOCATION_REFERENCES = [1, 2, 840, 113549, 1, 9, 16, 2, 22] "complete-revocation-references";
    ATTRIBUTE_CERTIFICATE_VALUES = [1, 2, 840, 113549, 1, 9, 16, 2, 23] "certificate-values";
    ATTRIBUTE_CADES_C_TIME_STAMP = [1, 2, 840, 113549, 1, 9, 16, 2, 25] "CAdES-C-timestamp";
    ATTRIBUTE_REFERENCES_TIME_STAMP = [1, 2, 840, 113549, 1, 9, 16, 2, 26] "time-stamped-certs-crls-references";
    ATTRIBUTE_ARCHIVE_TIME_STAMP = [1, 2, 840, 113549, 1, 9, 16, 2, 27] "archive-time-stamp";
    ATTRIBUTE_ARCHIVE_TIME_STAMP_V2 = [1, 2, 840, 113549, 1, 9, 16, 2, 48] "archive-time-stamp-v2";
    ATTRIBUTE_ALGORITHM_PROTECTION = [1, 2, 840, 113549, 1, 9, 52] "cmsAlgorithmProtect";
    ATTRIBUTE_MIME_TYPE = [0, 4, 0, 1733, 2, 1] "mime-type";
    ATTRIBUTE_LONG_TERM_VALIDATION = [0, 4, 0, 1733, 2, 2] "long-term-validation";
    ATTRIBUTE_ARCHIVE_TIME_STAMP_V3 = [0, 4, 0, 1733, 2, 4] "archive-time-stamp-v3";
    ATTRIBUTE_ATS_HASH_INDEX = [0, 4, 0, 1733, 2, 5] "ats-hash-index";
    ATTRIBUTE_ATS_HASH_INDEX_V3 = [0, 4, 0, 19122, 1, 5] "ats-hash-index-v3";
}

static REGISTRY: LazyLock<OidRegistry<'static>> =
    LazyLock::new(|| OidRegistry::default().with_all_crypto().with_x509().with_x962());

/// What an identifier is called: the arcs the toolkit knows, then the registry of
/// [`oid_registry`], which carries none of 1.2.398.
#[must_use]
pub fn name_of(oid: &Oid) -> Option<&'static str> {
    if let Some((_, label)) = NAMES.iter().find(|(known, _)| *known == oid) {
        return Some(label);
    }
    let key = oid_registry::Oid::new(oid.content().to_vec().into());
    REGISTRY.get(&key).map(oid_registry::OidEntry::sn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oid(text: &str) -> Oid {
        text.parse().unwrap()
    }

    #[test]
    fn text_and_octets_agree() {
        // X.690 8.19.5 and RFC 5280 examples.
        assert_eq!(oid("2.999.3").content(), [0x88, 0x37, 0x03]);
        assert_eq!(oid("1.2.840.113549").content(), [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]);
        assert_eq!(oid("1.2.398.3.10").content(), [0x2a, 0x83, 0x0e, 0x03, 0x0a]);
        for text in
            ["0.0", "0.39", "1.39.1", "2.0", "2.47.1", "2.48", "2.999.3", "1.2.398.3.3.4.1.1"]
        {
            assert_eq!(oid(text).to_string(), text);
        }
        assert_eq!(known::STREEBOG_512, oid("1.2.398.3.10.1.3.3"));
        assert_eq!(known::USER_ID, oid("0.9.2342.19200300.100.1.1"));
    }

    /// C06.
    #[test]
    fn arcs_beyond_64_bits_are_exact() {
        let text = "2.25.340282366920938463463374607431768211456.1";
        assert_eq!(oid(text).to_string(), text);
        assert_ne!(oid(text), oid("2.25.340282366920938463463374607431768211457.1"));
    }

    /// C06.
    #[test]
    fn a_prefix_of_digits_is_not_a_prefix_of_arcs() {
        assert!(!oid("1.2.398.3.3.4.1.10").is_under(&oid("1.2.398.3.3.4.1.1")));
        assert!(!oid("1.2.398.3.3.4.1").is_under(&oid("1.2.398.3.3.4.1.1")));
        assert!(oid("1.2.398.3.3.4.1.1.1").is_under(&oid("1.2.398.3.3.4.1.1")));
        assert!(oid("1.2.398").is_under(&oid("1.2.398")));
    }

    /// C06.
    #[test]
    fn padding_and_cuts_are_refused() {
        assert_eq!(Oid::from_der_content(&[]), Err(OidError::Empty));
        assert_eq!(Oid::from_der_content(&[0x2a, 0x80, 0x01]), Err(OidError::Padded { arc: 1 }));
        assert_eq!(Oid::from_der_content(&[0x80, 0x01]), Err(OidError::Padded { arc: 0 }));
        assert_eq!(Oid::from_der_content(&[0x2a, 0x83]), Err(OidError::CutShort));
        assert_eq!(Oid::from_der_content(&[1; 300]), Err(OidError::TooLong { octets: 300 }));
        for text in ["", "1", "3.1", "1.40", "1.2.", "1..2", "1.02", "1.2.-3", "1.2.x", "١.٢"] {
            assert!(text.parse::<Oid>().is_err(), "{text}");
        }
    }

    #[test]
    fn order_is_by_arc_value() {
        let sorted = ["0.9", "1.2.3", "1.2.300", "1.2.20000", "1.2.20000.1", "1.3", "2.1"];
        let mut shuffled: Vec<Oid> = sorted.iter().rev().map(|text| oid(text)).collect();
        shuffled.sort();
        let back: Vec<String> = shuffled.iter().map(ToString::to_string).collect();
        assert_eq!(back, sorted);
    }

    #[test]
    fn names_come_from_our_arc_and_from_the_registry() {
        assert_eq!(
            name_of(&oid("1.2.398.3.3.2.6.4")),
            Some("НУЦ time-stamp policy: GOST R 34.10-2015")
        );
        assert_eq!(name_of(&oid("2.5.4.6")), Some("C"));
        assert_eq!(name_of(&oid("1.2.398.99.99")), None);
        // Not in our table, so the registry answers.
        assert_eq!(name_of(&oid("2.5.4.46")), Some("dnQualifier"));
    }
}
