//! The pages of the act, from its record and the words. Nothing is judged or chosen here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{Basis, EvidenceId, Lang, Localized, Measured, Member, Note, Verdict, VisitKind};

use super::exhibit;
use super::record::{ActRecord, Conclusion, ConclusionKind, Judged, Said, Section, Subject};
use crate::case::Purpose;
use crate::document::{
    Align, Block, Column, Document, Fact, Line, Row, Span, Strand, Table, Tone, Wording,
};
use crate::words::Words;

mod adoption;
mod evidence;
mod exhibits;
mod looking;
mod masked;
mod readiness;
mod survey;

/// Renders a record into pages, in these languages, the first of which prevails.
pub struct Composer<'a> {
    words: &'a Words,
    langs: &'a [Lang],
}

/// What became of one voter when the act was counted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MemberLine {
    /// Full name.
    pub name: String,
    /// Key of the body.
    pub body: &'static str,
    /// Key of the role.
    pub role: &'static str,
    /// What the member did: `signed`, `dissent`, `absent`, `not-yet`, `no-vote`, `not-appointed`.
    pub state: &'static str,
    /// When the member signed.
    pub at: Option<Timestamp>,
    /// SHA-256 of the certificate of the signature.
    pub certificate: Option<EvidenceId>,
    /// The time that a time-stamp over the signature vouches for.
    pub stamped_at: Option<Timestamp>,
    /// Reasons of a dissent.
    pub reasons: String,
    /// What the member noted beside the signature.
    pub reservation: String,
    /// What is to be told of dissent and reservation, as keys into the words.
    pub notes: Vec<Note>,
}

type Facts = BTreeMap<Cow<'static, str>, String>;

