use std::env;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Content, EvidenceId, ReadSeek, Store};
use sha2::{Digest, Sha256};

/// Up to how many bytes a body is held in memory while it comes.
const MOST_HELD: usize = 1 << 20;

/// Where bodies lie that are too large for the memory, until somebody takes them in.
///
/// A file here has no name: the operating system takes it back when its last reader is gone, also
/// where the program was killed.
#[derive(Clone, Debug)]
pub(super) struct Spool {
    folder: PathBuf,
    most: u64,
    used: Arc<AtomicU64>,
}

impl Spool {
    /// A spool in the machine's folder for temporary files that takes `most` bytes at once.
    pub(super) fn new(most: u64) -> Self {
        Self { folder: env::temp_dir(), most, used: Arc::default() }
    }

    /// The same in a folder of the caller's.
    pub(super) fn within(self, folder: PathBuf) -> Self {
        Self { folder, ..self }
    }

    /// Begins a body of which `announced` bytes are said to come.
    pub(super) fn body(&self, announced: u64) -> Incoming {
        let room = usize::try_from(announced).unwrap_or(usize::MAX).min(MOST_HELD);
        Incoming { spool: self.clone(), held: Vec::with_capacity(room), file: None, length: 0 }
    }
}

/// A body that is coming.
pub(super) struct Incoming {
    spool: Spool,
    held: Vec<u8>,
    file: Option<Writing>,
    length: u64,
}

struct Writing {
    file: File,
    hash: Sha256,
    room: Room,
}

impl Incoming {
    /// How many bytes came.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Takes the next bytes.
    pub(super) fn take(&mut self, part: &[u8]) -> io::Result<()> {
        self.length = self.length.saturating_add(count(part));
        if self.file.is_none() && self.held.len().saturating_add(part.len()) <= MOST_HELD {
            self.held.extend_from_slice(part);
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        let writing = match &mut self.file {
            Some(writing) => writing,
            none => {
                let file = tempfile::tempfile_in(&self.spool.folder)?;
                let room = Room { used: Arc::clone(&self.spool.used), taken: 0 };
                none.insert(Writing { file, hash: Sha256::new(), room })
            }
        };
        for part in [held.as_slice(), part] {
            writing.room.take(count(part), self.spool.most)?;
            writing.hash.update(part);
            writing.file.write_all(part)?;
        }
        Ok(())
    }

    /// All that came.
    pub(super) fn finish(self) -> Content {
        match self.file {
            None => self.held.into(),
            Some(Writing { file, hash, room }) => {
                let id = EvidenceId(hash.finalize().into());
                let file = Mutex::new(file);
                Content::stored(id, self.length, Arc::new(Spooled(Arc::new((file, room)))))
            }
        }
    }
}

/// Room that a file takes, given back with it.
struct Room {
    used: Arc<AtomicU64>,
    taken: u64,
}

impl Room {
    fn take(&mut self, more: u64, most: u64) -> io::Result<()> {
        let before = self.used.fetch_add(more, Ordering::Relaxed);
        self.taken = self.taken.saturating_add(more);
        if before.saturating_add(more) > most {
            let full = format!("the bodies that wait to be taken in are more than {most} bytes");
            return Err(io::Error::new(io::ErrorKind::StorageFull, full));
        }
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.used.fetch_sub(self.taken, Ordering::Relaxed);
    }
}

/// A body that lies in the spool.
struct Spooled(Arc<(Mutex<File>, Room)>);

impl Store for Spooled {
    fn open(&self, _: &EvidenceId) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Reading { spooled: Arc::clone(&self.0), at: 0 }))
    }
}

/// One reader of a body. Readers share the file, so each sets the place before it reads.
struct Reading {
    spooled: Arc<(Mutex<File>, Room)>,
    at: u64,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.spooled.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(buffer)?;
        self.at = self.at.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, along) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(along) => (self.at, along),
            SeekFrom::End(along) => {
                let file = self.spooled.0.lock().unwrap_or_else(PoisonError::into_inner);
                (file.metadata()?.len(), along)
            }
        };
        self.at = base.checked_add_signed(along).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn count(part: &[u8]) -> u64 {
    u64::try_from(part.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spooled(spool: &Spool, bytes: &[u8]) -> io::Result<Content> {
        let mut body = spool.body(0);
        for part in bytes.chunks(70_000) {
            body.take(part)?;
        }
        Ok(body.finish())
    }

    #[test]
    fn a_body_is_the_same_in_memory_and_on_disk() {
        let spool = Spool::new(1 << 30);
        for length in [0, 1, MOST_HELD - 1, MOST_HELD, MOST_HELD + 1, 3 * MOST_HELD] {
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            let content = spooled(&spool, &bytes).unwrap();
            assert_eq!(content.held().is_some(), length <= MOST_HELD, "{length}");
            assert_eq!(content, Content::from(bytes.clone()), "{length}");
            assert_eq!(content.bytes().unwrap(), bytes, "{length}");
            content.check().unwrap();
        }
    }

    #[test]
    fn two_readers_of_one_body_do_not_disturb_each_other() {
        let bytes: Vec<u8> = (0..=250).cycle().take(3 * MOST_HELD).collect();
        let content = spooled(&Spool::new(1 << 30), &bytes).unwrap();
        let (mut one, mut other) = (content.open().unwrap(), content.open().unwrap());
        let (mut first, mut second) = ([0; 10], [0; 10]);
        one.read_exact(&mut first).unwrap();
        other.seek(SeekFrom::End(-10)).unwrap();
        other.read_exact(&mut second).unwrap();
        one.read_exact(&mut first).unwrap();
        assert_eq!((&first[..], &second[..]), (&bytes[10..20], &bytes[bytes.len() - 10..]));
    }

    #[test]
    fn the_spool_takes_no_more_than_its_room_and_gives_it_back() {
        let spool = Spool::new(5 << 20);
        let bytes = vec![1; 3 << 20];
        let first = spooled(&spool, &bytes).unwrap();
        let error = spooled(&spool, &bytes).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        drop(first);
        spooled(&spool, &bytes).unwrap();
        assert_eq!(spool.used.load(Ordering::Relaxed), 0);
    }
}
