//! Documents as PDF/A-3: A4, tagged, fonts embedded, files attached.
//!
//! Conformance asked of the writer: PDF/A-3a ([ISO 19005-3]) and PDF/UA-1 ([ISO 14289-1]); it
//! refuses what it knows to break them.
//!
//! The same document gives the same bytes on every machine: the fonts are part of the program, the
//! only date is that of the document, and JPEG data is carried as it came.
//!
//! [ISO 19005-3]: https://www.iso.org/standard/57229.html
//! [ISO 14289-1]: https://www.iso.org/standard/64599.html
#![expect(clippy::float_arithmetic, reason = "page geometry, never a measure")]

use image::metadata::Orientation;
use jiff::tz::TimeZone;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};
use krilla::{Document as Pdf, SerializeSettings};

use self::build::{Builder, Tree};
use self::flow::{Entry, Mark, Sheet, What};
use self::text::{Family, Fields, Ink, Setter, Style};
use super::{Align, Attachment, Document, Line, Relationship, Span, printable};

mod build;
mod flow;
mod text;

/// Why a document cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Two attachments share a name, or a name or media type is not fit for a file.
    #[error("attachment {name:?}: {reason}")]
    Attachment {
        /// The name.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A table or parallel text has no columns, or so many that none can hold text.
    #[error("{count} columns do not fit on a page")]
    Columns {
        /// How many there are.
        count: usize,
    },
    /// Blocks stand in blocks too deep.
    #[error("blocks are nested deeper than {most}")]
    Deep {
        /// The deepest nesting allowed.
        most: usize,
    },
    /// A face of the program cannot be read.
    #[error("a built-in font cannot be read")]
    Font,
    /// A character got through without a glyph.
    #[error("no glyph for {text:?}")]
    Glyph {
        /// The text.
        text: String,
    },
    /// The document has more pages than a PDF of this program may have.
    #[error("more than {most} pages")]
    Long {
        /// The most pages allowed.
        most: usize,
    },
    /// The PDF writer refused.
    #[error("pdf writer: {reason}")]
    Writer {
        /// What it says.
        reason: String,
    },
}

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
/// The inner margin is wider: acts are bound.
const LEFT: f32 = 68.0;
const RIGHT: f32 = 56.0;
const WIDTH: f32 = PAGE.0 - LEFT - RIGHT;
const HEADER_TOP: f32 = 36.0;
const FOOTER_BOTTOM: f32 = 34.0;
const BODY_TOP: f32 = 74.0;
const BODY_BOTTOM: f32 = 70.0;
/// Running lines are cut after this many lines of text.
const RUNNING_LINES: usize = 4;
/// More pages than any act needs; beyond it something is wrong with the input.
const MAX_PAGES: usize = 20_000;

/// Renders a document with the files it carries.
///
/// # Errors
///
/// [`RenderError`] says what does not fit; a picture that cannot be shown is no error, its place
/// says why.
pub fn render(document: &Document, attachments: &[Attachment]) -> Result<Vec<u8>, RenderError> {
    let mut setter = Setter::new();
    let running = Running::new(&mut setter, document);
    let mut builder = Builder::new(&mut setter, &document.blocks);
    let items = builder.document(&document.blocks, WIDTH)?;
    let mut tree = builder.tree;
    let room = PAGE.1 - running.top - running.bottom;
    let sheets = flow::pages(items, LEFT, running.top, room, MAX_PAGES)
        .ok_or(RenderError::Long { most: MAX_PAGES })?;

    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| RenderError::Writer { reason: format!("{error:?}") })?;
    let mut pdf =
        Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    for (at, sheet) in sheets.iter().enumerate() {
        let fields = Fields { page: at.saturating_add(1), pages: sheets.len() };
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1)
            .ok_or_else(|| RenderError::Writer { reason: "page size".to_owned() })?;
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        running.draw(&mut setter, &mut surface, document, fields)?;
        draw(&mut setter, &mut surface, sheet, &mut tree)?;
        surface.finish();
        page.finish();
    }
    pdf.set_outline(outline(&sheets, &document.title));
    pdf.set_tag_tree(tree.finish(document.language));
    let created = date(document);
    let own = |text: &str| printable(text).into_owned();
    pdf.set_metadata(
        Metadata::new()
            .title(own(&document.title))
            .authors(vec![own(&document.author)])
            .description(own(&document.subject))
            .language(document.language.to_owned())
            .creator("tekseru".to_owned())
            .creation_date(created),
    );
    for attachment in attachments {
        attach(&mut pdf, attachment, created)?;
    }
    pdf.finish().map_err(|error| RenderError::Writer { reason: format!("{error}: {error:?}") })
}

