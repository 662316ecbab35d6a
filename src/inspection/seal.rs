//! Sealing: the act is rendered once, and its bytes no longer change.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{Body, CompositionDefect, EvidenceId, Lang, Note, RequirementId, VisitKind};

use super::record::{self, SealedAct, body};
use super::{Inspection, InspectionError, legal_day};
use crate::act::record::{
    ActRecord, Conclusion, ConclusionKind, Damage, EvidenceRow, FORMAT, Judged, Rules, Tool,
};
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
    /// Why the conclusion is not what the findings say.
    pub despite: Option<String>,
    /// Whether a violation that a survey found did damage to users; of those not named here the
    /// act says that it was not established.
    pub damage: BTreeMap<RequirementId, Damage>,
    /// Whether the pages carry English beside Kazakh and Russian.
    pub with_english: bool,
}

impl Inspection<'_> {
    /// Judges once more, renders the act and records it. A second sealing makes a new version, and
    /// signatures of the version before count no longer.
    ///
    /// # Errors
    ///
    /// [`InspectionError`]: the case is a self-check, which ends in a report; the rules are a draft
    /// or others than those the case was opened under, nothing was looked at, the conclusion is not
    /// one of this kind of visit, or it is not what the findings say and no reason is given.
    pub fn seal(
        &mut self,
        input: &ConclusionInput,
        now: Timestamp,
    ) -> Result<(SealedAct, ActFiles), InspectionError> {
        if self.case.purpose == Purpose::SelfCheck {
            return Err(InspectionError::SelfCheckHasNoAct);
        }
        self.rules_allow_sealing()?;
        let visit = self.case.visit.kind;
        if !input.kind.of_visit(visit) {
            return Err(InspectionError::ConclusionOfAnotherVisit { kind: input.kind, visit });
        }
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
            survey: self.case.survey.clone(),
            commission: self.case.commission.clone(),
            composition: self.composition(&evidence, now),
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

    /// The version that stands: the one sealed last. Of several under one version, which two
    /// laptops may have sealed without knowing of each other, none is better than another; it is
    /// the same one in every copy of the dossier, and nobody can sign it until the commission has
    /// sealed anew.
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

    pub(super) fn rules(&self) -> Result<Rules, InspectionError> {
        let title = self.catalog.legal_act("224").map(|it| it.title.clone());
        let sha256: Result<EvidenceId, _> = self.catalog.sha256().parse();
        match (title, sha256) {
            (Some(title), Ok(sha256)) => {
                Ok(Rules { edition: self.catalog.edition().into(), title, sha256 })
            }
            (_, _) => Err(InspectionError::DraftRules { edition: self.catalog.edition().into() }),
        }
    }

    /// What the act says about its commission and its times.
    fn composition(&self, evidence: &[EvidenceRow], now: Timestamp) -> Vec<Note> {
        let Some(roster) = &self.case.commission else { return vec![] };
        let (day, visit) = (legal_day(now), &self.case.visit);
        let mut notes: Vec<Note> =
            roster.composition(day).into_iter().map(composition_note).collect();
        // Only the act of an examination has to be drawn up on the day the visit ends.
        let same_day = visit.kind == VisitKind::Survey || day == visit.end;
        if self.case.purpose == Purpose::Inspection && !same_day {
            notes
                .push(Note::new("act-not-on-the-last-day").fact("day", day).fact("end", visit.end));
        }
        if let Some(survey) = &self.case.survey
            && !(visit.start..=visit.end).contains(&survey.announced)
        {
            notes.push(
                Note::new("act-survey-on-another-day")
                    .fact("announced", survey.announced)
                    .fact("start", visit.start)
                    .fact("end", visit.end),
            );
        }
        // A clock that was put back shows itself here.
        let last = evidence.iter().map(|it| it.collected_at).max();
        if let Some(last) = last.filter(|it| *it > now) {
            notes.push(
                Note::new("act-sealed-before-evidence").fact("sealed", now).fact("evidence", last),
            );
        }
        notes
    }
}

/// What the commission concludes, where the findings say so or it says why it does not.
fn concluded(input: &ConclusionInput, act: &ActRecord) -> Result<Conclusion, InspectionError> {
    let id = |it: &Judged| it.finding.requirement.clone();
    let violations: Vec<RequirementId> = act.violations().map(id).collect();
    let survey = act.visit.kind == VisitKind::Survey;
    if let Some(id) = input.damage.keys().find(|it| !survey || !violations.contains(it)) {
        return Err(InspectionError::DamageWithoutViolation { id: id.clone() });
    }
    let (against, unfounded) = contradiction(input.kind, act);
    let contradicts = unfounded || !against.is_empty();
    let reason = input.despite.as_deref().map(str::trim).unwrap_or_default();
    if contradicts && reason.is_empty() {
        return Err(match input.kind {
            ConclusionKind::NoViolations => InspectionError::ViolationsFound { items: against },
            ConclusionKind::Violations => InspectionError::ViolationsNotFound,
            ConclusionKind::Negative | ConclusionKind::Positive => {
                InspectionError::ConclusionAgainstFindings { items: against }
            }
        });
    }
    Ok(Conclusion {
        kind: input.kind,
        text: input.text.clone(),
        despite: against,
        despite_reason: if contradicts { reason.into() } else { String::new() },
        damage: input.damage.clone(),
    })
}

/// The requirements that a favourable conclusion is drawn against, and whether a conclusion of
/// violations names none.
fn contradiction(kind: ConclusionKind, act: &ActRecord) -> (Vec<RequirementId>, bool) {
    let against = act.against_favourable(kind);
    let unfounded = kind == ConclusionKind::Violations && against.is_empty();
    let ids = against.into_iter().map(|it| it.finding.requirement.clone());
    (ids.filter(|_| kind.is_favourable()).collect(), unfounded)
}

/// Whether the act of a commission could have been sealed with its conclusion: one of this kind of
/// visit, that names what it is drawn against and why.
pub(super) fn conclusion_holds(act: &ActRecord) -> bool {
    let Some(concluded) = &act.conclusion else { return false };
    let (against, unfounded) = contradiction(concluded.kind, act);
    let violated = |id: &RequirementId| act.violations().any(|it| it.finding.requirement == *id);
    let reason = !concluded.despite_reason.trim().is_empty();
    concluded.kind.of_visit(act.visit.kind)
        && concluded.despite == against
        && reason == (unfounded || !against.is_empty())
        && concluded.damage.keys().all(violated)
}

pub(super) fn languages(with_english: bool) -> Vec<Lang> {
    let mut languages = vec![Lang::Kk, Lang::Ru];
    if with_english {
        languages.push(Lang::En);
    }
    languages
}

/// A defect of the composition as the act says it.
pub(crate) fn composition_note(defect: CompositionDefect) -> Note {
    let body = |body: Body| Note::new("act-composition-body-missing").fact("body", body.as_str());
    match defect {
        CompositionDefect::BodyMissing(missing) => body(missing),
        CompositionDefect::FewerThanFive { voters } => {
            Note::new("act-composition-fewer-than-five").fact("voters", voters)
        }
        CompositionDefect::NoChair => Note::new("act-composition-no-chair"),
        CompositionDefect::NoSecretary => Note::new("act-composition-no-secretary"),
        CompositionDefect::SeveralChairs => Note::new("act-composition-several-chairs"),
        CompositionDefect::SeveralSecretaries => Note::new("act-composition-several-secretaries"),
        CompositionDefect::Uncountable => Note::new("act-composition-uncountable"),
    }
}
