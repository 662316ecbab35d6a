//! Setting text in lines: faces, sizes, colours.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use krilla::color::rgb;
use krilla::geom::Point;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    Alignment, FontContext, FontFamily, FontFamilyName, FontStyle, FontWeight, Layout,
    LayoutContext, LineHeight, OverflowWrap, StyleProperty, WordBreak,
};

use super::RenderError;
use crate::document::{Align, Span, Tone, printable};

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8);

impl Ink {
    /// Body text.
    pub(super) const TEXT: Self = Self(0x1b, 0x1e, 0x22);
    /// Headings.
    pub(super) const HEADING: Self = Self(0x14, 0x2c, 0x4a);
    /// What stands back: labels, running lines.
    pub(super) const QUIET: Self = Self(0x55, 0x5e, 0x68);
    /// Thin lines.
    pub(super) const RULE: Self = Self(0xc3, 0xc9, 0xd0);
    /// A word across the page, behind the text.
    pub(super) const MARK: Self = Self(0xea, 0xec, 0xef);
    /// What is as it should be, in a picture: lighter in black and white than what is not.
    pub(super) const BAR: Self = Self(0x6f, 0xae, 0x87);
    /// The ground of a table's head.
    pub(super) const HEAD: Self = Self(0xf1, 0xf3, 0xf6);

    /// The colour of a verdict's word.
    pub(super) fn of(tone: Tone) -> Self {
        match tone {
            Tone::Bad => Self(0x9b, 0x1c, 0x1c),
            Tone::Good => Self(0x1a, 0x63, 0x38),
            Tone::Neutral => Self(0x4a, 0x53, 0x5e),
            Tone::Open => Self(0x85, 0x55, 0x00),
        }
    }

    /// The tint behind a row or a box.
    pub(super) fn tint(tone: Tone) -> Self {
        match tone {
            Tone::Bad => Self(0xfb, 0xf1, 0xf0),
            Tone::Good => Self(0xf0, 0xf6, 0xf1),
            Tone::Neutral => Self(0xf4, 0xf5, 0xf7),
            Tone::Open => Self(0xfc, 0xf6, 0xe9),
        }
    }

    pub(super) fn fill(self) -> Fill {
        Fill { paint: rgb::Color::new(self.0, self.1, self.2).into(), ..Fill::default() }
    }
}

/// A family of faces.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Family {
    Mono,
    Sans,
    Serif,
}

impl Family {
    fn name(self) -> &'static str {
        match self {
            Self::Mono => "Tekseru Mono",
            Self::Sans => "Tekseru Sans",
            Self::Serif => "Tekseru Serif",
        }
    }
}

const SYMBOLS: &str = "Tekseru Symbols";

/// Every face: family and file.
pub(super) const FACES: &[(&str, &[u8])] = &[
    ("Tekseru Serif", include_bytes!("../fonts/serif-regular.ttf")),
    ("Tekseru Serif", include_bytes!("../fonts/serif-bold.ttf")),
    ("Tekseru Serif", include_bytes!("../fonts/serif-italic.ttf")),
    ("Tekseru Serif", include_bytes!("../fonts/serif-bold-italic.ttf")),
    ("Tekseru Sans", include_bytes!("../fonts/sans-regular.ttf")),
    ("Tekseru Sans", include_bytes!("../fonts/sans-bold.ttf")),
    ("Tekseru Mono", include_bytes!("../fonts/mono-regular.ttf")),
    (SYMBOLS, include_bytes!("../fonts/symbols.ttf")),
];

/// How a paragraph is set unless a span says otherwise. Sizes in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) family: Family,
    pub(super) size: f32,
    pub(super) leading: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) ink: Ink,
}

impl Style {
    pub(super) const BODY: Self = Self {
        family: Family::Serif,
        size: 10.0,
        leading: 14.4,
        bold: false,
        italic: false,
        ink: Ink::TEXT,
    };
    pub(super) const CELL: Self = Self { size: 9.0, leading: 12.4, ..Self::BODY };
    pub(super) const DENSE: Self = Self { size: 7.4, leading: 10.0, ..Self::BODY };
    pub(super) const SMALL: Self = Self { size: 8.5, leading: 11.8, ink: Ink::QUIET, ..Self::BODY };
    pub(super) const LABEL: Self =
        Self { family: Family::Sans, size: 7.6, leading: 10.4, ink: Ink::QUIET, ..Self::BODY };
    pub(super) const RUNNING: Self =
        Self { family: Family::Sans, size: 7.2, leading: 10.0, ink: Ink::QUIET, ..Self::BODY };

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    pub(super) fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    pub(super) fn sized(self, size: f32, leading: f32) -> Self {
        Self { size, leading, ..self }
    }
}

/// A run of text in one look.
struct Run {
    text: String,
    style: Style,
    anywhere: bool,
}

/// What page fields say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    pub(super) page: usize,
    pub(super) pages: usize,
}

/// A paragraph broken into lines.
pub(super) struct Lines {
    text: String,
    layout: Layout<Ink>,
    leading: f32,
}

impl Lines {
    pub(super) fn len(&self) -> usize {
        self.layout.len()
    }

    pub(super) fn leading(&self) -> f32 {
        self.leading
    }

    /// From the top of a line to its baseline.
    pub(super) fn baseline(&self) -> f32 {
        self.layout.get(0).map_or(0.0, |line| line.metrics().baseline)
    }

    /// The width of the widest line.
    pub(super) fn width(&self) -> f32 {
        self.layout.width()
    }
}

/// Sets text; holds the faces.
pub(super) struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<Ink>,
    faces: BTreeMap<u64, Font>,
}

