//! DSA signatures ([FIPS 186-4 section 4.7](https://doi.org/10.6028/NIST.FIPS.186-4)), which old
//! authorities made and nobody makes any more: FIPS 186-5 keeps them for verification alone.
//!
//! Everything here is public, so it is computed in variable time.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{NonZero, Odd, U256, U1024, U2048, U3072, Uint};

use super::{HashAlgorithm, KeyKind, PublicKey, SignatureError};
use crate::encode;
use crate::tlv::{self, Malformed, Reader};

/// The longest prime that is computed with, in bits.
const LONGEST: u32 = 3072;

/// The shortest prime that is computed with, in bits.
const SHORTEST: u32 = 512;

/// `Dss-Parms` and the public value, magnitudes with the highest octet first.
struct Parts<'a> {
    p: &'a [u8],
    q: &'a [u8],
    g: &'a [u8],
    y: &'a [u8],
}

impl PublicKey {
    /// Whether the key is a DSA key whose parameters stand in a certificate above it
    /// ([RFC 3279 section 2.3.2](https://www.rfc-editor.org/rfc/rfc3279#section-2.3.2)).
    #[must_use]
    pub fn inherits_parameters(&self) -> bool {
        self.kind == KeyKind::Dsa && !matches!(dsa_parameters(self), Ok(Some(_)))
    }

    /// The key with the parameters of `above`; none when that is no DSA key with parameters.
    #[must_use]
    pub fn with_parameters_of(&self, above: &Self) -> Option<Self> {
        if !self.inherits_parameters() || above.kind != KeyKind::Dsa {
            return None;
        }
        let parameters = dsa_parameters(above).ok()??;
        let spki = encode::sequence(&[
            &encode::sequence(&[&encode::oid(&crate::oid::known::DSA), parameters]),
            &encode::bit_string(self.key_octets()),
        ]);
        Self::from_spki_der(&spki).ok()
    }

    /// Length of a DSA key's prime in bits, where the key has its parameters.
    pub(super) fn dsa_bits(&self) -> Option<u32> {
        bits(parts(self).ok()?.p)
    }
}

/// The DER of `Dss-Parms`; none where they are absent or NULL.
fn dsa_parameters(key: &PublicKey) -> Result<Option<&[u8]>, Malformed> {
    let mut fields = Reader::lenient(tlv::only(key.spki_der(), tlv::SEQUENCE)?.content);
    let mut algorithm = Reader::lenient(fields.expect(tlv::SEQUENCE)?.content);
    algorithm.next()?;
    if algorithm.is_empty() {
        return Ok(None);
    }
    let parameters = algorithm.next()?;
    Ok((parameters.identifier == tlv::SEQUENCE).then_some(parameters.raw))
}

fn parts(key: &PublicKey) -> Result<Parts<'_>, SignatureError> {
    let malformed = |error: Malformed| SignatureError::KeyMalformed { reason: error.to_string() };
    let Some(parameters) = dsa_parameters(key).map_err(malformed)? else {
        return Err(SignatureError::ParametersMissing);
    };
    let read = || -> Result<Parts<'_>, Malformed> {
        let mut fields = Reader::lenient(tlv::only(parameters, tlv::SEQUENCE)?.content);
        let mut number = || Ok(magnitude(fields.expect(tlv::INTEGER)?.content));
        let (p, q, g) = (number()?, number()?, number()?);
        let y = magnitude(tlv::only(key.key_octets(), tlv::INTEGER)?.content);
        Ok(Parts { p, q, g, y })
    };
    read().map_err(malformed)
}

/// Without leading zeros. A negative number reads as a large one and fails its range.
fn magnitude(content: &[u8]) -> &[u8] {
    let zeros = content.iter().take_while(|octet| **octet == 0).count();
    content.get(zeros..).unwrap_or_default()
}

fn bits(magnitude: &[u8]) -> Option<u32> {
    let octets = u32::try_from(magnitude.len()).ok()?.checked_mul(8)?;
    Some(octets - magnitude.first().map_or(0, |octet| octet.leading_zeros()))
}

