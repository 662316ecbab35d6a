//! Inverses and Jacobi symbols of public numbers modulo an odd number, in time that depends on the
//! number.
//!
//! The divisions of [Bernstein and Yang](https://eprint.iacr.org/2019/266), 62 at a time on the low
//! words alone, then applied to the long numbers at once, as Pieter Wuille's
//! [description](https://github.com/bitcoin-core/secp256k1/blob/master/doc/safegcd_implementation.md)
//! has it: some ten times faster than the binary algorithm.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "words of 62 bits are cut out of longer ones, and signs wrap, on purpose"
)]

use crate::field::Limbs;

/// Words of 62 bits that hold 512 bits and a sign.
const MOST: usize = 9;
const MASK: u64 = u64::MAX >> 2;

/// A signed number: 62 bits a word, the last word with the sign.
type Words = [i64; MOST];

/// `2^62` times a step of the algorithm: new f = (u f + v g) / 2^62, new g = (q f + r g) / 2^62.
struct Step {
    u: i64,
    v: i64,
    q: i64,
    r: i64,
}

/// `scale / a` modulo an odd `modulus`; `a` and `scale` are below it, and zero gives zero.
/// `negated_inverse` is `-modulus^-1` mod 2^64.
pub(crate) fn invert<const L: usize>(
    a: &Limbs<L>,
    scale: &Limbs<L>,
    modulus: &Limbs<L>,
    negated_inverse: u64,
) -> Limbs<L> {
    // One word more than the bits need, for the sign and for sums of two.
    let count = 64 * L / 62 + 1;
    let modulus = split(modulus);
    let inverse = negated_inverse.wrapping_neg() & MASK;
    let (mut f, mut g) = (modulus, split(a));
    let (mut d, mut e) = ([0; MOST], split(scale));
    let mut used = count;
    let mut eta = -1;
    while g[..used].iter().any(|word| *word != 0) {
        let step = divide::<false>(&mut eta, f[0] as u64, g[0] as u64, &mut 0);
        apply(&mut d[..count], &mut e[..count], &step, &modulus[..count], inverse);
        shift(&mut f[..used], &mut g[..used], &step);
        // Drop the top words when both hold a sign only.
        while used > 1 && is_sign(f[used - 1]) && is_sign(g[used - 1]) {
            f[used - 2] |= (f[used - 1] as u64).wrapping_shl(62) as i64;
            g[used - 2] |= (g[used - 1] as u64).wrapping_shl(62) as i64;
            used -= 1;
        }
    }
    // f is the greatest common divisor with a sign: d = ±scale / a, between -2 m and m.
    let negative = f[used - 1] < 0;
    let d = &mut d[..count];
    if d[count - 1] < 0 {
        accumulate(d, &modulus, 1);
    }
    if negative {
        let whole = d.to_vec();
        accumulate(d, &whole, -2);
    }
    while d[count - 1] < 0 {
        accumulate(d, &modulus, 1);
    }
    join(d)
}

fn is_sign(word: i64) -> bool {
    word == 0 || word == -1
}

/// Adds `factor * b`.
fn accumulate(a: &mut [i64], b: &[i64], factor: i64) {
    let mut carry = 0;
    let last = a.len() - 1;
    for (i, (a, b)) in a.iter_mut().zip(b).enumerate() {
        let sum = *a + factor * *b + carry;
        *a = if i < last { sum & MASK as i64 } else { sum };
        carry = sum >> 62;
    }
}

/// Whether `a` is a square modulo a prime; `a` is below it. None where the divisions took longer
/// than any known number makes them, and for zero.
///
/// The same divisions without negative numbers, as libsecp256k1 has them: each halving, each
/// exchange and no subtraction changes the Jacobi symbol.
pub(crate) fn is_square<const L: usize>(a: &Limbs<L>, modulus: &Limbs<L>) -> Option<bool> {
    let (mut f, mut g) = (split(modulus), split(a));
    let mut used = 64 * L / 62 + 1;
    let mut eta = -1;
    let mut negative = 0;
    // Twice the divisions that 256 and 512 bits need on average.
    for _ in 0..8 * L {
        // The symbol looks at two bits more than the divisions.
        let low = |words: &Words| words[0] as u64 | (words[1] as u64) << 62;
        let step = divide::<true>(&mut eta, low(&f), low(&g), &mut negative);
        shift(&mut f[..used], &mut g[..used], &step);
        if f[0] == 1 && f[1..used].iter().all(|word| *word == 0) {
            return Some(negative & 1 == 0);
        }
        while used > 1 && f[used - 1] == 0 && g[used - 1] == 0 {
            used -= 1;
        }
    }
    None
}

