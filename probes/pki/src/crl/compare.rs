//! Which entries of one list a later one no longer has: linear time, bounded memory, any order.
//!
//! Serial numbers of the later list become 64-bit hashes, those of the earlier one are looked up
//! among them. The hash is multilinear and keyed with the fingerprints of both lists, so that it is
//! the same on every machine and yet nobody can write a list for it: a list that is changed to make
//! two numbers meet changes the key. The chance that a vanished entry goes unseen is below
//! 2⁻⁴⁰ for lists of ten million entries.

use std::io::{self, Read, Seek, SeekFrom};

use super::entry::{self, RawEntry, RevokedEntry};
use super::index::SerialHash;
use super::reading::{Meet, Odd, walk};
use super::source::{CHUNK, Source};
use super::survey::Survey;

/// How many hashes are held at once: 32 MiB.
const HELD: usize = 1 << 22;

/// How the entries of two lists differ.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Comparison {
    /// Entries of the earlier list whose certificate the later one does not name.
    pub vanished: usize,
    /// Certificates that only the later list names.
    pub added: usize,
}

/// Compares two lists of one issuer. `vanished` is shown every entry of the earlier one whose
/// certificate the later one does not name; in what order is not said. On indirect lists an entry
/// is of the issuer last named.
///
/// Both inputs are read from beginning to end once for each two million entries of the later list.
///
/// # Errors
///
/// The readers' own.
pub fn compare(
    earlier: (&Survey, &mut (impl Read + Seek)),
    later: (&Survey, &mut (impl Read + Seek)),
    vanished: impl FnMut(&RevokedEntry),
) -> io::Result<Comparison> {
    compare_in(HELD, earlier, later, vanished)
}

/// [`compare`] with room for so many hashes.
pub(super) fn compare_in(
    held: usize,
    (earlier, earlier_input): (&Survey, &mut (impl Read + Seek)),
    (later, later_input): (&Survey, &mut (impl Read + Seek)),
    mut vanished: impl FnMut(&RevokedEntry),
) -> io::Result<Comparison> {
    let seed = [*earlier.fingerprint().as_bytes(), *later.fingerprint().as_bytes()].concat();
    let hash = SerialHash::keyed(&seed);
    // Each part has at most half of what is held, so that the rest can only be repetitions.
    let parts = later.count.div_ceil((held / 2).max(1)).max(1) as u64;
    let mut sum = Comparison::default();
    for number in 0..parts {
        let part = Part { number, of: parts };
        let mut keys = Keys { room: held, keys: Vec::new() };
        let mut gather = Gather { part, hash: Hashing::new(&hash, later), keys: &mut keys };
        pass(later, later_input, &mut gather)?;
        let keys = keys.finish();
        let mut search = Search {
            part,
            hash: Hashing::new(&hash, earlier),
            met: vec![false; keys.len()],
            keys: &keys,
            count: 0,
            vanished: &mut vanished,
        };
        pass(earlier, earlier_input, &mut search)?;
        sum.vanished += search.count;
        sum.added += search.met.iter().filter(|met| !**met).count();
    }
    Ok(sum)
}

/// Shows `meet` every entry of a list.
fn pass(list: &Survey, input: &mut (impl Read + Seek), meet: &mut impl Meet) -> io::Result<()> {
    input.seek(SeekFrom::Start(list.entries.start))?;
    let length = list.entries.end - list.entries.start;
    walk(&mut Source::new(input, length, CHUNK), &(0..length), meet)
}

/// One of several equal ranges of all hashes.
#[derive(Clone, Copy)]
struct Part {
    number: u64,
    of: u64,
}

impl Part {
    fn holds(self, key: u64) -> bool {
        (u128::from(key) * u128::from(self.of)) >> 64 == u128::from(self.number)
    }
}

/// Hashes the serial number of each entry together with the issuer that it is of.
struct Hashing<'a> {
    own: &'a SerialHash,
    /// That of the issuer named last, on an indirect list.
    named: Option<SerialHash>,
    indirect: bool,
}

impl<'a> Hashing<'a> {
    fn new(own: &'a SerialHash, list: &Survey) -> Self {
        Self { own, named: None, indirect: list.is_indirect() }
    }

    #[inline]
    fn of(&mut self, raw: &RawEntry<'_>) -> u64 {
        if self.indirect
            && !raw.extensions.is_empty()
            && let Some(issuer) = entry::named_issuer(raw)
        {
            self.named = Some(self.own.under(issuer));
        }
        self.named.as_ref().unwrap_or(self.own).of(entry::significant(raw.serial))
    }
}

/// Hashes, each once.
struct Keys {
    /// How many there may be before repetitions are taken out.
    room: usize,
    keys: Vec<u64>,
}

impl Keys {
    fn push(&mut self, key: u64) {
        if self.keys.len() >= self.room {
            self.settle();
            // So that what is not repeated is not sorted again and again.
            self.room = self.room.max(2 * self.keys.len());
        }
        self.keys.push(key);
    }

