//! `tekseru`: the inspection toolkit of the accreditation commission.

use std::process::ExitCode;

fn main() -> ExitCode {
    tekseru::face::cli::run(std::env::args_os())
}
