//! How long a search takes in a register of 100,000 certificates, on both databases in one run.
//!
//! ```text
//! cargo run --release --example register_search -- [certificates] [rounds]
//! ```
//!
//! Makes a register in a temporary file and another on a PostgreSQL of its own (Debian's package;
//! left out where it is absent, and said), takes the same table over into both, and asks the same
//! questions of both. Prints the median, the 95th of a hundred and the longest time of each
//! question, in milliseconds. Exits with 1 where a search took 50 ms or longer; the first question
//! to a register that has just been opened, with nothing of it in memory, is shown by itself.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use model::{Iin, Order};
use pki::Certificate;
use pki::cms::SignOptions;
use pki::issue::{
    Addresses, CertificateTemplate, CrlTemplate, Profile, distinguished_name, person,
};
use pki::key::{PrivateKey, PrivateKeyKind, Signer};
use pki::oid::known;
use tekseru::register::{
    About, Action, Database, Founding, ImportProposal, Officer, Place, Proposal, Question, Signed,
    Statement, Status, Trusted, TrustedKind, read_csv,
};

#[path = "../it/register/postgres.rs"]
#[allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared with the tests")]
mod postgres;
#[path = "../it/skip.rs"]
mod skip;

/// No search may take so long.
const LIMIT: Duration = Duration::from_millis(50);
const TODAY: Date = date(2026, 11, 25);

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default| arguments.next().map_or(Ok(default), |it| it.parse::<u32>());
    let (count, rounds) = (number(100_000)?, number(50)?);
    let table = table(count);
    println!("{count} certificates, a table of {} bytes, {rounds} rounds", table.len());
    let folder = tempfile::tempdir()?;
    let mut met = measure("sqlite", folder.path(), &table, count, rounds)?;
    if let Some(server) = postgres::Postgres::start() {
        let address = server.address(&server.database());
        met &= measure("postgresql", Path::new(&address), &table, count, rounds)?;
    }
    Ok(if met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Names as legal entities of this country bear them, each with words of its own.
fn table(count: u32) -> String {
    const FORMS: [&str; 4] = ["ЖШС", "АҚ", "ТОО", "РМК"];
    const WORDS: [&str; 12] = [
        "Сенім",
        "Қазақстан",
        "Ұлттық",
        "Ақпарат",
        "Қауіпсіздік",
        "Байланыс",
        "Центр",
        "Әділет",
        "Өркен",
        "Үміт",
        "Іскер",
        "Технология",
    ];
    let mut text = "number,issued,valid_through,entity_name,bin,address,ca_name,act_number,\
                    act_date,decision_number,decision_date,revocation_number,revocation_date,\
                    revoked_from,revocation_paragraph\n"
        .to_owned();
    for number in 0..count {
        let word = |by: u32| WORDS[(number.wrapping_mul(2_654_435_761) / by % 12) as usize];
        let form = FORMS[(number % 4) as usize];
        let year = 2018 + number / (count / 9 + 1);
        let (month, day) = (number % 12 + 1, number % 28 + 1);
        let issued = format!("{year}-{month:02}-{day:02}");
        let through = format!("{}-{month:02}-{day:02}", year + 3);
        let revoked = if number % 50 == 7 {
            format!("К-{number},{issued},{}-{month:02}-{day:02},19-2", year + 1)
        } else {
            ",,,".to_owned()
        };
        text.push_str(&format!(
            "KZ{number:06},{issued},{through},«{} {} {}-{number}» {form},{:012},\
             \"Астана қаласы, {} көшесі, {}-үй\",{} {} куәландырушы орталығы,{number},{issued},\
             Ш-{number},{issued},{revoked}\n",
            word(7),
            word(91),
            word(1_009),
            100_000_000_000_u64 + u64::from(number) * 7_919,
            word(13),
            number % 200,
            word(7),
            word(1_009),
        ));
    }
    text
}

fn measure(
    name: &str,
    place: &Path,
    table: &str,
    count: u32,
    rounds: u32,
) -> Result<bool, Box<dyn Error>> {
    let begun = Instant::now();
    let database = filled(place, table)?;
    println!("{name}: taken over in {:.1?}", begun.elapsed());
    drop(database);
    let begun = Instant::now();
    let mut database = Database::open(Place::read(place)?, Timestamp::now())?;
    println!("{name}: opened in {:.1?}", begun.elapsed());
    let some = |text: &str| Some(text.to_owned());
    let all = all_of_today();
    let middle = count / 2 + 3;
    let questions = [
        ("number, whole", Question { number: some(&format!("KZ{middle:06}")), ..all.clone() }),
        ("number, beginning", Question { number: some("kz0999"), ..all.clone() }),
        (
            "BIN, whole",
            Question {
                bin: some(&format!("{}", 100_000_000_000_u64 + u64::from(middle) * 7_919)),
                ..all.clone()
            },
        ),
        ("BIN, beginning", Question { bin: some("10039"), ..all.clone() }),
        ("name, in one", Question { name: some(&format!("-{middle}» ")), ..all.clone() }),
        ("name, in many", Question { name: some("ҚАУІПСІЗДІК"), ..all.clone() }),
        ("name, in all", Question { name: some("куәландырушы орталығы"), ..all.clone() }),
        ("name, in none", Question { name: some("жоқ мұндай"), ..all.clone() }),
        ("name, letters of all, in none", Question { name: some("сенім орталық"), ..all.clone() }),
        (
            "name and status, in few",
            Question { name: some("әділет"), status: Some(Status::Revoked), ..all.clone() },
        ),
        ("valid on a day", Question { status: Some(Status::Valid), ..all.clone() }),
        ("revoked on a day", Question { status: Some(Status::Revoked), ..all.clone() }),
        ("expired on a day", Question { status: Some(Status::Expired), ..all.clone() }),
        (
            "not yet issued on a day",
            Question { status: Some(Status::NotYetIssued), on: date(2018, 6, 1), ..all.clone() },
        ),
        ("expiring in 30 days", Question { expiring: Some(30), ..all.clone() }),
        (
            "a late page",
            Question {
                status: Some(Status::Valid),
                after: i64::from(count) * 9 / 10,
                ..all.clone()
            },
        ),
        ("everything, first page", all),
    ];
    let begun = Instant::now();
    let first = Question { name: some("өркен"), ..all_of_today() };
    let rows = database.search(&first)?.rows.len();
    println!("{name}: first question, {rows} rows: {:.1?}", begun.elapsed());
    let mut met = true;
    println!("{:<34} {:>8} {:>8} {:>8} {:>6}", "milliseconds", "median", "95 %", "longest", "rows");
    for (what, question) in questions {
        let mut times = Vec::new();
        let mut rows = 0;
        for _ in 0..rounds {
            let begun = Instant::now();
            rows = database.search(&question)?.rows.len();
            times.push(begun.elapsed());
        }
        times.sort();
        let rank = |of: usize| times.get((times.len() * of / 100).min(times.len() - 1)).copied();
        let shown = |it: Option<Duration>| {
            let it = it.unwrap_or_default().as_micros();
            format!("{}.{:02}", it / 1_000, it % 1_000 / 10)
        };
        let longest = rank(100).unwrap_or_default();
        met &= longest < LIMIT;
        println!(
            "{name:<11}{what:<23} {:>8} {:>8} {:>8} {rows:>6}",
            shown(rank(50)),
            shown(rank(95)),
            shown(Some(longest)),
        );
    }
    Ok(met)
}

fn all_of_today() -> Question {
    Question::on(TODAY)
}

/// A register with one officer's table in it.
fn filled(place: &Path, table: &str) -> Result<Database, Box<dyn Error>> {
    let now = Timestamp::now();
    let hours = |count| now.checked_add(SignedDuration::from_hours(count));
    let root = PrivateKey::generate(PrivateKeyKind::EcdsaP256)?;
    let validity = (hours(-24)?, hours(24)?);
    let certificate = CertificateTemplate::new(
        &Profile::Root,
        None,
        distinguished_name(&[(&known::COMMON_NAME, "ROOT")]),
        root.public_key(),
        validity,
        &Addresses::default(),
    )
    .issue(&root)?;
    let iin = |it: &str| Iin::try_from(it.to_owned());
    let officer = |number: &str| -> Result<Officer, Box<dyn Error>> {
        Ok(Officer {
            iin: iin(number)?,
            version: 0,
            name: number.into(),
            position: "x".into(),
            order: Order { number: "1".into(), date: date(2020, 1, 1) },
            from: date(2020, 1, 1),
            until: None,
        })
    };
    let hand = |number: &str| -> Result<(PrivateKey, Certificate), Box<dyn Error>> {
        let key = PrivateKey::generate(PrivateKeyKind::EcdsaP256)?;
        let own = CertificateTemplate::new(
            &Profile::Person { purposes: vec![known::PURPOSE_NATURAL_PERSON.clone()] },
            Some(&certificate),
            person("ҮЛГІБАЕВ ҮЛГІ", "ҮЛГІБАЕВ", number, None),
            key.public_key(),
            validity,
            &Addresses::default(),
        )
        .issue(&root)?;
        Ok((key, own))
    };
    let list = CrlTemplate::new(&certificate, hours(-1)?, hours(24)?, 1).to_der(&root)?;
    let founding = Founding {
        officers: vec![officer("000000000001")?, officer("000000000002")?],
        trusted: vec![
            Trusted { kind: TrustedKind::Anchor, der: certificate.der().to_vec() },
            Trusted { kind: TrustedKind::Crl, der: list },
        ],
    };
    let mut database = Database::create(Place::read(place)?, &founding, now)?;
    let rows = read_csv(table.as_bytes()).map_err(|it| format!("{:?}", it.first()))?;
    let order = Order { number: "1".into(), date: date(2020, 1, 1) };
    let proposal = Proposal::Import(ImportProposal::of(order, table.as_bytes(), &rows)?);
    let action = Action::Propose { about: About::Register, version: 0, proposal };
    let signed = |register: &str, number: &str, action| -> Result<Signed, Box<dyn Error>> {
        let (key, own) = hand(number)?;
        let statement = Statement::new(register, iin(number)?, Timestamp::now(), action).bytes()?;
        let options = SignOptions::detached(Timestamp::now());
        Ok(Signed { signature: pki::cms::sign(&key, &own, &statement, &options)?, statement })
    };
    let proposed = signed(database.name(), "000000000001", action)?;
    database.import(&proposed, &[], &rows, Timestamp::now())?;
    let decision = database.decision(1)?;
    let action = Action::Confirm {
        decision: decision.id,
        version: decision.version,
        proposal: decision.statement,
    };
    let confirmed = signed(database.name(), "000000000002", action)?;
    database.perform(&confirmed, &[], Timestamp::now())?;
    Ok(database)
}
