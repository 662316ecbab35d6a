//! What papers of an office have besides text: head, filled lines, the line for a signature.

use std::collections::VecDeque;

use krilla::tagging::Tag;

use super::{Builder, GUTTER, Scope, column, pad, paragraph, rule};
use crate::document::pdf::RenderError;
use crate::document::pdf::flow::{Cell, Item, Row, Solid};
use crate::document::pdf::text::{Family, Ink, Style};
use crate::document::{Align, Span, Strand, Wording};

/// Share of the width between the two columns of a head: where an emblem would stand.
const EMBLEM: f32 = 0.14;

impl Builder<'_> {
    /// The names of an office side by side, over a line.
    pub(super) fn letterhead(
        &mut self,
        strands: &[Strand],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        if strands.is_empty() {
            return Ok(());
        }
        let gap = if strands.len() == 2 { width * EMBLEM } else { GUTTER };
        let column = column(strands.len(), gap, width)?;
        let style = Style { family: Family::Sans, ink: Ink::HEADING, ..Style::BODY };
        let style = style.sized(8.2, 11.6).bold();
        let mut cells = Vec::new();
        let mut x = 0.0;
        for strand in strands {
            let tag = Tag::Div.with_lang(Some(strand.language.to_owned()));
            let node = self.tree.add(scope.node, tag);
            let scope = Scope { style, align: Align::Centre, gap: 2.0, node, ..scope };
            let mut content = self.blocks(&strand.blocks, column, scope)?;
            pad(&mut content, 0.0, 0.0);
            cells.push(Cell { x, items: content, ..Cell::default() });
            x += column + gap;
        }
        items.push_back(Item::Row(Row {
            after: 10.0,
            width,
            pad_bottom: 9.0,
            cells,
            below: Some((1.4, Ink::HEADING)),
            ..Row::default()
        }));
        Ok(())
    }

    /// A value over a line, words after it, a caption below.
    pub(super) fn blank(
        &mut self,
        (value, after, caption): (&[Span], &[Span], &[Span]),
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let node = self.tree.add(scope.node, Tag::P);
        let behind = self.lines(after, scope.style, width * 0.4, Align::Left);
        let taken = if after.is_empty() { 0.0 } else { behind.width() + 6.0 };
        let line = width - taken;
        let lines = self.lines(value, scope.style.bold(), line, Align::Centre);
        let drop = (lines.len().saturating_sub(1), lines.leading());
        let drop = u16::try_from(drop.0).map_or(0.0, f32::from) * drop.1;
        let mut filled = VecDeque::new();
        paragraph(&lines, node, 0.0, &mut filled);
        filled.push_back(Item::Solid(Solid {
            height: 0.6,
            marks: vec![rule(line, 0.6, Ink::TEXT)],
            ..Solid::default()
        }));
        if !caption.is_empty() {
            let style = Style::SMALL.sized(7.8, 10.4);
            let lines = self.lines(caption, style, line, Align::Centre);
            let node = self.tree.add(scope.node, Tag::P);
            paragraph(&lines, node, 1.0, &mut filled);
        }
        let mut cells = vec![Cell { items: filled, ..Cell::default() }];
        if !after.is_empty() {
            let mut content = VecDeque::new();
            paragraph(&behind, node, 0.0, &mut content);
            cells.push(Cell { x: line + 6.0, drop, items: content });
        }
        let row = Row { before: 5.0, after: 5.0, width, cells, ..Row::default() };
        items.push_back(Item::Row(row));
    }

    /// Small words in the middle.
    pub(super) fn middle(
        &mut self,
        spans: &[Span],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let node = self.tree.add(scope.node, Tag::P);
        let lines = self.lines(spans, Style::SMALL.sized(7.8, 10.4), width, Align::Centre);
        paragraph(&lines, node, 2.0, items);
    }

    /// Position, a line to sign on, name.
    pub(super) fn signing(
        &mut self,
        (position, name, under): (&[Wording], &[Span], &[Wording]),
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let node = self.tree.add(scope.node, Tag::Div);
        let (left, line, gap) = (width * 0.40, width * 0.22, width * 0.03);
        let main = Style::BODY.bold();
        let who = self.wordings(position, (main, Style::CELL), left, Align::Left, node, true);
        let leading = Style::BODY.leading;
        let mut signed = VecDeque::from([Item::Solid(Solid {
            height: leading,
            marks: vec![{
                let mut mark = rule(line, 0.6, Ink::TEXT);
                mark.y = leading - 2.0;
                mark
            }],
            ..Solid::default()
        })]);
        let small = Style::SMALL.sized(7.4, 9.6);
        let below: Vec<_> = under.iter().map(|it| it.text.as_str()).collect();
        let owner = self.tree.add(node, Tag::P);
        let below = [Span::Text(below.join(" / "))];
        let lines = self.lines(&below, small, line, Align::Centre);
        paragraph(&lines, owner, 0.0, &mut signed);
        let owner = self.tree.add(node, Tag::P);
        let x = left + line + gap * 2.0;
        let lines = self.lines(name, main, width - x, Align::Left);
        let mut named = VecDeque::new();
        paragraph(&lines, owner, 0.0, &mut named);
        items.push_back(Item::Row(Row {
            before: 24.0,
            after: 10.0,
            width,
            cells: vec![
                Cell { items: who, ..Cell::default() },
                Cell { x: left + gap, items: signed, ..Cell::default() },
                Cell { x, items: named, ..Cell::default() },
            ],
            ..Row::default()
        }));
    }
}
