//! The inspection application: dossiers, acts, signatures, and the faces over them.

pub mod act;
pub mod calendar;
pub mod case;
pub mod catalog;
pub mod committee;
pub mod criteria;
pub mod demo;
pub mod document;
pub mod dossier;
pub mod exchange;
pub mod face;
pub mod inspection;
pub mod papers;
pub mod procedure;
pub mod register;
pub mod selfcheck;
pub mod signing;
pub mod site;
pub mod words;
