//! The register of certificates, on both databases: the same tests run on the built-in one and on a
//! PostgreSQL that the tests start.

mod acts;
mod attacks;
mod commands;
mod decisions;
mod forms;
mod ground;
mod losses;
mod papers;
mod postgres;
mod sentences;
