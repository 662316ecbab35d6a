//! Authorities of the demonstration, and what they issue and publish.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use pki::algorithm::{HashAlgorithm, PublicKey};
use pki::issue::{
    Addresses, CertificateState, CertificateTemplate, CrlTemplate, Extension, OcspTemplate,
    Profile, SingleAnswer, TimestampTemplate, distinguished_name, ocsp_refusal, person,
    timestamp_granted, timestamp_refused,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::ocsp::{CertId, OcspRequest};
use pki::oid::known;
use pki::tsp::TspRequest;
use pki::{Certificate, Oid};

use super::secure::SecureServer;
use super::web::{Page, Pages, WebServer};
use super::{DemoError, File, Scenario};

const DER_CERTIFICATE: &str = "application/pkix-cert";
const DER_CRL: &str = "application/pkix-crl";

/// An arc below the certification authorities of the Republic under which nothing is registered.
static UNREGISTERED: Oid = Oid::from_arcs(&[1, 2, 398, 3, 99, 7, 1]);

/// The kinds of key a hierarchy is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Family {
    /// GOST R 34.10-2015, 512 bits, as in the national hierarchy of 2022.
    Gost,
    /// RSA.
    Rsa,
}

impl Family {
    pub(super) fn generate(self) -> Result<PrivateKey, DemoError> {
        let kind = match self {
            Self::Gost => PrivateKeyKind::Gost2015A512,
            // The national roots have 4096 bits; half of that starts in a tenth of the time.
            Self::Rsa => PrivateKeyKind::Rsa2048,
        };
        Ok(PrivateKey::generate(kind)?)
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Gost => "GOST",
            Self::Rsa => "RSA",
        }
    }

    pub(super) const fn slug(self) -> &'static str {
        match self {
            Self::Gost => "gost",
            Self::Rsa => "rsa",
        }
    }
}

/// The moment the demonstration starts, to the second, and the moments around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    start: Timestamp,
    exact: Timestamp,
    begun: Instant,
}

impl Moments {
    pub(super) fn new(now: Timestamp) -> Result<Self, DemoError> {
        let start = Timestamp::from_second(now.as_second())?;
        Ok(Self { start, exact: now, begun: Instant::now() })
    }

    /// So many hours after the start; before it where negative.
    pub(super) fn hours(self, hours: i64) -> Result<Timestamp, DemoError> {
        Ok(self.start.checked_add(SignedDuration::from_hours(hours))?)
    }

    fn days(self, from: i64, until: i64) -> Result<(Timestamp, Timestamp), DemoError> {
        Ok((self.hours(24 * from)?, self.hours(24 * until)?))
    }

    /// The moment now: the start and the time that passed since, by a clock that does not step.
    fn now(self) -> Timestamp {
        SignedDuration::try_from(self.begun.elapsed())
            .ok()
            .and_then(|it| self.exact.checked_add(it).ok())
            .unwrap_or(self.exact)
    }
}

/// A key with its certificate.
pub(super) struct Holder {
    pub(super) key: PrivateKey,
    pub(super) certificate: Certificate,
}

/// An authority, and the addresses it writes into what it issues.
pub(super) struct Authority {
    holder: Holder,
    addresses: Addresses,
}

impl Authority {
    /// A root, which signs itself.
    fn root(
        family: Family,
        subject: Vec<u8>,
        addresses: Addresses,
        validity: (Timestamp, Timestamp),
    ) -> Result<Self, DemoError> {
        let key = family.generate()?;
        let (root, public) = (Profile::Root, key.public_key());
        let certificate =
            CertificateTemplate::new(&root, None, subject, public, validity, &addresses)
                .issue(&key)?;
        Ok(Self { holder: Holder { key, certificate }, addresses })
    }

    /// A root that nobody trusts.
    pub(super) fn stranger(
        family: Family,
        validity: (Timestamp, Timestamp),
    ) -> Result<Self, DemoError> {
        let subject =
            distinguished_name(&[(&known::COMMON_NAME, "ДЕМО БӨТЕН"), (&known::COUNTRY, "KZ")]);
        Self::root(family, subject, Addresses::default(), validity)
    }

