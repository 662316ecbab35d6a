//! The container `act.asics`: the sealed file and one object with every signature of it, which
//! other validators open ([ETSI EN 319 162-1], ASiC-S with CAdES).
//!
//! ```text
//! mimetype                  first, stored, without an extra field: tells what the file is
//! act.pdf                   the one file that is signed
//! META-INF/signature.p7s    one detached CMS with all parallel signatures
//! ```
//!
//! The signatures are those of the pack, octet for octet where something is signed. Certificates
//! and revocation lists of the pack lie in the object, so that the container suffices to count.
//!
//! [ETSI EN 319 162-1]: https://www.etsi.org/deliver/etsi_en/319100_319199/31916201/01.01.01_60/en_31916201v010101p.pdf

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek, Write};

use model::{EvidenceId, Signature};
use pki::cms::{MergeWith, Merged, SignedData, merge, revocation_answer};
use pki::{Certificate, read_certificates};
use probes::Anchor;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::reading::bounded;
use super::{SIGNATURES, TRUST};
use crate::document::attached::attached;
use crate::inspection::record::TrustKind;

/// The name of the container in a pack.
pub(super) const NAME: &str = "act.asics";
/// What the first entry holds, and nothing else.
const MIME: &[u8] = b"application/vnd.etsi.asic-s+zip";
const MIME_NAME: &str = "mimetype";
const FOLDER: &str = "META-INF/";
const SIGNATURE: &str = "META-INF/signature.p7s";
/// The largest signature object and the largest signed file that are read, in bytes.
const LARGEST_SIGNATURE: u64 = 16 << 20;
const LARGEST_DATA: u64 = 256 << 20;
/// Up to how many bytes lists and answers are carried inside; what is larger lies in the pack alone.
const MOST_LISTS: usize = 4 << 20;

/// The signed file, the object with the signatures, and the names of all files that are neither.
type Parts = (Vec<u8>, Vec<u8>, BTreeSet<String>);

/// Reading and writing the container.
pub(super) struct Container;

impl Container {
    /// The signatures of `pdf` in one object, with what they are judged by; `None` where none of
    /// them is a signature of it. The same files always give the same signatures.
    pub(super) fn merged(
        pdf: &[u8],
        signatures: &[Signature],
        trusted: &[(TrustKind, Vec<u8>)],
        anchors: &[Anchor],
    ) -> Option<Merged> {
        let objects: Vec<SignedData> =
            signatures.iter().filter_map(|it| Some(SignedData::read(&it.bytes).ok()?.0)).collect();
        let known = trusted.iter().filter(|(kind, _)| *kind == TrustKind::Certificate);
        let certificates: Vec<_> =
            known.flat_map(|(_, bytes)| read_certificates(bytes).certificates).collect();
        let mut room = MOST_LISTS;
        let mut lists = Vec::new();
        for (kind, bytes) in trusted.iter().filter(|(kind, _)| *kind != TrustKind::Certificate) {
            // In DER already: what is armoured stays in the pack.
            if bytes.first() == Some(&0x30)
                && let Some(left) = room.checked_sub(bytes.len())
            {
                room = left;
                let answer = *kind == TrustKind::Ocsp;
                lists.push(if answer { revocation_answer(bytes) } else { bytes.clone() });
            }
        }
        let named = |it: &&Certificate| {
            let id = EvidenceId(*it.fingerprint().as_bytes());
            anchors.iter().any(|it| it.sha256 == id)
        };
        let anchors: Vec<Certificate> = certificates.iter().filter(named).cloned().collect();
        let with = MergeWith { anchors: &anchors, certificates: &certificates, lists: &lists };
        merge(pdf, &objects.iter().collect::<Vec<_>>(), with)
    }

