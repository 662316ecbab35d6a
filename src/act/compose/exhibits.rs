//! The annex of measurements: tables and timelines, item by item.

use model::{Cell, Exhibit, Lang, Unit};

use super::{Composer, small};
use crate::act::exhibit;
use crate::act::record::{ActRecord, Judged};
use crate::act::timescale::{self, Seen};
use crate::document::timeline::{COLUMNS, Key, Pattern, Strip, Tick};
use crate::document::{Align, Block, Column, Row, Span, Table, Timeline, Wording};
use crate::words::Facts;

/// How many characters stand side by side on a page, and what the edges of a column take of them:
/// in the usual type and in the small one.
const LINES: [(bool, usize, usize); 2] = [(false, 96, 3), (true, 118, 2)];
/// A column that holds no more than this keeps its width.
const NARROW: usize = 16;
/// Narrower than a date no column gets that holds more.
const LEAST: usize = 11;
/// Beyond this a column gets no wider: its text is wrapped.
const WIDE: usize = 44;
/// So many rows of a table that is turned stand beside each other.
const BESIDE: usize = 3;
/// So many marks of a scale have room beside each other.
const MARKS: u16 = 9;

/// The items that have something to show, in the order of the act: the numbers of the annex.
pub(super) fn shown(record: &ActRecord) -> impl Iterator<Item = &Judged> {
    record.judged().filter(|it| !it.finding.judgement.exhibits.is_empty())
}

