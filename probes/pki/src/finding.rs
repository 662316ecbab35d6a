//! Everything the engine says about what it read or judged.
//!
//! A finding carries a stable code, its weight, the rule it rests on and what was seen. The words
//! for people live outside this crate, in three languages, keyed by the code.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// What a finding does to the verdict on the object it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Worth reading; changes no verdict.
    Remark,
    /// The question could not be decided.
    Undetermined,
    /// The object is not valid.
    Fatal,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable kebab-case code, one of [`CODES`].
    pub code: &'static str,
    /// What it does to the verdict.
    pub weight: Weight,
    /// The rule it rests on, by section.
    pub citation: &'static str,
    /// The certificate, CRL or token it is about.
    pub about: Option<Fingerprint>,
    /// What was seen, by the names the code's page declares.
    pub facts: BTreeMap<&'static str, String>,
}

impl Finding {
    /// A finding of `page` with nothing seen yet.
    #[must_use]
    pub fn new(page: &CodePage, weight: Weight) -> Self {
        Self {
            code: page.code,
            weight,
            citation: page.citation,
            about: None,
            facts: BTreeMap::new(),
        }
    }

    /// [`Weight::Fatal`].
    #[must_use]
    pub fn fatal(page: &CodePage) -> Self {
        Self::new(page, Weight::Fatal)
    }

    /// [`Weight::Undetermined`].
    #[must_use]
    pub fn undetermined(page: &CodePage) -> Self {
        Self::new(page, Weight::Undetermined)
    }

    /// [`Weight::Remark`].
    #[must_use]
    pub fn remark(page: &CodePage) -> Self {
        Self::new(page, Weight::Remark)
    }

    /// Names the object the finding is about.
    #[must_use]
    pub fn about(mut self, fingerprint: Fingerprint) -> Self {
        self.about = Some(fingerprint);
        self
    }

    /// Adds something seen, under a name that the code's page declares.
    #[must_use]
    pub fn with(mut self, name: &'static str, seen: impl fmt::Display) -> Self {
        self.facts.insert(name, bounded(&seen.to_string()));
        self
    }
}

/// The longest fact kept, in characters: hostile names must not fill a report.
const FACT_LENGTH: usize = 1024;

pub(crate) fn bounded(text: &str) -> String {
    match text.char_indices().nth(FACT_LENGTH) {
        None => text.to_owned(),
        Some((cut, _)) => {
            let mut short = text.get(..cut).unwrap_or_default().to_owned();
            short.push('…');
            short
        }
    }
}

/// The SHA-256 of a certificate, CRL or token in DER.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of `der`.
    #[must_use]
    pub fn of(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// The 32 octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Fingerprint {
    fn from(octets: [u8; 32]) -> Self {
        Self(octets)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 fingerprint is 64 hexadecimal digits")]
pub struct FingerprintError;

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(FingerprintError);
        }
        let mut octets = [0_u8; 32];
        for (octet, pair) in octets.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| FingerprintError)?;
            *octet = u8::from_str_radix(pair, 16).map_err(|_| FingerprintError)?;
        }
        Ok(Self(octets))
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Lower-case hexadecimal, for facts.
pub(crate) fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::with_capacity(octets.len() * 2), |mut text, octet| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// An instant as every fact writes it: RFC 3339, whole seconds, UTC.
pub(crate) fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a code means: its rule and the facts it may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePage {
    /// The code.
    pub code: &'static str,
    /// The rule, by section.
    pub citation: &'static str,
    /// Names of the facts a finding of this code may carry.
    pub facts: &'static [&'static str],
}

macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident = $code:literal, $citation:literal, [$($fact:literal),*]; )*) => {
        /// The pages of every code, by name.
        pub mod codes {
            use super::CodePage;
            $( $(#[$doc])* pub const $name: CodePage =
                CodePage { code: $code, citation: $citation, facts: &[$($fact),*] }; )*
        }
        /// Every code this crate may say.
        pub const CODES: &[CodePage] = &[$(codes::$name),*];
    };
}

