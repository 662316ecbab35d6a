//! CAdES-T: a time-stamp over a signature, asked for right after signing.
//!
//! A time-stamp is wanted, never demanded. A service that refuses, is silent or answers something
//! else leaves the signature as it was, and a note says why; the count then rests on the time that
//! the signer claims. An answer is believed only when it is the answer to what was asked: over this
//! signature, with the nonce that was sent, signed by the certificate inside. Whether that
//! certificate leads to an anchor is the question of whoever counts.

use std::cell::{Cell, RefCell};
use std::io::Read;

use jiff::Timestamp;
use model::Note;
use pki::Certificate;
use pki::algorithm::HashAlgorithm;
use pki::cms::SignedData;
use pki::tsp::{TspRequest, TspResponse};
use pki::{Finding, Weight};
use probes::{HttpRequest, Site};

use super::{SigningError, Signs};

/// The largest answer of a time-stamping service that is read, in bytes.
const LARGEST_ANSWER: u64 = 1 << 20;
/// The most signers of one object that are time-stamped.
const MOST_SIGNERS: usize = 64;

/// Every code that a note about asking for a time-stamp may have.
pub const SAYS: &[&str] = &[
    "signature.stamp-answer-not-valid",
    "signature.stamp-not-added",
    "signature.stamp-refused",
    "signature.stamp-service-silent",
    "signature.stamped",
];

/// A signature after a time-stamp was asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stamped {
    /// The signature: with the time-stamp, or as it was.
    pub cms: Vec<u8>,
    /// What became of every service that was asked, in the order of asking.
    pub notes: Vec<Note>,
    /// Whether the time-stamp was added.
    pub added: bool,
}

/// Asks for a time-stamp over the signature of the signer at `position` and adds it. The services
/// are asked in their order until one answers well.
#[must_use]
pub fn stamp(cms: &[u8], position: usize, urls: &[String], site: &dyn Site) -> Stamped {
    let as_it_was = |notes| Stamped { cms: cms.to_vec(), notes, added: false };
    let not_added = |reason: String| {
        as_it_was(vec![Note::new("signature.stamp-not-added").fact("reason", reason)])
    };
    let signed = match SignedData::read(cms) {
        Ok((signed, _)) if signed.can_be_rewritten() => signed,
        Ok(_) => return not_added("a part of the object cannot be read".into()),
        Err(error) => return not_added(error.to_string()),
    };
    let Some(info) = signed.signers().nth(position) else {
        return not_added(format!("there is no signer at {position}"));
    };
    // The digest of the signature itself: the national one for a national signature.
    let hash = HashAlgorithm::from_oid(&info.digest_algorithm.oid)
        .filter(|it| !it.is_weak())
        .unwrap_or(HashAlgorithm::Sha256);
    let imprint = hash.digest(&info.signature);
    let mut notes = Vec::new();
    for url in urls {
        let (token, note) = match ask(url, hash, &imprint, site) {
            Ok(token) => token,
            Err(note) => {
                notes.push(note);
                continue;
            }
        };
        let stamped = signed.with_timestamp(position, &token);
        if !is_stamped(&stamped, &info.signature) {
            let reason = "the object cannot be read with it";
            notes.push(Note::new("signature.stamp-not-added").fact("reason", reason));
            continue;
        }
        notes.push(note);
        return Stamped { cms: stamped, notes, added: true };
    }
    as_it_was(notes)
}

/// What signs, with a time-stamp over each signature that it makes.
pub struct WithStamp<'a> {
    device: &'a dyn Signs,
    urls: &'a [String],
    site: &'a dyn Site,
    notes: RefCell<Vec<Note>>,
    missed: Cell<bool>,
}

impl<'a> WithStamp<'a> {
    /// Signs with `device` and asks the services in their order.
    #[must_use]
    pub const fn new(device: &'a dyn Signs, urls: &'a [String], site: &'a dyn Site) -> Self {
        Self { device, urls, site, notes: RefCell::new(Vec::new()), missed: Cell::new(false) }
    }

    /// What became of the time-stamps asked for so far.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        self.notes.borrow().clone()
    }

    /// Whether a signature was made that has no sound time-stamp.
    #[must_use]
    pub const fn missed(&self) -> bool {
        self.missed.get()
    }
}

