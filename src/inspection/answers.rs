//! What people see and write down.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, ImageReader, Limits};
use jiff::Timestamp;
use model::{Evidence, EvidenceId, EvidenceKind, Iin, Reading, RequirementId};
use probes::{Answer, AssetFound, MeasureTaken, Seen};
use serde::Deserialize;

use super::record::{self, EvidenceTaken, body};
use super::{Inspection, InspectionError};
use crate::dossier::Entry;

/// One answer as a person writes it, in a file or on the command line.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerInput {
    /// The item, with or without the name of the checklist: `224.ceiling-height`.
    pub item: String,
    /// Who looked. A self-check names nobody.
    #[serde(default)]
    pub member: Option<Iin>,
    /// What was found.
    pub seen: Seen,
    /// In the member's words.
    #[serde(default)]
    pub ground: String,
    /// What was measured.
    #[serde(default)]
    pub measures: Vec<MeasureTaken>,
    /// Servers and key-protection complexes that were found.
    #[serde(default)]
    pub assets: Vec<AssetFound>,
    /// Photographs and documents: files, relative to the file of the answers.
    #[serde(default)]
    pub attach: Vec<PathBuf>,
}

/// A file of answers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswersFile {
    /// The answers, in the order in which they are recorded.
    #[serde(default)]
    pub answer: Vec<AnswerInput>,
}

impl AnswersFile {
    /// The largest file of answers that is read, in bytes.
    const LARGEST: u64 = 16 << 20;

    /// Reads a file of answers.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] names the file, and the place where it is not of this form.
    pub fn read(path: &Path) -> Result<Self, InspectionError> {
        let text = Self::text(path)?;
        toml::from_str(&text).map_err(|error| Self::malformed(path, &error))
    }

    /// Reads a file of answers in which questions may still be open: those whose `seen` is an empty
    /// text. Their items are named, and nothing else of them is read.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_begun(path: &Path) -> Result<(Self, Vec<String>), InspectionError> {
        let text = Self::text(path)?;
        let malformed = |error: toml::de::Error| Self::malformed(path, &error);
        let mut table: toml::Table = toml::from_str(&text).map_err(malformed)?;
        let mut open = Vec::new();
        if let Some(toml::Value::Array(answers)) = table.get_mut("answer") {
            answers.retain(|it| {
                let field = |name| it.get(name).and_then(toml::Value::as_str);
                let begun = field("seen").is_none_or(|it| !it.trim().is_empty());
                if !begun {
                    open.push(field("item").unwrap_or_default().to_owned());
                }
                begun
            });
        }
        if open.is_empty() {
            // The same again, with the line of what is wrong.
            return Ok((Self::read(path)?, open));
        }
        Ok((table.try_into().map_err(malformed)?, open))
    }

    fn text(path: &Path) -> Result<String, InspectionError> {
        let bytes = read_bounded(path, Self::LARGEST)?;
        String::from_utf8(bytes).map_err(|error| Self::malformed(path, &error))
    }

    fn malformed(path: &Path, error: &dyn std::error::Error) -> InspectionError {
        InspectionError::FileMalformed { path: path.into(), reason: error.to_string() }
    }
}

/// An answer that was recorded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AnswerGiven {
    /// The item.
    pub requirement: RequirementId,
    /// The answer's address.
    pub answer: EvidenceId,
    /// What was attached.
    pub attached: Vec<(EvidenceId, EvidenceKind)>,
}

/// The largest attachment, in bytes.
const LARGEST_ATTACHMENT: u64 = 256 << 20;
/// The most memory a picture may need when it is looked at, in bytes.
const LARGEST_PICTURE: u64 = 512 << 20;
/// The longest side of a picture, in pixels.
const LONGEST_SIDE: u32 = 30_000;

