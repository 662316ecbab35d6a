//! The inspection application: dossiers, acts, signatures, and the faces over them.

pub mod case;
pub mod site;
