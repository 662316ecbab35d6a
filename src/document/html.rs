//! Documents as one HTML file that needs nothing else.
//!
//! No script, no request: a content security policy allows the one style sheet by its hash and
//! pictures from within the file. Every string is escaped. It reads on a phone, follows a dark
//! screen, and prints on A4.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::picture::{self, Kind};
use super::timeline::{self, COLUMNS, HEIGHT, Pattern};
use super::{
    Align, Block, Document, Fact, Figure, Line, Signature, Span, Strand, Table, Timeline, Tone,
    Wording, plain, printable,
};

const STYLE: &str = include_str!("html/style.css");

/// Renders a document. Page fields say nothing on a page without end: a part of the header or the
/// footer that holds one is left out.
pub fn render(document: &Document) -> String {
    let mut page = Page { out: String::new(), titled: false };
    page.titled = document.blocks.iter().any(|block| matches!(block, Block::Title { .. }));
    let style = base64(&Sha256::digest(STYLE.as_bytes()));
    page.raw("<!DOCTYPE html>\n<html lang=\"");
    page.text(document.language);
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    page.raw("img-src data:; style-src 'sha256-");
    page.raw(&style);
    page.raw("'; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    for (name, content) in [
        ("author", document.author.as_str()),
        ("description", document.subject.as_str()),
        ("date", document.created.to_string().as_str()),
    ] {
        page.raw("<meta name=\"");
        page.raw(name);
        page.raw("\" content=\"");
        page.text(content);
        page.raw("\">\n");
    }
    page.raw("<title>");
    page.text(&document.title);
    page.raw("</title>\n<style>");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n");
    if let Some(mark) = &document.mark {
        page.raw("<p class=\"mark\">");
        page.text(mark);
        page.raw("</p>\n");
    }
    page.running("header", &document.header);
    page.raw("<main>\n");
    page.blocks(&document.blocks);
    page.raw("</main>\n");
    page.running("footer", &document.footer);
    page.raw("</body>\n</html>\n");
    page.out
}

struct Page {
    out: String,
    titled: bool,
}

impl Page {
    /// Appends markup.
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends words: made printable, escaped, line feeds as breaks of lines.
    fn text(&mut self, text: &str) {
        for character in printable(text).chars() {
            match character {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                other => self.out.push(other),
            }
        }
    }

    fn element(&mut self, name: &str, class: &str, content: impl FnOnce(&mut Self)) {
        self.raw("<");
        self.raw(name);
        if !class.is_empty() {
            self.raw(" class=\"");
            self.raw(class);
            self.raw("\"");
        }
        self.raw(">");
        content(self);
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    fn running(&mut self, name: &str, line: &Line) {
        self.element(name, "running", |page| {
            for part in [&line.left, &line.right] {
                let field = |span: &Span| matches!(span, Span::PageCount | Span::PageNumber);
                if !part.is_empty() && !part.iter().any(field) {
                    page.element("div", "", |page| page.spans(part));
                }
            }
        });
        self.raw("\n");
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            match span {
                Span::Code(text) => self.element("code", "", |page| page.text(text)),
                Span::Emphasis(text) => self.element("em", "", |page| page.text(text)),
                Span::PageCount | Span::PageNumber => {}
                Span::Strong(text) => self.element("strong", "", |page| page.text(text)),
                Span::Text(text) => self.text(text),
                Span::Verdict { tone, text } => {
                    self.element("strong", class(*tone), |page| {
                        page.out.push(tone.sign());
                        page.raw("&nbsp;");
                        page.text(text);
                    });
                }
            }
        }
    }

