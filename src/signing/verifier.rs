//! The judgement of a signature file: every signer on its own, with person, time, chain and
//! revocation, and the proof for each.
//!
//! # The moment
//!
//! A signer's certificate is judged at one moment. A time-stamp over the signature proves it,
//! where the authority that made it leads to an anchor; of several the earliest counts. Without
//! one there is only the time that the signer claims. Both are said.
//!
//! A certificate that was revoked after the moment touches a signature with a proven time no more.
//! Where the time is only claimed, whoever took the key could have written any time before the
//! revocation: such a signature is not counted. Nor is it where it is not known whether the
//! certificate of the time-stamping authority was revoked.
//!
//! Nobody signs a file that is not there yet. A signature that bears a time before the sealing is
//! judged by its certificate at the sealing as well: a clock that was set back brings no expired or
//! revoked certificate to life. A clock that is wrong and nothing else is told and costs nobody the
//! signature.
//!
//! A time-stamping authority whose certificate was revoked later vouches for what it stamped before
//! only where the reason is one that leaves its key untouched ([RFC 3161 section 4]); else whoever
//! holds the key writes any time.
//!
//! [RFC 3161 section 4]: https://www.rfc-editor.org/rfc/rfc3161#section-4

use jiff::{SignedDuration, Timestamp};
use model::{Checked, EvidenceId, Iin, Note, Signature, SignatureStanding, VerifySignature};
use pki::cms::{EssCertId, SignedData, SignerReport};
use pki::ocsp::OcspResponse;
use pki::tsp::TspReport;
use pki::{Certificate, Crl, Weight};
use sha2::{Digest, Sha256};

use super::Elsewhere;
use super::proof::{
    Found, Proofs, common_name, is_for_authentication, note, other_purposes, weakened,
};

/// The largest signature file that is looked at, in bytes.
const LARGEST_SIGNATURE: usize = 8 << 20;
/// How far apart a time-stamp and the clocks of the commission may be before it is said, and how
/// old proof may be that does not say until when it holds.
pub(super) const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// What the members' certificates are judged by.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Certificates trusted without proof.
    pub anchors: Vec<Certificate>,
    /// Certificates that may lie between.
    pub candidates: Vec<Certificate>,
    /// Revocation lists at hand.
    pub crls: Vec<Crl>,
    /// Responders' answers at hand.
    pub ocsp: Vec<OcspResponse>,
}

/// Judges signatures of a file. The moment of judgement is the moment of signing.
pub struct CmsVerifier<'a> {
    /// What certificates are judged by.
    pub trust: &'a Trust,
    /// When the file was sealed: a signature made before has a wrong clock, or worse.
    pub sealed_at: Timestamp,
    /// Other files that a signature may have been made for, by name; to say which.
    pub elsewhere: &'a Elsewhere,
}

/// Every code that the judgement of a signature itself may put into a note, beside those of `pki`.
pub const SAYS: &[&str] = &[
    "signature.algorithm-legacy",
    "signature.algorithm-weak",
    "signature.another-document",
    "signature.another-document-unknown",
    "signature.authentication-key",
    "signature.before-sealing",
    "signature.certificate-not-stated",
    "signature.chain",
    "signature.not-known-to-responder",
    "signature.not-revoked",
    "signature.not-valid-when-sealed",
    "signature.other-purposes",
    "signature.revocation-unknown",
    "signature.revoked",
    "signature.revoked-later",
    "signature.stamp-after-claim",
    "signature.stamp-before-claim",
    "signature.stamp-before-sealing",
    "signature.stamp-key-doubtful",
    "signature.stamp-not-revoked",
    "signature.stamp-not-trusted",
    "signature.stamp-revocation-unknown",
    "signature.time-claimed",
    "signature.time-not-proven",
    "signature.time-proven",
    "signature.time-unknown",
    "signature.too-large",
    "signature.unreadable",
];

/// What the judgement of a signature may say that leaves it sound and its time in doubt.
const DOUBTS: [&str; 7] = [
    "cms.timestamp-not-valid",
    "cms.timestamp-unreadable",
    "signature.stamp-after-claim",
    "signature.stamp-before-claim",
    "signature.stamp-before-sealing",
    "signature.stamp-key-doubtful",
    "signature.stamp-not-trusted",
];

/// Whether a note of a signature, sound as it is, says that its time could not be confirmed.
#[must_use]
pub fn leaves_time_open(note: &Note) -> bool {
    DOUBTS.contains(&&*note.code)
}

