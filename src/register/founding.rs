//! What a register is founded on, as files hold it.

use std::path::{Path, PathBuf};

use pki::crl::read_crl;
use pki::read_certificates;
use serde::Deserialize;

use super::officer::{Founding, Officer, Trusted, TrustedKind};
use crate::inspection::{InspectionError, read_bounded};

/// The largest certificate or revocation list that is read, in bytes.
const LARGEST: u64 = 64 << 20;
/// The largest list of officers that is read, in bytes.
const LARGEST_LIST: u64 = 1 << 20;

/// The list of officers: a table `[[officer]]` for each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Officers {
    officer: Vec<Officer>,
}

impl Founding {
    /// The officers of a file, the roots under which their signatures are judged, those under which
    /// members of commissions sign (without any, the same), and what else they are judged by.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] names the file and what is wrong with it.
    pub fn read(
        officers: &Path,
        anchors: &[PathBuf],
        act_anchors: &[PathBuf],
        trust: &[PathBuf],
    ) -> Result<Self, InspectionError> {
        let malformed =
            |reason: String| InspectionError::FileMalformed { path: officers.into(), reason };
        let text = String::from_utf8(read_bounded(officers, LARGEST_LIST)?)
            .map_err(|error| malformed(error.to_string()))?;
        let list = Self::officers(&text).map_err(|error| malformed(error.to_string()))?;
        let mut trusted = Trusted::read(anchors, TrustedKind::Anchor)?;
        trusted.extend(Trusted::read(act_anchors, TrustedKind::ActAnchor)?);
        trusted.extend(Trusted::read(trust, TrustedKind::Certificate)?);
        Ok(Self { officers: list, trusted })
    }

    /// The officers of a list in TOML.
    ///
    /// # Errors
    ///
    /// What the reader reports where it is not of the form.
    pub fn officers(text: &str) -> Result<Vec<Officer>, toml::de::Error> {
        toml::from_str::<Officers>(text).map(|it| it.officer)
    }
}

impl Trusted {
    /// Files as what certificates are judged by: certificates of one kind, and revocation lists.
    ///
    /// # Errors
    ///
    /// [`InspectionError`] names the file that is neither, or that holds a private key.
    pub fn read(
        files: &[PathBuf],
        certificates: TrustedKind,
    ) -> Result<Vec<Self>, InspectionError> {
        let mut all = Vec::new();
        for path in files {
            let bytes = read_bounded(path, LARGEST)?;
            let read = read_certificates(&bytes);
            if read.private_keys > 0 {
                return Err(InspectionError::PrivateKey { path: path.clone() });
            }
            if !read.certificates.is_empty() {
                let of = |der: &[u8]| Self { kind: certificates, der: der.to_vec() };
                all.extend(read.certificates.iter().map(|it| of(it.der())));
            } else if read_crl(&bytes).0.is_some() {
                all.push(Self { kind: TrustedKind::Crl, der: bytes });
            } else {
                let reason = "neither a certificate nor a revocation list".into();
                return Err(InspectionError::FileMalformed { path: path.clone(), reason });
            }
        }
        Ok(all)
    }
}
