//! A list where it lies: surveyed in one pass, looked up in place, held in memory only as PEM.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};
use std::ops::Deref;

use ::pki::Survey;
use ::pki::crl::{Comparison, Crl, Input, RevokedEntry, Stored, SurveyError, compare, der_of};
use ::pki::name::Name;
use model::{Content, Note, ReadSeek, Unread};

/// The most of a list in PEM that is decoded, in octets: it has to be held. A list is fetched as
/// DER, so that this bounds none that is as it should be.
const MOST_PEM: u64 = 64 << 20;

/// A list that was read, and where it is.
pub(crate) struct List {
    survey: Survey,
    content: Content,
    /// The DER of a list in PEM.
    decoded: Option<Vec<u8>>,
}

/// Why there is no list.
#[derive(Debug)]
pub(crate) enum NoList {
    /// The octets are none, for this reason.
    Unreadable(String),
    /// What was kept could not be read back.
    Unread(Unread),
}

impl List {
    /// Reads a list out of a body, in DER or in PEM. The octets are those that were seen: they are
    /// hashed while they are read.
    pub(crate) fn read(content: &Content) -> Result<Self, NoList> {
        if starts_as_der(content)? {
            let survey = survey(content)?;
            return Ok(Self { survey, content: content.clone(), decoded: None });
        }
        if content.length() > MOST_PEM {
            let (length, most) = (content.length(), MOST_PEM);
            return Err(NoList::Unread(Unread::Large { length, most }));
        }
        let mut octets = Vec::new();
        content.stream()?.read_to_end(&mut octets).map_err(Unread::Lost)?;
        let der = der_of(&octets).map_err(|reason| NoList::Unreadable(reason.to_owned()))?;
        let survey = Survey::read(Cursor::new(&*der)).map_err(|it| unreadable(&it))?;
        let decoded = match der {
            Cow::Owned(der) => der,
            Cow::Borrowed(part) => part.to_vec(),
        };
        Ok(Self { survey, content: content.clone(), decoded: Some(decoded) })
    }

    /// What was kept of the list, to name it by where it cannot be read again.
    pub(crate) fn unread(&self, error: &Unread) -> Note {
        error.note(&self.survey.issuer().to_string(), &self.content.id())
    }

    /// Without the index of its entries, of eight octets each: for whoever looks up nothing.
    pub(super) fn unindexed(self) -> Self {
        Self { survey: self.survey.without_index(), ..self }
    }

    /// How the entries of a later list differ, each that it lost shown to `vanished`.
    ///
    /// # Errors
    ///
    /// [`Unread::Lost`] where a list cannot be looked into again.
    pub(super) fn compare(
        &self,
        later: &Self,
        vanished: impl FnMut(&RevokedEntry),
    ) -> Result<Comparison, Unread> {
        let (mut earlier_input, mut later_input) = (self.open()?, later.open()?);
        let earlier = (&self.survey, &mut earlier_input);
        Ok(compare(earlier, (&later.survey, &mut later_input), vanished)?)
    }

    /// The DER of the list.
    fn open(&self) -> Result<Box<dyn ReadSeek + '_>, Unread> {
        match &self.decoded {
            Some(der) => Ok(Box::new(Cursor::new(der.as_slice()))),
            None => self.content.open(),
        }
    }

    /// The body that the list came in.
    pub(super) fn body(&self) -> &Content {
        &self.content
    }

    /// Whether it came in PEM.
    pub(super) fn is_armoured(&self) -> bool {
        self.decoded.is_some()
    }

    /// The same for the engine that judges paths. Whoever gives it to the engine asks
    /// [`Crl::lookup_failed`] afterwards.
    pub(crate) fn for_paths(self) -> Crl {
        let Self { survey, content, decoded } = self;
        let store: Box<dyn Stored> = match decoded {
            Some(der) => Box::new(Decoded(der)),
            None => Box::new(Lying(content)),
        };
        Crl::stored(survey, store)
    }

    /// The entry of a certificate of `issuer`, by the serial's content octets.
    ///
    /// # Errors
    ///
    /// [`Unread::Lost`] where the list cannot be looked into again.
    pub(crate) fn find(
        &self,
        serial: &[u8],
        issuer: &Name,
    ) -> Result<Option<RevokedEntry>, Unread> {
        Ok(self.survey.find(&mut self.open()?, serial, issuer)?)
    }
}

/// The octets of a list where they lie.
struct Lying(Content);

impl Stored for Lying {
    fn open(&self) -> io::Result<Box<dyn Input + '_>> {
        Ok(Box::new(self.0.open().map_err(io::Error::other)?))
    }
}

/// The octets of a list that came as PEM.
struct Decoded(Vec<u8>);

impl Stored for Decoded {
    fn open(&self) -> io::Result<Box<dyn Input + '_>> {
        Ok(Box::new(Cursor::new(&self.0)))
    }
}

impl Deref for List {
    type Target = Survey;

    fn deref(&self) -> &Survey {
        &self.survey
    }
}

impl From<Unread> for NoList {
    fn from(error: Unread) -> Self {
        Self::Unread(error)
    }
}

/// The first octets of a body, at most `most`. They prove nothing until the body was checked.
pub(crate) fn beginning(content: &Content, most: u64) -> Result<Vec<u8>, Unread> {
    let mut octets = Vec::new();
    content.open()?.take(most).read_to_end(&mut octets)?;
    Ok(octets)
}

fn starts_as_der(content: &Content) -> Result<bool, Unread> {
    Ok(beginning(content, 1)? == [0x30])
}

fn survey(content: &Content) -> Result<Survey, NoList> {
    let read = Survey::read(content.open()?);
    // The digest of the list is that of the body, unless something follows the list.
    if read.as_ref().is_ok_and(|it| it.fingerprint().as_bytes() == &content.id().0) {
        return read.map_err(|it| unreadable(&it));
    }
    content.check()?;
    read.map_err(|error| match error {
        SurveyError::Input(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            NoList::Unread(Unread::Lost(error))
        }
        SurveyError::Input(_) | SurveyError::Unreadable(_) => unreadable(&error),
    })
}

fn unreadable(error: &SurveyError) -> NoList {
    NoList::Unreadable(match error {
        SurveyError::Unreadable(reason) => reason.to_string(),
        // The octets are those that were seen: what ends before its end is cut short.
        SurveyError::Input(error) => error.to_string(),
    })
}
