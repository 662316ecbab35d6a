//! Acts that came in: the packs of a folder, each checked on its own and beside the others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::{EvidenceId, Note, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

use super::difference::ActName;
use crate::act::record::ActRecord;
use crate::catalog::Catalog;
use crate::inspection::{InspectionError, Pack, read_bounded};
use crate::words::Words;

/// Files that may hold a pack, by their endings.
const ENDINGS: [&str; 2] = ["zip", "asics"];
/// The largest bare record that is read, in bytes.
const LARGEST_RECORD: u64 = 256 << 20;

/// What came in.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Inbox {
    /// Each pack, in the order of the names.
    pub arrived: Vec<Arrived>,
    /// The records that could be read, by their place.
    #[serde(skip)]
    pub records: BTreeMap<PathBuf, ActRecord>,
}

/// One pack that came in.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Arrived {
    /// Where it lies.
    pub place: PathBuf,
    /// What it is, where the record can be read.
    pub act: Option<ActName>,
    /// SHA-256 of the sealed file.
    pub sha256: Option<EvidenceId>,
    /// Whether the pack holds: the verdict of its verification.
    pub verdict: Verdict,
    /// What makes it stand out among the others: two acts with one number, a later version, the
    /// same file twice; or why it cannot be read.
    pub notes: Vec<Note>,
}

impl Inbox {
    /// Looks at every pack directly below a folder: folders with an `act.json`, ZIP files, and
    /// ASiC-S containers. One that cannot be read is listed with its reason.
    ///
    /// # Errors
    ///
    /// [`InspectionError::File`] where the folder itself cannot be read.
    pub fn read(folder: &Path, catalog: &Catalog, words: &Words) -> Result<Self, InspectionError> {
        let mut inbox = Self { arrived: Vec::new(), records: BTreeMap::new() };
        for place in places(folder)? {
            let looked = Pack::open(&place).and_then(|mut pack| pack.verify(catalog, words));
            inbox.arrived.push(match looked {
                Ok(verification) => {
                    let act = verification.record.as_deref().map(ActName::from);
                    let (sha256, verdict) = (Some(verification.act), verification.verdict);
                    inbox.records.extend(verification.record.map(|it| (place.clone(), *it)));
                    Arrived { place, act, sha256, verdict, notes: vec![] }
                }
                Err(error) => {
                    let note = Note::new("review.unreadable").fact("reason", error);
                    let verdict = Verdict::Undetermined;
                    Arrived { place, act: None, sha256: None, verdict, notes: vec![note] }
                }
            });
        }
        inbox.compare();
        Ok(inbox)
    }

    /// The acts and reports of the folder but this act: it may lie there itself, under any name.
    #[must_use]
    pub fn others(&self, act: &ActRecord) -> Vec<ActRecord> {
        self.records.values().filter(|it| *it != act).cloned().collect()
    }

    fn compare(&mut self) {
        let seen: Vec<_> = self
            .arrived
            .iter()
            .filter_map(|it| Some((it.place.clone(), it.sha256, it.act.clone()?)))
            .collect();
        for arrived in &mut self.arrived {
            let Some(act) = &arrived.act else { continue };
            for (place, sha256, other) in seen.iter().filter(|it| it.0 != arrived.place) {
                if *sha256 == arrived.sha256 {
                    let note = Note::new("review.same-act-twice").fact("place", place.display());
                    arrived.notes.push(note);
                } else {
                    arrived.notes.extend(against_another((act, arrived.sha256), other));
                }
            }
        }
    }
}

fn places(folder: &Path) -> Result<Vec<PathBuf>, InspectionError> {
    let failed = |source| InspectionError::File { path: folder.into(), source };
    let mut places = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let ends = |it: &str| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(it));
        if path.join("act.json").is_file() || (path.is_file() && ENDINGS.into_iter().any(ends)) {
            places.push(path);
        }
    }
    places.sort();
    Ok(places)
}

/// What another act says against this one by being there.
pub(super) fn against_another(
    (act, sha256): (&ActName, Option<EvidenceId>),
    other: &ActName,
) -> Option<Note> {
    let of = |code| {
        Note::new(code)
            .fact("number", &other.number)
            .fact("version", other.version)
            .fact("case", &other.case)
            .fact("day", other.day)
    };
    if act.purpose != other.purpose {
        None
    } else if act.case != other.case {
        if other.previous.is_some() && other.previous == sha256 {
            return Some(of("review.replaced-by-another-case"));
        }
        (act.number == other.number).then(|| of("review.two-acts-one-number"))
    } else if other.version > act.version {
        // A dossier has one act, under whatever number it was sealed.
        Some(of("review.later-version"))
    } else {
        (other.version == act.version).then(|| of("review.two-acts-one-version"))
    }
}

/// The record in a pack, or in a bare `act.json`.
///
/// # Errors
///
/// [`InspectionError`] where it cannot be read or is no record of an act.
pub fn record_of(place: &Path) -> Result<ActRecord, InspectionError> {
    let malformed = |reason: String| InspectionError::FileMalformed { path: place.into(), reason };
    if place.is_file() && place.extension().is_some_and(|it| it.eq_ignore_ascii_case("json")) {
        let bytes = read_bounded(place, LARGEST_RECORD)?;
        return serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()));
    }
    Pack::open(place)?.record_of_act()
}
