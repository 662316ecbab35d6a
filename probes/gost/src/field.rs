//! Modular arithmetic on little-endian 64-bit limbs, one implementation for 256 and 512 bits.
//!
//! No function here branches or indexes on the value of an element, except
//! [`Field::invert_public`]; [`Field::pow`] branches on its exponent, which is always public.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::inverse::{invert, is_square};

/// An integer of `64 * L` bits, least significant limb first.
pub(crate) type Limbs<const L: usize> = [u64; L];

/// Reads hexadecimal digits, most significant first; anything else separates groups.
pub(crate) const fn hex<const L: usize>(digits: &str) -> Limbs<L> {
    let mut value = [0u64; L];
    let bytes = digits.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digit = match bytes[at] {
            b @ b'0'..=b'9' => b - b'0',
            b @ b'A'..=b'F' => b - b'A' + 10,
            _ => 16,
        };
        at += 1;
        if digit < 16 {
            let mut limb = L;
            while limb > 1 {
                limb -= 1;
                value[limb] = value[limb] << 4 | value[limb - 1] >> 60;
            }
            value[0] = value[0] << 4 | digit as u64;
        }
    }
    value
}

/// Reads at most `8 * L` little-endian bytes; a shorter string has zeros above.
pub(crate) fn from_le_bytes<const L: usize>(bytes: &[u8]) -> Limbs<L> {
    let mut limbs = [0; L];
    for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks(8)) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        *limb = u64::from_le_bytes(word);
    }
    limbs
}

/// Writes `8 * L` little-endian bytes.
pub(crate) fn to_le_bytes<const L: usize>(limbs: &Limbs<L>) -> Vec<u8> {
    limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect()
}

/// `a + b`, and the carry out.
#[inline(always)]
pub(crate) fn add_wide<const L: usize>(a: &Limbs<L>, b: &Limbs<L>) -> (Limbs<L>, bool) {
    let mut sum = [0; L];
    let mut carry = false;
    for i in 0..L {
        (sum[i], carry) = a[i].carrying_add(b[i], carry);
    }
    (sum, carry)
}

/// `a - b`, and the borrow out, which says that `a < b`.
#[inline(always)]
pub(crate) fn sub_wide<const L: usize>(a: &Limbs<L>, b: &Limbs<L>) -> (Limbs<L>, bool) {
    let mut difference = [0; L];
    let mut borrow = false;
    for i in 0..L {
        (difference[i], borrow) = a[i].borrowing_sub(b[i], borrow);
    }
    (difference, borrow)
}

/// `(a + carry * 2^(64 L)) / 2`, rounded down.
#[inline(always)]
fn half_wide<const L: usize>(a: &Limbs<L>, carry: bool) -> Limbs<L> {
    let mut half = [0; L];
    for i in 0..L - 1 {
        half[i] = a[i] >> 1 | a[i + 1] << 63;
    }
    half[L - 1] = a[L - 1] >> 1 | u64::from(carry) << 63;
    half
}

/// Whether `a` is zero, as a secret bit.
#[inline(always)]
pub(crate) fn is_zero<const L: usize>(a: &Limbs<L>) -> Choice {
    a.iter().fold(0, |all, limb| all | limb).ct_eq(&0)
}

/// `b` where `choice` holds, else `a`.
#[inline(always)]
pub(crate) fn select<const L: usize>(a: &Limbs<L>, b: &Limbs<L>, choice: Choice) -> Limbs<L> {
    let mut selected = [0; L];
    for i in 0..L {
        selected[i] = u64::conditional_select(&a[i], &b[i], choice);
    }
    selected
}

/// Adds `factor * b` to `sum` and moves it down by one limb, which is returned.
///
/// The low and the high halves of the products are added in two carry chains of their own: the
/// compiler keeps such chains in the carry flag, a quarter faster than one interleaved chain.
#[inline(always)]
fn add_row<const L: usize>(sum: &mut Limbs<L>, factor: u64, b: &Limbs<L>) -> u64 {
    let mut low = [0; L];
    let mut high = [0; L];
    for i in 0..L {
        (low[i], high[i]) = factor.carrying_mul(b[i], 0);
    }
    let mut carry = false;
    for i in 0..L {
        (sum[i], carry) = sum[i].carrying_add(low[i], carry);
    }
    let top = high[L - 1] + u64::from(carry);
    let out = sum[0];
    carry = false;
    for i in 1..L {
        (sum[i - 1], carry) = sum[i].carrying_add(high[i - 1], carry);
    }
    sum[L - 1] = top + u64::from(carry);
    out
}

