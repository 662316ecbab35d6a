//! From blocks to measured pieces and the structure tree.

use std::collections::VecDeque;
use std::num::NonZeroU16;
use std::rc::Rc;

use image::metadata::Orientation;
use krilla::image::Image;
use krilla::tagging::{
    Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use super::RenderError;
use super::flow::{Cell, Entry, Item, Mark, Row, Solid, What};
use super::text::{Family, Fields, Ink, Lines, Setter, Style};
use crate::document::picture::{self, Kind};
use crate::document::{
    Align, Block, Fact, Figure, Signature, Span, Strand, Table, Tone, Wording, plain, printable,
};

mod office;
mod timeline;

/// Blocks may stand in blocks this deep.
const MAX_DEPTH: usize = 12;
/// Between the columns of parallel text.
const GUTTER: f32 = 20.0;
/// Left and right of a table cell's text.
const PAD: f32 = 5.5;
/// The same in a table of many columns.
const DENSE_PAD: f32 = 3.0;

/// The structure tree while it grows.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

struct Node {
    tag: TagKind,
    children: Vec<Child>,
}

enum Child {
    Leaf(Identifier),
    Node(usize),
}

/// The node all others hang from.
pub(super) const ROOT: usize = 0;

impl Tree {
    fn new() -> Self {
        Self { nodes: vec![Node { tag: Tag::Part.into(), children: Vec::new() }] }
    }

    fn add(&mut self, parent: usize, tag: impl Into<TagKind>) -> usize {
        let id = self.nodes.len();
        self.nodes.push(Node { tag: tag.into(), children: Vec::new() });
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.push(Child::Node(id));
        }
        id
    }

    /// Hangs what was drawn under a node.
    pub(super) fn leaf(&mut self, node: usize, identifier: Identifier) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.children.push(Child::Leaf(identifier));
        }
    }

    fn group(&self, id: usize) -> Option<TagGroup> {
        let node = self.nodes.get(id)?;
        let mut group = TagGroup::new(node.tag.clone());
        for child in &node.children {
            match child {
                Child::Leaf(identifier) => group.push(*identifier),
                Child::Node(id) => {
                    if let Some(child) = self.group(*id) {
                        group.push(child);
                    }
                }
            }
        }
        Some(group)
    }

    /// The finished tree. Depth is bounded by that of the blocks.
    pub(super) fn finish(&self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        if let Some(root) = self.group(ROOT) {
            tree.push(root);
        }
        tree
    }
}

/// How blocks are set where they stand.
#[derive(Clone, Copy)]
struct Scope {
    style: Style,
    align: Align,
    /// Between paragraphs.
    gap: f32,
    depth: usize,
    node: usize,
}

