//! Checking a pack from its files alone.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use model::{Content, EvidenceId, Iin, Note, Roster, Signature, Verdict};
use serde::Deserialize;

use super::container::{self, Container};
use super::reading::{Pack, Piece};
use super::sentence::sentence;
use super::{Check, SIGNATURES, TRUST, Verification, distinct, evidence_name, trust_name};
use crate::act::record::{ActRecord, EvidenceRow, FORMAT};
use crate::act::render::{ActFiles, render};
use crate::case::Purpose;
use crate::catalog::Catalog;
use crate::criteria;
use crate::document::attached::attached;
use crate::document::difference::differences;
use crate::inspection::seal::conclusion_holds;
use crate::inspection::statement::{Beside, Counted, StatementFile, StatementKind, doubtful};
use crate::inspection::{InspectionError, judge};
use crate::words::Words;

/// So many differing pages are shown.
const MOST_PICTURES: usize = 3;

/// What every check is made with.
struct Checker<'a> {
    pack: &'a mut Pack,
    catalog: &'a Catalog,
    words: &'a Words,
    act: &'a ActRecord,
    pdf: &'a [u8],
    /// What a page that does not follow from the record means: other words or another version may
    /// lay the pages out otherwise, and then it says nothing.
    against: fn(Note) -> Check,
    pictures: Pictures<'a>,
    known: BTreeSet<String>,
    checks: Vec<Check>,
}

impl Pack {
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
        self.verify_showing(Pictures::None, catalog, words)
    }

    /// As [`Pack::verify`], with pictures of the pages that do not follow from the record.
    ///
    /// # Errors
    ///
    /// As [`Pack::verify`], and where a picture cannot be written.
    pub fn verify_showing(
        &mut self,
        pictures: Pictures<'_>,
        catalog: &Catalog,
        words: &Words,
    ) -> Result<Verification, InspectionError> {
        let json = self.read("act.json")?;
        let pdf = self.read("act.pdf")?;
        let act = match self.record(&json)? {
            Ok(act) => act,
            Err(check) => return Ok(self.unreadable(&pdf, check, words)),
        };
        let comparable = act.rules.sha256.to_string() == catalog.sha256()
            && act.tool.version == env!("CARGO_PKG_VERSION");
        let mut checker = Checker {
            pack: self,
            catalog,
            words,
            act: &act,
            pdf: &pdf,
            against: if comparable { bad } else { open },
            pictures,
            known: ["act.json", "act.pdf"].map(str::to_owned).into(),
            checks: Vec::new(),
        };
        let counted = checker.all(&json, comparable)?;
        let checks = checker.checks;
        let (tally, members, dissents, reservations) = match counted {
            Some(it) => (Some(it.tally), it.members, it.dissents, it.reservations),
            None => (None, vec![], vec![], vec![]),
        };
        let verdict = Verdict::over(checks.iter().map(|it| it.verdict));
        Ok(Verification {
            file: self.place.display().to_string(),
            sentence: sentence(words, Some(&act), tally.as_ref(), &checks),
            number: act.number.clone(),
            act: EvidenceId::of(&pdf),
            signing_anchors: act.signing_anchors.clone(),
            holds: verdict == Verdict::Complies,
            checks,
            tally,
            verdict,
            members,
            dissents,
            reservations,
            record: Some(Box::new(act)),
        })
    }

    /// The record of the act, as the pack has it and before anything is checked.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the file cannot be read or is no record of an act, or one of a
    /// later form.
    pub fn record_of_act(&mut self) -> Result<ActRecord, InspectionError> {
        let json = self.read("act.json")?;
        self.record(&json)?.map_err(|_| InspectionError::FileMalformed {
            path: self.place.join("act.json"),
            reason: "it is not the record of an act".into(),
        })
    }

    /// The record of the act, or why it is none. That of a later form is no finding: this version
    /// cannot tell.
    fn record(&self, json: &[u8]) -> Result<Result<ActRecord, Check>, InspectionError> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        #[derive(Deserialize)]
        struct Made {
            tool: By,
        }
        #[derive(Deserialize)]
        struct By {
            version: String,
        }
        match serde_json::from_slice::<Form>(json) {
            Ok(Form { format }) if format > FORMAT => Err(InspectionError::FileMalformed {
                path: self.place.join("act.json"),
                reason: format!("format {format}; this version reads up to {FORMAT}"),
            }),
            Ok(_) | Err(_) => Ok(serde_json::from_slice(json).map_err(|error| {
                match serde_json::from_slice::<Made>(json) {
                    // What another version writes may be more than this one knows.
                    Ok(Made { tool: By { version } }) if version != env!("CARGO_PKG_VERSION") => {
                        let note = Note::new("verify.record-of-another-version");
                        open(note.fact("version", version).fact("reason", error))
                    }
                    Ok(_) | Err(_) => {
                        bad(Note::new("verify.record-unreadable").fact("reason", error))
                    }
                }
            })),
        }
    }

    /// Nothing can be checked without the record.
    fn unreadable(&self, pdf: &[u8], check: Check, words: &Words) -> Verification {
        let checks = vec![check];
        let verdict = Verdict::over(checks.iter().map(|it| it.verdict));
        Verification {
            file: self.place.display().to_string(),
            sentence: sentence(words, None, None, &checks),
            number: String::new(),
            act: EvidenceId::of(pdf),
            signing_anchors: vec![],
            holds: false,
            verdict,
            checks,
            tally: None,
            members: vec![],
            dissents: vec![],
            reservations: vec![],
            record: None,
        }
    }
}