    fn wordings(&mut self, texts: &[Wording]) {
        for (at, wording) in texts.iter().enumerate() {
            if wording.text.is_empty() {
                continue;
            }
            self.raw(if at == 0 { "<span lang=\"" } else { "<span class=\"other\" lang=\"" });
            self.text(wording.language);
            self.raw("\">");
            self.text(&wording.text);
            self.raw("</span> ");
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.raw("\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Blank { value, after, caption } => {
                self.element("div", "blank", |page| {
                    page.element("p", "", |page| {
                        page.element("u", "", |page| page.spans(value));
                        page.raw(" ");
                        page.spans(after);
                    });
                    if !caption.is_empty() {
                        page.element("p", "small", |page| page.spans(caption));
                    }
                });
            }
            Block::Caption(spans) => self.element("p", "small middle", |page| page.spans(spans)),
            Block::Facts(facts) => self.facts(facts),
            Block::Figure(figure) => self.figure(figure),
            Block::Heading { level, texts } => {
                let level = level.clamp(&1, &4).saturating_add(u8::from(self.titled));
                self.element(&format!("h{level}"), "", |page| page.wordings(texts));
            }
            Block::Letterhead(strands) => {
                self.element("div", "letterhead", |page| page.parallel(strands));
            }
            Block::List { ordered, items } => {
                self.element(if *ordered { "ol" } else { "ul" }, "", |page| {
                    for item in items {
                        page.element("li", "", |page| page.blocks(item));
                    }
                });
            }
            Block::Note { tone, blocks } => {
                self.element("aside", class(*tone), |page| page.blocks(blocks));
            }
            Block::PageBreak => self.raw("<div class=\"break\"></div>"),
            Block::Paragraph(spans) => self.element("p", "", |page| page.spans(spans)),
            Block::Parallel(strands) => self.parallel(strands),
            Block::Rule => self.raw("<hr>"),
            Block::Signatures(signatures) => self.signatures(signatures),
            Block::Signing { position, name, under } => {
                self.element("div", "signing", |page| {
                    page.element("p", "", |page| page.wordings(position));
                    page.element("p", "small", |page| page.wordings(under));
                    page.element("p", "", |page| page.spans(name));
                });
            }
            Block::Small(spans) => self.element("p", "small", |page| page.spans(spans)),
            Block::Table(table) => self.table(table),
            Block::Timeline(timeline) => self.timeline(timeline),
            Block::Title { over, texts, under } => {
                self.element("div", "title", |page| {
                    page.element("p", "over", |page| page.wordings(over));
                    page.element("h1", "", |page| page.wordings(texts));
                    if !under.is_empty() {
                        page.element("p", "", |page| page.spans(under));
                    }
                });
            }
        }
    }

    fn parallel(&mut self, strands: &[Strand]) {
        self.element("div", "parallel", |page| {
            for strand in strands {
                page.raw("<div lang=\"");
                page.text(strand.language);
                page.raw("\">");
                page.blocks(&strand.blocks);
                page.raw("</div>");
            }
        });
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.element("table", "facts", |page| {
            for fact in facts {
                page.raw("<tr><th scope=\"row\">");
                page.wordings(&fact.labels);
                page.raw("</th><td>");
                page.blocks(&fact.value);
                page.raw("</td></tr>\n");
            }
        });
    }