/// Builds pieces.
pub(super) struct Builder<'a> {
    pub(super) setter: &'a mut Setter,
    pub(super) tree: Tree,
    titled: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(setter: &'a mut Setter, blocks: &[Block]) -> Self {
        let titled = blocks.iter().any(|block| matches!(block, Block::Title { .. }));
        Self { setter, tree: Tree::new(), titled }
    }

    /// The pieces of a whole document.
    pub(super) fn document(
        &mut self,
        blocks: &[Block],
        width: f32,
    ) -> Result<VecDeque<Item>, RenderError> {
        let scope =
            Scope { style: Style::BODY, align: Align::Left, gap: 6.0, depth: 0, node: ROOT };
        self.blocks(blocks, width, scope)
    }

    fn blocks(
        &mut self,
        blocks: &[Block],
        width: f32,
        scope: Scope,
    ) -> Result<VecDeque<Item>, RenderError> {
        if scope.depth > MAX_DEPTH {
            return Err(RenderError::Deep { most: MAX_DEPTH });
        }
        let mut items = VecDeque::new();
        for block in blocks {
            self.block(block, width, scope, &mut items)?;
        }
        Ok(items)
    }

    fn block(
        &mut self,
        block: &Block,
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        let inner = Scope { depth: scope.depth.saturating_add(1), ..scope };
        match block {
            Block::Blank { value, after, caption } => {
                self.blank((value, after, caption), width, inner, items);
                Ok(())
            }
            Block::Caption(spans) => {
                self.middle(spans, width, inner, items);
                Ok(())
            }
            Block::Facts(facts) => self.facts(facts, width, inner, items),
            Block::Figure(figure) => {
                self.figure(figure, width, inner, items);
                Ok(())
            }
            Block::Heading { level, texts } => {
                self.heading(*level, texts, width, scope, items);
                Ok(())
            }
            Block::Letterhead(strands) => self.letterhead(strands, width, inner, items),
            Block::List { ordered, items: entries } => {
                self.list(*ordered, entries, width, inner, items)
            }
            Block::Note { tone, blocks } => self.note(*tone, blocks, width, inner, items),
            Block::PageBreak => {
                if scope.depth == 0 {
                    items.push_back(Item::Break);
                }
                Ok(())
            }
            Block::Paragraph(spans) => {
                let node = self.tree.add(scope.node, Tag::P);
                let lines = self.lines(spans, scope.style, width, scope.align);
                paragraph(&lines, node, scope.gap, items);
                Ok(())
            }
            Block::Parallel(strands) => self.parallel(strands, width, inner, items),
            Block::Rule => {
                items.push_back(Item::Solid(Solid {
                    before: 10.0,
                    after: 10.0,
                    height: 0.5,
                    marks: vec![rule(width, 0.5, Ink::RULE)],
                    ..Solid::default()
                }));
                Ok(())
            }
            Block::Signatures(signatures) => {
                self.signatures(signatures, width, inner, items);
                Ok(())
            }
            Block::Signing { position, name, under } => {
                self.signing((position, name, under), width, inner, items);
                Ok(())
            }
            Block::Small(spans) => {
                let node = self.tree.add(scope.node, Tag::P);
                let size = Style::SMALL.size.min(scope.style.size);
                let style = Style::SMALL.sized(size, size * 1.38);
                let lines = self.lines(spans, style, width, scope.align);
                paragraph(&lines, node, 4.0, items);
                Ok(())
            }
            Block::Table(table) => self.table(table, width, inner, items),
            Block::Timeline(timeline) => {
                self.timeline(timeline, width, inner, items);
                Ok(())
            }
            Block::Title { over, texts, under } => {
                self.title(over, texts, under, width, scope, items);
                Ok(())
            }
        }
    }

    fn lines(&mut self, spans: &[Span], style: Style, width: f32, align: Align) -> Rc<Lines> {
        self.setter.set(spans, style, Fields::default(), width, align)
    }

    /// One text in several languages, one under another: the main one as given, the others back.
    fn wordings(
        &mut self,
        texts: &[Wording],
        styles: (Style, Style),
        width: f32,
        align: Align,
        node: usize,
        keep: bool,
    ) -> VecDeque<Item> {
        let mut items = VecDeque::new();
        for (at, wording) in texts.iter().enumerate() {
            let style = if at == 0 { styles.0 } else { styles.1 };
            let owner = self.tree.add(node, span_of(wording.language));
            let text = [Span::Text(wording.text.clone())];
            let lines = self.lines(&text, style, width, align);
            let from = items.len();
            // Large type needs a little air before the other language.
            let gap = if at > 0 && styles.0.size > 12.0 { style.size * 0.25 } else { 0.0 };
            paragraph(&lines, owner, gap, &mut items);
            for item in items.iter_mut().skip(from) {
                if let Item::Solid(solid) = item {
                    solid.keep |= keep;
                }
            }
        }
        items
    }

    fn title(
        &mut self,
        over: &[Wording],
        texts: &[Wording],
        under: &[Span],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let small = Style { family: Family::Sans, ..Style::BODY }.sized(8.4, 12.0).ink(Ink::QUIET);
        let node = self.tree.add(scope.node, Tag::P);
        let mut lines = self.wordings(over, (small, small), width, Align::Centre, node, true);
        pad(&mut lines, 0.0, 12.0);
        items.append(&mut lines);

        let heading = self.tree.add(scope.node, Tag::Hn(NonZeroU16::MIN, Some(joined(texts))));
        let main = Style::BODY.sized(17.0, 22.0).bold().ink(Ink::HEADING);
        let other = Style::BODY.sized(12.0, 17.0).ink(Ink::QUIET);
        // A measure narrower than the page keeps long titles in balanced lines.
        let measure = width * 0.86;
        let mut lines = self.wordings(texts, (main, other), measure, Align::Centre, heading, true);
        shift(&mut lines, (width - measure) / 2.0);
        enter(&mut lines, 0, joined(texts));
        pad(&mut lines, 0.0, 8.0);
        items.append(&mut lines);

        if !under.is_empty() {
            let node = self.tree.add(scope.node, Tag::P);
            let set = self.lines(under, Style::BODY, width, Align::Centre);
            let mut lines = VecDeque::new();
            paragraph(&set, node, 6.0, &mut lines);
            items.append(&mut lines);
        }
        items.push_back(Item::Solid(Solid {
            before: 12.0,
            after: 14.0,
            height: 1.0,
            marks: vec![rule(width, 1.0, Ink::HEADING)],
            ..Solid::default()
        }));
    }

    fn heading(
        &mut self,
        level: u8,
        texts: &[Wording],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let level = level.clamp(1, 4);
        let body = Style::BODY.ink(Ink::HEADING);
        let (main, other, before, after) = match level {
            1 => (body.sized(13.0, 17.0).bold(), body.sized(10.5, 14.0), 22.0, 7.0),
            2 => (body.sized(11.0, 15.0).bold(), body.sized(9.5, 13.0), 15.0, 5.0),
            3 => (body.sized(10.0, 14.0).bold(), body.sized(9.0, 12.4), 11.0, 4.0),
            _ => (body.sized(10.0, 14.0).italic(), body.sized(9.0, 12.4).italic(), 9.0, 3.0),
        };
        let depth = u16::from(level).saturating_add(u16::from(self.titled));
        let tag = Tag::Hn(NonZeroU16::new(depth).unwrap_or(NonZeroU16::MIN), Some(joined(texts)));
        let node = self.tree.add(scope.node, tag);
        let mut lines =
            self.wordings(texts, (main, other.ink(Ink::QUIET)), width, scope.align, node, true);
        enter(&mut lines, usize::from(level), joined(texts));
        pad(&mut lines, before, after);
        items.append(&mut lines);
    }

    fn list(
        &mut self,
        ordered: bool,
        entries: &[Vec<Block>],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        let numbering = if ordered { ListNumbering::Decimal } else { ListNumbering::Disc };
        let list = self.tree.add(scope.node, Tag::L(numbering));
        let mut markers = Vec::new();
        let mut indent = scope.style.size * 1.3;
        for at in 1..=entries.len() {
            let text = if ordered { format!("{at})") } else { "•".to_owned() };
            let lines = self.lines(&[Span::Text(text)], scope.style, width, Align::Left);
            indent = indent.max(lines.width() + scope.style.size * 0.5);
            markers.push(lines);
        }
        let gap = scope.gap * 0.6;
        for (at, (entry, marker)) in entries.iter().zip(markers).enumerate() {
            let node = self.tree.add(list, Tag::LI);
            let label = self.tree.add(node, Tag::Lbl);
            let body = self.tree.add(node, Tag::LBody);
            let mut bullet = VecDeque::new();
            paragraph(&marker, label, 0.0, &mut bullet);
            let content = self.blocks(entry, width - indent, Scope { node: body, gap, ..scope })?;
            items.push_back(Item::Row(Row {
                before: if at == 0 { scope.gap } else { gap },
                after: scope.gap,
                width,
                cells: vec![
                    Cell { items: bullet, ..Cell::default() },
                    Cell { x: indent, items: content, ..Cell::default() },
                ],
                ..Row::default()
            }));
            // Items stand closer to each other than to what follows the list.
            if at.saturating_add(1) < entries.len()
                && let Some(Item::Row(row)) = items.back_mut()
            {
                row.after = gap;
            }
        }
        Ok(())
    }

    fn note(
        &mut self,
        tone: Tone,
        blocks: &[Block],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        let node = self.tree.add(scope.node, Tag::Div);
        let content = self.blocks(blocks, width - 26.0, Scope { node, ..scope })?;
        items.push_back(Item::Row(Row {
            before: 10.0,
            after: 10.0,
            width,
            pad_top: 8.0,
            pad_bottom: 8.5,
            cells: vec![Cell { x: 14.0, items: content, ..Cell::default() }],
            fill: Some(Ink::tint(tone)),
            bar: Some(Ink::of(tone)),
            ..Row::default()
        }));
        Ok(())
    }

    fn parallel(
        &mut self,
        strands: &[Strand],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        if strands.is_empty() {
            return Ok(());
        }
        let column = column(strands.len(), GUTTER, width)?;
        let mut columns = Vec::new();
        let mut x = 0.0;
        let mut upright = Vec::new();
        for strand in strands {
            let tag = Tag::Div.with_lang(Some(strand.language.to_owned()));
            let node = self.tree.add(scope.node, tag);
            columns.push((x, node));
            if x > 0.0 {
                upright.push(x - GUTTER / 2.0);
            }
            x += column + GUTTER;
        }
        let rows = strands.iter().map(|strand| strand.blocks.len()).max().unwrap_or_default();
        for at in 0..rows {
            let mut row = Row { width, upright: upright.clone(), ..Row::default() };
            let mut heading = false;
            for (strand, &(x, node)) in strands.iter().zip(&columns) {
                let mut cell = Cell { x, ..Cell::default() };
                if let Some(block) = strand.blocks.get(at) {
                    heading |= matches!(block, Block::Heading { .. });
                    self.block(block, column, Scope { node, ..scope }, &mut cell.items)?;
                }
                let before = cell.items.front().map_or(0.0, Item::before);
                let after = cell.items.back().map_or(0.0, Item::after);
                row.before = row.before.max(before);
                row.after = row.after.max(after);
                row.cells.push(cell);
            }
            row.keep = heading;
            // The space between rows belongs to the row, so that the upright line runs through.
            if at.saturating_add(1) < rows {
                row.pad_bottom = row.after;
                row.after = 0.0;
            }
            if at > 0 {
                row.pad_top = (row.before - scope.gap).max(0.0);
                row.before = 0.0;
            }
            items.push_back(Item::Row(row));
        }
        Ok(())
    }

    fn baseline(&mut self, style: Style) -> f32 {
        self.lines(&[Span::Text("x".to_owned())], style, 100.0, Align::Left).baseline()
    }

    fn facts(
        &mut self,
        facts: &[Fact],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        let node = self.tree.add(scope.node, Tag::Table);
        let label_width = width * 0.33;
        let value_x = label_width + 12.0;
        let main = Style::LABEL.ink(Ink::TEXT);
        let drop = (self.baseline(scope.style) - self.baseline(main)).max(0.0);
        for (at, fact) in facts.iter().enumerate() {
            let row = self.tree.add(node, Tag::TR);
            let head = self.tree.add(row, Tag::TH(TableHeaderScope::Row));
            let data = self.tree.add(row, Tag::TD);
            let labels = self.wordings(
                &fact.labels,
                (main, Style::LABEL),
                label_width,
                Align::Left,
                head,
                false,
            );
            let value =
                self.blocks(&fact.value, width - value_x, Scope { node: data, gap: 3.0, ..scope })?;
            items.push_back(Item::Row(Row {
                before: if at == 0 { 8.0 } else { 0.0 },
                after: if at.saturating_add(1) == facts.len() { 8.0 } else { 0.0 },
                width,
                pad_top: 3.6,
                pad_bottom: 4.4,
                cells: vec![
                    Cell { x: 0.0, drop, items: labels },
                    Cell { x: value_x, items: value, ..Cell::default() },
                ],
                above: (at == 0).then_some((0.4, Ink::RULE)),
                below: Some((0.4, Ink::RULE)),
                ..Row::default()
            }));
        }
        Ok(())
    }

    fn table(
        &mut self,
        table: &Table,
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) -> Result<(), RenderError> {
        let count = table.columns.len();
        let weights: Vec<f32> =
            table.columns.iter().map(|column| f32::from(column.weight.max(1))).collect();
        let total: f32 = weights.iter().sum();
        let edge = if table.dense { DENSE_PAD } else { PAD };
        let widths: Vec<f32> = weights.iter().map(|weight| width * weight / total).collect();
        if count == 0 || widths.iter().any(|width| *width < 2.0 * edge + 8.0) {
            return Err(RenderError::Columns { count });
        }
        let node = self.tree.add(scope.node, Tag::Table);
        if !table.caption.is_empty() {
            let caption = self.tree.add(node, Tag::Caption);
            self.caption(&table.caption, width, caption, items);
        }
        let head_node = self.tree.add(node, Tag::THead);
        let body_node = self.tree.add(node, Tag::TBody);

        let label = if table.dense { Style::LABEL.sized(6.6, 8.8) } else { Style::LABEL };
        let line = self.tree.add(head_node, Tag::TR);
        let mut head = Row {
            before: 9.0,
            keep: true,
            width,
            pad_top: 4.6,
            pad_bottom: 5.0,
            fill: Some(Ink::HEAD),
            above: Some((0.9, Ink::HEADING)),
            below: Some((0.5, Ink::HEADING)),
            ..Row::default()
        };
        let mut x = 0.0;
        for (column, cell) in table.columns.iter().zip(&widths) {
            let owner = self.tree.add(line, Tag::TH(TableHeaderScope::Column));
            let titles = self.wordings(
                &column.titles,
                (label.bold().ink(Ink::HEADING), label),
                cell - 2.0 * edge,
                column.align,
                owner,
                false,
            );
            head.cells.push(Cell { x: x + edge, items: titles, ..Cell::default() });
            x += cell;
        }
        let head = Rc::new(head);
        items.push_back(Item::Row(Row::clone(&head)));

        let cell = if table.dense { Style::DENSE } else { Style::CELL };
        let style = Style { ink: scope.style.ink, ..cell };
        for (at, row) in table.rows.iter().enumerate() {
            let line = self.tree.add(body_node, Tag::TR);
            let last = at.saturating_add(1) == table.rows.len();
            let mut out = Row {
                after: if last { 10.0 } else { 0.0 },
                width,
                pad_top: 4.2,
                pad_bottom: 4.8,
                fill: row.tone.map(Ink::tint),
                below: Some(if last { (0.9, Ink::HEADING) } else { (0.4, Ink::RULE) }),
                head: Some(Rc::clone(&head)),
                ..Row::default()
            };
            let mut x = 0.0;
            for (at, (column, cell)) in table.columns.iter().zip(&widths).enumerate() {
                let node = self.tree.add(line, Tag::TD);
                let scope = Scope { style, align: column.align, gap: 2.5, node, ..scope };
                let mut content = VecDeque::new();
                let beyond = if at.saturating_add(1) == count { row.cells.len() } else { at + 1 };
                for blocks in row.cells.get(at..beyond).unwrap_or_default() {
                    content.append(&mut self.blocks(blocks, cell - 2.0 * edge, scope)?);
                }
                out.cells.push(Cell { x: x + edge, items: content, ..Cell::default() });
                x += cell;
            }
            items.push_back(Item::Row(out));
        }
        Ok(())
    }

    /// What stands over a table or a timeline; never parted from it.
    fn caption(&mut self, texts: &[Wording], width: f32, node: usize, items: &mut VecDeque<Item>) {
        let main = Style::CELL.bold().ink(Ink::HEADING);
        let mut lines = self.wordings(texts, (main, Style::SMALL), width, Align::Left, node, true);
        pad(&mut lines, 12.0, 4.0);
        items.append(&mut lines);
    }

    fn signatures(
        &mut self,
        signatures: &[Signature],
        width: f32,
        scope: Scope,
        items: &mut VecDeque<Item>,
    ) {
        let list = self.tree.add(scope.node, Tag::L(ListNumbering::None));
        let right = width * 0.36;
        let left = width - right - 16.0;
        for (at, signature) in signatures.iter().enumerate() {
            let node = self.tree.add(list, Tag::LI);
            let node = self.tree.add(node, Tag::LBody);
            let add = |builder: &mut Self, spans: &[Span], style, width, align| {
                let owner = builder.tree.add(node, Tag::P);
                let lines = builder.lines(spans, style, width, align);
                let mut out = VecDeque::new();
                paragraph(&lines, owner, 0.0, &mut out);
                out
            };
            let name = [Span::Strong(signature.name.clone())];
            let mut who = add(self, &name, Style::BODY, left, Align::Left);
            for text in [&signature.role, &signature.body] {
                if !text.is_empty() {
                    let text = [Span::Text(text.clone())];
                    who.append(&mut add(self, &text, Style::SMALL, left, Align::Left));
                }
            }
            let (tone, text) = &signature.state;
            let state = [Span::Verdict { tone: *tone, text: text.clone() }];
            let mut state = add(self, &state, Style::BODY, right, Align::Right);
            if let Some(time) = &signature.time {
                let time = [Span::Text(time.clone())];
                state.append(&mut add(self, &time, Style::SMALL, right, Align::Right));
            }
            if !signature.note.is_empty() {
                let style = Style::CELL;
                let mut note = add(self, &signature.note, style, left, Align::Left);
                pad(&mut note, 3.0, 0.0);
                who.append(&mut note);
            }
            let last = at.saturating_add(1) == signatures.len();
            items.push_back(Item::Row(Row {
                before: if at == 0 { 8.0 } else { 0.0 },
                after: if last { 8.0 } else { 0.0 },
                // All on one page, if a page can hold them.
                keep: !last,
                width,
                pad_top: 6.0,
                pad_bottom: 7.5,
                cells: vec![
                    Cell { items: who, ..Cell::default() },
                    Cell { x: width - right, items: state, ..Cell::default() },
                ],
                above: (at == 0).then_some((0.9, Ink::HEADING)),
                below: Some(if last { (0.9, Ink::HEADING) } else { (0.4, Ink::RULE) }),
                ..Row::default()
            }));
        }
    }

    fn figure(&mut self, figure: &Figure, width: f32, scope: Scope, items: &mut VecDeque<Item>) {
        let mut alternative = plain(&figure.caption);
        if alternative.trim().is_empty() {
            // PDF/UA asks for words: without a caption there are only these.
            alternative = "PNG/JPEG".to_owned();
        }
        let style = Style::SMALL;
        match load(&figure.bytes) {
            Ok((image, pixels, orientation)) => {
                let share = width * f32::from(figure.width.clamp(1, 100)) / 100.0;
                let tall = share * pixels.1 / pixels.0;
                // No picture takes more than two thirds of a page.
                let shrink = (500.0 / tall).min(1.0);
                let node = self.tree.add(scope.node, Tag::Figure(Some(alternative)));
                items.push_back(Item::Solid(Solid {
                    before: 10.0,
                    after: 4.0,
                    height: tall * shrink,
                    keep: !figure.caption.is_empty(),
                    marks: vec![Mark {
                        x: (width - share * shrink) / 2.0,
                        y: 0.0,
                        what: What::Image {
                            image,
                            width: share * shrink,
                            height: tall * shrink,
                            orientation,
                        },
                        owner: Some(node),
                    }],
                    ..Solid::default()
                }));
                if figure.caption.is_empty() {
                    return;
                }
                let node = self.tree.add(scope.node, Tag::P);
                let lines = self.lines(&figure.caption, style, width, Align::Centre);
                let mut caption = VecDeque::new();
                paragraph(&lines, node, 4.0, &mut caption);
                pad(&mut caption, 4.0, 10.0);
                items.append(&mut caption);
            }
            Err(reason) => {
                let node = self.tree.add(scope.node, Tag::P);
                let mut spans = vec![
                    Span::Verdict { tone: Tone::Open, text: "PNG/JPEG".to_owned() },
                    Span::Text(": ".to_owned()),
                    Span::Code(reason),
                    Span::Text("\n".to_owned()),
                ];
                spans.extend(figure.caption.iter().cloned());
                let lines = self.lines(&spans, style, width, Align::Centre);
                let mut caption = VecDeque::new();
                paragraph(&lines, node, 8.0, &mut caption);
                items.append(&mut caption);
            }
        }
    }
}

