use gost::{Curve, KeyError, PrivateKey, PublicKey};
use proptest::prelude::*;

/// A key of bytes as they fall, where they are a number below the order.
fn key(curve: Curve, random: &[u8]) -> Result<PrivateKey, TestCaseError> {
    PrivateKey::from_random_bytes(curve, &random[..curve.size()])
        .map_err(|error| TestCaseError::reject(error.to_string()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_verifies(random in any::<[u8; 64]>(), message in any::<Vec<u8>>()) {
        for curve in Curve::ALL.into_iter().chain(Curve::RUSSIAN) {
            let key = key(curve, &random)?;
            let digest = curve.hash().digest(&message);
            let signature = key.sign(&digest);
            prop_assert_eq!(signature.len(), 2 * curve.size());
            let public = PublicKey::from_bytes(curve, &key.public_key().to_bytes()).unwrap();
            prop_assert_eq!(public.verify(&digest, &signature), Ok(()));
            prop_assert_eq!(key.sign(&digest), signature.clone());
            let other = curve.hash().digest(&signature);
            prop_assert!(public.verify(&other, &signature).is_err());
            let prepared = public.prepare();
            prop_assert_eq!(prepared.verify(&digest, &signature), Ok(()));
            prop_assert!(prepared.verify(&other, &signature).is_err());
        }
    }

    /// Halves that are zero, one, at the order, or of another signature.
    #[test]
    fn a_prepared_key_answers_as_the_key(
        random in any::<[u8; 64]>(),
        halves in any::<[u8; 2]>(),
        bit in any::<u16>(),
    ) {
        for curve in Curve::ALL.into_iter().chain(Curve::RUSSIAN) {
            let key = key(curve, &random)?;
            let digest = curve.hash().digest(&random);
            let mut signature = key.sign(&digest);
            for (half, edge) in signature.chunks_mut(curve.size()).zip(halves) {
                let mut order = curve.order();
                order.reverse();
                match edge % 5 {
                    0 => half.fill(0),
                    1 => half.copy_from_slice(&order),
                    2 => {
                        half.copy_from_slice(&order);
                        half[0] -= 1;
                    }
                    3 => {
                        half.fill(0);
                        half[0] = 1;
                    }
                    _ => half[usize::from(bit / 8) % curve.size()] ^= 1 << (bit % 8),
                }
            }
            let public = key.public_key();
            let expected = public.verify(&digest, &signature);
            prop_assert!(expected.is_err());
            prop_assert_eq!(public.prepare().verify(&digest, &signature), expected);
        }
    }

    #[test]
    fn private_keys_survive_both_encodings(random in any::<[u8; 64]>()) {
        for curve in Curve::ALL {
            let key = key(curve, &random)?;
            let little = PrivateKey::from_le_bytes(curve, &key.to_le_bytes()).unwrap();
            let big = PrivateKey::from_be_bytes(curve, &key.to_be_bytes()).unwrap();
            prop_assert_eq!(little.to_le_bytes(), key.to_le_bytes());
            prop_assert_eq!(big.to_le_bytes(), key.to_le_bytes());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in any::<Vec<u8>>(), digest in any::<Vec<u8>>()) {
        for curve in Curve::ALL {
            let _ = PublicKey::from_bytes(curve, &bytes);
            let _ = PrivateKey::from_be_bytes(curve, &bytes);
            let public = PrivateKey::from_be_bytes(curve, &[1]).unwrap().public_key();
            prop_assert!(public.verify(&digest, &bytes).is_err());
        }
    }

    #[test]
    fn no_halves_of_the_right_size_make_the_reader_panic(
        bytes in any::<[u8; 32]>(),
        digest in any::<[u8; 32]>(),
    ) {
        for curve in Curve::ALL {
            let size = curve.size();
            let signature: Vec<u8> = bytes.iter().copied().cycle().take(2 * size).collect();
            let digest: Vec<u8> = digest.iter().copied().cycle().take(size).collect();
            let _ = PublicKey::from_bytes(curve, &signature);
            let public = PrivateKey::from_be_bytes(curve, &[1]).unwrap().public_key();
            prop_assert!(public.verify(&digest, &signature).is_err());
        }
    }
}

#[test]
fn the_same_digest_is_signed_the_same_way_twice() {
    for curve in Curve::ALL {
        let key = PrivateKey::from_be_bytes(curve, &[0x5a; 20]).unwrap();
        let digest = curve.hash().digest(b"twice");
        assert_eq!(key.sign(&digest), key.sign(&digest));
        assert_ne!(key.sign(&digest), key.sign(&curve.hash().digest(b"thrice")));
    }
}

#[test]
fn one_number_as_a_key_on_two_curves_has_two_nonces() {
    let digest = [0x11; 32];
    let [first, second] = [Curve::Gost2004A, Curve::Gost2015A256]
        .map(|curve| PrivateKey::from_be_bytes(curve, &[0x5a; 20]).unwrap().sign(&digest));
    assert_ne!(first[..32], second[..32]);
}

#[test]
fn big_endian_keys_may_miss_or_carry_leading_zeros() {
    let curve = Curve::Gost2004A;
    let full = PrivateKey::from_be_bytes(curve, &[vec![0], vec![0x80; 32]].concat()).unwrap();
    assert_eq!(*full.to_be_bytes(), [0x80; 32]);
    let short = PrivateKey::from_be_bytes(curve, &[0x12, 0x34]).unwrap();
    assert_eq!(short.to_le_bytes()[..3], [0x34, 0x12, 0]);
    for (bytes, found) in [(vec![], 0), (vec![1; 33], 33), (vec![0; 34], 34)] {
        let refused = PrivateKey::from_be_bytes(curve, &bytes).err();
        assert_eq!(refused, Some(KeyError::Length { expected: 32, found }));
    }
}

#[test]
fn random_bytes_out_of_range_are_refused_and_not_bent() {
    for curve in Curve::ALL {
        for refused in [vec![0xff; curve.size()], vec![0; curve.size()]] {
            let error = PrivateKey::from_random_bytes(curve, &refused).err();
            assert_eq!(error, Some(KeyError::SecretRange));
        }
        let accepted = PrivateKey::from_random_bytes(curve, &vec![0x3c; curve.size()]).unwrap();
        assert_eq!(*accepted.to_le_bytes(), vec![0x3c; curve.size()]);
    }
}

#[test]
fn debug_output_does_not_show_a_private_key() {
    let key = PrivateKey::from_be_bytes(Curve::Gost2004A, &[0xab; 31]).unwrap();
    let shown = format!("{key:?}");
    assert_eq!(shown, "PrivateKey(Gost2004A, secret)");
    assert!(format!("{:?}", key.public_key()).contains("Gost2004A"));
}
