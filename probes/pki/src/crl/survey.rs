//! What a list says of itself, what is wrong with it, and where its entries stand: everything but
//! the entries themselves, which may stay in a file.

use std::fmt;
use std::io::{self, Read, Seek};
use std::ops::Range;

use jiff::Timestamp;

use super::index::{Index, Places};
use super::source::CHUNK;
use super::{IssuingDistributionPoint, RevokedEntry, entry, reading};
use crate::algorithm::{self, AlgorithmIdentifier, HashAlgorithm, PublicKey, SignatureError};
use crate::certificate::{AuthorityKeyId, Certificate, KeyUsage, Unreadable};
use crate::finding::{CodePage, Finding, Fingerprint, codes, instant};
use crate::name::Name;
use crate::tlv::Slice;

/// Why a list could not be surveyed.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// The reader failed.
    #[error("the list could not be read to its end")]
    Input(#[from] io::Error),
    /// The octets are no list.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

/// A list that was read once, from its first octet to its last, and is not held in memory:
/// eight octets for each entry remain, and they say where its serial number stands.
pub struct Survey {
    pub(super) octets: u64,
    pub(super) fingerprint: Fingerprint,
    pub(super) issuer: Name,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Option<Timestamp>,
    /// Where in the list its signed part stands.
    pub(super) signed: Range<u64>,
    /// Where in the list its entries stand.
    pub(super) entries: Range<u64>,
    pub(super) count: usize,
    pub(super) rising: bool,
    pub(super) number: Option<Vec<u8>>,
    pub(super) delta_base: Option<Vec<u8>>,
    pub(super) scope: Option<IssuingDistributionPoint>,
    pub(super) authority_key_id: Option<AuthorityKeyId>,
    pub(super) expired_since: Option<Timestamp>,
    pub(super) freshest_urls: Vec<String>,
    pub(super) signature_algorithm: AlgorithmIdentifier,
    /// The digest of the signed part by the hash that it names itself.
    pub(super) digest: Option<(HashAlgorithm, Vec<u8>)>,
    /// The signed part, where it is at hand.
    pub(super) message: Option<Slice>,
    pub(super) signature: Vec<u8>,
    pub(super) defects: Vec<Finding>,
    /// None where there are more entries than are indexed.
    pub(super) index: Option<Index>,
    /// Entries from which on an indirect list speaks of another issuer's certificates, counted
    /// from the first entry; none where there are more than are kept.
    pub(super) issuers: Option<Vec<u64>>,
}

impl Survey {
    /// Reads a list in DER from its beginning: one pass, in bounded memory. Octets that follow the
    /// list are counted, not read.
    ///
    /// # Errors
    /// [`SurveyError`]: the reader fails, or the outer structure or the issuer cannot be found.
    pub fn read(input: impl Read + Seek) -> Result<Self, SurveyError> {
        reading::read(input, CHUNK, None)
    }

    /// [`Survey::read`] of a list whose fingerprint its keeper has, as every store of evidence has:
    /// only the signed part is hashed again. `fingerprint` is what findings say that they are about.
    ///
    /// # Errors
    /// [`SurveyError`].
    pub fn read_known(
        input: impl Read + Seek,
        fingerprint: Fingerprint,
    ) -> Result<Self, SurveyError> {
        reading::read(input, CHUNK, Some(fingerprint))
    }

    /// The same without the index of its entries, which is the greater part of what it holds:
    /// [`Survey::find`] then goes through the list from its beginning.
    #[must_use]
    pub fn without_index(mut self) -> Self {
        self.index = None;
        self
    }

    /// The entry of a certificate of `issuer`, by the serial's content octets, out of the same
    /// input that was read. On an indirect list entries belong to the issuer last named
    /// ([RFC 5280 section 5.3.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.3.3)).
    ///
    /// # Errors
    /// The reader's own.
    pub fn find(
        &self,
        input: &mut (impl Read + Seek),
        serial: &[u8],
        issuer: &Name,
    ) -> io::Result<Option<RevokedEntry>> {
        let own = self.issuer() == issuer;
        if !own && !self.is_indirect() {
            return Ok(None);
        }
        let (Some(index), Some(issuers)) = (&self.index, &self.issuers) else {
            return reading::scan(self, input, serial, issuer);
        };
        let wanted = entry::significant(serial);
        let mut places = Places::new(input, self.entries.clone());
        for place in index.places(serial) {
            let found = match places.entry(place)? {
                Some(raw) if entry::significant(raw.serial) == wanted => entry::decode(&raw),
                Some(_) | None => continue,
            };
            if !self.is_indirect() {
                return Ok(Some(found));
            }
            let before = issuers.partition_point(|start| *start <= place);
            let ours = match before.checked_sub(1).and_then(|last| issuers.get(last)) {
                None => own,
                Some(start) => {
                    let named = places.entry(*start)?;
                    let value = named.as_ref().and_then(entry::named_issuer);
                    value.is_some_and(|value| entry::names(value, issuer))
                }
            };
            if ours {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// How many octets the list has.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// Whether every serial number is above that of the entry before. RFC 5280 asks for no order.
    #[must_use]
    pub fn is_sorted(&self) -> bool {
        self.rising
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Who signed it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// When it was issued; unreadable is a fatal defect and reads as the end of time.
    #[must_use]
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one is issued at the latest.
    #[must_use]
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// cRLNumber: an unsigned number, highest octet first, without leading zeros.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.number.as_deref()
    }

    /// The number of the complete list a delta rests on; none for a complete list.
    #[must_use]
    pub fn delta_base(&self) -> Option<&[u8]> {
        self.delta_base.as_deref()
    }

    /// Which certificates and reasons it speaks of; none means all of its issuer's.
    #[must_use]
    pub fn scope(&self) -> Option<&IssuingDistributionPoint> {
        self.scope.as_ref()
    }

    /// The authority key identifier.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&AuthorityKeyId> {
        self.authority_key_id.as_ref()
    }

    /// Since when certificates stay on the list that expire while they are revoked
    /// (expiredCertsOnCRL, ITU-T X.509 clause 9.5.2.8); none when they may be taken off.
    #[must_use]
    pub fn expired_since(&self) -> Option<Timestamp> {
        self.expired_since
    }

    /// Where deltas to it lie, by its own freshestCRL
    /// ([RFC 5280 section 5.2.6](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.6)).
    #[must_use]
    pub fn freshest_urls(&self) -> &[String] {
        &self.freshest_urls
    }

    /// The algorithm of its signature.
    #[must_use]
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        &self.signature_algorithm
    }

    /// How many entries it has.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.count
    }

    /// Everything wrong with the list as it is written.
    #[must_use]
    pub fn defects(&self) -> &[Finding] {
        &self.defects
    }

    /// Whether its entries may be of other issuers' certificates.
    #[must_use]
    pub fn is_indirect(&self) -> bool {
        self.scope().is_some_and(|scope| scope.indirect)
    }

    /// Verifies the list's signature.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        let algorithm = self.signature_algorithm();
        let by_digest = match &self.digest {
            Some((hash, digest)) if algorithm.hash() == Some(*hash) => {
                algorithm::verify_digest(key, algorithm, digest, &self.signature)
            }
            Some(_) | None => Err(SignatureError::Unsupported {
                algorithm: algorithm.to_string(),
                key: key.kind().to_string(),
            }),
        };
        match (by_digest, &self.message) {
            (Err(SignatureError::Unsupported { .. }), Some(message)) => {
                algorithm::verify(key, algorithm, message.bytes(), &self.signature)
            }
            (verified, _) => verified,
        }
    }

    /// Everything that speaks against the list being the current one of `issuer` at `at`: its
    /// defects, name, right to sign, signature, times, strength. Empty or remarks: usable.
    #[must_use]
    pub fn check(&self, issuer: &Certificate, at: Timestamp) -> Vec<Finding> {
        let mut findings = self.defects.clone();
        findings.extend(self.check_signer(issuer));
        findings.extend(self.check_times(at));
        findings
    }

    /// The part of [`Survey::check`] that is about the signer.
    #[must_use]
    pub fn check_signer(&self, issuer: &Certificate) -> Vec<Finding> {
        self.check_signer_by(issuer, issuer.public_key())
    }

    /// [`Survey::check_signer`] with the signer's key as its path has it, parameters included.
    pub(crate) fn check_signer_by(&self, issuer: &Certificate, key: &PublicKey) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.issuer() != issuer.subject() {
            findings.push(
                self.fatal(&codes::CRL_ISSUER_DIFFERS)
                    .with("crl_issuer", self.issuer())
                    .with("subject", issuer.subject()),
            );
        }
        if let Some(usage) = issuer.key_usage()
            && !usage.contains(KeyUsage::CRL_SIGN)
        {
            findings.push(
                self.fatal(&codes::CRL_SIGNER_USAGE)
                    .with("key_usage", usage)
                    .with("subject", issuer.subject()),
            );
        }
        match self.verify(key) {
            Ok(()) => {}
            Err(error) if error.is_undetermined() => findings.push(
                Finding::undetermined(&codes::CRL_SIGNATURE_UNSUPPORTED)
                    .about(self.fingerprint())
                    .with("reason", error),
            ),
            Err(error) => findings.push(
                self.fatal(&codes::CRL_SIGNATURE_INVALID)
                    .with("reason", error)
                    .with("subject", issuer.subject()),
            ),
        }
        findings.extend(
            algorithm::strength(key, self.signature_algorithm())
                .into_iter()
                .map(|finding| finding.about(self.fingerprint())),
        );
        findings
    }

    /// The part of [`Survey::check`] that is about the moment.
    #[must_use]
    pub fn check_times(&self, at: Timestamp) -> Vec<Finding> {
        let mut findings = Vec::new();
        if at < self.this_update() {
            findings.push(
                self.fatal(&codes::CRL_NOT_YET_VALID)
                    .with("this_update", instant(self.this_update()))
                    .with("at", instant(at)),
            );
        }
        if let Some(next_update) = self.next_update()
            && at > next_update
        {
            findings.push(
                self.fatal(&codes::CRL_EXPIRED)
                    .with("next_update", instant(next_update))
                    .with("at", instant(at)),
            );
        }
        findings
    }

    pub(crate) fn fatal(&self, page: &CodePage) -> Finding {
        Finding::fatal(page).about(self.fingerprint())
    }
}

impl fmt::Debug for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Survey({}, {} entries)", self.issuer(), self.entries())
    }
}
