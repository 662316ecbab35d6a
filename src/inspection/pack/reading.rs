//! Reading a pack, whoever wrote it.
//!
//! A pack comes from outside. Nothing of it is unpacked onto the disk; names must be those of plain
//! files below it, each once, also where a system does not tell capital letters from small ones;
//! what a ZIP file says of its entries must be said alike in both places where it says it; and no
//! file is read further than it is said to be long.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{Content, EvidenceId, EvidenceKind, ReadSeek, Store};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive};

use super::container::Container;
use super::{BESIDE, EVIDENCE, SIGNATURES, TRUST, evidence_name};
use crate::act::record::EvidenceRow;
use crate::inspection::InspectionError;
use crate::inspection::statement::StatementKind;

/// The largest file of a pack that is held in memory, in bytes.
const LARGEST_HELD: u64 = 256 << 20;
/// All signatures, statements, certificates and lists of a pack together, in bytes.
const MOST_BESIDE: u64 = 512 << 20;
/// The largest piece of evidence that is hashed, in bytes.
const LARGEST_PIECE: u64 = 1 << 40;
/// Up to how many bytes a piece is kept in memory until it is judged, and all such pieces together.
const MOST_KEPT: (u64, u64) = (1 << 20, 16 << 20);
/// The most names that a pack may hold.
const MOST_NAMES: usize = 100_000;
/// How many times its length a ZIP file may hold.
const MOST_RATIO: u64 = 100;
/// The longest end of a ZIP file: the record itself and a comment.
const LONGEST_END: u64 = 22 + 65_535;

/// A pack that is being read.
pub struct Pack {
    pub(super) place: PathBuf,
    /// Every plain file, by its name with slashes.
    pub(super) names: BTreeSet<String>,
    /// What lies there and is no plain file.
    pub(super) odd: BTreeSet<String>,
    /// The sealed file came without the evidence: a container, or the PDF by itself.
    pub(super) alone: bool,
    source: Source,
    /// Bytes kept in memory until they are judged.
    kept: u64,
    /// Bytes of what lies beside the act and is read whole.
    beside: u64,
}

enum Source {
    Folder,
    Held(BTreeMap<String, Vec<u8>>),
    /// The archive, and the folder within it that is the pack.
    Zip(Box<ZipArchive<File>>, String),
}

/// One piece of evidence, hashed.
pub(super) enum Piece {
    /// It is what the act lists.
    Whole(Content),
    /// Something else lies in its place.
    Changed(EvidenceId),
}

impl Pack {
    /// Opens what a person has: the folder of a pack, the same in a ZIP file, `act.pdf` with the
    /// rest beside it or by itself, or the container `act.asics`.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where it cannot be read, is none of these, or holds names that lead out
    /// of it or stand for two files.
    pub fn open(place: &Path) -> Result<Self, InspectionError> {
        let failed = |source| InspectionError::File { path: place.into(), source };
        let malformed =
            |reason: String| InspectionError::FileMalformed { path: place.into(), reason };
        if place.is_dir() {
            return Self::folder(place, |_| true);
        }
        let mut file = File::open(place).map_err(failed)?;
        let mut first = Vec::new();
        (&file).take(5).read_to_end(&mut first).map_err(failed)?;
        file.rewind().map_err(failed)?;
        if first == b"%PDF-" {
            return match place.parent() {
                Some(folder) if is_sealed_file_of(folder, place) => {
                    // Of a folder of one's own only the files of a pack are looked at.
                    let folder =
                        if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    let mut pack = Self::folder(folder, is_name_of_a_pack)?;
                    // As it was sealed: nothing was signed or exported yet, and nothing is missing.
                    pack.alone = pack.names.iter().all(|it| BESIDE.contains(&it.as_str()));
                    Ok(pack)
                }
                Some(_) | None => {
                    let held = bounded(&mut file, LARGEST_HELD).map_err(failed)?;
                    let held = held.ok_or_else(|| too_large(place, LARGEST_HELD))?;
                    Container::alone(held).map(|it| Self::held(place, it)).map_err(malformed)
                }
            };
        }
        if !first.starts_with(b"PK") {
            return Err(malformed("neither a folder nor a ZIP file nor a PDF file".into()));
        }
        let length = file.metadata().map_err(failed)?.len();
        if names_promised(&mut file, length).map_err(failed)? > MOST_NAMES {
            return Err(malformed(format!("more than {MOST_NAMES} names")));
        }
        let mut zip = ZipArchive::new(file).map_err(|error| malformed(error.to_string()))?;
        let names = examined(&mut zip, length).map_err(malformed)?;
        if Container::is(&mut zip) {
            let read = Container::read(&mut zip, &names).map_err(malformed)?;
            return Ok(Self::held(place, read));
        }
        let below = below(&names);
        let names = names.iter().filter_map(|it| it.strip_prefix(&below)).map(Into::into).collect();
        let source = Source::Zip(Box::new(zip), below);
        Ok(Self {
            place: place.into(),
            names,
            odd: BTreeSet::new(),
            alone: false,
            source,
            kept: 0,
            beside: 0,
        })
    }