/// The facts that name a piece of proof.
const PROOF: [&str; 4] = ["at", "by", "holder", "sha256"];

impl VerifySignature for CmsVerifier<'_> {
    fn check(&self, act: &[u8], signature: &Signature) -> Vec<Checked> {
        if signature.bytes.len() > LARGEST_SIGNATURE {
            let note = Note::new("signature.too-large").fact("length", signature.bytes.len());
            return vec![invalid(note)];
        }
        let (signed, defects) = match SignedData::read(&signature.bytes) {
            Ok(read) => read,
            Err(error) => {
                return vec![invalid(Note::new("signature.unreadable").fact("error", error))];
            }
        };
        let reports = signed.verify_with(Some(act), &self.trust.candidates);
        if reports.is_empty() {
            return vec![invalid(Note::new("signature.unreadable").fact("error", "no signer"))];
        }
        // A file that is more than one signature object, or not quite one, proves nothing for sure.
        let doubtful = defects.iter().any(|it| it.weight > Weight::Remark);
        let (carried, left) = signed.carried();
        let defects: Vec<Note> = defects.iter().chain(&left).map(note).collect();
        let proofs = Proofs::new(self.trust, &carried);
        reports
            .into_iter()
            .map(|report| {
                let mut checked = self.judge(&proofs, &report);
                checked.notes.splice(0..0, defects.iter().cloned());
                if doubtful {
                    checked.standing = worse(checked.standing, SignatureStanding::Inconclusive);
                }
                checked
            })
            .collect()
    }
}

