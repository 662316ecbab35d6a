//! A demonstration site: certification authorities, their services and time servers, in this
//! process and on the loopback interface alone.
//!
//! Everything is made at the start by the toolkit itself and lost at the end: no key lies in the
//! repository, no name is a person's. The services are real ones: the probes ask them over
//! sockets and do not know that they are at home.
//!
//! The clock of the services is this machine's. In [`Scenario::Defects`] the time server of the
//! authority alone stands apart from it.

mod authority;
mod drill;
mod member;
mod photo;
mod sample;
mod secure;
mod stage;
mod time;
mod vectors;
mod web;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Roster};
use pki::issue::{CertificateState, CrlTemplate, IssueError};
use pki::key::KeyError;
use pki::{Certificate, Oid};
use probes::{
    Anchor, Declaration, DeclaredService, OfferedService, TimeReference,
    TimeServer as DeclaredTimeServer, TimeSourceClass, VerifierRun,
};

use crate::case::Case;
use crate::register::Founding;

use authority::{Family, Inspected, Moments, Pair, PairNames};
use secure::SecureServer;
use web::{Pages, WebServer};

pub use member::MemberKey;
pub use sample::{Luggage, Sample};
pub use stage::Stage;
pub use time::{TimeProfile, TimeServer};

/// The password of every container of the demonstration. It protects nothing: the keys are made
/// at the start and sign for nobody.
pub const PASSWORD: &str = "demo";

/// Which authority is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scenario {
    /// One that keeps every requirement.
    Clean,
    /// One whose revocation list has expired, that issues with an identifier nobody registered,
    /// and whose clock is 3.2 s behind.
    Defects,
}

impl Scenario {
    /// The name used on the command line and for the folder of samples.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Defects => "defects",
        }
    }
}

/// A file that the demonstration hands over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(name: String, certificate: &Certificate) -> Self {
        Self { name, bytes: certificate.der().to_vec() }
    }
}

/// The running demonstration; its servers stop when it is dropped.
pub struct DemoSite {
    scenario: Scenario,
    inspected: [Inspected; 2],
    signing: [Pair; 2],
    signing_lists: Vec<File>,
    members: Vec<MemberKey>,
    officers: Vec<MemberKey>,
    verifier_run: VerifierRun,
    time_server: TimeServer,
    references: [(TimeServer, TimeSourceClass); 3],
    secure: SecureServer,
    web: WebServer,
}

/// First part of the paths of the authorities that certify the commission.
const SIGNING: &str = "/signing";

