//! Every suite at hand, as `tekseru selftest` runs it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod all;
#[path = "../../../../tests/it/skip.rs"]
mod skip;
