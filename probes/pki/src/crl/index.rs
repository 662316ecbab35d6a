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

/// How many of the highest bits of a key say in which part of the index it is: keys are sorted in
/// parts that a processor holds near.
const PART_BITS: u32 = 8;
/// Up to how many octets of entries one part is enough.
const ONE_PART: u64 = 1 << 19;
/// Room is made for entries of so many octets; of shorter ones there are more.
const USUAL: u64 = 32;
/// From how many keys on they are sorted on two threads.
const THREADED: usize = 1 << 16;

/// The index of one list.
#[derive(Clone, Debug)]
pub(super) struct Index {
    hash: SerialHash,
    /// The keys by their highest bits, so that each part is sorted by itself.
    parts: Vec<Vec<u64>>,
    /// How far a key is shifted, after one bit, to be the number of its part.
    shift: u32,
    count: usize,
    /// How many low bits of a key are the place.
    place_bits: u32,
}

impl Index {
    /// An empty index of entries that fill so many octets.
    pub(super) fn new(octets: u64) -> Self {
        let place_bits = (u64::BITS - octets.leading_zeros()).min(u64::BITS - 1);
        let bits = if octets > ONE_PART { PART_BITS } else { 0 };
        // Memory that is never written to is never taken.
        let room = usize::try_from((octets / USUAL) >> bits).unwrap_or_default();
        let room = room.min(INDEX_LIMIT >> bits);
        let parts = (0..1 << bits).map(|_| Vec::with_capacity(room)).collect();
        Self { hash: SerialHash::new(), parts, shift: u64::BITS - 1 - bits, count: 0, place_bits }
    }

    /// How many entries are indexed.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds the entry at a place counted from the first entry.
    #[inline]
    pub(super) fn push(&mut self, serial: &[u8], place: u64) {
        let key = self.key(serial) | place;
        let part = self.part_of(key);
        if let Some(part) = self.parts.get_mut(part) {
            part.push(key);
            self.count += 1;
        }
    }

    /// Brings the keys into order, after the last entry.
    pub(super) fn sort(&mut self) {
        fn sorted(parts: &mut [Vec<u64>]) {
            parts.iter_mut().for_each(|part| part.sort_unstable());
        }
        if self.len() < THREADED {
            return sorted(&mut self.parts);
        }
        let middle = self.parts.len() / 2;
        let (low, high) = self.parts.split_at_mut(middle);
        let apart = thread::scope(|scope| {
            let apart = thread::Builder::new().spawn_scoped(scope, || sorted(low)).is_ok();
            sorted(high);
            apart
        });
        // Without another thread the lower half is sorted here.
        if !apart {
            sorted(low);
        }
    }

    /// Where entries of this serial number may stand, in the order of the list.
    pub(super) fn places(&self, serial: &[u8]) -> impl Iterator<Item = u64> {
        let wanted = self.key(serial);
        let part = self.parts.get(self.part_of(wanted)).map_or(&[][..], Vec::as_slice);
        let start = part.partition_point(|key| *key < wanted);
        let keys = part.get(start..).unwrap_or_default().iter();
        keys.take_while(move |key| self.hash_of(**key) == wanted).map(|key| self.place_of(*key))
    }

    /// The places of entries whose serial numbers have one hash, where there are several.
    pub(super) fn collisions(&self) -> impl Iterator<Item = impl Iterator<Item = u64>> {
        self.parts
            .iter()
            .flat_map(|part| part.chunk_by(|one, two| self.hash_of(*one) == self.hash_of(*two)))
            .filter(|keys| keys.len() > 1)
            .map(|keys| keys.iter().map(|key| self.place_of(*key)))
    }

    #[inline]
    fn part_of(&self, key: u64) -> usize {
        usize::try_from(key >> 1 >> self.shift).unwrap_or_default()
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
pub(super) struct SerialHash {
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

    /// The same whose key follows from `seed`, so that it is the same everywhere.
    pub(super) fn keyed(seed: &[u8]) -> Self {
        let number = |at: u8| {
            let digest = Sha256::new().chain_update(seed).chain_update([at]).finalize();
            digest.first_chunk().copied().map_or(0, u128::from_be_bytes)
        };
        Self { start: number(0), factors: [number(1), number(2), number(3), number(4)] }
    }

    /// The hash of numbers that belong to an issuer: another for each.
    pub(super) fn under(&self, issuer: &[u8]) -> Self {
        let seed = [&self.start.to_be_bytes(), issuer].concat();
        Self::keyed(&seed)
    }

    #[inline]
    pub(super) fn of(&self, serial: &[u8]) -> u64 {
        let words = words(serial);
        let sum = words.iter().zip(&self.factors).fold(self.start, |sum, (word, factor)| {
            sum.wrapping_add(factor.wrapping_mul(u128::from(*word)))
        });
        let [high @ .., _, _, _, _, _, _, _, _] = sum.to_be_bytes();
        u64::from_be_bytes(high)
    }
}

/// A serial number as four words, different for different numbers: its length, then its octets, of
/// which some may stand in two words.
#[inline]
fn words(serial: &[u8]) -> [u64; 4] {
    let length = serial.len() as u64;
    // Twenty octets are the longest serial number that RFC 5280 allows.
    let (Some(first), Some(last), 8..=24) =
        (serial.first_chunk(), serial.last_chunk(), serial.len())
    else {
        return unusual_words(serial);
    };
    let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    let middle = match serial.get(8..16).and_then(<[u8]>::first_chunk) {
        Some(middle) if length > 16 => u64::from_le_bytes(*middle),
        Some(_) | None => 0,
    };
    [length, first, middle, last]
}

/// [`words`] of a number shorter or longer than nearly all.
#[cold]
fn unusual_words(serial: &[u8]) -> [u64; 4] {
    let digest: [u8; 32];
    let mut octets = [0_u8; 8];
    match octets.get_mut(..serial.len()) {
        Some(place) => {
            place.copy_from_slice(serial);
            [serial.len() as u64, u64::from_le_bytes(octets), 0, 0]
        }
        None => {
            digest = Sha256::digest(serial).into();
            let (words, _) = digest.as_chunks::<8>();
            let mut longer = [u64::MAX; 4];
            for (word, octets) in longer.iter_mut().skip(1).zip(words) {
                *word = u64::from_le_bytes(*octets);
            }
            longer
        }
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
