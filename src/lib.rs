//! The inspection application: dossiers, acts, signatures, and the faces over them.

pub mod case;
pub mod demo;
pub mod site;
