//! Documents for people: one model, rendered to PDF and to HTML.
//!
//! A [`Document`] holds values only. Wording is chosen before it is built, numbers are already
//! text, and nothing here reads a clock, a file or the network, so the same document always
//! renders to the same bytes: [`pdf::render`] for the sealed file, [`html::render`] for reading on
//! a screen.
//!
//! Text may come from anybody. Both renderers pass every string through [`printable`], which
//! leaves no character invisible and none without a glyph.

use std::borrow::Cow;

use jiff::Timestamp;

pub mod attached;
pub mod difference;
mod guarded;
pub mod html;
pub mod pdf;
mod picture;
pub mod timeline;

pub use timeline::Timeline;

/// A whole document, ready to be rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The title shown by a viewer and in the properties of the file.
    pub title: String,
    /// Main language as a BCP 47 tag, for example `kk`.
    pub language: &'static str,
    /// Who issues the document.
    pub author: String,
    /// What it is about, in one sentence.
    pub subject: String,
    /// When it was made; the only date the file carries.
    pub created: Timestamp,
    /// Printed at the head of every page.
    pub header: Line,
    /// Printed at the foot of every page.
    pub footer: Line,
    /// A word laid across every page, for example of a draft or a self-check.
    pub mark: Option<String>,
    /// What stands in the document, in order.
    pub blocks: Vec<Block>,
}

/// A running line of a page: one part at each margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Set at the left margin; wraps when long.
    pub left: Vec<Span>,
    /// Set at the right margin, on one line if it fits.
    pub right: Vec<Span>,
}

/// The same thing said in one language; several of them stand for one bilingual text.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// BCP 47 tag, for example `ru`.
    pub language: &'static str,
    /// The words.
    pub text: String,
}

impl Wording {
    /// Words in a language.
    pub fn new(language: &'static str, text: impl Into<String>) -> Self {
        Self { language, text: text.into() }
    }
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A place of a form that was filled in.
    Blank {
        /// What was filled in, over a line.
        value: Vec<Span>,
        /// What the form has after the line.
        after: Vec<Span>,
        /// What the form says below the line, in small type.
        caption: Vec<Span>,
    },
    /// Small words in the middle, as a form has them under its places.
    Caption(Vec<Span>),
    /// Label and value, one under another.
    Facts(Vec<Fact>),
    /// A picture.
    Figure(Figure),
    /// A heading; it never stands alone at the foot of a page.
    Heading {
        /// From 1 (a section) to 4.
        level: u8,
        /// The heading in each language, the main one first.
        texts: Vec<Wording>,
    },
    /// The head of an office's paper: its name in each language, side by side over a line.
    Letterhead(Vec<Strand>),
    /// Items under bullets or numbers.
    List {
        /// Numbers instead of bullets.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A box that stands out.
    Note {
        /// What the box says at a glance.
        tone: Tone,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// Starts a new page.
    PageBreak,
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// The same text in several languages side by side. On paper the n-th blocks of all of them
    /// start at one height; on a phone the languages follow each other.
    Parallel(Vec<Strand>),
    /// A thin line across.
    Rule,
    /// Who signed and who did not.
    Signatures(Vec<Signature>),
    /// A line to sign on.
    Signing {
        /// The position of who signs, in each language, the main one first.
        position: Vec<Wording>,
        /// The name.
        name: Vec<Span>,
        /// What stands under the line, in each language.
        under: Vec<Wording>,
    },
    /// A remark in smaller type.
    Small(Vec<Span>),
    /// A table whose head is repeated on every page.
    Table(Table),
    /// What was seen of several things over time.
    Timeline(Timeline),
    /// The title of the document.
    Title {
        /// Lines over the title: the issuing body.
        over: Vec<Wording>,
        /// The title in each language, the main one first.
        texts: Vec<Wording>,
        /// A line under the title: number, date, place.
        under: Vec<Span>,
    },
}

impl Block {
    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Span::Text(text.into())])
    }

    /// A paragraph of one span.
    pub fn span(span: Span) -> Self {
        Self::Paragraph(vec![span])
    }
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The label in each language, the main one first.
    pub labels: Vec<Wording>,
    /// The value.
    pub value: Vec<Block>,
}

/// A picture with its caption.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// A PNG or JPEG file. Anything else is named as unreadable in its place.
    pub bytes: Vec<u8>,
    /// What it shows; also its alternative text.
    pub caption: Vec<Span>,
    /// Share of the column's width in per cent, from 1 to 100.
    pub width: u8,
}

