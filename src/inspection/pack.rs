//! The pack: everything that a person needs to check an act years later, and the check itself.
//!
//! A pack is a folder, or the same folder in a ZIP file. Nothing beside it is needed: the check
//! renders the pages again from the record and compares bytes, hashes every piece of evidence,
//! judges every requirement again, and counts the signatures again.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{Content, EvidenceId, Iin, Note, ReadSeek, Signature, Store, Tally, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::record::TrustKind;
use super::sign::{self, DissentFile, DissentFound, MemberState};
use super::{Inspection, InspectionError, judge};
use crate::act::compose::{Composer, MemberLine};
use crate::act::record::{ActRecord, EvidenceRow, FORMAT};
use crate::act::render::{ActFiles, RenderActError, render};
use crate::case::Purpose;
use crate::catalog::Catalog;
use crate::criteria;
use crate::document::pdf;
use crate::dossier::DossierError;
use crate::words::Words;

/// The largest file of a pack that is read, in bytes.
const LARGEST_FILE: u64 = 1 << 30;
/// Up to how many bytes a piece is held in memory while it is judged.
const MOST_HELD: u64 = 1 << 20;
/// The most names that a ZIP file may hold.
const MOST_NAMES: usize = 100_000;
/// The folders of a pack.
const EVIDENCE: &str = "evidence/";
const SIGNATURES: &str = "signatures/";
const DISSENTS: &str = "dissents/";
const TRUST: &str = "trust/";

/// What an export wrote.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportReport {
    /// The folder or the ZIP file.
    pub place: PathBuf,
    /// Every file in it, by its name.
    pub files: Vec<String>,
}

/// Whether a pack holds together, with everything that was looked at.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification {
    /// Number of the act.
    pub number: String,
    /// SHA-256 of the sealed file.
    pub act: EvidenceId,
    /// The anchors that the members' certificates were judged under: the act names them, and whoever
    /// relies on it compares their fingerprints with a source of his own.
    pub signing_anchors: Vec<probes::Anchor>,
    /// What was looked at, in order: complies, violates, or could not be established.
    pub checks: Vec<Check>,
    /// The count.
    pub tally: Option<Tally>,
    /// Whether nothing stands against the pack, and the act is adopted.
    pub holds: bool,
    /// The verdict over all checks.
    pub verdict: Verdict,
    /// The signature block.
    #[serde(skip)]
    pub members: Vec<MemberState>,
    /// The dissents.
    #[serde(skip)]
    pub dissents: Vec<DissentFound>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Check {
    /// What was found.
    pub note: Note,
    /// What follows.
    pub verdict: Verdict,
}

/// Every code that a verification may put into a check.
pub const SAYS: &[&str] = &[
    "verify.act-adopted",
    "verify.act-not-adopted",
    "verify.dissent-broken",
    "verify.evidence-changed",
    "verify.evidence-missing",
    "verify.evidence-root-differs",
    "verify.evidence-whole",
    "verify.file-differs",
    "verify.file-unlisted",
    "verify.pages-as-recorded",
    "verify.pages-differ",
    "verify.record-not-canonical",
    "verify.record-unreadable",
    "verify.report-not-an-act",
    "verify.rules-differ",
    "verify.verdicts-as-recorded",
    "verify.verdicts-differ",
];

