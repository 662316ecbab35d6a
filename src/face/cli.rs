//! The command line: one verb, one use case.
//!
//! A verb asks [`crate::inspection`] and shows what it says, as a table for people or as JSON for
//! programs. Exit codes: 0 everything closed, 1 wrong call or failure of the tool, 2 something
//! violates, 3 something could not be decided.

mod args;
mod board;
mod committee;
pub mod context;
mod demo;
mod drill;
pub mod errors;
mod exhibit;
mod inputs;
pub mod pki;
mod procedure;
mod report;
mod selfcheck;
mod selftest;
mod show;
mod sign;
mod verbs;
mod verify;
mod watch;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use model::Lang;

use crate::catalog::{Catalog, CatalogError};
use crate::words::Words;

use args::{Arguments, Colour};
use context::{Context, Exit, localise};

/// The widest line that is filled; beyond it people lose the line.
const WIDEST: usize = 100;

/// Runs the command line and returns the exit code.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = wanted_language(&arguments);
    let words = match Words::embedded() {
        Ok(words) => words,
        Err(error) => return broken(&error),
    };
    let command = localise(Arguments::command(), &words, lang);
    let parsed = command.try_get_matches_from(arguments).map(|it| Arguments::from_arg_matches(&it));
    let arguments = match parsed {
        Ok(Ok(arguments)) => arguments,
        Ok(Err(error)) | Err(error) => {
            // Help and version are answers; everything else is a wrong call.
            let wrong = error.use_stderr();
            let _ = error.print();
            return if wrong { Exit::Failure.into() } else { ExitCode::SUCCESS };
        }
    };
    let loaded = match &arguments.checklists {
        None => Catalog::embedded().map(|catalog| (catalog, words)),
        Some(folder) => {
            Catalog::load(folder).and_then(|catalog| Ok((catalog, Words::load(folder)?)))
        }
    };
    let (catalog, words) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return broken(&error),
    };
    let context = Context {
        words: &words,
        lang,
        json: arguments.json,
        colour: match arguments.colour {
            Colour::Always => true,
            Colour::Auto => {
                std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
            }
            Colour::Never => false,
        },
        width: width(),
    };
    match verbs::run(arguments.verb, &catalog, &context) {
        Ok(exit) => exit.into(),
        Err(error) => {
            show::failure(&context, &error);
            Exit::Failure.into()
        }
    }
}

/// The command with its words, for completions and manual pages.
fn command(words: &Words, lang: Lang) -> clap::Command {
    localise(Arguments::command(), words, lang)
}

/// The checklists or the words cannot be read: nothing can be said in any language.
fn broken(error: &CatalogError) -> ExitCode {
    eprintln!("tekseru: {error}");
    Exit::Failure.into()
}

/// `--lang` wherever it stands, else the language of the system, else Kazakh.
///
/// The help itself is in a language, so this is known before the arguments are read.
fn wanted_language(arguments: &[OsString]) -> Lang {
    let mut given = arguments.iter().filter_map(|it| it.to_str());
    while let Some(argument) = given.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => given.next(),
            Some(rest) => rest.strip_prefix('='),
            None => continue,
        };
        if let Some(lang) = value.and_then(|it| it.parse().ok()) {
            return lang;
        }
    }
    let system = std::env::var("TEKSERU_LANG").ok().or_else(sys_locale::get_locale);
    system.and_then(|it| it.parse().ok()).unwrap_or_default()
}

fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let table = comfy_table::Table::new();
    told.or_else(|| table.width().map(usize::from)).unwrap_or(WIDEST).min(WIDEST)
}
