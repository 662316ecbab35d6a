//! The pack: everything that a person needs to check an act years later, and the check itself.
//!
//! A pack is a folder, or the same folder in a ZIP file. Nothing beside it is needed: the check
//! renders the pages again from the record and compares bytes, hashes every piece of evidence,
//! judges every requirement again, and counts the signatures again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use model::{EvidenceId, Iin, Note, Signature, Tally, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::record::TrustKind;
use super::sign::{self, DissentFiles, DissentFound, MemberState};
use super::{Inspection, InspectionError, judge};
use crate::act::compose::{Composer, MemberLine};
use crate::act::record::{ActRecord, EvidenceRow};
use crate::act::render::render;
use crate::catalog::Catalog;
use crate::document::pdf;
use crate::words::Words;

/// The largest file of a pack that is read, in bytes.
const LARGEST_FILE: u64 = 1 << 30;
/// The most names that a ZIP file may hold.
const MOST_NAMES: usize = 100_000;

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
    "verify.evidence-changed",
    "verify.evidence-missing",
    "verify.evidence-root-differs",
    "verify.evidence-whole",
    "verify.file-unlisted",
    "verify.pages-as-recorded",
    "verify.pages-differ",
    "verify.record-not-canonical",
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
            pack.put(&evidence_name(row), &self.dossier.evidence(&row.sha256)?)?;
        }
        for (index, signature) in self.signature_files()?.iter().enumerate() {
            let name = format!("signatures/{:02}-{}", index + 1, plain(&signature.label));
            pack.put(&name, &signature.bytes)?;
        }
        for dissent in self.dissent_files()? {
            pack.put(&dissent.name(), &dissent.statement)?;
            pack.put(&format!("dissents/{}.p7s", dissent.member), &dissent.signature)?;
        }
        for (kind, bytes) in self.trust_files()? {
            let extension = match kind {
                TrustKind::Certificate => "cer",
                TrustKind::Crl => "crl",
            };
            pack.put(&format!("trust/{}.{extension}", EvidenceId::of(&bytes)), &bytes)?;
        }
        if act.commission.is_some() {
            let status = self.status()?;
            let lines: Vec<MemberLine> = status.members.iter().map(|it| it.line.clone()).collect();
            let json = EvidenceId::of(&files.json);
            let composer = Composer::new(self.words, &act.languages);
            let pages = composer.adoption(&act, json, sealed.pdf, &status.tally, &lines);
            let pages =
                pdf::render(&pages, &[]).map_err(crate::act::render::RenderActError::from)?;
            pack.put("adoption.pdf", &pages)?;
            let tally = serde_json_canonicalizer::to_vec(&status.tally)?;
            pack.put("adoption.json", &tally)?;
        }
        pack.finish()
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
        let names: BTreeSet<String> = zip.file_names().map(str::to_owned).collect();
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

    fn below(&self, folder: &str) -> Vec<String> {
        self.names.iter().filter(|it| it.starts_with(folder)).cloned().collect()
    }

    /// Checks the pack from its files alone.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the record or the sealed file cannot be read. Everything else is
    /// a finding about the pack.
    pub fn verify(
        &mut self,
        catalog: &Catalog,
        words: &Words,
    ) -> Result<Verification, InspectionError> {
        let json = self.read("act.json")?;
        let pdf = self.read("act.pdf")?;
        let act: ActRecord = serde_json::from_slice(&json).map_err(|error| {
            let path = self.place.join("act.json");
            InspectionError::FileMalformed { path, reason: error.to_string() }
        })?;
        let mut checks = Vec::new();
        self.pages(&act, &json, &pdf, words, &mut checks)?;
        let whole = self.evidence(&act, &mut checks)?;
        self.verdicts(&act, catalog, words, &whole, &mut checks)?;
        let (tally, members, dissents) = self.signatures(&act, &pdf, &mut checks)?;
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

    /// The pages are those of the record, byte for byte; so the record stands inside the signed
    /// bytes, roster and all.
    fn pages(
        &self,
        act: &ActRecord,
        json: &[u8],
        pdf: &[u8],
        words: &Words,
        checks: &mut Vec<Check>,
    ) -> Result<(), InspectionError> {
        let files = render(act, words)?;
        if files.json != json {
            checks.push(bad(Note::new("verify.record-not-canonical")));
        }
        let note = |code| {
            Note::new(code)
                .fact("version", &act.tool.version)
                .fact("sealed", EvidenceId::of(pdf))
                .fact("rendered", EvidenceId::of(&files.pdf))
        };
        checks.push(if files.pdf == pdf {
            good(note("verify.pages-as-recorded"))
        } else {
            bad(note("verify.pages-differ"))
        });
        Ok(())
    }

    /// Hashes every piece. Returns the addresses that are whole.
    fn evidence(
        &mut self,
        act: &ActRecord,
        checks: &mut Vec<Check>,
    ) -> Result<BTreeSet<EvidenceId>, InspectionError> {
        let root = ActRecord::root_of(&act.evidence)?;
        if root != act.evidence_root {
            checks.push(bad(Note::new("verify.evidence-root-differs").fact("found", root)));
        }
        let mut whole = BTreeSet::new();
        let mut listed = BTreeSet::new();
        let before = checks.len();
        for row in distinct(&act.evidence) {
            let name = evidence_name(row);
            if self.names.contains(&name) {
                let found = EvidenceId::of(&self.read(&name)?);
                if found == row.sha256 {
                    whole.insert(row.sha256);
                } else {
                    let note = Note::new("verify.evidence-changed").fact("file", &name);
                    checks.push(bad(note.fact("found", found)));
                }
            } else {
                checks.push(bad(Note::new("verify.evidence-missing").fact("file", &name)));
            }
            listed.insert(name);
        }
        for name in self.below("evidence/").iter().filter(|it| !listed.contains(*it)) {
            checks.push(bad(Note::new("verify.file-unlisted").fact("file", name)));
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
        let mut bytes = BTreeMap::new();
        for row in distinct(&act.evidence).filter(|it| whole.contains(&it.sha256)) {
            bytes.insert(row.sha256, self.read(&evidence_name(row))?);
        }
        // What is missing or changed is named above; judging goes on without it.
        let fetch = |id: &EvidenceId| Ok(bytes.get(id).cloned().unwrap_or_default());
        let subjects = judge::subjects(catalog, words, &act.evidence, &fetch, act.visit.end)?;
        let differing: Vec<_> = act
            .judged()
            .zip(subjects.iter().flat_map(|it| &it.requirements))
            .filter(|(sealed, again)| sealed != again)
            .map(|(sealed, _)| sealed.finding.requirement.0.clone())
            .collect();
        let count = act.judged().count();
        checks.push(if differing.is_empty() && subjects == act.subjects {
            good(Note::new("verify.verdicts-as-recorded").fact("count", count))
        } else {
            bad(Note::new("verify.verdicts-differ").fact("items", differing.join(", ")))
        });
        Ok(())
    }

    #[expect(clippy::type_complexity, reason = "three results of one look")]
    fn signatures(
        &mut self,
        act: &ActRecord,
        pdf: &[u8],
        checks: &mut Vec<Check>,
    ) -> Result<(Option<Tally>, Vec<MemberState>, Vec<DissentFound>), InspectionError> {
        if act.commission.is_none() {
            checks.push(open(Note::new("verify.report-not-an-act")));
            return Ok((None, vec![], vec![]));
        }
        let mut trusted = Vec::new();
        for name in self.below("trust/") {
            let kind = if Path::new(&name).extension().is_some_and(|it| it == "crl") {
                TrustKind::Crl
            } else {
                TrustKind::Certificate
            };
            trusted.push((kind, self.read(&name)?));
        }
        let trust = sign::trust(&act.signing_anchors, &trusted);
        let mut signatures = Vec::new();
        for name in self.below("signatures/") {
            let bytes = self.read(&name)?;
            signatures.push(Signature { label: name, bytes });
        }
        let mut dissents = Vec::new();
        for name in self.below("dissents/") {
            let Some(stem) = name.strip_suffix(".json") else { continue };
            let signature = format!("{stem}.p7s");
            let member = Iin::try_from(stem.trim_start_matches("dissents/").to_owned());
            if let (Ok(member), true) = (member, self.names.contains(&signature)) {
                let (statement, signature) = (self.read(&name)?, self.read(&signature)?);
                dissents.push(DissentFiles { member, statement, signature });
            }
        }
        let mut elsewhere = BTreeMap::new();
        for dissent in &dissents {
            elsewhere.insert(dissent.name(), dissent.statement.clone());
        }
        let tally = sign::count(act, pdf, &signatures, &trust, &elsewhere);
        let id = EvidenceId::of(pdf);
        let dissents: Vec<_> =
            dissents.iter().map(|it| sign::judge_dissent(act, id, it, &trust)).collect();
        let counted = |code| {
            Note::new(code)
                .fact("signed", tally.signed.len())
                .fact("voters", tally.voters)
                .fact("needed", tally.needed)
        };
        checks.push(if tally.adopted {
            good(counted("verify.act-adopted"))
        } else {
            bad(counted("verify.act-not-adopted"))
        });
        let members = sign::members(act, &tally, &dissents);
        Ok((Some(tally), members, dissents))
    }
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
    format!("evidence/{}.{}", row.sha256, row.kind.as_str())
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
            None
        };
        Ok(Self { place: place.into(), files: vec![], zip })
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), InspectionError> {
        let path = self.place.join(name);
        let failed = |source| InspectionError::File { path: path.clone(), source };
        match &mut self.zip {
            None => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(failed)?;
                }
                std::fs::write(&path, bytes).map_err(failed)?;
            }
            Some(zip) => {
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Stored)
                    .large_file(bytes.len() > u32::MAX as usize);
                zip.start_file(name, options)
                    .map_err(std::io::Error::from)
                    .and_then(|()| zip.write_all(bytes))
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
