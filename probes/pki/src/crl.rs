//! Certificate revocation lists: read once without an object per entry, searched by scanning.

use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::algorithm::{self, AlgorithmIdentifier, PublicKey, SignatureError};
use crate::certificate::{
    self, AuthorityKeyId, Certificate, DistributionPointName, GeneralName, KeyUsage, ReasonFlags,
    Unreadable,
};
use crate::finding::{CodePage, Finding, Fingerprint, codes, hex, instant};
use crate::name::{self, Name};
use crate::oid::{Oid, known};
use crate::time;
use crate::tlv::{self, Malformed, Reader, Slice};

mod entry;
mod status;

pub use entry::{Reason, RevokedEntry};
pub use status::{RevocationStatus, status};
pub(crate) use status::{accepts_delta, look_up};

use entry::Entries;

/// The largest CRL that is read, in octets.
pub const CRL_LIMIT: usize = 1 << 30;

/// A certificate revocation list, owned; clones share it.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    der: Arc<[u8]>,
    fingerprint: OnceLock<Fingerprint>,
    tbs: Slice,
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    entries: Slice,
    count: usize,
    number: Option<Vec<u8>>,
    delta_base: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    authority_key_id: Option<AuthorityKeyId>,
    signature_algorithm: AlgorithmIdentifier,
    signature: Slice,
    defects: Vec<Finding>,
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
    let unreadable = |reason: String| {
        Finding::undetermined(&codes::READING_UNREADABLE)
            .with("object", "CRL")
            .with("position", 1)
            .with("reason", reason)
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let decoded;
    let der = if bytes.first() == Some(&tlv::SEQUENCE) {
        bytes
    } else {
        match pem_body(bytes).map(|body| certificate::base64(body, CRL_LIMIT)) {
            Some(Ok(der)) => {
                decoded = der;
                decoded.as_slice()
            }
            Some(Err(reason)) => return (None, vec![unreadable(reason.to_owned())]),
            None => return (None, vec![unreadable("neither DER nor PEM".to_owned())]),
        }
    };
    match Crl::read(der) {
        Ok(crl) => (Some(crl), Vec::new()),
        Err(reason) => (None, vec![unreadable(reason.to_string())]),
    }
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
        if der.len() > CRL_LIMIT {
            return Err(Unreadable::TooLarge { octets: der.len(), limit: CRL_LIMIT });
        }
        let whole = Reader::lenient(der).expect(tlv::SEQUENCE)?.raw;
        let mut defects = Vec::new();
        if der.len() > whole.len() {
            defects.push(
                Finding::remark(&codes::CRL_TRAILING_DATA).with("octets", der.len() - whole.len()),
            );
        }
        let der: Arc<[u8]> = Arc::from(whole);
        let mut inner = build(&der, &mut defects)?;
        if !defects.is_empty() {
            let fingerprint = Fingerprint::of(&der);
            for defect in &mut defects {
                defect.about = Some(fingerprint);
            }
            inner.fingerprint = OnceLock::from(fingerprint);
            inner.defects = defects;
        }
        Ok(Self(Arc::new(inner)))
    }

    /// The whole list.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        *self.0.fingerprint.get_or_init(|| Fingerprint::of(&self.0.der))
    }

    /// Who signed it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// When it was issued; unreadable is a fatal defect and reads as the end of time.
    #[must_use]
    pub fn this_update(&self) -> Timestamp {
        self.0.this_update
    }

    /// When the next one is issued at the latest.
    #[must_use]
    pub fn next_update(&self) -> Option<Timestamp> {
        self.0.next_update
    }

    /// cRLNumber: an unsigned number, highest octet first, without leading zeros.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.0.number.as_deref()
    }

    /// The number of the complete list a delta rests on; none for a complete list.
    #[must_use]
    pub fn delta_base(&self) -> Option<&[u8]> {
        self.0.delta_base.as_deref()
    }

    /// Which certificates and reasons it speaks of; none means all of its issuer's.
    #[must_use]
    pub fn scope(&self) -> Option<&IssuingDistributionPoint> {
        self.0.scope.as_ref()
    }

    /// The authority key identifier.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&AuthorityKeyId> {
        self.0.authority_key_id.as_ref()
    }

    /// The algorithm of its signature.
    #[must_use]
    pub fn signature_algorithm(&self) -> &AlgorithmIdentifier {
        &self.0.signature_algorithm
    }

    /// The octets that are signed.
    #[cfg(test)]
    pub(crate) fn tbs(&self) -> &[u8] {
        self.0.tbs.bytes()
    }

    /// How many entries it has.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.0.count
    }

    /// Every entry that can be read, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = RevokedEntry> + '_ {
        Entries::new(self.0.entries.bytes())
            .filter_map(|raw| entry::decode(&self.0.entries, raw.ok()?).ok())
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
        entry::find(&self.0.entries, serial, issuer, self.issuer(), self.is_indirect())
    }

    /// Everything wrong with the list as it is written.
    #[must_use]
    pub fn defects(&self) -> &[Finding] {
        &self.0.defects
    }

    pub(crate) fn is_indirect(&self) -> bool {
        self.scope().is_some_and(|scope| scope.indirect)
    }

    /// Verifies the list's signature.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), SignatureError> {
        algorithm::verify(
            key,
            self.signature_algorithm(),
            self.0.tbs.bytes(),
            self.0.signature.bytes(),
        )
    }

    /// Everything that speaks against the list being the current one of `issuer` at `at`: its
    /// defects, name, right to sign, signature, times, strength. Empty or remarks: usable.
    #[must_use]
    pub fn check(&self, issuer: &Certificate, at: Timestamp) -> Vec<Finding> {
        let mut findings = self.0.defects.clone();
        findings.extend(self.check_signer(issuer));
        findings.extend(self.check_times(at));
        findings
    }

    /// The part of [`Crl::check`] that is about the signer.
    pub(crate) fn check_signer(&self, issuer: &Certificate) -> Vec<Finding> {
        self.check_signer_by(issuer, issuer.public_key())
    }

    /// [`Crl::check_signer`] with the signer's key as its path has it, parameters included.
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

    /// The part of [`Crl::check`] that is about the moment.
    pub(crate) fn check_times(&self, at: Timestamp) -> Vec<Finding> {
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

fn build(der: &Arc<[u8]>, defects: &mut Vec<Finding>) -> Result<Inner, Unreadable> {
    let mut outer = Reader::lenient(Reader::lenient(der).expect(tlv::SEQUENCE)?.content);
    let tbs = outer.expect(tlv::SEQUENCE)?;
    let outer_algorithm = outer.expect(tlv::SEQUENCE)?.raw;
    let signature_bits = outer.expect(tlv::BIT_STRING)?.content;
    if !outer.is_empty() {
        defects.push(Finding::remark(&codes::CRL_TRAILING_DATA).with("octets", outer.rest().len()));
    }
    let mut fields = Reader::lenient(tbs.content);
    let version = match fields.optional(tlv::INTEGER)? {
        None => 1,
        Some(integer) => {
            tlv::small_integer(integer.content).map_or(0, |version| version.saturating_add(1))
        }
    };
    let inner_algorithm = fields.expect(tlv::SEQUENCE)?.raw;
    let issuer = fields.expect(tlv::SEQUENCE)?.raw;
    if let Err(reason) = name::check(issuer) {
        defects.push(Finding::fatal(&codes::CRL_NAME).with("reason", reason));
    }
    let this_update = read_time(fields.next()?, "thisUpdate", defects);
    let next_update = match fields.peek() {
        Some(tlv::UTC_TIME | tlv::GENERALIZED_TIME) => {
            Some(read_time(fields.next()?, "nextUpdate", defects).unwrap_or(Timestamp::MIN))
        }
        _ => {
            defects.push(Finding::remark(&codes::CRL_NEXT_UPDATE_MISSING));
            None
        }
    };
    let entries = match fields.optional(tlv::SEQUENCE)? {
        Some(sequence) => Slice::of(der, sequence.content),
        None => Slice::of(der, &[]),
    };
    let count = scan_entries(&entries, defects);
    let mut extensions = Extensions::default();
    if let Some(element) = fields.optional(tlv::context_constructed(0))? {
        read_extensions(&Slice::of(der, element.content), &mut extensions, defects);
        if version != 2 {
            defects.push(Finding::remark(&codes::CRL_VERSION).with("version", version));
        }
    }
    if !fields.is_empty() {
        defects
            .push(Finding::remark(&codes::CRL_TRAILING_DATA).with("octets", fields.rest().len()));
    }
    let signature_algorithm = AlgorithmIdentifier::from_der(outer_algorithm)?;
    if inner_algorithm != outer_algorithm {
        let inner = AlgorithmIdentifier::from_der(inner_algorithm);
        if !inner.as_ref().is_ok_and(|inner| *inner == signature_algorithm) {
            let inner = inner.map_or_else(|reason| reason.to_string(), |inner| inner.to_string());
            defects.push(
                Finding::fatal(&codes::CRL_ALGORITHM_MISMATCH)
                    .with("inner", inner)
                    .with("outer", &signature_algorithm),
            );
        }
    }
    let signature = match tlv::whole_octets(signature_bits) {
        Ok(octets) => octets,
        Err(reason) => {
            defects.push(Finding::fatal(&codes::CRL_SIGNATURE_BITS).with("reason", reason));
            &[]
        }
    };
    Ok(Inner {
        fingerprint: OnceLock::new(),
        tbs: Slice::of(der, tbs.raw),
        issuer: Name::from_slice(Slice::of(der, issuer)),
        this_update: this_update.unwrap_or(Timestamp::MAX),
        next_update,
        entries,
        count,
        number: extensions.number,
        delta_base: extensions.delta_base,
        scope: extensions.scope,
        authority_key_id: extensions.authority_key_id,
        signature_algorithm,
        signature: Slice::of(der, signature),
        defects: Vec::new(),
        der: Arc::clone(der),
    })
}

fn read_time(
    element: tlv::Element<'_>,
    field: &'static str,
    defects: &mut Vec<Finding>,
) -> Option<Timestamp> {
    let read = time::read(&element);
    match read.map(|read| read.defect) {
        None => defects.push(
            Finding::fatal(&codes::CRL_TIME_UNREADABLE)
                .with("field", field)
                .with("text", time::shown(element.content)),
        ),
        Some(Some(reason)) => defects.push(
            Finding::remark(&codes::CRL_TIME_FORM)
                .with("field", field)
                .with("text", time::shown(element.content))
                .with("reason", reason),
        ),
        Some(None) => {}
    }
    read.map(|read| read.at)
}

/// Counts the entries and looks for what makes the whole list unusable: an entry that cannot be
/// read, or one with a critical extension nobody here understands
/// ([RFC 5280 section 5.3](https://www.rfc-editor.org/rfc/rfc5280#section-5.3)).
fn scan_entries(entries: &Slice, defects: &mut Vec<Finding>) -> usize {
    let mut count = 0;
    let mut malformed = 0_usize;
    let mut first_reason = None;
    let mut unknown: Option<(Oid, Vec<u8>)> = None;
    for raw in Entries::new(entries.bytes()) {
        count += 1;
        match raw.and_then(|raw| Ok((raw.serial, entry::unknown_critical(&raw)?))) {
            Ok((serial, Some(oid))) => {
                unknown.get_or_insert_with(|| (oid, serial.to_vec()));
            }
            Ok((_, None)) => {}
            Err(reason) => {
                malformed += 1;
                first_reason.get_or_insert(reason);
            }
        }
    }
    if let Some(reason) = first_reason {
        defects.push(
            Finding::fatal(&codes::CRL_ENTRY_MALFORMED)
                .with("count", malformed)
                .with("reason", reason),
        );
    }
    if let Some((oid, serial)) = unknown {
        defects.push(
            Finding::undetermined(&codes::CRL_ENTRY_EXTENSION_UNKNOWN)
                .with("extension", oid)
                .with("serial", hex(&serial)),
        );
    }
    count
}

#[derive(Default)]
struct Extensions {
    number: Option<Vec<u8>>,
    delta_base: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    authority_key_id: Option<AuthorityKeyId>,
}

fn read_extensions(slice: &Slice, extensions: &mut Extensions, defects: &mut Vec<Finding>) {
    let mut seen: Vec<Oid> = Vec::new();
    let result = (|| -> Result<(), Malformed> {
        let mut list = Reader::lenient(tlv::only(slice.bytes(), tlv::SEQUENCE)?.content);
        while !list.is_empty() {
            let (oid, critical, value) = entry::extension(list.expect(tlv::SEQUENCE)?)?;
            if seen.contains(&oid) {
                defects
                    .push(Finding::fatal(&codes::CRL_EXTENSION_REPEATED).with("extension", &oid));
                continue;
            }
            match read_extension(extensions, &oid, &slice.part(value)) {
                Ok(true) => {}
                Ok(false) if critical => defects.push(
                    Finding::undetermined(&codes::CRL_EXTENSION_UNKNOWN).with("extension", &oid),
                ),
                Ok(false) => {}
                Err(reason) => defects.push(
                    Finding::fatal(&codes::CRL_EXTENSION_MALFORMED)
                        .with("extension", &oid)
                        .with("reason", reason),
                ),
            }
            seen.push(oid);
            if seen.len() > certificate::EXTENSIONS_LIMIT {
                return Err(Malformed::Value("more than 256 extensions"));
            }
        }
        Ok(())
    })();
    if let Err(reason) = result {
        defects.push(
            Finding::fatal(&codes::CRL_EXTENSION_MALFORMED)
                .with("extension", "unknown")
                .with("reason", reason),
        );
    }
}

/// Whether the extension is one of those understood.
fn read_extension(
    extensions: &mut Extensions,
    oid: &Oid,
    value: &Slice,
) -> Result<bool, Malformed> {
    if *oid == known::CRL_NUMBER {
        extensions.number = Some(number(value.bytes())?);
    } else if *oid == known::DELTA_CRL_INDICATOR {
        extensions.delta_base = Some(number(value.bytes())?);
    } else if *oid == known::ISSUING_DISTRIBUTION_POINT {
        extensions.scope = Some(scope(value)?);
    } else if *oid == known::AUTHORITY_KEY_IDENTIFIER {
        extensions.authority_key_id = Some(certificate::authority_key_id(value)?);
    } else {
        return Ok([
            &known::ISSUER_ALTERNATIVE_NAME,
            &known::FRESHEST_CRL,
            &known::AUTHORITY_INFORMATION_ACCESS,
        ]
        .contains(&oid));
    }
    Ok(true)
}

/// A CRL number as octets without leading zeros; zero is one zero octet.
fn number(value: &[u8]) -> Result<Vec<u8>, Malformed> {
    let content = tlv::only(value, tlv::INTEGER)?.content;
    match content {
        [] => Err(Malformed::Value("number without octets")),
        [first, ..] if first & 0x80 != 0 => Err(Malformed::Value("number is negative")),
        [0] => Ok(vec![0]),
        [0, rest @ ..] => Ok(rest.to_vec()),
        _ => Ok(content.to_vec()),
    }
}

fn scope(value: &Slice) -> Result<IssuingDistributionPoint, Malformed> {
    let mut fields = Reader::new(tlv::only(value.bytes(), tlv::SEQUENCE)?.content);
    let name = match fields.optional(tlv::context_constructed(0))? {
        Some(element) => Some(certificate::distribution_point_name(value, element.content)?),
        None => None,
    };
    let mut flag = |number| match fields.optional(tlv::context(number))? {
        Some(element) => tlv::boolean(element.content),
        None => Ok(false),
    };
    let only_user_certificates = flag(1)?;
    let only_authority_certificates = flag(2)?;
    let only_some_reasons = match fields.optional(tlv::context(3))? {
        Some(element) => Some(certificate::reason_flags(element.content)?),
        None => None,
    };
    let mut flag = |number| match fields.optional(tlv::context(number))? {
        Some(element) => tlv::boolean(element.content),
        None => Ok(false),
    };
    let indirect = flag(4)?;
    let only_attribute_certificates = flag(5)?;
    fields.finish()?;
    let kinds = [only_user_certificates, only_authority_certificates, only_attribute_certificates];
    if kinds.into_iter().filter(|only| *only).count() > 1 {
        return Err(Malformed::Value("two exclusive scopes at once"));
    }
    Ok(IssuingDistributionPoint {
        name,
        only_user_certificates,
        only_authority_certificates,
        only_attribute_certificates,
        only_some_reasons,
        indirect,
    })
}

/// Whether any of `names` is among `others`.
pub(crate) fn names_meet(names: &[GeneralName], others: &[GeneralName]) -> bool {
    names.iter().any(|name| others.contains(name))
}

#[cfg(test)]
mod tests {
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
