//! Where a serial number stands in a list: eight octets an entry, whatever the entries are.
//!
//! A key of the index is a hash of the serial number above the place of its entry, so one sorted
//! run of numbers answers where to look, and equal hashes stand together in the order of the list.
//! The hash only says where to look: what stands there is compared octet by octet.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::thread;

use sha2::{Digest as _, Sha256};

use super::entry::{self, ENTRY_LIMIT, RawEntry, Step};

/// The most entries that are indexed: 128 MiB of keys. A list with more is searched from its
/// beginning.
pub const INDEX_LIMIT: usize = 1 << 24;

/// The first key of the upper half.
const MIDDLE: u64 = 1 << 63;
/// From how many keys on the halves are sorted on two threads.
const THREADED: usize = 1 << 16;

/// The index of one list.
#[derive(Clone, Debug)]
pub(super) struct Index {
    hash: SerialHash,
    /// The keys below and above the middle: each half is sorted by itself, at the same time.
    halves: [Vec<u64>; 2],
    /// How many low bits of a key are the place.
    place_bits: u32,
}

impl Index {
    /// An empty index of entries that fill so many octets.
    pub(super) fn new(octets: u64) -> Self {
        let place_bits = (u64::BITS - octets.leading_zeros()).min(u64::BITS - 1);
        Self { hash: SerialHash::new(), halves: [Vec::new(), Vec::new()], place_bits }
    }

    /// How many entries are indexed.
    pub(super) fn len(&self) -> usize {
        self.halves.iter().map(Vec::len).sum()
    }

    /// Adds the entry at a place counted from the first entry.
    #[inline]
    pub(super) fn push(&mut self, serial: &[u8], place: u64) {
        let key = self.key(serial) | place;
        let [low, high] = &mut self.halves;
        if key < MIDDLE { low } else { high }.push(key);
    }

    /// Brings the keys into order, after the last entry.
    pub(super) fn sort(&mut self) {
        let many = self.len() > THREADED;
        let [low, high] = &mut self.halves;
        thread::scope(|scope| {
            let apart =
                many && thread::Builder::new().spawn_scoped(scope, || low.sort_unstable()).is_ok();
            high.sort_unstable();
            apart
        });
        // Without another thread the lower half is sorted here; else it is only looked through.
        low.sort_unstable();
    }

    /// Where entries of this serial number may stand, in the order of the list.
    pub(super) fn places(&self, serial: &[u8]) -> impl Iterator<Item = u64> {
        let wanted = self.key(serial);
        let [low, high] = &self.halves;
        let half = if wanted < MIDDLE { low } else { high };
        let start = half.partition_point(|key| *key < wanted);
        let keys = half.get(start..).unwrap_or_default().iter();
        keys.take_while(move |key| self.hash_of(**key) == wanted).map(|key| self.place_of(*key))
    }

    /// The places of entries whose serial numbers have one hash, where there are several.
    pub(super) fn collisions(&self) -> impl Iterator<Item = impl Iterator<Item = u64>> {
        self.halves
            .iter()
            .flat_map(|half| half.chunk_by(|one, two| self.hash_of(*one) == self.hash_of(*two)))
            .filter(|keys| keys.len() > 1)
            .map(|keys| keys.iter().map(|key| self.place_of(*key)))
    }

    #[inline]
    fn key(&self, serial: &[u8]) -> u64 {
        self.hash_of(self.hash.of(entry::significant(serial)))
    }

    fn hash_of(&self, key: u64) -> u64 {
        key >> self.place_bits << self.place_bits
    }

    fn place_of(&self, key: u64) -> u64 {
        key & ((1 << self.place_bits) - 1)
    }
}

/// A hash whose key nobody knows who writes a list: multilinear hashing, strongly universal
/// (Lemire and Kaser, *Strongly universal string hashing is fast*, 2014), so that two numbers
/// meet by chance alone and no list makes the index slow.
#[derive(Clone, Debug)]
struct SerialHash {
    start: u128,
    factors: [u128; 4],
}

impl SerialHash {
    fn new() -> Self {
        let random = RandomState::new();
        let number = |at: u8| {
            u128::from(random.hash_one((at, 0_u8))) << 64 | u128::from(random.hash_one((at, 1_u8)))
        };
        Self { start: number(0), factors: [number(1), number(2), number(3), number(4)] }
    }

    #[inline]
    fn of(&self, serial: &[u8]) -> u64 {
        // Twenty octets are the longest serial number that RFC 5280 allows.
        let mut octets = [0_u8; 32];
        match (octets.get_mut(8..8 + serial.len()), u8::try_from(serial.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(serial);
                octets[0] = length;
            }
            _ => octets = Sha256::digest(serial).into(),
        }
        let (words, _) = octets.as_chunks::<8>();
        let sum = words.iter().zip(&self.factors).fold(self.start, |sum, (word, factor)| {
            sum.wrapping_add(factor.wrapping_mul(u128::from(u64::from_le_bytes(*word))))
        });
        let [high @ .., _, _, _, _, _, _, _, _] = sum.to_be_bytes();
        u64::from_be_bytes(high)
    }
}

/// Entries looked at again, by their place.
pub(super) struct Places<'r, R> {
    input: &'r mut R,
    entries: Range<u64>,
    buffer: Vec<u8>,
    /// Where in the input the buffer begins.
    at: u64,
}

/// How much is read at a place far from the one before, in octets.
const NEAR: u64 = 128;
/// How much is read at a place close behind the one before.
const AHEAD: u64 = 1 << 16;

impl<'r, R: Read + Seek> Places<'r, R> {
    pub(super) fn new(input: &'r mut R, entries: Range<u64>) -> Self {
        Self { input, entries, buffer: Vec::new(), at: 0 }
    }

    /// The entry at a place counted from the first entry; none where no entry can be read.
    pub(super) fn entry(&mut self, place: u64) -> io::Result<Option<RawEntry<'_>>> {
        let at = self.entries.start.saturating_add(place);
        let mut size = 2;
        // The first look finds the header, the second the end of the entry, the third the entry.
        for _ in 0..3 {
            match entry::step(self.octets(at, size)?) {
                Step::Whole(_) => break,
                Step::Short(needed) if needed <= ENTRY_LIMIT => size = needed,
                Step::Short(_) | Step::Unreadable => return Ok(None),
            }
        }
        match entry::step(self.octets(at, size)?) {
            Step::Whole(element) => Ok(entry::raw_entry(element).ok()),
            Step::Short(_) | Step::Unreadable => Ok(None),
        }
    }

    /// What stands at a place of the input: at least `size` octets, fewer at the end of the entries.
    fn octets(&mut self, at: u64, size: usize) -> io::Result<&[u8]> {
        let wanted = at..at.saturating_add(size as u64).min(self.entries.end);
        let have = self.at..self.at + self.buffer.len() as u64;
        if wanted.start < have.start || wanted.end > have.end {
            let close = wanted.start >= have.start && wanted.start <= have.end + AHEAD;
            let read = if close { AHEAD } else { NEAR }.max(size as u64);
            let read = read.min(self.entries.end.saturating_sub(at));
            self.buffer.resize(usize::try_from(read).unwrap_or_default(), 0);
            self.at = at;
            self.input.seek(SeekFrom::Start(at))?;
            self.input.read_exact(&mut self.buffer)?;
        }
        let start = usize::try_from(at - self.at).unwrap_or(usize::MAX);
        Ok(self.buffer.get(start..).unwrap_or_default())
    }
}