/// 62 divisions of the low words, as the numbers they stand for would take them. Either they keep
/// both numbers `POSITIVE` and count in the lowest bit of `negative` what changes the sign of the
/// Jacobi symbol, or they negate a number with every exchange, which is known to end.
#[inline(always)]
fn divide<const POSITIVE: bool>(eta: &mut i64, mut f: u64, mut g: u64, negative: &mut u64) -> Step {
    let (mut u, mut v, mut q, mut r) = (1u64, 0u64, 0u64, 1u64);
    let mut left = 62;
    loop {
        let zeros = (g | u64::MAX << left).trailing_zeros();
        g >>= zeros;
        u <<= zeros;
        v <<= zeros;
        *eta -= i64::from(zeros);
        left -= zeros;
        // Two is a square modulo f where f is 1 or 7 modulo 8.
        *negative ^= u64::from(zeros) & (f >> 1 ^ f >> 2);
        if left == 0 {
            return Step { u: u as i64, v: v as i64, q: q as i64, r: r as i64 };
        }
        let factor = if *eta < 0 {
            *eta = -*eta;
            (f, g) = (g, f);
            (u, q) = (q, u);
            (v, r) = (r, v);
            if POSITIVE {
                // Reciprocity: the sign changes where both are 3 modulo 4.
                *negative ^= (f & g) >> 1;
            } else {
                g = g.wrapping_neg();
                q = q.wrapping_neg();
                r = r.wrapping_neg();
            }
            // Cancels up to six bits of g at once.
            let bits = u32::try_from(*eta + 1).unwrap_or(u32::MAX).min(left).min(6);
            let all = f.wrapping_mul(g).wrapping_mul(f.wrapping_mul(f).wrapping_sub(2));
            all & u64::MAX >> (64 - bits)
        } else {
            let bits = u32::try_from(*eta + 1).unwrap_or(u32::MAX).min(left).min(4);
            let all = f.wrapping_add((f.wrapping_add(1) & 4) << 1);
            all.wrapping_neg().wrapping_mul(g) & u64::MAX >> (64 - bits)
        };
        g = g.wrapping_add(f.wrapping_mul(factor));
        q = q.wrapping_add(u.wrapping_mul(factor));
        r = r.wrapping_add(v.wrapping_mul(factor));
    }
}

fn wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// Takes f and g through a step.
fn shift(f: &mut [i64], g: &mut [i64], step: &Step) {
    let mut of_f = 0i128;
    let mut of_g = 0i128;
    for i in 0..f.len() {
        of_f += wide(step.u, f[i]) + wide(step.v, g[i]);
        of_g += wide(step.q, f[i]) + wide(step.r, g[i]);
        if i > 0 {
            f[i - 1] = (of_f as u64 & MASK) as i64;
            g[i - 1] = (of_g as u64 & MASK) as i64;
        }
        of_f >>= 62;
        of_g >>= 62;
    }
    if let (Some(f), Some(g)) = (f.last_mut(), g.last_mut()) {
        (*f, *g) = (of_f as i64, of_g as i64);
    }
}

/// Takes d and e through a step modulo `modulus`; both stay between -2 m and m.
fn apply(d: &mut [i64], e: &mut [i64], step: &Step, modulus: &[i64], inverse: u64) {
    let last = d.len() - 1;
    let (sign_d, sign_e) = (d[last] >> 63, e[last] >> 63);
    // As many times the modulus as bring negative numbers up and clear the low word.
    let mut of_modulus_d = (step.u & sign_d) + (step.v & sign_e);
    let mut of_modulus_e = (step.q & sign_d) + (step.r & sign_e);
    let mut of_d = wide(step.u, d[0]) + wide(step.v, e[0]);
    let mut of_e = wide(step.q, d[0]) + wide(step.r, e[0]);
    let clear = |low: i128, times: i64| {
        (inverse.wrapping_mul(low as u64).wrapping_add(times as u64) & MASK) as i64
    };
    of_modulus_d -= clear(of_d, of_modulus_d);
    of_modulus_e -= clear(of_e, of_modulus_e);
    of_d = (of_d + wide(modulus[0], of_modulus_d)) >> 62;
    of_e = (of_e + wide(modulus[0], of_modulus_e)) >> 62;
    for i in 1..=last {
        of_d += wide(step.u, d[i]) + wide(step.v, e[i]) + wide(modulus[i], of_modulus_d);
        of_e += wide(step.q, d[i]) + wide(step.r, e[i]) + wide(modulus[i], of_modulus_e);
        d[i - 1] = (of_d as u64 & MASK) as i64;
        e[i - 1] = (of_e as u64 & MASK) as i64;
        of_d >>= 62;
        of_e >>= 62;
    }
    (d[last], e[last]) = (of_d as i64, of_e as i64);
}

fn split<const L: usize>(limbs: &Limbs<L>) -> Words {
    let mut words = [0; MOST];
    for (i, word) in words.iter_mut().enumerate() {
        let (at, bits) = (62 * i / 64, 62 * i % 64);
        let low = limbs.get(at).map_or(0, |limb| limb >> bits);
        let high = limbs.get(at + 1).map_or(0, |limb| (limb << 1) << (63 - bits));
        *word = ((low | high) & MASK) as i64;
    }
    words
}

fn join<const L: usize>(words: &[i64]) -> Limbs<L> {
    let mut limbs = [0; L];
    for (i, word) in words.iter().enumerate() {
        let (at, bits) = (62 * i / 64, 62 * i % 64);
        if let Some(limb) = limbs.get_mut(at) {
            *limb |= (*word as u64) << bits;
        }
        if let Some(limb) = limbs.get_mut(at + 1) {
            *limb |= (*word as u64 >> 1) >> (63 - bits);
        }
    }
    limbs
}
