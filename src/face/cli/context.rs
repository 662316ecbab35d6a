//! What every command shows its answers with: words, width, colour, and nothing invisible.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write as _;

use clap::{Arg, ArgAction, Command};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use model::Lang;

use crate::words::{Facts, Words};

pub use crate::words::visible::{visible, visible_lines};

/// How a command ended, as its exit code.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Exit {
    /// Every question is closed.
    AllClosed = 0,
    /// The command was called wrongly, or the tool failed.
    Failure = 1,
    /// Something violates, is not valid or is revoked.
    Violates = 2,
    /// Something could not be decided.
    Undetermined = 3,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::AllClosed => 0,
            Exit::Failure => 1,
            Exit::Violates => 2,
            Exit::Undetermined => 3,
        })
    }
}

/// A colour with a meaning.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// Bad: not valid, revoked.
    Bad,
    /// Undecided: look here.
    Doubt,
    /// Good.
    Good,
    /// Less important than the rest.
    Quiet,
    /// A heading.
    Strong,
}

/// How answers are shown.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Sentences for codes.
    pub words: &'a Words,
    /// The language of the answer.
    pub lang: Lang,
    /// Whether the answer is JSON for programs.
    pub json: bool,
    /// Whether escape sequences for colour are allowed.
    pub colour: bool,
    /// The width of the terminal in columns.
    pub width: usize,
}

/// Narrower than this nothing is readable; longer lines are then left to the terminal.
const NARROWEST: usize = 24;

impl Context<'_> {
    /// The sentence for a code, safe to show.
    #[must_use]
    pub fn say(&self, code: &str, facts: &Facts<'_>) -> String {
        visible(&self.words.say(self.lang, code, facts)).into_owned()
    }

    /// The words of a code that takes no facts.
    #[must_use]
    pub fn label(&self, code: &str) -> String {
        self.say(code, &Facts::new())
    }

    /// The next step for a code, safe to show.
    #[must_use]
    pub fn next_step(&self, code: &str, facts: &Facts<'_>) -> Option<String> {
        let next = self.words.next_step(self.lang, code, facts)?;
        Some(visible(&next).into_owned())
    }

    /// The text in a colour, where colours are allowed.
    #[must_use]
    pub fn paint<'t>(&self, tone: Tone, text: &'t str) -> Cow<'t, str> {
        if !self.colour || self.json {
            return Cow::Borrowed(text);
        }
        let code = match tone {
            Tone::Bad => "31;1",
            Tone::Doubt => "33;1",
            Tone::Good => "32;1",
            Tone::Quiet => "2",
            Tone::Strong => "1",
        };
        Cow::Owned(format!("\u{1b}[{code}m{text}\u{1b}[0m"))
    }

    /// A table of two columns, names and values, fitted to the width. Cells must be safe already,
    /// which [`visible`] makes them.
    #[must_use]
    pub fn pairs(&self, rows: &[(String, String)], indent: usize) -> String {
        let mut table = Table::new();
        let width = u16::try_from(self.width.max(NARROWEST).saturating_sub(indent));
        let width = width.unwrap_or(u16::MAX);
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width);
        for (name, value) in rows {
            table.add_row([name, value]);
        }
        if let Some(column) = table.column_mut(0) {
            column.set_padding((0, 1));
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(38)));
        }
        if let Some(column) = table.column_mut(1) {
            column.set_padding((0, 0));
        }
        let margin = " ".repeat(indent);
        let mut text = String::new();
        for line in table.lines() {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{margin}{}", line.trim_end());
        }
        text
    }

    /// A table with a heading row and rules, fitted to the width.
    #[must_use]
    pub fn table(&self, heading: &[String], rows: &[Vec<String>]) -> String {
        self.aligned(heading, rows, &[])
    }

    /// As [`Self::table`]; the columns for which `right` says so are set to the right.
    #[must_use]
    pub fn aligned(&self, heading: &[String], rows: &[Vec<String>], right: &[bool]) -> String {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(self.width.max(NARROWEST)).unwrap_or(u16::MAX))
            .set_header(heading);
        for row in rows {
            table.add_row(row);
        }
        for (column, _) in table.column_iter_mut().zip(right).filter(|(_, right)| **right) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let mut text = table.to_string();
        text.push('\n');
        text
    }

    /// The text broken at spaces to the width: the first line behind `first`, the others behind as
    /// many columns of white space as `rest` says.
    #[must_use]
    pub fn wrap(&self, first: &str, rest: usize, text: &str) -> String {
        let width = self.width.max(NARROWEST);
        let margin = " ".repeat(rest);
        let mut out = String::from(first);
        let mut column = first.chars().count();
        let mut fresh = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if !fresh && column + 1 + length > width {
                out.push('\n');
                out.push_str(&margin);
                column = rest;
                fresh = true;
            }
            if !fresh {
                out.push(' ');
                column += 1;
            }
            for character in word.chars() {
                if column >= width {
                    out.push('\n');
                    out.push_str(&margin);
                    column = rest;
                }
                out.push(character);
                column += 1;
            }
            fresh = false;
        }
        out.push('\n');
        out
    }
}

