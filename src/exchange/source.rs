//! The record that is written in another format, wherever it lies.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use model::{EvidenceId, Lang};
use zip::ZipArchive;

use super::{Format, Pages, csv, junit, mask, oscal, sarif};
use crate::act::record::{ActRecord, FORMAT};
use crate::act::render::{RenderActError, render, render_masked};
use crate::case::Purpose;
use crate::catalog::Catalog;
use crate::dossier::Access;
use crate::inspection::{Inspection, InspectionError};
use crate::words::Words;

/// The largest record that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// The names under which a record lies in a pack, or in the folder of a self-check.
const NAMES: [&str; 2] = ["act.json", "report.json"];

/// A record that cannot be read or written in another format.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The dossier cannot be opened, or holds no record yet.
    #[error(transparent)]
    Inspection(#[from] InspectionError),
    /// The file is no record of an act or of a report.
    #[error("{}: not the record of an act or of a report: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Pages are wanted of an act: these are sealed, and nothing else is made of them.
    #[error("{file}: the pages of an act are sealed")]
    OfAnAct {
        /// What its file is called.
        file: String,
    },
    /// The record is of a form that this version does not know.
    #[error("{}: format {found}; this version knows {FORMAT}", path.display())]
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// What it says.
        found: u64,
    },
    /// The file is larger than any record.
    #[error("{}: more than {LARGEST} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The pages could not be laid out.
    #[error(transparent)]
    Unlaid(#[from] RenderActError),
    /// The operating system does not give it.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What it reported.
        source: io::Error,
    },
    /// The record could not be written down: a defect of this program.
    #[error("the record cannot be written: {0}")]
    Unwritable(#[source] io::Error),
}

impl From<serde_json::Error> for ExchangeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unwritable(error.into())
    }
}

/// The record of an act or of a report, with its hash.
pub struct Source {
    record: ActRecord,
    sha256: EvidenceId,
    file: String,
}

impl Source {
    /// A record at hand; `file` is what its file is called.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Unwritable`].
    pub fn new(record: ActRecord, file: &str) -> Result<Self, ExchangeError> {
        let sha256 = EvidenceId::of(&record.canonical()?);
        Ok(Self { record, sha256, file: file.to_owned() })
    }

    /// The record that stands in a dossier, in a pack (a folder or a ZIP file), in the folder of a
    /// self-check, or in a file of its own.
    ///
    /// # Errors
    ///
    /// [`ExchangeError`] names the file and what is wrong with it.
    pub fn open(place: &Path, catalog: &Catalog, words: &Words) -> Result<Self, ExchangeError> {
        if place.is_dir() {
            if let Some(name) = NAMES.iter().find(|it| place.join(it).is_file()) {
                let path = place.join(name);
                return Self::read(&path, name, &bounded(&path, open(&path)?)?);
            }
            let inspection = Inspection::open(place, Access::Read, catalog, words)?;
            let sealed = inspection.latest_act()?.ok_or(InspectionError::NotSealed)?;
            let stem = inspection.case().purpose.stem();
            return Self::new(inspection.act_record(&sealed)?, &format!("{stem}.json"));
        }
        let mut file = open(place)?;
        let mut start = [0; 4];
        let read = file.read(&mut start).map_err(|source| unreadable(place, source))?;
        if start.get(..read) == Some(b"PK\x03\x04") {
            return Self::zipped(place);
        }
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::read(place, &name, &bounded(place, open(place)?)?)
    }

    fn zipped(place: &Path) -> Result<Self, ExchangeError> {
        let malformed = |reason: String| ExchangeError::Malformed { path: place.into(), reason };
        let mut zip =
            ZipArchive::new(open(place)?).map_err(|error| malformed(error.to_string()))?;
        for name in NAMES {
            if let Ok(entry) = zip.by_name(name) {
                let bytes = bounded(place, entry)?;
                return Self::read(place, name, &bytes);
            }
        }
        Err(malformed(format!("holds neither {} nor {}", NAMES[0], NAMES[1])))
    }

