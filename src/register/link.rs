//! The connection: one at a time, waited for, closed when it is of no more use.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, Connection as _, FromRow, Row as _};
use tokio::runtime::Runtime;

use super::error::of_driver;
use super::event::Pen;
use super::officer::Founding;
use super::schema::{self, Found};
use super::{Place, RegisterError};

/// How long a server may take to let us in.
const CONNECTING: Duration = Duration::from_secs(10);
/// How long one statement may take.
const ANSWERING: Duration = Duration::from_secs(60);

/// What goes with a statement.
pub(super) type Asked<'q> = Query<'q, Any, AnyArguments>;

/// An open register.
///
/// Every call waits for its answer. A connection that broke is made anew by the next call.
pub struct Database {
    place: Place,
    runtime: Runtime,
    connection: Option<AnyConnection>,
    /// The random name that the register was given when it was made.
    name: String,
}

/// A connection in use.
pub(super) struct Session<'a> {
    pub(super) place: &'a Place,
    pub(super) connection: &'a mut AnyConnection,
    pub(super) name: &'a str,
}

impl Database {
    /// Makes a new register with its first officers.
    ///
    /// # Errors
    ///
    /// [`RegisterError::AlreadyThere`], [`RegisterError::Refused`] where the founding is not
    /// complete, and whatever the database reports.
    pub fn create(
        place: Place,
        founding: &Founding,
        now: Timestamp,
    ) -> Result<Self, RegisterError> {
        founding.defects()?;
        if let Place::File(path) = &place {
            private(path)?;
        }
        let mut database = Self::unopened(place)?;
        match database.look(true)? {
            Found::Empty => {}
            Found::Ready | Found::Older => {
                let place = database.place.to_string();
                return Err(RegisterError::AlreadyThere { place });
            }
        }
        let name = new_name()?;
        database.name.clone_from(&name);
        database.transaction(async |session: &mut Session<'_>| {
            schema::bring_up(session.place, session.connection, now).await?;
            // Whoever founded it while this one waited keeps it.
            if session.count("SELECT COUNT(*) FROM facts").await? > 0 {
                return Err(RegisterError::AlreadyThere { place: session.place.to_string() });
            }
            let fact = sqlx::query("INSERT INTO facts VALUES ('register', $1)").bind(&name);
            session.run(fact).await?;
            let mut pen = Pen::take(session, now).await?;
            founding.write(&mut pen).await?;
            pen.finish().await
        })?;
        database.settle()?;
        Ok(database)
    }

    /// Opens a register; one of an older form is brought up first, in one transaction.
    ///
    /// # Errors
    ///
    /// [`RegisterError`]: nothing lies there, it is no register, a newer version wrote it, or
    /// whatever the database reports. Nothing is touched then.
    pub fn open(place: Place, now: Timestamp) -> Result<Self, RegisterError> {
        if let Place::File(path) = &place
            && !path.exists()
        {
            return Err(RegisterError::NotThere { place: place.to_string() });
        }
        let mut database = Self::unopened(place)?;
        match database.look(false)? {
            Found::Empty => {
                return Err(RegisterError::NotThere { place: database.place.to_string() });
            }
            Found::Ready => {}
            Found::Older => database.transaction(async |session: &mut Session<'_>| {
                schema::bring_up(session.place, session.connection, now).await
            })?,
        }
        database.settle()?;
        database.name = database.read(async |session: &mut Session<'_>| {
            let query = sqlx::query("SELECT value FROM facts WHERE name = 'register'");
            let found: Option<(String,)> = session.rows(query).await?.pop();
            found
                .map(|(name,)| name)
                .ok_or_else(|| RegisterError::NotARegister { place: session.place.to_string() })
        })?;
        Ok(database)
    }

    /// Where it lies.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The random name that it was given when it was made; statements are made for one register.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn unopened(place: Place) -> Result<Self, RegisterError> {
        sqlx::any::install_default_drivers();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| RegisterError::Unreachable {
            place: place.to_string(),
            reason: error.to_string(),
        })?;
        Ok(Self { place, runtime, connection: None, name: String::new() })
    }

    fn look(&mut self, create: bool) -> Result<Found, RegisterError> {
        self.connect(create)?;
        self.read(async |session: &mut Session<'_>| {
            schema::look(session.place, session.connection).await
        })
    }

    fn connect(&mut self, create: bool) -> Result<(), RegisterError> {
        if self.connection.is_some() {
            return Ok(());
        }
        let (place, url) = (&self.place, self.place.url(create)?);
        let connection = self.runtime.block_on(async {
            let made = tokio::time::timeout(CONNECTING, AnyConnection::connect(&url)).await;
            let mut made = made
                .map_err(|_| RegisterError::TimedOut {
                    place: place.to_string(),
                    seconds: CONNECTING.as_secs(),
                })?
                .map_err(|error| unmade(of_driver(place, &error)))?;
            let settings: &[&'static str] = if place.is_file() {
                &["PRAGMA busy_timeout = 10000", "PRAGMA trusted_schema = OFF"]
            } else {
                &[
                    "SET application_name = 'tekseru'",
                    "SET statement_timeout = '55s'",
                    "SET lock_timeout = '10s'",
                    "SET idle_in_transaction_session_timeout = '60s'",
                ]
            };
            for setting in settings {
                run(place, &mut made, sqlx::query(*setting)).await?;
            }
            if !place.is_file() {
                let encoding: String = first(place, &mut made, "SHOW server_encoding").await?;
                if encoding != "UTF8" {
                    return Err(RegisterError::NotUnicode { place: place.to_string(), encoding });
                }
            }
            Ok(made)
        })?;
        self.connection = Some(connection);
        Ok(())
    }

    /// Readers and the writer of a file do not wait for each other. Set only once it is known that
    /// the file is a register of ours: this writes into it.
    fn settle(&mut self) -> Result<(), RegisterError> {
        if !self.place.is_file() {
            return Ok(());
        }
        self.read(async |session: &mut Session<'_>| {
            let mode: String =
                first(session.place, session.connection, "PRAGMA journal_mode").await?;
            if mode != "wal" {
                session.run(sqlx::query("PRAGMA journal_mode = WAL")).await?;
            }
            Ok(())
        })
    }

    /// Does something that does not write.
    pub(super) fn read<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Session<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        self.connect(false)?;
        let Self { place, runtime, connection, name } = self;
        let Some(open) = connection.as_mut() else {
            return Err(RegisterError::NotThere { place: place.to_string() });
        };
        let mut session = Session { place, connection: open, name };
        let done = runtime.block_on(work(&mut session));
        if done.as_ref().is_err_and(RegisterError::ends_connection) {
            *connection = None;
        }
        done
    }

    /// Does something wholly or not at all.
    pub(super) fn transaction<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Session<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let begin = if self.place.is_file() { "BEGIN IMMEDIATE" } else { "BEGIN" };
        self.between(begin, work)
    }

    /// Reads several things as they stood at one moment; writers do not wait for it.
    pub(super) fn snapshot<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Session<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let begin =
            if self.place.is_file() { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ" };
        self.between(begin, work)
    }

    fn between<T>(
        &mut self,
        begin: &'static str,
        work: impl AsyncFnOnce(&mut Session<'_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let mut stuck = false;
        let done = self.read(async |session: &mut Session<'_>| {
            session.run(sqlx::query(begin)).await?;
            let done = match work(session).await {
                Ok(done) => session.run(sqlx::query("COMMIT")).await.map(|_| done),
                Err(error) => Err(error),
            };
            if done.is_err() {
                stuck = session.run(sqlx::query("ROLLBACK")).await.is_err();
            }
            done
        });
        if stuck {
            // Whatever is open in it ends with it.
            self.connection = None;
        }
        done
    }

    /// As [`Self::transaction`], with the pen: one writer at a time.
    pub(super) fn write<T>(
        &mut self,
        now: Timestamp,
        work: impl AsyncFnOnce(&mut Pen<'_, '_>) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        self.transaction(async |session: &mut Session<'_>| {
            let mut pen = Pen::take(session, now).await?;
            let done = work(&mut pen).await?;
            pen.finish().await?;
            Ok(done)
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let close = async { tokio::time::timeout(CONNECTING, connection.close()).await };
            // What was written was acknowledged before; a failure to say goodbye changes nothing.
            let _ = self.runtime.block_on(close);
        }
    }
}

