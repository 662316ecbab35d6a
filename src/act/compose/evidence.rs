//! The annex of evidence: one row a piece, or one row for many pieces of one source.
//!
//! A drill asks one service hundreds of times. A page a minute of it would bury what a reader looks
//! for, so such pieces share a row that names each by its number and the beginning of its SHA-256.
//! Every SHA-256 stands whole in the attached record, and the root above the table covers them all.

use std::collections::BTreeMap;

use model::{EvidenceKind, RequirementId};

use super::{Composer, facts, instant, small};
use crate::act::record::{ActRecord, EvidenceRow};
use crate::document::{Align, Block, Row, Span, Table};
use crate::words::Facts;

/// From so many on, pieces of one source share a row.
const MANY: usize = 4;
/// So many digits of a SHA-256 tell pieces of one row apart.
const DIGITS: usize = 8;
/// A source that is longer is cut in the middle.
const LONGEST: usize = 80;

/// A piece with its number in the index, from 1.
type Numbered<'a> = (usize, &'a EvidenceRow);

impl Composer<'_> {
    pub(super) fn evidence(&self, record: &ActRecord, blocks: &mut Vec<Block>) {
        blocks.push(self.heading(2, "act-section-evidence"));
        let total = facts([("count", record.evidence.len().to_string())]);
        blocks.push(self.parallel("act-evidence-total", &total));
        blocks.push(Block::Facts(vec![
            self.code("act-field-evidence-root", record.evidence_root.to_string()),
        ]));
        let groups = groups(&record.evidence);
        if groups.iter().any(|it| it.len() > 1) {
            blocks.push(self.small("act-evidence-shared", &Facts::new()));
        }
        let rows = groups.iter().filter_map(|it| self.row(it)).collect();
        blocks.push(Block::Table(Table {
            caption: vec![],
            dense: true,
            columns: vec![
                self.column("act-column-number", 8, Align::Right),
                self.column("act-column-source", 34, Align::Left),
                self.column("act-column-collected-at", 18, Align::Left),
                self.column("act-column-sha256", 40, Align::Left),
            ],
            rows,
        }));
    }

    fn row(&self, pieces: &[Numbered<'_>]) -> Option<Row> {
        let ((first, row), (_, last)) = (*pieces.first()?, *pieces.last()?);
        let kind = self.joined(&format!("evidence-{}", row.kind.as_str()), &Facts::new());
        let source = Block::text(shortened(&row.source));
        if pieces.len() == 1 {
            return Some(Row::new(vec![
                vec![Block::text(first.to_string())],
                vec![source, small(kind)],
                vec![Block::text(instant(row.collected_at))],
                vec![Block::span(Span::Code(row.sha256.to_string()))],
            ]));
        }
        let count = facts([("count", pieces.len().to_string())]);
        let each = pieces.iter().map(|(number, row)| {
            let digits: String = row.sha256.to_string().chars().take(DIGITS).collect();
            // A number and its digits stay on one line.
            format!("{number}\u{a0}{digits}")
        });
        let each = each.collect::<Vec<_>>().join("  ");
        Some(Row::new(vec![
            vec![Block::text(format!("{first}…"))],
            vec![source, small(kind), small(self.joined("act-evidence-pieces", &count))],
            vec![Block::text(instant(row.collected_at)), Block::text(instant(last.collected_at))],
            vec![Block::Small(vec![Span::Code(each)])],
        ]))
    }
}

/// Pieces of one source taken for one thing, by the first of them; where they are few, each by
/// itself.
fn groups(rows: &[EvidenceRow]) -> Vec<Vec<Numbered<'_>>> {
    type Key<'a> = (EvidenceKind, &'a str, Option<&'a RequirementId>, Option<&'a str>, bool);
    let mut found: BTreeMap<Key<'_>, Vec<Numbered<'_>>> = BTreeMap::new();
    for (number, row) in (1..).zip(rows) {
        let probe = row.probe.as_deref();
        let key = (row.kind, row.source.as_str(), row.requirement.as_ref(), probe, row.superseded);
        found.entry(key).or_default().push((number, row));
    }
    let mut groups = Vec::new();
    for group in found.into_values() {
        if group.len() < MANY {
            groups.extend(group.into_iter().map(|it| vec![it]));
        } else {
            groups.push(group);
        }
    }
    groups.sort_by_key(|it| it.first().map(|it| it.0));
    groups
}

/// A long source without its middle; the whole of it stands in the record.
fn shortened(source: &str) -> String {
    let all: Vec<char> = source.chars().collect();
    let Some(over) = all.len().checked_sub(LONGEST).filter(|it| *it > 0) else {
        return source.to_owned();
    };
    let tail = LONGEST / 4;
    let head = LONGEST - tail - 1;
    let cut = head.saturating_add(over).saturating_add(1);
    all.iter().take(head).chain(&['…']).chain(all.iter().skip(cut)).collect()
}

/// Numbers in their order, those in a row as a stretch: `1, 4–9, 12`.
pub(super) fn stretches(numbers: &[usize]) -> String {
    let mut told: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match told.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            Some(_) | None => told.push((number, number)),
        }
    }
    let said = told.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use model::EvidenceId;

    use super::*;

    fn piece(source: &str, byte: u8) -> EvidenceRow {
        EvidenceRow {
            sha256: EvidenceId([byte; 32]),
            kind: EvidenceKind::Drill,
            source: source.into(),
            collected_at: jiff::Timestamp::UNIX_EPOCH,
            length: 1,
            requirement: None,
            probe: None,
            superseded: false,
        }
    }

    #[test]
    fn many_pieces_of_one_source_share_a_row_and_none_is_left_out() {
        let rows: Vec<_> = (0..9)
            .map(|it| piece(if it % 2 == 0 { "often" } else { "now and then" }, it))
            .collect();
        let numbers = |rows: &[EvidenceRow]| -> Vec<Vec<usize>> {
            groups(rows).iter().map(|it| it.iter().map(|it| it.0).collect()).collect()
        };
        assert_eq!(numbers(&rows), [vec![1, 3, 5, 7, 9], vec![2, 4, 6, 8]]);
        assert_eq!(numbers(&rows[..6]), [[1], [2], [3], [4], [5], [6]].map(Vec::from));
        assert!(numbers(&[]).is_empty());
    }

    #[test]
    fn numbers_in_a_row_are_a_stretch() {
        for (numbers, said) in [
            (&[][..], ""),
            (&[7], "7"),
            (&[1, 2], "1, 2"),
            (&[1, 2, 3, 5, 8, 9, 10, 11], "1–3, 5, 8–11"),
            (&[3, 1, 2], "3, 1, 2"),
        ] {
            assert_eq!(stretches(numbers), said);
        }
    }

    #[test]
    fn a_long_source_keeps_its_ends() {
        assert_eq!(shortened("http://ca.example/ca.crl"), "http://ca.example/ca.crl");
        let long = format!("{}{}", "a".repeat(LONGEST), "z".repeat(LONGEST));
        let told = shortened(&long);
        assert_eq!(told.chars().count(), LONGEST);
        assert!(told.starts_with("aaa") && told.ends_with("zzz") && told.contains('…'), "{told}");
        let just = "b".repeat(LONGEST);
        assert_eq!(shortened(&just), just);
    }
}
