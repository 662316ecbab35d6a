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
}

impl Running {
    fn new(setter: &mut Setter, document: &Document) -> Self {
        let widest = Fields { page: 99_999, pages: 99_999 };
        let mut height = |line: &Line| {
            let (left, right) = parts(setter, line, widest);
            let count = left.len().max(right.len()).min(RUNNING_LINES);
            u16::try_from(count).map_or(0.0, f32::from) * Style::RUNNING.leading
        };
        let (header, footer) = (height(&document.header), height(&document.footer));
        Self {
            top: BODY_TOP.max(HEADER_TOP + header + 24.0),
            bottom: BODY_BOTTOM.max(FOOTER_BOTTOM + footer + 22.0),
            header,
            footer,
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
        line(setter, surface, &document.header, fields, HEADER_TOP)?;
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
    surface.push_transform(&Transform::from_row(
        cos,
        -sin,
        sin,
        cos,
        PAGE.0 / 2.0,
        PAGE.1 / 2.0,
    ));
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
mod tests {
    use super::*;
    use crate::document::sample;

    #[test]
    fn a_sample_is_written_for_the_eye() {
        let folder = std::env::temp_dir().join("tekseru-document");
        std::fs::create_dir_all(&folder).unwrap();
        let attachment = Attachment {
            name: "act.json".to_owned(),
            mime: "application/json".to_owned(),
            description: "Машина оқитын акт".to_owned(),
            bytes: b"{\"act\":7}".to_vec(),
            relationship: Relationship::Data,
        };
        let bytes = render(&sample::act(26), &[attachment]).unwrap();
        std::fs::write(folder.join("act.pdf"), bytes).unwrap();
    }
}
