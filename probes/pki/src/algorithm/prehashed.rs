//! Signatures over a message that was hashed elsewhere: a list of revoked certificates is read
//! once, part by part, and is gone when its signature comes.

use aws_lc_rs::{digest, signature as aws};

use super::{
    AlgorithmIdentifier, HashAlgorithm, KeyKind, PublicKey, Scheme, SignatureError,
    ecdsa_parameters, gost_verify, pss_parameters, rsa, rsa_parameters, russian, scheme,
    with_parsed,
};

/// Verifies `signature` over the message whose digest, by [`AlgorithmIdentifier::hash`], is given.
///
/// # Errors
/// [`SignatureError`] as for the whole message; [`SignatureError::Unsupported`] also where the
/// algorithm wants the message itself (Ed25519) or a digest of it cannot be handed over.
pub(crate) fn verify_digest(
    key: &PublicKey,
    algorithm: &AlgorithmIdentifier,
    digest: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let unsupported = || SignatureError::Unsupported {
        algorithm: algorithm.to_string(),
        key: key.kind.to_string(),
    };
    let Some(scheme) = scheme(algorithm) else { return Err(unsupported()) };
    match (scheme, &key.kind) {
        (Scheme::Gost { curve }, KeyKind::GostNational { curve: of_key }) if curve == *of_key => {
            gost_verify(key, curve, digest, signature)
        }
        (Scheme::GostRussian(generation), KeyKind::GostRussian { curve: Some(curve) })
            if russian::is_of_2012(key, generation) =>
        {
            gost_verify(key, *curve, digest, &gost::reversed(signature))
        }
        (Scheme::Rsa { hash }, KeyKind::Rsa { bits }) => {
            let parameters = rsa_parameters(hash, *bits).ok_or_else(unsupported)?;
            let digest = imported(hash, digest).ok_or_else(unsupported)?;
            if !rsa::is_common(key, *bits) {
                return Err(unsupported());
            }
            rsa::check_length(*bits, signature)?;
            with_parsed(scheme, parameters, key, |parsed| {
                parsed.verify_digest_sig(&digest, signature)
            })
        }
        (Scheme::RsaPss { hash, salt: Some(salt) }, KeyKind::Rsa { bits }) if *bits >= 2048 => {
            let (usual, parameters, size) = pss_parameters(hash).ok_or_else(unsupported)?;
            let digest = imported(hash, digest).ok_or_else(unsupported)?;
            if !rsa::is_common(key, *bits) {
                return Err(unsupported());
            }
            rsa::check_length(*bits, signature)?;
            if salt == size {
                return with_parsed(scheme, usual, key, |parsed| {
                    parsed.verify_digest_sig(&digest, signature)
                });
            }
            let parameters = parameters.with_pss_salt_length(aws::RsaPssSaltLength::Custom(salt));
            aws::VerificationAlgorithm::verify_digest_sig(
                &parameters,
                key.key_octets(),
                &digest,
                signature,
            )
            .map_err(|_| SignatureError::Invalid)
        }
        (Scheme::Ecdsa { hash }, KeyKind::Ec { curve }) => {
            let parameters: &'static aws::EcdsaVerificationAlgorithm =
                ecdsa_parameters(*curve, hash).ok_or_else(unsupported)?;
            let digest = imported(hash, digest).ok_or_else(unsupported)?;
            with_parsed(scheme, parameters, key, |parsed| {
                parsed.verify_digest_sig(&digest, signature)
            })
        }
        (Scheme::Dsa { .. }, KeyKind::Dsa)
        | (Scheme::Ed25519, KeyKind::Ed25519)
        | (Scheme::GostRussian(_), KeyKind::Gost1994 | KeyKind::GostRussian { .. })
        | (Scheme::RsaPss { .. }, KeyKind::Rsa { .. })
        | (_, KeyKind::Unknown(_)) => Err(unsupported()),
        (
            Scheme::Dsa { .. }
            | Scheme::Ecdsa { .. }
            | Scheme::Ed25519
            | Scheme::Gost { .. }
            | Scheme::GostRussian(_)
            | Scheme::Rsa { .. }
            | Scheme::RsaPss { .. },
            _,
        ) => Err(SignatureError::KeyMismatch {
            algorithm: algorithm.to_string(),
            key: key.kind.to_string(),
        }),
    }
}

fn imported(hash: HashAlgorithm, octets: &[u8]) -> Option<digest::Digest> {
    let algorithm = match hash {
        HashAlgorithm::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        HashAlgorithm::Sha224 => &digest::SHA224,
        HashAlgorithm::Sha256 => &digest::SHA256,
        HashAlgorithm::Sha384 => &digest::SHA384,
        HashAlgorithm::Sha512 => &digest::SHA512,
        HashAlgorithm::Gost341194
        | HashAlgorithm::Gost341195
        | HashAlgorithm::Md5
        | HashAlgorithm::Streebog256
        | HashAlgorithm::Streebog512 => return None,
    };
    digest::Digest::import_less_safe(octets, algorithm).ok()
}
