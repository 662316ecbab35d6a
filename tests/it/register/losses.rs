//! The database goes away, is full, locked, read-only or damaged: each told in its own words, and
//! nothing half-written.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tekseru::register::{Database, Place, RegisterError};

use super::ground::{
    ANNA, BORIS, Ground, TODAY, accepted, confirm, damage, database, does, folder, founding, issue,
    issued, later, now, propose, signed, taking, try_do,
};
use super::postgres::{PASSWORD, Postgres};
use crate::skip::skipped;

/// Everything that a decision writes.
const TABLES: [&str; 8] = [
    "accreditations",
    "counters",
    "decisions",
    "events",
    "grams",
    "matters",
    "searched",
    "statements",
];

#[test]
fn a_connection_that_breaks_within_a_decision_leaves_nothing_and_a_retry_does_it_once() {
    let Some(server) = Postgres::shared() else { return };
    let name = database(server);
    let ground = Ground::Server { address: server.address(&name) };
    let mut database = ground.create();
    server
        .sql(
            &name,
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NEW; \
             END $$",
        )
        .unwrap();
    let mut expected = 0;
    for (number, table) in (1..).zip(TABLES) {
        let matter = accepted(&mut database, number);
        let proposed = does(&mut database, &ANNA, propose(&matter, issue(None)));
        let confirm = confirm(&mut database, super::ground::number_in(&proposed.subject));
        let before = (database.head().unwrap(), database.export(TODAY).unwrap().rows);
        let dies = format!(
            "CREATE TRIGGER dies AFTER INSERT OR UPDATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION die()"
        );
        server.sql(&name, &dies).unwrap();
        let lost = try_do(&mut database, &BORIS, confirm.clone()).unwrap_err();
        assert!(matches!(lost, RegisterError::GoneAway { .. }), "{table}: {lost}");
        server.sql(&name, &format!("DROP TRIGGER dies ON {table}")).unwrap();
        let after = (database.head().unwrap(), database.export(TODAY).unwrap().rows);
        assert_eq!(after, before, "{table}: half-written");
        assert_eq!(damage(&mut database), Vec::<String>::new(), "{table}");
        let done = does(&mut database, &BORIS, confirm.clone());
        expected += 1;
        assert_eq!((done.again, done.accreditation), (false, Some(expected)), "{table}");
        let again = does(&mut database, &BORIS, confirm);
        assert_eq!((again.again, again.accreditation), (true, Some(expected)), "{table}");
    }
    assert_eq!(damage(&mut database), Vec::<String>::new());
}

#[test]
fn a_server_that_is_killed_within_a_decision_comes_back_without_it() {
    let Some(mut server) = Postgres::start() else { return };
    let name = database(&server);
    let ground = Ground::Server { address: server.address(&name) };
    let mut database = ground.create();
    server
        .sql(
            &name,
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             PERFORM pg_sleep(30); RETURN NEW; END $$",
        )
        .unwrap();
    let trigger = "CREATE TRIGGER waits AFTER INSERT ON searched FOR EACH STATEMENT \
                   EXECUTE FUNCTION wait()";
    for (round, number) in [(true, 1), (false, 2)] {
        let matter = accepted(&mut database, number);
        let proposed = does(&mut database, &ANNA, propose(&matter, issue(None)));
        let confirm = confirm(&mut database, super::ground::number_in(&proposed.subject));
        let before = database.head().unwrap();
        server.sql(&name, trigger).unwrap();
        let signed = signed(&database, &BORIS, confirm.clone());
        let writer = std::thread::spawn(move || {
            let lost = database.perform(&signed, &[], later(1)).map(drop);
            (lost, database)
        });
        // Within the statement, hence between those of the decision.
        let begun = Instant::now();
        let waiting = "SELECT pid FROM pg_stat_activity WHERE application_name = 'tekseru' \
                       AND wait_event = 'PgSleep'";
        let pid = loop {
            let pid = server.sql(&name, waiting).unwrap();
            if !pid.is_empty() {
                break pid;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "the decision never got there");
            std::thread::sleep(Duration::from_millis(20));
        };
        if round {
            // One process of the server: it takes the others down with it and recovers.
            let killed = Command::new("kill").args(["-9", &pid]).status();
            assert!(killed.unwrap().success());
        } else {
            server.stop();
        }
        let (lost, kept) = writer.join().unwrap();
        database = kept;
        let lost = lost.unwrap_err();
        assert!(matches!(lost, RegisterError::GoneAway { .. }), "{lost}");
        if round {
            let begun = Instant::now();
            while server.sql(&name, "SELECT 1").is_err() {
                assert!(begun.elapsed() < Duration::from_secs(60));
                std::thread::sleep(Duration::from_millis(50));
            }
        } else {
            let absent = database.head().unwrap_err();
            assert!(matches!(absent, RegisterError::Unreachable { .. }), "{absent}");
            server.start_again();
        }
        server.sql(&name, "DROP TRIGGER waits ON searched").unwrap();
        assert_eq!(database.head().unwrap(), before, "half-written");
        let done = does(&mut database, &BORIS, confirm.clone());
        assert_eq!((done.again, done.accreditation), (false, Some(i64::from(number))));
        assert!(does(&mut database, &BORIS, confirm).again);
    }
    assert_eq!(damage(&mut database), Vec::<String>::new());
}

