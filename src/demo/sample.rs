//! The sample case with its answers, and the folder in which the demonstration lays out what a
//! commission would bring along.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use probes::{OidRegister, RegisteredOid};

use crate::case::Case;

use super::{DemoError, DemoSite, File, MemberKey, Scenario, photo};

/// The sample of one scenario, as it lies under `samples/`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sample {
    scenario: Scenario,
    /// The case, without what is known only at the start of the demonstration.
    pub case: &'static str,
    /// The answers of the commission.
    pub answers: &'static str,
}

/// Documents that the answers attach.
const DOCUMENTS: &[(&str, &str)] = &[
    ("chain-mechanism.txt", include_str!("../../samples/documents/chain-mechanism.txt")),
    ("chain-own-cipt.txt", include_str!("../../samples/documents/chain-own-cipt.txt")),
    ("cipt-root-object.txt", include_str!("../../samples/documents/cipt-root-object.txt")),
    (
        "key-protection-certificate.txt",
        include_str!("../../samples/documents/key-protection-certificate.txt"),
    ),
    ("non-residential.txt", include_str!("../../samples/documents/non-residential.txt")),
    ("oid-registration.txt", include_str!("../../samples/documents/oid-registration.txt")),
    ("strk-1073.txt", include_str!("../../samples/documents/strk-1073.txt")),
    ("time-procedure.txt", include_str!("../../samples/documents/time-procedure.txt")),
];

/// The officers of the committee, in the form that a register is founded on.
pub(super) const OFFICERS: &str = include_str!("../../samples/officers.toml");

impl Sample {
    /// The sample of a scenario.
    #[must_use]
    pub const fn of(scenario: Scenario) -> Self {
        let (case, answers) = match scenario {
            Scenario::Clean => (
                include_str!("../../samples/clean/case.toml"),
                include_str!("../../samples/clean/answers.toml"),
            ),
            Scenario::Defects => (
                include_str!("../../samples/defects/case.toml"),
                include_str!("../../samples/defects/answers.toml"),
            ),
        };
        Self { scenario, case, answers }
    }

    /// The case, read.
    ///
    /// # Errors
    ///
    /// [`DemoError::Sample`] if the sample is not of the form of a case.
    pub fn read_case(&self) -> Result<Case, DemoError> {
        Ok(toml::from_str(self.case)?)
    }

    /// Writes the answers with the photographs and documents that they attach.
    ///
    /// # Errors
    ///
    /// [`DemoError`] names the file that cannot be written.
    pub fn write_answers(&self, folder: &Path) -> Result<PathBuf, DemoError> {
        for (name, bytes) in photo::all(self.scenario)? {
            put(&folder.join("photos").join(name), &bytes)?;
        }
        for (name, text) in DOCUMENTS {
            put(&folder.join("documents").join(name), text.as_bytes())?;
        }
        put(&folder.join("answers.toml"), self.answers.as_bytes())
    }
}

/// Where everything lies that a commission would bring along or be handed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Luggage {
    /// The completed case.
    pub case: PathBuf,
    /// The answers; what they attach lies beside them.
    pub answers: PathBuf,
    /// Certificates of the authority, of its services and of its users.
    pub certificates: Vec<PathBuf>,
    /// The certificate that the authority revokes in a drill.
    pub test_certificate: PathBuf,
    /// The register of object identifiers.
    pub oid_register: PathBuf,
    /// What the authority's verifier said to the test chains.
    pub verifier_run: PathBuf,
    /// Lines of a log of the authority.
    pub server_log: PathBuf,
    /// Key containers of the commission, in the order of the roster; a revoked one before the
    /// valid one of the same member.
    pub keys: Vec<PathBuf>,
    /// Certificates and revocation lists of the authorities that certify the commission.
    pub signing: Vec<PathBuf>,
    /// Of these the certificates of the roots.
    pub signing_roots: Vec<PathBuf>,
    /// The list of the officers of the committee.
    pub officers: PathBuf,
    /// Their key containers, in the order of the list.
    pub officer_keys: Vec<PathBuf>,
}

impl DemoSite {
    /// Lays everything out in a folder.
    ///
    /// # Errors
    ///
    /// [`DemoError`] names the file that cannot be written.
    pub fn lay_out(&self, folder: &Path, today: Date) -> Result<Luggage, DemoError> {
        let sample = Sample::of(self.scenario());
        let case = self.complete(sample.read_case()?, today);
        let authority = folder.join("authority");
        let commission = folder.join("commission");
        let committee = folder.join("committee");
        let files = |folder: &Path, files: &mut dyn Iterator<Item = File>| {
            files.map(|it| put(&folder.join(&it.name), &it.bytes)).collect::<Result<Vec<_>, _>>()
        };
        let register = serde_json::to_vec_pretty(&self.oid_register())?;
        let verifier_run = serde_json::to_vec_pretty(self.verifier_run())?;
        let keys = |folder: &Path, keys: &[MemberKey]| {
            keys.iter()
                .map(|it| put(&folder.join(&it.file), &it.pkcs12))
                .collect::<Result<Vec<_>, _>>()
        };
        let mut signing = files(&commission, &mut self.signing_certificates())?;
        let roots = self.signing_roots().iter().map(|it| commission.join(&it.name)).collect();
        signing.extend(files(&commission, &mut self.signing_lists().iter().cloned())?);
        Ok(Luggage {
            case: put(&folder.join("case.toml"), toml::to_string(&case)?.as_bytes())?,
            answers: sample.write_answers(folder)?,
            certificates: files(&authority, &mut self.files().cloned())?,
            test_certificate: put(
                &commission.join(&self.test_certificate().name),
                &self.test_certificate().bytes,
            )?,
            oid_register: put(&authority.join("oid-register.json"), &register)?,
            verifier_run: put(&authority.join("verifier-run.json"), &verifier_run)?,
            server_log: put(&authority.join("server.log"), server_log(today).as_bytes())?,
            keys: keys(&commission, self.members())?,
            signing,
            signing_roots: roots,
            officers: put(&committee.join("officers.toml"), OFFICERS.as_bytes())?,
            officer_keys: keys(&committee, self.officers())?,
        })
    }

    /// The register of object identifiers, as the demonstration's registrar keeps it.
    #[must_use]
    pub fn oid_register(&self) -> OidRegister {
        let entry = |oid: pki::Oid| RegisteredOid {
            name: pki::oid::name_of(&oid).unwrap_or("ДЕМО").into(),
            oid: oid.to_string(),
            holder: Some("«ДЕМО-СЕНІМ» ЖШС".into()),
        };
        OidRegister {
            source: "ДЕМО".into(),
            entries: self.registered_oids().into_iter().map(entry).collect(),
        }
    }
}

/// A log in the time of the Republic, as a status service and a server of pages would write it.
fn server_log(today: Date) -> String {
    format!(
        "{today}T09:00:00.125+05:00 demo-srv-0001 ocsp: answered\n\
         {today}T09:00:07.250+05:00 demo-srv-0001 tsp: answered\n\
         192.0.2.7 - - [{}:09:00:09 +0500] \"GET /ca_gost.crl HTTP/1.1\" 200 1874\n",
        today.strftime("%d/%b/%Y")
    )
}

fn put(path: &Path, bytes: &[u8]) -> Result<PathBuf, DemoError> {
    let failed = |source: io::Error| DemoError::Unwritable { path: path.into(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)?;
    Ok(path.into())
}