impl Inspection<'_> {
    /// Writes the pack of the act that stands: into a new folder, or into a ZIP file where the
    /// name ends so.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or something cannot be read back or written.
    pub fn export(&self, place: &Path) -> Result<ExportReport, InspectionError> {
        let sealed = self.latest_act()?.ok_or(InspectionError::NotSealed)?;
        let act = self.act_record(&sealed)?;
        let files = render(&act, self.words)?;
        let mut pack = PackWriter::new(place)?;
        pack.put("act.pdf", &self.dossier.evidence(&sealed.pdf)?)?;
        pack.put("act.json", &files.json)?;
        pack.put("act.html", files.html.as_bytes())?;
        for row in distinct(&act.evidence) {
            let name = evidence_name(row);
            let content = self.dossier.content(&row.sha256, row.length)?;
            let mut stream = content.stream().map_err(DossierError::unread)?;
            pack.copy(&name, content.length(), &mut stream).map_err(|error| {
                // Where the piece is not what it was, that is the cause.
                self.dossier.intact(&row.sha256).err().map_or(error, InspectionError::from)
            })?;
        }
        let mut signatures = Vec::new();
        for (index, signature) in self.signature_files()?.into_iter().enumerate() {
            let label = format!("{SIGNATURES}{:03}-{}", index + 1, plain(&signature.label));
            pack.put(&label, &signature.bytes)?;
            signatures.push(Signature { label, ..signature });
        }
        // As the check reads them back, so that it counts in the same order.
        signatures.sort_by(|one, other| one.label.cmp(&other.label));
        let dissents = self.dissent_files(&sealed.pdf)?;
        for (member, statement, signature) in &dissents {
            pack.put(&format!("{DISSENTS}{member}.json"), statement)?;
            pack.put(&format!("{DISSENTS}{member}.p7s"), signature)?;
        }
        let trusted = self.trust_files()?;
        for (kind, bytes) in &trusted {
            let extension = match kind {
                TrustKind::Certificate => "cer",
                TrustKind::Crl => "crl",
                TrustKind::Ocsp => "ocsp",
            };
            pack.put(&format!("{TRUST}{}.{extension}", EvidenceId::of(bytes)), bytes)?;
        }
        if act.commission.is_some() {
            let pdf = self.dossier.evidence(&sealed.pdf)?;
            let counted = Counted::over(&act, &pdf, &signatures, &dissents, &trusted);
            for (name, bytes) in counted.files(&act, &files.json, &pdf, self.words)? {
                pack.put(name, &bytes)?;
            }
        }
        pack.finish()
    }
}

/// The count over the files of a pack, the same when it is written and when it is checked.
struct Counted {
    tally: Tally,
    members: Vec<MemberState>,
    dissents: Vec<DissentFound>,
}

impl Counted {
    fn over(
        act: &ActRecord,
        pdf: &[u8],
        signatures: &[Signature],
        dissents: &[DissentFile],
        trusted: &[(TrustKind, Vec<u8>)],
    ) -> Self {
        let trust = sign::trust(&act.signing_anchors, trusted);
        let elsewhere: BTreeMap<_, _> = dissents
            .iter()
            .map(|(member, statement, _)| (format!("dissents/{member}.json"), statement.clone()))
            .collect();
        let tally = sign::count(act, pdf, signatures, &trust, &elsewhere);
        let id = EvidenceId::of(pdf);
        let dissents: Vec<_> =
            dissents.iter().map(|it| sign::judge_dissent(act, id, it, &trust)).collect();
        Self { members: sign::members(act, &tally, &dissents), tally, dissents }
    }

