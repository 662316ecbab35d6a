//! What the tests of the register stand on: officers with real keys, and a register on each of the
//! two databases.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use model::{EvidenceId, Iin, Order, Verdict, VisitKind};
use pki::Certificate;
use pki::cms::SignOptions;
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, NamePart, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer as _};
use pki::oid::known;
use probes::Anchor;
use sqlx::{AssertSqlSafe, Connection as _};
use tekseru::act::record::ConclusionKind;
use tekseru::case::Recipient;
use tekseru::register::{
    About, Action, Concluded, Database, Done, Founding, ImportProposal, ImportRow, IssueProposal,
    Matter, Officer, Place, Proposal, RegisterError, Signed, Statement, Taking, Trusted,
    TrustedKind, read_csv,
};
use tekseru::signing::{SigningError, Signs};

use super::postgres::Postgres;
use crate::inspection::fresh;

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When the tests happen: a Wednesday noon in Kazakhstan.
pub(super) fn now() -> Timestamp {
    at("2026-11-25T07:00:00Z")
}

pub(super) fn later(minutes: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

pub(super) const TODAY: Date = date(2026, 11, 25);

/// Two numbers in front, so that it is evidently nobody's.
pub(super) fn iin(number: u32) -> Iin {
    Iin::try_from(format!("{number:012}")).unwrap()
}

/// A person's key with its certificate.
pub(super) struct Person {
    pub(super) iin: Iin,
    key: PrivateKey,
    certificate: Certificate,
}

impl Person {
    /// The key as a certification authority hands it out.
    pub(super) fn container(&self, password: &str) -> Vec<u8> {
        let inside = p12_keystore::PrivateKey::from_der(&self.key.to_pkcs8_der().unwrap()).unwrap();
        let own = p12_keystore::Certificate::from_der(self.certificate.der()).unwrap();
        let chain = p12_keystore::PrivateKeyChain::new("key", inside, vec![own]);
        let mut store = p12_keystore::KeyStore::new();
        store.add_entry("key", p12_keystore::KeyStoreEntry::PrivateKeyChain(chain));
        store.writer(password).write().unwrap()
    }
}

impl Signs for Person {
    fn certificate(&self) -> Option<&Certificate> {
        Some(&self.certificate)
    }

    fn source(&self) -> &'static str {
        "tests"
    }

    fn cms(&self, content: &[u8], at: Timestamp) -> Result<Vec<u8>, SigningError> {
        Ok(pki::cms::sign(&self.key, &self.certificate, content, &SignOptions::detached(at))?)
    }
}

pub(super) struct Authority {
    root: PrivateKey,
    certificate: Certificate,
}

impl Authority {
    fn new(name: &str) -> Self {
        let root = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let subject = distinguished_name(&[(&known::COMMON_NAME, name)] as &[NamePart<'_>]);
        let certificate = CertificateTemplate::new(
            &Profile::Root,
            None,
            subject,
            root.public_key(),
            (at("2020-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z")),
            &Addresses::default(),
        )
        .issue(&root)
        .unwrap();
        Self { root, certificate }
    }

    pub(super) fn issue(&self, number: u32) -> Person {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256).unwrap();
        let name = format!("ҮЛГІБАЕВ{number} ҚЫЗМЕТКЕР");
        let certificate = CertificateTemplate::new(
            &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
            Some(&self.certificate),
            person(&name, "ҮЛГІБАЕВ", iin(number).as_str(), None),
            key.public_key(),
            (at("2020-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z")),
            &Addresses::default(),
        )
        .issue(&self.root)
        .unwrap();
        Person { iin: iin(number), key, certificate }
    }

    /// The list of revoked certificates, with these on it.
    pub(super) fn list(&self, revoked: &[&Person]) -> Trusted {
        self.list_at(now(), revoked)
    }

    /// The list of about that time.
    pub(super) fn list_at(&self, moment: Timestamp, revoked: &[&Person]) -> Trusted {
        let hours = moment.checked_sub(SignedDuration::from_hours(24)).unwrap();
        self.list_since(hours, at("2026-11-01T00:00:00Z"), revoked)
    }

    /// The list issued at a moment, with these on it since another.
    pub(super) fn list_since(
        &self,
        moment: Timestamp,
        since: Timestamp,
        revoked: &[&Person],
    ) -> Trusted {
        let hours = |count| moment.checked_add(SignedDuration::from_hours(count)).unwrap();
        let (this, next) = (moment, hours(24 * 301));
        let mut list = CrlTemplate::new(&self.certificate, this, next, 7);
        for it in revoked {
            list = list.revoking(it.certificate.serial(), since, Some(1));
        }
        Trusted { kind: TrustedKind::Crl, der: list.to_der(&self.root).unwrap() }
    }

    pub(super) fn anchor(&self) -> Trusted {
        Trusted { kind: TrustedKind::Anchor, der: self.certificate.der().to_vec() }
    }
}

pub(super) static AUTHORITY: LazyLock<Authority> =
    LazyLock::new(|| Authority::new("ДЕМО ҚОЛ ҚОЮ ОРТАЛЫҒЫ"));
/// Somebody else's authority, under the same name.
pub(super) static STRANGE: LazyLock<Authority> =
    LazyLock::new(|| Authority::new("ДЕМО ҚОЛ ҚОЮ ОРТАЛЫҒЫ"));

/// Two officers, and a third who is not on the list.
pub(super) static ANNA: LazyLock<Person> = LazyLock::new(|| AUTHORITY.issue(1));
pub(super) static BORIS: LazyLock<Person> = LazyLock::new(|| AUTHORITY.issue(2));
pub(super) static STRANGER: LazyLock<Person> = LazyLock::new(|| AUTHORITY.issue(9));

pub(super) fn officer(number: u32) -> Officer {
    Officer {
        iin: iin(number),
        version: 0,
        name: format!("ҮЛГІБАЕВ{number} ҚЫЗМЕТКЕР"),
        position: "бас маман".into(),
        order: Order { number: "7".into(), date: date(2026, 1, 5) },
        from: date(2026, 1, 10),
        until: None,
    }
}

pub(super) fn founding() -> Founding {
    Founding {
        officers: vec![officer(1), officer(2)],
        trusted: vec![AUTHORITY.anchor(), AUTHORITY.list(&[])],
    }
}

/// A place for a register, on one of the databases.
pub(super) enum Ground {
    File(PathBuf),
    Server { address: String },
}

impl Ground {
    pub(super) fn place(&self) -> Place {
        match self {
            Self::File(path) => Place::read(path).unwrap(),
            Self::Server { address } => Place::read(Path::new(address)).unwrap(),
        }
    }