impl Checker<'_> {
    /// Every check, in order.
    fn all(&mut self, json: &[u8], comparable: bool) -> Result<Option<Counted>, InspectionError> {
        let (act, words) = (self.act, self.words);
        // Laying out the pages and reading the evidence are the two long parts, and neither needs
        // the other.
        let (rendered, evidence) = thread::scope(|scope| {
            let rendering = scope.spawn(move || render(act, words));
            let evidence = self.evidence();
            (rendering.join().unwrap_or_else(|panic| resume_unwind(panic)), evidence)
        });
        let rendered = rendered?;
        let (whole, of_evidence) = evidence?;
        self.pages(&rendered, json, comparable)?;
        self.checks.extend(of_evidence);
        for name in &self.pack.odd {
            self.checks.push(bad(Note::new("verify.no-file").fact("file", name)));
        }
        self.verdicts(whole)?;
        let mut beside = vec![("act.html", rendered.html.into_bytes())];
        let counted = if let (Some(roster), Purpose::Inspection) = (&act.commission, act.purpose) {
            if let Err(reason) = roster.check() {
                self.checks.push(bad(Note::new("verify.roster-defective").fact("reason", reason)));
            }
            if !conclusion_holds(act) {
                self.checks.push(bad(Note::new("verify.conclusion-against-findings")));
            }
            let counted = self.signatures()?;
            for (name, bytes) in counted.files(act, &rendered.json, self.pdf, words)? {
                // Without it nobody sees that a statement was taken out.
                if !self.pack.alone && !self.pack.names.contains(name) {
                    self.checks.push(open(Note::new("verify.adoption-missing").fact("file", name)));
                }
                beside.push((name, bytes));
            }
            Some(counted)
        } else {
            self.checks.push(open(Note::new("verify.report-not-an-act")));
            None
        };
        for (name, expected) in beside {
            if self.pack.names.contains(name) && self.pack.read(name)? != expected {
                let note = Note::new("verify.file-differs").fact("file", name);
                self.checks.push((self.against)(note));
            }
            self.known.insert(name.to_owned());
        }
        for name in self.pack.names.difference(&self.known) {
            self.checks.push(bad(Note::new("verify.file-unlisted").fact("file", name)));
        }
        Ok(counted)
    }

    /// The pages are those of the record, byte for byte; so the record stands inside the signed
    /// bytes, roster and all. Where the pages cannot be compared, the record that is attached to
    /// them can.
    fn pages(
        &mut self,
        rendered: &ActFiles,
        json: &[u8],
        comparable: bool,
    ) -> Result<(), InspectionError> {
        if rendered.json != json {
            self.checks.push(bad(Note::new("verify.record-not-canonical")));
        }
        let note = |code| {
            Note::new(code)
                .fact("version", &self.act.tool.version)
                .fact("sealed", EvidenceId::of(self.pdf))
                .fact("rendered", EvidenceId::of(&rendered.pdf))
        };
        if rendered.pdf == self.pdf {
            self.checks.push(good(note("verify.pages-as-recorded")));
            return Ok(());
        }
        self.checks.push(if comparable {
            bad(note("verify.pages-differ"))
        } else {
            open(note("verify.pages-by-another-version"))
        });
        self.show(&rendered.pdf)?;
        let attached = attached(self.pdf, "act.json").map_err(|error| error.to_string());
        self.checks.push(match attached {
            Ok(attached) if attached == json => good(Note::new("verify.record-as-attached")),
            Ok(attached) => {
                let found = EvidenceId::of(&attached).to_string();
                bad(Note::new("verify.record-not-attached").fact("reason", found))
            }
            Err(reason) => bad(Note::new("verify.record-not-attached").fact("reason", reason)),
        });
        Ok(())
    }

    /// Shows the first pages that differ, or says that what differs is on no page.
    fn show(&mut self, rendered: &[u8]) -> Result<(), InspectionError> {
        if matches!(self.pictures, Pictures::None) {
            return Ok(());
        }
        let found = differences(self.pdf, rendered, MOST_PICTURES);
        if !found.pages.is_empty() {
            let folder = self.pictures.folder()?;
            let act = EvidenceId::of(self.pdf).to_string();
            let act = act.get(..8).unwrap_or_default();
            for shown in &found.pages {
                let path = folder.join(format!("{act}-page-{:03}.png", shown.page));
                let failed = |source| InspectionError::File { path: path.clone(), source };
                std::fs::write(&path, &shown.picture).map_err(failed)?;
                self.checks.push((self.against)(
                    Note::new("verify.page-shown")
                        .fact("page", shown.page)
                        .fact("file", path.display()),
                ));
            }
        }
        if let Some(reason) = found.failed {
            let note = Note::new("verify.pages-not-shown").fact("reason", reason);
            self.checks.push((self.against)(note));
        } else if found.pages.is_empty() {
            let note = Note::new("verify.pages-look-alike").fact("count", found.compared);
            self.checks.push((self.against)(note));
        }
        Ok(())
    }

    /// Hashes every piece, once. Returns those that are whole, and what was found.
    fn evidence(&mut self) -> Result<(BTreeMap<EvidenceId, Content>, Vec<Check>), InspectionError> {
        let mut checks = Vec::new();
        let root = ActRecord::root_of(&self.act.evidence)?;
        if root != self.act.evidence_root {
            checks.push(bad(Note::new("verify.evidence-root-differs").fact("found", root)));
        }
        let mut whole = BTreeMap::new();
        if self.pack.alone {
            let count = distinct(&self.act.evidence).count();
            checks.push(open(Note::new("verify.evidence-not-here").fact("count", count)));
            return Ok((whole, checks));
        }
        let before = checks.len();
        for row in distinct(&self.act.evidence) {
            let name = evidence_name(row);
            if self.pack.names.contains(&name) {
                match self.pack.piece(row)? {
                    Piece::Whole(content) => {
                        whole.insert(row.sha256, content);
                    }
                    Piece::Changed(found) => {
                        let note = Note::new("verify.evidence-changed").fact("file", &name);
                        checks.push(bad(note.fact("found", found)));
                    }
                }
            } else {
                checks.push(bad(Note::new("verify.evidence-missing").fact("file", &name)));
            }
            self.known.insert(name);
        }
        if checks.len() == before {
            checks.push(good(Note::new("verify.evidence-whole").fact("count", whole.len())));
        }
        Ok((whole, checks))
    }

    /// Judges every requirement again, with the rules at hand if they are those of the act.
    fn verdicts(&mut self, pieces: BTreeMap<EvidenceId, Content>) -> Result<(), InspectionError> {
        let (act, catalog) = (self.act, self.catalog);
        if self.pack.alone {
            return Ok(());
        }
        if act.rules.sha256.to_string() != catalog.sha256() {
            self.checks.push(open(
                Note::new("verify.rules-differ")
                    .fact("edition", &act.rules.edition)
                    .fact("act", act.rules.sha256)
                    .fact("here", catalog.sha256()),
            ));
            return Ok(());
        }
        // What is missing or changed is named above; judging goes on without it.
        let fetch = |row: &EvidenceRow| {
            let lost = || Content::lost(row.sha256, row.length);
            Ok(pieces.get(&row.sha256).cloned().unwrap_or_else(lost))
        };
        let law = judge::Law { catalog, criteria: &act.criteria, purpose: act.purpose };
        let subjects = judge::subjects(law, self.words, &act.evidence, &fetch, act.visit.end)?;
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
        self.checks.push(if differing.is_empty() && subjects == act.subjects {
            good(Note::new("verify.verdicts-as-recorded").fact("count", count))
        } else {
            bad(Note::new("verify.verdicts-differ").fact("items", differing.join(", ")))
        });
        Ok(())
    }

    /// The statements of one kind, each with its signature.
    fn statements(&mut self, kind: StatementKind) -> Result<Vec<StatementFile>, InspectionError> {
        let folder = kind.folder();
        let mut found = Vec::new();
        for name in self.pack.below(folder) {
            let member = name.strip_prefix(folder).and_then(|it| it.strip_suffix(".json"));
            let Some(Ok(member)) = member.map(|it| Iin::try_from(it.to_owned())) else { continue };
            // What lies beyond is not read, and told as what does not belong here.
            if found.len() == Roster::MOST_MEMBERS {
                break;
            }
            let signature = format!("{folder}{member}.p7s");
            if self.pack.names.contains(&signature) {
                let statement = self.pack.read_beside(&name)?;
                found.push((member, statement, self.pack.read_beside(&signature)?));
                self.known.extend([name, signature]);
            }
        }
        Ok(found)
    }

    /// Counts the signatures again.
    fn signatures(&mut self) -> Result<Counted, InspectionError> {
        let mut trusted = Vec::new();
        for name in self.pack.below(TRUST) {
            let Some((hash, kind)) = trust_name(&name) else { continue };
            let bytes = self.pack.read_beside(&name)?;
            let found = EvidenceId::of(&bytes);
            if found.to_string() != hash {
                let note = Note::new("verify.evidence-changed").fact("file", &name);
                self.checks.push(bad(note.fact("found", found)));
            }
            trusted.push((kind, bytes));
            self.known.insert(name);
        }
        let mut signatures = Vec::new();
        for label in self.pack.below(SIGNATURES) {
            signatures
                .push(Signature { bytes: self.pack.read_beside(&label)?, label: label.clone() });
            self.known.insert(label);
        }
        let beside = Beside {
            dissents: self.statements(StatementKind::Dissent)?,
            reservations: self.statements(StatementKind::Reservation)?,
        };
        let counted = Counted::over(self.act, self.pdf, &signatures, &beside, &trusted)?;
        for it in &counted.dissents {
            self.statement(StatementKind::Dissent, &it.member, it.holds, &it.notes);
        }
        for it in &counted.reservations {
            self.statement(StatementKind::Reservation, &it.member, it.holds, &it.notes);
        }
        self.container(&signatures)?;
        let tally = &counted.tally;
        let count = |code| {
            Note::new(code)
                .fact("signed", tally.signed.len())
                .fact("voters", tally.voters)
                .fact("needed", tally.needed)
        };
        self.checks.push(if self.pack.alone && signatures.is_empty() {
            open(Note::new("verify.signatures-not-here"))
        } else if tally.adopted {
            good(count("verify.act-adopted"))
        } else {
            bad(count("verify.act-not-adopted"))
        });
        Ok(counted)
    }

    /// A statement that does not hold, or whose signature leaves something open.
    fn statement(&mut self, kind: StatementKind, member: &Iin, holds: bool, notes: &[Note]) {
        let note = |code| Note::new(code).fact("file", format!("{}{member}.json", kind.folder()));
        if !holds {
            self.checks.push(bad(note(match kind {
                StatementKind::Dissent => "verify.dissent-broken",
                StatementKind::Reservation => "verify.reservation-broken",
            })));
        } else if doubtful(notes) {
            self.checks.push(open(note("verify.statement-doubtful")));
        }
    }

    /// The container holds the sealed file and the signatures of the pack.
    fn container(&mut self, signatures: &[Signature]) -> Result<(), InspectionError> {
        if !self.pack.names.contains(container::NAME) {
            return Ok(());
        }
        self.known.insert(container::NAME.to_owned());
        let bytes = self.pack.read(container::NAME)?;
        let merged = Container::merged(self.pdf, signatures, &[]);
        self.checks.push(match Container::differs(&bytes, self.pdf, merged.as_ref()) {
            None => {
                let count = merged.map_or(0, |it| it.signers);
                good(Note::new("verify.container-same").fact("count", count))
            }
            Some(what) => bad(Note::new("verify.container-differs").fact("what", what)),
        });
        Ok(())
    }
}

/// Where pictures of differing pages are put.
#[derive(Clone, Copy, Debug)]
pub enum Pictures<'a> {
    /// Into this folder, which is made if need be.
    In(&'a Path),
    /// None are made.
    None,
    /// Into a new folder among the temporary files of the system.
    Temporary,
}

impl Pictures<'_> {
    /// The folder, there from now on.
    fn folder(&self) -> Result<PathBuf, InspectionError> {
        match self {
            Self::In(folder) => std::fs::create_dir_all(folder)
                .map(|()| folder.to_path_buf())
                .map_err(|source| InspectionError::File { path: folder.into(), source }),
            Self::None | Self::Temporary => tempfile::Builder::new()
                .prefix("tekseru-pages-")
                .tempdir()
                .map(tempfile::TempDir::keep)
                .map_err(|source| InspectionError::File { path: std::env::temp_dir(), source }),
        }
    }
}

pub(super) fn good(note: Note) -> Check {
    Check { note, verdict: Verdict::Complies }
}

pub(super) fn bad(note: Note) -> Check {
    Check { note, verdict: Verdict::Violates }
}

pub(super) fn open(note: Note) -> Check {
    Check { note, verdict: Verdict::Undetermined }
}