    /// The record of adoption, for people and for programs.
    fn files(
        &self,
        act: &ActRecord,
        json: &[u8],
        pdf: &[u8],
        words: &Words,
    ) -> Result<[(&'static str, Vec<u8>); 2], InspectionError> {
        let lines: Vec<MemberLine> = self.members.iter().map(|it| it.line.clone()).collect();
        let (json, pdf) = (EvidenceId::of(json), EvidenceId::of(pdf));
        let composer = Composer::new(words, &act.languages);
        let pages = composer.adoption(act, json, pdf, &self.tally, &lines);
        let pages = pdf::render(&pages, &[]).map_err(RenderActError::from)?;
        let tally = serde_json_canonicalizer::to_vec(&self.tally)?;
        Ok([("adoption.pdf", pages), ("adoption.json", tally)])
    }
}

/// A pack that is being read.
pub struct Pack {
    place: PathBuf,
    names: BTreeSet<String>,
    zip: Option<ZipArchive<File>>,
}

impl Pack {
    /// Opens a folder or a ZIP file.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where it cannot be read or holds names that lead out of it.
    pub fn open(place: &Path) -> Result<Self, InspectionError> {
        let failed = |source| InspectionError::File { path: place.into(), source };
        if place.is_dir() {
            let mut names = BTreeSet::new();
            walk(place, "", &mut names).map_err(failed)?;
            return Ok(Self { place: place.into(), names, zip: None });
        }
        let malformed =
            |reason: String| InspectionError::FileMalformed { path: place.into(), reason };
        let zip = ZipArchive::new(File::open(place).map_err(failed)?)
            .map_err(|error| malformed(error.to_string()))?;
        if zip.len() > MOST_NAMES {
            return Err(malformed(format!("{} names; at most {MOST_NAMES} are read", zip.len())));
        }
        let names = zip
            .file_names()
            .map(|it| it.map(Cow::into_owned))
            .collect::<Result<BTreeSet<String>, _>>()
            .map_err(|error| malformed(error.to_string()))?;
        if let Some(name) = names.iter().find(|it| !is_plain_path(it)) {
            return Err(malformed(format!("the name {name:?} leads out of the pack")));
        }
        if names.len() != zip.len() {
            return Err(malformed("a name occurs twice".into()));
        }
        Ok(Self { place: place.into(), names, zip: Some(zip) })
    }