    fn read(path: &Path, name: &str, bytes: &[u8]) -> Result<Self, ExchangeError> {
        let malformed = |error: serde_json::Error| ExchangeError::Malformed {
            path: path.into(),
            reason: error.to_string(),
        };
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(malformed)?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        if let Some(found) = format.filter(|it| *it != u64::from(FORMAT)) {
            return Err(ExchangeError::OtherFormat { path: path.into(), found });
        }
        let record: ActRecord = serde_json::from_value(value).map_err(malformed)?;
        Self::new(record, name)
    }

    /// The record.
    #[must_use]
    pub const fn record(&self) -> &ActRecord {
        &self.record
    }

    /// The record in a format, in one language. With `mask`, the identification numbers of people
    /// are hidden; everything else stays as it is, and the SHA-256 is that of the whole record.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Unwritable`].
    pub fn write(
        &self,
        format: Format,
        words: &Words,
        lang: Lang,
        mask: bool,
    ) -> Result<Vec<u8>, ExchangeError> {
        let masked;
        let record = if mask {
            masked = mask::record(&self.record)?;
            &masked
        } else {
            &self.record
        };
        let made = Made { record, sha256: self.sha256, file: &self.file, words, lang };
        Ok(match format {
            Format::Csv => csv::write(&made).map_err(ExchangeError::Unwritable)?,
            Format::Junit => junit::write(&made).into_bytes(),
            Format::Oscal => oscal::write(&made)?,
            Format::Sarif => sarif::write(&made)?,
        })
    }

    /// The pages of the report of a self-check, in its own languages. Without `mask` they are the
    /// very files that the self-check wrote; with it they are a copy to be handed on, which says
    /// what is hidden in it and names the whole report by its SHA-256.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::OfAnAct`]: an act is what was sealed, so that its pages are neither written
    /// a second time nor with less in them; [`ExchangeError::Unlaid`].
    pub fn pages(&self, pages: Pages, words: &Words, mask: bool) -> Result<Vec<u8>, ExchangeError> {
        if self.record.purpose == Purpose::Inspection {
            return Err(ExchangeError::OfAnAct { file: self.file.clone() });
        }
        let (pdf, html) = if mask {
            let masked = render_masked(&mask::record(&self.record)?, self.sha256, words)?;
            (masked.pdf, masked.html)
        } else {
            let files = render(&self.record, words)?;
            (files.pdf, files.html)
        };
        Ok(match pages {
            Pages::Html => html.into_bytes(),
            Pages::Pdf => pdf,
        })
    }

    /// How many different identification numbers of people the record holds.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::Unwritable`].
    pub fn people(&self) -> Result<usize, ExchangeError> {
        Ok(self.people_named(&self.record.canonical()?))
    }

    /// How many different identification numbers of people a file holds in full.
    #[must_use]
    pub fn people_named(&self, bytes: &[u8]) -> usize {
        mask::named(&self.record, &String::from_utf8_lossy(bytes))
    }
}

/// What a format is made from.
pub(super) struct Made<'a> {
    pub(super) record: &'a ActRecord,
    /// Of the whole record, masked or not.
    pub(super) sha256: EvidenceId,
    /// What the file of the record is called.
    pub(super) file: &'a str,
    pub(super) words: &'a Words,
    pub(super) lang: Lang,
}

impl Made<'_> {
    /// The words of a code that takes no facts.
    pub(super) fn label(&self, code: &str) -> String {
        self.words.say(self.lang, code, &crate::words::Facts::new())
    }
}

fn unreadable(path: &Path, source: io::Error) -> ExchangeError {
    ExchangeError::Unreadable { path: path.into(), source }
}

fn open(path: &Path) -> Result<File, ExchangeError> {
    File::open(path).map_err(|source| unreadable(path, source))
}

fn bounded(path: &Path, file: impl Read) -> Result<Vec<u8>, ExchangeError> {
    let mut bytes = Vec::new();
    let limit = LARGEST.saturating_add(1);
    let length = file.take(limit).read_to_end(&mut bytes).map_err(|it| unreadable(path, it))?;
    if u64::try_from(length).is_ok_and(|it| it > LARGEST) {
        return Err(ExchangeError::TooLarge { path: path.into() });
    }
    Ok(bytes)
}
