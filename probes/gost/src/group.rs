//! Multiples of points, whatever the form of the curve.
//!
//! Two ways to multiply: [`Group::combine`] for verification takes time that depends on its
//! public scalars; [`Group::multiply_secret`] does the same work and reads the same memory
//! whatever the scalar.

use std::sync::OnceLock;

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::{
    field::{Limbs, Montgomery, select},
    model::{Affine, Entry, Model},
};

/// Width of the signed windows over a public key seen once.
const KEY_WINDOW: u32 = 5;
/// Width of the signed windows over a prepared public key.
const PREPARED_WINDOW: u32 = 6;
/// Width of the signed windows over the generator beside a key seen once: 512 entries, made once.
const GENERATOR_WINDOW: u32 = 11;
/// Width of the signed windows over the generator beside a prepared key, in every part.
const GENERATOR_PART_WINDOW: u32 = 8;
/// Equal parts of a scalar that are multiplied side by side when both tables know the multiples of
/// every part's own base.
const PARTS: usize = 8;

pub(crate) struct Group<const L: usize, const FIXED: usize, M> {
    pub(crate) model: M,
    pub(crate) order: Montgomery<L>,
    /// The generator's tables for one part and for [`PARTS`].
    generator: [OnceLock<Prepared<L, FIXED>>; 2],
    windows: OnceLock<Vec<[Entry<L, FIXED>; 8]>>,
}

/// For every part of a scalar, as many as there are, the odd multiples of `2^(part * 64 L / parts)`
/// times a point.
pub(crate) struct Prepared<const L: usize, const FIXED: usize> {
    parts: Vec<Vec<Entry<L, FIXED>>>,
    width: u32,
}