/// One language column of [`Block::Parallel`].
#[derive(Clone, Debug, PartialEq)]
pub struct Strand {
    /// BCP 47 tag.
    pub language: &'static str,
    /// What stands in the column.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows, in each language, the main one first; empty where the text around says it.
    pub caption: Vec<Wording>,
    /// Set in smaller type, for a table of many columns.
    pub dense: bool,
    /// The columns with their heads.
    pub columns: Vec<Column>,
    /// The rows. Cells beyond the last column are added to the last one: none is dropped.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The head in each language.
    pub titles: Vec<Wording>,
    /// Share of the width relative to the other columns; 0 counts as 1. A word, or a number,
    /// wider than its column is broken where the column ends: give numbers room.
    pub weight: u16,
    /// Where its text stands.
    pub align: Align,
}

/// Where text stands in its column.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Align {
    /// In the middle.
    Centre,
    /// At the left edge.
    #[default]
    Left,
    /// At the right edge: for numbers.
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One cell for each column.
    pub cells: Vec<Vec<Block>>,
    /// Tints the row. A colour never stands alone: say it in a cell as well.
    pub tone: Option<Tone>,
}

impl Row {
    /// A row without a tint.
    pub fn new(cells: Vec<Vec<Block>>) -> Self {
        Self { cells, tone: None }
    }
}

/// What a member did about the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The member's name.
    pub name: String,
    /// The body the member represents.
    pub body: String,
    /// The role in the commission.
    pub role: String,
    /// Signed, dissents, absent, …
    pub state: (Tone, String),
    /// When, as it is to be printed.
    pub time: Option<String>,
    /// Reasons, certificate number, and the like.
    pub note: Vec<Span>,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// A hash, an OID, a file name: fixed width, breaks anywhere.
    Code(String),
    /// Slanted.
    Emphasis(String),
    /// How many pages there are. PDF only.
    PageCount,
    /// The number of this page. PDF only.
    PageNumber,
    /// Bold.
    Strong(String),
    /// Plain text.
    Text(String),
    /// A verdict: a sign, a word and a colour.
    Verdict {
        /// Chooses sign and colour.
        tone: Tone,
        /// The word.
        text: String,
    },
}

/// How a verdict or a box looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// Does not comply.
    Bad,
    /// Complies.
    Good,
    /// Says nothing for or against.
    Neutral,
    /// Not settled.
    Open,
}

impl Tone {
    /// The sign that stands before the word, so that nothing rests on colour.
    pub fn sign(self) -> char {
        match self {
            Self::Bad => '✗',
            Self::Good => '✓',
            Self::Neutral => '–',
            Self::Open => '?',
        }
    }
}

/// A file carried inside the PDF.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// File name: printable ASCII without path separators.
    pub name: String,
    /// Media type, for example `application/json`.
    pub mime: String,
    /// What it is, for people.
    pub description: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How it relates to the document.
    pub relationship: Relationship,
}

impl Attachment {
    /// The record, as JSON, that the pages were rendered from.
    #[must_use]
    pub fn record(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            mime: "application/json".into(),
            description: "The record that the pages were rendered from".into(),
            bytes,
            relationship: Relationship::Data,
        }
    }
}

/// How an attached file relates to the document (`AFRelationship` of ISO 19005-3 annex E).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Relationship {
    /// Another form of the same content.
    Alternative,
    /// The data the document shows.
    Data,
    /// What the document was made from.
    Source,
    /// Something in addition.
    Supplement,
}

