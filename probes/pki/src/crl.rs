//! Certificate revocation lists, of any size: read in one pass without an object per entry.
//!
//! [`Survey`] reads a list from a file or from memory and keeps what it says of itself, what is
//! wrong with it and an index; [`Crl`] is a survey together with the octets it is of.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Cursor, Read, Seek};
use std::ops::{Deref, Range};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::certificate::{self, DistributionPointName, GeneralName, ReasonFlags, Unreadable};
use crate::finding::{Finding, codes};
use crate::name::Name;
use crate::tlv::{self, Malformed, Slice};

mod compare;
mod entry;
mod extensions;
mod index;
mod reading;
mod source;
mod status;
mod survey;
mod tally;

pub use compare::{Comparison, compare};
pub use entry::{Reason, RevokedEntry};
pub use index::INDEX_LIMIT;
pub use status::{Listed, RevocationStatus, shown, status, status_of};
pub(crate) use status::{accepts_delta, look_up};
pub use survey::{Survey, SurveyError};

use entry::Entries;

/// The largest CRL that is read, in octets.
pub const CRL_LIMIT: usize = 1 << 30;

/// A certificate revocation list, owned; clones share it.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    octets: Octets,
    survey: Survey,
}

enum Octets {
    Held(Arc<[u8]>),
    Stored {
        store: Box<dyn Stored>,
        /// Whether a look-up could not be made.
        failed: AtomicBool,
    },
}

/// Where the octets of a list are that is not held in memory.
pub trait Stored: Send + Sync {
    /// Opens the list at its first octet.
    ///
    /// # Errors
    /// The store's own.
    fn open(&self) -> io::Result<Box<dyn Input + '_>>;
}

/// Octets that can be read from any place.
pub trait Input: Read + Seek {}

impl<T: Read + Seek> Input for T {}

/// issuingDistributionPoint ([RFC 5280 section 5.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5)):
/// which certificates and reasons the list speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuingDistributionPoint {
    /// The point whose certificates it covers.
    pub name: Option<DistributionPointName>,
    /// Only certificates of users.
    pub only_user_certificates: bool,
    /// Only certificates of authorities.
    pub only_authority_certificates: bool,
    /// Only attribute certificates.
    pub only_attribute_certificates: bool,
    /// Only these reasons.
    pub only_some_reasons: Option<ReasonFlags>,
    /// Entries may be of other issuers' certificates.
    pub indirect: bool,
}

/// Reads a CRL in DER or in one PEM block, and says what is wrong with the file.
#[must_use]
pub fn read_crl(bytes: &[u8]) -> (Option<Crl>, Vec<Finding>) {
    read_with(bytes, Crl::read)
}

/// The same for one that is not to be searched: its octets stay where they are.
#[must_use]
pub fn read_survey(bytes: &[u8]) -> (Option<Survey>, Vec<Finding>) {
    read_with(bytes, survey_of)
}

fn read_with<L>(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Result<L, Unreadable>,
) -> (Option<L>, Vec<Finding>) {
    let read = match der_of(bytes) {
        Ok(der) => read(&der).map_err(|reason| reason.to_string()),
        Err(reason) => Err(reason.to_owned()),
    };
    match read {
        Ok(list) => (Some(list), Vec::new()),
        Err(reason) => {
            let unreadable = Finding::undetermined(&codes::READING_UNREADABLE)
                .with("object", "CRL")
                .with("position", 1)
                .with("reason", reason);
            (None, vec![unreadable])
        }
    }
}

/// The DER inside a file.
///
/// # Errors
/// Why there is none: neither DER nor PEM, or PEM that cannot be decoded.
pub fn der_of(bytes: &[u8]) -> Result<Cow<'_, [u8]>, &'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.first() == Some(&tlv::SEQUENCE) {
        return Ok(Cow::Borrowed(bytes));
    }
    let body = pem_body(bytes).ok_or("neither DER nor PEM")?;
    certificate::base64(body, CRL_LIMIT).map(Cow::Owned)
}

fn survey_of(der: &[u8]) -> Result<Survey, Unreadable> {
    Survey::read(Cursor::new(der)).map_err(|error| match error {
        SurveyError::Unreadable(reason) => reason,
        // Memory does not fail; what ends before its end is cut short.
        SurveyError::Input(_) => Malformed::Header.into(),
    })
}