/// A public key as a factor.
#[derive(Clone, Copy)]
pub(crate) enum Point<'a, const L: usize, const FIXED: usize> {
    Cold(&'a Affine<L>),
    Prepared(&'a Prepared<L, FIXED>),
}

impl<const L: usize, const FIXED: usize, M: Model<L, FIXED>> Group<L, FIXED, M> {
    pub(crate) fn new(model: M, order: Limbs<L>) -> Self {
        Self {
            model,
            order: Montgomery::new(order),
            generator: [OnceLock::new(), OnceLock::new()],
            windows: OnceLock::new(),
        }
    }

    fn prepare_with(&self, point: &Affine<L>, width: u32, parts: usize) -> Prepared<L, FIXED> {
        let mut base = self.model.enter(point);
        let mut multiples = Vec::new();
        for part in 0..parts {
            if part > 0 {
                for _ in 0..64 * L / parts {
                    base = self.model.double(&base);
                }
            }
            multiples.extend(self.model.odd_multiples(&base, odd_count(width)));
        }
        let fixed = self.model.fix(&multiples);
        let parts = fixed.chunks(fixed.len() / parts).map(<[_]>::to_vec).collect();
        Prepared { parts, width }
    }

    /// The tables of a point of the group: some hundred entries that make [`Group::combine`] do
    /// with an eighth of the doublings.
    pub(crate) fn prepare(&self, point: &Affine<L>) -> Prepared<L, FIXED> {
        self.prepare_with(point, PREPARED_WINDOW, PARTS)
    }

    /// `u * G + v * point` for public scalars, in time that depends on them.
    pub(crate) fn combine(&self, u: &Limbs<L>, v: &Limbs<L>, point: Point<'_, L, FIXED>) -> M::Sum {
        let model = &self.model;
        let (key, key_width, parts) = match point {
            Point::Cold(point) => {
                let multiples = model.odd_multiples(&model.enter(point), odd_count(KEY_WINDOW));
                (model.loosen(&multiples), KEY_WINDOW, 1)
            }
            Point::Prepared(prepared) => (Vec::new(), prepared.width, PARTS),
        };
        let [whole, split] = &self.generator;
        let (table, width) = match point {
            Point::Cold(_) => (whole, GENERATOR_WINDOW),
            Point::Prepared(_) => (split, GENERATOR_PART_WINDOW),
        };
        let generator = table.get_or_init(|| self.prepare_with(model.generator(), width, parts));
        let generator_digits = signed_windows(u, generator.width);
        let key_digits = signed_windows(v, key_width);
        // Row by row from the top: each part of both scalars has one digit in a row.
        let span = 64 * L / parts;
        let mut sum = model.neutral();
        let mut begun = false;
        for row in (0..=span).rev() {
            if begun {
                sum = model.double(&sum);
            }
            // Only the last part has a digit of its own above its span: the last carry.
            let first = if row == span { parts - 1 } else { 0 };
            for part in first..parts {
                let at = part * span + row;
                let digit = generator_digits[at];
                begun |= digit != 0 || key_digits[at] != 0;
                if digit != 0 {
                    let entry = &generator.parts[part][index(digit)];
                    sum = model.add_fixed(&sum, entry, digit < 0);
                }
                let digit = key_digits[at];
                if digit != 0 {
                    sum = match point {
                        Point::Cold(_) => model.add_loose(&sum, &key[index(digit)], digit < 0),
                        Point::Prepared(prepared) => {
                            let entry = &prepared.parts[part][index(digit)];
                            model.add_fixed(&sum, entry, digit < 0)
                        }
                    };
                }
            }
        }
        sum
    }

    /// `scalar * G` for a secret scalar in 1..order: the same steps for every value.
    pub(crate) fn multiply_secret(&self, scalar: &Limbs<L>) -> Affine<L> {
        let windows = self.windows.get_or_init(|| self.generator_windows());
        let mut sum = self.model.neutral_secret();
        let mut carry = 0;
        let nibbles = scalar.iter().flat_map(|limb| (0..16).map(move |at| limb >> (4 * at) & 15));
        // One digit more for the last carry.
        for (window, nibble) in windows.iter().zip(nibbles.chain([0])) {
            // Digits from -8 to 7: half the table, and the sign costs one negation.
            let digit = nibble + carry;
            carry = (digit + 8) >> 4;
            let negative = carry.ct_eq(&1);
            let distance = u64::conditional_select(&digit, &16u64.wrapping_sub(digit), negative);
            let mut term = window[0];
            for (multiple, candidate) in (1u64..).zip(window) {
                choose(&mut term, candidate, multiple.ct_eq(&distance));
            }
            sum = self.model.add_secret(&sum, &term, negative, !distance.ct_eq(&0));
        }
        self.model.leave_secret(&sum)
    }

    /// For every window of four bits the multiples 1 to 8 of `16^window * G`.
    fn generator_windows(&self) -> Vec<[Entry<L, FIXED>; 8]> {
        let model = &self.model;
        let mut base = model.enter(model.generator());
        let mut multiples = Vec::new();
        for _ in 0..=16 * L {
            let mut multiple = base;
            for _ in 0..8 {
                multiples.push(multiple);
                multiple = model.add(&multiple, &base);
            }
            for _ in 0..4 {
                base = model.double(&base);
            }
        }
        model.fix(&multiples).as_chunks().0.to_vec()
    }
}

/// Replaces `entry` by `candidate` where `hit` holds.
fn choose<const L: usize, const N: usize>(
    entry: &mut Entry<L, N>,
    candidate: &Entry<L, N>,
    hit: Choice,
) {
    for (limbs, other) in entry.iter_mut().zip(candidate) {
        *limbs = select(limbs, other, hit);
    }
}

/// How many odd multiples windows of `width` bits need.
const fn odd_count(width: u32) -> usize {
    1 << (width - 2)
}

/// Where the multiple of an odd digit stands among the odd multiples.
fn index(digit: i16) -> usize {
    usize::from(digit.unsigned_abs() / 2)
}

/// Signed digits of a public scalar, least significant first: each is zero or odd, below
/// `2^(width - 1)` in size, and among `width` neighbours at most one is not zero.
fn signed_windows<const L: usize>(scalar: &Limbs<L>, width: u32) -> Vec<i16> {
    let bits = 64 * L;
    let mut digits = vec![0; bits + 1];
    let mut carry = 0;
    let mut at = 0;
    while at < bits {
        let low = scalar[at / 64] >> (at % 64);
        let high = scalar.get(at / 64 + 1).map_or(0, |limb| (limb << 1) << (63 - at % 64));
        let [first, second, ..] = (low | high).to_le_bytes();
        // At most eleven bits: the top of the type is never reached.
        let window = i16::from_le_bytes([first, second]) & ((1 << width) - 1);
        if window & 1 == carry {
            at += 1;
            continue;
        }
        let window = window + carry;
        carry = window >> (width - 1);
        digits[at] = window - (carry << width);
        at += usize::try_from(width).unwrap_or(1);
    }
    // Above the top bit the scalar reads as zeros, so a carry is left only from a full window.
    digits[bits] = carry;
    digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        curve::{
            GOST_2004_A, GOST_2015_A_256, GOST_2015_A_512, RUSSIAN_B_256, RUSSIAN_B_512,
            RUSSIAN_C_256, RUSSIAN_C_512, RUSSIAN_TEST_256, RUSSIAN_TEST_512,
        },
        field::{Field, hex, is_zero, sub_wide},
    };

    /// The plain way, in affine coordinates, with a division a step and none of the code under
    /// test: the affine law of y² = x³ + ax + b.
    struct Plain<'a, const L: usize, F> {
        field: &'a F,
        a: Limbs<L>,
    }

    impl<const L: usize, F: Field<L>> Plain<'_, L, F> {
        fn add(&self, p: Option<Affine<L>>, q: Option<Affine<L>>) -> Option<Affine<L>> {
            let (Some(p), Some(q)) = (p, q) else { return p.or(q) };
            let f = self.field;
            let (rise, run) = if bool::from(f.equal(&p.x, &q.x)) {
                if bool::from(f.is_zero(&f.add(&p.y, &q.y))) {
                    return None;
                }
                let xx = f.square(&p.x);
                (f.add(&f.add(&f.double(&xx), &xx), &self.a), f.double(&p.y))
            } else {
                (f.sub(&q.y, &p.y), f.sub(&q.x, &p.x))
            };
            let slope = f.mul(&rise, &f.invert_public(&run));
            let x = f.sub(&f.sub(&f.square(&slope), &p.x), &q.x);
            Some(Affine { x, y: f.sub(&f.mul(&slope, &f.sub(&p.x, &x)), &p.y) })
        }

        fn multiply(&self, scalar: &Limbs<L>, point: &Affine<L>) -> Option<Affine<L>> {
            let mut sum = None;
            for limb in scalar.iter().rev() {
                for bit in (0..64).rev() {
                    sum = self.add(sum, sum);
                    if limb >> bit & 1 == 1 {
                        sum = self.add(sum, Some(*point));
                    }
                }
            }
            sum
        }
    }

    /// Every way of computing `u * G + v * (k * G)` against the plain one.
    fn check<const L: usize, const N: usize, M: Model<L, N>>(
        group: &Group<L, N, M>,
        a: &str,
        [u, v, k]: [&Limbs<L>; 3],
    ) -> Result<(), TestCaseError> {
        let model = &group.model;
        let f = model.field();
        let plain = Plain { field: f, a: f.enter(&hex(a)) };
        let generator = *model.generator();
        let Some(point) = plain.multiply(k, &generator) else { return Ok(()) };
        let secret = group.multiply_secret(k);
        prop_assert!(bool::from(f.equal(&secret.x, &point.x) & f.equal(&secret.y, &point.y)));
        prop_assert!(model.is_on_curve(&point) && model.is_in_group(&point));
        let expected = plain.add(plain.multiply(u, &generator), plain.multiply(v, &point));
        let prepared = group.prepare(&point);
        for sum in [
            group.combine(u, v, Point::Cold(&point)),
            group.combine(u, v, Point::Prepared(&prepared)),
        ] {
            match &expected {
                None => prop_assert!(model.is_neutral(&sum)),
                Some(expected) => {
                    prop_assert!(!model.is_neutral(&sum));
                    prop_assert!(model.has_x(&sum, &expected.x));
                    let other = f.add(&expected.x, &f.one());
                    prop_assert!(!model.has_x(&sum, &other));
                }
            }
        }
        Ok(())
    }

    const A_2004: &str = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94";
    const A_256: &str = "C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335";
    const A_512: &str = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\
        FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC4";

    const SEVEN: &str = "7";
    const A_B_256: &str = "8000000000000000000000000000000000000000000000000000000000000C96";
    const A_C_256: &str = "9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598";
    const A_B_512: &str = "8000000000000000000000000000000000000000000000000000000000000000\
        000000000000000000000000000000000000000000000000000000000000006C";
    const A_C_512: &str = "DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E1430645\
        46E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3";

    /// A number below the order, often one where windows, parts and carries meet.
    fn scalar<const L: usize>(order: Limbs<L>) -> impl Strategy<Value = Limbs<L>> {
        let limb = prop_oneof![Just(0), Just(u64::MAX), Just(1), Just(1 << 63), any::<u64>()];
        let spread = prop::collection::vec(limb, L).prop_map(|limbs| limbs.try_into().unwrap());
        let edge = move |distance: u64, below: bool| {
            let mut number = [0; L];
            number[0] = distance;
            if below { sub_wide(&order, &number).0 } else { number }
        };
        prop_oneof![
            3 => spread.prop_map(move |mut number: Limbs<L>| {
                number[L - 1] &= order[L - 1];
                if sub_wide(&number, &order).1 { number } else { sub_wide(&number, &order).0 }
            }),
            1 => (1..4u64, any::<bool>()).prop_map(move |(distance, below)| edge(distance, below)),
            1 => Just([0; L]),
        ]
    }

    macro_rules! agree {
        ($name:ident, $group:ident, $a:ident, $cases:literal) => {
            proptest! {
                #![proptest_config(ProptestConfig { cases: $cases, ..ProptestConfig::default() })]

                #[test]
                fn $name(
                    u in scalar(*$group.order.modulus()),
                    v in scalar(*$group.order.modulus()),
                    k in scalar(*$group.order.modulus()),
                ) {
                    prop_assume!(!bool::from(is_zero(&k)));
                    check(&*$group, $a, [&u, &v, &k])?;
                }
            }
        };
    }

    agree!(every_multiplication_agrees_with_the_plain_one_in_2004, GOST_2004_A, A_2004, 64);
    agree!(every_multiplication_agrees_with_the_plain_one_at_256_bits, GOST_2015_A_256, A_256, 64);
    agree!(every_multiplication_agrees_with_the_plain_one_at_512_bits, GOST_2015_A_512, A_512, 24);

    agree!(every_multiplication_agrees_with_the_plain_one_on_b_256, RUSSIAN_B_256, A_B_256, 24);
    agree!(every_multiplication_agrees_with_the_plain_one_on_c_256, RUSSIAN_C_256, A_C_256, 24);
    agree!(every_multiplication_agrees_with_the_plain_one_in_rfc_7091, RUSSIAN_TEST_256, SEVEN, 24);
    agree!(every_multiplication_agrees_with_the_plain_one_on_b_512, RUSSIAN_B_512, A_B_512, 8);
    agree!(every_multiplication_agrees_with_the_plain_one_on_c_512, RUSSIAN_C_512, A_C_512, 8);
    agree!(every_multiplication_agrees_with_the_plain_one_in_rfc_9215, RUSSIAN_TEST_512, SEVEN, 8);

    /// Sums that are infinite, double, or stop at a table entry: `u + v k` is 0, `2 u`, `u`, …
    fn check_edges<const L: usize, const N: usize, M: Model<L, N>>(
        group: &Group<L, N, M>,
        a: &str,
    ) {
        let one = hex("1");
        let order = *group.order.modulus();
        let last = sub_wide(&order, &one).0;
        let (zero, two) = ([0; L], hex("2"));
        for k in [one, two, hex("3"), hex("1F"), hex("100"), last, sub_wide(&order, &two).0] {
            for u in [zero, one, two, hex("1F"), hex("100"), last, order] {
                for v in [zero, one, two, last, order] {
                    check(group, a, [&u, &v, &k]).unwrap();
                }
            }
        }
    }

    #[test]
    fn sums_that_meet_infinity_or_their_own_terms_agree_with_the_plain_ones() {
        check_edges(&*GOST_2004_A, A_2004);
        check_edges(&*GOST_2015_A_256, A_256);
        check_edges(&*GOST_2015_A_512, A_512);
    }

    #[test]
    fn every_multiplication_agrees_with_the_others_on_every_digit_pattern() {
        fn check<const L: usize, const N: usize, M: Model<L, N>>(group: &Group<L, N, M>) {
            let generator = *group.model.generator();
            let prepared = group.prepare(&generator);
            for byte in 0..=0xff {
                // Keep the number below every order.
                let mut scalar = [u64::from_le_bytes([byte; 8]); L];
                scalar[L - 1] >>= 4;
                scalar = select(&scalar, &hex("1"), is_zero(&scalar));
                let secret = group.multiply_secret(&scalar);
                for sum in [
                    group.combine(&scalar, &[0; L], Point::Cold(&generator)),
                    group.combine(&[0; L], &scalar, Point::Cold(&generator)),
                    group.combine(&scalar, &[0; L], Point::Prepared(&prepared)),
                    group.combine(&[0; L], &scalar, Point::Prepared(&prepared)),
                ] {
                    assert!(group.model.has_x(&sum, &secret.x), "{byte}");
                }
            }
        }
        check(&*GOST_2004_A);
        check(&*GOST_2015_A_256);
        check(&*GOST_2015_A_512);
        check(&*RUSSIAN_B_256);
        check(&*RUSSIAN_C_256);
        check(&*RUSSIAN_TEST_256);
        check(&*RUSSIAN_B_512);
        check(&*RUSSIAN_C_512);
        check(&*RUSSIAN_TEST_512);
    }

    #[test]
    fn the_order_times_the_generator_is_infinity() {
        fn check<const L: usize, const N: usize, M: Model<L, N>>(group: &Group<L, N, M>) {
            let order = *group.order.modulus();
            let generator = *group.model.generator();
            assert!(group.model.is_on_curve(&generator));
            let point = Point::Cold(&generator);
            assert!(group.model.is_neutral(&group.combine(&order, &[0; L], point)));
            assert!(group.model.is_neutral(&group.combine(&[0; L], &order, point)));
            let last = sub_wide(&order, &hex("1")).0;
            let opposite = group.multiply_secret(&last);
            let f = group.model.field();
            assert!(bool::from(f.equal(&opposite.x, &generator.x)));
            assert!(bool::from(f.is_zero(&f.add(&opposite.y, &generator.y))));
        }
        check(&*GOST_2004_A);
        check(&*GOST_2015_A_256);
        check(&*GOST_2015_A_512);
        check(&*RUSSIAN_B_256);
        check(&*RUSSIAN_C_256);
        check(&*RUSSIAN_TEST_256);
        check(&*RUSSIAN_B_512);
        check(&*RUSSIAN_C_512);
        check(&*RUSSIAN_TEST_512);
    }

    #[test]
    fn what_the_order_does_not_take_to_infinity_is_outside_the_group() {
        let group = &*GOST_2015_A_256;
        let model = &group.model;
        let f = model.field();
        let plain = Plain { field: f, a: f.enter(&hex(A_256)) };
        let b = hex("295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513");
        let mut seen = [0; 2];
        for x in 0..64u64 {
            let x = f.enter(&[x, 0, 0, 0]);
            let right = f.add(&f.mul(&f.add(&f.square(&x), &plain.a), &x), &f.enter(&b));
            // The root by (p + 1) / 4, where there is one.
            let y = f.mul(&right, &f.pow(&right, &f.modulus_quarter()));
            let point = Affine { x, y };
            let squared = bool::from(f.equal(&f.square(&y), &right));
            assert_eq!(model.is_on_curve(&point), squared);
            if !squared {
                continue;
            }
            let inside = plain.multiply(group.order.modulus(), &point).is_none();
            assert_eq!(model.is_in_group(&point), inside);
            seen[usize::from(inside)] += 1;
        }
        assert!(seen[0] > 8 && seen[1] > 2, "{seen:?}");
    }
}
