//! The files of a suite.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use pki::{Certificate, Crl, Oid};
use serde::de::DeserializeOwned;

/// Why a suite could not be run. No case is judged then.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// No suite of that name.
    #[error("no suite is called {suite}")]
    Unknown {
        /// What was asked for.
        suite: String,
    },
    /// A suite without a case.
    #[error("the suite {suite} holds no case")]
    Empty {
        /// Which.
        suite: String,
    },
    /// A file that cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is not what the suite's form says.
    #[error("{}: {reason}", path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// Where a suite lies: its folder, or the file of its table and the folder around it.
#[derive(Clone, Debug)]
pub struct Material {
    place: PathBuf,
}

impl Material {
    /// A suite at a folder or a file.
    #[must_use]
    pub fn new(place: PathBuf) -> Self {
        Self { place }
    }

    /// The folder of the suite.
    #[must_use]
    pub fn folder(&self) -> &Path {
        if self.place.is_dir() {
            &self.place
        } else {
            self.place.parent().unwrap_or_else(|| Path::new("."))
        }
    }

    /// The table: the place itself where it is a file, else the file of that name in the folder.
    pub(crate) fn table<T: DeserializeOwned>(&self, name: &str) -> Result<T, SuiteError> {
        let path = if self.place.is_dir() { self.place.join(name) } else { self.place.clone() };
        let bytes = read(&path)?;
        serde_json::from_slice(&bytes)
            .map_err(|error| SuiteError::Form { path, reason: error.to_string() })
    }

    /// A table with one JSON value a line.
    pub(crate) fn lines<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, SuiteError> {
        let path = self.folder().join(name);
        let bytes = read(&path)?;
        bytes
            .split(|octet| *octet == b'\n')
            .filter(|line| !line.is_empty())
            .map(serde_json::from_slice)
            .collect::<Result<_, _>>()
            .map_err(|error| SuiteError::Form { path, reason: error.to_string() })
    }

    /// The octets of a file of the suite.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, SuiteError> {
        read(&self.folder().join(name))
    }

    /// A certificate in DER or PEM from the folder `certs`.
    pub(crate) fn certificate(&self, name: &str) -> Result<Certificate, SuiteError> {
        let path = self.folder().join("certs").join(name);
        pki::read_certificates(&read(&path)?)
            .certificates
            .into_iter()
            .next()
            .ok_or_else(|| SuiteError::Form { path, reason: "no certificate".to_owned() })
    }

    /// A revocation list from the folder `crls`.
    pub(crate) fn crl(&self, name: &str) -> Result<Crl, SuiteError> {
        let path = self.folder().join("crls").join(name);
        pki::read_crl(&read(&path)?)
            .0
            .ok_or_else(|| SuiteError::Form { path, reason: "no revocation list".to_owned() })
    }

    /// A value of the table that has another form than it should.
    pub(crate) fn wrong(&self, reason: String) -> SuiteError {
        SuiteError::Form { path: self.place.clone(), reason }
    }

    pub(crate) fn oids(
        &self,
        texts: &[String],
    ) -> Result<std::collections::BTreeSet<Oid>, SuiteError> {
        texts
            .iter()
            .map(|text| {
                text.parse().map_err(|_| self.wrong(format!("no object identifier: {text}")))
            })
            .collect()
    }

    pub(crate) fn moment(&self, text: &str) -> Result<Timestamp, SuiteError> {
        text.parse().map_err(|_| self.wrong(format!("no moment: {text}")))
    }
}

#[expect(clippy::disallowed_methods, reason = "suites are files of the person who runs them")]
fn read(path: &Path) -> Result<Vec<u8>, SuiteError> {
    std::fs::read(path).map_err(|source| SuiteError::File { path: path.to_owned(), source })
}
