//! Deterministic nonces.

use hmac::{Hmac, KeyInit, Mac};
use streebog::{Streebog256, Streebog512};
use zeroize::Zeroizing;

use crate::field::{Limbs, from_le_bytes, is_zero, sub_wide};

/// The candidates of [RFC 6979 section 3.2] by HMAC with the Streebog of the nonce's size.
///
/// Two differences from the text. Where it takes the digest as a big-endian number, the number
/// that GOST signs stands (little-endian, reduced, 0 as 1): the nonce must depend on nothing
/// less. And the name of the curve is added, as section 3.6 allows, so that one number used as a
/// key on two curves does not share nonces.
///
/// [RFC 6979 section 3.2]: https://www.rfc-editor.org/rfc/rfc6979#section-3.2
pub(crate) struct Nonces<'a, const L: usize> {
    order: &'a Limbs<L>,
    key: Zeroizing<Vec<u8>>,
    value: Zeroizing<Vec<u8>>,
    /// Whether a candidate was drawn, so that the state must move before the next one.
    drawn: bool,
}

impl<'a, const L: usize> Nonces<'a, L> {
    /// `secret` and `digest` are big-endian, `8 * L` bytes, below the order.
    pub(crate) fn new(order: &'a Limbs<L>, secret: &[u8], digest: &[u8], context: &[u8]) -> Self {
        let mut nonces = Self {
            order,
            key: Zeroizing::new(vec![0; 8 * L]),
            value: Zeroizing::new(vec![1; 8 * L]),
            drawn: false,
        };
        for round in [0, 1] {
            nonces.key = nonces.mac(&[&nonces.value, &[round], secret, digest, context]);
            nonces.value = nonces.mac(&[&nonces.value]);
        }
        nonces
    }

    /// The next candidate in 1..order. The loop tells nothing about the candidate it returns.
    pub(crate) fn next(&mut self) -> Zeroizing<Limbs<L>> {
        let unused = self.order[L - 1].leading_zeros();
        loop {
            if self.drawn {
                self.key = self.mac(&[&self.value, &[0]]);
                self.value = self.mac(&[&self.value]);
            }
            self.drawn = true;
            self.value = self.mac(&[&self.value]);
            let mut bytes = self.value.clone();
            bytes.reverse();
            let mut candidate = Zeroizing::new(from_le_bytes::<L>(&bytes));
            shift_right(&mut candidate, unused);
            if sub_wide(&candidate, self.order).1 && !bool::from(is_zero(&candidate)) {
                return candidate;
            }
        }
    }

    fn mac(&self, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
        if L == 8 {
            mac(Hmac::<Streebog512>::new(&padded(&self.key).into()), parts)
        } else {
            mac(Hmac::<Streebog256>::new(&padded(&self.key).into()), parts)
        }
    }
}

fn mac(mut mac: impl Mac, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

/// HMAC pads a key to the block of the hash with zeros.
fn padded(key: &[u8]) -> [u8; 64] {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    block
}

/// Shifts by fewer than 64 bits.
fn shift_right<const L: usize>(limbs: &mut Limbs<L>, bits: u32) {
    let mut above = 0;
    for limb in limbs.iter_mut().rev() {
        let whole = *limb;
        *limb = whole >> bits | (above << 1) << (63 - bits);
        above = whole;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_differ_and_stay_below_the_order() {
        // A small order refuses half of the candidates.
        let order = [0, 0, 0, (1 << 62) + 1];
        let mut nonces = Nonces::<4>::new(&order, &[1; 32], &[2; 32], b"test");
        let drawn: Vec<_> = (0..16).map(|_| *nonces.next()).collect();
        for (index, candidate) in drawn.iter().enumerate() {
            assert!(sub_wide(candidate, &order).1);
            assert!(!drawn[..index].contains(candidate));
        }
    }

    #[test]
    fn a_shift_moves_bits_between_limbs() {
        let mut limbs = [0b100, 0b11];
        shift_right(&mut limbs, 1);
        assert_eq!(limbs, [1 << 63 | 0b10, 1]);
        shift_right(&mut limbs, 0);
        assert_eq!(limbs, [1 << 63 | 0b10, 1]);
    }
}