    fn read(&mut self, name: &str) -> Result<Vec<u8>, InspectionError> {
        let path = self.place.join(name);
        let failed = |source| InspectionError::File { path: path.clone(), source };
        let mut bytes = Vec::new();
        match &mut self.zip {
            None => File::open(&path)
                .and_then(|it| it.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
                .map_err(failed)?,
            Some(zip) => {
                let file = zip.by_name(name).map_err(|error| InspectionError::FileMalformed {
                    path: path.clone(),
                    reason: error.to_string(),
                })?;
                file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(failed)?
            }
        };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > LARGEST_FILE {
            return Err(InspectionError::FileTooLarge { path, length, most: LARGEST_FILE });
        }
        Ok(bytes)
    }

    /// SHA-256 of a file, which is not held.
    fn hash(&mut self, name: &str) -> Result<EvidenceId, InspectionError> {
        let path = self.place.join(name);
        let failed = |source| InspectionError::File { path: path.clone(), source };
        let mut file: Box<dyn Read> = match &mut self.zip {
            None => Box::new(File::open(&path).map_err(failed)?),
            Some(zip) => Box::new(zip.by_name(name).map_err(|error| {
                InspectionError::FileMalformed { path: path.clone(), reason: error.to_string() }
            })?),
        };
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 64 << 10];
        let mut length = 0_u64;
        loop {
            let count = match file.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(error)),
            };
            let Some(part) = buffer.get(..count).filter(|it| !it.is_empty()) else { break };
            hash.update(part);
            length = length.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            if length > LARGEST_FILE {
                drop(file);
                return Err(InspectionError::FileTooLarge { path, length, most: LARGEST_FILE });
            }
        }
        Ok(EvidenceId(hash.finalize().into()))
    }

    /// A piece of evidence: in memory where it is small, otherwise where it lies in the pack.
    fn content(&mut self, row: &EvidenceRow) -> Result<Content, InspectionError> {
        let name = evidence_name(row);
        if row.length <= MOST_HELD {
            return Ok(self.read(&name)?.into());
        }
        let path = self.place.join(&name);
        let place = match &mut self.zip {
            None => Place { file: path, part: None },
            Some(zip) => {
                let malformed =
                    |reason: String| InspectionError::FileMalformed { path: path.clone(), reason };
                let file = zip.by_name(&name).map_err(|error| malformed(error.to_string()))?;
                if file.compression() != CompressionMethod::Stored {
                    return Err(malformed("is compressed".into()));
                }
                let start = file
                    .data_start()
                    .ok_or_else(|| malformed("its place in the pack is not known".into()))?;
                Place { file: self.place.clone(), part: Some((start, file.size())) }
            }
        };
        Ok(Content::stored(row.sha256, row.length, Arc::new(place)))
    }

    fn below(&self, folder: &str) -> Vec<String> {
        self.names.iter().filter(|it| it.starts_with(folder)).cloned().collect()
    }

    /// Checks the pack from its files alone.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where a file cannot be read from the disk, or the record is of a later
    /// form. Everything else is a finding about the pack.
    pub fn verify(
        &mut self,
        catalog: &Catalog,
        words: &Words,
    ) -> Result<Verification, InspectionError> {
        let json = self.read("act.json")?;
        let pdf = self.read("act.pdf")?;
        let act = match self.record(&json)? {
            Ok(act) => act,
            Err(reason) => return Ok(unreadable(&pdf, reason)),
        };
        let mut checks = Vec::new();
        let rendered = render(&act, words)?;
        // Other words or another version may lay the pages out otherwise: that says nothing.
        let comparable = act.rules.sha256.to_string() == catalog.sha256()
            && act.tool.version == env!("CARGO_PKG_VERSION");
        let against = if comparable { bad } else { open };
        pages(&act, &rendered, &json, &pdf, against, &mut checks);
        let mut known = BTreeSet::from(["act.json", "act.pdf"].map(str::to_owned));
        let whole = self.evidence(&act, &mut known, &mut checks)?;
        self.verdicts(&act, catalog, words, &whole, &mut checks)?;
        let mut beside = vec![("act.html", rendered.html.into_bytes())];
        let counted = if act.commission.is_some() && act.purpose == Purpose::Inspection {
            let counted = self.signatures(&act, &pdf, &mut known, &mut checks)?;
            beside.extend(counted.files(&act, &rendered.json, &pdf, words)?);
            Some(counted)
        } else {
            checks.push(open(Note::new("verify.report-not-an-act")));
            None
        };
        for (name, expected) in beside {
            if self.names.contains(name) && self.read(name)? != expected {
                checks.push(against(Note::new("verify.file-differs").fact("file", name)));
            }
            known.insert(name.to_owned());
        }
        for name in self.names.difference(&known) {
            checks.push(bad(Note::new("verify.file-unlisted").fact("file", name)));
        }
        let (tally, members, dissents) = match counted {
            Some(counted) => (Some(counted.tally), counted.members, counted.dissents),
            None => (None, vec![], vec![]),
        };
        let verdict = Verdict::over(checks.iter().map(|it| it.verdict));
        Ok(Verification {
            number: act.number.clone(),
            act: EvidenceId::of(&pdf),
            signing_anchors: act.signing_anchors.clone(),
            holds: verdict == Verdict::Complies,
            checks,
            tally,
            verdict,
            members,
            dissents,
        })
    }

    /// The record of the act, or why it is none. That of a later form is no finding: this version
    /// cannot tell.
    fn record(&self, json: &[u8]) -> Result<Result<ActRecord, String>, InspectionError> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        match serde_json::from_slice::<Form>(json) {
            Ok(Form { format }) if format > FORMAT => Err(InspectionError::FileMalformed {
                path: self.place.join("act.json"),
                reason: format!("format {format}; this version reads up to {FORMAT}"),
            }),
            Ok(_) | Err(_) => Ok(serde_json::from_slice(json).map_err(|error| error.to_string())),
        }
    }

    /// Hashes every piece. Returns the addresses that are whole.
    fn evidence(
        &mut self,
        act: &ActRecord,
        known: &mut BTreeSet<String>,
        checks: &mut Vec<Check>,
    ) -> Result<BTreeSet<EvidenceId>, InspectionError> {
        let root = ActRecord::root_of(&act.evidence)?;
        if root != act.evidence_root {
            checks.push(bad(Note::new("verify.evidence-root-differs").fact("found", root)));
        }
        let mut whole = BTreeSet::new();
        let before = checks.len();
        for row in distinct(&act.evidence) {
            let name = evidence_name(row);
            if self.names.contains(&name) {
                let found = self.hash(&name)?;
                if found == row.sha256 {
                    whole.insert(row.sha256);
                } else {
                    let note = Note::new("verify.evidence-changed").fact("file", &name);
                    checks.push(bad(note.fact("found", found)));
                }
            } else {
                checks.push(bad(Note::new("verify.evidence-missing").fact("file", &name)));
            }
            known.insert(name);
        }
        if checks.len() == before {
            checks.push(good(Note::new("verify.evidence-whole").fact("count", whole.len())));
        }
        Ok(whole)
    }

    /// Judges every requirement again, with the rules at hand if they are those of the act.
    fn verdicts(
        &mut self,
        act: &ActRecord,
        catalog: &Catalog,
        words: &Words,
        whole: &BTreeSet<EvidenceId>,
        checks: &mut Vec<Check>,
    ) -> Result<(), InspectionError> {
        if act.rules.sha256.to_string() != catalog.sha256() {
            checks.push(open(
                Note::new("verify.rules-differ")
                    .fact("edition", &act.rules.edition)
                    .fact("act", act.rules.sha256)
                    .fact("here", catalog.sha256()),
            ));
            return Ok(());
        }
        let mut pieces = BTreeMap::new();
        for row in distinct(&act.evidence).filter(|it| whole.contains(&it.sha256)) {
            pieces.insert(row.sha256, self.content(row)?);
        }
        // What is missing or changed is named above; judging goes on without it.
        let fetch = |row: &EvidenceRow| {
            let lost = || Content::lost(row.sha256, row.length);
            Ok(pieces.get(&row.sha256).cloned().unwrap_or_else(lost))
        };
        let law = judge::Law { catalog, criteria: &act.criteria };
        let subjects = judge::subjects(law, words, &act.evidence, &fetch, act.visit.end)?;
        // A criterion that no case can be opened with bound nobody: its item is judged by none.
        let defects = criteria::defects(&act.criteria, catalog);
        let mut differing: Vec<_> = defects.iter().map(ToString::to_string).collect();
        let judged = act
            .judged()
            .zip(subjects.iter().flat_map(|it| &it.requirements))
            .filter(|(sealed, again)| sealed != again)
            .map(|(sealed, _)| sealed.finding.requirement.0.clone());
        differing.extend(judged);
        let count = act.judged().count();
        checks.push(if differing.is_empty() && subjects == act.subjects {
            good(Note::new("verify.verdicts-as-recorded").fact("count", count))
        } else {
            bad(Note::new("verify.verdicts-differ").fact("items", differing.join(", ")))
        });
        Ok(())
    }

    /// Counts the signatures again.
    fn signatures(
        &mut self,
        act: &ActRecord,
        pdf: &[u8],
        known: &mut BTreeSet<String>,
        checks: &mut Vec<Check>,
    ) -> Result<Counted, InspectionError> {
        let mut trusted = Vec::new();
        for name in self.below(TRUST) {
            let Some((hash, kind)) = trust_name(&name) else { continue };
            let bytes = self.read(&name)?;
            let found = EvidenceId::of(&bytes);
            if found.to_string() != hash {
                let note = Note::new("verify.evidence-changed").fact("file", &name);
                checks.push(bad(note.fact("found", found)));
            }
            known.insert(name);
            trusted.push((kind, bytes));
        }
        let mut signatures = Vec::new();
        for label in self.below(SIGNATURES) {
            known.insert(label.clone());
            signatures.push(Signature { bytes: self.read(&label)?, label });
        }
        let mut dissents = Vec::new();
        for name in self.below(DISSENTS) {
            let member = name.strip_prefix(DISSENTS).and_then(|it| it.strip_suffix(".json"));
            let Some(Ok(member)) = member.map(|it| Iin::try_from(it.to_owned())) else { continue };
            let signature = format!("{DISSENTS}{member}.p7s");
            if self.names.contains(&signature) {
                dissents.push((member, self.read(&name)?, self.read(&signature)?));
                known.extend([name, signature]);
            }
        }
        let counted = Counted::over(act, pdf, &signatures, &dissents, &trusted);
        for found in counted.dissents.iter().filter(|it| !it.holds) {
            let file = format!("{DISSENTS}{}.json", found.member);
            checks.push(bad(Note::new("verify.dissent-broken").fact("file", file)));
        }
        let tally = &counted.tally;
        let count = |code| {
            Note::new(code)
                .fact("signed", tally.signed.len())
                .fact("voters", tally.voters)
                .fact("needed", tally.needed)
        };
        checks.push(if tally.adopted {
            good(count("verify.act-adopted"))
        } else {
            bad(count("verify.act-not-adopted"))
        });
        Ok(counted)
    }
}

