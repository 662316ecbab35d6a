//! A list as it comes from a reader: through bounded buffers, hashed while it passes.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::entry::ENTRY_LIMIT;
use crate::algorithm::{HashAlgorithm, Hasher};

/// How much is read at once, in octets.
pub(super) const CHUNK: usize = 1 << 18;
/// How many chunks may wait for the hashes.
const CHUNKS: usize = 8;
/// From how many chunks on every hash has a thread of its own.
const THREADED: usize = 4;

/// The octets of one list, read in order. At most [`ENTRY_LIMIT`] of them are seen at once.
pub(super) struct Source<R> {
    input: R,
    /// How much is read at once.
    size: usize,
    /// The chunk at hand: what was left of the one before, then what was read.
    chunk: Arc<Vec<u8>>,
    /// The part of the chunk that has not been taken yet.
    unread: Range<usize>,
    /// Where in the list the unread part begins.
    position: u64,
    /// How much of the list is still with the reader.
    left: u64,
    /// Room before what is read for what was left of the chunk before.
    headroom: usize,
    spare: VecDeque<Arc<Vec<u8>>>,
    /// Where the first element stands whose length is not as DER writes it.
    pub(super) not_der: Option<u64>,
    watches: Vec<Watch>,
    kept: Option<Kept>,
    threaded: bool,
    released: Receiver<()>,
    release: Sender<()>,
}

/// A part of the list that is being kept.
struct Kept {
    octets: Vec<u8>,
    end: u64,
}

/// A part of the list that is being hashed.
struct Watch {
    range: Range<u64>,
    hash: Hash,
}

enum Hash {
    Here(Box<Hasher>),
    Thread { parts: Sender<Part>, digest: JoinHandle<Vec<u8>> },
}

/// A part of a chunk, on its way to a hash.
type Part = (Arc<Vec<u8>>, Range<usize>);

impl<R: Read> Source<R> {
    /// The next `length` octets of the reader, `size` at once.
    pub(super) fn new(input: R, length: u64, size: usize) -> Self {
        let (release, released) = mpsc::channel();
        Self {
            input,
            size,
            chunk: Arc::default(),
            unread: 0..0,
            position: 0,
            left: length,
            headroom: if length > size as u64 { ENTRY_LIMIT } else { 0 },
            spare: VecDeque::new(),
            not_der: None,
            watches: Vec::new(),
            kept: None,
            threaded: length >= (size * THREADED) as u64,
            released,
            release,
        }
    }

    /// Where in the list the next octet stands.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// What has been read and not taken.
    pub(super) fn unread(&self) -> &[u8] {
        self.chunk.get(self.unread.clone()).unwrap_or_default()
    }

    /// At least `size` octets, of which there may be [`ENTRY_LIMIT`]; fewer only at the end of the
    /// list.
    pub(super) fn need(&mut self, size: usize) -> io::Result<&[u8]> {
        let size = size.min(ENTRY_LIMIT);
        while self.unread.len() < size && self.left > 0 {
            self.load()?;
        }
        Ok(self.unread())
    }

    /// Takes octets that were seen.
    pub(super) fn advance(&mut self, size: usize) {
        let size = size.min(self.unread.len());
        self.unread.start += size;
        self.position += size as u64;
    }

