//! Parallel signatures of one file in one object, as a container carries them
//! ([RFC 5652 section 5.1](https://www.rfc-editor.org/rfc/rfc5652#section-5.1)).
//!
//! Nothing that a signature covers is written anew: signed attributes, signature values and the
//! tokens over them are carried octet for octet. What stands outside them (which certificates and
//! lists lie beside, in which order) no signature covers, and so it can be put together afterwards.

use std::collections::BTreeMap;

use super::{SignedData, SignerId, SignerInfo, writing};
use crate::{
    algorithm::AlgorithmIdentifier, certificate::Certificate, cms::Content, encode,
    finding::Weight, oid::known, tlv,
};

/// A responder's answer as a member of the revocation information of an object
/// ([RFC 5940 section 2](https://www.rfc-editor.org/rfc/rfc5940#section-2)).
#[must_use]
pub fn revocation_answer(response: &[u8]) -> Vec<u8> {
    let kind = encode::oid(&known::REVOCATION_OCSP_RESPONSE);
    encode::construct(tlv::context_constructed(1), &[&kind, response])
}
/// Signers by what they signed and the signature, each with its octets.
type Taken<'a> = BTreeMap<(Vec<u8>, &'a [u8]), (&'a SignerInfo, Vec<u8>)>;

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

/// Puts the signatures of `content` into one detached object, with these certificates and this
/// revocation information beside them: lists in DER, answers as [`revocation_answer`] gives them.
///
/// A signer is taken over if its digest is that of `content` and nothing fatal is known about it;
/// whether its certificate may be trusted is not asked. An object that carries the content inside
/// gives up its signers like any other, since the same octets were signed. Of two copies of one
/// signature the one with more attributes behind it stays. The order of the input changes nothing,
/// and what was put together can be put together again.
///
/// `None` where no signer can be taken over.
#[must_use]
pub fn merge(
    content: &[u8],
    objects: &[&SignedData],
    certificates: &[Certificate],
    lists: &[Vec<u8>],
) -> Option<Merged> {
    let mut taken = Taken::new();
    let mut left = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        for report in object.verify_with(Some(content), certificates) {
            let position = report.position;
            let fatal = report.findings.iter().any(|it| it.weight == Weight::Fatal);
            let sound = report.digest_matches && !fatal && object.content_type == known::CMS_DATA;
            let info = object.signers.get(position).and_then(|it| it.as_ref().ok());
            let Some(info) = info.filter(|it| sound && it.unsigned_defect.is_none()) else {
                left.push((at, position));
                continue;
            };
            let octets = info.rebuilt();
            let key = (info.fields.clone(), info.signature.as_slice());
            let more = taken.get(&key).is_none_or(|(_, known)| {
                (known.len(), known.as_slice()) < (octets.len(), octets.as_slice())
            });
            if more {
                taken.insert(key, (info, octets));
            }
        }
    }
    if taken.is_empty() {
        return None;
    }
    let digests: Vec<AlgorithmIdentifier> =
        taken.values().map(|(info, _)| info.digest_algorithm.clone()).collect();
    let by_key = taken.values().any(|(info, _)| matches!(info.id, SignerId::KeyId(_)));
    let mut carried: Vec<&Certificate> =
        objects.iter().flat_map(|it| it.certificates()).chain(certificates).collect();
    carried.sort_by(|one, other| one.der().cmp(other.der()));
    carried.dedup();
    let mut lists: Vec<Vec<u8>> =
        objects.iter().flat_map(|it| &it.revocation).chain(lists).cloned().collect();
    lists.sort();
    lists.dedup();
    let signers = taken.len();
    let infos = taken.into_values().map(|(_, octets)| octets).collect();
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