/// Where a large piece of a pack lies: a file, or a part of the ZIP file.
struct Place {
    file: PathBuf,
    /// Where the part begins, and its length.
    part: Option<(u64, u64)>,
}

impl Store for Place {
    fn open(&self, _: &EvidenceId) -> io::Result<Box<dyn ReadSeek>> {
        let file = File::open(&self.file)?;
        Ok(match self.part {
            None => Box::new(file),
            Some((start, length)) => Box::new(Part { file, start, length, at: 0 }),
        })
    }
}

/// A part of a file, as a file of its own.
struct Part {
    file: File,
    start: u64,
    length: u64,
    at: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(self.start.saturating_add(self.at)))?;
        let count = (&self.file).take(self.length.saturating_sub(self.at)).read(buffer)?;
        self.at = self.at.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, along) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(along) => (self.at, along),
            SeekFrom::End(along) => (self.length, along),
        };
        self.at = base.checked_add_signed(along).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// What a file below `trust/` holds, and the SHA-256 that it is named by.
fn trust_name(name: &str) -> Option<(&str, TrustKind)> {
    let (hash, ending) = name.strip_prefix(TRUST)?.split_once('.')?;
    match ending {
        "cer" => Some((hash, TrustKind::Certificate)),
        "crl" => Some((hash, TrustKind::Crl)),
        "ocsp" => Some((hash, TrustKind::Ocsp)),
        _ => None,
    }
}

