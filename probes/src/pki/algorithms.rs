//! `pki.algorithms`: whether keys and signatures are those that the Root CA uses.
//!
//! # Measures
//!
//! Length of keys in bits; a fact, judged by no limit.
//!
//! # Rests on
//!
//! The declared anchors are the profile: the signature algorithms and the kinds of keys that occur
//! in them. RSA keys of any length are one kind; every other curve and encoding is its own: GOST R
//! 34.10-2015 in the national and in the Russian encoding ([RFC 9215]) do not read each other.
//!
//! # Evidence
//!
//! `certificate` of the Root CA, of the authority and of users; one `declaration` with the anchors.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every certificate of the authority and of users has a signature algorithm and a kind of key of the profile; weak and legacy ones are named in notes |
//! | violates | a certificate has a signature algorithm or a kind of key that no anchor has |
//! | undetermined | an anchor is not declared or not among the certificates, a file cannot be read, there is no certificate besides the anchors |
//!
//! # Cannot see
//!
//! What the cryptographic tool itself can do beyond what its certificates show.
//!
//! [RFC 9215]: https://www.rfc-editor.org/rfc/rfc9215

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ::pki::Certificate;
use ::pki::algorithm::{KeyKind, strength};
use ::pki::oid::name_of;
use model::{EvidenceKind, Judgement, Note, Verdict};

use crate::certificates::{self, Certificates, about};
use crate::{Probe, Question, case};

/// The probe.
pub(crate) struct Algorithms;

impl Probe for Algorithms {
    fn id(&self) -> &'static str {
        "pki.algorithms"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[EvidenceKind::Certificate, EvidenceKind::Declaration]
    }

    fn says(&self) -> &'static [&'static str] {
        &SAYS
    }

    fn judge(&self, question: &Question<'_>) -> Judgement {
        let declaration = match case::declaration(question) {
            Ok(declaration) => declaration,
            Err(note) => return Judgement::undetermined(note),
        };
        let certificates = Certificates::of(question);
        let (anchors, missing) = certificates.anchors(&declaration);
        let mut sum = certificates.reading.clone();
        missing.into_iter().for_each(|note| sum.open(note));
        let signatures: BTreeSet<_> =
            anchors.iter().map(|it| &it.signature_algorithm().oid).collect();
        let keys: BTreeSet<_> = anchors.iter().map(|it| family(it.public_key().kind())).collect();
        for note in anchors.iter().flat_map(|it| row("pki.algorithms-of-root", it)) {
            sum.remark(note);
        }
        let judged: Vec<_> = certificates.all.iter().filter(|it| !anchors.contains(it)).collect();
        if judged.is_empty() {
            sum.open(Note::new("pki.no-certificate-besides-anchors"));
        }
        for certificate in judged {
            let code = if certificates::is_authority(certificate) {
                "pki.algorithms-of-authority"
            } else {
                "pki.algorithms-of-user"
            };
            let mut part = Judgement::of(Verdict::Complies, row(code, certificate));
            if anchors.is_empty() {
                part.verdict = Verdict::Undetermined;
                sum.add(part);
                continue;
            }
            let algorithm = certificate.signature_algorithm();
            if !signatures.contains(&algorithm.oid) {
                part.verdict = Verdict::Violates;
                part.notes.push(
                    about("pki.signature-outside-profile", certificate)
                        .fact("oid", &algorithm.oid)
                        .fact("name", name_of(&algorithm.oid).unwrap_or("-")),
                );
            }
            if !keys.contains(&family(certificate.public_key().kind())) {
                part.verdict = Verdict::Violates;
                part.notes.push(
                    about("pki.key-outside-profile", certificate)
                        .fact("key", certificate.public_key().kind()),
                );
            }
            sum.add(part);
        }
        sum.finish()
    }
}

static SAYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    certificates::with_engine(
        &[
            case::DECLARATION_MISSING,
            case::DECLARATION_UNREADABLE,
            certificates::ANCHOR_MISSING,
            certificates::ANCHOR_NOT_DECLARED,
            "pki.algorithms-of-authority",
            "pki.algorithms-of-root",
            "pki.algorithms-of-user",
            "pki.key-outside-profile",
            "pki.no-certificate-besides-anchors",
            "pki.signature-outside-profile",
        ],
        &["algorithm", "reading"],
    )
});

/// One line of the table, and what is weak in it.
fn row(code: &'static str, certificate: &Certificate) -> Vec<Note> {
    let key = certificate.public_key();
    let algorithm = certificate.signature_algorithm();
    let line = about(code, certificate)
        .fact("key", key.kind())
        .fact("signature", name_of(&algorithm.oid).unwrap_or("-"))
        .fact("oid", &algorithm.oid);
    let weak = strength(key, algorithm);
    let weak = weak.iter().map(|finding| {
        certificates::note(finding).fact("certificate", certificates::called(certificate))
    });
    [line].into_iter().chain(weak).collect()
}

/// What a verifier must know to read a key: the length of an RSA key does not matter, curves and
/// encodings do.
fn family(kind: &KeyKind) -> String {
    match kind {
        KeyKind::Rsa { .. } => "RSA".into(),
        KeyKind::Dsa
        | KeyKind::Ec { .. }
        | KeyKind::Ed25519
        | KeyKind::Gost1994
        | KeyKind::GostNational { .. }
        | KeyKind::GostRussian { .. }
        | KeyKind::Unknown(_) => kind.to_string(),
    }
}
