//! Judging: a pure function of the law, the evidence and the day.
//!
//! The dossier and a pack that was exported years ago are judged by the same function, so that
//! whoever has the pack can repeat every verdict.

use jiff::civil::Date;
use model::{
    Content, Evidence, EvidenceKind, Finding, Judgement, Lang, Localized, Note, Requirement,
    SubjectId, Verdict,
};
use probes::Question;

use super::{Inspection, InspectionError};
use crate::act::record::{EvidenceRow, Judged, Said, Section, Subject};
use crate::case::Purpose;
use crate::catalog::{self, Catalog, Item};
use crate::criteria::{self, Criteria};
use crate::words::{Facts, Words};

/// Every requirement of a case with its verdict.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JudgedCase {
    /// The legal day the requirements were judged for.
    pub day: Date,
    /// The rows of the act.
    pub subjects: Vec<Subject>,
}

impl JudgedCase {
    /// The verdict over everything, as the exit code shows it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict::over(self.subjects.iter().map(|it| it.verdict))
    }

    /// How many requirements got this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let all = self.subjects.iter().flat_map(|it| &it.requirements);
        all.filter(|it| it.finding.judgement.verdict == verdict).count()
    }
}

impl Inspection<'_> {
    /// Judges every requirement as of the last day of the visit. Records nothing.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where evidence cannot be read back as it was stored.
    pub fn judge(&self) -> Result<JudgedCase, InspectionError> {
        let day = self.case.visit.end;
        let rows = self.evidence_rows()?;
        let fetch = |row: &EvidenceRow| Ok(self.dossier.content(&row.sha256, row.length)?);
        let law = self.law();
        Ok(JudgedCase { day, subjects: subjects(law, self.words, &rows, &fetch, day)? })
    }
}

/// Gives the bytes of a piece, or where they lie.
pub(super) type Fetch<'a> = dyn Fn(&EvidenceRow) -> Result<Content, InspectionError> + 'a;

/// By what a case is judged.
#[derive(Clone, Copy)]
pub(super) struct Law<'a> {
    /// What the Rules demand.
    pub(super) catalog: &'a Catalog,
    /// The limits that the commission set.
    pub(super) criteria: &'a Criteria,
    /// For whom the sentences are: the commission, or the authority itself.
    pub(super) purpose: Purpose,
}

/// The rows of the act, judged.
pub(super) fn subjects(
    law: Law<'_>,
    words: &Words,
    rows: &[EvidenceRow],
    fetch: &Fetch<'_>,
    day: Date,
) -> Result<Vec<Subject>, InspectionError> {
    let mut subjects = Vec::new();
    for subject in law.catalog.subjects() {
        let items = law.catalog.items().iter().filter(|it| it.requirement.subject == subject.id);
        let requirements: Vec<Judged> =
            items.map(|it| judged(law, words, it, rows, fetch, day)).collect::<Result<_, _>>()?;
        subjects.push(Subject {
            id: subject.id.clone(),
            parent: subject.parent.clone(),
            section: section(subject.section),
            clause: subject.clause.clone(),
            place: subject.place.clone(),
            label: subject.label.clone(),
            text: subject.text.clone(),
            verdict: Verdict::Undetermined,
            requirements,
        });
    }
    for index in 0..subjects.len() {
        let verdict = Verdict::over(verdicts_below(&subjects, &subjects[index].id));
        subjects[index].verdict = verdict;
    }
    Ok(subjects)
}

const fn section(of: catalog::Section) -> Section {
    match of {
        catalog::Section::ActualState => Section::ActualState,
        catalog::Section::Documents => Section::Documents,
        catalog::Section::ServerRoom => Section::ServerRoom,
    }
}

/// The verdicts of a subject's requirements and of its parts'.
fn verdicts_below(subjects: &[Subject], id: &SubjectId) -> Vec<Verdict> {
    subjects
        .iter()
        .filter(|it| it.id == *id || it.parent.as_ref() == Some(id))
        .flat_map(|it| &it.requirements)
        .map(|it| it.finding.judgement.verdict)
        .collect()
}

