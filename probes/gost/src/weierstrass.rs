//! Points of a short Weierstrass curve y² = x³ + ax + b of prime order.

use subtle::Choice;

use crate::{
    field::{Field, Limbs, select},
    model::{Affine, Entry, Model},
};

/// The point (x / z², y / z³); infinity has z = 0.
#[derive(Clone, Copy)]
pub(crate) struct Jacobian<const L: usize> {
    x: Limbs<L>,
    y: Limbs<L>,
    z: Limbs<L>,
}

/// The point (x / z, y / z), for the complete addition.
#[derive(Clone, Copy)]
pub(crate) struct Projective<const L: usize> {
    x: Limbs<L>,
    y: Limbs<L>,
    z: Limbs<L>,
}

/// The curve; all its points are in the group of prime order.
pub(crate) struct Weierstrass<const L: usize, F> {
    field: F,
    a: Limbs<L>,
    b: Limbs<L>,
    three_b: Limbs<L>,
    a_is_minus_three: bool,
    generator: Affine<L>,
}

impl<const L: usize, F: Field<L>> Weierstrass<L, F> {
    /// Takes integers as in the standards, not in the field's working form.
    pub(crate) fn new(field: F, a: &Limbs<L>, b: &Limbs<L>, generator: &Affine<L>) -> Self {
        let a = field.enter(a);
        let b = field.enter(b);
        let one = field.one();
        let three = field.add(&field.double(&one), &one);
        Self {
            three_b: field.mul(&three, &b),
            a_is_minus_three: field.is_zero(&field.add(&a, &three)).into(),
            a,
            b,
            generator: Affine { x: field.enter(&generator.x), y: field.enter(&generator.y) },
            field,
        }
    }

