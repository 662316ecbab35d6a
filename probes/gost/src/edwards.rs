//! Points of an Edwards curve u² + v² = 1 + du²v², the form
//! [RFC 7836 section 5.2](https://www.rfc-editor.org/rfc/rfc7836#section-5.2) gives beside the
//! Weierstrass one for curves whose group has the cofactor 4.
//!
//! Its additions take fewer multiplications, and where d is no square they know no exceptions.

use subtle::Choice;

use crate::{
    field::{Field, Limbs, select},
    model::{Affine, Entry, Model},
};

/// The point (e / g, h / f) as the last addition left it: the next doubling multiplies out
/// (e f, g h, f g), the next addition e h as well.
#[derive(Clone, Copy)]
pub(crate) struct Completed<const L: usize> {
    e: Limbs<L>,
    f: Limbs<L>,
    g: Limbs<L>,
    h: Limbs<L>,
}

/// An entry with a denominator: u, v, z and d u v / z.
#[derive(Clone, Copy)]
pub(crate) struct Loose<const L: usize> {
    fixed: Entry<L, 3>,
    z: Limbs<L>,
}

/// The curve, with the numbers that map it to y² = x³ + ax + b.
pub(crate) struct Edwards<const L: usize, F> {
    field: F,
    d: Limbs<L>,
    /// (1 - d) / 4.
    s: Limbs<L>,
    /// (1 + d) / 6.
    t: Limbs<L>,
    generator: Affine<L>,
}

impl<const L: usize, F: Field<L>> Edwards<L, F> {
    /// Takes integers as in the standards, not in the field's working form; the generator is in
    /// Weierstrass coordinates. d must not be a square, and 4 divides p - 3.
    pub(crate) fn new(field: F, d: &Limbs<L>, generator: &Affine<L>) -> Self {
        let d = field.enter(d);
        let one = field.one();
        let three = field.add(&field.double(&one), &one);
        let half = field.halve(&field.add(&one, &d));
        let s = field.halve(&field.halve(&field.sub(&one, &d)));
        let t = field.mul(&half, &field.invert_public(&three));
        Self {
            s,
            t,
            d,
            generator: Affine { x: field.enter(&generator.x), y: field.enter(&generator.y) },
            field,
        }
    }

    /// The sum of (e f, g h, f g, e h) and an entry with the denominator `z`, one where none.
    #[inline(always)]
    fn join(
        &self,
        p: &Completed<L>,
        [u, v, duv]: &Entry<L, 3>,
        z: Option<&Limbs<L>>,
        negative: bool,
    ) -> Completed<L> {
        let f = &self.field;
        let pu = f.mul(&p.e, &p.f);
        let pv = f.mul(&p.g, &p.h);
        let mut pz = f.mul(&p.f, &p.g);
        if let Some(z) = z {
            pz = f.mul(&pz, z);
        }
        let bend = f.mul(&f.mul(&p.e, &p.h), duv);
        // (-u, v) is the negative of (u, v).
        let (uu, across) =
            if negative { (f.mul(&pu, u), f.sub(v, u)) } else { (f.mul(&pu, u), f.add(u, v)) };
        let vv = f.mul(&pv, v);
        let all = f.mul(&f.add(&pu, &pv), &across);
        if negative {
            Completed {
                e: f.sub(&f.add(&all, &uu), &vv),
                f: f.add(&pz, &bend),
                g: f.sub(&pz, &bend),
                h: f.add(&vv, &uu),
            }
        } else {
            Completed {
                e: f.sub(&f.sub(&all, &uu), &vv),
                f: f.sub(&pz, &bend),
                g: f.add(&pz, &bend),
                h: f.sub(&vv, &uu),
            }
        }
    }
}

/// The square root of `value` and the inverse of that; of no square the root of its negative and
/// the negative inverse of that. 4 divides p - 3.
fn roots<const L: usize, F: Field<L>>(field: &F, value: &Limbs<L>) -> [Limbs<L>; 2] {
    let inverse = field.pow(value, &field.modulus_quarter());
    [field.mul(value, &inverse), inverse]
}

impl<const L: usize, F: Field<L>> Model<L, 3> for Edwards<L, F> {
    type Field = F;
    type Sum = Completed<L>;
    type Loose = Loose<L>;
    type Secret = Completed<L>;

    fn field(&self) -> &F {
        &self.field
    }

    fn generator(&self) -> &Affine<L> {
        &self.generator
    }

    /// With X = x - t the curve is y² = X(X² + 3tX + s²).
    fn is_on_curve(&self, point: &Affine<L>) -> bool {
        let f = &self.field;
        let x = f.sub(&point.x, &self.t);
        let middle = f.add(&f.double(&self.t), &self.t);
        let right = f.add(&f.mul(&f.add(&x, &middle), &x), &f.square(&self.s));
        f.equal(&f.square(&point.y), &f.mul(&x, &right)).into()
    }

    /// The points outside form three classes; the group of prime order is what can be halved twice.
    ///
    /// A point of X(X² + 3tX + s²) = y² has a half where X is a square. The curve is mapped by a
    /// 2-isogeny to another and by a second one back again; halving takes them backwards, here as
    /// far as tells whether X of the half is a square.
    fn is_in_group(&self, point: &Affine<L>) -> bool {
        let f = &self.field;
        let x = f.sub(&point.x, &self.t);
        let [root, inverse] = roots(f, &x);
        if f.is_zero(&x).into() || !bool::from(f.equal(&f.square(&root), &x)) {
            return false;
        }
        // Two points of the other curve are mapped to this one; one of the two has a square
        // abscissa and so is an image itself. The product of both is 9t² - 4s², no square.
        let middle = f.add(&f.double(&self.t), &self.t);
        let center = f.add(&f.double(&x), &middle);
        let distance = f.double(&f.mul(&point.y, &inverse));
        let mut between = f.sub(&center, &distance);
        if !f.is_square_public(&between) {
            between = f.add(&center, &distance);
        }
        // It is 3t + X + s² / X for X of the half; with 2s in place of 3t it is (X + s)² / X.
        f.is_square_public(&f.add(&f.sub(&between, &middle), &f.double(&self.s)))
    }

