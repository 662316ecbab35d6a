//! The form of a register: its steps, and how one of an older form is brought up.

use jiff::Timestamp;
use model::EvidenceId;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::link::{Session, first, rows};
use super::matter::{Matter, dossier};
use super::{Place, RegisterError};

/// Every step in order. One that was published never changes: registers remember its hash.
const STEPS: &[&str] = &[
    include_str!("migrations/0001-register.sql"),
    include_str!("migrations/0002-matters.sql"),
    include_str!("migrations/0003-proposed-rows.sql"),
    DOSSIERS,
];
/// The step after which acts of before are given their dossier.
const DOSSIERS: &str = include_str!("migrations/0004-dossiers.sql");

/// One advisory lock serialises those who bring a register up.
const LOCK: i64 = 0x74_65_6b_73_65_72_75;

/// What lies at a place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Found {
    /// Nothing yet.
    Empty,
    /// A register of the newest form.
    Ready,
    /// A register of an older form.
    Older,
}

/// Looks without touching anything.
pub(super) async fn look(
    place: &Place,
    connection: &mut AnyConnection,
) -> Result<Found, RegisterError> {
    let tables = if place.is_file() {
        "SELECT COUNT(*) FROM sqlite_master"
    } else {
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()"
    };
    let ours = if place.is_file() {
        "SELECT COUNT(*) FROM sqlite_master WHERE name = 'tekseru_steps'"
    } else {
        "SELECT COUNT(*) FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_name = 'tekseru_steps'"
    };
    let at = || place.to_string();
    if first::<i64>(place, connection, ours).await? == 0 {
        return match first::<i64>(place, connection, tables).await? {
            0 => Ok(Found::Empty),
            _ => Err(RegisterError::NotARegister { place: at() }),
        };
    }
    let query = sqlx::query("SELECT number, sha256 FROM tekseru_steps ORDER BY number");
    let applied: Vec<(i64, String)> = rows(place, connection, query).await?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if let Some((found, _)) = applied.last().filter(|(number, _)| *number > known) {
        return Err(RegisterError::Newer { place: at(), found: *found, known });
    }
    for (expected, (number, sha256)) in (1..).zip(&applied) {
        let step = usize::try_from(expected - 1).ok().and_then(|it| STEPS.get(it));
        let same = step.is_some_and(|it| EvidenceId::of(it.as_bytes()).to_string() == *sha256);
        if *number != expected || !same {
            return Err(RegisterError::MigrationDiffers { place: at(), number: *number });
        }
    }
    Ok(if applied.len() == STEPS.len() { Found::Ready } else { Found::Older })
}

/// Takes every step that is lacking. Called within a transaction, which the caller began.
pub(super) async fn bring_up(
    place: &Place,
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<(), RegisterError> {
    if !place.is_file() {
        let lock = sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK);
        super::link::run(place, connection, lock).await?;
    }
    // Another process may have done it while this one waited.
    let applied = match look(place, connection).await? {
        Found::Ready => return Ok(()),
        Found::Empty => {
            let table = "CREATE TABLE tekseru_steps (number BIGINT PRIMARY KEY, \
                         sha256 TEXT NOT NULL, taken_at TEXT NOT NULL, tool TEXT NOT NULL)";
            super::link::run(place, connection, sqlx::query(table)).await?;
            0
        }
        Found::Older => {
            let count: i64 = first(place, connection, "SELECT COUNT(*) FROM tekseru_steps").await?;
            usize::try_from(count).unwrap_or(usize::MAX)
        }
    };
    for (number, step) in (1_i64..).zip(STEPS).skip(applied) {
        for statement in statements(step) {
            let query = sqlx::query(AssertSqlSafe(statement));
            super::link::run(place, connection, query).await?;
        }
        if *step == DOSSIERS {
            dossiers(place, connection).await?;
        }
        let row = sqlx::query("INSERT INTO tekseru_steps VALUES ($1, $2, $3, $4)")
            .bind(number)
            .bind(EvidenceId::of(step.as_bytes()).to_string())
            .bind(now.to_string())
            .bind(env!("CARGO_PKG_VERSION"));
        super::link::run(place, connection, row).await?;
    }
    Ok(())
}

/// Gives the acts that came in before their dossier.
async fn dossiers(place: &Place, connection: &mut AnyConnection) -> Result<(), RegisterError> {
    let kept = sqlx::query("SELECT id, body FROM matters ORDER BY id");
    let kept: Vec<(i64, String)> = rows(place, connection, kept).await?;
    for (id, body) in kept {
        let matter: Matter = Session::parsed(&format!("matter/{id}"), &body)?;
        let change = sqlx::query("UPDATE matters SET dossier = $1 WHERE id = $2");
        let change = change.bind(dossier(&matter.taking.case)).bind(id);
        super::link::run(place, connection, change).await?;
    }
    Ok(())
}

/// The statements of a step: our own text, in which each ends with a semicolon at the end of a line.
fn statements(step: &str) -> Vec<String> {
    let code: Vec<&str> = step.lines().filter(|it| !it.trim_start().starts_with("--")).collect();
    let parts = code.join("\n");
    let parts = parts.split(";\n").map(|it| it.trim().trim_end_matches(';').to_owned());
    parts.filter(|it| !it.is_empty()).collect()
}
