//! Hashes, public keys and signatures: which they are, whether they verify, how strong they are.
//!
//! An algorithm that cannot be verified with is [`SignatureError::Unsupported`]: its callers say
//! *undetermined*, never *valid*. The national encodings are those of `gost`; the Russian ones of
//! [RFC 9215](https://www.rfc-editor.org/rfc/rfc9215) are told apart by their identifiers.

pub(crate) mod dsa;
mod ecdsa;
mod prehashed;
mod rsa;
mod russian;

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::signature as aws;
use sha2::Digest as _;

use crate::finding::{Finding, codes};
use crate::oid::{Oid, known};
use crate::tlv::{self, Malformed, Reader, Slice};

pub(crate) use prehashed::verify_digest;
use rsa::Padding;
pub use rsa::RSA_LIMIT;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HashAlgorithm {
    /// GOST R 34.11-94 with the substitution boxes of CryptoPro, which only the Russian encoding
    /// knows.
    Gost341194,
    /// GOST 34.311-95 with the test substitution boxes.
    Gost341195,
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// GOST R 34.11-2015 (Streebog), 256 bits.
    Streebog256,
    /// GOST R 34.11-2015 (Streebog), 512 bits.
    Streebog512,
}

impl HashAlgorithm {
    /// The hash an identifier names; the Russian identifiers of Streebog name the same function.
    #[must_use]
    pub fn from_oid(oid: &Oid) -> Option<Self> {
        [
            (&known::STREEBOG_512, Self::Streebog512),
            (&known::SHA256, Self::Sha256),
            (&known::GOST_341195, Self::Gost341195),
            (&known::STREEBOG_256, Self::Streebog256),
            (&known::SHA1, Self::Sha1),
            (&known::SHA384, Self::Sha384),
            (&known::SHA512, Self::Sha512),
            (&known::SHA224, Self::Sha224),
            (&known::MD5, Self::Md5),
            (&known::RUSSIAN_STREEBOG_256, Self::Streebog256),
            (&known::RUSSIAN_341194, Self::Gost341194),
            (&known::RUSSIAN_STREEBOG_512, Self::Streebog512),
        ]
        .into_iter()
        .find_map(|(known, hash)| (known == oid).then_some(hash))
    }

    /// The identifier; of Streebog the national one.
    #[must_use]
    pub fn oid(self) -> &'static Oid {
        match self {
            Self::Gost341194 => &known::RUSSIAN_341194,
            Self::Gost341195 => &known::GOST_341195,
            Self::Md5 => &known::MD5,
            Self::Sha1 => &known::SHA1,
            Self::Sha224 => &known::SHA224,
            Self::Sha256 => &known::SHA256,
            Self::Sha384 => &known::SHA384,
            Self::Sha512 => &known::SHA512,
            Self::Streebog256 => &known::STREEBOG_256,
            Self::Streebog512 => &known::STREEBOG_512,
        }
    }

    /// The digest of a whole message.
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        let mut hasher = Hasher::new(self);
        hasher.update(message);
        hasher.finish()
    }

    /// Whether collisions are practical or feared.
    #[must_use]
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::oid::name_of(self.oid()).unwrap_or_default())
    }
}

/// Hashes a message that arrives in parts.
#[derive(Clone)]
pub struct Hasher(State);

#[derive(Clone)]
enum State {
    Gost(gost::Hasher),
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl Hasher {
    /// Starts an empty message.
    #[must_use]
    pub fn new(algorithm: HashAlgorithm) -> Self {
        Self(match algorithm {
            HashAlgorithm::Gost341194 => State::Gost(gost::Hasher::new(gost::Hash::Gost341194)),
            HashAlgorithm::Gost341195 => State::Gost(gost::Hasher::new(gost::Hash::Gost341195)),
            HashAlgorithm::Md5 => State::Md5(md5::Md5::new()),
            HashAlgorithm::Sha1 => State::Sha1(sha1::Sha1::new()),
            HashAlgorithm::Sha224 => State::Sha224(sha2::Sha224::new()),
            HashAlgorithm::Sha256 => State::Sha256(sha2::Sha256::new()),
            HashAlgorithm::Sha384 => State::Sha384(sha2::Sha384::new()),
            HashAlgorithm::Sha512 => State::Sha512(sha2::Sha512::new()),
            HashAlgorithm::Streebog256 => State::Gost(gost::Hasher::new(gost::Hash::Streebog256)),
            HashAlgorithm::Streebog512 => State::Gost(gost::Hasher::new(gost::Hash::Streebog512)),
        })
    }

    /// Appends to the message.
    pub fn update(&mut self, part: &[u8]) {
        match &mut self.0 {
            State::Gost(state) => state.update(part),
            State::Md5(state) => state.update(part),
            State::Sha1(state) => state.update(part),
            State::Sha224(state) => state.update(part),
            State::Sha256(state) => state.update(part),
            State::Sha384(state) => state.update(part),
            State::Sha512(state) => state.update(part),
        }
    }

    /// The digest of all parts.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        match self.0 {
            State::Gost(state) => state.finish(),
            State::Md5(state) => state.finalize().to_vec(),
            State::Sha1(state) => state.finalize().to_vec(),
            State::Sha224(state) => state.finalize().to_vec(),
            State::Sha256(state) => state.finalize().to_vec(),
            State::Sha384(state) => state.finalize().to_vec(),
            State::Sha512(state) => state.finalize().to_vec(),
        }
    }
}

