//! Private keys of demonstration authorities and of members who sign, in the forms the national
//! PKI keeps them, and the [`Signer`] everything that writes signed objects asks for.
//!
//! GOST keys come from our own curves, RSA and ECDSA ones from `aws-lc-rs`. A key never shows
//! itself: `Debug` prints its kind only, and its octets are wiped when it goes.

use aws_lc_rs::{
    encoding::AsDer,
    rand, rsa,
    signature::{self, EcdsaKeyPair, KeyPair as _},
};
use zeroize::Zeroizing;

use crate::{
    algorithm::{AlgorithmIdentifier, HashAlgorithm, PublicKey},
    encode,
    oid::{Oid, known},
    tlv::{self, INTEGER, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE},
};

/// What can sign: a private key here, a token or a remote service elsewhere.
pub trait Signer: Sync {
    /// The public half, as certificates carry it.
    fn public_key(&self) -> &PublicKey;

    /// How the signatures are named in the objects that carry them.
    fn signature_algorithm(&self) -> AlgorithmIdentifier;

    /// The hash that goes with the signature: of signed attributes, of imprints.
    fn digest_algorithm(&self) -> HashAlgorithm;

    /// The signature over the message, in the octets that stand inside the object.
    ///
    /// # Errors
    ///
    /// When the key refuses, which for keys in memory means a broken key.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError>;
}

/// The kinds of key this crate makes and reads.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum PrivateKeyKind {
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384,
    /// GOST 34.310-2004 with GOST 34.311-95: the national PKI before 2022.
    Gost2004,
    /// ST RK GOST R 34.10-2015, 256 bits, with Streebog-256.
    Gost2015A256,
    /// ST RK GOST R 34.10-2015, 512 bits, with Streebog-512: the national PKI since 2022.
    Gost2015A512,
    /// RSA of 2048 bits with SHA-256.
    Rsa2048,
    /// RSA of 4096 bits with SHA-256, as the national authorities' own keys have.
    Rsa4096,
}

/// Why a key could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The public key computed from the private one could not be taken apart again.
    #[error("the public key of the private key is not readable: {0}")]
    Public(String),
    /// The system gave no random octets.
    #[error("the system gave no random numbers")]
    Random,
    /// The private key is outside its range or contradicts its public half.
    #[error("the private key is not valid for {algorithm}")]
    Rejected {
        /// Name of the algorithm the key claims.
        algorithm: &'static str,
    },
    /// The library refused to sign.
    #[error("the key could not sign")]
    Signing,
    /// The octets are not PKCS#8.
    #[error("the private key is not in PKCS#8 form: {0}")]
    Structure(#[from] Malformed),
    /// The key is of an algorithm, or has parameters, that are not handled.
    #[error("private keys of the algorithm {0} are not handled")]
    Unsupported(Oid),
}

enum Secret {
    Ecdsa(EcdsaKeyPair),
    Gost(Box<gost::PrivateKey>),
    Rsa(Box<rsa::KeyPair>),
}

/// A private key in memory.
pub struct PrivateKey {
    kind: PrivateKeyKind,
    public: PublicKey,
    secret: Secret,
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PrivateKey").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The object identifiers of a national GOST key: the key, its parameters, their hash.
struct GostNames {
    curve: gost::Curve,
    key: &'static Oid,
    parameters: &'static Oid,
    hash: &'static Oid,
}

impl GostNames {
    fn of(kind: PrivateKeyKind) -> Option<Self> {
        match kind {
            PrivateKeyKind::Gost2004 => Some(Self {
                curve: gost::Curve::Gost2004A,
                key: &known::GOST_2004_KEY,
                parameters: &known::GOST_2004_CURVE_A,
                hash: &known::GOST_341195_PARAMETERS,
            }),
            PrivateKeyKind::Gost2015A256 => Some(Self {
                curve: gost::Curve::Gost2015A256,
                key: &known::GOST_2015_256_KEY,
                parameters: &known::GOST_2015_256_CURVE_A,
                hash: &known::STREEBOG_256,
            }),
            PrivateKeyKind::Gost2015A512 => Some(Self {
                curve: gost::Curve::Gost2015A512,
                key: &known::GOST_2015_512_KEY,
                parameters: &known::GOST_2015_512_CURVE_A,
                hash: &known::STREEBOG_512,
            }),
            PrivateKeyKind::EcdsaP256
            | PrivateKeyKind::EcdsaP384
            | PrivateKeyKind::Rsa2048
            | PrivateKeyKind::Rsa4096 => None,
        }
    }

