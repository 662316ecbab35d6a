//! RSA signatures ([RFC 8017 section 8](https://www.rfc-editor.org/rfc/rfc8017#section-8)) that
//! aws-lc-rs does not verify: keys of more than 8192 or less than 1024 bits, hashes it has given
//! up, salts and exponents it has no name for. Everything here is public, so it is computed in
//! variable time.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U1024, U2048, U4096, U8192, U16384, Uint};

use super::{HashAlgorithm, PublicKey, SignatureError};
use crate::encode;
use crate::tlv::{self, Malformed, Reader};

/// The largest modulus that is computed with, in bits.
pub const RSA_LIMIT: usize = 16_384;

/// The smallest modulus that is computed with, in bits.
const SMALLEST: usize = 512;

/// What aws-lc-rs verifies: modulus and exponent in bits.
const COMMON_MODULUS: std::ops::RangeInclusive<usize> = 1024..=8192;
const COMMON_EXPONENT: u64 = 1 << 33;

/// How a digest is made into a number.
#[derive(Clone, Copy)]
pub(super) enum Padding {
    /// EMSA-PKCS1-v1_5.
    Pkcs1,
    /// EMSA-PSS with MGF1 of the same hash.
    Pss {
        /// Length of the salt in octets.
        salt: u16,
    },
}

struct Parts<'a> {
    modulus: &'a [u8],
    exponent: &'a [u8],
}

fn parts(key: &PublicKey) -> Result<Parts<'_>, Malformed> {
    let mut fields = Reader::lenient(tlv::only(key.key_octets(), tlv::SEQUENCE)?.content);
    let mut number = || {
        let content = fields.expect(tlv::INTEGER)?.content;
        let zeros = content.iter().take_while(|octet| **octet == 0).count();
        Ok::<_, Malformed>(content.get(zeros..).unwrap_or_default())
    };
    Ok(Parts { modulus: number()?, exponent: number()? })
}

/// The exponent, where it has no more than 64 bits.
fn small(exponent: &[u8]) -> Option<u64> {
    (exponent.len() <= 8)
        .then(|| exponent.iter().fold(0, |sum, octet| sum << 8 | u64::from(*octet)))
}

/// Whether aws-lc-rs verifies with the key.
pub(super) fn is_common(key: &PublicKey, bits: usize) -> bool {
    let exponent = parts(key).ok().and_then(|parts| small(parts.exponent));
    COMMON_MODULUS.contains(&bits)
        && exponent.is_some_and(|it| (3..COMMON_EXPONENT).contains(&it) && it % 2 == 1)
}

/// Verifies a signature of a key whose modulus has `bits` bits.
pub(super) fn verify(
    key: &PublicKey,
    bits: usize,
    hash: HashAlgorithm,
    padding: Padding,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let unusable = |reason: &str| SignatureError::KeyMalformed { reason: reason.to_owned() };
    let parts = parts(key).map_err(|error| unusable(&error.to_string()))?;
    if bits > RSA_LIMIT {
        return Err(SignatureError::TooLarge { bits, limit: RSA_LIMIT });
    }
    if bits < SMALLEST {
        return Err(unusable("the modulus has less than 512 bits"));
    }
    let Some(exponent) = small(parts.exponent) else {
        return Err(SignatureError::Unsupported {
            algorithm: "RSA with a public exponent of more than 64 bits".to_owned(),
            key: key.kind.to_string(),
        });
    };
    if exponent < 3 || exponent % 2 == 0 {
        return Err(unusable("the public exponent is even or less than 3"));
    }
    check_length(bits, signature)?;
    let opened = match bits {
        ..=1024 => open::<{ U1024::LIMBS }>(&parts, exponent, signature),
        1025..=2048 => open::<{ U2048::LIMBS }>(&parts, exponent, signature),
        2049..=4096 => open::<{ U4096::LIMBS }>(&parts, exponent, signature),
        4097..=8192 => open::<{ U8192::LIMBS }>(&parts, exponent, signature),
        _ => open::<{ U16384::LIMBS }>(&parts, exponent, signature),
    };
    let opened = opened.ok_or_else(|| unusable("the modulus is even"))?;
    let fits = opened.is_some_and(|encoded| match padding {
        Padding::Pkcs1 => pkcs1(hash, message, signature.len()) == Some(encoded),
        Padding::Pss { salt } => pss(hash, message, usize::from(salt), bits, &encoded) == Some(()),
    });
    if fits { Ok(()) } else { Err(SignatureError::Invalid) }
}