    fn settle(&mut self) {
        self.keys.sort_unstable();
        self.keys.dedup();
    }

    fn finish(mut self) -> Vec<u64> {
        self.settle();
        self.keys
    }
}

struct Gather<'a> {
    part: Part,
    hash: Hashing<'a>,
    keys: &'a mut Keys,
}

impl Meet for Gather<'_> {
    fn entry(&mut self, _: u64, raw: &RawEntry<'_>) -> bool {
        let key = self.hash.of(raw);
        if self.part.holds(key) {
            self.keys.push(key);
        }
        true
    }

    fn odd(&mut self, _: u64, _: Odd) -> bool {
        true
    }
}

struct Search<'a, F> {
    part: Part,
    hash: Hashing<'a>,
    keys: &'a [u64],
    /// Which of the keys the earlier list has too.
    met: Vec<bool>,
    count: usize,
    vanished: &'a mut F,
}

impl<F: FnMut(&RevokedEntry)> Meet for Search<'_, F> {
    fn entry(&mut self, _: u64, raw: &RawEntry<'_>) -> bool {
        let key = self.hash.of(raw);
        if !self.part.holds(key) {
            return true;
        }
        match self.keys.binary_search(&key) {
            Ok(at) => {
                if let Some(met) = self.met.get_mut(at) {
                    *met = true;
                }
            }
            Err(_) => {
                self.count += 1;
                (self.vanished)(&entry::decode(raw));
            }
        }
        true
    }

    fn odd(&mut self, _: u64, _: Odd) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::crl::Crl;
    use crate::crl::tests::generated::{der, entries, entry, template};
    use crate::issue::RevokedTemplate;

    /// The number and the issuer of each entry, read off what the list was made of.
    fn told_apart(indirect: bool, entries: &[RevokedTemplate]) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut of = Vec::new();
        let mut all = Vec::new();
        for entry in entries {
            if let (true, Some(named)) = (indirect, &entry.certificate_issuer) {
                of.clone_from(named);
            }
            all.push((entry.serial.clone(), of.clone()));
        }
        all
    }

    fn difference(held: usize, [earlier, later]: [&Crl; 2]) -> (Comparison, Vec<Vec<u8>>) {
        let mut shown = Vec::new();
        let found = compare_in(
            held,
            (earlier, &mut Cursor::new(earlier.der())),
            (later, &mut Cursor::new(later.der())),
            // A number whose first bit is set is written after a zero.
            |entry| shown.push(entry.serial.strip_prefix(&[0]).unwrap_or(&entry.serial).to_vec()),
        );
        shown.sort();
        (found.unwrap(), shown)
    }

    fn list(indirect: bool, entries: &[RevokedTemplate]) -> Crl {
        Crl::read(&der(&template(entries.to_vec(), indirect))).unwrap()
    }

    /// Compares what was found with what sets of what the lists were made of say.
    fn check(
        indirect: bool,
        earlier: &[RevokedTemplate],
        later: &[RevokedTemplate],
    ) -> Result<(), TestCaseError> {
        let [before, after] = [earlier, later].map(|entries| told_apart(indirect, entries));
        let [before_set, after_set] =
            [&before, &after].map(|all| all.iter().cloned().collect::<BTreeSet<_>>());
        let mut gone: Vec<_> = before
            .iter()
            .filter(|it| !after_set.contains(it))
            .map(|(serial, _)| serial.clone())
            .collect();
        gone.sort();
        let added = after_set.difference(&before_set).count();
        let wanted = (Comparison { vanished: gone.len(), added }, gone);
        let lists = [list(indirect, earlier), list(indirect, later)];
        for held in [1, 2, 3, 7, 1 << 10] {
            prop_assert_eq!(&difference(held, lists.each_ref()), &wanted);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// R06, R09.
        #[test]
        fn lists_differ_as_sets_of_serial_numbers_do(
            earlier in entries(), later in entries(), lost in any::<prop::sample::Index>(),
        ) {
            check(false, &earlier, &later)?;
            // The same without one entry, in another order and with repetitions.
            let mut shorter = earlier.clone();
            if !shorter.is_empty() {
                shorter.remove(lost.index(earlier.len()));
            }
            shorter.reverse();
            let twice = [shorter.clone(), shorter].concat();
            check(false, &earlier, &twice)?;
        }

        /// R07.
        #[test]
        fn on_indirect_lists_an_entry_is_told_by_its_issuer_too(
            earlier in entries(), later in entries(),
        ) {
            check(true, &earlier, &later)?;
            check(true, &earlier, &[later, earlier.clone()].concat())?;
        }
    }

    /// R09.
    #[test]
    fn one_number_written_a_thousand_times_is_held_once() {
        let earlier = list(false, &[entry(&[1]), entry(&[2])]);
        let later = list(false, &vec![entry(&[1]); 1_000]);
        let found = difference(4, [&earlier, &later]);
        assert_eq!(found, (Comparison { vanished: 1, added: 0 }, vec![vec![2]]));
    }
}
