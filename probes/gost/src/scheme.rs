//! Signatures and keys over a [`Group`], with the size of its numbers hidden.

use subtle::Choice;
use zeroize::Zeroizing;

use crate::{
    field::{Field, Limbs, from_le_bytes, is_zero, sub_wide, to_le_bytes},
    group::{Affine, Group},
    key::{KeyError, SignatureError},
    nonce::Nonces,
};

/// What a curve can do with encoded numbers. Every number is little-endian, of the curve's size.
pub(crate) trait Scheme {
    /// The order of the group, little-endian.
    fn order(&self) -> Vec<u8>;
    /// Whether X‖Y is a point of the group.
    fn check_public(&self, public: &[u8]) -> Result<(), KeyError>;
    /// Whether a private number lies in 1..order.
    fn check_secret(&self, secret: &[u8]) -> Result<(), KeyError>;
    /// X‖Y of a private number that was checked.
    fn public(&self, secret: &[u8]) -> Vec<u8>;
    /// r‖s for a private number that was checked.
    fn sign(&self, secret: &[u8], digest: &[u8], context: &[u8]) -> Vec<u8>;
    /// Whether r‖s of twice the curve's size is the signature of a public key that was checked.
    fn verify(&self, public: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), SignatureError>;
}

impl<const L: usize, F: Field<L>> Scheme for Group<L, F> {
    fn order(&self) -> Vec<u8> {
        to_le_bytes(self.order.modulus())
    }

    fn check_public(&self, public: &[u8]) -> Result<(), KeyError> {
        let [x, y] = halves::<L>(public);
        if !below(&x, self.field.modulus()) || !below(&y, self.field.modulus()) {
            return Err(KeyError::CoordinateRange);
        }
        let point = self.point(public);
        if !self.is_on_curve(&point) {
            return Err(KeyError::OffCurve);
        }
        if !self.is_in_group(&point) {
            return Err(KeyError::OutsideGroup);
        }
        Ok(())
    }

    fn check_secret(&self, secret: &[u8]) -> Result<(), KeyError> {
        let secret = Zeroizing::new(from_le_bytes::<L>(secret));
        let in_range = Choice::from(u8::from(below(&secret, self.order.modulus())));
        if bool::from(in_range & !is_zero(&secret)) { Ok(()) } else { Err(KeyError::SecretRange) }
    }

    fn public(&self, secret: &[u8]) -> Vec<u8> {
        let secret = Zeroizing::new(from_le_bytes::<L>(secret));
        let point = self.multiply_secret(&secret);
        let mut public = to_le_bytes(&self.field.leave(&point.x));
        public.extend(to_le_bytes(&self.field.leave(&point.y)));
        public
    }

    fn sign(&self, secret: &[u8], digest: &[u8], context: &[u8]) -> Vec<u8> {
        let e = self.digest_number(digest);
        let mut secret_be = Zeroizing::new(secret.to_vec());
        secret_be.reverse();
        let mut digest_be = to_le_bytes(&self.order.leave(&e));
        digest_be.reverse();
        let secret = Zeroizing::new(from_le_bytes::<L>(secret));
        let mut nonces = Nonces::new(self.order.modulus(), &secret_be, &digest_be, context);
        loop {
            if let Some(signature) = self.sign_with(&secret, &e, &nonces.next()) {
                return signature;
            }
        }
    }

    fn verify(&self, public: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let order = &self.order;
        let [r, s] = halves::<L>(signature);
        for part in [&r, &s] {
            if bool::from(is_zero(part)) || !below(part, order.modulus()) {
                return Err(SignatureError::Range);
            }
        }
        let inverse = order.invert(&self.digest_number(digest));
        let u = order.mul(&s, &inverse);
        let v = order.negate(&order.mul(&r, &inverse));
        let sum = self.combine(&u, &v, &self.point(public));
        if self.is_infinity(&sum) {
            return Err(SignatureError::Mismatch);
        }
        // x mod order = r, asked without a division: x is one of r, r + order, … below p.
        let zz = self.field.square(&sum.z);
        let mut x = r;
        loop {
            if self.field.equal(&sum.x, &self.field.mul(&self.field.enter(&x), &zz)).into() {
                return Ok(());
            }
            let (next, carry) = crate::field::add_wide(&x, order.modulus());
            if carry || !below(&next, self.field.modulus()) {
                return Err(SignatureError::Mismatch);
            }
            x = next;
        }
    }
}

impl<const L: usize, F: Field<L>> Group<L, F> {
    /// Decodes X‖Y.
    fn point(&self, public: &[u8]) -> Affine<L> {
        let [x, y] = halves::<L>(public);
        Affine { x: self.field.enter(&x), y: self.field.enter(&y) }
    }

    /// The number that is signed for a digest, in Montgomery form: little-endian, 0 as 1
    /// ([RFC 7091 section 6.1](https://www.rfc-editor.org/rfc/rfc7091#section-6.1)).
    fn digest_number(&self, digest: &[u8]) -> Limbs<L> {
        let number = self.order.enter_le_bytes(digest);
        if is_zero(&number).into() { self.order.one() } else { number }
    }

    /// r‖s for one nonce; none where r or s is zero. `e` is in Montgomery form.
    fn sign_with(&self, secret: &Limbs<L>, e: &Limbs<L>, nonce: &Limbs<L>) -> Option<Vec<u8>> {
        let order = &self.order;
        let x = self.field.leave(&self.multiply_secret(nonce).x);
        let r = order.enter(&x);
        let s = order.add(&order.mul(&r, secret), &order.mul(e, nonce));
        let r = order.leave(&r);
        if bool::from(is_zero(&r) | is_zero(&s)) {
            return None;
        }
        let mut signature = to_le_bytes(&r);
        signature.extend(to_le_bytes(&s));
        Some(signature)
    }
}

fn below<const L: usize>(a: &Limbs<L>, bound: &Limbs<L>) -> bool {
    sub_wide(a, bound).1
}

/// The two numbers of a concatenation; callers have checked its length.
fn halves<const L: usize>(bytes: &[u8]) -> [Limbs<L>; 2] {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    [from_le_bytes(first), from_le_bytes(second)]
}
