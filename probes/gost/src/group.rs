//! Points of a short Weierstrass curve y² = x³ + ax + b and their multiples.
//!
//! Two ways to multiply: [`Group::combine`] for verification takes time that depends on its
//! public scalars; [`Group::multiply_secret`] does the same work and reads the same memory
//! whatever the scalar.

use std::sync::OnceLock;

use subtle::{ConditionallySelectable, ConstantTimeEq};

use crate::field::{Field, Limbs, Montgomery, select};

/// Width of the signed windows over a public key: 8 odd multiples.
const KEY_WINDOW: u32 = 5;
/// Width of the signed windows over the generator: 64 odd multiples, computed once.
const GENERATOR_WINDOW: u32 = 8;

/// What defines a group; integers as in the standards, not in the field's working form.
pub(crate) struct Parameters<const L: usize> {
    pub(crate) a: Limbs<L>,
    pub(crate) b: Limbs<L>,
    pub(crate) order: Limbs<L>,
    /// Whether the curve has points outside the group of that order.
    pub(crate) has_cofactor: bool,
    pub(crate) generator: Affine<L>,
}

/// A point other than infinity, coordinates in the field's working form.
#[derive(Clone, Copy)]
pub(crate) struct Affine<const L: usize> {
    pub(crate) x: Limbs<L>,
    pub(crate) y: Limbs<L>,
}

/// The point (x / z², y / z³); infinity has z = 0.
#[derive(Clone, Copy)]
pub(crate) struct Jacobian<const L: usize> {
    pub(crate) x: Limbs<L>,
    y: Limbs<L>,
    pub(crate) z: Limbs<L>,
}

/// The point (x / z, y / z), for the complete addition.
#[derive(Clone, Copy)]
struct Projective<const L: usize> {
    x: Limbs<L>,
    y: Limbs<L>,
    z: Limbs<L>,
}

pub(crate) struct Group<const L: usize, F> {
    pub(crate) field: F,
    pub(crate) order: Montgomery<L>,
    pub(crate) has_cofactor: bool,
    a: Limbs<L>,
    b: Limbs<L>,
    three_b: Limbs<L>,
    a_is_minus_three: bool,
    generator: Affine<L>,
    odd_multiples: OnceLock<Vec<Affine<L>>>,
    windows: OnceLock<Vec<[Affine<L>; 8]>>,
}

impl<const L: usize, F: Field<L>> Group<L, F> {
    pub(crate) fn new(field: F, parameters: &Parameters<L>) -> Self {
        let a = field.enter(&parameters.a);
        let b = field.enter(&parameters.b);
        let one = field.one();
        let three = field.add(&field.double(&one), &one);
        Self {
            three_b: field.mul(&three, &b),
            a_is_minus_three: field.is_zero(&field.add(&a, &three)).into(),
            a,
            b,
            order: Montgomery::new(parameters.order),
            has_cofactor: parameters.has_cofactor,
            generator: Affine {
                x: field.enter(&parameters.generator.x),
                y: field.enter(&parameters.generator.y),
            },
            field,
            odd_multiples: OnceLock::new(),
            windows: OnceLock::new(),
        }
    }

    pub(crate) fn is_on_curve(&self, point: &Affine<L>) -> bool {
        let f = &self.field;
        let right = f.mul(&f.add(&f.square(&point.x), &self.a), &point.x);
        f.equal(&f.square(&point.y), &f.add(&right, &self.b)).into()
    }

    pub(crate) fn is_infinity(&self, point: &Jacobian<L>) -> bool {
        self.field.is_zero(&point.z).into()
    }

    fn infinity(&self) -> Jacobian<L> {
        let one = self.field.one();
        Jacobian { x: one, y: one, z: [0; L] }
    }

    fn jacobian(&self, point: &Affine<L>) -> Jacobian<L> {
        Jacobian { x: point.x, y: point.y, z: self.field.one() }
    }

    /// Twice a point, with half the `z` of the usual formula: that saves doublings.
    fn double(&self, point: &Jacobian<L>) -> Jacobian<L> {
        let f = &self.field;
        let Jacobian { x, y, z } = point;
        let yy = f.square(y);
        let zz = f.square(z);
        let slope = if self.a_is_minus_three {
            let product = f.mul(&f.sub(x, &zz), &f.add(x, &zz));
            f.add(&product, &f.halve(&product))
        } else {
            let xx = f.square(x);
            let rest = f.add(&xx, &f.mul(&self.a, &f.square(&zz)));
            f.add(&xx, &f.halve(&rest))
        };
        let middle = f.mul(x, &yy);
        let x3 = f.sub(&f.square(&slope), &f.double(&middle));
        Jacobian {
            x: x3,
            y: f.sub(&f.mul(&slope, &f.sub(&middle, &x3)), &f.square(&yy)),
            z: f.mul(y, z),
        }
    }

