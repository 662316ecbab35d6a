//! Every three letters in a row of what is searched, and which certificates hold them.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AssertSqlSafe;

use crate::register::accreditation::Accreditation;
use crate::register::event::{Pen, insert};
use crate::register::{RegisterError, fold};

/// How many certificates share the rows of their grams.
pub(super) const BLOCK: i64 = 1024;
/// How many grams are written by one statement.
const GRAMS_AT_ONCE: usize = 400;

/// The words of a row that are searched: number, BIN, names, each between line breaks.
pub(in crate::register) fn words(row: &Accreditation) -> String {
    let (entity, authority) = (fold::fold(&row.entity), fold::fold(&row.authority));
    format!("\n{}\n{}\n{entity}\n{authority}\n", fold::key(&row.number), row.bin)
}

/// Every three letters in a row.
pub(in crate::register) fn grams(words: &str) -> BTreeSet<String> {
    let letters: Vec<char> = words.chars().collect();
    letters.windows(3).map(|it| it.iter().collect()).collect()
}

/// Where a row stands among the grams: its block, and its two letters there.
pub(in crate::register) fn member(sequence: i64) -> (i64, String) {
    let letter = |value: i64| {
        let at = usize::try_from(value).unwrap_or_default();
        char::from(LETTERS.get(at).copied().unwrap_or(b'?'))
    };
    let within = sequence.rem_euclid(BLOCK);
    (sequence.div_euclid(BLOCK), [letter(within / 64), letter(within % 64)].iter().collect())
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Which rows of a block hold something.
#[derive(Clone, Copy)]
pub(super) struct Members([u64; 16]);

impl Members {
    pub(super) fn read(text: &str) -> Self {
        let mut bits = [0_u64; 16];
        for pair in text.as_bytes().chunks_exact(2) {
            if let [high, low] = pair
                && let (Some(high), Some(low)) = (letter_value(*high), letter_value(*low))
                && let Some(word) = bits.get_mut(usize::from(high))
            {
                *word |= 1 << low;
            }
        }
        Self(bits)
    }

    pub(super) fn and(&mut self, other: &Self) {
        for (one, other) in self.0.iter_mut().zip(other.0) {
            *one &= other;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|it| *it == 0)
    }

    /// The numbers of the rows, in order.
    pub(super) fn rows(&self, block: i64) -> impl Iterator<Item = i64> {
        let first = block.saturating_mul(BLOCK);
        let words = self.0.into_iter().zip(0_i64..);
        words.flat_map(move |(word, at)| {
            let held = (0_i64..64).filter(move |bit| word >> bit & 1 == 1);
            held.map(move |bit| first.saturating_add(at * 64 + bit))
        })
    }
}

/// The value of a letter of the alphabet above.
const fn letter_value(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

/// Enters new rows into the grams.
pub(in crate::register) async fn add_words(
    pen: &mut Pen<'_, '_>,
    new: &[Accreditation],
) -> Result<(), RegisterError> {
    let mut added: BTreeMap<(i64, String), String> = BTreeMap::new();
    for row in new {
        let (block, member) = member(row.sequence);
        for gram in grams(&words(row)) {
            added.entry((block, gram)).or_default().push_str(&member);
        }
    }
    let added: Vec<_> = added.into_iter().collect();
    for part in added.chunks(GRAMS_AT_ONCE) {
        // A row of its block may be there already: what is new goes behind.
        let mut sql = insert("grams", 3, part.len());
        sql.push_str(
            " ON CONFLICT (gram, block) DO UPDATE SET members = grams.members || excluded.members",
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for ((block, gram), members) in part {
            query = query.bind(gram).bind(*block).bind(members);
        }
        pen.session.run(query).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_a_block_is_written_and_read_back() {
        for sequence in [1, 63, 64, 1023, 1024, 1025, 99_999] {
            let (block, text) = member(sequence);
            assert_eq!(text.len(), 2);
            assert_eq!(Members::read(&text).rows(block).collect::<Vec<_>>(), [sequence]);
        }
        let two = format!("{}{}", member(5).1, member(900).1);
        assert_eq!(Members::read(&two).rows(0).collect::<Vec<_>>(), [5, 900]);
        assert!(Members::read("A").is_empty(), "half a member is none");
        assert!(Members::read("zz").is_empty(), "a member beyond the block is none");
        let all: String = (1024..2048).map(|it| member(it).1).collect();
        let mut some = Members::read(&all);
        assert_eq!(some.rows(1).collect::<Vec<_>>(), (1024..2048).collect::<Vec<_>>());
        some.and(&Members::read(&two));
        assert_eq!(some.rows(0).collect::<Vec<_>>(), [5, 900]);
    }
}
