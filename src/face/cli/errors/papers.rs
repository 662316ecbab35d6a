//! One sentence for everything that can be wrong with a paper.

use model::{Localized, Note};

use super::{catalog, malformed, pages, system, too_large, with_reason};
use crate::document::attached::NotAttached;
use crate::papers::verify::NotAPaper;
use crate::papers::{Defect, FieldsError, PaperError};

/// Every code that this module may put into a note.
pub const SAYS: &[&str] = &[
    "error.paper-another-matter",
    "error.paper-bare-record",
    "error.paper-broken",
    "error.paper-defects",
    "error.paper-draft-signed",
    "error.paper-field-against-register",
    "error.paper-field-beside-register",
    "error.paper-field-missing",
    "error.paper-field-not-an-option",
    "error.paper-field-not-of-kind",
    "error.paper-field-too-long",
    "error.paper-field-unknown",
    "error.paper-field-untranslated",
    "error.paper-file-missing",
    "error.paper-kazakh-left-out",
    "error.paper-not-a-pdf",
    "error.paper-record",
    "error.paper-two-files-of-one-name",
    "error.paper-unknown",
];

/// The note for a paper that cannot be made.
#[must_use]
pub fn paper(error: &PaperError) -> Note {
    match error {
        PaperError::AnotherMatter { form, rows } => {
            Note::new("error.paper-another-matter").fact("form", form).fact("rows", rows)
        }
        PaperError::BareRecord { path } => {
            Note::new("error.paper-bare-record").fact("path", path.display())
        }
        PaperError::Defects { form, defects } => {
            Note::new("error.paper-defects").fact("form", form).fact("count", defects.len())
        }
        PaperError::DraftSigned { form } => {
            Note::new("error.paper-draft-signed").fact("form", form)
        }
        PaperError::KazakhLeftOut { form } => {
            Note::new("error.paper-kazakh-left-out").fact("form", form)
        }
        PaperError::Pages(error) => pages(error),
        PaperError::Record(error) => with_reason(Note::new("error.paper-record"), error),
        PaperError::Unknown { form, known } => {
            Note::new("error.paper-unknown").fact("form", form).fact("known", known)
        }
    }
}

/// The note for one thing wrong with a field. What the form calls it stands there in every
/// language: whoever fills in a paper of two languages may read but one of them.
#[must_use]
pub fn defect(defect: &Defect) -> Note {
    match defect {
        Defect::AgainstRegister { field, caption, given, kept } => {
            captioned("error.paper-field-against-register", field, caption)
                .fact("given", given)
                .fact("kept", kept)
        }
        Defect::BesideRegister { field, caption, given } => {
            captioned("error.paper-field-beside-register", field, caption).fact("given", given)
        }
        Defect::Broken { says } => Note::new("error.paper-broken")
            .fact("kk", &says.kk)
            .fact("ru", &says.ru)
            .fact("en", &says.en),
        Defect::Missing { field, caption } => {
            captioned("error.paper-field-missing", field, caption)
        }
        Defect::NotAnOption { field, text, options } => {
            Note::new("error.paper-field-not-an-option")
                .fact("field", field)
                .fact("text", text)
                .fact("options", options)
        }
        Defect::NotOfKind { field, text, kind } => Note::new("error.paper-field-not-of-kind")
            .fact("field", field)
            .fact("text", text)
            .fact("field-kind", kind),
        Defect::TooLong { field, most } => {
            Note::new("error.paper-field-too-long").fact("field", field).fact("most", most)
        }
        Defect::Unknown { field } => Note::new("error.paper-field-unknown").fact("field", field),
        Defect::Untranslated { field, lang } => Note::new("error.paper-field-untranslated")
            .fact("field", field)
            .fact("lang", lang.as_str()),
    }
}

fn captioned(code: &'static str, field: &str, caption: &Localized) -> Note {
    Note::new(code)
        .fact("field", field)
        .fact("kk", &caption.kk)
        .fact("ru", &caption.ru)
        .fact("en", &caption.en)
}

/// The note for a file of fields that cannot be read.
#[must_use]
pub fn fields(error: &FieldsError) -> Note {
    match error {
        FieldsError::Malformed { path, source } => malformed(path, &source.to_string()),
        FieldsError::NotJson { path, reason } => malformed(path, reason),
        FieldsError::TooLarge { path, length, most } => too_large(path, *length, *most),
        FieldsError::Unreadable { path, source } => system(source, &path.to_string_lossy()),
    }
}

/// The note for a file that is no paper of this program.
#[must_use]
pub fn not_a_paper(error: &NotAPaper) -> Note {
    match error {
        NotAPaper::Attached(error) => match error {
            NotAttached::Absent { name } => {
                Note::new("error.paper-file-missing").fact("file", name)
            }
            NotAttached::Broken { .. } | NotAttached::NotPdf | NotAttached::Unfinished(_) => {
                Note::new("error.paper-not-a-pdf")
            }
            NotAttached::Twice { .. } => Note::new("error.paper-two-files-of-one-name"),
        },
        NotAPaper::Form(error) => catalog(error),
        NotAPaper::Record(error) => with_reason(Note::new("error.paper-record"), error),
    }
}
