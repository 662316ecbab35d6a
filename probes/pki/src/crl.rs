//! Certificate revocation lists, of any size: read in one pass without an object per entry.
//!
//! [`Survey`] reads a list from a file or from memory and keeps what it says of itself, what is
//! wrong with it and an index; [`Crl`] is a survey together with the octets it is of.

use std::borrow::Cow;
use std::fmt;
use std::io::Cursor;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::certificate::{
    self, DistributionPointName, GeneralName, ReasonFlags, Unreadable,
};
use crate::finding::{Finding, codes};
use crate::name::Name;
use crate::tlv::{self, Malformed, Slice};

mod entry;
mod extensions;
mod index;
mod reading;
mod source;
mod status;
mod survey;
mod tally;

pub use entry::{Reason, RevokedEntry};
pub use index::INDEX_LIMIT;
pub use status::{Listed, RevocationStatus, status, status_of};
pub(crate) use status::{accepts_delta, look_up};
pub use survey::{Survey, SurveyError};

use entry::Entries;

/// The largest CRL that is read, in octets.
pub const CRL_LIMIT: usize = 1 << 30;

/// A certificate revocation list, owned; clones share it.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    der: Arc<[u8]>,
    survey: Survey,
}

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
    /// Reads one CRL in DER. Defects that leave it readable are in [`Crl::defects`].
    ///
    /// # Errors
    /// [`Unreadable`] when the outer structure or the issuer cannot be found.
    pub fn read(der: &[u8]) -> Result<Self, Unreadable> {
        let mut survey = survey_of(der)?;
        let length = usize::try_from(survey.octets()).unwrap_or(der.len());
        let der: Arc<[u8]> = Arc::from(der.get(..length).unwrap_or(der));
        survey.message = octets(&der, &survey.signed).map(|part| Slice::of(&der, part));
        Ok(Self(Arc::new(Inner { der, survey })))
    }

    /// The whole list.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Every entry that can be read, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = RevokedEntry> + '_ {
        let entries = octets(&self.0.der, &self.0.survey.entries).unwrap_or_default();
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
        // Memory does not fail.
        self.0.survey.find(&mut Cursor::new(self.der()), serial, issuer).unwrap_or_default()
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
        Arc::ptr_eq(&self.0, &other.0) || self.der() == other.der()
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
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::Weight;
    use crate::certificate::tests::{bytes, one, shared};

    fn crl(path: std::path::PathBuf) -> Crl {
        let (crl, findings) = read_crl(&bytes(&path));
        assert_eq!(findings, []);
        crl.unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn codes_of(findings: &[Finding], least: Weight) -> Vec<&'static str> {
        findings
            .iter()
            .filter(|finding| finding.weight >= least)
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn the_four_national_lists_are_read_and_verify_under_their_issuers() {
        let Some(shared) = shared("kz-pki") else { return };
        // FACTS.md section 1.3: file, issuer, thisUpdate, nextUpdate, number, entries.
        let rows = [
            (
                "nca_gost2022_test_2022-07.crl",
                "nca_gost2015_test.cer",
                "2022-07-27",
                "2023-01-23",
                4,
                6,
            ),
            (
                "nca_gost2022_test_2025-04.crl",
                "nca_gost2015_test.cer",
                "2025-04-29",
                "2025-10-26",
                14,
                54,
            ),
            (
                "nca_gost2022_d_test_2025-04.crl",
                "nca_gost2015_test.cer",
                "2025-04-29",
                "2025-10-26",
                10,
                0,
            ),
            ("nca_rsa_test.crl", "nca_rsa_test_2018.crt", "2022-03-29", "2022-09-25", 9, 126),
        ];
        for (file, issuer, this_update, next_update, number, entries) in rows {
            let crl = crl(shared.join("revocation").join(file));
            let issuer = one(shared.join("ca").join(issuer));
            assert!(crl.this_update().to_string().starts_with(this_update), "{file}");
            assert!(crl.next_update().unwrap().to_string().starts_with(next_update), "{file}");
            assert_eq!(crl.number(), Some(&[number][..]), "{file}");
            assert_eq!(crl.entries(), entries, "{file}");
            assert_eq!(crl.iter().count(), entries, "{file}");
            assert_eq!(crl.defects(), [], "{file}");
            let findings = crl.check(&issuer, crl.this_update());
            assert_eq!(codes_of(&findings, Weight::Undetermined), [""; 0], "{file}");
            let findings = crl.check(&issuer, at("2026-11-22T00:00:00Z"));
            assert_eq!(codes_of(&findings, Weight::Undetermined), ["crl.expired"], "{file}");
            let findings = crl.check(&issuer, at("2021-01-01T00:00:00Z"));
            assert_eq!(codes_of(&findings, Weight::Undetermined), ["crl.this-update-in-future"]);
            let root = one(shared.join("ca/root_test_gost_2022.cer"));
            let findings = codes_of(&crl.check(&root, crl.this_update()), Weight::Fatal);
            assert_eq!(findings, ["crl.issuer-differs", "crl.signature-invalid"], "{file}");
        }
    }

    #[test]
    fn the_national_delta_numbered_below_its_base_is_accepted() {
        let Some(shared) = shared("kz-pki") else { return };
        let base = crl(shared.join("revocation/nca_gost2022_test_2025-04.crl"));
        let delta = crl(shared.join("revocation/nca_gost2022_d_test_2025-04.crl"));
        let issuer = one(shared.join("ca/nca_gost2015_test.cer"));
        assert_eq!(delta.delta_base(), Some(&[14][..]));
        let day = at("2025-05-01T00:00:00Z");
        let listed = base.iter().next().unwrap();
        let deltas = [delta];
        let revoked = status(&listed.serial, &issuer, &base, &deltas, day);
        let RevocationStatus::Revoked { crl, date, findings, .. } = revoked else {
            panic!("{revoked:?}")
        };
        assert_eq!((crl, date), (base.fingerprint(), listed.date));
        assert_eq!(codes_of(&findings, Weight::Remark), ["crl.delta-number-below-base"]);
        assert!(matches!(
            status(&[0x77], &issuer, &base, &deltas, day),
            RevocationStatus::Good { .. }
        ));
        let [delta] = &deltas;
        assert!(matches!(
            status(&[0x77], &issuer, delta, &[], day),
            RevocationStatus::Unknown { .. }
        ));
        // Both are stale today, so nothing is known.
        let today = at("2026-11-22T00:00:00Z");
        let RevocationStatus::Unknown { findings } =
            status(&listed.serial, &issuer, &base, &deltas, today)
        else {
            panic!()
        };
        assert_eq!(codes_of(&findings, Weight::Fatal), ["crl.expired"]);
    }
}