/// An `AlgorithmIdentifier`.
#[derive(Clone, Debug)]
pub struct AlgorithmIdentifier {
    /// The algorithm.
    pub oid: Oid,
    /// The DER of the parameters; NULL is kept as it was written.
    pub parameters: Option<Vec<u8>>,
}

impl AlgorithmIdentifier {
    /// An identifier whose parameters are an explicit NULL, as the national PKI writes all of its.
    #[must_use]
    pub fn with_null(oid: &Oid) -> Self {
        Self { oid: oid.clone(), parameters: Some(vec![tlv::NULL, 0]) }
    }

    /// Reads the DER of an `AlgorithmIdentifier`.
    ///
    /// # Errors
    /// [`Malformed`] when it is not a sequence of an object identifier and one optional element.
    pub fn from_der(der: &[u8]) -> Result<Self, Malformed> {
        let mut parts = Reader::lenient(tlv::only(der, tlv::SEQUENCE)?.content);
        let oid = Oid::from_der_content(parts.expect(tlv::OBJECT_IDENTIFIER)?.content)
            .map_err(|_| Malformed::Value("algorithm with an impossible object identifier"))?;
        let parameters = if parts.is_empty() { None } else { Some(parts.next()?.raw.to_vec()) };
        parts.finish()?;
        Ok(Self { oid, parameters })
    }

    /// The hash this identifier names as a digest algorithm or as part of a signature algorithm.
    #[must_use]
    pub fn hash(&self) -> Option<HashAlgorithm> {
        HashAlgorithm::from_oid(&self.oid).or_else(|| match scheme(self) {
            Some(Scheme::Gost { curve }) => Some(hash_of_curve(curve)),
            Some(Scheme::GostRussian(generation)) => Some(generation.hash()),
            Some(
                Scheme::Dsa { hash }
                | Scheme::Ecdsa { hash }
                | Scheme::Rsa { hash }
                | Scheme::RsaPss { hash, .. },
            ) => Some(hash),
            Some(Scheme::Ed25519) | None => None,
        })
    }

    fn parameters_or_null(&self) -> &[u8] {
        self.parameters.as_deref().unwrap_or(&[tlv::NULL, 0])
    }
}

impl PartialEq for AlgorithmIdentifier {
    /// NULL and absent parameters are equal: RFC 4055 section 2.1 wants both accepted.
    fn eq(&self, other: &Self) -> bool {
        self.oid == other.oid && self.parameters_or_null() == other.parameters_or_null()
    }
}

impl Eq for AlgorithmIdentifier {}

impl fmt::Display for AlgorithmIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match crate::oid::name_of(&self.oid) {
            Some(name) => write!(f, "{name} ({})", self.oid),
            None => write!(f, "{}", self.oid),
        }
    }
}

/// An elliptic curve for ECDSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EcCurve {
    /// brainpoolP256r1 ([RFC 5639](https://www.rfc-editor.org/rfc/rfc5639)).
    BrainpoolP256r1,
    /// brainpoolP256t1.
    BrainpoolP256t1,
    /// brainpoolP384r1.
    BrainpoolP384r1,
    /// brainpoolP384t1.
    BrainpoolP384t1,
    /// P-256.
    P256,
    /// P-384.
    P384,
    /// P-521.
    P521,
    /// secp256k1.
    Secp256k1,
}

impl EcCurve {
    fn from_oid(oid: &Oid) -> Option<Self> {
        [
            (&known::P256, Self::P256),
            (&known::P384, Self::P384),
            (&known::P521, Self::P521),
            (&known::SECP256K1, Self::Secp256k1),
            (&known::BRAINPOOL_P256R1, Self::BrainpoolP256r1),
            (&known::BRAINPOOL_P256T1, Self::BrainpoolP256t1),
            (&known::BRAINPOOL_P384R1, Self::BrainpoolP384r1),
            (&known::BRAINPOOL_P384T1, Self::BrainpoolP384t1),
        ]
        .into_iter()
        .find_map(|(known, curve)| (known == oid).then_some(curve))
    }

    /// Length of a coordinate in octets.
    fn size(self) -> usize {
        match self {
            Self::BrainpoolP256r1 | Self::BrainpoolP256t1 | Self::P256 | Self::Secp256k1 => 32,
            Self::BrainpoolP384r1 | Self::BrainpoolP384t1 | Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

/// What a public key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// DSA.
    Dsa,
    /// ECDSA.
    Ec {
        /// The curve.
        curve: EcCurve,
    },
    /// Ed25519.
    Ed25519,
    /// GOST R 34.10-94, in a prime field, in the Russian encoding.
    Gost1994,
    /// GOST in the national encoding of Kazakhstan.
    GostNational {
        /// The curve.
        curve: gost::Curve,
    },
    /// GOST in the Russian encoding; the curve is none when it is an unknown one.
    GostRussian {
        /// The curve.
        curve: Option<gost::Curve>,
    },
    /// RSA.
    Rsa {
        /// Length of the modulus in bits.
        bits: usize,
    },
    /// Any other algorithm or parameter.
    Unknown(Oid),
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dsa => f.write_str("DSA"),
            Self::Ec { curve } => write!(f, "EC {curve:?}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Gost1994 => f.write_str("GOST R 34.10-94 in the Russian encoding"),
            Self::GostNational { curve: gost::Curve::Gost2004A } => f.write_str("GOST 34.310-2004"),
            Self::GostNational { curve: gost::Curve::Gost2015A256 } => {
                f.write_str("GOST R 34.10-2015 256")
            }
            Self::GostNational { curve: gost::Curve::Gost2015A512 } => {
                f.write_str("GOST R 34.10-2015 512")
            }
            Self::GostNational { curve } => write!(f, "GOST {curve:?}"),
            Self::GostRussian { .. } => f.write_str("GOST in the Russian encoding"),
            Self::Rsa { bits } => write!(f, "RSA {bits}"),
            Self::Unknown(oid) => write!(f, "{oid}"),
        }
    }
}

/// A public key, read from a `SubjectPublicKeyInfo`.
#[derive(Clone)]
pub struct PublicKey {
    spki: Slice,
    bits: Slice,
    kind: KeyKind,
    prepared: OnceLock<Prepared>,
}

/// The key as its implementation wants it, made at the first use: an authority's key verifies many
/// certificates.
#[derive(Clone)]
enum Prepared {
    Aws(Scheme, Arc<aws::ParsedPublicKey>),
    Gost(Arc<GostKey>),
    Unusable(String),
}

/// Signatures a key verifies before it is worth computing its tables.
const USES_WITHOUT_TABLES: u32 = 2;

/// A point, and tables of it once it has verified often enough.
struct GostKey {
    point: gost::PublicKey,
    uses: AtomicU32,
    tables: OnceLock<gost::PreparedKey>,
}

impl GostKey {
    fn new(point: gost::PublicKey) -> Self {
        Self { point, uses: AtomicU32::new(0), tables: OnceLock::new() }
    }

    fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), gost::SignatureError> {
        let used = self.uses.load(Ordering::Relaxed);
        if used >= USES_WITHOUT_TABLES {
            return self.tables.get_or_init(|| self.point.prepare()).verify(digest, signature);
        }
        self.uses.store(used + 1, Ordering::Relaxed);
        self.point.verify(digest, signature)
    }
}

impl PublicKey {
    /// Reads the DER of a `SubjectPublicKeyInfo`. A point off its curve shows when the key is used.
    ///
    /// # Errors
    /// [`Malformed`] when the structure, or the inner structure of a known algorithm, is broken.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, Malformed> {
        Self::from_slice(Slice::whole(der.into()))
    }

    pub(crate) fn from_slice(spki: Slice) -> Result<Self, Malformed> {
        let mut parts = Reader::lenient(spki.bytes());
        let mut parts = Reader::lenient(parts.expect(tlv::SEQUENCE)?.content);
        let mut algorithm = Reader::lenient(parts.expect(tlv::SEQUENCE)?.content);
        let oid = Oid::from_der_content(algorithm.expect(tlv::OBJECT_IDENTIFIER)?.content)
            .map_err(|_| Malformed::Value("key with an impossible object identifier"))?;
        let parameters = if algorithm.is_empty() { None } else { Some(algorithm.next()?) };
        let bits = tlv::whole_octets(parts.expect(tlv::BIT_STRING)?.content)?;
        parts.finish()?;
        let first_parameter = || -> Option<Oid> {
            let mut list = Reader::lenient(parameters?.content);
            Oid::from_der_content(list.expect(tlv::OBJECT_IDENTIFIER).ok()?.content).ok()
        };
        let kind = if oid == known::RSA || oid == known::RSA_PSS {
            KeyKind::Rsa { bits: rsa_bits(bits)? }
        } else if oid == known::GOST_2015_512_KEY {
            national(
                first_parameter(),
                &known::GOST_2015_512_CURVE_A,
                gost::Curve::Gost2015A512,
                oid,
            )
        } else if oid == known::GOST_2004_KEY {
            national(first_parameter(), &known::GOST_2004_CURVE_A, gost::Curve::Gost2004A, oid)
        } else if oid == known::GOST_2015_256_KEY {
            national(
                first_parameter(),
                &known::GOST_2015_256_CURVE_A,
                gost::Curve::Gost2015A256,
                oid,
            )
        } else if oid == known::EC {
            let curve = parameters
                .filter(|element| element.identifier == tlv::OBJECT_IDENTIFIER)
                .and_then(|element| Oid::from_der_content(element.content).ok());
            match curve {
                Some(oid) => match EcCurve::from_oid(&oid) {
                    Some(curve) => KeyKind::Ec { curve },
                    None => KeyKind::Unknown(oid),
                },
                None => KeyKind::Unknown(oid),
            }
        } else if oid == known::ED25519 {
            KeyKind::Ed25519
        } else if let Some(kind) = russian::kind(&oid, first_parameter().as_ref()) {
            kind
        } else if oid == known::DSA {
            KeyKind::Dsa
        } else {
            KeyKind::Unknown(oid)
        };
        let bits = spki.part(bits);
        Ok(Self { spki, bits, kind, prepared: OnceLock::new() })
    }

    /// What the key is.
    #[must_use]
    pub fn kind(&self) -> &KeyKind {
        &self.kind
    }

    /// The DER of the `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        self.spki.bytes()
    }

    /// The octets of the BIT STRING: what key identifiers hash.
    #[must_use]
    pub fn key_octets(&self) -> &[u8] {
        self.bits.bytes()
    }

    /// Whether both are the same key, however their parameters are written: for GOST the same
    /// point of the same curve, for RSA the same modulus and exponent.
    #[must_use]
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.spki_der() == other.spki_der() || self.identity() == other.identity()
    }

    /// What the key is, however it is written: the same octets for a compressed and a full point,
    /// for the national and the Russian identifiers of one GOST curve. Of an elliptic-curve point
    /// the first coordinate stands for both points that have it: whoever holds one key holds the
    /// other.
    #[must_use]
    pub fn identity(&self) -> Vec<u8> {
        let kind = match &self.kind {
            KeyKind::GostNational { curve } | KeyKind::GostRussian { curve: Some(curve) } => {
                format!("gost {curve:?}")
            }
            KeyKind::Dsa
            | KeyKind::Gost1994
            | KeyKind::GostRussian { curve: None }
            | KeyKind::Unknown(_) => return self.spki_der().to_vec(),
            KeyKind::Ec { .. } | KeyKind::Ed25519 | KeyKind::Rsa { .. } => {
                format!("{:?}", self.kind)
            }
        };
        [kind.as_bytes(), b"\0", canonical_point(self)].concat()
    }

    fn prepared_gost(&self, curve: gost::Curve) -> Result<&GostKey, SignatureError> {
        let prepared = self.prepared.get_or_init(|| {
            let inner = match tlv::only(self.key_octets(), tlv::OCTET_STRING) {
                Ok(inner) => inner.content,
                Err(error) => return Prepared::Unusable(error.to_string()),
            };
            match gost::PublicKey::from_bytes(curve, inner) {
                Ok(key) => Prepared::Gost(GostKey::new(key).into()),
                Err(error) => Prepared::Unusable(error.to_string()),
            }
        });
        match prepared {
            Prepared::Gost(key) => Ok(key),
            Prepared::Unusable(reason) => {
                Err(SignatureError::KeyMalformed { reason: reason.clone() })
            }
            Prepared::Aws(..) => Err(SignatureError::Invalid),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki_der() == other.spki_der()
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kind)
    }
}

