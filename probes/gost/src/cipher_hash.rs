//! GOST R 34.11-94, which is GOST 34.311-95: the hash function built on a block cipher
//! ([RFC 5831](https://www.rfc-editor.org/rfc/rfc5831)).
//!
//! Hashing took a third of the time of a whole certificate by the crate that reads its steps from
//! the standard one by one. Here two neighbouring S-boxes and the rotation after them are one
//! table, the four encryptions of a block run side by side, and the 74 shifts of a block are one
//! pass over a sequence.

#![expect(clippy::cast_possible_truncation, reason = "words are cut in halves on purpose")]

/// 256 bits, least significant word first.
type Words = [u64; 4];

/// For each byte of a word what its two S-boxes and the rotation by eleven make of it.
pub(crate) type Boxes = [[u32; 256]; 4];

/// The S-boxes of the test example, identifier 1.2.643.2.2.30.0
/// ([RFC 4357 section 11.2](https://www.rfc-editor.org/rfc/rfc4357#section-11.2)).
pub(crate) static TEST: Boxes = expand([
    [4, 10, 9, 2, 13, 8, 0, 14, 6, 11, 1, 12, 7, 15, 5, 3],
    [14, 11, 4, 12, 6, 13, 15, 10, 2, 3, 8, 1, 0, 7, 5, 9],
    [5, 8, 1, 13, 10, 3, 4, 2, 14, 15, 12, 7, 6, 0, 9, 11],
    [7, 13, 10, 1, 0, 8, 9, 15, 14, 4, 6, 12, 11, 2, 5, 3],
    [6, 12, 7, 1, 5, 15, 13, 8, 4, 10, 9, 14, 0, 3, 11, 2],
    [4, 11, 10, 0, 7, 2, 1, 13, 3, 6, 8, 5, 9, 12, 15, 14],
    [13, 11, 4, 1, 3, 15, 5, 9, 0, 10, 14, 7, 6, 8, 2, 12],
    [1, 15, 13, 0, 5, 7, 10, 4, 9, 2, 3, 14, 6, 11, 8, 12],
]);

/// The S-boxes of CryptoPro, identifier 1.2.643.2.2.30.1.
pub(crate) static CRYPTO_PRO: Boxes = expand([
    [10, 4, 5, 6, 8, 1, 3, 7, 13, 12, 14, 0, 9, 2, 11, 15],
    [5, 15, 4, 0, 2, 13, 11, 9, 1, 7, 6, 3, 12, 14, 10, 8],
    [7, 15, 12, 14, 9, 4, 1, 0, 3, 11, 5, 2, 6, 10, 8, 13],
    [4, 10, 7, 12, 0, 15, 2, 8, 14, 1, 6, 5, 13, 11, 9, 3],
    [7, 6, 4, 11, 9, 12, 2, 10, 1, 8, 0, 14, 15, 13, 3, 5],
    [7, 6, 2, 4, 13, 9, 15, 0, 10, 1, 5, 11, 8, 14, 12, 3],
    [13, 14, 4, 1, 7, 0, 5, 10, 3, 12, 8, 15, 6, 2, 9, 11],
    [1, 3, 10, 9, 5, 11, 4, 15, 8, 6, 7, 14, 13, 0, 2, 12],
]);

/// The constant of the third key ([RFC 5831 section 5.1](https://www.rfc-editor.org/rfc/rfc5831#section-5.1)).
const THIRD: Words =
    [0xff00_ff00_ff00_ff00, 0x00ff_00ff_00ff_00ff, 0xff00_00ff_00ff_ff00, 0xff00_ffff_0000_00ff];

/// Words of 16 bits in a block.
const SHORTS: usize = 16;
/// Shifts before the block and before the old state are added, and after.
const SHIFTS: [usize; 3] = [12, 1, 61];

const fn expand(boxes: [[u8; 16]; 8]) -> Boxes {
    let mut tables = [[0u32; 256]; 4];
    let mut byte = 0;
    while byte < 4 {
        let mut value = 0;
        while value < 256 {
            let low = boxes[2 * byte][value & 15] as u32;
            let high = boxes[2 * byte + 1][value >> 4] as u32;
            tables[byte][value] = ((low | high << 4) << (8 * byte)).rotate_left(11);
            value += 1;
        }
        byte += 1;
    }
    tables
}

/// Hashes a message that arrives in parts.
#[derive(Clone, Debug)]
pub(crate) struct CipherHash {
    boxes: &'static Boxes,
    state: Words,
    /// The sum of all blocks.
    sum: Words,
    /// Bytes so far; those that fill no block yet stand in `rest`.
    length: u64,
    rest: [u8; 32],
}

impl CipherHash {
    pub(crate) fn new(boxes: &'static Boxes) -> Self {
        Self { boxes, state: [0; 4], sum: [0; 4], length: 0, rest: [0; 32] }
    }

    pub(crate) fn update(&mut self, mut part: &[u8]) {
        let held = self.held();
        self.length = self.length.wrapping_add(part.len() as u64);
        if held > 0 {
            let taken = part.len().min(32 - held);
            let (first, others) = part.split_at(taken);
            self.rest[held..held + taken].copy_from_slice(first);
            if held + taken < 32 {
                return;
            }
            self.absorb(&self.rest.clone());
            part = others;
        }
        let (blocks, others) = part.as_chunks();
        for block in blocks {
            self.absorb(block);
        }
        self.rest[..others.len()].copy_from_slice(others);
    }

