//! The pages of a paper, from its record, its form and the shared words.

use std::collections::BTreeMap;

use model::{EvidenceId, Lang, Localized};

use super::PaperRecord;
use super::form::{Choice, Field, Form, Issuer, Layout, Part, PartKind, Piece, pieces};
use super::office::{Manner, Office};
use super::value::Value;
use crate::document::{
    Align, Block, Column, Document, Fact, Line, Row, Span, Strand, Table, Tone, Wording,
};

/// A table with more columns is set in small type.
const MANY_COLUMNS: usize = 5;

/// So many letters stand on one line under a title.
const ONE_LINE: usize = 76;

/// The document of a paper. `sha256` is that of the canonical record.
pub(super) fn document(
    record: &PaperRecord,
    form: &Form,
    office: &Office,
    sha256: EvidenceId,
) -> Document {
    let page = Page { record, form, office, langs: &record.languages };
    let mut blocks = page.head();
    match form.layout {
        Layout::Columns => {
            page.body(&mut blocks);
            // After the signature, which would otherwise be the first to leave the page of its text.
            blocks.extend(page.remarks());
        }
        Layout::Original => {
            let own = Page { langs: record.languages.get(..1).unwrap_or_default(), ..page };
            own.body(&mut blocks);
            blocks.extend(own.remarks());
            for lang in record.languages.iter().skip(1) {
                page.translation(*lang, &mut blocks);
            }
        }
    }
    page.document(sha256, blocks)
}

#[derive(Clone, Copy)]
struct Page<'a> {
    record: &'a PaperRecord,
    form: &'a Form,
    office: &'a Office,
    /// The languages of the blocks that are being made.
    langs: &'a [Lang],
}

impl<'a> Page<'a> {
    fn head(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        // What is repealed was issued under the name that the office bore then.
        if self.form.issuer == Issuer::Provider && self.form.repealed.is_none() {
            let strand = |lang: &Lang| Strand {
                language: lang.as_str(),
                blocks: vec![Block::text(self.office.provider.in_lang(*lang).to_uppercase())],
            };
            blocks.push(Block::Letterhead(self.record.languages.iter().map(strand).collect()));
        }
        if let Some(note) = &self.form.repealed {
            let said = |lang: Lang| {
                let note = note.in_lang(lang);
                self.office.words.repealed.in_lang(lang).replace("{note}", note)
            };
            let said = self.strands(|lang| vec![Block::text(said(lang))]);
            blocks.push(Block::Note { tone: Tone::Open, blocks: vec![said] });
        }
        // A form set in one language keeps its one page: its own remarks say it.
        if self.record.draft && self.form.layout == Layout::Columns {
            let said = |lang| {
                vec![small(self.office.words.draft_decides_nothing.in_lang(lang).to_owned())]
            };
            blocks.push(Block::Note { tone: Tone::Open, blocks: vec![self.strands(said)] });
        }
        blocks
    }

    /// What is said of the paper itself.
    fn remarks(&self) -> Option<Block> {
        let words = &self.office.words;
        let own = match (self.record.draft, self.form.layout) {
            (true, Layout::Columns) => None,
            (true, Layout::Original) => Some(&words.draft_decides_nothing),
            (false, _) => self.form.signed.then_some(&words.signed_beside),
        };
        let prevails = (self.langs.len() > 1).then_some(&words.prevails);
        let remarks: Vec<&Localized> = own.into_iter().chain(prevails).collect();
        let said = |lang| {
            let all: Vec<&str> = remarks.iter().map(|it| it.in_lang(lang)).collect();
            vec![small(all.join(" "))]
        };
        (!remarks.is_empty()).then(|| self.strands(said))
    }

    fn body(&self, blocks: &mut Vec<Block>) {
        // Parts that stand side by side run on in the same columns.
        let mut run: Vec<&Part> = Vec::new();
        for part in self.parts() {
            if matches!(
                part.kind,
                PartKind::Blank
                    | PartKind::Caption
                    | PartKind::List
                    | PartKind::Small
                    | PartKind::Text
            ) {
                run.push(part);
                continue;
            }
            self.flush(&mut run, blocks);
            blocks.extend(self.wide(part));
        }
        self.flush(&mut run, blocks);
    }

