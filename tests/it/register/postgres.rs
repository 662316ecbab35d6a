//! A PostgreSQL of the tests' own, from Debian's package: made in a temporary folder, reached over
//! a socket in it and a port of this machine, and gone with the process, however that ends.

use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::skip::skipped;

/// The password of the server's owner, for connections over the network.
pub(super) const PASSWORD: &str = "s%cret:/@pass";

/// A server.
pub(super) struct Postgres {
    pub(super) folder: PathBuf,
    pub(super) port: u16,
    bin: PathBuf,
    keeper: Child,
    leash: Option<ChildStdin>,
}

/// Starts the server and keeps it while its standard input is open: when the tests end, by panic or
/// by a kill, the pipe closes and the server stops and is removed.
const KEEPER: &str = r#"
set -e
cd "$1"
"$2/initdb" -D data -U postgres -E UTF8 --locale=C.UTF-8 --auth-local=trust \
  --auth-host=scram-sha-256 --pwfile=password >initdb.log 2>&1
cat >>data/postgresql.conf <<END
listen_addresses = '127.0.0.1'
port = $3
unix_socket_directories = '$1'
max_connections = 60
ssl = on
ssl_cert_file = '$1/server.crt'
ssl_key_file = '$1/server.key'
END
set +e
start() { "$2/postgres" -D data >>server.log 2>&1 </dev/null & pid=$!; }
start "$@"
while read -r order; do
  case $order in
    stop) kill -QUIT $pid; wait $pid; echo stopped ;;
    start) start "$@"; echo started ;;
  esac
done
kill -QUIT $pid 2>/dev/null
wait
cd /
rm -rf "$1"
"#;

/// The newest version that is installed.
fn bin() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .filter_map(|it| Some(it.ok()?.path().join("bin")))
        .filter(|it| it.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop()
}

fn run(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).output().is_ok_and(|it| it.status.success())
}

impl Postgres {
    /// A server of its own; none where the program is absent, said aloud.
    pub(super) fn start() -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let Some(bin) = bin() else {
            skipped("PostgreSQL is not installed");
            return None;
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Short, because the name of a socket may have 107 bytes only.
        let folder = std::env::temp_dir().join(format!("tk-pg-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("password"), PASSWORD).unwrap();
        certificates(&folder);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let root = Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout == b"0\n");
        let mut command = if root {
            // The server refuses to run as root.
            let postgres = run(Command::new("id").arg("postgres"));
            let user = if postgres { "postgres" } else { "nobody" };
            assert!(run(Command::new("chown").args(["-R", user]).arg(&folder)));
            let mut command = Command::new("setpriv");
            command.args(["--reuid", user, "--clear-groups", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.args(["-c", KEEPER, "keeper"]).arg(&folder).arg(&bin).arg(port.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut keeper = command.spawn().unwrap();
        let leash = keeper.stdin.take();
        let server = Self { folder, port, bin, keeper, leash };
        server.wait();
        Some(server)
    }

    /// One server for all tests that do not hurt it.
    pub(super) fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
        let shared = SHARED.get_or_init(Self::start).as_ref();
        if shared.is_none() {
            skipped("PostgreSQL is not installed");
        }
        shared
    }

    fn wait(&self) {
        let begun = Instant::now();
        while !self.sql("postgres", "SELECT 1").is_ok_and(|it| it == "1") {
            let log = || std::fs::read_to_string(self.folder.join("server.log"));
            assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs statements by the server's own program; gives what it printed.
    pub(super) fn sql(&self, database: &str, text: &str) -> Result<String, String> {
        let run = Command::new(self.bin.join("psql"))
            .args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
            .arg(&self.folder)
            .args(["-p", &self.port.to_string(), "-d", database, "-c", text])
            .env("PGCONNECT_TIMEOUT", "5")
            .output()
            .unwrap();
        if run.status.success() {
            Ok(String::from_utf8(run.stdout).unwrap().trim().to_owned())
        } else {
            Err(String::from_utf8_lossy(&run.stderr).into_owned())
        }
    }

    /// A new empty database: its name.
    pub(super) fn database(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("r{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}")).unwrap();
        name
    }

    /// Its address over the socket.
    pub(super) fn address(&self, database: &str) -> String {
        let folder = self.folder.display();
        format!("postgres://postgres@localhost:{}/{database}?host={folder}", self.port)
    }

    /// Stops it at once, as a loss of power would.
    pub(super) fn stop(&mut self) {
        self.order("stop\n", "stopped\n");
    }

    /// Starts it again.
    pub(super) fn start_again(&mut self) {
        self.order("start\n", "started\n");
        self.wait();
    }

    fn order(&mut self, order: &str, answer: &str) {
        use std::io::Write as _;
        let leash = self.leash.as_mut().unwrap();
        leash.write_all(order.as_bytes()).unwrap();
        leash.flush().unwrap();
        let mut said = vec![0; answer.len()];
        self.keeper.stdout.as_mut().unwrap().read_exact(&mut said).unwrap();
        assert_eq!(said, answer.as_bytes());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.leash.take());
        let _ended = self.keeper.wait();
    }
}

/// A certificate for the server's TLS, and another authority that did not issue it.
fn certificates(folder: &Path) {
    let openssl = |arguments: &[&str]| {
        let made = Command::new("openssl").args(arguments).current_dir(folder).output();
        assert!(made.is_ok_and(|it| it.status.success()), "openssl {arguments:?}");
    };
    for name in ["ca", "other"] {
        let (key, crt, subject) =
            (format!("{name}.key"), format!("{name}.crt"), format!("/CN=tests {name}"));
        openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            &key,
            "-out",
            &crt,
            "-subj",
            &subject,
            "-days",
            "3650",
        ]);
    }
    std::fs::write(folder.join("names"), "subjectAltName=DNS:register.example\n").unwrap();
    openssl(&[
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        "server.key",
        "-out",
        "server.csr",
        "-subj",
        "/CN=register.example",
    ]);
    openssl(&[
        "x509",
        "-req",
        "-in",
        "server.csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-out",
        "server.crt",
        "-days",
        "3650",
        "-extfile",
        "names",
    ]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(folder.join("server.key"), mode).unwrap();
    }
}
