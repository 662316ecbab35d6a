//! How far an authority that checks itself has come: the first thing its report says.

use model::Verdict;

use super::{Composer, Facts, facts, small};
use crate::act::record::{ActRecord, Counts, OpenItem, Paragraph, Readiness};
use crate::document::{Align, Block, Row, Span, Table, Tone};

impl Composer<'_> {
    /// The paragraphs with their items counted, then every open item with its next steps.
    pub(super) fn readiness(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        let Some(readiness) = &record.readiness else { return };
        blocks.push(self.heading(1, "report-section-readiness"));
        let total = &readiness.total;
        let tone = match total {
            Counts { violates: 0, undetermined: 0, .. } => Tone::Good,
            Counts { violates: 0, .. } => Tone::Open,
            Counts { .. } => Tone::Bad,
        };
        let said = self.parallel("report-readiness", &counted(total));
        blocks.push(Block::Note { tone, blocks: vec![said] });
        blocks.push(Block::Table(Table {
            caption: vec![],
            dense: false,
            columns: vec![
                self.column("act-column-subject", 25, Align::Left),
                self.column("act-verdict-complies", 15, Align::Right),
                self.column("act-verdict-violates", 15, Align::Right),
                self.column("act-verdict-undetermined", 15, Align::Right),
                self.column("act-verdict-out-of-scope", 15, Align::Right),
                self.column("act-verdict-not-in-force", 15, Align::Right),
            ],
            rows: readiness.paragraphs.iter().map(|it| self.paragraph(it)).collect(),
        }));
        self.open(readiness, blocks);
    }

    fn paragraph(&self, paragraph: &Paragraph) -> Row {
        let counts = &paragraph.counts;
        let number = |count: usize| vec![Block::text(count.to_string())];
        let mut cells = vec![self.stacked_texts(&paragraph.label)];
        if let Some(cell) = cells.first_mut() {
            cell.push(Block::Small(vec![Span::Code(paragraph.id.to_string())]));
        }
        cells.extend(
            [
                counts.complies,
                counts.violates,
                counts.undetermined,
                counts.out_of_scope,
                counts.not_in_force,
            ]
            .map(number),
        );
        let tone = matches!(paragraph.verdict, Verdict::Violates).then_some(Tone::Bad);
        Row { cells, tone }
    }

    fn open(&self, readiness: &Readiness, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(2, "report-section-open"));
        if readiness.open.is_empty() {
            blocks.push(self.parallel("report-nothing-open", &Facts::new()));
            return;
        }
        let items = readiness.open.iter().map(|it| self.item(it)).collect();
        blocks.push(Block::List { ordered: true, items });
    }

    fn item(&self, item: &OpenItem) -> Vec<Block> {
        let strands = self.strands(|lang| {
            let mut column = vec![Block::Paragraph(vec![
                self.verdict_in(&[lang], item.verdict),
                Span::Text("  ".into()),
                Span::Strong(item.title.in_lang(lang).to_owned()),
            ])];
            column.extend(item.next.iter().map(|it| small(format!("→ {}", it.in_lang(lang)))));
            column
        });
        let consequence = match item.consequence {
            model::Consequence::Blocks => "act-consequence-blocks",
            model::Consequence::Remarks => "act-consequence-remarks",
        };
        let line = vec![
            Span::Code(item.requirement.0.clone()),
            Span::Text(format!(" · {}", self.joined(consequence, &Facts::new()))),
        ];
        vec![strands, Block::Small(line)]
    }
}

fn counted(counts: &Counts) -> Facts {
    facts([
        ("all", counts.all().to_string()),
        ("complies", counts.complies.to_string()),
        ("violates", counts.violates.to_string()),
        ("undetermined", counts.undetermined.to_string()),
        ("out-of-scope", counts.out_of_scope.to_string()),
        ("not-in-force", counts.not_in_force.to_string()),
    ])
}
