//! Parallel signatures of one file in one object, as a container carries them
//! ([RFC 5652 section 5.1](https://www.rfc-editor.org/rfc/rfc5652#section-5.1)).
//!
//! Nothing that a signature covers is written anew: signed attributes, signature values and the
//! tokens over them are carried octet for octet. What stands outside them (which certificates and
//! lists lie beside, in which order) no signature covers, and so it can be put together afterwards.
//!
//! # What others may have put in
//!
//! Whoever hands in a signature chooses its certificates, its lists, its unsigned attributes and
//! how many signers it has, and may add to a copy of somebody else's signature. So beside the
//! signers lie only the certificates that verify them, the authorities above those, and lists and
//! answers that these authorities signed; and there is a limit to everything, the signers of known
//! authorities first. What is put together can always be read again.

use std::collections::BTreeMap;

use super::{SignedData, SignerId, SignerInfo, SignerReport, verification::same_number, writing};
use crate::{
    algorithm::{self, AlgorithmIdentifier},
    certificate::Certificate,
    cms::Content,
    crl::Crl,
    encode,
    finding::{Fingerprint, Weight},
    ocsp::{OcspQuestion, OcspResponse, OcspStatus},
    oid::known,
    tlv::{self, Reader, SEQUENCE},
};

/// The most signers of an object that was put together.
const SIGNERS: usize = 256;
/// The most of them that one certificate made.
const SIGNERS_OF_ONE: usize = 16;
/// The longest signer; of a longer one the time-stamps stay, or else the signature alone.
const SIGNER_OCTETS: usize = 256 << 10;
/// The most octets of all signers.
const SIGNERS_OCTETS: usize = 2 << 20;
/// The most certificates, and octets of them.
const CERTIFICATES: usize = 512;
const CERTIFICATES_OCTETS: usize = 1 << 20;
/// The most lists and answers, and octets of those that the objects brought.
const LISTS: usize = 512;
const LISTS_OCTETS: usize = 512 << 10;
/// The most authorities above one certificate.
const LONGEST_CHAIN: usize = 8;
/// How many authorities of one name are tried as the issuer of one certificate.
const TRIES: usize = 8;
/// How many signatures of authorities are verified in all.
const CHECKS: usize = 4096;

/// A responder's answer as a member of the revocation information of an object
/// ([RFC 5940 section 2](https://www.rfc-editor.org/rfc/rfc5940#section-2)).
#[must_use]
pub fn revocation_answer(response: &[u8]) -> Vec<u8> {
    let kind = encode::oid(&known::REVOCATION_OCSP_RESPONSE);
    encode::construct(tlv::context_constructed(1), &[&kind, response])
}

/// Signatures put together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Merged {
    /// The object: detached, DER.
    pub der: Vec<u8>,
    /// How many signers it holds; each signature once.
    pub signers: usize,
    /// Where in the input a signer stands that was left out: which object, which position in it.
    pub left: Vec<(usize, usize)>,
}

/// What lies beside signatures that are put together, and what they are chosen by.
#[derive(Clone, Copy, Debug, Default)]
pub struct MergeWith<'a> {
    /// Certificates trusted without proof: where there are any, signers whose certificates lead to
    /// one of them come first.
    pub anchors: &'a [Certificate],
    /// Certificates at hand, the anchors' among them or not.
    pub certificates: &'a [Certificate],
    /// Lists in DER, answers as [`revocation_answer`] gives them.
    pub lists: &'a [Vec<u8>],
}