impl Signs for WithStamp<'_> {
    fn certificate(&self) -> Option<&Certificate> {
        self.device.certificate()
    }

    fn source(&self) -> &'static str {
        self.device.source()
    }

    fn others(&self) -> &[Certificate] {
        self.device.others()
    }

    /// A signature that the device stamped itself is left as it is.
    fn cms(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError> {
        let made = self.device.cms(content, at)?;
        let stamped = stamp_all(&made, self.urls, self.site);
        self.notes.borrow_mut().extend(stamped.notes);
        if bare(&stamped.cms).is_some() {
            self.missed.set(true);
        }
        Ok(stamped.cms)
    }
}

/// Asks for a time-stamp over every signature of the object that has no sound one yet.
#[must_use]
pub fn stamp_all(cms: &[u8], urls: &[String], site: &dyn Site) -> Stamped {
    let mut all = Stamped { cms: cms.to_vec(), notes: vec![], added: false };
    for _ in 0..MOST_SIGNERS {
        // Signers stand in the order of their octets, so each time-stamp may move them.
        let Some(position) = bare(&all.cms) else { break };
        let Stamped { cms, notes, added } = stamp(&all.cms, position, urls, site);
        all.cms = cms;
        all.notes.extend(notes);
        all.added |= added;
        if !added {
            // What did not answer for one signature is not asked for the next.
            break;
        }
    }
    all
}

/// The first signer without a sound time-stamp.
fn bare(cms: &[u8]) -> Option<usize> {
    let (signed, _) = SignedData::read(cms).ok()?;
    let reports = signed.verify(None);
    let bare = reports.iter().find(|it| !it.timestamps.iter().any(|stamp| stamp.valid));
    bare.map(|it| it.position)
}

/// The octets of a sound token over the imprint, and the note about it.
fn ask(
    url: &str,
    hash: HashAlgorithm,
    imprint: &[u8],
    site: &dyn Site,
) -> Result<(Vec<u8>, Note), Note> {
    let told = |code, reason: String| Note::new(code).fact("url", url).fact("reason", reason);
    let silent = |reason| told("signature.stamp-service-silent", reason);
    let bad = |reason| told("signature.stamp-answer-not-valid", reason);
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce)
        .map_err(|error| Note::new("signature.stamp-not-added").fact("reason", error))?;
    let request = TspRequest::new(hash, imprint.to_vec(), Some(&nonce));
    let sent = HttpRequest::post(url, "application/timestamp-query", request.to_der());
    let answer = site
        .http(&sent)
        .map_err(|error| silent(format!("{}: {}", error.failure.as_str(), error.message)))?;
    if answer.status != 200 {
        return Err(silent(format!("HTTP {}", answer.status)));
    }
    if answer.body.length() > LARGEST_ANSWER {
        return Err(bad(format!("{} bytes", answer.body.length())));
    }
    let mut bytes = Vec::new();
    let mut stream = answer.body.stream().map_err(|error| silent(error.to_string()))?;
    stream.read_to_end(&mut bytes).map_err(|error| silent(error.to_string()))?;
    let (response, _) = TspResponse::read(&bytes).map_err(|error| bad(error.to_string()))?;
    let Some(report) = response.check(&request, &[], None) else {
        let words = response.failure_names().into_iter().chain(response.text.iter().cloned());
        let said: Vec<String> = std::iter::once(response.status.to_string()).chain(words).collect();
        return Err(told("signature.stamp-refused", said.join("; ")));
    };
    let (true, Some(token)) = (report.valid, &response.token) else {
        return Err(bad(against(&report.findings)));
    };
    let note = Note::new("signature.stamped").fact("url", url).fact("stamped", report.gen_time);
    Ok((token.octets().to_vec(), note))
}

/// Whether the object reads, and the signer with this signature has a sound time-stamp in it.
fn is_stamped(cms: &[u8], signature: &[u8]) -> bool {
    SignedData::read(cms).is_ok_and(|(signed, _)| {
        let reports = signed.verify(None);
        signed.signers().zip(&reports).any(|(info, it)| {
            info.signature == signature && it.timestamps.iter().any(|stamp| stamp.valid)
        })
    })
}

fn against(findings: &[Finding]) -> String {
    let codes: Vec<&str> =
        findings.iter().filter(|it| it.weight > Weight::Remark).map(|it| it.code).collect();
    codes.join(", ")
}