    /// An authority below this one, which writes no addresses into what it issues.
    pub(super) fn authority(
        &self,
        family: Family,
        name: &str,
        profile: Profile,
        validity: (Timestamp, Timestamp),
        change: impl FnOnce(&mut CertificateTemplate),
    ) -> Result<Self, DemoError> {
        let key = family.generate()?;
        let subject = distinguished_name(&[(&known::COMMON_NAME, name), (&known::COUNTRY, "KZ")]);
        let certificate = self.issue(&profile, subject, key.public_key(), validity, change)?;
        let addresses = Addresses::default();
        Ok(Self { holder: Holder { key, certificate }, addresses })
    }

    pub(super) fn certificate(&self) -> &Certificate {
        &self.holder.certificate
    }

    /// A certificate that this authority could issue, not signed yet.
    pub(super) fn template(
        &self,
        profile: &Profile,
        subject: Vec<u8>,
        key: &PublicKey,
        validity: (Timestamp, Timestamp),
    ) -> CertificateTemplate {
        let issuer = Some(&self.holder.certificate);
        CertificateTemplate::new(profile, issuer, subject, key, validity, &self.addresses)
    }

    /// Issues a certificate, changed as told before it is signed.
    pub(super) fn issue(
        &self,
        profile: &Profile,
        subject: Vec<u8>,
        key: &PublicKey,
        validity: (Timestamp, Timestamp),
        change: impl FnOnce(&mut CertificateTemplate),
    ) -> Result<Certificate, DemoError> {
        let mut template = self.template(profile, subject, key, validity);
        change(&mut template);
        Ok(template.issue(&self.holder.key)?)
    }

    fn issue_with_key(
        &self,
        profile: &Profile,
        family: Family,
        subject: Vec<u8>,
        validity: (Timestamp, Timestamp),
    ) -> Result<Holder, DemoError> {
        let key = family.generate()?;
        let certificate = self.issue(profile, subject, key.public_key(), validity, |_| {})?;
        Ok(Holder { key, certificate })
    }

    pub(super) fn crl(&self, template: &CrlTemplate) -> Result<Vec<u8>, DemoError> {
        Ok(template.to_der(&self.holder.key)?)
    }
}

/// A root, an authority below it, and what is published of both.
pub(super) struct Pair {
    pub(super) family: Family,
    pub(super) root: Authority,
    pub(super) issuing: Authority,
}

/// Names and paths of a pair.
pub(super) struct PairNames<'a> {
    /// Common name of the root, without the kind of key.
    pub(super) root: &'a str,
    /// Common name of the issuing authority, without the kind of key.
    pub(super) issuing: &'a str,
    /// Its organisation.
    pub(super) organisation: &'a str,
    /// First part of every path.
    pub(super) path: &'a str,
    /// Address of its practice statement.
    pub(super) practice: String,
}

impl Pair {
    pub(super) fn make(
        family: Family,
        names: &PairNames<'_>,
        deltas: bool,
        web: &WebServer,
        moments: Moments,
    ) -> Result<Self, DemoError> {
        let (path, slug) = (names.path, family.slug());
        let url = |name: &str| web.url(&format!("{path}/{name}_{slug}"));
        let list = |name: &str, ending: &str| vec![format!("{}{ending}", url(name))];
        let practice = Some(names.practice.clone());
        let of_root = Addresses {
            ocsp: vec![],
            issuer: list("root", ".cer"),
            crl: list("root", ".crl"),
            delta: vec![],
            practice: practice.clone(),
        };
        let of_issuing = Addresses {
            ocsp: list("ocsp", ""),
            issuer: list("ca", ".cer"),
            crl: list("ca", ".crl"),
            delta: if deltas { list("ca_d", ".crl") } else { vec![] },
            practice,
        };
        let label = family.label();
        let root_name = format!("{} ({label})", names.root);
        let subject =
            distinguished_name(&[(&known::COMMON_NAME, &root_name), (&known::COUNTRY, "KZ")]);
        let validity = moments.days(-3 * 365, 17 * 365)?;
        let root = Authority::root(family, subject, of_root, validity)?;

        let issuing_name = format!("{} ({label})", names.issuing);
        let subject = distinguished_name(&[
            (&known::COMMON_NAME, &issuing_name),
            (&known::ORGANIZATION, names.organisation),
            (&known::COUNTRY, "KZ"),
        ]);
        // As the national authorities of 2022: no limit in GOST, none below in RSA.
        let path_length = match family {
            Family::Gost => None,
            Family::Rsa => Some(0),
        };
        let profile = Profile::Authority { path_length };
        let validity = moments.days(-2 * 365, 8 * 365)?;
        let holder = root.issue_with_key(&profile, family, subject, validity)?;
        Ok(Self { family, root, issuing: Authority { holder, addresses: of_issuing } })
    }