fn national(found: Option<Oid>, known: &Oid, curve: gost::Curve, key: Oid) -> KeyKind {
    match found {
        Some(found) if found == *known => KeyKind::GostNational { curve },
        Some(found) => KeyKind::Unknown(found),
        None => KeyKind::Unknown(key),
    }
}

fn rsa_bits(der: &[u8]) -> Result<usize, Malformed> {
    let mut parts = Reader::lenient(der);
    let mut parts = Reader::lenient(parts.expect(tlv::SEQUENCE)?.content);
    let modulus = parts.expect(tlv::INTEGER)?.content;
    parts.expect(tlv::INTEGER)?;
    let zeros = modulus.iter().take_while(|octet| **octet == 0).count();
    let significant = modulus.get(zeros..).unwrap_or_default();
    let leading = significant.first().map_or(0, |octet| octet.leading_zeros());
    Ok((significant.len() * 8).saturating_sub(leading as usize))
}

/// A key's octets with a compressed point's sign and an uncompressed point's Y dropped, so that
/// both forms of one point agree on X. Two keys that share X share all but the sign, and a quorum
/// must notice that too.
fn canonical_point(key: &PublicKey) -> &[u8] {
    let octets = key.key_octets();
    let size = match &key.kind {
        KeyKind::Ec { curve } => curve.size(),
        KeyKind::Dsa
        | KeyKind::Ed25519
        | KeyKind::Gost1994
        | KeyKind::GostNational { .. }
        | KeyKind::GostRussian { .. }
        | KeyKind::Rsa { .. }
        | KeyKind::Unknown(_) => return octets,
    };
    octets.get(1..=size).unwrap_or(octets)
}

/// Why a signature was not found valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The signature is not the key's over these octets.
    #[error("signature does not verify")]
    Invalid,
    /// The key cannot be used: a point off its curve, an impossible length.
    #[error("public key is unusable: {reason}")]
    KeyMalformed {
        /// What is wrong with it.
        reason: String,
    },
    /// The algorithm belongs to another kind of key.
    #[error("{algorithm} does not belong to a {key} key")]
    KeyMismatch {
        /// The signature algorithm.
        algorithm: String,
        /// The key.
        key: String,
    },
    /// The signature has a length or a structure that no signature of the algorithm has.
    #[error("signature is malformed: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// The key takes its parameters from a certificate above it, and none was told.
    #[error("the key inherits its parameters, and no certificate above it has any")]
    ParametersMissing,
    /// The key is larger than is worth computing with.
    #[error("key of {bits} bits is larger than the limit of {limit}")]
    TooLarge {
        /// Size found.
        bits: usize,
        /// The limit.
        limit: usize,
    },
    /// The engine has no implementation; nothing is known about the signature.
    #[error("{algorithm} with a {key} key is not supported")]
    Unsupported {
        /// The signature algorithm.
        algorithm: String,
        /// The key.
        key: String,
    },
}

impl SignatureError {
    /// Whether nothing is known about the signature: the caller says *undetermined*.
    #[must_use]
    pub fn is_undetermined(&self) -> bool {
        match self {
            Self::ParametersMissing | Self::TooLarge { .. } | Self::Unsupported { .. } => true,
            Self::Invalid
            | Self::KeyMalformed { .. }
            | Self::KeyMismatch { .. }
            | Self::Malformed { .. } => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Dsa {
        hash: HashAlgorithm,
    },
    Ecdsa {
        hash: HashAlgorithm,
    },
    Ed25519,
    Gost {
        curve: gost::Curve,
    },
    GostRussian(Generation),
    Rsa {
        hash: HashAlgorithm,
    },
    /// `salt` is none where mask or trailer are not the usual ones.
    RsaPss {
        hash: HashAlgorithm,
        salt: Option<u16>,
    },
}

/// The standards of the Russian encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Generation {
    Of1994,
    Of2001,
    Of2012With256,
    Of2012With512,
}

impl Generation {
    /// The hash that belongs to it.
    fn hash(self) -> HashAlgorithm {
        match self {
            Self::Of1994 | Self::Of2001 => HashAlgorithm::Gost341194,
            Self::Of2012With256 => HashAlgorithm::Streebog256,
            Self::Of2012With512 => HashAlgorithm::Streebog512,
        }
    }

