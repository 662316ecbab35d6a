//! Which clause of the Rules a finding bears on: `checklists/clauses.toml`.

use std::collections::BTreeMap;

use model::{Localized, SubjectId};

use crate::catalog::{Catalog, CatalogError, Files};

const FILE: &str = "clauses.toml";

/// The clause that a finding bears on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// The subject of the Rules: `12-2`.
    pub subject: SubjectId,
    /// The clause in words for people.
    pub place: Localized,
}

/// Clauses by codes of findings, and by what stands before the full stop of codes.
pub(super) struct Clauses(BTreeMap<String, Clause>);

impl Clauses {
    pub(super) fn of(files: &Files) -> Result<Self, CatalogError> {
        let rows: BTreeMap<String, SubjectId> = crate::catalog::parse_file(files, FILE)?;
        let catalog = Catalog::of(files)?;
        let mut clauses = BTreeMap::new();
        for (code, subject) in rows {
            let place = match catalog.subject(&subject) {
                Some(found) => found.place.clone(),
                None => {
                    return Err(CatalogError::Defective {
                        file: files.place(FILE),
                        item: code,
                        defect: format!("no such subject: {subject}"),
                    });
                }
            };
            clauses.insert(code, Clause { subject, place });
        }
        Ok(Self(clauses))
    }

    /// The clause of a code: its own row, or that of its group.
    pub(super) fn get(&self, code: &str) -> Option<&Clause> {
        let group = code.split('.').next().unwrap_or_default();
        self.0.get(code).or_else(|| self.0.get(group))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &Clause)> {
        self.0.iter().map(|(code, clause)| (code.as_str(), clause))
    }
}