    /// Publishes the certificates and the root's list, which names nobody; gives that list.
    pub(super) fn publish(
        &self,
        path: &str,
        pages: &mut Pages,
        moments: Moments,
    ) -> Result<Vec<u8>, DemoError> {
        let slug = self.family.slug();
        let root = self.root.certificate();
        let list = CrlTemplate::new(root, moments.hours(-20 * 24)?, moments.hours(70 * 24)?, 3);
        let list = self.root.crl(&list)?;
        let issuing = self.issuing.certificate();
        let mut put = |name: &str, kind, bytes| {
            pages.insert(format!("{path}/{name}"), Page::File(kind, bytes));
        };
        put(&format!("root_{slug}.cer"), DER_CERTIFICATE, root.der().to_vec());
        put(&format!("ca_{slug}.cer"), DER_CERTIFICATE, issuing.der().to_vec());
        put(&format!("root_{slug}.crl"), DER_CRL, list.clone());
        put("cps", "text/plain; charset=utf-8", PRACTICE.as_bytes().to_vec());
        Ok(list)
    }

    /// Publishes the list of the issuing authority.
    pub(super) fn publish_list(
        &self,
        path: &str,
        name: &str,
        list: &CrlTemplate,
        pages: &mut Pages,
    ) -> Result<Vec<u8>, DemoError> {
        let bytes = self.issuing.crl(list)?;
        let path = format!("{path}/{name}_{}.crl", self.family.slug());
        pages.insert(path, Page::File(DER_CRL, bytes.clone()));
        Ok(bytes)
    }

    /// The name of one of its services.
    pub(super) fn service(&self, common_name: &str, organisation: &str) -> Vec<u8> {
        distinguished_name(&[
            (&known::COMMON_NAME, &format!("{common_name} ({})", self.family.label())),
            (&known::ORGANIZATION, organisation),
            (&known::COUNTRY, "KZ"),
        ])
    }

    /// Serves the status of certificates, and gives the certificate of the service.
    pub(super) fn serve_status(
        &self,
        path: &str,
        name: Vec<u8>,
        states: States,
        pages: &mut Pages,
        moments: Moments,
    ) -> Result<Certificate, DemoError> {
        let validity = moments.days(-30, 335)?;
        let profile = Profile::OcspResponder;
        let holder = self.issuing.issue_with_key(&profile, self.family, name, validity)?;
        let certificate = holder.certificate.clone();
        let issuer = self.issuing.certificate().clone();
        let answer = move |request: &[u8]| {
            let Ok(request) = OcspRequest::read(request) else { return ocsp_refusal(1) };
            let now = moments.now();
            let states = states.read().unwrap_or_else(PoisonError::into_inner);
            let mut answers = Vec::new();
            for id in request.certificates {
                if !is_of(&id, &issuer) {
                    return ocsp_refusal(6);
                }
                let state =
                    states.get(&id.serial).copied().unwrap_or(CertificateState::NEVER_ISSUED);
                answers.push(SingleAnswer { id, state, this_update: now, next_update: None });
            }
            OcspTemplate::new(answers, now, request.nonce.as_deref())
                .to_der(&holder.key, &holder.certificate)
                .unwrap_or_else(|_| ocsp_refusal(2))
        };
        let kinds = ("application/ocsp-request", "application/ocsp-response");
        pages.insert(
            format!("{path}/ocsp_{}", self.family.slug()),
            Page::Service(kinds.0, kinds.1, Box::new(answer)),
        );
        Ok(certificate)
    }

