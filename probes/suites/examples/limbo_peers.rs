//! How many cases of an x509-limbo file each validator decides otherwise than the suite, by
//! section, as a table in Markdown: `limbo_peers limbo-dev.json contested.json`.
//!
//! The second file lists every case that some peer's own harness got wrong, with who did; a case
//! that is not listed was got wrong by none. What a peer skipped is counted where the file says it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a command of its own: it reads its arguments and prints a table"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use serde::Deserialize;
use suites::Outcome;

#[derive(Deserialize)]
struct Contested {
    id: String,
    results: BTreeMap<String, String>,
}

/// Wrong and skipped, by section.
type Row = BTreeMap<String, (usize, usize)>;

fn section(id: &str) -> String {
    id.split("::").next().unwrap_or(id).to_owned()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(limbo), Some(contested)) = (arguments.next(), arguments.next()) else {
        return Err("give the file of cases and the file of contested cases".into());
    };
    let report = suites::run("limbo", limbo.into())?;
    let contested: Vec<Contested> = serde_json::from_slice(&std::fs::read(contested)?)?;
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let own = rows.entry("tekseru".to_owned()).or_default();
    for case in &report.cases {
        *sizes.entry(section(&case.id)).or_default() += 1;
        let cell = own.entry(section(&case.id)).or_default();
        match case.outcome {
            Outcome::Agrees => {}
            Outcome::Explained(_) | Outcome::Unexplained => cell.0 += 1,
            Outcome::NotApplicable(_) => cell.1 += 1,
        }
    }
    let known: BTreeSet<&str> = report.cases.iter().map(|case| case.id.as_str()).collect();
    for case in contested.iter().filter(|case| known.contains(case.id.as_str())) {
        for (peer, result) in &case.results {
            let cell = rows.entry(peer.clone()).or_default().entry(section(&case.id)).or_default();
            match result.as_str() {
                "FAIL" => cell.0 += 1,
                "skip" => cell.1 += 1,
                _ => {}
            }
        }
    }
    let heads: Vec<String> = sizes.iter().map(|(name, size)| format!("{name} ({size})")).collect();
    println!("| validator | {} | all ({}) |", heads.join(" | "), report.cases.len());
    println!("|---|{}", "---|".repeat(sizes.len() + 1));
    let shown = |wrong: usize, skipped: usize| match skipped {
        0 => wrong.to_string(),
        _ => format!("{wrong}, {skipped} not run"),
    };
    for (peer, row) in &rows {
        let cells: Vec<String> = sizes
            .keys()
            .map(|name| row.get(name).map_or_else(|| "0".to_owned(), |cell| shown(cell.0, cell.1)))
            .collect();
        let all = row.values().fold((0, 0), |all, cell| (all.0 + cell.0, all.1 + cell.1));
        println!("| {peer} | {} | {} |", cells.join(" | "), shown(all.0, all.1));
    }
    Ok(())
}