pub(super) fn judged(
    law: Law<'_>,
    words: &Words,
    item: &Item,
    rows: &[EvidenceRow],
    fetch: &Fetch<'_>,
    day: Date,
) -> Result<Judged, InspectionError> {
    let (limit, limit_source) = criteria::limit(law.criteria, &item.requirement).unzip();
    let requirement = &Requirement { limit, ..item.requirement.clone() };
    let mut evidence = Vec::new();
    for row in rows.iter().filter(|row| concerns(law.catalog, item, row)) {
        evidence.push(Evidence::new(row.kind, row.collected_at, &row.source, fetch(row)?));
    }
    let judgement = probes::judge(&Question { requirement, evidence: &evidence, day });
    Ok(Judged {
        title: requirement.title.clone(),
        legal: requirement.legal.clone(),
        consequence: requirement.consequence,
        limit,
        limit_source,
        readings_of_law: item.readings_of_law.clone(),
        said: said(words, law.purpose, &judgement),
        finding: Finding {
            requirement: requirement.id.clone(),
            probe: requirement.probe.clone(),
            judgement,
            evidence: evidence.iter().map(Evidence::id).collect(),
        },
    })
}

/// Whether a piece of evidence is put before the probe of an item.
///
/// What was taken for an item belongs to it. What concerns the whole authority goes to every probe
/// that reads its kind. Answers stand for their own item, and those that list servers and
/// key-protection complexes also for an item that asks nobody and compares what was found. What a
/// drill brought belongs to its item, and to every probe that reads drills.
fn concerns(catalog: &Catalog, item: &Item, row: &EvidenceRow) -> bool {
    if row.superseded {
        return false;
    }
    let reads_of = |item: &Item, kind| {
        item.requirement.evidence.contains(&kind)
            || probes::by_id(&item.requirement.probe.0)
                .is_some_and(|probe| probe.reads().contains(&kind))
    };
    let reads = |kind| reads_of(item, kind);
    match &row.requirement {
        Some(id) if *id == item.requirement.id => true,
        Some(id) if row.kind == EvidenceKind::Answer => {
            !item.answer.asked
                && reads(EvidenceKind::Answer)
                && catalog.item(id).is_some_and(|it| !it.answer.assets.is_empty())
        }
        Some(id) => {
            reads(row.kind)
                && reads(EvidenceKind::Drill)
                && catalog.item(id).is_some_and(|it| reads_of(it, EvidenceKind::Drill))
        }
        None => reads(row.kind),
    }
}

fn said(words: &Words, purpose: Purpose, judgement: &Judgement) -> Vec<Said> {
    judgement
        .notes
        .iter()
        .map(|note| Said {
            text: in_all(|lang| match purpose {
                Purpose::Inspection => words.say(lang, &note.code, &note.facts),
                Purpose::SelfCheck => words.say_to_authority(lang, &note.code, &note.facts),
            }),
            next: next(words, purpose, note),
        })
        .collect()
}

/// The step to take after a note; none where the words say that nothing is to be done.
fn next(words: &Words, purpose: Purpose, note: &Note) -> Option<Localized> {
    let step = |lang| {
        let nothing = words.say(lang, "act-nothing-further", &Facts::new());
        let step = match purpose {
            Purpose::Inspection => words.next_step(lang, &note.code, &note.facts),
            Purpose::SelfCheck => words.step_of_authority(lang, &note.code, &note.facts),
        };
        step.filter(|it| !it.starts_with(&nothing))
    };
    Some(Localized { kk: step(Lang::Kk)?, ru: step(Lang::Ru)?, en: step(Lang::En)? })
}

/// A text in every language.
pub(crate) fn in_all(say: impl Fn(Lang) -> String) -> Localized {
    Localized { kk: say(Lang::Kk), ru: say(Lang::Ru), en: say(Lang::En) }
}
