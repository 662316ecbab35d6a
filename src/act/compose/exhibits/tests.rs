use jiff::Timestamp;
use model::{Lane, Measure, Span as Stretch, SpanState, TableHead, Unit};

use super::*;
use crate::document::{html, pdf, sample};
use crate::words::Words;

const LANGS: [Lang; 2] = [Lang::Kk, Lang::Ru];
const HOSTILE: &str = "</title><script>alert(1)</script>\"' \u{202e}x\u{0}\u{1b}[2J&amp;";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_768_435_200 + seconds).unwrap()
}

fn stretch(from: i64, until: i64, state: SpanState) -> Stretch {
    Stretch { from: at(from), until: at(until), state }
}

fn timeline(seconds: i64, lanes: Vec<Lane>) -> Exhibit {
    let (from, until) = (at(0), at(seconds));
    Exhibit::Timeline(model::Timeline { code: "crl.availability".into(), from, until, lanes })
}

fn lane(label: &str, spans: Vec<Stretch>) -> Lane {
    Lane { label: label.into(), spans }
}

/// As the services of a day may look.
fn day() -> Exhibit {
    use SpanState::{Available, Unavailable, Unknown};
    let hour = |from: i64, until: i64, state| stretch(from * 3600, until * 3600, state);
    timeline(
        86_400,
        vec![
            lane("http://crl.example.kz/root/gost2022.crl · main", vec![hour(0, 24, Available)]),
            lane(
                "http://crl.example.kz/root/gost2022.crl · reserve",
                vec![hour(0, 6, Available), hour(6, 9, Unavailable), hour(9, 20, Available)],
            ),
            lane(
                "http://ocsp.example.kz/ · main",
                vec![hour(0, 3, Available), hour(3, 5, Unknown), hour(7, 24, Available)],
            ),
            lane("http://tsp.example.kz/ · main", vec![]),
            lane(
                "ldap://ldap.example.kz/CN=A?certificateRevocationList · main",
                (0..1440)
                    .map(|it| {
                        let state = if it % 97 == 0 { Unavailable } else { Available };
                        stretch(it * 60, it * 60 + 60, state)
                    })
                    .collect(),
            ),
        ],
    )
}

fn table() -> Exhibit {
    let measure =
        |value, uncertainty| Cell::Measure(Measure { value, uncertainty, unit: Unit::Nanosecond });
    let row = |index: i64| {
        vec![
            Cell::text(format!("ntp{index}.example.kz:123")),
            Cell::word("act-yes"),
            Cell::At(at(index * 61)),
            measure(index * 1_234_567, 456_789),
            Cell::text(format!("{}.{}", index, index % 10)),
        ]
    };
    TableHead { code: "test.table", columns: &["peer", "usable", "at", "offset", "delay"] }
        .with((0..60).map(row).collect())
}

fn rendered(exhibits: &[Exhibit]) -> (Vec<u8>, String) {
    let words = Words::embedded().unwrap();
    let mut blocks = Vec::new();
    Composer::new(&words, &LANGS).exhibits(exhibits, &mut blocks);
    let document = sample::around(blocks);
    (pdf::render(&document, &[]).unwrap(), html::render(&document))
}

#[test]
fn a_sample_is_written_for_the_eye() {
    let wide = TableHead {
        code: "test.wide",
        columns: &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"],
    };
    let long = format!("http://example.kz/{}", "x".repeat(300));
    let urls = TableHead { code: "test.urls", columns: &["url", "sha256", "bytes"] }.with(vec![
        vec![Cell::text(&long), Cell::text("0123456789abcdef".repeat(4)), Cell::text(1234)],
        vec![Cell::text("ldap://x"), Cell::text("0123456789abcdef".repeat(4)), Cell::text(9)],
    ]);
    let shares = TableHead {
        code: "test.shares",
        columns: &[
            "number",
            "service",
            "address",
            "channel",
            "available",
            "counted",
            "planned",
            "low",
            "high",
        ],
    };
    let share = |at: i64| {
        vec![
            Cell::text(at),
            Cell::word("evidence-http-exchange"),
            Cell::text("http://crl.example.kz/root/gost2022.crl"),
            Cell::text("main"),
            Cell::text(1000),
            Cell::text(1000),
            Cell::text(1000),
            Cell::text("99.62 %"),
            Cell::text("100 %"),
        ]
    };
    let shares = shares.with((0..6).map(share).collect());
    let rows: Vec<Vec<Cell>> = (0..5)
        .map(|_| (0..12).map(|it| Cell::text(format!("{it} {}", &long[..40 + it]))).collect())
        .collect();
    let (pdf, html) = rendered(&[day(), shares, urls, wide.with(rows), table()]);
    let folder = std::env::temp_dir().join("tekseru-document");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("exhibits.pdf"), pdf).unwrap();
    std::fs::write(folder.join("exhibits.html"), html).unwrap();
}

