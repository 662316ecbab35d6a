//! Tables and timelines on a terminal.

use std::fmt::Write as _;

use model::{Exhibit, Judgement, Lane, Table, Timeline, Unit};

use super::context::{Context, Tone, put, visible};
use crate::act::exhibit;
use crate::act::timescale::{self, Seen};
use crate::words::Facts;

/// A picture wider than this is no easier to read.
const WIDEST: usize = 96;
/// A scale has a mark for so many columns.
const MARK: usize = 14;
/// Words up to this length are not broken in a table.
const WORD: usize = 20;

/// Everything a judgement shows besides sentences.
pub(super) fn exhibits(context: &Context<'_>, judgement: &Judgement) {
    for it in &judgement.exhibits {
        put(&text(context, it));
    }
}

fn text(context: &Context<'_>, it: &Exhibit) -> String {
    let title = visible(&exhibit::title(context.words, context.lang, it)).into_owned();
    let mut out = context.paint(Tone::Strong, &context.wrap("  ", 2, &title)).into_owned();
    match it {
        Exhibit::Table(table) => out.push_str(&rows(context, table)),
        Exhibit::Timeline(timeline) => out.push_str(&strips(context, timeline)),
    }
    out
}

/// A table, or each row by itself where the terminal is too narrow for its columns.
fn rows(context: &Context<'_>, table: &Table) -> String {
    let (words, lang) = (context.words, context.lang);
    if table.rows.is_empty() || table.columns.is_empty() {
        return context.wrap("  ", 2, &context.label("act-table-empty"));
    }
    let safe = |text: String| visible(&text).into_owned();
    let heads: Vec<String> =
        table.columns.iter().map(|it| safe(exhibit::head(words, lang, table, it))).collect();
    let units: Vec<Option<Unit>> =
        (0..heads.len()).map(|at| exhibit::column_unit(table, at)).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().enumerate();
            let said = cells.map(|(at, cell)| {
                exhibit::cell(words, lang, cell, units.get(at).copied().flatten())
            });
            said.map(safe).collect()
        })
        .collect();
    let longest = |text: &String| {
        let words = text.split_whitespace().map(|it| it.chars().count());
        words.max().unwrap_or_default().min(WORD)
    };
    let needed: usize = (0..heads.len())
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            cells.chain(heads.get(at)).map(longest).max().unwrap_or_default() + 2
        })
        .sum();
    let even = rows.iter().all(|row| row.len() == heads.len());
    if needed <= context.width && even {
        let right: Vec<bool> = (0..heads.len()).map(|at| exhibit::is_numeric(table, at)).collect();
        return context.aligned(&heads, &rows, &right);
    }
    let mut out = String::new();
    for (index, row) in rows.into_iter().enumerate() {
        let _ = writeln!(out, "  {}.", index.saturating_add(1));
        let named = row.into_iter().enumerate();
        let named = named.map(|(at, cell)| (heads.get(at).cloned().unwrap_or_default(), cell));
        out.push_str(&context.pairs(&named.collect::<Vec<_>>(), 4));
    }
    out
}

const fn sign(seen: Seen) -> (char, Tone) {
    match seen {
        Seen::Available => ('▄', Tone::Good),
        Seen::NotSampled => ('·', Tone::Quiet),
        Seen::Unavailable => ('█', Tone::Bad),
        Seen::Unknown => ('▒', Tone::Doubt),
    }
}

fn strips(context: &Context<'_>, timeline: &Timeline) -> String {
    let (words, lang) = (context.words, context.lang);
    let line = |text: &str| context.wrap("  ", 2, &visible(text));
    let mut out = line(&exhibit::window(words, lang, timeline));
    if timeline.lanes.is_empty() {
        return out + &line(&context.label("act-timeline-empty"));
    }
    let Some(length) = timescale::length(timeline) else {
        return out + &line(&context.label("act-timeline-no-length"));
    };
    let wide = context.width.saturating_sub(2).clamp(20, WIDEST);
    let count = u16::try_from(wide).unwrap_or(u16::MAX);
    for lane in &timeline.lanes {
        out.push_str(&line(&lane.label));
        out.push_str("  ");
        out.push_str(&strip(context, timeline, lane, count));
        out.push('\n');
    }
    out.push_str(&scale(timeline, count));
    let legend = Seen::ALL.map(|seen| {
        let word = context.say(&format!("act-timeline-{}", seen.as_str()), &Facts::new());
        format!("{} {word}", sign(seen).0)
    });
    // A sign is never parted from its word.
    let together = legend.join("   ");
    let lines =
        if together.chars().count() + 2 > context.width { legend.to_vec() } else { vec![together] };
    for it in lines {
        let _ = writeln!(out, "  {it}");
    }
    out.push_str(&line(&context.label("act-timeline-not-counted")));
    if timeline.lanes.iter().any(|it| timescale::merges(timeline, it, count)) {
        out.push_str(&line(&exhibit::column(words, lang, length, count)));
    }
    out
}

