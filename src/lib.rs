//! The inspection application.

pub mod document;
