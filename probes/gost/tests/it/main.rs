//! The package seen from outside: published vectors, hostile input, an independent program.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test reads files, runs the reference, and fails by panic"
)]

mod hashes;
mod hostile;
mod keys;
mod oracle;
mod reference;

use std::path::PathBuf;

/// The folder of national material, or none, said aloud.
fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("TEKSERU_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: ../shared absent");
    None
}
