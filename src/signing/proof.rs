//! What a certificate is worth at a moment, with the proof for it: its path to an anchor, and the
//! lists and answers by which it was or was not revoked then.

use jiff::Timestamp;
use model::{Note, SignatureStanding};
use pki::certificate::KeyUsage;
use pki::cms::Carried;
use pki::crl::Reason;
use pki::finding::codes;
use pki::ocsp::OcspResponse;
use pki::oid::known;
use pki::path::{
    CandidatePath, Evidence, EvidenceKind, EvidenceStatus, PathQuestion, PathVerdict, Revocation,
    RevocationMode, validate,
};
use pki::{Certificate, Crl, Finding, Oid};

use super::Trust;

/// The most pieces of proof about one certificate that are listed.
const MOST_LISTED: usize = 8;

/// What is found about one certificate.
pub(super) struct Found {
    pub(super) standing: SignatureStanding,
    pub(super) notes: Vec<Note>,
    /// It, or an authority above it, was revoked after the moment.
    pub(super) revoked_later: bool,
    /// That was for a reason which leaves open whether somebody else holds the key.
    pub(super) key_doubtful: bool,
    /// Whether anything proves that it itself was not revoked.
    pub(super) proven_not_revoked: bool,
}

impl Found {
    const fn nothing(standing: SignatureStanding) -> Self {
        Self {
            standing,
            notes: Vec::new(),
            revoked_later: false,
            key_doubtful: false,
            proven_not_revoked: false,
        }
    }
}

/// Everything that a signature's certificates may be judged by: what was brought, and what the
/// signature itself carries. Nothing of either is believed before it verifies.
pub(super) struct Proofs<'a> {
    anchors: &'a [Certificate],
    candidates: Vec<Certificate>,
    /// First what was brought, then that together with what is carried, where that adds anything.
    sets: Vec<(Vec<Crl>, Vec<OcspResponse>)>,
}

impl<'a> Proofs<'a> {
    pub(super) fn new(trust: &'a Trust, carried: &Carried) -> Self {
        let candidates = trust.candidates.iter().chain(&carried.certificates).cloned().collect();
        let mut sets = vec![(trust.crls.clone(), trust.ocsp.clone())];
        let crls: Vec<Crl> =
            carried.crls.iter().filter_map(|it| Crl::read(it.as_slice()).ok()).collect();
        let answers: Vec<OcspResponse> =
            carried.answers.iter().filter_map(|it| Some(OcspResponse::read(it).ok()?.0)).collect();
        if !crls.is_empty() || !answers.is_empty() {
            let more = (
                trust.crls.iter().cloned().chain(crls).collect(),
                trust.ocsp.iter().cloned().chain(answers).collect(),
            );
            sets.push(more);
        }
        Self { anchors: &trust.anchors, candidates, sets }
    }

    /// The signer's certificate: that it was not revoked has to be proven.
    pub(super) fn of_signer(&self, certificate: &Certificate, at: Timestamp) -> Found {
        self.judge(certificate, at, RevocationMode::RequiredOfTarget, None)
    }

    /// The certificate of a time-stamping authority.
    pub(super) fn of_stamp(&self, certificate: &Certificate, at: Timestamp) -> Found {
        let purpose = Some(&known::PURPOSE_TIME_STAMPING);
        self.judge(certificate, at, RevocationMode::IfKnown, purpose)
    }

    /// Anyone can add lists and answers to a signature, so a good answer without them stands,
    /// unless what was added proves a revocation.
    fn judge(
        &self,
        certificate: &Certificate,
        at: Timestamp,
        revocation: RevocationMode,
        purpose: Option<&Oid>,
    ) -> Found {
        let by = |(crls, ocsp): &(Vec<Crl>, Vec<OcspResponse>)| {
            let report = validate(&PathQuestion {
                candidates: &self.candidates,
                crls,
                ocsp,
                asked_at: Some(Timestamp::MAX),
                revocation,
                purpose,
                ..PathQuestion::new(certificate, self.anchors, at)
            });
            let mut found = told(certificate, report.verdict, report.best());
            found.notes.extend(report.limits.iter().map(note));
            found
        };
        let mut all = self.sets.iter().map(by);
        let Some(first) = all.next() else {
            let standing = SignatureStanding::Inconclusive;
            return Found::nothing(standing);
        };
        match all.next() {
            Some(second)
                if second.standing == SignatureStanding::Invalid
                    || second.revoked_later
                    || (second.standing, !second.proven_not_revoked)
                        < (first.standing, !first.proven_not_revoked) =>
            {
                second
            }
            Some(_) | None => first,
        }
    }
}

/// Codes of the engine that the notes here say in their own words, with the proof.
const RETOLD: [&str; 2] = [codes::PATH_REVOKED.code, codes::PATH_REVOKED_LATER.code];