/// Verifies `signature`, a `Dss-Sig-Value`, over `message`.
pub(super) fn verify(
    key: &PublicKey,
    hash: HashAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let parts = parts(key)?;
    let unusable = |reason: &str| SignatureError::KeyMalformed { reason: reason.to_owned() };
    let length = bits(parts.p).unwrap_or(u32::MAX);
    if length > LONGEST {
        let bits = usize::try_from(length).unwrap_or(usize::MAX);
        return Err(SignatureError::TooLarge { bits, limit: LONGEST as usize });
    }
    if length < SHORTEST || !matches!(bits(parts.q), Some(160 | 224 | 256)) {
        return Err(unusable("no DSA key has primes of these lengths"));
    }
    let (r, s) = signature_value(signature)
        .map_err(|error| SignatureError::Malformed { reason: error.to_string() })?;
    if r.len() > parts.q.len() || s.len() > parts.q.len() {
        return Err(SignatureError::Invalid);
    }
    let mut digest = hash.digest(message);
    digest.truncate(parts.q.len());
    let verified = match length {
        ..=1024 => verifies::<{ U1024::LIMBS }>(Equation::Dsa, &parts, &digest, r, s),
        1025..=2048 => verifies::<{ U2048::LIMBS }>(Equation::Dsa, &parts, &digest, r, s),
        _ => verifies::<{ U3072::LIMBS }>(Equation::Dsa, &parts, &digest, r, s),
    };
    match verified {
        None => Err(unusable("the DSA parameters are out of range")),
        Some(true) => Ok(()),
        Some(false) => Err(SignatureError::Invalid),
    }
}

/// p, q and a of CryptoPro-A
/// ([RFC 4357 section 11.3](https://www.rfc-editor.org/rfc/rfc4357#section-11.3)).
const CRYPTOPRO_A: [&[u8]; 3] = [
    &[
        0xB4, 0xE2, 0x5E, 0xFB, 0x01, 0x8E, 0x3C, 0x8B, 0x87, 0x50, 0x5E, 0x2A, 0x67, 0x55, 0x3C,
        0x5E, 0xDC, 0x56, 0xC2, 0x91, 0x4B, 0x7E, 0x4F, 0x89, 0xD2, 0x3F, 0x03, 0xF0, 0x33, 0x77,
        0xE7, 0x0A, 0x29, 0x03, 0x48, 0x9D, 0xD6, 0x0E, 0x78, 0x41, 0x8D, 0x3D, 0x85, 0x1E, 0xDB,
        0x53, 0x17, 0xC4, 0x87, 0x1E, 0x40, 0xB0, 0x42, 0x28, 0xC3, 0xB7, 0x90, 0x29, 0x63, 0xC4,
        0xB7, 0xD8, 0x5D, 0x52, 0xB9, 0xAA, 0x88, 0xF2, 0xAF, 0xDB, 0xEB, 0x28, 0xDA, 0x88, 0x69,
        0xD6, 0xDF, 0x84, 0x6A, 0x1D, 0x98, 0x92, 0x4E, 0x92, 0x55, 0x61, 0xBD, 0x69, 0x30, 0x0B,
        0x9D, 0xDD, 0x05, 0xD2, 0x47, 0xB5, 0x92, 0x2D, 0x96, 0x7C, 0xBB, 0x02, 0x67, 0x18, 0x81,
        0xC5, 0x7D, 0x10, 0xE5, 0xEF, 0x72, 0xD3, 0xE6, 0xDA, 0xD4, 0x22, 0x3D, 0xC8, 0x2A, 0xA1,
        0xF7, 0xD0, 0x29, 0x46, 0x51, 0xA4, 0x80, 0xDF,
    ],
    &[
        0x97, 0x24, 0x32, 0xA4, 0x37, 0x17, 0x8B, 0x30, 0xBD, 0x96, 0x19, 0x5B, 0x77, 0x37, 0x89,
        0xAB, 0x2F, 0xFF, 0x15, 0x59, 0x4B, 0x17, 0x6D, 0xD1, 0x75, 0xB6, 0x32, 0x56, 0xEE, 0x5A,
        0xF2, 0xCF,
    ],
    &[
        0x8F, 0xD3, 0x67, 0x31, 0x23, 0x76, 0x54, 0xBB, 0xE4, 0x1F, 0x5F, 0x1F, 0x84, 0x53, 0xE7,
        0x1C, 0xA4, 0x14, 0xFF, 0xC2, 0x2C, 0x25, 0xD9, 0x15, 0x30, 0x9E, 0x5D, 0x2E, 0x62, 0xA2,
        0xA2, 0x6C, 0x71, 0x11, 0xF3, 0xFC, 0x79, 0x56, 0x8D, 0xAF, 0xA0, 0x28, 0x04, 0x2F, 0xE1,
        0xA5, 0x2A, 0x04, 0x89, 0x80, 0x5C, 0x0D, 0xE9, 0xA1, 0xA4, 0x69, 0xC8, 0x44, 0xC7, 0xCA,
        0xBB, 0xEE, 0x62, 0x5C, 0x30, 0x78, 0x88, 0x8C, 0x1D, 0x85, 0xEE, 0xA8, 0x83, 0xF1, 0xAD,
        0x5B, 0xC4, 0xE6, 0x77, 0x6E, 0x8E, 0x1A, 0x07, 0x50, 0x91, 0x2D, 0xF6, 0x4F, 0x79, 0x95,
        0x64, 0x99, 0xF1, 0xE1, 0x82, 0x47, 0x5B, 0x0B, 0x60, 0xE2, 0x63, 0x2A, 0xDC, 0xD8, 0xCF,
        0x94, 0xE9, 0xC5, 0x4F, 0xD1, 0xF3, 0xB1, 0x09, 0xD8, 0x1F, 0x00, 0xBF, 0x2A, 0xB8, 0xCB,
        0x86, 0x2A, 0xDF, 0x7D, 0x40, 0xB9, 0x36, 0x9A,
    ],
];