impl DemoSite {
    /// Starts every server and makes every key.
    ///
    /// Each person of the roster, the secretary among them, gets a key; the third voter has an
    /// older one besides, which was revoked. The officers of the committee get one each.
    ///
    /// # Errors
    ///
    /// [`DemoError`] if the loopback interface gives no ports or a key cannot be made.
    pub fn start(scenario: Scenario, roster: &Roster, now: Timestamp) -> Result<Self, DemoError> {
        let moments = Moments::new(now)?;
        let web = WebServer::start()?;
        let secure = SecureServer::start(authority::PRACTICE)?;
        let mut pages = Pages::new();
        let inspected = [
            Inspected::make(Family::Gost, scenario, (&web, &secure), &mut pages, moments)?,
            Inspected::make(Family::Rsa, scenario, (&web, &secure), &mut pages, moments)?,
        ];
        let [_, rsa] = &inspected;
        rsa.secure(&secure, moments)?;

        let organisation = "«ДЕМО ҚОЛ ҚОЮ» ЖШС";
        let names = PairNames {
            root: "ДЕМО ҚОЛ ҚОЮ НЕГІЗГІ ОРТАЛЫҒЫ",
            issuing: "ДЕМО ҚОЛ ҚОЮ ОРТАЛЫҒЫ",
            organisation,
            path: SIGNING,
            practice: web.url(&format!("{SIGNING}/cps")),
        };
        let pair = |family| Pair::make(family, &names, false, &web, moments);
        let signing = [pair(Family::Gost)?, pair(Family::Rsa)?];
        let [gost, rsa] = &signing;
        let of = |family| match family {
            Family::Gost => gost,
            Family::Rsa => rsa,
        };
        let mut members = Vec::new();
        for (number, member) in (1..).zip(&roster.members) {
            let (who, file) = ((&member.iin, &*member.name), format!("member-{number}"));
            if number == 3 {
                members.push(member::issue(gost, who, &file, true, moments)?);
            }
            let pair = of(member::family(number));
            members.push(member::issue(pair, who, &file, false, moments)?);
        }
        let mut officers = Vec::new();
        for (number, officer) in (1..).zip(&Founding::officers(sample::OFFICERS)?) {
            let (who, file) = ((&officer.iin, &*officer.name), format!("officer-{number}"));
            let pair = of(member::family(number));
            officers.push(member::issue(pair, who, &file, false, moments)?);
        }
        let mut signing_lists = Vec::new();
        for pair in &signing {
            let of_root = pair.publish(SIGNING, &mut pages, moments)?;
            let name = format!("signing_root_{}.crl", pair.family.slug());
            signing_lists.push(File { name, bytes: of_root });
            let issuing = pair.issuing.certificate();
            let mut list = CrlTemplate::new(issuing, moments.hours(-4)?, moments.hours(23)?, 7);
            let name = pair.service("ДЕМО ҚОЛ ҚОЮ TSA", organisation);
            let stamps = pair.serve_time_stamps(SIGNING, name, &mut pages, moments)?;
            let mut states = BTreeMap::from([(stamps.serial().to_vec(), CertificateState::Good)]);
            let people = members.iter().chain(&officers);
            for key in people.filter(|it| it.certificate.issuer() == issuing.subject()) {
                let serial = key.certificate.serial();
                let mut state = CertificateState::Good;
                if key.revoked {
                    let (at, reason) = (moments.hours(-72)?, Some(4));
                    list = list.revoking(serial, at, reason);
                    state = CertificateState::Revoked { at, reason };
                }
                states.insert(serial.to_vec(), state);
            }
            let name = pair.service("ДЕМО ҚОЛ ҚОЮ OCSP", organisation);
            let states = Arc::new(RwLock::new(states));
            pair.serve_status(SIGNING, name, states, &mut pages, moments)?;
            let bytes = pair.publish_list(SIGNING, "ca", &list, &mut pages)?;
            let name = format!("signing_ca_{}.crl", pair.family.slug());
            signing_lists.push(File { name, bytes });
        }
        web.publish(pages);
        let verifier_run = vectors::run(&inspected[0], moments)?;

        let ahead = |milliseconds| SignedDuration::from_millis(milliseconds);
        let offset = match scenario {
            Scenario::Clean => ahead(4),
            Scenario::Defects => ahead(-3_200),
        };
        let start = |offset, stratum, reference: &[u8; 4], delay, dispersion| {
            TimeServer::start(TimeProfile {
                offset,
                stratum,
                reference: *reference,
                root_delay_us: delay,
                root_dispersion_us: dispersion,
            })
        };
        Ok(Self {
            scenario,
            inspected,
            signing,
            signing_lists,
            members,
            officers,
            verifier_run,
            time_server: start(offset, 2, &[127, 0, 0, 1], 1_800, 3_500)?,
            references: [
                (start(ahead(0), 1, b"ATOM", 0, 300)?, TimeSourceClass::NationalStandard),
                (start(ahead(1), 1, b"GPS\0", 0, 1_200)?, TimeSourceClass::Satellite),
                (
                    start(ahead(-2), 2, &[127, 0, 0, 2], 4_000, 2_500)?,
                    TimeSourceClass::International,
                ),
            ],
            secure,
            web,
        })
    }

    /// What is shown.
    #[must_use]
    pub const fn scenario(&self) -> Scenario {
        self.scenario
    }

