//! How a token signs with a key of each kind, and in which order it returns the octets.
//!
//! | key | mechanism | what it is given | what comes back |
//! |---|---|---|---|
//! | RSA | `CKM_SHA256_RSA_PKCS`, else `CKM_RSA_PKCS` | the message; the DigestInfo | the signature |
//! | EC | `CKM_ECDSA`, else `CKM_ECDSA_SHA256` and its like | the digest; the message | `r‖s`, written here as DER |
//! | GOST R 34.10, 512 bits | `CKM_GOSTR3410_WITH_GOSTR3411_12_512`, else `CKM_GOSTR3410_512` | the message; the digest | `r‖s` in an order of its own |
//! | GOST R 34.10, 256 bits | `CKM_GOSTR3410_WITH_GOSTR3411_12_256` | the message | the same |
//!
//! The GOST mechanisms are those that makers of tokens share in the vendor range of PKCS #11
//! (`0xD4321000` and on). `CKM_GOSTR3410` (0x1201) of the standard itself, which signs a digest of
//! 256 bits, cannot be named through the library that is used here; it is not tried.
//!
//! Drivers differ in whether `r` or `s` stands first and which end of each number does, and some
//! want the digest turned round. So every order is tried, and the one that verifies with the
//! certificate's key is taken; where none does, nothing is signed.

use pki::algorithm::{AlgorithmIdentifier, EcCurve, HashAlgorithm, KeyKind, PublicKey, verify};
use pki::oid::{Oid, known};

/// A mechanism and what it is given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mechanism {
    /// `CKM_ECDSA` over the digest.
    Ecdsa,
    /// `CKM_ECDSA_SHA256` over the message.
    EcdsaSha256,
    /// `CKM_ECDSA_SHA384` over the message.
    EcdsaSha384,
    /// `CKM_ECDSA_SHA512` over the message.
    EcdsaSha512,
    /// A GOST mechanism of the vendor range over the digest.
    GostDigest { code: u32, turned: bool },
    /// A GOST mechanism of the vendor range that hashes the message itself.
    GostMessage { code: u32 },
    /// `CKM_RSA_PKCS` over the DigestInfo.
    RsaDigest,
    /// `CKM_SHA256_RSA_PKCS` over the message.
    RsaMessage,
}

impl Mechanism {
    /// Whether it is given the whole message, and so can take it in parts.
    pub(super) const fn hashes(self) -> bool {
        match self {
            Self::EcdsaSha256
            | Self::EcdsaSha384
            | Self::EcdsaSha512
            | Self::GostMessage { .. }
            | Self::RsaMessage => true,
            Self::Ecdsa | Self::GostDigest { .. } | Self::RsaDigest => false,
        }
    }
}

/// `CKM_GOSTR3410_512` of the vendor range.
const GOST_512: u32 = 0xD432_1006;
/// `CKM_GOSTR3410_WITH_GOSTR3411_12_256` of the vendor range.
const GOST_256_HASHING: u32 = 0xD432_1008;
/// `CKM_GOSTR3410_WITH_GOSTR3411_12_512` of the vendor range.
const GOST_512_HASHING: u32 = 0xD432_1009;

/// DigestInfo of SHA-256 up to the digest
/// ([RFC 8017 section 9.2](https://www.rfc-editor.org/rfc/rfc8017#section-9.2), note 1).
const SHA256_DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// How signatures of a key are made and named.
#[derive(Clone, Debug)]
pub(super) struct Scheme {
    /// What stands in the signature.
    pub(super) algorithm: AlgorithmIdentifier,
    /// The hash that goes with it.
    pub(super) hash: HashAlgorithm,
    /// The mechanisms, the best first.
    pub(super) mechanisms: &'static [Mechanism],
}