    /// The value of `--database`.
    pub(super) fn text(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Server { address } => address.clone(),
        }
    }

    pub(super) fn create(&self) -> Database {
        Database::create(self.place(), &founding(), now()).unwrap()
    }

    pub(super) fn open(&self) -> Database {
        Database::open(self.place(), now()).unwrap()
    }

    /// Sets the clock of the server; a file has none.
    pub(super) fn clock(&self, at: Timestamp) {
        if matches!(self, Self::Server { .. }) {
            self.sql(&clock(at));
        }
    }

    /// Gives the server its own clock back.
    pub(super) fn own_clock(&self) {
        if matches!(self, Self::Server { .. }) {
            self.sql("DROP FUNCTION public.clock_timestamp()");
        }
    }

    /// Runs statements past the program, as somebody with access to the database could.
    pub(super) fn sql(&self, text: &str) {
        self.try_sql(text).unwrap();
    }

    pub(super) fn try_sql(&self, text: &str) -> Result<(), sqlx::Error> {
        sqlx::any::install_default_drivers();
        let url = match self {
            Self::File(path) => format!("sqlite:{}?mode=rwc", path.display()),
            Self::Server { address } => address.clone(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = sqlx::AnyConnection::connect(&url).await?;
            sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut connection).await?;
            connection.close().await
        })
    }
}

/// A clock that stands at a moment.
fn clock(at: Timestamp) -> String {
    format!(
        "CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS \
         $$ SELECT TIMESTAMPTZ '{at}' $$"
    )
}

/// A new empty database of a server: its name. Its clock stands at the time of the tests.
pub(super) fn database(server: &Postgres) -> String {
    let name = server.database();
    // The clock of this schema is found before the server's own.
    let path = format!("ALTER DATABASE {name} SET search_path = public, pg_catalog");
    server.sql("postgres", &path).unwrap();
    server.sql(&name, &clock(later(2))).unwrap();
    name
}

/// A new empty folder.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = fresh(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a test on both databases: the built-in one, and PostgreSQL where it is installed.
pub(super) fn on_both(name: &str, test: impl Fn(&Ground)) {
    test(&Ground::File(folder(&format!("register-{name}")).join("register.db")));
    if let Some(server) = Postgres::shared() {
        test(&Ground::Server { address: server.address(&database(server)) });
    }
}

/// An act that came in, as the check of its pack established it.
pub(super) fn taking(number: u32) -> Taking {
    Taking {
        act: EvidenceId::of(format!("act {number}").as_bytes()),
        number: format!("А-{number}"),
        day: date(2026, 11, 23),
        case: format!("case {number}"),
        act_version: 1,
        previous: None,
        visit: VisitKind::Examination,
        recipient: Recipient {
            name: format!("«ДЕМО-СЕНІМ {number}» ЖШС"),
            address: "Астана қаласы, Үлгі көшесі, 1-үй".into(),
            bin: format!("{:012}", 1_000 + number),
            authority: format!("ДЕМО КУӘЛАНДЫРУШЫ ОРТАЛЫҚ {number}"),
        },
        verdict: Verdict::Complies,
        adopted: true,
        signed: 4,
        needed: 4,
        adopted_at: Some(at("2026-11-24T05:00:00Z")),
        against: vec![],
        conclusion: Some(Concluded {
            kind: ConclusionKind::Positive,
            reason: String::new(),
            against: vec![],
        }),
        anchors: vec![Anchor {
            sha256: EvidenceId::of(&AUTHORITY.anchor().der),
            obtained_from: "үлгі".into(),
        }],
        commission: Some(crate::attacks::roster()),
        dissents: vec![],
    }
}