    /// Serves time-stamps, and gives the certificate of the service.
    pub(super) fn serve_time_stamps(
        &self,
        path: &str,
        name: Vec<u8>,
        pages: &mut Pages,
        moments: Moments,
    ) -> Result<Certificate, DemoError> {
        let validity = moments.days(-30, 335)?;
        let profile = Profile::TimestampAuthority;
        let holder = self.issuing.issue_with_key(&profile, self.family, name, validity)?;
        let certificate = holder.certificate.clone();
        let policy = match self.family {
            Family::Gost => &known::POLICY_TSA_GOST_2015,
            Family::Rsa => &known::POLICY_TSA_RSA,
        };
        let numbers = Arc::new(AtomicU64::new(1));
        let answer = move |request: &[u8]| {
            // Bits of PKIFailureInfo: badAlg 0, badDataFormat 5, unacceptedPolicy 15,
            // systemFailure 25.
            let Ok(request) = TspRequest::read(request) else {
                return timestamp_refused(5, "the request cannot be read");
            };
            let known_hash = HashAlgorithm::from_oid(&request.hash.oid);
            if known_hash.is_none_or(|it| it.digest(&[]).len() != request.imprint.len()) {
                return timestamp_refused(0, "the hash is not known or its digest too long");
            }
            if request.policy.as_ref().is_some_and(|it| it != policy) {
                return timestamp_refused(15, "the policy is not served here");
            }
            let number = numbers.fetch_add(1, Ordering::Relaxed).to_be_bytes().to_vec();
            TimestampTemplate::answering(&request, policy, number, moments.now())
                .to_der(&holder.key, &holder.certificate)
                .map_or_else(
                    |_| timestamp_refused(25, "the token was not signed"),
                    |token| timestamp_granted(&token),
                )
        };
        let kinds = ("application/timestamp-query", "application/timestamp-reply");
        pages.insert(
            format!("{path}/tsp_{}", self.family.slug()),
            Page::Service(kinds.0, kinds.1, Box::new(answer)),
        );
        Ok(certificate)
    }
}

pub(super) const PRACTICE: &str =
    "Practice statement of a demonstration authority. It certifies nobody.\n";

/// The authority that is inspected: one of its two pairs, its users and its services.
pub(super) struct Inspected {
    pub(super) pair: Pair,
    /// The certificates that it hands over.
    pub(super) files: Vec<File>,
    /// The certificates of its users.
    pub(super) users: Vec<Certificate>,
    /// Users' certificates that were revoked: in the full list, and in the delta alone.
    pub(super) revoked: [Certificate; 2],
    /// One that may be revoked in a drill.
    pub(super) test: Certificate,
    /// The lists as they were issued: the complete one and the delta.
    lists: [CrlTemplate; 2],
    states: States,
}

/// Lets the status service say it.
type Telling = Box<dyn FnOnce() + Send>;

/// What the status service says of each certificate, by serial number.
pub(super) type States = Arc<RwLock<BTreeMap<Vec<u8>, CertificateState>>>;

/// First part of the paths of the inspected authority.
const PATH: &str = "";

/// Whose the inspected authority is.
const ORGANISATION: &str = "«ДЕМО-СЕНІМ» ЖШС";

