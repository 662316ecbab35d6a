//! Bytes that are no key and no signature.

use gost::{Curve, KeyError, PrivateKey, PublicKey, SignatureError};

/// A key, a digest and its signature on every curve.
fn samples() -> impl Iterator<Item = (PrivateKey, PublicKey, Vec<u8>, Vec<u8>)> {
    Curve::ALL.into_iter().map(|curve| {
        let key = PrivateKey::from_le_bytes(curve, &vec![0x2b; curve.size()]).unwrap();
        let digest = curve.hash().digest(b"hostile");
        let signature = key.sign(&digest);
        let public = key.public_key();
        assert_eq!(public.verify(&digest, &signature), Ok(()));
        (key, public, digest, signature)
    })
}

fn little_endian(big_endian: &str) -> Vec<u8> {
    let mut bytes = hex::decode(big_endian).unwrap();
    bytes.reverse();
    bytes
}

fn order(curve: Curve) -> Vec<u8> {
    let mut order = curve.order();
    order.reverse();
    order
}

#[test]
fn zero_r_or_s_is_out_of_range() {
    for (_, public, digest, signature) in samples() {
        let size = public.curve().size();
        let mut zero_r = signature.clone();
        zero_r[..size].fill(0);
        assert_eq!(public.verify(&digest, &zero_r), Err(SignatureError::Range));
        let mut zero_s = signature;
        zero_s[size..].fill(0);
        assert_eq!(public.verify(&digest, &zero_s), Err(SignatureError::Range));
    }
}

#[test]
fn r_or_s_from_the_order_up_is_out_of_range() {
    for (_, public, digest, signature) in samples() {
        let size = public.curve().size();
        for too_large in [order(public.curve()), vec![0xff; size]] {
            for at in [0, size] {
                let mut forged = signature.clone();
                forged[at..at + size].copy_from_slice(&too_large);
                assert_eq!(public.verify(&digest, &forged), Err(SignatureError::Range));
            }
        }
    }
}

#[test]
fn a_signature_is_not_accepted_with_the_order_added_to_s() {
    let curve = Curve::Gost2015A256;
    let (_, public, digest, signature) = samples().find(|(key, ..)| key.curve() == curve).unwrap();
    let mut carry = 0;
    let mut forged = signature;
    for (byte, addend) in forged[32..].iter_mut().zip(order(curve)) {
        let sum = u16::from(*byte) + u16::from(addend) + carry;
        [*byte, _] = sum.to_le_bytes();
        carry = sum >> 8;
    }
    assert_eq!(carry, 0);
    assert_eq!(public.verify(&digest, &forged), Err(SignatureError::Range));
}

#[test]
fn other_lengths_are_refused() {
    for (_, public, digest, signature) in samples() {
        let size = public.curve().size();
        for found in [0, 1, size, 2 * size - 1, 2 * size + 1, 4 * size] {
            let expected = 2 * size;
            let bytes = vec![1; found];
            let wrong = SignatureError::Length { expected, found };
            assert_eq!(public.verify(&digest, &bytes), Err(wrong));
            let wrong = KeyError::Length { expected, found };
            assert_eq!(PublicKey::from_bytes(public.curve(), &bytes), Err(wrong));
        }
        for found in [0, 20, size - 1, size + 1, 96 - size] {
            let wrong = SignatureError::DigestLength { expected: size, found };
            assert_eq!(public.verify(&vec![1; found], &signature), Err(wrong));
            let wrong = KeyError::Length { expected: size, found };
            let refused = PrivateKey::from_le_bytes(public.curve(), &vec![1; found]);
            assert_eq!(refused.err(), Some(wrong));
        }
    }
}

#[test]
fn a_point_off_the_curve_is_no_key() {
    for (_, public, ..) in samples() {
        let curve = public.curve();
        for at in [0, curve.size()] {
            let mut bytes = public.to_bytes();
            bytes[at] ^= 1;
            assert_eq!(PublicKey::from_bytes(curve, &bytes), Err(KeyError::OffCurve));
        }
        let zeros = vec![0; 2 * curve.size()];
        assert_eq!(PublicKey::from_bytes(curve, &zeros), Err(KeyError::OffCurve));
    }
}

