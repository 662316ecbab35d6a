//! The files of a suite.

use std::cell::RefCell;
use std::collections::BTreeMap;
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
    /// A suite without a case that is run.
    #[error("the suite {suite} holds no case that can be run")]
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
///
/// What was read once is kept: a suite asks about the same few certificates thousands of times.
#[derive(Clone, Debug)]
pub struct Material {
    place: PathBuf,
    certificates: RefCell<BTreeMap<String, Option<Certificate>>>,
    crls: RefCell<BTreeMap<String, Option<Crl>>>,
}

impl Material {
    /// A suite at a folder or a file.
    #[must_use]
    pub fn new(place: PathBuf) -> Self {
        Self { place, certificates: RefCell::default(), crls: RefCell::default() }
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

    /// The place itself.
    pub(crate) fn place(&self) -> &Path {
        &self.place
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

    /// A certificate in DER or PEM from the folder `certs`; none when the file holds none that can
    /// be read.
    pub(crate) fn certificate_if_readable(
        &self,
        name: &str,
    ) -> Result<Option<Certificate>, SuiteError> {
        self.kept(&self.certificates, "certs", name, |bytes| {
            pki::read_certificates(bytes).certificates.into_iter().next()
        })
    }

    /// A certificate from a file below the folder; none where nothing can be read of it.
    pub(crate) fn certificate_at(&self, path: &str) -> Result<Option<Certificate>, SuiteError> {
        let bytes = read(&self.folder().join(path))?;
        Ok(pki::read_certificates(&bytes).certificates.into_iter().next())
    }

    /// A revocation list from the folder `crls`; none when the file cannot be read as one.
    pub(crate) fn crl_if_readable(&self, name: &str) -> Result<Option<Crl>, SuiteError> {
        self.kept(&self.crls, "crls", name, |bytes| pki::read_crl(bytes).0)
    }

    fn kept<T: Clone>(
        &self,
        known: &RefCell<BTreeMap<String, Option<T>>>,
        folder: &str,
        name: &str,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, SuiteError> {
        if let Some(known) = known.borrow().get(name) {
            return Ok(known.clone());
        }
        let found = parse(&read(&self.folder().join(folder).join(name))?);
        known.borrow_mut().insert(name.to_owned(), found.clone());
        Ok(found)
    }

    /// The octets of a file of the suite.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, SuiteError> {
        read(&self.folder().join(name))
    }

    /// A certificate that lies beside the table.
    pub(crate) fn only_certificate(&self, name: &str) -> Result<Certificate, SuiteError> {
        pki::read_certificates(&self.bytes(name)?).certificates.into_iter().next().ok_or_else(
            || SuiteError::Form {
                path: self.folder().join(name),
                reason: "no certificate".to_owned(),
            },
        )
    }

    /// The same suite, one folder further down where its files lie in `generated`.
    pub(crate) fn generated(&self) -> Self {
        let below = self.place.join("generated");
        Self::new(if below.is_dir() { below } else { self.place.clone() })
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
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, SuiteError> {
    std::fs::read(path).map_err(|source| SuiteError::File { path: path.to_owned(), source })
}