    /// Bytes in a coordinate of its keys.
    fn size(self) -> usize {
        match self {
            Self::Of1994 => 128,
            Self::Of2001 | Self::Of2012With256 => 32,
            Self::Of2012With512 => 64,
        }
    }
}

fn hash_of_curve(curve: gost::Curve) -> HashAlgorithm {
    match curve.hash() {
        gost::Hash::Gost341194 => HashAlgorithm::Gost341194,
        gost::Hash::Gost341195 => HashAlgorithm::Gost341195,
        gost::Hash::Streebog256 => HashAlgorithm::Streebog256,
        gost::Hash::Streebog512 => HashAlgorithm::Streebog512,
    }
}

fn scheme(algorithm: &AlgorithmIdentifier) -> Option<Scheme> {
    let oid = &algorithm.oid;
    let gost = |curve| Scheme::Gost { curve };
    if *oid == known::RSA_PSS {
        return pss(algorithm.parameters.as_deref());
    }
    let known: [(&Oid, Scheme); 24] = [
        (&known::GOST_2015_512_SIGNATURE, gost(gost::Curve::Gost2015A512)),
        (&known::RSA_SHA256, Scheme::Rsa { hash: HashAlgorithm::Sha256 }),
        (&known::GOST_2004_SIGNATURE, gost(gost::Curve::Gost2004A)),
        (&known::GOST_2015_256_SIGNATURE, gost(gost::Curve::Gost2015A256)),
        (&known::ECDSA_SHA256, Scheme::Ecdsa { hash: HashAlgorithm::Sha256 }),
        (&known::ECDSA_SHA384, Scheme::Ecdsa { hash: HashAlgorithm::Sha384 }),
        (&known::ECDSA_SHA512, Scheme::Ecdsa { hash: HashAlgorithm::Sha512 }),
        (&known::ECDSA_SHA224, Scheme::Ecdsa { hash: HashAlgorithm::Sha224 }),
        (&known::ECDSA_SHA1, Scheme::Ecdsa { hash: HashAlgorithm::Sha1 }),
        (&known::RSA_SHA1, Scheme::Rsa { hash: HashAlgorithm::Sha1 }),
        (&known::RSA_SHA224, Scheme::Rsa { hash: HashAlgorithm::Sha224 }),
        (&known::RSA_SHA384, Scheme::Rsa { hash: HashAlgorithm::Sha384 }),
        (&known::RSA_SHA512, Scheme::Rsa { hash: HashAlgorithm::Sha512 }),
        (&known::RSA_MD5, Scheme::Rsa { hash: HashAlgorithm::Md5 }),
        (&known::ED25519, Scheme::Ed25519),
        (&known::DSA_SHA1, Scheme::Dsa { hash: HashAlgorithm::Sha1 }),
        (&known::DSA_SHA224, Scheme::Dsa { hash: HashAlgorithm::Sha224 }),
        (&known::DSA_SHA256, Scheme::Dsa { hash: HashAlgorithm::Sha256 }),
        (&known::DSA_SHA384, Scheme::Dsa { hash: HashAlgorithm::Sha384 }),
        (&known::DSA_SHA512, Scheme::Dsa { hash: HashAlgorithm::Sha512 }),
        // The Russian identifiers serve all curves; the key says which.
        (&known::RUSSIAN_2012_256_SIGNATURE, Scheme::GostRussian(Generation::Of2012With256)),
        (&known::RUSSIAN_2012_512_SIGNATURE, Scheme::GostRussian(Generation::Of2012With512)),
        (&known::RUSSIAN_2001_SIGNATURE, Scheme::GostRussian(Generation::Of2001)),
        (&known::RUSSIAN_1994_SIGNATURE, Scheme::GostRussian(Generation::Of1994)),
    ];
    known.into_iter().find_map(|(known, scheme)| (known == oid).then_some(scheme))
}

/// The hash and the length of the salt of RSASSA-PSS parameters
/// ([RFC 4055 section 3.1](https://www.rfc-editor.org/rfc/rfc4055#section-3.1)).
fn pss(parameters: Option<&[u8]>) -> Option<Scheme> {
    let default = Scheme::RsaPss { hash: HashAlgorithm::Sha1, salt: Some(20) };
    let Some(parameters) = parameters else { return Some(default) };
    let Ok(sequence) = tlv::only(parameters, tlv::SEQUENCE) else { return Some(default) };
    let mut fields = Reader::new(sequence.content);
    let mut explicit = |number| -> Option<Option<&[u8]>> {
        fields
            .optional(tlv::context_constructed(number))
            .ok()
            .map(|element| element.map(|element| element.content))
    };
    let hash = match explicit(0)? {
        Some(der) => HashAlgorithm::from_oid(&AlgorithmIdentifier::from_der(der).ok()?.oid)?,
        None => HashAlgorithm::Sha1,
    };
    let mask = match explicit(1)? {
        Some(der) => {
            let mask = AlgorithmIdentifier::from_der(der).ok()?;
            let inner = AlgorithmIdentifier::from_der(mask.parameters.as_deref()?).ok()?;
            (mask.oid == known::MGF1).then(|| HashAlgorithm::from_oid(&inner.oid)).flatten()
        }
        None => Some(HashAlgorithm::Sha1),
    };
    let salt = match explicit(2)? {
        Some(der) => tlv::small_integer(tlv::only(der, tlv::INTEGER).ok()?.content).ok()?,
        None => 20,
    };
    let trailer = match explicit(3)? {
        Some(der) => tlv::small_integer(tlv::only(der, tlv::INTEGER).ok()?.content).ok()?,
        None => 1,
    };
    let usual = mask == Some(hash) && trailer == 1;
    Some(Scheme::RsaPss { hash, salt: u16::try_from(salt).ok().filter(|_| usual) })
}

/// Verifies `signature` over `message`.
///
/// # Errors
/// [`SignatureError`]; [`SignatureError::is_undetermined`] tells what is unknown from what is wrong.
pub fn verify(
    key: &PublicKey,
    algorithm: &AlgorithmIdentifier,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let unsupported = || SignatureError::Unsupported {
        algorithm: algorithm.to_string(),
        key: key.kind.to_string(),
    };
    let mismatch = || SignatureError::KeyMismatch {
        algorithm: algorithm.to_string(),
        key: key.kind.to_string(),
    };
    let Some(scheme) = scheme(algorithm) else { return Err(unsupported()) };
    match (scheme, &key.kind) {
        (Scheme::Gost { curve }, KeyKind::GostNational { curve: of_key }) if curve == *of_key => {
            gost_verify(key, curve, &hash_of_curve(curve).digest(message), signature)
        }
        (Scheme::GostRussian(generation), KeyKind::Gost1994 | KeyKind::GostRussian { .. }) => {
            russian::verify(key, generation, message, signature, mismatch, unsupported)
        }
        (Scheme::Rsa { hash }, KeyKind::Rsa { bits }) => {
            match rsa_parameters(hash, *bits).filter(|_| rsa::is_common(key, *bits)) {
                Some(parameters) => rsa_verify(key, *bits, scheme, parameters, message, signature),
                None => rsa::verify(key, *bits, hash, Padding::Pkcs1, message, signature),
            }
        }
        (Scheme::RsaPss { hash, salt: Some(salt) }, KeyKind::Rsa { bits }) => {
            let common = *bits >= 2048 && rsa::is_common(key, *bits);
            let Some((usual, parameters, size)) = pss_parameters(hash).filter(|_| common) else {
                let padding = Padding::Pss { salt };
                return rsa::verify(key, *bits, hash, padding, message, signature);
            };
            if salt == size {
                return rsa_verify(key, *bits, scheme, usual, message, signature);
            }
            rsa::check_length(*bits, signature)?;
            let length = aws::RsaPssSaltLength::Custom(salt);
            let parameters = parameters.with_pss_salt_length(length);
            aws::VerificationAlgorithm::verify_sig(
                &parameters,
                key.key_octets(),
                message,
                signature,
            )
            .map_err(|_| SignatureError::Invalid)
        }
        (Scheme::RsaPss { .. }, KeyKind::Rsa { .. }) => Err(unsupported()),
        (Scheme::Ecdsa { hash }, KeyKind::Ec { curve }) => match ecdsa_parameters(*curve, hash) {
            Some(parameters) => aws_verify(scheme, parameters, key, message, signature),
            None => ecdsa::verify(*curve, hash, key.key_octets(), message, signature),
        },
        (Scheme::Ed25519, KeyKind::Ed25519) => {
            aws_verify(scheme, &aws::ED25519, key, message, signature)
        }
        (Scheme::Dsa { hash }, KeyKind::Dsa) => dsa::verify(key, hash, message, signature),
        (_, KeyKind::Unknown(_)) => Err(unsupported()),
        (
            Scheme::Dsa { .. }
            | Scheme::Ecdsa { .. }
            | Scheme::Ed25519
            | Scheme::Gost { .. }
            | Scheme::GostRussian(_)
            | Scheme::Rsa { .. }
            | Scheme::RsaPss { .. },
            _,
        ) => Err(mismatch()),
    }
}

fn gost_verify(
    key: &PublicKey,
    curve: gost::Curve,
    digest: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let point = key.prepared_gost(curve)?;
    point.verify(digest, signature).map_err(|error| match error {
        gost::SignatureError::Length { .. } => {
            SignatureError::Malformed { reason: error.to_string() }
        }
        gost::SignatureError::DigestLength { .. }
        | gost::SignatureError::Mismatch
        | gost::SignatureError::Range => SignatureError::Invalid,
    })
}

fn rsa_parameters(hash: HashAlgorithm, bits: usize) -> Option<&'static aws::RsaParameters> {
    match hash {
        HashAlgorithm::Sha1 => Some(&aws::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        HashAlgorithm::Sha256 => Some(&aws::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
        HashAlgorithm::Sha384 if bits >= 2048 => Some(&aws::RSA_PKCS1_2048_8192_SHA384),
        HashAlgorithm::Sha512 => Some(&aws::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
        HashAlgorithm::Gost341194
        | HashAlgorithm::Gost341195
        | HashAlgorithm::Md5
        | HashAlgorithm::Sha224
        | HashAlgorithm::Sha384
        | HashAlgorithm::Streebog256
        | HashAlgorithm::Streebog512 => None,
    }
}

/// The parameters with a salt as long as the hash, the same to be changed, and that length.
fn pss_parameters(
    hash: HashAlgorithm,
) -> Option<(&'static aws::RsaParameters, aws::RsaParameters, u16)> {
    match hash {
        HashAlgorithm::Sha256 => {
            Some((&aws::RSA_PSS_2048_8192_SHA256, aws::RSA_PSS_2048_8192_SHA256, 32))
        }
        HashAlgorithm::Sha384 => {
            Some((&aws::RSA_PSS_2048_8192_SHA384, aws::RSA_PSS_2048_8192_SHA384, 48))
        }
        HashAlgorithm::Sha512 => {
            Some((&aws::RSA_PSS_2048_8192_SHA512, aws::RSA_PSS_2048_8192_SHA512, 64))
        }
        HashAlgorithm::Gost341194
        | HashAlgorithm::Gost341195
        | HashAlgorithm::Md5
        | HashAlgorithm::Sha1
        | HashAlgorithm::Sha224
        | HashAlgorithm::Streebog256
        | HashAlgorithm::Streebog512 => None,
    }
}

fn rsa_verify(
    key: &PublicKey,
    bits: usize,
    scheme: Scheme,
    parameters: &'static aws::RsaParameters,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    rsa::check_length(bits, signature)?;
    aws_verify(scheme, parameters, key, message, signature)
}

fn ecdsa_parameters(
    curve: EcCurve,
    hash: HashAlgorithm,
) -> Option<&'static aws::EcdsaVerificationAlgorithm> {
    match (curve, hash) {
        (EcCurve::P256, HashAlgorithm::Sha1) => Some(&aws::ECDSA_P256_SHA1_ASN1),
        (EcCurve::P256, HashAlgorithm::Sha256) => Some(&aws::ECDSA_P256_SHA256_ASN1),
        (EcCurve::P256, HashAlgorithm::Sha384) => Some(&aws::ECDSA_P256_SHA384_ASN1),
        (EcCurve::P256, HashAlgorithm::Sha512) => Some(&aws::ECDSA_P256_SHA512_ASN1),
        (EcCurve::P384, HashAlgorithm::Sha256) => Some(&aws::ECDSA_P384_SHA256_ASN1),
        (EcCurve::P384, HashAlgorithm::Sha384) => Some(&aws::ECDSA_P384_SHA384_ASN1),
        (EcCurve::P384, HashAlgorithm::Sha512) => Some(&aws::ECDSA_P384_SHA512_ASN1),
        (EcCurve::P521, HashAlgorithm::Sha1) => Some(&aws::ECDSA_P521_SHA1_ASN1),
        (EcCurve::P521, HashAlgorithm::Sha256) => Some(&aws::ECDSA_P521_SHA256_ASN1),
        (EcCurve::P521, HashAlgorithm::Sha384) => Some(&aws::ECDSA_P521_SHA384_ASN1),
        (EcCurve::P521, HashAlgorithm::Sha512) => Some(&aws::ECDSA_P521_SHA512_ASN1),
        (EcCurve::Secp256k1, HashAlgorithm::Sha256) => Some(&aws::ECDSA_P256K1_SHA256_ASN1),
        (
            EcCurve::BrainpoolP256r1
            | EcCurve::BrainpoolP256t1
            | EcCurve::BrainpoolP384r1
            | EcCurve::BrainpoolP384t1
            | EcCurve::P256
            | EcCurve::P384
            | EcCurve::P521
            | EcCurve::Secp256k1,
            _,
        ) => None,
    }
}

fn aws_verify(
    scheme: Scheme,
    parameters: &'static dyn aws::VerificationAlgorithm,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    with_parsed(scheme, parameters, key, |parsed| parsed.verify_sig(message, signature))
}

/// Asks the key as its implementation wants it.
fn with_parsed(
    scheme: Scheme,
    parameters: &'static dyn aws::VerificationAlgorithm,
    key: &PublicKey,
    verify: impl Fn(&aws::ParsedPublicKey) -> Result<(), Unspecified>,
) -> Result<(), SignatureError> {
    let parse = || {
        // Of a point told with its curve the provider asks once less whether it lies on it. A
        // structure it does not read as such is told by the point alone.
        if matches!(key.kind, KeyKind::Ec { .. })
            && let Ok(parsed) = aws::ParsedPublicKey::new(parameters, key.spki_der())
        {
            return Ok(parsed);
        }
        aws::ParsedPublicKey::new(parameters, key.key_octets())
    };
    let prepared = key.prepared.get_or_init(|| match parse() {
        Ok(parsed) => Prepared::Aws(scheme, parsed.into()),
        Err(reason) => Prepared::Unusable(reason.to_string()),
    });
    let verified = match prepared {
        Prepared::Aws(own, parsed) if *own == scheme => verify(parsed),
        // The key was first used with another hash; that use stays prepared.
        Prepared::Aws(..) => match parse() {
            Ok(parsed) => verify(&parsed),
            Err(reason) => {
                return Err(SignatureError::KeyMalformed { reason: reason.to_string() });
            }
        },
        Prepared::Unusable(reason) => {
            return Err(SignatureError::KeyMalformed { reason: reason.clone() });
        }
        Prepared::Gost(_) => return Err(SignatureError::Invalid),
    };
    verified.map_err(|_| SignatureError::Invalid)
}

/// The smallest RSA modulus that is not remarked on, in bits.
pub const RSA_MINIMUM: usize = 2048;

/// The smallest DSA prime that is not remarked on, in bits.
const DSA_MINIMUM: u32 = 2048;

/// What is to be said about a key and a signature algorithm even when the signature is valid.
/// Pass the signer's key, not the subject's.
#[must_use]
pub fn strength(key: &PublicKey, algorithm: &AlgorithmIdentifier) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(hash) = algorithm.hash().filter(|hash| hash.is_weak()) {
        findings.push(Finding::remark(&codes::ALGORITHM_HASH_WEAK).with("hash", hash));
    }
    findings.extend(key_strength(key));
    findings
}

/// What is to be said about a key, whatever it signs.
#[must_use]
pub fn key_strength(key: &PublicKey) -> Vec<Finding> {
    let mut findings = Vec::new();
    match &key.kind {
        KeyKind::Rsa { bits } if *bits < RSA_MINIMUM => findings.push(
            Finding::remark(&codes::ALGORITHM_KEY_SHORT)
                .with("key", "RSA")
                .with("bits", bits)
                .with("minimum", RSA_MINIMUM),
        ),
        KeyKind::GostNational { curve: gost::Curve::Gost2004A } => {
            findings.push(Finding::remark(&codes::ALGORITHM_LEGACY).with("algorithm", &key.kind))
        }
        KeyKind::Dsa => {
            findings
                .push(Finding::remark(&codes::ALGORITHM_WITHDRAWN).with("algorithm", &key.kind));
            if let Some(bits) = key.dsa_bits().filter(|bits| *bits < DSA_MINIMUM) {
                findings.push(
                    Finding::remark(&codes::ALGORITHM_KEY_SHORT)
                        .with("key", "DSA")
                        .with("bits", bits)
                        .with("minimum", DSA_MINIMUM),
                );
            }
        }
        KeyKind::Gost1994 | KeyKind::GostRussian { .. } => {
            findings
                .push(Finding::remark(&codes::ALGORITHM_ENCODING_RUSSIAN).with("key", &key.kind));
        }
        KeyKind::Ec { .. }
        | KeyKind::Ed25519
        | KeyKind::GostNational { .. }
        | KeyKind::Rsa { .. }
        | KeyKind::Unknown(_) => {}
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::{one, shared};

    #[test]
    fn russian_keys_are_told_apart_and_verify_in_their_own_encoding() {
        let Some(gost) = shared("suites/gost") else { return };
        for (certificate, issuer) in [
            ("rfc4491/cert1.der", "rfc4491/cert1.der"),
            ("rfc4491/cert2.der", "rfc4491/cert2.der"),
            ("rfc9215/cert2.der", "rfc9215/cert2.der"),
            ("rfc9215/cert5.der", "rfc9215/cert5.der"),
            ("rfc9215/cert8.der", "rfc9215/cert8.der"),
            ("gost2001_A/leaf.pem", "gost2001_A/root.pem"),
            ("gost2012_256_A/leaf.pem", "gost2012_256_A/root.pem"),
            ("gost2012_256_TCB/leaf.pem", "gost2012_256_TCB/root.pem"),
        ] {
            let (certificate, issuer) = (one(gost.join(certificate)), one(gost.join(issuer)));
            let key = issuer.public_key();
            let found = key_strength(key);
            assert_eq!(found.len(), 1, "{certificate:?}");
            assert_eq!(found[0].code, codes::ALGORITHM_ENCODING_RUSSIAN.code);
            let ask = |message: &[u8], signature: &[u8]| {
                verify(key, certificate.signature_algorithm(), message, signature)
            };
            let (tbs, signature) = (certificate.tbs(), certificate.signature());
            // Twice without tables, then with them.
            for _ in 0..4 {
                assert_eq!(ask(tbs, signature), Ok(()), "{certificate:?}");
            }
            let mut other = tbs.to_vec();
            other[tbs.len() / 2] ^= 1;
            assert_eq!(ask(&other, signature), Err(SignatureError::Invalid));
            // The national order of the halves is not the Russian one.
            assert_eq!(ask(tbs, &gost::reversed(signature)), Err(SignatureError::Invalid));
            assert!(ask(tbs, &signature[1..]).is_err());
            // Nor does the national identifier serve a Russian key, or another generation's.
            for other in [
                &known::GOST_2015_256_SIGNATURE,
                &known::GOST_2004_SIGNATURE,
                &known::RUSSIAN_1994_SIGNATURE,
                &known::RUSSIAN_2001_SIGNATURE,
                &known::RUSSIAN_2012_256_SIGNATURE,
                &known::RUSSIAN_2012_512_SIGNATURE,
            ] {
                let algorithm = AlgorithmIdentifier::with_null(other);
                if algorithm.oid == certificate.signature_algorithm().oid {
                    continue;
                }
                let refused = verify(key, &algorithm, tbs, signature);
                assert!(matches!(refused, Err(SignatureError::KeyMismatch { .. })), "{other}");
            }
        }
    }

    #[test]
    fn null_and_absent_parameters_are_equal() {
        let null = AlgorithmIdentifier::with_null(&known::SHA256);
        let absent = AlgorithmIdentifier { oid: known::SHA256.clone(), parameters: None };
        let other =
            AlgorithmIdentifier { oid: known::SHA256.clone(), parameters: Some(vec![0x30, 0]) };
        assert_eq!(null, absent);
        assert_ne!(null, other);
    }

    #[test]
    fn hashes_answer_their_published_vectors() {
        // FIPS 180-4, RFC 1321 and RFC 6986 of "abc" and of the empty message.
        for (hash, message, digest) in [
            (HashAlgorithm::Md5, &b"abc"[..], "900150983cd24fb0d6963f7d28e17f72"),
            (HashAlgorithm::Sha1, b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                HashAlgorithm::Sha224,
                b"abc",
                "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
            ),
            (
                HashAlgorithm::Sha256,
                b"abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                HashAlgorithm::Streebog256,
                b"",
                "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb",
            ),
        ] {
            assert_eq!(crate::finding::hex(&hash.digest(message)), digest, "{hash}");
            assert_eq!(HashAlgorithm::from_oid(hash.oid()), Some(hash));
        }
    }
}
