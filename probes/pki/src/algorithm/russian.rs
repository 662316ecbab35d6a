//! GOST in the Russian encoding: [RFC 9215](https://www.rfc-editor.org/rfc/rfc9215) for the
//! standards of 2012, [RFC 4491](https://www.rfc-editor.org/rfc/rfc4491) for those before.
//!
//! It is told apart from the national one by its identifiers, and a signature has the other order
//! of octets. Of the standard of 1994, which worked in a prime field, one set of parameters is
//! known.

use super::{Generation, HashAlgorithm, KeyKind, PublicKey, SignatureError, dsa, gost_verify};
use crate::oid::{Oid, known};
use crate::tlv::{self, Reader};

/// What the parameters of a Russian key name
/// ([RFC 9215 section 4.2](https://www.rfc-editor.org/rfc/rfc9215#section-4.2)).
struct Parameters {
    generation: Generation,
    key: Option<Oid>,
    digest: Option<Oid>,
}

/// The kind of a key with a Russian identifier; none when the identifier is another.
pub(super) fn kind(key: &Oid, set: Option<&Oid>) -> Option<KeyKind> {
    let generation = generation_of_key(key)?;
    Some(if generation == Generation::Of1994 {
        KeyKind::Gost1994
    } else {
        let curve = set.and_then(curve).filter(|curve| curve.size() == generation.size());
        KeyKind::GostRussian { curve }
    })
}

fn generation_of_key(oid: &Oid) -> Option<Generation> {
    [
        (&known::RUSSIAN_2012_256_KEY, Generation::Of2012With256),
        (&known::RUSSIAN_2012_512_KEY, Generation::Of2012With512),
        (&known::RUSSIAN_2001_KEY, Generation::Of2001),
        (&known::RUSSIAN_1994_KEY, Generation::Of1994),
    ]
    .into_iter()
    .find_map(|(known, generation)| (known == oid).then_some(generation))
}

/// The curve of a set of parameters, by whichever of its names
/// ([RFC 7836 appendix A](https://www.rfc-editor.org/rfc/rfc7836#appendix-A),
/// [RFC 4357 section 10.8](https://www.rfc-editor.org/rfc/rfc4357#section-10.8),
/// [RFC 9215 section 4.2](https://www.rfc-editor.org/rfc/rfc9215#section-4.2)).
fn curve(oid: &Oid) -> Option<gost::Curve> {
    Some(match oid.to_string().as_str() {
        // CryptoPro-A, its twin for key exchange, tc26-256-B; and so on.
        "1.2.643.2.2.35.1" | "1.2.643.2.2.36.0" | "1.2.643.7.1.2.1.1.2" => gost::Curve::Gost2004A,
        "1.2.643.2.2.35.2" | "1.2.643.7.1.2.1.1.3" => gost::Curve::RussianB256,
        "1.2.643.2.2.35.3" | "1.2.643.2.2.36.1" | "1.2.643.7.1.2.1.1.4" => gost::Curve::RussianC256,
        "1.2.643.2.2.35.0" => gost::Curve::RussianTest256,
        "1.2.643.7.1.2.1.1.1" => gost::Curve::Gost2015A256,
        "1.2.643.7.1.2.1.2.0" => gost::Curve::RussianTest512,
        "1.2.643.7.1.2.1.2.1" => gost::Curve::Gost2015A512,
        "1.2.643.7.1.2.1.2.2" => gost::Curve::RussianB512,
        "1.2.643.7.1.2.1.2.3" => gost::Curve::RussianC512,
        _ => return None,
    })
}

fn parameters(key: &PublicKey) -> Option<Parameters> {
    let mut fields = Reader::lenient(tlv::only(key.spki_der(), tlv::SEQUENCE).ok()?.content);
    let mut algorithm = Reader::lenient(fields.expect(tlv::SEQUENCE).ok()?.content);
    let read = |reader: &mut Reader<'_>| {
        Oid::from_der_content(reader.expect(tlv::OBJECT_IDENTIFIER).ok()?.content).ok()
    };
    let generation = generation_of_key(&read(&mut algorithm)?)?;
    let (mut key, mut digest) = (None, None);
    if let Ok(sets) = algorithm.expect(tlv::SEQUENCE) {
        let mut sets = Reader::lenient(sets.content);
        key = read(&mut sets);
        digest = read(&mut sets);
    }
    Some(Parameters { generation, key, digest })
}

/// Whether the key is of this generation and the identifier alone fixes the hash.
pub(super) fn is_of_2012(key: &PublicKey, generation: Generation) -> bool {
    matches!(generation, Generation::Of2012With256 | Generation::Of2012With512)
        && parameters(key).is_some_and(|parameters| parameters.generation == generation)
}

