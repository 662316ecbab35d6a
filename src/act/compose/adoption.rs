//! The record of adoption: who signed, who did not, and what follows.

use model::{EvidenceId, Lang, Note, SignatureStanding, Tally, VisitKind};

use super::{Composer, Facts, MemberLine, facts, instant};
use crate::act::record::ActRecord;
use crate::document::{Block, Document, Fact, Signature, Span, Tone};
use crate::inspection::composition_note;
use crate::words::Words;

/// The most signatures whose proof the record of adoption tells on paper.
const MOST_PROOFS: usize = 100;

impl Composer<'_> {
    /// The record of adoption.
    #[must_use]
    pub fn adoption(
        &self,
        record: &ActRecord,
        sha256: EvidenceId,
        pdf: EvidenceId,
        tally: &Tally,
        members: &[MemberLine],
    ) -> Document {
        let number = facts([("number", record.number.clone()), ("date", record.day.to_string())]);
        let mut blocks = vec![Block::Title {
            over: vec![],
            texts: self.wordings("act-section-adoption", &Facts::new()),
            under: self.number_line(record, &number),
        }];
        blocks.push(Block::Facts(vec![Fact {
            labels: self.wordings("act-field-sealed-file", &Facts::new()),
            value: vec![Block::span(Span::Code(pdf.to_string()))],
        }]));
        blocks.push(self.heading(2, "act-section-signatures"));
        blocks.push(Block::Signatures(members.iter().map(|it| self.member(it)).collect()));
        self.proofs(tally, &mut blocks);
        blocks.push(self.heading(2, "act-section-adoption"));
        let tone = if tally.adopted { Tone::Good } else { Tone::Bad };
        let sentence = self.parallel_of(|lang| Self::quorum_sentence(self.words, lang, tally));
        blocks.push(Block::Note { tone, blocks: vec![sentence] });
        let tones = Self::explained(self.words, Lang::default(), tally);
        for (index, (tone, _)) in tones.iter().enumerate() {
            let said = self.parallel_of(|lang| {
                let mut said = Self::explained(self.words, lang, tally);
                if index < said.len() { said.swap_remove(index).1 } else { String::new() }
            });
            blocks.push(match tone {
                Tone::Bad | Tone::Open => Block::Note { tone: *tone, blocks: vec![said] },
                Tone::Good | Tone::Neutral => said,
            });
        }
        self.document(record, "act-section-adoption", &number, sha256, blocks)
    }

    /// Every signature on its own, with what was found of its time, its chain and its revocation.
    fn proofs(&self, tally: &Tally, blocks: &mut Vec<Block>) {
        if tally.outcomes.is_empty() {
            return;
        }
        blocks.push(self.heading(2, "act-section-signature-proof"));
        for outcome in tally.outcomes.iter().take(MOST_PROOFS) {
            let standing = match outcome.standing {
                SignatureStanding::Conclusive => "act-standing-conclusive",
                SignatureStanding::Inconclusive => "act-standing-inconclusive",
                SignatureStanding::Invalid => "act-standing-invalid",
            };
            let mut items = vec![vec![self.parallel(standing, &Facts::new())]];
            for alarm in &outcome.alarms {
                let key = serde_json::to_value(alarm).ok();
                let key = key.as_ref().and_then(|it| it.as_str()).unwrap_or_default();
                items.push(vec![self.parallel(&format!("act-alarm-{key}"), &Facts::new())]);
            }
            let notes = outcome.notes.iter();
            items.extend(notes.map(|it| vec![self.parallel(&it.code, &it.facts)]));
            let signer = outcome.signer.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
            blocks.push(Block::text(format!("{}{signer}", outcome.label)));
            blocks.push(Block::List { ordered: false, items });
        }
        let left = tally.outcomes.len().saturating_sub(MOST_PROOFS);
        if left > 0 {
            let count = facts([("count", left.to_string())]);
            blocks.push(self.parallel("act-signatures-left-out", &count));
        }
    }

    /// The sentence about the quorum, in one language.
    #[must_use]
    pub fn quorum_sentence(words: &Words, lang: Lang, tally: &Tally) -> String {
        let key = match tally.rule {
            VisitKind::Examination => "act-adoption",
            VisitKind::Survey => "act-adoption-survey",
        };
        let facts = facts([
            ("voters", tally.voters.to_string()),
            ("signed", tally.signed.len().to_string()),
            ("needed", tally.needed.to_string()),
            ("security", tally.security_signed.to_string()),
            ("adopted", tally.adopted.to_string()),
        ]);
        words.say(lang, key, &facts)
    }

    /// What stands behind the sentence about the quorum: the composition, whether the outcome hangs
    /// on a reading of the law, and every reading on which it does, in words.
    #[must_use]
    pub fn explained(words: &Words, lang: Lang, tally: &Tally) -> Vec<(Tone, String)> {
        let plain = |key: &str| words.say(lang, key, &Facts::new());
        let mut said = Vec::new();
        if tally.signed_by_all() {
            said.push((Tone::Good, plain("act-signed-by-all")));
        }
        for defect in &tally.composition {
            let note = composition_note(*defect);
            let tone = if defect.bars_every_act() { Tone::Bad } else { Tone::Open };
            said.push((tone, words.say(lang, &note.code, &note.facts)));
        }
        if tally.rule == VisitKind::Survey && !tally.composition_allows() {
            said.push((Tone::Bad, plain("act-survey-composition-bars")));
        }
        if tally.rule == VisitKind::Survey {
            let security = facts([("security", tally.security_signed.to_string())]);
            said.push((Tone::Neutral, words.say(lang, "act-survey-security", &security)));
        }
        for reading in &tally.settled_by {
            let reading = format!("{}.", plain(&format!("act-reading-{reading}")));
            said.push((Tone::Open, reading));
        }
        if tally.robust() {
            said.push((Tone::Neutral, plain("act-robust")));
            return said;
        }
        let mut short: Vec<_> = tally
            .depends_on()
            .map(|it| it.id.split('-').next().unwrap_or_default().to_uppercase())
            .collect();
        short.dedup();
        let short = facts([("readings", short.join(", "))]);
        said.push((Tone::Open, words.say(lang, "act-depends-on", &short)));
        for reading in tally.depends_on() {
            let line = facts([
                ("reading", plain(&format!("act-reading-{}", reading.id))),
                ("signed", reading.signed.to_string()),
                ("voters", reading.voters.to_string()),
                ("needed", reading.needed.to_string()),
                ("adopted", reading.adopted.to_string()),
            ]);
            said.push((Tone::Open, words.say(lang, "act-reading-line", &line)));
        }
        said
    }

    fn member(&self, line: &MemberLine) -> Signature {
        let tone = match line.state {
            "signed" => Tone::Good,
            "dissent" => Tone::Bad,
            "no-vote" | "not-appointed" => Tone::Neutral,
            _ => Tone::Open,
        };
        let mut note = Vec::new();
        let mut add = |text: String| {
            if !note.is_empty() {
                note.push(Span::Text(" · ".into()));
            }
            note.push(Span::Text(text));
        };
        if let Some(stamped) = line.stamped_at {
            let at = facts([("at", instant(stamped))]);
            add(self.joined("act-signature-stamped", &at));
        }
        if !line.reasons.is_empty() {
            let reasons = facts([("reasons", line.reasons.clone())]);
            add(self.joined("act-signature-reasons", &reasons));
        }
        if !line.reservation.is_empty() {
            let text = facts([("text", line.reservation.clone())]);
            add(self.joined("act-signature-reservation", &text));
        }
        for Note { code, facts } in &line.notes {
            add(self.joined(code, facts));
        }
        if let Some(certificate) = line.certificate {
            add(self.joined("act-signature-certificate", &Facts::new()));
            note.push(Span::Text(" ".into()));
            note.push(Span::Code(certificate.to_string()));
        }
        Signature {
            name: line.name.clone(),
            body: self.joined(&format!("act-body-{}", line.body), &Facts::new()),
            role: self.joined(&format!("act-role-{}", line.role), &Facts::new()),
            state: (tone, self.joined(&format!("act-signature-{}", line.state), &Facts::new())),
            time: line.at.map(instant),
            note,
        }
    }
}
