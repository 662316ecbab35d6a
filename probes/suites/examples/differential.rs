//! `cargo run --release -p suites --example differential -- [HIERARCHIES [SEED [FIRST]]]`:
//! OpenSSL's `verify` and the engine over generated hierarchies; exit code 0 when every
//! difference has a reading.

use std::collections::BTreeMap;
use std::process::ExitCode;

use suites::{Outcome, differential};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let mut number = |default: u64| match arguments.next() {
        None => default,
        Some(Ok(number)) => number,
        Some(Err(error)) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    let (count, seed, first) = (number(20_000), number(224), number(0));
    let folder = std::env::temp_dir().join(format!("differential-{}", std::process::id()));
    let (Ok(()), Ok(first), Ok(count)) =
        (std::fs::create_dir_all(&folder), usize::try_from(first), usize::try_from(count))
    else {
        return ExitCode::FAILURE;
    };
    let result = differential::run(seed, first..first + count, &folder);
    if std::env::var_os("KEEP").is_none() {
        let _ = std::fs::remove_dir_all(&folder);
    } else {
        println!("{}", folder.display());
    }
    let report = match result {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut readings: BTreeMap<&str, usize> = BTreeMap::new();
    let mut valid = 0;
    for case in &report.cases {
        valid += usize::from(case.expected == "valid");
        match &case.outcome {
            Outcome::Explained(reading) => *readings.entry(reading.id).or_default() += 1,
            Outcome::Unexplained => println!("{case:?}"),
            Outcome::Agrees | Outcome::NotApplicable(_) => {}
        }
    }
    println!(
        "{} hierarchies, {valid} valid for OpenSSL; {} agree",
        report.cases.len(),
        report.agreed()
    );
    for (id, count) in readings {
        println!("  {id}: {count}");
    }
    let unexplained = report.unexplained().count();
    println!("{unexplained} unexplained");
    if unexplained == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
