//! The inspection application: dossiers, acts, signatures, and the faces over them.

pub mod act;
pub mod case;
pub mod demo;
pub mod document;
pub mod dossier;
//! The inspection application.
pub mod catalog;
pub mod words;
pub mod site;