/// Nothing can be checked without the record.
fn unreadable(pdf: &[u8], reason: String) -> Verification {
    let check = bad(Note::new("verify.record-unreadable").fact("reason", reason));
    Verification {
        number: String::new(),
        act: EvidenceId::of(pdf),
        signing_anchors: vec![],
        holds: false,
        verdict: check.verdict,
        checks: vec![check],
        tally: None,
        members: vec![],
        dissents: vec![],
    }
}

/// The pages are those of the record, byte for byte; so the record stands inside the signed bytes,
/// roster and all.
fn pages(
    act: &ActRecord,
    rendered: &ActFiles,
    json: &[u8],
    pdf: &[u8],
    against: fn(Note) -> Check,
    checks: &mut Vec<Check>,
) {
    if rendered.json != json {
        checks.push(bad(Note::new("verify.record-not-canonical")));
    }
    let note = |code| {
        Note::new(code)
            .fact("version", &act.tool.version)
            .fact("sealed", EvidenceId::of(pdf))
            .fact("rendered", EvidenceId::of(&rendered.pdf))
    };
    checks.push(if rendered.pdf == pdf {
        good(note("verify.pages-as-recorded"))
    } else {
        against(note("verify.pages-differ"))
    });
}

fn good(note: Note) -> Check {
    Check { note, verdict: Verdict::Complies }
}

