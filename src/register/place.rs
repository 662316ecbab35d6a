//! Where a register lies: a file of this machine, or a database of PostgreSQL.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use model::Note;
use reqwest::Url;

use super::RegisterError;

/// The name of the file in a folder.
const FILE: &str = "register.db";

/// Where a register lies.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file of this machine, kept by the database built into the program.
    File(PathBuf),
    /// A database of PostgreSQL.
    Server(Server),
}

/// A database of PostgreSQL.
#[derive(Clone)]
pub struct Server {
    url: Url,
    distant: bool,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.shown())
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(out),
            Self::Server(server) => out.write_str(&server.shown()),
        }
    }
}

impl Place {
    /// Reads a place: `postgres://…`, a file, or a folder, in which the file is `register.db`.
    ///
    /// A distant server is asked under TLS with its certificate and its name verified, unless the
    /// address states another `sslmode`; one that may fall back to plain text by itself is refused.
    ///
    /// # Errors
    ///
    /// [`RegisterError::Address`], [`RegisterError::MayFallBack`]. No message holds the password.
    pub fn read(text: &Path) -> Result<Self, RegisterError> {
        let address = text
            .to_str()
            .filter(|it| it.starts_with("postgres://") || it.starts_with("postgresql://"));
        let Some(address) = address else {
            let path = if text.is_dir() { text.join(FILE) } else { text.to_path_buf() };
            return Ok(Self::File(std::path::absolute(&path).unwrap_or(path)));
        };
        // The parser names the defect only, never the text, which may hold a password.
        let url = Url::parse(address)
            .map_err(|error| RegisterError::Address { reason: error.to_string() })?;
        let environment = |name| std::env::var(name).ok().filter(|it| !it.is_empty());
        Server::new(url, environment("PGHOST"), environment("PGSSLMODE")).map(Self::Server)
    }

    /// What the connection does not protect against, where the address asked for less than it
    /// could have.
    #[must_use]
    pub fn warning(&self) -> Option<Note> {
        let Self::Server(server) = self else { return None };
        let mode = server.mode().unwrap_or_default();
        let code = match mode.as_str() {
            "disable" => "register.server-in-plain-text",
            "require" => "register.server-not-verified",
            _ => return None,
        };
        server.distant.then(|| Note::new(code).fact("place", server.shown()))
    }

    /// The address for the driver.
    pub(super) fn url(&self, create: bool) -> Result<String, RegisterError> {
        match self {
            Self::File(path) => {
                let text = path.to_str().ok_or_else(|| RegisterError::Address {
                    reason: format!("{}: the name is not Unicode", path.display()),
                })?;
                let mode = if create { "rwc" } else { "rw" };
                Ok(format!("sqlite:{}?mode={mode}", encoded(text)))
            }
            Self::Server(server) => Ok(server.url.to_string()),
        }
    }

