//! The inspection application.

pub mod catalog;
pub mod words;