/// A picture for the PDF and its size as it is to be seen; edges are at most 20 000 pixels.
fn load(bytes: &[u8]) -> Result<(Image, (f32, f32), Orientation), String> {
    let seen = picture::look(bytes)?;
    let edge = |pixels: u32| u16::try_from(pixels).map(f32::from).map_err(|e| e.to_string());
    let (width, height) = (edge(seen.width)?, edge(seen.height)?);
    let image = match seen.kind {
        Kind::Jpeg => Image::from_jpeg(bytes.to_vec().into(), false)?,
        Kind::Png => Image::from_png(bytes.to_vec().into(), false)?,
    };
    let size = match seen.orientation {
        Orientation::FlipHorizontal
        | Orientation::FlipVertical
        | Orientation::NoTransforms
        | Orientation::Rotate180 => (width, height),
        Orientation::Rotate90
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270
        | Orientation::Rotate270FlipH => (height, width),
    };
    Ok((image, size, seen.orientation))
}

/// Width of each of several columns side by side.
fn column(count: usize, gap: f32, width: f32) -> Result<f32, RenderError> {
    let narrow = RenderError::Columns { count };
    let Some(count) = u16::try_from(count).ok().map(f32::from) else { return Err(narrow) };
    let column = (width - gap * (count - 1.0)) / count;
    if column < 40.0 { Err(narrow) } else { Ok(column) }
}