impl Scheme {
    /// Nothing where no signature is made with keys of this kind.
    pub(super) fn of(key: &PublicKey) -> Option<Self> {
        let with_null = |oid: &Oid, hash, mechanisms| {
            let algorithm = AlgorithmIdentifier::with_null(oid);
            Some(Self { algorithm, hash, mechanisms })
        };
        let ecdsa = |oid: &Oid, hash, mechanisms| {
            let algorithm = AlgorithmIdentifier { oid: oid.clone(), parameters: None };
            Some(Self { algorithm, hash, mechanisms })
        };
        match key.kind() {
            KeyKind::Rsa { .. } => with_null(
                &known::RSA_SHA256,
                HashAlgorithm::Sha256,
                &[Mechanism::RsaMessage, Mechanism::RsaDigest],
            ),
            KeyKind::Ec { curve: EcCurve::P384 } => ecdsa(
                &known::ECDSA_SHA384,
                HashAlgorithm::Sha384,
                &[Mechanism::Ecdsa, Mechanism::EcdsaSha384],
            ),
            KeyKind::Ec { curve: EcCurve::P521 } => ecdsa(
                &known::ECDSA_SHA512,
                HashAlgorithm::Sha512,
                &[Mechanism::Ecdsa, Mechanism::EcdsaSha512],
            ),
            KeyKind::Ec { .. } => ecdsa(
                &known::ECDSA_SHA256,
                HashAlgorithm::Sha256,
                &[Mechanism::Ecdsa, Mechanism::EcdsaSha256],
            ),
            KeyKind::GostNational { curve: gost::Curve::Gost2015A256 } => with_null(
                &known::GOST_2015_256_SIGNATURE,
                HashAlgorithm::Streebog256,
                &[Mechanism::GostMessage { code: GOST_256_HASHING }],
            ),
            KeyKind::GostNational { curve: gost::Curve::Gost2015A512 } => with_null(
                &known::GOST_2015_512_SIGNATURE,
                HashAlgorithm::Streebog512,
                &[
                    Mechanism::GostMessage { code: GOST_512_HASHING },
                    Mechanism::GostDigest { code: GOST_512, turned: false },
                    Mechanism::GostDigest { code: GOST_512, turned: true },
                ],
            ),
            KeyKind::Dsa
            | KeyKind::Ed25519
            | KeyKind::Gost1994
            | KeyKind::GostNational { .. }
            | KeyKind::GostRussian { .. }
            | KeyKind::Unknown(_) => None,
        }
    }

    /// What the mechanism is given for a message.
    pub(super) fn given(&self, mechanism: Mechanism, message: &[u8]) -> Vec<u8> {
        match mechanism {
            Mechanism::EcdsaSha256
            | Mechanism::EcdsaSha384
            | Mechanism::EcdsaSha512
            | Mechanism::GostMessage { .. }
            | Mechanism::RsaMessage => message.to_vec(),
            Mechanism::Ecdsa | Mechanism::GostDigest { turned: false, .. } => {
                self.hash.digest(message)
            }
            Mechanism::GostDigest { turned: true, .. } => {
                let mut digest = self.hash.digest(message);
                digest.reverse();
                digest
            }
            Mechanism::RsaDigest => {
                [&SHA256_DIGEST_INFO[..], &HashAlgorithm::Sha256.digest(message)].concat()
            }
        }
    }

    /// The signature in the form that objects carry: the first order of octets that verifies.
    pub(super) fn proven(&self, key: &PublicKey, message: &[u8], raw: &[u8]) -> Option<Vec<u8>> {
        let candidates = match key.kind() {
            KeyKind::Ec { .. } => vec![ecdsa_value(raw), raw.to_vec()],
            KeyKind::GostNational { .. } => orders(raw),
            KeyKind::Dsa
            | KeyKind::Ed25519
            | KeyKind::Gost1994
            | KeyKind::GostRussian { .. }
            | KeyKind::Rsa { .. }
            | KeyKind::Unknown(_) => vec![raw.to_vec()],
        };
        candidates.into_iter().find(|it| verify(key, &self.algorithm, message, it).is_ok())
    }
}

/// Two numbers of one length, in every order of the two and of their octets.
fn orders(raw: &[u8]) -> Vec<Vec<u8>> {
    let (one, two) = raw.split_at(raw.len() / 2);
    let turned = |it: &[u8]| it.iter().rev().copied().collect::<Vec<u8>>();
    vec![raw.to_vec(), turned(raw), [two, one].concat(), [turned(one), turned(two)].concat()]
}

