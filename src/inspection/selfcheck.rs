//! What an authority does that checks itself.
//!
//! It looks again and again, mends what it found, and wants to know how things stand now. So here,
//! unlike in a visit, the last look at the site stands in place of every earlier one, files that
//! are handed over stand in place of earlier files of the same kind, and the requirements are
//! judged as of the day on which they are judged. Nothing is taken back all the same: what no
//! longer stands remains in the dossier.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;
use model::{Content, Evidence, EvidenceId, EvidenceKind, RequirementId};
use probes::{Answer, Site};
use serde::{Deserialize, Serialize};

use super::judge::{Law, subjects};
use super::record::{self, CaseOpened, Collection, EvidenceTaken, LookFailedEntry, body};
use super::{
    AnswerInput, CollectReport, Inspection, InspectionError, JudgedCase, LookFailed, SealedAct,
    collect, legal_day,
};
use crate::act::record::{ActRecord, EvidenceRow, FORMAT, Tool};
use crate::act::render::ActFiles;
use crate::case::{Case, Purpose};
use crate::criteria;
use crate::dossier::{Entry, EntryId};
use crate::selfcheck::readiness::readiness;
use crate::site::{Limits, Networks};

/// What one look at the site brought. Nothing of it is recorded until [`Inspection::keep_look`].
pub struct Look {
    begun: Timestamp,
    bounds: Collection,
    pieces: Vec<(&'static str, Evidence)>,
    failed: Vec<LookFailed>,
}

impl Look {
    /// When it began.
    #[must_use]
    pub const fn begun(&self) -> Timestamp {
        self.begun
    }

    /// What it brought, by probe.
    #[must_use]
    pub fn report(&self) -> CollectReport {
        let mut looked: Vec<(String, usize)> = Vec::new();
        for (probe, _) in &self.pieces {
            match looked.last_mut().filter(|(last, _)| last == probe) {
                Some((_, pieces)) => *pieces += 1,
                None => looked.push(((*probe).to_owned(), 1)),
            }
        }
        CollectReport { looked, failed: self.failed.clone() }
    }

    /// How many bytes it brought.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.pieces.iter().fold(0, |sum, (_, it)| sum.saturating_add(it.content.length()))
    }
}

/// From here on files of these kinds stand in place of those that were handed over before.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct InputsReplaced {
    kinds: BTreeSet<EvidenceKind>,
}

