//! A copy of the report of a self-check to be handed on, in which the numbers of people are hidden.
//!
//! It is not the report: it says so at its head and across every page, and names the report by its
//! SHA-256, so that whoever doubts it can ask for the whole.

use model::EvidenceId;

use super::{Composer, Facts};
use crate::act::record::ActRecord;
use crate::document::{Block, Document, Tone};

impl Composer<'_> {
    /// The pages of a masked record. `sha256` is that of the canonical record as it was before.
    #[must_use]
    pub fn masked(&self, record: &ActRecord, sha256: EvidenceId) -> Document {
        let mut document = self.act(record, sha256);
        let said = self.parallel("report-masked-note", &Facts::new());
        let note = Block::Note { tone: Tone::Open, blocks: vec![said] };
        // Behind the title.
        document.blocks.insert(document.blocks.len().min(1), note);
        let lang = self.langs.first().copied().unwrap_or_default();
        document.mark = Some(self.words.say(lang, "report-masked-mark", &Facts::new()));
        document
    }
}