impl Session<'_> {
    pub(super) async fn run(&mut self, query: Asked<'_>) -> Result<u64, RegisterError> {
        run(self.place, self.connection, query).await
    }

    pub(super) async fn rows<T>(&mut self, query: Asked<'_>) -> Result<Vec<T>, RegisterError>
    where
        T: for<'r> FromRow<'r, AnyRow>,
    {
        rows(self.place, self.connection, query).await
    }

    pub(super) async fn count(&mut self, sql: &'static str) -> Result<i64, RegisterError> {
        first(self.place, self.connection, sql).await
    }

    /// The value of a row that is kept as JSON.
    pub(super) fn parsed<T: serde::de::DeserializeOwned>(
        subject: &str,
        body: &str,
    ) -> Result<T, RegisterError> {
        serde_json::from_str(body).map_err(|error| RegisterError::Row {
            subject: subject.to_owned(),
            reason: error.to_string(),
        })
    }
}

/// Runs a statement; says how many rows it touched.
pub(super) async fn run(
    place: &Place,
    connection: &mut AnyConnection,
    query: Asked<'_>,
) -> Result<u64, RegisterError> {
    let done = tokio::time::timeout(ANSWERING, query.execute(connection)).await;
    let done = done.map_err(|_| late(place))?;
    Ok(done.map_err(|error| of_driver(place, &error))?.rows_affected())
}