impl Inspected {
    pub(super) fn make(
        family: Family,
        scenario: Scenario,
        (web, secure): (&WebServer, &SecureServer),
        pages: &mut Pages,
        moments: Moments,
    ) -> Result<Self, DemoError> {
        let names = PairNames {
            root: "ДЕМО НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ",
            issuing: "ДЕМО-СЕНІМ КУӘЛАНДЫРУШЫ ОРТАЛЫҒЫ",
            organisation: ORGANISATION,
            path: PATH,
            practice: secure.url("/cps"),
        };
        let pair = Pair::make(family, &names, true, web, moments)?;
        pair.publish(PATH, pages, moments)?;

        let mut users = Vec::new();
        let mut files = vec![
            File::new(format!("root_{}.cer", family.slug()), pair.root.certificate()),
            File::new(format!("ca_{}.cer", family.slug()), pair.issuing.certificate()),
        ];
        for user in USERS {
            if family == Family::Rsa && !user.in_rsa {
                continue;
            }
            let wrong = scenario == Scenario::Defects && family == Family::Gost && user.employee;
            let certificate = user.certify(&pair, family, wrong, moments)?;
            files.push(File::new(format!("{}_{}.cer", user.file, family.slug()), &certificate));
            users.push(certificate);
        }
        let natural = &USERS[0];
        let revoked = [
            natural.certify(&pair, family, false, moments)?,
            natural.certify(&pair, family, false, moments)?,
        ];

        let issuing = pair.issuing.certificate();
        let expired = scenario == Scenario::Defects && family == Family::Gost;
        let (this, next) = if expired { (-4 * 24, -3 * 24) } else { (-5, 22) };
        let list = CrlTemplate::new(issuing, moments.hours(this)?, moments.hours(next)?, 14)
            .revoking(revoked[0].serial(), moments.hours(-10 * 24)?, Some(1));
        let list = past_entries(list, moments)?;
        pair.publish_list(PATH, "ca", &list, pages)?;
        let test = natural.certify(&pair, family, false, moments)?;
        let mut delta = CrlTemplate::new(issuing, moments.hours(-1)?, moments.hours(6)?, 15)
            .revoking(revoked[1].serial(), moments.hours(-2)?, Some(4));
        delta.delta_base = Some(14);
        pair.publish_list(PATH, "ca_d", &delta, pages)?;

        let (lists, states) = ([list, delta], States::default());
        let mut inspected = Self { pair, files, users, revoked, test, lists, states };
        inspected.serve_status(pages, moments)?;
        inspected.serve_time_stamps(pages, moments)?;
        Ok(inspected)
    }

    /// Revokes the test certificate at a moment: what the status service says from then on, and
    /// the complete list and the delta that are published for it, each with its path.
    pub(super) fn revoke_test(
        &self,
        at: Timestamp,
    ) -> Result<(Telling, [(String, Page); 2]), DemoError> {
        let (states, serial) = (Arc::clone(&self.states), self.test.serial().to_vec());
        let reason = Some(4);
        let tell = move || {
            let state = CertificateState::Revoked { at, reason };
            states.write().unwrap_or_else(PoisonError::into_inner).insert(serial, state);
        };
        let [list, delta] = &self.lists;
        let renewed = |of: &CrlTemplate, name: &str, number: u64, hours: i64| {
            let mut list = of.clone().revoking(self.test.serial(), at, reason);
            list.this_update = at;
            list.next_update = Some(at.checked_add(SignedDuration::from_hours(hours))?);
            list.number = Some(number);
            let bytes = self.pair.issuing.crl(&list)?;
            let path = format!("{PATH}/{name}_{}.crl", self.pair.family.slug());
            Ok::<_, DemoError>((path, Page::File(DER_CRL, bytes)))
        };
        Ok((Box::new(tell), [renewed(delta, "ca_d", 16, 6)?, renewed(list, "ca", 17, 22)?]))
    }

    /// The complete list as it was published at the start, or the same list past its time, with
    /// its path.
    pub(super) fn complete_list(&self, expired: bool) -> Result<(String, Page), DemoError> {
        let [list, _] = &self.lists;
        let mut list = list.clone();
        if expired {
            let long_ago = SignedDuration::from_hours(-3 * 24);
            list.this_update = list.this_update.checked_add(long_ago)?;
            list.next_update = list.next_update.map(|it| it.checked_add(long_ago)).transpose()?;
        }
        let bytes = self.pair.issuing.crl(&list)?;
        Ok((format!("{PATH}/ca_{}.crl", self.pair.family.slug()), Page::File(DER_CRL, bytes)))
    }