    /// The parts that are printed.
    fn parts(&self) -> impl Iterator<Item = &'a Part> {
        let fields = &self.record.fields;
        self.form.block.iter().filter(|it| it.when.iter().all(|when| when.holds(fields)))
    }

    fn flush(&self, run: &mut Vec<&Part>, blocks: &mut Vec<Block>) {
        if run.is_empty() {
            return;
        }
        let parts = std::mem::take(run);
        let strand = |lang| parts.iter().map(|part| self.narrow(lang, part)).collect();
        match self.langs {
            [only] => {
                let own: Vec<Block> = strand(*only);
                blocks.extend(own);
            }
            _ => blocks.push(self.strands(strand)),
        }
    }

    /// A part in the column of one language.
    fn narrow(&self, lang: Lang, part: &Part) -> Block {
        let said = |text: &Option<Localized>| {
            text.as_ref().map(|it| self.fill(lang, it)).unwrap_or_default()
        };
        let text = said(&part.text);
        match part.kind {
            PartKind::Blank => Block::Blank {
                value: words(text),
                after: some(said(&part.after)),
                caption: some(said(&part.caption)),
            },
            PartKind::Caption => Block::Caption(words(text)),
            PartKind::List => self.list(lang, part),
            PartKind::Small => small(text),
            PartKind::Facts
            | PartKind::Heading
            | PartKind::Page
            | PartKind::Signing
            | PartKind::Table
            | PartKind::Text
            | PartKind::Title => {
                Block::span(if part.bold { Span::Strong(text) } else { Span::Text(text) })
            }
        }
    }

    fn list(&self, lang: Lang, part: &Part) -> Block {
        let items = self.items(lang, part);
        if items.is_empty() {
            return Block::text(self.office.words.none.in_lang(lang));
        }
        let ordered = items.len() > 1;
        let items = items.into_iter().map(|it| vec![Block::text(it)]).collect();
        Block::List { ordered, items }
    }

    /// The texts of a list, or the options that were chosen.
    fn items(&self, lang: Lang, part: &Part) -> Vec<String> {
        let id = part.field.as_deref().unwrap_or_default();
        match self.record.fields.get(id) {
            Some(Value::List(items)) => items.iter().map(|it| it.in_lang(lang).into()).collect(),
            Some(Value::Choices(chosen)) => {
                let field = self.form.find(id);
                chosen.iter().map(|it| option(field, it, None, lang)).collect()
            }
            Some(
                Value::Choice(_)
                | Value::Date(_)
                | Value::Grid(_)
                | Value::Number(_)
                | Value::Rows(_)
                | Value::Text(_),
            )
            | None => Vec::new(),
        }
    }

    /// A part over the whole width.
    fn wide(&self, part: &Part) -> Vec<Block> {
        let texts = |text: &Option<Localized>| -> Vec<Wording> {
            let Some(text) = text else { return Vec::new() };
            let said = |lang: &Lang| Wording::new(lang.as_str(), self.fill(*lang, text));
            self.langs.iter().map(said).collect()
        };
        match part.kind {
            PartKind::Facts => vec![self.facts(part)],
            PartKind::Heading => vec![Block::Heading { level: 2, texts: texts(&part.text) }],
            PartKind::Page => vec![Block::PageBreak],
            PartKind::Signing => vec![Block::Signing {
                position: distinct(texts(&part.text)),
                name: words(joined(&texts(&part.after))),
                under: texts(&Some(self.office.words.signature.clone())),
            }],
            PartKind::Table => self.table(part).into_iter().collect(),
            PartKind::Title => vec![Block::Title {
                over: vec![],
                texts: texts(&part.text),
                under: some(joined(&texts(&part.after))),
            }],
            PartKind::Blank
            | PartKind::Caption
            | PartKind::List
            | PartKind::Small
            | PartKind::Text => Vec::new(),
        }
    }

    fn facts(&self, part: &Part) -> Block {
        let fields = part.fields.iter().filter_map(|id| self.form.find(id));
        let facts = fields.map(|field| {
            let value = self.record.fields.get(&field.id);
            let caption = |lang: &Lang| Wording::new(lang.as_str(), field.caption.in_lang(*lang));
            Fact {
                labels: distinct(self.langs.iter().map(caption).collect()),
                value: self.stacked(|lang| match (value, self.composed(field)) {
                    (Some(value), _) => self.value(lang, field, value, None),
                    (None, Some(text)) => self.fill(lang, text),
                    (None, None) => self.office.words.not_given.in_lang(lang).to_owned(),
                }),
            }
        });
        Block::Facts(facts.collect())
    }

    /// What is said of other fields, where all of them are given.
    fn composed<'f>(&self, field: &'f Field) -> Option<&'f Localized> {
        let text = field.says.as_ref()?;
        let places = Form::places(text, Lang::Kk).ok()?;
        places.iter().all(|it| self.record.fields.contains_key(*it)).then_some(text)
    }

    fn table(&self, part: &Part) -> Option<Block> {
        let field = self.form.find(part.field.as_deref()?)?;
        let titles = |it: &Localized| -> Vec<Wording> {
            let said = |lang: &Lang| Wording::new(lang.as_str(), it.in_lang(*lang));
            distinct(self.langs.iter().map(said).collect())
        };
        let mut columns = Vec::new();
        if field.column.len() > 1 || !field.row.is_empty() {
            // Room for three digits, whatever the other columns weigh.
            let fixed = if field.row.is_empty() { 0 } else { field.weight };
            let others = field.column.iter().fold(fixed, |sum, it| sum.saturating_add(it.weight));
            columns.push(Column {
                titles: vec![Wording::new("kk", "№")],
                weight: (others / 18).saturating_add(1),
                align: Align::Right,
            });
        }
        let numbered = !columns.is_empty();
        if !field.row.is_empty() {
            columns.push(Column {
                titles: titles(&field.caption),
                weight: field.weight,
                align: Align::Left,
            });
        }
        columns.extend(field.column.iter().map(|it| Column {
            titles: titles(&it.caption),
            weight: it.weight,
            align: Align::Left,
        }));
        let empty = BTreeMap::new();
        let named: Vec<(Option<&Choice>, &BTreeMap<String, Value>)> =
            match self.record.fields.get(&field.id) {
                Some(Value::Rows(rows)) => rows.iter().map(|it| (None, it)).collect(),
                Some(Value::Grid(rows)) => field
                    .row
                    .iter()
                    .map(|it| (Some(it), rows.get(&it.id).unwrap_or(&empty)))
                    .collect(),
                Some(
                    Value::Choice(_)
                    | Value::Choices(_)
                    | Value::Date(_)
                    | Value::List(_)
                    | Value::Number(_)
                    | Value::Text(_),
                )
                | None => Vec::new(),
            };
        let rows = named
            .into_iter()
            .enumerate()
            .map(|(at, (name, cells))| {
                let mut row = Vec::new();
                if numbered {
                    row.push(vec![Block::text((at + 1).to_string())]);
                }
                row.extend(name.map(|it| self.stacked(|lang| it.text.in_lang(lang).to_owned())));
                row.extend(field.column.iter().map(|column| {
                    let value = cells.get(&column.id);
                    self.stacked(|lang| match value {
                        Some(value) => self.value(lang, column, value, None),
                        None => self.office.words.not_given.in_lang(lang).to_owned(),
                    })
                }));
                Row::new(row)
            })
            .collect();
        let dense = columns.len() > MANY_COLUMNS;
        Some(Block::Table(Table { caption: vec![], dense, columns, rows }))
    }

    /// What a form in one language says, in another: small, and marked as a translation.
    fn translation(&self, lang: Lang, blocks: &mut Vec<Block>) {
        blocks.push(Block::Rule);
        blocks.push(Block::Caption(vec![Span::Strong(
            self.office.words.translation.in_lang(lang).to_owned(),
        )]));
        // What the form breaks over lines and places reads on as sentences.
        let mut run: Vec<String> = Vec::new();
        for part in self.parts() {
            let said = |text: &Option<Localized>| {
                text.as_ref().map(|it| self.fill(lang, it)).unwrap_or_default()
            };
            let own = [said(&part.text), said(&part.after), said(&part.caption)];
            let text = own.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
            if matches!(part.kind, PartKind::Blank | PartKind::Caption | PartKind::Text) {
                run.push(text);
                continue;
            }
            if !run.is_empty() {
                blocks.push(small(std::mem::take(&mut run).join(" ")));
            }
            match part.kind {
                PartKind::Title | PartKind::Heading => {
                    blocks.push(Block::Small(vec![Span::Strong(text)]));
                }
                PartKind::Signing | PartKind::Small => blocks.push(small(text)),
                PartKind::List => blocks.extend(self.items(lang, part).into_iter().map(small)),
                PartKind::Blank
                | PartKind::Caption
                | PartKind::Facts
                | PartKind::Page
                | PartKind::Table
                | PartKind::Text => {}
            }
        }
        if !run.is_empty() {
            blocks.push(small(run.join(" ")));
        }
    }

    /// A text with its places filled in.
    fn fill(&self, lang: Lang, text: &Localized) -> String {
        // A form whose braces do not close has been refused when it was read.
        let found = pieces(text.in_lang(lang)).unwrap_or_default();
        let filled = found.into_iter().map(|piece| match piece {
            Piece::Text(words) => words.to_owned(),
            Piece::Place(id, manner) => match (self.form.find(id), self.record.fields.get(id)) {
                (Some(field), Some(value)) => self.value(lang, field, value, manner),
                (_, _) => self.office.words.not_given.in_lang(lang).to_owned(),
            },
        });
        filled.collect()
    }

    fn value(&self, lang: Lang, field: &Field, value: &Value, manner: Option<&str>) -> String {
        match value {
            Value::Choice(chosen) => option(Some(field), chosen, manner, lang),
            Value::Choices(chosen) => {
                let texts = chosen.iter().map(|it| option(Some(field), it, manner, lang));
                texts.collect::<Vec<_>>().join("; ")
            }
            Value::Date(day) => {
                let manner = match manner {
                    Some("of") => Manner::Of,
                    Some("on") => Manner::On,
                    Some("from") => Manner::From,
                    Some("until") => Manner::Until,
                    Some(_) | None => Manner::Plain,
                };
                self.office.date(lang, *day, manner)
            }
            Value::List(items) => {
                items.iter().map(|it| it.in_lang(lang)).collect::<Vec<_>>().join("; ")
            }
            Value::Number(number) if manner == Some("days") => self.office.period(lang, *number),
            Value::Number(number) => number.to_string(),
            Value::Text(words) => words.in_lang(lang).to_owned(),
            Value::Grid(_) | Value::Rows(_) => String::new(),
        }
    }

    fn strands(&self, blocks: impl Fn(Lang) -> Vec<Block>) -> Block {
        let strand = |lang: &Lang| Strand { language: lang.as_str(), blocks: blocks(*lang) };
        Block::Parallel(self.langs.iter().map(strand).collect())
    }

    /// All languages one under another; what is the same stands once.
    fn stacked(&self, say: impl Fn(Lang) -> String) -> Vec<Block> {
        let mut texts: Vec<String> = self.langs.iter().map(|lang| say(*lang)).collect();
        texts.dedup();
        let each = texts.into_iter().enumerate();
        each.map(|(at, text)| if at == 0 { Block::text(text) } else { small(text) }).collect()
    }

    fn document(&self, sha256: EvidenceId, blocks: Vec<Block>) -> Document {
        let (form, words) = (self.form, &self.office.words);
        let langs = &self.record.languages;
        let each = |text: &Localized| {
            let mut all: Vec<&str> = langs.iter().map(|lang| text.in_lang(*lang)).collect();
            all.dedup();
            all.join(" · ")
        };
        let number = self.record.fields.get("number").and_then(|it| match it {
            Value::Text(number) => Some(format!("№ {}", number.in_lang(Lang::Kk))),
            Value::Choice(_)
            | Value::Choices(_)
            | Value::Date(_)
            | Value::Grid(_)
            | Value::List(_)
            | Value::Number(_)
            | Value::Rows(_) => None,
        });
        let title = form.title.in_lang(Lang::Kk);
        // The mark of the act stands at the upper right; a form whose text is set in one language
        // has it in that.
        let mark = form.mark.as_ref().map(|it| Span::Strong(it.kk.clone()));
        let between = (mark.is_some() && number.is_some()).then(|| Span::Text("  ·  ".into()));
        let right = mark.into_iter().chain(between).chain(number.clone().map(Span::Text)).collect();
        let mut pages = Vec::new();
        for (at, lang) in langs.iter().enumerate() {
            if at > 0 {
                pages.push(Span::Text(" · ".into()));
            }
            pages.extend(page_words(words.page.in_lang(*lang)));
        }
        Document {
            title: number.as_ref().map_or(title.into(), |number| format!("{title} {number}")),
            language: Lang::Kk.as_str(),
            author: match form.issuer {
                Issuer::Provider | Issuer::Commission if form.repealed.is_none() => {
                    self.office.provider.in_lang(Lang::Kk).to_owned()
                }
                Issuer::Commission | Issuer::Member | Issuer::Provider | Issuer::Recipient => {
                    String::new()
                }
            },
            subject: form.clause.in_lang(Lang::Kk).to_owned(),
            created: self.record.made_at,
            header: Line { left: vec![Span::Text(each(&form.title))], right },
            footer: Line {
                left: vec![
                    Span::Text(format!("{}: ", each(&words.record))),
                    Span::Code(sha256.to_string()),
                    Span::Text(format!("\n{}: ", each(&words.template))),
                    Span::Code(self.record.form_sha256.to_string()),
                ],
                right: pages,
            },
            mark: self.record.draft.then(|| each(&words.draft)),
            blocks,
        }
    }
}