impl CmsVerifier<'_> {
    fn judge(&self, proofs: &Proofs<'_>, report: &SignerReport) -> Checked {
        let mut notes: Vec<Note> = report.findings.iter().map(note).collect();
        let mut standing = if report.valid {
            SignatureStanding::Conclusive
        } else if report.is_undetermined() {
            SignatureStanding::Inconclusive
        } else {
            SignatureStanding::Invalid
        };
        if weakened(&report.findings, &mut notes) {
            standing = worse(standing, SignatureStanding::Inconclusive);
        }
        if !report.digest_matches {
            notes.extend(self.another_document(report));
        }
        if report.ess_cert_id == EssCertId::Absent {
            // Without it another certificate of the same key could be put in its place.
            standing = worse(standing, SignatureStanding::Inconclusive);
            notes.push(Note::new("signature.certificate-not-stated"));
        }
        let (stamped, sure) = match self.stamped(report, proofs, &mut notes) {
            Some((at, sure)) => (Some(at), sure),
            None => (None, false),
        };
        let signed_at = stamped.or(report.signing_time);
        let Some(certificate) = &report.certificate else {
            return Checked {
                signer: None,
                key: None,
                certificate: None,
                signed_at,
                stamped_at: stamped,
                standing,
                notes,
            };
        };
        if is_for_authentication(certificate) {
            standing = worse(standing, SignatureStanding::Inconclusive);
            notes.push(Note::new("signature.authentication-key"));
        }
        if let Some(purposes) = other_purposes(certificate) {
            standing = worse(standing, SignatureStanding::Inconclusive);
            notes.push(Note::new("signature.other-purposes").fact("purposes", purposes));
        }
        match signed_at {
            None => {
                notes.push(Note::new("signature.time-unknown"));
                standing = worse(standing, SignatureStanding::Inconclusive);
            }
            Some(at) => {
                notes.extend(self.against_clocks(report.signing_time, stamped));
                let found = proofs.of_signer(certificate, at);
                standing = worse(standing, found.standing);
                notes.extend(found.notes);
                if found.revoked_later && !sure {
                    standing = worse(standing, SignatureStanding::Inconclusive);
                    notes.push(Note::new("signature.time-not-proven"));
                }
                if at < self.sealed_at
                    && proofs.of_signer(certificate, self.sealed_at).standing
                        != SignatureStanding::Conclusive
                {
                    standing = worse(standing, SignatureStanding::Inconclusive);
                    let note = Note::new("signature.not-valid-when-sealed");
                    notes.push(note.fact("signed", at).fact("sealed", self.sealed_at));
                }
            }
        }
        let mut once = Vec::with_capacity(notes.len());
        for note in notes {
            if !once.contains(&note) {
                once.push(note);
            }
        }
        Checked {
            signer: certificate.iin().and_then(|it| Iin::try_from(it).ok()),
            key: Some(Sha256::digest(certificate.public_key().identity()).into()),
            certificate: Some(EvidenceId(*certificate.fingerprint().as_bytes())),
            signed_at,
            stamped_at: stamped,
            standing,
            notes: once,
        }
    }

    /// What was signed instead of the file: named where it is known, and else by its digest. A
    /// signature that does not verify either is only broken.
    fn another_document(&self, report: &SignerReport) -> Option<Note> {
        if let Some(name) = self.elsewhere.signed(report) {
            return Some(Note::new("signature.another-document").fact("document", name));
        }
        let digest = report.message_digest.as_ref().filter(|_| report.signature_matches)?;
        let digest = hex::encode(digest);
        Some(Note::new("signature.another-document-unknown").fact("digest", digest))
    }

    /// The earliest moment that a time-stamp proves, and whether it is known that the certificate
    /// of its authority was not revoked; and what is to be said of all time-stamps. One of which
    /// that is known goes before all others.
    fn stamped(
        &self,
        report: &SignerReport,
        proofs: &Proofs<'_>,
        notes: &mut Vec<Note>,
    ) -> Option<(Timestamp, bool)> {
        let mut stamps: Vec<&TspReport> = report.timestamps.iter().filter(|it| it.valid).collect();
        stamps.sort_by_key(|it| existed_by(it));
        let mut believed: Option<(&TspReport, &Certificate, Found)> = None;
        for stamp in stamps {
            let Some(authority) = &stamp.certificate else { continue };
            let found = proofs.of_stamp(authority, stamp.gen_time);
            if found.standing != SignatureStanding::Conclusive {
                let reasons: Vec<&str> = found
                    .notes
                    .iter()
                    .map(|it| &*it.code)
                    .filter(|it| !matches!(*it, "signature.chain" | "signature.revocation-unknown"))
                    .collect();
                let told = about_stamp("signature.stamp-not-trusted", stamp, authority);
                notes.push(told.fact("reason", reasons.join(", ")));
            } else if found.key_doubtful {
                notes.push(about_stamp("signature.stamp-key-doubtful", stamp, authority));
                let later = found.notes.into_iter();
                notes.extend(later.filter(|it| it.code == "signature.revoked-later"));
            } else if believed
                .as_ref()
                .is_none_or(|(_, _, it)| !it.proven_not_revoked && found.proven_not_revoked)
            {
                believed = Some((stamp, authority, found));
            }
        }
        let Some((stamp, authority, found)) = believed else {
            if let Some(claimed) = report.signing_time {
                notes.push(Note::new("signature.time-claimed").fact("claimed", claimed));
            }
            return None;
        };
        let claimed = report.signing_time.map_or_else(|| "–".to_owned(), |it| it.to_string());
        let told = about_stamp("signature.time-proven", stamp, authority);
        notes.push(told.fact("claimed", claimed).fact("policy", stamp.policy.to_string()));
        let good = found
            .notes
            .into_iter()
            .find(|it| ["signature.not-revoked", "signature.revoked-later"].contains(&&*it.code));
        notes.push(match good {
            Some(mut by) => {
                by.code = "signature.stamp-not-revoked".into();
                by.facts.retain(|name, _| PROOF.contains(&&**name));
                by
            }
            None => about_stamp("signature.stamp-revocation-unknown", stamp, authority),
        });
        Some((existed_by(stamp), found.proven_not_revoked))
    }

    /// Clocks that contradict each other: the sealing's, the signer's, the time-stamp's. Times in
    /// signatures are whole seconds.
    fn against_clocks(&self, claimed: Option<Timestamp>, stamped: Option<Timestamp>) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(claimed) = claimed.filter(|it| it.as_second() < self.sealed_at.as_second()) {
            notes.push(
                Note::new("signature.before-sealing")
                    .fact("signed", claimed)
                    .fact("sealed", self.sealed_at),
            );
        }
        let Some(stamped) = stamped else { return notes };
        let told = |code| Note::new(code).fact("stamped", stamped).fact("slack", SLACK.as_mins());
        if self.sealed_at.duration_since(stamped) > SLACK {
            notes.push(told("signature.stamp-before-sealing").fact("sealed", self.sealed_at));
        }
        if let Some(claimed) = claimed {
            if claimed.duration_since(stamped) > SLACK {
                notes.push(told("signature.stamp-before-claim").fact("claimed", claimed));
            } else if stamped.duration_since(claimed) > SLACK {
                notes.push(told("signature.stamp-after-claim").fact("claimed", claimed));
            }
        }
        notes
    }
}

