//! What a form of a curve can do for the multiplications of [`Group`](crate::group::Group).

use subtle::Choice;

use crate::field::{Field, Limbs};

/// A point other than infinity on the curve y² = x³ + ax + b, coordinates in the field's working
/// form: how every form of a curve reads and writes points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<const L: usize> {
    pub(crate) x: Limbs<L>,
    pub(crate) y: Limbs<L>,
}

/// Coordinates of a table entry, every one of them an element of the field.
pub(crate) type Entry<const L: usize, const N: usize> = [Limbs<L>; N];

/// A form of a curve: its coordinates and additions.
///
/// Points are of three kinds: the running sum, entries of tables computed once (two or three
/// coordinates, `FIXED`), and entries computed for one verification (as many as are cheap to make).
/// Only [`Model::add_secret`] and [`Model::leave_secret`] take the same time for every value.
pub(crate) trait Model<const L: usize, const FIXED: usize> {
    type Field: Field<L>;
    type Sum: Copy;
    type Loose: Copy;
    /// A running sum for [`Model::add_secret`].
    type Secret: Copy;

    fn field(&self) -> &Self::Field;
    fn generator(&self) -> &Affine<L>;
    /// Whether x and y satisfy the equation of the curve.
    fn is_on_curve(&self, point: &Affine<L>) -> bool;
    /// Whether a point of the curve lies in the group of prime order.
    fn is_in_group(&self, point: &Affine<L>) -> bool;

    fn neutral(&self) -> Self::Sum;
    fn is_neutral(&self, point: &Self::Sum) -> bool;
    /// A point of the group of prime order.
    fn enter(&self, point: &Affine<L>) -> Self::Sum;
    /// Whether x of the point, which is not neutral, is `x`.
    fn has_x(&self, point: &Self::Sum, x: &Limbs<L>) -> bool;
    fn double(&self, point: &Self::Sum) -> Self::Sum;
    fn add(&self, p: &Self::Sum, q: &Self::Sum) -> Self::Sum;
    /// P, 3P, 5P, … of a point of large prime order, `count` of them.
    fn odd_multiples(&self, point: &Self::Sum, count: usize) -> Vec<Self::Sum>;
    fn add_fixed(&self, p: &Self::Sum, q: &Entry<L, FIXED>, negative: bool) -> Self::Sum;
    fn add_loose(&self, p: &Self::Sum, q: &Self::Loose, negative: bool) -> Self::Sum;
    /// Table entries of points that are not neutral.
    fn fix(&self, points: &[Self::Sum]) -> Vec<Entry<L, FIXED>>;
    fn loosen(&self, points: &[Self::Sum]) -> Vec<Self::Loose>;

    fn neutral_secret(&self) -> Self::Secret;
    /// `p`, or where `add` holds `p + q`, or `p - q` where `negative` holds as well.
    fn add_secret(
        &self,
        p: &Self::Secret,
        q: &Entry<L, FIXED>,
        negative: Choice,
        add: Choice,
    ) -> Self::Secret;
    /// The point of a sum that is not neutral.
    fn leave_secret(&self, point: &Self::Secret) -> Affine<L>;
}