    fn table(&mut self, table: &Table) {
        let count = table.columns.len();
        let total: u32 =
            table.columns.iter().map(|column| u32::from(column.weight.max(1))).sum::<u32>().max(1);
        // A table wider than a phone scrolls by itself, not with the page.
        self.raw("<div class=\"wide\">");
        self.raw(if table.dense {
            "<table class=\"grid dense\">"
        } else {
            "<table class=\"grid\">"
        });
        if !table.caption.is_empty() {
            self.element("caption", "", |page| page.wordings(&table.caption));
        }
        self.raw("<colgroup>");
        for column in &table.columns {
            let share = u32::from(column.weight.max(1)) * 100 / total;
            let _ = write!(self.out, "<col width=\"{share}%\">");
        }
        self.raw("</colgroup><thead><tr>");
        for column in &table.columns {
            self.raw("<th scope=\"col\" class=\"");
            self.raw(align(column.align));
            self.raw("\">");
            self.wordings(&column.titles);
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>\n");
        for row in &table.rows {
            self.element("tr", row.tone.map_or("", class), |page| {
                for (at, column) in table.columns.iter().enumerate() {
                    let next = at.saturating_add(1);
                    let beyond = if next == count { row.cells.len() } else { next };
                    page.element("td", align(column.align), |page| {
                        for blocks in row.cells.get(at..beyond).unwrap_or_default() {
                            page.blocks(blocks);
                        }
                    });
                }
            });
            self.raw("\n");
        }
        self.raw("</tbody></table></div>");
    }

    fn timeline(&mut self, timeline: &Timeline) {
        self.element("figure", "timeline", |page| {
            page.element("figcaption", "", |page| {
                page.element("p", "", |page| page.wordings(&timeline.titles));
                for remark in &timeline.remarks {
                    page.element("p", "remark", |page| page.wordings(remark));
                }
            });
            page.element("ul", "legend", |page| {
                for key in &timeline.legend {
                    page.element("li", "", |page| {
                        page.raw("<svg class=\"key\" aria-hidden=\"true\" viewBox=\"0 0 20 10\">");
                        page.pattern(&[key.pattern; 20], 20, key.pattern);
                        page.raw("</svg> ");
                        page.wordings(&key.texts);
                    });
                }
            });
            page.raw("\n");
            for strip in &timeline.strips {
                page.element("div", "strip", |page| {
                    page.element("code", "", |page| page.text(&strip.label));
                    let _ = write!(
                        page.out,
                        "<svg role=\"img\" viewBox=\"0 0 {COLUMNS} {HEIGHT}\" \
                         preserveAspectRatio=\"none\">"
                    );
                    page.element("title", "", |page| page.text(&strip.alternative));
                    for pattern in Pattern::ALL {
                        page.pattern(&strip.columns, COLUMNS, pattern);
                    }
                    page.raw("</svg>");
                });
                page.raw("\n");
            }
            if !timeline.strips.is_empty() {
                page.scale(&timeline.ticks);
            }
        });
    }

    /// All columns of one pattern as one path.
    fn pattern(&mut self, columns: &[Pattern], count: u16, pattern: Pattern) {
        let rects = timeline::rects(columns, count, pattern);
        if rects.is_empty() {
            return;
        }
        let class = match pattern {
            Pattern::Full => "bad",
            Pattern::Line => "neutral",
            Pattern::Low => "good",
            Pattern::Stripes => "open",
        };
        let _ = write!(self.out, "<path class=\"{class}\" d=\"");
        for it in rects {
            let (left, top, width, height) = (it.left, it.top, it.width, it.height);
            let _ = write!(self.out, "M{left} {top}h{width}v{height}h-{width}z");
        }
        self.raw("\"></path>");
    }

    /// Marks at shares of the width, so that their labels keep their size on a phone.
    fn scale(&mut self, ticks: &[timeline::Tick]) {
        self.raw("<svg class=\"scale\" aria-hidden=\"true\">");
        for (index, tick) in ticks.iter().enumerate() {
            let thousandths = u32::from(tick.at) * 1_000 / u32::from(COLUMNS);
            let share = format!("{}.{}%", thousandths / 10, thousandths % 10);
            let anchor = match thousandths {
                0..60 => "start",
                60..940 => "middle",
                _ => "end",
            };
            let class = if index % 2 == 1 { " class=\"second\"" } else { "" };
            let _ = write!(
                self.out,
                "<line x1=\"{share}\" x2=\"{share}\" y1=\"0\" y2=\"5\"></line>\
                 <text x=\"{share}\" y=\"17\" text-anchor=\"{anchor}\"{class}>"
            );
            self.text(&tick.label);
            self.raw("</text>");
        }
        self.raw("</svg>");
    }

    fn signatures(&mut self, signatures: &[Signature]) {
        self.element("ul", "signatures", |page| {
            for signature in signatures {
                page.element("li", "", |page| {
                    page.element("div", "", |page| {
                        page.element("strong", "", |page| page.text(&signature.name));
                        for text in [&signature.role, &signature.body] {
                            page.element("div", "small", |page| page.text(text));
                        }
                        if !signature.note.is_empty() {
                            page.element("p", "", |page| page.spans(&signature.note));
                        }
                    });
                    page.element("div", "right", |page| {
                        let (tone, text) = &signature.state;
                        page.spans(&[Span::Verdict { tone: *tone, text: text.clone() }]);
                        if let Some(time) = &signature.time {
                            page.element("div", "small", |page| page.text(time));
                        }
                    });
                });
            }
        });
    }

    fn figure(&mut self, figure: &Figure) {
        self.element("figure", "", |page| {
            match picture::look(&figure.bytes) {
                Ok(seen) => {
                    let mime = match seen.kind {
                        Kind::Jpeg => "image/jpeg",
                        Kind::Png => "image/png",
                    };
                    let share = figure.width.clamp(1, 100);
                    let _ = write!(page.out, "<img width=\"{share}%\" alt=\"");
                    page.text(&plain(&figure.caption));
                    let _ = write!(page.out, "\" src=\"data:{mime};base64,");
                    page.raw(&base64(&figure.bytes));
                    page.raw("\">");
                }
                Err(reason) => page.spans(&[
                    Span::Verdict { tone: Tone::Open, text: "PNG/JPEG".to_owned() },
                    Span::Text(": ".to_owned()),
                    Span::Code(reason),
                ]),
            }
            if !figure.caption.is_empty() {
                page.element("figcaption", "", |page| page.spans(&figure.caption));
            }
        });
    }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "bad",
        Tone::Good => "good",
        Tone::Neutral => "neutral",
        Tone::Open => "open",
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Centre => "centre",
        Align::Left => "left",
        Align::Right => "right",
    }
}

