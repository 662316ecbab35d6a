//! Taking a SignedData apart.

use std::collections::BTreeSet;

use super::{
    ATTRIBUTE_LIMIT, Attribute, CERTIFICATE_LIMIT, CERTIFICATE_SIZE_LIMIT, CmsError, SIGNER_LIMIT,
    SignedData, Signer, SignerId, SignerInfo, armour,
};
use crate::{
    algorithm::AlgorithmIdentifier,
    ber,
    certificate::Certificate,
    finding::{Finding, codes},
    name::Name,
    oid::{Oid, known},
    tlv::{self, INTEGER, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, SET},
};

impl SignedData {
    /// Reads a signature from DER, BER, PEM or base64: what could be read, and what is odd about
    /// the object as a whole. What is odd about one signer comes with its report.
    ///
    /// # Errors
    ///
    /// When the octets are no SignedData, or there are more signers, certificates or lists than
    /// are judged.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<Finding>), CmsError> {
        let mut findings = Vec::new();
        let opened = armour::open(bytes)?;
        if opened.another {
            findings.push(
                Finding::undetermined(&codes::CMS_SECOND_OBJECT).with("octets", opened.outside),
            );
        } else if opened.outside > 0 {
            findings.push(Finding::remark(&codes::CMS_TEXT_AROUND).with("octets", opened.outside));
        }
        let mut outer = ber::Reader::new(&opened.octets);
        let mut shell = Shell { der: true };
        let mut info = shell.enter(outer.expect(SEQUENCE)?);
        let kind = oid(&info.expect(OBJECT_IDENTIFIER)?)?;
        if kind != known::CMS_SIGNED_DATA {
            return Err(CmsError::ContentType { found: kind });
        }
        let mut explicit = shell.enter(info.expect(tlv::context_constructed(0))?);
        let mut fields = shell.enter(explicit.expect(SEQUENCE)?);
        for reader in [&info, &explicit] {
            trailing(reader.rest(), &mut findings);
        }
        trailing(outer.rest(), &mut findings);

        let version = number(&fields.expect(INTEGER)?);
        fields.expect(SET)?;
        let mut encapsulated = shell.enter(fields.expect(SEQUENCE)?);
        let content_type = oid(&encapsulated.expect(OBJECT_IDENTIFIER)?)?;
        let content = match encapsulated.optional(tlv::context_constructed(0))? {
            None => None,
            Some(explicit) => {
                let octets = shell.enter(explicit).next()?;
                shell.der &= octets.der && octets.identifier == OCTET_STRING;
                Some(ber::octets(&octets)?)
            }
        };

        let mut certificates = Vec::new();
        let mut strange = Vec::new();
        let mut kinds = BTreeSet::new();
        if let Some(set) = fields.optional(tlv::context_constructed(0))? {
            let members = shell.members(set, "certificates", CERTIFICATE_LIMIT)?;
            kinds.extend(members.iter().map(|member| member.identifier));
            for (position, member) in members.into_iter().enumerate() {
                match certificate(&member) {
                    Ok(certificate) => certificates.push(certificate),
                    Err(reason) => {
                        findings.push(
                            Finding::remark(&codes::CMS_CERTIFICATE_UNREADABLE)
                                .with("position", position)
                                .with("reason", reason),
                        );
                        strange.push(member.raw.to_vec());
                    }
                }
            }
        }
        let (mut crls, mut answers, mut revocation) = (Vec::new(), Vec::new(), Vec::new());
        let mut others = false;
        if let Some(set) = fields.optional(tlv::context_constructed(1))? {
            for member in shell.members(set, "revocation lists", CERTIFICATE_LIMIT)? {
                if member.identifier == SEQUENCE {
                    crls.push(member.raw.to_vec());
                }
                answers.extend(answer(&member));
                others |= member.identifier == tlv::context_constructed(1);
                revocation.push(member.raw.to_vec());
            }
        }
        let set = fields.expect(SET)?;
        let signers: Vec<Signer> =
            shell.members(set, "signers", SIGNER_LIMIT)?.iter().map(signer).collect();
        trailing(fields.rest(), &mut findings);
        if signers.is_empty() {
            findings.push(Finding::fatal(&codes::CMS_NO_SIGNERS));
        }
        if !shell.der {
            findings.push(Finding::remark(&codes::CMS_NOT_DER));
        }
        if others {
            kinds.insert(tlv::context_constructed(3));
        }
        check_version(version, kinds, &content_type, &signers, &mut findings);
        let signed = Self {
            version,
            content_type,
            content,
            certificates,
            strange,
            revocation,
            crls,
            answers,
            signers,
        };
        Ok((signed, findings))
    }
}

