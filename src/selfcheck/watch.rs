//! Looking again and again, and telling only what changed.
//!
//! # What it takes
//!
//! Memory: one look at a time, whose large bodies lie on the disk, and one state an item. Disk: a
//! look that changed no verdict is dropped; one that changed some is recorded, up to
//! [`MOST_LOOKS`] of them and [`MOST_BYTES`] bytes in one watch. Beyond that changes are still told,
//! and their evidence is no longer kept. One look lies beside the dossier while it is judged, as
//! large as the bounds of the network allow.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use model::{Localized, RequirementId, SubjectId, Verdict};
use probes::Site;
use schemars::JsonSchema;
use serde::Serialize;

use crate::act::record::{Judged, Subject};
use crate::inspection::{Inspection, InspectionError, LookFailed};
use crate::site::{Limits, Networks};

/// The most looks that one watch records.
pub const MOST_LOOKS: usize = 500;

/// The most bytes of looks that one watch records.
pub const MOST_BYTES: u64 = 1 << 30;

/// An item whose verdict is another than at the look before, or that violates for another cause.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// The item.
    pub requirement: RequirementId,
    /// The row of the checklist it stands in.
    pub subject: SubjectId,
    /// The verdict before.
    pub from: Verdict,
    /// The verdict now.
    pub to: Verdict,
    /// When it was first seen so.
    #[schemars(with = "String")]
    pub since: Timestamp,
    /// Since when the verdict before had stood.
    #[schemars(with = "String")]
    pub stood_since: Timestamp,
    /// The codes of what the verdict rests on.
    pub codes: BTreeSet<String>,
    /// The first of them in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Localized>,
    /// Whether the evidence of the change is recorded in the dossier.
    pub recorded: bool,
}

/// One look, compared with the one before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Round {
    /// When it began.
    pub at: Timestamp,
    /// What changed, in the order of the checklists.
    pub changes: Vec<Change>,
    /// The verdict over everything.
    pub verdict: Verdict,
    /// Whether the look was recorded.
    pub recorded: bool,
    /// Probes that could not look.
    pub failed: Vec<LookFailed>,
}

/// How an item stands.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Standing {
    verdict: Verdict,
    codes: BTreeSet<String>,
    since: Timestamp,
}

/// What was seen last, and how much was recorded.
pub struct Watcher {
    last: BTreeMap<RequirementId, Standing>,
    looks: usize,
    bytes: u64,
}

impl Watcher {
    /// Begins with what is known.
    #[must_use]
    pub fn new(subjects: &[Subject], at: Timestamp) -> Self {
        let mut watcher = Self { last: BTreeMap::new(), looks: 0, bytes: 0 };
        watcher.compare(subjects, at);
        watcher
    }

    /// Looks once more and compares. Nothing where `stop` was set meanwhile: such a look is cut
    /// short and says nothing.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] where the dossier cannot be read or written.
    pub fn round(
        &mut self,
        inspection: &mut Inspection<'_>,
        (site, limits, networks): (&dyn Site, &Limits, &Networks),
        stop: &AtomicBool,
    ) -> Result<Option<Round>, InspectionError> {
        let look = inspection.look(site, limits, networks, &mut |_| {})?;
        if stop.load(Ordering::Acquire) {
            return Ok(None);
        }
        let at = look.begun();
        let judged = inspection.judge_now(Some(&look), site.now())?;
        let mut changes = self.compare(&judged.subjects, at);
        let bytes = self.bytes.saturating_add(look.bytes());
        let recorded = !changes.is_empty() && self.looks < MOST_LOOKS && bytes <= MOST_BYTES;
        if recorded {
            inspection.keep_look(&look)?;
            self.looks = self.looks.saturating_add(1);
            self.bytes = bytes;
            changes.iter_mut().for_each(|it| it.recorded = true);
        }
        let failed = look.report().failed;
        Ok(Some(Round { at, changes, verdict: judged.verdict(), recorded, failed }))
    }

