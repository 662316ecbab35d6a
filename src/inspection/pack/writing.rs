//! Writing a pack.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use model::{EvidenceId, Signature};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::container::{self, Container};
use super::{ExportReport, SIGNATURES, TRUST, distinct, evidence_name};
use crate::act::render::render;
use crate::dossier::DossierError;
use crate::inspection::record::TrustKind;
use crate::inspection::statement::Counted;
use crate::inspection::{Inspection, InspectionError};

impl Inspection<'_> {
    /// Writes the pack of the act that stands: into a new folder, or into a ZIP file where the
    /// name ends so.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: there is no act, or something cannot be read back or written.
    pub fn export(&self, place: &Path) -> Result<ExportReport, InspectionError> {
        let sealed = self.latest_act()?.ok_or(InspectionError::NotSealed)?;
        self.only_act(&sealed)?;
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
        let beside = self.beside(&sealed)?;
        for (kind, files) in beside.each() {
            for (member, statement, signature) in files {
                let folder = kind.folder();
                pack.put(&format!("{folder}{member}.json"), statement)?;
                pack.put(&format!("{folder}{member}.p7s"), signature)?;
            }
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
            if let Some(merged) = Container::merged(&pdf, &signatures, &trusted) {
                let written = Container::write(&pdf, &merged.der);
                let failed = |source| InspectionError::File { path: place.into(), source };
                pack.put(container::NAME, &written.map_err(std::io::Error::from).map_err(failed)?)?;
            }
            let counted = Counted::over(&act, &pdf, &signatures, &beside, &trusted)?;
            for (name, bytes) in counted.files(&act, &files.json, &pdf, self.words)? {
                pack.put(name, &bytes)?;
            }
        }
        pack.finish()
    }
}

/// A label as a file name that every system takes.
fn plain(label: &str) -> String {
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    let name: String =
        label.chars().take(80).map(|it| if allowed(it) { it } else { '_' }).collect();
    if name.ends_with(".p7s") { name } else { format!("{name}.p7s") }
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