impl Inspection<'_> {
    /// Records an answer with what is attached to it.
    ///
    /// A member corrects by answering again: the later answer stands in place of every earlier one
    /// of the same member that could be seen when it was written. Nobody corrects another: answers
    /// of two members, or of one member on two laptops at once, stand side by side, and where they
    /// disagree the item stays undetermined until one of them corrects the own answer.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] names the file and the item; then nothing of the answer is recorded.
    pub fn answer(
        &mut self,
        input: &AnswerInput,
        base: &Path,
        now: Timestamp,
    ) -> Result<AnswerGiven, InspectionError> {
        // Everything is read and looked at before anything is recorded.
        let (id, files) = self.looked_at(input, base, now)?;
        let mut attached = Vec::with_capacity(files.len());
        for file in &files {
            attached.push((self.take(file, Some(&id), None)?, file.kind));
        }
        let answer = Answer {
            requirement: id.clone(),
            member: input.member.clone(),
            at: now,
            seen: input.seen,
            ground: input.ground.clone(),
            measures: input.measures.clone(),
            assets: input.assets.clone(),
            attached: attached.iter().map(|(id, _)| *id).collect(),
        };
        let source = input.member.as_ref().map_or_else(|| "self-check".into(), ToString::to_string);
        let bytes = serde_json::to_vec_pretty(&answer)?;
        let evidence = Evidence::new(EvidenceKind::Answer, now, source, bytes);
        let answer = self.take(&evidence, Some(&id), None)?;
        Ok(AnswerGiven { requirement: id, answer, attached })
    }

    /// Looks at an answer and at everything that is attached to it, and records nothing.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub fn check_answer(&self, input: &AnswerInput, base: &Path) -> Result<(), InspectionError> {
        self.looked_at(input, base, Timestamp::UNIX_EPOCH).map(|_| ())
    }

    pub(super) fn looked_at(
        &self,
        input: &AnswerInput,
        base: &Path,
        now: Timestamp,
    ) -> Result<(RequirementId, Vec<Evidence>), InspectionError> {
        let id = self.item_named(&input.item)?;
        self.who_may_answer(&id, input)?;
        for measure in &input.measures {
            for text in measure.readings.iter().chain(&measure.error) {
                let reading = Reading::parse(text).map_err(|source| {
                    InspectionError::ReadingUnreadable { id: id.clone(), source }
                })?;
                let limit = self.catalog.item(&id).and_then(|it| it.requirement.limit);
                if let Some(Err(source)) = limit.map(|it| it.judge(&reading)) {
                    return Err(InspectionError::ReadingOfAnotherKind { id, source });
                }
            }
        }
        let files = input
            .attach
            .iter()
            .map(|it| attachment(&base.join(it), now))
            .collect::<Result<_, _>>()?;
        Ok((id, files))
    }

    /// Refuses the name of an item that the checklists do not hold.
    ///
    /// # Errors
    ///
    /// [`InspectionError::ItemUnknown`].
    pub fn check_item(&self, name: &str) -> Result<(), InspectionError> {
        self.item_named(name).map(|_| ())
    }

    fn item_named(&self, name: &str) -> Result<RequirementId, InspectionError> {
        let with_checklist = RequirementId(format!("224.{name}"));
        [RequirementId(name.to_owned()), with_checklist]
            .into_iter()
            .find(|id| self.catalog.item(id).is_some())
            .ok_or_else(|| InspectionError::ItemUnknown { id: name.chars().take(80).collect() })
    }

    fn who_may_answer(
        &self,
        id: &RequirementId,
        input: &AnswerInput,
    ) -> Result<(), InspectionError> {
        if let Some(item) = self.catalog.item(id).filter(|it| !it.answer.asked) {
            let probe = item.requirement.probe.to_string();
            return Err(InspectionError::ItemNotAsked { id: id.clone(), probe });
        }
        match (&self.case.commission, &input.member) {
            (Some(roster), Some(iin)) if roster.member(iin).is_none() => {
                Err(InspectionError::MemberUnknown { iin: iin.clone() })
            }
            (None, Some(iin)) => Err(InspectionError::MemberUnknown { iin: iin.clone() }),
            (Some(_), None) => Err(InspectionError::MemberMissing { id: id.clone() }),
            (Some(_), Some(_)) | (None, None) => Ok(()),
        }
    }

    /// The items that somebody has answered.
    ///
    /// # Errors
    ///
    /// [`InspectionError::EntryUnreadable`].
    pub fn answered(&self) -> Result<BTreeSet<RequirementId>, InspectionError> {
        Ok(self.standing_answers()?.into_keys().collect())
    }

    /// The answers that stand: for each item those that their member has not corrected.
    pub(super) fn standing_answers(
        &self,
    ) -> Result<BTreeMap<RequirementId, Vec<&Entry>>, InspectionError> {
        let mut all: BTreeMap<RequirementId, Vec<&Entry>> = BTreeMap::new();
        for entry in self.of_kind(record::EVIDENCE_TAKEN) {
            let taken: EvidenceTaken = body(entry)?;
            if let (EvidenceKind::Answer, Some(id)) = (taken.kind, taken.requirement) {
                all.entry(id).or_default().push(entry);
            }
        }
        for answers in all.values_mut() {
            let every = answers.clone();
            let corrects = |later: &Entry, it: &Entry| {
                later.has_seen(it) && later.body.get("source") == it.body.get("source")
            };
            answers.retain(|it| !every.iter().any(|later| corrects(later, it)));
        }
        Ok(all)
    }
}

/// Reads a file that a person attaches, and refuses what must not be kept.
fn attachment(path: &Path, now: Timestamp) -> Result<Evidence, InspectionError> {
    let bytes = read_bounded(path, LARGEST_ATTACHMENT)?;
    if pki::read_certificates(&bytes).private_keys > 0 {
        return Err(InspectionError::PrivateKey { path: path.into() });
    }
    let kind = if is_picture(path, &bytes) {
        look_at(path, &bytes)?;
        EvidenceKind::Photo
    } else {
        EvidenceKind::Document
    };
    let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Evidence::new(kind, now, source, bytes))
}

/// Reads a file of at most `most` bytes.
pub(crate) fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>, InspectionError> {
    let failed = |source| InspectionError::File { path: path.into(), source };
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if length > most {
        return Err(InspectionError::FileTooLarge { path: path.into(), length, most });
    }
    std::fs::read(path).map_err(failed)
}

/// A picture by its first bytes, or by a name that claims so.
fn is_picture(path: &Path, bytes: &[u8]) -> bool {
    let by_name = path.extension().and_then(|it| it.to_str()).is_some_and(|it| {
        ["jpg", "jpeg", "png"].iter().any(|known| it.eq_ignore_ascii_case(known))
    });
    by_name || matches!(image::guess_format(bytes), Ok(ImageFormat::Jpeg | ImageFormat::Png))
}

/// Decodes the picture once: what cannot be looked at proves nothing.
fn look_at(path: &Path, bytes: &[u8]) -> Result<(), InspectionError> {
    let unreadable =
        |reason: String| InspectionError::PhotoUnreadable { path: path.into(), reason };
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| unreadable(error.to_string()))?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST_PICTURE);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    reader.decode().map(|_| ()).map_err(|error| unreadable(error.to_string()))
}