    /// The container around a sealed file and the object with its signatures.
    pub(super) fn write(pdf: &[u8], cms: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, bytes) in [(MIME_NAME, MIME), ("act.pdf", pdf), (SIGNATURE, cms)] {
            zip.start_file(name, stored)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// Whether a ZIP file calls itself a container of signatures.
    pub(super) fn is<R: Read + Seek>(zip: &mut ZipArchive<R>) -> bool {
        zip.by_name(MIME_NAME).is_ok_and(|it| it.header_start() == 0)
    }

    /// The files of a container, named as in a pack: the sealed file with the record attached to
    /// it, the signatures, and what the signatures carry to be judged by.
    pub(super) fn read<R: Read + Seek>(
        zip: &mut ZipArchive<R>,
        names: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let (pdf, cms, more) = Self::parts(zip, names, LARGEST_DATA)?;
        let mut files = Self::alone(pdf)?;
        let (signed, _) =
            SignedData::read(&cms).map_err(|error| format!("{SIGNATURE}: {error}"))?;
        for certificate in signed.certificates() {
            let name = format!("{TRUST}{}.cer", EvidenceId::of(certificate.der()));
            files.insert(name, certificate.der().to_vec());
        }
        for list in signed.crls() {
            files.insert(format!("{TRUST}{}.crl", EvidenceId::of(list)), list.clone());
        }
        for answer in signed.answers() {
            files.insert(format!("{TRUST}{}.ocsp", EvidenceId::of(answer)), answer.clone());
        }
        files.insert(format!("{SIGNATURES}signature.p7s"), cms);
        // They do not belong here, and whoever reads on is told so by their names.
        files.extend(more.into_iter().map(|it| (it, Vec::new())));
        Ok(files)
    }

    /// A sealed file by itself, with the record that is attached to it.
    pub(super) fn alone(pdf: Vec<u8>) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let record = attached(&pdf, "act.json").map_err(|error| error.to_string())?;
        Ok(BTreeMap::from([("act.json".to_owned(), record), ("act.pdf".to_owned(), pdf)]))
    }

    /// The parts, the signed file of at most so many bytes; what is neither it nor the signatures is
    /// not read.
    pub(super) fn parts<R: Read + Seek>(
        zip: &mut ZipArchive<R>,
        names: &BTreeSet<String>,
        largest: u64,
    ) -> Result<Parts, String> {
        let mut read = |name: &str, most: u64| {
            let mut entry = zip.by_name(name).map_err(|error| format!("{name}: {error}"))?;
            let stored = entry.compression() == CompressionMethod::Stored;
            if name == MIME_NAME && (!stored || entry.extra_data().is_some_and(|it| !it.is_empty()))
            {
                return Err(format!("{name} is compressed or has an extra field"));
            }
            let bytes = bounded(&mut entry, most).map_err(|error| format!("{name}: {error}"))?;
            bytes.ok_or_else(|| format!("{name}: more than {most} bytes"))
        };
        let kind = read(MIME_NAME, 100)?;
        if kind != MIME {
            return Err(format!("{} is no simple container", String::from_utf8_lossy(&kind)));
        }
        let data = names.iter().filter(|it| *it != MIME_NAME && !it.starts_with(FOLDER));
        let [data] = data.collect::<Vec<_>>()[..] else {
            return Err("a simple container holds one signed file".into());
        };
        let (pdf, cms) = (read(data, largest)?, read(SIGNATURE, LARGEST_SIGNATURE)?);
        let more = names.iter().filter(|it| it.starts_with(FOLDER) && *it != SIGNATURE);
        Ok((pdf, cms, more.cloned().collect()))
    }

    /// What a container in a pack has that the pack has not, or lacks: nothing where both hold the
    /// same signatures of the same file.
    pub(super) fn differs(bytes: &[u8], pdf: &[u8], merged: Option<&Merged>) -> Option<String> {
        let compared = || {
            let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
            zip.validate_header_consistency().map_err(|error| error.to_string())?;
            if zip.offset() != 0 || !Self::is(&mut zip) {
                return Err(format!("{MIME_NAME} is not the first file"));
            }
            let names: Result<BTreeSet<String>, _> =
                zip.file_names().map(|it| it.map(|it| it.into_owned())).collect();
            let names = names.map_err(|error| error.to_string())?;
            let largest = u64::try_from(pdf.len()).unwrap_or(u64::MAX);
            let (data, cms, more) = Self::parts(&mut zip, &names, largest)?;
            if let Some(name) = more.first() {
                return Err(name.clone());
            }
            if data != pdf {
                return Err("act.pdf".into());
            }
            let (there, _) = SignedData::read(&cms).map_err(|error| error.to_string())?;
            // Put together again, so that only what is signed is compared.
            let there = merge(pdf, &[&there], MergeWith::default());
            let values = |it: Option<&Merged>| {
                let read = it.and_then(|it| Some(SignedData::read(&it.der).ok()?.0));
                let all = read.iter().flat_map(SignedData::signers);
                all.map(|it| it.signature.clone()).collect::<BTreeSet<_>>()
            };
            let left = there.as_ref().is_none_or(|it| !it.left.is_empty());
            if left || values(there.as_ref()) != values(merged) {
                return Err(SIGNATURE.into());
            }
            Ok(())
        };
        compared().err()
    }
}
