//! Procedures as data: who does what, from which event, within which limit, and what follows.
//!
//! The files lie under `checklists/procedures/`, one procedure a file, in force or repealed. A limit
//! that the text does not set is absent here too. [`Plan`] reckons a case through a procedure: what
//! is done, what is due, what silence means, and how much room is left. The engine never decides: a
//! consequence of silence is told, and becomes a fact only when a person records it.

mod calendar_file;
mod events;
mod plan;
mod reckon;
mod remarks;
mod report;
mod rules;

use sha2::{Digest, Sha256};

use crate::catalog::{Catalog, CatalogError, Files, PROCEDURES, parse_file};

pub use calendar_file::{CalendarText, TodoWords, calendar_file};
pub use events::{Events, EventsError, EventsForm, Happened, Moment};
pub use plan::{Basis, Due, Ends, Link, Plan, Remark, State, StepState, TotalState, Weight};
pub use report::PlanReport;
pub use rules::{
    Act, Actor, Anomaly, Counted, Counting, Decision, Document, Edition, EventKind, Extension, Fee,
    FormOfText, Ground, GroundKind, Limit, LimitUnit, Medium, Quorum, QuorumRule, Rules, Silence,
    SilenceMeans, Standing, Step, TextHours, Total, Trigger,
};

/// The folder below `checklists/`.
const FOLDER: &str = "procedures";

/// One procedure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Procedure {
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// What the file says.
    pub rules: Rules,
}

impl Procedure {
    /// Every procedure, by its identifier: those built in, or those of the folder that the rules
    /// were loaded from.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] names the file and the place.
    pub fn all(catalog: &Catalog) -> Result<Vec<Self>, CatalogError> {
        let files = Files::apart(PROCEDURES, catalog.folder())?;
        let files = files.folder(FOLDER).map(|(name, text)| Self::read(&files, name, text));
        files.collect()
    }

    fn read(files: &Files, name: &str, text: &str) -> Result<Self, CatalogError> {
        let rules: Rules = parse_file(files, name)?;
        let file = files.place(name);
        let id = name.strip_prefix(FOLDER).unwrap_or(name).trim_start_matches('/');
        rules.check(id.trim_end_matches(".toml")).map_err(|(item, defect)| {
            CatalogError::Defective { file, item, defect: defect.to_owned() }
        })?;
        Ok(Self { sha256: hex::encode(Sha256::digest(text.as_bytes())), rules })
    }
}
