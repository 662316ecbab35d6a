//! The count over the files of a pack.

use std::collections::BTreeMap;

use model::{EvidenceId, Signature};

use crate::act::compose::{Composer, MemberLine};
use crate::act::record::ActRecord;
use crate::act::render::RenderActError;
use crate::document::pdf;
use crate::inspection::InspectionError;
use crate::inspection::record::TrustKind;
use crate::inspection::sign;
use crate::inspection::statement::{Beside, Counted};
use crate::words::Words;

impl Counted {
    /// The count over the files of a pack, the same when it is written and when it is checked.
    pub(super) fn over(
        act: &ActRecord,
        pdf: &[u8],
        signatures: &[Signature],
        beside: &Beside,
        trusted: &[(TrustKind, Vec<u8>)],
    ) -> Result<Self, InspectionError> {
        let trust = sign::trust(&act.signing_anchors, trusted);
        beside.counted(act, pdf, signatures, &trust, BTreeMap::new())
    }

    /// The record of adoption, for people and for programs.
    pub(super) fn files(
        &self,
        act: &ActRecord,
        json: &[u8],
        pdf: &[u8],
        words: &Words,
    ) -> Result<[(&'static str, Vec<u8>); 2], InspectionError> {
        let lines: Vec<MemberLine> = self.members.iter().map(|it| it.line.clone()).collect();
        let (json, pdf) = (EvidenceId::of(json), EvidenceId::of(pdf));
        let composer = Composer::new(words, &act.languages);
        let pages = composer.adoption(act, json, pdf, &self.tally, &lines);
        let pages = pdf::render(&pages, &[]).map_err(RenderActError::from)?;
        let tally = serde_json_canonicalizer::to_vec(&self.tally)?;
        Ok([("adoption.pdf", pages), ("adoption.json", tally)])
    }
}