/// Puts the signatures of `content` into one detached object, with the certificates that they need
/// and revocation information beside them.
///
/// A signer is taken over if its digest is that of `content` and nothing fatal is known about it;
/// whether its certificate may be trusted is not asked. An object that carries the content inside
/// gives up its signers like any other, since the same octets were signed. Of two copies of one
/// signature the one with more time-stamps of known authorities stays, and then the shorter one;
/// where no authority is known, the longer. The order of the input changes nothing, and what was
/// put together can be put together again.
///
/// `None` where no signer can be taken over.
#[must_use]
pub fn merge(content: &[u8], objects: &[&SignedData], with: MergeWith<'_>) -> Option<Merged> {
    let mut copies: BTreeMap<(&[u8], &[u8]), Vec<Copy<'_>>> = BTreeMap::new();
    let mut left = Vec::new();
    for (object, signed) in objects.iter().enumerate() {
        for report in signed.verify_with(Some(content), with.certificates) {
            let place = (object, report.position);
            let fatal = report.findings.iter().any(|it| it.weight == Weight::Fatal);
            let sound = report.digest_matches && !fatal && signed.content_type == known::CMS_DATA;
            let info = signed.signers.get(report.position).and_then(|it| it.as_ref().ok());
            match info.filter(|it| sound && it.unsigned_defect.is_none()) {
                Some(info) => copies
                    .entry((info.fields.as_slice(), info.signature.as_slice()))
                    .or_default()
                    .push(Copy { info, octets: octets(info), report, place }),
                None => left.push(place),
            }
        }
    }
    let mut authorities = Authorities::new(objects, with);
    let mut signers: Vec<Taken<'_>> =
        copies.into_values().filter_map(|copies| authorities.best(copies)).collect();
    // Stable: within a rank they stay in the order of what they signed.
    signers.sort_by_key(|it| !it.anchored);
    let mut of_one: BTreeMap<Fingerprint, usize> = BTreeMap::new();
    let (mut taken, mut length) = (Vec::new(), 0);
    for signer in signers {
        let own = signer.certificate.as_ref().map(Certificate::fingerprint);
        let made = own.map_or(0, |it| of_one.get(&it).copied().unwrap_or(0));
        let fits = length + signer.octets.len() <= SIGNERS_OCTETS;
        if taken.len() >= SIGNERS || made >= SIGNERS_OF_ONE || !fits {
            left.extend(signer.places);
            continue;
        }
        length += signer.octets.len();
        own.into_iter().for_each(|it| *of_one.entry(it).or_default() += 1);
        taken.push(signer);
    }
    if taken.is_empty() {
        return None;
    }
    left.sort_unstable();
    let digests: Vec<AlgorithmIdentifier> =
        taken.iter().map(|it| it.info.digest_algorithm.clone()).collect();
    let by_key = taken.iter().any(|it| matches!(it.info.id, SignerId::KeyId(_)));
    let needed = authorities.needed(&taken);
    let lists = lists(objects, with.lists, &needed);
    let mut carried: Vec<&Certificate> = needed.iter().collect();
    carried.sort_by(|one, other| one.der().cmp(other.der()));
    let signers = taken.len();
    let infos = taken.into_iter().map(|it| it.octets).collect();
    let content = Content { kind: &known::CMS_DATA, octets: None };
    // Revocation information of another kind than a list asks for version 5.
    let others = lists.iter().any(|it| it.first() == Some(&tlv::context_constructed(1)));
    let version = if others {
        5
    } else if by_key {
        3
    } else {
        1
    };
    Some(Merged {
        der: writing::assemble_with(version, &digests, &content, &carried, lists, infos),
        signers,
        left,
    })
}

/// One copy of a signature.
struct Copy<'a> {
    info: &'a SignerInfo,
    octets: Vec<u8>,
    report: SignerReport,
    place: (usize, usize),
}

/// A signature in the copy that stays.
struct Taken<'a> {
    info: &'a SignerInfo,
    octets: Vec<u8>,
    certificate: Option<Certificate>,
    /// Certificates of the authorities that time-stamped it, as far as they are known.
    stampers: Vec<Certificate>,
    /// Its certificate leads to an anchor, or there is none to lead to.
    anchored: bool,
    places: Vec<(usize, usize)>,
}

/// The signer's part as it is carried.
fn octets(info: &SignerInfo) -> Vec<u8> {
    let fits = |octets: Vec<u8>| (octets.len() <= SIGNER_OCTETS).then_some(octets);
    let stamps = || fits(info.rebuilt_with(|it| it.oid == known::ATTRIBUTE_TIME_STAMP));
    fits(info.rebuilt()).or_else(stamps).unwrap_or_else(|| info.rebuilt_with(|_| false))
}