/// Verifies a signature of GOST R 34.10-94 with the parameters CryptoPro-A
/// ([RFC 4491 section 2.2.1](https://www.rfc-editor.org/rfc/rfc4491#section-2.2.1)): s and then r',
/// each with the highest octet first, as `public` and `digest` are.
pub(super) fn verify_1994(
    public: &[u8],
    digest: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let Some((s, r)) = signature.split_at_checked(32).filter(|(_, r)| r.len() == 32) else {
        let reason = format!("{} octets, the standard has 64", signature.len());
        return Err(SignatureError::Malformed { reason });
    };
    let [p, q, g] = CRYPTOPRO_A;
    let parts = Parts { p, q, g, y: magnitude(public) };
    match verifies::<{ U1024::LIMBS }>(Equation::Gost1994, &parts, digest, r, s) {
        Some(true) => Ok(()),
        Some(false) => Err(SignatureError::Invalid),
        None => Err(SignatureError::KeyMalformed {
            reason: "the public value is out of range or outside the subgroup".to_owned(),
        }),
    }
}

fn signature_value(signature: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let mut fields = Reader::new(tlv::only(signature, tlv::SEQUENCE)?.content);
    let r = fields.expect(tlv::INTEGER)?.content;
    let s = fields.expect(tlv::INTEGER)?.content;
    fields.finish()?;
    if [r, s].iter().any(|number| number.first().is_none_or(|octet| octet & 0x80 != 0)) {
        return Err(Malformed::Value("DSA signature with a negative number"));
    }
    Ok((magnitude(r), magnitude(s)))
}

/// Which powers of the generator and of the public value make r: z / s and r / s, or s / z and
/// -r / z with a z of zero read as one.
#[derive(Clone, Copy)]
enum Equation {
    Dsa,
    Gost1994,
}

/// None when the key is unusable. The lengths have been checked: everything fits.
fn verifies<const LIMBS: usize>(
    equation: Equation,
    parts: &Parts<'_>,
    digest: &[u8],
    r: &[u8],
    s: &[u8],
) -> Option<bool> {
    let p = Odd::new(number::<LIMBS>(parts.p)?).into_option()?;
    let q = Odd::new(number::<{ U256::LIMBS }>(parts.q)?).into_option()?;
    let (g, y) = (number::<LIMBS>(parts.g)?, number::<LIMBS>(parts.y)?);
    let in_range = |value: &Uint<LIMBS>| *value > Uint::ONE && value < p.as_ref();
    if !in_range(&g) || !in_range(&y) {
        return None;
    }
    let params = FixedMontyParams::new_vartime(p);
    let power =
        |base: &Uint<LIMBS>, exponent: &U256| FixedMontyForm::new(base, &params).pow(exponent);
    // SP 800-89 section 5.3.1: the public value lies in the subgroup of order q.
    if power(&y, q.as_ref()).retrieve() != Uint::ONE {
        return None;
    }
    let (Some(r), Some(s)) = (number(r), number(s)) else { return Some(false) };
    let zero = U256::ZERO;
    if r == zero || s == zero || r >= *q.as_ref() || s >= *q.as_ref() {
        return Some(false);
    }
    let order: &NonZero<U256> = q.as_nz_ref();
    let z: U256 = number(digest)?;
    let mut z = z.rem_vartime(order);
    let (divisor, first, second) = match equation {
        Equation::Dsa => (s, z, r),
        Equation::Gost1994 => {
            if z == zero {
                z = U256::ONE;
            }
            (z, s, q.as_ref().wrapping_sub(&r))
        }
    };
    let Some(w) = divisor.invert_odd_mod_vartime(&q).into_option() else { return Some(false) };
    let u1 = first.mul_mod_vartime(&w, order);
    let u2 = second.mul_mod_vartime(&w, order);
    let v = (power(&g, &u1) * power(&y, &u2)).retrieve().rem_vartime(order);
    Some(v == r)
}

fn number<const LIMBS: usize>(magnitude: &[u8]) -> Option<Uint<LIMBS>> {
    let size = Uint::<LIMBS>::BYTES;
    let start = size.checked_sub(magnitude.len())?;
    let mut padded = vec![0; size];
    padded.get_mut(start..)?.copy_from_slice(magnitude);
    Some(Uint::from_be_slice(&padded))
}
