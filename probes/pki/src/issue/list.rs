//! Revocation lists, written.

use jiff::Timestamp;

use super::{Extension, IssueError, algorithm, extension::point_name, key_identifier, sealed};
use crate::{
    certificate::Certificate,
    crl::Crl,
    encode,
    key::{KeyError, Signer},
    oid::known,
    tlv::{self, ENUMERATED, SEQUENCE},
};

/// One revoked certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevokedTemplate {
    /// Its serial number, big-endian.
    pub serial: Vec<u8>,
    /// When it was revoked.
    pub date: Timestamp,
    /// CRLReason: 1 key compromise … 6 on hold, 8 removed from the list (delta only).
    pub reason: Option<u8>,
    /// Since when the key is known or suspected to be lost.
    pub invalidity_date: Option<Timestamp>,
    /// DER of the name of the authority that issued it, in an indirect list.
    pub certificate_issuer: Option<Vec<u8>>,
}

/// What part of an authority's certificates a list covers
/// ([RFC 5280 section 5.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-5.2.5)).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IssuingPoint {
    /// Where the list is published.
    pub urls: Vec<String>,
    /// Only certificates of subscribers.
    pub only_users: bool,
    /// Only certificates of authorities.
    pub only_authorities: bool,
    /// Only these reasons, as bits of ReasonFlags.
    pub only_reasons: Option<Vec<u8>>,
    /// Entries may be of other authorities.
    pub indirect: bool,
}

impl IssuingPoint {
    fn extension(&self) -> Extension {
        let flag = |number: u8, set: bool| {
            if set { encode::element(tlv::context(number), &[0xFF]) } else { Vec::new() }
        };
        let name = if self.urls.is_empty() { Vec::new() } else { point_name(&self.urls) };
        let reasons = self
            .only_reasons
            .as_ref()
            .map(|bits| {
                let bits = encode::named_bits(bits);
                encode::element(tlv::context(3), bits.get(2..).unwrap_or_default())
            })
            .unwrap_or_default();
        let value = encode::sequence(&[
            &name,
            &flag(1, self.only_users),
            &flag(2, self.only_authorities),
            &reasons,
            &flag(4, self.indirect),
        ]);
        Extension::new(&known::ISSUING_DISTRIBUTION_POINT, true, value)
    }
}

/// A revocation list to be written, full or delta
/// ([RFC 5280 section 5.1](https://www.rfc-editor.org/rfc/rfc5280#section-5.1)).
#[derive(Clone, Debug)]
pub struct CrlTemplate {
    /// DER of the issuer's name.
    pub issuer: Vec<u8>,
    /// When this list was made.
    pub this_update: Timestamp,
    /// When the next one is promised.
    pub next_update: Option<Timestamp>,
    /// cRLNumber.
    pub number: Option<u64>,
    /// The number of the list this one is a delta to; makes the list a delta.
    pub delta_base: Option<u64>,
    /// The issuer's key identifier.
    pub authority_key_id: Option<Vec<u8>>,
    /// Its scope, when it is not everything the issuer issued.
    pub scope: Option<IssuingPoint>,
    /// The revoked certificates.
    pub entries: Vec<RevokedTemplate>,
    /// Further extensions, for negative cases.
    pub extensions: Vec<Extension>,
}

impl CrlTemplate {
    /// A list with the extensions the national authorities write: a number and the key identifier.
    #[must_use]
    pub fn new(
        issuer: &Certificate,
        this_update: Timestamp,
        next_update: Timestamp,
        number: u64,
    ) -> Self {
        Self {
            issuer: issuer.subject().der().to_vec(),
            this_update,
            next_update: Some(next_update),
            number: Some(number),
            delta_base: None,
            authority_key_id: Some(key_identifier(issuer.public_key())),
            scope: None,
            entries: Vec::new(),
            extensions: Vec::new(),
        }
    }

    /// Adds a revoked certificate.
    #[must_use]
    pub fn revoking(mut self, serial: &[u8], date: Timestamp, reason: Option<u8>) -> Self {
        let serial = serial.to_vec();
        self.entries.push(RevokedTemplate {
            serial,
            date,
            reason,
            invalidity_date: None,
            certificate_issuer: None,
        });
        self
    }

    /// Signs the list and reads it back.
    ///
    /// # Errors
    ///
    /// When the key does not sign, or the template is no list any more; such a one can still be
    /// written with [`Self::to_der`].
    pub fn issue(&self, signer: &dyn Signer) -> Result<Crl, IssueError> {
        Ok(Crl::read(&self.to_der(signer)?)?)
    }

    /// Signs the list, whatever it says.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn to_der(&self, signer: &dyn Signer) -> Result<Vec<u8>, KeyError> {
        let algorithm = algorithm(&signer.signature_algorithm());
        let mut extensions = Vec::new();
        if let Some(base) = self.delta_base {
            let value = encode::small(base);
            extensions.push(Extension::new(&known::DELTA_CRL_INDICATOR, true, value));
        }
        if let Some(number) = self.number {
            extensions.push(Extension::new(&known::CRL_NUMBER, false, encode::small(number)));
        }
        extensions.extend(self.authority_key_id.as_deref().map(Extension::authority_key_id));
        extensions.extend(self.scope.as_ref().map(IssuingPoint::extension));
        extensions.extend(self.extensions.iter().cloned());

        let mut parts = vec![
            encode::small(1),
            algorithm.clone(),
            self.issuer.clone(),
            encode::time(self.this_update),
        ];
        parts.extend(self.next_update.map(encode::time));
        if !self.entries.is_empty() {
            let entries: Vec<u8> = self.entries.iter().flat_map(entry).collect();
            parts.push(encode::element(SEQUENCE, &entries));
        }
        if !extensions.is_empty() {
            let list: Vec<Vec<u8>> = extensions.iter().map(Extension::to_der).collect();
            let list = encode::element(SEQUENCE, &list.concat());
            parts.push(encode::element(tlv::context_constructed(0), &list));
        }
        let body = encode::element(SEQUENCE, &parts.concat());
        sealed(&body, &algorithm, signer)
    }
}

fn entry(revoked: &RevokedTemplate) -> Vec<u8> {
    let mut extensions = Vec::new();
    if let Some(reason) = revoked.reason {
        let value = encode::element(ENUMERATED, &[reason]);
        extensions.push(Extension::new(&known::REASON_CODE, false, value).to_der());
    }
    if let Some(date) = revoked.invalidity_date {
        let value = encode::generalized_time(date);
        extensions.push(Extension::new(&known::INVALIDITY_DATE, false, value).to_der());
    }
    if let Some(name) = &revoked.certificate_issuer {
        let directory = encode::element(tlv::context_constructed(4), name);
        let value = encode::sequence(&[&directory]);
        extensions.push(Extension::new(&known::CERTIFICATE_ISSUER, true, value).to_der());
    }
    let extensions = if extensions.is_empty() {
        Vec::new()
    } else {
        encode::element(SEQUENCE, &extensions.concat())
    };
    encode::sequence(&[&encode::integer(&revoked.serial), &encode::time(revoked.date), &extensions])
}
