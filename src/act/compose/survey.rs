//! What the act of a survey says otherwise than that of an examination: its grounds, its mark, the
//! list of violations, and the notice about objections.

use model::{Consequence, Lang, Verdict};

use super::{Composer, Facts, evidence_numbers, facts, small};
use crate::act::record::{ActRecord, Conclusion, ConclusionKind, Judged, Subject};
use crate::case::Survey;
use crate::document::{Align, Block, Column, Fact, Row, Table, Tone};

impl Composer<'_> {
    /// Why, about what, and by which notice.
    pub(super) fn survey_grounds(&self, survey: &Survey, rows: &mut Vec<Fact>) {
        let ground = format!("act-survey-ground-{}", survey.ground.as_str());
        rows.push(self.fact("act-field-survey-ground", self.joined(&ground, &Facts::new())));
        if let Some(paper) = &survey.paper {
            let date = paper.date.to_string();
            rows.push(self.paper("act-field-survey-paper", &paper.number, &date));
        }
        let date = survey.notice.date.to_string();
        rows.push(self.paper("act-field-survey-notice", &survey.notice.number, &date));
        rows.push(self.fact("act-field-survey-announced", survey.announced.to_string()));
        rows.push(self.fact("act-field-survey-subject", survey.subject.clone()));
    }

    /// The mark that no violations were found, or their list; each with provision, fact, evidence
    /// and damage to users.
    pub(super) fn survey_conclusion(
        &self,
        record: &ActRecord,
        conclusion: &Conclusion,
        blocks: &mut Vec<Block>,
    ) {
        let clean = conclusion.kind == ConclusionKind::NoViolations;
        let found: Vec<(&Subject, &Judged)> = violated(record, Consequence::Blocks).collect();
        let (key, tone) = match clean {
            true => ("act-survey-clean", Tone::Good),
            false => ("act-survey-violations-found", Tone::Bad),
        };
        let count = facts([("count", found.len().to_string())]);
        blocks.push(Block::Note { tone, blocks: vec![self.parallel(key, &count)] });
        let reason = &conclusion.despite_reason;
        if !reason.is_empty() {
            let key = if clean { "act-survey-despite" } else { "act-survey-despite-none" };
            let items = conclusion.despite.iter().map(|it| it.0.as_str());
            let despite = facts([
                ("items", items.collect::<Vec<_>>().join(", ")),
                ("reason", reason.clone()),
            ]);
            let said = self.parallel(key, &despite);
            blocks.push(Block::Note { tone: Tone::Open, blocks: vec![said] });
        }
        if !found.is_empty() {
            blocks.push(self.heading(2, "act-section-survey-violations"));
            blocks.push(self.violations(record, conclusion, &found));
        }
        let remarks: Vec<_> = violated(record, Consequence::Remarks).collect();
        if !remarks.is_empty() {
            blocks.push(self.parallel_of(|lang| {
                let list: Vec<_> = remarks.iter().map(|it| provision(it, lang)).collect();
                self.words.say(lang, "act-survey-remarks", &facts([("list", list.join("; "))]))
            }));
        }
    }

    fn violations(
        &self,
        record: &ActRecord,
        conclusion: &Conclusion,
        found: &[(&Subject, &Judged)],
    ) -> Block {
        let rows = (1..)
            .zip(found)
            .map(|(number, violation)| {
                let (_, judged) = violation;
                let id = &judged.finding.requirement;
                let mut provisions = self.stack(|lang| provision(violation, lang));
                provisions.push(small(id.0.clone()));
                let damage = conclusion.damage.get(id).copied().unwrap_or_default();
                let damage = format!("act-survey-damage-{}", damage.as_str());
                Row::new(vec![
                    vec![Block::text(i32::to_string(&number))],
                    provisions,
                    self.stack(|lang| fact(judged, lang)),
                    vec![Block::text(evidence_numbers(record, judged))],
                    self.stacked(&damage, &Facts::new()),
                ])
            })
            .collect();
        let columns: Vec<Column> = vec![
            self.column("act-column-number", 5, Align::Right),
            self.column("act-column-provision", 26, Align::Left),
            self.column("act-column-finding", 31, Align::Left),
            self.column("act-column-evidence", 17, Align::Left),
            self.column("act-column-damage", 21, Align::Left),
        ];
        Block::Table(Table { caption: vec![], dense: false, columns, rows })
    }

    /// The authority may object (paragraph 22); the text sets no term for it.
    pub(super) fn objections(&self, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(1, "act-section-survey-objections"));
        blocks.push(self.parallel("act-survey-objections", &Facts::new()));
    }
}

/// Every requirement of such consequence that was found violated, with its subject.
fn violated(
    record: &ActRecord,
    consequence: Consequence,
) -> impl Iterator<Item = (&Subject, &Judged)> {
    let all = record
        .subjects
        .iter()
        .flat_map(|subject| subject.requirements.iter().map(move |it| (subject, it)));
    all.filter(move |(_, it)| {
        it.consequence == consequence && it.finding.judgement.verdict == Verdict::Violates
    })
}

fn provision((subject, judged): &(&Subject, &Judged), lang: Lang) -> String {
    format!("{} – {}", subject.place.in_lang(lang), judged.title.in_lang(lang))
}

/// What was found, in the sentences that ask for a step; in all of them where none does.
fn fact(judged: &Judged, lang: Lang) -> String {
    let asking: Vec<_> = judged.said.iter().filter(|it| it.next.is_some()).collect();
    let said = if asking.is_empty() { judged.said.iter().collect() } else { asking };
    said.iter().map(|it| it.text.in_lang(lang)).collect::<Vec<_>>().join(" ")
}
