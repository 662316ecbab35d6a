//! What the time services of this machine print about themselves.
//!
//! **Invariant:** only programs at fixed places are run, without a shell, without the environment
//! of the caller, for a bounded time, and no more is kept of what they print than a bound allows.
//! None of the commands changes anything.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use probes::Transcript;
use sysinfo::System;

/// A program with the places where it may lie and what it is asked.
struct Tool {
    name: &'static str,
    places: &'static [&'static str],
    questions: &'static [&'static [&'static str]],
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "chronyc",
        places: &["/usr/bin/chronyc", "/usr/local/bin/chronyc", "/opt/homebrew/bin/chronyc"],
        // A name instead of an address would make the server ask its name service.
        questions: &[&["-n", "tracking"], &["-n", "sources"]],
    },
    Tool {
        name: "ntpq",
        places: &["/usr/bin/ntpq", "/usr/sbin/ntpq", "/usr/local/bin/ntpq", "/usr/local/sbin/ntpq"],
        questions: &[&["-pn"], &["-c", "rv"]],
    },
    Tool {
        name: "timedatectl",
        places: &["/usr/bin/timedatectl", "/bin/timedatectl"],
        questions: &[&["status"], &["show-timesync", "--all"]],
    },
    Tool {
        name: "w32tm",
        places: &["C:\\Windows\\System32\\w32tm.exe"],
        questions: &[&["/query", "/status", "/verbose"], &["/query", "/peers"]],
    },
];

/// Runs every tool that lies on this machine.
pub(super) fn run() -> Vec<Transcript> {
    let host = System::host_name().unwrap_or_else(|_| "this machine".to_owned());
    let mut printed = Vec::new();
    for tool in TOOLS {
        let Some(place) = tool.places.iter().map(Path::new).find(|it| it.is_file()) else {
            continue;
        };
        for question in tool.questions {
            let command = [&[tool.name], *question].concat().join(" ");
            let at = Timestamp::now();
            let said = ask(place, question, LONGEST).unwrap_or_default();
            printed.push(Transcript::new(host.clone(), Some(command), Some(at), said));
        }
    }
    printed
}

/// What a program prints, errors included, within the bounds.
fn ask(program: &Path, arguments: &[&str], longest: Duration) -> std::io::Result<Vec<u8>> {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("LC_ALL", "C").env("LANG", "C");
    // Windows finds its libraries by this.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let readers = [
        child.stdout.take().map(|it| thread::spawn(move || bounded(it))),
        child.stderr.take().map(|it| thread::spawn(move || bounded(it))),
    ];
    let begun = Instant::now();
    while child.try_wait()?.is_none() {
        // One that prints without end blocks on a full pipe, and ends here as well.
        if begun.elapsed() > longest {
            child.kill()?;
            child.wait()?;
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(readers.into_iter().flatten().filter_map(|it| it.join().ok()).flatten().collect())
}

fn bounded(from: impl Read) -> Vec<u8> {
    let mut said = Vec::new();
    // What came before an error is kept: it is what there is.
    let _ = from.take(MOST).read_to_end(&mut said);
    said
}

const LONGEST: Duration = Duration::from_secs(5);
/// Bytes of either stream.
const MOST: u64 = 256 << 10;

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, longest: Duration) -> String {
        let said = ask(Path::new("/bin/sh"), &["-c", script], longest);
        String::from_utf8_lossy(&said.unwrap_or_default()).into_owned()
    }

    #[test]
    fn what_is_printed_is_kept_with_its_errors_and_without_the_environment() {
        assert_eq!(shell("echo out; echo err >&2; exit 3", LONGEST), "out\nerr\n");
        assert_eq!(shell("echo $LC_ALL:$HOME:$CARGO_MANIFEST_DIR", LONGEST), "C::\n");
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let begun = Instant::now();
        assert_eq!(shell("echo first; exec sleep 60", Duration::from_millis(200)), "first\n");
        assert!(begun.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_program_that_prints_without_end_fills_no_memory() {
        let said = shell("exec yes", Duration::from_millis(500));
        assert_eq!(said.len(), usize::try_from(MOST).unwrap());
    }
}