    fn folder(place: &Path, keep: impl Fn(&str) -> bool) -> Result<Self, InspectionError> {
        let (mut names, mut odd) = (BTreeSet::new(), BTreeSet::new());
        walk(place, "", &mut names, &mut odd)
            .map_err(|source| InspectionError::File { path: place.into(), source })?;
        names.retain(|it| keep(it));
        odd.retain(|it| keep(it));
        let malformed = |reason| InspectionError::FileMalformed { path: place.into(), reason };
        if names.len() > MOST_NAMES {
            return Err(malformed(format!("more than {MOST_NAMES} names")));
        }
        told_apart(&names).map_err(malformed)?;
        let source = Source::Folder;
        Ok(Self { place: place.into(), names, odd, alone: false, source, kept: 0, beside: 0 })
    }

    fn held(place: &Path, files: BTreeMap<String, Vec<u8>>) -> Self {
        let names = files.keys().cloned().collect();
        let source = Source::Held(files);
        Self {
            place: place.into(),
            names,
            odd: BTreeSet::new(),
            alone: true,
            source,
            kept: 0,
            beside: 0,
        }
    }

    /// All bytes of a file.
    pub(super) fn read(&mut self, name: &str) -> Result<Vec<u8>, InspectionError> {
        let mut bytes = Vec::new();
        self.pass(name, LARGEST_HELD, |part| bytes.extend_from_slice(part))?;
        Ok(bytes)
    }

    /// All bytes of a file of which a pack holds many: a signature, a statement, a certificate.
    ///
    /// # Errors
    ///
    /// [`InspectionError::FileTooLarge`] also where all that was read so is too much.
    pub(super) fn read_beside(&mut self, name: &str) -> Result<Vec<u8>, InspectionError> {
        let mut bytes = Vec::new();
        let left = MOST_BESIDE.saturating_sub(self.beside).min(LARGEST_HELD);
        self.pass(name, left, |part| bytes.extend_from_slice(part))?;
        self.beside = self.beside.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(bytes)
    }

    /// Hashes a piece of evidence, reading it once: what is small and will be judged is kept, the
    /// rest stays where it lies.
    pub(super) fn piece(&mut self, row: &EvidenceRow) -> Result<Piece, InspectionError> {
        let name = evidence_name(row);
        let (most, all) = MOST_KEPT;
        // What people attach is looked at by people.
        let opaque = matches!(row.kind, EvidenceKind::Document | EvidenceKind::Photo);
        if !opaque && row.length <= most && self.kept.saturating_add(row.length) <= all {
            let content = Content::from(self.read(&name)?);
            self.kept = self.kept.saturating_add(content.length());
            return Ok(if content.id() == row.sha256 {
                Piece::Whole(content)
            } else {
                Piece::Changed(content.id())
            });
        }
        let mut hash = Sha256::new();
        self.pass(&name, LARGEST_PIECE, |part| hash.update(part))?;
        let found = EvidenceId(hash.finalize().into());
        if found != row.sha256 {
            return Ok(Piece::Changed(found));
        }
        let place = self.place_of(&name)?;
        Ok(Piece::Whole(Content::stored(row.sha256, row.length, Arc::new(place))))
    }