/// Verifies a signature whose identifier names `generation`; none when the key is of another one
/// or the engine does not know its parameters, as `mismatch` and `unsupported` say.
pub(super) fn verify(
    key: &PublicKey,
    generation: Generation,
    message: &[u8],
    signature: &[u8],
    mismatch: impl Fn() -> SignatureError,
    unsupported: impl Fn() -> SignatureError,
) -> Result<(), SignatureError> {
    let parameters = parameters(key).ok_or_else(&mismatch)?;
    if parameters.generation != generation {
        return Err(mismatch());
    }
    // The substitution boxes of the older hash stand with the key (RFC 4491 section 2.3.2).
    let hash = match (generation.hash(), parameters.digest.map(|oid| oid.to_string()).as_deref()) {
        (HashAlgorithm::Gost341194, None | Some("1.2.643.2.2.30.1")) => HashAlgorithm::Gost341194,
        (HashAlgorithm::Gost341194, Some("1.2.643.2.2.30.0")) => HashAlgorithm::Gost341195,
        (HashAlgorithm::Gost341194, Some(_)) => return Err(unsupported()),
        (hash, _) => hash,
    };
    let digest = hash.digest(message);
    match &key.kind {
        KeyKind::Gost1994 => {
            if parameters.key.is_none_or(|set| set.to_string() != "1.2.643.2.2.32.2") {
                return Err(unsupported());
            }
            let value = tlv::only(key.key_octets(), tlv::OCTET_STRING)
                .map_err(|error| SignatureError::KeyMalformed { reason: error.to_string() })?;
            dsa::verify_1994(&gost::reversed(value.content), &gost::reversed(&digest), signature)
        }
        KeyKind::GostRussian { curve: Some(curve) } => {
            gost_verify(key, *curve, &digest, &gost::reversed(signature))
        }
        KeyKind::GostRussian { curve: None } => Err(unsupported()),
        KeyKind::Dsa
        | KeyKind::Ec { .. }
        | KeyKind::Ed25519
        | KeyKind::GostNational { .. }
        | KeyKind::Rsa { .. }
        | KeyKind::Unknown(_) => Err(mismatch()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::{AlgorithmIdentifier, key_strength, strength, verify};
    use crate::certificate::read_certificates;
    use crate::encode;
    use crate::finding::codes;
    use crate::fixture::{Folder, RussianKey, addresses, gost_engine, named, pem, validity};
    use crate::issue::{CertificateTemplate, Profile};

    /// The engine's algorithm, its name of the parameters, and their identifier.
    const SETS: [(&str, &str, &str); 14] = [
        ("gost2001", "A", "1.2.643.2.2.35.1"),
        ("gost2001", "B", "1.2.643.2.2.35.2"),
        ("gost2001", "C", "1.2.643.2.2.35.3"),
        ("gost2001", "XA", "1.2.643.2.2.36.0"),
        ("gost2001", "XB", "1.2.643.2.2.36.1"),
        ("gost2012_256", "A", "1.2.643.2.2.35.1"),
        ("gost2012_256", "B", "1.2.643.2.2.35.2"),
        ("gost2012_256", "TCA", "1.2.643.7.1.2.1.1.1"),
        ("gost2012_256", "TCB", "1.2.643.7.1.2.1.1.2"),
        ("gost2012_256", "TCC", "1.2.643.7.1.2.1.1.3"),
        ("gost2012_256", "TCD", "1.2.643.7.1.2.1.1.4"),
        ("gost2012_512", "A", "1.2.643.7.1.2.1.2.1"),
        ("gost2012_512", "B", "1.2.643.7.1.2.1.2.2"),
        ("gost2012_512", "C", "1.2.643.7.1.2.1.2.3"),
    ];

    #[test]
    fn certificates_of_the_gost_engine_verify_on_every_curve() {
        let folder = Folder::new("engine-certificates");
        if !gost_engine(&folder) {
            return;
        }
        for (algorithm, name, set) in SETS {
            let paramset = format!("paramset:{name}");
            let key = ["-engine", "gost", "-algorithm", algorithm, "-pkeyopt", &paramset];
            let made = folder.run("openssl", &[&["genpkey", "-out", "key"], &key[..]].concat());
            assert!(made.unwrap().status.success(), "{algorithm} {name}");
            let request = "req -x509 -engine gost -new -key key -subj /CN=x -out cert.pem";
            let made = folder.run("openssl", &request.split(' ').collect::<Vec<_>>());
            assert!(made.unwrap().status.success(), "{algorithm} {name}");
            let certificate = read_certificates(&folder.get("cert.pem")).certificates.remove(0);
            let key = certificate.public_key();
            let read = parameters(key).unwrap();
            assert_eq!(read.key.unwrap().to_string(), set, "{algorithm} {name}");
            let ask = |message: &[u8]| {
                verify(key, certificate.signature_algorithm(), message, certificate.signature())
            };
            assert_eq!(ask(certificate.tbs()), Ok(()), "{algorithm} {name}");
            assert_eq!(ask(b"other"), Err(SignatureError::Invalid), "{algorithm} {name}");
            let remarks = strength(key, certificate.signature_algorithm());
            assert_eq!(remarks[0].code, codes::ALGORITHM_ENCODING_RUSSIAN.code);
        }
    }

    /// A key made here, under Russian names.
    fn russian(algorithm: &str, set: &str) -> RussianKey {
        let set: Oid = set.parse().unwrap();
        let curve = curve(&set).unwrap();
        let (key_name, signature, generation, digest) = match algorithm {
            "gost2001" => (
                &known::RUSSIAN_2001_KEY,
                &known::RUSSIAN_2001_SIGNATURE,
                Generation::Of2001,
                "1.2.643.2.2.30.1",
            ),
            "gost2012_256" => (
                &known::RUSSIAN_2012_256_KEY,
                &known::RUSSIAN_2012_256_SIGNATURE,
                Generation::Of2012With256,
                "1.2.643.7.1.1.2.2",
            ),
            _ => (
                &known::RUSSIAN_2012_512_KEY,
                &known::RUSSIAN_2012_512_SIGNATURE,
                Generation::Of2012With512,
                "1.2.643.7.1.1.2.3",
            ),
        };
        let key = gost::PrivateKey::from_random_bytes(curve, &vec![0x2b; curve.size()]).unwrap();
        let parameters =
            encode::sequence(&[&encode::oid(&set), &encode::oid(&digest.parse().unwrap())]);
        let spki = encode::sequence(&[
            &encode::sequence(&[&encode::oid(key_name), &parameters]),
            &encode::bit_string(&encode::octet_string(&key.public_key().to_bytes())),
        ]);
        let public = PublicKey::from_spki_der(&spki).unwrap();
        RussianKey { key, public, hash: generation.hash(), algorithm: signature.clone() }
    }

    #[test]
    fn the_gost_engine_verifies_certificates_made_here_on_every_curve() {
        let folder = Folder::new("engine-verifies");
        if !gost_engine(&folder) {
            return;
        }
        for (algorithm, name, set) in SETS {
            let key = russian(algorithm, set);
            let certificate = CertificateTemplate::new(
                &Profile::Root,
                None,
                named("x"),
                &key.public,
                validity(),
                &addresses(),
            )
            .issue(&key)
            .unwrap();
            let verifies = |der: &[u8]| {
                folder.put("root.pem", &pem("CERTIFICATE", der));
                let question = "verify -engine gost -check_ss_sig -no_check_time \
                                -CAfile root.pem root.pem";
                let asked = folder.run("openssl", &question.split_whitespace().collect::<Vec<_>>());
                asked.unwrap().status.success()
            };
            assert!(verifies(certificate.der()), "{algorithm} {name}");
            let mut tampered = certificate.der().to_vec();
            *tampered.last_mut().unwrap() ^= 1;
            assert!(!verifies(&tampered), "{algorithm} {name}");
        }
    }

    #[test]
    fn parameters_nobody_knows_leave_a_signature_undetermined() {
        let key = russian("gost2012_256", "1.2.643.7.1.2.1.1.1");
        let with = |set: &str| {
            let der = encode::oid(&"1.2.643.7.1.2.1.1.1".parse().unwrap());
            let other = encode::oid(&set.parse().unwrap());
            let spki = key.public.spki_der();
            let at = spki.windows(der.len()).position(|window| window == der).unwrap();
            let replaced = [&spki[..at], &other, &spki[at + der.len()..]].concat();
            PublicKey::from_spki_der(&replaced).unwrap()
        };
        let signature = gost::reversed(&key.key.sign(&key.hash.digest(b"act")));
        let algorithm = AlgorithmIdentifier { oid: key.algorithm.clone(), parameters: None };
        let ask = |key: &PublicKey| verify(key, &algorithm, b"act", &signature);
        assert_eq!(ask(&with("1.2.643.7.1.2.1.1.1")), Ok(()));
        assert!(ask(&with("1.2.643.7.1.2.1.1.9")).unwrap_err().is_undetermined());
        // A curve of the other size is not one for this identifier.
        assert!(ask(&with("1.2.643.7.1.2.1.2.1")).unwrap_err().is_undetermined());
        // Another curve of the same size: the point is not on it.
        let moved = ask(&with("1.2.643.7.1.2.1.1.2"));
        assert!(matches!(moved, Err(SignatureError::KeyMalformed { .. })), "{moved:?}");
        assert_eq!(key_strength(&key.public)[0].code, codes::ALGORITHM_ENCODING_RUSSIAN.code);
    }
}