    pub(crate) fn finish(mut self) -> [u8; 32] {
        let held = self.held();
        if held > 0 {
            let mut last = [0; 32];
            last[..held].copy_from_slice(&self.rest[..held]);
            self.absorb(&last);
        }
        self.step(&[self.length << 3, self.length >> 61, 0, 0]);
        self.step(&self.sum.clone());
        let mut digest = [0; 32];
        for (bytes, word) in digest.as_chunks_mut::<8>().0.iter_mut().zip(self.state) {
            *bytes = word.to_le_bytes();
        }
        digest
    }

    /// Bytes that fill no block yet.
    fn held(&self) -> usize {
        usize::from(self.length as u8 & 31)
    }

    fn absorb(&mut self, block: &[u8; 32]) {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        let mut carry = false;
        for (sum, word) in self.sum.iter_mut().zip(words) {
            (*sum, carry) = sum.carrying_add(word, carry);
        }
        self.step(&words);
    }

    /// The step function
    /// ([RFC 5831 section 5](https://www.rfc-editor.org/rfc/rfc5831#section-5)).
    fn step(&mut self, block: &Words) {
        let mut u = self.state;
        let mut v = *block;
        let mut keys = [key(&u, &v); 4];
        for (at, key_at) in keys.iter_mut().enumerate().skip(1) {
            u = turned(&u);
            if at == 2 {
                u = xor(&u, &THIRD);
            }
            v = turned(&turned(&v));
            *key_at = key(&u, &v);
        }
        let encrypted = encrypt(self.boxes, &self.state, &keys);
        let mixed = xor(&shifted(&encrypted, SHIFTS[0]), block);
        let mixed = xor(&shifted(&mixed, SHIFTS[1]), &self.state);
        self.state = shifted(&mixed, SHIFTS[2]);
    }
}

fn xor(a: &Words, b: &Words) -> Words {
    [a[0] ^ b[0], a[1] ^ b[1], a[2] ^ b[2], a[3] ^ b[3]]
}

/// The transformation A.
fn turned(y: &Words) -> Words {
    [y[1], y[2], y[3], y[0] ^ y[1]]
}

/// The transformation P of `u ^ v`: each key word has one byte of every word.
fn key(u: &Words, v: &Words) -> [u32; 8] {
    let [a, b, c, d] = xor(u, v).map(u64::to_le_bytes);
    let mut key = [0; 8];
    for (at, word) in key.iter_mut().enumerate() {
        *word = u32::from_le_bytes([a[at], b[at], c[at], d[at]]);
    }
    key
}

/// Encrypts every word by GOST 28147-89 under a key of its own.
fn encrypt(boxes: &Boxes, words: &Words, keys: &[[u32; 8]; 4]) -> Words {
    let mut low = words.map(|word| word as u32);
    let mut high = words.map(|word| (word >> 32) as u32);
    let rounds = (0..8).chain(0..8).chain(0..8).chain((0..8).rev());
    for round in rounds {
        for lane in 0..4 {
            let [a, b, c, d] = low[lane].wrapping_add(keys[lane][round]).to_le_bytes();
            let substituted = boxes[0][usize::from(a)]
                ^ boxes[1][usize::from(b)]
                ^ boxes[2][usize::from(c)]
                ^ boxes[3][usize::from(d)];
            (low[lane], high[lane]) = (high[lane] ^ substituted, low[lane]);
        }
    }
    let mut encrypted = [0; 4];
    for (lane, word) in encrypted.iter_mut().enumerate() {
        // The halves are not exchanged after the last round.
        *word = u64::from(high[lane]) | u64::from(low[lane]) << 32;
    }
    encrypted
}

/// The transformation ψ, `count` times: a sequence of shorts, each the sum of six before it.
fn shifted(words: &Words, count: usize) -> Words {
    let mut shorts = [0u16; SHORTS + SHIFTS[2]];
    for (at, word) in words.iter().enumerate() {
        for part in 0..4 {
            shorts[4 * at + part] = (word >> (16 * part)) as u16;
        }
    }
    for at in 0..count {
        shorts[at + SHORTS] = shorts[at]
            ^ shorts[at + 1]
            ^ shorts[at + 2]
            ^ shorts[at + 3]
            ^ shorts[at + 12]
            ^ shorts[at + 15];
    }
    let mut result = [0; 4];
    for (at, word) in result.iter_mut().enumerate() {
        for part in 0..4 {
            *word |= u64::from(shorts[count + 4 * at + part]) << (16 * part);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use gost94::{Digest, Gost94CryptoPro, Gost94Test};
    use proptest::prelude::*;

    use super::*;

    fn check(parts: &[Vec<u8>]) -> Result<(), TestCaseError> {
        let whole = parts.concat();
        for (boxes, expected) in [
            (&TEST, Gost94Test::digest(&whole).to_vec()),
            (&CRYPTO_PRO, Gost94CryptoPro::digest(&whole).to_vec()),
        ] {
            let mut hash = CipherHash::new(boxes);
            for part in parts {
                hash.update(part);
            }
            prop_assert_eq!(hash.finish().to_vec(), expected);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn the_plain_implementation_gives_the_same_digests_of_any_parts(
            parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..100), 0..6),
        ) {
            check(&parts)?;
        }
    }

    #[test]
    fn every_length_and_carry_gives_the_digest_of_the_plain_implementation() {
        for length in 0..200 {
            for byte in [0, 0x80, 0xff] {
                check(&[vec![byte; length]]).unwrap();
            }
        }
    }
}