    /// Gives every part of a file in its order.
    fn pass(
        &mut self,
        name: &str,
        most: u64,
        mut each: impl FnMut(&[u8]),
    ) -> Result<(), InspectionError> {
        let path = self.place.join(name);
        let failed = |source| InspectionError::File { path: path.clone(), source };
        let malformed = |reason| InspectionError::FileMalformed { path: path.clone(), reason };
        if !self.names.contains(name) {
            return Err(failed(io::ErrorKind::NotFound.into()));
        }
        let (mut file, said): (Box<dyn Read + '_>, Option<u64>) = match &mut self.source {
            Source::Folder => (Box::new(File::open(&path).map_err(failed)?), None),
            Source::Held(files) => {
                (Box::new(files.get(name).map(Vec::as_slice).unwrap_or_default()), None)
            }
            Source::Zip(zip, below) => {
                let entry = zip.by_name(&format!("{below}{name}"));
                let entry = entry.map_err(|error| malformed(error.to_string()))?;
                let said = entry.size();
                (Box::new(entry), Some(said))
            }
        };
        let most = most.min(said.unwrap_or(most));
        let mut buffer = vec![0; 128 << 10];
        let mut length = 0_u64;
        loop {
            let count = match file.read(&mut buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(error)),
            };
            let Some(part) = buffer.get(..count).filter(|it| !it.is_empty()) else { break };
            length = length.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            if length > most {
                return Err(match said {
                    Some(said) if said == most => malformed("longer than it is said to be".into()),
                    Some(_) | None => InspectionError::FileTooLarge { path, length, most },
                });
            }
            each(part);
        }
        Ok(())
    }

    /// Where a file of the pack lies, to be read once more.
    fn place_of(&mut self, name: &str) -> Result<Place, InspectionError> {
        let path = self.place.join(name);
        let malformed = |reason| InspectionError::FileMalformed { path: path.clone(), reason };
        Ok(match &mut self.source {
            Source::Folder => Place::File(path),
            // A container holds no evidence.
            Source::Held(_) => return Err(malformed("is not there".to_owned())),
            Source::Zip(zip, below) => {
                let name = format!("{below}{name}");
                let file = zip.by_name(&name).map_err(|error| malformed(error.to_string()))?;
                match file.data_start() {
                    Some(start) if file.compression() == CompressionMethod::Stored => {
                        Place::Part { file: self.place.clone(), start, length: file.size() }
                    }
                    Some(_) | None => Place::Packed { file: self.place.clone(), name },
                }
            }
        })
    }

    /// The names of all files below a folder.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        self.names.iter().filter(|it| it.starts_with(folder)).cloned().collect()
    }
}

/// Where a large piece of a pack lies.
enum Place {
    File(PathBuf),
    /// A stretch of a file.
    Part {
        file: PathBuf,
        start: u64,
        length: u64,
    },
    /// Compressed in a ZIP file.
    Packed {
        file: PathBuf,
        name: String,
    },
}

impl Store for Place {
    fn open(&self, _: &EvidenceId) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Part { file, start, length } => {
                Box::new(Part { file: File::open(file)?, start: *start, length: *length, at: 0 })
            }
            Self::Packed { file, name } => {
                let mut zip = ZipArchive::new(File::open(file)?)?;
                let entry = zip.by_name(name)?;
                let most = entry.size();
                let mut unpacked = tempfile::tempfile()?;
                io::copy(&mut entry.take(most), &mut unpacked)?;
                unpacked.rewind()?;
                Box::new(unpacked)
            }
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

/// Reads all of it, or nothing where it is longer than `most`.
pub(super) fn bounded(input: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(u64::try_from(bytes.len()).is_ok_and(|it| it <= most).then_some(bytes))
}

fn too_large(path: &Path, most: u64) -> InspectionError {
    InspectionError::FileTooLarge { path: path.into(), length: most.saturating_add(1), most }
}

/// Whether this is the `act.pdf` of a folder that holds its record too.
fn is_sealed_file_of(folder: &Path, file: &Path) -> bool {
    file.file_name().is_some_and(|it| it == "act.pdf") && folder.join("act.json").is_file()
}

/// Whether a file of this name may belong to a pack.
fn is_name_of_a_pack(name: &str) -> bool {
    BESIDE.contains(&name)
        || [EVIDENCE, SIGNATURES, TRUST].iter().any(|it| name.starts_with(it))
        || StatementKind::ALL.iter().any(|it| name.starts_with(it.folder()))
}

/// How many entries the end of a ZIP file promises, before any of them is read. Where the promise
/// is in another place, because there are many, the count of their bytes is told.
fn names_promised(file: &mut File, length: u64) -> io::Result<usize> {
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST_END)))?;
    let mut end = Vec::new();
    (&*file).take(LONGEST_END).read_to_end(&mut end)?;
    file.rewind()?;
    let number = |at: usize| {
        let bytes = end.get(at..)?.first_chunk::<2>()?;
        Some(usize::from(u16::from_le_bytes(*bytes)))
    };
    let at = end.windows(4).rposition(|it| it == b"PK\x05\x06");
    let promised = at.and_then(|it| number(it.saturating_add(10))).unwrap_or(0);
    if promised < usize::from(u16::MAX) {
        return Ok(promised);
    }
    // ZIP64: the record that counts stands before, with its number as eight bytes.
    let far = end.windows(4).rposition(|it| it == b"PK\x06\x06");
    let many = far.and_then(|it| end.get(it.saturating_add(32)..)?.first_chunk::<8>());
    Ok(many.map_or(usize::MAX, |it| usize::try_from(u64::from_le_bytes(*it)).unwrap_or(usize::MAX)))
}

