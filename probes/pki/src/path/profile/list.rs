//! What the profile asks of a revocation list beyond its being usable.

use super::{Breach, Duty};
use crate::crl::Crl;
use crate::finding::codes;
use crate::oid::{Oid, known};
use crate::tlv::{self, Malformed, Reader};

const CITATION: &str = "RFC 5280 section 5.2.3";

/// Every rule of the profile that a list breaks.
pub(super) fn breaches(list: &Crl) -> Vec<Breach> {
    let say = |reason| {
        let mut breach =
            Breach::new(Duty::Must, &codes::PROFILE_LIST_NUMBER, CITATION).with("reason", reason);
        breach.finding.about = Some(list.fingerprint());
        breach
    };
    // "CRL issuers conforming to this profile MUST include this extension in all CRLs and MUST
    // mark this extension as non-critical."
    match critical(list, &known::CRL_NUMBER) {
        Ok(Some(false)) => Vec::new(),
        Ok(Some(true)) => vec![say("cRLNumber is critical")],
        Ok(None) | Err(_) => vec![say("cRLNumber is missing")],
    }
}

/// Whether an extension of the list is critical; none where there is no such.
fn critical(list: &Crl, wanted: &Oid) -> Result<Option<bool>, Malformed> {
    let outer = Reader::lenient(list.der()).expect(tlv::SEQUENCE)?;
    let tbs = Reader::lenient(outer.content).expect(tlv::SEQUENCE)?;
    let mut fields = Reader::lenient(tbs.content);
    while !fields.is_empty() {
        let field = fields.next()?;
        if field.identifier != tlv::context_constructed(0) {
            continue;
        }
        let mut extensions =
            Reader::lenient(Reader::lenient(field.content).expect(tlv::SEQUENCE)?.content);
        while !extensions.is_empty() {
            let mut parts = Reader::lenient(extensions.expect(tlv::SEQUENCE)?.content);
            if parts.expect(tlv::OBJECT_IDENTIFIER)?.content == wanted.content() {
                let flag = parts.optional(tlv::BOOLEAN)?;
                return Ok(Some(flag.is_some_and(|flag| flag.content != [0])));
            }
        }
    }
    Ok(None)
}