fn about_stamp(code: &'static str, stamp: &TspReport, authority: &Certificate) -> Note {
    let note = Note::new(code).fact("stamped", stamp.gen_time);
    note.fact("authority", common_name(authority))
}

/// The latest moment at which a token can have been made: its time is as exact as it says
/// ([RFC 3161 section 2.4.2](https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2)).
fn existed_by(stamp: &TspReport) -> Timestamp {
    let off = stamp.accuracy.map_or(0, |it| it.microseconds);
    let off = SignedDuration::from_micros(i64::try_from(off).unwrap_or(i64::MAX));
    stamp.gen_time.checked_add(off).unwrap_or(Timestamp::MAX)
}

fn worse(one: SignatureStanding, other: SignatureStanding) -> SignatureStanding {
    one.max(other)
}

fn invalid(note: Note) -> Checked {
    let standing = SignatureStanding::Invalid;
    Checked {
        signer: None,
        key: None,
        certificate: None,
        signed_at: None,
        stamped_at: None,
        standing,
        notes: vec![note],
    }
}

#[cfg(test)]
mod tests {
    use pki::cms::SignOptions;
    use pki::issue::{
        Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
    };
    use pki::key::{PrivateKey, PrivateKeyKind, Signer};
    use pki::oid::known;

    use super::*;

    const SIGNED: &str = "2026-11-20T10:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    struct Authority {
        key: PrivateKey,
        certificate: Certificate,
    }

    fn issued(profile: &Profile, subject: Vec<u8>, issuer: Option<&Authority>) -> Authority {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let validity = (at("2025-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
        let above = issuer.map(|it| &it.certificate);
        let addresses = Addresses::default();
        let template = CertificateTemplate::new(
            profile,
            above,
            subject,
            key.public_key(),
            validity,
            &addresses,
        );
        let certificate = template.issue(issuer.map_or(&key, |it| &it.key)).unwrap();
        Authority { key, certificate }
    }

    fn list(of: &Authority, revoked: Option<(&Certificate, &str)>) -> Crl {
        let times = (at("2026-11-20T00:00:00Z"), at("2026-11-21T00:00:00Z"));
        let mut template = CrlTemplate::new(&of.certificate, times.0, times.1, 1);
        if let Some((certificate, since)) = revoked {
            template = template.revoking(certificate.serial(), at(since), Some(2));
        }
        Crl::read(&template.to_der(&of.key).unwrap()).unwrap()
    }

    fn standing(since: Option<&str>) -> (SignatureStanding, Vec<String>) {
        let name = |text| distinguished_name(&[(&known::COMMON_NAME, text)]);
        let root = issued(&Profile::Root, name("ROOT"), None);
        let middle = Profile::Authority { path_length: None };
        let issuing = issued(&middle, name("ISSUING"), Some(&root));
        let profile = Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] };
        let subject = person("MEMBER", "MEMBER", "000000000101", None);
        let member = issued(&profile, subject, Some(&issuing));
        let options = SignOptions::detached(at(SIGNED));
        let cms = pki::cms::sign(&member.key, &member.certificate, b"act", &options).unwrap();
        let revoked = since.map(|it| (&issuing.certificate, it));
        let trust = Trust {
            crls: vec![list(&root, revoked), list(&issuing, None)],
            anchors: vec![root.certificate],
            candidates: vec![issuing.certificate.clone()],
            ocsp: vec![],
        };
        let elsewhere = Elsewhere::default();
        let sealed_at = at("2026-11-20T09:00:00Z");
        let verifier = CmsVerifier { trust: &trust, sealed_at, elsewhere: &elsewhere };
        let signature = Signature { label: "member.p7s".into(), bytes: cms };
        let checked = verifier.check(b"act", &signature).remove(0);
        (checked.standing, checked.notes.iter().map(|it| it.code.to_string()).collect())
    }

    #[test]
    fn a_signature_under_a_revoked_authority_is_invalid() {
        let (found, codes) = standing(Some("2026-11-19T00:00:00Z"));
        assert_eq!(found, SignatureStanding::Invalid, "{codes:?}");
        assert!(codes.iter().any(|it| it == "signature.revoked"), "{codes:?}");
    }

    #[test]
    fn a_signature_under_an_authority_that_is_not_revoked_is_conclusive() {
        let (found, codes) = standing(None);
        assert_eq!(found, SignatureStanding::Conclusive, "{codes:?}");
    }
}