#[test]
fn what_the_server_refuses_is_told_in_its_own_words() {
    let Some(server) = Postgres::shared() else { return };
    let name = database(server);
    let ground = Ground::Server { address: server.address(&name) };
    let mut database = ground.create();
    let fails = |code: &str| {
        server
            .sql(
                &name,
                &format!(
                    "CREATE OR REPLACE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ \
                     BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$; \
                     DROP TRIGGER IF EXISTS fails ON matters; \
                     CREATE TRIGGER fails BEFORE INSERT ON matters FOR EACH ROW \
                     EXECUTE FUNCTION fails()"
                ),
            )
            .unwrap();
    };
    let mut take = || {
        let action = tekseru::register::Action::Take(Box::new(taking(1)));
        try_do(&mut database, &ANNA, action)
    };
    fails("53100");
    let full = take().unwrap_err();
    assert!(matches!(full, RegisterError::DiskFull { .. }), "{full}");
    fails("XX001");
    let corrupt = take().unwrap_err();
    assert!(matches!(corrupt, RegisterError::Corrupt { .. }), "{corrupt}");
    fails("22012");
    let other = take().unwrap_err();
    assert!(matches!(other, RegisterError::Database { .. }), "{other}");
    server.sql(&name, "DROP TRIGGER fails ON matters").unwrap();
    let read_only = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    server.sql(&name, &read_only).unwrap();
    let mut reader = ground.open();
    let refused = try_do(&mut reader, &ANNA, tekseru::register::Action::Take(Box::new(taking(1))))
        .unwrap_err();
    assert!(matches!(refused, RegisterError::ReadOnly { .. }), "{refused}");
    assert_eq!(reader.matters(None).unwrap(), []);
    assert!(take().is_ok(), "the earlier connection still may");
}

#[test]
fn a_server_that_cannot_be_reached_or_lets_nobody_in_is_told_without_the_password() {
    let Some(server) = Postgres::shared() else { return };
    let name = database(server);
    let open = |address: String| {
        let place = Place::read(Path::new(&address))?;
        Database::open(place, now()).map(drop)
    };
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let port = server.port;
    let encoded = PASSWORD.replace('%', "%25").replace(':', "%3A").replace('/', "%2F");
    let encoded = encoded.replace('@', "%40");
    for (address, expected) in [
        (format!("postgres://postgres:{encoded}@127.0.0.1:{port}/{name}"), "not-there"),
        (format!("postgres://postgres:{encoded}wrong@127.0.0.1:{port}/{name}"), "denied"),
        (format!("postgres://postgres:{encoded}@127.0.0.1:{port}/absent"), "denied"),
        (format!("postgres://postgres:{encoded}@127.0.0.1:{closed}/{name}"), "unreachable"),
        (format!("postgres://postgres:{encoded}@nowhere.invalid/{name}"), "unreachable"),
        (format!("postgres://postgres:{encoded}@127.0.0.1:99999/{name}"), "address"),
        (format!("postgres://postgres:{encoded}@db.example/{name}?sslmode=prefer"), "falls-back"),
    ] {
        let error = open(address).unwrap_err();
        let is_it = match expected {
            "address" => matches!(error, RegisterError::Address { .. }),
            "denied" => matches!(error, RegisterError::Denied { .. }),
            "falls-back" => matches!(error, RegisterError::MayFallBack { .. }),
            "not-there" => matches!(error, RegisterError::NotThere { .. }),
            "unreachable" => matches!(error, RegisterError::Unreachable { .. }),
            other => panic!("nothing is called {other}"),
        };
        assert!(is_it, "{expected}: {error}: {error:?}");
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains(PASSWORD) && !text.contains(&encoded), "{text}");
        }
    }
}

