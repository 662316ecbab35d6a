use std::borrow::Cow;
use std::fmt;
use std::io::{self, Cursor, Read, Seek};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::{EvidenceId, Note};

/// Bytes that were seen: in memory where they are few, otherwise where they are stored.
///
/// The form changes nothing: two contents are equal when their bytes are, and whatever is read out
/// of a store is held against its SHA-256 before anything rests on it.
#[derive(Clone)]
pub struct Content {
    id: EvidenceId,
    length: u64,
    form: Form,
}

#[derive(Clone)]
enum Form {
    Held(Arc<[u8]>),
    Stored(Arc<dyn Store>),
}

/// Where bytes are that are not in memory: a dossier, a pack, a file of what is just being fetched.
pub trait Store: Send + Sync {
    /// Opens the bytes of this address. Whether they are the right ones is for the reader to check.
    ///
    /// # Errors
    ///
    /// What the store reports: the piece is not there, or cannot be read.
    fn open(&self, id: &EvidenceId) -> io::Result<Box<dyn ReadSeek>>;
}

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// Stored bytes could not be read back as they were seen.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// Other bytes lie where the piece was.
    #[error("the stored bytes have changed: their SHA-256 is {found}")]
    Changed {
        /// The address of what lies there now.
        found: EvidenceId,
    },
    /// The piece is larger than what is read at once.
    #[error("{length} bytes; at most {most} are read at once")]
    Large {
        /// Its length in bytes.
        length: u64,
        /// The limit in bytes.
        most: u64,
    },
    /// The store does not give it.
    #[error("the stored bytes cannot be read: {0}")]
    Lost(#[from] io::Error),
}

impl Unread {
    /// Every code that [`Unread::note`] may put into a note.
    pub const SAYS: [&str; 3] =
        ["evidence.piece-changed", "evidence.piece-lost", "evidence.piece-too-large"];

    /// The note about the piece of this source and address; what rests on it is undetermined.
    #[must_use]
    pub fn note(&self, source: &str, id: &EvidenceId) -> Note {
        let note = match self {
            Self::Changed { found } => Note::new("evidence.piece-changed").fact("found", found),
            Self::Large { length, most } => {
                Note::new("evidence.piece-too-large").fact("length", length).fact("most", most)
            }
            Self::Lost(error) => Note::new("evidence.piece-lost").fact("message", error),
        };
        note.fact("source", source).fact("sha256", id)
    }
}

impl Content {
    /// The most that [`Content::bytes`] reads into memory, in bytes. What may be longer is read by
    /// [`Content::stream`].
    pub const MOST_AT_ONCE: u64 = 16 << 20;

    /// Bytes that lie in a store. The caller took their address and their length, and whoever
    /// reads them checks both.
    #[must_use]
    pub fn stored(id: EvidenceId, length: u64, store: Arc<dyn Store>) -> Self {
        Self { id, length, form: Form::Stored(store) }
    }

    /// Bytes that are not there any more: whatever asks for them hears so.
    #[must_use]
    pub fn lost(id: EvidenceId, length: u64) -> Self {
        Self::stored(id, length, Arc::new(Nowhere))
    }

    /// The content address: SHA-256 of the bytes.
    #[must_use]
    pub const fn id(&self) -> EvidenceId {
        self.id
    }

    /// How many bytes.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The bytes where they are in memory; nothing is read.
    #[must_use]
    pub fn held(&self) -> Option<&[u8]> {
        match &self.form {
            Form::Held(bytes) => Some(bytes),
            Form::Stored(_) => None,
        }
    }

    /// All bytes at once, and no others: for records, certificates, answers of a service.
    ///
    /// # Errors
    ///
    /// [`Unread`]: they are more than [`Content::MOST_AT_ONCE`], cannot be read, or have changed.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Unread> {
        let store = match &self.form {
            Form::Held(bytes) => return Ok(Cow::Borrowed(bytes)),
            Form::Stored(store) => store,
        };
        if self.length > Self::MOST_AT_ONCE {
            return Err(Unread::Large { length: self.length, most: Self::MOST_AT_ONCE });
        }
        let mut bytes = Vec::new();
        // One more than promised, so that bytes that were added are noticed.
        let most = self.length.saturating_add(1);
        store.open(&self.id)?.take(most).read_to_end(&mut bytes)?;
        let found = EvidenceId::of(&bytes);
        if found == self.id { Ok(Cow::Owned(bytes)) } else { Err(Unread::Changed { found }) }
    }

    /// The bytes from the first to the last. The read at the end fails where they have changed, so
    /// nothing may rest on what was read before the end was reached.
    ///
    /// # Errors
    ///
    /// [`Unread::Lost`].
    pub fn stream(&self) -> Result<Stream<'_>, Unread> {
        let checked = matches!(self.form, Form::Stored(_)).then(Sha256::new);
        let left = self.length.saturating_add(1);
        Ok(Stream { id: self.id, left, checked, input: self.open()? })
    }

    /// The bytes to be read in any order, **unchecked**: for a reader that takes the SHA-256 by
    /// itself, or has had [`Content::check`] say that they are right.
    ///
    /// # Errors
    ///
    /// [`Unread::Lost`].
    pub fn open(&self) -> Result<Box<dyn ReadSeek + '_>, Unread> {
        match &self.form {
            Form::Held(bytes) => Ok(Box::new(Cursor::new(&**bytes))),
            Form::Stored(store) => Ok(store.open(&self.id)?),
        }
    }

    /// Reads stored bytes once and holds them against their address.
    ///
    /// # Errors
    ///
    /// [`Unread`].
    pub fn check(&self) -> Result<(), Unread> {
        let Form::Stored(store) = &self.form else { return Ok(()) };
        let mut hash = Sha256::new();
        let mut input = store.open(&self.id)?.take(self.length.saturating_add(1));
        copy(&mut input, |part| hash.update(part))?;
        let found = EvidenceId(hash.finalize().into());
        if found == self.id { Ok(()) } else { Err(Unread::Changed { found }) }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self { id: EvidenceId::of(&bytes), length, form: Form::Held(bytes.into()) }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.length == other.length
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Content({}, {} bytes)", self.id, self.length)
    }
}

