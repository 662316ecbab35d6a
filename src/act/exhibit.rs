//! Tables and timelines in words: what every face shows of them, whatever it draws with.

use std::borrow::Cow;

use model::{Cell, Exhibit, Lane, Lang, Limit, Measure, SpanState, Table, Timeline, Unit};

use super::compose::{instant, kazakhstan};
use crate::criteria::LimitSource;
use crate::words::{Facts, Words};

/// So many stretches of unavailability are named one by one; of the rest the number is told.
const NAMED: usize = 5;

/// The title of an exhibit.
#[must_use]
pub fn title(words: &Words, lang: Lang, exhibit: &Exhibit) -> String {
    let (kind, code) = match exhibit {
        Exhibit::Table(table) => ("table", &table.code),
        Exhibit::Timeline(timeline) => ("timeline", &timeline.code),
    };
    words.say(lang, &format!("{kind}-{code}"), &Facts::new())
}

/// The head of a column; its name where there are no words for it.
#[must_use]
pub fn head(words: &Words, lang: Lang, table: &Table, column: &str) -> String {
    let code = format!("table-{}", table.code);
    words.attribute(lang, &code, column, &Facts::new()).unwrap_or_else(|| column.to_owned())
}

/// The unit in which the measures of a column are shown: that which fits the greatest of them, so
/// that numbers one under another compare at a glance.
#[must_use]
pub fn column_unit(table: &Table, column: usize) -> Option<Unit> {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let measures = cells.filter_map(|cell| match cell {
        Cell::Measure(measure) => Some(measure),
        Cell::At(_) | Cell::Text(_) | Cell::Word(_) => None,
    });
    let size = |it: &&Measure| it.value.unsigned_abs().max(it.uncertainty);
    measures.max_by_key(size).map(Measure::fitting_unit)
}

/// What a cell says; a measure in this unit if it is of its kind.
#[must_use]
pub fn cell(words: &Words, lang: Lang, cell: &Cell, unit: Option<Unit>) -> String {
    match cell {
        Cell::At(at) => at.to_zoned(kazakhstan()).strftime("%Y-%m-%d %H:%M:%S%.f %:z").to_string(),
        Cell::Measure(measure) => {
            amount(words, lang, measure, unit.unwrap_or_else(|| measure.fitting_unit()))
        }
        Cell::Text(text) => text.clone(),
        Cell::Word(key) => words.say(lang, key, &Facts::new()),
    }
}

/// A value with its uncertainty in a unit, rounded outward: `123,5 ± 1,3 мс`. A measure that is
/// not of the unit's kind is shown in its own.
#[must_use]
pub fn amount(words: &Words, lang: Lang, measure: &Measure, unit: Unit) -> String {
    let (numbers, unit) = match measure.rounded_in(unit) {
        Some(numbers) => (numbers, unit),
        None => {
            let exact = (measure.value.to_string(), measure.uncertainty.to_string());
            (measure.rounded_in(measure.unit).unwrap_or(exact), measure.unit)
        }
    };
    let (value, uncertainty) = numbers;
    let text = if uncertainty == "0" { value } else { format!("{value} ± {uncertainty}") };
    let text = match lang {
        Lang::En => text,
        Lang::Kk | Lang::Ru => text.replace('.', ","),
    };
    match self::unit(words, lang, unit) {
        name if name.is_empty() => text,
        name => format!("{text} {name}"),
    }
}