/// The rows of a statement.
pub(super) async fn rows<T>(
    place: &Place,
    connection: &mut AnyConnection,
    query: Asked<'_>,
) -> Result<Vec<T>, RegisterError>
where
    T: for<'r> FromRow<'r, AnyRow>,
{
    let found = tokio::time::timeout(ANSWERING, query.fetch_all(connection)).await;
    let found = found.map_err(|_| late(place))?.map_err(|error| of_driver(place, &error))?;
    let read: Result<Vec<T>, sqlx::Error> = found.iter().map(T::from_row).collect();
    read.map_err(|error| of_driver(place, &error))
}

/// The first column of the only row of a statement.
pub(super) async fn first<T>(
    place: &Place,
    connection: &mut AnyConnection,
    sql: &'static str,
) -> Result<T, RegisterError>
where
    T: for<'r> sqlx::Decode<'r, Any> + sqlx::Type<Any>,
{
    let found = tokio::time::timeout(ANSWERING, sqlx::query(sql).fetch_one(connection)).await;
    let found = found.map_err(|_| late(place))?.map_err(|error| of_driver(place, &error))?;
    found.try_get(0).map_err(|error| of_driver(place, &error))
}

fn late(place: &Place) -> RegisterError {
    RegisterError::TimedOut { place: place.to_string(), seconds: ANSWERING.as_secs() }
}

/// What breaks before a connection stands is a server that cannot be reached.
fn unmade(error: RegisterError) -> RegisterError {
    if let RegisterError::GoneAway { place, reason } = error {
        return RegisterError::Unreachable { place, reason };
    }
    error
}

/// Makes the file so that its owner alone reads it: it names people.
fn private(path: &std::path::Path) -> Result<(), RegisterError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        // What lies there is looked at later.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(RegisterError::File { path: path.into(), source }),
    }
}

fn new_name() -> Result<String, RegisterError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| RegisterError::Database {
        place: "-".into(),
        reason: error.to_string(),
    })?;
    Ok(hex::encode(bytes))
}