fn bad(note: Note) -> Check {
    Check { note, verdict: Verdict::Violates }
}

fn open(note: Note) -> Check {
    Check { note, verdict: Verdict::Undetermined }
}

/// Each address once, in the order of the index.
fn distinct(rows: &[EvidenceRow]) -> impl Iterator<Item = &EvidenceRow> {
    let mut seen = BTreeSet::new();
    rows.iter().filter(move |it| seen.insert(it.sha256))
}

fn evidence_name(row: &EvidenceRow) -> String {
    format!("{EVIDENCE}{}.{}", row.sha256, row.kind.as_str())
}

/// A label as a file name that every system takes.
fn plain(label: &str) -> String {
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    let name: String =
        label.chars().take(80).map(|it| if allowed(it) { it } else { '_' }).collect();
    if name.ends_with(".p7s") { name } else { format!("{name}.p7s") }
}

/// A relative path of plain names: nothing absolute, no way up, no drive, no backslash.
fn is_plain_path(name: &str) -> bool {
    let part = |it: &str| {
        !it.is_empty()
            && it != "."
            && it != ".."
            && !it.contains(['\\', ':', '\0'])
            && !it.ends_with(['.', ' '])
    };
    name.len() <= 300 && name.split('/').all(part)
}

/// Every regular file below a folder, by its name with slashes. Links are not followed.
fn walk(root: &Path, below: &str, names: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && name.matches('/').count() < 3 {
            walk(root, &name, names)?;
        } else if kind.is_file() {
            names.insert(name);
        }
    }
    Ok(())
}

/// Writes the files of a pack.
struct PackWriter {
    place: PathBuf,
    files: Vec<String>,
    zip: Option<ZipWriter<File>>,
}

impl PackWriter {
    fn new(place: &Path) -> Result<Self, InspectionError> {
        let failed = |source| InspectionError::File { path: place.into(), source };
        let is_zip = place.extension().is_some_and(|it| it.eq_ignore_ascii_case("zip"));
        let zip = if is_zip {
            Some(ZipWriter::new(File::create_new(place).map_err(failed)?))
        } else {
            std::fs::create_dir_all(place).map_err(failed)?;
            // What lay there before would pass for a part of the pack.
            if std::fs::read_dir(place).map_err(failed)?.next().is_some() {
                return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
            }
            None
        };
        Ok(Self { place: place.into(), files: vec![], zip })
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), InspectionError> {
        self.copy(name, u64::try_from(bytes.len()).unwrap_or(u64::MAX), &mut &*bytes)
    }

    /// Writes what comes from a reader, without holding it.
    fn copy(
        &mut self,
        name: &str,
        length: u64,
        bytes: &mut dyn Read,
    ) -> Result<(), InspectionError> {
        let path = self.place.join(name);
        let failed = |source| InspectionError::File { path: path.clone(), source };
        match &mut self.zip {
            None => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(failed)?;
                }
                let mut file = File::create(&path).map_err(failed)?;
                std::io::copy(bytes, &mut file).map_err(failed)?;
            }
            Some(zip) => {
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Stored)
                    .large_file(length > u64::from(u32::MAX));
                zip.start_file(name, options)
                    .map_err(std::io::Error::from)
                    .and_then(|()| std::io::copy(bytes, zip))
                    .map_err(failed)?;
            }
        }
        self.files.push(name.to_owned());
        Ok(())
    }

    fn finish(self) -> Result<ExportReport, InspectionError> {
        if let Some(zip) = self.zip {
            let path = self.place.clone();
            zip.finish()
                .map_err(std::io::Error::from)
                .and_then(|file| file.sync_all())
                .map_err(|source| InspectionError::File { path, source })?;
        }
        Ok(ExportReport { place: self.place, files: self.files })
    }
}