    fn add(&self, p: &Jacobian<L>, q: &Jacobian<L>) -> Jacobian<L> {
        if self.is_infinity(p) {
            return *q;
        }
        if self.is_infinity(q) {
            return *p;
        }
        let f = &self.field;
        let pzz = f.square(&p.z);
        let qzz = f.square(&q.z);
        self.join(
            [f.mul(&p.x, &qzz), f.mul(&p.y, &f.mul(&qzz, &q.z))],
            [f.mul(&q.x, &pzz), f.mul(&q.y, &f.mul(&pzz, &p.z))],
            f.mul(&p.z, &q.z),
        )
    }

    fn add_affine(&self, p: &Jacobian<L>, q: &Affine<L>) -> Jacobian<L> {
        if self.is_infinity(p) {
            return self.jacobian(q);
        }
        let f = &self.field;
        let zz = f.square(&p.z);
        self.join([p.x, p.y], [f.mul(&q.x, &zz), f.mul(&q.y, &f.mul(&zz, &p.z))], p.z)
    }

    /// The sum of two finite points brought to one `z`.
    fn join(&self, [px, py]: [Limbs<L>; 2], [qx, qy]: [Limbs<L>; 2], z: Limbs<L>) -> Jacobian<L> {
        let f = &self.field;
        let run = f.sub(&qx, &px);
        let rise = f.sub(&qy, &py);
        if f.is_zero(&run).into() {
            return if f.is_zero(&rise).into() {
                self.double(&Jacobian { x: px, y: py, z })
            } else {
                self.infinity()
            };
        }
        let run2 = f.square(&run);
        let run3 = f.mul(&run, &run2);
        let middle = f.mul(&px, &run2);
        let x = f.sub(&f.sub(&f.square(&rise), &run3), &f.double(&middle));
        Jacobian {
            x,
            y: f.sub(&f.mul(&rise, &f.sub(&middle, &x)), &f.mul(&py, &run3)),
            z: f.mul(&z, &run),
        }
    }

    /// The affine forms of finite points with one inversion for all.
    fn normalise(&self, points: &[Jacobian<L>]) -> Vec<Affine<L>> {
        let f = &self.field;
        let mut product = f.one();
        let mut before = Vec::with_capacity(points.len());
        for point in points {
            before.push(product);
            product = f.mul(&product, &point.z);
        }
        let mut inverse = f.invert(&product);
        let mut normal = Vec::with_capacity(points.len());
        for (point, before) in points.iter().zip(before).rev() {
            let z = f.mul(&inverse, &before);
            inverse = f.mul(&inverse, &point.z);
            let zz = f.square(&z);
            normal.push(Affine { x: f.mul(&point.x, &zz), y: f.mul(&point.y, &f.mul(&zz, &z)) });
        }
        normal.reverse();
        normal
    }

    /// P, 3P, 5P, … as many as windows of `width` bits need.
    fn odd_multiples(&self, point: &Affine<L>, width: u32) -> Vec<Jacobian<L>> {
        let mut multiple = self.jacobian(point);
        let twice = self.double(&multiple);
        let mut multiples = vec![multiple];
        for _ in 1..1usize << (width - 2) {
            multiple = self.add(&multiple, &twice);
            multiples.push(multiple);
        }
        multiples
    }

    /// `u * G + v * point` for public scalars, in time that depends on them.
    pub(crate) fn combine(&self, u: &Limbs<L>, v: &Limbs<L>, point: &Affine<L>) -> Jacobian<L> {
        let generator = self
            .odd_multiples
            .get_or_init(|| self.normalise(&self.odd_multiples(&self.generator, GENERATOR_WINDOW)));
        let key = self.odd_multiples(point, KEY_WINDOW);
        let generator_digits = signed_windows(u, GENERATOR_WINDOW);
        let key_digits = signed_windows(v, KEY_WINDOW);
        let f = &self.field;
        let mut sum = self.infinity();
        for (&generator_digit, &key_digit) in generator_digits.iter().zip(&key_digits).rev() {
            sum = self.double(&sum);
            if key_digit != 0 {
                let mut term = key[usize::from(key_digit.unsigned_abs() / 2)];
                if key_digit < 0 {
                    term.y = f.negate(&term.y);
                }
                sum = self.add(&sum, &term);
            }
            if generator_digit != 0 {
                let mut term = generator[usize::from(generator_digit.unsigned_abs() / 2)];
                if generator_digit < 0 {
                    term.y = f.negate(&term.y);
                }
                sum = self.add_affine(&sum, &term);
            }
        }
        sum
    }