impl Setter {
    pub(super) fn new() -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        for &(family, bytes) in FACES {
            let name = FontInfoOverride { family_name: Some(family), ..Default::default() };
            collection.register_fonts(Blob::new(Arc::new(bytes)), Some(name));
        }
        Self {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            layouts: LayoutContext::new(),
            faces: BTreeMap::new(),
        }
    }

    /// Breaks spans into lines of a width.
    pub(super) fn set(
        &mut self,
        spans: &[Span],
        style: Style,
        fields: Fields,
        width: f32,
        align: Align,
    ) -> Rc<Lines> {
        let runs: Vec<Run> = spans.iter().map(|span| run(span, style, fields)).collect();
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &text, 1.0, false);
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(style.leading)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let mut at = 0_usize;
        for run in &runs {
            let range = at..at.saturating_add(run.text.len());
            at = range.end;
            let family =
                [FontFamilyName::named(run.style.family.name()), FontFamilyName::named(SYMBOLS)];
            builder.push(StyleProperty::FontFamily(FontFamily::from(&family[..])), range.clone());
            builder.push(StyleProperty::FontSize(run.style.size), range.clone());
            builder.push(StyleProperty::Brush(run.style.ink), range.clone());
            if run.style.bold {
                builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range.clone());
            }
            if run.style.italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
            }
            if run.anywhere {
                builder.push(StyleProperty::WordBreak(WordBreak::BreakAll), range);
            }
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(width));
        if let ([Span::Code(_)], Ok(count @ 2..)) = (spans, u16::try_from(layout.len())) {
            // A hash alone is broken into lines of one length, not into a long and a short one.
            let even = layout.calculate_content_widths().max / f32::from(count);
            layout.break_all_lines(Some((even + 0.01).min(width)));
            if layout.len() > usize::from(count) {
                // The characters do not divide evenly: one more fits on a line.
                layout.break_all_lines(Some((even + style.size * 0.6).min(width)));
            }
        }
        let alignment = match align {
            Align::Centre => Alignment::Center,
            Align::Left => Alignment::Left,
            Align::Right => Alignment::Right,
        };
        layout.align(alignment, Default::default());
        Rc::new(Lines { text, layout, leading: style.leading })
    }

    /// Draws one line with its top left corner at a point.
    pub(super) fn draw(
        &mut self,
        surface: &mut Surface<'_>,
        lines: &Lines,
        index: usize,
        left: f32,
        top: f32,
    ) -> Result<(), RenderError> {
        let Some(line) = lines.layout.get(index) else {
            return Ok(());
        };
        // Lines are all of one height, so the first baseline serves every line.
        let baseline = top + lines.baseline();
        let mut x = left + line.metrics().offset;
        for run in line.runs() {
            let data = run.font();
            let font = match self.faces.get(&data.data.id()) {
                Some(font) => font.clone(),
                None => {
                    let font = Font::new(data.data.data().to_vec().into(), data.index)
                        .ok_or(RenderError::Font)?;
                    self.faces.insert(data.data.id(), font.clone());
                    font
                }
            };
            let size = run.font_size();
            let mut start = x;
            let mut ink = None;
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                if cluster.is_hard_line_break() {
                    continue;
                }
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        glyph.text_range.end = range.end;
                    }
                    continue;
                }
                let colour = cluster.first_style().brush;
                if ink.is_some_and(|ink| ink != colour) {
                    flush(surface, &mut glyphs, ink, &font, &lines.text, size, start, baseline);
                    start = x;
                }
                ink = Some(colour);
                for glyph in cluster.glyphs() {
                    if glyph.id == 0 {
                        return Err(RenderError::Glyph {
                            text: lines.text.get(range.clone()).unwrap_or_default().to_owned(),
                        });
                    }
                    glyphs.push(KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        glyph.y / size,
                        0.0,
                        range.clone(),
                        None,
                    ));
                    x += glyph.advance;
                }
            }
            flush(surface, &mut glyphs, ink, &font, &lines.text, size, start, baseline);
        }
        Ok(())
    }
}

#[expect(clippy::too_many_arguments, reason = "one call of the PDF writer")]
fn flush(
    surface: &mut Surface<'_>,
    glyphs: &mut Vec<KrillaGlyph>,
    ink: Option<Ink>,
    font: &Font,
    text: &str,
    size: f32,
    x: f32,
    y: f32,
) {
    if glyphs.is_empty() {
        return;
    }
    surface.set_fill(Some(ink.unwrap_or(Ink::TEXT).fill()));
    surface.draw_glyphs(Point::from_xy(x, y), glyphs, font.clone(), text, size, false);
    glyphs.clear();
}

/// The look of a span within a paragraph.
fn run(span: &Span, style: Style, fields: Fields) -> Run {
    let shown =
        |text: &str, style| Run { text: printable(text).into_owned(), style, anywhere: false };
    match span {
        Span::Code(text) => Run {
            anywhere: true,
            ..shown(
                text,
                Style {
                    family: Family::Mono,
                    size: style.size * 0.84,
                    bold: false,
                    italic: false,
                    ..style
                },
            )
        },
        Span::Emphasis(text) => shown(text, style.italic()),
        Span::PageCount => shown(&fields.pages.to_string(), style),
        Span::PageNumber => shown(&fields.page.to_string(), style),
        Span::Strong(text) => shown(text, style.bold()),
        Span::Text(text) => shown(text, style),
        Span::Verdict { tone, text } => {
            shown(&format!("{}\u{a0}{text}", tone.sign()), style.bold().ink(Ink::of(*tone)))
        }
    }
}
