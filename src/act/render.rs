//! The files of the act, from its record: the same record always gives the same bytes.

use model::EvidenceId;

use super::compose::Composer;
use super::record::ActRecord;
use crate::document::{Attachment, html, pdf};
use crate::words::Words;

/// The files of an act.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActFiles {
    /// `act.pdf`: the file that members sign, with `act.json` attached inside.
    pub pdf: Vec<u8>,
    /// `act.json`: the canonical record.
    pub json: Vec<u8>,
    /// `act.html`: the same pages for a screen.
    pub html: String,
}

/// An act that could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderActError {
    /// The record could not be written down: a defect of this program.
    #[error("act.json: {0}")]
    Record(#[from] serde_json::Error),
    /// The pages could not be laid out.
    #[error("act.pdf: {0}")]
    Pages(#[from] pdf::RenderError),
}

/// The pages of a copy in which numbers of people are hidden.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MaskedFiles {
    /// The pages; nothing is attached, for the record inside would be the masked one.
    pub pdf: Vec<u8>,
    /// The same pages for a screen.
    pub html: String,
}

/// Renders a masked record; `sha256` is that of the whole one.
///
/// # Errors
///
/// [`RenderActError`] where the record cannot be laid out.
pub fn render_masked(
    record: &ActRecord,
    sha256: EvidenceId,
    words: &Words,
) -> Result<MaskedFiles, RenderActError> {
    let document = Composer::new(words, &record.languages).masked(record, sha256);
    Ok(MaskedFiles { pdf: pdf::render(&document, &[])?, html: html::render(&document) })
}

/// Renders the files of an act.
///
/// # Errors
///
/// [`RenderActError`] where the record cannot be laid out.
pub fn render(record: &ActRecord, words: &Words) -> Result<ActFiles, RenderActError> {
    let json = record.canonical()?;
    let document = Composer::new(words, &record.languages).act(record, EvidenceId::of(&json));
    let name = format!("{}.json", record.purpose.stem());
    let attached = Attachment::record(&name, json.clone());
    Ok(ActFiles { pdf: pdf::render(&document, &[attached])?, html: html::render(&document), json })
}