    /// Whether the database is the one built into the program.
    pub(super) const fn is_file(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// A message of the driver without the password, should it hold one.
    pub(super) fn without_secret(&self, message: &str) -> String {
        let Self::Server(server) = self else { return message.to_owned() };
        let whole = message.replace(server.url.as_str(), &server.shown());
        match server.url.password().filter(|it| !it.is_empty()) {
            None => whole,
            Some(password) => {
                let plain = decoded(password);
                whole.replace(password, "***").replace(&plain, "***")
            }
        }
    }
}

impl Server {
    fn new(
        mut url: Url,
        host: Option<String>,
        mode: Option<String>,
    ) -> Result<Self, RegisterError> {
        let given = |name: &str| {
            url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let named = url.host_str().filter(|it| !it.is_empty()).map(decoded);
        let host = given("host").or(named).or(host).unwrap_or_else(|| "localhost".into());
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let local = host.starts_with('/')
            || host.eq_ignore_ascii_case("localhost")
            || bare.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
        let stated = given("sslmode").or_else(|| given("ssl-mode"));
        let mode = stated.clone().or(mode).map(|it| it.to_ascii_lowercase());
        if !local {
            match mode.as_deref() {
                None => {
                    url.query_pairs_mut().append_pair("sslmode", "verify-full");
                }
                Some("allow" | "prefer") => {
                    let shown = Self { url, distant: true }.shown();
                    return Err(RegisterError::MayFallBack { place: shown });
                }
                Some(mode) if stated.is_none() => {
                    let mode = mode.to_owned();
                    url.query_pairs_mut().append_pair("sslmode", &mode);
                }
                Some(_) => {}
            }
        }
        Ok(Self { url, distant: !local })
    }

    fn mode(&self) -> Option<String> {
        let found = self.url.query_pairs().find(|(key, _)| key == "sslmode" || key == "ssl-mode");
        found.map(|(_, value)| value.to_ascii_lowercase())
    }

    /// The address for people: no password, no options.
    fn shown(&self) -> String {
        let mut url = self.url.clone();
        // A URL of a server always takes these.
        let _ = url.set_password(None);
        url.set_query(None);
        url.set_fragment(None);
        url.to_string()
    }
}

/// Every byte that could end or change the path of an address is written as its number.
fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b':') {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).filter(|_| *first == b'%');
        let mut byte = [0];
        if pair.is_some_and(|it| hex::decode_to_slice(it, &mut byte).is_ok()) {
            bytes.extend(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(address: &str) -> Result<Server, RegisterError> {
        Server::new(Url::parse(address).unwrap(), None, None)
    }

    #[test]
    fn a_distant_server_is_verified_unless_the_address_says_otherwise() {
        let mode = |it: &str| server(it).unwrap().mode();
        assert_eq!(mode("postgres://db.example/r").as_deref(), Some("verify-full"));
        assert_eq!(mode("postgres://192.0.2.7/r?sslmode=verify-ca").as_deref(), Some("verify-ca"));
        assert_eq!(mode("postgres://localhost/r"), None);
        assert_eq!(mode("postgres://127.0.0.1:5433/r"), None);
        assert_eq!(mode("postgres://[::1]/r"), None);
        assert_eq!(mode("postgres:///r?host=/run/postgresql"), None);
        assert_eq!(mode("postgres:///r?host=db.example").as_deref(), Some("verify-full"));
        for weak in ["allow", "prefer", "PREFER"] {
            let refused = server(&format!("postgres://u:p@db.example/r?sslmode={weak}"));
            assert!(matches!(refused, Err(RegisterError::MayFallBack { .. })), "{weak}");
        }
        let url = || Url::parse("postgres:///r").unwrap();
        let from = |host: &str, mode: Option<&str>| {
            Server::new(url(), Some(host.into()), mode.map(Into::into))
        };
        assert_eq!(from("db.example", None).unwrap().mode().as_deref(), Some("verify-full"));
        assert_eq!(from("db.example", Some("require")).unwrap().mode().as_deref(), Some("require"));
        assert!(from("db.example", Some("prefer")).is_err());
    }

    #[test]
    fn less_than_verification_is_told() {
        let warned =
            |it: &str| Place::Server(server(it).unwrap()).warning().map(|it| it.code.into_owned());
        let plain = warned("postgres://db.example/r?sslmode=disable");
        assert_eq!(plain.as_deref(), Some("register.server-in-plain-text"));
        let blind = warned("postgres://db.example/r?sslmode=require");
        assert_eq!(blind.as_deref(), Some("register.server-not-verified"));
        assert_eq!(warned("postgres://db.example/r"), None);
        assert_eq!(warned("postgres://localhost/r?sslmode=disable"), None);
    }

    #[test]
    fn the_password_is_never_shown() {
        let place = Place::Server(server("postgres://anna:s%40cret@db.example/r").unwrap());
        assert_eq!(place.to_string(), "postgres://anna@db.example/r");
        assert_eq!(format!("{place:?}"), "Server(postgres://anna@db.example/r)");
        let told = place.without_secret("no postgres://anna:s%40cret@db.example, s@cret");
        assert!(!told.contains("s%40cret") && !told.contains("s@cret"), "{told}");
    }

    #[test]
    fn a_name_of_a_file_cannot_become_an_option() {
        let place = Place::File("/tmp/a?mode=memory#x%41 ә.db".into());
        let url = place.url(false).unwrap();
        assert_eq!(url, "sqlite:/tmp/a%3Fmode%3Dmemory%23x%2541%20%D3%99.db?mode=rw");
    }
}
