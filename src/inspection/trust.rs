//! What members' certificates are judged by: anchors, issuers, revocation lists and responders'
//! answers, brought as files or asked for.
//!
//! Everything is kept as evidence and goes into the pack, so that years later nothing has to be
//! asked: the chains of the signers and of the time-stamping authorities over their signatures,
//! and the lists and answers about each certificate of them (the material of CAdES-LT).

use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use model::{Content, EvidenceId};
use pki::algorithm::{self, HashAlgorithm};
use pki::cms::SignedData;
use pki::crl::read_crl;
use pki::ocsp::{OcspQuestion, OcspRequest, OcspResponse, OcspStatus};
use pki::{Certificate, read_certificates};
use probes::{Anchor, HttpRequest, Site};

use super::answers::read_bounded;
use super::record::{self, TrustAdded, TrustKind, body};
use super::{Inspection, InspectionError};
use crate::signing::Trust;

/// The largest certificate, list or answer that is taken for the judgement of signatures, in bytes.
const LARGEST_TRUST: u64 = 512 << 20;
/// How often what was found leads to further questions: the length of a chain.
const MOST_ROUNDS: usize = 6;
/// The most questions of one collection: a signature may name any number of addresses.
const MOST_QUESTIONS: usize = 512;
/// The most authorities above one certificate that are looked at.
const LONGEST_CHAIN: usize = 8;

/// One question about what certificates are judged by.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Wanted {
    /// The certificate of an issuer.
    Issuer { url: String },
    /// A revocation list.
    List { url: String },
    /// A responder's answer about a certificate of this issuer.
    Status { url: String, certificate: Certificate, issuer: Certificate },
}

impl Inspection<'_> {
    /// Takes a certificate, a revocation list or a responder's answer by which members'
    /// certificates are to be judged.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the file cannot be read or is none of these.
    pub fn add_trust(&mut self, path: &Path, now: Timestamp) -> Result<(), InspectionError> {
        let bytes = read_bounded(path, LARGEST_TRUST)?;
        let reading = read_certificates(&bytes);
        if reading.private_keys > 0 {
            return Err(InspectionError::PrivateKey { path: path.into() });
        }
        let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let kind = if !reading.certificates.is_empty() {
            TrustKind::Certificate
        } else if read_crl(&bytes).0.is_some() {
            TrustKind::Crl
        } else if answered(&bytes).is_some() {
            TrustKind::Ocsp
        } else {
            let reason =
                "neither a certificate nor a revocation list nor a responder's answer".into();
            return Err(InspectionError::FileMalformed { path: path.into(), reason });
        };
        self.trust_bytes(kind, &bytes, &source, now)
    }

    /// Asks for everything that the certificates of the signers, and of the authorities that
    /// time-stamped their signatures, name: issuers, revocation lists, answers about each. What
    /// does not answer is left out: the count then says that revocation is not known.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where an answer cannot be recorded.
    pub fn collect_trust(&mut self, site: &dyn Site) -> Result<usize, InspectionError> {
        let (subjects, carried) = self.who_signed()?;
        let mut asked: Vec<Wanted> = Vec::new();
        let mut taken = 0;
        for _ in 0..MOST_ROUNDS {
            let mut known = carried.clone();
            for (kind, bytes) in self.trust_files()? {
                if kind == TrustKind::Certificate {
                    known.extend(read_certificates(&bytes).certificates);
                }
            }
            let mut wanted = Vec::new();
            for subject in &subjects {
                want(subject, &known, &mut wanted);
            }
            wanted.sort();
            wanted.dedup();
            wanted.retain(|it| !asked.contains(it));
            if wanted.is_empty() {
                break;
            }
            for one in wanted {
                if asked.len() >= MOST_QUESTIONS {
                    return Ok(taken);
                }
                if let Some((kind, url, bytes, at)) = ask(&one, site) {
                    self.trust_bytes(kind, &bytes, &url, at)?;
                    taken += 1;
                }
                asked.push(one);
            }
        }
        Ok(taken)
    }

    /// The certificates of everybody who signed act or dissent, with those of the authorities that
    /// time-stamped it, and every certificate that came inside the signatures.
    fn who_signed(&self) -> Result<(Vec<Certificate>, Vec<Certificate>), InspectionError> {
        let mut files: Vec<Vec<u8>> =
            self.signature_files()?.into_iter().map(|it| it.bytes).collect();
        if let Some(sealed) = self.latest_act()? {
            let beside = self.beside(&sealed)?;
            let stated = beside.each().into_iter().flat_map(|(_, files)| files);
            files.extend(stated.map(|(_, _, signature)| signature.clone()));
        }
        let (mut subjects, mut carried) = (Vec::new(), Vec::new());
        for bytes in files {
            let Ok((signed, _)) = SignedData::read(&bytes) else { continue };
            for report in signed.verify(None).into_iter().filter(|it| it.signature_matches) {
                let stamps = report.timestamps.into_iter().filter(|it| it.valid);
                subjects.extend(stamps.filter_map(|it| it.certificate));
                subjects.extend(report.certificate);
            }
            carried.extend(signed.carried().0.certificates);
        }
        subjects.sort();
        subjects.dedup();
        Ok((subjects, carried))
    }

    pub(super) fn trust_bytes(
        &mut self,
        kind: TrustKind,
        bytes: &[u8],
        source: &str,
        now: Timestamp,
    ) -> Result<(), InspectionError> {
        let id = self.keep(bytes)?;
        if self.of_kind(record::TRUST_ADDED).any(|it| it.evidence.contains(&id)) {
            return Ok(());
        }
        let added = TrustAdded { kind, source: source.into() };
        self.dossier.append(now, record::TRUST_ADDED, &[id], &added)?;
        Ok(())
    }

    /// Everything by which members' certificates are judged, with its kind.
    pub(super) fn trust_files(&self) -> Result<Vec<(TrustKind, Vec<u8>)>, InspectionError> {
        let mut files = Vec::new();
        for entry in self.of_kind(record::TRUST_ADDED) {
            let added: TrustAdded = body(entry)?;
            for id in &entry.evidence {
                files.push((added.kind, self.dossier.evidence(id)?));
            }
        }
        Ok(files)
    }
}