    /// `{key, {parameters, hash}}`, the national form of a key's algorithm.
    fn algorithm(&self) -> Vec<u8> {
        let parameters =
            encode::sequence(&[&encode::oid(self.parameters), &encode::oid(self.hash)]);
        encode::sequence(&[&encode::oid(self.key), &parameters])
    }

    /// SubjectPublicKeyInfo around `X‖Y`, each coordinate little-endian.
    fn public(&self, point: &[u8]) -> Vec<u8> {
        let bits = encode::bit_string(&encode::octet_string(point));
        encode::sequence(&[&self.algorithm(), &bits])
    }
}

impl PrivateKey {
    /// Makes a new key from the system's random numbers.
    ///
    /// # Errors
    ///
    /// When the system gives no random numbers.
    pub fn generate(kind: PrivateKeyKind) -> Result<Self, KeyError> {
        match kind {
            PrivateKeyKind::EcdsaP256 | PrivateKeyKind::EcdsaP384 => {
                let pair = EcdsaKeyPair::generate(ecdsa(kind)).map_err(|_| KeyError::Random)?;
                Self::from_ecdsa(kind, pair)
            }
            PrivateKeyKind::Gost2004
            | PrivateKeyKind::Gost2015A256
            | PrivateKeyKind::Gost2015A512 => {
                let names = GostNames::of(kind).ok_or(KeyError::Random)?;
                // A draw is in range every second time at the worst curve; a hundred misses in a
                // row mean that the random numbers are none.
                for _ in 0..100 {
                    let mut random = Zeroizing::new(vec![0_u8; names.curve.size()]);
                    rand::fill(&mut random).map_err(|_| KeyError::Random)?;
                    if let Ok(key) = gost::PrivateKey::from_random_bytes(names.curve, &random) {
                        return Self::from_gost(kind, key);
                    }
                }
                Err(KeyError::Random)
            }
            PrivateKeyKind::Rsa2048 => Self::generate_rsa(kind, rsa::KeySize::Rsa2048),
            PrivateKeyKind::Rsa4096 => Self::generate_rsa(kind, rsa::KeySize::Rsa4096),
        }
    }