/// Base64 with padding ([RFC 4648 section 4]).
///
/// [RFC 4648 section 4]: https://www.rfc-editor.org/rfc/rfc4648#section-4
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4_usize {
            if place > chunk.len() {
                out.push('=');
                continue;
            }
            let [_, _, _, low] = (group >> (18 - 6 * place)).to_be_bytes();
            out.push(char::from(LETTERS.get(usize::from(low & 63)).copied().unwrap_or(b'=')));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Row, sample};

    #[test]
    fn base64_gives_the_vectors_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    const HOSTILE: &str = "</td><script>alert(1)</script>\"' onerror=\u{202e}x\u{0}\u{1b}[2J&amp;";

    /// The hostile string wherever a document takes a string.
    fn hostile() -> Document {
        let span = || {
            vec![
                Span::Code(HOSTILE.to_owned()),
                Span::Emphasis(HOSTILE.to_owned()),
                Span::Strong(HOSTILE.to_owned()),
                Span::Text(HOSTILE.to_owned()),
                Span::Verdict { tone: Tone::Good, text: HOSTILE.to_owned() },
            ]
        };
        let words = || vec![Wording::new("kk", HOSTILE)];
        let paragraph = || vec![Block::Paragraph(span())];
        Document {
            title: HOSTILE.to_owned(),
            author: HOSTILE.to_owned(),
            subject: HOSTILE.to_owned(),
            header: Line { left: span(), right: span() },
            footer: Line { left: span(), right: span() },
            mark: Some(HOSTILE.to_owned()),
            ..sample::around(vec![
                Block::Title { over: words(), texts: words(), under: span() },
                Block::Heading { level: 9, texts: words() },
                Block::Small(span()),
                Block::Facts(vec![Fact { labels: words(), value: paragraph() }]),
                Block::Figure(Figure { bytes: vec![1, 2], caption: span(), width: 0 }),
                Block::Figure(Figure { bytes: sample::png(), caption: span(), width: 255 }),
                Block::List { ordered: true, items: vec![paragraph()] },
                Block::Note { tone: Tone::Open, blocks: paragraph() },
                Block::Parallel(vec![Strand { language: "ru", blocks: paragraph() }]),
                Block::Signatures(vec![Signature {
                    name: HOSTILE.to_owned(),
                    body: HOSTILE.to_owned(),
                    role: HOSTILE.to_owned(),
                    state: (Tone::Bad, HOSTILE.to_owned()),
                    time: Some(HOSTILE.to_owned()),
                    note: span(),
                }]),
                Block::Table(Table {
                    caption: vec![],
                    dense: false,
                    columns: vec![crate::document::Column {
                        titles: words(),
                        weight: 0,
                        align: Align::Centre,
                    }],
                    rows: vec![Row::new(vec![paragraph(), paragraph()])],
                }),
            ])
        }
    }

    #[test]
    fn hostile_text_is_escaped_everywhere() {
        let page = render(&hostile());
        assert!(!page.to_lowercase().contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;"));
        assert!(page.contains("&amp;amp;"));
        assert!(!page.contains('\u{202e}') && !page.contains('\u{0}') && !page.contains('\u{1b}'));
        assert!(page.contains("⟨U+202E⟩"));
        // Every quote of an attribute is ours: what is between tags has none left over.
        let places = page.matches("&lt;script&gt;").count();
        assert_eq!(places, page.matches("&quot;&#39; onerror=").count());
        assert_eq!(places, hostile_strings(), "a string was dropped or printed twice");
    }

    /// How often [`hostile`] holds the string, alternative text of the shown picture counted.
    fn hostile_strings() -> usize {
        let spans = 5;
        let head = 4 + 4 * spans;
        let title = 2 + spans;
        let rest = 1 + spans + (1 + spans) + spans + (5 + spans) + 3 * spans;
        let signature = 5 + spans;
        let table = 1 + 2 * spans;
        head + title + rest + signature + table
    }

    #[test]
    fn the_policy_names_the_style_sheet_and_nothing_else_is_loaded() {
        let page = render(&sample::act(3));
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        let hash = base64(&Sha256::digest(style.as_bytes()));
        assert!(page.contains(&format!("style-src 'sha256-{hash}'")));
        assert!(page.contains("default-src 'none'"));
        for word in ["<script", "javascript:", "http://", "https://", " style=", "@import", "url("]
        {
            assert!(!page.contains(word), "{word}");
        }
    }

    #[test]
    fn the_same_document_gives_the_same_page() {
        assert_eq!(render(&sample::act(5)), render(&sample::act(5)));
    }

    #[test]
    fn elements_are_closed_in_order() {
        let page = render(&hostile());
        let mut open = Vec::new();
        let void = ["meta", "col", "img", "hr", "!DOCTYPE"];
        for piece in page.split('<').skip(1) {
            let tag = piece.split('>').next().unwrap();
            let name = tag.split_whitespace().next().unwrap();
            if let Some(name) = name.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{tag}");
            } else if !void.contains(&name) {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn a_part_with_a_page_field_is_left_out() {
        let page = render(&sample::act(1));
        assert!(page.contains(sample::HASH) && !page.contains("-бет / "));
    }

    #[test]
    fn a_sample_is_written_for_the_eye() {
        let folder = std::env::temp_dir().join("tekseru-document");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("act.html"), render(&sample::act(26))).unwrap();
    }
}