impl Inspection<'_> {
    /// Takes a case that was edited in place of the one that was recorded last, and the rules that
    /// the tool holds now in place of those of an earlier version. Says whether anything differs.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the case cannot be used, or is not of a self-check.
    pub fn amend(&mut self, case: Case, now: Timestamp) -> Result<bool, InspectionError> {
        case.check()?;
        if case.purpose != Purpose::SelfCheck || self.case.purpose != Purpose::SelfCheck {
            return Err(InspectionError::NotASelfCheck);
        }
        if let Some(defect) = criteria::defects(&case.criteria, self.catalog).into_iter().next() {
            return Err(defect.into());
        }
        let same_rules = self.opened()?.checklists == self.catalog.sha256();
        if self.case == case && same_rules {
            return Ok(false);
        }
        let declared = self.case.declaration != case.declaration;
        let opened = CaseOpened {
            case: case.clone(),
            edition: self.catalog.edition().to_owned(),
            checklists: self.catalog.sha256().to_owned(),
        };
        self.dossier.append(now, record::CASE_AMENDED, &[], &opened)?;
        self.case = case;
        if declared {
            let bytes = serde_json::to_vec_pretty(&self.case.declaration)?;
            let piece = Evidence::new(EvidenceKind::Declaration, now, "case.toml", bytes);
            self.take(&piece, None, None)?;
        }
        Ok(true)
    }

    /// Lets files of these kinds that are taken from now on stand in place of earlier ones.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where it cannot be recorded.
    pub fn replace_inputs(
        &mut self,
        kinds: BTreeSet<EvidenceKind>,
        now: Timestamp,
    ) -> Result<(), InspectionError> {
        if !kinds.is_empty() {
            let replaced = InputsReplaced { kinds };
            self.dossier.append(now, record::INPUTS_REPLACED, &[], &replaced)?;
        }
        Ok(())
    }

    /// Whether an answer says what the answer that stands for its item says already.
    ///
    /// # Errors
    ///
    /// As [`answer`](Inspection::answer).
    pub fn is_answered_so(
        &self,
        input: &AnswerInput,
        base: &Path,
    ) -> Result<bool, InspectionError> {
        let (id, files) = self.looked_at(input, base, Timestamp::UNIX_EPOCH)?;
        let attached: Vec<EvidenceId> = files.iter().map(Evidence::id).collect();
        let standing = self.standing_answers()?;
        let Some([entry]) = standing.get(&id).map(Vec::as_slice) else { return Ok(false) };
        let Some(piece) = entry.evidence.first() else { return Ok(false) };
        let Ok(answer) = serde_json::from_slice::<Answer>(&self.dossier.evidence(piece)?) else {
            return Ok(false);
        };
        Ok(answer.seen == input.seen
            && answer.member == input.member
            && answer.ground == input.ground
            && answer.measures == input.measures
            && answer.assets == input.assets
            && answer.attached == attached)
    }

    /// Lets every probe that the checklists demand look at the site, and records nothing.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where what is known already cannot be read back.
    pub fn look(
        &self,
        site: &dyn Site,
        limits: &Limits,
        networks: &Networks,
        tell: &mut dyn FnMut(&str),
    ) -> Result<Look, InspectionError> {
        let bounds = Collection {
            tool: record::TOOL.to_owned(),
            limits: limits.clone(),
            networks: networks.clone(),
        };
        let mut look = Look { begun: site.now(), bounds, pieces: Vec::new(), failed: Vec::new() };
        let given = self.given()?;
        for probe in collect::demanded(self.catalog) {
            tell(probe.id());
            let seen = look.pieces.iter().map(|(_, it)| it);
            let have: Vec<Evidence> = given
                .iter()
                .chain(seen)
                .filter(|it| collect::HANDED_ON.contains(&it.kind))
                .cloned()
                .collect();
            match probe.collect(site, &self.case.declaration, &have) {
                Ok(pieces) => look.pieces.extend(pieces.into_iter().map(|it| (probe.id(), it))),
                Err(error) => look
                    .failed
                    .push(LookFailed { probe: probe.id().into(), error: error.to_string() }),
            }
        }
        Ok(look)
    }

    /// Records a look. From then on it stands in place of every earlier one.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where it cannot be recorded.
    pub fn keep_look(&mut self, look: &Look) -> Result<(), InspectionError> {
        self.dossier.append(look.begun, record::COLLECTION_BEGUN, &[], &look.bounds)?;
        for (probe, piece) in &look.pieces {
            self.take(piece, None, Some(probe))?;
        }
        for failed in &look.failed {
            let entry =
                LookFailedEntry { probe: failed.probe.clone(), error: failed.error.clone() };
            self.dossier.append(look.begun, record::LOOK_FAILED, &[], &entry)?;
        }
        Ok(())
    }

    /// Judges every requirement as of this instant: with a look that is not recorded in place of
    /// the last that is, or without.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where evidence cannot be read back as it was stored.
    pub fn judge_now(
        &self,
        look: Option<&Look>,
        now: Timestamp,
    ) -> Result<JudgedCase, InspectionError> {
        let day = legal_day(now);
        let mut rows = self.standing_rows()?;
        let mut loose: BTreeMap<EvidenceId, Content> = BTreeMap::new();
        if let Some(look) = look {
            rows.retain(|it| !of_a_look(it.probe.as_deref(), it.requirement.as_ref(), it.kind));
            for (probe, piece) in &look.pieces {
                loose.insert(piece.id(), piece.content.clone());
                rows.push(EvidenceRow {
                    sha256: piece.id(),
                    kind: piece.kind,
                    source: piece.source.clone(),
                    collected_at: piece.collected_at,
                    length: piece.content.length(),
                    requirement: None,
                    probe: Some((*probe).to_owned()),
                    superseded: false,
                });
            }
        }
        let fetch = |row: &EvidenceRow| match loose.get(&row.sha256) {
            Some(content) => Ok(content.clone()),
            None => Ok(self.dossier.content(&row.sha256, row.length)?),
        };
        let law = self.law();
        Ok(JudgedCase { day, subjects: subjects(law, self.words, &rows, &fetch, day)? })
    }

    /// Judges as of this instant, renders the report and records it. Each is numbered anew; nobody
    /// signs it.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: the case is not of a self-check, the rules are a draft, or something
    /// cannot be read back or written.
    pub fn report(&mut self, now: Timestamp) -> Result<(SealedAct, ActFiles), InspectionError> {
        let report = self.report_record(now)?;
        self.fix(report, now)
    }

    fn report_record(&self, now: Timestamp) -> Result<ActRecord, InspectionError> {
        if self.case.purpose != Purpose::SelfCheck {
            return Err(InspectionError::NotASelfCheck);
        }
        if self.catalog.is_draft() {
            return Err(InspectionError::DraftRules { edition: self.catalog.edition().into() });
        }
        let previous = self.latest_act()?;
        let version = previous.as_ref().map_or(1, |it| it.version.saturating_add(1));
        let evidence = self.standing_rows()?;
        let judged = self.judge_now(None, now)?;
        let day = judged.day;
        let mut visit = self.case.visit.clone();
        visit.start = self.dossier.entries().first().map_or(day, |it| legal_day(it.at));
        visit.end = day;
        Ok(ActRecord {
            format: FORMAT,
            purpose: Purpose::SelfCheck,
            case: self.dossier.case().to_string(),
            number: version.to_string(),
            version,
            previous: previous.map(|it| it.pdf),
            day,
            sealed_at: now,
            languages: super::seal::languages(false),
            rules: self.rules()?,
            tool: Tool { name: "tekseru".into(), version: env!("CARGO_PKG_VERSION").into() },
            recipient: self.case.recipient.clone(),
            application: self.case.application.clone(),
            notices: vec![],
            visit,
            commission: None,
            composition: vec![],
            criteria: self.case.criteria.clone(),
            representatives: vec![],
            hierarchy: self.case.declaration.hierarchy,
            anchors: self.case.declaration.anchors.clone(),
            signing_anchors: vec![],
            readiness: Some(readiness(&judged.subjects, self.catalog, self.words)),
            subjects: judged.subjects,
            conclusion: None,
            survey: None,
            recommendations: vec![],
            evidence_root: ActRecord::root_of(&evidence)?,
            evidence,
            journal_heads: self.dossier.heads(),
            collections: self.terms_of_collections()?.into_iter().next_back().into_iter().collect(),
        })
    }

    /// The law by which this case is judged.
    pub(super) const fn law(&self) -> Law<'_> {
        Law { catalog: self.catalog, criteria: &self.case.criteria, purpose: self.case.purpose }
    }

    /// The evidence that stands.
    fn standing_rows(&self) -> Result<Vec<EvidenceRow>, InspectionError> {
        let mut rows = self.evidence_rows()?;
        rows.retain(|it| !it.superseded);
        Ok(rows)
    }

    /// What stands of that which was handed over.
    fn given(&self) -> Result<Vec<Evidence>, InspectionError> {
        let rows = self.standing_rows()?.into_iter();
        rows.filter(|it| it.requirement.is_none() && it.probe.is_none())
            .filter(|it| collect::HANDED_ON.contains(&it.kind))
            .map(|it| {
                let content = self.dossier.content(&it.sha256, it.length)?;
                Ok(Evidence::new(it.kind, it.collected_at, it.source, content))
            })
            .collect()
    }

    /// The kinds of which files stand that were handed over, with the files.
    ///
    /// # Errors
    ///
    /// [`InspectionError::EntryUnreadable`].
    pub fn inputs(&self) -> Result<BTreeMap<EvidenceKind, BTreeSet<EvidenceId>>, InspectionError> {
        let mut inputs: BTreeMap<EvidenceKind, BTreeSet<EvidenceId>> = BTreeMap::new();
        for row in self.standing_rows()? {
            if row.requirement.is_none() && row.probe.is_none() {
                inputs.entry(row.kind).or_default().insert(row.sha256);
            }
        }
        Ok(inputs)
    }

    /// Of a self-check, what no longer stands: looks before the last, files that were replaced, and
    /// declarations before the last. Of a visit, nothing.
    pub(super) fn outdated(&self) -> Result<BTreeSet<EntryId>, InspectionError> {
        let mut outdated = BTreeSet::new();
        if self.case.purpose != Purpose::SelfCheck {
            return Ok(outdated);
        }
        let mut last_look: Vec<&Entry> = Vec::new();
        let mut new_look = false;
        let mut given: BTreeMap<EvidenceKind, Vec<&Entry>> = BTreeMap::new();
        for entry in self.dossier.entries() {
            match entry.kind.as_str() {
                record::COLLECTION_BEGUN => new_look = true,
                record::LOOK_FAILED if new_look => {
                    outdated.extend(last_look.drain(..).map(|it| it.id));
                    new_look = false;
                }
                record::INPUTS_REPLACED => {
                    let replaced: InputsReplaced = body(entry)?;
                    for kind in replaced.kinds {
                        outdated.extend(given.remove(&kind).into_iter().flatten().map(|it| it.id));
                    }
                }
                record::EVIDENCE_TAKEN => {
                    let taken: EvidenceTaken = body(entry)?;
                    let (probe, item) = (taken.probe.as_deref(), taken.requirement.as_ref());
                    if of_a_look(probe, item, taken.kind) {
                        if new_look {
                            outdated.extend(last_look.drain(..).map(|it| it.id));
                            new_look = false;
                        }
                        last_look.push(entry);
                    } else if probe.is_none() && item.is_none() {
                        if taken.kind == EvidenceKind::Declaration {
                            let before = given.remove(&taken.kind).into_iter().flatten();
                            outdated.extend(before.map(|it| it.id));
                        }
                        given.entry(taken.kind).or_default().push(entry);
                    }
                }
                _ => {}
            }
        }
        Ok(outdated)
    }
}

/// Whether a piece was brought by a look at the site: not handed over, not of a drill, not of a
/// window of samples.
fn of_a_look(probe: Option<&str>, item: Option<&RequirementId>, kind: EvidenceKind) -> bool {
    probe.is_some() && item.is_none() && kind != EvidenceKind::SampleSeries
}