    /// Reads a PKCS#8 PrivateKeyInfo
    /// ([RFC 5208 section 5](https://www.rfc-editor.org/rfc/rfc5208#section-5)).
    ///
    /// National GOST keys hold the secret number as an OCTET STRING, little-endian (2015), or as
    /// an INTEGER, big-endian (2004).
    ///
    /// # Errors
    ///
    /// When the octets are not PKCS#8, or the key is of another algorithm or out of range.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        let mut info = Reader::new(tlv::only(der, SEQUENCE)?.content);
        info.expect(INTEGER)?;
        let algorithm = info.expect(SEQUENCE)?;
        let private = info.expect(OCTET_STRING)?;
        let mut fields = Reader::new(algorithm.content);
        let oid = read_oid(&mut fields)?;
        if oid == known::RSA {
            let pair = rsa::KeyPair::from_pkcs8(der)
                .map_err(|_| KeyError::Rejected { algorithm: "RSA" })?;
            let kind = if pair.public_modulus_len() > 384 {
                PrivateKeyKind::Rsa4096
            } else {
                PrivateKeyKind::Rsa2048
            };
            return Self::from_rsa(kind, pair);
        }
        if oid == known::EC {
            return [PrivateKeyKind::EcdsaP256, PrivateKeyKind::EcdsaP384]
                .into_iter()
                .find_map(|kind| Some((kind, EcdsaKeyPair::from_pkcs8(ecdsa(kind), der).ok()?)))
                .map_or(Err(KeyError::Rejected { algorithm: "ECDSA" }), |(kind, pair)| {
                    Self::from_ecdsa(kind, pair)
                });
        }
        let kind =
            [PrivateKeyKind::Gost2004, PrivateKeyKind::Gost2015A256, PrivateKeyKind::Gost2015A512]
                .into_iter()
                .find(|kind| GostNames::of(*kind).is_some_and(|names| *names.key == oid))
                .ok_or_else(|| KeyError::Unsupported(oid.clone()))?;
        let names = GostNames::of(kind).ok_or_else(|| KeyError::Unsupported(oid.clone()))?;
        let mut parameters = Reader::new(fields.expect(SEQUENCE)?.content);
        let curve = read_oid(&mut parameters)?;
        if curve != *names.parameters {
            return Err(KeyError::Unsupported(curve));
        }
        let mut number = Reader::new(private.content);
        let key = match number.optional(OCTET_STRING)? {
            Some(little) => gost::PrivateKey::from_le_bytes(names.curve, little.content),
            None => {
                let big = number.expect(INTEGER)?;
                gost::PrivateKey::from_be_bytes(names.curve, big.content)
            }
        };
        number.finish()?;
        Self::from_gost(kind, key.map_err(|_| KeyError::Rejected { algorithm: "GOST R 34.10" })?)
    }

    /// The key as PKCS#8, in the national form where it is a GOST key.
    ///
    /// # Errors
    ///
    /// When the library cannot export the key.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match &self.secret {
            Secret::Ecdsa(pair) => {
                let document = pair.to_pkcs8v1().map_err(|_| KeyError::Signing)?;
                Ok(Zeroizing::new(document.as_ref().to_vec()))
            }
            Secret::Gost(key) => {
                let names = GostNames::of(self.kind)
                    .ok_or(KeyError::Rejected { algorithm: "GOST R 34.10" })?;
                let number = if self.kind == PrivateKeyKind::Gost2004 {
                    Zeroizing::new(encode::integer(&key.to_be_bytes()))
                } else {
                    Zeroizing::new(encode::octet_string(&key.to_le_bytes()))
                };
                let private = Zeroizing::new(encode::octet_string(&number));
                Ok(Zeroizing::new(encode::sequence(&[
                    &encode::small(0),
                    &names.algorithm(),
                    &private,
                ])))
            }
            Secret::Rsa(pair) => {
                let document = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'static>>::as_der(&**pair)
                    .map_err(|_| KeyError::Signing)?;
                Ok(Zeroizing::new(document.as_ref().to_vec()))
            }
        }
    }

    /// The kind of the key.
    #[must_use]
    pub fn kind(&self) -> PrivateKeyKind {
        self.kind
    }

    fn generate_rsa(kind: PrivateKeyKind, size: rsa::KeySize) -> Result<Self, KeyError> {
        let pair = rsa::KeyPair::generate(size).map_err(|_| KeyError::Random)?;
        Self::from_rsa(kind, pair)
    }

    fn from_rsa(kind: PrivateKeyKind, pair: rsa::KeyPair) -> Result<Self, KeyError> {
        let algorithm = encode::sequence(&[&encode::oid(&known::RSA), &encode::null()]);
        let bits = encode::bit_string(pair.public_key().as_ref());
        let public = read_public(&encode::sequence(&[&algorithm, &bits]))?;
        Ok(Self { kind, public, secret: Secret::Rsa(Box::new(pair)) })
    }

    fn from_ecdsa(kind: PrivateKeyKind, pair: EcdsaKeyPair) -> Result<Self, KeyError> {
        let curve = if kind == PrivateKeyKind::EcdsaP384 { &known::P384 } else { &known::P256 };
        let algorithm = encode::sequence(&[&encode::oid(&known::EC), &encode::oid(curve)]);
        let bits = encode::bit_string(pair.public_key().as_ref());
        let public = read_public(&encode::sequence(&[&algorithm, &bits]))?;
        Ok(Self { kind, public, secret: Secret::Ecdsa(pair) })
    }

    fn from_gost(kind: PrivateKeyKind, key: gost::PrivateKey) -> Result<Self, KeyError> {
        let names = GostNames::of(kind).ok_or(KeyError::Rejected { algorithm: "GOST R 34.10" })?;
        let public = read_public(&names.public(&key.public_key().to_bytes()))?;
        Ok(Self { kind, public, secret: Secret::Gost(Box::new(key)) })
    }
}