/// `{page}` and `{pages}` as fields of the page.
fn page_words(text: &str) -> Vec<Span> {
    let found = pieces(text).unwrap_or_default();
    let spans = found.into_iter().filter_map(|it| match it {
        Piece::Text(words) => Some(Span::Text(words.into())),
        Piece::Place("page", _) => Some(Span::PageNumber),
        Piece::Place("pages", _) => Some(Span::PageCount),
        Piece::Place(_, _) => None,
    });
    spans.collect()
}

fn option(field: Option<&Field>, id: &str, manner: Option<&str>, lang: Lang) -> String {
    let chosen = field.and_then(|it| it.option.iter().find(|it| it.id == id));
    let text = chosen.map(|it| match manner.and_then(|manner| it.forms.get(manner)) {
        Some(form) => form,
        None => &it.text,
    });
    text.map_or_else(|| id.to_owned(), |it| it.in_lang(lang).to_owned())
}

fn distinct(mut texts: Vec<Wording>) -> Vec<Wording> {
    texts.dedup_by(|next, one| next.text == one.text);
    texts
}

fn joined(texts: &[Wording]) -> String {
    let mut all: Vec<&str> = texts.iter().map(|it| it.text.as_str()).collect();
    all.dedup();
    let length: usize = all.iter().map(|it| it.chars().count()).sum();
    // What does not fit on one line stands on its own.
    all.join(if length > ONE_LINE { "\n" } else { " / " })
}

fn words(text: String) -> Vec<Span> {
    vec![Span::Text(text)]
}

fn some(text: String) -> Vec<Span> {
    if text.is_empty() { Vec::new() } else { words(text) }
}

fn small(text: String) -> Block {
    Block::Small(vec![Span::Text(text)])
}