fn facts<const N: usize>(pairs: [(&'static str, String); N]) -> Facts {
    pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
}

impl<'a> Composer<'a> {
    /// A composer for these languages.
    #[must_use]
    pub const fn new(words: &'a Words, langs: &'a [Lang]) -> Self {
        Self { words, langs }
    }

    /// The act, or the report of a self-check. `sha256` is that of the canonical record.
    #[must_use]
    pub fn act(&self, record: &ActRecord, sha256: EvidenceId) -> Document {
        let title = match (record.purpose, record.visit.kind) {
            (Purpose::SelfCheck, _) => "act-self-check-title",
            (Purpose::Inspection, VisitKind::Examination) => "act-title",
            (Purpose::Inspection, VisitKind::Survey) => "act-title-survey",
        };
        let number = facts([("number", record.number.clone()), ("date", record.day.to_string())]);
        let mut blocks = vec![Block::Title {
            over: vec![],
            texts: self.wordings(title, &Facts::new()),
            under: self.number_line(record, &number),
        }];
        if record.purpose == Purpose::SelfCheck {
            blocks.push(self.small("act-self-check-note", &Facts::new()));
        }
        let is_act = record.purpose == Purpose::Inspection;
        if record.previous.is_some() && is_act {
            blocks.push(self.parallel("act-supersedes", &Facts::new()));
        }
        self.general(record, &mut blocks);
        self.grounds(record, &mut blocks);
        self.commission(record, &mut blocks);
        if is_act {
            self.present(record, &mut blocks);
        }
        self.readiness(record, &mut blocks);
        for (section, heading) in [
            (Section::Documents, "act-section-documents"),
            (Section::ActualState, "act-section-actual-state"),
            (Section::ServerRoom, "act-section-server-room"),
        ] {
            self.subjects(record, section, heading, &mut blocks);
        }
        self.tools(record, &mut blocks);
        self.conclusions(record, &mut blocks);
        self.signatures(record, &mut blocks);
        self.annexes(record, &mut blocks);
        blocks.push(self.small("act-kazakh-prevails", &Facts::new()));
        self.document(record, title, &number, sha256, blocks)
    }

    fn document(
        &self,
        record: &ActRecord,
        title: &str,
        number: &Facts,
        sha256: EvidenceId,
        blocks: Vec<Block>,
    ) -> Document {
        let lang = self.langs.first().copied().unwrap_or_default();
        let hash = facts([("hash", sha256.to_string())]);
        let page_hash = match record.purpose {
            Purpose::Inspection => "act-page-hash",
            Purpose::SelfCheck => "report-page-hash",
        };
        let titled = format!(
            "{} {}",
            self.words.say(lang, title, &Facts::new()),
            self.words.say(lang, "act-number-and-date", number)
        );
        Document {
            title: titled.clone(),
            language: lang.as_str(),
            author: format!("{} {}", record.tool.name, record.tool.version),
            subject: record.recipient.name.clone(),
            created: record.sealed_at,
            header: Line {
                left: vec![Span::Text(titled)],
                right: vec![Span::Text(record.recipient.name.clone())],
            },
            footer: Line {
                left: vec![Span::Code(self.words.say(lang, page_hash, &hash))],
                right: vec![Span::PageNumber, Span::Text(" / ".into()), Span::PageCount],
            },
            mark: (record.purpose == Purpose::SelfCheck)
                .then(|| self.words.say(lang, "act-self-check-title", &Facts::new())),
            blocks,
        }
    }

    fn number_line(&self, record: &ActRecord, number: &Facts) -> Vec<Span> {
        let mut line = vec![Span::Text(self.joined("act-number-and-date", number))];
        if record.version > 1 && record.purpose == Purpose::Inspection {
            let version = facts([("version", record.version.to_string())]);
            line.push(Span::Text(format!(" · {}", self.joined("act-version", &version))));
        }
        line
    }

    fn general(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(1, "act-section-general"));
        let recipient = format!("{} ({})", record.recipient.name, record.recipient.authority);
        let mut rows = vec![
            self.fact("act-field-recipient", recipient),
            self.fact("act-field-address", record.recipient.address.clone()),
            self.fact("act-field-bin", record.recipient.bin.clone()),
        ];
        if let Some(paper) = &record.application {
            rows.push(self.paper("act-field-application", &paper.number, &paper.date.to_string()));
        }
        let [places, start, end] = match record.visit.kind {
            VisitKind::Examination => {
                ["act-field-places", "act-field-visit-start", "act-field-visit-end"]
            }
            VisitKind::Survey => {
                ["act-field-survey-places", "act-field-survey-start", "act-field-survey-end"]
            }
        };
        if let Some(paper) = record.survey.as_ref().and_then(|it| it.certificate.as_ref()) {
            let date = paper.date.to_string();
            rows.push(self.paper("act-field-survey-certificate", &paper.number, &date));
        }
        rows.push(self.fact(places, record.visit.places.join("; ")));
        match record.purpose {
            Purpose::Inspection => {
                rows.push(self.fact(start, record.visit.start.to_string()));
                rows.push(self.fact(end, record.visit.end.to_string()));
            }
            Purpose::SelfCheck => {
                rows.push(self.fact("report-field-day", record.visit.end.to_string()));
            }
        }
        blocks.push(Block::Facts(rows));
    }

    fn grounds(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(
            1,
            match record.visit.kind {
                VisitKind::Examination => "act-section-grounds",
                VisitKind::Survey => "act-section-survey-grounds",
            },
        ));
        let titles = self.langs.iter().map(|lang| record.rules.title.in_lang(*lang));
        let mut rows = vec![
            self.fact("act-field-rules", titles.collect::<Vec<_>>().join(" / ")),
            self.code("act-field-edition", record.rules.edition.clone()),
            self.code("act-field-checklist-hash", record.rules.sha256.to_string()),
        ];
        for (index, paper) in record.notices.iter().enumerate() {
            let label =
                if index == 0 { "act-field-first-notice" } else { "act-field-second-notice" };
            rows.push(self.paper(label, &paper.number, &paper.date.to_string()));
        }
        if let Some(roster) = &record.commission {
            let date = roster.order.date.to_string();
            rows.push(self.paper("act-field-order", &roster.order.number, &date));
            for order in &roster.amendments {
                let date = order.date.to_string();
                rows.push(self.paper("act-field-amending-order", &order.number, &date));
            }
        }
        if let Some(survey) = &record.survey {
            self.survey_grounds(survey, &mut rows);
        }
        rows.push(self.code("act-field-case", record.case.clone()));
        blocks.push(Block::Facts(rows));
    }

    fn commission(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        let Some(roster) = &record.commission else { return };
        blocks.push(self.heading(1, "act-section-commission"));
        let rows = roster
            .members
            .iter()
            .enumerate()
            .map(|(index, member)| {
                let body = format!("act-body-{}", member.body.as_str());
                let role = format!("act-role-{}", member.role.as_str());
                let present = if member.present { "act-yes" } else { "act-no" };
                Row::new(vec![
                    vec![Block::text((index + 1).to_string())],
                    self.appointed(member),
                    self.stacked(&body, &Facts::new()),
                    self.stacked(&role, &Facts::new()),
                    self.stacked(present, &Facts::new()),
                ])
            })
            .collect();
        blocks.push(Block::Table(Table {
            caption: vec![],
            dense: false,
            columns: vec![
                self.column("act-column-number", 6, Align::Right),
                self.column("act-column-name", 34, Align::Left),
                self.column("act-column-body", 32, Align::Left),
                self.column("act-column-role", 14, Align::Left),
                self.column("act-column-present", 14, Align::Left),
            ],
            rows,
        }));
        for note in &record.composition {
            let said = self.parallel(&note.code, &owned(note));
            blocks.push(Block::Note { tone: Tone::Open, blocks: vec![said] });
        }
        let barred = roster.composition(record.day).iter().any(|it| it.bars_survey());
        if barred && record.visit.kind == VisitKind::Survey {
            let said = self.parallel("act-survey-composition-bars", &Facts::new());
            blocks.push(Block::Note { tone: Tone::Bad, blocks: vec![said] });
        }
        let key = match record.visit.kind {
            VisitKind::Examination => "act-open",
            VisitKind::Survey => "act-open-survey",
        };
        let open = facts([
            ("order-number", roster.order.number.clone()),
            ("order-date", roster.order.date.to_string()),
            ("recipient", record.recipient.name.clone()),
        ]);
        blocks.push(self.parallel(key, &open));
    }

    /// A person of the roster, with the days of an appointment that a later order changed.
    fn appointed(&self, member: &Member) -> Vec<Block> {
        let mut cell = vec![Block::text(&*member.name), small(member.position.clone())];
        for (key, day) in
            [("act-appointed-from", member.from), ("act-appointed-until", member.until)]
        {
            if let Some(day) = day {
                cell.push(small(self.joined(key, &facts([("day", day.to_string())]))));
            }
        }
        cell
    }

    fn present(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(1, "act-section-present"));
        if record.representatives.is_empty() {
            blocks.push(self.parallel("act-nobody", &Facts::new()));
            return;
        }
        let rows = record
            .representatives
            .iter()
            .map(|it| {
                Row::new(vec![
                    vec![Block::text(&*it.name)],
                    vec![Block::text(&*it.position)],
                    vec![Block::text(&*it.authority)],
                ])
            })
            .collect();
        blocks.push(Block::Table(Table {
            caption: vec![],
            dense: false,
            columns: vec![
                self.column("act-column-name", 36, Align::Left),
                self.column("act-column-position", 32, Align::Left),
                self.column("act-column-authority", 32, Align::Left),
            ],
            rows,
        }));
    }

    fn subjects(
        &self,
        record: &ActRecord,
        section: Section,
        heading: &str,
        blocks: &mut Vec<Block>,
    ) {
        let subjects: Vec<&Subject> =
            record.subjects.iter().filter(|it| it.section == section).collect();
        if subjects.is_empty() {
            return;
        }
        blocks.push(self.heading(1, heading));
        let rows = subjects
            .iter()
            .map(|it| {
                let verdict = self.verdict(it.verdict);
                Row {
                    cells: vec![
                        self.stacked_texts(&it.label),
                        self.stack_small(&it.place),
                        vec![Block::span(verdict)],
                    ],
                    tone: matches!(it.verdict, Verdict::Violates).then_some(Tone::Bad),
                }
            })
            .collect();
        blocks.push(Block::Table(Table {
            caption: vec![],
            dense: false,
            columns: vec![
                self.column("act-column-subject", 44, Align::Left),
                self.column("act-column-item", 28, Align::Left),
                self.column("act-column-verdict", 28, Align::Left),
            ],
            rows,
        }));
        for subject in subjects.into_iter().filter(|it| !it.requirements.is_empty()) {
            blocks.push(Block::Heading {
                level: 3,
                texts: self
                    .langs
                    .iter()
                    .map(|lang| Wording::new(lang.as_str(), subject.label.in_lang(*lang)))
                    .collect(),
            });
            blocks.push(self.strands(|lang| {
                let place = Span::Emphasis(subject.place.in_lang(lang).to_owned());
                let text = Span::Text(format!(": {}", subject.text.in_lang(lang)));
                vec![Block::Small(vec![place, text])]
            }));
            for judged in &subject.requirements {
                self.judged(record, judged, blocks);
            }
        }
    }

    fn judged(&self, record: &ActRecord, judged: &Judged, blocks: &mut Vec<Block>) {
        let verdict = judged.finding.judgement.verdict;
        let strands = self
            .langs
            .iter()
            .map(|lang| {
                let title = judged.title.in_lang(*lang);
                // Verdict and title in one paragraph: neither stands alone at the foot of a page.
                let mut column = vec![Block::Paragraph(vec![
                    self.verdict_in(&[*lang], verdict),
                    Span::Text("  ".into()),
                    Span::Strong(title.to_owned()),
                ])];
                let shown = &judged.finding.judgement.exhibits;
                let glance = exhibit::at_a_glance(self.words, *lang, shown);
                column.extend(glance.into_iter().map(Block::text));
                self.found(*lang, judged, &mut column);
                if let (Some(limit), Some(source)) = (&judged.limit, &judged.limit_source) {
                    let limit = exhibit::limit(self.words, *lang, limit);
                    let source = exhibit::limit_source(self.words, *lang, source);
                    let label = self.words.say(*lang, "act-column-limit", &Facts::new());
                    column.push(small(format!("{label}: {limit} – {source}.")));
                    if limit_of_commission(judged) {
                        column.push(small(self.words.say(*lang, "act-criterion", &Facts::new())));
                    }
                }
                for reading in &judged.readings_of_law {
                    let used = facts([("reading", reading.clone())]);
                    column.push(small(self.words.say(*lang, "act-reading-used", &used)));
                }
                Strand { language: lang.as_str(), blocks: column }
            })
            .collect();
        blocks.push(Block::Parallel(strands));
        let numbers = evidence_numbers(record, judged);
        let mut line = vec![Span::Code(judged.finding.requirement.0.clone())];
        if !numbers.is_empty() {
            let label = self.joined("act-column-evidence", &Facts::new());
            line.push(Span::Text(format!(" · {label}: № {numbers}")));
        }
        if let Some(number) = self.measurement(record, judged) {
            let label = self.joined("act-section-measurements", &Facts::new());
            line.push(Span::Text(format!(" · {label}: № {number}")));
        }
        blocks.push(Block::Small(line));
    }

    /// The standard sentence for a verdict, then everything that was found. What asks for a step
    /// stands first and in full size, for it is what the verdict rests on.
    fn found(&self, lang: Lang, judged: &Judged, column: &mut Vec<Block>) {
        let plain = |key| Block::text(self.words.say(lang, key, &Facts::new()));
        let filled =
            |key, name, first| Block::text(self.words.say(lang, key, &facts([(name, first)])));
        let verdict = judged.finding.judgement.verdict;
        let open = !verdict.closes_requirement();
        let (mut asking, mut other): (Vec<&Said>, Vec<&Said>) =
            judged.said.iter().partition(|it| it.next.is_some() && open);
        if asking.is_empty() && open {
            std::mem::swap(&mut asking, &mut other);
        }
        let first = asking.first().map(|it| it.text.in_lang(lang).trim_end_matches('.'));
        let first = first.unwrap_or_default().to_owned();
        column.push(match verdict {
            Verdict::Complies => plain("act-conform"),
            Verdict::NotInForce => plain("act-not-in-force"),
            Verdict::OutOfScope => plain("act-out-of-scope"),
            Verdict::Undetermined => filled("act-notchecked", "reason", first),
            Verdict::Violates => filled("act-nonconform", "finding", first),
        });
        column.extend(asking.iter().skip(1).map(|it| Block::text(it.text.in_lang(lang))));
        let steps = asking.iter().filter_map(|it| it.next.as_ref());
        let mut steps: Vec<&str> = steps.map(|it| it.in_lang(lang)).collect();
        steps.dedup();
        let label = self.words.say(lang, "act-column-next-step", &Facts::new());
        column.extend(steps.iter().map(|step| small(format!("{label}: {step}"))));
        column.extend(other.iter().map(|it| small(it.text.in_lang(lang))));
    }

    fn tools(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(1, "act-section-tools"));
        let tool = format!("{} {}", record.tool.name, record.tool.version);
        blocks.push(Block::Facts(vec![self.code("act-field-tool", tool)]));
        let hierarchy = facts([("hierarchy", record.hierarchy.as_str().to_owned())]);
        blocks.push(self.parallel("act-chain-hier", &hierarchy));
        let measured = record.judged().flat_map(|judged| {
            let measures = &judged.finding.judgement.measures;
            measures.iter().map(move |it| (judged, it))
        });
        let rows: Vec<Row> = measured.map(|(judged, it)| self.measured(judged, it)).collect();
        if !rows.is_empty() {
            blocks.push(Block::Table(Table {
                caption: vec![],
                dense: false,
                columns: vec![
                    self.column("act-column-quantity", 34, Align::Left),
                    self.column("act-column-value", 20, Align::Right),
                    self.column("act-column-limit", 24, Align::Left),
                    self.column("act-column-instrument", 22, Align::Left),
                ],
                rows,
            }));
        }
    }

    fn measured(&self, judged: &Judged, it: &Measured) -> Row {
        let unit = judged.limit.map_or_else(|| it.measure.fitting_unit(), |limit| limit.unit);
        let quantity = format!("quantity-{}", it.quantity);
        let lang = self.langs.first().copied().unwrap_or_default();
        let limit = judged.limit.map_or_else(Vec::new, |limit| {
            let mut said = vec![Block::text(exhibit::limit(self.words, lang, &limit))];
            said.extend(self.limit_source(judged).into_iter().map(small));
            said
        });
        let value = exhibit::amount(self.words, lang, &it.measure, unit);
        let instrument = it.instrument.clone().unwrap_or_default();
        Row::new(vec![
            self.stacked(&quantity, &Facts::new()),
            vec![Block::text(value)],
            limit,
            vec![Block::text(instrument)],
        ])
    }

    /// Who set the limit, once in each language.
    fn limit_source(&self, judged: &Judged) -> Option<String> {
        let source = judged.limit_source.as_ref()?;
        let said = self.langs.iter().map(|lang| exhibit::limit_source(self.words, *lang, source));
        Some(said.collect::<Vec<_>>().join(" / "))
    }

    fn conclusions(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        let Some(conclusion) = &record.conclusion else { return };
        blocks.push(self.heading(1, "act-section-conclusions"));
        let open: Vec<&Subject> = record
            .subjects
            .iter()
            .filter(|it| it.parent.is_none() && it.verdict == Verdict::Undetermined)
            .collect();
        if !open.is_empty() {
            let said = self.parallel_of(|lang| {
                let list: Vec<_> = open.iter().map(|it| it.place.in_lang(lang)).collect();
                let said = facts([("count", open.len().to_string()), ("list", list.join("; "))]);
                self.words.say(lang, "act-not-all-determined", &said)
            });
            blocks.push(Block::Note { tone: Tone::Open, blocks: vec![said] });
        }
        match conclusion.kind {
            ConclusionKind::Negative => {
                self.conclusion(record, conclusion, "act-negative", Tone::Bad, blocks);
            }
            ConclusionKind::Positive => {
                self.conclusion(record, conclusion, "act-positive", Tone::Good, blocks);
            }
            ConclusionKind::NoViolations | ConclusionKind::Violations => {
                self.survey_conclusion(record, conclusion, blocks);
            }
        }
        if !conclusion.text.is_empty() {
            blocks.push(Block::text(&*conclusion.text));
        }
        if record.visit.kind == VisitKind::Survey {
            self.objections(blocks);
            if record.recommendations.is_empty() {
                return;
            }
        }
        blocks.push(self.heading(1, "act-section-recommendations"));
        if record.recommendations.is_empty() {
            blocks.push(self.parallel("act-none", &Facts::new()));
        } else {
            let items = record.recommendations.iter().map(|it| vec![Block::text(&**it)]).collect();
            blocks.push(Block::List { ordered: true, items });
        }
    }

    /// The conclusion of an examination.
    fn conclusion(
        &self,
        record: &ActRecord,
        conclusion: &Conclusion,
        key: &str,
        tone: Tone,
        blocks: &mut Vec<Block>,
    ) {
        let said = self.parallel_of(|lang| {
            let against = record
                .subjects
                .iter()
                .flat_map(|subject| subject.requirements.iter().map(move |it| (subject, it)))
                .filter(|(_, it)| it.finding.judgement.verdict == Verdict::Violates)
                .map(|(subject, it)| {
                    format!("{} – {}", subject.place.in_lang(lang), it.title.in_lang(lang))
                });
            let list = facts([("list", against.collect::<Vec<_>>().join("; "))]);
            self.words.say(lang, key, &list)
        });
        blocks.push(Block::Note { tone, blocks: vec![said] });
        if !conclusion.despite.is_empty() {
            let items = conclusion.despite.iter().map(|it| it.0.as_str());
            let despite = facts([
                ("items", items.collect::<Vec<_>>().join(", ")),
                ("reason", conclusion.despite_reason.clone()),
            ]);
            let said = self.parallel("act-despite", &despite);
            blocks.push(Block::Note { tone: Tone::Open, blocks: vec![said] });
        }
    }

    /// Who is to sign. Signatures cover this file and therefore stand beside it.
    fn signatures(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        let Some(roster) = &record.commission else { return };
        blocks.push(self.heading(1, "act-section-signatures"));
        blocks.push(self.parallel("act-signed-beside", &Facts::new()));
        let lines = roster
            .members
            .iter()
            .map(|member| {
                Row::new(vec![
                    vec![Block::text(&*member.name)],
                    self.stacked(&format!("act-body-{}", member.body.as_str()), &Facts::new()),
                    self.stacked(&format!("act-role-{}", member.role.as_str()), &Facts::new()),
                    vec![Block::span(Span::Code(member.iin.to_string()))],
                ])
            })
            .collect();
        blocks.push(Block::Table(Table {
            caption: vec![],
            dense: false,
            columns: vec![
                self.column("act-column-name", 34, Align::Left),
                self.column("act-column-body", 30, Align::Left),
                self.column("act-column-role", 16, Align::Left),
                self.column("act-column-iin", 20, Align::Left),
            ],
            rows: lines,
        }));
        blocks.push(self.heading(1, "act-section-adoption"));
        blocks.push(self.parallel("act-adoption-beside", &Facts::new()));
    }

    fn annexes(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(1, "act-section-annexes"));
        self.measurements(record, blocks);
        self.looking(record, blocks);
        self.evidence(record, blocks);
    }

    fn verdict(&self, verdict: Verdict) -> Span {
        self.verdict_in(self.langs, verdict)
    }

    fn verdict_in(&self, langs: &[Lang], verdict: Verdict) -> Span {
        let tone = match verdict {
            Verdict::Complies => Tone::Good,
            Verdict::NotInForce | Verdict::OutOfScope => Tone::Neutral,
            Verdict::Undetermined => Tone::Open,
            Verdict::Violates => Tone::Bad,
        };
        let key = format!("act-verdict-{}", verdict.as_str());
        let text = Composer::new(self.words, langs).joined(&key, &Facts::new());
        Span::Verdict { tone, text }
    }

    fn heading(&self, level: u8, key: &str) -> Block {
        Block::Heading { level, texts: self.wordings(key, &Facts::new()) }
    }

    fn wordings(&self, key: &str, facts: &Facts) -> Vec<Wording> {
        let said = |lang: &Lang| Wording::new(lang.as_str(), self.words.say(*lang, key, facts));
        self.langs.iter().map(said).collect()
    }

    fn column(&self, key: &str, weight: u16, align: Align) -> Column {
        Column { titles: self.wordings(key, &Facts::new()), weight, align }
    }

    /// One line in all languages, for places too small for columns.
    fn joined(&self, key: &str, facts: &Facts) -> String {
        let mut all: Vec<String> =
            self.langs.iter().map(|lang| self.words.say(*lang, key, facts)).collect();
        all.dedup();
        all.join(" / ")
    }

    /// All languages one under another, the first in full size.
    fn stacked(&self, key: &str, facts: &Facts) -> Vec<Block> {
        self.stack(|lang| self.words.say(lang, key, facts))
    }

    fn stacked_texts(&self, texts: &Localized) -> Vec<Block> {
        self.stack(|lang| texts.in_lang(lang).to_owned())
    }

    fn stack_small(&self, texts: &Localized) -> Vec<Block> {
        self.langs.iter().map(|lang| small(texts.in_lang(*lang).to_owned())).collect()
    }

    fn stack(&self, say: impl Fn(Lang) -> String) -> Vec<Block> {
        let mut texts: Vec<String> = self.langs.iter().map(|lang| say(*lang)).collect();
        texts.dedup();
        let each = texts.into_iter().enumerate();
        each.map(|(index, text)| if index == 0 { Block::text(text) } else { small(text) }).collect()
    }

    fn parallel(&self, key: &str, facts: &Facts) -> Block {
        self.parallel_of(|lang| self.words.say(lang, key, facts))
    }

    fn parallel_of(&self, say: impl Fn(Lang) -> String) -> Block {
        self.strands(|lang| vec![Block::text(say(lang))])
    }

    fn small(&self, key: &str, facts: &Facts) -> Block {
        self.strands(|lang| vec![small(self.words.say(lang, key, facts))])
    }

    fn strands(&self, blocks: impl Fn(Lang) -> Vec<Block>) -> Block {
        let strand = |lang: &Lang| Strand { language: lang.as_str(), blocks: blocks(*lang) };
        Block::Parallel(self.langs.iter().map(strand).collect())
    }

    fn fact(&self, key: &str, value: impl Into<String>) -> Fact {
        Fact { labels: self.wordings(key, &Facts::new()), value: vec![Block::text(value)] }
    }

    fn code(&self, key: &str, value: String) -> Fact {
        let value = vec![Block::span(Span::Code(value))];
        Fact { labels: self.wordings(key, &Facts::new()), value }
    }

    fn paper(&self, key: &str, number: &str, date: &str) -> Fact {
        let facts = facts([("number", number.to_owned()), ("date", date.to_owned())]);
        self.fact(key, self.joined("act-number-and-date", &facts))
    }
}

fn limit_of_commission(judged: &Judged) -> bool {
    judged.limit.is_some_and(|it| it.basis == Basis::Commission)
}

/// The numbers of the pieces that a finding rests on, in the index of evidence: `1, 4–9`.
fn evidence_numbers(record: &ActRecord, judged: &Judged) -> String {
    let found = judged.finding.evidence.iter();
    let mut numbers: Vec<usize> = found
        .filter_map(|id| record.evidence.iter().position(|row| row.sha256 == *id))
        .map(|index| index + 1)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    evidence::stretches(&numbers)
}

fn small(text: impl Into<String>) -> Block {
    Block::Small(vec![Span::Text(text.into())])
}

fn owned(note: &Note) -> Facts {
    note.facts.clone()
}

/// The zone of the whole country, from the time zone database that is built in.
pub(super) fn kazakhstan() -> TimeZone {
    TimeZone::get("Asia/Almaty").unwrap_or(TimeZone::UTC)
}

/// An instant as people in Kazakhstan read it, with its offset.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    at.to_zoned(kazakhstan()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}
