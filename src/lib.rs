//! The inspection application.

pub mod site;