/// Characters every face can show: alone, or with the face of symbols behind it.
///
/// Sorted, closed ranges. Format characters are left out on purpose.
const COVERED: &[(char, char)] = &[
    (' ', '~'),
    ('\u{a0}', '\u{ac}'),
    ('\u{ae}', '\u{148}'),
    ('\u{14a}', '\u{17f}'),
    ('\u{18f}', '\u{18f}'),
    ('\u{218}', '\u{21b}'),
    ('\u{259}', '\u{259}'),
    ('\u{2bc}', '\u{2bc}'),
    ('\u{394}', '\u{394}'),
    ('\u{3a9}', '\u{3a9}'),
    ('\u{3b1}', '\u{3b4}'),
    ('\u{3bb}', '\u{3bc}'),
    ('\u{3c0}', '\u{3c0}'),
    ('\u{3c3}', '\u{3c3}'),
    ('\u{400}', '\u{45f}'),
    ('\u{48a}', '\u{4ff}'),
    ('\u{2009}', '\u{200a}'),
    ('\u{2010}', '\u{2015}'),
    ('\u{2018}', '\u{201e}'),
    ('\u{2020}', '\u{2022}'),
    ('\u{2026}', '\u{2026}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{2030}', '\u{2030}'),
    ('\u{2032}', '\u{2033}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{2044}', '\u{2044}'),
    ('\u{2070}', '\u{2070}'),
    ('\u{2074}', '\u{2079}'),
    ('\u{207b}', '\u{207b}'),
    ('\u{2080}', '\u{2089}'),
    ('\u{20ac}', '\u{20ac}'),
    ('\u{20b8}', '\u{20b8}'),
    ('\u{20bd}', '\u{20bd}'),
    ('\u{2116}', '\u{2116}'),
    ('\u{2122}', '\u{2122}'),
    ('\u{2126}', '\u{2126}'),
    ('\u{2190}', '\u{2193}'),
    ('\u{2212}', '\u{2212}'),
    ('\u{221e}', '\u{221e}'),
    ('\u{2248}', '\u{2248}'),
    ('\u{2260}', '\u{2260}'),
    ('\u{2264}', '\u{2265}'),
    ('\u{25a0}', '\u{25a1}'),
    ('\u{25cb}', '\u{25cb}'),
    ('\u{25cf}', '\u{25cf}'),
    ('\u{2610}', '\u{2612}'),
    ('\u{2713}', '\u{2713}'),
    ('\u{2717}', '\u{2717}'),
    ('\u{27e8}', '\u{27e9}'),
];

fn covered(character: char) -> bool {
    let after = COVERED.partition_point(|&(first, _)| first <= character);
    after.checked_sub(1).and_then(|at| COVERED.get(at)).is_some_and(|&(_, last)| character <= last)
}

/// Makes text fit to be printed: what cannot be seen is shown as its code point.
///
/// Line feeds stay, a carriage return before one goes, a tab becomes a space; й and ё written with
/// a combining mark, as some file systems do, are composed. Every other character that has no
/// glyph here (control and format characters, bidirectional overrides, zero-width characters,
/// scripts the fonts lack) becomes `⟨U+202E⟩` and the like, so that no text can hide or reorder
/// another.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character == '\n' || covered(character)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let composed = match (character, next) {
            ('и', Some('\u{306}')) => Some('й'),
            ('И', Some('\u{306}')) => Some('Й'),
            ('е', Some('\u{308}')) => Some('ё'),
            ('Е', Some('\u{308}')) => Some('Ё'),
            _ => None,
        };
        if let Some(letter) = composed {
            characters.next();
            out.push(letter);
        } else if character == '\n' || covered(character) {
            out.push(character);
        } else if character == '\t' {
            out.push(' ');
        } else if character != '\r' || next != Some('\n') {
            out.push_str(&format!("⟨U+{:04X}⟩", u32::from(character)));
        }
    }
    Cow::Owned(out)
}

/// The words of spans without their looks; page fields say nothing here.
fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Code(text)
            | Span::Emphasis(text)
            | Span::Strong(text)
            | Span::Text(text)
            | Span::Verdict { text, .. } => printable(text),
            Span::PageCount | Span::PageNumber => Cow::Borrowed(""),
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_covered_characters_are_sorted_and_apart() {
        for pair in COVERED.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{pair:?}");
        }
    }

    #[test]
    fn ordinary_text_in_three_languages_is_not_touched() {
        let text =
            "Қағидалардың 13-тармағы; «пункт 13» — § 5 № 7: ≥ 2,44 м, 20 000 ₸ ✓ ✗\nPara 13.";
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn hidden_characters_are_shown_by_their_code_points() {
        for (hostile, shown) in [
            ("a\u{202e}b", "a⟨U+202E⟩b"),
            ("\u{200b}", "⟨U+200B⟩"),
            ("\u{1b}[31m", "⟨U+001B⟩[31m"),
            ("\0", "⟨U+0000⟩"),
            ("\u{ad}", "⟨U+00AD⟩"),
            ("\u{feff}x", "⟨U+FEFF⟩x"),
            ("\u{2028}", "⟨U+2028⟩"),
            ("漢🦊", "⟨U+6F22⟩⟨U+1F98A⟩"),
            ("\u{e000}", "⟨U+E000⟩"),
            ("a\u{301}", "a⟨U+0301⟩"),
            ("\r", "⟨U+000D⟩"),
            ("a\r\nb\tc", "a\nb c"),
            ("Акси\u{306}он е\u{308}лка", "Аксйон ёлка"),
        ] {
            assert_eq!(printable(hostile), shown, "{hostile:?}");
        }
    }

    #[test]
    fn what_is_printable_stays_as_it_is_when_printed_again() {
        let once = printable("\u{202e}\u{0}漢").into_owned();
        assert_eq!(printable(&once), once);
    }
}
