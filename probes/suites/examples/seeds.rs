//! `cargo run -p suites --example seeds -- FOLDER`: writes the seed corpus of every fuzz target,
//! `FOLDER/<target>/<number>`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("which folder?");
        return ExitCode::FAILURE;
    };
    match write(Path::new(&folder)) {
        Ok(count) => {
            println!("{count} seeds");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> Result<usize, Box<dyn std::error::Error>> {
    let seeds = suites::seeds::seeds()?;
    for (number, seed) in seeds.iter().enumerate() {
        let own = folder.join(seed.reader);
        std::fs::create_dir_all(&own)?;
        std::fs::write(own.join(number.to_string()), &seed.bytes)?;
    }
    Ok(seeds.len())
}
