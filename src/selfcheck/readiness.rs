//! How far the authority has come: its items counted by paragraph, and for each open one the next
//! step.

use model::{EvidenceKind, Localized, Note, Verdict};

use crate::act::exhibit;
use crate::act::record::{Counts, Judged, OpenItem, Paragraph, Readiness, Subject};
use crate::catalog::{Catalog, Item};
use crate::inspection::in_all;
use crate::words::{Facts, Words};

/// Whether a note says that nobody has answered yet.
fn says_unanswered(note: &Note) -> bool {
    match &*note.code {
        "person.answer-missing" => true,
        "judge.evidence-missing" => {
            note.facts.get("kind").is_some_and(|it| it == EvidenceKind::Answer.as_str())
        }
        _ => false,
    }
}

/// Counts what was judged. Nothing is judged here.
#[must_use]
pub fn readiness(subjects: &[Subject], catalog: &Catalog, words: &Words) -> Readiness {
    let mut whole = Readiness { paragraphs: vec![], total: Counts::default(), open: vec![] };
    for subject in subjects.iter().filter(|it| it.parent.is_none()) {
        let below = subjects
            .iter()
            .filter(|it| it.id == subject.id || it.parent.as_ref() == Some(&subject.id));
        let mut counts = Counts::default();
        for judged in below.flat_map(|it| &it.requirements) {
            let verdict = judged.finding.judgement.verdict;
            counts.add(verdict);
            whole.total.add(verdict);
            if !verdict.closes_requirement() {
                whole.open.push(OpenItem {
                    requirement: judged.finding.requirement.clone(),
                    paragraph: subject.id.clone(),
                    title: judged.title.clone(),
                    verdict,
                    consequence: judged.consequence,
                    next: steps(judged, catalog.item(&judged.finding.requirement), words),
                });
            }
        }
        whole.paragraphs.push(Paragraph {
            id: subject.id.clone(),
            place: subject.place.clone(),
            label: subject.label.clone(),
            verdict: subject.verdict,
            counts,
        });
    }
    whole
}

impl Counts {
    fn add(&mut self, verdict: Verdict) {
        let counted = match verdict {
            Verdict::Complies => &mut self.complies,
            Verdict::NotInForce => &mut self.not_in_force,
            Verdict::OutOfScope => &mut self.out_of_scope,
            Verdict::Undetermined => &mut self.undetermined,
            Verdict::Violates => &mut self.violates,
        };
        *counted = counted.saturating_add(1);
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.complies
            .saturating_add(self.violates)
            .saturating_add(self.undetermined)
            .saturating_add(self.out_of_scope)
            .saturating_add(self.not_in_force)
    }
}

/// What is to be done about an open item: what to answer and attach where nobody has, otherwise
/// what follows from what was found; and never nothing.
fn steps(judged: &Judged, item: Option<&Item>, words: &Words) -> Vec<Localized> {
    let unanswered = judged.finding.judgement.notes.iter().any(says_unanswered);
    let mut steps: Vec<Localized> = Vec::new();
    if let Some(item) = item.filter(|it| it.answer.asked && unanswered) {
        steps.extend(to_answer(item, words));
    } else {
        for step in judged.said.iter().filter_map(|it| it.next.as_ref()) {
            if !steps.contains(step) {
                steps.push(step.clone());
            }
        }
    }
    if steps.is_empty() {
        let key = match judged.finding.judgement.verdict {
            Verdict::Violates => "selfcheck-step-repair",
            Verdict::Complies
            | Verdict::NotInForce
            | Verdict::OutOfScope
            | Verdict::Undetermined => "selfcheck-step-establish",
        };
        steps.push(in_all(|lang| words.say(lang, key, &Facts::new())));
    }
    steps
}

/// The question, and what its answer has to bring.
fn to_answer(item: &Item, words: &Words) -> Vec<Localized> {
    let plain = |key: &'static str| in_all(|lang| words.say(lang, key, &Facts::new()));
    let mut steps = vec![in_all(|lang| {
        let facts = [
            ("item", item.requirement.id.0.clone()),
            ("question", item.question.in_lang(lang).to_owned()),
        ];
        words.say(lang, "selfcheck-step-answer", &facts.map(|(key, it)| (key.into(), it)).into())
    })];
    if let Some(shape) = &item.answer.measure {
        steps.push(in_all(|lang| {
            let quantity = words.say(lang, &format!("quantity-{}", shape.quantity), &Facts::new());
            let limit = item.requirement.limit.map(|it| exhibit::limit(words, lang, &it));
            let facts = [
                ("quantity", quantity),
                ("limit", limit.unwrap_or_default()),
                ("readings", shape.readings.to_string()),
            ];
            let facts = facts.map(|(key, it)| (key.into(), it)).into();
            words.say(lang, "selfcheck-step-measure", &facts)
        }));
    }
    if !item.answer.assets.is_empty() {
        steps.push(plain("selfcheck-step-assets"));
    }
    if item.answer.photo {
        steps.push(plain("selfcheck-step-photo"));
    }
    if item.answer.document {
        steps.push(plain("selfcheck-step-document"));
    }
    steps
}