impl Composer<'_> {
    /// The number of an item in the annex of measurements, where it is there.
    pub(super) fn measurement(&self, record: &ActRecord, judged: &Judged) -> Option<usize> {
        let place =
            shown(record).position(|it| it.finding.requirement == judged.finding.requirement);
        place.map(|it| it.saturating_add(1))
    }

    pub(super) fn measurements(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        for (index, judged) in shown(record).enumerate() {
            if index == 0 {
                blocks.push(self.heading(2, "act-section-measurements"));
            }
            let number = index.saturating_add(1);
            let titled = |lang: &Lang| {
                Wording::new(lang.as_str(), format!("№ {number}. {}", judged.title.in_lang(*lang)))
            };
            blocks
                .push(Block::Heading { level: 3, texts: self.langs.iter().map(titled).collect() });
            blocks.push(Block::Small(vec![
                Span::Code(judged.finding.requirement.0.clone()),
                Span::Text(" · ".into()),
                self.verdict(judged.finding.judgement.verdict),
            ]));
            self.exhibits(&judged.finding.judgement.exhibits, blocks);
        }
    }

    fn exhibits(&self, exhibits: &[Exhibit], blocks: &mut Vec<Block>) {
        for exhibit in exhibits {
            match exhibit {
                Exhibit::Table(table) => self.exhibited(exhibit, table, blocks),
                Exhibit::Timeline(timeline) => {
                    blocks.push(Block::Timeline(self.drawn(exhibit, timeline)));
                }
            }
        }
    }

    fn titles(&self, exhibit: &Exhibit) -> Vec<Wording> {
        self.said(|lang| exhibit::title(self.words, lang, exhibit))
    }

    /// A text in every language of the act.
    fn said(&self, say: impl Fn(Lang) -> String) -> Vec<Wording> {
        self.langs.iter().map(|lang| Wording::new(lang.as_str(), say(*lang))).collect()
    }

    /// Short words stand beside each other, long ones one under another.
    fn cell(&self, cell: &Cell, unit: Option<Unit>) -> Vec<Block> {
        let said = |lang| exhibit::cell(self.words, lang, cell, unit);
        let mut all: Vec<String> = self.langs.iter().map(|lang| said(*lang)).collect();
        all.dedup();
        match all.join(" / ") {
            short if short.chars().count() <= NARROW => vec![Block::text(short)],
            _ => self.stack(said),
        }
    }

    fn exhibited(&self, exhibit: &Exhibit, table: &model::Table, blocks: &mut Vec<Block>) {
        let caption = self.titles(exhibit);
        let heads: Vec<Vec<Wording>> = table
            .columns
            .iter()
            .map(|it| self.said(|lang| exhibit::head(self.words, lang, table, it)))
            .collect();
        let empty = table.rows.is_empty() || heads.is_empty();
        let units: Vec<Option<Unit>> =
            (0..heads.len()).map(|at| exhibit::column_unit(table, at)).collect();
        if empty {
            blocks.push(Block::Heading { level: 4, texts: caption });
            blocks.push(self.small("act-table-empty", &Facts::new()));
            return;
        }
        let Some((dense, weights)) = self.weights(table, &heads, &units) else {
            self.turned(table, caption, &heads, &units, blocks);
            return;
        };
        let columns = heads.into_iter().zip(weights).enumerate().map(|(at, (titles, weight))| {
            let numeric = exhibit::is_numeric(table, at);
            let align = if numeric { Align::Right } else { Align::Left };
            Column { titles, weight, align }
        });
        let columns = columns.collect();
        let row = |row: &Vec<Cell>| {
            let cells = row.iter().zip(units.iter().copied().chain(std::iter::repeat(None)));
            Row::new(cells.map(|(cell, unit)| self.cell(cell, unit)).collect())
        };
        let rows = table.rows.iter().map(row).collect();
        blocks.push(Block::Table(Table { caption, dense, columns, rows }));
    }

    /// A table of more columns than a page has room for: what were rows stand beside each other, a
    /// few at a time, under their first cells.
    fn turned(
        &self,
        table: &model::Table,
        caption: Vec<Wording>,
        heads: &[Vec<Wording>],
        units: &[Option<Unit>],
        blocks: &mut Vec<Block>,
    ) {
        let mut caption = caption;
        for rows in table.rows.chunks(BESIDE) {
            let beside = rows.iter().map(|row| Column {
                titles: row.first().map_or_else(Vec::new, |cell| {
                    let mut said = self.said(|lang| exhibit::cell(self.words, lang, cell, None));
                    said.dedup_by(|one, other| one.text == other.text);
                    said
                }),
                weight: 24,
                align: Align::Left,
            });
            let first = heads.first().cloned().unwrap_or_default();
            let label = Column { titles: first, weight: 22, align: Align::Left };
            let columns: Vec<Column> = std::iter::once(label).chain(beside).collect();
            let longest = rows.iter().map(Vec::len).max().unwrap_or_default().max(heads.len());
            let lines =
                (1..longest).map(|at| {
                    let titles = heads.get(at).into_iter().flatten().enumerate();
                    let label = titles.map(|(index, it)| {
                        if index == 0 { Block::text(&*it.text) } else { small(&*it.text) }
                    });
                    let unit = units.get(at).copied().flatten();
                    let cells = rows
                        .iter()
                        .map(|row| row.get(at).map_or_else(Vec::new, |cell| self.cell(cell, unit)));
                    Row::new(std::iter::once(label.collect()).chain(cells).collect())
                });
            let (caption, rows) = (std::mem::take(&mut caption), lines.collect());
            blocks.push(Block::Table(Table { caption, dense: false, columns, rows }));
        }
    }

    /// The type and the widths of the columns by what stands in them; none where a page is too
    /// narrow.
    fn weights(
        &self,
        table: &model::Table,
        heads: &[Vec<Wording>],
        units: &[Option<Unit>],
    ) -> Option<(bool, Vec<u16>)> {
        let longest = |text: &str| text.split_whitespace().map(|it| it.chars().count()).max();
        let natural: Vec<usize> = heads
            .iter()
            .enumerate()
            .map(|(at, titles)| {
                // Heads are bold and without serifs: wider than what stands under them.
                let words = titles.iter().filter_map(|it| longest(&it.text)).map(|it| it + it / 6);
                let cells = table.rows.iter().filter_map(|row| row.get(at));
                let unit = units.get(at).copied().flatten();
                let cells = cells.flat_map(|cell| {
                    let said = self.langs.iter();
                    said.map(move |lang| {
                        exhibit::cell(self.words, *lang, cell, unit).chars().count()
                    })
                });
                words.max().unwrap_or_default().max(cells.max().unwrap_or_default()).clamp(3, WIDE)
            })
            .collect();
        LINES.into_iter().find_map(|(dense, line, edges)| {
            let widths = widths(&natural, line.checked_sub(edges.checked_mul(heads.len())?)?)?;
            let weights = widths.into_iter().map(|it| u16::try_from(it.saturating_add(edges)).ok());
            Some((dense, weights.collect::<Option<_>>()?))
        })
    }

    fn drawn(&self, exhibit: &Exhibit, timeline: &model::Timeline) -> Timeline {
        let plain = |key: &'static str| self.wordings(key, &Facts::new());
        let mut remarks = vec![self.said(|lang| exhibit::window(self.words, lang, timeline))];
        let lanes = &timeline.lanes;
        let length = timescale::length(timeline);
        if lanes.is_empty() {
            remarks.push(plain("act-timeline-empty"));
        } else if length.is_none() {
            remarks.push(plain("act-timeline-no-length"));
        } else {
            remarks.push(plain("act-timeline-not-counted"));
        }
        if let Some(length) = length
            && lanes.iter().any(|it| timescale::merges(timeline, it, COLUMNS))
        {
            remarks.push(self.said(|lang| exhibit::column(self.words, lang, length, COLUMNS)));
        }
        let legend = Seen::ALL.map(|seen| Key {
            pattern: pattern(seen),
            texts: self.wordings(&format!("act-timeline-{}", seen.as_str()), &Facts::new()),
        });
        let first = self.langs.first().copied().unwrap_or_default();
        let strips = lanes.iter().filter(|_| length.is_some()).map(|lane| Strip {
            label: lane.label.clone(),
            alternative: exhibit::described(self.words, first, lane),
            columns: timescale::columns(timeline, lane, COLUMNS).into_iter().map(pattern).collect(),
        });
        let ticks = timescale::ticks(timeline, COLUMNS, MARKS);
        Timeline {
            titles: self.titles(exhibit),
            remarks,
            ticks: ticks.into_iter().map(|it| Tick { at: it.at, label: it.label }).collect(),
            legend: legend.into(),
            strips: strips.collect(),
        }
    }
}

/// Divides the room between columns: narrow ones keep their width, wide ones share the rest.
fn widths(natural: &[usize], room: usize) -> Option<Vec<usize>> {
    let of = |wide: bool| natural.iter().filter(move |it| (**it > NARROW) == wide);
    let wide: usize = of(true).sum();
    let rest = room.checked_sub(of(false).sum())?;
    let width = |it: usize| match it {
        0..=NARROW => Some(it),
        _ if wide <= rest => Some(it),
        _ => Some(it * rest / wide).filter(|it| *it >= LEAST),
    };
    natural.iter().map(|it| width(*it)).collect()
}

const fn pattern(seen: Seen) -> Pattern {
    match seen {
        Seen::Available => Pattern::Low,
        Seen::NotSampled => Pattern::Line,
        Seen::Unavailable => Pattern::Full,
        Seen::Unknown => Pattern::Stripes,
    }
}

#[cfg(test)]
mod tests;
