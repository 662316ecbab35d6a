//! What a sampled answer is.

use ::pki::certificate::DistributionPointName;
use ::pki::crl::{IssuingDistributionPoint, Survey};
use ::pki::ocsp::OcspResponse;
use ::pki::tsp::TspResponse;
use jiff::Timestamp;
use model::{Content, EvidenceId, Unread};
use serde::{Deserialize, Serialize};

use super::Service;
use crate::crl::{List, NoList, beginning, is_page, outer_length};
use crate::exchange;

/// What the bytes of an answer are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A certificate.
    Certificate,
    /// A list in DER.
    DerList,
    /// No bytes at all.
    Empty,
    /// A web page.
    Html,
    /// Not looked at: the status code alone says that this is no answer, or anything would do.
    NotLookedAt,
    /// An OCSP response with another status than `successful`.
    OcspRefused,
    /// An OCSP response with the status `successful`.
    OcspSuccessful,
    /// A list in PEM.
    PemList,
    /// Something that holds a private key: told of, and kept nowhere.
    PrivateKey,
    /// A list that ends before the length that its first bytes promise.
    Truncated,
    /// A time-stamp response that refuses.
    TspRefused,
    /// A time-stamp response that grants, with a token.
    TspGranted,
    /// Something else.
    Unreadable,
}

impl Form {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::DerList => "der-list",
            Self::Empty => "empty",
            Self::Html => "html",
            Self::NotLookedAt => "not-looked-at",
            Self::OcspRefused => "ocsp-refused",
            Self::OcspSuccessful => "ocsp-successful",
            Self::PemList => "pem-list",
            Self::PrivateKey => "private-key",
            Self::Truncated => "truncated",
            Self::TspGranted => "tsp-granted",
            Self::TspRefused => "tsp-refused",
            Self::Unreadable => "unreadable",
        }
    }

    /// Whether an answer of this form is what the service is for. A list in PEM is readable, and
    /// its form is judged where the content of lists is.
    #[must_use]
    pub const fn serves(self, service: Service) -> bool {
        match service {
            Service::Control => true,
            Service::Crl | Service::Delta => matches!(self, Self::DerList | Self::PemList),
            Service::Issuer => matches!(self, Self::Certificate),
            Service::Ocsp => matches!(self, Self::OcspSuccessful),
            Service::Tsp => matches!(self, Self::TspGranted),
        }
    }
}

/// What a list says of itself, as far as mirrors are compared by it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ListHead {
    /// SHA-256 over issuer, key identifier, kind and scope: what two editions of one list share.
    pub identity: EvidenceId,
    /// Its issuer.
    pub issuer: String,
    /// Its number, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When it was issued.
    pub this_update: Timestamp,
}

/// What an answer is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Assessed {
    /// What its bytes are.
    pub form: Form,
    /// What a list says of itself.
    pub list: Option<ListHead>,
}

/// Says what an answer is. Signatures are not looked at: that is for the probes of each service,
/// and a sample has to be cheap.
///
/// # Errors
///
/// [`Unread`] where the bytes lie in a store and cannot be read back: nothing follows then.
pub fn assess(service: Service, status: u16, body: &Content) -> Result<Assessed, Unread> {
    let only = |form| Ok(Assessed { form, list: None });
    if status != 200 || service == Service::Control {
        return only(Form::NotLookedAt);
    }
    if body.length() == 0 {
        return only(Form::Empty);
    }
    if exchange::holds_private_key(body) {
        return only(Form::PrivateKey);
    }
    let first = beginning(body, BEGINNING)?;
    if is_page(&first) {
        return only(Form::Html);
    }
    if matches!(service, Service::Crl | Service::Delta) {
        return list(body, &first);
    }
    // What is larger than can be looked at is nothing that these services give.
    let bytes = match body.bytes() {
        Ok(bytes) => bytes,
        Err(Unread::Large { .. }) => return only(Form::Unreadable),
        Err(error) => return Err(error),
    };
    only(match service {
        Service::Control | Service::Crl | Service::Delta => Form::NotLookedAt,
        Service::Issuer => {
            let some = !::pki::read_certificates(&bytes).certificates.is_empty();
            if some { Form::Certificate } else { Form::Unreadable }
        }
        Service::Ocsp => match OcspResponse::read(&bytes) {
            Ok((OcspResponse::Answered(_), _)) => Form::OcspSuccessful,
            Ok((OcspResponse::Refused(_), _)) => Form::OcspRefused,
            Err(_) => Form::Unreadable,
        },
        Service::Tsp => match TspResponse::read(&bytes) {
            Ok((response, _)) if response.is_granted() => Form::TspGranted,
            Ok(_) => Form::TspRefused,
            Err(_) => Form::Unreadable,
        },
    })
}