#[test]
fn a_coordinate_from_the_prime_up_is_no_key() {
    for (_, public, ..) in samples() {
        let curve = public.curve();
        for at in [0, curve.size()] {
            let mut bytes = public.to_bytes();
            bytes[at..at + curve.size()].fill(0xff);
            assert_eq!(PublicKey::from_bytes(curve, &bytes), Err(KeyError::CoordinateRange));
        }
    }
    // The generator of 2004 has x = 1; p + 1 would be a second encoding of it.
    let generator = "8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14";
    let y = little_endian(generator);
    let x = |number: &str| little_endian(&format!("{number:0>64}"));
    let second = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD98";
    let key = |x: Vec<u8>| PublicKey::from_bytes(Curve::Gost2004A, &[x, y.clone()].concat());
    assert!(key(x("1")).is_ok());
    assert_eq!(key(x(second)), Err(KeyError::CoordinateRange));
}

/// Points computed with the independent reference: of order 2, of order 4, and the generator
/// plus the latter.
#[test]
fn a_point_outside_the_prime_group_is_no_key() {
    for [x, y] in [
        [
            "0100FE73F595FF158E974B44D478D9588744FE5C192AC47EA63075DCE7A14AAA",
            "0000000000000000000000000000000000000000000000000000000000000000",
        ],
        [
            "7F7F80C60535007538B45A5D95C39353BC5D80D1F36A9DC0ACE7C5118C2F5977",
            "81817DADF060FEA055E2F0E73EB54604CAE77D8A25C026BDF948B0CB5B71EECA",
        ],
        [
            "ED6D66698E072825F2CAB9A7F2F7005E1EA86627EFE04706F3AFEECA27A635C8",
            "8498FBB4ED179DC7C61DDEC98072E9B14AE397A15BB15EAD05CF06EC4D1C8763",
        ],
    ] {
        let bytes = [little_endian(x), little_endian(y)].concat();
        let refused = PublicKey::from_bytes(Curve::Gost2015A256, &bytes);
        assert_eq!(refused, Err(KeyError::OutsideGroup), "{x}");
    }
}

#[test]
fn a_private_number_is_between_one_and_the_order() {
    for curve in Curve::ALL {
        let zero = vec![0; curve.size()];
        let order = order(curve);
        let mut last = order.clone();
        last[0] -= 1;
        for refused in [&zero, &order, &vec![0xff; curve.size()]] {
            let error = PrivateKey::from_le_bytes(curve, refused).err();
            assert_eq!(error, Some(KeyError::SecretRange));
        }
        let one = PrivateKey::from_be_bytes(curve, &[1]).unwrap().public_key();
        let minus_one = PrivateKey::from_le_bytes(curve, &last).unwrap().public_key();
        let size = curve.size();
        assert_eq!(one.to_bytes()[..size], minus_one.to_bytes()[..size]);
        assert_ne!(one, minus_one);
    }
}

#[test]
fn any_flipped_bit_breaks_a_signature() {
    for (_, public, digest, signature) in samples() {
        for bit in (0..8 * signature.len()).step_by(13) {
            let mut flipped = signature.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(public.verify(&digest, &flipped).is_err(), "bit {bit} of the signature");
        }
        for bit in (0..8 * digest.len()).step_by(13) {
            let mut flipped = digest.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let refused = public.verify(&flipped, &signature);
            assert_eq!(refused, Err(SignatureError::Mismatch), "bit {bit} of the digest");
        }
    }
}

#[test]
fn the_russian_order_verifies_only_after_reversal() {
    for (_, public, digest, signature) in samples() {
        let russian = gost::reversed(&signature);
        assert!(public.verify(&digest, &russian).is_err());
        assert_eq!(public.verify(&digest, &gost::reversed(&russian)), Ok(()));
    }
}

#[test]
fn a_digest_of_zero_is_signed_as_one() {
    for (key, public, digest, _) in samples() {
        let zero = vec![0; digest.len()];
        let mut one = zero.clone();
        one[0] = 1;
        let signature = key.sign(&zero);
        assert_eq!(public.verify(&zero, &signature), Ok(()));
        assert_eq!(public.verify(&one, &signature), Ok(()));
        assert_eq!(public.verify(&order(key.curve()), &signature), Ok(()));
    }
}
