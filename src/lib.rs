//! The inspection application.

pub mod dossier;