    fn neutral(&self) -> Completed<L> {
        let one = self.field.one();
        Completed { e: [0; L], f: one, g: one, h: one }
    }

    /// Only the neutral point has v = 1.
    fn is_neutral(&self, point: &Completed<L>) -> bool {
        self.field.equal(&point.h, &point.f).into()
    }

    /// (u, v) is ((x - t) / y, (x - t - s) / (x - t + s)); in the group of prime order neither
    /// denominator is zero.
    fn enter(&self, point: &Affine<L>) -> Completed<L> {
        let f = &self.field;
        let x = f.sub(&point.x, &self.t);
        Completed { e: x, f: f.add(&x, &self.s), g: point.y, h: f.sub(&x, &self.s) }
    }

    /// x = s (1 + v) / (1 - v) + t.
    fn has_x(&self, point: &Completed<L>, x: &Limbs<L>) -> bool {
        let f = &self.field;
        let Completed { f: z, h: v, .. } = point;
        let left = f.mul(&f.sub(x, &self.t), &f.sub(z, v));
        f.equal(&left, &f.mul(&self.s, &f.add(z, v))).into()
    }

    fn double(&self, p: &Completed<L>) -> Completed<L> {
        let f = &self.field;
        let u = f.mul(&p.e, &p.f);
        let v = f.mul(&p.g, &p.h);
        let z = f.mul(&p.f, &p.g);
        let uu = f.square(&u);
        let vv = f.square(&v);
        let zz = f.square(&z);
        let all = f.square(&f.add(&u, &v));
        // The sum of the squares is 1 + d u² v²; doubling needs no d.
        let sum = f.add(&uu, &vv);
        Completed {
            e: f.sub(&all, &sum),
            f: f.sub(&f.double(&zz), &sum),
            g: sum,
            h: f.sub(&vv, &uu),
        }
    }

    fn add(&self, p: &Completed<L>, q: &Completed<L>) -> Completed<L> {
        let Loose { fixed, z } = self.loose(q);
        self.join(p, &fixed, Some(&z), false)
    }

    fn odd_multiples(&self, point: &Completed<L>, count: usize) -> Vec<Completed<L>> {
        let twice = self.loose(&self.double(point));
        let next = |multiple: &Completed<L>| Some(self.add_loose(multiple, &twice, false));
        std::iter::successors(Some(*point), next).take(count).collect()
    }

    fn add_fixed(&self, p: &Completed<L>, q: &Entry<L, 3>, negative: bool) -> Completed<L> {
        self.join(p, q, None, negative)
    }

    fn add_loose(&self, p: &Completed<L>, q: &Loose<L>, negative: bool) -> Completed<L> {
        self.join(p, &q.fixed, Some(&q.z), negative)
    }

    fn fix(&self, points: &[Completed<L>]) -> Vec<Entry<L, 3>> {
        let f = &self.field;
        let zs: Vec<_> = points.iter().map(|point| f.mul(&point.f, &point.g)).collect();
        let affine = |(point, z): (&Completed<L>, Limbs<L>)| {
            let u = f.mul(&f.mul(&point.e, &point.f), &z);
            let v = f.mul(&f.mul(&point.g, &point.h), &z);
            [u, v, f.mul(&f.mul(&u, &v), &self.d)]
        };
        points.iter().zip(f.invert_all_public(&zs)).map(affine).collect()
    }

    fn loosen(&self, points: &[Completed<L>]) -> Vec<Loose<L>> {
        points.iter().map(|point| self.loose(point)).collect()
    }

    fn neutral_secret(&self) -> Completed<L> {
        self.neutral()
    }

    fn add_secret(
        &self,
        p: &Completed<L>,
        &[u, v, duv]: &Entry<L, 3>,
        negative: Choice,
        add: Choice,
    ) -> Completed<L> {
        let f = &self.field;
        let u = select(&u, &f.negate(&u), negative);
        let duv = select(&duv, &f.negate(&duv), negative);
        let sum = self.join(p, &[u, v, duv], None, false);
        Completed {
            e: select(&p.e, &sum.e, add),
            f: select(&p.f, &sum.f, add),
            g: select(&p.g, &sum.g, add),
            h: select(&p.h, &sum.h, add),
        }
    }

    /// x - t = s (1 + v) / (1 - v), and y = (x - t) / u.
    fn leave_secret(&self, point: &Completed<L>) -> Affine<L> {
        let f = &self.field;
        let Completed { e, f: z, g, h } = point;
        let below = f.sub(z, h);
        let inverse = f.invert(&f.mul(&below, e));
        let x = f.mul(&f.mul(&self.s, &f.add(z, h)), &f.mul(&inverse, e));
        let y = f.mul(&f.mul(&x, g), &f.mul(&inverse, &below));
        Affine { x: f.add(&x, &self.t), y }
    }
}

impl<const L: usize, F: Field<L>> Edwards<L, F> {
    fn loose(&self, point: &Completed<L>) -> Loose<L> {
        let f = &self.field;
        let Completed { e, f: z, g, h } = point;
        let duv = f.mul(&f.mul(e, h), &self.d);
        Loose { fixed: [f.mul(e, z), f.mul(g, h), duv], z: f.mul(z, g) }
    }
}
