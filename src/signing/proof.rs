//! What a certificate is worth at a moment, with the proof for it: its path to an anchor, and the
//! lists and answers by which it was or was not revoked then.

use std::cell::RefCell;

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
    RevocationMode, Session, validate_in,
};
use pki::{Certificate, Crl, Finding, Oid};

use super::Trust;
use super::verifier::SLACK;

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
    /// A file may have a thousand signers of one authority.
    session: RefCell<Session>,
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
        Self { anchors: &trust.anchors, candidates, sets, session: RefCell::default() }
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
            // A list that does not say until when it holds tells, as such an answer does, how things
            // stood when it was made; a revocation in it stays one.
            let speaks = |it: &&Crl| {
                it.next_update().is_some()
                    || at.duration_since(it.this_update()) <= SLACK
                    || it.find(certificate.serial(), certificate.issuer()).is_some()
            };
            let crls: Vec<Crl> = crls.iter().filter(speaks).cloned().collect();
            let question = PathQuestion {
                candidates: &self.candidates,
                crls: &crls,
                ocsp,
                asked_at: Some(Timestamp::MAX),
                longest_answer: Some(SLACK),
                revocation,
                purpose,
                ..PathQuestion::new(certificate, self.anchors, at)
            };
            let report = validate_in(&mut self.session.borrow_mut(), &question);
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
    let (mut revoked_later, mut proven_not_revoked) = (false, false);
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
    let key_doubtful = is_key_doubtful(path);
    Found { standing, notes, revoked_later, key_doubtful, proven_not_revoked }
}

/// Whether a certificate of the path was revoked later for a reason that leaves open who had its
/// key before: some proof says such a reason, or none says any. A responder often leaves the reason
/// out that the list has.
fn is_key_doubtful(path: &CandidatePath) -> bool {
    path.certificates.iter().any(|certificate| {
        let own = path.evidence.iter().filter(|it| it.certificate == certificate.fingerprint());
        let reasons: Vec<Option<Reason>> = own
            .filter_map(|it| match it.says {
                EvidenceStatus::RevokedLater(revocation) => Some(revocation.reason),
                EvidenceStatus::Good | EvidenceStatus::Revoked(_) | EvidenceStatus::Unknown => None,
            })
            .collect();
        let mut said = reasons.iter().flatten().peekable();
        !reasons.is_empty() && (said.peek().is_none() || !said.all(|it| it.keeps_the_key()))
    })
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

/// Purposes by which a certificate is for people who sign: any, e-mail protection as authorities
/// everywhere put it into certificates for signing, the signing of documents
/// ([RFC 9336](https://www.rfc-editor.org/rfc/rfc9336)), and those of the national register.
const SIGNING: [&Oid; 10] = [
    &known::ANY_EXTENDED_KEY_USAGE,
    &known::PURPOSE_DOCUMENT_SIGNING,
    &known::PURPOSE_EMAIL,
    &known::PURPOSE_EMPLOYEE,
    &known::PURPOSE_FIRST_HEAD,
    &known::PURPOSE_HUMAN_RESOURCES,
    &known::PURPOSE_LEGAL_ENTITY,
    &known::PURPOSE_NATURAL_PERSON,
    &known::PURPOSE_RIGHT_TO_SIGN,
    &known::PURPOSE_RIGHT_TO_SIGN_FINANCIAL,
];

/// The purposes of a certificate by which no person signs: it states some, and none of them is
/// signing by people, or one is that of an information system. Servers, programs, services and
/// systems sign other things
/// ([RFC 5280 section 4.2.1.12](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12)).
pub(super) fn other_purposes(certificate: &Certificate) -> Option<String> {
    let purposes = certificate.extended_key_usage()?;
    // Below the purpose stand those of single systems, with the number of their owner.
    let system = known::PURPOSE_INFORMATION_SYSTEM.to_string();
    let of_system = purposes.iter().any(|it| {
        it.to_string().strip_prefix(&system).is_some_and(|it| it.is_empty() || it.starts_with('.'))
    });
    if !of_system && purposes.iter().any(|it| SIGNING.contains(&it)) {
        return None;
    }
    let shown: Vec<String> = purposes.iter().map(ToString::to_string).collect();
    Some(shown.join(", "))
}

/// A finding of the engine as a note.
pub(super) fn note(finding: &Finding) -> Note {
    let mut note = Note::new(finding.code);
    for (name, value) in &finding.facts {
        note = note.fact(name, value);
    }
    note
}
