//! The search for paths: depth first through possible issuers, the likeliest first.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Budget, CandidatePath, LONGEST_PATH, PathEnd, PathQuestion, PathVerdict, Session, Spent, judge,
    session,
};
use crate::algorithm::SignatureError;
use crate::certificate::{Certificate, GeneralName};
use crate::finding::{Finding, Fingerprint, Weight, codes};

/// One question's work: what is spent, what is remembered.
pub(super) struct Engine<'s> {
    /// What earlier questions found out.
    pub(super) session: Option<&'s mut Session>,
    pub(super) spent: Spent,
    pub(super) budget: Budget,
    /// Results by signed certificate and issuer.
    signatures: BTreeMap<(Certificate, Certificate), Result<(), SignatureError>>,
    /// Findings by list and signer.
    pub(super) lists: BTreeMap<(Fingerprint, Fingerprint), Vec<Finding>>,
    /// Signers of lists whose own paths are being judged, so that none rests on itself.
    pub(super) under_way: Vec<Fingerprint>,
    pub(super) limits: BTreeMap<&'static str, Finding>,
}

struct Search<'q> {
    question: &'q PathQuestion<'q>,
    /// Target first.
    chain: Vec<Certificate>,
    paths: Vec<CandidatePath>,
}

impl<'s> Engine<'s> {
    pub(super) fn new(session: Option<&'s mut Session>, budget: Budget) -> Self {
        Self {
            session,
            spent: Spent::default(),
            budget,
            signatures: BTreeMap::new(),
            lists: BTreeMap::new(),
            under_way: Vec::new(),
            limits: BTreeMap::new(),
        }
    }

    pub(super) fn search(&mut self, question: &PathQuestion<'_>) -> Vec<CandidatePath> {
        let mut search =
            Search { question, chain: vec![question.target.clone()], paths: Vec::new() };
        if question.anchors.contains(question.target) {
            self.record(&mut search, PathEnd::Anchor, true, Vec::new());
        }
        // Above a trusted root there is nothing to look for.
        let more = question.all_paths && !question.target.is_self_issued();
        if search.paths.is_empty() || more {
            self.climb(&mut search);
        }
        let mut paths = search.paths;
        // Stable: equally good paths stay in the order found. An anchored path explains more.
        paths.sort_by_key(|path| {
            let fatal =
                path.findings.iter().filter(|finding| finding.weight == Weight::Fatal).count();
            (path.verdict, !path.anchored, fatal)
        });
        paths
    }

    /// Tries every issuer of the last certificate of the chain; true when a valid path is found
    /// and no other is wanted.
    fn climb(&mut self, search: &mut Search<'_>) -> bool {
        let Some(top) = search.chain.last().cloned() else { return false };
        if search.chain.len() >= LONGEST_PATH {
            self.exceeded("path-length", LONGEST_PATH);
            self.record(search, PathEnd::Budget, false, Vec::new());
            return false;
        }
        let Issuers { fit, in_path } = issuers(search, &top);
        let mut signed = false;
        let mut strangers = Vec::new();
        // An issuer is followed as soon as its signature is known, so that many of one name
        // cannot spend the budget before the right one is reached.
        for (issuer, trusted) in fit {
            if self.stopped() {
                break;
            }
            match self.signature(&top, &issuer) {
                None => break,
                // A key that inherits its parameters may have signed; the path above it tells.
                Some(Ok(()) | Err(SignatureError::ParametersMissing)) => {
                    signed = true;
                    if self.step(search, issuer, trusted) {
                        return true;
                    }
                }
                Some(Err(_)) => strangers.push((issuer, trusted)),
            }
        }
        if self.stopped() {
            if search.paths.is_empty() {
                self.record(search, PathEnd::Budget, false, Vec::new());
            }
            return false;
        }
        let self_signed = !signed && self.is_self_signed(&top);
        if !signed && (strangers.is_empty() || self_signed) {
            self.dead_end(search, &top, self_signed, in_path);
            return false;
        }
        for (index, (issuer, trusted)) in strangers.into_iter().enumerate() {
            if self.stopped() {
                return false;
            }
            // Without a signer the most likely issuer is followed all the same, to explain the
            // rest of the path.
            if index == 0 && !signed {
                self.step(search, issuer, trusted);
            } else {
                search.chain.push(issuer);
                self.record(search, PathEnd::NotIssuer, trusted, Vec::new());
                search.chain.pop();
            }
        }
        false
    }

    fn step(&mut self, search: &mut Search<'_>, issuer: Certificate, trusted: bool) -> bool {
        if self.stopped() {
            return false;
        }
        search.chain.push(issuer);
        let found = if trusted {
            self.record(search, PathEnd::Anchor, true, Vec::new())
        } else {
            self.climb(search)
        };
        search.chain.pop();
        found
    }

    /// Judges and keeps the chain; true when it is valid and ends the search.
    fn record(
        &mut self,
        search: &mut Search<'_>,
        end: PathEnd,
        anchored: bool,
        findings: Vec<Finding>,
    ) -> bool {
        if !self.candidate() {
            return false;
        }
        let certificates: Vec<Certificate> = search.chain.iter().rev().cloned().collect();
        let path = judge::path(self, search.question, certificates, (end, anchored), findings);
        let valid = path.verdict == PathVerdict::Valid;
        search.paths.push(path);
        valid && !search.question.all_paths
    }

