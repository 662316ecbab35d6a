//! One integration binary: the application through its public doors.

mod demo_site;
mod dossier;
mod site;