pub(super) fn issue(number: Option<&str>) -> Proposal {
    Proposal::Issue(IssueProposal {
        decision: Order { number: "Ш-1".into(), date: date(2026, 11, 25) },
        number: number.map(Into::into),
        issued: date(2026, 11, 25),
        valid_through: date(2029, 11, 25),
        despite: String::new(),
        answer: String::new(),
    })
}

/// A statement as a person would make it, signed.
pub(super) fn signed(database: &Database, by: &Person, action: Action) -> Signed {
    Statement::new(database.name(), by.iin.clone(), now(), action).sign(by).unwrap()
}

/// Signs and carries out.
pub(super) fn try_do(
    database: &mut Database,
    by: &Person,
    action: Action,
) -> Result<Done, RegisterError> {
    let signed = signed(database, by, action);
    database.perform(&signed, &[], later(1))
}

pub(super) fn does(database: &mut Database, by: &Person, action: Action) -> Done {
    try_do(database, by, action).unwrap_or_else(|error| panic!("{error}: {error:?}"))
}

pub(super) fn number_in(subject: &str) -> i64 {
    subject.split_once('/').unwrap().1.parse().unwrap()
}

/// Takes in an act and accepts it; gives the matter as it stands.
pub(super) fn accepted(database: &mut Database, number: u32) -> Matter {
    let done = does(database, &ANNA, Action::Take(Box::new(taking(number))));
    let matter = database.matter(number_in(&done.subject)).unwrap();
    does(database, &ANNA, accept(&matter));
    database.matter(matter.id).unwrap()
}

pub(super) fn accept(matter: &Matter) -> Action {
    Action::Accept { matter: matter.id, version: matter.version, act: matter.taking.act }
}

pub(super) fn propose(matter: &Matter, proposal: Proposal) -> Action {
    let about = About::Matter(matter.id);
    Action::Propose { about, version: matter.version, proposal }
}

pub(super) fn confirm(database: &mut Database, decision: i64) -> Action {
    let decision = database.decision(decision).unwrap();
    let (version, proposal) = (decision.version, decision.statement);
    Action::Confirm { decision: decision.id, version, proposal }
}

/// A proposal about the register itself.
pub(super) fn of_register(proposal: Proposal) -> Action {
    Action::Propose { about: About::Register, version: 0, proposal }
}

/// The proposal to take over a table.
pub(super) fn taking_over(text: &str, rows: &[ImportRow]) -> Action {
    let order = Order { number: "12".into(), date: date(2026, 11, 20) };
    let proposal = ImportProposal::of(order, text.as_bytes(), rows).unwrap();
    of_register(Proposal::Import(proposal))
}

/// One officer proposes to take over a table; gives the decision.
pub(super) fn try_import(database: &mut Database, text: &str) -> Result<i64, RegisterError> {
    let rows = read_csv(text.as_bytes()).unwrap();
    let signed = signed(database, &ANNA, taking_over(text, &rows));
    let done = database.import(&signed, &[], &rows, later(1))?;
    Ok(number_in(&done.subject))
}

/// One officer proposes what another confirms; gives the decision.
pub(super) fn agreed(database: &mut Database, proposal: Proposal) -> i64 {
    let proposed = does(database, &ANNA, of_register(proposal));
    let decision = number_in(&proposed.subject);
    let confirm = confirm(database, decision);
    does(database, &BORIS, confirm);
    decision
}

/// Two officers take over a table.
pub(super) fn import(database: &mut Database, text: &str) {
    let decision = try_import(database, text).unwrap();
    let confirm = confirm(database, decision);
    does(database, &BORIS, confirm);
}

/// Everything from the act to the certificate; gives its place in the register.
pub(super) fn issued(database: &mut Database, number: u32, certificate: Option<&str>) -> i64 {
    let matter = accepted(database, number);
    let proposed = does(database, &ANNA, propose(&matter, issue(certificate)));
    let confirm = confirm(database, number_in(&proposed.subject));
    does(database, &BORIS, confirm).accreditation.unwrap()
}

/// The codes of a refusal.
pub(super) fn refusal(error: RegisterError) -> Vec<String> {
    let RegisterError::Refused { defects } = error else { panic!("{error}: {error:?}") };
    defects.into_iter().map(|it| it.code.into_owned()).collect()
}

/// Everything that a check finds, as codes.
pub(super) fn damage(database: &mut Database) -> Vec<String> {
    let report = database.check(&[]).unwrap();
    report.damage.into_iter().map(|it| it.code.into_owned()).collect()
}
