//! `pki.chain`: whether every issued certificate chains to the Root CA.
//!
//! # Measures
//!
//! Nothing.
//!
//! # Rests on
//!
//! [RFC 5280 section 6], judged at the instant at which the last certificate or list of the case
//! was taken. Anchors are the declared certificates of the Root CA, by fingerprint: a certificate
//! of the same name with another key is none. Lists that were fetched count as proof of
//! revocation; a certificate that no list covers is remarked on, because whether lists can be had
//! is another requirement.
//!
//! # Evidence
//!
//! `certificate` of the Root CA, of the authority and of users; one `declaration` with the anchors
//! and the hierarchy; `http-exchange` and `http-body` of lists, which `crl.availability` fetches.
//!
//! # Verdicts
//!
//! | verdict | when |
//! |---|---|
//! | complies | every certificate of a user and of a service has a valid path; one that is revoked and has no other defect is named and decides nothing, as long as another one is valid |
//! | violates | such a certificate has no valid path: every path that was tried is told with all that is wrong with it |
//! | undetermined | no certificate of a user, or only revoked ones; a certificate has expired, which shows nothing of the authority; an anchor is not declared or not among the certificates; a file cannot be read; an algorithm is not known; the budget of work ran out |
//!
//! # Cannot see
//!
//! Whether the recipient's own tool builds the same chain; whether the fingerprints that the case
//! declares are those of the Root CA.
//!
//! [RFC 5280 section 6]: https://www.rfc-editor.org/rfc/rfc5280#section-6

use std::sync::LazyLock;

use ::pki::path::{CandidatePath, PathQuestion, PathReport, PathVerdict, Session, validate_in};
use ::pki::{Certificate, Crl, Weight};
use jiff::Timestamp;
use model::{EvidenceId, EvidenceKind, Judgement, Note, Unread, Verdict};

use crate::certificates::{self, Certificates, about, called};
use crate::crl;
use crate::sum::Sum;
use crate::{Probe, Question, case};

/// The probe.
pub(crate) struct Chain;

impl Probe for Chain {
    fn id(&self) -> &'static str {
        "pki.chain"
    }

    fn reads(&self) -> &'static [EvidenceKind] {
        &[
            EvidenceKind::Certificate,
            EvidenceKind::Declaration,
            EvidenceKind::HttpBody,
            EvidenceKind::HttpExchange,
        ]
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
        sum.remark(Note::new("pki.hierarchy").fact("hierarchy", declaration.hierarchy.as_str()));
        // What is wrong with lists is said where lists are judged.
        let lists = crl::lists(question, &mut Sum::default());
        let crls: Vec<Crl> = lists.into_iter().map(|it| it.crl.for_paths()).collect();
        let mut chained = 0_usize;
        if let (Some(at), false) = (moment(question), anchors.is_empty()) {
            let services = certificates.services().map(|it| (it, false));
            let users = certificates.users().map(|it| (it, true));
            let mut session = Session::default();
            for (holder, is_user) in users.chain(services) {
                let report = validate_in(
                    &mut session,
                    &PathQuestion {
                        candidates: &certificates.all,
                        crls: &crls,
                        ..PathQuestion::new(holder, &anchors, at)
                    },
                );
                let valid = look_at(holder, &report, at, &mut sum);
                chained += usize::from(valid && is_user);
            }
        }
        if let Some(list) = crls.iter().find(|it| it.lookup_failed()) {
            // What the paths say then rests on a list that was not looked into.
            let id = EvidenceId(*list.fingerprint().as_bytes());
            let error = Unread::Lost(std::io::ErrorKind::Other.into());
            return Judgement::undetermined(error.note(&list.issuer().to_string(), &id));
        }
        if certificates.users().next().is_none() {
            sum.open(Note::new(certificates::NO_USER_CERTIFICATE));
        } else if chained == 0 {
            sum.open(Note::new("pki.no-chain-shown"));
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
            certificates::NO_USER_CERTIFICATE,
            "pki.chain-expired",
            "pki.chain-invalid",
            "pki.chain-revoked",
            "pki.chain-undecided",
            "pki.chain-valid",
            "pki.chain-without-authority",
            "pki.hierarchy",
            "pki.no-chain-shown",
            "pki.path-rejected",
        ],
        &["algorithm", "certificate", "crl", "path", "reading"],
    )
});

/// When the last certificate or list was taken.
fn moment(question: &Question<'_>) -> Option<Timestamp> {
    question
        .evidence
        .iter()
        .filter(|it| matches!(it.kind, EvidenceKind::Certificate | EvidenceKind::HttpExchange))
        .map(|it| it.collected_at)
        .max()
}

/// Tells what was found about one certificate; whether it has a valid path.
fn look_at(user: &Certificate, report: &PathReport, at: Timestamp, sum: &mut Sum) -> bool {
    for limit in &report.limits {
        sum.remark(certificates::note(limit).fact("certificate", called(user)));
    }
    let about = |code| about(code, user).fact("at", at);
    let best = report.best();
    match (report.verdict, best) {
        (PathVerdict::Valid, Some(path)) => {
            sum.say(Verdict::Complies, about("pki.chain-valid").fact("path", shown(path)));
            if path.certificates.len() < 3 {
                sum.remark(about("pki.chain-without-authority").fact("path", shown(path)));
            }
            for note in told(path) {
                sum.remark(note);
            }
            return true;
        }
        (PathVerdict::Invalid, Some(path)) if only(path, user, "path.revoked") => {
            sum.remark(about("pki.chain-revoked").fact("path", shown(path)));
        }
        (PathVerdict::Invalid, Some(path)) if only(path, user, "path.expired") => {
            sum.open(about("pki.chain-expired").fact("path", shown(path)));
        }
        (PathVerdict::Invalid, _) => {
            let paths = report.paths.len();
            sum.say(Verdict::Violates, about("pki.chain-invalid").fact("paths", paths));
        }
        (PathVerdict::Valid, None) | (PathVerdict::Undetermined, _) => {
            let paths = report.paths.len();
            sum.open(about("pki.chain-undecided").fact("paths", paths));
        }
    }
    for path in &report.paths {
        sum.remark(about("pki.path-rejected").fact("path", shown(path)));
        for note in told(path) {
            sum.remark(note);
        }
    }
    false
}

/// Whether a path has one kind of defect only, and that in the user's certificate itself.
fn only(path: &CandidatePath, user: &Certificate, code: &str) -> bool {
    path.anchored
        && path
            .findings
            .iter()
            .filter(|it| it.weight != Weight::Remark)
            .all(|it| it.code == code && it.about == Some(user.fingerprint()))
}

/// The findings of a path, each with the certificate it is about.
fn told(path: &CandidatePath) -> impl Iterator<Item = Note> + '_ {
    path.findings.iter().map(|finding| {
        let of = path.certificates.iter().find(|it| Some(it.fingerprint()) == finding.about);
        let note = certificates::note(finding);
        match of {
            Some(certificate) => note.fact("certificate", called(certificate)),
            None => note,
        }
    })
}

/// The certificates of a path, the anchor first.
fn shown(path: &CandidatePath) -> String {
    let names: Vec<String> = path.certificates.iter().map(called).collect();
    names.join(" → ")
}