fn span_of(language: &str) -> Tag<krilla::tagging::kind::Span> {
    Tag::Span.with_lang(Some(language.to_owned()))
}

/// One text in several languages on one line.
fn joined(texts: &[Wording]) -> String {
    let texts: Vec<_> = texts
        .iter()
        .map(|wording| printable(&wording.text))
        .filter(|text| !text.trim().is_empty())
        .collect();
    // PDF/UA asks every heading for a name.
    if texts.is_empty() { "—".to_owned() } else { texts.join(" · ").replace('\n', " ") }
}

/// Words that a reader of the file speaks in place of a picture. PDF/UA asks for some.
fn spoken(alternative: &str) -> String {
    let text = printable(alternative).replace('\n', " ");
    if text.trim().is_empty() { "—".to_owned() } else { text }
}

fn rule(width: f32, thickness: f32, ink: Ink) -> Mark {
    Mark { x: 0.0, y: 0.0, what: What::Fill { width, height: thickness, ink }, owner: None }
}

/// The lines of a paragraph as pieces: never one line alone at the foot or the head of a page.
fn paragraph(lines: &Rc<Lines>, owner: usize, gap: f32, items: &mut VecDeque<Item>) {
    let count = lines.len();
    for index in 0..count {
        let last = index.saturating_add(1) == count;
        let keep = !last && (index == 0 || index.saturating_add(2) == count);
        items.push_back(Item::Solid(Solid {
            before: if index == 0 { gap } else { 0.0 },
            after: if last { gap } else { 0.0 },
            height: lines.leading(),
            keep,
            marks: vec![Mark {
                x: 0.0,
                y: 0.0,
                what: What::Line { lines: Rc::clone(lines), index },
                owner: Some(owner),
            }],
            entry: None,
        }));
    }
}

/// Sets the space before the first and after the last piece.
fn pad(items: &mut VecDeque<Item>, before: f32, after: f32) {
    if let Some(Item::Solid(first)) = items.front_mut() {
        first.before = before;
    }
    if let Some(Item::Solid(last)) = items.back_mut() {
        last.after = after;
    }
}

fn shift(items: &mut VecDeque<Item>, by: f32) {
    for item in items {
        if let Item::Solid(solid) = item {
            for mark in &mut solid.marks {
                mark.x += by;
            }
        }
    }
}

/// Puts the first piece into the outline.
fn enter(items: &mut VecDeque<Item>, level: usize, text: String) {
    if let Some(Item::Solid(first)) = items.front_mut() {
        first.entry = Some(Entry { level, text, y: 0.0 });
    }
}