fn strip(context: &Context<'_>, timeline: &Timeline, lane: &Lane, count: u16) -> String {
    let columns = timescale::columns(timeline, lane, count);
    let mut out = String::new();
    for run in columns.chunk_by(|one, next| one == next) {
        let Some((sign, tone)) = run.first().map(|it| sign(*it)) else { continue };
        let text: String = std::iter::repeat_n(sign, run.len()).collect();
        out.push_str(&context.paint(tone, &text));
    }
    out
}

/// The marks of the scale with their labels; one that would touch the label before it is left out.
fn scale(timeline: &Timeline, count: u16) -> String {
    let wide = usize::from(count);
    let most = u16::try_from(wide / MARK).unwrap_or(1).max(2);
    let mut marks: Vec<char> = vec![' '; wide];
    let mut labels: Vec<char> = vec![' '; wide];
    let mut reach = 0;
    for tick in timescale::ticks(timeline, count, most) {
        let at = usize::from(tick.at).min(wide.saturating_sub(1));
        if let Some(mark) = marks.get_mut(at) {
            *mark = '╵';
        }
        let long = tick.label.chars().count();
        let from = at.saturating_sub(long / 2).min(wide.saturating_sub(long));
        if from < reach {
            continue;
        }
        for (place, letter) in labels.iter_mut().skip(from).zip(tick.label.chars()) {
            *place = letter;
        }
        reach = from.saturating_add(long).saturating_add(1);
    }
    let line = |of: Vec<char>| of.into_iter().collect::<String>().trim_end().to_owned();
    format!("  {}\n  {}\n", line(marks), line(labels))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use model::{Cell, Lang, Span, SpanState, TableHead};

    use super::*;
    use crate::words::Words;

    const HOSTILE: &str = "http://\u{202e}gnp\u{1b}[2J\u{7}.example/\u{200b}crl";

    fn context(words: &Words, width: usize) -> Context<'_> {
        Context { words, lang: Lang::Ru, json: false, colour: false, width }
    }

    fn timeline(seconds: i64) -> Exhibit {
        let at = |it: i64| Timestamp::from_second(1_768_435_200 + it).unwrap();
        let span = |from, until, state| Span { from: at(from), until: at(until), state };
        let (one, two) = (seconds / 4, seconds / 2);
        let spans = vec![
            span(0, one, SpanState::Available),
            span(one, two, SpanState::Unavailable),
            span(two, seconds - one, SpanState::Unknown),
        ];
        let lane = |label: String| Lane { label, spans: spans.clone() };
        let lanes = vec![lane(HOSTILE.into()), lane(format!("http://{}/", "x".repeat(4096)))];
        Exhibit::Timeline(Timeline { code: "x.y".into(), from: at(0), until: at(seconds), lanes })
    }

    fn table(rows: Vec<Vec<Cell>>) -> Exhibit {
        TableHead { code: "x.y", columns: &["address", "number", "word"] }.with(rows)
    }

    fn fits(text: &str, width: usize) {
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        for hidden in ['\u{202e}', '\u{1b}', '\u{7}', '\u{200b}'] {
            assert!(!text.contains(hidden));
        }
    }

    #[test]
    fn every_width_holds_every_exhibit() {
        let words = Words::embedded().unwrap();
        let long = format!("http://{}/", "x".repeat(4096));
        let row =
            |address: &str| vec![Cell::text(address), Cell::text("12.5"), Cell::word("act-yes")];
        for width in [24, 40, 60, 80, 100, 200] {
            let context = context(&words, width);
            for exhibit in [
                table(vec![row(HOSTILE), row(&long)]),
                table(vec![]),
                timeline(0),
                timeline(10),
                timeline(86_400),
                timeline(90 * 86_400),
            ] {
                fits(&text(&context, &exhibit), width);
            }
        }
    }

    #[test]
    fn a_narrow_terminal_shows_each_row_by_itself_and_loses_nothing() {
        let words = Words::embedded().unwrap();
        let row = vec![Cell::text("http://crl.example/a.crl"), Cell::text("7"), Cell::text("end")];
        for (width, heads) in [(34, 2), (100, 1)] {
            let shown = text(&context(&words, width), &table(vec![row.clone(), row.clone()]));
            assert_eq!(shown.matches("address").count(), heads, "{shown}");
            let tight: String = shown.split_whitespace().collect();
            assert_eq!(tight.matches("end").count(), 2, "{shown}");
        }
    }

    #[test]
    fn the_four_states_are_told_apart_without_colour() {
        let words = Words::embedded().unwrap();
        let Exhibit::Timeline(mut it) = timeline(80) else { unreachable!() };
        it.lanes.truncate(1);
        let shown = text(&context(&words, 42), &Exhibit::Timeline(it));
        let strip = format!(
            "\n  {}{}{}{}\n",
            "▄".repeat(10),
            "█".repeat(10),
            "▒".repeat(10),
            "·".repeat(10)
        );
        assert!(shown.contains(&strip), "{shown}");
        assert!(shown.contains("05:01"), "{shown}");
        assert!(shown.contains("▄ доступно") && shown.contains("· не опрашивалось"), "{shown}");
    }
}
