//! Reading a pack, whoever wrote it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{Content, EvidenceId, ReadSeek, Store};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive};

use super::evidence_name;
use crate::act::record::EvidenceRow;
use crate::inspection::InspectionError;

/// The largest file of a pack that is read, in bytes.
const LARGEST_FILE: u64 = 1 << 30;
/// Up to how many bytes a piece is held in memory while it is judged.
const MOST_HELD: u64 = 1 << 20;
/// The most names that a ZIP file may hold.
const MOST_NAMES: usize = 100_000;

/// A pack that is being read.
pub struct Pack {
    pub(super) place: PathBuf,
    pub(super) names: BTreeSet<String>,
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

    pub(super) fn read(&mut self, name: &str) -> Result<Vec<u8>, InspectionError> {
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
    pub(super) fn hash(&mut self, name: &str) -> Result<EvidenceId, InspectionError> {
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
    pub(super) fn content(&mut self, row: &EvidenceRow) -> Result<Content, InspectionError> {
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

    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        self.names.iter().filter(|it| it.starts_with(folder)).cloned().collect()
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
