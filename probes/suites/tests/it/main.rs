//! Every suite at hand, as `tekseru selftest` runs it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests ask other programs")]

mod agreement;
mod all;
mod cases;
mod differential;
mod readers;
mod readings;
#[path = "../../../../tests/it/skip.rs"]
mod skip;
