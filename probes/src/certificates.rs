//! The certificates of the case, and how findings about them become notes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ::pki::oid::known;
use ::pki::{Certificate, Finding, Weight};
use model::{Evidence, EvidenceId, EvidenceKind, Note};

use crate::sum::Sum;
use crate::{Declaration, Question};

/// The certificates of the case, each once.
pub(crate) struct Certificates {
    pub(crate) all: Vec<Certificate>,
    /// What was wrong with the files. A part that could not be read is undetermined.
    pub(crate) reading: Sum,
}

impl Certificates {
    /// Reads every certificate of the case.
    pub(crate) fn of(question: &Question<'_>) -> Self {
        Self::read(question.evidence)
    }

    /// Reads every certificate among these pieces.
    pub(crate) fn read(evidence: &[Evidence]) -> Self {
        let mut seen = BTreeSet::new();
        let mut found = Self { all: Vec::new(), reading: Sum::default() };
        for file in evidence.iter().filter(|it| it.kind == EvidenceKind::Certificate) {
            let bytes = match file.bytes() {
                Ok(bytes) => bytes,
                Err(note) => {
                    found.reading.open(note);
                    continue;
                }
            };
            let reading = ::pki::read_certificates(&bytes);
            for defect in &reading.defects {
                let note = note(defect).fact("source", &file.source);
                match defect.weight {
                    Weight::Remark => found.reading.remark(note),
                    Weight::Fatal | Weight::Undetermined => found.reading.open(note),
                }
            }
            for certificate in reading.certificates {
                if seen.insert(*certificate.fingerprint().as_bytes()) {
                    found.all.push(certificate);
                }
            }
        }
        found
    }

    /// The declared anchors among the certificates, and a note for each that is not.
    pub(crate) fn anchors(&self, declaration: &Declaration) -> (Vec<Certificate>, Vec<Note>) {
        let mut anchors = Vec::new();
        let mut missing = Vec::new();
        for declared in &declaration.anchors {
            match self
                .all
                .iter()
                .find(|it| EvidenceId(*it.fingerprint().as_bytes()) == declared.sha256)
            {
                Some(certificate) => anchors.push(certificate.clone()),
                None => missing.push(
                    Note::new(ANCHOR_MISSING)
                        .fact("fingerprint", declared.sha256)
                        .fact("obtained-from", &declared.obtained_from),
                ),
            }
        }
        if declaration.anchors.is_empty() {
            missing.push(Note::new(ANCHOR_NOT_DECLARED));
        }
        (anchors, missing)
    }

    /// Certificates of users: of those who issue nothing and are no service of the authority.
    pub(crate) fn users(&self) -> impl Iterator<Item = &Certificate> {
        self.all.iter().filter(|it| !is_authority(it) && !is_service(it))
    }

    /// Certificates of services of the authority: of status and of time-stamping.
    pub(crate) fn services(&self) -> impl Iterator<Item = &Certificate> {
        self.all.iter().filter(|it| !is_authority(it) && is_service(it))
    }

    /// The certificate whose key signed `certificate`, by name and key identifier.
    pub(crate) fn issuer_of(&self, certificate: &Certificate) -> Option<&Certificate> {
        let wanted = certificate.authority_key_id().and_then(|it| it.key_id.as_deref());
        let named = || self.all.iter().filter(|it| it.subject() == certificate.issuer());
        named()
            .find(|it| wanted.is_some() && it.subject_key_id() == wanted)
            .or_else(|| named().next())
    }
}

/// Whether a certificate says that it issues others.
pub(crate) fn is_authority(certificate: &Certificate) -> bool {
    certificate.basic_constraints().is_some_and(|it| it.ca)
}

/// Whether a certificate is one with which an authority answers, not one that it issues to users.
fn is_service(certificate: &Certificate) -> bool {
    let services = [&known::PURPOSE_OCSP_SIGNING, &known::PURPOSE_TIME_STAMPING];
    let purposes = certificate.extended_key_usage().unwrap_or_default();
    purposes.iter().any(|it| services.contains(&it))
}

/// What a reader of the act calls a certificate.
pub(crate) fn called(certificate: &Certificate) -> String {
    certificate.subject().common_name().unwrap_or_else(|| certificate.subject().to_string())
}

/// A note about a certificate.
pub(crate) fn about(code: &'static str, certificate: &Certificate) -> Note {
    Note::new(code)
        .fact("certificate", called(certificate))
        .fact("fingerprint", certificate.fingerprint())
}

/// A finding of the engine as a note: its facts, its rule and what it is about.
pub(crate) fn note(finding: &Finding) -> Note {
    let mut note = Note::new(finding.code).fact("citation", finding.citation);
    if let Some(fingerprint) = finding.about {
        note = note.fact("fingerprint", fingerprint);
    }
    note.facts
        .extend(finding.facts.iter().map(|(name, seen)| (Cow::Borrowed(*name), seen.clone())));
    note
}

/// The codes of a probe together with those of the engine that begin with one of the words.
pub(crate) fn with_engine(own: &[&'static str], words: &[&str]) -> Vec<&'static str> {
    let engine = ::pki::finding::CODES
        .iter()
        .map(|page| page.code)
        .filter(|code| words.iter().any(|word| code.split('.').next() == Some(word)));
    let mut all: Vec<_> = own.iter().copied().chain(engine).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A declared anchor is not among the certificates.
pub(crate) const ANCHOR_MISSING: &str = "pki.anchor-missing";
/// The case declares no anchor.
pub(crate) const ANCHOR_NOT_DECLARED: &str = "pki.anchor-not-declared";
/// No certificate of a user is among the evidence.
pub(crate) const NO_USER_CERTIFICATE: &str = "pki.no-user-certificate";