/// A signature is as long as the modulus.
pub(super) fn check_length(bits: usize, signature: &[u8]) -> Result<(), SignatureError> {
    let wanted = bits.div_ceil(8);
    if signature.len() == wanted {
        return Ok(());
    }
    Err(SignatureError::Malformed {
        reason: format!("{} octets, the modulus has {wanted}", signature.len()),
    })
}

/// The number that was signed, in as many octets as the signature has; the inner none where the
/// signature is no number below the modulus, the outer one where the modulus is even.
fn open<const LIMBS: usize>(
    parts: &Parts<'_>,
    exponent: u64,
    signature: &[u8],
) -> Option<Option<Vec<u8>>> {
    let modulus = Odd::new(number::<LIMBS>(parts.modulus)?).into_option()?;
    let Some(value) = number::<LIMBS>(signature).filter(|it| it < modulus.as_ref()) else {
        return Some(None);
    };
    let params = FixedMontyParams::new_vartime(modulus);
    let power =
        FixedMontyForm::new(&value, &params).pow_vartime(&Uint::<1>::from_u64(exponent)).retrieve();
    let octets = power.to_be_bytes();
    let octets: &[u8] = octets.as_ref();
    let start = octets.len().checked_sub(signature.len());
    Some(start.and_then(|start| octets.get(start..)).map(<[u8]>::to_vec))
}

fn number<const LIMBS: usize>(magnitude: &[u8]) -> Option<Uint<LIMBS>> {
    let size = Uint::<LIMBS>::BYTES;
    let start = size.checked_sub(magnitude.len())?;
    let mut padded = vec![0; size];
    padded.get_mut(start..)?.copy_from_slice(magnitude);
    Some(Uint::from_be_slice(&padded))
}

/// [RFC 8017 section 9.2](https://www.rfc-editor.org/rfc/rfc8017#section-9.2); none when the
/// modulus is too short for the hash.
fn pkcs1(hash: HashAlgorithm, message: &[u8], length: usize) -> Option<Vec<u8>> {
    let info = encode::sequence(&[
        &encode::sequence(&[&encode::oid(hash.oid()), &[tlv::NULL, 0]]),
        &encode::octet_string(&hash.digest(message)),
    ]);
    let filling = length.checked_sub(info.len() + 3).filter(|filling| *filling >= 8)?;
    let mut encoded = vec![0, 1];
    encoded.resize(2 + filling, 0xff);
    encoded.push(0);
    encoded.extend(info);
    Some(encoded)
}

/// [RFC 8017 section 9.1.2](https://www.rfc-editor.org/rfc/rfc8017#section-9.1.2).
fn pss(
    hash: HashAlgorithm,
    message: &[u8],
    salt_length: usize,
    bits: usize,
    encoded: &[u8],
) -> Option<()> {
    let size = hash.digest(&[]).len();
    // The encoding has one bit less than the modulus.
    let length = (bits - 1).div_ceil(8);
    let (zeros, encoded) = encoded.split_at_checked(encoded.len().checked_sub(length)?)?;
    let (masked, rest) = encoded.split_at_checked(length.checked_sub(size + 1)?)?;
    let (digest, trailer) = rest.split_at_checked(size)?;
    if zeros.iter().any(|octet| *octet != 0) || trailer != [0xbc] {
        return None;
    }
    let top = 0xff_u8 >> (8 * length - (bits - 1));
    if masked.first()? & !top != 0 {
        return None;
    }
    let mask = mgf1(hash, digest, masked.len());
    let mut block: Vec<u8> = masked.iter().zip(&mask).map(|(one, two)| one ^ two).collect();
    *block.first_mut()? &= top;
    let (filling, salt) = block.split_at_checked(block.len().checked_sub(salt_length)?)?;
    let (one, filling) = filling.split_last()?;
    if *one != 1 || filling.iter().any(|octet| *octet != 0) {
        return None;
    }
    let again = hash.digest(&[&[0; 8], &hash.digest(message)[..], salt].concat());
    (again == digest).then_some(())
}