    /// What differs from the last time; from now on this is the last time.
    fn compare(&mut self, subjects: &[Subject], at: Timestamp) -> Vec<Change> {
        let mut changes = Vec::new();
        for subject in subjects {
            for judged in &subject.requirements {
                let found = &judged.finding.judgement;
                let item = judged.finding.requirement.clone();
                let (codes, cause) = rests_on(judged);
                let fresh = Standing { verdict: found.verdict, codes: codes.clone(), since: at };
                let Some(last) = self.last.get_mut(&item) else {
                    self.last.insert(item, fresh);
                    continue;
                };
                let another_cause = found.verdict == Verdict::Violates && last.codes != codes;
                if last.verdict == found.verdict && !another_cause {
                    last.codes = codes;
                    continue;
                }
                let before = std::mem::replace(last, fresh);
                changes.push(Change {
                    requirement: item,
                    subject: subject.id.clone(),
                    from: before.verdict,
                    to: found.verdict,
                    since: at,
                    stood_since: before.since,
                    codes,
                    cause,
                    recorded: false,
                });
            }
        }
        changes
    }
}

/// The notes that a verdict rests on, and the first of them in words: of an open item those that
/// ask for a step, of a closed one all.
fn rests_on(judged: &Judged) -> (BTreeSet<String>, Option<Localized>) {
    let found = &judged.finding.judgement;
    let open = !found.verdict.closes_requirement();
    let notes = || found.notes.iter().zip(&judged.said);
    let asks = notes().any(|(_, said)| said.next.is_some());
    let resting = || notes().filter(move |(_, said)| !(open && asks) || said.next.is_some());
    let codes = resting().map(|(note, _)| note.code.clone().into_owned()).collect();
    (codes, resting().map(|(_, said)| said.text.clone()).next())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use model::{Consequence, Finding, Judgement, LegalRef, Note, ProbeId};

    use super::*;
    use crate::act::record::{Said, Section};

    fn words(text: &str) -> Localized {
        Localized { kk: text.into(), ru: text.into(), en: text.into() }
    }

    fn subjects(verdict: Verdict, codes: &[&'static str]) -> Vec<Subject> {
        let judged = Judged {
            title: words("title"),
            legal: LegalRef {
                act: "224".into(),
                clause: "12, 13)".into(),
                in_force_from: date(2023, 4, 17),
                in_force_until: None,
            },
            consequence: Consequence::Blocks,
            limit: None,
            limit_source: None,
            readings_of_law: vec![],
            finding: Finding {
                requirement: RequirementId("224.crl-content".into()),
                probe: ProbeId("crl.content".into()),
                judgement: Judgement::of(verdict, codes.iter().map(|it| Note::new(it)).collect()),
                evidence: vec![],
            },
            said: codes
                .iter()
                .map(|it| Said { text: words(it), next: Some(words("step")) })
                .collect(),
        };
        vec![Subject {
            id: SubjectId("12-13".into()),
            parent: None,
            section: Section::ActualState,
            clause: "12, 13)".into(),
            place: words("place"),
            label: words("label"),
            text: words("text"),
            verdict,
            requirements: vec![judged],
        }]
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_768_435_200 + minute * 60).unwrap()
    }

    #[test]
    fn only_what_changed_is_told_with_the_time_and_the_cause() {
        use Verdict::{Complies, Undetermined, Violates};
        let mut watcher = Watcher::new(&subjects(Complies, &["crl.sound"]), at(0));
        assert!(
            watcher.compare(&subjects(Complies, &["crl.sound", "crl.more"]), at(15)).is_empty()
        );
        let told = watcher.compare(&subjects(Violates, &["crl.expired"]), at(30));
        let [change] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((change.from, change.to), (Complies, Violates));
        assert_eq!((change.stood_since, change.since), (at(0), at(30)));
        assert_eq!(change.cause.as_ref().unwrap().en, "crl.expired");
        // Another cause of the same verdict is a change; the same cause is none.
        assert!(watcher.compare(&subjects(Violates, &["crl.expired"]), at(45)).is_empty());
        let told = watcher.compare(&subjects(Violates, &["crl.forged"]), at(60));
        assert_eq!(told[0].stood_since, at(30));
        let told = watcher.compare(&subjects(Undetermined, &["crl.silent"]), at(75));
        assert_eq!((told[0].from, told[0].to), (Violates, Undetermined));
        // What cannot be established for another reason than before is no news.
        assert!(watcher.compare(&subjects(Undetermined, &["crl.refused"]), at(90)).is_empty());
        assert_eq!(watcher.compare(&subjects(Complies, &["crl.sound"]), at(105)).len(), 1);
    }
}