/// The certificates at hand, and who issued which.
struct Authorities<'a> {
    with: MergeWith<'a>,
    /// Those of authorities that came in the objects, in a fixed order.
    inside: Vec<&'a Certificate>,
    issuers: BTreeMap<Fingerprint, Option<Certificate>>,
    checks: usize,
}

impl<'a> Authorities<'a> {
    fn new(objects: &[&'a SignedData], with: MergeWith<'a>) -> Self {
        let all = objects.iter().flat_map(|it| it.certificates());
        let authority = |it: &&Certificate| it.basic_constraints().is_some_and(|it| it.ca);
        let mut inside: Vec<&Certificate> = all.filter(authority).collect();
        inside.sort_by(|one, other| one.der().cmp(other.der()));
        inside.dedup();
        Self { with, inside, issuers: BTreeMap::new(), checks: CHECKS }
    }

    /// Who signed a certificate: of those at hand before those that came in the objects, and those
    /// whose key is the one it names before others.
    fn issuer(&mut self, of: &Certificate) -> Option<Certificate> {
        if let Some(known) = self.issuers.get(&of.fingerprint()) {
            return known.clone();
        }
        let wanted = of.authority_key_id().and_then(|it| it.key_id.as_deref());
        let brought = self.with.anchors.iter().chain(self.with.certificates);
        let mut named: Vec<&Certificate> = brought
            .chain(self.inside.iter().copied())
            .filter(|it| *it != of && it.subject() == of.issuer())
            .collect();
        named.sort_by_key(|it| match (wanted, it.subject_key_id()) {
            (Some(wanted), Some(own)) => *wanted != *own,
            (None, _) | (_, None) => false,
        });
        let mut found = None;
        for issuer in named.into_iter().take(TRIES) {
            let Some(left) = self.checks.checked_sub(1) else { break };
            self.checks = left;
            let (algorithm, signed) = (of.signature_algorithm(), of.tbs());
            if algorithm::verify(issuer.public_key(), algorithm, signed, of.signature()).is_ok() {
                found = Some(issuer.clone());
                break;
            }
        }
        self.issuers.insert(of.fingerprint(), found.clone());
        found
    }

    /// The authorities above a certificate, where they lead to an anchor; where there are no
    /// anchors, as far as they are there.
    fn above(&mut self, certificate: &Certificate) -> Option<Vec<Certificate>> {
        let mut chain = Vec::new();
        let mut below = certificate.clone();
        loop {
            if self.with.anchors.contains(&below) {
                return Some(chain);
            }
            let more = chain.len() < LONGEST_CHAIN && !below.is_self_issued();
            match self.issuer(&below).filter(|_| more) {
                Some(issuer) => {
                    chain.push(issuer.clone());
                    below = issuer;
                }
                None => return self.with.anchors.is_empty().then_some(chain),
            }
        }
    }

    /// The copy of one signature that stays.
    fn best<'c>(&mut self, copies: Vec<Copy<'c>>) -> Option<Taken<'c>> {
        let places = copies.iter().map(|it| it.place).collect();
        let unknown = self.with.anchors.is_empty();
        let ranked = copies.into_iter().map(|copy| {
            let stamps = copy.report.timestamps.iter().filter(|it| it.valid);
            let known = |it: &Certificate| self.above(it).is_some();
            let stampers: Vec<Certificate> =
                stamps.filter_map(|it| it.certificate.clone()).filter(known).collect();
            // The first is the best.
            let rank = if unknown {
                (0, usize::MAX - copy.octets.len())
            } else {
                (usize::MAX - stampers.len(), copy.octets.len())
            };
            (rank, copy, stampers)
        });
        let (_, copy, stampers) = ranked.min_by(|(one, first, _), (other, second, _)| {
            one.cmp(other).then_with(|| first.octets.cmp(&second.octets))
        })?;
        let certificate = copy.report.certificate;
        let anchored = certificate.as_ref().is_some_and(|it| self.above(it).is_some());
        let anchored = anchored || unknown;
        Some(Taken {
            info: copy.info,
            octets: copy.octets,
            certificate,
            stampers,
            anchored,
            places,
        })
    }

    /// The certificates that the signers need: their own, the authorities above those and above
    /// the services that time-stamped, and others at hand of those authorities' names.
    fn needed(&mut self, taken: &[Taken<'_>]) -> Vec<Certificate> {
        let own = taken.iter().filter(|it| it.anchored).filter_map(|it| it.certificate.clone());
        let others = taken.iter().filter(|it| !it.anchored).filter_map(|it| it.certificate.clone());
        let (mut first, mut above): (Vec<Certificate>, Vec<Certificate>) = (own.collect(), vec![]);
        for certificate in first.iter().chain(taken.iter().flat_map(|it| &it.stampers)) {
            above.extend(self.above(certificate).unwrap_or_default());
        }
        let brought = self.with.anchors.iter().chain(self.with.certificates);
        let renewed =
            brought.filter(|it| above.iter().any(|known| known.subject() == it.subject()));
        let renewed: Vec<Certificate> = renewed.cloned().collect();
        first.extend(above);
        first.extend(renewed);
        first.extend(others);
        let mut needed: Vec<Certificate> = Vec::new();
        let mut length = 0;
        for certificate in first {
            let octets = certificate.der().len();
            if needed.len() < CERTIFICATES
                && length + octets <= CERTIFICATES_OCTETS
                && !needed.contains(&certificate)
            {
                length += octets;
                needed.push(certificate);
            }
        }
        needed
    }
}