codes! {
    // Files of certificates.
    /// A private key lies among the certificates.
    READING_PRIVATE_KEY = "reading.private-key-present", "RFC 7468 section 10", ["count"];
    /// A PEM block ends without its end line, or its base64 is wrong.
    READING_PEM_BROKEN = "reading.pem-broken", "RFC 7468 section 2", ["label", "offset", "reason"];
    /// A PEM block of a kind that is not looked for here.
    READING_PEM_OTHER = "reading.pem-other", "RFC 7468 section 2", ["label"];
    /// Text before, between or after the PEM blocks.
    READING_TEXT_AROUND = "reading.text-around-pem", "RFC 7468 section 2", ["octets"];
    /// The file is in UTF-16 or begins with a byte order mark.
    READING_TEXT_ENCODING = "reading.text-encoding", "RFC 7468 section 2", ["encoding"];
    /// An object in the file could not be read at all.
    READING_UNREADABLE = "reading.object-unreadable", "RFC 5280 section 4.1", ["object", "position", "reason"];
    /// The file is larger than is read, or has more objects.
    READING_LIMIT = "reading.limit-reached", "engine limit", ["limit", "seen", "what"];
    /// Nothing in the file is a certificate, a CRL or a key.
    READING_NOTHING = "reading.nothing-found", "RFC 5280 section 4.1", ["octets"];
    /// The same certificate stands in the file more than once.
    READING_REPEATED = "reading.repeated", "RFC 5280 section 4.1", ["fingerprint"];

    // One certificate as it is written.
    /// The strict reader refuses the certificate; its parts were read one by one.
    CERTIFICATE_STRUCTURE = "certificate.structure-defective", "RFC 5280 section 4.1", ["reason"];
    /// Octets follow the certificate or one of its sequences.
    CERTIFICATE_TRAILING_DATA = "certificate.trailing-data", "RFC 5280 section 4.1", ["octets", "place"];
    /// The version is not 1, 2 or 3, or has fields it may not have.
    CERTIFICATE_VERSION = "certificate.version-unexpected", "RFC 5280 section 4.1.2.1", ["version", "reason"];
    /// The serial number is negative, zero, empty, padded or longer than 20 octets.
    CERTIFICATE_SERIAL = "certificate.serial-unexpected", "RFC 5280 section 4.1.2.2", ["serial", "reason"];
    /// The two algorithm identifiers of the certificate differ.
    CERTIFICATE_ALGORITHM_MISMATCH = "certificate.algorithms-differ", "RFC 5280 section 4.1.1.2", ["inner", "outer"];
    /// A time is written in a form the profile forbids but can be read.
    CERTIFICATE_TIME_FORM = "certificate.time-form", "RFC 5280 section 4.1.2.5", ["field", "text", "reason"];
    /// A time cannot be read.
    CERTIFICATE_TIME_UNREADABLE = "certificate.time-unreadable", "RFC 5280 section 4.1.2.5", ["field", "text"];
    /// The end of the validity lies before its beginning.
    CERTIFICATE_VALIDITY_REVERSED = "certificate.validity-reversed", "RFC 5280 section 4.1.2.5", ["not_after", "not_before"];
    /// The issuer or subject name cannot be read, or the issuer is empty.
    CERTIFICATE_NAME = "certificate.name-defective", "RFC 5280 section 4.1.2.4", ["field", "reason"];
    /// The public key cannot be read.
    CERTIFICATE_KEY = "certificate.public-key-unreadable", "RFC 5280 section 4.1.2.7", ["reason"];
    /// An extension occurs more than once.
    CERTIFICATE_EXTENSION_REPEATED = "certificate.extension-repeated", "RFC 5280 section 4.2", ["extension"];
    /// The content of an extension cannot be read.
    CERTIFICATE_EXTENSION_MALFORMED = "certificate.extension-malformed", "RFC 5280 section 4.2", ["critical", "extension", "reason"];
    /// More extensions than are read.
    CERTIFICATE_EXTENSIONS_LIMIT = "certificate.too-many-extensions", "engine limit", ["limit", "seen"];
    /// The signature value is no whole number of octets.
    CERTIFICATE_SIGNATURE_BITS = "certificate.signature-bits", "RFC 5280 section 4.1.1.3", ["reason"];
    /// One distribution point URI holds several addresses joined by a line break.
    CERTIFICATE_CRL_URL_JOINED = "certificate.crl-urls-joined", "RFC 5280 section 4.2.1.13", ["text", "urls"];
    /// A URI of the certificate has characters no URI has.
    CERTIFICATE_URL_FORM = "certificate.url-form", "RFC 3986 section 2", ["text"];
    /// The old national form of ocsp-nocheck: an empty value instead of NULL.
    CERTIFICATE_NO_CHECK_EMPTY = "certificate.ocsp-no-check-empty", "RFC 6960 section 4.2.2.2.1", [];

    // Signatures over files.
    /// The signed attributes name another certificate than the signer's.
    CMS_CERTIFICATE_ID_DIFFERS = "cms.certificate-id-differs", "RFC 5035 section 5.4", ["certificate"];
    /// The signed attributes do not say which certificate was used.
    CMS_CERTIFICATE_ID_ABSENT = "cms.certificate-id-absent", "RFC 5126 section 5.7.3", [];
    /// A certificate put inside cannot be read.
    CMS_CERTIFICATE_UNREADABLE = "cms.certificate-unreadable", "RFC 5652 section 10.2.2", ["position", "reason"];
    /// The file given is not the content inside the signature.
    CMS_CONTENT_DIFFERS = "cms.content-differs", "RFC 5652 section 5.2", [];
    /// The signature is detached and no file was given.
    CMS_CONTENT_MISSING = "cms.content-missing", "RFC 5652 section 5.2", [];
    /// The signed attributes have no contentType.
    CMS_CONTENT_TYPE_MISSING = "cms.content-type-missing", "RFC 5652 section 11.1", [];
    /// The signed contentType is not that of the content.
    CMS_CONTENT_TYPE_DIFFERS = "cms.content-type-differs", "RFC 5652 section 11.1", ["found", "signed"];
    /// The algorithms the signed attributes protect are not those of the signature.
    CMS_ALGORITHM_PROTECTION = "cms.algorithm-protection-differs", "RFC 6211 section 3", ["field", "found", "signed"];
    /// An attribute that long preservation rests on was not judged.
    CMS_ARCHIVE_ATTRIBUTE = "cms.archive-attribute-not-judged", "ETSI EN 319 122-1 section 5.5", ["attribute"];
    /// An attribute that only informs cannot be read.
    CMS_ATTRIBUTE_UNREADABLE = "cms.attribute-unreadable", "RFC 5652 section 11", ["attribute", "reason"];
    /// The content has the form of signed attributes, so a signature over attributes can be passed
    /// off as one over content.
    CMS_CONTENT_IS_ATTRIBUTES = "cms.content-is-attributes", "RFC 5652 section 5.4, draft-ietf-lamps-cms-euf-cma-signeddata", [];
    /// A counter-signature states a content type, which none has.
    CMS_COUNTER_CONTENT_TYPE = "cms.counter-signature-content-type", "RFC 5652 section 11.4", [];
    /// More counter-signatures or time-stamps than are judged, or deeper ones.
    CMS_COUNTER_LIMIT = "cms.limit-reached", "engine limit", ["limit", "what"];
    /// A counter-signature is not good, so it confirms nothing.
    CMS_COUNTER_SIGNATURE = "cms.counter-signature-not-valid", "RFC 5652 section 11.4", ["reason"];
    /// The digest algorithm is not the hash of the signature algorithm.
    CMS_DIGESTS_DIFFER = "cms.digest-algorithms-differ", "RFC 8933 section 3", ["digest", "signature"];
    /// The digest algorithm is not known.
    CMS_DIGEST_UNKNOWN = "cms.digest-algorithm-unknown", "RFC 5652 section 5.3", [];
    /// An attribute occurs more than once.
    CMS_ATTRIBUTE_REPEATED = "cms.attribute-repeated", "RFC 5652 section 11", ["attribute"];
    /// A signed attribute cannot be read, or has not one value.
    CMS_ATTRIBUTE_MALFORMED = "cms.attribute-malformed", "RFC 5652 section 11", ["attribute", "reason"];
    /// The certificate's key is not for signatures.
    CMS_KEY_USAGE = "cms.key-usage", "RFC 5280 section 4.2.1.3", [];
    /// The signed digest is not that of the content.
    CMS_MESSAGE_DIGEST_DIFFERS = "cms.message-digest-differs", "RFC 5652 section 5.6", ["computed", "signed"];
    /// The signed attributes have no messageDigest.
    CMS_MESSAGE_DIGEST_MISSING = "cms.message-digest-missing", "RFC 5652 section 11.2", [];
    /// The shell of the object is BER, not DER.
    CMS_NOT_DER = "cms.not-der", "RFC 5652 section 2", [];
    /// Nobody signed.
    CMS_NO_SIGNERS = "cms.no-signers", "RFC 5652 section 5.1", [];
    /// The signature is over the content alone: neither its type, nor a time, nor the certificate
    /// is signed.
    CMS_OVER_CONTENT_ALONE = "cms.over-content-alone", "RFC 5652 section 5.3", [];
    /// The signature follows a policy whose rules were not judged.
    CMS_POLICY = "cms.signature-policy-not-judged", "RFC 5126 section 5.8.1", ["policy"];
    /// Another signature follows the first and was not judged.
    CMS_SECOND_OBJECT = "cms.second-object", "RFC 5652 section 3", ["octets"];
    /// The signature value does not verify, or could not be verified.
    CMS_SIGNATURE = "cms.signature-not-verified", "RFC 5652 section 5.6", ["reason"];
    /// The signature algorithm is named by the algorithm of the key.
    CMS_SIGNATURE_NAMED_BY_KEY = "cms.signature-named-by-key", "RFC 5652 section 10.1.2", ["algorithm"];
    /// The signed attributes are not DER.
    CMS_SIGNED_ATTRIBUTES_FORM = "cms.signed-attributes-not-der", "RFC 5652 section 5.3", ["reason"];
    /// The signature has no signed attributes, so it can be moved between content and attributes.
    CMS_SIGNED_ATTRIBUTES_MISSING = "cms.signed-attributes-missing", "RFC 5652 section 5.3", [];
    /// The signer's certificate is neither inside nor among those given.
    CMS_SIGNER_CERTIFICATE_MISSING = "cms.signer-certificate-missing", "RFC 5652 section 5.1", ["signer"];
    /// A signer's part of the object cannot be read.
    CMS_SIGNER_UNREADABLE = "cms.signer-unreadable", "RFC 5652 section 5.3", ["position", "reason"];
    /// Text stands around the PEM block.
    CMS_TEXT_AROUND = "cms.text-around", "RFC 7468 section 2", ["octets"];
    /// A time-stamp over the signature is not valid, so it proves no time.
    CMS_TIMESTAMP_NOT_VALID = "cms.timestamp-not-valid", "RFC 3161 appendix A", ["reason"];
    /// A time-stamp over the signature cannot be read, so it proves no time.
    CMS_TIMESTAMP_UNREADABLE = "cms.timestamp-unreadable", "RFC 3161 appendix A", ["reason"];
    /// Octets follow the object.
    CMS_TRAILING = "cms.trailing-octets", "RFC 5652 section 3", ["octets"];
    /// A version number is not the one its fields ask for.
    CMS_VERSION = "cms.version-unexpected", "RFC 5652 section 5", ["expected", "found", "place"];
    /// The unsigned attributes cannot be read.
    CMS_UNSIGNED_ATTRIBUTES_FORM = "cms.unsigned-attributes-malformed", "RFC 5652 section 5.3", ["reason"];

    // Answers about one certificate.
    /// A certificate put into the response cannot be read.
    OCSP_CERTIFICATE_UNREADABLE = "ocsp.certificate-unreadable", "RFC 6960 section 4.2.1", ["position", "reason"];
    /// Several answers about the certificate say different things.
    OCSP_CONTRADICTION = "ocsp.answers-contradict", "RFC 6960 section 3.2", [];
    /// A critical extension of the response is not known.
    OCSP_EXTENSION_UNKNOWN = "ocsp.extension-unknown", "RFC 6960 section 4.4", ["extension"];
    /// The certificate had ended when the answer was made, and the responder does not say that it
    /// keeps what it knew.
    OCSP_EXPIRED = "ocsp.expired-not-covered", "RFC 6960 section 4.4.4", ["not_after", "this_update"];
    /// The answer has the form of *never issued*, but the responder does not say that it answers so.
    OCSP_EXTENDED_REVOKE_ABSENT = "ocsp.extended-revoke-absent", "RFC 6960 section 4.4.8", ["serial"];
    /// The certificate is named with an unknown hash.
    OCSP_HASH_UNKNOWN = "ocsp.hash-unknown", "RFC 6960 section 4.1.1", ["algorithm"];
    /// The responder says that the certificate was never issued.
    OCSP_NEVER_ISSUED = "ocsp.never-issued", "RFC 6960 section 4.4.8", ["serial"];
    /// The responder did not repeat the nonce, so the answer may be an old one.
    OCSP_NONCE_ABSENT = "ocsp.nonce-absent", "RFC 6960 section 4.4.1", [];
    /// The responder repeated another nonce.
    OCSP_NONCE_DIFFERS = "ocsp.nonce-differs", "RFC 6960 section 4.4.1", ["found", "sent"];
    /// The answer says that it holds for more than a year.
    OCSP_NEXT_UPDATE_DISTANT = "ocsp.next-update-distant", "RFC 6960 section 4.2.2.1", ["next_update", "this_update"];
    /// The nonce is not an OCTET STRING of 1 to 128 octets.
    OCSP_NONCE_FORM = "ocsp.nonce-form", "RFC 9654 section 2.1", ["octets"];
    /// Nothing says whether the responder's own certificate is to be checked for revocation.
    OCSP_NO_CHECK_ABSENT = "ocsp.no-check-absent", "RFC 6960 section 4.2.2.2.1", [];
    /// The answer does not say how long it holds.
    OCSP_NO_NEXT_UPDATE = "ocsp.no-next-update", "RFC 6960 section 4.2.2.1", ["at", "this_update"];
    /// An answer from after the moment is not about a certificate that had expired before it.
    OCSP_EXPIRED_NOT_KEPT = "ocsp.expired-not-kept", "RFC 6960 section 4.4.4", ["not_after", "this_update"];
    /// The responder's own certificate is revoked.
    OCSP_RESPONDER_REVOKED = "ocsp.responder-revoked", "RFC 6960 section 4.2.2.2.1", ["date", "responder"];
    /// Nothing at hand tells whether the responder's own certificate is revoked.
    OCSP_RESPONDER_UNPROVEN = "ocsp.responder-unproven", "RFC 6960 section 4.2.2.2.1", ["responder"];
    /// No answer is about the certificate asked for.
    OCSP_OTHER_CERTIFICATE = "ocsp.other-certificate", "RFC 6960 section 3.2", ["count"];
    /// The responder refused to answer.
    OCSP_REFUSED = "ocsp.refused", "RFC 6960 section 2.3", ["status"];
    /// The key of the responder's certificate is not for signatures.
    OCSP_RESPONDER_KEY_USAGE = "ocsp.responder-key-usage", "RFC 5280 section 4.2.1.3", [];
    /// The responder's certificate is neither inside nor among those given.
    OCSP_RESPONDER_MISSING = "ocsp.responder-missing", "RFC 6960 section 4.2.2.3", [];
    /// The responder was authorised by another authority than the certificate's issuer.
    OCSP_RESPONDER_OTHER_ISSUER = "ocsp.responder-other-issuer", "RFC 6960 section 4.2.2.2", ["issuer"];
    /// The responder's certificate is not for OCSP answers.
    OCSP_RESPONDER_PURPOSE = "ocsp.responder-purpose", "RFC 6960 section 4.2.2.2", [];
    /// The responder's certificate was not valid when it signed.
    OCSP_RESPONDER_TIME = "ocsp.responder-not-valid", "RFC 6960 section 4.2.2.2", ["not_after", "not_before", "produced_at"];
    /// The response's signature does not verify, or could not be verified.
    OCSP_SIGNATURE = "ocsp.signature-not-verified", "RFC 6960 section 3.2", ["reason"];
    /// The answer held until before the moment of judgement.
    OCSP_STALE = "ocsp.stale", "RFC 6960 section 4.2.2.1", ["at", "next_update"];
    /// Two times of the answer stand in an impossible order.
    OCSP_TIMES = "ocsp.times-contradict", "RFC 6960 section 2.4", ["earlier", "earlier_time", "later", "later_time"];
    /// The answer was made after the moment of judgement.
    OCSP_TIME_AHEAD = "ocsp.time-ahead", "RFC 6960 section 4.2.2.1", ["at", "field", "time"];
    /// Octets follow the response.
    OCSP_TRAILING = "ocsp.trailing-octets", "RFC 6960 section 4.2.1", ["octets"];

    // Time-stamps.
    /// A part of the accuracy is outside 1 to 999.
    TSP_ACCURACY = "tsp.accuracy-form", "RFC 3161 section 2.4.2", ["field", "found"];
    /// The authority's name in the token is none of those in its certificate.
    TSP_AUTHORITY_NAME = "tsp.authority-name-differs", "RFC 3161 section 2.4.2", ["found"];
    /// The token does not say which certificate it was signed with.
    TSP_CERTIFICATE_ID_ABSENT = "tsp.certificate-id-absent", "RFC 3161 section 2.4.2", [];
    /// The authority's certificate was not valid at the time it stamped.
    TSP_CERTIFICATE_TIME = "tsp.certificate-not-valid", "RFC 3161 section 4.3", ["not_after", "not_before", "time"];
    /// A critical extension of the token is not known.
    TSP_EXTENSION_UNKNOWN = "tsp.extension-unknown", "RFC 3161 section 2.4.2", ["extension"];
    /// The hash of the imprint is not known.
    TSP_HASH_UNKNOWN = "tsp.hash-unknown", "RFC 3161 section 2.4.1", ["algorithm"];
    /// The token is about other octets.
    TSP_IMPRINT = "tsp.imprint-differs", "RFC 3161 section 2.2", ["expected", "found"];
    /// The token has another nonce than was sent, or none.
    TSP_NONCE = "tsp.nonce-differs", "RFC 3161 section 2.2", ["found", "sent"];
    /// The token was made under another policy than was asked for.
    TSP_POLICY = "tsp.policy-differs", "RFC 3161 section 2.2", ["found", "requested"];
    /// The authority's certificate is not for time-stamps.
    TSP_PURPOSE = "tsp.certificate-purpose", "RFC 3161 section 2.3", [];
    /// The certificate's purpose is not critical, or not the only one.
    TSP_PURPOSE_FORM = "tsp.certificate-purpose-form", "RFC 3161 section 2.3", [];
    /// The token has none or several signers.
    TSP_SIGNER_COUNT = "tsp.signer-count", "RFC 3161 section 2.4.2", ["count"];
    /// The token is of a moment after that of judgement.
    TSP_TIME_AHEAD = "tsp.time-ahead", "RFC 3161 section 2.2", ["at", "time"];
    /// The answer grants a token and holds none.
    TSP_TOKEN_ABSENT = "tsp.token-absent", "RFC 3161 section 2.4.2", ["status"];
    /// The answer refuses and holds a token all the same.
    TSP_TOKEN_UNEXPECTED = "tsp.token-unexpected", "RFC 3161 section 2.4.2", ["status"];
    /// Octets follow the answer.
    TSP_TRAILING = "tsp.trailing-octets", "RFC 3161 section 2.4.2", ["octets"];

    // Algorithms.
    /// A GOST key in the Russian encoding, not in the national one.
    ALGORITHM_ENCODING_RUSSIAN = "algorithm.encoding-russian", "RFC 9215 sections 3, 4; RFC 4491 section 2", ["key"];
    /// A hash no longer collision resistant.
    ALGORITHM_HASH_WEAK = "algorithm.hash-weak", "RFC 6194, RFC 6151", ["hash"];
    /// A key shorter than today's minimum.
    ALGORITHM_KEY_SHORT = "algorithm.key-short", "NIST SP 800-131A section 3", ["bits", "key", "minimum"];
    /// GOST 34.310-2004 with GOST 34.311-95: replaced by the standards of 2015.
    ALGORITHM_LEGACY = "algorithm.legacy", "СТ РК ГОСТ Р 34.10-2015", ["algorithm"];
    /// DSA: FIPS 186-5 lets nobody sign with it any more.
    ALGORITHM_WITHDRAWN = "algorithm.withdrawn", "FIPS 186-5 section 4", ["algorithm"];
    /// An algorithm the engine cannot verify with.
    ALGORITHM_UNSUPPORTED = "algorithm.unsupported", "RFC 5280 section 4.1.1.2", ["algorithm", "key"];

    // One certification path.
    /// No certificate of the issuer is at hand.
    PATH_ISSUER_NOT_FOUND = "path.issuer-not-found", "RFC 5280 section 6.1", ["issuer"];
    /// Possible issuers are in the path already.
    PATH_CYCLE = "path.cycle", "RFC 5280 section 6.1", ["count", "issuer"];
    /// The path ends at a self-signed certificate that is not an anchor, whatever its name says.
    PATH_ROOT_NOT_TRUSTED = "path.root-not-trusted", "RFC 5280 section 6.1.1 (d)", ["subject"];
    /// The issuer's key did not sign the certificate.
    PATH_SIGNATURE_INVALID = "path.signature-invalid", "RFC 5280 section 6.1.3 (a)(1)", ["algorithm", "issuer", "issuer_fingerprint", "reason"];
    /// The signature cannot be verified here.
    PATH_SIGNATURE_UNSUPPORTED = "path.signature-unsupported", "RFC 5280 section 6.1.3 (a)(1)", ["algorithm", "issuer", "issuer_fingerprint", "reason"];
    /// The moment lies before the validity.
    PATH_NOT_YET_VALID = "path.not-yet-valid", "RFC 5280 section 6.1.3 (a)(2)", ["at", "not_before"];
    /// The moment lies after the validity.
    PATH_EXPIRED = "path.expired", "RFC 5280 section 6.1.3 (a)(2)", ["at", "not_after"];
    /// A usable list names the certificate.
    PATH_REVOKED = "path.revoked", "RFC 5280 section 6.1.3 (a)(3)", ["crl", "date", "reason"];
    /// No usable list covers the certificate.
    PATH_REVOCATION_UNKNOWN = "path.revocation-unknown", "RFC 5280 section 6.3.3", ["answers", "at", "issuer", "lists", "lists_of_issuer", "urls"];
    /// A list and an answer say different things about the certificate; the revocation counts.
    PATH_REVOCATION_CONTRADICTION = "path.revocation-contradiction", "RFC 5280 section 6.1.3 (a)(3)", ["good", "good_update", "revoked", "revoked_update"];
    /// The certificate was revoked after the moment of judgement.
    PATH_REVOKED_LATER = "path.revoked-later", "RFC 5280 section 5.3.2", ["at", "by", "date", "reason"];
    /// The certificate was revoked after the moment, but its invalidity reaches back before it.
    PATH_INVALID_BEFORE_REVOCATION = "path.invalid-before-revocation", "RFC 5280 section 5.3.2", ["at", "date", "since"];
    /// The issuer's certificate was not valid when the certificate was issued.
    PATH_ISSUER_NOT_VALID_AT_ISSUE = "path.issuer-not-valid-at-issue", "RFC 5280 section 6.1.3 (a)(2)", ["issued", "issuer", "not_after", "not_before"];
    /// The shell model and the chain model come to different verdicts.
    PATH_TIME_MODELS_DIFFER = "path.time-models-differ", "RFC 5280 section 6.1.3 (a)(2)", ["at", "chain", "shell"];
    /// Usable lists cover some reasons of revocation but not all.
    PATH_REVOCATION_REASONS = "path.revocation-reasons-incomplete", "RFC 5280 section 6.3.3", [];
    /// A genuine list that cannot be used as a whole names the certificate.
    PATH_REVOCATION_UNCLEAR = "path.revocation-unclear", "RFC 5280 section 5.3", ["crl"];
    /// The issuer's name is not the subject's name of the certificate above.
    PATH_NAME_CHAINING = "path.name-chaining", "RFC 5280 section 6.1.3 (a)(4)", ["issuer", "subject"];
    /// A name lies outside every permitted subtree.
    PATH_NAME_NOT_PERMITTED = "path.name-not-permitted", "RFC 5280 section 6.1.3 (b)", ["name"];
    /// A name lies in an excluded subtree.
    PATH_NAME_EXCLUDED = "path.name-excluded", "RFC 5280 section 6.1.3 (c)", ["name", "subtree"];
    /// A name constraint has no meaning for a name of its form.
    PATH_NAME_CONSTRAINT_UNCLEAR = "path.name-constraint-unclear", "RFC 5280 section 4.2.1.10", ["name", "reason", "subtree"];
    /// A policy is required and none is left.
    PATH_POLICY_MISSING = "path.policy-missing", "RFC 5280 section 6.1.3 (f)", [];
    /// anyPolicy is mapped, which is forbidden.
    PATH_POLICY_MAPPING_ANY = "path.policy-mapping-any", "RFC 5280 section 6.1.4 (a)", [];
    /// None of the path's policies is one the user accepts.
    PATH_POLICY_NOT_ACCEPTED = "path.policy-not-accepted", "RFC 5280 section 6.1.5 (g)", ["policies"];
    /// An issuing certificate is not that of an authority.
    PATH_NOT_AUTHORITY = "path.not-authority", "RFC 5280 section 6.1.4 (k)", ["subject", "version"];
    /// More intermediate certificates than a path length constraint allows.
    PATH_TOO_LONG = "path.too-long", "RFC 5280 section 6.1.4 (l)", ["subject"];
    /// An issuing certificate's key usage does not allow signing certificates.
    PATH_CERT_SIGN_MISSING = "path.cert-sign-missing", "RFC 5280 section 6.1.4 (n)", ["key_usage", "subject"];
    /// A critical extension is not processed.
    PATH_CRITICAL_EXTENSION = "path.critical-extension-unknown", "RFC 5280 section 6.1.4 (o)", ["extension", "name"];
    /// The target's key may not be used as asked.
    PATH_KEY_USAGE = "path.key-usage", "RFC 5280 section 4.2.1.3", ["key_usage", "wanted"];
    /// The target's key is not for the purpose asked.
    PATH_PURPOSE = "path.purpose", "RFC 5280 section 4.2.1.12", ["purposes", "wanted"];
    /// The target does not present a name by which it was addressed.
    PATH_PEER_NAME = "path.peer-name", "RFC 9525 section 6.1", ["name", "presented"];
    /// Too many signatures.
    PATH_BUDGET_SIGNATURES = "path.budget-signatures", "engine limit", ["limit"];
    /// Too many paths.
    PATH_BUDGET_CANDIDATES = "path.budget-candidates", "engine limit", ["limit"];
    /// Too many names compared with constraints.
    PATH_BUDGET_NAMES = "path.budget-name-comparisons", "engine limit", ["limit"];
    /// Too large a policy graph.
    PATH_BUDGET_POLICIES = "path.budget-policy-nodes", "engine limit", ["limit"];
    /// A path longer than is followed.
    PATH_BUDGET_LENGTH = "path.budget-length", "engine limit", ["limit"];

    // The profile of certificates, which binds those who issue them. The citation of a finding is
    // the section of its own rule.
    /// An extension is critical and may not be, or the other way round.
    PROFILE_CRITICALITY = "profile.extension-criticality", "RFC 5280 section 4.2", ["critical", "extension"];
    /// An extension that must be there is not.
    PROFILE_EXTENSION_MISSING = "profile.extension-missing", "RFC 5280 section 4.2", ["extension"];
    /// An extension stands in a certificate that may not have it.
    PROFILE_EXTENSION_MISPLACED = "profile.extension-misplaced", "RFC 5280 section 4.2", ["extension"];
    /// An extension's value breaks a rule of its section.
    PROFILE_EXTENSION_VALUE = "profile.extension-value", "RFC 5280 section 4.2", ["extension", "reason"];
    /// The subject's key is written otherwise than the standard of its algorithm says.
    PROFILE_KEY = "profile.key-form", "RFC 3279 section 2.3", ["key", "reason"];
    /// The certificate names another key or certificate of its issuer than the one above it.
    PROFILE_KEY_ID = "profile.key-identifier-differs", "RFC 5280 section 4.2.1.1", ["expected", "found"];
    /// A list without a number, or with a critical one.
    PROFILE_LIST_NUMBER = "profile.list-number", "RFC 5280 section 5.2.3", ["reason"];
    /// A general name has not the form of its kind.
    PROFILE_NAME_FORM = "profile.name-form", "RFC 5280 section 4.2.1.6", ["field", "name", "reason"];
    /// The certificate is not DER all through.
    PROFILE_NOT_DER = "profile.not-der", "X.690 section 10", ["offset", "reason"];
    /// An authority without a name.
    PROFILE_SUBJECT_EMPTY = "profile.subject-empty", "RFC 5280 section 4.1.2.6", [];
    /// Unique identifiers, which conforming authorities do not write.
    PROFILE_UNIQUE_ID = "profile.unique-identifier", "RFC 5280 section 4.1.2.8", [];
    /// A rule of the web's authorities is broken.
    PROFILE_WEB = "profile.web-requirement", "CA/B BR 7.1", ["field", "reason"];

    // One revocation list.
    /// Octets follow the list or one of its sequences.
    CRL_TRAILING_DATA = "crl.trailing-data", "RFC 5280 section 5.1", ["octets"];
    /// Extensions in a list that is not of version 2.
    CRL_VERSION = "crl.version-unexpected", "RFC 5280 section 5.1.2.1", ["version"];
    /// A length of the list is not in the one form that DER allows.
    CRL_NOT_DER = "crl.not-der", "RFC 5280 section 5.1.1.3", ["offset"];
    /// The two algorithm identifiers of the list differ.
    CRL_ALGORITHM_MISMATCH = "crl.algorithms-differ", "RFC 5280 section 5.1.1.2", ["inner", "outer"];
    /// The issuer's name cannot be read.
    CRL_NAME = "crl.name-defective", "RFC 5280 section 5.1.2.3", ["reason"];
    /// A time is written in a form the profile forbids but can be read.
    CRL_TIME_FORM = "crl.time-form", "RFC 5280 section 5.1.2.4", ["field", "reason", "text"];
    /// A time cannot be read.
    CRL_TIME_UNREADABLE = "crl.time-unreadable", "RFC 5280 section 5.1.2.4", ["field", "text"];
    /// The list does not say when the next one comes.
    CRL_NEXT_UPDATE_MISSING = "crl.next-update-missing", "RFC 5280 section 5.1.2.5", [];
    /// The list of entries is there and empty.
    CRL_ENTRIES_EMPTY = "crl.entries-empty", "RFC 5280 section 5.1.2.6", [];
    /// An entry cannot be read, so the list may hide any serial.
    CRL_ENTRY_MALFORMED = "crl.entry-malformed", "RFC 5280 section 5.1.2.6", ["count", "offsets", "reason"];
    /// An entry has a critical extension that is not understood.
    CRL_ENTRY_EXTENSION_UNKNOWN = "crl.entry-critical-extension-unknown", "RFC 5280 section 5.3", ["count", "extension", "offsets", "serial"];
    /// An extension of an entry occurs more than once.
    CRL_ENTRY_EXTENSION_REPEATED = "crl.entry-extension-repeated", "RFC 5280 section 5.3", ["count", "extension", "offsets", "serial"];
    /// A date of revocation cannot be read.
    CRL_ENTRY_DATE_UNREADABLE = "crl.entry-date-unreadable", "RFC 5280 section 5.1.2.6", ["count", "offsets", "serial", "text"];
    /// A date of revocation is written in a form the profile forbids but can be read.
    CRL_ENTRY_DATE_FORM = "crl.entry-date-form", "RFC 5280 section 5.1.2.6", ["count", "offsets", "reason", "serial"];
    /// A certificate is revoked after the list was issued.
    CRL_ENTRY_DATE_AHEAD = "crl.entry-date-after-this-update", "RFC 5280 section 5.1.2.6", ["count", "date", "offsets", "serial"];
    /// One serial number stands in several entries.
    CRL_ENTRY_REPEATED = "crl.entry-repeated", "RFC 5280 section 5.1.2.6", ["count", "offsets", "serial"];
    /// A serial number is none that a certificate may have.
    CRL_ENTRY_SERIAL = "crl.entry-serial-form", "RFC 5280 section 4.1.2.2", ["count", "form", "offsets", "serial"];
    /// A reason of revocation has no meaning.
    CRL_ENTRY_REASON_UNKNOWN = "crl.entry-reason-unknown", "RFC 5280 section 5.3.1", ["count", "offsets", "reason", "serial"];
    /// A reason of revocation is written that says nothing and should be left out.
    CRL_ENTRY_REASON_UNSPECIFIED = "crl.entry-reason-unspecified", "RFC 5280 section 5.3.1", ["count", "offsets", "serial"];
    /// A complete list removes entries, which only a delta may.
    CRL_ENTRY_REMOVAL = "crl.entry-removal-outside-delta", "RFC 5280 section 5.3.1", ["count", "offsets", "serial"];
    /// Entries name an issuer of their own though the list is not indirect.
    CRL_ENTRY_ISSUER = "crl.entry-issuer-outside-indirect", "RFC 5280 section 5.3.3", ["count", "offsets", "serial"];
    /// An entry longer than is read.
    CRL_BUDGET_ENTRY = "crl.budget-entry", "engine limit", ["count", "octets", "offsets"];
    /// More entries, or more issuers of them, than are searched for repetitions.
    CRL_BUDGET_ENTRIES = "crl.budget-entries", "engine limit", ["count"];
    /// The signature value is no whole number of octets.
    CRL_SIGNATURE_BITS = "crl.signature-bits", "RFC 5280 section 5.1.1.3", ["reason"];
    /// An extension occurs more than once.
    CRL_EXTENSION_REPEATED = "crl.extension-repeated", "RFC 5280 section 5.2", ["extension"];
    /// The content of an extension cannot be read.
    CRL_EXTENSION_MALFORMED = "crl.extension-malformed", "RFC 5280 section 5.2", ["extension", "reason"];
    /// A critical extension is not understood.
    CRL_EXTENSION_UNKNOWN = "crl.critical-extension-unknown", "RFC 5280 section 5.2", ["extension"];
    /// The list is of another issuer than the certificate at hand.
    CRL_ISSUER_DIFFERS = "crl.issuer-differs", "RFC 5280 section 6.3.3 (b)(1)", ["crl_issuer", "subject"];
    /// The signer's key usage does not allow signing lists.
    CRL_SIGNER_USAGE = "crl.signer-key-usage", "RFC 5280 section 6.3.3 (f)", ["key_usage", "subject"];
    /// The signature is not the signer's.
    CRL_SIGNATURE_INVALID = "crl.signature-invalid", "RFC 5280 section 6.3.3 (g)", ["reason", "subject"];
    /// The signature cannot be verified here.
    CRL_SIGNATURE_UNSUPPORTED = "crl.signature-unsupported", "RFC 5280 section 6.3.3 (g)", ["reason"];
    /// The list does not speak of the certificate: another point, another kind of holder.
    CRL_OUT_OF_SCOPE = "crl.out-of-scope", "RFC 5280 section 6.3.3 (b)", ["reason"];
    /// The signer has no valid path to the anchor of the certificate in question.
    CRL_SIGNER_NOT_VALID = "crl.signer-not-valid", "RFC 5280 section 6.3.3 (f)", ["reason", "signer"];
    /// The list is the one that covers its own signer.
    CRL_SIGNER_VOUCHES_FOR_ITSELF = "crl.signer-vouches-for-itself", "RFC 5280 section 6.3.3 (f)", ["signer"];
    /// No certificate of the list's issuer is at hand.
    CRL_SIGNER_NOT_FOUND = "crl.signer-not-found", "RFC 5280 section 6.3.3 (f)", ["crl_issuer"];
    /// thisUpdate lies after the moment of judgement.
    CRL_NOT_YET_VALID = "crl.this-update-in-future", "RFC 5280 section 5.1.2.4", ["at", "this_update"];
    /// nextUpdate lies before the moment of judgement.
    CRL_EXPIRED = "crl.expired", "RFC 5280 section 6.3.3 (a)", ["at", "next_update"];
    /// A list from after the moment does not keep certificates that expired before it was issued.
    CRL_EXPIRED_NOT_KEPT = "crl.expired-not-kept", "RFC 5280 section 5", ["not_after", "this_update"];
    /// A delta stands where a complete list is needed.
    CRL_IS_DELTA = "crl.is-delta", "RFC 5280 section 5.2.4", ["number"];
    /// A delta does not belong to the complete list.
    CRL_DELTA_REJECTED = "crl.delta-rejected", "RFC 5280 section 5.2.4", ["base", "number", "reason"];
    /// A delta adds nothing to the complete list, which is newer.
    CRL_DELTA_SUPERSEDED = "crl.delta-superseded", "RFC 5280 section 5.2.4", ["base", "number"];
    /// A delta is numbered below the complete list it rests on, as the national authority does.
    CRL_DELTA_NUMBER_BELOW_BASE = "crl.delta-number-below-base", "RFC 5280 section 5.2.3", ["base", "number"];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_cited() {
        let mut seen = BTreeSet::new();
        for page in CODES {
            assert!(seen.insert(page.code), "{} twice", page.code);
            assert!(
                page.code
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c)),
                "{}",
                page.code
            );
            assert_eq!(page.code.split('.').count(), 2, "{}", page.code);
            assert!(!page.citation.is_empty());
            let mut facts = page.facts.to_vec();
            facts.dedup();
            assert_eq!(facts, page.facts, "{}", page.code);
        }
    }

    #[test]
    fn every_fact_written_in_the_source_is_declared() {
        // Facts are added by name; a name missing from its page would have no words for people.
        let declared: BTreeSet<&str> =
            CODES.iter().flat_map(|page| page.facts.iter().copied()).collect();
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = vec![source];
        let mut checked = 0;
        while let Some(path) = files.pop() {
            if path.is_dir() {
                files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let text = String::from_utf8(crate::certificate::tests::bytes(&path)).unwrap();
            for part in text.split(".with(\"").skip(1) {
                let name = part.split('"').next().unwrap();
                assert!(declared.contains(name), "{}: fact {name}", path.display());
                checked += 1;
            }
        }
        assert!(checked > 10);
    }

    #[test]
    fn hostile_facts_are_cut() {
        let long = "ұ".repeat(100_000);
        let finding = Finding::remark(&codes::CERTIFICATE_NAME).with("reason", long);
        assert_eq!(finding.facts.get("reason").unwrap().chars().count(), FACT_LENGTH + 1);
    }

    #[test]
    fn fingerprints_read_back_what_they_print() {
        let of_nothing = Fingerprint::of(b"");
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(of_nothing.to_string(), text);
        assert_eq!(text.parse(), Ok(of_nothing));
        assert!("e3b0".parse::<Fingerprint>().is_err());
        assert!("ж".repeat(32).parse::<Fingerprint>().is_err());
    }
}