    fn service(&self, common_name: &str) -> Vec<u8> {
        self.pair.service(common_name, ORGANISATION)
    }

    /// Gives the https server a certificate of this authority.
    pub(super) fn secure(&self, server: &SecureServer, moments: Moments) -> Result<(), DemoError> {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256)?;
        let (profile, validity) = (Profile::OcspResponder, moments.days(-30, 335)?);
        let subject = self.service("ДЕМО HTTPS");
        let issuing = &self.pair.issuing;
        let certificate =
            issuing.issue(&profile, subject, key.public_key(), validity, |template| {
                template.remove(&known::OCSP_NO_CHECK);
                template.remove(&known::KEY_STORAGE);
                template.set(Extension::purposes(&[&known::PURPOSE_SERVER], false));
                template.set(Extension::address(Ipv4Addr::LOCALHOST.into()));
            })?;
        server.show(&key, &[&certificate, issuing.certificate()])
    }

    fn serve_status(&mut self, pages: &mut Pages, moments: Moments) -> Result<(), DemoError> {
        let mut states = BTreeMap::new();
        for user in self.users.iter().chain([&self.test]) {
            states.insert(user.serial().to_vec(), CertificateState::Good);
        }
        let [in_list, in_delta] = &self.revoked;
        let at = moments.hours(-10 * 24)?;
        let key_compromise = CertificateState::Revoked { at, reason: Some(1) };
        states.insert(in_list.serial().to_vec(), key_compromise);
        let at = moments.hours(-2)?;
        let superseded = CertificateState::Revoked { at, reason: Some(4) };
        states.insert(in_delta.serial().to_vec(), superseded);
        *self.states.write().unwrap_or_else(PoisonError::into_inner) = states;
        let states = Arc::clone(&self.states);
        let name = self.service("ДЕМО OCSP");
        let certificate = self.pair.serve_status(PATH, name, states, pages, moments)?;
        let name = format!("ocsp_{}.cer", self.pair.family.slug());
        self.files.push(File::new(name, &certificate));
        Ok(())
    }

    fn serve_time_stamps(&mut self, pages: &mut Pages, moments: Moments) -> Result<(), DemoError> {
        let name = self.service("ДЕМО TSA");
        let certificate = self.pair.serve_time_stamps(PATH, name, pages, moments)?;
        let name = format!("tsa_{}.cer", self.pair.family.slug());
        self.files.push(File::new(name, &certificate));
        Ok(())
    }
}

/// Whether the identity names a certificate of this issuer.
fn is_of(id: &CertId, issuer: &Certificate) -> bool {
    HashAlgorithm::from_oid(&id.hash.oid).is_some_and(|hash| {
        id.issuer_name_hash == hash.digest(issuer.subject().der())
            && id.issuer_key_hash == hash.digest(issuer.public_key().key_octets())
    })
}

/// Entries of certificates that nobody shows any more: a list is seldom short.
fn past_entries(mut list: CrlTemplate, moments: Moments) -> Result<CrlTemplate, DemoError> {
    for number in 0..24_u8 {
        let digest = HashAlgorithm::Sha256.digest(&[number]);
        let mut serial = digest.get(..20).unwrap_or_default().to_vec();
        if let Some(first) = serial.first_mut() {
            *first = 0x40 | *first & 0x3f;
        }
        let reason = [1, 3, 4, 5].get(usize::from(number % 4)).copied();
        list = list.revoking(&serial, moments.hours(-24 * (20 + i64::from(number)))?, reason);
    }
    Ok(list)
}

/// A kind of user, and the certificate it gets.
struct User {
    file: &'static str,
    common_name: &'static str,
    surname: &'static str,
    iin: &'static str,
    organisation: Option<(&'static str, &'static str)>,
    policy: &'static Oid,
    purposes: &'static [&'static Oid],
    authentication: bool,
    employee: bool,
    in_rsa: bool,
}