/// The revocation information beside the signers: what was brought, and of what the objects carry
/// that which the authorities of these certificates signed.
fn lists(
    objects: &[&SignedData],
    brought: &[Vec<u8>],
    certificates: &[Certificate],
) -> Vec<Vec<u8>> {
    let mut lists: Vec<Vec<u8>> = brought.iter().take(LISTS).cloned().collect();
    lists.sort();
    lists.dedup();
    let mut inside: Vec<&Vec<u8>> = objects.iter().flat_map(|it| &it.revocation).collect();
    inside.sort();
    inside.dedup();
    inside.retain(|it| lists.binary_search(it).is_err());
    let (mut room, mut checks) = (LISTS_OCTETS, CHECKS);
    for list in inside {
        if lists.len() < LISTS
            && let Some(left) = room.checked_sub(list.len())
            && is_genuine(list, certificates, &mut checks)
        {
            room = left;
            lists.push(list.clone());
        }
    }
    lists.sort();
    lists
}

/// Whether one of the certificates signed a list, or a service that may the answer about another.
fn is_genuine(list: &[u8], certificates: &[Certificate], checks: &mut usize) -> bool {
    let mut may = || {
        let left = checks.checked_sub(1);
        *checks = left.unwrap_or(0);
        left.is_some()
    };
    if list.first() == Some(&SEQUENCE) {
        let Ok(list) = Crl::read(list) else { return false };
        return certificates
            .iter()
            .filter(|it| it.subject() == list.issuer())
            .any(|it| may() && list.check_signer(it).iter().all(|it| it.weight == Weight::Remark));
    }
    let answer = tlv::only(list, tlv::context_constructed(1)).ok().and_then(|outer| {
        let mut fields = Reader::lenient(outer.content);
        fields.next().ok()?;
        OcspResponse::read(fields.rest()).ok()
    });
    let Some((response, _)) = answer else { return false };
    let OcspResponse::Answered(basic) = &response else { return false };
    certificates.iter().any(|certificate| {
        let issuers = certificates.iter().filter(|it| it.subject() == certificate.issuer());
        issuers.into_iter().any(|issuer| {
            let about = basic.answers.iter().find(|it| {
                same_number(&it.id.serial, certificate.serial())
                    && it.id.names(certificate, issuer) == Some(true)
            });
            let Some(answer) = about.filter(|_| may()) else { return false };
            let at = answer.this_update.max(basic.produced_at);
            let question = OcspQuestion {
                certificate,
                issuer,
                at,
                nonce: None,
                trusted: &[],
                longest_age: None,
            };
            response.check(&question).status != OcspStatus::NotAnswered
        })
    })
}