/// Writes to standard output. Whoever reads may have seen enough and gone: that is no failure, and
/// what was recorded stands.
pub(super) fn put(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Puts the help texts of a command and of everything below it into a language.
///
/// The words for `tekseru pki verify` are the message `cli-pki-verify`, those for its option
/// `--at` are `cli-pki-verify--at`; what many commands take alike is `cli-any--on`. Where there are
/// none the text of the source stays. Headings
/// and the help option are worded by `cli-help-usage`, `cli-help-commands`, `cli-help-arguments`,
/// `cli-help-options` and `cli-help-help`.
#[must_use]
pub fn localise(command: Command, words: &Words, lang: Lang) -> Command {
    localised(command, "cli", words, lang)
}

fn localised(mut command: Command, id: &str, words: &Words, lang: Lang) -> Command {
    let say = |code: &str| words.has(lang, code).then(|| words.say(lang, code, &Facts::new()));
    let heading = |code: &str, otherwise: &str| say(code).unwrap_or_else(|| otherwise.to_owned());
    if let Some(about) = say(id) {
        command = command.about(about.clone()).long_about(about);
    }
    let arguments = heading("cli-help-arguments", "Arguments");
    let options = heading("cli-help-options", "Options");
    command = command.mut_args(|argument| {
        // What many commands take alike is worded once.
        let given = [id, "cli-any", "cli-dissent"];
        let help = given.iter().find_map(|it| say(&format!("{it}.{}", argument.get_id())));
        let section = if argument.is_positional() { &arguments } else { &options };
        let argument = argument.help_heading(section.clone());
        match help {
            Some(help) => argument.help(help.clone()).long_help(help),
            None => argument,
        }
    });
    if !command.is_disable_help_flag_set() {
        command = command.disable_help_flag(true).arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help_heading(options)
                .help(heading("cli-help-help", "Print help")),
        );
    }
    if command.get_version().is_some() && !command.is_disable_version_flag_set() {
        command = command.disable_version_flag(true).arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(heading("cli-help-options", "Options"))
                .help(heading("cli-help-version", "Print version")),
        );
    }
    let usage = heading("cli-help-usage", "Usage");
    command
        .disable_help_subcommand(true)
        .subcommand_help_heading(heading("cli-help-commands", "Commands"))
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .mut_subcommands(|below| {
            let id = format!("{id}-{}", below.get_name());
            localised(below, &id, words, lang)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(words: &Words, width: usize) -> Context<'_> {
        Context { words, lang: Lang::En, json: false, colour: false, width }
    }

    #[test]
    fn what_a_terminal_obeys_or_hides_becomes_visible() {
        assert_eq!(visible("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(visible("\u{9b}31m\u{7}\r\n\t\0"), "\\u{9b}31m\\u{7}\\u{d}\\u{a}\\u{9}\\u{0}");
        assert_eq!(
            visible("\u{202e}gnp.exe\u{2066}\u{200b}"),
            "\\u{202e}gnp.exe\\u{2066}\\u{200b}"
        );
        assert_eq!(visible("\u{e0041}\u{feff}\u{ad}"), "\\u{e0041}\\u{feff}\\u{ad}");
    }

    #[test]
    fn names_in_kazakh_stay_as_they_are() {
        let name = "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST) 2022 – Әділ Ғ. Іңкәр Өтеген «Һ»";
        assert!(matches!(visible(name), Cow::Borrowed(same) if same == name));
    }

    #[test]
    fn lines_keep_to_the_width_and_lose_nothing() {
        let words = Words::embedded().unwrap();
        let context = context(&words, 30);
        let long = format!("a few words and then {} end", "f".repeat(64));
        let wrapped = context.wrap("  - ", 4, &long);
        assert!(wrapped.lines().all(|line| line.chars().count() <= 30), "{wrapped}");
        let joined: String = wrapped.chars().filter(|it| !it.is_whitespace()).collect();
        let expected: String = long.chars().filter(|it| !it.is_whitespace()).collect();
        assert_eq!(joined, format!("-{expected}"));
    }

    #[test]
    fn a_table_of_pairs_keeps_to_sixty_columns() {
        let words = Words::embedded().unwrap();
        let rows = [("fingerprint".to_owned(), "0123456789abcdef".repeat(4))];
        let table = context(&words, 60).pairs(&rows, 2);
        assert!(table.lines().all(|line| line.chars().count() <= 60), "{table}");
        assert!(table.lines().count() > 1);
    }

    #[test]
    fn json_is_never_painted() {
        let words = Words::embedded().unwrap();
        let context = Context { colour: true, json: true, ..context(&words, 80) };
        assert_eq!(context.paint(Tone::Bad, "revoked"), "revoked");
        let context = Context { json: false, ..context };
        assert_eq!(context.paint(Tone::Bad, "revoked"), "\u{1b}[31;1mrevoked\u{1b}[0m");
    }
}