fn attach(pdf: &mut Pdf, attachment: &Attachment, date: DateTime) -> Result<(), RenderError> {
    let refuse = |reason| RenderError::Attachment { name: attachment.name.clone(), reason };
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '/' | '\\' | ':');
    if attachment.name.is_empty() || !attachment.name.chars().all(plain) {
        return Err(refuse("the name must be printable ASCII without separators"));
    }
    let mime_type =
        MimeType::new(&attachment.mime).ok_or_else(|| refuse("this is not a media type"))?;
    let file = EmbeddedFile {
        path: attachment.name.clone(),
        mime_type: Some(mime_type),
        description: Some(printable(&attachment.description).into_owned()),
        association_kind: match attachment.relationship {
            Relationship::Alternative => AssociationKind::Alternative,
            Relationship::Data => AssociationKind::Data,
            Relationship::Source => AssociationKind::Source,
            Relationship::Supplement => AssociationKind::Supplement,
        },
        data: attachment.bytes.clone().into(),
        modification_date: Some(date),
        compress: None,
        location: None,
    };
    pdf.embed_file(file).ok_or_else(|| refuse("another attachment has this name"))
}

/// The date of the document in UTC; years outside 0–9999 are cut to that range.
fn date(document: &Document) -> DateTime {
    let moment = document.created.to_zoned(TimeZone::UTC);
    let small = |value: i8| u8::try_from(value).unwrap_or(0);
    DateTime::new(u16::try_from(moment.year()).unwrap_or(0))
        .month(small(moment.month()))
        .day(small(moment.day()))
        .hour(small(moment.hour()))
        .minute(small(moment.minute()))
        .second(small(moment.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// Nests the entries by their levels. A document without headings gets its title.
fn outline(sheets: &[Sheet], title: &str) -> Outline {
    let mut entries: Vec<(usize, &Entry)> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        entries.extend(sheet.entries.iter().map(|entry| (page, entry)));
    }
    let mut outline = Outline::new();
    if entries.is_empty() {
        let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(printable(title).into_owned(), top));
    }
    let mut rest = entries.as_slice();
    while let Some((node, after)) = nest(rest) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

/// The first entry with everything below it, and the entries after that. Levels are 0 to 4.
fn nest<'a>(entries: &'a [(usize, &'a Entry)]) -> Option<(OutlineNode, &'a [(usize, &'a Entry)])> {
    let (&(page, entry), mut rest) = entries.split_first()?;
    let y = (entry.y - 8.0).max(0.0);
    let place = XyzDestination::new(page, Point::from_xy(0.0, y));
    let mut node = OutlineNode::new(entry.text.clone(), place);
    // The title stands beside the sections, not above them.
    while entry.level > 0 && rest.first().is_some_and(|(_, next)| next.level > entry.level) {
        let Some((child, after)) = nest(rest) else { break };
        node.push_child(child);
        rest = after;
    }
    Some((node, rest))
}

/// What is the same on every page.
struct Running {
    top: f32,
    bottom: f32,
    header: f32,
    footer: f32,
    head: Line,
}

impl Running {
    fn new(setter: &mut Setter, document: &Document) -> Self {
        let widest = Fields { page: 99_999, pages: 99_999 };
        let mut height = |line: &Line| {
            let (left, right) = parts(setter, line, widest);
            let count = left.len().max(right.len()).min(RUNNING_LINES);
            u16::try_from(count).map_or(0.0, f32::from) * Style::RUNNING.leading
        };
        let head = marked(document);
        let (header, footer) = (height(&head), height(&document.footer));
        Self {
            top: BODY_TOP.max(HEADER_TOP + header + 24.0),
            bottom: BODY_BOTTOM.max(FOOTER_BOTTOM + footer + 22.0),
            header,
            footer,
            head,
        }
    }

    fn draw(
        &self,
        setter: &mut Setter,
        surface: &mut Surface<'_>,
        document: &Document,
        fields: Fields,
    ) -> Result<(), RenderError> {
        if let Some(mark) = &document.mark {
            surface.start_tagged(artifact(ArtifactType::Watermark));
            watermark(setter, surface, mark)?;
            surface.end_tagged();
        }
        surface.start_tagged(artifact(ArtifactType::Header));
        line(setter, surface, &self.head, fields, HEADER_TOP)?;
        bar(surface, LEFT, HEADER_TOP + self.header + 4.0, WIDTH, 0.5, Ink::RULE);
        surface.end_tagged();
        surface.start_tagged(artifact(ArtifactType::Footer));
        let top = PAGE.1 - FOOTER_BOTTOM - self.footer;
        bar(surface, LEFT, top - 5.0, WIDTH, 0.5, Ink::RULE);
        line(setter, surface, &document.footer, fields, top)?;
        surface.end_tagged();
        Ok(())
    }
}

/// The header; a mark stands in it as well, because tables and boxes cover the one behind them.
fn marked(document: &Document) -> Line {
    let mut line = document.header.clone();
    if let Some(mark) = &document.mark {
        let gap = if line.right.is_empty() { "" } else { "  ·  " };
        line.right.insert(0, Span::Text(gap.to_owned()));
        line.right.insert(0, Span::Strong(mark.clone()));
    }
    line
}

type Part = std::rc::Rc<text::Lines>;

/// The two parts of a running line; the left one takes what the right one leaves.
fn parts(setter: &mut Setter, line: &Line, fields: Fields) -> (Part, Part) {
    let most = if line.left.is_empty() { WIDTH } else { WIDTH / 2.0 };
    let right = setter.set(&line.right, Style::RUNNING, fields, most, Align::Left);
    let taken = if line.right.is_empty() { 0.0 } else { right.width() + 14.0 };
    let left = setter.set(&line.left, Style::RUNNING, fields, WIDTH - taken, Align::Left);
    (left, right)
}

fn line(
    setter: &mut Setter,
    surface: &mut Surface<'_>,
    line: &Line,
    fields: Fields,
    top: f32,
) -> Result<(), RenderError> {
    let (left, right) = parts(setter, line, fields);
    for (part, x) in [(&left, LEFT), (&right, LEFT + WIDTH - right.width())] {
        let mut y = top;
        for index in 0..part.len().min(RUNNING_LINES) {
            setter.draw(surface, part, index, x, y)?;
            y += part.leading();
        }
    }
    Ok(())
}

/// A word across the page, from the lower left to the upper right.
fn watermark(
    setter: &mut Setter,
    surface: &mut Surface<'_>,
    word: &str,
) -> Result<(), RenderError> {
    let probe = Style { family: Family::Sans, ..Style::BODY }.sized(100.0, 120.0).bold();
    let span = [Span::Text(word.replace('\n', " "))];
    let wide = setter.set(&span, probe, Fields::default(), 1.0e6, Align::Left).width();
    let size = (100.0 * 640.0 / wide.max(1.0)).min(110.0);
    let style = probe.sized(size, size * 1.2).ink(Ink::MARK);
    let lines = setter.set(&span, style, Fields::default(), 1.0e6, Align::Left);
    // The direction of the diagonal, as constants: no trigonometry of the machine.
    let (cos, sin) = (0.577_35, 0.816_497);
    surface.push_transform(&Transform::from_row(cos, -sin, sin, cos, PAGE.0 / 2.0, PAGE.1 / 2.0));
    let drawn = setter.draw(surface, &lines, 0, -lines.width() / 2.0, -size * 0.6);
    surface.pop();
    drawn
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

/// Draws the marks of a page; neighbours of one owner become one piece of tagged content.
fn draw(
    setter: &mut Setter,
    surface: &mut Surface<'_>,
    sheet: &Sheet,
    tree: &mut Tree,
) -> Result<(), RenderError> {
    if !sheet.grounds.is_empty() {
        surface.start_tagged(artifact(ArtifactType::Layout));
        let drawn = sheet.grounds.iter().try_for_each(|mark| draw_mark(setter, surface, mark));
        surface.end_tagged();
        drawn?;
    }
    for marks in sheet.marks.chunk_by(|one, next| one.owner == next.owner) {
        let owner = marks.first().and_then(|mark| mark.owner);
        match owner {
            Some(node) => {
                let identifier = surface.start_tagged(ContentTag::Other);
                tree.leaf(node, identifier);
            }
            None => {
                surface.start_tagged(artifact(ArtifactType::Layout));
            }
        }
        let drawn = marks.iter().try_for_each(|mark| draw_mark(setter, surface, mark));
        surface.end_tagged();
        drawn?;
    }
    Ok(())
}

fn draw_mark(
    setter: &mut Setter,
    surface: &mut Surface<'_>,
    mark: &Mark,
) -> Result<(), RenderError> {
    match &mark.what {
        What::Fill { width, height, ink } => {
            bar(surface, mark.x, mark.y, *width, *height, *ink);
            Ok(())
        }
        What::Image { image, width, height, orientation } => {
            let (x, y, w, h) = (mark.x, mark.y, *width, *height);
            // The picture as stored fills (0, 0)–(w, h), or (h, w) where it lies on its side.
            let (transform, stored) = match orientation {
                Orientation::NoTransforms => ((1.0, 0.0, 0.0, 1.0, x, y), (w, h)),
                Orientation::FlipHorizontal => ((-1.0, 0.0, 0.0, 1.0, x + w, y), (w, h)),
                Orientation::FlipVertical => ((1.0, 0.0, 0.0, -1.0, x, y + h), (w, h)),
                Orientation::Rotate180 => ((-1.0, 0.0, 0.0, -1.0, x + w, y + h), (w, h)),
                Orientation::Rotate90 => ((0.0, 1.0, -1.0, 0.0, x + w, y), (h, w)),
                Orientation::Rotate270 => ((0.0, -1.0, 1.0, 0.0, x, y + h), (h, w)),
                Orientation::Rotate90FlipH => ((0.0, 1.0, 1.0, 0.0, x, y), (h, w)),
                Orientation::Rotate270FlipH => ((0.0, -1.0, -1.0, 0.0, x + w, y + h), (h, w)),
            };
            let (a, b, c, d, e, f) = transform;
            if let Some(size) = Size::from_wh(stored.0, stored.1) {
                surface.push_transform(&Transform::from_row(a, b, c, d, e, f));
                surface.draw_image(image.clone(), size);
                surface.pop();
            }
            Ok(())
        }
        What::Line { lines, index } => setter.draw(surface, lines, *index, mark.x, mark.y),
        What::Rects { rects, unit, ink } => {
            let mut path = PathBuilder::new();
            for it in rects.iter() {
                let place = |at: u16, unit: f32| f32::from(at) * unit;
                let rect = Rect::from_xywh(
                    mark.x + place(it.left, unit.0),
                    mark.y + place(it.top, unit.1),
                    place(it.width, unit.0),
                    place(it.height, unit.1),
                );
                if let Some(rect) = rect {
                    path.push_rect(rect);
                }
            }
            if let Some(path) = path.finish() {
                surface.set_fill(Some(ink.fill()));
                surface.draw_path(&path);
            }
            Ok(())
        }
    }
}

fn bar(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(ink.fill()));
        surface.draw_path(&path);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::text::FACES;
    use super::*;
    use crate::document::{Block, COVERED, Column, Figure, Row, Strand, Table, Wording, sample};

    fn attachment(name: &str) -> Attachment {
        Attachment {
            name: name.to_owned(),
            mime: "application/json".to_owned(),
            description: "Машина оқитын акт".to_owned(),
            bytes: b"{\"act\":7}".to_vec(),
            relationship: Relationship::Data,
        }
    }

    fn made(blocks: Vec<Block>) -> Vec<u8> {
        render(&sample::around(blocks), &[]).unwrap()
    }

    /// The text of each page as `pdftotext` reads it; `None`, aloud, where there is no such tool.
    pub(crate) fn pages(pdf: &[u8]) -> Option<Vec<String>> {
        let tool = Command::new("pdftotext")
            .args(["-layout", "-enc", "UTF-8", "-", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut tool) = tool else {
            println!("skipped: pdftotext absent");
            return None;
        };
        let mut input = tool.stdin.take().unwrap();
        let bytes = pdf.to_vec();
        let writer = std::thread::spawn(move || input.write_all(&bytes));
        let out = tool.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(out.status.success());
        let text = String::from_utf8(out.stdout).unwrap();
        let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
        // Every page ends with a form feed.
        assert_eq!(pages.pop().unwrap().trim(), "");
        Some(pages)
    }

    /// All text without white space, so that the breaking of lines does not matter.
    fn tight(pages: &[String]) -> String {
        pages.concat().split_whitespace().collect()
    }

    #[test]
    fn a_sample_is_written_for_the_eye() {
        let folder = std::env::temp_dir().join("tekseru-document");
        std::fs::create_dir_all(&folder).unwrap();
        let mut document = sample::act(26);
        std::fs::write(
            folder.join("act.pdf"),
            render(&document, &[attachment("act.json")]).unwrap(),
        )
        .unwrap();
        document.mark = Some("ӨЗІН-ӨЗІ ТЕКСЕРУ".to_owned());
        std::fs::write(folder.join("marked.pdf"), render(&document, &[]).unwrap()).unwrap();
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        let once = render(&sample::act(9), &[attachment("act.json")]).unwrap();
        let again = render(&sample::act(9), &[attachment("act.json")]).unwrap();
        assert!(once == again);
    }

    #[test]
    fn the_file_says_pdf_a_3a_and_pdf_ua_1() {
        let pdf = made(vec![Block::text("Акт")]);
        let text = String::from_utf8_lossy(&pdf);
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert!(text.contains("<pdfaid:part>3</pdfaid:part>"));
        assert!(text.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
        assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    }

    #[test]
    fn an_attachment_comes_out_as_it_went_in() {
        let pdf = render(&sample::act(2), &[attachment("act.json"), attachment("b.json")]).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        assert_eq!(text.matches("/AFRelationship/Data").count(), 2);
        let folder = std::env::temp_dir().join(format!("tekseru-attached-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("in.pdf"), &pdf).unwrap();
        let out = Command::new("pdfdetach")
            .args(["-save", "1", "-o"])
            .arg(folder.join("out.json"))
            .arg(folder.join("in.pdf"))
            .output();
        match out {
            Ok(_) => {
                let bytes = std::fs::read(folder.join("out.json")).unwrap();
                assert_eq!(bytes, b"{\"act\":7}");
            }
            Err(_) => println!("skipped: pdfdetach absent"),
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn attachments_with_bad_or_equal_names_are_refused() {
        let document = sample::around(vec![]);
        for name in ["", "../act.json", "a\\b", "a\u{0}", "акт.json"] {
            let error = render(&document, &[attachment(name)]).unwrap_err();
            assert!(matches!(error, RenderError::Attachment { .. }), "{name:?}: {error}");
        }
        let twice = [attachment("act.json"), attachment("act.json")];
        assert!(matches!(render(&document, &twice), Err(RenderError::Attachment { .. })));
    }

    #[test]
    fn every_page_carries_its_number_and_the_whole_hash() {
        let Some(pages) = pages(&made(vec![sample::table(120)])) else { return };
        assert!(pages.len() > 5);
        for (at, page) in pages.iter().enumerate() {
            assert!(page.contains(sample::HASH), "page {}", at + 1);
            assert!(page.contains("№ 7/2026 АКТ"), "page {}", at + 1);
            let number = format!("{}-бет / {}", at + 1, pages.len());
            assert!(page.contains(&number), "page {}: {page}", at + 1);
        }
    }

    #[test]
    fn a_table_of_thirty_pages_repeats_its_head_and_loses_no_row() {
        let rows = 520;
        let Some(pages) = pages(&made(vec![sample::table(rows)])) else { return };
        assert!(pages.len() >= 30, "{}", pages.len());
        let mut next = 1;
        for page in &pages {
            assert_eq!(page.matches("Предмет и результат проверки").count(), 1);
            for line in page.lines() {
                let mut words = line.split_whitespace();
                if words.next() == Some(next.to_string().as_str()) && words.next() == Some("12") {
                    next += 1;
                }
            }
        }
        assert_eq!(next, rows + 1);
    }

    #[test]
    fn a_cell_taller_than_a_page_goes_on_over_pages() {
        let words: Vec<String> = (0..6000).map(|at| format!("сөз{at}")).collect();
        let column = |weight| Column {
            titles: vec![Wording::new("kk", "Бағана")],
            weight,
            align: Align::Left,
        };
        let table = Table {
            caption: vec![],
            dense: false,
            columns: vec![column(1), column(3)],
            rows: vec![Row::new(vec![
                vec![Block::text("қысқа")],
                vec![Block::text(words.join(" "))],
            ])],
        };
        let Some(pages) = pages(&made(vec![Block::Table(table)])) else { return };
        assert!(pages.len() > 3);
        for page in &pages {
            assert_eq!(page.matches("Бағана").count(), 2);
        }
        let all = tight(&pages);
        for word in &words {
            assert!(all.contains(word), "{word}");
        }
    }

    #[test]
    fn a_heading_does_not_stand_alone_at_the_foot_of_a_page() {
        for filler in 30..48 {
            let mut blocks: Vec<Block> = (0..filler).map(|_| Block::text("жол")).collect();
            blocks.push(Block::Heading { level: 1, texts: vec![Wording::new("kk", "БАС")] });
            blocks.push(Block::text("ДЕНЕ"));
            let Some(pages) = pages(&made(blocks)) else { return };
            let head = pages.iter().position(|page| page.contains("БАС")).unwrap();
            let body = pages.iter().position(|page| page.contains("ДЕНЕ")).unwrap();
            assert_eq!(head, body, "{filler} lines before");
        }
    }

    #[test]
    fn a_chain_longer_than_a_page_is_broken_where_pages_end() {
        let heading = || Block::Heading { level: 1, texts: vec![Wording::new("kk", "Бас")] };
        let Some(pages) = pages(&made((0..60).map(|_| heading()).collect())) else { return };
        assert!(pages.len() <= 5, "{}", pages.len());
    }

    #[test]
    fn hostile_text_is_shown_and_breaks_nothing() {
        let long = "Ұ".repeat(9000);
        let spans = vec![
            Span::Text("a\u{202e}b\u{200b}c\u{1b}[31m\u{0}\u{feff}漢🦊\u{e000}\u{301}".to_owned()),
            Span::Code(long.clone()),
            Span::Verdict { tone: crate::document::Tone::Good, text: "\u{2066}".to_owned() },
            Span::Text("\n\n\r\n\u{2028}".to_owned()),
            Span::Text(long.clone()),
            Span::Text(String::new()),
        ];
        let mut document = sample::around(vec![
            Block::Paragraph(spans.clone()),
            Block::Paragraph(vec![]),
            Block::Title { over: vec![], texts: vec![], under: vec![] },
            Block::Heading { level: 0, texts: vec![] },
            Block::Parallel(vec![Strand { language: "kk", blocks: vec![] }]),
            Block::Signatures(vec![]),
            Block::Facts(vec![]),
            Block::PageBreak,
            Block::PageBreak,
        ]);
        document.title = "\u{202e}\n".to_owned();
        document.mark = Some("\u{202e}".to_owned());
        document.header = Line { left: spans.clone(), right: spans };
        let pdf = render(&document, &[]).unwrap();
        let Some(pages) = pages(&pdf) else { return };
        let all = tight(&pages);
        for shown in
            ["a⟨U+202E⟩b⟨U+200B⟩c⟨U+001B⟩[31m⟨U+0000⟩", "⟨U+6F22⟩⟨U+1F98A⟩⟨U+E000⟩⟨U+0301⟩"]
        {
            assert!(all.contains(shown), "{shown}");
        }
        // At least the two of the body; those of the header are cut.
        assert!(all.matches('Ұ').count() >= 2 * 9000);
    }

    #[test]
    fn tables_and_columns_that_cannot_hold_text_are_refused() {
        let empty = Table { caption: vec![], dense: false, columns: vec![], rows: vec![] };
        let strand = Strand { language: "kk", blocks: vec![] };
        for block in [Block::Table(empty), Block::Parallel(vec![strand; 100])] {
            let error = render(&sample::around(vec![block]), &[]).unwrap_err();
            assert!(matches!(error, RenderError::Columns { .. }), "{error}");
        }
        let mut block = Block::text("x");
        for _ in 0..40 {
            block = Block::List { ordered: false, items: vec![vec![block]] };
        }
        let error = render(&sample::around(vec![block]), &[]).unwrap_err();
        assert!(matches!(error, RenderError::Deep { .. }), "{error}");
    }

    #[test]
    fn pictures_are_carried_and_what_is_none_is_named() {
        let figure = |bytes: Vec<u8>| {
            Block::Figure(Figure {
                bytes,
                caption: vec![Span::Text("Сурет".to_owned())],
                width: 50,
            })
        };
        let with = |bytes| made(vec![figure(bytes)]);
        for bytes in [sample::png(), sample::jpeg()] {
            let pdf = with(bytes);
            assert!(String::from_utf8_lossy(&pdf).contains("/Subtype/Image"));
        }
        let mut cut = sample::png();
        cut.truncate(cut.len() / 2);
        for bytes in [cut, b"<svg/>".to_vec(), Vec::new(), b"\x89PNG\r\n\x1a\n".to_vec()] {
            let pdf = with(bytes);
            assert!(!String::from_utf8_lossy(&pdf).contains("/Subtype/Image"));
            if let Some(pages) = pages(&pdf) {
                assert!(pages[0].contains("PNG/JPEG") && pages[0].contains("Сурет"));
            }
        }
    }

    /// A JPEG, black at the left and white at the right, that a camera marked as lying on its side.
    fn turned(orientation: u8) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(200, 100, |x, _| {
            if x < 100 { image::Rgb([0, 0, 0]) } else { image::Rgb([255, 255, 255]) }
        });
        let mut file = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
        let file = file.into_inner();
        // Exif 2.3 section 4.5.2: APP1 with one entry, tag 0x0112, SHORT, count 1.
        let mut out = file[..2].to_vec();
        out.extend(b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
        out.extend([orientation, 0, 0, 0, 0, 0, 0]);
        out.extend(&file[2..]);
        out
    }

    #[test]
    fn a_photo_is_turned_as_the_camera_says() {
        // Orientation 6: the left edge of what is stored is the top; 8: it is the bottom.
        for (orientation, top_is_black) in [(6, true), (8, false), (5, true), (7, false)] {
            let figure = Figure { bytes: turned(orientation), caption: vec![], width: 100 };
            let pdf = made(vec![Block::Figure(figure)]);
            let tool = Command::new("pdftoppm")
                .args(["-r", "36", "-gray", "-"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn();
            let Ok(mut tool) = tool else {
                println!("skipped: pdftoppm absent");
                return;
            };
            let mut input = tool.stdin.take().unwrap();
            let writer = std::thread::spawn(move || input.write_all(&pdf));
            let out = tool.wait_with_output().unwrap().stdout;
            writer.join().unwrap().unwrap();
            // P5, width, height, 255, then a byte a pixel; half a point to a pixel.
            let (width, height) = (298, 421);
            assert!(out.starts_with(b"P5\n298 421\n255\n"));
            let pixels = &out[out.len() - width * height..];
            let at = |x: usize, y: usize| pixels[y * width + x];
            let (upper, lower) = (at(150, 37 + 60), at(150, 37 + 190));
            assert_eq!((upper < 64, lower < 64), (top_is_black, !top_is_black), "{orientation}");
            // It stands upright: nothing beside it.
            assert!(at(60, 97) > 200 && at(240, 97) > 200);
        }
    }

    /// Kazakh, Russian and English letters, and the signs every text needs.
    const LETTERS: &str = "ӘҒҚҢӨҰҮҺІәғқңөұүһі\
        АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя\
        ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789₸№«»–—§±.,;:!?()[]/%+-=*\"'";
    const SIGNS: &str = "≥≤✓✗≠≈→←−∞■□●○☐☑☒⟨⟩";

    fn has(face: &[u8], character: char) -> bool {
        use parley::fontique::{FontInfo, SourceInfo, SourceKind};
        let blob = parley::fontique::Blob::new(std::sync::Arc::new(face.to_vec()));
        let source = SourceInfo::new(parley::fontique::SourceId::new(), SourceKind::Memory(blob));
        let font = FontInfo::from_source(source, 0).unwrap();
        let map = font.charmap_index();
        map.charmap(face).unwrap().map(character).is_some_and(|glyph| glyph != 0)
    }

    #[test]
    fn every_letter_is_in_every_face_and_every_sign_behind_it() {
        let symbols = FACES.last().unwrap().1;
        for (family, face) in FACES.iter().take(FACES.len() - 1) {
            for letter in LETTERS.chars() {
                assert!(has(face, letter), "{family}: {letter}");
            }
            for sign in SIGNS.chars() {
                assert!(has(face, sign) || has(symbols, sign), "{family}: {sign}");
            }
        }
    }

    #[test]
    fn every_covered_character_is_printed_in_every_face() {
        // Spaces at an end of a line are not read back, so only what has ink is counted.
        let all: String = COVERED.iter().flat_map(|&(first, last)| first..=last).collect();
        let blocks = [Span::Text, Span::Strong, Span::Emphasis, Span::Code]
            .map(|face| Block::Paragraph(vec![face(all.clone())]));
        let mut document = sample::around(blocks.to_vec());
        document.blocks.push(Block::Heading {
            level: 4,
            texts: vec![Wording::new("en", "x"), Wording::new("en", all.clone())],
        });
        // Sans and bold sans, and bold italic, which only spans in a slanted heading use.
        document.blocks.push(Block::Table(Table {
            caption: vec![],
            dense: false,
            columns: vec![Column {
                titles: vec![Wording::new("en", all.clone()), Wording::new("en", all.clone())],
                weight: 1,
                align: Align::Left,
            }],
            rows: vec![],
        }));
        // A glyph that is missing is an error of the renderer.
        render(&document, &[]).unwrap();
    }
}
