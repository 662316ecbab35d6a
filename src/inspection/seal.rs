//! Sealing: the act is rendered once, and its bytes no longer change.

use jiff::Timestamp;
use model::{Body, CompositionDefect, EvidenceId, Lang, Note};

use super::record::{self, SealedAct, body};
use super::{Inspection, InspectionError, legal_day};
use crate::act::record::{ActRecord, Conclusion, ConclusionKind, FORMAT, Rules, Tool};
use crate::act::render::{ActFiles, render};
use crate::case::Purpose;

/// What the commission writes into its act. The tool fills in none of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConclusionInput {
    /// Number of the act.
    pub number: String,
    /// Which conclusion.
    pub kind: ConclusionKind,
    /// The commission's own words.
    pub text: String,
    /// Recommendations.
    pub recommendations: Vec<String>,
    /// Why the conclusion is positive although items stand against it.
    pub despite: Option<String>,
    /// Whether the pages carry English beside Kazakh and Russian.
    pub with_english: bool,
}

impl Inspection<'_> {
    /// Judges once more, renders the act and records it. A second sealing makes a new version, and
    /// signatures of the version before count no longer.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: the rules are a draft or others than those the case was opened under,
    /// nothing was looked at, or the conclusion is positive although items stand against it and no
    /// reason is given.
    pub fn seal(
        &mut self,
        input: &ConclusionInput,
        now: Timestamp,
    ) -> Result<(SealedAct, ActFiles), InspectionError> {
        self.rules_allow_sealing()?;
        let evidence = self.evidence_rows()?;
        if evidence.iter().all(|it| it.requirement.is_none() && it.probe.is_none()) {
            return Err(InspectionError::NothingSeen);
        }
        let previous = self.latest_act()?;
        let subjects = self.judge()?.subjects;
        let mut act = ActRecord {
            format: FORMAT,
            purpose: self.case.purpose,
            case: self.dossier.case().to_string(),
            number: input.number.clone(),
            version: previous.as_ref().map_or(1, |it| it.version + 1),
            previous: previous.as_ref().map(|it| it.pdf),
            day: legal_day(now),
            sealed_at: now,
            languages: languages(input.with_english),
            rules: self.rules()?,
            tool: Tool { name: "tekseru".into(), version: env!("CARGO_PKG_VERSION").into() },
            recipient: self.case.recipient.clone(),
            application: self.case.application.clone(),
            notices: self.case.notices.clone(),
            visit: self.case.visit.clone(),
            commission: self.case.commission.clone(),
            composition: self.composition(now),
            criteria: self.case.criteria.clone(),
            representatives: self.case.representatives.clone(),
            hierarchy: self.case.declaration.hierarchy,
            anchors: self.case.declaration.anchors.clone(),
            signing_anchors: self.case.signing_anchors.clone(),
            subjects,
            conclusion: None,
            readiness: None,
            recommendations: input.recommendations.clone(),
            evidence_root: ActRecord::root_of(&evidence)?,
            evidence,
            journal_heads: self.dossier.heads(),
            collections: self.terms_of_collections()?,
        };
        act.conclusion = Some(concluded(input, &act)?);
        self.fix(act, now)
    }

    /// Renders a record and keeps its bytes.
    pub(super) fn fix(
        &mut self,
        act: ActRecord,
        now: Timestamp,
    ) -> Result<(SealedAct, ActFiles), InspectionError> {
        let files = render(&act, self.words)?;
        let (pdf, json) = (self.keep(&files.pdf)?, self.keep(&files.json)?);
        let sealed =
            SealedAct { number: act.number, version: act.version, day: act.day, pdf, json };
        self.dossier.append(now, record::ACT_SEALED, &[pdf, json], &sealed)?;
        Ok((sealed, files))
    }

    /// The version that stands: the one sealed last.
    ///
    /// # Errors
    ///
    /// [`InspectionError::EntryUnreadable`].
    pub fn latest_act(&self) -> Result<Option<SealedAct>, InspectionError> {
        self.of_kind(record::ACT_SEALED)
            .map(body::<SealedAct>)
            .collect::<Result<Vec<_>, _>>()
            .map(|all| all.into_iter().max_by_key(|it| it.version))
    }

    /// The record of a sealed act.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the stored record cannot be read back.
    pub fn act_record(&self, sealed: &SealedAct) -> Result<ActRecord, InspectionError> {
        Ok(serde_json::from_slice(&self.dossier.evidence(&sealed.json)?)?)
    }

    fn rules_allow_sealing(&self) -> Result<(), InspectionError> {
        if self.catalog.is_draft() {
            return Err(InspectionError::DraftRules { edition: self.catalog.edition().into() });
        }
        let opened = self.opened()?;
        if opened.checklists != self.catalog.sha256() {
            return Err(InspectionError::OtherRules {
                expected: opened.checklists,
                found: self.catalog.sha256().into(),
            });
        }
        Ok(())
    }

    fn rules(&self) -> Result<Rules, InspectionError> {
        let title = self.catalog.legal_act("224").map(|it| it.title.clone());
        let sha256: Result<EvidenceId, _> = self.catalog.sha256().parse();
        match (title, sha256) {
            (Some(title), Ok(sha256)) => {
                Ok(Rules { edition: self.catalog.edition().into(), title, sha256 })
            }
            (_, _) => Err(InspectionError::DraftRules { edition: self.catalog.edition().into() }),
        }
    }

    /// What the act says about its commission and its day.
    fn composition(&self, now: Timestamp) -> Vec<Note> {
        let Some(roster) = &self.case.commission else { return vec![] };
        let day = legal_day(now);
        let defects = roster.composition(self.case.visit.kind, day);
        let mut notes: Vec<Note> = defects.into_iter().map(composition_note).collect();
        if self.case.purpose == Purpose::Inspection && day != self.case.visit.end {
            notes.push(
                Note::new("act-not-on-the-last-day")
                    .fact("day", day)
                    .fact("end", self.case.visit.end),
            );
        }
        notes
    }
}

/// What the commission concludes, where nothing stands against it or it says why so all the same.
fn concluded(input: &ConclusionInput, act: &ActRecord) -> Result<Conclusion, InspectionError> {
    let mut conclusion = Conclusion {
        kind: input.kind,
        text: input.text.clone(),
        despite: vec![],
        despite_reason: String::new(),
    };
    if input.kind == ConclusionKind::Positive {
        let items: Vec<_> =
            act.against_positive().map(|it| it.finding.requirement.clone()).collect();
        match &input.despite {
            _ if items.is_empty() => {}
            Some(reason) if !reason.trim().is_empty() => {
                conclusion.despite = items;
                conclusion.despite_reason = reason.trim().into();
            }
            Some(_) | None => return Err(InspectionError::ConclusionAgainstFindings { items }),
        }
    }
    Ok(conclusion)
}

fn languages(with_english: bool) -> Vec<Lang> {
    let mut languages = vec![Lang::Kk, Lang::Ru];
    if with_english {
        languages.push(Lang::En);
    }
    languages
}

fn composition_note(defect: CompositionDefect) -> Note {
    let body = |body: Body| Note::new("act-composition-body-missing").fact("body", body.as_str());
    match defect {
        CompositionDefect::BodyMissing(missing) => body(missing),
        CompositionDefect::FewerThanFive { voters } => {
            Note::new("act-composition-fewer-than-five").fact("voters", voters)
        }
        CompositionDefect::NoChair => Note::new("act-composition-no-chair"),
        CompositionDefect::NoSecretary => Note::new("act-composition-no-secretary"),
        CompositionDefect::SeveralChairs => Note::new("act-composition-several-chairs"),
    }
}
