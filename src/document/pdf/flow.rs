//! From measured pieces to pages.
//!
//! A piece is either solid (a line of text, a picture) or a row of cells that are filled side by
//! side and may go on over pages. Filling is one recursive function: a page takes from a queue
//! what fits, a row does the same for each of its cells.

use std::collections::VecDeque;
use std::rc::Rc;

use image::metadata::Orientation;
use krilla::image::Image;

use super::text::{Ink, Lines};
use crate::document::timeline::Rect as Bar;

/// Something drawn, relative to its piece, or to the page once placed. Points, from the top left.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) what: What,
    /// The node of the structure tree it belongs to; none for decoration.
    pub(super) owner: Option<usize>,
}

/// What a mark draws.
#[derive(Clone)]
pub(super) enum What {
    Fill {
        width: f32,
        height: f32,
        ink: Ink,
    },
    Image {
        image: Image,
        width: f32,
        height: f32,
        orientation: Orientation,
    },
    Line {
        lines: Rc<Lines>,
        index: usize,
    },
    /// Rectangles of a strip; `unit` is the size of one column and of one tenth of its height.
    Rects {
        rects: Rc<[Bar]>,
        unit: (f32, f32),
        ink: Ink,
    },
}

/// An entry of the outline.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) level: usize,
    pub(super) text: String,
    pub(super) y: f32,
}

/// A piece of the flow.
#[derive(Clone)]
pub(super) enum Item {
    Break,
    Row(Row),
    Solid(Solid),
}

/// A piece that is never broken.
#[derive(Clone, Default)]
pub(super) struct Solid {
    pub(super) before: f32,
    pub(super) after: f32,
    pub(super) height: f32,
    /// Not to be parted from the next piece.
    pub(super) keep: bool,
    pub(super) marks: Vec<Mark>,
    pub(super) entry: Option<Entry>,
}

/// Cells side by side.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub(super) before: f32,
    pub(super) after: f32,
    pub(super) keep: bool,
    pub(super) width: f32,
    pub(super) pad_top: f32,
    pub(super) pad_bottom: f32,
    pub(super) cells: Vec<Cell>,
    /// The ground.
    pub(super) fill: Option<Ink>,
    /// A bar at the left edge.
    pub(super) bar: Option<Ink>,
    /// Lines above and below: thickness and colour.
    pub(super) above: Option<(f32, Ink)>,
    pub(super) below: Option<(f32, Ink)>,
    /// Thin upright lines at these places.
    pub(super) upright: Vec<f32>,
    /// Repeated when the row starts a page.
    pub(super) head: Option<Rc<Row>>,
}

/// A cell of a row.
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) x: f32,
    /// Space above the first piece, so that baselines meet.
    pub(super) drop: f32,
    pub(super) items: VecDeque<Item>,
}

/// What stands on a page.
#[derive(Default)]
pub(super) struct Sheet {
    /// Tints, drawn before everything else so that they never cover a line.
    pub(super) grounds: Vec<Mark>,
    pub(super) marks: Vec<Mark>,
    pub(super) entries: Vec<Entry>,
}

/// A row taller than this share of a page may be broken though it would fit on the next page.
const WHOLE: f32 = 0.3;

impl Item {
    pub(super) fn before(&self) -> f32 {
        match self {
            Self::Break => 0.0,
            Self::Row(row) => row.before,
            Self::Solid(solid) => solid.before,
        }
    }

    pub(super) fn after(&self) -> f32 {
        match self {
            Self::Break => 0.0,
            Self::Row(row) => row.after,
            Self::Solid(solid) => solid.after,
        }
    }

    fn keep(&self) -> bool {
        match self {
            Self::Break => false,
            Self::Row(row) => row.keep,
            Self::Solid(solid) => solid.keep,
        }
    }

    fn height(&self) -> f32 {
        match self {
            Self::Break => 0.0,
            Self::Row(row) => row.height(),
            Self::Solid(solid) => solid.height,
        }
    }

    /// The least height worth starting with.
    fn least(&self, page: f32) -> f32 {
        match self {
            Self::Break => 0.0,
            Self::Row(row) => {
                let full = row.height();
                if full <= page * WHOLE {
                    return full;
                }
                let cells = row.cells.iter().map(|cell| cell.drop + chain(&cell.items, page));
                row.pad_top + row.pad_bottom + cells.fold(0.0, f32::max)
            }
            Self::Solid(solid) => solid.height,
        }
    }
}

impl Row {
    fn height(&self) -> f32 {
        let cells = self.cells.iter().map(|cell| cell.drop + height(&cell.items));
        self.pad_top + self.pad_bottom + cells.fold(0.0, f32::max)
    }
}

/// The height of pieces one under another.
fn height(items: &VecDeque<Item>) -> f32 {
    let mut total = 0.0;
    let mut after = None;
    for item in items {
        total += after.map_or(0.0, |after| item.before().max(after)) + item.height();
        after = Some(item.after());
    }
    total
}

/// The height of the first pieces that must stand together.
fn chain(items: &VecDeque<Item>, page: f32) -> f32 {
    let mut total = 0.0;
    let mut after = None;
    for item in items {
        total += after.map_or(0.0, |after| item.before().max(after));
        if !item.keep() {
            return total + item.least(page);
        }
        total += item.height();
        if total > page {
            return total;
        }
        after = Some(item.after());
    }
    total
}

/// Where and how pieces are placed.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    /// Drawn again as decoration, not as content.
    again: bool,
}

