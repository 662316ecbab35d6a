//! The count over the files of a pack.

use std::collections::BTreeMap;

use model::{EvidenceId, Signature, Tally};

use crate::act::compose::{Composer, MemberLine};
use crate::act::record::ActRecord;
use crate::act::render::RenderActError;
use crate::document::pdf;
use crate::inspection::InspectionError;
use crate::inspection::record::TrustKind;
use crate::inspection::sign::{self, DissentFile, DissentFound, MemberState};
use crate::words::Words;

/// The count over the files of a pack, the same when it is written and when it is checked.
pub(super) struct Counted {
    pub(super) tally: Tally,
    pub(super) members: Vec<MemberState>,
    pub(super) dissents: Vec<DissentFound>,
}

impl Counted {
    pub(super) fn over(
        act: &ActRecord,
        pdf: &[u8],
        signatures: &[Signature],
        dissents: &[DissentFile],
        trusted: &[(TrustKind, Vec<u8>)],
    ) -> Self {
        let trust = sign::trust(&act.signing_anchors, trusted);
        let elsewhere: BTreeMap<_, _> = dissents
            .iter()
            .map(|(member, statement, _)| (format!("dissents/{member}.json"), statement.clone()))
            .collect();
        let tally = sign::count(act, pdf, signatures, &trust, &elsewhere);
        let id = EvidenceId::of(pdf);
        let dissents: Vec<_> =
            dissents.iter().map(|it| sign::judge_dissent(act, id, it, &trust)).collect();
        Self { members: sign::members(act, &tally, &dissents), tally, dissents }
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
