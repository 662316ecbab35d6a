//! One integration binary: the application through its public doors.

mod dossier;
mod skip;
