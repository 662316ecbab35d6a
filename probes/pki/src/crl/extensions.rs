//! Extensions of a whole list.

use jiff::Timestamp;

use super::IssuingDistributionPoint;
use super::entry::extension;
use crate::certificate::{self, AuthorityKeyId};
use crate::finding::{Finding, codes};
use crate::oid::{Oid, known};
use crate::time;
use crate::tlv::{self, Malformed, Reader, Slice};

/// What the extensions say.
#[derive(Default)]
pub(super) struct Extensions {
    pub(super) number: Option<Vec<u8>>,
    pub(super) delta_base: Option<Vec<u8>>,
    pub(super) scope: Option<IssuingDistributionPoint>,
    pub(super) authority_key_id: Option<AuthorityKeyId>,
    pub(super) expired_since: Option<Timestamp>,
    pub(super) freshest_urls: Vec<String>,
}

pub(super) fn read(slice: &Slice, extensions: &mut Extensions, defects: &mut Vec<Finding>) {
    let mut seen: Vec<Oid> = Vec::new();
    let result = (|| -> Result<(), Malformed> {
        let mut list = Reader::lenient(tlv::only(slice.bytes(), tlv::SEQUENCE)?.content);
        while !list.is_empty() {
            let (oid, critical, value) = extension(list.expect(tlv::SEQUENCE)?)?;
            if seen.contains(&oid) {
                defects
                    .push(Finding::fatal(&codes::CRL_EXTENSION_REPEATED).with("extension", &oid));
                continue;
            }
            match read_one(extensions, &oid, &slice.part(value)) {
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
fn read_one(extensions: &mut Extensions, oid: &Oid, value: &Slice) -> Result<bool, Malformed> {
    if *oid == known::CRL_NUMBER {
        extensions.number = Some(number(value.bytes())?);
    } else if *oid == known::DELTA_CRL_INDICATOR {
        extensions.delta_base = Some(number(value.bytes())?);
    } else if *oid == known::ISSUING_DISTRIBUTION_POINT {
        extensions.scope = Some(scope(value)?);
    } else if *oid == known::AUTHORITY_KEY_IDENTIFIER {
        extensions.authority_key_id = Some(certificate::authority_key_id(value, value.bytes())?);
    } else if *oid == known::EXPIRED_CERTIFICATES_ON_CRL {
        let element = tlv::only(value.bytes(), tlv::GENERALIZED_TIME)?;
        extensions.expired_since = time::read(&element).map(|read| read.at);
    } else if *oid == known::FRESHEST_CRL {
        extensions.freshest_urls = certificate::freshest_urls(value)?;
    } else {
        return Ok(
            [&known::ISSUER_ALTERNATIVE_NAME, &known::AUTHORITY_INFORMATION_ACCESS].contains(&oid)
        );
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