/// The bytes of a [`Content`] in their order; those of a store are hashed while they pass.
pub struct Stream<'a> {
    id: EvidenceId,
    left: u64,
    checked: Option<Sha256>,
    input: Box<dyn ReadSeek + 'a>,
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..most) else { return Ok(0) };
        let count = if buffer.is_empty() { 0 } else { self.input.read(buffer)? };
        self.left = self.left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        if let (Some(hash), Some(part)) = (&mut self.checked, buffer.get(..count)) {
            hash.update(part);
        }
        // The end, or the one byte behind it that nobody promised.
        if (count == 0 && most > 0) || self.left == 0 {
            self.left = 0;
            if let Some(hash) = self.checked.take() {
                let found = EvidenceId(hash.finalize().into());
                if found != self.id {
                    let changed = Unread::Changed { found };
                    return Err(io::Error::new(io::ErrorKind::InvalidData, changed));
                }
            }
        }
        Ok(count)
    }
}

impl fmt::Debug for Stream<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Stream({})", self.id)
    }
}

/// A store that has nothing.
struct Nowhere;

impl Store for Nowhere {
    fn open(&self, _: &EvidenceId) -> io::Result<Box<dyn ReadSeek>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

/// Gives every part of an input to `each`.
fn copy(input: &mut impl Read, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = vec![0; 64 << 10];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => each(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store that has these bytes, whatever it is asked for.
    struct Shelf(Vec<u8>);

    impl Store for Shelf {
        fn open(&self, _: &EvidenceId) -> io::Result<Box<dyn ReadSeek>> {
            Ok(Box::new(Cursor::new(self.0.clone())))
        }
    }

    fn stored(promised: &[u8], there: &[u8]) -> Content {
        let length = u64::try_from(promised.len()).unwrap();
        Content::stored(EvidenceId::of(promised), length, Arc::new(Shelf(there.to_vec())))
    }

    fn streamed(content: &Content) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        content.stream().unwrap().read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn stored_bytes_are_those_that_were_held() {
        for bytes in [&b""[..], b"abc", &[7; 200_000]] {
            let (held, stored) = (Content::from(bytes.to_vec()), stored(bytes, bytes));
            assert_eq!(held, stored);
            for content in [held, stored] {
                assert_eq!(content.bytes().unwrap(), bytes);
                assert_eq!(streamed(&content).unwrap(), bytes);
                content.check().unwrap();
            }
        }
    }

    #[test]
    fn stored_bytes_that_changed_are_not_given_out() {
        let long = vec![7; 200_000];
        let mut other = long.clone();
        other[150_000] ^= 1;
        for (promised, there) in [
            (&b"abc"[..], &b"abd"[..]),
            (b"abc", b"ab"),
            (b"abc", b"abcd"),
            (b"abc", b""),
            (b"", b"a"),
            (&long, &other),
            (&long, &long[1..]),
        ] {
            let content = stored(promised, there);
            assert!(matches!(content.bytes(), Err(Unread::Changed { .. })), "{there:?}");
            assert!(matches!(content.check(), Err(Unread::Changed { .. })), "{there:?}");
            let error = streamed(&content).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{there:?}");
        }
    }

    #[test]
    fn what_is_lost_is_lost_and_not_empty() {
        let content = Content::lost(EvidenceId::of(b""), 0);
        assert!(matches!(content.bytes(), Err(Unread::Lost(_))));
        assert!(matches!(content.stream(), Err(Unread::Lost(_))));
        assert!(matches!(content.check(), Err(Unread::Lost(_))));
        let note = content.bytes().unwrap_err().note("a.crl", &content.id());
        assert!(Unread::SAYS.contains(&&*note.code));
    }

    #[test]
    fn what_is_too_long_is_not_read_at_once() {
        let length = Content::MOST_AT_ONCE + 1;
        let content = Content::stored(EvidenceId::of(b""), length, Arc::new(Nowhere));
        assert!(matches!(content.bytes(), Err(Unread::Large { .. })));
    }
}
