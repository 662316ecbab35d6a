//! Keys and signatures as bytes of the national encoding.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::{curve::Curve, scheme::Verifier};

/// Why bytes are not a key of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// A coordinate is not below the field's prime: a second encoding of another point.
    #[error("a coordinate of the public key is not below the prime of the field")]
    CoordinateRange,
    /// The key has the wrong number of bytes.
    #[error("a key of {expected} bytes was expected, {found} were found")]
    Length {
        /// Bytes a key of this curve has.
        expected: usize,
        /// Bytes that came.
        found: usize,
    },
    /// The coordinates are not those of a point of the curve.
    #[error("the public key is not a point of the curve")]
    OffCurve,
    /// The point lies on the curve, but not in the group of prime order.
    #[error("the public key is a point outside the group of prime order")]
    OutsideGroup,
    /// The private number is zero, or not below the order of the group.
    #[error("the private key is not between 1 and the order of the group")]
    SecretRange,
}

/// Why a signature does not verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// The digest is not one of the hash function that belongs to the curve.
    #[error("a digest of {expected} bytes was expected, {found} were found")]
    DigestLength {
        /// Bytes a digest has for this curve.
        expected: usize,
        /// Bytes that came.
        found: usize,
    },
    /// The signature has the wrong number of bytes.
    #[error("a signature of {expected} bytes was expected, {found} were found")]
    Length {
        /// Bytes a signature of this curve has.
        expected: usize,
        /// Bytes that came.
        found: usize,
    },
    /// The signature is well formed, but not one by this key over this digest.
    #[error("the signature does not belong to this key and digest")]
    Mismatch,
    /// r or s is zero, or not below the order of the group.
    #[error("r or s of the signature is not between 1 and the order of the group")]
    Range,
}

/// A point of the group of prime order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey {
    curve: Curve,
    /// X‖Y, each little-endian. Checked, so equal keys have equal bytes.
    bytes: Vec<u8>,
}

impl PublicKey {
    /// Reads X‖Y, each little-endian and of the curve's size: the content of the OCTET STRING
    /// inside a SubjectPublicKeyInfo, national or Russian
    /// ([RFC 9215 section 4](https://www.rfc-editor.org/rfc/rfc9215#section-4)).
    ///
    /// # Errors
    ///
    /// Anything but a canonical encoding of a point of the group of prime order.
    pub fn from_bytes(curve: Curve, bytes: &[u8]) -> Result<Self, KeyError> {
        check_length(2 * curve.size(), bytes)?;
        curve.scheme().check_public(bytes)?;
        Ok(Self { curve, bytes: bytes.to_vec() })
    }

    /// X‖Y, each little-endian, as [`PublicKey::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// The curve of the point.
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// Checks a signature r‖s, each half little-endian, over the digest of
    /// [`Curve::hash`] ([RFC 7091 section 6.2](https://www.rfc-editor.org/rfc/rfc7091#section-6.2)).
    /// Of a Russian signature pass what [`reversed`] makes of it. Takes time that depends on the
    /// values, all of them public.
    ///
    /// # Errors
    ///
    /// The signature does not verify, and which check said so.
    pub fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        check_lengths(self.curve, digest, signature)?;
        self.curve.scheme().verify(&self.bytes, digest, signature)
    }

    /// Computes tables of about 16 kB that halve the work of every further verification; they pay
    /// from the third signature on.
    pub fn prepare(&self) -> PreparedKey {
        PreparedKey { curve: self.curve, verifier: self.curve.scheme().prepare(&self.bytes) }
    }
}

/// A public key with tables, for the many signatures of one authority.
pub struct PreparedKey {
    curve: Curve,
    verifier: Box<dyn Verifier + Send + Sync>,
}

impl PreparedKey {
    /// Checks a signature as [`PublicKey::verify`] does.
    ///
    /// # Errors
    ///
    /// The signature does not verify, and which check said so.
    pub fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        check_lengths(self.curve, digest, signature)?;
        self.verifier.verify(digest, signature)
    }
}

impl fmt::Debug for PreparedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PreparedKey({:?})", self.curve)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({:?}, ", self.curve)?;
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

/// A private number, wiped from memory when dropped.
#[derive(Clone)]
pub struct PrivateKey {
    curve: Curve,
    /// Little-endian, in 1..order.
    bytes: Zeroizing<Vec<u8>>,
}