/// The names of the plain files in a ZIP file of this length.
fn examined(zip: &mut ZipArchive<File>, length: u64) -> Result<BTreeSet<String>, String> {
    if zip.len() > MOST_NAMES {
        return Err(format!("{} names; at most {MOST_NAMES} are read", zip.len()));
    }
    if zip.offset() != 0 {
        return Err(format!("{} bytes stand before the first file", zip.offset()));
    }
    zip.validate_header_consistency().map_err(|error| error.to_string())?;
    let mut names = BTreeSet::new();
    let mut all = 0_u64;
    for at in 0..zip.len() {
        let file = zip.by_index_raw(at).map_err(|error| error.to_string())?;
        let name = file.name().map_err(|error| error.to_string())?.into_owned();
        let plain = name.strip_suffix('/').unwrap_or(&name);
        if !is_plain_path(plain) {
            return Err(format!("the name {name:?} leads out of the pack"));
        }
        if file.is_symlink() {
            return Err(format!("{name:?} is a link"));
        }
        if file.encrypted() {
            return Err(format!("{name:?} is encrypted"));
        }
        all = all.saturating_add(file.size());
        if plain == name {
            names.insert(name);
        }
    }
    if all / MOST_RATIO > length {
        return Err(format!("{all} bytes in a file of {length}: it is made to fill a disk"));
    }
    told_apart(&names)?;
    Ok(names)
}

/// Refuses names that some system would take for one.
fn told_apart(names: &BTreeSet<String>) -> Result<(), String> {
    let mut folded = BTreeMap::new();
    for name in names {
        if let Some(other) = folded.insert(name.to_lowercase(), name) {
            return Err(format!(
                "the names {other:?} and {name:?} differ in capital letters alone"
            ));
        }
    }
    Ok(())
}

/// The one folder that holds the whole pack, where people packed the folder and not its files.
fn below(names: &BTreeSet<String>) -> String {
    let record = names.iter().find_map(|it| it.strip_suffix("/act.json"));
    let Some(folder) = record.filter(|it| !it.contains('/')) else { return String::new() };
    let folder = format!("{folder}/");
    if names.iter().all(|it| it.starts_with(&folder)) { folder } else { String::new() }
}

/// A relative path of plain names: nothing absolute, no way up, no drive, no backslash, nothing
/// invisible.
fn is_plain_path(name: &str) -> bool {
    let part = |it: &str| {
        !it.is_empty()
            && it != "."
            && it != ".."
            && !it.contains(|it: char| matches!(it, '\\' | ':') || it.is_control())
            && !it.ends_with(['.', ' '])
    };
    name.len() <= 300 && name.split('/').all(part)
}

/// Every regular file below a folder, by its name with slashes, and apart from them what is none.
/// Links are not followed.
fn walk(
    root: &Path,
    below: &str,
    names: &mut BTreeSet<String>,
    odd: &mut BTreeSet<String>,
) -> io::Result<()> {
    for entry in std::fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && name.matches('/').count() < 3 {
            walk(root, &name, names, odd)?;
        } else if kind.is_file() {
            names.insert(name);
        } else {
            odd.insert(name);
        }
        if names.len() > MOST_NAMES {
            break;
        }
    }
    Ok(())
}
