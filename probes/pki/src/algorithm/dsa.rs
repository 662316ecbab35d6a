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
        ..=1024 => verifies::<{ U1024::LIMBS }>(&parts, &digest, r, s),
        ..=2048 => verifies::<{ U2048::LIMBS }>(&parts, &digest, r, s),
        _ => verifies::<{ U3072::LIMBS }>(&parts, &digest, r, s),
    };
    match verified {
        None => Err(unusable("the DSA parameters are out of range")),
        Some(true) => Ok(()),
        Some(false) => Err(SignatureError::Invalid),
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

/// None when the key is unusable. The lengths have been checked: everything fits.
fn verifies<const LIMBS: usize>(
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
    let Some(w) = s.invert_odd_mod_vartime(&q).into_option() else { return Some(false) };
    let order: &NonZero<U256> = q.as_nz_ref();
    let z: U256 = number(digest)?;
    let z = z.rem_vartime(order);
    let u1 = z.mul_mod_vartime(&w, order);
    let u2 = r.mul_mod_vartime(&w, order);
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