/// The double-length product, low half first.
#[inline(always)]
fn mul_wide<const L: usize>(a: &Limbs<L>, b: &Limbs<L>) -> [Limbs<L>; 2] {
    let mut low = [0; L];
    let mut high = [0; L];
    for (out, factor) in low.iter_mut().zip(a) {
        *out = add_row(&mut high, *factor, b);
    }
    [low, high]
}

/// The double-length square: each mixed product once, doubled, then the squares of the limbs.
#[inline(always)]
fn square_wide<const L: usize>(a: &Limbs<L>) -> [Limbs<L>; 2] {
    let mut product = [[0; L]; 2];
    let limbs = product.as_flattened_mut();
    for i in 0..L {
        let mut carry = 0;
        for j in i + 1..L {
            (limbs[i + j], carry) = a[i].carrying_mul_add(a[j], limbs[i + j], carry);
        }
        limbs[i + L] = carry;
    }
    let mut shifted_out = 0;
    let mut carry = false;
    for (i, limb) in a.iter().enumerate() {
        let (low, high) = limb.carrying_mul(*limb, 0);
        for (at, square) in [(2 * i, low), (2 * i + 1, high)] {
            let doubled = limbs[at] << 1 | shifted_out;
            shifted_out = limbs[at] >> 63;
            (limbs[at], carry) = doubled.carrying_add(square, carry);
        }
    }
    product
}

/// `-odd^-1` mod 2^64 of an odd word.
fn negated_inverse(odd: u64) -> u64 {
    // Newton's iteration doubles the right bits: 1, 2, 4, … 64.
    let mut inverse = 1u64;
    for _ in 0..6 {
        let error = odd.wrapping_mul(inverse);
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(error));
    }
    inverse.wrapping_neg()
}