/// What is wanted for a certificate and for every authority above it that is at hand.
fn want(subject: &Certificate, known: &[Certificate], wanted: &mut Vec<Wanted>) {
    let mut below = subject.clone();
    for _ in 0..LONGEST_CHAIN {
        if below.subject() == below.issuer() {
            return;
        }
        let lists = below.crl_urls().iter().chain(below.freshest_crl_urls());
        wanted.extend(lists.map(|url| Wanted::List { url: url.clone() }));
        let issuers = below.issuer_urls().iter();
        wanted.extend(issuers.map(|url| Wanted::Issuer { url: url.clone() }));
        let Some(issuer) = known.iter().find(|it| is_issuer(it, &below)) else { return };
        for url in below.ocsp_urls() {
            let (certificate, issuer) = (below.clone(), issuer.clone());
            wanted.push(Wanted::Status { url: url.clone(), certificate, issuer });
        }
        below = issuer.clone();
    }
}

fn is_issuer(issuer: &Certificate, of: &Certificate) -> bool {
    let (algorithm, signed, signature) = (of.signature_algorithm(), of.tbs(), of.signature());
    issuer.subject() == of.issuer()
        && algorithm::verify(issuer.public_key(), algorithm, signed, signature).is_ok()
}

/// Asks, and takes only what is of the kind that was asked for.
fn ask(wanted: &Wanted, site: &dyn Site) -> Option<(TrustKind, String, Vec<u8>, Timestamp)> {
    let get = |url: &String| answer(&HttpRequest::get(url.clone()), site);
    match wanted {
        Wanted::Issuer { url } => {
            let (bytes, at) = get(url)?;
            let readable = !read_certificates(&bytes).certificates.is_empty();
            readable.then(|| (TrustKind::Certificate, url.clone(), bytes, at))
        }
        Wanted::List { url } => {
            let (bytes, at) = get(url)?;
            let readable = read_crl(&bytes).0.is_some();
            readable.then(|| (TrustKind::Crl, url.clone(), bytes, at))
        }
        // The national responder names certificates by SHA-256; others know SHA-1 alone.
        Wanted::Status { url, certificate, issuer } => {
            [HashAlgorithm::Sha256, HashAlgorithm::Sha1].into_iter().find_map(|hash| {
                let (bytes, at) = status(url, certificate, issuer, hash, site)?;
                Some((TrustKind::Ocsp, url.clone(), bytes, at))
            })
        }
    }
}

fn answer(request: &HttpRequest, site: &dyn Site) -> Option<(Vec<u8>, Timestamp)> {
    let answer = site.http(request).ok()?;
    let bytes = held(&answer.body).filter(|_| answer.status == 200)?;
    Some((bytes, answer.received_at))
}

/// A responder's answer that says something believable about the certificate.
fn status(
    url: &str,
    certificate: &Certificate,
    issuer: &Certificate,
    hash: HashAlgorithm,
    site: &dyn Site,
) -> Option<(Vec<u8>, Timestamp)> {
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce).ok()?;
    let request = OcspRequest::new(certificate, issuer, hash, Some(&nonce)).to_der();
    let request = HttpRequest::post(url, "application/ocsp-request", request);
    let (bytes, at) = answer(&request, site)?;
    let report = answered(&bytes)?.check(&OcspQuestion {
        certificate,
        issuer,
        at,
        // An answer says itself of which moment it speaks; an old one proves nothing later.
        nonce: None,
        trusted: &[],
        longest_age: None,
    });
    (report.status != OcspStatus::NotAnswered).then_some((bytes, at))
}

/// A response that answers, whatever it says.
fn answered(bytes: &[u8]) -> Option<OcspResponse> {
    match OcspResponse::read(bytes).ok()?.0 {
        answered @ OcspResponse::Answered(_) => Some(answered),
        OcspResponse::Refused(_) => None,
    }
}

/// All bytes of an answer, where they can be read. A signature is judged with whole lists at hand.
fn held(body: &Content) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = body.length() <= LARGEST_TRUST;
    most.then_some(())?;
    body.stream().ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// What certificates are judged by: of the files, those that an anchor's fingerprint names are
/// anchors, the other certificates may lie between.
pub(super) fn trust(anchors: &[Anchor], files: &[(TrustKind, Vec<u8>)]) -> Trust {
    let mut trust = Trust::default();
    for (kind, bytes) in files {
        match kind {
            TrustKind::Certificate => {
                for certificate in read_certificates(bytes).certificates {
                    let id = EvidenceId(*certificate.fingerprint().as_bytes());
                    let known: &mut Vec<Certificate> = if anchors.iter().any(|it| it.sha256 == id) {
                        &mut trust.anchors
                    } else {
                        &mut trust.candidates
                    };
                    if !known.contains(&certificate) {
                        known.push(certificate);
                    }
                }
            }
            TrustKind::Crl => trust.crls.extend(read_crl(bytes).0),
            TrustKind::Ocsp => trust.ocsp.extend(answered(bytes)),
        }
    }
    trust
}
