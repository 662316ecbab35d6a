//! The command line.

pub mod context;
pub mod pki;
