//! The files that a PDF carries, read back.
//!
//! A PDF may come from anybody: it is bounded in size, and so is what is unpacked.

use std::collections::BTreeMap;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Object, Stream, String as PdfString};

/// The largest PDF that is looked into, in bytes.
const LARGEST: usize = 64 << 20;
/// The largest file in it as it is packed, in bytes: what it unpacks to stays within memory.
const LARGEST_PACKED: usize = 256 << 10;
/// The largest file in it, in bytes.
const LARGEST_FILE: usize = 16 << 20;
/// The most objects that are looked at.
const MOST_OBJECTS: usize = 200_000;

/// A PDF whose files cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AttachedError {
    /// The reader takes it for no PDF.
    #[error("not a PDF that can be read")]
    NotAPdf,
    /// It, or a file in it, is larger than what is looked into.
    #[error("larger than what is looked into")]
    TooLarge,
    /// Two files in it have one name.
    #[error("two files in it have one name")]
    Twice,
}

/// The attached files by name.
///
/// # Errors
///
/// [`AttachedError`]. A PDF without files gives none.
pub fn read(pdf: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, AttachedError> {
    if pdf.len() > LARGEST {
        return Err(AttachedError::TooLarge);
    }
    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| AttachedError::NotAPdf)?;
    if pdf.len() > MOST_OBJECTS {
        return Err(AttachedError::TooLarge);
    }
    let mut files = BTreeMap::new();
    for object in pdf.objects() {
        let Object::Dict(file) = object else { continue };
        let Some(stream) = file.get::<Dict<'_>>("EF").and_then(|it| it.get::<Stream<'_>>("F"))
        else {
            continue;
        };
        let Some(name) = file.get::<PdfString<'_>>("F") else { continue };
        let name = String::from_utf8_lossy(name.as_bytes()).into_owned();
        if stream.raw_data().len() > LARGEST_PACKED {
            return Err(AttachedError::TooLarge);
        }
        let bytes = stream.decoded().map_err(|_| AttachedError::NotAPdf)?.into_owned();
        if bytes.len() > LARGEST_FILE {
            return Err(AttachedError::TooLarge);
        }
        if files.insert(name, bytes).is_some() {
            return Err(AttachedError::Twice);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Attachment, pdf, sample};

    #[test]
    fn what_was_attached_is_read_back() {
        let attached = [
            Attachment::record("one.json", b"{\"a\":1}".to_vec()),
            Attachment::record("two.json", vec![7; 3_000]),
        ];
        let pdf = pdf::render(&sample::around(vec![]), &attached).unwrap();
        let found = read(&pdf).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found["one.json"], attached[0].bytes);
        assert_eq!(found["two.json"], attached[1].bytes);
        assert!(read(&pdf::render(&sample::around(vec![]), &[]).unwrap()).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_pdf_is_refused_without_a_panic() {
        assert_eq!(read(b"").unwrap_err(), AttachedError::NotAPdf);
        assert_eq!(read(b"%PDF-1.7\nnothing").unwrap_err(), AttachedError::NotAPdf);
        let attached = [Attachment::record("one.json", vec![b'x'; 10_000])];
        let pdf = pdf::render(&sample::around(vec![]), &attached).unwrap();
        for cut in [pdf.len() / 4, pdf.len() / 2, pdf.len() - 40] {
            // A part of a file says nothing, or the same.
            if let Ok(found) = read(&pdf[..cut]) {
                assert!(found.values().all(|it| it.len() <= 10_000));
            }
        }
    }
}