#[test]
fn a_table_over_several_pages_repeats_its_head_and_loses_no_row() {
    let (pdf, page) = rendered(&[table()]);
    if let Some(pages) = pdf::tests::pages(&pdf) {
        assert!(pages.len() > 1);
        let whole = pages.concat();
        for page in &pages {
            assert_eq!(page.matches("usable").count(), 2, "head in both languages: {page}");
        }
        for index in 0..60 {
            assert!(whole.contains(&format!("ntp{index}.example.kz:123")), "{index}");
        }
    }
    for index in 0..60 {
        assert!(page.contains(&format!("<p>ntp{index}.example.kz:123</p>")), "{index}");
    }
    assert_eq!(page.matches("<th scope=\"col\" class=\"right\">").count(), 2);
}

#[test]
fn the_same_exhibits_give_the_same_bytes() {
    assert!(rendered(&[day(), table()]) == rendered(&[day(), table()]));
}

#[test]
fn hostile_labels_and_cells_are_escaped_and_shown_whole() {
    let long = format!("http://{}/", "ұ".repeat(4096));
    let spans = vec![stretch(0, 5, SpanState::Available)];
    let lanes = vec![lane(HOSTILE, spans.clone()), lane(&long, spans)];
    let cells = vec![Cell::text(HOSTILE), Cell::text(&long), Cell::word(HOSTILE)];
    let hostile = Exhibit::Table(model::Table {
        code: HOSTILE.into(),
        columns: vec![HOSTILE.into(), "b".into(), "c".into()],
        rows: vec![cells],
    });
    let (_, page) = rendered(&[timeline(10, lanes), hostile]);
    assert!(!page.to_lowercase().contains("<script"));
    assert!(!page.contains(['\u{202e}', '\u{0}', '\u{1b}']));
    assert_eq!(page.matches("</title>").count(), 3, "of the page and of two lanes");
    assert!(page.matches("&lt;script&gt;").count() >= 5);
    // Label and alternative text of the lane, and the cell.
    assert_eq!(page.matches(&"ұ".repeat(4096)).count(), 3);
}

#[test]
fn nothing_sampled_and_a_window_without_length_are_said_in_words() {
    for (exhibit, said) in [
        (timeline(10, vec![]), "Бірде-бір қызмет сұралмаған."),
        (timeline(0, vec![lane("x", vec![])]), "Бақылау аралығының ұзақтығы жоқ"),
        (timeline(-9, vec![lane("x", vec![])]), "Бақылау аралығының ұзақтығы жоқ"),
    ] {
        let (_, page) = rendered(&[exhibit]);
        assert!(page.contains(said), "{page}");
        assert!(!page.contains("role=\"img\""));
    }
    let (_, page) = rendered(&[timeline(10, vec![lane("x", vec![])])]);
    assert!(page.contains("role=\"img\"") && page.contains("x. Қызмет сұралмаған."), "{page}");
    let none = TableHead { code: "x.y", columns: &["a"] }.with(vec![]);
    assert!(rendered(&[none]).1.contains("Жазбалар жоқ."));
    let no_columns = TableHead { code: "x.y", columns: &[] }.with(vec![vec![]]);
    assert!(rendered(&[no_columns]).1.contains("Жазбалар жоқ."));
}

#[test]
fn ten_thousand_spans_are_drawn_in_a_bounded_file() {
    use SpanState::{Available, Unavailable};
    let flapping = |index: i64| {
        let state = if index % 2 == 0 { Available } else { Unavailable };
        stretch(index * 10, index * 10 + 10, state)
    };
    let one = lane("http://crl.example.kz/", (0..10_000).map(flapping).collect());
    let (pdf, page) = rendered(&[timeline(100_000, vec![one])]);
    let (empty, _) = rendered(&[timeline(100_000, vec![lane("http://crl.example.kz/", vec![])])]);
    assert!(pdf.len() < empty.len() + 10_000, "{} beside {}", pdf.len(), empty.len());
    assert!(page.len() < 60_000, "{}", page.len());
    assert!(page.contains("Суреттің бір бағаны шамамен 3,33 мин"), "what is merged is owned up to");
    // Twice as wide as a column, each is drawn: no stretch of availability is left out.
    let few = lane("x", (0..250).map(flapping).collect());
    let (_, page) = rendered(&[timeline(2_500, vec![few])]);
    let full = page.split("class=\"bad\" d=\"").last().unwrap().split('"').next().unwrap();
    assert_eq!(full.matches('M').count(), 125, "{full}");
    assert!(!page.contains("Суреттің бір бағаны"), "nothing is merged");
}