/// Whether the shell walked through so far is DER.
struct Shell {
    der: bool,
}

impl Shell {
    fn enter<'a>(&mut self, element: ber::Element<'a>) -> ber::Reader<'a> {
        self.der &= element.der;
        element.reader()
    }

    fn members<'a>(
        &mut self,
        set: ber::Element<'a>,
        what: &'static str,
        limit: usize,
    ) -> Result<Vec<ber::Element<'a>>, CmsError> {
        let mut reader = self.enter(set);
        let mut members = Vec::new();
        while !reader.is_empty() {
            let member = reader.next()?;
            self.der &= member.der;
            members.push(member);
        }
        if members.len() > limit {
            return Err(CmsError::TooMany { what, count: members.len(), limit });
        }
        Ok(members)
    }
}

/// Octets that follow where an object should have ended. Another signature hidden there would
/// look examined and would not be, so its presence leaves the file undetermined.
fn trailing(rest: &[u8], findings: &mut Vec<Finding>) {
    if rest.is_empty() {
        return;
    }
    let finding = if armour::hides_another(rest) {
        Finding::undetermined(&codes::CMS_SECOND_OBJECT)
    } else {
        Finding::remark(&codes::CMS_TRAILING)
    };
    findings.push(finding.with("octets", rest.len()));
}

/// The responder's answer in a member of the set of revocation information, if it is one.
fn answer(member: &ber::Element<'_>) -> Option<Vec<u8>> {
    let mut fields = member.require(tlv::context_constructed(1)).ok()?.reader();
    let kind = oid(&fields.expect(OBJECT_IDENTIFIER).ok()?).ok()?;
    let value = fields.next().ok()?;
    (kind == known::REVOCATION_OCSP_RESPONSE && fields.is_empty()).then(|| value.raw.to_vec())
}

fn certificate(member: &ber::Element<'_>) -> Result<Certificate, String> {
    if member.identifier != SEQUENCE {
        return Err(format!("identifier octet {:#04x} is no certificate", member.identifier));
    }
    if member.raw.len() > CERTIFICATE_SIZE_LIMIT {
        return Err(format!("{} octets, larger than is read", member.raw.len()));
    }
    ber::is_strict(member.raw).map_err(|error| error.to_string())?;
    Certificate::read(member.raw).map_err(|error| error.to_string())
}

/// Reads one SignerInfo ([RFC 5652 section 5.3](https://www.rfc-editor.org/rfc/rfc5652#section-5.3)).
pub(super) fn signer(member: &ber::Element<'_>) -> Signer {
    let mut fields = member.require(SEQUENCE)?.reader();
    let version = number(&fields.expect(INTEGER)?);
    let id = match fields.optional(tlv::context(0))? {
        Some(key) => SignerId::KeyId(key.content.to_vec()),
        None => {
            let mut pair = fields.expect(SEQUENCE)?.reader();
            let issuer = Name::from_der(pair.expect(SEQUENCE)?.raw)?;
            let serial = pair.expect(INTEGER)?.content.to_vec();
            SignerId::IssuerAndSerial { issuer, serial }
        }
    };
    let digest_algorithm = algorithm(&fields.expect(SEQUENCE)?)?;
    let mut signed_attributes = None;
    let mut signed_octets = None;
    let mut signed_defect = None;
    if let Some(set) = fields.optional(tlv::context_constructed(0))? {
        signed_defect = strict_set(&set).err();
        let mut octets = set.raw.to_vec();
        if let Some(first) = octets.first_mut() {
            *first = SET;
        }
        signed_octets = Some(octets);
        signed_attributes = Some(match attributes(&set) {
            Ok(attributes) => attributes,
            Err(error) => {
                signed_defect.get_or_insert(error);
                Vec::new()
            }
        });
    }
    let signature_algorithm = algorithm(&fields.expect(SEQUENCE)?)?;
    let signature = fields.next()?;
    let value = ber::octets(&signature)?;
    let start = member.content.len() - fields.rest().len();
    let before = member.content.get(..start).unwrap_or_default().to_vec();
    let mut unsigned_defect = None;
    let mut unsigned_attributes = Vec::new();
    if let Some(set) = fields.optional(tlv::context_constructed(1))? {
        match attributes(&set) {
            Ok(attributes) => unsigned_attributes = attributes,
            Err(error) => unsigned_defect = Some(error),
        }
    }
    if !fields.is_empty() {
        return Err(Malformed::Trailing(fields.rest().len()));
    }
    Ok(SignerInfo {
        id,
        digest_algorithm,
        signed_attributes,
        signature_algorithm,
        signature: value,
        unsigned_attributes,
        signed_octets,
        signed_defect,
        unsigned_defect,
        fields: before,
        version,
    })
}