fn read_oid(reader: &mut Reader<'_>) -> Result<Oid, KeyError> {
    let element = reader.expect(OBJECT_IDENTIFIER)?;
    Oid::from_der_content(element.content)
        .map_err(|_| KeyError::Structure(Malformed::Value("object identifier is malformed")))
}

fn read_public(spki: &[u8]) -> Result<PublicKey, KeyError> {
    PublicKey::from_spki_der(spki).map_err(|error| KeyError::Public(error.to_string()))
}

fn ecdsa(kind: PrivateKeyKind) -> &'static signature::EcdsaSigningAlgorithm {
    if kind == PrivateKeyKind::EcdsaP384 {
        &signature::ECDSA_P384_SHA384_ASN1_SIGNING
    } else {
        &signature::ECDSA_P256_SHA256_ASN1_SIGNING
    }
}

impl Signer for PrivateKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn signature_algorithm(&self) -> AlgorithmIdentifier {
        let (oid, with_null) = match self.kind {
            PrivateKeyKind::EcdsaP256 => (&known::ECDSA_SHA256, false),
            PrivateKeyKind::EcdsaP384 => (&known::ECDSA_SHA384, false),
            PrivateKeyKind::Gost2004 => (&known::GOST_2004_SIGNATURE, true),
            PrivateKeyKind::Gost2015A256 => (&known::GOST_2015_256_SIGNATURE, true),
            PrivateKeyKind::Gost2015A512 => (&known::GOST_2015_512_SIGNATURE, true),
            PrivateKeyKind::Rsa2048 | PrivateKeyKind::Rsa4096 => (&known::RSA_SHA256, true),
        };
        AlgorithmIdentifier { oid: oid.clone(), parameters: with_null.then(encode::null) }
    }

    fn digest_algorithm(&self) -> HashAlgorithm {
        match self.kind {
            PrivateKeyKind::EcdsaP256 | PrivateKeyKind::Rsa2048 | PrivateKeyKind::Rsa4096 => {
                HashAlgorithm::Sha256
            }
            PrivateKeyKind::EcdsaP384 => HashAlgorithm::Sha384,
            PrivateKeyKind::Gost2004 => HashAlgorithm::Gost341195,
            PrivateKeyKind::Gost2015A256 => HashAlgorithm::Streebog256,
            PrivateKeyKind::Gost2015A512 => HashAlgorithm::Streebog512,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = rand::SystemRandom::new();
        match &self.secret {
            Secret::Ecdsa(pair) => {
                let signature = pair.sign(&random, message).map_err(|_| KeyError::Signing)?;
                Ok(signature.as_ref().to_vec())
            }
            Secret::Gost(key) => Ok(key.sign(&self.digest_algorithm().digest(message))),
            Secret::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map_err(|_| KeyError::Signing)?;
                Ok(signature)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{algorithm, encode};

    const ALL: [PrivateKeyKind; 6] = [
        PrivateKeyKind::EcdsaP256,
        PrivateKeyKind::EcdsaP384,
        PrivateKeyKind::Gost2004,
        PrivateKeyKind::Gost2015A256,
        PrivateKeyKind::Gost2015A512,
        PrivateKeyKind::Rsa2048,
    ];

    #[test]
    fn a_key_comes_back_from_pkcs8_and_its_signatures_verify() {
        for kind in ALL {
            let key = PrivateKey::generate(kind).unwrap();
            let copy = PrivateKey::from_pkcs8_der(&key.to_pkcs8_der().unwrap()).unwrap();
            assert_eq!(copy.kind(), kind);
            assert_eq!(copy.public_key().spki_der(), key.public_key().spki_der(), "{kind:?}");
            let signature = copy.sign(b"message").unwrap();
            let named = key.signature_algorithm();
            let verify =
                |message: &[u8]| algorithm::verify(key.public_key(), &named, message, &signature);
            assert_eq!(verify(b"message"), Ok(()), "{kind:?}");
            assert!(verify(b"massage").is_err(), "{kind:?}");
        }
    }

    #[test]
    fn national_pkcs8_holds_the_number_in_its_own_two_ways() {
        let modern = PrivateKey::generate(PrivateKeyKind::Gost2015A512).unwrap();
        let der = modern.to_pkcs8_der().unwrap();
        // The key's octets in the test containers have this head and this length.
        assert_eq!(der.len(), 110);
        assert_eq!(der[42..46], [0x04, 0x42, 0x04, 0x40]);
        let old = PrivateKey::generate(PrivateKeyKind::Gost2004).unwrap();
        let der = old.to_pkcs8_der().unwrap();
        let mut fields = Reader::new(tlv::only(&der, SEQUENCE).unwrap().content);
        fields.expect(INTEGER).unwrap();
        fields.expect(SEQUENCE).unwrap();
        let inner = fields.expect(OCTET_STRING).unwrap().content;
        assert!(tlv::only(inner, INTEGER).is_ok());
    }

    #[test]
    fn numbers_out_of_range_and_strange_algorithms_are_refused() {
        let info = |kind: PrivateKeyKind, number: Vec<u8>| {
            let names = GostNames::of(kind).unwrap();
            encode::sequence(&[
                &encode::small(0),
                &names.algorithm(),
                &encode::octet_string(&number),
            ])
        };
        let kind = PrivateKeyKind::Gost2015A512;
        for number in [vec![0; 64], vec![0xFF; 64], vec![1; 63], vec![1; 65]] {
            let der = info(kind, encode::octet_string(&number));
            assert!(matches!(PrivateKey::from_pkcs8_der(&der), Err(KeyError::Rejected { .. })));
        }
        let der = info(PrivateKeyKind::Gost2004, encode::integer(&[]));
        assert!(PrivateKey::from_pkcs8_der(&der).is_err());
        let strange = encode::sequence(&[
            &encode::small(0),
            &encode::sequence(&[&encode::oid(&known::ED25519)]),
            &encode::octet_string(&[4, 1, 1]),
        ]);
        assert!(matches!(
            PrivateKey::from_pkcs8_der(&strange),
            Err(KeyError::Unsupported(oid)) if oid == known::ED25519
        ));
        assert!(PrivateKey::from_pkcs8_der(b"").is_err());
    }

    #[test]
    fn a_key_does_not_show_itself() {
        let key = PrivateKey::generate(PrivateKeyKind::Gost2015A256).unwrap();
        assert_eq!(format!("{key:?}"), "PrivateKey { kind: Gost2015A256, .. }");
    }

    #[test]
    fn keys_made_by_another_implementation_load_and_are_written_alike() {
        let Some(shared) = crate::fixture::shared() else { return };
        let file = crate::fixture::read_shared(&shared, "kz-pki/vectors/gost2015-256.json");
        let vectors: Vec<serde_json::Value> = serde_json::from_slice(&file).unwrap();
        assert!(!vectors.is_empty());
        for vector in &vectors {
            let octets = |name: &str| hex::decode(vector[name].as_str().unwrap()).unwrap();
            let key = PrivateKey::from_pkcs8_der(&octets("pkcs8")).unwrap();
            assert_eq!(key.public_key().spki_der(), octets("spki"));
            assert_eq!(key.to_pkcs8_der().unwrap()[..], octets("pkcs8"));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_octets_make_the_reader_panic(
            bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
        ) {
            let _ = PrivateKey::from_pkcs8_der(&bytes);
        }
    }
}