impl PrivateKey {
    /// Reads the little-endian number of the curve's size that PKCS#8 carries in an OCTET STRING
    /// for the curves of 2015.
    ///
    /// # Errors
    ///
    /// Another length, zero, or a number not below the order.
    pub fn from_le_bytes(curve: Curve, bytes: &[u8]) -> Result<Self, KeyError> {
        check_length(curve.size(), bytes)?;
        curve.scheme().check_secret(bytes)?;
        Ok(Self { curve, bytes: Zeroizing::new(bytes.to_vec()) })
    }

    /// Reads the big-endian number that PKCS#8 carries in an INTEGER for the curve of 2004:
    /// leading zeros may be absent, and one more may stand before a set top bit.
    ///
    /// # Errors
    ///
    /// A longer number, zero, or a number not below the order.
    pub fn from_be_bytes(curve: Curve, bytes: &[u8]) -> Result<Self, KeyError> {
        let size = curve.size();
        let digits = match bytes {
            [0, digits @ ..] if digits.len() == size => digits,
            digits => digits,
        };
        if digits.is_empty() || digits.len() > size {
            return Err(KeyError::Length { expected: size, found: bytes.len() });
        }
        let mut little = Zeroizing::new(vec![0; size]);
        for (to, from) in little.iter_mut().zip(digits.iter().rev()) {
            *to = *from;
        }
        Self::from_le_bytes(curve, &little)
    }

    /// Makes a key of fresh random bytes, as many as the curve's size, by rejection: the bits
    /// above the order's are dropped, and a number that is still out of range is refused. The
    /// caller then draws again; for [`Curve::Gost2015A256`] that is every second time.
    ///
    /// # Errors
    ///
    /// Another length, or [`KeyError::SecretRange`] when new bytes are needed.
    pub fn from_random_bytes(curve: Curve, random: &[u8]) -> Result<Self, KeyError> {
        check_length(curve.size(), random)?;
        let mut bytes = Zeroizing::new(random.to_vec());
        if let (Some(top), Some(order)) = (bytes.last_mut(), curve.scheme().order().last()) {
            *top &= u8::MAX >> order.leading_zeros();
        }
        Self::from_le_bytes(curve, &bytes)
    }

    /// The number, little-endian, of the curve's size.
    pub fn to_le_bytes(&self) -> Zeroizing<Vec<u8>> {
        self.bytes.clone()
    }

    /// The number, big-endian, of the curve's size.
    pub fn to_be_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = self.bytes.clone();
        bytes.reverse();
        bytes
    }

    /// The curve the number belongs to.
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// The public key that belongs to this private one.
    pub fn public_key(&self) -> PublicKey {
        PublicKey { curve: self.curve, bytes: self.curve.scheme().public(&self.bytes) }
    }

    /// Signs a digest of [`Curve::hash`]: r‖s, each half little-endian. The same key and digest
    /// give the same signature. Neither branches nor memory addresses depend on the key.
    ///
    /// A digest of another length is taken for the little-endian number it spells, but
    /// [`PublicKey::verify`] will refuse it.
    pub fn sign(&self, digest: &[u8]) -> Vec<u8> {
        self.curve.scheme().sign(&self.bytes, digest, self.curve.context())
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({:?}, secret)", self.curve)
    }
}

/// A signature in the other byte order: the national r‖s with little-endian halves is the
/// Russian s‖r with big-endian halves ([RFC 9215 section 3]) read from its end, and back.
///
/// [RFC 9215 section 3]: https://www.rfc-editor.org/rfc/rfc9215#section-3
pub fn reversed(signature: &[u8]) -> Vec<u8> {
    signature.iter().rev().copied().collect()
}

fn check_lengths(curve: Curve, digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    let size = curve.size();
    if signature.len() != 2 * size {
        return Err(SignatureError::Length { expected: 2 * size, found: signature.len() });
    }
    if digest.len() != size {
        return Err(SignatureError::DigestLength { expected: size, found: digest.len() });
    }
    Ok(())
}

fn check_length(expected: usize, bytes: &[u8]) -> Result<(), KeyError> {
    if bytes.len() == expected {
        Ok(())
    } else {
        Err(KeyError::Length { expected, found: bytes.len() })
    }
}