    fn dead_end(
        &mut self,
        search: &mut Search<'_>,
        top: &Certificate,
        self_signed: bool,
        in_path: usize,
    ) {
        let about = top.fingerprint();
        if self_signed {
            let finding = Finding::fatal(&codes::PATH_ROOT_NOT_TRUSTED)
                .about(about)
                .with("subject", top.subject());
            self.record(search, PathEnd::NotTrusted, false, vec![finding]);
            return;
        }
        let missing = Finding::undetermined(&codes::PATH_ISSUER_NOT_FOUND)
            .about(about)
            .with("issuer", top.issuer());
        if in_path == 0 {
            self.record(search, PathEnd::IssuerMissing, false, vec![missing]);
        } else {
            let cycle = Finding::remark(&codes::PATH_CYCLE)
                .about(about)
                .with("count", in_path)
                .with("issuer", top.issuer());
            self.record(search, PathEnd::Cycle, false, vec![missing, cycle]);
        }
    }

    fn is_self_signed(&mut self, certificate: &Certificate) -> bool {
        certificate.is_self_issued()
            && self.signature(certificate, certificate).is_some_and(|result| result.is_ok())
    }

    fn candidate(&mut self) -> bool {
        if self.spent.candidates >= self.budget.candidates {
            self.exceeded("candidates", self.budget.candidates);
            return false;
        }
        self.spent.candidates += 1;
        true
    }

    fn stopped(&self) -> bool {
        !self.limits.is_empty()
    }

    pub(super) fn exceeded(&mut self, what: &'static str, limit: usize) {
        let page = match what {
            "signatures" => &codes::PATH_BUDGET_SIGNATURES,
            "candidates" => &codes::PATH_BUDGET_CANDIDATES,
            "name-comparisons" => &codes::PATH_BUDGET_NAMES,
            "policy-nodes" => &codes::PATH_BUDGET_POLICIES,
            _ => &codes::PATH_BUDGET_LENGTH,
        };
        self.limits
            .entry(page.code)
            .or_insert_with(|| Finding::undetermined(page).with("limit", limit));
    }

    /// Takes one signature from the budget.
    pub(super) fn take_signature(&mut self) -> bool {
        if self.spent.signatures >= self.budget.signatures {
            self.exceeded("signatures", self.budget.signatures);
            return false;
        }
        self.spent.signatures += 1;
        true
    }

    /// Whether `issuer`'s key signed `certificate`; none when the budget does not reach.
    pub(super) fn signature(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Option<Result<(), SignatureError>> {
        let key = (certificate.clone(), issuer.clone());
        if let Some(result) = self.signatures.get(&key) {
            return Some(result.clone());
        }
        // Charged also when the session knows: the answer may not depend on earlier questions.
        if !self.take_signature() {
            return None;
        }
        let result = match &mut self.session {
            Some(session) => session.signature(certificate, issuer),
            None => session::verified(certificate, issuer),
        };
        self.signatures.insert(key, result.clone());
        Some(result)
    }
}

/// The possible issuers of a certificate.
struct Issuers {
    /// With whether each is an anchor, the likeliest first.
    fit: Vec<(Certificate, bool)>,
    /// How many others are in the path already.
    in_path: usize,
}

/// The possible issuers of `top`: by name, or, where no name fits, by key identifier, so that a
/// broken name chain is found and named. The authority key identifier orders them and excludes
/// none ([RFC 5280 section 4.2.1.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1)
/// makes it a help to the search).
fn issuers(search: &Search<'_>, top: &Certificate) -> Issuers {
    let question = search.question;
    let identifier = top.authority_key_id();
    let wanted_key = identifier.and_then(|id| id.key_id.as_deref());
    let key_fits = |certificate: &Certificate| match (wanted_key, certificate.subject_key_id()) {
        (Some(wanted), Some(own)) => Some(wanted == own),
        _ => None,
    };
    // authorityCertIssuer and authorityCertSerialNumber name one certificate of the issuer.
    let named = |certificate: &Certificate| {
        let id = identifier?;
        let serial = id.serial.as_deref()?;
        let issuer = id.issuer.iter().any(
            |name| matches!(name, GeneralName::Directory(name) if name == certificate.issuer()),
        );
        Some(serial == certificate.serial() && issuer)
    };
    let rank = |fits: Option<bool>| match fits {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    };
    let anchors = question.anchors.iter().map(|certificate| (certificate, true));
    let others = question.candidates.iter().map(|certificate| (certificate, false));
    // A certificate of a name and a key that the path has already leads back to where it was.
    let used = |certificate: &Certificate| {
        search.chain.iter().any(|used| {
            used == certificate
                || (used.public_key() == certificate.public_key()
                    && used.subject() == certificate.subject())
        })
    };
    let mut fit: Vec<(Certificate, bool)> = Vec::new();
    let mut seen: BTreeSet<&[u8]> = BTreeSet::new();
    let mut in_path = 0;
    for by_name in [true, false] {
        for (certificate, trusted) in anchors.clone().chain(others.clone()) {
            let fits = if by_name {
                certificate.subject() == top.issuer()
            } else {
                key_fits(certificate) == Some(true)
            };
            if !fits {
                continue;
            }
            if used(certificate) {
                in_path += usize::from(certificate != top);
            } else if seen.insert(certificate.der()) {
                fit.push((certificate.clone(), trusted));
            }
        }
        if !fit.is_empty() {
            break;
        }
    }
    fit.sort_by_key(|(certificate, trusted)| {
        let in_time =
            certificate.not_before() <= question.at && question.at <= certificate.not_after();
        (rank(key_fits(certificate)), rank(named(certificate)), !trusted, !in_time)
    });
    Issuers { fit, in_path }
}
