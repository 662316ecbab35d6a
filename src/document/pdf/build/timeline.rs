//! Timelines on paper.

use std::collections::VecDeque;
use std::rc::Rc;

use krilla::tagging::Tag;

use super::{Builder, Scope, pad, paragraph, rule};
use crate::document::pdf::flow::{Cell, Item, Mark, Row, Solid, What};
use crate::document::pdf::text::{Ink, Style};
use crate::document::timeline::{COLUMNS, HEIGHT, Key, Pattern, Strip, Tick, Timeline, rects};
use crate::document::{Align, Span, Tone};

/// How high a strip is, in points.
const STRIP: f32 = 9.0;
/// Width of the sample of a pattern, in columns of a strip and in points.
const SAMPLE: (u16, f32) = (20, 18.0);

impl Builder<'_> {
    pub(super) fn timeline(
        &mut self,
        timeline: &Timeline,
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let node = self.tree.add(scope.node, Tag::Div);
        let title = self.tree.add(node, Tag::P);
        self.caption(&timeline.titles, width, title, items);
        for remark in &timeline.remarks {
            let node = self.tree.add(node, Tag::P);
            let styles = (Style::SMALL.ink(Ink::TEXT), Style::SMALL);
            let mut lines = self.wordings(remark, styles, width, Align::Left, node, true);
            pad(&mut lines, 2.0, 2.0);
            items.append(&mut lines);
        }
        if timeline.strips.is_empty() {
            return;
        }
        items.push_back(self.legend(&timeline.legend, width, node));
        let scale = Rc::new(self.scale(&timeline.ticks, width, node));
        items.push_back(Item::Row(Row::clone(&scale)));
        for (at, strip) in timeline.strips.iter().enumerate() {
            let last = at.saturating_add(1) == timeline.strips.len();
            let content = self.strip(strip, &timeline.ticks, width, node);
            items.push_back(Item::Row(Row {
                after: if last { 12.0 } else { 0.0 },
                width,
                pad_top: 3.0,
                pad_bottom: 4.0,
                cells: vec![Cell { items: content, ..Cell::default() }],
                head: Some(Rc::clone(&scale)),
                ..Row::default()
            }));
        }
    }

    fn legend(&mut self, keys: &[Key], width: f32, node: usize) -> Item {
        let count = u16::try_from(keys.len().max(1)).map_or(1.0, f32::from);
        let column = width / count;
        let list = self.tree.add(node, Tag::P);
        let mut cells = Vec::new();
        let mut x = 0.0;
        for key in keys {
            let styles = (Style::LABEL.ink(Ink::TEXT), Style::LABEL);
            let text = column - SAMPLE.1 - 16.0;
            let words = self.wordings(&key.texts, styles, text, Align::Left, list, false);
            let unit = (SAMPLE.1 / f32::from(SAMPLE.0), STRIP / f32::from(HEIGHT));
            let columns = vec![key.pattern; usize::from(SAMPLE.0)];
            let mut marks = vec![foot(SAMPLE.1)];
            marks.extend(pattern(&columns, SAMPLE.0, key.pattern, unit, None));
            let sample = Item::Solid(Solid { height: STRIP, marks, ..Solid::default() });
            cells.push(Cell { x, items: VecDeque::from([sample]), ..Cell::default() });
            cells.push(Cell { x: x + SAMPLE.1 + 6.0, items: words, ..Cell::default() });
            x += column;
        }
        Item::Row(Row { before: 4.0, after: 6.0, keep: true, width, cells, ..Row::default() })
    }

    /// The scale: labels, and a short mark under each.
    fn scale(&mut self, ticks: &[Tick], width: f32, node: usize) -> Row {
        let node = self.tree.add(node, Tag::P);
        let style = Style::LABEL;
        let mut marks = Vec::new();
        // No label reaches into its neighbour: one that would is left out, its mark stays.
        let mut reach = -1.0;
        for tick in ticks {
            let text = [Span::Text(tick.label.clone())];
            let lines = self.lines(&text, style, width, Align::Left);
            let place = f32::from(tick.at) * width / f32::from(COLUMNS);
            let x = (place - lines.width() / 2.0).clamp(0.0, (width - lines.width()).max(0.0));
            if x > reach && lines.len() == 1 {
                reach = x + lines.width() + 4.0;
                let what = What::Line { lines, index: 0 };
                marks.push(Mark { x, y: 0.0, what, owner: Some(node) });
            }
        }
        marks.extend(notches(ticks, width, style.leading, 3.0));
        let line = Solid { height: style.leading + 3.0, marks, ..Solid::default() };
        Row {
            before: 2.0,
            keep: true,
            width,
            cells: vec![Cell { items: VecDeque::from([Item::Solid(line)]), ..Cell::default() }],
            below: Some((0.4, Ink::RULE)),
            ..Row::default()
        }
    }

    fn strip(&mut self, strip: &Strip, ticks: &[Tick], width: f32, node: usize) -> VecDeque<Item> {
        let node = self.tree.add(node, Tag::Div);
        let label = self.tree.add(node, Tag::P);
        let style = Style::LABEL.ink(Ink::TEXT).sized(8.6, 10.4);
        let lines = self.lines(&[Span::Code(strip.label.clone())], style, width, Align::Left);
        let mut content = VecDeque::new();
        paragraph(&lines, label, 0.0, &mut content);
        if let Some(Item::Solid(last)) = content.back_mut() {
            last.keep = true;
        }
        let figure = self.tree.add(node, Tag::Figure(Some(super::spoken(&strip.alternative))));
        let unit = (width / f32::from(COLUMNS), STRIP / f32::from(HEIGHT));
        let mut marks = vec![foot(width)];
        for kind in Pattern::ALL {
            marks.extend(pattern(&strip.columns, COLUMNS, kind, unit, Some(figure)));
        }
        marks.extend(notches(ticks, width, STRIP + 0.4, 1.8));
        let height = STRIP + 2.2;
        content.push_back(Item::Solid(Solid { before: 1.0, height, marks, ..Solid::default() }));
        content
    }
}

/// The line that a strip stands on.
fn foot(width: f32) -> Mark {
    Mark { y: STRIP, ..rule(width, 0.4, Ink::RULE) }
}

fn notches(ticks: &[Tick], width: f32, y: f32, height: f32) -> impl Iterator<Item = Mark> {
    ticks.iter().map(move |tick| Mark {
        x: f32::from(tick.at) * width / f32::from(COLUMNS) - 0.2,
        y,
        what: What::Fill { width: 0.4, height, ink: Ink::QUIET },
        owner: None,
    })
}

/// All columns of one pattern as one mark.
fn pattern(
    columns: &[Pattern],
    count: u16,
    pattern: Pattern,
    unit: (f32, f32),
    owner: Option<usize>,
) -> Option<Mark> {
    let rects = rects(columns, count, pattern);
    if rects.is_empty() {
        return None;
    }
    let ink = match pattern {
        Pattern::Full => Ink::of(Tone::Bad),
        Pattern::Line => Ink::QUIET,
        Pattern::Low => Ink::BAR,
        Pattern::Stripes => Ink::of(Tone::Open),
    };
    Some(Mark { x: 0.0, y: 0.0, what: What::Rects { rects: rects.into(), unit, ink }, owner })
}