fn pem_body(bytes: &[u8]) -> Option<&[u8]> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, after) = text.split_once("-----BEGIN X509 CRL-----")?;
    let (body, _) = after.split_once("-----END X509 CRL-----")?;
    Some(body.as_bytes())
}

impl Crl {
    /// Reads one CRL in DER. Defects that leave it readable are in [`Survey::defects`].
    ///
    /// # Errors
    /// [`Unreadable`] when the outer structure or the issuer cannot be found.
    pub fn read(der: &[u8]) -> Result<Self, Unreadable> {
        let mut survey = survey_of(der)?;
        let length = usize::try_from(survey.octets()).unwrap_or(der.len());
        let der: Arc<[u8]> = Arc::from(der.get(..length).unwrap_or(der));
        survey.message = octets(&der, &survey.signed).map(|part| Slice::of(&der, part));
        Ok(Self(Arc::new(Inner { octets: Octets::Held(der), survey })))
    }

    /// A list that was surveyed and stays where it is: entries are looked up there. Whoever asks
    /// one has to ask [`Crl::lookup_failed`] before anything rests on the answers.
    #[must_use]
    pub fn stored(survey: Survey, store: Box<dyn Stored>) -> Self {
        let octets = Octets::Stored { store, failed: AtomicBool::new(false) };
        Self(Arc::new(Inner { octets, survey }))
    }

    /// Whether a look-up in a stored list could not be made: then "not found" says nothing.
    #[must_use]
    pub fn lookup_failed(&self) -> bool {
        match &self.0.octets {
            Octets::Held(_) => false,
            Octets::Stored { failed, .. } => failed.load(Ordering::Relaxed),
        }
    }

    /// The whole list, where it is held in memory; nothing of a stored one.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        match &self.0.octets {
            Octets::Held(der) => der,
            Octets::Stored { .. } => &[],
        }
    }

    /// The octets that are signed.
    #[cfg(test)]
    pub(crate) fn tbs(&self) -> &[u8] {
        octets(self.der(), &self.0.survey.signed).unwrap_or_default()
    }

    /// Every entry of a list held in memory that can be read, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = RevokedEntry> + '_ {
        let entries = octets(self.der(), &self.0.survey.entries).unwrap_or_default();
        Entries::new(entries).filter_map(|raw| Some(entry::decode(&raw.ok()?)))
    }

    /// The entry of a certificate of the list's own issuer, by the serial's content octets.
    #[must_use]
    pub fn entry(&self, serial: &[u8]) -> Option<RevokedEntry> {
        self.find(serial, self.issuer())
    }

    /// The entry of a certificate of `issuer`: on an indirect list entries belong to the issuer
    /// last named ([RFC 5280 section 5.3.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.3)).
    #[must_use]
    pub fn find(&self, serial: &[u8], issuer: &Name) -> Option<RevokedEntry> {
        let survey = &self.0.survey;
        match &self.0.octets {
            // Memory does not fail.
            Octets::Held(der) => {
                survey.find(&mut Cursor::new(der), serial, issuer).unwrap_or_default()
            }
            Octets::Stored { store, failed } => {
                let found = store.open().and_then(|mut it| survey.find(&mut it, serial, issuer));
                found.unwrap_or_else(|_| {
                    failed.store(true, Ordering::Relaxed);
                    None
                })
            }
        }
    }
}

impl Deref for Crl {
    type Target = Survey;

    fn deref(&self) -> &Survey {
        &self.0.survey
    }
}

impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.fingerprint() == other.fingerprint()
    }
}

impl Eq for Crl {}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({}, {} entries)", self.issuer(), self.entries())
    }
}

/// The part of a list that stands at these places.
fn octets<'a>(der: &'a [u8], places: &Range<u64>) -> Option<&'a [u8]> {
    der.get(usize::try_from(places.start).ok()?..usize::try_from(places.end).ok()?)
}

/// Whether any of `names` is among `others`.
pub(crate) fn names_meet(names: &[GeneralName], others: &[GeneralName]) -> bool {
    names.iter().any(|name| others.contains(name))
}

#[cfg(test)]
mod tests;