    /// Takes `size` octets into memory of their own.
    pub(super) fn take(&mut self, size: usize) -> io::Result<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < size {
            let seen = self.need(1)?;
            let part = seen.get(..seen.len().min(size - taken.len())).unwrap_or_default();
            if part.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            taken.extend_from_slice(part);
            let length = part.len();
            self.advance(length);
        }
        Ok(taken)
    }

    /// Leaves out everything before a place.
    pub(super) fn skip_to(&mut self, place: u64) -> io::Result<()> {
        while self.position < place {
            let seen = self.need(1)?.len();
            if seen == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.advance(seen.min(usize::try_from(place - self.position).unwrap_or(seen)));
        }
        Ok(())
    }

    /// Hashes a part of the list that begins with `before`, taken already, and goes on from here.
    pub(super) fn watch(&mut self, algorithm: HashAlgorithm, before: &[u8], range: Range<u64>) {
        let mut hasher = Hasher::new(algorithm);
        hasher.update(before);
        let hash = if self.threaded {
            Hash::on_a_thread(hasher, self.release.clone())
        } else {
            Hash::Here(Box::new(hasher))
        };
        let mut watch = Watch { range: self.position.max(range.start)..range.end, hash };
        watch.see(&self.chunk, self.unread.clone(), self.position);
        self.watches.push(watch);
    }

    /// Keeps a part of the list that begins with `before`, taken already, up to `end`.
    pub(super) fn keep(&mut self, before: &[u8], end: u64) {
        let mut kept = Kept { octets: before.to_vec(), end };
        kept.see(self.unread(), self.position);
        self.kept = Some(kept);
    }

    /// What was to be kept.
    pub(super) fn kept(&mut self) -> Option<Vec<u8>> {
        self.kept.take().map(|kept| kept.octets)
    }

    /// The digests of the parts watched, in the order in which they were asked for, and the reader.
    pub(super) fn finish(self) -> (Vec<Vec<u8>>, R) {
        (self.watches.into_iter().map(|watch| watch.hash.finish()).collect(), self.input)
    }

    /// Reads the next chunk behind what is unread.
    fn load(&mut self) -> io::Result<()> {
        let kept = self.unread.len();
        let room = usize::try_from(self.left).unwrap_or(self.size).min(self.size);
        let mut next = self.spare_chunk(room);
        let seam = self.headroom;
        let start = seam.saturating_sub(kept);
        // Nobody else holds a spare chunk, so nothing is copied here.
        let chunk = Arc::make_mut(&mut next);
        if let Some(place) = chunk.get_mut(start..seam) {
            place.copy_from_slice(self.unread());
        }
        self.input.read_exact(chunk.get_mut(seam..seam + room).unwrap_or_default())?;
        let before = std::mem::replace(&mut self.chunk, next);
        if !before.is_empty() {
            self.spare.push_back(before);
        }
        self.unread = start..seam + room;
        self.left -= room as u64;
        let place = self.position + kept as u64;
        for watch in &mut self.watches {
            watch.see(&self.chunk, seam..seam + room, place);
        }
        if let Some(kept) = &mut self.kept {
            kept.see(self.chunk.get(seam..seam + room).unwrap_or_default(), place);
        }
        Ok(())
    }

    /// A chunk that no hash looks at any more.
    fn spare_chunk(&mut self, room: usize) -> Arc<Vec<u8>> {
        if let Some(mut oldest) = self.spare.pop_front() {
            if Arc::get_mut(&mut oldest).is_some() {
                return oldest;
            }
            self.spare.push_front(oldest);
        }
        while self.spare.len() >= CHUNKS {
            // Every hash says so when it has let a chunk go. One that says nothing for so long
            // costs a chunk of memory and not the answer.
            let released = self.released.recv_timeout(Duration::from_secs(1)).is_ok();
            if let Some(mut oldest) = self.spare.pop_front() {
                if Arc::get_mut(&mut oldest).is_some() {
                    return oldest;
                }
                self.spare.push_front(oldest);
            }
            if !released {
                break;
            }
        }
        Arc::new(vec![0; self.headroom + if self.headroom > 0 { self.size } else { room }])
    }
}

impl Kept {
    fn see(&mut self, part: &[u8], place: u64) {
        let left = usize::try_from(self.end.saturating_sub(place)).unwrap_or(usize::MAX);
        self.octets.extend_from_slice(part.get(..left.min(part.len())).unwrap_or_default());
    }
}

impl Watch {
    /// Hashes what of `part` of a chunk, which stands at `place` of the list, lies in the range.
    fn see(&mut self, chunk: &Arc<Vec<u8>>, part: Range<usize>, place: u64) {
        let within = |at: u64| {
            let along = usize::try_from(at.saturating_sub(place)).unwrap_or(usize::MAX);
            part.start.saturating_add(along).min(part.end)
        };
        let part = within(self.range.start)..within(self.range.end);
        if part.is_empty() {
            return;
        }
        match &mut self.hash {
            Hash::Here(hasher) => hasher.update(chunk.get(part).unwrap_or_default()),
            // A thread that is gone shows when it is asked for its digest.
            Hash::Thread { parts, .. } => drop(parts.send((Arc::clone(chunk), part))),
        }
    }
}

impl Hash {
    fn on_a_thread(hasher: Hasher, release: Sender<()>) -> Self {
        let (parts, given) = mpsc::channel::<Part>();
        let mut own = hasher.clone();
        let spawned = thread::Builder::new().spawn(move || {
            for (chunk, part) in given {
                own.update(chunk.get(part).unwrap_or_default());
                drop(chunk);
                // Nobody waits any more when the list could not be read to its end.
                let _ = release.send(());
            }
            own.finish()
        });
        match spawned {
            Ok(digest) => Self::Thread { parts, digest },
            Err(_) => Self::Here(Box::new(hasher)),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Here(hasher) => hasher.finish(),
            Self::Thread { parts, digest } => {
                drop(parts);
                digest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
        }
    }
}