/// Arithmetic modulo a prime, on elements in a form of the implementation's choice.
pub(crate) trait Field<const L: usize> {
    /// The prime.
    fn modulus(&self) -> &Limbs<L>;
    /// Brings any integer of `64 * L` bits into the working form.
    fn enter(&self, a: &Limbs<L>) -> Limbs<L>;
    /// The least non-negative residue.
    fn leave(&self, a: &Limbs<L>) -> Limbs<L>;
    fn add(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L>;
    fn sub(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L>;
    fn mul(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L>;
    fn square(&self, a: &Limbs<L>) -> Limbs<L>;

    fn one(&self) -> Limbs<L> {
        let mut one = [0; L];
        one[0] = 1;
        self.enter(&one)
    }

    #[inline(always)]
    fn double(&self, a: &Limbs<L>) -> Limbs<L> {
        self.add(a, a)
    }

    #[inline(always)]
    fn halve(&self, a: &Limbs<L>) -> Limbs<L> {
        let odd = 0u64.wrapping_sub(a[0] & 1);
        let (even, carry) = add_wide(a, &self.modulus().map(|limb| limb & odd));
        half_wide(&even, carry)
    }

    #[inline(always)]
    fn negate(&self, a: &Limbs<L>) -> Limbs<L> {
        self.sub(&[0; L], a)
    }

    fn is_zero(&self, a: &Limbs<L>) -> Choice {
        is_zero(&self.leave(a))
    }

    /// Whether a public element is zero; most are seen not to be by their lowest limb.
    #[inline(always)]
    fn is_zero_public(&self, a: &Limbs<L>) -> bool {
        (a[0] == 0 || a[0] == self.modulus()[0]) && self.is_zero(a).into()
    }

    fn equal(&self, a: &Limbs<L>, b: &Limbs<L>) -> Choice {
        self.is_zero(&self.sub(a, b))
    }

    /// `base` to a public power, four bits a step.
    fn pow(&self, base: &Limbs<L>, exponent: &Limbs<L>) -> Limbs<L> {
        let mut powers = [self.one(); 16];
        for i in 1..16 {
            powers[i] = self.mul(&powers[i - 1], base);
        }
        let mut result = powers[0];
        for byte in to_le_bytes(exponent).into_iter().rev() {
            for nibble in [byte >> 4, byte & 15] {
                for _ in 0..4 {
                    result = self.square(&result);
                }
                if nibble != 0 {
                    result = self.mul(&result, &powers[usize::from(nibble)]);
                }
            }
        }
        result
    }

    /// The inverse of a public element, in time that depends on it; zero gives zero.
    fn invert_public(&self, a: &Limbs<L>) -> Limbs<L>;

    /// Whether a public element is a square other than zero, in time that depends on it.
    fn is_square_public(&self, a: &Limbs<L>) -> bool {
        is_square(&self.leave(a), self.modulus()).unwrap_or_else(|| {
            let power = self.pow(a, &half_wide(self.modulus(), false));
            self.equal(&power, &self.one()).into()
        })
    }

    /// The inverses of public elements with one inversion for all. None may be zero.
    fn invert_all_public(&self, elements: &[Limbs<L>]) -> Vec<Limbs<L>> {
        let mut product = self.one();
        let mut inverses = Vec::with_capacity(elements.len());
        for element in elements {
            inverses.push(product);
            product = self.mul(&product, element);
        }
        let mut inverse = self.invert_public(&product);
        for (before, element) in inverses.iter_mut().zip(elements).rev() {
            *before = self.mul(before, &inverse);
            inverse = self.mul(&inverse, element);
        }
        inverses
    }

    /// A quarter of the prime, rounded down.
    fn modulus_quarter(&self) -> Limbs<L> {
        half_wide(&half_wide(self.modulus(), false), false)
    }

    /// The inverse by Fermat, in the same time for every element; zero gives zero.
    fn invert(&self, a: &Limbs<L>) -> Limbs<L> {
        let mut two = [0; L];
        two[0] = 2;
        self.pow(a, &sub_wide(self.modulus(), &two).0)
    }
}

/// The field of p = 2^(64 L) − C for a small C.
///
/// An element is any integer of `64 * L` bits, p or above included: `2^(64 L) ≡ C`, so a carry out
/// folds back as a small addition.
pub(crate) struct PseudoMersenne<const L: usize, const C: u64> {
    modulus: Limbs<L>,
}

impl<const L: usize, const C: u64> PseudoMersenne<L, C> {
    pub(crate) const fn new() -> Self {
        let mut modulus = [u64::MAX; L];
        modulus[0] = 0u64.wrapping_sub(C);
        Self { modulus }
    }

    /// `a + carry * 2^(64 L)` for a carry so small that `carry * C` fits a limb.
    #[inline(always)]
    fn fold(a: &Limbs<L>, carry: u64) -> Limbs<L> {
        let mut addend = [0; L];
        addend[0] = carry * C;
        let (mut sum, again) = add_wide(a, &addend);
        // After a second carry the sum is below `carry * C`: no third one.
        sum[0] += C * u64::from(again);
        sum
    }

    /// The product of long elements: written out in every addition of points it would not fit the
    /// instruction cache, while short ones gain from being written out.
    #[inline(never)]
    fn mul_apart(a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        Self::reduce(mul_wide(a, b))
    }

    #[inline(never)]
    fn square_apart(a: &Limbs<L>) -> Limbs<L> {
        Self::reduce(square_wide(a))
    }

    /// `low + high * C`, folded. Each of the three sums has a carry chain of its own, as in
    /// [`add_row`].
    #[inline(always)]
    fn reduce([low, high]: [Limbs<L>; 2]) -> Limbs<L> {
        let mut scaled = [0; L];
        let mut above = [0; L];
        for i in 0..L {
            (scaled[i], above[i]) = high[i].carrying_mul(C, 0);
        }
        let mut carry = false;
        for i in 1..L {
            (scaled[i], carry) = scaled[i].carrying_add(above[i - 1], carry);
        }
        // `high * C` ends below C: the top and one more stay far below a limb.
        let top = above[L - 1] + u64::from(carry);
        let (sum, carry) = add_wide(&low, &scaled);
        Self::fold(&sum, top + u64::from(carry))
    }
}

impl<const L: usize, const C: u64> Field<L> for PseudoMersenne<L, C> {
    fn modulus(&self) -> &Limbs<L> {
        &self.modulus
    }

    fn enter(&self, a: &Limbs<L>) -> Limbs<L> {
        *a
    }

    #[inline(always)]
    fn leave(&self, a: &Limbs<L>) -> Limbs<L> {
        let (reduced, below) = sub_wide(a, &self.modulus);
        select(&reduced, a, Choice::from(u8::from(below)))
    }

    #[inline(always)]
    fn add(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        let (sum, carry) = add_wide(a, b);
        Self::fold(&sum, u64::from(carry))
    }

    #[inline(always)]
    fn sub(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        let (difference, borrow) = sub_wide(a, b);
        let mut subtrahend = [0; L];
        subtrahend[0] = C * u64::from(borrow);
        let (mut difference, again) = sub_wide(&difference, &subtrahend);
        // After a second borrow the difference is just below 2^(64 L): no third one.
        difference[0] -= C * u64::from(again);
        difference
    }

    #[inline(always)]
    fn mul(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        if L > 4 { Self::mul_apart(a, b) } else { Self::reduce(mul_wide(a, b)) }
    }

    #[inline(always)]
    fn square(&self, a: &Limbs<L>) -> Limbs<L> {
        if L > 4 { Self::square_apart(a) } else { Self::reduce(square_wide(a)) }
    }

    fn invert_public(&self, a: &Limbs<L>) -> Limbs<L> {
        invert(&self.leave(a), &self.one(), &self.modulus, negated_inverse(self.modulus[0]))
    }
}

/// The field of any odd prime with Montgomery's reduction; elements are `a * 2^(64 L)` mod p.
///
/// Used modulo the order of a group. `mul` of one plain and one Montgomery element is plain.
pub(crate) struct Montgomery<const L: usize> {
    modulus: Limbs<L>,
    /// `-modulus^-1` mod 2^64.
    negated_inverse: u64,
    /// `2^(128 L)` mod p.
    radix_squared: Limbs<L>,
}

impl<const L: usize> Montgomery<L> {
    pub(crate) fn new(modulus: Limbs<L>) -> Self {
        let negated_inverse = negated_inverse(modulus[0]);
        let mut field = Self { modulus, negated_inverse, radix_squared: [0; L] };
        let mut radix_squared = [0; L];
        radix_squared[0] = 1;
        for _ in 0..2 * 64 * L {
            radix_squared = field.add(&radix_squared, &radix_squared);
        }
        field.radix_squared = radix_squared;
        field
    }

    /// A little-endian integer of any length, reduced, in Montgomery form.
    pub(crate) fn enter_le_bytes(&self, bytes: &[u8]) -> Limbs<L> {
        bytes.chunks(8 * L).rev().fold([0; L], |above, chunk| {
            self.add(&self.mul(&above, &self.radix_squared), &self.enter(&from_le_bytes(chunk)))
        })
    }

    /// `a` or `a - modulus`, whichever is reduced; `carry` is the bit above `a`.
    fn subtract_once(&self, a: &Limbs<L>, carry: bool) -> Limbs<L> {
        let (reduced, below) = sub_wide(a, &self.modulus);
        select(&reduced, a, Choice::from(u8::from(below) & !u8::from(carry) & 1))
    }

    fn reduce(&self, [mut sum, high]: [Limbs<L>; 2]) -> Limbs<L> {
        let mut carry = false;
        for limb in high {
            let factor = sum[0].wrapping_mul(self.negated_inverse);
            // The limb that leaves is zero by the choice of the factor.
            add_row(&mut sum, factor, &self.modulus);
            (sum[L - 1], carry) = sum[L - 1].carrying_add(limb, carry);
        }
        self.subtract_once(&sum, carry)
    }
}

impl<const L: usize> Field<L> for Montgomery<L> {
    fn modulus(&self) -> &Limbs<L> {
        &self.modulus
    }

    fn enter(&self, a: &Limbs<L>) -> Limbs<L> {
        self.mul(a, &self.radix_squared)
    }

    #[inline(always)]
    fn leave(&self, a: &Limbs<L>) -> Limbs<L> {
        self.reduce([*a, [0; L]])
    }

    #[inline(always)]
    fn add(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        let (sum, carry) = add_wide(a, b);
        self.subtract_once(&sum, carry)
    }

    #[inline(always)]
    fn sub(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        let (difference, borrow) = sub_wide(a, b);
        let (wrapped, _) = add_wide(&difference, &self.modulus);
        select(&difference, &wrapped, Choice::from(u8::from(borrow)))
    }

    fn mul(&self, a: &Limbs<L>, b: &Limbs<L>) -> Limbs<L> {
        self.reduce(mul_wide(a, b))
    }

    fn square(&self, a: &Limbs<L>) -> Limbs<L> {
        self.reduce(square_wide(a))
    }

    fn invert_public(&self, a: &Limbs<L>) -> Limbs<L> {
        // a stands for a / 2^(64 L), so its inverse wants the radix twice.
        invert(a, &self.radix_squared, &self.modulus, self.negated_inverse)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Limbs that are often all zeros or ones, where carries are.
    fn limbs<const L: usize>() -> impl Strategy<Value = Limbs<L>> {
        let limb = prop_oneof![
            Just(0),
            Just(u64::MAX),
            u64::MAX - 1300..=u64::MAX,
            0..1300u64,
            any::<u64>()
        ];
        prop::collection::vec(limb, L).prop_map(|limbs| limbs.try_into().unwrap())
    }

    /// Two reductions that share no code must agree on every operation.
    fn agree<const L: usize, const C: u64>(
        a: &Limbs<L>,
        b: &Limbs<L>,
    ) -> Result<(), TestCaseError> {
        let fast = PseudoMersenne::<L, C>::new();
        let slow = Montgomery::new(*fast.modulus());
        let (sa, sb) = (slow.enter(a), slow.enter(b));
        for (fast_result, slow_result) in [
            (fast.mul(a, b), slow.mul(&sa, &sb)),
            (fast.square(a), slow.mul(&sa, &sa)),
            (fast.mul(a, a), slow.square(&sa)),
            (fast.add(a, b), slow.add(&sa, &sb)),
            (fast.sub(a, b), slow.sub(&sa, &sb)),
            (fast.negate(a), slow.negate(&sa)),
            (fast.halve(a), slow.halve(&sa)),
            (fast.double(&fast.halve(a)), sa),
            (fast.invert(a), slow.invert(&sa)),
            (fast.invert_public(a), slow.invert_public(&sa)),
            (fast.invert(a), slow.invert_public(&sa)),
        ] {
            prop_assert_eq!(fast.leave(&fast_result), slow.leave(&slow_result));
        }
        let power = fast.pow(a, &half_wide(fast.modulus(), false));
        let is_square = bool::from(fast.equal(&power, &fast.one()));
        prop_assert_eq!(fast.is_square_public(a), is_square);
        prop_assert_eq!(slow.is_square_public(&sa), is_square);
        let square = fast.square(a);
        // 4 divides p - 3, so no square's negative is one.
        prop_assert!(!fast.is_square_public(&fast.negate(&square)));
        if !bool::from(fast.is_zero(a)) {
            prop_assert!(fast.is_square_public(&square));
            prop_assert!(is_square_by_division(&fast, a).is_some());
            let product = fast.mul(a, &fast.invert(a));
            prop_assert_eq!(fast.leave(&product), fast.one());
        }
        Ok(())
    }

    fn is_square_by_division<const L: usize, F: Field<L>>(f: &F, a: &Limbs<L>) -> Option<bool> {
        is_square(&f.leave(a), f.modulus())
    }

    proptest! {
        #[test]
        fn both_reductions_agree_at_256_bits(a in limbs::<4>(), b in limbs::<4>()) {
            agree::<4, 617>(&a, &b)?;
        }

        #[test]
        fn both_reductions_agree_at_512_bits(a in limbs::<8>(), b in limbs::<8>()) {
            agree::<8, 569>(&a, &b)?;
        }
    }

    #[test]
    fn elements_not_below_the_prime_are_brought_down() {
        let field = PseudoMersenne::<4, 617>::new();
        assert_eq!(field.leave(field.modulus()), [0; 4]);
        assert_eq!(field.leave(&[u64::MAX; 4]), [616, 0, 0, 0]);
        assert_eq!(field.add(&[u64::MAX; 4], &[u64::MAX; 4]), [1232, 0, 0, 0]);
        let zero = field.sub(&[0; 4], field.modulus());
        assert!(bool::from(field.is_zero(&zero)));
    }
}