/// Distributes pieces over pages. `None` if there are more pages than `most`.
pub(super) fn pages(
    mut queue: VecDeque<Item>,
    left: f32,
    top: f32,
    room: f32,
    most: usize,
) -> Option<Vec<Sheet>> {
    let mut sheets = Vec::new();
    while !queue.is_empty() {
        if sheets.len() >= most {
            return None;
        }
        let mut sheet = Sheet::default();
        let place = Place { x: left, y: top, again: false };
        let used = fill(&mut queue, room, room, true, place, &mut sheet);
        if used > 0.0 || !sheet.marks.is_empty() {
            sheets.push(sheet);
        }
    }
    if sheets.is_empty() {
        sheets.push(Sheet::default());
    }
    Some(sheets)
}

/// Takes from the queue what fits into `room` and returns the height used. With `force` the first
/// piece is placed even where it does not fit, so that every page takes something.
fn fill(
    queue: &mut VecDeque<Item>,
    room: f32,
    page: f32,
    force: bool,
    at: Place,
    sheet: &mut Sheet,
) -> f32 {
    let mut used = 0.0;
    let mut after = None;
    let mut empty = true;
    if let Some(Item::Row(Row { head: Some(head), .. })) = queue.front() {
        let height = head.height();
        if height < room / 3.0 {
            place_row(head, Place { again: true, ..at }, sheet);
            used = height;
            after = Some(0.0);
        }
    }
    while let Some(item) = queue.front_mut() {
        if matches!(item, Item::Break) {
            queue.pop_front();
            if empty {
                continue;
            }
            break;
        }
        let gap = after.map_or(0.0, |after| item.before().max(after));
        let left = room - used - gap;
        let here = Place { y: at.y + used + gap, ..at };
        let must = force && empty;
        let full = item.height();
        let fits = full <= left;
        if !must && (!fits || item.keep()) {
            // What is too long for any page cannot be kept together.
            let together = chain(queue, page);
            let least = queue.front().map_or(0.0, |item| item.least(page));
            if (if together > page { least } else { together }) > left {
                break;
            }
        }
        let Some(item) = queue.front_mut() else { break };
        match item {
            Item::Row(row) if !fits => {
                if !must && full <= page * WHOLE {
                    break;
                }
                let taken = place_part(row, left, page, must, here, sheet);
                used += gap + taken;
                if row.cells.iter().all(|cell| cell.items.is_empty()) {
                    after = Some(row.after);
                    queue.pop_front();
                    empty = false;
                    continue;
                }
                break;
            }
            Item::Break => {}
            Item::Row(row) => {
                place_row(row, here, sheet);
                after = Some(row.after);
            }
            Item::Solid(solid) => {
                place_solid(solid, here, sheet);
                after = Some(solid.after);
            }
        }
        used += gap + full;
        empty = false;
        queue.pop_front();
    }
    used
}

/// Places as much of a row as fits; the rest stays in it.
fn place_part(
    row: &mut Row,
    room: f32,
    page: f32,
    force: bool,
    at: Place,
    sheet: &mut Sheet,
) -> f32 {
    let inner = room - row.pad_top - row.pad_bottom;
    let mut content = Sheet::default();
    let mut tallest = 0.0_f32;
    for cell in &mut row.cells {
        let place = Place { x: at.x + cell.x, y: at.y + row.pad_top + cell.drop, again: at.again };
        let taken = fill(&mut cell.items, inner - cell.drop, page, force, place, &mut content);
        tallest = tallest.max(cell.drop + taken);
        cell.drop = 0.0;
    }
    let height = row.pad_top + tallest + row.pad_bottom;
    ground(row, height, at, sheet);
    sheet.grounds.append(&mut content.grounds);
    sheet.marks.append(&mut content.marks);
    sheet.entries.append(&mut content.entries);
    height
}

fn place_row(row: &Row, at: Place, sheet: &mut Sheet) {
    ground(row, row.height(), at, sheet);
    for cell in &row.cells {
        let mut place =
            Place { x: at.x + cell.x, y: at.y + row.pad_top + cell.drop, again: at.again };
        let mut after = None;
        for item in &cell.items {
            place.y += after.map_or(0.0, |after| item.before().max(after));
            match item {
                Item::Break => {}
                Item::Row(row) => place_row(row, place, sheet),
                Item::Solid(solid) => place_solid(solid, place, sheet),
            }
            place.y += item.height();
            after = Some(item.after());
        }
    }
}

fn place_solid(solid: &Solid, at: Place, sheet: &mut Sheet) {
    for mark in &solid.marks {
        sheet.marks.push(Mark {
            x: at.x + mark.x,
            y: at.y + mark.y,
            what: mark.what.clone(),
            owner: if at.again { None } else { mark.owner },
        });
    }
    if let (Some(entry), false) = (&solid.entry, at.again) {
        sheet.entries.push(Entry { y: at.y, ..entry.clone() });
    }
}

/// The ground, bars and lines of a row of a height.
fn ground(row: &Row, height: f32, at: Place, sheet: &mut Sheet) {
    let mark = |x: f32, y: f32, width: f32, height: f32, ink: Ink| Mark {
        x: at.x + x,
        y: at.y + y,
        what: What::Fill { width, height, ink },
        owner: None,
    };
    if let Some(ink) = row.fill {
        sheet.grounds.push(mark(0.0, 0.0, row.width, height, ink));
    }
    let mut fill = |x, y, width, height, ink| sheet.marks.push(mark(x, y, width, height, ink));
    if let Some(ink) = row.bar {
        fill(0.0, 0.0, 2.4, height, ink);
    }
    for &x in &row.upright {
        fill(x, 0.0, 0.4, height, Ink::RULE);
    }
    if let Some((thickness, ink)) = row.above {
        fill(0.0, 0.0, row.width, thickness, ink);
    }
    if let Some((thickness, ink)) = row.below {
        fill(0.0, height - thickness, row.width, thickness, ink);
    }
}