#[test]
fn a_server_proves_itself_by_its_certificate() {
    let Some(server) = Postgres::shared() else { return };
    let name = database(server);
    let (port, folder) = (server.port, server.folder.display().to_string());
    let encoded = "s%25cret%3A%2F%40pass";
    let open = |host: &str, options: &str| {
        let address = format!("postgres://postgres:{encoded}@{host}:{port}/{name}?{options}");
        Database::create(Place::read(Path::new(&address)).unwrap(), &founding(), now()).map(drop)
    };
    let wrong_issuer =
        open("127.0.0.1", &format!("sslmode=verify-ca&sslrootcert={folder}/other.crt"));
    let wrong_issuer = wrong_issuer.unwrap_err();
    assert!(matches!(wrong_issuer, RegisterError::Tls { .. }), "{wrong_issuer}: {wrong_issuer:?}");
    let wrong_name = open("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={folder}/ca.crt"));
    let wrong_name = wrong_name.unwrap_err();
    assert!(matches!(wrong_name, RegisterError::Tls { .. }), "{wrong_name}: {wrong_name:?}");
    let nobody = open("127.0.0.1", "sslmode=verify-full").unwrap_err();
    assert!(matches!(nobody, RegisterError::Tls { .. }), "{nobody}: {nobody:?}");
    open("127.0.0.1", &format!("sslmode=verify-ca&sslrootcert={folder}/ca.crt")).unwrap();
    let secured = "SELECT COUNT(*) FROM pg_stat_ssl WHERE ssl AND pid <> pg_backend_pid()";
    assert_eq!(server.sql(&name, secured).unwrap(), "0", "closed after use");
}

#[test]
fn a_server_that_keeps_other_text_than_unicode_is_refused() {
    let Some(server) = Postgres::shared() else { return };
    let name = format!("{}_ascii", server.database());
    let make = format!("CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'");
    server.sql("postgres", &make).unwrap();
    let place = Place::read(Path::new(&server.address(&name))).unwrap();
    let refused = Database::create(place, &founding(), now()).map(drop).unwrap_err();
    assert!(matches!(refused, RegisterError::NotUnicode { .. }), "{refused}");
}

fn file(name: &str) -> Ground {
    Ground::File(folder(&format!("register-{name}")).join("register.db"))
}

#[test]
fn a_register_that_another_program_holds_is_told() {
    let ground = file("locked");
    drop(ground.create());
    let Ground::File(path) = &ground else { unreachable!() };
    let holder = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    sqlx::any::install_default_drivers();
    let mut held = holder.block_on(async {
        use sqlx::Connection as _;
        let url = format!("sqlite:{}", path.display());
        let mut held = sqlx::AnyConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut held).await.unwrap();
        held
    });
    let mut database = ground.open();
    let take = || tekseru::register::Action::Take(Box::new(taking(1)));
    let begun = Instant::now();
    let refused = try_do(&mut database, &ANNA, take()).unwrap_err();
    assert!(matches!(refused, RegisterError::Locked { .. }), "{refused}");
    assert!(begun.elapsed() >= Duration::from_secs(9), "it is waited for first");
    assert_eq!(database.matters(None).unwrap(), [], "reading goes on");
    holder.block_on(async { sqlx::raw_sql("ROLLBACK").execute(&mut held).await.unwrap() });
    does(&mut database, &ANNA, take());
}

#[test]
fn a_damaged_file_is_told() {
    let ground = file("damaged");
    let Ground::File(path) = &ground else { unreachable!() };
    let mut database = ground.create();
    for number in 1..=8 {
        issued(&mut database, number, None);
    }
    drop(database);
    let whole = std::fs::read(path).unwrap();
    assert!(whole.len() > 100_000, "{}", whole.len());
    // Cut in the middle, as a copy that was not finished.
    std::fs::write(path, &whole[..whole.len() / 2]).unwrap();
    let told = Database::open(ground.place(), now()).and_then(|mut it| it.check(&[]));
    let found = match told {
        Ok(report) => report.damage.iter().any(|it| it.code == "register.file-damaged"),
        Err(error) => matches!(error, RegisterError::Corrupt { .. }),
    };
    assert!(found);
    // Every page in turn overwritten: nobody finds such a register whole, and nothing panics.
    let mut unseen = Vec::new();
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
        std::fs::write(path, &bytes).unwrap();
        let told = Database::open(ground.place(), now()).and_then(|mut it| it.check(&[]));
        if told.is_ok_and(|it| it.damage.is_empty()) {
            unseen.push(page);
        }
    }
    assert_eq!(unseen, Vec::<usize>::new());
}

#[test]
fn a_file_that_nobody_may_write_is_read_and_says_so() {
    let ground = file("read-only");
    let Ground::File(path) = &ground else { unreachable!() };
    drop(ground.create());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "it names people: its owner alone reads it");
    }
    // The kernel itself refuses to write an immutable file, to its owner and to root.
    let marked = Command::new("chattr").args(["+i"]).arg(path).output();
    if !marked.is_ok_and(|it| it.status.success()) {
        skipped("this file system knows no immutable files");
        return;
    }
    let tried = Database::open(ground.place(), now()).and_then(|mut database| {
        try_do(&mut database, &ANNA, tekseru::register::Action::Take(Box::new(taking(1))))
    });
    let cleared = Command::new("chattr").args(["-i"]).arg(path).status();
    assert!(cleared.unwrap().success());
    let refused = tried.map(drop).unwrap_err();
    assert!(matches!(refused, RegisterError::ReadOnly { .. }), "{refused}: {refused:?}");
}