fn told(certificate: &Certificate, verdict: PathVerdict, path: Option<&CandidatePath>) -> Found {
    let mut standing = match verdict {
        PathVerdict::Valid => SignatureStanding::Conclusive,
        PathVerdict::Undetermined => SignatureStanding::Inconclusive,
        PathVerdict::Invalid => SignatureStanding::Invalid,
    };
    let mut notes = Vec::new();
    let Some(path) = path else {
        return Found::nothing(standing);
    };
    if path.anchored {
        notes.push(chain(path));
    }
    let name = |evidence: &Evidence| {
        let of = path.certificates.iter().find(|it| it.fingerprint() == evidence.certificate);
        of.map_or_else(String::new, common_name)
    };
    let own = certificate.fingerprint();
    let (mut revoked_later, mut key_doubtful, mut proven_not_revoked) = (false, false, false);
    let mut listed = 0_usize;
    for evidence in &path.evidence {
        let is_own = evidence.certificate == own;
        let told = match &evidence.says {
            EvidenceStatus::Good => {
                proven_not_revoked |= is_own;
                is_own.then(|| Note::new("signature.not-revoked"))
            }
            EvidenceStatus::Revoked(revocation) => Some(dated("signature.revoked", revocation)),
            EvidenceStatus::RevokedLater(revocation) => {
                revoked_later = true;
                key_doubtful |= !revocation.reason.is_some_and(leaves_key_untouched);
                proven_not_revoked |= is_own;
                Some(dated("signature.revoked-later", revocation))
            }
            EvidenceStatus::Unknown => {
                is_own.then(|| Note::new("signature.not-known-to-responder"))
            }
        };
        if let Some(told) = told
            && listed < MOST_LISTED
        {
            listed += 1;
            notes.push(sourced(told, evidence).fact("holder", name(evidence)));
        }
    }
    let revoked = notes.iter().any(|it| it.code == "signature.revoked");
    if standing != SignatureStanding::Invalid && !proven_not_revoked && path.anchored && !revoked {
        notes.push(Note::new("signature.revocation-unknown"));
    }
    notes.extend(path.findings.iter().filter(|it| !RETOLD.contains(&it.code)).map(note));
    if weakened(&path.findings, &mut notes) {
        standing = standing.max(SignatureStanding::Inconclusive);
    }
    Found { standing, notes, revoked_later, key_doubtful, proven_not_revoked }
}

/// The reasons with which an authority says that a key was given up, and that nobody else has it
/// ([RFC 3161 section 4](https://www.rfc-editor.org/rfc/rfc3161#section-4), item 1).
const fn leaves_key_untouched(reason: Reason) -> bool {
    match reason {
        Reason::AffiliationChanged
        | Reason::CessationOfOperation
        | Reason::Superseded
        | Reason::Unspecified => true,
        Reason::AaCompromise
        | Reason::CaCompromise
        | Reason::CertificateHold
        | Reason::KeyCompromise
        | Reason::PrivilegeWithdrawn
        | Reason::RemoveFromCrl => false,
    }
}

fn dated(code: &'static str, revocation: &Revocation) -> Note {
    Note::new(code)
        .fact("date", revocation.date.map_or_else(|| "–".to_owned(), |it| it.to_string()))
        .fact("reason", revocation.reason.map_or("–", |it| it.name()))
}

/// What a note rests on: the kind of proof, its SHA-256, and the moment it speaks of.
fn sourced(note: Note, evidence: &Evidence) -> Note {
    let kind = match evidence.kind {
        EvidenceKind::Crl => "crl",
        EvidenceKind::DeltaCrl => "delta",
        EvidenceKind::Ocsp => "ocsp",
    };
    note.fact("by", kind).fact("sha256", evidence.fingerprint).fact("at", evidence.this_update)
}

/// The names from the certificate up to its anchor, and the anchor's fingerprint.
fn chain(path: &CandidatePath) -> Note {
    let names: Vec<String> = path.certificates.iter().rev().map(common_name).collect();
    let anchor = path.certificates.first().map(Certificate::fingerprint);
    Note::new("signature.chain")
        .fact("chain", names.join(" ← "))
        .fact("anchor", anchor.map_or_else(String::new, |it| it.to_string()))
}

/// What people call the holder of a certificate.
pub(super) fn common_name(certificate: &Certificate) -> String {
    certificate.subject().common_name().unwrap_or_else(|| certificate.subject().to_string())
}

/// Says what is to be held of the algorithms that were met, and whether they prove too little.
///
/// The engine only remarks on them. Here they decide: over MD5 or SHA-1, or with a short or
/// withdrawn key, a signature shows nothing for years; GOST 34.310-2004 still does, and is named.
pub(super) fn weakened(findings: &[Finding], notes: &mut Vec<Note>) -> bool {
    let mut weak = false;
    for finding in findings {
        let fact = |name: &str| finding.facts.get(name).cloned().unwrap_or_default();
        let (code, algorithm) = match finding.code {
            it if it == codes::ALGORITHM_HASH_WEAK.code => {
                ("signature.algorithm-weak", fact("hash"))
            }
            it if it == codes::ALGORITHM_KEY_SHORT.code => {
                ("signature.algorithm-weak", format!("{} {}", fact("key"), fact("bits")))
            }
            it if it == codes::ALGORITHM_WITHDRAWN.code => {
                ("signature.algorithm-weak", fact("algorithm"))
            }
            it if it == codes::ALGORITHM_LEGACY.code => {
                ("signature.algorithm-legacy", fact("algorithm"))
            }
            _ => continue,
        };
        weak |= code == "signature.algorithm-weak";
        let told = Note::new(code).fact("algorithm", algorithm);
        if !notes.contains(&told) {
            notes.push(told);
        }
    }
    weak
}

/// Whether the key of a certificate is for entering systems and not for signing: the uses allow no
/// content commitment, and the purposes are those of a client. National authorities give people a
/// pair of such keys, one of each kind.
pub(super) fn is_for_authentication(certificate: &Certificate) -> bool {
    let commits = certificate.key_usage().is_none_or(|it| it.contains(KeyUsage::NON_REPUDIATION));
    let purposes = certificate.extended_key_usage().unwrap_or_default();
    !commits
        && purposes.contains(&known::PURPOSE_CLIENT)
        && !purposes.contains(&known::PURPOSE_EMAIL)
}

/// A finding of the engine as a note.
pub(super) fn note(finding: &Finding) -> Note {
    let mut note = Note::new(finding.code);
    for (name, value) in &finding.facts {
        note = note.fact(name, value);
    }
    note
}
