//! How a test says that it could not look. `.ci/run` counts these lines; libtest itself would
//! count the test as passed.
//!
//! Other packages take this one file: `#[path = "…/tests/it/skip.rs"] mod skip;` under
//! `#[cfg(test)]`.

#![allow(dead_code, reason = "each package that includes this file uses what it needs")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Says why the running test ends without having tested. Call it once and return.
///
/// The line goes past libtest's capture, so that a plain `cargo test` shows it too.
pub(crate) fn skipped(reason: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("?");
    let _ = writeln!(std::io::stderr(), "skipped: {reason} ({test})");
}

/// The folder of national material beside the workspace, or none, said aloud.
///
/// `TEKSERU_SHARED` names another place.
pub(crate) fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("TEKSERU_SHARED").map(PathBuf::from);
    let path = named.or_else(|| {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = package.ancestors().find(|folder| folder.join("Cargo.lock").is_file())?;
        Some(workspace.parent()?.join("shared"))
    });
    let found = path.filter(|path| path.is_dir());
    if found.is_none() {
        skipped("../shared absent");
    }
    found
}