    /// Whether a point of the curve lies in the group of prime order.
    pub(crate) fn is_in_group(&self, point: &Affine<L>) -> bool {
        !self.has_cofactor || self.is_infinity(&self.combine(&[0; L], self.order.modulus(), point))
    }

    /// `scalar * G` for a secret scalar in 1..order: the same steps for every value.
    pub(crate) fn multiply_secret(&self, scalar: &Limbs<L>) -> Affine<L> {
        let f = &self.field;
        let windows = self.windows.get_or_init(|| self.generator_windows());
        let mut sum = Projective { x: [0; L], y: f.one(), z: [0; L] };
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
                let hit = multiple.ct_eq(&distance);
                term.x = select(&term.x, &candidate.x, hit);
                term.y = select(&term.y, &candidate.y, hit);
            }
            term.y = select(&term.y, &f.negate(&term.y), negative);
            let added = self.add_complete(&sum, &term);
            let skip = distance.ct_eq(&0);
            sum = Projective {
                x: select(&added.x, &sum.x, skip),
                y: select(&added.y, &sum.y, skip),
                z: select(&added.z, &sum.z, skip),
            };
        }
        let inverse = f.invert(&sum.z);
        Affine { x: f.mul(&sum.x, &inverse), y: f.mul(&sum.y, &inverse) }
    }

    /// For every window of four bits the multiples 1 to 8 of `16^window * G`.
    fn generator_windows(&self) -> Vec<[Affine<L>; 8]> {
        let mut base = self.jacobian(&self.generator);
        let mut multiples = Vec::new();
        for _ in 0..=16 * L {
            let mut multiple = base;
            for _ in 0..8 {
                multiples.push(multiple);
                multiple = self.add(&multiple, &base);
            }
            for _ in 0..4 {
                base = self.double(&base);
            }
        }
        self.normalise(&multiples).as_chunks().0.to_vec()
    }

    /// The complete addition of [Renes, Costello and Batina, algorithm 2]; its exceptions are
    /// pairs that differ by a point of order two, and the group of prime order has none.
    ///
    /// [Renes, Costello and Batina, algorithm 2]: https://eprint.iacr.org/2015/1060
    fn add_complete(&self, p: &Projective<L>, q: &Affine<L>) -> Projective<L> {
        let f = &self.field;
        let xx = f.mul(&p.x, &q.x);
        let yy = f.mul(&p.y, &q.y);
        let xy = f.sub(&f.mul(&f.add(&p.x, &p.y), &f.add(&q.x, &q.y)), &f.add(&xx, &yy));
        let xz = f.add(&f.mul(&q.x, &p.z), &p.x);
        let yz = f.add(&f.mul(&q.y, &p.z), &p.y);
        let azz = f.mul(&self.a, &p.z);
        let bend = f.add(&f.mul(&self.a, &xz), &f.mul(&self.three_b, &p.z));
        let minus = f.sub(&yy, &bend);
        let plus = f.add(&yy, &bend);
        let slope = f.add(&f.add(&f.double(&xx), &xx), &azz);
        let rest = f.add(&f.mul(&self.three_b, &xz), &f.mul(&self.a, &f.sub(&xx, &azz)));
        Projective {
            x: f.sub(&f.mul(&xy, &minus), &f.mul(&yz, &rest)),
            y: f.add(&f.mul(&minus, &plus), &f.mul(&slope, &rest)),
            z: f.add(&f.mul(&yz, &plus), &f.mul(&xy, &slope)),
        }
    }
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
        let [byte, ..] = (low | high).to_le_bytes();
        if i16::from(byte & 1) == carry {
            at += 1;
            continue;
        }
        let window = i16::from(byte & (u8::MAX >> (8 - width))) + carry;
        carry = window >> (width - 1);
        digits[at] = window - (carry << width);
        at += usize::try_from(width).unwrap_or(1);
    }
    // Above the top bit the scalar reads as zeros, so a carry is left only from a full window.
    digits[bits] = carry;
    digits
}