    /// The sum of two finite points brought to one `z`.
    fn join(&self, [px, py]: [Limbs<L>; 2], [qx, qy]: [Limbs<L>; 2], z: Limbs<L>) -> Jacobian<L> {
        let f = &self.field;
        let run = f.sub(&qx, &px);
        let rise = f.sub(&qy, &py);
        if f.is_zero_public(&run) {
            return if f.is_zero_public(&rise) {
                self.double(&Jacobian { x: px, y: py, z })
            } else {
                self.neutral()
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

    /// `a * value`.
    fn times_a(&self, value: &Limbs<L>) -> Limbs<L> {
        if self.a_is_minus_three {
            self.field.negate(&self.field.add(&self.field.double(value), value))
        } else {
            self.field.mul(&self.a, value)
        }
    }

    /// The complete addition of [Renes, Costello and Batina, algorithm 2]; its exceptions are
    /// pairs that differ by a point of order two, and the group of prime order has none.
    ///
    /// [Renes, Costello and Batina, algorithm 2]: https://eprint.iacr.org/2015/1060
    fn add_complete(&self, p: &Projective<L>, [qx, qy]: &Entry<L, 2>) -> Projective<L> {
        let f = &self.field;
        let xx = f.mul(&p.x, qx);
        let yy = f.mul(&p.y, qy);
        let xy = f.sub(&f.mul(&f.add(&p.x, &p.y), &f.add(qx, qy)), &f.add(&xx, &yy));
        let xz = f.add(&f.mul(qx, &p.z), &p.x);
        let yz = f.add(&f.mul(qy, &p.z), &p.y);
        let azz = self.times_a(&p.z);
        let bend = f.add(&self.times_a(&xz), &f.mul(&self.three_b, &p.z));
        let minus = f.sub(&yy, &bend);
        let plus = f.add(&yy, &bend);
        let slope = f.add(&f.add(&f.double(&xx), &xx), &azz);
        let rest = f.add(&f.mul(&self.three_b, &xz), &self.times_a(&f.sub(&xx, &azz)));
        Projective {
            x: f.sub(&f.mul(&xy, &minus), &f.mul(&yz, &rest)),
            y: f.add(&f.mul(&minus, &plus), &f.mul(&slope, &rest)),
            z: f.add(&f.mul(&yz, &plus), &f.mul(&xy, &slope)),
        }
    }
}

impl<const L: usize, F: Field<L>> Model<L, 2> for Weierstrass<L, F> {
    type Field = F;
    type Sum = Jacobian<L>;
    type Loose = Entry<L, 2>;
    type Secret = Projective<L>;

    fn field(&self) -> &F {
        &self.field
    }

    fn generator(&self) -> &Affine<L> {
        &self.generator
    }

    fn is_on_curve(&self, point: &Affine<L>) -> bool {
        let f = &self.field;
        let right = f.mul(&f.add(&f.square(&point.x), &self.a), &point.x);
        f.equal(&f.square(&point.y), &f.add(&right, &self.b)).into()
    }

    fn is_in_group(&self, _: &Affine<L>) -> bool {
        true
    }

    fn neutral(&self) -> Jacobian<L> {
        let one = self.field.one();
        Jacobian { x: one, y: one, z: [0; L] }
    }

    fn is_neutral(&self, point: &Jacobian<L>) -> bool {
        self.field.is_zero_public(&point.z)
    }

    fn enter(&self, point: &Affine<L>) -> Jacobian<L> {
        Jacobian { x: point.x, y: point.y, z: self.field.one() }
    }

    fn has_x(&self, point: &Jacobian<L>, x: &Limbs<L>) -> bool {
        let f = &self.field;
        f.equal(&point.x, &f.mul(x, &f.square(&point.z))).into()
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
        if self.is_neutral(p) {
            return *q;
        }
        if self.is_neutral(q) {
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

    /// Additions of points that share z take half the multiplications
    /// ([Meloni](https://eprint.iacr.org/2006/251)): each brings twice the point to the z of the sum.
    fn odd_multiples(&self, point: &Jacobian<L>, count: usize) -> Vec<Jacobian<L>> {
        let f = &self.field;
        let twice = self.double(point);
        // The doubling multiplies z by y.
        let yy = f.square(&point.y);
        let mut multiple = Jacobian { x: f.mul(&point.x, &yy), y: f.square(&yy), z: twice.z };
        let (mut x, mut y) = (twice.x, twice.y);
        let mut multiples = vec![*point];
        while multiples.len() < count {
            let run = f.sub(&x, &multiple.x);
            let rise = f.sub(&y, &multiple.y);
            let run2 = f.square(&run);
            let other = f.mul(&multiple.x, &run2);
            x = f.mul(&x, &run2);
            y = f.mul(&y, &f.sub(&x, &other));
            let sum = f.sub(&f.square(&rise), &f.add(&x, &other));
            multiple = Jacobian {
                x: sum,
                y: f.sub(&f.mul(&rise, &f.sub(&x, &sum)), &y),
                z: f.mul(&multiple.z, &run),
            };
            multiples.push(multiple);
        }
        multiples
    }

    fn add_fixed(&self, p: &Jacobian<L>, &[x, y]: &Entry<L, 2>, negative: bool) -> Jacobian<L> {
        let f = &self.field;
        let y = if negative { f.negate(&y) } else { y };
        if self.is_neutral(p) {
            return self.enter(&Affine { x, y });
        }
        let zz = f.square(&p.z);
        self.join([p.x, p.y], [f.mul(&x, &zz), f.mul(&y, &f.mul(&zz, &p.z))], p.z)
    }

    fn add_loose(&self, p: &Jacobian<L>, q: &Entry<L, 2>, negative: bool) -> Jacobian<L> {
        self.add_fixed(p, q, negative)
    }

    /// The affine forms, with one inversion for all.
    fn fix(&self, points: &[Jacobian<L>]) -> Vec<Entry<L, 2>> {
        let f = &self.field;
        let zs: Vec<_> = points.iter().map(|point| point.z).collect();
        let affine = |(point, z): (&Jacobian<L>, Limbs<L>)| {
            let zz = f.square(&z);
            [f.mul(&point.x, &zz), f.mul(&point.y, &f.mul(&zz, &z))]
        };
        points.iter().zip(f.invert_all_public(&zs)).map(affine).collect()
    }

    fn loosen(&self, points: &[Jacobian<L>]) -> Vec<Entry<L, 2>> {
        self.fix(points)
    }

    fn neutral_secret(&self) -> Projective<L> {
        Projective { x: [0; L], y: self.field.one(), z: [0; L] }
    }

    fn add_secret(
        &self,
        p: &Projective<L>,
        &[x, y]: &Entry<L, 2>,
        negative: Choice,
        add: Choice,
    ) -> Projective<L> {
        let y = select(&y, &self.field.negate(&y), negative);
        let sum = self.add_complete(p, &[x, y]);
        Projective {
            x: select(&p.x, &sum.x, add),
            y: select(&p.y, &sum.y, add),
            z: select(&p.z, &sum.z, add),
        }
    }

    fn leave_secret(&self, point: &Projective<L>) -> Affine<L> {
        let f = &self.field;
        let inverse = f.invert(&point.z);
        Affine { x: f.mul(&point.x, &inverse), y: f.mul(&point.y, &inverse) }
    }
}