    /// The certificates that the authority hands over, DER, with file names.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.inspected.iter().flat_map(|it| &it.files)
    }

    /// Certificates of users that were revoked: in the full list, and in the delta list alone.
    pub fn revoked(&self) -> impl Iterator<Item = &Certificate> {
        self.inspected.iter().flat_map(|it| &it.revoked)
    }

    /// The keys of the commission, in the order of the roster.
    #[must_use]
    pub fn members(&self) -> &[MemberKey] {
        &self.members
    }

    /// The keys of the officers of the committee, in the order of their list.
    #[must_use]
    pub fn officers(&self) -> &[MemberKey] {
        &self.officers
    }

    /// The certificates of the authorities that certify the commission, roots first.
    pub fn signing_certificates(&self) -> impl Iterator<Item = File> {
        self.signing.iter().flat_map(|pair| {
            [
                signing_file("root", pair, pair.root.certificate()),
                signing_file("ca", pair, pair.issuing.certificate()),
            ]
        })
    }

    /// Of these the certificates of the roots.
    #[must_use]
    pub fn signing_roots(&self) -> [File; 2] {
        self.signing.each_ref().map(|it| signing_file("root", it, it.root.certificate()))
    }

    /// The revocation lists of the authorities that certify the commission.
    #[must_use]
    pub fn signing_lists(&self) -> &[File] {
        &self.signing_lists
    }

    /// The identifiers of the national arcs that the authority has registered.
    #[must_use]
    pub fn registered_oids(&self) -> Vec<Oid> {
        authority::registered()
    }

    /// What the authority's verifier, which is this toolkit's engine, said to the test chains.
    #[must_use]
    pub const fn verifier_run(&self) -> &VerifierRun {
        &self.verifier_run
    }

    /// The address of a path of the web server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.web.url(path)
    }

    /// The address of a path of the https server.
    #[must_use]
    pub fn secure_url(&self, path: &str) -> String {
        self.secure.url(path)
    }

    /// Completes a sample case with what is known only now: anchors, addresses and ports, and the
    /// day of the visit.
    #[must_use]
    pub fn complete(&self, mut case: Case, today: jiff::civil::Date) -> Case {
        case.visit.start = today;
        case.visit.end = today;
        case.network.allow_loopback = true;
        case.signing_anchors = self.signing.iter().map(|it| anchor(&it.root)).collect();
        case.signing_tsp =
            ["gost", "rsa"].map(|it| self.url(&format!("{SIGNING}/tsp_{it}"))).into();
        self.declare(&mut case.declaration);
        case
    }

    fn declare(&self, declaration: &mut Declaration) {
        declaration.anchors = self.inspected.iter().map(|it| anchor(&it.pair.root)).collect();
        declaration.tsp_urls = vec![self.url("/tsp_gost"), self.url("/tsp_rsa")];
        declaration.time_servers = vec![DeclaredTimeServer {
            address: self.time_server.address().to_string(),
            name: "ntp.demo".into(),
            sources: vec![
                TimeSourceClass::NationalStandard,
                TimeSourceClass::Satellite,
                TimeSourceClass::International,
            ],
        }];
        declaration.time_references = self
            .references
            .iter()
            .map(|(server, class)| TimeReference {
                address: server.address().to_string(),
                class: *class,
            })
            .collect();
        // The offered services and the centre are reached at ports that are known only now.
        for service in &mut declaration.services {
            let name = service.name().to_owned();
            let path = match () {
                () if name.contains("(OCSP)") => "/ocsp_gost",
                () if name.contains("(TSP)") => "/tsp_gost",
                () => continue,
            };
            let address = self.url(path);
            *service = DeclaredService::Offered(OfferedService { name, address });
        }
        for centre in &mut declaration.registration_centres {
            centre.address = Some(self.web.address().to_string());
        }
        declaration.registered_oids = self.registered_oids().iter().map(Oid::to_string).collect();
    }
}

fn signing_file(name: &str, pair: &Pair, certificate: &Certificate) -> File {
    File::new(format!("signing_{name}_{}.cer", pair.family.slug()), certificate)
}

fn anchor(root: &authority::Authority) -> Anchor {
    Anchor {
        sha256: EvidenceId::of(root.certificate().der()),
        obtained_from: "ДЕМО: көрсетілім басында жасалған / создано при запуске демонстрации"
            .into(),
    }
}

/// The demonstration cannot start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The machine's clock is out of the range of certificates.
    #[error("the clock of this machine shows a time that no certificate can hold")]
    Clock(#[from] jiff::Error),
    /// A certificate or list of the demonstration cannot be read back.
    #[error("a demonstration object cannot be read back")]
    Unreadable(#[from] pki::Unreadable),
    /// A file of the demonstration cannot be written.
    #[error("{}: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the operating system reported.
        source: io::Error,
    },
    /// A photograph cannot be drawn.
    #[error("a photograph of the demonstration cannot be drawn")]
    Photo(#[from] image::ImageError),
    /// The sample is not of the form of a case.
    #[error("the sample case is malformed")]
    Sample(#[from] toml::de::Error),
    /// The completed case has no form as a file.
    #[error("the completed case cannot be written")]
    CaseForm(#[from] toml::ser::Error),
    /// A record of the demonstration has no form as a file.
    #[error("a record of the demonstration cannot be written")]
    RecordForm(#[from] serde_json::Error),
    /// A key cannot be locked up.
    #[error("a container of a demonstration key cannot be written")]
    Container(#[from] p12_keystore::error::Error),
    /// An object cannot be issued.
    #[error("a demonstration object cannot be issued")]
    Issue(#[from] IssueError),
    /// A key cannot be made or used.
    #[error("a demonstration key cannot be made")]
    Key(#[from] KeyError),
    /// The https server does not take its certificate.
    #[error("the demonstration's https server does not take its certificate")]
    Secure(#[from] rustls::Error),
    /// The loopback interface gives no ports.
    #[error("the demonstration's servers cannot start on the loopback interface")]
    Network(#[from] io::Error),
}
