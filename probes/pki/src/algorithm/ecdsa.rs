//! ECDSA of any known hash on any known curve.
//!
//! The signature is over a number: the leftmost bits of the digest, as many as the order of the
//! curve has ([FIPS 186-5 section 6.4.2](https://doi.org/10.6028/NIST.FIPS.186-5)). Every curve
//! here except P-521 has an order of whole octets, so the number is the digest cut, or filled with
//! zeros on the left, to the size of the curve. `aws-lc-rs` knows some pairs of curve and hash by
//! name; the others reach it as that number.

use aws_lc_rs::{digest, signature as aws};
use ecdsa::{
    EcdsaCurve, VerifyingKey, der, elliptic_curve as ec, signature::hazmat::PrehashVerifier,
};

use super::{EcCurve, HashAlgorithm, SignatureError};

/// Verifies a DER signature over `message` with the point `key`.
pub(super) fn verify(
    curve: EcCurve,
    hash: HashAlgorithm,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let number = |size| fitted(hash.digest(message), size);
    match curve {
        EcCurve::BrainpoolP256r1 => {
            brainpool::<bp256::BrainpoolP256r1>(key, &number(32), signature)
        }
        EcCurve::BrainpoolP256t1 => {
            brainpool::<bp256::BrainpoolP256t1>(key, &number(32), signature)
        }
        EcCurve::BrainpoolP384r1 => {
            brainpool::<bp384::BrainpoolP384r1>(key, &number(48), signature)
        }
        EcCurve::BrainpoolP384t1 => {
            brainpool::<bp384::BrainpoolP384t1>(key, &number(48), signature)
        }
        EcCurve::P256 => {
            provided(&aws::ECDSA_P256_SHA256_ASN1, &digest::SHA256, key, &number(32), signature)
        }
        EcCurve::P384 => {
            provided(&aws::ECDSA_P384_SHA384_ASN1, &digest::SHA384, key, &number(48), signature)
        }
        // No hash is longer than the order, so none is cut.
        EcCurve::P521 => {
            provided(&aws::ECDSA_P521_SHA512_ASN1, &digest::SHA512, key, &number(64), signature)
        }
        EcCurve::Secp256k1 => {
            provided(&aws::ECDSA_P256K1_SHA256_ASN1, &digest::SHA256, key, &number(32), signature)
        }
    }
}

/// The digest cut on the right, or filled with zeros on the left, to `size` octets.
fn fitted(mut digest: Vec<u8>, size: usize) -> Vec<u8> {
    digest.truncate(size);
    let mut number = vec![0; size.saturating_sub(digest.len())];
    number.append(&mut digest);
    number
}

fn malformed(reason: impl ToString) -> SignatureError {
    SignatureError::KeyMalformed { reason: reason.to_string() }
}

fn provided(
    algorithm: &'static aws::EcdsaVerificationAlgorithm,
    carrier: &'static digest::Algorithm,
    key: &[u8],
    number: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let key = aws::ParsedPublicKey::new(algorithm, key).map_err(malformed)?;
    let number = digest::Digest::import_less_safe(number, carrier)
        .map_err(|_| malformed("the digest does not fit the curve"))?;
    key.verify_digest_sig(&number, signature).map_err(|_| SignatureError::Invalid)
}

fn brainpool<C>(key: &[u8], number: &[u8], signature: &[u8]) -> Result<(), SignatureError>
where
    C: EcdsaCurve + ec::CurveArithmetic,
    ec::AffinePoint<C>: ec::sec1::FromSec1Point<C> + ec::sec1::ToSec1Point<C>,
    ec::FieldBytesSize<C>: ec::sec1::ModulusSize,
    der::MaxSize<C>: ec::array::ArraySize,
    <ec::FieldBytesSize<C> as core::ops::Add>::Output:
        core::ops::Add<der::MaxOverhead> + ec::array::ArraySize,
    VerifyingKey<C>: PrehashVerifier<der::Signature<C>>,
{
    let key = VerifyingKey::<C>::from_sec1_bytes(key).map_err(malformed)?;
    let signature = der::Signature::<C>::from_bytes(signature)
        .map_err(|error| SignatureError::Malformed { reason: error.to_string() })?;
    key.verify_prehash(number, &signature).map_err(|_| SignatureError::Invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        algorithm::{AlgorithmIdentifier, PublicKey},
        fixture::Folder,
        oid::{Oid, known},
    };

    #[test]
    fn openssl_signatures_verify_on_every_curve_with_every_hash() {
        let folder = Folder::new("ecdsa");
        folder.put("message", b"message");
        let hashes: [(&str, &Oid); 5] = [
            ("sha1", &known::ECDSA_SHA1),
            ("sha224", &known::ECDSA_SHA224),
            ("sha256", &known::ECDSA_SHA256),
            ("sha384", &known::ECDSA_SHA384),
            ("sha512", &known::ECDSA_SHA512),
        ];
        for curve in [
            "prime256v1",
            "secp384r1",
            "secp521r1",
            "secp256k1",
            "brainpoolP256r1",
            "brainpoolP256t1",
            "brainpoolP384r1",
            "brainpoolP384t1",
        ] {
            let make = ["ecparam", "-name", curve, "-genkey", "-noout", "-out", "key"];
            let Some(output) = folder.run("openssl", &make) else { return };
            assert!(output.status.success(), "{output:?}");
            folder.run("openssl", &["ec", "-in", "key", "-pubout", "-outform", "DER", "-out", "k"]);
            let key = PublicKey::from_spki_der(&folder.get("k")).unwrap();
            for (name, oid) in hashes {
                let sign = ["dgst", &format!("-{name}"), "-sign", "key", "-out", "s", "message"];
                assert!(folder.run("openssl", &sign).unwrap().status.success());
                let named = AlgorithmIdentifier { oid: oid.clone(), parameters: None };
                let mut signature = folder.get("s");
                let judge = |signature: &[u8], message: &[u8]| {
                    crate::algorithm::verify(&key, &named, message, signature)
                };
                assert_eq!(judge(&signature, b"message"), Ok(()), "{curve} {name}");
                assert_eq!(judge(&signature, b"massage"), Err(SignatureError::Invalid));
                let last = signature.len() - 1;
                signature[last] ^= 1;
                assert!(judge(&signature, b"message").is_err(), "{curve} {name}");
            }
        }
    }

    #[test]
    fn a_digest_is_cut_on_the_right_and_filled_on_the_left() {
        assert_eq!(fitted(vec![1, 2, 3], 2), [1, 2]);
        assert_eq!(fitted(vec![1, 2, 3], 5), [0, 0, 1, 2, 3]);
    }

    #[test]
    fn points_off_a_curve_are_unusable_keys() {
        for curve in [EcCurve::BrainpoolP256r1, EcCurve::BrainpoolP384t1, EcCurve::Secp256k1] {
            for key in [&[][..], &[4; 65], &[4; 97]] {
                let verdict = verify(curve, HashAlgorithm::Sha256, key, b"", &[0x30, 0]);
                assert!(matches!(verdict, Err(SignatureError::KeyMalformed { .. })), "{curve:?}");
            }
        }
    }
}
