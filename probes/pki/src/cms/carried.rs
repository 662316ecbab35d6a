//! Proof that travels inside a signature: certificates, revocation lists and responders' answers.
//!
//! Where they may lie: beside the signers ([RFC 5652 section 5.1], answers by [RFC 5940 section 2]),
//! in certificate-values and revocation-values of a signer ([RFC 5126 section 6.3]), and in the
//! same places of its time-stamps. Nobody signed most of them: each is worth what its own
//! signature is worth, and whoever judges a path decides that.
//!
//! [RFC 5652 section 5.1]: https://www.rfc-editor.org/rfc/rfc5652#section-5.1
//! [RFC 5940 section 2]: https://www.rfc-editor.org/rfc/rfc5940#section-2
//! [RFC 5126 section 6.3]: https://www.rfc-editor.org/rfc/rfc5126#section-6.3

use super::{CERTIFICATE_SIZE_LIMIT, SignedData};
use crate::{
    ber,
    certificate::Certificate,
    encode,
    finding::{Finding, codes},
    oid::{Oid, known},
    tlv::{self, ENUMERATED, Malformed, SEQUENCE},
    tsp::TimestampToken,
};

/// The most objects of each kind that are taken out of one signature.
pub const CARRIED_LIMIT: usize = 256;

/// What a signature carries to prove itself by.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Certificates that could be read, of the object and of its time-stamps.
    pub certificates: Vec<Certificate>,
    /// DER of revocation lists.
    pub crls: Vec<Vec<u8>>,
    /// DER of responders' answers, each a whole OCSPResponse.
    pub answers: Vec<Vec<u8>>,
}

impl SignedData {
    /// Everything carried that a certificate may be judged by, and what of it could not be taken.
    #[must_use]
    pub fn carried(&self) -> (Carried, Vec<Finding>) {
        let mut carried = Carried::default();
        let mut findings = Vec::new();
        self.hand_over(&mut carried, &mut findings, true);
        (carried, findings)
    }

    /// `stamps` tells whether time-stamps are looked into: they carry no further ones.
    fn hand_over(&self, carried: &mut Carried, findings: &mut Vec<Finding>, stamps: bool) {
        for certificate in &self.certificates {
            if !carried.certificates.contains(certificate) {
                carried.certificates.push(certificate.clone());
            }
        }
        take(&mut carried.crls, "revocation lists", self.crls.iter().cloned(), findings);
        take(&mut carried.answers, "OCSP responses", self.answers.iter().cloned(), findings);
        for attribute in self.signers().flat_map(|info| &info.unsigned_attributes) {
            let of = |oid: &Oid| attribute.oid == *oid;
            for value in &attribute.values {
                let told = if of(&known::ATTRIBUTE_CERTIFICATE_VALUES) {
                    certificates(value, carried, findings)
                } else if of(&known::ATTRIBUTE_REVOCATION_VALUES) {
                    revocation(value, carried, findings)
                } else {
                    if stamps
                        && of(&known::ATTRIBUTE_TIME_STAMP)
                        && let Ok((token, _)) = TimestampToken::read(value)
                    {
                        token.signed().hand_over(carried, findings, false);
                    }
                    Ok(())
                };
                if let Err(error) = told {
                    findings.push(unreadable(&attribute.oid, error));
                }
            }
        }
    }
}

fn unreadable(oid: &Oid, reason: impl std::fmt::Display) -> Finding {
    Finding::remark(&codes::CMS_ATTRIBUTE_UNREADABLE).with("attribute", oid).with("reason", reason)
}

/// Takes what is new, up to the limit, which is said once.
fn take(
    into: &mut Vec<Vec<u8>>,
    what: &'static str,
    from: impl IntoIterator<Item = Vec<u8>>,
    findings: &mut Vec<Finding>,
) {
    for one in from {
        if into.contains(&one) {
            continue;
        }
        if into.len() >= CARRIED_LIMIT {
            limit(what, findings);
            return;
        }
        into.push(one);
    }
}

fn limit(what: &'static str, findings: &mut Vec<Finding>) {
    let finding =
        Finding::remark(&codes::CMS_COUNTER_LIMIT).with("what", what).with("limit", CARRIED_LIMIT);
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}

/// The members of one SEQUENCE.
fn members(value: &[u8]) -> Result<Vec<ber::Element<'_>>, Malformed> {
    let mut reader = ber::Reader::new(value).expect(SEQUENCE)?.reader();
    let mut members = Vec::new();
    while !reader.is_empty() {
        members.push(reader.next()?);
    }
    Ok(members)
}

fn certificates(
    value: &[u8],
    carried: &mut Carried,
    findings: &mut Vec<Finding>,
) -> Result<(), Malformed> {
    for member in members(value)? {
        if carried.certificates.len() >= CARRIED_LIMIT {
            limit("certificates", findings);
            break;
        }
        if member.raw.len() > CERTIFICATE_SIZE_LIMIT {
            let reason = format!("a certificate of {} octets", member.raw.len());
            findings.push(unreadable(&known::ATTRIBUTE_CERTIFICATE_VALUES, reason));
            continue;
        }
        match Certificate::read(member.raw) {
            Ok(read) if carried.certificates.contains(&read) => {}
            Ok(read) => carried.certificates.push(read),
            Err(error) => {
                findings.push(unreadable(&known::ATTRIBUTE_CERTIFICATE_VALUES, error));
            }
        }
    }
    Ok(())
}

/// RevocationValues: lists under \[0\], answers under \[1\].
fn revocation(
    value: &[u8],
    carried: &mut Carried,
    findings: &mut Vec<Finding>,
) -> Result<(), Malformed> {
    for part in members(value)? {
        let (into, what) = match part.identifier {
            it if it == tlv::context_constructed(0) => (&mut carried.crls, "revocation lists"),
            it if it == tlv::context_constructed(1) => (&mut carried.answers, "OCSP responses"),
            _ => continue,
        };
        let answers = part.identifier == tlv::context_constructed(1);
        let octets = members(part.content)?
            .into_iter()
            .map(|member| if answers { whole_answer(&member) } else { member.raw.to_vec() });
        take(into, what, octets, findings);
    }
    Ok(())
}

/// An answer as a responder sends it. The attribute holds the signed part alone; some software
/// puts the whole there.
fn whole_answer(member: &ber::Element<'_>) -> Vec<u8> {
    if member.reader().peek() == Some(ENUMERATED) {
        return member.raw.to_vec();
    }
    let typed =
        encode::sequence(&[&encode::oid(&known::OCSP_BASIC), &encode::octet_string(member.raw)]);
    encode::sequence(&[
        &encode::element(ENUMERATED, &[0]),
        &encode::element(tlv::context_constructed(0), &typed),
    ])
}