/// A limit as people read it: `≤ 1000 мс`.
///
/// It stands in its own unit; one that is counted in base units, because it is whole in no other,
/// stands in the unit that reads best.
#[must_use]
pub fn limit(words: &Words, lang: Lang, limit: &Limit) -> String {
    let most = limit.min.into_iter().chain(limit.max).max_by_key(|it| it.unsigned_abs());
    let base = matches!(limit.unit, Unit::Micrometre | Unit::Nanosecond | Unit::PartPerMillion);
    let measure = |value| Measure { value, uncertainty: 0, unit: limit.unit };
    let fitting = most.filter(|_| base).map(|it| measure(it).fitting_unit());
    let exact = |unit: &Unit| {
        let bounds = limit.min.into_iter().chain(limit.max);
        bounds.into_iter().all(|it| measure(it).value_in(*unit).is_some())
    };
    let unit = fitting.filter(exact).unwrap_or(limit.unit);
    let bound = |sign: &str, value: Option<i64>| {
        Some(format!("{sign} {}", amount(words, lang, &measure(value?), unit)))
    };
    let bounds = [bound("≥", limit.min), bound("≤", limit.max)];
    bounds.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Who set a limit. Wherever a limit is shown this stands beside it.
#[must_use]
pub fn limit_source(words: &Words, lang: Lang, source: &LimitSource) -> String {
    match source {
        LimitSource::Case { decision: None } => words.say(lang, "act-limit-case", &Facts::new()),
        LimitSource::Case { decision: Some(paper) } => {
            let facts = facts([("number", paper.number.clone()), ("date", paper.date.to_string())]);
            words.say(lang, "act-limit-case-decision", &facts)
        }
        LimitSource::Checklist => words.say(lang, "act-limit-checklist", &Facts::new()),
        LimitSource::Law => words.say(lang, "act-limit-law", &Facts::new()),
    }
}

/// The sign of a unit; empty for a count, which is its own unit.
#[must_use]
pub fn unit(words: &Words, lang: Lang, unit: Unit) -> String {
    let name = match unit {
        Unit::Centimetre => "unit-cm",
        Unit::Day => "unit-d",
        Unit::Hour => "unit-h",
        Unit::Inch => "unit-in-i",
        Unit::Metre => "unit-m",
        Unit::Micrometre => "unit-um",
        Unit::Microsecond => "unit-us",
        Unit::Millimetre => "unit-mm",
        Unit::Millisecond => "unit-ms",
        Unit::Minute => "unit-min",
        Unit::Nanosecond => "unit-ns",
        Unit::One => return String::new(),
        Unit::PartPerMillion => "unit-ppm",
        Unit::Percent => "unit-percent",
        Unit::Second => "unit-s",
    };
    words.say(lang, name, &Facts::new())
}

/// Whether a column holds numbers: every cell that is neither empty nor a dash is a measure or
/// begins with a digit, behind a sign at most, and some cell does.
#[must_use]
pub fn is_numeric(table: &Table, column: usize) -> bool {
    let number = |text: &str| {
        let text = text.trim_start_matches(['+', '-', '−', '±', '≤', '≥', '<', '>', ' ']);
        text.starts_with(|it: char| it.is_ascii_digit()) && text.chars().count() <= 32
    };
    let mut cells = table.rows.iter().filter_map(|row| row.get(column)).peekable();
    let empty = |text: &str| matches!(text.trim(), "" | "-" | "–" | "—");
    let filled = |cell: &&Cell| !matches!(cell, Cell::Text(text) if empty(text));
    let all = cells.clone().filter(filled).all(|cell| match cell {
        Cell::Measure(_) => true,
        Cell::Text(text) => number(text),
        Cell::At(_) | Cell::Word(_) => false,
    });
    cells.peek().is_some() && all && cells.any(|it| filled(&it))
}

/// The stretch of time that a timeline shows.
#[must_use]
pub fn window(words: &Words, lang: Lang, timeline: &Timeline) -> String {
    let facts = facts([("from", instant(timeline.from)), ("until", instant(timeline.until))]);
    words.say(lang, "act-timeline-window", &facts)
}

/// That one column of a picture is so long, and shows the worst of what it holds.
#[must_use]
pub fn column(words: &Words, lang: Lang, length: i128, count: u16) -> String {
    let each = length / i128::from(count.max(1));
    let value = i64::try_from(each).unwrap_or(i64::MAX);
    let measure = Measure { value, uncertainty: 0, unit: Unit::Nanosecond };
    // Said to two digits: it tells how coarse the picture is and measures nothing.
    let coarse = Measure { uncertainty: measure.value.unsigned_abs() / 20, ..measure };
    let unit_of = coarse.fitting_unit();
    let number = coarse.rounded_in(unit_of).map_or_else(|| value.to_string(), |it| it.0);
    let number = match lang {
        Lang::En => number,
        Lang::Kk | Lang::Ru => number.replace('.', ","),
    };
    let length = format!("{number} {}", unit(words, lang, unit_of));
    words.say(lang, "act-timeline-column", &facts([("length", length)]))
}

/// A lane in words, for those who do not see the picture: how often and when the service was not
/// available, and whether anything is not known.
#[must_use]
pub fn described(words: &Words, lang: Lang, lane: &Lane) -> String {
    let of = |state| lane.spans.iter().filter(move |it| it.state == state);
    let out: Vec<_> = of(SpanState::Unavailable).collect();
    let mut named: Vec<String> = out
        .iter()
        .take(NAMED)
        .map(|it| format!("{} – {}", instant(it.from), instant(it.until)))
        .collect();
    if out.len() > NAMED {
        named.push("…".to_owned());
    }
    let facts = facts([
        ("label", lane.label.clone()),
        ("sampled", (!lane.spans.is_empty()).to_string()),
        ("unavailable", out.len().to_string()),
        ("unknown", of(SpanState::Unknown).count().to_string()),
        ("when", named.join("; ")),
    ]);
    words.say(lang, "act-timeline-lane", &facts)
}

fn facts<const N: usize>(pairs: [(&'static str, String); N]) -> Facts<'static> {
    pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
}

#[cfg(test)]
mod tests {
    use model::Basis;

    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |cells: &&[&str]| cells.iter().map(Cell::text).collect();
        let columns = vec!["a".into(), "b".into()];
        Table { code: "x.y".into(), columns, rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn a_column_of_numbers_is_known_by_its_cells() {
        let it = table(&[&["12.5 ms", "http://1"], &["", "1"], &["–", "2"], &["-3 ± 2", "2"]]);
        assert!(is_numeric(&it, 0));
        assert!(!is_numeric(&it, 1));
        assert!(!is_numeric(&it, 2), "there is no such column");
        assert!(!is_numeric(&table(&[]), 0));
        assert!(!is_numeric(&table(&[&["", ""]]), 0), "nothing stands in it");
    }

    #[test]
    fn amounts_are_rounded_outward_and_written_as_each_language_does() {
        let words = Words::embedded().unwrap();
        let it = Measure { value: -123_456_789, uncertainty: 1_234_567, unit: Unit::Nanosecond };
        assert_eq!(amount(&words, Lang::Ru, &it, Unit::Millisecond), "-123,5 ± 1,3 мс");
        assert_eq!(amount(&words, Lang::En, &it, Unit::Millisecond), "-123.5 ± 1.3 ms");
        assert_eq!(amount(&words, Lang::En, &it, Unit::Metre), "-123500000 ± 1300000 ns");
        let share = Measure { value: 999_500, uncertainty: 310, unit: Unit::PartPerMillion };
        assert_eq!(amount(&words, Lang::Kk, &share, Unit::Percent), "99,950 ± 0,031 %");
        let limit = |max, unit| Limit { min: None, max: Some(max), unit, basis: Basis::Commission };
        let shown = |it: Limit| super::limit(&words, Lang::Ru, &it);
        assert_eq!(shown(limit(1000, Unit::Millisecond)), "≤ 1000 мс");
        assert_eq!(shown(limit(250_000, Unit::Nanosecond)), "≤ 250 мкс");
        assert_eq!(shown(limit(995_000, Unit::PartPerMillion)), "≤ 99,5 %");
        let both = Limit { min: Some(1), ..limit(2, Unit::Metre) };
        assert_eq!(shown(both), "≥ 1 м, ≤ 2 м");
        let count = Measure { value: 7, uncertainty: 0, unit: Unit::One };
        assert_eq!(amount(&words, Lang::En, &count, Unit::One), "7");
    }
}