fn mgf1(hash: HashAlgorithm, seed: &[u8], length: usize) -> Vec<u8> {
    let mut mask = Vec::new();
    for counter in 0_u32.. {
        if mask.len() >= length {
            break;
        }
        mask.extend(hash.digest(&[seed, &counter.to_be_bytes()].concat()));
    }
    mask.truncate(length);
    mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::AlgorithmIdentifier;
    use crate::fixture::Folder;
    use crate::oid::{Oid, known};

    const EXPONENT: u64 = 65_537;

    /// Primes below 2^32 to which the exponent has an inverse, the greatest first.
    fn primes(count: usize) -> Vec<u64> {
        let small: Vec<u64> = (3..65_536_u64)
            .step_by(2)
            .filter(|it| (3..).step_by(2).take_while(|d| d * d <= *it).all(|d| it % d != 0))
            .collect();
        (1_u64 << 31..1 << 32)
            .rev()
            .filter(|it| it % 2 == 1 && small.iter().all(|prime| it % prime != 0))
            .filter(|it| (it - 1) % EXPONENT != 0)
            .take(count)
            .collect()
    }

    fn power(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
        let mut result = 1;
        base %= modulus;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * base % modulus;
            }
            base = base * base % modulus;
            exponent >>= 1;
        }
        result
    }

    fn low(digits: u64) -> u32 {
        u32::try_from(digits & 0xffff_ffff).unwrap()
    }

    /// `number * factor + more`, the lowest 32 bits first.
    fn times(number: &[u32], factor: u64, more: u64) -> Vec<u32> {
        let mut carry = more;
        let mut result: Vec<u32> = Vec::new();
        for digit in number {
            carry += u64::from(*digit) * factor;
            result.push(low(carry));
            carry >>= 32;
        }
        result.push(low(carry));
        result
    }

    fn rest(number: &[u32], modulus: u64) -> u64 {
        number.iter().rev().fold(0, |sum, digit| ((sum << 32) | u64::from(*digit)) % modulus)
    }

    fn octets(number: &[u32]) -> Vec<u8> {
        let all: Vec<u8> = number.iter().rev().flat_map(|digit| digit.to_be_bytes()).collect();
        let zeros = all.iter().take_while(|octet| **octet == 0).count();
        all[zeros..].to_vec()
    }

    fn key(modulus: &[u8], exponent: &[u8]) -> PublicKey {
        let rsa = encode::sequence(&[
            &encode::element(tlv::INTEGER, &[&[0], modulus].concat()),
            &encode::element(tlv::INTEGER, exponent),
        ]);
        let spki = encode::sequence(&[
            &encode::sequence(&[&encode::oid(&known::RSA), &[tlv::NULL, 0]]),
            &encode::bit_string(&rsa),
        ]);
        PublicKey::from_spki_der(&spki).unwrap()
    }

    /// A key whose modulus is the product of small primes, and what it signs: the root of `encoded`
    /// modulo each prime, put together by the Chinese remainder theorem.
    fn signed(primes: &[u64], hash: HashAlgorithm, message: &[u8]) -> (PublicKey, Vec<u8>) {
        let modulus = primes.iter().fold(vec![1_u32], |product, prime| times(&product, *prime, 0));
        let modulus = octets(&modulus);
        let encoded = pkcs1(hash, message, modulus.len()).unwrap();
        let number: Vec<u32> = encoded
            .rchunks(4)
            .map(|chunk| chunk.iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet)))
            .collect();
        let mut root = vec![0_u32];
        let mut product = vec![1_u32];
        for prime in primes {
            // The inverse of the exponent by Fermat: no number below it divides the order.
            let order = prime - 1;
            let inverse = (1..EXPONENT).map(|k| 1 + k * order).find(|it| it % EXPONENT == 0);
            let wanted = power(rest(&number, *prime), inverse.unwrap() / EXPONENT, *prime);
            let missing = (wanted + prime - rest(&root, *prime)) % prime;
            let factor = missing * power(rest(&product, *prime), prime - 2, *prime) % prime;
            let step = times(&product, factor, 0);
            let mut carry = 0_u64;
            let length = step.len().max(root.len()) + 1;
            root = (0..length)
                .map(|at| {
                    let digit = |of: &[u32]| u64::from(of.get(at).copied().unwrap_or(0));
                    carry += digit(&root) + digit(&step);
                    let lowest = low(carry);
                    carry >>= 32;
                    lowest
                })
                .collect();
            product = times(&product, *prime, 0);
        }
        let mut signature = octets(&root);
        while signature.len() < modulus.len() {
            signature.insert(0, 0);
        }
        (key(&modulus, &[1, 0, 1]), signature)
    }

    #[test]
    fn keys_up_to_sixteen_thousand_bits_and_hashes_of_old_are_verified() {
        let primes = primes(513);
        let rows: [(usize, HashAlgorithm, &Oid); 7] = [
            (16, HashAlgorithm::Md5, &known::RSA_MD5),
            (32, HashAlgorithm::Md5, &known::RSA_MD5),
            (32, HashAlgorithm::Sha1, &known::RSA_SHA1),
            (32, HashAlgorithm::Sha384, &known::RSA_SHA384),
            (64, HashAlgorithm::Sha224, &known::RSA_SHA224),
            (288, HashAlgorithm::Sha256, &known::RSA_SHA256),
            (512, HashAlgorithm::Sha512, &known::RSA_SHA512),
        ];
        for (count, hash, oid) in rows {
            let algorithm = AlgorithmIdentifier::with_null(oid);
            let (key, signature) = signed(&primes[..count], hash, b"message");
            assert_eq!(*key.kind(), crate::algorithm::KeyKind::Rsa { bits: count * 32 });
            let ask = |message: &[u8], signature: &[u8]| {
                crate::algorithm::verify(&key, &algorithm, message, signature)
            };
            assert_eq!(ask(b"message", &signature), Ok(()), "{count} {hash}");
            assert_eq!(ask(b"another", &signature), Err(SignatureError::Invalid));
            let mut changed = signature.clone();
            *changed.last_mut().unwrap() ^= 1;
            assert_eq!(ask(b"message", &changed), Err(SignatureError::Invalid));
            let short = ask(b"message", &signature[1..]);
            assert!(matches!(short, Err(SignatureError::Malformed { .. })), "{short:?}");
        }
        let (key, signature) = signed(&primes, HashAlgorithm::Sha256, b"message");
        let algorithm = AlgorithmIdentifier::with_null(&known::RSA_SHA256);
        let error = crate::algorithm::verify(&key, &algorithm, b"message", &signature);
        let error = error.unwrap_err();
        assert_eq!(error, SignatureError::TooLarge { bits: 513 * 32, limit: 16_384 });
        assert!(error.is_undetermined());
    }

    #[test]
    fn an_exponent_out_of_bounds_verifies_nothing() {
        let modulus = octets(&primes(64).iter().fold(vec![1], |all, prime| times(&all, *prime, 0)));
        let algorithm = AlgorithmIdentifier::with_null(&known::RSA_SHA256);
        // With the exponent 1 the encoded digest would be its own signature.
        let encoded = pkcs1(HashAlgorithm::Sha256, b"message", modulus.len()).unwrap();
        for (exponent, undetermined) in [
            (&[1][..], false),
            (&[0], false),
            (&[1, 0, 0], false),
            (&[1, 0, 0, 0, 0, 0, 0, 0, 1], true),
        ] {
            let key = key(&modulus, exponent);
            let error = crate::algorithm::verify(&key, &algorithm, b"message", &encoded);
            assert_eq!(error.unwrap_err().is_undetermined(), undetermined, "{exponent:?}");
        }
        // Longer than aws-lc-rs takes, but computed.
        let long = key(&modulus, &[1, 0, 0, 0, 0, 1]);
        let error = crate::algorithm::verify(&long, &algorithm, b"message", &encoded);
        assert_eq!(error, Err(SignatureError::Invalid));
    }

    #[test]
    fn openssl_and_this_agree_on_salts_and_hashes() {
        let folder = Folder::new("rsa-pss");
        folder.put("message", b"message");
        for (bits, name, hash, salt) in [
            ("1024", "sha256", HashAlgorithm::Sha256, 32_u16),
            ("1024", "sha1", HashAlgorithm::Sha1, 20),
            ("1025", "sha224", HashAlgorithm::Sha224, 0),
            ("2048", "sha1", HashAlgorithm::Sha1, 7),
            ("2048", "md5", HashAlgorithm::Md5, 16),
        ] {
            let arguments = ["genrsa", "-out", "key.pem", bits];
            if folder.run("openssl", &arguments).is_none() {
                return;
            }
            folder.run(
                "openssl",
                &["rsa", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "key.der"],
            );
            let salted = format!("rsa_pss_saltlen:{salt}");
            let digest = format!("-{name}");
            let made = folder.run(
                "openssl",
                &[
                    "dgst",
                    &digest,
                    "-sigopt",
                    "rsa_padding_mode:pss",
                    "-sigopt",
                    &salted,
                    "-sign",
                    "key.pem",
                    "-out",
                    "signature",
                    "message",
                ],
            );
            assert!(made.unwrap().status.success(), "{bits} {name}");
            let key = PublicKey::from_spki_der(&folder.get("key.der")).unwrap();
            let signature = folder.get("signature");
            let length = bits.parse().unwrap();
            let ask = |salt, message: &[u8]| {
                verify(&key, length, hash, Padding::Pss { salt }, message, &signature)
            };
            assert_eq!(ask(salt, b"message"), Ok(()), "{bits} {name}");
            assert_eq!(ask(salt, b"another"), Err(SignatureError::Invalid));
            assert_eq!(ask(salt + 1, b"message"), Err(SignatureError::Invalid));
        }
    }
}