fn number(element: &ber::Element<'_>) -> Option<u32> {
    tlv::small_integer(element.content).ok()
}

/// Compares the version of the whole with the one its fields ask for
/// ([RFC 5652 section 5.1](https://www.rfc-editor.org/rfc/rfc5652#section-5.1)). The kinds are the
/// identifier octets of the certificates; revocation information of another kind counts as a
/// certificate of another kind does.
fn check_version(
    version: Option<u32>,
    kinds: BTreeSet<u8>,
    content_type: &Oid,
    signers: &[Signer],
    findings: &mut Vec<Finding>,
) {
    let has = |number| kinds.contains(&tlv::context_constructed(number));
    let by_key = signers.iter().flatten().any(|info| matches!(info.id, SignerId::KeyId(_)));
    let expected = if has(3) {
        5
    } else if has(2) {
        4
    } else if has(1) || by_key || *content_type != known::CMS_DATA {
        3
    } else {
        1
    };
    if version != Some(expected) {
        findings.push(version_finding("SignedData", version, expected));
    }
}

/// The remark that a version number is not the one its fields ask for.
pub(super) fn version_finding(place: &str, found: Option<u32>, expected: u32) -> Finding {
    Finding::remark(&codes::CMS_VERSION)
        .with("place", place)
        .with("found", found.map_or_else(|| "?".to_owned(), |found| found.to_string()))
        .with("expected", expected)
}

/// Whether the attributes are the DER of a SET OF: strict lengths, members in order, each once.
fn strict_set(set: &ber::Element<'_>) -> Result<(), Malformed> {
    ber::is_strict(set.raw)?;
    let mut reader = Reader::new(set.content);
    let mut last: Option<&[u8]> = None;
    while !reader.is_empty() {
        let member = reader.next()?.raw;
        if last.is_some_and(|last| last >= member) {
            return Err(Malformed::Value("the attributes are not in DER order"));
        }
        last = Some(member);
    }
    if last.is_none() {
        return Err(Malformed::Value("there are no attributes"));
    }
    Ok(())
}

pub(super) fn attributes(set: &ber::Element<'_>) -> Result<Vec<Attribute>, Malformed> {
    let mut attributes = Vec::new();
    let mut reader = set.reader();
    let mut count = 0;
    while !reader.is_empty() {
        let mut pair = reader.expect(SEQUENCE)?.reader();
        let oid = oid(&pair.expect(OBJECT_IDENTIFIER)?)?;
        let mut members = pair.expect(SET)?.reader();
        let mut values = Vec::new();
        while !members.is_empty() {
            values.push(members.next()?.raw.to_vec());
            count += 1;
            if count > ATTRIBUTE_LIMIT {
                return Err(Malformed::Value("there are more than 64 attribute values"));
            }
        }
        if attributes.len() >= ATTRIBUTE_LIMIT {
            return Err(Malformed::Value("there are more than 64 attributes"));
        }
        attributes.push(Attribute { oid, values });
    }
    Ok(attributes)
}

fn oid(element: &ber::Element<'_>) -> Result<Oid, Malformed> {
    Oid::from_der_content(element.content)
        .map_err(|_| Malformed::Value("object identifier is malformed"))
}

fn algorithm(element: &ber::Element<'_>) -> Result<AlgorithmIdentifier, Malformed> {
    AlgorithmIdentifier::from_der(element.raw)
}