/// The users: people that are evidently invented.
static USERS: &[User] = &[
    User {
        file: "natural_signature",
        common_name: "ПАЙДАЛАНУШЫЕВ БІРІНШІ",
        surname: "ПАЙДАЛАНУШЫЕВ",
        iin: "000000000501",
        organisation: None,
        policy: &known::POLICY_NATURAL_SIGNATURE,
        purposes: &[&known::PURPOSE_NATURAL_PERSON],
        authentication: false,
        employee: false,
        in_rsa: true,
    },
    User {
        file: "natural_authentication",
        common_name: "ПАЙДАЛАНУШЫЕВ БІРІНШІ",
        surname: "ПАЙДАЛАНУШЫЕВ",
        iin: "000000000501",
        organisation: None,
        policy: &known::POLICY_NATURAL_AUTHENTICATION,
        purposes: &[&known::PURPOSE_NATURAL_PERSON],
        authentication: true,
        employee: false,
        in_rsa: true,
    },
    User {
        file: "legal_head",
        common_name: "ЖЕТЕКШІЕВА ЕКІНШІ",
        surname: "ЖЕТЕКШІЕВА",
        iin: "000000000502",
        organisation: Some(("«ҮЛГІ ҰЙЫМ» ЖШС", "000000000602")),
        policy: &known::POLICY_LEGAL_SIGNATURE,
        purposes: &[&known::PURPOSE_LEGAL_ENTITY, &known::PURPOSE_FIRST_HEAD],
        authentication: false,
        employee: false,
        in_rsa: false,
    },
    User {
        file: "legal_employee",
        common_name: "ҚЫЗМЕТКЕРОВ ҮШІНШІ",
        surname: "ҚЫЗМЕТКЕРОВ",
        iin: "000000000503",
        organisation: Some(("«ҮЛГІ ҰЙЫМ» ЖШС", "000000000602")),
        policy: &known::POLICY_LEGAL_SIGNATURE,
        purposes: &[&known::PURPOSE_LEGAL_ENTITY, &known::PURPOSE_EMPLOYEE],
        authentication: false,
        employee: true,
        in_rsa: false,
    },
];

impl User {
    /// The certificate with a new key, which nobody keeps.
    fn certify(
        &self,
        pair: &Pair,
        family: Family,
        unregistered: bool,
        moments: Moments,
    ) -> Result<Certificate, DemoError> {
        let key = family.generate()?;
        let subject = person(self.common_name, self.surname, self.iin, self.organisation);
        let mut purposes: Vec<Oid> = self.purposes.iter().map(|&it| it.clone()).collect();
        if unregistered {
            purposes.push(UNREGISTERED.clone());
        }
        let profile = Profile::Person { purposes: purposes.clone() };
        let validity = moments.days(-30, 335)?;
        let practice = pair.issuing.addresses.practice.as_deref();
        pair.issuing.issue(&profile, subject, key.public_key(), validity, |template| {
            template.set(Extension::policies(&[(self.policy, practice)]));
            if self.authentication {
                let mut all = vec![&known::PURPOSE_CLIENT];
                all.extend(&purposes);
                template.set(Extension::purposes(&all, false));
            }
        })
    }
}

/// Every identifier of the national arcs that stands in the certificates above when the authority
/// keeps to what it registered.
pub(super) fn registered() -> Vec<Oid> {
    let mut all = vec![
        known::ROOT_POLICY.clone(),
        known::NATIONAL_POLICY.clone(),
        known::POLICY_TSA.clone(),
        known::POLICY_TSA_GOST_2015.clone(),
        known::POLICY_TSA_RSA.clone(),
        known::KEY_STORAGE.clone(),
        known::KEY_STORAGE_PKCS12.clone(),
    ];
    for user in USERS {
        all.push(user.policy.clone());
        all.extend(user.purposes.iter().map(|&it| it.clone()));
    }
    all.sort();
    all.dedup();
    all
}