/// How much of a body tells what it is, in octets.
const BEGINNING: u64 = 4096;

fn list(body: &Content, first: &[u8]) -> Result<Assessed, Unread> {
    if outer_length(first).is_some_and(|promised| promised > body.length()) {
        return Ok(Assessed { form: Form::Truncated, list: None });
    }
    match List::read(body) {
        Err(NoList::Unread(error)) => Err(error),
        Err(NoList::Unreadable(_)) => Ok(Assessed { form: Form::Unreadable, list: None }),
        Ok(list) => {
            let form = if first.first() == Some(&0x30) { Form::DerList } else { Form::PemList };
            Ok(Assessed { form, list: Some(head(&list)) })
        }
    }
}

fn head(list: &Survey) -> ListHead {
    let issuer = list.issuer().to_string();
    let key = list.authority_key_id().and_then(|it| it.key_id.as_deref()).map(hex::encode);
    let delta = list.delta_base().is_some();
    let scope = list.scope().map(scope).unwrap_or_default();
    let identity = format!("{issuer}\n{}\n{delta}\n{scope}", key.unwrap_or_default());
    ListHead {
        identity: EvidenceId::of(identity.as_bytes()),
        issuer,
        number: list.number().map(hex::encode),
        this_update: list.this_update(),
    }
}

/// The scope, as one line.
fn scope(of: &IssuingDistributionPoint) -> String {
    let names = match &of.name {
        Some(DistributionPointName::Full(names)) => {
            names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
        Some(DistributionPointName::RelativeToIssuer(der)) => hex::encode(der),
        None => String::new(),
    };
    let only = [
        of.only_user_certificates,
        of.only_authority_certificates,
        of.only_attribute_certificates,
        of.only_some_reasons.is_some(),
        of.indirect,
    ];
    format!("{only:?} {names}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(service: Service, status: u16, body: &[u8]) -> Form {
        assess(service, status, &body.to_vec().into()).unwrap().form
    }

    #[test]
    fn what_no_service_means_is_named() {
        for service in [Service::Crl, Service::Delta, Service::Issuer, Service::Ocsp, Service::Tsp]
        {
            let form = |status, body: &[u8]| looked(service, status, body);
            assert_eq!(form(404, b"\x30\x00"), Form::NotLookedAt);
            assert_eq!(form(200, b""), Form::Empty);
            assert_eq!(form(200, b"\r\n<!doctype html><html>sign in</html>"), Form::Html);
            assert_eq!(form(200, b"\x01\x02\x03"), Form::Unreadable);
            for wrong in [Form::NotLookedAt, Form::Empty, Form::Html, Form::Unreadable] {
                assert!(!wrong.serves(service));
            }
        }
        assert_eq!(looked(Service::Crl, 200, &[0x30, 0x82, 1, 0, 0x30]), Form::Truncated);
        assert!(Form::NotLookedAt.serves(Service::Control));
    }

    /// RFC 6960 section 4.2.1: tryLater is 3. RFC 3161 section 2.4.2: rejection is 2.
    #[test]
    fn a_refusal_is_an_answer_that_serves_nobody() {
        let later = looked(Service::Ocsp, 200, &[0x30, 3, 0x0a, 1, 3]);
        assert_eq!((later, later.serves(Service::Ocsp)), (Form::OcspRefused, false));
        let rejected = looked(Service::Tsp, 200, &[0x30, 5, 0x30, 3, 2, 1, 2]);
        assert_eq!((rejected, rejected.serves(Service::Tsp)), (Form::TspRefused, false));
    }
}