/// `r‖s` as an `ECDSA-Sig-Value`
/// ([RFC 3279 section 2.2.3](https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3)).
fn ecdsa_value(raw: &[u8]) -> Vec<u8> {
    const INTEGER: u8 = 0x02;
    const SEQUENCE: u8 = 0x30;
    let (r, s) = raw.split_at(raw.len() / 2);
    let number = |it: &[u8]| {
        let first = it.iter().position(|it| *it != 0).unwrap_or(it.len());
        let digits = it.get(first..).unwrap_or_default();
        // A leading bit that is set would make the number negative; nothing at all is no number.
        let padded = digits.first().is_none_or(|it| *it >= 0x80);
        element(INTEGER, &[if padded { &[0][..] } else { &[] }, digits].concat())
    };
    element(SEQUENCE, &[number(r), number(s)].concat())
}

/// An element of at most 65,535 octets; a longer one is no signature, and none comes out.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let Ok(length) = u16::try_from(content.len()) else { return Vec::new() };
    let [high, low] = length.to_be_bytes();
    let head = match (high, low) {
        (0, 0..=0x7f) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        (_, _) => vec![tag, 0x82, high, low],
    };
    [head, content.to_vec()].concat()
}

#[cfg(test)]
mod tests {
    use pki::key::{PrivateKey, PrivateKeyKind, Signer};

    use super::*;

    #[test]
    fn whichever_order_a_driver_returns_the_signature_verifies() {
        for kind in [PrivateKeyKind::Gost2015A256, PrivateKeyKind::Gost2015A512] {
            let key = PrivateKey::generate(kind).unwrap();
            let scheme = Scheme::of(key.public_key()).unwrap();
            let signature = key.sign(b"act").unwrap();
            for raw in orders(&signature) {
                let found = scheme.proven(key.public_key(), b"act", &raw).unwrap();
                assert_eq!(found, signature, "{kind:?}");
            }
            assert_eq!(scheme.proven(key.public_key(), b"another act", &signature), None);
            let mut broken = signature;
            broken[7] ^= 1;
            assert_eq!(scheme.proven(key.public_key(), b"act", &broken), None);
            assert_eq!(scheme.proven(key.public_key(), b"act", &[]), None);
        }
    }

    #[test]
    fn two_numbers_become_an_ecdsa_value() {
        assert_eq!(ecdsa_value(&[0, 1, 0, 0x80]), [0x30, 7, 2, 1, 1, 2, 2, 0, 0x80]);
        assert_eq!(ecdsa_value(&[0, 0, 0, 0]), [0x30, 6, 2, 1, 0, 2, 1, 0]);
        // Numbers of P-521 need a length of two octets.
        let long = ecdsa_value(&[0x7f; 132]);
        assert_eq!((&long[..3], long.len()), (&[0x30, 0x81, 136][..], 139));
        assert!(ecdsa_value(&vec![1; 200_000]).len() < 10);
    }

    #[test]
    fn names_and_hashes_are_those_of_keys_in_memory() {
        for kind in [
            PrivateKeyKind::EcdsaP256,
            PrivateKeyKind::EcdsaP384,
            PrivateKeyKind::Gost2015A256,
            PrivateKeyKind::Gost2015A512,
            PrivateKeyKind::Rsa2048,
        ] {
            let key = PrivateKey::generate(kind).unwrap();
            let scheme = Scheme::of(key.public_key()).unwrap();
            assert_eq!(scheme.hash, key.digest_algorithm(), "{kind:?}");
            let (ours, theirs) = (scheme.algorithm, key.signature_algorithm());
            assert_eq!((ours.oid, ours.parameters), (theirs.oid, theirs.parameters), "{kind:?}");
        }
        let old = PrivateKey::generate(PrivateKeyKind::Gost2004).unwrap();
        assert!(Scheme::of(old.public_key()).is_none());
    }
}
